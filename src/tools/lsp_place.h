// lsp_place.h -- what stands around a cursor, from the words before it alone: a statement that is being written has no tree yet.
#pragma once
#include "tools/lsp_parts.h"

typedef enum {
  PLACE_NOTHING,     // a comment, a number, a new name
  PLACE_TEXT,        // inside quotes
  PLACE_MEMBER,      // behind a dot
  PLACE_STATEMENT,   // where a statement can begin
  PLACE_RULE,        // where a rule of a group can begin
  PLACE_HEADER,      // in `rubric "…" { }`
  PLACE_TYPE, PLACE_OPTION, // of a field
  PLACE_TEST,        // where at, lead, expect stand
  PLACE_DATA,        // a field's name in the lead of a test
  PLACE_DATA_VALUE,
  PLACE_PATTERN,     // of a table's row
  PLACE_OPERAND,     // where an expression begins
  PLACE_OPERATOR     // behind an operand
} PlaceKind;
typedef struct Around {
  PlaceKind kind;
  const Scan *scan;
  const Check *check;
  uint32_t *words, count;    // indices of the words before the cursor, comments and what is being written left out
  uint32_t from, to;         // bytes that a completion takes the place of
  uint32_t begin;            // index in `words` of the statement's first word; `count` when there is none
  uint32_t open;             // of the innermost open brace; `count`: none
  uint32_t element;          // the list slot whose elements' fields are names here, or SLOT_NONE
  Texts arguments;           // of the definition being written
} Around;

Around around_of(Arena *arena, const Spot *spot);
Text around_word(const Around *a, uint32_t i);           // the word; nothing when there is none
bool around_is(const Around *a, uint32_t i, const char *word);
// The values that what ends with word `end` can have: texts of a `one of`, names of stages, results of a table ...
void subject_values(Arena *arena, const Around *a, uint32_t end, Texts *out);
// For a cursor inside quotes, or where quotes could begin: the values that can stand there.
void place_values(Arena *arena, const Around *a, Texts *out);
uint32_t place_slot(const Around *a, uint32_t end);      // of a name that ends there: a field of the lead or an element; SLOT_NONE
uint32_t data_owner(const Around *a);                    // in a test's lead: the slot whose fields are names here; SLOT_NONE: the lead
