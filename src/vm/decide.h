// decide.h -- from registers to decisions: names, SLAs, due times. The conditions have all been decided by the program.
#pragma once
#include "rubric.h"
#include "vm/vm.h"

typedef struct Decide Decide;  // arrays of one run, made once

// Everything in the run's arena (which must have an escape).
Decide *decide_new(Arena *arena, const Program *program);
// After vm_run. The result points into the vm's registers and the Decide.
// `scratch` (with an escape) holds what only this call needs.
void decide_batch(Decide *decide, const Vm *vm, const Batch *batch, Arena *scratch, RubricDecisions *out);

// Why, for one lead; the arrays belong to the Decide until the next call.
void decide_trace(Decide *decide, const Vm *vm, uint32_t row, RubricTrace *out);
