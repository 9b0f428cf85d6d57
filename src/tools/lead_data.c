// lead_data.c -- see lead_data.h: making, changing and writing. Reading from a batch is in lead_read.c.
#include "tools/lead_data.h"
#include "tools/render.h"

static Data *data_new(Arena *arena, DataKind kind, uint32_t room) {
  Data *d = ARENA_NEW(arena, Data);
  *d = (Data){.kind = kind, .names = kind == DATA_RECORD ? ARENA_MANY(arena, Text, room + 1) : NULL, .items = ARENA_MANY(arena, const Data *, room + 1)};
  return d;
}
const Data *data_empty(Arena *arena) { return data_new(arena, DATA_RECORD, 0); }

// ---- from the tree
static Text leaf_text(Arena *arena, const Sources *sources, const Expr *e) {
  Buffer b = {0};
  Text source = sources->files.items[e->span.file]->bytes, text = {source.data + e->span.start, e->span.end - e->span.start};
  if (e->kind == EXPR_TEXT) data_put_text(&b, e->text);
  else if (e->kind == EXPR_TIME) buffer_time(&b, e->value);
  else buffer_text(&b, api_text(text));
  text = text_copy(arena, (Text){b.data, (uint32_t)b.size});
  bool failed = b.failed;
  buffer_free(&b);
  if (failed) arena_fail(arena);
  return text;
}
const Data *data_of_expr(Arena *arena, const Sources *sources, const Expr *e) {
  bool record = e->kind == EXPR_RECORD_DATA, list = e->kind == EXPR_LIST_DATA;
  Data *d = data_new(arena, record ? DATA_RECORD : list ? DATA_LIST : DATA_LEAF, record || list ? e->args.count : 0);
  if (!record && !list) { d->text = leaf_text(arena, sources, e); return d; }
  d->count = e->args.count;
  for (uint32_t i = 0; i < d->count; i++) {
    if (record) d->names[i] = text_copy(arena, e->names[i].text);
    d->items[i] = data_of_expr(arena, sources, e->args.items[i]);
  }
  return d;
}

// ---- changes
static uint32_t place_of(const Data *d, DataStep step) { // d->count: not there
  if (step.index) return d->kind == DATA_LIST && step.index <= d->count ? step.index - 1 : d->count;
  uint32_t i = 0;
  while (i < d->count && !(d->kind == DATA_RECORD && text_equal(d->names[i], step.name))) i++;
  return i;
}
const Data *data_at(const Data *d, DataPath path) {
  for (uint32_t i = 0; d && i < path.count; i++) {
    uint32_t at = place_of(d, path.steps[i]);
    d = at < d->count ? d->items[at] : NULL;
  }
  return d;
}
static const Data *with_item(Arena *arena, const Data *from, uint32_t at, Text name, const Data *value) { // value NULL: without
  Data *d = data_new(arena, from->kind, from->count + 1);
  for (uint32_t i = 0; i < from->count; i++) {
    if (i == at && !value) continue;
    if (d->names) d->names[d->count] = from->names[i];
    d->items[d->count++] = i == at ? value : from->items[i];
  }
  if (at < from->count || !value) return d;
  if (d->names) d->names[d->count] = text_copy(arena, name);
  d->items[d->count++] = value;
  return d;
}
const Data *data_with(Arena *arena, const Data *from, DataPath path, const Data *value) {
  DataStep step = path.steps[0];
  if (from->kind != (step.index ? DATA_LIST : DATA_RECORD)) return NULL;
  uint32_t at = place_of(from, step);
  if (step.index && at == from->count) return NULL;
  if (path.count > 1) {
    DataPath rest = {path.steps + 1, path.count - 1};
    if (at == from->count && !value) return from;
    const Data *inner = at < from->count ? from->items[at] : data_empty(arena);
    if (inner->kind == DATA_LEAF) inner = data_empty(arena); // `office = missing`, then office.city = "Rome"
    value = data_with(arena, inner, rest, value);
    if (!value) return NULL;
  }
  return with_item(arena, from, at, step.name, value);
}
const Data *data_added(Arena *arena, const Data *list, const Data *item) {
  Data *none = data_new(arena, DATA_LIST, 0);
  return with_item(arena, list && list->kind == DATA_LIST ? list : none, list && list->kind == DATA_LIST ? list->count : 0, (Text){0}, item);
}
bool data_same(const Data *a, const Data *b) {
  if (a == b) return true;
  if (a->kind != b->kind || a->count != b->count || !text_equal(a->text, b->text)) return false;
  for (uint32_t i = 0; i < a->count; i++)
    if ((a->names && !text_equal(a->names[i], b->names[i])) || !data_same(a->items[i], b->items[i])) return false;
  return true;
}

// ---- writing
static bool plain_name(Text name) {
  static const char *const words[] = {"and", "or", "not", "is", "in", "has", "of", "any", "all", "none", "if", "then", "else", "now", "true", "false", "missing", "present", "valid", "invalid", "exactly"};
  bool plain = name.size > 0 && !(name.data[0] >= '0' && name.data[0] <= '9');
  for (uint32_t i = 0; i < name.size; i++) {
    char c = name.data[i];
    plain &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
  for (uint32_t i = 0; plain && i < sizeof words / sizeof *words; i++) plain = !text_is(name, words[i]);
  return plain;
}
void data_put_name(Buffer *b, Text name) {
  bool plain = plain_name(name);
  if (!plain) BUFFER_PUT(b, "`");
  buffer_text(b, api_text(name));
  if (!plain) BUFFER_PUT(b, "`");
}
void data_put_text(Buffer *b, Text text) {
  char code[16];
  BUFFER_PUT(b, "\"");
  for (const char *at = text.data, *end = text.data + text.size; text.size && at < end;) {
    const char *from = at;
    uint32_t c = text_decode(&at, end);
    if (c == '"' || c == '\\') { BUFFER_PUT(b, "\\"); buffer_put(b, from, 1); }
    else if (c == '\n') BUFFER_PUT(b, "\\n");
    else if (c == '\t') BUFFER_PUT(b, "\\t");
    else if (render_unsafe(c)) buffer_put(b, code, (size_t)snprintf(code, sizeof code, "\\u{%x}", c));
    else buffer_put(b, from, (size_t)(at - from));
  }
  BUFFER_PUT(b, "\"");
}
static void put_named(Buffer *b, const Data *d, uint32_t i) {
  if (d->kind != DATA_RECORD) return;
  data_put_name(b, d->names[i]);
  BUFFER_PUT(b, ": ");
}
void data_put(Buffer *b, const Data *d) {
  if (d->kind == DATA_LEAF) { buffer_text(b, api_text(d->text)); return; }
  bool record = d->kind == DATA_RECORD;
  if (!d->count) { buffer_put(b, record ? "{}" : "[]", 2); return; }
  buffer_put(b, record ? "{ " : "[", record ? 2 : 1);
  for (uint32_t i = 0; i < d->count; i++) {
    if (i) BUFFER_PUT(b, ", ");
    put_named(b, d, i);
    data_put(b, d->items[i]);
  }
  buffer_put(b, record ? " }" : "]", record ? 2 : 1);
}
static uint32_t cells_of(const Data *d, const Data *within, uint32_t i) { // on one line, with its name
  Buffer one = {0};
  if (within) put_named(&one, within, i);
  data_put(&one, d);
  uint32_t cells = render_cells((RubricText){one.data, (uint32_t)one.size});
  buffer_free(&one);
  return cells;
}
void data_put_lines(Buffer *b, const Data *d, uint32_t indent, uint32_t width) {
  if (d->kind == DATA_LEAF || !d->count || indent + 2 + cells_of(d, NULL, 0) <= width) { data_put(b, d); return; }
  bool record = d->kind == DATA_RECORD;
  uint32_t inner = indent + 2, at = width;
  buffer_put(b, record ? "{" : "[", 1);
  for (uint32_t i = 0; i < d->count; i++) {
    uint32_t cells = cells_of(d->items[i], d, i) + 2;
    if (i) BUFFER_PUT(b, ",");
    bool next = at + cells > width || d->items[i]->kind == DATA_LIST || (i && d->items[i - 1]->kind == DATA_LIST) || d->items[i]->kind == DATA_RECORD;
    if (next) { BUFFER_PUT(b, "\n"); render_spaces(b, inner); at = inner; }
    else BUFFER_PUT(b, " ");
    put_named(b, d, i);
    data_put_lines(b, d->items[i], inner, width);
    at += cells;
  }
  BUFFER_PUT(b, "\n");
  render_spaces(b, indent);
  buffer_put(b, record ? "}" : "]", 1);
}
