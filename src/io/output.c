// output.c -- see output.h: the pieces of a program, made once.
//
// Room for all that a line can need beside the lead's own texts is asked for once; within it pieces are put without a check.
#include "io/output_inside.h"
#include "base/clock.h"
#include <stdlib.h>

const char *const output_statuses[] = {"disqualified", "incomplete", "routed", "unrouted"};

Piece piece_of(Buffer *b) {
  Piece p = {calloc(1, b->size + PUT_MORE), b->size};
  if (p.data && b->size) memcpy(p.data, b->data, b->size);
  if (!p.data) b->failed = true;
  b->size = 0;
  return p;
}
Piece *pieces_new(Buffer *b, uint32_t count) {
  Piece *p = calloc(count + 1, sizeof *p);
  if (!p) b->failed = true;
  return p;
}
static RubricText name_of(const Output *o, RubricPart part, uint32_t i) { return rubric_item(o->program, part, i).name; }
static Piece *names_of(Output *o, Buffer *b, RubricPart part, uint32_t *count) {
  *count = rubric_item_count(o->program, part);
  Piece *p = pieces_new(b, *count);
  for (uint32_t i = 0; p && i < *count; i++) {
    if (o->form == OUTPUT_NDJSON) buffer_json(b, name_of(o, part, i));
    else buffer_text(b, name_of(o, part, i));
    p[i] = piece_of(b);
  }
  return p;
}

static Piece *paths_of(const Output *o, Buffer *b, const uint32_t *fields, uint32_t count, const char *before, const char *after) { // fields NULL: all
  Piece *p = pieces_new(b, count);
  for (uint32_t i = 0; p && i < count; i++) {
    RubricText path = rubric_field(o->program, fields ? fields[i] : i).path;
    buffer_put(b, before, strlen(before));
    if (o->form == OUTPUT_NDJSON) buffer_json(b, path);
    else buffer_text(b, path);
    buffer_put(b, after, strlen(after));
    p[i] = piece_of(b);
  }
  return p;
}
static size_t total_of(const Piece *p, uint32_t count) { // as the items of a list, with a value behind each
  size_t total = 0;
  for (uint32_t i = 0; i < count; i++) total += p[i].size + 96;
  return total;
}
static size_t longest_of(const Piece *p, uint32_t count) {
  size_t longest = 0;
  for (uint32_t i = 0; p && i < count; i++) if (p[i].size > longest) longest = p[i].size;
  return longest;
}
static size_t line_bytes(const Output *o) {
  size_t lists = total_of(o->segment, o->segments) + total_of(o->reason, o->reasons) + total_of(o->channel, o->channels) + total_of(o->need, rubric_field_count(o->program));
  size_t scores = o->score ? total_of(o->score, o->scores) : 0;
  return o->head.size + longest_of(o->decision, 4 * (o->stages + 1)) + scores + lists + longest_of(o->route, o->routes + 1) + longest_of(o->route_end, o->routes + 1) + longest_of(o->with_name, o->with_count) + 512;
}
static void json_pieces(Output *o, Buffer *b) {
  BUFFER_PUT(b, "{");
  buffer_json(b, o->key == RUBRIC_NONE ? (RubricText){"row", 3} : rubric_field(o->program, o->key).path);
  BUFFER_PUT(b, ":");
  o->head = piece_of(b);
  o->decision = pieces_new(b, 4 * (o->stages + 1));
  for (uint32_t s = 0; o->decision && s < 4; s++)
    for (uint32_t i = 0; i <= o->stages; i++) {
      BUFFER_PUT(b, ",\"status\":\"");
      buffer_put(b, output_statuses[s], strlen(output_statuses[s]));
      BUFFER_PUT(b, "\",\"stage\":");
      if (i) buffer_json(b, name_of(o, RUBRIC_STAGES, i - 1));
      else BUFFER_PUT(b, "null");
      BUFFER_PUT(b, ",\"scores\":{");
      if (o->scores) { buffer_json(b, name_of(o, RUBRIC_SCORES, 0)); BUFFER_PUT(b, ":"); }
      o->decision[s * (o->stages + 1) + i] = piece_of(b);
    }
  o->score = pieces_new(b, o->scores);
  for (uint32_t i = 1; o->score && i < o->scores; i++) {
    BUFFER_PUT(b, ",");
    buffer_json(b, name_of(o, RUBRIC_SCORES, i));
    BUFFER_PUT(b, ":");
    o->score[i] = piece_of(b);
  }
}
char *put_route_end(char *out, int64_t sla_us, int64_t due) {
  out = PUT(out, ",\"sla_seconds\":");
  out = sla_us < 0 ? PUT(out, "null") : put_integer(out, sla_us / 1000000);
  out = PUT(out, ",\"due_at\":");
  if (due == INT64_MIN) return PUT(out, "null");
  out = PUT(out, "\"");
  out += clock_format_time(due, out);
  return PUT(out, "\"");
}
static void route_pieces(Output *o, Buffer *b) {
  o->route = pieces_new(b, o->routes + 1);
  o->route_end = pieces_new(b, o->routes + 1);
  if (!o->route || !o->route_end) return;
  for (uint32_t i = 0; i <= o->routes; i++) {
    RubricItem r = i ? rubric_item(o->program, RUBRIC_ROUTES, i - 1) : (RubricItem){0};
    if (i) buffer_json(b, r.name);
    else BUFFER_PUT(b, "null");
    BUFFER_PUT(b, ",\"target\":");
    o->route[i] = piece_of(b);
    bool ends = i && r.has_sla && o->now + r.sla_us <= CLOCK_TIME_MAX;
    char *out = room_begin(b, 200);
    if (out) room_end(b, put_route_end(out, i && r.has_sla ? r.sla_us : -1, ends ? o->now + r.sla_us : INT64_MIN));
    o->route_end[i] = piece_of(b);
  }
}
Output *output_new(RubricProgram *program, OutputForm form, const uint32_t *with, uint32_t with_count, bool trace, int64_t now) {
  Output *o = calloc(1, sizeof *o);
  Buffer b = {0};
  if (!o) return NULL;
  *o = (Output){.program = program, .form = form, .key = rubric_key_field(program), .with_count = with_count, .trace = trace, .now = now,
                .stages = rubric_item_count(program, RUBRIC_STAGES), .routes = rubric_item_count(program, RUBRIC_ROUTES), .scores = rubric_item_count(program, RUBRIC_SCORES)};
  o->with = calloc(with_count + 1, sizeof *with);
  if (o->with && with_count) memcpy(o->with, with, with_count * sizeof *with);
  o->segment = names_of(o, &b, RUBRIC_SEGMENTS, &o->segments);
  o->reason = names_of(o, &b, RUBRIC_REASONS, &o->reasons);
  o->channel = names_of(o, &b, RUBRIC_CHANNELS, &o->channels);
  o->need = paths_of(o, &b, NULL, rubric_field_count(program), "", "");
  if (o->with && form == OUTPUT_NDJSON) o->with_name = paths_of(o, &b, o->with, with_count, ",", ":");
  if (form == OUTPUT_NDJSON) { json_pieces(o, &b); route_pieces(o, &b); }
  else output_csv_pieces(o, &b);
  if (trace) trace_pieces(o, &b);
  bool failed = b.failed || !o->with;
  buffer_free(&b);
  if (!failed) o->line_bytes = line_bytes(o);
  if (!failed) return o;
  output_free(o);
  return NULL;
}
void pieces_free(Piece *p, uint32_t count) {
  for (uint32_t i = 0; p && i < count; i++) free(p[i].data);
  free(p);
}
void output_free(Output *o) {
  if (!o) return;
  free(o->with);
  free(o->head.data);
  pieces_free(o->decision, 4 * (o->stages + 1));
  pieces_free(o->score, o->scores);
  pieces_free(o->segment, o->segments);
  pieces_free(o->reason, o->reasons);
  pieces_free(o->channel, o->channels);
  pieces_free(o->need, rubric_field_count(o->program));
  pieces_free(o->with_name, o->with_count);
  pieces_free(o->route, o->routes + 1);
  pieces_free(o->route_end, o->routes + 1);
  trace_pieces_free(o);
  free(o);
}

// ---- what lines of every form have
char *put_bits(char *out, const Piece *names, const uint64_t *const *bits, uint32_t count, uint32_t row, char between) {
  bool first = true;
  for (uint32_t i = 0; i < count; i++) {
    if (!bit(bits[i], row)) continue;
    if (!first) *out++ = between;
    out = put_piece(out, &names[i]);
    first = false;
  }
  return out;
}
char *put_needs(char *out, const Output *o, const RubricDecisions *d, uint32_t row, char between) {
  bool first = true;
  for (uint32_t i = 0; i < d->need_count; i++) {
    if (!bit(d->needs[i].rows, row)) continue;
    if (!first) *out++ = between;
    out = put_piece(out, &o->need[d->needs[i].field]);
    first = false;
  }
  return out;
}
uint64_t listed_of(const Output *o, const RubricDecisions *d, uint32_t word) {
  uint64_t any = 0;
  for (uint32_t i = 0; i < o->segments; i++) any |= d->segments[i][word];
  for (uint32_t i = 0; i < o->reasons; i++) any |= d->reasons[i][word];
  for (uint32_t i = 0; i < d->need_count; i++) any |= d->needs[i].rows[word];
  return any;
}
Contact contact_of(const RubricContact *c, uint32_t row) {
  if (!bit(c->allowed, row)) return BLOCKED;
  if (!c->open || bit(c->open, row)) return ALLOWED;
  return c->next[row] == 0 || c->next[row] > CLOCK_TIME_MAX ? BLOCKED : WAIT; // 0: the zone is unknown
}

void output_header(const Output *o, Buffer *b) {
  if (o->form != OUTPUT_NDJSON) output_csv_header(o, b);
}
static Decided decided(const Output *o, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d) {
  bool texts = o->key != RUBRIC_NONE && rubric_field(o->program, o->key).kind == RUBRIC_TEXT;
  return (Decided){o, run, leads, d, texts ? &leads->columns->columns[o->key] : NULL};
}
void output_batch(const Output *o, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, Buffer *b) {
  Decided x = decided(o, run, leads, d);
  if (o->form == OUTPUT_NDJSON) output_json(&x, 0, d->rows, b);
  else output_csv(&x, b);
}
void output_row(const Output *o, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row, Buffer *b) {
  Decided x = decided(o, run, leads, d);
  output_json(&x, row, row + 1, b);
}
