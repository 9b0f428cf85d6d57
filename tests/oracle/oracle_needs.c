// oracle_needs.c -- the fields behind what made a condition unknown (language.md, section 8, `needs`).
//
// Of `and`, `or` and quorums: their unknown operands; of `if`: its condition when unknown, else the chosen branch; otherwise
// the missing fields of the lead that are read in the parts that are unknown, and for a field of an element its list.
#include "oracle.h"

static bool known(OracleValue v) { return v.state == ORACLE_PRESENT; }

// The lead's own list that holds, directly or deeper, what this slot is a part of; or the slot itself.
static void slot_needed(const OracleEnv *x, uint32_t slot) {
  const Rules *r = x->of->oracle->rules;
  while (r->slots[slot].domain != 0) slot = r->domains[r->slots[slot].domain].list_slot;
  x->of->decision->needs[slot] = true;
}

static void all_needs(const OracleEnv *x, const ExprList *args) {
  for (uint32_t i = 0; i < args->count; i++) oracle_needs(x, args->items[i]);
}

static void query_needs(const OracleEnv *x, const Expr *e) {
  OracleValue **elements;
  uint32_t count;
  if (!oracle_elements(x, e->query, &elements, &count)) { oracle_needs(x, e->query->list); return; }
  for (uint32_t i = 0; i < count; i++) {
    OracleFrame frame = {e->query, elements[i], x->frame};
    OracleEnv inside = *x;
    int64_t time;
    inside.frame = &frame;
    OracleValue where = e->query->where ? oracle_eval(&inside, e->query->where) : oracle_truth(true);
    if (!known(where)) oracle_needs(&inside, e->query->where);
    else if (where.number && e->a) oracle_needs(&inside, e->a);
    else if (where.number && !oracle_element_time(&inside, e->query, elements[i], &time) && e->op >= QUERY_LATEST) slot_needed(x, e->query->list_slot);
  }
}

static void define_needs(const OracleEnv *x, const Expr *e) {
  const Define *d = e->decl;
  OracleEnv inside = {.of = x->of, .call = e, .caller = x};
  if (d->body) oracle_needs(&inside, d->body);
  else all_needs(&inside, &d->decision->by);
}

static void name_needs(const OracleEnv *x, const Expr *e) {
  switch (e->ref) {
    case REF_SLOT: case REF_PREVIOUS: case REF_ELEMENT: slot_needed(x, e->slot); break;
    case REF_IT: if (e->slot != SLOT_NONE) slot_needed(x, e->slot); break;
    case REF_ARGUMENT: oracle_needs(x->caller, x->call->args.items[e->index]); break;
    case REF_DEFINE: define_needs(x, e); break;
    case REF_TABLE_CELL: all_needs(x, &e->a->args); break;
    case REF_BUILTIN: all_needs(x, &e->args); break;
    default: break;
  }
}

static void if_needs(const OracleEnv *x, const Expr *e) {
  OracleValue condition = oracle_eval(x, e->a);
  if (!known(condition)) oracle_needs(x, e->a);
  else oracle_needs(x, condition.number ? e->b : e->c);
}

static void set_needs(const OracleEnv *x, const Expr *set) {
  if (set->kind == EXPR_SET) all_needs(x, &set->args);
  else if (set->kind != EXPR_RANGE && set->ref != REF_LIST) oracle_needs(x, set);
}

void oracle_needs(const OracleEnv *x, const Expr *e) {
  if (known(oracle_eval(x, e))) return;
  switch (e->kind) {
    case EXPR_NAME: case EXPR_MEMBER: case EXPR_CALL: name_needs(x, e); break;
    case EXPR_AND: case EXPR_OR: case EXPR_QUORUM: all_needs(x, &e->args); break;
    case EXPR_IF: if_needs(x, e); break;
    case EXPR_QUERY: query_needs(x, e); break;
    case EXPR_IN: case EXPR_MATCH: oracle_needs(x, e->a); set_needs(x, e->b); break;
    case EXPR_NEGATE: case EXPR_NOT: case EXPR_REGEX: case EXPR_WITHIN: case EXPR_OLDER: oracle_needs(x, e->a); break;
    case EXPR_ARITH: case EXPR_COMPARE: case EXPR_BEFORE: case EXPR_AFTER: oracle_needs(x, e->a); oracle_needs(x, e->b); break;
    case EXPR_BETWEEN: oracle_needs(x, e->a); oracle_needs(x, e->b); oracle_needs(x, e->c); break;
    default: break;
  }
}
