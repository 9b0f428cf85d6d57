// input.c -- reading and unpacking as a stream, in constant memory.
//
// gzip and zstd are told by their first bytes. Both may hold several members one after another. What follows the last
// member and is no member is an error, and so is a member that ends early; what came before it has been given by then.
#define _GNU_SOURCE // strerrordesc_np
#include "io/input.h"
#include "base/limits.h"
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

enum { PACKED_BYTES = 64 << 10 };

typedef enum { PACKING_NONE, PACKING_GZIP, PACKING_ZSTD } Packing;

struct Input {
  int file;
  Packing packing;
  const char *error;
  bool ended;              // of the file
  bool in_member;          // a member has begun and has not ended
  size_t at, size;         // of `raw` that is not used yet
  uint64_t packed, unpacked;
  z_stream gzip;
  ZSTD_DStream *zstd;
  unsigned char raw[PACKED_BYTES];
};

static int64_t input_fail(Input *in, const char *why) {
  in->error = why;
  return -1;
}

static int64_t file_read(Input *in, void *data, size_t room) {
  for (;;) {
    ssize_t got = read(in->file, data, room);
    if (got >= 0) return got;
    if (errno != EINTR) return input_fail(in, strerrordesc_np(errno));
  }
}

// More raw bytes behind those that are not used yet. False: an error.
static bool raw_fill(Input *in) {
  if (in->at) memmove(in->raw, in->raw + in->at, in->size - in->at);
  in->size -= in->at;
  in->at = 0;
  if (in->ended || in->size == sizeof in->raw) return true;
  int64_t got = file_read(in, in->raw + in->size, sizeof in->raw - in->size);
  if (got < 0) return false;
  in->ended = got == 0;
  in->size += (size_t)got;
  return true;
}

// gzip begins with 1f 8b; zstd with a frame, or one that is to be skipped.
static Packing packing_of(const unsigned char *raw, size_t size) {
  static const unsigned char zstd[] = {0x28, 0xB5, 0x2F, 0xFD};
  if (size >= 2 && raw[0] == 0x1F && raw[1] == 0x8B) return PACKING_GZIP;
  if (size >= 4 && memcmp(raw, zstd, 4) == 0) return PACKING_ZSTD;
  return size >= 4 && (raw[0] & 0xF0) == 0x50 && raw[1] == 0x2A && raw[2] == 0x4D && raw[3] == 0x18 ? PACKING_ZSTD : PACKING_NONE;
}

static bool unpacker_open(Input *in) {
  in->packing = packing_of(in->raw, in->size);
  if (in->packing == PACKING_GZIP) return inflateInit2(&in->gzip, 15 + 16) == Z_OK;
  if (in->packing == PACKING_NONE) return true;
  in->zstd = ZSTD_createDStream();
  return in->zstd && !ZSTD_isError(ZSTD_DCtx_setParameter(in->zstd, ZSTD_d_windowLogMax, LIMIT_ZSTD_WINDOW_LOG));
}

static Input *open_failed(Input *in, const char *why_not, const char **why) {
  *why = in->error ? in->error : why_not;
  input_close(in);
  return NULL;
}

Input *input_open(const char *path, const char **why) {
  struct stat about;
  Input *in = calloc(1, sizeof *in);
  *why = "out of memory";
  if (!in) return NULL;
  in->file = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (in->file < 0) return open_failed(in, strerrordesc_np(errno), why);
  if (fstat(in->file, &about) == 0 && S_ISDIR(about.st_mode)) return open_failed(in, "it is a folder", why);
  while (in->size < 4 && !in->ended)
    if (!raw_fill(in)) return open_failed(in, NULL, why);
  if (!unpacker_open(in)) return open_failed(in, "out of memory", why);
  return in;
}

void input_close(Input *in) {
  if (!in) return;
  if (in->packing == PACKING_GZIP) inflateEnd(&in->gzip);
  ZSTD_freeDStream(in->zstd);
  if (in->file > STDIN_FILENO) close(in->file);
  free(in);
}

const char *input_error(const Input *in) { return in->error; }

// ---- unpacking ------------------------------------------------------------------------------------------------------

// One step of inflate: how many bytes came out; -1: the data are not sound.
static int64_t gzip_step(Input *in, char *data, size_t room) {
  unsigned before = (unsigned)(in->size - in->at), wanted = room > UINT32_MAX ? UINT32_MAX : (unsigned)room;
  in->gzip.next_in = in->raw + in->at;
  in->gzip.avail_in = before;
  in->gzip.next_out = (unsigned char *)data;
  in->gzip.avail_out = wanted;
  int status = inflate(&in->gzip, Z_NO_FLUSH);
  in->at += before - in->gzip.avail_in;
  in->packed += before - in->gzip.avail_in;
  if (status == Z_STREAM_END) {
    in->in_member = false;
    if (inflateReset(&in->gzip) != Z_OK) return input_fail(in, "the gzip data are damaged");
  } else if (status == Z_MEM_ERROR) {
    return input_fail(in, "out of memory");
  } else if (status != Z_OK && status != Z_BUF_ERROR) {
    return input_fail(in, "the gzip data are damaged");
  }
  return wanted - in->gzip.avail_out;
}

static int64_t zstd_step(Input *in, char *data, size_t room) {
  ZSTD_inBuffer from = {in->raw, in->size, in->at};
  ZSTD_outBuffer to = {data, room, 0};
  size_t left = ZSTD_decompressStream(in->zstd, &to, &from);
  if (ZSTD_isError(left)) {
    bool wide = ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge;
    return input_fail(in, wide ? "the zstd data need a window of more than 8 MiB" : "the zstd data are damaged");
  }
  in->packed += from.pos - in->at;
  in->at = from.pos;
  in->in_member = left != 0;
  return (int64_t)to.pos;
}

// A member must begin here; false: it does not, or the file has ended (then no error is set).
static bool member_begins(Input *in) {
  while (in->size - in->at < 4 && !in->ended)
    if (!raw_fill(in)) return false;
  if (in->at == in->size) return false;
  in->in_member = packing_of(in->raw + in->at, in->size - in->at) == in->packing;
  if (!in->in_member) input_fail(in, "there is something else after the end of the compressed data");
  return in->in_member;
}

static int64_t unpack(Input *in, char *data, size_t room) {
  for (;;) {
    if (!in->in_member && !member_begins(in)) return in->error ? -1 : 0;
    if (in->at == in->size && !in->ended && !raw_fill(in)) return -1;
    int64_t got = in->packing == PACKING_GZIP ? gzip_step(in, data, room) : zstd_step(in, data, room);
    if (got < 0) return got;
    in->unpacked += (uint64_t)got;
    if (in->unpacked > LIMIT_UNPACKED_FREE && in->unpacked / LIMIT_UNPACKED_RATIO > in->packed)
      return input_fail(in, "the compressed data grow beyond measure");
    if (got > 0) return got;
    if (in->in_member && in->at == in->size && in->ended) return input_fail(in, "the compressed data end early");
  }
}

int64_t input_read(Input *in, char *data, size_t room) {
  if (in->error) return -1;
  if (room == 0) return 0;
  if (in->packing != PACKING_NONE) return unpack(in, data, room);
  if (in->at == in->size) return in->ended ? 0 : file_read(in, data, room);
  size_t count = in->size - in->at < room ? in->size - in->at : room;
  memcpy(data, in->raw + in->at, count);
  in->at += count;
  return (int64_t)count;
}
