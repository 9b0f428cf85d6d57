// repl.c -- `rubric repl`: a session (tools/session.h) with a terminal, or with whatever standard input is.
#include "cli/find.h"
#include "cli/line_editor.h"
#include "tools/session.h"
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;
typedef struct Repl { const Options *o; LeadsOptions how; Session *session; Buffer out; bool terminal, refused, told_columns; } Repl;

static void on_interrupt(int number) { (void)number; interrupted = 1; }

// ---- what a session asks for
static bool find_lead(void *user, Session *s, RubricBatch *batch, const char *key, uint64_t row) {
  Repl *r = user;
  Finder f;
  fflush(stdout);
  interrupted = 0;
  finder_begin(&f, batch, r->o->files + 1, r->o->file_count - 1, r->how);
  f.stop = &interrupted;
  f.source.told_unknown = r->told_columns;
  int code = finder_find(&f, key, row);
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  if (code == EXIT_DONE) session_take(s, batch);
  r->told_columns |= f.source.told_unknown;
  finder_end(&f);
  return code == EXIT_DONE;
}
static void first_keys(void *user, Session *s, RubricBatch *batch) { // while a line is typed: says nothing
  Repl *r = user;
  Finder f;
  finder_begin(&f, batch, r->o->files + 1, r->o->file_count - 1, r->how);
  f.source.told_unknown = true;
  if (finder_first(&f)) for (uint32_t i = 0; i < rubric_batch_rows(batch); i++) session_key(s, batch, i);
  finder_end(&f);
}

// ---- lines
static bool put_out(Repl *r) { // what the session said; false: it cannot be written
  if (r->out.size) fwrite(r->out.data, 1, r->out.size, stdout);
  r->out.size = 0;
  return fflush(stdout) == 0;
}
// Reads on while what has been typed cannot be all. False: no more lines.
static bool read_entry(const Repl *r, LineEditor *editor, Buffer *entry) {
  Text line;
  entry->size = 0;
  do {
    LineAnswer answer = line_read(editor, (Text){entry->data, (uint32_t)entry->size}, &line);
    if (answer == LINE_END && !(r->terminal && entry->size)) return entry->size > 0;
    if (answer != LINE_READ) { entry->size = 0; continue; } // Ctrl-C, or Ctrl-D where an entry goes on
    if (entry->size && !text_trim(line).size) break; // an empty line: that was all
    if (entry->size) BUFFER_PUT(entry, "\n");
    buffer_put(entry, line.data, line.size);
  } while (!entry->size || session_unfinished((Text){entry->data, (uint32_t)entry->size}));
  line_remember(editor, (Text){entry->data, (uint32_t)entry->size});
  return true;
}
static void echo(const Repl *r, const Buffer *entry) { // as if it had been typed
  for (size_t i = 0; r->o->values[OPT_ECHO] && i < entry->size; i++) {
    if (i == 0 || entry->data[i - 1] == '\n') fputs(i ? "\xE2\x80\xA6 " : "> ", stdout);
    putchar(entry->data[i]);
    if (i + 1 == entry->size) putchar('\n');
  }
}
static void talk(Repl *r, LineEditor *editor) {
  Buffer entry = {0};
  while (read_entry(r, editor, &entry)) {
    if (!r->terminal) echo(r, &entry);
    SessionAnswer answer = session_line(r->session, (Text){entry.data, (uint32_t)entry.size}, &r->out);
    r->refused |= answer == SESSION_REFUSED;
    if (!put_out(r) || answer == SESSION_QUIT) break;
  }
  buffer_free(&entry);
}
static int begin(Repl *r) { // the lead asked for on the command line, and how one goes on
  const Options *o = r->o;
  long long row;
  const char *key = o->values[OPT_KEY];
  if (!option_number(o, OPT_ROW, 1, INT64_MAX, 1, &row)) return EXIT_RULES;
  if (key && o->values[OPT_ROW]) { fputs("rubric: --key or --row, not both\n", stderr); return EXIT_RULES; }
  if ((key || o->values[OPT_ROW]) && o->file_count < 2) { fputs("rubric: which leads? usage: rubric repl RULES LEADS --key K\n", stderr); return EXIT_RULES; }
  bool picked = (key || o->values[OPT_ROW]) && session_pick(r->session, key, (uint64_t)row, &r->out);
  if (r->terminal && !picked && o->file_count > 1) BUFFER_PUT(&r->out, "an empty lead; `:lead KEY` or `:row N` takes one from the file; `:help` helps\n");
  else if (r->terminal && !picked) BUFFER_PUT(&r->out, "an empty lead; `employees = 900` sets a field; `:help` helps\n");
  put_out(r);
  return (key || o->values[OPT_ROW]) && !picked ? EXIT_LEADS : EXIT_DONE;
}
static int converse(Repl *r) {
  int code = begin(r);
  if (code != EXIT_DONE) return code;
  struct sigaction interrupt = {.sa_handler = on_interrupt}, before;
  if (r->terminal) sigaction(SIGINT, &interrupt, &before); // else it ends the command, as it does others
  LineEditor *editor = line_editor_new(r->session);
  if (!editor) { fputs("rubric: out of memory\n", stderr); return EXIT_INTERNAL; }
  talk(r, editor);
  line_editor_free(editor);
  if (r->terminal) sigaction(SIGINT, &before, NULL);
  return r->refused && !r->terminal ? EXIT_FINDINGS : EXIT_DONE; // a script wants to know
}
// What cannot be read is said at once, not when the first lead is asked for.
static bool leads_there(const char *path) {
  const char *why = NULL;
  Input *in = input_open(path, &why);
  if (!in) fprintf(stderr, "rubric: %s: %s\n", path, why);
  input_close(in);
  return in != NULL;
}
static int refuse_start(const Repl *r, SessionStart start) {
  if (start == SESSION_BAD_TIME) fprintf(stderr, "rubric: --now takes a time such as 2026-11-01T09:00Z, not `%s`\n", r->o->values[OPT_NOW]);
  else if (start == SESSION_NO_MEMORY) fputs("rubric: out of memory\n", stderr);
  else fwrite(r->out.data, 1, r->out.size, stderr);
  return start == SESSION_NO_MEMORY ? EXIT_INTERNAL : EXIT_RULES;
}
int command_repl(const Options *o) {
  Repl r = {.o = o, .terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)};
  RubricHost host = options_host(o);
  if (!leads_options(o, &r.how)) return EXIT_RULES;
  for (int i = 0; i < o->file_count; i++)
    if (strcmp(o->files[i], "-") == 0) { fputs("rubric: standard input is where the lines of `rubric repl` come from; name files\n", stderr); return EXIT_RULES; }
  SessionSetup setup = {.host = &host, .path = o->file_count ? o->files[0] : NULL, .settings = o->settings, .setting_count = o->setting_count, .now = o->values[OPT_NOW],
                        .color = r.terminal && terminal_color(stdout), .find = o->file_count > 1 ? find_lead : NULL, .keys = o->file_count > 1 ? first_keys : NULL, .user = &r};
  if (o->file_count > 1 && !leads_there(o->files[1])) return EXIT_LEADS;
  SessionStart start = session_open(&setup, &r.session, &r.out);
  int code = start == SESSION_READY ? converse(&r) : refuse_start(&r, start);
  session_close(r.session);
  buffer_free(&r.out);
  return code;
}
