// api.h -- what the floors above the engine (readers, writers, tools) may see behind the public types.
#pragma once
#include "code/program.h"
#include "code/watch.h"
#include "lang/check.h"
#include "rubric.h"
#include "vm/vm.h"

struct RubricProgram {
  Program code;
  RubricHost host;
  jmp_buf escape;
  const Zone *timezone;
  bool check_only;
  Arena kept;                 // saved form, listing: made when asked for
};
struct RubricReport { Arena arena; jmp_buf escape; Sources sources; Diags diags; };
struct RubricBatch { Batch *columns; RubricProgram *program; bool begun; uint32_t open; }; // begun: a row; open: the domain of the list begun last and not ended, 0: the leads
typedef struct Decide Decide;
struct RubricRun { RubricProgram *program; Vm *vm; Decide *decide; Arena arena, scratch; jmp_buf escape; bool traced; RubricDecisions decisions; };

static inline RubricText api_text(Text t) { return (RubricText){t.data, t.size}; }
RubricReport *api_report_new(const RubricHost *host); // NULL: no memory
Allocator api_allocator(const RubricHost *host);
Loader api_loader(const RubricHost *host);
// A batch that reads JSON cells with `json` (io/json.cpp).
RubricStatus api_batch_new(RubricProgram *program, BatchJson json, void *user, RubricBatch **batch);
// The checked tree, for tools: everything in `arena` (whose escape the caller has set). `bytes` of the entry come from the host.
Rules *api_check(const RubricHost *host, Arena *arena, const char *path, const RubricSetting *settings, size_t setting_count);
// A test's lead (EXPR_RECORD_DATA, or NULL: an empty one) as the next row of a batch of the program emitted from `rules` with
// tests. Texts that it needs are in `arena`, which must live as long as the row. ROW_REJECTED: *reason says why.
RowStatus api_put_lead(const Rules *rules, RubricBatch *batch, Arena *arena, int64_t now, const Expr *lead, Text *reason);
int64_t api_test_now(const Rules *rules, const Test *test);  // its `at`, or 2026-01-01
// rubric_compile that also gives the tree, which lives in the report (NULL: a compiled file was loaded as it is). `watch`: NULL, or
// notes the registers of the tree; then a compiled file is compiled anew from the sources that it carries.
RubricStatus api_compile(const RubricHost *host, const char *path, const RubricSetting *settings, size_t setting_count, unsigned flags, Watch *watch,
                         RubricProgram **program, RubricReport **report, const Rules **rules);
// A value as people write it: unknown, true, 450, "SaaS", 2026-11-01, 3 days, 2 elements. `type` may have values (one of, scale).
Text api_show(const Column *column, ColumnKind kind, Type type, uint32_t row, Arena *arena);
Text api_show_int(int64_t value, Type type, Arena *arena);
// Runs the tests of `rules` (emitted into `program` with tests). What the results point to lives in `arena`. `seen`, or NULL, is
// called with the same `user` when a test's lead has been decided (with a trace), before its result.
typedef void (*ApiTestSeen)(void *user, const RubricRun *run);
RubricStatus api_run_tests_seen(const Rules *rules, RubricProgram *program, Arena *arena, const char *filter, ApiTestSeen seen, RubricTestSink sink, void *user);
RubricStatus api_run_tests(const Rules *rules, RubricProgram *program, Arena *arena, const char *filter, RubricTestSink sink, void *user);
