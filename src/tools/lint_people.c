// lint_people.c -- points for what the law in many places protects: age, sex, religion and the like.
//
// Told by the names of fields, word by word, so that `page_age` or `language` is none. Who earns or loses points for such a field may be
// discriminated against, however well it predicts.
#include "tools/lint_inside.h"

static const char *const protected_words[] = {"gender", "sex", "religion", "religious", "faith", "race", "ethnicity", "ethnic", "nationality", "disability", "disabled", "pregnant", "pregnancy", "marital", "birthdate", "birthday", "dob",
  "sexuality", "orientation", "caste", "veteran", "citizenship", "maternity", "married", "spouse", NULL};
static const char *const protected_pairs[][2] = {{"birth", "date"}, {"date", "birth"}, {"year", "birth"}, {"birth", "year"}, {"civil", "status"}, {"family", "status"}, {"number", "children"}, {"political", "party"}, {"union", "member"}, {"skin", "color"}, {NULL, NULL}};
static const char *const whose[] = {"age", "customer", "client", "contact", "person", "lead", "applicant", "user", "years", "group", "range", "band", "bracket", NULL};

enum { WORDS_MOST = 8 };
typedef struct NameWords { Text items[WORDS_MOST]; uint32_t count; } NameWords;
static bool lower(char c) { return c >= 'a' && c <= 'z'; }
static bool upper(char c) { return c >= 'A' && c <= 'Z'; }
static NameWords words_of(Lint *l, Text name) { // snake_case, camelCase, blanks
  NameWords w = {0};
  for (uint32_t i = 0; i < name.size;) {
    if (!lower(name.data[i]) && !upper(name.data[i])) { i++; continue; }
    uint32_t start = i++;
    while (i < name.size && (lower(name.data[i]) || (upper(name.data[i]) && upper(name.data[i - 1])))) i++;
    if (w.count < WORDS_MOST) w.items[w.count++] = text_fold(l->arena, (Text){name.data + start, i - start});
  }
  return w;
}
static bool among(Text t, const char *const *list) {
  for (int i = 0; list[i]; i++) if (text_is(t, list[i])) return true;
  return false;
}
static bool has_word(const NameWords *w, const char *word) {
  for (uint32_t i = 0; i < w->count; i++) if (text_is(w->items[i], word)) return true;
  return false;
}
static bool name_protected(Lint *l, Text name) {
  NameWords w = words_of(l, name);
  for (uint32_t i = 0; i < w.count; i++) if (among(w.items[i], protected_words)) return true;
  for (int i = 0; protected_pairs[i][0]; i++) if (has_word(&w, protected_pairs[i][0]) && has_word(&w, protected_pairs[i][1])) return true;
  bool age = has_word(&w, "age"); // of a person, not of a company or an account
  for (uint32_t i = 0; i < w.count && age; i++) age = among(w.items[i], whose);
  return age;
}
static bool field_protected(Lint *l, const Field *f) {
  if (name_protected(l, f->name.text)) return true;
  for (uint32_t i = 0; i < f->from_count; i++) if (name_protected(l, f->from[i])) return true;
  return false;
}
typedef struct Protected { Lint *l; const Expr *found; uint32_t depth; } Protected;
static void protected_seen(void *user, Expr *e) {
  Protected *k = user;
  const Field *f = field_of(k->l, e);
  if (!k->found && f && field_protected(k->l, f)) k->found = e;
  const Define *d = e->ref == REF_DEFINE ? e->decl : NULL;
  if (!d || k->found || k->depth > 20) return;
  k->depth++;
  if (d->body) expr_each(d->body, protected_seen, user);
  else decision_each(d->decision, protected_seen, user);
  k->depth--;
}
static void report(Lint *l, const Expr *e, Span place, const char *what, Text name) {
  Text field = l->rules->slots[e->slot].path;
  Diag *d = lint_add(l, ERROR_PROTECTED, place, "%s \"%.*s\" depends on `%.*s`", what, SHOW(name), SHOW(field));
  diag_label(l->diags, d, "an attribute that the law in many places protects");
  diag_help(l->diags, d, "leave it out, or say on what ground it may count: `# rubric: allow W271 because ...`");
}
void lint_people(Lint *l) {
  for (uint32_t i = 0; i < l->rules->rules.count; i++) {
    const Rule *r = l->rules->rules.items[i];
    Protected k = {.l = l};
    rule_expressions(r, protected_seen, &k);
    if (k.found && lint_own(l, r->label_span)) report(l, k.found, r->label_span, "the rule", r->label);
  }
  for (uint32_t i = 0; i < l->rules->reasons.count; i++) {
    const Reason *r = l->rules->reasons.items[i];
    Protected k = {.l = l};
    expr_each(r->when, protected_seen, &k);
    if (k.found && lint_own(l, r->code_span)) report(l, k.found, r->code_span, r->require ? "the requirement" : "the disqualifier", r->code);
  }
}
