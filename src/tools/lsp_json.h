// lsp_json.h -- a message of an editor: a place in simdjson's tape that forgives everything. What is not there, or is of another
// kind, reads as nothing, so that no handler has to refuse.
#pragma once
#include "base/text.h"
#include "io/json.h"

typedef struct Item { const uint64_t *tape; const uint8_t *strings; uint32_t at; } Item; // at 0: nothing

// The message's item; its text lives in `arena`. False: it is no JSON.
bool item_parse(JsonParser *parser, Arena *arena, Text message, Item *item);
Item item_member(Item object, const char *name);
Item item_path(Item object, const char *names);        // "textDocument.uri"
bool item_there(Item item);                             // and not null
bool item_is(Item item, char type);                     // '{' '[' '"' 'n' (null) ..., 'i': a whole number
bool item_text(Item item, Text *text);
int64_t item_integer(Item item, int64_t otherwise);     // doubles are cut
bool item_boolean(Item item, bool otherwise);
Item item_first(Item array);                            // its elements: for (Item i = item_first(a); i.at; i = item_next(i))
Item item_next(Item element);
