// reach.c -- the lowest and the highest total that each score can reach.
//
// Every rule is taken to fire or not as it likes: bounds that hold, not promises that a lead gets there. `each` and `per`
// without `at most` have no bound in the direction of their points; a decay can take everything.
#include "lang/check_parts.h"

typedef struct Reach { __int128 low, high; bool no_low, no_high; } Reach; // units; no_low: no bound is known

static Reach reach_add(Reach a, Reach b) { return (Reach){a.low + b.low, a.high + b.high, a.no_low || b.no_low, a.no_high || b.no_high}; }
static Reach reach_with_zero(Reach r) {
  if (r.low > 0) r.low = 0;
  if (r.high < 0) r.high = 0;
  return r;
}
static Decimal limit_whole(__int128 v, bool whole) { return whole ? decimal_round((Decimal)v, 0) : decimal_round((Decimal)v, 2); }

static Reach reach_clamp(Reach r, const Expr *range) {
  Decimal bound;
  if (!range) return r;
  if (range->a && number_of(range->a, &bound)) {
    if (r.no_low || r.low < bound) r.low = bound;
    if (!r.no_high && r.high < bound) r.high = bound;
    r.no_low = false;
  }
  if (range->b && number_of(range->b, &bound)) {
    if (r.no_high || r.high > bound) r.high = bound;
    if (!r.no_low && r.low > bound) r.low = bound;
    r.no_high = false;
  }
  return r;
}

static Reach table_reach(const Decision *d) {
  Reach r = {0};
  bool any = false, always = d->row_count && d->rows[d->row_count - 1].otherwise;
  for (uint32_t i = 0; i < d->row_count; i++) {
    Decimal points = 0;
    number_of(d->rows[i].result, &points);
    if (!any || points < r.low) r.low = points;
    if (!any || points > r.high) r.high = points;
    any = true;
  }
  return always ? r : reach_with_zero(r);
}

static Decimal rule_points(const Rule *rule) {
  Decimal points = 0;
  number_of(rule->points, &points);
  return rule->points_negative ? -points : points;
}

static Reach rule_reach(const Rule *rule) {
  Decimal points, cap;
  if (rule->form == RULE_BY) return table_reach(rule->by);
  points = rule_points(rule);
  bool capped = rule->cap && number_of(rule->cap, &cap), many = rule->each || rule->form == RULE_PER;
  Decimal most = points < 0 ? -points : points;
  if (capped && (many || most > cap)) most = cap;
  Reach r = {0};
  if (points < 0) { r.low = -(__int128)most; r.no_low = many && !capped; }
  if (points > 0) { r.high = most; r.no_high = many && !capped; }
  return r;
}

static Reach rounded(Reach r, bool whole) {
  r.low = limit_whole(r.low, whole);
  r.high = limit_whole(r.high, whole);
  return r;
}

static Reach group_reach(const Group *group, bool whole) {
  Reach r = {0};
  for (uint32_t i = 0; i < group->rule_count; i++) r = reach_add(r, rounded(rule_reach(group->rules[i]), whole));
  if (group->decay.kind != DECAY_NONE) r = reach_with_zero(r);
  return reach_clamp(r, group->range);
}

static bool too_large(Reach r) { return r.low < -(__int128)DECIMAL_MAX || r.high > (__int128)DECIMAL_MAX; }

static void score_set(Checker *c, Score *score, Reach r) {
  if (too_large(r)) {
    diag_add(c->diags, ERROR_TOO_LARGE, score->name.span, "the points of `%.*s` can add up to more than a number holds", SHOW(score->name.text));
    r = (Reach){.no_low = true, .no_high = true};
  }
  r = reach_clamp(r, score->range);
  score->bounded_low = !r.no_low;
  score->bounded_high = !r.no_high;
  score->lowest = r.no_low ? 0 : limit_whole(r.low, score->whole);
  score->highest = r.no_high ? 0 : limit_whole(r.high, score->whole);
}

// ---- derived scores: intervals through + - * of scores and numbers; of anything else nothing is known
static const Reach unknown_reach = {0, 0, true, true};

static Reach reach_product(Reach a, Reach b) {
  if (a.no_low || a.no_high || b.no_low || b.no_high) return unknown_reach;
  Decimal corner[4];
  bool fine = decimal_mul((Decimal)a.low, (Decimal)b.low, &corner[0]) && decimal_mul((Decimal)a.low, (Decimal)b.high, &corner[1]) &&
              decimal_mul((Decimal)a.high, (Decimal)b.low, &corner[2]) && decimal_mul((Decimal)a.high, (Decimal)b.high, &corner[3]);
  if (!fine) return unknown_reach;
  Reach r = {corner[0], corner[0], false, false};
  for (int i = 1; i < 4; i++) {
    if (corner[i] < r.low) r.low = corner[i];
    if (corner[i] > r.high) r.high = corner[i];
  }
  return r;
}

// A share of what has no bound has none either, in the same direction.
static Reach reach_times(Reach a, Reach b) {
  if (a.low == a.high && !a.no_low && !a.no_high) { Reach t = a; a = b; b = t; }
  bool constant = b.low == b.high && !b.no_low && !b.no_high && b.low > 0;
  if (!constant || !(a.no_low || a.no_high)) return reach_product(a, b);
  Reach finite = reach_product((Reach){a.no_low ? 0 : a.low, a.no_high ? 0 : a.high, false, false}, b);
  finite.no_low |= a.no_low;
  finite.no_high |= a.no_high;
  return finite;
}

static Reach expr_reach(const Rules *r, const Expr *e) {
  Decimal number;
  if (number_of(e, &number)) return (Reach){number, number, false, false};
  if (e->kind == EXPR_NAME && e->ref == REF_SCORE && e->index < r->scores.count) {
    const Score *s = r->scores.items[e->index];
    return (Reach){s->lowest, s->highest, !s->bounded_low, !s->bounded_high};
  }
  if (e->kind != EXPR_ARITH || e->op == '/') return unknown_reach;
  Reach a = expr_reach(r, e->a), b = expr_reach(r, e->b);
  if (e->op == '*') return too_large(a) || too_large(b) ? unknown_reach : reach_times(a, b);
  if (e->op == '-') b = (Reach){-b.high, -b.low, b.no_high, b.no_low};
  return reach_add(a, b);
}

static void derived_reach(const Rules *r, Score *score) {
  Reach reach = expr_reach(r, score->derived);
  if (too_large(reach)) reach = unknown_reach;
  reach = reach_clamp(reach, score->range);
  score->bounded_low = !reach.no_low;
  score->bounded_high = !reach.no_high;
  score->lowest = reach.no_low ? 0 : limit_whole(reach.low, score->whole);
  score->highest = reach.no_high ? 0 : limit_whole(reach.high, score->whole);
}

void reach_check(Checker *c) {
  Rules *r = c->rules;
  Reach *sums = ARENA_MANY(c->arena, Reach, r->scores.count + 1);
  for (uint32_t i = 0; i < r->rules.count; i++) {
    const Rule *rule = r->rules.items[i];
    if (rule->score_index == SLOT_NONE || rule->group) continue;
    sums[rule->score_index] = reach_add(sums[rule->score_index], rounded(rule_reach(rule), r->scores.items[rule->score_index]->whole));
  }
  for (uint32_t i = 0; i < r->groups.count; i++) {
    const Group *group = r->groups.items[i];
    if (group->score_index == SLOT_NONE) continue;
    sums[group->score_index] = reach_add(sums[group->score_index], group_reach(group, r->scores.items[group->score_index]->whole));
  }
  for (uint32_t i = 0; i < r->scores.count; i++)
    if (!r->scores.items[i]->derived) score_set(c, r->scores.items[i], sums[i]);
  for (uint32_t i = 0; i < r->derived_order.count; i++) derived_reach(r, r->scores.items[r->derived_order.items[i]]);
}
