// kernels_choose.c -- picking values: the least, the first known, a branch, an entry, a table's cell.
#include "vm/kernels.h"

// ---- rows of one column into another, which has zeros there

KERNEL_INLINE void word_merge(Column *d, ColumnKind kind, const Column *a, uint32_t w, uint64_t mask, uint32_t n) {
  size_t first = (size_t)w * 64;
  mask &= a->known[w];
  if (!mask) return;
  d->known[w] |= mask;
  if (kind == KIND_TRUTH) {
    d->yes[w] |= a->yes[w] & mask;
  } else if (kind == KIND_INT) {
    int64_t *restrict z = d->ints + first;
    const int64_t *restrict x = a->ints + first;
    WORD_ROWS(i, n, z[i] |= x[i] & row_mask(mask, i));
  } else {
    for (uint64_t left = mask; left; left &= left - 1) {
      size_t row = first + (uint32_t)__builtin_ctzll(left);
      d->texts[row] = a->texts[row];
    }
  }
}

KERNEL_INLINE void word_copy(Column *d, ColumnKind kind, const Column *a, uint32_t w, uint32_t n) {
  size_t first = (size_t)w * 64;
  d->known[w] = a->known[w];
  if (kind == KIND_TRUTH) d->yes[w] = a->yes[w];
  else if (kind == KIND_INT) WORD_ROWS(i, n, d->ints[first + i] = a->ints[first + i]);
  else WORD_ROWS(i, n, d->texts[first + i] = a->texts[first + i]);
}

WIDE_CLONES void choose_present(Column *d, ColumnKind kind, const Column *registers, const uint32_t *args, uint32_t count, uint32_t rows) {
  if (!count) column_clear(d, kind, rows);
  for (uint32_t w = 0; count && w < bits_words(rows); w++) {
    uint32_t n = word_rows(rows, w);
    word_copy(d, kind, &registers[args[0]], w, n);
    for (uint32_t k = 1; k < count; k++) word_merge(d, kind, &registers[args[k]], w, ~d->known[w], n);
  }
}

static WIDE_CLONES void if_ints(Column *d, const Column *condition, const Column *yes, const Column *no, uint32_t rows) {
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    int64_t *restrict z = d->ints + (size_t)w * 64;
    const int64_t *restrict x = yes->ints + (size_t)w * 64, *restrict y = no->ints + (size_t)w * 64;
    uint64_t first = condition->yes[w] & yes->known[w], second = condition->known[w] & ~condition->yes[w] & no->known[w];
    uint32_t n = word_rows(rows, w);
    d->known[w] = first | second;
    WORD_ROWS(i, n, z[i] = (x[i] & row_mask(first, i)) | (y[i] & row_mask(second, i)));
  }
}

void choose_if(Column *d, ColumnKind kind, const Column *condition, const Column *yes, const Column *no, uint32_t rows) {
  if (kind == KIND_INT) {
    if_ints(d, condition, yes, no, rows);
    return;
  }
  column_clear(d, kind, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    uint32_t n = word_rows(rows, w);
    word_merge(d, kind, yes, w, condition->yes[w], n);
    word_merge(d, kind, no, w, condition->known[w] & ~condition->yes[w], n);
  }
}

// ---- least and greatest

// Greatest is least of the complements: ~x turns the order round and cannot overflow.
KERNEL_INLINE void choose_extreme(Column *d, const Column *registers, const uint32_t *args, uint32_t count, uint32_t rows, int64_t flip) {
  column_clear(d, KIND_INT, rows);
  for (uint32_t k = 0; k < count; k++) {
    const Column *a = &registers[args[k]];
    for (uint32_t w = 0; w < bits_words(rows); w++) {
      uint64_t known = a->known[w], had = d->known[w];
      const int64_t *restrict x = a->ints + (size_t)w * 64;
      int64_t *restrict z = d->ints + (size_t)w * 64;
      uint32_t n = word_rows(rows, w);
      WORD_ROWS(i, n, z[i] = row_mask(known, i) & (((x[i] ^ flip) < (z[i] ^ flip) ? -1 : 0) | ~row_mask(had, i)) ? x[i] : z[i]);
      d->known[w] = known | had;
    }
  }
}

WIDE_CLONES void choose_least(Column *d, const Column *registers, const uint32_t *args, uint32_t count, uint32_t rows) {
  choose_extreme(d, registers, args, count, rows, 0);
}

WIDE_CLONES void choose_greatest(Column *d, const Column *registers, const uint32_t *args, uint32_t count, uint32_t rows) {
  choose_extreme(d, registers, args, count, rows, -1);
}

// ---- the first true of many

// The rows that a truth takes out of `left`; gives those that are left.
KERNEL_INLINE uint64_t first_take(Column *d, uint64_t *left, const uint64_t *yes, const int64_t *value, uint32_t w, uint32_t n) {
  int64_t *restrict z = d->ints + (size_t)w * 64;
  uint64_t hit = left[w] & yes[w], others = left[w] ^= hit;
  if (!hit || !value) return others;
  d->known[w] |= hit;
  if (__builtin_popcountll(hit) > 4) WORD_ROWS(i, n, z[i] |= *value & row_mask(hit, i)); // 0 in rows that are left
  else for (; hit; hit &= hit - 1) z[__builtin_ctzll(hit)] = *value;
  return others;
}
static WIDE_CLONES uint64_t first_take_words(Column *d, uint64_t *left, const uint64_t *yes, const int64_t *value, uint32_t rows) {
  uint64_t others = 0;
  for (uint32_t w = 0; w < bits_words(rows); w++) others |= first_take(d, left, yes, value, w, word_rows(rows, w));
  return others;
}

void choose_first(const Run *run, Column *d, const uint32_t *pairs, uint32_t count, uint32_t rows) {
  uint32_t words = bits_words(rows);
  uint64_t one[1], *left = words <= 1 ? one : arena_alloc_raw(run->scratch, words * sizeof *left), others = 1;
  column_clear(d, KIND_INT, rows);
  bits_fill(left, rows);
  for (uint32_t k = 0; k < count && others; k++) {
    const Column *truth = &run->registers[pairs[2 * k]];
    uint32_t constant = pairs[2 * k + 1];
    if (column_is_empty(truth, rows)) continue;
    const int64_t *value = constant == NONE ? NULL : &run->constants[constant];
    uint32_t only = column_only(truth, rows);
    if (only < words) first_take(d, left, truth->yes, value, only, word_rows(rows, only));
    else others = words == 1 ? first_take(d, left, truth->yes, value, 0, rows) : first_take_words(d, left, truth->yes, value, rows);
  }
}

// ---- entries by index: an index beyond the last is unknown

// The strings of few entries, when there are no fewer rows, are looked up once.
void choose_entry(const Run *run, Column *d, const Column *a, const uint32_t *entries, uint32_t count, uint32_t rows) {
  enum { FEW = 64 };
  Text strings[FEW];
  uint32_t known = rows < count ? 0 : count < FEW ? count : FEW;
  for (uint32_t k = 0; k < known; k++) strings[k] = entries[k] & ENTRY_STRING ? program_text(run->program, entries[k] & ~ENTRY_STRING) : (Text){0};
  column_clear(d, KIND_TEXT, rows);
  for (BITS_EACH(a->known, rows, row)) {
    uint64_t index = (uint64_t)a->ints[row];
    if (index >= count) continue;
    uint32_t entry = entries[index];
    if (entry & ENTRY_STRING) d->texts[row] = index < known ? strings[index] : program_text(run->program, entry & ~ENTRY_STRING);
    else if (bit_get(run->registers[entry].known, row)) d->texts[row] = run->registers[entry].texts[row];
    else continue;
    bit_set(d->known, row);
  }
}

void choose_name(const Run *run, Column *d, const Column *a, const uint32_t *strings, uint32_t count, uint32_t rows) {
  column_clear(d, KIND_TEXT, rows);
  for (BITS_EACH(a->known, rows, row)) {
    if ((uint64_t)a->ints[row] >= count) continue;
    d->texts[row] = program_text(run->program, strings[a->ints[row]]);
    bit_set(d->known, row);
  }
}

// ---- tables

static MatchKey key_of(const Column *a, ColumnKind kind, uint32_t row) {
  if (kind == KIND_TEXT) return (MatchKey){.text = a->texts[row]};
  return (MatchKey){.value = kind == KIND_TRUTH ? bit_get(a->yes, row) : a->ints[row]};
}

void table_row_of(const Run *run, Column *d, const uint32_t *args, uint32_t table, uint32_t rows) {
  uint32_t count = run->program->tables[table].key_count;
  MatchKey *keys = ARENA_MANY(run->scratch, MatchKey, count);
  column_clear(d, KIND_INT, rows);
  bits_fill(d->known, rows);
  for (uint32_t k = 0; k < count; k++)
    for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] &= run->registers[args[k]].known[w];
  for (BITS_EACH(d->known, rows, row)) {
    for (uint32_t k = 0; k < count; k++)
      keys[k] = key_of(&run->registers[args[k]], (ColumnKind)run->program->registers[args[k]].kind, row);
    uint32_t found = match_table_row(run->program->matcher, table, keys, run->scratch);
    if (found == NONE) bit_clear(d->known, row);
    else d->ints[row] = found;
  }
}

void table_cell(const Run *run, Column *d, ColumnKind kind, const Column *a, uint32_t table, uint32_t column, uint32_t rows) {
  const TableInfo *info = &run->program->tables[table];
  const TableCell *cells = run->program->table_cells + info->cells;
  column_clear(d, kind, rows);
  for (BITS_EACH(a->known, rows, row)) {
    if ((uint64_t)a->ints[row] >= info->rows) continue;
    int64_t value = cells[(uint64_t)a->ints[row] * info->column_count + column].value;
    if (value == TABLE_ABSENT) continue;
    bit_set(d->known, row);
    if (kind == KIND_TEXT) d->texts[row] = program_text(run->program, (uint32_t)value);
    else if (kind == KIND_TRUTH) bit_put(d->yes, row, value == 1);
    else d->ints[row] = value;
  }
}
