// check_names.c -- the two spaces of names, clashes, and the nearest name to a mistyped one.
//
// Values: fields, definitions without parameters, parameters, lists, records, scores. Functions: definitions with
// parameters, tables, externs, told apart by their parenthesis. What is only known inside a scope (element fields, a
// table's columns, a definition's parameters) is in neither and hides both.
#include "lang/check_parts.h"

// ---- the table: open addressing, never deletes
static NameEntry **names_place(const NameTable *table, Text name) {
  uint32_t mask = table->room - 1, at = (uint32_t)text_hash(name, 0) & mask;
  while (table->buckets[at] && !text_equal(table->buckets[at]->text, name)) at = (at + 1) & mask;
  return &table->buckets[at];
}

NameEntry *names_find(const NameTable *table, Text name) { return table->room ? *names_place(table, name) : NULL; }

static void names_widen(Arena *arena, NameTable *table) {
  table->room = table->room ? table->room * 2 : 64;
  table->buckets = ARENA_MANY(arena, NameEntry *, table->room);
  for (uint32_t i = 0; i < table->all.count; i++) *names_place(table, table->all.items[i]->text) = table->all.items[i];
}

NameEntry *names_add(Arena *arena, NameTable *table, Text name, Span span, NameEntry **entry) {
  if (table->all.count * 2 >= table->room) names_widen(arena, table);
  NameEntry **place = names_place(table, name);
  if (*place) return *place;
  *place = ARENA_NEW(arena, NameEntry);
  (*place)->text = name;
  (*place)->span = span;
  *VEC_PUSH(arena, &table->all) = *place;
  if (entry) *entry = *place;
  return NULL;
}

// ---- words that are taken
static bool text_among(Text t, const char *const *words, uint32_t count) {
  for (uint32_t i = 0; i < count; i++)
    if (text_is(t, words[i])) return true;
  return false;
}
#define AMONG(t, words) text_among((t), (words), sizeof(words) / sizeof *(words))

static const char *const decision_names[] = {
#define DECISION_WORD(word) word,
#include "lang/words.def"
};
static const char *const query_words[] = {
#define QUERY_WORD(word, kind) word,
#include "lang/words.def"
  "points",
};
static bool begins_statement(Text t) {
  enum { RESERVED, OPTION, CLAUSE, STATEMENT };
#define KEYWORD(word, token, kind) if (kind == STATEMENT && text_is(t, word)) return true;
#define PHRASE(...)
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
  return false;
}

const char *name_kind_word(NameKind kind) {
  static const char *const words[] = {"field", "definition", "parameter", "list", "record", "score", "table", "extern function"};
  return words[kind];
}

void clash_report(Checker *c, NameEntry *old, const char *what, Text name, Span span) {
  const char *was = name_kind_word(old->kind);
  bool same = strcmp(was, what) == 0;
  Diag *d = same ? diag_add(c->diags, ERROR_DUPLICATE, span, "the %s `%.*s` is declared twice", what, SHOW(name))
                 : diag_add(c->diags, ERROR_CLASH, span, "`%.*s` is a %s and a %s: one name, one thing", SHOW(name), was, what);
  diag_note(c->diags, d, old->span, "`%.*s` is declared here", SHOW(name));
  diag_help(c->diags, d, "give one of them another name");
}

// Labels, stages, routes ...: the entry's decl is what bears the name.
bool label_unique(Checker *c, NameTable *table, Text name, Span span, const char *what, void *decl) {
  NameEntry *entry = NULL, *old = names_add(c->arena, table, name, span, &entry);
  if (!old) { entry->decl = decl; return true; }
  Diag *d = diag_add(c->diags, ERROR_DUPLICATE, span, "two %ss are called \"%.*s\"", what, SHOW(name));
  diag_note(c->diags, d, old->span, "the first one is here");
  return false;
}

static void taken_report(Checker *c, Text name, Span span, const char *why, const char *what) {
  Diag *d = diag_add(c->diags, ERROR_RESERVED, span, "`%.*s` cannot be the name of a %s", SHOW(name), what);
  diag_label(c->diags, d, "%s", why);
  if (strcmp(what, "field") == 0) diag_help(c->diags, d, "read the column under another name: `crm_%.*s text from \"%.*s\"`", SHOW(name), SHOW(name));
  else diag_help(c->diags, d, "choose another name, such as `my_%.*s`", SHOW(name));
}

// ---- declaring
static NameEntry *value_declare(Checker *c, NameKind kind, Name name, void *decl) {
  const char *what = name_kind_word(kind);
  if (AMONG(name.text, decision_names)) { taken_report(c, name.text, name.span, "a decision has this name already", what); return NULL; }
  if (kind == NAME_SCORE && begins_statement(name.text)) { taken_report(c, name.text, name.span, "a statement begins with this word", what); return NULL; }
  if (kind == NAME_DEFINE && builtin_find(name.text) >= 0) { taken_report(c, name.text, name.span, "the language has a function of this name", what); return NULL; }
  NameEntry *entry = NULL, *old = names_add(c->arena, &c->values, name.text, name.span, &entry);
  if (old) { clash_report(c, old, what, name.text, name.span); return NULL; }
  entry->kind = kind;
  entry->decl = decl;
  return entry;
}

static void function_declare(Checker *c, NameKind kind, Name name, void *decl) {
  const char *what = name_kind_word(kind);
  if (builtin_find(name.text) >= 0 || AMONG(name.text, query_words)) {
    taken_report(c, name.text, name.span, "the language has a function of this name", what);
    return;
  }
  NameEntry *entry = NULL, *old = names_add(c->arena, &c->functions, name.text, name.span, &entry);
  if (old) { clash_report(c, old, what, name.text, name.span); return; }
  entry->kind = kind;
  entry->decl = decl;
}

static void fields_declare(Checker *c, const Schema *schema) {
  for (uint32_t i = 0; i < schema->field_count; i++) {
    NameEntry *entry = value_declare(c, NAME_FIELD, schema->fields[i].name, &schema->fields[i]);
    if (entry) entry->index = i;
  }
}

static void statement_declare(Checker *c, const Statement *s) {
  switch (s->kind) {
    case STATEMENT_SCHEMA: if (s->schema == c->rules->schema) fields_declare(c, s->schema); break;
    case STATEMENT_RECORD: value_declare(c, NAME_RECORD, s->record->name, s->record); break;
    case STATEMENT_LIST: value_declare(c, NAME_LIST, s->list->name, s->list); break;
    case STATEMENT_PARAMETER: value_declare(c, NAME_PARAMETER, s->parameter->name, s->parameter); break;
    case STATEMENT_SCORE: value_declare(c, NAME_SCORE, s->score->name, s->score); break;
    case STATEMENT_TABLE: function_declare(c, NAME_TABLE, s->table->name, s->table); break;
    case STATEMENT_EXTERN: function_declare(c, NAME_EXTERN, s->external->name, s->external); break;
    case STATEMENT_DEFINE:
      if (s->define->function) function_declare(c, NAME_DEFINE, s->define->name, s->define);
      else value_declare(c, NAME_DEFINE, s->define->name, s->define);
      break;
    default: break;
  }
}

void names_declare(Checker *c) {
  for (uint32_t i = 0; i < c->statements.count; i++) statement_declare(c, c->statements.items[i]);
}

// ---- the scores that exist undeclared
// The score of that name, or NULL. `fit` and `intent` come to be when something uses them and the name is free.
Score *score_named(Checker *c, Text name, Span use) {
  NameEntry *entry = names_find(&c->values, name);
  if (entry && entry->kind == NAME_SCORE) return entry->decl;
  int which = text_is(name, "fit") ? 0 : text_is(name, "intent") ? 1 : -1;
  if (entry || which < 0) return NULL;
  Score *score = ARENA_NEW(c->arena, Score);
  score->name = (Name){name, use};
  score->span = use;
  c->undeclared[which] = score;
  names_add(c->arena, &c->values, name, use, &entry);
  entry->kind = NAME_SCORE;
  entry->decl = score;
  return score;
}

// ---- mistyped names
Diag *unknown_report(Checker *c, ErrorId id, Span span, Text name, const char *what, const Text *candidates, uint32_t count) {
  Diag *d = diag_add(c->diags, id, span, "there is no %s `%.*s`", what, SHOW(name));
  int32_t nearest = c->diags->dropped ? -1 : text_nearest(name, candidates, count); // nobody reads the rest
  if (nearest < 0) return d;
  diag_help(c->diags, d, "did you mean `%.*s`?", SHOW(candidates[nearest]));
  d->fix = candidates[nearest];
  d->fix_known = true;
  return d;
}
