// emit_needs.c -- which missing fields are behind a condition that is unknown (language.md section 8, `needs`).
//
// Works on the instructions themselves, not on the tree: an unknown register's unknown operands are to blame, down to the
// fields. `and`, `or`, `at least`: their unknown operands; `if`: its condition when that is unknown, else the branch taken.
// For a field of an element the list is named. Every step is a mask of leads (always known), so the result is one truth
// register per field.
#include "code/emit_parts.h"
#include <stdlib.h>

typedef struct Walk { Emit *e; Hash seen; uint32_t *slot_mask; uint32_t steps; } Walk;

static uint32_t root_slot(const Emit *e, uint32_t slot) { // the lead's field to name
  while (e->rules->slots[slot].domain != 0) slot = e->rules->slots[slot].parent;
  return slot;
}
// A mask of elements as a mask of leads.
static uint32_t to_leads(Emit *e, uint32_t mask) {
  while (reg_domain(&e->b, mask) != 0)
    mask = truth_un(e, OP_IS_YES, build(&e->b, OP_ANY, 0, KIND_TRUTH, e->b.domains.items[reg_domain(&e->b, mask)].parent, mask, 0, false));
  return mask;
}
static void blame(Walk *w, uint32_t slot, uint32_t mask) {
  uint32_t root = root_slot(w->e, slot);
  mask = to_leads(w->e, mask);
  w->slot_mask[root] = w->slot_mask[root] == NONE ? mask : truth_bin(w->e, OP_OR, w->slot_mask[root], mask);
}
static void walk(Walk *w, uint32_t reg, uint32_t mask);

static void walk_list(Walk *w, uint32_t domain, uint32_t mask) { // mask in the owners' domain
  Emit *e = w->e;
  uint32_t list = e->b.domains.items[domain].list;
  if (list != NONE) walk(w, list, mask);
}
static bool is_down(Opcode op) { return op >= OP_COUNT && op <= OP_DISTINCT; }
static void walk_args(Walk *w, uint32_t first, uint32_t count, uint32_t stride, uint32_t mask) {
  for (uint32_t i = 0; i < count; i++) walk(w, w->e->b.args.items[first + i * stride], mask);
}
// A register that stands in an owner's domain, asked from its elements.
static void walk_up(Walk *w, uint32_t reg, uint32_t domain, uint32_t mask) {
  Emit *e = w->e;
  for (uint32_t d = domain; d != reg_domain(&e->b, reg) && d != 0; d = e->b.domains.items[d].parent)
    mask = truth_un(e, OP_IS_YES, build(&e->b, OP_ANY, 0, KIND_TRUTH, e->b.domains.items[d].parent, mask, 0, false));
  walk(w, reg, mask);
}
static void walk_if(Walk *w, Instruction in, uint32_t mask) {
  Emit *e = w->e;
  uint32_t c = e->b.args.items[in.a], yes = e->b.args.items[in.a + 1], no = e->b.args.items[in.a + 2];
  walk(w, c, mask);
  walk(w, yes, truth_bin(e, OP_AND, mask, truth_un(e, OP_IS_YES, c)));
  walk(w, no, truth_bin(e, OP_AND, mask, truth_un(e, OP_IS_NO, c)));
}
static void walk_operands(Walk *w, Instruction in, uint32_t mask) {
  Emit *e = w->e;
  switch ((Opcode)in.op) {
    case OP_FIELD: blame(w, in.a, mask); return;
    case OP_CONSTANT: case OP_LITERAL: case OP_TRUTH: case OP_NOTHING: case OP_LIST_OF: return;
    case OP_SPREAD: { // the owners of the elements in the mask
      uint32_t owners = truth_un(e, OP_IS_YES, build(&e->b, OP_ANY, 0, KIND_TRUTH, reg_domain(&e->b, in.a), mask, 0, false));
      walk(w, in.a, owners);
      return;
    }
    case OP_PAIRS: walk_up(w, in.a, reg_domain(&e->b, in.d), mask); return;
    case OP_GATHER: { // as for a field of an element: its list
      uint32_t pairs = e->b.code.items[e->b.definition.items[in.b]].a;
      Instruction of = e->b.code.items[e->b.definition.items[pairs]];
      if (of.op == OP_FIELD) blame(w, of.a, to_leads(e, mask));
      return;
    }
    case OP_IF: walk_if(w, in, mask); return;
    case OP_AT_LEAST: case OP_LEAST: case OP_GREATEST: case OP_FIRST_PRESENT: walk_args(w, in.a, in.b, 1, mask); return;
    case OP_FIRST:
      walk_args(w, in.a, in.b, 2, mask);
      for (uint32_t i = 0; i < e->looked.count; i++)
        for (uint32_t j = 0; e->looked.items[i].first == in.d && j < e->looked.items[i].by_count; j++) walk_up(w, e->looked.items[i].by[j], reg_domain(&e->b, in.d), mask);
      return;
    case OP_JOIN: walk_args(w, in.a, in.b, 2, mask); return;
    case OP_GUARD: walk(w, in.a, mask); walk(w, in.b, mask); return;
    case OP_ROW_OF: walk_args(w, in.a, e->b.tables.items[in.b].key_count, 1, mask); return;
    case OP_EXTERN: walk_args(w, in.a, e->rules->externs.items[in.b]->argument_count, 1, mask); return;
    default: break;
  }
  if (is_down((Opcode)in.op)) {
    uint32_t domain = reg_domain(&e->b, in.a);
    walk_list(w, domain, mask);
    uint32_t elements = build_spread(&e->b, mask, domain);
    bool masked = in.op >= OP_SUM || in.op == OP_ALL; // elements that the query left out are not to blame
    walk(w, in.a, masked ? truth_bin(e, OP_AND, elements, truth_un(e, OP_IS_YES, in.b)) : elements);
    if (masked) walk(w, in.b, elements);
    return;
  }
  walk(w, in.a, mask);
  bool two = in.op == OP_AND || in.op == OP_OR || (in.op >= OP_SAME && in.op <= OP_LE) || (in.op >= OP_ADD && in.op <= OP_DIV) || in.op == OP_DATE_GAP || in.op == OP_DATE_ADD ||
             (in.op >= OP_TEXT_IS && in.op <= OP_TEXT_MATCH);
  if (two) walk(w, in.b, mask);
}
static void walk(Walk *w, uint32_t reg, uint32_t mask) {
  Emit *e = w->e;
  if (reg == NONE || reg_known(&e->b, reg) || ++w->steps > 100000) return;
  mask = truth_bin(e, OP_AND, mask, any_un(e, OP_IS_UNKNOWN, reg));
  uint64_t key = ((uint64_t)reg << 32 | mask) * 0x9E3779B97F4A7C15ull | 1;
  uint32_t at = (uint32_t)key;
  if (hash_next(&w->seen, key, &at) != NONE) return;
  hash_add(e->arena, &w->seen, key, 1);
  if (++e->depth < 4000) walk_operands(w, e->b.code.items[e->b.definition.items[reg]], mask);
  e->depth--;
}

// In schema order: by the schema's field, then by the slot itself.
static uint32_t schema_order(const Emit *e, uint32_t slot) {
  while (e->rules->slots[slot].parent != SLOT_NONE) slot = e->rules->slots[slot].parent;
  return slot;
}
void emit_needs(Emit *e, NeedOwner owner, uint32_t index, uint32_t condition) {
  if (reg_known(&e->b, condition)) return;
  Walk w = {.e = e, .slot_mask = ARENA_MANY(e->arena, uint32_t, e->rules->slot_count + 1)};
  for (uint32_t i = 0; i < e->rules->slot_count; i++) w.slot_mask[i] = NONE;
  walk(&w, condition, truth_constant(e, reg_domain(&e->b, condition), 1));
  for (uint32_t top = 0; top < e->rules->slot_count; top++) {
    if (e->rules->slots[top].parent != SLOT_NONE) continue;
    for (uint32_t i = top; i < e->rules->slot_count; i++)
      if (w.slot_mask[i] != NONE && schema_order(e, i) == top)
        *VEC_PUSH(e->arena, &e->b.needs) = (NeedInfo){(uint32_t)owner, index, i, w.slot_mask[i]};
  }
}
