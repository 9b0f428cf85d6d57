// kernels_list.c -- from owners to their elements and back.
//
// A mask is a truth of the elements of which `yes` counts. An owner whose list is unknown has no elements, so its value
// comes out 0 by itself.
#include "vm/kernels.h"
#include "base/bytes.h"

// ---- ranges of bits

static void bits_set_range(uint64_t *bits, uint32_t from, uint32_t to) {
  if (from >= to) return;
  uint32_t first = from >> 6, last = (to - 1) >> 6;
  uint64_t head = ~0ull << (from & 63), tail = ~0ull >> (63 - ((to - 1) & 63));
  if (first == last) {
    bits[first] |= head & tail;
    return;
  }
  bits[first] |= head;
  for (uint32_t w = first + 1; w < last; w++) bits[w] = ~0ull;
  bits[last] |= tail;
}

// How many bits are set in a range is the difference of two ranks: nothing is asked of how long it is, which cannot be guessed.
typedef struct Rank { uint64_t bits; uint32_t before; } Rank;    // a word, and how many bits are set before it

// Of the bits set in both; `also` may be NULL.
KERNEL_INLINE const Rank *ranks_new(const uint64_t *bits, const uint64_t *also, uint32_t elements, Arena *scratch) {
  Rank *ranks = arena_alloc_raw(scratch, (bits_words(elements) + (size_t)1) * sizeof *ranks);
  uint32_t before = 0;
  for (uint32_t w = 0; w < bits_words(elements); w++) {
    ranks[w] = (Rank){also ? bits[w] & also[w] : bits[w], before};
    before += (uint32_t)__builtin_popcountll(ranks[w].bits);
  }
  ranks[bits_words(elements)] = (Rank){0, before};
  return ranks;
}
// Of the bits before element e.
KERNEL_INLINE uint32_t rank_of(const Rank *ranks, uint32_t e) {
  return ranks[e >> 6].before + (uint32_t)__builtin_popcountll(ranks[e >> 6].bits & ~(~0ull << (e & 63)));
}

// The owner of each element. Sixteen are written for every list and what is too much is written again by the next one: few
// lists are longer, so that how long one is need not be guessed.
static WIDE_CLONES const uint32_t *owners_of_elements(const Owners *owners, Arena *scratch) {
  enum { FEW = 16 };
  uint32_t *owner = arena_alloc_raw(scratch, ((size_t)owners->elements + FEW) * sizeof *owner);
  for (uint32_t row = 0; row < owners->rows; row++) {
    uint32_t from = owners->offsets[row], to = owners->offsets[row + 1];
    for (uint32_t i = 0; i < FEW; i++) owner[from + i] = row;
    for (uint32_t e = from + FEW; e < to; e++) owner[e] = row;
  }
  return owner;
}

// ---- downwards

static void spread_one(Column *d, ColumnKind kind, const Column *a, uint32_t row, uint32_t from, uint32_t to) {
  bits_set_range(d->known, from, to);
  if (kind == KIND_TRUTH && bit_get(a->yes, row)) bits_set_range(d->yes, from, to);
  if (kind == KIND_INT)
    for (uint32_t e = from; e < to; e++) d->ints[e] = a->ints[row];
  if (kind == KIND_TEXT)
    for (uint32_t e = from; e < to; e++) d->texts[e] = a->texts[row];
}

void list_spread(Column *d, ColumnKind kind, const Column *a, const Owners *owners) {
  column_clear(d, kind, owners->elements);
  for (BITS_EACH(a->known, owners->rows, row)) spread_one(d, kind, a, row, owners->offsets[row], owners->offsets[row + 1]);
}

WIDE_CLONES void list_live(Column *d, const Column *time, const Column *since, int64_t now, uint32_t elements) {
  bits_fill(d->known, elements);
  for (uint32_t w = 0; w < bits_words(elements); w++) {
    uint32_t n = word_rows(elements, w);
    uint64_t timed = time ? time->known[w] : 0, bounded = since ? since->known[w] : 0, past = 0, recent = 0;
    const int64_t *restrict at = time ? time->ints + (size_t)w * 64 : NULL;
    if (timed) WORD_PACK(past, n, at[i] <= now);
    past &= timed;
    if (past & bounded) WORD_PACK(recent, n, at[i] >= since->ints[(size_t)w * 64 + i]);
    d->yes[w] = (past & (~bounded | recent)) | (d->known[w] & ~timed & ~bounded);
  }
}

// ---- upwards: truths

void list_items(Column *d, const Column *list, uint32_t rows) {
  for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] = list->known[w];
  for (uint32_t row = 0; row < rows; row++) d->ints[row] = (list->offsets[row + 1] - list->offsets[row]) * DECIMAL_ONE;
}

// The differences of ranks at `ends`, one after another.
KERNEL_INLINE uint32_t ranks_take(const Rank *ranks, const uint32_t *restrict ends, uint32_t n, uint32_t before, uint32_t *restrict counts) {
  for (uint32_t i = 0; i < n; i++) {
    uint32_t now = rank_of(ranks, ends[i]);
    counts[i] = now - before;
    before = now;
  }
  return before;
}

WIDE_CLONES void list_count(Column *d, const Column *a, const Owners *owners, Arena *scratch) {
  const Rank *ranks = ranks_new(a->yes, NULL, owners->elements, scratch);
  uint32_t counts[64], before = 0;
  for (uint32_t w = 0; w < bits_words(owners->rows); w++) {
    int64_t *restrict z = d->ints + (size_t)w * 64;
    uint32_t n = word_rows(owners->rows, w);
    d->known[w] = owners->known[w];
    before = ranks_take(ranks, owners->offsets + (size_t)w * 64 + 1, n, before, counts);
    WORD_ROWS(i, n, z[i] = counts[i] * DECIMAL_ONE);
  }
}

// The truth of each owner, by what its counts say: how many elements are asked for, how many of those are known and are true.
typedef bool (*CountTest)(uint32_t asked, uint32_t known, uint32_t yes);
KERNEL_INLINE void list_truth(Column *d, const Column *a, const Column *mask, const Owners *owners, Arena *scratch, CountTest is_known, CountTest is_yes) {
  const uint64_t *of = mask ? mask->yes : NULL;
  const Rank *asked_ranks = mask ? ranks_new(of, NULL, owners->elements, scratch) : NULL;
  const bool whole = !mask && bits_count(a->known, owners->elements) == owners->elements;
  const Rank *known_ranks = whole ? NULL : ranks_new(a->known, of, owners->elements, scratch), *yes_ranks = ranks_new(a->yes, of, owners->elements, scratch);
  uint32_t asked[64], known[64], yes[64], asked_before = 0, known_before = 0, yes_before = 0;
  for (uint32_t w = 0; w < bits_words(owners->rows); w++) {
    const uint32_t *offsets = owners->offsets + (size_t)w * 64;
    uint32_t n = word_rows(owners->rows, w);
    uint64_t known_bits = 0, yes_bits = 0;
    if (mask) asked_before = ranks_take(asked_ranks, offsets + 1, n, asked_before, asked);
    else for (uint32_t i = 0; i < n; i++) asked[i] = offsets[i + 1] - offsets[i];
    if (whole) memcpy(known, asked, n * sizeof *known);
    else known_before = ranks_take(known_ranks, offsets + 1, n, known_before, known);
    yes_before = ranks_take(yes_ranks, offsets + 1, n, yes_before, yes);
    WORD_PACK(known_bits, n, is_known(asked[i], known[i], yes[i]));
    WORD_PACK(yes_bits, n, is_yes(asked[i], known[i], yes[i]));
    d->known[w] = owners->known[w] & known_bits;
    d->yes[w] = owners->known[w] & yes_bits;
  }
}

KERNEL_INLINE bool any_known(uint32_t asked, uint32_t known, uint32_t yes) { return (yes != 0) | (known == asked); }
KERNEL_INLINE bool any_yes(uint32_t asked, uint32_t known, uint32_t yes) { return (void)asked, (void)known, yes != 0; }
KERNEL_INLINE bool every_known(uint32_t asked, uint32_t known, uint32_t yes) { return (known > yes) | (known == asked); }
KERNEL_INLINE bool every_yes(uint32_t asked, uint32_t known, uint32_t yes) { return (void)known, yes == asked; }
KERNEL_INLINE bool all_known(uint32_t asked, uint32_t known, uint32_t yes) { return (asked == 0) | every_known(asked, known, yes); }
KERNEL_INLINE bool all_yes(uint32_t asked, uint32_t known, uint32_t yes) { return (asked != 0) & every_yes(asked, known, yes); }

WIDE_CLONES void list_any(Column *d, const Column *a, const Owners *owners, Arena *scratch) { list_truth(d, a, NULL, owners, scratch, any_known, any_yes); }
WIDE_CLONES void list_every(Column *d, const Column *a, const Owners *owners, Arena *scratch) { list_truth(d, a, NULL, owners, scratch, every_known, every_yes); }
WIDE_CLONES void list_all(Column *d, const Column *a, const Column *mask, const Owners *owners, Arena *scratch) { list_truth(d, a, mask, owners, scratch, all_known, all_yes); }

// ---- upwards: values

KERNEL_INLINE bool counts_in(const Column *a, const Column *mask, uint32_t element) {
  return (mask->yes[element >> 6] & a->known[element >> 6]) >> (element & 63) & 1;
}

typedef struct Sum { __int128 sum; uint32_t count; } Sum;

static Sum sum_of(const Column *a, const Column *mask, uint32_t from, uint32_t to) {
  Sum s = {0};
  for (uint32_t e = from; e < to; e++) {
    if (!counts_in(a, mask, e)) continue;
    s.sum += a->ints[e];
    s.count++;
  }
  return s;
}

void list_sum(Column *d, const Column *a, const Column *mask, const Owners *owners) {
  column_clear(d, KIND_INT, owners->rows);
  for (BITS_EACH(owners->known, owners->rows, row)) {
    Sum s = sum_of(a, mask, owners->offsets[row], owners->offsets[row + 1]);
    if (decimal_from_sum(s.sum, &d->ints[row])) bit_set(d->known, row);
  }
}

void list_average(Column *d, const Column *a, const Column *mask, const Owners *owners) {
  column_clear(d, KIND_INT, owners->rows);
  for (BITS_EACH(owners->known, owners->rows, row)) {
    Sum s = sum_of(a, mask, owners->offsets[row], owners->offsets[row + 1]);
    if (s.count && decimal_average(s.sum, s.count, &d->ints[row])) bit_set(d->known, row);
  }
}

// The greatest is the least of the complements. Element by element, each into its owner's: lists' ends are not asked for.
KERNEL_INLINE void list_extreme(Column *d, const Column *a, const Column *mask, const Owners *owners, int64_t flip, Arena *scratch) {
  const uint32_t *owner = owners_of_elements(owners, scratch);
  const Rank *found = ranks_new(a->known, mask->yes, owners->elements, scratch);
  uint32_t before = 0, counts[64];
  for (uint32_t row = 0; row < owners->rows; row++) d->ints[row] = INT64_MAX;
  for (uint32_t w = 0; w < bits_words(owners->elements); w++) {
    const int64_t *restrict x = a->ints + (size_t)w * 64;
    uint32_t n = word_rows(owners->elements, w);
    int64_t values[64];
    WORD_ROWS(i, n, values[i] = row_mask(found[w].bits, i) ? x[i] ^ flip : INT64_MAX);
    for (uint32_t i = 0; i < n; i++) {
      int64_t *best = &d->ints[owner[(size_t)w * 64 + i]];
      *best = values[i] < *best ? values[i] : *best;
    }
  }
  for (uint32_t w = 0; w < bits_words(owners->rows); w++) {
    int64_t *restrict z = d->ints + (size_t)w * 64;
    uint32_t n = word_rows(owners->rows, w);
    uint64_t known = 0;
    before = ranks_take(found, owners->offsets + (size_t)w * 64 + 1, n, before, counts);
    WORD_PACK(known, n, counts[i] != 0);
    WORD_ROWS(i, n, z[i] ^= flip);
    column_keep(d, w, known, n);
  }
}

WIDE_CLONES void list_min(Column *d, const Column *a, const Column *mask, const Owners *owners, Arena *scratch) { list_extreme(d, a, mask, owners, 0, scratch); }
WIDE_CLONES void list_max(Column *d, const Column *a, const Column *mask, const Owners *owners, Arena *scratch) { list_extreme(d, a, mask, owners, -1, scratch); }

// ---- different values

// A set of elements by value, open addressing. `owner` tells the entries of this owner from those left by others, so that
// nothing is cleared between owners. Texts are folded first; hashes are seeded with an address, which nobody outside knows.
typedef struct { uint32_t owner, element; } SetEntry;
typedef struct ValueSet {
  ColumnKind kind;
  const Column *a;
  const Text *folded;
  SetEntry *entries;
  uint32_t room;       // a power of two, more than any owner has elements
} ValueSet;

static uint64_t value_hash(const ValueSet *set, uint32_t e) {
  uint64_t seed = (uint64_t)(uintptr_t)set->entries;
  if (set->kind == KIND_TEXT) return text_hash(set->folded[e], seed);
  return bits_mix((uint64_t)(set->kind == KIND_TRUTH ? bit_get(set->a->yes, e) : set->a->ints[e]) ^ seed);
}

static bool value_equal(const ValueSet *set, uint32_t e, uint32_t f) {
  if (set->kind == KIND_TEXT) return text_equal(set->folded[e], set->folded[f]);
  if (set->kind == KIND_TRUTH) return bit_get(set->a->yes, e) == bit_get(set->a->yes, f);
  return set->a->ints[e] == set->a->ints[f];
}

// True when it was not there.
static bool set_add(ValueSet *set, uint32_t owner, uint32_t e) {
  uint32_t at = (uint32_t)value_hash(set, e) & (set->room - 1);
  for (; set->entries[at].owner == owner; at = (at + 1) & (set->room - 1))
    if (value_equal(set, set->entries[at].element, e)) return false;
  set->entries[at] = (SetEntry){owner, e};
  return true;
}

static const Text *fold_all(const Column *a, const Column *mask, uint32_t elements, Arena *scratch) {
  Text *folded = ARENA_MANY(scratch, Text, elements);
  for (BITS_EACH(a->known, elements, e))
    if (bit_get(mask->yes, e)) folded[e] = text_fold(scratch, a->texts[e]);
  return folded;
}

void list_distinct(Column *d, ColumnKind kind, const Column *a, const Column *mask, const Owners *owners, Arena *scratch) {
  ValueSet set = {.kind = kind, .a = a, .room = 2};
  for (uint32_t row = 0; row < owners->rows; row++)
    while (set.room / 2 < owners->offsets[row + 1] - owners->offsets[row]) set.room *= 2;
  set.entries = ARENA_MANY(scratch, SetEntry, set.room);
  if (kind == KIND_TEXT) set.folded = fold_all(a, mask, owners->elements, scratch);
  column_clear(d, KIND_INT, owners->rows);
  for (BITS_EACH(owners->known, owners->rows, row)) {
    bit_set(d->known, row);
    for (uint32_t e = owners->offsets[row]; e < owners->offsets[row + 1]; e++)
      if (counts_in(a, mask, e) && set_add(&set, row + 1, e)) d->ints[row] += DECIMAL_ONE;
  }
}

// ---- lists made of texts

uint32_t list_of_size(const Run *run, const uint32_t *pairs, uint32_t count, uint32_t rows) {
  uint64_t size = 0;
  for (uint32_t k = 0; k < count; k++) size += bits_count(run->registers[pairs[2 * k]].yes, rows);
  if (size >= UINT32_MAX / 2) arena_fail(run->scratch);
  return (uint32_t)size;
}

void list_of(const Run *run, Column *list, Column *elements, const uint32_t *pairs, uint32_t count, uint32_t rows, uint32_t size) {
  uint32_t at = 0;
  bits_fill(list->known, rows);
  bits_fill(elements->known, size);
  for (uint32_t row = 0; row < rows; row++) {
    list->offsets[row] = at;
    for (uint32_t k = 0; k < count; k++)
      if (bit_get(run->registers[pairs[2 * k]].yes, row)) elements->texts[at++] = program_text(run->program, pairs[2 * k + 1]);
  }
  list->offsets[rows] = at;
}
