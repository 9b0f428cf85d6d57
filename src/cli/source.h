// source.h -- the files of a run, one after another, as chunks with running numbers.
#pragma once
#include "api.h"
#include "io/decode.h"

typedef struct LeadSource {
  SlotTable schema;
  const char **files; int count, at;     // at: the file open, or count
  LeadsFormat format; char delimiter; size_t max_record;
  Input *input; Chunks *chunks; CsvPlan *plan;
  CsvPlan **plans; int plan_count;       // kept until the end: decoders borrow them
  uint64_t records, bytes;               // before the file open
  bool failed;                           // said on stderr
  bool told_unknown;
} LeadSource;

void source_begin(LeadSource *s, const RubricProgram *program, const char **files, int count, LeadsFormat format, char delimiter, size_t max_record);
// The next chunk, and the plan of its file (NULL: JSON). False at the end, or after a failure.
bool source_next(LeadSource *s, Chunk *chunk, const CsvPlan **plan);
void source_end(LeadSource *s);
