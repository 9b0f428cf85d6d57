// test.c -- `rubric test`: the test blocks, for people (pretty), as JSON lines, GitHub annotations, SARIF, TAP 14 or JUnit.
#include "cli/guard.h"
#include "cli/measure.h"
#include <stdlib.h>
#include <string.h>

// Lines go to report.out as they come; JUnit's head counts them, so its cases wait.
typedef struct Tests { Report report; uint64_t passed, failed, broken; Buffer cases; } Tests;

static void put_c(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static void put_place(Buffer *b, RubricText path, uint32_t line) {
  buffer_text(b, path);
  BUFFER_PUT(b, ":");
  buffer_integer(b, line);
}

// ---- pretty
static void pretty(Tests *t, const RubricTestResult *r) {
  Buffer *b = &t->report.out;
  if (r->passed) return;
  put_place(b, r->path, r->line);
  put_c(b, t->report.color ? ": \033[31mfailed\033[0m \"" : ": failed \"");
  buffer_text(b, r->name);
  BUFFER_PUT(b, "\"\n");
  if (r->problem.size) { BUFFER_PUT(b, "   the lead cannot be read: "); buffer_text(b, r->problem); BUFFER_PUT(b, "\n"); }
  for (uint32_t i = 0; i < r->failure_count; i++) {
    const RubricTestFailure *f = &r->failures[i];
    BUFFER_PUT(b, "   line ");
    buffer_integer(b, f->line);
    BUFFER_PUT(b, ": expect ");
    buffer_text(b, f->expect);
    BUFFER_PUT(b, "\n");
    for (uint32_t s = 0; s < f->side_count; s++) {
      BUFFER_PUT(b, "      ");
      buffer_text(b, f->sides[s].text);
      BUFFER_PUT(b, ":  ");
      buffer_text(b, f->sides[s].left);
      BUFFER_PUT(b, "  against  ");
      buffer_text(b, f->sides[s].right);
      BUFFER_PUT(b, "\n");
    }
  }
}

// ---- JSON lines
static void json(Tests *t, const RubricTestResult *r) {
  Buffer *b = &t->report.out;
  BUFFER_PUT(b, "{\"test\":"); buffer_json(b, r->name);
  BUFFER_PUT(b, ",\"path\":"); buffer_json(b, r->path);
  BUFFER_PUT(b, ",\"line\":"); buffer_integer(b, r->line);
  put_c(b, r->passed ? ",\"passed\":true,\"failures\":[" : ",\"passed\":false,\"failures\":[");
  for (uint32_t i = 0; i < r->failure_count; i++) {
    const RubricTestFailure *f = &r->failures[i];
    put_c(b, i ? ",{\"expect\":" : "{\"expect\":"); buffer_json(b, f->expect);
    BUFFER_PUT(b, ",\"line\":"); buffer_integer(b, f->line);
    BUFFER_PUT(b, ",\"sides\":[");
    for (uint32_t s = 0; s < f->side_count; s++) {
      put_c(b, s ? ",{\"text\":" : "{\"text\":"); buffer_json(b, f->sides[s].text);
      BUFFER_PUT(b, ",\"left\":"); buffer_json(b, f->sides[s].left);
      BUFFER_PUT(b, ",\"right\":"); buffer_json(b, f->sides[s].right);
      BUFFER_PUT(b, "}");
    }
    BUFFER_PUT(b, "]}");
  }
  BUFFER_PUT(b, "]");
  if (r->problem.size) { BUFFER_PUT(b, ",\"problem\":"); buffer_json(b, r->problem); }
  BUFFER_PUT(b, "}\n");
}

// ---- TAP 14: the plan comes last, since tests are counted as they run
static void tap_text(Buffer *b, RubricText t) { // # would begin a directive
  for (uint32_t i = 0; i < t.size; i++) {
    if (t.data[i] == '#' || t.data[i] == '\\') BUFFER_PUT(b, "\\");
    if ((unsigned char)t.data[i] < 32) BUFFER_PUT(b, " ");
    else buffer_put(b, t.data + i, 1);
  }
}
static void tap(Tests *t, const RubricTestResult *r) {
  Buffer *b = &t->report.out;
  put_c(b, r->passed ? "ok " : "not ok ");
  buffer_integer(b, (int64_t)(t->passed + t->failed));
  BUFFER_PUT(b, " - ");
  tap_text(b, r->name);
  BUFFER_PUT(b, "\n");
  if (r->problem.size) { BUFFER_PUT(b, "  ---\n  message: "); buffer_json(b, r->problem); BUFFER_PUT(b, "\n  ...\n"); }
  if (!r->failure_count) return;
  const RubricTestFailure *f = &r->failures[0];
  BUFFER_PUT(b, "  ---\n  expect: "); buffer_json(b, f->expect);
  if (f->side_count) {
    BUFFER_PUT(b, "\n  left: "); buffer_json(b, f->sides[0].left);
    BUFFER_PUT(b, "\n  right: "); buffer_json(b, f->sides[0].right);
  }
  BUFFER_PUT(b, "\n  at: \"");
  put_place(b, f->path, f->line);
  BUFFER_PUT(b, "\"\n  ...\n");
}

// ---- JUnit
static void xml_text(Buffer *b, RubricText t) {
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if (c == '&') BUFFER_PUT(b, "&amp;");
    else if (c == '<') BUFFER_PUT(b, "&lt;");
    else if (c == '>') BUFFER_PUT(b, "&gt;");
    else if (c == '"') BUFFER_PUT(b, "&quot;");
    else if ((unsigned char)c < 32) BUFFER_PUT(b, " ");
    else buffer_put(b, &c, 1);
  }
}
static void junit(Tests *t, const RubricTestResult *r) {
  Buffer *b = &t->cases;
  BUFFER_PUT(b, "  <testcase classname=\""); xml_text(b, r->path);
  BUFFER_PUT(b, "\" name=\""); xml_text(b, r->name);
  put_c(b, r->passed ? "\"/>\n" : "\">\n");
  if (r->passed) return;
  for (uint32_t i = 0; i < r->failure_count; i++) {
    const RubricTestFailure *f = &r->failures[i];
    BUFFER_PUT(b, "    <failure message=\"expect "); xml_text(b, f->expect);
    BUFFER_PUT(b, "\">");
    for (uint32_t s = 0; s < f->side_count; s++) { xml_text(b, f->sides[s].text); BUFFER_PUT(b, ": "); xml_text(b, f->sides[s].left); BUFFER_PUT(b, " against "); xml_text(b, f->sides[s].right); BUFFER_PUT(b, "; "); }
    BUFFER_PUT(b, "</failure>\n");
  }
  if (r->problem.size) { BUFFER_PUT(b, "    <error message=\""); xml_text(b, r->problem); BUFFER_PUT(b, "\"/>\n"); }
  BUFFER_PUT(b, "  </testcase>\n");
}

// ---- GitHub and SARIF: a finding for each expectation that failed
static void finding(Tests *t, const RubricTestResult *r, const RubricTestFailure *f) {
  Buffer message = {0};
  BUFFER_PUT(&message, "test \"");
  buffer_text(&message, r->name);
  BUFFER_PUT(&message, "\" failed: ");
  if (f) { BUFFER_PUT(&message, "expect "); buffer_text(&message, f->expect); }
  else { BUFFER_PUT(&message, "the lead cannot be read: "); buffer_text(&message, r->problem); }
  for (uint32_t s = 0; f && s < f->side_count; s++) {
    BUFFER_PUT(&message, "; ");
    buffer_text(&message, f->sides[s].text);
    BUFFER_PUT(&message, ": ");
    buffer_text(&message, f->sides[s].left);
    BUFFER_PUT(&message, " against ");
    buffer_text(&message, f->sides[s].right);
  }
  RubricText text = {message.data ? message.data : "", (uint32_t)message.size};
  report_finding(&t->report, &(RubricFinding){.code = "test", .path = f ? f->path : r->path, .line = f ? f->line : r->line, .message = text});
  buffer_free(&message);
}
static void findings(Tests *t, const RubricTestResult *r) {
  for (uint32_t i = 0; i < r->failure_count; i++) finding(t, r, &r->failures[i]);
  if (r->problem.size) finding(t, r, NULL);
}

static void sink(void *user, const RubricTestResult *r) {
  Tests *t = user;
  if (r->passed) t->passed++;
  else t->failed++;
  switch (t->report.form) {
    case REPORT_PRETTY: pretty(t, r); break;
    case REPORT_JSON: json(t, r); break;
    case REPORT_TAP: tap(t, r); break;
    case REPORT_JUNIT: junit(t, r); break;
    default: findings(t, r);
  }
}
// Rules that do not compile: for people on standard error, for machines in the form that they asked for.
static void put_broken(Tests *t, const char *path, RubricReport *findings_of) {
  ReportForm form = t->report.form;
  RubricText name = {path, (uint32_t)strlen(path)};
  t->broken++;
  if (form != REPORT_PRETTY && form != REPORT_TAP && form != REPORT_JUNIT) { report_add(&t->report, findings_of); return; }
  report_errors(findings_of);
  if (form == REPORT_TAP) { BUFFER_PUT(&t->report.out, "Bail out! mistakes in "); tap_text(&t->report.out, name); BUFFER_PUT(&t->report.out, "\n"); }
  if (form != REPORT_JUNIT) return;
  BUFFER_PUT(&t->cases, "  <testcase classname=\"");
  xml_text(&t->cases, name);
  BUFFER_PUT(&t->cases, "\" name=\"rules\">\n    <error message=\"the rules have mistakes\"/>\n  </testcase>\n");
}
static void put_close(Tests *t) {
  Buffer *b = &t->report.out;
  if (t->report.form == REPORT_TAP && !t->broken) { BUFFER_PUT(b, "1.."); buffer_integer(b, (int64_t)(t->passed + t->failed)); BUFFER_PUT(b, "\n"); }
  if (t->report.form != REPORT_JUNIT) return;
  BUFFER_PUT(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"rubric\" tests=\"");
  buffer_integer(b, (int64_t)(t->passed + t->failed + t->broken));
  BUFFER_PUT(b, "\" failures=\"");
  buffer_integer(b, (int64_t)t->failed);
  if (t->broken) { BUFFER_PUT(b, "\" errors=\""); buffer_integer(b, (int64_t)t->broken); }
  BUFFER_PUT(b, "\">\n");
  buffer_put(b, t->cases.data, t->cases.size);
  BUFFER_PUT(b, "</testsuite>\n");
}
static int test_file(const Options *o, const char *path, Tests *t, Coverage *coverage) { // coverage: NULL, or counts what the tests reach
  RubricHost host = options_host(o);
  RubricReport *report = NULL;
  RubricStatus status;
  const char *filter = o->values[OPT_FILTER];
  if (coverage) {
    status = coverage_open(&host, path, o->settings, o->setting_count, true, coverage);
    if (status == RUBRIC_OK) status = coverage_tests(coverage, filter, sink, t);
    else if (coverage->report) put_broken(t, path, coverage->report);
  } else {
    status = rubric_test(&host, path, o->settings, o->setting_count, filter, sink, t, &report);
    if (status != RUBRIC_OK && status != RUBRIC_NO_MEMORY) put_broken(t, path, report);
  }
  rubric_report_free(report);
  if (status != RUBRIC_NO_MEMORY) return EXIT_DONE;
  fputs("rubric: out of memory\n", stderr);
  return EXIT_INTERNAL;
}
bool measure_least(const Options *o, long long *percent) { return option_number(o, OPT_FAIL_UNDER, 0, 100, -1, percent); }

// What does not go together, said before anything runs.
static bool options_fit(const Options *o, ReportForm form) {
  const char *const *given = o->values;
  long long number;
  const char *wrong = NULL;
  if (given[OPT_COVERAGE] && given[OPT_MUTATE]) wrong = "--coverage or --mutate, not both at once";
  else if (!given[OPT_COVERAGE] && (given[OPT_ON] || given[OPT_LCOV])) wrong = given[OPT_ON] ? "--on goes with --coverage" : "--lcov goes with --coverage";
  else if (!given[OPT_ON] && (given[OPT_NOW] || given[OPT_FROM] || given[OPT_DELIMITER] || given[OPT_MAX_RECORD] || given[OPT_MAX_REJECTS])) wrong = "--now, --from, --delimiter, --max-record and --max-rejects are of leads: they go with --on";
  else if (!given[OPT_MUTATE] && given[OPT_MUTANTS]) wrong = "--mutants goes with --mutate";
  else if (given[OPT_FAIL_UNDER] && !given[OPT_COVERAGE] && !given[OPT_MUTATE]) wrong = "--fail-under goes with --coverage or --mutate";
  else if (given[OPT_MUTATE] && form != REPORT_PRETTY && form != REPORT_JSON) wrong = "--mutate shows what it finds with --format pretty or json";
  if (wrong) fprintf(stderr, "rubric: %s\n", wrong);
  return !wrong && measure_least(o, &number) && option_number(o, OPT_MUTANTS, 1, 1000000, 1, &number);
}
static int worst(int code, int other) { return other > code ? other : code; }
static int show_mutants(const Options *o, const Tests *t, ReportForm form) {
  int code = EXIT_DONE;
  if (t->failed) { fputs("rubric: --mutate needs tests that pass\n", stderr); return EXIT_DONE; }
  for (int i = 0; i < o->file_count && code <= EXIT_FINDINGS; i++) code = worst(code, measure_mutants(o, o->files[i], form));
  return code;
}
static int show_coverage(const Options *o, const Coverage *all, const Tests *t, ReportForm form) {
  Buffer lcov = {0};
  int code = EXIT_DONE;
  for (int i = 0; i < o->file_count && code <= EXIT_FINDINGS; i++) code = worst(code, measure_coverage(o, o->files[i], form, &all[i], t->passed + t->failed, &lcov));
  fflush(stdout); // --lcov - comes after it
  if (code <= EXIT_FINDINGS && o->values[OPT_LCOV]) code = worst(code, write_whole(o->values[OPT_LCOV], (Text){lcov.data, (uint32_t)lcov.size}));
  buffer_free(&lcov);
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  return code;
}
// A filter with a typo would let every build pass.
static bool filter_fits(const Options *o, const Tests *t) {
  if (!o->values[OPT_FILTER] || t->passed || t->failed || t->broken) return true;
  fprintf(stderr, "rubric: no test has \"%s\" in its name\n", o->values[OPT_FILTER]);
  return false;
}
static int test_files(const Options *o, Tests *t, ReportForm form, Coverage *coverage) { // coverage: one a file, or NULL
  int code = EXIT_DONE;
  for (int i = 0; i < o->file_count && code == EXIT_DONE; i++) code = test_file(o, o->files[i], t, coverage ? &coverage[i] : NULL);
  put_close(t);
  report_end(&t->report, stdout);
  if (code == EXIT_DONE && !filter_fits(o, t)) return EXIT_RULES;
  if (form == REPORT_PRETTY && !o->values[OPT_QUIET] && code == EXIT_DONE && !t->broken) printf("%llu passed, %llu failed%s\n", (unsigned long long)t->passed, (unsigned long long)t->failed, t->passed || t->failed ? "" : ": there are no tests");
  if (code == EXIT_DONE && !t->broken && coverage) code = show_coverage(o, coverage, t, form);
  if (code == EXIT_DONE && !t->broken && o->values[OPT_MUTATE]) code = show_mutants(o, t, form);
  return code > EXIT_FINDINGS ? code : t->broken ? EXIT_RULES : t->failed ? EXIT_FINDINGS : code;
}
int command_test(const Options *o) {
  Tests t = {0};
  ReportForm form;
  if (!report_form(o, true, &form) || !options_fit(o, form)) return EXIT_RULES;
  if (!o->file_count) return command_lacks(o, "which rules?");
  Coverage *coverage = o->values[OPT_COVERAGE] ? calloc((size_t)o->file_count, sizeof *coverage) : NULL;
  if (o->values[OPT_COVERAGE] && !coverage) { fputs("rubric: out of memory\n", stderr); return EXIT_INTERNAL; }
  report_begin(&t.report, form, stdout);
  if (form == REPORT_TAP) BUFFER_PUT(&t.report.out, "TAP version 14\n");
  int code = test_files(o, &t, form, coverage);
  for (int i = 0; coverage && i < o->file_count; i++) coverage_close(&coverage[i]);
  free(coverage);
  buffer_free(&t.cases);
  return code;
}
