// session_commands.c -- the lines that begin with a colon. Names may be cut short as long as they are told apart.
#include "tools/session_parts.h"
#include "tools/render.h"
#include "tools/waterfall.h"

typedef bool (*Run)(Session *s, Text rest, bool *quit);
#define COMMAND(name, arguments, about) static bool command_##name(Session *s, Text rest, bool *quit);
#include "tools/session_commands.def"
#undef COMMAND
const SessionCommand session_commands[] = {
#define COMMAND(name, arguments, about) {#name, arguments, about},
#include "tools/session_commands.def"
#undef COMMAND
  {NULL, NULL, NULL},
};
static const Run runs[] = {
#define COMMAND(name, arguments, about) command_##name,
#include "tools/session_commands.def"
#undef COMMAND
};

// ---- leads
void session_take(Session *s, const RubricBatch *batch) {
  s->taken = data_of_row(&s->kept, batch->program, batch, 0);
  s->taken_record = batch->columns->records[0];
}
static bool pick(Session *s, const char *key, uint64_t row, Text name) {
  RubricBatch *batch;
  const Program *p = &s->study->program->code;
  if (!s->setup.find) return session_refuse(s, "there is no file of leads: rubric repl RULES LEADS");
  if (key && p->main->key_slot == NONE) return session_refuse(s, "the schema has no key field; use :row N");
  if (api_batch_new(s->study->program, json_read_cell, s->study->cells, &batch) != RUBRIC_OK) return session_refuse(s, "out of memory");
  s->taken = NULL;
  bool found = s->setup.find(s->setup.user, s, batch, key, row) && s->taken;
  rubric_batch_free(batch);
  if (!found) { s->refused = true; return false; }
  State next = {.lead = s->taken, .picked = s->taken, 
                .name = text_copy(&s->kept, name), .record = s->taken_record, .now = s->at.now, .set = s->at.set};
  return session_begin(s, next);
}
bool session_pick(Session *s, const char *key, uint64_t row, Buffer *out) {
  s->out = out;
  s->refused = false;
  arena_reset(&s->scratch);
  if (setjmp(s->escape)) return session_refuse(s, "out of memory");
  return pick(s, key, row, key ? text_format(&s->scratch, "lead %s", key) : text_format(&s->scratch, "row %llu", (unsigned long long)row));
}
static void show_lead(Session *s) { // so that it can be typed again
  BUFFER_PUT(s->out, "lead ");
  data_put_lines(s->out, session_fitting(s, s->at.lead), 0, 80);
  BUFFER_PUT(s->out, "\n");
}
static bool command_lead(Session *s, Text rest, bool *quit) {
  (void)quit;
  if (!rest.size) { show_lead(s); return true; }
  bool quoted = rest.size > 1 && rest.data[0] == '"' && rest.data[rest.size - 1] == '"';
  if (quoted) rest = (Text){rest.data + 1, rest.size - 2};
  return pick(s, text_c(&s->scratch, rest), 0, text_format(&s->scratch, "lead %.*s", SHOW(rest)));
}
static bool command_row(Session *s, Text rest, bool *quit) {
  (void)quit;
  uint64_t row = 0;
  for (uint32_t i = 0; i < rest.size; i++) {
    if (rest.data[i] < '0' || rest.data[i] > '9' || row > UINT64_MAX / 100) { row = 0; break; }
    row = row * 10 + (uint64_t)(rest.data[i] - '0');
  }
  if (!row) return session_refuse(s, "which? :row N takes the lead with that number, from 1");
  return pick(s, NULL, row, text_format(&s->scratch, "row %llu", (unsigned long long)row));
}
// ---- the lead of a test
static bool is_own(const Session *s, const Test *t) { // the rules', not what stands beside them
  const File *beside = session_file(s->study->rules, BESIDE_LEAD);
  return !beside || t->name_span.file != beside->source;
}
static const Test *test_named(Session *s, Text name, uint32_t *count) { // its whole name, else a part that no other has
  const Rules *r = s->study->rules;
  const Test *found = NULL;
  *count = 0;
  for (uint32_t i = 0; i < r->tests.count; i++) {
    const Test *t = r->tests.items[i];
    if (!is_own(s, t)) continue;
    Text folded = text_fold(&s->scratch, t->name), wanted = text_fold(&s->scratch, name);
    if (text_equal(folded, wanted)) { *count = 1; return t; }
    if (text_contains(folded, wanted)) { found = t; ++*count; }
  }
  return *count == 1 ? found : NULL;
}
uint32_t session_tests(Session *s, const Text **names) {
  const Rules *r = s->study->rules;
  Text *out = ARENA_MANY(&s->scratch, Text, r->tests.count + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->tests.count; i++) if (is_own(s, r->tests.items[i])) out[n++] = r->tests.items[i]->name;
  *names = out;
  return n;
}
static void show_tests(Session *s) {
  const Text *names;
  uint32_t count = session_tests(s, &names);
  if (!count) session_say(s, "the rules have no tests");
  for (uint32_t i = 0; i < count; i++) session_say(s, "%.*s", SHOW(names[i]));
}
typedef struct Running { Session *session; Text name; } Running;
static void show_result(void *user, const RubricTestResult *r) {
  const Running *running = user;
  Session *s = running->session;
  if (!text_equal((Text){r->name.data, r->name.size}, running->name)) return; // has its name within its own
  session_say(s, r->passed ? "the test passes" : "the test fails");
  for (uint32_t i = 0; i < r->failure_count; i++) {
    const RubricTestFailure *f = &r->failures[i];
    session_say(s, "  line %u: expect %.*s", f->line, SHOW(f->expect));
    for (uint32_t k = 0; k < f->side_count; k++) session_say(s, "    %.*s:  %.*s  against  %.*s", SHOW(f->sides[k].text), SHOW(f->sides[k].left), SHOW(f->sides[k].right));
  }
}
static bool command_test(Session *s, Text rest, bool *quit) {
  (void)quit;
  uint32_t count;
  RubricReport *report;
  if (rest.size > 1 && rest.data[0] == '"' && rest.data[rest.size - 1] == '"') rest = (Text){rest.data + 1, rest.size - 2};
  if (!rest.size) { show_tests(s); return true; }
  const Test *t = test_named(s, rest, &count);
  if (!t) return session_refuse(s, count ? "several tests have `%.*s` in their name; `:test` lists them" : "no test has `%.*s` in its name; `:test` lists them", SHOW(rest));
  State next = s->at;
  Running running = {s, text_copy(&s->scratch, t->name)}; // the tree goes with the lead before
  next.lead = next.picked = t->lead ? data_of_expr(&s->kept, s->study->rules->sources, t->lead) : data_empty(&s->kept);
  next.now = api_test_now(s->study->rules, t);
  next.record = 1;
  next.name = TEXT("the lead of the test");
  if (!session_begin(s, next)) return false;
  rubric_test(&s->rules->host, s->rules->entry, s->at.set.items, s->at.set.count, text_c(&s->scratch, running.name), show_result, &running, &report);
  rubric_report_free(report);
  return true;
}
static bool command_reset(Session *s, Text rest, bool *quit) {
  (void)rest; (void)quit;
  State next = s->at;
  next.lead = s->at.picked;
  if (!session_fit(s, next.lead)) return false;
  if (!data_same(next.lead, s->at.lead)) return session_change(s, next);
  session_say(s, "the lead is as it was taken");
  return true;
}
static bool command_undo(Session *s, Text rest, bool *quit) { (void)rest; (void)quit; return session_undo(s); }

// ---- looking
static bool command_fields(Session *s, Text rest, bool *quit) { (void)quit; return session_fields(s, rest); }
static bool command_why(Session *s, Text rest, bool *quit) { (void)quit; return session_why(s, rest); }
static bool command_explain(Session *s, Text rest, bool *quit) {
  (void)rest; (void)quit;
  waterfall_of(s->study, 0, s->setup.color, s->out);
  return true;
}
static bool command_now(Session *s, Text rest, bool *quit) {
  (void)quit;
  State next = s->at;
  Buffer now = {0};
  if (rest.size && !clock_read_time(rest, s->study->program->timezone, &next.now)) return session_refuse(s, "`:now` takes a time such as 2026-11-20T12:00Z");
  if (rest.size) return session_change(s, next);
  buffer_time(&now, s->at.now);
  session_say(s, "%.*s", (int)now.size, now.data);
  buffer_free(&now);
  return true;
}

// ---- parameters
static void show_parameters(Session *s) {
  const Rules *r = s->study->rules;
  if (!r->parameters.count) session_say(s, "the rules have no parameters");
  for (uint32_t i = 0; i < r->parameters.count; i++) {
    Text value = study_value(s->study, r->parameters.items[i]->value, 0, &s->scratch);
    session_say(s, "%.*s = %.*s", SHOW(r->parameters.items[i]->name.text), SHOW(value));
  }
}
static Settings with_setting(Session *s, const char *name, const char *value) {
  RubricSetting *items = ARENA_MANY(&s->kept, RubricSetting, s->at.set.count + 1);
  size_t n = 0;
  for (size_t i = 0; i < s->at.set.count; i++) if (strcmp(s->at.set.items[i].name, name) != 0) items[n++] = s->at.set.items[i];
  items[n++] = (RubricSetting){name, value};
  return (Settings){items, n};
}
static bool command_set(Session *s, Text rest, bool *quit) {
  (void)quit;
  State next = s->at;
  uint32_t n = 0;
  if (!rest.size) { show_parameters(s); return true; }
  while (n < rest.size && rest.data[n] != '=') n++;
  Text name = text_trim((Text){rest.data, n}), value = n < rest.size ? text_trim((Text){rest.data + n + 1, rest.size - n - 1}) : (Text){0};
  if (!name.size || !value.size) return session_refuse(s, "`:set` takes a parameter and its value: :set sql_fit = 50; alone it lists them");
  next.set = with_setting(s, text_c(&s->kept, name), text_c(&s->kept, value));
  return session_change(s, next);
}

// ---- the rest
static bool command_reload(Session *s, Text rest, bool *quit) {
  (void)rest; (void)quit;
  if (s->setup.path) return session_reload(s, false);
  return session_refuse(s, "there are no rules to read again: rubric repl RULES");
}
static bool command_save(Session *s, Text rest, bool *quit) { (void)quit; return session_save(s, rest); }
static bool command_quit(Session *s, Text rest, bool *quit) { (void)s; (void)rest; *quit = true; return true; }
static void help_line(Session *s, const char *left, const char *about) {
  BUFFER_PUT(s->out, "  ");
  render_padded(s->out, api_text(text_of(left)), 30);
  buffer_put(s->out, about, strlen(about));
  BUFFER_PUT(s->out, "\n");
}
static bool command_help(Session *s, Text rest, bool *quit) {
  (void)rest; (void)quit;
  help_line(s, "employees = 900", "sets a field; company.size = 5, tech = [\"aws\", \"gcp\"]");
  help_line(s, "unset title", "takes a field's value away; also unset events[2]");
  help_line(s, "event demo_request 2 days ago", "adds to the list of events; also { page: \"/pricing\" }");
  help_line(s, "add events { kind: \"form\" }", "adds an element to any list");
  help_line(s, "fit >= 60 and intent > 0", "any expression: its value, and that of its parts");
  for (const SessionCommand *c = session_commands; c->name; c++) {
    char left[64];
    snprintf(left, sizeof left, ":%s %s", c->name, c->arguments);
    help_line(s, left, c->about);
  }
  return true;
}
static int command_of(Session *s, Text name) { // -1, and said
  int found = -1, count = 0;
  Text names[64];
  uint32_t n = 0;
  for (int i = 0; session_commands[i].name; i++) {
    Text full = names[n++] = text_of(session_commands[i].name);
    if (text_equal(full, name)) return i;
    if (name.size && text_starts(full, name)) { found = i; count++; }
  }
  if (count == 1) return found;
  int32_t near = text_nearest(name, names, n);
  if (count > 1) session_refuse(s, "`:%.*s` may be several commands; `:help` lists them", SHOW(name));
  else if (near >= 0) session_refuse(s, "there is no command `:%.*s`; did you mean `:%s`?", SHOW(name), session_commands[near].name);
  else session_refuse(s, "there is no command `:%.*s`; `:help` lists them", SHOW(name));
  return -1;
}
bool session_command(Session *s, Text line, bool *quit) {
  uint32_t n = 1;
  while (n < line.size && line.data[n] != ' ' && line.data[n] != '\t' && line.data[n] != '\n') n++;
  int c = command_of(s, (Text){line.data + 1, n - 1});
  return c >= 0 && runs[c](s, text_trim((Text){line.data + n, line.size - n}), quit);
}
