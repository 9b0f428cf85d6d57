// clock_form.c -- dates and times in the form that a field declares: `as "%d/%m/%Y %H:%M"`.
//
// A form is walked twice with one table (`form_parts`): once when it is declared, to see that it gives a whole date, each
// part once; then for each cell. White space in a form takes one or more white space in the cell; numbers may leave out
// their leading zeros, but a year has its four (or, as %y, two) digits: 1/2/26 is no date of the year 26.
#include "base/clock.h"
#include "base/clock_parts.h"

enum {
  PART_YEAR = 1, PART_MONTH = 2, PART_DAY = 4, PART_YEAR_DAY = 8, PART_HOUR = 16, PART_HOUR_12 = 32, PART_HALF = 64,
  PART_MINUTE = 128, PART_SECOND = 256, PART_FRACTION = 512, PART_ZONE = 1024, PART_UNIX = 2048, PART_NONE = 4096,
  PARTS_DATE = PART_YEAR | PART_MONTH | PART_DAY, PARTS_MINUTE = PART_HOUR | PART_MINUTE,
};

typedef struct {
  uint32_t seen;
  int32_t year, month, day, year_day, hour, minute, second, micros, offset;
  bool afternoon;
  int64_t unix_seconds;
} Parts;

// What `%c` gives; 0 when there is no such directive.
static uint32_t form_parts(char c) {
  switch (c) {
  case 'Y': case 'y': return PART_YEAR;
  case 'm': case 'b': case 'B': return PART_MONTH;
  case 'd': case 'e': return PART_DAY;
  case 'j': return PART_YEAR_DAY;
  case 'F': case 'D': return PARTS_DATE;
  case 'H': return PART_HOUR;
  case 'I': return PART_HOUR_12;
  case 'p': return PART_HALF;
  case 'M': return PART_MINUTE;
  case 'S': return PART_SECOND;
  case 'R': return PARTS_MINUTE;
  case 'T': return PARTS_MINUTE | PART_SECOND;
  case 'f': return PART_FRACTION;
  case 'z': case 'Z': return PART_ZONE;
  case 's': return PART_UNIX;
  case 'n': case 't': case '%': return PART_NONE;
  default: return 0;
  }
}

static const char *form_fault(uint32_t seen) { // NULL when these parts are a date and, at most, a time
  if (seen & PART_UNIX)
    return seen & ~(uint32_t)(PART_UNIX | PART_FRACTION) ? "%s is a whole time, so only %f can stand beside it" : NULL;
  if (!(seen & PART_YEAR)) return "it gives no year (%Y)";
  if (seen & PART_YEAR_DAY) {
    if (seen & (PART_MONTH | PART_DAY)) return "%j is a month and a day, so neither can stand beside it";
  } else {
    if (!(seen & PART_MONTH)) return "it gives no month (%m)";
    if (!(seen & PART_DAY)) return "it gives no day (%d)";
  }
  if ((seen & PART_HOUR) && (seen & PART_HOUR_12)) return "it gives the hour twice (%H and %I)";
  if (!(seen & PART_HOUR_12) != !(seen & PART_HALF)) return "%I (hours to 12) and %p (AM or PM) need each other";
  if ((seen & PART_MINUTE) && !(seen & (PART_HOUR | PART_HOUR_12))) return "it gives minutes without an hour (%H)";
  if ((seen & PART_SECOND) && !(seen & PART_MINUTE)) return "it gives seconds without minutes (%M)";
  if ((seen & PART_FRACTION) && !(seen & PART_SECOND)) return "it gives a fraction without seconds (%S)";
  return NULL;
}

static const char *form_check(Text form) {
  uint32_t seen = 0;
  for (uint32_t i = 0; i < form.size; i++) {
    if (form.data[i] != '%') continue;
    if (++i == form.size) return "it ends after a %; a percent sign itself is %%";
    uint32_t parts = form_parts(form.data[i]);
    if (!parts) return "it has a % that is none of %Y %m %d %H %M %S %y %b %B %e %I %p %j %z %Z %f %T %F %D %R %s %n %t %%";
    if (seen & parts & ~(uint32_t)PART_NONE) return "it gives the same part twice";
    seen |= parts;
  }
  return form_fault(seen & ~(uint32_t)PART_NONE);
}

bool clock_form_valid(Text form, const char **why) {
  const char *fault = form_check(form);
  if (fault && why) *why = fault;
  return !fault;
}

// ---- pieces of a cell

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool skip_space(const char **at, const char *end) {
  const char *start = *at;
  while (*at < end && is_space(**at)) ++*at;
  return *at > start;
}

static bool take_word(const char **at, const char *end, const char *lower, size_t size) {
  if ((size_t)(end - *at) < size) return false;
  for (size_t i = 0; i < size; i++) {
    char c = (*at)[i];
    if ((c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) != lower[i]) return false;
  }
  *at += size;
  return true;
}

static bool read_month_name(const char **at, const char *end, int32_t *month) {
  static const char *const names[12] = {"january", "february", "march",     "april",   "may",      "june",
                                        "july",    "august",   "september", "october", "november", "december"};
  for (int32_t i = 0; i < 12; i++)
    if (take_word(at, end, names[i], strlen(names[i])) || take_word(at, end, names[i], 3)) return *month = i + 1, true;
  return false;
}

static bool read_half(const char **at, const char *end, bool *afternoon) {
  *afternoon = take_word(at, end, "pm", 2);
  return *afternoon || take_word(at, end, "am", 2);
}

static bool read_zone_name(const char **at, const char *end) { // each is UTC
  static const char *const names[3] = {"UTC", "GMT", "Z"};
  for (int i = 0; i < 3; i++) {
    size_t size = strlen(names[i]);
    if ((size_t)(end - *at) >= size && memcmp(*at, names[i], size) == 0) return *at += size, true;
  }
  return false;
}

static bool read_unix_seconds(const char **at, const char *end, int64_t *seconds) {
  const char *start = *at;
  int64_t value = 0;
  for (; *at < end && clock_is_digit(**at); ++*at)
    if (value <= CLOCK_TIME_MAX / CLOCK_SECOND) value = value * 10 + (**at - '0');
  *seconds = value;
  return *at > start && value <= CLOCK_TIME_MAX / CLOCK_SECOND;
}

static bool read_short_year(const char **at, const char *end, int32_t *year) { // 69 to 99: 1969 to 1999, as strptime
  if (!clock_digits(at, end, 2, 2, year)) return false;
  *year += *year < 69 ? 2000 : 1900;
  return true;
}

// ---- a cell along its form

static bool read_parts(const char **at, const char *end, Text form, Parts *p);

static bool read_part(const char **at, const char *end, char c, Parts *p) {
  p->seen |= form_parts(c);
  switch (c) {
  case 'Y': return clock_digits(at, end, 4, 4, &p->year);
  case 'y': return read_short_year(at, end, &p->year);
  case 'm': return clock_digits(at, end, 1, 2, &p->month);
  case 'b': case 'B': return read_month_name(at, end, &p->month);
  case 'e': skip_space(at, end); return clock_digits(at, end, 1, 2, &p->day); // %e is padded with a blank
  case 'd': return clock_digits(at, end, 1, 2, &p->day);
  case 'j': return clock_digits(at, end, 1, 3, &p->year_day);
  case 'H': case 'I': return clock_digits(at, end, 1, 2, &p->hour);
  case 'p': return read_half(at, end, &p->afternoon);
  case 'M': return clock_digits(at, end, 1, 2, &p->minute);
  case 'S': return clock_digits(at, end, 1, 2, &p->second);
  case 'f': return clock_fraction(at, end, &p->micros);
  case 'z': return clock_offset(at, end, &p->offset);
  case 'Z': return read_zone_name(at, end);
  case 's': return read_unix_seconds(at, end, &p->unix_seconds);
  case 'n': case 't': return skip_space(at, end);
  // These four hold none of each other, so this goes one deep.
  case 'F': return read_parts(at, end, TEXT("%Y-%m-%d"), p);
  case 'D': return read_parts(at, end, TEXT("%m/%d/%y"), p);
  case 'T': return read_parts(at, end, TEXT("%H:%M:%S"), p);
  case 'R': return read_parts(at, end, TEXT("%H:%M"), p);
  default: return c == '%' && *at < end && *(*at)++ == '%';
  }
}

static bool read_parts(const char **at, const char *end, Text form, Parts *p) {
  for (uint32_t i = 0; i < form.size; i++) {
    char c = form.data[i];
    if (is_space(c)) {
      while (i + 1 < form.size && is_space(form.data[i + 1])) i++;
      if (!skip_space(at, end)) return false;
    } else if (c == '%' && i + 1 < form.size) {
      if (!read_part(at, end, form.data[++i], p)) return false;
    } else if (*at == end || *(*at)++ != c) {
      return false;
    }
  }
  return true;
}

static bool parts_date(const Parts *p, int64_t *date) {
  if (!(p->seen & PART_YEAR_DAY)) {
    *date = clock_days((CivilDate){p->year, p->month, p->day});
    return clock_valid_date(p->year, p->month, p->day);
  }
  *date = clock_days((CivilDate){p->year, 1, 1}) + p->year_day - 1;
  return p->year >= 1 && p->year_day >= 1 && p->year_day <= 365 + clock_is_leap(p->year);
}

// Microseconds on the clock of the cell's writer.
static bool parts_local(const Parts *p, int64_t *local) {
  if (p->seen & PART_UNIX) return *local = p->unix_seconds * CLOCK_SECOND + p->micros, true;
  int32_t hour = p->hour;
  if (p->seen & PART_HOUR_12) {
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + (p->afternoon ? 12 : 0);
  }
  int64_t date;
  if (!parts_date(p, &date) || hour > 23 || p->minute > 59 || p->second > 59) return false;
  *local = date * CLOCK_DAY + (hour * 3600 + p->minute * 60 + p->second) * CLOCK_SECOND + p->micros;
  return true;
}

static bool read_cell(Text t, Text form, Parts *p, int64_t *local) {
  t = text_trim(t);
  form = text_trim(form);
  const char *at = t.data, *end = t.data + t.size;
  return t.size && read_parts(&at, end, form, p) && at == end && !form_fault(p->seen & ~(uint32_t)PART_NONE) &&
         parts_local(p, local);
}

bool clock_read_form(Text t, Text form, const Zone *zone, int64_t *time) {
  Parts p = {0};
  int64_t local;
  if (!read_cell(t, form, &p, &local)) return false;
  bool zoned = p.seen & (PART_ZONE | PART_UNIX);
  *time = zoned ? local - p.offset * CLOCK_SECOND : zone_to_utc(zone, local);
  return *time >= CLOCK_TIME_MIN && *time <= CLOCK_TIME_MAX;
}

bool clock_read_form_date(Text t, Text form, int64_t *date) {
  Parts p = {0};
  int64_t local;
  if (!read_cell(t, form, &p, &local)) return false;
  *date = clock_floor_divide(local, CLOCK_DAY);
  return true;
}
