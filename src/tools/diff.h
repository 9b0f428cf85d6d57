// diff.h -- what a change of rules means: two rule sets as lists of items, matched, and where they differ.
//
// An item is whatever has a name: a rule, a stage, a parameter, a field. It is a list of parts ("points", "when"), each with a text
// for people and a canon that is compared: two canons are equal when the trees are, so layout, comments, `=` for `is` or 200k for
// 200_000 are no difference. Items match by name, then by equal parts (renamed). What an item uses (a definition, a list) is noted
// by name and not expanded: a change is told once, where it was made, with what it reaches.
//
// The order of rules means nothing and is not compared; that of stages and routes does.
#pragma once
#include "tools/study.h"

typedef enum {
#define DIFF_KIND(id, one, many) DIFF_##id,
#include "tools/diff_kinds.def"
#undef DIFF_KIND
  DIFF_KINDS
} DiffKind;
const char *diff_kind_word(DiffKind kind);     // "rule"
const char *diff_kind_heading(DiffKind kind);  // "Rules"

typedef struct DiffRow { Text key, canon, text; } DiffRow;    // rows with one key are one row, changed
typedef enum {
  PART_PLAIN,      // text
  PART_CONDITION,  // expr: which leads it takes can be compared
  PART_ROWS,       // rows whose order counts
  PART_MEMBERS,    // rows whose order does not
} DiffPartForm;
typedef struct DiffPart {
  const char *name;
  DiffPartForm form;
  Text text, canon;         // size 0: not there
  const Expr *expr;         // CONDITION; NULL: `otherwise`
  DiffRow *rows; uint32_t row_count;
} DiffPart;

typedef struct DiffItem DiffItem;
typedef struct DiffPair DiffPair;
typedef struct DiffUse { uint8_t kind; Text name; } DiffUse;   // DiffKind, or one of DiffReads
typedef VEC(DiffUse) DiffUses;
typedef enum { READS_DISQUALIFIED = DIFF_KINDS, READS_INCOMPLETE, READS_REASONS, READS_STAGE, READS_SEGMENTS, READS_ROUTE } DiffReads;
struct DiffItem {
  DiffKind kind;
  Text name;
  Text path; uint32_t line; // where it stands
  Text score;               // of a rule or group
  uint32_t index;           // among its kind in Rules
  VEC(DiffPart) parts;
  DiffUses uses, target_uses;   // directly; target_uses: by the target of a route
  DiffUses reads, target_reads; // with what those use
  DiffPair *pair;
};

typedef enum { RELATION_NONE, RELATION_SAME, RELATION_WIDER, RELATION_NARROWER, RELATION_DIFFERENT, RELATION_NOT_NARROWER, RELATION_NOT_WIDER, RELATION_UNDECIDED } DiffRelation;
typedef struct DiffCondition {
  DiffRelation relation;    // NONE: not asked
  Text gained, lost;        // a lead that only the new one takes, that only the old one takes, as rules write it; size 0: none at hand
} DiffCondition;
typedef struct DiffRowChange { const DiffRow *old, *new; } DiffRowChange; // one of them NULL: added or removed
typedef struct DiffPartChange {
  const DiffPart *old, *new;          // one of them NULL: not there
  VEC(DiffRowChange) rows;            // ROWS, MEMBERS
  uint32_t rows_added, rows_removed, rows_changed;
  DiffCondition condition;            // CONDITION
} DiffPartChange;

typedef VEC(DiffPair *) DiffPairs;
struct DiffPair {
  DiffItem *old, *new;      // one of them NULL: added or removed
  DiffKind kind;
  uint32_t id;              // in Diff.pairs
  bool renamed, moved;
  uint32_t old_place, new_place; // of stages and routes, from 1
  VEC(DiffPartChange) changes;
  DiffPairs through, target_through; // changed items that it uses
  DiffCondition condition;  // through
};
typedef struct DiffSide { const Study *study; VEC(DiffItem *) items; } DiffSide;
typedef struct Diff {
  Arena *arena;
  DiffSide sides[2];        // old, new
  VEC(DiffPair *) pairs;    // by kind, in the order of the new rules; what was removed after what it stood behind
  uint32_t differences;     // pairs that differ
} Diff;

// Everything in `arena`, whose escape is set; the studies are borrowed.
Diff *diff_new(Arena *arena, const Study *old, const Study *new);
// Which leads the changed conditions take, as far as it can be proved; witnesses are run through both programs first.
// The studies are those of diff_new.
void diff_relate(Diff *diff, Study *old, Study *new, int64_t now);
static inline bool diff_differs(const DiffPair *p) { return !p->old || !p->new || p->renamed || p->moved || p->changes.count; }
static inline const DiffItem *diff_item(const DiffPair *p) { return p->new ? p->new : p->old; }
const DiffPart *diff_part(const DiffItem *item, const char *name);   // NULL: none
DiffItem *diff_find(const DiffSide *side, DiffKind kind, Text name); // NULL: none
// Lowest and highest total of a score: "-15..65", open where no bound is known.
Text diff_reach(Arena *arena, const DiffSide *side, const DiffItem *score);

// ---- diff_items.c, diff_canon.c, diff_rows.c: for diff.c
void diff_rows(Arena *arena, DiffPartChange *change);      // fills its rows
void diff_items(Diff *diff, int side, DiffKind kind);
typedef struct DiffWriter { const Diff *diff; int side; DiffItem *item; VEC(char) out; bool target; } DiffWriter; // the new side writes names as the old one has them
Text diff_canon(DiffWriter *w, const Expr *e);           // and notes in `item` what it uses
Text diff_canon_query(DiffWriter *w, const Query *q);
Text diff_canon_row(DiffWriter *w, const Row *row);      // its patterns
Text diff_slice(Arena *arena, const Rules *rules, Span span); // the source on one line, without comments
Text diff_show(Arena *arena, const Rules *rules, const Expr *e);
