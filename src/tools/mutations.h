// mutations.h -- small mistakes that somebody could make in a rule file, as edits of its text: for `rubric test --mutate`.
//
// An edit stands for what the text says, not for the tree, so that a person is shown the very line. Modules of the standard
// library, data files and tests are left alone.
#pragma once
#include "lang/check.h"

typedef enum { MUTATION_COMPARISON, MUTATION_THRESHOLD, MUTATION_POINTS, MUTATION_RESULT, MUTATION_NEGATED, MUTATION_OPERAND, MUTATION_REMOVED, MUTATION_SWAPPED, MUTATION_KINDS } MutationKind;
extern const char *const mutation_names[];   // "comparison" ...

typedef struct Mutation {
  MutationKind kind;
  Span span;               // what is replaced; swapped: both statements
  Text text;               // by this
  Text before, after;      // shown to people: one line each
  Text owner;              // the statement's first words: fit "Decision maker"
  Span owner_span;
} Mutation;
typedef struct Mutations { VEC(Mutation) items; } Mutations;

// All of them in file order.
Mutations *mutations_of(const Rules *rules, Arena *arena);
// The entry file's text (or a used file's) with one edit made, in the arena.
Text mutation_apply(const Rules *rules, const Mutation *mutation, Arena *arena);
