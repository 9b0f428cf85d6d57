// match.c -- looks over columns, with outcomes remembered by the raw bytes of short texts.
//
// The memory is a table of two-way sets, an entry a cache line: the text itself in words, and its outcome. A set keeps the
// two newest. It never grows: when the pool of longer outcomes is full, everything is forgotten. A look whose texts hardly
// repeat does without it for a while, so that columns of emails do not push the titles out. What is remembered never
// changes an answer, only its cost. The hash is keyed by where the memory lies, which the writer of leads cannot know.
#include "vm/match.h"
#include "vm/look.h"
#include "vm/regex.h"
#include "vm/table_index.h"

enum {
  TEXT_WORDS = 6,                       // texts of up to 48 bytes are remembered
  SETS = 2048,                          // x 2 entries x 64 bytes = 256 KB
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

typedef struct Entry {
  uint64_t words[TEXT_WORDS];
  uint64_t who;                         // look + 1, then the text's size; 0: free
  uint32_t at, count;                   // the outcome: a predicate when count is 1, else a place in the pool
} Entry;

typedef struct Habit { uint32_t asked, answered, asleep; } Habit;   // of one look

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

static const char *matcher_try(Matcher *matcher, Arena *scratch) {
  jmp_buf escape;
  arena_init(&matcher->arena, matcher->allocator, &escape);
  arena_init(scratch, matcher->allocator, &escape);
  if (setjmp(escape)) return "out of memory";
  const char *why = matcher_build(matcher, scratch);
  matcher->arena.escape = NULL;
  return why;
}

Matcher *matcher_new(const Program *program, Allocator allocator, const char **why) {
  *why = "out of memory";
  Matcher *matcher = allocator.resize(allocator.user, NULL, 0, sizeof *matcher);
  if (!matcher) return NULL;
  *matcher = (Matcher){.allocator = allocator, .program = *program};
  Arena scratch;
  *why = matcher_try(matcher, &scratch);
  arena_free(&scratch);
  if (!*why) return matcher;
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

static inline uint64_t load64(const char *p) { uint64_t w; memcpy(&w, p, 8); return w; }
static inline uint64_t load32(const char *p) { uint32_t w; memcpy(&w, p, 4); return w; }

// Up to 8 bytes in a word. Together with the size it tells the text: reads overlap, but leave nothing out.
static inline uint64_t load_small(const char *p, uint32_t size) {
  if (size >= 4) return load32(p) | load32(p + size - 4) << 32;
  if (size == 0) return 0;
  return (uint64_t)(unsigned char)p[0] | (uint64_t)(unsigned char)p[size / 2] << 8 | (uint64_t)(unsigned char)p[size - 1] << 16;
}

static inline uint64_t multiply_mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

// The text in `words`, those it does not need 0; gives its hash.
static inline uint64_t text_load(Text t, uint64_t key, uint64_t words[TEXT_WORDS]) {
  const char *p = t.data;
  uint32_t size = t.size;
  memset(words, 0, sizeof(uint64_t) * TEXT_WORDS);
  if (size <= 8) {
    words[0] = load_small(p, size);
    return multiply_mix(words[0] ^ key, key + size);
  }
  words[0] = load64(p), words[1] = load64(p + size - 8);
  uint64_t hash = multiply_mix(words[0] ^ key, words[1] ^ (key + size));
  if (size <= 16) return hash;
  words[2] = load64(p + 8), words[3] = load64(p + size - 16);
  hash = multiply_mix(words[2] ^ key, words[3] ^ hash);
  if (size <= 32) return hash;
  words[4] = load64(p + 16), words[5] = load64(p + size - 24);
  return multiply_mix(words[4] ^ key, words[5] ^ hash);
}

static inline bool entry_is(const Entry *entry, const uint64_t words[TEXT_WORDS], uint64_t who) {
  uint64_t differ = entry->who ^ who;
  for (uint32_t i = 0; i < TEXT_WORDS; i++) differ |= entry->words[i] ^ words[i];
  return differ == 0;
}

static void memory_forget(MatchMemory *memory) {
  memset(memory->entries, 0, sizeof(Entry) * 2 * SETS);
  memory->pool_used = 0;
}

static void memory_add(MatchMemory *memory, Entry *set, const uint64_t words[TEXT_WORDS], uint64_t who) {
  const LookWork *work = &memory->work;
  uint32_t count = work->hit_count, at = 0;
  if (count > OUTCOME_MAX) return;
  if (count == 1) at = work->hits[0];
  if (count > 1) {
    if (count > POOL - memory->pool_used) memory_forget(memory);
    at = memory->pool_used;
    memcpy(memory->pool + at, work->hits, sizeof(uint32_t) * count);
    memory->pool_used += count;
  }
  set[1] = set[0];
  memcpy(set[0].words, words, sizeof set[0].words);
  set[0].who = who, set[0].at = at, set[0].count = count;
}

// Should the look use its memory for this batch?
static bool habit_begin(Habit *habit) {
  if (habit->asleep) {
    habit->asleep--;
    return false;
  }
  return true;
}

static void habit_end(Habit *habit, uint32_t asked, uint32_t answered) {
  habit->asked += asked, habit->answered += answered;
  if (habit->asked < TRIAL) return;
  if (habit->answered < habit->asked / 4) habit->asleep = SLEEP;
  habit->asked = habit->answered = 0;
}

// ---- the kernels ----------------------------------------------------------------------------------------------------

static inline void truths_set(Column *const *out, const uint32_t *predicates, uint32_t count, uint32_t row) {
  for (uint32_t i = 0; i < count; i++) bit_set(out[predicates[i]]->yes, row);
}

static void truths_clear(Column *const *out, uint32_t count, const Column *text, uint32_t rows) {
  size_t bytes = sizeof(uint64_t) * bits_words(rows);
  for (uint32_t p = 0; p < count; p++) {
    memcpy(out[p]->known, text->known, bytes);
    memset(out[p]->yes, 0, bytes);
  }
}

static void look_plain(const LookMatcher *look, LookWork *work, const Column *text, uint32_t rows, Column *const *out, Arena *scratch) {
  for (BITS_EACH(text->known, rows, row)) {
    look_ask(look, text->texts[row], work, scratch);
    truths_set(out, work->hits, work->hit_count, row);
  }
}

static void look_remembering(const LookMatcher *look, MatchMemory *memory, uint32_t number, const Column *text, uint32_t rows, Column *const *out, Arena *scratch) {
  const uint64_t key = seed_mix(memory->seed + number);
  uint32_t asked = 0, missed = 0;
  for (BITS_EACH(text->known, rows, row)) {
    const Text t = text->texts[row];
    uint64_t words[TEXT_WORDS], who = ((uint64_t)number + 1) << 32 | t.size;
    asked++;
    if (t.size > sizeof words) {
      look_ask(look, t, &memory->work, scratch);
      truths_set(out, memory->work.hits, memory->work.hit_count, row);
      continue;
    }
    Entry *set = memory->entries + 2 * (text_load(t, key, words) % SETS), *entry = set;
    if (!entry_is(entry, words, who) && !entry_is(++entry, words, who)) {
      missed++;
      look_ask(look, t, &memory->work, scratch);
      truths_set(out, memory->work.hits, memory->work.hit_count, row);
      memory_add(memory, set, words, who);
    } else if (entry->count) {
      truths_set(out, entry->count == 1 ? &entry->at : memory->pool + entry->at, entry->count, row);
    }
  }
  habit_end(&memory->habits[number], asked, asked - missed);
}

void match_look(const Matcher *matcher, MatchMemory *memory, uint32_t look, const Column *text, uint32_t rows, Column *const *out, Arena *scratch) {
  const LookMatcher *matches = &matcher->looks[look];
  truths_clear(out, matches->predicate_count, text, rows);
  if (habit_begin(&memory->habits[look])) look_remembering(matches, memory, look, text, rows, out, scratch);
  else look_plain(matches, &memory->work, text, rows, out, scratch);
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
