// diff_suppose.h -- what a condition would say, were the scores, the stage and the status of its lead those of the other run.
#pragma once
#include "tools/diff_leads.h"

typedef enum { SUPPOSE_NO, SUPPOSE_YES, SUPPOSE_UNKNOWN, SUPPOSE_UNDECIDED } Supposed; // UNDECIDED: not followed
// `condition` is of the tree of lead->all->studies[side]; its fields are those of that run.
Supposed diff_suppose(const DiffLead *lead, int side, const Expr *condition);
