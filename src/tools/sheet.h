// sheet.h -- a report written once and shown as text of 80 columns, as Markdown for a pull request, or as an HTML page.
//
// Each call appends its piece to the buffer in the sheet's form. Within a text, what stands between CODE and PLAIN is code or data:
// a code span in Markdown and HTML, nothing in text. Everything that comes from data is escaped here.
#pragma once
#include "base/text.h"
#include "io/buffer.h"

#define CODE "\1"
#define PLAIN "\2"

typedef enum { SHEET_TEXT, SHEET_MARKDOWN, SHEET_HTML } SheetForm;
typedef struct Sheet {
  Buffer *out;
  SheetForm form;
  bool color;              // TEXT
  Arena *arena;
  bool in_list, in_item, folded;
} Sheet;

void sheet_begin(Sheet *s, Text title, Text subtitle);
void sheet_end(Sheet *s);
void sheet_heading(Sheet *s, Text heading);
// A section that Markdown folds away; sheet_unfold ends it.
void sheet_fold(Sheet *s, Text heading);
void sheet_unfold(Sheet *s);
void sheet_paragraph(Sheet *s, Text text);
void sheet_strong(Sheet *s, Text text);            // a paragraph that is the message
// A list: `+` added, `-` removed, `~` changed, `>` moved, `=` renamed, `.` plain.
void sheet_item(Sheet *s, char mark, Text text);
void sheet_note(Sheet *s, Text text);              // under the item
// Under the item: pairs of old and new, one above the other; size 0: not there.
typedef struct SheetChange { Text old, new; } SheetChange;
void sheet_changes(Sheet *s, const SheetChange *changes, uint32_t count);
void sheet_list_end(Sheet *s);
// Cells row by row; a heading that begins with `#` is over numbers. `strong`: a cell of row r, column c to be seen first; may be NULL.
typedef struct SheetTable { const Text *headings; uint32_t columns; const Text *cells; uint32_t rows; const bool *strong; } SheetTable;
bool sheet_table_fits(const Sheet *s, const SheetTable *t); // without cutting
void sheet_table(Sheet *s, const SheetTable *t);
