// study.c -- see study.h.
#include "tools/study.h"
#include "io/buffer.h"
#include "io/output.h"
#include <stdio.h>
#include <stdlib.h>

// ---- opening
static RubricStatus open_parts(Study *s) {
  s->cells = json_reader_new(program_slots(&s->program->code));
  if (!s->cells) return RUBRIC_NO_MEMORY;
  RubricStatus status = api_batch_new(s->program, json_read_cell, s->cells, &s->batch);
  if (status != RUBRIC_OK) return status;
  status = rubric_run_new(s->program, 0, &s->run);
  return status == RUBRIC_BAD_ARGUMENT ? RUBRIC_OK : status; // extern functions that are not loaded: no run
}
static RubricStatus compile(Study *s, const RubricHost *host, const char *path, const RubricSetting *settings, size_t count, unsigned flags, bool unread) {
  s->watch = (Watch){.unread = unread};
  return api_compile(host, path, settings, count, flags, &s->watch, &s->program, &s->report, &s->rules);
}
RubricStatus study_open(const RubricHost *host, const char *path, const RubricSetting *settings, size_t count, unsigned flags, Study **study, RubricReport **report) {
  *study = NULL;
  *report = NULL;
  Study *s = calloc(1, sizeof *s);
  if (!s) return RUBRIC_NO_MEMORY;
  RubricStatus status = compile(s, host, path, settings, count, flags, true);
  if (status != RUBRIC_OK && status != RUBRIC_NO_MEMORY) { // a definition that nothing reads may be to blame
    rubric_report_free(s->report);
    status = compile(s, host, path, settings, count, flags, false);
    *report = s->report;
    if (status != RUBRIC_OK) s->report = NULL;
    else *report = NULL;
  }
  if (status == RUBRIC_OK) status = open_parts(s);
  if (status == RUBRIC_OK) *study = s;
  else study_close(s);
  return status;
}
void study_close(Study *s) {
  if (!s) return;
  rubric_run_free(s->run);
  rubric_batch_free(s->batch);
  json_reader_free(s->cells);
  rubric_program_free(s->program);
  rubric_report_free(s->report);
  free(s);
}

// ---- deciding
RowStatus study_put(Study *s, const Expr *record, int64_t now, Arena *arena, Text *reason) {
  return api_put_lead(s->rules, s->batch, arena, now, record, reason);
}
RubricStatus study_decide(Study *s, int64_t now) {
  s->decisions = NULL;
  if (!s->run) return RUBRIC_BAD_ARGUMENT;
  rubric_run_set_now(s->run, now);
  return rubric_run_batch(s->run, s->batch, true, &s->decisions);
}

// ---- values
const Column *study_column(const Study *s, uint32_t slot) { return &s->batch->columns->columns[slot]; }
uint32_t study_register(const Study *s, const void *what) {
  const Watched *w = watch_find(&s->watch, what);
  return w ? w->reg : RUBRIC_NONE;
}
StudyTruth study_truth(const Study *s, const void *condition, uint32_t row) {
  uint32_t reg = study_register(s, condition);
  if (reg == RUBRIC_NONE || s->program->code.registers[reg].kind != KIND_TRUTH) return STUDY_NONE;
  const Column *c = vm_register(s->run->vm, reg);
  return !bit_get(c->known, row) ? STUDY_UNKNOWN : bit_get(c->yes, row) ? STUDY_YES : STUDY_NO;
}
StudyTruth study_condition(const Study *s, const Expr *x, uint32_t row) {
  const Expr *l = expr_literal(x);
  if (l && l->kind == EXPR_BOOLEAN) return l->value ? STUDY_YES : STUDY_NO;
  return x->kind == EXPR_MISSING ? STUDY_UNKNOWN : study_truth(s, x, row);
}
bool study_int(const Study *s, const void *what, uint32_t row, int64_t *value) {
  uint32_t reg = study_register(s, what);
  if (reg == RUBRIC_NONE || s->program->code.registers[reg].kind != KIND_INT) return false;
  const Column *c = vm_register(s->run->vm, reg);
  *value = c->ints[row];
  return bit_get(c->known, row);
}
static bool is_lead_field(const Study *s, const Expr *x) { return (x->ref == REF_SLOT || x->ref == REF_PREVIOUS) && s->rules->slots[x->slot].domain == 0; }
bool study_known(const Study *s, const Expr *x, uint32_t row) {
  if (is_lead_field(s, x)) return bit_get(study_column(s, x->slot)->known, row);
  uint32_t reg = study_register(s, x);
  if (reg != RUBRIC_NONE) return bit_get(vm_register(s->run->vm, reg)->known, row);
  const Expr *l = expr_literal(x);
  return l && l->kind != EXPR_MISSING;
}
static Text field_value(const Study *s, uint32_t slot, uint32_t row, Arena *arena) {
  Type type = s->rules->slots[slot].type;
  if (type.kind == TYPE_RECORD) return bit_get(study_column(s, slot)->known, row) ? TEXT("present") : TEXT("unknown");
  if (type.kind != TYPE_LIST || type.element->kind == TYPE_RECORD) {
    static const uint8_t kinds[] = {KIND_INT, KIND_TEXT, KIND_TRUTH, KIND_LIST};
    return api_show(study_column(s, slot), (ColumnKind)kinds[type.kind == TYPE_LIST ? 3 : type.kind == TYPE_BOOLEAN ? 2 : type_is_int(type) ? 0 : 1], type, row, arena);
  }
  if (!bit_get(study_column(s, slot)->known, row)) return TEXT("unknown");
  Buffer b = {0};
  output_field_json(s->program, s->batch, slot, row, &b);
  Text t = text_copy(arena, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
  return t;
}
static Text literal_value(const Expr *l, Arena *arena) {
  switch (l->kind) {
    case EXPR_TEXT: return text_format(arena, "\"%.*s\"", (int)l->text.size, l->text.data);
    case EXPR_BOOLEAN: return l->value ? TEXT("true") : TEXT("false");
    case EXPR_DURATION:
      if (l->months) return text_format(arena, l->value == 1 ? "%lld month" : "%lld months", (long long)l->value);
      return api_show_int(l->value, (Type){.kind = TYPE_DURATION}, arena);
    default: return api_show_int(l->value, (Type){.kind = l->kind == EXPR_DATE ? TYPE_DATE : l->kind == EXPR_TIME ? TYPE_TIME : TYPE_NUMBER}, arena);
  }
}
Text study_value(const Study *s, const Expr *x, uint32_t row, Arena *arena) {
  if (is_lead_field(s, x)) return field_value(s, x->slot, row, arena);
  const Watched *w = watch_find(&s->watch, x);
  if (w) return api_show(vm_register(s->run->vm, w->reg), (ColumnKind)s->program->code.registers[w->reg].kind, w->type, row, arena);
  if (x->kind == EXPR_MISSING) return TEXT("missing");
  if (x->kind == EXPR_NEGATE && x->a->kind == EXPR_NUMBER) return api_show_int(-x->a->value, (Type){.kind = TYPE_NUMBER}, arena);
  const Expr *l = expr_literal(x);
  return l && l->kind != EXPR_NEGATE ? literal_value(l, arena) : l ? study_value(s, l, row, arena) : (Text){0};
}

// ---- rules in memory
static const StudyText *text_of_host(void *user) { return user; }
static void *text_resize(void *user, void *block, size_t old_bytes, size_t new_bytes) {
  const RubricHost *h = text_of_host(user)->below;
  if (h->resize) return h->resize(h->user, block, old_bytes, new_bytes);
  if (new_bytes) return realloc(block, new_bytes);
  free(block);
  return NULL;
}
static bool text_read(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  const RubricHost *h = text_of_host(user)->below;
  for (const StudyText *t = user; t; t = t->next) {
    if (strcmp(t->path, path) != 0) continue;
    *bytes = text_resize(user, NULL, 0, t->text.size + !t->text.size);
    *size = t->text.size;
    if (*bytes && *size) memcpy(*bytes, t->text.data, *size);
    if (!*bytes) snprintf(why, 256, "out of memory");
    return *bytes != NULL;
  }
  snprintf(why, 256, "no files can be read here");
  return h->read_file && h->read_file(h->user, path, bytes, size, why);
}
static bool text_inside(void *user, const char *entry, const char *path) {
  const RubricHost *h = text_of_host(user)->below;
  return !h->inside || h->inside(h->user, entry, path);
}
static bool text_zone(void *user, const char *name, char **bytes, size_t *size) {
  const RubricHost *h = text_of_host(user)->below;
  return h->read_zone && h->read_zone(h->user, name, bytes, size);
}
static bool text_json(void *user, RubricBatch *batch, uint32_t field, const char *json, size_t size) {
  const RubricHost *h = text_of_host(user)->below;
  return h->read_json && h->read_json(h->user, batch, field, json, size);
}
RubricHost study_text_host(StudyText *text) {
  return (RubricHost){text, text_resize, text_read, text_inside, text_zone, text->below->read_json ? text_json : NULL, text->below->extern_folder};
}
