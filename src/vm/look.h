// look.h -- the predicates of one look, and which of them are true of one text (private to vm/match).
//
// Each distinct needle is a symbol; a symbol that is found counts once for each predicate that has it (its targets), and a
// predicate is true when it has counted `need`: 1 for "any", the number of its symbols for "all".
#pragma once
#include "vm/automaton.h"
#include "vm/plain.h"
#include "vm/regex.h"
#include "vm/symbols.h"

enum { NARROW = 8 };

typedef struct LookMatcher {
  Symbols symbols;
  uint32_t *first_target, *targets;     // of symbol s: targets[first_target[s] .. first_target[s + 1])
  uint32_t *need;                       // per predicate
  uint32_t predicate_count, kinds;      // kinds: bit per NeedleKind that is there
  bool narrow;                          // at most NARROW predicates: an outcome is a byte of bits
  bool equality;                        // only `is`, and any: the targets of the text's symbol are the outcome
  uint8_t *masks;                       // when both: per symbol (and one past the last: 0) the outcome
  PlainTable plain;                     // when equality, and not of very many: the symbols, or their masks when narrow
  Automaton pieces, words;              // contains, starts, ends over the folded text; has over its words
  uint32_t piece_count, word_count;     // keywords of each
  uint32_t *always, always_count;       // symbols that every text has: the empty piece, and a last one for "all" of nothing
  Regex **regexes;
  uint32_t *regex_symbols, regex_count;
} LookMatcher;

// What one text's question needs, for the largest of the looks; used again for every text.
typedef struct Tally { uint32_t now, count; } Tally;
typedef struct LookWork {
  uint32_t *hits, hit_count;            // the answer: predicates that are true, in no order
  Tally *tallies;                       // per predicate; not of `now`: 0
  Sighting pieces, words;
  uint32_t now, predicate_room, piece_room, word_room;
} LookWork;

// NULL, or why not. look_free afterwards, also when it failed or escaped. `look` is zeroed; `program` lives as long.
const char *look_build(LookMatcher *look, const Program *program, uint32_t number, Arena *arena, Arena *scratch);
void look_free(LookMatcher *look);
void look_work_reserve(LookWork *work, const LookMatcher *look);        // all looks first
void look_work_alloc(LookWork *work, Arena *arena);                     // then once
void look_ask(const LookMatcher *look, Text text, LookWork *work, Arena *scratch);
