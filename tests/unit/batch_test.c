// batch_test.c -- the table "reads" of language.md section 3, rows that come and go, and the invariants of columns.
#include "slots_helper.h"
#include "column/batch.h"
#include "base/decimal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>

static Batch *open_batch(SlotsHelper *h) {
  Batch *b = batch_new(h->table, allocator_default(), zone_utc(), NULL, NULL);
  assert_non_null(b);
  return b;
}

static RowStatus end_row(Batch *b) {
  Text reason;
  return batch_end_row(b, &reason);
}

// C1 and C2 of column.h, for every column.
static void check_invariants(const Batch *b) {
  for (uint32_t i = 0; i < b->schema.slot_count; i++) {
    const Column *c = &b->columns[i];
    const SlotInfo *s = &b->schema.slots[i];
    uint32_t rows = b->domain_rows[s->domain];
    assert_int_equal((uintptr_t)c->known % 64, 0);
    assert_int_equal((uintptr_t)c->ints % 64, 0);
    for (uint32_t row = 0; row < bits_words(rows + 1) * 64; row++) {
      bool known = bit_get(c->known, row), invalid = bit_get(c->invalid, row);
      assert_false(known && invalid);
      if (row >= rows) assert_false(known || invalid);
      if (known) continue;
      if (s->type == TYPE_LIST) { if (row < rows) assert_int_equal(c->offsets[row], c->offsets[row + 1]); }
      else if (s->type == TYPE_BOOLEAN || s->type == TYPE_RECORD) assert_false(bit_get(c->yes, row));
      else if (s->type >= TYPE_TEXT && s->type <= TYPE_COUNTRY) assert_true(c->texts[row].data == NULL && c->texts[row].size == 0);
      else assert_int_equal(c->ints[row], 0);
    }
    if (s->type == TYPE_LIST) assert_int_equal(c->offsets[rows], b->domain_rows[s->element_domain]);
  }
}

// What one cell of a type reads: "?" missing, "!" invalid, else the value.
static const char *cell(const char *type, Text text, bool number) {
  static char out[128];
  char description[256];
  snprintf(description, sizeof description, "f|%s", type);
  SlotsHelper *h = slots_helper_new(description);
  Batch *b = open_batch(h);
  batch_begin_row(b, 1);
  if (number) batch_put_number(b, 0, 0, text);
  else batch_put_text(b, 0, 0, text);
  assert_int_equal(end_row(b), ROW_KEPT);
  check_invariants(b);
  const Column *c = &b->columns[0];
  ptrdiff_t size = 0;
  if (bit_get(c->invalid, 0)) size = sprintf(out, "!");
  else if (!bit_get(c->known, 0)) size = sprintf(out, "?");
  else if (h->slots[0].type == TYPE_BOOLEAN) size = sprintf(out, bit_get(c->yes, 0) ? "yes" : "no");
  else if (h->slots[0].type >= TYPE_TEXT && h->slots[0].type <= TYPE_COUNTRY) size = sprintf(out, "%.*s", (int)c->texts[0].size, c->texts[0].data);
  else if (h->slots[0].type == TYPE_TIME) size = clock_format_time(c->ints[0], out);
  else if (h->slots[0].type == TYPE_DATE) size = clock_format_date(c->ints[0], out);
  else if (h->slots[0].type == TYPE_NUMBER || h->slots[0].type == TYPE_INTEGER) size = decimal_format(c->ints[0], out);
  else size = sprintf(out, "#%d", (int)c->ints[0]);
  out[size] = 0;
  batch_free(b);
  slots_helper_free(h);
  return out;
}

#define READS(type, text, wanted) assert_string_equal(cell(type, TEXT(text), false), wanted)
#define READS_NUMBER(type, text, wanted) assert_string_equal(cell(type, TEXT(text), true), wanted)

static void test_text(void **state) {
  (void)state;
  READS("text", " a b ", "a b");
  READS("text", "\xC2\xA0\xE3\x80\x80x\xE2\x80\x89", "x");
  READS("text", "   ", "?");
  READS("text", "", "?");
  READS("text", "a\0b", "a");
  READS_NUMBER("text", "-1.50", "-1.50");
  READS_NUMBER("text|missing=-1", "-1", "?");
  READS("text|missing=N/A,Select", " n/a ", "?");
  READS("text|missing=N/A,Stra\xC3\x9F""e", "STRASSE", "?");
  READS("text|missing=N/A", "n / a", "n / a");
}

static void test_checked_text(void **state) {
  (void)state;
  READS("email", " a@b.co ", "a@b.co");
  READS("email", "a@b", "!");
  READS("domain", "acme.example", "acme.example");
  READS("domain", "acme", "!");
  READS("phone", "+1 (555) 010-9999 x12", "+1 (555) 010-9999 x12");
  READS("phone", "12", "!");
  READS_NUMBER("phone", "15550109999", "15550109999");
  READS("url", "https://acme.example/x", "https://acme.example/x");
  READS("url", "not a url", "!");
  READS("country", "united kingdom", "GB");
  READS("country", "usa", "US");
  READS("country", "Atlantis", "!");
}

static void test_truth(void **state) {
  (void)state;
  static const char *const yes[] = {"true", "YES", "y", "T", " 1 "}, *const no[] = {"False", "no", "N", "f", "0"};
  for (int i = 0; i < 5; i++) {
    assert_string_equal(cell("boolean", text_of(yes[i]), false), "yes");
    assert_string_equal(cell("boolean", text_of(no[i]), false), "no");
  }
  READS("boolean", "maybe", "!");
  READS("boolean", "2", "!");
  READS_NUMBER("boolean", "1", "yes");
}

static void test_numbers(void **state) {
  (void)state;
  READS("number", "1,200.50", "1200.5");
  READS("number", "-$5", "-5");
  READS("number", "$-5", "-5");
  READS("number", "007", "7");
  READS("number", "1.00005", "1.0001");
  READS("number", "1e5", "!");
  READS("number", "15%", "!");
  READS("number", "200k", "!");
  READS("number", "(5)", "!");
  READS("number", "1.200,50", "!");
  READS("number", "900000000000000", "900000000000000");
  READS("number", "900000000000000.0001", "!");
  READS("number", "99999999999999", "99999999999999");
  READS("integer", "12.0", "12");
  READS("integer", "12.5", "!");
  READS_NUMBER("number", "1e5", "100000");
  READS_NUMBER("number", "1e400", "!");
  READS_NUMBER("number", "1.00005", "1.0001");
  READS_NUMBER("integer", "1.2e1", "12");
  READS_NUMBER("number", "-0", "0");
  READS("integer|low=0|high=100000", "-1", "!");
  READS("integer|low=0|high=100000", "10", "10");
  READS("integer|low=0|high=100000", "11", "!");
}

static void test_times(void **state) {
  (void)state;
  READS("time", "2026-11-01T09:00:00Z", "2026-11-01T09:00:00Z");
  READS("time", "2026-11-01", "2026-11-01T00:00:00Z");
  READS("time", "2026-11-01 9:05 +0200", "2026-11-01T07:05:00Z");
  READS("time", "2026-02-30", "!");
  READS("time", "99999999", "!");
  READS("time", "1763600000", "2025-11-20T00:53:20Z");
  READS_NUMBER("time", "1763600000000", "2025-11-20T00:53:20Z");
  READS_NUMBER("time", "1.7636e9", "2025-11-20T00:53:20Z");
  READS_NUMBER("time", "1.5", "!");
  READS("time", "20261120", "2026-11-20T00:00:00Z");
  READS("date", "2026-11-01T23:30:00-05:00", "2026-11-01");
  READS("date|form=%d/%m/%Y", "31/12/2026", "2026-12-31");
  READS("date|form=%d/%m/%Y", "2026-12-31", "!");
  READS("time|form=%d/%m/%Y %H:%M", "31/12/2026 10:30", "2026-12-31T10:30:00Z");
}

static void test_values(void **state) {
  (void)state;
  READS("one_of|values=Page view,Form", " PAGE   VIEW ", "#0");
  READS("one_of|values=Page view,Form", "webinar", "!");
  READS("scale|values=low,high", "High", "#1");
  READS("one_of|values=a,b,c,d,e,f,g,h,i,\xC3\x89t\xC3\xA9", "E\xCC\x81T\xC3\x89", "#9");
  READS("one_of|values=a,b,c,d,e,f,g,h,i,10", "I", "#8");
  READS_NUMBER("one_of|values=a,b,c,d,e,f,g,h,i,10", "10", "#9");
}

static void test_kinds_kept_apart(void **state) {
  (void)state;
  SlotsHelper *h = slots_helper_new("t|text\nn|number\nl|list|sep=;\n  it|text\nr|record\n  x|text");
  Batch *b = open_batch(h);
  batch_begin_row(b, 1);
  batch_put_boolean(b, 0, 0, true);
  batch_put_boolean(b, 1, 0, false);
  batch_put_integer(b, 2, 0, 5, (Text){0});
  batch_put_wrong(b, 3, 0, TEXT("x"));
  assert_int_equal(end_row(b), ROW_KEPT);
  for (uint32_t i = 0; i < 4; i++) {
    assert_true(bit_get(b->columns[i].invalid, 0));
    assert_int_equal(b->invalid[i].count, 1);
  }
  assert_true(text_is(b->invalid[2].examples[0].seen, "5"));
  check_invariants(b);
  batch_free(b);
  slots_helper_free(h);
}

static void test_ranks(void **state) {
  (void)state;
  SlotsHelper *h = slots_helper_new("t|text\nn|integer\nl|list|sep=;\n  it|text");
  Batch *b = open_batch(h);
  batch_begin_row(b, 1);
  batch_put_text(b, 0, 2, TEXT("late"));
  batch_put_text(b, 0, 1, TEXT("own"));
  batch_put_text(b, 0, 0, TEXT("  "));
  batch_put_text(b, 0, 1, TEXT("again"));
  batch_put_text(b, 1, 1, TEXT("x"));     // invalid, but a better one comes
  batch_put_text(b, 1, 0, TEXT("7"));
  batch_put_text(b, 2, 1, TEXT("a;b;c"));
  batch_put_text(b, 2, 0, TEXT("d; ;e"));
  batch_put_text(b, 2, 2, TEXT("f"));
  assert_int_equal(end_row(b), ROW_KEPT);
  assert_true(text_is(b->columns[0].texts[0], "own"));
  assert_int_equal(b->columns[1].ints[0], 7 * DECIMAL_ONE);
  assert_int_equal(b->invalid[1].count, 0);
  assert_int_equal(b->domain_rows[1], 2);
  assert_true(text_is(b->columns[3].texts[0], "d"));
  assert_true(text_is(b->columns[3].texts[1], "e"));
  batch_begin_row(b, 2);
  batch_put_text(b, 1, 1, TEXT("7"));
  batch_put_text(b, 1, 0, TEXT("x"));     // an invalid value is a value
  assert_int_equal(end_row(b), ROW_KEPT);
  assert_true(bit_get(b->columns[1].invalid, 1));
  assert_int_equal(b->invalid[1].count, 1);
  check_invariants(b);
  batch_free(b);
  slots_helper_free(h);
}

static void test_lists(void **state) {
  (void)state;
  SlotsHelper *h = slots_helper_new("n|list|sep=, \n  it|integer\ne|list|defempty\n  kind|one_of|values=a,b\n  tags|list|sep=;\n    it|text");
  uint32_t e = helper_find(h, "e"), kind = helper_find(h, "e.kind"), tags = helper_find(h, "e.tags");
  Batch *b = open_batch(h);
  batch_begin_row(b, 1);
  batch_put_text(b, 0, 0, TEXT("1, 2, x, 3")); // one bad element
  assert_true(batch_begin_list(b, e, 0));
  for (int i = 0; i < 200; i++) {
    batch_begin_element(b, e);
    batch_put_text(b, kind, 0, i == 7 ? TEXT("zzz") : TEXT("b"));
    if (i & 1) batch_put_text(b, tags, 0, TEXT("p;q"));
    batch_end_element(b, e);
  }
  batch_end_list(b, e);
  assert_int_equal(end_row(b), ROW_KEPT);
  check_invariants(b);
  assert_true(bit_get(b->columns[0].invalid, 0));
  assert_true(text_is(b->invalid[0].examples[0].seen, "x"));
  assert_int_equal(b->domain_rows[h->slots[0].element_domain], 0);
  assert_int_equal(b->domain_rows[h->slots[e].element_domain], 200);
  assert_int_equal(b->domain_rows[h->slots[tags].element_domain], 200);
  assert_int_equal(b->invalid[kind].count, 1);
  batch_begin_row(b, 2);
  assert_true(batch_begin_list(b, e, 0)); // begun, and the record turns out to be broken
  batch_begin_element(b, e);
  batch_put_text(b, kind, 0, TEXT("zzz"));
  batch_put_text(b, tags, 0, TEXT("p;q"));
  batch_drop_row(b);
  check_invariants(b);
  assert_int_equal(b->domain_rows[h->slots[tags].element_domain], 200);
  batch_begin_row(b, 3);
  assert_int_equal(end_row(b), ROW_KEPT);
  assert_true(bit_get(b->columns[e].known, 1)); // default empty
  assert_false(bit_get(b->columns[0].known, 1));
  assert_int_equal(b->invalid[kind].count, 1);
  check_invariants(b);
  batch_clear(b);
  check_invariants(b);
  batch_free(b);
  slots_helper_free(h);
}

static void test_key_and_defaults(void **state) {
  (void)state;
  SlotsHelper *h = slots_helper_new("id|text|key\nmail|email|required\nplan|text|default=free\nn|integer|defint=30000\nok|boolean|defint=1");
  Batch *b = open_batch(h);
  Text reason;
  batch_begin_row(b, 1);
  assert_int_equal(batch_end_row(b, &reason), ROW_REJECTED);
  assert_true(text_is(reason, "`id` is missing"));
  batch_begin_row(b, 2);
  batch_put_text(b, 0, 0, TEXT("k"));
  batch_put_text(b, 1, 0, TEXT("nobody"));
  assert_int_equal(batch_end_row(b, &reason), ROW_REJECTED);
  assert_true(text_is(reason, "`mail` is invalid: \"nobody\""));
  assert_int_equal(b->rows, 0);
  check_invariants(b);
  batch_begin_row(b, 3);
  batch_put_text(b, 0, 0, TEXT("k"));
  batch_put_text(b, 1, 0, TEXT("a@b.co"));
  batch_put_text(b, 3, 0, TEXT("x")); // invalid: no default
  assert_int_equal(batch_end_row(b, &reason), ROW_KEPT);
  assert_int_equal(b->records[0], 3);
  assert_true(text_is(b->columns[2].texts[0], "free"));
  assert_true(bit_get(b->columns[3].invalid, 0) && !bit_get(b->columns[3].known, 0));
  assert_true(bit_get(b->columns[4].yes, 0));
  assert_true(text_is(b->invalid[3].examples[0].key, "k"));
  assert_int_equal(b->invalid[3].examples[0].record, 3);
  check_invariants(b);
  batch_free(b);
  slots_helper_free(h);
}

static void test_full_and_examples(void **state) {
  (void)state;
  SlotsHelper *h = slots_helper_new("n|integer");
  Batch *b = open_batch(h);
  for (int round = 0; round < 2; round++) {
    for (uint32_t i = 0; i < BATCH_ROWS; i++) {
      assert_false(batch_full(b));
      batch_begin_row(b, i + 1);
      batch_put_text(b, 0, 0, i % 2 ? TEXT("x") : TEXT("3"));
      assert_int_equal(end_row(b), ROW_KEPT);
    }
    assert_true(batch_full(b));
    assert_int_equal(b->invalid[0].count, BATCH_ROWS / 2);
    assert_int_equal(b->invalid[0].example_count, LIMIT_EXAMPLES);
    check_invariants(b);
    batch_clear(b);
    check_invariants(b);
  }
  batch_free(b);
  slots_helper_free(h);
}

// ---- memory that runs out -------------------------------------------------------------------------------------------

typedef struct { long left, live; } Failing;
static void *failing_resize(void *user, void *block, size_t old_bytes, size_t new_bytes) {
  Failing *f = user;
  (void)old_bytes;
  if (new_bytes == 0) {
    f->live -= block != NULL;
    free(block);
    return NULL;
  }
  if (f->left-- <= 0) return NULL;
  f->live += block == NULL;
  return realloc(block, new_bytes);
}

static bool fill(Batch *b, uint32_t list, uint32_t field) {
  Text reason;
  bool whole = true;
  batch_begin_row(b, 1);
  batch_begin_list(b, list, 0);
  for (int i = 0; i < 300; i++) {
    batch_begin_element(b, list);
    batch_put_text(b, field, 0, TEXT("x"));
    batch_end_element(b, list);
  }
  batch_copy(b, TEXT("abc"));
  batch_end_list(b, list);
  whole = batch_end_row(b, &reason) == ROW_KEPT;
  check_invariants(b);
  return whole;
}

static void test_allocation_failures(void **state) {
  (void)state;
  SlotsHelper *h = slots_helper_new("id|text\ne|list\n  a|text\n  b|integer");
  bool done = false;
  for (long n = 0; !done; n++) {
    Failing f = {n, 0};
    Batch *b = batch_new(h->table, (Allocator){failing_resize, &f}, zone_utc(), NULL, NULL);
    if (b) {
      done = fill(b, 1, 2);
      f.left = 1000;
      batch_clear(b);
      assert_true(fill(b, 1, 2)); // it can be used again
      f.left = 0;
      batch_clear(b);
      assert_true(fill(b, 1, 2)); // and then asks for nothing more
      batch_free(b);
    }
    assert_int_equal(f.live, 0);
    assert_true(n < 1000);
  }
  slots_helper_free(h);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_text), cmocka_unit_test(test_checked_text), cmocka_unit_test(test_truth), cmocka_unit_test(test_numbers),
    cmocka_unit_test(test_times), cmocka_unit_test(test_values), cmocka_unit_test(test_kinds_kept_apart), cmocka_unit_test(test_ranks),
    cmocka_unit_test(test_lists), cmocka_unit_test(test_key_and_defaults), cmocka_unit_test(test_full_and_examples),
    cmocka_unit_test(test_allocation_failures),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
