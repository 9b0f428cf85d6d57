// timed.c -- runs a command with its output thrown away (kept, after `-`) and prints seconds and peak MiB on stderr. It stands between
// Python and the command because the peak that the kernel reports counts the caller's memory too.   timed [-] COMMAND...
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}
int main(int argc, char **argv) {
  struct rusage usage;
  int status;
  int kept = argc > 1 && !strcmp(argv[1], "-");
  char **command = argv + 1 + kept;
  double begin = seconds();
  pid_t child = argc > 1 + kept ? fork() : -1;
  if (child < 0) return 1;
  if (child == 0) {
    int null = open("/dev/null", O_WRONLY);
    if (!kept) dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    execvp(command[0], command);
    _exit(127);
  }
  if (wait4(child, &status, 0, &usage) != child || status) return 1;
  fprintf(stderr, "%.6f %.1f\n", seconds() - begin, (double)usage.ru_maxrss / 1024);
  return 0;
}
