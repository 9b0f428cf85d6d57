// find.c -- see find.h. The record found is decoded once more by itself, so that what the batch says of invalid values is its own.
#include "cli/find.h"
#include "io/output.h"
#include "tools/render.h"

static bool key_is(const RubricProgram *p, const RubricBatch *leads, uint32_t row, const char *key) {
  Buffer b = {0};
  output_field_plain(p, leads, rubric_key_field(p), row, &b);
  bool same = b.size == strlen(key) && memcmp(b.data, key, b.size) == 0;
  buffer_free(&b);
  return same;
}
static bool tell_reject(Finder *f, uint64_t row) { // the lead asked for may be one that cannot be read
  uint32_t count;
  const Reject *rejects = decoder_rejects(f->decoder, &count);
  f->rejects += count;
  for (uint32_t i = 0; i < count; i++) {
    if (rejects[i].record != row) continue;
    fprintf(stderr, "rubric: record %llu (line %llu) is rejected: ", (unsigned long long)row, (unsigned long long)rejects[i].line);
    print_text(stderr, api_text(rejects[i].reason));
    fputc('\n', stderr);
    return true;
  }
  return false;
}
static bool chunk_read(Finder *f, const CsvPlan *plan) {
  if (!f->decoder || f->plan != plan) {
    decoder_free(f->decoder);
    SlotTable schema = program_slots(&f->batch->program->code);
    f->decoder = plan ? decoder_new_csv(schema, plan) : decoder_new_json(schema);
    f->plan = plan;
  }
  return f->decoder && decoder_chunk(f->decoder, &f->chunk, f->batch->columns);
}
static bool chunk_narrow(Finder *f, uint64_t record) {
  f->chunk.records[0] = f->chunk.records[record - f->chunk.first_record];
  f->chunk.first_record = record;
  f->chunk.count = 1;
  return decoder_chunk(f->decoder, &f->chunk, f->batch->columns);
}
void finder_begin(Finder *f, RubricBatch *batch, const char **files, int count, LeadsOptions how) {
  *f = (Finder){.batch = batch};
  source_begin(&f->source, batch->program, files, count, how);
}
void finder_end(Finder *f) {
  rubric_batch_clear(f->batch); // its texts lie in what is freed now
  decoder_free(f->decoder);
  chunk_free(&f->chunk);
  source_end(&f->source);
}
static int not_found(const Finder *f, const char *key, uint64_t row) {
  if (f->source.failed) return f->source.no_memory ? EXIT_INTERNAL : EXIT_LEADS;
  if (key) fprintf(stderr, "rubric: no lead has the key \"%s\" (%llu records looked at, %llu of them rejected)\n", key, (unsigned long long)f->records, (unsigned long long)f->rejects);
  else fprintf(stderr, "rubric: there is no lead number %llu among %llu records\n", (unsigned long long)row, (unsigned long long)f->records);
  return EXIT_LEADS;
}
int finder_find(Finder *f, const char *key, uint64_t row) {
  const CsvPlan *plan;
  const RubricProgram *p = f->batch->program;
  while (source_next(&f->source, &f->chunk, &plan)) {
    if (f->stop && *f->stop) { fputs("rubric: stopped\n", stderr); return EXIT_LEADS; }
    if (!chunk_read(f, plan)) return EXIT_INTERNAL;
    f->records += f->chunk.count;
    if (tell_reject(f, key ? 0 : row)) return EXIT_LEADS;
    for (uint32_t r = 0; r < f->batch->columns->rows; r++) {
      uint64_t record = f->batch->columns->records[r];
      if (key ? key_is(p, f->batch, r, key) : record == row) return chunk_narrow(f, record) ? EXIT_DONE : EXIT_INTERNAL;
    }
    if (f->rejects <= f->source.how.max_rejects) continue;
    fprintf(stderr, "rubric: stopped: %llu records are rejected, more than --max-rejects\n", (unsigned long long)f->rejects);
    return EXIT_LEADS;
  }
  return not_found(f, key, row);
}
bool finder_first(Finder *f) {
  const CsvPlan *plan;
  return source_next(&f->source, &f->chunk, &plan) && chunk_read(f, plan);
}
