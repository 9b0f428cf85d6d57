// csv_read_test.c -- headers, cells and records of CSV lead files.
#define _GNU_SOURCE // memfd_create
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "leads_helper.h"

static const char SCHEMA[] = "id|text|key|from=Lead ID\nemail|email|from=E-Mail,properties.email\nn|integer\ntags|list|sep=;\n  it|text\n"
                             "events|list\n  kind|text\n  at|time\nhome|record\n  city|text\nstage|text|previous";

static Leads open_text(Text text) {
  Leads l = leads_open(SCHEMA, text, 1 << 20);
  assert_non_null(l.chunks);
  return l;
}
static Leads read_text(Text text) {
  Leads l = open_text(text);
  assert_non_null(l.decoder);
  assert_true(leads_next(&l));
  return l;
}
#define OPEN(text) open_text(TEXT(text))
#define READ(text) read_text(TEXT(text))

static void test_names(void **state) {
  (void)state;
  Leads l = READ("\xEF\xBB\xBF  lead id ,E-MAIL,N,Tags,previous.stage,Other,\n7,a@b.co,3,x; ;y,SQL,zz,\n");
  VALUE(&l, "id", 0, "7");
  VALUE(&l, "email", 0, "a@b.co");
  VALUE(&l, "n", 0, "3");
  VALUE(&l, "tags", 0, "0..2");
  VALUE(&l, "previous.stage", 0, "SQL");
  assert_int_equal(l.plan->unknown_count, 1);
  assert_true(text_is(l.plan->unknown[0], "Other"));
  leads_close(&l);
  l = READ("Lead ID,properties.email,ID,e-mail\nb,p@q.co,,x@y.co\nc,p@q.co,d,\n");
  VALUE(&l, "id", 0, "b");
  VALUE(&l, "email", 0, "x@y.co");
  VALUE(&l, "id", 1, "d");
  VALUE(&l, "email", 1, "p@q.co");
  leads_close(&l);
}

static void header_refused(Text text, const char *why) {
  Leads l = open_text(text);
  assert_null(l.decoder);
  char error[500];
  snprintf(error, sizeof error, "%.*s", (int)l.plan->error.size, l.plan->error.data);
  assert_string_equal(error, why);
  leads_close(&l);
}

static void test_header_errors(void **state) {
  (void)state;
  header_refused(TEXT("id,n,N \n1,2,3\n"), "columns 2 (\"n\") and 3 (\"N\") have one name, and `n` reads it");
  header_refused(TEXT("email,n\n1,2\n"), "there is no column for the key field `id` (looked for \"id\", \"Lead ID\"): name it in the schema, with from \"…\"");
  header_refused(TEXT("id,\"n\nx"), "a quote in the header is not closed, or something follows it");
  header_refused(TEXT("\xFF\xFEi"), "it is UTF-16: save it as UTF-8 text (in Excel: CSV UTF-8)");
  header_refused(TEXT("id,\xFF\n"), "the header row is not UTF-8: save it as UTF-8 text");
  Leads l = READ("id,x,X\n1,2,3\n"); // nobody reads x
  assert_int_equal(l.batch->rows, 1);
  leads_close(&l);
}

static void test_cells(void **state) {
  (void)state;
  Leads l = READ("id;email;tags;x\r\n\"a;\"\"b\"\"\";;\"p;q\";\"two\nlines\"\r\n\r\nc;\"\";;d\"e\r\n");
  assert_int_equal(l.batch->rows, 2);
  VALUE(&l, "id", 0, "a;\"b\"");
  VALUE(&l, "tags", 0, "0..2");
  VALUE(&l, "id", 1, "c");
  VALUE(&l, "email", 1, "?");
  assert_int_equal(l.batch->records[1], 2);
  leads_close(&l);
  l = READ("id\nx\n \n\"\"\ny"); // one column; blank lines are no records, a quoted empty cell is one
  assert_int_equal(l.batch->rows, 2);
  REJECT(&l, 0, 2, 4, "`id` is missing");
  VALUE(&l, "id", 1, "y");
  assert_int_equal(l.batch->records[1], 3);
  leads_close(&l);
  l = READ("id\tn\na\t1\n\t2\n");
  assert_int_equal(l.batch->rows, 1);
  REJECT(&l, 0, 2, 3, "`id` is missing");
  leads_close(&l);
}

static void test_json_cells(void **state) {
  (void)state;
  Leads l = READ("id,events,home\n1,\"[{\"\"kind\"\":\"\"x\"\",\"\"at\"\":\"\"2026-01-01\"\"},{\"\"kind\"\":\"\"y\"\"}]\",\"{\"\"city\"\":\"\"Rome\"\"}\"\n2,\"[{]\",[]\n3,,\n");
  VALUE(&l, "events", 0, "0..2");
  VALUE(&l, "events.kind", 1, "y");
  VALUE(&l, "home.city", 0, "Rome");
  VALUE(&l, "events", 1, "!");
  VALUE(&l, "home", 1, "!");
  VALUE(&l, "events", 2, "?");
  leads_close(&l);
}

static void test_refused(void **state) {
  (void)state;
  Leads l = READ("id,n\n1\n2,3,4\n5,6,7,8,9,10\n\"a\"b,1\n\xFF,1\nok\xC3\xA9,2\n9,\"open\n");
  assert_int_equal(l.batch->rows, 1);
  VALUE(&l, "id", 0, "ok\xC3\xA9");
  REJECT(&l, 0, 1, 2, "1 cell where the header has 2");
  REJECT(&l, 1, 2, 3, "more cells than the header's 2");
  REJECT(&l, 2, 3, 4, "more cells than the header's 2");
  REJECT(&l, 3, 4, 5, "something between a closing quote and the next cell");
  REJECT(&l, 4, 5, 6, "not valid UTF-8");
  REJECT(&l, 5, 7, 8, "a quote that is not closed");
  assert_true(text_is(l.rejects[1].raw, "2,3,4"));
  assert_int_equal(l.batch->records[0], 6);
  leads_close(&l);
}

// Wide records around the blocks of 64 bytes in which delimiters are looked for.
static void test_widths(void **state) {
  (void)state;
  for (int width = 1; width < 200; width++) {
    char text[4000];
    int size = sprintf(text, "id");
    for (int i = 1; i < width; i++) size += sprintf(text + size, ",c%d", i);
    size += sprintf(text + size, ",n\nk");
    for (int i = 1; i < width; i++) size += sprintf(text + size, i % 3 ? "," : ",x");
    size += sprintf(text + size, ",%d\nshort\n", width);
    Leads l = read_text((Text){text, (uint32_t)size});
    char wanted[16];
    snprintf(wanted, sizeof wanted, "%d", width);
    assert_int_equal(l.batch->rows, 1);
    VALUE(&l, "n", 0, wanted);
    assert_int_equal(l.reject_count, 1);
    leads_close(&l);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_names), cmocka_unit_test(test_header_errors), cmocka_unit_test(test_cells),
    cmocka_unit_test(test_json_cells), cmocka_unit_test(test_refused), cmocka_unit_test(test_widths),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
