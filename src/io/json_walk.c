// json_walk.c -- see json_walk.h.
//
// A token ends before the next one begins; in compact JSON the byte before that is the closing quote or the last digit. Where
// it is not (blanks between tokens), the walk gives up too: pretty-printed files take the long road.
#include "io/json_walk.h"
#include "base/limits.h"
#include "column/batch_token.h"

typedef const uint32_t *Token; // where it begins in the data; after the last one: the record's size

// Every walk takes the token at hand and gives the one behind what it has read, or NULL when that is not plain.
typedef struct Walk {
  const char *data;
  Token end;
  KeySet *sets;
  const SlotTable *schema;
  Batch *batch;
  char *strings;             // room for texts with escapes
  const char *escape;        // the next backslash at or behind the token at hand, or the record's end
  uint32_t depth;
} Walk;

// ---- escapes
static int32_t hex4(const char *p) { // -1: not four hexadecimal digits
  int32_t n = 0;
  for (int i = 0; i < 4; i++) {
    char c = p[i];
    int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (v < 0) return -1;
    n = n << 4 | v;
  }
  return n;
}
static bool escape_u(const char **at, const char *end, uint32_t *code) { // behind the u; lone surrogates are not plain
  int32_t high = end - *at >= 4 ? hex4(*at) : -1, low;
  if (high < 0) return false;
  *at += 4;
  *code = (uint32_t)high;
  if (high < 0xD800 || high > 0xDFFF) return true;
  if (high > 0xDBFF || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u' || (low = hex4(*at + 2)) < 0xDC00 || low > 0xDFFF) return false;
  *at += 6;
  *code = 0x10000u + (((uint32_t)high & 0x3FF) << 10) + ((uint32_t)low & 0x3FF);
  return true;
}
static inline const char *escape_after(const Walk *w, const char *at) {
  const char *end = w->data + *w->end, *escape = memchr(at, '\\', (size_t)(end - at));
  return escape ? escape : end;
}
// Into the strings; false for an escape that JSON does not have.
static bool unescape(Walk *w, Text *text) {
  static const char letters[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
  const char *at = text->data, *end = at + text->size;
  char *out = w->strings, *begin = out;
  while (at < end) {
    if (*at != '\\') { *out++ = *at++; continue; }
    if (++at == end) return false;
    const char *known = memchr(letters, *at, sizeof letters - 1);
    uint32_t code;
    if (known) { *out++ = means[known - letters]; at++; continue; }
    if (*at++ != 'u' || !escape_u(&at, end, &code)) return false;
    out += text_encode(code, out);
  }
  w->strings = out + 8; // eight bytes behind a text are readable
  *text = (Text){begin, (uint32_t)(out - begin)};
  w->escape = escape_after(w, end);
  return true;
}

// ---- tokens
// The text that begins at the token, whose closing quote is the byte before the next token; false when it is not plain.
static inline bool text_read(Walk *w, Token at, Text *text) {
  const char *begin = w->data + at[0] + 1, *close = w->data + at[1] - 1;
  if (close < begin || *close != '"') return false;
  *text = (Text){begin, (uint32_t)(close - begin)};
  return close <= w->escape || unescape(w, text);
}

static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
// A number without an exponent: its token, and its value when it has no fraction and few digits. False: not plain.
static inline bool number_read(const Walk *w, Token at, Text *digits, int64_t *value, bool *whole) {
  const char *p = w->data + at[0], *end = w->data + at[1], *first;
  bool negative = *p == '-';
  *digits = (Text){p, (uint32_t)(end - p)};
  p += negative;
  first = p;
  uint64_t n = 0;
  for (; p < end && is_digit(*p); p++) n = n * 10 + (uint64_t)(*p - '0');
  if (p == first || p - first > 18 || (*first == '0' && p - first > 1)) return false;
  *value = negative ? -(int64_t)n : (int64_t)n;
  *whole = p == end && !(negative && n == 0);
  if (p < end) { // a fraction
    if (*p++ != '.' || p == end) return false;
    for (; p < end; p++) if (!is_digit(*p)) return false;
  }
  return true;
}
static inline bool word_is(const Walk *w, Token at, const char *word, uint32_t size) {
  return at[1] - at[0] == size && memcmp(w->data + at[0], word, size) == 0;
}

// ---- values
static Token object_walk(Walk *w, KeySet *set, Token at);
static Token list_walk(Walk *w, KeyUse use, Token at);

static Token scalar_walk(Walk *w, const KeyUse *uses, uint32_t count, Token at) { // a number or a word, for every slot that reads the key
  Text digits;
  int64_t value;
  bool whole;
  char c = w->data[*at];
  if (c == 'n') return word_is(w, at, "null", 4) ? at + 1 : NULL;
  if (c == 't' || c == 'f') {
    if (!(c == 't' ? word_is(w, at, "true", 4) : word_is(w, at, "false", 5))) return NULL;
    for (uint32_t i = 0; i < count; i++) batch_put_boolean(w->batch, uses[i].slot, uses[i].rank, c == 't');
    return at + 1;
  }
  if (!number_read(w, at, &digits, &value, &whole)) return NULL;
  for (uint32_t i = 0; i < count; i++) {
    if (whole) batch_put_integer(w->batch, uses[i].slot, uses[i].rank, value, digits);
    else batch_put_number(w->batch, uses[i].slot, uses[i].rank, digits);
  }
  return at + 1;
}
static Token container_walk(Walk *w, const KeyUse *use, Token at) {
  TypeKind type = (TypeKind)w->schema->slots[use->slot].type;
  if (w->data[*at] == '[') return type == TYPE_LIST ? list_walk(w, *use, at) : NULL;
  if (type != TYPE_RECORD || !batch_begin_record(w->batch, use->slot, use->rank)) return NULL;
  at = object_walk(w, &w->sets[use->slot], at);
  if (at) batch_end_record(w->batch, use->slot);
  return at;
}
static __attribute__((noinline)) Token other_walk(Walk *w, const KeyUse *uses, uint32_t count, Token at) { // what value_walk leaves
  char c = w->data[*at];
  if (c == '[' || c == '{') return count == 1 ? container_walk(w, uses, at) : NULL;
  if (c != '"') return scalar_walk(w, uses, count, at);
  Text text;
  if (!text_read(w, at, &text)) return NULL;
  for (uint32_t i = 0; i < count; i++) batch_put_text(w->batch, uses[i].slot, uses[i].rank, text);
  return at + 1;
}
static inline Token value_walk(Walk *w, const KeyUse *uses, uint32_t count, bool alone, Token at) {
  if (at >= w->end) return NULL;
  Text token = {w->data + at[0], at[1] - at[0]};
  if (token.data + token.size > w->escape) return other_walk(w, uses, count, at);
  bool done = count == 1 ? batch_put_token(w->batch, uses->slot, uses->rank, alone, token) : count == 0 && token_is_text(token);
  return done ? at + 1 : other_walk(w, uses, count, at);
}
static inline Token element_walk(Walk *w, KeyUse use, uint32_t element, bool plain, Token at) {
  char c = w->data[*at];
  if (plain) return c == '{' || c == '[' ? NULL : value_walk(w, &(KeyUse){element, 0}, 1, true, at);
  if (c != '{') return NULL;
  batch_begin_element(w->batch, use.slot);
  at = object_walk(w, &w->sets[use.slot], at);
  if (at) batch_end_element(w->batch, use.slot);
  return at;
}
static Token list_walk(Walk *w, KeyUse use, Token at) {
  uint32_t element = w->schema->slots[use.slot].first_child;
  bool plain = slot_is_element(w->schema, element);
  if (!batch_begin_list(w->batch, use.slot, use.rank)) return NULL;
  if (w->data[*++at] != ']')
    for (;; at++) {
      at = element_walk(w, use, element, plain, at);
      if (!at || at >= w->end) return NULL;
      if (w->data[*at] == ']') break;
      if (w->data[*at] != ',') return NULL;
    }
  batch_end_list(w->batch, use.slot);
  return at + 1;
}

// ---- objects
// The key at the token, which is not the one guessed; NULL: not plain.
static __attribute__((noinline)) Key *key_walk(Walk *w, KeySet *set, Key **guess, Token at) {
  Text name;
  if (w->data[at[0]] != '"' || w->data[at[1]] != ':' || !text_read(w, at, &name)) return NULL;
  return keys_find(set, name, guess);
}
// From the opening brace to behind the closing one.
static Token object_walk(Walk *w, KeySet *set, Token at) {
  const char *data = w->data;
  const uint64_t object = ++set->object;
  Key **guess = &set->first;
  if (++w->depth > LIMIT_JSON_DEPTH) return NULL;
  if (data[*++at] != '}')
    for (;; at++) {
      Key *key = *guess;
      if (!key_is_token(key, data + at[0], at[1] - at[0])) key = key_walk(w, set, guess, at);
      if (!key || key->seen == object) return NULL; // twice: json_read_record says so
      key->seen = object;
      guess = &key->next;
      at += 2;
      if (key->prefix && data[*at] == '{') return NULL; // a dotted name may reach into it
      at = value_walk(w, key->uses, key->use_count, key->alone, at);
      if (!at || at >= w->end) return NULL;
      if (data[*at] == '}') break;
      if (data[*at] != ',') return NULL;
    }
  w->depth--;
  return at + 1;
}
bool json_walk(JsonParser *parser, KeySet *sets, const SlotTable *schema, Batch *batch, Text record, uint8_t *strings) {
  Token at;
  uint32_t count;
  if (!json_tokens(parser, record.data, record.size, &at, &count)) return false;
  Walk w = {record.data, at + count, sets, schema, batch, (char *)strings, NULL, 0};
  w.escape = escape_after(&w, w.data);
  return record.data[*at] == '{' && object_walk(&w, &sets[schema->slot_count], at) == w.end;
}
