// guard.c -- see guard.h. The handler reads only what was copied before it was set: the names of the unfinished files.
#include "cli/guard.h"
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
