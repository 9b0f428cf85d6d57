// init_schema.c -- the schema's text: fields with their options, and what was seen behind each.
#include "tools/init.h"
#include "base/clock.h"
#include <stdlib.h>

void draft(Draft *d, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Text t = text_format_list(d->arena, format, args);
  va_end(args);
  for (uint32_t i = 0; i < t.size; i++) *VEC_PUSH(d->arena, &d->text) = t.data[i];
}
Text draft_quoted(Arena *arena, Text t) {
  Draft d = {.arena = arena};
  draft(&d, "\"");
  for (uint32_t i = 0; i < t.size; i++) {
    unsigned char c = (unsigned char)t.data[i];
    if (c == '"' || c == '\\') draft(&d, "\\%c", c);
    else if (c < 32 || c == 127) draft(&d, "\\u{%x}", c);
    else *VEC_PUSH(arena, &d.text) = (char)c;
  }
  draft(&d, "\"");
  return (Text){d.text.items, d.text.count};
}

// ---- what was seen
static void say_share(Draft *d, uint64_t n, uint64_t of) {
  if (!n) draft(d, "always empty");
  else if (n == of) draft(d, "always filled");
  else if (n * 100 < of) draft(d, "less than 1%% filled");
  else draft(d, "%llu%% filled", (unsigned long long)(n * 100 / of));
}
static void say_comment_text(Draft *d, Text t) { // in a comment: no line end
  Text q = draft_quoted(d->arena, t);
  draft(d, "%.*s", SHOWN(q));
}
static void say_value(Draft *d, const char *before, Text value, uint64_t count) {
  draft(d, "%s", before);
  say_comment_text(d, value);
  draft(d, " %llu", (unsigned long long)count);
}
// All of few; of many the most frequent.
static void say_counts(Draft *d, const Entry *e) {
  enum { FEW = 3 };
  uint32_t best = 0;
  for (uint32_t i = 0; i < e->value_count; i++) {
    if (e->counts[i] > e->counts[best]) best = i;
    if (e->value_count <= FEW) say_value(d, i ? ", " : "; ", e->values[i], e->counts[i]);
  }
  if (e->value_count > FEW) { say_value(d, "; most often ", e->values[best], e->counts[best]); draft(d, ", %u values", e->value_count); }
}
static void say_truths(Draft *d, const Seen *c) {
  const char *before = "; ";
  for (uint32_t i = 0; i < c->value_count && i < 8; i++)
    if (c->values[i].count) { say_value(d, before, c->values[i].text, c->values[i].count); before = ", "; }
}
static int by_number(const void *a, const void *b) {
  const Decimal *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}
static void say_number(Draft *d, Decimal value) {
  char text[DECIMAL_TEXT_BYTES];
  uint32_t size = decimal_format(value, text);
  draft(d, "%.*s", (int)size, text);
}
static void say_range(Draft *d, const Seen *c) {
  Decimal sorted[SURVEY_SAMPLE];
  uint32_t n = c->sampled < SURVEY_SAMPLE ? (uint32_t)c->sampled : SURVEY_SAMPLE, from = 0;
  memcpy(sorted, c->sample, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, by_number);
  while (from < n && c->missing_count && sorted[from] < c->tally.low) from++; // -1 that means none
  draft(d, "; ");
  say_number(d, c->tally.low);
  if (c->tally.low == c->tally.high) { draft(d, " everywhere"); return; }
  draft(d, " to ");
  say_number(d, c->tally.high);
  if (n - from > 8) { draft(d, ", half up to "); say_number(d, sorted[from + (n - from) / 2]); }
}
static void say_days(Draft *d, const Seen *c) {
  char text[CLOCK_TEXT_BYTES];
  if (!c->tally.iso) return;
  uint32_t size = clock_format_date(clock_date_of(zone_utc(), c->tally.first), text);
  draft(d, "; %.*s to ", (int)size, text);
  size = clock_format_date(clock_date_of(zone_utc(), c->tally.last), text);
  draft(d, "%.*s", (int)size, text);
}
// Values that many records have: never a person's name or address.
static void say_frequent(Draft *d, const Seen *c) {
  uint32_t shown = 0;
  for (uint32_t i = 0; i < c->value_count && shown < 2; i++) {
    const Value *v = &c->values[i];
    if (v->count == c->tally.values || v->count < 5 || v->count * 50 < c->tally.values || v->text.size > 30) continue;
    draft(d, shown++ ? ", " : "; often ");
    say_comment_text(d, v->text);
  }
}
static void say_different(Draft *d, const Seen *c) {
  uint32_t different = 0;
  const Value *only = NULL;
  for (uint32_t i = 0; i < c->value_count; i++) if (c->values[i].count) { different++; only = &c->values[i]; }
  if (different == 1 && !c->overflows && only->count > 1 && only->text.size <= 30) { draft(d, "; always "); say_comment_text(d, only->text); return; }
  if (c->overflows) draft(d, "; more than %u different values", different - different % 100);
  else if (different == 1) draft(d, "; always the same");
  else if (different) draft(d, "; %u different values", different);
}
// A column that would be numbers but for some values in which a person reads more than one number.
static void say_nearly(Draft *d, const Seen *c) {
  Decimal number;
  if (c->tally.comma_number * 2 > c->tally.values) { draft(d, "; numbers with a decimal comma: export them with a point"); return; }
  if (c->tally.number * 2 < c->tally.values || c->tally.number == c->tally.values) return;
  draft(d, "; %llu%% are numbers", (unsigned long long)(c->tally.number * 100 / c->tally.values));
  for (uint32_t i = 0; i < c->value_count; i++) {
    const Value *v = &c->values[i];
    if (!v->count || v->text.size > 30 || decimal_read_cell(v->text, &number)) continue;
    draft(d, ", but not ");
    say_comment_text(d, v->text);
    return;
  }
}
static void say_seen(Draft *d, const Entry *e, uint64_t of) {
  const Seen *c = e->column;
  say_share(d, c->filled - c->missing_times + (e->alias ? e->alias->filled - e->alias->missing_times - e->alias->both : 0), of);
  if (e->unread) draft(d, ", %llu cannot be read", (unsigned long long)e->unread);
  if (e->type == TYPE_ONE_OF || e->type == TYPE_SCALE) say_counts(d, e);
  else if (e->type == TYPE_NUMBER || e->type == TYPE_INTEGER) say_range(d, c);
  else if (e->type == TYPE_DATE || e->type == TYPE_TIME) say_days(d, c);
  else if (e->type == TYPE_BOOLEAN) say_truths(d, c);
  else if (e->type == TYPE_TEXT || e->type == TYPE_COUNTRY) {
    say_different(d, c);
    say_frequent(d, c);
    if (e->type == TYPE_TEXT && !name_is_id(e->name)) say_nearly(d, c);
  }
  else if (e->type == TYPE_LIST && c->element && c->arrays) draft(d, "; %llu elements in all", (unsigned long long)c->element->filled);
  if (e->day_by == DAY_UNSURE) draft(d, "; day or month first? nothing in the file tells");
  if (e->day_by == DAY_BY_COLUMN) draft(d, "; day or month first? taken as in the other dates");
  if (e->day_by == DAY_BY_COUNTRIES) draft(d, "; day or month first? most leads are American");
}

// ---- fields
static const char *type_word(TypeKind type) {
  switch (type) {
#define TYPE_WORD(word, kind) case kind: return word;
#include "lang/words.def"
    default: return "text";
  }
}
static void draft_type(Draft *d, const Entry *e) {
  if (e->type == TYPE_RECORD) { draft(d, "%.*s", SHOWN(e->record_name)); return; }
  if (e->type == TYPE_LIST) {
    draft(d, "list of ");
    if (e->element == TYPE_RECORD) draft(d, "%.*s", SHOWN(e->record_name));
    else draft(d, "%s", type_word(e->element));
    return;
  }
  if (e->type != TYPE_ONE_OF && e->type != TYPE_SCALE) { draft(d, "%s", type_word(e->type)); return; }
  draft(d, e->type == TYPE_SCALE ? "scale of " : "one of ");
  for (uint32_t i = 0; i < e->value_count; i++) {
    Text q = draft_quoted(d->arena, e->values[i]);
    draft(d, "%s%.*s", i ? ", " : "", SHOWN(q));
  }
}
static char fold(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
// A header is met by the field's own name, in CSV in any case.
static bool meets(const Survey *s, Text name, Text header) {
  if (name.size != header.size) return false;
  for (uint32_t i = 0; i < name.size; i++) if (name.data[i] != (s->is_csv ? fold(header.data[i]) : header.data[i])) return false;
  return true;
}
static void draft_from(Draft *d, const Survey *s, const Entry *e) {
  bool named = meets(s, e->name, e->column->name);
  const Seen *names[2] = {named ? NULL : e->column, e->alias};
  const char *between = " from ";
  for (int i = 0; i < 2; i++) {
    if (!names[i]) continue;
    Text q = draft_quoted(d->arena, names[i]->name);
    draft(d, "%s%.*s", between, SHOWN(q));
    between = ", ";
  }
}
static void draft_missing(Draft *d, const Entry *e) {
  const char *between = " missing when ";
  const Seen *columns[2] = {e->column, e->alias};
  for (int k = 0; k < 2 && columns[k]; k++) {
    for (uint32_t i = 0; i < columns[k]->missing_count; i++) {
      bool again = false;
      for (uint32_t m = 0; k == 1 && m < e->column->missing_count; m++) again |= text_equal(text_fold(d->arena, e->column->missing[m]), text_fold(d->arena, e->alias->missing[i]));
      if (again) continue;
      Text q = draft_quoted(d->arena, columns[k]->missing[i]);
      draft(d, "%s%.*s", between, SHOWN(q));
      between = ", ";
    }
  }
}
static void draft_options(Draft *d, const Survey *s, const Entry *e) {
  draft(d, "%.*s ", SHOWN(e->name));
  draft_type(d, e);
  if (e->key) draft(d, " key");
  if (e->from_zero) draft(d, " in 0..");
  if (e->by.size) draft(d, " by %.*s", SHOWN(e->by));
  draft_from(d, s, e);
  if (e->unit) draft(d, " unit %s", e->unit);
  if (e->form) draft(d, " as \"%s\"", e->form);
  if (e->separator) draft(d, " separated by \"%c\"", e->separator);
  draft_missing(d, e);
  if (e->type == TYPE_LIST) draft(d, " default empty");
}
// What was seen stands behind the field, or above when the line would become long.
static void draft_field(Draft *d, const Survey *s, const Entry *e, uint64_t of) {
  enum { LINE = 100 };
  Draft field = {.arena = d->arena}, seen = {.arena = d->arena};
  if (e->leave_out) {
    Text q = draft_quoted(d->arena, e->column->name);
    draft(d, "# not read: %.*s (%s)\n", SHOWN(q), e->leave_out);
    return;
  }
  draft_options(&field, s, e);
  say_seen(&seen, e, of);
  Text a = {field.text.items, field.text.count}, b = {seen.text.items, seen.text.count};
  if (a.size + b.size > LINE) draft(d, "# %.*s\n%.*s\n", SHOWN(b), SHOWN(a));
  else draft(d, "%.*s  # %.*s\n", SHOWN(a), SHOWN(b));
}
static void draft_records(Draft *d, const Survey *s, const EntryList *fields);
static void draft_record(Draft *d, const Survey *s, const Entry *e) {
  const Seen *of = e->type == TYPE_LIST ? e->column->element : e->column;
  draft(d, "\nrecord %.*s {\n", SHOWN(e->record_name));
  for (uint32_t i = 0; i < e->record->count; i++) draft_field(d, s, &e->record->items[i], of->objects);
  draft(d, "}\n");
  draft_records(d, s, e->record);
}
static void draft_records(Draft *d, const Survey *s, const EntryList *fields) {
  for (uint32_t i = 0; i < fields->count; i++)
    if (fields->items[i].record && !fields->items[i].leave_out) draft_record(d, s, &fields->items[i]);
}
// Two records of one name get numbers.
typedef struct Names { Arena *arena; VEC(Text) taken; } Names;
static void records_name(Names *names, EntryList *fields) {
  for (uint32_t i = 0; i < fields->count; i++) {
    Entry *e = &fields->items[i];
    if (!e->record || e->leave_out) continue;
    Text base = e->record_name;
    bool taken = true;
    for (int n = 2; taken; n++) {
      taken = text_is(e->record_name, "Lead");
      for (uint32_t k = 0; k < names->taken.count; k++) taken |= text_equal(names->taken.items[k], e->record_name);
      if (taken) e->record_name = text_format(names->arena, "%.*s%d", SHOWN(base), n);
    }
    *VEC_PUSH(names->arena, &names->taken) = e->record_name;
    records_name(names, e->record);
  }
}
void draft_schema(Draft *d, const Survey *survey, const EntryList *fields) {
  Names names = {.arena = d->arena};
  bool key = false;
  records_name(&names, (EntryList *)fields);
  for (uint32_t i = 0; i < fields->count; i++) key |= fields->items[i].key;
  if (!key) draft(d, "# No column names every record just once: decisions will carry the record's number. Write `key` behind a field that does.\n");
  draft(d, "schema Lead {\n");
  for (uint32_t i = 0; i < fields->count; i++) draft_field(d, survey, &fields->items[i], survey->records - survey->rejected);
  draft(d, "}\n");
  draft_records(d, survey, fields);
}
