// chunks_test.c -- cutting an input into records: every form, across pieces, too long, without an end.
#define _GNU_SOURCE // memfd_create
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "leads_helper.h"
#include "base/csv.h"

// All records as "line:fault:text|..."
static const char *cut(Text text, LeadsFormat format, size_t max_record) {
  static char out[8192];
  const char *why;
  int size = 0;
  Input *input = input_of(text);
  Chunks *c = chunks_new(input, format, 0, max_record, &why);
  Chunk chunk = {0};
  assert_non_null(c);
  out[0] = 0;
  for (uint64_t next = 1; chunks_next(c, &chunk) == CHUNK_READ; next += chunk.count) {
    assert_int_equal(chunk.first_record, next);
    for (uint32_t i = 0; i < chunk.count; i++) {
      const ChunkRecord *r = &chunk.records[i];
      size += snprintf(out + size, sizeof out - (size_t)size, "%d:%d:%.*s|", (int)r->line, r->fault, (int)r->size, chunk.data + r->at);
    }
  }
  assert_null(chunks_error(c));
  chunk_free(&chunk);
  chunks_free(c);
  input_close(input);
  return out;
}
#define CUTS(text, wanted) assert_string_equal(cut(TEXT(text), LEADS_AUTO, 1000), wanted)

static void test_lines(void **state) {
  (void)state;
  CUTS("{\"a\":1}\n\n  \n{\"b\":2}\r\n{\"c\":3}", "1:0:{\"a\":1}|4:0:{\"b\":2}|5:0:{\"c\":3}|");
  CUTS("\n\n {\"a\":1}\nx\n", "3:0:{\"a\":1}|4:0:x|");
  CUTS("{\"a\":\n{\"b\":2}\n", "1:0:{\"a\":|2:0:{\"b\":2}|"); // the first is broken, the rest is not
  CUTS("{\"a\":", "1:0:{\"a\":|");
  CUTS("{\"a\":1} {\"b\":2}\n", "1:0:{\"a\":1} {\"b\":2}|");
  CUTS("", "");
  CUTS(" \n \n", "");
  CUTS("\xEF\xBB\xBF", "");
  CUTS("\xEF\xBB\xBF{\"a\":1}", "1:0:{\"a\":1}|");
}

static void test_object_over_lines(void **state) {
  (void)state;
  CUTS("{\n  \"a\": \"}\\\"\",\n  \"b\": [{}]\n}\n", "1:0:{\n  \"a\": \"}\\\"\",\n  \"b\": [{}]\n}|");
  CUTS("{\n\"a\":1\n}\n\n{\n\"b\":2}", "1:0:{\n\"a\":1\n}|5:0:{\n\"b\":2}|");
  CUTS("{\n\"a\":1\n", "1:2:{\n\"a\":1|");
}

static void test_array(void **state) {
  (void)state;
  CUTS("[]", "");
  CUTS(" [ ] ", "");
  CUTS("[{\"a\":1},\n {\"b\":[1,2]} , 7,\"x,]\" ]\n", "1:0:{\"a\":1}|2:0:{\"b\":[1,2]}|2:0:7|2:0:\"x,]\"|");
  CUTS("[1,,2]", "1:0:1|1:3:|1:0:2|");
  CUTS("[1,]", "1:0:1|1:3:|");
  CUTS("[1", "1:2:1|");
  CUTS("[1,", "1:0:1|1:2:|");
  CUTS("[", "1:2:|");
  CUTS("[{\"a\":1}]\n{\"b\":2}\n", "1:0:{\"a\":1}|2:4:{\"b\":2}|");
  CUTS("[{\"a\":1}] x", "1:0:{\"a\":1}|1:4:x|");
  CUTS("[{\"a\":1]},{\"b\":2}]", "1:0:{\"a\":1]}|1:0:{\"b\":2}|");
}

static void test_csv(void **state) {
  (void)state;
  CUTS("a,b\n1,2\n\n\"x\ny\",3\r\n \n4,5\"\n6,7", "2:0:1,2|4:0:\"x\ny\",3|7:0:4,5\"|8:0:6,7|");
  CUTS("a,b\n1,\"2", "2:2:1,\"2|");
  CUTS("a,b\n1,\"2\"", "2:0:1,\"2\"|");
  CUTS("a,b", "");
  CUTS("\"a\nb\";c\n1;2\n", "3:0:1;2|");
  CUTS("a\tb\n\t\n", "2:0:\t|");
  assert_string_equal(cut(TEXT("{x},y\n1,2\n"), LEADS_CSV, 1000), "2:0:1,2|");
}

static void test_too_long(void **state) {
  (void)state;
  static char text[400000];
  static const char *const heads[] = {"{\"a\":1}\n{\"b\":\"", "[{\"a\":1},{\"b\":\"", "a,b\n1,2\n3,\"\n", "{\n\"a\":\n\"x\"\n}\n{\"b\":\""};
  static const char *const tails[] = {"\"}\n{\"c\":3}\n", "\"},{\"c\":3}]", "\"\n5,6\n", "\"}\n{\"c\":3}\n"};
  for (int form = 0; form < 4; form++) {
    for (int length = 900; length < 300000; length = length < 1300 ? length + 1 : length * 7 / 3) {
      int head = sprintf(text, "%s", heads[form]), begin = form == 0 ? 8 : form == 1 ? 9 : form == 2 ? 8 : 13;
      memset(text + head, 'x', (size_t)length);
      int size = head + length + sprintf(text + head + length, "%s", tails[form]);
      int closing = form == 2 ? 1 : 2; // what of the tail belongs to the long record
      bool is_long = head - begin + length + closing > 1000;
      const char *got = cut((Text){text, (uint32_t)size}, LEADS_AUTO, 1000);
      bool said = strstr(got, ":1:") != NULL;
      if (said != is_long) fail_msg("form %d length %d: %s", form, length, got);
      assert_non_null(strstr(got, form == 2 ? ":0:5,6|" : ":0:{\"c\":3}|"));
    }
  }
}

// A record a little longer than the limit at the very end, and one that never ends.
static void test_too_long_at_the_end(void **state) {
  (void)state;
  static char text[200000];
  memset(text, 'x', sizeof text);
  memcpy(text, "a\n1\n", 4);
  const char *got = cut((Text){text, sizeof text}, LEADS_CSV, 1000);
  assert_int_equal(strncmp(got, "2:0:1|3:1:xxx", 13), 0);
  assert_int_equal(strlen(got), 6 + 4 + 256 + 1);
}

static uint32_t seed = 12345;
static uint32_t dice(uint32_t sides) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % sides;
}

// Random CSV of several pieces: the records must be those that base/csv.h finds in the whole text.
static void test_csv_random(void **state) {
  (void)state;
  for (int round = 0; round < 20; round++) {
    uint32_t room = 300000, size = 0;
    char *text = malloc(room);
    static const char *const parts[] = {"\"", "\"\"", ",", ",\"", "\",", "\n", "a", "xyz", "\r\n", " ", "\"\n", "\",\""};
    size += (uint32_t)sprintf(text, "h,i\n");
    uint32_t plain = dice(40);
    while (size < room - 4) {
      const char *part = dice(40) < plain ? "word,word\n" : parts[dice(12)];
      if (size + strlen(part) >= room) break;
      size += (uint32_t)sprintf(text + size, "%s", part);
    }
    const char *why;
    Input *input = input_of((Text){text, size});
    Chunks *c = chunks_new(input, LEADS_CSV, ',', 1 << 20, &why);
    Chunk chunk = {0};
    size_t at = 4;
    uint64_t line = 2;
    while (chunks_next(c, &chunk) == CHUNK_READ) {
      for (uint32_t i = 0; i < chunk.count; i++) {
        const ChunkRecord *r = &chunk.records[i];
        for (;;) { // the next record that is not blank
          bool complete;
          size_t end = csv_record_end(text, size, at, ',', &complete), stop = end, start = at;
          assert_true(end > at);
          if (complete) stop--; // the line end
          uint64_t first = line;
          for (size_t b = start; b < end; b++) line += text[b] == '\n';
          size_t blank = start;
          while (blank < stop && (text[blank] == ' ' || text[blank] == '\r')) blank++;
          at = end;
          if (blank == stop) continue;
          if (text[stop - 1] == '\r') stop--;
          assert_int_equal(r->line, first);
          assert_int_equal(r->size, stop - start);
          assert_memory_equal(chunk.data + r->at, text + start, r->size);
          assert_true(chunk.quotes || !memchr(text + start, '"', stop - start));
          break;
        }
      }
    }
    chunk_free(&chunk);
    chunks_free(c);
    input_close(input);
    free(text);
  }
}

// Lines and elements of all lengths across pieces and chunks.
static void test_json_random(void **state) {
  (void)state;
  for (int form = 0; form < 3; form++) {
    uint32_t room = 3000000, size = 0, count = 0;
    char *text = malloc(room);
    if (form == 1) text[size++] = '[';
    while (size < room - 3000) {
      size += (uint32_t)sprintf(text + size, form == 2 ? "{\n\"r\":%u,\"x\":\"" : "{\"r\":%u,\"x\":\"", count++);
      uint32_t length = dice(8) ? dice(300) : dice(2500);
      for (uint32_t i = 0; i + 2 < length; i++) {
        if (dice(20)) text[size++] = (char)('a' + dice(26));
        else text[size++] = '\\', text[size++] = dice(2) ? '"' : '\\';
      }
      size += (uint32_t)sprintf(text + size, "\"}%s", form == 1 ? ",\n" : "\n");
    }
    if (form == 1) size -= 2, text[size++] = ']';
    Leads l = leads_open("r|integer", (Text){text, size}, 1 << 20);
    uint32_t seen = 0;
    while (leads_next(&l)) {
      assert_int_equal(l.reject_count, 0);
      assert_true(l.chunk.size <= (1 << 20) + (64 << 10));
      for (uint32_t i = 0; i < l.batch->rows; i++, seen++) assert_int_equal(l.batch->columns[0].ints[i], (int64_t)seen * 10000);
      for (uint32_t i = 0; i < CHUNK_PADDING; i++) assert_int_equal(l.chunk.data[l.chunk.size + i], 0);
    }
    assert_int_equal(seen, count);
    leads_close(&l);
    free(text);
  }
}

// Millions of blank bytes take no memory.
static void test_blank_input(void **state) {
  (void)state;
  uint32_t size = 4000000;
  char *text = malloc(size);
  memset(text, '\n', size);
  memcpy(text + size - 8, "{\"a\":1}", 7);
  assert_string_equal(cut((Text){text, size}, LEADS_AUTO, 1000), "3999993:0:{\"a\":1}|");
  memcpy(text, "[1,", 3);
  memcpy(text + size - 2, "2]", 2);
  memset(text + size - 8, ' ', 6);
  assert_string_equal(cut((Text){text, size}, LEADS_AUTO, 1000), "1:0:1|3999990:0:2|");
  memset(text, '\n', size);
  memcpy(text, "a\n", 2);
  assert_string_equal(cut((Text){text, size}, LEADS_CSV, 1000), "");
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_lines), cmocka_unit_test(test_object_over_lines), cmocka_unit_test(test_array), cmocka_unit_test(test_csv),
    cmocka_unit_test(test_too_long), cmocka_unit_test(test_too_long_at_the_end), cmocka_unit_test(test_csv_random),
    cmocka_unit_test(test_json_random), cmocka_unit_test(test_blank_input),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
