// output_json.c -- decisions as NDJSON lines.
//
// Most leads are in no segment, have no reason and need nothing: that is known of 64 leads at once.
#include "io/output_inside.h"
#include "base/clock.h"

static char *json_contacts(char *out, const Output *o, const RubricDecisions *d, uint32_t row) {
  out = PUT(out, ",\"contact\":{");
  for (uint32_t i = 0; i < o->channels; i++) {
    if (i) *out++ = ',';
    out = put_piece(out, &o->channel[i]);
    Contact c = contact_of(&d->contacts[i], row);
    if (c == ALLOWED) out = PUT(out, ":\"allowed\"");
    else if (c == BLOCKED) out = PUT(out, ":\"blocked\"");
    else {
      out = PUT(out, ":{\"wait_until\":\"");
      out += clock_format_time(d->contacts[i].next[row], out);
      out = PUT(out, "\"}");
    }
  }
  return PUT(out, "}");
}
static char *json_lists(char *out, const Output *o, const RubricDecisions *d, uint32_t row) {
  out = PUT(out, "},\"segments\":[");
  out = put_bits(out, o->segment, d->segments, o->segments, row, ',');
  out = PUT(out, "],\"reasons\":[");
  out = put_bits(out, o->reason, d->reasons, o->reasons, row, ',');
  out = PUT(out, "],\"needs\":[");
  out = put_needs(out, o, d, row, ',');
  return PUT(out, "],\"route\":");
}
static char *json_held(char *out, const RubricDecisions *d, uint32_t row) { // its route may be one that is no more
  out = PUT(put_json(out, d->held_route[row]), ",\"target\":");
  out = d->target[row].data ? put_json(out, d->target[row]) : PUT(out, "null");
  return put_route_end(out, d->sla_us[row], d->due_at[row]);
}
static inline char *json_route(char *out, const Output *o, const RubricDecisions *d, uint32_t row) {
  if (d->held_route && d->held_route[row].data) return json_held(out, d, row);
  uint32_t route = (uint32_t)(d->route[row] + 1);
  out = put_piece(out, &o->route[route]);
  out = d->target[row].data ? put_json(out, d->target[row]) : PUT(out, "null");
  return put_piece(out, &o->route_end[route]);
}
static char *json_more(char *out, const Decided *x, uint32_t row, Buffer *b) { // what was asked for with --with and --trace
  const Output *o = x->output;
  for (uint32_t i = 0; i < o->with_count && out; i++) {
    out = put_piece(out, &o->with_name[i]);
    out = put_value(o->program, x->leads->columns, o->with[i], row, o->line_bytes, b, out);
  }
  if (!o->trace || !out) return out;
  room_end(b, PUT(out, ",\"trace\":"));
  output_trace(x, row, b);
  return room_begin(b, 8);
}
// The key in front, and room for what follows it.
static inline char *json_key(const Decided *x, uint32_t row, Buffer *b) {
  const Output *o = x->output;
  const RubricDecisions *d = x->d;
  const Column *keys = x->keys;
  size_t room = o->line_bytes + 6 * ((size_t)d->target[row].size + (d->held_route ? (size_t)d->held_route[row].size : 0));
  char *out = room_begin(b, room + (keys ? 6 * (size_t)keys->texts[row].size : 0));
  if (!out) return NULL;
  out = put_piece(out, &o->head);
  if (keys) return put_json(out, api_text(keys->texts[row]));
  return o->key == RUBRIC_NONE ? put_integer(out, (int64_t)d->record[row]) : put_value(o->program, x->leads->columns, o->key, row, room, b, out);
}
static void json_line(const Decided *x, uint32_t row, bool listed, Buffer *b) {
  const Output *o = x->output;
  const RubricDecisions *d = x->d;
  char *out = json_key(x, row, b);
  if (!out) return;
  out = put_piece(out, &o->decision[d->status[row] * (o->stages + 1) + (uint32_t)(d->stage[row] + 1)]);
  for (uint32_t i = 0; i < o->scores; i++) {
    if (i) out = put_piece(out, &o->score[i]);
    out = bit(d->score_known[i], row) ? put_number(out, d->scores[i][row]) : PUT(out, "null");
  }
  out = listed ? json_lists(out, o, d, row) : PUT(out, "},\"segments\":[],\"reasons\":[],\"needs\":[],\"route\":");
  out = json_route(out, o, d, row);
  if (o->channels) out = json_contacts(out, o, d, row);
  if (o->with_count || o->trace) out = json_more(out, x, row, b);
  if (out) room_end(b, PUT(out, "}\n"));
}
void output_json(const Decided *x, uint32_t first, uint32_t end, Buffer *b) {
  uint64_t listed = 0;
  for (uint32_t row = first; row < end; row++) {
    if (row == first || row % 64 == 0) listed = listed_of(x->output, x->d, row / 64);
    json_line(x, row, listed >> (row & 63) & 1, b);
  }
}
