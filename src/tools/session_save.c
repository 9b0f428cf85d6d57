// session_save.c -- `:save`: the lead and what was decided about it as a test, which has been run before it is written.
#include "tools/session_parts.h"
#include "io/output_file.h"
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

// ---- the block
static void expect_line(Buffer *b, const char *before, Text value, bool quoted) {
  BUFFER_PUT(b, "  expect ");
  buffer_put(b, before, strlen(before));
  if (quoted) data_put_text(b, value);
  else buffer_text(b, api_text(value));
  BUFFER_PUT(b, "\n");
}
static void expect_text(Buffer *b, const Outcome *o, const char *head) {
  Text value = outcome_value(o, head);
  BUFFER_PUT(b, "  expect ");
  buffer_put(b, head, strlen(head));
  if (value.size) { BUFFER_PUT(b, " is "); data_put_text(b, value); }
  else BUFFER_PUT(b, " is missing");
  BUFFER_PUT(b, "\n");
}
static void expect_scores(Buffer *b, const Outcome *o) {
  for (uint32_t i = 0; i < o->facts.count; i++) {
    const Fact *f = &o->facts.items[i];
    if (f->kind != FACT_SCORE) continue;
    BUFFER_PUT(b, "  expect ");
    data_put_name(b, f->name);
    if (f->counts) { BUFFER_PUT(b, " = "); buffer_text(b, api_text(f->value)); }
    else BUFFER_PUT(b, " is missing");
    BUFFER_PUT(b, "\n");
  }
}
static void expect_decision(Session *s, Buffer *b) {
  const Outcome *o = &s->outcome;
  const Program *p = &s->study->program->code;
  Text status = outcome_value(o, "status");
  expect_scores(b, o);
  expect_line(b, text_is(status, "disqualified") ? "disqualified" : "not disqualified", (Text){0}, false);
  for (uint32_t i = 0; i < p->reasons_count; i++)
    if (bit_get(s->study->decisions->reasons[i], 0)) expect_line(b, "reasons has ", program_text(p, p->reasons[i].code), true);
  if (text_is(status, "incomplete")) expect_line(b, "incomplete", (Text){0}, false);
  if (p->stages_count) expect_text(b, o, "stage");
  for (uint32_t i = 0; i < p->segments_count; i++)
    if (bit_get(s->study->decisions->segments[i], 0)) expect_line(b, "segments has ", program_text(p, p->segments[i].name), true);
  if (p->routes_count) expect_text(b, o, "route");
  if (outcome_value(o, "target").size) expect_text(b, o, "target");
}
static Text block(Session *s, Text name) {
  Buffer b = {0};
  BUFFER_PUT(&b, "test ");
  data_put_text(&b, name);
  BUFFER_PUT(&b, " {\n  at ");
  buffer_time(&b, s->at.now);
  BUFFER_PUT(&b, "\n  lead ");
  data_put_lines(&b, session_fitting(s, s->at.lead), 2, 100);
  BUFFER_PUT(&b, "\n");
  expect_decision(s, &b);
  BUFFER_PUT(&b, "}\n");
  Text t = text_copy(&s->scratch, (Text){b.data, (uint32_t)b.size});
  bool failed = b.failed;
  buffer_free(&b);
  if (failed) arena_fail(&s->scratch);
  return t;
}

// ---- its name: one that no test has
static bool name_taken(const Session *s, Text name) {
  const Rules *r = s->study->rules;
  for (uint32_t i = 0; i < r->tests.count; i++) if (text_equal(r->tests.items[i]->name, name)) return true;
  return false;
}
static Text name_made(Session *s) { // "lead 7 is in SQL"
  Text stage = outcome_value(&s->outcome, "stage"), status = outcome_value(&s->outcome, "status");
  Text name = stage.size ? text_format(&s->scratch, "%.*s is in %.*s", SHOW(s->at.name), SHOW(stage)) : text_format(&s->scratch, "%.*s is %.*s", SHOW(s->at.name), SHOW(status));
  Text free_name = name;
  for (uint32_t i = 2; name_taken(s, free_name); i++) free_name = text_format(&s->scratch, "%.*s (%u)", SHOW(name), i);
  return free_name;
}

// ---- run before it is shown
typedef struct Verdict { uint32_t run; bool passed; } Verdict;
static void verdict_take(void *user, const RubricTestResult *result) {
  Verdict *v = user;
  v->run++;
  v->passed = result->passed;
}
static bool passes(Session *s, Text test, Text name) {
  Verdict v = {0};
  RubricReport *report = NULL;
  if (!snapshot_beside(s->rules, BESIDE_INPUT, test)) return session_refuse(s, "out of memory");
  RubricStatus status = rubric_test(&s->rules->host, s->rules->entry, s->setup.settings, s->setup.setting_count, text_c(&s->scratch, name), verdict_take, &v, &report);
  snapshot_alone(s->rules);
  if (status != RUBRIC_OK && report) { session_report(s, report, &(Typed){.line = test, .size = test.size}); return false; }
  rubric_report_free(report);
  return status == RUBRIC_OK && v.run && v.passed; // the last one that ran: what stands beside the rules comes last
}

// ---- to a file
static const char *folder_end(const char *path) { const char *slash = strrchr(path, '/'); return slash ? slash + 1 : path; }
// A new file uses the rules; they must lie in its folder or below.
static bool use_put(Session *s, Buffer *b, const char *path) {
  char rules[PATH_MAX], folder[PATH_MAX];
  Text beside = {path, (uint32_t)(folder_end(path) - path)};
  if (!s->setup.path || !realpath(s->setup.path, rules) || !realpath(beside.size ? text_c(&s->scratch, beside) : ".", folder)) return session_refuse(s, "%s cannot be written: there is no such folder", path);
  size_t n = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
  if (strncmp(rules, folder, n) != 0 || rules[n] != '/') return session_refuse(s, "a new file of tests stands in the folder of the rules or above it, since it uses them");
  BUFFER_PUT(b, "use ");
  data_put_text(b, text_of(rules + n + 1));
  BUFFER_PUT(b, "\n\n");
  return true;
}
static void release(const Session *s, char *bytes, size_t size) {
  if (s->host.resize) s->host.resize(s->host.user, bytes, size, 0);
  else free(bytes);
}
static bool file_append(Session *s, const char *path, Text test) {
  Buffer b = {0};
  const char *why = NULL;
  char *bytes = NULL;
  size_t size = 0;
  char reason[256] = "";
  struct stat st;
  bool exists = stat(path, &st) == 0;
  if (exists && !s->host.read_file(s->host.user, path, &bytes, &size, reason)) return session_refuse(s, "%s cannot be read: %s", path, reason);
  if (program_is_saved((Text){bytes, (uint32_t)size})) { release(s, bytes, size); return session_refuse(s, "%s is a compiled file: a test goes into a source", path); }
  if (exists) { buffer_put(&b, bytes, size); if (size && bytes[size - 1] != '\n') BUFFER_PUT(&b, "\n"); if (size) BUFFER_PUT(&b, "\n"); }
  bool fine = exists || use_put(s, &b, path);
  release(s, bytes, size);
  buffer_text(&b, api_text(test));
  OutputFile *out = fine && !b.failed ? output_open(path, &why) : NULL;
  if (fine && (!out || !output_write(out, (Text){b.data, (uint32_t)b.size}) || !output_commit(out))) fine = session_refuse(s, "%s cannot be written: %s", path, out ? output_error(out) : why ? why : "out of memory");
  if (out) output_close(out);
  buffer_free(&b);
  return fine;
}

// FILE, NAME, or both: a first word with a dot or a slash in it is a file; a name may stand in quotes.
static bool save_read(Session *s, Text rest, Text *path, Text *name) {
  uint32_t n = 0;
  while (n < rest.size && rest.data[n] != ' ' && rest.data[n] != '\t') n++;
  *path = (Text){rest.data, n};
  bool file = n && rest.data[0] != '"' && (memchr(rest.data, '.', n) || memchr(rest.data, '/', n));
  *name = file ? text_trim((Text){rest.data + n, rest.size - n}) : rest;
  if (!file) *path = (Text){0};
  if (!name->size || name->data[0] != '"') return true;
  if (name->size < 2 || name->data[name->size - 1] != '"') return session_refuse(s, "the quote is not closed: :save \"a big lead\"");
  char *plain = arena_alloc(&s->scratch, name->size);
  uint32_t size = 0;
  for (uint32_t i = 1; i + 1 < name->size; i++) {
    if (name->data[i] == '\\' && i + 2 < name->size) i++;
    plain[size++] = name->data[i];
  }
  *name = text_trim((Text){plain, size});
  return true;
}
static bool refuse_failing(Session *s, Text test) {
  if (s->at.set.items != s->setup.settings) return session_refuse(s, "the test would not pass without what `:set` has changed, so it is not saved");
  session_refuse(s, "the test would not pass when run, so it is not saved:");
  buffer_text(s->out, api_text(test));
  return false;
}
bool session_save(Session *s, Text rest) {
  Text path, name;
  if (!save_read(s, rest, &path, &name)) return false;
  if (name.size && name_taken(s, name)) return session_refuse(s, "there is a test \"%.*s\" already", SHOW(name));
  if (!name.size) name = name_made(s);
  Text test = block(s, name);
  if (!passes(s, test, name)) return s->refused ? false : refuse_failing(s, test);
  if (!path.size) { buffer_text(s->out, api_text(test)); return true; }
  if (!file_append(s, text_c(&s->scratch, path), test)) return false;
  session_say(s, "added to %.*s: test \"%.*s\"", SHOW(path), SHOW(name));
  if (s->setup.path && text_is(path, s->setup.path)) session_reload(s, true);
  return true;
}
