// output.h -- decisions as NDJSON lines or CSV rows (docs/cli.md).
//
// An Output knows everything about its program that does not change from lead to lead as ready-made pieces of text; it is
// immutable and shared by threads. Each call appends to the caller's buffer.
#pragma once
#include "api.h"
#include "io/buffer.h"

typedef enum { OUTPUT_NDJSON, OUTPUT_CSV, OUTPUT_TABLE } OutputForm; // TABLE: CSV whose cells no spreadsheet will see
typedef struct Output Output;
// `with`: lead fields to add at the end; `now`: that of the runs. NULL: no memory.
Output *output_new(RubricProgram *program, OutputForm form, const uint32_t *with, uint32_t with_count, bool trace, int64_t now);
void output_free(Output *output);
void output_header(const Output *output, Buffer *b);          // CSV: the header row
// The batch's decisions. `run` gives the traces when the output has them.
void output_batch(const Output *output, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, Buffer *b);
void output_row(const Output *output, RubricRun *run, const RubricBatch *leads, const RubricDecisions *d, uint32_t row, Buffer *b); // NDJSON: one of them
// A field of a lead as JSON (null when missing or invalid).
void output_field_json(const RubricProgram *program, const RubricBatch *leads, uint32_t field, uint32_t row, Buffer *b);
void output_field_plain(const RubricProgram *program, const RubricBatch *leads, uint32_t field, uint32_t row, Buffer *b); // without quotes
