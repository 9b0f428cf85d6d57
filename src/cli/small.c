// small.c -- the commands that are one call: check, compile, dump, std, explain-code.
#include "cli/guard.h"
#include "cli/report.h"
#include <string.h>
#include <strings.h>

static void put_count(const RubricProgram *p, RubricPart part, const char *one, const char *after) {
  uint32_t n = rubric_item_count(p, part);
  fprintf(stderr, "%u %s%s%s", n, one, n == 1 ? "" : "s", after);
}
static int check_file(const Options *o, const char *path, Report *r) {
  RubricHost host = options_host(o);
  RubricProgram *program;
  RubricReport *findings;
  RubricStatus status = rubric_compile(&host, path, o->settings, o->setting_count, RUBRIC_CHECK_ONLY | RUBRIC_WITH_TESTS, &program, &findings);
  if (status == RUBRIC_NO_MEMORY) { fputs("rubric: out of memory\n", stderr); return EXIT_INTERNAL; }
  report_add(r, findings);
  if (status == RUBRIC_OK && r->form == REPORT_PRETTY) {
    fprintf(stderr, "%s: no mistakes; ", path);
    put_count(program, RUBRIC_RULES, "rule", ", ");
    put_count(program, RUBRIC_STAGES, "stage", ", ");
    put_count(program, RUBRIC_ROUTES, "route", "\n");
  }
  rubric_report_free(findings);
  rubric_program_free(program);
  return status == RUBRIC_OK ? EXIT_DONE : EXIT_RULES;
}
int command_check(const Options *o) {
  Report r;
  ReportForm form;
  if (!report_form(o, false, &form)) return EXIT_RULES;
  if (!o->file_count) { fputs("rubric: which rules? usage: rubric check RULES...\n", stderr); return EXIT_RULES; }
  report_begin(&r, form, stdout);
  int code = EXIT_DONE;
  for (int i = 0; i < o->file_count && code != EXIT_INTERNAL; i++) {
    int worse = check_file(o, o->files[i], &r);
    if (worse > code) code = worse;
  }
  report_end(&r, stdout);
  return code;
}
int command_compile(const Options *o) {
  int code;
  const void *bytes;
  size_t size;
  if (!o->values[OPT_OUTPUT]) { fputs("rubric: where to? usage: rubric compile RULES -o FILE\n", stderr); return EXIT_RULES; }
  RubricProgram *program = compile_rules(o, RUBRIC_CHECK_ONLY, &code);
  if (!program) return code;
  code = EXIT_INTERNAL;
  if (rubric_save(program, &bytes, &size) == RUBRIC_OK) code = write_whole(o->values[OPT_OUTPUT], (Text){bytes, (uint32_t)size});
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  rubric_program_free(program);
  return code;
}
int command_dump(const Options *o) {
  int code;
  RubricText listing;
  RubricProgram *program = compile_rules(o, RUBRIC_CHECK_ONLY, &code);
  if (!program) return code;
  code = EXIT_INTERNAL;
  if (rubric_dump(program, &listing) == RUBRIC_OK) code = write_whole(o->values[OPT_OUTPUT] ? o->values[OPT_OUTPUT] : "-", (Text){listing.data, listing.size});
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  rubric_program_free(program);
  return code;
}
int command_std(const Options *o) {
  RubricText source;
  if (!o->file_count) {
    for (uint32_t i = 0; i < rubric_std_count(); i++) printf("std/%.*s\n", (int)rubric_std_name(i).size, rubric_std_name(i).data);
    return EXIT_DONE;
  }
  const char *name = strncmp(o->files[0], "std/", 4) == 0 ? o->files[0] + 4 : o->files[0];
  if (!rubric_std_module(name, &source)) { fprintf(stderr, "rubric: the standard library has no \"%s\"; `rubric std` lists it\n", name); return EXIT_RULES; }
  fwrite(source.data, 1, source.size, stdout);
  return EXIT_DONE;
}
typedef struct Code { const char *code, *title; } Code;
static const Code codes[] = {
#define ERROR(code, id, title) {code, title},
#include "base/errors.def"
#undef ERROR
  {NULL, NULL},
};
int command_explain_code(const Options *o) {
  RubricText page;
  for (const Code *c = codes; o->file_count && c->code; c++) {
    if (strcasecmp(c->code, o->files[0]) != 0) continue;
    if (error_page(c->code, &page)) fwrite(page.data, 1, page.size, stdout);
    else printf("%s: %s\n", c->code, c->title);
    return EXIT_DONE;
  }
  if (o->file_count) { fprintf(stderr, "rubric: there is no code `%s`; `rubric explain-code` lists them\n", o->files[0]); return EXIT_RULES; }
  for (const Code *c = codes; c->code; c++) printf("%s  %s\n", c->code, c->title);
  return EXIT_DONE;
}
