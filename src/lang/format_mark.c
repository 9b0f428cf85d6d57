// format_mark.c -- the lines and columns of each kind of statement.
#include "lang/format_parts.h"

static uint32_t first_of(const Layout *l, Span span) { return piece_at(l, span.start); }
static uint32_t after(const Layout *l, Span span) { return piece_at(l, span.end); }
static Piece *line(Layout *l, uint32_t piece, uint32_t depth, LineKind kind, uint32_t block) {
  Piece *p = &l->pieces[piece];
  p->breaks = BREAK_MUST;
  p->depth = depth;
  p->line = kind;
  p->block = block;
  return p;
}
static void close_brace(Layout *l, uint32_t piece, uint32_t depth) { line(l, piece, depth, LINE_PLAIN, 0)->closes = true; }
static void cell(Layout *l, uint32_t piece, uint32_t column, uint32_t gap) {
  if (column < FORMAT_CELLS) l->pieces[piece].cell = (uint8_t)column;
  l->pieces[piece].space = gap;
}
static bool is_word(const Layout *l, uint32_t piece, const char *word) { return l->pieces[piece].kind == RAW_NAME && text_is(l->pieces[piece].text, word); }
static uint32_t new_block(Layout *l) { return ++l->blocks; }
// `word "name" …`: the whole of it hangs from its first word.
static uint32_t hang(Layout *l, uint32_t start, uint32_t end) { return group_open(l, start, end, INDENT_HANG, false); }
// A clause that gets its column, or its own line.
static void clause(Layout *l, uint32_t group, uint32_t piece, uint32_t column, uint32_t gap) {
  cell(l, piece, column, gap);
  group_break(l, group, piece);
}
// Values of a list: as many on a line as fit.
static void mark_values(Layout *l, uint32_t first, uint32_t last, Indent indenting) {
  uint32_t group = group_open(l, first, last + 1, indenting, true);
  for (uint32_t i = first + 1; i <= last; i++) if (l->pieces[i - 1].kind == ',') group_break(l, group, i);
}

// ---- rubric "Name" { … }
static void mark_header(Layout *l, uint32_t start, uint32_t end) {
  uint32_t block = new_block(l), i = start + 3;
  while (i < end - 1) {
    line(l, i, 1, LINE_HEADER, block);
    cell(l, i + 1, 1, 1);
    i += is_word(l, i, "review") ? 6 : 2; // review every 90 days since 2026-11-01
  }
  close_brace(l, end - 1, 0);
}

// ---- schema, record, table
static bool is_option(const Layout *l, uint32_t i) {
  static const char *const words[] = {"key", "required", "default", "from", "unit", "as", "by", "since", "in"};
  for (int w = 0; w < 9; w++) if (is_word(l, i, words[w])) return true;
  return (is_word(l, i, "missing") && is_word(l, i + 1, "when")) || (is_word(l, i, "separated") && is_word(l, i + 1, "by"));
}
// What the first column of options holds: short ones that say what the field is.
static bool is_short(const Layout *l, uint32_t i) {
  return is_word(l, i, "key") || is_word(l, i, "required") || is_word(l, i, "in") || is_word(l, i, "by") || is_word(l, i, "since");
}
static uint32_t option_end(const Layout *l, uint32_t i, uint32_t end) {
  if (is_word(l, i, "key") || is_word(l, i, "required")) return i + 1;
  if (is_word(l, i, "by") || is_word(l, i, "since") || is_word(l, i, "unit")) return i + 2; // a name follows, whatever it is
  i += is_word(l, i, "missing") || is_word(l, i, "separated") ? 2 : 1;
  while (i < end && !is_option(l, i)) i++;
  return i;
}
static void mark_options(Layout *l, uint32_t group, uint32_t i, uint32_t end) {
  for (uint32_t column = 0; i < end; i = option_end(l, i, end)) {
    uint32_t wanted = is_short(l, i) ? 1 : 2;
    if (wanted > column) { column = wanted; cell(l, i, column, 2); }
    else l->pieces[i].space = 2;
    group_break(l, group, i);
  }
}
// Names are all padded alike; so the columns behind them begin at one place.
static void mark_field(Layout *l, uint32_t start, uint32_t end, uint32_t name_width, uint32_t depth, uint32_t block) {
  uint32_t group = group_open(l, start, end, INDENT_HANG, true), i = start + 1, width = l->pieces[start].width;
  line(l, start, depth, LINE_FIELD, block);
  l->pieces[i].space = width < name_width ? name_width - width + 2 : 2;
  while (is_word(l, i, "list") && is_word(l, i + 1, "of") && i + 2 < end) i += 2;
  bool values = (is_word(l, i, "one") || is_word(l, i, "scale")) && is_word(l, i + 1, "of") && i + 2 < end;
  uint32_t options = i + 1;
  if (values) for (options = i + 3; options + 1 < end && l->pieces[options].kind == ',';) options += 2;
  if (values) mark_values(l, i + 2, options - 1, INDENT_ALIGN);
  mark_options(l, group, options, end);
}
static void mark_fields(Layout *l, const Field *fields, uint32_t count, uint32_t end) {
  enum { MOST = 32 };
  uint32_t block = new_block(l), name_width = 0;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t width = l->pieces[first_of(l, fields[i].span)].width;
    if (width > name_width && width <= MOST) name_width = width;
  }
  for (uint32_t i = 0; i < count; i++) {
    mark_field(l, first_of(l, fields[i].span), after(l, fields[i].span), name_width, 1, block);
    mark_expr(l, fields[i].range);
  }
  close_brace(l, end - 1, 0);
}
// A table's columns stand on its line if they fit.
static void mark_table(Layout *l, const Table *t, uint32_t start, uint32_t end) {
  uint32_t group = group_open(l, start, end, INDENT_HANG, false);
  line(l, start, 0, LINE_LIST, 0);
  cell(l, start + 1, 1, 1);
  cell(l, start + 2, 2, 1);
  for (uint32_t i = 0; i < t->column_count; i++) {
    uint32_t piece = first_of(l, t->columns[i].name.span);
    if (i) l->pieces[piece].space = 2;
    group_break(l, group, piece);
  }
}
static void mark_list(Layout *l, const List *list, uint32_t start, uint32_t end) {
  line(l, start, 0, LINE_LIST, 0);
  uint32_t group = hang(l, start, end);
  cell(l, start + 1, 1, 1);
  cell(l, start + 2, 2, 1);
  if (list->from_file) return;
  group_break(l, group, start + 3);
  mark_values(l, start + 3, end - 1, INDENT_STEP);
}
static void mark_parameter(Layout *l, const Parameter *p, uint32_t start, uint32_t end) {
  line(l, start, 0, LINE_PARAMETER, 0);
  hang(l, start, end);
  cell(l, start + 2, 1, 1);
  mark_expr(l, p->range);
  if (p->range) cell(l, first_of(l, p->range->span) - 1, 2, 1);
}

// ---- definitions
static void mark_items(Layout *l, const ExprList *items) {
  for (uint32_t i = 0; i < items->count; i++) mark_expr(l, items->items[i]);
}
static void mark_row(Layout *l, const Row *row, uint32_t columns, uint32_t depth, uint32_t block) {
  uint32_t start = first_of(l, row->span), end = after(l, row->span), arrow = start + 1, column = 1;
  uint32_t group = group_open(l, start, end, INDENT_HANG, true);
  line(l, start, depth, LINE_ROW, block);
  for (uint32_t i = 0; i < row->pattern_count; i++) {
    const Pattern *p = &row->patterns[i];
    arrow = after(l, p->span);
    if (i) cell(l, first_of(l, p->span), column++, 2);
    for (uint32_t k = 0; k < p->count; k++) {
      if (p->items[k].value) mark_expr(l, p->items[k].value);
      if (k) group_break(l, group, first_of(l, p->items[k].span) - 1);
    }
  }
  cell(l, arrow, columns, 1); // also of `otherwise`, which has none of the columns before
}
static void mark_decision(Layout *l, const Decision *d, uint32_t depth) {
  uint32_t block = new_block(l);
  mark_items(l, &d->by);
  for (uint32_t i = 0; i < d->row_count; i++) mark_row(l, &d->rows[i], d->by.count, depth + 1, block);
  close_brace(l, after(l, d->span) - 1, depth);
}
static void mark_arguments(Layout *l, uint32_t open) { // (a text, b number)
  uint32_t close = open, group;
  while (close < l->count && l->pieces[close].kind != ')') close++;
  l->pieces[open].space = 0;
  group = group_open(l, open + 1, close, INDENT_ALIGN, true);
  for (uint32_t i = open + 2; i < close; i++) if (l->pieces[i - 1].kind == ',') group_break(l, group, i);
}
static void mark_define(Layout *l, const Define *d, uint32_t depth) {
  uint32_t start = first_of(l, d->span), end = after(l, d->span);
  line(l, start, depth, d->body ? LINE_DEFINE : LINE_PLAIN, 0);
  uint32_t group = hang(l, start, d->body ? end : first_of(l, d->decision->rows[0].span));
  if (d->function) mark_arguments(l, start + 2);
  if (!d->body) { mark_decision(l, d->decision, depth); return; }
  uint32_t body = first_of(l, d->body->span);
  cell(l, body - 1, 1, 1);
  group_break(l, group, body);
  mark_expr(l, d->body);
}
static void mark_extern(Layout *l, const Extern *x, uint32_t start, uint32_t end) {
  uint32_t group = hang(l, start, end), gives = start + 4;
  mark_arguments(l, start + 3);
  while (gives < end && l->pieces[gives - 1].kind != ')') gives++;
  group_break(l, group, gives);
  group_break(l, group, first_of(l, x->library_span) - 1);
}
static void mark_score(Layout *l, const Score *s, uint32_t start, uint32_t end) {
  uint32_t group = hang(l, start, end);
  line(l, start, 0, s->derived ? LINE_DERIVED : LINE_SCORE, 0);
  mark_expr(l, s->range);
  if (start + 2 < end) cell(l, start + 2, 1, 1);
  if (!s->derived) return;
  uint32_t equals = first_of(l, s->derived->span) - 1;
  cell(l, equals, equals == start + 2 ? 1 : 2, 1);
  group_break(l, group, equals + 1);
  mark_expr(l, s->derived);
}

// ---- rules
static void mark_rule_table(Layout *l, const Rule *r, uint32_t start, uint32_t depth) {
  uint32_t group = hang(l, start, first_of(l, r->by->rows[0].span));
  line(l, start, depth, LINE_PLAIN, 0);
  if (r->has_because) {
    clause(l, group, start + 2, 0, 2);
    clause(l, group, first_of(l, r->by->span), 0, 2);
  }
  mark_decision(l, r->by, depth);
}
static void mark_rule(Layout *l, const Rule *r, uint32_t depth) {
  uint32_t start = first_of(l, r->span), end = after(l, r->span), column = 3;
  if (r->form == RULE_BY) { mark_rule_table(l, r, start, depth); return; }
  uint32_t group = hang(l, start, end), last = end; // last: the word `when` or `for`
  line(l, start, depth, LINE_RULE, 0);
  cell(l, start + 1, 1, 1);
  cell(l, start + 2, 2, 2);
  mark_expr(l, r->per);
  mark_expr(l, r->decay.since);
  if (r->form == RULE_FOR) last = first_of(l, r->query->span) - 1;
  else if (r->when) last = first_of(l, r->when->span) - 1;
  if (r->has_because) clause(l, group, last - 2, column++, 2);
  if (last < end) clause(l, group, last, column, 2);
  if (r->form == RULE_FOR) mark_query(l, r->query, INDENT_STEP);
  mark_expr(l, r->when);
}
static void mark_group(Layout *l, const Group *g, uint32_t end) {
  mark_expr(l, g->range);
  mark_expr(l, g->decay.since);
  for (uint32_t i = 0; i < g->rule_count; i++) mark_rule(l, g->rules[i], 1);
  close_brace(l, end - 1, 0);
}
// WORD "name" [because "…"] when CONDITION
static void mark_when(Layout *l, const Statement *s, LineKind kind, bool because, const Expr *when, uint32_t gap) {
  uint32_t start = first_of(l, s->span), end = after(l, s->span), column = 2;
  uint32_t group = hang(l, start, end), last = when ? first_of(l, when->span) - 1 : end - 1;
  line(l, start, 0, kind, 0);
  cell(l, start + 1, 1, 1);
  if (because) clause(l, group, last - 2, column++, gap);
  clause(l, group, last, column++, because ? 2 : gap);
  mark_expr(l, when);
  if (s->kind != STATEMENT_CHANNEL || !s->channel->has_hours) return;
  uint32_t open = after(l, when->span);
  clause(l, group, open, column, 2);
  l->pieces[open + 2].space = l->pieces[open + 3].space = 0; // "08:00".."21:00"
  mark_expr(l, s->channel->zone);
}
static void mark_route(Layout *l, const Route *r, uint32_t start, uint32_t end) {
  uint32_t group = hang(l, start, end), last = r->when ? first_of(l, r->when->span) - 1 : end - 1;
  line(l, start, 0, LINE_ROUTE, 0);
  cell(l, start + 1, 1, 1);
  cell(l, start + 2, 2, 1);
  mark_expr(l, r->target);
  if (r->share_count) {
    uint32_t first = first_of(l, r->shares[0].span);
    mark_values(l, first, after(l, r->shares[r->share_count - 1].span) - 1, INDENT_ALIGN);
  }
  if (r->sla) cell(l, first_of(l, r->sla->span) - 1, 3, 2);
  clause(l, group, last, 4, 2);
  mark_expr(l, r->when);
}

// ---- account, merge, test
static void mark_account(Layout *l, const Account *a, uint32_t end) {
  mark_expr(l, a->by);
  for (uint32_t i = 0; i < a->count; i++) mark_define(l, a->figures[i], 1);
  close_brace(l, end - 1, 0);
}
static void mark_merge(Layout *l, const Merge *m, uint32_t end) {
  mark_expr(l, m->by);
  uint32_t i = after(l, m->by->span) + 1;
  while (i < end - 1) {
    line(l, i, 1, LINE_PLAIN, 0);
    i += is_word(l, i, "keep") ? 3 : 2;
    while (i < end - 1 && l->pieces[i].kind == ',') i += 2;
  }
  close_brace(l, end - 1, 0);
}
static void mark_test_line(Layout *l, uint32_t word, const Expr *e, bool hangs) {
  line(l, word, 1, LINE_PLAIN, 0);
  if (hangs) hang(l, word, after(l, e->span));
  mark_expr(l, e);
}
static void mark_test(Layout *l, const Test *t, uint32_t end) {
  if (t->at) mark_test_line(l, first_of(l, t->at->span) - 1, t->at, false);
  if (t->lead) mark_test_line(l, first_of(l, t->lead->span) - 1, t->lead, false);
  for (uint32_t i = 0; i < t->expect_count; i++) mark_test_line(l, first_of(l, t->expects[i]->span) - 1, t->expects[i], true);
  close_brace(l, end - 1, 0);
}

void mark_statement(Layout *l, const Statement *s) {
  uint32_t start = first_of(l, s->span), end = after(l, s->span);
  line(l, start, 0, LINE_PLAIN, 0);
  switch (s->kind) {
    case STATEMENT_HEADER: mark_header(l, start, end); break;
    case STATEMENT_SCHEMA: mark_fields(l, s->schema->fields, s->schema->field_count, end); break;
    case STATEMENT_RECORD: mark_fields(l, s->record->fields, s->record->field_count, end); break;
    case STATEMENT_LIST: mark_list(l, s->list, start, end); break;
    case STATEMENT_TABLE: mark_table(l, s->table, start, end); break;
    case STATEMENT_PARAMETER: mark_parameter(l, s->parameter, start, end); break;
    case STATEMENT_DEFINE: mark_define(l, s->define, 0); break;
    case STATEMENT_EXTERN: mark_extern(l, s->external, start, end); break;
    case STATEMENT_SCORE: mark_score(l, s->score, start, end); break;
    case STATEMENT_RULE: mark_rule(l, s->rule, 0); break;
    case STATEMENT_GROUP: mark_group(l, s->group, end); break;
    case STATEMENT_REASON: mark_when(l, s, LINE_REASON, s->reason->has_because, s->reason->when, 2); break;
    case STATEMENT_STAGE: mark_when(l, s, LINE_STAGE, false, s->stage->when, 1); break;
    case STATEMENT_SEGMENT: mark_when(l, s, LINE_SEGMENT, false, s->segment->when, 1); break;
    case STATEMENT_CHANNEL: mark_when(l, s, LINE_CHANNEL, s->channel->has_because, s->channel->when, 1); break;
    case STATEMENT_ROUTE: mark_route(l, s->route, start, end); break;
    case STATEMENT_ACCOUNT: mark_account(l, s->account, end); break;
    case STATEMENT_MERGE: mark_merge(l, s->merge, end); break;
    case STATEMENT_TEST: mark_test(l, s->test, end); break;
    case STATEMENT_USE: case STATEMENT_FORWARD_ONLY: case STATEMENT_HOLD: break;
  }
}
