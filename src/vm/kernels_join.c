// kernels_join.c -- join(a, b, ...): pieces one after another, numbers and dates as a decision shows them.
//
// A result longer than LIMIT_JOIN_BYTES is unknown: definitions that join themselves with themselves double each time.
#include "vm/kernels.h"

static Text int_text(Form form, int64_t value, char bytes[CLOCK_TEXT_BYTES]) {
  if (form == FORM_NUMBER) return (Text){bytes, decimal_format(value, bytes)};
  if (form == FORM_DATE) {
    if (value < CLOCK_DATE_MIN || value > CLOCK_DATE_MAX) return (Text){0};
    return (Text){bytes, clock_format_date(value, bytes)};
  }
  if (value < CLOCK_TIME_MIN || value > CLOCK_TIME_MAX) return (Text){0};
  return (Text){bytes, clock_format_time(value, bytes)};
}

static Text piece_text(const Run *run, const uint32_t *pair, uint32_t row, char bytes[CLOCK_TEXT_BYTES]) {
  const Column *a = &run->registers[pair[0]];
  switch (run->program->registers[pair[0]].kind) {
    case KIND_TEXT: return a->texts[row];
    case KIND_TRUTH: return bit_get(a->yes, row) ? TEXT("true") : TEXT("false");
    default: return int_text((Form)pair[1], a->ints[row], bytes);
  }
}

static Text join_row(const Run *run, const uint32_t *pairs, uint32_t count, uint32_t row) {
  char bytes[CLOCK_TEXT_BYTES];
  uint64_t size = 0;
  for (uint32_t k = 0; k < count; k++) size += piece_text(run, pairs + 2 * k, row, bytes).size;
  if (size == 0 || size > LIMIT_JOIN_BYTES) return (Text){0};
  char *out = arena_alloc_raw(run->scratch, size), *to = out;
  for (uint32_t k = 0; k < count; k++) {
    Text piece = piece_text(run, pairs + 2 * k, row, bytes);
    if (piece.size) memcpy(to, piece.data, piece.size);
    to += piece.size;
  }
  return (Text){out, (uint32_t)size};
}

void text_join(const Run *run, Column *d, const uint32_t *pairs, uint32_t count, uint32_t rows) {
  column_clear(d, KIND_TEXT, rows);
  bits_fill(d->known, rows);
  for (uint32_t k = 0; k < count; k++)
    for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] &= run->registers[pairs[2 * k]].known[w];
  for (BITS_EACH(d->known, rows, row)) {
    d->texts[row] = join_row(run, pairs, count, row);
    if (d->texts[row].size == 0) bit_clear(d->known, row);
  }
}
