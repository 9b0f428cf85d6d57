// symbols.c -- hash of needles to their numbers.
#include "vm/symbols.h"

void symbols_init(Symbols *symbols, Arena *arena, const Program *program, uint32_t room) {
  uint64_t slots = 2;
  while (slots < (uint64_t)room * 2) slots *= 2;
  *symbols = (Symbols){.program = program, .mask = (uint32_t)(slots - 1)};
  symbols->slots = ARENA_MANY(arena, uint64_t, slots);
  symbols->needles = ARENA_MANY(arena, uint32_t, room);
}

static bool needle_equal(const Symbols *symbols, uint32_t symbol, NeedleKind kind, Text text) {
  const Needle *needle = symbols_needle(symbols, symbol);
  return needle->kind == (uint32_t)kind && text_equal(program_text(symbols->program, needle->string), text);
}

// The slot that holds the needle, or the free one where it belongs.
static uint64_t *slot_find(const Symbols *symbols, NeedleKind kind, Text text, uint64_t hash) {
  uint32_t at = (uint32_t)hash & symbols->mask, tag = (uint32_t)(hash >> 32);
  for (;; at = (at + 1) & symbols->mask) {
    uint64_t slot = symbols->slots[at];
    if (slot == 0) return &symbols->slots[at];
    if ((uint32_t)(slot >> 32) == tag && needle_equal(symbols, (uint32_t)slot - 1, kind, text)) return &symbols->slots[at];
  }
}

uint32_t symbols_add(Symbols *symbols, uint32_t needle) {
  const Needle *n = &symbols->program->needles[needle];
  Text text = program_text(symbols->program, n->string);
  uint64_t hash = text_hash(text, n->kind);
  uint64_t *slot = slot_find(symbols, (NeedleKind)n->kind, text, hash);
  if (*slot == 0) {
    symbols->needles[symbols->count++] = needle;
    *slot = hash >> 32 << 32 | symbols->count;
  }
  return (uint32_t)*slot - 1;
}

uint32_t symbols_find(const Symbols *symbols, NeedleKind kind, Text text) {
  uint64_t slot = *slot_find(symbols, kind, text, text_hash(text, (uint64_t)kind));
  return slot ? (uint32_t)slot - 1 : NONE;
}
