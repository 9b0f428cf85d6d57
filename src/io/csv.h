// csv.h -- which column feeds which field, and the cells of a record.
#pragma once
#include "column/batch.h"
#include "io/chunks.h"

typedef struct CsvUse { uint32_t column, slot, rank; } CsvUse;

// Made once from the header, then shared by decoders.
typedef struct CsvPlan {
  char delimiter;            // 0: one column
  uint32_t column_count;
  const CsvUse *uses;        // by column
  uint32_t use_count;
  const Text *unknown;       // headers that no field reads, in order
  uint32_t unknown_count;
  Text error;                // size > 0: why these columns cannot be read
  Arena arena;
} CsvPlan;

// The header is borrowed only for the call. NULL: no memory. See `error`.
CsvPlan *csv_plan_new(SlotTable schema, Text header, char delimiter);
void csv_plan_free(CsvPlan *plan);

typedef struct CsvReader CsvReader;
CsvReader *csv_reader_new(const CsvPlan *plan);   // NULL: no memory
void csv_reader_free(CsvReader *reader);
void csv_reader_clear(CsvReader *reader);         // forgets the texts of the records read
// Puts the record's cells into the open row; 64 bytes after it must be readable. False: *reason says why it is refused.
bool csv_read_record(CsvReader *reader, Batch *batch, Text record, Text *reason);

// The short road, for records of which none is refused: up to BLOCK_ROWS of a chunk are cut together, then put together.
bool csv_blocks(const CsvReader *reader, const Batch *batch);   // can the batch take these columns so?
// False, of both: nothing was put, read the records one by one.
bool csv_block_cut(CsvReader *reader, const Chunk *chunk, uint32_t first, uint32_t count);
bool csv_block_put(CsvReader *reader, Batch *batch, const Chunk *chunk, uint32_t first, uint32_t count);
