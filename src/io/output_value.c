// output_value.c -- values of leads as JSON, and plain as a cell shows them.
#include "io/output_inside.h"
#include "base/clock.h"

// ---- JSON: each asks for the room that it needs and for `more` behind it; NULL: no memory
typedef struct Cells { const RubricProgram *program; const Batch *batch; Buffer *buffer; } Cells;
static char *put_any(const Cells *c, char *out, uint32_t field, uint32_t row, size_t more);

static char *put_text(const Cells *c, char *out, RubricText t, size_t more) {
  if ((out = room_more(c->buffer, out, t.size * 6ul + 2 + more))) out = put_json(out, t);
  return out;
}
static char *put_fields(const Cells *c, char *out, RubricField f, uint32_t row, size_t more) { // {"kind":"visit","at":null}
  for (uint32_t i = 0; i < f.child_count; i++) {
    Text name = program_text(&c->program->code, c->program->code.slots[f.first_child + i].name);
    if (!(out = room_more(c->buffer, out, 1))) return NULL;
    *out++ = i ? ',' : '{';
    if (!(out = put_text(c, out, api_text(name), 1))) return NULL;
    *out++ = ':';
    out = put_any(c, out, f.first_child + i, row, 0);
  }
  if (!(out = room_more(c->buffer, out, 2 + more))) return NULL;
  return f.child_count ? PUT(out, "}") : PUT(out, "{}");
}
static char *put_list(const Cells *c, char *out, RubricField f, const Column *list, uint32_t row, size_t more) {
  SlotTable slots = program_slots(&c->program->code);
  bool records = !slot_is_element(&slots, f.first_child);
  uint32_t first = list->offsets[row], end = list->offsets[row + 1];
  for (uint32_t e = first; e < end; e++) {
    if (!(out = room_more(c->buffer, out, 1))) return NULL;
    *out++ = e > first ? ',' : '[';
    out = records ? put_fields(c, out, f, e, 0) : put_any(c, out, f.first_child, e, 0);
  }
  if (!(out = room_more(c->buffer, out, 2 + more))) return NULL;
  return first < end ? PUT(out, "]") : PUT(out, "[]");
}
static char *put_clock(char *out, RubricFieldKind kind, int64_t value) {
  return out + (kind == RUBRIC_DATE ? clock_format_date(value, out) : clock_format_time(value, out));
}
static char *put_any(const Cells *c, char *out, uint32_t field, uint32_t row, size_t more) {
  const Column *column = &c->batch->columns[field];
  RubricField f = rubric_field(c->program, field);
  bool known = bit(column->known, row);
  if (known && f.kind == RUBRIC_TEXT) return put_text(c, out, api_text(column->texts[row]), more);
  if (known && f.kind == RUBRIC_CHOICE) return put_text(c, out, rubric_field_value(c->program, field, (uint32_t)column->ints[row]), more);
  if (known && f.kind == RUBRIC_LIST) return put_list(c, out, f, column, row, more);
  if (known && f.kind == RUBRIC_RECORD) return put_fields(c, out, f, row, more);
  if (!(out = room_more(c->buffer, out, DECIMAL_TEXT_BYTES + CLOCK_TEXT_BYTES + more))) return NULL;
  if (!known) return PUT(out, "null");
  if (f.kind == RUBRIC_NUMBER) return put_number(out, column->ints[row]);
  if (f.kind == RUBRIC_BOOLEAN) return bit(column->yes, row) ? PUT(out, "true") : PUT(out, "false");
  out = put_clock(PUT(out, "\""), f.kind, column->ints[row]);
  return PUT(out, "\"");
}
char *put_value(const RubricProgram *p, const Batch *batch, uint32_t field, uint32_t row, size_t more, Buffer *b, char *out) {
  return put_any(&(Cells){p, batch, b}, out, field, row, more);
}
void output_field_json(const RubricProgram *p, const RubricBatch *leads, uint32_t field, uint32_t row, Buffer *b) {
  char *out = room_begin(b, 0);
  if (out && (out = put_value(p, leads->columns, field, row, 0, b, out))) room_end(b, out);
}

// ---- plain
void output_field_plain(const RubricProgram *p, const RubricBatch *leads, uint32_t field, uint32_t row, Buffer *b) {
  const Column *c = &leads->columns->columns[field];
  RubricFieldKind kind = rubric_field(p, field).kind;
  if (!bit(c->known, row)) return;
  if (kind == RUBRIC_TEXT) buffer_text(b, api_text(c->texts[row]));
  else if (kind == RUBRIC_CHOICE) buffer_text(b, rubric_field_value(p, field, (uint32_t)c->ints[row]));
  else if (kind == RUBRIC_DATE) buffer_date(b, c->ints[row]);
  else if (kind == RUBRIC_TIME) buffer_time(b, c->ints[row]);
  else output_field_json(p, leads, field, row, b);
}
