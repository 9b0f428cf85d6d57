// lsp_outline.c -- the outline of a file, and names of a whole workspace.
#include "tools/lsp_parts.h"

enum { KIND_MODULE = 2, KIND_NAMESPACE = 3, KIND_CLASS = 5, KIND_PROPERTY = 7, KIND_FIELD = 8, KIND_ENUM = 10, KIND_INTERFACE = 11, KIND_FUNCTION = 12,
       KIND_VARIABLE = 13, KIND_CONSTANT = 14, KIND_ARRAY = 18, KIND_OBJECT = 19, KIND_KEY = 20, KIND_STRUCT = 23, KIND_EVENT = 24, KIND_OPERATOR = 25 };
typedef struct Entry { Text name; const char *detail; int kind; Span span, name_span; } Entry;

static void entry_begin(Server *s, Buffer *b, Check *c, Entry e, bool *any) {
  if (*any) BUFFER_PUT(b, ",");
  *any = true;
  if (e.name_span.start < e.span.start || e.name_span.end > e.span.end) e.name_span = e.span;
  BUFFER_PUT(b, "{\"name\":");
  put_text(b, e.name.size ? e.name : TEXT("?"));
  BUFFER_PUT(b, ",\"detail\":");
  put_text(b, text_of(e.detail));
  BUFFER_PUT(b, ",\"kind\":");
  buffer_integer(b, e.kind);
  BUFFER_PUT(b, ",\"range\":");
  put_span(s, b, c, e.span);
  BUFFER_PUT(b, ",\"selectionRange\":");
  put_span(s, b, c, e.name_span);
}
static void fields_put(Server *s, Buffer *b, Check *c, const Field *fields, uint32_t count) {
  bool any = false;
  BUFFER_PUT(b, ",\"children\":[");
  for (uint32_t i = 0; i < count; i++) {
    Text type = type_name(&s->arena, fields[i].type);
    entry_begin(s, b, c, (Entry){fields[i].name.text, text_c(&s->arena, type), KIND_FIELD, fields[i].span, fields[i].name.span}, &any);
    BUFFER_PUT(b, "}");
  }
  BUFFER_PUT(b, "]");
}
static void rules_put(Server *s, Buffer *b, Check *c, const Group *group) {
  bool any = false;
  BUFFER_PUT(b, ",\"children\":[");
  for (uint32_t i = 0; i < group->rule_count; i++) {
    const Rule *r = group->rules[i];
    entry_begin(s, b, c, (Entry){r->label, text_c(&s->arena, r->score.text), KIND_EVENT, r->span, r->label_span}, &any);
    BUFFER_PUT(b, "}");
  }
  BUFFER_PUT(b, "]");
}
static bool statement_entry(Server *s, const Statement *st, Entry *e) {
  *e = (Entry){.span = st->span, .name_span = st->span};
#define ENTRY(name_text, detail_text, kind_of, span_of) (e->name = (name_text), e->detail = (detail_text), e->kind = (kind_of), e->name_span = (span_of), true)
  switch (st->kind) {
    case STATEMENT_HEADER: return ENTRY(st->header->name, "rubric", KIND_MODULE, st->span);
    case STATEMENT_USE: return ENTRY(st->use->path, "use", KIND_NAMESPACE, st->use->path_span);
    case STATEMENT_SCHEMA: return ENTRY(st->schema->name.text, "schema", KIND_CLASS, st->schema->name.span);
    case STATEMENT_RECORD: return ENTRY(st->record->name.text, "record", KIND_STRUCT, st->record->name.span);
    case STATEMENT_LIST: return ENTRY(st->list->name.text, "list", KIND_ARRAY, st->list->name.span);
    case STATEMENT_TABLE: return ENTRY(st->table->name.text, "table", KIND_OBJECT, st->table->name.span);
    case STATEMENT_PARAMETER: return ENTRY(st->parameter->name.text, "parameter", KIND_CONSTANT, st->parameter->name.span);
    case STATEMENT_DEFINE: return ENTRY(st->define->name.text, "define", st->define->function ? KIND_FUNCTION : KIND_VARIABLE, st->define->name.span);
    case STATEMENT_EXTERN: return ENTRY(st->external->name.text, "extern function", KIND_INTERFACE, st->external->name.span);
    case STATEMENT_SCORE: return ENTRY(st->score->name.text, "score", KIND_PROPERTY, st->score->name.span);
    case STATEMENT_RULE: return ENTRY(st->rule->label, text_c(&s->arena, st->rule->score.text), KIND_EVENT, st->rule->label_span);
    case STATEMENT_GROUP: return ENTRY(st->group->label, "group", KIND_NAMESPACE, st->group->label_span);
    case STATEMENT_REASON: return ENTRY(st->reason->code, st->reason->require ? "require" : "disqualify", KIND_OPERATOR, st->reason->code_span);
    case STATEMENT_STAGE: return ENTRY(st->stage->name, "stage", KIND_ENUM, st->stage->name_span);
    case STATEMENT_SEGMENT: return ENTRY(st->segment->name, "segment", KIND_ENUM, st->segment->name_span);
    case STATEMENT_CHANNEL: return ENTRY(st->channel->name, "contact", KIND_KEY, st->channel->name_span);
    case STATEMENT_ROUTE: return ENTRY(st->route->name, "route", KIND_KEY, st->route->name_span);
    case STATEMENT_TEST: return ENTRY(st->test->name, "test", KIND_FUNCTION, st->test->name_span);
    default: return false;
  }
#undef ENTRY
}
void symbols_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  Entry e;
  bool any = false, there = spot_of(s, params, &spot) && spot.file < spot.check->rules->files.count;
  const File *file = there ? spot.check->rules->files.items[spot.file] : NULL;
  BUFFER_PUT(b, "[");
  for (uint32_t i = 0; file && i < file->count; i++) {
    const Statement *st = &file->statements[i];
    if (!statement_entry(s, st, &e)) continue;
    entry_begin(s, b, spot.check, e, &any);
    if (st->kind == STATEMENT_SCHEMA) fields_put(s, b, spot.check, st->schema->fields, st->schema->field_count);
    if (st->kind == STATEMENT_RECORD) fields_put(s, b, spot.check, st->record->fields, st->record->field_count);
    if (st->kind == STATEMENT_GROUP) rules_put(s, b, spot.check, st->group);
    BUFFER_PUT(b, "}");
  }
  BUFFER_PUT(b, "]");
}

// ---- of all programs that open documents belong to
static char small_letter(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool letters_in(Text name, Text query) { // in order, as editors match
  uint32_t at = 0;
  for (uint32_t i = 0; i < name.size && at < query.size; i++) at += small_letter(name.data[i]) == small_letter(query.data[at]);
  return at == query.size;
}
static void workspace_file(Server *s, Buffer *b, Check *c, uint32_t index, Text query, bool *any) {
  const File *file = c->rules->files.items[index];
  Entry e;
  for (uint32_t i = 0; i < file->count; i++) {
    size_t before = b->size;
    if (!statement_entry(s, &file->statements[i], &e) || !letters_in(e.name, query)) continue;
    if (*any) BUFFER_PUT(b, ",");
    BUFFER_PUT(b, "{\"name\":");
    put_text(b, e.name);
    BUFFER_PUT(b, ",\"kind\":");
    buffer_integer(b, e.kind);
    BUFFER_PUT(b, ",\"location\":");
    if (!put_location(s, b, c, e.name_span)) { b->size = before; continue; }
    BUFFER_PUT(b, "}");
    *any = true;
  }
}
void workspace_symbols_put(Server *s, Buffer *b, Item params) {
  Text query = {0};
  bool any = false;
  VEC(Check *) seen = {0};
  item_text(item_member(params, "query"), &query);
  BUFFER_PUT(b, "[");
  for (uint32_t i = 0; i < s->documents.count; i++) {
    Check *c = check_of(s, s->documents.items[i]->path);
    bool before = false;
    for (uint32_t k = 0; k < seen.count; k++) before |= seen.items[k] == c;
    if (before) continue;
    *VEC_PUSH(&s->arena, &seen) = c;
    for (uint32_t f = 0; f < c->rules->files.count; f++) if (check_path(s, c, f).size) workspace_file(s, b, c, f, query, &any);
  }
  BUFFER_PUT(b, "]");
}
