// session_compile.c -- what was typed, compiled beside the rules; and mistakes in it, in terms of what was typed.
#include "tools/session_parts.h"

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
  while (i && !text_is(name_in(sources->files.items[i - 1]->path), BESIDE_INPUT)) i--;
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
  bool of_frame = typed->help.size || text_ends(d->label, TEXT("after `as`"));
  if (of_frame && text_starts(d->label, TEXT("expected"))) d->label = (Text){0};
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
  bool fine = snapshot_beside(s->rules, BESIDE_INPUT, input);
  if (fine) rules = api_check(&s->rules->host, &s->scratch, s->rules->entry, s->at.set.items, s->at.set.count);
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
  bool fine = !b.failed && snapshot_beside(rules, BESIDE_LEAD, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  return fine;
}
static bool lead_put(Study *study, const State *at) {
  Text reason;
  const File *file = session_file(study->rules, BESIDE_LEAD);
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
Study *session_compile_with(Session *s, Snapshot *rules, const State *at, Text input, RubricReport **report) { // at NULL: the rules alone
  Study *study = NULL;
  Settings set = at ? at->set : s->at.set;
  *report = NULL;
  bool fine = (!at || lead_beside(rules, session_fitting(s, at->lead))) && (!input.size || snapshot_beside(rules, BESIDE_INPUT, input));
  if (fine) study_open(&rules->host, rules->entry, set.items, set.count, RUBRIC_WITH_TESTS, &study, report);
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
  Study *study = session_compile_with(s, s->rules, &at, (Text){0}, &report);
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
Study *session_compile(Session *s, const State *at, Text input, RubricReport **report) { return session_compile_with(s, s->rules, at, input, report); }
