// symbols.h -- the distinct needles of one look, numbered: what `is` compares with is one lookup, however many values.
//
// Needles of one kind and one text are one symbol. The table is open addressing over words of (hash tag, symbol + 1), at
// most half full, so a million domains cost 16 MB and a text that is none of them is refused without reading any.
#pragma once
#include "code/program.h"
#include "vm/short_text.h"

typedef struct Symbols {
  const char *bytes;      // of the program, which must live as long
  uint64_t *slots;        // 0: free; else the hash's high half, then symbol + 1
  uint32_t mask;
  StringRef *texts;       // per symbol
  uint8_t *kinds;         // per symbol: NeedleKind
  uint32_t count;
} Symbols;

// Room for `room` different needles of `program`, in the arena.
void symbols_init(Symbols *symbols, Arena *arena, const Program *program, uint32_t room);
uint32_t symbols_add(Symbols *symbols, const Program *program, const Needle *needle);   // the symbol, new or known
// Gives, as symbols_find_short does, `symbols->count` when there is none: one past the last.
uint32_t symbols_find(const Symbols *symbols, NeedleKind kind, Text text);
static inline Text symbols_text(const Symbols *symbols, uint32_t symbol) {
  return (Text){symbols->bytes + symbols->texts[symbol].at, symbols->texts[symbol].size};
}

// ---- the hot road: inline, so that the words of a short text stay in registers; `count`: see short_text.h

// The constants of a program are not the secret of a run: a key per kind is enough.
SHORT_INLINE uint64_t symbols_key(NeedleKind kind) { return 0x8cb92ba72f3d8dd7ULL * (2 * (uint64_t)kind + 1); }

typedef struct SymbolWanted { NeedleKind kind; Text text; const ShortText *brief; uint64_t hash; } SymbolWanted; // brief: the text as words, when it is short

SHORT_INLINE bool symbols_is(const Symbols *symbols, uint32_t symbol, const SymbolWanted *wanted, uint32_t count) {
  Text text = symbols_text(symbols, symbol);
  if (symbols->kinds[symbol] != wanted->kind) return false;
  if (!wanted->brief) return text_equal(text, wanted->text);
  if (text.size != wanted->brief->size) return false;
  ShortText s = short_load(text, count);
  return short_equal(s.words, wanted->brief->words, count);
}

// The slot that holds it, or the free one where it belongs.
SHORT_INLINE uint64_t *symbols_slot(const Symbols *symbols, const SymbolWanted *wanted, uint32_t count) {
  uint32_t at = (uint32_t)wanted->hash & symbols->mask, tag = (uint32_t)(wanted->hash >> 32);
  for (;; at = (at + 1) & symbols->mask) {
    uint64_t slot = symbols->slots[at];
    if (slot == 0) return &symbols->slots[at];
    if ((uint32_t)(slot >> 32) == tag && symbols_is(symbols, (uint32_t)slot - 1, wanted, count)) return &symbols->slots[at];
  }
}

SHORT_INLINE uint32_t symbols_at(const Symbols *symbols, const SymbolWanted *wanted, uint32_t count) {
  uint64_t slot = *symbols_slot(symbols, wanted, count);
  return slot ? (uint32_t)slot - 1 : symbols->count;
}

SHORT_INLINE uint32_t symbols_find_short(const Symbols *symbols, NeedleKind kind, const ShortText *text, uint32_t count) {
  SymbolWanted wanted = {kind, {0}, text, short_hash(text, symbols_key(kind), count)};
  return symbols_at(symbols, &wanted, count);
}
