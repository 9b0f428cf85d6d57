// json_walk.c -- see json_walk.h.
//
// A token ends before the next one begins; in compact JSON the byte before that is the closing quote or the last digit. Where
// it is not (blanks between tokens), the walk gives up too: pretty-printed files take the long road.
#include "io/json_walk.h"
#include "base/limits.h"
#include "column/batch.h"

typedef struct Walk {
  const char *data;
  const uint32_t *at;        // the token at hand; after the last one: the record's size
  const uint32_t *end;
  KeySet *sets;
  const SlotTable *schema;
  Batch *batch;
  char *strings;             // room for texts with escapes
  bool escapes;              // a backslash stands somewhere in the record
  uint32_t depth;
} Walk;

static inline char token(const Walk *w) { return w->data[*w->at]; }

#define ONES 0x0101010101010101ull
#define HIGH 0x8080808080808080ull
static inline bool has_backslash(const char *p, uint32_t size) { // reads up to 7 bytes more
  uint64_t found = 0;
  for (uint32_t i = 0; i < size; i += 8) {
    uint64_t word = key_word(p + i) ^ ONES * '\\', hit = (word - ONES) & ~word & HIGH;
    uint32_t left = size - i;
    found |= left >= 8 ? hit : hit & ((1ull << 8 * left) - 1);
  }
  return found != 0;
}
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
  return true;
}

// ---- tokens
// The text that begins at the token; false when it is not plain. Moves to the next token.
static inline bool text_read(Walk *w, Text *text) {
  uint32_t from = w->at[0] + 1, to = w->at[1] - 1; // the closing quote, when nothing stands between it and the next token
  if (to < from || w->data[to] != '"') return false;
  *text = (Text){w->data + from, to - from};
  w->at++;
  return !w->escapes || !has_backslash(text->data, text->size) || unescape(w, text);
}

static inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
// A number without an exponent: its token, and its value when it has no fraction and few digits. False: not plain.
static inline bool number_read(Walk *w, Text *digits, int64_t *value, bool *whole) {
  const char *p = w->data + w->at[0], *end = w->data + w->at[1], *first;
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
  w->at++;
  return true;
}
static inline bool word_read(Walk *w, const char *word, uint32_t size) {
  if (w->at[1] - w->at[0] != size || memcmp(w->data + w->at[0], word, size) != 0) return false;
  w->at++;
  return true;
}

static bool object_walk(Walk *w, KeySet *set);

static bool list_walk(Walk *w, KeyUse use);
static bool scalar_walk(Walk *w, const KeyUse *uses, uint32_t count) { // a number or a word, for every slot that reads the key
  Text digits;
  int64_t value;
  bool whole;
  char c = token(w);
  if (c == 'n') return word_read(w, "null", 4);
  if (c == 't' || c == 'f') {
    if (!(c == 't' ? word_read(w, "true", 4) : word_read(w, "false", 5))) return false;
    for (uint32_t i = 0; i < count; i++) batch_put_boolean(w->batch, uses[i].slot, uses[i].rank, c == 't');
    return true;
  }
  if (!number_read(w, &digits, &value, &whole)) return false;
  for (uint32_t i = 0; i < count; i++) {
    if (whole) batch_put_integer(w->batch, uses[i].slot, uses[i].rank, value, digits);
    else batch_put_number(w->batch, uses[i].slot, uses[i].rank, digits);
  }
  return true;
}
static inline bool value_walk(Walk *w, const KeyUse *uses, uint32_t count) {
  char c = token(w);
  if (c == '"') {
    Text text;
    if (!text_read(w, &text)) return false;
    for (uint32_t i = 0; i < count; i++) batch_put_text(w->batch, uses[i].slot, uses[i].rank, text);
    return true;
  }
  if (c != '[' && c != '{') return scalar_walk(w, uses, count);
  if (count != 1) return false;
  TypeKind type = (TypeKind)w->schema->slots[uses->slot].type;
  if (c == '[') return type == TYPE_LIST && list_walk(w, *uses);
  if (type != TYPE_RECORD || !batch_begin_record(w->batch, uses->slot, uses->rank) || !object_walk(w, &w->sets[uses->slot])) return false;
  batch_end_record(w->batch, uses->slot);
  return true;
}
static bool list_walk(Walk *w, KeyUse use) {
  uint32_t element = w->schema->slots[use.slot].first_child;
  bool plain = slot_is_element(w->schema, element);
  if (!batch_begin_list(w->batch, use.slot, use.rank)) return false;
  w->at++;
  bool first = true;
  while (token(w) != ']' || !first) {
    if (plain) {
      if (token(w) == '{' || token(w) == '[' || !value_walk(w, &(KeyUse){element, 0}, 1)) return false;
    } else {
      if (token(w) != '{') return false;
      batch_begin_element(w->batch, use.slot);
      if (!object_walk(w, &w->sets[use.slot])) return false;
      batch_end_element(w->batch, use.slot);
    }
    first = false;
    if (w->at >= w->end) return false;
    if (token(w) == ']') break;
    if (token(w) != ',') return false;
    w->at++;
  }
  w->at++;
  batch_end_list(w->batch, use.slot);
  return true;
}
// From the opening brace to behind the closing one.
static bool object_walk(Walk *w, KeySet *set) {
  uint64_t number = ++set->object;
  uint32_t *guess = &set->first;
  if (++w->depth > LIMIT_JSON_DEPTH) return false;
  w->at++;
  for (bool first = true; token(w) != '}' || !first; first = false) {
    Text name;
    if (w->at + 3 >= w->end || token(w) != '"' || !text_read(w, &name) || token(w) != ':') return false;
    w->at++;
    uint32_t id = keys_find(set, name, guess);
    if (id == KEY_NONE) return false;
    Key *key = &set->keys[id];
    if (key->seen == number) return false; // twice: json_read_record says so
    key->seen = number;
    guess = &key->next;
    if (key->prefix && token(w) == '{') return false; // a dotted name may reach into it
    if (key->use_count || (token(w) != '{' && token(w) != '[')) { if (!value_walk(w, &set->uses[key->use], key->use_count)) return false; }
    else return false;
    if (token(w) == '}') break;
    if (token(w) != ',' ) return false;
    w->at++;
  }
  w->at++;
  w->depth--;
  return true;
}
bool json_walk(JsonParser *parser, KeySet *sets, const SlotTable *schema, Batch *batch, Text record, uint8_t *strings) {
  const uint32_t *at;
  uint32_t count;
  if (!json_tokens(parser, record.data, record.size, &at, &count) || count < 2) return false;
  Walk w = {record.data, at, at + count, sets, schema, batch, (char *)strings, memchr(record.data, '\\', record.size) != NULL, 0};
  return token(&w) == '{' && object_walk(&w, &sets[schema->slot_count]) && w.at == w.end;
}
