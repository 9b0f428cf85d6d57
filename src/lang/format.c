// format.c -- see format.h: words to pieces, pieces to text.
#include "lang/format_parts.h"

// ---- comments and empty lines
// What stands between two words: white space and comments.
static void trivia_read(Layout *l, Piece *p, uint32_t from, uint32_t to, bool first) {
  VEC(Comment) comments = {0};
  uint32_t lines = 0;
  for (uint32_t i = from; i < to;) {
    if (l->bytes.data[i] == '\n') lines++;
    if (l->bytes.data[i] != '#') { i++; continue; }
    const char *stop = memchr(l->bytes.data + i, '\n', to - i);
    uint32_t end = stop ? (uint32_t)(stop - l->bytes.data) : to;
    *VEC_PUSH(l->arena, &comments) = (Comment){text_trim((Text){l->bytes.data + i, end - i}), lines == 0 && !first, lines > 1};
    first = false;
    lines = 0;
    i = end;
  }
  p->blank_before = lines > 1;
  p->comments = comments.items;
  p->comment_count = comments.count;
}

// ---- blanks
static bool one_of(RawKind kind, const char *set) { return kind < 128 && kind > 0 && strchr(set, (int)kind); }
// Between two words on a line, unless the tree knows better (operators, calls, ranges).
static uint32_t space_between(const Piece *a, const Piece *b) {
  bool literal = a->kind == RAW_NUMBER || a->kind == RAW_DATE || a->kind == RAW_TIME;
  if (b->kind == '.' && literal) return 1;      // 5._x would be a number
  return !(one_of(b->kind, ",)].:") || one_of(a->kind, "([.+-"));
}

static void pieces_read(Layout *l, uint32_t base) {
  uint32_t end = 0;
  Raw *raws = raws_read(l->arena, l->bytes, &l->count);
  l->pieces = ARENA_MANY(l->arena, Piece, l->count + 1);
  for (uint32_t i = 0; i <= l->count; i++) {
    Piece *p = &l->pieces[i];
    Raw r = i < l->count ? raws[i] : (Raw){RAW_END, l->bytes.size, l->bytes.size, true};
    *p = (Piece){.text = {l->bytes.data + r.start, r.end - r.start}, .start = base + r.start, .kind = r.kind, .groups = FORMAT_NONE};
    p->width = text_length(p->text);
    trivia_read(l, p, end, r.start, i == 0);
    if (i > 0) p->space = space_between(p - 1, p);
    end = r.end;
  }
}
uint32_t piece_at(const Layout *l, uint32_t offset) {
  uint32_t low = 0, high = l->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (l->pieces[middle].start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

// ---- groups
uint32_t group_open(Layout *l, uint32_t start, uint32_t end, Indent indenting, bool fills) {
  uint32_t id = l->groups.count, *link = &l->pieces[start].groups;
  *VEC_PUSH(l->arena, &l->groups) = (Fold){.start = start, .end = end, .next = FORMAT_NONE, .indenting = indenting, .fills = fills};
  while (*link != FORMAT_NONE) link = &l->groups.items[*link].next;
  *link = id;
  return id;
}
// At the beginning of a line some words would begin a statement.
static bool begins_there(const Layout *l, uint32_t piece) {
  const Piece *p = &l->pieces[piece];
  if (p->kind != RAW_NAME) return false;
  if (word_begins(p->text)) return true;
  for (uint32_t i = 0; i < l->scores.count && p[1].kind == RAW_TEXT; i++) if (text_equal(l->scores.items[i], p->text)) return true;
  return false;
}
void group_break(Layout *l, uint32_t group, uint32_t piece) {
  if (begins_there(l, piece) || l->pieces[piece].breaks == BREAK_MUST) return;
  l->pieces[piece].breaks = BREAK_MAY;
  l->pieces[piece].group = group;
}

// ---- text
typedef struct Out { Arena *arena; VEC(char) bytes; Text line_end; } Out;
static void put(Out *o, Text t) {
  for (uint32_t i = 0; i < t.size; i++) *VEC_PUSH(o->arena, &o->bytes) = t.data[i];
}
static void put_blanks(Out *o, uint32_t count) {
  while (count--) *VEC_PUSH(o->arena, &o->bytes) = ' ';
}
static void put_cells(Out *o, const Line *line) {
  uint32_t from = 0;
  for (uint32_t k = 1; k <= line->cells; k++) {
    bool last = k == line->cells;
    if (!last && line->cell[k].start == FORMAT_NONE) continue;
    uint32_t to = last ? line->text.size : line->cell[k].start, end = to;
    while (end > from && !last && line->text.data[end - 1] == ' ') end--;
    put(o, (Text){line->text.data + from, end - from});
    if (!last) put_blanks(o, line->pad[k]);
    from = to;
  }
}
static void put_line(Out *o, const Line *line, bool first) {
  if (line->blank_before && !first) put(o, o->line_end);
  put_blanks(o, line->indent);
  if (line->cells) put_cells(o, line);
  else put(o, line->text);
  if (line->comment.size) { put_blanks(o, line->comment_pad); put(o, line->comment); }
}
static Text lines_text(Arena *arena, const Lines *lines, bool crlf) {
  Out o = {.arena = arena, .line_end = crlf ? TEXT("\r\n") : TEXT("\n")};
  for (uint32_t i = 0; i < lines->count; i++) {
    put_line(&o, &lines->items[i], i == 0);
    put(&o, o.line_end);
  }
  return (Text){o.bytes.items, o.bytes.count};
}
static bool ends_crlf(Text bytes) {
  const char *end = bytes.size ? memchr(bytes.data, '\n', bytes.size) : NULL;
  return end && end > bytes.data && end[-1] == '\r';
}

// ---- entries
static Layout layout_of(Arena *arena, const Sources *sources, Span span) {
  Text all = sources->files.items[span.file]->bytes;
  Layout l = {.arena = arena, .bytes = all.size ? (Text){all.data + span.start, span.end - span.start} : TEXT("")};
  pieces_read(&l, span.start);
  return l;
}
static void scores_read(Layout *l, const File *file) {
  for (uint32_t i = 0; i < file->count; i++) if (file->statements[i].kind == STATEMENT_SCORE) *VEC_PUSH(l->arena, &l->scores) = file->statements[i].score->name.text;
}
Text format_file(Arena *arena, const Sources *sources, const File *file) {
  Text bytes = sources->files.items[file->source]->bytes;
  Layout l = layout_of(arena, sources, (Span){file->source, 0, bytes.size});
  Lines lines = {0};
  scores_read(&l, file);
  for (uint32_t i = 0; i < file->count; i++) mark_statement(&l, &file->statements[i]);
  pieces_print(&l, &lines);
  lines_align(arena, &lines);
  return lines_text(arena, &lines, ends_crlf(bytes));
}
Text format_statement(Arena *arena, const Sources *sources, const File *file, const Statement *statement) {
  Layout l = layout_of(arena, sources, statement->span);
  Lines lines = {0};
  scores_read(&l, file);
  mark_statement(&l, statement);
  pieces_print(&l, &lines);
  lines_align(arena, &lines);
  Text t = lines_text(arena, &lines, false);
  return (Text){t.data, t.size ? t.size - 1 : 0};
}
static Text one_line(const Layout *l) {
  Out o = {.arena = l->arena};
  for (uint32_t i = 0; i < l->count; i++) {
    if (i) put_blanks(&o, l->pieces[i].space);
    put(&o, l->pieces[i].text);
  }
  return (Text){o.bytes.items, o.bytes.count};
}
Text format_expr(Arena *arena, const Sources *sources, const Expr *e) {
  if (!e || e->span.file >= sources->files.count) return (Text){0};
  Layout l = layout_of(arena, sources, e->span);
  mark_expr(&l, e);
  return one_line(&l);
}
Text format_row(Arena *arena, const Sources *sources, const Row *row) {
  if (row->span.file >= sources->files.count) return (Text){0};
  Layout l = layout_of(arena, sources, row->span);
  for (uint32_t k = 0; k < row->pattern_count; k++)
    for (uint32_t i = 0; i < row->patterns[k].count; i++) mark_expr(&l, row->patterns[k].items[i].value);
  mark_expr(&l, row->result);
  return one_line(&l);
}
Text format_span(Arena *arena, const Sources *sources, Span span) {
  if (span.file >= sources->files.count) return (Text){0};
  Layout l = layout_of(arena, sources, span);
  return one_line(&l);
}
