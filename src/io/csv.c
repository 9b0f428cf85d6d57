// csv.c -- cells of a record, and their way into the batch.
//
// A record without quotes, which is nearly every one, is cut by looking at 64 bytes at a time: one bit a delimiter. Where
// there is a quote base/csv.h reads the record.
#include "io/csv.h"
#include "base/csv.h"
#include <stdio.h>
#include <stdlib.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

struct CsvReader {
  const CsvPlan *plan;
  uint32_t *ends;          // of the cells
  Text *cells;             // of a record with quotes
  Arena arena;             // their texts, where quotes were doubled
  jmp_buf escape;
  char reason[128];
};

// One bit for each of 64 bytes that is `byte`.
#ifdef __SSE2__
static inline uint64_t bytes_equal(const char *p, char byte) {
  __m128i wanted = _mm_set1_epi8(byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted)) << 16 * i;
  }
  return mask;
}
#else
static inline uint64_t bytes_equal(const char *p, char byte) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == byte) << i;
  return mask;
}
#endif

// Ends of the cells of a record without quotes (room for 64 more than there are columns); gives how many there are, but
// stops when there are too many.
static uint32_t cells_cut(const CsvReader *r, Text record) {
  uint32_t count = 0, *ends = r->ends;
  for (uint32_t at = 0; r->plan->delimiter && at < record.size && count <= r->plan->column_count; at += 64) {
    uint64_t mask = bytes_equal(record.data + at, r->plan->delimiter);
    if (record.size - at < 64) mask &= ((uint64_t)1 << (record.size - at)) - 1;
    for (; mask; mask &= mask - 1) ends[count++] = at + (uint32_t)__builtin_ctzll(mask);
  }
  ends[count++] = record.size;
  return count;
}

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
  uint32_t count = cells_cut(r, record);
  if (count != plan->column_count) return refuse_count(r, count, reason);
  for (const CsvUse *use = plan->uses, *end = use + plan->use_count; use < end; use++) {
    uint32_t start = use->column ? r->ends[use->column - 1] + 1 : 0, stop = r->ends[use->column];
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

CsvReader *csv_reader_new(const CsvPlan *plan) {
  CsvReader *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->plan = plan;
  arena_init(&r->arena, allocator_default(), &r->escape);
  r->ends = calloc((size_t)plan->column_count + 66, sizeof *r->ends);
  r->cells = calloc((size_t)plan->column_count + 1, sizeof *r->cells);
  if (r->ends && r->cells) return r;
  csv_reader_free(r);
  return NULL;
}

void csv_reader_free(CsvReader *r) {
  if (!r) return;
  arena_free(&r->arena);
  free(r->ends);
  free(r->cells);
  free(r);
}

void csv_reader_clear(CsvReader *r) { arena_reset(&r->arena); }
