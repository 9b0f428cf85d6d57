// clock.h -- dates, times, durations and zones. No libc time function is used: nothing depends on TZ or the locale.
//
//   date      int64 days since 1970-01-01 (proleptic Gregorian), years 1 to 9999
//   time      int64 microseconds since 1970-01-01T00:00:00Z, years 1 to 9999 (in UTC)
//   duration  int64 microseconds, or a number of calendar months (never both)
#pragma once
#include "base/text.h"

#define CLOCK_SECOND 1000000LL
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR   (3600 * CLOCK_SECOND)
#define CLOCK_DAY    (86400 * CLOCK_SECOND)
#define CLOCK_DATE_MIN (-719162LL)             // 0001-01-01
#define CLOCK_DATE_MAX 2932896LL               // 9999-12-31
#define CLOCK_TIME_MIN (CLOCK_DATE_MIN * CLOCK_DAY)
#define CLOCK_TIME_MAX ((CLOCK_DATE_MAX + 1) * CLOCK_DAY - 1)

typedef struct { int32_t year; int32_t month, day; } CivilDate;
int64_t   clock_days(CivilDate d);                      // no check
CivilDate clock_civil(int64_t days);
bool      clock_valid_date(int32_t year, int32_t month, int32_t day);
int32_t   clock_weekday(int64_t days);                  // 0 Monday ... 6 Sunday

// A zone: TZif bytes (versions 1 to 4) turned into transitions and the POSIX footer rule. Read once, then immutable.
typedef struct Zone Zone;
// Gives NULL for bytes that are no sound TZif (every length, count, index and the footer are checked). In the arena.
const Zone *zone_parse(Arena *arena, Text tzif_bytes);
const Zone *zone_utc(void);                             // static
bool zone_valid_name(Text name);                        // letters, digits, _ + - and single slashes; no "..", no leading slash; 1 to 64 bytes
int32_t zone_offset_at(const Zone *zone, int64_t time);  // seconds east of UTC at an instant
// A wall-clock reading (microseconds since 1970-01-01T00:00 local) as an instant: skipped by a clock change: the first
// instant after it; twice: the earlier.
int64_t zone_to_utc(const Zone *zone, int64_t local);
static inline int64_t zone_to_local(const Zone *zone, int64_t time) {
  return time + (int64_t)zone_offset_at(zone, time) * CLOCK_SECOND;
}
// The first instant after `time` at which the offset changes; INT64_MAX when it never does again.
int64_t zone_next_change(const Zone *zone, int64_t time);
int64_t clock_date_of(const Zone *zone, int64_t time);   // the local day

// Reading cells (language.md section 3, "time" and "date" rows). `t` is trimmed first. `zone` is the rubric's timezone.
bool clock_read_time(Text t, const Zone *zone, int64_t *time);
enum { CLOCK_PLAIN_BYTES = 20 };
bool clock_read_plain(Text t, int64_t *time);            // only "2026-11-01T09:00:00Z", which most cells are; else *time stays
bool clock_read_date(Text t, int64_t *date);             // a time is its day in its own zone; an integer the UTC day
// The option `as "%d/%m/%Y"`: %Y %m %d %H %M %S %y %b %B %e %I %p %j %z %Z(only UTC, Z, GMT) %f %T %F %D %R %s %n %t %%.
// Whole cell; English month names without case; a missing date part is invalid. clock_form_valid checks the form itself
// (it must give a whole date) and, on failure, says why in *why (static text).
bool clock_form_valid(Text form, const char **why);
bool clock_read_form(Text t, Text form, const Zone *zone, int64_t *time);
bool clock_read_form_date(Text t, Text form, int64_t *date);

#define CLOCK_TEXT_BYTES 40
uint32_t clock_format_date(int64_t date, char out[CLOCK_TEXT_BYTES]);  // 2026-11-01
uint32_t clock_format_time(int64_t time, char out[CLOCK_TEXT_BYTES]);  // 2026-11-01T09:00:00Z, with .250 or .250001 when not zero
// `months` calendar months before the local date and time of `time` in `zone`; a day that the month lacks becomes its last.
// False when before year 1.
bool clock_months_before(const Zone *zone, int64_t time, int64_t months, int64_t *out);
bool clock_date_months_before(int64_t date, int64_t months, int64_t *out);
// The next instant at or after `time` at which the local clock of `zone` is inside [open, close) (microseconds of the day;
// close may be 24:00; close < open runs over midnight; equal never happens). Equals `time` when it is open now.
int64_t clock_next_opening(const Zone *zone, int64_t time, int64_t open, int64_t close);
