// put.h -- values as text, written where `out` points; each gives the end. The room is the caller's, and all may write (not read)
// some bytes beyond what they give: PUT_MORE.
//
// The place is handed on in a register: had each piece to look up in memory where the last one ended, it would wait for it.
#pragma once
#include "base/bytes.h"
#include "base/decimal.h"
#include "rubric.h"

enum { PUT_MORE = 64 };

// A text made beforehand. It is copied in blocks, and most are one.
typedef struct Piece { char *data; size_t size; } Piece; // readable up to a whole number of blocks, at least one
static inline char *put_piece(char *out, const Piece *p) {
  memcpy(out, p->data, PUT_MORE);
  for (size_t i = PUT_MORE; i < p->size; i += PUT_MORE) memcpy(out + i, p->data + i, PUT_MORE);
  return out + p->size;
}
static inline char *put_bytes(char *out, const char *data, size_t size) { memcpy(out, data, size); return out + size; }
#define PUT(out, literal) put_bytes((out), (literal), sizeof(literal) - 1)

// ---- texts
typedef enum { PUT_STRING, PUT_CELL } PutForm;
typedef uint8_t PutBlock __attribute__((vector_size(16)));
static inline PutBlock put_marks(PutBlock v, PutForm form) { // the bytes that cannot stand as they are
  if (form == PUT_STRING) return (PutBlock)(v < 0x20) | (PutBlock)(v == '"') | (PutBlock)(v == '\\');
  return (PutBlock)(v == ',') | (PutBlock)(v == '"') | (PutBlock)(v == '\n') | (PutBlock)(v == '\r');
}
// Copies a text; false: something in it cannot stand as it is.
static inline bool put_copied(char *out, const char *p, size_t size, PutForm form) {
  PutBlock v, bad = {0};
  uint64_t halves[2];
  if (size >= sizeof v) {
    for (size_t i = 0, last = size - sizeof v;; i = i + sizeof v < last ? i + sizeof v : last) {
      memcpy(&v, p + i, sizeof v);
      memcpy(out + i, &v, sizeof v);
      bad |= put_marks(v, form);
      if (i == last) break;
    }
  } else {
    if (size >= 8) {
      memcpy(&halves[0], p, 8), memcpy(&halves[1], p + size - 8, 8);
      memcpy(out, &halves[0], 8), memcpy(out + size - 8, &halves[1], 8);
    } else if (size >= 4) {
      uint32_t first, last;
      memcpy(&first, p, 4), memcpy(&last, p + size - 4, 4);
      memcpy(out, &first, 4), memcpy(out + size - 4, &last, 4);
      halves[0] = halves[1] = (uint64_t)first << 32 | last;
    } else {
      halves[0] = halves[1] = BYTES_ONES * 'x';
      for (size_t i = 0; i < size; i++) out[i] = p[i], halves[0] = halves[0] << 8 | (uint8_t)p[i];
    }
    memcpy(&v, halves, sizeof v);
    bad = put_marks(v, form);
  }
  memcpy(halves, &bad, sizeof bad);
  return (halves[0] | halves[1]) == 0;
}
// As a JSON string: quoted and escaped; room for 6 bytes a byte and two quotes.
char *put_escaped(char *out, RubricText t);
static inline char *put_json(char *out, RubricText t) {
  *out = '"';
  if (!put_copied(out + 1, t.data, t.size, PUT_STRING)) return put_escaped(out, t);
  out[t.size + 1] = '"';
  return out + t.size + 2;
}
// As a CSV cell: quoted when it must be; room for 2 bytes a byte and 3. When a spreadsheet `reads` it, a `'` before what it would
// run, unless that is a number.
char *put_marked_cell(char *out, RubricText t, bool reads);
static inline bool put_begins_formula(RubricText t) {
  char c = t.size ? *t.data : 'x';
  return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}
static inline char *put_cell(char *out, RubricText t, bool reads) {
  bool plain = put_copied(out, t.data, t.size, PUT_CELL) && !(reads && put_begins_formula(t));
  return plain ? out + t.size : put_marked_cell(out, t, reads);
}

// ---- numbers: as a decision shows them: 20, 43.07; room for DECIMAL_TEXT_BYTES
static inline uint32_t put_digits(uint32_t n) { // four of them, the first one lowest
  uint32_t pairs = n / 100 | n % 100 << 16, tens = pairs * 103 >> 10 & 0x000F000F; // 103 / 1024: a tenth of what is below 100
  return tens | (pairs - tens * 10) << 8;
}
static inline char *put_number(char *out, int64_t units) { // without a branch for what most scores are, so that no digit is guessed
  uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
  if (size >= 1000 * DECIMAL_ONE) return out + decimal_format(units, out);
  uint32_t whole = (uint32_t)size / DECIMAL_ONE, places = put_digits((uint32_t)size % DECIMAL_ONE), zeros = 1 + (whole < 100 ? 1u : 0) + (whole < 10 ? 1u : 0);
  *out = '-';
  out += units < 0;
  bytes_store32(out, (put_digits(whole) + 0x30303030) >> 8 * zeros);
  out += 4 - zeros;
  *out = '.';
  bytes_store32(out + 1, places + 0x30303030);
  return out + (places ? 2 + (31 - (uint32_t)__builtin_clz(places)) / 8 : 0);
}
char *put_integer(char *out, int64_t value);
