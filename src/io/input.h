// input.h -- the bytes of a file or of standard input, unpacked when they are gzip or zstd.
//
//   owns     the descriptor (but not standard input) and the unpacker's memory
//   threads  one at a time
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct Input Input;

// "-" is standard input. NULL: *why is a static text ("No such file or directory").
Input *input_open(const char *path, const char **why);
void input_close(Input *input);
// Up to `room` bytes. Gives how many; 0 at the end; -1 when the input cannot be read (further): see input_error.
int64_t input_read(Input *input, char *data, size_t room);
const char *input_error(const Input *input); // static text; NULL when there was none
