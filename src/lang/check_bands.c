// check_bands.c -- rows of a decision table that no lead can reach.
//
// Each column's values are cut into finitely many classes that the table's patterns cannot tell apart: intervals between
// the numbers written, single texts, "any other text", missing. A `has …` is opaque but for the texts written: one class
// where it alone is true. (All patterns that take such classes are positive, so a lead that only one of them takes stands
// for all.) A row is then a box of classes, and unreachable when the boxes above leave nothing of it. The work is bounded;
// what is not decided within it is no error.
#include "lang/check_parts.h"
#include <stdlib.h>

enum { WORK_LIMIT = 4000000, WORK_TOTAL = 40000000, CLASS_LIMIT = 100000, ROWS_NAMED = 4 }; // words of 64 classes, one table, one program

typedef struct Interval { int64_t low, high; } Interval;
typedef struct Column {
  const Expr *by;
  bool ints, closed;          // closed: no text but the points
  Interval all;               // ints: every value
  int64_t step;               // ints: values are multiples of it
  Interval *classes;          // ints
  NameTable points, atoms;    // texts: index + 1 is the class; atoms follow points and "other"
  uint32_t count, words;      // classes (0 is missing)
} Column;
typedef struct Bands { Checker *c; Column *columns; uint32_t column_count, words; int64_t work; bool undecided; } Bands;

// ---- values of literals
static bool literal_interval(const Bands *b, const Column *col, const Expr *e, Interval *out) { return literal_span(b->c->rules, e, col->by->type, &out->low, &out->high); }

static bool range_interval(const Bands *b, const Column *col, const Expr *range, Interval *out) {
  Interval low, high;
  *out = col->all;
  if (range->a) { if (!literal_interval(b, col, range->a, &low)) return false; out->low = low.low; }
  if (range->b) { if (!literal_interval(b, col, range->b, &high)) return false; out->high = range->open_end ? high.low - 1 : high.high; }
  return true;
}

static bool compare_interval(const Bands *b, const Column *col, const PatternItem *item, Interval *out) {
  Interval v;
  *out = col->all;
  if (!literal_interval(b, col, item->value, &v)) return false;
  switch ((CompareOp)item->op) {
    case COMPARE_LT: out->high = v.low - 1; break;
    case COMPARE_LE: out->high = v.high; break;
    case COMPARE_GT: out->low = v.high + 1; break;
    case COMPARE_GE: out->low = v.low; break;
    default: return false;
  }
  return true;
}

// Member `i` of what the item takes; false when that cannot be said.
static bool item_interval(const Bands *b, const Column *col, const PatternItem *item, uint32_t i, Interval *out) {
  switch (item->kind) {
    case PATTERN_LITERAL: return literal_interval(b, col, item->value, out);
    case PATTERN_RANGE: return range_interval(b, col, item->value, out);
    case PATTERN_COMPARE: return compare_interval(b, col, item, out);
    case PATTERN_IN:
      if (item->value->kind == EXPR_RANGE) return range_interval(b, col, item->value, out);
      return item->value->kind == EXPR_SET && literal_interval(b, col, item->value->args.items[i], out);
    default: return false;
  }
}

static bool item_open(const PatternItem *item) { return item->kind == PATTERN_PRESENT || item->kind == PATTERN_MISSING || item->kind == PATTERN_ANY; }
static uint32_t item_members(const PatternItem *item) {
  if (item->kind != PATTERN_IN || item->value->kind == EXPR_RANGE) return 1;
  if (item->value->kind == EXPR_SET) return item->value->args.count;
  return item->value->ref == REF_LIST ? ((const List *)item->value->decl)->count : 1;
}

// ---- classes of numbers
static int interval_order(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return x < y ? -1 : x > y;
}

static void domain_set(Bands *b, Column *col) {
  Type t = col->by->type;
  col->all = (Interval){-DECIMAL_MAX, DECIMAL_MAX};
  col->step = t.kind == TYPE_INTEGER ? DECIMAL_ONE : 1;
  if (t.kind == TYPE_BOOLEAN) col->all = (Interval){0, 1};
  if (t.kind == TYPE_SCALE) col->all = (Interval){0, (int64_t)t.values->count - 1};
  if (t.kind == TYPE_DATE) col->all = (Interval){CLOCK_DATE_MIN, CLOCK_DATE_MAX};
  if (t.kind == TYPE_TIME) col->all = (Interval){CLOCK_TIME_MIN, CLOCK_TIME_MAX};
  if (col->by->ref != REF_SLOT && col->by->ref != REF_ELEMENT) return;
  const Field *field = b->c->rules->slots[col->by->slot].field;
  if (field && field->range) range_interval(b, col, field->range, &col->all);
}

static bool class_empty(const Column *col, Interval v) { return v.low > v.high || floor_div(v.high, col->step) * col->step < v.low; }

static void ints_cut(Bands *b, Column *col, int64_t *cuts, uint32_t count) {
  if (count) qsort(cuts, count, sizeof *cuts, interval_order);
  col->classes = ARENA_MANY(b->c->arena, Interval, count + 2);
  col->count = 1; // missing
  int64_t from = col->all.low;
  for (uint32_t i = 0; i <= count; i++) {
    if (i < count && (cuts[i] <= from || cuts[i] > col->all.high)) continue;
    Interval v = {from, i < count ? cuts[i] - 1 : col->all.high};
    if (i < count) from = cuts[i];
    if (!class_empty(col, v)) col->classes[col->count++] = v;
  }
}

static void ints_build(Bands *b, Column *col, const Decision *d, uint32_t at) {
  VEC(int64_t) cuts = {0};
  domain_set(b, col);
  for (uint32_t r = 0; r < d->row_count; r++) {
    if (d->rows[r].otherwise) continue;
    const Pattern *p = &d->rows[r].patterns[at];
    for (uint32_t i = 0; i < p->count; i++)
      for (uint32_t m = 0; !item_open(&p->items[i]) && m < item_members(&p->items[i]); m++) {
        Interval v;
        if (!item_interval(b, col, &p->items[i], m, &v) || cuts.count > CLASS_LIMIT) { b->undecided = true; return; }
        *VEC_PUSH(b->c->arena, &cuts) = v.low;
        *VEC_PUSH(b->c->arena, &cuts) = v.high + 1;
      }
  }
  ints_cut(b, col, cuts.items, cuts.count);
}

static void bit_set(uint64_t *bits, uint32_t i) { bits[i >> 6] |= 1ULL << (i & 63); }

static void ints_fill(Bands *b, const Column *col, const PatternItem *item, uint64_t *bits) {
  for (uint32_t m = 0; m < item_members(item); m++) {
    Interval v;
    if (!item_interval(b, col, item, m, &v)) { b->undecided = true; return; }
    uint32_t low = 1, high = col->count; // the first class at or after v.low
    while (low < high) { uint32_t mid = (low + high) / 2; if (col->classes[mid].low < v.low) low = mid + 1; else high = mid; }
    for (uint32_t i = low; i < col->count && col->classes[i].high <= v.high; i++) { bit_set(bits, i); b->work++; }
  }
}

// ---- classes of texts
static Text point_of(Bands *b, const Column *col, Text t) { return compared_form(b->c->arena, col->by->type.kind, t); }

static bool member_text(const PatternItem *item, uint32_t i, Text *out) {
  const Expr *e = item->value;
  if (item->kind == PATTERN_IN && e->kind != EXPR_SET) {
    if (e->ref != REF_LIST) return false;
    *out = ((const List *)e->decl)->values[i];
    return true;
  }
  const Expr *l = expr_literal(item->kind == PATTERN_IN ? e->args.items[i] : e);
  if (!l || l->kind != EXPR_TEXT) return false;
  *out = l->text;
  return true;
}

static uint32_t piece_count(const PatternItem *item) {
  if (item->value->kind == EXPR_SET) return item->value->args.count;
  return item->value->ref == REF_LIST ? ((const List *)item->value->decl)->count : 1;
}
static bool piece_text(const PatternItem *item, uint32_t i, Text *out) {
  const Expr *e = item->value;
  if (e->ref == REF_LIST) { *out = ((const List *)e->decl)->values[i]; return true; }
  const Expr *l = expr_literal(e->kind == EXPR_SET ? e->args.items[i] : e);
  if (!l || l->kind != EXPR_TEXT) return false;
  *out = l->text;
  return true;
}

// Two patterns with one key ask the same.
static bool atom_key(Bands *b, const PatternItem *item, Text *key) {
  Arena *arena = b->c->arena;
  VEC(char) all = {0};
  *VEC_PUSH(arena, &all) = (char)('a' + item->op);
  *VEC_PUSH(arena, &all) = (char)('a' + item->quant);
  for (uint32_t i = 0; i < piece_count(item); i++) {
    Text t;
    if (!piece_text(item, i, &t)) return false;
    t = item->op == MATCH_HAS ? text_fold(arena, t) : text_fold_untrimmed(arena, t);
    for (uint32_t j = 0; j < t.size; j++) *VEC_PUSH(arena, &all) = t.data[j];
    *VEC_PUSH(arena, &all) = '\n'; // folding leaves no line end in a text
  }
  *key = (Text){all.items, all.count};
  return true;
}

static void point_add(Bands *b, Column *col, Text t) {
  NameEntry *entry = NULL;
  if (!names_add(b->c->arena, &col->points, point_of(b, col, t), (Span){0}, &entry)) entry->index = col->points.all.count - 1;
}

static void texts_collect(Bands *b, Column *col, const PatternItem *item) {
  Text t;
  if (item_open(item)) return;
  if (item->kind == PATTERN_MATCH) {
    NameEntry *entry = NULL;
    if (!atom_key(b, item, &t)) { b->undecided = true; return; }
    if (!names_add(b->c->arena, &col->atoms, t, (Span){0}, &entry)) entry->index = col->atoms.all.count - 1;
    return;
  }
  for (uint32_t m = 0; m < item_members(item); m++) {
    if (!member_text(item, m, &t) || col->points.all.count > CLASS_LIMIT) { b->undecided = true; return; }
    point_add(b, col, t);
  }
}

static void texts_build(Bands *b, Column *col, const Decision *d, uint32_t at) {
  Type t = col->by->type;
  col->closed = t.kind == TYPE_ONE_OF;
  for (uint32_t i = 0; col->closed && i < t.values->count; i++) point_add(b, col, t.values->items[i]);
  uint32_t values = col->points.all.count;
  for (uint32_t r = 0; r < d->row_count; r++) {
    if (d->rows[r].otherwise) continue;
    const Pattern *p = &d->rows[r].patterns[at];
    for (uint32_t i = 0; i < p->count && !b->undecided; i++) texts_collect(b, col, &p->items[i]);
  }
  col->count = 1 + col->points.all.count;
  if (col->closed) col->count = 1 + values; // what is none of its values never is
  else col->count += 1 + col->atoms.all.count;
}

static bool piece_is_in(Bands *b, const PatternItem *item, Text point, Text piece) {
  b->work += point.size + piece.size;
  Text t = item->op == MATCH_HAS ? text_fold(b->c->arena, piece) : text_fold_untrimmed(b->c->arena, piece);
  switch ((MatchOp)item->op) {
    case MATCH_HAS: return text_has_words(point, t);
    case MATCH_CONTAINS: return text_contains(point, t);
    case MATCH_STARTS: return text_starts(point, t);
    case MATCH_ENDS: return text_ends(point, t);
  }
  return false;
}

static bool match_takes(Bands *b, const PatternItem *item, Text point) {
  uint32_t count = piece_count(item), found = 0;
  Text t;
  for (uint32_t i = 0; i < count && b->work < WORK_LIMIT; i++) found += piece_text(item, i, &t) && piece_is_in(b, item, point, t);
  return item->quant == QUANT_NONE ? found == 0 : item->quant == QUANT_ALL ? found == count : found > 0;
}

static void texts_fill(Bands *b, const Column *col, const PatternItem *item, uint64_t *bits) {
  Text t;
  if (item->kind != PATTERN_MATCH) {
    for (uint32_t m = 0; m < item_members(item); m++) {
      if (!member_text(item, m, &t)) { b->undecided = true; return; }
      NameEntry *entry = names_find(&col->points, point_of(b, col, t));
      if (entry && entry->index + 1 < col->count) bit_set(bits, entry->index + 1);
      b->work++;
    }
    return;
  }
  uint32_t points = col->closed ? col->count - 1 : col->points.all.count;
  bool list = col->by->type.kind == TYPE_LIST;
  for (uint32_t i = 0; i < points && !list && b->work < WORK_LIMIT; i++)
    if (match_takes(b, item, col->points.all.items[i]->text)) bit_set(bits, i + 1);
  if (col->closed || !atom_key(b, item, &t)) return;
  bit_set(bits, 2 + points + names_find(&col->atoms, t)->index);
}

// ---- rows as boxes
static void item_fill(Bands *b, const Column *col, const PatternItem *item, uint64_t *bits) {
  uint64_t *taken = ARENA_MANY(b->c->arena, uint64_t, col->words);
  if (item->kind == PATTERN_MISSING) bit_set(taken, 0);
  else if (item_open(item)) for (uint32_t i = item->kind == PATTERN_PRESENT; i < col->count; i++) bit_set(taken, i);
  else if (col->ints) ints_fill(b, col, item, taken);
  else texts_fill(b, col, item, taken);
  for (uint32_t i = 1; item->negated && i < col->count; i++) taken[i >> 6] ^= 1ULL << (i & 63);
  for (uint32_t w = 0; w < col->words; w++) bits[w] |= taken[w];
  b->work += col->words;
}

static uint64_t *row_box(Bands *b, const Row *row) {
  uint64_t *box = ARENA_MANY(b->c->arena, uint64_t, b->words), *at = box;
  for (uint32_t k = 0; k < b->column_count; k++) {
    const Column *col = &b->columns[k];
    if (row->otherwise) for (uint32_t i = 0; i < col->count; i++) bit_set(at, i);
    else for (uint32_t i = 0; i < row->patterns[k].count; i++) item_fill(b, col, &row->patterns[k].items[i], at);
    at += col->words;
  }
  return box;
}

static bool bits_any(const uint64_t *bits, uint32_t words) {
  for (uint32_t w = 0; w < words; w++) if (bits[w]) return true;
  return false;
}
static bool bits_meet(const uint64_t *a, const uint64_t *b, uint32_t words) {
  for (uint32_t w = 0; w < words; w++) if (a[w] & b[w]) return true;
  return false;
}
static bool box_empty(const Bands *b, const uint64_t *box) {
  for (uint32_t k = 0; k < b->column_count; box += b->columns[k++].words) if (!bits_any(box, b->columns[k].words)) return true;
  return false;
}
static bool boxes_meet(Bands *b, const uint64_t *x, const uint64_t *y) {
  for (uint32_t k = 0, at = 0; k < b->column_count; at += b->columns[k++].words) {
    b->work += b->columns[k].words;
    if (!bits_meet(x + at, y + at, b->columns[k].words)) return false;
  }
  return true;
}

typedef VEC(uint64_t *) Boxes;
// Adds to `out` what of `box` is outside of `taken`, column by column.
static void box_subtract(Bands *b, const uint64_t *box, const uint64_t *taken, Boxes *out) {
  uint64_t *rest = ARENA_MANY(b->c->arena, uint64_t, b->words);
  memcpy(rest, box, b->words * sizeof *rest);
  for (uint32_t k = 0, at = 0; k < b->column_count; at += b->columns[k++].words) {
    uint64_t *piece = ARENA_MANY(b->c->arena, uint64_t, b->words);
    memcpy(piece, rest, b->words * sizeof *piece);
    for (uint32_t w = at; w < at + b->columns[k].words; w++) { piece[w] &= ~taken[w]; rest[w] &= taken[w]; }
    b->work += 4 * b->words;
    if (bits_any(piece + at, b->columns[k].words)) *VEC_PUSH(b->c->arena, out) = piece;
  }
}

static bool row_covered(Bands *b, uint64_t *const *boxes, uint32_t row) {
  Boxes left = {0};
  *VEC_PUSH(b->c->arena, &left) = boxes[row];
  for (uint32_t above = 0; above < row && left.count; above++) {
    Boxes next = {0};
    for (uint32_t i = 0; i < left.count; i++) {
      if (!boxes_meet(b, left.items[i], boxes[above])) *VEC_PUSH(b->c->arena, &next) = left.items[i];
      else box_subtract(b, left.items[i], boxes[above], &next);
      if (b->work > WORK_LIMIT) return false;
    }
    left = next;
  }
  return left.count == 0;
}

// One column needs no boxes: what the rows so far have taken.
static bool row_taken(Bands *b, const uint64_t *box, const uint64_t *taken) {
  b->work += b->words;
  for (uint32_t w = 0; w < b->words; w++) if (box[w] & ~taken[w]) return false;
  return true;
}

static void row_report(Bands *b, const Decision *d, uint64_t *const *boxes, uint32_t row) {
  Checker *c = b->c;
  Text lines = {0};
  uint32_t named = 0, more = 0;
  for (uint32_t i = 0; i < row; i++) {
    uint32_t line, column;
    if (!boxes_meet(b, boxes[row], boxes[i])) continue;
    if (named == ROWS_NAMED) { more++; continue; }
    source_position(c->rules->sources, d->rows[i].span, &line, &column);
    lines = text_format(c->arena, "%.*s%s%u", SHOW(lines), named++ ? ", " : "", line);
  }
  Span span = d->rows[row].span;
  if (box_empty(b, boxes[row])) { diag_add(c->diags, ERROR_UNREACHABLE_ROW, span, "no lead can reach this row: nothing has these values"); return; }
  Diag *diag = diag_add(c->diags, ERROR_UNREACHABLE_ROW, span, "no lead can reach this row: the row%s on line%s %.*s%s take%s them all", named == 1 ? "" : "s", named == 1 ? "" : "s", SHOW(lines), more ? " and others" : "", named == 1 ? "s" : "");
  diag_help(c->diags, diag, "move it up or remove it");
}

static bool columns_build(Bands *b, const Decision *d) {
  for (uint32_t k = 0; k < b->column_count && !b->undecided; k++) {
    Column *col = &b->columns[k];
    col->by = d->by.items[k];
    col->ints = col->by->type.kind == TYPE_BOOLEAN || (type_is_int(col->by->type) && col->by->type.kind != TYPE_ONE_OF);
    if (col->ints) ints_build(b, col, d, k);
    else texts_build(b, col, d, k);
    col->words = (col->count + 63) / 64;
    b->words += col->words;
  }
  return !b->undecided;
}

static void rows_prove(Bands *b, const Decision *d) {
  if (!columns_build(b, d) || (int64_t)b->words * d->row_count > WORK_LIMIT / 8) return;
  uint64_t **boxes = ARENA_MANY(b->c->arena, uint64_t *, d->row_count + 1), *taken = ARENA_MANY(b->c->arena, uint64_t, b->words);
  for (uint32_t i = 0; i < d->row_count; i++) {
    boxes[i] = row_box(b, &d->rows[i]);
    if (b->undecided || b->work > WORK_LIMIT) return;
    bool unreachable = b->column_count == 1 ? row_taken(b, boxes[i], taken) : box_empty(b, boxes[i]) || row_covered(b, boxes, i);
    if (b->work > WORK_LIMIT) return;
    if (unreachable) row_report(b, d, boxes, i);
    for (uint32_t w = 0; b->column_count == 1 && w < b->words; w++) taken[w] |= boxes[i][w];
  }
}

void rows_reach(Checker *c, const Decision *d) {
  if (c->bands_work > WORK_TOTAL) return;
  Bands b = {.c = c, .columns = ARENA_MANY(c->arena, Column, d->by.count), .column_count = d->by.count};
  rows_prove(&b, d);
  c->bands_work += b.work;
}
