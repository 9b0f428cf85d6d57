// own_names.c -- a host with functions called like the library's own: both keep theirs.
#include "embed.h"

void *arena_alloc(void *arena, size_t size);
int text_trim(int x);
int batch_new(void);
int zone_utc(void);
void *arena_alloc(void *arena, size_t size) { (void)arena; (void)size; abort(); }
int text_trim(int x) { return x + 1; }
int batch_new(void) { abort(); }
int zone_utc(void) { abort(); }

int main(void) {
  RubricProgram *program = compiled(sample_rules);
  RubricBatch *batch;
  RubricRun *run;
  RubricText reason;
  const RubricDecisions *d;
  CHECK(program && text_trim(1) == 2);
  CHECK(rubric_batch_new(program, &batch) == RUBRIC_OK && rubric_run_new(program, 0, &run) == RUBRIC_OK);
  rubric_batch_begin_row(batch, 1);
  put(batch, program, "id", "  7 ");
  put(batch, program, "title", "Chief  Officer");
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_OK && rubric_run_batch(run, batch, false, &d) == RUBRIC_OK);
  CHECK(d->scores[1][0] == 150000);
  rubric_run_free(run);
  rubric_batch_free(batch);
  rubric_program_free(program);
  return DONE();
}
