// kernels_truth.c -- three-valued logic, 64 rows a word. A truth is two bitmaps, yes within known.
#include "vm/kernels.h"

#define BITS4(i) 1ull << (i), 2ull << (i), 4ull << (i), 8ull << (i)
#define BITS16(i) BITS4(i), BITS4((i) + 4), BITS4((i) + 8), BITS4((i) + 12)
const uint64_t ROW_BIT[64] = {BITS16(0), BITS16(16), BITS16(32), BITS16(48)};

void bits_fill_words(uint64_t *bits, uint32_t rows) {
  uint32_t words = bits_words(rows);
  if (words == 0) return;
  memset(bits, 0xff, (words - 1) * sizeof *bits);
  bits[words - 1] = bits_valid(rows, words - 1);
}

void column_clear_rows(Column *d, ColumnKind kind, uint32_t rows) {
  memset(d->known, 0, bits_words(rows) * sizeof *d->known);
  switch (kind) {
    case KIND_TRUTH: memset(d->yes, 0, bits_words(rows) * sizeof *d->yes); break;
    case KIND_INT: memset(d->ints, 0, rows * sizeof *d->ints); break;
    case KIND_TEXT: memset(d->texts, 0, rows * sizeof *d->texts); break;
    case KIND_LIST: case KIND_COUNT: break; // no instruction makes an unknown list
  }
}

void truth_fill(Column *d, uint32_t value, uint32_t rows) {
  column_clear(d, KIND_TRUTH, rows);
  if (value <= 1) bits_fill(d->known, rows);
  if (value == 1) bits_fill(d->yes, rows);
}

// Words of a truth made from words of two: `yes` must lie within `known`.
#define TRUTH_KERNEL2(name, known_word, yes_word)                                                                   \
  void name(Column *d, const Column *a, const Column *b, uint32_t rows) {                                           \
    uint64_t *restrict known = d->known, *restrict yes = d->yes;                                                    \
    const uint64_t *ak = a->known, *ay = a->yes, *bk = b->known, *by = b->yes;                                      \
    for (uint32_t w = 0; w < bits_words(rows); w++) {                                                               \
      known[w] = (known_word);                                                                                      \
      yes[w] = (yes_word);                                                                                          \
    }                                                                                                               \
  }

static TRUTH_KERNEL2(and_words, WORD_AND_KNOWN(ak[w], ay[w], bk[w], by[w]), ay[w] & by[w])
TRUTH_KERNEL2(truth_or_words, WORD_OR_KNOWN(ak[w], ay[w], bk[w], by[w]), ay[w] | by[w])
TRUTH_KERNEL2(truth_same, ak[w] & bk[w], ak[w] & bk[w] & ~(ay[w] ^ by[w]))

// Where one side is true of no row, or of rows of one word only, so is the result: that is all that is looked at.
static bool both_sparse(Column *d, const Column *a, const Column *b, uint32_t rows) {
  uint32_t words = bits_words(rows), w = column_only(a, rows);
  bool empty = column_is_empty(a, rows) || column_is_empty(b, rows);
  if (w == words) w = column_only(b, rows);
  if (!empty && w == words) return false;
  column_empty(d, rows);
  if (!empty && a->yes[w] & b->yes[w]) column_add(d, w, a->yes[w] & b->yes[w]);
  return true;
}
void truth_and_words(Column *d, const Column *a, const Column *b, uint32_t rows) {
  if (both_sparse(d, a, b, rows)) {
    for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] = WORD_AND_KNOWN(a->known[w], a->yes[w], b->known[w], b->yes[w]);
    return;
  }
  column_written(d);
  and_words(d, a, b, rows);
}

void truth_both_words(Column *d, const Column *a, const Column *b, uint32_t rows) {
  if (both_sparse(d, a, b, rows)) return;
  column_written(d);
  for (uint32_t w = 0; w < bits_words(rows); w++) d->yes[w] = a->yes[w] & b->yes[w];
}

void truth_not(Column *d, const Column *a, uint32_t rows) {
  uint64_t *restrict known = d->known, *restrict yes = d->yes;
  const uint64_t *ak = a->known, *ay = a->yes;
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    known[w] = ak[w];
    yes[w] = ak[w] & ~ay[w];
  }
}

// ---- always known

void truth_is_yes(Column *d, const Column *a, uint32_t rows) {
  bits_fill(d->known, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) d->yes[w] = a->yes[w];
}

void truth_is_no(Column *d, const Column *a, uint32_t rows) {
  bits_fill(d->known, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) d->yes[w] = a->known[w] & ~a->yes[w];
}

void truth_is_known(Column *d, const Column *a, uint32_t rows) {
  bits_fill(d->known, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) d->yes[w] = a->known[w];
}

void truth_is_unknown(Column *d, const Column *a, uint32_t rows) {
  bits_fill(d->known, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) d->yes[w] = d->known[w] & ~a->known[w];
}

void truth_is_invalid(Column *d, const Column *slot, uint32_t rows) {
  bits_fill(d->known, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) d->yes[w] = slot->invalid ? slot->invalid[w] : 0;
}

// ---- at least

// Counters for 64 rows at once: bit i of plane p is worth 2^p in the count of row i.
typedef struct { uint64_t planes[32]; } Counters;

static void counters_add(Counters *c, uint64_t rows) {
  for (uint32_t p = 0; rows; p++) {
    uint64_t carry = c->planes[p] & rows;
    c->planes[p] ^= rows;
    rows = carry;
  }
}

static uint64_t counters_at_least(const Counters *c, uint32_t planes, uint32_t least) {
  uint64_t above = 0, equal = ~0ull;
  for (uint32_t p = planes; p-- > 0;) {
    if (least >> p & 1) {
      equal &= c->planes[p];
    } else {
      above |= equal & c->planes[p];
      equal &= ~c->planes[p];
    }
  }
  return above | equal;
}

void truth_at_least(Column *d, const Column *registers, const uint32_t *args, uint32_t count, uint32_t least, uint32_t rows) {
  if (least > count) least = count + 1; // never: but the planes must hold it
  uint32_t planes = 32 - (uint32_t)__builtin_clz(count + 1);
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    Counters are, can_be;
    memset(are.planes, 0, planes * sizeof *are.planes);
    memset(can_be.planes, 0, planes * sizeof *can_be.planes);
    uint64_t valid = bits_valid(rows, w);
    for (uint32_t k = 0; k < count; k++) {
      const Column *a = &registers[args[k]];
      counters_add(&are, a->yes[w]);
      counters_add(&can_be, a->yes[w] | (valid & ~a->known[w]));
    }
    d->yes[w] = valid & counters_at_least(&are, planes, least);
    d->known[w] = valid & (d->yes[w] | ~counters_at_least(&can_be, planes, least));
  }
}

void truth_guard(Column *d, const Column *a, const Column *operand, uint32_t rows) {
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    uint64_t known = operand->known[w];
    d->known[w] = a->known[w] & known;
    d->yes[w] = a->yes[w] & known;
  }
}
