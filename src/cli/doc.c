// doc.c -- `rubric doc`: the rule set as a page for those who review it, with --on with shares of leads.
#include "cli/guard.h"
#include "cli/measure.h"
#include "tools/doc.h"
#include "tools/study.h"
#include <string.h>

static int write_page(const Options *o, const DocJob *job) {
  Buffer page = {0};
  const char *path = o->values[OPT_OUTPUT];
  int code = doc_write(job, &page) ? write_whole(path ? path : "-", (Text){page.data, (uint32_t)page.size}) : EXIT_INTERNAL;
  buffer_free(&page);
  return code;
}
static int write_doc(const Options *o, const Study *s) {
  const char *to = o->values[OPT_TO];
  DocJob job = {.rules = s->rules, .form = to && strcmp(to, "html") == 0 ? DOC_HTML : DOC_MARKDOWN, .now = INT64_MIN, .leads_from = o->values[OPT_ON]};
  Coverage leads = {0};
  int code = EXIT_DONE;
  if (o->values[OPT_NOW] && !options_now(o, s->program, &job.now)) return EXIT_RULES;
  if (o->values[OPT_ON]) {
    code = measure_leads(o, o->files[0], &leads, &job.leads_now);
    job.leads = &leads;
  }
  if (code == EXIT_DONE) code = write_page(o, &job);
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  coverage_close(&leads);
  return code;
}
static bool options_fit(const Options *o) {
  const char *const *given = o->values;
  if (given[OPT_ON] || !(given[OPT_FROM] || given[OPT_DELIMITER] || given[OPT_MAX_RECORD] || given[OPT_MAX_REJECTS] || given[OPT_ALLOW_EXTERN])) return true;
  fputs("rubric: --from, --delimiter, --max-record, --max-rejects and --allow-extern are of leads: they go with --on\n", stderr);
  return false;
}
int command_doc(const Options *o) {
  int code;
  if (!options_fit(o)) return EXIT_RULES;
  Study *s = study_rules(o, RUBRIC_CHECK_ONLY | RUBRIC_WITH_TESTS, &code);
  if (s) code = write_doc(o, s);
  study_close(s);
  return code;
}
