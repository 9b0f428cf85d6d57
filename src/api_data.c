// api_data.c -- a lead as rules write it (`lead { employees: 450 }` of a test) into a batch: values are put like JSON values.
#include "api.h"

typedef struct DataPut { const Rules *rules; RubricBatch *batch; Arena *arena; int64_t now; } DataPut;

static void put_value(DataPut *t, uint32_t slot, const Expr *x);

static uint32_t part_named(const DataPut *t, uint32_t owner, Text name) {
  const Rules *r = t->rules;
  if (owner != SLOT_NONE) {
    const Slot *s = &r->slots[owner];
    for (uint32_t i = 0; i < s->child_count; i++) if (text_equal(r->slots[s->first_child + i].name, name)) return s->first_child + i;
    return SLOT_NONE;
  }
  for (uint32_t i = 0; i < r->slot_count; i++) if (r->slots[i].parent == SLOT_NONE && r->slots[i].field && text_equal(r->slots[i].name, name)) return i;
  return SLOT_NONE;
}
static uint32_t previous_named(const DataPut *t, Text name) {
  static const char *const names[] = {"stage", "route", "target", "routed_at"};
  for (int i = 0; i < 4; i++) if (text_is(name, names[i])) return t->rules->previous[i];
  return SLOT_NONE;
}
static void put_fields(DataPut *t, uint32_t owner, const Expr *record) {
  for (uint32_t i = 0; i < record->args.count; i++) {
    const Expr *value = record->args.items[i];
    Text name = record->names[i].text;
    uint32_t slot = part_named(t, owner, name);
    if (slot == SLOT_NONE && owner == SLOT_NONE && text_is(name, "previous") && value->kind == EXPR_RECORD_DATA) {
      for (uint32_t j = 0; j < value->args.count; j++) {
        uint32_t of = previous_named(t, value->names[j].text);
        if (of != SLOT_NONE) put_value(t, of, value->args.items[j]);
      }
    } else if (slot != SLOT_NONE) put_value(t, slot, value);
  }
}
static void put_list(DataPut *t, uint32_t slot, const Expr *list) {
  Batch *b = t->batch->columns;
  const Slot *s = &t->rules->slots[slot];
  bool records = s->type.kind == TYPE_LIST && s->type.element->kind == TYPE_RECORD;
  if (s->type.kind != TYPE_LIST) { batch_put_wrong(b, slot, 0, TEXT("a list")); return; }
  if (!batch_begin_list(b, slot, 0)) return;
  for (uint32_t i = 0; i < list->args.count; i++) {
    const Expr *x = list->args.items[i];
    if (x->kind == EXPR_MISSING) continue;
    if (!records) put_value(t, s->first_child, x);
    else if (x->kind == EXPR_RECORD_DATA) {
      batch_begin_element(b, slot);
      put_fields(t, slot, x);
      batch_end_element(b, slot);
    } else batch_bad_list(b, slot, TEXT("an element that is no record"));
  }
  batch_end_list(b, slot);
}
// A number as its digits: as written when they are plain, else in the shortest form.
static void put_number(DataPut *t, uint32_t slot, const Expr *x) {
  int64_t value = x->kind == EXPR_NEGATE ? -x->a->value : x->value;
  Text written = {0}; // an empty span: a tool made it
  if (x->span.end > x->span.start) written = (Text){t->rules->sources->files.items[x->span.file]->bytes.data + x->span.start, x->span.end - x->span.start};
  bool plain = written.size > 0;
  for (uint32_t i = 0; i < written.size; i++) plain &= (written.data[i] >= '0' && written.data[i] <= '9') || written.data[i] == '.' || (i == 0 && written.data[i] == '-');
  char digits[DECIMAL_TEXT_BYTES];
  if (!plain) written = text_copy(t->arena, (Text){digits, decimal_format(value, digits)});
  batch_put_number(t->batch->columns, slot, 0, written);
}
static void put_time(DataPut *t, uint32_t slot, int64_t time) {
  char text[CLOCK_TEXT_BYTES];
  batch_put_text(t->batch->columns, slot, 0, text_copy(t->arena, (Text){text, clock_format_time(time, text)}));
}
static void put_ago(DataPut *t, uint32_t slot, const Expr *x) {
  int64_t time = t->now - x->a->value;
  if (x->a->months && !clock_months_before(t->rules->zone, t->now, x->a->value, &time)) { batch_put_wrong(t->batch->columns, slot, 0, TEXT("before the year 1")); return; }
  put_time(t, slot, time);
}
static void put_value(DataPut *t, uint32_t slot, const Expr *x) {
  Batch *b = t->batch->columns;
  char date[CLOCK_TEXT_BYTES];
  switch (x->kind) {
    case EXPR_TEXT: batch_put_text(b, slot, 0, x->text); break;
    case EXPR_NUMBER: case EXPR_NEGATE: put_number(t, slot, x); break;
    case EXPR_BOOLEAN: batch_put_boolean(b, slot, 0, x->value != 0); break;
    case EXPR_DATE: batch_put_text(b, slot, 0, text_copy(t->arena, (Text){date, clock_format_date(x->value, date)})); break;
    case EXPR_TIME: put_time(t, slot, x->value); break;
    case EXPR_AGO: put_ago(t, slot, x); break;
    case EXPR_NOW: put_time(t, slot, t->now); break;
    case EXPR_LIST_DATA: put_list(t, slot, x); break;
    case EXPR_RECORD_DATA:
      if (t->rules->slots[slot].type.kind != TYPE_RECORD) { batch_put_wrong(b, slot, 0, TEXT("a record")); break; }
      if (!batch_begin_record(b, slot, 0)) break;
      put_fields(t, slot, x);
      batch_end_record(b, slot);
      break;
    default: batch_put_null(b, slot, 0);
  }
}

RowStatus api_put_lead(const Rules *rules, RubricBatch *batch, Arena *arena, int64_t now, const Expr *lead, Text *reason) {
  DataPut t = {rules, batch, arena, now};
  batch_begin_row(batch->columns, 1);
  if (lead) put_fields(&t, SLOT_NONE, lead);
  return batch_end_row(batch->columns, reason);
}
