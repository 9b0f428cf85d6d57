// why_parts.h -- what the files of why share; nobody else includes it.
#pragma once
#include "tools/why.h"

#define TEXT_F "%.*s"
#define TEXT_A(t) (int)(t).size, (t).data

typedef struct Why { const Study *study; uint32_t row; Arena *arena; int depth; } Why;

Text blame(const Why *w, const Expr *x, bool want);
Text blame_leaf(const Why *w, const Expr *x, bool want);       // why_leaf.c: comparisons and their like
Text blame_elements(const Why *w, const Query *query);         // "0 of 5 events: kind is …"
Text blame_rows(const Why *w, const Decision *decision);       // a table that gives nothing
Text subject(const Why *w, const Expr *x);                     // "employees is 20", "phone is missing"
Text object(const Why *w, const Expr *x);                      // "50", "60 (sql_fit)"
Text source_of(const Why *w, const Expr *x);                   // long queries shortened
bool is_literal(const Expr *x);
