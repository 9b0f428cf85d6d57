// doc.h -- a rule set as a page that people of sales and marketing review, as Markdown (GitHub's) or as one HTML file.
//
// Everything that the rules say is on it: points, limits, bands, who is turned away, stages, routes, permissions, fields, lists,
// definitions, examples. Nothing else is: no word of it comes from anywhere but the tree.
#pragma once
#include "io/buffer.h"
#include "lang/check.h"

typedef enum { DOC_MARKDOWN, DOC_HTML } DocForm;

// `now`: tells whether the review is overdue; INT64_MIN: not asked. False: no memory.
bool doc_write(const Rules *rules, DocForm form, int64_t now, Buffer *out);
