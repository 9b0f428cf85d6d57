// api_leads.c -- what a program is made of, and leads put into batches.
#include "api.h"
#include "base/bytes.h"

// ---- what a program is made of
static RubricText name_of(const RubricProgram *p, uint32_t string) { return api_text(program_text(&p->code, string)); }
static RubricFieldKind field_kind(uint32_t type) {
  switch (type) {
    case TYPE_BOOLEAN: return RUBRIC_BOOLEAN;
    case TYPE_NUMBER: case TYPE_INTEGER: return RUBRIC_NUMBER;
    case TYPE_DATE: return RUBRIC_DATE;
    case TYPE_TIME: return RUBRIC_TIME;
    case TYPE_ONE_OF: case TYPE_SCALE: return RUBRIC_CHOICE;
    case TYPE_LIST: return RUBRIC_LIST;
    case TYPE_RECORD: return RUBRIC_RECORD;
    default: return RUBRIC_TEXT;
  }
}
uint32_t rubric_field_count(const RubricProgram *p) { return p->code.slots_count; }
RubricField rubric_field(const RubricProgram *p, uint32_t field) {
  if (field >= p->code.slots_count) return (RubricField){.parent = RUBRIC_NONE, .first_child = RUBRIC_NONE};
  const SlotInfo *s = &p->code.slots[field];
  return (RubricField){name_of(p, s->path), field_kind(s->type), s->parent, s->first_child, s->child_count, (s->flags & SLOT_KEY) != 0, (s->flags & SLOT_REQUIRED) != 0, (s->flags & SLOT_PREVIOUS) != 0, s->value_count};
}
uint32_t rubric_field_find(const RubricProgram *p, const char *path) {
  for (uint32_t i = 0; i < p->code.slots_count; i++) if (text_is(program_text(&p->code, p->code.slots[i].path), path)) return i;
  return RUBRIC_NONE;
}
RubricText rubric_field_value(const RubricProgram *p, uint32_t field, uint32_t index) {
  if (field >= p->code.slots_count) return (RubricText){0};
  const SlotInfo *s = &p->code.slots[field];
  return index < s->value_count ? name_of(p, p->code.refs[s->values + index]) : (RubricText){0};
}
uint32_t rubric_key_field(const RubricProgram *p) { return p->code.main->key_slot; }
RubricText rubric_name(const RubricProgram *p) { return name_of(p, p->code.main->name); }
uint32_t rubric_item_count(const RubricProgram *p, RubricPart part) {
  const Program *c = &p->code;
  const uint32_t counts[] = {c->scores_count, c->rules_count, c->groups_count, c->reasons_count, c->stages_count, c->segments_count, c->channels_count, c->routes_count};
  return (unsigned)part < sizeof counts / sizeof *counts ? counts[part] : 0;
}
static RubricItem item(const RubricProgram *p, uint32_t name, uint32_t because, Place at) {
  return (RubricItem){.name = name_of(p, name), .because = name_of(p, because), .path = name_of(p, at.file), .line = at.line, .score = RUBRIC_NONE};
}
RubricItem rubric_item(const RubricProgram *p, RubricPart part, uint32_t i) {
  const Program *c = &p->code;
  RubricItem it;
  if (i >= rubric_item_count(p, part)) return (RubricItem){.score = RUBRIC_NONE};
  switch (part) {
    case RUBRIC_SCORES: return item(p, c->scores[i].name, NONE, c->scores[i].at);
    case RUBRIC_RULES: it = item(p, c->rules[i].label, c->rules[i].because, c->rules[i].at); it.score = c->rules[i].score; return it;
    case RUBRIC_GROUPS: it = item(p, c->groups[i].label, NONE, c->groups[i].at); it.score = c->groups[i].score; return it;
    case RUBRIC_REASONS: return item(p, c->reasons[i].code, c->reasons[i].because, c->reasons[i].at);
    case RUBRIC_STAGES: return item(p, c->stages[i].name, NONE, c->stages[i].at);
    case RUBRIC_SEGMENTS: return item(p, c->segments[i].name, NONE, c->segments[i].at);
    case RUBRIC_CHANNELS: return item(p, c->channels[i].name, c->channels[i].because, c->channels[i].at);
    default: it = item(p, c->routes[i].name, NONE, c->routes[i].at); it.has_sla = c->routes[i].has_sla != 0; it.sla_us = c->routes[i].sla_us; return it;
  }
}
uint32_t rubric_rule_saw(const RubricProgram *p, uint32_t rule, const uint32_t **fields) {
  *fields = NULL;
  if (rule >= p->code.rules_count) return 0;
  const RuleInfo *r = &p->code.rules[rule];
  *fields = r->saw == NONE ? NULL : p->code.refs + r->saw;
  return r->saw == NONE ? 0 : r->saw_count;
}

// ---- leads
RubricStatus api_batch_new(RubricProgram *p, BatchJson json, void *user, RubricBatch **batch) {
  Allocator a = p->code.arena.allocator;
  *batch = a.resize(a.user, NULL, 0, sizeof **batch);
  if (!*batch) return RUBRIC_NO_MEMORY;
  **batch = (RubricBatch){.columns = batch_new(program_slots(&p->code), a, p->timezone, json, user), .program = p};
  if ((*batch)->columns) return RUBRIC_OK;
  a.resize(a.user, *batch, sizeof **batch, 0);
  *batch = NULL;
  return RUBRIC_NO_MEMORY;
}
// The lists that have been begun and not ended, down to the elements of `domain`, are ended.
static void end_lists(RubricBatch *b, uint32_t domain) {
  const Program *p = &b->program->code;
  while (b->open != domain && b->open) rubric_batch_end_list(b, p->domains[b->open].slot);
}
static bool host_json(void *user, Batch *columns, uint32_t slot, Text json) {
  RubricBatch *batch = user;
  const RubricHost *host = &batch->program->host;
  uint32_t open = batch->open;
  (void)columns;
  bool sound = host->read_json(host->user, batch, slot, json.data, json.size);
  end_lists(batch, open);
  return sound;
}
RubricStatus rubric_batch_new(RubricProgram *p, RubricBatch **batch) {
  Allocator a = p->code.arena.allocator;
  if (!p->host.read_json) return api_batch_new(p, NULL, NULL, batch);
  *batch = a.resize(a.user, NULL, 0, sizeof **batch);
  if (!*batch) return RUBRIC_NO_MEMORY;
  **batch = (RubricBatch){.program = p};
  (*batch)->columns = batch_new(program_slots(&p->code), a, p->timezone, host_json, *batch);
  if ((*batch)->columns) return RUBRIC_OK;
  a.resize(a.user, *batch, sizeof **batch, 0);
  *batch = NULL;
  return RUBRIC_NO_MEMORY;
}
void rubric_batch_free(RubricBatch *b) {
  if (!b) return;
  Allocator a = b->program->code.arena.allocator;
  batch_free(b->columns);
  a.resize(a.user, b, sizeof *b, 0);
}
void rubric_batch_clear(RubricBatch *b) {
  b->begun = false;
  b->open = 0;
  batch_clear(b->columns);
}
uint32_t rubric_batch_room(void) { return BATCH_ROWS; }
uint32_t rubric_batch_rows(const RubricBatch *b) { return b->columns->rows; }
void rubric_batch_begin_row(RubricBatch *b, uint64_t record) {
  end_lists(b, 0);
  if (b->begun) batch_drop_row(b->columns);
  b->begun = true;
  batch_begin_row(b->columns, record);
}
// A value counts when its field belongs to the lead, or inside a list to its elements. Others are not taken: the readers
// below trust their callers, an embedder's mistake (RUBRIC_NONE from rubric_field_find) must not reach them.
static const SlotInfo *field_open(const RubricBatch *b, uint32_t field) {
  const Program *p = &b->program->code;
  return b->begun && field < p->slots_count && p->slots[field].domain == b->open ? &p->slots[field] : NULL;
}
static bool list_open(const RubricBatch *b, uint32_t field) {
  const Program *p = &b->program->code;
  return field < p->slots_count && b->open && p->slots[field].element_domain == b->open;
}
typedef void (*Put)(Batch *batch, uint32_t slot, uint32_t rank, Text text);
static __attribute__((noinline)) void put_checked(RubricBatch *b, uint32_t field, const char *data, size_t size, Put put) {
  Text t = {data, (uint32_t)size};
  if (size <= UINT32_MAX && text_valid_utf8(t, NULL)) put(b->columns, field, 0, t);
  else batch_put_wrong(b->columns, field, 0, TEXT("not UTF-8"));
}
static inline void put_token(RubricBatch *b, uint32_t field, const char *data, size_t size, Put put) {
  if (!field_open(b, field)) return;
  if (bytes_brief_ascii(data, size)) put(b->columns, field, 0, (Text){data, (uint32_t)size});
  else put_checked(b, field, data, size, put);
}
void rubric_batch_text(RubricBatch *b, uint32_t field, const char *data, size_t size) { put_token(b, field, data, size, batch_put_text); }
void rubric_batch_number(RubricBatch *b, uint32_t field, const char *token, size_t size) { put_token(b, field, token, size, batch_put_number); }
void rubric_batch_integer(RubricBatch *b, uint32_t field, int64_t value) {
  if (field_open(b, field)) batch_put_integer(b->columns, field, 0, value, (Text){0});
}
void rubric_batch_boolean(RubricBatch *b, uint32_t field, bool value) {
  if (field_open(b, field)) batch_put_boolean(b->columns, field, 0, value);
}
bool rubric_batch_begin_list(RubricBatch *b, uint32_t field) {
  const SlotInfo *s = field_open(b, field);
  if (!s || !batch_begin_list(b->columns, field, 0)) return false;
  b->open = s->element_domain;
  return true;
}
void rubric_batch_begin_element(RubricBatch *b, uint32_t field) {
  const SlotInfo *s = field_open(b, field);
  if (list_open(b, field)) batch_begin_element(b->columns, field);
  else if (s && s->type == TYPE_RECORD) batch_begin_record(b->columns, field, 0);
}
void rubric_batch_end_element(RubricBatch *b, uint32_t field) {
  const SlotInfo *s = field_open(b, field);
  if (list_open(b, field)) batch_end_element(b->columns, field);
  else if (s && s->type == TYPE_RECORD) batch_end_record(b->columns, field);
}
void rubric_batch_end_list(RubricBatch *b, uint32_t field) {
  if (!list_open(b, field)) return;
  b->open = b->program->code.slots[field].domain;
  batch_end_list(b->columns, field);
}
RubricStatus rubric_batch_end_row(RubricBatch *b, RubricText *reason) {
  Text why = {0};
  *reason = (RubricText){0};
  if (!b->begun) return RUBRIC_BAD_ARGUMENT;
  end_lists(b, 0);
  b->begun = false;
  RowStatus s = batch_end_row(b->columns, &why);
  *reason = api_text(why);
  return s == ROW_KEPT ? RUBRIC_OK : s == ROW_REJECTED ? RUBRIC_REJECTED : RUBRIC_NO_MEMORY;
}

// ---- the standard library
uint32_t rubric_std_count(void) { return std_count(); }
RubricText rubric_std_name(uint32_t index) { return index < std_count() ? api_text(std_name(index)) : (RubricText){0}; }
bool rubric_std_module(const char *name, RubricText *source) {
  Text t;
  if (!std_module(text_of(name), &t)) return false;
  *source = api_text(t);
  return true;
}
bool rubric_read_time(const char *text, int64_t *time) { return clock_read_time(text_of(text), zone_utc(), time); }
