// parse_nodes.c -- what the grammar's actions build.
#include "lang/parse_parts.h"

// A node's depth is kept in `level` until check uses that for something else: no recursion is needed to know it.
static uint32_t depth_of(const Expr *e) { return e ? e->slot : 0; }
bool depth_enter(Parser *p, Expr *e) {
  uint32_t depth = 0;
  const Expr *parts[] = {e->a, e->b, e->c, e->query ? e->query->list : NULL, e->query ? e->query->within : NULL, e->query ? e->query->where : NULL};
  for (int i = 0; i < 6; i++) if (depth_of(parts[i]) > depth) depth = depth_of(parts[i]);
  if ((e->kind == EXPR_AND || e->kind == EXPR_OR) && e->args.count > 2) depth = e->slot; // node_chain has kept it: a long chain is not walked again
  else for (uint32_t i = 0; i < e->args.count; i++) if (depth_of(e->args.items[i]) > depth) depth = depth_of(e->args.items[i]);
  if (e->parenthesised && e->slot >= depth) depth = e->slot; // (x): the same node one deeper
  e->slot = depth + 1;
  if (e->slot <= LIMIT_EXPRESSION_DEPTH) return true;
  p->recovering = true;
  if (e->slot > LIMIT_EXPRESSION_DEPTH + 1) return false; // reported one deeper
  Diag *d = diag_add(p->diags, ERROR_DEPTH, e->span, "this is nested more than %d deep", LIMIT_EXPRESSION_DEPTH);
  diag_help(p->diags, d, "give parts of it names with `define`");
  p->failed = true;
  return false;
}

Expr *node(Parser *p, ExprKind kind, Span span, Expr *a, Expr *b, Expr *c) {
  Expr *e = ARENA_NEW(p->arena, Expr);
  *e = (Expr){.kind = kind, .span = span, .a = a, .b = b, .c = c};
  return e;
}
Expr *node_text(Parser *p, Span span, Text text) {
  Expr *e = node(p, EXPR_TEXT, span, NULL, NULL, NULL);
  e->text = text;
  if (text_trim(text).size) return e;
  e->op = 1; // blank: refused at the statement's end unless its place allows it
  *VEC_PUSH(p->arena, &p->blanks) = e;
  return e;
}
// Where a blank text means something: an argument of join, also as a branch of an `if` there.
void blank_allow(Expr *e) {
  for (; e->kind == EXPR_IF; e = e->c) blank_allow(e->b);
  if (e->kind == EXPR_TEXT) e->op = 0;
}
void blanks_allow(PtrList *texts) {
  for (uint32_t i = 0; i < texts->count; i++) blank_allow(texts->items[i]);
}
void blanks_refuse(Parser *p) {
  for (uint32_t i = 0; i < p->blanks.count; i++) {
    Expr *e = p->blanks.items[i];
    if (!e->op) continue;
    Diag *d = diag_add(p->diags, ERROR_EMPTY_TEXT, e->span, "an empty text is never the value of a field");
    diag_help(p->diags, d, "write `is missing` or `is present`");
    p->failed = true;
    e->op = 0;
    e->kind = EXPR_ERROR;
  }
  p->blanks.count = 0;
}
Text plain_text(Expr *text, bool may_be_blank) {
  if (may_be_blank) blank_allow(text);
  return text->text;
}

// ---- lists
PtrList *list_begin(Parser *p, void *first) {
  PtrList *l = ARENA_NEW(p->arena, PtrList);
  return first ? list_push(p, l, first) : l;
}
PtrList *list_push(Parser *p, PtrList *l, void *item) {
  *VEC_PUSH(p->arena, l) = item;
  return l;
}
ExprList expr_list(PtrList *l) { return (ExprList){(Expr **)l->items, l->count}; }
Text *text_list(Parser *p, PtrList *l, uint32_t *count) {
  Text *out = ARENA_MANY(p->arena, Text, l->count);
  for (uint32_t i = 0; i < l->count; i++) out[i] = ((Expr *)l->items[i])->text;
  *count = l->count;
  return out;
}

// ---- and, or: one node for a chain
static Text source_text(const Parser *p, Span s) { return (Text){p->bytes.data + s.start, s.end - s.start}; }
Expr *node_chain(Parser *p, ExprKind kind, Span span, Expr *a, Expr *b) {
  ExprKind other = kind == EXPR_AND ? EXPR_OR : EXPR_AND;
  Expr *mixed = a->kind == other && !a->parenthesised ? a : b->kind == other && !b->parenthesised ? b : NULL;
  if (mixed) {
    Diag *d = diag_add(p->diags, ERROR_MIXED_AND_OR, span, "`and` and `or` are mixed without parentheses");
    Text t = source_text(p, mixed->span);
    if (t.size < 120 && !memchr(t.data, '\n', t.size)) diag_help(p->diags, d, "say what belongs together, for example (%.*s)", (int)t.size, t.data);
    else diag_help(p->diags, d, "put parentheses around what belongs together");
    p->failed = true;
    mixed->parenthesised = true;
  }
  if (a->kind == kind && !a->parenthesised) { // grow the chain
    PtrList l = {.items = (void **)a->args.items, .count = a->args.count, .room = (uint32_t)a->value};
    list_push(p, &l, b);
    a->args = (ExprList){(Expr **)l.items, l.count};
    a->value = l.room;
    a->span = span;
    if (depth_of(b) + 1 > a->slot) a->slot = depth_of(b) + 1;
    a->slot--; // depth_enter adds it again
    return a;
  }
  Expr *e = node(p, kind, span, NULL, NULL, NULL);
  PtrList l = {0};
  list_push(p, &l, a);
  list_push(p, &l, b);
  e->args = (ExprList){(Expr **)l.items, l.count};
  e->value = l.room;
  return e;
}
static bool is_comparison(const Expr *e) { return e->kind >= EXPR_COMPARE && e->kind <= EXPR_STATE; }
Expr *node_compare(Parser *p, Span span, ExprKind kind, uint8_t op, Expr *a, Expr *b, Expr *c, Span tail) {
  if (is_comparison(a) && !a->parenthesised) {
    Diag *d = diag_add(p->diags, ERROR_CHAINED, tail, "comparisons do not chain");
    diag_help(p->diags, d, "compare twice and join with `and`, or write `between`: employees between 50 and 200");
    p->failed = true;
    return node(p, EXPR_ERROR, span, NULL, NULL, NULL);
  }
  Expr *e = node(p, kind, span, a, b, c);
  e->op = op;
  return e;
}
Expr *node_set(Parser *p, Span span, PtrList *items) {
  Expr *e = node(p, EXPR_SET, span, NULL, NULL, NULL);
  e->args = expr_list(items);
  depth_enter(p, e);
  return e;
}
Expr *node_quorum(Parser *p, Span span, QuorumOp op, int64_t least, PtrList *args) {
  Expr *e = node(p, EXPR_QUORUM, span, NULL, NULL, NULL);
  e->op = (uint8_t)op;
  e->args = expr_list(args);
  e->value = least / DECIMAL_ONE;
  if (op != QUORUM_AT_LEAST) return e;
  if (least % DECIMAL_ONE || e->value < 1 || e->value > e->args.count) {
    Diag *d = diag_add(p->diags, ERROR_ARGUMENTS, span, "`at least` needs a whole number from 1 to the number of conditions (%u)", e->args.count);
    (void)d;
    p->failed = true;
    e->value = 1;
  }
  return e;
}
Expr *node_negative(Parser *p, Span span, Expr *number) {
  (void)p;
  number->value = -number->value;
  number->span = span;
  return number;
}
Expr *node_range(Parser *p, Span span, Expr *low, Expr *high, bool open_end) {
  Expr *e = node(p, EXPR_RANGE, span, low, high, NULL);
  e->open_end = open_end;
  if (low && high && low->kind == high->kind && low->local == high->local && low->kind != EXPR_ERROR && (high->value < low->value || (open_end && high->value == low->value))) {
    Diag *d = diag_add(p->diags, ERROR_RANGE, span, "this range is empty: it ends before it begins");
    diag_help(p->diags, d, open_end ? "`a..<b` is from a up to, not including, b" : "write the smaller bound first");
    p->failed = true;
  }
  depth_enter(p, e);
  return e;
}

// ---- calls and queries
Query *node_list_query(Parser *p, Span span, Expr *list, Expr *where) {
  Query *q = ARENA_NEW(p->arena, Query);
  *q = (Query){.list = list, .where = where, .span = span};
  if (list->kind == EXPR_WITHIN && !list->negated && !list->parenthesised) {
    q->list = list->a;
    q->within = list->b;
  }
  return q;
}
Expr *node_query(Parser *p, Span span, QueryKind kind, Expr *value, Query *query) {
  Expr *e = node(p, EXPR_QUERY, span, value, NULL, NULL);
  e->op = (uint8_t)kind;
  e->query = query;
  return e;
}
static int query_kind(Text name) {
#define QUERY_WORD(word, kind) if (text_is(name, word)) return kind;
#include "lang/words.def"
  return -1;
}
static Expr *query_call(Parser *p, Span span, Name name, QueryKind kind, PtrList *args) {
  bool of = kind >= QUERY_SUM && kind <= QUERY_DISTINCT;
  CallArgument *a = args->count == 1 ? args->items[0] : NULL;
  if (!a || (of && !a->list) || (!of && a->list)) {
    Diag *d = diag_add(p->diags, ERROR_ARGUMENTS, span, "`%.*s` looks at the elements of one list", (int)name.text.size, name.text.data);
    diag_help(p->diags, d, of ? "write %.*s(VALUE of LIST [within DURATION] [where CONDITION])" : "write %.*s(LIST [within DURATION] [where CONDITION])", (int)name.text.size, name.text.data);
    p->failed = true;
    return node(p, EXPR_ERROR, span, NULL, NULL, NULL);
  }
  return node_query(p, span, kind, of ? a->value : NULL, node_list_query(p, a->span, of ? a->list : a->value, a->where));
}
Expr *node_call(Parser *p, Span span, Name name, PtrList *args) {
  int kind = query_kind(name.text);
  if (kind >= 0) return query_call(p, span, name, (QueryKind)kind, args);
  Expr *e = node(p, EXPR_CALL, span, NULL, NULL, NULL);
  e->text = name.text;
  PtrList plain = {0};
  bool blanks = text_is(name.text, "join");
  for (uint32_t i = 0; i < args->count; i++) {
    CallArgument *a = args->items[i];
    if (a->list || a->where) {
      Diag *d = diag_add(p->diags, ERROR_ARGUMENTS, a->span, "`%.*s` does not look at the elements of a list", (int)name.text.size, name.text.data);
      diag_help(p->diags, d, "count, any, all, none, sum, average, min, max, distinct, latest and earliest do");
      p->failed = true;
    }
    if (blanks) blank_allow(a->value);
    list_push(p, &plain, a->value);
  }
  e->args = expr_list(&plain);
  return e;
}

// ---- declarations
Type type_named(Name name) {
#define TYPE_WORD(word, type_kind) if (text_is(name.text, word)) return (Type){.kind = type_kind};
#include "lang/words.def"
  return (Type){.kind = TYPE_RECORD};
}
Statement *statement_new(Parser *p, StatementKind kind, Span span, void *what) {
  Statement *s = ARENA_NEW(p->arena, Statement);
  *s = (Statement){.kind = kind, .span = span, .header = what};
  return s;
}
Statement *statement_field_list(Parser *p, StatementKind kind, Span span, Name name, PtrList *fields) {
  Field *all = ARENA_MANY(p->arena, Field, fields->count + 1);
  for (uint32_t i = 0; i < fields->count; i++) all[i] = *(Field *)fields->items[i];
  if (kind == STATEMENT_SCHEMA) {
    Schema *s = ARENA_NEW(p->arena, Schema);
    *s = (Schema){name, all, fields->count, span};
    return statement_new(p, kind, span, s);
  }
  Record *r = ARENA_NEW(p->arena, Record);
  *r = (Record){name, all, fields->count, span};
  return statement_new(p, kind, span, r);
}
// b's options into a.
Field *field_join(Parser *p, Field *a, Field *b) {
  bool twice = (a->key && b->key) || (a->required && b->required) || (a->range && b->range) || (a->from_count && b->from_count) || (a->missing_count && b->missing_count) ||
               (a->has_separator && b->has_separator) || (a->has_form && b->has_form) || (a->by.text.size && b->by.text.size) || (a->since.text.size && b->since.text.size) ||
               ((a->default_value || a->default_empty) && (b->default_value || b->default_empty)) || (a->unit.text.size && b->unit.text.size);
  if (twice) { diag_add(p->diags, ERROR_OPTION, (Span){p->source, p->raws[p->last_raw < p->raw_count ? p->last_raw : p->raw_count - 1].start, p->raws[p->last_raw < p->raw_count ? p->last_raw : p->raw_count - 1].end}, "a field has the same option twice before here"); p->failed = true; }
  a->key |= b->key;
  a->required |= b->required;
  a->default_empty |= b->default_empty;
  if (b->default_value) a->default_value = b->default_value;
  if (b->from_count) { a->from = b->from; a->from_count = b->from_count; }
  if (b->missing_count) { a->missing = b->missing; a->missing_count = b->missing_count; }
  if (b->range) a->range = b->range;
  if (b->unit.text.size) a->unit = b->unit;
  if (b->has_separator) { a->has_separator = true; a->separator = b->separator; }
  if (b->has_form) { a->has_form = true; a->form = b->form; a->form_span = b->form_span; }
  if (b->by.text.size) a->by = b->by;
  if (b->since.text.size) a->since = b->since;
  return a;
}
Modifiers *modifiers_join(Parser *p, Modifiers *a, Modifiers *b) {
  bool decays = b->decay.kind != DECAY_NONE;
  if ((a->each && b->each) || (a->cap && b->cap) || (a->decay.kind != DECAY_NONE && decays) || (a->decay.since && b->decay.since)) {
    diag_add(p->diags, ERROR_MODIFIER, b->span, "this modifier stands here twice");
    p->failed = true;
  }
  if (b->decay.since && a->decay.kind == DECAY_NONE) {
    Diag *d = diag_add(p->diags, ERROR_MODIFIER, b->span, "`since` says from when a decay counts, and there is no decay before it");
    diag_help(p->diags, d, "write +20, halving every 14 days since created_at");
    p->failed = true;
  }
  a->each |= b->each;
  if (b->cap) a->cap = b->cap;
  Expr *since = b->decay.since ? b->decay.since : a->decay.since;
  if (decays) a->decay = b->decay;
  a->decay.since = since;
  return a;
}
