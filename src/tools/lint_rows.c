// lint_rows.c -- decision tables: rows that no lead reaches, bands that overlap, bands with a gap.
#include "tools/lint_inside.h"
#include "lang/value_set.h"

enum { ROWS_MOST = 150 }; // rows are asked in pairs

// ---- rows
static bool row_left(Lint *l, const Decision *d, uint32_t row) {
  Question *q = bands_ask(l->bands);
  for (uint32_t j = 0; j < row; j++) ask_row(q, l->rules, d, j, TRUTH_NOT_YES);
  ask_row(q, l->rules, d, row, TRUTH_YES);
  return bands_answer(q, NULL) != BANDS_IMPOSSIBLE;
}
static bool row_alone(Lint *l, const Decision *d, uint32_t row) {
  Question *q = bands_ask(l->bands);
  ask_row(q, l->rules, d, row, TRUTH_YES);
  return bands_answer(q, NULL) != BANDS_IMPOSSIBLE;
}
static void rows_look(Lint *l, const Decision *d) {
  for (uint32_t i = 0; i < d->row_count && d->row_count <= ROWS_MOST; i++) {
    if (d->rows[i].otherwise || row_left(l, d, i)) continue;
    Diag *diag = lint_add(l, ERROR_DEAD_ROW, d->rows[i].span, "no lead reaches this row");
    diag_label(l->diags, diag, row_alone(l, d, i) ? "the rows above it take every lead that it would" : "no lead is so");
    diag_help(l->diags, diag, "remove it, or move it up");
  }
}

// ---- bands: what each pattern of a table of one column takes
typedef struct Band { int64_t low, high; uint32_t row; const PatternItem *item; } Band;
typedef struct Bandwidth { VEC(Band) bands; bool open; int64_t step; Type type; } Bandwidth; // open: some row takes what is in no band

static bool item_band(Lint *l, Type type, const PatternItem *item, Band *b) {
  const Expr *v = item->value;
  int64_t low, high, other;
  b->low = INT64_MIN;
  b->high = INT64_MAX;
  if (item->negated) return false;
  if (item->kind == PATTERN_RANGE || (item->kind == PATTERN_IN && v->kind == EXPR_RANGE)) {
    if (v->a && !literal_span(l->rules, v->a, type, &b->low, &other)) return false;
    if (v->b && !literal_span(l->rules, v->b, type, &other, &b->high)) return false;
    if (v->b && v->open_end) b->high = other - 1;
    return true;
  }
  if ((item->kind != PATTERN_COMPARE && item->kind != PATTERN_LITERAL) || !literal_span(l->rules, v, type, &low, &high)) return false;
  if (item->kind == PATTERN_LITERAL) { b->low = low; b->high = high; return true; }
  switch ((CompareOp)item->op) {
    case COMPARE_LT: b->high = low - 1; return true;
    case COMPARE_LE: b->high = high; return true;
    case COMPARE_GT: b->low = high + 1; return true;
    case COMPARE_GE: b->low = low; return true;
    default: return false;
  }
}
static bool ordered(Type t) { return type_is_number(t) || t.kind == TYPE_DATE || t.kind == TYPE_TIME; }
static Bandwidth bands_of(Lint *l, const Decision *d) {
  Bandwidth w = {.type = d->by.items[0]->type};
  w.step = w.type.kind == TYPE_INTEGER ? DECIMAL_ONE : 1;
  for (uint32_t r = 0; r < d->row_count; r++) {
    if (d->rows[r].otherwise) { w.open = true; continue; }
    const Pattern *p = &d->rows[r].patterns[0];
    for (uint32_t i = 0; i < p->count; i++) {
      Band b = {.row = r, .item = &p->items[i]};
      if (p->items[i].kind == PATTERN_MISSING) continue;
      if (item_band(l, w.type, &p->items[i], &b)) *VEC_PUSH(l->arena, &w.bands) = b;
      else w.open = true; // takes other things too: no gap can be told
    }
  }
  return w;
}
static Text value_text(Lint *l, Type t, int64_t v) {
  char out[CLOCK_TEXT_BYTES];
  uint32_t n = t.kind == TYPE_DATE ? clock_format_date(v, out) : t.kind == TYPE_TIME ? clock_format_time(v, out) : decimal_format(v, out);
  return text_copy(l->arena, (Text){out, n});
}
// A lead with this value, decided by the rows as the finding says.
static void value_show(Lint *l, Diag *d, const Decision *table, int64_t v, bool taken, const char *what) {
  Witness w;
  const Expr *by = table->by.items[0];
  Expr literal = {.kind = by->type.kind == TYPE_DATE ? EXPR_DATE : by->type.kind == TYPE_TIME ? EXPR_TIME : EXPR_NUMBER, .value = v, .type = by->type};
  Expr is = {.kind = EXPR_COMPARE, .op = COMPARE_IS, .a = (Expr *)(uintptr_t)by, .b = &literal, .type = {.kind = TYPE_BOOLEAN}};
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, &is, TRUTH_YES);
  for (uint32_t i = 0; !taken && i < table->row_count; i++) ask_row(q, l->rules, table, i, TRUTH_NOT_YES);
  if (bands_answer(q, &w) == BANDS_POSSIBLE) witness_show(l, d, &w, "%s", what);
}
static bool same_result(const Row *a, const Row *b) {
  Decimal x, y;
  if (expr_number(a->result, &x) && expr_number(b->result, &y)) return x == y;
  return a->result->kind == b->result->kind && a->result->kind != EXPR_NUMBER && a->result->value == b->result->value && text_equal(a->result->text, b->result->text);
}
static void overlap_report(Lint *l, const Decision *d, const Bandwidth *w, const Band *a, const Band *b) { // a stands above b
  int64_t low = a->low > b->low ? a->low : b->low, high = a->high < b->high ? a->high : b->high;
  Text first = lint_source(l, a->item->span), second = lint_source(l, b->item->span), from = value_text(l, w->type, low), to = value_text(l, w->type, high);
  Diag *diag = lint_add(l, ERROR_OVERLAP, b->item->span, "`%.*s` and `%.*s` overlap", SHOW(first), SHOW(second));
  if (low == high) diag_label(l->diags, diag, "%.*s is in both, and the row above wins", SHOW(from));
  else diag_label(l->diags, diag, "%.*s to %.*s are in both, and the row above wins", SHOW(from), SHOW(to));
  diag_note(l->diags, diag, a->item->span, "the other is here");
  value_show(l, diag, d, low, true, "a lead in both");
  const Expr *v = b->item->value;
  bool whole = w->type.kind == TYPE_INTEGER || w->type.kind == TYPE_DATE, ahead = b->low > a->low && v->kind == EXPR_RANGE && v->a && v->a->kind != EXPR_NAME;
  if (whole && ahead && high < b->high) lint_fix(diag, v->a->span, value_text(l, w->type, high + w->step)); // says what is so already
}
static void overlaps_look(Lint *l, const Decision *d, const Bandwidth *w) {
  for (uint32_t j = 1; j < w->bands.count && w->bands.count <= ROWS_MOST; j++)
    for (uint32_t i = 0; i < j; i++) {
      const Band *a = &w->bands.items[i], *b = &w->bands.items[j];
      bool apart = a->high < b->low || b->high < a->low, inside = (a->low <= b->low && a->high >= b->high) || (b->low <= a->low && b->high >= a->high);
      bool touching = w->type.kind == TYPE_NUMBER && (a->high == b->low || b->high == a->low); // bands of a measure share an end: the row above has it
      if (apart || inside || touching || a->row == b->row || same_result(&d->rows[a->row], &d->rows[b->row])) continue;
      overlap_report(l, d, w, a, b);
      break;
    }
}
static void gap_report(Lint *l, const Decision *d, const Bandwidth *w, const Band *after, int64_t low, int64_t high) {
  Text from = value_text(l, w->type, low), to = value_text(l, w->type, high);
  if (type_is_number(w->type) && w->type.kind != TYPE_INTEGER && high - low >= DECIMAL_ONE / 2) low = floor_div(low + high, 2 * 1000) * 1000; // a value that people write
  Text such = value_text(l, w->type, low);
  Diag *diag = lint_add(l, ERROR_GAP, after->item->span, "there is a gap before this band");
  if (text_equal(from, to)) diag_label(l->diags, diag, "no row takes %.*s", SHOW(from));
  else if (text_equal(such, from)) diag_label(l->diags, diag, "no row takes %.*s to %.*s", SHOW(from), SHOW(to));
  else diag_label(l->diags, diag, "no row takes %.*s to %.*s, such as %.*s", SHOW(from), SHOW(to), SHOW(such));
  value_show(l, diag, d, low, false, "a lead that no row takes");
}
static void gaps_look(Lint *l, const Decision *d, const Bandwidth *w) {
  uint32_t n = w->bands.count;
  Band *sorted = ARENA_MANY(l->arena, Band, n + 1);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = i;
    for (; at > 0 && sorted[at - 1].low > w->bands.items[i].low; at--) sorted[at] = sorted[at - 1];
    sorted[at] = w->bands.items[i];
  }
  int64_t high = n ? sorted[0].high : 0;
  for (uint32_t i = 1; i < n; high = sorted[i].high > high ? sorted[i].high : high, i++) {
    if (high == INT64_MAX || sorted[i].low <= high + 1) continue;
    ValueSet gap = values_stepped(l->arena, values_range(l->arena, high + 1, sorted[i].low - 1), w->step);
    if (gap.count) gap_report(l, d, w, &sorted[i], gap.items[0].low, gap.items[0].high);
  }
}

// ---- a definition by a field of few values, some of which no row names
static bool value_named(Lint *l, const Decision *d, const Expr *by, uint32_t index) {
  Expr literal = {.kind = EXPR_TEXT, .text = by->type.values->items[index], .value = index, .type = by->type};
  Expr is = {.kind = EXPR_COMPARE, .op = COMPARE_IS, .a = (Expr *)(uintptr_t)by, .b = &literal, .type = {.kind = TYPE_BOOLEAN}};
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, &is, TRUTH_YES);
  for (uint32_t i = 0; i < d->row_count; i++) ask_row(q, l->rules, d, i, TRUTH_NOT_YES);
  return bands_answer(q, NULL) == BANDS_IMPOSSIBLE;
}
static void values_look(Lint *l, const Define *define) {
  const Decision *d = define->decision;
  const Expr *by = d->by.items[0];
  bool few = d->by.count == 1 && by->type.values && by->type.values->count <= 50;
  uint32_t named = 0;
  Text missing = {0};
  if (!few) return;
  for (uint32_t i = 0; i < by->type.values->count; i++) {
    Text v = by->type.values->items[i];
    if (value_named(l, d, by, i)) named++;
    else missing = text_format(l->arena, "%.*s%s\"%.*s\"", SHOW(missing), missing.size ? ", " : "", SHOW(v));
  }
  if (!missing.size || named < 2) return;
  Diag *diag = lint_add(l, ERROR_GAP, define->name.span, "`%.*s` says nothing about some values", SHOW(define->name.text));
  diag_label(l->diags, diag, "no row takes %.*s", SHOW(missing));
  diag_help(l->diags, diag, "add a row for them, or `otherwise => missing` if nothing is meant");
}

static void table_look(Lint *l, const Decision *d) {
  if (!lint_own(l, d->span)) return;
  rows_look(l, d);
  if (l->scope == LINT_PROVED || d->by.count != 1 || !ordered(d->by.items[0]->type)) return;
  Bandwidth w = bands_of(l, d);
  overlaps_look(l, d, &w);
  if (!w.open) gaps_look(l, d, &w);
}
void lint_rows(Lint *l) {
  for (uint32_t i = 0; i < l->rules->defines.count; i++) {
    const Define *d = l->rules->defines.items[i];
    if (!d->decision || !lint_own(l, d->name.span)) continue;
    table_look(l, d->decision);
    if (l->scope == LINT_ALL) values_look(l, d);
  }
  for (uint32_t i = 0; i < l->rules->rules.count; i++) if (l->rules->rules.items[i]->by) table_look(l, l->rules->rules.items[i]->by);
}
