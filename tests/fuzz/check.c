// check.c -- any bytes as rules: what compiles is run over a small batch of leads, saved, loaded and listed.
#include "fuzz.h"
#include "decide.h"
#include <stdio.h>

typedef struct Input { const uint8_t *data; size_t size; } Input;
// Lists and tables that the seeds name; every other file is the input.
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  static const char list[] = "acme.example\nrival.example # they too\n", table[] = "state,segment,owner\nCA,SMB,ann\nNY,Enterprise,bo\n";
  const Input *in = user;
  bool rules = strcmp(path, "fuzz.rubric") == 0, cells = strcmp(path, "territory.csv") == 0;
  if (!rules && !cells && strcmp(path, "competitors.txt") != 0) { snprintf(why, 256, "no such file"); return false; }
  const void *from = rules ? (const void *)in->data : cells ? table : list;
  *size = rules ? in->size : strlen(from);
  *bytes = malloc(*size + 1);
  if (*size) memcpy(*bytes, from, *size);
  return true;
}
static void on_test(void *user, const RubricTestResult *result) { (void)user; (void)result; }
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
  decide_some(program, 70);
  rubric_dump(program, &listing);
  if (rubric_save(program, &bytes, &saved) == RUBRIC_OK) {
    FUZZ_REQUIRE(rubric_load(&host, bytes, saved, &again, &report) == RUBRIC_OK);
    decide_some(again, 3);
    rubric_report_free(report);
    rubric_program_free(again);
  }
  rubric_program_free(program);
  rubric_test(&host, "fuzz.rubric", NULL, 0, NULL, on_test, NULL, &report);
  rubric_report_free(report);
  return 0;
}
