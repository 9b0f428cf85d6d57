// what_if_leads.c -- a lead put once more, with changes.
//
// Its values have been read once, so the batch's schema reads plainly: dates in ISO form, no key that must be there; what a new element
// leaves out gets its default.
#include "tools/what_if_parts.h"

static const SlotInfo *plain_slots(const Study *s, Arena *arena) {
  const Program *p = &s->program->code;
  SlotInfo *slots = ARENA_MANY(arena, SlotInfo, p->slots_count + 1);
  memcpy(slots, p->slots, sizeof *slots * p->slots_count);
  for (uint32_t i = 0; i < p->slots_count; i++) slots[i].flags &= ~(uint32_t)(SLOT_KEY | SLOT_REQUIRED | SLOT_FORM | SLOT_SEPARATOR);
  return slots;
}
bool if_batch_begin(IfBatch *b, const Study *study, uint32_t row, Arena *arena) {
  *b = (IfBatch){.study = study, .row = row, .batch = {.program = study->program}};
  arena_init(&b->scratch, allocator_default(), arena->escape);
  SlotTable schema = program_slots(&study->program->code);
  schema.slots = plain_slots(study, arena);
  b->batch.columns = batch_new(schema, allocator_default(), study->program->timezone, NULL, NULL);
  return b->batch.columns != NULL;
}
void if_batch_end(IfBatch *b) {
  batch_free(b->batch.columns);
  arena_free(&b->scratch);
}
void if_batch_clear(IfBatch *b) {
  batch_clear(b->batch.columns);
  arena_reset(&b->scratch);
}

// ---- values
static void put_value(IfBatch *b, uint32_t slot, IfValue v) {
  Batch *out = b->batch.columns;
  Type type = if_type(b->study, slot);
  char text[DECIMAL_TEXT_BYTES + CLOCK_TEXT_BYTES];
  if (type.kind == TYPE_BOOLEAN) { batch_put_boolean(out, slot, 0, v.number != 0); return; }
  if (type.values && v.number >= 0 && v.number < type.values->count) { batch_put_text(out, slot, 0, type.values->items[v.number]); return; }
  if (type.kind == TYPE_DATE) { batch_put_text(out, slot, 0, text_copy(&b->scratch, (Text){text, clock_format_date(v.number, text)})); return; }
  if (type.kind == TYPE_TIME) { batch_put_text(out, slot, 0, text_copy(&b->scratch, (Text){text, clock_format_time(v.number, text)})); return; }
  if (type_is_number(type)) { batch_put_number(out, slot, 0, text_copy(&b->scratch, (Text){text, decimal_format(v.number, text)})); return; }
  batch_put_text(out, slot, 0, v.text);
}
static IfValue value_at(const Column *c, Type type, uint32_t row) {
  if (type.kind == TYPE_BOOLEAN) return (IfValue){.number = bit_get(c->yes, row)};
  if (type_is_int(type)) return (IfValue){.number = c->ints[row]};
  return (IfValue){.text = c->texts[row]};
}

// ---- copies: of the slot's value in row `row` of its domain; changes hold for the lead's own fields
typedef struct Copy { IfBatch *b; const IfChange *const *changes; uint32_t count; } Copy;
static void copy_slot(const Copy *c, uint32_t slot, uint32_t row);

static const IfChange *change_of(const Copy *c, uint32_t slot, bool add) {
  for (uint32_t i = 0; i < c->count; i++) if (c->changes[i]->slot == slot && c->changes[i]->add == add) return c->changes[i];
  return NULL;
}
static bool changed_below(const Copy *c, uint32_t slot) {
  const Slot *s = &c->b->study->rules->slots[slot];
  for (uint32_t i = 0; i < s->child_count; i++) {
    uint32_t child = s->first_child + i;
    if (change_of(c, child, false) || change_of(c, child, true) || (if_type(c->b->study, child).kind == TYPE_RECORD && changed_below(c, child))) return true;
  }
  return false;
}
static void copy_record(const Copy *c, uint32_t slot, uint32_t row) {
  const Slot *s = &c->b->study->rules->slots[slot];
  if (!bit_get(study_column(c->b->study, slot)->known, row) && !changed_below(c, slot)) return;
  if (!batch_begin_record(c->b->batch.columns, slot, 0)) return;
  for (uint32_t i = 0; i < s->child_count; i++) copy_slot(c, s->first_child + i, row);
  batch_end_record(c->b->batch.columns, slot);
}
static void put_parts(IfBatch *b, const IfChange *change, uint32_t owner) { // of one element: fields of its records in theirs
  const Slot *s = &b->study->rules->slots[owner];
  for (uint32_t i = 0; i < s->child_count; i++) {
    uint32_t child = s->first_child + i;
    const IfPart *part = if_part(change, child);
    if (part) put_value(b, child, part->value);
    else if (if_below(b->study, change, child) && batch_begin_record(b->batch.columns, child, 0)) {
      put_parts(b, change, child);
      batch_end_record(b->batch.columns, child);
    }
  }
}
static void add_elements(const Copy *c, uint32_t slot, bool records) { // a change for each way to add to the list
  Batch *out = c->b->batch.columns;
  for (uint32_t i = 0; i < c->count; i++) {
    const IfChange *change = c->changes[i];
    for (uint32_t n = 0; change->slot == slot && change->add && n < change->times; n++) {
      if (records) batch_begin_element(out, slot);
      put_parts(c->b, change, slot);
      if (records) batch_end_element(out, slot);
    }
  }
}
static void copy_list(const Copy *c, uint32_t slot, uint32_t row) {
  const Slot *s = &c->b->study->rules->slots[slot];
  const Column *list = study_column(c->b->study, slot);
  bool records = s->type.element->kind == TYPE_RECORD, added = s->domain == 0 && change_of(c, slot, true);
  Copy plain = {c->b, NULL, 0}; // what lies in elements stays
  Batch *out = c->b->batch.columns;
  if (!bit_get(list->known, row) && !added) return;
  if (!batch_begin_list(out, slot, 0)) return;
  for (uint32_t e = list->offsets[row]; e < list->offsets[row + 1]; e++) {
    if (!records) { copy_slot(&plain, s->first_child, e); continue; }
    batch_begin_element(out, slot);
    for (uint32_t i = 0; i < s->child_count; i++) copy_slot(&plain, s->first_child + i, e);
    batch_end_element(out, slot);
  }
  if (added) add_elements(c, slot, records);
  batch_end_list(out, slot);
}
static void copy_slot(const Copy *c, uint32_t slot, uint32_t row) {
  Type type = if_type(c->b->study, slot);
  const Column *column = study_column(c->b->study, slot);
  const IfChange *change = c->b->study->rules->slots[slot].domain == 0 ? change_of(c, slot, false) : NULL;
  if (change) put_value(c->b, slot, change->value);
  else if (type.kind == TYPE_RECORD) copy_record(c, slot, row);
  else if (column->invalid && bit_get(column->invalid, row) && !change_of(c, slot, true)) batch_put_wrong(c->b->batch.columns, slot, 0, TEXT("?"));
  else if (type.kind == TYPE_LIST) copy_list(c, slot, row);
  else if (bit_get(column->known, row)) put_value(c->b, slot, value_at(column, type, row));
}
bool if_batch_put(IfBatch *b, const IfChange *const *changes, uint32_t count) {
  Copy c = {b, changes, count};
  Text reason;
  batch_begin_row(b->batch.columns, b->study->batch->columns->records[b->row]);
  for (uint32_t i = 0; i < b->study->rules->slot_count; i++)
    if (b->study->rules->slots[i].parent == SLOT_NONE) copy_slot(&c, i, b->row);
  return batch_end_row(b->batch.columns, &reason) == ROW_KEPT;
}
