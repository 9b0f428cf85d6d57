// regex.c -- PATTERN|TEXT: the pattern is refused with a reason, or answers.
#include "fuzz.h"
#include "vm/match.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 300) return 0;
  FUZZ_ARENA(arena)
  Text why = {0}, pattern = {(const char *)data, (uint32_t)size};
  uint32_t at = 0;
  if (!regex_check(pattern, &arena, &why, &at)) FUZZ_REQUIRE(why.size > 0 && at <= size);
  arena_free(&arena);
  return 0;
}
