// output_file.c -- buffered writing, a temporary name, and one rename at the end.
//
// What is no regular file (a terminal, a pipe, /dev/null) cannot be replaced and is written in place. The new file has the
// mode of the one that it replaces. It is synced before the rename: after a crash the old or the new one is there.
#define _GNU_SOURCE // strerrordesc_np
#include "io/output_file.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_BYTES = 256 << 10, DIRECT_BYTES = 32 << 10, NAME_TRIES = 100 }; // DIRECT: from here on a copy costs more than a call

struct OutputFile {
  int file;
  int failed;              // errno, or 0
  char *path, *partial;    // partial: NULL when written in place or committed
  size_t used;
  char buffer[BUFFER_BYTES];
};

static bool output_fail(OutputFile *o, int why) {
  if (!o->failed) o->failed = why ? why : EIO;
  return false;
}

static bool bytes_write(OutputFile *o, const char *data, size_t size) {
  while (size && !o->failed) {
    ssize_t written = write(o->file, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return output_fail(o, errno);
    data += written;
    size -= (size_t)written;
  }
  return !o->failed;
}

static bool output_flush(OutputFile *o) {
  size_t used = o->used;
  o->used = 0;
  return bytes_write(o, o->buffer, used);
}

bool output_write(OutputFile *o, Text text) {
  if (o->failed) return false;
  bool direct = text.size >= DIRECT_BYTES;
  if ((direct || text.size > BUFFER_BYTES - o->used) && !output_flush(o)) return false;
  if (direct) return bytes_write(o, text.data, text.size);
  if (text.size) memcpy(o->buffer + o->used, text.data, text.size);
  o->used += text.size;
  return true;
}

// ---- opening --------------------------------------------------------------------------------------------------------

// A new file beside the path, in o->partial.
static int partial_open(OutputFile *o, mode_t mode) {
  size_t size = strlen(o->path) + 32;
  o->partial = malloc(size);
  for (int i = 0; o->partial && i < NAME_TRIES; i++) {
    snprintf(o->partial, size, "%s.%ld-%d.part", o->path, (long)getpid(), i);
    int file = open(o->partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file >= 0 || errno != EEXIST) return file;
  }
  if (!o->partial) errno = ENOMEM;
  return -1;
}

static int target_open(OutputFile *o, const char *path) {
  struct stat about;
  if (strcmp(path, "-") == 0) return STDOUT_FILENO;
  bool there = stat(path, &about) == 0;
  if (there && S_ISDIR(about.st_mode)) return errno = EISDIR, -1;
  if (there && !S_ISREG(about.st_mode)) return open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  o->path = there ? realpath(path, NULL) : strdup(path); // a link stays a link: what it names is replaced
  if (!o->path) return -1;
  int file = partial_open(o, 0666);
  if (file >= 0 && there) (void)!fchmod(file, about.st_mode & 07777);
  if (file >= 0) return file;
  free(o->partial); // nothing was made under this name
  o->partial = NULL;
  return -1;
}

OutputFile *output_open(const char *path, const char **why) {
  OutputFile *o = malloc(sizeof *o);
  *why = "out of memory";
  if (!o) return NULL;
  o->failed = 0, o->used = 0, o->path = NULL, o->partial = NULL;
  o->file = target_open(o, path);
  if (o->file >= 0) return o;
  *why = strerrordesc_np(errno);
  output_close(o);
  return NULL;
}

// ---- the end --------------------------------------------------------------------------------------------------------

bool output_commit(OutputFile *o) {
  if (!output_flush(o) || !o->partial) return !o->failed;
  if (fsync(o->file) != 0 && errno != EINVAL && errno != EROFS) return output_fail(o, errno);
  int file = o->file;
  o->file = -1;
  if (close(file) != 0) return output_fail(o, errno); // some file systems tell only now that the disk is full
  if (rename(o->partial, o->path) != 0) return output_fail(o, errno);
  free(o->partial);
  o->partial = NULL;
  return true;
}

void output_close(OutputFile *o) {
  if (!o) return;
  if (!o->partial && o->file >= 0 && !o->failed) output_flush(o); // in place: what was written is written
  if (o->file > STDERR_FILENO) close(o->file);
  if (o->partial) unlink(o->partial);
  free(o->partial);
  free(o->path);
  free(o);
}

const char *output_error(const OutputFile *o) { return o->failed ? strerrordesc_np(o->failed) : NULL; }
bool output_pipe_closed(const OutputFile *o) { return o->failed == EPIPE; }
const char *output_partial_path(const OutputFile *o) { return o->partial; }
