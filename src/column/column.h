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
  // TRUTH: so many leading words of `yes` are surely 0 (0: nothing is said), but for word `only` - 1 when `only` is not 0. Of thousands of
  // conditions few are true of any lead in a batch, and most of those of one: the others, and their other words, need not be looked at.
  uint32_t zeros, only;
} Column;

static inline bool column_is_empty(const Column *truth, uint32_t rows) { return truth->zeros && truth->zeros >= bits_words(rows) && !truth->only; }
// Of a truth of these rows: its only word that is not 0, or as many as there are words when there may be others.
static inline uint32_t column_only(const Column *truth, uint32_t rows) {
  uint32_t words = bits_words(rows);
  return truth->zeros >= words && truth->only - 1 < words ? truth->only - 1 : words;
}
// Nothing is said of its words any more.
static inline void column_written(Column *truth) { truth->zeros = truth->only = 0; }
// Makes the `yes` of the rows 0 and says so.
static inline void column_empty(Column *truth, uint32_t rows) {
  uint32_t words = bits_words(rows);
  if (truth->only) truth->yes[truth->only - 1] = 0;
  truth->only = 0;
  if (truth->zeros >= words) return;
  memset(truth->yes, 0, words * sizeof *truth->yes);
  truth->zeros = words;
}
// After column_empty: more rows of word w are true, of words in turn.
static inline void column_add(Column *truth, uint32_t w, uint64_t bits) {
  truth->yes[w] |= bits;
  if (truth->only == w + 1) return;
  if (truth->only) truth->zeros = truth->only - 1, truth->only = 0;
  else if (truth->zeros > w) truth->only = w + 1;
}
