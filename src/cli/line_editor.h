// line_editor.h -- lines as they are typed: edited, completed and remembered on a terminal, else simply read.
#pragma once
#include "tools/session.h"

typedef struct LineEditor LineEditor;
typedef enum { LINE_READ, LINE_DROPPED, LINE_END } LineAnswer; // DROPPED: Ctrl-C

LineEditor *line_editor_new(Session *session);   // NULL: no memory. The session completes
void line_editor_free(LineEditor *e);            // writes the history
LineAnswer line_read(LineEditor *e, const char *prompt, Text *line); // without its line end; until the next call
void line_remember(LineEditor *e, Text entry);
