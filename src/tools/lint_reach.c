// lint_reach.c -- conditions that are never or always true, stages and routes that no lead reaches, leads that reach none.
#include "tools/lint_inside.h"

static bool impossible(Question *q) { return bands_answer(q, NULL) == BANDS_IMPOSSIBLE; }

// ---- conditions
static bool never(Lint *l, const Expr *e) {
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, e, TRUTH_YES);
  return impossible(q);
}
static bool always(Lint *l, const Expr *e) {
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, e, TRUTH_NOT_YES);
  return impossible(q);
}
static bool spoken(const Expr *e) { return e->kind == EXPR_BOOLEAN || (e->kind == EXPR_NAME && e->ref == REF_PARAMETER); } // somebody means it

// The score in a comparison with a number, or NULL.
static const Score *score_compared(Lint *l, const Expr *e) {
  bool compares = e->kind == EXPR_COMPARE || e->kind == EXPR_BETWEEN || e->kind == EXPR_IN;
  if (!compares) return NULL;
  const Expr *sides[] = {e->a, e->b};
  for (int i = 0; i < 2; i++)
    if (sides[i]->kind == EXPR_NAME && sides[i]->ref == REF_SCORE && sides[i]->index < l->rules->scores.count) return l->rules->scores.items[sides[i]->index];
  return NULL;
}
static Text decimal_text(Lint *l, Decimal d) {
  char out[DECIMAL_TEXT_BYTES];
  return text_copy(l->arena, (Text){out, decimal_format(d, out)});
}
static void beyond(Lint *l, const Expr *e, const Score *s) {
  Text source = lint_source(l, e->span), low = decimal_text(l, s->lowest), high = decimal_text(l, s->highest);
  Diag *d = lint_add(l, ERROR_BEYOND, e->span, "no lead can reach `%.*s`", SHOW(source));
  Decimal wanted;
  const Expr *number = e->kind == EXPR_COMPARE ? (e->a->ref == REF_SCORE ? e->b : e->a) : NULL;
  bool literal = number && expr_number(number, &wanted), above = literal && s->bounded_high && wanted >= s->highest, below = literal && s->bounded_low && wanted <= s->lowest;
  if (s->bounded_high && s->bounded_low && above == below) diag_label(l->diags, d, "`%.*s` can be %.*s at least and %.*s at most", SHOW(s->name.text), SHOW(low), SHOW(high));
  else if (s->bounded_high && !below) diag_label(l->diags, d, "the most that `%.*s` can be is %.*s", SHOW(s->name.text), SHOW(high));
  else diag_label(l->diags, d, "the least that `%.*s` can be is %.*s", SHOW(s->name.text), SHOW(low));
}
static const Expr *first_never(Lint *l, const Expr *e) { // the part that alone is to blame
  for (uint32_t i = 0; e->kind == EXPR_AND && i < e->args.count; i++) if (never(l, e->args.items[i])) return first_never(l, e->args.items[i]);
  return e;
}
static const Expr *first_always(Lint *l, const Expr *e) {
  for (uint32_t i = 0; e->kind == EXPR_OR && i < e->args.count; i++) if (always(l, e->args.items[i])) return first_always(l, e->args.items[i]);
  return e;
}
static void never_report(Lint *l, const Expr *whole) {
  const Expr *e = first_never(l, whole);
  const Score *score = score_compared(l, e);
  if (l->scope == LINT_PROVED && (e->ref == REF_INCOMPLETE || e->ref == REF_DISQUALIFIED)) return; // written in case there will be some
  if (score) { beyond(l, e, score); return; }
  Diag *d = lint_add(l, ERROR_NEVER, e->span, "this is never true");
  if (e->kind == EXPR_AND) diag_label(l->diags, d, "no lead has all of these at once");
  else if (e->kind == EXPR_COMPARE && e->a->ref == REF_STAGE) diag_label(l->diags, d, "no lead reaches that stage");
  else if (e->ref == REF_INCOMPLETE) diag_label(l->diags, d, "no requirement can be unknown");
  else if (e->ref == REF_DISQUALIFIED) diag_label(l->diags, d, "nothing disqualifies a lead");
  else diag_label(l->diags, d, "no lead can be so");
}
static void always_report(Lint *l, const Expr *whole) {
  const Expr *e = first_always(l, whole);
  Diag *d = lint_add(l, ERROR_ALWAYS, e->span, "this is always true");
  diag_label(l->diags, d, e->kind == EXPR_OR ? "every lead has one of these, also when data is missing" : "it holds for every lead, also when data is missing");
}
static void look(Lint *l, const Expr *e) {
  if (!e || e->type.kind != TYPE_BOOLEAN || spoken(e)) return;
  if (never(l, e)) { never_report(l, e); return; }
  if (l->scope == LINT_ALL && always(l, e)) { always_report(l, e); return; }
  if (e->kind == EXPR_NOT) look(l, e->a);
  if (e->kind == EXPR_AND || e->kind == EXPR_OR || e->kind == EXPR_QUORUM) for (uint32_t i = 0; i < e->args.count; i++) look(l, e->args.items[i]);
  if (e->kind == EXPR_IF) { look(l, e->a); look(l, e->b); look(l, e->c); }
}
static void condition_look(void *user, const Condition *c) {
  Lint *l = user;
  if (!lint_own(l, c->e->span)) return;
  look(l, c->e);
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, c->e, TRUTH_YES);
  lint_answer(l, q, NULL);
}

// ---- places: stages, then routes
typedef struct Places {
  const char *what;                                   // "stage"
  uint32_t count;
  void (*ask)(Lint *l, Question *q, uint32_t i, Truth truth);  // whether its condition takes the lead, whatever stands above
  bool (*sure)(Lint *l, uint32_t i);                  // a lead that it takes goes no further
  Text (*name)(const Lint *l, uint32_t i);
  Span (*place)(const Lint *l, uint32_t i);
  const Expr *(*when)(const Lint *l, uint32_t i);
  int32_t (*taken)(const RubricDecisions *d);
} Places;

static void stage_ask(Lint *l, Question *q, uint32_t i, Truth truth) { ask_stage_condition(q, l->rules, i, truth); }
static bool stage_sure(Lint *l, uint32_t i) { (void)l; (void)i; return true; }
static Text stage_name(const Lint *l, uint32_t i) { return l->rules->stages.items[i]->name; }
static Span stage_place(const Lint *l, uint32_t i) { return l->rules->stages.items[i]->name_span; }
static const Expr *stage_when(const Lint *l, uint32_t i) { return l->rules->stages.items[i]->when; }
static int32_t stage_taken_by(const RubricDecisions *d) { return d->stage[0]; }

static void route_ask(Lint *l, Question *q, uint32_t i, Truth truth) { ask_route(q, l->rules, i, truth); }
static bool route_sure(Lint *l, uint32_t i) { // a route whose target is unknown is passed over
  const Route *r = l->rules->routes.items[i];
  if (!r->target) return true;
  Expr missing = {.kind = EXPR_STATE, .op = STATE_MISSING, .a = r->target, .type = {.kind = TYPE_BOOLEAN}};
  return r->target->type.kind != TYPE_BOOLEAN && never(l, &missing);
}
static Text route_name(const Lint *l, uint32_t i) { return l->rules->routes.items[i]->name; }
static Span route_place(const Lint *l, uint32_t i) { return l->rules->routes.items[i]->name_span; }
static const Expr *route_when(const Lint *l, uint32_t i) { return l->rules->routes.items[i]->when; }
static int32_t route_taken_by(const RubricDecisions *d) { return d->route[0]; }

// Those above, one of them or all together, leave nothing of it.
static bool left_by(Lint *l, const Places *p, uint32_t i, uint32_t from, uint32_t to, const bool *sure) {
  Question *q = bands_ask(l->bands);
  for (uint32_t j = from; j < to; j++) if (sure[j]) p->ask(l, q, j, TRUTH_NO);
  p->ask(l, q, i, TRUTH_YES);
  return !impossible(q);
}
// A held route can also be one that was taken under other rules.
static const char *reach_words(const Lint *l, const Places *p) {
  return l->rules->hold && p->what[0] == 'r' ? "no lead can newly reach the %s \"%.*s\"" : "no lead can reach the %s \"%.*s\"";
}
// A lead that meets the condition of `i` and is taken by `by`.
static void shadow_show(Lint *l, Diag *d, const Places *p, uint32_t i, uint32_t by, const bool *sure) {
  Witness w = {0};
  const RubricDecisions *decisions;
  Question *q = bands_ask(l->bands);
  for (uint32_t j = 0; j < by; j++) if (sure[j]) p->ask(l, q, j, TRUTH_NO);
  p->ask(l, q, i, TRUTH_YES);
  p->ask(l, q, by, TRUTH_YES);
  if (bands_answer(q, &w) != BANDS_POSSIBLE || !witness_decide(l, &w, &decisions) || p->taken(decisions) != (int32_t)by) return;
  Text name = p->name(l, by);
  witness_show(l, d, &w, "a lead that meets it and is taken by \"%.*s\"", SHOW(name));
}
static void shadow_report(Lint *l, const Places *p, uint32_t i, const bool *sure) {
  Text name = p->name(l, i);
  uint32_t by = UINT32_MAX;
  for (uint32_t j = 0; j < i && by == UINT32_MAX; j++) if (sure[j] && !left_by(l, p, i, j, j + 1, sure)) by = j;
  Diag *d = lint_add(l, ERROR_SHADOWED, p->place(l, i), reach_words(l, p), p->what, SHOW(name));
  if (by == UINT32_MAX) { diag_label(l->diags, d, "the %ss above it take every lead that meets its condition", p->what); return; }
  Text other = p->name(l, by);
  diag_label(l->diags, d, p->when(l, i) ? "every lead that meets its condition is taken by \"%.*s\"" : "\"%.*s\" leaves no lead for it", SHOW(other));
  diag_note(l->diags, d, p->place(l, by), "\"%.*s\" stands here, further up", SHOW(other));
  shadow_show(l, d, p, i, by, sure);
}
static void place_look(Lint *l, const Places *p, uint32_t i, const bool *sure) {
  const Expr *when = p->when(l, i);
  bool reported = when && never(l, when), precaution = !when && l->scope == LINT_PROVED; // an `otherwise` for which nothing is left harms nobody
  if (!lint_own(l, p->place(l, i)) || reported || precaution) return;
  if (!left_by(l, p, i, 0, 0, sure)) {
    Text name = p->name(l, i);
    Diag *d = lint_add(l, ERROR_SHADOWED, p->place(l, i), reach_words(l, p), p->what, SHOW(name));
    diag_label(l->diags, d, "whoever meets its condition is disqualified%s", p->what[0] == 'r' ? " or incomplete" : "");
    diag_help(l->diags, d, "a %s for them says so: `when disqualified and ...`", p->what);
  } else if (!left_by(l, p, i, 0, i, sure)) shadow_report(l, p, i, sure);
}

// ---- leads that reach none
static bool nowhere(const Places *p, const RubricDecisions *d) {
  bool out = d->status[0] == RUBRIC_DISQUALIFIED || (p->what[0] == 'r' && d->status[0] == RUBRIC_INCOMPLETE);
  return !out && p->taken(d) < 0;
}
static void nowhere_look(Lint *l, const Places *p) {
  Witness w = {0}, plain = {0};
  const RubricDecisions *decisions;
  for (uint32_t i = 0; i < p->count; i++) if (!p->when(l, i)) return;
  Question *q = bands_ask(l->bands);
  for (uint32_t i = 0; i < p->count; i++) p->ask(l, q, i, TRUTH_NO);
  ask_disqualified(q, l->rules, false);
  if (p->what[0] == 'r') ask_incomplete(q, l->rules, false);
  BandsAnswer a = lint_answer(l, q, &w);
  if (a == BANDS_IMPOSSIBLE) return;
  bool shown = a == BANDS_POSSIBLE && witness_decide(l, &w, &decisions) && nowhere(p, decisions);
  if (!shown) { // points are not followed: perhaps the plainest lead that is decided shows it
    q = bands_ask(l->bands);
    ask_disqualified(q, l->rules, false);
    if (p->what[0] == 'r') ask_incomplete(q, l->rules, false);
    if (bands_answer(q, &plain) != BANDS_POSSIBLE || !witness_decide(l, &plain, &decisions) || !nowhere(p, decisions)) return;
    w = plain;
  }
  Diag *d = lint_add(l, ERROR_NOWHERE, p->place(l, p->count - 1), "leads can end without a %s", p->what);
  diag_label(l->diags, d, "the last of the %ss, and it has a condition", p->what);
  diag_help(l->diags, d, "one for all others: `%s \"...\" %s`", p->what, p->what[0] == 'r' ? "to \"...\" otherwise" : "otherwise");
  witness_show(l, d, &w, "a lead without a %s", p->what);
}
static void places_look(Lint *l, const Places *p) {
  if (!p->count) return;
  bool *sure = ARENA_MANY(l->arena, bool, p->count + 1);
  for (uint32_t i = 0; i < p->count; i++) sure[i] = p->sure(l, i);
  for (uint32_t i = 0; i < p->count; i++) place_look(l, p, i, sure);
  if (l->scope == LINT_ALL) nowhere_look(l, p);
}

// ---- rules that only the disqualified earn
static void earned_look(Lint *l, const Rule *r) {
  if (!r->when || !lint_own(l, r->label_span) || never(l, r->when)) return;
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, r->when, TRUTH_YES);
  ask_disqualified(q, l->rules, false);
  if (!impossible(q)) return;
  Diag *d = lint_add(l, ERROR_ONLY_OUT, r->label_span, "only disqualified leads earn \"%.*s\"", SHOW(r->label));
  diag_label(l->diags, d, "whoever meets its condition is disqualified");
  for (uint32_t i = 0; i < l->rules->reasons.count; i++) { // by which reason alone
    const Reason *reason = l->rules->reasons.items[i];
    q = bands_ask(l->bands);
    ask_condition(q, l->rules, r->when, TRUTH_YES);
    ask_condition(q, l->rules, reason->when, reason->require ? TRUTH_NOT_NO : TRUTH_NOT_YES);
    if (!impossible(q)) continue;
    diag_note(l->diags, d, reason->code_span, "by \"%.*s\"", SHOW(reason->code));
    break;
  }
  Witness w;
  const RubricDecisions *decisions;
  q = bands_ask(l->bands);
  ask_condition(q, l->rules, r->when, TRUTH_YES);
  if (bands_answer(q, &w) == BANDS_POSSIBLE && witness_decide(l, &w, &decisions) && decisions->status[0] == RUBRIC_DISQUALIFIED) witness_show(l, d, &w, "a lead that earns it");
}

void lint_reach(Lint *l) {
  const Places stages = {"stage", l->rules->stages.count, stage_ask, stage_sure, stage_name, stage_place, stage_when, stage_taken_by};
  const Places routes = {"route", l->rules->routes.count, route_ask, route_sure, route_name, route_place, route_when, route_taken_by};
  conditions_each(l, condition_look, l);
  if (!l->rules->forward_only) places_look(l, &stages); // a previous stage reaches any of them
  places_look(l, &routes);
  for (uint32_t i = 0; l->scope == LINT_ALL && i < l->rules->rules.count; i++) earned_look(l, l->rules->rules.items[i]);
}
