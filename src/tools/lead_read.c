// lead_read.c -- a row of a batch as data: the way back from columns to what one would have written.
#include "tools/lead_data.h"

typedef struct Reader { Arena *arena; const RubricProgram *p; const Batch *batch; Buffer text; uint32_t *invalid; } Reader; // invalid: of each slot, how many have been met

static const Data *value_of(Reader *r, uint32_t slot, uint32_t row);

static const Data *leaf_take(Reader *r) {
  Data *d = ARENA_NEW(r->arena, Data);
  d->text = text_copy(r->arena, (Text){r->text.data, (uint32_t)r->text.size});
  if (r->text.failed) arena_fail(r->arena);
  r->text.size = 0;
  return d;
}
static const Data *leaf_of(Reader *r, uint32_t slot, uint32_t row) {
  const SlotInfo *s = &r->p->code.slots[slot];
  const Column *c = &r->batch->columns[slot];
  Buffer *b = &r->text;
  switch (s->type) {
    case TYPE_BOOLEAN: if (bit_get(c->yes, row)) BUFFER_PUT(b, "true"); else BUFFER_PUT(b, "false"); break;
    case TYPE_NUMBER: case TYPE_INTEGER: { char digits[DECIMAL_TEXT_BYTES]; buffer_put(b, digits, decimal_format(c->ints[row], digits)); break; }
    case TYPE_DATE: buffer_date(b, c->ints[row]); break;
    case TYPE_TIME: buffer_time(b, c->ints[row]); break;
    case TYPE_ONE_OF: case TYPE_SCALE: { RubricText t = rubric_field_value(r->p, slot, (uint32_t)c->ints[row]); data_put_text(b, (Text){t.data, t.size}); break; }
    default: data_put_text(b, c->texts[row]);
  }
  return leaf_take(r);
}
typedef struct Items { VEC(Text) names; VEC(const Data *) items; } Items;
static const Data *data_from(Reader *r, DataKind kind, Items *items) {
  Data *d = ARENA_NEW(r->arena, Data);
  *d = (Data){.kind = kind, .names = items->names.items, .items = items->items.items, .count = items->items.count};
  return d;
}
static void items_add(Reader *r, Items *items, uint32_t slot, const Data *value) {
  if (!value) return;
  *VEC_PUSH(r->arena, &items->names) = text_copy(r->arena, program_text(&r->p->code, r->p->code.slots[slot].name));
  *VEC_PUSH(r->arena, &items->items) = value;
}
static const Data *record_of(Reader *r, uint32_t slot, uint32_t row) { // also an element of a list of records
  const SlotInfo *s = &r->p->code.slots[slot];
  Items items = {0};
  for (uint32_t i = 0; i < s->child_count; i++) items_add(r, &items, s->first_child + i, value_of(r, s->first_child + i, row));
  return data_from(r, DATA_RECORD, &items);
}
static const Data *list_of(Reader *r, uint32_t slot, uint32_t row) {
  const SlotInfo *s = &r->p->code.slots[slot];
  const Column *c = &r->batch->columns[slot];
  SlotTable table = program_slots(&r->p->code);
  bool plain = s->child_count == 1 && slot_is_element(&table, s->first_child);
  Items items = {0};
  for (uint32_t i = c->offsets[row]; i < c->offsets[row + 1]; i++) {
    const Data *item = plain ? value_of(r, s->first_child, i) : record_of(r, slot, i);
    if (item) *VEC_PUSH(r->arena, &items.items) = item;
  }
  return data_from(r, DATA_LIST, &items);
}
// The batch holds this lead alone, and remembers the first texts that could not be read in the order in which they are met here.
static Text seen_of(Reader *r, uint32_t slot) {
  const InvalidCount *c = &r->batch->invalid[slot];
  uint32_t at = r->invalid[slot]++;
  return at < c->example_count && c->examples[at].seen.size ? c->examples[at].seen : TEXT("?");
}
static bool is_default(const Reader *r, uint32_t slot, uint32_t row) {
  const SlotInfo *s = &r->p->code.slots[slot];
  const Column *c = &r->batch->columns[slot];
  if (s->flags & SLOT_DEFAULT_EMPTY) return c->offsets[row] == c->offsets[row + 1];
  if (!(s->flags & SLOT_DEFAULT)) return false;
  if (s->type == TYPE_BOOLEAN) return bit_get(c->yes, row) == (s->default_int != 0);
  bool text = s->type >= TYPE_TEXT && s->type <= TYPE_COUNTRY;
  return text ? text_equal(c->texts[row], program_text(&r->p->code, s->default_text)) : c->ints[row] == s->default_int;
}
// NULL: there is no value.
static const Data *value_of(Reader *r, uint32_t slot, uint32_t row) {
  const SlotInfo *s = &r->p->code.slots[slot];
  const Column *c = &r->batch->columns[slot];
  if (!bit_get(c->known, row)) {
    if (!c->invalid || !bit_get(c->invalid, row)) return NULL;
    data_put_text(&r->text, seen_of(r, slot));
    return leaf_take(r);
  }
  if (is_default(r, slot, row)) return NULL;
  return s->type == TYPE_LIST ? list_of(r, slot, row) : s->type == TYPE_RECORD ? record_of(r, slot, row) : leaf_of(r, slot, row);
}
const Data *data_of_row(Arena *arena, const RubricProgram *p, const RubricBatch *batch, uint32_t row) {
  Reader r = {.arena = arena, .p = p, .batch = batch->columns, .invalid = ARENA_MANY(arena, uint32_t, p->code.slots_count + 1)};
  Items lead = {0}, previous = {0};
  for (uint32_t i = 0; i < p->code.slots_count; i++) {
    const SlotInfo *s = &p->code.slots[i];
    if (s->domain != 0 || (s->parent != NONE && !(s->flags & SLOT_PREVIOUS))) continue;
    items_add(&r, s->flags & SLOT_PREVIOUS ? &previous : &lead, i, value_of(&r, i, row));
  }
  if (previous.items.count) {
    *VEC_PUSH(arena, &lead.names) = TEXT("previous");
    *VEC_PUSH(arena, &lead.items) = data_from(&r, DATA_RECORD, &previous);
  }
  buffer_free(&r.text);
  return data_from(&r, DATA_RECORD, &lead);
}
