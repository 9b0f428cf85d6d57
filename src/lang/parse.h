// parse.h -- one file of rules to its tree. Drives grammar/rubric.l and grammar/rubric.y.
#pragma once
#include "base/diag.h"
#include "lang/ast.h"

// Never fails: mistakes go to `diags`; statements that could not be read are left out and file->has_syntax_errors is set.
File *file_parse(Arena *arena, Sources *sources, uint32_t source, Diags *diags);
// One expression (for the command line and the tools); NULL after a mistake.
Expr *expression_parse(Arena *arena, Sources *sources, uint32_t source, Diags *diags);
