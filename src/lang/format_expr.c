// format_expr.c -- where the line may end inside an expression, and which signs are operators.
#include "lang/format_parts.h"

static uint32_t first_of(const Layout *l, const Expr *e) { return piece_at(l, e->span.start); }
static uint32_t after(const Layout *l, const Expr *e) { return piece_at(l, e->span.end); }
// Its first word, when that is no parenthesis of its own.
static uint32_t word_of(const Layout *l, const Expr *e) {
  uint32_t i = first_of(l, e);
  while (i < l->count && l->pieces[i].kind == '(') i++;
  return i;
}
static void space(Layout *l, uint32_t piece, uint32_t blanks) {
  if (piece < l->count) l->pieces[piece].space = blanks;
}

// A, B, C beneath one another, or filling lines.
static void mark_items(Layout *l, ExprList items, bool fills) {
  if (!items.count) return;
  uint32_t group = group_open(l, first_of(l, items.items[0]), after(l, items.items[items.count - 1]), INDENT_ALIGN, fills);
  for (uint32_t i = 0; i < items.count; i++) {
    if (i) group_break(l, group, first_of(l, items.items[i]));
    mark_expr(l, items.items[i]);
  }
}
static void mark_chain(Layout *l, const Expr *e) {
  uint32_t group = group_open(l, first_of(l, e), after(l, e), INDENT_STEP, false);
  for (uint32_t i = 0; i < e->args.count; i++) {
    if (i) group_break(l, group, first_of(l, e->args.items[i]) - 1);
    mark_expr(l, e->args.items[i]);
  }
}
// a + b - c: one group for the whole, down its left side.
static void mark_arith(Layout *l, const Expr *e, uint32_t group) {
  uint32_t op = after(l, e->a);
  space(l, op, 1);
  space(l, op + 1, 1);
  if (e->a->kind == EXPR_ARITH && !e->a->parenthesised) mark_arith(l, e->a, group);
  else mark_expr(l, e->a);
  group_break(l, group, op);
  mark_expr(l, e->b);
}
// if a then b else if c then d else e: each `else` may begin a line; where that is not enough, `then` too.
static void mark_if(Layout *l, const Expr *e, uint32_t group) {
  uint32_t inner = group_open(l, word_of(l, e), after(l, e->b), INDENT_HANG, false);
  mark_expr(l, e->a);
  group_break(l, inner, first_of(l, e->b) - 1);
  mark_expr(l, e->b);
  group_break(l, group, first_of(l, e->c) - 1);
  if (e->c->kind == EXPR_IF && !e->c->parenthesised) mark_if(l, e->c, group);
  else mark_expr(l, e->c);
}
static void mark_range(Layout *l, const Expr *e) {
  uint32_t dots = e->a ? after(l, e->a) : first_of(l, e);
  if (e->a) space(l, dots, 0);
  if (e->b) space(l, dots + 1, 0);
}
void mark_query(Layout *l, const Query *q, Indent indenting) {
  uint32_t group = group_open(l, piece_at(l, q->span.start), piece_at(l, q->span.end), indenting, false);
  mark_expr(l, q->list);
  if (q->within) mark_expr(l, q->within);
  if (!q->where) return;
  group_break(l, group, first_of(l, q->where) - 1);
  mark_expr(l, q->where);
}
static void mark_query_call(Layout *l, const Expr *e) {
  space(l, word_of(l, e) + 1, 0);
  if (e->a) mark_expr(l, e->a);
  mark_query(l, e->query, INDENT_ALIGN);
}
static void mark_list(Layout *l, const Expr *e) {
  bool records = e->args.count && e->args.items[0]->kind == EXPR_RECORD_DATA;
  if (records) { // [ { a: 1 }, { a: 2 } ]
    space(l, first_of(l, e) + 1, 1);
    space(l, after(l, e) - 1, 1);
  }
  mark_items(l, e->args, !records);
}
static void mark_record(Layout *l, const Expr *e) {
  uint32_t open = first_of(l, e), close = after(l, e) - 1;
  uint32_t group = group_open(l, open + 1, close, INDENT_ALIGN, true);
  for (uint32_t i = 0; i < e->args.count; i++) {
    if (i) group_break(l, group, piece_at(l, e->names[i].span.start));
    mark_expr(l, e->args.items[i]);
  }
}

void mark_expr(Layout *l, const Expr *e) {
  if (!e) return;
  switch (e->kind) {
    case EXPR_AND: case EXPR_OR: mark_chain(l, e); break;
    case EXPR_ARITH: mark_arith(l, e, group_open(l, first_of(l, e), after(l, e), INDENT_STEP, false)); break;
    case EXPR_IF: mark_if(l, e, group_open(l, word_of(l, e), after(l, e), INDENT_STEP, false)); break;
    case EXPR_RANGE: mark_range(l, e); break;
    case EXPR_SET: mark_items(l, e->args, true); break;
    case EXPR_CALL: space(l, word_of(l, e) + 1, 0); mark_items(l, e->args, true); break;
    case EXPR_QUORUM: mark_items(l, e->args, false); break;
    case EXPR_QUERY: mark_query_call(l, e); break;
    case EXPR_LIST_DATA: mark_list(l, e); break;
    case EXPR_RECORD_DATA: mark_record(l, e); break;
    default: mark_expr(l, e->a); mark_expr(l, e->b); mark_expr(l, e->c); break;
  }
}
