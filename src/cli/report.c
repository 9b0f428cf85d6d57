// report.c -- findings: for people, and as JSON lines, GitHub annotations or SARIF 2.1.0.
#include "cli/options.h"
#include "io/buffer.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool terminal_color(FILE *f) {
  const char *term = getenv("TERM");
  return isatty(fileno(f)) && !getenv("NO_COLOR") && (!term || strcmp(term, "dumb") != 0);
}
void print_text(FILE *out, RubricText t) {
  bool escape = isatty(fileno(out));
  for (uint32_t i = 0; i < t.size; i++) {
    unsigned char c = (unsigned char)t.data[i];
    bool c1 = c == 0xC2 && i + 1 < t.size && (unsigned char)t.data[i + 1] < 0xA0; // U+0080..9F
    if (escape && (c < 32 || c == 127 || c1)) { fprintf(out, "\\x%02x", c1 ? (unsigned char)t.data[i + 1] : c); i += c1; }
    else fputc(c, out);
  }
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
static void finding_json(Buffer *b, const RubricFinding *f) {
  BUFFER_PUT(b, "{\"severity\":\"error\"");
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
  BUFFER_PUT(b, "::error file=");
  github_text(b, f->path, true);
  BUFFER_PUT(b, ",line="); buffer_integer(b, f->line);
  BUFFER_PUT(b, ",col="); buffer_integer(b, f->column);
  BUFFER_PUT(b, ",endLine="); buffer_integer(b, f->end_line);
  BUFFER_PUT(b, ",endColumn="); buffer_integer(b, f->end_column);
  BUFFER_PUT(b, ",title=");
  github_text(b, plain(f->code), true);
  BUFFER_PUT(b, "::");
  github_text(b, f->message, false);
  if (f->help.size) { BUFFER_PUT(b, " ("); github_text(b, f->help, false); BUFFER_PUT(b, ")"); }
  BUFFER_PUT(b, "\n");
}
static void finding_sarif(Buffer *b, const RubricFinding *f) {
  BUFFER_PUT(b, "{\"level\":\"error\"");
  member(b, "ruleId", plain(f->code));
  BUFFER_PUT(b, ",\"message\":{\"text\":");
  buffer_json(b, f->message);
  BUFFER_PUT(b, "},\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
  buffer_json(b, f->path);
  BUFFER_PUT(b, "},\"region\":{\"startLine\":");
  buffer_integer(b, f->line ? f->line : 1);
  number(b, "startColumn", f->column ? f->column : 1);
  number(b, "endLine", f->end_line ? f->end_line : 1);
  number(b, "endColumn", f->end_column ? f->end_column : 1);
  BUFFER_PUT(b, "}}}]}");
}
static void sarif(Buffer *b, const RubricReport *r) {
  BUFFER_PUT(b, "{\"version\":\"2.1.0\",\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"rubric\",\"version\":\"" RUBRIC_VERSION "\"}},\"results\":[");
  for (size_t i = 0; i < rubric_report_count(r); i++) {
    RubricFinding f = rubric_report_finding(r, i);
    if (i) BUFFER_PUT(b, ",");
    finding_sarif(b, &f);
  }
  BUFFER_PUT(b, "]}]}\n");
}
int report_print(RubricReport *r, FILE *out, const char *format) {
  Buffer b = {0};
  size_t count = rubric_report_count(r);
  if (format && strcmp(format, "sarif") == 0) sarif(&b, r);
  for (size_t i = 0; i < count && (!format || strcmp(format, "sarif") != 0); i++) {
    RubricFinding f = rubric_report_finding(r, i);
    if (format && strcmp(format, "json") == 0) finding_json(&b, &f);
    else if (format && strcmp(format, "github") == 0) finding_github(&b, &f);
    else buffer_text(&b, rubric_report_render(r, i, terminal_color(out)));
  }
  fwrite(b.data ? b.data : "", 1, b.size, out);
  buffer_free(&b);
  return (int)count;
}
RubricProgram *compile_rules(const Options *o, unsigned flags, int *code) {
  RubricProgram *program;
  RubricReport *report;
  if (!o->file_count) {
    fprintf(stderr, "rubric: which rules? usage: rubric %s\n", o->command);
    *code = EXIT_RULES;
    return NULL;
  }
  RubricHost host = options_host(o);
  RubricStatus status = rubric_compile(&host, o->files[0], o->settings, o->setting_count, flags, &program, &report);
  if (status == RUBRIC_NO_MEMORY) fputs("rubric: out of memory\n", stderr);
  else if (status != RUBRIC_OK) report_print(report, stderr, NULL);
  rubric_report_free(report);
  *code = status == RUBRIC_OK ? EXIT_DONE : status == RUBRIC_NO_MEMORY ? EXIT_INTERNAL : EXIT_RULES;
  return program;
}
