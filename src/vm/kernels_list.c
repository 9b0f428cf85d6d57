// kernels_list.c -- from owners to their elements and back.
//
// A mask is a truth of the elements of which `yes` counts. An owner whose list is unknown has no elements, so its value
// comes out 0 by itself.
#include "vm/kernels.h"

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

// Bits that are set in both.
KERNEL_INLINE uint32_t bits_count_both(const uint64_t *a, const uint64_t *b, uint32_t from, uint32_t to) {
  if (from >= to) return 0;
  uint32_t first = from >> 6, last = (to - 1) >> 6, count = 0;
  for (uint32_t w = first; w <= last; w++) {
    uint64_t word = a[w] & b[w];
    if (w == first) word &= ~0ull << (from & 63);
    if (w == last) word &= ~0ull >> (63 - ((to - 1) & 63));
    count += (uint32_t)__builtin_popcountll(word);
  }
  return count;
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

static uint64_t bits_at_most(const int64_t *a, int64_t most, uint32_t n) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < n; i++) bits |= (uint64_t)(a[i] <= most) << i;
  return bits;
}

static uint64_t bits_not_before(const int64_t *a, const int64_t *b, uint32_t n) {
  uint64_t bits = 0;
  for (uint32_t i = 0; i < n; i++) bits |= (uint64_t)(a[i] >= b[i]) << i;
  return bits;
}

void list_live(Column *d, const Column *time, const Column *since, int64_t now, uint32_t elements) {
  bits_fill(d->known, elements);
  for (uint32_t w = 0; w < bits_words(elements); w++) {
    uint32_t n = word_rows(elements, w);
    uint64_t timed = time ? time->known[w] : 0, bounded = since ? since->known[w] : 0;
    uint64_t live = timed ? timed & bits_at_most(time->ints + (size_t)w * 64, now, n) : 0;
    if (live & bounded) live &= ~bounded | bits_not_before(time->ints + (size_t)w * 64, since->ints + (size_t)w * 64, n);
    d->yes[w] = live | (d->known[w] & ~timed & ~bounded);
  }
}

// ---- upwards: truths

void list_items(Column *d, const Column *list, uint32_t rows) {
  for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] = list->known[w];
  for (uint32_t row = 0; row < rows; row++) d->ints[row] = (list->offsets[row + 1] - list->offsets[row]) * DECIMAL_ONE;
}

// Counted from the first element on, so that a list costs the same whether it is empty or spans two words: how long the next
// one is cannot be guessed.
HOT_CLONES void list_count(Column *d, const Column *a, const Owners *owners) {
  uint32_t word = 0, before = 0, last = bits_count_range(a->yes, 0, owners->offsets[0]); // before: in the words before this one
  for (uint32_t w = 0; w < bits_words(owners->rows); w++) d->known[w] = owners->known[w];
  for (uint32_t row = 0; row < owners->rows; row++) {
    uint32_t end = owners->offsets[row + 1];
    for (; word < end >> 6; word++) before += (uint32_t)__builtin_popcountll(a->yes[word]);
    uint32_t now = before + ((end & 63) ? (uint32_t)__builtin_popcountll(a->yes[word] & ~(~0ull << (end & 63))) : 0);
    d->ints[row] = (now - last) * DECIMAL_ONE;
    last = now;
  }
}

HOT_CLONES void list_any(Column *d, const Column *a, const Owners *owners) {
  column_clear(d, KIND_TRUTH, owners->rows);
  for (BITS_EACH(owners->known, owners->rows, row)) {
    uint32_t from = owners->offsets[row], to = owners->offsets[row + 1];
    bool yes = bits_count_range(a->yes, from, to) > 0;
    bit_put(d->yes, row, yes);
    bit_put(d->known, row, yes || bits_count_range(a->known, from, to) == to - from);
  }
}

HOT_CLONES void list_every(Column *d, const Column *a, const Owners *owners) {
  column_clear(d, KIND_TRUTH, owners->rows);
  for (BITS_EACH(owners->known, owners->rows, row)) {
    uint32_t from = owners->offsets[row], to = owners->offsets[row + 1];
    uint32_t known = bits_count_range(a->known, from, to), yes = bits_count_range(a->yes, from, to);
    bit_put(d->yes, row, yes == to - from);
    bit_put(d->known, row, known > yes || known == to - from);
  }
}

HOT_CLONES void list_all(Column *d, const Column *a, const Column *mask, const Owners *owners) {
  column_clear(d, KIND_TRUTH, owners->rows);
  for (BITS_EACH(owners->known, owners->rows, row)) {
    uint32_t from = owners->offsets[row], to = owners->offsets[row + 1], asked = bits_count_range(mask->yes, from, to);
    uint32_t known = bits_count_both(a->known, mask->yes, from, to), yes = bits_count_both(a->yes, mask->yes, from, to);
    bit_put(d->yes, row, asked > 0 && yes == asked);
    bit_put(d->known, row, asked == 0 || known > yes || known == asked);
  }
}

// ---- upwards: values

static bool counts(const Column *a, const Column *mask, uint32_t element) {
  return bit_get(mask->yes, element) && bit_get(a->known, element);
}

typedef struct Sum { __int128 sum; uint32_t count; } Sum;

static Sum sum_of(const Column *a, const Column *mask, uint32_t from, uint32_t to) {
  Sum s = {0};
  for (uint32_t e = from; e < to; e++) {
    if (!counts(a, mask, e)) continue;
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

// The greatest is the least of the complements.
KERNEL_INLINE void list_extreme(Column *d, const Column *a, const Column *mask, const Owners *owners, int64_t flip) {
  column_clear(d, KIND_INT, owners->rows);
  for (BITS_EACH(owners->known, owners->rows, row)) {
    bool found = false;
    int64_t best = 0;
    for (uint32_t e = owners->offsets[row]; e < owners->offsets[row + 1]; e++) {
      if (!counts(a, mask, e) || (found && (a->ints[e] ^ flip) >= (best ^ flip))) continue;
      best = a->ints[e];
      found = true;
    }
    d->ints[row] = best;
    if (found) bit_set(d->known, row);
  }
}

void list_min(Column *d, const Column *a, const Column *mask, const Owners *owners) { list_extreme(d, a, mask, owners, 0); }
void list_max(Column *d, const Column *a, const Column *mask, const Owners *owners) { list_extreme(d, a, mask, owners, -1); }

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
  uint64_t hash = (uint64_t)(set->kind == KIND_TRUTH ? bit_get(set->a->yes, e) : set->a->ints[e]) ^ seed;
  hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9ULL;
  hash = (hash ^ hash >> 27) * 0x94d049bb133111ebULL;
  return hash ^ hash >> 31;
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
      if (counts(a, mask, e) && set_add(&set, row + 1, e)) d->ints[row] += DECIMAL_ONE;
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
