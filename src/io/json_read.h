// json_read.h -- one JSON object into the open row of a batch.
#pragma once
#include "column/batch.h"

typedef struct JsonReader JsonReader;
JsonReader *json_reader_new(SlotTable schema);   // NULL: no memory
void json_reader_free(JsonReader *reader);
// Puts the record's values. `strings` has json_string_room(record.size) bytes and keeps its texts; JSON_PADDING bytes after
// the record must be readable. False: *reason (in the reader until its next call) says why the record is refused.
bool json_read_record(JsonReader *reader, Batch *batch, Text record, uint8_t *strings, Text *reason);
// The short road for plain records (json_walk.h). False: it gave up, the row may hold some values and must be begun anew.
bool json_read_plain(JsonReader *reader, Batch *batch, Text record, uint8_t *strings);
// The records that will be read next lie in this text, one after the other: looks for the tokens of all of them at once. It must stay as it is until
// the next call, which may be with an empty text.
void json_read_ahead(JsonReader *reader, Text text);
// For batch_new: user is a JsonReader of its own.
bool json_read_cell(void *user, Batch *batch, uint32_t slot, Text json);
