// lsp_text_test.c -- places as editors count them, there and back over every offset; paths and URIs; words of a file.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "tools/lsp_text.h"

static Arena arena;
static jmp_buf escape;
static int begin(void **state) { (void)state; arena_init(&arena, allocator_default(), &escape); return 0; }
static int end(void **state) { (void)state; arena_free(&arena); return 0; }
static Text of(const char *s) { return (Text){s, (uint32_t)strlen(s)}; }

static void columns_of_characters(void **state) {
  (void)state;
  Lines l = lines_of(&arena, TEXT("a\xc3\xb6\xf0\x9f\x98\x80z"));
  static const struct { uint32_t offset, utf8, utf16; } places[] = {{0, 0, 0}, {1, 1, 1}, {3, 3, 2}, {7, 7, 4}, {8, 8, 5}};
  for (size_t i = 0; i < 5; i++) {
    assert_int_equal(position_of(&l, places[i].offset, true).column, places[i].utf8);
    assert_int_equal(position_of(&l, places[i].offset, false).column, places[i].utf16);
    assert_int_equal(offset_of(&l, 0, places[i].utf8, true), places[i].offset);
    assert_int_equal(offset_of(&l, 0, places[i].utf16, false), places[i].offset);
  }
  assert_int_equal(offset_of(&l, 0, 3, false), 3);      // between the halves of a pair: its beginning
  assert_int_equal(offset_of(&l, 0, 5, true), 3);       // inside a character
  assert_int_equal(offset_of(&l, 0, 1000000000000, false), 8);
  assert_int_equal(offset_of(&l, -1, 4, false), 0);
  assert_int_equal(offset_of(&l, 0, -9, false), 0);
  assert_int_equal(offset_of(&l, 7, 0, true), 8);
}
static void line_ends(void **state) {
  (void)state;
  Lines l = lines_of(&arena, TEXT("a\nb\r\nc\rd\n"));
  assert_int_equal(l.count, 5);
  static const struct { uint32_t offset, line, column; } places[] = {{0, 0, 0}, {1, 0, 1}, {2, 1, 0}, {3, 1, 1}, {5, 2, 0}, {6, 2, 1}, {7, 3, 0}, {9, 4, 0}};
  for (size_t i = 0; i < 8; i++) {
    Position p = position_of(&l, places[i].offset, false);
    assert_int_equal(p.line, places[i].line);
    assert_int_equal(p.column, places[i].column);
    assert_int_equal(offset_of(&l, p.line, p.column, false), places[i].offset);
  }
  assert_int_equal(offset_of(&l, 1, 50, false), 3);     // before CR LF
  Lines none = lines_of(&arena, (Text){0});
  assert_int_equal(none.count, 1);
  assert_int_equal(offset_of(&none, 3, 3, false), 0);
}
static void there_and_back(void **state) {
  (void)state;
  static const char *const pieces[] = {"a", "\n", "\r\n", "\r", "\xc3\xb6", "\xe2\x82\xac", "\xf0\x9f\x98\x80", " ", "\xff"};
  uint32_t seed = 7;
  for (int round = 0; round < 300; round++) {
    Buffer b = {0};
    for (int i = 0; i < 40; i++) { seed = seed * 1664525u + 1013904223u; const char *p = pieces[(seed >> 16) % 9]; buffer_put(&b, p, strlen(p)); }
    Lines l = lines_of(&arena, (Text){b.data, (uint32_t)b.size});
    const char *at = b.data, *stop = b.data + b.size;
    while (at < stop) {
      uint32_t offset = (uint32_t)(at - b.data);
      bool inside = offset > 0 && b.data[offset - 1] == '\r' && b.data[offset] == '\n'; // no place of its own
      for (int utf8 = 0; utf8 < 2 && !inside; utf8++) {
        Position p = position_of(&l, offset, utf8);
        assert_int_equal(offset_of(&l, p.line, p.column, utf8), offset);
      }
      text_decode(&at, stop);
    }
    buffer_free(&b);
  }
}
static void paths(void **state) {
  (void)state;
  static const struct { const char *uri, *path; } uris[] = {
    {"file:///a%20b/%C3%A4.rubric", "/a b/\xc3\xa4.rubric"}, {"file://host/x", "/x"}, {"file:///a%2", "/a%2"}, {"file:///%00", "/%00"}, {"untitled:Untitled-1", "untitled:Untitled-1"}, {"file://", ""}, {"", ""}};
  for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
    Text path = path_of_uri(&arena, of(uris[i].uri));
    assert_true(text_is(path, uris[i].path));
    if (path.size == 0 || path.data[0] != '/') continue;
    Buffer b = {0};
    put_uri(&b, path);
    assert_true(text_equal(path_of_uri(&arena, (Text){b.data + 1, (uint32_t)b.size - 2}), path));
    buffer_free(&b);
  }
  static const struct { const char *folder, *relative, *path; } joined[] = {
    {"/w/", "a.rubric", "/w/a.rubric"}, {"/w/b/", "../a.rubric", "/w/a.rubric"}, {"/w/", "./x//y/../a", "/w/x/a"}, {"", "a/./b", "a/b"}, {"/", "a", "/a"}, {"w/", "../../a", "w/../../a"}};
  for (size_t i = 0; i < sizeof joined / sizeof *joined; i++) assert_true(text_is(path_join(&arena, of(joined[i].folder), of(joined[i].relative)), joined[i].path));
}
static void words(void **state) {
  (void)state;
  Scan s = scan_text(&arena, TEXT("# a\nfit \"x\" +1 # b\r\n  when `a b` > 2 days \"open\n#c"));
  static const struct { ScanKind kind; const char *word; bool first; } want[] = {
    {SCAN_COMMENT, "# a", true}, {SCAN_NAME, "fit", true}, {SCAN_TEXT, "\"x\"", false}, {SCAN_SIGN, "+", false}, {SCAN_NUMBER, "1", false}, {SCAN_COMMENT, "# b", false}, {SCAN_NAME, "when", true},
    {SCAN_QUOTED_NAME, "`a b`", false}, {SCAN_SIGN, ">", false}, {SCAN_NUMBER, "2", false}, {SCAN_NAME, "days", false}, {SCAN_OPEN_TEXT, "\"open", false}, {SCAN_COMMENT, "#c", true}};
  assert_int_equal(s.count, sizeof want / sizeof *want);
  for (uint32_t i = 0; i < s.count; i++) {
    assert_true(text_is(scan_word(&s, i), want[i].word));
    assert_int_equal(s.words[i].kind, want[i].kind);
    assert_int_equal(s.words[i].first_on_line, want[i].first);
  }
  assert_int_equal(scan_at(&s, 0), 0);
  assert_int_equal(scan_at(&s, 3), 1);
  assert_int_equal(scan_at(&s, 1000), s.count);
  assert_int_equal(scan_text(&arena, (Text){0}).count, 0);
}
int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(columns_of_characters, begin, end), cmocka_unit_test_setup_teardown(line_ends, begin, end), cmocka_unit_test_setup_teardown(there_and_back, begin, end),
    cmocka_unit_test_setup_teardown(paths, begin, end), cmocka_unit_test_setup_teardown(words, begin, end)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
