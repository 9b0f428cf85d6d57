// histogram_test.c -- medians and counts, exact while there are few values, within a band's width when there are many.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "tools/histogram.h"

static void few(void **state) {
  (void)state;
  Histogram h = {0};
  int64_t median = 7, low, high;
  assert_false(histogram_median(&h, &median) || histogram_bounds(&h, &low, &high));
  for (int64_t v = -3; v <= 2; v++) assert_true(histogram_add(&h, v * 10000));
  assert_true(histogram_median(&h, &median) && median == -10000); // of six the third
  assert_true(histogram_add(&h, 20000) && histogram_median(&h, &median) && median == 0);
  assert_true(histogram_bounds(&h, &low, &high) && low == -30000 && high == 20000);
  assert_int_equal(histogram_between(&h, -30000, 0), 3);
  assert_int_equal(histogram_between(&h, 20000, 20001), 2);
  assert_int_equal(h.width, 1);
  histogram_free(&h);
}
static void many(void **state) {
  (void)state;
  Histogram h = {0};
  int64_t median, low, high;
  for (int64_t v = -50000; v < 50000; v++) assert_true(histogram_add(&h, v * 3));
  assert_true(h.count <= HISTOGRAM_MOST + 1 && h.width > 1);
  assert_int_equal(h.total, 100000);
  assert_true(histogram_median(&h, &median) && median <= -3 && median > -3 - h.width);
  assert_true(histogram_bounds(&h, &low, &high) && low <= -150000 && low > -150000 - h.width);
  assert_int_equal(histogram_between(&h, INT64_MIN, INT64_MAX), 100000);
  histogram_free(&h);
}
static void extremes(void **state) {
  (void)state;
  Histogram h = {0};
  int64_t median;
  assert_true(histogram_add(&h, INT64_MIN) && histogram_add(&h, INT64_MAX) && histogram_add(&h, INT64_MAX));
  assert_true(histogram_median(&h, &median) && median == INT64_MAX);
  histogram_free(&h);
}
int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(few), cmocka_unit_test(many), cmocka_unit_test(extremes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
