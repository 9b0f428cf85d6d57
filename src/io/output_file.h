// output_file.h -- a result that is there whole or not at all.
//
// With a path: written to a file beside it, which takes its name only in output_commit. With "-": standard output, as it
// comes. After the first failure every write is refused, and output_error says why.
#pragma once
#include "base/text.h"

typedef struct OutputFile OutputFile;

OutputFile *output_open(const char *path, const char **why);  // NULL: *why is a static text
bool output_write(OutputFile *output, Text text);             // false: failed, now or before
bool output_commit(OutputFile *output);                       // all is written and in place; false: failed
void output_close(OutputFile *output);                        // without a commit nothing is left behind
const char *output_error(const OutputFile *output);           // static text, NULL when there was none
bool output_pipe_closed(const OutputFile *output);            // the failure was a closed pipe (EPIPE)
// The name of the file beside, until it is committed, or NULL: for handlers of signals, which may unlink it.
const char *output_partial_path(const OutputFile *output);
