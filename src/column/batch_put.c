// batch_put.c -- values into the open row: the hot path of reading.
//
// A put reads the value first: a missing one changes nothing, so that an alias that has a value can still come. A value
// that stands already is kept when its rank is better, else it goes with everything below it.
#define _GNU_SOURCE // memmem
#include "column/batch_inside.h"
#include "base/decimal.h"
#include <string.h>

static uint32_t rank_now(const BatchInside *in, uint32_t slot, uint32_t rank) { return slot == in->cell_slot ? in->cell_rank : rank; }

// Remembers an example when it can still be shown.
static void pending_add(Batch *batch, uint32_t slot, uint32_t row, Text seen) {
  BatchInside *in = batch->inside;
  if (in->pending_count == PENDING_MOST) return;
  uint32_t same = batch->invalid[slot].example_count;
  if (batch->schema.slots[slot].flags & (SLOT_KEY | SLOT_REQUIRED)) same = 0; // for the reason of a reject
  for (uint32_t i = 0; i < in->pending_count; i++) same += in->pending[i].slot == slot;
  if (same < LIMIT_EXAMPLES) in->pending[in->pending_count++] = (Pending){slot, row, seen};
}

static void put_invalid(Batch *batch, uint32_t slot, Text seen) {
  BatchInside *in = batch->inside;
  SlotState *s = &in->slots[slot];
  if (s->element) {
    batch_bad_list(batch, batch->schema.slots[slot].parent, seen);
    return;
  }
  bit_set(s->invalid, *s->row);
  in->invalid_seen = true;
  pending_add(batch, slot, *s->row, seen);
}

// The value is there: an element of a plain list is complete with it.
static inline void put_known(Batch *batch, SlotState *s, uint32_t slot, uint32_t row) {
  bit_set(s->known, row);
  if (__builtin_expect(s->element, 0)) {
    uint32_t domain = batch->schema.slots[slot].domain;
    batch_domain_reserve(batch, domain);
    batch_open_lists(batch, domain);
  }
}

// Makes the open row's place free for a value of this rank, or gives false: what stands there is better.
static inline bool place_free(Batch *batch, SlotState *s, uint32_t slot, uint32_t rank) {
  if (__builtin_expect(slot_taken(s, *s->row), 0)) {
    if (rank >= s->rank) return false;
    batch_slot_forget(batch, slot);
  }
  s->rank = rank;
  return true;
}

// ---- text in cells that hold lists and records ----------------------------------------------------------------------

static void put_json(Batch *batch, uint32_t slot, uint32_t rank, Text t) {
  BatchInside *in = batch->inside;
  bool sound = false;
  if (in->cell_slot == NONE && in->json) { // no JSON in a text in the JSON of a cell
    in->cell_slot = slot;
    in->cell_rank = rank;
    sound = in->json(in->json_user, batch, slot, t);
    in->cell_slot = NONE;
  }
  if (sound) return;
  batch_slot_forget(batch, slot);
  in->slots[slot].rank = rank;
  put_invalid(batch, slot, t);
}

static void put_parts(Batch *batch, uint32_t slot, uint32_t rank, Text t) {
  SlotState *s = &batch->inside->slots[slot];
  uint32_t element = batch->schema.slots[slot].first_child;
  Text separator = s->reader.separator;
  if (!batch_begin_list(batch, slot, rank)) return;
  const char *at = t.data, *end = t.data + t.size;
  while (at) {
    const char *stop = separator.size == 0 ? NULL
                       : separator.size == 1 ? memchr(at, separator.data[0], (size_t)(end - at))
                                             : memmem(at, (size_t)(end - at), separator.data, separator.size);
    Text part = {at, (uint32_t)((stop ? stop : end) - at)};
    if (part.size) batch_put_text(batch, element, 0, part);
    at = stop ? stop + separator.size : NULL;
  }
  batch_end_list(batch, slot);
}

static void put_nested(Batch *batch, uint32_t slot, uint32_t rank, Text t) {
  SlotState *s = &batch->inside->slots[slot];
  if (slot_taken(s, *s->row) && rank >= s->rank) return;
  if ((s->reader.flags & SLOT_SEPARATOR) && batch->schema.slots[slot].child_count == 1 &&
      batch->inside->slots[batch->schema.slots[slot].first_child].element)
    put_parts(batch, slot, rank, t);
  else
    put_json(batch, slot, rank, t);
}

// ---- values ---------------------------------------------------------------------------------------------------------

bool slot_read(SlotState *s, uint32_t row, Text t, CellMemory *memory) {
  bool yes = false;
  switch (s->kind) {
    case KIND_TEXT:
      if (s->reader.type == TYPE_TEXT || cell_read_text(&s->reader, t, &s->texts[row])) {
        if (s->reader.type != TYPE_COUNTRY) s->texts[row] = t;
        return true;
      }
      s->texts[row] = (Text){0};
      return false;
    case KIND_INT:
      if (cell_read_int(&s->reader, t, memory, &s->ints[row])) return true;
      s->ints[row] = 0;
      return false;
    default:
      if (!cell_read_truth(t, &yes)) return false;
      bit_put(s->yes, row, yes);
      return true;
  }
}

// Texts with more to them than being stored; apart, so that the usual put saves no registers.
static __attribute__((noinline)) void put_text_read(Batch *batch, uint32_t slot, uint32_t rank, Text text) {
  BatchInside *in = batch->inside;
  SlotState *s = &in->slots[slot];
  Text t = cell_trim(text);
  if (t.size == 0) return;
  if (s->reader.missing_count && cell_is_missing_word(&s->reader, t, &in->memory)) return;
  rank = rank_now(in, slot, rank);
  if (s->kind == KIND_LIST || s->reader.type == TYPE_RECORD) {
    put_nested(batch, slot, rank, t);
    return;
  }
  if (!place_free(batch, s, slot, rank)) return;
  uint32_t row = *s->row;
  if (slot_read(s, row, t, &in->memory)) put_known(batch, s, slot, row);
  else put_invalid(batch, slot, t);
}

// Digits and times as they are usually written; likewise apart.
static __attribute__((noinline)) void put_text_digits(Batch *batch, uint32_t slot, uint32_t rank, Text t) {
  SlotState *s = &batch->inside->slots[slot];
  uint32_t row = *s->row;
  if (slot_taken(s, row) || !(s->quick == QUICK_NUMBER ? cell_read_digits(&s->reader, t, &s->ints[row]) : clock_read_plain(t, &s->ints[row]))) {
    put_text_read(batch, slot, rank, t);
    return;
  }
  s->rank = rank;
  bit_set(s->known, row);
}

// Texts that are stored as they are.
static inline bool put_plain(SlotState *s, uint32_t rank, Text t) {
  uint32_t row = *s->row;
  if (slot_taken(s, row) || !cell_is_bare(t.data[0]) || !cell_is_bare(t.data[t.size - 1])) return false;
  s->texts[row] = t;
  s->rank = rank;
  bit_set(s->known, row);
  return true;
}
static __attribute__((noinline)) void put_text_part(Batch *batch, uint32_t slot, uint32_t rank, Text t) {
  if (put_plain(&batch->inside->slots[slot], rank, t)) batch_domain_reserve(batch, batch->schema.slots[slot].domain);
  else put_text_read(batch, slot, rank, t);
}

void batch_put_text(Batch *batch, uint32_t slot, uint32_t rank, Text t) {
  SlotState *s = &batch->inside->slots[slot];
  if (t.size == 0) return;
  switch ((QuickKind)s->quick) {
    case QUICK_TEXT:
      if (!put_plain(s, rank, t)) put_text_read(batch, slot, rank, t);
      break;
    case QUICK_PART: put_text_part(batch, slot, rank, t); break;
    case QUICK_NUMBER: case QUICK_TIME: put_text_digits(batch, slot, rank, t); break;
    case QUICK_NONE: put_text_read(batch, slot, rank, t); break;
  }
}

void batch_put_number(Batch *batch, uint32_t slot, uint32_t rank, Text token) {
  BatchInside *in = batch->inside;
  SlotState *s = &in->slots[slot];
  if (s->kind == KIND_LIST || s->reader.type == TYPE_RECORD) {
    batch_put_wrong(batch, slot, rank, token);
    return;
  }
  if (s->kind != KIND_INT) {
    batch_put_text(batch, slot, rank, token);
    return;
  }
  if (s->reader.missing_count && cell_is_missing_word(&s->reader, token, &in->memory)) return;
  if (!place_free(batch, s, slot, rank_now(in, slot, rank))) return;
  uint32_t row = *s->row;
  if (cell_read_number(&s->reader, token, &in->memory, &s->ints[row])) {
    put_known(batch, s, slot, row);
  } else {
    s->ints[row] = 0;
    put_invalid(batch, slot, token);
  }
}

// The digits of an integer, when its token was not given.
static Text integer_token(Batch *batch, int64_t value, Text token) {
  char digits[24], *at = digits + sizeof digits;
  if (token.size) return token;
  uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
  do *--at = (char)('0' + left % 10);
  while (left /= 10);
  if (value < 0) *--at = '-';
  return batch_copy(batch, (Text){at, (uint32_t)(digits + sizeof digits - at)});
}

void batch_put_integer(Batch *batch, uint32_t slot, uint32_t rank, int64_t value, Text token) {
  BatchInside *in = batch->inside;
  SlotState *s = &in->slots[slot];
  bool number = s->reader.type == TYPE_NUMBER || s->reader.type == TYPE_INTEGER;
  if (!number || s->reader.missing_count) {
    batch_put_number(batch, slot, rank, integer_token(batch, value, token));
    return;
  }
  if (!place_free(batch, s, slot, rank_now(in, slot, rank))) return;
  uint32_t row = *s->row;
  if (cell_read_integer(&s->reader, value, &s->ints[row])) {
    put_known(batch, s, slot, row);
  } else {
    s->ints[row] = 0;
    put_invalid(batch, slot, integer_token(batch, value, token));
  }
}

void batch_put_boolean(Batch *batch, uint32_t slot, uint32_t rank, bool value) {
  SlotState *s = &batch->inside->slots[slot];
  if (s->reader.type != TYPE_BOOLEAN) {
    batch_put_wrong(batch, slot, rank, value ? TEXT("true") : TEXT("false"));
    return;
  }
  if (!place_free(batch, s, slot, rank_now(batch->inside, slot, rank))) return;
  bit_put(s->yes, *s->row, value);
  put_known(batch, s, slot, *s->row);
}

void batch_put_null(Batch *batch, uint32_t slot, uint32_t rank) { (void)batch, (void)slot, (void)rank; }

void batch_put_wrong(Batch *batch, uint32_t slot, uint32_t rank, Text seen) {
  SlotState *s = &batch->inside->slots[slot];
  if (place_free(batch, s, slot, rank_now(batch->inside, slot, rank))) put_invalid(batch, slot, seen);
}

// ---- lists and records ----------------------------------------------------------------------------------------------

bool batch_begin_list(Batch *batch, uint32_t slot, uint32_t rank) {
  SlotState *s = &batch->inside->slots[slot];
  if (s->kind != KIND_LIST || !place_free(batch, s, slot, rank_now(batch->inside, slot, rank))) return false;
  s->bad = false;
  batch_open_lists(batch, batch->schema.slots[slot].element_domain);
  return true;
}

void batch_begin_element(Batch *batch, uint32_t slot) { (void)batch, (void)slot; } // its row is open already (B1)

void batch_end_element(Batch *batch, uint32_t slot) {
  uint32_t domain = batch->schema.slots[slot].element_domain;
  batch_apply_defaults(batch, domain);
  uint32_t row = batch->domain_rows[domain];
  batch_domain_reserve(batch, domain);
  if (batch->domain_rows[domain] == row) batch_truncate(batch, domain, row); // no memory: the place is used again
  batch_open_lists(batch, domain);
}

void batch_end_list(Batch *batch, uint32_t slot) {
  SlotState *s = &batch->inside->slots[slot];
  uint32_t row = *s->row, domain = batch->schema.slots[slot].element_domain;
  if (s->bad) {
    batch_truncate(batch, domain, s->offsets[row]);
    put_invalid(batch, slot, s->bad_seen);
    return;
  }
  s->offsets[row + 1] = batch->domain_rows[domain];
  put_known(batch, s, slot, row);
}

void batch_bad_list(Batch *batch, uint32_t slot, Text seen) {
  SlotState *s = &batch->inside->slots[slot];
  if (!s->bad) s->bad_seen = seen;
  s->bad = true;
}

bool batch_begin_record(Batch *batch, uint32_t slot, uint32_t rank) {
  SlotState *s = &batch->inside->slots[slot];
  return s->reader.type == TYPE_RECORD && place_free(batch, s, slot, rank_now(batch->inside, slot, rank));
}

void batch_end_record(Batch *batch, uint32_t slot) {
  SlotState *s = &batch->inside->slots[slot];
  bit_set(s->known, *s->row);
  bit_set(s->yes, *s->row);
}
