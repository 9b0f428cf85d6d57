// read_cell.h -- how a cell becomes a value: the table "reads" of language.md section 3, one reader a slot.
//
// A reader is made once from the schema; after that reading allocates only to fold text that is not ASCII (or is long).
#pragma once
#include "base/clock.h"
#include "base/decimal.h"
#include "column/column.h"
#include "column/slots.h"

// Memory that lives as long as the batch's text. Running out is remembered here: `failed`.
typedef struct CellMemory {
  Arena arena;
  jmp_buf escape;
  bool failed;
} CellMemory;
char *cell_bytes(CellMemory *memory, size_t size_bytes); // NULL: no memory, and `failed` is set

typedef struct CellReader {
  TypeKind type;
  uint32_t flags;                // of SlotInfo
  int64_t low, high;
  Text form, separator;
  const Text *missing;           // folded
  const Text *values;            // folded
  const uint32_t *value_index;   // open addressing: value + 1, or 0; value_mask + 1 places
  uint32_t missing_count, value_count, value_mask;
  const Zone *zone;
} CellReader;

uint32_t cell_index_size(uint32_t value_count);                           // places that value_index needs
void cell_index_fill(uint32_t *places, uint32_t size, const Text *values, uint32_t count);
ColumnKind cell_column_kind(uint32_t type);

// Surely no white space, nor a part of some: most cells begin and end with such bytes.
static inline bool cell_is_bare(char c) { return c > ' ' && c < 127; }
static inline Text cell_trim(Text t) {
  if (t.size == 0 || (cell_is_bare(t.data[0]) && cell_is_bare(t.data[t.size - 1]))) return t;
  return text_trim(t);
}
// Is the trimmed text, which is not empty, one of the reader's words for "no value"?
bool cell_is_missing_word(const CellReader *r, Text t, CellMemory *memory);

// Each reads trimmed text that is not empty; false: invalid.
bool cell_read_int(const CellReader *r, Text t, CellMemory *memory, int64_t *out);
bool cell_read_text(const CellReader *r, Text t, Text *out);
bool cell_read_truth(Text t, bool *out);
// A JSON number's token, for columns of integers.
bool cell_read_number(const CellReader *r, Text token, CellMemory *memory, int64_t *out);

static inline bool cell_in_range(const CellReader *r, int64_t value) {
  if ((r->flags & SLOT_RANGE_LOW) && value < r->low) return false;
  return !(r->flags & SLOT_RANGE_HIGH) || value <= r->high;
}
// A whole number, of `number` and `integer`.
static inline bool cell_read_integer(const CellReader *r, int64_t value, int64_t *out) {
  if (value > DECIMAL_MAX / DECIMAL_ONE || value < -(DECIMAL_MAX / DECIMAL_ONE)) return false;
  *out = value * DECIMAL_ONE;
  return cell_in_range(r, *out);
}

enum { CELL_DIGITS = 14 };      // so many are surely in the range of numbers
// A few plain digits are most numbers. False, and *out 0: the general road must read them.
static inline bool cell_read_digits(const CellReader *r, Text t, int64_t *out) {
  int64_t value = 0;
  if (t.size > CELL_DIGITS) return false;
  for (uint32_t i = 0; i < t.size; i++) {
    uint32_t digit = (uint32_t)(unsigned char)t.data[i] - '0';
    if (digit > 9) return false;
    value = value * 10 + digit;
  }
  return cell_read_integer(r, value, out) || (*out = 0, false);
}
