// waterfall.h -- one lead's decision for a person: every point of every score, then what follows from them. 80 columns.
#pragma once
#include "io/output.h"

void waterfall(const RubricProgram *p, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row, bool color, Buffer *b);
