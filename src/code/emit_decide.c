// emit_decide.c -- disqualifiers, stage, segments, contact, routes: the same instructions as every other condition, so that
// explain, coverage and diff read their bits like those of rules. Also the expectations of tests.
#include "code/emit_parts.h"

static void line_of(Emit *e, Span span) {
  uint32_t line, column;
  source_position(e->rules->sources, span, &line, &column);
  build_line(&e->b, span.file, line);
}
static uint32_t or_all(Emit *e, uint32_t a, uint32_t b) { return a == NONE ? b : truth_bin(e, OP_OR, a, b); }
static uint32_t lead_truth(Emit *e, const Expr *x) { return x ? build_spread(&e->b, emit_truth(e, x), 0) : truth_constant(e, 0, 1); }

void emit_reasons(Emit *e) {
  uint32_t hits = NONE, unknown = NONE;
  for (uint32_t i = 0; i < e->rules->reasons.count; i++) {
    const Reason *r = e->rules->reasons.items[i];
    line_of(e, r->span);
    uint32_t when = lead_truth(e, r->when), hit = truth_un(e, r->require ? OP_IS_NO : OP_IS_YES, when);
    e->reasons[i] = hit;
    hits = or_all(e, hits, hit);
    if (r->require) {
      unknown = or_all(e, unknown, any_un(e, OP_IS_UNKNOWN, when));
      emit_needs(e, NEED_REASON, i, when);
    }
    *VEC_PUSH(e->arena, &e->b.reasons) = (ReasonInfo){build_string(&e->b, r->code), r->has_because ? build_string(&e->b, r->because) : NONE, r->require, when, hit, 0, place_of(e, r->code_span)};
  }
  e->disqualified = hits == NONE ? truth_constant(e, 0, 0) : hits;
  e->incomplete = unknown == NONE ? truth_constant(e, 0, 0) : truth_bin(e, OP_AND, unknown, truth_un(e, OP_NOT, e->disqualified));
}

// previous.stage as the index of a stage among those that `take` allows; unknown when it is none of them.
static uint32_t previous_stage(Emit *e, bool all) {
  uint32_t text = field_reg(e, e->rules->previous[0]), count = e->rules->stages.count, n = 0;
  uint32_t *pairs = ARENA_MANY(e->arena, uint32_t, count * 2 + 1);
  for (uint32_t i = 0; i < count; i++) {
    const Stage *s = e->rules->stages.items[i];
    if (!all && s->mentions_disqualified) continue;
    Needle needle = {NEEDLE_IS, build_string(&e->b, text_fold(e->arena, s->name))};
    pairs[n * 2] = build_predicate(&e->b, text, &needle, 1, false);
    pairs[n * 2 + 1] = build_plain(&e->b, i);
    n++;
  }
  return first_of(e, pairs, n, 0);
}
// A lead that is not disqualified never falls below its previous stage.
static uint32_t forward_only(Emit *e, uint32_t stage) {
  uint32_t previous = previous_stage(e, false), plays = NONE;
  for (uint32_t i = 0; i < e->rules->stages.count; i++) { // the new stage plays a part when it does not mention `disqualified`
    if (e->rules->stages.items[i]->mentions_disqualified) continue;
    plays = or_all(e, plays, emit_between(e, stage, build_plain(&e->b, i), build_plain(&e->b, i)));
  }
  if (plays == NONE) return stage;
  uint32_t lower = build(&e->b, OP_LT, 0, KIND_TRUTH, 0, previous, stage, false);
  uint32_t falls = truth_bin(e, OP_OR, any_un(e, OP_IS_UNKNOWN, stage), truth_bin(e, OP_AND, truth_un(e, OP_IS_YES, lower), truth_un(e, OP_IS_YES, plays)));
  uint32_t keep = truth_bin(e, OP_AND, truth_bin(e, OP_AND, falls, any_un(e, OP_IS_KNOWN, previous)), truth_un(e, OP_NOT, e->disqualified));
  return build(&e->b, OP_IF, 0, KIND_INT, 0, build_args(&e->b, (uint32_t[]){keep, previous, stage}, 3), 0, false);
}
static void emit_stages(Emit *e) {
  uint32_t count = e->rules->stages.count, *pairs = ARENA_MANY(e->arena, uint32_t, count * 2 + 1);
  for (uint32_t i = 0; i < count; i++) {
    const Stage *s = e->rules->stages.items[i];
    line_of(e, s->span);
    uint32_t when = lead_truth(e, s->when);
    pairs[i * 2] = s->mentions_disqualified ? when : truth_bin(e, OP_AND, when, truth_un(e, OP_NOT, e->disqualified));
    pairs[i * 2 + 1] = build_plain(&e->b, i);
    *VEC_PUSH(e->arena, &e->b.stages) = (StageInfo){build_string(&e->b, s->name), when, place_of(e, s->name_span)};
  }
  uint32_t stage = first_of(e, pairs, count, 0);
  e->stage = e->rules->forward_only ? forward_only(e, stage) : stage;
}
static void emit_segments(Emit *e) {
  for (uint32_t i = 0; i < e->rules->segments.count; i++) {
    const Segment *s = e->rules->segments.items[i];
    line_of(e, s->span);
    e->segments[i] = truth_un(e, OP_IS_YES, lead_truth(e, s->when));
    *VEC_PUSH(e->arena, &e->b.segments) = (SegmentInfo){build_string(&e->b, s->name), e->segments[i], place_of(e, s->name_span)};
  }
}
static void emit_channels(Emit *e) {
  for (uint32_t i = 0; i < e->rules->channels.count; i++) {
    const Channel *c = e->rules->channels.items[i];
    line_of(e, c->span);
    ChannelInfo info = {.name = build_string(&e->b, c->name), .because = c->has_because ? build_string(&e->b, c->because) : NONE,
                        .allowed = truth_un(e, OP_IS_YES, lead_truth(e, c->when)), .open = NONE, .next = NONE, .at = place_of(e, c->name_span)};
    if (c->has_hours) {
      uint32_t zone = operand_text(e, emit_operand(e, c->zone));
      uint32_t hours = build_args(&e->b, (uint32_t[]){build_plain(&e->b, c->open), build_plain(&e->b, c->close)}, 2);
      info.open = build_pair(&e->b, OP_HOURS, KIND_TRUTH, 0, KIND_INT, 0, build_spread(&e->b, zone, 0), hours);
      info.next = info.open + 1;
    }
    *VEC_PUSH(e->arena, &e->b.channels) = info;
  }
}

// `any of "a" 70%, "b" 30%`: where the lead's sample falls.
static uint32_t share_target(Emit *e, const Route *r) {
  const Slot *key = &e->rules->slots[e->rules->key_slot];
  Operand o = {key->type, field_reg(e, e->rules->key_slot), NULL};
  uint32_t text = operand_text(e, o);
  if (reg_kind(&e->b, text) != KIND_TEXT) {
    Form form = type_is_number(key->type) ? FORM_NUMBER : key->type.kind == TYPE_DATE ? FORM_DATE : key->type.kind == TYPE_TIME ? FORM_TIME : FORM_BOOLEAN;
    text = build(&e->b, OP_JOIN, 0, KIND_TEXT, 0, build_args(&e->b, (uint32_t[]){text, form}, 2), 1, false);
  }
  uint32_t sample = build(&e->b, OP_SAMPLE, 0, KIND_INT, 0, text, build_string(&e->b, r->name), false);
  uint32_t *pairs = ARENA_MANY(e->arena, uint32_t, r->share_count * 2), *names = ARENA_MANY(e->arena, uint32_t, r->share_count + 1);
  int64_t from = 0;
  names[0] = r->share_count;
  for (uint32_t i = 0; i < r->share_count; i++) {
    pairs[i * 2] = emit_between(e, sample, build_plain(&e->b, from), build_plain(&e->b, from + r->shares[i].weight - 1));
    pairs[i * 2 + 1] = build_plain(&e->b, i);
    names[i + 1] = build_string(&e->b, text_trim(r->shares[i].target));
    from += r->shares[i].weight;
  }
  uint32_t pick = first_of(e, pairs, r->share_count, 0);
  return build(&e->b, OP_NAME_OF, 0, KIND_TEXT, 0, pick, build_args(&e->b, names, r->share_count + 1), false);
}
// Gives where the route's condition holds and its target is known.
static uint32_t emit_route(Emit *e, const Route *r, uint32_t *entry) {
  line_of(e, r->span);
  RouteInfo info = {.name = build_string(&e->b, r->name), .when = r->when ? emit_yes(e, r->when) : truth_constant(e, 0, 1), .takes = NONE, .target_known = NONE, .has_sla = r->sla != NULL,
                    .sla_us = r->sla ? emit_number(r->sla) : 0, .mentions = (r->mentions_disqualified ? 1 : 0) | (r->mentions_incomplete ? 2 : 0), .at = place_of(e, r->name_span)};
  const Expr *l = r->target ? emit_literal(r->target) : NULL;
  if (l && l->kind == EXPR_TEXT) *entry = ENTRY_STRING | build_string(&e->b, text_trim(l->text));
  else {
    *entry = r->share_count ? share_target(e, r) : build_spread(&e->b, operand_text(e, emit_operand(e, r->target)), 0);
    info.target_known = any_un(e, OP_IS_KNOWN, *entry);
  }
  *VEC_PUSH(e->arena, &e->b.routes) = info;
  return info.target_known == NONE ? info.when : truth_bin(e, OP_BOTH, info.when, info.target_known);
}
static void emit_hold(Emit *e) {
  const Hold *h = e->rules->hold;
  line_of(e, h->span);
  Operand routed_at = {{.kind = TYPE_TIME}, field_reg(e, e->rules->previous[3]), NULL};
  uint32_t keep = truth_bin(e, OP_AND, truth_un(e, OP_IS_YES, emit_within(e, routed_at, h->duration)), any_un(e, OP_IS_KNOWN, field_reg(e, e->rules->previous[1])));
  keep = truth_bin(e, OP_AND, keep, truth_un(e, OP_NOT, truth_bin(e, OP_OR, e->disqualified, e->incomplete)));
  if (h->unless_stage_changes) {
    uint32_t same = build(&e->b, OP_EQ, 0, KIND_TRUTH, 0, previous_stage(e, true), e->stage, false);
    keep = truth_bin(e, OP_AND, keep, truth_un(e, OP_IS_YES, same));
  }
  e->kept = keep;
}
// The first of the routes open to a lead: all, or (mentions) those that mention its state.
static uint32_t first_route(Emit *e, const uint32_t *holds, uint32_t mentions) {
  uint32_t count = e->rules->routes.count, n = 0, *pairs = ARENA_MANY(e->arena, uint32_t, count * 2 + 1);
  for (uint32_t i = 0; i < count; i++) {
    if ((e->b.routes.items[i].mentions & mentions) != mentions) continue;
    pairs[n * 2] = holds[i];
    pairs[n++ * 2 + 1] = build_plain(&e->b, i);
  }
  return first_of(e, pairs, n, 0);
}
static uint32_t int_if(Emit *e, uint32_t condition, uint32_t yes, uint32_t no) {
  return build(&e->b, OP_IF, 0, KIND_INT, 0, build_args(&e->b, (uint32_t[]){condition, yes, no}, 3), 0, false);
}
static void emit_routes(Emit *e) {
  uint32_t count = e->rules->routes.count;
  uint32_t *holds = ARENA_MANY(e->arena, uint32_t, count + 1), *entries = ARENA_MANY(e->arena, uint32_t, count + 1);
  entries[0] = count;
  for (uint32_t i = 0; i < count; i++) holds[i] = emit_route(e, e->rules->routes.items[i], &entries[i + 1]);
  uint32_t route = first_route(e, holds, 0);
  if (e->rules->reasons.count) {
    route = int_if(e, e->incomplete, first_route(e, holds, 2), route);
    route = int_if(e, e->disqualified, first_route(e, holds, 1), route);
  }
  uint32_t target = build(&e->b, OP_CHOOSE, 0, KIND_TEXT, 0, route, build_args(&e->b, entries, count + 1), false);
  if (e->rules->hold) {
    emit_hold(e);
    target = build(&e->b, OP_IF, 0, KIND_TEXT, 0, build_args(&e->b, (uint32_t[]){e->kept, field_reg(e, e->rules->previous[2]), target}, 3), 0, false);
  }
  e->route = route;
  e->target = target;
}
// Which routes would take a lead, if no other did: asked by a trace only.
void emit_takes(Emit *e) {
  for (uint32_t i = 0; i < e->rules->routes.count; i++) {
    RouteInfo *info = &e->b.routes.items[i];
    line_of(e, e->rules->routes.items[i]->span);
    info->when = lead_truth(e, e->rules->routes.items[i]->when);
    info->takes = info->target_known == NONE ? info->when : truth_bin(e, OP_AND, info->when, info->target_known);
    if (!(info->mentions & 1)) info->takes = truth_bin(e, OP_AND, info->takes, truth_un(e, OP_NOT, e->disqualified));
    if (!(info->mentions & 2)) info->takes = truth_bin(e, OP_AND, info->takes, truth_un(e, OP_NOT, e->incomplete));
  }
}

// ---- tests: expectations, and the two sides of each comparison in them
static void side_of(Emit *e, const Expr *x) {
  if (!x) return;
  if (x->kind == EXPR_COMPARE) {
    Operand a = emit_operand(e, x->a), b = emit_operand(e, x->b);
    SideInfo side = {.left = build_spread(&e->b, operand_reg(e, a), 0), .right = b.reg == NONE ? NONE : b.reg, .left_type = (uint32_t)a.type.kind, .right_type = (uint32_t)b.type.kind};
    if (a.type.values) side.left = operand_text(e, a), side.left_type = TYPE_TEXT;
    bool text = b.type.values || (b.reg == NONE && b.literal->kind == EXPR_TEXT); // shown as it is written
    side.right = text ? operand_text(e, b) : operand_reg(e, b);
    if (text) side.right_type = TYPE_TEXT;
    Text bytes = e->rules->sources->files.items[x->span.file]->bytes;
    side.text = build_string(&e->b, (Text){bytes.data + x->span.start, x->span.end - x->span.start});
    *VEC_PUSH(e->arena, &e->b.sides) = side;
    return;
  }
  if (x->kind == EXPR_QUERY) return;
  side_of(e, x->a);
  side_of(e, x->b);
  side_of(e, x->c);
  for (uint32_t i = 0; i < x->args.count; i++) side_of(e, x->args.items[i]);
}
static void emit_expect(Emit *e, uint32_t test, const Expr *x) {
  line_of(e, x->span);
  Text bytes = e->rules->sources->files.items[x->span.file]->bytes;
  ExpectInfo info = {.test = test, .reg = lead_truth(e, x), .sides = e->b.sides.count, .at = place_of(e, x->span)};
  side_of(e, x);
  info.side_count = e->b.sides.count - info.sides;
  info.text = build_string(&e->b, (Text){bytes.data + x->span.start, x->span.end - x->span.start});
  *VEC_PUSH(e->arena, &e->b.expects) = info;
}

void emit_decide(Emit *e, bool tests) {
  emit_stages(e);
  emit_segments(e);
  emit_channels(e);
  emit_routes(e);
  if (!tests) return;
  for (uint32_t i = 0; i < e->rules->tests.count; i++)
    for (uint32_t j = 0; j < e->rules->tests.items[i]->expect_count; j++) emit_expect(e, i, e->rules->tests.items[i]->expects[j]);
}
