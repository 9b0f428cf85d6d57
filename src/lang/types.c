// types.c -- which types go together, and what they are called in messages.
#include "lang/types.h"
#include "lang/ast.h"

static bool type_same_scalar(Type a, Type b) {
  if (type_is_text(a) && type_is_text(b)) return true;
  if (type_is_number(a) && type_is_number(b)) return true;
  if (a.kind != b.kind) return false;
  return a.kind != TYPE_SCALE || a.values == b.values;
}

bool type_same(Type a, Type b) {
  if (a.kind == TYPE_ERROR || b.kind == TYPE_ERROR) return true;
  if (a.kind == TYPE_LIST || b.kind == TYPE_LIST) return false;      // lists are never compared, chosen or given
  if (a.kind == TYPE_RECORD || b.kind == TYPE_RECORD) return false;  // nor are records
  return type_same_scalar(a, b);
}

enum { VALUES_SHOWN = 4 }; // a message that lists forty values hides the one that matters

static Text values_name(Arena *arena, const char *word, const Values *values) {
  Text name = text_of(word);
  for (uint32_t i = 0; values && i < values->count && i < VALUES_SHOWN; i++)
    name = text_format(arena, "%.*s%s\"%.*s\"", (int)name.size, name.data, i ? ", " : " ",
                       (int)values->items[i].size, values->items[i].data);
  if (values && values->count > VALUES_SHOWN) name = text_format(arena, "%.*s, …", (int)name.size, name.data);
  return name;
}

static const char *type_word(TypeKind kind) {
  switch (kind) {
    case TYPE_MISSING: return "missing";
    case TYPE_BOOLEAN: return "true or false";
    case TYPE_NUMBER: return "a number";
    case TYPE_INTEGER: return "an integer";
    case TYPE_DATE: return "a date";
    case TYPE_TIME: return "a time";
    case TYPE_DURATION: return "a duration";
    case TYPE_TEXT: return "text";
    case TYPE_EMAIL: return "an email";
    case TYPE_DOMAIN: return "a domain";
    case TYPE_PHONE: return "a phone";
    case TYPE_URL: return "a url";
    case TYPE_COUNTRY: return "a country";
    default: return "unknown";
  }
}

Text type_name(Arena *arena, Type t) {
  if (t.kind == TYPE_ONE_OF) return values_name(arena, "one of", t.values);
  if (t.kind == TYPE_SCALE) return values_name(arena, "scale of", t.values);
  if (t.kind == TYPE_RECORD) {
    if (!t.record) return TEXT("a record");
    return text_format(arena, "record %.*s", (int)t.record->name.text.size, t.record->name.text.data);
  }
  if (t.kind != TYPE_LIST) return text_of(type_word(t.kind));
  if (!t.element) return TEXT("a list");
  if (t.element->kind == TYPE_RECORD && t.element->record)
    return text_format(arena, "a list of %.*s", (int)t.element->record->name.text.size, t.element->record->name.text.data);
  Text element = type_name(arena, *t.element); // lists hold no lists: this ends
  return text_format(arena, "a list of %.*s", (int)element.size, element.data);
}

int32_t values_find(const Values *values, Arena *scratch, Text t) {
  if (!values) return -1;
  Text folded = text_fold(scratch, t);
  for (uint32_t i = 0; i < values->count; i++) {
    Text candidate = values->folded ? values->folded[i] : text_fold(scratch, values->items[i]);
    if (text_equal(candidate, folded)) return (int32_t)i;
  }
  return -1;
}
