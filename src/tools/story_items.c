// story_items.c -- what follows from the scores: disqualifiers, stage, segments, contact, route, each with why and why not.
#include "tools/story_parts.h"

static StoryItem *item_add(Teller *t, const char *head, Text name, Text note, Tone tone) {
  StoryItem *item = VEC_PUSH(t->arena, &t->story->items);
  *item = (StoryItem){.head = head, .name = name, .note = note, .tone = tone};
  return item;
}
static void item_at(Teller *t, StoryItem *item, RubricPart part, uint32_t index) { item->at = rubric_item(t->study->program, part, index); }
static Text not_true(Teller *t, const Expr *x) { return x ? why_not(t->study, x, t->row, t->arena) : (Text){0}; }

// ---- disqualifiers and requirements
static void tell_reasons(Teller *t) {
  const Rules *rules = t->study->rules;
  for (uint32_t i = 0; i < rules->reasons.count; i++) {
    const Reason *r = rules->reasons.items[i];
    if (!bit_get(t->study->decisions->reasons[i], t->row)) continue;
    Text why = r->require ? not_true(t, r->when) : why_so(t->study, r->when, t->row, t->arena);
    item_at(t, item_add(t, "disqualified", r->has_because ? text_format(t->arena, TEXT_F ": " TEXT_F, TEXT_A(r->code), TEXT_A(r->because)) : r->code, (Text){0}, TONE_BAD), RUBRIC_REASONS, i);
    item_add(t, "", (Text){0}, why, TONE_DIM);
  }
  for (uint32_t i = 0; i < rules->reasons.count; i++) {
    const Reason *r = rules->reasons.items[i];
    if (study_condition(t->study, r->when, t->row) != STUDY_UNKNOWN) continue;
    bool asks = r->require && t->study->decisions->status[t->row] == RUBRIC_INCOMPLETE;
    item_add(t, asks ? "incomplete" : "undecided", r->code, not_true(t, r->when), asks ? TONE_PLAIN : TONE_DIM);
  }
  Text needs = {0};
  uint32_t count = 0;
  const RubricDecisions *d = t->study->decisions;
  for (uint32_t i = 0; i < d->need_count; i++) {
    if (!bit_get(d->needs[i].rows, t->row)) continue;
    count++;
    Text path = rules->slots[d->needs[i].field].path;
    needs = needs.size ? text_format(t->arena, TEXT_F ", " TEXT_F, TEXT_A(needs), TEXT_A(path)) : path;
  }
  if (count > 1) item_add(t, "needs", needs, (Text){0}, TONE_PLAIN);
}

// ---- stage and segments
static Text stage_missed(Teller *t, const Stage *s) {
  if (study_condition(t->study, s->when, t->row) == STUDY_YES) return (Text){0};
  return not_true(t, s->when);
}
static void tell_stage(Teller *t) {
  const Rules *rules = t->study->rules;
  uint32_t stage = t->trace.stage, end = stage == RUBRIC_NONE ? rules->stages.count : stage;
  if (!rules->stages.count) return;
  if (stage == RUBRIC_NONE) item_add(t, "stage", TEXT("none"), (Text){0}, TONE_PLAIN);
  else {
    const Stage *s = rules->stages.items[stage];
    bool kept = s->when && study_condition(t->study, s->when, t->row) != STUDY_YES;
    item_at(t, item_add(t, "stage", s->name, kept ? TEXT("kept: stages go forward only") : (Text){0}, TONE_GOOD), RUBRIC_STAGES, stage);
  }
  const char *head = "missed";
  bool disqualified = t->study->decisions->status[t->row] == RUBRIC_DISQUALIFIED;
  for (uint32_t i = end; i-- > 0;) { // the nearest first; only those that such a lead can take
    const Stage *s = rules->stages.items[i];
    if (s->mentions_disqualified != disqualified) continue;
    item_add(t, head, s->name, stage_missed(t, s), TONE_DIM);
    head = "";
  }
}
static void tell_segments(Teller *t) {
  const Rules *rules = t->study->rules;
  Text names = {0};
  for (uint32_t i = 0; i < rules->segments.count; i++) {
    if (!bit_get(t->study->decisions->segments[i], t->row)) continue;
    names = names.size ? text_format(t->arena, TEXT_F ", " TEXT_F, TEXT_A(names), TEXT_A(rules->segments.items[i]->name)) : rules->segments.items[i]->name;
  }
  if (names.size) item_add(t, "segments", names, (Text){0}, TONE_PLAIN);
}

// ---- contact
static Text time_text(Teller *t, int64_t time) {
  char out[CLOCK_TEXT_BYTES];
  return text_copy(t->arena, (Text){out, clock_format_time(time, out)});
}
static Text zone_unknown(Teller *t, const Expr *zone) {
  if (!study_known(t->study, zone, t->row)) return why_unknown(t->study, zone, t->row, t->arena);
  return text_format(t->arena, "there is no time zone " TEXT_F, TEXT_A(study_value(t->study, zone, t->row, t->arena)));
}
static void tell_contacts(Teller *t) {
  for (uint32_t i = 0; i < t->study->rules->channels.count; i++) {
    const Channel *c = t->study->rules->channels.items[i];
    const RubricContact *d = &t->study->decisions->contacts[i];
    const char *head = i ? "" : "contact";
    bool allowed = bit_get(d->allowed, t->row), open = !d->open || bit_get(d->open, t->row);
    if (!allowed) item_add(t, head, c->name, text_format(t->arena, "blocked: " TEXT_F, TEXT_A(not_true(t, c->when))), TONE_BAD);
    else if (open) item_add(t, head, c->name, TEXT("allowed"), TONE_GOOD);
    else if (d->next[t->row] == 0) item_add(t, head, c->name, text_format(t->arena, "blocked: " TEXT_F, TEXT_A(zone_unknown(t, c->zone))), TONE_BAD);
    else item_add(t, head, c->name, text_format(t->arena, "wait until " TEXT_F " (open " TEXT_F ".." TEXT_F ")", TEXT_A(time_text(t, d->next[t->row])), TEXT_A(c->open_text), TEXT_A(c->close_text)), TONE_PLAIN);
  }
}

// ---- route
static Text route_missed(Teller *t, uint32_t index) {
  const Route *r = t->study->rules->routes.items[index];
  for (uint32_t i = 0; i < t->trace.passed_count; i++) {
    if (t->trace.passed_over[i].route != index) continue;
    if (strcmp(t->trace.passed_over[i].why, "target unknown") != 0) return text_format(t->arena, "the lead is %s", t->trace.passed_over[i].why);
    return r->target ? why_unknown(t->study, r->target, t->row, t->arena) : TEXT("the target is unknown without a key");
  }
  return not_true(t, r->when);
}
static void tell_missed_routes(Teller *t, uint32_t end) {
  for (uint32_t i = 0; i < end; i++)
    item_add(t, i ? "" : "passed over", t->study->rules->routes.items[i]->name, route_missed(t, i), TONE_DIM);
}
static void tell_route(Teller *t) {
  const RubricDecisions *d = t->study->decisions;
  const Rules *rules = t->study->rules;
  uint32_t route = t->trace.route;
  bool held = d->held_route && d->held_route[t->row].data;
  if (!rules->routes.count && !held) return;
  if (held) item_add(t, "route", text_copy(t->arena, (Text){d->held_route[t->row].data, d->held_route[t->row].size}), TEXT("held from before"), TONE_GOOD);
  else if (route == RUBRIC_NONE) item_add(t, "route", TEXT("none"), (Text){0}, TONE_PLAIN);
  else item_at(t, item_add(t, "route", rules->routes.items[route]->name, (Text){0}, TONE_GOOD), RUBRIC_ROUTES, route);
  if (d->target[t->row].data) item_add(t, "target", text_copy(t->arena, (Text){d->target[t->row].data, d->target[t->row].size}), (Text){0}, TONE_PLAIN);
  if (d->due_at[t->row] != INT64_MIN) item_add(t, "due", time_text(t, d->due_at[t->row]), (Text){0}, TONE_PLAIN);
  if (!held) tell_missed_routes(t, route == RUBRIC_NONE ? rules->routes.count : route);
}
void tell_items(Teller *t) {
  tell_reasons(t);
  tell_stage(t);
  tell_segments(t);
  tell_contacts(t);
  tell_route(t);
}
