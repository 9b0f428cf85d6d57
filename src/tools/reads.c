// reads.c -- see reads.h. A definition is entered once, so the walk ends also where many use each other.
#include "tools/reads.h"

Reads *reads_new(const Rules *rules, Arena *arena) {
  Reads *r = ARENA_NEW(arena, Reads);
  *r = (Reads){.rules = rules, .arena = arena, .slots = ARENA_MANY(arena, bool, rules->slot_count + 1)};
  return r;
}
bool reads_declaration(const Reads *r, const void *declaration) {
  for (uint32_t i = 0; i < r->declarations.count; i++) if (r->declarations.items[i] == declaration) return true;
  return false;
}
static bool note(Reads *r, const void *declaration) { // true the first time
  if (!declaration || reads_declaration(r, declaration)) return false;
  *VEC_PUSH(r->arena, &r->declarations) = declaration;
  return true;
}
static void note_slot(Reads *r, uint32_t slot) { // and what it stands in
  for (; slot < r->rules->slot_count && !r->slots[slot]; slot = r->rules->slots[slot].parent) {
    r->slots[slot] = true;
    if (r->rules->slots[slot].parent == SLOT_NONE) return;
  }
}
static void note_define(Reads *r, const Define *d) {
  if (!note(r, d)) return;
  reads_expr(r, d->body);
  reads_decision(r, d->decision);
}
static void note_name(Reads *r, const Expr *x) {
  switch (x->ref) {
    case REF_SLOT: case REF_ELEMENT: case REF_IT: case REF_PREVIOUS: note_slot(r, x->slot); break;
    case REF_DEFINE: note_define(r, x->decl); break;
    case REF_PARAMETER: case REF_LIST: case REF_TABLE_CELL: case REF_EXTERN: note(r, x->decl); break;
    default: break;
  }
}
void reads_query(Reads *r, const Query *q) {
  if (!q) return;
  reads_expr(r, q->list);
  reads_expr(r, q->within);
  reads_expr(r, q->where);
  note_slot(r, q->list_slot);
  note_slot(r, q->time_slot);
  note_slot(r, q->since_slot);
}
void reads_expr(Reads *r, const Expr *x) {
  if (!x) return;
  if (x->kind == EXPR_NAME || x->kind == EXPR_MEMBER || x->kind == EXPR_CALL) note_name(r, x);
  reads_expr(r, x->a);
  reads_expr(r, x->b);
  reads_expr(r, x->c);
  for (uint32_t i = 0; i < x->args.count; i++) reads_expr(r, x->args.items[i]);
  if (x->kind == EXPR_QUERY) reads_query(r, x->query);
}
void reads_decision(Reads *r, const Decision *d) {
  if (!d) return;
  for (uint32_t i = 0; i < d->by.count; i++) reads_expr(r, d->by.items[i]);
  for (uint32_t i = 0; i < d->row_count; i++) {
    const Row *row = &d->rows[i];
    reads_expr(r, row->result);
    for (uint32_t k = 0; !row->otherwise && k < row->pattern_count; k++)
      for (uint32_t j = 0; j < row->patterns[k].count; j++) reads_expr(r, row->patterns[k].items[j].value);
  }
}
static void reads_decay(Reads *r, const Decay *d) {
  reads_expr(r, d->share);
  reads_expr(r, d->every);
  reads_expr(r, d->since);
}
void reads_rule(Reads *r, const Rule *rule) {
  reads_expr(r, rule->points);
  reads_expr(r, rule->cap);
  reads_decay(r, &rule->decay);
  reads_expr(r, rule->when);
  reads_expr(r, rule->per);
  reads_query(r, rule->query);
  reads_decision(r, rule->by);
  if (rule->group) reads_decay(r, &rule->group->decay);
}
