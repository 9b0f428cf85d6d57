// lint.c -- `rubric check` and `rubric lint`: the mistakes of rules; without one, what is proved of them, or all that is found.
#include "cli/guard.h"
#include "cli/report.h"
#include "tools/lint.h"
#include <string.h>

typedef struct Count { uint32_t findings, fixable, undecided; } Count;

static void put_count(const RubricProgram *p, RubricPart part, const char *one, const char *after) {
  uint32_t n = rubric_item_count(p, part);
  fprintf(stderr, "%u %s%s%s", n, one, n == 1 ? "" : "s", after);
}
static void put_fine(const char *path, const RubricProgram *p) {
  fprintf(stderr, "%s: no mistakes; ", path);
  put_count(p, RUBRIC_RULES, "rule", ", ");
  put_count(p, RUBRIC_STAGES, "stage", ", ");
  put_count(p, RUBRIC_ROUTES, "route", "\n");
}
static void put_summary(const char *path, LintScope scope, const RubricProgram *p, Count n) {
  if (scope == LINT_PROVED && !n.findings) { put_fine(path, p); return; }
  if (!n.findings) fprintf(stderr, "%s: nothing found", path);
  else fprintf(stderr, "%s: %u finding%s", path, n.findings, n.findings == 1 ? "" : "s");
  if (scope == LINT_ALL && n.fixable) fprintf(stderr, ", %u of them --fix can mend", n.fixable);
  if (scope == LINT_ALL && n.undecided) fprintf(stderr, "; of %u condition%s no proof was found either way", n.undecided, n.undecided == 1 ? "" : "s");
  fputc('\n', stderr);
}
static int out_of_memory(void) {
  fputs("rubric: out of memory\n", stderr);
  return EXIT_INTERNAL;
}
// Writes what can be mended; the findings that are mended are not reported.
static int mend(Lint *lint, Report *r, uint32_t *mended) {
  LintFix *files;
  uint32_t count;
  int code = EXIT_DONE;
  if (lint_fixed(lint, &files, &count) != RUBRIC_OK) return out_of_memory();
  for (uint32_t i = 0; i < count && code == EXIT_DONE; i++) {
    code = write_whole(files[i].path, files[i].bytes);
    if (code == EXIT_DONE && r->form == REPORT_PRETTY) buffer_text(&r->out, api_text(files[i].said));
    *mended += files[i].fixes;
  }
  return code;
}
static int find_once(const Options *o, const char *path, LintScope scope, Report *r, bool fix, uint32_t *mended) {
  RubricHost host = options_host(o);
  RubricReport *mistakes, *findings = NULL;
  Lint *lint;
  Count n = {0};
  int64_t now;
  RubricStatus status = lint_open(&host, path, o->settings, o->setting_count, &lint, &mistakes);
  if (status == RUBRIC_NO_MEMORY) return out_of_memory();
  if (status != RUBRIC_OK) { report_add(r, mistakes); rubric_report_free(mistakes); return EXIT_RULES; }
  int code = options_now(o, lint_program(lint), &now) ? EXIT_DONE : EXIT_RULES;
  if (code == EXIT_DONE && lint_find(lint, scope, now, &findings, &n.undecided) != RUBRIC_OK) code = out_of_memory();
  if (fix && !lint_mendable(lint, path)) { fprintf(stderr, "rubric: %s cannot be mended: it is a compiled file\n", path); fix = false; }
  if (code == EXIT_DONE && fix) code = mend(lint, r, mended);
  if (code == EXIT_DONE && !(fix && *mended)) {
    report_add(r, findings);
    n.findings = (uint32_t)rubric_report_count(findings);
    for (uint32_t i = 0; i < n.findings; i++) n.fixable += rubric_report_finding(findings, i).has_fix;
    if (r->form == REPORT_PRETTY) put_summary(path, scope, lint_program(lint), n);
    if (n.findings) code = EXIT_FINDINGS;
  }
  lint_close(lint);
  return code;
}
static int find_file(const Options *o, const char *path, LintScope scope, Report *r) {
  enum { ROUNDS = 10 };   // a fix may lay open another, or have had to wait for one beside it
  bool fix = scope == LINT_ALL && o->values[OPT_FIX] && strcmp(path, "-") != 0;
  for (int i = 0; i < ROUNDS; i++) {
    uint32_t mended = 0;
    int code = find_once(o, path, scope, r, fix, &mended);
    if (!mended || code != EXIT_DONE) return code;
  }
  uint32_t none = 0;
  return find_once(o, path, scope, r, false, &none);
}
static int find_files(const Options *o, LintScope scope) {
  Report r;
  ReportForm form;
  if (!report_form(o, false, &form)) return EXIT_RULES;
  if (!o->file_count) { fprintf(stderr, "rubric: which rules? usage: rubric %s RULES...\n", o->command); return EXIT_RULES; }
  report_begin(&r, form, stdout);
  int code = EXIT_DONE;
  for (int i = 0; i < o->file_count && code < EXIT_OUTPUT; i++) {
    int worse = find_file(o, o->files[i], scope, &r);
    if (worse > code) code = worse;
  }
  report_end(&r, stdout);
  return code;
}
int command_check(const Options *o) { return find_files(o, LINT_PROVED); }
int command_lint(const Options *o) { return find_files(o, LINT_ALL); }
