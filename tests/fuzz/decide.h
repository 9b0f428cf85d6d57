// decide.h -- whatever a program asks for: some leads with something in every field, decided and traced.
#pragma once
#include "rubric.h"
#include <string.h>

static const char *const some_cells[] = {"", "1", "US", "2026-01-01T00:00:00Z", "VP of Sales", "a@b.example", "true", "+1 415 555 0100", "\xc3\xa9;b", "x", "-4.25", "01/02/2025", "Europe/Berlin"};
static void put_some(RubricBatch *batch, const RubricProgram *program, uint32_t field, uint32_t salt, int depth) {
  RubricField f = rubric_field(program, field);
  if (depth > 5) return;
  if (f.kind == RUBRIC_LIST && rubric_batch_begin_list(batch, field)) {
    bool records = f.child_count > 1 || rubric_field(program, f.first_child).kind == RUBRIC_RECORD;
    for (uint32_t n = 0; n < salt % 4; n++) {
      if (records) rubric_batch_begin_element(batch, field);
      for (uint32_t c = 0; c < f.child_count; c++) put_some(batch, program, f.first_child + c, salt * 5 + n * 3 + c, depth + 1);
      if (records) rubric_batch_end_element(batch, field);
    }
    rubric_batch_end_list(batch, field);
    return;
  }
  if (f.kind == RUBRIC_RECORD) rubric_batch_begin_element(batch, field);
  for (uint32_t c = 0; f.kind == RUBRIC_RECORD && c < f.child_count; c++) put_some(batch, program, f.first_child + c, salt + c, depth + 1);
  if (f.kind == RUBRIC_RECORD) { rubric_batch_end_element(batch, field); return; }
  const char *cell = some_cells[salt % (sizeof some_cells / sizeof *some_cells)];
  if (salt % 3 && f.kind == RUBRIC_NUMBER) rubric_batch_integer(batch, field, (int64_t)(salt % 9) - 2);
  else if (salt % 3 && f.kind == RUBRIC_TIME) rubric_batch_text(batch, field, some_cells[3], strlen(some_cells[3]));
  else if (salt % 3 && f.kind == RUBRIC_CHOICE && f.value_count) { RubricText v = rubric_field_value(program, field, salt % f.value_count); rubric_batch_text(batch, field, v.data, v.size); }
  else rubric_batch_text(batch, field, cell, strlen(cell));
}
static void decide_some(RubricProgram *program, uint32_t rows) {
  RubricBatch *batch;
  RubricRun *run = NULL;
  RubricText reason;
  const RubricDecisions *decisions;
  RubricTrace trace;
  if (rubric_batch_new(program, &batch) != RUBRIC_OK) return;
  for (uint32_t row = 0; row < rows; row++) {
    rubric_batch_begin_row(batch, row + 1);
    for (uint32_t f = 0; f < rubric_field_count(program); f++) if (rubric_field(program, f).parent == RUBRIC_NONE) put_some(batch, program, f, row * 7 + f * 5 + 1, 0);
    rubric_batch_end_row(batch, &reason);
  }
  if (rubric_run_new(program, 1767225600000000, &run) == RUBRIC_OK && rubric_run_batch(run, batch, true, &decisions) == RUBRIC_OK)
    for (uint32_t row = 0; row < decisions->rows; row++) rubric_trace(run, row, &trace);
  rubric_run_free(run);
  rubric_batch_free(batch);
}
