// batch_block.c -- up to 64 leads at once, a column at a time: the road of CSV.
//
// A column's loop knows its kind, so that a cell costs a few instructions, and gathers its known bits in one word. It is a
// short road: leads of which one lacks what it needs, and cells that are more than a value of their own (a list, an alias of
// a column read already) with a mistake in them, are taken back and left to the puts of single leads, which alone say why.
#include "column/batch_inside.h"
#include "base/bytes.h"
#include "base/csv.h"
#include "base/masks.h"

// Bits [row, row + 64) of a bitmap.
static inline void bits_or(uint64_t *bits, uint32_t row, uint64_t word) {
  bits[row >> 6] |= word << (row & 63);
  if (row & 63 && word >> (64 - (row & 63))) bits[(row >> 6) + 1] |= word >> (64 - (row & 63));
}
static inline uint64_t bits_read(const uint64_t *bits, uint32_t row, uint32_t count) {
  uint64_t word = bits[row >> 6] >> (row & 63);
  if ((row & 63) + count > 64) word |= bits[(row >> 6) + 1] << (64 - (row & 63));
  return word & ~0ull >> (64 - count);
}

// ---- cells

static inline Text cell_at(const Block *b, uint32_t column, uint32_t i) {
  const uint32_t *end = b->ends + (size_t)i * b->stride + column;
  uint32_t start = end[0] + 1;
  return (Text){b->data + start, end[1] - start};
}

// Without its quotes and blanks.
static Text cell_value(Text cell, CellMemory *memory) {
  if (cell.size == 0 || cell.data[0] != '"') return cell_trim(cell);
  Text inside = {cell.data + 1, cell.size - 2};
  if (inside.size && memchr(inside.data, '"', inside.size)) {
    char *out = cell_bytes(memory, inside.size);
    if (!out) return (Text){0};
    inside = (Text){out, csv_undouble(inside, out)};
  }
  return cell_trim(inside);
}

// ---- columns; each gives the bits of the leads that have a value
//
// A column's cells are first all looked at, without a branch: whether a lead has a value follows no pattern. Then those that
// look alike are read together, and the rest one by one.

typedef struct Look { uint8_t first[BLOCK_ROWS], last[BLOCK_ROWS], size[BLOCK_ROWS]; } Look; // 0 where there is no cell; size: at most 255

static inline uint64_t look_bits(const uint8_t *bytes, char byte) { return mask_equal((const char *)bytes, byte); }
static void sizes_look(Look *l, const Block *b, uint32_t column) {
  for (uint32_t i = 0; i < b->rows; i++) {
    uint32_t size = cell_at(b, column, i).size;
    l->size[i] = (uint8_t)(size < 255 ? size : 255);
  }
}
static uint64_t cells_look(Look *l, Block b, uint32_t column) {
  uint32_t sizes = 0;
  memset(l, 0, sizeof *l);
  for (uint32_t i = 0; i < b.rows; i++) {
    Text cell = cell_at(&b, column, i);
    l->first[i] = (uint8_t)cell.data[0];
    l->size[i] = (uint8_t)cell.size;
    sizes |= cell.size;
  }
  if (sizes > 255) sizes_look(l, &b, column);
  return ~look_bits(l->size, 0);
}

// Texts that are neither quoted nor begin or end with a blank.
static HOT_CLONES uint64_t look_plain(const Look *l) {
  uint8_t plain[BLOCK_ROWS];
  for (uint32_t i = 0; i < BLOCK_ROWS; i++)
    plain[i] = (uint8_t)((int)cell_is_bare((char)l->first[i]) & (l->first[i] != '"') & (int)cell_is_bare((char)l->last[i]) & (l->size[i] != 0));
  return look_bits(plain, 1);
}
static uint64_t texts_look(Look *l, Text *out, Block b, uint32_t column) {
  uint32_t sizes = 0;
  memset(l, 0, sizeof *l);
  for (uint32_t i = 0; i < b.rows; i++) {
    Text cell = cell_at(&b, column, i);
    uint32_t some = cell.size != 0;
    l->first[i] = (uint8_t)cell.data[0];
    l->last[i] = (uint8_t)cell.data[cell.size - some];
    l->size[i] = (uint8_t)cell.size;
    sizes |= cell.size;
    out[i] = (Text){(const char *)((uintptr_t)cell.data & -(uintptr_t)some), cell.size}; // surely without a branch
  }
  if (sizes > 255) sizes_look(l, &b, column);
  return ~look_bits(l->size, 0);
}
// False: nothing that this column takes; *bad, when there is something.
static bool text_check(const SlotState *s, Text *t, CellMemory *memory, bool *bad) {
  if (s->reader.missing_count && cell_is_missing_word(&s->reader, *t, memory)) return *t = (Text){0}, false;
  if (cell_read_text(&s->reader, *t, t)) return true;
  *t = (Text){0};
  return !(*bad = true);
}
static uint64_t put_texts(SlotState *s, uint32_t row, const Block *b, uint32_t column, CellMemory *memory, uint64_t *bad) {
  Look look;
  Text *out = s->texts + row;
  uint64_t some = texts_look(&look, out, *b, column), known = look_plain(&look);
  for (uint64_t left = some & ~known; left; left &= left - 1) {
    uint32_t i = (uint32_t)__builtin_ctzll(left);
    Text t = cell_value(out[i], memory);
    out[i] = t.size ? t : (Text){0};
    known |= (uint64_t)(t.size != 0) << i;
  }
  if (s->quick == QUICK_TEXT) return known;
  for (uint64_t left = known; left; left &= left - 1) {
    uint32_t i = (uint32_t)__builtin_ctzll(left);
    bool wrong = false;
    if (text_check(s, &out[i], memory, &wrong)) continue;
    known ^= 1ull << i;
    *bad |= (uint64_t)wrong << i;
  }
  return known;
}

// Counters are mostly one digit.
static HOT_CLONES uint64_t put_digits(int64_t *out, const Look *l, uint32_t rows) {
  uint8_t there[BLOCK_ROWS];
  for (uint32_t i = 0; i < BLOCK_ROWS; i++) there[i] = (l->size[i] == 1) & ((uint8_t)(l->first[i] - '0') < 10);
  for (uint32_t i = 0; i < rows; i++) out[i] = (int64_t)((uint32_t)(l->first[i] - '0') * (uint32_t)DECIMAL_ONE) & -(int64_t)there[i];
  return look_bits(there, 1);
}
static bool takes_digits(const CellReader *r) {
  int64_t value;
  return cell_read_integer(r, 0, &value) && cell_read_integer(r, 9, &value);
}
static uint64_t put_times(int64_t *out, const Block *b, uint32_t column, const Look *l) {
  uint64_t known = 0;
  for (uint64_t left = look_bits(l->size, CLOCK_PLAIN_BYTES); left; left &= left - 1) {
    uint32_t i = (uint32_t)__builtin_ctzll(left);
    known |= (uint64_t)clock_read_plain(cell_at(b, column, i), &out[i]) << i;
  }
  return known;
}
// Up to 8 digits all at once: how many there are follows no pattern either.
static inline bool value_read_digits(const CellReader *r, Text cell, int64_t *out) {
  uint64_t value;
  if (cell.size > 8) return cell_read_digits(r, cell, out);
  return bytes_digits(cell.data, cell.size, &value) && (cell_read_integer(r, (int64_t)value, out) || (*out = 0, false));
}
// Numbers, times, booleans, values of a list; *bad: the leads with a value that cannot be read.
static uint64_t put_values(SlotState *s, uint32_t row, const Block *b, uint32_t column, CellMemory *memory, uint64_t *bad) {
  Look look;
  uint64_t some = cells_look(&look, *b, column), known = 0;
  bool numbers = s->quick == QUICK_NUMBER;
  if (numbers && takes_digits(&s->reader)) known = put_digits(s->ints + row, &look, b->rows);
  if (s->quick == QUICK_TIME) known = put_times(s->ints + row, b, column, &look);
  for (uint64_t left = some & ~known; left; left &= left - 1) {
    uint32_t i = (uint32_t)__builtin_ctzll(left);
    Text cell = cell_at(b, column, i);
    bool read = numbers && value_read_digits(&s->reader, cell, &s->ints[row + i]);
    if (!read) {
      cell = cell_value(cell, memory);
      if (cell.size == 0 || (s->reader.missing_count && cell_is_missing_word(&s->reader, cell, memory))) continue;
      read = slot_read(s, row + i, cell, memory);
    }
    *(read ? &known : bad) |= 1ull << i;
  }
  return known;
}

// The parts of a text as elements, where they are plain texts.
static void parts_put(Batch *batch, SlotState *s, uint32_t domain, Text t, char separator) {
  const char *end = t.data + t.size;
  for (const char *at = t.data, *stop; at <= end; at = stop + 1) {
    stop = memchr(at, separator, (size_t)(end - at));
    if (!stop) stop = end;
    Text part = cell_trim((Text){at, (uint32_t)(stop - at)});
    if (part.size == 0) continue;
    s->texts[*s->row] = part;
    bit_set(s->known, *s->row);
    batch_domain_reserve(batch, domain);
  }
}
// Of a short text in the block, where there is room for 64 more parts; gives how many there are.
static uint32_t parts_put_short(SlotState *s, uint32_t row, Text t, char separator) {
  Text *out = s->texts + row;
  const char *at = t.data;
  for (uint64_t left = (mask_equal(t.data, separator) & mask_first(t.size)) | 1ull << t.size; left; left &= left - 1) {
    const char *stop = t.data + __builtin_ctzll(left);
    Text part = cell_trim((Text){at, (uint32_t)(stop - at)});
    *out = part.size ? part : (Text){0};
    out += part.size != 0;
    at = stop + 1;
  }
  uint32_t count = (uint32_t)(out - (s->texts + row));
  bits_or(s->known, row, (1ull << count) - 1);
  return count;
}
static uint64_t put_text_lists(Batch *batch, SlotState *s, uint32_t row, const Block *b, const BlockColumn *column) {
  const SlotInfo *info = &batch->schema.slots[column->slot];
  SlotState *element = &batch->inside->slots[info->first_child];
  CellMemory *memory = &batch->inside->memory;
  uint32_t domain = info->element_domain, *parts = &batch->domain_rows[domain];
  char separator = s->reader.separator.data[0];
  uint64_t known = 0;
  for (uint32_t i = 0; i < b->rows; i++) {
    Text cell = cell_at(b, column->column, i), t = cell_value(cell, memory);
    if (t.size && !(s->reader.missing_count && cell_is_missing_word(&s->reader, t, memory))) {
      bool here = cell.data[0] != '"'; // else it may be a copy
      if (here && t.size < 64 && *parts + 64 < batch->inside->domains[domain].room) *parts += parts_put_short(element, *parts, t, separator);
      else parts_put(batch, element, domain, t, separator);
      known |= 1ull << i;
    }
    s->offsets[row + i + 1] = *parts;
  }
  return known;
}

// By the puts of single leads, each of which is opened again. False: a value cannot be read.
static bool put_leads(Batch *batch, SlotState *s, uint32_t row, const Block *b, const BlockColumn *column) {
  BatchInside *in = batch->inside;
  in->invalid_seen = false;
  in->pending_count = 0;
  for (uint32_t i = 0; i < b->rows; i++) {
    batch->domain_rows[0] = row + i;
    if (s->kind == KIND_LIST) s->offsets[row + i + 1] = s->offsets[row + i];
    batch_put_text(batch, column->slot, column->rank, cell_value(cell_at(b, column->column, i), &in->memory));
  }
  batch->domain_rows[0] = row;
  return !in->invalid_seen;
}

static bool column_is_simple(const SlotState *s, const BlockColumn *column) { return !column->shared && s->kind != KIND_LIST; }

static bool put_column(Batch *batch, uint32_t row, const Block *b, const BlockColumn *column) {
  BatchInside *in = batch->inside;
  SlotState *s = &in->slots[column->slot];
  uint64_t bad = 0, known;
  if (s->plain_parts) known = put_text_lists(batch, s, row, b, column);
  else if (!column_is_simple(s, column)) return put_leads(batch, s, row, b, column);
  else if (s->kind == KIND_TEXT) known = put_texts(s, row, b, column->column, &in->memory, &bad);
  else known = put_values(s, row, b, column->column, &in->memory, &bad);
  bits_or(s->known, row, known);
  if (bad) bits_or(s->invalid, row, bad);
  return true;
}

// ---- the block

static void lists_open(Batch *batch, uint32_t row, uint32_t count) {
  const DomainState *d = &batch->inside->domains[0];
  for (uint32_t i = 0; i < d->list_count; i++) {
    uint32_t *offsets = batch->inside->slots[d->lists[i]].offsets;
    for (uint32_t r = row; r < row + count; r++) offsets[r + 1] = offsets[row];
  }
}

static bool leads_complete(const Batch *batch, uint32_t row, uint32_t count) {
  const BatchInside *in = batch->inside;
  for (uint32_t i = 0; i < in->wanted_count; i++)
    if (bits_read(in->slots[in->wanted[i]].known, row, count) != ~0ull >> (64 - count)) return false;
  return true;
}

static void defaults_put(Batch *batch, uint32_t row, uint32_t count) {
  const BatchInside *in = batch->inside;
  const DomainState *d = &in->domains[0];
  for (uint32_t i = 0; i < d->default_count; i++) {
    SlotState *s = &in->slots[d->defaults[i]];
    uint64_t taken = bits_read(s->known, row, count) | bits_read(s->invalid, row, count);
    for (uint64_t left = ~taken & ~0ull >> (64 - count); left; left &= left - 1)
      batch_default_put(s, &batch->schema, &batch->schema.slots[d->defaults[i]], row + (uint32_t)__builtin_ctzll(left));
  }
}

static void invalid_report(Batch *batch, uint32_t row, const Block *b, const BlockColumn *column) {
  InvalidCount *c = &batch->invalid[column->slot];
  uint64_t bad = bits_read(batch->inside->slots[column->slot].invalid, row, b->rows);
  if (bad) batch->inside->invalid_counted = true;
  c->count += (uint32_t)__builtin_popcountll(bad);
  for (; bad && c->example_count < LIMIT_EXAMPLES; bad &= bad - 1) {
    uint32_t i = (uint32_t)__builtin_ctzll(bad);
    Text seen = cell_value(cell_at(b, column->column, i), &batch->inside->memory);
    c->examples[c->example_count++] = (InvalidExample){batch->records[row + i], batch_key(batch, row + i), seen};
  }
}

static bool block_undo(Batch *batch, uint32_t row, uint32_t count) {
  batch->domain_rows[0] = row + count - 1;
  batch_truncate(batch, 0, row);
  batch->inside->pending_count = 0;
  batch->inside->memory.failed = false;
  return false;
}

bool batch_takes_blocks(const Batch *batch, const BlockColumn *columns, uint32_t column_count) {
  for (uint32_t i = 0; i < column_count; i++) {
    const SlotState *s = &batch->inside->slots[columns[i].slot];
    if (s->reader.type == TYPE_RECORD || (s->kind == KIND_LIST && columns[i].shared)) return false;
  }
  return !batch->inside->nested_wanted;
}

bool batch_put_block(Batch *batch, const Block *b, const BlockColumn *columns, uint32_t column_count) {
  BatchInside *in = batch->inside;
  uint32_t row = batch->rows, count = b->rows;
  if (count == 0 || count > BLOCK_ROWS || row + count > BATCH_ROWS) return false;
  lists_open(batch, row, count);
  for (uint32_t i = 0; i < column_count; i++)
    if (!put_column(batch, row, b, &columns[i])) return block_undo(batch, row, count);
  defaults_put(batch, row, count);
  if (in->memory.failed || !leads_complete(batch, row, count)) return block_undo(batch, row, count);
  for (uint32_t i = 0; i < count; i++) batch->records[row + i] = b->record + i;
  for (uint32_t i = 0; i < column_count; i++)
    if (column_is_simple(&in->slots[columns[i].slot], &columns[i])) invalid_report(batch, row, b, &columns[i]);
  batch->rows = batch->domain_rows[0] = row + count;
  return true;
}
