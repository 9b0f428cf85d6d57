// watch.c -- see watch.h.
#include "code/watch.h"

static uint64_t key_of(const void *what) {
  uint64_t h = (uint64_t)(uintptr_t)what * 0x9E3779B97F4A7C15ull;
  h ^= h >> 32;
  return h ? h : 1;
}
const Watched *watch_find(const Watch *watch, const void *what) {
  uint64_t key = key_of(what);
  uint32_t at = (uint32_t)key, found;
  while ((found = hash_next(&watch->hash, key, &at)) != NONE)
    if (watch->items.items[found].what == what) return &watch->items.items[found];
  return NULL;
}
void watch_put(Watch *watch, Arena *arena, const void *what, uint32_t reg, Type type) {
  if (watch_find(watch, what)) return;
  *VEC_PUSH(arena, &watch->items) = (Watched){what, reg, type};
  hash_add(arena, &watch->hash, key_of(what), watch->items.count - 1);
}
