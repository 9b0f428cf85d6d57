// coverage.h -- which parts of a rule set leads have reached: tests, or those of a file.
//
// A part is one thing that a rule set can do for a lead: a rule that fires, a row of a decision table that is taken, a requirement
// that passes, fails or is unknown. Each is counted from the registers and decisions of the run that decided the leads.
#pragma once
#include "api.h"
#include "io/buffer.h"

typedef enum { COVER_RULES, COVER_ROWS, COVER_DISQUALIFIERS, COVER_REQUIREMENTS, COVER_STAGES, COVER_SEGMENTS, COVER_CHANNELS, COVER_ROUTES, COVER_GROUPS, COVER_KINDS } CoverKind;
extern const char *const cover_names[];    // "rules", "table rows" ...

typedef enum { READ_YES, READ_NO, READ_UNKNOWN, READ_ROW, READ_STAGE, READ_ROUTE, READ_ALLOWED, READ_WAITS, READ_BLOCKED, READ_GROUP } CoverRead;
typedef struct CoverItem {
  CoverKind kind;
  Text owner, outcome;         // fit "Company size"; "50..199 => +10", "failed" (size 0: it is there or not)
  Span span;
  uint64_t hits;               // leads
  CoverRead read;
  uint32_t index;              // register, row, stage, route, channel or group
  const void *decision;        // READ_ROW
} CoverItem;

typedef struct Coverage {
  RubricProgram *program;
  RubricReport *report;        // keeps the tree, and all of this; the mistakes when there are some
  const Rules *rules;
  Watch watch;
  CoverItem *items; uint32_t count;
  uint64_t leads;
  uint64_t *taken;             // scratch: a bit a lead for each row of the longest table
} Coverage;

// Compiles; `tests`: with the test blocks (then leads need no key, as in tests). The same rules give the same items with and
// without. RUBRIC_OK, or see *out->report (NULL: no memory). coverage_close in every case.
RubricStatus coverage_open(const RubricHost *host, const char *path, const RubricSetting *settings, size_t setting_count, bool tests, Coverage *out);
void coverage_close(Coverage *coverage);
// Runs the tests (`filter` NULL: all) and counts what their leads reach; `sink` gets the results.
RubricStatus coverage_tests(Coverage *coverage, const char *filter, RubricTestSink sink, void *user);
// Counts what the leads of the batch just decided (with a trace) reach. False: no memory.
bool coverage_add(Coverage *coverage, const RubricRun *run);
// As an lcov tracefile (geninfo(1)): lines, and where a line can do several things, a branch each. False: no memory.
bool coverage_lcov(const Coverage *coverage, Buffer *b);
