// small.c -- the commands that are one call: compile, dump, std, explain-code.
#include "cli/guard.h"
#include "cli/report.h"
#include <string.h>
#include <strings.h>

int command_compile(const Options *o) {
  int code;
  const void *bytes;
  size_t size;
  if (!o->values[OPT_OUTPUT]) return command_lacks(o, "where to?");
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
  {"F001", "this file is not in the layout of `rubric fmt`, which mends it"},
  {NULL, NULL},
};
const char *error_code_title(const char *code) {
  for (const Code *c = codes; c->code; c++) if (strcasecmp(c->code, code) == 0) return c->title;
  return NULL;
}
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
