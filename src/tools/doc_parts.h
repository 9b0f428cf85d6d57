// doc_parts.h -- what the files of doc.h share; nobody else includes it.
//
// A writer that knows both forms: words are gathered in `words.b` and then put as a heading, a paragraph, an item or a cell, which
// escapes them. A line end in them is a line end on the page.
#pragma once
#include "tools/doc.h"
#include "tools/reads.h"
#include "tools/words.h"

typedef struct Doc {
  const DocJob *job;
  const Rules *rules;
  Arena *arena;
  DocForm form;
  int64_t now;
  Buffer *out, text;
  Words words;                 // into `text`
  uint32_t columns;            // of the table begun, counted by its heads
} Doc;

// doc_forms.c
void doc_page_begin(Doc *d, Text title);         // the gathered words: what stands below the title
void doc_page_end(Doc *d);
void doc_contents(Doc *d, const char *const *headings, uint32_t count); // links to them
void doc_heading(Doc *d, uint32_t level);        // 2 or 3
void doc_heading_c(Doc *d, uint32_t level, const char *text);
void doc_paragraph(Doc *d);
void doc_list_begin(Doc *d);
void doc_item(Doc *d);
void doc_list_end(Doc *d);
void doc_table(Doc *d, const char *const *heads); // NULL ends them
void doc_table_shared(Doc *d, const char *const *heads); // and with leads the column of their shares
void doc_table_begin(Doc *d);                     // or: heads one by one, then doc_table_rows
void doc_head(Doc *d);
void doc_table_rows(Doc *d);
void doc_cell(Doc *d);
void doc_cell_name(Doc *d);                       // the first of a row: bold
void doc_row_end(Doc *d);
void doc_table_end(Doc *d);
RubricText doc_text(const Doc *d);               // what is gathered

void doc_put(Doc *d, const char *text);          // gather
void doc_put_text(Doc *d, Text text);
void doc_count(Doc *d, uint64_t count, const char *one, const char *many); // 3 stages

// doc_scores.c, doc_decide.c, doc_fields.c: the sections
void doc_scores(Doc *d);
void doc_decision_table(Doc *d, const Decision *table, bool points);
void doc_turned_away(Doc *d);
void doc_stages(Doc *d);
void doc_segments(Doc *d);
void doc_contact(Doc *d);
void doc_routes(Doc *d);
void doc_fields(Doc *d);
void doc_names(Doc *d);
void doc_examples(Doc *d);
// With leads: how many of them reach a part of the rules, told by where it stands (`outcome`: NULL, or which of several).
uint64_t doc_leads(const Doc *d, CoverKind kind, Span at, const char *outcome);
void doc_put_share(Doc *d, uint64_t leads);      // 46.9 %
void doc_share_cell(Doc *d, CoverKind kind, Span at, const char *outcome); // nothing without leads
void doc_share_head(Doc *d);                     // the head of that column, last in its table
bool doc_is_module(const Doc *d, uint32_t file); // of the standard library
