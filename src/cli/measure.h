// measure.h -- `rubric test --coverage` and `--mutate`: what the tests of a rule file reach, and what they would notice.
#pragma once
#include "cli/report.h"
#include "tools/coverage.h"

// Each prints after the results of the tests and gives the exit code: EXIT_FINDINGS when there is something to look at.
int measure_mutants(const Options *o, const char *path, ReportForm form);

// --coverage: what tests have reached (counted), and with --on what leads do. `lcov` gets the tracefile's text.
int measure_coverage(const Options *o, const char *path, ReportForm form, const Coverage *tests, uint64_t test_count, Buffer *lcov);

// What the leads of --on reach of the rules as `run` compiles them: `c` must be closed in every case. Gives the exit code; what is
// wrong has been said, but for want of memory. *now: as of when they were decided.
int measure_leads(const Options *o, const char *path, Coverage *c, int64_t *now);

// --fail-under: *percent (0 to 100), or -1 when not given. False after saying what is wrong.
bool measure_least(const Options *o, long long *percent);
