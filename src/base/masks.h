// masks.h -- 64 bytes looked at together: one bit a byte, the first byte lowest.
//
// Loops over such masks are written once, as functions that are always compiled into their caller and get these as an
// argument; the caller then says for which processors: for any (HOT_CLONES), or for those that have AVX-512, of which
// masks_wide() says whether this one is such.
#pragma once
#include "base/clones.h"
#include <stdbool.h>
#include <stddef.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#define ALWAYS_INLINE inline __attribute__((always_inline))

// One bit for each of the 64 bytes that is `byte`.
typedef uint64_t MaskEqual(const char *p, char byte);
// Each bit is the parity of the bits up to it.
typedef uint64_t MaskParity(uint64_t mask);
// Writes the places of the bits, counted from `at`, and gives the end of what was written; MASK_ROOM may be written beyond it.
typedef uint32_t *MaskPlaces(uint32_t *out, uint64_t mask, uint32_t at);
enum { MASK_ROOM = 64 };

typedef struct Masks { MaskEqual *equal; MaskParity *parity; MaskPlaces *places; } Masks;

static inline uint64_t mask_first(size_t size) { return size >= 64 ? ~0ull : (1ull << size) - 1; }

// ---- for any processor

#ifdef __SSE2__
static inline uint64_t mask_equal(const char *p, char byte) {
  __m128i wanted = _mm_set1_epi8(byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++) {
    __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(block, wanted)) << 16 * i;
  }
  return mask;
}
#else
static inline uint64_t mask_equal(const char *p, char byte) {
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(p[i] == byte) << i;
  return mask;
}
#endif
static inline uint64_t mask_parity(uint64_t mask) {
  for (int shift = 1; shift < 64; shift *= 2) mask ^= mask << shift;
  return mask;
}
static inline uint32_t *mask_places(uint32_t *out, uint64_t mask, uint32_t at) {
  enum { AT_ONCE = 8 }; // written without asking how many there are
  uint32_t *end = out + __builtin_popcountll(mask);
  while (out < end)
    for (int i = 0; i < AT_ONCE; i++, mask &= mask - 1) *out++ = at + (uint32_t)__builtin_ctzll(mask | 1ull << 63);
  return end;
}
#define MASKS ((Masks){mask_equal, mask_parity, mask_places})

// ---- for those with AVX-512

#if defined(__x86_64__) && !defined(CLONES_NONE) // under sanitizers the other twin is looked at
#define MASKS_WIDE ((Masks){mask_equal_wide, mask_parity_wide, mask_places_wide})
#define WIDE __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,pclmul,popcnt,bmi,bmi2")))

static inline bool masks_wide(void) {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2") &&
         __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("bmi2");
}
static WIDE inline uint64_t mask_equal_wide(const char *p, char byte) {
  return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512((const void *)p), _mm512_set1_epi8(byte));
}
static WIDE inline uint64_t mask_parity_wide(uint64_t mask) {
  return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)mask), _mm_set1_epi8(-1), 0));
}
static WIDE inline uint32_t *mask_places_wide(uint32_t *out, uint64_t mask, uint32_t at) {
  static const uint8_t places[64] __attribute__((aligned(64))) = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
    32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  int count = __builtin_popcountll(mask);
  __m512i bytes = _mm512_maskz_compress_epi8(mask, _mm512_load_si512((const void *)places)), from = _mm512_set1_epi32((int32_t)at);
  _mm512_storeu_si512((void *)out, _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(bytes))));
  if (__builtin_expect(count > 16, 0)) {
    _mm512_storeu_si512((void *)(out + 16), _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(bytes, 1))));
    _mm512_storeu_si512((void *)(out + 32), _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(bytes, 2))));
    _mm512_storeu_si512((void *)(out + 48), _mm512_add_epi32(from, _mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(bytes, 3))));
  }
  return out + count;
}
#else
#define MASKS_WIDE MASKS
#define WIDE
static inline bool masks_wide(void) { return false; }
#endif
