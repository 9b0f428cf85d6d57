// diff_suppose.c -- see diff_suppose.h.
//
// Only to say which of two changes is responsible: no score and no decision comes from here. Parts that read nothing but fields have
// their registers; comparisons of scores and stages, and the logic above them, are followed; anything else is undecided.
#include "tools/diff_suppose.h"

typedef struct Suppose { const DiffLead *lead; int side; } Suppose;
typedef struct Amount { Decimal value; bool known, decided; } Amount;
static const Study *study(const Suppose *s) { return s->lead->all->studies[s->side]; }
static uint32_t row(const Suppose *s) { return s->lead->rows[s->side]; }
static Supposed truth(bool yes) { return yes ? SUPPOSE_YES : SUPPOSE_NO; }

// ---- numbers
static Amount amount(const Suppose *s, const Expr *e);
static Amount score_amount(const Suppose *s, const Expr *e) {
  const DiffPair *p = s->lead->all->work->score_pairs[s->side][e->index];
  uint32_t shift = p ? s->lead->all->work->shift_of[p->id] : UINT32_MAX;
  if (shift == UINT32_MAX) return (Amount){0}; // the other run has no such score
  return (Amount){s->lead->mover->scores[1 - s->side][shift], s->lead->mover->known[1 - s->side][shift], true};
}
static Amount arithmetic(const Suppose *s, const Expr *e) {
  Amount a = amount(s, e->a), b = amount(s, e->b), out = {0, a.known && b.known, a.decided && b.decided};
  if (!out.known || !out.decided) return out;
  out.known = e->op == '+' ? decimal_add(a.value, b.value, &out.value) : e->op == '-' ? decimal_sub(a.value, b.value, &out.value) : e->op == '*' ? decimal_mul(a.value, b.value, &out.value) : decimal_div(a.value, b.value, &out.value);
  return out;
}
static Amount amount(const Suppose *s, const Expr *e) {
  const Expr *literal = expr_literal(e);
  if (literal && literal->kind == EXPR_NUMBER) return (Amount){literal->value, true, true};
  if (!type_is_number(e->type)) return (Amount){0};
  if (e->kind == EXPR_NEGATE) { Amount a = amount(s, e->a); a.value = -a.value; return a; }
  if (e->kind == EXPR_ARITH && e->level >= LEVEL_REASON) return arithmetic(s, e);
  if (e->kind == EXPR_NAME && e->ref == REF_SCORE) return score_amount(s, e);
  const Define *d = e->kind == EXPR_NAME && e->ref == REF_DEFINE ? e->decl : NULL;
  if (d && d->body && d->level >= LEVEL_REASON) return amount(s, d->body);
  if (e->level >= LEVEL_REASON || study_register(study(s), e) == RUBRIC_NONE) return (Amount){0};
  Amount a = {.decided = true};
  a.known = study_int(study(s), e, row(s), &a.value);
  return a;
}
static Supposed compared(Amount a, CompareOp op, Amount b) {
  if (!a.decided || !b.decided) return SUPPOSE_UNDECIDED;
  if (!a.known || !b.known) return SUPPOSE_UNKNOWN;
  switch (op) {
    case COMPARE_LT: return truth(a.value < b.value);
    case COMPARE_LE: return truth(a.value <= b.value);
    case COMPARE_GT: return truth(a.value > b.value);
    case COMPARE_GE: return truth(a.value >= b.value);
    case COMPARE_IS: return truth(a.value == b.value);
    case COMPARE_IS_NOT: return truth(a.value != b.value);
    default: return SUPPOSE_UNDECIDED;
  }
}

// ---- logic
static Supposed both(Supposed a, Supposed b) {
  if (a == SUPPOSE_NO || b == SUPPOSE_NO) return SUPPOSE_NO;
  return a == SUPPOSE_UNDECIDED || b == SUPPOSE_UNDECIDED ? SUPPOSE_UNDECIDED : a == SUPPOSE_UNKNOWN || b == SUPPOSE_UNKNOWN ? SUPPOSE_UNKNOWN : SUPPOSE_YES;
}
static Supposed turned(Supposed a) { return a == SUPPOSE_YES ? SUPPOSE_NO : a == SUPPOSE_NO ? SUPPOSE_YES : a; }
static Supposed any(const Suppose *s, const ExprList *args);
static Supposed condition(const Suppose *s, const Expr *e);
static Supposed all(const Suppose *s, const ExprList *args) {
  Supposed out = SUPPOSE_YES;
  for (uint32_t i = 0; i < args->count; i++) out = both(out, condition(s, args->items[i]));
  return out;
}
static Supposed any(const Suppose *s, const ExprList *args) {
  Supposed out = SUPPOSE_NO;
  for (uint32_t i = 0; i < args->count; i++) out = turned(both(turned(out), turned(condition(s, args->items[i]))));
  return out;
}
static Supposed at_least(const Suppose *s, const Expr *e) {
  int64_t yes = 0, open = 0, undecided = 0;
  for (uint32_t i = 0; i < e->args.count; i++) {
    Supposed t = condition(s, e->args.items[i]);
    yes += t == SUPPOSE_YES;
    open += t == SUPPOSE_UNKNOWN;
    undecided += t == SUPPOSE_UNDECIDED;
  }
  if (yes >= e->value) return SUPPOSE_YES;
  return undecided ? SUPPOSE_UNDECIDED : yes + open >= e->value ? SUPPOSE_UNKNOWN : SUPPOSE_NO;
}
static Supposed quorum(const Suppose *s, const Expr *e) {
  switch (e->op) {
    case QUORUM_ALL: return all(s, &e->args);
    case QUORUM_ANY: return any(s, &e->args);
    case QUORUM_NONE: return turned(any(s, &e->args));
    default: return at_least(s, e);
  }
}

// ---- the stage: its name in this side's words
static Supposed stage_is(const Suppose *s, const Expr *e, const Expr *literal) {
  int32_t other = s->lead->mover->stage[1 - s->side];
  if (e->ref != REF_STAGE || !literal || literal->kind != EXPR_TEXT) return SUPPOSE_UNDECIDED;
  if (other < 0) return SUPPOSE_UNKNOWN;
  const DiffPair *p = s->lead->all->work->stage_pairs[1 - s->side][other];
  const DiffItem *here = s->side ? p->new : p->old;
  Arena *scratch = &s->lead->all->work->scratch;
  return truth(here && text_equal(text_fold(scratch, here->name), text_fold(scratch, literal->text)));
}
static Supposed stage_in(const Suppose *s, const Expr *e) {
  Supposed out = SUPPOSE_NO;
  if (e->b->kind != EXPR_SET) return SUPPOSE_UNDECIDED;
  for (uint32_t i = 0; i < e->b->args.count; i++) out = turned(both(turned(out), turned(stage_is(s, e->a, expr_literal(e->b->args.items[i])))));
  return e->negated ? turned(out) : out;
}
static Supposed comparison(const Suppose *s, const Expr *e) {
  if (type_is_number(e->a->type)) return compared(amount(s, e->a), (CompareOp)e->op, amount(s, e->b));
  Supposed is = stage_is(s, e->a, expr_literal(e->b));
  return e->op == COMPARE_IS ? is : e->op == COMPARE_IS_NOT ? turned(is) : SUPPOSE_UNDECIDED;
}
static Supposed within_range(const Suppose *s, const Expr *e, const Expr *low, const Expr *high, CompareOp below) {
  if (!type_is_number(e->type)) return SUPPOSE_UNDECIDED;
  Amount a = amount(s, e);
  Supposed from = low ? compared(a, COMPARE_GE, amount(s, low)) : SUPPOSE_YES, to = high ? compared(a, below, amount(s, high)) : SUPPOSE_YES;
  return both(from, to);
}
static Supposed decided_name(const Suppose *s, const Expr *e) {
  uint8_t status = s->lead->mover->status[1 - s->side];
  const Define *d = e->ref == REF_DEFINE ? e->decl : NULL;
  if (e->ref == REF_DISQUALIFIED) return truth(status == RUBRIC_DISQUALIFIED);
  if (e->ref == REF_INCOMPLETE) return truth(status == RUBRIC_INCOMPLETE);
  return d && d->body ? condition(s, d->body) : SUPPOSE_UNDECIDED;
}
static Supposed condition(const Suppose *s, const Expr *e) {
  static const Supposed of_study[] = {[STUDY_NO] = SUPPOSE_NO, [STUDY_YES] = SUPPOSE_YES, [STUDY_UNKNOWN] = SUPPOSE_UNKNOWN, [STUDY_NONE] = SUPPOSE_UNDECIDED};
  if (e->level < LEVEL_REASON) return of_study[study_condition(study(s), e, row(s))];
  switch (e->kind) {
    case EXPR_AND: return all(s, &e->args);
    case EXPR_OR: return any(s, &e->args);
    case EXPR_NOT: return turned(condition(s, e->a));
    case EXPR_QUORUM: return quorum(s, e);
    case EXPR_COMPARE: return comparison(s, e);
    case EXPR_BETWEEN: return within_range(s, e->a, e->b, e->c, COMPARE_LE);
    case EXPR_IN:
      if (e->b->kind != EXPR_RANGE) return stage_in(s, e);
      return e->negated ? turned(within_range(s, e->a, e->b->a, e->b->b, e->b->open_end ? COMPARE_LT : COMPARE_LE)) : within_range(s, e->a, e->b->a, e->b->b, e->b->open_end ? COMPARE_LT : COMPARE_LE);
    case EXPR_NAME: return decided_name(s, e);
    default: return SUPPOSE_UNDECIDED;
  }
}
Supposed diff_suppose(const DiffLead *lead, int side, const Expr *e) {
  return e ? condition(&(Suppose){lead, side}, e) : SUPPOSE_YES; // otherwise
}
