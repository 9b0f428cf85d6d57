// Texts and numbers put without looking for room, against the plain way.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/decimal.h"
#include "io/put.h"

static size_t plain_json(char *out, const char *p, size_t size) {
  char *at = out;
  *at++ = '"';
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)p[i];
    if (c == '"' || c == '\\') at += sprintf(at, "\\%c", c);
    else if (c == '\n' || c == '\t' || c == '\r') at += sprintf(at, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
    else if (c < 0x20) at += sprintf(at, "\\u%04x", c);
    else *at++ = (char)c;
  }
  *at++ = '"';
  return (size_t)(at - out);
}
static void compare(const char *p, size_t size) {
  char *expected = malloc(size * 6 + 3), *got = malloc(size * 6 + 2), *copy = malloc(size ? size : 1); // exactly what may be read and written
  size_t wanted = plain_json(expected, p, size);
  memcpy(copy, p, size);
  assert_int_equal(put_json(got, (RubricText){copy, (uint32_t)size}) - got, wanted);
  assert_memory_equal(got, expected, wanted);
  free(expected), free(got), free(copy);
}
// Each of the bytes at each place of texts of all sizes up to `most`, among others that are `usual`.
static void each_place(void (*check)(const char *p, size_t size), const char *bytes, size_t count, char usual, size_t most) {
  char text[80];
  assert_true(most <= sizeof text);
  memset(text, usual, sizeof text);
  for (size_t size = 0; size <= most; size++) {
    check(text, size);
    for (size_t i = 0; i < size; i++, text[i - 1] = usual)
      for (size_t c = 0; c < count; c++) {
        text[i] = bytes[c];
        check(text, size);
      }
  }
}
static void texts(void **state) {
  static const char bytes[] = "\0\1\b\t\n\r\x1f !\"#[\\]\x7f\x80\xa2\xdc\xff";
  char text[80];
  (void)state;
  each_place(compare, bytes, sizeof bytes, 'a', sizeof text);
  memset(text, '"', sizeof text);
  for (size_t size = 0; size < sizeof text; size++) compare(text, size);
  assert_int_equal(put_json(text, (RubricText){NULL, 0}) - text, 2);
}
static size_t plain_cell(char *out, const char *p, size_t size, bool reads) {
  Decimal number;
  bool sign = size && (*p == '-' || *p == '+'), quote = false;
  bool run = reads && size && memchr("=+-@\t\r", *p, 6) && !(sign && decimal_read_cell((Text){p, (uint32_t)size}, &number));
  char *at = out;
  for (size_t i = 0; i < size; i++) quote |= memchr(",\"\n\r", p[i], 4) != NULL;
  quote |= run && *p == '\t';
  if (quote) *at++ = '"';
  if (run) *at++ = '\'';
  for (size_t i = 0; i < size; i++) {
    if (p[i] == '"' && quote) *at++ = '"';
    *at++ = p[i];
  }
  if (quote) *at++ = '"';
  return (size_t)(at - out);
}
static void compare_cell(const char *p, size_t size) {
  char *expected = malloc(size * 2 + 3), *got = malloc(size * 2 + 3);
  for (int reads = 0; reads < 2; reads++) {
    size_t wanted = plain_cell(expected, p, size, reads);
    assert_int_equal(put_cell(got, (RubricText){p, (uint32_t)size}, reads) - got, wanted);
    assert_memory_equal(got, expected, wanted);
  }
  free(expected), free(got);
}
static void cells(void **state) {
  static const char bytes[] = ",\"\n\r\t=+-@; '\0.5";
  static const char *const numbers[] = {"-5", "+5.25", "-5x", "-", "--5", "-1,000", "-$5", "=1", "+49 30 123456", "@a"};
  (void)state;
  each_place(compare_cell, bytes, sizeof bytes, '7', 40);
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) compare_cell(numbers[i], strlen(numbers[i]));
}
static void number(int64_t units) {
  char expected[DECIMAL_TEXT_BYTES], got[DECIMAL_TEXT_BYTES];
  uint32_t size = decimal_format(units, expected);
  assert_int_equal(put_number(got, units) - got, size);
  assert_memory_equal(got, expected, size);
}
static void numbers(void **state) {
  (void)state;
  for (int64_t units = -10001000; units <= 10001000; units += units % 1000 == 0 || llabs(units) < 30000 ? 1 : 37) number(units);
  for (int64_t units = -1100 * DECIMAL_ONE; units <= 1100 * DECIMAL_ONE; units += DECIMAL_ONE / 4) number(units);
  for (int64_t units = 1; units < DECIMAL_MAX / 10; units *= 10) number(units), number(-units), number(units * 9 + 1);
  number(DECIMAL_MAX), number(-DECIMAL_MAX);
}
static void integers(void **state) {
  static const int64_t values[] = {0, 1, 9, 10, 99, 100, -1, -10, INT64_MAX, INT64_MIN};
  char expected[32], got[32];
  (void)state;
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    int size = snprintf(expected, sizeof expected, "%lld", (long long)values[i]);
    assert_int_equal(put_integer(got, values[i]) - got, size);
    assert_memory_equal(got, expected, (size_t)size);
  }
}
static void pieces(void **state) {
  (void)state;
  for (size_t size = 0; size < 200; size++) {
    size_t room = size < PUT_MORE ? PUT_MORE : (size + PUT_MORE - 1) / PUT_MORE * PUT_MORE;
    Piece p = {calloc(1, room), size};
    char *out = malloc(size + PUT_MORE);
    for (size_t i = 0; i < size; i++) p.data[i] = (char)(i * 7 + 1);
    assert_int_equal(put_piece(out, &p) - out, size);
    if (size) assert_memory_equal(out, p.data, size);
    free(out), free(p.data);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(cells), cmocka_unit_test(numbers), cmocka_unit_test(integers), cmocka_unit_test(pieces)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
