// render.h -- text that comes from data, for a terminal: measured in its cells, cut to fit, and never obeyed.
//
// Controls, and characters that turn direction or are not seen, are shown as the language would write them: \u{1b}.
#pragma once
#include "io/buffer.h"
#include <stdio.h>

uint32_t render_cells(RubricText t);                           // how wide it is
uint32_t render_cut(Buffer *b, RubricText t, uint32_t width);  // at most `width` cells, ending in … when cut; gives the cells
void render_padded(Buffer *b, RubricText t, uint32_t width);   // the same, filled up with blanks
void render_spaces(Buffer *b, uint32_t count);
bool render_unsafe(uint32_t code_point);                       // one of those
void print_text(FILE *out, RubricText t);
