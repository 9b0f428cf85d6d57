// doc.h -- a rule set as a page that people of sales and marketing review, as Markdown (GitHub's) or as one HTML file.
//
// Everything that the rules say is on it: points, limits, bands, who is turned away, stages, routes, permissions, fields, lists,
// definitions, examples. Nothing else is: no word of it comes from anywhere but the tree.
#pragma once
#include "tools/coverage.h"

typedef enum { DOC_MARKDOWN, DOC_HTML } DocForm;

typedef struct DocJob {
  const Rules *rules;
  DocForm form;
  int64_t now;                 // tells whether the review is overdue; INT64_MIN: not asked
  const Coverage *leads;       // what leads have reached of the same rules, shown beside them; NULL: none
  const char *leads_from;      // the name of their file
  int64_t leads_now;           // as of when they were decided
} DocJob;
// False: no memory.
bool doc_write(const DocJob *job, Buffer *out);
