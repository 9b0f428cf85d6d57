// what_if_parts.h -- what the files of what_if share; nobody else includes it.
#pragma once
#include "tools/what_if.h"

#define TEXT_F "%.*s"
#define TEXT_A(t) (int)(t).size, (t).data

// Leads like the one asked about, each with its changes.
typedef struct IfBatch { const Study *study; uint32_t row; RubricBatch batch; Arena scratch; } IfBatch; // scratch: texts of the leads in it
bool if_batch_begin(IfBatch *b, const Study *study, uint32_t row, Arena *arena); // arena keeps the schema; false: no memory
void if_batch_end(IfBatch *b);
void if_batch_clear(IfBatch *b);
bool if_batch_put(IfBatch *b, const IfChange *const *changes, uint32_t count);  // false: no memory

typedef VEC(IfChange) IfChanges;
void if_candidates(const Study *study, uint32_t row, int64_t now, Arena *arena, IfChanges *out);
static inline const IfPart *if_part(const IfChange *c, uint32_t slot) {
  for (uint32_t i = 0; i < c->part_count; i++) if (c->parts[i].slot == slot) return &c->parts[i];
  return NULL;
}
static inline bool if_below(const Study *s, const IfChange *c, uint32_t record) { // does a part lie in this record of the element?
  for (uint32_t i = 0; i < c->part_count; i++)
    for (uint32_t up = s->rules->slots[c->parts[i].slot].parent; up != c->slot && up != SLOT_NONE; up = s->rules->slots[up].parent)
      if (up == record) return true;
  return false;
}
static inline Type if_type(const Study *s, uint32_t slot) { return s->rules->slots[slot].type; }
