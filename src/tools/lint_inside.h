// lint_inside.h -- what the checks of lint share; nobody else includes it.
#pragma once
#include "lang/bands.h"
#include "tools/lint.h"
#include <setjmp.h>

#define SHOW(t) (int)(t).size, (t).data   // for %.*s

struct Lint {
  const Rules *rules;
  RubricProgram *program;
  RubricReport *report;
  Arena *arena, scratch, words;  // arena: the report's; scratch: of questions; words: of a check
  Diags *diags;                  // the report's
  Bands *bands;
  int64_t now;
  LintScope scope;
  uint32_t undecided;
  RubricBatch *batch;            // for witnesses; NULL when the program cannot run
  RubricRun *run;
};

// The checks, in the order of their codes. Those of LINT_PROVED are lint_reach alone.
void lint_reach(Lint *l);        // W201 W202 W203 W204 W207 W212
void lint_rows(Lint *l);         // W205 W206 W208
void lint_points(Lint *l);       // W211 W213
void lint_missing(Lint *l);      // W221 W222
void lint_text(Lint *l);         // W231 W232 W233
void lint_letters(Lint *l);      // W234
void lint_unused(Lint *l);       // W241 ... W246
void lint_dates(Lint *l);        // W251 W252
void lint_tests(Lint *l);        // W261 W262
void lint_people(Lint *l);       // W271
void lint_allow(Lint *l);        // W281 W282; takes out what is allowed

// ---- lint.c
bool lint_own(const Lint *l, Span span);           // in a file of the user's, not of the standard library
Text lint_source(const Lint *l, Span span);        // as written
uint32_t lint_line(const Lint *l, Span span);
Diag *lint_add(Lint *l, ErrorId id, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
void lint_fix(Diag *d, Span span, Text text);      // replace `span` by `text`
BandsAnswer lint_answer(Lint *l, Question *q, Witness *w);  // counts what is undecided

// ---- lint_witness.c: a lead that shows a finding, once the program has decided it as the finding says
// Decides the witness; false when it cannot be. Valid until the next one.
bool witness_decide(Lint *l, const Witness *w, const RubricDecisions **decisions);
void witness_show(Lint *l, Diag *d, const Witness *w, const char *format, ...) __attribute__((format(printf, 4, 5))); // as a note

// ---- lint_walk.c: every condition of the rules
typedef enum { OF_RULE, OF_DEFINE, OF_REASON, OF_REQUIREMENT, OF_STAGE, OF_SEGMENT, OF_CHANNEL, OF_ROUTE, OF_QUERY } ConditionOf;
typedef struct Condition { ConditionOf of; const Expr *e; const void *owner; const Define *define; } Condition; // define: that it stands in, or NULL
void conditions_each(Lint *l, void (*visit)(void *user, const Condition *c), void *user);
// Every expression of the rules but those of tests; `of` says where.
void expressions_each(Lint *l, void (*visit)(void *user, Expr *e), void *user);
void rule_expressions(const Rule *rule, void (*visit)(void *user, Expr *e), void *user);
bool is_field(const Expr *e);                      // a field of the lead or of an element
const Field *field_of(const Lint *l, const Expr *e);
