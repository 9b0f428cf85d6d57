// words_parts.h -- what the files of words.h share; nobody else includes it.
#pragma once
#include "tools/words.h"

void words_list(const Words *w, const ExprList *all, const char *last);  // “a”, “b” or “c”; last: " or "
void words_set(const Words *w, const Expr *set, const char *last);
void words_match(const Words *w, MatchOp op, Quant quant, const Expr *set, bool list);
void words_call(const Words *w, const Expr *x);
void words_cell(const Words *w, const Expr *x);                          // owner in the table territory for ...
void words_question(const Words *w, const Expr *x);                      // the number of events ...
