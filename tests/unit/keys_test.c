// Keys that stand twice, against a plain count: in order and out of it, over chunks of any size, and more than are kept.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "io/keys.h"
#include "rubric.h"

enum { KEYS = 5000, NAME_BYTES = 80 };
typedef struct Keys { uint32_t count; int64_t values[KEYS]; char names[KEYS][NAME_BYTES]; } Keys;

static uint64_t plain_count(const Keys *k, bool texts) {
  uint64_t repeated = 0;
  for (uint32_t i = 0; i < k->count; i++) {
    bool seen = false;
    for (uint32_t j = 0; j < i && !seen; j++) seen = texts ? strcmp(k->names[i], k->names[j]) == 0 : k->values[i] == k->values[j];
    repeated += seen;
  }
  return repeated;
}
static void run_of(KeyRun *run, const Keys *k, bool texts, uint32_t first, uint32_t rows) {
  static Text cells[KEYS];
  static int64_t ints[KEYS];
  for (uint32_t r = 0; r < rows; r++) cells[r] = text_of(k->names[first + r]), ints[r] = k->values[first + r];
  Column column = texts ? (Column){.texts = cells} : (Column){.ints = ints};
  key_run_set(run, &column, texts ? RUBRIC_TEXT : RUBRIC_NUMBER, rows, 7);
}
static void compare(const Keys *k, bool texts, uint32_t chunk, uint64_t repeated, bool ordered) {
  KeyRun run = {0};
  KeySet set = {0};
  assert_true(key_run_new(&run));
  for (uint32_t at = 0; at < k->count; at += chunk) {
    run_of(&run, k, texts, at, k->count - at < chunk ? k->count - at : chunk);
    key_set_add(&set, &run);
  }
  assert_int_equal(set.repeated, repeated);
  assert_int_equal(set.count, k->count - repeated);
  assert_false(set.full);
  assert_int_equal(!set.table, ordered);
  key_set_free(&set);
  key_run_free(&run);
}
static void keys_set(Keys *k, uint32_t i, const char *form, int64_t value) {
  k->values[i] = value;
  snprintf(k->names[i], NAME_BYTES, form, (int)value);
  if (k->count <= i) k->count = i + 1;
}
static void compare_all(const Keys *k, bool texts, bool ordered) {
  static const uint32_t chunks[] = {1, 2, 63, 64, 1000, 1024};
  uint64_t repeated = plain_count(k, texts);
  for (uint32_t i = 0; i < sizeof chunks / sizeof *chunks && chunks[i] <= rubric_batch_room(); i++) compare(k, texts, chunks[i], repeated, ordered);
}

static Keys keys;
static void in_order(void **state) {
  static const char *const forms[] = {"%d", "%07d", "L-%08d", "a-rather-long-beginning-%09d", "%09d-and-an-end-that-is-the-same"};
  (void)state;
  for (uint32_t f = 0; f < 5; f++)
    for (int down = 0; down < 2; down++) {
      keys.count = 0;
      for (uint32_t i = 0; i < 3000; i++) keys_set(&keys, i, forms[f], down ? 4000 - (int)i : (int)i * 3);
      compare_all(&keys, true, true);
    }
  keys.count = 0;
  for (uint32_t i = 0; i < 3000; i++) keys_set(&keys, i, "%d", (int64_t)i * 7 - 900);
  compare_all(&keys, false, true);
}
static void by_bytes(void **state) { // as `sort` puts them: 1, 10, 100, 1000, 1001 … 101 …
  (void)state;
  keys.count = 0;
  for (int a = 1, i = 0; a < 10; a++) {
    keys_set(&keys, (uint32_t)i++, "%d", a);
    for (int b = 0; b < 10; b++) {
      keys_set(&keys, (uint32_t)i++, "%d", a * 10 + b);
      for (int c = 0; c < 10; c++) keys_set(&keys, (uint32_t)i++, "%d", a * 100 + b * 10 + c);
    }
  }
  compare_all(&keys, true, true);
  compare_all(&keys, false, false);
}
static void broken(void **state) { // in order up to one place, where an earlier, an equal or a smaller new key stands
  static const uint32_t places[] = {1, 2, 63, 64, 65, 999, 1000, 1001, 1023, 1024, 1025, 2047, 2048, 2999};
  (void)state;
  for (uint32_t p = 0; p < sizeof places / sizeof *places; p++)
    for (int which = 0; which < 4; which++)
      for (int texts = 0; texts < 2; texts++) {
        keys.count = 0;
        for (uint32_t i = 0; i < 3000; i++) keys_set(&keys, i, "K%06d", (int)i * 3 + 9);
        int before = (int)places[p] * 3 + 6;
        keys_set(&keys, places[p], "K%06d", which == 0 ? before : which == 1 ? 9 : which == 2 ? before - 1 : 0);
        compare_all(&keys, texts, false);
      }
}
static void at_random(void **state) {
  (void)state;
  for (int range = 2; range < 20000; range *= 5) {
    keys.count = 0;
    srand(5);
    for (uint32_t i = 0; i < 2500; i++) keys_set(&keys, i, "%d", rand() % range);
    compare_all(&keys, true, false);
    compare_all(&keys, false, false);
  }
}
static void long_keys(void **state) { // in order, but the ends of a chunk are too long to be kept
  (void)state;
  keys.count = 0;
  for (uint32_t i = 0; i < 1000; i++) keys_set(&keys, i, "%070d", (int)i);
  compare_all(&keys, true, false);
}

static void add_values(KeySet *set, KeyRun *run, int64_t from, uint32_t rows) {
  int64_t ints[64];
  for (uint32_t r = 0; r < rows; r++) ints[r] = from + r;
  key_run_set(run, &(Column){.ints = ints}, RUBRIC_NUMBER, rows, 7);
  key_set_add(set, run);
}
static void as_many_as_fit(void **state) {
  KeyRun run = {0};
  (void)state;
  assert_true(key_run_new(&run));
  for (int table = 0; table < 2; table++) {
    KeySet set = {0};
    for (int64_t at = 0; at < LIMIT_KEYS - 1000; at += 50) add_values(&set, &run, at, LIMIT_KEYS - 1000 - at < 50 ? (uint32_t)(LIMIT_KEYS - 1000 - at) : 50);
    if (table) add_values(&set, &run, 500, 1); // seen
    for (int64_t at = LIMIT_KEYS - 1000; at < LIMIT_KEYS; at += 50) add_values(&set, &run, at, 50);
    assert_int_equal(set.table, table);
    assert_int_equal(set.count, LIMIT_KEYS);
    assert_false(set.full);
    add_values(&set, &run, table ? 3 : LIMIT_KEYS, 2); // what comes now is not compared
    assert_true(set.full);
    assert_int_equal(set.count, LIMIT_KEYS);
    assert_int_equal(set.repeated, table);
    add_values(&set, &run, 3, 2);
    assert_int_equal(set.repeated, table);
    key_set_free(&set);
  }
  KeySet set = {0};
  for (int64_t at = 0; at < LIMIT_KEYS + 50; at += 60) add_values(&set, &run, at, 60); // the last chunk only in part
  assert_true(set.full);
  assert_int_equal(set.count, LIMIT_KEYS);
  key_set_free(&set);
  key_run_free(&run);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(in_order), cmocka_unit_test(by_bytes), cmocka_unit_test(broken), cmocka_unit_test(at_random), cmocka_unit_test(long_keys), cmocka_unit_test(as_many_as_fit)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
