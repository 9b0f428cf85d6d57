// plain.c -- building a table without collisions.
//
// Texts fall into buckets by one part of their hash; bucket by bucket, the fullest first, a shift is looked for that brings
// all of its texts to free places. With twice as many places as texts that nearly always goes well at once; when two texts
// cannot be told apart, other keys are tried.
#include "vm/plain.h"

enum { TRIES = 16, BUCKET_TEXTS = 2, MOST_TO_A_BUCKET = 32 };

typedef struct Bucket { uint32_t number, count, texts[MOST_TO_A_BUCKET]; } Bucket;
typedef struct Building {
  PlainTable table;
  PlainText *texts;
  uint32_t count;
  Bucket *buckets;
} Building;

bool plain_is(Text text) {
  if (text.size == 0 || text.size > PLAIN_BYTES) return false;
  for (uint32_t i = 0; i < text.size; i++)
    if ((signed char)text.data[i] < '!') return false;
  return true;
}

static bool buckets_fill(Building *b) {
  for (uint32_t i = 0; i <= b->table.bucket_mask; i++) b->buckets[i] = (Bucket){.number = i};
  for (uint32_t i = 0; i < b->count; i++) {
    Bucket *bucket = &b->buckets[plain_shift(&b->table, plain_hash(&b->table, b->texts[i].words)) - b->table.shifts];
    if (bucket->count == MOST_TO_A_BUCKET) return false;
    bucket->texts[bucket->count++] = i;
  }
  return true;
}

// Puts the first texts of the bucket with this shift; gives how many went in.
static uint32_t bucket_put(Building *b, const Bucket *bucket, uint32_t shift) {
  uint32_t put = 0;
  for (; put < bucket->count; put++) {
    const PlainText *text = &b->texts[bucket->texts[put]];
    PlainText *place = plain_place(&b->table, plain_hash(&b->table, text->words), shift);
    if (place->size) break;
    *place = *text;
  }
  return put;
}
static void bucket_take(Building *b, const Bucket *bucket, uint32_t shift, uint32_t put) {
  for (uint32_t i = 0; i < put; i++)
    *plain_place(&b->table, plain_hash(&b->table, b->texts[bucket->texts[i]].words), shift) = (PlainText){0};
}
static bool bucket_place(Building *b, const Bucket *bucket) {
  for (uint32_t shift = 0; shift <= b->table.place_mask; shift++) {
    uint32_t put = bucket_put(b, bucket, shift);
    b->table.shifts[bucket->number] = (uint16_t)shift;
    if (put == bucket->count) return true;
    bucket_take(b, bucket, shift, put);
  }
  return false;
}

static bool table_try(Building *b) {
  memset(b->table.places, 0, sizeof(PlainText) * ((size_t)b->table.place_mask + 1));
  if (!buckets_fill(b)) return false;
  for (uint32_t size = MOST_TO_A_BUCKET; size > 0; size--)
    for (uint32_t i = 0; i <= b->table.bucket_mask; i++)
      if (b->buckets[i].count == size && !bucket_place(b, &b->buckets[i])) return false;
  return true;
}

static uint32_t power_from(uint32_t n) {
  uint32_t power = 4;
  while (power < n) power *= 2;
  return power;
}

static void texts_take(Building *b, const Text *texts, const uint32_t *values, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (!plain_is(texts[i])) continue;
    PlainText *text = &b->texts[b->count++];
    *text = (PlainText){.size = texts[i].size, .value = values[i]};
    memcpy(text->words, texts[i].data, texts[i].size);
  }
}

void plain_build(PlainTable *table, const Text *texts, const uint32_t *values, uint32_t count, Arena *arena, Arena *scratch) {
  if (count > PLAIN_MOST) return;
  uint32_t buckets = power_from(count / BUCKET_TEXTS), places = power_from(2 * count);
  Building b = {.texts = ARENA_MANY(scratch, PlainText, count), .buckets = ARENA_MANY(scratch, Bucket, buckets)};
  texts_take(&b, texts, values, count);
  b.table.bucket_mask = buckets - 1, b.table.place_mask = places - 1;
  b.table.shifts = ARENA_MANY(arena, uint16_t, buckets);
  b.table.places = arena_alloc_aligned(arena, sizeof(PlainText) * places, 64);
  for (uint32_t try = 1; try <= TRIES; try++) {
    for (uint32_t i = 0; i < PLAIN_WORDS; i++) b.table.keys[i] = bits_mix(try * PLAIN_WORDS + i) | 1;
    if (!table_try(&b)) continue;
    *table = b.table;
    return;
  }
}
