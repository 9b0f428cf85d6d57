// csv.h -- cells of one CSV record. A quote counts only as a cell's first character; inside quotes two quotes are one, line
// ends are text; after the closing quote anything up to the delimiter is an error (CSV_BAD_QUOTE).
#pragma once
#include "base/text.h"

// `,` `;` tab or `|`: the one that occurs most outside quotes in the header record; none: 0 (one column).
char csv_delimiter(Text header_record);
// End of the record that begins at `at`: the offset after its line end (LF, CRLF or CR LF at end of data), or `size` when the
// data ends first. *complete is false when the data ended inside the record (no line end seen, or an open quote).
size_t csv_record_end(const char *data, size_t size, size_t at, char delimiter, bool *complete);
typedef enum { CSV_OK, CSV_BAD_QUOTE, CSV_OPEN_QUOTE } CsvStatus;
// Splits a record (without its line end) into cells. Cells without doubled quotes point into the record, others into the arena.
// *count is the number of cells in the record, also beyond `room`.
CsvStatus csv_cells(Arena *arena, Text record, char delimiter, Text *cells, uint32_t room, uint32_t *count);
// What stands between two quotes, with doubled quotes made one; `out` has room for inside.size bytes. Gives the size.
uint32_t csv_undouble(Text inside, char *out);
