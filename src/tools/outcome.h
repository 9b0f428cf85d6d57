// outcome.h -- what was decided about one lead, as a list of facts with names, so that two of them can be held side by side.
//
// Facts come from the trace and the decision of the run; nothing is computed here.
#pragma once
#include "api.h"
#include "io/buffer.h"

typedef enum { FACT_SCORE, FACT_LINE, FACT_HEAD } FactKind; // LINE: what a score is made of; HEAD: stage, route and their like
typedef struct Fact {
  FactKind kind;
  Text score;        // SCORE, LINE
  Text name;         // LINE: a rule's label …; HEAD: "stage"
  Text value;        // 65, +20, ? (unknown), SQL
  Text note;         // LINE: "3 times", "unknown without employees"
  int64_t points;    // SCORE, LINE when `counts`
  bool counts;
} Fact;
typedef struct Outcome { VEC(Fact) facts; } Outcome;

// Of row `row` of the batch just run with a trace. In the arena, apart from the program.
Outcome outcome_of(Arena *arena, const RubricProgram *p, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row);
Text outcome_value(const Outcome *o, const char *head);            // of a HEAD; size 0: there is none
void outcome_put_summary(Buffer *b, const Outcome *o);             // one line, without a line end
// What differs, within 80 columns. False (and nothing put): nothing does.
bool outcome_put_diff(Buffer *b, const Outcome *before, const Outcome *after, bool color);
