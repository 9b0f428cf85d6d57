// csv.c -- cells of records, and their way into the batch.
//
// A record is cut by looking at 64 bytes at a time: one bit a delimiter, and where there are quotes one bit a quote. Records are
// cut a block at a time, and the block goes into the batch column by column. A record that does not fit the header
// or has quotes that are not plain (one within a bare cell, one that is not closed) spoils its block: then each record
// is read by itself, by base/csv.h where there are quotes, and those that cannot be read are refused with the reason.
#include "io/csv.h"
#include "base/clones.h"
#include "base/csv.h"
#include <stdio.h>
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { ENDS_AT_ONCE = 8 };   // ends written without asking how many there are

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

// One bit for each of 64 bytes that is `byte`.
#ifdef __SSE2__
static inline __attribute__((always_inline)) uint64_t bytes_equal(const char *p, char byte) {
  __m128i wanted = _mm_set1_epi8(byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted)) << 16 * i;
  }
  return mask;
}
#else
static inline __attribute__((always_inline)) uint64_t bytes_equal(const char *p, char byte) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == byte) << i;
  return mask;
}
#endif

// The places of the bits, from `at`; room for ENDS_AT_ONCE more. Gives the end of what was written.
static inline __attribute__((always_inline)) uint32_t *ends_write(uint32_t *ends, uint64_t mask, uint32_t at) {
  uint32_t *end = ends + __builtin_popcountll(mask);
  while (ends < end)
    for (int i = 0; i < ENDS_AT_ONCE; i++, mask &= mask - 1) *ends++ = at + (uint32_t)__builtin_ctzll(mask | 1ull << 63);
  return end;
}
static inline uint64_t mask_first(uint32_t size) { return size >= 64 ? ~0ull : (1ull << size) - 1; }

// Ends of the cells of a record without quotes, from ends[1] on; ends[0] is the place before it. Gives how many cells there are,
// but stops when there are too many (room for 64 more than there are columns, and ENDS_AT_ONCE).
static HOT_CLONES uint32_t cells_cut(const CsvPlan *plan, uint32_t *ends, const char *data, uint32_t at, uint32_t size) {
  uint32_t *end = ends + 1, *most = end + plan->column_count;
  ends[0] = at - 1;
  for (uint32_t done = 0; plan->delimiter && done < size && end <= most; done += 64)
    end = ends_write(end, bytes_equal(data + at + done, plan->delimiter) & mask_first(size - done), at + done);
  *end = at + size;
  return (uint32_t)(end - ends);
}

// Each bit is the parity of the bits up to it.
static inline uint64_t mask_parity(uint64_t m) {
  for (int shift = 1; shift < 64; shift *= 2) m ^= m << shift;
  return m;
}
// The same with quotes: a quote must open a cell or follow another quote, and behind the one that closes it a cell must end.
// Gives 0 where that does not hold.
static HOT_CLONES uint32_t quoted_cut(const CsvPlan *plan, uint32_t *ends, const char *data, uint32_t at, uint32_t size) {
  uint32_t *end = ends + 1, *most = end + plan->column_count;
  uint64_t inside = 0, cell_start = 1, quote_before = 0, close_before = 0, wrong = 0;
  ends[0] = at - 1;
  for (uint32_t done = 0; done < size && end <= most; done += 64) {
    uint64_t valid = mask_first(size - done), quotes = bytes_equal(data + at + done, '"') & valid;
    uint64_t within = mask_parity(quotes) ^ inside;  // from the quote that opens to before the one that closes
    uint64_t cell_ends = plan->delimiter ? bytes_equal(data + at + done, plan->delimiter) & valid & ~within : 0;
    uint64_t closing = quotes & ~within;
    wrong |= quotes & within & ~(cell_ends << 1 | cell_start | quotes << 1 | quote_before);
    wrong |= (closing << 1 | close_before) & valid & ~(cell_ends | quotes);
    inside = (uint64_t)((int64_t)within >> 63);
    cell_start = cell_ends >> 63, quote_before = quotes >> 63, close_before = closing >> 63;
    end = ends_write(end, cell_ends, at + done);
  }
  *end = at + size;
  return wrong | inside ? 0 : (uint32_t)(end - ends);
}

// ---- a block of records

bool csv_blocks(const CsvReader *r, const Batch *batch) { return batch_takes_blocks(batch, r->columns, r->plan->use_count); }

bool csv_block_cut(CsvReader *r, uint32_t row, const char *data, uint32_t at, uint32_t size, bool quotes) {
  uint32_t *ends = r->ends + (size_t)row * r->stride;
  return (quotes ? quoted_cut(r->plan, ends, data, at, size) : cells_cut(r->plan, ends, data, at, size)) == r->plan->column_count;
}
bool csv_block_put(CsvReader *r, Batch *batch, const char *data, uint32_t rows, uint64_t record) {
  Block block = {data, r->ends, r->stride, rows, record};
  return batch_put_block(batch, &block, r->columns, r->plan->use_count);
}

// ---- one record

static bool refuse_count(CsvReader *r, uint32_t count, Text *reason) {
  bool more = count > r->plan->column_count; // counting stops early then
  int size = more ? snprintf(r->reason, sizeof r->reason, "more cells than the header's %u", r->plan->column_count)
                  : snprintf(r->reason, sizeof r->reason, "%u cells where the header has %u", count, r->plan->column_count);
  *reason = (Text){r->reason, (uint32_t)size};
  return false;
}

static bool refuse(Text why, Text *reason) { return *reason = why, false; }

static bool read_plain(CsvReader *r, Batch *batch, Text record, Text *reason) {
  const CsvPlan *plan = r->plan;
  uint32_t count = cells_cut(plan, r->ends, record.data, 0, record.size);
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

bool csv_read_record(CsvReader *r, Batch *batch, Text record, bool quotes, Text *reason) {
  return quotes ? read_quoted(r, batch, record, reason) : read_plain(r, batch, record, reason);
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
  r->stride = plan->column_count + 1;
  arena_init(&r->arena, allocator_default(), &r->escape);
  r->ends = calloc((size_t)r->stride * BLOCK_ROWS + 64 + ENDS_AT_ONCE, sizeof *r->ends);
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
