// slots_helper.h -- a SlotTable from a few lines, for tests of readers.
//
//   lead_id|text|key|from=Lead ID,Id
//   tech|list|sep=;|defempty            a plain list: one child called `it`
//     it|text
//   events|list                         a list of records: two blanks in for its fields
//     kind|one_of|values=page_view,form
//
// Options: key required from= missing= values= sep= form= low= high= (column units) default= defint= defempty previous.
#pragma once
#include "base/text.h"
#include "column/slots.h"
#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { HELPER_SLOTS = 128, HELPER_STRINGS = 1024, HELPER_BYTES = 16384 };
typedef struct SlotsHelper {
  SlotTable table;
  Arena arena;
  SlotInfo slots[HELPER_SLOTS];
  DomainInfo domains[HELPER_SLOTS];
  uint32_t refs[HELPER_STRINGS];
  StringRef strings[HELPER_STRINGS];
  char bytes[HELPER_BYTES];
  uint32_t ref_count, string_count, byte_count;
} SlotsHelper;

static uint32_t helper_string(SlotsHelper *h, Text t) {
  assert(h->string_count < HELPER_STRINGS && h->byte_count + t.size <= HELPER_BYTES);
  if (t.size) memcpy(h->bytes + h->byte_count, t.data, t.size);
  h->strings[h->string_count] = (StringRef){h->byte_count, t.size};
  h->byte_count += t.size;
  return h->string_count++;
}

static uint32_t helper_list(SlotsHelper *h, Text list, bool fold, uint32_t *count) {
  uint32_t first = h->ref_count;
  for (const char *at = list.data, *end = at + list.size; at;) {
    const char *comma = memchr(at, ',', (size_t)(end - at));
    Text item = {at, (uint32_t)((comma ? comma : end) - at)};
    assert(h->ref_count < HELPER_STRINGS);
    h->refs[h->ref_count++] = helper_string(h, fold ? text_fold(&h->arena, item) : item);
    at = comma ? comma + 1 : NULL;
  }
  *count = h->ref_count - first;
  return first;
}

static uint32_t helper_type(Text t) {
  static const char *const names[TYPE_KINDS] = {
    [TYPE_BOOLEAN] = "boolean", [TYPE_NUMBER] = "number", [TYPE_INTEGER] = "integer", [TYPE_DATE] = "date", [TYPE_TIME] = "time",
    [TYPE_TEXT] = "text", [TYPE_EMAIL] = "email", [TYPE_DOMAIN] = "domain", [TYPE_PHONE] = "phone", [TYPE_URL] = "url",
    [TYPE_COUNTRY] = "country", [TYPE_ONE_OF] = "one_of", [TYPE_SCALE] = "scale", [TYPE_LIST] = "list", [TYPE_RECORD] = "record"};
  for (uint32_t i = 0; i < TYPE_KINDS; i++)
    if (names[i] && text_is(t, names[i])) return i;
  assert(false && "a type");
  return 0;
}

static void helper_option(SlotsHelper *h, SlotInfo *s, Text o) {
  const char *equal = memchr(o.data, '=', o.size);
  Text name = equal ? (Text){o.data, (uint32_t)(equal - o.data)} : o, value = {NULL, 0};
  if (equal) value = (Text){equal + 1, o.size - name.size - 1};
  if (text_is(name, "key")) s->flags |= SLOT_KEY;
  else if (text_is(name, "required")) s->flags |= SLOT_REQUIRED;
  else if (text_is(name, "previous")) s->flags |= SLOT_PREVIOUS;
  else if (text_is(name, "defempty")) s->flags |= SLOT_DEFAULT_EMPTY;
  else if (text_is(name, "from")) s->from = helper_list(h, value, false, &s->from_count);
  else if (text_is(name, "missing")) s->missing = helper_list(h, value, true, &s->missing_count);
  else if (text_is(name, "values")) s->values = helper_list(h, value, false, &s->value_count), helper_list(h, value, true, &s->value_count);
  else if (text_is(name, "sep")) s->flags |= SLOT_SEPARATOR, s->separator = helper_string(h, value);
  else if (text_is(name, "form")) s->flags |= SLOT_FORM, s->form = helper_string(h, value);
  else if (text_is(name, "default")) s->flags |= SLOT_DEFAULT, s->default_text = helper_string(h, value);
  else if (text_is(name, "defint")) s->flags |= SLOT_DEFAULT, s->default_int = atoll(value.data);
  else if (text_is(name, "low")) s->flags |= SLOT_RANGE_LOW, s->low = atoll(value.data);
  else if (text_is(name, "high")) s->flags |= SLOT_RANGE_HIGH, s->high = atoll(value.data);
  else assert(false && "an option");
}

typedef struct HelperLine { Text text; uint32_t indent, parent, slot; } HelperLine;

static void helper_slot(SlotsHelper *h, uint32_t slot, Text line, uint32_t parent) {
  SlotInfo *s = &h->slots[slot];
  *s = (SlotInfo){.parent = parent, .element_domain = NONE, .separator = NONE, .form = NONE, .default_text = NONE};
  if (parent != NONE) s->domain = h->slots[parent].type == TYPE_LIST ? h->slots[parent].element_domain : h->slots[parent].domain;
  for (uint32_t part = 0; line.data; part++) {
    const char *bar = memchr(line.data, '|', line.size);
    Text piece = {line.data, bar ? (uint32_t)(bar - line.data) : line.size};
    if (part == 0) s->name = helper_string(h, piece);
    else if (part == 1) s->type = helper_type(piece);
    else helper_option(h, s, piece);
    line = bar ? (Text){bar + 1, line.size - piece.size - 1} : (Text){0};
  }
  Text name = slot_text(&h->table, s->name);
  Text path = s->flags & SLOT_PREVIOUS ? text_format(&h->arena, "previous.%.*s", (int)name.size, name.data)
              : parent == NONE ? name
              : text_format(&h->arena, "%s.%.*s", text_c(&h->arena, slot_text(&h->table, h->slots[parent].path)), (int)name.size, name.data);
  s->path = helper_string(h, path);
  if (text_is(name, "it")) s->flags |= SLOT_ELEMENT;
  if (s->type != TYPE_LIST) return;
  s->element_domain = h->table.domain_count;
  h->domains[h->table.domain_count++] = (DomainInfo){s->domain, NONE, slot, 0};
}

static SlotsHelper *helper_open(void) {
  SlotsHelper *h = calloc(1, sizeof *h);
  assert(h);
  arena_init(&h->arena, allocator_default(), NULL); // no memory: arena_fail asserts
  return h;
}

static SlotsHelper *slots_helper_new(const char *description) {
  static HelperLine lines[HELPER_SLOTS];
  uint32_t count = 0;
  SlotsHelper *h = helper_open();
  h->table = (SlotTable){h->slots, h->domains, h->refs, h->strings, h->bytes, 0, 1};
  for (const char *at = description; *at; count++) {
    const char *end = at + strcspn(at, "\n");
    uint32_t indent = (uint32_t)strspn(at, " ") / 2;
    lines[count] = (HelperLine){{at + indent * 2, (uint32_t)(end - at) - indent * 2}, indent, NONE, 0};
    for (uint32_t i = count; indent && i-- > 0 && lines[count].parent == NONE;)
      if (lines[i].indent == indent - 1) lines[count].parent = i;
    at = *end ? end + 1 : end;
  }
  for (uint32_t depth = 0, found = 1; found; depth++) { // level by level: children stand together, after their parents
    found = 0;
    for (uint32_t i = 0; i < count; i++) {
      if (lines[i].indent != depth) continue;
      found = 1;
      uint32_t slot = h->table.slot_count++, parent = depth ? lines[lines[i].parent].slot : NONE;
      lines[i].slot = slot;
      helper_slot(h, slot, lines[i].text, parent);
      if (parent == NONE) continue;
      if (!h->slots[parent].child_count++) h->slots[parent].first_child = slot;
    }
  }
  return h;
}

static inline uint32_t helper_find(const SlotsHelper *h, const char *path) {
  for (uint32_t i = 0; i < h->table.slot_count; i++)
    if (text_is(slot_text(&h->table, h->slots[i].path), path)) return i;
  assert(false && "a slot");
  return NONE;
}

static void slots_helper_free(SlotsHelper *h) {
  arena_free(&h->arena);
  free(h);
}
