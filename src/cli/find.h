// find.h -- one lead of the files named on the command line, by its key or its number.
#pragma once
#include "cli/source.h"
#include <signal.h>

typedef struct Finder {
  LeadSource source;
  RubricBatch *batch;           // the caller's
  Decoder *decoder; const CsvPlan *plan;
  Chunk chunk;
  uint64_t records, rejects;    // looked at
  const volatile sig_atomic_t *stop; // looking ends when it is not 0; may be NULL
} Finder;

void finder_begin(Finder *f, RubricBatch *batch, const char **files, int count, LeadsOptions how);
// EXIT_DONE: the batch holds that lead alone, until finder_end. Else what to exit with, said on stderr (EXIT_INTERNAL is not). Once.
// `key` NULL: by number, from 1.
int finder_find(Finder *f, const char *key, uint64_t row);
// The first leads, as many as a batch holds, for a look at them. False: there are none. In place of finder_find.
bool finder_first(Finder *f);
void finder_end(Finder *f);
