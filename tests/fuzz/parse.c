// parse.c -- any bytes as a rule file: the lexer and the parser.
#include "fuzz.h"
#include "lang/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 20000) return 0;
  FUZZ_ARENA(arena)
  Sources sources = {.arena = &arena};
  Diags diags = {.arena = &arena};
  uint32_t source = source_add(&sources, TEXT("fuzz.rubric"), (Text){(const char *)data, (uint32_t)size});
  file_parse(&arena, &sources, source, &diags);
  for (uint32_t i = 0; i < diags.items.count; i++) diag_render(&arena, &sources, diags.items.items[i], i & 1);
  arena_free(&arena);
  return 0;
}
