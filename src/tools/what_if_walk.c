// what_if_walk.c -- changes that conditions of the rules ask about: every literal that a field is compared with, and its
// neighbours; the values of its type; elements that a query would take.
//
// Conditions are walked with what stands for the parameters of a definition, so that `seniority(title)` asks about `title`.
#include "tools/what_if_atoms.h"

static void walk(Atoms *a, const Expr *x, const Env *env);

// ---- literals given to a field
static void set_literal(Atoms *a, uint32_t slot, const Expr *l) {
  IfValue v = {0};
  Type type = if_type(a->study, slot);
  if (type.kind == TYPE_LIST || atom_is_time(type) || !meant_value(a, type, l, &v)) return;
  if (type_is_number(type)) atom_near(a, slot, v.number);
  else atom_set(a, slot, v, false);
}
static void set_values(Atoms *a, uint32_t slot) {
  Type type = if_type(a->study, slot);
  if (type.kind == TYPE_BOOLEAN) { atom_number(a, slot, 0); atom_number(a, slot, 1); }
  for (uint32_t i = 0; type.values && i < type.values->count && i < 64; i++) atom_number(a, slot, i);
  // Another address, in place of a private one; who is disqualified for theirs does not get in by another.
  IfValue v = {0};
  bool disqualified = a->study->decisions->status[a->row] == RUBRIC_DISQUALIFIED;
  if (type.kind == TYPE_EMAIL && !disqualified && atom_known(a, slot) && atom_placeholder(type, &v)) atom_set(a, slot, v, true);
}
static void add_plain(Atoms *a, uint32_t slot, IfValue v) {
  uint32_t element = a->study->rules->slots[slot].first_child;
  atom_add(a, slot, &(IfPart){element, v}, 1);
}
// Each value of a set, a named list or a single operand, given to the field, or added to a list.
static void set_members(Atoms *a, uint32_t slot, const Expr *set_expr, const Env *env) {
  Type type = if_type(a->study, slot);
  bool list = type.kind == TYPE_LIST;
  Type of = list ? *type.element : type;
  IfValue v = {0};
  const Expr *x = meant_by(set_expr, &env);
  if (!x || of.kind == TYPE_RECORD) return;
  if (x->kind == EXPR_RANGE) { set_literal(a, slot, meant_literal(x->a, env)); set_literal(a, slot, meant_literal(x->b, env)); return; }
  if (x->ref == REF_LIST) {
    const List *named = x->decl;
    for (uint32_t i = 0; i < named->count && i < LIST_MOST; i++) {
      v = (IfValue){.text = text_trim(named->values[i])};
      if (of.values) v.number = values_find(of.values, a->arena, v.text);
      if (of.values ? v.number < 0 : !type_is_text(of)) continue;
      if (list) add_plain(a, slot, v);
      else atom_set(a, slot, v, false);
    }
    return;
  }
  uint32_t count = x->kind == EXPR_SET ? x->args.count : 1;
  for (uint32_t i = 0; i < count && i < LIST_MOST; i++) {
    const Expr *l = meant_literal(x->kind == EXPR_SET ? x->args.items[i] : x, env);
    if (!list) set_literal(a, slot, l);
    else if (meant_value(a, of, l, &v)) add_plain(a, slot, v);
  }
}

// What a definition is asked to give may be what its text is called: seniority(title) is "VP". Tried before its rows.
static void set_arguments(Atoms *a, const Expr *call, const Expr *wanted, const Env *env) {
  const Expr *x = meant_by(call, &env);
  if (!x || x->kind != EXPR_CALL || x->ref != REF_DEFINE) return;
  for (uint32_t i = 0; i < x->args.count; i++) {
    uint32_t slot = meant_slot(x->args.items[i], env);
    if (slot != SLOT_NONE && if_type(a->study, slot).kind == TYPE_TEXT) set_members(a, slot, wanted, env);
  }
}

// ---- conditions
static void pair(Atoms *a, const Expr *left, const Expr *right, const Env *env) { // a field against a literal, or against another field
  uint32_t slot = meant_slot(left, env), other = meant_slot(right, env);
  if (slot == SLOT_NONE) return;
  set_literal(a, slot, meant_literal(right, env));
  if (other != SLOT_NONE && atom_known(a, other) && type_is_number(if_type(a->study, slot)) && type_is_number(if_type(a->study, other))) atom_near(a, slot, study_column(a->study, other)->ints[a->row]);
}
static void about(Atoms *a, const Expr *x, const Env *env) { // an age: now
  const Expr *m = meant_by(x, &env);
  uint32_t slot = meant_slot(x, env);
  if (m && m->kind == EXPR_CALL && m->ref == REF_BUILTIN && m->index == BUILTIN_DAYS_SINCE) slot = meant_slot(m->args.items[0], env);
  if (slot != SLOT_NONE && atom_is_time(if_type(a->study, slot))) atom_now(a, slot);
}
static void walk_decision(Atoms *a, const Decision *d, const Env *env) {
  for (uint32_t c = 0; c < d->by.count; c++) {
    uint32_t slot = meant_slot(d->by.items[c], env);
    walk(a, d->by.items[c], env);
    for (uint32_t r = 0; slot != SLOT_NONE && r < d->row_count; r++)
      for (uint32_t i = 0; !d->rows[r].otherwise && i < d->rows[r].patterns[c].count; i++) {
        const PatternItem *p = &d->rows[r].patterns[c].items[i];
        if (p->kind == PATTERN_PRESENT) atom_any(a, slot);
        else if (p->value) set_members(a, slot, p->value, env);
      }
    if (slot != SLOT_NONE) set_values(a, slot);
  }
}
static void walk_define(Atoms *a, const Expr *x, const Env *env) {
  const Define *d = x->decl;
  Env inner = {&x->args, env};
  if (!d->function) {
    for (uint32_t i = 0; i < a->walked.count; i++) if (a->walked.items[i] == d) return;
    *VEC_PUSH(a->arena, &a->walked) = d;
  }
  walk(a, d->body, d->function ? &inner : NULL);
  if (d->decision) walk_decision(a, d->decision, d->function ? &inner : NULL);
}
static void walk(Atoms *a, const Expr *x, const Env *env) {
  uint32_t slot;
  if (!x || a->depth > DEPTH_MOST || a->out->count >= ATOMS_MOST) return;
  a->depth++;
  switch (x->kind) {
    case EXPR_COMPARE: case EXPR_BEFORE: case EXPR_AFTER:
      pair(a, x->a, x->b, env);
      pair(a, x->b, x->a, env);
      about(a, x->a, env);
      set_arguments(a, x->a, x->b, env);
      break;
    case EXPR_BETWEEN: pair(a, x->a, x->b, env); pair(a, x->a, x->c, env); break;
    case EXPR_IN: case EXPR_MATCH:
      if ((slot = meant_slot(x->a, env)) != SLOT_NONE) set_members(a, slot, x->b, env);
      set_arguments(a, x->a, x->b, env);
      if ((slot = meant_slot(x->b, env)) != SLOT_NONE && if_type(a->study, slot).kind == TYPE_LIST) set_members(a, slot, x->a, env);
      break;
    case EXPR_STATE: if ((slot = meant_slot(x->a, env)) != SLOT_NONE) atom_any(a, slot); break;
    case EXPR_WITHIN: about(a, x->a, env); break;
    case EXPR_QUERY: atom_element(a, x->query, env); walk(a, x->query->where, env); break;
    default: break;
  }
  if (x->ref == REF_SLOT) set_values(a, x->slot);
  if (x->ref == REF_ARGUMENT && (slot = meant_slot(x, env)) != SLOT_NONE) set_values(a, slot);
  const Expr *parts[] = {x->a, x->b, x->c};
  for (int i = 0; i < 3; i++) walk(a, parts[i], env);
  for (uint32_t i = 0; i < x->args.count; i++) walk(a, x->args.items[i], env);
  if (x->ref == REF_DEFINE) walk_define(a, x, env);
  a->depth--;
}
static void walk_rule(Atoms *a, const Rule *r) {
  static const int64_t more[] = {1, 2, 3, 5, 10};
  uint32_t slot = meant_slot(r->per, NULL);
  walk(a, r->when, NULL);
  walk(a, r->per, NULL);
  walk(a, r->decay.since, NULL);
  if (r->decay.since) about(a, r->decay.since, NULL);
  if (r->by) walk_decision(a, r->by, NULL);
  if (r->query) { atom_element(a, r->query, NULL); walk(a, r->query->where, NULL); }
  for (int i = 0; slot != SLOT_NONE && i < 5; i++) // a counter counts on
    atom_number(a, slot, (atom_known(a, slot) ? study_column(a->study, slot)->ints[a->row] : 0) + more[i] * DECIMAL_ONE);
}
void if_candidates(const Study *study, uint32_t row, int64_t now, Arena *arena, IfChanges *out) {
  Atoms a = {.study = study, .row = row, .now = now, .arena = arena, .out = out};
  const Rules *r = study->rules;
  for (uint32_t i = 0; i < r->stages.count; i++) walk(&a, r->stages.items[i]->when, NULL);
  for (uint32_t i = 0; i < r->reasons.count; i++) walk(&a, r->reasons.items[i]->when, NULL);
  for (uint32_t i = 0; i < r->scores.count; i++) walk(&a, r->scores.items[i]->derived, NULL);
  for (uint32_t i = 0; i < r->rules.count; i++) walk_rule(&a, r->rules.items[i]);
  for (uint32_t i = 0; i < r->groups.count; i++) if (r->groups.items[i]->decay.since) about(&a, r->groups.items[i]->decay.since, NULL);
}
