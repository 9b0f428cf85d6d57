// value_set.h -- sets of the values that one thing can have: intervals of int64, and the two ways of having none.
//
// Texts stand in it as numbers given to each literal (bands.c), so that all "other" texts are the open end of an interval.
// Intervals are in order, apart and not touching. Nothing is changed in place: each call gives a new set in the arena.
#pragma once
#include "base/arena.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct Interval { int64_t low, high; } Interval;   // both ends included
typedef struct ValueSet {
  Interval *items;
  uint32_t count;
  bool absent, invalid;      // missing for want of a value; there, but not readable (which rules see as missing)
} ValueSet;

ValueSet values_none(void);
ValueSet values_missing(void);                              // absent and invalid
ValueSet values_range(Arena *arena, int64_t low, int64_t high);
ValueSet values_union(Arena *arena, ValueSet a, ValueSet b);
ValueSet values_both(Arena *arena, ValueSet a, ValueSet b);
ValueSet values_without(Arena *arena, ValueSet a, ValueSet b); // of a, what is not in b
ValueSet values_stepped(Arena *arena, ValueSet a, int64_t step); // only multiples of `step` (as interval ends)
static inline bool values_present(ValueSet s) { return s.count > 0; }
static inline bool values_absent(ValueSet s) { return s.absent || s.invalid; }
static inline bool values_empty(ValueSet s) { return !s.count && !s.absent && !s.invalid; }
bool values_hold(ValueSet s, int64_t value);
// Without a set in between: a value (a multiple of `step`) that is in both, or in `a` and not in `b`. Missing ones do not count.
bool values_meet(ValueSet a, ValueSet b, int64_t step);
bool values_exceed(ValueSet a, ValueSet b, int64_t step);
