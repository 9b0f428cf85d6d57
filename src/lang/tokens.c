// tokens.c -- words to tokens: joins phrases, and decides whether a word is a name where it stands.
//
// The whole file is an array of raw tokens first, so that a look ahead costs nothing. The first word of a statement is one
// only outside braces and only when its statement's form follows (`stage "…"`, `define NAME as`); elsewhere it is a name. So
// the grammar has no conflict between them, and a field may be called `stage`.
#include "lang/parse_parts.h"
#include "parser.h"

typedef void *yyscan_t;
int lexer_lex_init_extra(struct Lexer *extra, yyscan_t *scanner);
void *lexer__scan_bytes(const char *bytes, int size, yyscan_t scanner);
RawKind lexer_next(yyscan_t scanner);

typedef enum { RESERVED, STATEMENT, OPTION, CLAUSE } WordKind;
typedef struct Word { const char *text; int token; WordKind kind; } Word;
static const Word words[] = {
#define KEYWORD(word, token, kind) {word, token, kind},
#define PHRASE(a, b, c, token)
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
};
typedef struct Phrase { const char *words[3]; int token; } Phrase;
static const Phrase phrases[] = {
#define KEYWORD(word, token, kind)
#define PHRASE(a, b, c, token) {{a, b, c}, token},
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
};
enum { WORDS = sizeof words / sizeof *words, PHRASES = sizeof phrases / sizeof *phrases };

static const Word *word_of(Text t) {
  for (int i = 0; i < WORDS; i++) if (text_is(t, words[i].text)) return &words[i];
  return NULL;
}
bool word_known(Text word) { return word_of(word) != NULL; }
bool token_is_name(int token) {
  for (int i = 0; i < WORDS; i++) if (words[i].token == token) return words[i].kind == CLAUSE;
  return false;
}
const char *token_word(int token) {
  for (int i = 0; i < WORDS; i++) if (words[i].token == token) return words[i].text;
  return NULL;
}

// ---- raw tokens
static void report(Parser *p, ErrorId id, Raw r, const char *message, const char *help) {
  Diag *d = diag_add(p->diags, id, (Span){p->source, r.start, r.end}, "%s", message);
  if (help) diag_help(p->diags, d, "%s", help);
  p->failed = true;
}
static const char *character_help(Text t) {
  if (t.size && (t.data[0] == '\'' )) return "text stands in double quotes: \"like this\"";
  if (t.size >= 3 && (memcmp(t.data, "\xe2\x80\x9c", 3) == 0 || memcmp(t.data, "\xe2\x80\x9d", 3) == 0 || memcmp(t.data, "\xe2\x80\x98", 3) == 0 || memcmp(t.data, "\xe2\x80\x99", 3) == 0))
    return "these are curly quotes, as a word processor makes them; text stands in straight ones: \"like this\"";
  if (t.size && t.data[0] == '&') return "write `and`";
  if (t.size && t.data[0] == '|') return "write `or`";
  if (t.size && t.data[0] == '!') return "write `not`, or `is not`";
  if (t.size && t.data[0] == ';') return "nothing stands between statements; a comment begins with #";
  if (t.size && t.data[0] == '$') return "write amounts without a currency sign: 1_000_000 or 1M";
  if (t.size && t.data[0] == '%') return "a percentage is a number and its sign together: 15%";
  return NULL;
}
static const char *foreign_help(Text t) {
  return t.data[0] == '=' ? "write `is` or `=`" : t.data[0] == '&' ? "write `and`" : t.data[0] == '|' ? "write `or`" : "write `is not` or `!=`";
}
static const char *number_help(Text t) {
  static const char *const units[] = {"second", "minute", "hour", "day", "week", "month", "year"};
  uint32_t n = 0;
  while (n < t.size && t.data[n] >= '0' && t.data[n] <= '9') n++;
  for (int i = 0; i < 7; i++) if (text_starts((Text){t.data + n, t.size - n}, text_of(units[i]))) return "a blank stands between a number and its unit: 30 days";
  return "a number is written 200, 1_000_000, 200k, 5M, 2B, 1.5 or 15%; a name begins with a letter";
}
// What is no token is reported here and left out, so that the grammar does not stumble over it again.
static bool raw_keep(Parser *p, Raw r) {
  Text t = {p->bytes.data + r.start, r.end - r.start};
  if (r.kind == RAW_CHARACTER || r.kind == RAW_OPEN_TEXT || r.kind == RAW_BAD_NUMBER || r.kind == RAW_FOREIGN) *VEC_PUSH(p->arena, &p->blemishes) = r.start;
  switch (r.kind) {
    case RAW_CHARACTER: {
      Diag *d = diag_add(p->diags, ERROR_CHARACTER, (Span){p->source, r.start, r.end}, "`%.*s` means nothing here", (int)t.size, t.data);
      if (character_help(t)) diag_help(p->diags, d, "%s", character_help(t));
      p->failed = true;
      return false;
    }
    case RAW_OPEN_TEXT: report(p, ERROR_TEXT_LITERAL, r, "this text does not end on its line", "close it with \""); return true;
    case RAW_BAD_NUMBER: report(p, ERROR_NUMBER_LITERAL, r, "this is neither a number nor a name", number_help(t)); return true;
    case RAW_BAD_TIME: report(p, ERROR_DATE_LITERAL, r, "this is not a time", "a time is written 2026-11-01T09:00Z or 2026-11-01T09:00:00+02:00"); return true;
    default: return true;
  }
}
static bool statement_form(const Parser *p, uint32_t i, int token);
void tokens_read(Parser *p) {
  Lexer lexer = {p->arena, 0, 0};
  yyscan_t scanner;
  VEC(Raw) raws = {0};
  if (lexer_lex_init_extra(&lexer, &scanner) != 0) arena_fail(p->arena);
  lexer__scan_bytes(p->bytes.data, (int)p->bytes.size, scanner);
  uint32_t line_end = 0;
  for (RawKind kind; (kind = lexer_next(scanner)) != RAW_END && raws.count < LIMIT_TOKENS;) {
    Raw r = {kind, lexer.start, lexer.end, raws.count == 0 || memchr(p->bytes.data + line_end, '\n', lexer.start - line_end) != NULL};
    line_end = lexer.end;
    if (raw_keep(p, r)) *VEC_PUSH(p->arena, &raws) = r;
  }
  if (raws.count >= LIMIT_TOKENS) report(p, ERROR_TOO_LARGE, raws.items[raws.count - 1], "this file has too many words", "split it, and join the parts with `use`");
  p->raws = raws.items;
  p->raw_count = raws.count;
  VEC(Text) scores = {0}; // `score each 0..100`: `each "Label"` is then a rule
  for (uint32_t i = 0; i + 1 < p->raw_count; i++)
    if (raw_is(p, i, "score") && raw_kind(p, i + 1, RAW_NAME) && word_of(raw_text(p, i + 1)) && statement_form(p, i, SCORE)) *VEC_PUSH(p->arena, &scores) = raw_text(p, i + 1);
  p->score_words = scores.items;
  p->score_word_count = scores.count;
}

Raw *raws_read(Arena *arena, Text bytes, uint32_t *count) {
  Diags unheard = {.arena = arena};
  Parser p = {.arena = arena, .diags = &unheard, .bytes = bytes};
  tokens_read(&p);
  *count = p.raw_count;
  return p.raws;
}
bool word_begins(Text word) {
  const Word *w = word_of(word);
  return w && w->kind == STATEMENT;
}
bool word_option(Text word) {
  const Word *w = word_of(word);
  return w && w->kind == OPTION;
}

// ---- statements
static int phrase_at(const Parser *p, uint32_t i, uint32_t *length);
static bool raw_operator(const Parser *p, uint32_t i) { // a word of the language, also the first of a phrase: `score starts with`
  uint32_t length;
  return raw_kind(p, i, RAW_NAME) && (word_of(raw_text(p, i)) || phrase_at(p, i, &length));
}
bool raw_reserved(const Parser *p, uint32_t i) {
  const Word *w = raw_kind(p, i, RAW_NAME) ? word_of(raw_text(p, i)) : NULL;
  return w && w->kind == RESERVED;
}
// `score each 0..100` declares; `score between 0 and 100` compares.
static bool score_tail(const Parser *p, uint32_t i, bool begins_line) {
  if (raw_kind(p, i, (RawKind)'=') || raw_is(p, i, "whole") || raw_kind(p, i, RAW_TO)) return true;
  uint32_t number = raw_kind(p, i, (RawKind)'-') ? i + 1 : i;
  if (raw_kind(p, number, RAW_NUMBER)) return raw_kind(p, number + 1, RAW_TO) || raw_kind(p, number + 1, RAW_UNTIL);
  return begins_line && (i >= p->raw_count || p->raws[i].first_on_line);
}
static bool statement_form(const Parser *p, uint32_t i, int token) {
  uint32_t n = i + 1;
  switch (token) {
    case RUBRIC: case USE: case GROUP: case DISQUALIFY: case REQUIRE: case STAGE: case SEGMENT: case CONTACT: case ROUTE: case TEST: return raw_kind(p, n, RAW_TEXT) || raw_kind(p, n, RAW_OPEN_TEXT);
    case SCHEMA: case RECORD: return raw_any_name(p, n) && raw_kind(p, n + 1, (RawKind)'{');
    case LIST: return raw_any_name(p, n) && (raw_kind(p, n + 1, (RawKind)'=') || raw_is(p, n + 1, "from"));
    case TABLE: return raw_any_name(p, n) && raw_is(p, n + 1, "from");
    case PARAMETER: return raw_any_name(p, n) && raw_kind(p, n + 1, (RawKind)'=');
    case DEFINE: if (raw_kind(p, n + 1, (RawKind)'(') && (raw_reserved(p, n) || (raw_operator(p, n) && !p->raws[i].first_on_line))) return false; // define in ("a", "b")
      return raw_any_name(p, n) && (raw_is(p, n + 1, "as") || raw_is(p, n + 1, "by") || raw_kind(p, n + 1, (RawKind)'('));
    case SCORE: {
      if (!raw_any_name(p, n) || raw_kind(p, n + 1, RAW_TEXT)) return false;
      const Word *w = raw_kind(p, n, RAW_NAME) ? word_of(raw_text(p, n)) : NULL;
      if (w && w->kind != OPTION && w->kind != CLAUSE) return false;
      return !raw_operator(p, n) || score_tail(p, n + 1, p->raws[i].first_on_line);
    }
    case STAGES: return raw_is(p, n, "forward") && raw_is(p, n + 1, "only");
    case HOLD: return raw_is(p, n, "routes") && raw_is(p, n + 1, "for");
    case ACCOUNT: return raw_is(p, n, "by");
    case MERGE: return raw_is(p, n, "leads") && raw_is(p, n + 1, "by");
    case EXTERN: return raw_is(p, n, "function");
    default: return false;
  }
}
static bool rule_form(const Parser *p, uint32_t i) {
  if (!raw_kind(p, i + 1, RAW_TEXT) || !raw_any_name(p, i)) return false;
  const Word *w = raw_kind(p, i, RAW_NAME) ? word_of(raw_text(p, i)) : NULL;
  if (!w) return true;
  for (uint32_t s = 0; s < p->score_word_count; s++) if (text_equal(p->score_words[s], raw_text(p, i))) return p->raws[i].first_on_line;
  return false;
}
// Misspelt, but no expression goes on like this: `define hot = …`, `stage MQL when …`, `route to …`
static bool statement_meant(const Parser *p, uint32_t i, int token) {
  if (!p->raws[i].first_on_line || !raw_kind(p, i + 1, RAW_NAME) || p->raws[i + 1].first_on_line) return false;
  return !raw_operator(p, i + 1) || (token == ROUTE && raw_is(p, i + 1, "to"));
}
// The name in `define score as …`: whatever follows it, it begins nothing.
static bool names_statement(const Parser *p, uint32_t i) {
  static const char *const named[] = {"schema", "record", "list", "table", "parameter", "define", "score"};
  if (i != p->statement_raw + 1 || !raw_begins_statement(p, p->statement_raw) || raw_reserved(p, i)) return false;
  for (int n = 0; n < 7; n++) if (raw_is(p, p->statement_raw, named[n])) return true;
  return false;
}
bool raw_unindented(const Parser *p, uint32_t i) { return p->raws[i].start == 0 || p->bytes.data[p->raws[i].start - 1] == '\n'; }
bool raw_begins_rule(const Parser *p, uint32_t i) { return rule_form(p, i); }
// After `(` or a comma stands an argument: f(score text). Only at the margin it is a statement whose predecessor broke off.
static bool argument_place(const Parser *p, uint32_t i) { return i > 0 && (raw_kind(p, i - 1, (RawKind)'(') || raw_kind(p, i - 1, (RawKind)',')) && !raw_unindented(p, i); }
bool raw_begins_statement(const Parser *p, uint32_t i) {
  if (argument_place(p, i)) return false;
  const Word *w = raw_kind(p, i, RAW_NAME) ? word_of(raw_text(p, i)) : NULL;
  if (w && w->kind == STATEMENT && (statement_form(p, i, w->token) || statement_meant(p, i, w->token))) return true;
  return rule_form(p, i);
}

// ---- the grammar's tokens
static int phrase_at(const Parser *p, uint32_t i, uint32_t *length) {
  for (int f = 0; f < PHRASES; f++) {
    const Phrase *f_ = &phrases[f];
    uint32_t n = 0;
    while (n < 3 && *f_->words[n] && raw_is(p, i + n, f_->words[n])) n++;
    if (n < 3 && *f_->words[n]) continue;
    bool type = f_->token == ONE_OF || f_->token == SCALE_OF || f_->token == LIST_OF; // elsewhere `of` belongs to a query: sum(one of events)
    if (f_->token == SEPARATED_BY && !p->fields) continue;
    if (type && !p->fields && !(f_->token == LIST_OF && i > 0 && raw_any_name(p, i - 1))) continue;
    *length = n;
    return f_->token;
  }
  return 0;
}
static Span raw_span(const Parser *p, uint32_t from, uint32_t count) { return (Span){p->source, p->raws[from].start, p->raws[from + count - 1].end}; }
static Text unquoted(Text t) { return (Text){t.data + 1, t.size - 2}; }

static int name_token(Parser *p, Value *value, Span span, Text text) {
  (void)p;
  value->name = (Name){text, span};
  return NAME;
}
static int number_token(Parser *p, Value *value, Span *span) {
  uint32_t i = p->next;
  Text digits = raw_text(p, i);
  if (raw_kind(p, i + 1, RAW_NAME) && duration_word(raw_text(p, i + 1)) && !rule_form(p, i + 1)) { // score day 0..1  day "Label" …
    Text unit = raw_text(p, i + 1);
    bool ago = raw_is(p, i + 2, "ago");
    *span = raw_span(p, i, 2);
    value->expr = literal_duration(p, *span, digits, unit);
    p->next += ago ? 3 : 2;
    if (!ago) return DURATION;
    *span = raw_span(p, i, 3);
    value->expr = node(p, EXPR_AGO, *span, value->expr, NULL, NULL);
    return AGO;
  }
  value->expr = literal_number(p, *span);
  p->next++;
  return NUMBER;
}
static int word_token(Parser *p, Value *value, Span *span) {
  uint32_t i = p->next, length = 0;
  Text t = raw_text(p, i);
  if (rule_form(p, i) || names_statement(p, i)) { p->next++; return name_token(p, value, *span, t); }
  if (raw_is(p, i, "at") && raw_is(p, i + 1, "least") && raw_kind(p, i + 2, RAW_NUMBER)) { p->next += 2; *span = raw_span(p, i, 2); return AT_LEAST; }
  if (p->fields && raw_is(p, i, "missing") && raw_is(p, i + 1, "when")) { p->next += 2; *span = raw_span(p, i, 2); return MISSING_WHEN; }
  if (raw_is(p, i + 1, "of") && i > 0 && (raw_is(p, i - 1, "has") || raw_is(p, i - 1, "contains") || raw_is(p, i - 1, "with"))) { // has any of ...
    int set = text_is(t, "any") ? ANY_OF_SET : text_is(t, "all") ? ALL_OF_SET : text_is(t, "none") ? NONE_OF_SET : 0;
    if (set) { p->next += 2; *span = raw_span(p, i, 2); return set; }
  }
  const Word *w = word_of(t);
  int phrase = phrase_at(p, i, &length);
  bool statement_phrase = phrase == HOLD_ROUTES_FOR || phrase == ACCOUNT_BY || phrase == MERGE_LEADS_BY || phrase == EXTERN_FUNCTION;
  if (phrase && (!statement_phrase || (p->depth == 0 && i == p->statement_raw))) { p->next += length; *span = raw_span(p, i, length); value->name = (Name){t, *span}; return phrase; }
  p->next++;
  value->name = (Name){t, *span};
  if (!w) return NAME;
  if (w->kind != STATEMENT) return w->token;
  if (p->depth > 0 || i != p->statement_raw || !raw_begins_statement(p, i)) return NAME;
  p->fields = w->token == SCHEMA || w->token == RECORD || w->token == TABLE;
  return w->token;
}
static int brace_token(Parser *p, int c) {
  if (c == '{') p->depth++;
  if (c == '}' && p->depth > 0) p->depth--;
  if (p->depth == 0) p->fields = false;
  return c;
}
static int one_token(Parser *p, Value *value, Span *span) {
  uint32_t i = p->next;
  Raw r = p->raws[i];
  *span = raw_span(p, i, 1);
  p->last_raw = i;
  if (p->depth == 0 && i != p->statement_raw && (r.kind == RAW_NAME || r.kind == RAW_QUOTED_NAME) && raw_begins_statement(p, i) && !names_statement(p, i)) {
    p->before_raw = p->statement_raw;
    p->statement_raw = i;
  }
  switch (r.kind) {
    case RAW_NAME: return word_token(p, value, span);
    case RAW_QUOTED_NAME: p->next++; return name_token(p, value, *span, unquoted(raw_text(p, i)));
    case RAW_NUMBER: return number_token(p, value, span);
    default: break;
  }
  p->next++;
  switch (r.kind) {
    case RAW_TEXT: case RAW_OPEN_TEXT: {
      Text t = {0};
      if (r.kind == RAW_TEXT) literal_text(p, *span, &t);
      else t = TEXT("?");
      value->expr = node_text(p, *span, t);
      if (r.kind == RAW_OPEN_TEXT) value->expr->kind = EXPR_ERROR; // reported: what it is compared with is not asked
      return TEXT_LITERAL;
    }
    case RAW_DATE: value->expr = literal_date(p, *span); return DATE_LITERAL;
    case RAW_TIME: value->expr = literal_time(p, *span); return TIME_LITERAL;
    case RAW_BAD_TIME: value->expr = node(p, EXPR_ERROR, *span, NULL, NULL, NULL); return TIME_LITERAL;
    case RAW_BAD_NUMBER: value->expr = node(p, EXPR_ERROR, *span, NULL, NULL, NULL); return NUMBER;
    case RAW_UNTIL: return UNTIL;
    case RAW_TO: return TO;
    case RAW_ARROW: return ARROW;
    case RAW_LE: return LE;
    case RAW_GE: return GE;
    case RAW_NE: return NE;
    case RAW_FOREIGN: {
      Text t = raw_text(p, i);
      Diag *d = diag_add(p->diags, ERROR_CHARACTER, *span, "`%.*s` is not a word of rules", (int)t.size, t.data);
      diag_help(p->diags, d, "%s", foreign_help(t));
      p->failed = true;
      return t.data[0] == '=' ? '=' : t.data[0] == '<' ? NE : t.data[0] == '&' ? AND : OR;
    }
    default: return brace_token(p, (int)r.kind);
  }
}
int token_next(Value *value, Span *span, Parser *p) {
  if (!p->started) {
    p->started = true;
    *span = (Span){p->source, 0, 0};
    return p->only_expression ? START_EXPRESSION : START_FILE;
  }
  if (p->recovering) return token_sync(p, span);
  for (; p->depth == 0 && p->unclosed > 0 && raw_kind(p, p->next, (RawKind)'}'); p->unclosed--) p->next++;
  if (p->next >= p->raw_count) { *span = (Span){p->source, p->bytes.size, p->bytes.size}; p->last_raw = p->raw_count; return 0; }
  return one_token(p, value, span);
}
