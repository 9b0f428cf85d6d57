// words_rule.c -- rows of decision tables, points, decays, types and the values of tests, in words.
#include "tools/words_parts.h"

// ---- rows
static void item(const Words *w, const PatternItem *p, const Expr *by) {
  static const char *const compares[] = {"", "not ", "exactly ", "not exactly ", "less than ", "at most ", "more than ", "at least "};
  if (p->negated) words_put(w, "not ");
  switch (p->kind) {
    case PATTERN_LITERAL: words_value(w, p->value); return;
    case PATTERN_RANGE: words_range(w, p->value); return;
    case PATTERN_COMPARE: words_put(w, compares[p->op]); words_value(w, p->value); return;
    case PATTERN_IN: words_put(w, p->value->kind == EXPR_SET ? "" : "in "); words_set(w, p->value, " or "); return;
    case PATTERN_MATCH: words_match(w, (MatchOp)p->op, (Quant)p->quant, p->value, by && by->type.kind == TYPE_LIST); return;
    case PATTERN_PRESENT: words_put(w, "filled in"); return;
    case PATTERN_MISSING: words_put(w, "missing"); return;
    default: words_put(w, "anything");
  }
}
void words_pattern(const Words *w, const Pattern *p, const Expr *by) {
  for (uint32_t i = 0; i < p->count; i++) {
    if (i) words_put(w, " or ");
    item(w, &p->items[i], by);
  }
}
static void signed_number(const Words *w, Decimal value) {
  if (value > 0) words_put(w, "+");
  if (value < 0) words_put(w, "\xE2\x88\x92");
  words_number(w, value < 0 ? -value : value, false);
}
void words_result(const Words *w, const Expr *result, bool points) {
  const Expr *l = expr_literal(result);
  if (points && l && l->kind == EXPR_NUMBER) signed_number(w, l->value);
  else words_value(w, result);
}

// ---- points
void words_decay(const Words *w, const Decay *d) {
  switch (d->kind) {
    case DECAY_HALVING: words_put(w, "halves every "); words_every(w, d->every); break;
    case DECAY_KEEPING: words_put(w, "keeps "); words_value(w, d->share); words_put(w, " every "); words_every(w, d->every); break;
    case DECAY_LOSING_SHARE: words_put(w, "loses "); words_value(w, d->share); words_put(w, " of it every "); words_every(w, d->every); break;
    case DECAY_LOSING_POINTS: words_put(w, "loses "); words_value(w, d->share); words_put(w, " points every "); words_every(w, d->every); break;
    case DECAY_FADING: words_put(w, "fades to nothing over "); words_every(w, d->every); break;
    default: return;
  }
  if (d->since) { words_put(w, ", counted from "); words_value(w, d->since); }
}
void words_points(const Words *w, const Rule *r) {
  if (r->form == RULE_BY) { words_put(w, "see its table"); return; }
  const Expr *l = expr_literal(r->points);
  Decimal points = !l ? 0 : r->points_negative ? -l->value : l->value;
  signed_number(w, points);
  if (r->points->ref == REF_PARAMETER) { words_put(w, " ("); buffer_put(w->b, r->points->text.data, r->points->text.size); words_put(w, ")"); }
  if (r->each) words_put(w, " each");
  if (r->form == RULE_PER) { words_put(w, " \xC3\x97 "); words_value(w, r->per); }
  if (r->decay.kind != DECAY_NONE) {
    words_put(w, ", ");
    words_decay(w, &r->decay);
    if (r->form == RULE_FOR && !r->decay.since) words_put(w, r->each ? ", each by its own age" : ", by the age of the latest");
  }
  if (r->cap) { words_put(w, points < 0 ? ", no lower than \xE2\x88\x92" : ", at most "); words_value(w, r->cap); }
}

// ---- types
void words_type(const Words *w, Type t) {
  static const char *const names[TYPE_KINDS] = {"", "", "yes or no", "number", "whole number", "date", "date and time", "duration", "text", "email address", "domain", "phone number", "web address", "country"};
  if (t.kind == TYPE_LIST) {
    words_put(w, "list of ");
    if (t.element->kind == TYPE_RECORD) words_put(w, "entries");
    else words_type(w, *t.element);
    return;
  }
  if (t.kind == TYPE_RECORD) { words_put(w, "group of fields"); return; }
  if (t.kind != TYPE_ONE_OF && t.kind != TYPE_SCALE) { words_put(w, names[t.kind]); return; }
  words_put(w, t.kind == TYPE_SCALE ? "from lowest to highest: " : "one of ");
  for (uint32_t i = 0; t.values && i < t.values->count; i++) {
    if (i) words_put(w, ", ");
    words_quoted(w, t.values->items[i]);
  }
}

// ---- tests
void words_data(const Words *w, const Expr *x) { // an inner list or record stands in parentheses
  if (x->kind != EXPR_RECORD_DATA && x->kind != EXPR_LIST_DATA) { words_value(w, x); return; }
  if (x->kind == EXPR_LIST_DATA && !x->args.count) words_put(w, "none");
  for (uint32_t i = 0; i < x->args.count; i++) {
    if (i) words_put(w, x->kind == EXPR_LIST_DATA ? "; " : ", ");
    if (x->kind == EXPR_RECORD_DATA) { words_name(w, x->names[i].text); words_put(w, " "); }
    bool inner = x->kind == EXPR_RECORD_DATA && x->args.items[i]->args.count && (x->args.items[i]->kind == EXPR_LIST_DATA || x->args.items[i]->kind == EXPR_RECORD_DATA);
    if (inner) words_put(w, "(");
    words_data(w, x->args.items[i]);
    if (inner) words_put(w, ")");
  }
}
