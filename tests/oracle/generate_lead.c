// generate_lead.c -- leads that stand on the edges of what the rules say; as values, as JSON, as CSV.
#include "generate.h"
#include <stdio.h>

#define PICK(g, words) ((words)[gen_below((g), (uint32_t)(sizeof(words) / sizeof *(words)))])
#define SHOW(t) (int)(t).size, (t).data
#define ANY_OF(g, v) ((v).items[gen_below((g), (v).count)])

static Data text_data(Text t) { return (Data){.kind = DATA_TEXT, .text = t}; }
static Data number_data(Text t) { return (Data){.kind = DATA_NUMBER, .text = t}; }

// ---- numbers
static Data number_make(Gen *g, bool whole) {
  int64_t n = gen_between(g, 0, 300) * DECIMAL_ONE;
  char text[DECIMAL_TEXT_BYTES];
  if (g->numbers.count && gen_chance(g, 60)) n = ANY_OF(g, g->numbers) + gen_between(g, -1, 1) * (gen_chance(g, 50) ? DECIMAL_ONE : 0) + (whole ? 0 : gen_between(g, -1, 1));
  if (whole && gen_chance(g, 95)) n = decimal_round(n, 0);
  if (gen_chance(g, 5)) n = -n;
  if (gen_chance(g, 2)) n = DECIMAL_MAX - gen_between(g, 0, 2) * DECIMAL_ONE;
  Text t = text_copy(g->arena, (Text){text, decimal_format(n, text)});
  if (gen_chance(g, 3)) t = TEXT("1e3");
  return gen_chance(g, 70) ? number_data(t) : text_data(gen_chance(g, 10) ? text_format(g->arena, " $%.*s ", SHOW(t)) : t);
}

// ---- times: around now, the ends of windows, the times that the rules name
static int64_t moment(Gen *g) {
  int64_t time = g->now - gen_between(g, 0, 60 * 24) * CLOCK_HOUR;
  uint32_t how = gen_below(g, 10);
  if (how < 4 && g->windows.count) time = g->now - ANY_OF(g, g->windows) * gen_between(g, 1, 2);
  else if (how == 4 && g->times.count) time = ANY_OF(g, g->times);
  else if (how == 5 && g->dates.count) time = ANY_OF(g, g->dates) * CLOCK_DAY;
  else if (how == 6) time = g->now;
  else if (how == 7) time = g->now + gen_between(g, 0, 50) * CLOCK_HOUR;
  static const int64_t steps[] = {0, 0, 1, -1, CLOCK_SECOND, -CLOCK_SECOND, CLOCK_DAY, -CLOCK_DAY};
  return time + PICK(g, steps);
}

static Data time_make(Gen *g) {
  int64_t time = moment(g);
  char text[CLOCK_TEXT_BYTES];
  if (gen_chance(g, 15) && time > 1000000000 * CLOCK_SECOND) return number_data(text_format(g->arena, "%lld", (long long)(time / CLOCK_SECOND)));
  if (gen_chance(g, 1)) return text_data(PICK(g, ((const Text[]){TEXT("0001-01-01"), TEXT("9999-12-31T12:00:00Z"), TEXT("2026-02-30")})));
  uint32_t size = clock_format_time(time, text);
  if (gen_chance(g, 15)) size--; // local
  return text_data(text_copy(g->arena, (Text){text, size}));
}

static Data date_make(Gen *g) {
  int64_t time = moment(g);
  char text[CLOCK_TEXT_BYTES];
  int64_t day = time / CLOCK_DAY;
  if (gen_chance(g, 20) && g->dates.count) day = ANY_OF(g, g->dates);
  if (gen_chance(g, 1)) day = gen_chance(g, 50) ? CLOCK_DATE_MIN : CLOCK_DATE_MAX;
  return text_data(text_copy(g->arena, (Text){text, clock_format_date(day, text)}));
}

// ---- texts
static Data text_make(Gen *g, const GenField *f, TypeKind kind) {
  static const char *const zones[] = {"America/New_York", "Europe/Berlin", "No/Where", "UTC", "asia/kolkata", "Australia/Lord_Howe"};
  if (f && strcmp(f->name, "tz") == 0 && gen_chance(g, 85)) return text_data(text_of(PICK(g, zones)));
  Text t = gen_text_value(g, kind, f, gen_chance(g, 40));
  if (kind == TYPE_TEXT && g->texts.count && gen_chance(g, 40)) t = ANY_OF(g, g->texts);
  if (kind == TYPE_TEXT && gen_chance(g, 12)) t = text_format(g->arena, gen_chance(g, 50) ? "the %.*s, EMEA" : "%.*ss", SHOW(t));
  if (kind == TYPE_TEXT && gen_chance(g, 8)) { Text e = gen_text_value(g, gen_chance(g, 50) ? TYPE_EMAIL : TYPE_COUNTRY, NULL, false); t = e; }
  if (kind == TYPE_TEXT && gen_chance(g, 3)) return number_data(TEXT("99"));
  return text_data(t);
}

static Data boolean_make(Gen *g) {
  static const char *const words[] = {"yes", "No", "TRUE", "f", "1", "0"};
  if (gen_chance(g, 30)) return text_data(text_of(PICK(g, words)));
  return (Data){.kind = DATA_BOOLEAN, .truth = gen_chance(g, 50)};
}

static Data value_make(Gen *g, const GenField *f, TypeKind kind, int depth);

static Data record_make(Gen *g, const GenRecord *r, int depth) {
  Data d = {.kind = DATA_RECORD, .count = r->count, .items = ARENA_MANY(g->arena, Data, r->count)};
  for (uint32_t i = 0; i < r->count; i++) d.items[i] = value_make(g, &r->fields[i], r->fields[i].kind, depth - 1);
  return d;
}

static Data list_make(Gen *g, const GenField *f, int depth) {
  uint32_t count = gen_chance(g, 10) ? 0 : gen_below(g, depth > 1 ? 7 : 4);
  Data d = {.kind = DATA_LIST, .items = ARENA_MANY(g->arena, Data, count + 1)};
  for (uint32_t i = 0; i < count; i++) {
    if (i && gen_chance(g, 10)) { d.items[d.count++] = d.items[gen_below(g, i)]; continue; } // the same again
    Data e = f->element == TYPE_RECORD ? record_make(g, f->record, depth - 1) : value_make(g, NULL, f->element, 0);
    if (e.kind != DATA_ABSENT && (f->element == TYPE_RECORD || e.kind != DATA_WRONG || gen_chance(g, 20))) d.items[d.count++] = e;
  }
  return d;
}

static Data value_make(Gen *g, const GenField *f, TypeKind kind, int depth) {
  uint32_t how = gen_below(g, 100);
  if (how < 9) return (Data){0};
  if (how < 12) return (Data){.kind = DATA_NULL};
  if (how < 14) return text_data(TEXT(" "));
  if (how < 16) return text_data(TEXT("N/A"));
  if (how < 18 && (f || gen_chance(g, 30))) return text_data(TEXT("???"));
  if (how < 19 && (f || gen_chance(g, 30))) return (Data){.kind = DATA_WRONG, .text = kind == TYPE_RECORD ? TEXT("[1]") : TEXT("{\"no\":1}")};
  switch (kind) {
    case TYPE_NUMBER: return number_make(g, false);
    case TYPE_INTEGER: return number_make(g, true);
    case TYPE_TIME: return time_make(g);
    case TYPE_DATE: return gen_chance(g, 85) ? date_make(g) : time_make(g);
    case TYPE_BOOLEAN: return boolean_make(g);
    case TYPE_RECORD: return record_make(g, f->record, depth);
    case TYPE_LIST: return list_make(g, f, depth);
    default: return text_make(g, f, kind);
  }
}

Data *generate_lead(Gen *g, uint64_t record) {
  static const char *const stages[] = {"SQL", "mql", "Engaged", "Lost", "New", "Gone"}, *const routes[] = {"R1", "r2", "R3", "R9"};
  Data *d = ARENA_MANY(g->arena, Data, g->field_count + 4);
  for (uint32_t i = 0; i < g->field_count; i++) {
    const GenField *f = &g->fields[i];
    if (!f->key) { d[i] = value_make(g, f, f->kind, 3); continue; }
    if (gen_chance(g, 2)) continue;
    d[i] = f->kind == TYPE_TEXT ? text_data(text_format(g->arena, "L%llu", (unsigned long long)record)) : number_data(text_format(g->arena, "%llu", (unsigned long long)record));
  }
  if (!gen_chance(g, 60)) return d;
  Data *previous = d + g->field_count;
  if (gen_chance(g, 75)) previous[0] = text_data(text_of(PICK(g, stages)));
  if (gen_chance(g, 75)) previous[1] = text_data(text_of(PICK(g, routes)));
  if (gen_chance(g, 75)) previous[2] = text_data(TEXT("owner-7"));
  if (gen_chance(g, 85)) previous[3] = time_make(g);
  return d;
}

// ---- as JSON
typedef struct Json { Arena *arena; char *bytes; size_t size, room; } Json;
static void json_put(Json *j, const char *bytes, size_t size) {
  if (j->size + size > j->room) { size_t room = (j->size + size) * 2 + 256; j->bytes = arena_grow(j->arena, j->bytes, j->size, room); j->room = room; }
  if (size) memcpy(j->bytes + j->size, bytes, size);
  j->size += size;
}
static void json_word(Json *j, const char *word) { json_put(j, word, strlen(word)); }
static void json_text(Json *j, Text t) {
  json_word(j, "\"");
  for (uint32_t i = 0; i < t.size; i++) {
    if (t.data[i] == '"' || t.data[i] == '\\') json_word(j, "\\");
    json_put(j, t.data + i, 1);
  }
  json_word(j, "\"");
}

static void json_value(Json *j, const GenField *f, const Data *d);
static void json_record(Json *j, const GenField *fields, uint32_t count, const Data *items) {
  bool comma = false;
  json_word(j, "{");
  for (uint32_t i = 0; i < count; i++) {
    if (items[i].kind == DATA_ABSENT) continue;
    if (comma) json_word(j, ",");
    comma = true;
    json_text(j, text_of(fields[i].name));
    json_word(j, ":");
    json_value(j, &fields[i], &items[i]);
  }
  json_word(j, "}");
}

static void json_value(Json *j, const GenField *f, const Data *d) {
  switch (d->kind) {
    case DATA_ABSENT: case DATA_NULL: json_word(j, "null"); break;
    case DATA_TEXT: json_text(j, d->text); break;
    case DATA_NUMBER: case DATA_WRONG: json_put(j, d->text.data, d->text.size); break;
    case DATA_BOOLEAN: json_word(j, d->truth ? "true" : "false"); break;
    case DATA_RECORD: json_record(j, f->record->fields, f->record->count, d->items); break;
    case DATA_LIST:
      json_word(j, "[");
      for (uint32_t i = 0; i < d->count; i++) { if (i) json_word(j, ","); json_value(j, f, &d->items[i]); }
      json_word(j, "]");
      break;
  }
}

static const GenField previous_fields[] = {{.name = "stage"}, {.name = "route"}, {.name = "target"}, {.name = "routed_at"}};

Text generate_json(const Gen *g, Arena *arena, const Data *lead) {
  Json j = {.arena = arena};
  json_record(&j, g->fields, g->field_count, lead);
  j.size--;
  json_word(&j, j.size > 1 ? ",\"previous\":" : "\"previous\":");
  json_record(&j, previous_fields, 4, lead + g->field_count);
  json_word(&j, "}");
  return (Text){j.bytes, (uint32_t)j.size};
}

// ---- as CSV: single values as they are, lists of plain values joined, records and lists of records as JSON in a cell
static void csv_cell(Json *out, Text t) {
  bool quote = t.size == 0 || memchr(t.data, '"', t.size) || memchr(t.data, ',', t.size) || memchr(t.data, '\n', t.size);
  if (quote) json_word(out, "\"");
  for (uint32_t i = 0; i < t.size; i++) { if (t.data[i] == '"') json_word(out, "\""); json_put(out, t.data + i, 1); }
  if (quote) json_word(out, "\"");
}

static bool csv_value(Json *out, const GenField *f, const Data *d) {
  Json cell = {.arena = out->arena};
  if (d->kind == DATA_ABSENT || d->kind == DATA_NULL) return true;
  if (d->kind == DATA_WRONG) return false;
  if (d->kind == DATA_NUMBER && memchr(d->text.data, 'e', d->text.size)) return false; // only JSON numbers have exponents
  if (d->kind == DATA_LIST && f->separated) {
    for (uint32_t i = 0; i < d->count; i++) {
      if (d->items[i].kind == DATA_NULL) continue;
      if (d->items[i].kind != DATA_TEXT && d->items[i].kind != DATA_NUMBER) return false;
      if (i) json_word(&cell, ";");
      json_put(&cell, d->items[i].text.data, d->items[i].text.size);
    }
    if (text_trim((Text){cell.bytes, (uint32_t)cell.size}).size == 0) return false; // a blank cell is missing, not an empty list
  } else if (d->kind == DATA_TEXT || d->kind == DATA_NUMBER) json_put(&cell, d->text.data, d->text.size);
  else json_value(&cell, f, d);
  csv_cell(out, (Text){cell.bytes, (uint32_t)cell.size});
  return true;
}

bool generate_csv(Gen *g, Arena *arena, Data *const *leads, uint32_t count, Text *csv) {
  Json out = {.arena = arena};
  for (uint32_t i = 0; i < g->field_count; i++) {
    if (i) json_word(&out, ",");
    csv_cell(&out, text_of(g->fields[i].name));
  }
  json_word(&out, ",previous.stage,previous.route,previous.target,previous.routed_at\n");
  for (uint32_t row = 0; row < count; row++) {
    for (uint32_t i = 0; i < g->field_count + 4; i++) {
      if (i) json_word(&out, ",");
      if (!csv_value(&out, i < g->field_count ? &g->fields[i] : NULL, &leads[row][i])) return false;
    }
    json_word(&out, "\n");
  }
  *csv = (Text){out.bytes, (uint32_t)out.size};
  return true;
}
