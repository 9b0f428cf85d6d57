// few.h -- the commonest instructions over few rows, inlined into the machine's switch: for one lead a call, and what a loop over whole
// words sets up, costs several times the work. Each gives what the kernel of its name gives (kernels_test.c holds both to one plain
// loop); what is not common here either is left to that kernel.
//
// FEW rows at most: bits are one word (C3: it is there even for no row) and values a short loop, which must not be made a vector's.
#pragma once
#include "vm/kernels.h"

enum { FEW = 16 };
#define FEW_EACH(i, rows) uint32_t i = 0; i < (rows); i++, ({ __asm__("" : "+r"(i)); })

KERNEL_INLINE void few_is_yes(Column *d, const Column *a, uint32_t rows) {
  d->known[0] = (1ull << rows) - 1;
  d->yes[0] = a->yes[0];
}

KERNEL_INLINE void few_not(Column *d, const Column *a) {
  uint64_t known = a->known[0];
  d->yes[0] = known & ~a->yes[0];
  d->known[0] = known;
}

KERNEL_INLINE void few_between(Column *d, const Column *a, int64_t low, int64_t high, uint32_t rows) {
  uint64_t yes = 0, known = a->known[0];
  for (FEW_EACH(i, rows)) yes |= (uint64_t)((a->ints[i] >= low) & (a->ints[i] <= high)) << i;
  d->known[0] = known;
  d->yes[0] = yes & known;
}

KERNEL_INLINE void few_clamp(Column *d, const Column *a, int64_t low, int64_t high, uint32_t rows) {
  uint64_t known = a->known[0];
  d->known[0] = known;
  for (FEW_EACH(i, rows)) {
    int64_t value = a->ints[i] < low ? low : a->ints[i];
    d->ints[i] = known >> i & 1 ? value > high ? high : value : 0;
  }
}

// The elements are fewer than the bits of a word.
KERNEL_INLINE void few_any(Column *d, const Column *a, const Owners *owners) {
  uint64_t yes = 0, known = 0;
  for (FEW_EACH(i, owners->rows)) {
    uint64_t own = (1ull << owners->offsets[i + 1]) - (1ull << owners->offsets[i]), any = (a->yes[0] & own) != 0;
    yes |= any << i;
    known |= (any | ((own & ~a->known[0]) == 0)) << i;
  }
  d->yes[0] = yes & owners->known[0];
  d->known[0] = known & owners->known[0];
}
KERNEL_INLINE void few_count(Column *d, const Column *a, const Owners *owners) {
  uint64_t yes = a->yes[0];
  d->known[0] = owners->known[0];
  for (FEW_EACH(i, owners->rows)) {
    int64_t count = 0;
    for (uint64_t own = yes & ((1ull << owners->offsets[i + 1]) - (1ull << owners->offsets[i])); own; own &= own - 1) count += DECIMAL_ONE;
    d->ints[i] = count;
  }
}

// `flip` -1: the greatest, which is the least of the complements.
KERNEL_INLINE void few_least(Column *d, const Column *a, const Column *mask, const Owners *owners, int64_t flip) {
  uint64_t counts = mask->yes[0] & a->known[0], known = 0;
  for (FEW_EACH(i, owners->rows)) {
    uint64_t own = counts & ((1ull << owners->offsets[i + 1]) - (1ull << owners->offsets[i]));
    int64_t best = INT64_MAX;
    known |= (uint64_t)(own != 0) << i;
    d->ints[i] = 0;
    if (!own) continue;
    for (; own; own &= own - 1) {
      int64_t value = a->ints[__builtin_ctzll(own)] ^ flip;
      best = value < best ? value : best;
    }
    d->ints[i] = best ^ flip;
  }
  d->known[0] = known; // without a list there are no elements
}

KERNEL_INLINE void few_if(Column *d, const Column *condition, const Column *yes, const Column *no, uint32_t rows) {
  uint64_t first = condition->yes[0] & yes->known[0], second = condition->known[0] & ~condition->yes[0] & no->known[0];
  d->known[0] = first | second;
  for (FEW_EACH(i, rows)) d->ints[i] = (yes->ints[i] & -(int64_t)(first >> i & 1)) | (no->ints[i] & -(int64_t)(second >> i & 1));
}

KERNEL_INLINE void few_times(Column *d, const Column *a, Decimal by, uint32_t rows) {
  const int64_t few = 1 << 19; // counts: times any points they fit 63 bits
  uint64_t odd = by > LIMIT_POINTS * DECIMAL_ONE || by < -LIMIT_POINTS * DECIMAL_ONE;
  for (FEW_EACH(i, rows)) {
    int64_t value = a->ints[i], whole = value / DECIMAL_ONE;
    odd |= (uint64_t)((whole * DECIMAL_ONE != value) | (whole >= few) | (whole <= -few));
    d->ints[i] = (int64_t)((uint64_t)whole * (uint64_t)by);
  }
  d->known[0] = (1ull << rows) - 1;
  if (odd) points_times(d, a, by, rows);
}

KERNEL_INLINE void few_cap(Column *d, const Column *a, Decimal most, uint32_t rows) {
  if (most < 0) {
    points_cap(d, a, most, rows);
    return;
  }
  d->known[0] = (1ull << rows) - 1;
  for (FEW_EACH(i, rows)) {
    int64_t value = a->ints[i] > most ? most : a->ints[i];
    d->ints[i] = value < -most ? -most : value;
  }
}

KERNEL_INLINE void few_first(const Run *run, Column *d, const uint32_t *pairs, uint32_t count, uint32_t rows) {
  uint64_t left = (1ull << rows) - 1, known = 0;
  for (FEW_EACH(i, rows)) d->ints[i] = 0;
  for (uint32_t k = 0; k < count && left; k++) {
    uint64_t hit = left & run->registers[pairs[2 * k]].yes[0];
    uint32_t constant = pairs[2 * k + 1];
    if (!hit) continue;
    left ^= hit;
    if (constant == NONE) continue;
    known |= hit;
    for (; hit; hit &= hit - 1) d->ints[__builtin_ctzll(hit)] = run->constants[constant];
  }
  d->known[0] = known;
}

KERNEL_INLINE void few_total(const Run *run, Column *d, const uint32_t *args, uint32_t pairs, uint32_t registers, uint32_t rows) {
  d->known[0] = (1ull << rows) - 1;
  for (FEW_EACH(i, rows)) {
    uint64_t sum = 0;
    for (uint32_t k = 0; k < pairs; k++) sum += (uint64_t)run->constants[args[2 * k + 1]] & -(run->registers[args[2 * k]].yes[0] >> i & 1);
    for (uint32_t k = 0; k < registers; k++) sum += (uint64_t)run->registers[args[2 * (size_t)pairs + k]].ints[i];
    d->ints[i] = (int64_t)sum;
  }
}
