// guard.h -- a signal that ends the process leaves no unfinished file behind.
#pragma once
#include "io/output_file.h"

void guard_file(const OutputFile *file);  // until guard_end; files written in place need no guard
void guard_end(void);                     // after the files are committed or closed
