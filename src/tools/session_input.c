// session_input.c -- lines that are no command: a change of the lead (`employees = 900`, `unset title`, `event demo_request 2 days
// ago`), or an expression.
//
// Only the head of a line is looked at here. The value is compiled as the data of a test whose lead is nothing else.
#include "tools/session_parts.h"
#include <stdlib.h>

// ---- small pieces of a line
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static Text after(Text t, uint32_t size) { return (Text){t.data + size, t.size - size}; }
static Text blanks_skipped(Text t) {
  while (t.size && (t.data[0] == ' ' || t.data[0] == '\t' || t.data[0] == '\n' || t.data[0] == '\r')) t = after(t, 1);
  return t;
}
static bool name_read(Text *at, Text *name) { // also in backquotes
  uint32_t n = 0;
  if (at->size && at->data[0] == '`') {
    for (n = 1; n < at->size && at->data[n] != '`' && at->data[n] != '\n'; n++) {}
    if (n == at->size || at->data[n] != '`' || n == 1) return false;
    *name = (Text){at->data + 1, n - 1};
    *at = after(*at, n + 1);
    return true;
  }
  while (n < at->size && (is_letter(at->data[n]) || (n && is_digit(at->data[n])))) n++;
  *name = (Text){at->data, n};
  *at = after(*at, n);
  return n > 0;
}
static bool index_read(Text *at, uint32_t *index) { // [2]
  uint32_t n = 1, value = 0;
  while (n < at->size && is_digit(at->data[n]) && value < 1000000) value = value * 10 + (uint32_t)(at->data[n++] - '0');
  if (n == 1 || n >= at->size || at->data[n] != ']' || !value) return false;
  *at = after(*at, n + 1);
  *index = value;
  return true;
}
bool session_path(Session *s, Text *at, DataPath *path) {
  VEC(DataStep) steps = {0};
  Text rest = *at;
  for (bool first = true;; first = false) {
    DataStep step = {0};
    if (!first && rest.size && rest.data[0] == '[') { if (!index_read(&rest, &step.index)) return false; }
    else {
      if (!first && (!rest.size || rest.data[0] != '.')) break;
      if (!first) rest = after(rest, 1);
      if (!name_read(&rest, &step.name)) return false;
    }
    *VEC_PUSH(&s->scratch, &steps) = step;
  }
  *at = rest;
  *path = (DataPath){steps.items, steps.count};
  return true;
}
static uint32_t lead_slot(const Session *s, Text name) { // a field of the lead, or SLOT_NONE
  const Rules *r = s->study->rules;
  for (uint32_t i = 0; i < r->slot_count; i++) if (r->slots[i].parent == SLOT_NONE && r->slots[i].field && text_equal(r->slots[i].name, name)) return i;
  return SLOT_NONE;
}
static bool is_lead_part(const Session *s, Text name) { return lead_slot(s, name) != SLOT_NONE || text_is(name, "previous"); }

// ---- a value, compiled
static void open_steps(Buffer *b, DataPath path) {
  for (uint32_t i = 0; i < path.count; i++) {
    if (path.steps[i].index) { BUFFER_PUT(b, "[ "); continue; }
    if (i) BUFFER_PUT(b, "{ ");
    data_put_name(b, path.steps[i].name);
    BUFFER_PUT(b, ": ");
  }
}
static void close_steps(Buffer *b, DataPath path) {
  for (uint32_t i = path.count; i-- > 0;) {
    if (path.steps[i].index) BUFFER_PUT(b, " ]");
    else if (i) BUFFER_PUT(b, " }");
  }
}
// What stands at the path in the lead that was typed, or NULL when more was typed than one value.
static const Data *value_in(Session *s, const Rules *rules, DataPath path) {
  const File *file = session_file(rules, BESIDE_INPUT);
  const Test *test = file && file->count == 1 && file->statements[0].kind == STATEMENT_TEST ? file->statements[0].test : NULL;
  if (!test || !test->lead || test->expect_count || test->at || test->lead->args.count != 1) return NULL;
  DataStep *steps = ARENA_MANY(&s->scratch, DataStep, path.count);
  for (uint32_t i = 0; i < path.count; i++) steps[i] = (DataStep){path.steps[i].name, path.steps[i].index ? 1 : 0};
  return data_at(data_of_expr(&s->kept, rules->sources, test->lead), (DataPath){steps, path.count});
}
static const char value_help[] = "a value is a number, \"text\", true, a time, 2 days ago, missing, [...] or {...}";
// `value` lies in `line`; `list`: it is an element of the list at the path. NULL, and said, when it cannot be read.
static const Data *value_read(Session *s, Text line, Text value, DataPath path, bool list) {
  Buffer b = {0};
  Text written = text_is(value, "now") ? TEXT("0 seconds ago") : value; // data know only the past
  uint32_t head = (uint32_t)(value.data - line.data);
  while (head > 1 && (line.data[head - 1] == ' ' || line.data[head - 1] == '=')) head--;
  BUFFER_PUT(&b, "test \"the input\" { lead { ");
  open_steps(&b, path);
  if (list) BUFFER_PUT(&b, "[ ");
  Typed typed = {.line = line, .prefix = (uint32_t)b.size, .from = (uint32_t)(value.data - line.data), .size = value.size, .head = head, .help = text_of(value_help)};
  buffer_text(&b, api_text(written));
  BUFFER_PUT(&b, "\n");
  if (list) BUFFER_PUT(&b, " ]");
  close_steps(&b, path);
  BUFFER_PUT(&b, " } }\n");
  Text text = text_copy(&s->scratch, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  const Rules *rules = session_check(s, text, &typed);
  if (!rules) return NULL;
  const Data *found = value_in(s, rules, path);
  if (!found || (list && found->count != 1)) { session_refuse(s, "one value at a time"); return NULL; }
  return list ? found->items[0] : found;
}

// ---- what could not be read as the schema says
static bool below(const Program *p, uint32_t slot, uint32_t root) {
  while (slot != root && p->slots[slot].parent != NONE) slot = p->slots[slot].parent;
  return slot == root;
}
static void tell_invalid(Session *s, DataPath path) {
  const Program *p = &s->study->program->code;
  uint32_t root = path.count ? lead_slot(s, path.steps[0].name) : SLOT_NONE;
  for (uint32_t i = 0; i < p->slots_count; i++) { // path.count 0: of the whole lead
    const InvalidCount *c = &s->study->batch->columns->invalid[i];
    if (!c->count || (path.count && (root == SLOT_NONE || !below(p, i, root)))) continue;
    session_tint(s, "33");
    session_say(s, "`%.*s` cannot be read from \"%.*s\": it counts as missing", SHOW(program_text(p, p->slots[i].path)), SHOW(c->examples[0].seen));
    session_tint(s, "0");
  }
}
static bool change_to(Session *s, const Data *lead, DataPath path) {
  State next = s->at;
  if (!lead) return session_refuse(s, "there is no such element: `:lead` shows what the lead holds");
  if (data_same(lead, s->at.lead)) { session_say(s, "the lead is like that already"); return true; }
  next.lead = lead;
  if (!session_change(s, next)) return false;
  tell_invalid(s, path);
  return true;
}
static bool set_field(Session *s, Text line, Text value, DataPath path) {
  const Data *data = value_read(s, line, value, path, false);
  return data && change_to(s, data_with(&s->kept, s->at.lead, path, data), path);
}
static bool refuse_field(Session *s, Text name) {
  const Rules *r = s->study->rules;
  uint32_t count = r->schema ? r->schema->field_count : 0;
  Text *fields = ARENA_MANY(&s->scratch, Text, count + 1);
  for (uint32_t i = 0; i < count; i++) fields[i] = r->schema->fields[i].name.text;
  int32_t near = text_nearest(name, fields, count);
  if (near >= 0) return session_refuse(s, "the lead has no field `%.*s`; did you mean `%.*s`?", SHOW(name), SHOW(fields[near]));
  return session_refuse(s, "the lead has no field `%.*s`; `:fields` lists them", SHOW(name));
}
static bool unset_field(Session *s, Text rest) {
  DataPath path;
  Text at = blanks_skipped(rest);
  if (!session_path(s, &at, &path) || blanks_skipped(at).size) return session_refuse(s, "`unset` takes a field: unset title, unset events[2]");
  if (!is_lead_part(s, path.steps[0].name)) return refuse_field(s, path.steps[0].name);
  if (!data_at(s->at.lead, path)) { session_say(s, "it has no value to take away"); return true; }
  return change_to(s, data_with(&s->kept, s->at.lead, path, NULL), path);
}
static bool add_element(Session *s, Text line, Text value, DataPath path) {
  const Data *item = value_read(s, line, value, path, true);
  if (!item) return false;
  return change_to(s, data_with(&s->kept, s->at.lead, path, data_added(&s->kept, data_at(s->at.lead, path), item)), path);
}
static bool add_line(Session *s, Text line, Text rest) {
  DataPath path;
  Text at = blanks_skipped(rest);
  if (!session_path(s, &at, &path)) return session_refuse(s, "`add` takes a list and an element: add events { kind: \"form\", at: 2 days ago }");
  at = blanks_skipped(at);
  if (!is_lead_part(s, path.steps[0].name)) return session_refuse(s, "the lead has no list `%.*s`; `:fields` lists its fields", SHOW(path.steps[0].name));
  if (!at.size) return session_refuse(s, "add what? add %.*s …", SHOW(path.steps[0].name));
  return add_element(s, line, at, path);
}

// ---- event KIND [WHEN]: for the one list of records that has a time and one `one of`
typedef struct EventForm { const Slot *list; const Field *kind, *time; } EventForm;

static bool event_form_of(const Slot *list, EventForm *form) {
  *form = (EventForm){.list = list};
  if (list->domain != 0 || list->type.kind != TYPE_LIST || list->type.element->kind != TYPE_RECORD || !list->field || !list->field->by.text.size) return false;
  const Record *r = list->type.element->record;
  uint32_t kinds = 0;
  for (uint32_t i = 0; i < r->field_count; i++) {
    if (r->fields[i].type.kind == TYPE_ONE_OF) { form->kind = &r->fields[i]; kinds++; }
    if (text_equal(r->fields[i].name.text, list->field->by.text)) form->time = &r->fields[i];
  }
  return kinds == 1 && form->time;
}
static bool event_form(const Session *s, EventForm *form) {
  const Rules *r = s->study->rules;
  EventForm one;
  uint32_t found = 0;
  for (uint32_t i = 0; i < r->slot_count; i++) if (event_form_of(&r->slots[i], &one)) { *form = one; found++; }
  return found == 1;
}
static bool kind_read(Session *s, Text *at, Text *kind) {
  if (at->size && at->data[0] == '"') {
    uint32_t n = 1;
    while (n < at->size && at->data[n] != '"') n++;
    if (n == at->size) return session_refuse(s, "the quote is not closed");
    *kind = (Text){at->data + 1, n - 1};
    *at = after(*at, n + 1);
    return true;
  }
  uint32_t n = 0;
  while (n < at->size && at->data[n] != ' ' && at->data[n] != '{') n++;
  *kind = (Text){at->data, n};
  *at = after(*at, n);
  return n > 0 || session_refuse(s, "which event? event KIND 2 days ago");
}
static bool kind_known(Session *s, const Field *field, Text *kind) {
  const Values *v = field->type.values;
  int32_t index = values_find(v, &s->scratch, *kind), near = text_nearest(*kind, v->items, v->count);
  if (index >= 0) { *kind = v->items[index]; return true; }
  Buffer b = {0};
  for (uint32_t i = 0; i < v->count; i++) { if (i) BUFFER_PUT(&b, ", "); buffer_text(&b, api_text(v->items[i])); }
  session_refuse(s, "`%.*s` is never \"%.*s\"", SHOW(field->name.text), SHOW(*kind));
  if (near >= 0) session_say(s, "   help: did you mean %.*s?", SHOW(v->items[near]));
  else session_say(s, "   help: it is one of %.*s", (int)b.size, b.data);
  buffer_free(&b);
  return false;
}
static bool word_at(Text t, const char *word) {
  uint32_t n = (uint32_t)strlen(word);
  return t.size >= n && memcmp(t.data, word, n) == 0 && (t.size == n || !(is_letter(t.data[n]) || is_digit(t.data[n])));
}
// `page: "/x"` in braces after the kind goes into the element, the time behind it.
static bool event_line(Session *s, Text rest) {
  EventForm form;
  Text at = blanks_skipped(rest), kind, more = {0};
  if (!event_form(s, &form)) return session_refuse(s, "`event` needs exactly one list of records with a time and a `one of` field; say add LIST { … }");
  if (!kind_read(s, &at, &kind) || !kind_known(s, form.kind, &kind)) return false;
  at = blanks_skipped(at);
  if (word_at(at, "at")) at = blanks_skipped(after(at, 2));
  for (uint32_t i = 0; i < at.size && !more.size; i++) if (at.data[i] == '{') { more = text_trim(after(at, i)); at = text_trim((Text){at.data, i}); }
  if (more.size && more.data[more.size - 1] != '}') return session_refuse(s, "the braces are not closed: event %.*s { page: \"/pricing\" }", SHOW(kind));
  at = text_trim(at);
  Buffer b = {0};
  BUFFER_PUT(&b, "{ ");
  data_put_name(&b, form.kind->name.text);
  BUFFER_PUT(&b, ": ");
  data_put_text(&b, kind);
  BUFFER_PUT(&b, ", ");
  data_put_name(&b, form.time->name.text);
  BUFFER_PUT(&b, ": ");
  if (at.size && !text_is(at, "now")) buffer_text(&b, api_text(at));
  else BUFFER_PUT(&b, "0 seconds ago");
  if (more.size > 2 && text_trim((Text){more.data + 1, more.size - 2}).size) { BUFFER_PUT(&b, ", "); buffer_put(&b, more.data + 1, more.size - 2); }
  BUFFER_PUT(&b, " }");
  Text value = text_copy(&s->scratch, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  DataStep step = {text_copy(&s->kept, form.list->name), 0}; // the rules' own goes with the study of the lead before
  return add_element(s, value, value, (DataPath){&step, 1});
}

// ---- lead { … }: the whole of it, as a test writes it
static bool lead_line(Session *s, Text line, Text record) {
  static const char before[] = "test \"the input\" { lead ";
  Typed typed = {.line = line, .prefix = sizeof before - 1, .from = (uint32_t)(record.data - line.data), .size = record.size, .head = 4, .help = TEXT("a lead is written  lead { name: value, name: value }")};
  const Rules *rules = session_check(s, text_format(&s->scratch, "%s%.*s\n }\n", before, SHOW(record)), &typed);
  const File *file = rules ? session_file(rules, BESIDE_INPUT) : NULL;
  const Test *test = file && file->count == 1 && file->statements[0].kind == STATEMENT_TEST ? file->statements[0].test : NULL;
  if (!rules) return false;
  if (!test || !test->lead || test->at || test->expect_count) return session_refuse(s, "one lead at a time: lead { name: value, name: value }");
  const Data *lead = data_of_expr(&s->kept, rules->sources, test->lead);
  return change_to(s, lead, (DataPath){0});
}

// ---- which of them
static bool operator_at(Text t) { // what follows a name in an expression
  static const char *const words[] = {"is", "in", "not", "has", "contains", "starts", "ends", "matches", "within", "older", "before", "after", "between", "and", "or", NULL};
  if (!t.size || strchr("=<>!+-*/.(,)", t.data[0])) return true;
  for (int i = 0; words[i]; i++) if (word_at(t, words[i])) return true;
  return false;
}
static bool means_something(const Session *s, Text name) { // in an expression
  static const char *const words[] = {"stage", "segments", "reasons", "route", "target", "disqualified", "incomplete", "account", "now", "true", "false", "missing", "not", NULL};
  const Rules *r = s->study->rules;
  bool found = false;
  for (int i = 0; words[i]; i++) found |= text_is(name, words[i]);
  for (uint32_t i = 0; i < r->scores.count; i++) found |= text_equal(r->scores.items[i]->name.text, name);
  for (uint32_t i = 0; i < r->defines.count; i++) found |= text_equal(r->defines.items[i]->name.text, name);
  for (uint32_t i = 0; i < r->parameters.count; i++) found |= text_equal(r->parameters.items[i]->name.text, name);
  for (uint32_t i = 0; i < r->lists.count; i++) found |= text_equal(r->lists.items[i]->name.text, name);
  return found;
}
// What people type before they know how: a command without its colon, a value without `=`. True: said what to write.
static bool command_meant(Session *s, Text word) {
  static const char *const leave[] = {"exit", "bye", "q", NULL};
  const char *name = NULL;
  for (const SessionCommand *c = session_commands; c->name; c++) if (text_is(word, c->name)) name = c->name;
  for (int i = 0; leave[i]; i++) if (text_is(word, leave[i])) name = "quit";
  if (!name || is_lead_part(s, word) || means_something(s, word)) return false;
  session_refuse(s, "a command begins with a colon: `:%s`", name);
  return true;
}
static bool sign_forgotten(Session *s, Text line, Text at, DataPath path) {
  Text name = text_trim((Text){line.data, (uint32_t)(at.data - line.data)});
  if (command_meant(s, path.steps[0].name)) return true;
  if (!at.size || operator_at(at) || !is_lead_part(s, path.steps[0].name)) return false;
  session_refuse(s, "to set it write `%.*s = %.*s`, to compare `%.*s is %.*s`", SHOW(name), SHOW(at), SHOW(name), SHOW(at));
  return true;
}
bool session_input(Session *s, Text line) {
  static const char *const words[] = {"unset", "event", "add", NULL};
  DataPath path;
  Text at = line;
  for (int i = 0; words[i]; i++) {
    Text rest = after(line, word_at(line, words[i]) ? (uint32_t)strlen(words[i]) : 0);
    if (rest.size == line.size || (operator_at(blanks_skipped(rest)) && blanks_skipped(rest).size)) continue;
    return i == 0 ? unset_field(s, rest) : i == 1 ? event_line(s, rest) : add_line(s, line, rest);
  }
  Text record = blanks_skipped(after(line, word_at(line, "lead") ? 4 : 0));
  if (record.size && record.size < line.size && record.data[0] == '{') return lead_line(s, line, record);
  bool given = session_path(s, &at, &path);
  at = blanks_skipped(at);
  if (given && sign_forgotten(s, line, at, path)) return false;
  given = given && at.size && at.data[0] == '=' && !(at.size > 1 && at.data[1] == '=');
  if (!given || (!is_lead_part(s, path.steps[0].name) && means_something(s, path.steps[0].name))) return session_evaluate(s, line);
  if (!is_lead_part(s, path.steps[0].name)) return refuse_field(s, path.steps[0].name);
  at = blanks_skipped(after(at, 1));
  if (!at.size) return session_refuse(s, "%.*s is to be what? `%.*s = missing` takes the value away; to compare, write `is`", SHOW(path.steps[0].name), SHOW(path.steps[0].name));
  return set_field(s, line, at, path);
}
