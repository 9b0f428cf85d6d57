// guard.c -- see guard.h. The handler reads only what was copied before it was set: the names of the unfinished files.
#include "cli/guard.h"
#include "cli/options.h"
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <unistd.h>

enum { GUARDED = 2 };
static char unfinished[GUARDED][PATH_MAX];
static volatile sig_atomic_t count;

static void on_signal(int number) {
  for (int i = 0; i < count; i++) unlink(unfinished[i]);
  signal(number, SIG_DFL);
  raise(number);
}
void guard_file(const OutputFile *file) {
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
  const char *path = file ? output_partial_path(file) : NULL;
  if (!path || count == GUARDED || strlen(path) >= PATH_MAX) return;
  strcpy(unfinished[count], path);
  count++;
  for (int i = 0; i < 4; i++) if (signal(numbers[i], on_signal) == SIG_IGN) signal(numbers[i], SIG_IGN); // nohup stays nohup
}
void guard_end(void) { count = 0; }

bool standard_flush(const char **why) {
  static int first;
  errno = 0;
  bool fine = fflush(stdout) == 0 && !ferror(stdout);
  if (!fine && !first) first = errno;
  *why = first ? strerror(first) : NULL;
  return fine;
}
int write_refused(const char *path, const char *why) {
  if (!why || strcmp(why, "out of memory") == 0) return EXIT_INTERNAL;
  fprintf(stderr, "rubric: %s cannot be written: %s\n", strcmp(path, "-") == 0 ? "the output" : path, why);
  return EXIT_OUTPUT;
}
int write_whole(const char *path, Text bytes) {
  const char *why = NULL;
  OutputFile *out = output_open(path, &why);
  guard_file(out);
  bool fine = out && output_write(out, bytes) && output_commit(out);
  int code = fine ? EXIT_DONE : write_refused(path, out ? output_error(out) : why);
  output_close(out);
  guard_end();
  return code;
}
