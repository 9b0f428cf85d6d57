// lint_points.c -- two rules that pay for the same thing; points that rounding changes.
#include "tools/lint_inside.h"

enum { PAIRS_MOST = 3000 };   // proofs

// ---- the fields that a condition reads: only those with the same ones can be the same
typedef struct Reads { uint64_t bits[64]; bool any; } Reads; // LIMIT_FIELDS slots
static void read_seen(void *user, Expr *e) {
  Reads *r = user;
  if (!is_field(e)) return;
  r->any = true;
  if (e->slot < 4096) r->bits[e->slot >> 6] |= 1ULL << (e->slot & 63);
}
static uint64_t reads_of(const Expr *e) { // 0: none
  Reads r = {0};
  expr_each((Expr *)(uintptr_t)e, read_seen, &r);
  return r.any ? text_hash((Text){(const char *)r.bits, sizeof r.bits}, 0) | 1 : 0;
}

// ---- tests of one field for certain values: `country is "US"`, `title has any of ("vp", "cto")`
typedef struct Tested { const Expr *subject; int op; const Expr *set; } Tested;
static bool tested(const Expr *e, Tested *t) {
  if (e->kind == EXPR_COMPARE && e->op == COMPARE_IS && type_is_text(e->a->type)) { *t = (Tested){e->a, -1, e->b}; return is_field(e->a); }
  if (e->kind == EXPR_IN && !e->negated && type_is_text(e->a->type) && e->b->kind != EXPR_RANGE) { *t = (Tested){e->a, -1, e->b}; return is_field(e->a); }
  if (e->kind == EXPR_MATCH && (e->quant == QUANT_ONE || e->quant == QUANT_ANY)) { *t = (Tested){e->a, e->op, e->b}; return is_field(e->a); }
  return false;
}
static uint32_t value_count(const Expr *set) { return set->kind == EXPR_SET ? set->args.count : set->ref == REF_LIST ? ((const List *)set->decl)->count : 1; }
static Text value_at(const Expr *set, uint32_t i) {
  if (set->kind == EXPR_NAME && set->ref == REF_LIST) return ((const List *)set->decl)->values[i];
  const Expr *x = expr_literal(set->kind == EXPR_SET ? set->args.items[i] : set);
  return x && x->kind == EXPR_TEXT ? x->text : (Text){0};
}
static bool share_value(Lint *l, const Expr *a, const Expr *b, Text *value) {
  Tested x, y;
  if (!tested(a, &x) || !tested(b, &y) || x.op != y.op || x.subject->slot != y.subject->slot) return false;
  uint32_t nx = value_count(x.set), ny = value_count(y.set);
  if (nx > 500 || ny > 500) return false;
  for (uint32_t i = 0; i < nx; i++)
    for (uint32_t j = 0; j < ny; j++) {
      Text u = text_fold(&l->words, value_at(x.set, i)), v = text_fold(&l->words, value_at(y.set, j));
      if (u.size && text_equal(u, v)) { *value = value_at(x.set, i); return true; }
    }
  return false;
}

// ---- pairs of rules
static bool query_same(Lint *l, const Rule *a, const Rule *b) {
  const Query *x = a->query, *y = b->query;
  if (!x || !y || x->list_slot != y->list_slot || !x->where || !y->where || (x->within == NULL) != (y->within == NULL)) return false;
  if (x->within && (x->within->value != y->within->value || x->within->months != y->within->months)) return false;
  return bands_implies(l->bands, l->rules, x->where, l->rules, y->where, NULL) == PROOF_HOLDS && bands_implies(l->bands, l->rules, y->where, l->rules, x->where, NULL) == PROOF_HOLDS;
}
static bool when_same(Lint *l, const Rule *a, const Rule *b) {
  if (a->form != RULE_WHEN || b->form != RULE_WHEN || !a->when || !b->when) return false;
  return bands_implies(l->bands, l->rules, a->when, l->rules, b->when, NULL) == PROOF_HOLDS && bands_implies(l->bands, l->rules, b->when, l->rules, a->when, NULL) == PROOF_HOLDS;
}
static bool both_fire(Lint *l, const Rule *a, const Rule *b, const RubricTrace *t) {
  bool x = false, y = false;
  (void)l;
  for (uint32_t i = 0; i < t->line_count; i++) {
    x |= t->lines[i].kind == RUBRIC_LINE_RULE && t->lines[i].index == a->index;
    y |= t->lines[i].kind == RUBRIC_LINE_RULE && t->lines[i].index == b->index;
  }
  return x && y;
}
static void pair_show(Lint *l, Diag *d, const Rule *a, const Rule *b) {
  Witness w;
  RubricTrace trace;
  const RubricDecisions *decisions;
  if (!a->when || !b->when) return;
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, a->when, TRUTH_YES);
  ask_condition(q, l->rules, b->when, TRUTH_YES);
  if (bands_answer(q, &w) != BANDS_POSSIBLE || !witness_decide(l, &w, &decisions) || rubric_trace(l->run, 0, &trace) != RUBRIC_OK) return;
  if (both_fire(l, a, b, &trace)) witness_show(l, d, &w, "a lead that earns both");
}
static void pair_look(Lint *l, const Rule *a, const Rule *b) {
  Text value = {0};
  bool same = when_same(l, a, b) || query_same(l, a, b);
  bool shares = !same && a->form == RULE_WHEN && b->form == RULE_WHEN && a->when && b->when && share_value(l, a->when, b->when, &value);
  if (!same && !shares) return;
  Diag *d = lint_add(l, ERROR_PAID_TWICE, b->label_span, "\"%.*s\" and \"%.*s\" give points for the same thing", SHOW(a->label), SHOW(b->label));
  if (same) diag_label(l->diags, d, "both take exactly the same leads");
  else diag_label(l->diags, d, "both take \"%.*s\"", SHOW(value));
  diag_note(l->diags, d, a->label_span, "the other is here");
  pair_show(l, d, a, b);
}
static void pairs_look(Lint *l) {
  uint32_t pairs = 0;
  const Rules *r = l->rules;
  uint64_t *reads = ARENA_MANY(l->arena, uint64_t, r->rules.count + 1);
  for (uint32_t i = 0; i < r->rules.count; i++) reads[i] = reads_of(r->rules.items[i]->when ? r->rules.items[i]->when : r->rules.items[i]->query ? r->rules.items[i]->query->where : NULL);
  for (uint32_t j = 1; j < r->rules.count; j++)
    for (uint32_t i = 0; i < j && pairs < PAIRS_MOST; i++) {
      const Rule *a = r->rules.items[i], *b = r->rules.items[j];
      if (a->score_index != b->score_index || !reads[i] || reads[i] != reads[j] || !lint_own(l, b->label_span)) continue;
      pairs++;
      pair_look(l, a, b);
    }
}

// ---- rounding
static Text decimal_shown(Lint *l, Decimal v) {
  char out[DECIMAL_TEXT_BYTES];
  return text_copy(l->arena, (Text){out, decimal_format(v, out)});
}
static void rounded_look(Lint *l, const Score *s, const Expr *e, bool negative) {
  Decimal points;
  if (!e || !expr_number(e, &points) || !lint_own(l, e->span)) return;
  if (negative) points = -points;
  Decimal kept = decimal_round(points, s->whole ? 0 : 2);
  if (kept == points) return;
  Text was = decimal_shown(l, points), is = decimal_shown(l, kept);
  Diag *d = lint_add(l, ERROR_ROUNDED, e->span, kept ? "%.*s points count as %.*s" : "%.*s points are too small to count: they are rounded to %.*s", SHOW(was), SHOW(is));
  diag_label(l->diags, d, s->whole ? "the points of `%.*s` are whole" : "the points of `%.*s` are rounded to hundredths", SHOW(s->name.text));
}
static void rule_rounds(Lint *l, const Rule *r) {
  const Score *s = l->rules->scores.items[r->score_index];
  bool single = r->form == RULE_WHEN || (r->form == RULE_FOR && !r->each), decays = r->decay.kind != DECAY_NONE;
  if (r->by) for (uint32_t i = 0; i < r->by->row_count; i++) rounded_look(l, s, r->by->rows[i].result, false);
  else if ((single && !decays) || (r->each && decays)) rounded_look(l, s, r->points, r->points_negative);
  rounded_look(l, s, r->cap, false);
}

void lint_points(Lint *l) {
  pairs_look(l);
  for (uint32_t i = 0; i < l->rules->rules.count; i++) if (l->rules->rules.items[i]->score_index < l->rules->scores.count) rule_rounds(l, l->rules->rules.items[i]);
}
