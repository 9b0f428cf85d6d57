// parse_parts.h -- what the lexer, the grammar and the files of the parser share; nobody else includes it.
#pragma once
#include "base/clock.h"
#include "base/diag.h"
#include "base/limits.h"
#include "lang/parse.h"

typedef struct Lexer { Arena *arena; uint32_t start, end; } Lexer;

typedef struct PtrList { void **items; uint32_t count, room; bool lost; } PtrList; // lost: an item of it was a mistake
typedef struct Modifiers { bool each; Expr *cap; Decay decay; bool twice; Span span; } Modifiers;
typedef struct Because { Text text; bool present; } Because;

// An argument of a call with its `of` and `where`; it never leaves the parser.
typedef struct CallArgument { Expr *value, *list, *where; Span span; } CallArgument;

typedef union Value {
  Text text;
  Name name;
  Expr *expr;
  int64_t number;
  PtrList *list;
  Decision *decision;
  Row *row;
  Pattern *pattern;
  PatternItem *item;
  Field *field;
  TableColumn *column;
  Argument *argument;
  Define *define;
  Statement *statement;
  Modifiers *modifiers;
  Because because;
  Query *query;
  Decay *decay;
  Header *header;
  Test *test;
  Merge *merge;
  Rule *rule;
  Route *route;
  CallArgument *argument_of;
} Value;

typedef struct Parser {
  Arena *arena;
  Sources *sources;
  Diags *diags;
  uint32_t source;
  Text bytes;
  Raw *raws; uint32_t raw_count, next;
  Text *score_words; uint32_t score_word_count;  // names of scores that are also words of the language
  uint32_t depth;              // of braces
  bool fields;                 // inside a schema or a record: option words are no names
  bool only_expression, started;
  bool recovering;             // skip to the next statement (or field, row, item) and give SYNC (or ITEM_SYNC) until the grammar takes it
  uint32_t syncs;              // given so far for one mistake
  bool beyond;                 // already at the next statement
  uint32_t sync_raw;           // where reading went on after the last mistake: never before that again
  uint32_t blamed_raw;         // the word of the last message, which is said once
  bool failed;
  uint32_t unclosed;           // braces of blocks that were left after a mistake: their } are passed over
  uint32_t statement_raw;      // where the statement being read begins
  uint32_t before_raw;         // and the one before it
  uint32_t last_raw;           // the token given last
  VEC(uint32_t) blemishes;     // offsets of what the lexer has reported: a statement is blamed once
  VEC(Expr *) blanks;          // blank texts of the statement being read: refused at its end where nobody has allowed them
  PtrList *statements;
  Expr *expression;
} Parser;

#define YYLTYPE Span
#define YYLLOC_DEFAULT(current, rhs, n)                                                                                 \
  do {                                                                                                                  \
    if (n) (current) = span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n));                                                   \
    else { (current) = YYRHSLOC(rhs, 0); (current).start = (current).end; }                                             \
  } while (0)

// tokens.c
void tokens_read(Parser *p);
int token_next(Value *value, Span *location, Parser *p);
const char *token_word(int token); // as it is written; NULL for what is no word
bool word_known(Text word);        // of the language
bool token_is_name(int token);     // a word that also is a name where one can stand
bool word_option(Text word);       // of a field: no name of one
bool raw_reserved(const Parser *p, uint32_t raw);
const char *slip_help(const Parser *p);             // slips.c: how it is written, for the place of the last token; NULL
bool raw_begins_statement(const Parser *p, uint32_t raw);
bool raw_unindented(const Parser *p, uint32_t raw);
bool raw_begins_rule(const Parser *p, uint32_t raw);
static inline Text raw_text(const Parser *p, uint32_t i) { return (Text){p->bytes.data + p->raws[i].start, p->raws[i].end - p->raws[i].start}; }
static inline bool raw_kind(const Parser *p, uint32_t i, RawKind kind) { return i < p->raw_count && p->raws[i].kind == kind; }
static inline bool raw_is(const Parser *p, uint32_t i, const char *word) { return raw_kind(p, i, RAW_NAME) && text_is(raw_text(p, i), word); }
static inline bool raw_any_name(const Parser *p, uint32_t i) { return raw_kind(p, i, RAW_NAME) || raw_kind(p, i, RAW_QUOTED_NAME); }

// resume.c: where to read on after a mistake
int token_sync(Parser *p, Span *span);                      // ITEM_SYNC or SYNC; 0 when the grammar takes neither
uint32_t item_before(const Parser *p, uint32_t raw);        // the word that begins the field, row or item with `raw`; of a statement without such its own
bool raw_in_rows(const Parser *p, uint32_t raw);            // `raw` was read inside a decision table

// parse_literals.c: a literal's node, or a report and a node of kind EXPR_ERROR
Expr *literal_number(Parser *p, Span span);
Expr *literal_date(Parser *p, Span span);
Expr *literal_time(Parser *p, Span span);
Expr *literal_duration(Parser *p, Span span, Text digits, Text unit);
bool literal_text(Parser *p, Span span, Text *text);
bool duration_word(Text word);

// parse_nodes.c: what the grammar's actions build
Expr *node(Parser *p, ExprKind kind, Span span, Expr *a, Expr *b, Expr *c);
Expr *node_chain(Parser *p, ExprKind kind, Span span, Expr *a, Expr *b);
Expr *node_compare(Parser *p, Span span, ExprKind kind, uint8_t op, Expr *a, Expr *b, Expr *c, Span tail);
Expr *node_text(Parser *p, Span span, Text text);
Expr *node_call(Parser *p, Span span, Name name, PtrList *args);
Expr *node_query(Parser *p, Span span, QueryKind kind, Expr *value, Query *query);
Expr *node_quorum(Parser *p, Span span, QuorumOp op, int64_t least, PtrList *args);
Expr *node_set(Parser *p, Span span, PtrList *items);
Expr *node_range(Parser *p, Span span, Expr *low, Expr *high, bool open_end);
Expr *node_negative(Parser *p, Span span, Expr *number);
Query *node_list_query(Parser *p, Span span, Expr *list, Expr *where);
PtrList *list_begin(Parser *p, void *first);
PtrList *list_push(Parser *p, PtrList *list, void *item);
ExprList expr_list(PtrList *list);
Text *text_list(Parser *p, PtrList *list, uint32_t *count);
Modifiers *modifiers_join(Parser *p, Modifiers *a, Modifiers *b);
Type type_named(Name name);
Statement *statement_new(Parser *p, StatementKind kind, Span span, void *what);
Statement *statement_field_list(Parser *p, StatementKind kind, Span span, Name name, PtrList *fields);
Field *field_join(Parser *p, Field *a, Field *b);
Text plain_text(Expr *text, bool may_be_blank);
void blank_allow(Expr *e);
void blanks_allow(PtrList *texts);
void blanks_refuse(Parser *p);
bool depth_enter(Parser *p, Expr *e);

// parse.c
Diag *parse_error(Parser *p, int token, Span span); // NULL when the statement has been blamed already
void parse_expected(Parser *p, Diag *d, const int *tokens, int count);
void parse_recovered(Parser *p, uint32_t from); // what was read from that byte on is lost
