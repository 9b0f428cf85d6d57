// json_keys.h -- the keys of one kind of object: which slots a key feeds, found by guessing.
//
// Records of a file have their keys in the same order, so the key that followed this one last time is tried first, and
// then the one that followed that, since keys without a value are often left out: a comparison of words each. Keys of no
// slot are learned too (up to a limit), which makes them as cheap and shows doubles.
#pragma once
#include "column/slots.h"
#include <stddef.h>
#include <string.h>

typedef struct KeyUse { uint32_t slot, rank; } KeyUse;

// How the walk takes a value, when not by the QuickKind of the one slot that it feeds. KEY_SHARED with a QuickKind: that slot
// has other names too, so that it may be taken. KEY_SKIPPED: no slot wants it.
enum { KEY_SHARED = 8, KEY_SKIPPED = 16 };

// What is read of each key that is met comes first, in one cache line.
typedef struct __attribute__((aligned(64))) Key {
  struct { uint64_t words[2], masks[2]; uint32_t size; } token; // what compact JSON has for it: quotes and colon too
  struct Key *next;       // that followed last time
  uint64_t seen;          // the number of the object that had it last
  uint32_t slot;          // that it feeds first
  uint8_t road;           // see above
  bool prefix;            // an object under this key may hold what a dotted name reaches for
  const char *name;       // and `":`
  uint64_t head, tail;    // the first and the last eight bytes, as far as there are so many
  uint64_t head_mask, tail_mask;
  uint32_t size, tail_at;
  const KeyUse *uses;
  uint32_t use_count;
} Key;

typedef struct DottedKey { const Key *key; Text name; KeyUse use; } DottedKey; // key: of the whole name

enum { KEYS_LEARNED = 256, KEY_LEARNED_BYTES = 256 };

typedef struct KeySet {
  Key *keys;
  KeyUse *uses;
  DottedKey *dotted;
  uint32_t *places;       // open addressing: key + 1
  uint32_t key_count, key_room, use_count, dotted_count, place_mask, learned;
  uint32_t domain;        // of the slots that its keys feed
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
// Is it the key whose token begins at p, compact and without escapes? KEY_TOKEN_BYTES at p are readable.
enum { KEY_TOKEN_BYTES = 48 };
static inline bool key_is_token(const Key *key, const char *p) {
  uint64_t first = (key_word(p) ^ key->token.words[0]) & key->token.masks[0], second = (key_word(p + 8) ^ key->token.words[1]) & key->token.masks[1];
  if (first | second) return false;
  for (uint32_t end = key->token.size; end > 16; end -= 8) // the rest, from behind
    if (key_word(p + end - 8) != key_word(key->name + end - 9)) return false;
  return true;
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
