// plain.h -- which of a few short texts another one is, whatever the letters' case, without a branch that hangs on the answer.
//
// The texts lie in a table without collisions (hash and displace: Belazzougui, Botelho, Dietzfelbinger, ESA 2009), so that
// one place is looked at and the whole text compared. A text is plain when it has 1 to 32 bytes, all of them ASCII and none a
// blank or a control: then folding makes small letters of capitals and nothing else.
#pragma once
#include "base/arena.h"
#include "vm/short_text.h"

enum { PLAIN_BYTES = 32, PLAIN_WORDS = PLAIN_BYTES / 8, PLAIN_MOST = 1 << 15 };

typedef struct PlainText { uint64_t words[PLAIN_WORDS]; uint32_t size, value; } PlainText;   // words after `size` bytes: 0
typedef struct PlainTable {
  uint64_t keys[PLAIN_WORDS];
  uint16_t *shifts;       // per bucket; NULL: there is no table
  PlainText *places;      // size 0: free
  uint32_t bucket_mask, place_mask;
} PlainTable;

bool plain_is(Text text);
// Of distinct folded texts, `values` beside them; those that are not plain are left out. No table when they are too many.
void plain_build(PlainTable *table, const Text *texts, const uint32_t *values, uint32_t count, Arena *arena, Arena *scratch);

// ---- the hot road

typedef uint8_t PlainHalf __attribute__((vector_size(16)));
typedef int8_t PlainSigned __attribute__((vector_size(16)));

SHORT_INLINE uint64_t plain_hash(const PlainTable *table, const uint64_t *words) {
  uint64_t hash = 0;
  SHORT_EACH(i, PLAIN_WORDS) hash += words[i] * table->keys[i];
  return hash;
}
SHORT_INLINE uint16_t *plain_shift(const PlainTable *table, uint64_t hash) { return &table->shifts[hash >> 48 & table->bucket_mask]; }
SHORT_INLINE PlainText *plain_place(const PlainTable *table, uint64_t hash, uint32_t shift) {
  return &table->places[((uint32_t)(hash >> 32) + shift) & table->place_mask];
}

// One half of a text, made small, and 0 where `kept` is 0; *odd collects bytes that are not plain.
SHORT_INLINE PlainHalf plain_fold(const char *bytes, const unsigned char *kept, PlainHalf *odd) {
  PlainSigned v;
  PlainHalf keep;
  memcpy(&v, bytes, sizeof v);
  memcpy(&keep, kept, sizeof keep);
  PlainHalf capital = (PlainHalf)((v > 'A' - 1) & (v < 'Z' + 1));
  *odd |= (PlainHalf)(v < '!') & keep;  // bytes from 0x80 on are negative
  return ((PlainHalf)v | (capital & 32)) & keep;
}

// Of a text whose PLAIN_BYTES are readable, 1 to PLAIN_BYTES long. False: it is not plain; else *value is the value of the
// text that it is, or `none`.
SHORT_INLINE bool plain_find(const PlainTable *table, Text text, uint32_t none, uint32_t *value) {
  const unsigned char *kept = SHORT_MASK + PLAIN_BYTES - text.size;
  PlainHalf halves[2], odd = {0};
  uint64_t words[PLAIN_WORDS], strange[2];
  halves[0] = plain_fold(text.data, kept, &odd);
  halves[1] = plain_fold(text.data + 16, kept + 16, &odd);
  memcpy(words, halves, sizeof words);
  memcpy(strange, &odd, sizeof strange);
  if (__builtin_expect((strange[0] | strange[1]) != 0, 0)) return false;
  uint64_t hash = plain_hash(table, words);
  const PlainText *place = plain_place(table, hash, *plain_shift(table, hash));
  uint64_t differ = short_differ(place->words, words, PLAIN_WORDS) | (place->size ^ text.size);
  uint32_t found = -(uint32_t)(differ == 0);
  *value = (place->value & found) | (none & ~found);
  return true;
}
