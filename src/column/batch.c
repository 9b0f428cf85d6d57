// batch.c -- the life of a batch and of its rows: memory, rolling back, defaults, the lead's end.
//
// A row that is dropped leaves nothing: all domains are cut back to where the lead began and what was written is zeroed, so
// invariants C1 and C2 hold at every moment without a pass over finished columns. Element columns grow by doubling and
// stay as large as the largest batch made them.
#include "column/batch_inside.h"
#include <stdio.h>

// ---- memory ---------------------------------------------------------------------------------------------------------

typedef struct Piece { struct Piece *next; size_t size_bytes; } Piece;

// Zeroed; freed with the batch.
static void *piece_new(BatchInside *in, size_t count, size_t item_bytes) {
  size_t size_bytes = sizeof(Piece) + 16 + count * item_bytes;
  Piece *piece = allocator_zeroed(in->allocator, size_bytes);
  if (!piece) return NULL;
  piece->next = in->pieces;
  piece->size_bytes = size_bytes;
  in->pieces = piece;
  return piece + 1;
}

static size_t value_bytes(ColumnKind kind, uint32_t room) {
  switch (kind) {
    case KIND_TRUTH: return room / 8;
    case KIND_TEXT: return sizeof(Text) * (size_t)room;
    case KIND_LIST: return sizeof(uint32_t) * ((size_t)room + 64);
    default: return sizeof(int64_t) * (size_t)room;
  }
}

static size_t aligned(size_t bytes) { return (bytes + 63) & ~(size_t)63; }

// One block a column: known, invalid, values.
static bool column_resize(BatchInside *in, SlotState *s, Column *column, uint32_t old_room, uint32_t room) {
  size_t bits = aligned(room / 8), size_bytes = 64 + 2 * bits + aligned(value_bytes((ColumnKind)s->kind, room));
  char *block = allocator_zeroed(in->allocator, size_bytes);
  if (!block) return false;
  char *at = block + (-(uintptr_t)block & 63);
  Column new = {.known = (uint64_t *)(void *)at, .invalid = (uint64_t *)(void *)(at + bits)};
  new.ints = (int64_t *)(void *)(at + 2 * bits);
  if (s->block) {
    memcpy(new.known, s->known, old_room / 8);
    memcpy(new.invalid, s->invalid, old_room / 8);
    memcpy(new.ints, s->ints, value_bytes((ColumnKind)s->kind, old_room));
    in->allocator.resize(in->allocator.user, s->block, s->block_bytes, 0);
  }
  s->block = block;
  s->block_bytes = size_bytes;
  s->known = new.known;
  s->invalid = new.invalid;
  s->ints = new.ints;
  *column = new;
  return true;
}

// The room counts only when all columns have it; until then the larger ones are merely larger.
static bool domain_resize(Batch *batch, uint32_t domain, uint32_t room) {
  BatchInside *in = batch->inside;
  DomainState *d = &in->domains[domain];
  for (uint32_t i = 0; i < d->slot_count; i++)
    if (!column_resize(in, &in->slots[d->slots[i]], &batch->columns[d->slots[i]], d->room, room)) return false;
  d->room = room;
  return true;
}

void batch_domain_grow(Batch *batch, uint32_t domain) {
  DomainState *d = &batch->inside->domains[domain];
  if (d->room <= UINT32_MAX / 4 && domain_resize(batch, domain, d->room * 2)) {
    batch->domain_rows[domain]++;
  } else {
    batch->inside->memory.failed = true;
  }
}

// ---- making ---------------------------------------------------------------------------------------------------------

static const Text *texts_of(BatchInside *in, const SlotTable *t, uint32_t first, uint32_t count) {
  Text *texts = piece_new(in, count, sizeof(Text));
  for (uint32_t i = 0; texts && i < count; i++) texts[i] = slot_text(t, t->refs[first + i]);
  return texts;
}

static bool reader_make(BatchInside *in, const SlotTable *t, const SlotInfo *info, const Zone *zone, CellReader *r) {
  *r = (CellReader){.type = (TypeKind)info->type, .flags = info->flags, .low = info->low, .high = info->high,
                    .missing_count = info->missing_count, .value_count = info->value_count, .zone = zone};
  if (info->flags & SLOT_FORM) r->form = slot_text(t, info->form);
  if (info->flags & SLOT_SEPARATOR) r->separator = slot_text(t, info->separator);
  if (!(r->missing = texts_of(in, t, info->missing, info->missing_count))) return false;
  if (!(r->values = texts_of(in, t, info->values + info->value_count, info->value_count))) return false;
  uint32_t size = cell_index_size(info->value_count);
  if (!size) return true;
  uint32_t *places = piece_new(in, size, sizeof *places);
  if (!places) return false;
  cell_index_fill(places, size, r->values, info->value_count);
  r->value_index = places;
  r->value_mask = size - 1;
  return true;
}

QuickKind slot_quick(const SlotTable *t, uint32_t slot) {
  const SlotInfo *info = &t->slots[slot];
  bool range = info->flags & (SLOT_RANGE_LOW | SLOT_RANGE_HIGH), element = slot_is_element(t, slot);
  if (info->missing_count) return QUICK_NONE;
  if (info->type == TYPE_TEXT) return element ? QUICK_PART : QUICK_TEXT;
  if (element) return QUICK_NONE;
  if (info->type == TYPE_NUMBER || info->type == TYPE_INTEGER) return QUICK_NUMBER;
  return info->type == TYPE_TIME && !range && !(info->flags & SLOT_FORM) ? QUICK_TIME : QUICK_NONE;
}
static bool slot_make(Batch *batch, uint32_t slot, const Zone *zone) {
  BatchInside *in = batch->inside;
  const SlotTable *t = &batch->schema;
  const SlotInfo *info = &t->slots[slot];
  SlotState *s = &in->slots[slot];
  s->row = &batch->domain_rows[info->domain];
  s->kind = (uint8_t)cell_column_kind(info->type);
  s->element = slot_is_element(t, slot);
  s->quick = (uint8_t)slot_quick(t, slot);
  if (!reader_make(in, t, info, zone, &s->reader)) return false;
  s->plain_parts = s->kind == KIND_LIST && slot_quick(t, info->first_child) == QUICK_PART && s->reader.separator.size == 1;
  return true;
}

// The slots for which `wanted` holds, in order.
static const uint32_t *slots_where(BatchInside *in, const SlotTable *t, uint32_t domain, uint32_t flags, bool lists, uint32_t *count) {
  uint32_t *found = piece_new(in, t->slot_count, sizeof *found);
  *count = 0;
  for (uint32_t i = 0; found && i < t->slot_count; i++) {
    const SlotInfo *s = &t->slots[i];
    bool here = s->domain == domain && (!flags || (s->flags & flags)) && (!lists || s->type == TYPE_LIST);
    if (here) found[(*count)++] = i;
  }
  return found;
}

static bool domain_make(Batch *batch, uint32_t domain) {
  BatchInside *in = batch->inside;
  DomainState *d = &in->domains[domain];
  d->slots = slots_where(in, &batch->schema, domain, 0, false, &d->slot_count);
  d->lists = slots_where(in, &batch->schema, domain, 0, true, &d->list_count);
  d->defaults = slots_where(in, &batch->schema, domain, SLOT_DEFAULT | SLOT_DEFAULT_EMPTY, false, &d->default_count);
  d->simple = d->list_count + d->default_count == 0;
  uint32_t least = domain ? 64 : (BATCH_ROWS + 1 + 63) / 64 * 64;
  return d->slots && d->lists && d->defaults && domain_resize(batch, domain, least);
}

static bool batch_make(Batch *batch, const Zone *zone) {
  BatchInside *in = batch->inside;
  const SlotTable *t = &batch->schema;
  batch->columns = piece_new(in, t->slot_count, sizeof(Column));
  batch->domain_rows = piece_new(in, t->domain_count, sizeof(uint32_t));
  batch->records = piece_new(in, BATCH_ROWS, sizeof(uint64_t));
  batch->invalid = piece_new(in, t->slot_count, sizeof(InvalidCount));
  in->slots = piece_new(in, t->slot_count, sizeof(SlotState));
  in->domains = piece_new(in, t->domain_count, sizeof(DomainState));
  in->start = piece_new(in, t->domain_count, sizeof(uint32_t));
  in->keep = piece_new(in, t->domain_count, sizeof(uint32_t));
  in->wanted = slots_where(in, t, 0, SLOT_KEY | SLOT_REQUIRED, false, &in->wanted_count);
  if (!batch->columns || !batch->domain_rows || !batch->records || !batch->invalid || !in->slots || !in->domains ||
      !in->start || !in->keep || !in->wanted)
    return false;
  in->key_slot = NONE;
  for (uint32_t i = 0; i < in->wanted_count; i++) in->nested_wanted |= t->slots[in->wanted[i]].parent != NONE;
  for (uint32_t i = 0; i < t->slot_count; i++) {
    if (!slot_make(batch, i, zone)) return false;
    if (t->slots[i].flags & SLOT_KEY) in->key_slot = i;
  }
  for (uint32_t d = 0; d < t->domain_count; d++)
    if (!domain_make(batch, d)) return false;
  return true;
}

Batch *batch_new(SlotTable schema, Allocator allocator, const Zone *zone, BatchJson json, void *json_user) {
  Batch *batch = allocator_zeroed(allocator, sizeof *batch);
  if (!batch) return NULL;
  *batch = (Batch){.schema = schema, .inside = allocator_zeroed(allocator, sizeof(BatchInside))};
  if (!batch->inside) {
    allocator.resize(allocator.user, batch, sizeof *batch, 0);
    return NULL;
  }
  batch->inside->allocator = allocator;
  batch->inside->json = json;
  batch->inside->json_user = json_user;
  batch->inside->cell_slot = NONE;
  arena_init(&batch->inside->memory.arena, allocator, &batch->inside->memory.escape);
  if (batch_make(batch, zone)) return batch;
  batch_free(batch);
  return NULL;
}

void batch_free(Batch *batch) {
  if (!batch) return;
  BatchInside *in = batch->inside;
  Allocator a = in->allocator;
  for (uint32_t i = 0; in->slots && i < batch->schema.slot_count; i++)
    if (in->slots[i].block) a.resize(a.user, in->slots[i].block, in->slots[i].block_bytes, 0);
  for (Piece *piece = in->pieces, *next; piece; piece = next) {
    next = piece->next;
    a.resize(a.user, piece, piece->size_bytes, 0);
  }
  arena_free(&in->memory.arena);
  a.resize(a.user, in, sizeof *in, 0);
  a.resize(a.user, batch, sizeof *batch, 0);
}

// ---- rolling back ---------------------------------------------------------------------------------------------------

static void bits_clear_range(uint64_t *bits, uint32_t from, uint32_t to) {
  for (uint32_t row = from; row < to;) {
    if ((row & 63) == 0 && to - row >= 64) {
      bits[row >> 6] = 0;
      row += 64;
    } else {
      bit_clear(bits, row++);
    }
  }
}

// Offsets from `from` on are written when their rows open.
static void column_clear(SlotState *s, uint32_t from, uint32_t to) {
  size_t count = to - from;
  bits_clear_range(s->known, from, to);
  bits_clear_range(s->invalid, from, to);
  if (s->kind == KIND_TRUTH) bits_clear_range(s->yes, from, to);
  else if (s->kind == KIND_TEXT) memset(s->texts + from, 0, count * sizeof(Text));
  else if (s->kind == KIND_INT) memset(s->ints + from, 0, count * sizeof(int64_t));
}

// The open row goes too.
static void domain_cut(Batch *batch, uint32_t domain, uint32_t rows) {
  BatchInside *in = batch->inside;
  DomainState *d = &in->domains[domain];
  uint32_t end = batch->domain_rows[domain] + 1;
  for (uint32_t i = 0; i < d->slot_count; i++) column_clear(&in->slots[d->slots[i]], rows, end);
  batch->domain_rows[domain] = rows;
  for (uint32_t i = 0; i < in->pending_count;) {
    Pending *p = &in->pending[i];
    if (batch->schema.slots[p->slot].domain == domain && p->row >= rows) *p = in->pending[--in->pending_count];
    else i++;
  }
}

void batch_truncate(Batch *batch, uint32_t domain, uint32_t rows) {
  BatchInside *in = batch->inside;
  const SlotTable *t = &batch->schema;
  for (uint32_t d = 0; d < t->domain_count; d++) in->keep[d] = NONE;
  in->keep[domain] = rows;
  for (uint32_t d = domain; d < t->domain_count; d++) {
    if (d != domain) {
      if (t->domains[d].slot == NONE || in->keep[t->domains[d].parent] == NONE) continue; // a list of the program's own: not read
      in->keep[d] = in->slots[t->domains[d].slot].offsets[in->keep[t->domains[d].parent]];
    }
  }
  for (uint32_t d = domain; d < t->domain_count; d++)
    if (in->keep[d] != NONE) domain_cut(batch, d, in->keep[d]);
}

static void slot_clear_value(Batch *batch, uint32_t slot) {
  SlotState *s = &batch->inside->slots[slot];
  uint32_t row = *s->row;
  if (s->kind == KIND_LIST && batch->schema.slots[slot].element_domain != NONE) {
    batch_truncate(batch, batch->schema.slots[slot].element_domain, s->offsets[row]);
    s->offsets[row + 1] = s->offsets[row];
  }
  column_clear(s, row, row + 1);
  for (uint32_t i = 0; i < batch->inside->pending_count;) {
    Pending *p = &batch->inside->pending[i];
    if (p->slot == slot && p->row == row) *p = batch->inside->pending[--batch->inside->pending_count];
    else i++;
  }
}

// Fields of a record stand in its own domain, after it (B4): a slot is below when its chain of parents meets `slot`.
void batch_slot_forget(Batch *batch, uint32_t slot) {
  const SlotInfo *infos = batch->schema.slots;
  slot_clear_value(batch, slot);
  if (infos[slot].type != TYPE_RECORD) return;
  for (uint32_t i = slot + 1; i < batch->schema.slot_count; i++) {
    uint32_t up = infos[i].domain == infos[slot].domain ? infos[i].parent : NONE;
    while (up != NONE && up > slot) up = infos[up].parent;
    if (up == slot) slot_clear_value(batch, i);
  }
}

// The first words and rows by hand, for a batch is often of one lead: every column has room for 64 rows.
static inline void words_clear(uint64_t *words, uint32_t rows) {
  words[0] = 0;
  if (rows > 64) memset(words, 0, bits_words(rows) * sizeof *words);
}
static inline void values_clear(void *values, size_t value_bytes, uint32_t rows) {
  memset(values, 0, 4 * value_bytes);
  if (rows > 4) memset(values, 0, rows * value_bytes);
}
static inline void slot_clear_all(SlotState *s, uint32_t rows) {
  words_clear(s->known, rows);
  words_clear(s->invalid, rows);
  if (s->kind == KIND_TRUTH) words_clear(s->yes, rows);
  else if (s->kind == KIND_TEXT) values_clear(s->texts, sizeof(Text), rows);
  else if (s->kind == KIND_INT) values_clear(s->ints, sizeof(int64_t), rows);
}

void batch_clear(Batch *batch) {
  BatchInside *in = batch->inside;
  in->pending_count = 0;
  for (uint32_t i = 0; i < batch->schema.slot_count; i++) slot_clear_all(&in->slots[i], *in->slots[i].row + 1);
  memset(batch->domain_rows, 0, batch->schema.domain_count * sizeof *batch->domain_rows);
  batch->rows = 0;
  if (in->invalid_counted) memset(batch->invalid, 0, sizeof(InvalidCount) * batch->schema.slot_count);
  in->invalid_counted = false;
  arena_reset(&in->memory.arena);
  in->memory.failed = false;
}

// ---- rows -----------------------------------------------------------------------------------------------------------

bool batch_full(const Batch *batch) { return batch->rows >= BATCH_ROWS; }

void batch_open_lists(Batch *batch, uint32_t domain) {
  BatchInside *in = batch->inside;
  const DomainState *d = &in->domains[domain];
  for (uint32_t i = 0; i < d->list_count; i++) {
    SlotState *s = &in->slots[d->lists[i]];
    s->offsets[*s->row + 1] = s->offsets[*s->row];
  }
}

void batch_begin_row(Batch *batch, uint64_t record) {
  BatchInside *in = batch->inside;
  in->record = record;
  in->invalid_seen = false;
  in->pending_count = 0;
  for (uint32_t d = 0; d < batch->schema.domain_count; d++) in->start[d] = batch->domain_rows[d];
  batch_open_lists(batch, 0);
}

void batch_drop_row(Batch *batch) {
  for (uint32_t d = 0; d < batch->schema.domain_count; d++) domain_cut(batch, d, batch->inside->start[d]);
  batch->inside->pending_count = 0;
}

void batch_default_put(SlotState *s, const SlotTable *t, const SlotInfo *info, uint32_t row) {
  if (info->flags & SLOT_DEFAULT) {
    if (s->kind == KIND_TEXT) s->texts[row] = slot_text(t, info->default_text);
    else if (s->kind == KIND_INT) s->ints[row] = info->default_int;
    else if (s->kind == KIND_TRUTH) bit_put(s->yes, row, info->default_int != 0);
  }
  bit_set(s->known, row);
}

void batch_apply_defaults(Batch *batch, uint32_t domain) {
  BatchInside *in = batch->inside;
  const DomainState *d = &in->domains[domain];
  for (uint32_t i = 0; i < d->default_count; i++) {
    SlotState *s = &in->slots[d->defaults[i]];
    if (!slot_taken(s, *s->row)) batch_default_put(s, &batch->schema, &batch->schema.slots[d->defaults[i]], *s->row);
  }
}

// A name or a value for a message: its first bytes, cut between characters.
static int clip(Text t) {
  uint32_t size = t.size;
  if (size > 200)
    for (size = 200; size && (t.data[size] & 0xC0) == 0x80;) size--;
  return (int)size;
}

static const Pending *pending_of(const BatchInside *in, uint32_t slot) {
  for (uint32_t i = 0; i < in->pending_count; i++)
    if (in->pending[i].slot == slot) return &in->pending[i];
  return NULL;
}

// Why the lead cannot be kept, or an empty text.
static Text lead_refused(Batch *batch) {
  BatchInside *in = batch->inside;
  for (uint32_t i = 0; i < in->wanted_count; i++) {
    uint32_t slot = in->wanted[i], up = batch->schema.slots[slot].parent;
    const SlotState *s = &in->slots[slot];
    if (bit_get(s->known, *s->row) || (up != NONE && !bit_get(batch->columns[up].known, *s->row))) continue;
    Text path = slot_text(&batch->schema, batch->schema.slots[slot].path);
    const Pending *p = pending_of(in, slot);
    int size = !bit_get(s->invalid, *s->row)
                   ? snprintf(in->reason, sizeof in->reason, "`%.*s` is missing", clip(path), path.data)
                   : snprintf(in->reason, sizeof in->reason, "`%.*s` is invalid: \"%.*s\"", clip(path), path.data, p ? clip(p->seen) : 0, p ? p->seen.data : "");
    return (Text){in->reason, (uint32_t)size};
  }
  return (Text){0};
}

Text batch_key(const Batch *batch, uint32_t row) {
  uint32_t key = batch->inside->key_slot;
  if (key == NONE || batch->inside->slots[key].kind != KIND_TEXT) return (Text){0};
  return batch->columns[key].texts[row];
}

static void invalid_count(Batch *batch) {
  BatchInside *in = batch->inside;
  in->invalid_counted = true;
  for (uint32_t i = 0; i < batch->schema.slot_count; i++) {
    uint32_t domain = batch->schema.slots[i].domain, end = batch->domain_rows[domain] + (domain == 0);
    batch->invalid[i].count += bits_count_range(batch->columns[i].invalid, in->start[domain], end);
  }
  for (uint32_t i = 0; i < in->pending_count; i++) {
    InvalidCount *c = &batch->invalid[in->pending[i].slot];
    if (c->example_count == LIMIT_EXAMPLES) continue;
    c->examples[c->example_count++] = (InvalidExample){in->record, batch_key(batch, batch->rows), in->pending[i].seen};
  }
}

RowStatus batch_end_row(Batch *batch, Text *reason) {
  BatchInside *in = batch->inside;
  batch_apply_defaults(batch, 0);
  *reason = lead_refused(batch);
  if (in->memory.failed || reason->size || batch_full(batch)) {
    RowStatus status = reason->size && !in->memory.failed ? ROW_REJECTED : ROW_NO_MEMORY;
    batch_drop_row(batch);
    in->memory.failed = false;
    return status;
  }
  if (in->invalid_seen) invalid_count(batch);
  batch->records[batch->rows++] = in->record;
  batch->domain_rows[0] = batch->rows;
  return ROW_KEPT;
}

Text batch_copy(Batch *batch, Text text) {
  char *data = cell_bytes(&batch->inside->memory, text.size);
  if (!data) return (Text){0};
  if (text.size) memcpy(data, text.data, text.size);
  return (Text){data, text.size};
}
