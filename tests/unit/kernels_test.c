// kernels_test.c -- each kernel against a loop over single values written from the meanings in opcodes.def, at 1, 2, 16,
// 17, 63, 64, 65, 1023 and 1024 rows with random unknowns. Every vm runs two batches, so that what the first left behind would show.
#include "vm_fixture.h"
#include "base/formats.h"
#include "base/sample.h"
#include "lang/ast.h"

static const uint32_t SIZES[] = {1, 2, 16, 17, 63, 64, 65, 1023, 1024};
enum { SIZE_COUNT = sizeof SIZES / sizeof *SIZES };
static const int64_t NOW = 20000 * CLOCK_DAY + 5 * CLOCK_HOUR;
static const ZoneLoader NO_ZONES = {NULL, NULL};

// Builds with `make`, then checks row by row.
typedef void (*Check)(Fixture *f, const uint32_t *r);
typedef void (*Make)(Fixture *f, uint32_t *r);

static void run_sizes(Make make, Check check) {
  for (uint32_t s = 0; s < SIZE_COUNT; s++) {
    Fixture *f = fix_new(s * 977 + 5);
    uint32_t r[FIX_MANY] = {0};
    make(f, r);
    f->vm = vm_new(&f->program, allocator_default(), NO_ZONES, NULL);
    assert_non_null(f->vm);
    vm_set_now(f->vm, NOW);
    uint32_t unknowns[] = {0, 5, 16, 3};
    for (uint32_t round = 0; round < 4; round++) {
      fix_fill(f, SIZES[s], unknowns[round]);
      assert_true(vm_run(f->vm, &f->batch, false));
      fix_check_invariants(f);
      check(f, r);
    }
    fix_free(f);
  }
}

#define LEADS(f, row) uint32_t row = 0; row < (f)->batch.rows; row++
static Value known(int64_t value) { return (Value){.known = true, .value = value}; }
static const Value UNKNOWN = {0};
static Value when(bool ok, int64_t value) { return ok ? known(value) : UNKNOWN; }

// ---- logic: r[0..2] truths

static void make_truth(Fixture *f, uint32_t *r) {
  for (int k = 0; k < 3; k++) r[k] = fix_field(f, KIND_TRUTH, 0);
  Opcode two[] = {OP_AND, OP_OR, OP_SAME}, one[] = {OP_NOT, OP_IS_YES, OP_IS_NO, OP_IS_KNOWN, OP_IS_UNKNOWN};
  r[24] = fix_op(f, OP_BOTH, 0, KIND_TRUTH, 0, r[0], r[1]);
  for (int k = 0; k < 3; k++) r[3 + k] = fix_op(f, two[k], 0, KIND_TRUTH, 0, r[0], r[1]);
  for (int k = 0; k < 5; k++) r[6 + k] = fix_op(f, one[k], 0, KIND_TRUTH, 0, r[0], 0);
  r[11] = fix_op(f, OP_IS_INVALID, 0, KIND_TRUTH, 0, 1, 0);
  uint32_t args = fix_args(f, 4, r[0], r[1], r[2], r[0]);
  for (uint32_t k = 0; k < 6; k++) r[12 + k] = fix_op(f, OP_AT_LEAST, k, KIND_TRUTH, 0, args, 4);
  for (uint32_t k = 0; k < 3; k++) r[18 + k] = fix_op(f, OP_TRUTH, 0, KIND_TRUTH, 0, k, 0);
  r[21] = fix_op(f, OP_NOTHING, 0, KIND_TRUTH, 0, 0, 0);
  r[22] = fix_op(f, OP_IF, 0, KIND_TRUTH, 0, fix_args(f, 3, r[0], r[1], r[2]), 0);
  r[23] = fix_op(f, OP_FIRST_PRESENT, 0, KIND_TRUTH, 0, args, 3);
}

static Value kleene_and(Value a, Value b) {
  if ((a.known && !a.value) || (b.known && !b.value)) return known(0);
  return when(a.known && b.known, 1);
}

static Value kleene_not(Value a) { return when(a.known, !a.value); }

static void check_truth(Fixture *f, const uint32_t *r) {
  for (LEADS(f, row)) {
    Value a = fix_cell(f, r[0], row), b = fix_cell(f, r[1], row), c = fix_cell(f, r[2], row);
    fix_expect(f, r[3], row, kleene_and(a, b), "AND");
    fix_expect(f, r[4], row, kleene_not(kleene_and(kleene_not(a), kleene_not(b))), "OR");
    fix_expect(f, r[24], row, known(a.known && a.value && b.known && b.value), "BOTH");
    fix_expect(f, r[5], row, when(a.known && b.known, a.value == b.value), "SAME");
    fix_expect(f, r[6], row, kleene_not(a), "NOT");
    fix_expect(f, r[7], row, known(a.known && a.value), "IS_YES");
    fix_expect(f, r[8], row, known(a.known && !a.value), "IS_NO");
    fix_expect(f, r[9], row, known(a.known), "IS_KNOWN");
    fix_expect(f, r[10], row, known(!a.known), "IS_UNKNOWN");
    fix_expect(f, r[11], row, known(bit_get(f->columns[1].invalid, row)), "IS_INVALID");
    int64_t yes = 2 * a.value + b.value + c.value, can = yes + 2 * !a.known + !b.known + !c.known;
    for (int64_t k = 0; k < 6; k++) fix_expect(f, r[12 + k], row, yes >= k ? known(1) : when(can < k, 0), "AT_LEAST");
    fix_expect(f, r[18], row, known(0), "TRUTH no");
    fix_expect(f, r[19], row, known(1), "TRUTH yes");
    fix_expect(f, r[20], row, UNKNOWN, "TRUTH unknown");
    fix_expect(f, r[21], row, UNKNOWN, "NOTHING");
    fix_expect(f, r[22], row, !a.known ? UNKNOWN : a.value ? b : c, "IF");
    fix_expect(f, r[23], row, a.known ? a : b.known ? b : c, "FIRST_PRESENT");
  }
}

static void truths(void **state) {
  (void)state;
  run_sizes(make_truth, check_truth);
}

// ---- numbers: r[0..1] ints

enum { INT2 = 11, INT1 = 14 };
static const Opcode OPS2[INT2] = {OP_EQ, OP_LT, OP_LE, OP_ADD, OP_ADD, OP_ADD, OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_SUB};
static const Bound BOUND_OF[INT2] = {0, 0, 0, BOUND_NUMBER, BOUND_TIME, BOUND_DATE, BOUND_DURATION, BOUND_NUMBER, 0, 0, BOUND_DURATION};
static const Opcode OPS1[INT1] = {OP_NEGATE, OP_ABS, OP_WHOLE, OP_FLOOR, OP_CEILING, OP_ROUND, OP_ROUND, OP_ROUND, OP_ROUND, OP_ROUND, OP_KNOWN_OR_0, OP_STEP, OP_STEP, OP_CLAMP};

static const int64_t WHOLE_POINTS[] = {-30000, 70000, 40000000000000};

static void make_int(Fixture *f, uint32_t *r) {
  r[0] = fix_field(f, KIND_INT, 0), r[1] = fix_field(f, KIND_INT, 0);
  r[60] = fix_field(f, KIND_TRUTH, 0), r[61] = fix_field(f, KIND_TRUTH, 0);
  uint32_t low = fix_constant(f, CONST_PLAIN, -5, 0), high = fix_constant(f, CONST_PLAIN, 7000, 0), range = fix_args(f, 2, low, high);
  for (uint32_t k = 0; k < INT2; k++) r[2 + k] = fix_op(f, OPS2[k], BOUND_OF[k], OPS2[k] <= OP_LE ? KIND_TRUTH : KIND_INT, 0, r[0], r[1]);
  for (uint32_t k = 0; k < INT1; k++) {
    uint32_t aux = OPS1[k] == OP_ROUND ? k - 5 : k == 11 ? 100 : k == 12 ? 10000 : 0;
    r[20 + k] = fix_op(f, OPS1[k], aux, KIND_INT, 0, r[0], range);
  }
  r[40] = fix_op(f, OP_BETWEEN, 0, KIND_TRUTH, 0, r[0], range);
  r[41] = fix_op(f, OP_CONSTANT, 0, KIND_INT, 0, high, 0);
  uint32_t args = fix_args(f, 3, r[0], r[1], r[41]);
  r[42] = fix_op(f, OP_LEAST, 0, KIND_INT, 0, args, 2);
  r[43] = fix_op(f, OP_GREATEST, 0, KIND_INT, 0, args, 2);
  r[44] = fix_op(f, OP_FIRST_PRESENT, 0, KIND_INT, 0, args, 3);
  r[45] = fix_op(f, OP_IF, 0, KIND_INT, 0, fix_args(f, 3, r[60], r[0], r[1]), 0);
  r[46] = fix_op(f, OP_FIRST, 0, KIND_INT, 0, fix_args(f, 6, r[60], low, r[61], NONE, r[40], high), 3);
  r[47] = fix_op(f, OP_POINTS, 0, KIND_INT, 0, r[60], high);
  r[48] = fix_op(f, OP_TIMES, 0, KIND_INT, 0, r[0], high);
  r[49] = fix_op(f, OP_CAP, 0, KIND_INT, 0, r[0], high);
  uint32_t pairs = fix_args(f, 6, r[60], low, r[61], high, r[41], r[47]);
  r[50] = fix_op(f, OP_TOTAL, 0, KIND_INT, 0, pairs, fix_args(f, 2, 2, 2));
  r[51] = fix_op(f, OP_TOTAL, 0, KIND_INT, 0, pairs, fix_args(f, 2, 0, 0));
  r[52] = fix_op(f, OP_NOTHING, 0, KIND_INT, 0, 0, 0);
  for (uint32_t k = 0; k < 3; k++) { // r[33] lies within -5..7000: nothing is rounded and nothing leaves the range
    uint32_t whole = fix_constant(f, CONST_PLAIN, WHOLE_POINTS[k], 0);
    r[53 + k] = fix_op(f, OP_TIMES, 0, KIND_INT, 0, r[0], whole);
    r[56 + k] = fix_op(f, OP_TIMES, 0, KIND_INT, 0, r[33], whole);
  }
}

typedef __int128 Wide;
static Wide half_away(Wide n, Wide d) {
  if (d < 0) n = -n, d = -d;
  return n < 0 ? -((-n * 2 + d) / (2 * d)) : (n * 2 + d) / (2 * d);
}

static Value held(Wide value, Wide low, Wide high) { return when(value >= low && value <= high, (int64_t)value); }
static Value number(Wide value) { return held(value, -DECIMAL_MAX, DECIMAL_MAX); }

static Value expect2(uint32_t k, Wide a, Wide b) {
  switch (k) {
    case 0: return known(a == b);
    case 1: return known(a < b);
    case 2: return known(a <= b);
    case 3: return number(a + b);
    case 4: return held(a + b, CLOCK_TIME_MIN, CLOCK_TIME_MAX);
    case 5: return held(a + b, CLOCK_DATE_MIN, CLOCK_DATE_MAX);
    case 6: return held(a + b, -INT64_MAX, INT64_MAX);
    case 7: return number(a - b);
    case 8: return number(half_away(a * b, 10000));
    case 9: return b == 0 ? UNKNOWN : number(half_away(a * 10000, b));
    default: return held(a - b, -INT64_MAX, INT64_MAX);
  }
}

static int64_t to_step(int64_t a, int64_t step) { return (int64_t)(half_away(a, step) * step); }

static int64_t expect1(uint32_t k, int64_t a) {
  static const int64_t steps[] = {10000, 1000, 100, 10, 1};
  switch (k) {
    case 0: return -a;
    case 1: return a < 0 ? -a : a;
    case 2: return (int64_t)((uint64_t)a * 10000);
    case 3: return (a - (a % 10000 + 10000) % 10000);
    case 4: return (a + (10000 - (a % 10000 + 10000) % 10000) % 10000);
    case 10: return a > 0 ? a : 0;
    case 11: return to_step(a, 100);
    case 12: return to_step(a, 10000);
    case 13: return a < -5 ? -5 : a > 7000 ? 7000 : a;
    default: return to_step(a, steps[k - 5]);
  }
}

static int64_t times(int64_t a, int64_t by) {
  Value v = number(half_away((Wide)a * by, 10000));
  return v.known ? v.value : (a < 0) != (by < 0) ? -DECIMAL_MAX : DECIMAL_MAX;
}

static void check_int(Fixture *f, const uint32_t *r) {
  for (LEADS(f, row)) {
    Value a = fix_cell(f, r[0], row), b = fix_cell(f, r[1], row), p = fix_cell(f, r[60], row), q = fix_cell(f, r[61], row);
    for (uint32_t k = 0; k < INT2; k++) fix_expect(f, r[2 + k], row, a.known && b.known ? expect2(k, a.value, b.value) : UNKNOWN, "binary");
    bool sound = a.value >= -DECIMAL_MAX && a.value <= DECIMAL_MAX; // others cannot be numbers
    for (uint32_t k = 0; k < INT1; k++)
      if (sound) fix_expect(f, r[20 + k], row, k == 10 ? known(expect1(k, a.value)) : when(a.known, expect1(k, a.value)), "unary");
    fix_expect(f, r[40], row, when(a.known, a.value >= -5 && a.value <= 7000), "BETWEEN");
    fix_expect(f, r[41], row, known(7000), "CONSTANT");
    fix_expect(f, r[42], row, !a.known ? b : !b.known ? a : known(a.value < b.value ? a.value : b.value), "LEAST");
    fix_expect(f, r[43], row, !a.known ? b : !b.known ? a : known(a.value > b.value ? a.value : b.value), "GREATEST");
    fix_expect(f, r[44], row, a.known ? a : b.known ? b : known(7000), "FIRST_PRESENT");
    fix_expect(f, r[45], row, !p.known ? UNKNOWN : p.value ? a : b, "IF");
    fix_expect(f, r[46], row, p.value ? known(-5) : q.value ? UNKNOWN : when(a.known && a.value >= -5 && a.value <= 7000, 7000), "FIRST");
    fix_expect(f, r[47], row, known(p.value ? 7000 : 0), "POINTS");
    fix_expect(f, r[48], row, known(times(a.value, 7000)), "TIMES");
    for (uint32_t k = 0; k < 3; k++) fix_expect(f, r[53 + k], row, known(times(a.value, WHOLE_POINTS[k])), "TIMES whole points");
    for (uint32_t k = 0; k < 3 && sound; k++) fix_expect(f, r[56 + k], row, known(times(a.known ? expect1(13, a.value) : 0, WHOLE_POINTS[k])), "TIMES of small values");
    fix_expect(f, r[49], row, known(a.value > 7000 ? 7000 : a.value < -7000 ? -7000 : a.value), "CAP");
    fix_expect(f, r[50], row, known((p.value ? -5 : 0) + (q.value ? 7000 : 0) + 7000 + (p.value ? 7000 : 0)), "TOTAL");
    fix_expect(f, r[51], row, known(0), "TOTAL of nothing");
    fix_expect(f, r[52], row, UNKNOWN, "NOTHING");
  }
}

static void numbers(void **state) {
  (void)state;
  run_sizes(make_int, check_int);
}

// ---- dates and times: r[0..1] ints, read as whatever the operation wants

static void make_clock(Fixture *f, uint32_t *r) {
  r[0] = fix_field(f, KIND_INT, 0), r[1] = fix_field(f, KIND_INT, 0);
  Opcode ops[] = {OP_DATE_GAP, OP_DATE_ADD, OP_DAYS_SINCE_TIME, OP_DAYS_SINCE_DATE, OP_DATE_OF, OP_HOUR_OF, OP_WEEKDAY_OF};
  for (uint32_t k = 0; k < 7; k++) r[2 + k] = fix_op(f, ops[k], 0, KIND_INT, 0, r[0], r[1]);
}

static int64_t floor_of(int64_t a, int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

static void check_clock(Fixture *f, const uint32_t *r) {
  for (LEADS(f, row)) {
    Value a = fix_cell(f, r[0], row), b = fix_cell(f, r[1], row);
    bool date = a.known && a.value >= CLOCK_DATE_MIN && a.value <= CLOCK_DATE_MAX;
    bool date_b = b.known && b.value >= CLOCK_DATE_MIN && b.value <= CLOCK_DATE_MAX;
    bool time = a.known && a.value >= CLOCK_TIME_MIN && a.value <= CLOCK_TIME_MAX;
    int64_t x = date || time ? a.value : 0, y = b.known ? b.value : 0;
    fix_expect(f, r[2], row, date && date_b ? known((x - y) * CLOCK_DAY) : UNKNOWN, "DATE_GAP");
    bool moved = date && b.known && y % CLOCK_DAY == 0;
    fix_expect(f, r[3], row, moved ? held((Wide)x + y / CLOCK_DAY, CLOCK_DATE_MIN, CLOCK_DATE_MAX) : UNKNOWN, "DATE_ADD");
    fix_expect(f, r[4], row, time ? known(floor_of(NOW - x, CLOCK_DAY) * 10000) : UNKNOWN, "DAYS_SINCE_TIME");
    fix_expect(f, r[5], row, date ? known((20000 - x) * 10000) : UNKNOWN, "DAYS_SINCE_DATE");
    fix_expect(f, r[6], row, time ? known(floor_of(x, CLOCK_DAY)) : UNKNOWN, "DATE_OF");
    fix_expect(f, r[7], row, time ? known((x - floor_of(x, CLOCK_DAY) * CLOCK_DAY) / CLOCK_HOUR * 10000) : UNKNOWN, "HOUR_OF");
    fix_expect(f, r[8], row, date ? known(((x + 3) % 7 + 7) % 7) : UNKNOWN, "WEEKDAY_OF");
  }
}

static void clocks(void **state) {
  (void)state;
  run_sizes(make_clock, check_clock);
}

// ---- texts: r[0..1] texts, r[2] int, r[3] truth

static void make_text(Fixture *f, uint32_t *r) {
  r[0] = fix_field(f, KIND_TEXT, 0), r[1] = fix_field(f, KIND_TEXT, 0), r[2] = fix_field(f, KIND_INT, 0), r[3] = fix_field(f, KIND_TRUTH, 0);
  Opcode two[] = {OP_TEXT_IS, OP_TEXT_EXACT, OP_PHONE_IS};
  for (uint32_t k = 0; k < 3; k++) r[4 + k] = fix_op(f, two[k], 0, KIND_TRUTH, 0, r[0], r[1]);
  for (uint32_t k = 0; k < 4; k++) r[7 + k] = fix_op(f, OP_TEXT_MATCH, k, KIND_TRUTH, 0, r[0], r[1]);
  Opcode one[] = {OP_DOMAIN_OF, OP_LOCAL_OF, OP_LOWER, OP_NORMAL_COMPANY, OP_NORMAL_EMAIL};
  for (uint32_t k = 0; k < 5; k++) r[11 + k] = fix_op(f, one[k], 0, KIND_TEXT, 0, r[0], 0);
  r[32] = fix_op(f, OP_DOMAIN_OF_EMAIL, 0, KIND_TEXT, 0, r[0], 0);
  uint32_t zero = fix_string(f, "zero"), two_ = fix_string(f, "two"), name = fix_string(f, "trial");
  r[16] = fix_op(f, OP_LENGTH, 0, KIND_INT, 0, r[0], 0);
  r[17] = fix_op(f, OP_SAMPLE, 0, KIND_INT, 0, r[0], name);
  r[18] = fix_op(f, OP_LITERAL, 0, KIND_TEXT, 0, two_, 0);
  r[19] = fix_op(f, OP_NAME_OF, 0, KIND_TEXT, 0, r[2], fix_args(f, 4, 3, zero, name, two_));
  r[20] = fix_op(f, OP_CHOOSE, 0, KIND_TEXT, 0, r[2], fix_args(f, 4, 3, r[0], zero | ENTRY_STRING, r[1]));
  r[21] = fix_op(f, OP_JOIN, 0, KIND_TEXT, 0, fix_args(f, 8, r[0], FORM_TEXT, r[18], FORM_TEXT, r[2], FORM_NUMBER, r[3], FORM_BOOLEAN), 4);
  r[22] = fix_op(f, OP_IF, 0, KIND_TEXT, 0, fix_args(f, 3, r[3], r[0], r[1]), 0);
  r[23] = fix_op(f, OP_FIRST_PRESENT, 0, KIND_TEXT, 0, fix_args(f, 2, r[0], r[1]), 2);
  r[24] = fix_op(f, OP_NOTHING, 0, KIND_TEXT, 0, 0, 0);
}

static Value text_cell(Text t) { return (Value){.known = t.size > 0, .text = t}; }

static Value match_cell(Arena *arena, uint32_t op, Text a, Text b) {
  Text hay = text_fold(arena, a), needle = op == MATCH_HAS ? text_fold(arena, b) : text_fold_untrimmed(arena, b);
  bool yes = op == MATCH_HAS ? text_has_words(hay, needle) : op == MATCH_CONTAINS ? text_contains(hay, needle)
           : op == MATCH_STARTS ? text_starts(hay, needle) : text_ends(hay, needle);
  return known(yes);
}

static Value phone_cell(Arena *arena, Text a, Text b) {
  char x[PHONE_KEY_BYTES], y[PHONE_KEY_BYTES];
  uint32_t m = phone_key(text_trim(a), x), n = phone_key(text_trim(b), y);
  if (m && n) return known(m == n && memcmp(x, y, m) == 0);
  return known(text_equal(text_fold(arena, a), text_fold(arena, b)));
}

static void check_text(Fixture *f, const uint32_t *r) {
  Arena arena;
  jmp_buf escape;
  arena_init(&arena, allocator_default(), &escape);
  for (LEADS(f, row)) {
    Value a = fix_cell(f, r[0], row), b = fix_cell(f, r[1], row), i = fix_cell(f, r[2], row), p = fix_cell(f, r[3], row);
    bool both = a.known && b.known;
    fix_expect(f, r[4], row, both ? known(text_equal(text_fold(&arena, a.text), text_fold(&arena, b.text))) : UNKNOWN, "TEXT_IS");
    fix_expect(f, r[5], row, both ? known(text_equal(a.text, b.text)) : UNKNOWN, "TEXT_EXACT");
    fix_expect(f, r[6], row, both ? phone_cell(&arena, a.text, b.text) : UNKNOWN, "PHONE_IS");
    for (uint32_t k = 0; k < 4; k++) fix_expect(f, r[7 + k], row, both ? match_cell(&arena, k, a.text, b.text) : UNKNOWN, "TEXT_MATCH");
    char email[64];
    fix_expect(f, r[11], row, text_cell(domain_in(a.text)), "DOMAIN_OF");
    if (email_valid(a.text)) fix_expect(f, r[32], row, text_cell(domain_in(a.text)), "DOMAIN_OF_EMAIL");
    fix_expect(f, r[12], row, text_cell(local_part_of(a.text)), "LOCAL_OF");
    fix_expect(f, r[14], row, a.known ? text_cell(normal_company(&arena, a.text)) : UNKNOWN, "NORMAL_COMPANY");
    fix_expect(f, r[15], row, a.known ? text_cell((Text){email, normal_email(a.text, email)}) : UNKNOWN, "NORMAL_EMAIL");
    fix_expect(f, r[16], row, when(a.known, (int64_t)text_length(a.text) * 10000), "LENGTH");
    fix_expect(f, r[17], row, when(a.known, sample_value(TEXT("trial"), a.text)), "SAMPLE");
    fix_expect(f, r[18], row, text_cell(TEXT("two")), "LITERAL");
    bool in = i.known && i.value >= 0 && i.value < 3;
    fix_expect(f, r[19], row, !in ? UNKNOWN : text_cell(i.value == 0 ? TEXT("zero") : i.value == 1 ? TEXT("trial") : TEXT("two")), "NAME_OF");
    fix_expect(f, r[20], row, !in ? UNKNOWN : i.value == 0 ? a : i.value == 1 ? text_cell(TEXT("zero")) : b, "CHOOSE");
    char digits[DECIMAL_TEXT_BYTES];
    uint32_t size = i.known ? decimal_format(i.value, digits) : 0;
    Text joined = text_format(&arena, "%.*stwo%.*s%s", (int)a.text.size, a.text.data ? a.text.data : "", (int)size, digits, p.value ? "true" : "false");
    fix_expect(f, r[21], row, a.known && i.known && p.known ? text_cell(joined) : UNKNOWN, "JOIN");
    fix_expect(f, r[22], row, !p.known ? UNKNOWN : p.value ? a : b, "IF");
    fix_expect(f, r[23], row, a.known ? a : b, "FIRST_PRESENT");
    fix_expect(f, r[24], row, UNKNOWN, "NOTHING");
    Value lower = fix_cell(f, r[13], row);
    assert_int_equal(lower.known, a.known);
    if (a.known) assert_true(text_equal(text_fold(&arena, lower.text), text_fold(&arena, a.text)));
  }
  arena_free(&arena);
}

static void texts(void **state) {
  (void)state;
  run_sizes(make_text, check_text);
}

static void small_letters(void **state) {
  (void)state;
  Fixture *f = fix_new(1);
  uint32_t a = fix_field(f, KIND_TEXT, 0), d = fix_op(f, OP_LOWER, 0, KIND_TEXT, 0, a, 0), big = a;
  uint32_t empty = fix_op(f, OP_LITERAL, 0, KIND_TEXT, 0, fix_string(f, ""), 0);
  uint32_t nothing = fix_op(f, OP_JOIN, 0, KIND_TEXT, 0, fix_args(f, 4, empty, FORM_TEXT, empty, FORM_TEXT), 2);
  for (int k = 0; k < 20; k++) big = fix_op(f, OP_JOIN, 0, KIND_TEXT, 0, fix_args(f, 4, big, FORM_TEXT, big, FORM_TEXT), 2);
  f->vm = vm_new(&f->program, allocator_default(), NO_ZONES, NULL);
  fix_fill(f, 3, 0);
  f->columns[1].texts[0] = TEXT("ABC xyz \xc3\x89\xce\xa3!");
  f->columns[1].texts[1] = TEXT("\xc8\xba\xc8\xba\xc8\xba"); // each one byte longer when small
  f->columns[1].texts[2] = TEXT("\xff\xfe");                 // not UTF-8: no reader lets it in, but nothing breaks
  assert_true(vm_run(f->vm, &f->batch, false));
  assert_true(text_is(fix_cell(f, d, 0).text, "abc xyz \xc3\xa9\xcf\x83!"));
  assert_true(text_is(fix_cell(f, d, 1).text, "\xe2\xb1\xa5\xe2\xb1\xa5\xe2\xb1\xa5"));
  assert_false(fix_cell(f, big, 0).known); // too long
  assert_true(fix_cell(f, nothing, 0).known == false && fix_cell(f, nothing, 0).text.size == 0);
  fix_free(f);
}

// ---- lists: r[0] truth, r[1] mask, r[2] int, r[3] text, r[4] time: of elements; r[5] truth, r[6] int, r[7] text: of leads

static void make_list(Fixture *f, uint32_t *r) {
  r[0] = fix_field(f, KIND_TRUTH, 1), r[1] = fix_field(f, KIND_TRUTH, 1), r[2] = fix_field(f, KIND_INT, 1), r[3] = fix_field(f, KIND_TEXT, 1);
  r[4] = fix_field(f, KIND_INT, 1), r[5] = fix_field(f, KIND_TRUTH, 0), r[6] = fix_field(f, KIND_INT, 0), r[7] = fix_field(f, KIND_TEXT, 0);
  r[8] = fix_op(f, OP_ITEMS, 0, KIND_INT, 0, 0, 0);
  r[9] = fix_op(f, OP_COUNT, 0, KIND_INT, 0, r[0], 0);
  r[10] = fix_op(f, OP_ANY, 0, KIND_TRUTH, 0, r[0], 0);
  r[11] = fix_op(f, OP_ALL, 0, KIND_TRUTH, 0, r[0], r[1]);
  r[12] = fix_op(f, OP_EVERY, 0, KIND_TRUTH, 0, r[0], 0);
  Opcode ops[] = {OP_SUM, OP_AVERAGE, OP_MIN, OP_MAX};
  for (uint32_t k = 0; k < 4; k++) r[13 + k] = fix_op(f, ops[k], 0, KIND_INT, 0, r[2], r[1]);
  for (uint32_t k = 0; k < 3; k++) r[17 + k] = fix_op(f, OP_DISTINCT, 0, KIND_INT, 0, k == 0 ? r[0] : r[1 + k], r[1]);
  for (uint32_t k = 0; k < 3; k++) r[20 + k] = fix_op(f, OP_SPREAD, 0, f->registers[r[5 + k]].kind, 1, r[5 + k], 0);
  r[23] = fix_op(f, OP_LIVE, 0, KIND_TRUTH, 1, r[4], r[21]);
  r[24] = fix_op(f, OP_LIVE, 1, KIND_TRUTH, 1, r[4], NONE);
  r[25] = fix_op(f, OP_LIVE, 0, KIND_TRUTH, 1, NONE, r[21]);
  r[26] = fix_op(f, OP_LIVE, 0, KIND_TRUTH, 1, NONE, NONE);
  f->program.decays_count = 2;
  f->decays[0] = (DecayInfo){CLOCK_DAY, 14, 0, 100, 400000, DECAY_HALVING, r[4], 0, 0};
  f->decays[1] = (DecayInfo){CLOCK_DAY, 30, 0, 10000, -400000, DECAY_FADING, r[4], 1, 0};
  for (uint32_t k = 0; k < 2; k++) r[27 + k] = fix_op(f, OP_DECAY_SUM, 0, KIND_INT, 0, r[1], k);
}

static bool equal_cells(Arena *arena, Value a, Value b) {
  return a.value == b.value && text_equal(text_fold(arena, a.text), text_fold(arena, b.text));
}

static int64_t distinct_of(Fixture *f, uint32_t reg, uint32_t mask, uint32_t from, uint32_t to, Arena *arena) {
  int64_t count = 0;
  for (uint32_t e = from; e < to; e++) {
    Value a = fix_cell(f, reg, e);
    bool fresh = a.known && fix_cell(f, mask, e).value;
    for (uint32_t g = from; g < e && fresh; g++) {
      Value b = fix_cell(f, reg, g);
      if (b.known && fix_cell(f, mask, g).value && equal_cells(arena, a, b)) fresh = false;
    }
    count += fresh;
  }
  return count * 10000;
}

static int64_t share(const DecayInfo *d, Value since) {
  int64_t now = d->dates ? 20000 : NOW, low = d->dates ? CLOCK_DATE_MIN : CLOCK_TIME_MIN;
  if (!since.known || since.value > now) return 0;
  int64_t age = now - (since.value < low ? low : since.value);
  return decay_points((DecayKind)d->kind, d->points, d->dates ? age : age / d->unit_us, d->amount, d->share, d->step);
}

static void check_owner(Fixture *f, const uint32_t *r, uint32_t row, Arena *arena) {
  const Column *list = vm_register(f->vm, 0);
  bool there = bit_get(list->known, row);
  uint32_t from = list->offsets[row], to = list->offsets[row + 1];
  int64_t yes = 0, no = 0, asked = 0, asked_no = 0, asked_unknown = 0, count = 0, low = INT64_MAX, high = INT64_MIN, shares[2] = {0};
  Wide sum = 0;
  for (uint32_t e = from; e < to; e++) {
    Value t = fix_cell(f, r[0], e), m = fix_cell(f, r[1], e), v = fix_cell(f, r[2], e);
    yes += t.value, no += t.known && !t.value, asked += m.value;
    asked_no += m.value && t.known && !t.value, asked_unknown += m.value && !t.known;
    if (!m.value) continue;
    for (int k = 0; k < 2; k++) shares[k] += share(&f->decays[k], fix_cell(f, r[4], e));
    if (!v.known) continue;
    sum += v.value, count++;
    if (v.value < low) low = v.value;
    if (v.value > high) high = v.value;
  }
  int64_t n = to - from;
  fix_expect(f, r[8], row, when(there, n * 10000), "ITEMS");
  fix_expect(f, r[9], row, when(there, yes * 10000), "COUNT");
  fix_expect(f, r[10], row, !there ? UNKNOWN : yes ? known(1) : when(yes + no == n, 0), "ANY");
  fix_expect(f, r[11], row, !there ? UNKNOWN : asked_no || !asked ? known(0) : when(!asked_unknown, 1), "ALL");
  fix_expect(f, r[12], row, !there ? UNKNOWN : no ? known(0) : when(yes == n, 1), "EVERY");
  fix_expect(f, r[13], row, !there ? UNKNOWN : number(sum), "SUM");
  fix_expect(f, r[14], row, !count ? UNKNOWN : number(half_away(sum, count)), "AVERAGE");
  fix_expect(f, r[15], row, when(count > 0, low), "MIN");
  fix_expect(f, r[16], row, when(count > 0, high), "MAX");
  for (uint32_t k = 0; k < 3; k++)
    fix_expect(f, r[17 + k], row, when(there, distinct_of(f, k == 0 ? r[0] : r[1 + k], r[1], from, to, arena)), "DISTINCT");
  for (uint32_t k = 0; k < 2; k++) fix_expect(f, r[27 + k], row, known(shares[k]), "DECAY_SUM");
  for (uint32_t e = from; e < to; e++)
    for (uint32_t k = 0; k < 3; k++) fix_expect(f, r[20 + k], e, fix_cell(f, r[5 + k], row), "SPREAD");
}

static Value live(Value time, Value since, int64_t now) {
  if (!time.known) return known(!since.known);
  return known(time.value <= now && (!since.known || time.value >= since.value));
}

static void check_list(Fixture *f, const uint32_t *r) {
  Arena arena;
  jmp_buf escape;
  arena_init(&arena, allocator_default(), &escape);
  for (LEADS(f, row)) check_owner(f, r, row, &arena);
  for (uint32_t e = 0; e < f->domain_rows[1]; e++) {
    Value time = fix_cell(f, r[4], e), since = fix_cell(f, r[21], e);
    fix_expect(f, r[23], e, live(time, since, NOW), "LIVE");
    fix_expect(f, r[24], e, live(time, UNKNOWN, 20000), "LIVE, dates");
    fix_expect(f, r[25], e, live(UNKNOWN, since, NOW), "LIVE without times");
    fix_expect(f, r[26], e, known(1), "LIVE, all");
  }
  arena_free(&arena);
}

static void lists(void **state) {
  (void)state;
  run_sizes(make_list, check_list);
}

// ---- a list made of names

static void make_names(Fixture *f, uint32_t *r) {
  r[0] = fix_field(f, KIND_TRUTH, 0), r[1] = fix_field(f, KIND_TRUTH, 0);
  r[2] = fix_register(f, KIND_LIST, 0), r[3] = fix_register(f, KIND_TEXT, 2);
  f->domains[2].list = r[2];
  fix_push(f, OP_LIST_OF, 0, r[2], fix_args(f, 4, r[0], fix_string(f, "one"), r[1], fix_string(f, "two")), 2);
  r[4] = fix_op(f, OP_IS_KNOWN, 0, KIND_TRUTH, 2, r[3], 0);
  r[5] = fix_op(f, OP_COUNT, 0, KIND_INT, 0, r[4], 0);
  r[6] = fix_op(f, OP_ITEMS, 0, KIND_INT, 0, r[2], 0);
}

static void check_names(Fixture *f, const uint32_t *r) {
  const Column *list = vm_register(f->vm, r[2]);
  uint32_t at = 0;
  for (LEADS(f, row)) {
    Value a = fix_cell(f, r[0], row), b = fix_cell(f, r[1], row);
    assert_int_equal(list->offsets[row], at);
    if (a.value) fix_expect(f, r[3], at++, text_cell(TEXT("one")), "LIST_OF");
    if (b.value) fix_expect(f, r[3], at++, text_cell(TEXT("two")), "LIST_OF");
    fix_expect(f, r[5], row, known((a.value + b.value) * 10000), "COUNT of LIST_OF");
    fix_expect(f, r[6], row, known((a.value + b.value) * 10000), "ITEMS of LIST_OF");
  }
  assert_int_equal(vm_domain_rows(f->vm, 2), at);
}

static void names(void **state) {
  (void)state;
  run_sizes(make_names, check_names);
}

// ---- tables' cells: r[0] int

static void make_cells(Fixture *f, uint32_t *r) {
  static TableInfo table = {.column_count = 3, .rows = 4};
  static TableCell cells[12];
  uint32_t a = fix_string(f, "alpha");
  for (uint32_t k = 0; k < 4; k++) {
    cells[3 * k].value = k == 2 ? TABLE_ABSENT : 100 * k;
    cells[3 * k + 1].value = k == 3 ? TABLE_ABSENT : a;
    cells[3 * k + 2].value = k == 1 ? TABLE_ABSENT : k % 2;
  }
  f->program.tables = &table, f->program.tables_count = 1;
  f->program.table_cells = cells, f->program.table_cells_count = 12;
  r[0] = fix_field(f, KIND_INT, 0);
  ColumnKind kinds[] = {KIND_INT, KIND_TEXT, KIND_TRUTH};
  for (uint32_t k = 0; k < 3; k++) r[1 + k] = fix_op(f, OP_CELL, 0, kinds[k], 0, r[0], fix_args(f, 2, 0, k));
}

static void check_cells(Fixture *f, const uint32_t *r) {
  for (LEADS(f, row)) {
    Value a = fix_cell(f, r[0], row);
    bool in = a.known && a.value >= 0 && a.value < 4;
    fix_expect(f, r[1], row, when(in && a.value != 2, in ? 100 * a.value : 0), "CELL int");
    fix_expect(f, r[2], row, in && a.value != 3 ? text_cell(TEXT("alpha")) : UNKNOWN, "CELL text");
    fix_expect(f, r[3], row, when(in && a.value != 1, a.value % 2), "CELL truth");
  }
}

static void cells(void **state) {
  (void)state;
  run_sizes(make_cells, check_cells);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(truths), cmocka_unit_test(numbers), cmocka_unit_test(clocks), cmocka_unit_test(texts),
    cmocka_unit_test(small_letters), cmocka_unit_test(lists), cmocka_unit_test(names), cmocka_unit_test(cells),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
