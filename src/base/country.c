// country.c -- the two-letter code of a country, from its codes and its English names.
//
// Codes are looked up directly by their letters, names in a sorted table by bisection, after bringing the text to the
// spelling of countries.def on the stack. Only ASCII letters as they stand are codes: "D.E." and "dé" are not Germany,
// while "U.S." is in the table of names. Rejected: a hash table, which would need a generator or a mutable global.
#include "base/formats.h"
#include <utf8proc.h>

enum { NAME_MOST = 64, LETTERS = 26 };

// clang-format off
enum { A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y, Z };
// clang-format on

typedef struct CountryName {
  const char *name;
  char code[3];
} CountryName;

#define COUNTRY(a, b, x, y, z) #a #b,
#define COUNTRY_NAME(name, a, b)
static const char codes[][3] = {
  "", // no country
#include "base/countries.def"
};
#undef COUNTRY

#define COUNTRY(a, b, x, y, z) COUNTRY_##a##b,
enum {
  COUNTRY_NONE,
#include "base/countries.def"
  COUNTRIES
};
#undef COUNTRY
_Static_assert(COUNTRIES <= 256, "a country is a byte in the tables below");

#define COUNTRY(a, b, x, y, z) [(a)*LETTERS + (b)] = COUNTRY_##a##b,
static const uint8_t by_two[LETTERS * LETTERS] = {
#include "base/countries.def"
};
#undef COUNTRY

#define COUNTRY(a, b, x, y, z) [((x)*LETTERS + (y)) * LETTERS + (z)] = COUNTRY_##a##b,
static const uint8_t by_three[LETTERS * LETTERS * LETTERS] = {
#include "base/countries.def"
};
#undef COUNTRY
#undef COUNTRY_NAME

#define COUNTRY(a, b, x, y, z)
#define COUNTRY_NAME(name, a, b) {name, #a #b},
static const CountryName names[] = {
#include "base/countries.def"
};
enum { NAMES = sizeof names / sizeof names[0] };

static unsigned letter_index(char c) { return (unsigned)((unsigned char)c | 32) - 'a'; }

static const char *code_of_letters(Text t) {
  unsigned at = 0;
  for (uint32_t i = 0; i < t.size; i++) {
    unsigned index = letter_index(t.data[i]);
    if (index >= LETTERS) return NULL;
    at = at * LETTERS + index;
  }
  unsigned country = t.size == 2 ? by_two[at] : by_three[at];
  return country ? codes[country] : NULL;
}

// ---- names ----------------------------------------------------------------------------------------------------------

typedef struct NameKey {
  uint32_t size, word; // where the last word begins
  char text[NAME_MOST];
} NameKey;

static bool key_put(NameKey *key, const char *piece, uint32_t size) {
  if (size > NAME_MOST - key->size) return false;
  memcpy(key->text + key->size, piece, size);
  key->size += size;
  return true;
}

static bool last_word_is(const NameKey *key, const char *word, uint32_t size) {
  return key->size - key->word == size && memcmp(key->text + key->word, word, size) == 0;
}

// Ends the last word, if one is open, with a blank.
static bool key_end_word(NameKey *key) {
  if (key->size == key->word) return true;
  if (last_word_is(key, "the", 3)) {
    key->size = key->word;
    return true;
  }
  if (last_word_is(key, "st", 2)) {
    key->size = key->word;
    if (!key_put(key, "saint", 5)) return false;
  }
  if (!key_put(key, " ", 1)) return false;
  key->word = key->size;
  return true;
}

static bool key_put_ascii(NameKey *key, uint32_t c) {
  char lower = (char)(c | 32);
  if (lower >= 'a' && lower <= 'z' && c < 0x80) return key_put(key, &lower, 1);
  if (c == '.' || c == '\'') return true;
  if (c == ' ' || (c >= 9 && c <= 13) || c == '-' || c == ',' || c == '(' || c == ')') return key_end_word(key);
  return c == '&' && key_end_word(key) && key_put(key, "and", 3) && key_end_word(key);
}

// A character beyond ASCII counts as the ASCII letters it has without its marks.
static bool key_put_wide(NameKey *key, uint32_t c) {
  enum { LONGEST = 32 };
  const utf8proc_option_t form = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
  if (c == 0x2018 || c == 0x2019) return true;
  if (text_is_space(c) || (c >= 0x2010 && c <= 0x2014)) return key_end_word(key);
  utf8proc_int32_t parts[LONGEST];
  int boundary = 0;
  utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, parts, LONGEST, form, &boundary);
  if (count < 0 || count > LONGEST) return false;
  for (utf8proc_ssize_t i = 0; i < count; i++)
    if (parts[i] >= 0x80 || !key_put_ascii(key, (uint32_t)parts[i])) return false;
  return true;
}

// The spelling of countries.def; size 0 when there is a character that no country has, or too many.
static Text key_read(Text t, NameKey *key) {
  const Text none = {key->text, 0};
  key->size = key->word = 0;
  for (const char *at = t.data, *end = at + t.size; at < end;) {
    uint32_t c = text_decode(&at, end);
    if (!(c < 0x80 ? key_put_ascii(key, c) : key_put_wide(key, c))) return none;
  }
  if (!key_end_word(key) || key->size == 0) return none;
  return (Text){key->text, key->size - 1}; // without the last blank
}

static const char *code_of_name(Text key) {
  uint32_t low = 0, high = NAMES;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    const char *name = names[middle].name;
    int order = strncmp(key.data, name, key.size); // a longer name with this beginning stands behind it
    if (order == 0 && name[key.size] == 0) return names[middle].code;
    if (order > 0) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

const char *country_code(Text t) {
  const char *code = t.size == 2 || t.size == 3 ? code_of_letters(t) : NULL;
  if (code || t.size < 2) return code;
  NameKey key;
  Text name = key_read(t, &key);
  return name.size ? code_of_name(name) : NULL;
}
