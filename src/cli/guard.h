// guard.h -- files written whole or not at all: also a signal that ends the process leaves no unfinished one behind.
#pragma once
#include "io/output_file.h"

void guard_file(const OutputFile *file);  // until guard_end; files written in place need no guard
void guard_end(void);                     // after the files are committed or closed

// Flushes standard output. False once that has failed; *why is then the reason of the first time, or NULL.
bool standard_flush(const char **why);

// These give the exit code. NULL and "out of memory" are EXIT_INTERNAL, which the caller says; all else is said here.
int write_refused(const char *path, const char *why);  // path: "-" is standard output
int write_whole(const char *path, Text bytes);
