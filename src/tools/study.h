// study.h -- a rule set as tree and program side by side: what every part of a condition came to, for a lead just decided.
//
// The program is the one that `run` uses; it is only compiled with a Watch (code/watch.h) that says which register holds which
// expression. So a tool never computes a condition a second time. One thread at a time.
#pragma once
#include "api.h"
#include "io/json_read.h"

typedef struct Study {
  const Rules *rules;
  RubricProgram *program;
  RubricBatch *batch;                // put leads into it with rubric_batch_* or study_put; clear it before the next ones
  RubricRun *run;                    // NULL with RUBRIC_CHECK_ONLY when there are extern functions
  const RubricDecisions *decisions;  // of study_decide
  Watch watch;
  RubricReport *report;              // keeps the tree; may hold notes that are no mistakes
  JsonReader *cells;
} Study;

// Compiles `path` and what it uses (flags as for rubric_compile). A compiled file in its place is compiled anew from the sources
// that it carries.
//   gives  *study on RUBRIC_OK, else NULL; *report when the rules are wrong (free it), else NULL
RubricStatus study_open(const RubricHost *host, const char *path, const RubricSetting *settings, size_t setting_count, unsigned flags, Study **study, RubricReport **report);
void study_close(Study *study);

// Puts a lead written as in a test ({ employees: 450 }) as the batch's next row. `arena` keeps its texts until the batch is cleared.
// ROW_REJECTED: *reason (the program, unlike that of tests, asks for a key and required fields: RUBRIC_WITH_TESTS to study_open does not).
RowStatus study_put(Study *study, const Expr *record, int64_t now, Arena *arena, Text *reason);
// Decides what is in the batch, with a trace.
RubricStatus study_decide(Study *study, int64_t now);

// ---- of the leads just decided
typedef enum { STUDY_NO, STUDY_YES, STUDY_UNKNOWN, STUDY_NONE } StudyTruth; // NONE: it has no value a lead (a part of a `where` …)
// The register of an expression, or of a Row, PatternItem, Decision …: RUBRIC_NONE when there is none (literals, parts of `where`).
uint32_t study_register(const Study *study, const void *what);
StudyTruth study_truth(const Study *study, const void *condition, uint32_t row);   // Expr (not a literal: study_condition), Row, PatternItem
StudyTruth study_condition(const Study *study, const Expr *condition, uint32_t row); // also of a literal
// As people write it: unknown, 450, "SaaS", 2026-11-01, true, ["a", "b"], 3 elements; of a literal the literal. Size 0: no value a lead.
Text study_value(const Study *study, const Expr *expr, uint32_t row, Arena *arena);
// An int64 of a register (units, days, microseconds); false when unknown or there is none.
bool study_int(const Study *study, const void *what, uint32_t row, int64_t *value);
bool study_known(const Study *study, const Expr *expr, uint32_t row);
const Column *study_column(const Study *study, uint32_t slot);                     // a field as it was read

// ---- rules in memory: a host that gives `text` when `path` is read, and else asks `below`.
// The StudyText must outlive what is compiled with its host.
typedef struct StudyText { const RubricHost *below; const char *path; RubricText text; const struct StudyText *next; } StudyText; // next: more of them, or NULL
RubricHost study_text_host(StudyText *text);
