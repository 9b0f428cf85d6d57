// host.h -- extern functions: C functions in shared libraries that the host allows, called row by row through libffi.
//
// A library LIBRARY is the file LIBRARY.so in one folder. For `extern function NAME(a type, ...) gives TYPE` it exports
//
//   TYPE NAME(type, ...)     number: double; integer, date (days), time and duration (microseconds): int64_t; boolean: int;
//                            text and what is made of text: const char *data, size_t size (two arguments)
//   const int NAME_arity     how many arguments the rules must declare
//
// and gives: number: double, rounded to four places (NaN or out of range: unknown); integer, date, time, duration:
// int64_t; boolean: int; text: struct { const char *data; size_t size; } by value, data NULL for none, valid until the
// library's next call on that thread. It is called for rows only whose arguments are all known, from any thread.
#pragma once
#include "vm/kernels.h"

typedef struct HostLibrary HostLibrary;

// Opens what the program's extern functions name, in the program's arena. Gives NULL and *why (in that arena too, or
// static) when a name is not a plain one, a library or symbol is missing or an arity differs; *why NULL: no memory. The caller puts it into
// program->host.
HostLibrary *host_library_new(Program *program, const char *allow_dir, const char **why);
void host_library_free(HostLibrary *host);    // closes the libraries; NULL is fine

// The kernel of EXTERN. Without a host every row is unknown.
void host_call(const Run *run, Column *d, ColumnKind kind, const uint32_t *args, uint32_t function, uint32_t rows);
