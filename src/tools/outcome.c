// outcome.c -- see outcome.h: from a decision and its trace to facts.
#include "tools/outcome.h"
#include <string.h>

typedef struct Maker { Arena *arena; const RubricProgram *p; RubricRun *run; const RubricBatch *leads; const RubricDecisions *d; RubricTrace t; uint32_t row; Outcome o; } Maker;

static Text keep(Maker *m, RubricText t) { return text_copy(m->arena, (Text){t.data, t.size}); }
static Text take(Maker *m, Buffer *b) {
  Text t = text_copy(m->arena, (Text){b->data, (uint32_t)b->size});
  bool failed = b->failed;
  buffer_free(b);
  if (failed) arena_fail(m->arena);
  return t;
}
static Fact *fact(Maker *m, FactKind kind, Text name) {
  Fact *f = VEC_PUSH(m->arena, &m->o.facts);
  *f = (Fact){.kind = kind, .name = name};
  return f;
}
static void head(Maker *m, const char *name, RubricText value) {
  if (value.size) fact(m, FACT_HEAD, text_of(name))->value = keep(m, value);
}
static RubricText name_of(const Maker *m, RubricPart part, uint32_t index) { return rubric_item(m->p, part, index).name; }

// ---- scores
static Text number_of(Maker *m, int64_t units, bool sign) {
  Buffer b = {0};
  if (sign && units > 0) BUFFER_PUT(&b, "+");
  buffer_number(&b, units);
  return take(m, &b);
}
static Text line_name(Maker *m, const RubricLine *l) {
  Buffer b = {0};
  if (l->kind == RUBRIC_LINE_RULE) return keep(m, name_of(m, RUBRIC_RULES, l->index));
  if (l->kind == RUBRIC_LINE_GROUP) { BUFFER_PUT(&b, "limit of "); buffer_text(&b, name_of(m, RUBRIC_GROUPS, l->index)); return take(m, &b); }
  BUFFER_PUT(&b, "held within ");
  if (l->has_low) buffer_number(&b, l->low);
  BUFFER_PUT(&b, "..");
  if (l->has_high) buffer_number(&b, l->high);
  return take(m, &b);
}
static Text line_note(Maker *m, const RubricLine *l) {
  Buffer b = {0};
  if (l->has_events && l->events > 1) { buffer_integer(&b, l->events); BUFFER_PUT(&b, " times"); }
  if (l->has_uncapped) { if (b.size) BUFFER_PUT(&b, ", "); BUFFER_PUT(&b, "capped, was "); buffer_number(&b, l->uncapped); }
  return take(m, &b);
}
static void unknown_line(Maker *m, const RubricUnknown *u, Text score) {
  Buffer b = {0};
  for (uint32_t i = 0; i < u->need_count; i++) {
    if (i) BUFFER_PUT(&b, ", ");
    else BUFFER_PUT(&b, "unknown without ");
    buffer_text(&b, rubric_field(m->p, u->needs[i]).path);
  }
  if (!b.size) BUFFER_PUT(&b, "unknown");
  Fact *f = fact(m, FACT_LINE, keep(m, name_of(m, RUBRIC_RULES, u->rule)));
  f->score = score;
  f->value = TEXT("?");
  f->note = take(m, &b);
}
static void score_facts(Maker *m, uint32_t score) {
  Text name = keep(m, name_of(m, RUBRIC_SCORES, score));
  Fact *f = fact(m, FACT_SCORE, name);
  f->score = name;
  f->counts = bit_get(m->d->score_known[score], m->row);
  f->points = m->d->scores[score][m->row];
  f->value = f->counts ? number_of(m, f->points, false) : TEXT("unknown");
  for (uint32_t i = 0; i < m->t.line_count; i++) {
    const RubricLine *l = &m->t.lines[i];
    if (l->score != score || l->kind == RUBRIC_LINE_DERIVED) continue;
    f = fact(m, FACT_LINE, line_name(m, l));
    *f = (Fact){FACT_LINE, name, f->name, number_of(m, l->points, true), line_note(m, l), l->points, true};
  }
  for (uint32_t i = 0; i < m->t.unknown_count; i++)
    if (rubric_item(m->p, RUBRIC_RULES, m->t.unknown[i].rule).score == score) unknown_line(m, &m->t.unknown[i], name);
}

// ---- the rest
static void join(Buffer *b, RubricText t) {
  if (b->size) BUFFER_PUT(b, ", ");
  buffer_text(b, t);
}
static void joined(Maker *m, const char *name, Buffer *b) {
  Text t = take(m, b);
  head(m, name, api_text(t));
}
static void reasons(Maker *m) {
  Buffer codes = {0}, needs = {0};
  for (uint32_t i = 0; i < m->t.disqualified_count; i++) join(&codes, name_of(m, RUBRIC_REASONS, m->t.disqualified_by[i]));
  joined(m, "reasons", &codes);
  for (uint32_t i = 0; i < m->d->need_count; i++)
    if (bit_get(m->d->needs[i].rows, m->row)) join(&needs, rubric_field(m->p, m->d->needs[i].field).path);
  joined(m, "needs", &needs);
}
static void segments(Maker *m) {
  Buffer names = {0};
  for (uint32_t i = 0; i < rubric_item_count(m->p, RUBRIC_SEGMENTS); i++)
    if (bit_get(m->d->segments[i], m->row)) join(&names, name_of(m, RUBRIC_SEGMENTS, i));
  joined(m, "segments", &names);
}
static void contacts(Maker *m) {
  for (uint32_t i = 0; i < rubric_item_count(m->p, RUBRIC_CHANNELS); i++) {
    const RubricContact *c = &m->d->contacts[i];
    Buffer b = {0};
    bool allowed = bit_get(c->allowed, m->row), open = !c->open || bit_get(c->open, m->row);
    if (allowed && open) BUFFER_PUT(&b, "allowed");
    else if (!allowed || c->next[m->row] == 0) BUFFER_PUT(&b, "blocked");
    else { BUFFER_PUT(&b, "wait until "); buffer_time(&b, c->next[m->row]); }
    Text channel = text_format(m->arena, "contact %.*s", (int)name_of(m, RUBRIC_CHANNELS, i).size, name_of(m, RUBRIC_CHANNELS, i).data);
    fact(m, FACT_HEAD, channel)->value = take(m, &b);
  }
}
static void route(Maker *m) {
  const RubricDecisions *d = m->d;
  bool held = d->held_route && d->held_route[m->row].data;
  if (held) head(m, "route", d->held_route[m->row]);
  else if (d->route[m->row] >= 0) head(m, "route", name_of(m, RUBRIC_ROUTES, (uint32_t)d->route[m->row]));
  if (d->target[m->row].data) head(m, "target", d->target[m->row]);
  if (d->due_at[m->row] == INT64_MIN) return;
  Buffer due = {0};
  buffer_time(&due, d->due_at[m->row]);
  joined(m, "due", &due);
}
Outcome outcome_of(Arena *arena, const RubricProgram *p, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row) {
  static const char *const statuses[] = {"disqualified", "incomplete", "routed", "unrouted"};
  Maker m = {.arena = arena, .p = p, .run = run, .leads = leads, .d = d, .row = row};
  if (rubric_trace(run, row, &m.t) != RUBRIC_OK) return m.o;
  for (uint32_t i = 0; i < rubric_item_count(p, RUBRIC_SCORES); i++) score_facts(&m, i);
  head(&m, "status", api_text(text_of(statuses[d->status[row]])));
  reasons(&m);
  if (m.t.stage != RUBRIC_NONE) head(&m, "stage", name_of(&m, RUBRIC_STAGES, m.t.stage));
  segments(&m);
  contacts(&m);
  route(&m);
  return m.o;
}
Text outcome_value(const Outcome *o, const char *name) {
  for (uint32_t i = 0; i < o->facts.count; i++)
    if (o->facts.items[i].kind == FACT_HEAD && text_is(o->facts.items[i].name, name)) return o->facts.items[i].value;
  return (Text){0};
}
