// oracle_line.c -- a decision as the command prints it (cli.md, "Decisions out").
#include "oracle.h"

typedef struct Line { Arena *arena; char *bytes; size_t size, room; bool comma; } Line;

static void put_bytes(Line *l, const char *bytes, size_t size) {
  if (size == 0) return;
  if (l->size + size > l->room) {
    size_t room = (l->size + size) * 2 + 256;
    l->bytes = arena_grow(l->arena, l->bytes, l->size, room);
    l->room = room;
  }
  memcpy(l->bytes + l->size, bytes, size);
  l->size += size;
}
static void put(Line *l, const char *text) { put_bytes(l, text, strlen(text)); }

static void put_text(Line *l, Text t) {
  put(l, "\"");
  for (uint32_t i = 0; i < t.size; i++) {
    unsigned char c = (unsigned char)t.data[i];
    static const char letters[] = "btnvfr"; // 8 to 13; 11 has no letter
    char escape[8] = {'\\', (char)c, 0};
    if (c == '"' || c == '\\') put(l, escape);
    else if (c >= 8 && c <= 13 && c != 11) { escape[1] = letters[c - 8]; put(l, escape); }
    else if (c < 32) { static const char hex[] = "0123456789abcdef"; char u[7] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15], 0}; put(l, u); }
    else put_bytes(l, t.data + i, 1);
  }
  put(l, "\"");
}
static void put_number(Line *l, Decimal a) { char out[DECIMAL_TEXT_BYTES]; put_bytes(l, out, decimal_format(a, out)); }
static void put_time(Line *l, int64_t a) { char out[CLOCK_TEXT_BYTES]; put(l, "\""); put_bytes(l, out, clock_format_time(a, out)); put(l, "\""); }
static void put_date(Line *l, int64_t a) { char out[CLOCK_TEXT_BYTES]; put(l, "\""); put_bytes(l, out, clock_format_date(a, out)); put(l, "\""); }
static void put_text_or_null(Line *l, bool has, Text t) { if (has) put_text(l, t); else put(l, "null"); }
static void separate(Line *l) { if (l->comma) put(l, ","); l->comma = true; }
static void open(Line *l, const char *key, const char *bracket) { put(l, ",\""); put(l, key); put(l, "\":"); put(l, bracket); l->comma = false; }

static void put_key(Line *l, const Oracle *o, const OracleValue *lead, uint64_t record) {
  uint32_t slot = o->rules->key_slot;
  put(l, "{");
  if (slot == SLOT_NONE) { put(l, "\"row\":"); put_number(l, (Decimal)record * DECIMAL_ONE); return; }
  OracleValue v = lead[o->place[slot]];
  Type type = o->rules->slots[slot].type;
  put_text(l, o->rules->slots[slot].path);
  put(l, ":");
  if (type_is_text(type)) put_text(l, v.text);
  else if (type.kind == TYPE_SCALE) put_text(l, type.values->items[v.number]);
  else if (type.kind == TYPE_BOOLEAN) put(l, v.number ? "true" : "false");
  else if (type.kind == TYPE_DATE) put_date(l, v.number);
  else if (type.kind == TYPE_TIME) put_time(l, v.number);
  else put_number(l, v.number);
}

static void put_contacts(Line *l, const Rules *r, const OracleDecision *d) {
  if (r->channels.count == 0) return;
  open(l, "contact", "{");
  for (uint32_t i = 0; i < r->channels.count; i++) {
    separate(l);
    put_text(l, r->channels.items[i]->name);
    if (d->contacts[i].kind != CONTACT_WAIT) { put(l, d->contacts[i].kind == CONTACT_ALLOWED ? ":\"allowed\"" : ":\"blocked\""); continue; }
    put(l, ":{\"wait_until\":");
    put_time(l, d->contacts[i].wait_until);
    put(l, "}");
  }
  put(l, "}");
}

static void put_lists(Line *l, const Oracle *o, const OracleDecision *d) {
  const Rules *r = o->rules;
  open(l, "segments", "[");
  for (uint32_t i = 0; i < r->segments.count; i++)
    if (d->segments[i]) { separate(l); put_text(l, r->segments.items[i]->name); }
  put(l, "]");
  open(l, "reasons", "[");
  for (uint32_t i = 0; i < r->reasons.count; i++)
    if (d->reasons[i]) { separate(l); put_text(l, r->reasons.items[i]->code); }
  put(l, "]");
  open(l, "needs", "[");
  for (uint32_t i = 0; i < r->slot_count; i++)
    if (d->needs[o->order[i]]) { separate(l); put_text(l, r->slots[o->order[i]].path); }
  put(l, "]");
}

static void put_route(Line *l, const OracleDecision *d) {
  put(l, ",\"route\":");
  put_text_or_null(l, d->has_route, d->route);
  put(l, ",\"target\":");
  put_text_or_null(l, d->has_target, d->target);
  put(l, ",\"sla_seconds\":");
  if (d->has_sla) put_number(l, d->sla_seconds * DECIMAL_ONE); else put(l, "null");
  put(l, ",\"due_at\":");
  if (d->has_due) put_time(l, d->due_at); else put(l, "null");
}

Text oracle_line(const Oracle *o, Arena *arena, const OracleValue *lead, const OracleDecision *d, uint64_t record) {
  static const char *const statuses[] = {"disqualified", "incomplete", "routed", "unrouted"};
  Line l = {.arena = arena};
  put_key(&l, o, lead, record);
  put(&l, ",\"status\":\"");
  put(&l, statuses[d->status]);
  put(&l, "\",\"stage\":");
  put_text_or_null(&l, d->stage != NULL, d->stage ? d->stage->name : (Text){0});
  open(&l, "scores", "{");
  for (uint32_t i = 0; i < o->rules->scores.count; i++) {
    separate(&l);
    put_text(&l, o->rules->scores.items[i]->name.text);
    put(&l, ":");
    if (d->scores[i].known) put_number(&l, d->scores[i].value); else put(&l, "null");
  }
  put(&l, "}");
  put_lists(&l, o, d);
  put_route(&l, d);
  put_contacts(&l, o->rules, d);
  put(&l, "}");
  return (Text){l.bytes, (uint32_t)l.size};
}
