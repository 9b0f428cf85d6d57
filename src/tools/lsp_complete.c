// lsp_complete.c -- what can be written at the cursor, the likely first.
#include "tools/lsp_place.h"

enum { ITEM_FUNCTION = 3, ITEM_FIELD = 5, ITEM_VARIABLE = 6, ITEM_MODULE = 9, ITEM_PROPERTY = 10, ITEM_VALUE = 12, ITEM_KEYWORD = 14, ITEM_FILE = 17, ITEM_ENUM_MEMBER = 20, ITEM_CONSTANT = 21 };
typedef struct Items { Server *server; Buffer *b; const Spot *spot; const Around *around; bool any; } Items;
typedef struct Suggestion {
  Text label, insert;      // insert: when it is not the label
  const char *detail, *sort;
  int kind;
  const Buffer *documentation;
  bool snippet;
  Text use;                // a module that must be used for it
} Suggestion;

// ---- one item
static void use_put(Items *i, Text module) { // `use "std/…"` behind the last use, or at the top
  const Spot *spot = i->spot;
  uint32_t at = 0;
  for (uint32_t w = 0; w + 1 < spot->scan->count; w++) {
    bool use = spot->scan->words[w].first_on_line && text_is(scan_word(spot->scan, w), "use") && spot->scan->words[w + 1].kind == SCAN_TEXT;
    if (use) at = spot->scan->words[w + 1].end;
  }
  const File *file = spot->file < spot->check->rules->files.count ? spot->check->rules->files.items[spot->file] : NULL;
  if (!at && file && file->count && file->statements[0].kind == STATEMENT_HEADER) at = file->statements[0].span.end;
  while (at && at < spot->bytes.size && spot->bytes.data[at] != '\n') at++;
  BUFFER_PUT(i->b, ",\"additionalTextEdits\":[{\"range\":");
  put_range(i->server, i->b, spot->lines, at, at);
  BUFFER_PUT(i->b, ",\"newText\":");
  put_text(i->b, text_format(&i->server->arena, at ? "\nuse \"std/%.*s\"" : "use \"std/%.*s\"\n", (int)module.size, module.data));
  BUFFER_PUT(i->b, "}]");
}
static void suggest(Items *i, Suggestion s) {
  Buffer *b = i->b;
  put_c(b, i->any ? ",{\"label\":" : "{\"label\":");
  i->any = true;
  put_text(b, s.label);
  BUFFER_PUT(b, ",\"kind\":");
  buffer_integer(b, s.kind);
  if (s.detail) { BUFFER_PUT(b, ",\"detail\":"); put_text(b, text_of(s.detail)); }
  if (s.documentation && s.documentation->size) { BUFFER_PUT(b, ",\"documentation\":"); put_markdown(b, s.documentation); }
  BUFFER_PUT(b, ",\"sortText\":");
  put_text(b, text_format(&i->server->arena, "%s%.*s", s.sort, (int)s.label.size, s.label.data));
  if (s.snippet) BUFFER_PUT(b, ",\"insertTextFormat\":2");
  BUFFER_PUT(b, ",\"textEdit\":{\"range\":");
  put_range(i->server, b, i->spot->lines, i->around->from, i->around->to);
  BUFFER_PUT(b, ",\"newText\":");
  put_text(b, s.insert.size ? s.insert : s.label);
  BUFFER_PUT(b, "}");
  if (s.use.size) use_put(i, s.use);
  BUFFER_PUT(b, "}");
}
static Text snippet_or(const Items *i, const char *snippet, Text plain) { return i->server->snippets ? text_of(snippet) : plain; }

// ---- names
static Text quoted_name(Items *i, Text name) { // as it must be written
  bool plain = name.size > 0 && !(name.data[0] >= '0' && name.data[0] <= '9');
  for (uint32_t k = 0; k < name.size; k++) plain &= (name.data[k] >= 'a' && name.data[k] <= 'z') || (name.data[k] >= 'A' && name.data[k] <= 'Z') || (name.data[k] >= '0' && name.data[k] <= '9') || name.data[k] == '_';
  return plain ? name : text_format(&i->server->arena, "`%.*s`", (int)name.size, name.data);
}
static void name_suggest(Items *i, Symbol symbol, int kind, const char *sort, bool documented) {
  Check *c = i->spot->check;
  Text name = symbol_name(c->rules, symbol);
  Buffer documentation = {0};
  if (documented) describe_put(i->server, &documentation, c, symbol);
  Text detail = describe_line(i->server, c, symbol);
  suggest(i, (Suggestion){.label = name, .insert = quoted_name(i, name), .detail = text_c(&i->server->arena, detail), .kind = kind, .sort = sort, .documentation = &documentation});
  buffer_free(&documentation);
}
static void function_suggest(Items *i, Text name, Text arguments, const char *detail, const Buffer *documentation, Text use) {
  Text plain = text_format(&i->server->arena, "%.*s(", (int)name.size, name.data);
  Text snippet = text_format(&i->server->arena, "%.*s(${1:%.*s})", (int)name.size, name.data, (int)arguments.size, arguments.data);
  suggest(i, (Suggestion){.label = name, .insert = i->server->snippets ? snippet : plain, .detail = detail, .kind = ITEM_FUNCTION, .sort = use.size ? "5" : "3", .documentation = documentation, .snippet = i->server->snippets, .use = use});
}
static Text arguments_text(Items *i, const Argument *arguments, uint32_t count) {
  Text t = {"", 0};
  for (uint32_t k = 0; k < count; k++) t = text_format(&i->server->arena, "%.*s%s%.*s", (int)t.size, t.data, k ? ", " : "", (int)arguments[k].name.text.size, arguments[k].name.text.data);
  return t;
}
static bool own_affair(const Items *i, Text name, Span span) { // what the standard library keeps to itself
  return text_starts(name, TEXT("std_")) && text_starts(i->spot->check->rules->sources->files.items[span.file]->path, TEXT("std/"));
}
static void slots_suggest(Items *i, uint32_t owner, const char *sort) {
  const Rules *r = i->spot->check->rules;
  uint32_t first = owner == SLOT_NONE ? 0 : r->slots[owner].first_child;
  uint32_t count = owner == SLOT_NONE ? (r->schema ? r->schema->field_count : 0) : r->slots[owner].child_count;
  for (uint32_t s = first; s < first + count && s < r->slot_count; s++) {
    if (r->slots[s].field) name_suggest(i, (Symbol){SYMBOL_FIELD, r->slots[s].field, s}, ITEM_FIELD, sort, false);
    else suggest(i, (Suggestion){.label = TEXT("it"), .detail = "an element of the list", .kind = ITEM_VARIABLE, .sort = sort});
  }
}
static void functions_suggest(Items *i) {
  static const struct { const char *name, *signature, *meaning; } builtins[] = {
#define BUILTIN(id, name, least, most, signature, meaning) {name, signature, meaning},
#include "lang/builtins.def"
#undef BUILTIN
  };
  Check *c = i->spot->check;
  for (uint32_t k = 0; k < BUILTIN_COUNT; k++) {
    Buffer d = {0};
    const char *open = strchr(builtins[k].signature, '('), *close = strchr(builtins[k].signature, ')');
    put_c(&d, builtins[k].meaning);
    function_suggest(i, text_of(builtins[k].name), (Text){open + 1, (uint32_t)(close - open - 1)}, builtins[k].signature, &d, (Text){0});
    buffer_free(&d);
  }
  for (uint32_t k = 0; k < c->rules->defines.count; k++) {
    const Define *define = c->rules->defines.items[k];
    if (!define->function || own_affair(i, define->name.text, define->name.span)) continue;
    Buffer d = {0};
    describe_put(i->server, &d, c, (Symbol){SYMBOL_DEFINE, define, 0});
    Text arguments = arguments_text(i, define->arguments, define->argument_count), type = type_name(&i->server->arena, define->type);
    function_suggest(i, define->name.text, arguments, text_format(&i->server->arena, "(%.*s) gives %.*s", (int)arguments.size, arguments.data, (int)type.size, type.data).data, &d, (Text){0});
    buffer_free(&d);
  }
  for (uint32_t k = 0; k < c->rules->externs.count; k++) {
    const Extern *x = c->rules->externs.items[k];
    function_suggest(i, x->name.text, arguments_text(i, x->arguments, x->argument_count), "extern function", NULL, (Text){0});
  }
  for (uint32_t k = 0; k < c->rules->tables.count; k++) {
    const Table *t = c->rules->tables.items[k];
    Text keys = {"", 0};
    for (uint32_t n = 0; n < t->key_count; n++) { Text key = t->columns[t->key_columns[n]].name.text; keys = text_format(&i->server->arena, "%.*s%s%.*s", (int)keys.size, keys.data, n ? ", " : "", (int)key.size, key.data); }
    function_suggest(i, t->name.text, keys, text_format(&i->server->arena, "table by %.*s", (int)keys.size, keys.data).data, NULL, (Text){0});
  }
}
// Functions of modules that are not used yet: taking one adds the `use`.
static void unused_suggest(Items *i) {
  const Rules *r = i->spot->check->rules;
  for (uint32_t m = 0; m < std_count(); m++) {
    Text name = std_name(m), source, path = text_format(&i->server->arena, "std/%.*s", (int)name.size, name.data);
    bool used = false;
    for (uint32_t f = 0; f < r->files.count; f++) used |= text_equal(r->sources->files.items[f]->path, path);
    if (used || !std_module(name, &source)) continue;
    Scan scan = scan_text(&i->server->arena, source);
    for (uint32_t w = 0; w + 3 < scan.count; w++) {
      Text function = scan_word(&scan, w + 1);
      if (!scan.words[w].first_on_line || !text_is(scan_word(&scan, w), "define") || !text_is(scan_word(&scan, w + 2), "(") || text_starts(function, TEXT("std_"))) continue;
      function_suggest(i, function, scan_word(&scan, w + 3), text_format(&i->server->arena, "of %.*s", (int)path.size, path.data).data, NULL, name);
    }
  }
}
static bool reads_decision(const Around *a) { // a rule's condition reads no score and no stage
  static const char *const words[] = {"score", "stage", "segment", "contact", "route", "test", "define", "account"};
  for (size_t k = 0; k < sizeof words / sizeof *words; k++) if (around_is(a, a->begin, words[k])) return true;
  return false;
}
static void words_suggest(Items *i, const char *const *words, const char *sort, int kind) {
  for (; *words; words++) suggest(i, (Suggestion){.label = text_of(*words), .kind = kind, .sort = sort});
}
static void decision_suggest(Items *i) {
  const Rules *r = i->spot->check->rules;
  bool score = around_is(i->around, i->around->begin, "score");
  static const char *const words[] = {"stage", "segments", "disqualified", "incomplete", "reasons", "route", "target", "previous", NULL};
  for (uint32_t k = 0; k < r->scores.count; k++) name_suggest(i, (Symbol){SYMBOL_SCORE, r->scores.items[k], 0}, ITEM_PROPERTY, score ? "0" : "1", false);
  if (!score) words_suggest(i, words, "1", ITEM_VARIABLE);
}
static void lists_suggest(Items *i, const char *sort) {
  const Rules *r = i->spot->check->rules;
  for (uint32_t k = 0; k < r->lists.count; k++)
    if (!own_affair(i, r->lists.items[k]->name.text, r->lists.items[k]->name.span)) name_suggest(i, (Symbol){SYMBOL_LIST, r->lists.items[k], 0}, ITEM_CONSTANT, sort, true);
}
static void operands_suggest(Items *i) {
  static const char *const words[] = {"not", "now", "missing", "true", "false", "if", "all of", "any of", "none of", "at least", NULL};
  static const char *const queries[] = {
#define QUERY_WORD(word, kind) word,
#include "lang/words.def"
    NULL};
  const Around *a = i->around;
  const Rules *r = i->spot->check->rules;
  if (a->element != SLOT_NONE) slots_suggest(i, a->element, "0");
  for (uint32_t k = 0; k < a->arguments.count; k++) suggest(i, (Suggestion){.label = a->arguments.items[k], .insert = quoted_name(i, a->arguments.items[k]), .detail = "argument", .kind = ITEM_VARIABLE, .sort = "0"});
  slots_suggest(i, SLOT_NONE, "1");
  for (uint32_t k = 0; k < r->defines.count; k++)
    if (!r->defines.items[k]->function && !own_affair(i, r->defines.items[k]->name.text, r->defines.items[k]->name.span)) name_suggest(i, (Symbol){SYMBOL_DEFINE, r->defines.items[k], 0}, ITEM_VARIABLE, "2", true);
  for (uint32_t k = 0; k < r->parameters.count; k++) name_suggest(i, (Symbol){SYMBOL_PARAMETER, r->parameters.items[k], 0}, ITEM_CONSTANT, "2", false);
  if (reads_decision(a)) decision_suggest(i);
  functions_suggest(i);
  for (int k = 0; queries[k]; k++) suggest(i, (Suggestion){.label = text_of(queries[k]), .insert = text_format(&i->server->arena, "%s(", queries[k]), .detail = "of a list", .kind = ITEM_FUNCTION, .sort = "4"});
  words_suggest(i, words, "6", ITEM_KEYWORD);
  unused_suggest(i);
}

// ---- words of the language, by where they stand
static void operators_suggest(Items *i) {
  static const struct { const char *statement; const char *const words[14]; } clauses[] = {
    {"route", {"to", "when", "otherwise", "sla"}}, {"stage", {"when", "otherwise"}}, {"segment", {"when"}}, {"contact", {"when", "because", "open"}},
    {"disqualify", {"because", "when"}}, {"require", {"because", "that"}}, {"define", {"as", "by"}}, {"list", {"from", "column"}}, {"table", {"from"}},
    {"parameter", {"in"}}, {"score", {"whole"}}, {"stages", {"forward only"}}, {"hold", {"routes for"}}, {"account", {"by"}}, {"merge", {"leads by"}}, {"extern", {"function", "gives", "from"}},
    {"use", {NULL}}, {"group", {"since"}}, {"test", {NULL}}};
  static const char *const rule[] = {"when", "for", "per", "by", "because", "each", "at most", "halving every", "keeping", "losing", "fading over", "since", NULL};
  static const char *const operators[] = {"is", "is not", "is missing", "is present", "is valid", "is invalid", "is exactly", "in", "not in", "has", "has any of", "has all of", "has none of", "contains", "starts with", "ends with",
    "matches", "between", "within", "not within", "older than", "before", "after", "and", "or", "then", "else", "where", "of", NULL};
  const char *const *own = rule;
  for (size_t k = 0; k < sizeof clauses / sizeof *clauses; k++) if (around_is(i->around, i->around->begin, clauses[k].statement)) own = clauses[k].words;
  words_suggest(i, own, "0", ITEM_KEYWORD);
  if (i->around->begin + 2 < i->around->count) words_suggest(i, operators, "1", ITEM_KEYWORD);
}
static void statements_suggest(Items *i) {
  static const struct { const char *word, *snippet; } snippets[] = {
    {"schema", "schema ${1:Lead} {\n  ${2:lead_id} text key\n}"}, {"record", "record ${1:Event} {\n  at time\n}"}, {"list", "list ${1:name} = \"$2\""},
    {"table", "table ${1:name} from \"${2:file.csv}\" { ${3:column} text key }"}, {"parameter", "parameter ${1:name} = ${2:50} in ${3:0..100}"}, {"define", "define ${1:name} as $2"},
    {"score", "score ${1:name} ${2:0..100}"}, {"group", "group \"${1:Label}\" ${2:0..20} {\n  $3\n}"}, {"disqualify", "disqualify \"${1:code}\" because \"${2:why}\" when $3"},
    {"require", "require \"${1:code}\" because \"${2:why}\" that $3"}, {"stage", "stage \"${1:name}\" when $2"}, {"segment", "segment \"${1:name}\" when $2"}, {"contact", "contact \"${1:email}\" when $2"},
    {"route", "route \"${1:name}\" to \"${2:queue}\" when $3"}, {"use", "use \"$1\""}, {"test", "test \"${1:what it shows}\" {\n  lead { $2 }\n  expect $3\n}"}};
  static const char *const words[] = {
#define KEYWORD(word, token, kind) KEYWORD_##kind(word)
#define KEYWORD_STATEMENT(word) word,
#define KEYWORD_RESERVED(word)
#define KEYWORD_OPTION(word)
#define KEYWORD_CLAUSE(word)
#define PHRASE(...)
#include "lang/keywords.def"
#undef KEYWORD
#undef KEYWORD_STATEMENT
#undef KEYWORD_RESERVED
#undef KEYWORD_OPTION
#undef KEYWORD_CLAUSE
#undef PHRASE
    NULL};
  for (int k = 0; words[k]; k++) {
    Text insert = {0};
    for (size_t n = 0; n < sizeof snippets / sizeof *snippets; n++) if (strcmp(snippets[n].word, words[k]) == 0) insert = snippet_or(i, snippets[n].snippet, (Text){0});
    suggest(i, (Suggestion){.label = text_of(words[k]), .insert = insert, .kind = ITEM_KEYWORD, .sort = "1", .snippet = insert.size > 0});
  }
}
static void rules_suggest(Items *i) {
  const Rules *r = i->spot->check->rules;
  bool fit = false, intent = false;
  for (uint32_t k = 0; k < r->scores.count; k++) {
    Text name = r->scores.items[k]->name.text;
    fit |= text_is(name, "fit");
    intent |= text_is(name, "intent");
    if (r->scores.items[k]->derived) continue;
    Text snippet = text_format(&i->server->arena, "%.*s \"${1:Label}\" ${2:+10} when $3", (int)name.size, name.data);
    suggest(i, (Suggestion){.label = name, .insert = i->server->snippets ? snippet : (Text){0}, .detail = "a rule of this score", .kind = ITEM_PROPERTY, .sort = "0", .snippet = i->server->snippets});
  }
  if (!fit) suggest(i, (Suggestion){.label = TEXT("fit"), .detail = "a rule of this score", .kind = ITEM_PROPERTY, .sort = "0"});
  if (!intent) suggest(i, (Suggestion){.label = TEXT("intent"), .detail = "a rule of this score", .kind = ITEM_PROPERTY, .sort = "0"});
}
static void types_suggest(Items *i) {
  static const char *const words[] = {
#define TYPE_WORD(word, kind) word,
#include "lang/words.def"
    "one of", "scale of", "list of", NULL};
  const Rules *r = i->spot->check->rules;
  for (int k = 0; words[k]; k++) if (strcmp(words[k], "duration") != 0) suggest(i, (Suggestion){.label = text_of(words[k]), .kind = ITEM_KEYWORD, .sort = "1"});
  for (uint32_t k = 0; k < r->records.count; k++) name_suggest(i, (Symbol){SYMBOL_RECORD, r->records.items[k], 0}, ITEM_VARIABLE, "0", false);
}
static void options_suggest(Items *i) {
  static const char *const words[] = {"key", "required", "default", "default empty", "from", "missing when", "in", "unit", "separated by", "as", "by", "since", NULL};
  const Around *a = i->around;
  if (around_is(a, a->count - 1, "since") || around_is(a, a->count - 1, "by")) slots_suggest(i, SLOT_NONE, "0");
  else words_suggest(i, words, "1", ITEM_KEYWORD);
}
static void members_suggest(Items *i) {
  const Around *a = i->around;
  const Rules *r = i->spot->check->rules;
  uint32_t before = a->count - 2, depth = 0, open = before;
  static const char *const previous[] = {"stage", "route", "target", "routed_at", NULL};
  if (a->count < 2) return;
  if (around_is(a, before, "previous")) { words_suggest(i, previous, "0", ITEM_FIELD); return; }
  if (around_is(a, before, ")")) {
    do { depth += around_is(a, open, ")") ? 1u : around_is(a, open, "(") ? -1u : 0; } while (depth && open-- > 0);
    for (uint32_t k = 0; open > 0 && open < a->count && k < r->tables.count; k++)
      for (uint32_t c = 0; text_equal(r->tables.items[k]->name.text, around_word(a, open - 1)) && c < r->tables.items[k]->column_count; c++)
        name_suggest(i, (Symbol){SYMBOL_COLUMN, r->tables.items[k], c}, ITEM_FIELD, r->tables.items[k]->columns[c].key ? "1" : "0", false);
    return;
  }
  uint32_t slot = place_slot(a, before);
  if (slot != SLOT_NONE && r->slots[slot].type.kind == TYPE_RECORD) slots_suggest(i, slot, "0");
}

// ---- values
static void values_suggest(Items *i, bool quotes) {
  Texts values = {0};
  place_values(&i->server->arena, i->around, &values);
  for (uint32_t k = 0; k < values.count; k++) {
    Text v = values.items[k], quoted = text_format(&i->server->arena, "\"%.*s\"", (int)v.size, v.data);
    bool plain = !memchr(v.data, '"', v.size) && !memchr(v.data, '\\', v.size);
    if (plain) suggest(i, (Suggestion){.label = quotes ? quoted : v, .kind = ITEM_ENUM_MEMBER, .sort = text_format(&i->server->arena, "0%04u", k).data});
  }
}
// Files beside the rules: modules for `use`, data for `list` and `table`.
static void files_suggest(Items *i, const char *ending) {
  Texts files = {0};
  Text here = check_path(i->server, i->spot->check, i->spot->file);
  if (here.size) folder_files(i->server, path_folder(here), ending, &files);
  for (uint32_t k = 0; k < files.count; k++) {
    uint32_t folder = path_folder(files.items[k]).size;
    Text name = {files.items[k].data + folder, files.items[k].size - folder};
    if (!text_equal(files.items[k], here)) suggest(i, (Suggestion){.label = name, .kind = ITEM_FILE, .sort = "1"});
  }
}
static void modules_suggest(Items *i) {
  for (uint32_t k = 0; k < std_count(); k++) {
    Text name = std_name(k);
    suggest(i, (Suggestion){.label = text_format(&i->server->arena, "std/%.*s", (int)name.size, name.data), .kind = ITEM_MODULE, .sort = "0"});
  }
  files_suggest(i, ".rubric");
}
static void text_suggest(Items *i) {
  const Around *a = i->around;
  bool from = a->count && around_is(a, a->count - 1, "from"), list = around_is(a, a->begin, "list"), table = around_is(a, a->begin, "table");
  if (a->count && around_is(a, a->count - 1, "use")) modules_suggest(i);
  else if (from && (list || table)) {
    files_suggest(i, ".csv");
    if (list) files_suggest(i, ".txt");
  } else values_suggest(i, false);
}
static void data_suggest(Items *i) {
  uint32_t owner = data_owner(i->around);
  slots_suggest(i, owner, "0");
  if (owner == SLOT_NONE) suggest(i, (Suggestion){.label = TEXT("previous"), .detail = "what was decided before", .kind = ITEM_FIELD, .sort = "1"});
}
static void place_suggest(Items *i) {
  static const char *const header[] = {"owner", "version", "review every", "timezone", NULL}, *const test[] = {"at", "lead", "expect", NULL};
  static const char *const data[] = {"true", "false", "missing", "now", NULL}, *const patterns[] = {"missing", "present", "any", "otherwise", "in", "not", "has", "contains", "starts with", "ends with", "or", NULL};
  const Around *a = i->around;
  switch (a->kind) {
    case PLACE_NOTHING: break;
    case PLACE_TEXT: text_suggest(i); break;
    case PLACE_MEMBER: members_suggest(i); break;
    case PLACE_STATEMENT: rules_suggest(i); statements_suggest(i); break;
    case PLACE_RULE: rules_suggest(i); break;
    case PLACE_HEADER: words_suggest(i, header, "0", ITEM_KEYWORD); break;
    case PLACE_TYPE: types_suggest(i); break;
    case PLACE_OPTION: options_suggest(i); break;
    case PLACE_TEST: words_suggest(i, test, "0", ITEM_KEYWORD); break;
    case PLACE_DATA: data_suggest(i); break;
    case PLACE_DATA_VALUE: values_suggest(i, true); words_suggest(i, data, "1", ITEM_KEYWORD); break;
    case PLACE_PATTERN: values_suggest(i, true); words_suggest(i, patterns, "1", ITEM_KEYWORD); break;
    case PLACE_OPERATOR: operators_suggest(i); break;
    case PLACE_OPERAND:
      values_suggest(i, true);
      if (around_is(a, a->count - 1, "in") || around_is(a, a->count - 1, "of")) lists_suggest(i, "0");
      operands_suggest(i);
      if (around_is(a, a->count - 1, "is") || around_is(a, a->count - 1, "not")) { static const char *const states[] = {"present", "valid", "invalid", "exactly", NULL}; words_suggest(i, states, "0~", ITEM_KEYWORD); }
      break;
  }
}
void completion_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  BUFFER_PUT(b, "{\"isIncomplete\":false,\"items\":[");
  if (spot_of(s, params, &spot)) {
    Around around = around_of(&s->arena, &spot);
    Items items = {s, b, &spot, &around, false};
    place_suggest(&items);
  }
  BUFFER_PUT(b, "]}");
}
