// slots.h -- what a program expects of leads: the schema, flattened to one slot a column. Part of a program's sections.
#pragma once
#include "base/text.h"
#include "base/type_kind.h"

#define NONE UINT32_MAX

typedef struct StringRef { uint32_t at, size; } StringRef;
typedef struct DomainInfo { uint32_t parent; uint32_t list; uint32_t slot; uint32_t pad; } DomainInfo; // list: register of its list (in `parent`), or NONE when no code reads it; slot: its list slot or NONE (LIST_OF). [0]: the leads

enum { SLOT_KEY = 1, SLOT_REQUIRED = 2, SLOT_DEFAULT = 4, SLOT_DEFAULT_EMPTY = 8, SLOT_RANGE_LOW = 16, SLOT_RANGE_HIGH = 32,
       SLOT_SEPARATOR = 64, SLOT_FORM = 128, SLOT_PREVIOUS = 256, SLOT_ELEMENT = 512 };
typedef struct SlotInfo {
  uint32_t path, name;          // strings
  uint32_t type;                // TypeKind (lang/types.h); its column is KIND_TEXT, KIND_INT, KIND_TRUTH (boolean; record: presence) or KIND_LIST
  uint32_t flags;
  uint32_t parent, first_child, child_count, domain, element_domain; // element_domain: of a list; else NONE
  uint32_t from, from_count;    // strings in `refs`: names in the data after the field's own
  uint32_t missing, missing_count; // strings in `refs`: tokens for "no value", folded
  uint32_t values, value_count; // strings in `refs`: one of, scale; as declared, then as many folded
  uint32_t separator, form, default_text; // strings
  int64_t low, high;            // in RANGE: inclusive bounds in the column's unit (an exclusive end is lowered by one unit)
  int64_t default_int;
} SlotInfo;

// A borrowed view of a program's sections, all that readers need.
typedef struct SlotTable {
  const SlotInfo *slots; const DomainInfo *domains; const uint32_t *refs; const StringRef *strings; const char *bytes;
  uint32_t slot_count, domain_count;
} SlotTable;
static inline Text slot_text(const SlotTable *t, uint32_t string) {
  if (string == NONE) return (Text){0};
  return (Text){t->bytes + t->strings[string].at, t->strings[string].size};
}

// The element of a plain list; a field of a record has been declared.
static inline bool slot_is_element(const SlotTable *t, uint32_t slot) {
  const SlotInfo *s = &t->slots[slot];
  return (s->flags & SLOT_ELEMENT) && s->parent != NONE && t->slots[s->parent].type == TYPE_LIST && t->slots[s->parent].child_count == 1;
}
