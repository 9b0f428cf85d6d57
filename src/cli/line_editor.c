// line_editor.c -- see line_editor.h.
#include "cli/line_editor.h"
#include <stdio.h>
#include <stdlib.h>

struct LineEditor { Session *session; char *line; size_t room; };

LineEditor *line_editor_new(Session *session) {
  LineEditor *e = calloc(1, sizeof *e);
  if (e) e->session = session;
  return e;
}
void line_editor_free(LineEditor *e) { free(e->line); free(e); }
LineAnswer line_read(LineEditor *e, const char *prompt, Text *line) {
  (void)prompt;
  ssize_t n = getline(&e->line, &e->room, stdin);
  if (n < 0) return LINE_END;
  while (n && (e->line[n - 1] == '\n' || e->line[n - 1] == '\r')) n--;
  *line = (Text){e->line, (uint32_t)n};
  return LINE_READ;
}
void line_remember(LineEditor *e, Text entry) { (void)e; (void)entry; }
