// clock.c -- civil days, dates and times as text, calendar months, opening hours.
//
// How days are counted is told in clock_parts.h.
#include "base/clock.h"
#include "base/clock_parts.h"

int64_t clock_days(CivilDate d) { return clock_day_number(d.year, d.month & 15, d.day); } // what is no month gives some day

CivilDate clock_civil(int64_t days) {
  uint64_t shifted = (uint64_t)days + (uint64_t)CLOCK_SHIFT_DAYS;
  uint32_t cycle = (uint32_t)(shifted / CLOCK_CYCLE_DAYS), day = (uint32_t)(shifted % CLOCK_CYCLE_DAYS);
  uint32_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  uint32_t of_year = day - (365 * year + year / 4 - year / 100);
  uint32_t month = (5 * of_year + 2) / 153;
  bool early = month >= 10;             // January and February belong to the next civil year
  return (CivilDate){
      .year = (int32_t)(year + 400 * cycle - 400u * CLOCK_SHIFT_CYCLES + early),
      .month = (int32_t)(early ? month - 9 : month + 3),
      .day = (int32_t)(of_year - (153 * month + 2) / 5 + 1),
  };
}

bool clock_valid_date(int32_t year, int32_t month, int32_t day) {
  return clock_is_date(year, month, day);
}

int32_t clock_weekday(int64_t days) {
  int64_t since_monday = (days % 7 + 7 + 3) % 7; // 1970-01-01 was a Thursday
  return (int32_t)since_monday;
}

int64_t clock_date_of(const Zone *zone, int64_t time) {
  return clock_floor_divide(zone_to_local(zone, time), CLOCK_DAY);
}

// ---- text

static char *put_digits(char *out, uint32_t value, int places) {
  for (int i = places - 1; i >= 0; i--, value /= 10) out[i] = (char)('0' + value % 10);
  return out + places;
}

static char *put_date(char *out, int64_t date) {
  CivilDate d = clock_civil(date);
  out = put_digits(out, (uint32_t)d.year, 4);
  *out++ = '-';
  out = put_digits(out, (uint32_t)d.month, 2);
  *out++ = '-';
  return put_digits(out, (uint32_t)d.day, 2);
}

uint32_t clock_format_date(int64_t date, char out[CLOCK_TEXT_BYTES]) {
  char *end = put_date(out, date);
  *end = 0;
  return (uint32_t)(end - out);
}

uint32_t clock_format_time(int64_t time, char out[CLOCK_TEXT_BYTES]) {
  int64_t date = clock_floor_divide(time, CLOCK_DAY), of_day = time - date * CLOCK_DAY;
  uint32_t seconds = (uint32_t)(of_day / CLOCK_SECOND), micros = (uint32_t)(of_day % CLOCK_SECOND);
  char *at = put_date(out, date);
  *at++ = 'T';
  at = put_digits(at, seconds / 3600, 2);
  *at++ = ':';
  at = put_digits(at, seconds / 60 % 60, 2);
  *at++ = ':';
  at = put_digits(at, seconds % 60, 2);
  if (micros) {
    *at++ = '.';
    at = micros % 1000 ? put_digits(at, micros, 6) : put_digits(at, micros / 1000, 3);
  }
  *at++ = 'Z';
  *at = 0;
  return (uint32_t)(at - out);
}

// ---- calendar months

bool clock_date_months_before(int64_t date, int64_t months, int64_t *out) {
  if (months > 12 * 9999 || months < -12 * 9999) return false;
  CivilDate d = clock_civil(date);
  int64_t count = 12 * (int64_t)d.year + d.month - 1 - months;
  if (count < 12 || count >= 12 * 10000) return false;
  int32_t year = (int32_t)(count / 12), month = (int32_t)(count % 12) + 1, last = clock_month_days(year, month);
  *out = clock_days((CivilDate){year, month, d.day < last ? d.day : last});
  return true;
}

bool clock_months_before(const Zone *zone, int64_t time, int64_t months, int64_t *out) {
  int64_t local = zone_to_local(zone, time), date = clock_floor_divide(local, CLOCK_DAY), of_day = local - date * CLOCK_DAY;
  if (!clock_date_months_before(date, months, &date)) return false;
  *out = zone_to_utc(zone, date * CLOCK_DAY + of_day);
  return *out >= CLOCK_TIME_MIN && *out <= CLOCK_TIME_MAX;
}

// ---- opening hours

static bool is_open(int64_t of_day, int64_t open, int64_t close) {
  return open < close ? of_day >= open && of_day < close : of_day >= open || of_day < close;
}

// Goes from one change of the local clock to the next, since an opening may fall into a skipped hour or come twice.
int64_t clock_next_opening(const Zone *zone, int64_t time, int64_t open, int64_t close) {
  for (;;) {
    int64_t local = zone_to_local(zone, time), of_day = local - clock_floor_divide(local, CLOCK_DAY) * CLOCK_DAY;
    if (is_open(of_day, open, close)) return time;
    int64_t opening = time + open - of_day + (of_day < open ? 0 : CLOCK_DAY);
    int64_t change = zone_next_change(zone, time);
    if (opening < change) return opening;
    time = change;
  }
}
