// lsp_describe.c -- what a name means, in words: for hover and completion.
#include "tools/lsp_parts.h"

#define SHOW(t) (int)(t).size, (t).data

// ---- the source, as people wrote it
static Text source_of(const Check *c, Span span) {
  Text bytes = c->rules->sources->files.items[span.file]->bytes;
  return (Text){bytes.data + span.start, span.end - span.start};
}
// A statement's text without what its layout repeats: blanks in a row are one, `most` lines.
static void code_put(Buffer *b, Text source, uint32_t most) {
  uint32_t lines = 1;
  BUFFER_PUT(b, "```rubric\n");
  for (uint32_t i = 0; i < source.size; i++) {
    bool blank = source.data[i] == ' ' && i + 1 < source.size && source.data[i + 1] == ' ' && i > 0 && source.data[i - 1] != '\n';
    bool indent = source.data[i] == ' ' && i > 0 && source.data[i - 1] == ' ' && b->data[b->size - 1] == ' ';
    if ((blank && !indent && memchr(source.data, '\n', i) == NULL) || source.data[i] == '\r') continue;
    if (source.data[i] == '\n' && lines++ == most) { BUFFER_PUT(b, "\n…"); break; }
    buffer_put(b, &source.data[i], 1);
  }
  BUFFER_PUT(b, "\n```\n");
}

// ---- comments above
static uint32_t line_begin(Text t, uint32_t at) {
  while (at > 0 && t.data[at - 1] != '\n') at--;
  return at;
}
static Text line_text(Text t, uint32_t begin) {
  const char *end = begin < t.size ? memchr(t.data + begin, '\n', t.size - begin) : NULL;
  return text_trim((Text){t.data + begin, end ? (uint32_t)(end - (t.data + begin)) : t.size - begin});
}
static Text comment_text(Text line) {
  while (line.size && line.data[0] == '#') line = (Text){line.data + 1, line.size - 1};
  return text_trim(line);
}
static bool comment_above(Buffer *b, const Check *c, Span span) {
  Text t = c->rules->sources->files.items[span.file]->bytes;
  uint32_t begin = line_begin(t, span.start), top = begin;
  while (top > 0) {
    uint32_t above = line_begin(t, top - 1);
    Text line = line_text(t, above);
    if (!line.size || line.data[0] != '#') break;
    top = above;
  }
  for (uint32_t at = top; at < begin;) {
    Text line = comment_text(line_text(t, at));
    BUFFER_PUT(b, "\n");
    buffer_text(b, api_text(line));
    while (at < begin && t.data[at] != '\n') at++;
    at++;
  }
  if (top < begin) BUFFER_PUT(b, "\n");
  return top < begin;
}
static void comment_behind(Buffer *b, const Check *c, Span span) { // employees integer  # from the form
  const Scan *scan = &c->scans[span.file];
  Text t = scan->bytes;
  for (uint32_t i = scan_at(scan, span.start); i < scan->count; i++) {
    const ScanWord *w = &scan->words[i];
    if (memchr(t.data + span.start, '\n', w->start - span.start)) return;
    if (w->kind != SCAN_COMMENT) continue;
    BUFFER_PUT(b, "\n");
    buffer_text(b, api_text(comment_text(scan_word(scan, i))));
    BUFFER_PUT(b, "\n");
    return;
  }
}
// The standard library tells of its functions at the head of a module: `#   seniority(title)    "C-level" …` and what is indented below.
static void head_comment(Buffer *b, const Check *c, Span span, Text name) {
  const Scan *scan = &c->scans[span.file];
  bool within = false;
  for (uint32_t i = 0; i < scan->count && scan->words[i].kind == SCAN_COMMENT; i++) {
    Text line = scan_word(scan, i), text = comment_text(line);
    bool entry = text_starts(line, TEXT("#   ")) && text.size > name.size && text_starts(text, name) && text.data[name.size] == '(';
    if (within && (!text_starts(line, TEXT("#      ")) || !text.size)) return;
    if (!entry && !within) continue;
    if (entry) { BUFFER_PUT(b, "\n"); const char *end = memchr(text.data, ')', text.size); if (end) text = text_trim((Text){end + 1, text.size - (uint32_t)(end + 1 - text.data)}); }
    within = true;
    buffer_text(b, api_text(text));
    BUFFER_PUT(b, "\n");
  }
}

// ---- what kind of thing
static const char *kind_word(const Symbol s) {
  switch (s.kind) {
    case SYMBOL_RECORD: return "record";
    case SYMBOL_SCHEMA: return "schema";
    case SYMBOL_LIST: return "list";
    case SYMBOL_TABLE: return "table";
    case SYMBOL_PARAMETER: return "parameter";
    case SYMBOL_DEFINE: return ((const Define *)s.decl)->function ? "function" : "definition";
    case SYMBOL_EXTERN: return "extern function";
    case SYMBOL_SCORE: return "score";
    case SYMBOL_COLUMN: return "column";
    case SYMBOL_ARGUMENT: return "argument";
    case SYMBOL_STAGE: return "stage";
    case SYMBOL_SEGMENT: return "segment";
    case SYMBOL_ROUTE: return "route";
    case SYMBOL_CHANNEL: return "channel";
    case SYMBOL_REASON: return ((const Reason *)s.decl)->require ? "requirement" : "disqualifier";
    case SYMBOL_RULE: return "rule";
    case SYMBOL_GROUP: return "group";
    case SYMBOL_TEST: return "test";
    case SYMBOL_VALUE: return "value";
    case SYMBOL_FILE: case SYMBOL_DATA: return "file";
    default: return "field";
  }
}
static void values_put(Buffer *b, const Text *values, uint32_t count) {
  enum { SHOWN = 8 };
  for (uint32_t i = 0; i < count && i < SHOWN; i++) {
    if (i) BUFFER_PUT(b, ", ");
    BUFFER_PUT(b, "\"");
    buffer_text(b, api_text(values[i]));
    BUFFER_PUT(b, "\"");
  }
  if (count > SHOWN) BUFFER_PUT(b, ", …");
}
static void reach_put(Buffer *b, const Score *score) {
  if (score->bounded_low) buffer_number(b, score->lowest); else BUFFER_PUT(b, "no lower end");
  BUFFER_PUT(b, " to ");
  if (score->bounded_high) buffer_number(b, score->highest); else BUFFER_PUT(b, "no upper end");
}
static Span statement_span(const Check *c, const Mark *m) { // the statement (or field) that a name is declared in
  const File *file = c->rules->files.items[m->span.file];
  if (m->symbol.kind == SYMBOL_FIELD) return ((const Field *)m->symbol.decl)->span;
  for (uint32_t i = 0; i < file->count; i++) {
    const Statement *s = &file->statements[i];
    if (s->span.start > m->span.start || s->span.end < m->span.end) continue;
    if (s->kind == STATEMENT_GROUP && m->symbol.kind == SYMBOL_RULE) return ((const Rule *)m->symbol.decl)->span;
    return s->span;
  }
  return m->span;
}
Text describe_line(Server *s, Check *c, Symbol symbol) {
  Arena *a = &s->arena;
  switch (symbol.kind) {
    case SYMBOL_FIELD: return type_name(a, ((const Field *)symbol.decl)->type);
    case SYMBOL_COLUMN: return type_name(a, ((const Table *)symbol.decl)->columns[symbol.index].type);
    case SYMBOL_ARGUMENT: return type_name(a, ((const Argument *)symbol.decl)->type);
    case SYMBOL_DEFINE: return type_name(a, ((const Define *)symbol.decl)->type);
    case SYMBOL_EXTERN: return type_name(a, ((const Extern *)symbol.decl)->gives);
    case SYMBOL_PARAMETER: return source_of(c, ((const Parameter *)symbol.decl)->value->span);
    case SYMBOL_PREVIOUS: case SYMBOL_IT: return symbol.index < c->rules->slot_count ? type_name(a, c->rules->slots[symbol.index].type) : (Text){0};
    case SYMBOL_LIST: { uint32_t n = ((const List *)symbol.decl)->count; return text_format(a, "%u value%s", n, n == 1 ? "" : "s"); }
    case SYMBOL_TABLE: { uint32_t n = ((const Table *)symbol.decl)->row_count; return text_format(a, "%u row%s", n, n == 1 ? "" : "s"); }
    case SYMBOL_SCORE: {
      Buffer b = {0};
      reach_put(&b, symbol.decl);
      Text t = text_copy(a, (Text){b.data ? b.data : "", (uint32_t)b.size});
      buffer_free(&b);
      return t;
    }
    default: return text_of(kind_word(symbol));
  }
}

// ---- hover
static void builtin_put(Buffer *b, uint32_t index) {
  static const struct { const char *signature, *meaning; } builtins[] = {
#define BUILTIN(id, name, least, most, signature, meaning) {signature, meaning},
#include "lang/builtins.def"
#undef BUILTIN
  };
  BUFFER_PUT(b, "```rubric\n");
  buffer_put(b, builtins[index].signature, strlen(builtins[index].signature));
  BUFFER_PUT(b, "\n```\n");
  buffer_put(b, builtins[index].meaning, strlen(builtins[index].meaning));
}
static void query_put(Buffer *b, uint32_t kind) {
  static const char *const meanings[] = {
    [QUERY_COUNT] = "`count(LIST [within DURATION] [where CONDITION])`: how many elements there are",
    [QUERY_ANY] = "`any(LIST [within DURATION] [where CONDITION])`: whether there is such an element",
    [QUERY_ALL] = "`all(LIST [within DURATION] where CONDITION)`: whether all elements are so; false when there is none",
    [QUERY_NONE] = "`none(LIST [within DURATION] [where CONDITION])`: whether there is no such element",
    [QUERY_SUM] = "`sum(x of LIST [within DURATION] [where CONDITION])`: of nothing 0",
    [QUERY_AVERAGE] = "`average(x of LIST [within DURATION] [where CONDITION])`: of nothing missing",
    [QUERY_MIN] = "`min(x of LIST [within DURATION] [where CONDITION])`: of nothing missing",
    [QUERY_MAX] = "`max(x of LIST [within DURATION] [where CONDITION])`: of nothing missing",
    [QUERY_DISTINCT] = "`distinct(x of LIST [within DURATION] [where CONDITION])`: how many different values there are",
    [QUERY_LATEST] = "`latest(LIST [within DURATION] [where CONDITION])`: time of the last element",
    [QUERY_EARLIEST] = "`earliest(LIST [within DURATION] [where CONDITION])`: time of the first element"};
  if (kind < sizeof meanings / sizeof *meanings) buffer_put(b, meanings[kind], strlen(meanings[kind]));
}
static void decision_put(Buffer *b, uint32_t ref) {
  const char *text = ref == REF_STAGE ? "`stage`: the lead's stage; missing when there is none" : ref == REF_SEGMENTS ? "`segments`: the lead's segments, a list of text"
    : ref == REF_DISQUALIFIED ? "`disqualified`: whether a disqualifier is true or a requirement false" : ref == REF_INCOMPLETE ? "`incomplete`: whether a requirement is unknown for want of fields"
    : ref == REF_REASONS ? "`reasons`: codes of the disqualifiers and requirements that hold the lead" : ref == REF_ROUTE ? "`route`: the route taken; missing when there is none" : "`target`: whom the route gives the lead to; missing when there is none";
  buffer_put(b, text, strlen(text));
}
static void place_put(Server *s, Buffer *b, Check *c, const Mark *m) {
  (void)s;
  uint32_t line, column, uses = index_uses(&c->index, c->rules, m->symbol);
  source_position(c->rules->sources, m->span, &line, &column);
  BUFFER_PUT(b, "\n");
  buffer_put(b, kind_word(m->symbol), strlen(kind_word(m->symbol)));
  BUFFER_PUT(b, ", declared at ");
  buffer_text(b, api_text(c->rules->sources->files.items[m->span.file]->path));
  BUFFER_PUT(b, ":");
  buffer_integer(b, line);
  if (!uses) BUFFER_PUT(b, ", not used");
  else if (uses == 1) BUFFER_PUT(b, ", used once");
  else { BUFFER_PUT(b, ", used "); buffer_integer(b, uses); BUFFER_PUT(b, " times"); }
  BUFFER_PUT(b, "\n");
}
static void size_put(Server *s, Buffer *b, Check *c, Symbol symbol) {
  Portion share;
  if (symbol.kind == SYMBOL_LIST) {
    const List *list = symbol.decl;
    Text n = describe_line(s, c, symbol);
    BUFFER_PUT(b, "\n");
    buffer_text(b, api_text(n));
    if (list->from_file && list->count) { BUFFER_PUT(b, ": "); values_put(b, list->values, list->count); }
    BUFFER_PUT(b, "\n");
  } else if (symbol.kind == SYMBOL_TABLE) {
    Text n = describe_line(s, c, symbol);
    BUFFER_PUT(b, "\n");
    buffer_text(b, api_text(n));
    BUFFER_PUT(b, "\n");
  } else if (symbol.kind == SYMBOL_SCORE) {
    BUFFER_PUT(b, "\ncan reach ");
    reach_put(b, symbol.decl);
    BUFFER_PUT(b, "\n");
  } else if (symbol.kind == SYMBOL_DEFINE && ((const Define *)symbol.decl)->type.kind != TYPE_ERROR) {
    Text type = describe_line(s, c, symbol);
    BUFFER_PUT(b, "\ngives ");
    buffer_text(b, api_text(type));
    BUFFER_PUT(b, "\n");
  } else if (symbol.kind == SYMBOL_FIELD && sample_filled(s, c, symbol.index, &share) && share.of) {
    BUFFER_PUT(b, "\nfilled in ");
    share_put(b, share);
    BUFFER_PUT(b, " of the sample leads\n");
  } else {
    Text title = lens_title(s, c, symbol);
    if (!title.size) return;
    BUFFER_PUT(b, "\n");
    buffer_text(b, api_text(title));
    BUFFER_PUT(b, "\n");
  }
}
static uint32_t signature_end(const Check *c, const Mark *m) { // of a function of the standard library: its body is long
  Text bytes = c->rules->sources->files.items[m->span.file]->bytes;
  const char *close = memchr(bytes.data + m->span.end, ')', bytes.size - m->span.end);
  return ((const Define *)m->symbol.decl)->function && close ? (uint32_t)(close - bytes.data) + 1 : m->span.end;
}
void share_put(Buffer *b, Portion share) {
  uint64_t percent = share.of ? (share.part * 1000 / share.of + 5) / 10 : 0;
  if (percent == 0 && share.part) BUFFER_PUT(b, "under 1");
  else buffer_integer(b, (int64_t)percent);
  BUFFER_PUT(b, " %");
}
static void value_put(Buffer *b, const Values *values, uint32_t index) {
  BUFFER_PUT(b, "value ");
  buffer_integer(b, index + 1);
  BUFFER_PUT(b, " of ");
  values_put(b, values->items, values->count);
}
static void line_put(Server *s, Buffer *b, Check *c, Symbol symbol, Text name, const char *between) {
  Text line = describe_line(s, c, symbol);
  BUFFER_PUT(b, "`");
  buffer_text(b, api_text(name));
  put_c(b, between);
  buffer_text(b, api_text(line));
}
static void declared_put(Server *s, Buffer *b, Check *c, const Mark *m) { // a statement or field: its text, and what is written about it
  Span statement = statement_span(c, m), comments = statement;
  bool standard = !check_path(s, c, m->span.file).size;
  if (m->symbol.kind == SYMBOL_SCHEMA || m->symbol.kind == SYMBOL_TEST) statement.end = m->span.end;
  if (standard && m->symbol.kind == SYMBOL_DEFINE) statement.end = signature_end(c, m);
  code_put(b, source_of(c, statement), 12);
  bool told = comment_above(b, c, comments);
  comment_behind(b, c, (Span){comments.file, m->symbol.kind == SYMBOL_FIELD ? comments.end : comments.start, comments.end});
  if (standard && !told) head_comment(b, c, m->span, symbol_name(c->rules, m->symbol));
}
void describe_put(Server *s, Buffer *b, Check *c, Symbol symbol) {
  Text name = symbol_name(c->rules, symbol);
  const Mark *m = index_declaration(&c->index, symbol);
  switch (symbol.kind) {
    case SYMBOL_BUILTIN: builtin_put(b, symbol.index); return;
    case SYMBOL_QUERY: query_put(b, symbol.index); return;
    case SYMBOL_DECISION: decision_put(b, symbol.index); return;
    case SYMBOL_VALUE: value_put(b, symbol.decl, symbol.index); return;
    case SYMBOL_IT: line_put(s, b, c, symbol, TEXT("it"), "`: "); return;
    case SYMBOL_COLUMN: case SYMBOL_ARGUMENT: line_put(s, b, c, symbol, name, "`: "); BUFFER_PUT(b, "\n"); break; // their own words only
    default:
      if (m) declared_put(s, b, c, m);
      else if (name.size) line_put(s, b, c, symbol, name, symbol.kind == SYMBOL_SCORE ? "`: a score that can reach " : "`: ");
  }
  if (!m) return;
  size_put(s, b, c, symbol);
  place_put(s, b, c, m);
}
void hover_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  const Mark *m = spot_of(s, params, &spot) ? index_at(&spot.check->index, spot.file, spot.offset) : NULL;
  Buffer text = {0};
  if (m && m->symbol.kind != SYMBOL_TYPE && m->symbol.kind != SYMBOL_FILE && m->symbol.kind != SYMBOL_DATA) describe_put(s, &text, spot.check, m->symbol);
  if (!text.size) BUFFER_PUT(b, "null");
  else {
    BUFFER_PUT(b, "{\"contents\":");
    put_markdown(b, &text);
    BUFFER_PUT(b, ",\"range\":");
    put_span(s, b, spot.check, m->span);
    BUFFER_PUT(b, "}");
  }
  buffer_free(&text);
}
