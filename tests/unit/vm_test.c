// vm_test.c -- the vm around its kernels: growing domains, constants, decays, hours, the trace's code, failing memory.
#include "vm_fixture.h"
#include <stdio.h>

static const ZoneLoader NO_ZONES = {NULL, NULL};

// Counts what is asked for, and fails the request number `fail_at` (0: none).
typedef struct { size_t live_bytes; uint32_t calls, fail_at; } Meter;

static void *meter_resize(void *user, void *block, size_t old_bytes, size_t new_bytes) {
  Meter *meter = user;
  if (new_bytes && ++meter->calls == meter->fail_at) return NULL;
  meter->live_bytes += new_bytes - old_bytes;
  if (new_bytes == 0) {
    free(block);
    return NULL;
  }
  return realloc(block, new_bytes);
}

static bool zone_from_system(void *user, Arena *arena, Text name, Text *tzif) {
  ++*(int *)user;
  char path[128];
  snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s", (int)name.size, name.data);
  FILE *file = fopen(path, "rb");
  if (!file) return false;
  char *bytes = arena_alloc(arena, 1 << 16);
  *tzif = (Text){bytes, (uint32_t)fread(bytes, 1, 1 << 16, file)};
  fclose(file);
  return true;
}

// ---- a program with something of everything that allocates

static void make_busy(Fixture *f) {
  uint32_t text = fix_field(f, KIND_TEXT, 0), truth = fix_field(f, KIND_TRUTH, 0), time = fix_field(f, KIND_INT, 1), mask = fix_field(f, KIND_TRUTH, 1);
  uint32_t words = fix_field(f, KIND_TEXT, 1);
  fix_op(f, OP_LOWER, 0, KIND_TEXT, 0, text, 0);
  fix_op(f, OP_JOIN, 0, KIND_TEXT, 0, fix_args(f, 4, text, FORM_TEXT, text, FORM_TEXT), 2);
  fix_op(f, OP_TEXT_IS, 0, KIND_TRUTH, 1, words, words);
  fix_op(f, OP_DISTINCT, 0, KIND_INT, 0, words, mask);
  fix_op(f, OP_SPREAD, 0, KIND_TEXT, 1, text, 0);
  f->program.decays_count = 1;
  f->decays[0] = (DecayInfo){CLOCK_DAY, 14, 0, 100, 400000, DECAY_HALVING, time, 0, 0};
  fix_op(f, OP_DECAY_SUM, 0, KIND_INT, 0, mask, 0);
  uint32_t list = fix_register(f, KIND_LIST, 0), element = fix_register(f, KIND_TEXT, 2);
  f->domains[2].list = list;
  fix_push(f, OP_LIST_OF, 0, list, fix_args(f, 2, truth, fix_string(f, "one")), 1);
  fix_op(f, OP_LENGTH, 0, KIND_INT, 2, element, 0);
  uint32_t open = fix_register(f, KIND_TRUTH, 0);
  fix_register(f, KIND_INT, 0);
  fix_push(f, OP_HOURS, 0, open, text, fix_args(f, 2, fix_constant(f, CONST_PLAIN, 8 * CLOCK_HOUR, 0), fix_constant(f, CONST_PLAIN, 21 * CLOCK_HOUR, 0)));
}

static void grows_then_rests(void **state) {
  (void)state;
  Meter meter = {0};
  int loads = 0;
  Fixture *f = fix_new(3);
  make_busy(f);
  f->vm = vm_new(&f->program, (Allocator){meter_resize, &meter}, (ZoneLoader){&loads, zone_from_system}, NULL);
  uint32_t sizes[] = {1, 2, 64, 65, 700, 1, 1024, 0, 1024, 3};
  for (uint32_t k = 0; k < 10; k++) {
    fix_fill(f, sizes[k], 3);
    assert_true(vm_run(f->vm, &f->batch, false));
    fix_check_invariants(f);
  }
  uint32_t calls = meter.calls;
  uint64_t random = f->random;
  for (uint32_t k = 0; k < 6; k++) {
    f->random = random; // a batch like the one before: nothing is allocated for it
    if (k == 2) calls = meter.calls;
    fix_fill(f, 1024, 3);
    assert_true(vm_run(f->vm, &f->batch, false));
  }
  assert_int_equal(meter.calls, calls);
  assert_true(loads > 0 && loads <= FIX_TEXT_COUNT); // once for each name
  fix_free(f);
  assert_int_equal(meter.live_bytes, 0);
}

static void survives_failing_memory(void **state) {
  (void)state;
  bool done = false;
  int loads = 0;
  for (uint32_t n = 1; !done; n++) {
    Meter meter = {.fail_at = n};
    Fixture *f = fix_new(4);
    make_busy(f);
    f->vm = vm_new(&f->program, (Allocator){meter_resize, &meter}, (ZoneLoader){&loads, zone_from_system}, NULL);
    if (f->vm) {
      fix_fill(f, 200, 2);
      if (!vm_run(f->vm, &f->batch, false)) {
        assert_true(vm_run(f->vm, &f->batch, false)); // it can be used again
        fix_check_invariants(f);
      } else {
        done = meter.calls < n;
      }
    }
    fix_free(f);
    assert_int_equal(meter.live_bytes, 0);
  }
}

// ---- constants

static const Zone *zone_of(Arena *arena, const char *name) {
  int loads = 0;
  Text bytes;
  assert_true(zone_from_system(&loads, arena, text_of(name), &bytes));
  const Zone *zone = zone_parse(arena, bytes);
  assert_non_null(zone);
  return zone;
}

static int64_t at(int32_t year, int32_t month, int32_t day, int64_t hour) {
  return clock_days((CivilDate){year, month, day}) * CLOCK_DAY + hour * CLOCK_HOUR;
}

static void constants_follow_now(void **state) {
  (void)state;
  Arena arena;
  jmp_buf escape;
  arena_init(&arena, allocator_default(), &escape);
  Fixture *f = fix_new(5);
  uint32_t plain = fix_constant(f, CONST_PLAIN, 7, 0), day = fix_constant(f, CONST_NOW_LESS, CLOCK_DAY, 0), before = fix_constant(f, CONST_NOW_LESS, CLOCK_DAY, -1);
  uint32_t month = fix_constant(f, CONST_NOW_LESS_MONTHS, 1, 0), today = fix_constant(f, CONST_TODAY_LESS, 30, 0), year = fix_constant(f, CONST_TODAY_LESS_MONTHS, 12, -1);
  uint32_t far = fix_constant(f, CONST_NOW_LESS, CLOCK_TIME_MAX, 0), far_months = fix_constant(f, CONST_NOW_LESS_MONTHS, 12 * 3000, -1);
  uint32_t far_date = fix_constant(f, CONST_TODAY_LESS, CLOCK_DATE_MAX, 0), far_year = fix_constant(f, CONST_TODAY_LESS_MONTHS, INT64_MAX, 0);
  f->vm = vm_new(&f->program, allocator_default(), NO_ZONES, zone_of(&arena, "America/New_York"));
  vm_set_now(f->vm, at(2026, 3, 31, 2)); // still 30 March in New York, 22:00 by summer time
  assert_int_equal(vm_now(f->vm), at(2026, 3, 31, 2));
  assert_int_equal(vm_constant(f->vm, plain), 7);
  assert_int_equal(vm_constant(f->vm, day), at(2026, 3, 30, 2));
  assert_int_equal(vm_constant(f->vm, before), at(2026, 3, 30, 2) - 1);
  assert_int_equal(vm_constant(f->vm, month), at(2026, 3, 1, 3)); // 28 February 22:00 by winter time
  assert_int_equal(vm_constant(f->vm, today), clock_days((CivilDate){2026, 2, 28}));
  assert_int_equal(vm_constant(f->vm, year), clock_days((CivilDate){2025, 3, 30}) - 1);
  assert_int_equal(vm_constant(f->vm, far), CLOCK_TIME_MIN);
  assert_int_equal(vm_constant(f->vm, far_months), CLOCK_TIME_MIN - 1);
  assert_int_equal(vm_constant(f->vm, far_date), CLOCK_DATE_MIN);
  assert_int_equal(vm_constant(f->vm, far_year), CLOCK_DATE_MIN);
  vm_set_now(f->vm, INT64_MAX);
  assert_int_equal(vm_now(f->vm), CLOCK_TIME_MAX);
  vm_set_now(f->vm, INT64_MIN);
  assert_int_equal(vm_now(f->vm), CLOCK_TIME_MIN);
  assert_int_equal(vm_constant(f->vm, day), CLOCK_TIME_MIN);
  fix_free(f);
  arena_free(&arena);
}

// ---- decay

static void decays(void **state) {
  (void)state;
  static const int64_t NOW = 20000 * CLOCK_DAY + 5 * CLOCK_HOUR;
  Fixture *f = fix_new(6);
  uint32_t points = fix_field(f, KIND_INT, 0), since = fix_field(f, KIND_INT, 0), out[3];
  f->program.decays_count = 3;
  f->decays[0] = (DecayInfo){CLOCK_DAY, 14, 0, 100, 0, DECAY_HALVING, since, 0, 0};
  f->decays[1] = (DecayInfo){CLOCK_HOUR, 36, 8000, 10000, 0, DECAY_KEEPING, since, 0, 0};
  f->decays[2] = (DecayInfo){CLOCK_DAY, 7, 2000, 100, 0, DECAY_LOSING_SHARE, since, 1, 0};
  for (uint32_t k = 0; k < 3; k++) out[k] = fix_op(f, OP_DECAY, 0, KIND_INT, 0, points, k);
  f->vm = vm_new(&f->program, allocator_default(), NO_ZONES, NULL);
  vm_set_now(f->vm, NOW);
  for (uint32_t round = 0; round < 3; round++) {
    fix_fill(f, 1000, round);
    for (uint32_t row = 0; row < 1000; row++) { // some of the ages people meet
      if (bit_get(f->columns[1].known, row)) f->columns[1].ints[row] = (int64_t)(fix_random(f) % 100) * 10000;
      if (bit_get(f->columns[2].known, row) && row % 2) f->columns[2].ints[row] = NOW - (int64_t)(fix_random(f) % 4000) * CLOCK_HOUR;
      if (bit_get(f->columns[2].known, row) && row % 4 == 0) f->columns[2].ints[row] = 20001 - (int64_t)(fix_random(f) % 400);
    }
    assert_true(vm_run(f->vm, &f->batch, false));
    fix_check_invariants(f);
    for (uint32_t row = 0; row < 1000; row++) {
      Value p = fix_cell(f, points, row), s = fix_cell(f, since, row);
      for (uint32_t k = 0; k < 3; k++) {
        const DecayInfo *d = &f->decays[k];
        int64_t now = d->dates ? 20000 : NOW, low = d->dates ? CLOCK_DATE_MIN : CLOCK_TIME_MIN, age = now - (s.value < low ? low : s.value > now ? now : s.value);
        int64_t n = d->dates ? age : age / d->unit_us;
        int64_t left = s.known && s.value <= now && p.value ? decay_points((DecayKind)d->kind, p.value, n, d->amount, d->share, d->step) : 0;
        fix_expect(f, out[k], row, (Value){.known = true, .value = left}, "DECAY");
      }
    }
  }
  fix_free(f);
}

// Ages on both sides of those that are kept in a table.
static void old_elements(void **state) {
  (void)state;
  Fixture *f = fix_new(10);
  uint32_t since = fix_field(f, KIND_INT, 1), mask = fix_field(f, KIND_TRUTH, 1);
  f->program.decays_count = 1;
  f->decays[0] = (DecayInfo){CLOCK_DAY, 4097, 0, 100, 50000000, DECAY_FADING, since, 1, 0};
  uint32_t sum = fix_op(f, OP_DECAY_SUM, 0, KIND_INT, 0, mask, 0);
  f->vm = vm_new(&f->program, allocator_default(), NO_ZONES, NULL);
  vm_set_now(f->vm, 20000 * CLOCK_DAY);
  fix_fill(f, 300, 0);
  for (uint32_t e = 0; e < f->domain_rows[1]; e++) f->columns[1].ints[e] = 20000 - 4094 - e % 5;
  for (uint32_t round = 0; round < 2; round++) {
    assert_true(vm_run(f->vm, &f->batch, false));
    for (uint32_t row = 0; row < 300; row++) {
      int64_t wanted = 0;
      for (uint32_t e = f->columns[0].offsets[row]; e < f->columns[0].offsets[row + 1]; e++)
        if (fix_cell(f, mask, e).value) wanted += decay_points(DECAY_FADING, 50000000, 4094 + e % 5, 4097, 0, 100);
      fix_expect(f, sum, row, (Value){.known = true, .value = wanted}, "DECAY_SUM");
    }
  }
  fix_free(f);
}

// ---- hours

static void opening_hours(void **state) {
  (void)state;
  int loads = 0;
  Fixture *f = fix_new(7);
  uint32_t zone = fix_field(f, KIND_TEXT, 0), open = fix_register(f, KIND_TRUTH, 0), next = fix_register(f, KIND_INT, 0);
  fix_push(f, OP_HOURS, 0, open, zone, fix_args(f, 2, fix_constant(f, CONST_PLAIN, 8 * CLOCK_HOUR, 0), fix_constant(f, CONST_PLAIN, 21 * CLOCK_HOUR, 0)));
  f->vm = vm_new(&f->program, allocator_default(), (ZoneLoader){&loads, zone_from_system}, NULL);
  const char *names[] = {"America/New_York", " Europe/Berlin ", "Nowhere/City", "../etc/passwd", "America/New_York"};
  int64_t nows[] = {at(2026, 7, 1, 10), at(2026, 7, 1, 15), at(2026, 7, 1, 20)};
  int64_t nexts[][2] = {{at(2026, 7, 1, 12), nows[0]}, {nows[1], nows[1]}, {nows[2], at(2026, 7, 2, 6)}};
  for (uint32_t k = 0; k < 3; k++) {
    vm_set_now(f->vm, nows[k]);
    fix_fill(f, 5, 0);
    for (uint32_t row = 0; row < 5; row++) f->columns[1].texts[row] = text_of(names[row]);
    assert_true(vm_run(f->vm, &f->batch, false));
    fix_check_invariants(f);
    for (uint32_t row = 0; row < 5; row++) {
      bool there = row < 2 || row == 4;
      int64_t wanted = there ? nexts[k][row == 1] : 0;
      fix_expect(f, next, row, (Value){.known = there, .value = wanted}, "next opening");
      fix_expect(f, open, row, (Value){.known = there, .value = wanted == nows[k]}, "open");
    }
  }
  assert_int_equal(loads, 3); // a name that is none is never asked for
  char many[3000][16];
  for (uint32_t round = 0; round < 3; round++) { // more names than are remembered
    fix_fill(f, 1000, 0);
    for (uint32_t row = 0; row < 1000; row++) {
      snprintf(many[row + round * 1000], 16, "X/%u", row + round * 1000);
      f->columns[1].texts[row] = row % 100 ? text_of(many[row + round * 1000]) : TEXT("Europe/Berlin");
    }
    assert_true(vm_run(f->vm, &f->batch, false));
    for (uint32_t row = 0; row < 1000; row++) assert_int_equal(fix_cell(f, open, row).known, row % 100 == 0);
  }
  fix_free(f);
  f = fix_new(8);
  zone = fix_field(f, KIND_TEXT, 0), open = fix_register(f, KIND_TRUTH, 0), next = fix_register(f, KIND_INT, 0);
  fix_push(f, OP_HOURS, 0, open, zone, fix_args(f, 2, fix_constant(f, CONST_PLAIN, 0, 0), fix_constant(f, CONST_PLAIN, CLOCK_DAY, 0)));
  f->vm = vm_new(&f->program, allocator_default(), NO_ZONES, NULL);
  fix_fill(f, 5, 0);
  assert_true(vm_run(f->vm, &f->batch, false));
  for (uint32_t row = 0; row < 5; row++) assert_false(fix_cell(f, open, row).known); // no loader: every zone unknown
  fix_free(f);
}

// ---- the trace's code

static void trace_code_runs_when_asked(void **state) {
  (void)state;
  Fixture *f = fix_new(9);
  uint32_t a = fix_op(f, OP_CONSTANT, 0, KIND_INT, 0, fix_constant(f, CONST_PLAIN, 5, 0), 0);
  uint32_t end = f->program.code_count, b = fix_op(f, OP_NEGATE, 0, KIND_INT, 0, a, 0);
  f->main->trace_code = end;
  f->vm = vm_new(&f->program, allocator_default(), NO_ZONES, NULL);
  fix_fill(f, 10, 0);
  assert_true(vm_run(f->vm, &f->batch, false));
  assert_false(fix_cell(f, b, 9).known);
  assert_true(vm_run(f->vm, &f->batch, true));
  fix_expect(f, b, 9, (Value){.known = true, .value = -5}, "traced");
  fix_free(f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(grows_then_rests), cmocka_unit_test(survives_failing_memory), cmocka_unit_test(constants_follow_now),
    cmocka_unit_test(decays), cmocka_unit_test(old_elements),
    cmocka_unit_test(opening_hours), cmocka_unit_test(trace_code_runs_when_asked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
