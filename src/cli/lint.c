// lint.c -- `rubric check` and `rubric lint`: the mistakes of rules; without one, what is proved of them, or all that is found.
#include "cli/guard.h"
#include "cli/report.h"
#include "tools/lint.h"
#include "tools/study.h"
#include <stdlib.h>
#include <string.h>

typedef struct Count { uint32_t findings, fixable, undecided; } Count;

// A line a file on standard error, after all findings.
static void say(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static void say_count(Buffer *b, uint32_t n, const char *one) {
  buffer_integer(b, n);
  say(b, " ");
  say(b, one);
  if (n != 1) say(b, "s");
}
static void say_summary(Buffer *b, const char *path, LintScope scope, const RubricProgram *p, Count n) {
  say(b, path);
  say(b, ": ");
  if (scope == LINT_PROVED && !n.findings) {
    say(b, "no mistakes; ");
    say_count(b, rubric_item_count(p, RUBRIC_RULES), "rule");
    say(b, ", ");
    say_count(b, rubric_item_count(p, RUBRIC_STAGES), "stage");
    say(b, ", ");
    say_count(b, rubric_item_count(p, RUBRIC_ROUTES), "route");
  } else if (!n.findings) say(b, "nothing found");
  else say_count(b, n.findings, "finding");
  if (n.fixable) { say(b, ", "); buffer_integer(b, n.fixable); say(b, " of them --fix can mend"); }
  if (scope == LINT_ALL && n.undecided) { say(b, "; "); say_count(b, n.undecided, "condition"); say(b, " undecided"); }
  say(b, "\n");
}
static int out_of_memory(void) {
  fputs("rubric: out of memory\n", stderr);
  return EXIT_INTERNAL;
}
// Writes what can be mended; the findings that are mended are not reported.
static bool still_compiles(const Options *o, const char *path, const LintFix *files, uint32_t count) {
  RubricHost below = options_host(o), host = below;
  StudyText *texts = calloc(count + 1u, sizeof *texts);
  RubricProgram *program = NULL;
  RubricReport *report = NULL;
  if (!texts) return false;
  for (uint32_t i = 0; i < count; i++) texts[i] = (StudyText){&below, files[i].path, api_text(files[i].bytes), i + 1 < count ? &texts[i + 1] : NULL};
  if (count) host = study_text_host(texts);
  bool fine = rubric_compile(&host, path, o->settings, o->setting_count, RUBRIC_CHECK_ONLY | RUBRIC_WITH_TESTS, &program, &report) == RUBRIC_OK;
  rubric_report_free(report);
  rubric_program_free(program);
  free(texts);
  return fine;
}
static int mend(const Options *o, const char *path, Lint *lint, Report *r, uint32_t *mended) {
  LintFix *files;
  uint32_t count;
  int code = EXIT_DONE;
  if (lint_fixed(lint, &files, &count) != RUBRIC_OK) return out_of_memory();
  if (!still_compiles(o, path, files, count)) { fprintf(stderr, "rubric: %s: with its fixes it does not compile; nothing is changed\n", path); return EXIT_DONE; }
  for (uint32_t i = 0; i < count && code == EXIT_DONE; i++) {
    code = write_whole(files[i].path, files[i].bytes);
    if (code == EXIT_DONE && r->form == REPORT_PRETTY) buffer_text(&r->out, api_text(files[i].said));
    *mended += files[i].fixes;
  }
  return code;
}
static int find_once(const Options *o, const char *path, LintScope scope, Report *r, Buffer *said, bool fix, uint32_t *mended) {
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
  if (code == EXIT_DONE && fix) code = mend(o, path, lint, r, mended);
  if (code == EXIT_DONE && !(fix && *mended)) {
    report_add(r, findings);
    n.findings = (uint32_t)rubric_report_count(findings);
    bool here = strcmp(path, "-") != 0 && lint_mendable(lint, path);
    for (uint32_t i = 0; i < n.findings && here; i++) n.fixable += rubric_report_finding(findings, i).has_fix;
    if (r->form == REPORT_PRETTY) say_summary(said, path, scope, lint_program(lint), n);
    if (n.findings) code = EXIT_FINDINGS;
  }
  lint_close(lint);
  return code;
}
static int find_file(const Options *o, const char *path, LintScope scope, Report *r, Buffer *said) {
  enum { ROUNDS = 10 };   // a fix may lay open another, or have had to wait for one beside it
  bool fix = scope == LINT_ALL && o->values[OPT_FIX] && strcmp(path, "-") != 0;
  if (scope == LINT_ALL && o->values[OPT_FIX] && !fix) fputs("rubric: standard input cannot be mended: --fix writes files\n", stderr);
  for (int i = 0; i < ROUNDS; i++) {
    uint32_t mended = 0;
    int code = find_once(o, path, scope, r, said, fix, &mended);
    if (!mended || code != EXIT_DONE) return code;
  }
  uint32_t none = 0;
  return find_once(o, path, scope, r, said, false, &none);
}
static int find_files(const Options *o, LintScope scope) {
  Report r;
  ReportForm form;
  Buffer said = {0};
  if (!report_form(o, false, &form)) return EXIT_RULES;
  if (!o->file_count) return command_lacks(o, "which rules?");
  report_begin(&r, form, stdout);
  int code = EXIT_DONE;
  for (int i = 0; i < o->file_count && code < EXIT_OUTPUT; i++) {
    int worse = find_file(o, o->files[i], scope, &r, &said);
    if (worse > code) code = worse;
  }
  report_end(&r, stdout);
  const char *why;
  if (said.size && standard_flush(&why)) fwrite(said.data, 1, said.size, stderr);
  buffer_free(&said);
  return code;
}
int command_check(const Options *o) { return find_files(o, LINT_PROVED); }
int command_lint(const Options *o) { return find_files(o, LINT_ALL); }
