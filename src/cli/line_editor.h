// line_editor.h -- lines as they are typed: edited, completed and remembered on a terminal, else simply read.
#pragma once
#include "tools/session.h"

typedef struct LineEditor LineEditor;
typedef enum { LINE_READ, LINE_DROPPED, LINE_END } LineAnswer; // DROPPED: Ctrl-C

LineEditor *line_editor_new(Session *session);   // NULL: no memory. The session completes
void line_editor_free(LineEditor *e);            
// `before`: the lines of the entry that it goes on with, or nothing. *line is without its line end, until the next call.
LineAnswer line_read(LineEditor *e, Text before, Text *line);
void line_remember(LineEditor *e, Text entry);
