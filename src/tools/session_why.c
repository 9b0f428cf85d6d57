// session_why.c -- `:why NAME`: where a rule, a stage, a route … stands, what it gave this lead, and its condition part by part.
#include "tools/session_parts.h"
#include "tools/render.h"
#include "tools/why.h"

enum { WIDTH = 80 };
typedef enum { WHY_RULE, WHY_SCORE, WHY_DEFINE, WHY_REASON, WHY_STAGE, WHY_SEGMENT, WHY_CHANNEL, WHY_ROUTE } WhyKind;
typedef struct Why { WhyKind kind; Text name; Span span; uint32_t index; } Why;
typedef VEC(Why) WhyVec;

// ---- what has a name
static void add(Session *s, WhyVec *out, WhyKind kind, Text name, Span span, uint32_t index) { *VEC_PUSH(&s->scratch, out) = (Why){kind, name, span, index}; }
static WhyVec names_of(Session *s) {
  const Rules *r = s->study->rules;
  WhyVec out = {0};
  for (uint32_t i = 0; i < r->rules.count; i++) add(s, &out, WHY_RULE, r->rules.items[i]->label, r->rules.items[i]->span, i);
  for (uint32_t i = 0; i < r->scores.count; i++) add(s, &out, WHY_SCORE, r->scores.items[i]->name.text, r->scores.items[i]->span, i);
  for (uint32_t i = 0; i < r->defines.count; i++) if (!r->defines.items[i]->function) add(s, &out, WHY_DEFINE, r->defines.items[i]->name.text, r->defines.items[i]->span, i);
  for (uint32_t i = 0; i < r->reasons.count; i++) add(s, &out, WHY_REASON, r->reasons.items[i]->code, r->reasons.items[i]->span, i);
  for (uint32_t i = 0; i < r->stages.count; i++) add(s, &out, WHY_STAGE, r->stages.items[i]->name, r->stages.items[i]->span, i);
  for (uint32_t i = 0; i < r->segments.count; i++) add(s, &out, WHY_SEGMENT, r->segments.items[i]->name, r->segments.items[i]->span, i);
  for (uint32_t i = 0; i < r->channels.count; i++) add(s, &out, WHY_CHANNEL, r->channels.items[i]->name, r->channels.items[i]->span, i);
  for (uint32_t i = 0; i < r->routes.count; i++) add(s, &out, WHY_ROUTE, r->routes.items[i]->name, r->routes.items[i]->span, i);
  return out;
}
uint32_t session_names(Session *s, const Text **names) {
  WhyVec all = names_of(s);
  Text *out = ARENA_MANY(&s->scratch, Text, all.count + 1);
  for (uint32_t i = 0; i < all.count; i++) out[i] = all.items[i].name;
  *names = out;
  return all.count;
}

// ---- first the statement as it stands in its file, then what it came to
enum { LINES = 12 };
static void put_statement(Session *s, Span span) {
  uint32_t first, last, column;
  const Sources *sources = s->study->rules->sources;
  source_position(sources, span, &first, &column);
  source_position(sources, (Span){span.file, span.end ? span.end - 1 : 0, span.end}, &last, &column);
  Text path = sources->files.items[span.file]->path;
  session_tint(s, "2");
  session_say(s, "%.*s:%u", SHOW(path), first);
  session_tint(s, "0");
  session_tint(s, "1");
  Text written = {sources->files.items[span.file]->bytes.data + span.start, span.end - span.start};
  bool table = first != last && memchr(written.data, '{', written.size); // its lines say more than one line would
  if (!table) session_say_wrapped(s, why_source(s->study->rules, span, &s->scratch), 2);
  for (uint32_t i = first; table && i <= last && i < first + LINES; i++) session_say_wrapped(s, source_line(sources, span.file, i), 2);
  if (table && last >= first + LINES) session_say(s, "  \xE2\x80\xA6");
  session_tint(s, "0");
}
static const Fact *line_of(const Session *s, Text label) {
  for (uint32_t i = 0; i < s->outcome.facts.count; i++) {
    const Fact *f = &s->outcome.facts.items[i];
    if (f->kind == FACT_LINE && text_equal(f->name, label)) return f;
  }
  return NULL;
}
static void say_why(Session *s, const char *before, Text why) { // one line, wrapped
  Buffer line = {0};
  buffer_put(&line, before, strlen(before));
  if (why.size) BUFFER_PUT(&line, ": ");
  buffer_text(&line, api_text(why));
  session_say_wrapped(s, (Text){line.data, (uint32_t)line.size}, 0);
  buffer_free(&line);
}
static Text not_because(Session *s, const Expr *when) { // why it is not true; size 0: it is
  return when && study_condition(s->study, when, 0) != STUDY_YES ? why_not(s->study, when, 0, &s->scratch) : (Text){0};
}
// Its parts when it has some; of a single question that is true what it saw (why it is not stands above).
static void put_condition(Session *s, const Expr *when) {
  bool parts = when && (when->kind == EXPR_AND || when->kind == EXPR_OR || when->kind == EXPR_NOT || when->kind == EXPR_QUORUM);
  if (parts) session_parts(s, s->study, when, 2);
  else if (when && when->kind != EXPR_BOOLEAN && study_condition(s->study, when, 0) == STUDY_YES) {
    Text so = why_so(s->study, when, 0, &s->scratch);
    session_say_wrapped(s, so, 2);
  }
}

// ---- rules
static void put_value_line(Session *s, const Expr *e) { // calls is 5
  Buffer b = {0};
  session_values(s, s->study, e, true, &b);
  if (b.size) session_say_wrapped(s, (Text){b.data, (uint32_t)b.size}, 2);
  buffer_free(&b);
}
static void put_row(Session *s, const Decision *d) {
  Buffer by = {0};
  for (uint32_t i = 0; i < d->by.count; i++) session_values(s, s->study, d->by.items[i], true, &by);
  if (by.size) session_say(s, "  %.*s", (int)by.size, by.data);
  buffer_free(&by);
  for (uint32_t i = 0; i < d->row_count; i++) {
    const Row *row = &d->rows[i];
    if (!row->otherwise && study_truth(s->study, row, 0) != STUDY_YES) continue;
    Text text = why_source(s->study->rules, row->span, &s->scratch);
    session_say(s, "  the row that is taken: %.*s", SHOW(text));
    return;
  }
  session_say(s, "  no row is true");
}
static void tell_rule(Session *s, const Rule *r) {
  const Fact *f = line_of(s, r->label);
  const char *score = text_c(&s->scratch, r->score.text);
  if (!f || !f->counts) say_why(s, text_c(&s->scratch, text_format(&s->scratch, "gives nothing to %s", score)), why_rule(s->study, r, 0, &s->scratch));
  else if (f->note.size) session_say(s, "gives %.*s to %s (%.*s)", SHOW(f->value), score, SHOW(f->note));
  else session_say(s, "gives %.*s to %s", SHOW(f->value), score);
  if (r->group) session_say(s, "in the group \"%.*s\"", SHOW(r->group->label));
  put_condition(s, r->when);
  if (r->per) put_value_line(s, r->per);
  if (r->by) put_row(s, r->by);
}
static void tell_score(Session *s, const Score *score) {
  for (uint32_t i = 0; i < s->outcome.facts.count; i++) {
    const Fact *f = &s->outcome.facts.items[i];
    if (!text_equal(f->score, score->name.text)) continue;
    BUFFER_PUT(s->out, "  ");
    render_padded(s->out, api_text(f->name), 30);
    render_spaces(s->out, f->value.size < 8 ? 8 - f->value.size : 0);
    session_say_text(s, f->value, 12);
    if (f->note.size) { BUFFER_PUT(s->out, "  "); session_say_text(s, f->note, 36); }
    BUFFER_PUT(s->out, "\n");
  }
  Buffer from = {0};
  if (score->derived) session_values(s, s->study, score->derived, false, &from);
  if (from.size) session_say(s, "  %.*s", (int)from.size, from.data);
  buffer_free(&from);
}
static void tell_define(Session *s, const Define *d) {
  if (d->decision) { put_row(s, d->decision); return; }
  if (d->type.kind == TYPE_BOOLEAN) {
    Text why = not_because(s, d->body);
    say_why(s, why.size ? "it is not true" : "it is true", why);
    put_condition(s, d->body);
    return;
  }
  Buffer from = {0};
  Text value = study_value(s->study, d->body, 0, &s->scratch);
  if (value.size) session_say(s, "  it is %.*s", SHOW(value));
  session_values(s, s->study, d->body, false, &from);
  if (from.size) session_say(s, "  %.*s", (int)from.size, from.data);
  buffer_free(&from);
}

// ---- the decision
static void tell_reason(Session *s, const Reason *r) {
  StudyTruth t = study_condition(s->study, r->when, 0);
  const char *what = t == STUDY_YES ? r->require ? "it holds" : "it holds: the lead is disqualified"
                     : !r->require  ? "it does not hold"
                     : t == STUDY_NO ? "it does not hold, so the lead is disqualified" : "it is unknown, so the lead is incomplete";
  say_why(s, what, not_because(s, r->when));
  put_condition(s, r->when);
}
static void tell_taken(Session *s, const char *head, Text name, const Expr *when) { // of stages and routes the first
  Text taken = outcome_value(&s->outcome, head);
  if (text_equal(taken, name)) session_say(s, "the lead takes this %s", head);
  else if (taken.size) session_say(s, "the lead takes the %s \"%.*s\"", head, SHOW(taken));
  else session_say(s, "the lead takes no %s", head);
  Text why = not_because(s, when);
  if (why.size) say_why(s, "this one is not true", why);
  else if (!text_equal(taken, name) && when) session_say(s, "this one is true");
}
static void tell_stage(Session *s, const Stage *stage) {
  tell_taken(s, "stage", stage->name, stage->when);
  put_condition(s, stage->when);
}
static void tell_route(Session *s, const Route *route, uint32_t index) {
  RubricTrace t;
  tell_taken(s, "route", route->name, route->when);
  bool traced = rubric_trace(s->study->run, 0, &t) == RUBRIC_OK;
  for (uint32_t i = 0; traced && i < t.passed_count; i++) if (t.passed_over[i].route == index) session_say(s, "it is passed over: %s", t.passed_over[i].why);
  Text target = route->target ? study_value(s->study, route->target, 0, &s->scratch) : (Text){0};
  if (target.size && route->target->kind != EXPR_TEXT) session_say(s, "its target is %.*s", SHOW(target));
  put_condition(s, route->when);
}
static void tell_segment(Session *s, const Segment *segment) {
  Text why = not_because(s, segment->when);
  say_why(s, why.size ? "the lead is not in this segment" : "the lead is in this segment", why);
  put_condition(s, segment->when);
}
static void tell_channel(Session *s, const Channel *channel) {
  Text answer = outcome_value(&s->outcome, text_c(&s->scratch, text_format(&s->scratch, "contact %.*s", SHOW(channel->name))));
  say_why(s, text_c(&s->scratch, answer), not_because(s, channel->when));
  put_condition(s, channel->when);
}
static void why(Session *s, const Why *w) {
  const Rules *r = s->study->rules;
  put_statement(s, w->span);
  switch (w->kind) {
    case WHY_RULE: tell_rule(s, r->rules.items[w->index]); break;
    case WHY_SCORE: tell_score(s, r->scores.items[w->index]); break;
    case WHY_DEFINE: tell_define(s, r->defines.items[w->index]); break;
    case WHY_REASON: tell_reason(s, r->reasons.items[w->index]); break;
    case WHY_STAGE: tell_stage(s, r->stages.items[w->index]); break;
    case WHY_SEGMENT: tell_segment(s, r->segments.items[w->index]); break;
    case WHY_CHANNEL: tell_channel(s, r->channels.items[w->index]); break;
    case WHY_ROUTE: tell_route(s, r->routes.items[w->index], w->index); break;
  }
}

// ---- which one is meant: its whole name, else a part of it that no other has
static bool is_exactly(Session *s, Text name, Text wanted) { (void)s; return text_equal(name, wanted); }
static bool is_same(Session *s, Text name, Text wanted) { return text_equal(text_fold(&s->scratch, name), text_fold(&s->scratch, wanted)); }
static bool has_part(Session *s, Text name, Text wanted) { return text_contains(text_fold(&s->scratch, name), text_fold(&s->scratch, wanted)); }
static uint32_t pick(Session *s, const WhyVec *all, Text wanted, bool (*fits)(Session *, Text, Text), bool show) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < all->count; i++) {
    if (!fits(s, all->items[i].name, wanted)) continue;
    if (show) why(s, &all->items[i]);
    count++;
  }
  return count;
}
static void tell_several(Session *s, const WhyVec *all, Text wanted) {
  session_refuse(s, "several have `%.*s` in their name:", SHOW(wanted));
  for (uint32_t i = 0; i < all->count; i++) if (has_part(s, all->items[i].name, wanted)) session_say(s, "  %.*s", SHOW(all->items[i].name));
}
bool session_why(Session *s, Text wanted) {
  WhyVec all = names_of(s);
  const Text *names;
  if (wanted.size > 1 && wanted.data[0] == '"' && wanted.data[wanted.size - 1] == '"') wanted = (Text){wanted.data + 1, wanted.size - 2};
  if (!wanted.size) return session_refuse(s, "why what? :why takes the label of a rule, or the name of a stage, route, score ...");
  if (pick(s, &all, wanted, is_exactly, true) || pick(s, &all, wanted, is_same, true)) return true;
  uint32_t parts = pick(s, &all, wanted, has_part, false);
  if (parts == 1) { pick(s, &all, wanted, has_part, true); return true; }
  if (parts > 1) { tell_several(s, &all, wanted); return false; }
  uint32_t count = session_names(s, &names);
  int32_t near = text_nearest(wanted, names, count);
  if (near >= 0) return session_refuse(s, "nothing is called `%.*s`; did you mean `%.*s`?", SHOW(wanted), SHOW(names[near]));
  return session_refuse(s, "nothing in the rules is called `%.*s`", SHOW(wanted));
}
