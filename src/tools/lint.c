// lint.c -- see lint.h. Compiling, the order of the checks, and what they share.
#include "tools/lint_inside.h"
#include <stdlib.h>

enum { LINT_MOST = 5000 }; // findings of one rule set

// ---- opening
static RubricStatus open_run(Lint *l) {
  RubricStatus status = rubric_batch_new(l->program, &l->batch);
  if (status == RUBRIC_OK) status = rubric_run_new(l->program, 0, &l->run);
  return status == RUBRIC_BAD_ARGUMENT ? RUBRIC_OK : status; // extern functions are never loaded here: nothing is run
}
RubricStatus lint_open(const RubricHost *host, const char *path, const RubricSetting *settings, size_t count, Lint **lint, RubricReport **report) {
  *lint = NULL;
  *report = NULL;
  Lint *l = calloc(1, sizeof *l);
  if (!l) return RUBRIC_NO_MEMORY;
  RubricStatus status = api_compile(host, path, settings, count, RUBRIC_CHECK_ONLY | RUBRIC_WITH_TESTS, NULL, &l->program, &l->report, &l->rules);
  if (l->report) {
    arena_init(&l->scratch, api_allocator(host), &l->report->escape);
    arena_init(&l->words, api_allocator(host), &l->report->escape);
    l->arena = &l->report->arena;
    l->diags = &l->report->diags;
  }
  if (status == RUBRIC_OK) status = open_run(l);
  if (status == RUBRIC_OK) { *lint = l; return status; }
  if (status != RUBRIC_NO_MEMORY) { *report = l->report; l->report = NULL; }
  lint_close(l);
  return status;
}
void lint_close(Lint *l) {
  if (!l) return;
  if (l->arena) { arena_free(&l->scratch); arena_free(&l->words); }
  rubric_run_free(l->run);
  rubric_batch_free(l->batch);
  rubric_program_free(l->program);
  rubric_report_free(l->report);
  free(l);
}
const RubricProgram *lint_program(const Lint *l) { return l->program; }

// ---- shared by the checks
bool lint_own(const Lint *l, Span span) {
  if (span.file >= l->rules->sources->files.count) return false;
  Text path = l->rules->sources->files.items[span.file]->path;
  return span.file == 0 || !(path.size > 4 && memcmp(path.data, "std/", 4) == 0);
}
Text lint_source(const Lint *l, Span span) {
  Text bytes = l->rules->sources->files.items[span.file]->bytes;
  return (Text){bytes.data + span.start, span.end - span.start};
}
uint32_t lint_line(const Lint *l, Span span) {
  uint32_t line, column;
  source_position(l->rules->sources, span, &line, &column);
  return line;
}
Diag *lint_add(Lint *l, ErrorId id, Span span, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Text message = text_format_list(l->arena, format, args);
  va_end(args);
  return diag_add(l->diags, id, span, "%.*s", SHOW(message));
}
void lint_fix(Diag *d, Span span, Text text) {
  d->fix = text;
  d->fix_known = d->fix_elsewhere = true;
  d->fix_span = span;
}
BandsAnswer lint_answer(Lint *l, Question *q, Witness *w) {
  BandsAnswer a = bands_answer(q, w);
  l->undecided += a == BANDS_UNDECIDED;
  return a;
}

// ---- all of them
static void find_all(Lint *l) {
  lint_reach(l);
  lint_rows(l);
  if (l->scope == LINT_PROVED) return;
  lint_points(l);
  lint_missing(l);
  lint_text(l);
  lint_letters(l);
  lint_unused(l);
  lint_dates(l);
  lint_tests(l);
  lint_people(l);
}
static void others_dropped(Lint *l) { // of files that are not the user's
  uint32_t kept = 0;
  for (uint32_t i = 0; i < l->diags->items.count; i++) if (lint_own(l, l->diags->items.items[i]->span)) l->diags->items.items[kept++] = l->diags->items.items[i];
  l->diags->items.count = kept;
}
RubricStatus lint_find(Lint *l, LintScope scope, int64_t now, RubricReport **report, uint32_t *undecided) {
  l->scope = scope;
  l->now = now;
  l->undecided = 0;
  *report = l->report;
  *undecided = 0;
  if (setjmp(l->report->escape)) return RUBRIC_NO_MEMORY;
  l->diags->limit = LINT_MOST;
  l->bands = bands_new(l->arena, &l->scratch, l->rules, now);
  if (scope == LINT_PROVED) bands_take_tests(l->bands, l->rules);
  find_all(l);
  others_dropped(l);
  diag_sort(l->diags);
  lint_allow(l);
  diag_sort(l->diags);
  *undecided = l->undecided;
  return RUBRIC_OK;
}
