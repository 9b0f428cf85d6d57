// short_text.h -- a text of up to 48 bytes as whole words: compared, hashed and folded a word at a time.
//
// Up to 16 bytes it takes 2 words, else 6 (`count`, which every function is compiled for). Word i holds the bytes from
// 8 * i, or the last 8 when that is nearer: words overlap, but with the size they tell the text. Below 8 bytes the first
// word is padded with PAD. Nothing beyond the text is read.
#pragma once
#include "base/bytes.h"
#include "base/text.h"

enum { SHORT_WORDS = 6, SHORT_BYTES = 8 * SHORT_WORDS, SHORT_TWO_BYTES = 16 };
typedef struct ShortText { uint64_t words[SHORT_WORDS]; uint32_t size; } ShortText;    // words after `count`: 0

#define SHORT_INLINE static inline __attribute__((always_inline))
#define SHORT_PAD ('!' * BYTES_ONES)    // neither white space nor a capital: see short_fold
#define SHORT_EACH(i, count) _Pragma("GCC unroll 6") for (uint32_t i = 0; i < (count); i++)

SHORT_INLINE uint32_t short_count(uint32_t size) { return size <= SHORT_TWO_BYTES ? 2 : SHORT_WORDS; }

SHORT_INLINE uint64_t short_small(const char *p, uint32_t size) {
  if (size == 0) return SHORT_PAD;
  uint64_t pad = SHORT_PAD << 8 * size;
  if (size >= 4) return bytes_load32(p) | (uint64_t)bytes_load32(p + size - 4) << 8 * (size - 4) | pad;
  return bytes_load8(p) | bytes_load8(p + size / 2) << 8 * (size / 2) | bytes_load8(p + size - 1) << 8 * (size - 1) | pad;
}

SHORT_INLINE ShortText short_load(Text t, uint32_t count) {
  ShortText s = {.size = t.size};
  if (count == 2 && t.size < 8) {
    s.words[0] = short_small(t.data, t.size), s.words[1] = SHORT_PAD;
    return s;
  }
  uint32_t last = t.size - 8;
  SHORT_EACH(i, count) s.words[i] = bytes_load64(t.data + (8 * i < last ? 8 * i : last));
  return s;
}

SHORT_INLINE bool short_equal(const uint64_t *a, const uint64_t *b, uint32_t count) {
  uint64_t differ = 0;
  SHORT_EACH(i, count) differ |= a[i] ^ b[i];
  return differ == 0;
}

SHORT_INLINE uint64_t short_multiply(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

SHORT_INLINE uint64_t short_hash(const ShortText *s, uint64_t key, uint32_t count) {
  const uint64_t *w = s->words;
  uint64_t hash = short_multiply(w[0] ^ key, w[1] ^ (key + s->size));
  if (count == 2) return hash;
  const uint64_t key2 = key * 0x9e3779b97f4a7c15ULL, key3 = key * 0xd1b54a32d192ed03ULL;
  return hash ^ short_multiply(w[2] ^ key2, w[3] ^ ~key) ^ short_multiply(w[4] ^ key3, w[5] ^ ~key2);
}

// Folds in place as text_fold does. False, and `s` spoilt, when there is more to it than small letters: white space, which
// may have to change (or another control), or bytes that are not ASCII.
SHORT_INLINE bool short_fold(ShortText *s, uint32_t count) {
  uint64_t any = 0, visible = ~0ULL;
  SHORT_EACH(i, count) {
    uint64_t word = s->words[i], capitals = (word + (0x80 - 'A') * BYTES_ONES) & ~(word + (0x7F - 'Z') * BYTES_ONES) & BYTES_HIGH;
    any |= word, visible &= word + (0x80 - '!') * BYTES_ONES;
    s->words[i] = word | capitals >> 2;
  }
  return !(any & BYTES_HIGH) && (visible & BYTES_HIGH) == BYTES_HIGH;
}
