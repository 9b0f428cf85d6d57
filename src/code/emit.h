// emit.h -- from the checked tree to a program.
#pragma once
#include "code/program.h"
#include "code/watch.h"
#include "lang/check.h"

// Gives false after a mistake that only shows here (too large, a pattern that RE2 cannot read: then in rules->diags).
// `tests`: also the expectations of test blocks. `watch`: notes the registers of the tree, or NULL. The program's arena must
// be set up (escape) by the caller.
bool program_emit(const Rules *rules, bool tests, Watch *watch, Program *program);
