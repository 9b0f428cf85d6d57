// csv.c -- cells of records, and their way into the batch.
//
// Cells are cut by looking at 64 bytes at a time: one bit a delimiter or line end, and where there are quotes one bit a quote. A
// block of records is cut as one piece, and goes into the batch column by column. A record that does not fit the header
// or has quotes that are not plain (one within a bare cell, one that is not closed), and a blank line, spoil their block: then
// each record is read by itself, by base/csv.h where there are quotes, and those that cannot be read are refused with the reason.
#include "io/csv.h"
#include "base/csv.h"
#include "base/masks.h"
#include <stdio.h>
#include <stdlib.h>

struct CsvReader {
  const CsvPlan *plan;
  uint32_t *ends;          // of a block's cells: see Block
  uint32_t stride;
  Text *cells;             // of a record with quotes
  BlockColumn *columns;
  Arena arena;             // texts where quotes were doubled
  jmp_buf escape;
  char reason[128];
};

// Cells end before delimiters, records before line ends: their places in data[from, to) from ends[1] on, then `to`; ends[0] is the
// place before the first. Gives how many cells there are, but stops when there are more than `most`.
static ALWAYS_INLINE uint32_t places_find(const CsvPlan *plan, uint32_t *ends, uint32_t most, const char *data, uint32_t from, uint32_t to, Masks masks) {
  uint32_t *end = ends + 1;
  ends[0] = from - 1;
  for (uint32_t at = from; at < to && (uint32_t)(end - ends) <= most; at += 64) {
    uint64_t lines = masks.equal(data + at, '\n'), cells = plan->delimiter ? masks.equal(data + at, plan->delimiter) : 0;
    end = masks.places(end, (lines | cells) & mask_first(to - at), at);
  }
  *end = to;
  return (uint32_t)(end - ends);
}
// The same with quotes: a quote must open a cell or follow another quote, and behind the one that closes it a cell must end, where
// there are `returns` maybe with a carriage return before its line end. Gives 0 where that does not hold.
static ALWAYS_INLINE uint32_t places_find_quoted(const CsvPlan *plan, uint32_t *ends, uint32_t most, const char *data, uint32_t from, uint32_t to, bool returns, Masks masks) {
  uint32_t *end = ends + 1;
  uint64_t inside = 0, cell_start = 1, quote_before = 0, close_before = 0, return_before = 0, wrong = 0;
  ends[0] = from - 1;
  for (uint32_t at = from; at < to && (uint32_t)(end - ends) <= most; at += 64) {
    uint64_t valid = mask_first(to - at), quotes = masks.equal(data + at, '"') & valid;
    uint64_t lines = masks.equal(data + at, '\n'), cells = plan->delimiter ? masks.equal(data + at, plan->delimiter) : 0;
    uint64_t within = masks.parity(quotes) ^ inside;  // from the quote that opens to before the one that closes
    uint64_t cell_ends = (lines | cells) & valid & ~within, closing = quotes & ~within;
    wrong |= quotes & within & ~(cell_ends << 1 | cell_start | quotes << 1 | quote_before);
    uint64_t closed = (closing << 1 | close_before) & valid & ~(cell_ends | quotes), returned = returns ? masks.equal(data + at, '\r') & closed : 0;
    wrong |= (closed & ~returned) | ((returned << 1 | return_before) & ~lines);
    inside = (uint64_t)((int64_t)within >> 63);
    cell_start = cell_ends >> 63, quote_before = quotes >> 63, close_before = closing >> 63, return_before = returned >> 63;
    end = masks.places(end, cell_ends, at);
  }
  *end = to;
  return wrong | inside | return_before ? 0 : (uint32_t)(end - ends);
}
static HOT_CLONES uint32_t places_any(const CsvPlan *plan, uint32_t *ends, uint32_t most, const char *data, uint32_t from, uint32_t to, bool quotes, bool returns) {
  return quotes ? places_find_quoted(plan, ends, most, data, from, to, returns, MASKS) : places_find(plan, ends, most, data, from, to, MASKS);
}
static WIDE uint32_t places_wide(const CsvPlan *plan, uint32_t *ends, uint32_t most, const char *data, uint32_t from, uint32_t to, bool returns) {
  return places_find_quoted(plan, ends, most, data, from, to, returns, MASKS_WIDE);
}

// ---- a block of records

bool csv_blocks(const CsvReader *r, const Batch *batch) { return batch_takes_blocks(batch, r->columns, r->plan->use_count); }

// Do the records follow each other with one line end between them, and have as many cells as the header each?
static bool records_follow(const CsvReader *r, const char *data, const ChunkRecord *records, uint32_t count, bool returns) {
  uint32_t columns = r->plan->column_count, wrong = 0;
  for (uint32_t i = 0; i + 1 < count; i++) {
    uint32_t end = r->ends[(size_t)(i + 1) * columns], stop = records[i].at + records[i].size;
    wrong |= (records[i + 1].at != end + 1) | (end != stop + (returns & (data[stop] == '\r')));
  }
  return !wrong;
}
// A carriage return is no part of the last cell: then each record gets ends of its own.
static void ends_spread(CsvReader *r, const ChunkRecord *records, uint32_t count) {
  uint32_t columns = r->plan->column_count;
  r->stride = columns + 1;
  for (uint32_t i = count; i-- > 0;) {
    uint32_t *to = r->ends + (size_t)i * r->stride;
    memmove(to, r->ends + (size_t)i * columns, r->stride * sizeof *to);
    to[columns] = records[i].at + records[i].size;
  }
}
bool csv_block_cut(CsvReader *r, const Chunk *chunk, uint32_t first, uint32_t count) {
  const ChunkRecord *records = chunk->records + first, *last = records + count - 1;
  const CsvPlan *plan = r->plan;
  uint32_t from = records->at, to = last->at + last->size, most = plan->column_count * count;
  bool returns = chunk->data[from + records->size] == '\r';
  for (uint32_t i = 0; i < count; i++)
    if (records[i].fault) return false;
  uint32_t cells = masks_wide() ? places_wide(plan, r->ends, most, chunk->data, from, to, returns)
                                : places_any(plan, r->ends, most, chunk->data, from, to, chunk->quotes, returns);
  if (cells != most || !records_follow(r, chunk->data, records, count, returns)) return false;
  r->stride = plan->column_count;
  if (returns) ends_spread(r, records, count);
  return true;
}
bool csv_block_put(CsvReader *r, Batch *batch, const Chunk *chunk, uint32_t first, uint32_t count) {
  Block block = {chunk->data, r->ends, r->stride, count, chunk->first_record + first};
  return batch_put_block(batch, &block, r->columns, r->plan->use_count);
}

// ---- one record

static bool refuse_count(CsvReader *r, uint32_t count, Text *reason) {
  bool more = count > r->plan->column_count; // counting stops early then
  int size = more ? snprintf(r->reason, sizeof r->reason, "more cells than the header's %u", r->plan->column_count)
                  : snprintf(r->reason, sizeof r->reason, "%u cell%s where the header has %u", count, count == 1 ? "" : "s", r->plan->column_count);
  *reason = (Text){r->reason, (uint32_t)size};
  return false;
}

static bool refuse(Text why, Text *reason) { return *reason = why, false; }

static bool read_plain(CsvReader *r, Batch *batch, Text record, Text *reason) {
  const CsvPlan *plan = r->plan;
  uint32_t count = places_any(plan, r->ends, plan->column_count, record.data, 0, record.size, false, false);
  if (count != plan->column_count) return refuse_count(r, count, reason);
  for (const CsvUse *use = plan->uses, *end = use + plan->use_count; use < end; use++) {
    uint32_t start = r->ends[use->column] + 1, stop = r->ends[use->column + 1];
    if (stop > start) batch_put_text(batch, use->slot, use->rank, (Text){record.data + start, stop - start});
  }
  return true;
}

static bool read_quoted(CsvReader *r, Batch *batch, Text record, Text *reason) {
  const CsvPlan *plan = r->plan;
  uint32_t count = 0;
  if (setjmp(r->escape)) return refuse(TEXT("out of memory"), reason);
  r->arena.escape = &r->escape;
  CsvStatus status = csv_cells(&r->arena, record, plan->delimiter, r->cells, plan->column_count, &count);
  if (status == CSV_OPEN_QUOTE) return refuse(TEXT("a quote that is not closed"), reason);
  if (status == CSV_BAD_QUOTE) return refuse(TEXT("something between a closing quote and the next cell"), reason);
  if (count != plan->column_count) return refuse_count(r, count, reason);
  for (uint32_t i = 0; i < plan->use_count; i++)
    batch_put_text(batch, plan->uses[i].slot, plan->uses[i].rank, r->cells[plan->uses[i].column]);
  return true;
}

bool csv_read_record(CsvReader *r, Batch *batch, Text record, Text *reason) {
  return record.size && memchr(record.data, '"', record.size) ? read_quoted(r, batch, record, reason) : read_plain(r, batch, record, reason);
}

static void columns_make(CsvReader *r) {
  const CsvUse *uses = r->plan->uses;
  for (uint32_t i = 0; i < r->plan->use_count; i++) {
    r->columns[i] = (BlockColumn){uses[i].slot, uses[i].rank, uses[i].column, false};
    for (uint32_t k = 0; k < r->plan->use_count; k++) r->columns[i].shared |= k != i && uses[k].slot == uses[i].slot;
  }
}
CsvReader *csv_reader_new(const CsvPlan *plan) {
  CsvReader *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->plan = plan;
  arena_init(&r->arena, allocator_default(), &r->escape);
  r->ends = calloc(((size_t)plan->column_count + 1) * BLOCK_ROWS + 64 + MASK_ROOM, sizeof *r->ends);
  r->cells = calloc((size_t)plan->column_count + 1, sizeof *r->cells);
  r->columns = calloc((size_t)plan->use_count + 1, sizeof *r->columns);
  if (r->ends && r->cells && r->columns) return columns_make(r), r;
  csv_reader_free(r);
  return NULL;
}

void csv_reader_free(CsvReader *r) {
  if (!r) return;
  arena_free(&r->arena);
  free(r->ends);
  free(r->cells);
  free(r->columns);
  free(r);
}

void csv_reader_clear(CsvReader *r) { arena_reset(&r->arena); }
