// json_keys.h -- the keys of one kind of object: which slots a key feeds, found by guessing.
//
// Records of a file have their keys in the same order, so the key that followed this one last time is tried first, and
// then the one that followed that, since keys without a value are often left out: a comparison of words each. Keys of no
// slot are learned too (up to a limit), which makes them as cheap and shows doubles.
#pragma once
#include "column/slots.h"
#include <stddef.h>

typedef struct KeyUse { uint32_t slot, rank; } KeyUse;

typedef struct Key {
  uint64_t head, tail;    // the first and the last eight bytes, as far as there are so many
  uint64_t head_mask, tail_mask;
  struct { uint64_t head, tail, mask; uint32_t size, tail_at; } token; // the same with quotes and colon; size: without the colon
  const char *name;
  uint64_t seen;          // the number of the object that had it last
  uint32_t size, tail_at;
  const KeyUse *uses;
  uint32_t use_count;
  bool alone;             // the one slot that it feeds has no other name: it is free when this key comes
  struct Key *next;       // that followed last time
  bool prefix;            // an object under this key may hold what a dotted name reaches for
} Key;

typedef struct DottedKey { const Key *key; Text name; KeyUse use; } DottedKey; // key: of the whole name

enum { KEYS_LEARNED = 256, KEY_LEARNED_BYTES = 256 };

typedef struct KeySet {
  Key *keys;
  KeyUse *uses;
  DottedKey *dotted;
  uint32_t *places;       // open addressing: key + 1
  uint32_t key_count, key_room, use_count, dotted_count, place_mask, learned;
  uint64_t object;        // number of the object being read
  uint64_t seed;          // of the hash: data must not be able to aim at it
  Key *first;             // that objects began with last time
} KeySet;

// The keys of the slots first .. first + count whose parent is `parent`. False: no memory (what there is can be freed).
bool keys_make(KeySet *set, const SlotTable *schema, uint32_t parent, uint64_t seed);
void keys_free(KeySet *set);
Key *keys_look_up(KeySet *set, Text name); // learns it when it is new; NULL: no room

static inline uint64_t key_word(const char *p) { uint64_t w; __builtin_memcpy(&w, p, 8); return w; }

// 8 bytes at the name must be readable, also when it is shorter.
static inline bool key_is(const Key *key, Text name) {
  if (key->size != name.size) return false;
  uint64_t head = key_word(name.data) & key->head_mask, tail = key_word(name.data + key->tail_at) & key->tail_mask;
  return ((head ^ key->head) | (tail ^ key->tail)) == 0 && (name.size <= 16 || memcmp(key->name, name.data, name.size) == 0);
}
// Is it the key whose token begins at p, up to its colon, written without escapes?
static inline bool key_is_token(const Key *key, const char *p, uint32_t size) {
  if (key->token.size != size) return false;
  uint64_t head = (key_word(p) & key->token.mask) ^ key->token.head, tail = (key_word(p + key->token.tail_at) & key->token.mask) ^ key->token.tail;
  return (head | tail) == 0 && (size < 16 || memcmp(key->name, p + 1, size - 2) == 0);
}
// The key that follows another one, whose `next` (or the set's `first`) is the guess. NULL: no room.
static inline Key *keys_find(KeySet *set, Text name, Key **guess) {
  Key *likely = *guess;
  if (key_is(likely, name)) return likely;
  if (key_is(likely->next, name)) return likely->next;
  Key *key = keys_look_up(set, name);
  if (key) *guess = key;
  return key;
}
