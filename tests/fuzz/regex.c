// regex.c -- PATTERN|TEXT: the pattern is refused with a reason, or answers, twice the same.
#include "fuzz.h"
#include "vm/match.h"
#include "vm/regex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 2000) return 0;
  FUZZ_ARENA(arena)
  const char *bar = size ? memchr(data, '|', size) : NULL;
  Text why = {0}, pattern = {(const char *)data, bar ? (uint32_t)(bar - (const char *)data) : (uint32_t)size};
  Text text = bar ? (Text){bar + 1, (uint32_t)size - pattern.size - 1} : (Text){0};
  uint32_t at = 0;
  char message[REGEX_WHY_BYTES];
  if (pattern.size > 300) { arena_free(&arena); return 0; }
  if (!regex_check(pattern, &arena, &why, &at)) FUZZ_REQUIRE(why.size > 0 && at <= pattern.size);
  else {
    Regex *regex = regex_new(pattern.data, pattern.size, message, &at);
    FUZZ_REQUIRE(regex);
    int first = regex_match(regex, text.data, text.size);
    FUZZ_REQUIRE(first >= 0 && regex_match(regex, text.data, text.size) == first);
    regex_free(regex);
  }
  arena_free(&arena);
  return 0;
}
