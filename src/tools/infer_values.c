// infer_values.c -- see infer_values.h.
#include "tools/infer_values.h"
#include "base/formats.h"
#include "lang/parse.h"
#include <stdlib.h>

// ---- names
static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static Text snake(Arena *arena, Text t) {
  char *out = arena_alloc(arena, t.size * 2 + 16);
  uint32_t n = 0;
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i], before = i ? t.data[i - 1] : 0, next = i + 1 < t.size ? t.data[i + 1] : 0;
    bool begins = is_upper(c) && ((is_letter(before) && !is_upper(before)) || is_digit(before) || (is_upper(before) && is_letter(next) && !is_upper(next)));
    bool part = is_letter(c) || is_digit(c);
    if ((begins || !part) && n && out[n - 1] != '_') out[n++] = '_';
    if (part) out[n++] = lower(c);
  }
  while (n && out[n - 1] == '_') n--;
  return (Text){out, n};
}
// Words that cannot name a field, and those of a decision.
static bool is_taken(Text name) {
  static const char *const words[] = {
#define DECISION_WORD(word) word,
#define KEYWORD(word, token, kind) kind == 1 ? word : "",
#define PHRASE(a, b, c, token)
#define RESERVED 1
#define OPTION 1
#define STATEMENT 0
#define CLAUSE 0
#include "lang/words.def"
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
#undef RESERVED
#undef OPTION
#undef STATEMENT
#undef CLAUSE
    "fit", "intent", "it", "leads", "separated", "score", "rubric",
  };
  for (uint32_t i = 0; i < sizeof words / sizeof *words; i++) if (text_is(name, words[i])) return true;
  return false;
}
Text name_of_header(Arena *arena, Text header) {
  const Text property = TEXT("property_"); // before every column of a warehouse's copy of HubSpot
  Text name = snake(arena, header);
  if (text_starts(name, property) && name.size > property.size) name = (Text){name.data + property.size, name.size - property.size};
  if (!name.size) return TEXT("column");
  if (is_digit(name.data[0])) name = text_format(arena, "n%.*s", (int)name.size, name.data);
  return is_taken(name) ? text_format(arena, "crm_%.*s", (int)name.size, name.data) : name;
}
bool name_has(Text name, const char *words) {
  for (uint32_t at = 0; at < name.size;) {
    const char *stop = memchr(name.data + at, '_', name.size - at);
    uint32_t size = stop ? (uint32_t)(stop - name.data) - at : name.size - at;
    for (const char *w = words; w; w = strchr(w, '|') ? strchr(w, '|') + 1 : NULL) {
      size_t n = strcspn(w, "|");
      if (n == size && memcmp(w, name.data + at, n) == 0) return true;
    }
    at += size + 1;
  }
  return false;
}
bool name_is_id(Text name) { return name_has(name, "id|uuid|guid|key|zip|zipcode|postal|postcode|hash|ip|sku|isbn|vat|siren|siret"); }

// ---- lists in cells
// Short parts: an address or a browser's name has long ones.
static bool parts_are_short(const Column *c, char separator) {
  uint64_t parts = 0, bytes = 0;
  for (uint32_t i = 0; i < c->value_count; i++) {
    Text t = c->values[i].text;
    for (uint32_t k = 0; k < t.size; k++) parts += t.data[k] == separator;
    parts++;
    bytes += t.size;
  }
  return bytes <= parts * 30;
}
char separator_of(const Column *c, Text name) {
  const Tally *y = &c->tally;
  bool many = name_has(name, "tags|tag|technologies|technology|tech|interests|skills|products|topics|channels|sources|lists|industries|keywords|labels|groups|segments|languages|competitors|ids|apps|tools");
  uint64_t least = many ? 10 : 25;
  if (c->strings + c->numbers && c->numbers) return 0;
  if (y->number == y->values || y->json_array == y->values || y->url * 2 > y->values || name_has(name, "agent|address|description|notes|comments|message|url")) return 0;
  if (y->semicolon * 100 >= y->values * least && y->semicolon > 1 && parts_are_short(c, ';')) return ';';
  if (y->pipe * 100 >= y->values * least && y->pipe > 1 && parts_are_short(c, '|')) return '|';
  return many && y->comma * 100 >= y->values * least && y->comma > 1 && parts_are_short(c, ',') ? ',' : 0;
}

// ---- few values
enum { FEW = 24, FEW_LONGEST = 40 };
static const char *const scales[][5] = { // lowest first
  {"low", "medium", "high"}, {"low", "mid", "high"}, {"primary", "secondary", "tertiary"}, {"cold", "warm", "hot"}, {"small", "medium", "large"},
  {"bronze", "silver", "gold", "platinum"}, {"opted_out", "unknown", "opted_in"}, {"junior", "mid", "senior"}, {"beginner", "intermediate", "advanced"},
};
static int by_count(const void *a, const void *b) {
  const Value *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return text_compare(x->text, y->text);
}
static const Value *value_named(const Value *values, uint32_t count, const char *word) {
  for (uint32_t i = 0; i < count; i++) if (text_is(values[i].folded, word)) return &values[i];
  return NULL;
}
// The values in the order of a scale that we know; false when they are none.
static bool scale_order(Value *values, uint32_t count, Value *ordered) {
  for (uint32_t k = 0; k < sizeof scales / sizeof *scales; k++) {
    uint32_t n = 0;
    for (int w = 0; w < 5 && scales[k][w]; w++) {
      const Value *v = value_named(values, count, scales[k][w]);
      if (v) ordered[n++] = *v;
    }
    if (n == count && n >= 3) return true;
  }
  return false;
}
static bool few_enough(const Column *c, uint32_t count) {
  uint64_t n = c->tally.values;
  if (c->overflows || count < 2 || count > FEW || c->tally.longest > FEW_LONGEST) return false;
  return (n >= 20 && n >= count * 4) || (n >= 8 && count <= 3);
}
void infer_values(Survey *s, Entry *e) {
  const Column *c = e->column;
  Value *values = ARENA_MANY(s->arena, Value, c->value_count + 1), *ordered = ARENA_MANY(s->arena, Value, FEW + 1);
  uint32_t count = 0;
  e->type = TYPE_TEXT;
  for (uint32_t i = 0; i < c->value_count && count <= FEW; i++) if (c->values[i].count) values[count++] = c->values[i];
  if (!few_enough(c, count)) return;
  qsort(values, count, sizeof *values, by_count);
  e->type = scale_order(values, count, ordered) ? TYPE_SCALE : TYPE_ONE_OF;
  if (e->type == TYPE_SCALE) values = ordered;
  e->values = ARENA_MANY(s->arena, Text, count);
  e->counts = ARENA_MANY(s->arena, uint64_t, count);
  e->value_count = count;
  for (uint32_t i = 0; i < count; i++) { e->values[i] = values[i].text; e->counts[i] = values[i].count; }
}
bool country_is_american(Text country) {
  const char *code = country_code(country);
  return code && memcmp(code, "US", 2) == 0;
}
