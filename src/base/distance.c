// distance.c -- how far two spellings are apart, for "did you mean".
//
// Only the band of `at_most` cells beside the diagonal of the usual table is computed, in three rows on the stack: no
// allocation, and time grows with length x at_most. What is further apart than `at_most` (or DISTANCE_MAX) is FAR.
#include "base/text.h"

enum { DISTANCE_MAX = 64, BAND = 2 * DISTANCE_MAX + 1 };
#define FAR UINT32_MAX

static char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c; }

static bool same(char a, char b, bool any_case) { return a == b || (any_case && lower_ascii(a) == lower_ascii(b)); }

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

// Row i holds the distances of a[0, i) to b[0, j) for j = i - k .. i + k, at index j - i + k. "Far" is k + 1 here, so
// that adding to it cannot overflow.
static uint32_t distance_banded(Text a, Text b, uint32_t k, bool any_case) {
  uint32_t rows[3][BAND], width = 2 * k + 1, far = k + 1;
  for (uint32_t i = 0; i <= a.size; i++) {
    uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *second = rows[(i + 1) % 3];
    for (uint32_t x = 0; x < width; x++) {
      int64_t column = (int64_t)i + x - k;
      row[x] = far;
      if (column < 0 || column > b.size) continue;
      uint32_t j = (uint32_t)column;
      if (i == 0) {
        row[x] = least(j, far);
        continue;
      }
      uint32_t best = x + 1 < width ? above[x + 1] + 1 : far;      // a[i-1] dropped
      if (j > 0) {
        if (x > 0) best = least(best, row[x - 1] + 1);             // b[j-1] added
        best = least(best, above[x] + !same(a.data[i - 1], b.data[j - 1], any_case));
      }
      if (i > 1 && j > 1 && same(a.data[i - 1], b.data[j - 2], any_case) && same(a.data[i - 2], b.data[j - 1], any_case))
        best = least(best, second[x] + 1);                         // neighbours swapped
      row[x] = least(best, far);
    }
  }
  uint32_t distance = rows[a.size % 3][b.size + k - a.size];
  return distance > k ? FAR : distance;
}

static uint32_t distance_of(Text a, Text b, uint32_t at_most, bool any_case) {
  uint32_t k = least(at_most, DISTANCE_MAX);
  uint32_t longer = a.size > b.size ? a.size : b.size, shorter = least(a.size, b.size);
  if (longer - shorter > k) return FAR;
  return distance_banded(a, b, k, any_case);
}

uint32_t text_distance(Text a, Text b, uint32_t at_most) { return distance_of(a, b, at_most, false); }

// Near enough: two fifths of the longer spelling ("optin" for "opted_in"); two letters suggest only their other case.
int32_t text_nearest(Text wanted, const Text *candidates, uint32_t count) {
  int32_t nearest = -1;
  uint32_t nearest_distance = FAR;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t longer = candidates[i].size > wanted.size ? candidates[i].size : wanted.size;
    uint32_t allowed = longer / 5 * 2 + longer % 5 * 2 / 5;
    uint32_t distance = distance_of(wanted, candidates[i], allowed, true);
    if (distance >= nearest_distance) continue;
    nearest_distance = distance;
    nearest = (int32_t)i;
  }
  return nearest;
}
