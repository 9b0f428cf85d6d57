// session.h -- one lead and one rule set that a person plays with: what `rubric repl` does, without a terminal.
//
// A line is a command (`:why Mid-size`), a change of the lead (`employees = 900`), or an expression. What is typed is compiled
// beside the rules, so every message is the compiler's own; the lead only changes when all went well.
#pragma once
#include "io/buffer.h"
#include "tools/study.h"

typedef struct Session Session;
typedef struct SessionSetup {
  const RubricHost *host;
  const char *path;                    // of the rules; NULL: none, the language and the standard library alone
  const RubricSetting *settings; size_t setting_count;
  const char *now;                     // as --now; NULL: the clock's
  bool color;
  // Looks for a lead and calls session_take once its batch holds it alone. False: not found, which it has said. NULL: no leads.
  bool (*find)(void *user, Session *s, RubricBatch *batch, const char *key, uint64_t row);
  // Calls session_key for each lead near the beginning of the file, as their keys are offered after `:lead`. NULL: none are.
  void (*keys)(void *user, Session *s, RubricBatch *batch);
  void *user;
} SessionSetup;

typedef enum { SESSION_READY, SESSION_NO_MEMORY, SESSION_BAD_RULES, SESSION_BAD_TIME } SessionStart;
// Compiles the rules; what is wrong with them goes to `out`. NULL unless SESSION_READY. `setup` is copied, what it points to borrowed.
SessionStart session_open(const SessionSetup *setup, Session **session, Buffer *out);
void session_close(Session *s);

typedef enum { SESSION_DONE, SESSION_REFUSED, SESSION_QUIT } SessionAnswer; // REFUSED: a mistake, said in `out`; nothing has changed
SessionAnswer session_line(Session *s, Text line, Buffer *out); // a line, or several when the first were open-ended
bool session_unfinished(Text so_far);                           // a bracket is open, or an operator is last: more must follow
bool session_pick(Session *s, const char *key, uint64_t row, Buffer *out); // as `:lead KEY`, or with a NULL key `:row N`
void session_take(Session *s, const RubricBatch *batch);        // for SessionSetup.find
void session_key(Session *s, const RubricBatch *batch, uint32_t row); // for SessionSetup.keys

// What could be written in place of the end of `line` from *from on; in order. Valid until the session's next call.
uint32_t session_complete(Session *s, Text line, uint32_t *from, const Text **words);
