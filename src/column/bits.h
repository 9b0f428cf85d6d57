// bits.h -- one bit per lead, 64 to a word.
//
// Every bitmap has bits at and after `rows` equal to 0 (invariant C2 of column.h), so whole words can be combined.
#pragma once
#include <stdbool.h>
#include <stdint.h>

static inline uint32_t bits_words(uint32_t rows) { return (rows + 63) / 64; }
static inline bool bit_get(const uint64_t *bits, uint32_t row) { return bits[row >> 6] >> (row & 63) & 1; }
static inline void bit_set(uint64_t *bits, uint32_t row) { bits[row >> 6] |= 1ull << (row & 63); }
static inline void bit_clear(uint64_t *bits, uint32_t row) { bits[row >> 6] &= ~(1ull << (row & 63)); }
static inline void bit_put(uint64_t *bits, uint32_t row, bool on) {
  bits[row >> 6] = (bits[row >> 6] & ~(1ull << (row & 63))) | (uint64_t)on << (row & 63);
}
// The valid bits of word `w` of a bitmap of `rows` rows: all ones but in the last word.
static inline uint64_t bits_valid(uint32_t rows, uint32_t w) {
  uint32_t left = rows - w * 64;
  return left >= 64 ? ~0ull : (1ull << left) - 1;
}
static inline uint32_t bits_count(const uint64_t *bits, uint32_t rows) {
  uint32_t n = 0;
  for (uint32_t w = 0; w < bits_words(rows); w++) n += (uint32_t)__builtin_popcountll(bits[w]);
  return n;
}
// Set bits in [from, to).
static inline uint32_t bits_count_range(const uint64_t *bits, uint32_t from, uint32_t to) {
  if (from >= to) return 0;
  uint32_t first = from >> 6, last = (to - 1) >> 6;
  uint64_t head = ~0ull << (from & 63), tail = ~0ull >> (63 - ((to - 1) & 63));
  if (first == last) return (uint32_t)__builtin_popcountll(bits[first] & head & tail);
  uint32_t n = (uint32_t)__builtin_popcountll(bits[first] & head) + (uint32_t)__builtin_popcountll(bits[last] & tail);
  for (uint32_t w = first + 1; w < last; w++) n += (uint32_t)__builtin_popcountll(bits[w]);
  return n;
}
// for (BITS_EACH(bits, rows, row)) body: every set row in order. `row` is declared by the macro.
#define BITS_EACH(bits, rows, row)                                                                                   \
  uint32_t w_ = 0, row = 0; w_ < bits_words(rows); w_++)                                                              \
    for (uint64_t left_ = (bits)[w_]; left_ && (row = w_ * 64 + (uint32_t)__builtin_ctzll(left_), true); left_ &= left_ - 1
