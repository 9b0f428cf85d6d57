// symbols.c -- hash of needles to their numbers. Short texts, nearly all of them, are hashed and compared by whole words.
#include "vm/symbols.h"

void symbols_init(Symbols *symbols, Arena *arena, const Program *program, uint32_t room) {
  uint64_t slots = 2;
  while (slots < (uint64_t)room * 2) slots *= 2;
  *symbols = (Symbols){.bytes = program->bytes, .mask = (uint32_t)(slots - 1)};
  symbols->slots = ARENA_MANY(arena, uint64_t, slots);
  symbols->texts = ARENA_MANY(arena, StringRef, room);
  symbols->kinds = ARENA_MANY(arena, uint8_t, room);
}

static SymbolWanted wanted_of(NeedleKind kind, Text text, ShortText *room) {
  if (text.size > SHORT_BYTES) return (SymbolWanted){kind, text, NULL, text_hash(text, (uint64_t)kind)};
  uint32_t count = short_count(text.size);
  *room = short_load(text, count);
  return (SymbolWanted){kind, text, room, short_hash(room, symbols_key(kind), count)};
}

uint32_t symbols_add(Symbols *symbols, const Program *program, const Needle *needle) {
  ShortText room;
  SymbolWanted wanted = wanted_of((NeedleKind)needle->kind, program_text(program, needle->string), &room);
  uint64_t *slot = symbols_slot(symbols, &wanted, short_count(wanted.text.size));
  if (*slot == 0) {
    symbols->texts[symbols->count] = program->strings[needle->string];
    symbols->kinds[symbols->count++] = (uint8_t)needle->kind;
    *slot = wanted.hash >> 32 << 32 | symbols->count;
  }
  return (uint32_t)*slot - 1;
}

uint32_t symbols_find(const Symbols *symbols, NeedleKind kind, Text text) {
  ShortText room;
  SymbolWanted wanted = wanted_of(kind, text, &room);
  return symbols_at(symbols, &wanted, short_count(text.size));
}
