// check_tests.c -- test blocks: names of the lead's data, times, expectations. Values are read later as JSON is, so that a
// test can give an invalid one; only their shape is checked.
#include "lang/check_parts.h"

static void data_value(Checker *c, Expr *e, Type type, uint32_t slot);

static bool named_twice(Checker *c, NameTable *seen, const Name *name) {
  NameEntry *old = names_add(c->arena, seen, name->text, name->span, NULL);
  if (!old) return false;
  Diag *d = diag_add(c->diags, ERROR_TEST, name->span, "`%.*s` is given twice", SHOW(name->text));
  diag_note(c->diags, d, old->span, "here for the first time");
  return true;
}

static void member_unknown(Checker *c, const Name *name, const Text *near, uint32_t count, const char *what) {
  if (!c->quiet) unknown_report(c, ERROR_UNKNOWN_MEMBER, name->span, name->text, what, near, count);
}

// The fields of a record: the children of a slot.
static void record_data(Checker *c, Expr *e, uint32_t slot) {
  NameTable seen = {0};
  const Slot *s = &c->rules->slots[slot];
  Text *near = ARENA_MANY(c->arena, Text, s->child_count + 1);
  for (uint32_t i = 0; i < s->child_count; i++) near[i] = c->rules->slots[s->first_child + i].name;
  for (uint32_t i = 0; i < e->args.count; i++) {
    if (named_twice(c, &seen, &e->names[i])) continue;
    uint32_t child = slot_child(c->rules, slot, e->names[i].text);
    if (child == SLOT_NONE) member_unknown(c, &e->names[i], near, s->child_count, "field");
    else data_value(c, e->args.items[i], c->rules->slots[child].type, child);
  }
}

static void literal_data(Checker *c, Expr *e) {
  Context x = context_new("the data of a test", LEVEL_FIELD);
  if (e->kind == EXPR_DURATION) {
    Diag *d = diag_add(c->diags, ERROR_TEST, e->span, "a field cannot hold a duration");
    diag_help(c->diags, d, "for a time before now write `2 days ago`");
    return;
  }
  expr_check(c, &x, e);
  Decimal number;
  bool fine = e->kind == EXPR_AGO || e->kind == EXPR_MISSING || expr_literal(e) || number_of(e, &number) || e->type.kind == TYPE_ERROR;
  if (!fine) diag_add(c->diags, ERROR_TEST, e->span, "the data of a test are plain values");
}

static void data_value(Checker *c, Expr *e, Type type, uint32_t slot) {
  if (e->kind == EXPR_RECORD_DATA) {
    if (type.kind == TYPE_RECORD) record_data(c, e, slot);
    else if (type.kind != TYPE_ERROR) diag_add(c->diags, ERROR_TEST, e->span, "`%.*s` holds no record", SHOW(c->rules->slots[slot].path));
    return;
  }
  if (e->kind != EXPR_LIST_DATA) { literal_data(c, e); return; }
  Type element = type.kind == TYPE_LIST && type.element ? *type.element : (Type){0};
  uint32_t inner = element.kind == TYPE_RECORD ? slot : SLOT_NONE; // a list of records has the record's fields as children
  for (uint32_t i = 0; i < e->args.count; i++) {
    Expr *item = e->args.items[i];
    if (item->kind == EXPR_RECORD_DATA && inner != SLOT_NONE) record_data(c, item, inner);
    else if (item->kind == EXPR_RECORD_DATA || item->kind == EXPR_LIST_DATA) diag_add(c->diags, ERROR_TEST, item->span, "`%.*s` has no such elements", SHOW(c->rules->slots[slot].path));
    else literal_data(c, item);
  }
}

static void previous_data(Checker *c, Expr *e, const Name *name) {
  NameTable seen = {0};
  Text near[4];
  if (e->kind != EXPR_RECORD_DATA) { diag_add(c->diags, ERROR_TEST, name->span, "`previous` is a record: { stage: …, route: … }"); return; }
  for (int i = 0; i < 4; i++) near[i] = c->rules->slots[c->rules->previous[i]].name;
  for (uint32_t i = 0; i < e->args.count; i++) {
    bool known = false;
    for (int k = 0; k < 4; k++) known |= text_equal(near[k], e->names[i].text);
    if (named_twice(c, &seen, &e->names[i])) continue;
    if (!known) member_unknown(c, &e->names[i], near, 4, "member of `previous`");
    else literal_data(c, e->args.items[i]);
  }
}

static void lead_check(Checker *c, Expr *lead) {
  NameTable seen = {0};
  const Rules *r = c->rules;
  uint32_t count = r->schema ? r->schema->field_count : 0;
  Text *near = ARENA_MANY(c->arena, Text, count + 1);
  for (uint32_t i = 0; i < count; i++) near[i] = r->schema->fields[i].name.text;
  for (uint32_t i = 0; i < lead->args.count; i++) {
    const Name *name = &lead->names[i];
    if (named_twice(c, &seen, name)) continue;
    NameEntry *entry = names_find(&c->values, name->text);
    if (entry && entry->kind == NAME_FIELD) data_value(c, lead->args.items[i], r->slots[entry->index].type, entry->index);
    else if (text_is(name->text, "previous")) previous_data(c, lead->args.items[i], name);
    else if (text_is(name->text, "account")) { if (!r->account) diag_add(c->diags, ERROR_ACCOUNTS, name->span, "accounts are not in this version"); }
    else member_unknown(c, name, near, count, "field of the lead");
  }
}

static void moment_check(Checker *c, Expr *at) {
  Context x = context_new("the time of a test", LEVEL_FIELD);
  Type t = expr_check(c, &x, at);
  if (t.kind == TYPE_ERROR || at->kind == EXPR_TIME || at->kind == EXPR_DATE) return;
  Diag *d = diag_add(c->diags, ERROR_TEST, at->span, "`at` takes a plain time");
  diag_help(c->diags, d, "write it like 2026-11-20T12:00:00Z");
}

void tests_check(Checker *c) {
  for (uint32_t i = 0; i < c->rules->tests.count; i++) {
    Test *test = c->rules->tests.items[i];
    Context x = context_new("a test", LEVEL_ALL);
    x.test = true;
    if (test->at) moment_check(c, test->at);
    if (test->lead && test->lead->kind == EXPR_RECORD_DATA) lead_check(c, test->lead);
    for (uint32_t k = 0; k < test->expect_count; k++) condition_check(c, &x, test->expects[k]);
  }
}
