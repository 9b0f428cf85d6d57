// fold.c -- text as people compare it: NFKC_Casefold, white space collapsed, and the words of `has`.
//
// On ASCII, NFKC_Casefold is lower case and nothing else (controls stay), so ASCII needs neither tables nor allocation;
// tests/unit/text_test.c holds the two roads equal. On the general road utf8proc writes into our memory (its own
// utf8proc_map would allocate with malloc and leak when an arena escapes). White space is collapsed between
// decomposition and composition: no white space composes with anything, so that is the same as doing it afterwards.
#include "base/text.h"
#include "base/bytes.h"
#include <utf8proc.h>

enum { FOLD_SMALL = 1024 }; // code points folded on the stack

// ---- the short road -------------------------------------------------------------------------------------------------

// The high bit of each byte of `word` that is in low..high; all bytes are below 0x80, so nothing carries.
static inline uint64_t bytes_between(uint64_t word, unsigned low, unsigned high) {
  return (word + (0x80 - low) * BYTES_ONES) & ~(word + (0x7F - high) * BYTES_ONES) & BYTES_HIGH;
}

// Up to 7 bytes as a word padded with NUL, which is no letter and no white space.
static inline uint64_t tail_load(const char *p, uint32_t count) {
  if (count >= 4) return bytes_load32(p) | (uint64_t)bytes_load32(p + count - 4) << 8 * (count - 4);
  uint32_t middle = count / 2, last = count - 1;
  return bytes_load8(p) | bytes_load8(p + middle) << 8 * middle | bytes_load8(p + last) << 8 * last;
}

static inline void tail_store(char *p, uint64_t word, uint32_t count) {
  if (count >= 4) {
    bytes_store32(p, (uint32_t)word);
    bytes_store32(p + count - 4, (uint32_t)(word >> 8 * (count - 4)));
    return;
  }
  for (uint32_t i = 0; i < count; i++) p[i] = (char)(word >> 8 * i);
}

// One word byte by byte: where white space must go. Gives the bytes written.
static uint32_t word_collapse(uint64_t word, uint32_t count, bool *after_blank, char *out) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < count; i++, word >>= 8) {
    unsigned c = word & 0xFF;
    bool blank = c == ' ' || (c >= 9 && c <= 13);
    if (!blank || !*after_blank) out[size++] = blank ? ' ' : (char)c;
    *after_blank = blank;
  }
  return size;
}

// Words are lowered whole; only those with white space to change are walked. `out` never runs ahead of the reading, so
// whole stores stay inside its room.
static inline int64_t fold_ascii(Text t, char *out, bool trim) {
  bool after_blank = trim; // drops blanks at the start
  uint32_t size = 0;
  for (uint32_t at = 0; at < t.size;) {
    uint32_t count = t.size - at < 8 ? t.size - at : 8;
    uint64_t word = count == 8 ? bytes_load64(t.data + at) : tail_load(t.data + at, count);
    if (word & BYTES_HIGH) return -1;
    word |= bytes_between(word, 'A', 'Z') >> 2;
    uint64_t blanks = bytes_between(word, ' ', ' ');
    uint64_t collapse = bytes_between(word, 9, 13) | (blanks & (blanks << 8 | (uint64_t)after_blank << 7));
    if (collapse) {
      size += word_collapse(word, count, &after_blank, out + size);
    } else {
      if (count == 8) bytes_store64(out + size, word);
      else tail_store(out + size, word, count);
      after_blank = blanks >> (8 * count - 1) & 1;
      size += count;
    }
    at += count;
  }
  return trim && size && out[size - 1] == ' ' ? size - 1 : size;
}

int64_t text_fold_ascii(Text t, char *out) { return fold_ascii(t, out, true); }

// ---- the general road -----------------------------------------------------------------------------------------------

static utf8proc_ssize_t collapse_spaces(int32_t *codes, utf8proc_ssize_t count, bool trim) {
  bool after_blank = trim;
  utf8proc_ssize_t kept = 0;
  for (utf8proc_ssize_t i = 0; i < count; i++) {
    bool blank = text_is_space((uint32_t)codes[i]);
    if (!blank || !after_blank) codes[kept++] = blank ? ' ' : codes[i];
    after_blank = blank;
  }
  return trim && kept && codes[kept - 1] == ' ' ? kept - 1 : kept;
}

// Unicode keeps some code points invisible before they have a character, and utf8proc knows only those that have one:
// here they become a soft hyphen, which UTF8PROC_IGNORE drops.
static int32_t hide_reserved(int32_t code, void *unused) {
  (void)unused;
  bool reserved = code == 0x2065 || (code >= 0xFFF0 && code <= 0xFFF8) || (code >= 0xE0000 && code <= 0xE0FFF);
  return reserved ? 0xAD : code;
}

// Malformed UTF-8, which no caller gives, stays as it is.
static Text fold_unicode(Arena *arena, Text t, bool trim) {
  const utf8proc_option_t form = UTF8PROC_COMPOSE | UTF8PROC_STABLE;
  const utf8proc_option_t all = form | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
  const uint8_t *bytes = (const uint8_t *)t.data;
  int32_t small[FOLD_SMALL + 1], *codes = small; // one more: utf8proc_reencode ends with a NUL
  utf8proc_ssize_t count = utf8proc_decompose_custom(bytes, t.size, codes, FOLD_SMALL, all, hide_reserved, NULL);
  if (count > FOLD_SMALL) {
    codes = arena_alloc_raw(arena, sizeof(int32_t) * ((size_t)count + 1));
    count = utf8proc_decompose_custom(bytes, t.size, codes, count, all, hide_reserved, NULL);
  }
  if (count < 0) return t;
  utf8proc_ssize_t size = utf8proc_reencode(codes, collapse_spaces(codes, count, trim), form);
  if (size < 0 || size > UINT32_MAX) arena_fail(arena);
  Text folded = {(const char *)codes, (uint32_t)size};
  if (text_equal(folded, t)) return t;
  return codes == small ? text_copy(arena, folded) : folded;
}

static bool is_ascii(Text t) {
  unsigned char all = 0;
  for (uint32_t i = 0; i < t.size; i++) all |= (unsigned char)t.data[i];
  return all < 0x80;
}

static bool is_folded_ascii(Text t, bool trim) {
  bool after_blank = trim;
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if ((c >= 'A' && c <= 'Z') || (c >= 9 && c <= 13) || (c == ' ' && after_blank)) return false;
    after_blank = c == ' ';
  }
  return !(trim && t.size && after_blank);
}

static Text fold(Arena *arena, Text t, bool trim) {
  if (!is_ascii(t)) return fold_unicode(arena, t, trim);
  if (is_folded_ascii(t, trim)) return t;
  char *out = arena_alloc_raw(arena, t.size);
  return (Text){out, (uint32_t)fold_ascii(t, out, trim)};
}

Text text_fold(Arena *arena, Text t) { return fold(arena, t, true); }
Text text_fold_untrimmed(Arena *arena, Text t) { return fold(arena, t, false); }

// ---- words ----------------------------------------------------------------------------------------------------------

bool text_is_word(uint32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  if (c > 0x10FFFF) return false;
  utf8proc_category_t category = utf8proc_category((int32_t)c);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO; // L*, M*, N* stand together
}

static bool word_next(const char **at, const char *end, Text *word) {
  const char *start = *at, *next = start;
  while (start < end && !text_is_word(text_decode(&next, end))) start = next;
  if (start >= end) return false;
  const char *stop = next;
  while (stop < end && text_is_word(text_decode(&next, end))) stop = next;
  *at = stop;
  *word = (Text){start, (uint32_t)(stop - start)};
  return true;
}

bool text_has_any_word(Text folded) {
  if (folded.size == 0) return false;
  Text word;
  const char *at = folded.data;
  return word_next(&at, at + folded.size, &word);
}

// Are the words of the needle the next ones at `at`?
static bool words_stand_at(const char *at, const char *end, Text needle) {
  Text word, wanted;
  const char *n = needle.data, *needle_end = n + needle.size;
  while (word_next(&n, needle_end, &wanted))
    if (!word_next(&at, end, &word) || !text_equal(word, wanted)) return false;
  return true;
}

// A rolling hash over words, then proof: linear in both texts without memory of its own, whatever a lead holds.
bool text_has_words(Text haystack, Text needle) {
  const uint64_t base = 0x9e3779b97f4a7c15ULL;
  if (haystack.size == 0 || needle.size == 0) return false;
  const char *at = needle.data, *end = at + needle.size;
  uint64_t wanted = 0, oldest_weight = 1, rolling = 0;
  uint32_t words = 0, seen = 0;
  Text word;
  for (; word_next(&at, end, &word); words++, oldest_weight *= base) wanted = wanted * base + text_hash(word, 0);
  if (words == 0) return false;

  const char *oldest = haystack.data;
  at = oldest, end = at + haystack.size;
  while (word_next(&at, end, &word)) {
    rolling = rolling * base + text_hash(word, 0);
    if (++seen > words) {
      word_next(&oldest, end, &word);
      rolling -= oldest_weight * text_hash(word, 0);
    }
    if (seen >= words && rolling == wanted && words_stand_at(oldest, end, needle)) return true;
  }
  return false;
}
