// format_parts.h -- what the files of the formatter share; nobody else includes it.
//
// A piece is a word with what stands before it: blanks, a place where the line may end, or one where it must. The tree marks
// the pieces (format_mark.c, format_expr.c); then the printer makes lines of them (format_print.c), and neighbouring lines of
// one kind get their columns (format_align.c).
#pragma once
#include "lang/format.h"

enum { FORMAT_WIDTH = 120, FORMAT_STEP = 2, FORMAT_CELLS = 12, FORMAT_NONE = UINT32_MAX };

// Lines of one kind that are neighbours share columns; from LINE_HEADER on all lines of one block do.
typedef enum {
  LINE_PLAIN, LINE_RULE, LINE_REASON, LINE_STAGE, LINE_SEGMENT, LINE_CHANNEL, LINE_ROUTE, LINE_LIST, LINE_PARAMETER, LINE_DEFINE,
  LINE_SCORE, LINE_DERIVED, LINE_HEADER, LINE_FIELD, LINE_ROW
} LineKind;
typedef enum { BREAK_NEVER, BREAK_MAY, BREAK_MUST } Break;

typedef struct Comment { Text text; bool trailing, blank_before; } Comment;
typedef struct Piece {
  Text text;
  uint32_t start, width;       // byte in the file; code points
  RawKind kind;
  uint32_t space;              // blanks before it on its line
  Break breaks;
  uint32_t group;              // of BREAK_MAY
  uint32_t groups;             // the first that begins here, or FORMAT_NONE
  uint32_t depth;              // of BREAK_MUST: steps of indentation
  uint32_t block;              // of BREAK_MUST: the block that the line belongs to
  LineKind line;               // of BREAK_MUST
  uint8_t cell;                // the column that begins here, or 0
  bool closes;                 // of BREAK_MUST: the brace that ends a block
  bool blank_before;           // an empty line in the source
  Comment *comments;           // between the word before it and this one
  uint32_t comment_count;
} Piece;

// Words that stand on one line if they fit; else the line ends at each of the group's places, or, filling, where it must.
typedef enum { INDENT_STEP, INDENT_HANG, INDENT_ALIGN } Indent; // one step unless it begins its line; always one step; beneath its first word
typedef struct Fold {
  uint32_t start, end, next;   // pieces; next: the group inside it that begins at the same piece
  Indent indenting;
  bool fills;
  // set by the printer
  bool open, broken;
  uint32_t indent, item_line;
} Fold;

typedef struct Edge { uint32_t start, gap; } Edge;  // start: byte in the line's text, or FORMAT_NONE
typedef struct Line {
  Text text;
  uint32_t indent, block, cells;    // cells: highest column, plus one
  Edge cell[FORMAT_CELLS];
  uint32_t pad[FORMAT_CELLS];       // blanks before a column, set by lines_align
  Text comment;                     // behind it
  uint32_t comment_pad;
  LineKind kind;
  bool blank_before;
} Line;
typedef struct Lines { Line *items; uint32_t count, room; } Lines;

typedef struct Layout {
  Arena *arena;
  Text bytes;
  Piece *pieces; uint32_t count;    // one more stands at the end, for the comments there
  VEC(Fold) groups;
  VEC(Text) scores;                 // names of scores: before a text they could begin a rule
  uint32_t blocks;
} Layout;

// format.c
uint32_t piece_at(const Layout *l, uint32_t offset);  // the first piece that starts at or after it
uint32_t group_open(Layout *l, uint32_t start, uint32_t end, Indent indenting, bool fills);
void group_break(Layout *l, uint32_t group, uint32_t piece);
// format_expr.c
void mark_expr(Layout *l, const Expr *e);
void mark_query(Layout *l, const Query *q, Indent indenting);
// format_mark.c
void mark_statement(Layout *l, const Statement *s);
// format_print.c
void pieces_print(Layout *l, Lines *lines);
// format_align.c
void lines_align(Arena *arena, Lines *lines);
