// check_options.c -- the options of fields: which fit which type, and whether a default can be read.
#include "lang/check_parts.h"

static void option_refuse(Checker *c, const Field *f, const char *option, const char *what) {
  Text type = type_name(c->arena, f->type);
  Diag *d = diag_add(c->diags, ERROR_OPTION, f->name.span, "`%s` does not fit `%.*s`, which is %.*s", option, SHOW(f->name.text), SHOW(type));
  diag_label(c->diags, d, "%s", what);
}

static Type element_of(Type t) { return t.kind == TYPE_LIST && t.element ? *t.element : t; }
static bool is_record_list(Type t) { return t.kind == TYPE_LIST && t.element && t.element->kind == TYPE_RECORD; }

static void place_check(Checker *c, const Field *f, bool element) {
  bool scalar = f->type.kind != TYPE_LIST && f->type.kind != TYPE_RECORD;
  if (f->key && (element || !scalar)) option_refuse(c, f, "key", "only a single value of the lead itself is its key");
  if (f->required && element) option_refuse(c, f, "required", "only a field of the lead itself can be required");
  if (f->missing_count && (f->type.kind == TYPE_RECORD || is_record_list(f->type))) option_refuse(c, f, "missing when", "only cells can name a missing value");
}

static void range_option(Checker *c, Field *f) {
  TypeKind k = f->type.kind;
  if (!f->range) return;
  if (k != TYPE_NUMBER && k != TYPE_INTEGER && k != TYPE_DATE && k != TYPE_TIME) { option_refuse(c, f, "in", "numbers, dates and times have a range"); f->range = NULL; return; }
  if (!range_check(c, f->range, f->type, "range of the field")) f->range = NULL;
}

static void text_options(Checker *c, const Field *f) {
  Type element = element_of(f->type);
  if (f->unit.text.size && !type_is_number(f->type)) option_refuse(c, f, "unit", "only numbers have a unit");
  if (f->has_separator && (f->type.kind != TYPE_LIST || is_record_list(f->type))) option_refuse(c, f, "separated by", "only a list of plain values is split");
  if (f->has_separator && !f->separator.size) diag_add(c->diags, ERROR_OPTION, f->name.span, "`%.*s` is separated by nothing", SHOW(f->name.text));
  if (!f->has_form) return;
  if (element.kind != TYPE_DATE && element.kind != TYPE_TIME) { option_refuse(c, f, "as", "only dates and times are written in a form"); return; }
  const char *why = NULL;
  if (clock_form_valid(f->form, &why)) return;
  Diag *d = diag_add(c->diags, ERROR_OPTION, f->form_span, "the form \"%.*s\" cannot be read", SHOW(f->form));
  if (why) diag_label(c->diags, d, "%s", why);
  diag_help(c->diags, d, "a form is like \"%%d/%%m/%%Y\" or \"%%Y-%%m-%%d %%H:%%M\"");
}

static void time_field_check(Checker *c, const Name *name, const Field *fields, uint32_t count, const char *option, const char *whose) {
  VEC(Text) near = {0};
  for (uint32_t i = 0; i < count; i++) {
    const Field *f = &fields[i];
    bool dated = f->type.kind == TYPE_DATE || f->type.kind == TYPE_TIME || f->type.kind == TYPE_ERROR;
    if (dated) *VEC_PUSH(c->arena, &near) = f->name.text;
    if (!text_equal(f->name.text, name->text)) continue;
    if (dated) return;
    Text type = type_name(c->arena, f->type);
    diag_add(c->diags, ERROR_OPTION, name->span, "`%s %.*s` needs a date or a time, and `%.*s` is %.*s", option, SHOW(name->text), SHOW(name->text), SHOW(type));
    return;
  }
  unknown_report(c, ERROR_UNKNOWN_MEMBER, name->span, name->text, whose, near.items, near.count);
}

static void list_options(Checker *c, const Field *f) {
  if (!f->by.text.size && !f->since.text.size) return;
  if (!is_record_list(f->type)) { option_refuse(c, f, f->by.text.size ? "by" : "since", "only a list of records has times"); return; }
  const Record *record = f->type.element->record;
  if (f->by.text.size) time_field_check(c, &f->by, record->fields, record->field_count, "by", "field of the record");
  else { Diag *d = diag_add(c->diags, ERROR_OPTION, f->since.span, "`since` needs to know when the elements of `%.*s` happened", SHOW(f->name.text)); diag_help(c->diags, d, "add `by` and the record's time field"); }
  const Schema *s = c->rules->schema;
  if (f->since.text.size && s) time_field_check(c, &f->since, s->fields, s->field_count, "since", "field of the lead");
}

static void default_check(Checker *c, Field *f) {
  TypeKind k = f->type.kind;
  if (f->default_empty && k != TYPE_LIST) {
    Diag *d = diag_add(c->diags, ERROR_DEFAULT, f->name.span, "`default empty` is for lists, and `%.*s` is none", SHOW(f->name.text));
    diag_help(c->diags, d, "leave the default out: a missing value stays missing");
  }
  if (!f->default_value) return;
  if (k == TYPE_LIST || k == TYPE_RECORD) {
    Diag *d = diag_add(c->diags, ERROR_DEFAULT, f->default_value->span, "`%.*s` cannot have this default", SHOW(f->name.text));
    if (k == TYPE_LIST) diag_help(c->diags, d, "the default of a list is `default empty`");
    return;
  }
  literal_fits(c, f->default_value, f->type, f->range, ERROR_DEFAULT, "default");
}

static void field_check(Checker *c, Field *f, bool element) {
  if (f->type.kind == TYPE_ERROR) return;
  place_check(c, f, element);
  range_option(c, f);
  text_options(c, f);
  list_options(c, f);
  default_check(c, f);
}

void options_check(Checker *c) {
  Rules *r = c->rules;
  for (uint32_t i = 0; i < r->records.count; i++)
    for (uint32_t j = 0; j < r->records.items[i]->field_count; j++) field_check(c, &r->records.items[i]->fields[j], true);
  for (uint32_t j = 0; r->schema && j < r->schema->field_count; j++) field_check(c, &r->schema->fields[j], false);
}
