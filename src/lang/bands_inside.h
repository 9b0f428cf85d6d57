// bands_inside.h -- what the files of bands share; nobody else includes it.
//
//   bands.c        variables, numbers for texts, demands
//   bands_value.c  a value through definitions and branches down to variables and literals; names for what is not followed
//   bands_truth.c  a condition as a formula over variables
//   bands_solve.c  the search
//   bands_lead.c   a lead from what the search found
//
// What a question needs lives in `scratch`; formulas, variables and numbers of texts in `arena`: each condition is made into a formula once. Where something
// is not followed its formula allows more than can be, never less: so "impossible" is always proved.
#pragma once
#include "lang/bands.h"
#include "lang/check_parts.h"
#include "lang/value_set.h"

// ---- variables: what can have a value of its own
typedef enum {
  VARIABLE_FIELD,      // a field of the lead (or of an element, inside `where`)
  VARIABLE_AGE,        // now - field, in its own units: microseconds, or days of a date
  VARIABLE_NEEDLE,     // whether the subject has, contains, ... the needle: 1 or 0, absent when the subject is missing
  VARIABLE_SCORE,
  VARIABLE_OPAQUE      // anything else, told apart by its words
} VariableKind;
enum { NEEDLE_PATTERN = 4 };     // `op` beside MatchOp: matches "..."
typedef struct Variable {
  VariableKind kind;
  Text key;
  const Rules *rules;
  uint32_t slot;       // FIELD
  Type type;
  ValueSet domain;
  int64_t step;        // values are its multiples
  Text name;           // SCORE
  uint32_t subject;    // NEEDLE, AGE: whose
  uint8_t op;          // NEEDLE
  Text needle;         // NEEDLE: folded
} Variable;

// ---- formulas: Kleene's logic over variables
typedef enum {
  FORMULA_CONSTANT,    // `truth`
  FORMULA_VALUE,       // yes: the variable is in `set`; no: present and not in it; unknown: missing
  FORMULA_STATE,       // yes: the variable is in `set`, else no
  FORMULA_COUNT,       // at least `least` of the kids
  FORMULA_NOT,         // kids[0]
  FORMULA_CASE,        // kids[0] yes: kids[1], else kids[2]
  FORMULA_IS           // yes: kids[0] is one of `truth`, else no
} FormulaKind;
typedef struct Formula {
  FormulaKind kind;
  uint8_t truth;
  uint32_t variable, least, count;
  ValueSet set;
  struct Formula **kids;
} Formula;

// Where an expression stands: the rule set, and the arguments of the definition around it.
typedef struct Env { const Rules *rules; Expr **args; uint32_t count; const struct Env *outer; } Env;

typedef struct Demand { Formula *formula; uint8_t truth; struct Demand *next; } Demand;
struct Question { Bands *b; Demand *demands; };
struct Bands {
  Arena *arena, *scratch;
  int64_t now;
  bool shared;                     // bands_share
  bool flat;                       // values of definitions are not followed: quicker, and what is proved so is proved
  VEC(Variable) variables;
  NameTable names, texts;          // variables by key; texts by what they compare as: index is the number
  VEC(Text) spellings;             // of the texts, as first written
  uint32_t size;                   // formulas of this question
  int64_t work, total;             // steps of this question, of all
  Question question;
  NameTable known[2];              // formulas by what they are of; [1] flat
};

enum { BANDS_FORMULAS = 60000, BANDS_STEPS = 200000, BANDS_TOTAL = 20000000, BANDS_DEPTH = 2000, BANDS_NEEDLES = 400 };

// bands.c
uint32_t variable_field(Bands *b, const Rules *rules, uint32_t slot);
uint32_t variable_named(Bands *b, VariableKind kind, Text key, bool *is_new); // when new, the caller fills in what it is
uint32_t variable_needle(Bands *b, uint32_t subject, uint8_t op, Text needle);
uint32_t variable_age(Bands *b, uint32_t subject);
int64_t text_number(Bands *b, TypeKind kind, Text t);     // of a literal; the same for all that compare equal
ValueSet texts_of_type(Bands *b, Type type);
Formula *formula_new(Bands *b, FormulaKind kind);
Formula *formula_known(const Bands *b, const void *what); // NULL: not made yet
Formula *formula_keep(Bands *b, const void *what, Formula *f);
Formula *formula_truth(Bands *b, Truth truth);
Formula *formula_in(Bands *b, uint32_t variable, ValueSet set);
Formula *formula_state(Bands *b, uint32_t variable, ValueSet set);
Formula *formula_count(Bands *b, uint32_t least, uint32_t count);  // kids to be filled in
Formula *formula_not(Bands *b, Formula *a);
Formula *formula_case(Bands *b, Formula *c, Formula *yes, Formula *otherwise);
Formula *formula_is(Bands *b, Formula *a, Truth truth);

// bands_value.c: `make` turns what a value comes down to into a formula: a literal (variable UINT32_MAX), `missing` (both
// none), or a variable.
typedef struct Leaf { const Expr *literal; uint32_t variable; } Leaf;
typedef Formula *(*LeafMaker)(Bands *b, const Env *env, Leaf leaf, const void *what);
Formula *value_walk(Bands *b, const Env *env, const Expr *e, LeafMaker make, const void *what);
const Expr *value_behind(const Env **env, const Expr *e);      // through arguments and plain definitions
const Expr *value_literal(const Env *env, const Expr *e);      // the literal that it means, or NULL
Text expr_key(Bands *b, const Env *env, const Expr *e);
Formula *formula_opaque(Bands *b, const Env *env, const Expr *e);  // a condition that is not followed

// bands_truth.c
Formula *truth_of(Bands *b, const Env *env, const Expr *e);     // NULL: always yes
Formula *row_truth(Bands *b, const Env *env, const Decision *d, uint32_t row);
Formula *disqualified_truth(Bands *b, const Rules *rules);
Formula *incomplete_truth(Bands *b, const Rules *rules);
Formula *stage_taken(Bands *b, const Rules *rules, uint32_t stage);  // its condition takes the lead, whatever stands above
ValueSet literal_values(Bands *b, const Rules *rules, Type type, const Expr *literal);

// bands_lead.c: sets[v].items NULL and count 0 with no flags never happens: each set has a value. False when no lead can be made.
typedef struct Touched { uint32_t *items, count; } Touched;     // variables that were narrowed
bool lead_build(Bands *b, const ValueSet *sets, const Touched *touched, Witness *w);
bool needle_holds(Bands *b, uint8_t op, Text folded, Text needle);
