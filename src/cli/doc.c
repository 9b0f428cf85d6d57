// doc.c -- `rubric doc`: the rule set as a page for those who review it.
#include "cli/guard.h"
#include "cli/options.h"
#include "tools/doc.h"
#include "tools/study.h"
#include <string.h>

static int write_page(const Options *o, const Study *s) {
  Buffer page = {0};
  int64_t now = INT64_MIN;
  const char *to = o->values[OPT_TO], *path = o->values[OPT_OUTPUT];
  if (o->values[OPT_NOW] && !options_now(o, s->program, &now)) return EXIT_RULES;
  bool fine = doc_write(s->rules, to && strcmp(to, "html") == 0 ? DOC_HTML : DOC_MARKDOWN, now, &page);
  int code = fine ? write_whole(path ? path : "-", (Text){page.data, (uint32_t)page.size}) : EXIT_INTERNAL;
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  buffer_free(&page);
  return code;
}
int command_doc(const Options *o) {
  int code;
  Study *s = study_rules(o, RUBRIC_CHECK_ONLY | RUBRIC_WITH_TESTS, &code);
  if (s) code = write_page(o, s);
  study_close(s);
  return code;
}
