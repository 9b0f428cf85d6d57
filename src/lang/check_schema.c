// check_schema.c -- records, the schema, and the slots that it flattens to; options and defaults.
//
// Slot i is the schema's field i; the fields of records and the elements of lists follow, breadth first, so that the
// children of one slot are neighbours. A list opens a domain: one value an element.
#include "lang/check_parts.h"

// ---- types
static const char *const scalar_words[] = {"text", "number", "integer", "boolean", "date", "time", "email", "domain", "phone", "url", "country"};
enum { SCALAR_WORDS = sizeof scalar_words / sizeof *scalar_words };

static void type_unknown(Checker *c, Text name, Span span) {
  if (c->quiet) return;
  VEC(Text) near = {0};
  for (uint32_t i = 0; i < SCALAR_WORDS; i++) *VEC_PUSH(c->arena, &near) = text_of(scalar_words[i]);
  for (uint32_t i = 0; i < c->rules->records.count; i++) *VEC_PUSH(c->arena, &near) = c->rules->records.items[i]->name.text;
  Diag *d = unknown_report(c, ERROR_UNKNOWN_TYPE, span, name, "type", near.items, near.count);
  if (!d->help.size) diag_help(c->diags, d, "a type is text, number, integer, boolean, date, time, email, domain, phone, url, country, one of, scale of, list of, or a record");
}

void values_prepare(Checker *c, Type type, Span span) {
  Values *values = (Values *)type.values; // ours: the tree is being filled in
  if (!values || values->folded) return;
  if (values->count > LIMIT_ENUM_VALUES) diag_add(c->diags, ERROR_TOO_LARGE, span, "%u values are more than the %d that a field can have", values->count, LIMIT_ENUM_VALUES);
  values->folded = ARENA_MANY(c->arena, Text, values->count);
  NameTable seen = {0};
  for (uint32_t i = 0; i < values->count; i++) {
    values->folded[i] = text_fold(c->arena, values->items[i]);
    if (names_add(c->arena, &seen, values->folded[i], span, NULL))
      diag_add(c->diags, ERROR_DUPLICATE, span, "the value \"%.*s\" stands twice (values compare without case)", SHOW(values->items[i]));
  }
}

static bool type_resolve_at(Checker *c, Type *type, Name type_name, Span span, bool inner) {
  Span at = type_name.text.size ? type_name.span : span;
  if (type->kind == TYPE_LIST) {
    if (inner) { diag_add(c->diags, ERROR_UNKNOWN_TYPE, at, "a list cannot hold lists"); *type = (Type){0}; return false; }
    Type *element = ARENA_NEW(c->arena, Type);
    if (type->element) *element = *type->element;
    bool fine = type_resolve_at(c, element, type_name, span, true);
    type->element = element;
    if (!fine) *type = (Type){0};
    return fine;
  }
  values_prepare(c, *type, span);
  if (type->kind == TYPE_DURATION) {
    diag_add(c->diags, ERROR_UNKNOWN_TYPE, at, "a duration cannot be read from data: it only comes out of calculations");
    *type = (Type){0};
    return false;
  }
  if (type->kind != TYPE_RECORD || type->record) return type->kind != TYPE_ERROR;
  NameEntry *entry = names_find(&c->values, type_name.text);
  if (entry && entry->kind == NAME_RECORD) { type->record = entry->decl; return true; }
  type_unknown(c, type_name.text, at);
  *type = (Type){0};
  return false;
}
bool type_resolve(Checker *c, Type *type, Name type_name, Span span) { return type_resolve_at(c, type, type_name, span, false); }

// ---- records
static void fields_resolve(Checker *c, Field *fields, uint32_t count, bool element) {
  NameTable seen = {0};
  for (uint32_t i = 0; i < count; i++) {
    Field *f = &fields[i];
    type_resolve(c, &f->type, f->type_name, f->name.span);
    if (!element) continue; // a lead's fields are in the space of names
    NameEntry *old = names_add(c->arena, &seen, f->name.text, f->name.span, NULL);
    if (old) clash_report(c, old, "field", f->name.text, f->name.span);
  }
}

static const Record *record_of(Type t) {
  if (t.kind == TYPE_LIST && t.element) t = *t.element;
  return t.kind == TYPE_RECORD ? t.record : NULL;
}

typedef struct RecordMark { uint8_t mark; } RecordMark; // 1: on the way, 2: done
typedef struct RecordWalk { Checker *c; RecordMark *marks; uint32_t count, depth; } RecordWalk;

// NULL for one that lost its name to another in a clash.
static RecordMark *record_mark(RecordWalk *w, const Record *record) {
  NameEntry *entry = names_find(&w->c->values, record->name.text);
  return entry && entry->decl == record ? &w->marks[entry->index] : NULL;
}

enum { RECORD_DEPTH = 32 }; // records in records; deeper is beyond what exports nest (LIMIT_JSON_DEPTH), with lists between

// Reports the field that closes a circle and cuts it, so that flattening ends.
static void record_walk(RecordWalk *w, const Record *record) {
  RecordMark *mark = record_mark(w, record);
  if (!mark || mark->mark == 2) return;
  mark->mark = 1;
  w->depth++;
  for (uint32_t i = 0; i < record->field_count; i++) {
    Field *f = &record->fields[i];
    const Record *inner = record_of(f->type);
    RecordMark *below = inner ? record_mark(w, inner) : NULL;
    if (!below) continue;
    if (below->mark == 1) {
      diag_add(w->c->diags, ERROR_CYCLE, f->name.span, "the record `%.*s` holds itself through `%.*s`", SHOW(inner->name.text), SHOW(f->name.text));
      f->type = (Type){0};
    } else if (w->depth >= RECORD_DEPTH) {
      diag_add(w->c->diags, ERROR_DEPTH, f->name.span, "records are nested deeper than %d", RECORD_DEPTH);
      f->type = (Type){0};
    } else record_walk(w, inner);
  }
  w->depth--;
  mark->mark = 2;
}

void records_check(Checker *c) {
  Rules *r = c->rules;
  for (uint32_t i = 0; i < r->records.count; i++) fields_resolve(c, r->records.items[i]->fields, r->records.items[i]->field_count, true);
  RecordWalk w = {c, ARENA_MANY(c->arena, RecordMark, r->records.count), r->records.count, 0};
  for (uint32_t i = 0; i < w.count; i++) {
    NameEntry *entry = names_find(&c->values, r->records.items[i]->name.text);
    if (entry && entry->decl == r->records.items[i]) entry->index = i;
  }
  for (uint32_t i = 0; i < w.count; i++) record_walk(&w, r->records.items[i]);
}

// ---- slots
typedef VEC(Slot) SlotVec;

static void slot_add(Checker *c, SlotVec *slots, const Field *field, Text name, Type type, uint32_t parent, uint32_t domain) {
  Slot s = {.field = field, .name = name, .path = name, .type = type, .parent = parent, .domain = domain};
  if (parent != SLOT_NONE) {
    Text above = slots->items[parent].path;
    s.path = field ? text_format(c->arena, "%.*s.%.*s", SHOW(above), SHOW(name)) : above;
  }
  *VEC_PUSH(c->arena, slots) = s;
}

static uint32_t domain_open(Checker *c, SlotVec *slots, uint32_t list) {
  Rules *r = c->rules;
  Domain *grown = arena_grow(c->arena, r->domains, r->domain_count * sizeof(Domain), (r->domain_count + 1) * sizeof(Domain));
  r->domains = grown;
  grown[r->domain_count] = (Domain){.list_slot = list, .parent = slots->items[list].domain};
  return r->domain_count++;
}

static void children_add(Checker *c, SlotVec *slots, uint32_t parent) {
  Type type = slots->items[parent].type;
  uint32_t domain = slots->items[parent].domain, first = slots->count;
  if (type.kind == TYPE_LIST) domain = domain_open(c, slots, parent);
  const Record *record = record_of(type);
  if (record) {
    for (uint32_t i = 0; i < record->field_count; i++) slot_add(c, slots, &record->fields[i], record->fields[i].name.text, record->fields[i].type, parent, domain);
  } else if (type.kind == TYPE_LIST && type.element) slot_add(c, slots, NULL, TEXT("it"), *type.element, parent, domain);
  slots->items[parent].first_child = first;
  slots->items[parent].child_count = slots->count - first;
}

static void previous_add(Checker *c, SlotVec *slots) {
  static const char *const names[] = {"stage", "route", "target", "routed_at"};
  for (uint32_t i = 0; i < 4; i++) {
    c->rules->previous[i] = slots->count;
    slot_add(c, slots, NULL, text_of(names[i]), (Type){.kind = i < 3 ? TYPE_TEXT : TYPE_TIME}, SLOT_NONE, 0);
    slots->items[slots->count - 1].path = text_format(c->arena, "previous.%s", names[i]);
  }
}

static void slots_flatten(Checker *c, SlotVec *slots, const Schema *schema) {
  for (uint32_t i = 0; i < schema->field_count; i++) slot_add(c, slots, &schema->fields[i], schema->fields[i].name.text, schema->fields[i].type, SLOT_NONE, 0);
  for (uint32_t i = 0; i < slots->count; i++) {
    if (slots->items[i].type.kind == TYPE_LIST || slots->items[i].type.kind == TYPE_RECORD) children_add(c, slots, i);
    if (slots->count <= LIMIT_FIELDS) continue;
    diag_add(c->diags, ERROR_TOO_LARGE, schema->name.span, "the schema has more than %d fields, those of its records counted", LIMIT_FIELDS);
    return;
  }
}

static void key_find(Checker *c, const Schema *schema) {
  for (uint32_t i = 0; i < schema->field_count; i++) {
    const Field *f = &schema->fields[i];
    if (!f->key) continue;
    if (c->rules->key_slot == SLOT_NONE) { c->rules->key_slot = i; continue; }
    Diag *d = diag_add(c->diags, ERROR_OPTION, f->name.span, "a lead has one key, and `%.*s` is a second one", SHOW(f->name.text));
    diag_note(c->diags, d, schema->fields[c->rules->key_slot].name.span, "the first one is here");
  }
}

void schema_check(Checker *c) {
  Rules *r = c->rules;
  r->key_slot = SLOT_NONE;
  r->domains = ARENA_MANY(c->arena, Domain, 1);
  r->domains[0] = (Domain){SLOT_NONE, 0};
  r->domain_count = 1;
  SlotVec slots = {0};
  if (r->schema) {
    fields_resolve(c, r->schema->fields, r->schema->field_count, false);
    slots_flatten(c, &slots, r->schema);
    key_find(c, r->schema);
  }
  previous_add(c, &slots);
  r->slots = slots.items;
  r->slot_count = slots.count;
}

uint32_t slot_child(const Rules *rules, uint32_t slot, Text name) {
  if (slot == SLOT_NONE) return SLOT_NONE;
  const Slot *s = &rules->slots[slot];
  for (uint32_t i = 0; i < s->child_count; i++)
    if (text_equal(rules->slots[s->first_child + i].name, name)) return s->first_child + i;
  return SLOT_NONE;
}

uint32_t slot_of_field(const Rules *rules, Text name) {
  for (uint32_t i = 0; rules->schema && i < rules->schema->field_count; i++)
    if (text_equal(rules->slots[i].name, name)) return i;
  return SLOT_NONE;
}
