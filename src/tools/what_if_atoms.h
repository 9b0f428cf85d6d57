// what_if_atoms.h -- single changes that the search tries, and what the expressions that ask for them mean.
#pragma once
#include "tools/what_if_parts.h"

typedef struct Env { const ExprList *arguments; const struct Env *outer; } Env; // what the parameters of a definition stand for
typedef struct Atoms { const Study *study; uint32_t row; int64_t now; Arena *arena; IfChanges *out; VEC(const Define *) walked; uint32_t depth; } Atoms;
enum { ATOMS_MOST = 6000, LIST_MOST = 400, DEPTH_MOST = 24 };

// what_if_atoms.c: a change is taken once, when the field may be changed and is not so already
void atom_set(Atoms *a, uint32_t slot, IfValue v, bool any);
void atom_number(Atoms *a, uint32_t slot, int64_t n);
void atom_near(Atoms *a, uint32_t slot, int64_t n);
void atom_now(Atoms *a, uint32_t slot);
void atom_any(Atoms *a, uint32_t slot);                                             // what is missing, given
void atom_add(Atoms *a, uint32_t slot, const IfPart *parts, uint32_t count);        // to a list
bool atom_placeholder(Type type, IfValue *v);                                       // a value that stands for any
int64_t atom_now_as(const Atoms *a, Type type);
static inline bool atom_known(const Atoms *a, uint32_t slot) { return bit_get(study_column(a->study, slot)->known, a->row); }
static inline bool atom_is_time(Type t) { return t.kind == TYPE_DATE || t.kind == TYPE_TIME; }

// what_if_elements.c
const Expr *meant_by(const Expr *x, const Env **env);
uint32_t meant_slot(const Expr *x, const Env *env);
const Expr *meant_literal(const Expr *x, const Env *env);
bool meant_value(const Atoms *a, Type type, const Expr *literal, IfValue *v);
void atom_element(Atoms *a, const Query *q, const Env *env);                        // one that the query would take
