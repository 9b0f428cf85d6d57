// clock_test.c -- days, formatting, months, and cells with dates and times in UTC (zone_test.c has the other zones).
#include "base/clock.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

static int64_t day(int32_t year, int32_t month, int32_t of_month) { return clock_days((CivilDate){year, month, of_month}); }

// ---- days

static void days_go_round(void **state) {
  (void)state;
  assert_int_equal(day(1, 1, 1), CLOCK_DATE_MIN);
  assert_int_equal(day(1970, 1, 1), 0);
  assert_int_equal(day(9999, 12, 31), CLOCK_DATE_MAX);
  CivilDate want = {1, 1, 1};
  for (int64_t d = CLOCK_DATE_MIN; d <= CLOCK_DATE_MAX; d++) {
    CivilDate got = clock_civil(d);
    if (got.year != want.year || got.month != want.month || got.day != want.day || clock_days(want) != d)
      fail_msg("day %lld is %d-%d-%d", (long long)d, got.year, got.month, got.day);
    want.day++;
    if (!clock_valid_date(want.year, want.month, want.day)) want.day = 1, want.month++;
    if (want.month > 12) want.month = 1, want.year++;
  }
  CivilDate before = clock_civil(CLOCK_DATE_MIN - 1);
  assert_true(before.year == 0 && before.month == 12 && before.day == 31);
}

static void valid_dates(void **state) {
  (void)state;
  const int32_t last[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int32_t m = 1; m <= 12; m++) {
    assert_true(clock_valid_date(2026, m, 1) && clock_valid_date(2026, m, last[m - 1]));
    assert_false(clock_valid_date(2026, m, 0) || clock_valid_date(2026, m, last[m - 1] + 1));
  }
  assert_true(clock_valid_date(2024, 2, 29) && clock_valid_date(2000, 2, 29));
  assert_false(clock_valid_date(1900, 2, 29) || clock_valid_date(2100, 2, 29) || clock_valid_date(2026, 2, 29));
  assert_true(clock_valid_date(1, 1, 1) && clock_valid_date(9999, 12, 31));
  assert_false(clock_valid_date(0, 1, 1) || clock_valid_date(10000, 1, 1));
  assert_false(clock_valid_date(2026, 0, 1) || clock_valid_date(2026, 13, 1) || clock_valid_date(-4, 2, 29));
}

static void weekdays(void **state) {
  (void)state;
  assert_int_equal(clock_weekday(day(2026, 11, 2)), 0);
  assert_int_equal(clock_weekday(day(2026, 11, 1)), 6);
  assert_int_equal(clock_weekday(0), 3);
  assert_int_equal(clock_weekday(-1), 2);
  assert_int_equal(clock_weekday(CLOCK_DATE_MIN), 0);
  assert_int_equal(clock_weekday(CLOCK_DATE_MAX), 4);
}

static void formats(void **state) {
  (void)state;
  char out[CLOCK_TEXT_BYTES];
  const struct { int64_t time; const char *text; } cases[] = {
      {0, "1970-01-01T00:00:00Z"},
      {-1, "1969-12-31T23:59:59.999999Z"},
      {250000, "1970-01-01T00:00:00.250Z"},
      {250001, "1970-01-01T00:00:00.250001Z"},
      {1000, "1970-01-01T00:00:00.001Z"},
      {1, "1970-01-01T00:00:00.000001Z"},
      {CLOCK_TIME_MIN, "0001-01-01T00:00:00Z"},
      {CLOCK_TIME_MAX, "9999-12-31T23:59:59.999999Z"},
      {1793523661 * CLOCK_SECOND, "2026-11-01T09:01:01Z"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(clock_format_time(cases[i].time, out), strlen(cases[i].text));
    assert_string_equal(out, cases[i].text);
  }
  assert_int_equal(clock_format_date(day(2026, 11, 1), out), 10);
  assert_string_equal(out, "2026-11-01");
  clock_format_date(CLOCK_DATE_MIN, out);
  assert_string_equal(out, "0001-01-01");
}

static void months_before(void **state) {
  (void)state;
  int64_t out;
  assert_true(clock_date_months_before(day(2026, 3, 31), 1, &out) && out == day(2026, 2, 28));
  assert_true(clock_date_months_before(day(2024, 3, 31), 1, &out) && out == day(2024, 2, 29));
  assert_true(clock_date_months_before(day(2024, 2, 29), 12, &out) && out == day(2023, 2, 28));
  assert_true(clock_date_months_before(day(2026, 1, 15), 1, &out) && out == day(2025, 12, 15));
  assert_true(clock_date_months_before(day(2026, 1, 15), 0, &out) && out == day(2026, 1, 15));
  assert_true(clock_date_months_before(day(2, 1, 1), 12, &out) && out == CLOCK_DATE_MIN);
  assert_false(clock_date_months_before(day(2, 1, 1), 13, &out));
  assert_true(clock_date_months_before(CLOCK_DATE_MAX, 9998 * 12 + 11, &out) && out == day(1, 1, 31));
  assert_false(clock_date_months_before(CLOCK_DATE_MAX, 9998 * 12 + 12, &out));
  assert_false(clock_date_months_before(CLOCK_DATE_MAX, -1, &out));
  assert_false(clock_date_months_before(0, INT64_MAX, &out) || clock_date_months_before(0, INT64_MIN, &out));
  int64_t noon = 12 * CLOCK_HOUR;
  assert_true(clock_months_before(zone_utc(), day(2026, 5, 31) * CLOCK_DAY + noon, 6, &out));
  assert_int_equal(out, day(2025, 11, 30) * CLOCK_DAY + noon);
  assert_true(clock_months_before(zone_utc(), -1, 1, &out) && out == day(1969, 12, 1) * CLOCK_DAY - 1);
  assert_false(clock_months_before(zone_utc(), CLOCK_TIME_MIN, 1, &out));
}

// ---- cells

// What a cell reads as, the way times are written; "-" when it is invalid. In memory of its own size, for the sanitizer.
static const char *read_as(Text cell, bool as_time) {
  static char out[CLOCK_TEXT_BYTES];
  char copy[128];
  char *tight = copy + sizeof copy - cell.size; // the end of the cell is the end of the array
  int64_t value;
  memcpy(tight, cell.data, cell.size);
  cell.data = tight;
  if (as_time ? !clock_read_time(cell, zone_utc(), &value) : !clock_read_date(cell, &value)) return "-";
  as_time ? clock_format_time(value, out) : clock_format_date(value, out);
  return out;
}

typedef struct { const char *cell, *time, *date; } Cell;

static void check_cells(const Cell *cells, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const char *time = read_as(text_of(cells[i].cell), true);
    if (strcmp(time, cells[i].time) != 0) fail_msg("%s as a time is %s", cells[i].cell, time);
    const char *date = read_as(text_of(cells[i].cell), false);
    if (strcmp(date, cells[i].date) != 0) fail_msg("%s as a date is %s", cells[i].cell, date);
  }
}
#define CHECK_CELLS(cells) check_cells(cells, sizeof(cells) / sizeof *(cells))

static void iso_cells(void **state) {
  (void)state;
  const Cell cells[] = {
      {"2026-10-01T08:00:00Z", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"2026-10-01 08:00:00Z", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"2026-10-01T08:00:00", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"2026-10-01T08:00:00.25Z", "2026-10-01T08:00:00.250Z", "2026-10-01"},
      {"2026-10-01T08:00:00.1234569Z", "2026-10-01T08:00:00.123456Z", "2026-10-01"},
      {"2026-10-01T08:00:00.0000009", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"2026-10-01T08:00:00+02:00", "2026-10-01T06:00:00Z", "2026-10-01"},
      {"2026-10-01T08:00:00.5-0330", "2026-10-01T11:30:00.500Z", "2026-10-01"},
      {"2026-10-01T08:00:00 +02", "2026-10-01T06:00:00Z", "2026-10-01"},
      {"2026-10-01T08:00:00 UTC", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"2026-10-01T08:00:00UTC", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"2026-10-01 8:00", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"2026-10-01T8:05:09.5 Z", "2026-10-01T08:05:09.500Z", "2026-10-01"},
      {"2026-10-01T08:00Z", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"2026-10-01T08:00+02:00", "2026-10-01T06:00:00Z", "2026-10-01"},
      {"2026-10-01", "2026-10-01T00:00:00Z", "2026-10-01"},
      {"2026-10-01 Z", "2026-10-01T00:00:00Z", "2026-10-01"},
      {"2026-10-01+02:00", "2026-09-30T22:00:00Z", "2026-10-01"},
      {" \t2026-10-01T08:00:00Z\r\n", "2026-10-01T08:00:00Z", "2026-10-01"},
      {"\302\2402026-10-01\302\240", "2026-10-01T00:00:00Z", "2026-10-01"},
      {"2026-10-01T23:30:00-05:00", "2026-10-02T04:30:00Z", "2026-10-01"}, // the day in its own zone
      {"2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z", "2024-02-29"},
      {"2026-10-01T00:00:00+14:00", "2026-09-30T10:00:00Z", "2026-10-01"},
      {"2026-10-01T00:00:00-14:00", "2026-10-01T14:00:00Z", "2026-10-01"},
      {"2026-10-01T00:00:00+00:59", "2026-09-30T23:01:00Z", "2026-10-01"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0001-01-01"},
      {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z", "9999-12-31"},
      {"0001-01-01T00:00:00+00:01", "-", "0001-01-01"}, // the instant is in the year 0
      {"9999-12-31T23:59:59-00:01", "-", "9999-12-31"},
  };
  CHECK_CELLS(cells);
}

static void put_digits(char *at, int count, int value) {
  for (; count-- > 0; value /= 10) at[count] = (char)('0' + value % 10);
}
static void plain_times(void **state) {
  static const int days[] = {0, 1, 28, 29, 30, 31, 32, 99}, months[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 32, 33, 99};
  char text[] = "0000-00-00T00:00:00Z";
  const Text t = {text, CLOCK_PLAIN_BYTES};
  int64_t time;
  (void)state;
  for (int year = 0; year <= 9999; year++)
    for (size_t m = 0; m < sizeof months / sizeof *months; m++)
      for (size_t d = 0; d < sizeof days / sizeof *days; d++) {
        put_digits(text, 4, year), put_digits(text + 5, 2, months[m]), put_digits(text + 8, 2, days[d]);
        bool read = clock_read_plain(t, &time), sound = clock_valid_date(year, months[m], days[d]);
        if (read != sound || (read && time != day(year, months[m], days[d]) * CLOCK_DAY)) fail_msg("%s", text);
      }
  memcpy(text, "2024-02-29", 10);
  for (int hour = 0; hour < 100; hour++)
    for (int minute = 0; minute < 100; minute++)
      for (int second = 0; second < 100; second++) {
        put_digits(text + 11, 2, hour), put_digits(text + 14, 2, minute), put_digits(text + 17, 2, second);
        bool read = clock_read_plain(t, &time), sound = hour < 24 && minute < 60 && second < 60;
        if (read != sound || (read && time != day(2024, 2, 29) * CLOCK_DAY + ((hour * 60 + minute) * 60 + second) * CLOCK_SECOND)) fail_msg("%s", text);
      }
}

static void invalid_cells(void **state) {
  (void)state;
  const char *cells[] = {
      "", " ", "Z", "today", "2026", "2026-10", "2026-10-1", "2026-1-01", "26-10-01", "2026/10/01", "2026-10-01x",
      "2026-02-29", "2026-13-01", "2026-00-01", "2026-10-00", "2026-10-32", "0000-01-01", "10000-01-01", "-2026-10-01",
      "2026-10-01T", "2026-10-01T08", "2026-10-01T8", "2026-10-01T08:0", "2026-10-01T08:00:0", "2026-10-01T08:00:",
      "2026-10-01T24:00", "2026-10-01T24:00:00Z", "2026-10-01T23:60:00Z", "2026-10-01T23:59:60Z", "2026-10-01T008:00",
      "2026-10-01t08:00:00Z", "2026-10-01T08:00:00z", "2026-10-01T08:00:00utc", "2026-10-01T08:00:00GMT",
      "2026-10-01  08:00:00Z", "2026-10-01T08:00:00  Z", "2026-10-01T08:00:00.Z", "2026-10-01T08:00:00.", "2026-10-01T08:00:00,5",
      "2026-10-01T08:00.5", "2026-10-01T08:00:00ZZ", "2026-10-01T08:00:00+", "2026-10-01T08:00:00+2", "2026-10-01T08:00:00+02:",
      "2026-10-01T08:00:00+02:0", "2026-10-01T08:00:00+020", "2026-10-01T08:00:00+02:60", "2026-10-01T08:00:00+14:01",
      "2026-10-01T08:00:00-14:01", "2026-10-01T08:00:00+15", "2026-10-01T08:00:00+02:000", "2026-10-01T08-00-00Z",
      "2026-10-01T08:00:00Z x", "2026-10-01T08:00:00 AM", "2026-10-01T0a:00:00Z", "2026-1O-01T08:00:00Z",
      "2026-10-01T08:00:0\272Z", "\2622026-10-01", "2026-10-01\240", "202\26610-01T08:00:00Z", "2026-10-01T08:00:00Z.5",
      "1 October 2026", "10/01/2026", "20261001T080000Z",
  };
  for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
    if (strcmp(read_as(text_of(cells[i]), true), "-") != 0) fail_msg("%s is a time", cells[i]);
    if (strcmp(read_as(text_of(cells[i]), false), "-") != 0) fail_msg("%s is a date", cells[i]);
  }
  assert_string_equal(read_as(TEXT("2026-10-01T08:00:00Z\0"), true), "-");
  assert_string_equal(read_as(TEXT("2026-10-01\0"), true), "-");
}

static void integer_cells(void **state) {
  (void)state;
  const Cell cells[] = {
      {"20261120", "2026-11-20T00:00:00Z", "2026-11-20"},
      {"00010101", "0001-01-01T00:00:00Z", "0001-01-01"},
      {"99991231", "9999-12-31T00:00:00Z", "9999-12-31"},
      {"20261131", "-", "-"},
      {"20240229", "2024-02-29T00:00:00Z", "2024-02-29"},
      {"00000101", "-", "-"},
      {"99999999", "-", "-"},
      {"020261120", "-", "-"}, // nine digits, below 100,000,000
      {"2026112", "-", "-"},
      {"0", "-", "-"},
      {"100000000", "1973-03-03T09:46:40Z", "1973-03-03"},
      {"1790000000", "2026-09-21T14:13:20Z", "2026-09-21"},
      {"99999999999", "5138-11-16T09:46:39Z", "5138-11-16"},
      {"100000000000", "1973-03-03T09:46:40Z", "1973-03-03"},
      {"1790000000123", "2026-09-21T14:13:20.123Z", "2026-09-21"},
      {"253402300799999", "9999-12-31T23:59:59.999Z", "9999-12-31"},
      {"253402300800000", "-", "-"},
      {"18446744073709551616", "-", "-"},
      {"99999999999999999999999999999999999999", "-", "-"},
      {"00000000000000000000001790000000", "2026-09-21T14:13:20Z", "2026-09-21"},
      {"-1790000000", "-", "-"},
      {"+1790000000", "-", "-"},
      {"1790000000.5", "-", "-"},
      {"1.79e9", "-", "-"},
      {"1,790,000,000", "-", "-"},
      {" 1790000000 ", "2026-09-21T14:13:20Z", "2026-09-21"},
  };
  CHECK_CELLS(cells);
}

// The fast road and the slow one must agree: every byte of a good cell is replaced by every other.
static void roads_agree(void **state) {
  (void)state;
  const char good[] = "2026-10-01T08:00:00Z";
  for (uint32_t place = 0; place < 20; place++)
    for (int byte = 0; byte < 256; byte++) {
      char cell[] = "2026-10-01T08:00:00.00Z"; // the same, by another road
      char quick[21];
      memcpy(quick, good, 21);
      quick[place] = (char)byte;
      if (place < 19) cell[place] = (char)byte;
      else cell[22] = (char)byte;
      int64_t a = 0, b = 0;
      bool one = clock_read_time((Text){quick, 20}, zone_utc(), &a);
      bool two = clock_read_time((Text){cell, 23}, zone_utc(), &b);
      bool blank_end = place == 19 && (byte == ' ' || (byte >= '\t' && byte <= '\r') || (byte >= '0' && byte <= '9'));
      if (!blank_end && (one != two || (one && a != b))) fail_msg("byte %d at %u", byte, place);
    }
}

// ---- forms

static const char *form_as(const char *cell, const char *form, bool as_time) {
  static char out[CLOCK_TEXT_BYTES];
  int64_t value;
  Text c = text_of(cell), f = text_of(form);
  if (as_time ? !clock_read_form(c, f, zone_utc(), &value) : !clock_read_form_date(c, f, &value)) return "-";
  as_time ? clock_format_time(value, out) : clock_format_date(value, out);
  return out;
}

static void forms(void **state) {
  (void)state;
  const struct { const char *form, *cell, *time; } cases[] = {
      {"%d/%m/%Y", "01/11/2026", "2026-11-01T00:00:00Z"},
      {"%d/%m/%Y", " 1/11/2026 ", "2026-11-01T00:00:00Z"},
      {"%d/%m/%Y", "1/11/26", "-"},
      {"%d/%m/%Y", "31/11/2026", "-"},
      {"%d/%m/%Y", "29/02/2024", "2024-02-29T00:00:00Z"},
      {"%d/%m/%Y", "01/11/2026x", "-"},
      {"%d/%m/%Y", "01/11", "-"},
      {"%d/%m/%Y", "01-11-2026", "-"},
      {"%d/%m/%Y", "01/11/0000", "-"},
      {"%d/%m/%Y", "31/12/9999", "9999-12-31T00:00:00Z"},
      {"%d/%m/%Y", "", "-"},
      {"%Y%m%d", "20261101", "2026-11-01T00:00:00Z"},
      {"%m/%d/%y", "11/01/68", "2068-11-01T00:00:00Z"},
      {"%m/%d/%y", "11/01/69", "1969-11-01T00:00:00Z"},
      {"%m/%d/%y", "11/01/00", "2000-11-01T00:00:00Z"},
      {"%m/%d/%y", "11/01/99", "1999-11-01T00:00:00Z"},
      {"%m/%d/%y", "11/01/2026", "-"},
      {"%D", "11/01/26", "2026-11-01T00:00:00Z"},
      {"%F %T", "2026-11-01 09:08:07", "2026-11-01T09:08:07Z"},
      {"%F %T", "2026-11-01   9:08:07", "2026-11-01T09:08:07Z"},
      {"%F %T", "2026-11-0109:08:07", "-"},
      {"%F %T", "2026-11-01 24:00:00", "-"},
      {"%F %T", "2026-11-01 23:60:00", "-"},
      {"%F %T", "2026-11-01 23:59:60", "-"},
      {"%F%n%R", "2026-11-01\t23:59", "2026-11-01T23:59:00Z"},
      {"%F%t%R", "2026-11-0123:59", "-"},
      {"%d %b %Y", "1 nov 2026", "2026-11-01T00:00:00Z"},
      {"%d %b %Y", "1 NOVEMBER 2026", "2026-11-01T00:00:00Z"},
      {"%d %B %Y", "31 may 2026", "2026-05-31T00:00:00Z"},
      {"%d %B %Y", "1 Novem 2026", "-"},
      {"%d %b %Y", "1 Nxv 2026", "-"},
      {"%b %e, %Y", "Nov  1, 2026", "2026-11-01T00:00:00Z"},
      {"%B%e", "Nov 1", "-"},
      {"%Y-%j", "2024-366", "2024-12-31T00:00:00Z"},
      {"%Y-%j", "2026-365", "2026-12-31T00:00:00Z"},
      {"%Y-%j", "2026-366", "-"},
      {"%Y-%j", "2026-0", "-"},
      {"%Y-%j", "2026-1", "2026-01-01T00:00:00Z"},
      {"%Y-%j", "0000-1", "-"},
      {"%F %I:%M %p", "2026-11-01 12:00 AM", "2026-11-01T00:00:00Z"},
      {"%F %I:%M %p", "2026-11-01 12:00 pm", "2026-11-01T12:00:00Z"},
      {"%F %I:%M%p", "2026-11-01 1:05Pm", "2026-11-01T13:05:00Z"},
      {"%F %I:%M %p", "2026-11-01 11:59 PM", "2026-11-01T23:59:00Z"},
      {"%F %I:%M %p", "2026-11-01 0:30 AM", "-"},
      {"%F %I:%M %p", "2026-11-01 13:00 PM", "-"},
      {"%F %I:%M %p", "2026-11-01 1:00", "-"},
      {"%FT%T.%f", "2026-11-01T09:00:00.25", "2026-11-01T09:00:00.250Z"},
      {"%FT%T.%f", "2026-11-01T09:00:00.1234567", "2026-11-01T09:00:00.123456Z"},
      {"%FT%T.%f", "2026-11-01T09:00:00.", "-"},
      {"%FT%T%z", "2026-11-01T09:00:00+0200", "2026-11-01T07:00:00Z"},
      {"%FT%T%z", "2026-11-01T09:00:00-14:00", "2026-11-01T23:00:00Z"},
      {"%FT%T%z", "2026-11-01T09:00:00Z", "2026-11-01T09:00:00Z"},
      {"%FT%T%z", "2026-11-01T09:00:00+14:01", "-"},
      {"%F %T %Z", "2026-11-01 09:00:00 GMT", "2026-11-01T09:00:00Z"},
      {"%F %T %Z", "2026-11-01 09:00:00 UTC", "2026-11-01T09:00:00Z"},
      {"%F %T %Z", "2026-11-01 09:00:00 Z", "2026-11-01T09:00:00Z"},
      {"%F %T %Z", "2026-11-01 09:00:00 EST", "-"},
      {"%s", "1790000000", "2026-09-21T14:13:20Z"},
      {"%s", "0", "1970-01-01T00:00:00Z"},
      {"%s.%f", "1790000000.5", "2026-09-21T14:13:20.500Z"},
      {"%s", "253402300799", "9999-12-31T23:59:59Z"},
      {"%s", "253402300800", "-"},
      {"%s", "99999999999999999999", "-"},
      {"%s", "-1", "-"},
      {"%F%%", "2026-11-01%", "2026-11-01T00:00:00Z"},
      {"%F%%", "2026-11-01", "-"},
      {" %F ", "2026-11-01", "2026-11-01T00:00:00Z"},
      {"%Y", "2026", "-"},
      {"%F %Q", "2026-11-01 x", "-"},
      {"%F%", "2026-11-01%", "2026-11-01T00:00:00Z"}, // not a valid form, but harmless
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *time = form_as(cases[i].cell, cases[i].form, true);
    if (strcmp(time, cases[i].time) != 0) fail_msg("%s as %s is %s", cases[i].cell, cases[i].form, time);
  }
  assert_string_equal(form_as("2026-11-01T23:30:00-05:00", "%FT%T%z", false), "2026-11-01");
  assert_string_equal(form_as("2026-11-01T23:30:00-05:00", "%FT%T%z", true), "2026-11-02T04:30:00Z");
  assert_string_equal(form_as("9999-12-31T23:30:00-05:00", "%FT%T%z", true), "-");
  assert_string_equal(form_as("1790000000", "%s", false), "2026-09-21");
  assert_string_equal(form_as("31/02/2026", "%d/%m/%Y", false), "-");
}

static void forms_checked(void **state) {
  (void)state;
  const char *good[] = {"%d/%m/%Y", "%F", "%D", "%s", "%s.%f", "%Y-%j", "%e %B %y", "%F %I:%M %p", "%FT%T.%f%z", "%F %R %Z", "100%% %F"};
  const char *bad[] = {"",         "%",        "%d/%m",        "%m/%Y",     "%d/%Y",     "%F %",   "%Q",      "%F %G", "%F %d",
                       "%F %F",    "%Y-%j-%d", "%F %H %I %p",  "%F %I",     "%F %p",     "%F %M",  "%F %H %S", "%F %T %R",
                       "%F %R:%f", "%s %F",    "%F %T %z %Z",  "%Y%y-%m-%d", "%b %m %d %Y", "%E%F", "dd/mm/yyyy"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    const char *why = "";
    if (!clock_form_valid(text_of(good[i]), &why)) fail_msg("%s: %s", good[i], why);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const char *why = NULL;
    if (clock_form_valid(text_of(bad[i]), &why)) fail_msg("taken: %s", bad[i]);
    assert_non_null(why);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(days_go_round), cmocka_unit_test(valid_dates),   cmocka_unit_test(weekdays),
      cmocka_unit_test(formats),       cmocka_unit_test(months_before), cmocka_unit_test(iso_cells),
      cmocka_unit_test(plain_times), cmocka_unit_test(invalid_cells), cmocka_unit_test(integer_cells), cmocka_unit_test(roads_agree),
      cmocka_unit_test(forms),         cmocka_unit_test(forms_checked),
  };
  return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
