// line_editor.c -- see line_editor.h. On a terminal by libedit, which knows keys, UTF-8 and history; what may follow a word the
// session knows.
//
// Ctrl-C is a key like any other while a line is typed (a signal would be lost when it comes between two keys): the line goes, the
// session stays. While a command works it is a signal.
#include "cli/line_editor.h"
#include "cli/history.h"
#include "tools/render.h"
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { REMEMBERED = 1000, COLUMNS = 80, LISTED = 120 };
struct LineEditor {
  Session *session;
  EditLine *el; History *history;     // NULL: no terminal
  const char *prompt;
  Buffer before;                      // the entry's lines above this one
  bool dropped;
  char *line; size_t room;            // no terminal
};

// ---- keys
static LineEditor *editor_of(EditLine *el) {
  void *e = NULL;
  el_get(el, EL_CLIENTDATA, &e);
  return e;
}
static char *prompt_of(EditLine *el) { return (char *)(uintptr_t)editor_of(el)->prompt; }
static unsigned char drop_line(EditLine *el, int key) { // what was typed stays to be seen; the line ends as if by Enter
  (void)key;
  const EditLineInfo *li = el_line(el);
  editor_of(el)->dropped = true;
  el_cursor(el, (int)(li->lastchar - li->cursor));
  el_insertstr(el, "^C");
  el_push(el, "\n");
  return CC_REFRESH;
}
static unsigned char suspend(EditLine *el, int key) {
  (void)el; (void)key;
  kill(0, SIGTSTP); // libedit puts the terminal in order before and after
  return CC_REFRESH;
}
static uint32_t common_size(const Text *words, uint32_t count) { // in bytes, whole characters
  uint32_t size = words[0].size;
  for (uint32_t i = 1; i < count; i++) {
    uint32_t n = 0;
    while (n < size && n < words[i].size && words[i].data[n] == words[0].data[n]) n++;
    size = n;
  }
  while (size && size < words[0].size && ((unsigned char)words[0].data[size] & 0xC0) == 0x80) size--;
  return size;
}
static void list_words(const Text *words, uint32_t count) {
  Buffer b = {0};
  uint32_t width = 0;
  for (uint32_t i = 0; i < count; i++) { uint32_t cells = render_cells(api_text(words[i])); if (cells > width) width = cells; }
  if (width > COLUMNS / 2 - 2) width = COLUMNS / 2 - 2;
  uint32_t across = COLUMNS / (width + 2);
  BUFFER_PUT(&b, "\n");
  uint32_t shown = count < LISTED ? count : LISTED;
  for (uint32_t i = 0; i < shown; i++) {
    render_padded(&b, api_text(words[i]), width + 2);
    if ((i + 1) % across == 0 || i + 1 == shown) BUFFER_PUT(&b, "\n");
  }
  if (shown < count) { BUFFER_PUT(&b, "and "); buffer_integer(&b, count - shown); BUFFER_PUT(&b, " more\n"); }
  if (b.size) fwrite(b.data, 1, b.size, stdout);
  fflush(stdout);
  buffer_free(&b);
}
static bool put_common(EditLine *el, Text old, Text common) { // in its place; false: it says no more
  char *put = malloc((size_t)common.size + 1);
  bool more = put && (common.size > old.size || (common.size == old.size && memcmp(common.data, old.data, old.size) != 0));
  if (more) {
    memcpy(put, common.data, common.size);
    put[common.size] = 0;
    el_deletestr(el, (int)text_length(old));
    el_insertstr(el, put);
  }
  free(put);
  return more;
}
static unsigned char complete(EditLine *el, int key) {
  LineEditor *e = editor_of(el);
  const EditLineInfo *li = el_line(el);
  Buffer text = {0};
  const Text *words;
  uint32_t from;
  (void)key;
  buffer_put(&text, e->before.data, e->before.size);
  buffer_put(&text, li->buffer, (size_t)(li->cursor - li->buffer));
  Text typed = {text.data, (uint32_t)text.size};
  uint32_t count = session_complete(e->session, typed, &from, &words);
  unsigned char answer = CC_ERROR;
  if (count && from >= e->before.size && from <= typed.size) {
    Text old = {typed.data + from, typed.size - from};
    answer = CC_REDISPLAY;
    if (put_common(el, old, (Text){words[0].data, common_size(words, count)})) answer = CC_REFRESH;
    else if (count > 1) list_words(words, count);
  }
  buffer_free(&text);
  return answer;
}

// ---- a terminal
static void bind_keys(EditLine *el) {
  static const char *const keys[][2] = {{"^I", "complete"}, {"^C", "drop-line"}, {"^Z", "suspend"}, {"^R", "em-inc-search-prev"}, {"\\e[3~", "ed-delete-next-char"}, {"\\e[H", "ed-move-to-beg"}, {"\\e[F", "ed-move-to-end"},
                                        {"\\e[1~", "ed-move-to-beg"}, {"\\e[4~", "ed-move-to-end"}, {"\\e[1;5C", "em-next-word"}, {"\\e[1;5D", "ed-prev-word"}};
  el_set(el, EL_ADDFN, "complete", "what may follow", complete);
  el_set(el, EL_ADDFN, "drop-line", "forget this line", drop_line);
  el_set(el, EL_ADDFN, "suspend", "to the shell, until fg", suspend);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) el_set(el, EL_BIND, keys[i][0], keys[i][1], NULL);
}
static bool terminal_open(LineEditor *e) {
  HistEvent event;
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
  e->el = el_init("rubric", stdin, stdout, stderr);
  e->history = history_init();
  if (!e->el || !e->history) return false;
  history(e->history, &event, H_SETSIZE, REMEMBERED);
  history(e->history, &event, H_SETUNIQUE, 1);
  history_load(e->history);
  el_set(e->el, EL_CLIENTDATA, e);
  el_set(e->el, EL_PROMPT, prompt_of);
  el_set(e->el, EL_EDITOR, "emacs");
  el_set(e->el, EL_HIST, history, e->history);
  el_set(e->el, EL_SIGNAL, 1);
  el_set(e->el, EL_SETTY, "-d", "-isig", NULL);
  el_source(e->el, NULL);
  bind_keys(e->el);
  return true;
}
LineEditor *line_editor_new(Session *session) {
  LineEditor *e = calloc(1, sizeof *e);
  if (!e) return NULL;
  e->session = session;
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || terminal_open(e)) return e;
  line_editor_free(e);
  return NULL;
}
void line_editor_free(LineEditor *e) {
  if (e->history) history_end(e->history);
  if (e->el) el_end(e->el);
  buffer_free(&e->before);
  free(e->line);
  free(e);
}
static void without_end(Text *line) {
  while (line->size && (line->data[line->size - 1] == '\n' || line->data[line->size - 1] == '\r')) line->size--;
}
static LineAnswer terminal_read(LineEditor *e, Text *line) {
  int count = 0;
  e->dropped = false;
  const char *typed = el_gets(e->el, &count);
  if (e->dropped) return LINE_DROPPED;
  if (!typed || count <= 0) { fputs("\n", stdout); return LINE_END; }
  *line = (Text){typed, (uint32_t)strlen(typed)};
  without_end(line);
  return LINE_READ;
}
LineAnswer line_read(LineEditor *e, Text before, Text *line) {
  if (e->el) {
    e->prompt = before.size ? "\xE2\x80\xA6 " : "> ";
    e->before.size = 0;
    buffer_put(&e->before, before.data, before.size);
    if (before.size) BUFFER_PUT(&e->before, "\n");
    return terminal_read(e, line);
  }
  ssize_t n = getline(&e->line, &e->room, stdin);
  if (n < 0) return LINE_END;
  *line = (Text){e->line, (uint32_t)n};
  without_end(line);
  return LINE_READ;
}
// An entry of several lines becomes one, unless a comment stands in it: then its lines are remembered one by one.
void line_remember(LineEditor *e, Text entry) {
  if (!e->el) return;
  bool one = !memchr(entry.data, '#', entry.size);
  Buffer line = {0};
  for (uint32_t i = 0; i <= entry.size; i++) {
    bool end = i == entry.size || entry.data[i] == '\n';
    if (!end) { buffer_put(&line, entry.data + i, 1); continue; }
    if (one && i < entry.size) { BUFFER_PUT(&line, " "); continue; }
    if (line.size) history_add(e->history, (Text){line.data, (uint32_t)line.size});
    line.size = 0;
  }
  buffer_free(&line);
}
