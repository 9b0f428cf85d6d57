// dates.c -- dates, times, forms: what is read is shown and read again as the same.
#include "base/clock.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 200) return 0;
  Text t = {(const char *)data, (uint32_t)size};
  int64_t time, again, date;
  char shown[CLOCK_TEXT_BYTES];
  if (!text_valid_utf8(t, NULL)) return 0;
  if (clock_read_time(t, zone_utc(), &time)) {
    uint32_t n = clock_format_time(time, shown);
    FUZZ_REQUIRE(clock_read_time((Text){shown, n}, zone_utc(), &again) && again == time);
  }
  if (clock_read_date(t, &date)) {
    uint32_t n = clock_format_date(date, shown);
    FUZZ_REQUIRE(clock_read_date((Text){shown, n}, &again) && again == date);
  }
  const char *why, *half = memchr(t.data, '|', t.size);
  if (!half) return 0;
  Text form = {t.data, (uint32_t)(half - t.data)}, cell = {half + 1, (uint32_t)(t.data + t.size - half - 1)};
  if (clock_form_valid(form, &why) && clock_read_form(cell, form, zone_utc(), &time)) FUZZ_REQUIRE(time >= CLOCK_TIME_MIN && time <= CLOCK_TIME_MAX);
  return 0;
}
