// batch_inside.h -- the builder's state, shared by batch.c (life, rows), batch_put.c (values), batch_block.c (many leads) and batch_token.h (JSON); nobody else includes it.
//
// Invariants:
//   B1  the open row of a domain is domain_rows[domain]: it is not counted until it ends
//   B2  every domain has room for its open row and one offset after it, so that a put checks nothing; when room cannot be
//       had the row is not counted (its place is used again) and memory.failed is set
//   B3  what lies at and after the open row is 0, and offsets after a list's open row end where they begin
//   B4  a parent's slot and domain come before its children's
#pragma once
#include "column/batch.h"
#include "column/read_cell.h"

enum { PENDING_MOST = 64 };

// What most values of a slot can be read by, without looking at anything else of it.
typedef enum { QUICK_NONE, QUICK_TEXT, QUICK_NUMBER, QUICK_TIME, QUICK_PART } QuickKind; // any text; digits; clock_read_plain; an element that is any text

// What every put touches comes first, so that it shares a cache line.
typedef struct SlotState {
  uint32_t *row;           // the open row of its domain
  uint64_t *known, *invalid;
  union { uint64_t *yes; int64_t *ints; Text *texts; uint32_t *offsets; };
  uint32_t rank;           // of the value in the open row; means something only when there is one
  uint8_t kind;            // ColumnKind
  uint8_t quick;           // QuickKind
  bool plain_parts;        // a list of texts, any as it is, that one character separates
  bool element;            // the element of a plain list: each put is one more
  bool bad;                // list: a bad element was seen
  CellReader reader;
  Text bad_seen;
  void *block;             // the column's memory
  size_t block_bytes;
} SlotState;

typedef struct DomainState {
  uint32_t room;                     // rows, a multiple of 64
  const uint32_t *slots, *lists, *defaults; // of this domain: all; those of lists; those with a default
  uint32_t slot_count, list_count, default_count;
  bool simple;                       // neither lists nor defaults
} DomainState;

typedef struct Pending { uint32_t slot, row; Text seen; } Pending; // an invalid value of the open lead

struct BatchInside {
  Allocator allocator;
  CellMemory memory;       // texts
  SlotState *slots;
  DomainState *domains;
  uint32_t *start;         // per domain: its rows when the open lead began
  uint32_t *keep;          // per domain: scratch of batch_truncate
  const uint32_t *wanted;  // key and required slots
  uint32_t wanted_count, key_slot;
  bool nested_wanted;      // one of them is a field of a record
  uint64_t record;
  bool invalid_seen;       // in the open lead
  bool invalid_counted;    // since the last batch_clear
  uint32_t pending_count;
  Pending pending[PENDING_MOST];
  uint32_t cell_slot;      // being read from the JSON in a cell, or NONE: the cell's rank holds for it
  uint32_t cell_rank;
  BatchJson json;
  void *json_user;
  struct Piece *pieces;    // everything allocated but columns and texts
  char reason[1024];
};
typedef struct BatchInside BatchInside;

QuickKind slot_quick(const SlotTable *t, uint32_t slot);
static inline bool slot_taken(const SlotState *s, uint32_t row) {
  return (s->known[row >> 6] | s->invalid[row >> 6]) >> (row & 63) & 1;
}
void batch_domain_grow(Batch *batch, uint32_t domain);
static inline void batch_domain_reserve(Batch *batch, uint32_t domain) {   // the open row counts, and there is room for one more: keeps B2
  if (batch->domain_rows[domain] + 1 < batch->inside->domains[domain].room) batch->domain_rows[domain]++;
  else batch_domain_grow(batch, domain);
}
void batch_truncate(Batch *batch, uint32_t domain, uint32_t rows);         // and the domains below
void batch_slot_forget(Batch *batch, uint32_t slot);                       // the open row's value, with everything below it
void batch_open_lists(Batch *batch, uint32_t domain);                      // the lists of a new open row are empty
void batch_apply_defaults(Batch *batch, uint32_t domain);                  // to the open row
void batch_default_put(SlotState *s, const SlotTable *t, const SlotInfo *info, uint32_t row);
Text batch_key(const Batch *batch, uint32_t row);                          // the lead's key when it is a text; else size 0
// Reads a trimmed text that is not empty into a row and tells whether the value is sound. On false the place is left 0.
bool slot_read(SlotState *s, uint32_t row, Text t, CellMemory *memory);
