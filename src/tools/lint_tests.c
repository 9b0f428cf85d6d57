// lint_tests.c -- rules that no test makes fire, and tests whose day is not said.
//
// The tests are run: a rule is tested when some test's lead earns it.
#include "tools/lint_inside.h"

static bool decide(Lint *l, const Test *t, int64_t now, const RubricDecisions **d) {
  Text reason;
  rubric_batch_clear(l->batch);
  if (api_put_lead(l->rules, l->batch, &l->words, now, t->lead, &reason) != ROW_KEPT) return false;
  rubric_run_set_now(l->run, now);
  return rubric_run_batch(l->run, l->batch, true, d) == RUBRIC_OK;
}
static bool fired(const Lint *l, uint32_t rule) { return bit_get(vm_register(l->run->vm, l->program->code.rules[rule].fired)->yes, 0); }

// ---- rules without a test
static void untested_report(Lint *l, const bool *seen) {
  const Rules *r = l->rules;
  for (uint32_t i = 0; i < r->rules.count; i++) {
    const Rule *rule = r->rules.items[i];
    if (seen[i] || !lint_own(l, rule->label_span)) continue;
    Diag *d = lint_add(l, ERROR_UNTESTED, rule->label_span, "no test earns \"%.*s\"", SHOW(rule->label));
    diag_help(l->diags, d, "a lead that does, and `expect points(\"%.*s\") = ...`", SHOW(rule->label));
  }
}
static void no_tests_report(Lint *l) {
  const Rule *first = l->rules->rules.items[0];
  if (!lint_own(l, first->label_span)) return;
  Diag *d = lint_add(l, ERROR_UNTESTED, first->label_span, "these rules have no tests");
  diag_label(l->diags, d, "nothing says what the first rule, and those after it, are meant to do");
  diag_help(l->diags, d, "`test \"...\" { lead { ... } expect ... }` at the end of the file");
}
static void coverage_look(Lint *l) {
  const Rules *r = l->rules;
  const RubricDecisions *decisions;
  bool *seen = ARENA_MANY(l->arena, bool, r->rules.count + 1), any = false;
  if (!r->rules.count || !l->run) return;
  for (uint32_t t = 0; t < r->tests.count; t++) {
    if (!lint_own(l, r->tests.items[t]->name_span)) continue;
    any = true;
    if (!decide(l, r->tests.items[t], api_test_now(r, r->tests.items[t]), &decisions)) continue;
    for (uint32_t i = 0; i < r->rules.count; i++) seen[i] |= fired(l, i);
    arena_reset(&l->words);
  }
  if (any) untested_report(l, seen);
  else no_tests_report(l);
}

// ---- tests that read the clock
static void clock_seen(void *user, Expr *e) { *(bool *)user |= e->kind == EXPR_NOW || e->kind == EXPR_AGO || e->kind == EXPR_WITHIN || e->kind == EXPR_OLDER || (e->kind == EXPR_CALL && e->ref == REF_BUILTIN && e->index == BUILTIN_DAYS_SINCE); }
static bool says_clock(const Test *t) {
  bool found = false;
  expr_each(t->lead, clock_seen, &found);
  for (uint32_t i = 0; i < t->expect_count; i++) expr_each(t->expects[i], clock_seen, &found);
  return found;
}
typedef struct Outcome { int32_t stage, route; int64_t scores[32]; uint64_t expects; uint8_t status; } Outcome;
static bool outcome(Lint *l, uint32_t index, int64_t now, Outcome *o) {
  const RubricDecisions *d;
  memset(o, 0, sizeof *o);
  if (!l->run || !decide(l, l->rules->tests.items[index], now, &d)) return false;
  o->stage = d->stage[0];
  o->route = d->route[0];
  o->status = d->status[0];
  for (uint32_t i = 0; i < l->rules->scores.count && i < 32; i++) o->scores[i] = d->scores[i][0];
  for (uint32_t i = 0, n = 0; i < l->program->code.expects_count && n < 64; i++)
    if (l->program->code.expects[i].test == index) o->expects |= (uint64_t)bit_get(vm_register(l->run->vm, l->program->code.expects[i].reg)->yes, 0) << n++;
  return true;
}
static bool depends_on_clock(Lint *l, uint32_t index, int64_t now) {
  static const int64_t later[] = {1, 40, 400};
  Outcome then, other;
  if (!outcome(l, index, now, &then)) return false;
  for (int i = 0; i < 3; i++) if (outcome(l, index, now + later[i] * CLOCK_DAY, &other) && memcmp(&then, &other, sizeof then) != 0) return true;
  return false;
}
// After the brace that opens the test, with the white space that follows it.
static void at_fix(Lint *l, Diag *d, const Test *t) {
  Text b = l->rules->sources->files.items[t->name_span.file]->bytes;
  uint32_t at = t->name_span.end, end;
  while (at < b.size && b.data[at] != '{') at++;
  for (end = ++at; end < b.size && (b.data[end] == ' ' || b.data[end] == '\t' || b.data[end] == '\r' || b.data[end] == '\n'); end++) ;
  Text space = {b.data + at, end - at};
  if (at >= b.size) return;
  lint_fix(d, (Span){t->name_span.file, at, at}, text_format(l->arena, "%.*sat 2026-01-01T00:00:00Z", SHOW(space)));
}
static void clock_look(Lint *l, uint32_t index) {
  const Test *t = l->rules->tests.items[index];
  int64_t now = api_test_now(l->rules, t);
  if (t->at || !lint_own(l, t->name_span) || l->program->code.main->now_free) return;
  bool says = says_clock(t);
  if (!says && !depends_on_clock(l, index, now)) return;
  Diag *d = lint_add(l, ERROR_CLOCK_TEST, t->name_span, "this test reads the clock and does not say what day it is");
  diag_label(l->diags, d, says ? "without `at` it is 2026-01-01" : "without `at` it is 2026-01-01; on another day it would come out differently");
  diag_help(l->diags, d, "say it: `at 2026-01-01T00:00:00Z`");
  at_fix(l, d, t);
}
void lint_tests(Lint *l) {
  coverage_look(l);
  for (uint32_t i = 0; i < l->rules->tests.count; i++) clock_look(l, i);
  arena_reset(&l->words);
}
