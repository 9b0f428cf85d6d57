// oracle_expr.c -- expressions (language.md, section 5) in three-valued logic (section 4).
#include "oracle.h"
#include "base/formats.h"

OracleValue oracle_unknown(void) { return (OracleValue){0}; }
OracleValue oracle_number(int64_t number) { return (OracleValue){.state = ORACLE_PRESENT, .number = number}; }
OracleValue oracle_truth(bool truth) { return oracle_number(truth); }
OracleValue oracle_text(Text text) { return (OracleValue){.state = ORACLE_PRESENT, .text = text}; }

static bool known(OracleValue v) { return v.state == ORACLE_PRESENT; }
static bool yes(OracleValue v) { return known(v) && v.number != 0; }
static OracleValue number_if(bool known, int64_t number) { return known ? oracle_number(number) : oracle_unknown(); }
OracleValue oracle_not(OracleValue a) { return known(a) ? oracle_truth(!a.number) : oracle_unknown(); }
bool oracle_true(const OracleEnv *x, const Expr *e) { return yes(oracle_eval(x, e)); }

// ---- comparing
static Type of_kind(TypeKind kind) { return (Type){.kind = kind}; }

int64_t oracle_dated(const OracleEnv *x, Type type, int64_t value, Type other) {
  return type.kind == TYPE_TIME && other.kind == TYPE_DATE ? clock_date_of(x->of->oracle->rules->zone, value) : value;
}

static bool phones_equal(Text a, Text b) {
  char ka[PHONE_KEY_BYTES], kb[PHONE_KEY_BYTES];
  uint32_t na = phone_key(text_trim(a), ka), nb = phone_key(text_trim(b), kb);
  return na > 0 && na == nb && memcmp(ka, kb, na) == 0;
}

bool oracle_equal(const OracleEnv *x, Type ta, OracleValue a, Type tb, OracleValue b) {
  if (!type_is_text(ta) || !type_is_text(tb)) return oracle_dated(x, ta, a.number, tb) == oracle_dated(x, tb, b.number, ta);
  if (ta.kind == TYPE_PHONE || tb.kind == TYPE_PHONE) return phones_equal(a.text, b.text);
  return text_equal(text_fold(x->of->arena, a.text), text_fold(x->of->arena, b.text));
}

bool oracle_less(const OracleEnv *x, Type ta, OracleValue a, Type tb, OracleValue b) {
  return oracle_dated(x, ta, a.number, tb) < oracle_dated(x, tb, b.number, ta);
}

// A time whose date in the rubric's timezone is outside of the years 1 to 9999 has none to compare.
static bool has_date(const OracleEnv *x, Type type, OracleValue a, Type other) {
  if (type.kind != TYPE_TIME || other.kind != TYPE_DATE) return true;
  int64_t day = oracle_dated(x, type, a.number, other);
  return day >= CLOCK_DATE_MIN && day <= CLOCK_DATE_MAX;
}

OracleValue oracle_compare(const OracleEnv *x, Type ta, OracleValue a, uint8_t op, Type tb, OracleValue b) {
  if (!known(a) || !known(b) || !has_date(x, ta, a, tb) || !has_date(x, tb, b, ta)) return oracle_unknown();
  switch ((CompareOp)op) {
    case COMPARE_IS: return oracle_truth(oracle_equal(x, ta, a, tb, b));
    case COMPARE_IS_NOT: return oracle_truth(!oracle_equal(x, ta, a, tb, b));
    case COMPARE_EXACTLY: return oracle_truth(text_equal(a.text, b.text));
    case COMPARE_NOT_EXACTLY: return oracle_truth(!text_equal(a.text, b.text));
    case COMPARE_LT: return oracle_truth(oracle_less(x, ta, a, tb, b));
    case COMPARE_LE: return oracle_truth(!oracle_less(x, tb, b, ta, a));
    case COMPARE_GT: return oracle_truth(oracle_less(x, tb, b, ta, a));
    case COMPARE_GE: return oracle_truth(!oracle_less(x, ta, a, tb, b));
  }
  return oracle_unknown();
}

static OracleValue between(const OracleEnv *x, const Expr *e) {
  OracleValue v = oracle_eval(x, e->a);
  OracleValue low = oracle_compare(x, e->a->type, v, COMPARE_GE, e->b->type, oracle_eval(x, e->b));
  OracleValue high = oracle_compare(x, e->a->type, v, COMPARE_LE, e->c->type, oracle_eval(x, e->c));
  // A comparison with an unknown operand is unknown; so is this one, also when the known bound already says no.
  return known(low) && known(high) ? oracle_truth(low.number && high.number) : oracle_unknown();
}

// ---- sets: each member is asked; `test` says what is asked of it
typedef OracleValue MemberTest(const OracleEnv *x, Type type, OracleValue a, Type member_type, OracleValue member, uint8_t op);
typedef struct Tally { uint32_t yes, no, unknown; } Tally;

static void tally(Tally *t, OracleValue v) {
  if (!known(v)) t->unknown++;
  else if (v.number) t->yes++;
  else t->no++;
}

// False when the set itself is unknown.
static bool set_each(const OracleEnv *x, Type type, OracleValue a, const Expr *set, MemberTest *test, uint8_t op, Tally *t) {
  if (set->kind == EXPR_SET) {
    for (uint32_t i = 0; i < set->args.count; i++) tally(t, test(x, type, a, set->args.items[i]->type, oracle_eval(x, set->args.items[i]), op));
    return true;
  }
  if (set->ref == REF_LIST) {
    const List *list = set->decl;
    Type asked = type.kind == TYPE_LIST ? *type.element : type;
    for (uint32_t i = 0; i < list->count; i++) {
      const char *code = asked.kind == TYPE_COUNTRY ? country_code(list->values[i]) : NULL;
      tally(t, test(x, type, a, of_kind(TYPE_TEXT), oracle_text(code ? (Text){code, 2} : list->values[i]), op));
    }
    return true;
  }
  OracleValue list = oracle_eval(x, set);
  if (!known(list)) return false;
  for (uint32_t i = 0; i < list.count; i++) tally(t, test(x, type, a, *set->type.element, list.elements[i][0], op));
  return true;
}

static OracleValue test_equal(const OracleEnv *x, Type type, OracleValue a, Type mt, OracleValue m, uint8_t op) {
  (void)op;
  return oracle_compare(x, type, a, COMPARE_IS, mt, m);
}

static OracleValue in_range(const OracleEnv *x, Type type, OracleValue a, const Expr *range) {
  Tally t = {0};
  if (range->a) tally(&t, oracle_compare(x, type, a, COMPARE_GE, range->a->type, oracle_eval(x, range->a)));
  if (range->b) tally(&t, oracle_compare(x, type, a, range->open_end ? COMPARE_LT : COMPARE_LE, range->b->type, oracle_eval(x, range->b)));
  return t.unknown ? oracle_unknown() : oracle_truth(!t.no);
}

OracleValue oracle_in(const OracleEnv *x, Type type, OracleValue a, const Expr *set) {
  Tally t = {0};
  if (!known(a)) return oracle_unknown();
  if (set->kind == EXPR_RANGE) return in_range(x, type, a, set);
  if (!set_each(x, type, a, set, test_equal, 0, &t)) return oracle_unknown();
  if (t.yes) return oracle_truth(true);
  return t.unknown ? oracle_unknown() : oracle_truth(false);
}

// ---- has, contains, starts with, ends with
static OracleValue test_piece(const OracleEnv *x, Type type, OracleValue a, Type mt, OracleValue m, uint8_t op) {
  if (!known(m)) return oracle_unknown();
  if (type.kind == TYPE_LIST) {
    bool found = false;
    for (uint32_t i = 0; i < a.count; i++) found = found || oracle_equal(x, *type.element, a.elements[i][0], mt, m);
    return oracle_truth(found);
  }
  Arena *arena = x->of->arena;
  Text hay = text_fold(arena, a.text);
  if (op == MATCH_HAS) return oracle_truth(text_has_words(hay, text_fold(arena, m.text)));
  Text needle = text_fold_untrimmed(arena, m.text);
  if (op == MATCH_CONTAINS) return oracle_truth(text_contains(hay, needle));
  return oracle_truth(op == MATCH_STARTS ? text_starts(hay, needle) : text_ends(hay, needle));
}

OracleValue oracle_match(const OracleEnv *x, Type type, OracleValue a, uint8_t op, uint8_t quant, const Expr *operand) {
  Tally t = {0};
  if (!known(a)) return oracle_unknown();
  if (quant == QUANT_ONE) return test_piece(x, type, a, operand->type, oracle_eval(x, operand), op);
  if (!set_each(x, type, a, operand, test_piece, op, &t)) return oracle_unknown();
  if (quant == QUANT_ALL) return t.no ? oracle_truth(false) : t.unknown ? oracle_unknown() : oracle_truth(true);
  OracleValue any = t.yes ? oracle_truth(true) : t.unknown ? oracle_unknown() : oracle_truth(false);
  return quant == QUANT_NONE ? oracle_not(any) : any;
}

// ---- ages
static bool months_ago(const OracleEnv *x, Type type, int64_t months, int64_t *bound) {
  const Oracle *o = x->of->oracle;
  if (type.kind == TYPE_DATE) return clock_date_months_before(o->today, months, bound);
  return clock_months_before(o->rules->zone, o->now, months, bound);
}

static OracleValue aged(const OracleEnv *x, Type type, OracleValue a, const Expr *duration, bool older) {
  const Oracle *o = x->of->oracle;
  const Expr *d = expr_literal(duration);
  if (!known(a)) return oracle_unknown();
  bool date = type.kind == TYPE_DATE;
  int64_t bound, age = date ? (o->today - a.number) * CLOCK_DAY : o->now - a.number;
  bool past_it = d->months ? months_ago(x, type, d->value, &bound) && a.number < bound : age > d->value;
  return oracle_truth(older ? past_it : age >= 0 && !past_it);
}
OracleValue oracle_within(const OracleEnv *x, Type type, OracleValue a, const Expr *d) { return aged(x, type, a, d, false); }

static OracleValue ago(const OracleEnv *x, const Expr *e) {
  const Expr *d = expr_literal(e->a);
  int64_t time = 0;
  bool fine = d->months ? months_ago(x, of_kind(TYPE_TIME), d->value, &time)
                        : !__builtin_sub_overflow(x->of->oracle->now, d->value, &time) && time >= CLOCK_TIME_MIN && time <= CLOCK_TIME_MAX;
  return number_if(fine, time);
}

// ---- arithmetic
static OracleValue dated_plus(Type type, int64_t value, int64_t duration, bool minus) {
  __int128 step = minus ? -(__int128)duration : duration;
  if (type.kind == TYPE_DATE) {
    if (step % CLOCK_DAY != 0) return oracle_unknown();
    __int128 day = value + step / CLOCK_DAY;
    return number_if(day >= CLOCK_DATE_MIN && day <= CLOCK_DATE_MAX, (int64_t)day);
  }
  __int128 time = value + step;
  return number_if(time >= CLOCK_TIME_MIN && time <= CLOCK_TIME_MAX, (int64_t)time);
}

static bool is_dated(Type t) { return t.kind == TYPE_DATE || t.kind == TYPE_TIME; }

static OracleValue arith(const OracleEnv *x, const Expr *e) {
  OracleValue a = oracle_eval(x, e->a), b = oracle_eval(x, e->b);
  Type ta = e->a->type, tb = e->b->type;
  if (!known(a) || !known(b)) return oracle_unknown();
  bool minus = e->op == '-';
  int64_t out = 0;
  if (type_is_number(ta)) {
    bool fine = e->op == '+' ? decimal_add(a.number, b.number, &out) : minus ? decimal_sub(a.number, b.number, &out)
              : e->op == '*' ? decimal_mul(a.number, b.number, &out) : decimal_div(a.number, b.number, &out);
    return number_if(fine, out);
  }
  if (is_dated(ta) && is_dated(tb)) return oracle_number((a.number - b.number) * (ta.kind == TYPE_DATE ? CLOCK_DAY : 1));
  if (is_dated(ta)) return dated_plus(ta, a.number, b.number, minus);
  if (is_dated(tb)) return dated_plus(tb, b.number, a.number, false);
  bool over = minus ? __builtin_sub_overflow(a.number, b.number, &out) : __builtin_add_overflow(a.number, b.number, &out);
  return number_if(!over, out);
}

// ---- logic
static OracleValue logic(const OracleEnv *x, const Expr *e) {
  Tally t = {0};
  for (uint32_t i = 0; i < e->args.count; i++) tally(&t, oracle_eval(x, e->args.items[i]));
  bool all = e->kind == EXPR_AND || (e->kind == EXPR_QUORUM && e->op == QUORUM_ALL);
  if (all) return t.no ? oracle_truth(false) : t.unknown ? oracle_unknown() : oracle_truth(true);
  uint32_t least = e->kind == EXPR_QUORUM && e->op == QUORUM_AT_LEAST ? (uint32_t)e->value : 1;
  OracleValue v = t.yes >= least ? oracle_truth(true) : t.yes + t.unknown < least ? oracle_truth(false) : oracle_unknown();
  return e->kind == EXPR_QUORUM && e->op == QUORUM_NONE ? oracle_not(v) : v;
}

static OracleValue state(const OracleEnv *x, const Expr *e) {
  OracleValue v = oracle_eval(x, e->a);
  bool is = e->op == STATE_INVALID ? v.state == ORACLE_INVALID : e->op == STATE_MISSING ? !known(v) : known(v);
  return oracle_truth(is != e->negated);
}

// ---- names
static OracleValue texts_list(const OracleEnv *x, const Text *texts, uint32_t count) {
  OracleValue list = {.state = ORACLE_PRESENT, .count = count, .elements = ARENA_MANY(x->of->arena, OracleValue *, count + 1)};
  for (uint32_t i = 0; i < count; i++) {
    list.elements[i] = ARENA_NEW(x->of->arena, OracleValue);
    *list.elements[i] = oracle_text(texts[i]);
  }
  return list;
}

static OracleValue segments(const OracleEnv *x) {
  const Rules *r = x->of->oracle->rules;
  Text *names = ARENA_MANY(x->of->arena, Text, r->segments.count + 1);
  uint32_t count = 0;
  for (uint32_t i = 0; i < r->segments.count; i++)
    if (x->of->decision->segments[i]) names[count++] = r->segments.items[i]->name;
  return texts_list(x, names, count);
}

static OracleValue reasons(const OracleEnv *x) {
  const Rules *r = x->of->oracle->rules;
  Text *codes = ARENA_MANY(x->of->arena, Text, r->reasons.count + 1);
  uint32_t count = 0;
  for (uint32_t i = 0; i < r->reasons.count; i++)
    if (x->of->decision->reasons[i]) codes[count++] = r->reasons.items[i]->code;
  return texts_list(x, codes, count);
}

static const OracleValue *element_of(const OracleEnv *x, const Query *query) {
  for (const OracleFrame *f = x->frame; f; f = f->outer)
    if (f->query == query) return f->element;
  return NULL;
}

static OracleValue literal(const Expr *e) {
  if (e->kind != EXPR_TEXT) return oracle_number(e->value);
  return e->type.kind == TYPE_SCALE ? oracle_number(e->value) : oracle_text(e->text);
}

static OracleValue define(const OracleEnv *x, const Expr *use) {
  const Define *d = use->decl;
  OracleEnv inside = {.of = x->of, .call = use, .caller = x};
  if (d->body) return oracle_eval(&inside, d->body);
  const Row *row = oracle_row(&inside, d->decision);
  return row ? oracle_eval(&inside, row->result) : oracle_unknown();
}

// Text keys fold as `is` folds; a key compared with a country is read as one.
static bool key_equal(const OracleEnv *x, Type type, OracleValue a, const TableColumn *column, const Cell *cell) {
  if (!cell->present) return false;
  OracleValue b = {.state = ORACLE_PRESENT, .number = cell->value, .text = cell->text};
  if (column->type.kind == TYPE_ONE_OF) b.text = column->type.values->items[cell->value];
  const char *code = type.kind == TYPE_COUNTRY && type_is_text(column->type) ? country_code(b.text) : NULL;
  if (code) b.text = (Text){code, 2};
  return oracle_equal(x, type, a, column->type, b);
}

static OracleValue table_cell(const OracleEnv *x, const Expr *e) {
  const Table *t = e->decl;
  const Expr *call = e->a;
  OracleValue *keys = ARENA_MANY(x->of->arena, OracleValue, t->key_count + 1);
  for (uint32_t k = 0; k < t->key_count; k++) {
    keys[k] = oracle_eval(x, call->args.items[k]);
    if (!known(keys[k])) return oracle_unknown();
  }
  for (uint32_t row = 0; row < t->row_count; row++) {
    const Cell *cells = t->cells + (size_t)row * t->column_count;
    bool same = true;
    for (uint32_t k = 0; k < t->key_count && same; k++)
      same = key_equal(x, call->args.items[k]->type, keys[k], &t->columns[t->key_columns[k]], &cells[t->key_columns[k]]);
    if (!same) continue;
    const Cell *c = &cells[e->index];
    if (!c->present) return oracle_unknown();
    const Type *type = &t->columns[e->index].type;
    return (OracleValue){.state = ORACLE_PRESENT, .number = c->value, .text = type->kind == TYPE_ONE_OF ? type->values->items[c->value] : c->text};
  }
  return oracle_unknown();
}

static OracleValue name(const OracleEnv *x, const Expr *e) {
  const OracleCase *c = x->of;
  const OracleDecision *d = c->decision;
  const OracleValue *element;
  switch (e->ref) {
    case REF_SLOT: case REF_PREVIOUS: return c->lead[c->oracle->place[e->slot]];
    case REF_ELEMENT:
      element = element_of(x, e->query);
      return element ? element[c->oracle->place[e->slot]] : oracle_unknown();
    case REF_IT:
      element = element_of(x, e->query);
      return element ? element[0] : oracle_unknown();
    case REF_ARGUMENT: return oracle_eval(x->caller, x->call->args.items[e->index]);
    case REF_PARAMETER: return literal(expr_literal(e));
    case REF_DEFINE: return define(x, e);
    case REF_TABLE_CELL: return table_cell(x, e);
    case REF_SCORE: return number_if(d->scores[e->index].known, d->scores[e->index].value);
    case REF_STAGE: return d->stage ? oracle_text(d->stage->name) : oracle_unknown();
    case REF_SEGMENTS: return segments(x);
    case REF_REASONS: return reasons(x);
    case REF_DISQUALIFIED: return oracle_truth(d->disqualified);
    case REF_INCOMPLETE: return oracle_truth(d->incomplete);
    case REF_ROUTE: return d->has_route ? oracle_text(d->route) : oracle_unknown();
    case REF_TARGET: return d->has_target ? oracle_text(d->target) : oracle_unknown();
    case REF_BUILTIN: return oracle_builtin(x, e);
    case REF_NONE: case REF_LIST: case REF_EXTERN: case REF_POINTS: break;
  }
  return oracle_unknown();
}

OracleValue oracle_eval(const OracleEnv *x, const Expr *e) {
  OracleValue a;
  switch (e->kind) {
    case EXPR_NUMBER: case EXPR_TEXT: case EXPR_BOOLEAN: case EXPR_DATE: case EXPR_TIME: case EXPR_DURATION: return literal(e);
    case EXPR_NOW: return oracle_number(x->of->oracle->now);
    case EXPR_AGO: return ago(x, e);
    case EXPR_NAME: case EXPR_MEMBER: case EXPR_CALL: return name(x, e);
    case EXPR_NEGATE: a = oracle_eval(x, e->a); return number_if(known(a) && a.number != INT64_MIN, a.state == ORACLE_PRESENT && a.number != INT64_MIN ? -a.number : 0);
    case EXPR_NOT: return oracle_not(oracle_eval(x, e->a));
    case EXPR_ARITH: return arith(x, e);
    case EXPR_AND: case EXPR_OR: case EXPR_QUORUM: return logic(x, e);
    case EXPR_COMPARE: return oracle_compare(x, e->a->type, oracle_eval(x, e->a), e->op, e->b->type, oracle_eval(x, e->b));
    case EXPR_BETWEEN: return between(x, e);
    case EXPR_IN: a = oracle_in(x, e->a->type, oracle_eval(x, e->a), e->b); return e->negated ? oracle_not(a) : a;
    case EXPR_MATCH: a = oracle_match(x, e->a->type, oracle_eval(x, e->a), e->op, e->quant, e->b); return e->negated ? oracle_not(a) : a;
    case EXPR_REGEX:
      a = oracle_eval(x, e->a);
      if (known(a)) a = oracle_truth(x->of->oracle->regex(e->b->text, text_trim(a.text)));
      return e->negated ? oracle_not(a) : a;
    case EXPR_WITHIN: a = aged(x, e->a->type, oracle_eval(x, e->a), e->b, false); return e->negated ? oracle_not(a) : a;
    case EXPR_OLDER: a = aged(x, e->a->type, oracle_eval(x, e->a), e->b, true); return e->negated ? oracle_not(a) : a;
    case EXPR_BEFORE: return oracle_compare(x, e->a->type, oracle_eval(x, e->a), COMPARE_LT, e->b->type, oracle_eval(x, e->b));
    case EXPR_AFTER: return oracle_compare(x, e->a->type, oracle_eval(x, e->a), COMPARE_GT, e->b->type, oracle_eval(x, e->b));
    case EXPR_STATE: return state(x, e);
    case EXPR_QUERY: return oracle_query(x, e);
    case EXPR_IF: a = oracle_eval(x, e->a); return known(a) ? oracle_eval(x, a.number ? e->b : e->c) : oracle_unknown();
    case EXPR_MISSING: case EXPR_SET: case EXPR_RANGE: case EXPR_LIST_DATA: case EXPR_RECORD_DATA: case EXPR_ERROR: break;
  }
  return oracle_unknown();
}
