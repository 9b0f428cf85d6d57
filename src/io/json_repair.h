// json_repair.h -- what simdjson refuses and Rubric reads: numbers out of its range, and lone surrogates.
#pragma once
#include "io/json.h"

// Writes data with such numbers as 0.0 and such escapes as U+FFFD over `copy` (size + JSON_PADDING bytes; nothing moves).
// False when there was nothing to do.
bool json_repair(const char *data, size_t size, char *copy);
// Marks the strings of the tape whose text in `data` has a lone surrogate: type 'x'.
void json_mark_broken(const char *data, size_t size, uint64_t *tape);

// Walking the text and the tape together: numbers and strings come in the same order in both.
typedef struct JsonPlace { uint32_t tape, at; } JsonPlace;   // begins as {1, 0}
// Moves on to the word at `index`, a number, and gives where its token begins; *size its length. `size_all`: of the data.
uint32_t json_number_token(JsonPlace *place, const char *data, uint32_t size_all, const uint64_t *tape, uint32_t index, uint32_t *size);
