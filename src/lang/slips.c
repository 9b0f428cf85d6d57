// slips.c -- what people write who know another language, a spreadsheet or a filter of a CRM, told by the words around the place.
#include "lang/parse_parts.h"

// Words that may stand at the place and before it, with blanks between; NULL: any. `"` is a text, 0 a number.
typedef struct Slip { const char *two_before, *before, *here, *help; } Slip;
static const Slip slips[] = {
  {NULL, "in", "\"", "a set stands in parentheses: in (\"…\", \"…\")"},
  {"(", "\"", ",", "to ask for one of several write `in (…)`, `has any of (…)` or `contains any of (…)`"},
  {"is", "one", "of", "write `in (\"…\", \"…\")`"},
  {NULL, "is", "in", "write `in` without `is`"},
  {NULL, "is", "has", "write `has` without `is`"},
  {"is", "between", NULL, "write `between 5 and 10` without `is`"},
  {"is", "within before after older contains", NULL, "leave `is` out"},
  {NULL, "and or", "< <= > >= = != is in has contains starts ends matches between within", "each side is a whole condition: employees > 5 and employees < 10"},
  {"< <= > >= = is", "0", ",", "numbers stand without commas: 1000 or 1_000; several values are a set: in (5, 6)"},
  {NULL, "0", "to", "a range is written with dots: in 50..100"},
  {NULL, ",", "when for", "leave the comma out"},
  {NULL, NULL, "points pts", "points are a number alone: +20 when …"},
  {NULL, NULL, "unless", "write `when not (…)`"},
  {"for", "each", NULL, "`each` stands with the points: +5 each for events"},
  {"each", NULL, "where", "`each` stands with the points: +5 each for events"},
  {NULL, NULL, "because", "`because \"…\"` stands before `when`, `for` or `by`"},
  {NULL, "within in the", "last past", "write `within 90 days`: it counts back from now"},
  {"within in the", "last past", NULL, "write `within 90 days`: it counts back from now"},
};

static bool stands(const Parser *p, uint32_t back, const char *words) {
  if (!words) return true;
  if (back > p->last_raw || p->last_raw - back >= p->raw_count) return false;
  const Raw *raw = &p->raws[p->last_raw - back];
  Text word = {p->bytes.data + raw->start, raw->end - raw->start};
  if (raw->kind == RAW_NUMBER) word = TEXT("0");
  if (raw->kind == RAW_TEXT) word = TEXT("\"");
  for (const char *at = words; *at; at += strspn(at, " ")) {
    size_t size = strcspn(at, " ");
    if (text_equal(word, (Text){at, (uint32_t)size})) return true;
    at += size;
  }
  return false;
}
const char *slip_help(const Parser *p) {
  for (uint32_t i = 0; i < sizeof slips / sizeof *slips; i++)
    if (stands(p, 2, slips[i].two_before) && stands(p, 1, slips[i].before) && stands(p, 0, slips[i].here)) return slips[i].help;
  return NULL;
}
