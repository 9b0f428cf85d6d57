// what_if.h -- the smallest changes of a lead that bring it to a stage: changed leads go through the same program, a batch at a
// time, and only what was seen to arrive is suggested.
//
// Candidates come from the tree: the literals that conditions compare a field with, the values of its type, events that a query
// asks for (happening now), fields that are missing. Never the key, `previous`, a time that has passed, or what nobody should
// be asked to change (age, gender …). Fewest changes first, then the smallest steps.
#pragma once
#include "tools/study.h"
#include "io/buffer.h"

enum { WHAT_IF_ANSWERS = 3, WHAT_IF_CHANGES = 4 };

typedef struct IfValue { int64_t number; Text text; } IfValue;          // as a column holds it: text of text types, else number
typedef struct IfPart { uint32_t slot; IfValue value; } IfPart;
typedef struct IfChange {
  uint32_t slot;
  bool add;                  // to a list: `times` elements of `parts` (a plain list: one part)
  bool any;                  // the value stands for any that can be read
  IfValue value;
  IfPart *parts; uint32_t part_count, times;
  int64_t cost;
  Text gains;                // "+10 Company size", of this change alone; may be empty
} IfChange;
typedef struct IfAnswer {
  const IfChange *changes[WHAT_IF_CHANGES]; uint32_t count;
  int64_t cost;
  uint32_t stage;
  const int64_t *scores; const bool *score_known;
} IfAnswer;
typedef struct WhatIf {
  const Study *study;        // of the lead as it is
  uint32_t row;
  int64_t now;
  uint32_t goal;             // a stage; RUBRIC_NONE: any (of a lead that has none), or see `why`
  IfAnswer answers[WHAT_IF_ANSWERS]; uint32_t count;
  uint32_t tried;            // changed leads that were decided
  Text why;                  // why there is no answer; empty when there is one
} WhatIf;

// `goal` RUBRIC_NONE: the next stage above the present one. Needs a study whose lead has just been decided; does not change it.
// NULL: no memory.
const WhatIf *what_if(const Study *study, uint32_t row, int64_t now, uint32_t goal, Arena *arena);
void what_if_text(const WhatIf *w, bool color, Buffer *b);   // for a terminal, 80 columns
void what_if_json(const WhatIf *w, Buffer *b);               // docs/cli.md
void what_if_page(const WhatIf *w, Buffer *b);               // a part of a page
