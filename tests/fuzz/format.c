// format.c -- any rules laid out: the same tree afterwards, and the same text when laid out twice.
#include "fuzz.h"
#include "lang/format.h"
#include "../unit/tree_print.h"

static File *parse(Arena *arena, Sources *sources, Text text) {
  Diags diags = {.arena = arena};
  File *file = file_parse(arena, sources, source_add(sources, TEXT("fuzz.rubric"), text), &diags);
  return file->has_syntax_errors || diags.items.count ? NULL : file;
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 20000) return 0;
  FUZZ_ARENA(arena)
  Sources sources = {.arena = &arena};
  File *file = parse(&arena, &sources, (Text){(const char *)data, (uint32_t)size});
  if (file) {
    Text once = format_file(&arena, &sources, file);
    File *again = parse(&arena, &sources, once);
    FUZZ_REQUIRE(again);
    FUZZ_REQUIRE(text_equal(file_print(&arena, file), file_print(&arena, again)));
    FUZZ_REQUIRE(text_equal(once, format_file(&arena, &sources, again)));
    for (uint32_t i = 0; i < file->count; i++) format_statement(&arena, &sources, file, &file->statements[i]);
  }
  arena_free(&arena);
  return 0;
}
