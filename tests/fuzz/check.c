// check.c -- any bytes as rules: what compiles is run over a small batch of leads, saved, loaded and listed.
#include "fuzz.h"
#include "rubric.h"
#include <stdio.h>

typedef struct Input { const uint8_t *data; size_t size; } Input;
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  const Input *in = user;
  if (strcmp(path, "fuzz.rubric") != 0) { snprintf(why, 256, "no such file"); return false; }
  *bytes = malloc(in->size + 1);
  if (in->size) memcpy(*bytes, in->data, in->size);
  *size = in->size;
  return true;
}
static void on_test(void *user, const RubricTestResult *result) { (void)user; (void)result; }
static void run(RubricProgram *program) {
  static const char *const texts[] = {"", "1", "US", "2026-01-01T00:00:00Z", "VP of Sales", "a@b.example", "true", "+1 415 555 0100", "\xc3\xa9;b"};
  RubricBatch *batch;
  RubricRun *run_;
  const RubricDecisions *decisions;
  RubricTrace trace;
  RubricText reason;
  if (rubric_batch_new(program, &batch) != RUBRIC_OK) return;
  for (uint32_t row = 0; row < 70; row++) {
    rubric_batch_begin_row(batch, row + 1);
    for (uint32_t f = 0; f < rubric_field_count(program); f++) {
      const char *t = texts[(row * 7 + f * 3) % 9];
      if (rubric_field(program, f).parent == RUBRIC_NONE) rubric_batch_text(batch, f, t, strlen(t));
    }
    rubric_batch_end_row(batch, &reason);
  }
  if (rubric_run_new(program, 1767225600000000, &run_) == RUBRIC_OK) {
    if (rubric_run_batch(run_, batch, true, &decisions) == RUBRIC_OK)
      for (uint32_t row = 0; row < decisions->rows; row++) rubric_trace(run_, row, &trace);
    rubric_run_free(run_);
  }
  rubric_batch_free(batch);
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 8000 || (size >= 8 && memcmp(data, "RUBRICBC", 8) == 0)) return 0; // that is the target bytecode
  Input in = {data, size};
  RubricHost host = {.user = &in, .read_file = read_file};
  RubricProgram *program, *again;
  RubricReport *report;
  RubricText listing;
  const void *bytes;
  size_t saved;
  RubricStatus status = rubric_compile(&host, "fuzz.rubric", NULL, 0, 0, &program, &report);
  FUZZ_REQUIRE(status != RUBRIC_BAD_PROGRAM); // what the compiler makes, the verifier accepts
  for (size_t i = 0; i < rubric_report_count(report); i++) rubric_report_render(report, i, false);
  rubric_report_free(report);
  if (status != RUBRIC_OK) return 0;
  run(program);
  rubric_dump(program, &listing);
  if (rubric_save(program, &bytes, &saved) == RUBRIC_OK) {
    FUZZ_REQUIRE(rubric_load(&host, bytes, saved, &again, &report) == RUBRIC_OK);
    run(again);
    rubric_report_free(report);
    rubric_program_free(again);
  }
  rubric_program_free(program);
  rubric_test(&host, "fuzz.rubric", NULL, 0, NULL, on_test, NULL, &report);
  rubric_report_free(report);
  return 0;
}
