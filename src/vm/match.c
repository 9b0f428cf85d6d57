// match.c -- looks over columns, with outcomes remembered by the raw bytes of short texts.
//
// The outcome of a text comes from the memory; what that does not know, a look that only compares values (equality) asks its
// symbols when the text is easy to fold, and look_ask works out the rest.
// An outcome is a list of the true predicates, or for up to 8 predicates (narrow) their bits, which go to the columns by
// transposing 64 rows at a time, without a branch on what is true.
//
// The memory is a table of two-way sets; a set keeps the two newest texts, in words, with their outcomes. It never grows:
// when the pool of longer outcomes is full, everything is forgotten. A look whose texts hardly repeat does without it for a
// while, so that columns of names do not push the titles out. What is remembered never changes an answer, only its cost.
// The hash is keyed by where the memory lies, which the writer of leads cannot know.
#include "vm/match.h"
#include "vm/look.h"
#include "vm/regex.h"
#include "vm/table_index.h"

enum {
  SETS = 8192,                          // x 2 entries x 64 bytes = 1 MB; only the lines of texts that repeat are touched
  POOL = 16 << 10,                      // predicates in outcomes of more than one
  OUTCOME_MAX = POOL / 16,              // longer outcomes are worked out again
  TRIAL = 1024,                         // texts after which a look's memory must have answered one in four
  SLEEP = 64,                           // batches without it, when it has not
};

struct Matcher {
  Allocator allocator;
  Arena arena;
  Program program;                      // a view: its sections are the caller's
  LookMatcher *looks;
  TableIndex *tables;
  uint32_t look_count;                  // built, or begun
};

// What is true of a text: its bits when the look is narrow, else a list of predicates.
typedef struct Outcome { const uint32_t *list; uint32_t count, bits; } Outcome;   // bits < POOL

typedef struct Entry {
  uint64_t words[SHORT_WORDS];
  uint64_t who;                         // look + 1, then the text's size; 0: free
  uint32_t at, count;                   // narrow: the bits, unused. Else the predicate when count is 1, or a place in the pool
} Entry;

typedef struct Habit { uint32_t asked, missed, asleep; bool wide; } Habit;   // of one look

struct MatchMemory {
  Allocator allocator;
  Arena arena;
  uint64_t seed;
  Entry *entries;                       // pairs
  uint32_t *pool, pool_used;
  Habit *habits;
  LookWork work;
};

// ---- life -----------------------------------------------------------------------------------------------------------

static const char *matcher_build(Matcher *matcher, Arena *scratch) {
  const Program *program = &matcher->program;
  const char *why = NULL;
  matcher->looks = ARENA_MANY(&matcher->arena, LookMatcher, program->looks_count);
  matcher->tables = ARENA_MANY(&matcher->arena, TableIndex, program->tables_count);
  for (uint32_t i = 0; i < program->looks_count && !why; i++) {
    why = look_build(&matcher->looks[matcher->look_count++], program, i, &matcher->arena, scratch);
    arena_reset(scratch);
  }
  for (uint32_t i = 0; i < program->tables_count && !why; i++) {
    table_index_build(&matcher->tables[i], program, i, &matcher->arena, scratch);
    arena_reset(scratch);
  }
  return why;
}

static bool matcher_try(Matcher *matcher, Arena *scratch, const char **why) {
  jmp_buf escape;
  arena_init(&matcher->arena, matcher->allocator, &escape);
  arena_init(scratch, matcher->allocator, &escape);
  if (setjmp(escape)) return false;
  *why = matcher_build(matcher, scratch);
  matcher->arena.escape = NULL;
  return !*why;
}

Matcher *matcher_new(const Program *program, Allocator allocator, const char **why) {
  *why = NULL;
  Matcher *matcher = allocator.resize(allocator.user, NULL, 0, sizeof *matcher);
  if (!matcher) return NULL;
  *matcher = (Matcher){.allocator = allocator, .program = *program};
  Arena scratch;
  bool made = matcher_try(matcher, &scratch, why);
  arena_free(&scratch);
  if (made) return matcher;
  matcher_free(matcher);
  return NULL;
}

void matcher_free(Matcher *matcher) {
  if (!matcher) return;
  for (uint32_t i = 0; i < matcher->look_count; i++) look_free(&matcher->looks[i]);
  arena_free(&matcher->arena);
  Allocator allocator = matcher->allocator;
  allocator.resize(allocator.user, matcher, sizeof *matcher, 0);
}

// The finaliser of splitmix64: every bit of the address moves every bit of the seed.
static uint64_t seed_mix(uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
  return x ^ x >> 31;
}

static bool memory_build(MatchMemory *memory, const Matcher *matcher) {
  jmp_buf escape;
  arena_init(&memory->arena, memory->allocator, &escape);
  if (setjmp(escape)) return false;
  memory->entries = arena_alloc_aligned(&memory->arena, sizeof(Entry) * 2 * SETS, 64);
  memory->pool = ARENA_MANY(&memory->arena, uint32_t, POOL);
  memory->habits = ARENA_MANY(&memory->arena, Habit, matcher->look_count);
  for (uint32_t i = 0; i < matcher->look_count; i++) look_work_reserve(&memory->work, &matcher->looks[i]);
  look_work_alloc(&memory->work, &memory->arena);
  memory->arena.escape = NULL;
  return true;
}

MatchMemory *match_memory_new(const Matcher *matcher, Allocator allocator) {
  MatchMemory *memory = allocator.resize(allocator.user, NULL, 0, sizeof *memory);
  if (!memory) return NULL;
  *memory = (MatchMemory){.allocator = allocator, .seed = seed_mix((uint64_t)(uintptr_t)memory)};
  if (memory_build(memory, matcher)) return memory;
  match_memory_free(memory);
  return NULL;
}

void match_memory_free(MatchMemory *memory) {
  if (!memory) return;
  arena_free(&memory->arena);
  Allocator allocator = memory->allocator;
  allocator.resize(allocator.user, memory, sizeof *memory, 0);
}

// ---- the memory -----------------------------------------------------------------------------------------------------

SHORT_INLINE uint64_t entry_differ(const Entry *entry, const ShortText *text, uint64_t who, uint32_t count) {
  return (entry->who ^ who) | short_differ(entry->words, text->words, count);
}
SHORT_INLINE bool entry_is(const Entry *entry, const ShortText *text, uint64_t who, uint32_t count) { return entry_differ(entry, text, who, count) == 0; }

static void memory_forget(MatchMemory *memory) {
  memset(memory->entries, 0, sizeof(Entry) * 2 * SETS);
  memory->pool_used = 0;
}

// Puts a list where the entry can find it; false when it is too long to be worth it.
static bool memory_place(MatchMemory *memory, const Outcome *outcome, uint32_t *at) {
  if (outcome->count > OUTCOME_MAX) return false;
  if (outcome->count == 1) *at = outcome->list[0];
  if (outcome->count <= 1) return true;
  if (outcome->count > POOL - memory->pool_used) memory_forget(memory);
  *at = memory->pool_used;
  memcpy(memory->pool + *at, outcome->list, sizeof(uint32_t) * outcome->count);
  memory->pool_used += outcome->count;
  return true;
}

static void memory_add(MatchMemory *memory, Entry *set, const ShortText *text, uint64_t who, const Outcome *outcome, uint32_t count) {
  uint32_t at = outcome->bits;
  if (!memory_place(memory, outcome, &at)) return;
  set[1] = set[0];
  memcpy(set->words, text->words, sizeof(uint64_t) * count);
  set->who = who, set->at = at, set->count = outcome->count;
}

// Should the look use its memory for this batch?
static bool habit_begin(Habit *habit) {
  if (habit->asleep == 0) return true;
  habit->asleep--;
  return false;
}

static void habit_end(Habit *habit, uint32_t asked, uint32_t missed) {
  habit->asked += asked, habit->missed += missed;
  if (habit->asked < TRIAL) return;
  if (habit->missed > habit->asked / 4 * 3) habit->asleep = SLEEP;
  habit->asked = habit->missed = 0;
}

// ---- one text -------------------------------------------------------------------------------------------------------

typedef struct Asking {                 // one look over one column
  const LookMatcher *look;
  MatchMemory *memory;
  Arena *scratch;
  uint64_t key, who;                    // of the memory; who: for texts of size 0
  uint32_t missed, beyond, wide;        // beyond: not asked of the memory, being long; wide: texts of more than 16 bytes
} Asking;

static Outcome outcome_worked_out(const Asking *asking, Text text) {
  LookWork *work = &asking->memory->work;
  look_ask(asking->look, text, work, asking->scratch);
  if (!asking->look->narrow) return (Outcome){work->hits, work->hit_count, 0};
  Outcome outcome = {0};
  for (uint32_t i = 0; i < work->hit_count; i++) outcome.bits |= 1u << work->hits[i];
  return outcome;
}

SHORT_INLINE Outcome outcome_of_symbol(const LookMatcher *look, uint32_t symbol) {
  if (look->narrow) return (Outcome){NULL, 0, look->masks[symbol]};
  uint32_t first = look->first_target[symbol];
  return (Outcome){look->targets + first, look->first_target[symbol + 1] - first, 0};
}

SHORT_INLINE Entry *set_of(const Asking *asking, const ShortText *text, uint32_t count) {
  return asking->memory->entries + 2 * (short_hash(text, asking->key, count) % SETS);
}
// Of a set, one of whose entries is the text's. Both are read and one is chosen: which it is cannot be guessed.
SHORT_INLINE Outcome outcome_kept(const Asking *asking, const Entry *set, bool newest) {
  uint32_t take = -(uint32_t)newest, at = (set[0].at & take) | (set[1].at & ~take), count = (set[0].count & take) | (set[1].count & ~take);
  return (Outcome){count == 1 ? &set[!newest].at : asking->memory->pool + at, count, at};
}
// Asks anew what is not remembered; up to 48 bytes.
static Outcome outcome_unknown(const Asking *asking, Text text) {
  const LookMatcher *look = asking->look;
  if (look_excludes(look, text)) return (Outcome){0};
  if (look->equality && text.size <= SHORT_BYTES) {
    ShortText folded = short_load(text, short_count(text.size));
    uint32_t count = short_count(text.size);
    if (short_fold(&folded, count)) return outcome_of_symbol(look, symbols_find_short(&look->symbols, NEEDLE_IS, &folded, count));
  }
  return outcome_worked_out(asking, text);
}
static __attribute__((noinline)) Outcome outcome_missed(Asking *asking, Text text, uint32_t count) {
  ShortText brief = short_load(text, count);
  asking->missed++;
  Outcome outcome = outcome_unknown(asking, text);
  memory_add(asking->memory, set_of(asking, &brief, count), &brief, asking->who | text.size, &outcome, count);
  return outcome;
}
// Of more words than the column's others.
static __attribute__((noinline)) Outcome outcome_long(Asking *asking, Text text) {
  asking->wide++;
  if (text.size > SHORT_BYTES) {
    asking->beyond++;
    return outcome_unknown(asking, text);
  }
  ShortText brief = short_load(text, SHORT_WORDS);
  const Entry *set = set_of(asking, &brief, SHORT_WORDS);
  uint64_t who = asking->who | text.size;
  bool newest = entry_is(set, &brief, who, SHORT_WORDS);
  if (newest || entry_is(set + 1, &brief, who, SHORT_WORDS)) return outcome_kept(asking, set, newest);
  return outcome_missed(asking, text, SHORT_WORDS);
}
// The short road, in the kernels' loops. `count` words is the same for a whole column (habit), so that nothing hangs on
// the size of one text; 0: without the memory.
SHORT_INLINE Outcome outcome_find(Asking *asking, Text text, uint32_t count) {
  if (count == 0) return outcome_unknown(asking, text);
  if (text.size > 8 * count) return outcome_long(asking, text);
  if (count > 2) asking->wide += text.size > SHORT_TWO_BYTES;
  ShortText brief = {.size = text.size};
  short_load_padded(&brief, text, count);
  const Entry *set = set_of(asking, &brief, count);
  uint64_t who = asking->who | text.size, differ[2] = {entry_differ(set, &brief, who, count), entry_differ(set + 1, &brief, who, count)};
  if (__builtin_expect(differ[0] && differ[1], 0)) return outcome_missed(asking, text, count);
  return outcome_kept(asking, set, differ[0] == 0);
}

// ---- the kernels ----------------------------------------------------------------------------------------------------

// Bit p of each of the 64 bytes of `bits`, the first byte lowest.
static inline uint64_t bits_transpose(const uint64_t bits[8], uint32_t p) {
  uint64_t word = 0;
  for (uint32_t k = 0; k < 8; k++) word |= ((bits[k] >> p & BYTES_ONES) * 0x0102040810204080ULL >> 56) << 8 * k;
  return word;
}

SHORT_INLINE void look_narrow(Asking *asking, const Column *text, uint32_t rows, Column *const *out, uint32_t count) {
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    unsigned char bytes[64] = {0};      // of the rows: stored one by one, so that none waits for the one before
    uint64_t bits[8];
    for (uint64_t left = text->known[w]; left; left &= left - 1) {
      uint32_t row = (uint32_t)__builtin_ctzll(left);
      bytes[row] = (unsigned char)outcome_find(asking, text->texts[w * 64 + row], count).bits;
    }
    for (uint32_t k = 0; k < 8; k++) bits[k] = bytes_load64((const char *)bytes + 8 * k);
    for (uint32_t p = 0; p < asking->look->predicate_count; p++) {
      out[p]->known[w] = text->known[w];
      out[p]->yes[w] = bits_transpose(bits, p);
    }
  }
}

SHORT_INLINE void look_many(Asking *asking, const Column *text, uint32_t rows, Column *const *out, uint32_t count) {
  for (uint32_t p = 0; p < asking->look->predicate_count; p++) {
    out[p]->known = text->known;        // the text's own bits: a predicate is known where it is
    column_empty(out[p], rows);
  }
  for (BITS_EACH(text->known, rows, row)) {
    Outcome outcome = outcome_find(asking, text->texts[row], count);
    for (uint32_t i = 0; i < outcome.count; i++) {
      Column *truth = out[outcome.list[i]];
      truth->zeros = 0;
      bit_set(truth->yes, row);
    }
  }
}

SHORT_INLINE void look_column(Asking *asking, const Column *text, uint32_t rows, Column *const *out, uint32_t count) {
  if (asking->look->narrow) look_narrow(asking, text, rows, out, count);
  else look_many(asking, text, rows, out, count);
}

void match_look(const Matcher *matcher, MatchMemory *memory, uint32_t look, const Column *text, uint32_t rows, Column *const *out, Arena *scratch) {
  Habit *habit = &memory->habits[look];
  Asking asking = {.look = &matcher->looks[look], .memory = memory, .scratch = scratch};
  asking.key = seed_mix(memory->seed + look), asking.who = ((uint64_t)look + 1) << 32;
  if (!habit_begin(habit)) {
    look_column(&asking, text, rows, out, 0);
    return;
  }
  if (habit->wide) look_column(&asking, text, rows, out, 4);
  else look_column(&asking, text, rows, out, 2);
  habit->wide = asking.wide * 16 > rows;
  habit_end(habit, bits_count(text->known, rows) - asking.beyond, asking.missed);
}

uint32_t match_table_row(const Matcher *matcher, uint32_t table, const MatchKey *keys, Arena *scratch) {
  return table_index_find(&matcher->tables[table], keys, scratch);
}

bool regex_check(Text pattern, Arena *arena, Text *why, uint32_t *at) {
  char message[REGEX_WHY_BYTES];
  Regex *regex = regex_new(pattern.data, pattern.size, message, at);
  if (!regex) *why = text_copy(arena, text_of(message));
  regex_free(regex);
  return regex != NULL;
}
