// look.c -- building a look's symbols, automata and patterns, and asking them about one text.
//
// `has` needs no test for word boundaries: the text's words are written out as " w1 w2 w3 ", and so are the needle's, so
// that words in a row are a piece like any other. (Rejected: checking both sides of a hit in the text; a needle of several
// words would have to be compared again at each place where its first word stands.)
#include "vm/look.h"
#include "base/formats.h"

enum { SMALL = 256 };                   // bytes folded on the stack
enum { IS = 1 << NEEDLE_IS, EXACT = 1 << NEEDLE_EXACT, PHONE = 1 << NEEDLE_PHONE, HAS = 1 << NEEDLE_HAS,
       PIECES = 1 << NEEDLE_CONTAINS | 1 << NEEDLE_STARTS | 1 << NEEDLE_ENDS };

// ---- words ----------------------------------------------------------------------------------------------------------

static inline bool is_word(uint32_t c) {
  return c < 0x80 ? (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') : text_is_word(c);
}

// Writes the words, a blank before, between and after; `out` has room for folded.size + 2. Without a word: 0.
static uint32_t words_write(Text folded, char *out) {
  const char *at = folded.data, *end = at + folded.size;
  uint32_t size = 1;
  out[0] = ' ';
  while (at < end) {
    const char *from = at;
    uint32_t c = (unsigned char)*at < 0x80 ? (unsigned char)*at++ : text_decode(&at, end);
    if (is_word(c)) {
      do out[size++] = *from++;
      while (from < at);
    } else if (out[size - 1] != ' ') {
      out[size++] = ' ';
    }
  }
  if (out[size - 1] != ' ') out[size++] = ' ';
  return size == 1 ? 0 : size;
}

static Text words_of(Arena *arena, Text folded) {
  if (folded.size == 0) return folded;
  char *out = arena_alloc_raw(arena, (size_t)folded.size + 2);
  return (Text){out, words_write(folded, out)};
}

// ---- building -------------------------------------------------------------------------------------------------------

typedef struct Pair { uint32_t symbol, predicate; } Pair;       // the symbol is one of the predicate's
typedef struct Pairs { Pair *items; uint32_t count; } Pairs;

static uint64_t needles_total(const Program *program, const Look *look) {
  uint64_t total = 0;
  for (uint32_t p = 0; p < look->predicate_count; p++) total += program->predicates[look->predicates + p].needle_count;
  return total;
}

// A needle written twice in one predicate counts once.
static void predicate_pairs(LookMatcher *look, const Predicate *predicate, uint32_t number, uint32_t *last, Pairs *pairs) {
  uint32_t different = 0;
  for (uint32_t n = 0; n < predicate->needle_count; n++) {
    uint32_t symbol = symbols_add(&look->symbols, predicate->needles + n);
    if (last[symbol] == number + 1) continue;
    last[symbol] = number + 1;
    pairs->items[pairs->count++] = (Pair){symbol, number};
    look->kinds |= 1u << symbols_needle(&look->symbols, symbol)->kind;
    different++;
  }
  look->need[number] = predicate->all ? different : 1;
}

// "All" of nothing is true of every text: it gets the symbol past the last, which every text has.
static void empty_pairs(LookMatcher *look, const Program *program, const Look *source, Pairs *pairs) {
  for (uint32_t p = 0; p < source->predicate_count; p++) {
    const Predicate *predicate = &program->predicates[source->predicates + p];
    if (!predicate->all || predicate->needle_count) continue;
    look->need[p] = 1;
    pairs->items[pairs->count++] = (Pair){look->symbols.count, p};
  }
}

static void targets_build(LookMatcher *look, const Pairs *pairs, Arena *arena) {
  uint32_t symbols = look->symbols.count + 1;
  look->first_target = ARENA_MANY(arena, uint32_t, symbols + (uint64_t)2);
  look->targets = ARENA_MANY(arena, uint32_t, pairs->count);
  uint32_t *next = look->first_target + 2;      // counted two ahead, summed one ahead, filled in place
  for (uint32_t i = 0; i < pairs->count; i++)
    if (pairs->items[i].symbol + 1 < symbols) next[pairs->items[i].symbol]++;
  for (uint32_t s = 1; s + 1 < symbols; s++) next[s] += next[s - 1];
  for (uint32_t i = 0; i < pairs->count; i++)
    look->targets[look->first_target[pairs->items[i].symbol + 1]++] = pairs->items[i].predicate;
  look->first_target[symbols] = pairs->count;
}

typedef struct Keywords { Keyword *pieces, *words; } Keywords;

static void piece_add(LookMatcher *look, Keywords *keywords, uint32_t symbol, NeedleKind kind, Text text) {
  KeywordPlace place = kind == NEEDLE_STARTS ? PLACE_START : kind == NEEDLE_ENDS ? PLACE_END : PLACE_ANYWHERE;
  if (text.size == 0) look->always[look->always_count++] = symbol;
  else keywords->pieces[look->piece_count++] = (Keyword){text, place, symbol};
}

// Needles that differ but have the same words are one keyword twice: they share it through `same`... the automaton takes
// one symbol a keyword, so the later ones are found through the first (look->alias).
static const char *regex_add(LookMatcher *look, uint32_t symbol, Text pattern) {
  char why[REGEX_WHY_BYTES];
  uint32_t at;
  Regex *regex = regex_new(pattern.data, pattern.size, why, &at);
  if (!regex) return "a pattern is refused: it cannot be read, is too large, or memory ran out";
  look->regex_symbols[look->regex_count] = symbol;
  look->regexes[look->regex_count++] = regex;
  return NULL;
}
