// tally.h -- what the summary counts. Each chunk has a tally of its own; they are added in the order of the input, so that any
// number of threads counts the same.
#pragma once
#include "api.h"
#include "io/decode.h"

typedef struct Tally {
  const RubricProgram *program;
  uint64_t leads, rejects, statuses[4];
  char first_reject[256];            // "record 3 (line 4): not valid JSON", cut when long
  uint64_t *stages, *routes;         // [index + 1]; [0]: none
  InvalidCount *invalid;             // per field; texts of examples are owned
  uint64_t *hashes;                  // of the chunk's keys: `leads` of them
  uint64_t seed;                     // of these hashes: one for a whole run
} Tally;

bool tally_new(Tally *t, const RubricProgram *program, uint64_t seed);  // false: no memory
void tally_free(Tally *t);
void tally_clear(Tally *t);
// Adds what one decided batch holds.
void tally_batch(Tally *t, const RubricBatch *leads, const RubricDecisions *d);
void tally_add(Tally *sum, const Tally *part);

// Keys seen so far, as hashes, to count leads that share one: among the first KEYS_MOST keys, then it stops and says so.
enum { KEYS_MOST = 1 << 20 };
typedef struct KeySet { uint64_t *slots; uint32_t room, count; uint64_t repeated; bool full; } KeySet;
void key_set_add(KeySet *keys, const uint64_t *hashes, uint32_t count);
void key_set_free(KeySet *keys);
