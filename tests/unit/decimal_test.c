// decimal_test.c -- rounding, range, and the forms in which numbers are read and written.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/decimal.h"

#define NONE INT64_MIN // "no number"
#define D(x) ((Decimal)((x) * 10000LL))

static void assert_result(bool ok, Decimal got, Decimal want) {
  assert_int_equal(ok, want != NONE);
  assert_int_equal(got, want == NONE ? 0 : want);
}

static void sums(void **state) {
  (void)state;
  static const struct { Decimal a, b, sum, difference; } rows[] = {
    {1000, 2000, 3000, -1000}, {DECIMAL_MAX, 0, DECIMAL_MAX, DECIMAL_MAX}, {DECIMAL_MAX, 1, NONE, DECIMAL_MAX - 1},
    {-DECIMAL_MAX, 1, 1 - DECIMAL_MAX, NONE}, {DECIMAL_MAX, DECIMAL_MAX, NONE, 0}, {-DECIMAL_MAX, DECIMAL_MAX, 0, NONE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Decimal out = 7;
    bool ok = decimal_add(rows[i].a, rows[i].b, &out);
    assert_result(ok, out, rows[i].sum);
    ok = decimal_sub(rows[i].a, rows[i].b, &out);
    assert_result(ok, out, rows[i].difference);
  }
}

static void products(void **state) {
  (void)state;
  static const struct { Decimal a, b, product; } rows[] = {
    {D(2), D(3), D(6)}, {1, 4999, 0}, {1, 5000, 1}, {-1, 5000, -1}, {1, -5000, -1}, {-1, -5000, 1}, {-1, 4999, 0},
    {3, 5000, 2}, {1, 15000, 2}, {1, 14999, 1}, {DECIMAL_MAX, D(1), DECIMAL_MAX}, {DECIMAL_MAX, 10001, NONE},
    {DECIMAL_MAX, DECIMAL_MAX, NONE}, {-DECIMAL_MAX, DECIMAL_MAX, NONE}, {0, DECIMAL_MAX, 0}, {-DECIMAL_MAX, D(-1), DECIMAL_MAX},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Decimal out = 7;
    bool ok = decimal_mul(rows[i].a, rows[i].b, &out);
    assert_result(ok, out, rows[i].product);
  }
}

static void quotients(void **state) {
  (void)state;
  static const struct { Decimal a, b, quotient; } rows[] = {
    {D(1), D(3), 3333}, {D(2), D(3), 6667}, {D(-2), D(3), -6667}, {D(2), D(-3), -6667}, {D(-2), D(-3), 6667},
    {1, D(2), 1}, {-1, D(2), -1}, {1, 20001, 0}, {D(5), 0, NONE}, {0, 0, NONE}, {0, D(-3), 0}, {DECIMAL_MAX, 1, NONE},
    {DECIMAL_MAX, D(1), DECIMAL_MAX}, {DECIMAL_MAX, D(-1), -DECIMAL_MAX}, {DECIMAL_MAX, 9999, NONE}, {DECIMAL_MAX, DECIMAL_MAX, D(1)},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Decimal out = 7;
    bool ok = decimal_div(rows[i].a, rows[i].b, &out);
    assert_result(ok, out, rows[i].quotient);
  }
}

static void averages(void **state) {
  (void)state;
  Decimal out = 7;
  assert_true(decimal_average(5, 2, &out) && out == 3);
  assert_true(decimal_average(-5, 2, &out) && out == -3);
  assert_true(decimal_average(4, 3, &out) && out == 1);
  assert_true(decimal_average((__int128)DECIMAL_MAX * 1000000, 1000000, &out) && out == DECIMAL_MAX);
  assert_false(decimal_average((__int128)DECIMAL_MAX * 1000000 + 500000, 1000000, &out) || out);
  assert_true(decimal_average((__int128)DECIMAL_MAX * 1000000 + 499999, 1000000, &out) && out == DECIMAL_MAX);
  assert_false(decimal_average(1, 0, &out));
  __int128 lowest = (__int128)1 << 126;
  lowest = -lowest - lowest;
  assert_false(decimal_average(lowest, 1, &out) || decimal_from_sum(lowest, &out));
  assert_true(decimal_from_sum(-(__int128)DECIMAL_MAX, &out) && out == -DECIMAL_MAX);
  assert_false(decimal_from_sum((__int128)DECIMAL_MAX + 1, &out) || out);
}

static void rounding(void **state) {
  (void)state;
  assert_int_equal(decimal_round(25000, 0), 30000);
  assert_int_equal(decimal_round(-25000, 0), -30000);
  assert_int_equal(decimal_round(24999, 0), 20000);
  assert_int_equal(decimal_round(-24999, 0), -20000);
  assert_int_equal(decimal_round(12345, 1), 12000);
  assert_int_equal(decimal_round(12345, 2), 12300);
  assert_int_equal(decimal_round(12345, 3), 12350);
  assert_int_equal(decimal_round(-12345, 3), -12350);
  assert_int_equal(decimal_round(12345, 4), 12345);
  assert_int_equal(decimal_round(0, 0), 0);
  assert_int_equal(decimal_round(DECIMAL_MAX, 0), DECIMAL_MAX);
  assert_int_equal(decimal_round(DECIMAL_MAX - 1, 0), DECIMAL_MAX);
  assert_int_equal(decimal_round(1 - DECIMAL_MAX, 0), -DECIMAL_MAX);
  assert_int_equal(decimal_floor(19999), 10000);
  assert_int_equal(decimal_floor(-1), -10000);
  assert_int_equal(decimal_floor(-10000), -10000);
  assert_int_equal(decimal_ceiling(1), 10000);
  assert_int_equal(decimal_ceiling(-19999), -10000);
  assert_int_equal(decimal_floor(-DECIMAL_MAX), -DECIMAL_MAX);
  assert_int_equal(floor_div(-1, 7), -1);
  assert_int_equal(floor_div(-7, 7), -1);
  assert_int_equal(floor_div(-8, 7), -2);
  assert_int_equal(floor_div(8, 7), 1);
  assert_int_equal(floor_div(INT64_MIN, 1), INT64_MIN);
}

static void writing(void **state) {
  (void)state;
  static const struct { Decimal a; const char *text; } rows[] = {
    {0, "0"}, {D(20), "20"}, {5000, "0.5"}, {-32500, "-3.25"}, {1, "0.0001"}, {-1, "-0.0001"}, {10100, "1.01"},
    {D(100), "100"}, {DECIMAL_MAX, "900000000000000"}, {1 - DECIMAL_MAX, "-899999999999999.9999"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char out[DECIMAL_TEXT_BYTES];
    Text t = {out, decimal_format(rows[i].a, out)};
    Decimal back;
    assert_true(text_is(t, rows[i].text));
    assert_true(decimal_read_cell(t, &back) && back == rows[i].a);
    assert_true(decimal_read_json(t, &back) && back == rows[i].a);
  }
}

static void reading_cells(void **state) {
  (void)state;
  static const struct { const char *text; Decimal want; } rows[] = {
    {"1,200.50", 12005000}, {"12.0", D(12)}, {"-3", D(-3)}, {"+3", D(3)}, {"$5", D(5)}, {"-$5", D(-5)}, {"$-5", D(-5)},
    {"+$5", D(5)}, {"\xe2\x82\xac" "1,234,567.89", 12345678900}, {"\xc2\xa3+7", D(7)}, {"\xc2\xa5" "007", D(7)}, {" 42\t", D(42)},
    {"-0", 0}, {"0.00005", 1}, {"-0.00005", -1}, {"0.00004999999999", 0}, {"0.99995", 10000}, {"1.23456", 12346},
    {"900000000000000", DECIMAL_MAX}, {"-900,000,000,000,000.0000", -DECIMAL_MAX}, {"900000000000000.00004", DECIMAL_MAX},
    {"900000000000000.00005", NONE}, {"900000000000000.0001", NONE}, {"900000000000001", NONE}, {"92233720368547758080", NONE},
    {"00000000000000000000000000000000000000000000001", D(1)}, {"0.000000000000000000000000000000000000000000001", 0},
    {"", NONE}, {"  ", NONE}, {"-", NONE}, {"$", NONE}, {"$$5", NONE}, {"$-$5", NONE}, {"--5", NONE}, {"+-5", NONE}, {"5$", NONE},
    {"$ 5", NONE}, {"- 5", NONE}, {"1e5", NONE}, {"15%", NONE}, {"200k", NONE}, {"(5)", NONE}, {"1.200,50", NONE}, {"1,2", NONE},
    {"1,23", NONE}, {"1,2345", NONE}, {"1234,567", NONE}, {",123", NONE}, {"1,,234", NONE}, {"1,234,", NONE}, {"1,234.5,6", NONE},
    {"0.123,456", NONE}, {".5", NONE}, {"5.", NONE}, {".", NONE}, {"1.2.3", NONE}, {"1 200", NONE}, {"0x10", NONE}, {"NaN", NONE},
    {"Infinity", NONE}, {"\xef\xbc\x95", NONE}, {"\xff" "5", NONE}, {"\xc2\xa0" "5", D(5)},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Decimal out = 7;
    bool ok = decimal_read_cell(text_of(rows[i].text), &out);
    if (ok != (rows[i].want != NONE) || out != (ok ? rows[i].want : 0)) fail_msg("\"%s\" reads as %lld", rows[i].text, (long long)out);
  }
  Decimal out;
  assert_false(decimal_read_cell((Text){NULL, 0}, &out) || decimal_read_cell((Text){"5\0", 2}, &out));
}

static void reading_json(void **state) {
  (void)state;
  static const struct { const char *text; Decimal want; } rows[] = {
    {"0", 0}, {"-0", 0}, {"-0.0e5", 0}, {"12", D(12)}, {"-12.5", -125000}, {"1e5", D(100000)}, {"1E+2", D(100)}, {"15e-1", 15000},
    {"1e-4", 1}, {"5e-5", 1}, {"-5e-5", -1}, {"4.9999e-5", 0}, {"0.00005", 1}, {"1e-400", 0}, {"1e400", NONE}, {"-1e400", NONE},
    {"0e400", 0}, {"0.000e999999999999999999999999", 0}, {"1e999999999999999999999999", NONE}, {"1e-999999999999999999999999", 0},
    {"9e14", DECIMAL_MAX}, {"9.00000000000000e14", DECIMAL_MAX}, {"900000000000000.00004", DECIMAL_MAX},
    {"900000000000000.00005", NONE}, {"90000000000000000e-2", DECIMAL_MAX}, {"90000000000000001e-2", NONE},
    {"123456789012345678901234567890e-20", 12345678901235},
    {"0.0000000000000000000000000000000000000001e40", D(1)}, {"1.23456", 12346},
    {"", NONE}, {"-", NONE}, {"+1", NONE}, {"01", NONE}, {"-01", NONE}, {".5", NONE}, {"5.", NONE}, {"5.e1", NONE}, {"1e", NONE},
    {"1e+", NONE}, {"1e5.5", NONE}, {"NaN", NONE}, {" 1", NONE}, {"1 ", NONE}, {"1,000", NONE}, {"--1", NONE}, {"1e--5", NONE},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    Decimal out = 7;
    bool ok = decimal_read_json(text_of(rows[i].text), &out);
    if (ok != (rows[i].want != NONE) || out != (ok ? rows[i].want : 0)) fail_msg("%s reads as %lld", rows[i].text, (long long)out);
  }
  // A million zeros on either side, taken back by the exponent.
  static char long_token[1000020];
  memset(long_token, '0', sizeof long_token);
  Decimal out;
  memcpy(long_token, "12", 2);
  memcpy(long_token + 1000000, "e-999998", 8);
  assert_true(decimal_read_json((Text){long_token, 1000008}, &out) && out == D(12));
  memset(long_token, '0', sizeof long_token);
  long_token[1] = '.';
  memcpy(long_token + 1000000, "25e1000000", 10);
  assert_true(decimal_read_json((Text){long_token, 1000010}, &out) && out == D(25));
  assert_false(decimal_read_json((Text){NULL, 0}, &out));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(sums), cmocka_unit_test(products), cmocka_unit_test(quotients), cmocka_unit_test(averages),
    cmocka_unit_test(rounding), cmocka_unit_test(writing), cmocka_unit_test(reading_cells), cmocka_unit_test(reading_json),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
