// snapshot_test.c -- tools/snapshot: what is on disk is seen to have changed, whatever the clock of the file system says.
#include "tools/snapshot.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char path[] = "/tmp/snapshot_XXXXXX";

static void put(const char *text, time_t at) { // in place, with a time that a coarse clock would give
  FILE *f = fopen(path, "r+b");
  assert_non_null(f);
  fputs(text, f);
  assert_int_equal(fclose(f), 0);
  const struct timespec times[2] = {{.tv_sec = at}, {.tv_sec = at}};
  assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}
static Snapshot *opened(void) {
  static RubricHost below;
  Snapshot *s = malloc(sizeof *s);
  below = rubric_system_host();
  assert_non_null(s);
  assert_true(snapshot_open(s, &below, path));
  return s;
}
static void done(Snapshot *s) { snapshot_close(s); free(s); }

static void same_time_and_size(void **state) {
  (void)state;
  time_t now = time(NULL);
  put("fit \"A\" +30", now);
  Snapshot *s = opened();
  uint64_t before = snapshot_state(s);
  assert_null(snapshot_stale(s));
  put("fit \"A\" +35", now);
  assert_string_equal(snapshot_stale(s), path);
  assert_true(snapshot_state(s) != before);
  put("fit \"A\" +30", now);
  assert_null(snapshot_stale(s));
  assert_true(snapshot_state(s) == before);
  done(s);
}
static void another_time(void **state) {
  (void)state;
  time_t now = time(NULL);
  put("fit \"A\" +30", now - 1000);
  Snapshot *s = opened();
  assert_null(snapshot_stale(s));
  put("fit \"A\" +35", now - 999);
  assert_string_equal(snapshot_stale(s), path);
  done(s);
}
static void gone(void **state) {
  (void)state;
  Snapshot *s = opened();
  assert_null(snapshot_stale(s));
  char elsewhere[sizeof path + 2];
  snprintf(elsewhere, sizeof elsewhere, "%s.b", path);
  assert_int_equal(rename(path, elsewhere), 0);
  assert_string_equal(snapshot_stale(s), path);
  assert_int_equal(rename(elsewhere, path), 0);
  done(s);
}

int main(void) {
  int file = mkstemp(path);
  if (file < 0) return 1;
  close(file);
  const struct CMUnitTest tests[] = {cmocka_unit_test(same_time_and_size), cmocka_unit_test(another_time), cmocka_unit_test(gone)};
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  unlink(path);
  return failed;
}
