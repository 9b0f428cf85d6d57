// kernels_int.c -- comparing and computing. Compares make one word of bits from 64 values at a time.
#include "vm/kernels.h"

// Bits of `test` over i in [0, n).
#define PACK(word, n, test)                                                                                          \
  for (uint32_t i = 0; i < (n); i++) (word) |= (test) ? ROW_BIT[i] : 0
// The same row by row (which the barrier holds the compiler to): the last word often holds few.
#define PACK_FEW(word, n, test)                                                                                      \
  for (uint32_t i = 0; i < (n); i++) {                                                                               \
    (word) |= (uint64_t)(test) << i;                                                                                 \
    __asm__("" : "+r"(i));                                                                                           \
  }

// `known` and `test` of word w, whose 64 values are x[i] and, of operands, y[i]. Whole words are apart, so that one lead does not pay
// for what they need in registers.
#define COMPARE_WORD(PACK_HOW, n, known_word, test)                                                                  \
  uint64_t known = (known_word), yes = 0;                                                                            \
  PACK_HOW(yes, n, test);                                                                                            \
  d->known[w] = known;                                                                                               \
  d->yes[w] = yes & known;

#define COMPARE_KERNEL(name, operator)                                                                               \
  WIDE_CLONES static void name##_words(Column *d, const Column *a, const Column *b, uint32_t words) {                 \
    for (uint32_t w = 0; w < words; w++) {                                                                           \
      const int64_t *restrict x = a->ints + (size_t)w * 64, *restrict y = b->ints + (size_t)w * 64;                  \
      COMPARE_WORD(PACK, 64, a->known[w] & b->known[w], x[i] operator y[i])                                          \
    }                                                                                                                \
  }                                                                                                                  \
  void name(Column *d, const Column *a, const Column *b, uint32_t rows) {                                            \
    uint32_t w = rows / 64;                                                                                          \
    const int64_t *x = a->ints + (size_t)w * 64, *y = b->ints + (size_t)w * 64;                                      \
    if (w) name##_words(d, a, b, w);                                                                                 \
    if (rows % 64 == 0) return;                                                                                      \
    COMPARE_WORD(PACK_FEW, rows % 64, a->known[w] & b->known[w], x[i] operator y[i])                                 \
  }

COMPARE_KERNEL(int_eq, ==)
COMPARE_KERNEL(int_lt, <)
COMPARE_KERNEL(int_le, <=)

WIDE_CLONES static void between_words(Column *d, const Column *a, int64_t low, int64_t high, uint32_t words) {
  for (uint32_t w = 0; w < words; w++) {
    const int64_t *restrict x = a->ints + (size_t)w * 64;
    COMPARE_WORD(PACK, 64, a->known[w], (x[i] >= low) & (x[i] <= high))
  }
}
void int_between(Column *d, const Column *a, int64_t low, int64_t high, uint32_t rows) {
  uint32_t w = rows / 64;
  const int64_t *x = a->ints + (size_t)w * 64;
  if (w) between_words(d, a, low, high, w);
  if (rows % 64 == 0) return;
  COMPARE_WORD(PACK_FEW, rows % 64, a->known[w], (x[i] >= low) & (x[i] <= high))
}

void int_fill(Column *d, int64_t value, uint32_t rows) {
  bits_fill(d->known, rows);
  for (uint32_t i = 0; i < rows; i++) d->ints[i] = value;
}

// ---- sums and differences

typedef struct { int64_t low, high; } Range;
static const Range BOUNDS[BOUND_COUNT] = {
  [BOUND_NUMBER] = {-DECIMAL_MAX, DECIMAL_MAX},
  [BOUND_TIME] = {CLOCK_TIME_MIN, CLOCK_TIME_MAX},
  [BOUND_DATE] = {CLOCK_DATE_MIN, CLOCK_DATE_MAX},
  [BOUND_DURATION] = {-INT64_MAX, INT64_MAX},
};

// A sum has overflowed when its sign is that of neither operand; a difference when the operands differ in sign and it
// differs from the first.
WIDE_CLONES void int_add(Column *d, const Column *a, const Column *b, uint32_t bound, uint32_t rows) {
  Range range = BOUNDS[bound];
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    const int64_t *restrict x = a->ints + (size_t)w * 64, *restrict y = b->ints + (size_t)w * 64;
    int64_t *restrict z = d->ints + (size_t)w * 64;
    uint64_t good = 0;
    uint32_t n = word_rows(rows, w);
    for (uint32_t i = 0; i < n; i++) {
      int64_t sum = (int64_t)((uint64_t)x[i] + (uint64_t)y[i]);
      z[i] = sum;
      good |= ((((x[i] ^ sum) & (y[i] ^ sum)) >= 0) & (sum >= range.low) & (sum <= range.high)) ? ROW_BIT[i] : 0;
    }
    column_keep(d, w, a->known[w] & b->known[w] & good, n);
  }
}

WIDE_CLONES void int_sub(Column *d, const Column *a, const Column *b, uint32_t bound, uint32_t rows) {
  Range range = BOUNDS[bound];
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    const int64_t *restrict x = a->ints + (size_t)w * 64, *restrict y = b->ints + (size_t)w * 64;
    int64_t *restrict z = d->ints + (size_t)w * 64;
    uint64_t good = 0;
    uint32_t n = word_rows(rows, w);
    for (uint32_t i = 0; i < n; i++) {
      int64_t gap = (int64_t)((uint64_t)x[i] - (uint64_t)y[i]);
      z[i] = gap;
      good |= ((((x[i] ^ y[i]) & (x[i] ^ gap)) >= 0) & (gap >= range.low) & (gap <= range.high)) ? ROW_BIT[i] : 0;
    }
    column_keep(d, w, a->known[w] & b->known[w] & good, n);
  }
}

// ---- decimals: row by row, since each may fail

KERNEL_INLINE void decimal_kernel(Column *d, const Column *a, const Column *b, uint32_t rows, bool (*f)(Decimal, Decimal, Decimal *)) {
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    const int64_t *restrict x = a->ints + (size_t)w * 64, *restrict y = b->ints + (size_t)w * 64;
    int64_t *restrict z = d->ints + (size_t)w * 64;
    uint64_t known = a->known[w] & b->known[w], good = 0;
    uint32_t n = word_rows(rows, w);
    for (uint32_t i = 0; i < n; i++) {
      z[i] = 0;
      if (known >> i & 1) good |= (uint64_t)f(x[i], y[i], &z[i]) << i;
    }
    d->known[w] = good;
  }
}

void int_mul(Column *d, const Column *a, const Column *b, uint32_t rows) { decimal_kernel(d, a, b, rows, decimal_mul); }
void int_div(Column *d, const Column *a, const Column *b, uint32_t rows) { decimal_kernel(d, a, b, rows, decimal_div); }

// One operand; 0 gives 0, so unknown rows need no care.
#define UNARY_KERNEL(name, value)                                                                                    \
  WIDE_CLONES void name(Column *d, const Column *a, uint32_t rows) {                                               \
    const int64_t *restrict x = a->ints;                                                                             \
    int64_t *restrict z = d->ints;                                                                                   \
    for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] = a->known[w];                                       \
    for (uint32_t i = 0; i < rows; i++) z[i] = (int64_t)(value);                                                     \
  }

UNARY_KERNEL(int_negate, 0 - (uint64_t)x[i])
UNARY_KERNEL(int_abs, x[i] < 0 ? 0 - (uint64_t)x[i] : (uint64_t)x[i])
UNARY_KERNEL(int_whole, (uint64_t)x[i] * (uint64_t)DECIMAL_ONE)

// Numbers outside the range cannot come from the compiler; a value near the ends of int64 is 0 here so that no step wraps.
KERNEL_INLINE Decimal in_range(Decimal a) { return a >= -DECIMAL_MAX && a <= DECIMAL_MAX ? a : 0; }

UNARY_KERNEL(int_floor, decimal_floor(in_range(x[i])))
UNARY_KERNEL(int_ceiling, decimal_ceiling(in_range(x[i])))

void int_round(Column *d, const Column *a, uint32_t places, uint32_t rows) {
  for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] = a->known[w];
  for (uint32_t i = 0; i < rows; i++) d->ints[i] = decimal_round(in_range(a->ints[i]), places < 4 ? (int)places : 4);
}

// Unknown rows stay 0 although 0 may lie outside.
WIDE_CLONES void int_clamp(Column *d, const Column *a, int64_t low, int64_t high, uint32_t rows) {
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    const int64_t *restrict x = a->ints + (size_t)w * 64;
    int64_t *restrict z = d->ints + (size_t)w * 64;
    uint32_t n = word_rows(rows, w);
    for (uint32_t i = 0; i < n; i++) {
      int64_t value = x[i] < low ? low : x[i];
      z[i] = value > high ? high : value;
    }
    column_keep(d, w, a->known[w], n);
  }
}
