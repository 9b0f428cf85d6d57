// lint_unused.c -- what nothing reads, and lists that are written twice.
//
// Only in the entry file: what a used file brings may serve another rule set. A file that decides nothing is there to be used.
#include "tools/lint_inside.h"

typedef struct Used { Lint *l; bool *slots; VEC(Span) names; bool tests; } Used; // names: of what was read, by their places

static void name_used(Used *u, Span span) { *VEC_PUSH(u->l->arena, &u->names) = span; }
static bool is_used(const Used *u, Span span) {
  for (uint32_t i = 0; i < u->names.count; i++) if (u->names.items[i].file == span.file && u->names.items[i].start == span.start) return true;
  return false;
}
static void slot_used(Used *u, uint32_t slot) {
  for (; slot != SLOT_NONE && slot < u->l->rules->slot_count && !u->slots[slot]; slot = u->l->rules->slots[slot].parent) u->slots[slot] = true;
}
static void use_seen(void *user, Expr *e) {
  Used *u = user;
  switch (e->ref) {
    case REF_SLOT: case REF_ELEMENT: case REF_IT: case REF_PREVIOUS: if (!u->tests) slot_used(u, e->slot); break;
    case REF_PARAMETER: name_used(u, ((const Parameter *)e->decl)->name.span); break;
    case REF_DEFINE: name_used(u, ((const Define *)e->decl)->name.span); break;
    case REF_LIST: name_used(u, ((const List *)e->decl)->name.span); break;
    case REF_TABLE_CELL: name_used(u, ((const Table *)e->decl)->name.span); break;
    case REF_EXTERN: name_used(u, ((const Extern *)e->decl)->name.span); break;
    default: break;
  }
  if (e->kind != EXPR_QUERY || !e->query || u->tests) return;
  if (e->query->time_slot != SLOT_NONE) slot_used(u, e->query->time_slot);
  if (e->query->since_slot != SLOT_NONE) slot_used(u, e->query->since_slot);
  if (e->query->list_slot != SLOT_NONE) slot_used(u, e->query->list_slot);
}
static void gather(Used *u) {
  const Rules *r = u->l->rules;
  expressions_each(u->l, use_seen, u);
  for (uint32_t i = 0; i < r->rules.count; i++) {
    const Query *q = r->rules.items[i]->query;
    if (!q) continue;
    if (q->time_slot != SLOT_NONE) slot_used(u, q->time_slot);
    if (q->since_slot != SLOT_NONE) slot_used(u, q->since_slot);
  }
  if (r->hold) for (int i = 0; i < 4; i++) slot_used(u, r->previous[i]);
  u->tests = true;
  for (uint32_t i = 0; i < r->tests.count; i++)
    for (uint32_t k = 0; k < r->tests.items[i]->expect_count; k++) expr_each(r->tests.items[i]->expects[k], use_seen, u);
}

// ---- removing a statement: its lines, when nothing else is on them
static const Statement *statement_of(Lint *l, const void *decl) {
  for (uint32_t f = 0; f < l->rules->files.count; f++) {
    const File *file = l->rules->files.items[f];
    for (uint32_t i = 0; i < file->count; i++) if ((const void *)file->statements[i].list == decl) return &file->statements[i];
  }
  return NULL;
}
static Span lines_of(Lint *l, Span s) {
  Text b = l->rules->sources->files.items[s.file]->bytes;
  uint32_t start = s.start, end = s.end;
  while (start > 0 && (b.data[start - 1] == ' ' || b.data[start - 1] == '\t')) start--;
  while (end < b.size && (b.data[end] == ' ' || b.data[end] == '\t')) end++;
  bool first = start == 0 || b.data[start - 1] == '\n', last = end == b.size || b.data[end] == '\n' || (b.data[end] == '\r' && end + 1 < b.size && b.data[end + 1] == '\n');
  if (!first || !last) return s;
  if (end < b.size && b.data[end] == '\r') end++;
  if (end < b.size) end++;
  return (Span){s.file, start, end};
}
static void unused(Lint *l, const Used *u, ErrorId id, const char *what, Name name, const void *decl) {
  if (name.span.file != 0 || is_used(u, name.span)) return;
  Diag *d = lint_add(l, id, name.span, "nothing uses the %s `%.*s`", what, SHOW(name.text));
  diag_help(l->diags, d, "remove it");
  const Statement *s = statement_of(l, decl);
  if (s) lint_fix(d, lines_of(l, s->span), TEXT(""));
}
static bool field_used(const Used *u, const Field *f) {
  for (uint32_t i = 0; i < u->l->rules->slot_count; i++) if (u->l->rules->slots[i].field == f && u->slots[i]) return true;
  return false;
}
static bool named_by(const Used *u, Text name) { // `by` and `since` of a list that is used
  for (uint32_t i = 0; i < u->l->rules->slot_count; i++) {
    const Field *f = u->l->rules->slots[i].field;
    if (u->slots[i] && f && (text_equal(f->by.text, name) || text_equal(f->since.text, name))) return true;
  }
  return false;
}
static void fields_unused(Lint *l, const Used *u, const Field *fields, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    const Field *f = &fields[i];
    if (f->key || f->name.span.file != 0 || field_used(u, f) || named_by(u, f->name.text)) continue;
    Diag *d = lint_add(l, ERROR_UNUSED_FIELD, f->name.span, "no rule reads the field `%.*s`", SHOW(f->name.text));
    diag_help(l->diags, d, "remove it, or say what it is for: `# rubric: allow W241 because ...`");
  }
}
static bool record_used(const Used *u, const Record *r) { // of a list or field that is used
  for (uint32_t i = 0; i < r->field_count; i++) if (field_used(u, &r->fields[i])) return true;
  return false;
}

// ---- lists written twice
static bool list_holds(Lint *l, const List *list, Text folded) {
  for (uint32_t i = 0; i < list->count; i++) if (text_equal(text_fold(&l->words, list->values[i]), folded)) return true;
  return false;
}
static bool lists_same(Lint *l, const List *a, const List *b) {
  if (a->count != b->count || a->count < 2 || a->count > 1000) return false;
  for (uint32_t i = 0; i < a->count; i++) if (!list_holds(l, b, text_fold(&l->words, a->values[i]))) return false;
  return true;
}
static void lists_look(Lint *l) {
  for (uint32_t j = 1; j < l->rules->lists.count; j++)
    for (uint32_t i = 0; i < j; i++) {
      const List *a = l->rules->lists.items[i], *b = l->rules->lists.items[j];
      if (!lint_own(l, b->name.span) || !lists_same(l, a, b)) continue;
      Diag *d = lint_add(l, ERROR_WRITTEN_TWICE, b->name.span, "`%.*s` and `%.*s` hold the same values", SHOW(a->name.text), SHOW(b->name.text));
      diag_note(l->diags, d, a->name.span, "`%.*s` is here", SHOW(a->name.text));
      diag_help(l->diags, d, "keep one: a change of the other would be forgotten");
      arena_reset(&l->words);
      break;
    }
}
typedef struct Sets { Lint *l; VEC(const Expr *) seen; } Sets;
static bool set_texts(const Expr *set) {
  for (uint32_t i = 0; i < set->args.count; i++) if (set->args.items[i]->kind != EXPR_TEXT) return false;
  return set->args.count >= 3;
}
static bool set_in(Lint *l, const Expr *set, const List *list) {
  for (uint32_t i = 0; i < set->args.count; i++) if (!list_holds(l, list, text_fold(&l->words, set->args.items[i]->text))) return false;
  return set->args.count == list->count;
}
static bool sets_same(Lint *l, const Expr *a, const Expr *b) {
  if (a->args.count != b->args.count) return false;
  for (uint32_t i = 0; i < a->args.count; i++) {
    bool found = false;
    for (uint32_t j = 0; j < b->args.count && !found; j++) found = text_equal(text_fold(&l->words, a->args.items[i]->text), text_fold(&l->words, b->args.items[j]->text));
    if (!found) return false;
  }
  return true;
}
static void set_seen(void *user, Expr *e) {
  Sets *s = user;
  Lint *l = s->l;
  if (e->kind != EXPR_SET || !set_texts(e) || !lint_own(l, e->span)) return;
  for (uint32_t i = 0; i < l->rules->lists.count; i++) {
    const List *list = l->rules->lists.items[i];
    if (!set_in(l, e, list)) continue;
    Diag *d = lint_add(l, ERROR_WRITTEN_TWICE, e->span, "these are the values of the list `%.*s`", SHOW(list->name.text));
    diag_help(l->diags, d, "write `%.*s`", SHOW(list->name.text));
    lint_fix(d, e->span, list->name.text);
    return;
  }
  for (uint32_t i = 0; i < s->seen.count; i++) {
    if (!sets_same(l, s->seen.items[i], e)) continue;
    Diag *d = lint_add(l, ERROR_WRITTEN_TWICE, e->span, "these values are written twice");
    diag_note(l->diags, d, s->seen.items[i]->span, "here they are first");
    diag_help(l->diags, d, "give them a name: `list ... = ...`");
    return;
  }
  *VEC_PUSH(l->arena, &s->seen) = e;
}

void lint_unused(Lint *l) {
  const Rules *r = l->rules;
  Used u = {.l = l, .slots = ARENA_MANY(l->arena, bool, r->slot_count + 1)};
  Sets sets = {.l = l};
  bool decides = r->rules.count || r->reasons.count || r->stages.count || r->routes.count || r->segments.count;
  lists_look(l);
  expressions_each(l, set_seen, &sets);
  arena_reset(&l->words);
  if (!decides) return;
  gather(&u);
  if (r->schema) fields_unused(l, &u, r->schema->fields, r->schema->field_count);
  for (uint32_t i = 0; i < r->records.count; i++) if (record_used(&u, r->records.items[i])) fields_unused(l, &u, r->records.items[i]->fields, r->records.items[i]->field_count);
  for (uint32_t i = 0; i < r->lists.count; i++) unused(l, &u, ERROR_UNUSED_LIST, "list", r->lists.items[i]->name, r->lists.items[i]);
  for (uint32_t i = 0; i < r->tables.count; i++) unused(l, &u, ERROR_UNUSED_TABLE, "table", r->tables.items[i]->name, r->tables.items[i]);
  for (uint32_t i = 0; i < r->parameters.count; i++) unused(l, &u, ERROR_UNUSED_PARAMETER, "parameter", r->parameters.items[i]->name, r->parameters.items[i]);
  for (uint32_t i = 0; i < r->defines.count; i++) unused(l, &u, ERROR_UNUSED_DEFINITION, "definition", r->defines.items[i]->name, r->defines.items[i]);
  for (uint32_t i = 0; i < r->externs.count; i++) unused(l, &u, ERROR_UNUSED_DEFINITION, "function", r->externs.items[i]->name, r->externs.items[i]);
}
