// check_decision.c -- decision tables: patterns fit their columns, results are of one type.
#include "lang/check_parts.h"

static bool literal_like(const Expr *e) {
  Decimal number;
  return expr_literal(e) || number_of(e, &number);
}

static bool literal_needed(Checker *c, const Expr *e, const char *where) {
  if (literal_like(e) || e->type.kind == TYPE_ERROR) return true;
  Diag *d = diag_add(c->diags, ERROR_NEEDS_LITERAL, e->span, "%s takes plain values: a literal or a parameter", where);
  diag_help(c->diags, d, "give it a column of its own, or write the row as a condition");
  return false;
}

static void column_mismatch(Checker *c, const Expr *column, const Expr *value) {
  Text source = expr_source(c, column), is = type_name(c->arena, column->type), found = type_name(c->arena, value->type);
  Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, value->span, "%.*s is %.*s, but this row has %.*s for it", SHOW(source), SHOW(is), SHOW(found));
  if (column->type.kind == TYPE_LIST) diag_help(c->diags, d, "a list takes `has …`, `present` and `missing`");
}

static void value_pattern(Checker *c, Context *x, Expr *column, const PatternItem *item) {
  if (scalar_check(c, x, item->value).kind == TYPE_ERROR || column->type.kind == TYPE_ERROR) return;
  literal_adapt(c, item->value, column->type, column);
  if (!literal_needed(c, item->value, "a row")) return;
  if (!type_same(column->type, item->value->type) && !(type_dated(column->type) && type_dated(item->value->type))) column_mismatch(c, column, item->value);
  else if (item->kind == PATTERN_COMPARE && !type_ordered(column->type)) {
    Text source = expr_source(c, column), is = type_name(c->arena, column->type);
    diag_add(c->diags, ERROR_NO_ORDER, item->span, "%.*s is %.*s, which has no order", SHOW(source), SHOW(is));
  }
}

static void range_pattern(Checker *c, const Expr *column, Expr *range) {
  Type t = column->type;
  if (t.kind == TYPE_ERROR || type_is_number(t) || type_dated(t)) { range_check(c, range, t, "column"); return; }
  Text source = expr_source(c, column), is = type_name(c->arena, t);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, range->span, "a range holds numbers, dates or times, but %.*s is %.*s", SHOW(source), SHOW(is));
}

static void item_check(Checker *c, Context *x, Expr *column, const PatternItem *item) {
  switch (item->kind) {
    case PATTERN_LITERAL: case PATTERN_COMPARE: value_pattern(c, x, column, item); break;
    case PATTERN_RANGE: range_pattern(c, column, item->value); break;
    case PATTERN_IN:
      if (item->value->kind == EXPR_RANGE) range_pattern(c, column, item->value);
      else if (column->type.kind == TYPE_LIST) column_mismatch(c, column, column);
      else members_check(c, x, column, column->type, item->value);
      break;
    case PATTERN_MATCH: pieces_check(c, x, column, column->type, item->op, item->value, item->quant != QUANT_ONE); break;
    case PATTERN_PRESENT: case PATTERN_MISSING: case PATTERN_ANY: break;
  }
}

static void row_patterns(Checker *c, Context *x, const Decision *d, const Row *row, bool last) {
  if (row->otherwise) {
    if (!last) diag_add(c->diags, ERROR_OTHERWISE, row->span, "`otherwise` takes every lead: only the last row can be it");
    return;
  }
  if (row->pattern_count != d->by.count) {
    diag_add(c->diags, ERROR_FORM_OF_ROW, row->span, "this row has %u pattern%s, but the table asks %u thing%s", row->pattern_count, row->pattern_count == 1 ? "" : "s", d->by.count, d->by.count == 1 ? "" : "s");
    return;
  }
  for (uint32_t i = 0; i < row->pattern_count; i++)
    for (uint32_t j = 0; j < row->patterns[i].count; j++) item_check(c, x, d->by.items[i], &row->patterns[i].items[j]);
}

static void points_result(Checker *c, Context *x, Expr *result) {
  Decimal points;
  if (result->kind == EXPR_MISSING) { result->type = (Type){.kind = TYPE_MISSING}; return; }
  if (expr_check(c, x, result).kind == TYPE_ERROR) return;
  if (!number_of(result, &points)) diag_add(c->diags, ERROR_POINTS, result->span, "the points of a row are a number, such as +10");
  else if (points >= LIMIT_POINTS * DECIMAL_ONE || points <= -LIMIT_POINTS * DECIMAL_ONE) diag_add(c->diags, ERROR_POINTS, result->span, "points stay below %lld", (long long)LIMIT_POINTS);
}

static void define_result(Checker *c, Context *x, Expr *result) {
  if (result->kind == EXPR_MISSING) { result->type = (Type){.kind = TYPE_MISSING}; return; }
  scalar_check(c, x, result);
  if (result->type.kind != TYPE_ERROR && !literal_needed(c, result, "the result of a row")) expr_poison(result);
}

static Type results_check(Checker *c, Context *x, const Decision *d, bool points) {
  Expr **results = ARENA_MANY(c->arena, Expr *, d->row_count + 1);
  for (uint32_t i = 0; i < d->row_count; i++) {
    results[i] = d->rows[i].result;
    if (points) points_result(c, x, results[i]);
    else define_result(c, x, results[i]);
  }
  if (points) return (Type){.kind = TYPE_NUMBER};
  Type t = branches_join(c, results, d->row_count);
  if (t.kind != TYPE_MISSING) return t;
  if (d->rows_lost) return (Type){0};
  diag_add(c->diags, ERROR_NEEDS_LITERAL, d->span, "every row of the table is missing: one must give a value");
  return (Type){0};
}

static void column_check(Checker *c, Context *x, Expr *column) {
  Type t = expr_check(c, x, column);
  bool plain_list = t.kind == TYPE_LIST && t.element && t.element->kind != TYPE_RECORD && column->ref != REF_LIST;
  if (!plain_list && t.kind != TYPE_ERROR) scalar_check(c, x, column);
}

Type decision_check(Checker *c, Context *x, Decision *d, bool points) {
  uint32_t before = c->diags->items.count + c->diags->dropped;
  for (uint32_t i = 0; i < d->by.count; i++) column_check(c, x, d->by.items[i]);
  for (uint32_t i = 0; i < d->row_count; i++) row_patterns(c, x, d, &d->rows[i], i + 1 == d->row_count);
  Type t = results_check(c, x, d, points);
  if (c->diags->items.count + c->diags->dropped == before && !d->rows_lost) rows_reach(c, d);
  return t;
}
