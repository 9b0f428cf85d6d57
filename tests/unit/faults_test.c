// faults_test.c -- the Nth allocation fails, N = 1, 2, 3 ... until all succeeds: RUBRIC_NO_MEMORY, no crash, no leak.
//
// What the host's own functions allocate does not fail here: a file that cannot be read is a finding, not a want of memory.
// Every block is as large as asked and says so when it is freed, so that an allocator that keeps books can be a host's.
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
  "schema L { id text key  t text  n number  at time  tier scale of \"a\", \"b\"  tech list of text separated by \";\"  ev list of E by at default empty }\n"
  "record E { kind text  at time }\n"
  "list good = \"x\", \"y\"\n"
  "define band by n { < 5 => \"low\"  otherwise => \"high\" }\n"
  "score fit 0..100\nfit \"A\" +bonus when t has any of good or t matches \"a+b\"\n"
  "fit \"B\" +5 each, halving every 14 days for ev within 30 days where kind is \"x\" or kind in tech\n"
  "require \"r\" that n > 3\nstage \"S\" when fit > 3 and band is \"low\"\nsegment \"g\" when tier is \"b\"\n"
  "contact \"c\" when t is present open \"08:00\"..\"20:00\" in \"America/New_York\"\n"
  "route \"R\" to any of \"p\", \"q\" when segments has \"g\"\nroute \"Z\" to \"z\" otherwise\n"
  "test \"t\" { lead { id: \"1\", n: 4, tech: [\"x\"], ev: [ { kind: \"x\", at: 1 days ago } ] } expect fit = 4.76 and stage is \"S\" }\n";

typedef struct Memory { long left, live; size_t bytes; bool failed; } Memory; // left: allocations until one fails; < 0: none does
static void *resize(void *user, void *block, size_t old_bytes, size_t new_bytes) {
  Memory *m = user;
  if (new_bytes == 0) { if (block) m->live--, m->bytes -= old_bytes; free(block); return NULL; }
  if (m->left == 0) { m->failed = true; return NULL; }
  if (m->left > 0) m->left--;
  void *p = realloc(block, new_bytes);
  if (p && !block) m->live++;
  if (p) m->bytes += new_bytes - (block ? old_bytes : 0);
  return p;
}
static char *host_bytes(Memory *m, const char *data, size_t size) {
  long left = m->left;
  m->left = -1;
  char *bytes = resize(m, NULL, 0, size);
  m->left = left;
  memcpy(bytes, data, size);
  return bytes;
}
// The rules, and comments after them: a file is larger than the block that an arena begins with.
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  static char padded[sizeof rules + 30000];
  (void)path; (void)why;
  memset(padded, '#', sizeof padded);
  memcpy(padded, rules, sizeof rules - 1);
  *size = sizeof padded;
  *bytes = host_bytes(user, padded, *size);
  return true;
}
static bool read_zone(void *user, const char *name, char **bytes, size_t *size) {
  RubricHost system = rubric_system_host();
  char *data;
  if (!system.read_zone(NULL, name, &data, size)) return false;
  *bytes = host_bytes(user, data, *size);
  free(data);
  return true;
}
static bool read_json(void *user, RubricBatch *batch, uint32_t field, const char *json, size_t size) {
  (void)user;
  if (size < 2 || json[0] != '[' || !rubric_batch_begin_list(batch, field)) return false;
  for (int k = 0; k < 200; k++) { rubric_batch_begin_element(batch, field); rubric_batch_end_element(batch, field); }
  return true; // the library ends the list
}
static RubricHost host_of(Memory *m) { return (RubricHost){.user = m, .resize = resize, .read_file = read_file, .read_zone = read_zone, .read_json = read_json}; }

static RubricStatus put_lead(RubricProgram *program, RubricBatch *batch, uint32_t i) {
  RubricText reason;
  uint32_t ev = rubric_field_find(program, "ev");
  rubric_batch_begin_row(batch, i + 1);
  rubric_batch_text(batch, rubric_field_find(program, "id"), "1", 1);
  rubric_batch_text(batch, rubric_field_find(program, "t"), "x \xc3\x89t\xc3\xa9 aab", 10);
  rubric_batch_integer(batch, rubric_field_find(program, "n"), 7);
  rubric_batch_text(batch, rubric_field_find(program, "tech"), "x;z", 3);
  if (i == 1) rubric_batch_text(batch, ev, "[]", 2);
  else if (rubric_batch_begin_list(batch, ev)) {
    for (int k = 0; k < 100; k++) {
      rubric_batch_begin_element(batch, ev);
      rubric_batch_text(batch, rubric_field_find(program, "ev.kind"), "x", 1);
      rubric_batch_text(batch, rubric_field_find(program, "ev.at"), "2026-01-01", 10);
      rubric_batch_end_element(batch, ev);
    }
    rubric_batch_end_list(batch, ev);
  }
  return rubric_batch_end_row(batch, &reason);
}
static RubricStatus decide(RubricProgram *program) {
  RubricBatch *batch = NULL;
  RubricRun *run = NULL;
  RubricText listing;
  const RubricDecisions *d;
  RubricTrace trace;
  const void *bytes;
  size_t size;
  RubricStatus status = rubric_batch_new(program, &batch);
  if (status == RUBRIC_OK) status = rubric_run_new(program, 1767225600000000, &run);
  for (uint32_t i = 0; i < 3 && status == RUBRIC_OK; i++) status = put_lead(program, batch, i);
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
// A call that found no memory had no effect: the same call on the same objects then does its work.
#define AGAIN(m, status, call) do { if (((status) = (call)) == RUBRIC_NO_MEMORY) { (m)->left = -1; (status) = (call); } assert_int_equal((status), RUBRIC_OK); } while (0)
static RubricStatus decide_again(Memory *m) {
  long left = m->left;
  m->left = -1;
  RubricHost host = host_of(m);
  RubricProgram *program;
  RubricReport *report;
  RubricBatch *batch;
  RubricRun *run;
  RubricText listing;
  const RubricDecisions *d;
  const void *bytes;
  size_t size;
  assert_int_equal(rubric_compile(&host, "r.rubric", NULL, 0, 0, &program, &report), RUBRIC_OK);
  rubric_report_free(report);
  assert_int_equal(rubric_batch_new(program, &batch), RUBRIC_OK);
  assert_int_equal(rubric_run_new(program, 1767225600000000, &run), RUBRIC_OK);
  m->left = left;
  RubricStatus status;
  for (uint32_t i = 0; i < 70; i++) { // more than the word of rows that a run begins with
    AGAIN(m, status, put_lead(program, batch, i));
  }
  assert_int_equal(rubric_batch_rows(batch), 70);
  AGAIN(m, status, rubric_run_batch(run, batch, true, &d));
  for (uint32_t i = 0; i < 70; i++) assert_int_equal(d->scores[0][i], i == 1 ? 200000 : 1000000); // 20, and 5 for each event that has a time, held at 100
  AGAIN(m, status, rubric_save(program, &bytes, &size));
  AGAIN(m, status, rubric_dump(program, &listing));
  rubric_run_free(run);
  rubric_batch_free(batch);
  rubric_program_free(program);
  return m->failed ? RUBRIC_NO_MEMORY : RUBRIC_OK;
}
// A saved program, loaded; then compiled anew from the sources that it carries.
static RubricStatus load_and_decide(Memory *m) {
  Memory plenty = {.left = -1};
  RubricHost host = host_of(&plenty);
  RubricProgram *program, *loaded = NULL;
  RubricReport *report;
  const void *bytes;
  size_t size;
  assert_int_equal(rubric_compile(&host, "r.rubric", NULL, 0, 0, &program, &report), RUBRIC_OK);
  assert_int_equal(rubric_save(program, &bytes, &size), RUBRIC_OK);
  rubric_report_free(report);
  host = host_of(m);
  RubricStatus status = rubric_load(&host, bytes, size, &loaded, &report);
  rubric_report_free(report);
  if (status == RUBRIC_OK) status = decide(loaded);
  rubric_program_free(loaded);
  rubric_program_free(program);
  assert_int_equal(plenty.live, 0);
  return status;
}
static const void *carried;
static size_t carried_size;
static bool read_carried(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)path; (void)why;
  *bytes = host_bytes(user, carried, *size = carried_size);
  return true;
}
static RubricStatus compile_carried(Memory *m) {
  Memory plenty = {.left = -1};
  RubricHost host = host_of(&plenty);
  RubricProgram *program, *again = NULL;
  RubricReport *report;
  RubricSetting setting = {"bonus", "30"};
  assert_int_equal(rubric_compile(&host, "r.rubric", NULL, 0, 0, &program, &report), RUBRIC_OK);
  assert_int_equal(rubric_save(program, &carried, &carried_size), RUBRIC_OK);
  rubric_report_free(report);
  host = host_of(m);
  host.read_file = read_carried;
  RubricStatus status = rubric_compile(&host, "r.rbc", &setting, 1, RUBRIC_WITH_TESTS, &again, &report);
  rubric_report_free(report);
  rubric_program_free(again);
  rubric_program_free(program);
  return status;
}
// A file of mistakes: what is found is rendered.
static bool read_mistakes(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  static const char text[] = "schema L { a text }\nfit \"x\" +5 when b is \"y\"\nfit \"z\" +5 when a > 3\nfit \"z\" +5 when a has\n";
  (void)path; (void)why;
  *bytes = host_bytes(user, text, *size = sizeof text - 1);
  return true;
}
static RubricStatus report_mistakes(Memory *m) {
  RubricHost host = host_of(m);
  host.read_file = read_mistakes;
  RubricProgram *program;
  RubricReport *report;
  RubricStatus status = rubric_compile(&host, "r.rubric", NULL, 0, 0, &program, &report);
  if (status == RUBRIC_BAD_RULES) status = RUBRIC_OK;
  for (size_t i = 0; i < rubric_report_count(report); i++) if (!rubric_report_render(report, i, true).size) status = RUBRIC_NO_MEMORY;
  rubric_report_free(report);
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
    if (m.bytes != 0) fail_msg("allocation %ld failed: blocks are freed with another size than they have", n);
    if (!m.failed) { assert_int_equal(status, RUBRIC_OK); assert_true(n > 5); return; }
    if (status != RUBRIC_NO_MEMORY) fail_msg("allocation %ld failed and the status is %d", n, (int)status);
  }
}
static void compiling_and_deciding(void **state) { (void)state; every(compile_and_decide); }
static void loading_and_deciding(void **state) { (void)state; every(load_and_decide); }
static void compiling_what_is_carried(void **state) { (void)state; every(compile_carried); }
static void deciding_again(void **state) { (void)state; every(decide_again); }
static void reporting(void **state) { (void)state; every(report_mistakes); }
static void testing(void **state) { (void)state; every(test_once); assert_int_equal(passed_tests, 1); }
int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(compiling_and_deciding), cmocka_unit_test(loading_and_deciding), cmocka_unit_test(compiling_what_is_carried), cmocka_unit_test(deciding_again), cmocka_unit_test(reporting), cmocka_unit_test(testing)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
