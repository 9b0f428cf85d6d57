// host_test.c -- extern functions in a library compiled for the occasion: each type there and back, and what is refused.
#include "vm_fixture.h"
#include "vm/host.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char LIBRARY[] =
  "#include <stdint.h>\n#include <stddef.h>\n#include <math.h>\n"
  "typedef struct { const char *data; size_t size; } T;\n"
  "double third(double x) { return x == 0 ? NAN : x == 7 ? 1e300 : x / 3; } const int third_arity = 1;\n"
  "int64_t twice(int64_t x) { return x > 1000000 ? INT64_MAX : 2 * x; } const int twice_arity = 1;\n"
  "int64_t later(int64_t date, int64_t time) { return date + time; } const int later_arity = 2;\n"
  "int longer(const char *a, size_t m, const char *b, size_t n, int or) { (void)a, (void)b; return or || m > n; } const int longer_arity = 3;\n"
  "T rest(const char *a, size_t n) { T t = {n > 3 ? a + 1 : 0, n - 1}; return t; } const int rest_arity = 1;\n"
  "T broken(void) { T t = {\"\\xff\", 1}; return t; } const int broken_arity = 0;\n"
  "int64_t bare(void) { return 1; }\n";

static char folder[64];

static int compile(void **state) {
  (void)state;
  char path[128], command[400];
  strcpy(folder, "/tmp/rubric-host-XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/toys.c", folder);
  FILE *file = fopen(path, "w");
  fputs(LIBRARY, file);
  fclose(file);
  snprintf(command, sizeof command, "cc -shared -fPIC -o %s/toys.so %s", folder, path);
  return system(command);
}

static int clean(void **state) {
  (void)state;
  const char *names[] = {"toys.c", "toys.so"};
  char path[128];
  for (int k = 0; k < 2; k++) {
    snprintf(path, sizeof path, "%s/%s", folder, names[k]);
    unlink(path);
  }
  return rmdir(folder);
}

static uint32_t refs[32];
static ExternInfo externs[8];

static void declare(Fixture *f, const char *name, const char *library, TypeKind gives, uint32_t count, ...) {
  va_list list;
  va_start(list, count);
  f->program.refs = refs, f->program.externs = externs;
  externs[f->program.externs_count++] = (ExternInfo){fix_string(f, name), fix_string(f, library), f->program.refs_count, count, gives, 0};
  for (uint32_t k = 0; k < count; k++) refs[f->program.refs_count++] = (uint32_t)va_arg(list, int);
  va_end(list);
}

static Value number(int64_t value) { return (Value){.known = true, .value = value}; }

static void calls(void **state) {
  (void)state;
  Fixture *f = fix_new(11);
  arena_init(&f->program.arena, allocator_default(), NULL);
  declare(f, "third", "toys", TYPE_NUMBER, 1, TYPE_NUMBER);
  declare(f, "twice", "toys", TYPE_INTEGER, 1, TYPE_INTEGER);
  declare(f, "later", "toys", TYPE_DATE, 2, TYPE_DATE, TYPE_DURATION);
  declare(f, "longer", "toys", TYPE_BOOLEAN, 3, TYPE_TEXT, TYPE_EMAIL, TYPE_BOOLEAN);
  declare(f, "rest", "toys", TYPE_TEXT, 1, TYPE_TEXT);
  declare(f, "broken", "toys", TYPE_TEXT, 0);
  uint32_t a = fix_field(f, KIND_INT, 0), s = fix_field(f, KIND_TEXT, 0), t = fix_field(f, KIND_TEXT, 0), p = fix_field(f, KIND_TRUTH, 0), r[6];
  r[0] = fix_op(f, OP_EXTERN, 0, KIND_INT, 0, fix_args(f, 1, a), 0);
  r[1] = fix_op(f, OP_EXTERN, 0, KIND_INT, 0, fix_args(f, 1, a), 1);
  r[2] = fix_op(f, OP_EXTERN, 0, KIND_INT, 0, fix_args(f, 2, a, a), 2);
  r[3] = fix_op(f, OP_EXTERN, 0, KIND_TRUTH, 0, fix_args(f, 3, s, t, p), 3);
  r[4] = fix_op(f, OP_EXTERN, 0, KIND_TEXT, 0, fix_args(f, 1, s), 4);
  r[5] = fix_op(f, OP_EXTERN, 0, KIND_TEXT, 0, 0, 5);
  f->vm = vm_new(&f->program, allocator_default(), (ZoneLoader){NULL, NULL}, NULL);
  const char *why = NULL;
  HostLibrary *host = host_library_new(&f->program, folder, &why);
  if (!host) fail_msg("%s", why);
  for (uint32_t round = 0; round < 3; round++) {
    f->program.host = round == 0 ? NULL : host;
    fix_fill(f, 200, 3);
    int64_t ints[] = {0, 10000, 20000, 70000, -20000, 50000000000, CLOCK_DATE_MAX};
    for (uint32_t row = 0; row < 200; row++)
      if (bit_get(f->columns[1].known, row)) f->columns[1].ints[row] = ints[row % 7];
    assert_true(vm_run(f->vm, &f->batch, false));
    fix_check_invariants(f);
    for (uint32_t row = 0; row < 200; row++) {
      Value v = fix_cell(f, a, row), x = fix_cell(f, s, row), y = fix_cell(f, t, row), z = fix_cell(f, p, row);
      if (round == 0) { // no host: nothing is known
        for (int k = 0; k < 6; k++) fix_expect(f, r[k], row, (Value){0}, "no host");
        continue;
      }
      int64_t third[] = {0, 3333, 6667, 0, -6667, 16666666667, 0}, twice[] = {0, 20000, 40000, 140000, -40000, 0, 0};
      uint32_t k = row % 7;
      if (k != 6) fix_expect(f, r[0], row, v.known && k != 0 && k != 3 ? number(third[k]) : (Value){0}, "number");
      if (k != 6) fix_expect(f, r[1], row, v.known && k != 5 ? number(twice[k]) : (Value){0}, "integer");
      bool date = v.known && k != 5 && k != 6;
      fix_expect(f, r[2], row, date ? number(2 * v.value) : (Value){0}, "date");
      fix_expect(f, r[3], row, x.known && y.known && z.known ? number(z.value || x.text.size > y.text.size) : (Value){0}, "boolean");
      Text rest = x.text.size > 3 ? text_trim((Text){x.text.data + 1, x.text.size - 1}) : (Text){0};
      fix_expect(f, r[4], row, (Value){.known = rest.size > 0, .text = rest}, "text");
      fix_expect(f, r[5], row, (Value){0}, "not UTF-8");
    }
  }
  host_library_free(host);
  arena_free(&f->program.arena);
  fix_free(f);
}

static void refuse(const char *name, const char *library, uint32_t count, const char *reason) {
  Fixture *f = fix_new(12);
  arena_init(&f->program.arena, allocator_default(), NULL);
  declare(f, "third", "toys", TYPE_NUMBER, 1, TYPE_NUMBER);
  declare(f, name, library, TYPE_INTEGER, count, TYPE_INTEGER, TYPE_INTEGER);
  const char *why = NULL;
  assert_null(host_library_new(&f->program, folder, &why));
  assert_non_null(strstr(why, reason));
  assert_non_null(strstr(why, name));
  arena_free(&f->program.arena);
  fix_free(f);
}

static void refusals(void **state) {
  (void)state;
  refuse("bare", "toys", 0, "bare_arity");
  refuse("twice", "toys", 2, "takes 1 arguments");
  refuse("nowhere", "toys", 1, "is not in");
  refuse("twice", "other", 1, "cannot be loaded");
  refuse("twice", "../toys", 1, "plain name");
  refuse("twice", "", 1, "plain name");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(calls), cmocka_unit_test(refusals)};
  return cmocka_run_group_tests(tests, compile, clean);
}
