// plain_test.c -- a table of plain texts against comparing with each of them.
#include "vm/plain.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { MOST = PLAIN_MOST + 1, LOOKED_UP = 4000, FEW = 300 };
typedef struct Fixture { Arena arena, scratch; PlainTable table; Text texts[MOST]; uint32_t values[MOST], count; uint64_t random; } Fixture;

static uint32_t next(Fixture *f, uint32_t below) { return (uint32_t)((f->random = bits_mix(f->random + 0x9e3779b97f4a7c15ULL)) % below); }

// Few letters, so that many texts begin alike; PLAIN_BYTES readable bytes, and other things behind the text.
static Text text_random(Fixture *f, uint32_t longest, const char *letters) {
  char *bytes = arena_alloc_raw(&f->arena, PLAIN_BYTES + longest);
  uint32_t size = next(f, longest + 1), kinds = (uint32_t)strlen(letters);
  memset(bytes, 'x', PLAIN_BYTES + longest);
  for (uint32_t i = 0; i < size; i++) bytes[i] = letters[next(f, kinds)];
  return (Text){bytes, size};
}
static int32_t place_of(const Fixture *f, Text folded) {
  uint32_t from = 0, to = f->count;
  if (f->count > FEW) { // they begin with their number
    while (from < folded.size && from < 9 && folded.data[from] >= '0' && folded.data[from] <= '9') from++;
    uint32_t number = 0;
    for (uint32_t i = 0; i < from; i++) number = number * 10 + (uint32_t)(folded.data[i] - '0');
    from = from && number < f->count ? number : f->count, to = from < f->count ? from + 1 : from;
  }
  for (uint32_t i = from; i < to; i++)
    if (text_equal(f->texts[i], folded)) return (int32_t)i;
  return -1;
}
static void texts_fill(Fixture *f, uint32_t count, uint32_t longest) {
  for (f->count = 0; f->count < count;) {
    Text text = text_fold(&f->arena, text_random(f, longest, "abcdefghijkl. -\xC3\xA9"));
    if (count > FEW) text = text_format(&f->arena, "%u%.*s", f->count, (int)text.size, text.data); // each another one
    else if (place_of(f, text) >= 0) continue;
    f->texts[f->count] = text, f->values[f->count] = 7 * f->count + 1, f->count++;
  }
}
static void text_check(Fixture *f, Text text) {
  uint32_t value = 0;
  if (!plain_is(text)) {
    if (text.size && text.size <= PLAIN_BYTES) assert_false(plain_find(&f->table, text, 0, &value));
    return;
  }
  int32_t place = place_of(f, text_fold(&f->scratch, text));
  assert_true(plain_find(&f->table, text, 5000000, &value));
  if (value != (place < 0 ? 5000000 : f->values[place])) fail_msg("[%.*s] gives %u", (int)text.size, text.data, value);
  arena_reset(&f->scratch);
}
static void sizes(void **state) {
  (void)state;
  static const uint32_t counts[] = {0, 1, 2, 3, 5, 8, 17, 50, 64, FEW, 1000, PLAIN_MOST};
  static Fixture f;
  for (uint32_t k = 0; k < sizeof counts / sizeof *counts; k++) {
    uint32_t longest = counts[k] <= 8 ? 2 : counts[k] <= 64 ? 6 : 40;
    f = (Fixture){.random = k};
    arena_init(&f.arena, allocator_default(), NULL);
    arena_init(&f.scratch, allocator_default(), NULL);
    texts_fill(&f, counts[k], longest);
    plain_build(&f.table, f.texts, f.values, f.count, &f.arena, &f.scratch);
    assert_non_null(f.table.shifts);
    for (uint32_t i = 0; i < f.count; i++) { // each of them, also in capitals
      Text own = {memset(arena_alloc_raw(&f.arena, 2 * PLAIN_BYTES + 40), 0xFF, 2 * PLAIN_BYTES + 40), f.texts[i].size};
      memcpy((char *)(uintptr_t)own.data, f.texts[i].data, own.size);
      text_check(&f, own);
      for (uint32_t b = 0; b < own.size; b++) if (own.data[b] >= 'a' && own.data[b] <= 'z' && next(&f, 2)) ((char *)(uintptr_t)own.data)[b] -= 32;
      text_check(&f, own);
    }
    for (uint32_t i = 0; i < LOOKED_UP / (f.count / 64 + 1); i++) text_check(&f, text_random(&f, longest, "abcdefghijklABCDEFGHIJKL.@[`{\x7f\x01 -\xC3\xA9"));
    arena_free(&f.arena);
    arena_free(&f.scratch);
  }
}
static void too_many(void **state) {
  (void)state;
  static Fixture f;
  f = (Fixture){.random = 99};
  arena_init(&f.arena, allocator_default(), NULL);
  arena_init(&f.scratch, allocator_default(), NULL);
  texts_fill(&f, MOST, 40);
  plain_build(&f.table, f.texts, f.values, f.count, &f.arena, &f.scratch);
  assert_null(f.table.shifts);
  arena_free(&f.arena);
  arena_free(&f.scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(sizes), cmocka_unit_test(too_many)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
