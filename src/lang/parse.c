// parse.c -- one file to its tree: checks the bytes, makes tokens, runs the grammar, explains what it stumbles over.
#include "lang/parse_parts.h"
#include "parser.h"

// How each statement is written, for the message when one is not.
static const struct { const char *word, *form; } forms[] = {
  {"rubric", "rubric \"NAME\" { owner \"…\"  version \"…\"  review every 90 days since 2026-11-01  timezone \"…\" }"},
  {"use", "use \"std/email\""},
  {"schema", "schema NAME { FIELD TYPE OPTIONS … }"},
  {"record", "record NAME { FIELD TYPE OPTIONS … }"},
  {"list", "list NAME = \"…\", \"…\"   or   list NAME from \"file.txt\""},
  {"table", "table NAME from \"file.csv\" { COLUMN TYPE key  COLUMN TYPE }"},
  {"parameter", "parameter NAME = VALUE in LOW..HIGH"},
  {"define", "define NAME as EXPRESSION   or   define NAME by EXPRESSION { PATTERN => VALUE }"},
  {"score", "score NAME 0..100   or   score NAME 0..100 = EXPRESSION"},
  {"group", "group \"LABEL\" 0..15 { rules }"},
  {"disqualify", "disqualify \"code\" because \"…\" when CONDITION"},
  {"require", "require \"code\" because \"…\" that CONDITION"},
  {"stage", "stage \"NAME\" when CONDITION   or   stage \"NAME\" otherwise"},
  {"stages", "stages forward only"},
  {"segment", "segment \"NAME\" when CONDITION"},
  {"contact", "contact \"CHANNEL\" when CONDITION open \"08:00\"..\"21:00\" in ZONE"},
  {"route", "route \"NAME\" to TARGET sla DURATION when CONDITION   or … otherwise"},
  {"hold", "hold routes for DURATION unless stage changes"},
  {"account", "account by EXPRESSION { define NAME as EXPRESSION }"},
  {"merge", "merge leads by EXPRESSION { keep latest FIELD  combine FIELD  strictest FIELD }"},
  {"extern", "extern function NAME(a TYPE) gives TYPE from \"library\""},
  {"test", "test \"NAME\" { at TIME  lead { field: value }  expect CONDITION }"},
};
static Text raw_word(const Parser *p, uint32_t i) { return i < p->raw_count ? (Text){p->bytes.data + p->raws[i].start, p->raws[i].end - p->raws[i].start} : (Text){0}; }
static const char *form_of(Text word) {
  for (uint32_t i = 0; i < sizeof forms / sizeof *forms; i++) if (text_is(word, forms[i].word)) return forms[i].form;
  return NULL;
}
static Span raw_span(const Parser *p, uint32_t raw) { return (Span){p->source, p->raws[raw].start, p->raws[raw].end}; }
static void fix_raw(const Parser *p, Diag *d, uint32_t raw, const char *word) {
  d->fix = text_of(word);
  d->fix_known = d->fix_elsewhere = true;
  d->fix_span = raw_span(p, raw);
}
static void suggest_statement(Parser *p, Diag *d, uint32_t raw) {
  Text names[sizeof forms / sizeof *forms];
  for (uint32_t i = 0; i < sizeof forms / sizeof *forms; i++) names[i] = text_of(forms[i].word);
  int32_t nearest = text_nearest(raw_word(p, raw), names, sizeof forms / sizeof *forms);
  if (nearest < 0) { diag_help(p->diags, d, "a statement begins with a word such as define, score, stage or route, or with the name of a score and a label: fit \"Label\" +20 when …"); return; }
  diag_help(p->diags, d, "did you mean `%s`?  %s", forms[nearest].word, forms[nearest].form);
  if (raw < p->raw_count) fix_raw(p, d, raw, forms[nearest].word);
}
// `stag` for `stage`: near enough to be meant.
static bool suggests(Text word) {
  for (uint32_t i = 0; i < sizeof forms / sizeof *forms; i++) if (word.size > 3 && text_distance(word, text_of(forms[i].word), 1) <= 1) return true;
  return false;
}
// The lexer has already reported something in this statement, or in this item of it and so near before it that they are one.
static bool blemished(const Parser *p, uint32_t first, uint32_t raw) {
  uint32_t item = first == p->statement_raw ? item_before(p, raw) : first;
  if (item > first && raw - item < 3) item = item_before(p, item - 1);
  uint32_t from = item < p->raw_count ? p->raws[item].start : 0, to = raw < p->raw_count ? p->raws[raw].end : p->bytes.size;
  for (uint32_t i = 0; i < p->blemishes.count; i++) if (p->blemishes.items[i] >= from && p->blemishes.items[i] <= to) return true;
  return false;
}
static bool begins_line(const Parser *p, uint32_t raw) { return raw < p->raw_count && p->raws[raw].first_on_line; }
static const char rule_written[] = "SCORE \"LABEL\" +20 when CONDITION,  … for LIST where CONDITION,  or  SCORE \"LABEL\" by EXPRESSION { PATTERN => POINTS }";
static const char *written(const Parser *p, uint32_t first) {
  const char *form = form_of(raw_word(p, first));
  return form ? form : rule_written;
}
// A statement that begins inside braces which hold no such statement: `raw`, or the word before it.
static uint32_t intruder(const Parser *p, uint32_t raw) {
  if (p->depth == 0) return UINT32_MAX;
  bool rules = text_is(raw_word(p, p->statement_raw), "group");
  for (uint32_t back = 0; back < 2 && back < raw; back++) {
    uint32_t i = raw - back;
    if (begins_line(p, i) && raw_begins_statement(p, i) && !(rules && raw_begins_rule(p, i))) return i;
  }
  return UINT32_MAX;
}
// The word that the writer meant to begin a statement with: `raw`, or the word before it.
static uint32_t lost_word(const Parser *p, uint32_t raw) {
  for (uint32_t back = 0; back < 2 && back <= raw && p->depth == 0; back++) {
    uint32_t i = raw - back;
    if (i >= p->raw_count || p->raws[i].kind != RAW_NAME || !raw_unindented(p, i) || raw_begins_statement(p, i)) continue;
    if (!word_known(raw_word(p, i)) || form_of(raw_word(p, i))) return i;
  }
  return UINT32_MAX;
}
// What is written for it in other languages and in spreadsheets.
static const char *word_meant(const Parser *p, Text word, uint32_t first) {
  static const char *const conditional[] = {"stage", "segment", "contact", "route", "disqualify"};
  bool takes_when = raw_begins_rule(p, first);
  for (int i = 0; i < 5; i++) takes_when |= text_is(raw_word(p, first), conditional[i]);
  if (takes_when && (text_is(word, "if") || text_is(word, "where"))) return "when";
  if (raw_begins_rule(p, first) && (text_is(word, "max") || text_is(word, "maximum"))) return "at most";
  return p->depth == 0 && text_is(word, "=>") ? ">=" : NULL;
}
static void syntax_help(Parser *p, Diag *d, uint32_t raw, uint32_t first, bool starts) {
  Text word = raw_word(p, raw);
  const char *meant = word_meant(p, word, first), *slip = slip_help(p);
  uint32_t beyond = intruder(p, raw);
  uint32_t lost = lost_word(p, raw);
  if (slip) diag_help(p->diags, d, "%s", slip);
  else if (meant) { diag_help(p->diags, d, "write `%s`", meant); fix_raw(p, d, raw, meant); }
  else if (beyond != UINT32_MAX) {
    diag_help(p->diags, d, "a } is missing before `%.*s`", (int)raw_word(p, beyond).size, raw_word(p, beyond).data);
    diag_note(p->diags, d, raw_span(p, p->statement_raw), "its { stands in the statement that begins here");
  }
  else if (raw_in_rows(p, raw)) diag_help(p->diags, d, "a row is written  PATTERN => VALUE  with a pattern such as \"SaaS\", 50..199, < 5, in LIST, missing; the last may be  otherwise => VALUE");
  else if (starts) diag_help(p->diags, d, "the statement before it is not complete:  %s", p->depth ? rule_written : written(p, first));
  else if (lost != UINT32_MAX && form_of(raw_word(p, lost))) diag_help(p->diags, d, "it is written  %s", form_of(raw_word(p, lost)));
  else if (lost != UINT32_MAX) suggest_statement(p, d, lost);
  else if (!raw_begins_statement(p, first)) suggest_statement(p, d, raw);
  else if (form_of(raw_word(p, first)) && !raw_begins_rule(p, first)) diag_help(p->diags, d, "it is written  %s", form_of(raw_word(p, first)));
  else if (raw == first + 2 && suggests(raw_word(p, first))) suggest_statement(p, d, first); // stag "SQL" when …
  else diag_help(p->diags, d, "a rule is written  %s", rule_written);
}
Diag *parse_error(Parser *p, int token, Span span) {
  uint32_t raw = p->last_raw;
  bool starts = begins_line(p, raw) && raw_begins_statement(p, raw);
  uint32_t first = starts && raw == p->statement_raw ? p->before_raw : p->statement_raw;
  p->failed = p->recovering = true;
  if (blemished(p, first, raw) || (raw == p->blamed_raw && raw > 0)) return NULL; // reading on from the word that was not expected: it is not yet
  p->blamed_raw = raw;
  if (token == 0 && raw >= p->raw_count) {
    Diag *d = diag_add(p->diags, ERROR_SYNTAX, span, p->depth ? "the file ends inside braces" : "the file ends in the middle of a statement");
    if (form_of(raw_word(p, first))) diag_help(p->diags, d, "it is written  %s", form_of(raw_word(p, first)));
    if (first < p->raw_count) diag_note(p->diags, d, raw_span(p, first), "the statement begins here");
    return d;
  }
  Text word = raw_word(p, raw);
  Diag *d = diag_add(p->diags, ERROR_SYNTAX, span, "`%.*s` is not expected here", (int)word.size, word.data);
  syntax_help(p, d, raw, first, starts);
  return d;
}
void parse_recovered(Parser *p, uint32_t from) {
  p->recovering = p->beyond = false;
  p->syncs = 0;
  while (p->blanks.count && p->blanks.items[p->blanks.count - 1]->span.start >= from) p->blanks.count--;
}

// ---- what the grammar would have taken
static const char *token_shown(int token) {
  switch (token) {
    case NAME: return "a name";
    case NUMBER: return "a number";
    case TEXT_LITERAL: return "a text in quotes";
    case DATE_LITERAL: return "a date";
    case TIME_LITERAL: return "a time";
    case DURATION: return "a duration such as 30 days";
    case TO: return "`..`";
    case UNTIL: return "`..<`";
    case ARROW: return "`=>`";
    default: return NULL;
  }
}
static Text token_text(Parser *p, int token) {
  const char *shown = token_shown(token);
  if (shown) return text_of(shown);
  if (token > ' ' && token < 127) return text_format(p->arena, "`%c`", token);
  return token_word(token) ? text_format(p->arena, "`%s`", token_word(token)) : (Text){0};
}
// Few things are said; where a value is wanted nearly everything may come, and that is said in one word.
void parse_expected(Parser *p, Diag *d, const int *tokens, int count) {
  enum { MOST = 4 };
  if (slip_help(p)) return;
  Text shown[MOST], all = {0};
  int n = 0;
  bool value = false, name = false;
  for (int i = 0; i < count; i++) { value |= tokens[i] == AT_LEAST; name |= tokens[i] == NAME; } // only a whole value begins with it
  for (int i = 0; i < count && !value; i++) {
    if (name && tokens[i] != NAME && token_is_name(tokens[i])) continue;
    Text t = token_text(p, tokens[i]);
    if (!t.size || n == MOST) return;
    shown[n++] = t;
  }
  if (value) { shown[0] = TEXT("a value"); n = 1; }
  for (int i = 0; i < n; i++) all = text_format(p->arena, "%.*s%s%.*s", (int)all.size, all.data ? all.data : "", i == 0 ? "" : i == n - 1 ? " or " : ", ", (int)shown[i].size, shown[i].data);
  Text before = p->last_raw > 0 ? raw_word(p, p->last_raw - 1) : (Text){0};
  if (n && before.size && before.size <= 40) diag_label(p->diags, d, "expected %.*s after `%.*s`", (int)all.size, all.data, (int)before.size, before.data);
}

static bool bytes_ok(Parser *p) {
  uint32_t bad;
  Text t = p->bytes;
  const char *message = "this is not UTF-8";
  bool ok = text_valid_utf8(t, &bad);
  const char *nul = t.size ? memchr(t.data, 0, t.size) : NULL;
  if (nul && (ok || (uint32_t)(nul - t.data) < bad)) { ok = false; bad = (uint32_t)(nul - t.data); message = "a NUL byte"; }
  if (ok) return true;
  Diag *d = diag_add(p->diags, ERROR_UTF8, (Span){p->source, bad, bad + 1}, "%s", message);
  diag_help(p->diags, d, "save the file as plain UTF-8 text");
  return false;
}
static Parser *parser_new(Arena *arena, Sources *sources, uint32_t source, Diags *diags) {
  Parser *p = ARENA_NEW(arena, Parser);
  *p = (Parser){.arena = arena, .sources = sources, .diags = diags, .source = source, .bytes = sources->files.items[source]->bytes};
  p->statements = list_begin(p, NULL);
  return p;
}
File *file_parse(Arena *arena, Sources *sources, uint32_t source, Diags *diags) {
  Parser *p = parser_new(arena, sources, source, diags);
  File *file = ARENA_NEW(arena, File);
  *file = (File){.source = source, .has_syntax_errors = true};
  if (!bytes_ok(p)) return file;
  tokens_read(p);
  bool broken = yyparse(p) != 0;
  file->statements = ARENA_MANY(arena, Statement, p->statements->count + 1);
  file->count = p->statements->count;
  for (uint32_t i = 0; i < file->count; i++) file->statements[i] = *(Statement *)p->statements->items[i];
  file->has_syntax_errors = p->failed || broken;
  return file;
}
Expr *expression_parse(Arena *arena, Sources *sources, uint32_t source, Diags *diags) {
  Parser *p = parser_new(arena, sources, source, diags);
  p->only_expression = true;
  if (!bytes_ok(p)) return NULL;
  tokens_read(p);
  return yyparse(p) == 0 && !p->failed ? p->expression : NULL;
}
