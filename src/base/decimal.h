// decimal.h -- the one kind of number: exact, four places, an int64 of 1/10,000.
#pragma once
#include "base/text.h"

typedef int64_t Decimal;               // units of 1/10,000
#define DECIMAL_ONE 10000LL
#define DECIMAL_MAX 9000000000000000000LL   // 900,000,000,000,000 as units; the range is symmetric

// Each gives false (and *out = 0) when the result leaves the range or is not defined; `*` and `/` round to four places,
// half away from zero.
bool decimal_add(Decimal a, Decimal b, Decimal *out);
bool decimal_sub(Decimal a, Decimal b, Decimal *out);
bool decimal_mul(Decimal a, Decimal b, Decimal *out);
bool decimal_div(Decimal a, Decimal b, Decimal *out);
Decimal decimal_round(Decimal a, int places);   // places 0..4, half away from zero; saturates never: |a| <= DECIMAL_MAX stays in range
Decimal decimal_floor(Decimal a);
Decimal decimal_ceiling(Decimal a);
// floor(a/b) for b > 0, also for negative a
int64_t floor_div(int64_t a, int64_t b);

// A 128-bit sum divided by a count, rounded half away from zero to units. count > 0. False when out of range.
bool decimal_average(__int128 sum, int64_t count, Decimal *out);
bool decimal_from_sum(__int128 sum, Decimal *out);

#define DECIMAL_TEXT_BYTES 24
// Shortest exact form: 20, 0.5, -3.25. Gives the size; not NUL-terminated.
uint32_t decimal_format(Decimal a, char out[DECIMAL_TEXT_BYTES]);

// Reads a number cell (language.md section 3): optional sign and one currency sign in either order, digits, commas only
// between groups of three, optional fraction. No exponent. More than four places are rounded. The text is trimmed.
// Currency signs: every character of Unicode category Sc.
bool decimal_read_cell(Text t, Decimal *out);
// Reads a JSON number token (RFC 8259, with exponent) exactly; more than four places are rounded half away from zero.
// False when out of range (also for 1e400); -0 is 0. Must not loop over huge exponents.
bool decimal_read_json(Text token, Decimal *out);

// Decay: what age leaves of points. `n` is the age in whole units of the decay's duration, `amount` how many units its
// duration has (halving every 14 days: unit one day, amount 14).
typedef enum { DECAY_NONE, DECAY_HALVING, DECAY_KEEPING, DECAY_LOSING_SHARE, DECAY_LOSING_POINTS, DECAY_FADING } DecayKind;
// points x factor (table of language.md section 7), rounded half away from zero to `step` units (100: hundredths, 10000: whole
// points). `share` is a Decimal 0..DECIMAL_ONE for KEEPING and LOSING_SHARE, and the points lost for LOSING_POINTS.
// n >= 0, amount > 0. For KEEPING, LOSING_*: the exponent is floor(n/amount). For FADING: max(0, 1 - n/amount).
// The rounding is always the right one: exact ties are found in integers, and irrational factors (halving with amount not
// dividing n) are computed in as many limbs as the decision needs.
Decimal decay_points(DecayKind kind, Decimal points, int64_t n, int64_t amount, Decimal share, Decimal step);
