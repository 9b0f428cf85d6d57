// one_lead.c -- compile, put one lead, decide, ask why.
#include "embed.h"

int main(void) {
  RubricProgram *program = compiled(sample_rules);
  RubricBatch *batch;
  RubricRun *run;
  RubricText reason;
  const RubricDecisions *d;
  RubricTrace trace;
  int64_t now;
  CHECK(program != NULL && rubric_read_time("2026-01-15T00:00:00Z", &now));
  CHECK(rubric_batch_new(program, &batch) == RUBRIC_OK && rubric_run_new(program, now, &run) == RUBRIC_OK);
  rubric_batch_begin_row(batch, 1);
  put(batch, program, "id", "7");
  put(batch, program, "title", "VP Sales");
  rubric_batch_integer(batch, rubric_field_find(program, "employees"), 120);
  uint32_t events = rubric_field_find(program, "events");
  CHECK(rubric_batch_begin_list(batch, events));
  rubric_batch_begin_element(batch, events);
  put(batch, program, "events.kind", "demo");
  put(batch, program, "events.at", "2026-01-01T00:00:00Z");
  rubric_batch_end_element(batch, events);
  rubric_batch_end_list(batch, events);
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_OK);
  rubric_batch_begin_row(batch, 2);
  put(batch, program, "title", "no key");
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_REJECTED && reason.size > 0);
  rubric_batch_begin_row(batch, 3);
  put(batch, program, "id", "8");
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_OK && rubric_batch_rows(batch) == 2);
  CHECK(rubric_run_batch(run, batch, true, &d) == RUBRIC_OK && d->rows == 2);
  CHECK(d->scores[1][0] == 300000 && d->scores[0][0] == 200000); // undeclared intent comes first; 35 held within 30; 40 halved
  CHECK(same_text(rubric_item(program, RUBRIC_STAGES, (uint32_t)d->stage[0]).name, "SQL") && d->status[0] == RUBRIC_ROUTED);
  CHECK(d->target[0].size == 3 && d->sla_us[0] == 3600000000 && d->due_at[0] == now + 3600000000);
  CHECK(d->status[1] == RUBRIC_INCOMPLETE && d->need_count == 1 && (d->needs[0].rows[0] >> 1 & 1));
  CHECK(rubric_trace(run, 0, &trace) == RUBRIC_OK);
  int64_t sums[2] = {0, 0};
  for (uint32_t i = 0; i < trace.line_count; i++) sums[trace.lines[i].score] += trace.lines[i].points;
  CHECK(sums[0] == d->scores[0][0] && sums[1] == d->scores[1][0]);
  CHECK(rubric_trace(run, 9, &trace) == RUBRIC_BAD_ARGUMENT);
  rubric_batch_clear(batch);
  CHECK(rubric_run_batch(run, batch, false, &d) == RUBRIC_OK && d->rows == 0);
  CHECK(rubric_trace(run, 0, &trace) == RUBRIC_BAD_ARGUMENT); // that run had no trace
  rubric_run_free(run);
  rubric_batch_free(batch);
  rubric_program_free(program);
  return DONE();
}
