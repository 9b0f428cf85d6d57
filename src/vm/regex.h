// regex.h -- RE2 behind C: linear time, bounded memory, silent, and no exception comes out.
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif
typedef struct Regex Regex;   // immutable; may be used by several threads
#define REGEX_WHY_BYTES 200
// NULL when RE2 refuses the pattern or memory runs out: `why` (NUL-terminated) says so, *at is the byte it is about (0: unknown).
Regex *regex_new(const char *pattern, uint32_t size, char why[REGEX_WHY_BYTES], uint32_t *at);
void regex_free(Regex *regex);
// Is the pattern anywhere in the text, ignoring case: 1, 0, or -1 when memory ran out.
int regex_match(const Regex *regex, const char *text, uint32_t size);
#ifdef __cplusplus
}
#endif
