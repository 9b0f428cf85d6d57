// decode.c -- the loop over a chunk's records, the same for both forms.
#include "io/decode.h"
#include "base/limits.h"
#include "io/json.h"
#include "io/json_read.h"
#include <stdlib.h>

enum { REASON_BYTES = 512, AHEAD_RECORDS = 16, AHEAD_BYTES = 64 << 10 };

struct Decoder {
  JsonReader *json;        // or
  CsvReader *csv;
  uint8_t *strings;        // of the chunk's JSON texts
  size_t string_room;
  uint32_t reject_count;
  Reject rejects[BATCH_ROWS];
  char reasons[BATCH_ROWS][REASON_BYTES];
};

static Decoder *decoder_checked(Decoder *d) {
  if (d && (d->json || d->csv)) return d;
  decoder_free(d);
  return NULL;
}

Decoder *decoder_new_json(SlotTable schema) {
  Decoder *d = calloc(1, sizeof *d);
  if (d) d->json = json_reader_new(schema);
  return decoder_checked(d);
}

Decoder *decoder_new_csv(SlotTable schema, const CsvPlan *plan) {
  Decoder *d = calloc(1, sizeof *d);
  (void)schema; // the plan knows what is wanted of it
  if (d) d->csv = csv_reader_new(plan);
  return decoder_checked(d);
}

void decoder_free(Decoder *d) {
  if (!d) return;
  json_reader_free(d->json);
  csv_reader_free(d->csv);
  free(d->strings);
  free(d);
}

const Reject *decoder_rejects(const Decoder *d, uint32_t *count) {
  *count = d->reject_count;
  return d->rejects;
}

static void reject_add(Decoder *d, const Chunk *chunk, uint32_t i, Text reason) {
  const ChunkRecord *record = &chunk->records[i];
  char *copy = d->reasons[d->reject_count];
  uint32_t size = reason.size;
  if (size > REASON_BYTES)
    for (size = REASON_BYTES; size && (reason.data[size] & 0xC0) == 0x80;) size--;
  memcpy(copy, reason.data, size);
  d->rejects[d->reject_count++] = (Reject){chunk->first_record + i, record->line, {copy, size}, {chunk->data + record->at, record->size}};
}

static Text fault_text(uint32_t fault, bool csv) {
  switch (fault) {
    case RECORD_LONG: return TEXT("longer than a record may be (--max-record)");
    case RECORD_OPEN: return csv ? TEXT("a quote that is not closed") : TEXT("the input ends inside it");
    case RECORD_EMPTY: return TEXT("nothing between two commas of the JSON array");
    case RECORD_BEYOND: return TEXT("something after the end of the JSON array");
    default: return (Text){0};
  }
}

// Room for the strings of the whole chunk: those of a record at `at` begin at 2 * at, which is always far enough, since
// strings take at most 5/3 of their record (and a record has a byte after it).
static bool strings_fit(Decoder *d, const Chunk *chunk) {
  size_t wanted = 2 * chunk->size + json_string_room(0) + JSON_PADDING;
  if (wanted <= d->string_room) return true;
  free(d->strings);
  d->strings = malloc(wanted);
  d->string_room = d->strings ? wanted : 0;
  return d->strings != NULL;
}

static Text record_read(Decoder *d, const Chunk *chunk, const ChunkRecord *record, uint64_t number, Batch *batch, bool sound_utf8) {
  Text text = {chunk->data + record->at, record->size}, reason = fault_text(record->fault, d->csv);
  if (reason.size) return reason;
  if (d->json) {
    if (json_read_plain(d->json, batch, text, d->strings + 2 * (size_t)record->at)) return reason;
    batch_drop_row(batch);
    batch_begin_row(batch, number);
    json_read_record(d->json, batch, text, d->strings + 2 * (size_t)record->at, &reason);
  }
  else if (!sound_utf8 && !text_valid_utf8(text, NULL)) reason = TEXT("not valid UTF-8");
  else csv_read_record(d->csv, batch, text, &reason);
  return reason;
}

static bool row_read(Decoder *d, const Chunk *chunk, uint32_t i, Batch *batch, bool sound_utf8) {
  batch_begin_row(batch, chunk->first_record + i);
  Text reason = record_read(d, chunk, &chunk->records[i], chunk->first_record + i, batch, sound_utf8);
  if (reason.size) {
    batch_drop_row(batch);
    if (text_is(reason, "out of memory")) return false; // the machine's fault, not the record's
    reject_add(d, chunk, i, reason);
    return true;
  }
  RowStatus status = batch_end_row(batch, &reason);
  if (status == ROW_REJECTED) reject_add(d, chunk, i, reason);
  return status != ROW_NO_MEMORY;
}

// Some of the records [first, first + count) are looked at together; gives the number of the first of the others.
static uint32_t records_ahead(Decoder *d, const Chunk *chunk, uint32_t first, uint32_t count) {
  const ChunkRecord *r = &chunk->records[first];
  uint32_t n = 0;
  while (n < count && n < AHEAD_RECORDS && !r[n].fault && r[n].at + r[n].size - r->at <= AHEAD_BYTES) n++;
  json_read_ahead(d->json, n > 1 ? (Text){chunk->data + r->at, r[n - 1].at + r[n - 1].size - r->at} : (Text){0});
  return first + (n ? n : 1);
}

// Records [first, first + count) together; false: one of them needs a closer look.
static bool block_read(Decoder *d, const Chunk *chunk, uint32_t first, uint32_t count, Batch *batch) {
  return csv_block_cut(d->csv, chunk, first, count) && csv_block_put(d->csv, batch, chunk, first, count);
}

static uint32_t smaller(uint32_t a, uint32_t b) { return a < b ? a : b; }

bool decoder_chunk(Decoder *d, const Chunk *chunk, Batch *batch) {
  bool sound_utf8 = true;
  batch_clear(batch);
  d->reject_count = 0;
  if (d->json && !strings_fit(d, chunk)) return false;
  if (d->csv) {
    csv_reader_clear(d->csv);
    sound_utf8 = json_valid_utf8(chunk->data, chunk->size);
  }
  bool blocks = d->csv && sound_utf8 && csv_blocks(d->csv, batch);
  for (uint32_t i = 0, count; i < chunk->count; i += count) {
    count = smaller(chunk->count - i, BLOCK_ROWS);
    if (blocks && block_read(d, chunk, i, count, batch)) continue;
    for (uint32_t k = i, ahead = i; k < i + count; k++) {
      if (d->json && k == ahead) ahead = records_ahead(d, chunk, k, i + count - k);
      if (!row_read(d, chunk, k, batch, sound_utf8)) return false;
    }
  }
  return true;
}
