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
  {"score", "score NAME 0..100   or   score NAME = EXPRESSION"},
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
// The statement that the token stands in: the last raw token before it that begins one.
static uint32_t statement_of(const Parser *p, uint32_t raw) {
  if (p->raw_count == 0) return 0;
  uint32_t i = raw < p->raw_count ? raw : p->raw_count - 1;
  while (i > 0 && !(p->raws[i].first_on_line && raw_begins_statement(p, i))) i--;
  return i;
}
static void suggest_statement(Parser *p, Diag *d, Text word) {
  Text names[sizeof forms / sizeof *forms];
  for (uint32_t i = 0; i < sizeof forms / sizeof *forms; i++) names[i] = text_of(forms[i].word);
  int32_t nearest = text_nearest(word, names, sizeof forms / sizeof *forms);
  if (nearest >= 0) diag_help(p->diags, d, "did you mean `%s`?  %s", forms[nearest].word, forms[nearest].form);
  else diag_help(p->diags, d, "a statement begins with a word such as define, score, stage or route, or with the name of a score and a label: fit \"Label\" +20 when …");
}
// The lexer has already reported something in this statement.
static bool blemished(const Parser *p, uint32_t first, uint32_t raw) {
  uint32_t from = first < p->raw_count ? p->raws[first].start : 0, to = raw < p->raw_count ? p->raws[raw].end : p->bytes.size;
  for (uint32_t i = 0; i < p->blemishes.count; i++) if (p->blemishes.items[i] >= from && p->blemishes.items[i] <= to) return true;
  return false;
}
void parse_error(Parser *p, int token, Span span) {
  uint32_t raw = p->last_raw, first = statement_of(p, raw);
  p->failed = true;
  if (blemished(p, first, raw)) return;
  Text word = raw_word(p, raw), head = raw_word(p, first);
  if (token == 0 && raw >= p->raw_count) {
    Diag *d = diag_add(p->diags, ERROR_SYNTAX, span, p->depth ? "the file ends inside braces" : "the file ends in the middle of a statement");
    if (form_of(head)) diag_help(p->diags, d, "it is written  %s", form_of(head));
    if (first < p->raw_count) diag_note(p->diags, d, (Span){p->source, p->raws[first].start, p->raws[first].end}, "the statement begins here");
    return;
  }
  Diag *d = diag_add(p->diags, ERROR_SYNTAX, span, "`%.*s` is not expected here", (int)word.size, word.data);
  bool starts = raw < p->raw_count && p->raws[raw].first_on_line;
  if (raw == first && starts && !form_of(word)) suggest_statement(p, d, word);
  else if (raw != first && raw_begins_statement(p, raw) && starts) diag_help(p->diags, d, "the statement before it is not complete:  %s", form_of(head) ? form_of(head) : "SCORE \"LABEL\" +20 when CONDITION");
  else if (form_of(head)) diag_help(p->diags, d, "it is written  %s", form_of(head));
  else if (raw_begins_statement(p, first)) diag_help(p->diags, d, "a rule is written  SCORE \"LABEL\" +20 when CONDITION,  … for LIST where CONDITION,  or  SCORE \"LABEL\" by EXPRESSION { PATTERN => POINTS }");
  else suggest_statement(p, d, word);
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
