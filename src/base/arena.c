// arena.c -- blocks in a list, the newest first; a piece is cut from the newest, or opens a new one.
//
// Each new block is as large as all before it together (within BLOCK_MIN..BLOCK_MAX), so their number grows slowly.
// A reset merges many blocks into one that is large enough for the same pieces again: from the second batch on an arena
// that sees the same work asks its allocator for nothing. When the merging itself finds no memory the arena is merely
// empty, and the next arena_alloc decides: arena_reset never fails.
#include "base/arena.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct ArenaBlock {
  ArenaBlock *older;
  size_t size_bytes; // with this head
};

enum {
  BLOCK_MIN = 4 << 10,
  BLOCK_MAX = 1 << 20,
  ALIGN_MAX = 64,
  LARGE = 64 << 10,
};
#define PIECE_MAX ((size_t)PTRDIFF_MAX / 2) // larger sizes come from a product that overflowed

static void *default_resize(void *user, void *block, size_t old_bytes, size_t new_bytes) {
  (void)user, (void)old_bytes;
  if (new_bytes == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, new_bytes);
}

Allocator allocator_default(void) { return (Allocator){default_resize, NULL}; }

void *allocator_zeroed(Allocator allocator, size_t size_bytes) {
  if (allocator.resize == default_resize) return calloc(1, size_bytes);
  void *block = allocator.resize(allocator.user, NULL, 0, size_bytes);
  return block ? memset(block, 0, size_bytes) : NULL;
}

void arena_init(Arena *arena, Allocator allocator, jmp_buf *escape) {
  *arena = (Arena){.allocator = allocator, .escape = escape};
}

void arena_fail(Arena *arena) {
  assert(arena->escape);
  longjmp(*arena->escape, 1);
}

void arena_free(Arena *arena) {
  for (ArenaBlock *block = arena->blocks, *older; block; block = older) {
    older = block->older;
    arena->allocator.resize(arena->allocator.user, block, block->size_bytes, 0);
  }
  arena->blocks = NULL;
  arena->at = arena->end = NULL;
  arena->used_bytes = 0;
}

static void block_open(Arena *arena) {
  arena->at = (char *)arena->blocks + sizeof(ArenaBlock);
  arena->end = (char *)arena->blocks + arena->blocks->size_bytes;
}

static int block_add(Arena *arena, size_t size_bytes) {
  ArenaBlock *block = arena->allocator.resize(arena->allocator.user, NULL, 0, size_bytes);
  if (!block) return 0;
  *block = (ArenaBlock){arena->blocks, size_bytes};
  arena->blocks = block;
  arena->used_bytes += size_bytes;
  block_open(arena);
  return 1;
}

void arena_reset(Arena *arena) {
  if (!arena->blocks) return;
  if (!arena->blocks->older) {
    block_open(arena);
    return;
  }
  // Where one block ended the next piece may now need padding, hence ALIGN_MAX for each.
  size_t size_bytes = arena->used_bytes;
  for (ArenaBlock *block = arena->blocks; block; block = block->older) size_bytes += ALIGN_MAX;
  arena_free(arena);
  (void)block_add(arena, size_bytes);
}

static char *align_up(char *p, size_t align) { return p + (-(uintptr_t)p & (align - 1)); }

// From what is free in the newest block; NULL: it does not fit.
static char *cut_free(Arena *arena, size_t size_bytes, size_t align) {
  if (size_bytes > PIECE_MAX) arena_fail(arena);
  if (!arena->at) return NULL;
  size_t padding = -(uintptr_t)arena->at & (align - 1), room = (size_t)(arena->end - arena->at);
  if (padding > room || size_bytes > room - padding) return NULL;
  char *piece = arena->at + padding;
  arena->at = piece + size_bytes;
  return piece;
}

static void *cut_piece(Arena *arena, size_t size_bytes, size_t align) {
  char *free = cut_free(arena, size_bytes, align);
  if (free) return free;
  size_t wanted = arena->used_bytes < BLOCK_MIN ? BLOCK_MIN : arena->used_bytes > BLOCK_MAX ? BLOCK_MAX : arena->used_bytes;
  size_t needed = sizeof(ArenaBlock) + ALIGN_MAX + size_bytes;
  if (!block_add(arena, wanted > needed ? wanted : needed)) arena_fail(arena);
  char *piece = align_up(arena->at, align);
  arena->at = piece + size_bytes;
  return piece;
}

// A block of its own, behind the newest, so that nothing has to be cleared.
static char *cut_large(Arena *arena, size_t size_bytes, size_t align) {
  size_t needed = sizeof(ArenaBlock) + ALIGN_MAX + size_bytes;
  ArenaBlock *block = allocator_zeroed(arena->allocator, needed), **place = arena->blocks ? &arena->blocks->older : &arena->blocks;
  if (!block) arena_fail(arena);
  *block = (ArenaBlock){*place, needed};
  *place = block;
  arena->used_bytes += needed;
  return align_up((char *)block + sizeof *block, align);
}

void *arena_alloc_aligned(Arena *arena, size_t size_bytes, size_t align) {
  assert(align && align <= ALIGN_MAX && (align & (align - 1)) == 0);
  char *free = cut_free(arena, size_bytes, align);
  if (!free && size_bytes >= LARGE) return cut_large(arena, size_bytes, align);
  return memset(free ? free : cut_piece(arena, size_bytes, align), 0, size_bytes);
}

void *arena_alloc(Arena *arena, size_t size_bytes) { return arena_alloc_aligned(arena, size_bytes, 16); }

void *arena_alloc_raw(Arena *arena, size_t size_bytes) { return cut_piece(arena, size_bytes, 8); }

// The newest piece grows where it stands when its block has room.
void *arena_grow(Arena *arena, void *old, size_t old_bytes, size_t new_bytes) {
  assert(old_bytes <= new_bytes);
  size_t more = new_bytes - old_bytes;
  if (old_bytes && (char *)old + old_bytes == arena->at && more <= (size_t)(arena->end - arena->at)) {
    memset(arena->at, 0, more);
    arena->at += more;
    return old;
  }
  char *piece = cut_piece(arena, new_bytes, 16);
  if (old_bytes) memcpy(piece, old, old_bytes);
  memset(piece + old_bytes, 0, more);
  return piece;
}

void *vec_grow_(Arena *arena, void *items, uint32_t *room, size_t item_bytes) {
  if (*room > UINT32_MAX / 2) arena_fail(arena);
  uint32_t more = *room ? *room * 2 : 8;
  void *grown = arena_grow(arena, items, *room * item_bytes, more * item_bytes);
  *room = more;
  return grown;
}
