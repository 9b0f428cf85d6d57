// short_text.h -- a text of up to 48 bytes as whole words: compared, hashed and folded a word at a time.
//
// Up to 32 bytes it takes 4 words (where all of a column are of up to 16: 2), filled up with PAD; else 6: word i then holds the
// bytes from 8 * i, or the last 8 when that is nearer. `count` of words, which every function is compiled for, is the same
// for most texts of a column, so that nothing hangs on the size of one.
#pragma once
#include "base/bytes.h"
#include "base/text.h"

enum { SHORT_WORDS = 6, SHORT_BYTES = 8 * SHORT_WORDS, SHORT_TWO_BYTES = 16, SHORT_FOUR_BYTES = 32 };
typedef struct ShortText { uint64_t words[SHORT_WORDS]; uint32_t size; } ShortText;    // words after `count`: 0

#define SHORT_INLINE static inline __attribute__((always_inline))
#define SHORT_PAD ('!' * BYTES_ONES)    // neither white space nor a capital: see short_fold
#define SHORT_EACH(i, count) _Pragma("GCC unroll 6") for (uint32_t i = 0; i < (count); i++)

SHORT_INLINE uint32_t short_count(uint32_t size) { return size <= SHORT_FOUR_BYTES ? 4 : SHORT_WORDS; }

// The first `size` bytes, the rest PAD. Masks come from a table: a comparison would be guessed, and sizes of texts follow no
// pattern.
#define SHORT_ONES_32 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255
static const unsigned char SHORT_MASK[64] = {SHORT_ONES_32};
SHORT_INLINE void short_keep(ShortText *s, const char *bytes, uint32_t count) {
  const char *mask = (const char *)SHORT_MASK + 32 - s->size;
  SHORT_EACH(i, count) {
    uint64_t kept = bytes_load64(mask + 8 * i);
    s->words[i] = (bytes_load64(bytes + 8 * i) & kept) | (SHORT_PAD & ~kept);
  }
}

// May all of the first `bytes` bytes from the text's first on be read? Yes when they lie in its page, before the last byte.
#if defined(__SANITIZE_ADDRESS__) || defined(STRICT_READS)
#define SHORT_STRICT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SHORT_STRICT 1
#endif
#endif
SHORT_INLINE bool short_readable(Text t, uint32_t bytes) {
#ifdef SHORT_STRICT
  return (void)t, (void)bytes, false;
#else
  return (((uintptr_t)t.data - 1) & 4095) < 4096 - bytes;     // NULL: no
#endif
}

// Up to 8 * count bytes (count 2 or 4) filled up with PAD.
SHORT_INLINE void short_load_padded(ShortText *s, Text t, uint32_t count) {
  if (__builtin_expect(short_readable(t, 8 * count), 1)) {
    short_keep(s, t.data, count);
    return;
  }
  char bytes[32] = {0};
  for (uint32_t i = 0; i < t.size; i++) bytes[i] = t.data[i];
  short_keep(s, bytes, count);
}

SHORT_INLINE ShortText short_load(Text t, uint32_t count) {
  ShortText s = {.size = t.size};
  if (count <= 4) {
    short_load_padded(&s, t, count);
    return s;
  }
  uint32_t last = t.size - 8;
  SHORT_EACH(i, count) s.words[i] = bytes_load64(t.data + (8 * i < last ? 8 * i : last));
  return s;
}

SHORT_INLINE uint64_t short_differ(const uint64_t *a, const uint64_t *b, uint32_t count) {
  uint64_t differ = 0;
  SHORT_EACH(i, count) differ |= a[i] ^ b[i];
  return differ;
}
SHORT_INLINE bool short_equal(const uint64_t *a, const uint64_t *b, uint32_t count) { return short_differ(a, b, count) == 0; }

SHORT_INLINE uint64_t short_multiply(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

SHORT_INLINE uint64_t short_hash(const ShortText *s, uint64_t key, uint32_t count) {
  const uint64_t *w = s->words;
  uint64_t hash = short_multiply(w[0] ^ key, w[1] ^ (key + s->size));
  if (count == 2) return hash;
  const uint64_t key2 = key * 0x9e3779b97f4a7c15ULL;
  if (count == 4) return hash ^ short_multiply(w[2] ^ key2, w[3] ^ ~key);
  const uint64_t key3 = key * 0xd1b54a32d192ed03ULL;
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
