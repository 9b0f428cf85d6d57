// watch.h -- which register holds the value of a piece of the tree, for tools that show a rule set and its program side by side.
//
// The emitter notes every expression that has one value a lead, and in decision tables rows, patterns and the table itself. A
// piece of a definition with parameters has a value for each use and is not noted. Noting adds no instruction; with `unread`
// definitions that nothing reads are emitted too, after the trace code of the rules, and their mistakes are the program's.
#pragma once
#include "code/builder.h"

typedef struct Watched { const void *what; uint32_t reg; Type type; } Watched;  
// what: Expr; Row and PatternItem (T); Decision (I: of the row taken); Decay (I: the points before it); Group (I: after its decay,
// before its range); Query of a decaying `for` rule without `each` (I: time of its latest element)
// One emission of a decision table, also in a definition with parameters or over the elements of a list: rows: T, all of `domain`;
// the first that is true is taken.
typedef struct WatchedTable { const void *decision; const uint32_t *rows; uint32_t row_count, domain; } WatchedTable;
typedef struct Watch { VEC(Watched) items; VEC(WatchedTable) tables; Hash hash; bool unread; } Watch;     // in the compilation's arena

void watch_put(Watch *watch, Arena *arena, const void *what, uint32_t reg, Type type); // the first one stays
const Watched *watch_find(const Watch *watch, const void *what);                       // NULL: not noted
