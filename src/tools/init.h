// init.h -- a starter rule file from a surveyed lead file: the schema that reads it, with what was seen in comments, and one
// example rule of each kind over fields that exist.
#pragma once
#include "tools/infer.h"

// `file`: as people see it, for the title and the comments. The text is rules, not laid out yet (lang/format.h); size 0 when
// no column can be read.
Text init_rules(Survey *survey, Text file);

// ---- parts
typedef struct Draft { Arena *arena; VEC(char) text; } Draft;
void draft(Draft *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
Text draft_quoted(Arena *arena, Text t);                       // "as a literal"
void draft_schema(Draft *d, const Survey *survey, const EntryList *fields);
void draft_examples(Draft *d, const EntryList *fields);
#define SHOWN(t) (int)(t).size, (t).data ? (t).data : ""
