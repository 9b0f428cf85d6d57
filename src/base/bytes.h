// bytes.h -- whole words out of bytes, the first byte lowest on every machine.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define BYTES_LE64(w) __builtin_bswap64(w)
#define BYTES_LE32(w) __builtin_bswap32(w)
#else
#define BYTES_LE64(w) (w)
#define BYTES_LE32(w) (w)
#endif

#define BYTES_ONES 0x0101010101010101ULL
#define BYTES_HIGH 0x8080808080808080ULL

// The finaliser of splitmix64: every bit of x moves every bit of what comes out.
static inline uint64_t bits_mix(uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
  return x ^ x >> 31;
}

static inline uint64_t bytes_load64(const char *p) { uint64_t w; memcpy(&w, p, 8); return BYTES_LE64(w); }
static inline uint32_t bytes_load32(const char *p) { uint32_t w; memcpy(&w, p, 4); return BYTES_LE32(w); }
static inline void bytes_store64(char *p, uint64_t w) { w = BYTES_LE64(w); memcpy(p, &w, 8); }
static inline void bytes_store32(char *p, uint32_t w) { w = BYTES_LE32(w); memcpy(p, &w, 4); }
// ASCII, and at most 32 bytes: a few words that overlap.
static inline bool bytes_brief_ascii(const char *p, size_t size) {
  if (size > 32) return false;
  if (size > 16) return ((bytes_load64(p) | bytes_load64(p + 8) | bytes_load64(p + size - 16) | bytes_load64(p + size - 8)) & BYTES_HIGH) == 0;
  if (size >= 8) return ((bytes_load64(p) | bytes_load64(p + size - 8)) & BYTES_HIGH) == 0;
  if (size >= 4) return ((bytes_load32(p) | bytes_load32(p + size - 4)) & (uint32_t)BYTES_HIGH) == 0;
  return size == 0 || ((p[0] | p[size / 2] | p[size - 1]) & 0x80) == 0;
}
// The number that 1 to 8 decimal digits are, eight at a time; 8 bytes at p are readable. False: it is something else.
static inline bool bytes_digits(const char *p, uint32_t size, uint64_t *value) {
  uint64_t digits = (bytes_load64(p) ^ BYTES_ONES * '0') << ((64 - 8 * size) & 63); // in front of them: zeros
  uint64_t pairs = digits * 10 + (digits >> 8), even = 0x000000FF000000FFULL;
  *value = ((pairs & even) * 0x000F424000000064ULL + (pairs >> 16 & even) * 0x0000271000000001ULL) >> 32;
  return !(((digits + BYTES_ONES * 0x76) | digits) & BYTES_HIGH);
}
static inline uint32_t bytes_load16(const char *p) { return (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8; }
static inline uint64_t bytes_load8(const char *p) { return (unsigned char)*p; }
