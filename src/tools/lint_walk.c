// lint_walk.c -- see lint_inside.h. Every condition, and every expression, of a rule set.
#include "tools/lint_inside.h"

typedef struct Walk { void (*visit)(void *user, const Condition *c); void *user; Condition at; } Walk;

static void query_seen(void *user, Expr *e) { // a `where` is a condition on elements
  Walk *w = user;
  if (e->kind != EXPR_QUERY || !e->query || !e->query->where) return;
  Condition c = w->at;
  c.of = OF_QUERY;
  c.e = e->query->where;
  w->visit(w->user, &c);
}
static void give(Walk *w, ConditionOf of, Expr *e, const void *owner, const Define *define) {
  w->at = (Condition){of, e, owner, define};
  if (!e) return;
  if (e->type.kind == TYPE_BOOLEAN) w->visit(w->user, &w->at);
  expr_each(e, query_seen, w);
}
static void give_decision(Walk *w, ConditionOf of, const Decision *d, const void *owner, const Define *define) {
  w->at = (Condition){of, NULL, owner, define};
  if (d) decision_each(d, query_seen, w);
}
static void give_rule(Walk *w, const Rule *r) {
  give(w, OF_RULE, r->when, r, NULL);
  give_decision(w, OF_RULE, r->by, r, NULL);
  if (!r->query || !r->query->where) return;
  w->at = (Condition){OF_QUERY, r->query->where, r, NULL};
  w->visit(w->user, &w->at);
  expr_each(r->query->where, query_seen, w);
}
void conditions_each(Lint *l, void (*visit)(void *user, const Condition *c), void *user) {
  const Rules *r = l->rules;
  Walk w = {.visit = visit, .user = user};
  for (uint32_t i = 0; i < r->defines.count; i++) {
    const Define *d = r->defines.items[i];
    give(&w, OF_DEFINE, d->body, d, d);
    give_decision(&w, OF_DEFINE, d->decision, d, d);
  }
  for (uint32_t i = 0; i < r->rules.count; i++) give_rule(&w, r->rules.items[i]);
  for (uint32_t i = 0; i < r->reasons.count; i++) give(&w, r->reasons.items[i]->require ? OF_REQUIREMENT : OF_REASON, r->reasons.items[i]->when, r->reasons.items[i], NULL);
  for (uint32_t i = 0; i < r->stages.count; i++) give(&w, OF_STAGE, r->stages.items[i]->when, r->stages.items[i], NULL);
  for (uint32_t i = 0; i < r->segments.count; i++) give(&w, OF_SEGMENT, r->segments.items[i]->when, r->segments.items[i], NULL);
  for (uint32_t i = 0; i < r->channels.count; i++) give(&w, OF_CHANNEL, r->channels.items[i]->when, r->channels.items[i], NULL);
  for (uint32_t i = 0; i < r->routes.count; i++) give(&w, OF_ROUTE, r->routes.items[i]->when, r->routes.items[i], NULL);
}

// ---- expressions
typedef void (*Visit)(void *user, Expr *e);
static void give_query(Query *q, Visit visit, void *user) {
  if (!q) return;
  expr_each(q->list, visit, user);
  expr_each(q->within, visit, user);
  expr_each(q->where, visit, user);
}
static void give_decay(const Decay *d, Visit visit, void *user) {
  expr_each(d->share, visit, user);
  expr_each(d->every, visit, user);
  expr_each(d->since, visit, user);
}
static void give_table(const Decision *d, Visit visit, void *user) {
  if (!d) return;
  decision_each(d, visit, user);
  for (uint32_t i = 0; i < d->row_count; i++) expr_each(d->rows[i].result, visit, user);
}
void rule_expressions(const Rule *r, Visit visit, void *user) {
  expr_each(r->points, visit, user);
  expr_each(r->cap, visit, user);
  expr_each(r->when, visit, user);
  expr_each(r->per, visit, user);
  give_query(r->query, visit, user);
  give_decay(&r->decay, visit, user);
  give_table(r->by, visit, user);
}
static void give_scores(const Rules *r, Visit visit, void *user) {
  for (uint32_t i = 0; i < r->scores.count; i++) expr_each(r->scores.items[i]->derived, visit, user);
  for (uint32_t i = 0; i < r->rules.count; i++) rule_expressions(r->rules.items[i], visit, user);
  for (uint32_t i = 0; i < r->groups.count; i++) give_decay(&r->groups.items[i]->decay, visit, user);
}
static void give_decisions(const Rules *r, Visit visit, void *user) {
  for (uint32_t i = 0; i < r->reasons.count; i++) expr_each(r->reasons.items[i]->when, visit, user);
  for (uint32_t i = 0; i < r->stages.count; i++) expr_each(r->stages.items[i]->when, visit, user);
  for (uint32_t i = 0; i < r->segments.count; i++) expr_each(r->segments.items[i]->when, visit, user);
  for (uint32_t i = 0; i < r->channels.count; i++) {
    expr_each(r->channels.items[i]->when, visit, user);
    expr_each(r->channels.items[i]->zone, visit, user);
  }
  for (uint32_t i = 0; i < r->routes.count; i++) {
    Route *route = r->routes.items[i];
    expr_each(route->when, visit, user);
    expr_each(route->target, visit, user);
    expr_each(route->sla, visit, user);
    for (uint32_t k = 0; k < route->share_count; k++) expr_each(route->shares[k].share, visit, user);
  }
  if (r->hold) expr_each(r->hold->duration, visit, user);
}
void expressions_each(Lint *l, Visit visit, void *user) {
  const Rules *r = l->rules;
  for (uint32_t i = 0; i < r->defines.count; i++) {
    expr_each(r->defines.items[i]->body, visit, user);
    give_table(r->defines.items[i]->decision, visit, user);
  }
  give_scores(r, visit, user);
  give_decisions(r, visit, user);
}

bool is_field(const Expr *e) {
  bool named = e->kind == EXPR_NAME || e->kind == EXPR_MEMBER;
  return named && (e->ref == REF_SLOT || e->ref == REF_ELEMENT);
}
const Field *field_of(const Lint *l, const Expr *e) { return is_field(e) ? l->rules->slots[e->slot].field : NULL; }
