// json_keys.c -- the table of keys: names of the schema first, then what the data brings.
#include "io/json_keys.h"
#include "column/batch_inside.h"
#include <stdlib.h>

static uint32_t keys_place(const KeySet *set, Text name) {
  uint32_t at = (uint32_t)text_hash(name, set->seed) & set->place_mask;
  while (set->places[at] && !key_is(&set->keys[set->places[at] - 1], name)) at = (at + 1) & set->place_mask;
  return at;
}

static uint64_t word_mask(uint32_t size) { // of the first bytes, in the order of the bytes, whatever the machine's
  uint64_t mask = size >= 8 ? UINT64_MAX : 0;
  if (size < 8) memset(&mask, 0xFF, size);
  return mask;
}
static uint32_t tail_of(uint32_t size) { return size > 8 ? size - 8 : 0; }

// A name with something to escape in it, and a long one, look like no token: none begins with a blank.
static void key_token(Key *key) {
  uint32_t size = key->size + 3, first = size < 16 ? size : 16;
  bool never = size > KEY_TOKEN_BYTES || memchr(key->name, '\\', key->size) || memchr(key->name, '"', key->size);
  char words[16] = {never ? ' ' : '"'};
  memcpy(words + 1, key->name, first - 1); // with what follows the name
  key->token.words[0] = key_word(words), key->token.words[1] = key_word(words + 8);
  key->token.masks[0] = word_mask(first), key->token.masks[1] = word_mask(first > 8 ? first - 8 : 0);
  key->token.size = size;
}
static Key key_make(const char *name, uint32_t size, Key *next) {
  uint32_t tail_at = tail_of(size);
  uint64_t mask = word_mask(size);
  Key key = {.name = name, .size = size, .next = next, .road = KEY_SKIPPED, .tail_at = tail_at, .head_mask = mask, .tail_mask = mask,
             .head = key_word(name) & mask, .tail = key_word(name + tail_at) & mask};
  key_token(&key);
  return key;
}

// The name is copied with what follows it in a record and room for whole words.
static Key *keys_add(KeySet *set, Text name) {
  char *copy = calloc(1, (size_t)name.size + 2 + 8);
  if (!copy || set->key_count == set->key_room) {
    free(copy);
    return NULL;
  }
  if (name.size) memcpy(copy, name.data, name.size);
  memcpy(copy + name.size, "\":", 2);
  uint32_t at = keys_place(set, (Text){copy, name.size});
  if (set->places[at]) {
    free(copy);
    return &set->keys[set->places[at] - 1];
  }
  Key *key = &set->keys[set->key_count];
  *key = key_make(copy, name.size, set->keys);
  set->places[at] = ++set->key_count;
  return key;
}

Key *keys_look_up(KeySet *set, Text name) {
  uint32_t at = keys_place(set, name);
  if (set->places[at]) return &set->keys[set->places[at] - 1];
  if (set->learned == KEYS_LEARNED || name.size > KEY_LEARNED_BYTES) return NULL;
  set->learned++;
  return keys_add(set, name);
}

// ---- from the schema ------------------------------------------------------------------------------------------------

// The names of a slot, by rank: a previous.* slot has its path.
static Text slot_name(const SlotTable *t, const SlotInfo *s, uint32_t rank) {
  if (rank) return slot_text(t, t->refs[s->from + rank - 1]);
  return slot_text(t, s->flags & SLOT_PREVIOUS ? s->path : s->name);
}

static bool name_add(KeySet *set, Text name, KeyUse use) {
  Key *whole = keys_add(set, name);
  if (!whole) return false;
  bool dotted = false;
  for (uint32_t i = 1; i + 1 < name.size; i++) {
    if (name.data[i] != '.') continue;
    Key *prefix = keys_add(set, (Text){name.data, i});
    if (!prefix) return false;
    prefix->prefix = dotted = true;
  }
  if (dotted) set->dotted[set->dotted_count++] = (DottedKey){whole, name, use};
  return true;
}

static uint8_t key_road(const SlotTable *t, const Key *key) {
  uint8_t quick = (uint8_t)slot_quick(t, key->slot);
  if (key->use_count > 1 || quick == QUICK_NONE) return QUICK_NONE;
  return t->slots[key->slot].from_count ? quick | KEY_SHARED : quick;
}

// The uses of a key stand together: one pass over all names a key.
static void uses_gather(KeySet *set, const SlotTable *t, uint32_t parent) {
  for (uint32_t k = 0; k < set->key_count; k++) {
    Key *key = &set->keys[k];
    uint32_t first = set->use_count;
    key->uses = set->uses + first;
    for (uint32_t i = 0; i < t->slot_count; i++) {
      const SlotInfo *s = &t->slots[i];
      if (s->parent != parent) continue;
      for (uint32_t rank = 0; rank <= s->from_count; rank++)
        if (text_equal(slot_name(t, s, rank), (Text){key->name, key->size})) set->uses[set->use_count++] = (KeyUse){i, rank};
    }
    key->use_count = set->use_count - first;
    if (key->use_count) key->slot = key->uses->slot;
    if (key->use_count) key->road = key_road(t, key);
  }
}

static uint32_t keys_domain(const SlotTable *t, uint32_t parent) {
  if (parent == NONE) return 0;
  return t->slots[parent].type == TYPE_LIST ? t->slots[parent].element_domain : t->slots[parent].domain;
}

bool keys_make(KeySet *set, const SlotTable *t, uint32_t parent, uint64_t seed) {
  uint32_t names = 0, parts = 0;
  *set = (KeySet){.seed = seed, .domain = keys_domain(t, parent)};
  for (uint32_t i = 0; i < t->slot_count; i++) {
    for (uint32_t rank = 0; t->slots[i].parent == parent && rank <= t->slots[i].from_count; rank++) {
      Text name = slot_name(t, &t->slots[i], rank);
      names++;
      for (uint32_t b = 0; b < name.size; b++) parts += name.data[b] == '.';
    }
  }
  uint32_t places = 64;
  set->key_room = names + parts + KEYS_LEARNED + 1;
  while (places < set->key_room * 2) places *= 2;
  set->place_mask = places - 1;
  set->keys = aligned_alloc(_Alignof(Key), set->key_room * sizeof(Key));
  set->uses = calloc(names + 1, sizeof(KeyUse));
  set->dotted = calloc(names + 1, sizeof(DottedKey));
  set->places = calloc(places, sizeof(uint32_t));
  if (!set->keys || !set->uses || !set->dotted || !set->places) return false;
  set->keys[0] = (Key){.token = {.words = {key_word("        ")}, .masks = {UINT64_MAX}}, .size = UINT32_MAX, .next = set->keys}; // while there is none: not to be found
  set->first = set->keys;
  for (uint32_t i = 0; i < t->slot_count; i++)
    for (uint32_t rank = 0; t->slots[i].parent == parent && rank <= t->slots[i].from_count; rank++)
      if (!name_add(set, slot_name(t, &t->slots[i], rank), (KeyUse){i, rank})) return false;
  uses_gather(set, t, parent);
  return true;
}

void keys_free(KeySet *set) {
  for (uint32_t i = 0; i < set->key_count; i++) free((void *)(uintptr_t)set->keys[i].name);
  free(set->keys);
  free(set->uses);
  free(set->dotted);
  free(set->places);
  *set = (KeySet){0};
}
