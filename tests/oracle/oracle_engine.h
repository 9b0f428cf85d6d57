// oracle_engine.h -- the engine as the oracle's test drives it: through its public calls, with files from memory.
#pragma once
#include "api.h"
#include "generate.h"
#include "oracle_read.h"

typedef struct Files { const Gen *gen; Text rules; } Files;
typedef struct Engine {
  RubricHost host;
  RubricProgram *program;
  RubricBatch *batch;
  RubricRun *run;
  const RubricDecisions *decisions;  // of the batch just decided
  Rules *rules;                      // the tree, in the caller's arena
  int64_t now;
} Engine;

typedef enum { OPEN_FINE, OPEN_REFUSED, OPEN_BROKEN } Opened;   // BROKEN: the compiler says that it is wrong itself
Opened engine_open(Engine *e, Files *files, Arena *arena);
void engine_close(Engine *e);
void engine_reload(Engine *e);                             // saves and loads the program
// Reads and decides leads [from, to); gives how many were kept.
uint32_t engine_batch(Engine *e, const Rules *rules, const Gen *g, Data *const *leads, uint32_t from, uint32_t to);
OracleDecision *engine_decision(Engine *e, const Oracle *o, Arena *arena, uint32_t row);
int engine_explain(Files *files);                          // prints the findings; 0 when there are none
const Zone *engine_zone(void *user, Text name);            // `user`: Files
bool oracle_regex(Text pattern, Text text);                // oracle_regex.cc
