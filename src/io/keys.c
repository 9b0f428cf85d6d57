// keys.c -- see keys.h.
//
// Four orders are watched at once: by bytes (what `sort` and databases do) and by size first (numbers without zeros in front),
// each up and down. One that holds from the first key to the last is enough.
#include "io/keys.h"
#include "base/bytes.h"
#include "column/bits.h"
#include <stdlib.h>

enum { BYTES_UP = 1, BYTES_DOWN = 2, SIZE_UP = 4, SIZE_DOWN = 8, UP = BYTES_UP | SIZE_UP, DOWN = BYTES_DOWN | SIZE_DOWN };

bool key_run_new(KeyRun *run) {
  run->hashes = malloc(sizeof *run->hashes * rubric_batch_room());
  return run->hashes != NULL;
}
void key_run_free(KeyRun *run) { free(run->hashes); }

// ---- order
static int bytes_order(const char *a, const char *b, uint32_t size) {
  for (uint32_t i = 0; size >= 8 && i < size; i += 8) {
    uint32_t at = i + 8 <= size ? i : size - 8;
    uint64_t x = bytes_load64(a + at), y = bytes_load64(b + at);
    if (x != y) return __builtin_bswap64(x) < __builtin_bswap64(y) ? -1 : 1;
  }
  return size < 8 && size ? memcmp(a, b, size) : 0;
}
static unsigned texts_orders(Text a, Text b) { // those in which b comes after a
  bool shorter = a.size < b.size;
  int c = bytes_order(a.data, b.data, shorter ? a.size : b.size);
  if (a.size == b.size) return c < 0 ? UP : c > 0 ? DOWN : 0;
  return (c < 0 || (c == 0 && shorter) ? BYTES_UP : BYTES_DOWN) | (shorter ? SIZE_UP : SIZE_DOWN);
}
static unsigned values_orders(int64_t a, int64_t b) { return a < b ? UP : a > b ? DOWN : 0; }
static int64_t value_at(const Column *keys, RubricFieldKind kind, uint32_t row) { return kind == RUBRIC_BOOLEAN ? bit_get(keys->yes, row) : keys->ints[row]; }
static unsigned orders_of(const Column *keys, RubricFieldKind kind, uint32_t rows) {
  unsigned orders = UP | DOWN;
  for (uint32_t r = 1; r < rows && orders; r++)
    orders &= kind == RUBRIC_TEXT ? texts_orders(keys->texts[r - 1], keys->texts[r]) : values_orders(value_at(keys, kind, r - 1), value_at(keys, kind, r));
  return orders;
}
static bool end_set(KeyEnd *end, const Column *keys, RubricFieldKind kind, uint32_t row) { // false: it is too long to be kept
  *end = (KeyEnd){.value = kind == RUBRIC_TEXT ? 0 : value_at(keys, kind, row)};
  if (kind != RUBRIC_TEXT) return true;
  end->size = keys->texts[row].size;
  if (end->size > KEY_END_BYTES) return false;
  if (end->size) memcpy(end->bytes, keys->texts[row].data, end->size);
  return true;
}
static unsigned seam_orders(const KeyEnd *a, const KeyEnd *b) {
  return a->size + b->size ? texts_orders((Text){a->bytes, a->size}, (Text){b->bytes, b->size}) : values_orders(a->value, b->value);
}

// ---- one chunk
static uint64_t value_hash(int64_t value, uint64_t seed) { return text_hash((Text){(const char *)&value, sizeof value}, seed); }
void key_run_set(KeyRun *run, const Column *keys, RubricFieldKind kind, uint32_t rows, uint64_t seed) { // no hash is 0
  run->count = rows;
  if (!rows) return;
  if (kind == RUBRIC_TEXT) for (uint32_t r = 0; r < rows; r++) run->hashes[r] = text_hash(keys->texts[r], seed) | 1;
  else for (uint32_t r = 0; r < rows; r++) run->hashes[r] = value_hash(value_at(keys, kind, r), seed) | 1;
  run->orders = orders_of(keys, kind, rows);
  if (!end_set(&run->first, keys, kind, 0) || !end_set(&run->last, keys, kind, rows - 1)) run->orders = 0;
}

// ---- all
static uint32_t place_of(const KeySet *k, uint64_t hash) { return (uint32_t)(hash >> 20) & (k->room - 1); }
static bool key_add(KeySet *k, uint64_t hash) { // false: it is there
  uint32_t at = place_of(k, hash);
  while (k->slots[at] && k->slots[at] != hash) at = (at + 1) & (k->room - 1);
  if (k->slots[at]) return false;
  k->slots[at] = hash;
  return true;
}
static void keys_add(KeySet *k, const uint64_t *hashes, uint32_t count) { // there is room
  enum { AHEAD = 40 };
  for (uint32_t i = 0; i < count; i++) {
    if (i + AHEAD < count) __builtin_prefetch(&k->slots[place_of(k, hashes[i + AHEAD])]);
    if (hashes[i]) key_add(k, hashes[i]);
  }
}
// A table with room for more than `count` keys, of the `held` hashes that are there: in order, or in a smaller table with zeros between.
static bool table_make(KeySet *k, uint32_t count, uint32_t held) {
  uint64_t *old = k->slots;
  uint32_t room = 1 << 12;
  while (room <= count * 2) room *= 2;
  k->slots = calloc(room, sizeof *k->slots);
  if (!k->slots) { k->slots = old; return false; }
  k->room = room;
  k->table = true;
  keys_add(k, old, held);
  free(old);
  return true;
}
static void table_add(KeySet *k, const uint64_t *hashes, uint32_t count) {
  enum { AHEAD = 40 };
  for (uint32_t i = 0; i < count; i++) {
    k->full = k->count >= LIMIT_KEYS || (k->count * 2 >= k->room && !table_make(k, k->count, k->room));
    if (k->full) return;
    if (i + AHEAD < count) __builtin_prefetch(&k->slots[place_of(k, hashes[i + AHEAD])]);
    if (key_add(k, hashes[i])) k->count++;
    else k->repeated++;
  }
}
static bool order_keeps(KeySet *k, const KeyRun *run) {
  unsigned orders = k->count ? k->orders & seam_orders(&k->last, &run->first) : UP | DOWN;
  k->orders = orders & run->orders;
  k->last = run->last;
  return k->orders;
}
static bool append_room(KeySet *k, uint32_t count) {
  uint32_t room = k->room ? k->room : 1 << 12;
  while (room < count) room *= 2;
  if (room == k->room) return true;
  uint64_t *slots = realloc(k->slots, room * sizeof *slots);
  if (!slots) return false;
  k->slots = slots;
  k->room = room;
  return true;
}
static void append(KeySet *k, const KeyRun *run) {
  uint32_t left = LIMIT_KEYS - k->count, count = run->count < left ? run->count : left;
  k->full = !append_room(k, k->count + count);
  if (k->full) return;
  memcpy(k->slots + k->count, run->hashes, count * sizeof *k->slots);
  k->count += count;
  k->full = count < run->count;
}
void key_set_add(KeySet *k, const KeyRun *run) {
  if (k->full || !run->count) return;
  if (!k->table && order_keeps(k, run)) { append(k, run); return; }
  if (!k->table && !table_make(k, k->count, k->count)) k->full = true;
  else table_add(k, run->hashes, run->count);
}
void key_set_free(KeySet *k) { free(k->slots); }
