// chunks.h -- an input cut into chunks of whole records, each of which can be decoded by itself.
//
//   owns     a Chunks its unfinished rest and the header; a Chunk its buffer (both reused; memory stays flat whatever
//            the input: a record longer than `max_record` is skipped and leaves a marker)
//   threads  chunks_next one at a time; a chunk belongs to whoever asked for it
#pragma once
#include "base/text.h"
#include "io/input.h"

typedef enum { LEADS_AUTO, LEADS_CSV, LEADS_NDJSON } LeadsFormat;

typedef enum {
  RECORD_SOUND,
  RECORD_LONG,        // longer than max_record: only its beginning is there
  RECORD_OPEN,        // the input ended inside it (an open quote, an open bracket)
  RECORD_EMPTY,       // an element of a JSON array that is nothing: [1,,2]
  RECORD_BEYOND,      // something after the end of a JSON array
} RecordFault;

typedef struct ChunkRecord {
  uint32_t at, size;  // in the chunk's data; without line end
  uint32_t fault;     // RecordFault
  uint64_t line;      // where it begins, from 1
} ChunkRecord;

#define CHUNK_PADDING 64 // readable zero bytes after the data

typedef struct Chunk {
  char *data;
  size_t size, room;
  ChunkRecord *records;    // BATCH_ROWS of them
  uint32_t count;
  bool quotes;             // CSV: there may be quotes in it
  uint64_t first_record;   // number of records[0] in the input, from 1
} Chunk;

typedef struct Chunks Chunks;

// Reads as far as needed to tell the format, and a CSV's header. `delimiter` 0: found out from the header. NULL: *why is a
// text that says so, static or from the input. The input is borrowed.
Chunks *chunks_new(Input *input, LeadsFormat format, char delimiter, size_t max_record, const char **why);
void chunks_free(Chunks *chunks);
LeadsFormat chunks_format(const Chunks *chunks);    // LEADS_CSV or LEADS_NDJSON
char chunks_delimiter(const Chunks *chunks);        // 0: one column
Text chunks_header(const Chunks *chunks);           // the header record; size 0 when the input is empty

typedef enum { CHUNK_READ, CHUNK_END, CHUNK_ERROR } ChunkStatus;
// Fills a chunk (zeroed before its first use) with the next records. CHUNK_ERROR: the input cannot be read further, see
// chunks_error; all chunks before were sound, and what was whole before the error has been given.
ChunkStatus chunks_next(Chunks *chunks, Chunk *chunk);
const char *chunks_error(const Chunks *chunks);
void chunk_free(Chunk *chunk);
