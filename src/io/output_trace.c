// output_trace.c -- why a lead got what it got, as JSON (docs/cli.md, Trace).
#include "io/output.h"

static void put_at(Buffer *b, const RubricItem *it) { // "at":"inbound.rubric:55"
  BUFFER_PUT(b, "\"at\":");
  buffer_json(b, it->path);
  if (b->failed) return;
  b->data[b->size - 1] = ':'; // over the closing quote
  buffer_integer(b, it->line);
  BUFFER_PUT(b, "\"");
}
static void put_because(Buffer *b, const RubricItem *it) {
  if (!it->because.size) return;
  BUFFER_PUT(b, ",\"because\":");
  buffer_json(b, it->because);
}
static bool present(const RubricBatch *leads, uint32_t field, uint32_t row) { return leads->columns->columns[field].known[row >> 6] >> (row & 63) & 1; }
static void put_saw(const RubricProgram *p, const RubricBatch *leads, uint32_t rule, uint32_t row, Buffer *b) {
  const uint32_t *fields;
  uint32_t count = rubric_rule_saw(p, rule, &fields), shown = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (!present(leads, fields[i], row)) continue;
    if (shown++) BUFFER_PUT(b, ",");
    else BUFFER_PUT(b, ",\"saw\":{");
    buffer_json(b, rubric_field(p, fields[i]).path);
    BUFFER_PUT(b, ":");
    output_field_json(p, leads, fields[i], row, b);
  }
  if (shown) BUFFER_PUT(b, "}");
}
static void put_line(const RubricProgram *p, const RubricBatch *leads, const RubricLine *line, uint32_t row, Buffer *b) {
  RubricItem it = line->kind == RUBRIC_LINE_RULE ? rubric_item(p, RUBRIC_RULES, line->index) : line->kind == RUBRIC_LINE_GROUP ? rubric_item(p, RUBRIC_GROUPS, line->index) : (RubricItem){0};
  BUFFER_PUT(b, "{\"score\":");
  buffer_json(b, rubric_item(p, RUBRIC_SCORES, line->score).name);
  if (line->kind == RUBRIC_LINE_RULE) { BUFFER_PUT(b, ",\"rule\":"); buffer_json(b, it.name); }
  if (line->kind == RUBRIC_LINE_GROUP) { BUFFER_PUT(b, ",\"group\":"); buffer_json(b, it.name); }
  if (line->kind == RUBRIC_LINE_DERIVED) BUFFER_PUT(b, ",\"derived\":true");
  if (line->kind == RUBRIC_LINE_CLAMP) {
    BUFFER_PUT(b, ",\"clamp\":\"");
    if (line->has_low) buffer_number(b, line->low);
    BUFFER_PUT(b, "..");
    if (line->has_high) buffer_number(b, line->high);
    BUFFER_PUT(b, "\"");
  }
  BUFFER_PUT(b, ",\"points\":");
  buffer_number(b, line->points);
  if (line->has_uncapped) { BUFFER_PUT(b, ",\"uncapped\":"); buffer_number(b, line->uncapped); }
  if (line->has_events) { BUFFER_PUT(b, ",\"events\":"); buffer_integer(b, line->events); }
  if (line->kind == RUBRIC_LINE_RULE) { BUFFER_PUT(b, ","); put_at(b, &it); put_because(b, &it); put_saw(p, leads, line->index, row, b); }
  BUFFER_PUT(b, "}");
}
static void put_unknown(const RubricProgram *p, const RubricUnknown *u, Buffer *b) {
  BUFFER_PUT(b, "{\"rule\":");
  buffer_json(b, rubric_item(p, RUBRIC_RULES, u->rule).name);
  BUFFER_PUT(b, ",\"needs\":[");
  for (uint32_t i = 0; i < u->need_count; i++) {
    if (i) BUFFER_PUT(b, ",");
    buffer_json(b, rubric_field(p, u->needs[i]).path);
  }
  BUFFER_PUT(b, "]}");
}
static void put_reason(const RubricProgram *p, uint32_t reason, Buffer *b) {
  RubricItem it = rubric_item(p, RUBRIC_REASONS, reason);
  BUFFER_PUT(b, "{\"code\":");
  buffer_json(b, it.name);
  put_because(b, &it);
  BUFFER_PUT(b, ",");
  put_at(b, &it);
  BUFFER_PUT(b, "}");
}
static void put_passed(const RubricProgram *p, const RubricPassed *passed, Buffer *b) {
  BUFFER_PUT(b, "{\"route\":");
  buffer_json(b, rubric_item(p, RUBRIC_ROUTES, passed->route).name);
  BUFFER_PUT(b, ",\"why\":\"");
  buffer_put(b, passed->why, strlen(passed->why));
  BUFFER_PUT(b, "\"}");
}
static void put_place(const RubricProgram *p, RubricPart part, uint32_t index, Buffer *b) { // {"at":"file:line"
  RubricItem it = rubric_item(p, part, index);
  BUFFER_PUT(b, "{");
  put_at(b, &it);
}
void output_trace(const RubricProgram *p, RubricRun *run, const RubricBatch *leads, uint32_t row, Buffer *b) {
  RubricTrace t;
  if (rubric_trace(run, row, &t) != RUBRIC_OK) { BUFFER_PUT(b, "null"); return; }
  BUFFER_PUT(b, "{\"contributions\":[");
  for (uint32_t i = 0; i < t.line_count; i++) { if (i) BUFFER_PUT(b, ","); put_line(p, leads, &t.lines[i], row, b); }
  BUFFER_PUT(b, "],\"unknown\":[");
  for (uint32_t i = 0; i < t.unknown_count; i++) { if (i) BUFFER_PUT(b, ","); put_unknown(p, &t.unknown[i], b); }
  BUFFER_PUT(b, "],\"disqualified_by\":[");
  for (uint32_t i = 0; i < t.disqualified_count; i++) { if (i) BUFFER_PUT(b, ","); put_reason(p, t.disqualified_by[i], b); }
  BUFFER_PUT(b, "],\"stage\":");
  if (t.stage == RUBRIC_NONE) BUFFER_PUT(b, "null");
  else { put_place(p, RUBRIC_STAGES, t.stage, b); BUFFER_PUT(b, "}"); }
  BUFFER_PUT(b, ",\"route\":");
  if (t.route != RUBRIC_NONE) put_place(p, RUBRIC_ROUTES, t.route, b);
  else if (t.passed_count) BUFFER_PUT(b, "{\"at\":null");
  else BUFFER_PUT(b, "null");
  if (t.route != RUBRIC_NONE || t.passed_count) {
    if (t.passed_count) {
      BUFFER_PUT(b, ",\"passed_over\":[");
      for (uint32_t i = 0; i < t.passed_count; i++) { if (i) BUFFER_PUT(b, ","); put_passed(p, &t.passed_over[i], b); }
      BUFFER_PUT(b, "]");
    }
    BUFFER_PUT(b, "}");
  }
  BUFFER_PUT(b, "}");
}
