// explain.c -- `rubric explain`: finds one lead, decides it with a trace, and shows why.
#include "cli/find.h"
#include "cli/guard.h"
#include "cli/options.h"
#include "cli/waterfall.h"
#include "io/json_read.h"
#include "io/output.h"

static int show(const Options *o, RubricProgram *p, RubricRun *run, RubricBatch *leads, const RubricDecisions *d, uint32_t row, int64_t now) {
  Buffer b = {0};
  const char *to = o->values[OPT_TO], *path = o->values[OPT_OUTPUT] ? o->values[OPT_OUTPUT] : "-";
  bool json = to && strcmp(to, "ndjson") == 0;
  if (json) {
    Output *output = output_new(p, OUTPUT_NDJSON, NULL, 0, true, now);
    if (!output) return EXIT_INTERNAL;
    output_row(output, run, leads, d, row, &b);
    output_free(output);
  } else waterfall(p, run, leads, d, row, terminal_color(stdout) && strcmp(path, "-") == 0, &b);
  int code = b.failed ? EXIT_INTERNAL : write_whole(path, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  return code;
}
// The batch and the run of one program; `cells` reads JSON in CSV cells.
typedef struct Desk { JsonReader *cells; RubricRun *run; RubricBatch *batch; } Desk;

static bool desk_begin(Desk *k, RubricProgram *p, int64_t now) {
  *k = (Desk){.cells = json_reader_new(program_slots(&p->code))};
  return k->cells && rubric_run_new(p, now, &k->run) == RUBRIC_OK && api_batch_new(p, json_read_cell, k->cells, &k->batch) == RUBRIC_OK;
}
static void desk_end(Desk *k) {
  rubric_batch_free(k->batch);
  rubric_run_free(k->run);
  json_reader_free(k->cells);
}
static int find_and_show(const Options *o, RubricProgram *p, const Desk *k, LeadsOptions how, uint64_t row, int64_t now) {
  Finder f;
  const RubricDecisions *d;
  finder_begin(&f, k->batch, o->files + 1, o->file_count - 1, how);
  int code = finder_find(&f, o->values[OPT_KEY], row);
  if (code == EXIT_DONE) code = rubric_run_batch(k->run, k->batch, true, &d) == RUBRIC_OK ? show(o, p, k->run, k->batch, d, 0, now) : EXIT_INTERNAL;
  finder_end(&f);
  return code;
}
static int explain(const Options *o, RubricProgram *p) {
  long long row;
  int64_t now;
  LeadsOptions how;
  const char *key = o->values[OPT_KEY];
  if (!option_number(o, OPT_ROW, 1, INT64_MAX, 1, &row) || !leads_options(o, &how) || !options_now(o, p, &now)) return EXIT_RULES;
  if (key && o->values[OPT_ROW]) { fputs("rubric: --key or --row, not both\n", stderr); return EXIT_RULES; }
  if (key && rubric_key_field(p) == RUBRIC_NONE) { fputs("rubric: the schema has no key field; use --row\n", stderr); return EXIT_RULES; }
  Desk k;
  int code = desk_begin(&k, p, now) ? find_and_show(o, p, &k, how, (uint64_t)row, now) : EXIT_INTERNAL;
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  desk_end(&k);
  return code;
}
int command_explain(const Options *o) {
  int code;
  RubricProgram *p = compile_rules(o, 0, &code);
  if (!p) return code;
  if (o->file_count < 2) { fputs("rubric: which leads? usage: rubric explain RULES LEADS [--key K | --row N]\n", stderr); code = EXIT_RULES; }
  else code = explain(o, p);
  rubric_program_free(p);
  return code;
}
