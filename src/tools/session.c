// session.c -- see session.h: opening, compiling, changing, going back.
#include "tools/session_parts.h"
#include "base/limits.h"
#include "tools/render.h"
#include <stdlib.h>
#include <time.h>

enum { WIDTH = 80 };

// What there is without rules: fields to try the library on.
static const char alone[] =
  "schema Lead { note text  email email  phone phone  title text  company text  employees integer  revenue number  country country  created_at time  tags list of text }\n";

// ---- saying
static void say_list(Session *s, const char *format, va_list list) {
  char line[2048];
  int size = vsnprintf(line, sizeof line, format, list);
  if (size > 0) session_say_text(s, (Text){line, (uint32_t)((size_t)size < sizeof line ? (size_t)size : sizeof line - 1)}, UINT32_MAX);
  BUFFER_PUT(s->out, "\n");
}
void session_say(Session *s, const char *format, ...) {
  va_list list;
  va_start(list, format);
  say_list(s, format, list);
  va_end(list);
}
bool session_refuse(Session *s, const char *format, ...) {
  va_list list;
  va_start(list, format);
  say_list(s, format, list);
  va_end(list);
  s->refused = true;
  return false;
}
void session_say_text(Session *s, Text t, uint32_t width) { render_cut(s->out, api_text(t), width); }
void session_say_wrapped(Session *s, Text line, uint32_t indent) {
  uint32_t deeper = indent + 4;
  while (render_cells(api_text(line)) + indent > WIDTH) {
    uint32_t at = 0, cut = 0;
    while (at < line.size && render_cells((RubricText){line.data, at}) + indent < WIDTH) { if (line.data[at] == ' ' && at > 8) cut = at; at++; }
    if (!cut) break;
    render_spaces(s->out, indent);
    session_say(s, "%.*s", (int)cut, line.data);
    line = text_trim((Text){line.data + cut, line.size - cut});
    indent = deeper;
  }
  render_spaces(s->out, indent);
  session_say_text(s, line, WIDTH - indent);
  BUFFER_PUT(s->out, "\n");
}
void session_tint(Session *s, const char *code) {
  if (!s->setup.color) return;
  BUFFER_PUT(s->out, "\033[");
  buffer_put(s->out, code, strlen(code));
  BUFFER_PUT(s->out, "m");
}

// ---- changing
static void adopt(Session *s, Study *study) {
  Arena *other = s->facts == &s->facts_of[0] ? &s->facts_of[1] : &s->facts_of[0];
  arena_reset(other);
  Outcome after = outcome_of(other, study->program, study->run, study->batch, study->decisions, 0);
  study_close(s->study);
  s->study = study;
  s->facts = other;
  s->outcome = after;
}
static void tell_change(Session *s, const Outcome *before) {
  if (!outcome_put_diff(s->out, before, &s->outcome, s->setup.color)) session_say(s, "the decision stays as it is");
}
static bool change(Session *s, State next) {
  RubricReport *report;
  Study *study = session_compile(s, &next, (Text){0}, &report);
  if (!study) { session_report(s, report, NULL); return false; }
  *VEC_PUSH(&s->kept, &s->before) = s->at;
  s->at = next;
  adopt(s, study);
  return true;
}
bool session_change(Session *s, State next) {
  const Outcome before = s->outcome; // its arena is reset only by the change after this one
  if (!change(s, next)) return false;
  tell_change(s, &before);
  return true;
}
bool session_begin(Session *s, State next) { return change(s, next) && session_summary(s); }
bool session_summary(Session *s) {
  Buffer line = {0};
  render_cut(&line, api_text(s->at.name), 40);
  BUFFER_PUT(&line, " is ");
  outcome_put_summary(&line, &s->outcome);
  session_say_wrapped(s, (Text){line.data, (uint32_t)line.size}, 0);
  buffer_free(&line);
  return true;
}
bool session_undo(Session *s) {
  if (!s->before.count) return session_refuse(s, "nothing has been changed yet");
  State now = s->before.items[s->before.count - 1];
  if (!session_fit(s, now.lead)) return false;
  if (!session_change(s, now)) return false;
  s->before.count -= 2; // the change back is none to undo
  return true;
}

// ---- the rules on disk
static bool library_alone(const Session *s, Snapshot *rules) {
  Buffer text = {0};
  for (uint32_t i = 0; i < std_count(); i++) {
    BUFFER_PUT(&text, "use \"std/");
    buffer_text(&text, api_text(std_name(i)));
    BUFFER_PUT(&text, "\"\n");
  }
  BUFFER_PUT(&text, alone);
  bool fine = !text.failed && snapshot_open_text(rules, &s->host, "rules", (Text){text.data, (uint32_t)text.size});
  buffer_free(&text);
  return fine;
}
static Snapshot *snapshot_new(const Session *s) {
  Snapshot *rules = calloc(1, sizeof *rules);
  if (rules && (s->setup.path ? snapshot_open(rules, &s->host, s->setup.path) : library_alone(s, rules))) return rules;
  if (rules) snapshot_close(rules);
  free(rules);
  return NULL;
}
static void snapshot_free(Snapshot *rules) {
  if (rules) snapshot_close(rules);
  free(rules);
}
// Rules that work, or NULL and what is wrong with them is shown.
static Snapshot *rules_read(Session *s) {
  RubricReport *report;
  Snapshot *rules = snapshot_new(s);
  Study *study = rules ? session_compile_with(s, rules, NULL, (Text){0}, &report) : NULL;
  if (!rules) { session_refuse(s, "out of memory"); return NULL; }
  if (study) { study_close(study); return rules; }
  if (s->rules) s->told_state = snapshot_state(s->rules);
  session_report(s, report, NULL);
  snapshot_free(rules);
  return NULL;
}
static bool take_rules(Session *s, Snapshot *rules, bool quiet) {
  RubricReport *report;
  Snapshot *old = s->rules;
  const Outcome before = s->outcome;
  s->rules = rules;
  const TextVec left_out = s->left_out;
  bool fits = session_fit(s, s->at.lead);
  Study *study = fits ? session_compile(s, &s->at, (Text){0}, &report) : NULL;
  if (!study) {
    s->rules = old;
    snapshot_free(rules);
    if (fits) session_report(s, report, NULL);
    s->left_out = left_out;
    return false;
  }
  adopt(s, study);
  snapshot_free(old); // the study before lived on it
  if (!quiet) tell_change(s, &before);
  return true;
}
bool session_reload(Session *s, bool quiet) {
  Snapshot *rules = rules_read(s);
  if (rules) return take_rules(s, rules, quiet);
  session_say(s, "the rules as they were before stay in use");
  return false;
}
static void reload_when_changed(Session *s) { // what is wrong with them is said once
  const char *changed = snapshot_stale(s->rules);
  if (!changed || snapshot_state(s->rules) == s->told_state) return;
  session_say(s, "%s has changed: the rules are read again", changed);
  session_reload(s, false);
  s->refused = false;
}

// ---- opening
static SessionStart begin(Session *s) {
  RubricReport *report;
  s->at.set = (Settings){s->setup.settings, s->setup.setting_count};
  if (!(s->rules = rules_read(s))) return SESSION_BAD_RULES;
  s->at.lead = s->at.picked = data_empty(&s->kept);
  s->at.name = TEXT("an empty lead");
  s->at.record = 1;
  if (!s->setup.now) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    s->at.now = (int64_t)t.tv_sec * CLOCK_SECOND;
  }
  Study *study = session_compile(s, &s->at, (Text){0}, &report);
  if (study && s->setup.now) {
    if (!clock_read_time(text_of(s->setup.now), study->program->timezone, &s->at.now)) { study_close(study); return SESSION_BAD_TIME; }
    study_close(study);
    study = session_compile(s, &s->at, (Text){0}, &report);
  }
  if (!study) { session_report(s, report, NULL); return SESSION_BAD_RULES; }
  adopt(s, study);
  return SESSION_READY;
}
SessionStart session_open(const SessionSetup *setup, Session **session, Buffer *out) {
  *session = NULL;
  Session *s = calloc(1, sizeof *s);
  if (!s) return SESSION_NO_MEMORY;
  s->setup = *setup;
  s->host = *setup->host;
  s->out = out;
  Arena *arenas[] = {&s->kept, &s->scratch, &s->facts_of[0], &s->facts_of[1]};
  for (int i = 0; i < 4; i++) arena_init(arenas[i], allocator_default(), &s->escape);
  SessionStart start = setjmp(s->escape) ? SESSION_NO_MEMORY : begin(s);
  if (start == SESSION_READY) *session = s;
  else session_close(s);
  return start;
}
void session_close(Session *s) {
  if (!s) return;
  study_close(s->study);
  snapshot_free(s->rules);
  Arena *arenas[] = {&s->kept, &s->scratch, &s->facts_of[0], &s->facts_of[1]};
  for (int i = 0; i < 4; i++) arena_free(arenas[i]);
  free(s);
}
// ---- a line
SessionAnswer session_line(Session *s, Text line, Buffer *out) {
  bool quit = false;
  s->out = out;
  s->refused = false;
  arena_reset(&s->scratch);
  if (setjmp(s->escape)) { session_refuse(s, "out of memory; the lead is as it was"); return SESSION_REFUSED; }
  reload_when_changed(s);
  line = text_trim(line);
  if (line.size && line.data[0] == ':') session_command(s, line, &quit);
  else if (line.size && line.data[0] != '#') session_input(s, line);
  return quit ? SESSION_QUIT : s->refused ? SESSION_REFUSED : SESSION_DONE;
}
