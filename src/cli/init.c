// init.c -- rubric init: a starter rule file from a real export.
#include "cli/guard.h"
#include "cli/source.h"
#include "lang/format.h"
#include "tools/init.h"
#include "tools/render.h"
#include <sys/stat.h>

typedef struct Init { const Options *options; const char *path; Input *input; Arena arena, scratch; jmp_buf escape; Text rules; } Init;

static int refuse(const Init *n, const char *why) {
  if (strcmp(why, "out of memory") == 0) return EXIT_INTERNAL;
  fprintf(stderr, "rubric: %s: ", strcmp(n->path, "-") == 0 ? "standard input" : n->path);
  print_text(stderr, api_text(text_of(why)));
  fputc('\n', stderr);
  return EXIT_LEADS;
}
// "exports/leads.csv.gz" -> leads.csv.gz; a name is only a comment here: what is no plain text in it is left out.
static Text file_name(Arena *arena, const char *path) {
  const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
  Text t = strcmp(path, "-") == 0 || !*name ? TEXT("standard input") : text_of(name);
  char *out = arena_alloc(arena, t.size + 1);
  uint32_t bad;
  if (text_valid_utf8(t, &bad)) return t;
  for (uint32_t i = 0; i < t.size; i++) out[i] = t.data[i] & 0x80 ? '?' : t.data[i];
  return (Text){out, t.size};
}
static Text laid_out(Arena *arena, Text rules) {
  Sources sources = {.arena = arena};
  Diags diags = {.arena = arena};
  File *file = file_parse(arena, &sources, source_add(&sources, TEXT("init"), rules), &diags);
  return file->has_syntax_errors ? rules : format_file(arena, &sources, file);
}
static int init_read(Init *n) {
  LeadsOptions how;
  const char *why = NULL;
  if (!leads_options(n->options, &how)) return EXIT_RULES;
  n->input = input_open(n->path, &why);
  if (!n->input) return refuse(n, why);
  Survey *survey = ARENA_NEW(&n->arena, Survey);
  survey->arena = &n->arena;
  survey->scratch = &n->scratch;
  if (!survey_read(survey, n->input, how.format, how.delimiter, how.max_record, &why)) return refuse(n, why);
  if (survey->records == survey->rejected && survey->rejected) return refuse(n, "none of its records can be read");
  if (!survey->root.child_count) return refuse(n, "there is nothing in it");
  Text rules = init_rules(survey, file_name(&n->arena, n->path));
  if (!rules.size) return refuse(n, "there is nothing in it that a field could read");
  n->rules = laid_out(&n->arena, rules);
  if (survey->rejected) fprintf(stderr, "rubric: %llu of %llu records cannot be read; `rubric run ... --rejects FILE` shows them\n", (unsigned long long)survey->rejected, (unsigned long long)survey->records);
  return EXIT_DONE;
}
// Rules that somebody wrote are not replaced by a start.
static bool is_there(const char *path) {
  struct stat about;
  return strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > 0;
}
static int init_all(Init *n) {
  const char *to = n->options->values[OPT_OUTPUT] ? n->options->values[OPT_OUTPUT] : "-";
  if (is_there(to)) { fprintf(stderr, "rubric: %s is there already; init begins a file and replaces none\n", to); return EXIT_RULES; }
  if (setjmp(n->escape)) return EXIT_INTERNAL;
  int code = init_read(n);
  if (code != EXIT_DONE) return code;
  code = write_whole(to, n->rules);
  if (code == EXIT_DONE && strcmp(to, "-") != 0) fprintf(stderr, "wrote %s; try: rubric run %s %s\n", to, to, n->path);
  return code;
}
int command_init(const Options *o) {
  Init n = {.options = o, .path = o->file_count ? o->files[0] : NULL};
  if (!n.path) return command_lacks(o, "which leads?");
  arena_init(&n.arena, allocator_default(), &n.escape);
  arena_init(&n.scratch, allocator_default(), &n.escape);
  int code = init_all(&n);
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  input_close(n.input);
  arena_free(&n.arena);
  arena_free(&n.scratch);
  return code;
}
