// arena.h -- memory with one lifetime: allocate piece by piece, free at once.
//
// An arena never returns NULL: when its allocator fails it jumps to `escape`, which the call that began the work
// (src/api.c) has set. So nothing between the two needs a check, and nothing leaks, since all of it was in the arena.
#pragma once
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

// Where memory comes from. resize(user, NULL, 0, n) allocates, resize(user, p, old, 0) frees and gives NULL.
typedef struct Allocator {
  void *(*resize)(void *user, void *block, size_t old_bytes, size_t new_bytes);
  void *user;
} Allocator;

Allocator allocator_default(void); // realloc and free
void *allocator_zeroed(Allocator allocator, size_t size_bytes); // NULL: no memory. Of the default one's only what is used later is touched

typedef struct ArenaBlock ArenaBlock;
typedef struct Arena {
  Allocator allocator;
  ArenaBlock *blocks;   // the newest first
  char *at, *end;       // free part of the newest block
  jmp_buf *escape;      // where to go when memory runs out; must be set before the first arena_alloc
  size_t used_bytes;    // sum of all blocks, for tests and statistics
} Arena;

void  arena_init(Arena *arena, Allocator allocator, jmp_buf *escape);
void  arena_free(Arena *arena);                          // gives everything back; the arena can be used again
void  arena_reset(Arena *arena);                         // forgets everything, keeps the blocks (merged into one when many)
void *arena_alloc(Arena *arena, size_t size_bytes);      // zeroed, aligned to 16
void *arena_alloc_aligned(Arena *arena, size_t size_bytes, size_t align); // zeroed, align a power of two up to 64
void *arena_alloc_raw(Arena *arena, size_t size_bytes);  // not zeroed, aligned to 8
void *arena_grow(Arena *arena, void *old, size_t old_bytes, size_t new_bytes); // copy of old in a larger piece, rest zeroed
_Noreturn void arena_fail(Arena *arena);                 // as if an allocation had failed

#define ARENA_NEW(arena, T)      ((T *)arena_alloc((arena), sizeof(T)))
#define ARENA_MANY(arena, T, n)  ((T *)arena_alloc((arena), sizeof(T) * (size_t)(n)))

// A growing array in an arena: VEC(T) v = {0}; *VEC_PUSH(arena, &v) = x;
#define VEC(T) struct { T *items; uint32_t count, room; }
#define VEC_PUSH(arena, v) \
  (((v)->count == (v)->room ? (void)((v)->items = vec_grow_((arena), (v)->items, &(v)->room, sizeof *(v)->items)) : (void)0), \
   &(v)->items[(v)->count++])
void *vec_grow_(Arena *arena, void *items, uint32_t *room, size_t item_bytes);
