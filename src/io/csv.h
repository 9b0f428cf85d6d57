// csv.h -- which column feeds which field, and the cells of a record.
#pragma once
#include "column/batch.h"

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
// Puts the record's cells into the open row; 64 bytes after it must be readable. `quotes`: there may be a quote in it.
// False: *reason says why it is refused.
bool csv_read_record(CsvReader *reader, Batch *batch, Text record, bool quotes, Text *reason);

// The short road, for records of which none is refused: up to BLOCK_ROWS are cut one after another, then put together.
bool csv_blocks(const CsvReader *reader, const Batch *batch);   // can the batch take these columns so?
// Cuts data[at, at + size) as record `row` of the block. False: read the block's records one by one.
bool csv_block_cut(CsvReader *reader, uint32_t row, const char *data, uint32_t at, uint32_t size, bool quotes);
bool csv_block_put(CsvReader *reader, Batch *batch, const char *data, uint32_t rows, uint64_t record); // false: likewise, nothing was put
