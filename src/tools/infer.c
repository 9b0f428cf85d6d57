// infer.c -- see infer.h. What decides is what the values are; names of columns only break ties that values leave open.
#include "tools/infer.h"
#include "tools/infer_values.h"
#include <stdlib.h>

// ---- types of scalars
static bool all(const Tally *y, uint64_t n) { return y->values > 0 && n == y->values; }
static bool share(const Tally *y, uint64_t n, uint64_t percent) { return y->values > 0 && n * 100 >= y->values * percent; }
// All but a few, and those have no digit: nobody would read them as a number or a date.
static bool nearly(const Tally *y, uint64_t n) { return all(y, n) || (share(y, n, 99) && n + y->no_digit >= y->values); }

// Only N, or only F: that says nothing.
static bool is_one_letter(const Seen *c) { return c->value_count == 1 && !c->overflows && c->values[0].text.size == 1; }
static bool is_truth(const Seen *c, Text name) {
  const Tally *y = &c->tally;
  return (nearly(y, y->boolean) && !is_one_letter(c)) || (all(y, y->zero_one) && all(y, y->integer) && name_has(name, "is|has|was|can|opt|optin|optout|subscribed|unsubscribed|deleted|flag"));
}
static bool names_time(Text name) { return name_has(name, "at|on|date|time|timestamp|created|updated|modified|createdate|closedate|since|synced|start|end"); }
static bool is_iso(const Seen *c, Text name) {
  const Tally *y = &c->tally;
  static const int64_t earliest = 788918400000000, latest = 4102444800000000; // 1995 to 2100
  if (!nearly(y, y->iso)) return false;
  return y->number == 0 || (names_time(name) && y->first >= earliest && y->last < latest);
}
// Of the forms that read everything the first; UINT32_MAX: none. Where the day and the month could be either, *unsure.
static uint32_t form_of(const Tally *y, bool *unsure) {
  for (uint32_t f = 0; f < FORMS; f++) {
    if (!nearly(y, y->forms[f])) continue;
    *unsure = FORM_IS_DAY_FIRST(f) && !strchr(survey_form(f), '.') && // with points nobody writes the month first
              y->forms[FORM_MONTH_FIRST(f)] == y->forms[f];
    return f;
  }
  return UINT32_MAX;
}
static bool is_number(const Tally *y) { return nearly(y, y->number) && !y->leading_zero && !y->long_digits; }
static bool is_address(const Tally *y, Text name) { return share(y, y->email, name_has(name, "mail|email") ? 80 : 98); }
static bool is_phone(const Tally *y, Text name) { return name_has(name, "phone|mobile|tel|telephone|fax|cell") && share(y, y->phone, 80) && y->longest >= 7; }
static bool is_link(const Tally *y, Text name) { return share(y, y->url, 98) && (name_has(name, "url|website|site|link|web|page|href|referrer|linkedin") || !share(y, y->domain, 50)); }
static bool is_country(const Tally *y, Text name) { return name_has(name, "country|nation") && share(y, y->country, 99); }

static void infer_time(Entry *e, uint32_t form, bool unsure) {
  e->type = form % FORM_TAILS == 0 ? TYPE_DATE : TYPE_TIME;
  e->form = survey_form(form);
  e->day_by = unsure ? DAY_UNSURE : DAY_SURE;
  e->unread = e->column->tally.values - e->column->tally.forms[form];
}
static bool infer_list_cell(Entry *e, Text name) {
  const Seen *c = e->column;
  e->separator = separator_of(c, name);
  if (!e->separator && !all(&c->tally, c->tally.json_array)) return false;
  e->type = TYPE_LIST;
  e->element = TYPE_TEXT;
  return true;
}
static void infer_number(Entry *e, Text name) {
  const Tally *y = &e->column->tally;
  e->type = y->integer == y->number ? TYPE_INTEGER : TYPE_NUMBER;
  e->unread = y->values - y->number;
  e->from_zero = y->low >= 0 && name_has(name, "employees|numberofemployees|revenue|annualrevenue|amount|price|budget|visits|views|opens|clicks|count|sessions|score|age|calls|size|seats|users|headcount");
  e->unit = name_has(name, "usd") ? "USD" : name_has(name, "eur") ? "EUR" : name_has(name, "gbp") ? "GBP" : NULL;
}
static void settle(Entry *e, TypeKind type, uint64_t reads) {
  e->type = type;
  e->unread = e->column->tally.values - reads;
}
static void infer_scalar(Survey *s, Entry *e) {
  const Tally *y = &e->column->tally;
  Text name = e->name;
  bool unsure = false, id = name_is_id(name);
  uint32_t form = id ? UINT32_MAX : form_of(y, &unsure);
  e->type = TYPE_TEXT;
  if (!y->values) return;
  if (e->column->booleans && e->column->booleans == e->column->filled) { settle(e, TYPE_BOOLEAN, y->values); return; }
  if (infer_list_cell(e, name)) return;
  if (id && !is_address(y, name)) return;
  if (is_truth(e->column, name)) settle(e, TYPE_BOOLEAN, all(y, y->zero_one) ? y->zero_one : y->boolean);
  else if (is_iso(e->column, name)) settle(e, all(y, y->iso_date) ? TYPE_DATE : TYPE_TIME, y->iso);
  else if (form != UINT32_MAX) infer_time(e, form, unsure);
  else if (is_address(y, name)) settle(e, TYPE_EMAIL, y->email);
  else if (is_phone(y, name)) settle(e, TYPE_PHONE, y->phone);
  else if (name_has(name, "domain") && share(y, y->domain, 98)) settle(e, TYPE_DOMAIN, y->domain);
  else if (is_link(y, name)) settle(e, TYPE_URL, y->url);
  else if (is_country(y, name)) settle(e, TYPE_COUNTRY, y->country);
  else if (is_number(y)) infer_number(e, name);
  else if (share(y, y->comma_number, 50)) return; // text, and a comment says why
  else infer_values(s, e);
}

// ---- records and lists
static Text singular_type(Arena *arena, Text name) { // events -> Event, web_visits -> WebVisit, companies -> Company
  char *out = arena_alloc(arena, name.size + 8);
  uint32_t n = 0;
  bool up = true;
  for (uint32_t i = 0; i < name.size; i++) {
    char c = name.data[i];
    if (c == '_') { up = true; continue; }
    out[n++] = up && c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
    up = false;
  }
  if (n > 3 && memcmp(out + n - 3, "ies", 3) == 0) { out[n - 3] = 'y'; n -= 2; }
  else if (n > 2 && out[n - 1] == 's' && out[n - 2] != 's') n--;
  if (n && out[0] >= '0' && out[0] <= '9') { memmove(out + 1, out, n++); out[0] = 'R'; }
  return (Text){out, n};
}
static EntryList *infer_children(Survey *s, const Seen *parent);
static void infer_record(Survey *s, Entry *e, const Seen *of) {
  e->record = infer_children(s, of);
  e->record_name = singular_type(s->arena, e->name);
  if (!e->record->count) e->leave_out = "only empty records stand there";
}
// The time of an element: the field that says so, or the only one.
static void infer_by(Entry *e) {
  Entry *found = NULL;
  for (uint32_t i = 0; i < e->record->count; i++) {
    Entry *f = &e->record->items[i];
    if (f->leave_out || f->form || (f->type != TYPE_TIME && f->type != TYPE_DATE)) continue;
    if (!found || (name_has(f->name, "at|time|timestamp|date|occurred|when") && !name_has(found->name, "at|time|timestamp|date|occurred|when"))) found = f;
  }
  if (!found) return;
  found->type = TYPE_TIME; // a date alone is its midnight
  e->by = found->name;
}
static void infer_array(Survey *s, Entry *e) {
  Seen *element = e->column->element;
  e->type = TYPE_LIST;
  e->element = TYPE_TEXT;
  if (!element || !element->filled) return;
  if (element->objects == element->filled) {
    e->element = TYPE_RECORD;
    infer_record(s, e, element);
    if (!e->leave_out) infer_by(e);
    return;
  }
  if (element->objects || element->arrays) { e->leave_out = "its lists hold different kinds of things"; return; }
  Entry inner = {.column = element, .name = e->name};
  infer_scalar(s, &inner);
  bool plain = inner.type == TYPE_INTEGER || inner.type == TYPE_NUMBER || inner.type == TYPE_BOOLEAN || inner.type == TYPE_EMAIL || inner.type == TYPE_DOMAIN;
  if (plain && !inner.unread && !inner.form) e->element = inner.type; // one bad element would make the list invalid
}
static void infer_column(Survey *s, Entry *e) {
  const Seen *c = e->column;
  if (c->doubled) e->leave_out = "this header stands twice: give one of them another name";
  else if (!c->name.size) e->leave_out = s->is_csv ? "a column without a header" : "a key without a name";
  else if (c->objects && c->objects == c->filled) { e->type = TYPE_RECORD; infer_record(s, e, c); }
  else if (c->arrays && c->arrays == c->filled) infer_array(s, e);
  else if (c->objects || c->arrays) e->leave_out = "sometimes a list or a record, sometimes not";
  else if (c->booleans && c->booleans != c->filled) e->leave_out = "sometimes true or false, sometimes something else";
  else infer_scalar(s, e);
}

// ---- names that fit together
static bool name_taken(const EntryList *list, uint32_t before, Text name) {
  for (uint32_t i = 0; i < before; i++) if (!list->items[i].leave_out && text_equal(list->items[i].name, name)) return true;
  return false;
}
static Text name_free(Arena *arena, const EntryList *list, uint32_t before, Text name) {
  Text free = name;
  for (int n = 2; name_taken(list, before, free); n++) free = text_format(arena, "%.*s_%d", (int)name.size, name.data, n);
  return free;
}
// A column that looks like an earlier one and never says anything else.
static Entry *alias_of(EntryList *list, uint32_t before, const Seen *c) {
  if (!c->twin || c->conflicts) return NULL;
  for (uint32_t i = 0; i < before; i++) if (list->items[i].column == c->twin && !list->items[i].leave_out) return &list->items[i];
  return NULL;
}
// The other column's values are read by the same field: it must be able to.
static bool alias_fits(Survey *s, Entry *first, const Seen *c) {
  Entry other = {.column = c, .name = first->name};
  infer_column(s, &other);
  first->unread += other.unread;
  return !c->filled || (first->type == other.type && first->form == other.form && first->type != TYPE_ONE_OF && first->type != TYPE_SCALE);
}
static EntryList *infer_children(Survey *s, const Seen *parent) {
  EntryList *list = ARENA_NEW(s->arena, EntryList);
  list->items = ARENA_MANY(s->arena, Entry, parent->child_count + 1);
  for (uint32_t i = 0; i < parent->child_count; i++) {
    const Seen *c = parent->children[i];
    Entry *e = &list->items[list->count], *same = alias_of(list, list->count, c);
    if (same && !same->alias && alias_fits(s, same, c)) { same->alias = c; continue; }
    *e = (Entry){.column = c, .name = name_free(s->arena, list, list->count, name_of_header(s->arena, c->name))};
    infer_column(s, e);
    list->count++;
  }
  return list;
}

// ---- what the whole file decides
static int key_rank(const Survey *s, const Entry *e) {
  const Seen *c = e->column;
  uint64_t filled = c->filled + (e->alias ? e->alias->filled - e->alias->both : 0);
  if (c->repeated || (e->alias && e->alias->repeated) || e->leave_out || filled != s->records - s->rejected || !filled || c->missing_times || c->objects || c->arrays) return 0;
  if (text_is(e->name, "id") || text_is(e->name, "lead_id") || text_is(e->name, "contact_id") || text_is(e->name, "record_id") || text_is(e->name, "key")) return 4;
  if (name_is_id(e->name) && e->type == TYPE_TEXT) return 3;
  return e->type == TYPE_EMAIL && !e->unread ? 2 : 0;
}
static void key_choose(const Survey *s, EntryList *list) {
  Entry *best = NULL;
  for (uint32_t i = 0; i < list->count; i++)
    if (key_rank(s, &list->items[i]) > (best ? key_rank(s, best) : 0)) best = &list->items[i];
  if (best) best->key = true;
}
// Whether 03/04 is in March: another column that could only be read so, else a file of American leads; else the day stands first.
static bool days_decide(const EntryList *list, DayBy *by) { // gives whether the month does
  bool month_first = false, day_first = false;
  uint64_t american = 0, countries = 0;
  for (uint32_t i = 0; i < list->count; i++) {
    const Entry *e = &list->items[i];
    if (e->form && e->day_by == DAY_SURE) { month_first |= strncmp(e->form, "%m", 2) == 0; day_first |= strncmp(e->form, "%d/", 3) == 0 || strncmp(e->form, "%d-%m", 5) == 0; }
    for (uint32_t v = 0; e->type == TYPE_COUNTRY && v < e->column->value_count; v++) {
      countries += e->column->values[v].count;
      if (country_is_american(e->column->values[v].text)) american += e->column->values[v].count;
    }
  }
  *by = month_first != day_first ? DAY_BY_COLUMN : american * 2 > countries ? DAY_BY_COUNTRIES : DAY_UNSURE;
  return *by == DAY_BY_COLUMN ? month_first : *by == DAY_BY_COUNTRIES;
}
static void days_settle(EntryList *list) {
  DayBy by;
  bool month = days_decide(list, &by);
  for (uint32_t i = 0; i < list->count; i++) {
    Entry *e = &list->items[i];
    if (e->day_by != DAY_UNSURE) continue;
    e->day_by = by;
    for (uint32_t f = 0; month && f < FORMS; f++) if (strcmp(survey_form(f), e->form) == 0) { e->form = survey_form(FORM_MONTH_FIRST(f)); break; }
  }
}
EntryList *infer_fields(Survey *survey) {
  EntryList *list = infer_children(survey, &survey->root);
  key_choose(survey, list);
  days_settle(list);
  return list;
}
