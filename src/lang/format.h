// format.h -- rules as text in the one layout (docs/cli.md, "fmt").
//
// The words of a file are kept as they are written, in their order, with their comments; only what stands between them
// changes. So the tree stays the same, and laying out twice changes nothing: the layout depends on the words alone, and on
// where there is a blank line or a comment.
#pragma once
#include "lang/parse.h"

// The text of a whole file that has no syntax errors. Line ends are those of its first line.
Text format_file(Arena *arena, const Sources *sources, const File *file);
// One statement of it, without the comments before it and without a line end at its end.
Text format_statement(Arena *arena, const Sources *sources, const File *file, const Statement *statement);
// One expression (or a query, a table, a literal: whatever has this span) on one line, without comments.
Text format_expr(Arena *arena, const Sources *sources, const Expr *e);
Text format_row(Arena *arena, const Sources *sources, const Row *row);   // of a decision table
Text format_span(Arena *arena, const Sources *sources, Span span);
