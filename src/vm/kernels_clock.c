// kernels_clock.c -- computing with dates, times and durations. What is no date or time of the years 1 to 9999 is unknown.
#include "vm/kernels.h"

static bool date_sound(int64_t date) { return date >= CLOCK_DATE_MIN && date <= CLOCK_DATE_MAX; }
static bool time_sound(int64_t time) { return time >= CLOCK_TIME_MIN && time <= CLOCK_TIME_MAX; }

// z = f(x, y) where x and y are known and f gives true; else unknown. y may be NULL.
typedef bool (*ClockStep)(int64_t x, int64_t y, const Zone *zone, int64_t *z);

KERNEL_INLINE void clock_kernel(Column *d, const Column *a, const Column *b, int64_t fixed, const Zone *zone, uint32_t rows, ClockStep f) {
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    uint64_t known = b ? a->known[w] & b->known[w] : a->known[w], good = 0;
    uint32_t n = word_rows(rows, w);
    for (uint32_t i = 0; i < n; i++) {
      size_t row = (size_t)w * 64 + i;
      int64_t z = 0;
      if (known >> i & 1 && f(a->ints[row], b ? b->ints[row] : fixed, zone, &z)) good |= 1ull << i;
      d->ints[row] = good >> i & 1 ? z : 0;
    }
    d->known[w] = good;
  }
}

static bool step_gap(int64_t x, int64_t y, const Zone *zone, int64_t *z) {
  (void)zone;
  if (!date_sound(x) || !date_sound(y)) return false;
  *z = (x - y) * CLOCK_DAY;
  return true;
}

static bool step_add(int64_t x, int64_t y, const Zone *zone, int64_t *z) {
  (void)zone;
  if (!date_sound(x) || y % CLOCK_DAY != 0) return false;
  *z = x + y / CLOCK_DAY;
  return date_sound(*z);
}

static bool step_time_since(int64_t x, int64_t now, const Zone *zone, int64_t *z) {
  (void)zone;
  if (!time_sound(x)) return false;
  *z = floor_div(now - x, CLOCK_DAY) * DECIMAL_ONE;
  return true;
}

static bool step_date_since(int64_t x, int64_t today, const Zone *zone, int64_t *z) {
  (void)zone;
  if (!date_sound(x)) return false;
  *z = (today - x) * DECIMAL_ONE;
  return true;
}

static bool step_date(int64_t x, int64_t unused, const Zone *zone, int64_t *z) {
  (void)unused;
  if (!time_sound(x)) return false;
  *z = clock_date_of(zone, x);
  return date_sound(*z);
}

static bool step_hour(int64_t x, int64_t unused, const Zone *zone, int64_t *z) {
  (void)unused;
  if (!time_sound(x)) return false;
  int64_t local = zone_to_local(zone, x);
  *z = (local - floor_div(local, CLOCK_DAY) * CLOCK_DAY) / CLOCK_HOUR * DECIMAL_ONE;
  return true;
}

static bool step_weekday(int64_t x, int64_t unused, const Zone *zone, int64_t *z) {
  (void)unused, (void)zone;
  if (!date_sound(x)) return false;
  *z = clock_weekday(x);
  return true;
}

void date_gap(Column *d, const Column *a, const Column *b, uint32_t rows) { clock_kernel(d, a, b, 0, NULL, rows, step_gap); }
void date_add(Column *d, const Column *a, const Column *b, uint32_t rows) { clock_kernel(d, a, b, 0, NULL, rows, step_add); }
void time_days_since(Column *d, const Column *a, int64_t now, uint32_t rows) { clock_kernel(d, a, NULL, now, NULL, rows, step_time_since); }
void date_days_since(Column *d, const Column *a, int64_t today, uint32_t rows) { clock_kernel(d, a, NULL, today, NULL, rows, step_date_since); }
void time_date(Column *d, const Column *a, const Zone *zone, uint32_t rows) { clock_kernel(d, a, NULL, 0, zone, rows, step_date); }
void time_hour(Column *d, const Column *a, const Zone *zone, uint32_t rows) { clock_kernel(d, a, NULL, 0, zone, rows, step_hour); }
void date_weekday(Column *d, const Column *a, uint32_t rows) { clock_kernel(d, a, NULL, 0, NULL, rows, step_weekday); }
