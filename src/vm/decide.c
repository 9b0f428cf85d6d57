// decide.c -- one pass over the leads per column of the decision; no condition is decided here.
#include "vm/decide.h"
#include "base/bytes.h"
#include "vm/kernels.h"
#include <assert.h>

struct Decide {
  const Program *program;
  uint8_t *status;
  int32_t *stage, *route;
  RubricText *target, *held;  // held: NULL when nothing ever is
  Text *route_folded;
  int64_t *sla, *due, *route_sla; // route_sla: by route + 1, -1 for none
  const int64_t **scores;
  const uint64_t **score_known, **segments, **reasons;
  RubricNeed *needs;
  uint32_t *need_of;          // per slot: its place in `needs`, or NONE
  uint64_t **need_bits;
  uint32_t need_count, needs_end; // needs_end: behind the last need of a reason
  RubricContact *contacts;
  // trace
  uint64_t *fired, *unknown_rules;   // of the 64 leads of `word`, by lead and 64 rules: a bit a rule (see trace_word)
  uint64_t *group_ends;              // a bit a rule: it is the last of its group
  uint32_t *first_need;              // by rule: in `needs` of the program
  uint32_t word;
  RubricLine *lines;
  RubricUnknown *unknown;
  uint32_t *unknown_slots, *disqualified;
  RubricPassed *passed;
};

static void needs_new(Decide *d, Arena *arena) {
  const Program *p = d->program;
  d->need_of = ARENA_MANY(arena, uint32_t, p->slots_count + 1);
  bool *used = ARENA_MANY(arena, bool, p->slots_count + 1);
  for (uint32_t i = 0; i < p->needs_count; i++) if (p->needs[i].owner == NEED_REASON) used[p->needs[i].slot] = true, d->needs_end = i + 1;
  d->needs = ARENA_MANY(arena, RubricNeed, p->slots_count + 1);
  d->need_bits = ARENA_MANY(arena, uint64_t *, p->slots_count + 1);
  // Schema order: a record's fields stand where the record stands.
  for (uint32_t top = 0; top < p->slots_count; top++) {
    if (p->slots[top].parent != NONE) continue;
    for (uint32_t i = top; i < p->slots_count; i++) {
      uint32_t root = i;
      while (used[i] && p->slots[root].parent != NONE) root = p->slots[root].parent;
      if (!used[i] || root != top) continue;
      d->need_bits[d->need_count] = arena_alloc_aligned(arena, BATCH_ROWS / 8 + 8, 64);
      d->need_of[i] = d->need_count;
      d->needs[d->need_count] = (RubricNeed){i, d->need_bits[d->need_count]};
      d->need_count++;
    }
  }
}
static void trace_new(Decide *d, Arena *arena) {
  const Program *p = d->program;
  uint32_t words = bits_words(p->rules_count), need = 0;
  d->fired = ARENA_MANY(arena, uint64_t, words * 64 + 1);
  d->unknown_rules = ARENA_MANY(arena, uint64_t, words * 64 + 1);
  d->group_ends = ARENA_MANY(arena, uint64_t, words + 1);
  d->first_need = ARENA_MANY(arena, uint32_t, p->rules_count + 1);
  while (need < p->needs_count && p->needs[need].owner != NEED_RULE) need++;
  for (uint32_t i = 0; i < p->rules_count; i++) {
    uint32_t group = p->rules[i].group;
    bool ends = group != NONE && (i + 1 == p->rules_count || p->rules[i + 1].group != group);
    d->group_ends[i / 64] |= (uint64_t)ends << i % 64;
    d->first_need[i] = need;
    while (need < p->needs_count && p->needs[need].owner == NEED_RULE && p->needs[need].index == i) need++;
  }
  d->first_need[p->rules_count] = need;
}
Decide *decide_new(Arena *arena, const Program *p) {
  Decide *d = ARENA_NEW(arena, Decide);
  d->program = p;
  d->status = arena_alloc_aligned(arena, BATCH_ROWS, 64);
  d->stage = ARENA_MANY(arena, int32_t, BATCH_ROWS);
  d->route = ARENA_MANY(arena, int32_t, BATCH_ROWS);
  d->target = ARENA_MANY(arena, RubricText, BATCH_ROWS);
  if (p->main->kept != NONE) {
    d->held = ARENA_MANY(arena, RubricText, BATCH_ROWS);
    d->route_folded = ARENA_MANY(arena, Text, p->routes_count + 1);
    for (uint32_t i = 0; i < p->routes_count; i++) d->route_folded[i] = text_fold(arena, program_text(p, p->routes[i].name));
  }
  d->sla = ARENA_MANY(arena, int64_t, BATCH_ROWS);
  d->due = ARENA_MANY(arena, int64_t, BATCH_ROWS);
  d->route_sla = ARENA_MANY(arena, int64_t, p->routes_count + 1);
  d->route_sla[0] = -1;
  for (uint32_t i = 0; i < p->routes_count; i++) d->route_sla[i + 1] = p->routes[i].has_sla ? p->routes[i].sla_us : -1;
  d->scores = ARENA_MANY(arena, const int64_t *, p->scores_count + 1);
  d->score_known = ARENA_MANY(arena, const uint64_t *, p->scores_count + 1);
  d->segments = ARENA_MANY(arena, const uint64_t *, p->segments_count + 1);
  d->reasons = ARENA_MANY(arena, const uint64_t *, p->reasons_count + 1);
  d->contacts = ARENA_MANY(arena, RubricContact, p->channels_count + 1);
  needs_new(d, arena);
  trace_new(d, arena);
  d->lines = ARENA_MANY(arena, RubricLine, p->rules_count * 2u + p->scores_count * 2u + 1); // a group's line comes after a rule's
  d->unknown = ARENA_MANY(arena, RubricUnknown, p->rules_count + 1);
  d->unknown_slots = ARENA_MANY(arena, uint32_t, p->needs_count + 1);
  d->disqualified = ARENA_MANY(arena, uint32_t, p->reasons_count + 1);
  d->passed = ARENA_MANY(arena, RubricPassed, p->routes_count + 1);
  return d;
}

// What is beyond `count` only a foreign program computes.
static WIDE_CLONES void indices_words(const Column *c, uint32_t words, uint32_t count, int32_t *out) {
  for (uint32_t w = 0; w < words; w++) {
    const int64_t *restrict x = c->ints + (size_t)w * 64;
    int32_t *restrict z = out + (size_t)w * 64;
    uint64_t known = c->known[w];
    for (uint32_t i = 0; i < 64; i++) z[i] = (int32_t)((row_mask(known, i) & ((uint64_t)x[i] < count ? -1 : 0)) ? x[i] : -1);
  }
}
static void indices(const Column *c, uint32_t rows, uint32_t count, int32_t *out) {
  if (rows >= 64) indices_words(c, rows / 64, count, out);
  for (uint32_t r = rows & ~63u; r < rows; r++) out[r] = bit_get(c->known, r) && (uint64_t)c->ints[r] < count ? (int32_t)c->ints[r] : -1;
}
// Beyond the year 9999 there is no time.
KERNEL_INLINE int64_t due_after(int64_t from, int64_t sla) { return sla < 0 || from + sla > CLOCK_TIME_MAX ? INT64_MIN : from + sla; }
static int32_t route_named(const Decide *d, Arena *scratch, Text name) {
  Text folded = text_fold(scratch, name);
  for (uint32_t i = 0; i < d->program->routes_count; i++) if (text_equal(folded, d->route_folded[i])) return (int32_t)i;
  return -1;
}
static WIDE_CLONES void due_times(int64_t *restrict due, const int64_t *restrict sla, int64_t now, uint32_t rows) {
  for (uint32_t r = 0; r < rows; r++) due[r] = due_after(now, sla[r]);
}
static void plain_routes(Decide *d, const Vm *vm, uint32_t rows) {
  const Text *target = vm_register(vm, d->program->main->target)->texts;
  for (uint32_t r = 0; r < rows; r++) d->sla[r] = d->route_sla[d->route[r] + 1];
  for (uint32_t r = 0; r < rows; r++) d->target[r] = (RubricText){target[r].data, target[r].size};
  due_times(d->due, d->sla, vm_now(vm), rows);
}
// Held leads: the route of before, due from when it was given.
static void held_routes(Decide *d, const Vm *vm, const Batch *batch, Arena *scratch) {
  const Program *p = d->program;
  const Column *kept = vm_register(vm, p->main->kept);
  const Column *route = &batch->columns[p->main->previous[1]], *at = &batch->columns[p->main->previous[3]];
  for (uint32_t r = 0; r < batch->rows; r++) {
    d->held[r] = (RubricText){0};
    if (!bit_get(kept->yes, r)) continue;
    d->held[r] = (RubricText){route->texts[r].data, route->texts[r].size};
    d->route[r] = route_named(d, scratch, route->texts[r]);
    d->sla[r] = d->route_sla[d->route[r] + 1];
    d->due[r] = due_after(at->ints[r], d->sla[r]);
  }
}
// Eight bits as bytes of 0 or 1, the lowest bit first.
KERNEL_INLINE uint64_t bits_to_bytes(uint64_t bits) {
  return (((bits & 255) * BYTES_ONES & 0x8040201008040201ULL) + (BYTES_HIGH - BYTES_ONES)) >> 7 & BYTES_ONES;
}
// A status is a number of two bits: 64 of each at a time.
static void statuses(Decide *d, const Vm *vm, uint32_t rows) {
  _Static_assert(RUBRIC_DISQUALIFIED == 0 && RUBRIC_INCOMPLETE == 1 && RUBRIC_ROUTED == 2 && RUBRIC_UNROUTED == 3, "bits of a status");
  const MainInfo *m = d->program->main;
  const Column *disqualified = vm_register(vm, m->disqualified), *incomplete = vm_register(vm, m->incomplete);
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    uint32_t n = word_rows(rows, w), first = w * 64;
    uint64_t routed = 0, high = ~(disqualified->yes[w] | incomplete->yes[w]);
    WORD_PACK(routed, n, d->route[first + i] >= 0);
    for (uint32_t i = 0; d->held && i < n; i++) routed |= d->held[first + i].data ? ROW_BIT[i] : 0;
    uint64_t low = (incomplete->yes[w] & ~disqualified->yes[w]) | (high & ~routed);
    for (uint32_t i = 0; i < n; i += 8) bytes_store64((char *)d->status + first + i, bits_to_bytes(low >> i) | bits_to_bytes(high >> i) << 1);
  }
}
static void gather_needs(Decide *d, const Vm *vm, uint32_t rows) {
  const Program *p = d->program;
  for (uint32_t i = 0; i < d->need_count; i++) memset(d->need_bits[i], 0, bits_words(rows) * 8u);
  for (uint32_t i = 0; i < d->needs_end; i++) {
    if (p->needs[i].owner != NEED_REASON) continue;
    const uint64_t *yes = vm_register(vm, p->needs[i].reg)->yes;
    uint64_t *out = d->need_bits[d->need_of[p->needs[i].slot]];
    for (uint32_t w = 0; w < bits_words(rows); w++) out[w] |= yes[w];
  }
}

void decide_batch(Decide *d, const Vm *vm, const Batch *batch, Arena *scratch, RubricDecisions *out) {
  const Program *p = d->program;
  uint32_t rows = batch->rows;
  d->word = NONE;
  indices(vm_register(vm, p->main->stage), rows, p->stages_count, d->stage);
  indices(vm_register(vm, p->main->route), rows, p->routes_count, d->route);
  plain_routes(d, vm, rows);
  if (d->held) held_routes(d, vm, batch, scratch);
  statuses(d, vm, rows);
  gather_needs(d, vm, rows);
  for (uint32_t i = 0; i < p->scores_count; i++) {
    d->scores[i] = vm_register(vm, p->scores[i].reg)->ints;
    d->score_known[i] = vm_register(vm, p->scores[i].reg)->known;
  }
  for (uint32_t i = 0; i < p->segments_count; i++) d->segments[i] = vm_register(vm, p->segments[i].when)->yes;
  for (uint32_t i = 0; i < p->reasons_count; i++) d->reasons[i] = vm_register(vm, p->reasons[i].hit)->yes;
  for (uint32_t i = 0; i < p->channels_count; i++) {
    const ChannelInfo *c = &p->channels[i];
    d->contacts[i] = (RubricContact){vm_register(vm, c->allowed)->yes, c->open == NONE ? NULL : vm_register(vm, c->open)->yes, c->open == NONE ? NULL : vm_register(vm, c->next)->ints};
  }
  *out = (RubricDecisions){rows, batch->records, d->status, d->stage, d->route, d->held, d->target, d->sla, d->due, d->scores,
                           d->score_known, d->segments, d->reasons, d->needs, d->need_count, d->contacts};
}

// ---- trace
static bool is_yes(const Vm *vm, uint32_t reg, uint32_t row) { return bit_get(vm_register(vm, reg)->yes, row); }
static int64_t int_of(const Vm *vm, uint32_t reg, uint32_t row) { return vm_register(vm, reg)->ints[row]; }
static bool is_known(const Vm *vm, uint32_t reg, uint32_t row) { return bit_get(vm_register(vm, reg)->known, row); }

// Columns have a bit a lead, a trace asks for a bit a rule: 64 leads are turned at once, and of a lead only what is there is visited.
static void turn(uint64_t m[64]) {
  uint64_t mask = 0xFFFFFFFF;
  for (uint32_t step = 32; step; step /= 2, mask ^= mask << step)
    for (uint32_t k = 0; k < 64; k = ((k | step) + 1) & ~step) {
      uint64_t swapped = (m[k] >> step ^ m[k | step]) & mask;
      m[k] ^= swapped << step;
      m[k | step] ^= swapped;
    }
}
static void trace_word(Decide *d, const Vm *vm, uint32_t word) {
  const Program *p = d->program;
  for (uint32_t first = 0; first < p->rules_count; first += 64) {
    uint64_t *fired = d->fired + first, *unknown = d->unknown_rules + first;
    for (uint32_t i = 0; i < 64; i++) {
      const RuleInfo *r = first + i < p->rules_count ? &p->rules[first + i] : NULL;
      fired[i] = r ? vm_register(vm, r->fired)->yes[word] : 0;
      unknown[i] = r ? ~vm_register(vm, r->unknown)->known[word] : 0;
    }
    turn(fired);
    turn(unknown);
  }
  d->word = word;
}
static void rule_line(Decide *d, const Vm *vm, uint32_t index, uint32_t row, RubricTrace *out) {
  const RuleInfo *r = &d->program->rules[index];
  RubricLine line = {.kind = RUBRIC_LINE_RULE, .score = r->score, .index = index, .points = r->points == NONE ? r->constant : int_of(vm, r->points, row)};
  if (r->uncapped != NONE && int_of(vm, r->uncapped, row) != line.points) { line.has_uncapped = true; line.uncapped = int_of(vm, r->uncapped, row); }
  if (r->events != NONE) { line.has_events = true; line.events = int_of(vm, r->events, row) / DECIMAL_ONE; }
  d->lines[out->line_count++] = line;
}
// Of registers that a foreign program may have filled with anything.
static int64_t taken_from(int64_t before, int64_t after) { return (int64_t)((uint64_t)after - (uint64_t)before); }
static void group_line(Decide *d, const Vm *vm, uint32_t index, uint32_t row, RubricTrace *out) {
  const GroupInfo *g = &d->program->groups[index];
  int64_t taken = taken_from(int_of(vm, g->before, row), int_of(vm, g->after, row));
  if (taken) d->lines[out->line_count++] = (RubricLine){.kind = RUBRIC_LINE_GROUP, .score = g->score, .index = index, .points = taken};
}
static void score_lines(Decide *d, const Vm *vm, uint32_t index, uint32_t row, RubricTrace *out) {
  const Program *p = d->program;
  const ScoreInfo *s = &p->scores[index];
  uint32_t raw = s->raw == NONE ? s->reg : s->raw;
  if (s->derived && is_known(vm, raw, row)) d->lines[out->line_count++] = (RubricLine){.kind = RUBRIC_LINE_DERIVED, .score = index, .points = int_of(vm, raw, row)};
  int64_t taken = taken_from(int_of(vm, raw, row), int_of(vm, s->reg, row));
  if (!taken) return;
  RubricLine line = {.kind = RUBRIC_LINE_CLAMP, .score = index, .points = taken, .low = vm_constant(vm, p->args[s->range]), .high = vm_constant(vm, p->args[s->range + 1])};
  line.has_low = line.low != INT64_MIN;
  line.has_high = line.high != INT64_MAX;
  d->lines[out->line_count++] = line;
}
static void assert_sums(const Decide *d, const Vm *vm, uint32_t row, const RubricTrace *t) {
#ifndef NDEBUG
  for (uint32_t s = 0; s < d->program->scores_count && !d->program->loaded; s++) { // a foreign program may compute nonsense
    int64_t sum = 0;
    for (uint32_t i = 0; i < t->line_count; i++) if (t->lines[i].score == s) sum += t->lines[i].points;
    assert(sum == int_of(vm, d->program->scores[s].reg, row));
  }
#else
  (void)d; (void)vm; (void)row; (void)t;
#endif
}
static void rule_lines(Decide *d, const Vm *vm, uint32_t row, RubricTrace *out) {
  for (uint32_t first = 0; first < d->program->rules_count; first += 64) {
    uint64_t fired = d->fired[first + row % 64], ends = d->group_ends[first / 64];
    for (uint64_t left = fired | ends; left; left &= left - 1) {
      uint32_t bit = (uint32_t)__builtin_ctzll(left);
      if (fired >> bit & 1) rule_line(d, vm, first + bit, row, out);
      if (ends >> bit & 1) group_line(d, vm, d->program->rules[first + bit].group, row, out);
    }
  }
}
static void unknown_rules(Decide *d, const Vm *vm, uint32_t row, RubricTrace *out) {
  const Program *p = d->program;
  uint32_t used = 0;
  for (uint32_t first = 0; first < p->rules_count; first += 64)
    for (uint64_t left = d->unknown_rules[first + row % 64]; left; left &= left - 1) {
      uint32_t i = first + (uint32_t)__builtin_ctzll(left), begin = used;
      for (uint32_t need = d->first_need[i]; need < d->first_need[i + 1]; need++)
        if (is_yes(vm, p->needs[need].reg, row)) d->unknown_slots[used++] = p->needs[need].slot;
      d->unknown[out->unknown_count++] = (RubricUnknown){i, d->unknown_slots + begin, used - begin};
    }
}
// Routes before the one taken whose condition held: why they were not.
static void passed_routes(Decide *d, const Vm *vm, uint32_t row, RubricTrace *out) {
  const Program *p = d->program;
  uint32_t end = d->route[row] >= 0 ? (uint32_t)d->route[row] : p->routes_count;
  bool disqualified = is_yes(vm, p->main->disqualified, row), incomplete = is_yes(vm, p->main->incomplete, row);
  for (uint32_t i = 0; i < end; i++) {
    const RouteInfo *r = &p->routes[i];
    if (!is_yes(vm, r->when, row)) continue;
    const char *why = disqualified && !(r->mentions & 1) ? "disqualified" : incomplete && !(r->mentions & 2) ? "incomplete" : "target unknown";
    d->passed[out->passed_count++] = (RubricPassed){i, why};
  }
}
void decide_trace(Decide *d, const Vm *vm, uint32_t row, RubricTrace *out) {
  const Program *p = d->program;
  *out = (RubricTrace){.lines = d->lines, .unknown = d->unknown, .disqualified_by = d->disqualified, .passed_over = d->passed};
  if (d->word != row / 64) trace_word(d, vm, row / 64);
  rule_lines(d, vm, row, out);
  for (uint32_t i = 0; i < p->scores_count; i++) score_lines(d, vm, i, row, out);
  assert_sums(d, vm, row, out);
  unknown_rules(d, vm, row, out);
  for (uint32_t i = 0; i < p->reasons_count; i++) if (is_yes(vm, p->reasons[i].hit, row)) d->disqualified[out->disqualified_count++] = i;
  out->stage = d->stage[row] >= 0 ? (uint32_t)d->stage[row] : RUBRIC_NONE;
  out->route = d->route[row] >= 0 ? (uint32_t)d->route[row] : RUBRIC_NONE;
  if (!d->held || !d->held[row].data) passed_routes(d, vm, row, out);
}
