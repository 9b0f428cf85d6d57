// lint_witness.c -- see lint_inside.h. A witness goes through the program like every lead before anybody sees it.
#include "tools/lint_inside.h"

static Text unquoted(Arena *arena, Text value) {
  VEC(char) out = {0};
  for (uint32_t i = 1; i + 1 < value.size; i++) {
    if (value.data[i] == '\\') i++;
    *VEC_PUSH(arena, &out) = value.data[i];
  }
  return (Text){out.items ? out.items : "", out.count};
}
static uint32_t string_end(Text value, uint32_t at) { // of the text that begins at `at`
  for (at++; at < value.size && value.data[at] != '"'; at++) at += value.data[at] == '\\';
  return at + 1;
}
static void put_list(Lint *l, uint32_t field, Text value) {
  uint32_t child = rubric_field(l->program, field).first_child;
  if (!rubric_batch_begin_list(l->batch, field)) return;
  for (uint32_t i = 1; i < value.size; i++) {
    if (value.data[i] != '"') continue;
    uint32_t end = string_end(value, i);
    Text t = unquoted(l->arena, (Text){value.data + i, end - i});
    rubric_batch_begin_element(l->batch, field);
    rubric_batch_text(l->batch, child, t.data, t.size);
    rubric_batch_end_element(l->batch, field);
    i = end;
  }
  rubric_batch_end_list(l->batch, field);
}
static void put_field(Lint *l, const WitnessField *f) {
  uint32_t field = rubric_field_find(l->program, text_c(l->arena, f->path));
  Text v = f->value, t;
  if (field == RUBRIC_NONE || !v.size) return;
  if (v.data[0] == '"') { t = unquoted(l->arena, v); rubric_batch_text(l->batch, field, t.data, t.size); }
  else if (v.data[0] == '[') put_list(l, field, v);
  else if (f->dated) rubric_batch_text(l->batch, field, v.data, v.size);
  else if (v.data[0] == 't' || v.data[0] == 'f') rubric_batch_boolean(l->batch, field, v.data[0] == 't');
  else rubric_batch_number(l->batch, field, v.data, v.size);
}
bool witness_decide(Lint *l, const Witness *w, const RubricDecisions **decisions) {
  RubricText reason;
  if (!l->run) return false;
  rubric_batch_clear(l->batch);
  rubric_batch_begin_row(l->batch, 1);
  for (uint32_t i = 0; i < w->count; i++) put_field(l, &w->fields[i]);
  if (rubric_batch_end_row(l->batch, &reason) != RUBRIC_OK) return false;
  rubric_run_set_now(l->run, w->now);
  return rubric_run_batch(l->run, l->batch, true, decisions) == RUBRIC_OK;
}
void witness_show(Lint *l, Diag *d, const Witness *w, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Text what = text_format_list(l->arena, format, args), lead = witness_text(l->arena, w, false), when = {0};
  char now[CLOCK_TEXT_BYTES];
  if (w->reads_clock) when = text_format(l->arena, " at %.*s", (int)clock_format_time(w->now, now), now);
  va_end(args);
  diag_note(l->diags, d, (Span){UINT32_MAX, 0, 0}, "%.*s: %.*s%.*s", SHOW(what), SHOW(lead), SHOW(when));
  d->witness = witness_text(l->arena, w, true);
}
