// text.c -- slices: copying, comparing, hashing, and UTF-8.
//
// text_decode reads any bytes: a malformed one is U+FFFD by itself, so that a place in a broken file can still be shown.
// An empty text may have no data at all, and C gives NULL + 0 no meaning: hence the early returns.
#define _GNU_SOURCE // memmem
#include "base/text.h"
#include "base/bytes.h"
#include <stdarg.h>
#include <stdio.h>

Text text_of(const char *c_string) {
  size_t size = strlen(c_string);
  return (Text){c_string, size > UINT32_MAX ? UINT32_MAX : (uint32_t)size};
}

Text text_copy(Arena *arena, Text t) {
  char *data = arena_alloc_raw(arena, t.size);
  if (t.size) memcpy(data, t.data, t.size);
  return (Text){data, t.size};
}

const char *text_c(Arena *arena, Text t) {
  char *data = arena_alloc_raw(arena, (size_t)t.size + 1);
  if (t.size) memcpy(data, t.data, t.size);
  data[t.size] = '\0';
  return data;
}

Text text_format_list(Arena *arena, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int size = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (size < 0) arena_fail(arena); // longer than an int can say
  char *data = arena_alloc_raw(arena, (size_t)size + 1);
  vsnprintf(data, (size_t)size + 1, format, args);
  return (Text){data, (uint32_t)size};
}

Text text_format(Arena *arena, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Text text = text_format_list(arena, format, args);
  va_end(args);
  return text;
}

bool text_is(Text a, const char *c_string) { return text_equal(a, text_of(c_string)); }

int text_compare(Text a, Text b) {
  uint32_t shared = a.size < b.size ? a.size : b.size;
  int order = shared ? memcmp(a.data, b.data, shared) : 0;
  return order ? order : (a.size > b.size) - (a.size < b.size);
}

// ---- hashing: folded 128-bit products, both factors veiled by the key, 16 bytes a step ------------------------------

static uint64_t hash_mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t text_hash(Text t, uint64_t seed) {
  const uint64_t c1 = 0x9e3779b97f4a7c15ULL, c2 = 0xd1b54a32d192ed03ULL, c3 = 0x8cb92ba72f3d8dd7ULL;
  const uint64_t key = hash_mix(seed ^ c1, c2) ^ c3;
  uint64_t h = (key ^ t.size) * c2, a = 0, b = 0;
  const char *p = t.data;
  uint32_t left = t.size;
  for (; left > 16; p += 16, left -= 16) h = hash_mix(bytes_load64(p) ^ key, bytes_load64(p + 8) ^ h);
  if (left >= 8) {
    a = bytes_load64(p), b = bytes_load64(p + left - 8);
  } else if (left >= 4) {
    a = bytes_load32(p), b = bytes_load32(p + left - 4);
  } else if (left > 0) {
    a = bytes_load8(p) << 16 | bytes_load8(p + left / 2) << 8 | bytes_load8(p + left - 1);
  }
  h = hash_mix(a ^ key, b ^ h);
  return hash_mix(h ^ c3, key ^ c1);
}

// ---- UTF-8 ----------------------------------------------------------------------------------------------------------

static bool is_continuation(const char *p) { return (*p & 0xC0) == 0x80; }

// The sound sequence at `p`, or 0 when there is none; its size in *size. Strict as text_valid_utf8.
static uint32_t sequence_read(const char *p, const char *end, uint32_t *size) {
  uint32_t first = (unsigned char)*p;
  uint32_t count = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (count == 0 || (size_t)(end - p) < count) return 0;
  uint32_t code = first & (0x7Fu >> count);
  for (uint32_t i = 1; i < count; i++) {
    if (!is_continuation(p + i)) return 0;
    code = code << 6 | ((unsigned char)p[i] & 0x3F);
  }
  bool overlong = (count == 3 && code < 0x800) || (count == 4 && code < 0x10000);
  if (overlong || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) return 0;
  *size = count;
  return code;
}

bool text_valid_utf8(Text t, uint32_t *bad_offset) {
  if (t.size == 0) return true;
  const char *p = t.data, *end = p + t.size;
  while (p < end) {
    if (end - p >= 8 && (bytes_load64(p) & BYTES_HIGH) == 0) {
      p += 8;
      continue;
    }
    uint32_t size = 1;
    if ((unsigned char)*p >= 0x80 && sequence_read(p, end, &size) == 0) {
      if (bad_offset) *bad_offset = (uint32_t)(p - t.data);
      return false;
    }
    p += size;
  }
  return true;
}

uint32_t text_decode(const char **at, const char *end) {
  const char *p = *at;
  uint32_t size = 1;
  uint32_t code = (unsigned char)*p < 0x80 ? (unsigned char)*p : sequence_read(p, end, &size);
  *at = p + size;
  return code || *p == 0 ? code : 0xFFFD;
}

uint32_t text_length(Text t) {
  uint32_t length = 0;
  for (uint32_t i = 0; i < t.size; i++) length += !is_continuation(t.data + i);
  return length;
}

uint32_t text_encode(uint32_t code_point, char out[4]) {
  if (code_point < 0x80) {
    out[0] = (char)code_point;
    return 1;
  }
  uint32_t count = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
  for (uint32_t i = count - 1; i > 0; i--, code_point >>= 6) out[i] = (char)(0x80 | (code_point & 0x3F));
  out[0] = (char)((0xF00u >> count) | code_point); // 110xxxxx, 1110xxxx, 11110xxx; the cast drops the rest
  return count;
}

bool text_is_space(uint32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

static const char *character_before(const char *start, const char *at) {
  const char *p = at - 1;
  while (p > start && at - p < 4 && is_continuation(p)) p--;
  return p;
}

Text text_trim(Text t) {
  if (t.size == 0) return t;
  const char *start = t.data, *end = start + t.size;
  for (const char *next = start; start < end; start = next)
    if (!text_is_space(text_decode(&next, end))) break;
  while (start < end) {
    const char *last = character_before(start, end), *at = last;
    if (!text_is_space(text_decode(&at, end)) || at != end) break;
    end = last;
  }
  return (Text){start, (uint32_t)(end - start)};
}

// ---- pieces ---------------------------------------------------------------------------------------------------------

bool text_contains(Text haystack, Text needle) {
  if (needle.size == 0) return true;
  return haystack.size >= needle.size && memmem(haystack.data, haystack.size, needle.data, needle.size) != NULL;
}

bool text_starts(Text t, Text prefix) {
  return t.size >= prefix.size && text_equal((Text){t.data, prefix.size}, prefix);
}

bool text_ends(Text t, Text suffix) {
  if (suffix.size == 0) return true;
  return t.size >= suffix.size && text_equal((Text){t.data + (t.size - suffix.size), suffix.size}, suffix);
}
