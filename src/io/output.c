// output.c -- see output.h.
//
// Room for all that one line can need is asked for once a line (line_room); within it pieces are copied without a check.
#include "io/output.h"
#include <stdlib.h>

enum { BLOCK = 32 }; // pieces are copied in blocks: what lies behind the last one is overwritten by what follows
typedef struct Piece { char *data; size_t size; } Piece; // readable up to a whole number of blocks
struct Output {
  RubricProgram *program;
  OutputForm form;
  uint32_t key, *with, with_count;
  RubricFieldKind key_kind;
  size_t line_bytes;             // what all pieces and numbers of a line need at most, without texts of the lead
  bool trace;
  int64_t now;
  Piece head;                    // {"lead_id":
  Piece *decision;               // per status, stage + 1: ,"status":"routed","stage":"SQL","scores":{"fit":
  Piece *score;                  // per score after the first: ,"intent":
  Piece *segment, *reason, *need, *channel, *with_name;
  Piece *route, *route_end;      // per route + 1: ,"route":"x","target":   and   ,"sla_seconds":3600,"due_at":"…"
  uint32_t stages, routes, scores, segments, reasons, channels;
};

static const char *const statuses[] = {"disqualified", "incomplete", "routed", "unrouted"};

static Piece piece_of(Buffer *b) { // takes what the buffer holds
  Piece p = {calloc(1, b->size + BLOCK), b->size};
  if (p.data && b->size) memcpy(p.data, b->data, b->size);
  if (!p.data) b->failed = true;
  b->size = 0;
  return p;
}
static Piece *pieces_new(Buffer *b, uint32_t count) {
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
  return o->head.size + longest_of(o->decision, 4 * (o->stages + 1)) + scores + lists + longest_of(o->route, o->routes + 1) + longest_of(o->route_end, o->routes + 1) + 512;
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
      buffer_put(b, statuses[s], strlen(statuses[s]));
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
static void put_sla(Buffer *b, int64_t us) {
  if (us < 0) { BUFFER_PUT(b, "null"); return; }
  buffer_integer(b, us / 1000000);
}
static void json_route_end(Buffer *b, int64_t sla_us, int64_t due) {
  BUFFER_PUT(b, ",\"sla_seconds\":");
  put_sla(b, sla_us);
  BUFFER_PUT(b, ",\"due_at\":");
  if (due == INT64_MIN) { BUFFER_PUT(b, "null"); return; }
  BUFFER_PUT(b, "\"");
  buffer_time(b, due);
  BUFFER_PUT(b, "\"");
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
    json_route_end(b, i && r.has_sla ? r.sla_us : -1, ends ? o->now + r.sla_us : INT64_MIN);
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
  if (o->key != RUBRIC_NONE) o->key_kind = rubric_field(program, o->key).kind;
  if (form == OUTPUT_NDJSON) { json_pieces(o, &b); route_pieces(o, &b); }
  bool failed = b.failed || !o->with;
  buffer_free(&b);
  if (!failed) o->line_bytes = line_bytes(o);
  if (!failed) return o;
  output_free(o);
  return NULL;
}
static void pieces_free(Piece *p, uint32_t count) {
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
  free(o);
}

// ---- values of leads
static bool bit(const uint64_t *bits, uint32_t row) { return bits[row >> 6] >> (row & 63) & 1; }
static void value_json(const RubricProgram *p, const Batch *batch, uint32_t field, uint32_t row, Buffer *b, bool quoted);

static void list_json(const RubricProgram *p, const Batch *batch, RubricField f, const Column *c, uint32_t row, Buffer *b) {
  SlotTable slots = program_slots(&p->code);
  bool records = !slot_is_element(&slots, f.first_child);
  BUFFER_PUT(b, "[");
  for (uint32_t e = c->offsets[row]; e < c->offsets[row + 1]; e++) {
    if (e > c->offsets[row]) BUFFER_PUT(b, ",");
    if (!records) { value_json(p, batch, f.first_child, e, b, true); continue; }
    BUFFER_PUT(b, "{");
    for (uint32_t i = 0; i < f.child_count; i++) {
      if (i) BUFFER_PUT(b, ",");
      Text name = program_text(&p->code, p->code.slots[f.first_child + i].name);
      buffer_json(b, api_text(name));
      BUFFER_PUT(b, ":");
      value_json(p, batch, f.first_child + i, e, b, true);
    }
    BUFFER_PUT(b, "}");
  }
  BUFFER_PUT(b, "]");
}
static void record_json(const RubricProgram *p, const Batch *batch, RubricField f, uint32_t row, Buffer *b) {
  BUFFER_PUT(b, "{");
  for (uint32_t i = 0; i < f.child_count; i++) {
    if (i) BUFFER_PUT(b, ",");
    buffer_json(b, api_text(program_text(&p->code, p->code.slots[f.first_child + i].name)));
    BUFFER_PUT(b, ":");
    value_json(p, batch, f.first_child + i, row, b, true);
  }
  BUFFER_PUT(b, "}");
}
static void text_json(Buffer *b, RubricText t, bool quoted) {
  if (quoted) buffer_json(b, t);
  else buffer_text(b, t);
}
static void value_json(const RubricProgram *p, const Batch *batch, uint32_t field, uint32_t row, Buffer *b, bool quoted) {
  const Column *c = &batch->columns[field];
  RubricField f = rubric_field(p, field);
  if (!bit(c->known, row)) { if (quoted) BUFFER_PUT(b, "null"); return; }
  switch (f.kind) {
    case RUBRIC_TEXT: text_json(b, api_text(c->texts[row]), quoted); break;
    case RUBRIC_CHOICE: text_json(b, rubric_field_value(p, field, (uint32_t)c->ints[row]), quoted); break;
    case RUBRIC_BOOLEAN: if (bit(c->yes, row)) BUFFER_PUT(b, "true"); else BUFFER_PUT(b, "false"); break;
    case RUBRIC_NUMBER: buffer_number(b, c->ints[row]); break;
    case RUBRIC_DATE: case RUBRIC_TIME:
      if (quoted) BUFFER_PUT(b, "\"");
      if (f.kind == RUBRIC_DATE) buffer_date(b, c->ints[row]);
      else buffer_time(b, c->ints[row]);
      if (quoted) BUFFER_PUT(b, "\"");
      break;
    case RUBRIC_LIST: list_json(p, batch, f, c, row, b); break;
    case RUBRIC_RECORD: record_json(p, batch, f, row, b); break;
  }
}
void output_field_json(const RubricProgram *p, const RubricBatch *leads, uint32_t field, uint32_t row, Buffer *b) { value_json(p, leads->columns, field, row, b, true); }
void output_field_plain(const RubricProgram *p, const RubricBatch *leads, uint32_t field, uint32_t row, Buffer *b) { value_json(p, leads->columns, field, row, b, false); }

// ---- a line
static bool line_room(const Output *o, const RubricBatch *leads, const RubricDecisions *d, uint32_t row, Buffer *b) {
  size_t texts = d->target[row].size + (d->held_route ? (size_t)d->held_route[row].size : 0);
  if (o->key != RUBRIC_NONE && o->key_kind == RUBRIC_TEXT) texts += leads->columns->columns[o->key].texts[row].size;
  else if (o->key != RUBRIC_NONE && o->key_kind == RUBRIC_CHOICE) texts += rubric_field_value(o->program, o->key, (uint32_t)leads->columns->columns[o->key].ints[row]).size;
  return buffer_room(b, o->line_bytes + texts * 6 + BLOCK);
}
// These two only within line_room.
static inline void put_piece(Buffer *b, const Piece *p) {
  char *out = b->data + b->size;
  for (size_t i = 0; i < p->size; i += BLOCK) memcpy(out + i, p->data + i, BLOCK);
  b->size += p->size;
}
#define PUT(b, literal) (memcpy((b)->data + (b)->size, (literal), sizeof(literal) - 1), (void)((b)->size += sizeof(literal) - 1))

static void put_bits(Buffer *b, const Piece *names, const uint64_t *const *bits, uint32_t count, uint32_t row, char between) {
  bool first = true;
  for (uint32_t i = 0; i < count; i++) {
    if (!bit(bits[i], row)) continue;
    if (!first) b->data[b->size++] = between;
    put_piece(b, &names[i]);
    first = false;
  }
}
static void put_needs(const Output *o, const RubricDecisions *d, uint32_t row, char between, Buffer *b) {
  bool first = true;
  for (uint32_t i = 0; i < d->need_count; i++) {
    if (!bit(d->needs[i].rows, row)) continue;
    if (!first) b->data[b->size++] = between;
    put_piece(b, &o->need[d->needs[i].field]);
    first = false;
  }
}
typedef enum { BLOCKED, ALLOWED, WAIT } Contact;
static Contact contact_of(const RubricContact *c, uint32_t row) {
  if (!bit(c->allowed, row)) return BLOCKED;
  if (!c->open || bit(c->open, row)) return ALLOWED;
  return c->next[row] == 0 || c->next[row] > CLOCK_TIME_MAX ? BLOCKED : WAIT; // 0: the zone is unknown
}
static void json_contacts(const Output *o, const RubricDecisions *d, uint32_t row, Buffer *b) {
  PUT(b, ",\"contact\":{");
  for (uint32_t i = 0; i < o->channels; i++) {
    if (i) PUT(b, ",");
    put_piece(b, &o->channel[i]);
    Contact c = contact_of(&d->contacts[i], row);
    if (c == ALLOWED) PUT(b, ":\"allowed\"");
    else if (c == BLOCKED) PUT(b, ":\"blocked\"");
    else { PUT(b, ":{\"wait_until\":\""); buffer_time(b, d->contacts[i].next[row]); PUT(b, "\"}"); }
  }
  PUT(b, "}");
}
static void json_route(const Output *o, const RubricDecisions *d, uint32_t row, Buffer *b) {
  bool held = d->held_route && d->held_route[row].data;
  uint32_t route = (uint32_t)(d->route[row] + 1);
  if (held) { buffer_json(b, d->held_route[row]); PUT(b, ",\"target\":"); }
  else put_piece(b, &o->route[route]);
  if (d->target[row].data) buffer_json(b, d->target[row]);
  else PUT(b, "null");
  if (held) json_route_end(b, d->sla_us[row], d->due_at[row]);
  else put_piece(b, &o->route_end[route]);
}
static void json_line(const Output *o, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row, Buffer *b) {
  if (!line_room(o, leads, d, row, b)) return;
  put_piece(b, &o->head);
  if (o->key == RUBRIC_NONE) buffer_integer(b, (int64_t)d->record[row]);
  else if (o->key_kind == RUBRIC_TEXT) buffer_json(b, api_text(leads->columns->columns[o->key].texts[row]));
  else value_json(o->program, leads->columns, o->key, row, b, true);
  put_piece(b, &o->decision[d->status[row] * (o->stages + 1) + (uint32_t)(d->stage[row] + 1)]);
  for (uint32_t i = 0; i < o->scores; i++) {
    if (i) put_piece(b, &o->score[i]);
    if (bit(d->score_known[i], row)) buffer_number(b, d->scores[i][row]);
    else PUT(b, "null");
  }
  PUT(b, "},\"segments\":[");
  put_bits(b, o->segment, d->segments, o->segments, row, ',');
  PUT(b, "],\"reasons\":[");
  put_bits(b, o->reason, d->reasons, o->reasons, row, ',');
  PUT(b, "],\"needs\":[");
  put_needs(o, d, row, ',', b);
  PUT(b, "],\"route\":");
  json_route(o, d, row, b);
  if (o->channels) json_contacts(o, d, row, b);
  for (uint32_t i = 0; i < o->with_count; i++) { // from here on each looks for room itself
    buffer_put(b, o->with_name[i].data, o->with_name[i].size);
    value_json(o->program, leads->columns, o->with[i], row, b, true);
  }
  if (o->trace) { BUFFER_PUT(b, ",\"trace\":"); output_trace(o->program, run, leads, row, b); }
  BUFFER_PUT(b, "}\n");
}

// ---- CSV
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
static void csv_line(const Output *o, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row, Buffer *b, Buffer *scratch) {
  if (!line_room(o, leads, d, row, scratch)) return; // for the lists; cells look for room themselves
  if (o->key == RUBRIC_NONE) buffer_integer(b, (int64_t)d->record[row]);
  else { value_json(o->program, leads->columns, o->key, row, scratch, false); cell_from(o, b, scratch); }
  BUFFER_PUT(b, ",");
  buffer_put(b, statuses[d->status[row]], strlen(statuses[d->status[row]]));
  BUFFER_PUT(b, ",");
  if (d->stage[row] >= 0) put_cell(o, b, name_of(o, RUBRIC_STAGES, (uint32_t)d->stage[row]));
  for (uint32_t i = 0; i < o->scores; i++) {
    BUFFER_PUT(b, ",");
    if (bit(d->score_known[i], row)) buffer_number(b, d->scores[i][row]);
  }
  BUFFER_PUT(b, ",");
  put_bits(scratch, o->segment, d->segments, o->segments, row, ';');
  cell_from(o, b, scratch);
  BUFFER_PUT(b, ",");
  put_bits(scratch, o->reason, d->reasons, o->reasons, row, ';');
  cell_from(o, b, scratch);
  BUFFER_PUT(b, ",");
  put_needs(o, d, row, ';', scratch);
  cell_from(o, b, scratch);
  csv_route(o, d, row, b);
  for (uint32_t i = 0; i < o->channels; i++) {
    Contact c = contact_of(&d->contacts[i], row);
    if (c == ALLOWED) BUFFER_PUT(b, ",allowed");
    else if (c == BLOCKED) BUFFER_PUT(b, ",blocked");
    else { BUFFER_PUT(b, ","); buffer_time(b, d->contacts[i].next[row]); }
  }
  for (uint32_t i = 0; i < o->with_count; i++) {
    BUFFER_PUT(b, ",");
    value_json(o->program, leads->columns, o->with[i], row, scratch, false);
    cell_from(o, b, scratch);
  }
  if (o->trace) { BUFFER_PUT(b, ","); output_trace(o->program, run, leads, row, scratch); cell_from(o, b, scratch); }
  BUFFER_PUT(b, "\n");
}
void output_header(const Output *o, Buffer *b) {
  if (o->form == OUTPUT_NDJSON) return;
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
void output_batch(const Output *o, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, Buffer *b) {
  Buffer scratch = {0};
  for (uint32_t row = 0; row < d->rows; row++) {
    if (o->form == OUTPUT_NDJSON) json_line(o, run, leads, d, row, b);
    else csv_line(o, run, leads, d, row, b, &scratch);
  }
  b->failed |= scratch.failed;
  buffer_free(&scratch);
}
void output_row(const Output *o, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row, Buffer *b) { json_line(o, run, leads, d, row, b); }
