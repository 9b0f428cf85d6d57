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

// ---- mistakes, in terms of what was typed
static Span span_typed(const Typed *t, Span span) {
  uint32_t shift = t->prefix, end = t->prefix + t->size;
  if (span.start < shift && span.end <= shift) return (Span){span.file, 0, t->head};
  uint32_t from = span.start < shift ? 0 : span.start > end ? t->line.size : span.start - shift + t->from;
  uint32_t to = span.end > end ? t->line.size : span.end < shift ? from : span.end - shift + t->from;
  return (Span){span.file, from, to < from ? from : to};
}
static Text name_in(Text path) { // without its folder
  uint32_t from = path.size;
  while (from && path.data[from - 1] != '/') from--;
  return (Text){path.data + from, path.size - from};
}
static uint32_t typed_file(const Sources *sources) {
  uint32_t i = sources->files.count;
  while (i && !text_is(name_in(sources->files.items[i - 1]->path), "input")) i--;
  return i ? i - 1 : UINT32_MAX;
}
// The sources with what was typed in place of what was made of it.
static Sources sources_typed(Session *s, const Sources *from, const Typed *typed, uint32_t file) {
  Sources out = {.arena = &s->scratch}, one = {.arena = &s->scratch};
  source_add(&one, TEXT("input"), typed->line);
  for (uint32_t i = 0; i < from->files.count; i++) *VEC_PUSH(&s->scratch, &out.files) = i == file ? one.files.items[0] : from->files.items[i];
  return out;
}
// What the compiler says of the test or definition that was made of a line is not what was typed.
static void diag_typed(const Typed *typed, Diag *d) {
  d->span = span_typed(typed, d->span);
  if (text_starts(d->help, TEXT("it is written"))) d->help = typed->help;
  if (typed->help.size && text_starts(d->label, TEXT("expected"))) d->label = (Text){0};
}
static void tell_mistakes(Session *s, const Sources *from, const Diags *diags, const Typed *typed) {
  uint32_t file = typed ? typed_file(from) : UINT32_MAX;
  Sources sources = file == UINT32_MAX ? *from : sources_typed(s, from, typed, file);
  bool typed_wrong = false; // then what it broke elsewhere is of no interest
  for (uint32_t i = 0; i < diags->items.count; i++) typed_wrong |= diags->items.items[i]->span.file == file;
  for (uint32_t i = 0; i < diags->items.count; i++) {
    Diag d = *diags->items.items[i];
    if (typed_wrong && d.span.file != file) continue;
    if (file != UINT32_MAX && d.span.file == file) diag_typed(typed, &d);
    for (uint32_t n = 0; file != UINT32_MAX && n < d.note_count; n++) if (d.notes[n].span.file == file) d.notes[n].span = span_typed(typed, d.notes[n].span);
    Text shown = diag_render(&s->scratch, &sources, &d, s->setup.color);
    buffer_text(s->out, api_text(shown));
    if (shown.size && shown.data[shown.size - 1] != '\n') BUFFER_PUT(s->out, "\n");
  }
  s->refused = true;
}
void session_report(Session *s, RubricReport *r, const Typed *typed) {
  if (r) tell_mistakes(s, &r->sources, &r->diags, typed);
  else session_refuse(s, "out of memory");
  rubric_report_free(r);
}
const Rules *session_check(Session *s, Text input, const Typed *typed) {
  const Rules *rules = NULL;
  bool fine = snapshot_beside(s->rules, "input", input);
  if (fine) rules = api_check(&s->rules->host, &s->scratch, s->rules->entry, s->setup.settings, s->setup.setting_count);
  snapshot_alone(s->rules);
  if (!rules) { session_refuse(s, "out of memory"); return NULL; }
  diag_sort(rules->diags);
  if (!rules->diags->items.count) return rules;
  tell_mistakes(s, rules->sources, rules->diags, typed);
  return NULL;
}

// ---- compiling
const File *session_file(const Rules *r, const char *name) {
  for (uint32_t i = 0; i < r->files.count; i++) {
    if (text_is(name_in(r->sources->files.items[r->files.items[i]->source]->path), name)) return r->files.items[i];
  }
  return NULL;
}
static bool lead_beside(Snapshot *rules, const Data *lead) {
  Buffer b = {0};
  BUFFER_PUT(&b, "test \"the lead\" { lead ");
  data_put(&b, lead);
  BUFFER_PUT(&b, " }\n");
  bool fine = !b.failed && snapshot_beside(rules, "the lead", (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  return fine;
}
static bool lead_put(Study *study, const State *at) {
  Text reason;
  const File *file = session_file(study->rules, "the lead");
  const Expr *lead = file && file->count == 1 ? file->statements[0].test->lead : NULL;
  if (!lead || study_put(study, lead, at->now, &study->report->arena, &reason) != ROW_KEPT) return false;
  study->batch->columns->records[0] = at->record; // stands for a key where there is none
  return study_decide(study, at->now) == RUBRIC_OK;
}
static bool lead_decided(Study *study, const State *at) { // the lead's texts are made in the report's arena
  jmp_buf here, *outer = study->report->arena.escape;
  study->report->arena.escape = &here;
  bool fine = !setjmp(here) && lead_put(study, at);
  study->report->arena.escape = outer;
  return fine;
}
static Study *compile_beside(Session *s, Snapshot *rules, const State *at, Text input, RubricReport **report) { // at NULL: the rules alone
  Study *study = NULL;
  *report = NULL;
  bool fine = (!at || lead_beside(rules, session_fitting(s, at->lead))) && (!input.size || snapshot_beside(rules, "input", input));
  if (fine) study_open(&rules->host, rules->entry, s->setup.settings, s->setup.setting_count, RUBRIC_WITH_TESTS, &study, report);
  snapshot_alone(rules);
  if (!study || !at || lead_decided(study, at)) return study;
  study_close(study);
  return NULL;
}
// ---- what of a lead the rules take: after they have changed, fields may be gone. The lead keeps them for when they come back.
typedef enum { FITS, FITS_NOT, NO_MEMORY } Fit;
static Fit lead_fits(Session *s, const Data *lead) {
  RubricReport *report;
  State at = s->at;
  at.lead = lead;
  Study *study = compile_beside(s, s->rules, &at, (Text){0}, &report);
  Fit fit = study ? FITS : report ? FITS_NOT : NO_MEMORY;
  rubric_report_free(report);
  study_close(study);
  return fit;
}
bool session_fit(Session *s, const Data *lead) {
  s->left_out = (TextVec){0};
  Fit fit = lead_fits(s, lead);
  for (uint32_t i = 0; fit == FITS_NOT && i < lead->count; i++) {
    DataStep step = {lead->names[i], 0};
    Fit one = lead_fits(s, data_with(&s->scratch, data_empty(&s->scratch), (DataPath){&step, 1}, lead->items[i]));
    if (one == NO_MEMORY) fit = NO_MEMORY;
    if (one != FITS_NOT) continue;
    *VEC_PUSH(&s->kept, &s->left_out) = lead->names[i];
    session_say(s, "`%.*s` of the lead does not fit the rules any more and is left out", SHOW(lead->names[i]));
  }
  return fit != NO_MEMORY || session_refuse(s, "out of memory; the lead is as it was");
}
const Data *session_fitting(Session *s, const Data *lead) {
  for (uint32_t i = 0; i < s->left_out.count; i++) {
    DataStep step = {s->left_out.items[i], 0};
    lead = data_with(&s->scratch, lead, (DataPath){&step, 1}, NULL);
  }
  return lead;
}
Study *session_compile(Session *s, const State *at, Text input, RubricReport **report) { return compile_beside(s, s->rules, at, input, report); }

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
  Study *study = rules ? compile_beside(s, rules, NULL, (Text){0}, &report) : NULL;
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
  if (!snapshot_stale(s->rules) || snapshot_state(s->rules) == s->told_state) return;
  session_say(s, "%s has changed and is read again", s->setup.path);
  session_reload(s, false);
  s->refused = false;
}

// ---- opening
static SessionStart begin(Session *s) {
  RubricReport *report;
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
