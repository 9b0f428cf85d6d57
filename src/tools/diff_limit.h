// diff_limit.h -- `--fail-on`: how much a change may move before it is a finding.
//
//   LIMIT = WHAT : [up | down] (> | >=) NUMBER [%]        several with commas
//   WHAT  = rules | stage | route | target | status | rejected | score | the name of a score
//
// rules: differences in the rules, a number. rejected: records that one schema alone rejects. Of stage, route, target, status,
// rejected: leads, or with % their share. Of a score (score: any of them): with % the share of leads that move, without the mean
// shift in points; up, down: only in that direction.
#pragma once
#include "tools/diff_say.h"

typedef enum { LIMIT_RULES, LIMIT_STAGE, LIMIT_ROUTE, LIMIT_TARGET, LIMIT_STATUS, LIMIT_REJECTED, LIMIT_SCORE } LimitWhat;
typedef struct DiffLimit { LimitWhat what; Text score; char way; bool or_equal, percent; Decimal value; Text text; } DiffLimit; // score: size 0: any; way: '+', '-' or 0
typedef struct DiffLimits { DiffLimit *items; uint32_t count; } DiffLimits;

// False: *why says what is wrong with it. In the arena.
bool diff_limits_read(Arena *arena, const Diff *diff, Text text, DiffLimits *limits, Text *why);
bool diff_limits_need_leads(const DiffLimits *limits, Text *which);
// Sentences about those that are exceeded.
uint32_t diff_limits_broken(Arena *arena, const DiffReport *r, const DiffLimits *limits, Text **sentences);
