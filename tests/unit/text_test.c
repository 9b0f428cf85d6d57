// text_test.c -- slices, UTF-8, folding on both roads, words, spelling distance.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/text.h"
#include <stdlib.h>

static Arena arena;
static jmp_buf escape;

static int setup(void **state) {
  (void)state;
  arena_init(&arena, allocator_default(), &escape);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}

static void assert_text(Text got, const char *want) {
  if (!text_is(got, want)) print_error("got \"%.*s\", want \"%s\"\n", (int)got.size, got.data ? got.data : "", want);
  assert_true(text_is(got, want));
}

// A copy without slack, so that a sanitizer sees any step outside.
static Text exact(const char *bytes, uint32_t size) {
  char *data = malloc(size ? size : 1);
  assert_non_null(data);
  memcpy(data, bytes, size);
  return (Text){data, size};
}

static void exact_free(Text t) { free((void *)(uintptr_t)t.data); }

static uint32_t random_next(uint64_t *seed) {
  *seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
  return (uint32_t)(*seed >> 33);
}

static void slices(void **state) {
  (void)state;
  assert_text(text_format(&arena, "%s %d", "a", 42), "a 42");
  assert_text(text_copy(&arena, TEXT("abc")), "abc");
  assert_string_equal(text_c(&arena, (Text){"abcdef", 3}), "abc");
  assert_true(text_equal(TEXT(""), (Text){NULL, 0}));
  assert_false(text_equal(TEXT("a"), TEXT("b")));
  assert_true(text_compare(TEXT("a"), TEXT("ab")) < 0);
  assert_true(text_compare(TEXT("b"), TEXT("ab")) > 0);
  assert_true(text_compare(TEXT("\xff"), TEXT("a")) > 0);
  assert_int_equal(text_compare(TEXT("ab"), TEXT("ab")), 0);
  assert_true(text_contains(TEXT("abc"), TEXT("bc")) && text_contains(TEXT("abc"), TEXT("")));
  assert_false(text_contains(TEXT("ab"), TEXT("abc")) || text_contains(TEXT("abc"), TEXT("ac")));
  assert_true(text_starts(TEXT("abc"), TEXT("ab")) && text_ends(TEXT("abc"), TEXT("bc")));
  assert_false(text_starts(TEXT("abc"), TEXT("b")) || text_ends(TEXT("abc"), TEXT("b")) || text_ends(TEXT("c"), TEXT("bc")));
}

static void empty_text_without_data(void **state) {
  (void)state;
  const Text none = {NULL, 0};
  char out[1];
  assert_true(text_valid_utf8(none, NULL));
  assert_int_equal(text_trim(none).size, 0);
  assert_int_equal(text_fold(&arena, none).size, 0);
  assert_int_equal(text_fold_untrimmed(&arena, none).size, 0);
  assert_int_equal(text_fold_ascii(none, out), 0);
  assert_int_equal(text_length(none), 0);
  assert_int_equal(text_hash(none, 7), text_hash(TEXT(""), 7));
  assert_false(text_has_words(none, TEXT("a")) || text_has_words(TEXT("a"), none) || text_has_any_word(none));
  assert_true(text_contains(none, none) && text_starts(none, none) && text_ends(none, none));
  assert_false(text_contains(none, TEXT("a")));
  assert_int_equal(text_distance(none, TEXT("ab"), 5), 2);
  assert_int_equal(text_copy(&arena, none).size, 0);
  assert_string_equal(text_c(&arena, none), "");
}

static void utf8_is_strict(void **state) {
  (void)state;
  static const struct { const char *bytes; uint32_t size, bad; } rows[] = {
    {"plain text, longer than a word", 30, UINT32_MAX}, {"caf\xc3\xa9", 5, UINT32_MAX}, {"\0a", 2, UINT32_MAX},
    {"\xf4\x8f\xbf\xbf", 4, UINT32_MAX}, {"\xee\x80\x80", 3, UINT32_MAX}, {"\xed\x9f\xbf", 3, UINT32_MAX},
    {"\xe0\xa0\x80", 3, UINT32_MAX}, {"\xf0\x90\x80\x80", 4, UINT32_MAX}, {"\xc2\x80", 2, UINT32_MAX},
    {"a\x80", 2, 1}, {"\xc0\x80", 2, 0}, {"\xc1\xbf", 2, 0}, {"\xe0\x9f\xbf", 3, 0}, {"\xed\xa0\x80", 3, 0},
    {"\xed\xbf\xbf", 3, 0}, {"\xf0\x8f\xbf\xbf", 4, 0}, {"\xf4\x90\x80\x80", 4, 0}, {"\xf5\x80\x80\x80", 4, 0},
    {"12345678\xff", 9, 8}, {"ab\xc3", 3, 2}, {"ab\xe2\x82", 4, 2}, {"\xf0\x9f\x98", 3, 0}, {"\xe2\x28\xa1", 3, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    uint32_t bad = UINT32_MAX;
    Text t = exact(rows[i].bytes, rows[i].size);
    assert_int_equal(text_valid_utf8(t, &bad), rows[i].bad == UINT32_MAX);
    assert_int_equal(bad, rows[i].bad);
    for (const char *at = t.data; at < t.data + t.size;) text_decode(&at, t.data + t.size);
    text_trim(t);
    exact_free(t);
  }
}

static void utf8_round_trip(void **state) {
  (void)state;
  for (uint32_t code = 0; code <= 0x10FFFF; code++) {
    if (code >= 0xD800 && code < 0xE000) continue;
    char bytes[4];
    Text t = {bytes, text_encode(code, bytes)};
    const char *at = t.data;
    if (!text_valid_utf8(t, NULL) || text_decode(&at, t.data + t.size) != code || at != t.data + t.size || text_length(t) != 1)
      fail_msg("U+%04X", code);
  }
  assert_int_equal(text_length(TEXT("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80")), 4);
}

static void trimming(void **state) {
  (void)state;
  assert_text(text_trim(TEXT(" \t\r\n a b \v\f")), "a b");
  assert_text(text_trim(TEXT("\xc2\xa0\xe3\x80\x80x\xe2\x80\xa8\xc2\x85")), "x");
  assert_text(text_trim(TEXT(" \xe2\x80\x83 ")), "");
  assert_text(text_trim(TEXT("\x1cx\x1f")), "\x1cx\x1f"); // separators of ASCII are no white space
  assert_text(text_trim(TEXT("\xe2\x80\x8bx")), "\xe2\x80\x8bx");
  uint32_t spaces = 0;
  for (uint32_t code = 0; code <= 0x10FFFF; code++) spaces += text_is_space(code);
  assert_int_equal(spaces, 25);
}

static void folding(void **state) {
  (void)state;
  static const struct { const char *in, *folded, *untrimmed; } rows[] = {
    {"VP  Sales", "vp sales", "vp sales"},
    {"  a\t\nB  ", "a b", " a b "},
    {"Stra\xc3\x9f" "e", "strasse", "strasse"},
    {"\xef\xbc\xb6\xef\xbc\xb0", "vp", "vp"},                              // full width
    {"E\xcc\x81", "\xc3\xa9", "\xc3\xa9"},                                 // composed
    {"soft\xc2\xadhyphen", "softhyphen", "softhyphen"},
    {"zero\xe2\x80\x8bwidth\xef\xbb\xbf", "zerowidth", "zerowidth"},
    {"\xe2\x81\xa5" "a\xf3\xa0\x80\x82\xef\xbf\xb0", "a", "a"},            // invisible, reserved
    {"\xc2\xa0" "A\xe2\x80\x83\xe3\x80\x80" "B\xe2\x80\xa9", "a b", " a b "},
    {" \xc2\xad \xc3\x89", "\xc3\xa9", " \xc3\xa9"},                       // a blank, nothing, a blank
    {"\xce\xa3\xcf\x82", "\xcf\x83\xcf\x83", "\xcf\x83\xcf\x83"},          // final sigma
    {"\xc4\xb0", "i\xcc\x87", "i\xcc\x87"},                                // I with dot; no locale
    {"\xef\xac\x81\xc2\xb2", "fi2", "fi2"},
    {"\xe2\x84\xa2", "tm", "tm"},
    {"\xc2\xa8", "\xcc\x88", " \xcc\x88"},                                 // a blank and a mark
    {"\xea\xad\xb0", "\xe1\x8e\xa0", "\xe1\x8e\xa0"},                      // Cherokee folds upwards
    {"", "", ""}, {"   ", "", " "}, {"\xe3\x80\x80", "", " "}, {"\x1c \x1d", "\x1c \x1d", "\x1c \x1d"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    assert_text(text_fold(&arena, text_of(rows[i].in)), rows[i].folded);
    assert_text(text_fold_untrimmed(&arena, text_of(rows[i].in)), rows[i].untrimmed);
  }
  const Text same = TEXT("caf\xc3\xa9 x"), plain = TEXT("vp sales");
  assert_ptr_equal(text_fold(&arena, same).data, same.data);
  assert_ptr_equal(text_fold(&arena, plain).data, plain.data);
  assert_int_equal(text_fold(&arena, (Text){"\xc3\x89\0B", 4}).size, 4); // NUL is a character like any other
  const Text broken = TEXT("\xc3\xc3\xff");
  assert_ptr_equal(text_fold(&arena, broken).data, broken.data);
}

// U+FDFA becomes 18 code points: beyond the stack, and beyond a code point a byte.
static void folding_long_texts(void **state) {
  (void)state;
  for (uint32_t count = 1; count < 3000; count = count * 2 + 1) {
    Text t = {arena_alloc(&arena, 3 * (size_t)count), 3 * count};
    for (uint32_t i = 0; i < count; i++) memcpy((char *)(uintptr_t)t.data + 3 * i, "\xef\xb7\xba", 3);
    assert_int_equal(text_length(text_fold(&arena, t)), 18 * count);
  }
}

// The plain rule for ASCII, byte by byte.
static uint32_t fold_slowly(Text t, char *out) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    bool blank = c == ' ' || (c >= 9 && c <= 13);
    if (blank && (size == 0 || out[size - 1] == ' ')) continue;
    out[size++] = blank ? ' ' : c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  return size && out[size - 1] == ' ' ? size - 1 : size;
}

static void both_roads_agree_on_ascii(void **state) {
  (void)state;
  uint64_t seed = 1;
  for (uint32_t round = 0; round < 40000; round++) {
    char bytes[48], slow[48], with_z[64], with_accent[64];
    uint32_t size = random_next(&seed) % 40, kind = random_next(&seed) % 3;
    for (uint32_t i = 0; i < size; i++) {
      uint32_t r = random_next(&seed);
      bytes[i] = (char)(kind == 0 ? r % 128 : kind == 1 ? (uint32_t)" \t\nAZaz@[`{"[r % 11] : 32 + r % 64);
    }
    Text t = exact(bytes, size), out = exact(bytes, size);
    int64_t fast_size = text_fold_ascii(t, (char *)(uintptr_t)out.data);
    assert_int_equal(fast_size, fold_slowly(t, slow));
    assert_memory_equal(out.data, slow, (size_t)fast_size);
    assert_true(text_equal(text_fold(&arena, t), (Text){slow, (uint32_t)fast_size}));

    // "é" in place of "z", at either end, makes the general road fold the same bytes.
    memcpy(with_z, bytes, size), with_z[size] = 'z';
    memcpy(with_accent, bytes, size), memcpy(with_accent + size, "\xc3\xa9", 2);
    Text z = text_fold(&arena, (Text){with_z, size + 1}), accent = text_fold(&arena, (Text){with_accent, size + 2});
    assert_true(text_equal((Text){z.data, z.size - 1}, (Text){accent.data, accent.size - 2}));
    with_z[0] = 'z', memcpy(with_z + 1, bytes, size);
    memcpy(with_accent, "\xc3\xa9", 2), memcpy(with_accent + 2, bytes, size);
    z = text_fold_untrimmed(&arena, (Text){with_z, size + 1}), accent = text_fold_untrimmed(&arena, (Text){with_accent, size + 2});
    assert_true(text_equal((Text){z.data + 1, z.size - 1}, (Text){accent.data + 2, accent.size - 2}));
    exact_free(t), exact_free(out);
    arena_reset(&arena);
  }
}

static void fast_road_refuses_other_bytes(void **state) {
  (void)state;
  char bytes[24], out[24];
  for (uint32_t size = 1; size <= 24; size++)
    for (uint32_t at = 0; at < size; at++) {
      memset(bytes, 'a', size);
      bytes[at] = (char)0x80;
      assert_int_equal(text_fold_ascii((Text){bytes, size}, out), -1);
    }
}

static void folding_twice_changes_nothing(void **state) {
  (void)state;
  static const uint32_t ranges[][2] = {{0, 0x600}, {0x300, 0x370}, {0x1100, 0x1200}, {0x1E00, 0x2200}, {0xAC00, 0xAD00},
                                       {0xF900, 0xFFFF}, {0x1D400, 0x1D800}, {0xE0000, 0xE0100}};
  uint64_t seed = 3;
  for (uint32_t round = 0; round < 30000; round++) {
    char bytes[64];
    uint32_t size = 0;
    for (uint32_t i = random_next(&seed) % 8 + 1; i > 0; i--) {
      const uint32_t *range = ranges[random_next(&seed) % 8];
      size += text_encode(range[0] + random_next(&seed) % (range[1] - range[0]), bytes + size);
    }
    Text once = text_fold(&arena, (Text){bytes, size});
    assert_true(text_valid_utf8(once, NULL));
    assert_true(text_equal(text_fold(&arena, once), once));
    arena_reset(&arena);
  }
}

static void words(void **state) {
  (void)state;
  static const struct { const char *haystack, *needle; bool has; } rows[] = {
    {"vp, sales", "vp sales", true}, {"director", "cto", false}, {"the cto", "cto", true}, {"cto", "cto", true},
    {"vp of sales", "vp sales", false}, {"avp sales", "vp sales", false}, {"vp vp sales", "vp sales", true},
    {"vp salesforce", "vp sales", false}, {"c++ developer", "c", true}, {"a a a b", "a a b", true},
    {"a b a b c", "a b c", true}, {"vp", "vp sales", false}, {"", "a", false}, {"a", "", false}, {"a", "+ -", false},
    {"chef-k\xc3\xb6" "chin", "k\xc3\xb6" "chin", true}, {"k\xc3\xb6" "chin", "k", false},
    {"x\xcc\x82y", "x", false},                                    // a combining mark belongs to its word
    {"\xe7\xa4\xbe\xe9\x95\xb7", "\xe7\xa4\xbe", false}, {"r&d", "r d", true}, {"r&d", "r&d", true}, {"web3", "web", false},
    {"a_b", "b", true}, {"\xe2\x80\x9cvp\xe2\x80\x9d", "vp", true}, {"\xc2\xbd vp", "\xc2\xbd", true},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (text_has_words(text_of(rows[i].haystack), text_of(rows[i].needle)) != rows[i].has)
      fail_msg("\"%s\" has \"%s\"", rows[i].haystack, rows[i].needle);
  assert_true(text_has_any_word(TEXT("- a")) && text_has_any_word(TEXT("7")));
  assert_false(text_has_any_word(TEXT("-- +")) || text_is_word('_') || text_is_word(0x110000) || text_is_word(UINT32_MAX));
  assert_true(text_is_word(0xE9) && text_is_word(0x301) && text_is_word(0x661) && text_is_word(0x2160) && text_is_word(0x4E00));
}

// Half a million words against a quarter of a million: an attempt at every word would take hours.
static void words_in_linear_time(void **state) {
  (void)state;
  Text haystack = {arena_alloc(&arena, 1000000), 1000000}, needle = {arena_alloc(&arena, 500001), 500001};
  for (uint32_t i = 0; i < 1000000; i++) ((char *)(uintptr_t)haystack.data)[i] = i % 2 ? ' ' : 'a';
  memcpy((char *)(uintptr_t)needle.data, haystack.data, 500001);
  assert_true(text_has_words(haystack, needle));
  ((char *)(uintptr_t)needle.data)[500000] = 'b';
  assert_false(text_has_words(haystack, needle));
}

// The whole table, without a band.
static uint32_t distance_slowly(Text a, Text b) {
  uint32_t d[12][12];
  for (uint32_t i = 0; i <= a.size; i++)
    for (uint32_t j = 0; j <= b.size; j++) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      uint32_t best = d[i - 1][j - 1] + (a.data[i - 1] != b.data[j - 1]);
      if (d[i - 1][j] + 1 < best) best = d[i - 1][j] + 1;
      if (d[i][j - 1] + 1 < best) best = d[i][j - 1] + 1;
      if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] && a.data[i - 2] == b.data[j - 1] && d[i - 2][j - 2] + 1 < best)
        best = d[i - 2][j - 2] + 1;
      d[i][j] = best;
    }
  return d[a.size][b.size];
}

static void distances(void **state) {
  (void)state;
  assert_int_equal(text_distance(TEXT("optin"), TEXT("opted_in"), 10), 3);
  assert_int_equal(text_distance(TEXT("ab"), TEXT("ba"), 10), 1);
  assert_int_equal(text_distance(TEXT("ca"), TEXT("abc"), 10), 3); // optimal string alignment
  assert_int_equal(text_distance(TEXT("A"), TEXT("a"), 10), 1);
  assert_int_equal(text_distance(TEXT("abc"), TEXT("xyz"), 2), UINT32_MAX);
  assert_int_equal(text_distance(TEXT("a"), TEXT("abcd"), 2), UINT32_MAX);
  assert_int_equal(text_distance(TEXT(""), TEXT(""), 0), 0);
  assert_int_equal(text_distance(TEXT("abc"), TEXT("xyz"), UINT32_MAX), 3);
  uint64_t seed = 9;
  for (uint32_t round = 0; round < 50000; round++) {
    char a[11], b[11];
    Text s = {a, random_next(&seed) % 11}, t = {b, random_next(&seed) % 11};
    for (uint32_t i = 0; i < 11; i++) a[i] = (char)('a' + random_next(&seed) % 3), b[i] = (char)('a' + random_next(&seed) % 3);
    uint32_t want = distance_slowly(s, t), at_most = random_next(&seed) % 12;
    assert_int_equal(text_distance(s, t, at_most), want <= at_most ? want : UINT32_MAX);
  }
}

static void suggestions(void **state) {
  (void)state;
  const Text values[] = {TEXT("opted_out"), TEXT("unknown"), TEXT("opted_in")};
  assert_int_equal(text_nearest(TEXT("optin"), values, 3), 2);
  assert_int_equal(text_nearest(TEXT("OPTED_OUT"), values, 3), 0);
  assert_int_equal(text_nearest(TEXT("unknwon"), values, 3), 1);
  assert_int_equal(text_nearest(TEXT("zebra"), values, 3), -1);
  assert_int_equal(text_nearest(TEXT("x"), values, 0), -1);
  const Text countries[] = {TEXT("US"), TEXT("UK")};
  assert_int_equal(text_nearest(TEXT("uk"), countries, 2), 1);
  assert_int_equal(text_nearest(TEXT("ux"), countries, 2), -1);
}

static void hashes(void **state) {
  (void)state;
  // Every size and every byte counts, and so does the key.
  char bytes[70] = {0};
  for (uint32_t size = 0; size < 70; size++) {
    uint64_t whole = text_hash((Text){bytes, size}, 5);
    assert_true(whole != text_hash((Text){bytes, size}, 6));
    if (size) assert_true(whole != text_hash((Text){bytes, size - 1}, 5));
    for (uint32_t i = 0; i < size; i++) {
      bytes[i] ^= 1;
      assert_true(whole != text_hash((Text){bytes, size}, 5));
      bytes[i] ^= 1;
    }
  }
  // Numbers as text spread evenly: chi-squared of 100,000 in 1000 buckets, by the low and the high bits.
  static uint32_t low[1000], high[1000];
  for (uint32_t i = 0; i < 100000; i++) {
    uint64_t h = text_hash(text_format(&arena, "lead-%u", i), 0);
    low[h % 1000]++;
    high[(h >> 32) * 1000 >> 32]++;
  }
  double chi_low = 0, chi_high = 0;
  for (uint32_t i = 0; i < 1000; i++) {
    chi_low += (low[i] - 100.0) * (low[i] - 100.0) / 100;
    chi_high += (high[i] - 100.0) * (high[i] - 100.0) / 100;
  }
  assert_true(chi_low > 800 && chi_low < 1200 && chi_high > 800 && chi_high < 1200);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(slices), cmocka_unit_test(empty_text_without_data), cmocka_unit_test(utf8_is_strict),
    cmocka_unit_test(utf8_round_trip), cmocka_unit_test(trimming), cmocka_unit_test(folding),
    cmocka_unit_test(folding_long_texts), cmocka_unit_test(both_roads_agree_on_ascii),
    cmocka_unit_test(fast_road_refuses_other_bytes), cmocka_unit_test(folding_twice_changes_nothing),
    cmocka_unit_test(words), cmocka_unit_test(words_in_linear_time), cmocka_unit_test(distances),
    cmocka_unit_test(suggestions), cmocka_unit_test(hashes),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
