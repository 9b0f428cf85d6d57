// explain.c -- `rubric explain`: finds one lead, decides it with a trace, and shows why.
#include "cli/guard.h"
#include "cli/options.h"
#include "cli/render.h"
#include "cli/source.h"
#include "cli/waterfall.h"
#include "io/json_read.h"
#include "io/output.h"
#include <stdlib.h>
#include <unistd.h>

typedef struct Search { const char *key; uint64_t row, records, rejects, max_rejects; bool told; } Search; // told: the lead asked for is rejected

static bool key_is(const RubricProgram *p, const RubricBatch *leads, uint32_t row, Buffer *b, const char *key) {
  b->size = 0;
  output_field_plain(p, leads, rubric_key_field(p), row, b);
  return b->size == strlen(key) && memcmp(b->data, key, b->size) == 0;
}
static bool wanted(const RubricProgram *p, const RubricBatch *leads, uint32_t row, Buffer *b, const Search *s) {
  return s->key ? key_is(p, leads, row, b, s->key) : leads->columns->records[row] == s->row;
}
static void tell_reject(const Decoder *decoder, Search *s) { // the lead asked for may be one that cannot be read
  uint32_t count;
  const Reject *rejects = decoder_rejects(decoder, &count);
  s->rejects += count;
  for (uint32_t i = 0; i < count && !s->key; i++) {
    if (rejects[i].record != s->row) continue;
    fprintf(stderr, "rubric: record %llu (line %llu) is rejected: ", (unsigned long long)s->row, (unsigned long long)rejects[i].line);
    print_text(stderr, api_text(rejects[i].reason));
    fputc('\n', stderr);
    s->told = true;
  }
}
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
typedef struct Finder { RubricProgram *program; RubricRun *run; RubricBatch *batch; JsonReader *cells; Decoder *decoder; const CsvPlan *plan; Chunk chunk; Buffer key; } Finder;

static bool finder_begin(Finder *f, RubricProgram *p, int64_t now) {
  *f = (Finder){.program = p};
  f->cells = json_reader_new(program_slots(&p->code));
  return f->cells && rubric_run_new(p, now, &f->run) == RUBRIC_OK && api_batch_new(p, json_read_cell, f->cells, &f->batch) == RUBRIC_OK;
}
static void finder_end(Finder *f) {
  decoder_free(f->decoder);
  rubric_batch_free(f->batch);
  rubric_run_free(f->run);
  json_reader_free(f->cells);
  chunk_free(&f->chunk);
  buffer_free(&f->key);
}
static bool finder_chunk(Finder *f, const CsvPlan *plan) {
  if (!f->decoder || f->plan != plan) {
    decoder_free(f->decoder);
    SlotTable schema = program_slots(&f->program->code);
    f->decoder = plan ? decoder_new_csv(schema, plan) : decoder_new_json(schema);
    f->plan = plan;
  }
  return f->decoder && decoder_chunk(f->decoder, &f->chunk, f->batch->columns);
}
static int find(const Options *o, Finder *f, LeadSource *source, Search *s, int64_t now) {
  const CsvPlan *plan;
  const RubricDecisions *d;
  while (source_next(source, &f->chunk, &plan)) {
    if (!finder_chunk(f, plan)) return EXIT_INTERNAL;
    s->records += f->chunk.count;
    tell_reject(f->decoder, s);
    if (s->told) return EXIT_LEADS;
    for (uint32_t r = 0; r < f->batch->columns->rows; r++) {
      if (!wanted(f->program, f->batch, r, &f->key, s)) continue;
      if (rubric_run_batch(f->run, f->batch, true, &d) != RUBRIC_OK) return EXIT_INTERNAL;
      return show(o, f->program, f->run, f->batch, d, r, now);
    }
    if (s->rejects <= s->max_rejects) continue;
    fprintf(stderr, "rubric: stopped: %llu records are rejected, more than --max-rejects\n", (unsigned long long)s->rejects);
    return EXIT_LEADS;
  }
  if (source->failed) return source->no_memory ? EXIT_INTERNAL : EXIT_LEADS;
  if (s->key) fprintf(stderr, "rubric: no lead has the key \"%s\" (%llu records looked at, %llu of them rejected)\n", s->key, (unsigned long long)s->records, (unsigned long long)s->rejects);
  else fprintf(stderr, "rubric: there is no lead number %llu among %llu records\n", (unsigned long long)s->row, (unsigned long long)s->records);
  return EXIT_LEADS;
}
static int explain(const Options *o, RubricProgram *p) {
  long long row;
  int64_t now;
  LeadsOptions how;
  const char *key = o->values[OPT_KEY];
  if (!option_number(o, OPT_ROW, 1, INT64_MAX, 1, &row) || !leads_options(o, &how) || !options_now(o, p, &now)) return EXIT_RULES;
  if (key && o->values[OPT_ROW]) { fputs("rubric: --key or --row, not both\n", stderr); return EXIT_RULES; }
  if (key && rubric_key_field(p) == RUBRIC_NONE) { fputs("rubric: the schema has no key field; use --row\n", stderr); return EXIT_RULES; }
  Search s = {.key = key, .row = (uint64_t)row, .max_rejects = how.max_rejects};
  LeadSource source;
  Finder f;
  source_begin(&source, p, o->files + 1, o->file_count - 1, how);
  int code = finder_begin(&f, p, now) ? find(o, &f, &source, &s, now) : EXIT_INTERNAL;
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  finder_end(&f);
  source_end(&source);
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
