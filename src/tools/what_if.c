// what_if.c -- see what_if.h: the search.
//
// Every candidate is decided alone. Of those that do not arrive by themselves but change something (a condition's truth, a score,
// a reason), the ones of equal effect are one; the most promising are tried in pairs, then threes and fours, fewer each time.
// An answer that contains a smaller one is none.
#include "tools/what_if_parts.h"
#include "io/output.h"
#include <stdlib.h>

enum { PAIR_FIELD = 64, THREE_FIELD = 22, FOUR_FIELD = 14 }; // about 2000, 1500 and 1000 leads

typedef struct Atom { const IfChange *change; uint64_t effect; int64_t promise; } Atom;
typedef struct Found { uint32_t atoms[WHAT_IF_CHANGES], count; } Found;
typedef struct Search {
  const Study *study;
  uint32_t row;
  Arena *arena;
  WhatIf *out;
  IfBatch leads;
  RubricRun *run;
  const RubricDecisions *d;
  Atom *atoms; uint32_t atom_count;
  Found *trials; uint32_t trial_count;   // of the batch
  uint64_t effect;                       // of the lead as it is
  int64_t *points;                       // of its rules
  uint32_t present;                      // its stage, or RUBRIC_NONE
  bool exact, stuck;                     // exact: the goal was named; stuck: every lead tried is disqualified
} Search;

// ---- what a lead came to
static uint64_t mix(uint64_t h, uint64_t v) {
  h = (h ^ v) * 0x9E3779B97F4A7C15ull;
  return h ^ h >> 29;
}
static uint64_t effect_of(const Search *s, const RubricRun *run, const RubricDecisions *d, uint32_t row) {
  uint64_t h = mix(d->status[row], (uint64_t)(uint32_t)d->stage[row]);
  for (uint32_t i = 0; i < s->study->rules->scores.count; i++) h = mix(h, (uint64_t)d->scores[i][row] + bit_get(d->score_known[i], row));
  for (uint32_t i = 0; i < s->study->rules->reasons.count; i++) h = mix(h, bit_get(d->reasons[i], row));
  for (uint32_t i = 0; i < s->study->watch.items.count; i++) {
    uint32_t reg = s->study->watch.items.items[i].reg;
    if (s->study->program->code.registers[reg].kind != KIND_TRUTH) continue;
    const Column *c = vm_register(run->vm, reg);
    h = mix(h, (uint64_t)bit_get(c->known, row) << 1 | bit_get(c->yes, row));
  }
  return h;
}
static int64_t points_of(const RubricRun *run, const RuleInfo *r, uint32_t row) {
  if (!bit_get(vm_register(run->vm, r->fired)->yes, row)) return 0;
  return r->points == NONE ? r->constant : vm_register(run->vm, r->points)->ints[row];
}
static bool arrives(const Search *s, uint32_t row) {
  int32_t stage = s->d->stage[row];
  if (stage < 0) return false;
  if (s->out->goal != RUBRIC_NONE && (uint32_t)stage == s->out->goal) return true;
  if (s->exact || s->study->rules->stages.items[stage]->mentions_disqualified) return false;
  return s->out->goal == RUBRIC_NONE || (uint32_t)stage < s->out->goal;
}
static int64_t promise_of(const Search *s, uint32_t row) { // what it gains, in points; a reason undone is worth many
  int64_t sum = 0;
  const RubricDecisions *was = s->study->decisions;
  for (uint32_t i = 0; i < s->study->rules->scores.count; i++) {
    if (s->study->rules->scores.items[i]->derived) continue;
    int64_t more;
    if (!__builtin_sub_overflow(s->d->scores[i][row], was->scores[i][s->row], &more)) sum = more / 4 + sum;
  }
  for (uint32_t i = 0; i < s->study->rules->reasons.count; i++)
    sum += 1000 * DECIMAL_ONE * ((int)bit_get(was->reasons[i], s->row) - (int)bit_get(s->d->reasons[i], row));
  if (s->d->status[row] != RUBRIC_INCOMPLETE && was->status[s->row] == RUBRIC_INCOMPLETE) sum += 500 * DECIMAL_ONE;
  return sum;
}
static Text gains_of(const Search *s, uint32_t row) { // "+10 Company size, +5 Large"
  Text all = {0};
  const Program *p = &s->study->program->code;
  const RubricDecisions *was = s->study->decisions;
  for (uint32_t i = 0; i < s->study->rules->reasons.count; i++) {
    const Reason *r = s->study->rules->reasons.items[i];
    if (bit_get(was->reasons[i], s->row) && !bit_get(s->d->reasons[i], row)) all = text_format(s->arena, TEXT_F "%s%s " TEXT_F, TEXT_A(all), all.size ? ", " : "", r->require ? "meets" : "undoes", TEXT_A(r->code));
  }
  for (uint32_t i = 0; i < p->rules_count && all.size < 80; i++) {
    int64_t more = points_of(s->run, &p->rules[i], row) - s->points[i];
    if (!more) continue;
    Buffer b = {0};
    buffer_number(&b, more);
    all = text_format(s->arena, TEXT_F "%s%s%.*s " TEXT_F, TEXT_A(all), all.size ? ", " : "", more > 0 ? "+" : "", (int)b.size, b.data, TEXT_A(s->study->rules->rules.items[i]->label));
    buffer_free(&b);
  }
  return all;
}

// ---- batches of trials
static bool was_read(const Search *s, uint32_t row, const IfChange *c) { // in range, and so on
  const Column *column = &s->leads.batch.columns->columns[c->slot];
  if (!bit_get(column->known, row)) return false;
  for (uint32_t p = 0; c->add && p < c->part_count; p++) {
    const Column *part = &s->leads.batch.columns->columns[c->parts[p].slot];
    if (column->offsets[row + 1] == column->offsets[row] || !bit_get(part->known, column->offsets[row + 1] - 1)) return false;
  }
  return true;
}
static void answer_add(Search *s, const Found *f, uint32_t row) {
  WhatIf *out = s->out;
  IfAnswer a = {.count = f->count, .stage = (uint32_t)s->d->stage[row]};
  for (uint32_t i = 0; i < f->count; i++) { a.changes[i] = s->atoms[f->atoms[i]].change; a.cost += a.changes[i]->cost; }
  uint32_t at = out->count;
  for (uint32_t i = 0; i < out->count; i++) { // the same fields once, at the least cost
    const IfAnswer *o = &out->answers[i];
    uint32_t same = 0;
    for (uint32_t j = 0; j < a.count; j++) for (uint32_t k = 0; k < o->count; k++) same += a.changes[j]->slot == o->changes[k]->slot && (!a.changes[j]->add || a.changes[j]->parts == o->changes[k]->parts);
    if (same < a.count || o->count != a.count) continue;
    if (o->cost <= a.cost) return;
    for (uint32_t k = i + 1; k < out->count; k++) out->answers[k - 1] = out->answers[k];
    at = --out->count;
    break;
  }
  while (at > 0 && (out->answers[at - 1].count > a.count || (out->answers[at - 1].count == a.count && out->answers[at - 1].cost > a.cost))) at--;
  if (at >= WHAT_IF_ANSWERS) return;
  uint32_t scores = s->study->rules->scores.count;
  int64_t *values = ARENA_MANY(s->arena, int64_t, scores + 1);
  bool *known = ARENA_MANY(s->arena, bool, scores + 1);
  for (uint32_t i = 0; i < scores; i++) { values[i] = s->d->scores[i][row]; known[i] = bit_get(s->d->score_known[i], row); }
  a.scores = values;
  a.score_known = known;
  if (out->count == WHAT_IF_ANSWERS) out->count--;
  memmove(&out->answers[at + 1], &out->answers[at], sizeof a * (out->count - at));
  out->answers[at] = a;
  out->count++;
}
typedef void (*Seen)(Search *s, const Found *trial, uint32_t row, bool arrived);

static bool trials_decide(Search *s, Seen seen) { // false: no memory
  if (!s->trial_count) return true;
  if (rubric_run_batch(s->run, &s->leads.batch, true, &s->d) != RUBRIC_OK) return false;
  for (uint32_t row = 0; row < s->trial_count; row++) {
    const Found *trial = &s->trials[row];
    bool read = true;
    for (uint32_t i = 0; i < trial->count; i++) read &= was_read(s, row, s->atoms[trial->atoms[i]].change);
    s->stuck &= s->d->status[row] == RUBRIC_DISQUALIFIED;
    seen(s, trial, row, read && arrives(s, row));
    if (!read) s->atoms[trial->atoms[0]].effect = s->effect; // only known to matter alone: as if it did nothing
  }
  s->out->tried += s->trial_count;
  s->trial_count = 0;
  if_batch_clear(&s->leads);
  return true;
}
static bool trial_add(Search *s, const uint32_t *atoms, uint32_t count, Seen seen) {
  const IfChange *changes[WHAT_IF_CHANGES];
  Found *trial = &s->trials[s->trial_count++];
  *trial = (Found){.count = count};
  for (uint32_t i = 0; i < count; i++) changes[i] = s->atoms[trial->atoms[i] = atoms[i]].change;
  if (!if_batch_put(&s->leads, changes, count)) return false;
  return s->trial_count < rubric_batch_room() || trials_decide(s, seen);
}

// ---- alone
static void seen_alone(Search *s, const Found *trial, uint32_t row, bool arrived) {
  Atom *atom = &s->atoms[trial->atoms[0]];
  IfChange *change = (IfChange *)(uintptr_t)atom->change;
  atom->effect = effect_of(s, s->run, s->d, row);
  atom->promise = promise_of(s, row);
  if (atom->effect != s->effect) change->gains = gains_of(s, row);
  if (!arrived) return;
  answer_add(s, trial, row);
  atom->effect = s->effect; // needs no company
}
static int by_promise(const void *x, const void *y) {
  const Atom *a = x, *b = y;
  if (a->promise != b->promise) return a->promise > b->promise ? -1 : 1;
  if (a->change->cost != b->change->cost) return a->change->cost < b->change->cost ? -1 : 1;
  return a->change < b->change ? -1 : a->change > b->change;
}
static bool same_field(const IfChange *a, const IfChange *b) { return a->slot == b->slot && a->add == b->add && (!a->add || a->parts == b->parts); }
// Those that do something, each effect on a field once, at its least cost; the most promising first.
static void atoms_narrow(Search *s) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < s->atom_count; i++) {
    Atom a = s->atoms[i];
    uint32_t same = 0;
    if (a.effect == s->effect) continue;
    while (same < kept && !(s->atoms[same].effect == a.effect && s->atoms[same].change->slot == a.change->slot)) same++;
    if (same == kept) s->atoms[kept++] = a;
    else if (a.change->cost < s->atoms[same].change->cost) s->atoms[same] = a;
  }
  qsort(s->atoms, kept, sizeof *s->atoms, by_promise);
  s->atom_count = kept;
}

// ---- together
static void seen_together(Search *s, const Found *trial, uint32_t row, bool arrived) { if (arrived) answer_add(s, trial, row); }
static bool contains_answer(const Search *s, const uint32_t *atoms, uint32_t count) {
  for (uint32_t i = 0; i < s->out->count; i++) {
    const IfAnswer *a = &s->out->answers[i];
    uint32_t held = 0;
    for (uint32_t k = 0; k < a->count; k++) for (uint32_t j = 0; j < count; j++) held += same_field(s->atoms[atoms[j]].change, a->changes[k]);
    if (held >= a->count && a->count < count) return true;
  }
  return false;
}
static bool combine(Search *s, uint32_t *atoms, uint32_t count, uint32_t size, uint32_t from, uint32_t end) { // false: no memory
  if (count == size) return contains_answer(s, atoms, count) || trial_add(s, atoms, count, seen_together);
  for (uint32_t i = from; i < end; i++) {
    bool fits = true;
    for (uint32_t j = 0; j < count; j++) fits &= !same_field(s->atoms[atoms[j]].change, s->atoms[i].change);
    atoms[count] = i;
    if (fits && !combine(s, atoms, count + 1, size, i + 1, end)) return false;
  }
  return true;
}
static bool search_together(Search *s) {
  static const uint32_t fields[] = {PAIR_FIELD, THREE_FIELD, FOUR_FIELD};
  uint32_t atoms[WHAT_IF_CHANGES], found = s->out->count;
  for (uint32_t size = 2; size <= WHAT_IF_CHANGES && s->out->count < WHAT_IF_ANSWERS; size++) {
    uint32_t end = fields[size - 2] < s->atom_count ? fields[size - 2] : s->atom_count;
    if (!combine(s, atoms, 0, size, 0, end) || !trials_decide(s, seen_together)) return false;
    if (found && size > 2) break;   // smaller ones were there: one size more, not two
    found = s->out->count;
  }
  return true;
}

// ---- the whole
static uint32_t next_stage(const Search *s) { // the nearest above, of those for leads that are not disqualified
  uint32_t count = s->study->rules->stages.count;
  for (uint32_t i = s->present == RUBRIC_NONE ? count : s->present; i-- > 0;)
    if (!s->study->rules->stages.items[i]->mentions_disqualified) return i;
  return RUBRIC_NONE;
}
static bool needless(Search *s) { // nothing to look for
  WhatIf *out = s->out;
  const Rules *r = s->study->rules;
  bool disqualified = s->study->decisions->status[s->row] == RUBRIC_DISQUALIFIED;
  if (!r->stages.count) out->why = TEXT("these rules have no stages");
  else if (out->goal != RUBRIC_NONE && out->goal == s->present) out->why = text_format(s->arena, "the lead is " TEXT_F " already", TEXT_A(r->stages.items[out->goal]->name));
  else if (!s->exact && !disqualified && s->present != RUBRIC_NONE && next_stage(s) == RUBRIC_NONE) out->why = text_format(s->arena, TEXT_F " is the highest stage", TEXT_A(r->stages.items[s->present]->name));
  return out->why.size > 0;
}
static void search_begin(Search *s) {
  const Program *p = &s->study->program->code;
  IfChanges changes = {0};
  if_candidates(s->study, s->row, s->out->now, s->arena, &changes);
  s->atoms = ARENA_MANY(s->arena, Atom, changes.count + 1);
  for (uint32_t i = 0; i < changes.count; i++) s->atoms[i] = (Atom){.change = &changes.items[i]};
  s->atom_count = changes.count;
  s->trials = ARENA_MANY(s->arena, Found, rubric_batch_room());
  s->effect = effect_of(s, s->study->run, s->study->decisions, s->row);
  s->points = ARENA_MANY(s->arena, int64_t, p->rules_count + 1);
  for (uint32_t i = 0; i < p->rules_count; i++) s->points[i] = points_of(s->study->run, &p->rules[i], s->row);
}
static bool search(Search *s) {
  if (!if_batch_begin(&s->leads, s->study, s->row, s->arena) || rubric_run_new(s->study->program, s->out->now, &s->run) != RUBRIC_OK) return false;
  search_begin(s);
  for (uint32_t i = 0; i < s->atom_count; i++) if (!trial_add(s, &i, 1, seen_alone)) return false;
  if (!trials_decide(s, seen_alone)) return false;
  atoms_narrow(s);
  return search_together(s);
}
static void say_why(Search *s) {
  WhatIf *out = s->out;
  if (out->count) return;
  if (s->study->decisions->status[s->row] == RUBRIC_DISQUALIFIED && s->stuck) out->why = TEXT("the lead is disqualified, and nothing that can change undoes that");
  else if (!out->tried) out->why = TEXT("nothing that the rules ask for can be changed");
  else out->why = text_format(s->arena, "no change of up to %d things was found (%u changed leads tried)", WHAT_IF_CHANGES, out->tried);
}
const WhatIf *what_if(const Study *study, uint32_t row, int64_t now, uint32_t goal, Arena *arena) {
  Search *s = ARENA_NEW(arena, Search);
  WhatIf *out = ARENA_NEW(arena, WhatIf);
  int32_t stage = study->decisions->stage[row];
  *out = (WhatIf){.study = study, .row = row, .now = now, .goal = goal};
  *s = (Search){.study = study, .row = row, .arena = arena, .out = out, .present = stage < 0 ? RUBRIC_NONE : (uint32_t)stage, .exact = goal != RUBRIC_NONE, .stuck = true};
  if (needless(s)) return out;
  if (!s->exact && s->study->decisions->status[row] != RUBRIC_DISQUALIFIED) out->goal = next_stage(s);
  jmp_buf escape, *outer = arena->escape;
  arena->escape = &escape;
  bool whole = !setjmp(escape) && search(s);
  arena->escape = outer;
  rubric_run_free(s->run);
  if_batch_end(&s->leads);
  if (!whole) return NULL;
  say_why(s);
  return out;
}
