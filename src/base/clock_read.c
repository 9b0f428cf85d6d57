// clock_read.c -- dates and times in cells: ISO 8601 and Unix seconds or milliseconds.
//
// A cell is first read as what its writer's wall clock showed (`local`) and, when it says so, how far that clock stood
// from UTC. A date is the day of that reading; a time is the instant, by the rubric's zone when the cell has none.
// Exports are full of "2026-11-01T09:00:00Z", so 19 bytes of that shape are checked and read eight at a time: XOR with
// the expected shape turns digits into 0..9 and separators into 0, and one addition shows in the top bits what is not.
#include "base/bytes.h"
#include "base/clock.h"
#include "base/clock_parts.h"

typedef struct {
  int64_t local;     // microseconds since 1970-01-01T00:00 on the writer's clock, in the years 1 to 9999
  int32_t offset;    // of that clock: seconds east of UTC
  bool zoned;        // the cell says its offset
} Reading;

static inline bool local_of(int32_t year, int32_t month, int32_t day, int64_t of_day, int64_t *local) {
  if (!clock_is_date(year, month, day)) return false;
  *local = clock_day_number(year, month, day) * CLOCK_DAY + of_day;
  return true;
}

// ---- eight bytes at a time

// Top bits are set where a byte of `x` is above what `room` leaves: 0x76 allows 0..9, 0x7f only 0.
static inline uint64_t excess(uint64_t x, uint64_t room) { return (x + room) | x; }
static inline uint64_t pairs(uint64_t digits) { return digits * 10 + (digits >> 8); } // byte i: digits i and i + 1
static inline int32_t pair_at(uint64_t pairs, int byte) { return (int32_t)(pairs >> (8 * byte) & 0xff); }

// Years of a cycle of 400, from one that is a leap year: the days before them, and in the lowest bit whether they are leap years.
#define YEAR(y) ((365u * (y) + ((y) + 3) / 4 - ((y) + 99) / 100 + ((y) + 399) / 400) << 1 | ((y) % 4 == 0 && ((y) % 100 != 0 || (y) == 0)))
#define YEARS_10(y) YEAR(y), YEAR(y + 1), YEAR(y + 2), YEAR(y + 3), YEAR(y + 4), YEAR(y + 5), YEAR(y + 6), YEAR(y + 7), YEAR(y + 8), YEAR(y + 9)
#define YEARS_100(y) YEARS_10(y), YEARS_10(y + 10), YEARS_10(y + 20), YEARS_10(y + 30), YEARS_10(y + 40), YEARS_10(y + 50), YEARS_10(y + 60), YEARS_10(y + 70), YEARS_10(y + 80), YEARS_10(y + 90)
static const uint32_t years[400] = {YEARS_100(0), YEARS_100(100), YEARS_100(200), YEARS_100(300)};
// Months of common and of leap years: the days before them, and how many they have.
#define MONTH(before, size) ((before) << 5 | (size))
#define MONTHS(feb) {0, MONTH(0, 31), MONTH(31, feb), MONTH(31 + feb, 31), MONTH(62 + feb, 30), MONTH(92 + feb, 31), MONTH(123 + feb, 30), MONTH(153 + feb, 31), \
                     MONTH(184 + feb, 31), MONTH(215 + feb, 30), MONTH(245 + feb, 31), MONTH(276 + feb, 30), MONTH(306 + feb, 31)}
static const uint16_t months[2][16] = {MONTHS(28), MONTHS(29)};

// Days since 1970-01-01, without a branch: months of cells follow no pattern. False: there is no such day. Each is below 100.
static inline bool fixed_day(uint32_t century, uint32_t year, uint32_t month, uint32_t day, int64_t *number) {
  uint32_t y = years[(century & 3) * 100 + year], m = months[y & 1][month & 15];
  uint32_t days = century / 4 * (uint32_t)CLOCK_CYCLE_DAYS + (y >> 1) + (m >> 5) + day; // from 0000-01-00; the year 0 has 366
  *number = (int64_t)days - 719529;
  return (day - 1 < (m & 31)) & (month < 16) & (days > 366);
}

// Reads "YYYY-MM-DDThh:mm:ss" (19 bytes), where T is `separator`.
static inline bool read_fixed(const char *at, char separator, int64_t *local) {
  uint64_t month = bytes_load64(at) ^ 0x2d30302d30303030u;                                                   // "0000-00-"
  uint64_t minute = bytes_load64(at + 8) ^ (0x30303a3030003030u | (uint64_t)(unsigned char)separator << 16); // "00T00:00"
  uint64_t second = bytes_load32(at + 15) ^ 0x30303a30u;                                                     // "0:00"
  if ((excess(month, 0x7f76767f76767676u) | excess(minute, 0x76767f76767f7676u) | excess(second, 0x76767f76u)) & BYTES_HIGH) return false;
  uint64_t m = pairs(month), t = pairs(minute), s = pairs(second);
  int32_t hours = pair_at(t, 3), minutes = pair_at(t, 6), seconds = pair_at(s, 2);
  if (UNLIKELY(hours > 23) || UNLIKELY(minutes > 59) || UNLIKELY(seconds > 59)) return false;
  int64_t number;
  if (!fixed_day((uint32_t)pair_at(m, 0), (uint32_t)pair_at(m, 2), (uint32_t)pair_at(m, 5), (uint32_t)pair_at(t, 0), &number)) return false;
  *local = number * CLOCK_DAY + (hours * 3600 + minutes * 60 + seconds) * CLOCK_SECOND;
  return true;
}

// ---- piece by piece

static bool take(const char **at, const char *end, char c) {
  if (*at == end || **at != c) return false;
  ++*at;
  return true;
}

bool clock_fraction(const char **at, const char *end, int32_t *micros) {
  const char *start = *at;
  int32_t value = 0;
  for (; *at < end && clock_is_digit(**at); ++*at)
    if (*at - start < 6) value = value * 10 + (**at - '0');
  for (int64_t places = *at - start; places < 6; places++) value *= 10;
  *micros = value;
  return *at > start;
}

bool clock_offset(const char **at, const char *end, int32_t *seconds) {
  *seconds = 0;
  if (take(at, end, 'Z')) return true;
  if (end - *at >= 3 && memcmp(*at, "UTC", 3) == 0) return *at += 3, true;
  bool west = take(at, end, '-');
  if (!west && !take(at, end, '+')) return false;
  int32_t hours, minutes = 0;
  if (!clock_digits(at, end, 2, 2, &hours)) return false;
  bool colon = take(at, end, ':');
  if ((colon || (*at < end && clock_is_digit(**at))) && !clock_digits(at, end, 2, 2, &minutes)) return false;
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return false;
  *seconds = (hours * 60 + minutes) * (west ? -60 : 60);
  return true;
}

// Reads "h:mm[:ss]", as much of it as is there before a fraction.
static bool read_clock(const char **at, const char *end, int64_t *of_day, bool *seconds) {
  int32_t hour, minute, second = 0;
  if (!clock_digits(at, end, 1, 2, &hour) || !take(at, end, ':') || !clock_digits(at, end, 2, 2, &minute)) return false;
  *seconds = take(at, end, ':');
  if (*seconds && !clock_digits(at, end, 2, 2, &second)) return false;
  *of_day = (hour * 3600 + minute * 60 + second) * CLOCK_SECOND;
  return hour <= 23 && minute <= 59 && second <= 59;
}

// Reads what comes before the fraction in any shape but the fixed one.
static bool read_loose(const char **at, const char *end, int64_t *local, bool *seconds) {
  int32_t year, month, day;
  int64_t of_day = 0;
  *seconds = false;
  if (!clock_digits(at, end, 4, 4, &year) || !take(at, end, '-') || !clock_digits(at, end, 2, 2, &month) ||
      !take(at, end, '-') || !clock_digits(at, end, 2, 2, &day))
    return false;
  // A blank may also stand before the zone of a date alone.
  bool timed = end - *at >= 2 && (**at == 'T' || **at == ' ') && clock_is_digit((*at)[1]);
  if (timed && (++*at, !read_clock(at, end, &of_day, seconds))) return false;
  return local_of(year, month, day, of_day, local);
}

static bool read_iso(Text t, Reading *r) {
  const char *at = t.data, *end = t.data + t.size;
  bool seconds = true;
  int32_t micros;
  if (t.size >= 19 && read_fixed(at, at[10] == ' ' ? ' ' : 'T', &r->local)) at += 19;
  else if (!read_loose(&at, end, &r->local, &seconds)) return false;
  if (seconds && take(&at, end, '.')) {
    if (!clock_fraction(&at, end, &micros)) return false;
    r->local += micros;
  }
  r->zoned = at < end;
  if (!r->zoned) return true;
  take(&at, end, ' ');
  return clock_offset(&at, end, &r->offset) && at == end;
}

// ---- integers

static bool read_unix(uint64_t value, Reading *r) {
  if (value < 100000000u || value > (uint64_t)CLOCK_TIME_MAX / 1000) return false;
  r->local = (int64_t)value * (value < 100000000000u ? CLOCK_SECOND : 1000);
  r->zoned = true;
  return true;
}

static bool read_integer(Text t, Reading *r) {
  uint64_t value = 0;
  for (uint32_t i = 0; i < t.size; i++) {
    if (!clock_is_digit(t.data[i])) return false;
    if (value <= UINT64_MAX / 100) value = value * 10 + (uint64_t)(t.data[i] - '0'); // else far out of range already
  }
  if (t.size == 8) { // below 100,000,000, so a date or nothing
    int32_t v = (int32_t)value;
    return local_of(v / 10000, v / 100 % 100, v % 100, 0, &r->local);
  }
  return read_unix(value, r);
}

// ---- cells

static inline bool is_bare(char c) { return c > ' ' && c < 127; } // surely no white space, nor a part of some

static bool read_cell(Text t, Reading *r) {
  if (t.size && !(is_bare(t.data[0]) && is_bare(t.data[t.size - 1]))) t = text_trim(t);
  if (t.size < 8) return false; // neither a date nor 100,000,000
  *r = (Reading){0};
  return t.data[4] == '-' ? read_iso(t, r) : read_integer(t, r);
}

static bool read_any_time(Text t, const Zone *zone, int64_t *time) {
  Reading r;
  if (!read_cell(t, &r)) return false;
  *time = r.zoned ? r.local - r.offset * CLOCK_SECOND : zone_to_utc(zone, r.local);
  return *time >= CLOCK_TIME_MIN && *time <= CLOCK_TIME_MAX;
}

bool clock_read_plain(Text t, int64_t *time) { return t.size == CLOCK_PLAIN_BYTES && t.data[19] == 'Z' && read_fixed(t.data, 'T', time); }
bool clock_read_time(Text t, const Zone *zone, int64_t *time) { return clock_read_plain(t, time) || read_any_time(t, zone, time); }

bool clock_read_date(Text t, int64_t *date) {
  Reading r;
  if (!read_cell(t, &r)) return false;
  *date = clock_floor_divide(r.local, CLOCK_DAY);
  return true;
}
