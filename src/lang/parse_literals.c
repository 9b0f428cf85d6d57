// parse_literals.c -- numbers, texts, dates, times and durations as language.md section 2 writes them.
#include "lang/parse_parts.h"

static Text span_text(const Parser *p, Span s) { return (Text){p->bytes.data + s.start, s.end - s.start}; }
static Expr *bad(Parser *p, ErrorId id, Span span, const char *message, const char *help) {
  Diag *d = diag_add(p->diags, id, span, "%s", message);
  if (help) diag_help(p->diags, d, "%s", help);
  p->failed = true;
  return node(p, EXPR_ERROR, span, NULL, NULL, NULL);
}

// ---- numbers
typedef struct Digits { unsigned __int128 units; uint32_t places; bool too_large; } Digits;
static Digits read_digits(Text t, uint32_t *at) {
  Digits d = {0};
  bool fraction = false;
  for (; *at < t.size; (*at)++) {
    char c = t.data[*at];
    if (c == '_') continue;
    if (c == '.') { fraction = true; continue; }
    if (c < '0' || c > '9') break;
    if (d.units > (unsigned __int128)DECIMAL_MAX * 1000) d.too_large = true;
    else d.units = d.units * 10 + (unsigned)(c - '0');
    d.places += fraction;
  }
  return d;
}
Expr *literal_number(Parser *p, Span span) {
  Text t = span_text(p, span);
  uint32_t at = 0;
  Digits d = read_digits(t, &at);
  int64_t scale = DECIMAL_ONE;
  bool percent = false;
  for (; at < t.size; at++) {
    char c = t.data[at];
    if (c == 'k') scale *= 1000;
    else if (c == 'M') scale *= 1000000;
    else if (c == 'B') scale *= 1000000000;
    else if (c == '%') { percent = true; d.places += 2; }
  }
  unsigned __int128 units = d.units, divisor = 1;
  for (uint32_t i = 0; i < d.places && i < 30; i++) divisor *= 10;
  if (!d.too_large && units > ((unsigned __int128)1 << 126) / (unsigned __int128)scale) d.too_large = true;
  if (!d.too_large) units *= (unsigned __int128)scale;
  if (d.too_large || units / divisor > (unsigned __int128)DECIMAL_MAX) return bad(p, ERROR_NUMBER_LITERAL, span, "this number is too large", "numbers go from -900,000,000,000,000 to 900,000,000,000,000");
  if (d.places > 30 || units % divisor) return bad(p, ERROR_NUMBER_LITERAL, span, "this number has more than four decimal places", "numbers are exact to four places");
  Expr *e = node(p, EXPR_NUMBER, span, NULL, NULL, NULL);
  e->value = (int64_t)(units / divisor);
  e->percent = percent;
  return e;
}

// ---- durations
typedef struct Unit { const char *one, *many; int64_t us, months; } Unit;
static const Unit units[] = {
#define UNIT_WORD(one, many, us, months) {one, many, us, months},
#include "lang/words.def"
};
static const Unit *unit_of(Text word) {
  for (uint32_t i = 0; i < sizeof units / sizeof *units; i++) if (text_is(word, units[i].one) || text_is(word, units[i].many)) return &units[i];
  return NULL;
}
bool duration_word(Text word) { return unit_of(word) != NULL; }
Expr *literal_duration(Parser *p, Span span, Text digits, Text word) {
  const Unit *u = unit_of(word);
  uint32_t at = 0;
  Digits d = read_digits(digits, &at);
  if (at < digits.size || d.places) return bad(p, ERROR_DURATION, span, "a duration is a whole number of its unit", "write it in a smaller unit: 36 hours instead of 1.5 days");
  int64_t each = u->us ? u->us : u->months, most = u->us ? CLOCK_TIME_MAX - CLOCK_TIME_MIN : 12 * 9999;
  if (d.too_large || d.units > (unsigned __int128)(most / each)) return bad(p, ERROR_DURATION, span, "this duration is longer than the calendar", NULL);
  Expr *e = node(p, EXPR_DURATION, span, NULL, NULL, NULL);
  e->value = (int64_t)d.units * each;
  e->months = u->us == 0;
  e->unit_us = u->us == 7 * CLOCK_DAY ? CLOCK_DAY : u->us;
  return e;
}

// ---- dates and times
static uint32_t two(Text t, uint32_t *at, uint32_t most) {
  uint32_t n = 0, digits = 0;
  while (*at < t.size && digits < most && t.data[*at] >= '0' && t.data[*at] <= '9') { n = n * 10 + (uint32_t)(t.data[(*at)++] - '0'); digits++; }
  return n;
}
static bool read_date(Text t, uint32_t *at, int64_t *days) {
  int32_t year = (int32_t)two(t, at, 4); (*at)++;
  uint32_t month_at = *at;
  int32_t month = (int32_t)two(t, at, 2);
  bool two_digits = *at - month_at == 2;
  (*at)++;
  uint32_t day_at = *at;
  int32_t day = (int32_t)two(t, at, 2);
  two_digits &= *at - day_at == 2;
  if (!two_digits || !clock_valid_date(year, month, day)) return false;
  *days = clock_days((CivilDate){year, month, day});
  return true;
}
Expr *literal_date(Parser *p, Span span) {
  uint32_t at = 0;
  int64_t days;
  if (!read_date(span_text(p, span), &at, &days)) return bad(p, ERROR_DATE_LITERAL, span, "there is no such date", "a date is written year-month-day: 2026-11-01");
  Expr *e = node(p, EXPR_DATE, span, NULL, NULL, NULL);
  e->value = days;
  return e;
}
static bool read_clock(Text t, uint32_t *at, int64_t *us, const char **why) {
  uint32_t from = *at, hour = two(t, at, 2);
  if (*at - from != 2) { *why = "an hour is written with two digits: T09:00"; return false; }
  (*at)++;
  uint32_t minute = two(t, at, 2), second = 0, fraction = 0, digits = 0;
  if (*at < t.size && t.data[*at] == ':') { (*at)++; second = two(t, at, 2); }
  if (*at < t.size && t.data[*at] == '.') {
    (*at)++;
    while (*at < t.size && t.data[*at] >= '0' && t.data[*at] <= '9') { if (digits < 6) fraction = fraction * 10 + (uint32_t)(t.data[*at] - '0'); digits++; (*at)++; }
  }
  if (digits > 6) { *why = "times are exact to six decimals of a second"; return false; }
  for (; digits < 6; digits++) fraction *= 10;
  if (hour > 23 || minute > 59 || second > 59) { *why = "hours go to 23, minutes and seconds to 59; midnight is 00:00 of the next day"; return false; }
  *us = hour * CLOCK_HOUR + minute * CLOCK_MINUTE + second * CLOCK_SECOND + fraction;
  return true;
}
static bool read_offset(Text t, uint32_t at, int64_t *offset, bool *local, const char **why) {
  *local = at >= t.size;
  *offset = 0;
  if (*local || t.data[at] == 'Z') return true;
  bool negative = t.data[at++] == '-';
  uint32_t hours = two(t, &at, 2), minutes = 0;
  if (at < t.size && t.data[at] == ':') at++;
  if (at < t.size) minutes = two(t, &at, 2);
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) { *why = "offsets go from -14:00 to +14:00"; return false; }
  *offset = (hours * 60 + minutes) * CLOCK_MINUTE * (negative ? -1 : 1);
  return true;
}
Expr *literal_time(Parser *p, Span span) {
  Text t = span_text(p, span);
  uint32_t at = 0;
  int64_t days, us, offset;
  bool local;
  const char *why = "a time is written 2026-11-01T09:00Z";
  if (!read_date(t, &at, &days)) return bad(p, ERROR_DATE_LITERAL, span, "there is no such date", why);
  at++;
  if (!read_clock(t, &at, &us, &why) || !read_offset(t, at, &offset, &local, &why)) return bad(p, ERROR_DATE_LITERAL, span, "there is no such time", why);
  int64_t time = days * CLOCK_DAY + us - offset;
  if (time < CLOCK_TIME_MIN || time > CLOCK_TIME_MAX) return bad(p, ERROR_DATE_LITERAL, span, "this time lies outside the years 1 to 9999", NULL);
  Expr *e = node(p, EXPR_TIME, span, NULL, NULL, NULL);
  e->value = time;
  e->local = local;
  return e;
}

// ---- text
static bool read_code_point(Text t, uint32_t *at, uint32_t *code) { // after \u
  if (*at >= t.size || t.data[*at] != '{') return false;
  uint32_t digits = 0;
  *code = 0;
  for ((*at)++; *at < t.size && t.data[*at] != '}'; (*at)++, digits++) {
    char c = t.data[*at];
    int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (v < 0 || digits >= 6) return false;
    *code = *code * 16 + (uint32_t)v;
  }
  bool closed = *at < t.size && t.data[*at] == '}';
  if (closed) (*at)++;
  return closed && digits > 0 && *code <= 0x10FFFF && (*code < 0xD800 || *code > 0xDFFF);
}
bool literal_text(Parser *p, Span span, Text *out) {
  Text t = span_text(p, (Span){span.file, span.start + 1, span.end - 1});
  char *bytes = arena_alloc_raw(p->arena, t.size + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < t.size;) {
    char c = t.data[i++];
    if (c != '\\') { bytes[n++] = c; continue; }
    uint32_t from = i - 1;
    char escape = i < t.size ? t.data[i++] : 0;
    uint32_t code;
    if (escape == '"' || escape == '\\') bytes[n++] = escape;
    else if (escape == 'n') bytes[n++] = '\n';
    else if (escape == 't') bytes[n++] = '\t';
    else if (escape == 'u' && read_code_point(t, &i, &code)) n += text_encode(code, bytes + n);
    else {
      bad(p, ERROR_TEXT_LITERAL, (Span){span.file, span.start + 1 + from, span.start + 1 + i}, "this escape is unknown", "the escapes are \\\" \\\\ \\n \\t \\u{1F600}");
      *out = TEXT("?");
      return false;
    }
  }
  *out = (Text){bytes, n};
  return true;
}
