// mutants.c -- `rubric test --mutate`: the mistakes that no test notices, under the statement in which they were made.
#include "cli/measure.h"
#include "tools/mutate.h"
#include "tools/render.h"
#include <malloc.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 80, MUTANTS_MOST = 500 };

static RubricText plain(const char *s) { return (RubricText){s, (uint32_t)strlen(s)}; }
static void on_progress(void *user, uint32_t done, uint32_t of) {
  (void)user;
  fprintf(stderr, "\r\033[K%u of %u mistakes tried", done, of);
  fflush(stderr);
}
static void put_place(Buffer *b, const Rules *rules, Span span) {
  uint32_t line, at;
  source_position(rules->sources, span, &line, &at);
  render_cut(b, api_text(rules->sources->files.items[span.file]->path), UINT32_MAX);
  BUFFER_PUT(b, ":");
  buffer_integer(b, line);
}
static void put_owner(Buffer *b, const Rules *rules, const Mutation *m) {
  BUFFER_PUT(b, "  ");
  put_place(b, rules, m->owner_span);
  BUFFER_PUT(b, "  ");
  render_cut(b, api_text(m->owner), 50);
}
static bool same_owner(const Mutation *a, const Mutation *b) { return a->owner_span.file == b->owner_span.file && a->owner_span.start == b->owner_span.start; }

// ---- for people
static void put_survivor(Buffer *b, const Mutation *m) { // on one line where it fits
  static const char *const words[] = {"comparison", "threshold", "points", "result", "negated", "condition", "taken out", "order"};
  RubricText before = api_text(m->before), after = api_text(m->after);
  BUFFER_PUT(b, "    ");
  render_padded(b, plain(words[m->kind]), 12);
  uint32_t left = render_cells(before), right = render_cells(after);
  if (left + right + 4 + 16 <= WIDTH) {
    render_cut(b, before, left);
    BUFFER_PUT(b, " \xE2\x86\x92 ");
    render_cut(b, after, right);
  } else {
    render_cut(b, before, WIDTH - 16);
    BUFFER_PUT(b, "\n              \xE2\x86\x92 ");
    render_cut(b, after, WIDTH - 16);
  }
  BUFFER_PUT(b, "\n");
}
static void put_title(Buffer *b, const char *title, bool color) {
  buffer_text(b, plain(color ? "\n\033[1m" : "\n"));
  buffer_text(b, plain(title));
  buffer_text(b, plain(color ? "\033[0m\n" : "\n"));
}
// A statement that no test would miss is named once: what is wrong in it, no test notices either.
static uint32_t unmissed_in(const Mutate *all, uint32_t of, uint32_t *smaller) { // how often it is taken out unnoticed; those of a statement stand together
  const Mutation *m = all->mutants[of].mutation;
  uint32_t whole = 0, from = of;
  *smaller = 0;
  while (from > 0 && same_owner(all->mutants[from - 1].mutation, m)) from--;
  for (uint32_t i = from; i < all->count && same_owner(all->mutants[i].mutation, m); i++) {
    if (all->mutants[i].fate != MUTANT_SURVIVED) continue;
    if (all->mutants[i].mutation->kind == MUTATION_REMOVED) whole++;
    else ++*smaller;
  }
  return whole;
}
static void put_survivors(Buffer *b, const Mutate *all, bool color) {
  const Mutation *last = NULL;
  uint32_t smaller;
  for (uint32_t i = 0; i < all->count; i++) {
    const Mutation *m = all->mutants[i].mutation;
    if (all->mutants[i].fate != MUTANT_SURVIVED || unmissed_in(all, i, &smaller)) continue;
    if (!last) put_title(b, "no test notices these mistakes", color);
    if (!last || !same_owner(last, m)) { put_owner(b, all->rules, m); BUFFER_PUT(b, "\n"); }
    put_survivor(b, m);
    last = m;
  }
}
static void put_unmissed(Buffer *b, const Mutate *all, bool color) {
  bool any = false;
  uint32_t smaller;
  for (uint32_t i = 0; i < all->count; i++) {
    const Mutation *m = all->mutants[i].mutation;
    if (all->mutants[i].fate != MUTANT_SURVIVED || m->kind != MUTATION_REMOVED) continue;
    if (!any) put_title(b, "no test would miss", color);
    any = true;
    put_owner(b, all->rules, m);
    unmissed_in(all, i, &smaller);
    if (smaller) {
      BUFFER_PUT(b, " (and ");
      buffer_integer(b, smaller);
      buffer_text(b, plain(smaller == 1 ? " smaller mistake)" : " smaller mistakes)"));
    }
    BUFFER_PUT(b, "\n");
  }
}
static void put_summary(Buffer *b, const Mutate *all, uint32_t noticed, uint32_t tried) {
  BUFFER_PUT(b, "\nnoticed ");
  buffer_integer(b, noticed);
  BUFFER_PUT(b, " of ");
  buffer_integer(b, tried);
  BUFFER_PUT(b, " mistakes");
  if (tried) { BUFFER_PUT(b, " ("); buffer_integer(b, (int64_t)noticed * 100 / tried); BUFFER_PUT(b, "%)"); }
  if (all->possible > all->count) {
    BUFFER_PUT(b, "; --mutants ");
    buffer_integer(b, all->possible);
    BUFFER_PUT(b, " tries all");
  }
  BUFFER_PUT(b, "\n");
}

// ---- for machines
static void put_position(Buffer *b, const Rules *rules, Span at, const char *line_name, const char *column_name) {
  uint32_t line, column;
  source_position(rules->sources, at, &line, &column);
  buffer_text(b, plain(line_name));
  buffer_integer(b, line);
  buffer_text(b, plain(column_name));
  buffer_integer(b, column);
}
static void put_json(Buffer *b, const Mutate *all) { // with the edit itself, so that an editor can show it
  for (uint32_t i = 0; i < all->count; i++) {
    const Mutant *m = &all->mutants[i];
    const Mutation *edit = m->mutation;
    if (m->fate != MUTANT_SURVIVED && m->fate != MUTANT_NOTICED) continue;
    BUFFER_PUT(b, "{\"mutant\":"); buffer_json(b, plain(mutation_names[edit->kind]));
    BUFFER_PUT(b, ",\"path\":"); buffer_json(b, api_text(all->rules->sources->files.items[edit->span.file]->path));
    put_position(b, all->rules, edit->span, ",\"line\":", ",\"column\":");
    put_position(b, all->rules, (Span){edit->span.file, edit->span.end, edit->span.end}, ",\"end_line\":", ",\"end_column\":");
    BUFFER_PUT(b, ",\"text\":"); buffer_json(b, api_text(edit->text));
    BUFFER_PUT(b, ",\"in\":"); buffer_json(b, api_text(edit->owner));
    BUFFER_PUT(b, ",\"before\":"); buffer_json(b, api_text(edit->before));
    BUFFER_PUT(b, ",\"after\":"); buffer_json(b, api_text(edit->after));
    if (m->fate == MUTANT_SURVIVED) BUFFER_PUT(b, ",\"noticed\":false}\n");
    else { BUFFER_PUT(b, ",\"noticed\":true,\"by\":"); buffer_json(b, api_text(m->by)); BUFFER_PUT(b, "}\n"); }
  }
}

static int show(const Options *o, const Mutate *all, ReportForm form, long long least) {
  Buffer b = {0};
  uint32_t noticed = 0, survived = 0;
  for (uint32_t i = 0; i < all->count; i++) {
    noticed += all->mutants[i].fate == MUTANT_NOTICED;
    survived += all->mutants[i].fate == MUTANT_SURVIVED;
  }
  if (form == REPORT_JSON) put_json(&b, all);
  else {
    put_unmissed(&b, all, terminal_color(stdout));
    put_survivors(&b, all, terminal_color(stdout));
    if (!o->values[OPT_QUIET]) put_summary(&b, all, noticed, noticed + survived);
  }
  bool failed = b.failed;
  if (b.size) fwrite(b.data, 1, b.size, stdout);
  buffer_free(&b);
  if (failed) { fputs("rubric: out of memory\n", stderr); return EXIT_INTERNAL; }
  if (least >= 0) return (uint64_t)noticed * 100 < (uint64_t)least * (noticed + survived) ? EXIT_FINDINGS : EXIT_DONE;
  return survived ? EXIT_FINDINGS : EXIT_DONE;
}
// Some hundred compilations, each of which takes and gives back the same large blocks: kept, they need not be cleared by the
// system each time (half of the time it took).
static void keep_memory(void) {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}
int measure_mutants(const Options *o, const char *path, ReportForm form) {
  RubricHost host = options_host(o);
  long long most, least;
  if (!option_number(o, OPT_MUTANTS, 1, 1000000, MUTANTS_MOST, &most) || !measure_least(o, &least)) return EXIT_RULES;
  bool shown = isatty(STDERR_FILENO) && !o->values[OPT_QUIET];
  MutateJob job = {.host = &host, .path = path, .settings = o->settings, .setting_count = o->setting_count, .filter = o->values[OPT_FILTER], .most = (uint32_t)most,
                   .progress = shown ? on_progress : NULL};
  Mutate all;
  keep_memory();
  RubricStatus status = mutate_run(&job, &all);
  if (shown) fputs("\r\033[K", stderr);
  int code = status == RUBRIC_OK ? show(o, &all, form, least) : EXIT_INTERNAL; // the rules have compiled and passed before
  if (status != RUBRIC_OK) fputs("rubric: out of memory\n", stderr);
  mutate_free(&all);
  return code;
}
