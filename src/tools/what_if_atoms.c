// what_if_atoms.c -- changes that conditions of the rules ask about: every literal that a field is compared with, and its
// neighbours; the values of its type; elements that a query would take.
//
// Conditions are walked with what stands for the parameters of a definition, so that `seniority(title)` asks about `title`. A
// candidate that does nothing costs one lead of a batch; so the walk proposes freely and the program decides.
#include "tools/what_if_parts.h"

typedef struct Env { const ExprList *arguments; const struct Env *outer; } Env; // what the parameters of a definition stand for
typedef struct Atoms { const Study *study; uint32_t row; int64_t now; Arena *arena; IfChanges *out; VEC(const Define *) walked; uint32_t depth; } Atoms;

enum { ATOMS_MOST = 6000, LIST_MOST = 400, DEPTH_MOST = 24, STEP = 1000 };

static void walk(Atoms *a, const Expr *x, const Env *env);

// ---- which fields may be changed
static bool has_word(Text path, const char *const *words) {
  char folded[128];
  int64_t n = path.size < sizeof folded ? text_fold_ascii(path, folded) : -1;
  for (; n > 0 && *words; words++) if (text_contains((Text){folded, (uint32_t)n}, text_of(*words))) return true;
  return false;
}
static bool is_known(const Atoms *a, uint32_t slot) { return bit_get(study_column(a->study, slot)->known, a->row); }
static bool changeable(const Atoms *a, uint32_t slot) {
  static const char *const never[] = {"gender", "race", "ethnic", "religio", "nationality", "disab", "marital", "pregnan", "orientation", "birth", "veteran", NULL};
  static const char *const past[] = {"creat", "founded", "first", "signup", "signed", "sign_up", "import", NULL};
  const Slot *s = &a->study->rules->slots[slot];
  if (s->domain != 0 || !s->field || s->field->key || has_word(s->path, never)) return false;
  if (text_is(s->name, "age") || text_is(s->name, "sex")) return false;
  bool time = s->type.kind == TYPE_DATE || s->type.kind == TYPE_TIME;
  return !time || !has_word(s->path, past);
}
static bool is_time(Type t) { return t.kind == TYPE_DATE || t.kind == TYPE_TIME; }
static int64_t now_as(const Atoms *a, Type type) { return type.kind == TYPE_DATE ? clock_date_of(a->study->rules->zone, a->now) : a->now; }

// ---- one candidate
static int64_t size_of(int64_t n) { return n == INT64_MIN ? INT64_MAX : n < 0 ? -n : n; }
static int64_t cost_of(const Atoms *a, uint32_t slot, IfValue v) {
  Type type = if_type(a->study, slot);
  if (!is_known(a, slot)) return STEP / 2;
  const Column *c = study_column(a->study, slot);
  if (type.kind == TYPE_SCALE) return STEP * 4 / 10 + STEP / 5 * size_of(v.number - c->ints[a->row]);
  if (!type_is_number(type)) return STEP * (type.kind == TYPE_BOOLEAN ? 6 : type.kind == TYPE_ONE_OF ? 8 : is_time(type) ? 5 : 9) / 10;
  double was = (double)c->ints[a->row], is = (double)v.number, most = was < 0 ? -was : was;
  if (is > most || -is > most) most = is < 0 ? -is : is;
  double gap = was < is ? is - was : was - is;
  return STEP / 5 + (int64_t)(STEP * (most > 0 ? gap / most : 0));
}
static bool same_value(const Atoms *a, uint32_t slot, IfValue v, IfValue w) {
  Type type = if_type(a->study, slot);
  return type.kind == TYPE_BOOLEAN || type_is_int(type) ? v.number == w.number : text_equal(v.text, w.text);
}
static void set(Atoms *a, uint32_t slot, IfValue v, bool any) {
  Type type = if_type(a->study, slot);
  if (!changeable(a, slot) || a->out->count >= ATOMS_MOST) return;
  if (is_known(a, slot)) {
    const Column *c = study_column(a->study, slot);
    IfValue was = {.number = type.kind == TYPE_BOOLEAN ? bit_get(c->yes, a->row) : type_is_int(type) ? c->ints[a->row] : 0};
    if (type.kind != TYPE_BOOLEAN && !type_is_int(type)) was.text = c->texts[a->row];
    if (same_value(a, slot, was, v)) return;
  }
  for (uint32_t i = 0; i < a->out->count; i++) {
    const IfChange *o = &a->out->items[i];
    if (o->slot == slot && !o->add && same_value(a, slot, o->value, v)) return;
  }
  *VEC_PUSH(a->arena, a->out) = (IfChange){.slot = slot, .value = v, .any = any, .cost = cost_of(a, slot, v)};
}
static void set_number(Atoms *a, uint32_t slot, int64_t n) { set(a, slot, (IfValue){.number = n}, false); }
static void set_near(Atoms *a, uint32_t slot, int64_t n) { // the number itself, and the nearest on either side
  bool whole = if_type(a->study, slot).kind == TYPE_INTEGER;
  int64_t step = whole || size_of(n) >= 10 * DECIMAL_ONE ? DECIMAL_ONE : DECIMAL_ONE / 100, least = n;
  if (whole) least = floor_div(n, DECIMAL_ONE) * DECIMAL_ONE;
  set_number(a, slot, least);
  if (least > -DECIMAL_MAX + step) set_number(a, slot, least - step);
  if (least < DECIMAL_MAX - step) set_number(a, slot, least + step);
}
static void set_now(Atoms *a, uint32_t slot) { set(a, slot, (IfValue){.number = now_as(a, if_type(a->study, slot))}, false); }
// A value that stands for any: for what only has to be there.
static bool placeholder(Type type, IfValue *v) {
  switch (type.kind) {
    case TYPE_EMAIL: v->text = TEXT("someone@example.com"); return true;
    case TYPE_PHONE: v->text = TEXT("+12025550143"); return true;
    case TYPE_URL: v->text = TEXT("https://example.com"); return true;
    case TYPE_DOMAIN: v->text = TEXT("example.com"); return true;
    case TYPE_TEXT: v->text = TEXT("any"); return true;
    case TYPE_NUMBER: case TYPE_INTEGER: v->number = DECIMAL_ONE; return true;
    default: return false;
  }
}
static void set_any(Atoms *a, uint32_t slot) {
  IfValue v = {0};
  Type type = if_type(a->study, slot);
  if (is_known(a, slot)) return;
  if (is_time(type)) set_now(a, slot);
  else if (placeholder(type, &v)) set(a, slot, v, true);
}
static void add(Atoms *a, uint32_t slot, const IfPart *parts, uint32_t count) {
  static const uint32_t times[] = {1, 2, 3, 5};
  bool records = if_type(a->study, slot).element->kind == TYPE_RECORD;
  const Column *list = study_column(a->study, slot);
  if (list->invalid && bit_get(list->invalid, a->row)) return; // one more would not make it readable
  if (!changeable(a, slot) || a->out->count >= ATOMS_MOST) return;
  for (uint32_t i = 0; i < a->out->count; i++) { // the same one again
    const IfChange *o = &a->out->items[i];
    if (o->slot != slot || !o->add || o->part_count != count) continue;
    uint32_t same = 0;
    for (uint32_t p = 0; p < count; p++) same += o->parts[p].slot == parts[p].slot && same_value(a, parts[p].slot, o->parts[p].value, parts[p].value);
    if (same == count) return;
  }
  IfPart *kept = ARENA_MANY(a->arena, IfPart, count + 1);
  if (count) memcpy(kept, parts, sizeof *parts * count);
  for (uint32_t i = 0; i < (records ? 4 : 1); i++)
    *VEC_PUSH(a->arena, a->out) = (IfChange){.slot = slot, .add = true, .parts = kept, .part_count = count, .times = times[i], .cost = STEP * 4 / 10 + STEP / 5 * (times[i] - 1)};
}

// ---- what an expression is about
// Through parameters, definitions that only rename, and functions that keep what is asked (lower, round …).
static const Expr *meant(const Expr *x, const Env **env) {
  for (int i = 0; i < DEPTH_MOST && x; i++) {
    if (x->ref == REF_ARGUMENT && *env && x->index < (*env)->arguments->count) { x = (*env)->arguments->items[x->index]; *env = (*env)->outer; }
    else if (x->kind == EXPR_NAME && x->ref == REF_DEFINE && ((const Define *)x->decl)->body) { x = ((const Define *)x->decl)->body; *env = NULL; }
    else if (x->kind == EXPR_CALL && x->ref == REF_BUILTIN && x->args.count &&
             (x->index == BUILTIN_LOWER || x->index == BUILTIN_ROUND || x->index == BUILTIN_FLOOR || x->index == BUILTIN_CEILING || x->index == BUILTIN_NORMAL_COMPANY || x->index == BUILTIN_FIRST_PRESENT || x->index == BUILTIN_DATE)) x = x->args.items[0];
    else break;
  }
  return x;
}
static uint32_t slot_of(const Expr *x, const Env *env) { // the lead's field that it means, or SLOT_NONE
  x = meant(x, &env);
  return x && x->ref == REF_SLOT ? x->slot : SLOT_NONE;
}
static const Expr *literal_of(const Expr *x, const Env *env) {
  x = meant(x, &env);
  return x && x->kind == EXPR_NEGATE && expr_literal(x->a) ? x : expr_literal(x);
}
static int64_t number_in(const Expr *l) { return l->kind == EXPR_NEGATE ? -expr_literal(l->a)->value : l->value; }
// The literal as a value of that type; false when it is none.
static bool value_in(const Atoms *a, Type type, const Expr *l, IfValue *v) {
  if (!l) return false;
  if (type.values) {
    if (l->kind == EXPR_TEXT) v->number = values_find(type.values, a->arena, l->text);
    return l->kind == EXPR_TEXT && v->number >= 0;
  }
  if (type_is_text(type)) { v->text = text_trim(l->text); return l->kind == EXPR_TEXT; }
  v->number = number_in(l);
  if (type.kind == TYPE_BOOLEAN) return l->kind == EXPR_BOOLEAN;
  if (is_time(type)) return l->kind == (type.kind == TYPE_DATE ? EXPR_DATE : EXPR_TIME);
  return type_is_number(type) && (l->kind == EXPR_NUMBER || l->kind == EXPR_NEGATE);
}
static void set_literal(Atoms *a, uint32_t slot, const Expr *l) {
  IfValue v = {0};
  Type type = if_type(a->study, slot);
  if (type.kind == TYPE_LIST || is_time(type) || !value_in(a, type, l, &v)) return;
  if (type_is_number(type)) set_near(a, slot, v.number);
  else set(a, slot, v, false);
}
static void set_values(Atoms *a, uint32_t slot) {
  Type type = if_type(a->study, slot);
  if (type.kind == TYPE_BOOLEAN) { set_number(a, slot, 0); set_number(a, slot, 1); }
  for (uint32_t i = 0; type.values && i < type.values->count && i < 64; i++) set_number(a, slot, i);
  // Another address, in place of a private one; who is disqualified for theirs does not get in by another.
  IfValue v = {0};
  bool disqualified = a->study->decisions->status[a->row] == RUBRIC_DISQUALIFIED;
  if (type.kind == TYPE_EMAIL && !disqualified && is_known(a, slot) && placeholder(type, &v)) set(a, slot, v, true);
}
static void add_plain(Atoms *a, uint32_t slot, IfValue v) {
  uint32_t element = a->study->rules->slots[slot].first_child;
  add(a, slot, &(IfPart){element, v}, 1);
}
// Each value of a set, a named list or a single operand, given to the field, or added to a list.
static void set_members(Atoms *a, uint32_t slot, const Expr *set_expr, const Env *env) {
  Type type = if_type(a->study, slot);
  bool list = type.kind == TYPE_LIST;
  Type of = list ? *type.element : type;
  IfValue v = {0};
  const Expr *x = meant(set_expr, &env);
  if (!x || of.kind == TYPE_RECORD) return;
  if (x->kind == EXPR_RANGE) { set_literal(a, slot, literal_of(x->a, env)); set_literal(a, slot, literal_of(x->b, env)); return; }
  if (x->ref == REF_LIST) {
    const List *named = x->decl;
    for (uint32_t i = 0; i < named->count && i < LIST_MOST; i++) {
      v = (IfValue){.text = text_trim(named->values[i])};
      if (of.values) v.number = values_find(of.values, a->arena, v.text);
      if (of.values ? v.number < 0 : !type_is_text(of)) continue;
      if (list) add_plain(a, slot, v);
      else set(a, slot, v, false);
    }
    return;
  }
  uint32_t count = x->kind == EXPR_SET ? x->args.count : 1;
  for (uint32_t i = 0; i < count && i < LIST_MOST; i++) {
    const Expr *l = literal_of(x->kind == EXPR_SET ? x->args.items[i] : x, env);
    if (!list) set_literal(a, slot, l);
    else if (value_in(a, of, l, &v)) add_plain(a, slot, v);
  }
}

// What a definition is asked to give may be what its text is called: seniority(title) is "VP". Tried before its rows.
static void set_arguments(Atoms *a, const Expr *call, const Expr *wanted, const Env *env) {
  const Expr *x = meant(call, &env);
  if (!x || x->kind != EXPR_CALL || x->ref != REF_DEFINE) return;
  for (uint32_t i = 0; i < x->args.count; i++) {
    uint32_t slot = slot_of(x->args.items[i], env);
    if (slot != SLOT_NONE && if_type(a->study, slot).kind == TYPE_TEXT) set_members(a, slot, wanted, env);
  }
}

// ---- elements that a query would take: each part of `where` read as an order
typedef struct Wanted { Atoms *a; const Query *query; IfPart parts[16]; uint32_t count; } Wanted;

static uint32_t element_slot(const Wanted *w, const Expr *x, const Env *env) {
  x = meant(x, &env);
  return x && (x->ref == REF_ELEMENT || x->ref == REF_IT) && x->query == w->query ? x->slot : SLOT_NONE;
}
static void part_set(Wanted *w, uint32_t slot, IfValue v) {
  for (uint32_t i = 0; i < w->count; i++) if (w->parts[i].slot == slot) return; // the first order holds
  if (w->count < 16) w->parts[w->count++] = (IfPart){slot, v};
}
static void part_literal(Wanted *w, uint32_t slot, const Expr *l, int64_t more) {
  IfValue v = {0};
  if (!value_in(w->a, if_type(w->a->study, slot), l, &v)) return;
  v.number += more;
  part_set(w, slot, v);
}
static void part_member(Wanted *w, uint32_t slot, const Expr *set_expr, const Env *env) {
  IfValue v = {0};
  Type type = if_type(w->a->study, slot);
  const Expr *x = meant(set_expr, &env);
  if (!x) return;
  if (x->kind == EXPR_SET && x->args.count) part_literal(w, slot, literal_of(x->args.items[0], env), 0);
  else if (x->kind == EXPR_RANGE) part_literal(w, slot, literal_of(x->a ? x->a : x->b, env), 0);
  else if (x->ref == REF_LIST && ((const List *)x->decl)->count) {
    v.text = text_trim(((const List *)x->decl)->values[0]);
    if (type.values) v.number = values_find(type.values, w->a->arena, v.text);
    if (!type.values || v.number >= 0) part_set(w, slot, v);
  } else part_literal(w, slot, literal_of(x, env), 0);
}
static void part_compare(Wanted *w, const Expr *x, const Env *env) {
  static const int more[] = {0, 0, 0, 0, -1, 0, 1, 0};
  uint32_t slot = element_slot(w, x->a, env);
  if (slot == SLOT_NONE || x->op == COMPARE_IS_NOT || x->op == COMPARE_NOT_EXACTLY) return;
  part_literal(w, slot, literal_of(x->b, env), type_is_number(if_type(w->a->study, slot)) ? more[x->op] * DECIMAL_ONE : 0);
}
static void order(Wanted *w, const Expr *x, const Env *env, bool yes) {
  uint32_t slot;
  if (!x || ++w->a->depth > DEPTH_MOST) return;
  x = meant(x, &env);
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
      if ((slot = element_slot(w, x->a, env)) != SLOT_NONE && placeholder(if_type(w->a->study, slot), &v)) part_set(w, slot, v);
      break;
    }
    case EXPR_NAME: case EXPR_MEMBER:
      if ((slot = element_slot(w, x, env)) != SLOT_NONE && if_type(w->a->study, slot).kind == TYPE_BOOLEAN) part_set(w, slot, (IfValue){.number = yes});
      break;
    default: break;
  }
  w->a->depth--;
}
static void add_element(Atoms *a, const Query *q, const Env *env) {
  if (q->list_slot == UINT32_MAX) return;
  const Slot *s = &a->study->rules->slots[q->list_slot];
  Wanted w = {.a = a, .query = q};
  uint32_t depth = a->depth;
  if (s->domain != 0 || s->type.kind != TYPE_LIST) return;
  order(&w, q->where, env, true);
  a->depth = depth;
  if (q->time_slot != UINT32_MAX) part_set(&w, q->time_slot, (IfValue){.number = now_as(a, if_type(a->study, q->time_slot))});
  if (w.count || s->type.element->kind == TYPE_RECORD) add(a, q->list_slot, w.parts, w.count);
}

// ---- conditions
static void pair(Atoms *a, const Expr *left, const Expr *right, const Env *env) { // a field against a literal, or against another field
  uint32_t slot = slot_of(left, env), other = slot_of(right, env);
  if (slot == SLOT_NONE) return;
  set_literal(a, slot, literal_of(right, env));
  if (other != SLOT_NONE && is_known(a, other) && type_is_number(if_type(a->study, slot)) && type_is_number(if_type(a->study, other))) set_near(a, slot, study_column(a->study, other)->ints[a->row]);
}
static void about(Atoms *a, const Expr *x, const Env *env) { // an age: now
  const Expr *m = meant(x, &env);
  uint32_t slot = slot_of(x, env);
  if (m && m->kind == EXPR_CALL && m->ref == REF_BUILTIN && m->index == BUILTIN_DAYS_SINCE) slot = slot_of(m->args.items[0], env);
  if (slot != SLOT_NONE && is_time(if_type(a->study, slot))) set_now(a, slot);
}
static void walk_decision(Atoms *a, const Decision *d, const Env *env) {
  for (uint32_t c = 0; c < d->by.count; c++) {
    uint32_t slot = slot_of(d->by.items[c], env);
    walk(a, d->by.items[c], env);
    for (uint32_t r = 0; slot != SLOT_NONE && r < d->row_count; r++)
      for (uint32_t i = 0; !d->rows[r].otherwise && i < d->rows[r].patterns[c].count; i++) {
        const PatternItem *p = &d->rows[r].patterns[c].items[i];
        if (p->kind == PATTERN_PRESENT) set_any(a, slot);
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
      if ((slot = slot_of(x->a, env)) != SLOT_NONE) set_members(a, slot, x->b, env);
      set_arguments(a, x->a, x->b, env);
      if ((slot = slot_of(x->b, env)) != SLOT_NONE && if_type(a->study, slot).kind == TYPE_LIST) set_members(a, slot, x->a, env);
      break;
    case EXPR_STATE: if ((slot = slot_of(x->a, env)) != SLOT_NONE) set_any(a, slot); break;
    case EXPR_WITHIN: about(a, x->a, env); break;
    case EXPR_QUERY: add_element(a, x->query, env); walk(a, x->query->where, env); break;
    default: break;
  }
  if (x->ref == REF_SLOT) set_values(a, x->slot);
  if (x->ref == REF_ARGUMENT && (slot = slot_of(x, env)) != SLOT_NONE) set_values(a, slot);
  const Expr *parts[] = {x->a, x->b, x->c};
  for (int i = 0; i < 3; i++) walk(a, parts[i], env);
  for (uint32_t i = 0; i < x->args.count; i++) walk(a, x->args.items[i], env);
  if (x->ref == REF_DEFINE) walk_define(a, x, env);
  a->depth--;
}
static void walk_rule(Atoms *a, const Rule *r) {
  static const int64_t more[] = {1, 2, 3, 5, 10};
  uint32_t slot = slot_of(r->per, NULL);
  walk(a, r->when, NULL);
  walk(a, r->per, NULL);
  walk(a, r->decay.since, NULL);
  if (r->decay.since) about(a, r->decay.since, NULL);
  if (r->by) walk_decision(a, r->by, NULL);
  if (r->query) { add_element(a, r->query, NULL); walk(a, r->query->where, NULL); }
  for (int i = 0; slot != SLOT_NONE && i < 5; i++) // a counter counts on
    set_number(a, slot, (is_known(a, slot) ? study_column(a->study, slot)->ints[a->row] : 0) + more[i] * DECIMAL_ONE);
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
