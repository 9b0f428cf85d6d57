// json_walk.h -- the short road of a JSON record: most records, without the tape.
//
// simdjson's first stage finds where each token begins and proves that the bytes are UTF-8, that texts are closed and hold no
// control character. From there one walk checks the rest of JSON's grammar and puts the values at the same time, pointing
// into the record. It knows only what is plain: numbers without an exponent, keys that it has met,
// objects and lists that fields read. At anything else it gives up, and the record is read again by json_read_record, which
// alone decides what is refused and why.
#pragma once
#include "column/batch.h"
#include "io/json.h"
#include "io/json_keys.h"

// True: the record is sound and its values are in the open row. False: the row may hold some of them and must be begun anew.
// `sets` as in json_read.c: per slot the keys of its records, the last one those of leads. JSON_PADDING bytes after the
// record are readable. Texts put point into the record, those with escapes into `strings` (json_string_room(record.size) bytes).
bool json_walk(JsonParser *parser, KeySet *sets, const SlotTable *schema, Batch *batch, Text record, uint8_t *strings);
