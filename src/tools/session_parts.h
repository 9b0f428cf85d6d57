// session_parts.h -- what the files of session share; nobody else includes it.
#pragma once
#include "tools/lead_data.h"
#include "tools/outcome.h"
#include "tools/session.h"
#include "tools/snapshot.h"

#define SHOW(t) (int)(t).size, (t).data   // for %.*s
#define BESIDE_LEAD  "repl:lead"          // names of what stands beside the rules: those of no file
#define BESIDE_INPUT "repl:input"

typedef VEC(Text) TextVec;
typedef struct Settings { const RubricSetting *items; size_t count; } Settings; // of parameters
// Where one was: kept for `:undo`.
typedef struct State { const Data *lead, *picked; Text name; uint64_t record; int64_t now; Settings set; } State; // record: its number in the file, or 1

struct Session {
  SessionSetup setup;
  RubricHost host;          // the caller's, copied
  Snapshot *rules;
  Study *study;             // of the lead as it is, decided; row 0
  State at;                 // picked: the lead as it was taken, what `:reset` returns to; name: "lead 7"
  VEC(State) before;
  TextVec left_out;       // fields of the lead that the rules no longer have
  Outcome outcome; Arena *facts;      // facts: of the two arenas the one that holds the outcome
  Arena facts_of[2];
  Arena kept, scratch;      // scratch: of one line
  jmp_buf escape;
  const Data *taken; uint64_t taken_record; // session_take's
  TextVec keys;             // of session_key, in the scratch
  uint64_t told_state;      // of the rules on disk when their mistakes were last shown
  Buffer *out;
  bool refused;
};

// A line's value or expression within what was compiled for it: [prefix, prefix + size) there is [from, from + size) of the line.
// What stands before it stands for [0, head) of the line.
// `help`: how it is written, in place of how that is.
typedef struct Typed { Text line; uint32_t prefix, from, size, head; Text help; } Typed;

void session_say(Session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));     // with a line end
bool session_refuse(Session *s, const char *format, ...) __attribute__((format(printf, 2, 3)));  // the same, and the line is refused; false
void session_say_text(Session *s, Text t, uint32_t width);                                       // what came from data
void session_say_wrapped(Session *s, Text line, uint32_t indent);                                // at blanks, deeper where it goes on
void session_tint(Session *s, const char *code);

// ---- session_compile.c
// The rules with the lead and (size > 0) a file `input` beside them, decided. NULL: *report says why (NULL: no memory).
Study *session_compile(Session *s, const State *at, Text input, RubricReport **report);
Study *session_compile_with(Session *s, Snapshot *rules, const State *at, Text input, RubricReport **report); // other rules; at NULL: these alone
const Rules *session_check(Session *s, Text input, const Typed *typed);     // only the tree, in the scratch; NULL: its mistakes are shown
const File *session_file(const Rules *rules, const char *name);             // one beside the rules
void session_report(Session *s, RubricReport *report, const Typed *typed);  // shows and frees it
bool session_fit(Session *s, const Data *lead);                             // says what of it the rules no longer take (false: no memory),
const Data *session_fitting(Session *s, const Data *lead);                  // and this is it without that
// ---- session.c
bool session_change(Session *s, State next);            // shows what it changed; false: refused
bool session_begin(Session *s, State next);             // another lead: shows what becomes of it
bool session_summary(Session *s);
bool session_undo(Session *s);
bool session_reload(Session *s, bool quiet);

// ---- session_input.c: what is no command
bool session_input(Session *s, Text line);
bool session_path(Session *s, Text *at, DataPath *path);   // reads a path and moves behind it
// ---- session_show.c, session_why.c, session_save.c
bool session_evaluate(Session *s, Text line);
bool session_fields(Session *s, Text wanted);
bool session_why(Session *s, Text name);
uint32_t session_names(Session *s, const Text **names);  // of everything that `:why` takes
void session_values(Session *s, const Study *study, const Expr *e, bool itself, Buffer *b); // employees is 450, title is "VP Sales"
void session_parts(Session *s, const Study *study, const Expr *e, uint32_t indent);
bool session_save(Session *s, Text rest);
// ---- session_commands.c
uint32_t session_tests(Session *s, const Text **names);  // of the rules' own tests
bool session_command(Session *s, Text line, bool *quit);
typedef struct SessionCommand { const char *name, *arguments, *about; } SessionCommand;
extern const SessionCommand session_commands[];          // ends with a NULL name
