// output_trace.c -- why a lead got what it got, as JSON (docs/cli.md, Trace).
//
// Names and places of rules are made ready once; each part asks for the room that it needs. NULL: no memory.
#include "io/output_inside.h"
#include <stdlib.h>

enum { NUMBERS = 160 }; // what stands in one line beside its pieces: four numbers and their names

// ---- pieces
static RubricItem item(const Output *o, RubricPart part, uint32_t i) { return rubric_item(o->program, part, i); }
static void add_at(Buffer *b, const RubricItem *it) { // "at":"inbound.rubric:55"
  BUFFER_PUT(b, "\"at\":");
  buffer_json(b, it->path);
  if (b->failed) return;
  b->data[b->size - 1] = ':'; // over the closing quote
  buffer_integer(b, it->line);
  BUFFER_PUT(b, "\"");
}
static void add_because(Buffer *b, const RubricItem *it) {
  if (!it->because.size) return;
  BUFFER_PUT(b, ",\"because\":");
  buffer_json(b, it->because);
}
static void add_score(Buffer *b, const Output *o, uint32_t score) {
  BUFFER_PUT(b, "{\"score\":");
  buffer_json(b, item(o, RUBRIC_SCORES, score).name);
}
static void make_rule(Buffer *b, const Output *o, const RubricItem *it) { add_score(b, o, it->score); BUFFER_PUT(b, ",\"rule\":"); buffer_json(b, it->name); BUFFER_PUT(b, ",\"points\":"); }
static void make_rule_at(Buffer *b, const Output *o, const RubricItem *it) { (void)o; BUFFER_PUT(b, ","); add_at(b, it); add_because(b, it); }
static void make_group(Buffer *b, const Output *o, const RubricItem *it) { add_score(b, o, it->score); BUFFER_PUT(b, ",\"group\":"); buffer_json(b, it->name); BUFFER_PUT(b, ",\"points\":"); }
static void make_score(Buffer *b, const Output *o, const RubricItem *it) { (void)o; BUFFER_PUT(b, "{\"score\":"); buffer_json(b, it->name); }
static void make_unknown(Buffer *b, const Output *o, const RubricItem *it) { (void)o; BUFFER_PUT(b, "{\"rule\":"); buffer_json(b, it->name); BUFFER_PUT(b, ",\"needs\":["); }
static void make_reason(Buffer *b, const Output *o, const RubricItem *it) {
  (void)o;
  BUFFER_PUT(b, "{\"code\":");
  buffer_json(b, it->name);
  add_because(b, it);
  BUFFER_PUT(b, ",");
  add_at(b, it);
  BUFFER_PUT(b, "}");
}
static void make_place(Buffer *b, const Output *o, const RubricItem *it) { (void)o; BUFFER_PUT(b, "{"); add_at(b, it); }
static void make_passed(Buffer *b, const Output *o, const RubricItem *it) { (void)o; BUFFER_PUT(b, "{\"route\":"); buffer_json(b, it->name); BUFFER_PUT(b, ",\"why\":\""); }

static Piece *make_all(const Output *o, Buffer *b, RubricPart part, void (*make)(Buffer *, const Output *, const RubricItem *)) {
  uint32_t count = rubric_item_count(o->program, part);
  Piece *p = pieces_new(b, count);
  for (uint32_t i = 0; p && i < count; i++) {
    RubricItem it = item(o, part, i);
    make(b, o, &it);
    p[i] = piece_of(b);
  }
  return p;
}
void trace_pieces(Output *o, Buffer *b) {
  o->traced = (TracePieces){
    .rule = make_all(o, b, RUBRIC_RULES, make_rule), .rule_at = make_all(o, b, RUBRIC_RULES, make_rule_at), .group = make_all(o, b, RUBRIC_GROUPS, make_group),
    .score = make_all(o, b, RUBRIC_SCORES, make_score), .unknown = make_all(o, b, RUBRIC_RULES, make_unknown), .reason = make_all(o, b, RUBRIC_REASONS, make_reason),
    .stage = make_all(o, b, RUBRIC_STAGES, make_place), .route = make_all(o, b, RUBRIC_ROUTES, make_place), .passed = make_all(o, b, RUBRIC_ROUTES, make_passed)};
  o->traced.path = pieces_new(b, rubric_field_count(o->program));
  for (uint32_t i = 0; o->traced.path && i < rubric_field_count(o->program); i++) {
    buffer_json(b, rubric_field(o->program, i).path);
    o->traced.path[i] = piece_of(b);
  }
}
void trace_pieces_free(Output *o) {
  const TracePieces *t = &o->traced;
  uint32_t rules = rubric_item_count(o->program, RUBRIC_RULES);
  pieces_free(t->rule, rules);
  pieces_free(t->rule_at, rules);
  pieces_free(t->unknown, rules);
  pieces_free(t->group, rubric_item_count(o->program, RUBRIC_GROUPS));
  pieces_free(t->score, o->scores);
  pieces_free(t->reason, o->reasons);
  pieces_free(t->stage, o->stages);
  pieces_free(t->route, o->routes);
  pieces_free(t->passed, o->routes);
  pieces_free(t->path, rubric_field_count(o->program));
}

// ---- one lead
typedef struct Trace { const Output *output; const RubricBatch *leads; Buffer *buffer; uint32_t row; } Trace;

static char *put_saw(const Trace *t, uint32_t rule, char *out) {
  const uint32_t *fields;
  uint32_t count = rubric_rule_saw(t->output->program, rule, &fields);
  bool shown = false;
  for (uint32_t i = 0; i < count; i++) {
    if (!bit(t->leads->columns->columns[fields[i]].known, t->row)) continue;
    const Piece *path = &t->output->traced.path[fields[i]];
    if (!(out = room_more(t->buffer, out, path->size + 16))) return NULL;
    out = shown ? PUT(out, ",") : PUT(out, ",\"saw\":{");
    out = PUT(put_piece(out, path), ":");
    out = put_value(t->output->program, t->leads->columns, fields[i], t->row, 2, t->buffer, out);
    shown = true;
  }
  return out && shown ? PUT(out, "}") : out;
}
static char *put_clamp(const RubricLine *line, char *out) {
  out = PUT(out, ",\"clamp\":\"");
  if (line->has_low) out = put_number(out, line->low);
  out = PUT(out, "..");
  if (line->has_high) out = put_number(out, line->high);
  return PUT(out, "\",\"points\":");
}
static char *put_beginning(const TracePieces *p, const RubricLine *line, char *out) { // up to the points
  if (line->kind == RUBRIC_LINE_RULE) return put_piece(out, &p->rule[line->index]);
  if (line->kind == RUBRIC_LINE_GROUP) return put_piece(out, &p->group[line->index]);
  out = put_piece(out, &p->score[line->score]);
  return line->kind == RUBRIC_LINE_CLAMP ? put_clamp(line, out) : PUT(out, ",\"derived\":true,\"points\":");
}
static size_t beginning_room(const TracePieces *p, const RubricLine *line) {
  if (line->kind == RUBRIC_LINE_RULE) return p->rule[line->index].size + p->rule_at[line->index].size;
  return line->kind == RUBRIC_LINE_GROUP ? p->group[line->index].size : p->score[line->score].size;
}
static char *put_line(const Trace *t, const RubricLine *line, bool first, char *out) {
  const TracePieces *p = &t->output->traced;
  if (!(out = room_more(t->buffer, out, beginning_room(p, line) + NUMBERS))) return NULL;
  if (!first) *out++ = ',';
  out = put_number(put_beginning(p, line, out), line->points);
  if (line->has_uncapped) out = put_number(PUT(out, ",\"uncapped\":"), line->uncapped);
  if (line->has_events) out = put_integer(PUT(out, ",\"events\":"), line->events);
  if (line->kind == RUBRIC_LINE_RULE) out = put_saw(t, line->index, put_piece(out, &p->rule_at[line->index]));
  return out ? PUT(out, "}") : NULL;
}
static char *put_unknown(const Trace *t, const RubricUnknown *u, bool first, char *out) {
  const TracePieces *p = &t->output->traced;
  if (!(out = room_more(t->buffer, out, p->unknown[u->rule].size + 8))) return NULL;
  if (!first) *out++ = ',';
  out = put_piece(out, &p->unknown[u->rule]);
  for (uint32_t i = 0; i < u->need_count; i++) {
    const Piece *path = &p->path[u->needs[i]];
    if (!(out = room_more(t->buffer, out, path->size + 8))) return NULL;
    if (i) *out++ = ',';
    out = put_piece(out, path);
  }
  return PUT(out, "]}");
}
static char *put_item(const Trace *t, const Piece *p, bool first, char *out) {
  if (!(out = room_more(t->buffer, out, p->size + NUMBERS))) return NULL;
  if (!first) *out++ = ',';
  return put_piece(out, p);
}
static char *put_passed(const Trace *t, const RubricPassed *passed, bool first, char *out) {
  size_t size = strlen(passed->why); // a few words
  if (!(out = put_item(t, &t->output->traced.passed[passed->route], first, out))) return NULL;
  memcpy(out, passed->why, size);
  return PUT(out + size, "\"}");
}
static char *put_route(const Trace *t, const RubricTrace *why, char *out) {
  if (!(out = room_more(t->buffer, out, NUMBERS))) return NULL;
  if (why->route == RUBRIC_NONE && !why->passed_count) return PUT(out, "null");
  out = why->route == RUBRIC_NONE ? PUT(out, "{\"at\":null") : put_item(t, &t->output->traced.route[why->route], true, out);
  if (out && why->passed_count) {
    out = PUT(out, ",\"passed_over\":[");
    for (uint32_t i = 0; i < why->passed_count; i++) out = put_passed(t, &why->passed_over[i], i == 0, out);
    if (out) out = PUT(out, "]");
  }
  return out ? PUT(out, "}") : NULL;
}
static char *put_why(const Trace *t, const RubricTrace *why, char *out) {
  out = PUT(out, "{\"contributions\":[");
  for (uint32_t i = 0; i < why->line_count; i++) out = put_line(t, &why->lines[i], i == 0, out);
  if (!(out = room_more(t->buffer, out, NUMBERS))) return NULL;
  out = PUT(out, "],\"unknown\":[");
  for (uint32_t i = 0; i < why->unknown_count; i++) out = put_unknown(t, &why->unknown[i], i == 0, out);
  if (!(out = room_more(t->buffer, out, NUMBERS))) return NULL;
  out = PUT(out, "],\"disqualified_by\":[");
  for (uint32_t i = 0; i < why->disqualified_count; i++) out = put_item(t, &t->output->traced.reason[why->disqualified_by[i]], i == 0, out);
  if (!(out = room_more(t->buffer, out, NUMBERS))) return NULL;
  out = PUT(out, "],\"stage\":");
  if (why->stage == RUBRIC_NONE) out = PUT(out, "null");
  else if ((out = put_item(t, &t->output->traced.stage[why->stage], true, out))) out = PUT(out, "}");
  if (!(out = room_more(t->buffer, out, NUMBERS))) return NULL;
  return put_route(t, why, PUT(out, ",\"route\":"));
}
void output_trace(const Decided *x, uint32_t row, Buffer *b) {
  RubricTrace why;
  char *out = room_begin(b, NUMBERS);
  if (!out) return;
  if (rubric_trace(x->run, row, &why) != RUBRIC_OK) out = PUT(out, "null");
  else if ((out = put_why(&(Trace){x->output, x->leads, b, row}, &why, out))) out = PUT(out, "}");
  if (out) room_end(b, out);
}
