// input_test.c -- plain, gzip and zstd inputs, sound and not; and the output file that is there whole or not at all.
#define _GNU_SOURCE // memfd_create
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "leads_helper.h"
#include "io/output_file.h"
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <zlib.h>
#include <zstd.h>

static Text gzip(Text text, int level) {
  z_stream z = {0};
  assert_int_equal(deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  uLong room = deflateBound(&z, text.size);
  char *out = malloc(room);
  z.next_in = (unsigned char *)(uintptr_t)text.data, z.avail_in = text.size;
  z.next_out = (unsigned char *)out, z.avail_out = (unsigned)room;
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  Text packed = {out, (uint32_t)z.total_out};
  deflateEnd(&z);
  return packed;
}

static Text zstd(Text text, int level) {
  size_t room = ZSTD_compressBound(text.size);
  char *out = malloc(room);
  return (Text){out, (uint32_t)ZSTD_compress(out, room, text.data, text.size, level)};
}

static Text join(Text a, Text b) {
  char *out = malloc((size_t)a.size + b.size + 1);
  memcpy(out, a.data, a.size);
  if (b.size) memcpy(out + a.size, b.data, b.size);
  return (Text){out, a.size + b.size};
}

// Reads all with this much room a call; gives how many bytes came and whether they are those of `wanted`.
static uint64_t read_all(Text bytes, size_t room, Text wanted, const char **error) {
  Input *input = input_of(bytes);
  char *part = malloc(room);
  uint64_t size = 0;
  int64_t got;
  while ((got = input_read(input, part, room)) > 0) {
    for (int64_t i = 0; i < got && wanted.size; i++) assert_int_equal(part[i], wanted.data[(size + (uint64_t)i) % wanted.size]);
    size += (uint64_t)got;
  }
  *error = got < 0 ? input_error(input) : NULL;
  assert_int_equal(input_read(input, part, room), got); // and so it stays
  free(part);
  input_close(input);
  return size;
}

static Text sample_text(uint32_t size) {
  char *text = malloc(size);
  uint32_t seed = 7;
  for (uint32_t i = 0; i < size; i++) text[i] = (char)('a' + ((seed = seed * 1664525u + 1013904223u) >> 28));
  return (Text){text, size};
}

static void test_packed(void **state) {
  (void)state;
  Text text = sample_text(300000);
  const char *error;
  for (int kind = 0; kind < 3; kind++) {
    Text packed = kind == 0 ? join(text, (Text){0}) : kind == 1 ? gzip(text, 6) : zstd(text, 3);
    size_t rooms[] = {1000, 65536, 1 << 20};
    for (int r = 0; r < 3; r++) assert_int_equal(read_all(packed, rooms[r], text, &error), text.size);
    assert_null(error);
    Text twice = join(packed, packed);
    assert_int_equal(read_all(twice, 65536, text, &error), 2 * (uint64_t)text.size);
    assert_null(error);
    if (kind) {
      Text cut = {packed.data, packed.size / 2}, rubbish = join(packed, TEXT("rubbish"));
      assert_true(read_all(cut, 65536, text, &error) < text.size);
      assert_string_equal(error, "the compressed data end early");
      assert_int_equal(read_all(rubbish, 65536, text, &error), text.size);
      assert_string_equal(error, "there is something else after the end of the compressed data");
      char *broken = malloc(packed.size);
      memcpy(broken, packed.data, packed.size);
      memset(broken + packed.size / 2, 0x55, 64);
      read_all((Text){broken, packed.size}, 65536, (Text){0}, &error);
      if (kind == 1) assert_non_null(error); // zstd has checksums only when asked for
      free(broken);
      free((void *)(uintptr_t)rubbish.data);
    }
    free((void *)(uintptr_t)twice.data);
    free((void *)(uintptr_t)packed.data);
  }
  free((void *)(uintptr_t)text.data);
}

static void test_all_cuts(void **state) {
  (void)state;
  Text text = TEXT("{\"a\":1}\n{\"a\":2}\n");
  const char *error;
  for (int kind = 0; kind < 2; kind++) {
    Text packed = kind ? zstd(text, 3) : gzip(text, 6);
    for (uint32_t size = 4; size < packed.size; size++) {
      read_all((Text){packed.data, size}, 64, text, &error);
      assert_non_null(error);
    }
    free((void *)(uintptr_t)packed.data);
  }
}

static void test_bomb(void **state) {
  (void)state;
  uint32_t size = 200u << 20;
  char *zeros = calloc(1, size);
  const char *error;
  for (int kind = 0; kind < 2; kind++) {
    Text bomb = kind ? zstd((Text){zeros, size}, 3) : gzip((Text){zeros, size}, 6);
    assert_true(bomb.size < size / LIMIT_UNPACKED_RATIO);
    assert_true(read_all(bomb, 1 << 20, (Text){0}, &error) < size);
    assert_string_equal(error, "the compressed data grow beyond measure");
    free((void *)(uintptr_t)bomb.data);
  }
  free(zeros);
}

// Leads before the place where the data break are given; then the error.
static void test_leads_so_far(void **state) {
  (void)state;
  char text[60000];
  int size = 0;
  for (int i = 0; i < 3000; i++) size += sprintf(text + size, "{\"n\":%d}\n", i);
  Text packed = gzip((Text){text, (uint32_t)size}, 6);
  Leads l = leads_open("n|integer", (Text){packed.data, packed.size - 200}, 1 << 20);
  uint32_t leads = 0;
  while (leads_next(&l)) leads += l.batch->rows, assert_int_equal(l.reject_count, 0);
  assert_true(leads > 0 && leads < 3000);
  assert_int_equal(chunks_next(l.chunks, &l.chunk), CHUNK_ERROR);
  assert_string_equal(chunks_error(l.chunks), "the compressed data end early");
  leads_close(&l);
  free((void *)(uintptr_t)packed.data);
}

static void test_no_file(void **state) {
  (void)state;
  const char *why;
  assert_null(input_open("/nonexistent/leads.csv", &why));
  assert_string_equal(why, "No such file or directory");
  assert_null(input_open("/", &why));
  assert_string_equal(why, "it is a folder");
}

// ---- output ---------------------------------------------------------------------------------------------------------

static Text file_text(const char *path, char *to, size_t room) {
  FILE *file = fopen(path, "rb");
  if (!file) return (Text){0};
  size_t size = fread(to, 1, room, file);
  fclose(file);
  return (Text){to, (uint32_t)size};
}

static void test_output(void **state) {
  (void)state;
  char folder[] = "/tmp/output_test_XXXXXX", path[64], text[64];
  const char *why;
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/out", folder);
  OutputFile *o = output_open(path, &why);
  assert_non_null(o);
  assert_true(output_write(o, TEXT("one\n")));
  assert_int_not_equal(access(path, F_OK), 0); // not yet
  assert_int_equal(access(output_partial_path(o), F_OK), 0);
  assert_true(output_commit(o));
  output_close(o);
  assert_true(text_is(file_text(path, text, sizeof text), "one\n"));
  assert_int_equal(chmod(path, 0640), 0);
  o = output_open(path, &why); // without a commit the old one stays and nothing is left beside
  assert_true(output_write(o, TEXT("two\n")));
  char partial[128];
  snprintf(partial, sizeof partial, "%s", output_partial_path(o));
  output_close(o);
  assert_int_not_equal(access(partial, F_OK), 0);
  assert_true(text_is(file_text(path, text, sizeof text), "one\n"));
  o = output_open(path, &why);
  char *large = calloc(1, 1 << 20);
  assert_true(output_write(o, (Text){large, 1 << 20}) && output_write(o, TEXT("three")) && output_commit(o));
  output_close(o);
  struct stat about;
  assert_int_equal(stat(path, &about), 0);
  assert_int_equal(about.st_size, (1 << 20) + 5);
  assert_int_equal(about.st_mode & 0777, 0640);
  free(large);
  assert_null(output_open(folder, &why));
  assert_string_equal(why, "Is a directory");
  assert_null(output_open("/nonexistent/x", &why));
  unlink(path);
  assert_int_equal(rmdir(folder), 0);
}

static void test_output_fails(void **state) {
  (void)state;
  const char *why;
  OutputFile *o = output_open("/dev/full", &why);
  if (o) {
    output_write(o, TEXT("x"));
    assert_false(output_commit(o));
    assert_string_equal(output_error(o), "No space left on device");
    assert_false(output_write(o, TEXT("y")));
    output_close(o);
  }
  char folder[] = "/tmp/output_test_XXXXXX", path[64];
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/pipe", folder);
  assert_int_equal(mkfifo(path, 0600), 0);
  signal(SIGPIPE, SIG_IGN);
  int reader = open(path, O_RDONLY | O_NONBLOCK);
  o = output_open(path, &why);
  assert_non_null(o);
  close(reader);
  output_write(o, TEXT("x"));
  assert_false(output_commit(o));
  assert_true(output_pipe_closed(o));
  output_close(o);
  unlink(path);
  rmdir(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_packed), cmocka_unit_test(test_all_cuts), cmocka_unit_test(test_bomb), cmocka_unit_test(test_leads_so_far),
    cmocka_unit_test(test_no_file), cmocka_unit_test(test_output), cmocka_unit_test(test_output_fails),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
