// hours.c -- zones by name, and whether it is open there now.
//
// Names come from leads, so what is remembered is bounded: a full table is forgotten and begun anew. Each entry also keeps
// its last answer, since the rows of one instruction ask the same question again and again.
#include "vm/hours.h"

enum { NAMES = 1024, ROOM = 2 * NAMES };

typedef struct HoursEntry {
  Text name;                   // size 0: free
  const Zone *zone;            // NULL: unknown
  int64_t now, from, to, next; // the last answer
  bool answered;
} HoursEntry;

struct Hours {
  ZoneLoader loader;
  Arena zones;
  uint32_t count;
  HoursEntry entries[ROOM];
};

Hours *hours_new(Arena *arena, Allocator allocator, ZoneLoader loader) {
  Hours *hours = ARENA_NEW(arena, Hours);
  hours->loader = loader;
  arena_init(&hours->zones, allocator, arena->escape);
  return hours;
}

void hours_free(Hours *hours) { arena_free(&hours->zones); }
void hours_escape(Hours *hours, jmp_buf *escape) { hours->zones.escape = escape; }

static const Zone *zone_load(Hours *hours, Text name) {
  Text bytes;
  if (!hours->loader.zone || !hours->loader.zone(hours->loader.user, &hours->zones, name, &bytes)) return NULL;
  return zone_parse(&hours->zones, bytes);
}

static void hours_forget(Hours *hours) {
  memset(hours->entries, 0, sizeof hours->entries);
  hours->count = 0;
  arena_reset(&hours->zones);
}

static HoursEntry *hours_find(Hours *hours, Text name) {
  uint32_t at = (uint32_t)text_hash(name, (uint64_t)(uintptr_t)hours) % ROOM;
  while (hours->entries[at].name.size && !text_equal(hours->entries[at].name, name)) at = (at + 1) % ROOM;
  return &hours->entries[at];
}

static HoursEntry *hours_entry(Hours *hours, Text name) {
  HoursEntry *entry = hours_find(hours, name);
  if (entry->name.size) return entry;
  if (hours->count == NAMES) {
    hours_forget(hours);
    entry = hours_find(hours, name);
  }
  HoursEntry made = {.name = text_copy(&hours->zones, name), .zone = zone_load(hours, name)};
  *entry = made;
  hours->count++;
  return entry;
}

static bool hours_sound(int64_t from, int64_t to) {
  return from >= 0 && from < CLOCK_DAY && to >= 0 && to <= CLOCK_DAY && from != to;
}

static void hours_answer(HoursEntry *e, int64_t now, int64_t from, int64_t to) {
  if (e->answered && e->now == now && e->from == from && e->to == to) return;
  e->now = now, e->from = from, e->to = to;
  e->next = clock_next_opening(e->zone, now, from, to);
  e->answered = true;
}

void hours_open(const Run *run, Column *open, Column *next, const Column *zones, int64_t from, int64_t to, uint32_t rows) {
  column_clear(open, KIND_TRUTH, rows);
  column_clear(next, KIND_INT, rows);
  if (!hours_sound(from, to)) return;
  for (BITS_EACH(zones->known, rows, row)) {
    Text name = text_trim(zones->texts[row]);
    if (!zone_valid_name(name)) continue;
    HoursEntry *entry = hours_entry(run->hours, name);
    if (!entry->zone) continue;
    hours_answer(entry, run->now, from, to);
    bit_set(open->known, row);
    bit_set(next->known, row);
    bit_put(open->yes, row, entry->next == run->now);
    next->ints[row] = entry->next;
  }
}
