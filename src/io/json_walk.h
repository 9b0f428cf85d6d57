// json_walk.h -- the short road of a JSON record: most records, without the tape.
//
// simdjson's first stage finds where each token begins and proves that the bytes are UTF-8, that texts are closed and hold no
// control character. From there one walk checks the rest of JSON's grammar and puts the values at the same time, pointing
// into the record. That stage is cheaper for several records at once, whose tokens the walks then share. It knows only what is plain: numbers without an exponent, keys that it has met,
// objects and lists that fields read. At anything else it gives up, and the record is read again by json_read_record, which
// alone decides what is refused and why.
#pragma once
#include "column/batch.h"
#include "io/json.h"
#include "io/json_keys.h"

// Where tokens begin in some text of one or several records that follow each other.
typedef struct JsonTokens {
  const char *data;
  const uint32_t *at, *end;  // offsets in data: those not yet passed
  const char *escape;        // the next backslash that is not yet passed, or the text's end
  uint32_t size;
} JsonTokens;
// False: there is something in the text that no JSON has (or no memory), and each record must be looked at by itself. The tokens
// are the parser's, and valid until its next call. JSON_PADDING bytes after the text are readable.
bool json_tokens_read(JsonTokens *tokens, JsonParser *parser, Text text);
// Are the record's tokens among them? Passes those of earlier records.
bool json_tokens_hold(JsonTokens *tokens, Text record);

// True: the record, of which there are tokens, is sound and its values are in the open row. False: the row may hold some of them and
// must be begun anew. `sets` as in json_read.c: per slot the keys of its records, the last one those of leads. Texts put point
// into the record, those with escapes into `strings` (json_string_room(record.size) bytes).
bool json_walk(JsonTokens *tokens, KeySet *sets, const SlotTable *schema, Batch *batch, Text record, uint8_t *strings);
