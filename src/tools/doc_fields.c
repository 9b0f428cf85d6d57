// doc_fields.c -- fields and who reads them, lists, tables, parameters and definitions, and the tests as examples.
#include "tools/doc_parts.h"

// ---- who reads what: every statement that decides something, with all that it reads through definitions
typedef struct User { const char *kind; Text name; Reads *reads; } User;
typedef struct Users { User *items; uint32_t count; } Users;

static Reads *user(Doc *d, Users *all, const char *kind, Text name) {
  Reads *reads = reads_new(d->rules, d->arena);
  all->items[all->count++] = (User){kind, name, reads};
  return reads;
}
static Users users_of(Doc *d) {
  const Rules *r = d->rules;
  Users all = {ARENA_MANY(d->arena, User, r->rules.count + r->scores.count + r->reasons.count + r->stages.count + r->segments.count + r->channels.count + r->routes.count + 1), 0};
  for (uint32_t i = 0; i < r->rules.count; i++) reads_rule(user(d, &all, "", r->rules.items[i]->label), r->rules.items[i]);
  for (uint32_t i = 0; i < r->scores.count; i++) if (r->scores.items[i]->derived) reads_expr(user(d, &all, "score ", r->scores.items[i]->name.text), r->scores.items[i]->derived);
  for (uint32_t i = 0; i < r->reasons.count; i++) reads_expr(user(d, &all, r->reasons.items[i]->require ? "requirement " : "disqualifier ", r->reasons.items[i]->code), r->reasons.items[i]->when);
  for (uint32_t i = 0; i < r->stages.count; i++) reads_expr(user(d, &all, "stage ", r->stages.items[i]->name), r->stages.items[i]->when);
  for (uint32_t i = 0; i < r->segments.count; i++) reads_expr(user(d, &all, "segment ", r->segments.items[i]->name), r->segments.items[i]->when);
  for (uint32_t i = 0; i < r->channels.count; i++) {
    Reads *reads = user(d, &all, "contact by ", r->channels.items[i]->name);
    reads_expr(reads, r->channels.items[i]->when);
    reads_expr(reads, r->channels.items[i]->zone);
  }
  for (uint32_t i = 0; i < r->routes.count; i++) {
    Reads *reads = user(d, &all, "route ", r->routes.items[i]->name);
    reads_expr(reads, r->routes.items[i]->when);
    reads_expr(reads, r->routes.items[i]->target);
    reads_expr(reads, r->routes.items[i]->sla);
    if (r->routes.items[i]->share_count && r->key_slot != SLOT_NONE) reads->slots[r->key_slot] = true; // shares are drawn by the key
  }
  return all;
}
static void put_users(Doc *d, const Users *all, uint32_t slot, const void *declaration) {
  uint32_t count = 0;
  for (uint32_t i = 0; i < all->count; i++) {
    const User *u = &all->items[i];
    if (declaration ? !reads_declaration(u->reads, declaration) : !u->reads->slots[slot]) continue;
    if (count++) doc_put(d, ", ");
    doc_put(d, u->kind);
    doc_put_text(d, u->name);
  }
  if (!count) doc_put(d, "\xE2\x80\x93");
}

// ---- fields
static void put_texts(Doc *d, const Text *texts, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    if (i) doc_put(d, ", ");
    words_quoted(&d->words, texts[i]);
  }
}
static void put_note(Doc *d, const char *note, bool *any) {
  if (*any) doc_put(d, "; ");
  *any = true;
  doc_put(d, note);
}
static void put_kind(Doc *d, const Slot *s) {
  const Field *f = s->field;
  bool any = true;
  words_type(&d->words, s->type);
  if (!f) return;
  if (f->unit.text.size) { doc_put(d, ", "); doc_put_text(d, f->unit.text); }
  if (f->range) { doc_put(d, ", "); words_range(&d->words, f->range); }
  if (f->key) put_note(d, "tells leads apart", &any);
  if (f->required) put_note(d, "must be there", &any);
  if (f->default_value) { put_note(d, "when missing: ", &any); words_value(&d->words, f->default_value); }
  if (f->missing_count) { put_note(d, "no value: ", &any); put_texts(d, f->missing, f->missing_count); }
  if (f->has_separator) { put_note(d, "separated by ", &any); words_quoted(&d->words, f->separator); }
  if (f->has_form) { put_note(d, "written as ", &any); words_quoted(&d->words, f->form); }
  if (f->by.text.size) { put_note(d, "dated by ", &any); words_name(&d->words, f->by.text); }
  if (f->since.text.size) { put_note(d, "counted from ", &any); words_name(&d->words, f->since.text); }
}
void doc_fields(Doc *d) {
  static const char *const heads[] = {"Field", "Kind", "Also read from", "Read by", NULL};
  Users all = users_of(d);
  doc_table(d, heads);
  for (uint32_t i = 0; i < d->rules->slot_count; i++) {
    const Slot *s = &d->rules->slots[i];
    bool reads_previous = false, element = s->parent != SLOT_NONE && d->rules->slots[s->parent].type.kind == TYPE_LIST && d->rules->slots[s->parent].type.element->kind != TYPE_RECORD;
    for (uint32_t u = 0; u < all.count; u++) reads_previous |= all.items[u].reads->slots[i];
    if (element || (!s->field && !reads_previous)) continue; // an element of a plain list, previous.* that nothing reads
    doc_put_text(d, s->path);
    doc_cell_name(d);
    put_kind(d, s);
    doc_cell(d);
    if (s->field) put_texts(d, s->field->from, s->field->from_count);
    doc_cell(d);
    put_users(d, &all, i, NULL);
    doc_cell(d);
    doc_row_end(d);
  }
  doc_table_end(d);
}

// ---- parameters, definitions, lists, tables
static void put_parameters(Doc *d) {
  static const char *const heads[] = {"Parameter", "Value", "May be", NULL};
  if (!d->rules->parameters.count) return;
  doc_table(d, heads);
  for (uint32_t i = 0; i < d->rules->parameters.count; i++) {
    const Parameter *p = d->rules->parameters.items[i];
    doc_put_text(d, p->name.text);
    doc_cell_name(d);
    words_value(&d->words, p->value);
    doc_cell(d);
    if (p->range) words_range(&d->words, p->range);
    doc_cell(d);
    doc_row_end(d);
  }
  doc_table_end(d);
}
static void put_define_head(Doc *d, const Define *f) {
  doc_put(d, "\xE2\x80\x9C");
  words_name(&d->words, f->name.text);
  doc_put(d, "\xE2\x80\x9D");
  for (uint32_t a = 0; a < f->argument_count; a++) { doc_put(d, a ? " and " : " of "); words_name(&d->words, f->arguments[a].name.text); }
}
static void put_defines(Doc *d) {
  static const char *const heads[] = {"Word", "Meaning", NULL};
  const Rules *r = d->rules;
  uint32_t count = 0;
  for (uint32_t i = 0; i < r->defines.count; i++) {
    const Define *f = r->defines.items[i];
    if (!f->body || doc_is_module(d, f->span.file)) continue;
    if (!count++) doc_table(d, heads);
    words_name(&d->words, f->name.text);
    for (uint32_t a = 0; a < f->argument_count; a++) { doc_put(d, a ? " and " : " of "); words_name(&d->words, f->arguments[a].name.text); }
    doc_cell_name(d);
    if (f->type.kind == TYPE_BOOLEAN) words_condition(&d->words, f->body);
    else words_value(&d->words, f->body);
    doc_cell(d);
    doc_row_end(d);
  }
  if (count) doc_table_end(d);
  for (uint32_t i = 0; i < r->defines.count; i++) {
    const Define *f = r->defines.items[i];
    if (!f->decision || doc_is_module(d, f->span.file)) continue;
    put_define_head(d, f);
    doc_put(d, " is the result of the first line that fits:");
    doc_paragraph(d);
    doc_decision_table(d, f->decision, false);
  }
}
static void put_lists(Doc *d) {
  enum { SHOWN = 12 };
  static const char *const heads[] = {"List", "Values", "First of them", NULL};
  const Rules *r = d->rules;
  uint32_t count = 0;
  for (uint32_t i = 0; i < r->lists.count; i++) {
    const List *l = r->lists.items[i];
    if (doc_is_module(d, l->name.span.file)) continue;
    if (!count++) doc_table(d, heads);
    words_name(&d->words, l->name.text);
    doc_cell_name(d);
    buffer_integer(&d->text, l->count);
    if (l->from_file) { doc_put(d, ", from "); doc_put_text(d, l->path); }
    doc_cell(d);
    put_texts(d, l->values, l->count < SHOWN ? l->count : SHOWN);
    if (l->count > SHOWN) doc_put(d, " \xE2\x80\xA6");
    doc_cell(d);
    doc_row_end(d);
  }
  if (count) doc_table_end(d);
}
static void put_tables(Doc *d) {
  static const char *const heads[] = {"Table", "Rows", "Looked up by", "Gives", NULL};
  const Rules *r = d->rules;
  uint32_t count = 0;
  for (uint32_t i = 0; i < r->tables.count; i++) {
    const Table *t = r->tables.items[i];
    if (doc_is_module(d, t->name.span.file)) continue;
    if (!count++) doc_table(d, heads);
    words_name(&d->words, t->name.text);
    doc_cell_name(d);
    buffer_integer(&d->text, t->row_count);
    doc_put(d, ", from ");
    doc_put_text(d, t->path);
    doc_cell(d);
    for (int keys = 1; keys >= 0; keys--) {
      bool any = false;
      for (uint32_t c = 0; c < t->column_count; c++) {
        if (t->columns[c].key != keys) continue;
        if (any) doc_put(d, ", ");
        any = true;
        words_name(&d->words, t->columns[c].name.text);
      }
      doc_cell(d);
    }
    doc_row_end(d);
  }
  if (count) doc_table_end(d);
}
// Words of the standard library that the rules use, and where they are from.
static void put_library(Doc *d) {
  Users all = users_of(d);
  uint32_t count = 0;
  for (uint32_t i = 0; i < d->rules->defines.count; i++) {
    const Define *f = d->rules->defines.items[i];
    bool used = false;
    for (uint32_t u = 0; u < all.count; u++) used |= reads_declaration(all.items[u].reads, f);
    if (!used || !f->function || !doc_is_module(d, f->span.file)) continue;
    if (text_starts(f->name.text, TEXT("std_"))) continue; // its inner parts
    doc_put(d, count++ ? ", " : "From the standard library: ");
    words_name(&d->words, f->name.text);
    doc_put(d, " (");
    doc_put_text(d, d->rules->sources->files.items[f->span.file]->path);
    doc_put(d, ")");
  }
  for (uint32_t i = 0; i < d->rules->externs.count; i++) {
    doc_put(d, count++ ? ", " : "Computed elsewhere: ");
    words_name(&d->words, d->rules->externs.items[i]->name.text);
    doc_put(d, " (library ");
    doc_put_text(d, d->rules->externs.items[i]->library);
    doc_put(d, ")");
  }
  if (count) doc_put(d, ".");
  doc_paragraph(d);
}
void doc_names(Doc *d) {
  put_parameters(d);
  put_defines(d);
  put_lists(d);
  put_tables(d);
  put_library(d);
}

// ---- tests
static void put_expect(Doc *d, const Expr *x, bool first) { // each part of an `and` on a line of its own
  uint32_t count = x->kind == EXPR_AND ? x->args.count : 1;
  for (uint32_t i = 0; i < count; i++) {
    if (i || !first) doc_put(d, "\n");
    words_condition(&d->words, x->kind == EXPR_AND ? x->args.items[i] : x);
  }
}
void doc_examples(Doc *d) {
  static const char *const heads[] = {"Example", "Lead", "Expected", NULL};
  const Rules *r = d->rules;
  uint32_t count = 0;
  char time[CLOCK_TEXT_BYTES];
  for (uint32_t i = 0; i < r->tests.count; i++) {
    const Test *t = r->tests.items[i];
    if (doc_is_module(d, t->name_span.file)) continue;
    if (!count++) doc_table(d, heads);
    doc_put_text(d, t->name);
    doc_cell_name(d);
    if (t->lead) words_data(&d->words, t->lead);
    if (t->at) {
      doc_put(d, t->lead && t->lead->args.count ? "\nas of " : "as of ");
      buffer_put(&d->text, time, t->at->kind == EXPR_DATE ? clock_format_date(t->at->value, time) : clock_format_time(t->at->value, time));
    }
    doc_cell(d);
    for (uint32_t k = 0; k < t->expect_count; k++) put_expect(d, t->expects[k], k == 0);
    doc_cell(d);
    doc_row_end(d);
  }
  if (count) doc_table_end(d);
}
