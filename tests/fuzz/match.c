// match.c -- looks against the plain text functions: lines of NEEDLES, a blank line, then the TEXTS to ask about.
//
// The first byte of a needle's line is its kind. Three looks have the same needles: each alone and all together; the
// first eight, whose outcomes are bits; the values alone, which ask no automaton. Every text is asked twice: the second
// answer is remembered.
#include "base/formats.h"
#include "fuzz.h"
#include "vm/match.h"
#include "vm/regex.h"

enum { MOST_NEEDLES = 24, MOST_TEXTS = 64, LOOKS = 3 };
typedef struct Asked {
  Program program;
  char bytes[16 << 10];
  StringRef strings[MOST_NEEDLES];
  Needle needles[MOST_NEEDLES];
  Predicate predicates[3 * MOST_NEEDLES + 2];
  Look looks[LOOKS];
  Text texts[MOST_TEXTS];
  uint32_t text_count;
} Asked;

static Text prepared(Arena *arena, NeedleKind kind, Text t) { // as the compiler stores it
  char phone[PHONE_KEY_BYTES];
  uint32_t size;
  switch (kind) {
    case NEEDLE_IS: case NEEDLE_HAS: return text_fold(arena, t);
    case NEEDLE_CONTAINS: case NEEDLE_STARTS: case NEEDLE_ENDS: return text_fold_untrimmed(arena, t);
    case NEEDLE_PHONE: size = phone_key(text_trim(t), phone); return size ? text_copy(arena, (Text){phone, size}) : text_fold(arena, t);
    default: return t;
  }
}
static void add_needle(Asked *a, Arena *arena, Text line) {
  Program *p = &a->program;
  NeedleKind kind = (NeedleKind)((unsigned char)line.data[0] % NEEDLE_KINDS);
  Text why, t = {line.data + 1, line.size - 1};
  uint32_t at;
  if (!text_valid_utf8(t, NULL) || (kind == NEEDLE_REGEX && !regex_check(t, arena, &why, &at))) return;
  t = prepared(arena, kind, t);
  if (p->needles_count == MOST_NEEDLES || t.size > sizeof a->bytes - p->bytes_count) return;
  if (t.size) memcpy(a->bytes + p->bytes_count, t.data, t.size);
  a->strings[p->strings_count] = (StringRef){p->bytes_count, t.size};
  a->needles[p->needles_count++] = (Needle){kind, p->strings_count++};
  p->bytes_count += t.size;
}
static void add_look(Asked *a, uint32_t most, bool values, bool together) {
  Program *p = &a->program;
  uint32_t first = p->predicates_count;
  for (uint32_t i = 0; i < p->needles_count && i < most; i++) if (!values || a->needles[i].kind == NEEDLE_IS) a->predicates[p->predicates_count++] = (Predicate){i, 1, 0, 0};
  for (uint32_t all = 0; together && all < 2; all++) a->predicates[p->predicates_count++] = (Predicate){0, p->needles_count, all, 0};
  if (p->predicates_count > first) a->looks[p->looks_count++] = (Look){first, p->predicates_count - first};
}
static bool needle_true(const Program *p, const Needle *n, Text text, Arena *arena) {
  Text folded = text_fold(arena, text), needle = program_text(p, n->string);
  char why[REGEX_WHY_BYTES];
  uint32_t at;
  switch ((NeedleKind)n->kind) {
    case NEEDLE_IS: return text_equal(folded, needle);
    case NEEDLE_HAS: return text_has_words(folded, needle);
    case NEEDLE_CONTAINS: return text_contains(folded, needle);
    case NEEDLE_STARTS: return text_starts(folded, needle);
    case NEEDLE_ENDS: return text_ends(folded, needle);
    case NEEDLE_EXACT: return text_equal(text, needle);
    case NEEDLE_PHONE: return text_equal(prepared(arena, NEEDLE_PHONE, text), needle);
    default: break;
  }
  Regex *regex = regex_new(needle.data, needle.size, why, &at);
  bool yes = regex_match(regex, text.data, text.size) == 1;
  regex_free(regex);
  return yes;
}
static void check_look(const Asked *a, const Matcher *matcher, MatchMemory *memory, uint32_t look, Arena *arena) {
  const Look *l = &a->program.looks[look];
  Column texts = {.known = arena_alloc_aligned(arena, 8, 64)}, *columns = ARENA_MANY(arena, Column, l->predicate_count), **out = ARENA_MANY(arena, Column *, l->predicate_count);
  texts.texts = arena_alloc_aligned(arena, sizeof a->texts, 64);
  memcpy(texts.texts, a->texts, sizeof a->texts);
  for (uint32_t r = 0; r < a->text_count; r++) bit_set(texts.known, r);
  for (uint32_t i = 0; i < l->predicate_count; i++) {
    columns[i] = (Column){.known = arena_alloc_aligned(arena, 8, 64)};
    columns[i].yes = arena_alloc_aligned(arena, 8, 64);
    *columns[i].known = *columns[i].yes = ~0ull;
    out[i] = &columns[i];
  }
  match_look(matcher, memory, look, &texts, a->text_count, out, arena);
  for (uint32_t i = 0; i < l->predicate_count; i++) {
    const Predicate *predicate = &a->program.predicates[l->predicates + i];
    FUZZ_REQUIRE(*columns[i].known == *texts.known && (*columns[i].yes & ~*texts.known) == 0);
    for (uint32_t r = 0; r < a->text_count; r++) {
      uint32_t found = 0;
      for (uint32_t n = 0; n < predicate->needle_count; n++) found += needle_true(&a->program, &a->program.needles[predicate->needles + n], a->texts[r], arena);
      FUZZ_REQUIRE(bit_get(columns[i].yes, r) == (predicate->all ? found == predicate->needle_count : found > 0));
    }
  }
}
static void read_input(Asked *a, Arena *arena, Text input) {
  bool needles = true;
  while (input.size) {
    const char *end = memchr(input.data, '\n', input.size);
    Text line = {input.data, end ? (uint32_t)(end - input.data) : input.size}, text = text_trim(line);
    if (needles && line.size == 0) needles = false;
    else if (needles) add_needle(a, arena, line);
    else if (a->text_count < MOST_TEXTS && text.size && text_valid_utf8(text, NULL)) a->texts[a->text_count++] = text;
    uint32_t used = line.size + (end != NULL);
    input = (Text){input.data + used, input.size - used};
  }
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 1500) return 0;
  FUZZ_ARENA(arena)
  Asked *a = ARENA_NEW(&arena, Asked);
  Program *p = &a->program;
  p->bytes = a->bytes, p->strings = a->strings, p->needles = a->needles, p->predicates = a->predicates, p->looks = a->looks;
  read_input(a, &arena, (Text){(const char *)data, (uint32_t)size});
  if (p->needles_count && a->text_count) {
    const char *why;
    add_look(a, MOST_NEEDLES, false, true);
    add_look(a, 8, false, false);
    add_look(a, MOST_NEEDLES, true, false);
    Matcher *matcher = matcher_new(p, allocator_default(), &why);
    FUZZ_REQUIRE(matcher);
    MatchMemory *memory = match_memory_new(matcher, allocator_default());
    for (uint32_t i = 0; i < 2 * p->looks_count; i++) check_look(a, matcher, memory, i % p->looks_count, &arena);
    match_memory_free(memory);
    matcher_free(matcher);
  }
  arena_free(&arena);
  return 0;
}
