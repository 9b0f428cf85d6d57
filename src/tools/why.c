// why.c -- see why.h. `want` is what the condition is not: blame(x, true) is asked of what is false or unknown, blame(x, false) of
// what is true.
#include "tools/why.h"
#include "tools/why_parts.h"

// ---- source
Text why_source(const Rules *rules, Span span, Arena *arena) {
  if (span.end <= span.start || span.file >= rules->sources->files.count) return (Text){0};
  Text bytes = rules->sources->files.items[span.file]->bytes;
  char *out = arena_alloc_raw(arena, span.end - span.start + 1);
  uint32_t n = 0;
  bool quoted = false, blank = false;
  for (uint32_t i = span.start; i < span.end; i++) {
    char c = bytes.data[i];
    if (!quoted && c == '#') { while (i + 1 < span.end && bytes.data[i + 1] != '\n') i++; continue; }
    if (!quoted && (c == ' ' || c == '\t' || c == '\n' || c == '\r')) { blank = n > 0; continue; }
    if (blank && out[n - 1] != '(' && c != ')') out[n++] = ' ';
    blank = false;
    if (quoted && c == '\\' && i + 1 < span.end) out[n++] = c, c = bytes.data[++i];
    else if (c == '"') quoted = !quoted;
    out[n++] = c;
  }
  return (Text){out, n};
}
Text source_of(const Why *w, const Expr *x) {
  static const char *const queries[] = {"count", "any", "all", "none", "sum", "average", "min", "max", "distinct", "latest", "earliest"};
  Text source = why_source(w->study->rules, x->span, w->arena);
  if (x->kind != EXPR_QUERY || source.size <= 28) return source;
  Text list = why_source(w->study->rules, x->query->list->span, w->arena), value = x->a ? why_source(w->study->rules, x->a->span, w->arena) : (Text){0};
  if (x->a) return text_format(w->arena, "%s(" TEXT_F " of " TEXT_F " \xE2\x80\xA6)", queries[x->op], TEXT_A(value), TEXT_A(list));
  return text_format(w->arena, "%s(" TEXT_F " \xE2\x80\xA6)", queries[x->op], TEXT_A(list));
}

// ---- values
static bool is_field(const Why *w, const Expr *x) { return (x->ref == REF_SLOT || x->ref == REF_PREVIOUS) && w->study->rules->slots[x->slot].domain == 0; }
typedef struct Missing { const Why *w; uint32_t slots[8], count; int depth; } Missing;
static void missing_in(Missing *m, const Expr *x) { // the lead's fields without a value that it reads, through definitions
  if (!x || m->count == 8 || m->depth > 16) return;
  if (is_field(m->w, x)) {
    if (bit_get(study_column(m->w->study, x->slot)->known, m->w->row)) return;
    for (uint32_t i = 0; i < m->count; i++) if (m->slots[i] == x->slot) return;
    m->slots[m->count++] = x->slot;
    return;
  }
  m->depth++;
  const Expr *parts[] = {x->a, x->b, x->c};
  for (int i = 0; i < 3; i++) missing_in(m, parts[i]);
  for (uint32_t i = 0; i < x->args.count; i++) missing_in(m, x->args.items[i]);
  if (x->kind == EXPR_QUERY && x->query) { missing_in(m, x->query->list); missing_in(m, x->query->where); }
  if (x->ref == REF_DEFINE) {
    const Define *d = x->decl;
    missing_in(m, d->body);
    for (uint32_t i = 0; d->decision && i < d->decision->by.count; i++) missing_in(m, d->decision->by.items[i]);
  }
  m->depth--;
}
static Text field_unknown(const Why *w, uint32_t slot) {
  const Column *c = study_column(w->study, slot);
  bool invalid = c->invalid && bit_get(c->invalid, w->row);
  return text_format(w->arena, invalid ? TEXT_F " cannot be read" : TEXT_F " is missing", TEXT_A(w->study->rules->slots[slot].path));
}
static Text value_unknown(const Why *w, const Expr *x) {
  if (is_field(w, x)) return field_unknown(w, x->slot);
  if (x->ref == REF_STAGE || x->ref == REF_ROUTE || x->ref == REF_TARGET) return text_format(w->arena, "there is no " TEXT_F, TEXT_A(source_of(w, x)));
  Missing m = {.w = w};
  missing_in(&m, x);
  Text source = source_of(w, x);
  if (!m.count) return text_format(w->arena, TEXT_F " is unknown", TEXT_A(source));
  Text names = w->study->rules->slots[m.slots[0]].path;
  for (uint32_t i = 1; i < m.count; i++) names = text_format(w->arena, TEXT_F ", " TEXT_F, TEXT_A(names), TEXT_A(w->study->rules->slots[m.slots[i]].path));
  return text_format(w->arena, TEXT_F " is unknown without " TEXT_F, TEXT_A(source), TEXT_A(names));
}
bool is_literal(const Expr *x) { return expr_literal(x) || (x->kind == EXPR_NEGATE && expr_literal(x->a)); }
// "employees is 20"
Text subject(const Why *w, const Expr *x) {
  if (!is_literal(x) && !study_known(w->study, x, w->row)) return value_unknown(w, x);
  Text value = study_value(w->study, x, w->row, w->arena), source = source_of(w, x);
  if (!value.size || text_equal(value, source)) return source;
  if (x->type.kind == TYPE_LIST && x->type.element && x->type.element->kind == TYPE_RECORD) return text_format(w->arena, TEXT_F " has " TEXT_F, TEXT_A(source), TEXT_A(value));
  return text_format(w->arena, TEXT_F " is " TEXT_F, TEXT_A(source), TEXT_A(value));
}
// What stands on the right: a literal as it is written, anything else also with its value.
Text object(const Why *w, const Expr *x) {
  Text source = source_of(w, x);
  if (is_literal(x) && x->kind != EXPR_NAME) return source;
  Text value = study_value(w->study, x, w->row, w->arena);
  if (!value.size || x->kind == EXPR_NOW || x->kind == EXPR_AGO) return source;
  return text_format(w->arena, TEXT_F " (" TEXT_F ")", TEXT_A(value), TEXT_A(source));
}

// ---- chains
static bool fails(const Why *w, const Expr *x, bool want, bool known) { // is it not `want`? known: and not unknown either
  StudyTruth t = study_condition(w->study, x, w->row);
  return known ? t == (want ? STUDY_NO : STUDY_YES) : t != (want ? STUDY_YES : STUDY_NO);
}
static Text blame_first(const Why *w, const ExprList *list, bool want) { // each had to be `want`: those that surely are not, else the first unknown
  Text all = {0};
  uint32_t count = 0;
  for (uint32_t i = 0; i < list->count && count < 3; i++) {
    if (!fails(w, list->items[i], want, true)) continue;
    Text one = blame(w, list->items[i], want);
    all = count++ ? text_format(w->arena, TEXT_F "; also " TEXT_F, TEXT_A(all), TEXT_A(one)) : one;
  }
  for (uint32_t i = 0; i < list->count && !count; i++) if (fails(w, list->items[i], want, false)) return blame(w, list->items[i], want);
  return all;
}
static Text blame_each(const Why *w, const ExprList *list, bool want) { // one had to be `want`
  if (list->count > 3) return text_format(w->arena, "none of %u: " TEXT_F, list->count, TEXT_A(blame(w, list->items[0], want)));
  Text all = {0};
  for (uint32_t i = 0; i < list->count; i++) {
    Text one = blame(w, list->items[i], want);
    all = i ? text_format(w->arena, TEXT_F "; " TEXT_F, TEXT_A(all), TEXT_A(one)) : one;
  }
  return all;
}
static Text blame_quorum(const Why *w, const Expr *x, bool want) {
  if (x->op == QUORUM_NONE) return want ? blame_first(w, &x->args, false) : blame_each(w, &x->args, true);
  if (x->op == QUORUM_ALL) return want ? blame_first(w, &x->args, true) : blame_each(w, &x->args, false);
  if (x->op == QUORUM_ANY) return want ? blame_each(w, &x->args, true) : blame_first(w, &x->args, false);
  uint32_t yes = 0;
  for (uint32_t i = 0; i < x->args.count; i++) yes += study_condition(w->study, x->args.items[i], w->row) == STUDY_YES;
  if (!want) return text_format(w->arena, "%u of %u hold", yes, x->args.count);
  return text_format(w->arena, "%u of %lld: " TEXT_F, yes, (long long)x->value, TEXT_A(blame_first(w, &x->args, true)));
}

// ---- queries and names
static Text blame_query(const Why *w, const Expr *x, bool want) {
  if (!study_known(w->study, x, w->row)) return value_unknown(w, x);
  bool none = (x->op == QUERY_NONE) == want, all = x->op == QUERY_ALL;
  if (all || none) return text_format(w->arena, TEXT_F " is %s", TEXT_A(source_of(w, x)), want ? "false" : "true");
  return blame_elements(w, x->query);
}
static Text blame_name(const Why *w, const Expr *x, bool want) {
  if (x->ref == REF_DISQUALIFIED) return want ? TEXT("the lead is not disqualified") : TEXT("the lead is disqualified");
  if (x->ref == REF_INCOMPLETE && w->study->decisions->status[w->row] == RUBRIC_DISQUALIFIED) return TEXT("the lead is disqualified");
  if (x->ref == REF_INCOMPLETE) return want ? TEXT("the lead is complete") : TEXT("the lead is incomplete");
  const Define *d = x->ref == REF_DEFINE ? x->decl : NULL;
  if (d && d->body && !d->function && w->depth < 8 && study_truth(w->study, d->body, w->row) != STUDY_NONE) {
    Why inner = *w;
    inner.depth++;
    return text_format(w->arena, TEXT_F ": " TEXT_F, TEXT_A(d->name.text), TEXT_A(blame(&inner, d->body, want)));
  }
  if (!study_known(w->study, x, w->row)) return value_unknown(w, x);
  return text_format(w->arena, TEXT_F " is %s", TEXT_A(source_of(w, x)), want ? "false" : "true");
}
static Text blame_call(const Why *w, const Expr *x, bool want) { // not is_free_mail("ann@acme.example")
  if (!study_known(w->study, x, w->row)) return value_unknown(w, x);
  Text values = {0};
  for (uint32_t i = 0; i < x->args.count; i++) {
    Text one = study_value(w->study, x->args.items[i], w->row, w->arena);
    if (!one.size) one = source_of(w, x->args.items[i]);
    values = i ? text_format(w->arena, TEXT_F ", " TEXT_F, TEXT_A(values), TEXT_A(one)) : one;
  }
  return text_format(w->arena, "%s" TEXT_F "(" TEXT_F ")", want ? "not " : "", TEXT_A(x->text), TEXT_A(values));
}

Text blame(const Why *w, const Expr *x, bool want) {
  switch (x->kind) {
    case EXPR_NOT: return blame(w, x->a, !want);
    case EXPR_AND: return want ? blame_first(w, &x->args, true) : blame_each(w, &x->args, false);
    case EXPR_OR: return want ? blame_each(w, &x->args, true) : blame_first(w, &x->args, false);
    case EXPR_QUORUM: return blame_quorum(w, x, want);
    case EXPR_QUERY: return blame_query(w, x, want);
    case EXPR_NAME: return blame_name(w, x, want);
    case EXPR_CALL: return blame_call(w, x, want);
    case EXPR_BOOLEAN: case EXPR_MISSING: return want ? TEXT("never holds") : TEXT("always holds");
    case EXPR_IF:
      if (study_condition(w->study, x->a, w->row) == STUDY_UNKNOWN) return blame(w, x->a, true);
      return blame(w, study_condition(w->study, x->a, w->row) == STUDY_YES ? x->b : x->c, want);
    case EXPR_MEMBER: return blame_name(w, x, want);
    default: return blame_leaf(w, x, want);
  }
}

Text why_not(const Study *study, const Expr *x, uint32_t row, Arena *arena) { return x ? blame(&(Why){study, row, arena, 0}, x, true) : (Text){0}; }
Text why_so(const Study *study, const Expr *x, uint32_t row, Arena *arena) { return x ? blame(&(Why){study, row, arena, 0}, x, false) : (Text){0}; }
Text why_unknown(const Study *study, const Expr *x, uint32_t row, Arena *arena) { return value_unknown(&(Why){study, row, arena, 0}, x); }
Text why_rule(const Study *study, const Rule *r, uint32_t row, Arena *arena) {
  Why w = {study, row, arena, 0};
  int64_t per;
  if (r->form == RULE_FOR) return blame_elements(&w, r->query);
  if (r->form == RULE_BY) return blame_rows(&w, r->by);
  if (r->when && study_condition(study, r->when, row) != STUDY_YES) return blame(&w, r->when, true);
  if (r->form == RULE_PER && (!study_int(study, r->per, row, &per) || per <= 0)) return subject(&w, r->per);
  if (r->decay.since && !study_known(study, r->decay.since, row)) return value_unknown(&w, r->decay.since);
  return (Text){0};
}
