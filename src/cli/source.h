// source.h -- the files of a run, one after another, as chunks with running numbers.
#pragma once
#include "api.h"
#include "cli/options.h"
#include "io/decode.h"

// How to read leads, from --from, --delimiter, --max-record and --max-rejects. False after saying what is wrong.
typedef struct LeadsOptions { LeadsFormat format; char delimiter; size_t max_record; uint64_t max_rejects; } LeadsOptions; // max_rejects UINT64_MAX: any number
bool leads_options(const Options *o, LeadsOptions *leads);

typedef struct LeadSource {
  SlotTable schema;
  const char **files; int count, at;     // at: the file open, or count
  LeadsOptions how;
  Input *input; Chunks *chunks; CsvPlan *plan;
  CsvPlan **plans; int plan_count;       // kept until the end: decoders borrow them
  uint64_t records, bytes;               // before the file open
  bool failed, no_memory;                // said on stderr, unless for want of memory
  bool told_unknown;
} LeadSource;

void source_begin(LeadSource *s, const RubricProgram *program, const char **files, int count, LeadsOptions how);
// The next chunk, and the plan of its file (NULL: JSON). False at the end, or after a failure.
bool source_next(LeadSource *s, Chunk *chunk, const CsvPlan **plan);
void source_end(LeadSource *s);
