// check_stages.c -- from scores to a decision: reasons, stages, segments, channels, routes, hold.
#include "lang/check_parts.h"

// ---- reasons
static void reasons_check(Checker *c) {
  Rules *r = c->rules;
  NameTable seen = {0};
  for (uint32_t i = 0; i < r->reasons.count; i++) {
    Reason *reason = r->reasons.items[i];
    Context x = context_new(reason->require ? "a requirement" : "a disqualifier", LEVEL_REASON);
    label_unique(c, &seen, reason->code, reason->code_span, "code", reason);
    condition_check(c, &x, reason->when);
  }
}

static void otherwise_check(Checker *c, bool otherwise, bool last, Span span, const char *what) {
  if (otherwise && !last) diag_add(c->diags, ERROR_OTHERWISE, span, "`otherwise` takes every lead that is left: only the last %s can be it", what);
}

// ---- stages and segments
static void stages_check(Checker *c) {
  Rules *r = c->rules;
  NameTable seen = {0};
  for (uint32_t i = 0; i < r->stages.count; i++) {
    Stage *stage = r->stages.items[i];
    Context x = context_new("a stage's condition", LEVEL_STAGE);
    label_unique(c, &seen, stage->name, stage->name_span, "stage", stage);
    otherwise_check(c, stage->otherwise, i + 1 == r->stages.count, stage->span, "stage");
    if (stage->when) condition_check(c, &x, stage->when);
    stage->mentions_disqualified = x.disqualified;
  }
}

static void segments_check(Checker *c) {
  Rules *r = c->rules;
  NameTable seen = {0};
  for (uint32_t i = 0; i < r->segments.count; i++) {
    Segment *segment = r->segments.items[i];
    Context x = context_new("a segment's condition", LEVEL_SEGMENT);
    label_unique(c, &seen, segment->name, segment->name_span, "segment", segment);
    condition_check(c, &x, segment->when);
  }
}

// ---- channels
// "08:00", "8:00"; 24:00 only as an end.
static bool hour_read(Text t, bool end, int64_t *out) {
  uint32_t colon = 0, parts[2] = {0, 0};
  while (colon < t.size && t.data[colon] != ':') colon++;
  if (colon < 1 || colon > 2 || t.size != colon + 3) return false;
  for (uint32_t i = 0; i < t.size; i++) {
    if (i == colon) continue;
    if (t.data[i] < '0' || t.data[i] > '9') return false;
    parts[i > colon] = parts[i > colon] * 10 + (uint32_t)(t.data[i] - '0');
  }
  if (parts[1] > 59 || parts[0] > 24 || (parts[0] == 24 && (parts[1] || !end))) return false;
  *out = parts[0] * CLOCK_HOUR + parts[1] * CLOCK_MINUTE;
  return true;
}

static void zone_check(Checker *c, Context *x, Expr *zone) {
  Type t = scalar_check(c, x, zone);
  const Expr *literal = expr_literal(zone);
  if (t.kind == TYPE_ERROR) return;
  if (!type_is_text(t)) {
    Text source = expr_source(c, zone), is = type_name(c->arena, t);
    diag_add(c->diags, ERROR_TYPE_MISMATCH, zone->span, "a time zone is text, but %.*s is %.*s", SHOW(source), SHOW(is));
    return;
  }
  if (!literal || literal->kind != EXPR_TEXT || zone_named(c, text_trim(literal->text))) return;
  Diag *d = diag_add(c->diags, ERROR_UNKNOWN_ZONE, zone->span, "there is no time zone \"%.*s\"", SHOW(literal->text));
  diag_help(c->diags, d, "zones have names like \"America/New_York\" or \"Europe/Berlin\"");
}

static void hours_check(Checker *c, Channel *channel) {
  bool open = hour_read(channel->open_text, false, &channel->open), close = hour_read(channel->close_text, true, &channel->close);
  if (!open || !close) {
    Text wrong = open ? channel->close_text : channel->open_text;
    Diag *d = diag_add(c->diags, ERROR_HOURS, channel->hours_span, "\"%.*s\" is no time of the day", SHOW(wrong));
    diag_help(c->diags, d, "write hours and minutes, such as \"08:00\"..\"21:00\"; \"24:00\" only as the second");
  } else if (channel->open == channel->close) {
    Diag *d = diag_add(c->diags, ERROR_HOURS, channel->hours_span, "the channel opens and closes at the same time");
    diag_help(c->diags, d, "for the whole day leave `open` out or write \"00:00\"..\"24:00\"");
  }
}

static void channels_check(Checker *c) {
  Rules *r = c->rules;
  NameTable seen = {0};
  for (uint32_t i = 0; i < r->channels.count; i++) {
    Channel *channel = r->channels.items[i];
    Context x = context_new("a contact's condition", LEVEL_CONTACT);
    label_unique(c, &seen, channel->name, channel->name_span, "channel", channel);
    condition_check(c, &x, channel->when);
    if (!channel->has_hours) continue;
    hours_check(c, channel);
    if (channel->zone) zone_check(c, &x, channel->zone);
  }
}

// ---- routes
static void shares_equal(Route *route) {
  Decimal each = DECIMAL_ONE / route->share_count, rest = DECIMAL_ONE % route->share_count;
  for (uint32_t i = 0; i < route->share_count; i++) route->shares[i].weight = each + (i < (uint32_t)rest);
}

static void shares_sum(Checker *c, Route *route) {
  Context x = context_new("a share", LEVEL_REASON);
  Decimal sum = 0;
  for (uint32_t i = 0; i < route->share_count; i++) {
    Share *share = &route->shares[i];
    if (expr_check(c, &x, share->share).kind == TYPE_ERROR) return;
    if (!number_of(share->share, &share->weight) || share->weight <= 0 || share->weight > DECIMAL_ONE) {
      diag_add(c->diags, ERROR_SHARES, share->share->span, "a share is a part of the whole, such as 50%%");
      return;
    }
    sum += share->weight;
  }
  if (sum == DECIMAL_ONE) return;
  char text[DECIMAL_TEXT_BYTES];
  uint32_t size = decimal_format(sum * 100, text);
  diag_add(c->diags, ERROR_SHARES, route->name_span, "the shares of \"%.*s\" add up to %.*s%%, not 100%%", SHOW(route->name), (int)size, text);
}

static void shares_check(Checker *c, Route *route) {
  uint32_t given = 0;
  for (uint32_t i = 0; i < route->share_count; i++) given += route->shares[i].share != NULL;
  if (c->rules->key_slot == SLOT_NONE && !c->quiet) {
    Diag *d = diag_add(c->diags, ERROR_KEY_NEEDED, route->name_span, "leads are shared out by their key, and the schema has no key");
    diag_help(c->diags, d, "write `key` behind the field that identifies a lead");
  }
  if (given == 0) shares_equal(route);
  else if (given < route->share_count) diag_add(c->diags, ERROR_SHARES, route->name_span, "some targets of \"%.*s\" have a share and some have none", SHOW(route->name));
  else shares_sum(c, route);
}

static void duration_positive(Checker *c, Context *x, Expr *e, const char *what) {
  if (duration_check(c, x, e, false) && expr_literal(e)->value <= 0) diag_add(c->diags, ERROR_DURATION, e->span, "%s must be above 0", what);
}

static void target_check(Checker *c, Context *x, Expr *target) {
  Type t = scalar_check(c, x, target);
  if (type_is_text(t) || t.kind == TYPE_ERROR) return;
  Text source = expr_source(c, target), is = type_name(c->arena, t);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, target->span, "a target is text, but %.*s is %.*s", SHOW(source), SHOW(is));
}

static void routes_check(Checker *c) {
  Rules *r = c->rules;
  NameTable seen = {0};
  for (uint32_t i = 0; i < r->routes.count; i++) {
    Route *route = r->routes.items[i];
    Context x = context_new("a route's condition", LEVEL_ROUTE), target = context_new("a route's target", LEVEL_ROUTE);
    label_unique(c, &seen, route->name, route->name_span, "route", route);
    otherwise_check(c, route->otherwise, i + 1 == r->routes.count, route->span, "route");
    if (route->target) target_check(c, &target, route->target);
    if (route->share_count) shares_check(c, route);
    if (route->sla) duration_positive(c, &target, route->sla, "the time of an SLA");
    if (route->when) condition_check(c, &x, route->when);
    route->mentions_disqualified = x.disqualified;
    route->mentions_incomplete = x.incomplete;
  }
}

void decisions_check(Checker *c) {
  reasons_check(c);
  stages_check(c);
  segments_check(c);
  channels_check(c);
  routes_check(c);
  if (!c->rules->hold) return;
  Context x = context_new("`hold routes`", LEVEL_ROUTE);
  duration_positive(c, &x, c->rules->hold->duration, "the time of a hold");
}
