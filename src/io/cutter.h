// cutter.h -- where a record ends, found piece by piece: a scanner that can stop at any byte and go on.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum { CUT_LINES, CUT_CSV, CUT_VALUES, CUT_ARRAY } CutForm;

typedef struct Cutter {
  CutForm form;
  char delimiter;        // CSV; 0: none
  bool any_delimiter;    // CSV: the header, before the delimiter is known: each of the four begins a cell
  bool quotes;           // CSV: quotes were seen since this was last cleared
  bool inside;           // CSV: quotes; JSON: a string
  bool maybe_closed;     // CSV: the last byte was a quote inside quotes
  bool escaped;          // JSON: the last byte was a backslash in a string
  bool started;          // JSON: something of this value was seen; CSV: not at a cell's start
  bool closed;           // CUT_ARRAY: the array's end was seen
  uint64_t depth;        // JSON: open brackets
  uint64_t line;         // of the next byte, from 1
} Cutter;

// Scans data[from, size). When the record ends, gives the offset after its end (its line end, its comma); *stop is where
// its text ends. Otherwise gives SIZE_MAX: all was scanned and the next call goes on behind it.
size_t cutter_scan(Cutter *cutter, const char *data, size_t from, size_t size, size_t *stop);
void cutter_restart(Cutter *cutter); // at a record's start

// The line ends of the next records: of lines, and of CSV at a record's start, as far as quotes are plain. Gives how many, maybe none;
// 64 bytes after data[size) must be readable. The cutter does not move.
enum { CUT_LINES_MOST = 256 };
typedef struct CutLine { uint32_t at, hidden; } CutLine; // hidden: line ends within quotes, in all records up to this one
uint32_t cutter_lines(Cutter *cutter, const char *data, size_t from, size_t size, CutLine lines[CUT_LINES_MOST]);
