// lint.h -- what is legal and probably wrong in a rule set.
//
// Each check (lint_*.c) reads the checked tree and adds findings (codes W2xx of base/errors.def) to the report of the
// compilation. What needs a proof asks lang/bands; a lead that shows a finding is decided by the program before it is shown. A
// comment `# rubric: allow W203 because ...` on the line before silences one.
#pragma once
#include "api.h"

// PROVED: only what no lead can ever be or reach, for `check`. ALL: for `lint`.
typedef enum { LINT_PROVED, LINT_ALL } LintScope;

typedef struct Lint Lint;
// Compiles `path`.
//   gives  *lint on RUBRIC_OK, else NULL; *report when the rules are wrong (free it), else NULL
RubricStatus lint_open(const RubricHost *host, const char *path, const RubricSetting *settings, size_t setting_count, Lint **lint, RubricReport **report);
void lint_close(Lint *lint);
const RubricProgram *lint_program(const Lint *lint);
// Looks for findings, as of `now`. *report belongs to the lint: its findings in order of place. *undecided: conditions that are
// too large, or read what no proof follows. RUBRIC_OK or RUBRIC_NO_MEMORY.
RubricStatus lint_find(Lint *lint, LintScope scope, int64_t now, RubricReport **report, uint32_t *undecided);

// ---- fixes
typedef struct LintFix { const char *path; Text bytes; Text said; uint32_t fixes; } LintFix;   // a file, how it reads with its fixes, and a line for each
// Whether the files are there to be mended: a compiled file in place of the rules is not.
bool lint_mendable(const Lint *lint, const char *path);
// The files that have fixes, of those whose path is not of the standard library. Lives in the lint. Fixes that overlap an earlier one wait.
RubricStatus lint_fixed(Lint *lint, LintFix **files, uint32_t *count);
