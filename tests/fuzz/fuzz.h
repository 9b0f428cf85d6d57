// fuzz.h -- what the targets share: an arena that is made and freed around one input.
#pragma once
#include "base/arena.h"
#include "base/text.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_ARENA(arena)                                \
  jmp_buf escape_;                                       \
  Arena arena;                                           \
  arena_init(&arena, allocator_default(), &escape_);     \
  if (setjmp(escape_)) { arena_free(&arena); return 0; }
#define FUZZ_REQUIRE(condition) do { if (!(condition)) abort(); } while (0)
