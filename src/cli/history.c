// history.c -- see history.h. The file is $XDG_STATE_HOME/rubric/repl_history, else under ~/.local/state. Its oldest half is
// dropped when it has become long.
#include "cli/history.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LONG_BYTES = 256 << 10 };

static bool folders_make(char *path) { // of the file, only for its owner where they are new
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    bool there = mkdir(path, 0700) == 0 || errno == EEXIST;
    *slash = '/';
    if (!there) return false;
  }
  return true;
}
static bool history_path(char path[PATH_MAX]) {
  const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
  int n;
  if (state && state[0] == '/') n = snprintf(path, PATH_MAX, "%s/rubric/repl_history", state);
  else if (home && home[0] == '/') n = snprintf(path, PATH_MAX, "%s/.local/state/rubric/repl_history", home);
  else return false;
  return n > 0 && n < PATH_MAX;
}
static void shorten(const char *path, const char *kept, size_t size) {
  char beside[PATH_MAX];
  int n = snprintf(beside, sizeof beside, "%s.new", path);
  int fd = n > 0 && (size_t)n < sizeof beside ? open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
  if (fd < 0) return;
  bool fine = write(fd, kept, size) == (ssize_t)size;
  close(fd);
  if (!fine || rename(beside, path) != 0) unlink(beside);
}
static void enter_lines(History *to, char *at, char *end) {
  HistEvent event;
  for (char *stop; at < end && (stop = memchr(at, '\n', (size_t)(end - at))); at = stop + 1) {
    *stop = 0;
    if (*at) history(to, &event, H_ENTER, at);
    *stop = '\n';
  }
}
void history_load(History *to) {
  char path[PATH_MAX];
  struct stat st;
  FILE *f = history_path(path) ? fopen(path, "re") : NULL;
  if (!f) return;
  size_t size = fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode) && st.st_size < (64 << 20) ? (size_t)st.st_size : 0;
  char *bytes = malloc(size + 1), *from = bytes;
  if (bytes) size = fread(bytes, 1, size, f);
  fclose(f);
  if (bytes && size > LONG_BYTES) {
    char *line = memchr(bytes + size / 2, '\n', size - size / 2);
    if (line) from = line + 1;
    shorten(path, from, size - (size_t)(from - bytes));
  }
  if (bytes) enter_lines(to, from, bytes + size);
  free(bytes);
}
void history_add(History *to, Text entry) {
  char path[PATH_MAX];
  HistEvent event;
  char *line = malloc((size_t)entry.size + 2);
  if (!line) return;
  memcpy(line, entry.data, entry.size);
  line[entry.size] = 0;
  history(to, &event, H_ENTER, line);
  line[entry.size] = '\n';
  int fd = history_path(path) && folders_make(path) ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
  if (fd >= 0 && write(fd, line, (size_t)entry.size + 1) < 0) errno = 0; // a session without a history is one too
  if (fd >= 0) close(fd);
  free(line);
}
