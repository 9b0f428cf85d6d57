// decode.h -- chunks of records into batches of leads.
//
//   owns     parsers, the strings of the last JSON chunk, the list of rejects
//   borrows  the schema; a plan of CSV columns (csv.h), which decoders share
//   threads  one decoder a thread
#pragma once
#include "column/batch.h"
#include "io/chunks.h"
#include "io/csv.h"

typedef struct Decoder Decoder;
Decoder *decoder_new_json(SlotTable schema);                            // NULL: no memory
Decoder *decoder_new_csv(SlotTable schema, const CsvPlan *plan);
void decoder_free(Decoder *decoder);

// A record that gave no lead. `raw` lies in the chunk, `reason` in the decoder until its next chunk.
typedef struct Reject { uint64_t record, line; Text reason, raw; } Reject;

// Clears the batch and fills it with the chunk's leads. Texts of the batch point into the chunk and the decoder: all three
// stay together until the batch has been decided. False: no memory (the batch holds the leads so far).
bool decoder_chunk(Decoder *decoder, const Chunk *chunk, Batch *batch);
const Reject *decoder_rejects(const Decoder *decoder, uint32_t *count);
