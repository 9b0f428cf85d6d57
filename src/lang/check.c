// check.c -- the order of passes, from an entry file to a checked rule set.
//
// Each pass may rely on those before it: files, names, types, slots, zone, parameters, options, files of lists and tables,
// definitions, the statements in the order of a decision, tests, reach.
#include "lang/check_parts.h"

// ---- gathering
static void header_take(Checker *c, Header *h, Span span) {
  Rules *r = c->rules;
  const Header *first = r->header;
  if (!first) { r->header = h; return; }
  if (first->span.file != span.file) { // a used file may say who wrote it, but not move the clock
    bool same = !h->has_timezone || text_equal(h->timezone, first->has_timezone ? first->timezone : TEXT("UTC"));
    if (same) return;
  }
  Diag *d = diag_add(c->diags, ERROR_DUPLICATE, span, "the rules are described twice by `rubric`");
  diag_note(c->diags, d, first->span, "the first description is here");
}

static void schema_take(Checker *c, const Schema *schema) {
  if (!c->rules->schema) { c->rules->schema = schema; return; }
  Diag *d = diag_add(c->diags, ERROR_SCHEMA, schema->name.span, "there are two schemas, and leads are of one kind");
  diag_note(c->diags, d, c->rules->schema->name.span, "the first one is here");
  diag_help(c->diags, d, "describe the elements of lists with `record`");
}

static void figures_refuse(Checker *c, Span span, const char *what) {
  Diag *d = diag_add(c->diags, ERROR_ACCOUNTS, span, "`%s` is not in this version", what);
  diag_help(c->diags, d, "figures of an account can be read from columns of the lead");
}

static void rule_take(Checker *c, Rule *rule) {
  rule->index = c->rules->rules.count;
  *VEC_PUSH(c->arena, &c->rules->rules) = rule;
}

static void group_take(Checker *c, Group *group) {
  group->index = c->rules->groups.count;
  *VEC_PUSH(c->arena, &c->rules->groups) = group;
  for (uint32_t i = 0; i < group->rule_count; i++) {
    group->rules[i]->group = group;
    rule_take(c, group->rules[i]);
  }
}

#define TAKE(vector, thing) (*VEC_PUSH(c->arena, &c->rules->vector) = (thing))
#define TAKE_INDEXED(vector, thing) ((thing)->index = c->rules->vector.count, TAKE(vector, thing))

static void once_only(Checker *c, const void *before, Span span, const char *what) {
  if (before) diag_add(c->diags, ERROR_DUPLICATE, span, "`%s` stands twice", what);
}

static void statement_take(Checker *c, Statement *s) {
  Rules *r = c->rules;
  switch (s->kind) {
    case STATEMENT_HEADER: header_take(c, s->header, s->span); break;
    case STATEMENT_SCHEMA: schema_take(c, s->schema); break;
    case STATEMENT_RECORD: TAKE(records, s->record); break;
    case STATEMENT_LIST: TAKE(lists, s->list); break;
    case STATEMENT_TABLE: TAKE(tables, s->table); break;
    case STATEMENT_PARAMETER: TAKE(parameters, s->parameter); break;
    case STATEMENT_DEFINE: TAKE(defines, s->define); break;
    case STATEMENT_EXTERN: TAKE(externs, s->external); break;
    case STATEMENT_SCORE: TAKE(scores, s->score); break;
    case STATEMENT_RULE: rule_take(c, s->rule); break;
    case STATEMENT_GROUP: group_take(c, s->group); break;
    case STATEMENT_REASON: TAKE_INDEXED(reasons, s->reason); break;
    case STATEMENT_STAGE: TAKE_INDEXED(stages, s->stage); break;
    case STATEMENT_SEGMENT: TAKE_INDEXED(segments, s->segment); break;
    case STATEMENT_CHANNEL: TAKE_INDEXED(channels, s->channel); break;
    case STATEMENT_ROUTE: TAKE_INDEXED(routes, s->route); break;
    case STATEMENT_TEST: TAKE(tests, s->test); break;
    case STATEMENT_FORWARD_ONLY: r->forward_only = true; break;
    case STATEMENT_HOLD: once_only(c, r->hold, s->span, "hold routes"); r->hold = s->hold; break;
    case STATEMENT_ACCOUNT: if (!r->account) figures_refuse(c, s->span, "account"); r->account = s->account; break;
    case STATEMENT_MERGE: if (!r->merge) figures_refuse(c, s->span, "merge"); r->merge = s->merge; break;
    case STATEMENT_USE: break;
  }
}

static bool needs_schema(const Statement *s) {
  switch (s->kind) {
    case STATEMENT_RULE: case STATEMENT_GROUP: case STATEMENT_REASON: case STATEMENT_STAGE: case STATEMENT_SEGMENT: case STATEMENT_CHANNEL:
    case STATEMENT_ROUTE: return true;
    case STATEMENT_TEST: return s->test->lead && s->test->lead->args.count > 0; // of definitions alone a test can be
    default: return false;
  }
}

// A file of definitions for others to use needs no schema; one that decides does.
static void schema_needed(Checker *c) {
  if (c->rules->schema) return;
  Span at = {0};
  bool needed = c->statements.count == 0;
  for (uint32_t i = 0; i < c->statements.count && !needed; i++) {
    needed = needs_schema(c->statements.items[i]);
    if (needed) at = c->statements.items[i]->span;
  }
  if (needed && !c->quiet) {
    Diag *d = diag_add(c->diags, ERROR_SCHEMA, at, "the rules have no schema: nothing says which fields a lead has");
    diag_help(c->diags, d, "write `schema Lead { email email }` with the columns of your leads");
  }
  c->quiet |= needed;
}

// ---- names of a decision, as values that literals must equal

static Values *values_new(Checker *c, uint32_t count) {
  Values *v = ARENA_NEW(c->arena, Values);
  v->items = ARENA_MANY(c->arena, Text, count);
  v->folded = ARENA_MANY(c->arena, Text, count);
  v->count = count;
  return v;
}
static void value_set(Checker *c, Values *v, uint32_t i, Text name) {
  v->items[i] = name;
  v->folded[i] = text_fold(c->arena, name);
}

static void decision_values(Checker *c) {
  Rules *r = c->rules;
  c->stages = values_new(c, r->stages.count);
  c->segments = values_new(c, r->segments.count);
  c->routes = values_new(c, r->routes.count);
  c->reasons = values_new(c, r->reasons.count);
  for (uint32_t i = 0; i < r->stages.count; i++) value_set(c, c->stages, i, r->stages.items[i]->name);
  for (uint32_t i = 0; i < r->segments.count; i++) value_set(c, c->segments, i, r->segments.items[i]->name);
  for (uint32_t i = 0; i < r->routes.count; i++) value_set(c, c->routes, i, r->routes.items[i]->name);
  for (uint32_t i = 0; i < r->reasons.count; i++) value_set(c, c->reasons, i, r->reasons.items[i]->code);
}

// ---- signatures: types of parameters, columns and results
static void arguments_resolve(Checker *c, Argument *arguments, uint32_t count) {
  NameTable seen = {0};
  for (uint32_t i = 0; i < count; i++) {
    Argument *a = &arguments[i];
    NameEntry *old = names_add(c->arena, &seen, a->name.text, a->name.span, NULL);
    if (old) clash_report(c, old, "parameter", a->name.text, a->name.span);
    if (!type_resolve(c, &a->type, a->type_name, a->name.span)) continue;
    if (a->type.kind != TYPE_LIST && a->type.kind != TYPE_RECORD) continue;
    diag_add(c->diags, ERROR_ARGUMENTS, a->name.span, "`%.*s`: a list or a record cannot be given to a function", SHOW(a->name.text));
    a->type = (Type){0};
  }
}

static void signatures_check(Checker *c) {
  Rules *r = c->rules;
  for (uint32_t i = 0; i < r->defines.count; i++) arguments_resolve(c, r->defines.items[i]->arguments, r->defines.items[i]->argument_count);
  for (uint32_t i = 0; i < r->externs.count; i++) {
    Extern *e = r->externs.items[i];
    arguments_resolve(c, e->arguments, e->argument_count);
    type_resolve(c, &e->gives, e->gives_name, e->name.span);
    if (e->gives.kind != TYPE_LIST && e->gives.kind != TYPE_RECORD) continue;
    diag_add(c->diags, ERROR_ARGUMENTS, e->name.span, "`%.*s` cannot give a list or a record", SHOW(e->name.text));
    e->gives = (Type){0};
  }
}

static void definitions_check(Checker *c) {
  for (uint32_t i = 0; i < c->rules->defines.count; i++) define_check(c, c->rules->defines.items[i]);
}

Rules *rules_check(Arena *arena, Sources *sources, Diags *diags, const Loader *loader, Text path, const Setting *settings, uint32_t setting_count) {
  Rules *rules = ARENA_NEW(arena, Rules);
  rules->arena = arena;
  rules->sources = sources;
  rules->diags = diags;
  Checker *c = ARENA_NEW(arena, Checker);
  *c = (Checker){.rules = rules, .arena = arena, .diags = diags, .loader = loader};
  files_load(c, path);
  for (uint32_t i = 0; i < c->statements.count; i++) statement_take(c, c->statements.items[i]);
  schema_needed(c);
  names_declare(c);
  records_check(c);
  schema_check(c);
  header_check(c);
  decision_values(c);
  signatures_check(c);
  parameters_check(c, settings, setting_count);
  options_check(c);
  lists_read(c);
  tables_read(c);
  scores_check(c);
  definitions_check(c);
  rules_check_all(c);
  decisions_check(c);
  tests_check(c);
  scores_finish(c);
  reach_check(c);
  diag_sort(diags);
  return rules;
}

const Define *rules_define(const Rules *rules, Text name) {
  for (uint32_t i = 0; i < rules->defines.count; i++)
    if (!rules->defines.items[i]->function && text_equal(rules->defines.items[i]->name.text, name)) return rules->defines.items[i];
  return NULL;
}
