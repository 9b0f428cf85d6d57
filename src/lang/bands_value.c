// bands_value.c -- see bands_inside.h. What a value comes down to.
#include "lang/bands_inside.h"

// ---- through arguments and plain definitions
static bool argument_of(const Env **env, const Expr **e) {
  if ((*e)->kind != EXPR_NAME || (*e)->ref != REF_ARGUMENT || (*e)->index >= (*env)->count) return false;
  *e = (*env)->args[(*e)->index];
  *env = (*env)->outer;
  return true;
}
const Expr *value_behind(const Env **env, const Expr *e) {
  for (;;) {
    if (argument_of(env, &e)) continue;
    const Define *d = e->kind == EXPR_NAME && e->ref == REF_DEFINE ? e->decl : NULL;
    if (!d || !d->body) return e;
    e = d->body; // reads no arguments
  }
}
const Expr *value_literal(const Env *env, const Expr *e) {
  Decimal number;
  e = value_behind(&env, e);
  return expr_literal(e) || number_of(e, &number) ? e : NULL;
}

// ---- words for what is not followed: equal ones mean the same value. Element names carry how far out their query is.
typedef struct Words { Bands *b; VEC(char) bytes; const Query *open[16]; uint32_t depth; bool alone; } Words;
enum { WORDS_MOST = 4000 };

static void put(Words *w, Text t) {
  for (uint32_t i = 0; i < t.size && w->bytes.count < WORDS_MOST; i++) *VEC_PUSH(w->b->scratch, &w->bytes) = t.data[i];
  w->alone |= w->bytes.count >= WORDS_MOST;
}
static void put_number(Words *w, int64_t n) { put(w, text_format(w->b->scratch, "%lld", (long long)n)); }
static void put_expr(Words *w, const Env *env, const Expr *e);

static void put_query(Words *w, const Env *env, const Query *q) {
  put_expr(w, env, q->list);
  if (q->within) { put(w, TEXT(" within ")); put_expr(w, env, q->within); }
  if (w->depth == sizeof w->open / sizeof *w->open) { w->alone = true; return; }
  w->open[w->depth++] = q;
  if (q->where) { put(w, TEXT(" where ")); put_expr(w, env, q->where); }
  w->depth--;
}
static void put_slot(Words *w, const Env *env, const Expr *e) {
  Text path = e->slot < env->rules->slot_count ? env->rules->slots[e->slot].path : TEXT("it"); // of segments or reasons
  uint32_t out = 0;
  while (e->ref != REF_SLOT && out < w->depth && w->open[w->depth - 1 - out] != e->query) out++;
  put(w, text_format(w->b->scratch, "$%.*s%u", SHOW(path), e->ref == REF_SLOT ? 99 : out));
}
static void put_decision(Words *w, const Env *env, const Decision *d) {
  for (uint32_t i = 0; i < d->by.count; i++) put_expr(w, env, d->by.items[i]);
  for (uint32_t r = 0; r < d->row_count && !w->alone; r++) {
    put(w, TEXT("row"));
    for (uint32_t k = 0; k < d->rows[r].pattern_count; k++)
      for (uint32_t j = 0; j < d->rows[r].patterns[k].count; j++) {
        const PatternItem *item = &d->rows[r].patterns[k].items[j];
        put(w, text_format(w->b->scratch, "|%d.%d.%d.%d ", (int)item->kind, item->negated, item->op, item->quant));
        put_expr(w, env, item->value);
      }
    put(w, TEXT("=>"));
    put_expr(w, env, d->rows[r].result);
  }
}
static void put_define(Words *w, const Env *env, const Expr *e) {
  const Define *d = e->decl;
  Env *inner = ARENA_NEW(w->b->scratch, Env);
  *inner = (Env){env->rules, e->args.items, e->args.count, env};
  if (d->body) put_expr(w, inner, d->body);
  else put_decision(w, inner, d->decision);
}
static void put_list(Words *w, const List *list) { // lists may be long
  uint64_t sum = list->count;
  for (uint32_t i = 0; i < list->count; i++) sum = text_hash(list->values[i], sum);
  put(w, text_format(w->b->scratch, "list %u %llx", list->count, (unsigned long long)sum));
}
static void put_shared(Words *w, Text name) { put(w, text_format(w->b->scratch, "named %u %.*s", name.size, SHOW(name))); }
static void put_name(Words *w, const Env *env, const Expr *e) {
  switch (e->ref) {
    case REF_SLOT: case REF_ELEMENT: case REF_IT: case REF_PREVIOUS: put_slot(w, env, e); return;
    case REF_LIST: put_list(w, e->decl); return;
    case REF_DEFINE: put_define(w, env, e); return;
    case REF_SCORE: if (w->b->shared) put_shared(w, env->rules->scores.items[e->index]->name.text); else put(w, text_format(w->b->scratch, "score %p %u", (const void *)env->rules, e->index)); return;
    case REF_TABLE_CELL: if (w->b->shared) { put_shared(w, ((const Table *)e->decl)->name.text); put_shared(w, e->text); } else put(w, text_format(w->b->scratch, "table %p %u ", e->decl, e->index)); return;
    case REF_BUILTIN: put(w, text_format(w->b->scratch, "builtin %u", e->index)); return;
    case REF_EXTERN: put(w, text_format(w->b->scratch, "extern %p", e->decl)); return;
    case REF_ARGUMENT: put(w, text_format(w->b->scratch, "argument %u", e->index)); return; // of a definition looked at by itself
    case REF_NONE: return;
    default: if (w->b->shared) put(w, text_format(w->b->scratch, "decision %d %.*s", (int)e->ref, SHOW(e->text))); else put(w, text_format(w->b->scratch, "decision %p %d %.*s", (const void *)env->rules, (int)e->ref, SHOW(e->text))); return; // stage, route, ...
  }
}
static void put_expr(Words *w, const Env *env, const Expr *e) {
  if (!e || w->alone) return;
  while (argument_of(&env, &e)) ;
  if (e->kind == EXPR_NAME && e->ref == REF_PARAMETER) e = expr_literal(e);
  put(w, text_format(w->b->scratch, "(%d.%d.%d.%d.%d ", (int)e->kind, e->op, e->quant, e->negated, e->months * 2 + e->open_end));
  put_number(w, e->value);
  if (e->kind == EXPR_TEXT) put(w, text_format(w->b->scratch, "\"%.*s\"", SHOW(e->text)));
  if (e->kind == EXPR_NAME || e->kind == EXPR_MEMBER || e->kind == EXPR_CALL) put_name(w, env, e);
  put_expr(w, env, e->a);
  put_expr(w, env, e->b);
  put_expr(w, env, e->c);
  bool expanded = e->ref == REF_DEFINE && e->kind == EXPR_CALL;
  for (uint32_t i = 0; i < e->args.count && !expanded; i++) { put(w, TEXT(",")); put_expr(w, env, e->args.items[i]); }
  if (e->query) { if (e->kind == EXPR_QUERY) put_query(w, env, e->query); }
  put(w, TEXT(")"));
}
Text expr_key(Bands *b, const Env *env, const Expr *e) {
  Words w = {.b = b};
  put_expr(&w, env, e);
  if (w.alone) return text_format(b->scratch, "alone %u", b->variables.count); // too long to compare: like nothing else
  return (Text){w.bytes.items, w.bytes.count};
}

// ---- variables for values
static uint32_t opaque_new(Bands *b, const Env *env, const Expr *e, Type type) {
  bool is_new;
  uint32_t v = variable_named(b, VARIABLE_OPAQUE, expr_key(b, env, e), &is_new);
  if (!is_new) return v;
  Variable *x = &b->variables.items[v];
  x->type = type;
  x->domain = type_is_text(type) ? texts_of_type(b, type.kind == TYPE_ONE_OF ? (Type){.kind = TYPE_TEXT} : type) : values_range(b->arena, INT64_MIN, INT64_MAX);
  if (type.kind == TYPE_BOOLEAN) x->domain = values_range(b->arena, 0, 1);
  x->domain.absent = true;
  return v;
}
static int64_t builtin_lowest(const Expr *e) {
  bool counts = e->kind == EXPR_QUERY && (e->op == QUERY_COUNT || e->op == QUERY_DISTINCT);
  bool natural = e->kind == EXPR_CALL && e->ref == REF_BUILTIN && (e->index == BUILTIN_LENGTH || e->index == BUILTIN_LEVEL || e->index == BUILTIN_HOUR || e->index == BUILTIN_ABS || e->index == BUILTIN_SAMPLE);
  return counts || natural ? 0 : INT64_MIN;
}
static int64_t builtin_highest(const Expr *e) {
  if (e->kind != EXPR_CALL || e->ref != REF_BUILTIN) return INT64_MAX;
  return e->index == BUILTIN_HOUR ? 23 * DECIMAL_ONE : e->index == BUILTIN_SAMPLE ? DECIMAL_ONE - 1 : INT64_MAX;
}
static bool builtin_whole(const Expr *e) {
  if (e->kind == EXPR_QUERY) return e->op == QUERY_COUNT || e->op == QUERY_DISTINCT;
  return e->kind == EXPR_CALL && e->ref == REF_BUILTIN && (e->index == BUILTIN_LENGTH || e->index == BUILTIN_LEVEL || e->index == BUILTIN_HOUR || e->index == BUILTIN_DAYS_SINCE || e->index == BUILTIN_FLOOR || e->index == BUILTIN_CEILING);
}
static uint32_t variable_opaque(Bands *b, const Env *env, const Expr *e) {
  uint32_t v = opaque_new(b, env, e, e->type);
  Variable *x = &b->variables.items[v];
  if (!type_is_number(e->type)) return v;
  ValueSet bounds = values_range(b->arena, builtin_lowest(e), builtin_highest(e));
  bounds.absent = true;
  x->domain = values_both(b->arena, x->domain, bounds);
  x->step = builtin_whole(e) ? DECIMAL_ONE : 1;
  return v;
}
static uint32_t variable_score(Bands *b, const Env *env, const Expr *e) {
  const Score *s = env->rules->scores.items[e->index];
  bool is_new;
  uint32_t v = variable_named(b, VARIABLE_SCORE, expr_key(b, env, e), &is_new);
  Variable *x = &b->variables.items[v];
  if (!is_new && (!b->shared || x->rules == env->rules)) return v;
  int64_t step = s->whole ? DECIMAL_ONE : 100;
  ValueSet domain = values_stepped(b->arena, values_range(b->arena, s->bounded_low ? s->lowest : -DECIMAL_MAX, s->bounded_high ? s->highest : DECIMAL_MAX), step);
  domain.absent = s->derived != NULL;
  x->rules = env->rules;
  x->name = s->name.text;
  x->type = (Type){.kind = TYPE_NUMBER};
  x->step = is_new || step < x->step ? step : x->step;
  x->domain = is_new ? domain : values_union(b->arena, x->domain, domain); // of both rule sets
  return v;
}
static uint32_t variable_of(Bands *b, const Env *env, const Expr *e) {
  bool named = e->kind == EXPR_NAME || e->kind == EXPR_MEMBER;
  bool field = named && e->slot < env->rules->slot_count && (e->ref == REF_SLOT || e->ref == REF_PREVIOUS || e->ref == REF_ELEMENT || e->ref == REF_IT);
  if (field) return variable_field(b, env->rules, e->slot);
  if (named && e->ref == REF_SCORE && e->index < env->rules->scores.count) return variable_score(b, env, e);
  return variable_opaque(b, env, e);
}
Formula *formula_opaque(Bands *b, const Env *env, const Expr *e) {
  uint32_t v = opaque_new(b, env, e, (Type){.kind = TYPE_BOOLEAN});
  return formula_in(b, v, values_range(b->scratch, 1, 1));
}

// ---- through branches
static Formula *missing_leaf(Bands *b, const Env *env, LeafMaker make, const void *what) { return make(b, env, (Leaf){NULL, SLOT_NONE}, what); }

static Formula *walk_decision(Bands *b, const Env *env, const Decision *d, LeafMaker make, const void *what) {
  Formula *f = missing_leaf(b, env, make, what);
  for (uint32_t i = d->row_count; i-- > 0;) f = formula_case(b, row_truth(b, env, d, i), value_walk(b, env, d->rows[i].result, make, what), f);
  return f;
}
static Formula *walk_define(Bands *b, const Env *env, const Expr *e, LeafMaker make, const void *what) {
  const Define *d = e->decl;
  Env *inner = ARENA_NEW(b->scratch, Env);
  *inner = (Env){env->rules, e->args.items, e->args.count, env};
  return d->body ? value_walk(b, inner, d->body, make, what) : walk_decision(b, inner, d->decision, make, what);
}
static Formula *present_leaf(Bands *b, const Env *env, Leaf leaf, const void *what) {
  (void)env; (void)what;
  if (leaf.variable == SLOT_NONE) return formula_truth(b, leaf.literal ? TRUTH_YES : TRUTH_NO);
  return formula_state(b, leaf.variable, values_range(b->scratch, INT64_MIN, INT64_MAX));
}
static Formula *walk_first_present(Bands *b, const Env *env, const Expr *e, LeafMaker make, const void *what) {
  Formula *f = missing_leaf(b, env, make, what);
  for (uint32_t i = e->args.count; i-- > 0;) {
    const Expr *arg = e->args.items[i];
    f = formula_case(b, value_walk(b, env, arg, present_leaf, NULL), value_walk(b, env, arg, make, what), f);
  }
  return f;
}
static Formula *walk_if(Bands *b, const Env *env, const Expr *e, LeafMaker make, const void *what) {
  Formula *c = truth_of(b, env, e->a), *no = value_walk(b, env, e->c, make, what);
  Formula *otherwise = formula_case(b, formula_is(b, c, TRUTH_NO), no, missing_leaf(b, env, make, what));
  return formula_case(b, c, value_walk(b, env, e->b, make, what), otherwise);
}
static Formula *walk_stage(Bands *b, const Env *env, LeafMaker make, const void *what) {
  const Rules *rules = env->rules;
  Formula *f = missing_leaf(b, env, make, what);
  for (uint32_t i = rules->stages.count; i-- > 0;) {
    Expr *name = ARENA_NEW(b->scratch, Expr);
    *name = (Expr){.kind = EXPR_TEXT, .text = rules->stages.items[i]->name, .type = {.kind = TYPE_TEXT}};
    f = formula_case(b, stage_taken(b, rules, i), make(b, env, (Leaf){name, SLOT_NONE}, what), f);
  }
  return f;
}
Formula *value_walk(Bands *b, const Env *env, const Expr *e, LeafMaker make, const void *what) {
  while (argument_of(&env, &e)) ;
  const Expr *literal = value_literal(env, e);
  if (literal) return make(b, env, (Leaf){literal, SLOT_NONE}, what);
  if (b->size > BANDS_FORMULAS) return make(b, env, (Leaf){NULL, variable_opaque(b, env, e)}, what);
  if (e->kind == EXPR_MISSING) return missing_leaf(b, env, make, what);
  if (e->kind == EXPR_IF) return walk_if(b, env, e, make, what);
  if ((e->kind == EXPR_NAME || e->kind == EXPR_CALL) && e->ref == REF_DEFINE && !b->flat) return walk_define(b, env, e, make, what);
  if (e->kind == EXPR_CALL && e->ref == REF_BUILTIN && e->index == BUILTIN_FIRST_PRESENT) return walk_first_present(b, env, e, make, what);
  if (e->kind == EXPR_NAME && e->ref == REF_STAGE && !env->rules->forward_only && !b->shared) return walk_stage(b, env, make, what);
  return make(b, env, (Leaf){NULL, variable_of(b, env, e)}, what);
}
