// diff_relate.c -- which leads a changed condition takes: wider, narrower, the same (lang/bands.h proves it).
//
// A lead that tells the two apart is read by both schemas and decided by both programs before it is shown: the condition's register
// must be yes in one and not yes in the other. What is neither proved nor shown is undecided.
#include "io/json.h"
#include "lang/bands.h"
#include "tools/diff.h"

enum { QUESTIONS_MOST = 400 };
typedef struct Relate { Diff *diff; Study *studies[2]; Bands *bands; int64_t now; uint32_t asked; } Relate;

// ---- a witness in both runs
// A value of a field that one of the schemas requires and the witness does not give, as JSON; size 0: none at hand.
static Text ordinary(Arena *a, Type type) {
  switch (type.kind) {
    case TYPE_TEXT: return TEXT("\"Acme\"");
    case TYPE_EMAIL: return TEXT("\"ann@acme.example\"");
    case TYPE_DOMAIN: case TYPE_URL: return TEXT("\"acme.example\"");
    case TYPE_PHONE: return TEXT("\"+14155550100\"");
    case TYPE_COUNTRY: return TEXT("\"US\"");
    case TYPE_NUMBER: case TYPE_INTEGER: return TEXT("1");
    case TYPE_BOOLEAN: return TEXT("true");
    case TYPE_DATE: case TYPE_TIME: return TEXT("\"2026-01-01\"");
    case TYPE_ONE_OF: case TYPE_SCALE: return text_format(a, "\"%.*s\"", (int)type.values->items[0].size, type.values->items[0].data);
    default: return (Text){0};
  }
}
static bool given(const Witness *w, Text path) {
  for (uint32_t i = 0; i < w->count; i++) if (text_equal(w->fields[i].path, path)) return true;
  return false;
}
static Text required_added(Relate *r, const Witness *w) {
  Arena *a = r->diff->arena;
  Witness full = *w;
  full.fields = ARENA_MANY(a, WitnessField, w->count + r->studies[0]->rules->slot_count + r->studies[1]->rules->slot_count + 1);
  if (w->count) memcpy(full.fields, w->fields, w->count * sizeof *w->fields);
  for (int side = 0; side < 2; side++)
    for (uint32_t i = 0; i < r->studies[side]->rules->slot_count; i++) {
      const Slot *s = &r->studies[side]->rules->slots[i];
      Text value = s->field && (s->field->key || s->field->required) && s->parent == SLOT_NONE && !given(&full, s->path) ? ordinary(a, s->type) : (Text){0};
      if (value.size) full.fields[full.count++] = (WitnessField){i, s->path, value, false};
    }
  return witness_text(a, &full, true);
}
// Whether `condition` takes the lead, asked of the program; STUDY_NONE: it cannot be read or run.
static StudyTruth taken(Relate *r, int side, const Expr *condition, Text json, int64_t now) {
  Study *s = r->studies[side];
  Arena *a = r->diff->arena;
  Batch *leads = s->batch->columns;
  Text reason = {0};
  if (!condition) return STUDY_YES; // otherwise
  if (!s->run) return STUDY_NONE;
  char *bytes = arena_alloc(a, json.size + JSON_PADDING);
  memcpy(bytes, json.data, json.size);
  rubric_batch_clear(s->batch);
  batch_begin_row(leads, 1);
  if (!json_read_record(s->cells, leads, (Text){bytes, json.size}, arena_alloc(a, json_string_room(json.size)), &reason)) return STUDY_NONE;
  if (batch_end_row(leads, &reason) != ROW_KEPT || study_decide(s, now) != RUBRIC_OK) return STUDY_NONE;
  return study_condition(s, condition, 0);
}
// Every lead has a key: it says nothing beside other fields.
static Text display(Relate *r, int side, const Witness *w) {
  const Rules *rules = r->studies[side]->rules;
  Witness bare = *w;
  bare.fields = ARENA_MANY(r->diff->arena, WitnessField, w->count + 1);
  bare.count = 0;
  for (uint32_t i = 0; i < w->count; i++)
    if (rules->key_slot == SLOT_NONE || !text_equal(w->fields[i].path, rules->slots[rules->key_slot].path)) bare.fields[bare.count++] = w->fields[i];
  if (!w->supposed_count) return witness_text(r->diff->arena, bare.count ? &bare : w, false);
  return bare.count ? witness_text(r->diff->arena, &bare, false) : (Text){0};
}
static Text supposed(Relate *r, int side, const Witness *w) { // { country: "US" } with fit 50, intent 40
  Arena *a = r->diff->arena;
  Text out = {0}, lead = display(r, side, w);
  for (uint32_t i = 0; i < w->supposed_count; i++)
    out = text_format(a, "%.*s%s%.*s %.*s", (int)out.size, out.data ? out.data : "", i ? ", " : "", (int)w->supposed[i].path.size, w->supposed[i].path.data, (int)w->supposed[i].value.size, w->supposed[i].value.data);
  return lead.size ? text_format(a, "%.*s with %.*s", (int)lead.size, lead.data, (int)out.size, out.data) : out;
}
// The lead that `side` alone takes, as rules write it; size 0: it does not hold in the runs. Where scores are supposed it is as proved.
static Text shown(Relate *r, int side, const Expr *const conditions[2], const Witness *w) {
  if (w->supposed_count) return supposed(r, side, w);
  Text json = required_added(r, w);
  int64_t now = w->reads_clock ? w->now : r->now;
  StudyTruth here = taken(r, side, conditions[side], json, now), there = taken(r, 1 - side, conditions[1 - side], json, now);
  if (here != STUDY_YES || (there != STUDY_NO && there != STUDY_UNKNOWN)) return (Text){0};
  return display(r, side, w);
}

// ---- one condition
static Proof within(Relate *r, int side, const Expr *const conditions[2], Text *counter) { // whatever `side` takes the other takes
  Witness w = {0};
  const Rules *rules[2] = {r->studies[0]->rules, r->studies[1]->rules};
  Proof p = bands_implies(r->bands, rules[side], conditions[side], rules[1 - side], conditions[1 - side], &w);
  if (p == PROOF_FAILS) *counter = shown(r, side, conditions, &w);
  return p == PROOF_FAILS && !counter->size ? PROOF_UNDECIDED : p;
}
static DiffCondition relate(Relate *r, const Expr *old, const Expr *new) {
  const Expr *const conditions[2] = {old, new};
  DiffCondition c = {0};
  if (r->asked++ >= QUESTIONS_MOST) { c.relation = RELATION_UNDECIDED; return c; }
  Proof kept = within(r, 0, conditions, &c.lost), nothing_new = within(r, 1, conditions, &c.gained);
  if (kept == PROOF_HOLDS) c.relation = nothing_new == PROOF_HOLDS ? RELATION_SAME : nothing_new == PROOF_FAILS ? RELATION_WIDER : RELATION_NOT_NARROWER;
  else if (nothing_new == PROOF_HOLDS) c.relation = kept == PROOF_FAILS ? RELATION_NARROWER : RELATION_NOT_WIDER;
  else c.relation = kept == PROOF_FAILS && nothing_new == PROOF_FAILS ? RELATION_DIFFERENT : RELATION_UNDECIDED;
  return c;
}
static void relate_pair(Relate *r, DiffPair *p) {
  bool changed = false;
  for (uint32_t i = 0; i < p->changes.count; i++) {
    DiffPartChange *c = &p->changes.items[i];
    if (!c->old || !c->new || c->old->form != PART_CONDITION || c->new->form != PART_CONDITION) continue;
    c->condition = relate(r, c->old->expr, c->new->expr);
    changed = true;
  }
  if (changed || !p->through.count || p->kind == DIFF_DEFINE) return;
  for (uint32_t i = 0; i < p->old->parts.count; i++) { // the same words, which mean something else now
    const DiffPart *old = &p->old->parts.items[i], *new = diff_part(p->new, old->name);
    if (old->form == PART_CONDITION && new && new->form == PART_CONDITION) p->condition = relate(r, old->expr, new->expr);
  }
}
void diff_relate(Diff *diff, Study *old, Study *new, int64_t now) {
  Arena *scratch = ARENA_NEW(diff->arena, Arena);
  arena_init(scratch, diff->arena->allocator, diff->arena->escape);
  Relate r = {.diff = diff, .studies = {old, new}, .now = now, .bands = bands_new(diff->arena, scratch, old->rules, now)};
  bands_add(r.bands, new->rules);
  bands_share(r.bands); // what they read and is decided before is told where it changed
  for (uint32_t i = 0; i < diff->pairs.count; i++) {
    DiffPair *p = diff->pairs.items[i];
    if (p->old && p->new) relate_pair(&r, p);
  }
  arena_free(scratch);
}
