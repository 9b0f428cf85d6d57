// emit_rules.c -- rules, groups and scores: how points come about (language.md section 7).
//
// Order: decay, then the rule's `at most`, then the group, then the score's range. A contribution is rounded once more after
// `at most` (a cap may have more places than the score). A rule of constant points stays a bit and a constant.
#include "code/emit_parts.h"

Place place_of(Emit *e, Span span) {
  uint32_t line, column;
  source_position(e->rules->sources, span, &line, &column);
  return (Place){build_string(&e->b, e->rules->sources->files.items[span.file]->path), line};
}
static void line_of(Emit *e, Span span) {
  uint32_t line, column;
  source_position(e->rules->sources, span, &line, &column);
  build_line(&e->b, span.file, line);
}
static Decimal step_of(const Score *s) { return s->whole ? DECIMAL_ONE : DECIMAL_ONE / 100; }
static Decimal stepped(Decimal points, Decimal step) { return decimal_round(points, step == DECIMAL_ONE ? 0 : 2); }

// A number that every value of the register is a multiple of: whole counts times whole points need no rounding.
static int64_t granule(const Emit *e, uint32_t reg, int depth) {
  Instruction in = e->b.code.items[e->b.definition.items[reg]];
  switch ((Opcode)in.op) {
    case OP_COUNT: case OP_ITEMS: case OP_WHOLE: return DECIMAL_ONE;
    case OP_FIELD: return e->rules->slots[in.a].type.kind == TYPE_INTEGER ? DECIMAL_ONE : 1;
    case OP_KNOWN_OR_0: return depth < 4 ? granule(e, in.a, depth + 1) : 1;
    case OP_TIMES: case OP_CAP: {
      int64_t of = depth < 4 ? granule(e, in.a, depth + 1) : 1, c = e->b.constants.items[in.b].value;
      if (c < 0) c = -c;
      if (in.op == OP_TIMES) return of % DECIMAL_ONE == 0 && c ? c : 1;
      return c % of == 0 ? of : 1;
    }
    default: return 1;
  }
}
static uint32_t step_reg(Emit *e, uint32_t reg, Decimal step) {
  if (granule(e, reg, 0) % step == 0) return reg;
  return int_un(e, OP_STEP, (uint32_t)step, reg);
}

static Decimal rule_points_value(const Rule *r) {
  Decimal points = emit_number(r->points);
  return r->points_negative ? -points : points;
}
static uint32_t decay_info(Emit *e, const Decay *d, Decimal points, Decimal step, uint32_t since, bool dates) {
  const Expr *every = emit_literal(d->every);
  DecayInfo info = {.unit_us = every->unit_us ? every->unit_us : CLOCK_DAY, .share = d->share ? emit_number(d->share) : 0,
                    .step = step, .points = points, .kind = d->kind, .since = since, .dates = dates};
  info.amount = every->value / info.unit_us;
  for (uint32_t i = 0; i < e->b.decays.count; i++) if (memcmp(&e->b.decays.items[i], &info, sizeof info) == 0) return i;
  *VEC_PUSH(e->arena, &e->b.decays) = info;
  return e->b.decays.count - 1;
}
static uint32_t decay_of(Emit *e, const Decay *d, uint32_t points, Decimal step, uint32_t since, bool dates) {
  watch_reg(e, d, points, (Type){.kind = TYPE_NUMBER});
  uint32_t info = decay_info(e, d, 0, step, since, dates);
  return build(&e->b, OP_DECAY, 0, KIND_INT, 0, points, info, true);
}
static uint32_t since_decay(Emit *e, const Decay *d, uint32_t points, Decimal step) {
  Operand since = emit_operand(e, d->since);
  return decay_of(e, d, points, step, operand_reg(e, since), since.type.kind == TYPE_DATE);
}
// `at most`, then the final rounding. Keeps the register before it for the trace.
static uint32_t capped(Emit *e, const Rule *r, RuleCode *code, uint32_t points, Decimal step) {
  if (r->cap) {
    code->uncapped = points; // rounded among the trace's code
    points = build(&e->b, OP_CAP, 0, KIND_INT, 0, points, build_plain(&e->b, emit_number(r->cap)), true);
  }
  return step_reg(e, points, step);
}
static Decimal capped_value(const Rule *r, Decimal points) {
  if (!r->cap) return points;
  Decimal cap = emit_number(r->cap);
  return points > cap ? cap : points < -cap ? -cap : points;
}
static uint32_t points_where(Emit *e, uint32_t truth, Decimal points) {
  return build(&e->b, OP_POINTS, 0, KIND_INT, 0, truth, build_plain(&e->b, points), true);
}

uint32_t emit_yes(Emit *e, const Expr *x) {
  uint32_t all = NONE;
  if (x->kind != EXPR_AND) return emit_truth(e, x);
  for (uint32_t i = 0; i < x->args.count; i++) {
    uint32_t part = emit_yes(e, x->args.items[i]);
    all = all == NONE ? part : truth_bin(e, OP_BOTH, all, part);
  }
  return all;
}

static RuleCode constant_rule(const Rule *r, uint32_t fired, Decimal step) {
  return (RuleCode){fired, NONE, NONE, NONE, fired, stepped(capped_value(r, rule_points_value(r)), step)};
}
static RuleCode when_rule(Emit *e, const Rule *r, Decimal step) {
  uint32_t fired = emit_yes(e, r->when);
  if (r->decay.kind == DECAY_NONE) return constant_rule(r, fired, step);
  RuleCode code = {.fired = fired, .uncapped = NONE, .events = NONE, .unknown = fired};
  uint32_t points = since_decay(e, &r->decay, points_where(e, fired, rule_points_value(r)), step);
  code.points = capped(e, r, &code, points, step);
  return code;
}
static uint32_t some(Emit *e, uint32_t number) { return emit_between(e, number, build_plain(&e->b, 1), build_plain(&e->b, INT64_MAX)); }
static RuleCode for_rule(Emit *e, const Rule *r, Decimal step) {
  Scope scope;
  QueryCode q = emit_query_begin(e, r->query, &scope);
  emit_query_end(e, &scope);
  uint32_t count = build(&e->b, OP_COUNT, 0, KIND_INT, 0, q.mask, 0, false);
  RuleCode code = {.fired = NONE, .uncapped = NONE, .events = count, .unknown = count};
  Decimal points = rule_points_value(r);
  bool dates = r->query->time_slot != SLOT_NONE && e->rules->slots[r->query->time_slot].type.kind == TYPE_DATE;
  if (r->each && r->decay.kind == DECAY_NONE) {
    code.points = capped(e, r, &code, build(&e->b, OP_TIMES, 0, KIND_INT, 0, count, build_plain(&e->b, points), true), step);
  } else if (r->each && !r->decay.since) {
    uint32_t info = decay_info(e, &r->decay, points, step, q.at, dates);
    code.points = capped(e, r, &code, build(&e->b, OP_DECAY_SUM, 0, KIND_INT, 0, q.mask, info, true), step);
  } else if (r->decay.kind != DECAY_NONE) {
    uint32_t all = points_where(e, some(e, count), points);
    if (r->each) all = build(&e->b, OP_TIMES, 0, KIND_INT, 0, count, build_plain(&e->b, points), true);
    uint32_t latest = r->decay.since ? NONE : build(&e->b, OP_MAX, 0, KIND_INT, 0, q.at, q.mask, false);
    watch_reg(e, r->query, latest, (Type){.kind = dates ? TYPE_DATE : TYPE_TIME});
    code.points = capped(e, r, &code, r->decay.since ? since_decay(e, &r->decay, all, step) : decay_of(e, &r->decay, all, step, latest, dates), step);
  } else {
    code = constant_rule(r, some(e, count), step);
    code.events = count;
  }
  return code;
}
static RuleCode per_rule(Emit *e, const Rule *r, Decimal step) { // fired: where its number is above 0

  uint32_t per = emit_reg(e, r->per), number = per;
  if (r->when) {
    uint32_t when = emit_truth(e, r->when), zero = build(&e->b, OP_CONSTANT, 0, KIND_INT, 0, build_plain(&e->b, 0), 0, true);
    number = build(&e->b, OP_IF, 0, KIND_INT, 0, build_args(&e->b, (uint32_t[]){when, build_spread(&e->b, per, 0), zero}, 3), 0, false);
  }
  RuleCode code = {.fired = NONE, .uncapped = NONE, .events = NONE, .unknown = number};
  uint32_t many = build(&e->b, OP_KNOWN_OR_0, 0, KIND_INT, 0, number, 0, true);
  uint32_t points = build(&e->b, OP_TIMES, 0, KIND_INT, 0, many, build_plain(&e->b, rule_points_value(r)), true);
  if (r->decay.kind != DECAY_NONE) points = since_decay(e, &r->decay, points, step);
  code.points = capped(e, r, &code, points, step);
  return code;
}
static RuleCode by_rule(Emit *e, const Rule *r, Decimal step) {
  uint32_t any, first = emit_points_rows(e, r->by, step, &any);
  return (RuleCode){.fired = NONE, .points = first, .uncapped = NONE, .events = NONE, .unknown = any};
}

// ---- what a rule saw: the lead's fields that it reads, in schema order
typedef struct Saw { Arena *arena; bool *slots; VEC(const Define *) defines; } Saw;
static void saw_expr(Saw *saw, const Expr *x);
static void saw_define(Saw *saw, const Define *d) {
  for (uint32_t i = 0; i < saw->defines.count; i++) if (saw->defines.items[i] == d) return;
  *VEC_PUSH(saw->arena, &saw->defines) = d;
  for (uint32_t i = 0; d->decision && i < d->decision->by.count; i++) saw_expr(saw, d->decision->by.items[i]);
  if (d->body) saw_expr(saw, d->body);
}
static void saw_expr(Saw *saw, const Expr *x) {
  if (!x) return;
  if (x->kind == EXPR_NAME || x->kind == EXPR_MEMBER || x->kind == EXPR_CALL) {
    if (x->ref == REF_SLOT || x->ref == REF_PREVIOUS) { saw->slots[x->slot] = true; return; }
    if (x->ref == REF_DEFINE) saw_define(saw, x->decl);
  }
  const Expr *parts[] = {x->a, x->b, x->c};
  for (int i = 0; i < 3; i++) saw_expr(saw, parts[i]);
  for (uint32_t i = 0; i < x->args.count; i++) saw_expr(saw, x->args.items[i]);
}
static void rule_saw(Emit *e, const Rule *r, RuleInfo *info) {
  if (r->form == RULE_FOR) { info->saw = NONE; return; }
  bool *seen = ARENA_MANY(e->arena, bool, e->rules->slot_count + 1);
  Saw saw = {.arena = e->arena, .slots = seen};
  saw_expr(&saw, r->when);
  saw_expr(&saw, r->per);
  for (uint32_t i = 0; r->by && i < r->by->by.count; i++) saw_expr(&saw, r->by->by.items[i]);
  uint32_t *refs = ARENA_MANY(e->arena, uint32_t, e->rules->slot_count), count = 0;
  for (uint32_t i = 0; i < e->rules->slot_count; i++)
    if (seen[i] && e->rules->slots[i].type.kind != TYPE_RECORD && !(e->rules->slots[i].type.kind == TYPE_LIST && e->rules->slots[i].type.element->kind == TYPE_RECORD)) refs[count++] = i;
  info->saw = build_refs(&e->b, refs, count);
  info->saw_count = count;
}

static void emit_rule(Emit *e, const Rule *r) {
  Decimal step = step_of(e->rules->scores.items[r->score_index]);
  line_of(e, r->span);
  RuleCode code = r->form == RULE_WHEN ? when_rule(e, r, step) : r->form == RULE_FOR ? for_rule(e, r, step) : r->form == RULE_PER ? per_rule(e, r, step) : by_rule(e, r, step);
  e->rule_code[r->index] = code;
  RuleInfo info = {.score = r->score_index, .label = build_string(&e->b, r->label), .because = r->has_because ? build_string(&e->b, r->because) : NONE,
                   .group = r->group ? r->group->index : NONE, .form = (uint32_t)r->form, .fired = code.fired, .points = code.points,
                   .uncapped = code.uncapped, .events = code.events, .unknown = code.unknown, .constant = code.constant, .at = place_of(e, r->label_span)};
  rule_saw(e, r, &info);
  *VEC_PUSH(e->arena, &e->b.rules) = info;
}

// ---- sums
static uint32_t total_of(Emit *e, const uint32_t *rules, uint32_t rule_count, const uint32_t *more, uint32_t more_count) {
  uint32_t *args = ARENA_MANY(e->arena, uint32_t, rule_count * 2 + more_count + 1), at = 0, pairs = 0;
  for (uint32_t i = 0; i < rule_count; i++) {
    RuleCode *c = &e->rule_code[rules[i]];
    if (c->points != NONE) continue;
    args[at++] = c->fired;
    args[at++] = build_plain(&e->b, c->constant);
    pairs++;
  }
  for (uint32_t i = 0; i < rule_count; i++) if (e->rule_code[rules[i]].points != NONE) args[at++] = e->rule_code[rules[i]].points;
  for (uint32_t i = 0; i < more_count; i++) args[at++] = more[i];
  uint32_t counts = build_args(&e->b, (uint32_t[]){pairs, at - pairs * 2}, 2);
  uint32_t first = build_args(&e->b, args, at);
  return build(&e->b, OP_TOTAL, 0, KIND_INT, 0, first, counts, true);
}
static uint32_t clamp_of(Emit *e, uint32_t reg, const Expr *range, uint32_t *args) {
  uint32_t low = build_plain(&e->b, range->a ? emit_number(range->a) : INT64_MIN), high = build_plain(&e->b, range->b ? emit_number(range->b) : INT64_MAX);
  *args = build_args(&e->b, (uint32_t[]){low, high}, 2);
  return build(&e->b, OP_CLAMP, 0, KIND_INT, reg_domain(&e->b, reg), reg, *args, reg_known(&e->b, reg));
}
static uint32_t emit_group(Emit *e, const Group *g) {
  uint32_t *rules = ARENA_MANY(e->arena, uint32_t, g->rule_count), args;
  for (uint32_t i = 0; i < g->rule_count; i++) rules[i] = g->rules[i]->index;
  line_of(e, g->span);
  uint32_t before = total_of(e, rules, g->rule_count, NULL, 0), after = before;
  Decimal step = step_of(e->rules->scores.items[g->score_index]);
  if (g->decay.kind != DECAY_NONE) after = since_decay(e, &g->decay, after, step);
  watch_reg(e, g, after, (Type){.kind = TYPE_NUMBER});
  if (g->range) after = clamp_of(e, after, g->range, &args);
  *VEC_PUSH(e->arena, &e->b.groups) = (GroupInfo){g->score_index, build_string(&e->b, g->label), before, after, place_of(e, g->label_span)};
  return after;
}
static void emit_score(Emit *e, uint32_t index, const uint32_t *groups) {
  const Rules *rules = e->rules;
  const Score *s = rules->scores.items[index];
  Decimal step = step_of(s);
  line_of(e, s->span);
  ScoreInfo *info = &e->b.scores.items[index];
  uint32_t raw;
  if (s->derived) raw = step_reg(e, build_spread(&e->b, emit_reg(e, s->derived), 0), step);
  else {
    uint32_t *mine = ARENA_MANY(e->arena, uint32_t, rules->rules.count + 1), count = 0, *sums = ARENA_MANY(e->arena, uint32_t, rules->groups.count + 1), sum_count = 0;
    for (uint32_t i = 0; i < rules->rules.count; i++) if (rules->rules.items[i]->score_index == index && !rules->rules.items[i]->group) mine[count++] = i;
    for (uint32_t i = 0; i < rules->groups.count; i++) if (rules->groups.items[i]->score_index == index) sums[sum_count++] = groups[i];
    raw = total_of(e, mine, count, sums, sum_count);
  }
  *info = (ScoreInfo){.name = build_string(&e->b, s->name.text), .reg = raw, .raw = NONE, .derived = s->derived != NULL, .step = step,
                      .lowest = s->lowest, .highest = s->highest, .range = NONE, .at = place_of(e, s->span)};
  if (s->range) {
    info->raw = raw;
    info->has_range = 1;
    info->reg = clamp_of(e, raw, s->range, &info->range);
  }
  e->scores[index] = info->reg;
}
void emit_scores(Emit *e) {
  const Rules *rules = e->rules;
  for (uint32_t i = 0; i < rules->rules.count; i++) emit_rule(e, rules->rules.items[i]);
  uint32_t *groups = ARENA_MANY(e->arena, uint32_t, rules->groups.count + 1);
  for (uint32_t i = 0; i < rules->groups.count; i++) groups[i] = emit_group(e, rules->groups.items[i]);
  for (uint32_t i = 0; i < rules->scores.count; i++) *VEC_PUSH(e->arena, &e->b.scores) = (ScoreInfo){0};
  for (uint32_t i = 0; i < rules->scores.count; i++) if (!rules->scores.items[i]->derived) emit_score(e, i, groups);
  for (uint32_t i = 0; i < rules->derived_order.count; i++) emit_score(e, rules->derived_order.items[i], groups);
}

// What only a trace asks of rules: whether they fired, and their points before `at most`.
void emit_rule_traces(Emit *e) {
  for (uint32_t i = 0; i < e->rules->rules.count; i++) {
    RuleInfo *info = &e->b.rules.items[i];
    Decimal step = step_of(e->rules->scores.items[info->score]);
    if (info->fired == NONE) info->fired = info->form == RULE_BY ? any_un(e, OP_IS_KNOWN, info->points) : some(e, info->form == RULE_PER ? info->unknown : info->events);
    if (info->form == RULE_WHEN) info->unknown = e->rule_code[i].unknown = emit_truth(e, e->rules->rules.items[i]->when);
    if (info->uncapped != NONE) info->uncapped = step_reg(e, info->uncapped, step);
  }
}
