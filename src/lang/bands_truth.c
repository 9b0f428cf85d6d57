// bands_truth.c -- see bands_inside.h. A condition as a formula.
#include "lang/bands_inside.h"
#include <stdlib.h>

// What a comparison asks of a value, for the leaves that it comes down to.
typedef struct Wanted { CompareOp op; const Expr *literal; TypeKind kind; } Wanted;

// ---- the values that a literal stands for
static bool is_text_literal(const Expr *e) { const Expr *l = expr_literal(e); return l && l->kind == EXPR_TEXT; }
ValueSet literal_values(Bands *b, const Rules *rules, Type type, const Expr *literal) {
  int64_t low = 0, high = 0;
  if (is_text_literal(literal) && type.kind != TYPE_SCALE) {
    int64_t number = text_number(b, type.kind, expr_literal(literal)->text);
    return values_range(b->scratch, number, number);
  }
  return literal_span(rules, literal, type, &low, &high) ? values_range(b->scratch, low, high) : values_none();
}
static ValueSet compared_values(Bands *b, const Rules *rules, Type type, CompareOp op, const Expr *literal) {
  ValueSet v = literal_values(b, rules, type, literal);
  if (!v.count) return v;
  int64_t low = v.items[0].low, high = v.items[0].high;
  switch (op) {
    case COMPARE_LT: return low == INT64_MIN ? values_none() : values_range(b->scratch, INT64_MIN, low - 1);
    case COMPARE_LE: return values_range(b->scratch, INT64_MIN, high);
    case COMPARE_GT: return high == INT64_MAX ? values_none() : values_range(b->scratch, high + 1, INT64_MAX);
    case COMPARE_GE: return values_range(b->scratch, low, INT64_MAX);
    default: return v;
  }
}
static bool equality(CompareOp op) { return op <= COMPARE_NOT_EXACTLY; }
static bool negative(CompareOp op) { return op == COMPARE_IS_NOT || op == COMPARE_NOT_EXACTLY; }
static Formula *unknown(Bands *b) { return formula_truth(b, TRUTH_UNKNOWN); }

// What is not followed and has no words to be known by: yes, no or unknown as it likes.
static Formula *anything(Bands *b) {
  bool is_new;
  uint32_t v = variable_named(b, VARIABLE_OPAQUE, text_format(b->scratch, "anything %u", b->variables.count), &is_new);
  b->variables.items[v].type = (Type){.kind = TYPE_BOOLEAN};
  b->variables.items[v].domain = values_range(b->arena, 0, 1);
  b->variables.items[v].domain.absent = true;
  return formula_in(b, v, values_range(b->scratch, 1, 1));
}
static Formula *not_followed(Bands *b, const Env *env, const Expr *e) { return e ? formula_opaque(b, env, e) : anything(b); }

// Two literals: `sql_fit >= 50`. What type they have is the first one's.
static Type literal_type(const Expr *e) {
  const Expr *l = expr_literal(e);
  return (Type){.kind = !l || l->kind == EXPR_NUMBER || l->kind == EXPR_NEGATE ? TYPE_NUMBER : l->kind == EXPR_TEXT ? TYPE_TEXT : l->kind == EXPR_DATE ? TYPE_DATE : l->kind == EXPR_TIME ? TYPE_TIME : l->kind == EXPR_DURATION ? TYPE_DURATION : TYPE_BOOLEAN};
}
static Formula *compare_leaf(Bands *b, const Env *env, Leaf leaf, const void *what) {
  const Wanted *w = what;
  const Rules *rules = env->rules;
  if (leaf.variable != SLOT_NONE) {
    Formula *f = formula_in(b, leaf.variable, compared_values(b, rules, b->variables.items[leaf.variable].type, w->op, w->literal));
    return negative(w->op) ? formula_not(b, f) : f;
  }
  if (!leaf.literal) return unknown(b);
  Type type = literal_type(leaf.literal);
  if (type.kind == TYPE_TEXT && !equality(w->op)) return anything(b); // a scale's
  if (type.kind == TYPE_TEXT) type.kind = w->kind == TYPE_SCALE ? TYPE_TEXT : w->kind;
  ValueSet own = literal_values(b, rules, type, leaf.literal), set = compared_values(b, rules, type, w->op, w->literal);
  bool holds = own.count && values_hold(set, own.items[0].low);
  return formula_truth(b, holds != negative(w->op) ? TRUTH_YES : TRUTH_NO);
}

// ---- against now: ages
typedef struct AgeWanted { ValueSet micros, days; bool days_known; } AgeWanted;
static Formula *age_leaf(Bands *b, const Env *env, Leaf leaf, const void *what) {
  const AgeWanted *w = what;
  (void)env;
  if (leaf.variable == SLOT_NONE && !leaf.literal) return unknown(b);
  TypeKind kind = leaf.variable == SLOT_NONE ? TYPE_ERROR : b->variables.items[leaf.variable].type.kind;
  if (kind == TYPE_TIME || (kind == TYPE_DATE && w->days_known)) return formula_in(b, variable_age(b, leaf.variable), kind == TYPE_TIME ? w->micros : w->days);
  return anything(b);
}
static AgeWanted ages(Bands *b, int64_t low_us, int64_t high_us, bool whole) {
  AgeWanted w = {values_range(b->scratch, low_us, high_us), values_none(), whole};
  if (whole) w.days = values_range(b->scratch, low_us == INT64_MIN ? low_us : floor_div(low_us + CLOCK_DAY - 1, CLOCK_DAY), high_us == INT64_MAX ? high_us : floor_div(high_us, CLOCK_DAY));
  return w;
}
static Formula *within_truth(Bands *b, const Env *env, const Expr *e, bool older) {
  const Expr *d = value_literal(env, e->b), *l = d ? expr_literal(d) : NULL;
  if (!l || l->kind != EXPR_DURATION || l->months || l->value < 0) return formula_opaque(b, env, e);
  bool whole = l->value % CLOCK_DAY == 0;
  AgeWanted *w = ARENA_NEW(b->scratch, AgeWanted);
  *w = older ? ages(b, l->value + 1, INT64_MAX, whole) : ages(b, 0, l->value, whole);
  if (older && whole) w->days = values_range(b->scratch, l->value / CLOCK_DAY + 1, INT64_MAX);
  Formula *f = value_walk(b, env, e->a, age_leaf, w);
  return e->negated ? formula_not(b, f) : f;
}
// `now`, or a fixed time before it: microseconds before now.
static bool clock_of(const Env *env, const Expr *e, int64_t *before) {
  e = value_behind(&env, e);
  *before = 0;
  if (e->kind == EXPR_NOW) return true;
  if (e->kind != EXPR_AGO || !e->a || e->a->kind != EXPR_DURATION || e->a->months) return false;
  *before = e->a->value;
  return true;
}
// x op (now - before): of an age the other way round.
static Formula *against_clock(Bands *b, const Env *env, const Expr *x, CompareOp op, int64_t before, const Expr *whole) {
  if (x->type.kind != TYPE_TIME) return not_followed(b, env, whole);
  AgeWanted *w = ARENA_NEW(b->scratch, AgeWanted);
  *w = ages(b, op == COMPARE_LT ? before + 1 : op == COMPARE_GT || op == COMPARE_GE ? INT64_MIN : before, op == COMPARE_GT ? before - 1 : op == COMPARE_LT || op == COMPARE_LE ? INT64_MAX : before, false);
  Formula *f = value_walk(b, env, x, age_leaf, w);
  return negative(op) ? formula_not(b, f) : f;
}

// ---- two values: which is larger, as one variable for both orders
static Formula *order_truth(Bands *b, const Env *env, const Expr *x, CompareOp op, const Expr *y) {
  Text kx = expr_key(b, env, x), ky = expr_key(b, env, y);
  bool turned = text_compare(kx, ky) > 0, is_new, exact = op == COMPARE_EXACTLY || op == COMPARE_NOT_EXACTLY;
  if (turned) { Text t = kx; kx = ky; ky = t; }
  uint32_t v = variable_named(b, VARIABLE_OPAQUE, text_format(b->scratch, "%s:%.*s:%.*s", exact ? "x" : "o", SHOW(kx), SHOW(ky)), &is_new);
  if (is_new) {
    bool same = text_equal(kx, ky);
    b->variables.items[v].type = (Type){.kind = TYPE_NUMBER};
    b->variables.items[v].domain = values_range(b->arena, same ? 0 : -1, same ? 0 : 1);
    b->variables.items[v].domain.absent = true;
  }
  if (turned) op = op == COMPARE_LT ? COMPARE_GT : op == COMPARE_LE ? COMPARE_GE : op == COMPARE_GT ? COMPARE_LT : op == COMPARE_GE ? COMPARE_LE : op;
  int64_t low = op == COMPARE_GT ? 1 : op == COMPARE_LT || op == COMPARE_LE ? -1 : 0, high = op == COMPARE_LT ? -1 : op == COMPARE_GT || op == COMPARE_GE ? 1 : 0;
  Formula *f = formula_in(b, v, values_range(b->scratch, low, high));
  return negative(op) ? formula_not(b, f) : f;
}

// ---- comparing
static Formula *exactly(Bands *b, const Env *env, Formula *folded, const Expr *e) { // more than `is`
  Formula *f = formula_count(b, 2, 2);
  f->kids[0] = folded;
  Expr *plain = ARENA_NEW(b->scratch, Expr);
  *plain = *e;
  plain->op = COMPARE_EXACTLY;
  f->kids[1] = formula_opaque(b, env, plain);
  return f;
}
static Formula *compare_with(Bands *b, const Env *env, const Expr *x, CompareOp op, const Expr *literal, const Expr *e) {
  bool exact = op == COMPARE_EXACTLY || op == COMPARE_NOT_EXACTLY;
  Wanted *w = ARENA_NEW(b->scratch, Wanted);
  *w = (Wanted){exact ? COMPARE_IS : op, literal, x->type.kind};
  Formula *f = value_walk(b, env, x, compare_leaf, w);
  if (!exact || !type_is_text(x->type)) return exact && negative(op) ? formula_not(b, f) : f;
  f = exactly(b, env, f, e);
  return negative(op) ? formula_not(b, f) : f;
}
static CompareOp turned(CompareOp op) { return op == COMPARE_LT ? COMPARE_GT : op == COMPARE_LE ? COMPARE_GE : op == COMPARE_GT ? COMPARE_LT : op == COMPARE_GE ? COMPARE_LE : op; }

static Formula *booleans(Bands *b, const Env *env, const Expr *e) {
  const Expr *literal = value_literal(env, e->b), *of = e->a;
  if (!literal) { literal = value_literal(env, e->a); of = e->b; }
  if (!literal || !expr_literal(literal)) return formula_opaque(b, env, e);
  Formula *f = truth_of(b, env, of);
  return (expr_literal(literal)->value != 0) == negative((CompareOp)e->op) ? formula_not(b, f) : f;
}
static Formula *compare_truth(Bands *b, const Env *env, const Expr *x, CompareOp op, const Expr *y, const Expr *e) {
  int64_t before;
  const Expr *ly = value_literal(env, y), *lx = value_literal(env, x);
  if (ly) return compare_with(b, env, x, op, ly, e);
  if (lx) return compare_with(b, env, y, turned(op), lx, e);
  if (clock_of(env, y, &before)) return against_clock(b, env, x, op, before, e);
  if (clock_of(env, x, &before)) return against_clock(b, env, y, turned(op), before, e);
  return order_truth(b, env, x, op, y);
}
static Formula *between_truth(Bands *b, const Env *env, const Expr *e) {
  Formula *f = formula_count(b, 2, 2);
  f->kids[0] = compare_truth(b, env, e->a, COMPARE_GE, e->b, e);
  f->kids[1] = compare_truth(b, env, e->a, COMPARE_LE, e->c, e);
  if (value_literal(env, e->b) && value_literal(env, e->c)) return f;
  Formula *known = formula_count(b, 2, 2); // a bound that is unknown makes it so, also where the other one says no
  for (int i = 0; i < 2; i++) known->kids[i] = formula_is(b, f->kids[i], TRUTH_YES | TRUTH_NO);
  return formula_case(b, known, f, unknown(b));
}

// ---- in
typedef struct SetWanted { const Expr *const *literals; uint32_t count; const List *list; const Expr *range; TypeKind kind; } SetWanted;
static ValueSet range_values(Bands *b, const Rules *rules, Type type, const Expr *range) {
  int64_t from = INT64_MIN, to = INT64_MAX, other;
  if (range->a && !literal_span(rules, range->a, type, &from, &other)) return values_none();
  if (range->b && !literal_span(rules, range->b, type, &other, &to)) return values_none();
  if (range->b && range->open_end) to = other - 1;
  return values_range(b->scratch, from, to);
}
static int number_order(const void *x, const void *y) {
  int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
  return a < b ? -1 : a > b;
}
static ValueSet list_values(Bands *b, Type type, const List *list) {
  int64_t *numbers = ARENA_MANY(b->scratch, int64_t, list->count + 1);
  for (uint32_t i = 0; i < list->count; i++) numbers[i] = text_number(b, type.kind, list->values[i]);
  if (list->count) qsort(numbers, list->count, sizeof *numbers, number_order);
  ValueSet all = {.items = ARENA_MANY(b->scratch, Interval, list->count + 1)};
  for (uint32_t i = 0; i < list->count; i++) {
    Interval *last = all.count ? &all.items[all.count - 1] : NULL;
    if (last && numbers[i] <= last->high + 1) last->high = numbers[i];
    else all.items[all.count++] = (Interval){numbers[i], numbers[i]};
  }
  return all;
}
static ValueSet set_values(Bands *b, const Rules *rules, Type type, const SetWanted *w) {
  if (w->range) return range_values(b, rules, type, w->range);
  if (w->list) return list_values(b, type, w->list);
  ValueSet all = values_none();
  for (uint32_t i = 0; i < w->count; i++) all = values_union(b->scratch, all, literal_values(b, rules, type, w->literals[i]));
  return all;
}
static Formula *set_leaf(Bands *b, const Env *env, Leaf leaf, const void *what) {
  const SetWanted *w = what;
  if (leaf.variable != SLOT_NONE) return formula_in(b, leaf.variable, set_values(b, env->rules, b->variables.items[leaf.variable].type, w));
  if (!leaf.literal) return unknown(b);
  Type type = literal_type(leaf.literal);
  if (type.kind == TYPE_TEXT && w->kind != TYPE_SCALE) type.kind = w->kind;
  ValueSet own = literal_values(b, env->rules, type, leaf.literal);
  return formula_truth(b, own.count && values_hold(set_values(b, env->rules, type, w), own.items[0].low) ? TRUTH_YES : TRUTH_NO);
}
static Formula *members_truth(Bands *b, const Env *env, const Expr *x, const Expr *set, const Expr *e) {
  SetWanted *w = ARENA_NEW(b->scratch, SetWanted);
  w->kind = x->type.kind;
  if (set->kind == EXPR_RANGE) w->range = set;
  else if (set->kind == EXPR_NAME && set->ref == REF_LIST) w->list = set->decl;
  else if (set->kind == EXPR_SET) {
    const Expr **literals = ARENA_MANY(b->scratch, const Expr *, set->args.count + 1);
    for (uint32_t i = 0; i < set->args.count; i++) if ((literals[w->count] = value_literal(env, set->args.items[i]))) w->count++;
    w->literals = literals;
    if (w->count < set->args.count) { // equal to one of them, as Kleene has it
      Formula *f = formula_count(b, 1, set->args.count);
      for (uint32_t i = 0; i < set->args.count; i++) f->kids[i] = compare_truth(b, env, x, COMPARE_IS, set->args.items[i], e);
      return f;
    }
  } else return not_followed(b, env, e);
  return value_walk(b, env, x, set_leaf, w);
}
static Formula *in_truth(Bands *b, const Env *env, const Expr *e) {
  if (e->b->kind != EXPR_RANGE && e->a->type.kind == TYPE_BOOLEAN) return formula_opaque(b, env, e);
  Expr *plain = ARENA_NEW(b->scratch, Expr);
  *plain = *e;
  plain->negated = false;
  Formula *f = members_truth(b, env, e->a, e->b, plain);
  return e->negated ? formula_not(b, f) : f;
}

// ---- has, contains, starts with, ends with, matches
typedef struct NeedleWanted { uint8_t op; Text needle; } NeedleWanted;
static Formula *needle_leaf(Bands *b, const Env *env, Leaf leaf, const void *what) {
  const NeedleWanted *w = what;
  (void)env;
  if (leaf.variable != SLOT_NONE) return formula_in(b, variable_needle(b, leaf.variable, w->op, w->needle), values_range(b->scratch, 1, 1));
  if (!leaf.literal || !is_text_literal(leaf.literal)) return unknown(b);
  if (w->op == NEEDLE_PATTERN) return anything(b);
  return formula_truth(b, needle_holds(b, w->op, text_fold(b->scratch, expr_literal(leaf.literal)->text), w->needle) ? TRUTH_YES : TRUTH_NO);
}
static Formula *needle_truth(Bands *b, const Env *env, const Expr *x, uint8_t op, Text literal) {
  NeedleWanted *w = ARENA_NEW(b->scratch, NeedleWanted);
  *w = (NeedleWanted){op, op == MATCH_HAS ? text_fold(b->scratch, literal) : op == NEEDLE_PATTERN ? literal : text_fold_untrimmed(b->scratch, literal)};
  if (x->type.kind == TYPE_LIST && x->type.element) w->needle = compared_form(b->scratch, x->type.element->kind, literal);
  return value_walk(b, env, x, needle_leaf, w);
}
static Text needle_at(const Env *env, const Expr *set, uint32_t i, bool *known) {
  if (set->kind == EXPR_NAME && set->ref == REF_LIST) return ((const List *)set->decl)->values[i];
  const Expr *l = value_literal(env, set->kind == EXPR_SET ? set->args.items[i] : set);
  *known = *known && l && is_text_literal(l);
  return *known ? expr_literal(l)->text : (Text){0};
}
static uint32_t needle_count(const Expr *set) {
  if (set->kind == EXPR_SET) return set->args.count;
  return set->kind == EXPR_NAME && set->ref == REF_LIST ? ((const List *)set->decl)->count : 1;
}
// The decision's own lists are always there, and their elements are names: nothing to follow here.
static bool list_of_field(const Expr *x) { return x->type.kind == TYPE_LIST && (x->ref == REF_SLOT || x->ref == REF_ELEMENT) && x->type.element && type_is_text(*x->type.element); }

static Formula *match_pieces(Bands *b, const Env *env, const Expr *x, uint8_t op, uint8_t quant, const Expr *set, const Expr *whole) {
  uint32_t count = needle_count(set);
  bool known = true, text = type_is_text(x->type) || list_of_field(x);
  for (uint32_t i = 0; i < count && known; i++) needle_at(env, set, i, &known);
  if (!known || !text || !count || count > BANDS_NEEDLES) return not_followed(b, env, whole);
  Formula *f = formula_count(b, quant == QUANT_ALL ? count : 1, count);
  for (uint32_t i = 0; i < count; i++) f->kids[i] = needle_truth(b, env, x, op, needle_at(env, set, i, &known));
  return quant == QUANT_NONE ? formula_not(b, f) : f;
}

// ---- is missing, is present, is valid, is invalid
static Formula *state_leaf(Bands *b, const Env *env, Leaf leaf, const void *what) {
  StateOp op = *(const StateOp *)what;
  (void)env;
  ValueSet present = values_range(b->scratch, INT64_MIN, INT64_MAX);
  if (leaf.variable == SLOT_NONE) return formula_truth(b, (leaf.literal != NULL) == (op == STATE_PRESENT || op == STATE_VALID) ? TRUTH_YES : TRUTH_NO);
  switch (op) {
    case STATE_MISSING: return formula_state(b, leaf.variable, values_missing());
    case STATE_INVALID: return formula_state(b, leaf.variable, (ValueSet){.invalid = true});
    default: return formula_state(b, leaf.variable, present);
  }
}
static Formula *state_truth(Bands *b, const Env *env, const Expr *e) {
  StateOp *op = ARENA_NEW(b->scratch, StateOp);
  *op = (StateOp)e->op;
  bool field = (e->a->kind == EXPR_NAME || e->a->kind == EXPR_MEMBER) && (e->a->ref == REF_SLOT || e->a->ref == REF_ELEMENT || e->a->ref == REF_PREVIOUS || e->a->ref == REF_IT);
  Formula *f;
  if (e->a->type.kind == TYPE_BOOLEAN && !field) f = formula_is(b, truth_of(b, env, e->a), *op == STATE_MISSING ? TRUTH_UNKNOWN : TRUTH_YES | TRUTH_NO);
  else f = value_walk(b, env, e->a, state_leaf, op);
  return e->negated ? formula_not(b, f) : f;
}

// ---- logic
static Formula *chain(Bands *b, const Env *env, const ExprList *args, uint32_t least) {
  Formula *f = formula_count(b, least, args->count);
  for (uint32_t i = 0; i < args->count; i++) f->kids[i] = truth_of(b, env, args->items[i]);
  return f;
}
static Formula *quorum(Bands *b, const Env *env, const Expr *e) {
  uint32_t least = e->op == QUORUM_ALL ? e->args.count : e->op == QUORUM_AT_LEAST ? (uint32_t)e->value : 1;
  Formula *f = chain(b, env, &e->args, least);
  return e->op == QUORUM_NONE ? formula_not(b, f) : f;
}
static Formula *if_truth(Bands *b, const Env *env, const Expr *e) {
  Formula *c = truth_of(b, env, e->a), *no = truth_of(b, env, e->c);
  return formula_case(b, c, truth_of(b, env, e->b), formula_case(b, formula_is(b, c, TRUTH_NO), no, unknown(b)));
}
static Formula *boolean_leaf(Bands *b, const Env *env, Leaf leaf, const void *what) {
  (void)env; (void)what;
  if (leaf.variable != SLOT_NONE) return formula_in(b, leaf.variable, values_range(b->scratch, 1, 1));
  if (!leaf.literal || !expr_literal(leaf.literal)) return unknown(b);
  return formula_truth(b, expr_literal(leaf.literal)->value ? TRUTH_YES : TRUTH_NO);
}
static Formula *define_truth(Bands *b, const Env *env, const Expr *e) {
  const Define *d = e->decl;
  if (!d->body) return value_walk(b, env, e, boolean_leaf, NULL);
  Env *inner = ARENA_NEW(b->scratch, Env);
  *inner = (Env){env->rules, e->args.items, e->args.count, env};
  return truth_of(b, inner, d->body);
}
static Formula *named_truth(Bands *b, const Env *env, const Expr *e) {
  switch (e->ref) {
    case REF_DISQUALIFIED: return disqualified_truth(b, env->rules);
    case REF_INCOMPLETE: return incomplete_truth(b, env->rules);
    case REF_DEFINE: return define_truth(b, env, e);
    case REF_ARGUMENT: return e->index < env->count ? truth_of(b, env->outer, env->args[e->index]) : formula_opaque(b, env, e);
    default: return value_walk(b, env, e, boolean_leaf, NULL);
  }
}
static Formula *query_truth(Bands *b, const Env *env, const Expr *e) {
  if (e->op != QUERY_NONE) return formula_opaque(b, env, e);
  Expr *any = ARENA_NEW(b->scratch, Expr);
  *any = *e;
  any->op = QUERY_ANY;
  return formula_not(b, formula_opaque(b, env, any));
}
static Formula *truth_made(Bands *b, const Env *env, const Expr *e) {
  if (b->size > BANDS_FORMULAS) return formula_opaque(b, env, e);
  switch (e->kind) {
    case EXPR_BOOLEAN: return formula_truth(b, e->value ? TRUTH_YES : TRUTH_NO);
    case EXPR_MISSING: return unknown(b);
    case EXPR_NOT: return formula_not(b, truth_of(b, env, e->a));
    case EXPR_AND: return chain(b, env, &e->args, e->args.count);
    case EXPR_OR: return chain(b, env, &e->args, 1);
    case EXPR_QUORUM: return quorum(b, env, e);
    case EXPR_COMPARE: return e->a->type.kind == TYPE_BOOLEAN || e->b->type.kind == TYPE_BOOLEAN ? booleans(b, env, e) : compare_truth(b, env, e->a, (CompareOp)e->op, e->b, e);
    case EXPR_BEFORE: return compare_truth(b, env, e->a, COMPARE_LT, e->b, e);
    case EXPR_AFTER: return compare_truth(b, env, e->a, COMPARE_GT, e->b, e);
    case EXPR_BETWEEN: return between_truth(b, env, e);
    case EXPR_IN: return in_truth(b, env, e);
    case EXPR_MATCH: return match_pieces(b, env, e->a, e->op, e->quant, e->b, e);
    case EXPR_REGEX: return type_is_text(e->a->type) ? needle_truth(b, env, e->a, NEEDLE_PATTERN, e->b->text) : formula_opaque(b, env, e);
    case EXPR_WITHIN: return within_truth(b, env, e, false);
    case EXPR_OLDER: return within_truth(b, env, e, true);
    case EXPR_STATE: return state_truth(b, env, e);
    case EXPR_IF: return if_truth(b, env, e);
    case EXPR_NAME: case EXPR_MEMBER: return named_truth(b, env, e);
    case EXPR_CALL: return e->ref == REF_DEFINE ? define_truth(b, env, e) : value_walk(b, env, e, boolean_leaf, NULL);
    case EXPR_QUERY: return query_truth(b, env, e);
    default: return formula_opaque(b, env, e);
  }
}

// What depends on no arguments is made once. (An expression that a tool puts together has no place: another may follow at its address.)
Formula *truth_of(Bands *b, const Env *env, const Expr *e) {
  if (!e) return formula_truth(b, TRUTH_YES);
  bool keeps = !env->count && !env->outer && e->span.end > e->span.start;
  Formula *f = keeps ? formula_known(b, e) : NULL;
  if (f) return f;
  f = truth_made(b, env, e);
  return keeps ? formula_keep(b, e, f) : f;
}

// ---- rows: a pattern does not take what is missing, unless it says so
static Formula *item_truth(Bands *b, const Env *env, const Expr *by, const PatternItem *item) {
  StateOp *state = ARENA_NEW(b->scratch, StateOp);
  Formula *f = anything(b);
  switch (item->kind) {
    case PATTERN_ANY: return formula_truth(b, TRUTH_YES);
    case PATTERN_PRESENT: case PATTERN_MISSING: *state = item->kind == PATTERN_PRESENT ? STATE_PRESENT : STATE_MISSING; return value_walk(b, env, by, state_leaf, state);
    case PATTERN_LITERAL: f = by->type.kind == TYPE_BOOLEAN && expr_literal(item->value) ? (expr_literal(item->value)->value ? truth_of(b, env, by) : formula_not(b, truth_of(b, env, by))) : compare_truth(b, env, by, COMPARE_IS, item->value, NULL); break;
    case PATTERN_COMPARE: f = compare_truth(b, env, by, (CompareOp)item->op, item->value, NULL); break;
    case PATTERN_RANGE: case PATTERN_IN: f = members_truth(b, env, by, item->value, NULL); break;
    case PATTERN_MATCH: f = match_pieces(b, env, by, item->op, item->quant, item->value, NULL); break;
  }
  return item->negated ? formula_not(b, f) : f;
}
Formula *row_truth(Bands *b, const Env *env, const Decision *d, uint32_t row) {
  const Row *r = &d->rows[row];
  bool keeps = !env->count && !env->outer;
  Formula *known = keeps ? formula_known(b, r) : NULL;
  if (r->otherwise) return formula_truth(b, TRUTH_YES);
  if (known) return known;
  Formula *all = formula_count(b, r->pattern_count, r->pattern_count);
  for (uint32_t k = 0; k < r->pattern_count; k++) {
    const Pattern *p = &r->patterns[k];
    Formula *any = all->kids[k] = formula_count(b, 1, p->count);
    for (uint32_t i = 0; i < p->count; i++) {
      any->kids[i] = b->size > BANDS_FORMULAS ? anything(b) : item_truth(b, env, d->by.items[k], &p->items[i]);
    }
  }
  return keeps ? formula_keep(b, r, all) : all;
}

// ---- what the decision says of a lead
Formula *disqualified_truth(Bands *b, const Rules *rules) {
  Formula *known = formula_known(b, rules);
  if (known) return known;
  Env *env = ARENA_NEW(b->scratch, Env);
  env->rules = rules;
  Formula *any = formula_count(b, 1, rules->reasons.count);
  for (uint32_t i = 0; i < rules->reasons.count; i++) {
    const Reason *r = rules->reasons.items[i];
    any->kids[i] = formula_is(b, truth_of(b, env, r->when), r->require ? TRUTH_NO : TRUTH_YES);
  }
  return formula_keep(b, rules, any);
}
Formula *incomplete_truth(Bands *b, const Rules *rules) {
  Env *env = ARENA_NEW(b->scratch, Env);
  env->rules = rules;
  Formula *unknown_any = formula_count(b, 1, rules->reasons.count), *both = formula_count(b, 2, 2);
  for (uint32_t i = 0; i < rules->reasons.count; i++) {
    const Reason *r = rules->reasons.items[i];
    unknown_any->kids[i] = r->require ? formula_is(b, truth_of(b, env, r->when), TRUTH_UNKNOWN) : formula_truth(b, TRUTH_NO);
  }
  both->kids[0] = unknown_any;
  both->kids[1] = formula_not(b, disqualified_truth(b, rules));
  return both;
}
Formula *stage_taken(Bands *b, const Rules *rules, uint32_t stage) {
  const Stage *s = rules->stages.items[stage];
  Formula *known = formula_known(b, s);
  if (known) return known;
  Env *env = ARENA_NEW(b->scratch, Env);
  env->rules = rules;
  Formula *both = formula_count(b, 2, 2);
  both->kids[0] = formula_is(b, truth_of(b, env, s->when), TRUTH_YES);
  both->kids[1] = s->mentions_disqualified ? formula_truth(b, TRUTH_YES) : formula_not(b, disqualified_truth(b, rules));
  return formula_keep(b, s, both);
}
