// threads.c -- one program, four threads, each with its own run and batch: the same decisions.
#include "embed.h"
#include <pthread.h>

static RubricProgram *program;
static void *decide(void *sum) {
  RubricBatch *batch;
  RubricRun *run;
  RubricText reason;
  const RubricDecisions *d;
  if (rubric_batch_new(program, &batch) != RUBRIC_OK || rubric_run_new(program, 1768435200000000, &run) != RUBRIC_OK) return NULL;
  for (int round = 0; round < 50; round++) {
    rubric_batch_clear(batch);
    for (uint32_t i = 0; i < rubric_batch_room(); i++) {
      char id[16];
      snprintf(id, sizeof id, "%u", i);
      rubric_batch_begin_row(batch, i + 1);
      rubric_batch_text(batch, rubric_field_find(program, "id"), "x", 1);
      put(batch, program, "title", i % 3 ? "VP Sales" : "Student");
      rubric_batch_integer(batch, rubric_field_find(program, "employees"), i);
      rubric_batch_end_row(batch, &reason);
    }
    if (rubric_run_batch(run, batch, true, &d) == RUBRIC_OK) for (uint32_t i = 0; i < d->rows; i++) *(int64_t *)sum += d->scores[1][i] * (i + 1) + d->status[i];
  }
  rubric_run_free(run);
  rubric_batch_free(batch);
  return NULL;
}
int main(void) {
  pthread_t threads[4];
  int64_t sums[4] = {0};
  program = compiled(sample_rules);
  CHECK(program != NULL);
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, decide, &sums[i]);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  CHECK(sums[0] != 0);
  for (int i = 1; i < 4; i++) CHECK(sums[i] == sums[0]);
  rubric_program_free(program);
  return DONE();
}
