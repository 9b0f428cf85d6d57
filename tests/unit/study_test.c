// study_test.c -- tools/study: every part of a condition with its value, from rules in memory.
#include "tools/study.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdlib.h>

static const char RULES[] =
  "schema Lead { id text key  industry text  employees integer  stage_of one of \"new\", \"old\"  born date  tags list of text\n"
  "              events list of Event by at }\n"
  "record Event { kind text  at time }\n"
  "parameter least = 50\n"
  "define size by employees { < 50 => \"small\"  50.. => \"large\" }\n"
  "define unread as employees * 2\n"
  "define twice(n number) as n * 2\n"
  "fit \"Both\" +10 when employees >= least and industry in (\"SaaS\", \"Fintech\") and size is \"large\"\n"
  "fit \"Demo\" +40, halving every 14 days for events where kind is \"demo\"\n"
  "fit \"Table\" by employees { 0..9 => 1  10.. => 2 }\n"
  "stage \"Good\" when fit >= 20 and twice(employees) > 3 and stage_of is \"new\" and born before 2026-01-01 and tags has \"a\"\n"
  "test \"lead\" { lead { id: \"1\", employees: 20, industry: \"saas\", stage_of: \"old\", born: 2025-05-01, tags: [\"a\", \"b\"],\n"
  "                     events: [ { kind: \"demo\", at: 15 days ago } ] } }\n";

typedef struct Case { RubricHost below; StudyText text; RubricHost host; Study *study; Arena arena; jmp_buf escape; } Case;
static int64_t now(void) { int64_t t; assert_true(rubric_read_time("2026-11-20T12:00:00Z", &t)); return t; }
static int open_case(void **state) {
  Case *c = calloc(1, sizeof *c);
  RubricReport *report;
  Text reason;
  *state = c;
  c->below = rubric_system_host();
  c->text = (StudyText){&c->below, "memory.rubric", {RULES, sizeof RULES - 1}, NULL};
  c->host = study_text_host(&c->text);
  arena_init(&c->arena, allocator_default(), &c->escape);
  if (setjmp(c->escape)) return 1;
  if (study_open(&c->host, "memory.rubric", NULL, 0, 0, &c->study, &report) != RUBRIC_OK) return 1;
  if (study_put(c->study, c->study->rules->tests.items[0]->lead, now(), &c->arena, &reason) != ROW_KEPT) return 1;
  return study_decide(c->study, now()) != RUBRIC_OK;
}
static int close_case(void **state) {
  Case *c = *state;
  study_close(c->study);
  arena_free(&c->arena);
  free(c);
  return 0;
}
static void assert_value(Case *c, const Expr *x, const char *value) {
  Text t = study_value(c->study, x, 0, &c->arena);
  assert_string_equal(text_c(&c->arena, t), value);
}
static void test_values(void **state) {
  Case *c = *state;
  const Expr *both = c->study->rules->rules.items[0]->when, *good = c->study->rules->stages.items[0]->when;
  assert_value(c, both->args.items[0]->a, "20");
  assert_value(c, both->args.items[0]->b, "50");
  assert_value(c, both->args.items[1]->a, "\"saas\"");
  assert_value(c, both->args.items[2]->a, "\"small\"");
  assert_value(c, good->args.items[0]->a, "21.03");  // 40 halved over 15 of 14 days, and 2
  assert_value(c, good->args.items[1]->a, "40");
  assert_value(c, good->args.items[2]->a, "\"old\"");
  assert_value(c, good->args.items[3]->a, "2025-05-01");
  assert_value(c, good->args.items[4]->a, "[\"a\",\"b\"]");
}
static void test_truths(void **state) {
  Case *c = *state;
  const Expr *both = c->study->rules->rules.items[0]->when, *good = c->study->rules->stages.items[0]->when;
  static const StudyTruth is[] = {STUDY_NO, STUDY_YES, STUDY_NO}, stage[] = {STUDY_YES, STUDY_YES, STUDY_NO, STUDY_YES, STUDY_YES};
  assert_int_equal(study_condition(c->study, both, 0), STUDY_NO);
  for (int i = 0; i < 3; i++) assert_int_equal(study_condition(c->study, both->args.items[i], 0), is[i]);
  for (int i = 0; i < 5; i++) assert_int_equal(study_condition(c->study, good->args.items[i], 0), stage[i]);
  const Query *q = c->study->rules->rules.items[1]->query;
  assert_int_equal(study_condition(c->study, q->where, 0), STUDY_NONE); // of an element, not of the lead
}
static void test_rows_and_decays(void **state) {
  Case *c = *state;
  const Rule *demo = c->study->rules->rules.items[1], *table = c->study->rules->rules.items[2];
  int64_t points, latest;
  assert_true(study_int(c->study, &demo->decay, 0, &points));
  assert_int_equal(points, 40 * DECIMAL_ONE);
  assert_true(study_int(c->study, demo->query, 0, &latest));
  assert_int_equal(latest, now() - 15 * CLOCK_DAY);
  assert_int_equal(study_truth(c->study, &table->by->rows[0], 0), STUDY_NO);
  assert_int_equal(study_truth(c->study, &table->by->rows[1], 0), STUDY_YES);
  assert_int_equal(study_truth(c->study, &table->by->rows[1].patterns[0].items[0], 0), STUDY_YES);
}
static void test_unread_definitions_have_values(void **state) {
  Case *c = *state;
  const Define *d = rules_define(c->study->rules, TEXT("unread"));
  assert_value(c, d->body, "40");
}
static void test_wrong_rules(void **state) {
  Case *c = *state;
  StudyText wrong = {&c->below, "memory.rubric", {"fit \"x\" +1 when nothing", 23}, NULL};
  RubricHost host = study_text_host(&wrong);
  Study *study;
  RubricReport *report;
  assert_int_equal(study_open(&host, "memory.rubric", NULL, 0, 0, &study, &report), RUBRIC_BAD_RULES);
  assert_null(study);
  assert_true(rubric_report_count(report) > 0);
  rubric_report_free(report);
}
int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_values, open_case, close_case),
    cmocka_unit_test_setup_teardown(test_truths, open_case, close_case),
    cmocka_unit_test_setup_teardown(test_rows_and_decays, open_case, close_case),
    cmocka_unit_test_setup_teardown(test_unread_definitions_have_values, open_case, close_case),
    cmocka_unit_test_setup_teardown(test_wrong_rules, open_case, close_case),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
