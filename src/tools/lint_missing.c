// lint_missing.c -- data that is missing: a negated test is unknown then, and a disqualifier lets the lead through.
#include "tools/lint_inside.h"

enum { FIELDS_MOST = 16 };
typedef struct Fields { const Expr *items[FIELDS_MOST]; uint32_t count; } Fields;
typedef struct Gather { Lint *l; Fields *fields; } Gather;

static bool can_be_missing(const Lint *l, const Expr *e) {
  const Field *f = field_of(l, e);
  return e->ref == REF_SLOT && f && !f->key && !f->required && !f->default_value && !f->default_empty && e->type.kind != TYPE_RECORD && e->type.kind != TYPE_LIST;
}
static void field_add(Fields *all, const Expr *e) {
  for (uint32_t i = 0; i < all->count; i++) if (all->items[i]->slot == e->slot) return;
  if (all->count < FIELDS_MOST) all->items[all->count++] = e;
}
static void field_seen(void *user, Expr *e) {
  Gather *g = user;
  if (is_field(e) && can_be_missing(g->l, e)) field_add(g->fields, e);
}
static void gather(Lint *l, const Expr *e, Fields *out) {
  Gather g = {l, out};
  expr_each((Expr *)(uintptr_t)e, field_seen, &g);
}
// Whether the condition says anywhere what a missing field means to it: `is missing`, `is present`, `first_present(...)`.
typedef struct Spoken { uint32_t slot; bool found; } Spoken;
static void slot_seen(void *user, Expr *e) {
  Spoken *s = user;
  s->found |= is_field(e) && e->slot == s->slot;
}
static void state_seen(void *user, Expr *e) {
  bool states = e->kind == EXPR_STATE || (e->kind == EXPR_CALL && e->ref == REF_BUILTIN && e->index == BUILTIN_FIRST_PRESENT);
  if (states) expr_each(e, slot_seen, user);
}
static bool spoken_of(const Expr *whole, uint32_t slot) {
  Spoken s = {slot, false};
  expr_each((Expr *)(uintptr_t)whole, state_seen, &s);
  return s.found;
}

// ---- negated tests
static bool negates(const Expr *e) {
  switch (e->kind) {
    case EXPR_COMPARE: return e->op == COMPARE_IS_NOT || e->op == COMPARE_NOT_EXACTLY;
    case EXPR_IN: case EXPR_WITHIN: return e->negated;
    case EXPR_MATCH: return e->quant == QUANT_NONE;
    case EXPR_QUORUM: return e->op == QUORUM_NONE;
    case EXPR_NOT: return e->a->kind != EXPR_STATE;
    default: return false;
  }
}
// A lead without the field, which the condition does not take.
static bool without(Lint *l, const Expr *whole, const Expr *field, Witness *w) {
  Expr missing = {.kind = EXPR_STATE, .op = STATE_MISSING, .a = (Expr *)(uintptr_t)field, .type = {.kind = TYPE_BOOLEAN}};
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, &missing, TRUTH_YES);
  ask_condition(q, l->rules, whole, TRUTH_UNKNOWN);
  return bands_answer(q, w) == BANDS_POSSIBLE;
}
static void negated_report(Lint *l, const Expr *whole, const Expr *e) {
  Fields fields = {0};
  gather(l, e, &fields);
  for (uint32_t i = 0; i < fields.count; i++) {
    const Expr *f = fields.items[i];
    Witness w = {0};
    if (spoken_of(whole, f->slot) || !without(l, whole, f, &w)) continue;
    Text name = lint_source(l, f->span);
    Diag *d = lint_add(l, ERROR_NEGATED, e->span, "a lead without `%.*s` is not taken by this", SHOW(name));
    diag_label(l->diags, d, "unknown, not true, when `%.*s` is missing", SHOW(name));
    diag_help(l->diags, d, "say what is meant: `or %.*s is missing`, or `and %.*s is present`", SHOW(name), SHOW(name));
    witness_show(l, d, &w, "a lead that it does not take");
    return; // one for the test, not one for each field
  }
}
static void negated_walk(Lint *l, const Expr *whole, const Expr *e) {
  if (!e || e->kind == EXPR_QUERY) return;
  if (negates(e)) { negated_report(l, whole, e); return; }
  negated_walk(l, whole, e->a);
  negated_walk(l, whole, e->b);
  negated_walk(l, whole, e->c);
  for (uint32_t i = 0; i < e->args.count; i++) negated_walk(l, whole, e->args.items[i]);
}
// Disqualifiers have a finding of their own. A requirement asks for what is missing, and a contact that is unknown is blocked: there nothing goes wrong unseen.
static void negated_look(void *user, const Condition *c) {
  Lint *l = user;
  bool safe = c->of == OF_REASON || c->of == OF_REQUIREMENT || c->of == OF_CHANNEL || c->of == OF_QUERY || (c->define && c->define->function);
  if (!safe && lint_own(l, c->e->span)) negated_walk(l, c->e, c->e);
}

// ---- disqualifiers
static void field_behind(void *user, Expr *e) { // also through plain definitions
  Gather *g = user;
  field_seen(user, e);
  const Define *d = e->ref == REF_DEFINE ? e->decl : NULL;
  if (d && d->body && !d->function) expr_each(d->body, field_seen, g);
}
static bool let_through(Lint *l, const Reason *r, const Expr *field, Witness *w) {
  const RubricDecisions *decisions;
  Expr missing = {.kind = EXPR_STATE, .op = STATE_MISSING, .a = (Expr *)(uintptr_t)field, .type = {.kind = TYPE_BOOLEAN}};
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, &missing, TRUTH_YES);
  ask_condition(q, l->rules, r->when, TRUTH_UNKNOWN);
  ask_disqualified(q, l->rules, false);
  ask_incomplete(q, l->rules, false);
  if (lint_answer(l, q, w) != BANDS_POSSIBLE || !witness_decide(l, w, &decisions)) return false;
  return decisions->status[0] != RUBRIC_DISQUALIFIED && decisions->status[0] != RUBRIC_INCOMPLETE;
}
static void reason_look(Lint *l, const Reason *r) {
  Fields fields = {0};
  Gather g = {l, &fields};
  if (r->require || !lint_own(l, r->code_span)) return;
  expr_each(r->when, field_behind, &g);
  for (uint32_t i = 0; i < fields.count; i++) {
    const Expr *f = fields.items[i];
    Witness w = {0};
    if (spoken_of(r->when, f->slot) || !let_through(l, r, f, &w)) continue;
    Text name = l->rules->slots[f->slot].path;
    Diag *d = lint_add(l, ERROR_LET_THROUGH, r->code_span, "a lead without `%.*s` is not disqualified by \"%.*s\"", SHOW(name), SHOW(r->code));
    diag_label(l->diags, d, "unknown disqualifies nobody");
    diag_help(l->diags, d, "if it must be known, `require` it; if not, say `and %.*s is present`", SHOW(name));
    witness_show(l, d, &w, "a lead that passes");
    return;
  }
}
void lint_missing(Lint *l) {
  conditions_each(l, negated_look, l);
  for (uint32_t i = 0; i < l->rules->reasons.count; i++) reason_look(l, l->rules->reasons.items[i]);
}
