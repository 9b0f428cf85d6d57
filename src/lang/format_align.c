// format_align.c -- columns of neighbouring lines.
//
// A column begins at one place in as many of the lines as can have it there: a line that would grow too long, or whose blank
// would be too wide, is left as it is. Of the places that the words allow, the one that serves most lines is taken.
#include "lang/format_parts.h"

enum { SPREAD = 40, SPREAD_TYPE = 4, SPREAD_OPTION = 20, SPREAD_COMMENT = 60 };

typedef struct Member {
  Line *line;
  uint32_t width, slack;       // of its text; columns left of the line's end
  uint32_t column;             // where the column being aligned ends so far
  bool out;                    // left as it is
} Member;

static bool is_whole(LineKind kind) { return kind >= LINE_HEADER; }
static bool is_fixed(LineKind kind) { return kind == LINE_FIELD || kind == LINE_ROW || kind == LINE_ROUTE; } // a column may be empty
static uint32_t spread_of(LineKind kind, uint32_t column) {
  return kind != LINE_FIELD ? SPREAD : column == 1 ? SPREAD_TYPE : SPREAD_OPTION;
}
static bool has(const Line *line, uint32_t k) { return k == 0 || (k < line->cells && line->cell[k].start != FORMAT_NONE); }
static uint32_t next_cell(const Line *line, uint32_t k) {
  for (k++; k < line->cells && !has(line, k);) k++;
  return k;
}
// Columns from the k-th cell's first word to its last.
static uint32_t cell_width(const Line *line, uint32_t k) {
  uint32_t start = k ? line->cell[k].start : 0, end = line->text.size;
  uint32_t next = next_cell(line, k);
  if (next < line->cells) end = line->cell[next].start;
  while (end > start && line->text.data[end - 1] == ' ') end--;
  return text_length((Text){line->text.data + start, end - start});
}
static void cells_natural(Line *line) {
  for (uint32_t k = 0; k < line->cells; k++) line->pad[k] = line->cell[k].start == FORMAT_NONE ? 0 : line->cell[k].gap;
}

// The width of a column that most members can have.
static uint32_t width_chosen(const Member *members, uint32_t count, const uint32_t *widths, uint32_t spread) {
  uint32_t best = 0, best_count = 0;
  for (uint32_t w = 1; w <= FORMAT_WIDTH; w++) {
    uint32_t fitting = 0;
    bool exact = false;
    for (uint32_t i = 0; i < count; i++) {
      if (members[i].out || widths[i] > w) continue;
      exact |= widths[i] == w;
      fitting += w - widths[i] <= spread && w - widths[i] <= members[i].slack;
    }
    if (exact && fitting >= best_count) { best = w; best_count = fitting; }
  }
  return best;
}
// Gives the k-th cells, of the members that have one behind them, one width.
static void column_align(Arena *arena, Member *members, uint32_t count, uint32_t k, LineKind kind) {
  uint32_t *widths = arena_alloc(arena, sizeof(uint32_t) * ((size_t)count + 1)), spread = spread_of(kind, k + 1);
  for (uint32_t i = 0; i < count; i++) {
    bool there = !members[i].out && has(members[i].line, k) && (k > 0 || next_cell(members[i].line, k) < members[i].line->cells);
    widths[i] = there ? cell_width(members[i].line, k) : 0;
  }
  uint32_t width = width_chosen(members, count, widths, spread);
  for (uint32_t i = 0; i < count && width; i++) {
    Member *m = &members[i];
    if (m->out) continue;
    uint32_t next = next_cell(m->line, k), need = width - widths[i];
    if (next >= m->line->cells) continue;                    // nothing behind it
    bool absent = k > 0 && !has(m->line, k);
    uint32_t blanks = absent ? width + 2 : need;             // an empty cell has its gap too
    if (widths[i] > width || blanks > spread + (absent ? width + 2 : 0) || blanks > m->slack) { m->out = true; continue; }
    m->line->pad[next] += blanks;
    m->slack -= blanks;
  }
}
// Where the k-th column begins in this line.
static uint32_t column_start(const Line *line, uint32_t k) {
  uint32_t at = 0;
  for (uint32_t n = 0; n < k; n++) {
    if (n && has(line, n)) at += line->pad[n];
    if (has(line, n)) at += cell_width(line, n);
  }
  return at + line->pad[k];
}
// A line that was left out joins the columns behind again where it can.
static void members_rejoin(Member *members, uint32_t count, uint32_t columns) {
  for (uint32_t k = 1; k < columns; k++) {
    uint32_t at = 0;
    for (uint32_t i = 0; i < count && !at; i++) if (!members[i].out && has(members[i].line, k)) at = column_start(members[i].line, k);
    for (uint32_t i = 0; i < count; i++) {
      Member *m = &members[i];
      uint32_t here = m->out && has(m->line, k) ? column_start(m->line, k) : at;
      if (here >= at || at - here > m->slack) continue;
      m->line->pad[k] += at - here;
      m->slack -= at - here;
    }
  }
}
static void members_align(Arena *arena, Member *members, uint32_t count) {
  LineKind kind = members[0].line->kind;
  uint32_t columns = 0;
  for (uint32_t i = 0; i < count; i++) {
    Line *line = members[i].line;
    uint32_t width = line->indent + text_length(line->text);
    cells_natural(line);
    members[i].slack = width < FORMAT_WIDTH ? FORMAT_WIDTH - width : 0;
    if (line->cells > columns) columns = line->cells;
  }
  for (uint32_t k = 0; k + 1 < columns; k++) {
    if (is_fixed(kind)) { column_align(arena, members, count, k, kind); continue; }
    for (uint32_t i = 0, n; i < count; i += n) { // runs of lines that have the column
      for (n = 0; i + n < count && has(members[i + n].line, k + 1); n++) {}
      if (n > 1) column_align(arena, members + i, n, k, kind);
      if (!n) n = 1;
    }
  }
  if (is_fixed(kind)) members_rejoin(members, count, columns);
}

// ---- trailing comments
static uint32_t line_width(const Line *line) {
  uint32_t width = line->indent;
  if (!line->cells) return width + text_length(line->text);
  return width + column_start(line, line->cells - 1) + cell_width(line, line->cells - 1);
}
static bool is_brace(const Line *line) { return line->text.size && strchr("{}", line->text.data[line->text.size - 1]); } // opens or ends a block
static bool shares_comments(const Line *first, const Line *line, uint32_t distance) {
  if (!line->comment.size) return false;
  return !distance || (line->indent == first->indent && !line->blank_before && !is_brace(line) && !is_brace(first));
}
static void comments_align(Arena *arena, Lines *lines) {
  for (uint32_t i = 0, n; i < lines->count; i += n) {
    for (n = 0; i + n < lines->count && shares_comments(&lines->items[i], &lines->items[i + n], n); n++) {}
    if (!n) { n = 1; continue; }
    Member *members = ARENA_MANY(arena, Member, n);
    uint32_t *widths = arena_alloc(arena, sizeof(uint32_t) * ((size_t)n + 1));
    for (uint32_t m = 0; m < n; m++) {
      const Line *line = &lines->items[i + m];
      uint32_t room = (widths[m] = line_width(line)) + 2 + text_length(line->comment);
      members[m].slack = room < FORMAT_WIDTH ? FORMAT_WIDTH - room : 0;
    }
    uint32_t width = width_chosen(members, n, widths, SPREAD_COMMENT);
    for (uint32_t m = 0; m < n; m++) {
      bool with = widths[m] <= width && width - widths[m] <= SPREAD_COMMENT && width - widths[m] <= members[m].slack;
      lines->items[i + m].comment_pad = 2 + (with ? width - widths[m] : 0);
    }
  }
}

// ---- neighbours
static bool belongs(const Line *first, const Line *line) {
  return (line->cells || is_whole(first->kind)) && line->kind == first->kind && line->block == first->block;
}
// The line at `from` and its neighbours; gives where to go on.
static uint32_t section_align(Arena *arena, Lines *lines, uint32_t from) {
  const Line *first = &lines->items[from];
  VEC(Member) members = {0};
  uint32_t i = from;
  for (; i < lines->count; i++) {
    Line *line = &lines->items[i];
    bool here = belongs(first, line);
    if (is_whole(first->kind) ? line->kind != LINE_PLAIN && !here : !here || (line->blank_before && i > from)) break;
    if (here) *VEC_PUSH(arena, &members) = (Member){.line = line};
  }
  members_align(arena, members.items, members.count);
  return is_whole(first->kind) ? i : from + members.count;
}
void lines_align(Arena *arena, Lines *lines) {
  for (uint32_t i = 0; i < lines->count;) {
    if (!lines->items[i].cells || lines->items[i].kind == LINE_PLAIN) {
      cells_natural(&lines->items[i]);
      i++;
    } else i = section_align(arena, lines, i);
  }
  comments_align(arena, lines);
}
