// why_leaf.c -- comparisons, sets, pieces of text, ages, states, elements and rows of tables, each in words.
#include "tools/why_parts.h"

static Text add(const Why *w, Text subject_text, const char *words, Text rest) { return text_format(w->arena, TEXT_F ", %s" TEXT_F, TEXT_A(subject_text), words, TEXT_A(rest)); }
static bool unknown(const Why *w, const Expr *x) { return !is_literal(x) && x->type.kind != TYPE_LIST && !study_known(w->study, x, w->row); }
// Words before and after what it is compared with: "wants " "60" " or more".
typedef struct Words { const char *before, *after; } Words;

static Words compare_words(CompareOp op, Type type, bool want) {
  static const Words wants[] = {{"wants ", ""}, {"wants anything but ", ""}, {"wants exactly ", ""}, {"wants not exactly ", ""}, {"wants less than ", ""}, {"wants at most ", ""}, {"wants more than ", ""}, {"wants at least ", ""}};
  static const Words holds[] = {{"is ", ""}, {"not ", ""}, {"exactly ", ""}, {"not exactly ", ""}, {"less than ", ""}, {"at most ", ""}, {"more than ", ""}, {"at least ", ""}};
  static const Words times[] = {{"wants before ", ""}, {"wants ", " or before"}, {"wants after ", ""}, {"wants ", " or after"}}, timely[] = {{"before ", ""}, {"", " or before"}, {"after ", ""}, {"", " or after"}};
  static const Words levels[] = {{"wants below ", ""}, {"wants at most ", ""}, {"wants above ", ""}, {"wants at least ", ""}}, level[] = {{"below ", ""}, {"at most ", ""}, {"above ", ""}, {"at least ", ""}};
  if (op >= COMPARE_LT && (type.kind == TYPE_DATE || type.kind == TYPE_TIME)) return want ? times[op - COMPARE_LT] : timely[op - COMPARE_LT];
  if (op >= COMPARE_LT && type.kind == TYPE_SCALE) return want ? levels[op - COMPARE_LT] : level[op - COMPARE_LT];
  return want ? wants[op] : holds[op];
}
static Text compare(const Why *w, const Expr *a, CompareOp op, const Expr *b, bool want) {
  static const uint8_t mirrored[] = {COMPARE_IS, COMPARE_IS_NOT, COMPARE_EXACTLY, COMPARE_NOT_EXACTLY, COMPARE_GT, COMPARE_GE, COMPARE_LT, COMPARE_LE};
  if (is_literal(a) && !is_literal(b)) { const Expr *t = a; a = b; b = t; op = (CompareOp)mirrored[op]; }
  if (unknown(w, a)) return subject(w, a);
  if (unknown(w, b)) return subject(w, b);
  if (op == COMPARE_IS && !want) return subject(w, a);
  Words words = compare_words(op, a->type, want);
  return add(w, subject(w, a), words.before, text_format(w->arena, TEXT_F "%s", TEXT_A(object(w, b)), words.after));
}
// The members of a set: "a", "b" of ("a", "b"); a list by its name.
static Text members(const Why *w, const Expr *set) {
  Text source = source_of(w, set);
  if (set->kind == EXPR_SET && source.size > 2 && source.data[0] == '(') return (Text){source.data + 1, source.size - 2};
  return source;
}
static Text in_set(const Why *w, const Expr *x, bool want) {
  if (unknown(w, x->a)) return subject(w, x->a);
  bool inside = want == x->negated; // what it is
  if (x->b->kind == EXPR_RANGE) return add(w, subject(w, x->a), inside ? "within " : "wants ", source_of(w, x->b));
  if (x->b->kind == EXPR_SET) return add(w, subject(w, x->a), inside ? "one of " : "wants one of ", members(w, x->b));
  return add(w, subject(w, x->a), inside ? "in " : "not in ", members(w, x->b));
}
static Text match(const Why *w, const Expr *x, bool want) {
  static const char *const does[] = {"has ", "contains ", "starts with ", "ends with "}, *const does_not[] = {"does not have ", "does not contain ", "does not start with ", "does not end with "};
  if (unknown(w, x->a)) return subject(w, x->a);
  if (x->a->type.kind == TYPE_LIST && !study_known(w->study, x->a, w->row)) return subject(w, x->a);
  bool positive = want == (x->negated != (x->quant == QUANT_NONE)); // is it there?
  const char *any = x->quant == QUANT_ALL ? "all of " : x->quant == QUANT_ONE ? "" : x->op == MATCH_HAS && !positive ? "" : "any of ";
  if (x->op == MATCH_HAS && !positive && (x->quant == QUANT_ANY || x->quant == QUANT_NONE)) return add(w, subject(w, x->a), "has none of ", members(w, x->b));
  if (positive && (x->quant == QUANT_ANY || x->quant == QUANT_NONE)) any = "one of ";
  return add(w, subject(w, x->a), positive ? does[x->op] : does_not[x->op], text_format(w->arena, "%s" TEXT_F, any, TEXT_A(members(w, x->b))));
}
static Text how_old(const Why *w, const Expr *x) { // "seen was 31 days ago"
  static const struct { int64_t us; const char *one, *many; } units[] = {{CLOCK_DAY, "day", "days"}, {CLOCK_HOUR, "hour", "hours"}, {CLOCK_MINUTE, "minute", "minutes"}};
  int64_t at, now = vm_now(w->study->run->vm);
  bool date = x->type.kind == TYPE_DATE, field = x->ref == REF_SLOT && w->study->rules->slots[x->slot].domain == 0;
  if (field) at = study_column(w->study, x->slot)->ints[w->row];
  else if (!study_int(w->study, x, w->row, &at)) return subject(w, x);
  int64_t age = date ? (clock_date_of(w->study->rules->zone, now) - at) * CLOCK_DAY : now - at;
  for (int i = 0; i < 3; i++)
    if (age >= units[i].us) return text_format(w->arena, TEXT_F " was %lld %s ago", TEXT_A(source_of(w, x)), (long long)(age / units[i].us), age / units[i].us == 1 ? units[i].one : units[i].many);
  return subject(w, x);
}
static Text age(const Why *w, const Expr *x, bool want, bool negated, const char *is, const char *is_not) {
  if (unknown(w, x->a)) return subject(w, x->a);
  if (unknown(w, x->b)) return subject(w, x->b);
  return add(w, how_old(w, x->a), want == negated ? is : is_not, source_of(w, x->b));
}
Text blame_leaf(const Why *w, const Expr *x, bool want) {
  switch (x->kind) {
    case EXPR_COMPARE: return compare(w, x->a, (CompareOp)x->op, x->b, want);
    case EXPR_BEFORE: return compare(w, x->a, COMPARE_LT, x->b, want);
    case EXPR_AFTER: return compare(w, x->a, COMPARE_GT, x->b, want);
    case EXPR_BETWEEN:
      if (unknown(w, x->a)) return subject(w, x->a);
      return add(w, subject(w, x->a), want ? "wants " : "between ", text_format(w->arena, want ? TEXT_F " to " TEXT_F : TEXT_F " and " TEXT_F, TEXT_A(object(w, x->b)), TEXT_A(object(w, x->c))));
    case EXPR_IN: return in_set(w, x, want);
    case EXPR_MATCH: return match(w, x, want);
    case EXPR_REGEX:
      if (unknown(w, x->a)) return subject(w, x->a);
      return add(w, subject(w, x->a), want == x->negated ? "matches " : "does not match ", source_of(w, x->b));
    case EXPR_WITHIN: return age(w, x, want, x->negated, "within ", "not within ");
    case EXPR_OLDER: return age(w, x, want, x->negated, "older than ", "not older than ");
    case EXPR_STATE: return subject(w, x->a);
    default: return subject(w, x);
  }
}

// ---- elements of a list
static bool list_count(const Why *w, const Query *q, uint32_t *count) {
  if (q->list_slot == UINT32_MAX || w->study->rules->slots[q->list_slot].domain != 0) return false;
  const Column *c = study_column(w->study, q->list_slot);
  *count = c->offsets[w->row + 1] - c->offsets[w->row];
  return bit_get(c->known, w->row);
}
Text blame_elements(const Why *w, const Query *q) {
  uint32_t count = 0;
  Text list = why_source(w->study->rules, q->list->span, w->arena), within = {0};
  if (q->list_slot != UINT32_MAX && w->study->rules->slots[q->list_slot].domain == 0 && !list_count(w, q, &count)) return text_format(w->arena, TEXT_F " is missing", TEXT_A(list));
  if (q->within) within = text_format(w->arena, " within " TEXT_F, TEXT_A(why_source(w->study->rules, q->within->span, w->arena)));
  if (!count) return text_format(w->arena, "no " TEXT_F, TEXT_A(list));
  Text head = text_format(w->arena, "0 of %u " TEXT_F TEXT_F, count, TEXT_A(list), TEXT_A(within));
  return q->where ? text_format(w->arena, TEXT_F ": " TEXT_F, TEXT_A(head), TEXT_A(why_source(w->study->rules, q->where->span, w->arena))) : head;
}

// ---- a table: what it looked at, and for one column the nearest row that gives more than nothing
static int64_t literal_or(const Expr *x, int64_t otherwise) {
  if (!x) return otherwise;
  if (x->kind == EXPR_NEGATE) return -literal_or(x->a, -otherwise);
  const Expr *l = expr_literal(x);
  return l && l->kind != EXPR_TEXT ? l->value : otherwise;
}
static double gap_to(const Pattern *p, int64_t value) { // how far a number is from what the pattern takes
  double least = 1e30;
  for (uint32_t i = 0; i < p->count; i++) {
    const PatternItem *item = &p->items[i];
    int64_t low = literal_or(item->value, INT64_MIN), high = low;
    if (item->kind == PATTERN_RANGE) { low = literal_or(item->value->a, INT64_MIN); high = literal_or(item->value->b, INT64_MAX); }
    if (item->kind == PATTERN_COMPARE && item->op >= COMPARE_GT) high = INT64_MAX;
    if (item->kind == PATTERN_COMPARE && (item->op == COMPARE_LT || item->op == COMPARE_LE)) low = INT64_MIN;
    double gap = value < low ? (double)low - (double)value : value > high ? (double)value - (double)high : 0;
    if (gap < least) least = gap;
  }
  return least;
}
static const Row *better_row(const Why *w, const Decision *d) {
  const Expr *by = d->by.items[0];
  const Row *best = NULL;
  int64_t value = 0;
  double nearest = 0;
  bool number = type_is_number(by->type) && study_int(w->study, by, w->row, &value);
  for (uint32_t i = 0; i < d->row_count; i++) {
    const Row *row = &d->rows[i];
    if (row->otherwise || row->result->kind != EXPR_NUMBER || row->result->value <= 0 || !row->patterns[0].count) continue;
    double gap = number ? gap_to(&row->patterns[0], value) : i;
    if (best && gap >= nearest) continue;
    best = row;
    nearest = gap;
  }
  return best;
}
Text blame_rows(const Why *w, const Decision *d) {
  Text all = {0};
  for (uint32_t i = 0; i < d->by.count; i++) {
    Text one = subject(w, d->by.items[i]);
    all = i ? text_format(w->arena, TEXT_F ", " TEXT_F, TEXT_A(all), TEXT_A(one)) : one;
  }
  const Row *row = d->by.count == 1 && !unknown(w, d->by.items[0]) ? better_row(w, d) : NULL;
  return row ? add(w, all, "wants ", why_source(w->study->rules, row->patterns[0].span, w->arena)) : all;
}
