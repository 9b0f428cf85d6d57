// diff.c -- see diff.h: matching and comparing.
#include "tools/diff.h"

static const struct { const char *word, *heading; } kinds[] = {
#define DIFF_KIND(id, one, many) {one, many},
#include "tools/diff_kinds.def"
#undef DIFF_KIND
};
const char *diff_kind_word(DiffKind kind) { return kinds[kind].word; }
const char *diff_kind_heading(DiffKind kind) { return kinds[kind].heading; }

const DiffPart *diff_part(const DiffItem *item, const char *name) {
  for (uint32_t i = 0; item && i < item->parts.count; i++) if (strcmp(item->parts.items[i].name, name) == 0) return &item->parts.items[i];
  return NULL;
}
DiffItem *diff_find(const DiffSide *side, DiffKind kind, Text name) {
  for (uint32_t i = 0; i < side->items.count; i++)
    if (side->items.items[i]->kind == kind && text_equal(side->items.items[i]->name, name)) return side->items.items[i];
  return NULL;
}
Text diff_reach(Arena *arena, const DiffSide *side, const DiffItem *score) {
  const Score *s = side->study->rules->scores.items[score->index];
  Text low = api_show_int(s->lowest, (Type){.kind = TYPE_NUMBER}, arena), high = api_show_int(s->highest, (Type){.kind = TYPE_NUMBER}, arena);
  if (!s->bounded_low) low.size = 0;
  if (!s->bounded_high) high.size = 0;
  return text_format(arena, "%.*s..%.*s", (int)low.size, low.data, (int)high.size, high.data);
}

// ---- matching
static DiffPair *pair_new(Diff *d, DiffItem *old, DiffItem *new) {
  DiffPair *p = ARENA_NEW(d->arena, DiffPair);
  *p = (DiffPair){.old = old, .new = new, .kind = (old ? old : new)->kind};
  if (old) old->pair = p;
  if (new) new->pair = p;
  return p;
}
static bool ordered(DiffKind kind) { return kind == DIFF_STAGE || kind == DIFF_ROUTE; }
static void part_compare(Diff *d, DiffPair *p, const DiffPart *old, const DiffPart *new) {
  if (old && new && old->form != PART_MEMBERS && text_equal(old->canon, new->canon)) return;
  DiffPartChange c = {.old = old, .new = new};
  const DiffPart *any = old ? old : new;
  if (any->form == PART_ROWS || any->form == PART_MEMBERS) diff_rows(d->arena, &c);
  if (old && new && any->form == PART_MEMBERS && !c.rows.count) return;
  *VEC_PUSH(d->arena, &p->changes) = c;
}
static void parts_compare(Diff *d, DiffPair *p) {
  for (uint32_t i = 0; i < p->old->parts.count; i++) part_compare(d, p, &p->old->parts.items[i], diff_part(p->new, p->old->parts.items[i].name));
  for (uint32_t i = 0; i < p->new->parts.count; i++)
    if (!diff_part(p->old, p->new->parts.items[i].name)) part_compare(d, p, NULL, &p->new->parts.items[i]);
}
// Whether two bodies say enough to be taken for one thing under another name: not when all they are is `text`.
static bool tells(const DiffItem *item) {
  if (item->kind == DIFF_FIELD) return diff_part(item, "from") != NULL;
  if (item->kind == DIFF_SCORE) return diff_part(item, "is") != NULL;
  return item->kind != DIFF_PARAMETER && item->kind != DIFF_SETTING;
}
static bool bodies_equal(Diff *d, const DiffItem *old, const DiffItem *new) {
  if (old->parts.count != new->parts.count) return false;
  for (uint32_t i = 0; i < old->parts.count; i++) {
    DiffPartChange c = {.old = &old->parts.items[i], .new = diff_part(new, old->parts.items[i].name)};
    if (!c.new || c.old->row_count != c.new->row_count) return false;
    if (c.old->form == PART_MEMBERS) diff_rows(d->arena, &c);
    else if (!text_equal(c.old->canon, c.new->canon)) return false;
    if (c.rows.count) return false;
  }
  return true;
}
// The only unmatched item of the other side with this body; NULL when there are none or several.
static DiffItem *twin(Diff *d, DiffItem *of, int side, bool *several) {
  DiffItem *found = NULL;
  *several = false;
  for (uint32_t i = 0; i < d->sides[side].items.count; i++) {
    DiffItem *it = d->sides[side].items.items[i];
    if (it->kind != of->kind || it->pair || !bodies_equal(d, side ? of : it, side ? it : of)) continue;
    *several |= found != NULL;
    found = it;
  }
  return found;
}
static DiffItem *namesake(const DiffSide *old, const DiffItem *it) {
  if (it->kind != DIFF_SETTING) return diff_find(old, it->kind, it->name);
  for (uint32_t i = 0; i < old->items.count; i++) if (old->items.items[i]->kind == DIFF_SETTING) return old->items.items[i];
  return NULL;
}
static void match(Diff *d, DiffKind kind) {
  for (uint32_t i = 0; i < d->sides[1].items.count; i++) {
    DiffItem *it = d->sides[1].items.items[i], *same = it->kind == kind ? namesake(&d->sides[0], it) : NULL;
    if (same && !same->pair) pair_new(d, same, it);
  }
}
static void match_renamed(Diff *d, DiffKind kind) {
  DiffSide *new = &d->sides[1];
  for (uint32_t i = 0; i < new->items.count; i++) {
    DiffItem *it = new->items.items[i];
    bool several, back;
    if (it->kind != kind || it->pair || !tells(it)) continue;
    DiffItem *found = twin(d, it, 0, &several);
    if (!found || several || twin(d, found, 1, &back) != it || back) continue;
    pair_new(d, found, it)->renamed = true;
  }
}

// ---- the list of pairs
static void pairs_insert(Diff *d, uint32_t at, DiffPair *p) {
  *VEC_PUSH(d->arena, &d->pairs) = p;
  for (uint32_t i = d->pairs.count - 1; i > at; i--) d->pairs.items[i] = d->pairs.items[i - 1];
  d->pairs.items[at] = p;
}
static uint32_t pair_place(const Diff *d, const DiffPair *p) {
  for (uint32_t i = d->pairs.count; i-- > 0;) if (d->pairs.items[i] == p) return i;
  return d->pairs.count;
}
static void pairs_of(Diff *d, DiffKind kind) {
  uint32_t first = d->pairs.count;
  for (uint32_t i = 0; i < d->sides[1].items.count; i++) {
    DiffItem *it = d->sides[1].items.items[i];
    if (it->kind == kind) *VEC_PUSH(d->arena, &d->pairs) = it->pair ? it->pair : pair_new(d, NULL, it);
  }
  const DiffPair *before = NULL;
  for (uint32_t i = 0; i < d->sides[0].items.count; i++) {
    DiffItem *it = d->sides[0].items.items[i];
    if (it->kind != kind) continue;
    if (!it->pair) pairs_insert(d, before ? pair_place(d, before) + 1 : first, pair_new(d, it, NULL));
    before = it->pair;
  }
}
// Those outside of the longest run that kept its order have moved.
static void moves(Diff *d, DiffKind kind) {
  VEC(DiffPair *) kept = {0};
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    DiffPair *p = d->pairs.items[i];
    if (p->kind != kind) continue;
    if (p->old) p->old_place = p->old->index + 1;
    if (p->new) p->new_place = p->new->index + 1;
    if (p->old && p->new) *VEC_PUSH(d->arena, &kept) = p; // in the new order
  }
  uint32_t *length = ARENA_MANY(d->arena, uint32_t, kept.count + 1), *from = ARENA_MANY(d->arena, uint32_t, kept.count + 1), best = UINT32_MAX;
  for (uint32_t i = 0; i < kept.count; i++) {
    length[i] = 1;
    from[i] = UINT32_MAX;
    for (uint32_t j = 0; j < i; j++)
      if (kept.items[j]->old_place < kept.items[i]->old_place && length[j] + 1 > length[i]) { length[i] = length[j] + 1; from[i] = j; }
    if (best == UINT32_MAX || length[i] > length[best]) best = i;
  }
  for (uint32_t i = 0; i < kept.count; i++) kept.items[i]->moved = true;
  for (uint32_t i = best; i != UINT32_MAX; i = from[i]) kept.items[i]->moved = false;
}

// ---- what is reached through what is used
static bool noted(const DiffUses *uses, DiffUse u) {
  for (uint32_t i = 0; i < uses->count; i++) if (uses->items[i].kind == u.kind && text_equal(uses->items[i].name, u.name)) return true;
  return false;
}
static const DiffItem *opened(const DiffSide *side, DiffUse u) { // what a use stands for, as far as its own uses are those of the user
  if (u.kind >= DIFF_KINDS || u.kind == DIFF_SCORE || u.kind == DIFF_RULE) return NULL;
  return diff_find(side, (DiffKind)u.kind, u.name);
}
static void reads_close(Diff *d, int side, const DiffUses *uses, DiffUses *reads) {
  for (uint32_t i = 0; i < uses->count; i++) *VEC_PUSH(d->arena, reads) = uses->items[i];
  for (uint32_t i = 0; i < reads->count; i++) {
    const DiffItem *used = opened(&d->sides[side], reads->items[i]);
    for (uint32_t k = 0; used && k < used->uses.count; k++)
      if (!noted(reads, used->uses.items[k])) *VEC_PUSH(d->arena, reads) = used->uses.items[k];
  }
}
// Whether it gives another value now: not for a parameter whose range alone is another.
static bool means_other(const DiffPair *p) {
  static const char *const same[] = {"required", "key", "unit", NULL};
  for (uint32_t i = 0; p->old && p->new && i < p->changes.count; i++) {
    const char *name = (p->changes.items[i].old ? p->changes.items[i].old : p->changes.items[i].new)->name;
    bool other = p->kind != DIFF_PARAMETER || strcmp(name, "range") != 0;
    for (int k = 0; p->kind == DIFF_FIELD && same[k]; k++) other &= strcmp(name, same[k]) != 0;
    if (other) return true;
  }
  return false;
}
static void through_of(Diff *d, int side, const DiffUses *reads, DiffPairs *through) {
  for (uint32_t i = 0; i < reads->count; i++) {
    const DiffItem *used = opened(&d->sides[side], reads->items[i]);
    bool there = !used || !used->pair || !means_other(used->pair);
    for (uint32_t k = 0; k < through->count && !there; k++) there = through->items[k] == used->pair;
    if (!there) *VEC_PUSH(d->arena, through) = used->pair;
  }
}

static void finish(Diff *d) {
  for (uint32_t k = 0; k < DIFF_KINDS; k++) pairs_of(d, (DiffKind)k);
  for (uint32_t k = 0; k < DIFF_KINDS; k++) if (ordered((DiffKind)k)) moves(d, (DiffKind)k);
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    DiffPair *p = d->pairs.items[i];
    p->id = i;
    if (p->old && p->new) parts_compare(d, p);
    d->differences += diff_differs(p);
  }
  for (int side = 0; side < 2; side++)
    for (uint32_t i = 0; i < d->sides[side].items.count; i++) {
      DiffItem *it = d->sides[side].items.items[i];
      reads_close(d, side, &it->uses, &it->reads);
      reads_close(d, side, &it->target_uses, &it->target_reads);
    }
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    DiffPair *p = d->pairs.items[i];
    for (int side = 0; side < 2 && p->old && p->new; side++) {
      through_of(d, side, side ? &p->new->reads : &p->old->reads, &p->through);
      through_of(d, side, side ? &p->new->target_reads : &p->old->target_reads, &p->target_through);
    }
  }
}
Diff *diff_new(Arena *arena, const Study *old, const Study *new) {
  // what others name comes first: its pairs say how the new names were called
  static const uint8_t order[] = {DIFF_FIELD, DIFF_LIST, DIFF_TABLE, DIFF_PARAMETER, DIFF_EXTERN, DIFF_DEFINE, DIFF_SCORE, DIFF_GROUP, DIFF_RULE,
                                  DIFF_DISQUALIFIER, DIFF_REQUIREMENT, DIFF_STAGE, DIFF_SEGMENT, DIFF_CHANNEL, DIFF_ROUTE, DIFF_SETTING, DIFF_TEST};
  Diff *d = ARENA_NEW(arena, Diff);
  *d = (Diff){.arena = arena, .sides = {{.study = old}, {.study = new}}};
  for (uint32_t i = 0; i < sizeof order; i++) {
    diff_items(d, 0, (DiffKind)order[i]);
    diff_items(d, 1, (DiffKind)order[i]);
    match(d, (DiffKind)order[i]);
    match_renamed(d, (DiffKind)order[i]);
  }
  finish(d);
  return d;
}
