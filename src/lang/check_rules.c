// check_rules.c -- scores, their rules and groups.
#include "lang/check_parts.h"

// ---- ranges and points
static void points_range(Checker *c, Expr **range, const char *what) {
  if (!*range) return;
  Decimal bound;
  if (!range_check(c, *range, (Type){.kind = TYPE_NUMBER}, what)) { *range = NULL; return; }
  if ((*range)->open_end) {
    Diag *d = diag_add(c->diags, ERROR_RANGE, (*range)->span, "the %s has both ends in it: write `..`", what);
    diag_help(c->diags, d, "a score can be as high as its range says");
  }
  const Expr *ends[2] = {(*range)->a, (*range)->b};
  for (int i = 0; i < 2; i++)
    if (ends[i] && number_of(ends[i], &bound) && (bound >= LIMIT_POINTS * DECIMAL_ONE || bound <= -LIMIT_POINTS * DECIMAL_ONE))
      diag_add(c->diags, ERROR_POINTS, ends[i]->span, "points stay below %lld", (long long)LIMIT_POINTS);
}

// A number literal or a parameter; `positive`: above 0.
static bool amount_check(Checker *c, Expr *e, bool positive, const char *what) {
  Context x = context_new("the points of a rule", LEVEL_REASON);
  Decimal value;
  Type t = expr_check(c, &x, e);
  if (t.kind == TYPE_ERROR) return false;
  if (!number_of(e, &value)) {
    Diag *d = diag_add(c->diags, ERROR_POINTS, e->span, "%s must be a number or a parameter", what);
    if (e->ref == REF_SLOT || e->ref == REF_DEFINE) diag_help(c->diags, d, "to give points for each of a number write `+1 per …`");
    return false;
  }
  if (positive && value <= 0) { diag_add(c->diags, ERROR_POINTS, e->span, "%s must be above 0", what); return false; }
  if (value < LIMIT_POINTS * DECIMAL_ONE && value > -LIMIT_POINTS * DECIMAL_ONE) return true;
  diag_add(c->diags, ERROR_POINTS, e->span, "%s must stay below %lld", what, (long long)LIMIT_POINTS);
  return false;
}

// ---- decays
static void share_check(Checker *c, Decay *decay) {
  Decimal share;
  if (decay->kind == DECAY_LOSING_POINTS) { amount_check(c, decay->share, true, "what is lost"); return; }
  Context x = context_new("a decay", LEVEL_REASON);
  if (expr_check(c, &x, decay->share).kind == TYPE_ERROR) return;
  if (number_of(decay->share, &share) && share >= 0 && share <= DECIMAL_ONE) return;
  Diag *d = diag_add(c->diags, ERROR_POINTS, decay->share->span, "%s takes a share from 0%% to 100%%", decay->kind == DECAY_KEEPING ? "`keeping`" : "`losing`");
  if (decay->kind == DECAY_KEEPING) diag_help(c->diags, d, "to lose points and not a share write `losing 5 every …`");
}

static void decay_check(Checker *c, Context *x, Decay *decay) {
  if (decay->kind == DECAY_NONE) return;
  if (decay->share) share_check(c, decay);
  if (decay->every && duration_check(c, x, decay->every, false) && expr_literal(decay->every)->value <= 0)
    diag_add(c->diags, ERROR_DURATION, decay->every->span, "a decay needs a duration above 0");
  if (!decay->since) return;
  Type t = scalar_check(c, x, decay->since);
  if (type_dated(t) || t.kind == TYPE_ERROR) return;
  Text source = expr_source(c, decay->since), is = type_name(c->arena, t);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, decay->since->span, "`since` needs a date or a time, but %.*s is %.*s", SHOW(source), SHOW(is));
}

static void since_needed(Checker *c, const Decay *decay, const char *what) {
  if (decay->kind == DECAY_NONE || decay->since) return;
  Diag *d = diag_add(c->diags, ERROR_MODIFIER, decay->span, "%s that fades must say from when", what);
  diag_help(c->diags, d, "add `since` and a date or time, as the last modifier");
}

// ---- rules
static void modifier_refuse(Checker *c, Span span, const char *message, const char *help) {
  Diag *d = diag_add(c->diags, ERROR_MODIFIER, span, "%s", message);
  diag_help(c->diags, d, "%s", help);
}

static void modifiers_check(Checker *c, const Rule *rule) {
  if (rule->each && rule->form == RULE_WHEN) modifier_refuse(c, rule->label_span, "`each` counts the elements of a list, and this rule has none", "write `for` and a list in place of `when`");
  if (rule->each && rule->form == RULE_PER) modifier_refuse(c, rule->label_span, "`per` counts already: `each` has no place here", "leave `each` out");
  if (rule->form == RULE_BY && (rule->each || rule->cap || rule->decay.kind != DECAY_NONE)) modifier_refuse(c, rule->label_span, "the rows of a table give the points: no modifier has a place here", "put the rule into a group that has a range");
  if (rule->form == RULE_WHEN) since_needed(c, &rule->decay, "a rule with `when`");
  if (rule->form == RULE_PER) since_needed(c, &rule->decay, "a rule with `per`");
}

static void query_rule(Checker *c, Context *x, Rule *rule) {
  Frame frame;
  const Frame *outside = x->frame;
  bool open = query_open(c, x, rule->query, &frame);
  x->frame = outside;
  if (!open || rule->decay.kind == DECAY_NONE || rule->decay.since || rule->query->time_slot != SLOT_NONE) return;
  Text source = expr_source(c, rule->query->list);
  Diag *d = diag_add(c->diags, ERROR_NO_TIME_FIELD, rule->decay.span, "points that fade need to know when things happened, and %.*s has no time", SHOW(source));
  diag_help(c->diags, d, "add `by` and the time field of its records to the field in the schema, such as `list of Event by at`");
}

static void per_check(Checker *c, Context *x, Expr *per) {
  Type t = scalar_check(c, x, per);
  if (type_is_number(t) || t.kind == TYPE_ERROR) return;
  Text source = expr_source(c, per), is = type_name(c->arena, t);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, per->span, "`per` counts a number, but %.*s is %.*s", SHOW(source), SHOW(is));
}

static void rule_check(Checker *c, Rule *rule) {
  Context x = context_new("a rule's condition", LEVEL_SCORE);
  if (rule->points) amount_check(c, rule->points, false, "points");
  if (rule->cap) amount_check(c, rule->cap, true, "what follows `at most`");
  modifiers_check(c, rule);
  decay_check(c, &x, &rule->decay);
  if (rule->query) query_rule(c, &x, rule);
  if (rule->per) per_check(c, &x, rule->per);
  if (rule->when) condition_check(c, &x, rule->when);
  if (rule->by) decision_check(c, &x, rule->by, true);
}

// ---- whose points they are
static void score_unknown(Checker *c, const Rule *rule) {
  if (c->quiet) return;
  NameEntry *other = names_find(&c->values, rule->score.text);
  VEC(Text) near = {0};
  *VEC_PUSH(c->arena, &near) = TEXT("fit");
  *VEC_PUSH(c->arena, &near) = TEXT("intent");
  for (uint32_t i = 0; i < c->rules->scores.count; i++) *VEC_PUSH(c->arena, &near) = c->rules->scores.items[i]->name.text;
  Diag *d = unknown_report(c, ERROR_UNKNOWN_SCORE, rule->score.span, rule->score.text, "score", near.items, near.count);
  if (other) diag_label(c->diags, d, "this is a %s", name_kind_word(other->kind));
  else if (!d->help.size) diag_help(c->diags, d, "declare it: `score %.*s 0..100`", SHOW(rule->score.text));
}

static void rule_score(Checker *c, const Rule *rule) {
  const Score *score = score_named(c, rule->score.text, rule->score.span);
  if (!score) { score_unknown(c, rule); return; }
  if (!score->derived) return;
  Diag *d = diag_add(c->diags, ERROR_DERIVED_SCORE, rule->score.span, "`%.*s` is worked out from other scores: no rule gives it points", SHOW(rule->score.text));
  diag_note(c->diags, d, score->name.span, "its formula is here");
}

// Before any expression: the scores that rules use exist from here on.
void scores_check(Checker *c) {
  Rules *r = c->rules;
  for (uint32_t i = 0; i < r->scores.count; i++) points_range(c, &r->scores.items[i]->range, "range of a score");
  NameTable *labels = &c->labels;
  for (uint32_t i = 0; i < r->rules.count; i++) {
    Rule *rule = r->rules.items[i];
    rule->score_index = SLOT_NONE;
    rule_score(c, rule);
    label_unique(c, labels, rule->label, rule->label_span, "rule", rule);
  }
}

static void group_check(Checker *c, Group *group) {
  Context x = context_new("a group", LEVEL_SCORE);
  points_range(c, &group->range, "range of a group");
  decay_check(c, &x, &group->decay);
  since_needed(c, &group->decay, "a group");
  if (group->rule_count == 0) { diag_add(c->diags, ERROR_GROUP, group->label_span, "the group \"%.*s\" has no rules", SHOW(group->label)); return; }
  for (uint32_t i = 1; i < group->rule_count; i++) {
    if (text_equal(group->rules[i]->score.text, group->rules[0]->score.text)) continue;
    Diag *d = diag_add(c->diags, ERROR_GROUP, group->rules[i]->score.span, "a group holds rules of one score, and this one is of `%.*s`", SHOW(group->rules[0]->score.text));
    diag_help(c->diags, d, "make a second group for `%.*s`", SHOW(group->rules[i]->score.text));
    return;
  }
}

static void derived_check(Checker *c, Score *score) {
  Context x = context_new("a score", LEVEL_SCORE + 1);
  Type t = scalar_check(c, &x, score->derived);
  if (type_is_number(t) || t.kind == TYPE_ERROR) return;
  Text is = type_name(c->arena, t);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, score->derived->span, "a score is a number, but this is %.*s", SHOW(is));
}

void rules_check_all(Checker *c) {
  Rules *r = c->rules;
  for (uint32_t i = 0; i < r->scores.count; i++)
    if (r->scores.items[i]->derived) derived_check(c, r->scores.items[i]);
  NameTable seen = {0};
  for (uint32_t i = 0; i < r->groups.count; i++) {
    Group *group = r->groups.items[i];
    group_check(c, group);
    label_unique(c, &seen, group->label, group->label_span, "group", group);
  }
  for (uint32_t i = 0; i < r->rules.count; i++) rule_check(c, r->rules.items[i]);
}

// ---- the final order
static uint32_t score_index(const Checker *c, Text name) {
  NameEntry *entry = names_find(&c->values, name);
  return entry && entry->kind == NAME_SCORE ? entry->index : SLOT_NONE;
}

typedef struct Needs { Checker *c; uint8_t *marks; uint32_t depth; uint32_t self; } Needs; // marks: 1 on the way, 2 done
static void derived_visit(Needs *n, uint32_t score, Span span);

static bool needs_deep(Needs *n, Span span) {
  if (n->depth < 2 * LIMIT_CALL_DEPTH) return false;
  diag_add(n->c->diags, ERROR_DEPTH, span, "scores and definitions that need each other are nested deeper than %d", 2 * LIMIT_CALL_DEPTH);
  return true;
}

static void needs_expr(void *user, Expr *e) {
  Needs *n = user;
  if (e->ref == REF_SCORE && e->kind == EXPR_NAME && e->index < n->c->rules->scores.count) derived_visit(n, e->index, e->span);
  if (e->ref != REF_DEFINE) return;
  Define *d = e->decl;
  NameEntry *entry = define_entry(n->c, d);
  if (!entry || entry->stamp == n->c->stamp || d->level < LEVEL_SCORE || needs_deep(n, e->span)) return;
  entry->stamp = n->c->stamp;
  n->depth++;
  if (d->body) expr_each(d->body, needs_expr, n);
  if (d->decision) decision_each(d->decision, needs_expr, n);
  n->depth--;
}

static void derived_visit(Needs *n, uint32_t index, Span span) {
  Checker *c = n->c;
  Score *score = c->rules->scores.items[index];
  if (!score->derived || n->marks[index] == 2) return;
  if (n->marks[index] == 1) {
    Diag *d = diag_add(c->diags, ERROR_CYCLE, span, "a score cannot need itself: `%.*s` comes back to `%.*s`", SHOW(c->rules->scores.items[n->self]->name.text), SHOW(score->name.text));
    diag_note(c->diags, d, score->name.span, "`%.*s` is declared here", SHOW(score->name.text));
    return;
  }
  if (needs_deep(n, span)) return;
  n->marks[index] = 1;
  uint32_t self = n->self;
  n->self = index;
  n->depth++;
  c->stamp++;
  expr_each(score->derived, needs_expr, n);
  n->depth--;
  n->self = self;
  n->marks[index] = 2;
  *VEC_PUSH(c->arena, &c->rules->derived_order) = index;
}

static void scores_order(Checker *c) {
  Rules *r = c->rules;
  VEC(Score *) all = {0};
  for (int i = 0; i < 2; i++)
    if (c->undeclared[i]) *VEC_PUSH(c->arena, &all) = c->undeclared[i];
  for (uint32_t i = 0; i < r->scores.count; i++) *VEC_PUSH(c->arena, &all) = r->scores.items[i];
  r->scores.items = all.items;
  r->scores.count = all.count;
  r->scores.room = all.room;
  for (uint32_t i = 0; i < all.count; i++) {
    NameEntry *entry = names_find(&c->values, all.items[i]->name.text);
    if (entry && entry->decl == all.items[i]) entry->index = i;
  }
}

void scores_finish(Checker *c) {
  Rules *r = c->rules;
  scores_order(c);
  for (uint32_t i = 0; i < c->score_uses.count; i++) c->score_uses.items[i].expr->index = score_index(c, c->score_uses.items[i].score->name.text);
  for (uint32_t i = 0; i < r->rules.count; i++) r->rules.items[i]->score_index = score_index(c, r->rules.items[i]->score.text);
  for (uint32_t i = 0; i < r->groups.count; i++) r->groups.items[i]->score_index = r->groups.items[i]->rule_count ? r->groups.items[i]->rules[0]->score_index : SLOT_NONE;
  Needs n = {c, ARENA_MANY(c->arena, uint8_t, r->scores.count + 1), 0, 0};
  for (uint32_t i = 0; i < r->scores.count; i++) { n.self = i; derived_visit(&n, i, r->scores.items[i]->name.span); }
}
