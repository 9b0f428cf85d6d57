// text.h -- slices of UTF-8, and how people compare text.
//
// A Text owns nothing and is not NUL-terminated; NUL is a character like any other.
#pragma once
#include "base/arena.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef struct Text {
  const char *data;
  uint32_t size;
} Text;

#define TEXT(literal) ((Text){(literal), (uint32_t)(sizeof(literal) - 1)})
Text text_of(const char *c_string);
Text text_copy(Arena *arena, Text t);
Text text_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
Text text_format_list(Arena *arena, const char *format, va_list args);
const char *text_c(Arena *arena, Text t);   // NUL-terminated copy, for messages and paths

static inline bool text_equal(Text a, Text b) {
  return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}
bool text_is(Text a, const char *c_string);
int  text_compare(Text a, Text b);                  // bytes, shorter first when equal so far
uint64_t text_hash(Text t, uint64_t seed);          // keyed; 64 bits; seed 0 is fine for a program's own constants

bool text_valid_utf8(Text t, uint32_t *bad_offset); // strict: no overlong, no surrogate, at most U+10FFFF; bad_offset may be NULL
Text text_trim(Text t);                             // without Unicode white space at either end
bool text_is_space(uint32_t code_point);            // Unicode White_Space
uint32_t text_decode(const char **at, const char *end); // next code point; U+FFFD for a malformed byte
uint32_t text_length(Text t);                       // code points
uint32_t text_encode(uint32_t code_point, char out[4]); // bytes written

// How `is` sees text: NFKC_Casefold (which drops invisible characters), white space inside folded to one blank, trimmed.
// The result is in the arena, or `t` itself when nothing changes. Pure ASCII takes a short road.
Text text_fold(Arena *arena, Text t);
// The same, but a run of white space at either end stays one blank: the right side of `contains` and its like.
Text text_fold_untrimmed(Arena *arena, Text t);
// Folds ASCII into `out` (room for t.size bytes), trimmed and with white space collapsed. Gives the size, or -1 when `t`
// is not pure ASCII (then text_fold must be asked). This is the hot path of reading: no call, no allocation.
int64_t text_fold_ascii(Text t, char *out);

// Word characters of `has`, after folding: letters, digits (general categories L*, N*) and combining marks (M*).
bool text_is_word(uint32_t code_point);
// True when the needle's words stand in the haystack in a row as whole words; both are folded. Words are runs of word
// characters; what is between words does not matter (so "vp sales" has "vp, sales"). A needle without a word: false.
bool text_has_words(Text folded_haystack, Text folded_needle);
bool text_has_any_word(Text folded);   // is there a word in it at all
bool text_contains(Text haystack, Text needle);
bool text_starts(Text t, Text prefix);
bool text_ends(Text t, Text suffix);

// UINT32_MAX when further apart than `at_most`, or than 64.
uint32_t text_distance(Text a, Text b, uint32_t at_most); // Damerau-Levenshtein (optimal string alignment) over bytes
// The candidate nearest to `wanted` (compared without case), or -1 when none is near enough to suggest.
int32_t text_nearest(Text wanted, const Text *candidates, uint32_t count);
