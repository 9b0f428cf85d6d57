// what_if_elements.c -- what an expression is about, through definitions and their parameters; elements that a query would take.
#include "tools/what_if_atoms.h"

// ---- what an expression is about
// Through parameters, definitions that only rename, and functions that keep what is asked (lower, round …).
const Expr *meant_by(const Expr *x, const Env **env) {
  for (int i = 0; i < DEPTH_MOST && x; i++) {
    if (x->ref == REF_ARGUMENT && *env && x->index < (*env)->arguments->count) { x = (*env)->arguments->items[x->index]; *env = (*env)->outer; }
    else if (x->kind == EXPR_NAME && x->ref == REF_DEFINE && ((const Define *)x->decl)->body) { x = ((const Define *)x->decl)->body; *env = NULL; }
    else if (x->kind == EXPR_CALL && x->ref == REF_BUILTIN && x->args.count &&
             (x->index == BUILTIN_LOWER || x->index == BUILTIN_ROUND || x->index == BUILTIN_FLOOR || x->index == BUILTIN_CEILING || x->index == BUILTIN_NORMAL_COMPANY || x->index == BUILTIN_FIRST_PRESENT || x->index == BUILTIN_DATE)) x = x->args.items[0];
    else break;
  }
  return x;
}
uint32_t meant_slot(const Expr *x, const Env *env) { // the lead's field that it means, or SLOT_NONE
  x = meant_by(x, &env);
  return x && x->ref == REF_SLOT ? x->slot : SLOT_NONE;
}
const Expr *meant_literal(const Expr *x, const Env *env) {
  x = meant_by(x, &env);
  return x && x->kind == EXPR_NEGATE && expr_literal(x->a) ? x : expr_literal(x);
}
static int64_t number_in(const Expr *l) { return l->kind == EXPR_NEGATE ? -expr_literal(l->a)->value : l->value; }
// The literal as a value of that type; false when it is none.
bool meant_value(const Atoms *a, Type type, const Expr *l, IfValue *v) {
  if (!l) return false;
  if (type.values) {
    if (l->kind == EXPR_TEXT) v->number = values_find(type.values, a->arena, l->text);
    return l->kind == EXPR_TEXT && v->number >= 0;
  }
  if (type_is_text(type)) { v->text = text_trim(l->text); return l->kind == EXPR_TEXT; }
  v->number = number_in(l);
  if (type.kind == TYPE_BOOLEAN) return l->kind == EXPR_BOOLEAN;
  if (atom_is_time(type)) return l->kind == (type.kind == TYPE_DATE ? EXPR_DATE : EXPR_TIME);
  return type_is_number(type) && (l->kind == EXPR_NUMBER || l->kind == EXPR_NEGATE);
}

// ---- elements that a query would take: each part of `where` read as an order
typedef struct Wanted { Atoms *a; const Query *query; IfPart parts[16]; uint32_t count; } Wanted;

static uint32_t element_slot(const Wanted *w, const Expr *x, const Env *env) {
  x = meant_by(x, &env);
  return x && (x->ref == REF_ELEMENT || x->ref == REF_IT) && x->query == w->query ? x->slot : SLOT_NONE;
}
static void part_set(Wanted *w, uint32_t slot, IfValue v) {
  for (uint32_t i = 0; i < w->count; i++) if (w->parts[i].slot == slot) return; // the first order holds
  if (w->count < 16) w->parts[w->count++] = (IfPart){slot, v};
}
static void part_literal(Wanted *w, uint32_t slot, const Expr *l, int64_t more) {
  IfValue v = {0};
  if (!meant_value(w->a, if_type(w->a->study, slot), l, &v)) return;
  v.number += more;
  part_set(w, slot, v);
}
static void part_member(Wanted *w, uint32_t slot, const Expr *set_expr, const Env *env) {
  IfValue v = {0};
  Type type = if_type(w->a->study, slot);
  const Expr *x = meant_by(set_expr, &env);
  if (!x) return;
  if (x->kind == EXPR_SET && x->args.count) part_literal(w, slot, meant_literal(x->args.items[0], env), 0);
  else if (x->kind == EXPR_RANGE) part_literal(w, slot, meant_literal(x->a ? x->a : x->b, env), 0);
  else if (x->ref == REF_LIST && ((const List *)x->decl)->count) {
    v.text = text_trim(((const List *)x->decl)->values[0]);
    if (type.values) v.number = values_find(type.values, w->a->arena, v.text);
    if (!type.values || v.number >= 0) part_set(w, slot, v);
  } else part_literal(w, slot, meant_literal(x, env), 0);
}
static void part_compare(Wanted *w, const Expr *x, const Env *env) {
  static const int more[] = {0, 0, 0, 0, -1, 0, 1, 0};
  uint32_t slot = element_slot(w, x->a, env);
  if (slot == SLOT_NONE || x->op == COMPARE_IS_NOT || x->op == COMPARE_NOT_EXACTLY) return;
  part_literal(w, slot, meant_literal(x->b, env), type_is_number(if_type(w->a->study, slot)) ? more[x->op] * DECIMAL_ONE : 0);
}
static void order(Wanted *w, const Expr *x, const Env *env, bool yes) {
  uint32_t slot;
  if (!x || ++w->a->depth > DEPTH_MOST) return;
  x = meant_by(x, &env);
  switch (x->kind) {
    case EXPR_NOT: order(w, x->a, env, !yes); break;
    case EXPR_AND: for (uint32_t i = 0; i < (yes ? x->args.count : 1); i++) order(w, x->args.items[i], env, yes); break;
    case EXPR_OR: for (uint32_t i = 0; i < (yes ? 1 : x->args.count); i++) order(w, x->args.items[i], env, yes); break;
    case EXPR_QUORUM: for (uint32_t i = 0; i < (x->op == QUORUM_ANY ? 1 : x->args.count); i++) order(w, x->args.items[i], env, yes != (x->op == QUORUM_NONE)); break;
    case EXPR_COMPARE: if (yes) part_compare(w, x, env); break;
    case EXPR_IN: if (yes != x->negated && (slot = element_slot(w, x->a, env)) != SLOT_NONE) part_member(w, slot, x->b, env); break;
    case EXPR_MATCH: if (yes != x->negated && x->quant != QUANT_NONE && (slot = element_slot(w, x->a, env)) != SLOT_NONE) part_member(w, slot, x->b, env); break;
    case EXPR_STATE: {
      IfValue v = {0};
      if ((slot = element_slot(w, x->a, env)) != SLOT_NONE && atom_placeholder(if_type(w->a->study, slot), &v)) part_set(w, slot, v);
      break;
    }
    case EXPR_NAME: case EXPR_MEMBER:
      if ((slot = element_slot(w, x, env)) != SLOT_NONE && if_type(w->a->study, slot).kind == TYPE_BOOLEAN) part_set(w, slot, (IfValue){.number = yes});
      break;
    default: break;
  }
  w->a->depth--;
}
void atom_element(Atoms *a, const Query *q, const Env *env) {
  if (q->list_slot == UINT32_MAX) return;
  const Slot *s = &a->study->rules->slots[q->list_slot];
  Wanted w = {.a = a, .query = q};
  uint32_t depth = a->depth;
  if (s->domain != 0 || s->type.kind != TYPE_LIST) return;
  order(&w, q->where, env, true);
  a->depth = depth;
  if (q->time_slot != UINT32_MAX) part_set(&w, q->time_slot, (IfValue){.number = atom_now_as(a, if_type(a->study, q->time_slot))});
  if (w.count || s->type.element->kind == TYPE_RECORD) atom_add(a, q->list_slot, w.parts, w.count);
}
