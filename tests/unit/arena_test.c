// arena_test.c -- pieces are zeroed and aligned; a full arena escapes and leaks nothing; work after a reset is free.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/arena.h"
#include <stdlib.h>
#include <string.h>

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

static void pieces_are_zeroed_and_aligned(void **state) {
  (void)state;
  Arena arena;
  jmp_buf escape;
  arena_init(&arena, allocator_default(), &escape);
  for (int round = 0; round < 3; round++) {
    for (size_t i = 0; i < 300; i++) {
      size_t size = i % 60 == 59 ? 100000 + i : i * 7 % 513, align = (size_t)1 << i % 7; // some have a block of their own
      unsigned char *p = arena_alloc_aligned(&arena, size, align);
      assert_int_equal((uintptr_t)p % align, 0);
      for (size_t b = 0; b < size; b++) assert_int_equal(p[b], 0);
      if (size) memset(p, 0xAA, size);
      assert_int_equal((uintptr_t)arena_alloc(&arena, 1) % 16, 0);
      char *raw = arena_alloc_raw(&arena, size + 1);
      assert_int_equal((uintptr_t)raw % 8, 0);
      memset(raw, 0xBB, size + 1);
    }
    arena_reset(&arena);
  }
  arena_free(&arena);
  assert_int_equal(arena.used_bytes, 0);
  assert_non_null(arena_alloc(&arena, 10)); // can be used again
  arena_free(&arena);
}

static void pieces_do_not_overlap(void **state) {
  (void)state;
  Arena arena;
  jmp_buf escape;
  arena_init(&arena, allocator_default(), &escape);
  unsigned char *pieces[200];
  for (uint32_t i = 0; i < 200; i++) memset(pieces[i] = arena_alloc(&arena, 1 + i * 31), (int)i, 1 + i * 31);
  for (uint32_t i = 0; i < 200; i++)
    for (uint32_t b = 0; b < 1 + i * 31; b++) assert_int_equal(pieces[i][b], i);
  arena_free(&arena);
}

static void same_work_after_reset_asks_for_nothing(void **state) {
  (void)state;
  Meter meter = {0};
  Arena arena;
  jmp_buf escape;
  arena_init(&arena, (Allocator){meter_resize, &meter}, &escape);
  uint32_t calls = 0;
  for (int round = 0; round < 5; round++) {
    for (size_t i = 0; i < 2000; i++) arena_alloc_aligned(&arena, i % 700, (size_t)1 << i % 7);
    arena_alloc(&arena, 3 << 20);
    assert_int_equal(arena.used_bytes, meter.live_bytes);
    arena_reset(&arena);
    if (round == 0) calls = meter.calls;
    assert_int_equal(meter.calls, calls);
  }
  arena_free(&arena);
  assert_int_equal(meter.live_bytes, 0);
}

static void grow_keeps_and_zeroes(void **state) {
  (void)state;
  Arena arena;
  jmp_buf escape;
  arena_init(&arena, allocator_default(), &escape);
  unsigned char *p = NULL;
  size_t size = 0;
  for (size_t next = 1; next < 100000; size = next, next = next * 3 / 2 + 1) {
    p = arena_grow(&arena, p, size, next);
    for (size_t b = 0; b < next; b++) assert_int_equal(p[b], b < size ? b % 251 : 0);
    for (size_t b = 0; b < next; b++) p[b] = (unsigned char)(b % 251);
    if (next % 2) memset(arena_alloc(&arena, 5), 0xFF, 5); // sometimes something stands behind it
  }
  arena_free(&arena);
}

static void vectors_grow(void **state) {
  (void)state;
  Arena arena;
  jmp_buf escape;
  arena_init(&arena, allocator_default(), &escape);
  VEC(uint64_t) v = {0};
  for (uint64_t i = 0; i < 5000; i++) *VEC_PUSH(&arena, &v) = i * i;
  assert_int_equal(v.count, 5000);
  for (uint64_t i = 0; i < 5000; i++) assert_int_equal(v.items[i], i * i);
  uint32_t room = UINT32_MAX / 2 + 1;
  if (setjmp(escape) == 0) {
    vec_grow_(&arena, v.items, &room, 8);
    fail();
  }
  arena_free(&arena);
}

static void failing_allocations_escape_without_leak(void **state) {
  (void)state;
  for (volatile uint32_t fail_at = 1;; fail_at++) {
    Meter meter = {.fail_at = fail_at};
    static Arena arena;
    jmp_buf escape;
    arena_init(&arena, (Allocator){meter_resize, &meter}, &escape);
    volatile int done = 0;
    if (setjmp(escape) == 0) {
      for (size_t i = 0; i < 100; i++) arena_alloc(&arena, i * 100);
      arena_reset(&arena); // may lose its one block, never escapes
      for (size_t i = 0; i < 100; i++) arena_grow(&arena, NULL, 0, i * 100);
      done = 1;
    }
    arena_free(&arena);
    assert_int_equal(meter.live_bytes, 0);
    if (done && meter.calls < fail_at) break;
  }
}

static void absurd_sizes_escape(void **state) {
  (void)state;
  static const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 63, SIZE_MAX / 2 + 1, (size_t)1 << 62};
  static Arena arena;
  jmp_buf escape;
  arena_init(&arena, allocator_default(), &escape);
  for (volatile size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    if (setjmp(escape) == 0) {
      arena_alloc(&arena, sizes[i]);
      fail();
    }
  }
  arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(pieces_are_zeroed_and_aligned),
    cmocka_unit_test(pieces_do_not_overlap),
    cmocka_unit_test(same_work_after_reset_asks_for_nothing),
    cmocka_unit_test(grow_keeps_and_zeroes),
    cmocka_unit_test(vectors_grow),
    cmocka_unit_test(failing_allocations_escape_without_leak),
    cmocka_unit_test(absurd_sizes_escape),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
