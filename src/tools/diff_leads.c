// diff_leads.c -- see diff_leads.h: reading, joining, counting, keeping the movers that matter most.
#include "tools/diff_leads.h"
#include "io/output.h"
#include <stdio.h>
#include <stdlib.h>

const DiffPair *diff_pair_of(const Diff *d, int side, DiffKind kind, uint32_t index) {
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    const DiffPair *p = d->pairs.items[i];
    const DiffItem *it = side ? p->new : p->old;
    if (it && it->index == index && p->kind == kind) return p;
  }
  return NULL;
}

// ---- making one
static const DiffPair **pairs_by_index(const Diff *d, int side, DiffKind kind, DiffKind or_kind, uint32_t count) {
  const DiffPair **out = calloc(count + 1, sizeof *out);
  for (uint32_t i = 0; out && i < d->pairs.count; i++) {
    const DiffPair *p = d->pairs.items[i];
    const DiffItem *it = side ? p->new : p->old;
    if (it && (p->kind == kind || p->kind == or_kind) && it->index < count) out[it->index] = p;
  }
  return out;
}
static bool work_pairs(DiffLeads *l, int side) {
  DiffWork *w = l->work;
  const Rules *r = l->studies[side]->rules;
  w->stage_pairs[side] = pairs_by_index(l->diff, side, DIFF_STAGE, DIFF_STAGE, r->stages.count);
  w->route_pairs[side] = pairs_by_index(l->diff, side, DIFF_ROUTE, DIFF_ROUTE, r->routes.count);
  w->rule_pairs[side] = pairs_by_index(l->diff, side, DIFF_RULE, DIFF_RULE, r->rules.count);
  w->group_pairs[side] = pairs_by_index(l->diff, side, DIFF_GROUP, DIFF_GROUP, r->groups.count);
  w->score_pairs[side] = pairs_by_index(l->diff, side, DIFF_SCORE, DIFF_SCORE, r->scores.count);
  return w->stage_pairs[side] && w->route_pairs[side] && w->rule_pairs[side] && w->group_pairs[side] && w->score_pairs[side];
}
static bool work_new(DiffLeads *l) {
  uint32_t pairs = l->diff->pairs.count;
  DiffWork *w = l->work = calloc(1, sizeof *w);
  if (w) arena_init(&w->scratch, l->diff->arena->allocator, l->diff->arena->escape);
  if (!w || !work_pairs(l, 0) || !work_pairs(l, 1)) return false;
  w->shift_of = malloc((pairs + 1) * sizeof *w->shift_of);
  w->lines = calloc(pairs * 2 + 2, sizeof *w->lines);
  w->touched = calloc(pairs * 2 + 2, sizeof *w->touched);
  l->shifts = calloc(pairs + 1, sizeof *l->shifts);
  w->watched = calloc(pairs + 1, sizeof *w->watched);
  if (!w->shift_of || !w->lines || !w->touched || !w->watched || !l->shifts) return false;
  for (uint32_t i = 0; i < pairs; i++) {
    const DiffPair *p = l->diff->pairs.items[i];
    bool score = p->kind == DIFF_SCORE && p->old && p->new, condition = p->kind >= DIFF_RULE && p->kind <= DIFF_ROUTE && p->kind != DIFF_GROUP;
    if (condition && (diff_differs(p) || p->through.count)) w->watched[w->watched_count++] = i;
    w->shift_of[i] = score ? l->shift_count : UINT32_MAX;
    if (score) l->shifts[l->shift_count++].pair = p;
  }
  return true;
}
static size_t cells(const DiffLeads *l, RubricPart part) { return ((size_t)diff_count(l, 0, part) + 1) * (diff_count(l, 1, part) + 1); }
DiffLeads *diff_leads_new(const Diff *diff, Study *old, Study *new, int64_t now, uint32_t movers) {
  DiffLeads *l = calloc(1, sizeof *l);
  if (!l) return NULL;
  *l = (DiffLeads){.diff = diff, .studies = {old, new}, .now = now, .mover_most = movers};
  l->stages = calloc(cells(l, RUBRIC_STAGES), sizeof *l->stages);
  l->routes = calloc(cells(l, RUBRIC_ROUTES), sizeof *l->routes);
  l->tallies = calloc(diff->pairs.count + 1, sizeof *l->tallies);
  l->movers = calloc(movers + 1, sizeof *l->movers);
  if (l->stages && l->routes && l->tallies && l->movers && work_new(l)) return l;
  diff_leads_free(l);
  return NULL;
}
static void text_drop(Text *t) { free((char *)t->data); *t = (Text){0}; }
static bool text_keep(Text *out, Text t) {
  char *copy = malloc(t.size + 1);
  if (copy && t.size) memcpy(copy, t.data, t.size);
  *out = (Text){copy, copy ? t.size : 0};
  return copy != NULL;
}
static void mover_free(DiffMover *m) {
  if (!m) return;
  text_drop(&m->key);
  for (int side = 0; side < 2; side++) { text_drop(&m->target[side]); free(m->scores[side]); free(m->known[side]); }
  free(m);
}
static void work_free(DiffWork *w) {
  if (!w) return;
  for (int side = 0; side < 2; side++) {
    decoder_free(w->decoders[side]);
    free(w->stage_pairs[side]); free(w->route_pairs[side]); free(w->rule_pairs[side]); free(w->group_pairs[side]); free(w->score_pairs[side]);
  }
  free(w->shift_of);
  free(w->lines);
  free(w->touched);
  free(w->watched);
  buffer_free(&w->text);
  arena_free(&w->scratch);
  free(w);
}
void diff_leads_free(DiffLeads *l) {
  if (!l) return;
  for (uint32_t i = 0; i < l->mover_count; i++) mover_free(l->movers[i]);
  for (uint32_t i = 0; i < l->target_count; i++) text_drop(&l->targets[i].name);
  for (uint32_t i = 0; i < l->shift_count; i++) {
    DiffShift *s = &l->shifts[i];
    text_drop(&s->most_up_key);
    text_drop(&s->most_down_key);
    histogram_free(&s->values[0]);
    histogram_free(&s->values[1]);
    histogram_free(&s->shifts);
  }
  for (uint32_t i = 0; l->tallies && i < l->diff->pairs.count; i++) { text_drop(&l->tallies[i].example[0]); text_drop(&l->tallies[i].example[1]); }
  work_free(l->work);
  free(l->stages); free(l->routes); free(l->tallies); free(l->movers); free(l->targets); free(l->shifts);
  free(l);
}

// ---- one lead
static const RubricDecisions *decisions(const DiffLead *lead, int side) { return lead->all->studies[side]->decisions; }
static Text key_of(const DiffLead *lead) { // until the next call
  const DiffLeads *l = lead->all;
  int side = rubric_key_field(l->studies[1]->program) != RUBRIC_NONE;
  Buffer *b = &l->work->text;
  b->size = 0;
  uint32_t key = rubric_key_field(l->studies[side]->program);
  if (key != RUBRIC_NONE) output_field_plain(l->studies[side]->program, l->studies[side]->batch, key, lead->rows[side], b);
  else buffer_integer(b, (int64_t)lead->mover->record);
  return b->failed ? (Text){0} : (Text){b->data, (uint32_t)b->size};
}
static bool shift_take(DiffLead *lead, DiffShift *s, uint32_t i) { // false: no memory
  DiffMover *m = lead->mover;
  bool both = m->known[0][i] && m->known[1][i];
  for (int side = 0; side < 2; side++) if (m->known[side][i] && !histogram_add(&s->values[side], m->scores[side][i])) return false;
  if (!both) {
    bool moved = m->known[0][i] != m->known[1][i];
    s->moved += moved;
    m->score_moved |= moved;
    return true;
  }
  int64_t shift;
  if (__builtin_sub_overflow(m->scores[1][i], m->scores[0][i], &shift)) shift = m->scores[1][i] > 0 ? INT64_MAX : -INT64_MAX;
  int64_t size = shift < 0 ? -shift : shift;
  s->both++;
  s->sum[0] += m->scores[0][i];
  s->sum[1] += m->scores[1][i];
  s->shift += shift;
  s->up += shift > 0;
  s->down += shift < 0;
  s->moved += shift != 0;
  m->score_moved |= shift != 0;
  if (size > m->weight) m->weight = size;
  if (shift > s->most_up) { s->most_up = shift; text_drop(&s->most_up_key); if (!text_keep(&s->most_up_key, key_of(lead))) return false; }
  if (shift < s->most_down) { s->most_down = shift; text_drop(&s->most_down_key); if (!text_keep(&s->most_down_key, key_of(lead))) return false; }
  return histogram_add(&s->shifts, shift);
}
static bool scores_take(DiffLead *lead) {
  DiffLeads *l = lead->all;
  for (uint32_t i = 0; i < l->shift_count; i++) {
    const DiffPair *p = l->shifts[i].pair;
    for (int side = 0; side < 2; side++) {
      uint32_t index = (side ? p->new : p->old)->index;
      lead->mover->known[side][i] = bit_get(decisions(lead, side)->score_known[index], lead->rows[side]);
      lead->mover->scores[side][i] = decisions(lead, side)->scores[index][lead->rows[side]];
    }
    if (!shift_take(lead, &l->shifts[i], i)) return false;
  }
  return true;
}
static bool target_count(DiffLeads *l, int side, Text name) {
  for (uint32_t i = 0; i < l->target_count; i++) if (text_equal(l->targets[i].name, name)) { l->targets[i].count[side]++; return true; }
  if (l->target_count == TARGETS_MOST) { l->targets_full = true; l->other_targets[side]++; return true; }
  if (l->target_count == l->target_room) {
    DiffTarget *more = realloc(l->targets, (l->target_room = l->target_room * 2 + 64) * sizeof *more);
    if (!more) return false;
    l->targets = more;
  }
  DiffTarget *t = &l->targets[l->target_count];
  *t = (DiffTarget){0};
  t->count[side] = 1;
  if (!text_keep(&t->name, name)) return false;
  l->target_count++;
  return true;
}
static bool same_item(const DiffPair *const *old, const DiffPair *const *new, int32_t a, int32_t b) { return a < 0 || b < 0 ? a == b : old[a] == new[b]; }
static Text target_of(const DiffLead *lead, int side) {
  RubricText t = decisions(lead, side)->target[lead->rows[side]];
  return (Text){t.data, t.size};
}
static void decision_take(DiffLead *lead) {
  DiffLeads *l = lead->all;
  DiffMover *m = lead->mover;
  DiffWork *w = l->work;
  for (int side = 0; side < 2; side++) {
    m->status[side] = decisions(lead, side)->status[lead->rows[side]];
    m->stage[side] = decisions(lead, side)->stage[lead->rows[side]];
    m->route[side] = decisions(lead, side)->route[lead->rows[side]];
    m->target[side] = target_of(lead, side);
  }
  m->stage_moved = lead->stage_moved = !same_item(w->stage_pairs[0], w->stage_pairs[1], m->stage[0], m->stage[1]);
  m->route_moved = lead->route_moved = !same_item(w->route_pairs[0], w->route_pairs[1], m->route[0], m->route[1]);
  m->status_moved = m->status[0] != m->status[1];
  m->target_moved = !text_equal(m->target[0], m->target[1]) || !m->target[0].data != !m->target[1].data;
  lead->disqualified_moved = (m->status[0] == RUBRIC_DISQUALIFIED) != (m->status[1] == RUBRIC_DISQUALIFIED);
  lead->incomplete_moved = (m->status[0] == RUBRIC_INCOMPLETE) != (m->status[1] == RUBRIC_INCOMPLETE);
}
static void decision_count(DiffLead *lead) {
  DiffLeads *l = lead->all;
  const DiffMover *m = lead->mover;
  l->compared++;
  l->statuses[m->status[0]][m->status[1]]++;
  l->stages[(size_t)(m->stage[0] + 1) * (diff_count(l, 1, RUBRIC_STAGES) + 1) + (size_t)(m->stage[1] + 1)]++;
  l->routes[(size_t)(m->route[0] + 1) * (diff_count(l, 1, RUBRIC_ROUTES) + 1) + (size_t)(m->route[1] + 1)]++;
  l->stage_moved += m->stage_moved;
  l->route_moved += m->route_moved;
  l->status_moved += m->status_moved;
  l->target_moved += m->target_moved;
  l->score_moved += m->score_moved;
  l->moved += m->stage_moved || m->route_moved || m->status_moved || m->target_moved || m->score_moved;
}

// ---- movers
static int rank(const DiffMover *m) { return m->stage_moved * 8 + m->route_moved * 4 + m->status_moved * 2 + m->target_moved; }
static bool before(const DiffMover *a, const DiffMover *b) {
  if (rank(a) != rank(b)) return rank(a) > rank(b);
  return a->weight != b->weight ? a->weight > b->weight : a->record < b->record;
}
static DiffMover *mover_copy(DiffLead *lead) {
  uint32_t n = lead->all->shift_count;
  DiffMover *m = malloc(sizeof *m);
  if (!m) return NULL;
  *m = *lead->mover;
  m->target[0] = m->target[1] = (Text){0};
  bool fine = text_keep(&m->key, key_of(lead));
  for (int side = 0; side < 2; side++) {
    m->scores[side] = malloc((n + 1) * sizeof(int64_t));
    m->known[side] = malloc(n + 1);
    fine &= m->scores[side] && m->known[side];
    if (!fine) continue;
    memcpy(m->scores[side], lead->mover->scores[side], n * sizeof(int64_t));
    memcpy(m->known[side], lead->mover->known[side], n);
    if (lead->mover->target[side].data) fine &= text_keep(&m->target[side], lead->mover->target[side]);
  }
  if (fine) return m;
  mover_free(m);
  return NULL;
}
static bool mover_keep(DiffLead *lead) {
  DiffLeads *l = lead->all;
  if (!l->mover_most || (l->mover_count == l->mover_most && !before(lead->mover, l->movers[l->mover_count - 1]))) return true;
  DiffMover *m = mover_copy(lead);
  if (!m) return false;
  if (l->mover_count == l->mover_most) mover_free(l->movers[--l->mover_count]);
  uint32_t low = 0, high = l->mover_count; // the place of the first that it stands before
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (before(m, l->movers[middle])) high = middle;
    else low = middle + 1;
  }
  memmove(&l->movers[low + 1], &l->movers[low], (l->mover_count - low) * sizeof *l->movers);
  l->movers[low] = m;
  l->mover_count++;
  return true;
}
static uint32_t condition_register(const Program *code, const DiffItem *it) {
  switch (it->kind) {
    case DIFF_RULE: return code->rules[it->index].fired;
    case DIFF_DISQUALIFIER: case DIFF_REQUIREMENT: return code->reasons[it->index].when;
    case DIFF_STAGE: return code->stages[it->index].when;
    case DIFF_SEGMENT: return code->segments[it->index].when;
    case DIFF_CHANNEL: return code->channels[it->index].allowed;
    case DIFF_ROUTE: return code->routes[it->index].when;
    default: return NONE;
  }
}
static bool takes(const DiffLead *lead, int side, const DiffItem *it) {
  const Study *s = lead->all->studies[side];
  uint32_t reg = it ? condition_register(&s->program->code, it) : NONE;
  return reg != NONE && bit_get(vm_register(s->run->vm, reg)->yes, lead->rows[side]);
}
static bool conditions_count(DiffLead *lead) { // of what changed, or uses what changed
  DiffLeads *l = lead->all;
  for (uint32_t k = 0; k < l->work->watched_count; k++) {
    DiffTally *t = &l->tallies[l->work->watched[k]];
    const DiffPair *p = l->diff->pairs.items[l->work->watched[k]];
    bool taken[2] = {takes(lead, 0, p->old), takes(lead, 1, p->new)};
    for (int side = 0; side < 2; side++) {
      t->taken[side] += taken[side];
      if (taken[side] && !taken[1 - side] && !t->only[side]++ && !text_keep(&t->example[side], key_of(lead))) return false;
    }
  }
  return true;
}
static bool lead_take(DiffLeads *l, DiffMover *m, uint32_t old, uint32_t new) {
  DiffLead lead = {.all = l, .rows = {old, new}, .mover = m};
  m->record = l->studies[0]->batch->columns->records[old];
  decision_take(&lead);
  if (!conditions_count(&lead) || !scores_take(&lead)) return false;
  decision_count(&lead);
  for (int side = 0; side < 2; side++) if (m->target[side].data && !target_count(l, side, m->target[side])) return false;
  if (!m->stage_moved && !m->route_moved && !m->status_moved && !m->target_moved && !m->score_moved) return true;
  diff_why(&lead);
  return mover_keep(&lead);
}

// ---- one chunk
static bool decode(DiffLeads *l, int side, const Chunk *chunk, const CsvPlan *plan) {
  DiffWork *w = l->work;
  if (!w->decoders[side] || w->plans[side] != plan) {
    decoder_free(w->decoders[side]);
    SlotTable schema = program_slots(&l->studies[side]->program->code);
    w->decoders[side] = plan ? decoder_new_csv(schema, plan) : decoder_new_json(schema);
    w->plans[side] = plan;
  }
  return w->decoders[side] && decoder_chunk(w->decoders[side], chunk, l->studies[side]->batch->columns) && study_decide(l->studies[side], l->now) == RUBRIC_OK;
}
static void reject_note(DiffLeads *l, int side, uint64_t record) { // rejected by this side alone
  uint32_t count;
  const Reject *rejects = decoder_rejects(l->work->decoders[side], &count);
  if (l->rejected[side]++) return;
  for (uint32_t i = 0; i < count; i++)
    if (rejects[i].record == record) snprintf(l->first_rejected[side], sizeof l->first_rejected[side], "record %llu: %.*s", (unsigned long long)record, (int)rejects[i].reason.size, rejects[i].reason.data);
}
bool diff_leads_chunk(DiffLeads *l, const Chunk *chunk, const CsvPlan *const plans[2]) {
  if (!decode(l, 0, chunk, plans[0]) || !decode(l, 1, chunk, plans[1])) return false;
  const Batch *old = l->studies[0]->batch->columns, *new = l->studies[1]->batch->columns;
  DiffMover m = {0};
  for (int side = 0; side < 2; side++) {
    m.scores[side] = calloc(l->shift_count + 1, sizeof(int64_t));
    m.known[side] = calloc(l->shift_count + 1, sizeof(bool));
  }
  bool fine = m.scores[0] && m.scores[1] && m.known[0] && m.known[1];
  uint32_t i = 0, j = 0;
  for (uint64_t record = chunk->first_record; record < chunk->first_record + chunk->count && fine; record++) {
    bool in_old = i < old->rows && old->records[i] == record, in_new = j < new->rows && new->records[j] == record;
    DiffMover one = {.scores = {m.scores[0], m.scores[1]}, .known = {m.known[0], m.known[1]}};
    if (in_old && in_new) fine = lead_take(l, &one, i, j);
    else if (in_old) reject_note(l, 1, record);
    else if (in_new) reject_note(l, 0, record);
    else l->both_rejected++;
    i += in_old;
    j += in_new;
  }
  l->records += chunk->count;
  for (int side = 0; side < 2; side++) { free(m.scores[side]); free(m.known[side]); }
  return fine;
}

// ---- what the leads show
static void condition_see(const DiffLeads *l, DiffCondition *c, const DiffTally *t) {
  bool gained = c->gained.size || t->only[1], lost = c->lost.size || t->only[0];
  Arena *a = l->diff->arena;
  if (c->relation != RELATION_NOT_NARROWER && c->relation != RELATION_NOT_WIDER && c->relation != RELATION_UNDECIDED) return;
  if (t->only[1] && !c->gained.size) c->gained = text_format(a, "lead %.*s", (int)t->example[1].size, t->example[1].data);
  if (t->only[0] && !c->lost.size) c->lost = text_format(a, "lead %.*s", (int)t->example[0].size, t->example[0].data);
  if (c->relation == RELATION_NOT_NARROWER && gained) c->relation = RELATION_WIDER;
  else if (c->relation == RELATION_NOT_WIDER && lost) c->relation = RELATION_NARROWER;
  else if (gained && lost) c->relation = RELATION_DIFFERENT;
}
void diff_leads_relate(Diff *diff, const DiffLeads *l) {
  for (uint32_t i = 0; i < diff->pairs.count; i++) {
    DiffPair *p = diff->pairs.items[i];
    bool fields = p->kind == DIFF_RULE || p->kind == DIFF_DISQUALIFIER || p->kind == DIFF_REQUIREMENT; // nothing else is decided before
    for (uint32_t k = 0; fields && k < p->changes.count; k++) condition_see(l, &p->changes.items[k].condition, &l->tallies[i]);
    if (fields) condition_see(l, &p->condition, &l->tallies[i]);
  }
}
