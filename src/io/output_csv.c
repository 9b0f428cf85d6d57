// output_csv.c -- decisions as CSV rows.
//
// What is a list is joined in a scratch buffer first: only then it is known whether the cell must be quoted.
#include "io/output_inside.h"
#include "base/clock.h"

static RubricText name_of(const Output *o, RubricPart part, uint32_t i) { return rubric_item(o->program, part, i).name; }
static void cell(const Output *o, Buffer *b, RubricText t) {
  if (o->form == OUTPUT_CSV) buffer_cell(b, t);
  else buffer_quoted(b, t);
}
static void cell_from(const Output *o, Buffer *b, Buffer *scratch) {
  cell(o, b, (RubricText){scratch->data, (uint32_t)scratch->size});
  scratch->size = 0;
}

// ---- pieces
static char *put_end(char *out, int64_t sla_us, int64_t due) { // ,3600,2026-11-01T09:00:00Z
  *out++ = ',';
  if (sla_us >= 0) out = put_integer(out, sla_us / 1000000);
  *out++ = ',';
  return due == INT64_MIN ? out : out + clock_format_time(due, out);
}
static void route_pieces(Output *o, Buffer *b) {
  for (uint32_t i = 0; i <= o->routes; i++) {
    RubricItem r = i ? rubric_item(o->program, RUBRIC_ROUTES, i - 1) : (RubricItem){0};
    bool sla = i && r.has_sla, ends = sla && o->now + r.sla_us <= CLOCK_TIME_MAX;
    BUFFER_PUT(b, ",");
    if (i) cell(o, b, r.name);
    BUFFER_PUT(b, ",");
    o->route[i] = piece_of(b);
    char *out = room_begin(b, 3 * CLOCK_TEXT_BYTES);
    if (out) room_end(b, put_end(out, sla ? r.sla_us : -1, ends ? o->now + r.sla_us : INT64_MIN));
    o->route_end[i] = piece_of(b);
  }
}
void output_csv_pieces(Output *o, Buffer *b) {
  o->decision = pieces_new(b, 4 * (o->stages + 1));
  o->route = pieces_new(b, o->routes + 1);
  o->route_end = pieces_new(b, o->routes + 1);
  for (uint32_t i = 0; o->decision && i < 4 * (o->stages + 1); i++) {
    const char *status = output_statuses[i / (o->stages + 1)];
    uint32_t stage = i % (o->stages + 1);
    BUFFER_PUT(b, ",");
    buffer_put(b, status, strlen(status));
    BUFFER_PUT(b, ",");
    if (stage) cell(o, b, name_of(o, RUBRIC_STAGES, stage - 1));
    o->decision[i] = piece_of(b);
  }
  if (o->route && o->route_end) route_pieces(o, b);
}

// ---- a row
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
static void csv_lists(const Decided *x, uint32_t row, Buffer *b, Buffer *scratch) {
  const Output *o = x->output;
  BUFFER_PUT(b, ",");
  csv_list(o, o->segment, x->d->segments, o->segments, row, b, scratch);
  BUFFER_PUT(b, ",");
  csv_list(o, o->reason, x->d->reasons, o->reasons, row, b, scratch);
  BUFFER_PUT(b, ",");
  csv_needs(o, x->d, row, b, scratch);
}
static void csv_key(const Decided *x, uint32_t row, Buffer *b, Buffer *scratch) {
  const Output *o = x->output;
  if (x->keys) cell(o, b, api_text(x->keys->texts[row]));
  else if (o->key == RUBRIC_NONE) buffer_integer(b, (int64_t)x->d->record[row]);
  else { output_field_plain(o->program, x->leads, o->key, row, scratch); cell_from(o, b, scratch); }
}
static char *csv_scores(char *out, const Output *o, const RubricDecisions *d, uint32_t row) {
  out = put_piece(out, &o->decision[d->status[row] * (o->stages + 1) + (uint32_t)(d->stage[row] + 1)]);
  for (uint32_t i = 0; i < o->scores; i++) {
    *out++ = ',';
    if (bit(d->score_known[i], row)) out = put_number(out, d->scores[i][row]);
  }
  return out;
}
static char *csv_route(char *out, const Output *o, const RubricDecisions *d, uint32_t row) {
  bool held = d->held_route && d->held_route[row].data, reads = o->form == OUTPUT_CSV;
  uint32_t route = (uint32_t)(d->route[row] + 1);
  if (held) { out = put_cell(PUT(out, ","), d->held_route[row], reads); *out++ = ','; } // may be one that is no more
  else out = put_piece(out, &o->route[route]);
  if (d->target[row].data) out = put_cell(out, d->target[row], reads);
  out = held ? put_end(out, d->sla_us[row], d->due_at[row]) : put_piece(out, &o->route_end[route]);
  for (uint32_t i = 0; i < o->channels; i++) {
    Contact c = contact_of(&d->contacts[i], row);
    out = c == ALLOWED ? PUT(out, ",allowed") : c == BLOCKED ? PUT(out, ",blocked") : PUT(out, ",");
    if (c == WAIT) out += clock_format_time(d->contacts[i].next[row], out);
  }
  return out;
}
static void csv_more(const Decided *x, uint32_t row, Buffer *b, Buffer *scratch) { // what was asked for with --with and --trace
  const Output *o = x->output;
  for (uint32_t i = 0; i < o->with_count; i++) {
    BUFFER_PUT(b, ",");
    output_field_plain(o->program, x->leads, o->with[i], row, scratch);
    cell_from(o, b, scratch);
  }
  if (o->trace) { BUFFER_PUT(b, ","); output_trace(x, row, scratch); cell_from(o, b, scratch); }
}
static void csv_line(const Decided *x, uint32_t row, bool listed, Buffer *b, Buffer *scratch) {
  const Output *o = x->output;
  const RubricDecisions *d = x->d;
  size_t room = o->line_bytes + 2 * ((size_t)d->target[row].size + (d->held_route ? (size_t)d->held_route[row].size : 0));
  csv_key(x, row, b, scratch);
  char *out = room_begin(b, room);
  if (!out) return;
  out = csv_scores(out, o, d, row);
  if (listed) {
    room_end(b, out);
    csv_lists(x, row, b, scratch);
    if (!(out = room_begin(b, room))) return;
  } else out = PUT(out, ",,,");
  room_end(b, csv_route(out, o, d, row));
  if (o->with_count || o->trace) csv_more(x, row, b, scratch);
  BUFFER_PUT(b, "\n");
}
void output_csv_header(const Output *o, Buffer *b) {
  cell(o, b, o->key == RUBRIC_NONE ? (RubricText){"row", 3} : rubric_field(o->program, o->key).path);
  BUFFER_PUT(b, ",status,stage");
  for (uint32_t i = 0; i < o->scores; i++) { BUFFER_PUT(b, ","); cell(o, b, name_of(o, RUBRIC_SCORES, i)); }
  BUFFER_PUT(b, ",segments,reasons,needs,route,target,sla_seconds,due_at");
  for (uint32_t i = 0; i < o->channels; i++) {
    Buffer name = {0};
    BUFFER_PUT(&name, "contact.");
    buffer_text(&name, name_of(o, RUBRIC_CHANNELS, i));
    BUFFER_PUT(b, ",");
    cell_from(o, b, &name);
    buffer_free(&name);
  }
  for (uint32_t i = 0; i < o->with_count; i++) { BUFFER_PUT(b, ","); cell(o, b, rubric_field(o->program, o->with[i]).path); }
  if (o->trace) BUFFER_PUT(b, ",trace");
  BUFFER_PUT(b, "\n");
}
void output_csv(const Decided *x, Buffer *b) {
  Buffer scratch = {0};
  uint64_t listed = 0;
  for (uint32_t row = 0; row < x->d->rows; row++) {
    if (row % 64 == 0) listed = listed_of(x->output, x->d, row / 64);
    csv_line(x, row, listed >> (row & 63) & 1, b, &scratch);
  }
  b->failed |= scratch.failed;
  buffer_free(&scratch);
}
