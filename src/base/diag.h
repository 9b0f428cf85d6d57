// diag.h -- a user's mistake, as data: a stable code, where, what, what is expected, and help.
#pragma once
#include "base/source.h"

typedef enum {
#define ERROR(code, id, title) ERROR_##id,
#include "base/errors.def"
#undef ERROR
  ERROR_COUNT
} ErrorId;

typedef struct DiagLabel { Span span; Text text; } DiagLabel;   // a second place: "`x` is declared here"

typedef struct Diag {
  ErrorId id;
  Span span;
  Text message;      // one sentence without a final stop: "`consent` is never \"optin\""
  Text label;        // beneath the carets: "its values are …"; may be empty
  Text help;         // "did you mean \"opted_in\"?"; may be empty
  Text fix;          // replacement for the span, when fix_known
  bool fix_known, fix_elsewhere;
  Span fix_span;     // what the fix replaces, when fix_elsewhere
  Text witness;      // a lead that shows it, as a JSON object; may be empty
  DiagLabel notes[2];
  uint32_t note_count;
} Diag;

typedef struct Diags {
  Arena *arena;
  VEC(Diag *) items;
  uint32_t limit;    // how many are kept; 0: LIMIT_ERRORS
  uint32_t dropped;  // beyond it
} Diags;

// Adds a mistake; the caller may then set label, help, fix, notes. Never NULL: beyond the limit it gives a scratch Diag.
Diag *diag_add(Diags *diags, ErrorId id, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
void diag_label(Diags *diags, Diag *d, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diag_help(Diags *diags, Diag *d, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diag_note(Diags *diags, Diag *d, Span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
void diag_sort(Diags *diags);                  // by file, then position
const char *error_code(ErrorId id);            // "E031"
const char *error_title(ErrorId id);
static inline bool error_is_warning(ErrorId id) { return error_code(id)[0] == 'W'; }   // legal, and probably wrong
// Pretty form as in cli.md (file:line:col: error[E031]: message, the line, carets with label, help). Escapes control
// characters. `color` adds ANSI colours. The text is in the arena.
Text diag_render(Arena *arena, const Sources *sources, const Diag *d, bool color);
