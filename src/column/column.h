// column.h -- a vector of one kind, with a known/unknown bit per row.
//
// Invariants, relied on by every kernel:
//   C1  values of unknown rows are 0 (a Text of size 0 with data NULL; for TRUTH: yes is a subset of known)
//   C2  bits at and after `rows` are 0
//   C3  buffers start on 64 bytes and are padded to whole words (values: to a multiple of 64 rows)
// The number of rows is not in the column: it is that of its domain (batch.h).
#pragma once
#include "base/text.h"
#include "column/bits.h"

typedef enum {
  KIND_TRUTH,   // yes
  KIND_INT,     // ints: decimals, days, microseconds, indices of values
  KIND_TEXT,    // texts
  KIND_LIST,    // offsets: rows + 1 of them, into the element domain; of unknown rows empty
  KIND_COUNT
} ColumnKind;

typedef struct Column {
  uint64_t *known;
  uint64_t *invalid;      // leads' fields only: there, but unreadable (a subset of not known); NULL elsewhere
  union {
    uint64_t *yes;
    int64_t *ints;
    Text *texts;
    uint32_t *offsets;
  };
} Column;
