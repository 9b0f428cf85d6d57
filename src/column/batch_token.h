// batch_token.h -- a JSON token into the open row: the shortest road, which is compiled into the walk over a record (json_walk.c).
//
// What most tokens of a slot look like is known from its type: a text, a few digits, a time. Whether a lead has a value follows no
// pattern, and a wrong guess of the processor costs as much as 90 instructions: so a number and null are written by the same
// instructions, for where no value stands there is 0 anyway (invariant B3). A text is put in so few that it is worth a guess.
#pragma once
#include "column/batch_inside.h"
#include "base/bytes.h"

// The row that the fields of the object at hand go to: all of one object are in one row.
typedef struct OpenRow { uint64_t bit; uint32_t word, row; } OpenRow;
static inline OpenRow row_open(const Batch *batch, uint32_t domain) {
  uint32_t row = batch->domain_rows[domain];
  return (OpenRow){1ull << (row & 63), row >> 6, row};
}
static inline void known_put(SlotState *s, OpenRow at, bool there) { s->known[at.word] |= at.bit & -(uint64_t)there; }

// Tokens are not empty; 8 bytes after them are readable, and a text has its closing quote somewhere.
static inline bool token_is_text(Text t) { return (t.data[0] == '"') & (t.data[t.size - 1] == '"'); }
static inline bool token_is_nothing(Text t) { // null, or ""
  uint64_t start = bytes_load32(t.data) | (uint64_t)t.size << 32, null = bytes_load32("null") | 4ull << 32, empty = bytes_load16("\"\"") | 2ull << 32;
  return (start == null) | ((start & 0xFFFFFFFF0000FFFF) == empty);
}
// Its first two and its last two bytes, 0 where a text has its quotes.
static inline uint32_t token_ends(Text t) { return (bytes_load16(t.data) | bytes_load16(t.data + t.size - 2) << 16) ^ 0x22000022u; }
// 0 for a text that is taken as it is, for there is nothing to trim: inside its quotes are bytes from '!' to '~' (cell_is_bare). Also for "".
static inline uint32_t ends_to_trim(uint32_t ends) {
  uint32_t inside = (ends + 0x005F5F00u) & ~(ends + 0x00010100u) & ~ends & 0x00808000u;
  return (inside | (ends & 0xFF0000FFu)) ^ 0x00808000u;
}

static inline bool put_text_token(SlotState *s, OpenRow at, Text t) {
  if (ends_to_trim(token_ends(t)) || t.size == 2) return token_is_nothing(t);
  s->texts[at.row] = (Text){t.data + 1, t.size - 2};
  known_put(s, at, true);
  return true;
}
static inline bool put_number_token(SlotState *s, OpenRow at, Text t) {
  uint64_t value;
  if (t.size > 8) return false;
  bool digits = bytes_digits(t.data, t.size, &value) & ((t.data[0] != '0') | (t.size == 1));
  Decimal number = (int64_t)(value & -(uint64_t)digits) * DECIMAL_ONE; // eight digits are surely in the range of numbers
  if (!cell_in_range(&s->reader, number)) return false;
  s->ints[at.row] = number;
  known_put(s, at, digits);
  return digits | token_is_nothing(t);
}
static inline bool put_time_token(SlotState *s, OpenRow at, Text t) {
  if (!token_is_text(t) || !clock_read_plain((Text){t.data + 1, t.size - 2}, &s->ints[at.row])) return token_is_nothing(t);
  known_put(s, at, true);
  return true;
}
// A token without escapes into a free place. False: nothing was done, and one of the puts of batch.h must take it.
static inline bool batch_put_token(SlotState *s, QuickKind kind, OpenRow at, Text token) {
  if (kind == QUICK_TEXT) return put_text_token(s, at, token);
  if (kind == QUICK_TIME) return put_time_token(s, at, token);
  return kind == QUICK_NUMBER && put_number_token(s, at, token);
}
// An element of a list of texts, where each is taken as it is.
static inline bool batch_put_part(Batch *batch, SlotState *s, uint32_t domain, Text token) {
  if (ends_to_trim(token_ends(token)) || token.size == 2) return false;
  OpenRow at = row_open(batch, domain);
  s->texts[at.row] = (Text){token.data + 1, token.size - 2};
  known_put(s, at, true);
  batch_domain_reserve(batch, domain);
  return true;
}
// The element whose fields have been put is complete.
static inline void batch_next_element(Batch *batch, uint32_t slot, uint32_t domain) {
  const DomainState *d = &batch->inside->domains[domain];
  if (d->simple && batch->domain_rows[domain] + 1 < d->room) batch->domain_rows[domain]++;
  else batch_end_element(batch, slot);
}
