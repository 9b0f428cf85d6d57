// what_if_show.c -- suggestions in words, as JSON, and on a page.
#include "io/output.h"
#include "tools/page.h"
#include "tools/render.h"
#include "tools/what_if_parts.h"

enum { WIDTH = 80, WORDS = 44 };

static RubricText plain(const char *s) { return (RubricText){s, (uint32_t)strlen(s)}; }
static RubricText held(const Buffer *b) { return (RubricText){b->data ? b->data : "", (uint32_t)b->size}; }
static Text path_of(const WhatIf *w, uint32_t slot) { return w->study->rules->slots[slot].path; }
static Text name_of(const WhatIf *w, uint32_t slot) { return w->study->rules->slots[slot].name; }
static Text stage_of(const WhatIf *w, uint32_t stage) { return w->study->rules->stages.items[stage]->name; }

// ---- values: as JSON has them
static void put_value(const WhatIf *w, uint32_t slot, IfValue v, Buffer *b) {
  Type type = if_type(w->study, slot);
  if (type.kind == TYPE_BOOLEAN) { if (v.number) BUFFER_PUT(b, "true"); else BUFFER_PUT(b, "false"); }
  else if (type.values) buffer_json(b, api_text(type.values->items[v.number]));
  else if (type.kind == TYPE_DATE) { BUFFER_PUT(b, "\""); buffer_date(b, v.number); BUFFER_PUT(b, "\""); }
  else if (type.kind == TYPE_TIME) { BUFFER_PUT(b, "\""); buffer_time(b, v.number); BUFFER_PUT(b, "\""); }
  else if (type_is_number(type)) buffer_number(b, v.number);
  else buffer_json(b, api_text(v.text));
}
static bool is_now(const WhatIf *w, uint32_t slot, IfValue v) {
  Type type = if_type(w->study, slot);
  return type.kind == TYPE_TIME ? v.number == w->now : type.kind == TYPE_DATE && v.number == clock_date_of(w->study->rules->zone, w->now);
}
static bool is_plain(const WhatIf *w, const IfChange *c) { return if_type(w->study, c->slot).element->kind != TYPE_RECORD; }

// ---- a change in words: employees 20 → 200; events: one more, kind "demo_request"; tech: add "aws"
static void put_added(const WhatIf *w, const IfChange *c, Buffer *b) {
  buffer_text(b, api_text(path_of(w, c->slot)));
  if (is_plain(w, c)) { BUFFER_PUT(b, ": add "); put_value(w, c->parts[0].slot, c->parts[0].value, b); return; }
  BUFFER_PUT(b, ": ");
  if (c->times == 1) BUFFER_PUT(b, "one");
  else buffer_integer(b, c->times);
  BUFFER_PUT(b, " more");
  for (uint32_t i = 0; i < c->part_count; i++) {
    if (is_now(w, c->parts[i].slot, c->parts[i].value)) continue;
    BUFFER_PUT(b, ", ");
    buffer_text(b, api_text(name_of(w, c->parts[i].slot)));
    BUFFER_PUT(b, " ");
    put_value(w, c->parts[i].slot, c->parts[i].value, b);
  }
}
static void put_change(const WhatIf *w, const IfChange *c, Buffer *b) {
  Type type = if_type(w->study, c->slot);
  if (c->add) { put_added(w, c, b); return; }
  buffer_text(b, api_text(path_of(w, c->slot)));
  BUFFER_PUT(b, " ");
  if (bit_get(study_column(w->study, c->slot)->known, w->row)) output_field_json(w->study->program, w->study->batch, c->slot, w->row, b);
  else BUFFER_PUT(b, "missing");
  BUFFER_PUT(b, " \xE2\x86\x92 ");
  if (is_now(w, c->slot, c->value)) BUFFER_PUT(b, "now");
  else if (!c->any) put_value(w, c->slot, c->value, b);
  else if (type_is_number(type)) BUFFER_PUT(b, "any number");
  else if (type.kind == TYPE_TEXT) BUFFER_PUT(b, "any text");
  else if (bit_get(study_column(w->study, c->slot)->known, w->row)) BUFFER_PUT(b, "another one");
  else BUFFER_PUT(b, "any valid one");
}
static void put_scores(const WhatIf *w, const IfAnswer *a, Buffer *b) { // SQL, fit 65, intent 43.07
  buffer_text(b, api_text(stage_of(w, a->stage)));
  for (uint32_t i = 0; i < w->study->rules->scores.count; i++) {
    if (!a->score_known[i]) continue;
    BUFFER_PUT(b, ", ");
    buffer_text(b, api_text(w->study->rules->scores.items[i]->name.text));
    BUFFER_PUT(b, " ");
    buffer_number(b, a->scores[i]);
  }
}
static void put_title(const WhatIf *w, Buffer *b) {
  bool disqualified = w->study->decisions->status[w->row] == RUBRIC_DISQUALIFIED;
  if (w->goal == RUBRIC_NONE) { buffer_text(b, plain(disqualified ? "to reach a stage" : "what if")); return; }
  BUFFER_PUT(b, "to reach ");
  buffer_text(b, api_text(stage_of(w, w->goal)));
}

// ---- a terminal
static void tint(Buffer *b, bool color, const char *code) { if (color) { BUFFER_PUT(b, "\033["); buffer_text(b, plain(code)); BUFFER_PUT(b, "m"); } }
static void text_change(const WhatIf *w, const IfChange *c, bool color, Buffer *b) {
  Buffer words = {0};
  put_change(w, c, &words);
  uint32_t cells = render_cells(held(&words)), room = WIDTH - 5;
  room -= render_cut(b, held(&words), room);
  if (cells < WORDS && c->gains.size) { render_spaces(b, WORDS - cells); room = WIDTH - 5 - WORDS; }
  else if (c->gains.size && room > 2) { BUFFER_PUT(b, "  "); room -= 2; }
  if (c->gains.size && room > 8) { tint(b, color, "32"); render_cut(b, api_text(c->gains), room); tint(b, color, "0"); }
  BUFFER_PUT(b, "\n");
  buffer_free(&words);
}
void what_if_text(const WhatIf *w, bool color, Buffer *b) {
  Buffer title = {0}, scores = {0};
  put_title(w, &title);
  BUFFER_PUT(b, "\n");
  tint(b, color, "1");
  render_cut(b, held(&title), WIDTH);
  tint(b, color, "0");
  BUFFER_PUT(b, "\n");
  for (uint32_t i = 0; i < w->count; i++) {
    const IfAnswer *a = &w->answers[i];
    for (uint32_t j = 0; j < a->count; j++) {
      render_spaces(b, 2);
      if (j) render_spaces(b, 3);
      else { buffer_integer(b, i + 1); render_spaces(b, 2); }
      text_change(w, a->changes[j], color, b);
    }
    scores.size = 0;
    put_scores(w, a, &scores);
    BUFFER_PUT(b, "     ");
    tint(b, color, "2");
    render_cut(b, held(&scores), WIDTH - 5);
    tint(b, color, "0");
    BUFFER_PUT(b, "\n");
  }
  if (w->why.size) { render_spaces(b, 2); render_cut(b, api_text(w->why), WIDTH - 2); BUFFER_PUT(b, "\n"); }
  buffer_free(&title);
  buffer_free(&scores);
}

// ---- JSON
static void json_record(const WhatIf *w, const IfChange *c, uint32_t owner, Buffer *b) {
  const Slot *s = &w->study->rules->slots[owner];
  bool any = false;
  BUFFER_PUT(b, "{");
  for (uint32_t child = s->first_child; child < s->first_child + s->child_count; child++) {
    const IfPart *part = if_part(c, child);
    if (!part && !if_below(w->study, c, child)) continue;
    if (any) BUFFER_PUT(b, ",");
    any = true;
    buffer_json(b, api_text(name_of(w, child)));
    BUFFER_PUT(b, ":");
    if (part) put_value(w, child, part->value, b);
    else json_record(w, c, child, b);
  }
  BUFFER_PUT(b, "}");
}
static void json_parts(const WhatIf *w, const IfChange *c, Buffer *b) {
  if (is_plain(w, c)) put_value(w, c->parts[0].slot, c->parts[0].value, b);
  else json_record(w, c, c->slot, b);
}
static void json_change(const WhatIf *w, const IfChange *c, Buffer *b) {
  BUFFER_PUT(b, "{\"field\":");
  buffer_json(b, api_text(path_of(w, c->slot)));
  if (c->add) {
    BUFFER_PUT(b, ",\"add\":");
    json_parts(w, c, b);
    BUFFER_PUT(b, ",\"times\":");
    buffer_integer(b, c->times);
  } else {
    BUFFER_PUT(b, ",\"from\":");
    output_field_json(w->study->program, w->study->batch, c->slot, w->row, b);
    BUFFER_PUT(b, ",\"to\":");
    put_value(w, c->slot, c->value, b);
    if (c->any) BUFFER_PUT(b, ",\"any\":true");
  }
  BUFFER_PUT(b, "}");
}
static void json_answer(const WhatIf *w, const IfAnswer *a, Buffer *b) {
  BUFFER_PUT(b, "{\"stage\":");
  buffer_json(b, api_text(stage_of(w, a->stage)));
  BUFFER_PUT(b, ",\"scores\":{");
  for (uint32_t i = 0; i < w->study->rules->scores.count; i++) {
    if (i) BUFFER_PUT(b, ",");
    buffer_json(b, api_text(w->study->rules->scores.items[i]->name.text));
    BUFFER_PUT(b, ":");
    if (a->score_known[i]) buffer_number(b, a->scores[i]);
    else BUFFER_PUT(b, "null");
  }
  BUFFER_PUT(b, "},\"changes\":[");
  for (uint32_t i = 0; i < a->count; i++) { if (i) BUFFER_PUT(b, ","); json_change(w, a->changes[i], b); }
  BUFFER_PUT(b, "]}");
}
void what_if_json(const WhatIf *w, Buffer *b) {
  BUFFER_PUT(b, "{\"goal\":");
  if (w->goal == RUBRIC_NONE) BUFFER_PUT(b, "null");
  else buffer_json(b, api_text(stage_of(w, w->goal)));
  BUFFER_PUT(b, ",\"suggestions\":[");
  for (uint32_t i = 0; i < w->count; i++) { if (i) BUFFER_PUT(b, ","); json_answer(w, &w->answers[i], b); }
  BUFFER_PUT(b, "],\"tried\":");
  buffer_integer(b, w->tried);
  if (w->why.size) { BUFFER_PUT(b, ",\"why\":"); buffer_json(b, api_text(w->why)); }
  BUFFER_PUT(b, "}");
}

// ---- a page
void what_if_page(const WhatIf *w, Buffer *b) {
  static const char *const headings[] = {"", "change", "gives", NULL};
  Buffer text = {0};
  put_title(w, &text);
  if (text.size) text.data[0] = (char)(text.data[0] - 32); // begins a heading
  page_heading(b, held(&text));
  if (w->why.size) page_lede(b, api_text(w->why));
  if (w->count) page_table_begin(b, headings);
  for (uint32_t i = 0; i < w->count; i++) {
    const IfAnswer *a = &w->answers[i];
    for (uint32_t j = 0; j < a->count; j++) {
      char number[2] = {(char)('1' + i), 0};
      page_row(b, NULL);
      page_cell(b, plain(j ? "" : number));
      text.size = 0;
      put_change(w, a->changes[j], &text);
      page_cell(b, held(&text));
      page_cell(b, api_text(a->changes[j]->gains));
      page_row_end(b);
    }
    page_row(b, "dim");
    text.size = 0;
    put_scores(w, a, &text);
    page_cell(b, plain(""));
    page_cell(b, held(&text));
    page_cell(b, plain(""));
    page_row_end(b);
  }
  if (w->count) page_table_end(b);
  buffer_free(&text);
}
