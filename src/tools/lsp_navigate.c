// lsp_navigate.c -- from a name to where it is declared, and to where it is used.
#include "tools/lsp_parts.h"

static const Mark *mark_at(Server *s, Item params, Spot *spot) {
  return spot_of(s, params, spot) ? index_at(&spot->check->index, spot->file, spot->offset) : NULL;
}
static void first_place_put(Server *s, Buffer *b, const Spot *spot, uint32_t file) { // of a file
  if (file == UINT32_MAX || file >= spot->check->rules->sources->files.count || !put_location(s, b, spot->check, (Span){file, 0, 0})) BUFFER_PUT(b, "null");
}
static uint32_t data_source(const Spot *spot, Symbol symbol) { // the file of a list or table, when it could be read
  const Text path = symbol.index ? ((const List *)symbol.decl)->path : ((const Table *)symbol.decl)->path;
  const Sources *sources = spot->check->rules->sources;
  for (uint32_t i = spot->check->rules->files.count; i < sources->files.count; i++)
    if (text_ends(sources->files.items[i]->path, path)) return i;
  return UINT32_MAX;
}
// A value leads to the field that has it.
static const Mark *value_declaration(const Check *c, Symbol symbol) {
  for (uint32_t i = 0; i < c->index.count; i++) {
    const Mark *m = &c->index.marks[i];
    if (!m->declares || m->symbol.kind != SYMBOL_FIELD) continue;
    Type type = ((const Field *)m->symbol.decl)->type;
    if (type.kind == TYPE_LIST && type.element) type = *type.element;
    if (type.values && type.values == symbol.decl) return m;
  }
  return NULL;
}
void definition_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  const Mark *m = mark_at(s, params, &spot);
  if (m && m->symbol.kind == SYMBOL_FILE) { first_place_put(s, b, &spot, m->symbol.index); return; }
  if (m && m->symbol.kind == SYMBOL_DATA) { first_place_put(s, b, &spot, data_source(&spot, m->symbol)); return; }
  const Mark *to = !m ? NULL : m->symbol.kind == SYMBOL_VALUE ? value_declaration(spot.check, m->symbol) : index_declaration(&spot.check->index, m->symbol);
  if (!to || !put_location(s, b, spot.check, to->span)) BUFFER_PUT(b, "null");
}
void references_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  const Mark *m = mark_at(s, params, &spot);
  bool declaration = item_boolean(item_path(params, "context.includeDeclaration"), true), any = false;
  BUFFER_PUT(b, "[");
  for (uint32_t i = 0; m && i < spot.check->index.count; i++) {
    const Mark *each = &spot.check->index.marks[i];
    size_t before = b->size;
    if (!symbol_equal(each->symbol, m->symbol) || (each->declares && !declaration)) continue;
    if (any) BUFFER_PUT(b, ",");
    if (put_location(s, b, spot.check, each->span)) any = true;
    else b->size = before;
  }
  BUFFER_PUT(b, "]");
}
void highlights_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  const Mark *m = mark_at(s, params, &spot);
  bool any = false;
  BUFFER_PUT(b, "[");
  for (uint32_t i = 0; m && i < spot.check->index.count; i++) {
    const Mark *each = &spot.check->index.marks[i];
    if (each->span.file != spot.file || !symbol_equal(each->symbol, m->symbol)) continue;
    put_c(b, any ? ",{\"range\":" : "{\"range\":");
    put_span(s, b, spot.check, each->span);
    put_c(b, each->declares ? ",\"kind\":3}" : ",\"kind\":2}");
    any = true;
  }
  BUFFER_PUT(b, "]");
}
