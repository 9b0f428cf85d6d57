// session_show.c -- an expression with its value and its parts, and the fields of the lead.
#include "tools/session_parts.h"
#include "io/output.h"
#include "tools/render.h"
#include "tools/why.h"

enum { WIDTH = 80, ASKED = 38 };
static const char expression_name[] = "this_expression";

static const char *truth_word(StudyTruth t) {
  static const char *const words[] = {"false", "true", "unknown", ""};
  return words[t];
}
static void put_truth(Session *s, StudyTruth t) {
  static const char *const codes[] = {"31", "32", "33", "2"};
  session_tint(s, codes[t]);
  render_padded(s->out, api_text(text_of(truth_word(t))), 7);
  session_tint(s, "0");
}

// ---- the values that an expression was made of
typedef VEC(const Expr *) ExprVec;
static bool is_value(const Expr *e) { // something with a name whose value one wants to know
  return e->kind == EXPR_MEMBER || e->kind == EXPR_QUERY || (e->kind == EXPR_NAME && e->ref != REF_LIST && e->ref != REF_PARAMETER) || (e->kind == EXPR_CALL && e->ref != REF_NONE);
}
static void values_collect(Session *s, const Study *study, const Expr *e, bool asked, ExprVec *out) {
  if (!e) return;
  if (is_value(e) && study_value(study, e, 0, &s->scratch).size) {
    Text name = why_source(study->rules, e->span, &s->scratch);
    for (uint32_t i = 0; i < out->count; i++) if (text_equal(why_source(study->rules, out->items[i]->span, &s->scratch), name)) return;
    *VEC_PUSH(&s->scratch, out) = e;
    if (e->kind != EXPR_CALL && !(asked && e->ref == REF_DEFINE)) return;
    const Define *d = asked && e->ref == REF_DEFINE && e->kind == EXPR_NAME ? e->decl : NULL; // asked for by name: what it was made of
    if (d && d->body) values_collect(s, study, d->body, false, out);
    for (uint32_t i = 0; d && d->decision && i < d->decision->by.count; i++) values_collect(s, study, d->decision->by.items[i], false, out);
  }
  const Expr *parts[] = {e->a, e->b, e->c};
  for (int i = 0; i < 3; i++) values_collect(s, study, parts[i], false, out);
  for (uint32_t i = 0; i < e->args.count; i++) values_collect(s, study, e->args.items[i], false, out);
}
static Text unknown_word(const Study *study, const Expr *e) {
  bool field = (e->ref == REF_SLOT || e->ref == REF_PREVIOUS) && study->rules->slots[e->slot].domain == 0;
  const Column *c = field ? study_column(study, e->slot) : NULL;
  return !field ? TEXT("is unknown") : c->invalid && bit_get(c->invalid, 0) ? TEXT("cannot be read") : TEXT("is missing");
}
void session_values(Session *s, const Study *study, const Expr *e, bool itself, Buffer *b) {
  ExprVec values = {0};
  values_collect(s, study, e, true, &values);
  for (uint32_t i = 0; i < values.count; i++) {
    const Expr *v = values.items[i];
    if (v == e && !itself) continue;
    Text value = study_value(study, v, 0, &s->scratch);
    if (b->size) BUFFER_PUT(b, ", ");
    buffer_text(b, api_text(why_source(study->rules, v->span, &s->scratch)));
    BUFFER_PUT(b, " ");
    bool known = study_known(study, v, 0);
    if (known) BUFFER_PUT(b, "is ");
    buffer_text(b, api_text(known ? value : unknown_word(study, v)));
  }
}

// ---- a condition, part by part
static void put_part(Session *s, const Study *study, const Expr *e, uint32_t indent, const char *before, bool whole) {
  Buffer asked = {0}, values = {0};
  render_spaces(s->out, indent);
  put_truth(s, study_condition(study, e, 0));
  buffer_put(&asked, before, strlen(before));
  if (whole) buffer_text(&asked, api_text(why_source(study->rules, e->span, &s->scratch)));
  if (whole) session_values(s, study, e, false, &values);
  RubricText text = {asked.data, (uint32_t)asked.size}, are = {values.data, (uint32_t)values.size};
  BUFFER_PUT(s->out, "  ");
  uint32_t used = indent + 9, cells = render_cells(text), room = WIDTH - used;
  if (!are.size) render_cut(s->out, text, room);
  else if (cells <= ASKED) { render_padded(s->out, text, ASKED); BUFFER_PUT(s->out, "  "); }
  else { render_cut(s->out, text, room); BUFFER_PUT(s->out, "\n"); render_spaces(s->out, used + 2); used += 2; cells = 0; }
  if (are.size) { session_tint(s, "2"); render_cut(s->out, are, WIDTH - used - (cells ? ASKED + 2 : 0)); session_tint(s, "0"); }
  BUFFER_PUT(s->out, "\n");
  buffer_free(&asked);
  buffer_free(&values);
}
static const char *quorum_word(Session *s, const Expr *e) {
  static const char *const words[] = {"all of", "any of", "none of"};
  return e->op == QUORUM_AT_LEAST ? text_c(&s->scratch, text_format(&s->scratch, "at least %lld of", (long long)(e->value / DECIMAL_ONE))) : words[e->op];
}
static const char *joined_by(Session *s, const Expr *e) { // NULL: it has no parts
  return e->kind == EXPR_AND ? "all of" : e->kind == EXPR_OR ? "any of" : e->kind == EXPR_NOT ? "not" : e->kind == EXPR_QUORUM ? quorum_word(s, e) : NULL;
}
static void put_tree(Session *s, const Study *study, const Expr *e, uint32_t indent, bool head) {
  const char *joined = indent < 24 ? joined_by(s, e) : NULL;
  if (!joined) { put_part(s, study, e, indent, "", true); return; }
  if (head) { put_part(s, study, e, indent, joined, false); indent += 2; }
  if (e->kind == EXPR_NOT) put_tree(s, study, e->a, indent, true);
  for (uint32_t i = 0; i < e->args.count; i++) put_tree(s, study, e->args.items[i], indent, true);
}
void session_parts(Session *s, const Study *study, const Expr *e, uint32_t indent) {
  bool plain = e->kind == EXPR_AND || e->kind == EXPR_OR; // one sees what joins them
  put_tree(s, study, e, indent, !plain);
}

// ---- an expression
static bool whole_condition(const Expr *e) { return e->type.kind == TYPE_BOOLEAN; }
// false: fit is 45, wants 60..
static void put_reason(Session *s, const Study *study, const Expr *e) {
  StudyTruth t = study_condition(study, e, 0);
  Text why = e->kind == EXPR_BOOLEAN || t == STUDY_NONE ? (Text){0} : t == STUDY_YES ? why_so(study, e, 0, &s->scratch) : why_not(study, e, 0, &s->scratch);
  if (!why.size || text_equal(why, why_source(study->rules, e->span, &s->scratch))) return;
  BUFFER_PUT(s->out, ": ");
  session_say_text(s, why, WIDTH - 9);
}
static void put_unknown(Session *s, const Study *study, const Expr *e) {
  Text why = why_unknown(study, e, 0, &s->scratch);
  if (!why.size) return;
  BUFFER_PUT(s->out, ": ");
  session_say_text(s, why, WIDTH - 9);
}
static void show_value(Session *s, const Study *study, const Expr *e) {
  Text value = study_value(study, e, 0, &s->scratch), type = type_name(&s->scratch, e->type);
  Buffer from = {0};
  bool truth = whole_condition(e), known = truth ? study_condition(study, e, 0) != STUDY_UNKNOWN : study_known(study, e, 0);
  bool compound = joined_by(s, e) != NULL;
  if (truth && !value.size) value = text_of(truth_word(study_condition(study, e, 0)));
  if (!known) value = TEXT("unknown");
  session_tint(s, "1");
  session_say_text(s, value.size ? value : TEXT("it has no single value for a lead"), UINT32_MAX);
  session_tint(s, "0");
  if (!truth && known && type.size) { session_tint(s, "2"); BUFFER_PUT(s->out, "  ("); session_say_text(s, type, 40); BUFFER_PUT(s->out, ")"); session_tint(s, "0"); }
  if (truth) put_reason(s, study, e);
  else if (!known) put_unknown(s, study, e);
  else session_values(s, study, e, false, &from);
  if (from.size) { BUFFER_PUT(s->out, "  "); session_say_text(s, (Text){from.data, (uint32_t)from.size}, WIDTH - 10); }
  BUFFER_PUT(s->out, "\n");
  buffer_free(&from);
  if (truth && compound) put_tree(s, study, e, 2, false);
}
static Study *expression_compiled(Session *s, Text line, const char *before, const char *behind, bool tell) {
  RubricReport *report;
  Typed typed = {.line = line, .prefix = (uint32_t)strlen(before), .size = line.size};
  Text input = text_format(&s->scratch, "%s%.*s%s", before, SHOW(line), behind);
  Study *study = session_compile(s, &s->at, input, &report);
  if (!study && tell) session_report(s, report, &typed);
  else if (!study) rubric_report_free(report);
  return study;
}
// `points("Label")` is for tests: then the expression is what a test expects, or (no condition) asked whether it is there.
static const Expr *as_expected(Session *s, Text line, Study **study) {
  const Test *test;
  *study = expression_compiled(s, line, "test \"the input\" { expect ", "\n}\n", false);
  bool condition = *study != NULL;
  if (!condition) *study = expression_compiled(s, line, "test \"the input\" { expect (", "\n) is present }\n", true);
  const File *file = *study ? session_file((*study)->rules, BESIDE_INPUT) : NULL;
  if (!file || file->count != 1 || file->statements[0].kind != STATEMENT_TEST || (test = file->statements[0].test)->expect_count != 1) return NULL;
  return condition ? test->expects[0] : test->expects[0]->a;
}
static const Expr *as_defined(Session *s, Text line, Study **study) {
  char before[64];
  snprintf(before, sizeof before, "define %s as ", expression_name);
  *study = expression_compiled(s, line, before, "\n", true);
  const File *file = *study ? session_file((*study)->rules, BESIDE_INPUT) : NULL;
  return file && file->count == 1 && file->statements[0].kind == STATEMENT_DEFINE ? file->statements[0].define->body : NULL;
}
static Text value_read_back(Session *s, uint32_t slot) { // as the columns hold it
  Buffer b = {0};
  output_field_json(s->study->program, s->study->batch, slot, 0, &b);
  Text t = text_copy(&s->scratch, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  return t;
}
// What has no single value: a list or a record of the lead, the codes and segments of the decision.
static bool show_whole(Session *s, Text line) {
  DataPath path;
  Text at = line;
  bool several = text_is(line, "reasons") || text_is(line, "segments");
  if (several) { Text value = outcome_value(&s->outcome, text_is(line, "reasons") ? "reasons" : "segments"); session_say(s, "%.*s", value.size ? (int)value.size : 4, value.size ? value.data : "none"); return true; }
  if (!session_path(s, &at, &path) || at.size) return false;
  const Rules *r = s->study->rules;
  uint32_t slot = 0;
  while (slot < r->slot_count && !(r->slots[slot].parent == SLOT_NONE && r->slots[slot].field && text_equal(r->slots[slot].name, path.steps[0].name))) slot++;
  if (slot == r->slot_count || (r->slots[slot].type.kind != TYPE_LIST && r->slots[slot].type.kind != TYPE_RECORD)) return false;
  const Data *d = data_at(s->at.lead, path);
  bool element = path.steps[path.count - 1].index != 0;
  if (!d && element) return !session_refuse(s, "there is no such element: `:lead` shows what the lead holds");
  if (d && element && d->kind == DATA_LEAF) { buffer_text(s->out, api_text(d->text)); BUFFER_PUT(s->out, "\n"); return true; }
  if (path.count > 1 && (!d || d->kind == DATA_LEAF)) return false;
  if (d) data_put_lines(s->out, d, 0, WIDTH);
  else buffer_text(s->out, api_text(bit_get(study_column(s->study, slot)->known, 0) ? value_read_back(s, slot) : TEXT("missing")));
  BUFFER_PUT(s->out, "\n");
  return true;
}
bool session_evaluate(Session *s, Text line) {
  Study *study;
  if (show_whole(s, line)) return true;
  bool points = text_contains(line, TEXT("points"));
  const Expr *e = points ? as_expected(s, line, &study) : as_defined(s, line, &study);
  if (study && !e) session_refuse(s, "one expression at a time; `:help` says what can be typed");
  if (e) show_value(s, study, e);
  study_close(study);
  return e != NULL;
}

// ---- :fields
typedef struct FieldLine { Text name, type, value; const char *state; } FieldLine;

static bool given(const Session *s, Text name) {
  DataStep step = {name, 0};
  const Data *d = data_at(s->at.lead, (DataPath){&step, 1});
  return d && !(d->kind == DATA_LEAF && text_is(d->text, "missing"));
}
static Text data_text(Session *s, Text name) {
  DataStep step = {name, 0};
  Buffer b = {0};
  data_put(&b, data_at(s->at.lead, (DataPath){&step, 1}));
  Text t = text_copy(&s->scratch, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  return t;
}
static void put_field(Session *s, uint32_t slot, uint32_t name_width) {
  static const char *const colors[] = {"0", "2", "31", "2"};
  static const char *const states[] = {"present", "missing", "invalid", "default"};
  const Slot *f = &s->study->rules->slots[slot];
  const Column *c = study_column(s->study, slot);
  int state = bit_get(c->known, 0) ? (given(s, f->name) ? 0 : 3) : c->invalid && bit_get(c->invalid, 0) ? 2 : 1;
  Text value = state == 1 ? (Text){0} : state == 0 && f->type.kind != TYPE_LIST && f->type.kind != TYPE_RECORD ? value_read_back(s, slot) : given(s, f->name) ? data_text(s, f->name) : value_read_back(s, slot);
  render_padded(s->out, api_text(f->name), name_width);
  BUFFER_PUT(s->out, "  ");
  session_tint(s, colors[state]);
  render_padded(s->out, api_text(text_of(states[state])), 7);
  session_tint(s, "0");
  BUFFER_PUT(s->out, "  ");
  session_tint(s, "2");
  Text type = type_name(&s->scratch, f->type);
  for (int i = 0; i < 2; i++) { Text article = i ? TEXT("an ") : TEXT("a "); if (text_starts(type, article)) type = (Text){type.data + article.size, type.size - article.size}; }
  render_padded(s->out, api_text(type), 18);
  session_tint(s, "0");
  BUFFER_PUT(s->out, "  ");
  if (value.size) render_cut(s->out, api_text(value), WIDTH - name_width - 31);
  while (s->out->size && s->out->data[s->out->size - 1] == ' ') s->out->size--;
  BUFFER_PUT(s->out, "\n");
}
static bool field_wanted(const Session *s, uint32_t slot, Text wanted) {
  const Slot *f = &s->study->rules->slots[slot];
  return f->field && f->parent == SLOT_NONE && (!wanted.size || text_contains(f->name, wanted));
}
bool session_fields(Session *s, Text wanted) {
  const Rules *r = s->study->rules;
  uint32_t width = 5, found = 0;
  for (uint32_t i = 0; i < r->slot_count; i++) {
    if (!field_wanted(s, i, wanted)) continue;
    uint32_t cells = render_cells(api_text(r->slots[i].name));
    if (cells > width) width = cells < 24 ? cells : 24;
    found++;
  }
  for (uint32_t i = 0; i < r->slot_count; i++) if (field_wanted(s, i, wanted)) put_field(s, i, width);
  return found || session_refuse(s, "no field has `%.*s` in its name", SHOW(wanted));
}
