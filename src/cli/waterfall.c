// waterfall.c -- see waterfall.h. Reads the trace; computes nothing but widths.
#include "cli/waterfall.h"
#include "base/clock.h"
#include "tools/render.h"
#include <string.h>

enum { WIDTH = 80, LABEL = 28, BAR = 12, HEAD = 14, NOTE = WIDTH - 2 - 2 - LABEL - 8 - 1 - BAR - 1 };
typedef struct View { const RubricProgram *p; RubricRun *run; const RubricBatch *leads; const RubricDecisions *d; RubricTrace t; uint32_t row; bool color; Buffer *b; } View;

static void put_c(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static void tint(View *v, const char *code) { if (v->color) { put_c(v->b, "\033["); put_c(v->b, code); put_c(v->b, "m"); } }
static void put_right(Buffer *b, int64_t units, bool sign, uint32_t width) {
  Buffer number = {0};
  if (sign && units > 0) BUFFER_PUT(&number, "+");
  buffer_number(&number, units);
  if (number.size < width) render_spaces(b, width - (uint32_t)number.size);
  buffer_put(b, number.data, number.size);
  buffer_free(&number);
}

// ---- the lines of one score
static int64_t largest(const View *v) {
  int64_t most = DECIMAL_ONE;
  for (uint32_t i = 0; i < v->t.line_count; i++) {
    int64_t n = v->t.lines[i].points < 0 ? -v->t.lines[i].points : v->t.lines[i].points;
    if (n > most) most = n;
  }
  return most;
}
static uint32_t put_bar(View *v, int64_t points, int64_t most) {
  uint32_t n = (uint32_t)((__int128)(points < 0 ? -points : points) * BAR / most);
  if (points && !n) n = 1;
  tint(v, points < 0 ? "31" : "32");
  for (uint32_t i = 0; i < n; i++) put_c(v->b, points < 0 ? "\xE2\x96\x92" : "\xE2\x96\x88");
  tint(v, "0");
  return n;
}
static void put_note(View *v, const RubricLine *l) {
  Buffer *b = v->b, note = {0};
  if (l->has_events && l->events > 1) { buffer_integer(&note, l->events); BUFFER_PUT(&note, " times"); }
  if (l->has_uncapped) { put_c(&note, note.size ? ", capped, was " : "capped, was "); buffer_number(&note, l->uncapped); }
  if (l->kind == RUBRIC_LINE_RULE) {
    const uint32_t *fields;
    uint32_t count = rubric_rule_saw(v->p, l->index, &fields), shown = 0;
    for (uint32_t i = 0; i < count && shown < 2; i++) {
      if (!bit_get(v->leads->columns->columns[fields[i]].known, v->row)) continue;
      if (note.size) BUFFER_PUT(&note, ", ");
      buffer_text(&note, rubric_field(v->p, fields[i]).path);
      BUFFER_PUT(&note, " ");
      output_field_json(v->p, v->leads, fields[i], v->row, &note);
      shown++;
    }
  }
  if (note.size) { tint(v, "2"); render_cut(b, (RubricText){note.data, (uint32_t)note.size}, NOTE); tint(v, "0"); }
  buffer_free(&note);
}
static void put_line(View *v, const RubricLine *l, int64_t most) {
  Buffer *b = v->b, label = {0};
  if (l->kind == RUBRIC_LINE_RULE) buffer_text(&label, rubric_item(v->p, RUBRIC_RULES, l->index).name);
  else if (l->kind == RUBRIC_LINE_GROUP) { BUFFER_PUT(&label, "limit of "); buffer_text(&label, rubric_item(v->p, RUBRIC_GROUPS, l->index).name); }
  else if (l->kind == RUBRIC_LINE_DERIVED) BUFFER_PUT(&label, "from other scores");
  else {
    BUFFER_PUT(&label, "held within ");
    if (l->has_low) buffer_number(&label, l->low);
    BUFFER_PUT(&label, "..");
    if (l->has_high) buffer_number(&label, l->high);
  }
  render_spaces(b, 2);
  render_padded(b, (RubricText){label.data, (uint32_t)label.size}, LABEL);
  put_right(b, l->points, true, 8);
  render_spaces(b, 1);
  render_spaces(b, BAR + 1 - put_bar(v, l->points, most));
  put_note(v, l);
  while (b->size && b->data[b->size - 1] == ' ') b->size--;
  BUFFER_PUT(b, "\n");
  buffer_free(&label);
}
// Names one after another on what is left of a line.
static void names_add(Buffer *names, RubricText name, const char *before) {
  put_c(names, before);
  buffer_text(names, name);
}
static void names_put(Buffer *names, Buffer *b, uint32_t width) {
  render_cut(b, (RubricText){names->data, (uint32_t)names->size}, width);
  buffer_free(names);
}
static void put_unknown(View *v, const RubricUnknown *u) {
  Buffer *b = v->b;
  render_spaces(b, 2);
  tint(v, "33");
  render_padded(b, rubric_item(v->p, RUBRIC_RULES, u->rule).name, LABEL);
  put_c(b, "       ? ");
  Buffer names = {0};
  if (!u->need_count) names_add(&names, (RubricText){"unknown", 7}, "");
  for (uint32_t i = 0; i < u->need_count; i++) names_add(&names, rubric_field(v->p, u->needs[i]).path, i ? ", " : "unknown without ");
  names_put(&names, b, WIDTH - 2 - LABEL - 9);
  tint(v, "0");
  BUFFER_PUT(b, "\n");
}
static void put_score(View *v, uint32_t score, int64_t most) {
  Buffer *b = v->b;
  tint(v, "1");
  render_padded(b, rubric_item(v->p, RUBRIC_SCORES, score).name, LABEL + 2);
  if (bit_get(v->d->score_known[score], v->row)) put_right(b, v->d->scores[score][v->row], false, 8);
  else put_c(b, " unknown");
  tint(v, "0");
  BUFFER_PUT(b, "\n");
  for (uint32_t i = 0; i < v->t.line_count; i++) if (v->t.lines[i].score == score) put_line(v, &v->t.lines[i], most);
  for (uint32_t i = 0; i < v->t.unknown_count; i++) if (rubric_item(v->p, RUBRIC_RULES, v->t.unknown[i].rule).score == score) put_unknown(v, &v->t.unknown[i]);
  BUFFER_PUT(b, "\n");
}

// ---- what follows
static void put_head(View *v, const char *title) {
  tint(v, "1");
  render_padded(v->b, (RubricText){title, (uint32_t)strlen(title)}, HEAD);
  tint(v, "0");
}
// Where it stands, "  inbound.rubric:73"; a long path keeps its end.
static void place_of(RubricItem it, Buffer *at, uint32_t most) {
  Buffer number = {0};
  BUFFER_PUT(&number, ":");
  buffer_integer(&number, it.line);
  most -= (uint32_t)number.size;
  put_c(at, "  ");
  if (it.path.size > most) {
    uint32_t from = it.path.size - most + 1;
    while (from < it.path.size && ((unsigned char)it.path.data[from] & 0xC0) == 0x80) from++; // not within a character
    put_c(at, "\xE2\x80\xA6");
    it.path = (RubricText){it.path.data + from, it.path.size - from};
  }
  render_cut(at, it.path, most);
  buffer_put(at, number.data, number.size);
  buffer_free(&number);
}
// A title, a text, and where that stands: within the line.
static void put_placed(View *v, const char *title, RubricText text, RubricItem it) {
  Buffer at = {0};
  place_of(it, &at, WIDTH / 2 - 2);
  put_head(v, title);
  render_cut(v->b, text, WIDTH - HEAD - render_cells((RubricText){at.data, (uint32_t)at.size}));
  tint(v, "2");
  buffer_put(v->b, at.data, at.size);
  tint(v, "0");
  BUFFER_PUT(v->b, "\n");
  buffer_free(&at);
}
static void put_named(View *v, const char *title, RubricPart part, uint32_t index) {
  if (index != RUBRIC_NONE) { RubricItem it = rubric_item(v->p, part, index); put_placed(v, title, it.name, it); return; }
  put_head(v, title);
  put_c(v->b, "none\n");
}
static void put_names(View *v, const char *title, Buffer *names) {
  if (!names->size) return;
  put_head(v, title);
  names_put(names, v->b, WIDTH - HEAD);
  BUFFER_PUT(v->b, "\n");
}
static void put_reasons(View *v) {
  Buffer needs = {0};
  for (uint32_t i = 0; i < v->t.disqualified_count; i++) {
    RubricItem it = rubric_item(v->p, RUBRIC_REASONS, v->t.disqualified_by[i]);
    Buffer text = {0};
    buffer_text(&text, it.name);
    if (it.because.size) { BUFFER_PUT(&text, ": "); buffer_text(&text, it.because); }
    put_placed(v, i ? "" : "disqualified", (RubricText){text.data, (uint32_t)text.size}, it);
    buffer_free(&text);
  }
  for (uint32_t i = 0; i < v->d->need_count; i++)
    if (bit_get(v->d->needs[i].rows, v->row)) names_add(&needs, rubric_field(v->p, v->d->needs[i].field).path, needs.size ? ", " : "");
  put_names(v, "needs", &needs);
}
static void put_segments(View *v) {
  Buffer names = {0};
  for (uint32_t i = 0; i < rubric_item_count(v->p, RUBRIC_SEGMENTS); i++)
    if (bit_get(v->d->segments[i], v->row)) names_add(&names, rubric_item(v->p, RUBRIC_SEGMENTS, i).name, names.size ? ", " : "");
  put_names(v, "segments", &names);
}
static void put_contacts(View *v) {
  for (uint32_t i = 0; i < rubric_item_count(v->p, RUBRIC_CHANNELS); i++) {
    const RubricContact *c = &v->d->contacts[i];
    put_head(v, i ? "" : "contact");
    render_padded(v->b, rubric_item(v->p, RUBRIC_CHANNELS, i).name, 12);
    bool allowed = bit_get(c->allowed, v->row), open = !c->open || bit_get(c->open, v->row);
    if (allowed && open) put_c(v->b, "allowed");
    else if (!allowed || c->next[v->row] == 0) put_c(v->b, "blocked");
    else { put_c(v->b, "wait until "); buffer_time(v->b, c->next[v->row]); }
    BUFFER_PUT(v->b, "\n");
  }
}
static void put_route(View *v) {
  bool held = v->d->held_route && v->d->held_route[v->row].data;
  for (uint32_t i = 0; i < v->t.passed_count; i++) {
    put_head(v, i ? "" : "passed over");
    render_cut(v->b, rubric_item(v->p, RUBRIC_ROUTES, v->t.passed_over[i].route).name, 40);
    put_c(v->b, ": ");
    put_c(v->b, v->t.passed_over[i].why);
    BUFFER_PUT(v->b, "\n");
  }
  if (held) { put_head(v, "route"); render_cut(v->b, v->d->held_route[v->row], 50); put_c(v->b, "  held\n"); }
  else put_named(v, "route", RUBRIC_ROUTES, v->t.route);
  if (v->d->target[v->row].data) { put_head(v, "target"); render_cut(v->b, v->d->target[v->row], 60); BUFFER_PUT(v->b, "\n"); }
  if (v->d->due_at[v->row] != INT64_MIN) { put_head(v, "due"); buffer_time(v->b, v->d->due_at[v->row]); BUFFER_PUT(v->b, "\n"); }
}
static void put_key(View *v) {
  Buffer key = {0};
  output_field_plain(v->p, v->leads, rubric_key_field(v->p), v->row, &key);
  render_cut(v->b, (RubricText){key.data, (uint32_t)key.size}, WIDTH - 22);
  buffer_free(&key);
}
void waterfall(const RubricProgram *p, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row, bool color, Buffer *b) {
  static const char *const statuses[] = {"disqualified", "incomplete", "routed", "unrouted"};
  View v = {.p = p, .run = run, .leads = leads, .d = d, .row = row, .color = color, .b = b};
  if (rubric_trace(run, row, &v.t) != RUBRIC_OK) return;
  put_c(b, "lead ");
  if (rubric_key_field(p) == RUBRIC_NONE) buffer_integer(b, (int64_t)d->record[row]);
  else put_key(&v);
  put_c(b, " is ");
  tint(&v, "1");
  put_c(b, statuses[d->status[row]]);
  tint(&v, "0");
  put_c(b, "\n\n");
  int64_t most = largest(&v);
  for (uint32_t i = 0; i < rubric_item_count(p, RUBRIC_SCORES); i++) put_score(&v, i, most);
  put_reasons(&v);
  put_named(&v, "stage", RUBRIC_STAGES, v.t.stage);
  put_segments(&v);
  put_contacts(&v);
  put_route(&v);
}
