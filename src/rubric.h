// rubric.h -- the one public header of librubric: compile rules, decide leads, ask why.
//
// The library starts no thread, reads no file but through the host's functions, keeps no global state, never exits. A
// RubricProgram is immutable and may be shared by threads; a RubricRun and a RubricBatch belong to one thread at a time.
// A program outlives its batches and runs; rubric_save and rubric_dump are for one thread at a time.
// Numbers are exact: int64 in units of 1/10,000. Times are microseconds since 1970-01-01T00:00:00Z, dates days.
// Text is UTF-8 with a size; it is not NUL-terminated unless it says so.
#ifndef RUBRIC_H
#define RUBRIC_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define RUBRIC_API __attribute__((visibility("default")))
#else
#define RUBRIC_API
#endif

#define RUBRIC_VERSION "0.1.0"
#define RUBRIC_LANGUAGE_VERSION 1
#define RUBRIC_BYTECODE_VERSION 1
#define RUBRIC_OUTPUT_VERSION 1
#define RUBRIC_NONE UINT32_MAX

typedef enum RubricStatus {
  RUBRIC_OK = 0,
  RUBRIC_NO_MEMORY,     // the call had no effect; its objects can be used again
  RUBRIC_BAD_RULES,     // see the report
  RUBRIC_BAD_PROGRAM,   // a compiled file was refused; see the report
  RUBRIC_BAD_ARGUMENT,  // e.g. a zone or an extern library that cannot be loaded; see the report when there is one
  RUBRIC_REJECTED       // rubric_batch_end_row: this lead has no key or lacks a required field
} RubricStatus;

typedef struct RubricText { const char *data; uint32_t size; } RubricText;

typedef struct RubricProgram RubricProgram;
typedef struct RubricReport RubricReport;
typedef struct RubricBatch RubricBatch;
typedef struct RubricRun RubricRun;

// ---- the host: what the library may ask of its surroundings. Unset members mean "no": no file, no zone, realloc and free.
typedef struct RubricHost {
  void *user;
  // resize(user, NULL, 0, n) allocates, resize(user, p, old, 0) frees and gives NULL; NULL on failure.
  void *(*resize)(void *user, void *block, size_t old_bytes, size_t new_bytes);
  // Bytes of a file, in a block of resize which the library frees. On failure: false, and why in `why` (NUL-terminated).
  bool (*read_file)(void *user, const char *path, char **bytes, size_t *size, char why[256]);
  // False when `path`, links followed, leaves the folder of `entry`.
  bool (*inside)(void *user, const char *entry, const char *path);
  // TZif bytes of a zone such as "America/New_York", likewise.
  bool (*read_zone)(void *user, const char *name, char **bytes, size_t *size);
  // Reads a JSON array or object that stands in a text (a list or record in one cell) by rubric_batch_* calls; false: it is none.
  bool (*read_json)(void *user, RubricBatch *batch, uint32_t field, const char *json, size_t size);
  const char *extern_folder; // where extern functions' libraries may be loaded from; NULL: nowhere
} RubricHost;
// A host for ordinary programs: files of the file system, zones of the system's tzdata, no extern functions.
RUBRIC_API RubricHost rubric_system_host(void);

// ---- compiling
typedef struct RubricSetting { const char *name, *value; } RubricSetting; // replaces a parameter's literal: ("sql_fit", "50")
enum { RUBRIC_WITH_TESTS = 1, RUBRIC_CHECK_ONLY = 2 }; // CHECK_ONLY: never loads extern functions; the program cannot run
// Compiles the rules in `path` and what they use; or, when the file is a compiled one, loads it (with settings: compiles the
// sources that it carries anew).
//   gives    *program on RUBRIC_OK (free with rubric_program_free), else NULL
//            *report always unless there is no memory (free with rubric_report_free); without findings when all is well
RUBRIC_API RubricStatus rubric_compile(const RubricHost *host, const char *path, const RubricSetting *settings, size_t setting_count,
                                       unsigned flags, RubricProgram **program, RubricReport **report);
// Verifies and loads a compiled rule set from memory. Copies `bytes`.
RUBRIC_API RubricStatus rubric_load(const RubricHost *host, const void *bytes, size_t size, RubricProgram **program, RubricReport **report);
// The compiled form; *bytes belongs to the program.
RUBRIC_API RubricStatus rubric_save(RubricProgram *program, const void **bytes, size_t *size);
// The listing of `rubric dump`; belongs to the program.
RUBRIC_API RubricStatus rubric_dump(RubricProgram *program, RubricText *listing);
RUBRIC_API void rubric_program_free(RubricProgram *program);

typedef struct RubricFinding {
  const char *code;           // "E031"; W…: legal, and probably wrong
  const char *title;          // of the code's page
  RubricText path; uint32_t line, column, end_line, end_column; // from 1; columns in code points; 0: the file as a whole
  RubricText message, label, help, fix;  // size 0: none
  bool has_fix;
  uint32_t fix_line, fix_column, fix_end_line, fix_end_column; // what the fix replaces: mostly the finding's own place
  RubricText witness;         // a lead that shows it, as a JSON object; size 0: none
} RubricFinding;
RUBRIC_API size_t rubric_report_count(const RubricReport *report);
RUBRIC_API RubricFinding rubric_report_finding(const RubricReport *report, size_t index);
// One finding as a person reads it on a terminal, with the source line and carets; belongs to the report.
RUBRIC_API RubricText rubric_report_render(RubricReport *report, size_t index, bool color);
RUBRIC_API void rubric_report_free(RubricReport *report);

// ---- what a program is made of; all text belongs to the program
typedef enum { RUBRIC_TEXT, RUBRIC_BOOLEAN, RUBRIC_NUMBER, RUBRIC_DATE, RUBRIC_TIME, RUBRIC_CHOICE, RUBRIC_LIST, RUBRIC_RECORD } RubricFieldKind; // CHOICE: one of, scale: an index
typedef struct RubricField {
  RubricText path;            // "events.kind"
  RubricFieldKind kind;
  uint32_t parent, first_child, child_count; // fields of a list's or record's elements; RUBRIC_NONE
  bool is_key, is_required, is_previous;
  uint32_t value_count;       // CHOICE
} RubricField;
RUBRIC_API uint32_t rubric_field_count(const RubricProgram *program);
RUBRIC_API RubricField rubric_field(const RubricProgram *program, uint32_t field);
RUBRIC_API uint32_t rubric_field_find(const RubricProgram *program, const char *path); // RUBRIC_NONE
RUBRIC_API RubricText rubric_field_value(const RubricProgram *program, uint32_t field, uint32_t index); // CHOICE
RUBRIC_API uint32_t rubric_key_field(const RubricProgram *program);                    // RUBRIC_NONE
RUBRIC_API RubricText rubric_name(const RubricProgram *program);                       // of `rubric "…"`; size 0
typedef enum { RUBRIC_SCORES, RUBRIC_RULES, RUBRIC_GROUPS, RUBRIC_REASONS, RUBRIC_STAGES, RUBRIC_SEGMENTS, RUBRIC_CHANNELS, RUBRIC_ROUTES } RubricPart;
typedef struct RubricItem { RubricText name, because, path; uint32_t line; int64_t sla_us; uint32_t score; bool has_sla; } RubricItem; // score: of a rule or group
RUBRIC_API uint32_t rubric_item_count(const RubricProgram *program, RubricPart part);
RUBRIC_API RubricItem rubric_item(const RubricProgram *program, RubricPart part, uint32_t index);

// ---- leads
// A batch holds up to rubric_batch_room() leads as columns. One lead: begin, puts in any order, end. Values are read as
// language.md section 3 says (an invalid one is missing and counted). Text put must live until the batch is cleared.
// A field's first value counts. Fields of a list's elements are taken between begin_list and end_list of that list only;
// begin_element and end_element also stand around the fields of a record. What does not fit (RUBRIC_NONE as a field, a list
// that was not begun) is not taken; a list still open ends with its row, a row still open ends with the next begin_row.
RUBRIC_API RubricStatus rubric_batch_new(RubricProgram *program, RubricBatch **batch);
RUBRIC_API void rubric_batch_free(RubricBatch *batch);
RUBRIC_API void rubric_batch_clear(RubricBatch *batch);
RUBRIC_API uint32_t rubric_batch_room(void);
RUBRIC_API uint32_t rubric_batch_rows(const RubricBatch *batch);
RUBRIC_API void rubric_batch_begin_row(RubricBatch *batch, uint64_t record);
RUBRIC_API void rubric_batch_text(RubricBatch *batch, uint32_t field, const char *data, size_t size);  // a cell, a JSON string
RUBRIC_API void rubric_batch_number(RubricBatch *batch, uint32_t field, const char *token, size_t size); // a JSON number
RUBRIC_API void rubric_batch_integer(RubricBatch *batch, uint32_t field, int64_t value);
RUBRIC_API void rubric_batch_boolean(RubricBatch *batch, uint32_t field, bool value);
RUBRIC_API bool rubric_batch_begin_list(RubricBatch *batch, uint32_t field);
RUBRIC_API void rubric_batch_begin_element(RubricBatch *batch, uint32_t field);
RUBRIC_API void rubric_batch_end_element(RubricBatch *batch, uint32_t field);
RUBRIC_API void rubric_batch_end_list(RubricBatch *batch, uint32_t field);
// RUBRIC_OK: kept; RUBRIC_REJECTED: *reason says why (until the next call); RUBRIC_NO_MEMORY, also when the batch is full;
// RUBRIC_BAD_ARGUMENT: no row was begun.
RUBRIC_API RubricStatus rubric_batch_end_row(RubricBatch *batch, RubricText *reason);

// ---- deciding
enum { RUBRIC_DISQUALIFIED, RUBRIC_INCOMPLETE, RUBRIC_ROUTED, RUBRIC_UNROUTED };
typedef struct RubricNeed { uint32_t field; const uint64_t *rows; } RubricNeed;      // bit per lead
typedef struct RubricContact { const uint64_t *allowed; const uint64_t *open; const int64_t *next; } RubricContact; // open, next NULL: no hours; open of unknown zones is 0 and next 0
typedef struct RubricDecisions {       // column-wise; valid until the run's next call
  uint32_t rows;
  const uint64_t *record;              // the lead's number in its input
  const uint8_t *status;
  const int32_t *stage;                // index, or -1
  const int32_t *route;                // index, or -1 when none; for held leads the index of the held route, or -1 when there is no such route now
  const RubricText *held_route;        // data NULL unless `hold routes` keeps previous.route: then that name. NULL: nothing is ever held
  const RubricText *target;            // data NULL when none
  const int64_t *sla_us;               // -1 when none
  const int64_t *due_at;               // INT64_MIN when none
  const int64_t *const *scores;        // [score][lead]
  const uint64_t *const *score_known;  // [score], bit per lead
  const uint64_t *const *segments, *const *reasons; // [index], bit per lead
  const RubricNeed *needs; uint32_t need_count;     // schema order, each field once
  const RubricContact *contacts;       // [channel]
} RubricDecisions;

// now: microseconds.
RUBRIC_API RubricStatus rubric_run_new(RubricProgram *program, int64_t now, RubricRun **run);
RUBRIC_API void rubric_run_free(RubricRun *run);
RUBRIC_API void rubric_run_set_now(RubricRun *run, int64_t now);
// Decides one batch.
//   borrows  leads            until the run's next call
//   gives    *decisions       owned by the run, valid until its next call
//   fails    RUBRIC_NO_MEMORY the run can be used again; nothing leaks
//            RUBRIC_BAD_ARGUMENT the batch is another program's
// `trace`: rubric_trace may follow.
RUBRIC_API RubricStatus rubric_run_batch(RubricRun *run, const RubricBatch *leads, bool trace, const RubricDecisions **decisions);

// ---- why
typedef enum { RUBRIC_LINE_RULE, RUBRIC_LINE_GROUP, RUBRIC_LINE_CLAMP, RUBRIC_LINE_DERIVED } RubricLineKind;
typedef struct RubricLine {
  RubricLineKind kind;
  uint32_t score, index;      // index: of the rule or group
  int64_t points;             // for every score its lines add up to it exactly
  bool has_uncapped, has_events, has_low, has_high;
  int64_t uncapped, events;   // events: a count
  int64_t low, high;          // CLAMP
} RubricLine;
typedef struct RubricUnknown { uint32_t rule; const uint32_t *needs; uint32_t need_count; } RubricUnknown;
typedef struct RubricPassed { uint32_t route; const char *why; } RubricPassed;
typedef struct RubricTrace {
  const RubricLine *lines; uint32_t line_count;          // rules in file order, a group after its last rule, then ranges and derived scores
  const RubricUnknown *unknown; uint32_t unknown_count;  // rules whose condition is unknown, with the fields behind it
  const uint32_t *disqualified_by; uint32_t disqualified_count; // indices of RUBRIC_REASONS
  uint32_t stage, route;                                 // RUBRIC_NONE
  const RubricPassed *passed_over; uint32_t passed_count;
} RubricTrace;
// Of one lead of the batch just run with `trace`; valid until the run's next call.
RUBRIC_API RubricStatus rubric_trace(RubricRun *run, uint32_t row, RubricTrace *trace);
// The fields that a rule looked at, for the trace's "saw".
RUBRIC_API uint32_t rubric_rule_saw(const RubricProgram *program, uint32_t rule, const uint32_t **fields);

// ---- tests in the rules
typedef struct RubricTestFailure { RubricText expect, path; uint32_t line; uint32_t side_count; const struct RubricTestSide *sides; } RubricTestFailure;
typedef struct RubricTestSide { RubricText text, left, right; } RubricTestSide;
typedef struct RubricTestResult { RubricText name, path; uint32_t line; bool passed; const RubricTestFailure *failures; uint32_t failure_count; RubricText problem; } RubricTestResult; // problem: the lead could not be read; size 0
typedef void (*RubricTestSink)(void *user, const RubricTestResult *result);
// Compiles `path` and runs its tests whose name contains `filter` (NULL: all), in file order.
RUBRIC_API RubricStatus rubric_test(const RubricHost *host, const char *path, const RubricSetting *settings, size_t setting_count,
                                    const char *filter, RubricTestSink sink, void *user, RubricReport **report);

// ---- the standard library that is built in
RUBRIC_API uint32_t rubric_std_count(void);
RUBRIC_API RubricText rubric_std_name(uint32_t index);
RUBRIC_API bool rubric_std_module(const char *name, RubricText *source);
// `text` as a time cell is read ("2026-11-01T09:00Z", "2026-11-01", Unix seconds), without a zone as UTC.
RUBRIC_API bool rubric_read_time(const char *text, int64_t *time);

#ifdef __cplusplus
}
#endif
#endif
