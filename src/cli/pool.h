// pool.h -- leads through threads: one cuts the next chunk, each decodes, decides and writes its own, and the results leave in
// the order of the input. Memory is flat: a thread waits when its result is too far ahead of the slowest.
#pragma once
#include "cli/source.h"
#include "cli/tally.h"
#include "io/output.h"

typedef struct PoolJob {
  RubricProgram *program;
  const char **files; int file_count;
  LeadsOptions how;
  const Output *output;              // NULL: only counts
  bool trace, keep_rejects;
  int64_t now;
  int threads;
  // Called in input order, one at a time, with what one chunk gave. False stops the run.
  bool (*write)(void *user, const Buffer *lines, const Buffer *rejects);
  // Called now and then, from whoever writes.
  void (*progress)(void *user, uint64_t leads, uint64_t bytes);
  void *user;
} PoolJob;
typedef enum { POOL_DONE, POOL_INPUT, POOL_REJECTS, POOL_OUTPUT, POOL_MEMORY } PoolStatus;
// Decides all files. `tally` gets the sum, `keys` what repeated; problems with the input are said on stderr.
PoolStatus pool_run(const PoolJob *job, Tally *tally, KeySet *keys);
