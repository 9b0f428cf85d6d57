// table.h -- CSV rows as a table for a terminal: columns as wide as the first rows need, within the terminal's width; empty
// columns left out, and those that do not fit, which the end names; control characters escaped.
#pragma once
#include "base/text.h"
#include "io/buffer.h"

typedef struct Table Table;
Table *table_new(void);
void table_add(Table *table, Text csv_rows, Buffer *out);  // whole rows; shows them once enough are there to know the widths
void table_end(Table *table, Buffer *out);
void table_free(Table *table);
