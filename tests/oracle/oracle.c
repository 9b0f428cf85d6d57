// oracle.c -- one lead from its fields to its decision, in the order of language.md, section 8.
#include "oracle.h"
#include "base/sample.h"

static bool known(OracleValue v) { return v.state == ORACLE_PRESENT; }
static bool yes(OracleValue v) { return known(v) && v.number != 0; }
static bool same(const OracleEnv *x, Text a, Text b) { return text_equal(text_fold(x->of->arena, a), text_fold(x->of->arena, b)); }

// ---- preparation: places of slots
// The schema's order as written: a record's or list's fields follow it.
static void order_walk(Oracle *o, uint32_t slot, uint32_t *next) {
  const Slot *s = &o->rules->slots[slot];
  o->order[(*next)++] = slot;
  for (uint32_t i = 0; (s->type.kind == TYPE_RECORD || s->type.kind == TYPE_LIST) && i < s->child_count; i++) order_walk(o, s->first_child + i, next);
}

Oracle *oracle_new(Arena *arena, const Rules *rules, int64_t now, OracleZones zones, OracleRegex regex) {
  Oracle *o = ARENA_NEW(arena, Oracle);
  uint32_t next = 0;
  *o = (Oracle){.rules = rules, .zones = zones, .regex = regex, .now = now, .today = clock_date_of(rules->zone, now)};
  o->place = ARENA_MANY(arena, uint32_t, rules->slot_count + 1);
  o->order = ARENA_MANY(arena, uint32_t, rules->slot_count + 1);
  o->places = ARENA_MANY(arena, uint32_t, rules->domain_count + 1);
  for (uint32_t i = 0; i < rules->slot_count; i++) o->place[i] = o->places[rules->slots[i].domain]++;
  for (uint32_t i = 0; i < rules->slot_count; i++)
    if (rules->slots[i].parent == SLOT_NONE) order_walk(o, i, &next);
  return o;
}

// ---- disqualifiers and requirements
static void reasons_decide(const OracleEnv *x) {
  const Rules *r = x->of->oracle->rules;
  OracleDecision *d = x->of->decision;
  bool disqualified = false, incomplete = false;
  for (uint32_t i = 0; i < r->reasons.count; i++) {
    const Reason *reason = r->reasons.items[i];
    OracleValue v = oracle_eval(x, reason->when);
    if (!reason->require) d->reasons[i] = yes(v);
    else if (known(v)) d->reasons[i] = !v.number;
    else { incomplete = true; oracle_needs(x, reason->when); }
    disqualified = disqualified || d->reasons[i];
  }
  d->disqualified = disqualified;
  d->incomplete = incomplete && !disqualified;
}

// ---- stage
static const Stage *stage_found(const OracleEnv *x) {
  const Rules *r = x->of->oracle->rules;
  for (uint32_t i = 0; i < r->stages.count; i++) {
    const Stage *s = r->stages.items[i];
    if (x->of->decision->disqualified && !s->mentions_disqualified) continue;
    if (s->otherwise || oracle_true(x, s->when)) return s;
  }
  return NULL;
}

static OracleValue previous(const OracleEnv *x, int which) { return x->of->lead[x->of->oracle->place[x->of->oracle->rules->previous[which]]]; }

// The stage that the lead keeps when stages go forward only.
static const Stage *stage_kept(const OracleEnv *x, const Stage *found) {
  const Rules *r = x->of->oracle->rules;
  OracleValue before = previous(x, 0);
  if (!r->forward_only || x->of->decision->disqualified || !known(before)) return found;
  if (found && found->mentions_disqualified) return found; // plays no part
  for (uint32_t i = 0; i < r->stages.count; i++) {
    const Stage *s = r->stages.items[i];
    if (s->mentions_disqualified) continue;
    if (s == found) return found;                 // at or above the previous one
    if (same(x, s->name, before.text)) return s;  // the new one is further down, or none
  }
  return found;
}

// ---- contact
static OracleContact contact_decide(const OracleEnv *x, const Channel *c) {
  const Oracle *o = x->of->oracle;
  if (!oracle_true(x, c->when)) return (OracleContact){.kind = CONTACT_BLOCKED};
  if (!c->has_hours) return (OracleContact){.kind = CONTACT_ALLOWED};
  OracleValue name = oracle_eval(x, c->zone);
  const Zone *zone = known(name) ? o->zones.zone(o->zones.user, text_trim(name.text)) : NULL;
  if (!zone) return (OracleContact){.kind = CONTACT_BLOCKED};
  int64_t next = clock_next_opening(zone, o->now, c->open, c->close);
  return (OracleContact){.kind = next == o->now ? CONTACT_ALLOWED : CONTACT_WAIT, .wait_until = next};
}

// ---- routes
static void sla_set(OracleDecision *d, const Route *r, int64_t from) {
  if (!r->sla) return;
  int64_t sla = expr_literal(r->sla)->value;
  d->has_sla = true;
  d->sla_seconds = sla / CLOCK_SECOND;
  d->has_due = !__builtin_add_overflow(from, sla, &d->due_at) && d->due_at <= CLOCK_TIME_MAX && d->due_at >= CLOCK_TIME_MIN;
}

static Text key_text(const OracleCase *c) {
  const Rules *r = c->oracle->rules;
  OracleValue key = c->lead[c->oracle->place[r->key_slot]];
  char *out = arena_alloc(c->arena, CLOCK_TEXT_BYTES);
  TypeKind kind = r->slots[r->key_slot].type.kind;
  if (type_is_number(r->slots[r->key_slot].type)) return (Text){out, decimal_format(key.number, out)};
  if (kind == TYPE_DATE) return (Text){out, clock_format_date(key.number, out)};
  if (kind == TYPE_TIME) return (Text){out, clock_format_time(key.number, out)};
  return key.text;
}

// One of the shares, stable by the lead's key.
static Text share_of(const OracleCase *c, const Route *r) {
  Decimal at = sample_value(r->name, key_text(c)), sum = 0;
  for (uint32_t i = 0; i < r->share_count; i++) {
    sum += r->shares[i].weight;
    if (at < sum) return r->shares[i].target;
  }
  return r->shares[r->share_count - 1].target;
}

static bool route_held(const OracleEnv *x) {
  const Oracle *o = x->of->oracle;
  const Rules *r = o->rules;
  OracleDecision *d = x->of->decision;
  OracleValue stage = previous(x, 0), route = previous(x, 1), target = previous(x, 2), at = previous(x, 3);
  if (!r->hold || d->disqualified || d->incomplete || !known(route) || !known(at)) return false;
  if (at.number > o->now || o->now - at.number > expr_literal(r->hold->duration)->value) return false;
  if (r->hold->unless_stage_changes && (!known(stage) || !d->stage || !same(x, stage.text, d->stage->name))) return false;
  d->has_route = true;
  d->route = route.text;
  d->has_target = known(target);
  d->target = target.text;
  for (uint32_t i = 0; i < r->routes.count; i++)
    if (same(x, r->routes.items[i]->name, route.text)) sla_set(d, r->routes.items[i], at.number);
  return true;
}

static bool route_takes(const OracleEnv *x, const Route *r) {
  OracleDecision *d = x->of->decision;
  if ((d->disqualified && !r->mentions_disqualified) || (d->incomplete && !r->mentions_incomplete)) return false;
  if (!r->otherwise && !oracle_true(x, r->when)) return false;
  OracleValue target = r->share_count ? oracle_text(share_of(x->of, r)) : oracle_eval(x, r->target);
  if (!known(target)) return false;
  d->has_route = d->has_target = true;
  d->route = r->name;
  d->target = target.text;
  sla_set(d, r, x->of->oracle->now);
  return true;
}

static void route_decide(const OracleEnv *x) {
  const Rules *r = x->of->oracle->rules;
  if (route_held(x)) return;
  for (uint32_t i = 0; i < r->routes.count; i++)
    if (route_takes(x, r->routes.items[i])) return;
}

OracleDecision *oracle_decide(const Oracle *oracle, Arena *arena, const OracleValue *lead) {
  const Rules *r = oracle->rules;
  OracleDecision *d = ARENA_NEW(arena, OracleDecision);
  OracleCase c = {oracle, arena, lead, d};
  OracleEnv x = {.of = &c};
  d->reasons = ARENA_MANY(arena, bool, r->reasons.count + 1);
  d->segments = ARENA_MANY(arena, bool, r->segments.count + 1);
  d->needs = ARENA_MANY(arena, bool, r->slot_count + 1);
  d->scores = ARENA_MANY(arena, OracleScore, r->scores.count + 1);
  d->contacts = ARENA_MANY(arena, OracleContact, r->channels.count + 1);
  reasons_decide(&x);
  oracle_scores(&x);
  d->stage = stage_kept(&x, stage_found(&x));
  bool *segments = ARENA_MANY(arena, bool, r->segments.count + 1);
  for (uint32_t i = 0; i < r->segments.count; i++) segments[i] = oracle_true(&x, r->segments.items[i]->when);
  d->segments = segments;
  for (uint32_t i = 0; i < r->channels.count; i++) d->contacts[i] = contact_decide(&x, r->channels.items[i]);
  route_decide(&x);
  d->status = d->disqualified ? STATUS_DISQUALIFIED : d->incomplete ? STATUS_INCOMPLETE : d->has_route ? STATUS_ROUTED : STATUS_UNROUTED;
  return d;
}
