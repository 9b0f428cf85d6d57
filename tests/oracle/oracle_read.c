// oracle_read.c -- a row of a batch as the oracle's values. Reading is shared with the engine; deciding is not.
#include "oracle_read.h"

static OracleValue cell_read(const Oracle *o, Arena *arena, const Batch *b, uint32_t slot, uint32_t row);

static OracleValue *element_read(const Oracle *o, Arena *arena, const Batch *b, uint32_t domain, uint32_t row) {
  OracleValue *values = ARENA_MANY(arena, OracleValue, o->places[domain] + 1);
  for (uint32_t slot = 0; slot < o->rules->slot_count; slot++)
    if (o->rules->slots[slot].domain == domain) values[o->place[slot]] = cell_read(o, arena, b, slot, row);
  return values;
}

static uint32_t domain_of_list(const Oracle *o, uint32_t slot) {
  for (uint32_t i = 1; i < o->rules->domain_count; i++)
    if (o->rules->domains[i].list_slot == slot) return i;
  return 0;
}

static OracleValue list_read(const Oracle *o, Arena *arena, const Batch *b, uint32_t slot, uint32_t row) {
  const Column *c = &b->columns[slot];
  OracleValue v = {.state = ORACLE_PRESENT, .count = c->offsets[row + 1] - c->offsets[row]};
  v.elements = ARENA_MANY(arena, OracleValue *, v.count + 1);
  for (uint32_t i = 0; i < v.count; i++) v.elements[i] = element_read(o, arena, b, domain_of_list(o, slot), c->offsets[row] + i);
  return v;
}

static OracleValue cell_read(const Oracle *o, Arena *arena, const Batch *b, uint32_t slot, uint32_t row) {
  const Column *c = &b->columns[slot];
  Type type = o->rules->slots[slot].type;
  if (!bit_get(c->known, row)) return (OracleValue){.state = c->invalid && bit_get(c->invalid, row) ? ORACLE_INVALID : ORACLE_MISSING};
  if (type.kind == TYPE_LIST) return list_read(o, arena, b, slot, row);
  if (type.kind == TYPE_RECORD) return oracle_truth(true);
  if (type.kind == TYPE_BOOLEAN) return oracle_truth(bit_get(c->yes, row));
  if (type.kind == TYPE_ONE_OF) return oracle_text(type.values->items[c->ints[row]]);
  return type_is_int(type) ? oracle_number(c->ints[row]) : oracle_text(c->texts[row]);
}

OracleValue *oracle_read(const Oracle *oracle, Arena *arena, const Batch *batch, uint32_t row) { return element_read(oracle, arena, batch, 0, row); }
