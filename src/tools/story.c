// story.c -- see story.h: the scores' lines; what follows is in story_items.c.
#include "tools/story_parts.h"
#include "io/buffer.h"
#include "io/output.h"

const char *status_name(uint8_t status) {
  static const char *const names[] = {"disqualified", "incomplete", "routed", "unrouted"};
  return names[status & 3];
}
Text story_number(Arena *arena, int64_t units) {
  Buffer b = {0};
  buffer_number(&b, units);
  Text t = text_copy(arena, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  return t;
}
static void note_add(Teller *t, Text *note, Text more) {
  if (!more.size) return;
  *note = note->size ? text_format(t->arena, TEXT_F ", " TEXT_F, TEXT_A(*note), TEXT_A(more)) : more;
}

// ---- decays: what age took, and how old what it took from is
static Text age_text(Teller *t, const Decay *d, int64_t since, bool dates) {
  static const struct { int64_t us; const char *one, *many; } units[] = {{CLOCK_DAY, "day", "days"}, {CLOCK_HOUR, "hour", "hours"}, {CLOCK_MINUTE, "minute", "minutes"}, {CLOCK_SECOND, "second", "seconds"}};
  const Expr *every = expr_literal(d->every);
  int64_t unit = every->unit_us ? every->unit_us : CLOCK_DAY, now = vm_now(t->study->run->vm);
  int64_t age = dates ? (clock_date_of(t->study->rules->zone, now) - since) * CLOCK_DAY / unit : (now - since) / unit;
  for (int i = 0; i < 4; i++)
    if (units[i].us == unit) return text_format(t->arena, "%lld %s old", (long long)age, age == 1 ? units[i].one : units[i].many);
  return (Text){0};
}
static Text decay_age(Teller *t, const Decay *d, const Query *latest) {
  int64_t since;
  bool dates = d->since && d->since->type.kind == TYPE_DATE;
  if (latest && latest->time_slot != UINT32_MAX) dates = t->study->rules->slots[latest->time_slot].type.kind == TYPE_DATE;
  if (!study_int(t->study, d->since ? (const void *)d->since : latest, t->row, &since)) return (Text){0};
  return age_text(t, d, since, dates);
}
static void note_decay(Teller *t, const Rule *r, const RubricLine *l, Text *note) {
  int64_t whole = 0, left = l->has_uncapped ? l->uncapped : l->points;
  if (r->decay.kind == DECAY_NONE) return;
  if (!study_int(t->study, &r->decay, t->row, &whole)) { // each element has its own age
    Decimal points = expr_literal(r->points)->value;
    if (r->points_negative) points = -points;
    if (r->points->kind == EXPR_NEGATE) points = -r->points->a->value;
    whole = points * l->events;
  }
  if (whole == left) return;
  note_add(t, note, text_format(t->arena, "was " TEXT_F, TEXT_A(story_number(t->arena, whole))));
  note_add(t, note, decay_age(t, &r->decay, r->query));
}

// ---- lines
static void note_saw(Teller *t, uint32_t rule, Text *note) {
  const uint32_t *fields;
  uint32_t count = rubric_rule_saw(t->study->program, rule, &fields), shown = 0;
  for (uint32_t i = 0; i < count && shown < 2; i++) {
    if (!bit_get(study_column(t->study, fields[i])->known, t->row)) continue;
    Buffer b = {0};
    output_field_json(t->study->program, t->study->batch, fields[i], t->row, &b);
    note_add(t, note, text_format(t->arena, TEXT_F " %.*s", TEXT_A(t->study->rules->slots[fields[i]].path), (int)b.size, b.data));
    buffer_free(&b);
    shown++;
  }
}
static StoryLine fired_line(Teller *t, const RubricLine *l) {
  const Rule *r = t->study->rules->rules.items[l->index];
  StoryLine line = {.kind = LINE_FIRED, .label = r->label, .because = r->because, .points = l->points};
  if (l->has_events && l->events > 1) line.note = text_format(t->arena, "%lld times", (long long)l->events);
  note_decay(t, r, l, &line.note);
  if (l->has_uncapped) note_add(t, &line.note, text_format(t->arena, "capped, was " TEXT_F, TEXT_A(story_number(t->arena, l->uncapped))));
  note_saw(t, l->index, &line.note);
  if (!line.note.size && r->form == RULE_BY) line.note = why_rule(t->study, r, t->row, t->arena); // what it looked at is missing
  return line;
}
static StoryLine group_line(Teller *t, const RubricLine *l) {
  const Group *g = t->study->rules->groups.items[l->index];
  const GroupInfo *info = &t->study->program->code.groups[l->index];
  int64_t before = vm_register(t->study->run->vm, info->before)->ints[t->row], after = before + l->points, decayed = before;
  StoryLine line = {.kind = LINE_LIMIT, .points = l->points};
  study_int(t->study, g, t->row, &decayed);
  const char *what = decayed == before ? "limit" : decayed == after ? "age" : "age and limit";
  line.label = text_format(t->arena, "%s of " TEXT_F, what, TEXT_A(g->label));
  note_add(t, &line.note, text_format(t->arena, "was " TEXT_F, TEXT_A(story_number(t->arena, before))));
  if (decayed != before) note_add(t, &line.note, decay_age(t, &g->decay, NULL));
  return line;
}
static StoryLine held_line(Teller *t, const RubricLine *l) {
  Text low = l->has_low ? story_number(t->arena, l->low) : (Text){0}, high = l->has_high ? story_number(t->arena, l->high) : (Text){0};
  const ScoreInfo *s = &t->study->program->code.scores[l->score];
  StoryLine line = {.kind = LINE_LIMIT, .points = l->points, .label = text_format(t->arena, "held within " TEXT_F ".." TEXT_F, TEXT_A(low), TEXT_A(high))};
  if (s->raw != NONE) line.note = text_format(t->arena, "was " TEXT_F, TEXT_A(story_number(t->arena, vm_register(t->study->run->vm, s->raw)->ints[t->row])));
  return line;
}
static StoryLine line_of(Teller *t, const RubricLine *l) {
  if (l->kind == RUBRIC_LINE_RULE) return fired_line(t, l);
  if (l->kind == RUBRIC_LINE_GROUP) return group_line(t, l);
  if (l->kind == RUBRIC_LINE_CLAMP) return held_line(t, l);
  const Score *s = t->study->rules->scores.items[l->score];
  return (StoryLine){.kind = LINE_DERIVED, .label = TEXT("from other scores"), .points = l->points, .note = why_source(t->study->rules, s->derived->span, t->arena)};
}
static StoryLine unknown_line(Teller *t, const RubricUnknown *u) {
  const Rule *r = t->study->rules->rules.items[u->rule];
  StoryLine line = {.kind = LINE_UNKNOWN, .label = r->label, .because = r->because};
  bool unread = false;
  for (uint32_t i = 0; i < u->need_count; i++) {
    const Column *c = study_column(t->study, u->needs[i]);
    unread |= t->study->rules->slots[u->needs[i]].domain == 0 && c->invalid && bit_get(c->invalid, t->row);
    note_add(t, &line.note, t->study->rules->slots[u->needs[i]].path);
  }
  if (!u->need_count) line.note = r->when ? why_not(t->study, r->when, t->row, t->arena) : TEXT("unknown");
  else if (u->need_count == 1) line.note = text_format(t->arena, TEXT_F "%s", TEXT_A(line.note), unread ? " cannot be read" : " is missing");
  else line.note = text_format(t->arena, "%s " TEXT_F, unread ? "cannot read" : "without", TEXT_A(line.note));
  return line;
}
static const RubricUnknown *unknown_of(const Teller *t, uint32_t rule) {
  for (uint32_t i = 0; i < t->trace.unknown_count; i++) if (t->trace.unknown[i].rule == rule) return &t->trace.unknown[i];
  return NULL;
}
static const RubricLine *fired_of(const Teller *t, uint32_t rule) {
  for (uint32_t i = 0; i < t->trace.line_count; i++) if (t->trace.lines[i].kind == RUBRIC_LINE_RULE && t->trace.lines[i].index == rule) return &t->trace.lines[i];
  return NULL;
}
static bool is_idle(const Rule *r, const RubricLine *fired) { return !fired || (r->form == RULE_BY && fired->points == 0); } // a row that gives 0 gives nothing
static void tell_score(Teller *t, uint32_t index, StoryScore *out) {
  const Rules *rules = t->study->rules;
  const RubricDecisions *d = t->study->decisions;
  *out = (StoryScore){.name = rules->scores.items[index]->name.text, .known = bit_get(d->score_known[index], t->row), .value = d->scores[index][t->row]};
  out->lines = ARENA_MANY(t->arena, StoryLine, t->trace.line_count + rules->rules.count + 2);
  for (uint32_t i = 0; i < t->trace.line_count; i++) {
    const RubricLine *l = &t->trace.lines[i];
    if (l->score != index || (l->kind == RUBRIC_LINE_RULE && is_idle(rules->rules.items[l->index], l))) continue;
    out->lines[out->count] = line_of(t, l);
    if (l->kind == RUBRIC_LINE_RULE) out->lines[out->count].at = rubric_item(t->study->program, RUBRIC_RULES, l->index);
    out->count++;
  }
  const Expr *derived = rules->scores.items[index]->derived;
  if (derived && !out->known) out->lines[out->count++] = (StoryLine){.kind = LINE_UNKNOWN, .label = TEXT("from other scores"), .note = why_unknown(t->study, derived, t->row, t->arena)};
  for (int idle = 0; idle < 2; idle++)
    for (uint32_t i = 0; i < rules->rules.count; i++) {
      const Rule *r = rules->rules.items[i];
      const RubricUnknown *u = unknown_of(t, i);
      if (r->score_index != index || (u != NULL) == idle || !is_idle(r, fired_of(t, i))) continue;
      StoryLine line = u ? unknown_line(t, u) : (StoryLine){.kind = LINE_IDLE, .label = r->label, .because = r->because, .note = why_rule(t->study, r, t->row, t->arena)};
      line.at = rubric_item(t->study->program, RUBRIC_RULES, i);
      out->lines[out->count++] = line;
    }
}
const Story *story_tell(const Study *study, uint32_t row, Arena *arena) {
  Teller t = {.study = study, .row = row, .arena = arena};
  if (rubric_trace(study->run, row, &t.trace) != RUBRIC_OK) return NULL;
  Story *story = t.story = ARENA_NEW(arena, Story);
  uint32_t key = rubric_key_field(study->program), count = study->rules->scores.count;
  Buffer b = {0};
  if (key == RUBRIC_NONE) buffer_integer(&b, (int64_t)study->decisions->record[row]);
  else output_field_plain(study->program, study->batch, key, row, &b);
  *story = (Story){.lead = text_copy(arena, (Text){b.data, (uint32_t)b.size}), .status = status_name(study->decisions->status[row]), .score_count = count};
  buffer_free(&b);
  if (study->rules->header) story->rules = study->rules->header->name;
  story->scores = ARENA_MANY(arena, StoryScore, count + 1);
  for (uint32_t i = 0; i < count; i++) tell_score(&t, i, &story->scores[i]);
  tell_items(&t);
  return story;
}
