// match.c -- looks over columns, with outcomes remembered by the raw bytes of short texts.
//
// The outcome of a text comes from the memory; what that does not know, a look that only compares values (equality) asks its
// symbols when the text is easy to fold, and look_ask works out the rest.
// An outcome is a list of the true predicates, or for up to 8 predicates (narrow) their bits, which go to the columns by
// transposing 64 rows at a time, without a branch on what is true.
//
// The memory is a table of two-way sets; a set keeps the two texts asked for last, in words, with their outcomes: the kernels
// look at the first, and everything else is the long road. It never grows: when the pool of longer outcomes is full,
// everything is forgotten. A look whose texts hardly repeat does without it, longer each time that this is found, so that
// columns of names do not push the titles out. What is remembered never changes an answer, only its cost.
// The hash is keyed by where the memory lies, which the writer of leads cannot know.
#include "vm/match.h"
#include "vm/look.h"
#include "vm/regex.h"
#include "vm/table_index.h"
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum {
  SET_BITS = 13, SETS = 1 << SET_BITS,  // x 2 entries x 64 bytes = 1 MB; only the lines of texts that repeat are touched
  POOL = 16 << 10,                      // predicates in outcomes of more than one
  OUTCOME_MAX = POOL / 16,              // longer outcomes are worked out again
  TRIAL = 1024,                         // texts after which a look's memory must have answered one in four
  SLEEP = 256, SLEEP_MOST = 4096,       // batches without it, when it has not: twice as many each time
  WIDE = 64,                            // batches with long texts expected
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
  uint64_t words[SHORT_WORDS];          // the text, then zeros
  uint64_t who;                         // look + 1, then the text's size; 0: free
  uint32_t at, count;                   // narrow: the bits, unused. Else the predicate when count is 1, or a place in the pool
} Entry;

typedef struct Habit { uint32_t asked, missed, asleep, sleep, wide; } Habit;   // of one look; batches for which it sleeps, slept last, is wide

// Of a look of many predicates: those that are true of a lead of the batch before. The first `words` words of all others are 0.
typedef struct Touched { const Column *first; uint32_t *predicates, count, words; } Touched; // first: the first predicate's

struct MatchMemory {
  Allocator allocator;
  Arena arena;
  uint64_t keys[SHORT_WORDS + 1];       // odd; the last one: for the look
  Entry *entries;                       // pairs
  uint32_t *pool, pool_used;
  Habit *habits;
  Touched *touched;
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

static bool memory_build(MatchMemory *memory, const Matcher *matcher) {
  jmp_buf escape;
  arena_init(&memory->arena, memory->allocator, &escape);
  if (setjmp(escape)) return false;
  memory->entries = arena_alloc_aligned(&memory->arena, sizeof(Entry) * 2 * SETS, 64);
  memory->pool = ARENA_MANY(&memory->arena, uint32_t, POOL);
  memory->habits = ARENA_MANY(&memory->arena, Habit, matcher->look_count);
  memory->touched = ARENA_MANY(&memory->arena, Touched, matcher->look_count);
  for (uint32_t i = 0; i < matcher->look_count; i++)
    if (!matcher->looks[i].narrow) memory->touched[i].predicates = ARENA_MANY(&memory->arena, uint32_t, matcher->looks[i].predicate_count);
  for (uint32_t i = 0; i < matcher->look_count; i++) look_work_reserve(&memory->work, &matcher->looks[i]);
  look_work_alloc(&memory->work, &memory->arena);
  memory->arena.escape = NULL;
  return true;
}

MatchMemory *match_memory_new(const Matcher *matcher, Allocator allocator) {
  MatchMemory *memory = allocator.resize(allocator.user, NULL, 0, sizeof *memory);
  if (!memory) return NULL;
  *memory = (MatchMemory){.allocator = allocator};
  for (uint32_t i = 0; i <= SHORT_WORDS; i++) memory->keys[i] = bits_mix((uint64_t)(uintptr_t)memory + i) | 1;
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

typedef struct Asking {                 // one look over one column
  const LookMatcher *look;
  MatchMemory *memory;
  Arena *scratch;
  uint64_t who, start;                  // who: for texts of size 0; start: of the hash
  uint32_t look_number, missed, beyond, wide; // beyond: not asked of the memory, being long; wide: texts of more than 16 bytes, where those are not expected
} Asking;

// Words past the text's end are 0 and add nothing: the hash is the same for any count.
SHORT_INLINE Entry *set_of(const Asking *asking, const uint64_t *words, uint32_t count) {
  uint64_t hash = asking->start;
  SHORT_EACH(i, count) hash += words[i] * asking->memory->keys[i];
  return asking->memory->entries + 2 * (hash >> (64 - SET_BITS));
}
SHORT_INLINE bool entry_is(const Entry *entry, const uint64_t *words, uint64_t who, uint32_t count) {
  return ((entry->who ^ who) | short_differ(entry->words, words, count)) == 0;
}

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

static void memory_add(MatchMemory *memory, Entry *set, const uint64_t *words, uint64_t who, const Outcome *outcome) {
  Entry entry = {.who = who, .at = outcome->bits, .count = outcome->count};
  if (!memory_place(memory, outcome, &entry.at)) return;
  memcpy(entry.words, words, sizeof entry.words);
  set[1] = set[0];
  set[0] = entry;
}

// Should the look use its memory for this batch?
static bool habit_begin(Habit *habit) {
  if (habit->asleep == 0) return true;
  habit->asleep--;
  return false;
}

static void habit_end(Habit *habit, uint32_t rows, uint32_t asked, const Asking *asking) {
  if (habit->wide) habit->wide--;
  else if (asking->wide * 16 > rows) habit->wide = WIDE;
  habit->asked += asked, habit->missed += asking->missed;
  if (habit->asked < TRIAL) return;
  bool strange = habit->missed > habit->asked / 4 * 3 || (asking->look->plain.shifts && habit->missed > habit->asked / 8);
  habit->sleep = !strange ? 0 : habit->sleep == 0 ? SLEEP : habit->sleep < SLEEP_MOST ? habit->sleep * 2 : SLEEP_MOST;
  habit->asleep = habit->sleep;
  habit->asked = habit->missed = 0;
}

// ---- one text -------------------------------------------------------------------------------------------------------

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

SHORT_INLINE Outcome outcome_kept(const Asking *asking, const Entry *entry) {
  return (Outcome){entry->count == 1 ? &entry->at : asking->memory->pool + entry->at, entry->count, entry->at};
}
// Without the memory.
static __attribute__((noinline)) Outcome outcome_unknown(const Asking *asking, Text text) {
  const LookMatcher *look = asking->look;
  if (look->equality && text.size <= SHORT_BYTES) {
    ShortText folded = short_load(text, short_count(text.size));
    uint32_t count = short_count(text.size);
    if (short_fold(&folded, count)) return outcome_of_symbol(look, symbols_find_short(&look->symbols, NEEDLE_IS, &folded, count));
  }
  return outcome_worked_out(asking, text);
}
// What the quick road leaves: texts of more words than the column's others, second in their set, at a page's end, or new.
static __attribute__((noinline)) Outcome outcome_long(Asking *asking, Text text) {
  uint64_t words[SHORT_WORDS] = {0}, who = asking->who | text.size;
  asking->wide += text.size > SHORT_TWO_BYTES;
  if (text.size > SHORT_BYTES) {
    asking->beyond++;
    return outcome_unknown(asking, text);
  }
  if (text.size) memcpy(words, text.data, text.size);
  Entry *set = set_of(asking, words, SHORT_WORDS), second = set[1];
  if (entry_is(set, words, who, SHORT_WORDS)) return outcome_kept(asking, set);
  if (entry_is(&second, words, who, SHORT_WORDS)) {
    set[1] = set[0], set[0] = second;
    return outcome_kept(asking, set);
  }
  asking->missed++;
  Outcome outcome = outcome_unknown(asking, text);
  memory_add(asking->memory, set, words, who, &outcome);
  return outcome;
}
// The quick road, in the kernels' loops. `count` words is the same for a whole column (habit), so that nothing hangs on the size
// of one text; it is 2 or 4, or one of these:
enum { PLAIN = 1, ALWAYS_NEW = 0 };     // not the memory: the table of plain texts; nothing
SHORT_INLINE Outcome outcome_find(Asking *asking, Text text, uint32_t count) {
  const LookMatcher *look = asking->look;
  if (count == ALWAYS_NEW) return outcome_unknown(asking, text);
  if (count == PLAIN) {
    uint32_t value;
    bool fits = (text.size - 1 < PLAIN_BYTES) & short_readable(text, PLAIN_BYTES);
    if (__builtin_expect(!fits || !plain_find(&look->plain, text, look->narrow ? 0 : look->symbols.count, &value), 0)) return outcome_unknown(asking, text);
    return look->narrow ? (Outcome){NULL, 0, value} : outcome_of_symbol(look, value);
  }
  uint64_t words[4], who = asking->who | text.size;
  if (__builtin_expect((text.size > 8 * count) | !short_readable(text, 8 * count), 0)) return outcome_long(asking, text);
  const char *mask = (const char *)SHORT_MASK + 32 - text.size;
  SHORT_EACH(i, count) words[i] = bytes_load64(text.data + 8 * i) & bytes_load64(mask + 8 * i);
  const Entry *first = set_of(asking, words, count);
  if (__builtin_expect(!entry_is(first, words, who, count), 0)) return outcome_long(asking, text);
  return outcome_kept(asking, first);
}

// ---- the kernels ----------------------------------------------------------------------------------------------------

// Bit p of each of the first `count` of 64 bytes; of those behind them 0 bits when they are 0.
#ifdef __SSE2__
static inline uint64_t bytes_bit(const unsigned char bytes[64], uint32_t p, uint32_t count) {
  uint64_t word = 0;
  for (uint32_t k = 0; 16 * k < count; k++) {
    __m128i block = _mm_sll_epi64(_mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * k)), _mm_cvtsi32_si128(7 - (int)p));
    word |= (uint64_t)(uint32_t)_mm_movemask_epi8(block) << 16 * k;
  }
  return word;
}
#else
static inline uint64_t bytes_bit(const unsigned char bytes[64], uint32_t p, uint32_t count) {
  uint64_t word = 0;
  for (uint32_t k = 0; 8 * k < count; k++) word |= ((bytes_load64((const char *)bytes + 8 * k) >> p & BYTES_ONES) * 0x0102040810204080ULL >> 56) << 8 * k;
  return word;
}
#endif

SHORT_INLINE void look_narrow(Asking *asking, const Column *text, uint32_t rows, Column *const *out, uint32_t count) {
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    unsigned char bytes[64] = {0};      // of the rows: stored one by one, so that none waits for the one before
    for (uint64_t left = text->known[w]; left; left &= left - 1) {
      uint32_t row = (uint32_t)__builtin_ctzll(left);
      bytes[row] = (unsigned char)outcome_find(asking, text->texts[w * 64 + row], count).bits;
    }
    for (uint32_t p = 0; p < asking->look->predicate_count; p++) {
      out[p]->known[w] = text->known[w];
      out[p]->yes[w] = bytes_bit(bytes, p, rows - w * 64 < 64 ? rows - w * 64 : 64);
    }
  }
}

// A predicate is known where the text is: the text's own bits. Of thousands few are true of any lead, and only those are emptied again.
static void many_begin(Touched *touched, const Column *text, uint32_t rows, Column *const *out, uint32_t predicates) {
  if (bits_words(rows) > touched->words || out[0] != touched->first || out[0]->known != text->known) {
    touched->first = out[0];
    touched->words = bits_words(rows);
    for (uint32_t p = 0; p < predicates; p++) {
      out[p]->known = text->known;
      column_empty(out[p], rows);
    }
  }
  for (uint32_t i = 0; i < touched->count; i++) column_empty(out[touched->predicates[i]], touched->words * 64);
  touched->count = 0;
}

SHORT_INLINE void look_many(Asking *asking, const Column *text, uint32_t rows, Column *const *out, uint32_t count) {
  Touched *touched = &asking->memory->touched[asking->look_number];
  many_begin(touched, text, rows, out, asking->look->predicate_count);
  for (BITS_EACH(text->known, rows, row)) {
    Outcome outcome = outcome_find(asking, text->texts[row], count);
    for (uint32_t i = 0; i < outcome.count; i++) {
      Column *truth = out[outcome.list[i]];
      if (column_is_empty(truth, touched->words * 64)) touched->predicates[touched->count++] = outcome.list[i];
      column_add(truth, row >> 6, 1ull << (row & 63));
    }
  }
}

SHORT_INLINE void look_column(Asking *asking, const Column *text, uint32_t rows, Column *const *out, uint32_t count) {
  if (asking->look->narrow) look_narrow(asking, text, rows, out, count);
  else look_many(asking, text, rows, out, count);
}

void match_look(const Matcher *matcher, MatchMemory *memory, uint32_t look, const Column *text, uint32_t rows, Column *const *out, Arena *scratch) {
  Habit *habit = &memory->habits[look];
  Asking asking = {.look = &matcher->looks[look], .look_number = look, .memory = memory, .scratch = scratch};
  asking.who = ((uint64_t)look + 1) << 32, asking.start = (look + 1) * memory->keys[SHORT_WORDS];
  if (!habit_begin(habit)) {
    if (asking.look->plain.shifts) look_column(&asking, text, rows, out, PLAIN);
    else look_column(&asking, text, rows, out, ALWAYS_NEW);
    return;
  }
  if (habit->wide) look_column(&asking, text, rows, out, 4);
  else look_column(&asking, text, rows, out, 2);
  habit_end(habit, rows, bits_count(text->known, rows) - asking.beyond, &asking);
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
