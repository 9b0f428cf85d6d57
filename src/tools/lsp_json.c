// lsp_json.c -- see lsp_json.h.
#include "tools/lsp_json.h"
#include "io/json_repair.h"

enum { TAPE_SHIFT = 56 };
static char type_at(Item i, uint32_t at) { return (char)(i.tape[at] >> TAPE_SHIFT); }
static uint64_t payload(Item i) { return i.tape[i.at] & ((1ULL << TAPE_SHIFT) - 1); }
static Item nothing(void) { return (Item){0}; }
static uint32_t behind(Item i, uint32_t at) { // the word after the value at `at`
  switch (type_at(i, at)) {
    case '{': case '[': return (uint32_t)i.tape[at];
    case 'l': case 'u': case 'd': return at + 2;
    default: return at + 1;
  }
}

// An editor that cuts a character in two sends half of a surrogate pair: it becomes U+FFFD, which is as wide.
bool item_parse(JsonParser *parser, Arena *arena, Text message, Item *item) {
  uint64_t *tape = NULL;
  char *data = arena_alloc(arena, (size_t)message.size + JSON_PADDING);
  uint8_t *strings = arena_alloc_raw(arena, json_string_room(message.size));
  memcpy(data, message.data, message.size);
  JsonStatus status = json_parse(parser, data, message.size, strings, &tape);
  if (status == JSON_STRING || status == JSON_NUMBER) {
    char *copy = arena_alloc(arena, (size_t)message.size + JSON_PADDING);
    if (json_repair(data, message.size, copy)) status = json_parse(parser, copy, message.size, strings, &tape);
  }
  *item = (Item){tape, strings, 1};
  return status == JSON_SOUND;
}
bool item_is(Item i, char type) {
  if (!i.at) return false;
  char is = type_at(i, i.at);
  return is == type || (type == 'i' && (is == 'l' || is == 'u'));
}
bool item_there(Item i) { return i.at && type_at(i, i.at) != 'n'; }
bool item_text(Item i, Text *text) {
  if (!item_is(i, '"')) return false;
  const uint8_t *at = i.strings + payload(i);
  uint32_t size;
  memcpy(&size, at, sizeof size);
  *text = (Text){(const char *)at + sizeof size, size};
  return true;
}
Item item_member(Item object, const char *name) {
  Text key;
  if (!item_is(object, '{')) return nothing();
  for (uint32_t at = object.at + 1; type_at(object, at) != '}'; at = behind(object, at + 1))
    if (item_text((Item){object.tape, object.strings, at}, &key) && text_is(key, name)) return (Item){object.tape, object.strings, at + 1};
  return nothing();
}
Item item_path(Item object, const char *names) {
  while (*names && object.at) {
    char name[64];
    size_t n = strcspn(names, ".");
    if (n >= sizeof name) return nothing();
    memcpy(name, names, n);
    name[n] = 0;
    object = item_member(object, name);
    names += n + (names[n] == '.');
  }
  return object;
}
int64_t item_integer(Item i, int64_t otherwise) {
  double d;
  if (item_is(i, 'l')) return (int64_t)i.tape[i.at + 1];
  if (item_is(i, 'u')) return INT64_MAX;
  if (!item_is(i, 'd')) return otherwise;
  memcpy(&d, &i.tape[i.at + 1], sizeof d);
  return d > 9e15 ? INT64_MAX : d < -9e15 ? INT64_MIN : (int64_t)d;
}
bool item_boolean(Item i, bool otherwise) { return item_is(i, 't') ? true : item_is(i, 'f') ? false : otherwise; }
static Item element(Item i, uint32_t at) { return type_at(i, at) == ']' ? nothing() : (Item){i.tape, i.strings, at}; }
Item item_first(Item array) { return item_is(array, '[') ? element(array, array.at + 1) : nothing(); }
Item item_next(Item i) { return i.at ? element(i, behind(i, i.at)) : nothing(); }
