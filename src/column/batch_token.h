// batch_token.h -- a JSON token into the open row: the shortest road, which is compiled into the walk over a record (json_walk.c).
//
// What most tokens of a slot look like is known from its type: a text, a few digits, a time. Whether a lead has a value
// follows no pattern, and a wrong guess of the processor costs more than all of the work here: so a value and null are
// written by the same instructions, for where no value stands there is 0 anyway (invariant B3).
#pragma once
#include "column/batch_inside.h"
#include "base/bytes.h"

// Tokens are not empty; 8 bytes after them are readable, and a text has its closing quote somewhere.
static inline bool token_is_text(Text t) { return (t.data[0] == '"') & (t.data[t.size - 1] == '"'); }
static inline bool token_is_nothing(Text t) { // null, or ""
  uint64_t start = bytes_load32(t.data) | (uint64_t)t.size << 32, null = bytes_load32("null") | 4ull << 32, empty = bytes_load16("\"\"") | 2ull << 32;
  return (start == null) | ((start & 0xFFFFFFFF0000FFFF) == empty);
}
// A text that is taken as it is: not empty, and nothing to trim (cell_is_bare). Its first two and last two bytes are looked at
// together: x has 0 for each quote, and in bytes 1 and 2 what must be from '!' to '~'.
static inline bool token_is_bare(Text t) {
  uint32_t x = (bytes_load16(t.data) | bytes_load16(t.data + t.size - 2) << 16) ^ 0x22000022u;
  uint32_t inside = (x + 0x005F5F00u) & ~(x + 0x00010100u) & ~x & 0x00808000u;
  return ((inside | (x & 0xFF0000FFu)) == 0x00808000u) & (t.size > 2);
}
static inline void known_put(SlotState *s, uint32_t row, bool there) { s->known[row >> 6] |= (uint64_t)there << (row & 63); }

static inline bool put_text_token(SlotState *s, uint32_t row, Text t) {
  bool there = token_is_bare(t);
  uintptr_t keep = -(uintptr_t)there;
  s->texts[row] = (Text){(const char *)((uintptr_t)(t.data + 1) & keep), (t.size - 2) & (uint32_t)keep};
  known_put(s, row, there);
  return there | token_is_nothing(t);
}
static inline bool put_number_token(SlotState *s, uint32_t row, Text t) {
  uint64_t value;
  Decimal number;
  if (t.size > 8) return false;
  bool digits = bytes_digits(t.data, t.size, &value) & ((t.data[0] != '0') | (t.size == 1));
  if (!cell_read_integer(&s->reader, (int64_t)(value & -(uint64_t)digits), &number)) return false;
  s->ints[row] = number;
  known_put(s, row, digits);
  return digits | token_is_nothing(t);
}
static inline bool put_time_token(SlotState *s, uint32_t row, Text t) {
  if (!token_is_text(t) || !clock_read_plain((Text){t.data + 1, t.size - 2}, &s->ints[row])) return token_is_nothing(t);
  known_put(s, row, true);
  return true;
}
static inline bool put_part_token(Batch *batch, SlotState *s, uint32_t slot, uint32_t row, Text t) {
  if (!token_is_bare(t)) return false;
  s->texts[row] = (Text){t.data + 1, t.size - 2};
  batch_domain_reserve(batch, batch->schema.slots[slot].domain);
  known_put(s, row, true);
  return true;
}

// A token without escapes; `alone`: the slot is known to be free. False: nothing was done, and one of the puts of batch.h must take it.
static inline bool batch_put_token(Batch *batch, uint32_t slot, uint32_t rank, bool alone, Text token) {
  SlotState *s = &batch->inside->slots[slot];
  uint32_t row = *s->row;
  if (!alone) { // else nobody asks for the rank either
    if (slot_taken(s, row)) return false;
    s->rank = rank;
  }
  switch ((QuickKind)s->quick) {
    case QUICK_TEXT: return put_text_token(s, row, token);
    case QUICK_NUMBER: return put_number_token(s, row, token);
    case QUICK_TIME: return put_time_token(s, row, token);
    case QUICK_PART: return put_part_token(batch, s, slot, row, token);
    default: return false;
  }
}
