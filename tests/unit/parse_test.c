// parse_test.c -- rule files to trees and back to text: every form, every word as a name, every mistake with its place.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/clock.h"
#include "base/limits.h"
#include "lang/parse.h"

// ---- the tree as S-expressions, one statement a line: what a file says, without how it is laid out. Parentheses of the
// source and its spans are not shown. Recursion goes as deep as expressions do, and the parser bounds that.
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

// ---- harness
static Arena arena;
static jmp_buf escape;
static Sources sources;
static Diags diags;

static int setup(void **state) {
  (void)state;
  arena_init(&arena, allocator_default(), &escape);
  sources = (Sources){.arena = &arena};
  diags = (Diags){.arena = &arena};
  return 0;
}
static int teardown(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}
static File *parse(Text bytes) {
  diags = (Diags){.arena = &arena};
  return file_parse(&arena, &sources, source_add(&sources, TEXT("t"), bytes), &diags);
}
static void assert_text(Text source, Text got, const char *want) {
  if (!text_is(got, want)) print_error("source: %.*s\ngot:    %.*s\nwant:   %s\n", (int)source.size, source.data, (int)got.size, got.data ? got.data : "", want);
  assert_true(text_is(got, want));
}
static void assert_clean(Text source) {
  for (uint32_t i = 0; i < diags.items.count; i++) {
    Text t = diag_render(&arena, &sources, diags.items.items[i], false);
    print_error("source: %.*s\n%.*s", (int)source.size, source.data, (int)t.size, t.data);
  }
  assert_int_equal(diags.items.count, 0);
}
static void assert_tree(const char *source, const char *want) {
  File *file = parse(text_of(source));
  assert_clean(text_of(source));
  assert_false(file->has_syntax_errors);
  Text got = file_print(&arena, file);
  assert_text(text_of(source), (Text){got.data, got.size ? got.size - 1 : 0}, want); // without the last line end
}
static void assert_expr(const char *source, const char *want) {
  Text file = text_format(&arena, "define x as %s", source);
  assert_tree(text_c(&arena, file), text_c(&arena, text_format(&arena, "(define x %s)", want)));
}
// The mistakes in order: "E010 2:7, E013 3:1".
static void assert_mistakes_in(Text source, const char *want) {
  File *file = parse(source);
  diag_sort(&diags);
  Text got = {"", 0};
  for (uint32_t i = 0; i < diags.items.count; i++) {
    uint32_t line, column;
    const Diag *d = diags.items.items[i];
    source_position(&sources, d->span, &line, &column);
    got = text_format(&arena, "%.*s%s%s %u:%u", (int)got.size, got.data, i ? ", " : "", error_code(d->id), line, column);
  }
  assert_text(source, got, want);
  assert_int_equal(file->has_syntax_errors, want[0] != 0);
}
static void assert_mistakes(const char *source, const char *want) { assert_mistakes_in(text_of(source), want); }
static void assert_statements(const char *source, const char *mistakes, uint32_t statements) { // what is left beside them
  assert_mistakes(source, mistakes);
  assert_int_equal(parse(text_of(source))->count, statements);
}
static void assert_said(const char *source, const char *part) { // in the first message
  parse(text_of(source));
  assert_true(diags.items.count > 0);
  diag_sort(&diags);
  Text t = diag_render(&arena, &sources, diags.items.items[0], false);
  if (!text_contains(t, text_of(part))) print_error("source: %s\n%.*swithout: %s\n", source, (int)t.size, t.data, part);
  assert_true(text_contains(t, text_of(part)));
}

// ---- statements
static void declarations(void **state) {
  (void)state;
  assert_tree("", "");
  assert_tree("# only a comment", "");
  assert_tree("rubric \"N\" { owner \"o\" version \"1\" review every 90 days since 2026-11-01 timezone \"Europe/Paris\" }",
              "(rubric \"N\" (owner \"o\") (version \"1\") (timezone \"Europe/Paris\") (review (days 90)) (since 2026-11-01))");
  assert_tree("use \"std/email\"", "(use \"std/email\")");
  assert_tree("schema L { a text key from \"A\", \"b\" b integer required in 0.. unit USD c one of \"x\", \"y\" default \"x\" d scale of \"l\", \"h\" e list of text separated by \";\" default empty }",
              "(schema L (a text key (from \"A\" \"b\")) (b integer required (in (.. 0 _)) (unit USD)) (c (one-of \"x\" \"y\") (default \"x\")) (d (scale \"l\" \"h\")) (e (list text) default-empty (separated-by \";\")))");
  assert_tree("schema L { t time as \"%d/%m/%Y\" i text missing when \"\", \"N/A\" v list of Visit by at since back n number default -5 l list of list of one of \"a\" }",
              "(schema L (t time (as \"%d/%m/%Y\")) (i text (missing-when \"\" \"N/A\")) (v (list Visit) (by at) (since back)) (n number (default -5)) (l (list (list (one-of \"a\")))))");
  assert_tree("record E { a text b number c boolean d date e time f email g domain h phone i url j country k Other }",
              "(record E (a text) (b number) (c boolean) (d date) (e time) (f email) (g domain) (h phone) (i url) (j country) (k Other))");
  assert_tree("list a = \"x\", \"y z\"", "(list a (values \"x\" \"y z\"))");
  assert_tree("list a from \"f.txt\"", "(list a (from \"f.txt\"))");
  assert_tree("list a from \"f.csv\" column \"domain\"", "(list a (from \"f.csv\") (column \"domain\"))");
  assert_tree("table t from \"t.csv\" { state text key  owner text from \"Owner name\" }", "(table t (from \"t.csv\") (state text key) (owner text (from \"Owner name\")))");
  assert_tree("parameter p = 60 in 0..100", "(parameter p 60 (in (.. 0 100)))");
  assert_tree("parameter p = \"x\"", "(parameter p \"x\")");
  assert_tree("parameter p = 30 days", "(parameter p (days 30))");
  assert_tree("define x as 1", "(define x 1)");
  assert_tree("define f(a text, b list of number) as a", "(define f (a text, b (list number)) a)");
  assert_tree("define f(a text) by a { \"x\" => 1 otherwise => missing }", "(define f (a text) (by a (\"x\" => 1) (otherwise => missing)))");
  assert_tree("extern function f(a text, b number) gives number from \"lib\"", "(extern f (a text, b number) gives number (from \"lib\"))");
  assert_tree("extern function f() gives text from \"lib\"", "(extern f () gives text (from \"lib\"))");
}
static void tables(void **state) {
  (void)state;
  assert_tree("define x by a, b { < 5, any => \"a\" <= 5 or 7, missing => \"b\" > 1, present => \"c\" >= 2, \"x\" => \"d\" }",
              "(define x (by a b ((< 5) any => \"a\") ((or (<= 5) 7) missing => \"b\") ((> 1) present => \"c\") ((>= 2) \"x\" => \"d\")))");
  assert_tree("define x by a { 1..5 => 1 1..<5 => 2 5.. => 3 ..-5 => 4 not 3 => 5 not 1..2 => 6 not in s => 7 -3 => -4 }",
              "(define x (by a ((.. 1 5) => 1) ((..< 1 5) => 2) ((.. 5 _) => 3) ((.. _ -5) => 4) ((not 3) => 5) ((not (.. 1 2)) => 6) ((not (in s)) => 7) (-3 => -4)))");
  assert_tree("define x by a { in (\"u\", \"v\") => 1 has \"w\" => 2 has any of s => 3 has all of (\"p\", \"q\") => 4 has none of s => 5 contains \"w\" => 6 starts with \"w\" => 7 ends with \"w\" => 8 }",
              "(define x (by a ((in (set \"u\" \"v\")) => 1) ((has \"w\") => 2) ((has-any s) => 3) ((has-all (set \"p\" \"q\")) => 4) ((has-none s) => 5) ((contains \"w\") => 6) ((starts-with \"w\") => 7) ((ends-with \"w\") => 8)))");
  assert_tree("define x by a { true => 2026-11-01 false => 2026-11-02 2026-01-01..2026-02-01 => 2026-01-02 }",
              "(define x (by a (true => 2026-11-01) (false => 2026-11-02) ((.. 2026-01-01 2026-02-01) => 2026-01-02)))");
  assert_tree("fit \"S\" because \"b\" by a { 1 => +10 otherwise => -5 }", "(rule fit \"S\" (because \"b\") (by a (1 => 10) (otherwise => -5)))");
}
static void rules(void **state) {
  (void)state;
  assert_tree("score s", "(score s)");
  assert_tree("score s 0..100 whole", "(score s (.. 0 100) whole)");
  assert_tree("score s -10..10 = a * 60% + b", "(score s (.. -10 10) (= (+ (* a 0.6(%)) b)))");
  assert_tree("score s whole = a", "(score s whole (= a))");
  assert_tree("fit \"L\" +20 because \"why\" when a", "(rule fit \"L\" 20 (because \"why\") (when a))");
  assert_tree("fit \"L\" -20 when a", "(rule fit \"L\" -20 (when a))");
  assert_tree("fit \"L\" 20 when a", "(rule fit \"L\" 20 (when a))");
  assert_tree("fit \"L\" -p when a", "(rule fit \"L\" -p (when a))");
  assert_tree("fit \"L\" +5 each, at most 20, halving every 14 days for events within 30 days where kind is \"x\"",
              "(rule fit \"L\" 5 each (at-most 20) (halving (days 14)) (for events (within (days 30)) (where (is kind \"x\"))))");
  assert_tree("fit \"L\" +40 for events", "(rule fit \"L\" 40 (for events))");
  assert_tree("fit \"L\" +5 per visits, at most cap keeping 80% every 1 day since seen when a", "(rule fit \"L\" 5 (at-most cap) (keeping 0.8(%) (days 1)) (since seen) (per visits) (when a))");
  assert_tree("fit \"L\" +5 losing 20% every 2 weeks since t when a", "(rule fit \"L\" 5 (losing 0.2(%) (days 14)) (since t) (when a))");
  assert_tree("fit \"L\" +5, losing 5 every 36 hours, since t when a", "(rule fit \"L\" 5 (losing 5 (hours 36)) (since t) (when a))");
  assert_tree("fit \"L\" +5 fading over 90 minutes since t when a", "(rule fit \"L\" 5 (fading (minutes 90)) (since t) (when a))");
  assert_tree("group \"G\" 0..15 { fit \"A\" +1 when a fit \"B\" by b { 1 => 2 } }", "(group \"G\" (.. 0 15) (rule fit \"A\" 1 (when a)) (rule fit \"B\" (by b (1 => 2))))");
  assert_tree("group \"G\" 0..15 halving every 7 days since t { fit \"A\" +1 when a }", "(group \"G\" (.. 0 15) (halving (days 7)) (since t) (rule fit \"A\" 1 (when a)))");
}
static void decisions(void **state) {
  (void)state;
  assert_tree("disqualify \"c\" because \"t\" when a", "(disqualify \"c\" (because \"t\") (when a))");
  assert_tree("require \"c\" that a", "(require \"c\" (when a))");
  assert_tree("stage \"S\" when a stage \"T\" otherwise stages forward only", "(stage \"S\" (when a))\n(stage \"T\" otherwise)\n(stages-forward-only)");
  assert_tree("segment \"S\" when a", "(segment \"S\" (when a))");
  assert_tree("contact \"email\" because \"b\" when a", "(contact \"email\" (because \"b\") (when a))");
  assert_tree("contact \"call\" when a and b open \"08:00\"..\"21:00\" in zone", "(contact \"call\" (when (and a b)) (open \"08:00\" \"21:00\") zone)");
  assert_tree("route \"R\" to \"x\" when a", "(route \"R\" (when a) (to \"x\"))");
  assert_tree("route \"R\" to t(s).owner sla 1 hour otherwise", "(route \"R\" otherwise (to (.owner (call t s))) (sla (hours 1)))");
  assert_tree("route \"R\" to any of \"a\" 70%, \"b\" 30% sla 2 days when a", "(route \"R\" (when a) (share \"a\" 0.7(%)) (share \"b\" 0.3(%)) (sla (days 2)))");
  assert_tree("route \"R\" to any of \"a\", \"b\" otherwise", "(route \"R\" otherwise (share \"a\") (share \"b\"))");
  assert_tree("hold routes for 30 days", "(hold (days 30))");
  assert_tree("hold routes for 30 days unless stage changes", "(hold (days 30) unless-stage-changes)");
  assert_tree("account by domain(email) { define people as count(leads) define hot as max(intent of leads) > 3 }",
              "(account (call domain email) (define people (count leads)) (define hot (> (max intent of leads) 3)))");
  assert_tree("merge leads by e { keep latest u combine a, b strictest c }", "(merge e (keep-latest u) (combine a b) (strictest c))");
  assert_tree("test \"t\" { at 2026-01-02T03:04:05Z lead { a: 1, `b c`: \"\", d: 2 days ago, e: missing, f: [1, [], { g: true }], previous: { stage: \"x\" } } expect a expect b is 1 }",
              "(test \"t\" (at 2026-01-02T03:04:05Z) (lead {a: 1, `b c`: \"\", d: (ago (days 2)), e: missing, f: [1, [], {g: true}], previous: {stage: \"x\"}}) (expect a) (expect (is b 1)))");
}

// ---- expressions
static void operators(void **state) {
  (void)state;
  assert_expr("if a then missing else if b then c else d", "(if a missing (if b c d))");
  assert_expr("a or b or c", "(or a b c)");
  assert_expr("(a or b) and c and (d and e)", "(and (or a b) c (and d e))");
  assert_expr("not a and b", "(and (not a) b)");
  assert_expr("not a is b", "(not (is a b))");
  assert_expr("1 + 2 * 3 - -x / 4", "(- (+ 1 (* 2 3)) (/ (negate x) 4))");
  assert_expr("(1 + 2) * 3", "(* (+ 1 2) 3)");
  assert_expr("a is b and a is not b and a = b and a != b", "(and (is a b) (is-not a b) (is a b) (is-not a b))");
  assert_expr("a is exactly \"x\" or a is not exactly \"x\"", "(or (is-exactly a \"x\") (is-not-exactly a \"x\"))");
  assert_expr("a < 1 and a <= 1 and a > 1 and a >= 1", "(and (< a 1) (<= a 1) (> a 1) (>= a 1))");
  assert_expr("a between 1 and 2 + 3 and b", "(and (between a 1 (+ 2 3)) b)");
  assert_expr("a in s", "(in a s)");
  assert_expr("a not in (\"x\", \"y\")", "(not-in a (set \"x\" \"y\"))");
  assert_expr("a in 1..<5 and a in p.reasons", "(and (in a (..< 1 5)) (in a (.reasons p)))");
  assert_expr("a has \"x\" and a has any of s and a has all of (\"x\") and a has none of s", "(and (has a \"x\") (has-any a s) (has-all a (set \"x\")) (has-none a s))");
  assert_expr("a contains \"x\" and a contains any of s", "(and (contains a \"x\") (contains-any a s))");
  assert_expr("a starts with \"x\" and a starts with any of s", "(and (starts-with a \"x\") (starts-with-any a s))");
  assert_expr("a ends # between\n with \"x\" and a ends with any of s", "(and (ends-with a \"x\") (ends-with-any a s))");
  assert_expr("a matches \"^x\"", "(matches a \"^x\")");
  assert_expr("a within 30 days and a not within 6 months", "(and (within a (days 30)) (not-within a (months 6)))");
  assert_expr("a older than 1 year and a before b and a after now", "(and (older-than a (months 12)) (before a b) (after a now))");
  assert_expr("a is missing and a is not missing and a is present and a is valid and a is not invalid", "(and (is-missing a) (is-not-missing a) (is-present a) (is-valid a) (is-not-invalid a))");
  assert_expr("all of (a, b) or any of (a, b) or none of (a, b) or at least 2 of (a, b, c)", "(or (all-of a b) (any-of a b) (none-of a b) (at-least 2 a b c))");
  assert_expr("now - 2 days ago", "(- now (ago (days 2)))");
  assert_expr("f(a, -1).b.c", "(.c (.b (call f a (negate 1))))");
  assert_expr("points(\"Label\") + f()", "(+ (call points \"Label\") (call f))");
}
static void queries(void **state) {
  (void)state;
  assert_expr("count(e)", "(count e)");
  assert_expr("count(e within 30 days where a and b)", "(count e (within (days 30)) (where (and a b)))");
  assert_expr("any(e where a) or all(e where a) or none(e)", "(or (any e (where a)) (all e (where a)) (none e))");
  assert_expr("sum(a * 2 of e where b)", "(sum (* a 2) of e (where b))");
  assert_expr("average(a of e) + min(a of e) + max(a of e within 1 day) + distinct(a of e)", "(+ (+ (+ (average a of e) (min a of e)) (max a of e (within (days 1)))) (distinct a of e))");
  assert_expr("latest(e) after earliest(e where a)", "(after (latest e) (earliest e (where a)))");
  assert_expr("count(a.b where count(c where it is \"x\") > 1)", "(count (.b a) (where (> (count c (where (is it \"x\"))) 1)))");
}
static void literals(void **state) {
  (void)state;
  assert_expr("200 + 1_000_000 + 200k + 5M + 2B + 1.5 + 1.5M + 15% + 0.0001", "(+ (+ (+ (+ (+ (+ (+ (+ 200 1000000) 200000) 5000000) 2000000000) 1.5) 1500000) 0.15(%)) 0.0001)");
  assert_expr("900_000_000_000_000", "900000000000000");
  assert_expr("join(\"\\\"\\\\\\n\\t\\u{e9}\", \"\")", "(call join \"\\\"\\\\\\n\\t\xc3\xa9\" \"\")");
  assert_expr("join(if a then \" \" else \"\", b)", "(call join (if a \" \" \"\") b)");
  assert_expr("2026-02-28 is 2024-02-29", "(is 2026-02-28 2024-02-29)");
  assert_expr("2026-11-01T09:00Z", "2026-11-01T09:00:00Z");
  assert_expr("2026-11-01T09:00:00.250+02:00", "2026-11-01T07:00:00.250Z");
  assert_expr("2026-11-01T09:00:00.000001-14:00", "2026-11-01T23:00:00.000001Z");
  assert_expr("2026-11-01T09:00", "2026-11-01T09:00:00"); // local
  assert_expr("f(1 second, 45 seconds, 90 minutes, 1 hour, 30 days, 2 weeks, 6 months, 2 years)",
              "(call f (seconds 1) (seconds 45) (minutes 90) (hours 1) (days 30) (days 14) (months 6) (months 24))");
  assert_expr("true is false", "(is true false)");
  assert_expr("`Lead Source` is `and`", "(is `Lead Source` and)");
  assert_tree("\xEF\xBB\xBF" "define x as 1", "(define x 1)");
}

// ---- words as names
typedef enum { RESERVED, STATEMENT, OPTION, CLAUSE } Kind;
static const struct { const char *word; Kind kind; } words[] = {
#define KEYWORD(word, token, kind) {word, kind},
#define PHRASE(a, b, c, token) {a, CLAUSE}, {b, CLAUSE}, {c, CLAUSE},
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
  // words with a meaning that are no words of the grammar
  {"it", CLAUSE}, {"ago", CLAUSE}, {"day", CLAUSE}, {"days", CLAUSE}, {"hour", CLAUSE}, {"month", CLAUSE}, {"text", CLAUSE}, {"number", CLAUSE}, {"count", CLAUSE},
  {"sum", CLAUSE}, {"latest", CLAUSE}, {"previous", CLAUSE}, {"fit", CLAUSE}, {"reasons", CLAUSE}, {"scale", CLAUSE}, {"one", CLAUSE}, {"least", CLAUSE}, {"most", CLAUSE},
};
enum { WORDS = sizeof words / sizeof *words };
static bool reserved(const char *word) { // also as a part of a phrase: `of`, `with` is none
  for (int i = 0; i < WORDS; i++) if (words[i].kind == RESERVED && strcmp(words[i].word, word) == 0) return true;
  return word[0] == 0;
}
static bool option(const char *word) {
  for (int i = 0; i < WORDS; i++) if (words[i].kind == OPTION && strcmp(words[i].word, word) == 0) return true;
  return false;
}
static bool statement(const char *word) {
  for (int i = 0; i < WORDS; i++) if (words[i].kind == STATEMENT && strcmp(words[i].word, word) == 0) return true;
  return false;
}
// `source` and `want` with W in the place of each @.
static void assert_with(const char *word, const char *source, const char *want) {
  const char *in[] = {source, want}, *out[2];
  for (int i = 0; i < 2; i++) {
    Text t = {"", 0};
    for (const char *c = in[i]; *c; c++) t = *c == '@' ? text_format(&arena, "%.*s%s", (int)t.size, t.data, word) : text_format(&arena, "%.*s%c", (int)t.size, t.data, *c);
    out[i] = text_c(&arena, t);
  }
  assert_tree(out[0], out[1]);
}
static void words_as_names(void **state) {
  (void)state;
  for (int i = 0; i < WORDS; i++) {
    const char *w = words[i].word;
    if (reserved(w)) continue;
    arena_reset(&arena);
    sources = (Sources){.arena = &arena};
    if (!option(w)) { // inside a schema these are none
      assert_with(w, "schema L {\n a text\n @ text key\n b number in 0.. unit @\n @ one of \"x\"\n @ list of text by @ since @\n}",
                  "(schema L (a text) (@ text key) (b number (in (.. 0 _)) (unit @)) (@ (one-of \"x\")) (@ (list text) (by @) (since @)))");
      assert_with(w, "table @ from \"f\" {\n @ text key\n @ number\n}", "(table @ (from \"f\") (@ text key) (@ number))");
    }
    assert_with(w, "define @ as @ + @ * -@\ndefine y as (@) is @", "(define @ (+ @ (* @ (negate @))))\n(define y (is @ @))");
    // on its own line and before every operator, where a statement's first word might be meant
    assert_with(w, "define y as a or\n@ between 1 and 2 or\n@ in (1) or\n@ not in s or @ starts with \"x\" or\n  @ starts with \"x\" or\n@ older than 1 day or\n@ contains \"x\" or\n@ has \"x\" or\n@ is missing or\n@ before a",
                "(define y (or a (between @ 1 2) (in @ (set 1)) (not-in @ s) (starts-with @ \"x\") (starts-with @ \"x\") (older-than @ (days 1)) (contains @ \"x\") (has @ \"x\") (is-missing @) (before @ a)))");
    assert_with(w, "fit \"L\" +1 per @ each because \"b\" when @ between (1) and 2\nstage \"S\" when @ in (1)", "(rule fit \"L\" 1 each (because \"b\") (per @) (when (between @ 1 2)))\n(stage \"S\" (when (in @ (set 1))))");
    assert_with(w, "define @(@ text, @ number,\n @ text) as @.@", "(define @ (@ text, @ number, @ text) (.@ @))");
    assert_with(w, "define @ by @ { in @ => 1 }", "(define @ (by @ ((in @) => 1)))");
    assert_with(w, "list @ = \"a\"\nparameter @ = 1\nschema @ { a text }\nrecord @ { a text }", "(list @ (values \"a\"))\n(parameter @ 1)\n(schema @ (a text))\n(record @ (a text))");
    assert_with(w, "fit \"L\" +@, at most @ when @ > 1 and @ in @ and not @\nfit \"M\" +1 for @ where @ is @\nfit \"N\" +1 per @ when @", 
                "(rule fit \"L\" @ (at-most @) (when (and (> @ 1) (in @ @) (not @))))\n(rule fit \"M\" 1 (for @ (where (is @ @))))\n(rule fit \"N\" 1 (per @) (when @))");
    assert_with(w, "stage \"S\" when @\nroute \"R\" to @ sla 1 hour when @\ncontact \"c\" when @ open \"08:00\"..\"09:00\" in @",
                "(stage \"S\" (when @))\n(route \"R\" (when @) (to @) (sla (hours 1)))\n(contact \"c\" (when @) (open \"08:00\" \"09:00\") @)");
    assert_with(w, "test \"t\" { lead { @: 1, a: { @: [1] } } expect @ is 1 expect @ }", "(test \"t\" (lead {@: 1, a: {@: [1]}}) (expect (is @ 1)) (expect @))");
    if (!statement(w)) assert_with(w, "score @ 0..1\n@ \"L\" +1 when a", "(score @ (.. 0 1))\n(rule @ \"L\" 1 (when a))");
    if (words[i].kind == STATEMENT) assert_with(w, "define y as\n@\nstage \"S\" when a and\n@ is 1", "(define y @)\n(stage \"S\" (when (and a (is @ 1))))");
  }
}

// ---- mistakes
static void characters_and_literals(void **state) {
  (void)state;
  assert_mistakes_in((Text){"use \"a\"\nuse \xff", 14}, "E002 2:5");
  assert_mistakes_in((Text){"use \"a\0b\"", 9}, "E002 1:7");
  assert_mistakes("stage \"a\" when x && y", "E011 1:18");
  assert_mistakes("stage \"a\" when x || y", "E011 1:18");
  assert_mistakes("stage \"a\" when x == y", "E011 1:18");
  assert_mistakes("stage \"a\" when x <> y", "E011 1:18");
  assert_mistakes("stage \"a\" when x;", "E011 1:17");
  assert_mistakes("stage \"a\" when x is \xe2\x80\x9cy\xe2\x80\x9d", "E011 1:21, E011 1:23");
  assert_said("stage \"a\" when x is 'y'", "double quotes");
  assert_mistakes("stage \"a\" when x is \"y\nstage \"b\" otherwise", "E012 1:21");
  assert_mistakes("list a = \"x\\q\"", "E012 1:12");
  assert_mistakes("list a = \"\\u{110000}\"", "E012 1:11");
  assert_mistakes("define x as 1.23456", "E014 1:13");
  assert_mistakes("define x as 0.123%", "E014 1:13"); // five places
  assert_mistakes("define x as 900_000_000_000_000.0001", "E014 1:13");
  assert_mistakes("define x as 99999999999999999999999999999999999999999999", "E014 1:13");
  assert_mistakes("define x as 5days", "E014 1:13");
  assert_mistakes("define x as 2026-02-29", "E015 1:13");
  assert_mistakes("define x as 2026-1-1", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T24:00Z", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T23:59:60Z", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T00:00:00.1234567Z", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T00:00+14:01", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T", "E015 1:13");
  assert_mistakes("define x as a within 1.5 days", "E016 1:22");
  assert_mistakes("define x as a within 999999999999 days", "E016 1:22");
  assert_mistakes("define x as a in 5..1", "E017 1:18");
  assert_mistakes("define x as a in 5..<5", "E017 1:18");
  assert_mistakes("define x as a in 2026-01-02..2026-01-01", "E017 1:18");
}
static void blank_texts(void **state) {
  (void)state;
  assert_mistakes("define x as \"\"", "E013 1:13");
  assert_mistakes("define x as a is \" \"", "E013 1:18");
  assert_mistakes("define x as if a then \"\" else \"b\"", "E013 1:23");
  assert_mistakes("define x as a in (\"b\", \"\\t\")", "E013 1:24");
  assert_mistakes("define x as join(lower(\"\"))", "E013 1:24");
  assert_mistakes("define x by a { \"\" => \"\" }", "E013 1:17, E013 1:23");
  assert_mistakes("list x = \"a\", \"\"", "E013 1:15");
  assert_mistakes("schema L { a one of \"\", \"b\" c text from \"\" d text default \"\" }", "E013 1:21, E013 1:41, E013 1:59");
  assert_mistakes("stage \"\" otherwise", "E013 1:7");
  assert_mistakes("fit \" \" +1 because \"\" when a", "E013 1:5");
}
static void expressions(void **state) {
  (void)state;
  assert_mistakes("define x as a or b and c", "E018 1:13");
  assert_mistakes("define x as a and b or c and d", "E018 1:13");
  assert_said("define x as a or b and c", "(b and c)");
  assert_mistakes("define x as a < b < c", "E019 1:19");
  assert_mistakes("define x as a is b is missing", "E019 1:20");
  assert_mistakes("define x as (a < b) is c", "");
  assert_mistakes("define x as at least 4 of (a, b)", "E037 1:13");
  assert_mistakes("define x as at least 1.5 of (a, b)", "E037 1:13");
  assert_mistakes("define x as sum(a)", "E037 1:13");
  assert_mistakes("define x as count(a of b)", "E037 1:13");
  assert_mistakes("define x as lower(a where b)", "E037 1:19");
  assert_mistakes("schema L { a text key key }", "E051 1:23");
  assert_mistakes("fit \"L\" +1 each each for a", "E064 1:17");
  assert_mistakes("define x by a { not has \"x\" => 1 }", "E074 1:17");
}
static void forms(void **state) {
  (void)state;
  assert_mistakes("stage \"a\" x", "E010 1:11");
  assert_said("stage \"a\" x", "expected `when` or `otherwise` after `\"a\"`");
  assert_said("stage \"a\" when x +", "expected a value after `+`");
  assert_said("stge \"a\" when x", "did you mean `stage`");
  assert_said("frobnicate x", "a statement begins with");
  assert_said("lst a = \"b\"", "did you mean `list`");
  assert_said("list a \"b\"", "list NAME = ");
  assert_said("fit \"a\" 20 x", "+20 when CONDITION");
  assert_said("define x by a { 1 \"b\" }", "PATTERN => VALUE");
  assert_said("define x by a {\n 1 => 2\nstage \"s\" otherwise", "a } is missing before `stage`");
  assert_said("schema L {\n a text\nstage \"s\" otherwise", "a } is missing before `stage`");
  assert_said("define x as 1 +\nstage \"s\" otherwise", "the statement before it is not complete");
  assert_said("test \"t\" { expect a", "the file ends inside braces");
  assert_said("stage \"s\" when", "the file ends in the middle");
}
static void recovery(void **state) {
  (void)state;
  assert_statements("stage \"a\" x\nfit \"b\" +1 when a\nroute \"r\" \"y\"\nfit \"c\" +1 when a", "E010 1:11, E010 3:11", 2);
  assert_statements("define x as 1 +\nstage \"a\" when y >\nstage \"b\" otherwise", "E010 2:1, E010 3:1", 1);
  assert_statements("}\n}\nstage \"a\" otherwise", "E010 1:1", 1);
  assert_statements("schema L {\n 5 text\n b number in\n c text\n  from 5\n d text\n}\nstage \"b\" otherwise", "E010 2:2, E010 4:2, E010 5:8", 2);
  assert_statements("record L {\n a one of\n}\nrecord M {\n a text\n}", "E010 3:1", 2);
  assert_statements("schema L {\n a text\nstage \"b\" when x\nstage \"c\" otherwise", "E010 3:7", 3);
  assert_statements("schema L {\n a 5 { }\n b text\n}\nstage \"c\" otherwise", "E010 2:4", 2);
  assert_statements("group \"g\" 0..5 {\n fit \"a\" +1 whn x\n fit \"b\" +2 when y\n fit \"c\" when z\n}\nstage \"b\" otherwise", "E010 2:13, E010 4:10", 2);
  assert_statements("test \"t\" {\n lead { a 1 }\n expect a\n}\nstage \"b\" otherwise", "E010 2:11", 1);
  assert_statements("account by a {\n defin b as 1\n}\nstage \"b\" otherwise", "E010 2:2", 1);
  assert_statements("list a \"b\"\nlist c \"d\"\nlist e = \"f\"", "E010 1:8, E010 2:8", 1);
  assert_statements("stage \"a\" when x && && y\nstage \"b\" x", "E011 1:18, E011 1:21, E010 2:11", 0);
}
static void many_mistakes(void **state) {
  (void)state;
  Text t = {"", 0};
  for (int i = 0; i < LIMIT_ERRORS + 5; i++) t = text_format(&arena, "%.*sstage \"a\" x\n", (int)t.size, t.data);
  parse(t);
  assert_int_equal(diags.items.count, LIMIT_ERRORS);
  assert_int_equal(diags.dropped, 5);
}

// ---- depth and length
static Text repeated(const char *head, const char *before, const char *middle, const char *after, uint32_t times) {
  uint32_t a = (uint32_t)strlen(before), b = (uint32_t)strlen(after), h = (uint32_t)strlen(head), m = (uint32_t)strlen(middle);
  char *bytes = arena_alloc_raw(&arena, h + m + (size_t)(a + b) * times + 1), *at = bytes;
  memcpy(at, head, h); at += h;
  for (uint32_t i = 0; i < times; i++) { memcpy(at, before, a); at += a; }
  memcpy(at, middle, m); at += m;
  for (uint32_t i = 0; i < times; i++) { memcpy(at, after, b); at += b; }
  return (Text){bytes, (uint32_t)(at - bytes)};
}
static void depth(void **state) {
  (void)state;
  static const struct { const char *head, *before, *middle, *after; } nests[] = {
    {"define x as ", "(", "a", ")"}, {"define x as ", "not ", "a", ""}, {"define x as ", "- ", "a", ""}, {"define x as ", "if a then b else ", "a", ""},
    {"define x as ", "f(", "a", ")"}, {"define x as ", "count(e where ", "a", ")"}, {"define x as ", "any of (", "a", ")"}, {"define x as ", "(a in (", "a", "))"},
    {"define x as a", " + a", "", ""}, {"define x as a", ".b", "", ""}, {"test \"t\" { lead { a: ", "[", "1", "]"}, {"test \"t\" { lead ", "{ a: ", "1", "}"},
    {"define x as ", "(a and ", "b", ")"}, {"define x as ", "(a and b and c and ", "d", ")"}, {"define x as ", "(", "a", " and b and c)"}, {"stage \"s\" when a in (", "(", "1", ")"},
  };
  for (uint32_t i = 0; i < sizeof nests / sizeof *nests; i++)
    for (uint32_t times = LIMIT_EXPRESSION_DEPTH * 2; times <= 500000; times = times < 1000 ? 20000 : times * 25) {
      arena_reset(&arena);
      sources = (Sources){.arena = &arena};
      parse(repeated(nests[i].head, nests[i].before, nests[i].middle, nests[i].after, times));
      if (diags.items.count != 1) print_error("%s x %u: %u mistakes\n", nests[i].before, times, diags.items.count);
      assert_int_equal(diags.items.count, 1);
      assert_int_equal(diags.items.items[0]->id, ERROR_DEPTH);
    }
  Text fine = repeated("define x as ", "(", "a", ")", LIMIT_EXPRESSION_DEPTH - 1);
  assert_false(parse(fine)->has_syntax_errors);
  // what stands after it is still read
  Text deep = repeated("define x as ", "not ", "a\nstage \"s\" x", "", 300);
  parse(deep);
  assert_int_equal(diags.items.count, 2);
}
static void long_chains(void **state) {
  (void)state;
  static const char *const chains[] = {" and a", " or a"};
  for (int i = 0; i < 2; i++) {
    arena_reset(&arena);
    sources = (Sources){.arena = &arena};
    File *file = parse(repeated("define x as a", chains[i], "", "", 99999));
    assert_int_equal(diags.items.count, 0);
    assert_int_equal(file->count, 1);
    assert_int_equal(file->statements[0].define->body->args.count, 100000);
  }
  File *file = parse(repeated("list a = \"x\"", ", \"x\"", "", "", 99999));
  assert_false(file->has_syntax_errors);
  assert_int_equal(file->statements[0].list->count, 100000);
}

// ---- expression_parse
static Expr *expression(const char *source) {
  diags = (Diags){.arena = &arena};
  return expression_parse(&arena, &sources, source_add(&sources, TEXT("e"), text_of(source)), &diags);
}
static void one_expression(void **state) {
  (void)state;
  Expr *e = expression("a is 1 and stage is \"SQL\"");
  assert_non_null(e);
  assert_int_equal(e->kind, EXPR_AND);
  assert_null(expression("a is"));
  assert_null(expression("a b"));
  assert_null(expression("a is \"\""));
  assert_null(expression(""));
  assert_null(expression("stage \"a\" otherwise"));
}

// ---- anything
static uint64_t seed = 20261124;
static uint32_t random_below(uint32_t n) {
  seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17;
  return (uint32_t)(seed % n);
}
static const char *const pieces[] = {"\"x\"", "\"\"", "\"open", "1", "2.5", "15%", "5M", "1.23456", "30 days", "6 months", "2026-01-01", "2026-01-01T00:00", "2026-99-01", "a", "b", "(", ")", "{", "}", "[", "]",
  ",", ".", ":", "..", "..<", "=>", "<", "<=", "=", "!=", "==", "+", "-", "*", "/", "`q`", "\n", "\n", "\n", "'", "\\", "&&", "\xe2\x80\x9c", "# c\n", "2 days ago", "at least 2 of", "any of", "\nfit \"L\" +1",
  "\nschema L {\n", "\nrecord R {\n", "\nstage \"s\" when ", "\ndefine x as ", "\ndefine x by a {", "\ngroup \"g\" 0..5 {\n", "\ntest \"t\" {", "lead {", "\naccount by a {", "\ntable t from \"f\" {\n", "define"};
static void soups(void **state) {
  (void)state;
  for (int round = 0; round < 20000; round++) {
    char soup[2000];
    uint32_t size = 0, count = 1 + random_below(60);
    for (uint32_t i = 0; i < count; i++) {
      const char *piece = random_below(2) ? words[random_below(WORDS)].word : pieces[random_below(sizeof pieces / sizeof *pieces)];
      size += (uint32_t)snprintf(soup + size, sizeof soup - size, "%s ", piece);
    }
    arena_reset(&arena);
    sources = (Sources){.arena = &arena};
    File *file = parse((Text){soup, size});
    assert_true(file->has_syntax_errors || diags.items.count == 0);
    assert_true(!file->has_syntax_errors || diags.items.count > 0);
    file_print(&arena, file);
    for (uint32_t i = 0; i < diags.items.count; i++) {
      assert_true(diags.items.items[i]->span.end <= size && diags.items.items[i]->span.start <= diags.items.items[i]->span.end);
      diag_render(&arena, &sources, diags.items.items[i], false);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    TEST(declarations), TEST(tables), TEST(rules), TEST(decisions), TEST(operators), TEST(queries), TEST(literals), TEST(words_as_names), TEST(characters_and_literals), TEST(blank_texts),
    TEST(expressions), TEST(forms), TEST(recovery), TEST(many_mistakes), TEST(depth), TEST(long_chains), TEST(one_expression), TEST(soups),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
