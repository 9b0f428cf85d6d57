// zone.c -- any bytes as a TZif file: refused, or every question is answered.
#include "base/clock.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 10000) return 0;
  FUZZ_ARENA(arena)
  const Zone *zone = zone_parse(&arena, (Text){(const char *)data, (uint32_t)size});
  static const int64_t times[] = {CLOCK_TIME_MIN, -1, 0, 1000000000000000, 1767225600000000, 9000000000000000, CLOCK_TIME_MAX};
  for (int i = 0; zone && i < 7; i++) {
    zone_offset_at(zone, times[i]);
    zone_to_utc(zone, times[i]);
    clock_next_opening(zone, times[i], 8 * CLOCK_HOUR, 20 * CLOCK_HOUR);
  }
  arena_free(&arena);
  return 0;
}
