// system_host.c -- the host of ordinary programs: the file system's files and the system's time zones.
//
// Only regular files are read (no FIFO, device or folder), at most LIMIT_SOURCE_BYTES of them, and what a rule set may read
// stays inside its entry file's folder, links followed.
#include "base/limits.h"
#include "base/clock.h"
#include "rubric.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// All of an open file; errno on failure.
static bool read_all(int fd, size_t size, char **bytes, size_t *got) {
  char *data = malloc(size + 1);
  size_t n = 0;
  while (data && n < size) {
    ssize_t k = read(fd, data + n, size - n);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) { free(data); return false; }
    if (k == 0) break;
    n += (size_t)k;
  }
  *bytes = data;
  *got = n;
  return data != NULL;
}
static const char *open_regular(const char *path, int *fd, size_t *size) {
  struct stat st;
  *fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (*fd < 0) return strerror(errno);
  const char *why = NULL;
  if (fstat(*fd, &st) != 0) why = strerror(errno);
  else if (S_ISDIR(st.st_mode)) why = "it is a folder";
  else if (!S_ISREG(st.st_mode)) why = "it is not an ordinary file";
  else if (st.st_size > (off_t)LIMIT_SOURCE_BYTES) why = "it is larger than 256 MiB";
  if (why) close(*fd);
  else *size = (size_t)st.st_size;
  return why;
}
static bool system_read(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  int fd;
  size_t length = 0;
  (void)user;
  const char *reason = open_regular(path, &fd, &length);
  if (!reason) {
    if (!read_all(fd, length, bytes, size)) reason = strerror(errno);
    close(fd);
  }
  if (reason) snprintf(why, 256, "%s", reason);
  return !reason;
}
static bool system_inside(void *user, const char *entry, const char *path) {
  char folder[PATH_MAX], file[PATH_MAX];
  (void)user;
  if (!realpath(path, file)) return true; // does not exist: reading it says so
  if (!realpath(entry, folder)) return false;
  char *slash = strrchr(folder, '/');
  if (!slash) return false;
  size_t n = slash == folder ? 1 : (size_t)(slash - folder) + 1;
  return strncmp(file, folder, n) == 0;
}
static bool system_zone(void *user, const char *name, char **bytes, size_t *size) {
  char path[256], why[256];
  if (!zone_valid_name(text_of(name))) return false;
  snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
  return system_read(user, path, bytes, size, why);
}

RubricHost rubric_system_host(void) {
  return (RubricHost){.resize = allocator_default().resize, .read_file = system_read, .inside = system_inside, .read_zone = system_zone};
}
