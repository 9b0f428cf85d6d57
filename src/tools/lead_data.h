// lead_data.h -- a lead as rules write it, { employees: 450, events: [ … ] }, as a value: nothing in it ever changes, a changed
// lead is a new one that shares what is the same. So going back is keeping the old one.
#pragma once
#include "api.h"
#include "io/buffer.h"

typedef enum { DATA_LEAF, DATA_LIST, DATA_RECORD } DataKind;
typedef struct Data Data;
struct Data {
  DataKind kind;
  Text text;               // LEAF: as rules write it: 450, "SaaS", 2 days ago, missing
  Text *names;             // RECORD: `count` of them
  const Data **items;
  uint32_t count;
};
// A way into a lead: company.size, events[2].kind
typedef struct DataStep { Text name; uint32_t index; } DataStep; // index from 1; 0: `name` counts
typedef struct DataPath { const DataStep *steps; uint32_t count; } DataPath;

const Data *data_empty(Arena *arena);                                       // {}
// Of a test's data, checked. A time without a zone becomes what it meant in the rubric's timezone.
const Data *data_of_expr(Arena *arena, const Sources *sources, const Expr *e);
// Of a lead read from a file, alone in its batch: what cannot be read stays as the text that was seen; what equals its default is left out.
const Data *data_of_row(Arena *arena, const RubricProgram *program, const RubricBatch *batch, uint32_t row);
const Data *data_at(const Data *from, DataPath path);                       // or NULL
// The lead with another value there, or (value NULL) without one. NULL: the path leads into something that holds no such part.
const Data *data_with(Arena *arena, const Data *from, DataPath path, const Data *value);
const Data *data_added(Arena *arena, const Data *list, const Data *item);   // list NULL: of it alone
bool data_same(const Data *a, const Data *b);

void data_put_name(Buffer *b, Text name);                                   // in backquotes when it must be
void data_put_text(Buffer *b, Text text);                                   // in quotes
void data_put(Buffer *b, const Data *d);                                    // on one line
// A record over several lines, each at most `width` characters where that can be; `indent`: where it continues.
void data_put_lines(Buffer *b, const Data *d, uint32_t indent, uint32_t width);
