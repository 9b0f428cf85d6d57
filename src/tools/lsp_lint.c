// lsp_lint.c -- findings that need proofs, while the client goes on typing: worked out by a child process, a copy of the server as it
// was when the typing paused. What it finds comes back through a pipe; when a file has changed in the meantime it is ended unheard.
//
// Proofs over a large rule set take seconds, and answers must not wait for them. A thread would share the server's arenas.
#include "tools/lsp_parts.h"
#include "tools/lint.h"
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINT_SECONDS = 60, TEXTS = 5, NOTES = 2 };
typedef struct Packed { // one finding; its texts follow: of the finding, then of its notes
  uint32_t id, fix_known, fix_elsewhere, note_count;
  Span span, fix_span, note_spans[NOTES];
  uint32_t sizes[TEXTS + NOTES];
} Packed;

// ---- in the child
static void finding_write(Buffer *b, const Diag *d) {
  Text texts[TEXTS + NOTES] = {d->message, d->label, d->help, d->fix, d->witness};
  Packed p = {.id = d->id, .fix_known = d->fix_known, .fix_elsewhere = d->fix_elsewhere, .note_count = d->note_count, .span = d->span, .fix_span = d->fix_span};
  for (uint32_t i = 0; i < d->note_count; i++) {
    p.note_spans[i] = d->notes[i].span;
    texts[TEXTS + i] = d->notes[i].text;
  }
  for (int i = 0; i < TEXTS + NOTES; i++) p.sizes[i] = texts[i].size;
  buffer_put(b, (const char *)&p, sizeof p);
  for (int i = 0; i < TEXTS + NOTES; i++) buffer_put(b, texts[i].data, texts[i].size);
}
static void findings_write(Server *s, Check *c, Buffer *b) {
  Lint *lint = NULL;
  RubricReport *report = NULL;
  uint32_t undecided;
  RubricHost host = check_host(s, c);
  Text folder = path_folder(c->path);
  const char *name = text_c(&s->arena, (Text){c->path.data + folder.size, c->path.size - folder.size});
  if (lint_open(&host, name, NULL, 0, &lint, &report) != RUBRIC_OK || lint_find(lint, LINT_ALL, server_now(s), &report, &undecided) != RUBRIC_OK) return;
  for (uint32_t i = 0; i < report->diags.items.count; i++) finding_write(b, report->diags.items.items[i]);
}
static _Noreturn void child_run(Server *s, Check *c, int to) {
  struct rlimit limit = {LINT_SECONDS, LINT_SECONDS};
  Buffer b = {0};
  setrlimit(RLIMIT_CPU, &limit);
  if (nice(10) == -1) errno = 0; // then it is as urgent as we are
  if (setjmp(s->escape) == 0) findings_write(s, c, &b);
  for (size_t done = 0; done < b.size && !b.failed;) {
    ssize_t n = write(to, b.data + done, b.size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    done += (size_t)n;
  }
  _exit(0);
}

// ---- in the server
static void lint_done(Server *s) {
  close(s->lint.fd);
  waitpid(s->lint.child, NULL, 0);
  buffer_free(&s->lint.bytes);
  s->lint.check = NULL;
}
void lint_stop(Server *s, const Check *c) {
  if (!s->lint.check || (c && s->lint.check != c)) return;
  kill(s->lint.child, SIGKILL);
  lint_done(s);
}
// Starts on the first program that has no mistakes and has not been looked at.
void lint_start(Server *s) {
  Check *c = NULL;
  int ends[2];
  if (s->lint.check || !s->lint.wanted || !s->options.disk.read_file) return;
  for (uint32_t i = 0; i < s->documents.count && !c; i++) {
    Check *each = check_of(s, s->documents.items[i]->path);
    if (!each->linted && each->rules->diags->items.count == 0) c = each;
  }
  if (!c || pipe(ends) != 0) return;
  c->linted = true;
  pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    child_run(s, c, ends[1]);
  }
  close(ends[1]);
  if (child < 0) { close(ends[0]); return; }
  s->lint.check = c;
  s->lint.child = child;
  s->lint.fd = ends[0];
}
static bool finding_read(Check *c, Text *bytes) {
  Packed p;
  Text texts[TEXTS + NOTES];
  const Sources *sources = c->rules->sources;
  if (bytes->size < sizeof p) return false;
  memcpy(&p, bytes->data, sizeof p);
  uint64_t at = sizeof p;
  for (int i = 0; i < TEXTS + NOTES; i++) {
    if (at + p.sizes[i] > bytes->size) return false;
    texts[i] = text_copy(&c->arena, (Text){bytes->data + at, p.sizes[i]});
    at += p.sizes[i];
  }
  *bytes = (Text){bytes->data + at, bytes->size - (uint32_t)at};
  if (p.id >= ERROR_COUNT || p.span.file >= sources->files.count || p.note_count > NOTES) return true;
  Diag *d = ARENA_NEW(&c->arena, Diag);
  *d = (Diag){.id = (ErrorId)p.id, .span = p.span, .message = texts[0], .label = texts[1], .help = texts[2], .fix = texts[3], .witness = texts[4],
              .fix_known = p.fix_known != 0, .fix_elsewhere = p.fix_elsewhere != 0, .fix_span = p.fix_span, .note_count = p.note_count};
  for (uint32_t i = 0; i < p.note_count; i++) d->notes[i] = (DiagLabel){p.note_spans[i], texts[TEXTS + i]};
  *VEC_PUSH(&c->arena, &c->warnings) = d;
  return true;
}
int server_watch(const Server *s) { return s->lint.check ? s->lint.fd : -1; }
void server_watched(Server *s) {
  char bytes[16 << 10];
  ssize_t n = read(s->lint.fd, bytes, sizeof bytes);
  if (n < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (n > 0) { buffer_put(&s->lint.bytes, bytes, (size_t)n); return; }
  Text all = {s->lint.bytes.data, (uint32_t)s->lint.bytes.size};
  if (setjmp(s->escape) == 0) while (finding_read(s->lint.check, &all)) {}
  lint_done(s);
  server_rest(s);
}
