// decimal.c -- exact arithmetic in units of 1/10,000, and the two ways in which numbers are read.
//
// Products and quotients go through 128 bits, so every result is the exact one rounded once, half away from zero.
#include "base/decimal.h"
#include <utf8proc.h>

typedef __int128 Wide;
typedef unsigned __int128 UWide;

enum { PLACES = 4 };

// numerator / denominator, half away from zero. Both are magnitudes; the denominator is not 0.
static UWide divide_rounded(UWide numerator, UWide denominator) {
  UWide quotient = numerator / denominator, rest = numerator % denominator;
  return quotient + (rest >= denominator - rest);
}

static UWide magnitude(Wide a) { return a < 0 ? -(UWide)a : (UWide)a; }

static bool decimal_of(UWide units, bool negative, Decimal *out) {
  *out = 0;
  if (units > DECIMAL_MAX) return false;
  *out = negative ? -(Decimal)units : (Decimal)units;
  return true;
}

bool decimal_from_sum(Wide sum, Decimal *out) { return decimal_of(magnitude(sum), sum < 0, out); }

bool decimal_add(Decimal a, Decimal b, Decimal *out) { return decimal_from_sum((Wide)a + b, out); }
bool decimal_sub(Decimal a, Decimal b, Decimal *out) { return decimal_from_sum((Wide)a - b, out); }

bool decimal_mul(Decimal a, Decimal b, Decimal *out) {
  Wide product = (Wide)a * b;
  return decimal_of(divide_rounded(magnitude(product), DECIMAL_ONE), product < 0, out);
}

bool decimal_div(Decimal a, Decimal b, Decimal *out) {
  *out = 0;
  if (b == 0) return false;
  return decimal_of(divide_rounded(magnitude((Wide)a * DECIMAL_ONE), magnitude(b)), (a < 0) != (b < 0), out);
}

bool decimal_average(Wide sum, int64_t count, Decimal *out) {
  *out = 0;
  if (count <= 0) return false;
  return decimal_of(divide_rounded(magnitude(sum), (UWide)count), sum < 0, out);
}

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

Decimal decimal_round(Decimal a, int places) {
  Decimal unit = 1;
  for (int i = places < 0 ? 0 : places; i < PLACES; i++) unit *= 10;
  Decimal rest = a % unit, whole = a - rest;
  if (rest >= unit - rest && rest > 0) return whole + unit;
  return -rest >= unit + rest && rest < 0 ? whole - unit : whole;
}

Decimal decimal_floor(Decimal a) { return floor_div(a, DECIMAL_ONE) * DECIMAL_ONE; }
Decimal decimal_ceiling(Decimal a) { return -decimal_floor(-a); }

uint32_t decimal_format(Decimal a, char out[DECIMAL_TEXT_BYTES]) {
  char digits[DECIMAL_TEXT_BYTES];
  uint64_t units = (uint64_t)magnitude(a);
  uint32_t count = 0, size = 0, places = PLACES;
  for (; places > 0 && units % 10 == 0; places--) units /= 10;
  for (uint32_t i = 0; i < places; i++, units /= 10) digits[count++] = (char)('0' + units % 10);
  if (places) digits[count++] = '.';
  do digits[count++] = (char)('0' + units % 10);
  while (units /= 10);
  if (a < 0) out[size++] = '-';
  while (count) out[size++] = digits[--count];
  return size;
}

// ---- reading --------------------------------------------------------------------------------------------------------

static bool is_digit(const char *p, const char *end) { return p < end && *p >= '0' && *p <= '9'; }

// Takes digits by their place: `place` is the power of ten of the next digit in units; 0 is the last that counts, and
// the digit after it decides the rounding. Far places on either side cost nothing.
typedef struct {
  uint64_t units; // at most DECIMAL_MAX + 10: checked before each step
  int64_t place;
  bool too_large;
} Reading;

static void reading_digit(Reading *r, char digit) {
  uint64_t value = (uint64_t)(digit - '0');
  if (r->place >= 0) {
    if (r->units > DECIMAL_MAX / 10) r->too_large = true;
    else r->units = r->units * 10 + value;
  } else if (r->place == -1) {
    r->units += value >= 5;
  }
  r->place--;
}

static bool reading_end(Reading *r, bool negative, Decimal *out) {
  *out = 0;
  for (; r->place >= 0 && r->units && !r->too_large; r->place--) {
    if (r->units > DECIMAL_MAX / 10) r->too_large = true;
    else r->units *= 10;
  }
  return !r->too_large && decimal_of(r->units, negative, out);
}

static bool skip_currency(const char **at, const char *end) {
  const char *p = *at;
  if (p >= end || utf8proc_category((int32_t)text_decode(&p, end)) != UTF8PROC_CATEGORY_SC) return false;
  *at = p;
  return true;
}

static bool skip_sign(const char **at, const char *end, bool *negative) {
  if (*at >= end || (**at != '-' && **at != '+')) return false;
  *negative = **at == '-';
  (*at)++;
  return true;
}

// Where the whole part ends: digits, or groups of three after one to three digits. NULL when it is not sound.
static const char *whole_end(const char *p, const char *end) {
  const char *start = p;
  while (is_digit(p, end)) p++;
  if (p == start) return NULL;
  if (p == end || *p != ',') return p;
  if (p - start > 3) return NULL;
  while (p < end && *p == ',') {
    const char *group = ++p;
    while (is_digit(p, end)) p++;
    if (p - group != 3) return NULL;
  }
  return p;
}

bool decimal_read_cell(Text t, Decimal *out) {
  *out = 0;
  t = text_trim(t);
  if (t.size == 0) return false;
  const char *p = t.data, *end = p + t.size;
  bool negative = false, currency = skip_currency(&p, end), sign = skip_sign(&p, end, &negative);
  if (sign && !currency) skip_currency(&p, end);
  const char *point = whole_end(p, end);
  if (!point) return false;

  Reading r = {.place = PLACES - 1};
  for (const char *q = p; q < point; q++) r.place += *q != ',';
  for (; p < point; p++)
    if (*p != ',') reading_digit(&r, *p);
  if (p < end) {
    if (*p++ != '.' || !is_digit(p, end)) return false;
    while (is_digit(p, end)) reading_digit(&r, *p++);
  }
  return p == end && reading_end(&r, negative, out);
}

// The exponent, held within ±EXPONENT_FAR: no token has that many digits, so beyond it nothing changes.
static const char *exponent_read(const char *p, const char *end, int64_t *exponent) {
  const int64_t EXPONENT_FAR = 1LL << 40;
  bool negative = false;
  skip_sign(&p, end, &negative);
  if (!is_digit(p, end)) return NULL;
  int64_t value = 0;
  for (; is_digit(p, end); p++)
    if (value < EXPONENT_FAR) value = value * 10 + (*p - '0');
  *exponent = negative ? -value : value;
  return p;
}

bool decimal_read_json(Text token, Decimal *out) {
  *out = 0;
  if (token.size == 0) return false;
  const char *p = token.data, *end = p + token.size;
  bool negative = *p == '-';
  const char *whole = p += negative;
  while (is_digit(p, end)) p++;
  const char *fraction = p;
  if (p == whole || (*whole == '0' && p - whole > 1)) return false;
  if (p < end && *p == '.') {
    fraction = ++p;
    while (is_digit(p, end)) p++;
    if (p == fraction) return false;
  }
  const char *digits_end = p;
  int64_t exponent = 0;
  if (p < end && (*p == 'e' || *p == 'E')) p = exponent_read(p + 1, end, &exponent);
  if (p != end) return false;

  const char *whole_stop = whole;
  while (is_digit(whole_stop, end)) whole_stop++;
  Reading r = {.place = (whole_stop - whole) + PLACES - 1 + exponent};
  for (const char *q = whole; q < digits_end; q++)
    if (*q != '.') reading_digit(&r, *q);
  return reading_end(&r, negative, out);
}
