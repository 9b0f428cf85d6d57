// format_print.c -- pieces to lines of at most FORMAT_WIDTH columns, if their words allow it.
//
// A group is laid out flat when it fits with what must follow it on its line; else its line ends at each of its places, or,
// when it fills, before the item that does not fit. A comment inside a group ends its line, so such a group is never flat.
#include "lang/format_parts.h"

typedef struct Printer {
  Layout *l;
  Lines *lines;
  VEC(char) text;               // of the line being made
  VEC(uint32_t) open;           // groups
  Line line;
  bool begun;
  uint32_t column, number;      // where the next word goes; lines so far
  uint32_t first;               // index of the first line of what BREAK_MUST began
  uint32_t *widths, *comments;  // sums over the pieces before
} Printer;

// ---- lines
static void line_end(Printer *o) {
  if (!o->begun) return;
  o->line.text = text_copy(o->l->arena, (Text){o->text.items, o->text.count});
  *VEC_PUSH(o->l->arena, o->lines) = o->line;
  o->text.count = 0;
  o->begun = false;
  o->number++;
}
static void line_begin(Printer *o, uint32_t indent, bool blank_before, LineKind kind, uint32_t block) {
  line_end(o);
  o->line = (Line){.indent = indent, .blank_before = blank_before, .kind = kind, .block = block};
  for (int i = 0; i < FORMAT_CELLS; i++) o->line.cell[i].start = FORMAT_NONE;
  o->begun = true;
  o->column = indent;
}
static void put(Printer *o, Text t, uint32_t width) {
  for (uint32_t i = 0; i < t.size; i++) *VEC_PUSH(o->l->arena, &o->text) = t.data[i];
  o->column += width;
}
// What goes on in another line is no neighbour of one-line statements.
static void line_continue(Printer *o, uint32_t indent) {
  line_begin(o, indent, false, LINE_PLAIN, 0);
  Line *first = &o->lines->items[o->first];
  if (first->kind >= LINE_HEADER) return;
  first->kind = LINE_PLAIN;
  first->cells = 0;
}

// ---- what fits
static uint32_t width_of(const Printer *o, uint32_t from, uint32_t to) { return o->widths[to] - o->widths[from] - o->l->pieces[from].space; }
static const Fold *fold_of(const Printer *o, const Piece *p) { return p->breaks == BREAK_MAY ? &o->l->groups.items[p->group] : NULL; }
// What stands on the line whether it fits or not, from this piece on.
static uint32_t tail_width(const Printer *o, uint32_t piece) {
  uint32_t width = 0;
  for (uint32_t i = piece; i < o->l->count && width <= FORMAT_WIDTH; i++) {
    const Piece *p = &o->l->pieces[i];
    const Fold *f = fold_of(o, p);
    if (p->breaks == BREAK_MUST || p->comment_count || (f && !(f->open && !f->broken))) break;
    width += p->space + p->width;
  }
  return width;
}
static bool fits(const Printer *o, uint32_t column, uint32_t from, uint32_t to, bool tail) {
  uint32_t width = column + width_of(o, from, to);
  return width <= FORMAT_WIDTH && width + (tail ? tail_width(o, to) : 0) <= FORMAT_WIDTH;
}
// The item of a filling group that begins here, up to the next one.
static bool item_fits(const Printer *o, const Fold *f, uint32_t group, uint32_t piece) {
  uint32_t column = o->column + o->l->pieces[piece].space, end = piece + 1;
  for (; end < f->end && column + width_of(o, piece, end) <= FORMAT_WIDTH; end++)
    if (o->l->pieces[end].breaks == BREAK_MAY && o->l->pieces[end].group == group) return fits(o, column, piece, end, false);
  return fits(o, column, piece, end, true);
}

// ---- groups
static void group_begin(Printer *o, uint32_t group) {
  enum { DEEPEST = FORMAT_WIDTH - 20 };
  Fold *f = &o->l->groups.items[group];
  bool first = o->column == o->line.indent;
  f->open = true;
  bool commented = f->end > f->start + 1 && o->comments[f->end] > o->comments[f->start + 1];
  f->broken = commented || !fits(o, o->column, f->start, f->end, true);
  f->indent = f->indenting == INDENT_ALIGN ? o->column : o->line.indent + (first && f->indenting == INDENT_STEP ? 0 : FORMAT_STEP);
  if (f->indent > DEEPEST) f->indent = DEEPEST;
  f->item_line = o->number;
  *VEC_PUSH(o->l->arena, &o->open) = group;
}
static void groups_end(Printer *o, uint32_t piece, bool all) {
  while (o->open.count) {
    Fold *f = &o->l->groups.items[o->open.items[o->open.count - 1]];
    if (!all && f->end > piece) return;
    f->open = false;
    o->open.count--;
  }
}
static uint32_t indent_inside(const Printer *o, const Piece *p) {
  const Fold *f = fold_of(o, p);
  if (f && f->open) return f->indent;
  return o->open.count ? o->l->groups.items[o->open.items[o->open.count - 1]].indent : o->line.indent + FORMAT_STEP;
}
static bool breaks_here(const Printer *o, uint32_t piece) {
  const Piece *p = &o->l->pieces[piece];
  const Fold *f = fold_of(o, p);
  if (!f || !f->open || !f->broken) return false;
  bool after_lines = f->indenting == INDENT_ALIGN && f->item_line != o->number; // nothing follows an item of several lines on its last
  return !f->fills || after_lines || !item_fits(o, f, p->group, piece);
}

// ---- pieces
// The comments before a piece; true when the piece must begin a line for their sake.
static bool put_comments(Printer *o, const Piece *p, uint32_t indent, bool after_open) {
  for (uint32_t i = 0; i < p->comment_count; i++) {
    Comment c = p->comments[i];
    if (c.trailing) { o->line.comment = c.text; continue; }
    if (p->breaks == BREAK_MUST) line_begin(o, indent, c.blank_before && !after_open, LINE_PLAIN, 0);
    else line_continue(o, indent);
    put(o, c.text, text_length(c.text));
    after_open = false;
  }
  return p->comment_count > 0;
}
static void put_must(Printer *o, const Piece *p, bool after_open) {
  uint32_t indent = p->depth * FORMAT_STEP;
  groups_end(o, 0, true);
  put_comments(o, p, indent + (p->closes ? FORMAT_STEP : 0), after_open);
  bool comment_before = p->comment_count && !p->comments[p->comment_count - 1].trailing;
  line_begin(o, indent, p->blank_before && !p->closes && (comment_before || !after_open), p->line, p->block);
  o->first = o->lines->count;
}
static void put_piece(Printer *o, uint32_t i) {
  Piece *p = &o->l->pieces[i];
  groups_end(o, i, false);
  if (p->breaks == BREAK_MUST) put_must(o, p, i > 0 && p[-1].kind == '{');
  else {
    uint32_t indent = indent_inside(o, p);
    if (put_comments(o, p, indent, false) || breaks_here(o, i)) line_continue(o, indent);
    else for (uint32_t n = 0; n < p->space; n++) put(o, TEXT(" "), 1);
  }
  Fold *f = p->breaks == BREAK_MAY ? &o->l->groups.items[p->group] : NULL;
  if (f) f->item_line = o->number;
  if (p->cell && o->first == o->lines->count) {
    o->line.cell[p->cell] = (Edge){o->text.count, p->space};
    if (o->line.cells < p->cell + 1u) o->line.cells = p->cell + 1u;
  }
  for (uint32_t g = p->groups; g != FORMAT_NONE; g = o->l->groups.items[g].next) group_begin(o, g);
  put(o, p->text, p->width);
}
void pieces_print(Layout *l, Lines *lines) {
  Printer o = {.l = l, .lines = lines};
  o.widths = arena_alloc(l->arena, sizeof(uint32_t) * ((size_t)l->count + 1));
  o.comments = arena_alloc(l->arena, sizeof(uint32_t) * ((size_t)l->count + 1));
  for (uint32_t i = 0; i < l->count; i++) {
    o.widths[i + 1] = o.widths[i] + l->pieces[i].space + l->pieces[i].width;
    o.comments[i + 1] = o.comments[i] + l->pieces[i].comment_count;
  }
  for (uint32_t i = 0; i < l->count; i++) put_piece(&o, i);
  l->pieces[l->count].breaks = BREAK_MUST;
  put_comments(&o, &l->pieces[l->count], 0, false);
  line_end(&o);
}
