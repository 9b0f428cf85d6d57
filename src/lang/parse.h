// parse.h -- one file of rules to its tree. Drives grammar/rubric.l and grammar/rubric.y.
#pragma once
#include "base/diag.h"
#include "lang/ast.h"

// Never fails: mistakes go to `diags`; statements that could not be read are left out and file->has_syntax_errors is set.
File *file_parse(Arena *arena, Sources *sources, uint32_t source, Diags *diags);
// One expression (for the command line and the tools); NULL after a mistake.
Expr *expression_parse(Arena *arena, Sources *sources, uint32_t source, Diags *diags);

// ---- the words of a file, without white space and comments: for what lays out or colours a text
// What the lexer tells apart; single characters stand for themselves.
typedef enum {
  RAW_END = 0,
  RAW_NAME = 256, RAW_QUOTED_NAME, RAW_TEXT, RAW_OPEN_TEXT, RAW_TIME, RAW_BAD_TIME, RAW_DATE, RAW_NUMBER, RAW_BAD_NUMBER,
  RAW_UNTIL, RAW_TO, RAW_ARROW, RAW_LE, RAW_GE, RAW_NE, RAW_FOREIGN, RAW_CHARACTER
} RawKind;
typedef struct Raw {
  RawKind kind;
  uint32_t start, end;         // bytes
  bool first_on_line;
} Raw;
// All of them in order; a character that means nothing is left out.
Raw *raws_read(Arena *arena, Text bytes, uint32_t *count);
bool word_begins(Text word);   // the first word of a statement, unless it is a name where it stands
