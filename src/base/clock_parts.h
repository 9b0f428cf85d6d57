// clock_parts.h -- small pieces shared by clock.c, clock_read.c, clock_form.c and zone.c; nobody else includes this.
//
// A civil year is counted from 1 March, so that the leap day is its last and the days before a month are a straight line.
// All arithmetic is shifted by a multiple of 400 years, which repeats exactly, so that it never meets a negative number.
#pragma once
#include "base/clock.h"

#define CLOCK_CYCLE_DAYS 146097LL        // of 400 years
#define CLOCK_SHIFT_CYCLES 10000         // covers every day that an int64 of microseconds can name
#define CLOCK_SHIFT_DAYS (719468 + CLOCK_SHIFT_CYCLES * CLOCK_CYCLE_DAYS) // 719468: from 0000-03-01 to 1970-01-01

static inline int64_t clock_floor_divide(int64_t a, int64_t b) { // b > 0
  return a / b - (a % b < 0);
}

static inline bool clock_is_leap(int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 16 == 0); }

#define UNLIKELY(x) __builtin_expect(x, 0)
// Per month: the days before it in a year that begins with March, and how many it may have. No month has none.
static const struct { uint16_t before, days; } clock_months[16] = {
  {0, 0}, {306, 31}, {337, 29}, {0, 31}, {31, 30}, {61, 31}, {92, 30}, {122, 31}, {153, 31}, {184, 30}, {214, 31}, {245, 30}, {275, 31}};

static inline int32_t clock_month_days(int32_t year, int32_t month) { // month 1 to 12
  return clock_months[month].days - (month == 2 && !clock_is_leap(year));
}

static inline bool clock_is_date(int32_t year, int32_t month, int32_t day) {
  if (UNLIKELY((uint32_t)(year - 1) > 9998) || UNLIKELY((uint32_t)month > 12)) return false;
  if (UNLIKELY((uint32_t)(day - 1) >= clock_months[month].days)) return false;
  return !UNLIKELY(day + 32 * month == 29 + 32 * 2) || clock_is_leap(year);
}

static inline int64_t clock_day_number(int32_t of_year, int32_t of_month, int32_t day) {
  uint32_t year = (uint32_t)of_year + 400u * CLOCK_SHIFT_CYCLES - (of_month <= 2), century = year / 100;
  return (int64_t)(1461ull * year / 4) - century + century / 4 + clock_months[of_month].before + day - 1 - CLOCK_SHIFT_DAYS;
}

static inline bool clock_is_digit(char c) { return (unsigned char)(c - '0') < 10; }

// Reads `least` to `most` (at most 9) digits at *at and moves behind them.
static inline bool clock_digits(const char **at, const char *end, int least, int most, int32_t *value) {
  int32_t sum = 0;
  int count = 0;
  while (count < most && *at < end && clock_is_digit(**at)) {
    sum = sum * 10 + (*(*at)++ - '0');
    count++;
  }
  *value = sum;
  return count >= least;
}

// Reads one or more digits of a fraction of a second; places beyond six are cut.
bool clock_fraction(const char **at, const char *end, int32_t *micros);
// Reads `Z`, `UTC`, `±hh`, `±hhmm` or `±hh:mm`, at most 14 hours, as seconds east of UTC.
bool clock_offset(const char **at, const char *end, int32_t *seconds);
