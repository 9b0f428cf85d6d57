// faults_test.c -- the Nth allocation fails, N = 1, 2, 3 ... until all succeeds: the right status, no crash, no leak.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "rubric.h"

static const char rules[] =
  "parameter bonus = 20\n"
  "schema L { id text key  t text  n number  at time  tier scale of \"a\", \"b\"  tech list of text  ev list of E by at default empty }\n"
  "record E { kind text  at time }\n"
  "list good = \"x\", \"y\"\n"
  "define band by n { < 5 => \"low\"  otherwise => \"high\" }\n"
  "score fit 0..100\nfit \"A\" +bonus when t has any of good or t matches \"a+b\"\n"
  "fit \"B\" +5 each, halving every 14 days for ev within 30 days where kind in tech\n"
  "require \"r\" that n > 3\nstage \"S\" when fit > 3 and band is \"low\"\nsegment \"g\" when tier is \"b\"\n"
  "contact \"c\" when t is present open \"08:00\"..\"20:00\" in \"America/New_York\"\n"
  "route \"R\" to any of \"p\", \"q\" when segments has \"g\"\nroute \"Z\" to \"z\" otherwise\n"
  "test \"t\" { lead { id: \"1\", n: 4, tech: [\"x\"], ev: [ { kind: \"x\", at: 1 days ago } ] } expect fit = 4.76 and stage is \"S\" }\n";

typedef struct Memory { long left, live; bool failed; } Memory; // left: allocations until one fails; < 0: none does
static void *resize(void *user, void *block, size_t old_bytes, size_t new_bytes) {
  Memory *m = user;
  (void)old_bytes;
  if (new_bytes == 0) { if (block) m->live--; free(block); return NULL; }
  if (m->left == 0) { m->failed = true; return NULL; }
  if (m->left > 0) m->left--;
  void *p = realloc(block, new_bytes);
  if (p && !block) m->live++;
  return p;
}
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)path;
  *size = sizeof rules - 1;
  *bytes = resize(user, NULL, 0, *size);
  if (!*bytes) { snprintf(why, 256, "no memory"); return false; }
  memcpy(*bytes, rules, *size);
  return true;
}
static bool read_zone(void *user, const char *name, char **bytes, size_t *size) {
  RubricHost system = rubric_system_host();
  char *data;
  if (!system.read_zone(NULL, name, &data, size)) return false;
  Memory *m = user;
  long left = m->left;
  m->left = -1; // a host that finds no zone is no fault of memory
  *bytes = resize(user, NULL, 0, *size);
  m->left = left;
  if (*bytes) memcpy(*bytes, data, *size);
  free(data);
  return *bytes != NULL;
}
static RubricHost host_of(Memory *m) { return (RubricHost){.user = m, .resize = resize, .read_file = read_file, .read_zone = read_zone}; }

static RubricStatus decide(RubricProgram *program) {
  RubricBatch *batch = NULL;
  RubricRun *run = NULL;
  RubricText reason, listing;
  const RubricDecisions *d;
  RubricTrace trace;
  const void *bytes;
  size_t size;
  RubricStatus status = rubric_batch_new(program, &batch);
  if (status == RUBRIC_OK) status = rubric_run_new(program, 1767225600000000, &run);
  for (uint32_t i = 0; i < 3 && status == RUBRIC_OK; i++) {
    uint32_t ev = rubric_field_find(program, "ev");
    rubric_batch_begin_row(batch, i + 1);
    rubric_batch_text(batch, rubric_field_find(program, "id"), "1", 1);
    rubric_batch_text(batch, rubric_field_find(program, "t"), "x \xc3\x89t\xc3\xa9 aab", 10);
    rubric_batch_integer(batch, rubric_field_find(program, "n"), 7);
    if (rubric_batch_begin_list(batch, ev)) {
      for (int k = 0; k < 100; k++) { rubric_batch_begin_element(batch, ev); rubric_batch_text(batch, rubric_field_find(program, "ev.kind"), "x", 1); rubric_batch_end_element(batch, ev); }
      rubric_batch_end_list(batch, ev);
    }
    status = rubric_batch_end_row(batch, &reason);
  }
  if (status == RUBRIC_OK) status = rubric_run_batch(run, batch, true, &d);
  if (status == RUBRIC_OK) status = rubric_trace(run, 0, &trace);
  if (status == RUBRIC_OK) status = rubric_save(program, &bytes, &size);
  if (status == RUBRIC_OK) status = rubric_dump(program, &listing);
  rubric_run_free(run);
  rubric_batch_free(batch);
  return status;
}
static RubricStatus compile_and_decide(Memory *m) {
  RubricHost host = host_of(m);
  RubricProgram *program;
  RubricReport *report;
  RubricStatus status = rubric_compile(&host, "r.rubric", NULL, 0, 0, &program, &report);
  rubric_report_free(report);
  if (status == RUBRIC_OK) status = decide(program);
  rubric_program_free(program);
  return status;
}
static void on_test(void *user, const RubricTestResult *r) { *(int *)user += r->passed; }
static int passed_tests;
static RubricStatus test_once(Memory *m) {
  RubricHost host = host_of(m);
  RubricReport *report;
  passed_tests = 0;
  RubricStatus status = rubric_test(&host, "r.rubric", NULL, 0, NULL, on_test, &passed_tests, &report);
  rubric_report_free(report);
  return status;
}
static void every(RubricStatus (*once)(Memory *)) {
  for (long n = 0;; n++) {
    Memory m = {.left = n};
    RubricStatus status = once(&m);
    if (m.live != 0) fail_msg("allocation %ld failed: %ld blocks leak", n, m.live);
    if (!m.failed) { assert_int_equal(status, RUBRIC_OK); assert_true(n > 10); return; }
    // a file or zone that could not be read for want of memory is a finding, everything else says no memory
    if (status == RUBRIC_OK) fail_msg("allocation %ld failed and nobody noticed", n);
  }
}
static void compiling_and_deciding(void **state) { (void)state; every(compile_and_decide); }
static void testing(void **state) { (void)state; every(test_once); assert_int_equal(passed_tests, 1); }
int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(compiling_and_deciding), cmocka_unit_test(testing)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
