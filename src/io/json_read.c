// json_read.c -- the walk over a record's tape: keys to slots, values to puts.
//
// Whether a record is refused never depends on which fields rules read: what no slot wants is looked through for keys that
// stand twice, for keys that are no text, and for depth. Known keys are marked with the number of their object; an
// object with other keys is checked by a table of its own.
#include "io/json_read.h"
#include "io/json.h"
#include "io/json_keys.h"
#include "io/json_repair.h"
#include "io/json_walk.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

struct JsonReader {
  SlotTable schema;
  JsonParser *parser, *ahead_parser;
  JsonTokens ahead;        // of the records to come
  KeySet *sets;            // per slot: keys of its records; the last one: of leads
  uint64_t seed;
  Batch *batch;
  Text source;             // the record
  uint64_t *tape;
  const uint8_t *strings;
  JsonPlace place, rewind; // of the number read last; of the object being read
  uint32_t *table;         // of keys, for objects with unknown ones
  size_t table_room;
  char *scratch;           // padded copies
  size_t scratch_room;
  char reason[320];
};

static bool refuse(JsonReader *r, const char *why) {
  snprintf(r->reason, sizeof r->reason, "%s", why);
  return false;
}

static bool refuse_twice(JsonReader *r, Text key) {
  uint32_t size = key.size;
  if (size > 200)
    for (size = 200; size && (key.data[size] & 0xC0) == 0x80;) size--;
  snprintf(r->reason, sizeof r->reason, "`%.*s` twice", (int)size, key.data);
  return false;
}

static bool refuse_key(JsonReader *r) { return refuse(r, "a key that is no Unicode text"); }
static bool refuse_deep(JsonReader *r) { return refuse(r, "nested deeper than 64"); }

// ---- the tape -------------------------------------------------------------------------------------------------------

static inline char type_at(const JsonReader *r, uint32_t i) { return (char)(r->tape[i] >> 56); }
static inline Text text_at(const JsonReader *r, uint32_t i) {
  const uint8_t *at = r->strings + (r->tape[i] & 0x00FFFFFFFFFFFFFFull);
  uint32_t size;
  memcpy(&size, at, sizeof size);
  return (Text){(const char *)at + sizeof size, size};
}
static inline uint32_t after(const JsonReader *r, uint32_t i) {
  switch (type_at(r, i)) {
    case '{': case '[': return (uint32_t)r->tape[i];
    case 'l': case 'u': case 'd': return i + 2;
    default: return i + 1;
  }
}

// The number's own characters: a double would not tell 1.00005 from its neighbours.
static Text number_at(JsonReader *r, uint32_t i) {
  uint32_t size;
  if (i < r->place.tape) r->place = r->rewind;
  uint32_t at = json_number_token(&r->place, r->source.data, r->source.size, r->tape, i, &size);
  return (Text){r->source.data + at, size};
}

static Text shown_at(JsonReader *r, uint32_t i) {
  switch (type_at(r, i)) {
    case '"': case 'x': return text_at(r, i);
    case '{': return TEXT("{...}");
    case '[': return TEXT("[...]");
    case 't': return TEXT("true");
    case 'f': return TEXT("false");
    case 'n': return TEXT("null");
    default: return number_at(r, i);
  }
}

// ---- keys that stand twice ------------------------------------------------------------------------------------------

static bool table_fit(JsonReader *r, size_t places) {
  if (places > r->table_room) {
    uint32_t *grown = realloc(r->table, places * sizeof *grown);
    if (!grown) return refuse(r, "out of memory");
    r->table = grown;
    r->table_room = places;
  }
  memset(r->table, 0, places * sizeof *r->table);
  return true;
}

static bool object_check(JsonReader *r, uint32_t object) {
  uint32_t end = after(r, object) - 1, keys = 0;
  for (uint32_t i = object + 1; i < end; i = after(r, i + 1), keys++)
    if (type_at(r, i) == 'x') return refuse_key(r);
  if (keys < 2) return true;
  size_t places = 8;
  while (places < 2 * (size_t)keys) places *= 2;
  if (!table_fit(r, places)) return false;
  for (uint32_t i = object + 1; i < end; i = after(r, i + 1)) {
    Text key = text_at(r, i);
    size_t at = text_hash(key, r->seed) & (places - 1);
    for (; r->table[at]; at = (at + 1) & (places - 1))
      if (text_equal(text_at(r, r->table[at]), key)) return refuse_twice(r, key);
    r->table[at] = i;
  }
  return true;
}

// A value that no slot takes.
static bool value_check(JsonReader *r, uint32_t value, uint32_t depth) {
  uint32_t end = after(r, value);
  for (uint32_t i = value; i < end;) {
    char type = type_at(r, i);
    if (type == '{' || type == '[') {
      if (++depth > LIMIT_JSON_DEPTH) return refuse_deep(r);
      if (type == '{' && !object_check(r, i)) return false;
    }
    if (type == '}' || type == ']') depth--;
    i += type == 'l' || type == 'u' || type == 'd' ? 2 : 1;
  }
  return true;
}

// ---- names that reach into nested objects ---------------------------------------------------------------------------

// The value under `name`, or 0.
static uint32_t object_find(const JsonReader *r, uint32_t object, Text name) {
  uint32_t end = after(r, object) - 1;
  for (uint32_t i = object + 1; i < end; i = after(r, i + 1))
    if (text_equal(text_at(r, i), name)) return i + 1;
  return 0;
}

// Each step down is a step down in the record, so the depth is limited.
static uint32_t object_reach(const JsonReader *r, uint32_t object, Text name) {
  for (uint32_t dot = 1; dot + 1 < name.size; dot++) {
    if (name.data[dot] != '.') continue;
    uint32_t inner = object_find(r, object, (Text){name.data, dot});
    if (!inner || type_at(r, inner) != '{') continue;
    Text rest = {name.data + dot + 1, name.size - dot - 1};
    uint32_t value = object_find(r, inner, rest);
    if (value || (value = object_reach(r, inner, rest))) return value;
  }
  return 0;
}

// ---- values ---------------------------------------------------------------------------------------------------------

static bool object_read(JsonReader *r, uint32_t object, KeySet *set, uint32_t depth);
static inline bool value_read(JsonReader *r, uint32_t value, KeyUse use, uint32_t depth);

static bool list_read(JsonReader *r, uint32_t list, uint32_t slot, uint32_t depth) {
  uint32_t end = after(r, list) - 1, element = r->schema.slots[slot].first_child;
  bool plain = slot_is_element(&r->schema, element);
  if (depth > LIMIT_JSON_DEPTH) return refuse_deep(r);
  for (uint32_t i = list + 1; i < end; i = after(r, i)) {
    char type = type_at(r, i);
    if (plain) {
      if (!value_read(r, i, (KeyUse){element, 0}, depth)) return false;
    } else if (type == '{') {
      batch_begin_element(r->batch, slot);
      if (!object_read(r, i, &r->sets[slot], depth + 1)) return false;
      batch_end_element(r->batch, slot);
    } else if (type != 'n') {
      batch_bad_list(r->batch, slot, shown_at(r, i));
      if (type == '[' && !value_check(r, i, depth)) return false;
    }
  }
  batch_end_list(r->batch, slot);
  return true;
}

static bool container_read(JsonReader *r, uint32_t value, KeyUse use, uint32_t depth) {
  bool list = type_at(r, value) == '[';
  TypeKind type = (TypeKind)r->schema.slots[use.slot].type;
  if (type != (list ? TYPE_LIST : TYPE_RECORD)) {
    batch_put_wrong(r->batch, use.slot, use.rank, shown_at(r, value));
  } else if (list ? batch_begin_list(r->batch, use.slot, use.rank) : batch_begin_record(r->batch, use.slot, use.rank)) {
    if (list) return list_read(r, value, use.slot, depth + 1);
    if (!object_read(r, value, &r->sets[use.slot], depth + 1)) return false;
    batch_end_record(r->batch, use.slot);
    return true;
  }
  return value_check(r, value, depth);
}

static void integer_read(JsonReader *r, uint32_t value, KeyUse use) {
  int64_t number = (int64_t)r->tape[value + 1];
  TypeKind type = (TypeKind)r->schema.slots[use.slot].type;
  bool digits = number == 0 && type != TYPE_NUMBER && type != TYPE_INTEGER; // only of -0 the value does not tell the digits
  Text token = digits ? number_at(r, value) : (Text){0};
  batch_put_integer(r->batch, use.slot, use.rank, number, token);
}

static bool other_read(JsonReader *r, uint32_t value, KeyUse use, uint32_t depth) {
  switch (type_at(r, value)) {
    case 'l': integer_read(r, value, use); return true;
    case 'u': case 'd': batch_put_number(r->batch, use.slot, use.rank, number_at(r, value)); return true;
    case 't': batch_put_boolean(r->batch, use.slot, use.rank, true); return true;
    case 'f': batch_put_boolean(r->batch, use.slot, use.rank, false); return true;
    case 'n': return true;
    case '{': case '[': return container_read(r, value, use, depth);
    default: batch_put_wrong(r->batch, use.slot, use.rank, shown_at(r, value)); return true;
  }
}

static inline bool value_read(JsonReader *r, uint32_t value, KeyUse use, uint32_t depth) {
  if (type_at(r, value) != '"') return other_read(r, value, use, depth);
  batch_put_text(r->batch, use.slot, use.rank, text_at(r, value));
  return true;
}

static bool dotted_read(JsonReader *r, uint32_t object, KeySet *set, uint64_t number, uint32_t depth) {
  for (uint32_t i = 0; i < set->dotted_count; i++) {
    if (set->dotted[i].key->seen == number) continue;
    uint32_t value = object_reach(r, object, set->dotted[i].name);
    if (value && !value_read(r, value, set->dotted[i].use, depth)) return false;
  }
  return true;
}

static inline bool is_container(char type) { return type == '{' || type == '['; }

// The key at `i`: what the set knows of it (NULL: nothing, and it has no room), in *key. False: refused.
static inline bool key_read(JsonReader *r, uint32_t i, KeySet *set, Key ***guess, Key **key) {
  if (type_at(r, i) == 'x') return refuse_key(r);
  Text name = text_at(r, i);
  *key = keys_find(set, name, *guess);
  if (!*key) return true;
  if ((*key)->seen == set->object) return refuse_twice(r, name);
  (*key)->seen = set->object;
  *guess = &(*key)->next;
  return true;
}

static bool keys_read(JsonReader *r, uint32_t object, KeySet *set, uint32_t depth) {
  const uint32_t end = after(r, object) - 1;
  const uint64_t number = ++set->object;
  bool strange = false, prefix = false;
  Key **guess = &set->first;
  Key *key = NULL;
  for (uint32_t i = object + 1, value; i < end; i = after(r, value)) {
    if (!key_read(r, i, set, &guess, &key)) return false;
    value = i + 1;
    strange |= !key;
    if (!key || !key->use_count) {
      if (is_container(type_at(r, value)) && !value_check(r, value, depth)) return false;
    } else {
      for (const KeyUse *use = key->uses, *last = use + key->use_count; use < last; use++)
        if (!value_read(r, value, *use, depth)) return false;
    }
    prefix |= key && key->prefix;
  }
  if (strange && !object_check(r, object)) return false;
  return !prefix || dotted_read(r, object, set, number, depth);
}

static bool object_read(JsonReader *r, uint32_t object, KeySet *set, uint32_t depth) {
  if (depth > LIMIT_JSON_DEPTH) return refuse_deep(r);
  JsonPlace outer = r->rewind;
  r->rewind = r->place;
  bool sound = keys_read(r, object, set, depth);
  r->rewind = outer;
  return sound;
}

// ---- records and cells ----------------------------------------------------------------------------------------------

static bool scratch_fit(JsonReader *r, size_t size) {
  if (size <= r->scratch_room) return true;
  char *grown = realloc(r->scratch, size * 2);
  if (!grown) return refuse(r, "out of memory");
  r->scratch = grown;
  r->scratch_room = size * 2;
  return true;
}

static const char *status_text(JsonStatus status) {
  switch (status) {
    case JSON_NO_MEMORY: return "out of memory";
    case JSON_DEEP: return "nested deeper than 64";
    case JSON_STRING: return "a text with an escape that JSON does not have";
    case JSON_NUMBER: return "a number that JSON does not write so";
    case JSON_UTF8: return "not valid UTF-8";
    case JSON_CONTROL: return "a text with a control character that is not escaped";
    case JSON_UNCLOSED: return "a text without its closing quote";
    case JSON_EMPTY: return "nothing where a JSON object is expected";
    default: return "not valid JSON";
  }
}

// `data` is the padded source. What only simdjson refuses is repaired and read again.
static bool source_parse(JsonReader *r, const char *data, uint8_t *strings) {
  JsonStatus status = json_parse(r->parser, data, r->source.size, strings, &r->tape);
  if (status == JSON_STRING || status == JSON_NUMBER) {
    if (!scratch_fit(r, (size_t)r->source.size + JSON_PADDING)) return false;
    if (json_repair(r->source.data, r->source.size, r->scratch)) {
      status = json_parse(r->parser, r->scratch, r->source.size, strings, &r->tape);
      if (status == JSON_SOUND) json_mark_broken(r->source.data, r->source.size, r->tape);
    }
  }
  r->strings = strings;
  r->place = r->rewind = (JsonPlace){1, 0};
  return status == JSON_SOUND || refuse(r, status_text(status));
}

bool json_read_record(JsonReader *r, Batch *batch, Text record, uint8_t *strings, Text *reason) {
  r->batch = batch;
  r->source = record;
  bool sound = source_parse(r, record.data, strings) &&
               (type_at(r, 1) == '{' ? object_read(r, 1, &r->sets[r->schema.slot_count], 1) : refuse(r, "not a JSON object"));
  *reason = sound ? (Text){0} : text_of(r->reason);
  return sound;
}

void json_read_ahead(JsonReader *r, Text text) {
  if (!text.size || !json_tokens_read(&r->ahead, r->ahead_parser, text)) r->ahead = (JsonTokens){0};
}

bool json_read_plain(JsonReader *r, Batch *batch, Text record, uint8_t *strings) {
  JsonTokens *tokens = &r->ahead, own;
  if (!json_tokens_hold(tokens, record)) {
    tokens = &own;
    if (!json_tokens_read(&own, r->parser, record) || !json_tokens_hold(&own, record)) return false;
  }
  return json_walk(tokens, r->sets, &r->schema, batch, record, strings);
}

bool json_read_cell(void *user, Batch *batch, uint32_t slot, Text json) {
  JsonReader *r = user;
  char wanted = r->schema.slots[slot].type == TYPE_LIST ? '[' : '{';
  size_t room = json_string_room(json.size);
  if (json.data[0] != wanted || room > UINT32_MAX || !scratch_fit(r, room)) return false;
  memset(r->scratch, 0, room);
  memcpy(r->scratch, json.data, json.size);
  Text strings = batch_copy(batch, (Text){r->scratch, (uint32_t)room});
  if (!strings.data) return false;
  r->batch = batch;
  r->source = json;
  if (!source_parse(r, r->scratch, (uint8_t *)(uintptr_t)strings.data)) return false;
  return value_read(r, 1, (KeyUse){slot, 0}, 0);
}

// ---- life -----------------------------------------------------------------------------------------------------------

JsonReader *json_reader_new(SlotTable schema) {
  JsonReader *r = calloc(1, sizeof *r);
  if (!r) return NULL;
  r->schema = schema;
  r->parser = json_parser_new();
  r->ahead_parser = json_parser_new();
  r->sets = calloc((size_t)schema.slot_count + 1, sizeof *r->sets);
  if (getrandom(&r->seed, sizeof r->seed, GRND_NONBLOCK) != sizeof r->seed) r->seed = (uint64_t)(uintptr_t)r;
  bool sound = r->parser && r->ahead_parser && r->sets && keys_make(&r->sets[schema.slot_count], &schema, NONE, r->seed);
  for (uint32_t i = 0; sound && i < schema.slot_count; i++) {
    const SlotInfo *s = &schema.slots[i];
    bool holds = s->type == TYPE_RECORD || (s->type == TYPE_LIST && !slot_is_element(&schema, s->first_child));
    if (holds) sound = keys_make(&r->sets[i], &schema, i, r->seed);
  }
  if (sound) return r;
  json_reader_free(r);
  return NULL;
}

void json_reader_free(JsonReader *r) {
  if (!r) return;
  for (uint32_t i = 0; r->sets && i <= r->schema.slot_count; i++) keys_free(&r->sets[i]);
  free(r->sets);
  free(r->table);
  free(r->scratch);
  json_parser_free(r->parser);
  json_parser_free(r->ahead_parser);
  free(r);
}
