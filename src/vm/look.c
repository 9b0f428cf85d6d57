// look.c -- building a look's symbols, automata and patterns, and asking them about one text.
//
// `has` needs no test for word boundaries: the text's words are written out as " w1 w2 w3 ", and so are the needle's, so
// that words in a row are a piece like any other. (Rejected: checking both sides of a hit in the text; a needle of several
// words would have to be compared again at each place where its first word stands.)
#include "vm/look.h"
#include "base/formats.h"

enum { SMALL = 256 };                   // bytes folded on the stack
enum { IS = 1 << NEEDLE_IS, EXACT = 1 << NEEDLE_EXACT, PHONE = 1 << NEEDLE_PHONE, HAS = 1 << NEEDLE_HAS, REGEX = 1 << NEEDLE_REGEX,
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
static void predicate_pairs(LookMatcher *look, const Program *program, uint32_t number, const Predicate *predicate, uint32_t *last, Pairs *pairs) {
  uint32_t different = 0;
  for (uint32_t n = 0; n < predicate->needle_count; n++) {
    const Needle *needle = &program->needles[predicate->needles + n];
    uint32_t symbol = symbols_add(&look->symbols, program, needle);
    if (last[symbol] == number + 1) continue;
    last[symbol] = number + 1;
    pairs->items[pairs->count++] = (Pair){symbol, number};
    look->kinds |= 1u << needle->kind;
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

// A counting sort by symbol. While it runs, first_target[s + 1] is where the next target of `s` goes.
static void targets_build(LookMatcher *look, const Pairs *pairs, Arena *arena) {
  uint32_t symbols = look->symbols.count + 1;
  look->first_target = ARENA_MANY(arena, uint32_t, symbols + (uint64_t)2);
  look->targets = ARENA_MANY(arena, uint32_t, pairs->count);
  uint32_t *next = look->first_target + 1;
  for (uint32_t i = 0; i < pairs->count; i++) next[pairs->items[i].symbol + 1]++;
  for (uint32_t s = 1; s <= symbols; s++) next[s] += next[s - 1];
  for (uint32_t i = 0; i < pairs->count; i++) look->targets[next[pairs->items[i].symbol]++] = pairs->items[i].predicate;
}

typedef struct Keywords { Keyword *pieces, *words; } Keywords;

static void piece_add(LookMatcher *look, Keywords *keywords, uint32_t symbol, NeedleKind kind, Text text) {
  KeywordPlace place = kind == NEEDLE_STARTS ? PLACE_START : kind == NEEDLE_ENDS ? PLACE_END : PLACE_ANYWHERE;
  if (text.size == 0) look->always[look->always_count++] = symbol;
  else keywords->pieces[look->piece_count++] = (Keyword){text, place, symbol};
}

static const char *regex_add(LookMatcher *look, uint32_t symbol, Text pattern) {
  char why[REGEX_WHY_BYTES];
  uint32_t at;
  Regex *regex = regex_new(pattern.data, pattern.size, why, &at);
  if (!regex) return "a pattern of `matches` is refused: it cannot be read, is too large, or memory ran out";
  look->regex_symbols[look->regex_count] = symbol;
  look->regexes[look->regex_count++] = regex;
  return NULL;
}

static const char *symbol_place(LookMatcher *look, uint32_t symbol, Text text, Keywords *keywords, Arena *scratch) {
  Text words;
  NeedleKind kind = (NeedleKind)look->symbols.kinds[symbol];
  switch (kind) {
    case NEEDLE_HAS:
      words = words_of(scratch, text);
      if (words.size) keywords->words[look->word_count++] = (Keyword){words, PLACE_ANYWHERE, symbol};
      return NULL;
    case NEEDLE_CONTAINS: case NEEDLE_STARTS: case NEEDLE_ENDS: piece_add(look, keywords, symbol, kind, text); return NULL;
    case NEEDLE_REGEX: return regex_add(look, symbol, text);
    case NEEDLE_IS: case NEEDLE_EXACT: case NEEDLE_PHONE: case NEEDLE_KINDS: return NULL;
  }
  return NULL;
}

static uint32_t symbols_of(const LookMatcher *look, uint32_t kinds) {
  uint32_t count = 0;
  if (look->kinds & kinds)
    for (uint32_t s = 0; s < look->symbols.count; s++) count += kinds >> look->symbols.kinds[s] & 1;
  return count;
}

// Everything that is not looked up in `symbols`: automata, patterns, and what is always true.
static const char *searches_build(LookMatcher *look, Arena *arena, Arena *scratch) {
  const char *why = NULL;
  uint32_t pieces = symbols_of(look, PIECES), regexes = symbols_of(look, REGEX);
  look->always = ARENA_MANY(arena, uint32_t, pieces + (uint64_t)1);
  look->regexes = ARENA_MANY(arena, Regex *, regexes);
  look->regex_symbols = ARENA_MANY(arena, uint32_t, regexes);
  Keywords keywords = {ARENA_MANY(scratch, Keyword, pieces), ARENA_MANY(scratch, Keyword, symbols_of(look, HAS))};
  for (uint32_t s = 0; s < look->symbols.count && (look->kinds & (PIECES | HAS | REGEX)) && !why; s++)
    why = symbol_place(look, s, symbols_text(&look->symbols, s), &keywords, scratch);
  if (why) return why;
  if (look->first_target[look->symbols.count] < look->first_target[look->symbols.count + 1])
    look->always[look->always_count++] = look->symbols.count;
  automaton_build(&look->pieces, keywords.pieces, look->piece_count, arena, scratch);
  automaton_build(&look->words, keywords.words, look->word_count, arena, scratch);
  return NULL;
}

static void plain_symbols(LookMatcher *look, Arena *arena, Arena *scratch) {
  uint32_t count = look->symbols.count;
  Text *texts = ARENA_MANY(scratch, Text, count);
  uint32_t *values = ARENA_MANY(scratch, uint32_t, count);
  for (uint32_t s = 0; s < count; s++) texts[s] = symbols_text(&look->symbols, s), values[s] = look->narrow ? look->masks[s] : s;
  plain_build(&look->plain, texts, values, count, arena, scratch);
}
// Looks that one lookup answers: see LookMatcher.equality.
static void equality_build(LookMatcher *look, Arena *arena, Arena *scratch) {
  look->narrow = look->predicate_count <= NARROW;
  look->equality = look->kinds == IS && look->always_count == 0;
  for (uint32_t p = 0; p < look->predicate_count; p++) look->equality &= look->need[p] == 1;
  if (!look->equality) return;
  if (look->narrow) look->masks = ARENA_MANY(arena, uint8_t, look->symbols.count + (uint64_t)1);
  for (uint32_t s = 0; look->narrow && s < look->symbols.count; s++)
    for (uint32_t t = look->first_target[s]; t < look->first_target[s + 1]; t++) look->masks[s] |= (uint8_t)(1u << look->targets[t]);
  if (look->symbols.count <= PLAIN_MOST) plain_symbols(look, arena, scratch);
}

const char *look_build(LookMatcher *look, const Program *program, uint32_t number, Arena *arena, Arena *scratch) {
  const Look *source = &program->looks[number];
  uint64_t total = needles_total(program, source);
  if (total > UINT32_MAX / 4) return "too many texts to compare with";
  symbols_init(&look->symbols, arena, program, (uint32_t)total);
  look->predicate_count = source->predicate_count;
  look->need = ARENA_MANY(arena, uint32_t, look->predicate_count);

  Pairs pairs = {ARENA_MANY(scratch, Pair, total + source->predicate_count), 0};
  uint32_t *last = ARENA_MANY(scratch, uint32_t, total);
  for (uint32_t p = 0; p < look->predicate_count; p++)
    predicate_pairs(look, program, p, &program->predicates[source->predicates + p], last, &pairs);
  empty_pairs(look, program, source, &pairs);
  targets_build(look, &pairs, arena);
  const char *why = searches_build(look, arena, scratch);
  if (!why) equality_build(look, arena, scratch);
  return why;
}

void look_free(LookMatcher *look) {
  for (uint32_t i = 0; i < look->regex_count; i++) regex_free(look->regexes[i]);
  look->regex_count = 0;
}

// ---- asking ---------------------------------------------------------------------------------------------------------

static uint32_t larger(uint32_t a, uint32_t b) { return a > b ? a : b; }

void look_work_reserve(LookWork *work, const LookMatcher *look) {
  work->predicate_room = larger(work->predicate_room, look->predicate_count);
  work->piece_room = larger(work->piece_room, look->piece_count + 1);
  work->word_room = larger(work->word_room, look->word_count + 1);
}

static void sighting_alloc(Sighting *sighting, Arena *arena, uint32_t room) {
  sighting->marks = ARENA_MANY(arena, uint32_t, room);
  sighting->symbols = ARENA_MANY(arena, uint32_t, room);
}

void look_work_alloc(LookWork *work, Arena *arena) {
  work->hits = ARENA_MANY(arena, uint32_t, work->predicate_room);
  work->tallies = ARENA_MANY(arena, Tally, work->predicate_room);
  sighting_alloc(&work->pieces, arena, work->piece_room);
  sighting_alloc(&work->words, arena, work->word_room);
}

// A new `now` forgets all tallies and marks; after 2^32 of them they are cleared by hand.
static void work_begin(LookWork *work) {
  if (++work->now == 0) {
    memset(work->tallies, 0, sizeof(Tally) * work->predicate_room);
    memset(work->pieces.marks, 0, sizeof(uint32_t) * work->piece_room);
    memset(work->words.marks, 0, sizeof(uint32_t) * work->word_room);
    work->now = 1;
  }
  work->pieces.now = work->words.now = work->now;
  work->hit_count = work->pieces.count = work->words.count = 0;
}

static void symbol_found(const LookMatcher *look, uint32_t symbol, LookWork *work) {
  for (uint32_t t = look->first_target[symbol]; t < look->first_target[symbol + 1]; t++) {
    uint32_t predicate = look->targets[t];
    Tally *tally = &work->tallies[predicate];
    if (tally->now != work->now) *tally = (Tally){work->now, 0};
    if (++tally->count == look->need[predicate]) work->hits[work->hit_count++] = predicate;
  }
}

static void value_ask(const LookMatcher *look, NeedleKind kind, Text value, LookWork *work) {
  uint32_t symbol = symbols_find(&look->symbols, kind, value);
  if (symbol < look->symbols.count) symbol_found(look, symbol, work);
}

static void keywords_ask(const LookMatcher *look, const Automaton *automaton, Text text, Sighting *sighting, LookWork *work) {
  automaton_run(automaton, text, sighting);
  for (uint32_t i = 0; i < sighting->count; i++) symbol_found(look, sighting->symbols[i], work);
}

static void words_ask(const LookMatcher *look, Text folded, LookWork *work, Arena *scratch) {
  char small[SMALL + 2], *out = folded.size <= SMALL ? small : arena_alloc_raw(scratch, (size_t)folded.size + 2);
  keywords_ask(look, &look->words, (Text){out, words_write(folded, out)}, &work->words, work);
}

// Phones compare by their keys; what is no phone, as it is folded.
static void phone_ask(const LookMatcher *look, Text text, Text folded, LookWork *work) {
  char phone[PHONE_KEY_BYTES];
  uint32_t size = phone_key(text_trim(text), phone);
  value_ask(look, NEEDLE_PHONE, size ? (Text){phone, size} : folded, work);
}

static void regexes_ask(const LookMatcher *look, Text text, LookWork *work, Arena *scratch) {
  Text trimmed = text_trim(text);
  for (uint32_t i = 0; i < look->regex_count; i++) {
    int matches = regex_match(look->regexes[i], trimmed.data, trimmed.size);
    if (matches < 0) arena_fail(scratch);
    if (matches) symbol_found(look, look->regex_symbols[i], work);
  }
}

void look_ask(const LookMatcher *look, Text text, LookWork *work, Arena *scratch) {
  work_begin(work);
  for (uint32_t i = 0; i < look->always_count; i++) symbol_found(look, look->always[i], work);
  if (look->kinds & (IS | PIECES | HAS | PHONE)) {
    char small[SMALL];
    int64_t size = text.size <= SMALL ? text_fold_ascii(text, small) : -1;
    Text folded = size >= 0 ? (Text){small, (uint32_t)size} : text_fold(scratch, text);
    if (look->kinds & IS) value_ask(look, NEEDLE_IS, folded, work);
    if (look->kinds & PIECES) keywords_ask(look, &look->pieces, folded, &work->pieces, work);
    if (look->kinds & HAS && folded.size) words_ask(look, folded, work, scratch);
    if (look->kinds & PHONE) phone_ask(look, text, folded, work);
  }
  if (look->kinds & EXACT) value_ask(look, NEEDLE_EXACT, text, work);
  if (look->regex_count) regexes_ask(look, text, work, scratch);
}
