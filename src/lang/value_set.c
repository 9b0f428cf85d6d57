// value_set.c -- see value_set.h.
#include "lang/value_set.h"
#include "base/decimal.h"

ValueSet values_none(void) { return (ValueSet){0}; }
ValueSet values_missing(void) { return (ValueSet){.absent = true, .invalid = true}; }

ValueSet values_range(Arena *arena, int64_t low, int64_t high) {
  if (low > high) return values_none();
  Interval *one = ARENA_NEW(arena, Interval);
  *one = (Interval){low, high};
  return (ValueSet){.items = one, .count = 1};
}

// Takes `v` in after what is there, which begins before it.
static void push(ValueSet *out, Interval v) {
  Interval *last = out->count ? &out->items[out->count - 1] : NULL;
  if (last && (last->high == INT64_MAX || v.low <= last->high + 1)) {
    if (v.high > last->high) last->high = v.high;
  } else out->items[out->count++] = v;
}

ValueSet values_union(Arena *arena, ValueSet a, ValueSet b) {
  ValueSet out = {.absent = a.absent || b.absent, .invalid = a.invalid || b.invalid};
  out.items = ARENA_MANY(arena, Interval, a.count + b.count + 1);
  for (uint32_t i = 0, j = 0; i < a.count || j < b.count;) {
    bool first = j == b.count || (i < a.count && a.items[i].low <= b.items[j].low);
    push(&out, first ? a.items[i++] : b.items[j++]);
  }
  return out;
}

ValueSet values_both(Arena *arena, ValueSet a, ValueSet b) {
  ValueSet out = {.absent = a.absent && b.absent, .invalid = a.invalid && b.invalid};
  out.items = ARENA_MANY(arena, Interval, a.count + b.count + 1);
  for (uint32_t i = 0, j = 0; i < a.count && j < b.count;) {
    Interval x = a.items[i], y = b.items[j];
    int64_t low = x.low > y.low ? x.low : y.low, high = x.high < y.high ? x.high : y.high;
    if (low <= high) out.items[out.count++] = (Interval){low, high};
    if (x.high < y.high) i++;
    else j++;
  }
  return out;
}

ValueSet values_without(Arena *arena, ValueSet a, ValueSet b) {
  ValueSet rest = {.absent = !b.absent, .invalid = !b.invalid};
  rest.items = ARENA_MANY(arena, Interval, b.count + 1);
  int64_t from = INT64_MIN;
  bool open = true;          // something is left after `from`
  for (uint32_t i = 0; i < b.count; i++) {
    if (b.items[i].low > from) rest.items[rest.count++] = (Interval){from, b.items[i].low - 1};
    open = b.items[i].high != INT64_MAX;
    if (open) from = b.items[i].high + 1;
  }
  if (open) rest.items[rest.count++] = (Interval){from, INT64_MAX};
  return values_both(arena, a, rest);
}

ValueSet values_stepped(Arena *arena, ValueSet a, int64_t step) {
  if (step <= 1) return a;
  ValueSet out = {.absent = a.absent, .invalid = a.invalid, .items = ARENA_MANY(arena, Interval, a.count + 1)};
  for (uint32_t i = 0; i < a.count; i++) {
    int64_t low = a.items[i].low, high = a.items[i].high;
    if (low > INT64_MIN + step) low = floor_div(low + step - 1, step) * step;
    if (high > INT64_MIN + step) high = floor_div(high, step) * step;
    if (low <= high) out.items[out.count++] = (Interval){low, high};
  }
  return out;
}

bool values_hold(ValueSet s, int64_t value) {
  for (uint32_t i = 0; i < s.count; i++) if (value >= s.items[i].low && value <= s.items[i].high) return true;
  return false;
}

static bool has_step(int64_t low, int64_t high, int64_t step) { return low <= high && (step <= 1 || high <= INT64_MIN + step || floor_div(high, step) * step >= low); }

bool values_meet(ValueSet a, ValueSet b, int64_t step) {
  for (uint32_t i = 0, j = 0; i < a.count && j < b.count;) {
    Interval x = a.items[i], y = b.items[j];
    if (has_step(x.low > y.low ? x.low : y.low, x.high < y.high ? x.high : y.high, step)) return true;
    if (x.high < y.high) i++;
    else j++;
  }
  return false;
}

bool values_exceed(ValueSet a, ValueSet b, int64_t step) {
  for (uint32_t i = 0, j = 0; i < a.count; i++) {
    int64_t from = a.items[i].low;
    while (j < b.count && b.items[j].high < from) j++;
    for (uint32_t k = j; k < b.count && b.items[k].low <= a.items[i].high; k++) {
      if (b.items[k].low > from && has_step(from, b.items[k].low - 1, step)) return true;
      if (b.items[k].high >= a.items[i].high) { from = INT64_MAX; break; }
      from = b.items[k].high + 1;
    }
    if (from <= a.items[i].high && !(from == INT64_MAX && values_hold(b, INT64_MAX)) && has_step(from, a.items[i].high, step)) return true;
  }
  return false;
}
