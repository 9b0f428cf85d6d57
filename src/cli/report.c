// report.c -- see report.h.
#include "cli/report.h"
#include "tools/study.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool terminal_color(FILE *f) {
  const char *term = getenv("TERM"), *none = getenv("NO_COLOR");
  return isatty(fileno(f)) && (!none || !*none) && (!term || strcmp(term, "dumb") != 0);
}

static void member(Buffer *b, const char *name, RubricText value) {
  BUFFER_PUT(b, ",\"");
  buffer_put(b, name, strlen(name));
  BUFFER_PUT(b, "\":");
  buffer_json(b, value);
}
static RubricText plain(const char *s) { return (RubricText){s, (uint32_t)strlen(s)}; }
static void number(Buffer *b, const char *name, uint32_t value) {
  BUFFER_PUT(b, ",\"");
  buffer_put(b, name, strlen(name));
  BUFFER_PUT(b, "\":");
  buffer_integer(b, value);
}
static void put_c(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static bool severe(const RubricFinding *f) { return f->code[0] != 'W'; }
static bool fix_here(const RubricFinding *f) { return f->fix_line == f->line && f->fix_column == f->column && f->fix_end_line == f->end_line && f->fix_end_column == f->end_column; }
static void finding_json(Buffer *b, const RubricFinding *f) {
  put_c(b, severe(f) ? "{\"severity\":\"error\"" : "{\"severity\":\"warning\"");
  member(b, "code", plain(f->code));
  member(b, "path", f->path);
  number(b, "line", f->line);
  number(b, "column", f->column);
  number(b, "end_line", f->end_line);
  number(b, "end_column", f->end_column);
  member(b, "message", f->message);
  if (f->label.size) member(b, "label", f->label);
  if (f->help.size) member(b, "help", f->help);
  if (f->has_fix) member(b, "fix", f->fix);
  if (f->has_fix && !fix_here(f)) { // it replaces something else than the place of the finding
    BUFFER_PUT(b, ",\"fix_at\":{\"line\":");
    buffer_integer(b, f->fix_line);
    number(b, "column", f->fix_column);
    number(b, "end_line", f->fix_end_line);
    number(b, "end_column", f->fix_end_column);
    BUFFER_PUT(b, "}");
  }
  if (f->witness.size) { BUFFER_PUT(b, ",\"witness\":"); buffer_text(b, f->witness); }
  BUFFER_PUT(b, "}\n");
}
// % CR LF are escaped in the message, and : , in the properties.
static void github_text(Buffer *b, RubricText t, bool property) {
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if (c == '%') BUFFER_PUT(b, "%25");
    else if (c == '\r') BUFFER_PUT(b, "%0D");
    else if (c == '\n') BUFFER_PUT(b, "%0A");
    else if (property && c == ':') BUFFER_PUT(b, "%3A");
    else if (property && c == ',') BUFFER_PUT(b, "%2C");
    else buffer_put(b, &c, 1);
  }
}
static void finding_github(Buffer *b, const RubricFinding *f) {
  put_c(b, severe(f) ? "::error file=" : "::warning file=");
  github_text(b, f->path, true);
  if (f->line) { BUFFER_PUT(b, ",line="); buffer_integer(b, f->line); }
  if (f->column) {
    BUFFER_PUT(b, ",col="); buffer_integer(b, f->column);
    BUFFER_PUT(b, ",endLine="); buffer_integer(b, f->end_line);
    BUFFER_PUT(b, ",endColumn="); buffer_integer(b, f->end_column);
  }
  BUFFER_PUT(b, ",title=");
  github_text(b, plain(f->code), true);
  BUFFER_PUT(b, "::");
  github_text(b, f->message, false);
  if (f->help.size) { BUFFER_PUT(b, " ("); github_text(b, f->help, false); BUFFER_PUT(b, ")"); }
  BUFFER_PUT(b, "\n");
}

// ---- SARIF
static void sarif_place(Buffer *b, RubricText path) { // a URI reference: other bytes as %20
  static const char hex[] = "0123456789ABCDEF";
  BUFFER_PUT(b, "\"artifactLocation\":{\"uri\":\"");
  for (uint32_t i = 0; i < path.size; i++) {
    unsigned char c = (unsigned char)path.data[i];
    bool letter = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
    if (letter || (c && strchr("-._~/", c))) buffer_put(b, path.data + i, 1);
    else buffer_put(b, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
  }
  BUFFER_PUT(b, "\"}");
}
static void sarif_region(Buffer *b, const RubricFinding *f) {
  BUFFER_PUT(b, "{\"startLine\":");
  buffer_integer(b, f->line);
  if (f->column) { number(b, "startColumn", f->column); number(b, "endLine", f->end_line); number(b, "endColumn", f->end_column); }
  BUFFER_PUT(b, "}");
}
static void sarif_fix(Buffer *b, const RubricFinding *f) {
  BUFFER_PUT(b, ",\"fixes\":[{\"artifactChanges\":[{");
  sarif_place(b, f->path);
  BUFFER_PUT(b, ",\"replacements\":[{\"deletedRegion\":");
  sarif_region(b, &(RubricFinding){.line = f->fix_line, .column = f->fix_column, .end_line = f->fix_end_line, .end_column = f->fix_end_column});
  BUFFER_PUT(b, ",\"insertedContent\":{\"text\":");
  buffer_json(b, f->fix);
  BUFFER_PUT(b, "}}]}]}]");
}
static void sarif_message(Buffer *b, const RubricFinding *f) {
  Buffer text = {0};
  buffer_text(&text, f->message);
  if (f->label.size) { BUFFER_PUT(&text, "; "); buffer_text(&text, f->label); }
  if (f->help.size) { BUFFER_PUT(&text, " ("); buffer_text(&text, f->help); BUFFER_PUT(&text, ")"); }
  buffer_json(b, (RubricText){text.data ? text.data : "", (uint32_t)text.size});
  buffer_free(&text);
}
// A run describes each code that its results name, once.
static uint32_t sarif_rule(Report *r, const char *code) {
  for (uint32_t i = 0; i < r->code_count; i++) if (strcmp(r->codes[i], code) == 0) return i;
  if (r->code_count == REPORT_CODES) return REPORT_CODES;
  r->codes[r->code_count] = code;
  return r->code_count++;
}
static void sarif_rules(Buffer *b, const Report *r) {
  RubricText page;
  for (uint32_t i = 0; i < r->code_count; i++) {
    const char *title = error_code_title(r->codes[i]);
    put_c(b, i ? ",{\"id\":" : "{\"id\":");
    buffer_json(b, plain(r->codes[i]));
    BUFFER_PUT(b, ",\"shortDescription\":{\"text\":");
    buffer_json(b, plain(title ? title : "an expectation that does not hold"));
    BUFFER_PUT(b, "}");
    if (error_page(r->codes[i], &page)) {
      BUFFER_PUT(b, ",\"help\":{\"text\":");
      buffer_json(b, page);
      BUFFER_PUT(b, ",\"markdown\":");
      buffer_json(b, page);
      BUFFER_PUT(b, "}");
    }
    BUFFER_PUT(b, "}");
  }
}
static void finding_sarif(Report *r, const RubricFinding *f) {
  Buffer *b = &r->out;
  uint32_t rule = sarif_rule(r, f->code);
  put_c(b, severe(f) ? "{\"level\":\"error\"" : "{\"level\":\"warning\"");
  member(b, "ruleId", plain(f->code));
  if (rule < REPORT_CODES) number(b, "ruleIndex", rule);
  BUFFER_PUT(b, ",\"message\":{\"text\":");
  sarif_message(b, f);
  BUFFER_PUT(b, "},\"locations\":[{\"physicalLocation\":{");
  sarif_place(b, f->path);
  if (f->line) { BUFFER_PUT(b, ",\"region\":"); sarif_region(b, f); }
  BUFFER_PUT(b, "}}]");
  if (f->has_fix && f->column) sarif_fix(b, f);
  if (f->witness.size) { BUFFER_PUT(b, ",\"properties\":{\"witness\":"); buffer_text(b, f->witness); BUFFER_PUT(b, "}"); }
  BUFFER_PUT(b, "}");
}

// ---- all of them
bool report_form(const Options *o, bool tests, ReportForm *form) {
  static const char *const names[] = {"pretty", "json", "github", "sarif", "tap", "junit"};
  const char *wanted = o->values[OPT_FORMAT];
  for (int i = 0; i < (tests ? 6 : 4); i++)
    if (!wanted || strcmp(wanted, names[i]) == 0) { *form = (ReportForm)i; return true; }
  fprintf(stderr, "rubric: --format is pretty, json, github%s\n", tests ? ", sarif, tap or junit" : " or sarif");
  return false;
}
void report_begin(Report *r, ReportForm form, FILE *out) {
  *r = (Report){.form = form, .color = terminal_color(out)};
  if (form == REPORT_SARIF)
    BUFFER_PUT(&r->out, "{\"version\":\"2.1.0\",\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"results\":[");
}
void report_finding(Report *r, const RubricFinding *f) {
  if (r->form == REPORT_JSON) finding_json(&r->out, f);
  else if (r->form == REPORT_GITHUB) finding_github(&r->out, f);
  else if (r->form == REPORT_SARIF) {
    if (r->count) BUFFER_PUT(&r->out, ",");
    finding_sarif(r, f);
  }
  r->count++;
}
static bool same_text(RubricText a, RubricText b) { return a.size == b.size && (!a.size || memcmp(a.data, b.data, a.size) == 0); }
// A warning whose help has been read three times already: its first line is enough.
static bool said_often(RubricReport *findings, size_t index) {
  enum { OFTEN = 3, BACK = 100 };
  RubricFinding f = rubric_report_finding(findings, index);
  uint32_t times = 0;
  if (f.code[0] != 'W' || !f.help.size || f.label.size || f.witness.size) return false;
  for (size_t back = 1; back <= index && back <= BACK && times < OFTEN; back++) {
    RubricFinding g = rubric_report_finding(findings, index - back);
    times += strcmp(f.code, g.code) == 0 && same_text(f.help, g.help) && !g.label.size && !g.witness.size;
  }
  return times == OFTEN;
}
static void add_pretty(Report *r, RubricReport *findings, size_t index) {
  RubricText shown = rubric_report_render(findings, index, r->color);
  const char *end = said_often(findings, index) ? memchr(shown.data, '\n', shown.size) : NULL;
  if (end) shown.size = (uint32_t)(end - shown.data) + 1;
  buffer_text(&r->out, shown);
}
void report_add(Report *r, RubricReport *findings) {
  for (size_t i = 0; i < rubric_report_count(findings); i++) {
    RubricFinding f = rubric_report_finding(findings, i);
    report_finding(r, &f);
    if (r->form == REPORT_PRETTY) add_pretty(r, findings, i);
  }
}
void report_end(Report *r, FILE *out) {
  if (r->form == REPORT_SARIF) {
    BUFFER_PUT(&r->out, "],\"tool\":{\"driver\":{\"name\":\"rubric\",\"version\":\"" RUBRIC_VERSION "\",\"rules\":[");
    sarif_rules(&r->out, r);
    BUFFER_PUT(&r->out, "]}}}]}\n");
  }
  if (r->out.size) fwrite(r->out.data, 1, r->out.size, out);
  buffer_free(&r->out);
}
void report_errors(RubricReport *findings) {
  Report r;
  report_begin(&r, REPORT_PRETTY, stderr);
  report_add(&r, findings);
  report_end(&r, stderr);
}
static bool rules_named(const Options *o, int *code) {
  if (o->file_count) return true;
  *code = command_lacks(o, "which rules?");
  return false;
}
static int rules_told(RubricStatus status, RubricReport *report) { // the exit code, after saying what is wrong
  if (status == RUBRIC_NO_MEMORY) fputs("rubric: out of memory\n", stderr);
  else if (status != RUBRIC_OK) report_errors(report);
  rubric_report_free(report);
  return status == RUBRIC_OK ? EXIT_DONE : status == RUBRIC_NO_MEMORY ? EXIT_INTERNAL : EXIT_RULES;
}
RubricProgram *compile_rules(const Options *o, unsigned flags, int *code) {
  RubricProgram *program;
  RubricReport *report;
  if (!rules_named(o, code)) return NULL;
  RubricHost host = options_host(o);
  RubricStatus status = rubric_compile(&host, o->files[0], o->settings, o->setting_count, flags, &program, &report);
  *code = rules_told(status, report);
  return program;
}
Study *study_rules(const Options *o, unsigned flags, int *code) {
  Study *study;
  RubricReport *report;
  if (!rules_named(o, code)) return NULL;
  RubricHost host = options_host(o);
  RubricStatus status = study_open(&host, o->files[0], o->settings, o->setting_count, flags, &study, &report);
  *code = rules_told(status, report);
  return study;
}
