// oracle_query.c -- queries over lists, and the first true row of a decision table.
#include "oracle.h"

static bool known(OracleValue v) { return v.state == ORACLE_PRESENT; }
static bool yes(OracleValue v) { return known(v) && v.number != 0; }

bool oracle_element_time(const OracleEnv *x, const Query *q, const OracleValue *element, int64_t *time) {
  if (q->time_slot == SLOT_NONE) return false;
  OracleValue t = element[x->of->oracle->place[q->time_slot]];
  *time = t.number;
  return known(t);
}

// Has it happened, not before `since`, and within? One without a time counts only where nothing asks for it.
static bool element_counts(const OracleEnv *x, const Query *q, const OracleValue *element) {
  const Oracle *o = x->of->oracle;
  if (q->time_slot == SLOT_NONE) return true;
  Type type = o->rules->slots[q->time_slot].type;
  OracleValue since = q->since_slot == SLOT_NONE ? oracle_unknown() : x->of->lead[o->place[q->since_slot]];
  int64_t time;
  if (!oracle_element_time(x, q, element, &time)) return !known(since) && !q->within;
  if (time > (type.kind == TYPE_DATE ? o->today : o->now)) return false;
  if (known(since) && oracle_less(x, type, oracle_number(time), o->rules->slots[q->since_slot].type, since)) return false;
  return !q->within || yes(oracle_within(x, type, oracle_number(time), q->within));
}

bool oracle_elements(const OracleEnv *x, const Query *q, OracleValue ***elements, uint32_t *count) {
  OracleValue list = oracle_eval(x, q->list);
  *count = 0;
  if (!known(list)) return false;
  *elements = ARENA_MANY(x->of->arena, OracleValue *, list.count + 1);
  for (uint32_t i = 0; i < list.count; i++)
    if (element_counts(x, q, list.elements[i])) (*elements)[(*count)++] = list.elements[i];
  return true;
}

// ---- what is asked of the elements
typedef struct Answers { uint32_t yes, no, unknown; } Answers;
typedef struct Chosen { OracleValue *items; uint32_t count; } Chosen;

static OracleValue truth_of(QueryKind kind, Answers a) {
  OracleValue any = a.yes ? oracle_truth(true) : a.unknown ? oracle_unknown() : oracle_truth(false);
  if (kind == QUERY_ANY) return any;
  if (kind == QUERY_NONE) return oracle_not(any);
  if (a.no || a.yes + a.unknown == 0) return oracle_truth(false);
  return a.unknown ? oracle_unknown() : oracle_truth(true);
}

static OracleValue added(QueryKind kind, Chosen c) {
  __int128 sum = 0;
  int64_t out = 0;
  for (uint32_t i = 0; i < c.count; i++) sum += c.items[i].number;
  if (kind == QUERY_AVERAGE && c.count == 0) return oracle_unknown();
  bool fine = kind == QUERY_SUM ? decimal_from_sum(sum, &out) : decimal_average(sum, c.count, &out);
  return fine ? oracle_number(out) : oracle_unknown();
}

static OracleValue extreme(Chosen c, bool most) {
  OracleValue best = oracle_unknown();
  for (uint32_t i = 0; i < c.count; i++)
    if (!known(best) || (most ? c.items[i].number > best.number : c.items[i].number < best.number)) best = c.items[i];
  return best;
}

static OracleValue different(const OracleEnv *x, Type type, Chosen c) {
  int64_t count = 0;
  for (uint32_t i = 0; i < c.count; i++) {
    bool seen = false;
    for (uint32_t j = 0; j < i; j++) seen = seen || oracle_equal(x, type, c.items[i], type, c.items[j]);
    if (!seen) count++;
  }
  return oracle_number(count * DECIMAL_ONE);
}

static OracleValue value_of(const OracleEnv *inside, const Expr *e, const OracleValue *element) {
  int64_t time;
  if (e->op != QUERY_LATEST && e->op != QUERY_EARLIEST) return e->a ? oracle_eval(inside, e->a) : oracle_unknown();
  return oracle_element_time(inside, e->query, element, &time) ? oracle_number(time) : oracle_unknown();
}

OracleValue oracle_query(const OracleEnv *x, const Expr *e) {
  OracleValue **elements;
  uint32_t count;
  Answers a = {0};
  if (!oracle_elements(x, e->query, &elements, &count)) return oracle_unknown();
  Chosen c = {ARENA_MANY(x->of->arena, OracleValue, count + 1), 0};
  for (uint32_t i = 0; i < count; i++) {
    OracleFrame frame = {e->query, elements[i], x->frame};
    OracleEnv inside = *x;
    inside.frame = &frame;
    OracleValue where = e->query->where ? oracle_eval(&inside, e->query->where) : oracle_truth(true);
    if (!known(where)) a.unknown++;
    else if (where.number) a.yes++;
    else a.no++;
    OracleValue v = yes(where) ? value_of(&inside, e, elements[i]) : oracle_unknown();
    if (known(v)) c.items[c.count++] = v;
  }
  switch ((QueryKind)e->op) {
    case QUERY_COUNT: return oracle_number(a.yes * DECIMAL_ONE);
    case QUERY_ANY: case QUERY_ALL: case QUERY_NONE: return truth_of((QueryKind)e->op, a);
    case QUERY_SUM: case QUERY_AVERAGE: return added((QueryKind)e->op, c);
    case QUERY_MIN: case QUERY_EARLIEST: return extreme(c, false);
    case QUERY_MAX: case QUERY_LATEST: return extreme(c, true);
    case QUERY_DISTINCT: return different(x, e->a->type, c);
  }
  return oracle_unknown();
}

// ---- decision tables (section 6)
static bool item_takes(const OracleEnv *x, const Expr *by, OracleValue v, const PatternItem *p) {
  if (p->kind == PATTERN_ANY) return true;
  if (p->kind == PATTERN_MISSING) return !known(v);
  if (p->kind == PATTERN_PRESENT) return known(v);
  OracleValue answer = oracle_unknown();
  if (!known(v)) return false;
  if (p->kind == PATTERN_LITERAL) answer = oracle_compare(x, by->type, v, COMPARE_IS, p->value->type, oracle_eval(x, p->value));
  if (p->kind == PATTERN_COMPARE) answer = oracle_compare(x, by->type, v, p->op, p->value->type, oracle_eval(x, p->value));
  if (p->kind == PATTERN_RANGE || p->kind == PATTERN_IN) answer = oracle_in(x, by->type, v, p->value);
  if (p->kind == PATTERN_MATCH) answer = oracle_match(x, by->type, v, p->op, p->quant, p->value);
  return yes(p->negated ? oracle_not(answer) : answer);
}

static bool pattern_takes(const OracleEnv *x, const Expr *by, OracleValue v, const Pattern *p) {
  for (uint32_t i = 0; i < p->count; i++)
    if (item_takes(x, by, v, &p->items[i])) return true;
  return false;
}

const Row *oracle_row(const OracleEnv *x, const Decision *d) {
  OracleValue *by = ARENA_MANY(x->of->arena, OracleValue, d->by.count + 1);
  for (uint32_t i = 0; i < d->by.count; i++) by[i] = oracle_eval(x, d->by.items[i]);
  for (uint32_t r = 0; r < d->row_count; r++) {
    const Row *row = &d->rows[r];
    bool takes = true;
    for (uint32_t i = 0; !row->otherwise && i < row->pattern_count; i++)
      takes = takes && pattern_takes(x, d->by.items[i], by[i], &row->patterns[i]);
    if (takes) return row;
  }
  return NULL;
}
