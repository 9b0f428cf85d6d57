// diff_limit.c -- see diff_limit.h.
#include "tools/diff_limit.h"

static const char *const names[] = {"rules", "stage", "route", "target", "status", "rejected", "score"};

// ---- reading
static Text next_part(Text *rest, char end) { // up to `end`, trimmed; takes it
  uint32_t n = 0;
  while (n < rest->size && rest->data[n] != end) n++;
  Text part = {rest->data, n};
  if (n < rest->size) n++;
  *rest = (Text){rest->data + n, rest->size - n};
  return text_trim(part);
}
static bool take(Text *t, const char *word) {
  uint32_t n = (uint32_t)strlen(word);
  if (t->size < n || memcmp(t->data, word, n) != 0) return false;
  *t = text_trim((Text){t->data + n, t->size - n});
  return true;
}
static bool score_known(const Diff *d, Text name) { return diff_find(&d->sides[0], DIFF_SCORE, name) || diff_find(&d->sides[1], DIFF_SCORE, name); }
static bool what_read(Arena *a, const Diff *d, Text name, DiffLimit *l, Text *why) {
  VEC(Text) candidates = {0};
  for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (text_is(name, names[i])) { l->what = (LimitWhat)i; return true; }
    *VEC_PUSH(a, &candidates) = text_of(names[i]);
  }
  l->what = LIMIT_SCORE;
  l->score = name;
  if (score_known(d, name)) return true;
  for (uint32_t i = 0; i < d->pairs.count; i++) if (d->pairs.items[i]->kind == DIFF_SCORE) *VEC_PUSH(a, &candidates) = diff_item(d->pairs.items[i])->name;
  int32_t near = text_nearest(name, candidates.items, candidates.count);
  *why = text_format(a, "`%.*s` is none of rules, stage, route, target, status, rejected, score, and no score", SAY(name));
  if (near >= 0) *why = text_format(a, "%.*s; did you mean `%.*s`?", SAY(*why), SAY(candidates.items[near]));
  return false;
}
static bool limit_read(Arena *a, const Diff *d, Text text, DiffLimit *l, Text *why) {
  Text rest = text, name = next_part(&rest, ':');
  *l = (DiffLimit){.text = text};
  if (name.size == text.size) { *why = text_format(a, "`%.*s` has no colon: a limit looks like stage:>5%%", SAY(text)); return false; }
  if (!what_read(a, d, name, l, why)) return false;
  rest = text_trim(rest);
  l->way = take(&rest, "up") ? '+' : take(&rest, "down") ? '-' : 0;
  if (l->way && l->what != LIMIT_SCORE) { *why = text_format(a, "only scores go up and down, not `%.*s`", SAY(name)); return false; }
  l->or_equal = take(&rest, ">=");
  if (!l->or_equal && !take(&rest, ">")) { *why = text_format(a, "`%.*s`: after the colon comes > or >=, as in stage:>5%%", SAY(text)); return false; }
  l->percent = rest.size && rest.data[rest.size - 1] == '%';
  if (l->percent) rest.size--;
  rest = text_trim(rest);
  bool digits = rest.size && rest.data[0] >= '0' && rest.data[0] <= '9';
  if (!digits || !decimal_read_cell(rest, &l->value)) { *why = text_format(a, "`%.*s` ends in no number from 0 on", SAY(text)); return false; }
  if (l->percent && l->what == LIMIT_RULES) { *why = text_format(a, "differences in the rules are counted: rules:>0"); return false; }
  if (l->percent && l->value > 100 * DECIMAL_ONE) { *why = text_format(a, "`%.*s` is more than 100%%", SAY(text)); return false; }
  return true;
}
bool diff_limits_read(Arena *a, const Diff *d, Text text, DiffLimits *limits, Text *why) {
  VEC(DiffLimit) all = {0};
  while (text.size) {
    Text one = next_part(&text, ',');
    if (one.size && !limit_read(a, d, one, VEC_PUSH(a, &all), why)) return false;
  }
  *limits = (DiffLimits){all.items, all.count};
  if (all.count) return true;
  *why = TEXT("it is empty: a limit looks like stage:>5%");
  return false;
}
bool diff_limits_need_leads(const DiffLimits *limits, Text *which) {
  for (uint32_t i = 0; i < limits->count; i++) {
    if (limits->items[i].what == LIMIT_RULES) continue;
    *which = limits->items[i].text;
    return true;
  }
  return false;
}

// ---- comparing
static bool beyond(const DiffLimit *l, __int128 value, __int128 scale) { // value / scale against the limit, in units
  __int128 limit = (__int128)l->value * scale;
  return l->or_equal ? value * DECIMAL_ONE >= limit : value * DECIMAL_ONE > limit;
}
static bool count_broken(Arena *a, const DiffReport *r, const DiffLimit *l, uint64_t n, const char *what, Text *said) {
  uint64_t of = r->leads->compared + (l->what == LIMIT_REJECTED ? n : 0);
  if (l->percent ? !of || !beyond(l, (__int128)n * 100, of) : !beyond(l, n, 1)) return false;
  *said = text_format(a, "%s %.*s of %.*s leads (%.*s), and the limit is " CODE "%.*s" PLAIN, what, SAY(say_count(a, n)), SAY(say_count(a, of)), SAY(say_share(a, n, of)), SAY(l->text));
  return true;
}
static bool shift_broken(Arena *a, const DiffReport *r, const DiffLimit *l, const DiffShift *s, Text *said) {
  Text name = s->pair->new->name;
  if (l->percent) {
    const char *way = l->way == '+' ? "rises" : l->way == '-' ? "falls" : "changes";
    return count_broken(a, r, l, l->way == '+' ? s->up : l->way == '-' ? s->down : s->moved, text_c(a, text_format(a, "%.*s %s for", SAY(name), way)), said);
  }
  __int128 shift = l->way == '-' ? -s->shift : l->way == '+' || s->shift >= 0 ? s->shift : -s->shift;
  if (!s->both || !(l->or_equal ? shift >= (__int128)l->value * s->both : shift > (__int128)l->value * s->both)) return false;
  *said = text_format(a, "the mean of %.*s shifts by %.*s, and the limit is " CODE "%.*s" PLAIN, SAY(name), SAY(say_points(a, diff_mean_shift(s), true)), SAY(l->text));
  return true;
}
static bool broken(Arena *a, const DiffReport *r, const DiffLimit *l, Text *said) {
  const DiffLeads *leads = r->leads;
  switch (l->what) {
    case LIMIT_RULES:
      if (!beyond(l, r->diff->differences, 1)) return false;
      *said = text_format(a, "%.*s differences in the rules, and the limit is " CODE "%.*s" PLAIN, SAY(say_count(a, r->diff->differences)), SAY(l->text));
      return true;
    case LIMIT_STAGE: return count_broken(a, r, l, leads->stage_moved, "the stage changes for", said);
    case LIMIT_ROUTE: return count_broken(a, r, l, leads->route_moved, "the route changes for", said);
    case LIMIT_TARGET: return count_broken(a, r, l, leads->target_moved, "the target changes for", said);
    case LIMIT_STATUS: return count_broken(a, r, l, leads->status_moved, "the status changes for", said);
    case LIMIT_REJECTED: return count_broken(a, r, l, leads->rejected[0] + leads->rejected[1], "one of the schemas alone rejects", said);
    case LIMIT_SCORE: break;
  }
  for (uint32_t i = 0; i < leads->shift_count; i++)
    if ((!l->score.size || text_equal(leads->shifts[i].pair->new->name, l->score) || text_equal(leads->shifts[i].pair->old->name, l->score)) && shift_broken(a, r, l, &leads->shifts[i], said)) return true;
  return false;
}
uint32_t diff_limits_broken(Arena *a, const DiffReport *r, const DiffLimits *limits, Text **sentences) {
  uint32_t n = 0;
  *sentences = ARENA_MANY(a, Text, limits->count + 1);
  for (uint32_t i = 0; i < limits->count; i++) n += broken(a, r, &limits->items[i], &(*sentences)[n]);
  return n;
}
