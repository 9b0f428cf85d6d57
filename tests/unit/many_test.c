// many_test.c -- many conditions on one text, most of them true of no lead of a batch: batches of changing sizes and contents
// against the same decisions worked out here.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "api.h"
#include "io/buffer.h"

enum { STATES = 60, LEADS = 1024 };
static Buffer rules;
static void put(const char *form, int a, int b, int c) {
  char line[200];
  buffer_put(&rules, line, (size_t)snprintf(line, sizeof line, form, a, b, c));
}
// Rule i: its state, and n at least i % 5. Route i likewise; the table gives a state's number.
static void rules_write(void) {
  put("schema Lead { id text key  state text  n integer  bad boolean }\ndisqualify \"bad\" when bad\n", 0, 0, 0);
  for (int i = 0; i < STATES; i++) put("fit \"r%d\" +%d when state is \"s%d\"", i, i + 1, i), put(" and n >= %d\n", i % 5, 0, 0);
  for (int i = 0; i < STATES; i++) put("intent \"i%d\" +1 when state in (\"s%d\", \"s%d\")\n", i, i, (i + 1) % STATES);
  put("score number = 0 + table\ndefine table by state {\n", 0, 0, 0);
  for (int i = 0; i < STATES; i++) put("  \"s%d\" => %d\n", i, i, 0);
  put("  otherwise => -1\n}\n", 0, 0, 0);
  for (int i = 0; i < STATES; i++) put(i % 7 ? "route \"t%d\" to \"x\" when state is \"s%d\"" : "route \"t%d\" to \"x\" when (not disqualified or n > 2) and state is \"s%d\"", i, i, 0), put(" and n >= %d\n", i % 5, 0, 0);
  put("route \"rest\" to \"pool\" otherwise\n", 0, 0, 0);
}
static bool read_rules(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)user, (void)path, (void)why;
  *size = rules.size;
  *bytes = malloc(*size);
  memcpy(*bytes, rules.data, *size);
  return true;
}

static uint64_t seed = 7;
static int below(int n) { return (int)((seed = seed * 6364136223846793005ULL + 1442695040888963407ULL) >> 33) % n; }
typedef struct Lead { int state, n; bool bad; } Lead; // state, n: -1 when missing

static void lead_put(RubricBatch *batch, const Lead *l, int at) {
  static char ids[LEADS][8], states[LEADS][8];
  RubricText reason;
  rubric_batch_begin_row(batch, (uint64_t)at + 1);
  rubric_batch_text(batch, 0, ids[at], (size_t)sprintf(ids[at], "%d", at));
  if (l->state >= 0) rubric_batch_text(batch, 1, states[at], (size_t)sprintf(states[at], at % 2 ? "s%d" : "S%d", l->state));
  if (l->n >= 0) rubric_batch_integer(batch, 2, l->n);
  rubric_batch_boolean(batch, 3, l->bad);
  assert_int_equal(rubric_batch_end_row(batch, &reason), RUBRIC_OK);
}
static void lead_check(const RubricDecisions *d, const Lead *l, uint32_t row) {
  bool here = l->state >= 0 && l->state < STATES, fits = here && l->n >= l->state % 5;
  int route = fits && (l->bad ? l->state % 7 == 0 && l->n > 2 : true) ? l->state : l->bad ? -1 : STATES;
  assert_int_equal(d->scores[0][row], fits ? (l->state + 1) * DECIMAL_ONE : 0);
  assert_int_equal(d->scores[1][row], here ? 2 * DECIMAL_ONE : 0);
  assert_int_equal(d->scores[2][row], (here ? l->state : -1) * DECIMAL_ONE);
  assert_int_equal(d->route[row], route);
}

static void test_batches(void **state) {
  static Lead leads[LEADS];
  RubricHost host = {.read_file = read_rules};
  RubricProgram *program;
  RubricReport *report;
  RubricBatch *batch;
  RubricRun *run;
  (void)state;
  rules_write();
  assert_int_equal(rubric_compile(&host, "r.rubric", NULL, 0, 0, &program, &report), RUBRIC_OK);
  assert_int_equal(rubric_batch_new(program, &batch), RUBRIC_OK);
  assert_int_equal(rubric_run_new(program, 0, &run), RUBRIC_OK);
  for (int round = 0; round < 300; round++) {
    const RubricDecisions *decisions;
    int count = 1 + below(round % 3 ? 200 : LEADS), first = below(STATES), kinds = 1 + below(round % 2 ? 4 : STATES + 5);
    rubric_batch_clear(batch);
    for (int i = 0; i < count; i++) {
      int kind = round % 4 == 3 ? i * kinds / count : below(kinds); // in turn: a state's leads side by side
      leads[i] = (Lead){below(10) ? (first + kind) % (STATES + 5) : -1, below(7) - 1, below(4) == 0};
      lead_put(batch, &leads[i], i);
    }
    assert_int_equal(rubric_run_batch(run, batch, round % 5 == 0, &decisions), RUBRIC_OK);
    for (int i = 0; i < count; i++) lead_check(decisions, &leads[i], (uint32_t)i);
  }
  rubric_run_free(run);
  rubric_batch_free(batch);
  rubric_program_free(program);
  rubric_report_free(report);
  buffer_free(&rules);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_batches)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
