// masks_test.c -- both twins of the masks against a loop over bytes.
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/masks.h"

static uint64_t seed = 7;
static uint64_t random_word(void) { return seed = seed * 6364136223846793005ULL + 1442695040888963407ULL, seed ^ seed >> 29; }
// Of some words few bits are set, of some many.
static uint64_t random_mask(int turn) {
  uint64_t mask = random_word();
  for (int i = 0; i < turn % 6; i++) mask &= random_word();
  return turn % 7 == 0 ? ~mask : mask;
}

static void equal_holds(MaskEqual *equal) {
  char bytes[64 + 3];
  for (int turn = 0; turn < 2000; turn++) {
    uint64_t chosen = random_mask(turn);
    char *p = bytes + turn % 4, byte = (char)random_word();
    for (int i = 0; i < 64; i++) p[i] = (char)(byte + (chosen >> i & 1 ? 0 : 1 + (int)(random_word() % 255)));
    assert_true(equal(p, byte) == chosen);
  }
}
static void parity_holds(MaskParity *parity) {
  for (int turn = 0; turn < 2000; turn++) {
    uint64_t mask = random_mask(turn), wanted = 0, odd = 0;
    for (int i = 0; i < 64; i++) odd ^= mask >> i & 1, wanted |= odd << i;
    assert_true(parity(mask) == wanted);
  }
}
static void places_hold(MaskPlaces *places) {
  uint32_t out[64 + MASK_ROOM];
  for (int turn = 0; turn < 2000; turn++) {
    uint64_t mask = turn == 1 ? ~0ull : turn ? random_mask(turn) : 0;
    uint32_t at = (uint32_t)random_word(), *end = places(out, mask, at), *seen = out;
    for (uint32_t i = 0; i < 64; i++)
      if (mask >> i & 1) assert_int_equal(*seen++, at + i);
    assert_true(seen == end);
  }
}

static void test_masks(void **state) {
  (void)state;
  for (int wide = 0; wide <= masks_wide(); wide++) {
    Masks masks = wide ? MASKS_WIDE : MASKS;
    equal_holds(masks.equal);
    parity_holds(masks.parity);
    places_hold(masks.places);
  }
  assert_true(mask_first(0) == 0 && mask_first(1) == 1 && mask_first(63) == ~0ull >> 1 && mask_first(64) == ~0ull && mask_first(1000) == ~0ull);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_masks)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
