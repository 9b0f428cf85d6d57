// diff_leads.h -- the same leads through both rule sets: who moves, and because of which item.
//
// Each chunk of records is read by both schemas and decided by both programs with traces; leads are joined by their record's number.
// Memory does not grow with the leads: counts, one histogram a score, the movers asked for and the first TARGETS_MOST targets.
//
// Reasons are never guessed. A score's difference is the sum of the trace's lines that differ. A stage or route differs because a
// condition came out otherwise (its register, in both programs). That is put down to what changed in the condition or in what it uses,
// or to what changed on this lead in what it reads; where both did, to the one that does it without the other (diff_suppose.h),
// else to both. Of a score that rose, rules that took from it are no reason. What is left has no reason and says so.
#pragma once
#include "io/buffer.h"
#include "io/decode.h"
#include "tools/diff.h"
#include "tools/histogram.h"

enum { CAUSES_MOST = 6, LINES_MOST = 12, TARGETS_MOST = 4096, DIFF_MOVERS_MOST = 100000 };
typedef struct DiffCauses { uint32_t ids[CAUSES_MOST]; uint32_t count; } DiffCauses; // ids of pairs

// A line of both traces that differs.
typedef struct DiffLine { RubricLineKind kind; uint32_t pair, score; int64_t old, new; bool had, has; } DiffLine; // pair: of the rule, group or score; score: its pair
typedef struct DiffMover {
  uint64_t record;
  Text key;                    // owned
  uint8_t status[2];
  int32_t stage[2], route[2];  // index, or -1
  Text target[2];              // owned
  bool stage_moved, route_moved, status_moved, target_moved, score_moved;
  DiffCauses stage_causes, route_causes, status_causes;
  DiffLine lines[LINES_MOST]; uint32_t line_count; // line_count may be more than LINES_MOST
  int64_t *scores[2]; bool *known[2];               // per pair of Diff.scores below
  int64_t weight;              // the largest shift
} DiffMover;

typedef struct DiffShift {     // of one score
  const DiffPair *pair;
  uint64_t both, up, down, moved;         // both: leads for which it is known in both; moved: also those that gained or lost a value
  __int128 sum[2], shift;
  int64_t most_up, most_down; Text most_up_key, most_down_key; // owned
  Histogram values[2], shifts;
} DiffShift;
typedef struct DiffTally {     // of one pair
  uint64_t taken[2], only[2];  // leads that a condition takes that changed: in the old, in the new; only there
  Text example[2];             // the first of `only`; owned
  uint64_t points_changed; __int128 points;  // leads whose lines of it differ; by how much in sum
  uint64_t stage, route, status;             // moves that it is a reason of
} DiffTally;
typedef struct DiffTarget { Text name; uint64_t count[2]; } DiffTarget;

typedef struct DiffLeads DiffLeads;
struct DiffLeads {
  const Diff *diff;
  Study *studies[2];
  int64_t now;
  uint64_t records, compared, rejected[2], both_rejected;  // rejected: by that schema alone
  char first_rejected[2][200];                             // "record 3: `email` is missing"
  uint64_t moved, stage_moved, route_moved, status_moved, target_moved, score_moved, unexplained;
  uint64_t statuses[4][4];
  uint64_t *stages, *routes;   // [(old + 1) * (new items + 1) + new + 1]
  DiffShift *shifts; uint32_t shift_count;   // scores that both have
  DiffTally *tallies;          // per pair
  DiffTarget *targets; uint32_t target_count, target_room; uint64_t other_targets[2]; bool targets_full;
  DiffMover **movers; uint32_t mover_count, mover_most;
  struct DiffWork *work;
};

DiffLeads *diff_leads_new(const Diff *diff, Study *old, Study *new, int64_t now, uint32_t movers); // NULL: no memory
void diff_leads_free(DiffLeads *l);
// `plans`: how each schema reads the chunk's columns; NULL: JSON. False: no memory.
bool diff_leads_chunk(DiffLeads *l, const Chunk *chunk, const CsvPlan *const plans[2]);
// What was not proved of a condition over fields may be seen on the leads: one that only the new rules took shows that it is wider.
void diff_leads_relate(Diff *diff, const DiffLeads *l);
static inline uint32_t diff_count(const DiffLeads *l, int side, RubricPart part) { return rubric_item_count(l->studies[side]->program, part); }
const DiffPair *diff_pair_of(const Diff *d, int side, DiffKind kind, uint32_t index); // NULL: none

// ---- diff_why.c: one lead in both runs
typedef struct DiffWork {
  Decoder *decoders[2]; const CsvPlan *plans[2];
  const DiffPair **stage_pairs[2], **route_pairs[2], **rule_pairs[2], **group_pairs[2], **score_pairs[2];
  uint32_t *shift_of;          // per pair: its shift, or UINT32_MAX
  DiffLine *lines; uint32_t *touched, touched_count; // [pair * 2 + clamp]
  uint32_t *watched, watched_count;                  // pairs whose conditions are counted
  Buffer text;
  Arena scratch;               // of one lead
} DiffWork;
typedef struct DiffLead { DiffLeads *all; uint32_t rows[2]; bool stage_moved, route_moved, disqualified_moved, incomplete_moved; DiffMover *mover; } DiffLead;
void diff_why(DiffLead *lead); // fills lines and causes of its mover, and counts them
