// types.h -- the types of expressions (language.md sections 3 and 4).
#pragma once
#include "base/source.h"
#include "base/type_kind.h"

typedef struct Values {       // of a `one of` or a `scale`, in declared order
  Text *items;                // as declared
  Text *folded;               // as `is` sees them; set by check
  uint32_t count;
} Values;

typedef struct Record Record; // ast.h

typedef struct Type {
  TypeKind kind;
  const Values *values;       // ONE_OF, SCALE (identity: two scales are one type when this is one pointer)
  const struct Type *element; // LIST
  const Record *record;       // RECORD
} Type;

// Text for comparing: text, email, domain, phone, url, country and `one of`.
static inline bool type_is_text(Type t) { return t.kind >= TYPE_TEXT && t.kind <= TYPE_ONE_OF; }
static inline bool type_is_number(Type t) { return t.kind == TYPE_NUMBER || t.kind == TYPE_INTEGER; }
// Stored as an int64 in the VM: everything but text (not `one of`), lists, records and booleans.
static inline bool type_is_int(Type t) {
  return type_is_number(t) || t.kind == TYPE_DATE || t.kind == TYPE_TIME || t.kind == TYPE_DURATION || t.kind == TYPE_SCALE || t.kind == TYPE_ONE_OF;
}
// May stand on both sides of a comparison, in a set, in branches (a date goes with a time in comparisons only).
bool type_same(Type a, Type b);
Text type_name(Arena *arena, Type t);   // for messages: "a number", "one of \"a\", \"b\"", "list of text"
int32_t values_find(const Values *values, Arena *scratch, Text t); // index of the value that `is` t, or -1
