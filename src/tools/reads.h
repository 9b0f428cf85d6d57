// reads.h -- what a piece of the tree reads: fields, lists, tables, parameters, definitions, through the definitions that it uses.
#pragma once
#include "lang/check.h"

typedef struct Reads {
  const Rules *rules;
  Arena *arena;
  bool *slots;                       // one a slot of the rules; an element's field has its list set too
  VEC(const void *) declarations;    // Define, List, Table, Parameter, Extern: each once
} Reads;

Reads *reads_new(const Rules *rules, Arena *arena);
void reads_expr(Reads *r, const Expr *x);          // NULL: nothing
void reads_query(Reads *r, const Query *q);
void reads_decision(Reads *r, const Decision *d);
void reads_rule(Reads *r, const Rule *rule);
bool reads_declaration(const Reads *r, const void *declaration);
