// diag_test.c -- positions in sources, and mistakes as people see them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/diag.h"
#include "base/limits.h"

static Arena arena;
static jmp_buf escape;
static Sources sources;
static Diags diags;

static int setup(void **state) {
  (void)state;
  arena_init(&arena, allocator_default(), &escape);
  sources = (Sources){.arena = &arena};
  diags = (Diags){.arena = &arena};
  return 0;
}

static int teardown(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static void assert_text(Text got, const char *want) {
  if (!text_is(got, want)) print_error("got:\n%.*s\nwant:\n%s\n", (int)got.size, got.data, want);
  assert_true(text_is(got, want));
}

static void assert_position(uint32_t file, uint32_t offset, uint32_t line, uint32_t column) {
  uint32_t l, c;
  source_position(&sources, (Span){file, offset, offset}, &l, &c);
  assert_int_equal(l, line);
  assert_int_equal(c, column);
}

static void positions(void **state) {
  (void)state;
  uint32_t f = source_add(&sources, TEXT("a"), TEXT("\xEF\xBB\xBF" "ab\nc\xc3\xa9" "d\r\n\nlast"));
  assert_int_equal(sources.files.items[f]->line_count, 4);
  assert_position(f, 0, 1, 1);
  assert_position(f, 2, 1, 3);  // the line end belongs to its line
  assert_position(f, 3, 2, 1);
  assert_position(f, 6, 2, 3);  // after é
  assert_position(f, 9, 3, 1);
  assert_position(f, 14, 4, 5); // the end
  assert_position(f, 999, 4, 5);
  assert_text(source_line(&sources, f, 1), "ab");
  assert_text(source_line(&sources, f, 2), "c\xc3\xa9" "d");
  assert_text(source_line(&sources, f, 3), "");
  assert_text(source_line(&sources, f, 4), "last");
  assert_text(source_line(&sources, f, 5), "");
  assert_text(source_line(&sources, f, 0), "");

  uint32_t empty = source_add(&sources, TEXT("b"), (Text){NULL, 0});
  assert_int_equal(empty, 1);
  assert_position(empty, 0, 1, 1);
  assert_text(source_line(&sources, empty, 1), "");
  uint32_t ended = source_add(&sources, TEXT("c"), TEXT("x\n"));
  assert_int_equal(sources.files.items[ended]->line_count, 2);
  assert_position(ended, 2, 2, 1);
  uint32_t broken = source_add(&sources, TEXT("d"), TEXT("\xff\xff\xc3(x"));
  assert_position(broken, 4, 1, 5);
  Span joined = span_join((Span){1, 5, 7}, (Span){1, 2, 6});
  assert_true(joined.file == 1 && joined.start == 2 && joined.end == 7);
}

static void codes(void **state) {
  (void)state;
  assert_string_equal(error_code(ERROR_UNKNOWN_VALUE), "E031");
  assert_string_equal(error_title(ERROR_FILE), "a file cannot be read");
  for (uint32_t i = 1; i < ERROR_COUNT; i++) // ascending, hence each once
    assert_true(text_compare(text_of(error_code((ErrorId)(i - 1))), text_of(error_code((ErrorId)i))) < 0);
}

static void looks_as_promised(void **state) {
  (void)state;
  Text bytes = TEXT("schema Lead {\n  consent text\n}\ndisqualify \"x\" when consent is \"optin\"\n");
  uint32_t f = source_add(&sources, TEXT("inbound.rubric"), bytes);
  Diag *d = diag_add(&diags, ERROR_UNKNOWN_VALUE, (Span){f, 62, 69}, "`%s` is never \"%s\"", "consent", "optin");
  diag_label(&diags, d, "its values are \"opted_out\", \"%s\"", "opted_in");
  diag_help(&diags, d, "did you mean \"opted_in\"?");
  diag_note(&diags, d, (Span){f, 16, 23}, "`%s` is declared here", "consent");
  diag_note(&diags, d, (Span){f, 0, 6}, "second");
  diag_note(&diags, d, (Span){f, 0, 6}, "there is no room for a third");
  assert_text(diag_render(&arena, &sources, d, false),
              "inbound.rubric:4:32: error[E031]: `consent` is never \"optin\"\n"
              "    4 | disqualify \"x\" when consent is \"optin\"\n"
              "      |                                ^^^^^^^ its values are \"opted_out\", \"opted_in\"\n"
              "   help: did you mean \"opted_in\"?\n"
              "   note: inbound.rubric:2:3: `consent` is declared here\n"
              "   note: inbound.rubric:1:1: second\n");
  Text colored = diag_render(&arena, &sources, d, true);
  assert_true(text_contains(colored, TEXT("\x1b[1;31merror[E031]:\x1b[0m")));
}

static void assert_looks(const char *bytes, uint32_t start, uint32_t end, const char *want) {
  uint32_t f = source_add(&sources, TEXT("f"), text_of(bytes));
  assert_text(diag_render(&arena, &sources, &(Diag){.id = ERROR_SYNTAX, .span = {f, start, end}, .message = TEXT("m")}, false), want);
}

static void awkward_places(void **state) {
  (void)state;
  assert_looks("ab", 2, 2, "f:1:3: error[E010]: m\n    1 | ab\n      |   ^\n");
  assert_looks("", 0, 0, "f:1:1: error[E010]: m\n");
  assert_looks("", 7, 99, "f:1:1: error[E010]: m\n"); // nothing to show
  assert_looks("ab", 1, 0, "f:1:2: error[E010]: m\n    1 | ab\n      |  ^\n");
  assert_looks("ab\r\ncd", 3, 6, "f:1:4: error[E010]: m\n    1 | ab\n      |   ^\n");   // begins in a line end
  assert_looks("ab\ncd", 1, 5, "f:1:2: error[E010]: m\n    1 | ab\n      |  ^\n");       // goes on in the next line
  assert_looks("\tx", 1, 2, "f:1:2: error[E010]: m\n    1 |     x\n      |     ^\n");
  assert_looks("\xe7\xa4\xbe x", 4, 5, "f:1:3: error[E010]: m\n    1 | \xe7\xa4\xbe x\n      |    ^\n"); // two cells
  assert_looks("e\xcc\x81 x", 4, 5, "f:1:4: error[E010]: m\n    1 | e\xcc\x81 x\n      |   ^\n");        // one cell
}

static void nothing_moves_the_cursor(void **state) {
  (void)state;
  assert_looks("a\x1b[2Jb", 5, 6, "f:1:6: error[E010]: m\n    1 | a\\u{1B}[2Jb\n      |           ^\n");
  assert_looks("\xe2\x80\xaex", 0, 3, "f:1:1: error[E010]: m\n    1 | \\u{202E}x\n      | ^^^^^^^^\n");
  assert_looks("a\xff" "b", 1, 2, "f:1:2: error[E010]: m\n    1 | a\\xFFb\n      |  ^^^^\n");
  assert_looks("a\xef\xbf\xbd" "b", 4, 5, "f:1:3: error[E010]: m\n    1 | a\xef\xbf\xbd" "b\n      |   ^\n");
  Diag d = {.id = ERROR_FILE, .span = {UINT32_MAX, 0, 0}, .message = TEXT("no \n\x07\xc2\x85 file"), .help = TEXT("\x1b")};
  assert_text(diag_render(&arena, &sources, &d, false), "error[E001]: no \\u{A}\\u{7}\\u{85} file\n   help: \\u{1B}\n");
}

static void long_lines_are_cut(void **state) {
  (void)state;
  static char line[2001];
  for (uint32_t i = 0; i < 2000; i += 2) line[i] = '\xc3', line[i + 1] = '\xa9';
  uint32_t f = source_add(&sources, TEXT("f"), (Text){line, 2000});
  for (uint32_t start = 0; start <= 2000; start += 2)
    for (uint32_t length = 0; length <= 600; length += 200) {
      Diag d = {.id = ERROR_SYNTAX, .span = {f, start, start + length}, .message = TEXT("m")};
      Text shown = diag_render(&arena, &sources, &d, false);
      assert_true(shown.size < 700 && text_valid_utf8(shown, NULL));
      assert_int_equal(text_contains(shown, TEXT("| …")), start > 100);
      arena_reset(&arena);
      sources = (Sources){.arena = &arena};
      f = source_add(&sources, TEXT("f"), (Text){line, 2000});
    }
}

static void kept_and_dropped(void **state) {
  (void)state;
  for (uint32_t i = 0; i < LIMIT_ERRORS; i++) diag_add(&diags, ERROR_SYNTAX, (Span){i % 2, 100 - i, 100}, "%u", i);
  assert_int_equal(diags.dropped, 0);
  size_t used = 0;
  for (uint32_t i = 0; i < 100000; i++) {
    Diag *d = diag_add(&diags, ERROR_SYNTAX, (Span){0}, "%u", i);
    assert_non_null(d);
    diag_label(&diags, d, "%u", i);
    diag_help(&diags, d, "%u", i);
    diag_note(&diags, d, (Span){0}, "%u", i);
    if (i == 0) used = arena.used_bytes;
  }
  assert_int_equal(diags.items.count, LIMIT_ERRORS);
  assert_int_equal(diags.dropped, 100000);
  assert_int_equal(arena.used_bytes, used);
  diag_sort(&diags);
  for (uint32_t i = 1; i < LIMIT_ERRORS; i++) {
    Span a = diags.items.items[i - 1]->span, b = diags.items.items[i]->span;
    assert_true(a.file < b.file || (a.file == b.file && a.start <= b.start));
  }
}

static void sorting_keeps_the_order_of_equals(void **state) {
  (void)state;
  static const Span spans[] = {{0, 9, 9}, {0, 5, 8}, {0, 5, 6}, {0, 9, 9}, {0, 5, 8}};
  static const char *const want[] = {"2", "1", "4", "0", "3"};
  for (uint32_t i = 0; i < 5; i++) diag_add(&diags, ERROR_SYNTAX, spans[i], "%u", i);
  diag_sort(&diags);
  for (uint32_t i = 0; i < 5; i++) assert_text(diags.items.items[i]->message, want[i]);
  Diags none = {.arena = &arena};
  diag_sort(&none);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static void test_one_line(void **state) {
  (void)state;
  static const struct { const char *piece, *want; } cases[] = {
    {"", ""}, {"  \n ", ""}, {"a", "a"}, {"a  b\n\tc ", "a b c"}, {"a # not b\n  c", "a c"}, {"a#b", "a"}, {"\"x  # y\"  z", "\"x  # y\" z"},
    {"\"a\\\"  #b\" c # d", "\"a\\\"  #b\" c"}, {"`Lead  Source`  is", "`Lead  Source` is"}, {"# only", ""}, {"a\r\nb", "a b"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_text(source_one_line(&arena, text_of(cases[i].piece)), cases[i].want);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_one_line, setup, teardown),
    TEST(positions), TEST(codes), TEST(looks_as_promised), TEST(awkward_places), TEST(nothing_moves_the_cursor),
    TEST(long_lines_are_cut), TEST(kept_and_dropped), TEST(sorting_keeps_the_order_of_equals),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
