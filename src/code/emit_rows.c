// emit_rows.c -- decision tables: the first row that is true wins.
#include "code/emit_parts.h"

static uint32_t item_truth(Emit *e, Operand o, const PatternItem *p) {
  uint32_t r;
  switch (p->kind) {
    case PATTERN_LITERAL: r = emit_compare(e, o, COMPARE_IS, emit_operand(e, p->value)); break;
    case PATTERN_RANGE: r = emit_range(e, o, p->value); break;
    case PATTERN_COMPARE: r = emit_compare(e, o, (CompareOp)p->op, emit_operand(e, p->value)); break;
    case PATTERN_IN: r = emit_in(e, o, p->value); break;
    case PATTERN_MATCH: r = emit_match(e, o, (MatchOp)p->op, (Quant)p->quant, p->value); break;
    case PATTERN_PRESENT: r = any_un(e, OP_IS_KNOWN, operand_reg(e, o)); break;
    case PATTERN_MISSING: r = any_un(e, OP_IS_UNKNOWN, operand_reg(e, o)); break;
    default: return NONE;
  }
  return p->negated ? truth_un(e, OP_NOT, r) : r;
}
static uint32_t pattern_truth(Emit *e, Operand o, const Pattern *p) {
  uint32_t r = NONE;
  for (uint32_t i = 0; i < p->count; i++) {
    uint32_t one = item_truth(e, o, &p->items[i]);
    if (one == NONE) return NONE; // any
    watch_reg(e, &p->items[i], one, (Type){.kind = TYPE_BOOLEAN});
    r = r == NONE ? one : truth_bin(e, OP_OR, r, one);
  }
  return r;
}
static Operand *by_operands(Emit *e, const Decision *d, uint32_t *domain) {
  Operand *by = ARENA_MANY(e->arena, Operand, d->by.count);
  *domain = 0;
  for (uint32_t i = 0; i < d->by.count; i++) {
    const Expr *x = d->by.items[i];
    by[i] = emit_operand(e, x);
    if (x->type.kind == TYPE_LIST) { by[i].literal = x; }
    else if (by[i].reg == NONE) by[i].reg = operand_reg(e, by[i]);
    if (domain_above(&e->b, *domain, reg_domain(&e->b, by[i].reg))) *domain = reg_domain(&e->b, by[i].reg);
  }
  return by;
}
static uint32_t row_truth(Emit *e, const Operand *by, const Row *row, uint32_t domain) {
  uint32_t r = NONE;
  for (uint32_t i = 0; !row->otherwise && i < row->pattern_count; i++) {
    uint32_t one = pattern_truth(e, by[i], &row->patterns[i]);
    if (one != NONE) r = r == NONE ? one : truth_bin(e, OP_AND, r, one);
  }
  if (r == NONE) return truth_constant(e, domain, 1);
  return build_spread(&e->b, r, domain);
}
typedef uint32_t (*RowConstant)(Emit *e, const Expr *result, void *state);

static void watch_rows(Emit *e, const Decision *d, const uint32_t *pairs, uint32_t domain) {
  if (!e->watch) return;
  uint32_t *rows = ARENA_MANY(e->arena, uint32_t, d->row_count + 1);
  for (uint32_t i = 0; i < d->row_count; i++) rows[i] = pairs[i * 2];
  *VEC_PUSH(e->arena, &e->watch->tables) = (WatchedTable){d, rows, d->row_count, domain};
}

// `any`, when it is wanted: T, is a row true?
static uint32_t rows_first(Emit *e, const Decision *d, RowConstant constant, void *state, uint32_t *any) {
  uint32_t domain, *pairs = ARENA_MANY(e->arena, uint32_t, d->row_count * 2 + 1);
  Operand *by = by_operands(e, d, &domain);
  for (uint32_t i = 0; i < d->row_count; i++) {
    pairs[i * 2] = row_truth(e, by, &d->rows[i], domain);
    watch_reg(e, &d->rows[i], pairs[i * 2], (Type){.kind = TYPE_BOOLEAN});
    const Expr *result = d->rows[i].result;
    pairs[i * 2 + 1] = result->kind == EXPR_MISSING ? NONE : constant(e, result, state);
  }
  for (uint32_t i = 0; i < d->row_count; i++) // a pattern over a list of elements may have deepened a row
    if (domain_above(&e->b, domain, reg_domain(&e->b, pairs[i * 2]))) domain = reg_domain(&e->b, pairs[i * 2]);
  for (uint32_t i = 0; i < d->row_count; i++) pairs[i * 2] = build_spread(&e->b, pairs[i * 2], domain);
  watch_rows(e, d, pairs, domain);
  for (uint32_t i = 0; any && i < d->row_count; i++) *any = i ? truth_bin(e, OP_OR, *any, pairs[i * 2]) : pairs[0];
  uint32_t first = first_of(e, pairs, d->row_count, domain), *looked = ARENA_MANY(e->arena, uint32_t, d->by.count);
  for (uint32_t i = 0; i < d->by.count; i++) looked[i] = by[i].reg;
  watch_reg(e, d, first, (Type){.kind = TYPE_NUMBER});
  *VEC_PUSH(e->arena, &e->looked) = (Looked){first, looked, d->by.count};
  return first;
}

static uint32_t plain_constant(Emit *e, const Expr *result, void *state) {
  const Type *type = state;
  int64_t value = 0;
  const Expr *l = emit_literal(result);
  if (l) literal_int(e, l, *type, &value);
  return build_plain(&e->b, value);
}
typedef VEC(Text) Texts;
static uint32_t text_constant(Emit *e, const Expr *result, void *state) {
  Texts *texts = state;
  const Expr *l = emit_literal(result);
  Text t = l ? text_trim(l->text) : (Text){0};
  for (uint32_t i = 0; i < texts->count; i++) if (text_equal(texts->items[i], t)) return build_plain(&e->b, i);
  *VEC_PUSH(e->arena, texts) = t;
  return build_plain(&e->b, texts->count - 1);
}
Operand emit_decision(Emit *e, const Decision *d, Type type) {
  if (type.kind == TYPE_BOOLEAN) {
    uint32_t one = build_plain(&e->b, 1), r = rows_first(e, d, plain_constant, &type, NULL);
    return (Operand){type, emit_between(e, r, one, one), NULL};
  }
  if (type_is_int(type) && type.kind != TYPE_ONE_OF) return (Operand){type, rows_first(e, d, plain_constant, &type, NULL), NULL};
  Texts texts = {0};
  uint32_t r = rows_first(e, d, text_constant, &texts, NULL);
  Values *values = ARENA_NEW(e->arena, Values);
  *values = (Values){texts.items, ARENA_MANY(e->arena, Text, texts.count), texts.count};
  for (uint32_t i = 0; i < texts.count; i++) values->folded[i] = text_fold(e->arena, texts.items[i]);
  // Its values are few and known: comparisons with literals stay comparisons of indices.
  return (Operand){{.kind = TYPE_ONE_OF, .values = values}, r, NULL};
}

static uint32_t points_constant(Emit *e, const Expr *result, void *state) {
  const Decimal *step = state;
  return build_plain(&e->b, decimal_round(emit_number(result), *step == DECIMAL_ONE ? 0 : 2));
}
uint32_t emit_points_rows(Emit *e, const Decision *d, Decimal step, uint32_t *any) { return rows_first(e, d, points_constant, &step, any); }
