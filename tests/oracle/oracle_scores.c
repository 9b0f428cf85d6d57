// oracle_scores.c -- points: rules, groups, scores, and the lines that add up to them (language.md, section 7).
#include "oracle.h"

static bool known(OracleValue v) { return v.state == ORACLE_PRESENT; }
static const Score *score_at(const OracleEnv *x, uint32_t index) { return x->of->oracle->rules->scores.items[index]; }
static Decimal step_of(const Score *s) { return s->whole ? DECIMAL_ONE : DECIMAL_ONE / 100; }
static Decimal rounded(const Score *s, Decimal a) { return decimal_round(a, s->whole ? 0 : 2); }

// A number literal, a parameter, or one of them with a sign.
static Decimal number_of_literal(const Expr *e) {
  if (e->kind == EXPR_NEGATE) return -number_of_literal(e->a);
  const Expr *literal = expr_literal(e);
  return !literal ? 0 : literal->kind == EXPR_NEGATE ? -literal->a->value : literal->value;
}

static Decimal clamped(const Expr *range, Decimal a) {
  if (range && range->a && a < number_of_literal(range->a)) return number_of_literal(range->a);
  if (range && range->b && a > number_of_literal(range->b)) return number_of_literal(range->b);
  return a;
}

static void line_add(const OracleEnv *x, OracleLineKind kind, uint32_t score, uint32_t index, Decimal points) {
  *VEC_PUSH(x->of->arena, &x->of->decision->lines) = (OracleLine){kind, score, index, points};
}

// ---- decay: what is left of points since `time`; nothing when it is unknown or to come
static Decimal decayed(const OracleEnv *x, const Decay *d, const Score *s, Decimal points, bool dated, Type type, int64_t time) {
  const Oracle *o = x->of->oracle;
  const Expr *every = expr_literal(d->every);
  bool date = type.kind == TYPE_DATE;
  if (!dated || time > (date ? o->today : o->now)) return 0;
  int64_t age = date ? (o->today - time) * CLOCK_DAY : o->now - time;
  return decay_points(d->kind, points, age / every->unit_us, every->value / every->unit_us, d->share ? number_of_literal(d->share) : 0, step_of(s));
}

static Decimal decayed_since(const OracleEnv *x, const Decay *d, const Score *s, Decimal points) {
  OracleValue since = oracle_eval(x, d->since);
  return decayed(x, d, s, points, known(since), d->since->type, since.number);
}

static Decimal capped(const Rule *r, Decimal a) {
  if (!r->cap) return a;
  Decimal most = number_of_literal(r->cap);
  return a > most ? most : a < -most ? -most : a;
}

// ---- rules; false: it did not fire
static bool when_rule(const OracleEnv *x, const Rule *r, const Score *s, Decimal points, Decimal *out) {
  if (!oracle_true(x, r->when)) return false;
  *out = r->decay.kind == DECAY_NONE ? points : decayed_since(x, &r->decay, s, points);
  return true;
}

static bool per_rule(const OracleEnv *x, const Rule *r, const Score *s, Decimal points, Decimal *out) {
  if (r->when && !oracle_true(x, r->when)) return false;
  OracleValue n = oracle_eval(x, r->per);
  Decimal product;
  if (!known(n) || n.number < 0) return false;
  if (!decimal_mul(points, n.number, &product)) product = points < 0 ? -DECIMAL_MAX : DECIMAL_MAX; // more than any cap leaves
  *out = r->decay.kind == DECAY_NONE ? product : decayed_since(x, &r->decay, s, product);
  return true;
}

static bool for_rule(const OracleEnv *x, const Rule *r, const Score *s, Decimal points, Decimal *out) {
  const Query *q = r->query;
  Type type = q->time_slot == SLOT_NONE ? (Type){0} : x->of->oracle->rules->slots[q->time_slot].type;
  OracleValue **elements;
  uint32_t count, taken = 0;
  int64_t latest = 0;
  Decimal each = 0;
  bool dated = false;
  if (!oracle_elements(x, q, &elements, &count)) return false;
  for (uint32_t i = 0; i < count; i++) {
    OracleFrame frame = {q, elements[i], x->frame};
    OracleEnv inside = *x;
    int64_t time = 0;
    inside.frame = &frame;
    if (q->where && !oracle_true(&inside, q->where)) continue;
    bool has_time = oracle_element_time(x, q, elements[i], &time);
    taken++;
    each += r->decay.kind == DECAY_NONE ? points : decayed(x, &r->decay, s, points, has_time, type, time);
    if (has_time && (!dated || time > latest)) latest = time;
    dated = dated || has_time;
  }
  if (taken == 0) return false;
  *out = r->each ? each : r->decay.kind == DECAY_NONE ? points : decayed(x, &r->decay, s, points, dated, type, latest);
  return true;
}

static bool by_rule(const OracleEnv *x, const Rule *r, Decimal *out) {
  const Row *row = oracle_row(x, r->by);
  if (!row || row->result->kind == EXPR_MISSING) return false;
  *out = number_of_literal(row->result);
  return true;
}

static Decimal rule_points(const OracleEnv *x, const Rule *r) {
  const Score *s = score_at(x, r->score_index);
  Decimal points = r->form == RULE_BY ? 0 : number_of_literal(r->points), out = 0;
  bool fired = false;
  if (r->points_negative) points = -points;
  switch (r->form) {
    case RULE_WHEN: fired = when_rule(x, r, s, points, &out); break;
    case RULE_PER: fired = per_rule(x, r, s, points, &out); break;
    case RULE_FOR: fired = for_rule(x, r, s, points, &out); break;
    case RULE_BY: fired = by_rule(x, r, &out); break;
  }
  if (!fired) return 0;
  out = rounded(s, capped(r, out));
  line_add(x, LINE_RULE, r->score_index, r->index, out);
  return out;
}

static Decimal group_points(const OracleEnv *x, const Group *g) {
  const Score *s = score_at(x, g->score_index);
  Decimal sum = 0, left;
  for (uint32_t i = 0; i < g->rule_count; i++) sum += rule_points(x, g->rules[i]);
  left = g->decay.kind == DECAY_NONE ? sum : decayed_since(x, &g->decay, s, sum);
  left = clamped(g->range, left);
  if (left != sum) line_add(x, LINE_GROUP, g->score_index, g->index, left - sum);
  return left;
}

static void score_set(const OracleEnv *x, uint32_t index, Decimal sum) {
  const Score *s = score_at(x, index);
  Decimal value = clamped(s->range, sum);
  if (value != sum) line_add(x, LINE_CLAMP, index, 0, value - sum);
  x->of->decision->scores[index] = (OracleScore){true, value};
}

static void derived_set(const OracleEnv *x, uint32_t index) {
  const Score *s = score_at(x, index);
  OracleValue v = oracle_eval(x, s->derived);
  if (!known(v)) return;
  Decimal value = rounded(s, v.number);
  line_add(x, LINE_DERIVED, index, 0, value);
  score_set(x, index, value);
}

void oracle_scores(const OracleEnv *x) {
  const Rules *r = x->of->oracle->rules;
  for (uint32_t i = 0; i < r->scores.count; i++) {
    if (r->scores.items[i]->derived) continue;
    Decimal sum = 0;
    for (uint32_t j = 0; j < r->rules.count; j++)
      if (r->rules.items[j]->score_index == i && !r->rules.items[j]->group) sum += rule_points(x, r->rules.items[j]);
    for (uint32_t j = 0; j < r->groups.count; j++)
      if (r->groups.items[j]->score_index == i) sum += group_points(x, r->groups.items[j]);
    score_set(x, i, sum);
  }
  for (uint32_t i = 0; i < r->derived_order.count; i++) derived_set(x, r->derived_order.items[i]);
}

bool oracle_adds_up(const Oracle *oracle, const OracleDecision *d) {
  for (uint32_t i = 0; i < oracle->rules->scores.count; i++) {
    Decimal sum = 0;
    for (uint32_t j = 0; j < d->lines.count; j++)
      if (d->lines.items[j].score == i) sum += d->lines.items[j].points;
    if (sum != (d->scores[i].known ? d->scores[i].value : 0)) return false;
  }
  return true;
}
