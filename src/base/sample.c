// sample.c -- a hash with its steps written down, since its values are part of the language.
#include "base/sample.h"
#include "base/bytes.h"

static uint64_t fnv_bytes(uint64_t hash, Text t) {
  for (uint32_t i = 0; i < t.size; i++) hash = (hash ^ (unsigned char)t.data[i]) * 0x100000001b3ULL;
  return hash;
}

Decimal sample_value(Text name, Text key) {
  uint64_t hash = fnv_bytes(0xcbf29ce484222325ULL, name);
  hash = fnv_bytes(hash, (Text){"", 1}); // the literal's own NUL
  hash = fnv_bytes(hash, text_trim(key));
  return (Decimal)((bits_mix(hash) >> 32) * 10000 >> 32);
}
