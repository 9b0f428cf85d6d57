// why.h -- the words for why a condition is not true, or is: the first part that decides it, with the value that it saw against
// what it asks. Reads a study of the lead just decided; works out nothing by itself.
//
//   employees is 20, wants 50..      phone is missing      title is "Analyst", has none of "vp", "cto"
//   0 of 5 events: kind is "demo_request"                  of `and` the first operand that fails, of `or` each
#pragma once
#include "tools/study.h"

Text why_not(const Study *study, const Expr *condition, uint32_t row, Arena *arena); // it is false or unknown
Text why_so(const Study *study, const Expr *condition, uint32_t row, Arena *arena);  // it is true
Text why_unknown(const Study *study, const Expr *value, uint32_t row, Arena *arena); // a value (a target, a zone) is unknown
Text why_rule(const Study *study, const Rule *rule, uint32_t row, Arena *arena);     // it gives no points
// A piece of source on one line, without comments.
Text why_source(const Rules *rules, Span span, Arena *arena);
