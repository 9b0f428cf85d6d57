// keys.h -- how many leads have a key that an earlier lead has: counted among the first LIMIT_KEYS keys, by their hashes.
//
// Exports mostly stand in the order of their key, and where each key comes after the one before none can stand twice. As long
// as that holds hashes are merely appended; the table of them is made when the order breaks for the first time. Whether the
// keys of a chunk are in order its own thread finds out: who adds chunks looks only at the seam.
#pragma once
#include "api.h"

enum { KEY_END_BYTES = 64 };

typedef struct KeyEnd { int64_t value; uint32_t size; char bytes[KEY_END_BYTES]; } KeyEnd; // size 0: a value, not a text
// The keys of one chunk. `orders`: bits of those orders (keys.c) in which each key comes after the one before.
typedef struct KeyRun { uint64_t *hashes; uint32_t count; unsigned orders; KeyEnd first, last; } KeyRun;
// `keys`: the column of the key field, of `rows` leads; at most rubric_batch_room() in all.
bool key_run_new(KeyRun *run);                       // false: no memory
void key_run_free(KeyRun *run);
void key_run_set(KeyRun *run, const Column *keys, RubricFieldKind kind, uint32_t rows, uint64_t seed);

// All keys so far; starts zeroed. `slots`: `count` hashes in order, or when `table` a table of them.
typedef struct KeySet { uint64_t *slots; uint32_t room, count; uint64_t repeated; unsigned orders; bool table, full; KeyEnd last; } KeySet;
void key_set_add(KeySet *keys, const KeyRun *run);
void key_set_free(KeySet *keys);
