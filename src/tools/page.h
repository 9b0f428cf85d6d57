// page.h -- parts of one self-contained HTML page: no script, no file beside it, light and dark, and it prints.
//
// Everything that comes from data is escaped by the calls that take it. Pictures are inline SVG whose text says all that their
// colours say; falling bars are hatched, and each picture has a title and a description for those who do not see it.
#pragma once
#include "io/buffer.h"

void page_begin(Buffer *b, RubricText title, RubricText subtitle);  // to the page's heading; subtitle may be empty
void page_end(Buffer *b);
void page_c(Buffer *b, const char *html);                           // as it is
void page_text(Buffer *b, RubricText text);                         // escaped, also within attributes
void page_heading(Buffer *b, RubricText text);                      // h2
void page_lede(Buffer *b, RubricText text);                         // a paragraph
// A table: begin with headings (NULL ends them; "#Points" is a column of numbers), rows of cells, end.
void page_table_begin(Buffer *b, const char *const *headings);
void page_row(Buffer *b, const char *css_class);                    // NULL: plain; "dim", "good", "bad", "total"
void page_cell(Buffer *b, RubricText text);
void page_cell_number(Buffer *b, int64_t units, bool sign);         // +20
void page_row_end(Buffer *b);
void page_table_end(Buffer *b);

// One bar: a label, its value (units of a number), a note behind it; `total`: begins at 0 and is drawn as a sum.
typedef struct PageBar { RubricText label, note; int64_t value; bool total; } PageBar;
// Bars from one common zero, longest first or as given.
void page_bars(Buffer *b, RubricText title, const PageBar *bars, uint32_t count, bool sign);
// Each bar begins where the one before ended; a `total` shows where that is.
void page_waterfall(Buffer *b, RubricText title, const PageBar *bars, uint32_t count);
