// oracle_read.h -- from the engine's columns to the oracle's values.
#pragma once
#include "column/batch.h"
#include "oracle.h"

OracleValue *oracle_read(const Oracle *oracle, Arena *arena, const Batch *batch, uint32_t row);
