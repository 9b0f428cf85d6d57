// csv_test.c -- records and cells of CSV, well and badly quoted.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/csv.h"

enum { ROOM = 4 };

// Cells joined by "~", or what was wrong.
static void expect_cells(const char *record, char delimiter, const char *wanted) {
  jmp_buf escape;
  Arena arena;
  if (setjmp(escape)) fail();
  arena_init(&arena, allocator_default(), &escape);
  Text t = text_of(record), cells[ROOM];
  char *copy = malloc(t.size ? t.size : 1); // of exactly its size, for the sanitizers
  memcpy(copy, record, t.size);
  uint32_t count = 0, size = 0;
  CsvStatus status = csv_cells(&arena, (Text){copy, t.size}, delimiter, cells, ROOM, &count);
  char found[200] = "";
  if (status != CSV_OK) size = (uint32_t)strlen(strcpy(found, status == CSV_BAD_QUOTE ? "BAD" : "OPEN"));
  for (uint32_t i = 0; status == CSV_OK && i < count && i < ROOM; i++) {
    if (i) found[size++] = '~';
    memcpy(found + size, cells[i].data, cells[i].size);
    size += cells[i].size;
  }
  if (!text_is((Text){found, size}, wanted)) fail_msg("[%s] gives [%.*s], not [%s]", record, (int)size, found, wanted);
  arena_free(&arena);
  free(copy);
}

static void cells(void **state) {
  (void)state;
  expect_cells("a,b,c", ',', "a~b~c");
  expect_cells("", ',', "");
  expect_cells(",", ',', "~");
  expect_cells("a,", ',', "a~");
  expect_cells(",,", ',', "~~");
  expect_cells("a;b,c", ';', "a~b,c");
  expect_cells("a,b", 0, "a,b");
  expect_cells("\"a,b\",c", ',', "a,b~c");
  expect_cells("\"a\"\"b\",\"\"\"\",\"\"", ',', "a\"b~\"~");
  expect_cells("\"\"\"a\"\"\"", ',', "\"a\"");
  expect_cells("\"a\nb\r\nc\",d", ',', "a\nb\r\nc~d");
  expect_cells("a \"b\", \"c\"", ',', "a \"b\"~ \"c\""); // not a cell's first character
  expect_cells("6\" pipe,5'", ',', "6\" pipe~5'");
  expect_cells("\"a,b\"", 0, "a,b");
  expect_cells("\"a", ',', "OPEN");
  expect_cells("\"", ',', "OPEN");
  expect_cells("\"a\"\"", ',', "OPEN");
  expect_cells("a,\"b,c", ',', "OPEN");
  expect_cells("\"a\"b,c", ',', "BAD");
  expect_cells("\"a\" ,c", ',', "BAD");
  expect_cells("\"a\";c", ',', "BAD");
  expect_cells("\"a\" ", 0, "BAD");
}

static void more_cells_than_room(void **state) {
  (void)state;
  jmp_buf escape;
  Arena arena;
  if (setjmp(escape)) fail();
  arena_init(&arena, allocator_default(), &escape);
  Text cell[1];
  uint32_t count;
  assert_int_equal(csv_cells(&arena, TEXT("a,\"b\",c"), ',', cell, 1, &count), CSV_OK);
  assert_int_equal(count, 3);
  assert_true(text_is(cell[0], "a"));
  Text nul = {"a\0b", 3};
  assert_int_equal(csv_cells(&arena, nul, 0, cell, 1, &count), CSV_OK); // no delimiter: NUL is a character
  assert_int_equal(count, 1);
  assert_int_equal(csv_cells(&arena, (Text){NULL, 0}, ',', cell, 1, &count), CSV_OK);
  assert_int_equal(count, 1);
  arena_free(&arena);
}

static void delimiters(void **state) {
  (void)state;
  static const struct { const char *header; char delimiter; } cases[] = {
    {"a,b", ','}, {"a;b", ';'}, {"a\tb", '\t'}, {"a|b", '|'}, {"a", 0}, {"", 0}, {"\"a,b\"", 0}, {"\"a,b,c\";d", ';'},
    {"a,b;c", ','}, {"a;b;c,d", ';'}, {"a;\"b,,,\"\"x,,\";c", ';'}, {"a\"b,c\"", ','}, {"5\" x,y;z,\"", ','},
    {"\"a\",\"b;;;\"", ','}, {"\"\",\"\"", ','}, {"\"\"\"\",b", ','}, {"\"open,,,", 0},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char found = csv_delimiter(text_of(cases[i].header));
    if (found != cases[i].delimiter) fail_msg("[%s] gives [%c]", cases[i].header, found ? found : '0');
  }
}

static void expect_end(const char *data, size_t at, size_t wanted, bool whole) {
  bool complete = !whole;
  size_t size = strlen(data), end = csv_record_end(data, size, at, ',', &complete);
  if (end != wanted || complete != whole) fail_msg("[%s] ends at %zu, %s", data, end, complete ? "complete" : "incomplete");
}

static void record_ends(void **state) {
  (void)state;
  expect_end("", 0, 0, false);
  expect_end("a,b", 0, 3, false);
  expect_end("a,b\nc", 0, 4, true);
  expect_end("a,b\nc", 4, 5, false);
  expect_end("a,b\r\nc", 0, 5, true);
  expect_end("\n\n", 1, 2, true);
  expect_end("a\rb\n", 0, 4, true); // a lone CR is text
  expect_end("\"a\nb\",c\nd", 0, 8, true);
  expect_end("x,\"a\n\"\"\nb\"\nd", 0, 11, true);
  expect_end("\"a\nb", 0, 4, false);
  expect_end("\"a\nb\"", 0, 5, false);
  expect_end("\"a\"\"\nb", 0, 6, false);
  expect_end("6\" x\ny\"\n", 0, 5, true);   // a quote inside a cell is text
  expect_end("x, \"a\nb\"\n", 0, 6, true); // also after a blank
  expect_end("\"a\"b\"\nc\n", 0, 6, true);  // badly quoted: goes on at the next line
  expect_end("\"\"\nc", 0, 3, true);
  expect_end("\"a\"\n\"", 0, 4, true);
}

static void no_delimiter(void **state) {
  (void)state;
  bool complete;
  const char data[] = "a\0\"\n\"\n";
  assert_int_equal(csv_record_end(data, sizeof data - 1, 0, 0, &complete), 4);
  assert_true(complete);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(cells), cmocka_unit_test(more_cells_than_room), cmocka_unit_test(delimiters), cmocka_unit_test(record_ends),
    cmocka_unit_test(no_delimiter),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
