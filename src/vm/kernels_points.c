// kernels_points.c -- contributions. Their results are always known.
//
// What is left of points after n units of age is worth remembering: leads share their ages, and the exact rounding costs
// more than a look. Shares of a decay with constant points are in a table by n, filled when first asked for; the others,
// and old ones, in one small cache by (decay, points, n) in which a later one takes the place of an earlier.
#include "vm/kernels.h"

enum { AGES = 4096, CACHE_BITS = 12 };
#define UNFILLED INT64_MIN

typedef struct DecayEntry { int64_t points, n; Decimal left; uint32_t decay, used; } DecayEntry;
struct Decays {
  Arena *arena;
  int64_t **by_age;             // per decay: AGES of them, or NULL
  DecayEntry cache[1 << CACHE_BITS];
};

Decays *decays_new(Arena *arena, const Program *program) {
  Decays *decays = ARENA_NEW(arena, Decays);
  decays->arena = arena;
  decays->by_age = ARENA_MANY(arena, int64_t *, program->decays_count);
  return decays;
}

static Decimal decay_compute(const DecayInfo *d, Decimal points, int64_t n) {
  return decay_points((DecayKind)d->kind, points, n, d->amount, d->share, d->step);
}

static Decimal decay_cached(const Run *run, uint32_t decay, Decimal points, int64_t n) {
  uint64_t hash = ((uint64_t)points * 31 + (uint64_t)n) * 31 + decay;
  DecayEntry *entry = &run->decays->cache[hash * 0x9e3779b97f4a7c15ULL >> (64 - CACHE_BITS)];
  if (!entry->used || entry->points != points || entry->n != n || entry->decay != decay)
    *entry = (DecayEntry){points, n, decay_compute(&run->program->decays[decay], points, n), decay, 1};
  return entry->left;
}

static int64_t *ages_of(const Run *run, uint32_t decay) {
  int64_t **ages = &run->decays->by_age[decay];
  if (*ages) return *ages;
  int64_t *made = arena_alloc_raw(run->decays->arena, AGES * sizeof *made);
  for (uint32_t n = 0; n < AGES; n++) made[n] = UNFILLED;
  return *ages = made;
}

// Age in whole units, or -1 when `since` is after now. Dates: `now` is today.
KERNEL_INLINE int64_t age_of(const DecayInfo *d, int64_t since, int64_t now) {
  if (since > now) return -1;
  if (!d->dates) return (now - (since < CLOCK_TIME_MIN ? CLOCK_TIME_MIN : since)) / d->unit_us;
  return (now - (since < CLOCK_DATE_MIN ? CLOCK_DATE_MIN : since)) * CLOCK_DAY / d->unit_us;
}

void points_decay(const Run *run, Column *d, const Column *a, uint32_t decay, uint32_t rows) {
  const DecayInfo *info = &run->program->decays[decay];
  const Column *since = &run->registers[info->since];
  int64_t now = info->dates ? run->today : run->now;
  column_clear(d, KIND_INT, rows);
  bits_fill(d->known, rows);
  for (BITS_EACH(since->known, rows, row)) {
    int64_t n = age_of(info, since->ints[row], now);
    if (n >= 0 && a->ints[row]) d->ints[row] = decay_cached(run, decay, a->ints[row], n);
  }
}

// At most DECIMAL_MAX away from 0: only millions of elements of one lead could lead there.
static Decimal decimal_held(__int128 sum) {
  return sum > DECIMAL_MAX ? DECIMAL_MAX : sum < -DECIMAL_MAX ? -DECIMAL_MAX : (Decimal)sum;
}

static Decimal share_of(const Run *run, int64_t *ages, uint32_t decay, int64_t n) {
  const DecayInfo *info = &run->program->decays[decay];
  if (n >= AGES) return decay_cached(run, decay, info->points, n);
  if (ages[n] == UNFILLED) ages[n] = decay_compute(info, info->points, n);
  return ages[n];
}

void points_decay_sum(const Run *run, Column *d, const Column *mask, uint32_t decay, const Owners *owners) {
  const DecayInfo *info = &run->program->decays[decay];
  const Column *since = &run->registers[info->since];
  int64_t now = info->dates ? run->today : run->now, *ages = ages_of(run, decay);
  bits_fill(d->known, owners->rows);
  for (uint32_t row = 0; row < owners->rows; row++) {
    __int128 sum = 0;
    for (uint32_t e = owners->offsets[row]; e < owners->offsets[row + 1]; e++) {
      if (!bit_get(mask->yes, e) || !bit_get(since->known, e)) continue;
      int64_t n = age_of(info, since->ints[e], now);
      if (n >= 0) sum += share_of(run, ages, decay, n);
    }
    d->ints[row] = decimal_held(sum);
  }
}

// ---- one value to one

WIDE_CLONES void points_where(Column *d, const Column *a, int64_t points, uint32_t rows) {
  bits_fill(d->known, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    int64_t *restrict z = d->ints + (size_t)w * 64;
    uint64_t yes = a->yes[w];
    uint32_t n = word_rows(rows, w);
    WORD_ROWS(i, n, z[i] = points & row_mask(yes, i));
  }
}

WIDE_CLONES void points_known(Column *d, const Column *a, uint32_t rows) {
  const int64_t *restrict x = a->ints;
  int64_t *restrict z = d->ints;
  bits_fill(d->known, rows);
  for (uint32_t i = 0; i < rows; i++) z[i] = x[i] > 0 ? x[i] : 0;
}

// A product that needs rounding, or that may leave the range.
static Decimal times_exactly(Decimal a, Decimal by) {
  const int64_t few = 1 << 19;                     // counts are whole and small: times any points they fit 63 bits
  int64_t whole = a / DECIMAL_ONE, product;
  if (whole * DECIMAL_ONE == a && whole < few && whole > -few && by <= LIMIT_POINTS * DECIMAL_ONE && by >= -LIMIT_POINTS * DECIMAL_ONE) return whole * by;
  return decimal_mul(a, by, &product) ? product : (a < 0) != (by < 0) ? -DECIMAL_MAX : DECIMAL_MAX;
}

// Whole points times values of which none can leave the range, as is usual: nothing is rounded.
WIDE_CLONES void points_times(Column *d, const Column *a, Decimal by, uint32_t rows) {
  const uint64_t small = 1ull << 40;
  const int64_t whole = by / DECIMAL_ONE;
  bool plain = whole * DECIMAL_ONE == by && whole < 1 << 20 && whole > -(1 << 20);
  bits_fill(d->known, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    const int64_t *restrict x = a->ints + (size_t)w * 64;
    int64_t *restrict z = d->ints + (size_t)w * 64;
    uint64_t high = 0;
    uint32_t n = word_rows(rows, w);
    WORD_ROWS(i, n, (high |= (uint64_t)x[i] + small, z[i] = (int64_t)((uint64_t)x[i] * (uint64_t)whole)));
    if (!plain || high >= 2 * small)
      for (uint32_t i = 0; i < n; i++) z[i] = times_exactly(x[i], by);
  }
}

WIDE_CLONES void points_cap(Column *d, const Column *a, Decimal most, uint32_t rows) {
  const int64_t *restrict x = a->ints;
  int64_t *restrict z = d->ints;
  bits_fill(d->known, rows);
  if (most < 0) most = most < -INT64_MAX ? INT64_MAX : -most;
  for (uint32_t i = 0; i < rows; i++) {
    int64_t value = x[i] > most ? most : x[i];
    z[i] = value < -most ? -most : value;
  }
}

// Inlined with a constant step, so that the division is a multiplication.
KERNEL_INLINE void step_rows(int64_t *restrict z, const int64_t *restrict x, uint64_t step, uint32_t rows) {
  for (uint32_t row = 0; row < rows; row++) {
    uint64_t size = x[row] < 0 ? 0 - (uint64_t)x[row] : (uint64_t)x[row];
    size = (size + step / 2) / step * step;
    z[row] = (int64_t)(x[row] < 0 ? 0 - size : size);
  }
}

void points_step(Column *d, const Column *a, int64_t step, uint32_t rows) { // a derived score stays unknown
  for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] = a->known[w];
  if (step == 100) step_rows(d->ints, a->ints, 100, rows);
  else step_rows(d->ints, a->ints, DECIMAL_ONE, rows);
}

// ---- totals

// Few rows one by one, many as a masked addition of all. Sums wrap: the compiler has proved that they cannot.
KERNEL_INLINE void add_where(int64_t *restrict z, uint64_t yes, uint64_t points, uint32_t n) {
  if (__builtin_popcountll(yes) <= 4) {
    for (; yes; yes &= yes - 1) {
      int64_t *at = z + __builtin_ctzll(yes);
      *at = (int64_t)((uint64_t)*at + points);
    }
    return;
  }
  WORD_ROWS(i, n, z[i] = (int64_t)((uint64_t)z[i] + (points & (uint64_t)row_mask(yes, i))));
}

WIDE_CLONES static void total_constant(Column *d, const Column *a, int64_t points, uint32_t rows) {
  for (uint32_t w = 0; w < bits_words(rows); w++)
    add_where(d->ints + (size_t)w * 64, a->yes[w], (uint64_t)points, word_rows(rows, w));
}

WIDE_CLONES static void total_register(Column *d, const Column *a, uint32_t rows) {
  int64_t *restrict z = d->ints;
  const int64_t *restrict x = a->ints;
  for (uint32_t i = 0; i < rows; i++) z[i] = (int64_t)((uint64_t)z[i] + (uint64_t)x[i]);
}

void points_total(const Run *run, Column *d, const uint32_t *args, uint32_t pairs, uint32_t registers, uint32_t rows) {
  column_clear(d, KIND_INT, rows);
  bits_fill(d->known, rows);
  for (uint32_t k = 0; k < pairs; k++) {
    const Column *where = &run->registers[args[2 * k]];
    if (column_is_empty(where, rows)) continue;
    int64_t points = run->constants[args[2 * k + 1]];
    uint32_t only = column_only(where, rows);
    if (only < bits_words(rows)) add_where(d->ints + (size_t)only * 64, where->yes[only], (uint64_t)points, word_rows(rows, only));
    else total_constant(d, where, points, rows);
  }
  for (uint32_t k = 0; k < registers; k++) total_register(d, &run->registers[args[2 * (size_t)pairs + k]], rows);
}
