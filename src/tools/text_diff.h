// text_diff.h -- the lines in which two texts differ, as a unified diff.
#pragma once
#include "io/buffer.h"

// Puts hunks with three lines around each change; nothing when the texts are equal. False: no memory.
bool text_diff(Buffer *out, RubricText old, RubricText new, bool color);
