// text.c -- folding: folding twice changes nothing, and a text is, has and contains what it should of itself.
#include "base/formats.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 2000) return 0;
  Text t = {(const char *)data, (uint32_t)size};
  if (!text_valid_utf8(t, NULL)) return 0;
  FUZZ_ARENA(arena)
  Text once = text_fold(&arena, t), twice = text_fold(&arena, once);
  FUZZ_REQUIRE(text_equal(once, twice));
  char small[2048];
  int64_t n = text_fold_ascii(t, small);
  if (n >= 0) FUZZ_REQUIRE(text_equal(once, (Text){small, (uint32_t)n}));
  if (text_has_any_word(once)) FUZZ_REQUIRE(text_has_words(once, once));
  FUZZ_REQUIRE(text_contains(once, once) && text_starts(once, once) && text_ends(once, once));
  email_valid(t); domain_valid(t); phone_valid(t); url_valid(t); country_code(text_trim(t)); domain_in(t);
  normal_company(&arena, t);
  arena_free(&arena);
  return 0;
}
