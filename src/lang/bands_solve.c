// bands_solve.c -- see bands_inside.h. The search: narrows the set of each variable, and branches where a demand leaves a choice.
//
// Demands without a choice go first, then those that the sets so far have already decided; only what is left branches. A
// branch that is undone takes back its sets from the trail. When nothing is left to demand, the keywords asked of each text
// are held against each other (text_possible), and a lead is built. The steps are bounded: beyond them the answer is "undecided".
#include "lang/bands_inside.h"

typedef struct Goal { const Formula *f; uint8_t truth; uint32_t least, from; const struct Goal *next; } Goal; // least > 0: so many of the kids from `from` have the truth
typedef struct Change { uint32_t variable; ValueSet before; bool touched; } Change;
typedef struct Search {
  Bands *b;
  ValueSet *sets;
  bool *touched;
  VEC(Change) trail;
  uint32_t depth;
  bool gave_up, maybe;     // maybe: all demands can be met, as far as is known, but there is no lead to show it
  Witness *witness;
} Search;

static bool spent(Search *s) {
  s->b->work++;
  s->b->total++;
  if (s->b->work > BANDS_STEPS || s->b->total > BANDS_TOTAL || s->depth > BANDS_DEPTH) s->gave_up = true;
  return s->gave_up;
}

// ---- sets
static bool narrow(Search *s, uint32_t v, ValueSet to) {
  const Variable *x = &s->b->variables.items[v];
  ValueSet now = values_stepped(s->b->scratch, values_both(s->b->scratch, s->sets[v], to), x->step);
  *VEC_PUSH(s->b->scratch, &s->trail) = (Change){v, s->sets[v], s->touched[v]};
  s->sets[v] = now;
  s->touched[v] = true;
  return !values_empty(now);
}
static void undo(Search *s, uint32_t to) {
  while (s->trail.count > to) {
    Change c = s->trail.items[--s->trail.count];
    s->sets[c.variable] = c.before;
    s->touched[c.variable] = c.touched;
  }
}
static ValueSet set_for(Search *s, const Formula *f, uint8_t truth) {
  Arena *arena = s->b->scratch;
  ValueSet present = values_range(arena, INT64_MIN, INT64_MAX), out = values_none(), inside = f->set;
  if (f->kind == FORMULA_STATE) {
    ValueSet all = present;
    all.absent = all.invalid = true;
    if (truth & TRUTH_YES) out = values_union(arena, out, f->set);
    if (truth & TRUTH_NO) out = values_union(arena, out, values_without(arena, all, f->set));
    return out;
  }
  if (truth & TRUTH_YES) out = values_union(arena, out, inside);
  if (truth & TRUTH_NO) out = values_union(arena, out, values_without(arena, present, inside));
  if (truth & TRUTH_UNKNOWN) out.absent = out.invalid = true;
  return out;
}

// ---- what a formula can still be, with the sets so far: never too little
static uint8_t possible(Search *s, const Formula *f, uint32_t depth);
static uint8_t possible_count(Search *s, const Formula *f, uint32_t depth) {
  uint32_t yes = 0, no = 0, maybe = 0;
  bool unknown = false;
  for (uint32_t i = 0; i < f->count; i++) {
    uint8_t t = possible(s, f->kids[i], depth + 1);
    unknown |= (t & TRUTH_UNKNOWN) != 0;
    if (t == TRUTH_YES) yes++;
    else if (t == TRUTH_NO) no++;
    maybe += (t & TRUTH_YES) && t != TRUTH_YES;
  }
  uint8_t out = 0;
  if (yes + maybe >= f->least) out |= TRUTH_YES;
  if (yes < f->least) out |= no > f->count - f->least ? TRUTH_NO : (uint8_t)(TRUTH_NO | (unknown ? TRUTH_UNKNOWN : 0));
  return out;
}
static uint8_t possible_value(Search *s, const Formula *f) {
  uint8_t out = 0;
  ValueSet now = s->sets[f->variable], set = f->set;
  int64_t step = s->b->variables.items[f->variable].step;
  bool state = f->kind == FORMULA_STATE, missing = values_absent(now);
  if (values_meet(now, set, step) || (state && ((now.absent && set.absent) || (now.invalid && set.invalid)))) out |= TRUTH_YES;
  if (values_exceed(now, set, step) || (state && ((now.absent && !set.absent) || (now.invalid && !set.invalid)))) out |= TRUTH_NO;
  if (!state && missing) out |= TRUTH_UNKNOWN;
  return out;
}
static uint8_t swapped(uint8_t t) { return (uint8_t)((t & TRUTH_UNKNOWN) | (t & TRUTH_YES ? TRUTH_NO : 0) | (t & TRUTH_NO ? TRUTH_YES : 0)); }
static uint8_t possible(Search *s, const Formula *f, uint32_t depth) {
  s->b->work++;
  if (depth > 40 || s->b->work > BANDS_STEPS) return 7;
  switch (f->kind) {
    case FORMULA_CONSTANT: return f->truth;
    case FORMULA_VALUE: case FORMULA_STATE: return possible_value(s, f);
    case FORMULA_COUNT: return possible_count(s, f, depth);
    case FORMULA_NOT: return swapped(possible(s, f->kids[0], depth + 1));
    case FORMULA_IS: {
      uint8_t t = possible(s, f->kids[0], depth + 1);
      return (uint8_t)((t & f->truth ? TRUTH_YES : 0) | (t & ~f->truth ? TRUTH_NO : 0));
    }
    case FORMULA_CASE: {
      uint8_t c = possible(s, f->kids[0], depth + 1), out = 0;
      if (c & TRUTH_YES) out |= possible(s, f->kids[1], depth + 1);
      if (c & TRUTH_NOT_YES) out |= possible(s, f->kids[2], depth + 1);
      return out;
    }
  }
  return 7;
}

// ---- keywords of one text against each other
bool needle_holds(Bands *b, uint8_t op, Text folded, Text needle) {
  (void)b;
  switch (op) {
    case MATCH_HAS: return text_has_words(folded, needle);
    case MATCH_CONTAINS: return text_contains(folded, needle);
    case MATCH_STARTS: return text_starts(folded, needle);
    case MATCH_ENDS: return text_ends(folded, needle);
    default: return false;
  }
}
static bool is_list(const Search *s, uint32_t v) { return s->b->variables.items[v].type.kind == TYPE_LIST; }
// Whoever has the words of `a` has those of `b`.
static bool needle_implies(Bands *b, const Variable *x, const Variable *y) {
  bool piece = x->op != NEEDLE_PATTERN && y->op != NEEDLE_PATTERN;
  if (x->op == y->op) return text_equal(x->needle, y->needle) || (piece && needle_holds(b, x->op, x->needle, y->needle));
  return piece && y->op == MATCH_CONTAINS && x->op != MATCH_HAS && text_contains(x->needle, y->needle);
}
static bool numbers_possible(Search *s, uint32_t v, const uint32_t *needles, uint32_t count) { // only texts that are written somewhere: try each
  ValueSet set = s->sets[v];
  Type type = s->b->variables.items[v].type; // phones compare by less than what is written
  if (is_list(s, v) || !type_is_text(type) || type.kind == TYPE_PHONE) return true;
  for (uint32_t i = 0; i < set.count; i++) {
    if (set.items[i].high >= s->b->spellings.count) return true;
    for (int64_t n = set.items[i].low; n <= set.items[i].high; n++) {
      bool fits = true;
      Text t = s->b->texts.all.items[n]->text;
      for (uint32_t k = 0; k < count && fits; k++) {
        const Variable *x = &s->b->variables.items[needles[k]];
        s->b->work++;
        fits = x->op == NEEDLE_PATTERN || values_hold(s->sets[needles[k]], needle_holds(s->b, x->op, t, x->needle));
      }
      if (fits || s->b->work > BANDS_STEPS) return true;
    }
  }
  return false;
}
static bool needles_agree(Search *s, const uint32_t *needles, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    for (uint32_t j = 0; j < count; j++) {
      const ValueSet a = s->sets[needles[i]], b = s->sets[needles[j]];
      if (i == j || values_hold(a, 0) || values_hold(b, 1)) continue; // not (yes and no)
      s->b->work++;
      const Variable *x = &s->b->variables.items[needles[i]], *y = &s->b->variables.items[needles[j]];
      if (is_list(s, x->subject) ? text_equal(x->needle, y->needle) : needle_implies(s->b, x, y)) return false;
    }
  return true;
}
// Whether the text can be as all that is asked of it says.
static bool text_possible(Search *s, uint32_t v, const uint32_t *needles, uint32_t count) {
  bool absent = values_absent(s->sets[v]), present = values_present(s->sets[v]);
  for (uint32_t i = 0; i < count; i++) {
    absent &= s->sets[needles[i]].absent;
    present &= values_present(s->sets[needles[i]]);
  }
  bool could = present && needles_agree(s, needles, count) && numbers_possible(s, v, needles, count);
  if (!could && absent) return narrow(s, v, values_missing());
  if (could && !absent) return narrow(s, v, values_range(s->b->scratch, INT64_MIN, INT64_MAX));
  return could || absent;
}
static bool texts_possible(Search *s, const Touched *all) {
  uint32_t *needles = ARENA_MANY(s->b->scratch, uint32_t, all->count + 1);
  bool *done = ARENA_MANY(s->b->scratch, bool, all->count + 1);
  for (uint32_t k = 0; k < all->count; k++) {
    const Variable *x = &s->b->variables.items[all->items[k]];
    uint32_t n = 0;
    if (x->kind != VARIABLE_NEEDLE || done[k]) continue;
    for (uint32_t i = k; i < all->count; i++) {
      const Variable *y = &s->b->variables.items[all->items[i]];
      if (y->kind == VARIABLE_NEEDLE && y->subject == x->subject) { needles[n++] = all->items[i]; done[i] = true; }
    }
    if (!text_possible(s, x->subject, needles, n)) return false;
  }
  return true;
}
// An age is there when its time is.
static bool ages_possible(Search *s, const Touched *all) {
  for (uint32_t k = 0; k < all->count; k++) {
    uint32_t i = all->items[k];
    const Variable *x = &s->b->variables.items[i];
    if (x->kind != VARIABLE_AGE) continue;
    bool there = values_present(s->sets[i]) && values_present(s->sets[x->subject]), absent = s->sets[i].absent && values_absent(s->sets[x->subject]);
    if (!there && !absent) return false;
    if (!there && !(narrow(s, i, values_missing()) && narrow(s, x->subject, values_missing()))) return false;
    if (there && !absent && !narrow(s, x->subject, values_range(s->b->scratch, INT64_MIN, INT64_MAX))) return false;
  }
  return true;
}

// ---- the search
static bool search(Search *s, const Goal *goals, const Goal *later);
static const Goal *goal(Search *s, const Formula *f, uint8_t truth, const Goal *next) {
  Goal *g = ARENA_NEW(s->b->scratch, Goal);
  *g = (Goal){f, truth, 0, 0, next};
  return g;
}
static const Goal *counting(Search *s, const Formula *f, uint8_t truth, uint32_t least, uint32_t from, const Goal *next) {
  Goal *g = ARENA_NEW(s->b->scratch, Goal);
  *g = (Goal){f, truth, least, from, next};
  return g;
}
static bool finish(Search *s) {
  uint32_t mark = s->trail.count;
  Touched all = {.items = ARENA_MANY(s->b->scratch, uint32_t, s->b->variables.count + 1)};
  for (uint32_t i = 0; i < s->b->variables.count; i++) if (s->touched[i]) all.items[all.count++] = i;
  if (!texts_possible(s, &all) || !ages_possible(s, &all)) { undo(s, mark); return false; }
  all.count = 0; // what narrowed since is touched too
  for (uint32_t i = 0; i < s->b->variables.count; i++) if (s->touched[i]) all.items[all.count++] = i;
  bool built = lead_build(s->b, s->sets, &all, s->witness);
  if (!built) s->maybe = true;
  undo(s, mark);
  return built;
}
// Tries one way; what it narrowed is undone.
static bool attempt(Search *s, const Goal *goals, const Goal *later) {
  uint32_t mark = s->trail.count;
  s->depth++;
  bool found = search(s, goals, later);
  s->depth--;
  undo(s, mark);
  return found;
}
// So many kids of a COUNT have the truth: with no choice they all go to the goals.
static bool branch_count(Search *s, const Goal *g, const Goal *later) {
  uint32_t need = g->least, open = 0;
  const Formula *f = g->f;
  uint32_t *kids = ARENA_MANY(s->b->scratch, uint32_t, f->count + 1);
  for (uint32_t i = g->from; i < f->count; i++) {
    uint8_t t = possible(s, f->kids[i], 0);
    if (!(t & ~g->truth)) { if (need) need--; }
    else if (t & g->truth) kids[open++] = i;
  }
  if (need == 0) return attempt(s, NULL, later);
  if (open < need) return false;
  if (open == need) {
    const Goal *all = NULL;
    for (uint32_t i = open; i-- > 0;) all = goal(s, f->kids[kids[i]], g->truth, all);
    return attempt(s, all, later);
  }
  if (need > 1) { // this one, or enough of the others
    Formula *rest = ARENA_NEW(s->b->scratch, Formula);
    *rest = (Formula){.kind = FORMULA_COUNT, .count = open - 1, .kids = ARENA_MANY(s->b->scratch, Formula *, open)};
    for (uint32_t i = 1; i < open; i++) rest->kids[i - 1] = f->kids[kids[i]];
    if (attempt(s, goal(s, f->kids[kids[0]], g->truth, NULL), counting(s, rest, g->truth, need - 1, 0, later))) return true;
    return attempt(s, NULL, counting(s, rest, g->truth, need, 0, later));
  }
  for (uint32_t i = 0; i < open && !s->gave_up; i++) if (attempt(s, goal(s, f->kids[kids[i]], g->truth, NULL), later)) return true;
  return false;
}
static bool branch_case(Search *s, const Goal *g, const Goal *later) {
  const Formula *f = g->f;
  return attempt(s, goal(s, f->kids[0], TRUTH_YES, goal(s, f->kids[1], g->truth, NULL)), later) ||
         attempt(s, goal(s, f->kids[0], TRUTH_NOT_YES, goal(s, f->kids[2], g->truth, NULL)), later);
}
// A COUNT that is to have one of the truths, as "so many kids are (not) yes or no".
static const Goal *count_goals(Search *s, const Goal *g, const Goal *next) {
  const Formula *f = g->f;
  uint32_t k = f->least, n = f->count;
  bool low = !(g->truth & TRUTH_NO), high = !(g->truth & TRUTH_YES); // not no; not yes
  if (k > n) return high ? next : goal(s, f, g->truth, next);
  if (g->truth == TRUTH_YES) return counting(s, f, TRUTH_YES, k, 0, next);
  if (g->truth == TRUTH_NO) return counting(s, f, TRUTH_NO, n - k + 1, 0, next);
  if (low) next = counting(s, f, TRUTH_NOT_NO, k, 0, next);
  if (high) next = counting(s, f, TRUTH_NOT_YES, n - k + 1, 0, next);
  return next;
}
// Applies a goal that leaves no choice: adds to *goals, or false when it cannot be. A goal with a choice goes to *later.
static bool apply(Search *s, const Goal *g, const Goal **goals, const Goal **later) {
  const Formula *f = g->f;
  if (g->least) {
    if (f->count - g->from < g->least) return false;
    if (f->count - g->from > g->least) { *later = counting(s, f, g->truth, g->least, g->from, *later); return true; }
    for (uint32_t i = f->count; i-- > g->from;) *goals = goal(s, f->kids[i], g->truth, *goals);
    return true;
  }
  if (g->truth == 7) return true;
  switch (f->kind) {
    case FORMULA_CONSTANT: return (f->truth & g->truth) != 0;
    case FORMULA_VALUE: case FORMULA_STATE: return narrow(s, f->variable, set_for(s, f, g->truth));
    case FORMULA_NOT: *goals = goal(s, f->kids[0], swapped(g->truth), *goals); return true;
    case FORMULA_IS: {
      uint8_t t = (uint8_t)((g->truth & TRUTH_YES ? f->truth : 0) | (g->truth & TRUTH_NO ? ~f->truth & 7 : 0));
      *goals = goal(s, f->kids[0], t, *goals);
      return t != 0;
    }
    case FORMULA_COUNT:
      if (f->least > f->count) return (g->truth & TRUTH_NO) != 0;
      if (f->least == 0) return (g->truth & TRUTH_YES) != 0;
      if (g->truth == (TRUTH_YES | TRUTH_NO)) { *later = goal(s, f, g->truth, *later); return true; }
      *goals = count_goals(s, g, *goals);
      return true;
    case FORMULA_CASE: *later = goal(s, f, g->truth, *later); return true;
  }
  return false;
}
static bool branch(Search *s, const Goal *g, const Goal *later) {
  if (g->least) return branch_count(s, g, later);
  if (g->f->kind == FORMULA_CASE) return branch_case(s, g, later);
  return attempt(s, goal(s, g->f, TRUTH_YES, NULL), later) || attempt(s, goal(s, g->f, TRUTH_NO, NULL), later);
}
static bool search(Search *s, const Goal *goals, const Goal *later) {
  while (goals) {
    const Goal *g = goals;
    goals = g->next;
    if (spent(s) || !apply(s, g, &goals, &later)) return false;
  }
  if (spent(s)) return false;
  return later ? branch(s, later, later->next) : finish(s);
}

BandsAnswer bands_answer(Question *q, Witness *witness) {
  Bands *b = q->b;
  uint32_t count = b->variables.count;
  Witness own = {0};
  Search s = {.b = b, .witness = witness ? witness : &own};
  s.sets = ARENA_MANY(b->scratch, ValueSet, count + 1);
  s.touched = ARENA_MANY(b->scratch, bool, count + 1);
  for (uint32_t i = 0; i < count; i++) s.sets[i] = b->variables.items[i].domain;
  const Goal *goals = NULL;
  for (const Demand *d = q->demands; d; d = d->next) goals = goal(&s, d->formula, d->truth, goals);
  bool found = b->size <= BANDS_FORMULAS * 4u && search(&s, goals, NULL);
  if (b->size > BANDS_FORMULAS * 4u) s.gave_up = true;
  return found ? BANDS_POSSIBLE : s.gave_up || s.maybe ? BANDS_UNDECIDED : BANDS_IMPOSSIBLE;
}
