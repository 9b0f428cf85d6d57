// check_builtin.c -- the functions of the language (builtins.def): what they take and what they give.
#include "lang/check_parts.h"

static Type typed(TypeKind kind) { return (Type){.kind = kind}; }

int32_t builtin_find(Text name) {
  static const char *const names[] = {
#define BUILTIN(id, name, ...) name,
#include "lang/builtins.def"
#undef BUILTIN
  };
  for (int32_t i = 0; i < BUILTIN_COUNT; i++)
    if (text_is(name, names[i])) return i;
  return -1;
}

static Type argument_refuse(Checker *c, const Expr *call, Expr *argument, const char *takes) {
  Text is = type_name(c->arena, argument->type);
  Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, argument->span, "`%.*s` takes %s, but this is %.*s", SHOW(call->text), takes, SHOW(is));
  if (argument->type.kind == TYPE_LIST) diag_help(c->diags, d, "of a list ask `count(…)` or `length(…)`");
  return expr_poison(argument);
}

static bool takes_text(Checker *c, const Expr *e) {
  bool fine = true;
  for (uint32_t i = 0; i < e->args.count; i++)
    if (!type_is_text(e->args.items[i]->type) && e->args.items[i]->type.kind != TYPE_ERROR) { argument_refuse(c, e, e->args.items[i], "text"); fine = false; }
  return fine;
}
static bool takes_number(Checker *c, const Expr *e) {
  Expr *a = e->args.items[0];
  if (type_is_number(a->type) || a->type.kind == TYPE_ERROR) return true;
  argument_refuse(c, e, a, "a number");
  return false;
}
static bool takes_dated(Checker *c, const Expr *e, bool date_too) {
  Expr *a = e->args.items[0];
  if (a->type.kind == TYPE_TIME || a->type.kind == TYPE_ERROR || (date_too && a->type.kind == TYPE_DATE)) return true;
  argument_refuse(c, e, a, date_too ? "a date or a time" : "a time");
  return false;
}

static Type round_check(Checker *c, Expr *e) {
  takes_number(c, e);
  Decimal places;
  if (e->args.count == 1) return typed(TYPE_NUMBER);
  if (number_of(e->args.items[1], &places) && places >= 0 && places <= 4 * DECIMAL_ONE && places % DECIMAL_ONE == 0) return typed(TYPE_NUMBER);
  diag_add(c->diags, ERROR_ARGUMENTS, e->args.items[1]->span, "the places of `round` are 0, 1, 2, 3 or 4, as written");
  return typed(TYPE_NUMBER);
}

static Type join_check(Checker *c, Expr *e) {
  for (uint32_t i = 0; i < e->args.count; i++) {
    Type t = e->args.items[i]->type;
    if (!type_is_text(t) && !type_is_number(t) && !type_dated(t) && t.kind != TYPE_ERROR) argument_refuse(c, e, e->args.items[i], "texts, numbers and dates");
  }
  return typed(TYPE_TEXT);
}

static Type choose_check(Checker *c, Expr *e, bool ordered) {
  Type t = branches_join(c, e->args.items, e->args.count);
  for (uint32_t i = 0; ordered && i < e->args.count; i++) {
    Expr *a = e->args.items[i];
    if (type_ordered(a->type)) continue;
    Text is = type_name(c->arena, a->type);
    diag_add(c->diags, ERROR_NO_ORDER, a->span, "`%.*s` compares, but this is %.*s, which has no order", SHOW(e->text), SHOW(is));
    return expr_poison(e);
  }
  return t;
}

static Type sample_check(Checker *c, Expr *e) {
  Expr *name = e->args.items[0], *key = e->args.items[1];
  const Expr *literal = expr_literal(name);
  if (!literal || literal->kind != EXPR_TEXT) diag_add(c->diags, ERROR_NEEDS_LITERAL, name->span, "the name of a sample stands in quotes");
  if (!type_is_text(key->type) && !type_is_number(key->type) && key->type.kind != TYPE_ERROR) argument_refuse(c, e, key, "a key that is text or a number");
  return typed(TYPE_NUMBER);
}

static Type level_check(Checker *c, Expr *e) {
  Expr *a = e->args.items[0];
  if (a->type.kind != TYPE_SCALE && a->type.kind != TYPE_ERROR) argument_refuse(c, e, a, "a field that is a `scale of`");
  return typed(TYPE_NUMBER);
}

static Type length_check(Checker *c, Context *x, Expr *e) {
  Expr *a = e->args.items[0];
  Type t = expr_check(c, x, a);
  if (t.kind == TYPE_LIST && a->ref == REF_LIST) argument_refuse(c, e, a, "text or a list of the lead");
  else if (t.kind != TYPE_LIST && !type_is_text(t) && t.kind != TYPE_ERROR) argument_refuse(c, e, a, "text or a list");
  return typed(TYPE_NUMBER);
}

Type builtin_check(Checker *c, Context *x, Expr *e) {
  if (e->index == BUILTIN_LENGTH) return length_check(c, x, e);
  for (uint32_t i = 0; i < e->args.count; i++) scalar_check(c, x, e->args.items[i]);
  switch ((BuiltinId)e->index) {
    case BUILTIN_DOMAIN: case BUILTIN_LOCAL_PART: case BUILTIN_LOWER: case BUILTIN_NORMAL_COMPANY: case BUILTIN_NORMAL_EMAIL:
      takes_text(c, e);
      return typed(TYPE_TEXT);
    case BUILTIN_FLOOR: case BUILTIN_CEILING: case BUILTIN_ABS: takes_number(c, e); return typed(TYPE_NUMBER);
    case BUILTIN_ROUND: return round_check(c, e);
    case BUILTIN_DAYS_SINCE: takes_dated(c, e, true); return typed(TYPE_NUMBER);
    case BUILTIN_DATE: takes_dated(c, e, false); return typed(TYPE_DATE);
    case BUILTIN_HOUR: takes_dated(c, e, false); return typed(TYPE_NUMBER);
    case BUILTIN_WEEKDAY: takes_dated(c, e, true); return typed(TYPE_TEXT);
    case BUILTIN_JOIN: return join_check(c, e);
    case BUILTIN_LEAST: case BUILTIN_GREATEST: return choose_check(c, e, true);
    case BUILTIN_FIRST_PRESENT: return choose_check(c, e, false);
    case BUILTIN_LEVEL: return level_check(c, e);
    case BUILTIN_SAMPLE: return sample_check(c, e);
    case BUILTIN_LENGTH: case BUILTIN_COUNT: break;
  }
  return expr_poison(e);
}
