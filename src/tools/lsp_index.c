// lsp_index.c -- see lsp_index.h. One walk over all statements; names that are no expressions (a rule's score, a field's type, the
// fields of a test's lead) are marked where they stand.
#include "tools/lsp_index.h"
#include "tools/lsp_text.h"
#include <stdlib.h>

typedef struct Walk {
  Arena *arena;
  const Rules *rules;
  const Scan *scans;
  VEC(Mark) marks;
  const Values *stages, *segments, *routes, *reasons; // what literals compared with them must be
  const Define *define;        // whose arguments are names here
} Walk;

// ---- marks
static void mark(Walk *w, Span span, SymbolKind kind, const void *decl, uint32_t index, bool declares, bool quoted) {
  if (span.file >= w->rules->sources->files.count || span.end <= span.start) return;
  *VEC_PUSH(w->arena, &w->marks) = (Mark){span, {kind, decl, index}, declares, quoted};
}
static void mark_name(Walk *w, Name name, SymbolKind kind, const void *decl, bool declares) {
  if (name.text.size) mark(w, name.span, kind, decl, 0, declares, false);
}
static bool word_named(const Scan *scan, uint32_t i, Text name) {
  Text t = scan_word(scan, i);
  if (scan->words[i].kind == SCAN_QUOTED_NAME) t = (Text){t.data + 1, t.size - 2};
  return (scan->words[i].kind == SCAN_NAME || scan->words[i].kind == SCAN_QUOTED_NAME) && text_equal(t, name);
}
// The name within an expression's span, which may have parentheses around it: the first or the last of that text.
static Span name_span(const Walk *w, Span span, Text name, bool last) {
  const Scan *scan = &w->scans[span.file];
  Span found = {span.file, span.start, span.start};
  for (uint32_t i = scan_at(scan, span.start); i < scan->count && scan->words[i].start < span.end; i++) {
    if (!word_named(scan, i, name)) continue;
    found = (Span){span.file, scan->words[i].start, scan->words[i].end};
    if (!last) break;
  }
  return found;
}
static void mark_slot(Walk *w, Span span, uint32_t slot) {
  if (slot >= w->rules->slot_count) return;
  const Slot *s = &w->rules->slots[slot];
  if (s->field) mark(w, span, SYMBOL_FIELD, s->field, slot, false, false);
  else mark(w, span, s->parent == SLOT_NONE ? SYMBOL_PREVIOUS : SYMBOL_IT, NULL, slot, false, false);
}

// ---- literals that must be one of some values
static void mark_value(Walk *w, const Expr *e, Type type) {
  if (type.kind == TYPE_LIST && type.element) type = *type.element;
  if (e->kind == EXPR_SET) { for (uint32_t i = 0; i < e->args.count; i++) mark_value(w, e->args.items[i], type); return; }
  if (e->kind != EXPR_TEXT || (type.kind != TYPE_ONE_OF && type.kind != TYPE_SCALE)) return;
  int32_t i = values_find(type.values, w->arena, e->text);
  const Rules *r = w->rules;
  if (i < 0) return;
  if (type.values == w->stages) mark(w, e->span, SYMBOL_STAGE, r->stages.items[i], 0, false, true);
  else if (type.values == w->segments) mark(w, e->span, SYMBOL_SEGMENT, r->segments.items[i], 0, false, true);
  else if (type.values == w->routes) mark(w, e->span, SYMBOL_ROUTE, r->routes.items[i], 0, false, true);
  else if (type.values == w->reasons) mark(w, e->span, SYMBOL_REASON, r->reasons.items[i], 0, false, true);
  else mark(w, e->span, SYMBOL_VALUE, type.values, (uint32_t)i, false, true);
}
static void learn_values(void *user, Expr *e) {
  Walk *w = user;
  if (e->ref == REF_STAGE) w->stages = e->type.values;
  if (e->ref == REF_ROUTE) w->routes = e->type.values;
  if (e->ref == REF_SEGMENTS && e->type.element) w->segments = e->type.element->values;
  if (e->ref == REF_REASONS && e->type.element) w->reasons = e->type.element->values;
}

// ---- expressions
static void name_mark(Walk *w, const Expr *e, Span span) {
  switch (e->ref) {
    case REF_SLOT: case REF_ELEMENT: case REF_PREVIOUS: mark_slot(w, span, e->slot); break;
    case REF_IT: mark(w, span, SYMBOL_IT, NULL, e->slot, false, false); break;
    case REF_ARGUMENT: if (w->define && e->index < w->define->argument_count) mark(w, span, SYMBOL_ARGUMENT, &w->define->arguments[e->index], 0, false, false); break;
    case REF_PARAMETER: mark(w, span, SYMBOL_PARAMETER, e->decl, 0, false, false); break;
    case REF_DEFINE: mark(w, span, SYMBOL_DEFINE, e->decl, 0, false, false); break;
    case REF_LIST: mark(w, span, SYMBOL_LIST, e->decl, 0, false, false); break;
    case REF_EXTERN: mark(w, span, SYMBOL_EXTERN, e->decl, 0, false, false); break;
    case REF_SCORE: if (e->index < w->rules->scores.count) mark(w, span, SYMBOL_SCORE, w->rules->scores.items[e->index], 0, false, false); break;
    case REF_BUILTIN: mark(w, span, SYMBOL_BUILTIN, NULL, e->index, false, false); break;
    case REF_STAGE: case REF_SEGMENTS: case REF_DISQUALIFIED: case REF_INCOMPLETE: case REF_REASONS: case REF_ROUTE: case REF_TARGET:
      mark(w, span, SYMBOL_DECISION, NULL, e->ref, false, false); break;
    case REF_POINTS:
      if (e->index < w->rules->rules.count && e->args.count) mark(w, e->args.items[0]->span, SYMBOL_RULE, w->rules->rules.items[e->index], 0, false, true);
      break;
    default: break;
  }
}
static void query_mark(Walk *w, const Expr *e) {
  const Scan *scan = &w->scans[e->span.file];
  uint32_t i = scan_at(scan, e->span.start);
  while (i < scan->count && scan->words[i].start < e->span.end && scan->words[i].kind != SCAN_NAME) i++;
  if (i < scan->count && scan->words[i].start < e->span.end) mark(w, (Span){e->span.file, scan->words[i].start, scan->words[i].end}, SYMBOL_QUERY, NULL, e->op, false, false);
}
static void expr_mark(void *user, Expr *e) {
  Walk *w = user;
  if (e->span.file >= w->rules->sources->files.count) return;
  switch (e->kind) {
    case EXPR_NAME: name_mark(w, e, name_span(w, e->span, e->text, false)); break;
    case EXPR_CALL:
      if (e->ref == REF_TABLE_CELL) mark(w, name_span(w, e->span, e->text, false), SYMBOL_TABLE, e->decl, 0, false, false);
      else name_mark(w, e, name_span(w, e->span, e->text, false));
      break;
    case EXPR_MEMBER:
      if (e->ref == REF_TABLE_CELL) mark(w, name_span(w, e->span, e->text, true), SYMBOL_COLUMN, e->decl, e->index, false, false);
      else name_mark(w, e, name_span(w, e->span, e->text, true));
      break;
    case EXPR_QUERY: query_mark(w, e); break;
    case EXPR_COMPARE: mark_value(w, e->b, e->a->type); mark_value(w, e->a, e->b->type); break;
    case EXPR_BETWEEN: mark_value(w, e->b, e->a->type); mark_value(w, e->c, e->a->type); break;
    case EXPR_IN: case EXPR_MATCH: mark_value(w, e->b, e->a->type); break;
    default: break;
  }
}
static void expr_index(Walk *w, Expr *e) { expr_each(e, expr_mark, w); }
static void query_index(Walk *w, Query *q) {
  if (!q) return;
  expr_index(w, q->list);
  expr_index(w, q->within);
  expr_index(w, q->where);
}
static void decision_index(Walk *w, const Decision *d) {
  if (!d) return;
  decision_each(d, expr_mark, w);
  for (uint32_t r = 0; r < d->row_count; r++)
    for (uint32_t k = 0; k < d->rows[r].pattern_count && k < d->by.count; k++)
      for (uint32_t j = 0; j < d->rows[r].patterns[k].count; j++)
        if (d->rows[r].patterns[k].items[j].value) mark_value(w, d->rows[r].patterns[k].items[j].value, d->by.items[k]->type);
}

// ---- statements
static void type_index(Walk *w, Type type, Name name) {
  if (!name.text.size) return;
  if (type.kind == TYPE_LIST && type.element) type = *type.element;
  if (type.kind == TYPE_RECORD && type.record) mark_name(w, name, SYMBOL_RECORD, type.record, false);
  else mark_name(w, name, SYMBOL_TYPE, NULL, false);
}
static uint32_t field_slot(const Walk *w, const Field *f) {
  for (uint32_t i = 0; i < w->rules->slot_count; i++) if (w->rules->slots[i].field == f) return i;
  return SLOT_NONE;
}
static void fields_index(Walk *w, const Field *fields, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    const Field *f = &fields[i];
    uint32_t slot = field_slot(w, f);
    mark(w, f->name.span, SYMBOL_FIELD, f, slot, true, false);
    type_index(w, f->type, f->type_name);
    if (f->default_value) mark_value(w, f->default_value, f->type);
    if (f->by.text.size && slot != SLOT_NONE) mark_slot(w, f->by.span, slot_child(w->rules, slot, f->by.text));
    if (f->since.text.size) mark_slot(w, f->since.span, slot_of_field(w->rules, f->since.text));
  }
}
static void arguments_index(Walk *w, const Argument *arguments, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    mark(w, arguments[i].name.span, SYMBOL_ARGUMENT, &arguments[i], 0, true, false);
    type_index(w, arguments[i].type, arguments[i].type_name);
  }
}
static void define_index(Walk *w, const Define *d) {
  mark_name(w, d->name, SYMBOL_DEFINE, d, true);
  arguments_index(w, d->arguments, d->argument_count);
  w->define = d;
  expr_index(w, d->body);
  decision_index(w, d->decision);
  w->define = NULL;
}
static void decay_index(Walk *w, const Decay *d) {
  expr_index(w, d->share);
  expr_index(w, d->every);
  expr_index(w, d->since);
}
static void rule_index(Walk *w, const Rule *r) {
  if (r->score_index < w->rules->scores.count) mark_name(w, r->score, SYMBOL_SCORE, w->rules->scores.items[r->score_index], false);
  mark(w, r->label_span, SYMBOL_RULE, r, 0, true, true);
  expr_index(w, r->points);
  expr_index(w, r->cap);
  decay_index(w, &r->decay);
  expr_index(w, r->when);
  expr_index(w, r->per);
  query_index(w, r->query);
  decision_index(w, r->by);
}
static void table_index(Walk *w, const Table *t) {
  mark_name(w, t->name, SYMBOL_TABLE, t, true);
  mark(w, t->path_span, SYMBOL_DATA, t, 0, false, true);
  for (uint32_t i = 0; i < t->column_count; i++) mark(w, t->columns[i].name.span, SYMBOL_COLUMN, t, i, true, false);
}
static void merge_index(Walk *w, const Merge *m) {
  expr_index(w, m->by);
  if (m->keep_latest.text.size) mark_slot(w, m->keep_latest.span, slot_of_field(w->rules, m->keep_latest.text));
  for (uint32_t i = 0; i < m->combine_count; i++) mark_slot(w, m->combine[i].span, slot_of_field(w->rules, m->combine[i].text));
  for (uint32_t i = 0; i < m->strictest_count; i++) mark_slot(w, m->strictest[i].span, slot_of_field(w->rules, m->strictest[i].text));
}
static void data_index(Walk *w, const Expr *e, uint32_t owner) { // of a test's lead; owner SLOT_NONE: the lead
  for (uint32_t i = 0; i < e->args.count; i++) {
    const Expr *value = e->args.items[i];
    uint32_t slot = owner;
    if (e->kind == EXPR_RECORD_DATA) {
      slot = owner == SLOT_NONE ? slot_of_field(w->rules, e->names[i].text) : slot_child(w->rules, owner, e->names[i].text);
      if (slot == SLOT_NONE) continue;
      mark_slot(w, e->names[i].span, slot);
    }
    if (value->kind == EXPR_RECORD_DATA || value->kind == EXPR_LIST_DATA) data_index(w, value, slot);
    else if (slot != SLOT_NONE) mark_value(w, value, w->rules->slots[slot].type);
  }
}
static void test_index(Walk *w, const Test *t) {
  mark(w, t->name_span, SYMBOL_TEST, t, 0, true, true);
  if (t->lead && t->lead->kind == EXPR_RECORD_DATA) data_index(w, t->lead, SLOT_NONE);
  for (uint32_t i = 0; i < t->expect_count; i++) expr_index(w, t->expects[i]);
}
static void use_index(Walk *w, const Use *u) {
  const Sources *sources = w->rules->sources;
  bool standard = text_starts(u->path, TEXT("std/"));
  Text path = standard ? u->path : path_join(w->arena, path_folder(sources->files.items[u->path_span.file]->path), u->path);
  uint32_t source = 0;
  while (source < sources->files.count && !text_equal(sources->files.items[source]->path, path)) source++;
  mark(w, u->path_span, SYMBOL_FILE, NULL, source < sources->files.count ? source : UINT32_MAX, false, true);
}
static void decision_statement(Walk *w, const Statement *s) {
  switch (s->kind) {
    case STATEMENT_REASON: mark(w, s->reason->code_span, SYMBOL_REASON, s->reason, 0, true, true); expr_index(w, s->reason->when); break;
    case STATEMENT_STAGE: mark(w, s->stage->name_span, SYMBOL_STAGE, s->stage, 0, true, true); expr_index(w, s->stage->when); break;
    case STATEMENT_SEGMENT: mark(w, s->segment->name_span, SYMBOL_SEGMENT, s->segment, 0, true, true); expr_index(w, s->segment->when); break;
    case STATEMENT_CHANNEL: mark(w, s->channel->name_span, SYMBOL_CHANNEL, s->channel, 0, true, true); expr_index(w, s->channel->when); expr_index(w, s->channel->zone); break;
    case STATEMENT_ROUTE:
      mark(w, s->route->name_span, SYMBOL_ROUTE, s->route, 0, true, true);
      expr_index(w, s->route->target);
      expr_index(w, s->route->sla);
      expr_index(w, s->route->when);
      break;
    case STATEMENT_HOLD: expr_index(w, s->hold->duration); break;
    case STATEMENT_ACCOUNT: expr_index(w, s->account->by); for (uint32_t i = 0; i < s->account->count; i++) define_index(w, s->account->figures[i]); break;
    case STATEMENT_MERGE: merge_index(w, s->merge); break;
    default: break;
  }
}
static void statement_index(Walk *w, const Statement *s) {
  switch (s->kind) {
    case STATEMENT_USE: use_index(w, s->use); break;
    case STATEMENT_SCHEMA: mark_name(w, s->schema->name, SYMBOL_SCHEMA, s->schema, true); fields_index(w, s->schema->fields, s->schema->field_count); break;
    case STATEMENT_RECORD: mark_name(w, s->record->name, SYMBOL_RECORD, s->record, true); fields_index(w, s->record->fields, s->record->field_count); break;
    case STATEMENT_LIST: mark_name(w, s->list->name, SYMBOL_LIST, s->list, true); if (s->list->from_file) mark(w, s->list->path_span, SYMBOL_DATA, s->list, 1, false, true); break;
    case STATEMENT_TABLE: table_index(w, s->table); break;
    case STATEMENT_PARAMETER: mark_name(w, s->parameter->name, SYMBOL_PARAMETER, s->parameter, true); break;
    case STATEMENT_DEFINE: define_index(w, s->define); break;
    case STATEMENT_EXTERN: mark_name(w, s->external->name, SYMBOL_EXTERN, s->external, true); arguments_index(w, s->external->arguments, s->external->argument_count); break;
    case STATEMENT_SCORE: mark_name(w, s->score->name, SYMBOL_SCORE, s->score, true); expr_index(w, s->score->derived); break;
    case STATEMENT_RULE: rule_index(w, s->rule); break;
    case STATEMENT_GROUP:
      mark(w, s->group->label_span, SYMBOL_GROUP, s->group, 0, true, true);
      decay_index(w, &s->group->decay);
      for (uint32_t i = 0; i < s->group->rule_count; i++) rule_index(w, s->group->rules[i]);
      break;
    case STATEMENT_TEST: test_index(w, s->test); break;
    default: decision_statement(w, s); break;
  }
}

// ---- building
static void rules_learn(Walk *w) {
  const Rules *r = w->rules;
  for (uint32_t i = 0; i < r->stages.count; i++) expr_each(r->stages.items[i]->when, learn_values, w);
  for (uint32_t i = 0; i < r->segments.count; i++) expr_each(r->segments.items[i]->when, learn_values, w);
  for (uint32_t i = 0; i < r->channels.count; i++) expr_each(r->channels.items[i]->when, learn_values, w);
  for (uint32_t i = 0; i < r->routes.count; i++) { expr_each(r->routes.items[i]->when, learn_values, w); expr_each(r->routes.items[i]->target, learn_values, w); }
  for (uint32_t i = 0; i < r->defines.count; i++) {
    expr_each(r->defines.items[i]->body, learn_values, w);
    if (r->defines.items[i]->decision) decision_each(r->defines.items[i]->decision, learn_values, w);
  }
  for (uint32_t i = 0; i < r->tests.count; i++)
    for (uint32_t k = 0; k < r->tests.items[i]->expect_count; k++) expr_each(r->tests.items[i]->expects[k], learn_values, w);
}
static int mark_order(const void *a, const void *b) {
  const Mark *x = a, *y = b;
  if (x->span.file != y->span.file) return x->span.file < y->span.file ? -1 : 1;
  if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
  return x->declares != y->declares ? (x->declares ? -1 : 1) : 0;
}
Index index_build(Arena *arena, const Rules *rules, const Scan *scans) {
  Walk w = {.arena = arena, .rules = rules, .scans = scans};
  rules_learn(&w);
  for (uint32_t f = 0; f < rules->files.count; f++)
    for (uint32_t i = 0; i < rules->files.items[f]->count; i++) statement_index(&w, &rules->files.items[f]->statements[i]);
  if (w.marks.count) qsort(w.marks.items, w.marks.count, sizeof(Mark), mark_order);
  uint32_t kept = 0;
  for (uint32_t i = 0; i < w.marks.count; i++) {
    const Mark *m = &w.marks.items[i], *before = kept ? &w.marks.items[kept - 1] : NULL;
    if (before && before->span.file == m->span.file && m->span.start < before->span.end) continue;
    w.marks.items[kept++] = *m;
  }
  return (Index){w.marks.items, kept};
}

// ---- asking
const Mark *index_at(const Index *index, uint32_t file, uint32_t offset) {
  uint32_t low = 0, high = index->count;
  while (low < high) { // the first mark that ends at or behind it
    uint32_t middle = low + (high - low) / 2;
    const Mark *m = &index->marks[middle];
    if (m->span.file > file || (m->span.file == file && m->span.end >= offset)) high = middle;
    else low = middle + 1;
  }
  if (low == index->count || index->marks[low].span.file != file) return NULL;
  const Mark *m = &index->marks[low], *next = low + 1 < index->count ? m + 1 : NULL;
  if (m->span.end == offset && next && next->span.file == file && next->span.start == offset) return next;
  return m->span.start <= offset ? m : NULL;
}
bool symbol_equal(Symbol a, Symbol b) { return a.kind == b.kind && a.decl == b.decl && (a.index == b.index || a.kind == SYMBOL_FIELD); }
const Mark *index_declaration(const Index *index, Symbol symbol) {
  for (uint32_t i = 0; i < index->count; i++) if (index->marks[i].declares && symbol_equal(index->marks[i].symbol, symbol)) return &index->marks[i];
  return NULL;
}
uint32_t index_uses(const Index *index, const Rules *rules, Symbol symbol) {
  uint32_t uses = 0;
  for (uint32_t i = 0; i < index->count; i++) {
    const Mark *m = &index->marks[i];
    if (m->declares || !symbol_equal(m->symbol, symbol)) continue;
    uses += m->span.file == 0 || !text_starts(rules->sources->files.items[m->span.file]->path, TEXT("std/"));
  }
  return uses;
}
Text symbol_name(const Rules *rules, Symbol s) {
  static const char *const builtins[] = {
#define BUILTIN(id, name, ...) name,
#include "lang/builtins.def"
#undef BUILTIN
  };
  switch (s.kind) {
    case SYMBOL_FIELD: return ((const Field *)s.decl)->name.text;
    case SYMBOL_RECORD: return ((const Record *)s.decl)->name.text;
    case SYMBOL_SCHEMA: return ((const Schema *)s.decl)->name.text;
    case SYMBOL_LIST: return ((const List *)s.decl)->name.text;
    case SYMBOL_TABLE: return ((const Table *)s.decl)->name.text;
    case SYMBOL_PARAMETER: return ((const Parameter *)s.decl)->name.text;
    case SYMBOL_DEFINE: return ((const Define *)s.decl)->name.text;
    case SYMBOL_EXTERN: return ((const Extern *)s.decl)->name.text;
    case SYMBOL_SCORE: return ((const Score *)s.decl)->name.text;
    case SYMBOL_COLUMN: return ((const Table *)s.decl)->columns[s.index].name.text;
    case SYMBOL_ARGUMENT: return ((const Argument *)s.decl)->name.text;
    case SYMBOL_STAGE: return ((const Stage *)s.decl)->name;
    case SYMBOL_SEGMENT: return ((const Segment *)s.decl)->name;
    case SYMBOL_ROUTE: return ((const Route *)s.decl)->name;
    case SYMBOL_CHANNEL: return ((const Channel *)s.decl)->name;
    case SYMBOL_REASON: return ((const Reason *)s.decl)->code;
    case SYMBOL_RULE: return ((const Rule *)s.decl)->label;
    case SYMBOL_GROUP: return ((const Group *)s.decl)->label;
    case SYMBOL_TEST: return ((const Test *)s.decl)->name;
    case SYMBOL_VALUE: return ((const Values *)s.decl)->items[s.index];
    case SYMBOL_BUILTIN: return text_of(builtins[s.index]);
    case SYMBOL_PREVIOUS: case SYMBOL_IT: return s.index < rules->slot_count ? rules->slots[s.index].path : (Text){0};
    default: return (Text){0};
  }
}
