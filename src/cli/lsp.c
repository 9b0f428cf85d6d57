// lsp.c -- `rubric lsp`: the language server on standard input and output.
#include "api.h"
#include "cli/options.h"
#include "tools/lsp.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_MS = 40, READ_BYTES = 64 << 10 };

static bool write_all(Buffer *b) {
  size_t done = 0;
  while (done < b->size) {
    ssize_t n = write(STDOUT_FILENO, b->data + done, b->size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += (size_t)n;
  }
  b->size = 0;
  return true;
}
// Where modules of the standard library are written for those who want to see them.
static const char *std_folder(void) {
  static char path[4096];
  const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
  int n = cache && *cache == '/' ? snprintf(path, sizeof path, "%s", cache) : home && *home == '/' ? snprintf(path, sizeof path, "%s/.cache", home) : -1;
  if (n < 0 || n > (int)sizeof path - 64) return NULL;
  mkdir(path, 0777);
  strcat(path, "/rubric");
  mkdir(path, 0777);
  strcat(path, "/std-" RUBRIC_VERSION);
  return mkdir(path, 0777) == 0 || errno == EEXIST ? path : NULL;
}
static int serve(Server *s) {
  static char bytes[READ_BYTES];
  for (int code;;) {
    struct pollfd in[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = server_watch(s), .events = POLLIN}}; // a negative one is passed over
    int ready = poll(in, 2, server_due(s) ? PAUSE_MS : -1);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) server_rest(s);
    else if (!in[0].revents) server_watched(s);
    else {
      ssize_t n = read(STDIN_FILENO, bytes, sizeof bytes);
      if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
      if (n <= 0) return server_end(s);
      server_feed(s, bytes, (size_t)n);
    }
    if (!write_all(server_output(s))) return EXIT_OUTPUT;
    if (server_ended(s, &code)) return code;
  }
}
static int64_t clock_now(void) { return (int64_t)time(NULL) * 1000000; }
int command_lsp(const Options *o) {
  if (o->file_count) { fprintf(stderr, "rubric: what is `%s` for? `rubric lsp` reads what an editor sends\n", o->files[0]); return EXIT_RULES; }
  if (isatty(STDIN_FILENO)) fputs("rubric: `lsp` speaks with editors, not with people: docs/editors.md says how one is set up; Ctrl-D ends it\n", stderr);
  RubricHost disk = options_host(o);
  disk.read_file = rubric_system_host().read_file; // standard input is the client
  Server *s = server_new((ServerOptions){.disk = disk, .std_folder = std_folder(), .clock = clock_now});
  if (!s) { fputs("rubric: out of memory\n", stderr); return EXIT_INTERNAL; }
  int code = serve(s);
  server_free(s);
  return code;
}
