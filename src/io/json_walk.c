// json_walk.c -- see json_walk.h.
//
// A token ends before the next one begins; in compact JSON the byte before that is the closing quote or the last digit. Where
// it is not (blanks between tokens), the walk gives up too: pretty-printed files take the long road.
#include "io/json_walk.h"
#include "base/limits.h"
#include "column/batch_token.h"

typedef const uint32_t *Token; // where it begins in the data; after the last one: the size of the data

// Every walk takes the token at hand and gives the one behind what it has read, or NULL when that is not plain.
typedef struct Walk {
  const char *data;
  Token end;
  KeySet *sets;
  const SlotTable *schema;
  Batch *batch;
  char *strings;             // room for texts with escapes
  JsonTokens *tokens;
  uint32_t escape;           // where the next backslash is, or the size of the data
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
static inline const char *escape_after(const JsonTokens *t, const char *at) {
  const char *end = t->data + t->size, *escape = memchr(at, '\\', (size_t)(end - at));
  return escape ? escape : end;
}
// Whole blocks: a few bytes behind `to` are readable, and behind the copy writable.
static inline char *plain_copy(char *out, const char *from, const char *to) {
  char *end = out + (to - from);
  for (; from < to; from += 16, out += 16) memcpy(out, from, 16);
  return end;
}
// Into the strings; false for an escape that JSON does not have.
static bool unescape(Walk *w, Text *text) {
  static const char letters[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
  const char *at = text->data, *end = at + text->size, *escape = w->data + w->escape;
  char *out = w->strings, *begin = out;
  while (escape < end) { // at the next backslash
    out = plain_copy(out, at, escape);
    if ((at = escape + 1) == end) return false;
    const char *known = memchr(letters, *at, sizeof letters - 1);
    uint32_t code;
    if (known) *out++ = means[known - letters];
    else if (*at != 'u') return false;
    at++;
    if (!known) {
      if (!escape_u(&at, end, &code)) return false;
      out += text_encode(code, out);
    }
    escape = escape_after(w->tokens, at);
  }
  w->strings = plain_copy(out, at, end);
  *text = (Text){begin, (uint32_t)(w->strings - begin)};
  w->tokens->escape = escape;
  w->escape = (uint32_t)(escape - w->data);
  return true;
}

// ---- tokens
// The text that begins at the token, whose closing quote is the byte before the next token; false when it is not plain.
static inline bool text_read(Walk *w, Token at, Text *text) {
  const char *begin = w->data + at[0] + 1, *close = w->data + at[1] - 1;
  if (close < begin || *close != '"') return false;
  *text = (Text){begin, (uint32_t)(close - begin)};
  return close <= w->data + w->escape || unescape(w, text);
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
static inline bool is_plain(const Walk *w, Token at) { return at[1] <= w->escape; } // without escapes

// ---- objects
// The key at the token, which is not the one guessed; NULL: not plain.
static __attribute__((noinline)) Key *key_walk(Walk *w, KeySet *set, Key **guess, Token at) {
  Text name;
  if (w->data[at[0]] != '"' || w->data[at[1]] != ':' || !text_read(w, at, &name)) return NULL;
  return keys_find(set, name, guess);
}
// Of a slot that has other names: the first of them that has a value is taken here.
static __attribute__((noinline)) bool shared_put(const Key *key, SlotState *s, OpenRow row, Text token) {
  if (slot_taken(s, row.row)) return false;
  s->rank = key->uses->rank;
  return batch_put_token(s, key->road & (KEY_SHARED - 1), row, token);
}
static inline bool token_put(const Key *key, SlotState *slots, OpenRow row, Text token) {
  SlotState *s = &slots[key->slot];
  if (key->road < KEY_SHARED) return batch_put_token(s, key->road, row, token);
  return key->road == KEY_SKIPPED ? token_is_text(token) : shared_put(key, s, row, token);
}
// From the opening brace to behind the closing one.
static inline __attribute__((always_inline)) Token fields_walk(Walk *w, KeySet *set, Token at) {
  const char *data = w->data;
  const uint64_t object = ++set->object;
  const OpenRow row = row_open(w->batch, set->domain);
  SlotState *slots = w->batch->inside->slots;
  const Token last = w->end - 4;
  Key **guess = &set->first;
  if (data[*++at] != '}')
    for (;; at++) {
      if (at > last) return NULL; // a key, a colon, a value and what follows it
      Key *key = *guess;
      if (!key_is_token(key, data + at[0]) && !key_is_token(key = key->next, data + at[0])) key = key_walk(w, set, guess, at);
      if (!key || key->seen == object) return NULL; // twice: json_read_record says so
      key->seen = object;
      guess = &key->next;
      at += 2;
      Text token = {data + at[0], at[1] - at[0]};
      if (is_plain(w, at) && token_put(key, slots, row, token)) at++;
      else if ((key->prefix && *token.data == '{') || !(at = other_walk(w, key->uses, key->use_count, at))) return NULL; // a dotted name may reach into it
      if (data[*at] != ',') break;
    }
  return data[*at] == '}' ? at + 1 : NULL;
}
static Token object_walk(Walk *w, KeySet *set, Token at) {
  if (++w->depth > LIMIT_JSON_DEPTH) return NULL;
  at = fields_walk(w, set, at);
  w->depth--;
  return at;
}

// ---- lists
// From the first element to the closing bracket.
static Token elements_walk(Walk *w, uint32_t element, Token at) {
  SlotState *s = &w->batch->inside->slots[element];
  const uint32_t domain = w->schema->slots[element].domain;
  const bool part = s->quick == QUICK_PART;
  for (;; at++) {
    if (at >= w->end) return NULL;
    Text token = {w->data + at[0], at[1] - at[0]};
    if (part && is_plain(w, at) && batch_put_part(w->batch, s, domain, token)) at++;
    else if (*token.data == '{' || *token.data == '[' || !(at = other_walk(w, &(KeyUse){element, 0}, 1, at))) return NULL;
    if (w->data[*at] != ',') return at;
  }
}
static Token records_walk(Walk *w, uint32_t slot, Token at) { // the same
  const uint32_t domain = w->schema->slots[slot].element_domain;
  KeySet *set = &w->sets[slot];
  if (++w->depth > LIMIT_JSON_DEPTH) return NULL;
  for (;; at++) {
    if (at >= w->end || w->data[*at] != '{') return NULL;
    batch_begin_element(w->batch, slot);
    if (!(at = fields_walk(w, set, at))) return NULL;
    batch_next_element(w->batch, slot, domain);
    if (w->data[*at] != ',') break;
  }
  w->depth--;
  return at;
}
static Token list_walk(Walk *w, KeyUse use, Token at) {
  uint32_t element = w->schema->slots[use.slot].first_child;
  if (!batch_begin_list(w->batch, use.slot, use.rank)) return NULL;
  if (w->data[*++at] != ']') at = slot_is_element(w->schema, element) ? elements_walk(w, element, at) : records_walk(w, use.slot, at);
  if (!at || at >= w->end || w->data[*at] != ']') return NULL;
  batch_end_list(w->batch, use.slot);
  return at + 1;
}

// ---- records
bool json_tokens_read(JsonTokens *t, JsonParser *parser, Text text) {
  uint32_t count;
  *t = (JsonTokens){.data = text.data, .escape = text.data, .size = text.size};
  if (!json_tokens(parser, text.data, text.size, &t->at, &count)) return false;
  t->end = t->at + count;
  t->escape = escape_after(t, text.data);
  return true;
}
// A brace that is a token stands outside of texts: so what comes before the record has no say in how its tokens are found.
bool json_tokens_hold(JsonTokens *t, Text record) {
  if (t->at == t->end || record.data < t->data || record.data + record.size > t->data + t->size || *record.data != '{') return false;
  uint32_t from = (uint32_t)(record.data - t->data);
  while (t->at < t->end && *t->at < from) t->at++;
  return t->at < t->end && *t->at == from;
}
bool json_walk(JsonTokens *t, KeySet *sets, const SlotTable *schema, Batch *batch, Text record, uint8_t *strings) {
  const char *end = record.data + record.size;
  if (t->escape < record.data) t->escape = escape_after(t, record.data);
  Walk w = {t->data, t->end, sets, schema, batch, (char *)strings, t, (uint32_t)(t->escape - t->data), 0};
  Token at = object_walk(&w, &sets[schema->slot_count], t->at);
  if (!at || t->data + at[-1] >= end || (at < t->end && t->data + *at < end)) return false;
  t->at = at;
  return true;
}
