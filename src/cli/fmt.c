// fmt.c -- rubric fmt: rule files in the one layout.
//
// Only the file itself is read, not what it uses, and names are not looked at: what can be parsed can be laid out. A file
// with syntax errors is left alone. What has been laid out is parsed again before it replaces anything.
#include "api.h"
#include "cli/guard.h"
#include "cli/report.h"
#include "lang/format.h"
#include "tools/text_diff.h"

typedef struct Fmt { const Options *options; Report report; RubricHost host; int changed, files; } Fmt;

static int refuse(const char *path, const char *why) {
  fprintf(stderr, "rubric: %s: %s\n", strcmp(path, "-") == 0 ? "standard input" : path, why);
  return EXIT_RULES;
}
static RubricText shown(const char *path) { return (RubricText){path, (uint32_t)strlen(path)}; }

// ---- what --check says
static void say_diff(Fmt *f, const char *path, Text old, Text laid_out) {
  Buffer *out = &f->report.out;
  BUFFER_PUT(out, "--- ");
  buffer_text(out, shown(path));
  BUFFER_PUT(out, "\n+++ ");
  buffer_text(out, shown(path));
  BUFFER_PUT(out, " as fmt writes it\n");
  if (!text_diff(out, api_text(old), api_text(laid_out), f->report.color)) out->failed = true;
}
// The first line that would change.
static uint32_t first_change(Text a, Text b) {
  uint32_t line = 1;
  for (uint32_t i = 0; i < a.size && i < b.size && a.data[i] == b.data[i]; i++) line += a.data[i] == '\n';
  return line;
}
static void say_change(Fmt *f, const char *path, Text old, Text laid_out) {
  if (f->report.form == REPORT_PRETTY) { say_diff(f, path, old, laid_out); return; }
  const char *message = "this file is not in the layout of rubric fmt", *help = "run: rubric fmt";
  RubricFinding finding = {.code = "F001", .path = shown(path), .line = first_change(old, laid_out), .message = shown(message), .help = shown(help)};
  report_finding(&f->report, &finding);
}

// ---- one file
// As it came, with its byte-order mark if it has one: what is compared with the result.
typedef struct Laid { Text old, text; bool fine; } Laid;

static bool lay_out(RubricReport *r, const char *path, Text bytes, Laid *laid) {
  uint32_t source = source_add(&r->sources, text_copy(&r->arena, text_of(path)), bytes);
  const File *file = file_parse(&r->arena, &r->sources, source, &r->diags);
  diag_sort(&r->diags);
  if (file->has_syntax_errors || r->diags.items.count) return false;
  *laid = (Laid){.old = bytes, .text = format_file(&r->arena, &r->sources, file)};
  uint32_t again = source_add(&r->sources, TEXT("laid out"), laid->text);
  const File *second = file_parse(&r->arena, &r->sources, again, &r->diags);
  laid->fine = !second->has_syntax_errors && second->count == file->count;
  return true;
}
static int write_result(Fmt *f, const char *path, const Laid *laid) {
  bool changes = !text_equal(laid->old, laid->text), prints = strcmp(path, "-") == 0 || f->options->values[OPT_STDOUT];
  f->files++;
  f->changed += changes;
  if (f->options->values[OPT_CHECK]) {
    if (changes) say_change(f, path, laid->old, laid->text);
    return changes ? EXIT_FINDINGS : EXIT_DONE;
  }
  if (prints) return write_whole("-", laid->text);
  int code = changes ? write_whole(path, laid->text) : EXIT_DONE;
  if (changes && code == EXIT_DONE) fprintf(stderr, "formatted %s\n", path);
  return code;
}
static int fmt_report(Fmt *f, RubricReport *r, const char *path, Text bytes) {
  Laid laid = {0};
  if (setjmp(r->escape)) return EXIT_INTERNAL;
  if (program_is_saved(bytes)) return refuse(path, "it is a compiled file; fmt lays out the rules that it was made from");
  if (!lay_out(r, path, bytes, &laid)) { report_add(&f->report, r); return EXIT_RULES; }
  if (!laid.fine) return refuse(path, "it would not be the same rules when laid out; please report this, the file is left as it is");
  return write_result(f, path, &laid);
}
static int fmt_file(Fmt *f, const char *path) {
  char why[256] = "", *bytes = NULL;
  size_t size = 0;
  if (!f->host.read_file(f->host.user, path, &bytes, &size, why)) return refuse(path, why);
  RubricReport *r = api_report_new(&f->host);
  int code = r ? fmt_report(f, r, path, (Text){bytes, (uint32_t)size}) : EXIT_INTERNAL;
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  rubric_report_free(r);
  f->host.resize(f->host.user, bytes, size, 0);
  return code;
}
int command_fmt(const Options *o) {
  Fmt f = {.options = o, .host = options_host(o)};
  ReportForm form;
  bool check = o->values[OPT_CHECK], print = o->values[OPT_STDOUT];
  if (!report_form(o, false, &form)) return EXIT_RULES;
  if (!o->file_count) return command_lacks(o, "which rules?");
  if (check && print) { fputs("rubric: --check or --stdout, not both\n", stderr); return EXIT_RULES; }
  if (print && o->file_count > 1) { fputs("rubric: --stdout takes one file\n", stderr); return EXIT_RULES; }
  report_begin(&f.report, form, check ? stdout : stderr);
  int code = EXIT_DONE;
  for (int i = 0; i < o->file_count && code < EXIT_OUTPUT; i++) {
    int worse = fmt_file(&f, o->files[i]);
    if (worse > code) code = worse;
  }
  report_end(&f.report, check ? stdout : stderr);
  fflush(stdout);
  if (check && form == REPORT_PRETTY && f.changed) fprintf(stderr, "%d of %d file%s would change\n", f.changed, f.files, f.files == 1 ? "" : "s");
  return code;
}
