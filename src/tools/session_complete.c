// session_complete.c -- whether a line is all, and what may follow what has been typed.
#include "io/output.h"
#include "tools/session_parts.h"

// ---- is it all
static bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9'); }
static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
static bool among(Text word, const char *const *words) {
  for (; *words; words++) if (text_is(word, *words)) return true;
  return false;
}
static const char *const going_on[] = {"and", "or", "not", "is", "in", "has", "of", "then", "else", "if", "any", "all", "none", "exactly", "contains", "with", "matches", "within", "than", "before", "after", "between", "where", NULL};

// Walks over a text: brackets that are open, the string that is open, the last word or sign.
typedef struct Scan { uint32_t depth, word, word_end, string; char last; bool in_string, in_comment, braces; } Scan;
static Scan scan(Text t) {
  Scan x = {0};
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if (x.in_comment) { x.in_comment = c != '\n'; continue; }
    if (x.in_string) {
      if (c == '\\' && i + 1 < t.size) i++;
      else x.in_string = c != '"' && c != '\n';
      continue;
    }
    if (c == '"') { x.in_string = true; x.string = i; x.last = '"'; continue; }
    if (c == '#') { x.in_comment = true; continue; }
    if (is_blank(c)) continue;
    if (c == '(' || c == '[' || c == '{') x.depth++;
    if (c == '{') x.braces = true;
    if (x.depth && (c == ')' || c == ']' || c == '}')) x.depth--;
    if (is_word_byte(c) && x.word_end != i) x.word = i;
    if (is_word_byte(c)) x.word_end = i + 1;
    x.last = is_word_byte(c) ? 'a' : c;
  }
  return x;
}
bool session_unfinished(Text t) {
  Text trimmed = text_trim(t);
  if (trimmed.size && trimmed.data[0] == ':') return false;
  Scan x = scan(t);
  if (x.in_string) return false; // a mistake: texts end on their line
  if (x.depth) return true;
  if (x.last == 'a') return among((Text){t.data + x.word, x.word_end - x.word}, going_on);
  return x.last && strchr("+-*/=<>,", x.last) != NULL;
}

// ---- candidates
typedef struct Offers { Session *s; Text typed; VEC(Text) words; } Offers;

static bool begins_alike(Text word, Text typed) { // without regard to case
  if (word.size < typed.size) return false;
  for (uint32_t i = 0; i < typed.size; i++) {
    char a = word.data[i], b = typed.data[i];
    if (a >= 'A' && a <= 'Z') a = (char)(a + 32);
    if (b >= 'A' && b <= 'Z') b = (char)(b + 32);
    if (a != b) return false;
  }
  return true;
}
static void offer(Offers *o, Text word) {
  if (!begins_alike(word, o->typed)) return;
  for (uint32_t i = 0; i < o->words.count; i++) if (text_equal(o->words.items[i], word)) return;
  *VEC_PUSH(&o->s->scratch, &o->words) = word;
}
static Text built(Offers *o, Buffer *b) {
  Text t = text_copy(&o->s->scratch, (Text){b->data, (uint32_t)b->size});
  buffer_free(b);
  return t;
}
static void offer_name(Offers *o, Text before, Text name, const char *behind) {
  Buffer b = {0};
  buffer_text(&b, api_text(before));
  data_put_name(&b, name);
  buffer_put(&b, behind, strlen(behind));
  offer(o, built(o, &b));
}
static void offer_quoted(Offers *o, Text value) {
  Buffer b = {0};
  data_put_text(&b, value);
  offer(o, built(o, &b));
}
static void offer_list(Offers *o, const char *const *words) { for (; *words; words++) offer(o, text_of(*words)); }

// ---- values of what was named before
static void values_of_type(Offers *o, Type t) {
  if (t.kind == TYPE_LIST && t.element) t = *t.element;
  if (t.kind == TYPE_BOOLEAN) { offer(o, TEXT("true")); offer(o, TEXT("false")); }
  for (uint32_t i = 0; (t.kind == TYPE_ONE_OF || t.kind == TYPE_SCALE) && t.values && i < t.values->count; i++) offer_quoted(o, t.values->items[i]);
}
static void values_of(Offers *o, Text name) { // "consent", "company.size", "stage", "points"
  const Rules *r = o->s->study->rules;
  if (text_is(name, "stage") || text_is(name, "previous.stage")) for (uint32_t i = 0; i < r->stages.count; i++) offer_quoted(o, r->stages.items[i]->name);
  if (text_is(name, "route") || text_is(name, "previous.route")) for (uint32_t i = 0; i < r->routes.count; i++) offer_quoted(o, r->routes.items[i]->name);
  if (text_is(name, "segments")) for (uint32_t i = 0; i < r->segments.count; i++) offer_quoted(o, r->segments.items[i]->name);
  if (text_is(name, "reasons")) for (uint32_t i = 0; i < r->reasons.count; i++) offer_quoted(o, r->reasons.items[i]->code);
  if (text_is(name, "points")) for (uint32_t i = 0; i < r->rules.count; i++) offer_quoted(o, r->rules.items[i]->label);
  for (uint32_t i = 0; i < r->slot_count; i++)
    if (text_equal(r->slots[i].path, name) || (r->slots[i].domain && text_equal(r->slots[i].name, name))) values_of_type(o, r->slots[i].type);
}
// The name that a value at the end of `t` is compared with or given to; size 0: none.
static Text name_before(Text t) {
  static const char *const skipped[] = {"is", "not", "exactly", "in", "has", "any", "all", "none", "of", "starts", "ends", "with", "contains", NULL};
  bool compared = false;
  while (t.size) {
    char c = t.data[t.size - 1];
    if (c == '"') { t.size--; while (t.size && t.data[t.size - 1] != '"') t.size--; if (t.size) t.size--; continue; }
    if (is_blank(c) || strchr("=!<>:,([", c)) { compared |= !is_blank(c); t.size--; continue; }
    uint32_t from = t.size;
    while (from && (is_word_byte(t.data[from - 1]) || t.data[from - 1] == '.')) from--;
    Text word = {t.data + from, t.size - from};
    if (!word.size) return (Text){0};
    if (!among(word, skipped)) return compared ? word : (Text){0};
    compared = true;
    t.size = from;
  }
  return (Text){0};
}

// ---- names
static const char *const words_of_language[] = {"and", "or", "not", "is", "in", "has", "contains", "starts with", "ends with", "matches", "within", "older than", "between", "missing", "present", "valid", "invalid",
                                                "any of", "all of", "none of", "at least", "where", "if", "then", "else", "now", "true", "false", NULL};
static const char *const words_of_decision[] = {"stage", "segments", "disqualified", "incomplete", "reasons", "route", "target", "previous.stage", NULL};
static const char *const first_words[] = {"unset ", "event ", "add ", NULL};
static const char *const builtin_names[] = {
#define BUILTIN(id, name, ...) name,
#include "lang/builtins.def"
#undef BUILTIN
#define QUERY_WORD(word, kind) word,
#include "lang/words.def"
  NULL,
};
static void fields_of_lead(Offers *o, bool lists) {
  const Rules *r = o->s->study->rules;
  for (uint32_t i = 0; i < r->slot_count; i++)
    if (r->slots[i].parent == SLOT_NONE && r->slots[i].field && (!lists || r->slots[i].type.kind == TYPE_LIST)) offer_name(o, (Text){0}, r->slots[i].name, "");
}
static void offer_declared(Offers *o, Text name, const char *behind) { // not what a module of the library keeps for itself
  if (!text_starts(name, TEXT("std_"))) offer_name(o, (Text){0}, name, behind);
}
static void names_of_rules(Offers *o) {
  const Rules *r = o->s->study->rules;
  for (uint32_t i = 0; i < r->scores.count; i++) offer_declared(o, r->scores.items[i]->name.text, "");
  for (uint32_t i = 0; i < r->defines.count; i++) offer_declared(o, r->defines.items[i]->name.text, r->defines.items[i]->function ? "(" : "");
  for (uint32_t i = 0; i < r->parameters.count; i++) offer_declared(o, r->parameters.items[i]->name.text, "");
  for (uint32_t i = 0; i < r->lists.count; i++) offer_declared(o, r->lists.items[i]->name.text, "");
  for (uint32_t i = 0; i < r->tables.count; i++) offer_declared(o, r->tables.items[i]->name.text, "(");
}
static void fields_of_elements(Offers *o) {
  const Rules *r = o->s->study->rules;
  for (uint32_t i = 0; i < r->slot_count; i++) if (r->slots[i].domain && r->slots[i].field) offer_name(o, (Text){0}, r->slots[i].name, "");
}
static void members_of(Offers *o, Text base) { // base: "company", "previous"
  const Rules *r = o->s->study->rules;
  Text before = {base.data, base.size + 1}; // with its dot
  for (uint32_t i = 0; i < r->slot_count; i++) {
    const Slot *f = &r->slots[i];
    bool inside = f->parent != SLOT_NONE && f->domain == 0 && text_equal(r->slots[f->parent].path, base);
    if (inside || (text_is(base, "previous") && text_starts(f->path, TEXT("previous.")))) offer_name(o, before, f->name, "");
  }
}
static void names_given(Offers *o) {
  const Data *lead = o->s->at.lead;
  for (uint32_t i = 0; i < lead->count; i++) offer_name(o, (Text){0}, lead->names[i], "");
}
static void kinds_of_events(Offers *o) {
  const Rules *r = o->s->study->rules;
  for (uint32_t i = 0; i < r->slot_count; i++)
    for (uint32_t k = 0; r->slots[i].domain && r->slots[i].type.kind == TYPE_ONE_OF && k < r->slots[i].type.values->count; k++) offer(o, r->slots[i].type.values->items[k]);
}

// ---- keys of leads
void session_key(Session *s, const RubricBatch *batch, uint32_t row) {
  Buffer b = {0};
  output_field_plain(batch->program, batch, rubric_key_field(batch->program), row, &b);
  if (b.size) *VEC_PUSH(&s->scratch, &s->keys) = text_copy(&s->scratch, (Text){b.data, (uint32_t)b.size});
  buffer_free(&b);
}
static void keys_of_leads(Offers *o) {
  Session *s = o->s;
  RubricBatch *batch;
  s->keys = (TextVec){0};
  if (!s->setup.keys || rubric_key_field(s->study->program) == RUBRIC_NONE || api_batch_new(s->study->program, json_read_cell, s->study->cells, &batch) != RUBRIC_OK) return;
  s->setup.keys(s->setup.user, s, batch);
  rubric_batch_free(batch);
  for (uint32_t i = 0; i < s->keys.count; i++) offer(o, s->keys.items[i]);
}

// ---- where one is
static uint32_t complete_command(Offers *o, Text line) {
  uint32_t n = 0;
  while (n < line.size && !is_blank(line.data[n])) n++;
  if (n == line.size) {
    o->typed = line;
    for (const SessionCommand *c = session_commands; c->name; c++) offer(o, text_format(&o->s->scratch, ":%s%s", c->name, *c->arguments ? " " : ""));
    return 0;
  }
  Text command = {line.data + 1, n - 1};
  while (n < line.size && is_blank(line.data[n])) n++;
  o->typed = (Text){line.data + n, line.size - n};
  const Text *names;
  uint32_t count = command.size && text_starts(TEXT("why"), command) ? session_names(o->s, &names) : 0;
  if (command.size && text_starts(TEXT("lead"), command)) keys_of_leads(o);
  if (text_is(command, "test")) count = session_tests(o->s, &names);
  for (uint32_t i = 0; i < count; i++) offer(o, names[i]);
  if (command.size && text_starts(TEXT("fields"), command)) fields_of_lead(o, false);
  const Rules *r = o->s->study->rules;
  for (uint32_t i = 0; text_is(command, "set") && i < r->parameters.count; i++) offer_name(o, (Text){0}, r->parameters.items[i]->name.text, " = ");
  return n;
}
static uint32_t complete_name(Offers *o, Text line, const Scan *x) {
  uint32_t from = line.size, dot = 0;
  while (from && (is_word_byte(line.data[from - 1]) || line.data[from - 1] == '.' || line.data[from - 1] == '`')) from--;
  o->typed = (Text){line.data + from, line.size - from};
  Text before = {line.data, from}, head = text_trim(before);
  for (uint32_t i = 0; i < o->typed.size; i++) if (o->typed.data[i] == '.') dot = i;
  if (text_is(head, "event")) { kinds_of_events(o); return from; }
  if (text_is(head, "unset")) { names_given(o); return from; }
  if (text_is(head, "add")) { fields_of_lead(o, true); return from; }
  if (dot) { members_of(o, (Text){o->typed.data, dot}); return from; }
  uint32_t values = o->words.count;
  values_of(o, name_before(before));
  if (o->words.count > values) return from;
  if (!head.size) offer_list(o, first_words);
  if (x->braces || text_contains(before, TEXT("where"))) fields_of_elements(o);
  fields_of_lead(o, false);
  if (!o->typed.size && !head.size) return from; // all else would fill the screen
  names_of_rules(o);
  offer_list(o, words_of_decision);
  if (!o->typed.size) return from;
  for (const char *const *b = builtin_names; *b; b++) offer(o, text_format(&o->s->scratch, "%s(", *b));
  offer_list(o, words_of_language);
  return from;
}
uint32_t session_complete(Session *s, Text line, uint32_t *from, const Text **words) {
  Offers o = {.s = s};
  *from = line.size;
  *words = NULL;
  arena_reset(&s->scratch);
  if (setjmp(s->escape)) return 0;
  Scan x = scan(line);
  if (line.size && line.data[0] == ':') *from = complete_command(&o, line);
  else if (x.in_string) {
    o.typed = (Text){line.data + x.string, line.size - x.string};
    values_of(&o, name_before((Text){line.data, x.string}));
    *from = x.string;
  } else if (!x.in_comment) *from = complete_name(&o, line, &x);
  *words = o.words.items;
  return o.words.count;
}
