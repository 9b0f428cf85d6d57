// infer_values.c -- see infer_values.h.
#include "tools/infer_values.h"
#include "base/formats.h"
#include "tools/init.h"
#include <stdlib.h>
#include <utf8proc.h>

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
static bool among(Text name, const char *const *words, size_t count) {
  for (size_t i = 0; i < count; i++) if (text_is(name, words[i])) return true;
  return false;
}
// What a decision has, and the scores: a column of the CRM has another name.
static bool is_decided(Text name) {
  static const char *const words[] = {
#define DECISION_WORD(word) word,
#include "lang/words.def"
    "fit", "intent", "leads", "score", "rubric",
  };
  return among(name, words, sizeof words / sizeof *words);
}
// Words that cannot name a field.
static bool is_reserved(Text name) {
  static const char *const words[] = {
#define KEYWORD(word, token, kind) kind == 1 ? word : "",
#define PHRASE(a, b, c, token)
#define RESERVED 1
#define OPTION 1
#define STATEMENT 0
#define CLAUSE 0
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
#undef RESERVED
#undef OPTION
#undef STATEMENT
#undef CLAUSE
    "it", "separated",
  };
  return among(name, words, sizeof words / sizeof *words);
}
// Größe -> Grosse
static Text without_marks(Arena *arena, Text t) {
  utf8proc_uint8_t *plain = NULL;
  utf8proc_ssize_t size = utf8proc_map((const utf8proc_uint8_t *)t.data, (utf8proc_ssize_t)t.size, &plain, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
  if (size < 0) return t;
  Draft d = {.arena = arena};
  for (utf8proc_ssize_t i = 0; i < size; i++) {
    bool sharp = plain[i] == 0xC3 && i + 1 < size && plain[i + 1] == 0x9F;
    draft(&d, sharp ? "ss" : "%c", plain[i]);
    i += sharp;
  }
  free(plain);
  return (Text){d.text.items, d.text.count};
}
Text name_of_header(Arena *arena, Text header) {
  const Text property = TEXT("property_"); // before every column of a warehouse's copy of HubSpot
  Text name = snake(arena, without_marks(arena, header));
  if (text_starts(name, property) && name.size > property.size) name = (Text){name.data + property.size, name.size - property.size};
  if (text_starts(name, TEXT("e_mail"))) name = text_format(arena, "email%.*s", (int)name.size - 6, name.data + 6);
  if (!name.size) return TEXT("column");
  if (is_digit(name.data[0])) name = text_format(arena, "n%.*s", (int)name.size, name.data);
  if (is_reserved(name)) return text_format(arena, "%.*s_value", (int)name.size, name.data);
  return is_decided(name) ? text_format(arena, "crm_%.*s", (int)name.size, name.data) : name;
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
static bool parts_are_short(const Seen *c, char separator) {
  uint64_t parts = 0, bytes = 0;
  for (uint32_t i = 0; i < c->value_count; i++) {
    Text t = c->values[i].text;
    for (uint32_t k = 0; k < t.size; k++) parts += t.data[k] == separator;
    parts++;
    bytes += t.size;
  }
  return bytes <= parts * 30;
}
char separator_of(const Seen *c, Text name) {
  const Tally *y = &c->tally;
  bool many = name_has(name, "tags|tag|technologies|technology|tech|interests|skills|products|topics|channels|sources|lists|industries|keywords|labels|groups|segments|languages|competitors|ids|apps|tools");
  uint64_t least = many ? 10 : 25, times = many ? 1 : 2;
  if (c->strings + c->numbers && c->numbers) return 0;
  if (y->number == y->values || y->json_array == y->values || y->url * 2 > y->values || name_has(name, "agent|address|description|notes|comments|message|url")) return 0;
  if (y->semicolon * 100 >= y->values * least && y->semicolon >= times && parts_are_short(c, ';')) return ';';
  if (y->pipe * 100 >= y->values * least && y->pipe >= times && parts_are_short(c, '|')) return '|';
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
// A hash or a key of some machine: nobody writes rules about it.
static bool is_opaque(Text t) {
  uint32_t digits = 0;
  for (uint32_t i = 0; i < t.size; i++) {
    digits += is_digit(t.data[i]);
    if (t.data[i] == ' ') return false;
  }
  return t.size >= 16 && digits >= 2;
}
static bool few_enough(const Seen *c, uint32_t count) {
  uint64_t n = c->tally.values;
  if (c->overflows || count < 2 || count > FEW || c->tally.longest > FEW_LONGEST) return false;
  return (n >= 20 && n >= count * 4) || (n >= 8 && count <= 3);
}
void infer_values(Survey *s, Entry *e) {
  const Seen *c = e->column;
  Value *values = ARENA_MANY(s->arena, Value, c->value_count + 1), *ordered = ARENA_MANY(s->arena, Value, FEW + 1);
  uint32_t count = 0;
  e->type = TYPE_TEXT; // tomorrow there will be another title, another city
  for (uint32_t i = 0; i < c->value_count && count <= FEW; i++) if (c->values[i].count) values[count++] = c->values[i];
  if (!few_enough(c, count) || name_has(e->name, "name|firstname|lastname|title|jobtitle|company|city|address|street|notes|description|comment|comments|subject|message|recipient|referrer|email")) return;
  for (uint32_t i = 0; i < count; i++) if (is_opaque(values[i].text)) return;
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
