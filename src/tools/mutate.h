// mutate.h -- which small mistakes in the rules the tests would notice: each mutation is made in memory, compiled, tested.
//
// A mutant whose program is the same as before is none, and is not counted; neither is one that does not compile.
#pragma once
#include "api.h"
#include "tools/mutations.h"

typedef enum { MUTANT_NOTICED, MUTANT_SURVIVED, MUTANT_SAME, MUTANT_BROKEN } MutantFate;
typedef struct Mutant { const Mutation *mutation; MutantFate fate; Text by; } Mutant;   // by: the first test that noticed

typedef struct MutateJob {
  const RubricHost *host;
  const char *path;
  const RubricSetting *settings; size_t setting_count;
  const char *filter;          // of tests; NULL: all
  uint32_t most;               // mutants at most, spread over the file
  void (*progress)(void *user, uint32_t done, uint32_t of);   // NULL: none
  void *user;
} MutateJob;
typedef struct Mutate {
  RubricProgram *program;      // of the rules as they are
  RubricReport *report;        // keeps the tree; its mistakes when there are some
  const Rules *rules;
  Arena arena, scratch; jmp_buf escape;   // scratch: one mutant's text
  Mutant *mutants; uint32_t count, possible;   // possible: before `most`
} Mutate;

// RUBRIC_OK: *out holds them. Else see *out->report (NULL: no memory). mutate_free in every case.
RubricStatus mutate_run(const MutateJob *job, Mutate *out);
void mutate_free(Mutate *out);
