// diff_why.c -- why one lead came out otherwise (diff_leads.h).
#include "tools/diff_suppose.h"

static void cause_add(DiffCauses *c, uint32_t id) {
  for (uint32_t i = 0; i < c->count; i++) if (c->ids[i] == id) return;
  if (c->count < CAUSES_MOST) c->ids[c->count++] = id;
}
static const Program *code_of(const DiffLead *lead, int side) { return &lead->all->studies[side]->program->code; }
static bool bit_yes(const DiffLead *lead, int side, uint32_t reg) {
  return reg != NONE && bit_get(vm_register(lead->all->studies[side]->run->vm, reg)->yes, lead->rows[side]);
}
static bool bit_known(const DiffLead *lead, int side, uint32_t reg) {
  return reg != NONE && bit_get(vm_register(lead->all->studies[side]->run->vm, reg)->known, lead->rows[side]);
}

// ---- the lines of both traces
static DiffLine *line_at(DiffWork *w, const DiffPair *p, RubricLineKind kind, uint32_t score) {
  uint32_t at = p->id * 2 + (kind == RUBRIC_LINE_CLAMP);
  DiffLine *line = &w->lines[at];
  if (!line->had && !line->has) {
    *line = (DiffLine){.kind = kind, .pair = p->id, .score = score};
    w->touched[w->touched_count++] = at;
  }
  return line;
}
static void lines_take(DiffLead *lead, int side) {
  DiffWork *w = lead->all->work;
  RubricTrace trace;
  if (rubric_trace(lead->all->studies[side]->run, lead->rows[side], &trace) != RUBRIC_OK) return;
  for (uint32_t i = 0; i < trace.line_count; i++) {
    const RubricLine *l = &trace.lines[i];
    const DiffPair *score = w->score_pairs[side][l->score], *p = l->kind == RUBRIC_LINE_RULE ? w->rule_pairs[side][l->index] : l->kind == RUBRIC_LINE_GROUP ? w->group_pairs[side][l->index] : score;
    DiffLine *line = line_at(w, p, l->kind, score->id);
    if (side) { line->new = l->points; line->has = true; line->score = score->id; }
    else { line->old = l->points; line->had = true; }
  }
}
static void lines_differing(DiffLead *lead) {
  DiffWork *w = lead->all->work;
  DiffMover *m = lead->mover;
  for (uint32_t i = 0; i < w->touched_count; i++) {
    DiffLine *line = &w->lines[w->touched[i]];
    if (line->old != line->new) {
      DiffTally *t = &lead->all->tallies[line->pair];
      if (line->kind == RUBRIC_LINE_RULE || line->kind == RUBRIC_LINE_GROUP) { t->points_changed++; t->points += line->new - line->old; }
      if (m->line_count < LINES_MOST) m->lines[m->line_count] = *line;
      m->line_count++;
    }
  }
}
static void lines_forget(DiffWork *w) {
  for (uint32_t i = 0; i < w->touched_count; i++) w->lines[w->touched[i]] = (DiffLine){0};
  w->touched_count = 0;
}

// ---- reasons
typedef struct Why { DiffLead *lead; DiffCauses *causes; uint32_t depth; } Why;
static void why_stage(Why *w);
static bool is_part(const DiffPartChange *c, const char *name) { return strcmp((c->old ? c->old : c->new)->name, name) == 0; }
static bool target_part(const DiffPartChange *c) { return is_part(c, "to") || is_part(c, "to any of"); }
static bool condition_part(const DiffPartChange *c) { return !is_part(c, "because") && !is_part(c, "sla") && !target_part(c); }
// What changed in the item itself or in what it uses.
static void why_own(Why *w, const DiffPair *p) {
  bool own = !p->old || !p->new;
  for (uint32_t i = 0; i < p->changes.count; i++) own |= condition_part(&p->changes.items[i]);
  if (own) cause_add(w->causes, p->id);
  for (uint32_t i = 0; i < p->through.count; i++) cause_add(w->causes, p->through.items[i]->id);
}
static void why_target(Why *w, const DiffPair *route) {
  for (uint32_t i = 0; i < route->changes.count; i++) if (target_part(&route->changes.items[i])) cause_add(w->causes, route->id);
  for (uint32_t i = 0; i < route->target_through.count; i++) cause_add(w->causes, route->target_through.items[i]->id);
}
static bool score_differs(const DiffLead *lead, uint32_t pair) {
  uint32_t shift = lead->all->work->shift_of[pair];
  const DiffMover *m = lead->mover;
  if (shift == UINT32_MAX) return true; // only one of them has it
  return m->known[0][shift] != m->known[1][shift] || m->scores[0][shift] != m->scores[1][shift];
}
static int score_way(const DiffLead *lead, uint32_t pair) { // up 1, down -1; 0: it has no value in one of them
  uint32_t shift = lead->all->work->shift_of[pair];
  const DiffMover *m = lead->mover;
  if (shift == UINT32_MAX || !m->known[0][shift] || !m->known[1][shift]) return 0;
  return (m->scores[1][shift] > m->scores[0][shift]) - (m->scores[1][shift] < m->scores[0][shift]);
}
static void why_reads(Why *w, const DiffPair *p);
static void why_score(Why *w, const DiffPair *score) {
  DiffWork *work = w->lead->all->work;
  if (!score || !score_differs(w->lead, score->id) || w->depth > 16) return;
  int way = score_way(w->lead, score->id);
  for (uint32_t i = 0; i < work->touched_count; i++) {
    const DiffLine *line = &work->lines[work->touched[i]];
    const DiffPair *p = w->lead->all->diff->pairs.items[line->pair];
    bool own = line->kind == RUBRIC_LINE_RULE || (line->kind == RUBRIC_LINE_GROUP && (diff_differs(p) || p->through.count));
    if (own && line->score == score->id && line->old != line->new && (!way || (line->new > line->old) == (way > 0))) cause_add(w->causes, line->pair);
  }
  why_own(w, score);
  why_reads(w, score); // a derived score: the scores that it reads
}
// Disqualifiers and requirements that came out otherwise.
static void why_reasons(Why *w) {
  const Diff *d = w->lead->all->diff;
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    const DiffPair *p = d->pairs.items[i];
    bool hit[2] = {false, false}, unknown[2] = {false, false};
    if (p->kind != DIFF_DISQUALIFIER && p->kind != DIFF_REQUIREMENT) continue;
    for (int side = 0; side < 2; side++) {
      const DiffItem *it = side ? p->new : p->old;
      if (!it) continue;
      const ReasonInfo *r = &code_of(w->lead, side)->reasons[it->index];
      hit[side] = bit_yes(w->lead, side, r->hit);
      unknown[side] = r->require && !bit_known(w->lead, side, r->when);
    }
    if (hit[0] == hit[1] && unknown[0] == unknown[1]) continue;
    why_own(w, p);
    why_reads(w, p);
  }
}
static void why_segments(Why *w) {
  const Diff *d = w->lead->all->diff;
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    const DiffPair *p = d->pairs.items[i];
    if (p->kind != DIFF_SEGMENT) continue;
    bool in[2] = {p->old && bit_yes(w->lead, 0, code_of(w->lead, 0)->segments[p->old->index].when), p->new && bit_yes(w->lead, 1, code_of(w->lead, 1)->segments[p->new->index].when)};
    if (in[0] == in[1]) continue;
    why_own(w, p);
    why_reads(w, p);
  }
}
// What the item reads and is otherwise on this lead.
static void why_reads(Why *w, const DiffPair *p) {
  if (++w->depth <= 16) {
    for (int side = 0; side < 2; side++) {
      const DiffItem *it = side ? p->new : p->old;
      for (uint32_t i = 0; it && i < it->reads.count; i++) {
        DiffUse u = it->reads.items[i];
        if (u.kind == DIFF_SCORE) {
          const DiffItem *score = diff_find(&w->lead->all->diff->sides[side], DIFF_SCORE, u.name);
          if (score) why_score(w, score->pair);
        } else if (u.kind == READS_STAGE && w->lead->stage_moved) why_stage(w);
        else if (u.kind == READS_SEGMENTS) why_segments(w);
        else if (u.kind == READS_REASONS || (u.kind == READS_DISQUALIFIED && w->lead->disqualified_moved) || (u.kind == READS_INCOMPLETE && w->lead->incomplete_moved)) why_reasons(w);
      }
    }
  }
  w->depth--;
}
static const Expr *condition_of(const DiffLead *lead, int side, const DiffPair *p) {
  const Rules *r = lead->all->studies[side]->rules;
  uint32_t index = (side ? p->new : p->old)->index;
  return p->kind == DIFF_STAGE ? r->stages.items[index]->when : r->routes.items[index]->when;
}
// A condition that came out otherwise: because of the item, of what it reads, or of both.
static void why_flipped(Why *w, const DiffPair *p, bool old, bool new) {
  if (old == new) return;
  bool own = true, reads = true;
  if (p->old && p->new) {
    Supposed changed = diff_suppose(w->lead, 1, condition_of(w->lead, 1, p)), kept = diff_suppose(w->lead, 0, condition_of(w->lead, 0, p));
    bool by_own = (changed == SUPPOSE_YES) == new, by_reads = (kept == SUPPOSE_YES) == new; // alone
    bool decided = changed != SUPPOSE_UNDECIDED && kept != SUPPOSE_UNDECIDED;
    if (decided && by_own != by_reads) { own = by_own; reads = by_reads; }
  }
  if (own) why_own(w, p);
  if (reads) why_reads(w, p);
}
static bool stage_yes(const DiffLead *lead, int side, const DiffPair *p) {
  const DiffItem *it = side ? p->new : p->old;
  return it && bit_yes(lead, side, code_of(lead, side)->stages[it->index].when);
}
static bool route_yes(const DiffLead *lead, int side, const DiffPair *p) {
  const DiffItem *it = side ? p->new : p->old;
  return it && bit_yes(lead, side, code_of(lead, side)->routes[it->index].when);
}
static void why_order(Why *w, const DiffPair *a, const DiffPair *b) { // both conditions came out as before
  if (a && a->moved) cause_add(w->causes, a->id);
  if (b && b->moved) cause_add(w->causes, b->id);
  const Diff *d = w->lead->all->diff;
  for (uint32_t i = 0; i < d->pairs.count && !w->causes->count; i++) {
    const DiffPair *p = d->pairs.items[i];
    if (p->kind == DIFF_SETTING && p->changes.count) cause_add(w->causes, p->id);
    if ((a || b) && p->kind == (a ? a : b)->kind && p->moved) cause_add(w->causes, p->id);
  }
}
static void why_stage(Why *w) {
  const DiffLead *lead = w->lead;
  const DiffMover *m = lead->mover;
  const DiffPair *old = m->stage[0] < 0 ? NULL : lead->all->work->stage_pairs[0][m->stage[0]], *new = m->stage[1] < 0 ? NULL : lead->all->work->stage_pairs[1][m->stage[1]];
  if (++w->depth <= 16) {
    if (lead->disqualified_moved) why_reasons(w);
    if (old) why_flipped(w, old, true, stage_yes(lead, 1, old));
    if (new) why_flipped(w, new, stage_yes(lead, 0, new), true);
    if (!w->causes->count) why_order(w, old, new);
  }
  w->depth--;
}
static bool target_known(const DiffLead *lead, int side, const DiffPair *p) {
  const DiffItem *it = side ? p->new : p->old;
  const RouteInfo *r = it ? &code_of(lead, side)->routes[it->index] : NULL;
  return r && (r->target_known == NONE || bit_yes(lead, side, r->target_known));
}
static void why_taken(Why *w, const DiffPair *p) {
  if (!p) return;
  why_flipped(w, p, route_yes(w->lead, 0, p), route_yes(w->lead, 1, p));
  if (target_known(w->lead, 0, p) != target_known(w->lead, 1, p)) why_target(w, p);
}
static void why_route(Why *w) {
  const DiffLead *lead = w->lead;
  const DiffMover *m = lead->mover;
  const DiffPair *old = m->route[0] < 0 ? NULL : lead->all->work->route_pairs[0][m->route[0]], *new = m->route[1] < 0 ? NULL : lead->all->work->route_pairs[1][m->route[1]];
  if (lead->disqualified_moved || lead->incomplete_moved) why_reasons(w);
  if (old && old == new) { why_target(w, old); return; }
  why_taken(w, old);
  why_taken(w, new);
  if (!w->causes->count) why_order(w, old, new);
}
static void count(DiffLead *lead, const DiffCauses *c, size_t field, uint64_t *unexplained) {
  for (uint32_t i = 0; i < c->count; i++) (*(uint64_t *)((char *)&lead->all->tallies[c->ids[i]] + field))++;
  if (!c->count) (*unexplained)++;
}
void diff_why(DiffLead *lead) {
  DiffMover *m = lead->mover;
  arena_reset(&lead->all->work->scratch);
  lines_take(lead, 0);
  lines_take(lead, 1);
  lines_differing(lead);
  if (m->stage_moved) {
    why_stage(&(Why){lead, &m->stage_causes, 0});
    count(lead, &m->stage_causes, offsetof(DiffTally, stage), &lead->all->unexplained);
  }
  if (m->route_moved || m->target_moved) {
    why_route(&(Why){lead, &m->route_causes, 0});
    count(lead, &m->route_causes, offsetof(DiffTally, route), &lead->all->unexplained);
  }
  if (m->status_moved) {
    Why w = {lead, &m->status_causes, 0};
    if (lead->disqualified_moved || lead->incomplete_moved) why_reasons(&w);
    else why_route(&w);
    count(lead, &m->status_causes, offsetof(DiffTally, status), &lead->all->unexplained);
  }
  lines_forget(lead->all->work);
}
