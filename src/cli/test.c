// test.c -- `rubric test`: the test blocks, for people (pretty), as JSON lines, TAP 14 or JUnit.
#include "cli/options.h"
#include "io/buffer.h"
#include <string.h>

typedef enum { PRETTY, JSON, TAP, JUNIT } Form;
typedef struct Tests { Form form; uint64_t passed, failed; Buffer out, cases; bool color, quiet; } Tests;

static void put_c(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static void put_place(Buffer *b, RubricText path, uint32_t line) {
  buffer_text(b, path);
  BUFFER_PUT(b, ":");
  buffer_integer(b, line);
}

// ---- pretty
static void pretty(Tests *t, const RubricTestResult *r) {
  Buffer *b = &t->out;
  if (r->passed) return;
  put_place(b, r->path, r->line);
  put_c(b, t->color ? ": \033[31mfailed\033[0m \"" : ": failed \"");
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
  Buffer *b = &t->out;
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
  Buffer *b = &t->out;
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

static void sink(void *user, const RubricTestResult *r) {
  Tests *t = user;
  if (r->passed) t->passed++;
  else t->failed++;
  if (t->form == PRETTY) pretty(t, r);
  else if (t->form == JSON) json(t, r);
  else if (t->form == TAP) tap(t, r);
  else junit(t, r);
}
static void put_close(Tests *t) {
  Buffer *b = &t->out;
  if (t->form == TAP) { BUFFER_PUT(b, "1.."); buffer_integer(b, (int64_t)(t->passed + t->failed)); BUFFER_PUT(b, "\n"); }
  if (t->form != JUNIT) return;
  BUFFER_PUT(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"rubric\" tests=\"");
  buffer_integer(b, (int64_t)(t->passed + t->failed));
  BUFFER_PUT(b, "\" failures=\"");
  buffer_integer(b, (int64_t)t->failed);
  BUFFER_PUT(b, "\">\n");
  buffer_put(b, t->cases.data, t->cases.size);
  BUFFER_PUT(b, "</testsuite>\n");
}
int command_test(const Options *o) {
  static const char *const forms[] = {"pretty", "json", "tap", "junit"};
  Tests t = {.color = terminal_color(stdout), .quiet = o->values[OPT_QUIET] != NULL};
  const char *format = o->values[OPT_FORMAT];
  int code = EXIT_DONE, form = 0;
  while (format && form < 4 && strcmp(format, forms[form]) != 0) form++;
  if (form == 4) { fputs("rubric: --format is pretty, json, tap or junit\n", stderr); return EXIT_RULES; }
  if (!o->file_count) { fputs("rubric: which rules? usage: rubric test RULES...\n", stderr); return EXIT_RULES; }
  t.form = (Form)form;
  if (t.form == TAP) BUFFER_PUT(&t.out, "TAP version 14\n");
  for (int i = 0; i < o->file_count; i++) {
    RubricHost host = options_host(o);
    RubricReport *report;
    RubricStatus status = rubric_test(&host, o->files[i], o->settings, o->setting_count, o->values[OPT_FILTER], sink, &t, &report);
    if (status == RUBRIC_NO_MEMORY) { fputs("rubric: out of memory\n", stderr); return EXIT_INTERNAL; }
    if (status != RUBRIC_OK) { report_print(report, stderr, NULL); code = EXIT_RULES; }
    rubric_report_free(report);
  }
  put_close(&t);
  if (t.out.size) fwrite(t.out.data, 1, t.out.size, stdout);
  if (t.form == PRETTY && !t.quiet && code == EXIT_DONE) printf("%llu passed, %llu failed\n", (unsigned long long)t.passed, (unsigned long long)t.failed);
  buffer_free(&t.out);
  buffer_free(&t.cases);
  return code != EXIT_DONE ? code : t.failed ? EXIT_FINDINGS : EXIT_DONE;
}
