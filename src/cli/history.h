// history.h -- what was typed in earlier sessions: one line an entry, in a file that only its owner can read.
#pragma once
#include "base/text.h"
#define LineInfo EditLineInfo // the compiler has one of its own
#include <histedit.h>
#undef LineInfo

void history_load(History *history);            // silently nothing when there is no such file, or no home
void history_add(History *history, Text entry); // also to the file, at once: sessions side by side lose nothing
