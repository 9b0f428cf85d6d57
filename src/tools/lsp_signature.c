// lsp_signature.c -- while the values of a function are being written: what it takes, and which one is at hand.
#include "tools/lsp_place.h"

typedef struct Signature { Text label, arguments, about; } Signature; // arguments: between the parentheses of the label

// The parenthesis that is open before the cursor; *commas: how many there are behind it.
static uint32_t open_paren(const Around *a, uint32_t *commas) {
  uint32_t closed = 0;
  *commas = 0;
  for (uint32_t i = a->count; i-- > 0;) {
    if (around_is(a, i, ")")) closed++;
    else if (around_is(a, i, "(")) { if (!closed--) return i; }
    else if (!closed && around_is(a, i, ",")) ++*commas;
    else if (!closed && (around_is(a, i, "{") || around_is(a, i, "}"))) break;
  }
  return a->count;
}
static bool builtin_signature(Text name, Signature *out) {
  static const struct { const char *name, *signature, *meaning; } builtins[] = {
#define BUILTIN(id, name, least, most, signature, meaning) {name, signature, meaning},
#include "lang/builtins.def"
#undef BUILTIN
  };
  for (int i = 0; i < BUILTIN_COUNT; i++) {
    if (!text_is(name, builtins[i].name)) continue;
    const char *open = strchr(builtins[i].signature, '('), *close = strchr(builtins[i].signature, ')');
    *out = (Signature){text_of(builtins[i].signature), {open + 1, (uint32_t)(close - open - 1)}, text_of(builtins[i].meaning)};
    return true;
  }
  return false;
}
static Text arguments_of(Arena *arena, const Argument *arguments, uint32_t count) {
  Text t = {"", 0};
  for (uint32_t i = 0; i < count; i++) {
    Text name = arguments[i].name.text, type = arguments[i].type_name.text;
    t = text_format(arena, "%.*s%s%.*s %.*s", (int)t.size, t.data, i ? ", " : "", (int)name.size, name.data, (int)type.size, type.data);
  }
  return t;
}
static Signature signature_of(Arena *arena, Text name, Text arguments, Type gives) {
  Text type = type_name(arena, gives);
  return (Signature){text_format(arena, "%.*s(%.*s) gives %.*s", (int)name.size, name.data, (int)arguments.size, arguments.data, (int)type.size, type.data), arguments, {0}};
}
static bool signature_find(Server *s, const Check *c, Text name, Signature *out) {
  const Rules *r = c->rules;
  if (builtin_signature(name, out)) return true;
  for (uint32_t i = 0; i < r->defines.count; i++) {
    const Define *d = r->defines.items[i];
    if (!d->function || !text_equal(d->name.text, name)) continue;
    *out = signature_of(&s->arena, name, arguments_of(&s->arena, d->arguments, d->argument_count), d->type);
    return true;
  }
  for (uint32_t i = 0; i < r->externs.count; i++) {
    const Extern *x = r->externs.items[i];
    if (!text_equal(x->name.text, name)) continue;
    *out = signature_of(&s->arena, name, arguments_of(&s->arena, x->arguments, x->argument_count), x->gives);
    return true;
  }
  return false;
}
static void signature_write(Buffer *b, const Signature *s, uint32_t at) {
  uint32_t count = 0;
  BUFFER_PUT(b, "{\"signatures\":[{\"label\":");
  put_text(b, s->label);
  if (s->about.size) { BUFFER_PUT(b, ",\"documentation\":"); put_text(b, s->about); }
  BUFFER_PUT(b, ",\"parameters\":[");
  for (uint32_t from = 0; from < s->arguments.size; count++) {
    uint32_t to = from;
    while (to < s->arguments.size && s->arguments.data[to] != ',') to++;
    put_c(b, from ? ",{\"label\":" : "{\"label\":");
    put_text(b, text_trim((Text){s->arguments.data + from, to - from}));
    BUFFER_PUT(b, "}");
    from = to + 1;
  }
  BUFFER_PUT(b, "]}],\"activeSignature\":0,\"activeParameter\":");
  buffer_integer(b, count && at >= count ? count - 1 : at); // join(a, b, ...)
  BUFFER_PUT(b, "}");
}
void signature_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  Signature found;
  if (spot_of(s, params, &spot)) {
    Around a = around_of(&s->arena, &spot);
    uint32_t commas, open = open_paren(&a, &commas);
    if (open < a.count && open > 0 && signature_find(s, spot.check, around_word(&a, open - 1), &found)) { signature_write(b, &found, commas); return; }
  }
  BUFFER_PUT(b, "null");
}
