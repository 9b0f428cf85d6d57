// check_query.c -- queries: count, any, sum ... of a list, with the scope of its elements.
//
// Inside `where` (and the x of `sum(x of Q)`) a Frame stands before the names of the lead. Query.outer is the query whose
// element holds the list, which is not always the query around it.
#include "lang/check_parts.h"

static Type typed(TypeKind kind) { return (Type){.kind = kind}; }

Type list_check(Checker *c, Context *x, Expr *e) {
  Type t = expr_check(c, x, e);
  if (t.kind == TYPE_ERROR) return t;
  bool field = e->ref == REF_SLOT || e->ref == REF_ELEMENT || e->ref == REF_SEGMENTS || e->ref == REF_REASONS;
  if (t.kind == TYPE_LIST && field) return t;
  Text source = expr_source(c, e), name = type_name(c->arena, t);
  Diag *d = t.kind == TYPE_LIST ? diag_add(c->diags, ERROR_NOT_A_LIST, e->span, "%.*s is a list of the rules; a list of the lead is needed here", SHOW(source))
                                : diag_add(c->diags, ERROR_NOT_A_LIST, e->span, "a list is needed here, but %.*s is %.*s", SHOW(source), SHOW(name));
  if (t.kind == TYPE_BOOLEAN) diag_help(c->diags, d, "to count conditions write `at least 2 of (…)`");
  return expr_poison(e);
}

static void slots_find(Checker *c, Query *q) {
  q->list_slot = q->time_slot = q->since_slot = SLOT_NONE;
  q->outer = NULL;
  if (q->list->ref == REF_SEGMENTS || q->list->ref == REF_REASONS) return;
  q->list_slot = q->list->slot;
  if (q->list->ref == REF_ELEMENT) q->outer = q->list->query;
  const Field *field = c->rules->slots[q->list_slot].field;
  if (!field) return;
  if (field->by.text.size) q->time_slot = slot_child(c->rules, q->list_slot, field->by.text);
  if (field->since.text.size) q->since_slot = slot_of_field(c->rules, field->since.text);
}

static void time_needed(Checker *c, const Query *q, Span span, const char *what) {
  if (q->time_slot != SLOT_NONE) return;
  Text source = expr_source(c, q->list);
  Diag *d = diag_add(c->diags, ERROR_NO_TIME_FIELD, span, "%s needs to know when things happened, and %.*s has no time", what, SHOW(source));
  diag_help(c->diags, d, "add `by` and the time field of its records to the field in the schema, such as `list of Event by at`");
}

bool query_open(Checker *c, Context *x, Query *q, Frame *frame) {
  Type list = list_check(c, x, q->list);
  if (q->within) duration_check(c, x, q->within, true);
  if (list.kind == TYPE_ERROR) return false;
  slots_find(c, q);
  if (q->within) time_needed(c, q, q->within->span, "`within`");
  *frame = (Frame){.query = q, .element = *list.element, .list_slot = q->list_slot, .next = x->frame};
  x->frame = frame;
  if (q->where) condition_check(c, x, q->where);
  return true;
}

static bool value_ordered(Checker *c, const Expr *e, const char *word) {
  if (type_ordered(e->a->type)) return true;
  Text source = expr_source(c, e->a), name = type_name(c->arena, e->a->type);
  diag_add(c->diags, ERROR_NO_ORDER, e->a->span, "`%s` compares, but %.*s is %.*s, which has no order", word, SHOW(source), SHOW(name));
  return false;
}

static bool value_number(Checker *c, const Expr *e, const char *word) {
  if (type_is_number(e->a->type) || e->a->type.kind == TYPE_ERROR) return true;
  Text source = expr_source(c, e->a), name = type_name(c->arena, e->a->type);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, e->a->span, "`%s` adds numbers, but %.*s is %.*s", word, SHOW(source), SHOW(name));
  return false;
}

static Type query_type(Checker *c, Expr *e) {
  switch ((QueryKind)e->op) {
    case QUERY_COUNT: return typed(TYPE_NUMBER);
    case QUERY_ANY: case QUERY_ALL: case QUERY_NONE: return typed(TYPE_BOOLEAN);
    case QUERY_SUM: value_number(c, e, "sum"); return typed(TYPE_NUMBER);
    case QUERY_AVERAGE: value_number(c, e, "average"); return typed(TYPE_NUMBER);
    case QUERY_MIN: return value_ordered(c, e, "min") ? e->a->type : typed(TYPE_ERROR);
    case QUERY_MAX: return value_ordered(c, e, "max") ? e->a->type : typed(TYPE_ERROR);
    case QUERY_DISTINCT: return typed(TYPE_NUMBER);
    case QUERY_LATEST: case QUERY_EARLIEST: break;
  }
  time_needed(c, e->query, e->query->list->span, e->op == QUERY_LATEST ? "`latest`" : "`earliest`");
  return e->query->time_slot == SLOT_NONE ? typed(TYPE_ERROR) : c->rules->slots[e->query->time_slot].type;
}

Type query_check(Checker *c, Context *x, Expr *e) {
  Frame frame;
  const Frame *outside = x->frame;
  if (!query_open(c, x, e->query, &frame)) return expr_poison(e);
  if (e->a) scalar_check(c, x, e->a);
  x->frame = outside;
  return query_type(c, e);
}
