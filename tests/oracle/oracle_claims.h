// oracle_claims.h -- the proofs of lang/bands against the oracle, for one rule set and its leads. Prints what is wrong.
#pragma once
#include "lang/bands.h"
#include "oracle.h"
#include "oracle_engine.h"

typedef struct ClaimCounts { uint64_t asked, impossible, possible, undecided, unreachable, wrong; } ClaimCounts; // undecided: of what a lead was
void claims_check(Engine *e, const Oracle *o, const Gen *gen, Data *const *leads, uint32_t lead_count, Arena *arena, Arena *row, ClaimCounts *counts);
