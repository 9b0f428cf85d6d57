// diff_ndjson.c -- a difference for machines: one object a line, told apart by its first key.
#include "tools/diff_say.h"

static void key(Buffer *b, const char *name) { // ,"name":
  if (b->size && b->data[b->size - 1] != '{' && b->data[b->size - 1] != '\n') BUFFER_PUT(b, ",");
  buffer_json(b, (RubricText){name, (uint32_t)strlen(name)});
  BUFFER_PUT(b, ":");
}
static void text(Buffer *b, const char *name, Text t) {
  key(b, name);
  if (t.data) buffer_json(b, (RubricText){t.data, t.size});
  else BUFFER_PUT(b, "null");
}
static void whole(Buffer *b, const char *name, uint64_t n) { key(b, name); buffer_integer(b, (int64_t)n); }
static void number(Buffer *b, const char *name, int64_t units) { key(b, name); buffer_number(b, units); }
static void flag(Buffer *b, const char *name, bool on) { key(b, name); if (on) BUFFER_PUT(b, "true"); else BUFFER_PUT(b, "false"); }
static void begin(Buffer *b) { if (b->size && b->data[b->size - 1] == '}') BUFFER_PUT(b, ","); BUFFER_PUT(b, "{"); }

// ---- the rules
static void condition(Buffer *b, const DiffCondition *c) {
  static const char *const names[] = {"", "same", "wider", "narrower", "different", "same or wider", "same or narrower", "undecided"};
  if (!c->relation) return;
  text(b, "relation", text_of(names[c->relation]));
  if (c->gained.size) text(b, "gained", c->gained);
  if (c->lost.size) text(b, "lost", c->lost);
}
static void part(Buffer *b, const DiffPartChange *c) {
  begin(b);
  text(b, "part", text_of((c->old ? c->old : c->new)->name));
  text(b, "old", c->old ? c->old->text : (Text){0});
  text(b, "new", c->new ? c->new->text : (Text){0});
  condition(b, &c->condition);
  if (c->rows.count) {
    key(b, "rows");
    BUFFER_PUT(b, "[");
    for (uint32_t i = 0; i < c->rows.count; i++) {
      begin(b);
      text(b, "old", c->rows.items[i].old ? c->rows.items[i].old->text : (Text){0});
      text(b, "new", c->rows.items[i].new ? c->rows.items[i].new->text : (Text){0});
      BUFFER_PUT(b, "}");
    }
    BUFFER_PUT(b, "]");
  }
  BUFFER_PUT(b, "}");
}
static void place(Buffer *b, Arena *a, const char *name, const DiffItem *it) { if (it && it->line) text(b, name, text_format(a, "%.*s:%u", SAY(it->path), it->line)); }
static void pair(Buffer *b, Arena *a, const DiffPair *p) {
  const DiffItem *it = diff_item(p);
  BUFFER_PUT(b, "{");
  text(b, "change", !p->old ? TEXT("added") : !p->new ? TEXT("removed") : p->changes.count ? TEXT("changed") : p->renamed ? TEXT("renamed") : p->moved ? TEXT("moved") : TEXT("reached"));
  text(b, "kind", text_of(diff_kind_word(p->kind)));
  text(b, "name", it->name);
  if (it->score.size) text(b, "score", it->score);
  if (p->renamed) text(b, "was", p->old->name);
  if (p->moved) { whole(b, "from", p->old_place); whole(b, "to", p->new_place); }
  place(b, a, "old_at", p->old);
  place(b, a, "new_at", p->new);
  if (p->changes.count) {
    key(b, "parts");
    BUFFER_PUT(b, "[");
    for (uint32_t i = 0; i < p->changes.count; i++) part(b, &p->changes.items[i]);
    BUFFER_PUT(b, "]");
  }
  if (p->through.count + p->target_through.count) {
    key(b, "through");
    BUFFER_PUT(b, "[");
    for (uint32_t i = 0; i < p->through.count + p->target_through.count; i++) {
      if (i) BUFFER_PUT(b, ",");
      buffer_json(b, api_text(diff_item(i < p->through.count ? p->through.items[i] : p->target_through.items[i - p->through.count])->name));
    }
    BUFFER_PUT(b, "]");
    condition(b, &p->condition);
  }
  BUFFER_PUT(b, "}\n");
}
static void reach(Buffer *b, Arena *a, const Diff *d, const DiffPair *p) {
  if (!p->old || !p->new) return;
  Text old = diff_reach(a, &d->sides[0], p->old), new = diff_reach(a, &d->sides[1], p->new);
  if (text_equal(old, new)) return;
  BUFFER_PUT(b, "{");
  text(b, "reach", p->new->name);
  text(b, "old", old);
  text(b, "new", new);
  BUFFER_PUT(b, "}\n");
}

// ---- the leads
static void totals(Buffer *b, const DiffLeads *l) {
  BUFFER_PUT(b, "{");
  whole(b, "leads", l->compared);
  whole(b, "moved", l->moved);
  whole(b, "stage_moved", l->stage_moved);
  whole(b, "route_moved", l->route_moved);
  whole(b, "target_moved", l->target_moved);
  whole(b, "status_moved", l->status_moved);
  whole(b, "score_moved", l->score_moved);
  whole(b, "unexplained", l->unexplained);
  whole(b, "rejected_by_both", l->both_rejected);
  whole(b, "rejected_by_old", l->rejected[0]);
  whole(b, "rejected_by_new", l->rejected[1]);
  text(b, "now", (Text){0});
  b->size -= 4;
  BUFFER_PUT(b, "\"");
  buffer_time(b, l->now);
  BUFFER_PUT(b, "\"}\n");
}
static Text item_name(const DiffLeads *l, int side, RubricPart p, int64_t index) {
  if (index < 0) return (Text){0};
  RubricText t = rubric_item(l->studies[side]->program, p, (uint32_t)index).name;
  return (Text){t.data, t.size};
}
static void matrix(Buffer *b, const DiffLeads *l, const char *name, RubricPart p, const uint64_t *counts) {
  uint32_t rows = diff_count(l, 0, p) + 1, columns = diff_count(l, 1, p) + 1;
  for (uint32_t i = 0; i < rows * columns; i++) {
    if (!counts[i]) continue;
    BUFFER_PUT(b, "{");
    text(b, "matrix", text_of(name));
    text(b, "old", item_name(l, 0, p, (int64_t)(i / columns) - 1));
    text(b, "new", item_name(l, 1, p, (int64_t)(i % columns) - 1));
    whole(b, "leads", counts[i]);
    BUFFER_PUT(b, "}\n");
  }
}
static const char *const statuses[] = {"disqualified", "incomplete", "routed", "unrouted"};
static void status_matrix(Buffer *b, const DiffLeads *l) {
  for (int i = 0; i < 16; i++) {
    if (!l->statuses[i / 4][i % 4]) continue;
    BUFFER_PUT(b, "{");
    text(b, "matrix", TEXT("status"));
    text(b, "old", text_of(statuses[i / 4]));
    text(b, "new", text_of(statuses[i % 4]));
    whole(b, "leads", l->statuses[i / 4][i % 4]);
    BUFFER_PUT(b, "}\n");
  }
}
static void targets(Buffer *b, const DiffLeads *l) {
  for (uint32_t i = 0; i < l->target_count; i++) {
    BUFFER_PUT(b, "{");
    text(b, "target", l->targets[i].name);
    whole(b, "old", l->targets[i].count[0]);
    whole(b, "new", l->targets[i].count[1]);
    BUFFER_PUT(b, "}\n");
  }
}
static void shift(Buffer *b, const DiffShift *s) {
  int64_t median = 0;
  BUFFER_PUT(b, "{");
  text(b, "shift", s->pair->new->name);
  whole(b, "leads", s->both);
  whole(b, "moved", s->moved);
  whole(b, "up", s->up);
  whole(b, "down", s->down);
  number(b, "mean", diff_mean_shift(s));
  if (histogram_median(&s->shifts, &median)) number(b, "median", median);
  if (s->most_up) { number(b, "most_up", s->most_up); text(b, "most_up_lead", s->most_up_key); }
  if (s->most_down) { number(b, "most_down", s->most_down); text(b, "most_down_lead", s->most_down_key); }
  BUFFER_PUT(b, "}\n");
}
static void item_ref(Buffer *b, const Diff *d, uint32_t id) {
  text(b, "kind", text_of(diff_kind_word(d->pairs.items[id]->kind)));
  text(b, "name", diff_item(d->pairs.items[id])->name);
}
static void tally(Buffer *b, const DiffReport *r, uint32_t id) {
  const DiffTally *t = &r->leads->tallies[id];
  if (!(t->points_changed + t->stage + t->route + t->status + t->only[0] + t->only[1])) return;
  BUFFER_PUT(b, "{");
  text(b, "responsible", diff_item(r->diff->pairs.items[id])->name);
  text(b, "kind", text_of(diff_kind_word(r->diff->pairs.items[id]->kind)));
  whole(b, "points_changed", t->points_changed);
  Decimal points;
  if (decimal_from_sum(t->points, &points)) number(b, "points", points);
  whole(b, "stage_moves", t->stage);
  whole(b, "route_moves", t->route);
  whole(b, "status_moves", t->status);
  whole(b, "taken_old", t->taken[0]);
  whole(b, "taken_new", t->taken[1]);
  whole(b, "only_old", t->only[0]);
  whole(b, "only_new", t->only[1]);
  if (t->only[0]) text(b, "only_old_lead", t->example[0]);
  if (t->only[1]) text(b, "only_new_lead", t->example[1]);
  BUFFER_PUT(b, "}\n");
}
static void causes(Buffer *b, const Diff *d, const char *name, const DiffCauses *c, bool moved) {
  if (!moved) return;
  key(b, name);
  BUFFER_PUT(b, "[");
  for (uint32_t i = 0; i < c->count; i++) {
    begin(b);
    item_ref(b, d, c->ids[i]);
    BUFFER_PUT(b, "}");
  }
  BUFFER_PUT(b, "]");
}
static void mover_side(Buffer *b, const DiffLeads *l, const DiffMover *m, int side) {
  key(b, side ? "new" : "old");
  BUFFER_PUT(b, "{");
  text(b, "status", text_of(statuses[m->status[side]]));
  text(b, "stage", item_name(l, side, RUBRIC_STAGES, m->stage[side]));
  text(b, "route", item_name(l, side, RUBRIC_ROUTES, m->route[side]));
  text(b, "target", m->target[side]);
  key(b, "scores");
  BUFFER_PUT(b, "{");
  for (uint32_t i = 0; i < l->shift_count; i++) {
    const DiffPair *p = l->shifts[i].pair;
    key(b, text_c(l->diff->arena, (side ? p->new : p->old)->name));
    if (m->known[side][i]) buffer_number(b, m->scores[side][i]);
    else BUFFER_PUT(b, "null");
  }
  BUFFER_PUT(b, "}}");
}
static void mover(Buffer *b, const DiffReport *r, const DiffMover *m) {
  BUFFER_PUT(b, "{");
  text(b, "mover", m->key);
  whole(b, "record", m->record);
  mover_side(b, r->leads, m, 0);
  mover_side(b, r->leads, m, 1);
  key(b, "lines");
  BUFFER_PUT(b, "[");
  for (uint32_t i = 0; i < m->line_count && i < LINES_MOST; i++) {
    const DiffLine *line = &m->lines[i];
    begin(b);
    text(b, "score", diff_item(r->diff->pairs.items[line->score])->name);
    if (line->kind == RUBRIC_LINE_RULE || line->kind == RUBRIC_LINE_GROUP) text(b, line->kind == RUBRIC_LINE_RULE ? "rule" : "group", diff_item(r->diff->pairs.items[line->pair])->name);
    else flag(b, line->kind == RUBRIC_LINE_CLAMP ? "clamp" : "derived", true);
    number(b, "old", line->old);
    number(b, "new", line->new);
    BUFFER_PUT(b, "}");
  }
  BUFFER_PUT(b, "]");
  causes(b, r->diff, "stage_because", &m->stage_causes, m->stage_moved);
  causes(b, r->diff, "route_because", &m->route_causes, m->route_moved || m->target_moved);
  causes(b, r->diff, "status_because", &m->status_causes, m->status_moved);
  BUFFER_PUT(b, "}\n");
}
static void leads(Buffer *b, const DiffReport *r) {
  const DiffLeads *l = r->leads;
  totals(b, l);
  matrix(b, l, "stage", RUBRIC_STAGES, l->stages);
  matrix(b, l, "route", RUBRIC_ROUTES, l->routes);
  status_matrix(b, l);
  targets(b, l);
  for (uint32_t i = 0; i < l->shift_count; i++) shift(b, &l->shifts[i]);
  for (uint32_t i = 0; i < r->diff->pairs.count; i++) tally(b, r, i);
  for (uint32_t i = 0; i < l->mover_count; i++) mover(b, r, l->movers[i]);
}
void diff_ndjson(Buffer *b, Arena *a, const DiffReport *r) {
  const Diff *d = r->diff;
  BUFFER_PUT(b, "{");
  whole(b, "differences", d->differences);
  text(b, "old", r->old_name);
  text(b, "new", r->new_name);
  BUFFER_PUT(b, "}\n");
  for (uint32_t i = 0; i < d->pairs.count; i++) if (diff_differs(d->pairs.items[i]) || d->pairs.items[i]->through.count + d->pairs.items[i]->target_through.count) pair(b, a, d->pairs.items[i]);
  for (uint32_t i = 0; i < d->pairs.count; i++) if (d->pairs.items[i]->kind == DIFF_SCORE) reach(b, a, d, d->pairs.items[i]);
  if (r->leads) leads(b, r);
  for (uint32_t i = 0; i < r->broken_count; i++) {
    BUFFER_PUT(b, "{");
    text(b, "over_the_limit", diff_bare(a, r->broken[i]));
    BUFFER_PUT(b, "}\n");
  }
}
