// decay.c -- what age leaves of points, always rounded the right way.
//
// With M = |points|, the answer is round(M x factor / step) x step, half away from zero. It is decided by the first of
// three ways that can:
//
//   1. In integers, when factor = a/b with M x a and b x step within 128 bits. This takes every factor that is linear
//      in the age, and every case in which a tie is possible:
//        A tie or a whole step means 2 M a = m b step for a whole m, a/b in lowest terms, so b divides 2 M.
//        keeping p/q:  b = q^k, hence q^k <= 2 M < 2^64.5; q^k that fits 64 bits is done in integers (and a < b).
//                      Between 2^64 and 2 M there is nothing, since M <= DECIMAL_MAX < 2^63.
//        halving:      2^(-n/amount) is irrational unless amount divides n, and then b = 2^k, k < 64.
//   2. In doubles, when both ends of a generous error interval round alike: nearly always.
//   3. In fixed point of 4, 8, then 16 limbs, again as an interval. No tie is left, so more limbs must decide; one
//      chance in 2^150 is left to the second try, and in 2^900 to none.
//
// libm's exp2 and log2 may differ between machines in their last bits. The interval of way 2 has room for that (8 ulps of
// log2, far more of exp2), so every machine decides alike.
#include "base/decimal.h"
#include <math.h>

typedef unsigned __int128 UWide;

enum { LIMBS_FIRST = 4, LIMBS_MAX = 16 };

// A factor (whole + fraction) / 2^shift, fraction in limbs with the lowest first. The true fraction is in
// [fraction, fraction + error ulps].
typedef struct {
  uint64_t fraction[LIMBS_MAX];
  uint64_t whole, error;
  uint32_t limbs, shift;
} Factor;

// ln 2, the highest limb first, cut after 1024 bits.
static const uint64_t LN2[LIMBS_MAX] = {
  0xb17217f7d1cf79abULL, 0xc9e3b39803f2f6afULL, 0x40f343267298b62dULL, 0x8a0d175b8baafa2bULL,
  0xe7b876206debac98ULL, 0x559552fb4afa1b10ULL, 0xed2eae35c1382144ULL, 0x27573b291169b825ULL,
  0x3e96ca16224ae8c5ULL, 0x1acbda11317c387eULL, 0xb9ea9bc3b136603bULL, 0x256fa0ec7657f74bULL,
  0x72ce87b19d6548caULL, 0xf5dfa6bd38303248ULL, 0x655fa1872f20e3a2ULL, 0xda2d97c50f3fd5c6ULL,
};

// ---- limbs: fractions below 1, the lowest limb first ----------------------------------------------------------------

// product = a x b, cut to as many limbs: at most one ulp too small. It may be a or b.
static void limbs_mul(uint64_t *product, const uint64_t *a, const uint64_t *b, uint32_t limbs) {
  uint64_t full[2 * LIMBS_MAX] = {0};
  for (uint32_t i = 0; i < limbs; i++) {
    uint64_t carry = 0;
    for (uint32_t j = 0; j < limbs; j++) {
      UWide sum = (UWide)a[i] * b[j] + full[i + j] + carry;
      full[i + j] = (uint64_t)sum;
      carry = (uint64_t)(sum >> 64);
    }
    full[i + limbs] = carry;
  }
  memcpy(product, full + limbs, limbs * sizeof *product);
}

// a = a x by; gives what leaves the fraction.
static uint64_t limbs_scale(uint64_t *a, uint64_t by, uint32_t limbs) {
  uint64_t carry = 0;
  for (uint32_t i = 0; i < limbs; i++) {
    UWide sum = (UWide)a[i] * by + carry;
    a[i] = (uint64_t)sum;
    carry = (uint64_t)(sum >> 64);
  }
  return carry;
}

// (whole + a) / by, cut; whole < by, so the quotient is below 1.
static void limbs_divide(uint64_t *a, uint64_t whole, uint64_t by, uint32_t limbs) {
  UWide rest = whole;
  for (uint32_t i = limbs; i-- > 0;) {
    rest = rest << 64 | a[i];
    a[i] = (uint64_t)(rest / by);
    rest %= by;
  }
}

// a = a + b; gives the carry.
static uint64_t limbs_add(uint64_t *a, const uint64_t *b, uint32_t limbs) {
  uint64_t carry = 0;
  for (uint32_t i = 0; i < limbs; i++) {
    UWide sum = (UWide)a[i] + b[i] + carry;
    a[i] = (uint64_t)sum;
    carry = (uint64_t)(sum >> 64);
  }
  return carry;
}

static bool limbs_zero(const uint64_t *a, uint32_t limbs) {
  uint64_t any = 0;
  for (uint32_t i = 0; i < limbs; i++) any |= a[i];
  return any == 0;
}

// ---- factors in fixed point -----------------------------------------------------------------------------------------

// 2^(-n/amount), amount not dividing n: (1 + s) / 2^(k+1) with 1 + s = exp(u), u = ln 2 x (amount - n mod amount) / amount.
// Errors in ulps: u is at most 2 too small; each term u^j/j! at most 5; 1024 bits take under 180 terms, and those that
// are cut to 0 are together below 16: 1024 is more than all of it.
static void factor_halving(Factor *f, uint64_t n, uint64_t amount) {
  uint64_t u[LIMBS_MAX], term[LIMBS_MAX];
  const uint32_t limbs = f->limbs;
  for (uint32_t i = 0; i < limbs; i++) u[i] = LN2[limbs - 1 - i];
  uint64_t whole = limbs_scale(u, amount - n % amount, limbs);
  limbs_divide(u, whole, amount, limbs);
  memcpy(term, u, sizeof u);
  memcpy(f->fraction, u, sizeof u);
  for (uint64_t j = 2; !limbs_zero(term, limbs); j++) {
    limbs_mul(term, term, u, limbs);
    limbs_divide(term, 0, j, limbs);
    limbs_add(f->fraction, term, limbs);
  }
  f->whole = 1;
  f->shift = (uint32_t)(n / amount) + 1;
  f->error = 1024;
}

// (share / 1)^k by squaring. A product's error is at most the sum of its factors' and one for the cut, so the base's is
// below 2^(i+1) after i squarings, and that of the result below 4 k + 64 < 2^22 (k < KEEPING_FAR).
static void factor_keeping(Factor *f, uint64_t k, uint64_t share) {
  uint64_t base[LIMBS_MAX] = {0};
  bool first = true;
  limbs_divide(base, share, DECIMAL_ONE, f->limbs);
  for (; k; k >>= 1) {
    if (k & 1) {
      if (first) memcpy(f->fraction, base, sizeof base);
      else limbs_mul(f->fraction, f->fraction, base, f->limbs);
      first = false;
    }
    limbs_mul(base, base, base, f->limbs);
  }
  f->whole = 0;
  f->shift = 0;
  f->error = 1 << 22;
}

// round(points x (whole + fraction) / 2^shift / step), by whole parts only:
// floor((2 points x (whole + fraction) + step 2^shift) / (step 2^(shift+1))). shift <= 64, so all is below 2^80.
static uint64_t factor_apply(const Factor *f, uint64_t points, uint64_t step) {
  uint64_t product[LIMBS_MAX];
  memcpy(product, f->fraction, sizeof product);
  UWide twice = (UWide)2 * points * f->whole + limbs_scale(product, 2 * points, f->limbs);
  return (uint64_t)((twice + ((UWide)step << f->shift)) / ((UWide)step << (f->shift + 1)));
}

// Both ends of the interval: do they round alike?
static bool factor_decides(Factor *f, uint64_t points, uint64_t step, uint64_t *steps) {
  uint64_t error[LIMBS_MAX] = {f->error};
  *steps = factor_apply(f, points, step);
  f->whole += limbs_add(f->fraction, error, f->limbs);
  return factor_apply(f, points, step) == *steps;
}

// ---- deciding -------------------------------------------------------------------------------------------------------

// M x a / b in integers.
static uint64_t steps_exact(uint64_t points, uint64_t a, UWide b, uint64_t step) {
  UWide numerator = (UWide)points * a, denominator = b * step;
  UWide quotient = numerator / denominator, rest = numerator % denominator;
  return (uint64_t)(quotient + (rest >= denominator - rest));
}

// M x 2^exponent, -64 <= exponent <= 0. The exponent's error is below 2^-33 (keeping: 524,288 x the error of a
// logarithm), so the result's is far below 2^-30 of it.
static bool steps_double(double exponent, uint64_t points, uint64_t step, uint64_t *steps) {
  const double error = 0x1p-30;
  double value = (double)points / (double)step * exp2(exponent);
  double low = floor(value * (1 - error) + 0.5), high = floor(value * (1 + error) + 0.5);
  if (!(low == high && high < 0x1p50)) return false;
  *steps = (uint64_t)low;
  return true;
}

static uint64_t steps_halving(uint64_t points, uint64_t n, uint64_t amount, uint64_t step) {
  uint64_t steps = 0;
  if (n / amount >= 64) return 0; // points < 2^63, so less than half a unit is left
  if (n % amount == 0) return steps_exact(points, 1, (UWide)1 << (n / amount), step);
  if (steps_double(-((double)n / (double)amount), points, step, &steps)) return steps;
  for (uint32_t limbs = LIMBS_FIRST; limbs <= LIMBS_MAX; limbs *= 2) {
    Factor f = {.limbs = limbs};
    factor_halving(&f, n, amount);
    if (factor_decides(&f, points, step, &steps)) break;
  }
  return steps;
}

static uint64_t common_divisor(uint64_t a, uint64_t b) {
  while (b) {
    uint64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// base^k when it fits 64 bits; base >= 2, so k steps are at most 64.
static bool power_fits(uint64_t base, uint64_t k, uint64_t *power) {
  *power = 1;
  for (; k > 0; k--)
    if (__builtin_mul_overflow(*power, base, power)) return false;
  return true;
}

static uint64_t steps_keeping(uint64_t points, uint64_t k, uint64_t share, uint64_t step) {
  const uint64_t KEEPING_FAR = 1 << 19; // 0.9999^KEEPING_FAR < 2^-75: less than half a unit of anything is left
  uint64_t steps = 0, below = 1, above = 1;
  if (k == 0 || share >= DECIMAL_ONE) return steps_exact(points, 1, 1, step);
  if (share == 0 || k >= KEEPING_FAR) return 0;
  uint64_t divisor = common_divisor(share, DECIMAL_ONE);
  if (power_fits(DECIMAL_ONE / divisor, k, &below)) {
    power_fits(share / divisor, k, &above);
    return steps_exact(points, above, below, step);
  }
  double exponent = (double)k * log2((double)share / DECIMAL_ONE);
  if (exponent >= -64 && steps_double(exponent, points, step, &steps)) return steps;
  for (uint32_t limbs = LIMBS_FIRST; limbs <= LIMBS_MAX; limbs *= 2) {
    Factor f = {.limbs = limbs};
    factor_keeping(&f, k, share);
    if (factor_decides(&f, points, step, &steps)) break;
  }
  return steps;
}

// 1 - share x k, in units of 1/10,000, not below 0.
static uint64_t share_left(uint64_t k, uint64_t share) {
  UWide lost = (UWide)share * k;
  return lost >= DECIMAL_ONE ? 0 : DECIMAL_ONE - (uint64_t)lost;
}

static uint64_t points_left(uint64_t points, uint64_t k, uint64_t lost_each) {
  UWide lost = (UWide)lost_each * k;
  return lost >= points ? 0 : points - (uint64_t)lost;
}

Decimal decay_points(DecayKind kind, Decimal points, int64_t n, int64_t amount, Decimal share, Decimal step) {
  const uint64_t m = points < 0 ? -(uint64_t)points : (uint64_t)points, s = (uint64_t)step;
  const uint64_t age = (uint64_t)n, unit = (uint64_t)amount, part = (uint64_t)share, k = age / unit;
  uint64_t steps = 0;
  switch (kind) {
  case DECAY_NONE: steps = steps_exact(m, 1, 1, s); break;
  case DECAY_HALVING: steps = steps_halving(m, age, unit, s); break;
  case DECAY_KEEPING: steps = steps_keeping(m, k, part, s); break;
  case DECAY_LOSING_SHARE: steps = steps_exact(m, share_left(k, part), DECIMAL_ONE, s); break;
  case DECAY_LOSING_POINTS: steps = steps_exact(points_left(m, k, part), 1, 1, s); break;
  case DECAY_FADING: steps = age >= unit ? 0 : steps_exact(m, unit - age, unit, s); break;
  }
  return points < 0 ? -(Decimal)(steps * s) : (Decimal)(steps * s);
}
