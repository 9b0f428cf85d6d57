// decimal.c -- numbers as cells and JSON tokens: what is read is shown and read again as the same; decays stay within points.
#include "base/decimal.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 600) return 0;
  Text t = {(const char *)data, (uint32_t)size};
  int64_t n, again;
  char shown[DECIMAL_TEXT_BYTES];
  if (text_valid_utf8(t, NULL) && decimal_read_cell(t, &n)) FUZZ_REQUIRE(decimal_read_cell((Text){shown, decimal_format(n, shown)}, &again) && again == n);
  if (decimal_read_json(t, &n)) FUZZ_REQUIRE(n >= -DECIMAL_MAX && n <= DECIMAL_MAX);
  if (size < 33) return 0;
  int64_t v[4];
  memcpy(v, data + 1, 32);
  int64_t points = v[0] % DECIMAL_MAX, age = v[1] < 0 ? -(v[1] + 1) : v[1], amount = (v[2] & 0xFFFFFF) + 1, share = (v[3] & 0xFFFF) % (DECIMAL_ONE + 1);
  int64_t left = decay_points((DecayKind)(data[0] % 5 + 1), points, age, amount, share, data[0] & 8 ? 100 : 10000);
  int64_t most = (points < 0 ? -points : points) + 10000;
  FUZZ_REQUIRE(left >= -most && left <= most);
  return 0;
}
