// api_test.c -- rubric_test: runs the test blocks of a rule set through the same program as every other lead.
//
// A test's lead is a batch of one (api_data.c). Its expectations have been compiled into the program,
// so a test reads the registers that any run would.
#include "api.h"
#include "code/emit.h"
#include "vm/decide.h"

typedef struct TestRun {
  const Rules *rules;
  RubricProgram *program;
  RubricBatch *batch;
  RubricRun *run;
  Arena *arena;              // the report's
  ApiTestSeen seen;
  int64_t now;
} TestRun;

// ---- what a failed expectation shows
static Text show(TestRun *t, uint32_t reg, uint32_t type) {
  return api_show(vm_register(t->run->vm, reg), (ColumnKind)t->program->code.registers[reg].kind, (Type){.kind = (TypeKind)type}, 0, t->arena);
}
static RubricTestFailure failure_of(TestRun *t, const ExpectInfo *x) {
  const Program *p = &t->program->code;
  RubricTestSide *sides = ARENA_MANY(t->arena, RubricTestSide, x->side_count + 1);
  for (uint32_t i = 0; i < x->side_count; i++) {
    const SideInfo *s = &p->sides[x->sides + i];
    sides[i] = (RubricTestSide){api_text(program_text(p, s->text)), api_text(show(t, s->left, s->left_type)), api_text(show(t, s->right, s->right_type))};
  }
  return (RubricTestFailure){api_text(program_text(p, x->text)), api_text(program_text(p, x->at.file)), x->at.line, x->side_count, sides};
}

// ---- one test
int64_t api_test_now(const Rules *rules, const Test *test) {
  if (!test->at) { int64_t time = 0; clock_read_time(TEXT("2026-01-01T00:00:00Z"), zone_utc(), &time); return time; }
  return test->at->kind == EXPR_DATE ? zone_to_utc(rules->zone, test->at->value * CLOCK_DAY) : test->at->value;
}
static RubricStatus test_decide(TestRun *t, const Test *test, RubricTestResult *result) {
  const RubricDecisions *decisions;
  Text reason = {0};
  t->now = api_test_now(t->rules, test);
  rubric_run_set_now(t->run, t->now);
  batch_clear(t->batch->columns);
  RowStatus status = api_put_lead(t->rules, t->batch, t->arena, t->now, test->lead, &reason);
  if (status == ROW_NO_MEMORY) return RUBRIC_NO_MEMORY;
  if (status == ROW_REJECTED) { result->problem = api_text(text_copy(t->arena, reason)); return RUBRIC_OK; }
  return rubric_run_batch(t->run, t->batch, true, &decisions);
}
static RubricStatus run_test(TestRun *t, uint32_t index, RubricTestSink sink, void *user) {
  const Test *test = t->rules->tests.items[index];
  const Program *p = &t->program->code;
  uint32_t line, column;
  source_position(t->rules->sources, test->name_span, &line, &column);
  RubricTestResult result = {api_text(test->name), api_text(t->rules->sources->files.items[test->name_span.file]->path), line, true, NULL, 0, {0}};
  RubricStatus status = test_decide(t, test, &result);
  if (status != RUBRIC_OK) return status;
  if (t->seen && !result.problem.size) t->seen(user, t->run);
  RubricTestFailure *failures = ARENA_MANY(t->arena, RubricTestFailure, test->expect_count + 1);
  for (uint32_t i = 0; i < p->expects_count && !result.problem.size; i++)
    if (p->expects[i].test == index && !bit_get(vm_register(t->run->vm, p->expects[i].reg)->yes, 0)) failures[result.failure_count++] = failure_of(t, &p->expects[i]);
  result.failures = failures;
  result.passed = !result.failure_count && !result.problem.size;
  sink(user, &result);
  return RUBRIC_OK;
}
// By its name; a module of the standard library is tested only when it is the entry file itself.
static bool wanted(const Rules *rules, const Test *test, const char *filter) {
  Text path = rules->sources->files.items[test->name_span.file]->path;
  if (test->name_span.file != 0 && path.size > 4 && memcmp(path.data, "std/", 4) == 0) return false;
  return !filter || text_contains(test->name, text_of(filter));
}
static RubricStatus run_tests(TestRun *t, const char *filter, RubricTestSink sink, void *user) {
  const Rules *rules = t->rules;
  RubricStatus status = rubric_batch_new(t->program, &t->batch);
  if (status == RUBRIC_OK) status = rubric_run_new(t->program, 0, &t->run);
  for (uint32_t i = 0; i < rules->tests.count && status == RUBRIC_OK; i++)
    if (wanted(rules, rules->tests.items[i], filter)) status = run_test(t, i, sink, user);
  return status;
}
// The run and the batch are freed also when the arena finds no memory for a result.
RubricStatus api_run_tests_seen(const Rules *rules, RubricProgram *program, Arena *arena, const char *filter, ApiTestSeen seen, RubricTestSink sink, void *user) {
  TestRun *t = ARENA_NEW(arena, TestRun);
  *t = (TestRun){.rules = rules, .program = program, .arena = arena, .seen = seen};
  jmp_buf escape, *outer = arena->escape;
  arena->escape = &escape;
  RubricStatus status = RUBRIC_NO_MEMORY;
  if (!setjmp(escape)) status = run_tests(t, filter, sink, user);
  arena->escape = outer;
  rubric_run_free(t->run);
  rubric_batch_free(t->batch);
  if (status == RUBRIC_NO_MEMORY) arena_fail(arena);
  return status;
}
RubricStatus api_run_tests(const Rules *rules, RubricProgram *program, Arena *arena, const char *filter, RubricTestSink sink, void *user) {
  return api_run_tests_seen(rules, program, arena, filter, NULL, sink, user);
}
