// tally.h -- what the summary counts. Each chunk has a tally of its own; they are added in the order of the input, so that any
// number of threads counts the same.
#pragma once
#include "api.h"
#include "io/keys.h"
#include "io/decode.h"

typedef struct Tally {
  const RubricProgram *program;
  uint64_t leads, rejects, statuses[4];
  char first_reject[256];            // "record 3 (line 4): not valid JSON", cut when long
  uint64_t *stages, *routes;         // [index + 1]; [0]: none
  InvalidCount *invalid;             // per field; texts of examples are owned
  KeyRun keys;                       // the chunk's, when the leads have a key
  uint64_t seed;                     // of their hashes: one for a whole run
} Tally;

bool tally_new(Tally *t, const RubricProgram *program, uint64_t seed);  // false: no memory
void tally_free(Tally *t);
void tally_clear(Tally *t);
// Adds what one decided batch holds.
void tally_batch(Tally *t, const RubricBatch *leads, const RubricDecisions *d);
void tally_add(Tally *sum, const Tally *part);
