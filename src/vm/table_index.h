// table_index.h -- a table's rows by their keys.
#pragma once
#include "code/program.h"

typedef struct MatchKey MatchKey;
typedef struct TableIndex { const Program *program; uint64_t *slots; uint32_t mask, table; } TableIndex; // slots: as in symbols.h, of rows

void table_index_build(TableIndex *index, const Program *program, uint32_t table, Arena *arena, Arena *scratch);
uint32_t table_index_find(const TableIndex *index, const MatchKey *keys, Arena *scratch); // the row, or NONE
