// explain.c -- `rubric explain`: finds one lead, decides it with a trace, and shows why.
#include "cli/find.h"
#include "cli/guard.h"
#include "cli/options.h"
#include "io/output.h"
#include "tools/render.h"
#include "tools/story_page.h"
#include "tools/waterfall.h"
#include <strings.h>

enum { GOAL_NEXT = RUBRIC_NONE };
typedef struct Shown { const Options *o; const Study *study; int64_t now; uint32_t goal; const WhatIf *what_if; Arena arena; jmp_buf escape; Buffer out; } Shown;

static bool form_is(const Options *o, const char *form) { return o->values[OPT_TO] && strcmp(o->values[OPT_TO], form) == 0; }
static const char *out_path(const Options *o) { return o->values[OPT_OUTPUT] ? o->values[OPT_OUTPUT] : "-"; }
static bool asks_what_if(const Options *o) { return o->values[OPT_WHAT_IF] || o->values[OPT_GOAL]; }

static bool show_json(Shown *s) { // the trace of docs/cli.md; "what_if" at its end when asked for
  const Study *y = s->study;
  Output *output = output_new(y->program, OUTPUT_NDJSON, NULL, 0, true, s->now);
  if (!output) return false;
  output_row(output, y->run, y->batch, y->decisions, 0, &s->out);
  output_free(output);
  if (!s->what_if || s->out.failed) return true;
  s->out.size -= 2; // the brace and the line end
  BUFFER_PUT(&s->out, ",\"what_if\":");
  what_if_json(s->what_if, &s->out);
  BUFFER_PUT(&s->out, "}\n");
  return true;
}
static bool show_story(Shown *s) {
  bool color = terminal_color(stdout) && strcmp(out_path(s->o), "-") == 0;
  const Story *story = story_tell(s->study, 0, &s->arena);
  if (!story) return false;
  if (form_is(s->o, "html")) { story_page(story, s->what_if, &s->out); return true; }
  waterfall(story, color, &s->out);
  if (s->what_if) what_if_text(s->what_if, color, &s->out);
  return true;
}
static bool show_form(Shown *s) {
  if (setjmp(s->escape)) return false;
  if (asks_what_if(s->o) && !(s->what_if = what_if(s->study, 0, s->now, s->goal, &s->arena))) return false;
  return (form_is(s->o, "ndjson") ? show_json(s) : show_story(s)) && !s->out.failed;
}
static int show(const Options *o, const Study *study, int64_t now, uint32_t goal) {
  Shown s = {.o = o, .study = study, .now = now, .goal = goal};
  arena_init(&s.arena, allocator_default(), &s.escape);
  int code = show_form(&s) ? write_whole(out_path(o), (Text){s.out.data, (uint32_t)s.out.size}) : EXIT_INTERNAL;
  buffer_free(&s.out);
  arena_free(&s.arena);
  return code;
}
static int find_and_show(const Options *o, Study *study, LeadsOptions how, uint64_t row, int64_t now, uint32_t goal) {
  Finder f;
  finder_begin(&f, study->batch, o->files + 1, o->file_count - 1, how);
  int code = finder_find(&f, o->values[OPT_KEY], row);
  if (code == EXIT_DONE) code = study_decide(study, now) == RUBRIC_OK ? show(o, study, now, goal) : EXIT_INTERNAL;
  finder_end(&f);
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  return code;
}
// --goal: a stage by its name, as `is` compares.
static bool goal_named(const Options *o, const Study *study, uint32_t *goal) {
  const char *wanted = o->values[OPT_GOAL];
  RubricProgram *p = study->program;
  uint32_t count = rubric_item_count(p, RUBRIC_STAGES);
  *goal = GOAL_NEXT;
  for (uint32_t i = 0; wanted && i < count; i++) {
    RubricText name = rubric_item(p, RUBRIC_STAGES, i).name;
    if (name.size == strlen(wanted) && strncasecmp(name.data, wanted, name.size) == 0) { *goal = i; return true; }
  }
  if (!wanted) return true;
  fputs("rubric: --goal is none of the stages:", stderr);
  for (uint32_t i = 0; i < count; i++) { fputs(i ? ", " : " ", stderr); print_text(stderr, rubric_item(p, RUBRIC_STAGES, i).name); }
  fputs(count ? "\n" : " there are none\n", stderr);
  return false;
}
static int explain(const Options *o, Study *study) {
  uint32_t goal;
  long long row;
  int64_t now;
  LeadsOptions how;
  const char *key = o->values[OPT_KEY];
  if (!option_number(o, OPT_ROW, 1, INT64_MAX, 1, &row) || !leads_options(o, &how) || !options_now(o, study->program, &now)) return EXIT_RULES;
  if (key && o->values[OPT_ROW]) { fputs("rubric: --key or --row, not both\n", stderr); return EXIT_RULES; }
  if (key && rubric_key_field(study->program) == RUBRIC_NONE) { fputs("rubric: the schema has no key field; use --row\n", stderr); return EXIT_RULES; }
  if (!goal_named(o, study, &goal)) return EXIT_RULES;
  return find_and_show(o, study, how, (uint64_t)row, now, goal);
}
int command_explain(const Options *o) {
  int code;
  Study *study = study_rules(o, 0, &code);
  if (!study) return code;
  if (o->file_count < 2) code = command_lacks(o, "which leads?");
  else code = explain(o, study);
  study_close(study);
  return code;
}
