// match_test.c -- looks against the plain text functions, one needle and one text at a time; tables; patterns; memory.
#include "base/formats.h"
#include "vm/match.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <stdio.h>
#include <cmocka.h>

// ---- programs by hand

typedef struct Fixture {
  Program program;
  Arena arena, scratch;
  jmp_buf escape;
  VEC(char) bytes;
  VEC(StringRef) strings;
  VEC(Needle) needles;
  VEC(Predicate) predicates;
  VEC(Look) looks;
  VEC(TableInfo) tables;
  VEC(TableColumnInfo) columns;
  VEC(TableCell) cells;
  uint64_t random;
  Matcher *matcher;
  MatchMemory *memory;
} Fixture;

static void fixture_begin(Fixture *f, uint64_t seed) {
  memset(f, 0, sizeof *f);
  f->random = seed;
  arena_init(&f->arena, allocator_default(), &f->escape);
  arena_init(&f->scratch, allocator_default(), &f->escape);
  *VEC_PUSH(&f->arena, &f->bytes) = '-';        // a program has bytes
}

static uint32_t below(Fixture *f, uint32_t limit) {
  f->random = f->random * 6364136223846793005ULL + 1442695040888963407ULL;
  return (uint32_t)((f->random >> 33) % limit);
}

static uint32_t add_string(Fixture *f, Text text) {
  uint32_t at = f->bytes.count;
  for (uint32_t i = 0; i < text.size; i++) *VEC_PUSH(&f->arena, &f->bytes) = text.data[i];
  *VEC_PUSH(&f->arena, &f->strings) = (StringRef){at, text.size};
  return f->strings.count - 1;
}

// As the compiler stores it.
static Text prepare(Fixture *f, NeedleKind kind, Text text) {
  char phone[PHONE_KEY_BYTES];
  uint32_t size;
  switch (kind) {
    case NEEDLE_IS: case NEEDLE_HAS: return text_fold(&f->arena, text);
    case NEEDLE_CONTAINS: case NEEDLE_STARTS: case NEEDLE_ENDS: return text_fold_untrimmed(&f->arena, text);
    case NEEDLE_PHONE:
      size = phone_key(text_trim(text), phone);
      return size ? text_copy(&f->arena, (Text){phone, size}) : text_fold(&f->arena, text);
    default: return text;
  }
}

static void add_needle(Fixture *f, NeedleKind kind, Text text) {
  uint32_t string = add_string(f, prepare(f, kind, text));
  *VEC_PUSH(&f->arena, &f->needles) = (Needle){kind, string};
}

static void add_predicate(Fixture *f, uint32_t count, bool all) {       // of the newest needles
  *VEC_PUSH(&f->arena, &f->predicates) = (Predicate){f->needles.count - count, count, all, 0};
}

static void add_one(Fixture *f, NeedleKind kind, const char *text) {
  add_needle(f, kind, text_of(text));
  add_predicate(f, 1, false);
}

static void add_look(Fixture *f, uint32_t first) {
  *VEC_PUSH(&f->arena, &f->looks) = (Look){first, f->predicates.count - first};
}

static void fixture_seal(Fixture *f) {
  Program *p = &f->program;
  p->bytes = f->bytes.items, p->bytes_count = f->bytes.count;
  p->strings = f->strings.items, p->strings_count = f->strings.count;
  p->needles = f->needles.items, p->needles_count = f->needles.count;
  p->predicates = f->predicates.items, p->predicates_count = f->predicates.count;
  p->looks = f->looks.items, p->looks_count = f->looks.count;
  p->tables = f->tables.items, p->tables_count = f->tables.count;
  p->table_columns = f->columns.items, p->table_columns_count = f->columns.count;
  p->table_cells = f->cells.items, p->table_cells_count = f->cells.count;
}

static void fixture_ready(Fixture *f) {
  const char *why;
  fixture_seal(f);
  f->matcher = matcher_new(&f->program, allocator_default(), &why);
  if (!f->matcher) fail_msg("%s", why);
  f->memory = match_memory_new(f->matcher, allocator_default());
  assert_non_null(f->memory);
}

static void fixture_end(Fixture *f) {
  match_memory_free(f->memory);
  matcher_free(f->matcher);
  arena_free(&f->arena);
  arena_free(&f->scratch);
}

// ---- the plain truth

static bool needle_true(Fixture *f, const Needle *needle, Text text) {
  Text folded = text_fold(&f->scratch, text), n = program_text(&f->program, needle->string);
  switch ((NeedleKind)needle->kind) {
    case NEEDLE_IS: return text_equal(folded, n);
    case NEEDLE_HAS: return text_has_words(folded, n);
    case NEEDLE_CONTAINS: return text_contains(folded, n);
    case NEEDLE_STARTS: return text_starts(folded, n);
    case NEEDLE_ENDS: return text_ends(folded, n);
    case NEEDLE_EXACT: return text_equal(text, n);
    case NEEDLE_PHONE: return text_equal(prepare(f, NEEDLE_PHONE, text), n);
    case NEEDLE_REGEX: case NEEDLE_KINDS: break;
  }
  fail();
  return false;
}

static bool predicate_true(Fixture *f, uint32_t predicate, Text text) {
  const Predicate *p = &f->program.predicates[predicate];
  uint32_t found = 0;
  for (uint32_t i = 0; i < p->needle_count; i++) found += needle_true(f, &f->program.needles[p->needles + i], text);
  return p->all ? found == p->needle_count : found > 0;
}

// ---- running

typedef struct Truths { Column *columns, **out; uint32_t words; } Truths;

// Buffers begin full of ones: a kernel must clear them.
static Truths truths_new(Fixture *f, uint32_t count, uint32_t rows) {
  Truths t = {ARENA_MANY(&f->arena, Column, count), ARENA_MANY(&f->arena, Column *, count), bits_words(rows)};
  for (uint32_t p = 0; p < count; p++) {
    t.out[p] = &t.columns[p];
    t.columns[p].known = arena_alloc_aligned(&f->arena, t.words * 8, 64);
    t.columns[p].yes = arena_alloc_aligned(&f->arena, t.words * 8, 64);
    memset(t.columns[p].known, 0xFF, t.words * 8);
    memset(t.columns[p].yes, 0xFF, t.words * 8);
  }
  return t;
}

static Column texts_column(Fixture *f, const Text *texts, uint32_t rows) {      // data NULL: unknown
  Column c = {.known = arena_alloc_aligned(&f->arena, bits_words(rows) * 8, 64)};
  c.texts = arena_alloc_aligned(&f->arena, sizeof(Text) * bits_words(rows) * 64, 64);
  for (uint32_t r = 0; r < rows; r++) {
    if (!texts[r].data) continue;
    bit_set(c.known, r);
    c.texts[r] = texts[r];
  }
  return c;
}

static Truths run_look(Fixture *f, uint32_t look, const Column *column, uint32_t rows) {
  Truths t = truths_new(f, f->program.looks[look].predicate_count, rows);
  match_look(f->matcher, f->memory, look, column, rows, t.out, &f->scratch);
  for (uint32_t p = 0; p < f->program.looks[look].predicate_count; p++) {
    assert_memory_equal(t.columns[p].known, column->known, t.words * 8);
    for (uint32_t w = 0; w < t.words; w++) assert_int_equal(t.columns[p].yes[w] & ~column->known[w], 0);
  }
  return t;
}

static void check_look(Fixture *f, uint32_t look, const Text *texts, uint32_t rows) {
  Column column = texts_column(f, texts, rows);
  Truths t = run_look(f, look, &column, rows);
  const Look *l = &f->program.looks[look];
  for (uint32_t p = 0; p < l->predicate_count; p++)
    for (uint32_t r = 0; r < rows; r++)
      if (texts[r].data && bit_get(t.columns[p].yes, r) != predicate_true(f, l->predicates + p, texts[r]))
        fail_msg("look %u predicate %u text [%.*s]", look, p, (int)texts[r].size, texts[r].data);
  arena_reset(&f->scratch);
}

static bool yes(Fixture *f, uint32_t predicate, const char *text) {
  Text t = text_of(text);
  Column column = texts_column(f, &t, 1);
  return bit_get(run_look(f, 0, &column, 1).columns[predicate].yes, 0);
}

// ---- random texts, made of few pieces so that they meet

static const char *const pieces[] = {"vp", "VP", " ", "  ", ",", "Sales", "sales", "a", "b", "ab", "É", "é", "e\xcc\x81", "ß", "ss", "ﬁ",
  "\xe2\x80\x8b", "\xc2\xa0", "日本", "-", "head of", "of", "\t", "1", "+49 30 1234567", ".", "İ", "Ω", "Σ", "ς", "\xcc\x81", "\n", "x12"};

static Text random_text(Fixture *f, uint32_t most) {
  char buffer[2048];
  uint32_t size = 0, count = below(f, most + 1);
  for (uint32_t i = 0; i < count; i++) {
    const char *piece = pieces[below(f, sizeof pieces / sizeof *pieces)];
    size_t bytes = strlen(piece);
    if (size + bytes > sizeof buffer) break;
    memcpy(buffer + size, piece, bytes), size += (uint32_t)bytes;
  }
  return text_copy(&f->arena, (Text){buffer, size});
}

static Text random_lead(Fixture *f) {
  uint32_t most = below(f, 20) == 0 ? 200 : 8;
  Text t = text_trim(random_text(f, most));
  return below(f, 8) == 0 ? (Text){0} : t;
}

static void check_random(Fixture *f, uint32_t kinds, bool with_all, uint32_t predicates, uint32_t rows) {
  uint32_t first = f->predicates.count, look = f->looks.count;
  for (uint32_t p = 0; p < predicates; p++) {
    uint32_t count = below(f, 4);
    for (uint32_t n = 0; n < count; n++) {
      uint32_t kind;
      do kind = below(f, NEEDLE_KINDS);
      while (kind == NEEDLE_REGEX || !(kinds >> kind & 1));
      add_needle(f, (NeedleKind)kind, random_text(f, 1 + below(f, 5)));
    }
    add_predicate(f, count, with_all && below(f, 2));
  }
  add_look(f, first);
  fixture_ready(f);
  Text *texts = ARENA_MANY(&f->arena, Text, rows);
  for (uint32_t round = 0; round < 3; round++) {
    for (uint32_t r = 0; r < rows; r++) texts[r] = random_lead(f);
    check_look(f, look, texts, rows);
    check_look(f, look, texts, rows);   // from memory
  }
}

static void every_kind_alone(void **state) {
  (void)state;
  const uint32_t rows[] = {1, 63, 64, 65, 1023, 1024};
  for (uint32_t kind = 0; kind < NEEDLE_KINDS; kind++) {
    if (kind == NEEDLE_REGEX) continue;
    for (uint32_t i = 0; i < 18; i++) {
      static Fixture f;
      fixture_begin(&f, 100 * kind + i);
      check_random(&f, 1u << kind, i & 1, 1 + below(&f, 12), rows[i % 6]);
      fixture_end(&f);
    }
  }
}

static void every_kind_together(void **state) {
  (void)state;
  for (uint32_t i = 0; i < 60; i++) {
    static Fixture f;
    fixture_begin(&f, 7000 + i);
    check_random(&f, ~0u, true, 1 + below(&f, 40), 1 + below(&f, 200));
    fixture_end(&f);
  }
}

// ---- what the language says, by name

static void written_out(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 1);
  add_one(&f, NEEDLE_CONTAINS, "vp ");          // 0
  add_one(&f, NEEDLE_HAS, "cto");               // 1
  add_one(&f, NEEDLE_HAS, "VP, Sales");         // 2
  add_one(&f, NEEDLE_HAS, "vp sales");          // 3: the same words as 2
  add_one(&f, NEEDLE_EXACT, "CEO");             // 4
  add_one(&f, NEEDLE_IS, "ceo");                // 5
  add_one(&f, NEEDLE_CONTAINS, "");             // 6
  add_predicate(&f, 0, true);                   // 7
  add_predicate(&f, 0, false);                  // 8
  add_needle(&f, NEEDLE_HAS, TEXT("head")), add_needle(&f, NEEDLE_HAS, TEXT("Head")), add_needle(&f, NEEDLE_HAS, TEXT("sales"));
  add_predicate(&f, 3, true);                   // 9
  add_one(&f, NEEDLE_PHONE, "+1 (555) 123-4567"); // 10
  add_one(&f, NEEDLE_HAS, "--");                // 11: no word
  add_look(&f, 0);
  fixture_ready(&f);
  assert_true(yes(&f, 0, "VP Sales"));
  assert_false(yes(&f, 0, "vp"));
  assert_false(yes(&f, 1, "Director"));
  assert_true(yes(&f, 1, "(CTO)"));
  assert_true(yes(&f, 2, "the vp/sales") && yes(&f, 3, "the VP,  SALES") && !yes(&f, 3, "vp of sales") && !yes(&f, 3, "vp salesman"));
  assert_true(yes(&f, 4, "CEO") && !yes(&f, 4, "ceo") && yes(&f, 5, "CEO"));
  assert_true(yes(&f, 6, "x") && yes(&f, 6, "") && yes(&f, 7, "x") && !yes(&f, 8, "x"));
  assert_true(yes(&f, 9, "Head of sales") && !yes(&f, 9, "head head"));
  assert_true(yes(&f, 10, "+15551234567") && !yes(&f, 10, "15551234567") && yes(&f, 10, "+1 555 123 4567 x99"));
  assert_false(yes(&f, 11, "a -- b"));
  fixture_end(&f);
}

// ---- size

static void ten_thousand_predicates(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 3);
  for (uint32_t p = 0; p < 10000; p++) {
    char text[32];
    snprintf(text, sizeof text, "needle %u", p);
    add_needle(&f, (NeedleKind)(p % NEEDLE_EXACT), text_of(text));
    if (p % 10 == 0) add_needle(&f, NEEDLE_CONTAINS, TEXT("zebra"));
    add_predicate(&f, p % 10 == 0 ? 2 : 1, false);
  }
  add_look(&f, 0);
  fixture_ready(&f);
  Text texts[24];
  for (uint32_t r = 0; r < 24; r++) {
    texts[r] = r % 3 == 0 ? text_format(&f.arena, "Needle %u", below(&f, 10000)) : r % 3 == 1 ? text_format(&f.arena, "a needle %u b", below(&f, 10000)) : TEXT("nothing");
    if (r % 8 == 7) texts[r] = text_format(&f.arena, "Zebra %u", r);
  }
  check_look(&f, 0, texts, 24);
  check_look(&f, 0, texts, 24);
  fixture_end(&f);
}

// Too many states for a dense table.
static void very_many_keywords(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 4);
  const uint32_t count = 60000;
  for (uint32_t i = 0; i < count; i++) {
    char text[40];
    snprintf(text, sizeof text, "%x-%x", below(&f, 1u << 20), below(&f, 1u << 30));
    add_needle(&f, i % 5 == 0 ? NEEDLE_HAS : i % 5 == 1 ? NEEDLE_STARTS : i % 5 == 2 ? NEEDLE_ENDS : NEEDLE_CONTAINS, text_of(text));
    if (i % 1000 == 999) add_predicate(&f, 1000, false);
  }
  add_look(&f, 0);
  fixture_ready(&f);
  Text texts[24] = {0};
  for (uint32_t r = 0; r < 24; r++) {
    Text part = program_text(&f.program, f.needles.items[below(&f, count)].string);
    const char *before[] = {"", "ab1-", "", "0 "}, *after[] = {"", "", "x", ", 1"};
    if (part.size) texts[r] = text_format(&f.arena, "%s%.*s%s", before[r % 4], (int)part.size, part.data, after[r % 4]);
    if (part.size && r % 6 == 5) texts[r] = text_format(&f.arena, "%.*s%.*s", 1 + (int)r / 6, part.data, (int)part.size, part.data);
  }
  check_look(&f, 0, texts, 24);
  fixture_end(&f);
}

// More different texts, and longer outcomes, than the memory holds; two looks share it.
static void memory_overflows(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 5);
  for (uint32_t look = 0; look < 2; look++) {
    uint32_t first = f.predicates.count;
    for (uint32_t p = 0; p < 30; p++) {
      char text[8];
      snprintf(text, sizeof text, "%u", p + look);
      add_one(&f, NEEDLE_CONTAINS, text);
    }
    add_look(&f, first);
  }
  fixture_ready(&f);
  Text *texts = ARENA_MANY(&f.arena, Text, 1024);
  for (uint32_t round = 0; round < 12; round++) {
    for (uint32_t r = 0; r < 1024; r++)
      texts[r] = text_format(&f.arena, "%u %0*u", below(&f, round % 2 ? 100000 : 700), (int)below(&f, 60), below(&f, round % 2 ? 100000 : 3));
    check_look(&f, round & 1, texts, 1024);
    check_look(&f, 0, texts, 1024);
  }
  fixture_end(&f);
}

// Cold memory, texts of every length, each next to its end of the buffer (for the sanitizer) and differing in one byte.
static void every_length(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 6);
  add_one(&f, NEEDLE_EXACT, "nothing");
  for (uint32_t size = 1; size < 70; size++) {
    char text[80] = {0};
    memset(text, 'q', size);
    add_one(&f, NEEDLE_EXACT, text);
    text[size / 2] = 'r';
    add_one(&f, NEEDLE_IS, text);
  }
  add_look(&f, 0);
  fixture_ready(&f);
  for (uint32_t size = 0; size < 70; size++) {
    char *exact = malloc(size ? size : 1);
    memset(exact, 'q', size);
    Text text = {exact, size};
    check_look(&f, 0, &text, 1);
    for (uint32_t i = 0; i < size; i++) {
      exact[i] = 'r';
      check_look(&f, 0, &text, 1);
      check_look(&f, 0, &text, 1);
      exact[i] = 'q';
    }
    free(exact);
  }
  fixture_end(&f);
}

// Equality folds short texts by whole words: every byte in every place, in few predicates and in many.
static void every_byte(void **state) {
  (void)state;
  const char *const middles[] = {"a", "z", "@", "[", "`", "{", " ", "", "!", "\x7f", "\x1f"};
  for (uint32_t size = 2; size < 50; size += 5) {
    static Fixture f;
    fixture_begin(&f, size);
    char x[64] = {0};
    memset(x, 'x', size);
    for (uint32_t i = 0; i < (size & 1 ? 8 : 11); i++) {
      add_needle(&f, NEEDLE_IS, text_format(&f.arena, "%s%sy", x, middles[i]));
      add_needle(&f, NEEDLE_IS, text_format(&f.arena, "y%s%s", middles[i], x));
      add_predicate(&f, 2, false);
    }
    add_look(&f, 0);
    fixture_ready(&f);
    VEC(Text) texts = {0};
    for (int c = 1; c < 128; c++) {
      *VEC_PUSH(&f.arena, &texts) = text_format(&f.arena, "%s%cy", x, c);
      *VEC_PUSH(&f.arena, &texts) = text_format(&f.arena, "y%c%s", c, x);
      *VEC_PUSH(&f.arena, &texts) = text_format(&f.arena, "%s%c Y", x, c);
      *VEC_PUSH(&f.arena, &texts) = text_format(&f.arena, "%s y%c", x, c);
    }
    check_look(&f, 0, texts.items, texts.count);
    for (uint32_t i = 0; i < 40; i++) check_look(&f, 0, texts.items, i % 4 ? 64 : texts.count);
    fixture_end(&f);
  }
}

// ---- patterns

static void patterns(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 8);
  add_one(&f, NEEDLE_REGEX, "^vp.*sales$");     // 0
  add_one(&f, NEEDLE_REGEX, "a.c");             // 1
  add_one(&f, NEEDLE_REGEX, "é+");              // 2
  add_one(&f, NEEDLE_REGEX, "(a+)+$");          // 3
  add_one(&f, NEEDLE_REGEX, "^$");              // 4
  add_needle(&f, NEEDLE_REGEX, TEXT("x")), add_needle(&f, NEEDLE_REGEX, TEXT("y")), add_needle(&f, NEEDLE_IS, TEXT("yx"));
  add_predicate(&f, 3, true);                   // 5
  add_look(&f, 0);
  fixture_ready(&f);
  assert_true(yes(&f, 0, " VP of Sales\n") && !yes(&f, 0, "the vp of sales"));
  assert_true(yes(&f, 1, "xABCx") && !yes(&f, 1, "a\nc") && yes(&f, 1, "aéc"));
  assert_true(yes(&f, 2, "CAFÉ") && !yes(&f, 2, "cafe"));
  assert_false(yes(&f, 3, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"));
  assert_true(yes(&f, 4, "") && yes(&f, 5, "YX") && !yes(&f, 5, "xy"));
  fixture_end(&f);
}

static void refused_patterns(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 9);
  Text why;
  uint32_t at = 9;
  assert_true(regex_check(TEXT("a(b|c)*"), &f.arena, &why, &at));
  assert_true(regex_check((Text){0}, &f.arena, &why, &at));
  assert_false(regex_check(TEXT("abc[x"), &f.arena, &why, &at));
  assert_int_equal(at, 3);
  assert_true(why.size > 5);
  assert_false(regex_check(TEXT("ab\\"), &f.arena, &why, &at));
  assert_false(regex_check(TEXT("a\\1"), &f.arena, &why, &at));
  assert_int_equal(at, 1);
  assert_false(regex_check(TEXT("\xff"), &f.arena, &why, &at));
  assert_false(regex_check(TEXT("((a{100}){100}){100}"), &f.arena, &why, &at));
  assert_false(regex_check(TEXT("(\\pL{500}){2}"), &f.arena, &why, &at));      // over LIMIT_REGEX_BYTES
  assert_true(regex_check(TEXT("\\pL{5}"), &f.arena, &why, &at));

  add_one(&f, NEEDLE_REGEX, "fine");
  add_one(&f, NEEDLE_REGEX, "(");
  add_look(&f, 0);
  fixture_seal(&f);
  const char *message = NULL;
  assert_null(matcher_new(&f.program, allocator_default(), &message));
  assert_non_null(message);
  fixture_end(&f);
}

// ---- tables

static uint32_t table_row(Fixture *f, uint32_t table, int64_t value, const char *text) {
  MatchKey keys[2] = {{.text = text_of(text)}, {.value = value}};
  return match_table_row(f->matcher, table, keys, &f->scratch);
}

static void tables(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 10);
  const uint32_t rows = 5000;
  *VEC_PUSH(&f.arena, &f.columns) = (TableColumnInfo){NONE, KIND_TEXT, TYPE_TEXT, 0};
  *VEC_PUSH(&f.arena, &f.columns) = (TableColumnInfo){NONE, KIND_INT, TYPE_NUMBER, 0};
  *VEC_PUSH(&f.arena, &f.columns) = (TableColumnInfo){NONE, KIND_INT, TYPE_NUMBER, 0};
  *VEC_PUSH(&f.arena, &f.columns) = (TableColumnInfo){NONE, KIND_TEXT, TYPE_PHONE, 0};
  *VEC_PUSH(&f.arena, &f.tables) = (TableInfo){NONE, 0, 3, rows, 0, 2};
  for (uint32_t r = 0; r < rows; r++) {
    *VEC_PUSH(&f.arena, &f.cells) = (TableCell){r == 17 ? TABLE_ABSENT : add_string(&f, text_format(&f.arena, "key %u", r / 2))};
    *VEC_PUSH(&f.arena, &f.cells) = (TableCell){r == 18 ? TABLE_ABSENT : (int64_t)(r % 2) - 1};
    *VEC_PUSH(&f.arena, &f.cells) = (TableCell){r};
  }
  *VEC_PUSH(&f.arena, &f.tables) = (TableInfo){NONE, 3, 1, 2, f.cells.count, 1};
  *VEC_PUSH(&f.arena, &f.cells) = (TableCell){add_string(&f, TEXT("+49 (30) 1234567"))};
  *VEC_PUSH(&f.arena, &f.cells) = (TableCell){add_string(&f, TEXT("none yet"))};
  *VEC_PUSH(&f.arena, &f.tables) = (TableInfo){NONE, 0, 2, 0, 0, 2};
  fixture_ready(&f);
  for (uint32_t r = 0; r < rows; r++) {
    Text key = text_format(&f.arena, " KEY  %u", r / 2);
    uint32_t found = table_row(&f, 0, (int64_t)(r % 2) - 1, text_c(&f.arena, key));
    assert_int_equal(found, r == 17 || r == 18 ? NONE : r);
  }
  assert_int_equal(table_row(&f, 0, 5, "key 1"), NONE);
  assert_int_equal(table_row(&f, 0, 0, "key"), NONE);
  assert_int_equal(table_row(&f, 1, 0, "+49-30-1234567"), 0);
  assert_int_equal(table_row(&f, 1, 0, "NONE yet"), 1);
  assert_int_equal(table_row(&f, 2, 0, "x"), NONE);
  fixture_end(&f);
}

// ---- memory that runs out

typedef struct Ration { uint32_t left; int64_t bytes; } Ration;

static void *ration_resize(void *user, void *block, size_t old_bytes, size_t new_bytes) {
  Ration *ration = user;
  if (new_bytes && ration->left == 0) return NULL;
  if (new_bytes) ration->left--;
  ration->bytes += (int64_t)new_bytes - (int64_t)old_bytes;
  return allocator_default().resize(NULL, block, old_bytes, new_bytes);
}

static void every_allocation_fails(void **state) {
  (void)state;
  static Fixture f;
  fixture_begin(&f, 11);
  for (uint32_t kind = 0; kind < NEEDLE_KINDS; kind++) add_one(&f, (NeedleKind)kind, "some text");
  add_look(&f, 0);
  for (uint32_t i = 0; i < 3000; i++) add_needle(&f, (NeedleKind)(i % NEEDLE_REGEX), text_format(&f.arena, "text %u", i));
  add_predicate(&f, 3000, false);
  add_look(&f, 0);
  *VEC_PUSH(&f.arena, &f.columns) = (TableColumnInfo){NONE, KIND_INT, TYPE_NUMBER, 0};
  *VEC_PUSH(&f.arena, &f.tables) = (TableInfo){NONE, 0, 1, 0, 0, 1};
  fixture_seal(&f);
  bool matcher_made = false, memory_made = false;
  for (uint32_t limit = 0; !memory_made; limit++) {
    Ration ration = {limit, 0};
    Allocator allocator = {ration_resize, &ration};
    const char *why = NULL;
    Matcher *matcher = matcher_new(&f.program, allocator, &why);
    MatchMemory *memory = matcher ? match_memory_new(matcher, allocator) : NULL;
    assert_null(why); // no memory is no complaint about the rules
    matcher_made |= matcher != NULL, memory_made |= memory != NULL;
    match_memory_free(memory);
    matcher_free(matcher);
    assert_int_equal(ration.bytes, 0);
    assert_true(limit < 1000);
  }
  assert_true(matcher_made);
  fixture_end(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_kind_alone),
      cmocka_unit_test(every_kind_together),
      cmocka_unit_test(written_out),
      cmocka_unit_test(ten_thousand_predicates),
      cmocka_unit_test(very_many_keywords),
      cmocka_unit_test(memory_overflows),
      cmocka_unit_test(every_length),
      cmocka_unit_test(every_byte),
      cmocka_unit_test(patterns),
      cmocka_unit_test(refused_patterns),
      cmocka_unit_test(tables),
      cmocka_unit_test(every_allocation_fails),
  };
  return cmocka_run_group_tests_name("match", tests, NULL, NULL);
}
