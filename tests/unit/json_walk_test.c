// json_walk_test.c -- the short road of JSON against the long one: what it accepts, simdjson accepts, with the same values.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <stdio.h>
#include "api.h"
#include "io/json_read.h"
#include "io/output.h"

static const char rules[] =
  "schema Lead { id text key  n number  i integer  b boolean  t time  when date from \"day\", \"when\"\n"
  "  kind one of \"a\", \"b\"  tech list of text separated by \";\"  nums list of number\n"
  "  events list of Event by at  office Office  mail email from \"properties.email\" }\n"
  "record Event { kind text  at time  n number  tags list of text }\n"
  "record Office { city text  floor integer }\n";

static bool read_rules(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)user; (void)path; (void)why;
  *size = sizeof rules - 1;
  *bytes = malloc(*size);
  memcpy(*bytes, rules, *size);
  return true;
}

typedef struct Both { RubricProgram *program; RubricBatch *batch; JsonReader *reader; } Both;
static int both_open(void **state) {
  static Both both;
  RubricReport *report;
  RubricHost host = {.read_file = read_rules};
  assert_int_equal(rubric_compile(&host, "r.rubric", NULL, 0, 0, &both.program, &report), RUBRIC_OK);
  rubric_report_free(report);
  both.reader = json_reader_new(program_slots(&both.program->code));
  assert_int_equal(api_batch_new(both.program, json_read_cell, both.reader, &both.batch), RUBRIC_OK);
  *state = &both;
  return 0;
}
static int both_close(void **state) {
  Both *b = *state;
  rubric_batch_free(b->batch);
  json_reader_free(b->reader);
  rubric_program_free(b->program);
  return 0;
}

static uint64_t seed = 1;
static uint32_t below(uint32_t n) {
  seed = seed * 6364136223846793005ull + 1442695040888963407ull;
  return (uint32_t)((seed >> 33) % n);
}
static const char *const texts[] = {"a", "b", "x y", "", "2026-10-01T08:00:00Z", "Bj\\u00f6rk", "\\/docs", "\\ud83d\\ude00", "\\ud800", "tab\\there", " a", "a ", "~", "!~", "\x7f", "a\x7f", "2026-10-01T08:00:00z", "a\\\"b", "\\q", "\xc3\xa9", "12", "yes", "a;b", "\\u0000", "a rather longer text of more than thirty-two bytes"};
static const char *const numbers[] = {"0", "-0", "1", "12", "-5", "01", "1.5", "1.", "1e5", "1.00005", "12345678", "00000001", "123456789", "1234567a", "123456789012345678", "1234567890123456789", "99999999999999999999", "-", "--1", "1.5.2", "2E-3", "0.0001", "true", "false", "null", "nul", "tru", "NaN"};
static void value(Buffer *b, int depth);
static void put(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static void object(Buffer *b, int depth, const char *const *keys, uint32_t count) {
  put(b, "{");
  uint32_t n = below(5);
  for (uint32_t i = 0; i < n; i++) {
    if (i) put(b, below(60) ? "," : below(2) ? " , " : ";");
    put(b, "\"");
    put(b, keys[below(count)]);
    put(b, below(60) ? "\":" : "\" : ");
    value(b, depth + 1);
  }
  put(b, below(80) ? "}" : ",}");
}
static const char *const event_keys[] = {"kind", "at", "n", "tags", "other"};
static const char *const office_keys[] = {"city", "floor", "x"};
static void value(Buffer *b, int depth) {
  switch (below(depth > 4 ? 2 : 6)) {
    case 0: put(b, "\""); put(b, texts[below(25)]); put(b, "\""); break;
    case 1: put(b, numbers[below(28)]); break;
    case 2: object(b, depth, event_keys, 5); break;
    case 3: object(b, depth, office_keys, 3); break;
    default: {
      put(b, "[");
      for (uint32_t n = below(4), i = 0; i < n; i++) { if (i) put(b, ","); value(b, depth + 1); }
      put(b, below(80) ? "]" : ",]");
    }
  }
}
static const char *const lead_keys[] = {"id", "n", "i", "b", "t", "when", "day", "kind", "tech", "nums", "events", "office", "mail", "properties", "properties.email", "unknown", "previous", "u\\\\v", "u\\v", "i\\u0064"};
static void record(Buffer *b) {
  size_t from = b->size;
  put(b, "{\"id\":\"1\"");
  for (uint32_t i = 0, n = below(8); i < n; i++) {
    put(b, ",\"");
    put(b, lead_keys[below(20)]);
    put(b, "\":");
    value(b, 1);
  }
  put(b, "}");
  for (uint32_t i = below(12) == 0; i > 0; i--) b->data[from + below((uint32_t)(b->size - from))] = "{}[]\",:\\ 0x\x01\xff"[below(13)];
}
// Several, one after the other.
enum { RECORDS = 4 };
static void records(Buffer *b, uint32_t ends[RECORDS]) {
  b->size = 0;
  for (uint32_t i = 0; i < RECORDS; i++) {
    record(b);
    ends[i] = (uint32_t)b->size;
    put(b, below(4) ? "\n" : ",");
  }
  buffer_room(b, 64);
  memset(b->data + b->size, 0, 64);
}
static void show(const Both *both, Buffer *out) {
  out->size = 0;
  for (uint32_t f = 0; f < rubric_field_count(both->program); f++) {
    if (rubric_field(both->program, f).parent != RUBRIC_NONE) continue;
    output_field_json(both->program, both->batch, f, 0, out);
    buffer_integer(out, (int64_t)both->batch->columns->invalid[f].count);
    put(out, "\n");
  }
}
// Did it take the short road?
static bool same_record(Both *both, Text text, Buffer *quick, Buffer *slow, uint8_t *strings) {
  Batch *batch = both->batch->columns;
  Text reason;
  batch_clear(batch);
  batch_begin_row(batch, 1);
  if (!json_read_plain(both->reader, batch, text, strings)) return batch_drop_row(batch), false;
  RowStatus status = batch_end_row(batch, &reason);
  if (status == ROW_KEPT) show(both, quick);
  batch_clear(batch);
  batch_begin_row(batch, 1);
  if (!json_read_record(both->reader, batch, text, strings, &reason)) fail_msg("accepted, but %.*s: %.*s", (int)reason.size, reason.data, (int)text.size, text.data);
  assert_int_equal(batch_end_row(batch, &reason), status);
  if (status != ROW_KEPT) return true;
  show(both, slow);
  if (quick->size != slow->size || memcmp(quick->data, slow->data, quick->size) != 0) fail_msg("%.*s\n%.*s\n%.*s", (int)text.size, text.data, (int)quick->size, quick->data, (int)slow->size, slow->data);
  return true;
}
static void same(void **state) {
  Both *both = *state;
  Buffer json = {0}, quick = {0}, slow = {0};
  uint32_t plain = 0, ends[RECORDS], taken[2] = {0};
  uint8_t *strings = malloc(1 << 20);
  for (uint32_t round = 0; round < 50000; round++) {
    records(&json, ends);
    for (uint32_t ahead = 0; ahead < 2; ahead++) { // each record's tokens by themselves, and those of all of them
      json_read_ahead(both->reader, ahead ? (Text){json.data, ends[RECORDS - 1]} : (Text){0});
      for (uint32_t i = 0, from = 0; i < RECORDS; from = ends[i++] + 1)
        taken[ahead] += same_record(both, (Text){json.data + from, ends[i] - from}, &quick, &slow, strings);
    }
    assert_int_equal(taken[0], taken[1]); // the same ones
    plain = taken[0];
  }
  assert_true(plain > 20000);
  printf("%u of 200000 records took the short road\n", plain);
  buffer_free(&json);
  buffer_free(&quick);
  buffer_free(&slow);
  free(strings);
}
// A quote that no text closes turns inside out what comes after it, and what is inside of texts looks like a record there.
static void outside_of_texts(void **state) {
  Both *both = *state;
  static const char *const data[] = {"{\\\"id\":\"1\"},{\"id\":\"2\"}", "{\"id\":\"1},{\"id\":\"2\"}", "{\"id\":\"1\"\n,\"n\":2}", "{\"id\":\"1\",\n\"n\":2}"};
  static const uint32_t firsts[] = {12, 10, 9, 10};
  uint8_t strings[1024];
  for (uint32_t i = 0; i < 4; i++) {
    char padded[256] = "";
    Text text = {strcpy(padded, data[i]), (uint32_t)strlen(data[i])}, first = {padded, firsts[i]};
    batch_clear(both->batch->columns);
    json_read_ahead(both->reader, text);
    batch_begin_row(both->batch->columns, 1);
    assert_false(json_read_plain(both->reader, both->batch->columns, first, strings)); // it is broken, whatever comes behind it
    batch_drop_row(both->batch->columns);
  }
  json_read_ahead(both->reader, (Text){0});
}
int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(same), cmocka_unit_test(outside_of_texts)};
  return cmocka_run_group_tests(tests, both_open, both_close);
}
