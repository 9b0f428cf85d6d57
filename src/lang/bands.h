// bands.h -- what leads can make conditions true: proofs over sets of values, with a lead as witness.
//
// A question gathers demands ("this condition is yes", "the lead is not disqualified", "that route is not taken") and is
// answered by a search over the values that fields, ages, scores and keywords can have together. Three answers, never a guess:
//
//   BANDS_IMPOSSIBLE  no lead meets all demands. Proved: what is not understood was taken to be whatever it likes.
//   BANDS_POSSIBLE    the witness meets them all. Only what lead fields say was needed for it.
//   BANDS_UNDECIDED   too large, or it depends on what this file does not follow (a query, a sum of points, a pattern).
//
//   bands_new, bands_add     b borrows both arenas and the rules; `scratch` is reset by every question
//   Question                 lives in `scratch`: ask, demand, answer, before the next one is begun
#pragma once
#include "lang/check.h"

typedef enum { TRUTH_YES = 1, TRUTH_NO = 2, TRUTH_UNKNOWN = 4, TRUTH_NOT_YES = 6, TRUTH_NOT_NO = 5 } Truth;   // may be joined with |
typedef enum { BANDS_IMPOSSIBLE, BANDS_POSSIBLE, BANDS_UNDECIDED } BandsAnswer;

// A value of the witness, as rules write it: `450`, `"saas"`, `2026-01-01T00:00:00Z`, `true`. Fields that are not there are missing.
typedef struct WitnessField { uint32_t slot; Text path, value; bool dated; } WitnessField;   // dated: JSON quotes it
typedef struct Witness {
  WitnessField *fields; uint32_t count;
  int64_t now; bool reads_clock;                      // reads_clock: holds only at `now`
  WitnessField *supposed; uint32_t supposed_count;    // scores, by name (bands_share)
} Witness;

typedef struct Bands Bands;
typedef struct Question Question;

// `now`: the clock of witnesses.
Bands *bands_new(Arena *arena, Arena *scratch, const Rules *rules, int64_t now);
// Leads of tests too: they need no key and no required field.
void bands_take_tests(Bands *b, const Rules *rules);
// A second rule set (the new one of a diff): fields of one name and type are one field.
void bands_add(Bands *b, const Rules *rules);

// From now on scores, tables, stages and what else is decided earlier are taken to be the same in both, by name: "for the same scores".
// A witness then may suppose values of scores.
void bands_share(Bands *b);

Question *bands_ask(Bands *b);     // begins a question; what was asked before is forgotten
void ask_condition(Question *q, const Rules *rules, const Expr *condition, Truth truth);  // NULL (otherwise): always yes
void ask_row(Question *q, const Rules *rules, const Decision *d, uint32_t row, Truth truth);   // the row's patterns, whatever stands above it
void ask_disqualified(Question *q, const Rules *rules, bool disqualified);
void ask_incomplete(Question *q, const Rules *rules, bool incomplete);
void ask_stage(Question *q, const Rules *rules, uint32_t stage, Truth truth);    // whether the lead is in it; UINT32_MAX: in none
void ask_stage_condition(Question *q, const Rules *rules, uint32_t stage, Truth truth); // its condition takes the lead, whatever stands above
// Whether the route's condition takes the lead (Truth), and that the lead is one that it may take.
void ask_route(Question *q, const Rules *rules, uint32_t route, Truth truth);
// *witness (in the bands' arena) is set when POSSIBLE; NULL: not wanted.
BandsAnswer bands_answer(Question *q, Witness *witness);

// Every lead for which `a` is yes has `b` yes. PROVED: POSSIBLE means a counterexample (in *witness).
typedef enum { PROOF_HOLDS, PROOF_FAILS, PROOF_UNDECIDED } Proof;
Proof bands_implies(Bands *b, const Rules *rules_a, const Expr *a, const Rules *rules_b, const Expr *of_b, Witness *witness);

// The witness as text: `{ employees: 450, office: { city: "Rome" } }`, or as one JSON object for `rubric run`.
Text witness_text(Arena *arena, const Witness *w, bool json);
