// tree_print.h -- the tree as S-expressions, one statement a line: what a file says, without how it is laid out. Parentheses of the
// source and its spans are not shown. Recursion goes as deep as expressions do, and the parser bounds that.
#pragma once
#include "base/clock.h"
#include "lang/ast.h"

typedef struct Printer { Arena *arena; VEC(char) out; } Printer;

static void put(Printer *o, Text t) {
  for (uint32_t i = 0; i < t.size; i++) *VEC_PUSH(o->arena, &o->out) = t.data[i];
}
static void put_c(Printer *o, const char *s) { put(o, text_of(s)); }
static void put_number(Printer *o, int64_t n) { put(o, text_format(o->arena, "%lld", (long long)n)); }
static void put_quoted(Printer *o, Text t) {
  put_c(o, "\"");
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if (c == '"' || c == '\\') put_c(o, "\\");
    if (c == '\n') put_c(o, "\\n");
    else if (c == '\t') put_c(o, "\\t");
    else put(o, (Text){&t.data[i], 1});
  }
  put_c(o, "\"");
}
static void put_name(Printer *o, Text t) {
  bool plain = t.size > 0 && !(t.data[0] >= '0' && t.data[0] <= '9');
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    plain &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  if (plain) { put(o, t); return; }
  put_c(o, "`");
  put(o, t);
  put_c(o, "`");
}
static void put_texts(Printer *o, const char *word, const Text *texts, uint32_t count) {
  put_c(o, word);
  for (uint32_t i = 0; i < count; i++) { put_c(o, " "); put_quoted(o, texts[i]); }
  put_c(o, ")");
}

// ---- expressions
static void put_expr(Printer *o, const Expr *e);

static void put_part(Printer *o, const char *open, const Expr *e) { // " (where " C ")", nothing when there is none
  if (!e) return;
  put_c(o, open);
  put_expr(o, e);
  put_c(o, ")");
}
static void put_operand(Printer *o, const Expr *e) {
  put_c(o, " ");
  put_expr(o, e);
}
// (word a b c args...)
static void put_node(Printer *o, const char *word, const Expr *e) {
  put_c(o, "(");
  put_c(o, word);
  const Expr *parts[] = {e->a, e->b, e->c};
  for (int i = 0; i < 3; i++) if (parts[i]) put_operand(o, parts[i]);
  for (uint32_t i = 0; i < e->args.count; i++) put_operand(o, e->args.items[i]);
  put_c(o, ")");
}
static void put_decimal(Printer *o, const Expr *e) {
  char digits[DECIMAL_TEXT_BYTES];
  put(o, (Text){digits, decimal_format(e->value, digits)});
  if (e->percent) put_c(o, "(%)"); // 0.15(%): a share, not an amount
}
static void put_time(Printer *o, const Expr *e) {
  char at[CLOCK_TEXT_BYTES];
  uint32_t size = e->kind == EXPR_DATE ? clock_format_date(e->value, at) : clock_format_time(e->value, at);
  put(o, (Text){at, size - (e->kind == EXPR_TIME && e->local ? 1 : 0)}); // without its Z
}
static void put_duration(Printer *o, const Expr *e) {
  const char *word = e->months ? "months" : e->unit_us == CLOCK_DAY ? "days" : e->unit_us == CLOCK_HOUR ? "hours" : e->unit_us == CLOCK_MINUTE ? "minutes" : "seconds";
  put_c(o, "(");
  put_c(o, word);
  put_c(o, " ");
  put_number(o, e->months || e->unit_us == 0 ? e->value : e->value / e->unit_us);
  put_c(o, ")");
}
static const char *match_word(uint8_t op, uint8_t quant) {
  static const char *const words[4][4] = {{"has", "has-any", "has-all", "has-none"}, {"contains", "contains-any", "contains-all", "contains-none"},
    {"starts-with", "starts-with-any", "starts-with-all", "starts-with-none"}, {"ends-with", "ends-with-any", "ends-with-all", "ends-with-none"}};
  return words[op & 3][quant & 3];
}
static const char *compare_word(uint8_t op) {
  static const char *const words[] = {"is", "is-not", "is-exactly", "is-not-exactly", "<", "<=", ">", ">="};
  return words[op & 7];
}
static const char *state_word(const Expr *e) {
  static const char *const words[2][4] = {{"is-missing", "is-present", "is-valid", "is-invalid"}, {"is-not-missing", "is-not-present", "is-not-valid", "is-not-invalid"}};
  return words[e->negated][e->op & 3];
}
static void put_query(Printer *o, const Query *q) {
  put_expr(o, q->list);
  put_part(o, " (within ", q->within);
  put_part(o, " (where ", q->where);
}
static void put_query_call(Printer *o, const Expr *e) {
  static const char *const words[] = {"count", "any", "all", "none", "sum", "average", "min", "max", "distinct", "latest", "earliest"};
  put_c(o, "(");
  put_c(o, words[e->op]);
  put_c(o, " ");
  if (e->a) { put_expr(o, e->a); put_c(o, " of "); }
  put_query(o, e->query);
  put_c(o, ")");
}
static void put_quorum(Printer *o, const Expr *e) {
  static const char *const words[] = {"all-of", "any-of", "none-of", "at-least"};
  put_c(o, "(");
  put_c(o, words[e->op & 3]);
  if (e->op == QUORUM_AT_LEAST) { put_c(o, " "); put_number(o, e->value); }
  for (uint32_t i = 0; i < e->args.count; i++) put_operand(o, e->args.items[i]);
  put_c(o, ")");
}
static void put_range(Printer *o, const Expr *e) {
  put_c(o, e->open_end ? "(..<" : "(..");
  const Expr *bounds[] = {e->a, e->b};
  for (int i = 0; i < 2; i++) {
    put_c(o, " ");
    if (bounds[i]) put_expr(o, bounds[i]);
    else put_c(o, "_");
  }
  put_c(o, ")");
}
static void put_data(Printer *o, const Expr *e) {
  put_c(o, e->kind == EXPR_LIST_DATA ? "[" : "{");
  for (uint32_t i = 0; i < e->args.count; i++) {
    if (i) put_c(o, ", ");
    if (e->kind == EXPR_RECORD_DATA) { put_name(o, e->names[i].text); put_c(o, ": "); }
    put_expr(o, e->args.items[i]);
  }
  put_c(o, e->kind == EXPR_LIST_DATA ? "]" : "}");
}
static void put_named(Printer *o, const char *word, const Expr *e) { // a call or a member
  put_c(o, word);
  put_name(o, e->text);
  if (e->a) put_operand(o, e->a);
  for (uint32_t i = 0; i < e->args.count; i++) put_operand(o, e->args.items[i]);
  put_c(o, ")");
}
static void put_expr(Printer *o, const Expr *e) {
  switch (e->kind) {
    case EXPR_ERROR: put_c(o, "(error)"); break;
    case EXPR_NUMBER: put_decimal(o, e); break;
    case EXPR_TEXT: put_quoted(o, e->text); break;
    case EXPR_BOOLEAN: put_c(o, e->value ? "true" : "false"); break;
    case EXPR_DATE: case EXPR_TIME: put_time(o, e); break;
    case EXPR_DURATION: put_duration(o, e); break;
    case EXPR_MISSING: put_c(o, "missing"); break;
    case EXPR_NOW: put_c(o, "now"); break;
    case EXPR_AGO: put_node(o, "ago", e); break;
    case EXPR_NAME: put_name(o, e->text); break;
    case EXPR_MEMBER: put_named(o, "(.", e); break;
    case EXPR_CALL: put_named(o, "(call ", e); break;
    case EXPR_NEGATE: put_node(o, "negate", e); break;
    case EXPR_NOT: put_node(o, "not", e); break;
    case EXPR_ARITH: put_node(o, (char[]){(char)e->op, 0}, e); break;
    case EXPR_AND: put_node(o, "and", e); break;
    case EXPR_OR: put_node(o, "or", e); break;
    case EXPR_COMPARE: put_node(o, compare_word(e->op), e); break;
    case EXPR_BETWEEN: put_node(o, "between", e); break;
    case EXPR_IN: put_node(o, e->negated ? "not-in" : "in", e); break;
    case EXPR_MATCH: put_node(o, match_word(e->op, e->quant), e); break;
    case EXPR_REGEX: put_node(o, "matches", e); break;
    case EXPR_WITHIN: put_node(o, e->negated ? "not-within" : "within", e); break;
    case EXPR_OLDER: put_node(o, "older-than", e); break;
    case EXPR_BEFORE: put_node(o, "before", e); break;
    case EXPR_AFTER: put_node(o, "after", e); break;
    case EXPR_STATE: put_node(o, state_word(e), e); break;
    case EXPR_QUORUM: put_quorum(o, e); break;
    case EXPR_QUERY: put_query_call(o, e); break;
    case EXPR_IF: put_node(o, "if", e); break;
    case EXPR_SET: put_node(o, "set", e); break;
    case EXPR_RANGE: put_range(o, e); break;
    case EXPR_LIST_DATA: case EXPR_RECORD_DATA: put_data(o, e); break;
  }
}

// ---- decision tables
static void put_pattern_item(Printer *o, const PatternItem *i) {
  if (i->negated) put_c(o, "(not ");
  switch (i->kind) {
    case PATTERN_LITERAL: case PATTERN_RANGE: put_expr(o, i->value); break;
    case PATTERN_COMPARE: put_c(o, "("); put_c(o, compare_word(i->op)); put_part(o, " ", i->value); break;
    case PATTERN_IN: put_part(o, "(in ", i->value); break;
    case PATTERN_MATCH: put_c(o, "("); put_c(o, match_word(i->op, i->quant)); put_part(o, " ", i->value); break;
    case PATTERN_PRESENT: put_c(o, "present"); break;
    case PATTERN_MISSING: put_c(o, "missing"); break;
    case PATTERN_ANY: put_c(o, "any"); break;
  }
  if (i->negated) put_c(o, ")");
}
static void put_pattern(Printer *o, const Pattern *p) {
  if (p->count > 1) put_c(o, "(or ");
  for (uint32_t i = 0; i < p->count; i++) { if (i) put_c(o, " "); put_pattern_item(o, &p->items[i]); }
  if (p->count > 1) put_c(o, ")");
}
static void put_decision(Printer *o, const Decision *d) {
  put_c(o, " (by");
  for (uint32_t i = 0; i < d->by.count; i++) put_operand(o, d->by.items[i]);
  for (uint32_t r = 0; r < d->row_count; r++) {
    const Row *row = &d->rows[r];
    put_c(o, row->otherwise ? " (otherwise" : " (");
    for (uint32_t i = 0; i < row->pattern_count; i++) { if (i) put_c(o, " "); put_pattern(o, &row->patterns[i]); }
    put_part(o, " => ", row->result);
  }
  put_c(o, ")");
}

// ---- declarations
static void put_type(Printer *o, const Type *t, Text name) {
  static const char *const words[TYPE_KINDS] = {"error", "missing", "boolean", "number", "integer", "date", "time", "duration", "text", "email", "domain", "phone", "url", "country"};
  uint32_t lists = 0;
  for (; t->kind == TYPE_LIST; t = t->element, lists++) put_c(o, "(list ");
  if (t->kind == TYPE_ONE_OF || t->kind == TYPE_SCALE) put_texts(o, t->kind == TYPE_SCALE ? "(scale" : "(one-of", t->values->items, t->values->count);
  else if (t->kind == TYPE_RECORD) put_name(o, name);
  else put_c(o, words[t->kind]);
  while (lists--) put_c(o, ")");
}
static void put_named_part(Printer *o, const char *open, Text name) {
  if (!name.size) return;
  put_c(o, open);
  put_name(o, name);
  put_c(o, ")");
}
static void put_quoted_part(Printer *o, const char *open, bool present, Text t) {
  if (!present) return;
  put_c(o, open);
  put_quoted(o, t);
  put_c(o, ")");
}
static void put_field(Printer *o, const Field *f) {
  put_c(o, " (");
  put_name(o, f->name.text);
  put_c(o, " ");
  put_type(o, &f->type, f->type_name.text);
  if (f->key) put_c(o, " key");
  if (f->required) put_c(o, " required");
  if (f->default_empty) put_c(o, " default-empty");
  put_part(o, " (default ", f->default_value);
  if (f->from_count) put_texts(o, " (from", f->from, f->from_count);
  if (f->missing_count) put_texts(o, " (missing-when", f->missing, f->missing_count);
  put_part(o, " (in ", f->range);
  put_named_part(o, " (unit ", f->unit.text);
  put_quoted_part(o, " (separated-by ", f->has_separator, f->separator);
  put_quoted_part(o, " (as ", f->has_form, f->form);
  put_named_part(o, " (by ", f->by.text);
  put_named_part(o, " (since ", f->since.text);
  put_c(o, ")");
}
static void put_fields(Printer *o, Name name, const Field *fields, uint32_t count) {
  put_name(o, name.text);
  for (uint32_t i = 0; i < count; i++) put_field(o, &fields[i]);
}
static void put_arguments(Printer *o, const Argument *arguments, uint32_t count) {
  put_c(o, " (");
  for (uint32_t i = 0; i < count; i++) {
    if (i) put_c(o, ", ");
    put_name(o, arguments[i].name.text);
    put_c(o, " ");
    put_type(o, &arguments[i].type, arguments[i].type_name.text);
  }
  put_c(o, ")");
}
static void put_define(Printer *o, const Define *d) {
  put_name(o, d->name.text);
  if (d->function) put_arguments(o, d->arguments, d->argument_count);
  if (d->body) put_operand(o, d->body);
  if (d->decision) put_decision(o, d->decision);
}
static void put_list(Printer *o, const List *l) {
  put_name(o, l->name.text);
  if (!l->from_file) { put_texts(o, " (values", l->values, l->count); return; }
  put_quoted_part(o, " (from ", true, l->path);
  put_quoted_part(o, " (column ", l->has_column, l->column);
}
static void put_table(Printer *o, const Table *t) {
  put_name(o, t->name.text);
  put_quoted_part(o, " (from ", true, t->path);
  for (uint32_t i = 0; i < t->column_count; i++) {
    const TableColumn *c = &t->columns[i];
    put_c(o, " (");
    put_name(o, c->name.text);
    put_c(o, " ");
    put_type(o, &c->type, TEXT("?")); // a column of a record is refused later; its name is not kept
    if (c->key) put_c(o, " key");
    put_quoted_part(o, " (from ", c->from.size > 0, c->from);
    put_c(o, ")");
  }
}
static void put_header(Printer *o, const Header *h) {
  put_quoted(o, h->name);
  put_quoted_part(o, " (owner ", h->has_owner, h->owner);
  put_quoted_part(o, " (version ", h->has_version, h->version);
  put_quoted_part(o, " (timezone ", h->has_timezone, h->timezone);
  put_part(o, " (review ", h->review_every);
  put_part(o, " (since ", h->review_since);
}

// ---- rules
static void put_decay(Printer *o, const Decay *d) {
  static const char *const words[] = {"", " (halving", " (keeping", " (losing", " (losing", " (fading"};
  if (d->kind != DECAY_NONE) {
    put_c(o, words[d->kind]);
    if (d->share) put_operand(o, d->share);
    put_operand(o, d->every);
    put_c(o, ")");
  }
  put_part(o, " (since ", d->since);
}
static void put_rule(Printer *o, const Rule *r) {
  put_name(o, r->score.text);
  put_c(o, " ");
  put_quoted(o, r->label);
  if (r->points) { put_c(o, r->points_negative ? " -" : " "); put_expr(o, r->points); }
  if (r->each) put_c(o, " each");
  put_part(o, " (at-most ", r->cap);
  put_decay(o, &r->decay);
  put_quoted_part(o, " (because ", r->has_because, r->because);
  put_part(o, " (per ", r->per);
  put_part(o, " (when ", r->when);
  if (r->query) { put_c(o, " (for "); put_query(o, r->query); put_c(o, ")"); }
  if (r->by) put_decision(o, r->by);
}
static void put_group(Printer *o, const Group *g) {
  put_quoted(o, g->label);
  put_operand(o, g->range);
  put_decay(o, &g->decay);
  for (uint32_t i = 0; i < g->rule_count; i++) { put_c(o, " (rule "); put_rule(o, g->rules[i]); put_c(o, ")"); }
}
static void put_score(Printer *o, const Score *s) {
  put_name(o, s->name.text);
  if (s->range) put_operand(o, s->range);
  if (s->whole) put_c(o, " whole");
  put_part(o, " (= ", s->derived);
}

// ---- decisions
static void put_condition(Printer *o, Text name, bool has_because, Text because, const Expr *when, bool otherwise) {
  put_quoted(o, name);
  put_quoted_part(o, " (because ", has_because, because);
  put_part(o, " (when ", when);
  if (otherwise) put_c(o, " otherwise");
}
static void put_channel(Printer *o, const Channel *c) {
  put_condition(o, c->name, c->has_because, c->because, c->when, false);
  if (!c->has_hours) return;
  put_texts(o, " (open", (Text[]){c->open_text, c->close_text}, 2);
  put_operand(o, c->zone);
}
static void put_route(Printer *o, const Route *r) {
  put_condition(o, r->name, false, (Text){0}, r->when, r->otherwise);
  put_part(o, " (to ", r->target);
  for (uint32_t i = 0; i < r->share_count; i++) {
    put_c(o, " (share ");
    put_quoted(o, r->shares[i].target);
    if (r->shares[i].share) put_operand(o, r->shares[i].share);
    put_c(o, ")");
  }
  put_part(o, " (sla ", r->sla);
}
static void put_names(Printer *o, const char *open, const Name *names, uint32_t count) {
  if (!count) return;
  put_c(o, open);
  for (uint32_t i = 0; i < count; i++) { put_c(o, " "); put_name(o, names[i].text); }
  put_c(o, ")");
}
static void put_merge(Printer *o, const Merge *m) {
  put_expr(o, m->by);
  put_named_part(o, " (keep-latest ", m->keep_latest.text);
  put_names(o, " (combine", m->combine, m->combine_count);
  put_names(o, " (strictest", m->strictest, m->strictest_count);
}
static void put_account(Printer *o, const Account *a) {
  put_expr(o, a->by);
  for (uint32_t i = 0; i < a->count; i++) { put_c(o, " (define "); put_define(o, a->figures[i]); put_c(o, ")"); }
}
static void put_test(Printer *o, const Test *t) {
  put_quoted(o, t->name);
  put_part(o, " (at ", t->at);
  put_part(o, " (lead ", t->lead);
  for (uint32_t i = 0; i < t->expect_count; i++) put_part(o, " (expect ", t->expects[i]);
}
static void put_parameter(Printer *o, const Parameter *p) {
  put_name(o, p->name.text);
  put_operand(o, p->value);
  put_part(o, " (in ", p->range);
}
static void put_extern(Printer *o, const Extern *x) {
  put_name(o, x->name.text);
  put_arguments(o, x->arguments, x->argument_count);
  put_c(o, " gives ");
  put_type(o, &x->gives, x->gives_name.text);
  put_quoted_part(o, " (from ", true, x->library);
}
static void put_hold(Printer *o, const Hold *h) {
  put_expr(o, h->duration);
  if (h->unless_stage_changes) put_c(o, " unless-stage-changes");
}
static void put_statement(Printer *o, const Statement *s) {
  static const char *const words[] = {"rubric", "use", "schema", "record", "list", "table", "parameter", "define", "extern", "score", "rule", "group", "reason", "stage",
    "stages-forward-only", "segment", "contact", "route", "hold", "account", "merge", "test"};
  put_c(o, "(");
  put_c(o, s->kind == STATEMENT_REASON ? (s->reason->require ? "require" : "disqualify") : words[s->kind]);
  if (s->kind != STATEMENT_FORWARD_ONLY) put_c(o, " ");
  switch (s->kind) {
    case STATEMENT_HEADER: put_header(o, s->header); break;
    case STATEMENT_USE: put_quoted(o, s->use->path); break;
    case STATEMENT_SCHEMA: put_fields(o, s->schema->name, s->schema->fields, s->schema->field_count); break;
    case STATEMENT_RECORD: put_fields(o, s->record->name, s->record->fields, s->record->field_count); break;
    case STATEMENT_LIST: put_list(o, s->list); break;
    case STATEMENT_TABLE: put_table(o, s->table); break;
    case STATEMENT_PARAMETER: put_parameter(o, s->parameter); break;
    case STATEMENT_DEFINE: put_define(o, s->define); break;
    case STATEMENT_EXTERN: put_extern(o, s->external); break;
    case STATEMENT_SCORE: put_score(o, s->score); break;
    case STATEMENT_RULE: put_rule(o, s->rule); break;
    case STATEMENT_GROUP: put_group(o, s->group); break;
    case STATEMENT_REASON: put_condition(o, s->reason->code, s->reason->has_because, s->reason->because, s->reason->when, false); break;
    case STATEMENT_STAGE: put_condition(o, s->stage->name, false, (Text){0}, s->stage->when, s->stage->otherwise); break;
    case STATEMENT_FORWARD_ONLY: break;
    case STATEMENT_SEGMENT: put_condition(o, s->segment->name, false, (Text){0}, s->segment->when, false); break;
    case STATEMENT_CHANNEL: put_channel(o, s->channel); break;
    case STATEMENT_ROUTE: put_route(o, s->route); break;
    case STATEMENT_HOLD: put_hold(o, s->hold); break;
    case STATEMENT_ACCOUNT: put_account(o, s->account); break;
    case STATEMENT_MERGE: put_merge(o, s->merge); break;
    case STATEMENT_TEST: put_test(o, s->test); break;
  }
  put_c(o, ")\n");
}

static Text file_print(Arena *arena, const File *file) {
  Printer o = {.arena = arena};
  for (uint32_t i = 0; i < file->count; i++) put_statement(&o, &file->statements[i]);
  return (Text){o.out.items, o.out.count};
}
