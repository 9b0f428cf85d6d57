// check_expr.c -- the types of expressions, from the leaves up, and the level of what they read.
//
// Every node gets its type and its level once. A mistake is reported where it is seen and its node poisoned
// (TYPE_ERROR goes with everything), so that nothing above says it again.
#include "lang/check_parts.h"

Context context_new(const char *who, uint8_t limit) { return (Context){.who = who, .limit = limit}; }

Type expr_poison(Expr *e) {
  e->type = (Type){0};
  return e->type;
}
static Type typed(TypeKind kind) { return (Type){.kind = kind}; }

enum { SOURCE_SHOWN = 48 };
// What the file says there, for a message; "this" when it is long, of several lines or has backquotes in it.
Text expr_source(Checker *c, const Expr *e) {
  if (e->span.file >= c->rules->sources->files.count || e->span.end <= e->span.start) return TEXT("this");
  Text bytes = c->rules->sources->files.items[e->span.file]->bytes;
  if (e->span.end > bytes.size) return TEXT("this");
  Text t = text_trim((Text){bytes.data + e->span.start, e->span.end - e->span.start});
  bool plain = t.size > 0 && t.size <= SOURCE_SHOWN && !memchr(t.data, '\n', t.size) && !memchr(t.data, '`', t.size);
  return plain ? text_format(c->arena, "`%.*s`", SHOW(t)) : TEXT("this");
}

bool type_dated(Type t) { return t.kind == TYPE_DATE || t.kind == TYPE_TIME; }
bool type_ordered(Type t) { return type_is_number(t) || type_dated(t) || t.kind == TYPE_DURATION || t.kind == TYPE_SCALE || t.kind == TYPE_ERROR; }

// ---- literals take the type that they are compared with
static void values_suggest(Checker *c, Diag *d, const Expr *e, const Values *values, Text wrong) {
  Text all = {0};
  for (uint32_t i = 0; i < values->count && i < 8; i++) all = text_format(c->arena, "%.*s%s\"%.*s\"", SHOW(all), i ? ", " : "", SHOW(values->items[i]));
  if (values->count) diag_label(c->diags, d, "its values are %.*s%s", SHOW(all), values->count > 8 ? ", …" : "");
  else diag_label(c->diags, d, "nothing of this kind is declared");
  int32_t near = text_nearest(wrong, values->items, values->count);
  if (near < 0) return;
  diag_help(c->diags, d, "did you mean \"%.*s\"?", SHOW(values->items[near]));
  if (e->kind != EXPR_TEXT) return;
  d->fix = text_format(c->arena, "\"%.*s\"", SHOW(values->items[near]));
  d->fix_known = true;
}

static void value_adapt(Checker *c, Expr *e, Type target, Text literal, const Expr *subject) {
  int32_t index = values_find(target.values, c->arena, literal);
  bool decided = target.values == c->stages || target.values == c->segments || target.values == c->routes || target.values == c->reasons;
  if (index < 0 && decided && c->quiet) { expr_poison(e); return; } // the statement that declares it may be the unreadable one
  if (index < 0) {
    Text name = subject ? expr_source(c, subject) : TEXT("this");
    Diag *d = diag_add(c->diags, ERROR_UNKNOWN_VALUE, e->span, "%.*s is never \"%.*s\"", SHOW(name), SHOW(literal));
    if (target.values) values_suggest(c, d, e, target.values, literal);
    expr_poison(e);
    return;
  }
  Expr *own = literal_own(c, e);
  own->type = e->type = target;
  own->value = e->value = index;
}

static void country_adapt(Checker *c, Expr *e, Text literal) {
  const char *code = country_code(text_trim(literal));
  if (!code) {
    Diag *d = diag_add(c->diags, ERROR_NOT_A_COUNTRY, e->span, "\"%.*s\" is not a country", SHOW(literal));
    diag_help(c->diags, d, "write its English name or its two-letter code, such as \"Germany\" or \"DE\"");
    expr_poison(e);
    return;
  }
  Expr *own = literal_own(c, e);
  own->type = e->type = typed(TYPE_COUNTRY);
  own->text = (Text){code, 2};
}

void literal_adapt(Checker *c, Expr *e, Type target, const Expr *subject) {
  const Expr *literal = expr_literal(e);
  if (!literal || literal->kind != EXPR_TEXT || e->type.kind != TYPE_TEXT) return;
  if (target.kind == TYPE_ONE_OF || target.kind == TYPE_SCALE) value_adapt(c, e, target, literal->text, subject);
  else if (target.kind == TYPE_COUNTRY) country_adapt(c, e, literal->text);
}

// ---- two things of one type
static void mismatch_report(Checker *c, const Expr *a, const Expr *b) {
  Text sa = expr_source(c, a), sb = expr_source(c, b), ta = type_name(c->arena, a->type), tb = type_name(c->arena, b->type);
  Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, b->span, "%.*s is %.*s, but %.*s is %.*s", SHOW(sa), SHOW(ta), SHOW(sb), SHOW(tb));
  if (a->type.kind == TYPE_LIST || b->type.kind == TYPE_LIST) { diag_help(c->diags, d, "a list is asked with `has`, `in`, `count(…)` or `is missing`"); return; }
  bool quoted = b->kind == EXPR_TEXT && (type_is_number(a->type) || type_dated(a->type));
  if (quoted) diag_help(c->diags, d, "numbers and dates stand without quotes");
  else if (b->kind == EXPR_TEXT && a->type.kind == TYPE_BOOLEAN) diag_help(c->diags, d, "write `is true` or `is false`");
  else if (a->type.kind == TYPE_SCALE && type_is_number(b->type)) diag_help(c->diags, d, "`level(…)` gives the number of a scale's value");
  else if (type_is_text(a->type) && type_is_number(b->type) && b->kind == EXPR_NUMBER) diag_help(c->diags, d, "text stands in quotes");
}

bool operands_match(Checker *c, Expr *a, Expr *b, bool comparing) {
  if (comparing || b->type.kind == TYPE_SCALE) literal_adapt(c, a, b->type, b);
  if (comparing || a->type.kind == TYPE_SCALE) literal_adapt(c, b, a->type, a);
  if (type_same(a->type, b->type) || (comparing && type_dated(a->type) && type_dated(b->type))) return true;
  mismatch_report(c, a, b);
  return false;
}

// The one type of branches, arguments or results; a text when different kinds of text meet.
static Type type_join(Type a, Type b) {
  if (a.kind == TYPE_MISSING || a.kind == TYPE_ERROR) return b.kind == TYPE_MISSING ? a : b;
  if (b.kind == TYPE_MISSING || b.kind == TYPE_ERROR) return a;
  if (type_is_text(a) && (a.kind != b.kind || a.values != b.values)) return typed(TYPE_TEXT);
  return type_is_number(a) && a.kind != b.kind ? typed(TYPE_NUMBER) : a;
}

Type branches_join(Checker *c, Expr **items, uint32_t count) {
  Type all = typed(TYPE_MISSING);
  Expr *first = NULL;
  bool wrong = false;
  for (uint32_t i = 0; i < count; i++) { // a scale among them gives the literals their type
    if (items[i]->type.kind == TYPE_SCALE) { first = items[i]; break; }
    if (!first && items[i]->type.kind != TYPE_MISSING && items[i]->type.kind != TYPE_ERROR) first = items[i];
  }
  for (uint32_t i = 0; i < count; i++) {
    Expr *e = items[i];
    wrong |= e->type.kind == TYPE_ERROR;
    if (e->type.kind == TYPE_MISSING || e == first || !first) continue;
    if (!operands_match(c, first, e, false)) wrong = true;
  }
  for (uint32_t i = 0; i < count; i++) all = type_join(all, items[i]->type);
  return wrong ? typed(TYPE_ERROR) : all;
}

// ---- what stands where
Type scalar_check(Checker *c, Context *x, Expr *e) {
  Type t = expr_check(c, x, e);
  if (t.kind != TYPE_LIST && t.kind != TYPE_RECORD && t.kind != TYPE_MISSING) return t;
  Text source = expr_source(c, e), name = type_name(c->arena, t);
  Diag *d = diag_add(c->diags, t.kind == TYPE_MISSING ? ERROR_NEEDS_LITERAL : ERROR_TYPE_MISMATCH, e->span, "%.*s is %.*s, where a single value is needed", SHOW(source), SHOW(name));
  if (t.kind == TYPE_LIST) diag_help(c->diags, d, "a list is asked with `has`, `in`, `count(…)` or `is missing`");
  if (t.kind == TYPE_RECORD && t.record && t.record->field_count) diag_help(c->diags, d, "name one of its fields, such as `.%.*s`", SHOW(t.record->fields[0].name.text));
  if (t.kind == TYPE_MISSING) diag_help(c->diags, d, "to ask whether there is a value write `is missing`");
  return expr_poison(e);
}

void condition_check(Checker *c, Context *x, Expr *e) {
  Type t = expr_check(c, x, e);
  if (t.kind == TYPE_BOOLEAN || t.kind == TYPE_ERROR) return;
  Text source = expr_source(c, e), name = type_name(c->arena, t);
  Diag *d = diag_add(c->diags, ERROR_NOT_A_CONDITION, e->span, "a condition is true or false, but %.*s is %.*s", SHOW(source), SHOW(name));
  if (e->kind == EXPR_TEXT || e->kind == EXPR_NUMBER) diag_help(c->diags, d, "each side of `and` and `or` is a whole condition; several values are a set: in (\"…\", \"…\")");
  else if (source.size > 4 && source.data[0] == '`') diag_help(c->diags, d, "compare it with something, or ask `%.*s is present`", (int)source.size - 2, source.data + 1);
  expr_poison(e);
}

bool duration_check(Checker *c, Context *x, Expr *e, bool months) {
  bool before = x->months;
  x->months = months;
  Type t = expr_check(c, x, e);
  x->months = before;
  const Expr *literal = expr_literal(e);
  if (t.kind == TYPE_ERROR) return false;
  if (t.kind == TYPE_DURATION && literal) return true;
  Text source = expr_source(c, e), name = type_name(c->arena, t);
  Diag *d = t.kind == TYPE_DURATION ? diag_add(c->diags, ERROR_NEEDS_LITERAL, e->span, "a plain duration is needed here")
                                    : diag_add(c->diags, ERROR_TYPE_MISMATCH, e->span, "a duration is needed here, but %.*s is %.*s", SHOW(source), SHOW(name));
  diag_help(c->diags, d, "write it like `30 days` or `1 hour`");
  expr_poison(e);
  return false;
}

// ---- leaves
static Type time_check(Checker *c, Expr *e) {
  if (!e->local) return typed(TYPE_TIME);
  e->local = false;
  e->value = zone_to_utc(c->rules->zone, e->value);
  if (e->value >= CLOCK_TIME_MIN && e->value <= CLOCK_TIME_MAX) return typed(TYPE_TIME);
  diag_add(c->diags, ERROR_DATE_LITERAL, e->span, "in UTC this time is outside of the years 1 to 9999");
  return expr_poison(e);
}

static Type duration_literal(Checker *c, Context *x, Expr *e) {
  if (!e->months || x->months) return typed(TYPE_DURATION);
  Diag *d = diag_add(c->diags, ERROR_DURATION, e->span, "months and years have no fixed length: only `within`, `older than` and `ago` take them");
  diag_help(c->diags, d, "write `%lld days`", (long long)(e->value % 12 == 0 ? e->value / 12 * 365 : e->value * 30));
  return expr_poison(e);
}

// ---- arithmetic
static bool whole_days(const Expr *e) {
  while (e->kind == EXPR_NEGATE) e = e->a;
  const Expr *literal = expr_literal(e);
  return !literal || literal->kind != EXPR_DURATION || literal->value % CLOCK_DAY == 0;
}

static Type arith_kind(uint8_t op, Type a, Type b) {
  TypeKind ka = a.kind, kb = b.kind;
  if (type_is_number(a) && type_is_number(b)) return typed(op != '/' && ka == TYPE_INTEGER && kb == TYPE_INTEGER ? TYPE_INTEGER : TYPE_NUMBER);
  if (op != '+' && op != '-') return typed(TYPE_ERROR);
  if (ka == TYPE_DURATION && kb == TYPE_DURATION) return typed(TYPE_DURATION);
  if (type_dated(a) && kb == TYPE_DURATION) return typed(ka);
  if (op == '+' && ka == TYPE_DURATION && type_dated(b)) return typed(kb);
  if (op == '-' && type_dated(a) && ka == kb) return typed(TYPE_DURATION);
  return typed(TYPE_ERROR);
}

static Type arith_check(Checker *c, Context *x, Expr *e) {
  Type a = scalar_check(c, x, e->a), b = scalar_check(c, x, e->b);
  if (a.kind == TYPE_ERROR || b.kind == TYPE_ERROR) return expr_poison(e);
  Type t = arith_kind(e->op, a, b);
  if (t.kind == TYPE_ERROR) {
    Text na = type_name(c->arena, a), nb = type_name(c->arena, b);
    Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, e->span, "`%c` does not work with %.*s and %.*s", e->op, SHOW(na), SHOW(nb));
    if (type_is_text(a) && e->op == '+') diag_help(c->diags, d, "texts are put together with `join(…)`");
    else if (type_dated(a) && type_is_number(b)) diag_help(c->diags, d, "say of what: `30 days`");
    else if (type_dated(a) && type_dated(b)) diag_help(c->diags, d, "`date(…)` gives the day of a time");
    return t;
  }
  const Expr *moved = a.kind == TYPE_DATE ? e->b : e->a;
  if (t.kind != TYPE_DATE || whole_days(moved)) return t;
  Diag *d = diag_add(c->diags, ERROR_DURATION, moved->span, "a date moves by whole days");
  diag_help(c->diags, d, "write days or weeks");
  return expr_poison(e);
}

static Type negate_check(Checker *c, Context *x, Expr *e) {
  Type t = scalar_check(c, x, e->a);
  if (type_is_number(t) || t.kind == TYPE_DURATION || t.kind == TYPE_ERROR) return t;
  Text name = type_name(c->arena, t);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, e->span, "`-` takes a number or a duration, not %.*s", SHOW(name));
  return expr_poison(e);
}

// ---- comparisons
static bool order_check(Checker *c, const Expr *e, const char *what) {
  if (type_ordered(e->type)) return true;
  Text source = expr_source(c, e), name = type_name(c->arena, e->type);
  Diag *d = diag_add(c->diags, ERROR_NO_ORDER, e->span, "%.*s is %.*s, which has no order for `%s`", SHOW(source), SHOW(name), what);
  if (type_is_text(e->type)) diag_help(c->diags, d, "compare text with `is`, `in`, `has` or `starts with`; a `scale of` field has an order");
  if (e->type.kind == TYPE_BOOLEAN) diag_help(c->diags, d, "write `is true` or `is false`");
  return false;
}

static Type compare_check(Checker *c, Context *x, Expr *e) {
  static const char *const words[] = {"is", "is not", "is exactly", "is not exactly", "<", "<=", ">", ">="};
  bool fine = scalar_check(c, x, e->a).kind != TYPE_ERROR;
  fine = scalar_check(c, x, e->b).kind != TYPE_ERROR && fine;
  if (!fine || !operands_match(c, e->a, e->b, true) || e->a->type.kind == TYPE_ERROR || e->b->type.kind == TYPE_ERROR) return typed(TYPE_BOOLEAN);
  if (e->op >= COMPARE_LT) order_check(c, e->a, words[e->op]);
  bool exact = e->op == COMPARE_EXACTLY || e->op == COMPARE_NOT_EXACTLY;
  if (exact && !type_is_text(e->a->type)) {
    Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, e->a->span, "only text can be compared exactly");
    diag_help(c->diags, d, "write `is`");
  }
  return typed(TYPE_BOOLEAN);
}

static Type between_check(Checker *c, Context *x, Expr *e) {
  Type a = scalar_check(c, x, e->a), b = scalar_check(c, x, e->b), d = scalar_check(c, x, e->c);
  if (a.kind == TYPE_ERROR || b.kind == TYPE_ERROR || d.kind == TYPE_ERROR) return typed(TYPE_BOOLEAN);
  if (operands_match(c, e->a, e->b, true) && operands_match(c, e->a, e->c, true)) order_check(c, e->a, "between");
  return typed(TYPE_BOOLEAN);
}

static bool dated_check(Checker *c, Context *x, Expr *e, const char *what) {
  Type t = scalar_check(c, x, e);
  if (type_dated(t) || t.kind == TYPE_ERROR) return true;
  Text source = expr_source(c, e), name = type_name(c->arena, t);
  Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, e->span, "`%s` needs a date or a time, but %.*s is %.*s", what, SHOW(source), SHOW(name));
  if (type_is_number(t)) diag_help(c->diags, d, "numbers are compared with `<` and `>`");
  return false;
}

static Type age_check(Checker *c, Context *x, Expr *e, const char *what) {
  dated_check(c, x, e->a, what);
  duration_check(c, x, e->b, true);
  return typed(TYPE_BOOLEAN);
}
static Type order_of_times(Checker *c, Context *x, Expr *e, const char *what) {
  dated_check(c, x, e->a, what);
  dated_check(c, x, e->b, what);
  return typed(TYPE_BOOLEAN);
}

// ---- conditions
static Type logic_check(Checker *c, Context *x, Expr *e) {
  for (uint32_t i = 0; i < e->args.count; i++) condition_check(c, x, e->args.items[i]);
  if (e->kind == EXPR_QUORUM && e->op == QUORUM_AT_LEAST && (e->value < 1 || e->value > e->args.count)) {
    Diag *d = diag_add(c->diags, ERROR_ARGUMENTS, e->span, "at least %lld of %u conditions can never be wrong or never be right", (long long)e->value, e->args.count);
    diag_help(c->diags, d, "write a number from 1 to %u", e->args.count);
  }
  return typed(TYPE_BOOLEAN);
}

static Type state_check(Checker *c, Context *x, Expr *e) {
  bool months = x->months;
  x->months = true;
  Type t = expr_check(c, x, e->a);
  x->months = months;
  if (t.kind == TYPE_LIST && e->a->ref == REF_LIST) {
    diag_add(c->diags, ERROR_NOT_A_FIELD, e->a->span, "`%.*s` is a list of the rules and always there", SHOW(e->a->text));
    return typed(TYPE_BOOLEAN);
  }
  if (t.kind == TYPE_ERROR || e->op == STATE_MISSING || e->op == STATE_PRESENT) return typed(TYPE_BOOLEAN);
  if (e->a->ref == REF_SLOT || e->a->ref == REF_ELEMENT || e->a->ref == REF_PREVIOUS) return typed(TYPE_BOOLEAN);
  Text source = expr_source(c, e->a);
  Diag *d = diag_add(c->diags, ERROR_NOT_A_FIELD, e->a->span, "only a field can be valid or invalid, and %.*s is none", SHOW(source));
  diag_help(c->diags, d, "ask `is present` or `is missing`");
  return typed(TYPE_BOOLEAN);
}

static Type if_check(Checker *c, Context *x, Expr *e) {
  condition_check(c, x, e->a);
  Expr *branches[2] = {e->b, e->c};
  for (int i = 0; i < 2; i++)
    if (branches[i]->kind == EXPR_MISSING) branches[i]->type = typed(TYPE_MISSING);
    else scalar_check(c, x, branches[i]);
  Type t = branches_join(c, branches, 2);
  if (t.kind != TYPE_MISSING) return t;
  diag_add(c->diags, ERROR_NEEDS_LITERAL, e->span, "both branches are missing: one must have a value");
  return expr_poison(e);
}

static Type misplaced(Checker *c, Expr *e, const char *what) {
  diag_add(c->diags, ERROR_TYPE_MISMATCH, e->span, "%s cannot stand here", what);
  return expr_poison(e);
}

static Type kind_check(Checker *c, Context *x, Expr *e) {
  switch (e->kind) {
    case EXPR_NUMBER: return typed(e->value % DECIMAL_ONE ? TYPE_NUMBER : TYPE_INTEGER);
    case EXPR_TEXT: return typed(TYPE_TEXT);
    case EXPR_BOOLEAN: return typed(TYPE_BOOLEAN);
    case EXPR_DATE: return typed(TYPE_DATE);
    case EXPR_TIME: return time_check(c, e);
    case EXPR_DURATION: return duration_literal(c, x, e);
    case EXPR_MISSING: return typed(TYPE_MISSING);
    case EXPR_NOW: return typed(TYPE_TIME);
    case EXPR_AGO: return duration_check(c, x, e->a, true) ? typed(TYPE_TIME) : expr_poison(e);
    case EXPR_NAME: return name_check(c, x, e);
    case EXPR_MEMBER: return member_check(c, x, e);
    case EXPR_CALL: return call_check(c, x, e);
    case EXPR_NEGATE: return negate_check(c, x, e);
    case EXPR_NOT: condition_check(c, x, e->a); return typed(TYPE_BOOLEAN);
    case EXPR_ARITH: return arith_check(c, x, e);
    case EXPR_AND: case EXPR_OR: case EXPR_QUORUM: return logic_check(c, x, e);
    case EXPR_COMPARE: return compare_check(c, x, e);
    case EXPR_BETWEEN: return between_check(c, x, e);
    case EXPR_IN: return check_in(c, x, e);
    case EXPR_MATCH: case EXPR_REGEX: return check_match(c, x, e);
    case EXPR_WITHIN: return age_check(c, x, e, "within");
    case EXPR_OLDER: return age_check(c, x, e, "older than");
    case EXPR_BEFORE: return order_of_times(c, x, e, "before");
    case EXPR_AFTER: return order_of_times(c, x, e, "after");
    case EXPR_STATE: return state_check(c, x, e);
    case EXPR_QUERY: return query_check(c, x, e);
    case EXPR_IF: return if_check(c, x, e);
    case EXPR_SET: return misplaced(c, e, "a set");
    case EXPR_RANGE: return misplaced(c, e, "a range");
    case EXPR_LIST_DATA: case EXPR_RECORD_DATA: return misplaced(c, e, "data of a test");
    case EXPR_ERROR: break;
  }
  return expr_poison(e);
}

// A definition is checked where it is first used: this bounds the stack over all that are open at once.
enum { CHECK_DEPTH = 16 * LIMIT_EXPRESSION_DEPTH };

// The level of a node is the latest that was read while it was checked.
Type expr_check(Checker *c, Context *x, Expr *e) {
  uint8_t outside = x->level;
  if (c->depth >= CHECK_DEPTH) {
    diag_add(c->diags, ERROR_DEPTH, e->span, "definitions and expressions are nested too deep here");
    return expr_poison(e);
  }
  x->level = LEVEL_FIELD;
  c->depth++;
  Type t = kind_check(c, x, e);
  c->depth--;
  e->type = t;
  e->level = x->level;
  if (outside > x->level) x->level = outside;
  return t;
}
