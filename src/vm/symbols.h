// symbols.h -- the distinct needles of one look, numbered: what `is` compares with is one lookup, however many values.
//
// Needles of one kind and one text are one symbol. The table is open addressing over words of (hash tag, symbol + 1), at
// most half full, so a million domains cost 16 MB and a text that is none of them is refused without reading any.
#pragma once
#include "code/program.h"

typedef struct Symbols {
  const Program *program;
  uint64_t *slots;        // 0: free; else the hash's high half, then symbol + 1
  uint32_t mask;
  uint32_t *needles;      // symbol: its first needle
  uint32_t count;
} Symbols;

// Room for `room` different needles of `program`, in the arena. The program must live as long.
void symbols_init(Symbols *symbols, Arena *arena, const Program *program, uint32_t room);
uint32_t symbols_add(Symbols *symbols, uint32_t needle);                        // the symbol, new or known
uint32_t symbols_find(const Symbols *symbols, NeedleKind kind, Text text);      // NONE when there is none
static inline const Needle *symbols_needle(const Symbols *symbols, uint32_t symbol) {
  return &symbols->program->needles[symbols->needles[symbol]];
}
