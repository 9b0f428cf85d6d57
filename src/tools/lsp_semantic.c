// lsp_semantic.c -- colours that need to know what a name means; the rest by the kind of the word.
#include "tools/lsp_parts.h"

// The legend: types are indices into it, modifiers bits.
#define LEGEND_TYPES(X) X(KEYWORD, "keyword") X(COMMENT, "comment") X(STRING, "string") X(NUMBER, "number") X(OPERATOR, "operator") X(TYPE, "type") \
  X(CLASS, "class") X(PROPERTY, "property") X(VARIABLE, "variable") X(PARAMETER, "parameter") X(FUNCTION, "function") X(ENUM_MEMBER, "enumMember") X(EVENT, "event")
typedef enum {
#define TYPE(id, name) LEGEND_##id,
  LEGEND_TYPES(TYPE)
#undef TYPE
  LEGEND_NONE
} LegendType;
enum { DECLARATION = 1, READONLY = 2, LIBRARY = 4 };

void semantic_legend_put(Buffer *b) {
  static const char *const names[] = {
#define TYPE(id, name) name,
    LEGEND_TYPES(TYPE)
#undef TYPE
  };
  BUFFER_PUT(b, "{\"tokenTypes\":[");
  for (int i = 0; i < LEGEND_NONE; i++) { if (i) BUFFER_PUT(b, ","); put_text(b, text_of(names[i])); }
  BUFFER_PUT(b, "],\"tokenModifiers\":[\"declaration\",\"readonly\",\"defaultLibrary\"]}");
}
static LegendType mark_type(Server *s, const Check *c, const Mark *m, uint32_t *modifiers) {
  *modifiers = m->declares ? DECLARATION : 0;
  switch (m->symbol.kind) {
    case SYMBOL_FIELD: case SYMBOL_COLUMN: case SYMBOL_IT: case SYMBOL_PREVIOUS: return LEGEND_PROPERTY;
    case SYMBOL_SCORE: case SYMBOL_DECISION: return LEGEND_VARIABLE;
    case SYMBOL_DEFINE:
      if (!((const Define *)m->symbol.decl)->function) return LEGEND_VARIABLE;
      if (!m->declares && !check_path(s, c, ((const Define *)m->symbol.decl)->name.span.file).size) *modifiers |= LIBRARY;
      return LEGEND_FUNCTION;
    case SYMBOL_TABLE: case SYMBOL_EXTERN: return LEGEND_FUNCTION;
    case SYMBOL_BUILTIN: case SYMBOL_QUERY: *modifiers |= LIBRARY; return LEGEND_FUNCTION;
    case SYMBOL_LIST: case SYMBOL_PARAMETER: *modifiers |= READONLY; return LEGEND_VARIABLE;
    case SYMBOL_ARGUMENT: return LEGEND_PARAMETER;
    case SYMBOL_RECORD: case SYMBOL_SCHEMA: return LEGEND_CLASS;
    case SYMBOL_TYPE: return LEGEND_TYPE;
    case SYMBOL_VALUE: case SYMBOL_STAGE: case SYMBOL_SEGMENT: case SYMBOL_ROUTE: case SYMBOL_CHANNEL: case SYMBOL_REASON: return LEGEND_ENUM_MEMBER;
    case SYMBOL_RULE: case SYMBOL_GROUP: case SYMBOL_TEST: return LEGEND_EVENT;
    default: return LEGEND_STRING;
  }
}
static bool language_word(Text t) {
#define KEYWORD(word, token, kind) if (text_is(t, word)) return true;
#define PHRASE(a, b, c, token) if (text_is(t, a) || text_is(t, b) || (*(c) && text_is(t, c))) return true;
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
#define UNIT_WORD(one, many, us, months) if (text_is(t, one) || text_is(t, many)) return true;
#define TYPE_WORD(word, kind) if (text_is(t, word)) return true;
#include "lang/words.def"
  return text_is(t, "ago") || text_is(t, "least") || text_is(t, "points");
}
static LegendType word_type(const Scan *scan, const ScanWord *w, uint32_t i) {
  switch (w->kind) {
    case SCAN_COMMENT: return LEGEND_COMMENT;
    case SCAN_TEXT: case SCAN_OPEN_TEXT: return LEGEND_STRING;
    case SCAN_NUMBER: case SCAN_TIME: return LEGEND_NUMBER;
    case SCAN_NAME: return language_word(scan_word(scan, i)) ? LEGEND_KEYWORD : LEGEND_NONE;
    case SCAN_SIGN: return strchr("+-*/<>=!.", scan->bytes.data[w->start]) ? LEGEND_OPERATOR : LEGEND_NONE;
    default: return LEGEND_NONE;
  }
}
typedef struct Colours { Server *s; Buffer *b; const Lines *lines; uint32_t line, at, column; Position before; bool any; } Colours; // at: bytes, its column
static Position place_on(Colours *c, uint32_t offset) { // offsets come in order: a long line is walked once
  while (c->line + 1 < c->lines->count && c->lines->starts[c->line + 1] <= offset) { c->at = c->lines->starts[++c->line]; c->column = 0; }
  c->column += columns_between(c->lines->bytes, c->at, offset, c->s->utf8 || c->lines->ascii);
  c->at = offset;
  return (Position){c->line, c->column};
}
static void colour_put(Colours *c, const ScanWord *w, LegendType type, uint32_t modifiers) {
  Position p = place_on(c, w->start);
  uint32_t numbers[5] = {p.line - c->before.line, p.line == c->before.line ? p.column - c->before.column : p.column, columns_between(c->lines->bytes, w->start, w->end, c->s->utf8 || c->lines->ascii), type, modifiers};
  for (int i = 0; i < 5; i++) {
    if (c->any) BUFFER_PUT(c->b, ",");
    c->any = true;
    buffer_integer(c->b, numbers[i]);
  }
  c->before = p;
}
void semantic_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  BUFFER_PUT(b, "{\"data\":[");
  if (spot_of(s, params, &spot)) {
    Colours c = {.s = s, .b = b, .lines = spot.lines};
    const Index *index = &spot.check->index;
    uint32_t m = 0;
    for (uint32_t i = 0; i < spot.scan->count; i++) {
      const ScanWord *w = &spot.scan->words[i];
      uint32_t modifiers = 0;
      while (m < index->count && (index->marks[m].span.file < spot.file || (index->marks[m].span.file == spot.file && index->marks[m].span.end <= w->start))) m++;
      bool marked = m < index->count && index->marks[m].span.file == spot.file && index->marks[m].span.start == w->start && index->marks[m].span.end == w->end;
      LegendType type = marked ? mark_type(s, spot.check, &index->marks[m], &modifiers) : word_type(spot.scan, w, i);
      if (type != LEGEND_NONE) colour_put(&c, w, type, modifiers);
    }
  }
  BUFFER_PUT(b, "]}");
}
