// leads_helper.h -- a lead file from a string: its chunks, leads and rejects, for tests of readers.
#pragma once
#include "slots_helper.h"
#include "io/decode.h"
#include "base/decimal.h"
#include "io/json_read.h"
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int memfd_create(const char *name, unsigned flags);

typedef struct Leads {
  SlotsHelper *slots;
  Input *input;
  Chunks *chunks;
  CsvPlan *plan;
  Decoder *decoder;
  JsonReader *cells;
  Batch *batch;
  Chunk chunk;
  const Reject *rejects;
  uint32_t reject_count;
  const char *why;
} Leads;

static Input *input_of(Text bytes) {
  char path[64];
  const char *why;
  int file = memfd_create("leads", 0);
  if (file < 0 || write(file, bytes.data ? bytes.data : "", bytes.size) != (ssize_t)bytes.size) abort();
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  Input *input = input_open(path, &why);
  if (!input) abort();
  close(file);
  return input;
}

// chunks is NULL when the beginning cannot be read; decoder when the header is refused.
static inline Leads leads_open(const char *schema, Text bytes, size_t max_record) {
  Leads l = {.slots = slots_helper_new(schema), .input = input_of(bytes)};
  SlotTable t = l.slots->table;
  l.chunks = chunks_new(l.input, LEADS_AUTO, 0, max_record, &l.why);
  if (!l.chunks) return l;
  if (chunks_format(l.chunks) == LEADS_CSV) {
    l.plan = csv_plan_new(t, chunks_header(l.chunks), chunks_delimiter(l.chunks));
    if (!l.plan->error.size) l.decoder = decoder_new_csv(t, l.plan);
  } else {
    l.decoder = decoder_new_json(t);
  }
  l.cells = json_reader_new(t);
  l.batch = batch_new(t, allocator_default(), zone_utc(), json_read_cell, l.cells);
  return l;
}

// The next chunk's leads in l->batch.
static inline bool leads_next(Leads *l) {
  if (chunks_next(l->chunks, &l->chunk) != CHUNK_READ) return false;
  bool sound = decoder_chunk(l->decoder, &l->chunk, l->batch);
  if (!sound) abort();
  l->rejects = decoder_rejects(l->decoder, &l->reject_count);
  return sound;
}

static inline void leads_close(Leads *l) {
  chunk_free(&l->chunk);
  batch_free(l->batch);
  json_reader_free(l->cells);
  decoder_free(l->decoder);
  csv_plan_free(l->plan);
  chunks_free(l->chunks);
  input_close(l->input);
  slots_helper_free(l->slots);
}

// A value of a row of the batch as text: "?" missing, "!" invalid.
static inline const char *leads_value(const Leads *l, const char *path, uint32_t row) {
  static char out[4][256];
  static int turn;
  char *to = out[turn++ & 3];
  uint32_t slot = helper_find(l->slots, path);
  const Column *c = &l->batch->columns[slot];
  if (bit_get(c->invalid, row)) return "!";
  if (!bit_get(c->known, row)) return "?";
  switch (l->slots->slots[slot].type) {
    case TYPE_BOOLEAN: case TYPE_RECORD: return bit_get(c->yes, row) ? "yes" : "no";
    case TYPE_LIST: snprintf(to, 256, "%u..%u", c->offsets[row], c->offsets[row + 1]); return to;
    case TYPE_NUMBER: case TYPE_INTEGER: to[decimal_format(c->ints[row], to)] = 0; return to;
    case TYPE_TIME: to[clock_format_time(c->ints[row], to)] = 0; return to;
    case TYPE_DATE: case TYPE_ONE_OF: case TYPE_SCALE: snprintf(to, 256, "%lld", (long long)c->ints[row]); return to;
    default: snprintf(to, 256, "%.*s", (int)c->texts[row].size, c->texts[row].data); return to;
  }
}
#define VALUE(l, path, row, wanted) assert_string_equal(leads_value(l, path, row), wanted)
#define REJECT(l, index, number, at_line, why)                                             \
  do {                                                                                      \
    assert_true((index) < (l)->reject_count);                                               \
    assert_int_equal((l)->rejects[index].record, number);                                   \
    assert_int_equal((l)->rejects[index].line, at_line);                                    \
    char reason_[600];                                                                      \
    snprintf(reason_, sizeof reason_, "%.*s", (int)(l)->rejects[index].reason.size, (l)->rejects[index].reason.data); \
    assert_string_equal(reason_, why);                                                      \
  } while (0)
