// api_show.c -- a value as people write it, for tools and for what a failed test shows.
#include "api.h"

static Text show_duration(Arena *arena, int64_t us) {
  static const struct { int64_t us; const char *one, *many; } units[] = {{CLOCK_DAY, "day", "days"}, {CLOCK_HOUR, "hour", "hours"}, {CLOCK_MINUTE, "minute", "minutes"}, {CLOCK_SECOND, "second", "seconds"}};
  for (int i = 0; i < 4; i++)
    if (us % units[i].us == 0 && (us || i == 3)) return text_format(arena, "%lld %s", (long long)(us / units[i].us), us / units[i].us == 1 ? units[i].one : units[i].many);
  return text_format(arena, "%lld microseconds", (long long)us);
}
static Text show_text(Arena *arena, Text t) { // as a literal that means it
  char *out = arena_alloc_raw(arena, t.size * 2 + 3);
  uint32_t n = 0;
  out[n++] = '"';
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if (c == '"' || c == '\\' || c == '\n' || c == '\t') out[n++] = '\\';
    out[n++] = c == '\n' ? 'n' : c == '\t' ? 't' : c;
  }
  out[n++] = '"';
  return (Text){out, n};
}
Text api_show_int(int64_t value, Type type, Arena *arena) {
  char out[CLOCK_TEXT_BYTES];
  if (type.values && value >= 0 && value < type.values->count) return show_text(arena, type.values->items[value]);
  if (type.kind == TYPE_DATE) return text_copy(arena, (Text){out, clock_format_date(value, out)});
  if (type.kind == TYPE_TIME) return text_copy(arena, (Text){out, clock_format_time(value, out)});
  if (type.kind == TYPE_DURATION) return show_duration(arena, value);
  return text_copy(arena, (Text){out, decimal_format(value, out)});
}
Text api_show(const Column *c, ColumnKind kind, Type type, uint32_t row, Arena *arena) {
  if (!bit_get(c->known, row)) return TEXT("unknown");
  switch (kind) {
    case KIND_TRUTH: return bit_get(c->yes, row) ? TEXT("true") : TEXT("false");
    case KIND_TEXT: return show_text(arena, c->texts[row]);
    case KIND_LIST: { uint32_t n = c->offsets[row + 1] - c->offsets[row]; return text_format(arena, n == 1 ? "%u element" : "%u elements", n); }
    default: return api_show_int(c->ints[row], type, arena);
  }
}
