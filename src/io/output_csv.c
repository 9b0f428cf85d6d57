// output_csv.c -- decisions as CSV rows.
#include "io/output_inside.h"

static RubricText name_of(const Output *o, RubricPart part, uint32_t i) { return rubric_item(o->program, part, i).name; }
static void put_cell(const Output *o, Buffer *b, RubricText t) {
  if (o->form == OUTPUT_CSV) buffer_cell(b, t);
  else buffer_quoted(b, t);
}
static void cell_from(const Output *o, Buffer *b, Buffer *scratch) {
  put_cell(o, b, (RubricText){scratch->data, (uint32_t)scratch->size});
  scratch->size = 0;
}
static void csv_route(const Output *o, const RubricDecisions *d, uint32_t row, Buffer *b) {
  bool held = d->held_route && d->held_route[row].data;
  BUFFER_PUT(b, ",");
  if (held) put_cell(o, b, d->held_route[row]);
  else if (d->route[row] >= 0) put_cell(o, b, name_of(o, RUBRIC_ROUTES, (uint32_t)d->route[row]));
  BUFFER_PUT(b, ",");
  if (d->target[row].data) put_cell(o, b, d->target[row]);
  BUFFER_PUT(b, ",");
  if (d->sla_us[row] >= 0) buffer_integer(b, d->sla_us[row] / 1000000);
  BUFFER_PUT(b, ",");
  if (d->due_at[row] != INT64_MIN) buffer_time(b, d->due_at[row]);
}
static void csv_list(const Output *o, const Piece *names, const uint64_t *const *bits, uint32_t count, uint32_t row, Buffer *b, Buffer *scratch) {
  char *out = room_begin(scratch, o->line_bytes);
  if (!out) return;
  room_end(scratch, put_bits(out, names, bits, count, row, ';'));
  cell_from(o, b, scratch);
}
static void csv_needs(const Output *o, const RubricDecisions *d, uint32_t row, Buffer *b, Buffer *scratch) {
  char *out = room_begin(scratch, o->line_bytes);
  if (!out) return;
  room_end(scratch, put_needs(out, o, d, row, ';'));
  cell_from(o, b, scratch);
}
static void csv_line(const Decided *x, uint32_t row, Buffer *b, Buffer *scratch) { // cells look for room themselves
  const Output *o = x->output;
  const RubricDecisions *d = x->d;
  if (o->key == RUBRIC_NONE) buffer_integer(b, (int64_t)d->record[row]);
  else { output_field_plain(o->program, x->leads, o->key, row, scratch); cell_from(o, b, scratch); }
  BUFFER_PUT(b, ",");
  buffer_put(b, output_statuses[d->status[row]], strlen(output_statuses[d->status[row]]));
  BUFFER_PUT(b, ",");
  if (d->stage[row] >= 0) put_cell(o, b, name_of(o, RUBRIC_STAGES, (uint32_t)d->stage[row]));
  for (uint32_t i = 0; i < o->scores; i++) {
    BUFFER_PUT(b, ",");
    if (bit(d->score_known[i], row)) buffer_number(b, d->scores[i][row]);
  }
  BUFFER_PUT(b, ",");
  csv_list(o, o->segment, d->segments, o->segments, row, b, scratch);
  BUFFER_PUT(b, ",");
  csv_list(o, o->reason, d->reasons, o->reasons, row, b, scratch);
  BUFFER_PUT(b, ",");
  csv_needs(o, d, row, b, scratch);
  csv_route(o, d, row, b);
  for (uint32_t i = 0; i < o->channels; i++) {
    Contact c = contact_of(&d->contacts[i], row);
    if (c == ALLOWED) BUFFER_PUT(b, ",allowed");
    else if (c == BLOCKED) BUFFER_PUT(b, ",blocked");
    else { BUFFER_PUT(b, ","); buffer_time(b, d->contacts[i].next[row]); }
  }
  for (uint32_t i = 0; i < o->with_count; i++) {
    BUFFER_PUT(b, ",");
    output_field_plain(o->program, x->leads, o->with[i], row, scratch);
    cell_from(o, b, scratch);
  }
  if (o->trace) { BUFFER_PUT(b, ","); output_trace(x, row, scratch); cell_from(o, b, scratch); }
  BUFFER_PUT(b, "\n");
}
void output_csv_header(const Output *o, Buffer *b) {
  put_cell(o, b, o->key == RUBRIC_NONE ? (RubricText){"row", 3} : rubric_field(o->program, o->key).path);
  BUFFER_PUT(b, ",status,stage");
  for (uint32_t i = 0; i < o->scores; i++) { BUFFER_PUT(b, ","); put_cell(o, b, name_of(o, RUBRIC_SCORES, i)); }
  BUFFER_PUT(b, ",segments,reasons,needs,route,target,sla_seconds,due_at");
  for (uint32_t i = 0; i < o->channels; i++) {
    Buffer name = {0};
    BUFFER_PUT(&name, "contact.");
    buffer_text(&name, name_of(o, RUBRIC_CHANNELS, i));
    BUFFER_PUT(b, ",");
    cell_from(o, b, &name);
    buffer_free(&name);
  }
  for (uint32_t i = 0; i < o->with_count; i++) { BUFFER_PUT(b, ","); put_cell(o, b, rubric_field(o->program, o->with[i]).path); }
  if (o->trace) BUFFER_PUT(b, ",trace");
  BUFFER_PUT(b, "\n");
}
void output_csv(const Decided *x, Buffer *b) {
  Buffer scratch = {0};
  for (uint32_t row = 0; row < x->d->rows; row++) csv_line(x, row, b, &scratch);
  b->failed |= scratch.failed;
  buffer_free(&scratch);
}
