// batch.h -- leads as columns: one column per slot of the program, rows per domain.
//
// Readers (CSV, NDJSON, a host) build a batch lead by lead; each put reads one value as language.md section 3 says. The
// batch owns its columns and the copied text; all of it is reused from batch to batch, so that after a few batches nothing
// is allocated any more.
//
//   row life: batch_begin_row, puts in any order, then batch_end_row (keeps it, or rejects it and says why).
//   A slot may be put more than once in a row: the value of the lowest `rank` that is not missing counts (rank 0 is the
//   field's own name, 1... its `from` names in order).
#pragma once
#include "base/clock.h"
#include "base/limits.h"
#include "column/slots.h"
#include "column/column.h"

typedef enum { READ_MISSING, READ_PRESENT, READ_INVALID } ReadState;

typedef struct InvalidExample { uint64_t record; Text key, seen; } InvalidExample; // key: the lead's key, when it is text already read; else size 0
typedef struct InvalidCount { uint64_t count; uint32_t example_count; InvalidExample examples[LIMIT_EXAMPLES]; } InvalidCount;

typedef struct Batch Batch;
struct Batch {
  SlotTable schema;
  uint32_t rows;               // leads that were kept; at most BATCH_ROWS
  Column *columns;             // one per slot
  uint32_t *domain_rows;       // one per domain of the program's schema; [0] == rows
  uint64_t *records;           // per row: the record's number in the input, from 1
  InvalidCount *invalid;       // per slot; since the last batch_clear
  struct BatchInside *inside;  // builder's state: see batch.c
};

// Gives NULL when memory runs out. `json` reads a JSON text into a slot through the puts below (a list of records or a
// record in a CSV cell); it gives false when the text is not JSON of the right shape. May be NULL: such cells are invalid.
typedef bool (*BatchJson)(void *user, Batch *batch, uint32_t slot, Text json);
Batch *batch_new(SlotTable schema, Allocator allocator, const Zone *zone, BatchJson json, void *json_user);
void batch_free(Batch *batch);
void batch_clear(Batch *batch);                       // rows = 0, text and counts forgotten
bool batch_full(const Batch *batch);                  // rows == BATCH_ROWS

// All of these give nothing: when memory runs out the batch remembers and batch_end_row gives ROW_NO_MEMORY.
void batch_begin_row(Batch *batch, uint64_t record);
// A CSV cell, a JSON string, a text of a test. The bytes must live until batch_clear (or be copied with batch_copy).
void batch_put_text(Batch *batch, uint32_t slot, uint32_t rank, Text text);
// A JSON number: its token. (batch_put_integer is the quick road for tokens of plain digits with an optional minus.)
// The token of batch_put_integer may be empty: its digits are then written when they are needed.
void batch_put_number(Batch *batch, uint32_t slot, uint32_t rank, Text token);
void batch_put_integer(Batch *batch, uint32_t slot, uint32_t rank, int64_t value, Text token);
void batch_put_boolean(Batch *batch, uint32_t slot, uint32_t rank, bool value);
void batch_put_null(Batch *batch, uint32_t slot, uint32_t rank);
// A JSON value of a kind that the slot does not take (an object for a number, a broken string ...): invalid. `seen` as text.
void batch_put_wrong(Batch *batch, uint32_t slot, uint32_t rank, Text seen);
// A JSON array for a list slot. For each element: a list of records: batch_begin_element, puts into its fields' slots,
// batch_end_element; a plain list: one put into the element slot (slots[list].first_child). An element that is null is
// simply not put. batch_end_list closes it. When begin gives false the list is not wanted (a better rank is there): skip.
bool batch_begin_list(Batch *batch, uint32_t slot, uint32_t rank);
void batch_begin_element(Batch *batch, uint32_t slot);
void batch_end_element(Batch *batch, uint32_t slot);
void batch_end_list(Batch *batch, uint32_t slot);
void batch_bad_list(Batch *batch, uint32_t slot, Text seen); // inside begin/end: the list is invalid
// A JSON object for a slot of a record type: puts into its fields' slots follow, then batch_end_record.
bool batch_begin_record(Batch *batch, uint32_t slot, uint32_t rank);
void batch_end_record(Batch *batch, uint32_t slot);

typedef enum { ROW_KEPT, ROW_REJECTED, ROW_NO_MEMORY } RowStatus;
// Applies defaults, checks key and required fields. ROW_REJECTED: the row is gone and *reason says why (text in the batch
// until its next call), e.g. "`lead_id` is missing".
RowStatus batch_end_row(Batch *batch, Text *reason);

// Up to BLOCK_ROWS records of CSV, a column at a time. Cell c of record i is data[ends[i * stride + c] + 1, ends[i * stride + c + 1]);
// one that begins with a quote ends with one, and inside quotes are doubled.
enum { BLOCK_ROWS = 64 };
typedef struct Block { const char *data; const uint32_t *ends; uint32_t stride, rows; uint64_t record; } Block; // record: number of the first
typedef struct BlockColumn { uint32_t slot, rank, column; bool shared; } BlockColumn;    // shared: others are for this slot too
bool batch_takes_blocks(const Batch *batch, const BlockColumn *columns, uint32_t column_count); // of these columns
// Appends the block's leads. False: nothing is changed, and each lead has to be put by itself: one lacks a field that it needs,
// holds a list that cannot be read, or there is no room or memory.
bool batch_put_block(Batch *batch, const Block *block, const BlockColumn *columns, uint32_t column_count);

void batch_drop_row(Batch *batch);                    // forgets the row begun: the reader found the record broken
Text batch_copy(Batch *batch, Text text);             // a copy that lives until batch_clear
