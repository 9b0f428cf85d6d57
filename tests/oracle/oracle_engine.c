// oracle_engine.c -- compiling, feeding and asking the engine for the oracle's test.
#include "oracle_engine.h"
#include <stdio.h>
#include <stdlib.h>

// ---- files from memory
static bool file_read(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  const Files *f = user;
  Text found = strcmp(path, "rules.rubric") == 0 ? f->rules : (Text){0};
  for (uint32_t i = 0; i < f->gen->file_count; i++)
    if (strcmp(path, f->gen->files[i].path) == 0) found = f->gen->files[i].bytes;
  if (!found.data) { snprintf(why, 256, "there is no such file"); return false; }
  RubricHost system = rubric_system_host();
  *bytes = system.resize ? system.resize(system.user, NULL, 0, found.size + 1) : malloc(found.size + 1);
  if (!*bytes) return false;
  memcpy(*bytes, found.data, found.size);
  *size = found.size;
  return true;
}
static bool file_inside(void *user, const char *entry, const char *path) { (void)user; (void)entry; (void)path; return true; }

static bool zone_read(void *user, const char *name, char **bytes, size_t *size) {
  RubricHost system = rubric_system_host();
  (void)user;
  return system.read_zone(system.user, name, bytes, size);
}

static RubricHost host_of(Files *files) {
  RubricHost host = rubric_system_host();
  host.user = files;
  host.read_file = file_read;
  host.inside = file_inside;
  host.read_zone = zone_read;
  return host;
}

// Zones are kept for the whole test: there are few.
const Zone *engine_zone(void *user, Text name) {
  static struct { char name[80]; const Zone *zone; } seen[64];
  static Arena kept;
  static jmp_buf escape;
  RubricHost system = rubric_system_host();
  char path[80], *bytes = NULL;
  size_t size = 0;
  (void)user;
  if (!zone_valid_name(name)) return NULL;
  if (text_is(name, "UTC")) return zone_utc();
  snprintf(path, sizeof path, "%.*s", (int)name.size, name.data);
  uint32_t i = 0;
  for (; i < 63 && seen[i].name[0]; i++)
    if (strcmp(seen[i].name, path) == 0) return seen[i].zone;
  if (!kept.escape) { if (setjmp(escape)) abort(); arena_init(&kept, allocator_default(), &escape); }
  memcpy(seen[i].name, path, sizeof path);
  seen[i].zone = NULL;
  if (!system.read_zone(system.user, path, &bytes, &size)) return NULL;
  seen[i].zone = zone_parse(&kept, text_copy(&kept, (Text){bytes, (uint32_t)size}));
  free(bytes);
  return seen[i].zone;
}

// ---- opening
static Opened compile(Engine *e, bool explain) {
  RubricReport *report = NULL;
  bool broken = false;
  RubricStatus status = rubric_compile(&e->host, "rules.rubric", NULL, 0, 0, &e->program, &report);
  for (size_t i = 0; report && i < rubric_report_count(report); i++) {
    RubricText t = rubric_report_render(report, i, false);
    if (explain) printf("%.*s\n", (int)t.size, t.data);
    broken = broken || text_contains((Text){t.data, t.size}, TEXT("internal error"));
  }
  if (report) rubric_report_free(report);
  return status == RUBRIC_OK ? OPEN_FINE : broken ? OPEN_BROKEN : OPEN_REFUSED;
}

static void runs_open(Engine *e) {
  if (rubric_batch_new(e->program, &e->batch) != RUBRIC_OK || rubric_run_new(e->program, e->now, &e->run) != RUBRIC_OK) abort();
}

Opened engine_open(Engine *e, Files *files, Arena *arena) {
  *e = (Engine){.host = host_of(files), .now = files->gen->now};
  Opened opened = compile(e, false);
  if (opened != OPEN_FINE) return opened;
  e->rules = api_check(&e->host, arena, "rules.rubric", NULL, 0);
  runs_open(e);
  return OPEN_FINE;
}

static void runs_close(Engine *e) {
  rubric_run_free(e->run);
  rubric_batch_free(e->batch);
}
void engine_close(Engine *e) {
  runs_close(e);
  rubric_program_free(e->program);
}

void engine_reload(Engine *e) {
  const void *bytes;
  size_t size;
  RubricProgram *loaded = NULL;
  RubricReport *report = NULL;
  if (rubric_save(e->program, &bytes, &size) != RUBRIC_OK || rubric_load(&e->host, bytes, size, &loaded, &report) != RUBRIC_OK) { printf("a saved program is refused\n"); abort(); }
  if (report) rubric_report_free(report);
  engine_close(e);
  e->program = loaded;
  runs_open(e);
}

int engine_explain(Files *files) {
  Engine e = {.host = host_of(files)};
  if (compile(&e, true) != OPEN_FINE) return 1;
  rubric_program_free(e.program);
  return 0;
}

// ---- feeding
static void value_put(Batch *b, const Rules *r, uint32_t slot, const Data *d);

static void fields_put(Batch *b, const Rules *r, uint32_t slot, const Data *d) {
  for (uint32_t i = 0; i < d->count; i++) value_put(b, r, r->slots[slot].first_child + i, &d->items[i]);
}

static void list_put(Batch *b, const Rules *r, uint32_t slot, const Data *d) {
  bool records = r->slots[slot].type.element->kind == TYPE_RECORD;
  if (!batch_begin_list(b, slot, 0)) return;
  for (uint32_t i = 0; i < d->count; i++) {
    if (d->items[i].kind == DATA_NULL) continue;
    if (!records) { value_put(b, r, r->slots[slot].first_child, &d->items[i]); continue; }
    batch_begin_element(b, slot);
    fields_put(b, r, slot, &d->items[i]);
    batch_end_element(b, slot);
  }
  batch_end_list(b, slot);
}

static void value_put(Batch *b, const Rules *r, uint32_t slot, const Data *d) {
  TypeKind kind = r->slots[slot].type.kind;
  switch (d->kind) {
    case DATA_ABSENT: break;
    case DATA_NULL: batch_put_null(b, slot, 0); break;
    case DATA_TEXT: batch_put_text(b, slot, 0, d->text); break;
    case DATA_NUMBER: batch_put_number(b, slot, 0, d->text); break;
    case DATA_BOOLEAN: batch_put_boolean(b, slot, 0, d->truth); break;
    case DATA_WRONG: if (kind != TYPE_RECORD) batch_put_wrong(b, slot, 0, d->text); break;
    case DATA_LIST: list_put(b, r, slot, d); break;
    case DATA_RECORD:
      if (!batch_begin_record(b, slot, 0)) break;
      fields_put(b, r, slot, d);
      batch_end_record(b, slot);
      break;
  }
}

uint32_t engine_batch(Engine *e, const Rules *rules, const Gen *g, Data *const *leads, uint32_t from, uint32_t to) {
  Batch *b = e->batch->columns;
  Text why;
  batch_clear(b);
  for (uint32_t i = from; i < to; i++) {
    batch_begin_row(b, i + 1);
    for (uint32_t f = 0; f < g->field_count; f++) value_put(b, rules, f, &leads[i][f]);
    for (uint32_t p = 0; p < 4; p++) value_put(b, rules, rules->previous[p], &leads[i][g->field_count + p]);
    if (batch_end_row(b, &why) == ROW_NO_MEMORY) abort();
  }
  if (rubric_run_batch(e->run, e->batch, true, &e->decisions) != RUBRIC_OK) abort();
  return e->decisions->rows;
}

// ---- asking
static Text text_from(RubricText t) { return (Text){t.data, t.size}; }

static void lines_ask(Engine *e, Arena *arena, uint32_t row, OracleDecision *d) {
  static const OracleLineKind kinds[] = {[RUBRIC_LINE_RULE] = LINE_RULE, [RUBRIC_LINE_GROUP] = LINE_GROUP, [RUBRIC_LINE_CLAMP] = LINE_CLAMP, [RUBRIC_LINE_DERIVED] = LINE_DERIVED};
  RubricTrace trace;
  if (rubric_trace(e->run, row, &trace) != RUBRIC_OK) abort();
  for (uint32_t i = 0; i < trace.line_count; i++)
    *VEC_PUSH(arena, &d->lines) = (OracleLine){kinds[trace.lines[i].kind], trace.lines[i].score, trace.lines[i].index, trace.lines[i].points};
}

static OracleContact contact_ask(RubricContact c, uint32_t row) {
  if (!bit_get(c.allowed, row)) return (OracleContact){.kind = CONTACT_BLOCKED};
  if (!c.open || bit_get(c.open, row)) return (OracleContact){.kind = CONTACT_ALLOWED};
  return (OracleContact){.kind = c.next[row] ? CONTACT_WAIT : CONTACT_BLOCKED, .wait_until = c.next[row]};
}

static void route_ask(const RubricDecisions *from, const Rules *r, uint32_t row, OracleDecision *d) {
  bool held = from->held_route && from->held_route[row].data;
  d->has_route = held || from->route[row] >= 0;
  d->route = held ? text_from(from->held_route[row]) : from->route[row] >= 0 ? r->routes.items[from->route[row]]->name : (Text){0};
  d->has_target = from->target[row].data != NULL;
  d->target = text_from(from->target[row]);
  d->has_sla = from->sla_us[row] >= 0;
  d->sla_seconds = from->sla_us[row] / CLOCK_SECOND;
  d->has_due = from->due_at[row] != INT64_MIN;
  d->due_at = from->due_at[row];
}

OracleDecision *engine_decision(Engine *e, const Oracle *o, Arena *arena, uint32_t row) {
  const RubricDecisions *from = e->decisions;
  const Rules *r = o->rules;
  OracleDecision *d = ARENA_NEW(arena, OracleDecision);
  d->status = (OracleStatus)from->status[row];
  d->stage = from->stage[row] < 0 ? NULL : r->stages.items[from->stage[row]];
  d->reasons = ARENA_MANY(arena, bool, r->reasons.count + 1);
  d->segments = ARENA_MANY(arena, bool, r->segments.count + 1);
  d->needs = ARENA_MANY(arena, bool, r->slot_count + 1);
  d->scores = ARENA_MANY(arena, OracleScore, r->scores.count + 1);
  d->contacts = ARENA_MANY(arena, OracleContact, r->channels.count + 1);
  for (uint32_t i = 0; i < r->reasons.count; i++) d->reasons[i] = bit_get(from->reasons[i], row);
  for (uint32_t i = 0; i < r->segments.count; i++) d->segments[i] = bit_get(from->segments[i], row);
  for (uint32_t i = 0; i < from->need_count; i++)
    if (bit_get(from->needs[i].rows, row)) d->needs[from->needs[i].field] = true;
  for (uint32_t i = 0; i < r->scores.count; i++) d->scores[i] = (OracleScore){bit_get(from->score_known[i], row), from->scores[i][row]};
  for (uint32_t i = 0; i < r->channels.count; i++) d->contacts[i] = contact_ask(from->contacts[i], row);
  route_ask(from, r, row, d);
  lines_ask(e, arena, row, d);
  return d;
}
