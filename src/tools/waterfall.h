// waterfall.h -- one lead's story on a terminal: every point of every score, rules that gave nothing with why, then what follows
// from them. 80 columns; colour adds nothing that the words do not say.
#pragma once
#include "tools/story.h"
#include "io/buffer.h"

void waterfall(const Story *story, bool color, Buffer *b);
// The story of row `row` of the batch just decided, told and shown; b->failed when there is no memory.
void waterfall_of(const Study *study, uint32_t row, bool color, Buffer *b);
