// automaton.h -- Aho-Corasick: every keyword that is in a text, at its start or at its end, in one pass over its bytes.
//
// Bytes are compared as they are: both sides are folded. UTF-8 needs no care, since no character begins inside another.
#pragma once
#include "base/arena.h"
#include "base/text.h"

typedef enum { PLACE_ANYWHERE, PLACE_START, PLACE_END } KeywordPlace;
typedef struct Keyword { Text text; uint32_t place, symbol; } Keyword;  // text: not empty

// One keyword that a state says, then (link) the next one, which is no longer. 0: no more.
typedef struct Output { uint32_t symbol, place, size, link; } Output;

// A trie numbered in breadth-first order, so that the children of a state stand in a row, in the order of their labels.
typedef struct Trie {
  uint32_t *first_child;  // per state; the children end where those of the next state begin
  uint32_t *fail;         // the state of the longest proper suffix
  uint32_t *output;       // 0: none
  uint8_t *labels;        // the byte that leads to the state
  uint32_t states;        // while it is built: so far
} Trie;

typedef struct Automaton {
  Output *outputs;        // [0]: unused
  uint32_t output_count;  // 0: no keywords
  uint32_t *dense;        // NULL: too large, the trie is walked. Else rows of `stride`: a row number a class, then the output
  uint32_t stride;
  uint16_t classes[256];
  Trie trie;              // when not dense
} Automaton;

// One text's progress: an output is given once a text, so the work is bounded by the text and the outputs it meets.
typedef struct Sighting { uint32_t *marks; uint32_t now; uint32_t *symbols; uint32_t count; } Sighting; // marks: per output, not yet `now`

// Sorts `keywords`. Lasting parts go to `arena`, others to `scratch`.
void automaton_build(Automaton *automaton, Keyword *keywords, uint32_t count, Arena *arena, Arena *scratch);
// Adds the symbols found to sighting->symbols (room: all keywords), each keyword once.
void automaton_run(const Automaton *automaton, Text text, Sighting *sighting);
