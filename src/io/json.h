// json.h -- one JSON text as a tape of 64-bit words; simdjson behind a C interface.
//
// The tape (simdjson's, stage 2): each word is a type in the top byte and a payload in the rest.
//   'r'          the first word
//   '{' '['      payload, low 32 bits: the index behind its closing word;  '}' ']': the closing word
//   '"'          payload: offset in `strings` of a uint32 size and then that many bytes (and a NUL)
//   'l' 'u' 'd'  the next word is the int64, uint64 or double
//   't' 'f' 'n'  true, false, null
// An object's keys and values follow each other. 'x' is ours (json_repair.h): a string that UTF-8 cannot say.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { JSON_SOUND, JSON_NO_MEMORY, JSON_DEEP, JSON_STRING, JSON_NUMBER, JSON_UTF8, JSON_CONTROL, JSON_UNCLOSED, JSON_EMPTY, JSON_BROKEN } JsonStatus;

typedef struct JsonParser JsonParser;
JsonParser *json_parser_new(void);   // NULL: no memory
void json_parser_free(JsonParser *parser);

#define JSON_PADDING 64
static inline size_t json_string_room(size_t size) { return size * 5 / 3 + 2 * JSON_PADDING; }
// data[size, size + JSON_PADDING) must be readable. `strings` has json_string_room(size) bytes and is the caller's. The
// tape is the parser's, may be written to, and is valid until its next call.
JsonStatus json_parse(JsonParser *parser, const char *data, size_t size, uint8_t *strings, uint64_t **tape);

// Only where tokens begin (simdjson's first stage): `count` offsets into data, and behind them its size, twice. False when that
// stage refuses the text already. Valid until the parser's next call.
bool json_tokens(JsonParser *parser, const char *data, size_t size, const uint32_t **tokens, uint32_t *count);
bool json_valid_utf8(const char *data, size_t size);

#ifdef __cplusplus
}
#endif
