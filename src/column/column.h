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
#include <string.h>

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
  uint32_t zeros;         // TRUTH: so many leading words of `yes` are surely 0 (0: nothing is said). Of thousands of conditions few are
                          // true of any lead in a batch: the others need not be looked at
} Column;

static inline bool column_is_empty(const Column *truth, uint32_t rows) { return truth->zeros && truth->zeros >= bits_words(rows); }
// Makes the `yes` of the rows 0 and says so.
static inline void column_empty(Column *truth, uint32_t rows) {
  uint32_t words = bits_words(rows);
  if (truth->zeros >= words) return;
  memset(truth->yes, 0, words * sizeof *truth->yes);
  truth->zeros = words;
}
