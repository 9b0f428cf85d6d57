// api_test.c -- rubric_test: runs the test blocks of a rule set through the same program as every other lead.
//
// A test's lead is a batch of one; its values are put like JSON values. Its expectations have been compiled into the program,
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
  int64_t now;
} TestRun;

// ---- the lead
static void put_value(TestRun *t, uint32_t slot, const Expr *x);

static uint32_t part_named(const TestRun *t, uint32_t owner, Text name) {
  const Rules *r = t->rules;
  if (owner != SLOT_NONE) {
    const Slot *s = &r->slots[owner];
    for (uint32_t i = 0; i < s->child_count; i++) if (text_equal(r->slots[s->first_child + i].name, name)) return s->first_child + i;
    return SLOT_NONE;
  }
  for (uint32_t i = 0; i < r->slot_count; i++) if (r->slots[i].parent == SLOT_NONE && r->slots[i].field && text_equal(r->slots[i].name, name)) return i;
  return SLOT_NONE;
}
static uint32_t previous_named(const TestRun *t, Text name) {
  static const char *const names[] = {"stage", "route", "target", "routed_at"};
  for (int i = 0; i < 4; i++) if (text_is(name, names[i])) return t->rules->previous[i];
  return SLOT_NONE;
}
static void put_fields(TestRun *t, uint32_t owner, const Expr *record) {
  for (uint32_t i = 0; i < record->args.count; i++) {
    const Expr *value = record->args.items[i];
    Text name = record->names[i].text;
    uint32_t slot = part_named(t, owner, name);
    if (slot == SLOT_NONE && owner == SLOT_NONE && text_is(name, "previous") && value->kind == EXPR_RECORD_DATA) {
      for (uint32_t j = 0; j < value->args.count; j++) {
        uint32_t of = previous_named(t, value->names[j].text);
        if (of != SLOT_NONE) put_value(t, of, value->args.items[j]);
      }
    } else if (slot != SLOT_NONE) put_value(t, slot, value);
  }
}
static void put_list(TestRun *t, uint32_t slot, const Expr *list) {
  Batch *b = t->batch->columns;
  const Slot *s = &t->rules->slots[slot];
  bool records = s->type.kind == TYPE_LIST && s->type.element->kind == TYPE_RECORD;
  if (s->type.kind != TYPE_LIST) { batch_put_wrong(b, slot, 0, TEXT("a list")); return; }
  if (!batch_begin_list(b, slot, 0)) return;
  for (uint32_t i = 0; i < list->args.count; i++) {
    const Expr *x = list->args.items[i];
    if (x->kind == EXPR_MISSING) continue;
    if (!records) put_value(t, s->first_child, x);
    else if (x->kind == EXPR_RECORD_DATA) {
      batch_begin_element(b, slot);
      put_fields(t, slot, x);
      batch_end_element(b, slot);
    } else batch_bad_list(b, slot, TEXT("an element that is no record"));
  }
  batch_end_list(b, slot);
}
// A number as its digits: as written when they are plain, else in the shortest form.
static void put_number(TestRun *t, uint32_t slot, const Expr *x) {
  int64_t value = x->kind == EXPR_NEGATE ? -x->a->value : x->value;
  Text bytes = t->rules->sources->files.items[x->span.file]->bytes, written = {bytes.data + x->span.start, x->span.end - x->span.start};
  bool plain = written.size > 0;
  for (uint32_t i = 0; i < written.size; i++) plain &= (written.data[i] >= '0' && written.data[i] <= '9') || written.data[i] == '.' || (i == 0 && written.data[i] == '-');
  char digits[DECIMAL_TEXT_BYTES];
  if (!plain) written = text_copy(t->arena, (Text){digits, decimal_format(value, digits)});
  batch_put_number(t->batch->columns, slot, 0, written);
}
static void put_time(TestRun *t, uint32_t slot, int64_t time) {
  char text[CLOCK_TEXT_BYTES];
  batch_put_text(t->batch->columns, slot, 0, text_copy(t->arena, (Text){text, clock_format_time(time, text)}));
}
static void put_ago(TestRun *t, uint32_t slot, const Expr *x) {
  int64_t time = t->now - x->a->value;
  if (x->a->months && !clock_months_before(t->rules->zone, t->now, x->a->value, &time)) { batch_put_wrong(t->batch->columns, slot, 0, TEXT("before the year 1")); return; }
  put_time(t, slot, time);
}
static void put_value(TestRun *t, uint32_t slot, const Expr *x) {
  Batch *b = t->batch->columns;
  char date[CLOCK_TEXT_BYTES];
  switch (x->kind) {
    case EXPR_TEXT: batch_put_text(b, slot, 0, x->text); break;
    case EXPR_NUMBER: case EXPR_NEGATE: put_number(t, slot, x); break;
    case EXPR_BOOLEAN: batch_put_boolean(b, slot, 0, x->value != 0); break;
    case EXPR_DATE: batch_put_text(b, slot, 0, text_copy(t->arena, (Text){date, clock_format_date(x->value, date)})); break;
    case EXPR_TIME: put_time(t, slot, x->value); break;
    case EXPR_AGO: put_ago(t, slot, x); break;
    case EXPR_NOW: put_time(t, slot, t->now); break;
    case EXPR_LIST_DATA: put_list(t, slot, x); break;
    case EXPR_RECORD_DATA:
      if (t->rules->slots[slot].type.kind != TYPE_RECORD) { batch_put_wrong(b, slot, 0, TEXT("a record")); break; }
      if (!batch_begin_record(b, slot, 0)) break;
      put_fields(t, slot, x);
      batch_end_record(b, slot);
      break;
    default: batch_put_null(b, slot, 0);
  }
}

// ---- what a failed expectation shows
static Text show_duration(Arena *arena, int64_t us) {
  static const struct { int64_t us; const char *one, *many; } units[] = {{CLOCK_DAY, "day", "days"}, {CLOCK_HOUR, "hour", "hours"}, {CLOCK_MINUTE, "minute", "minutes"}, {CLOCK_SECOND, "second", "seconds"}};
  for (int i = 0; i < 4; i++)
    if (us % units[i].us == 0 && (us || i == 3)) return text_format(arena, "%lld %s", (long long)(us / units[i].us), us / units[i].us == 1 ? units[i].one : units[i].many);
  return text_format(arena, "%lld microseconds", (long long)us);
}
static Text show(TestRun *t, uint32_t reg, uint32_t type) {
  const Column *c = vm_register(t->run->vm, reg);
  char out[CLOCK_TEXT_BYTES];
  if (!bit_get(c->known, 0)) return TEXT("unknown");
  switch (t->program->code.registers[reg].kind) {
    case KIND_TRUTH: return bit_get(c->yes, 0) ? TEXT("true") : TEXT("false");
    case KIND_TEXT: return text_format(t->arena, "\"%.*s\"", (int)c->texts[0].size, c->texts[0].data);
    case KIND_LIST: return text_format(t->arena, "%u elements", c->offsets[1]);
    default: break;
  }
  if (type == TYPE_DATE) return text_copy(t->arena, (Text){out, clock_format_date(c->ints[0], out)});
  if (type == TYPE_TIME) return text_copy(t->arena, (Text){out, clock_format_time(c->ints[0], out)});
  if (type == TYPE_DURATION) return show_duration(t->arena, c->ints[0]);
  return text_copy(t->arena, (Text){out, decimal_format(c->ints[0], out)});
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
static int64_t test_now(const Rules *rules, const Test *test) {
  if (!test->at) { int64_t time = 0; clock_read_time(TEXT("2026-01-01T00:00:00Z"), zone_utc(), &time); return time; }
  return test->at->kind == EXPR_DATE ? zone_to_utc(rules->zone, test->at->value * CLOCK_DAY) : test->at->value;
}
static RubricStatus test_decide(TestRun *t, const Test *test, RubricTestResult *result) {
  const RubricDecisions *decisions;
  Text reason = {0};
  t->now = test_now(t->rules, test);
  rubric_run_set_now(t->run, t->now);
  batch_clear(t->batch->columns);
  batch_begin_row(t->batch->columns, 1);
  if (test->lead) put_fields(t, SLOT_NONE, test->lead);
  RowStatus status = batch_end_row(t->batch->columns, &reason);
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
RubricStatus api_run_tests(const Rules *rules, RubricProgram *program, Arena *arena, const char *filter, RubricTestSink sink, void *user) {
  TestRun *t = ARENA_NEW(arena, TestRun);
  *t = (TestRun){.rules = rules, .program = program, .arena = arena};
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
