// ast.h -- the tree of a rule set. The parser fills what is above each "set by check" line; check fills the rest.
//
// Everything lives in the compilation's arena and keeps its Span, so that a message, the formatter and an editor can
// point at it. Numbers are decimals in units of 1/10,000; times and durations microseconds; dates days (base/).
#pragma once
#include "lang/types.h"
#include "base/decimal.h"

typedef struct Expr Expr;
typedef struct Query Query;
typedef struct Define Define;
typedef struct Statement Statement;

typedef struct Name { Text text; Span span; } Name;
typedef struct ExprList { Expr **items; uint32_t count; } ExprList;

typedef enum {
  EXPR_ERROR,
  EXPR_NUMBER,     // value
  EXPR_TEXT,       // text, unescaped. Set by check: when compared with a country the code; with one of/scale `value` is the index
  EXPR_BOOLEAN,    // value 0 or 1
  EXPR_DATE,       // value: days
  EXPR_TIME,       // value: microseconds; `local`: without a zone, check turns it into an instant by the rubric's timezone
  EXPR_DURATION,   // value: microseconds, or months when `months`; unit_us: microseconds of the unit written (day for days and weeks)
  EXPR_MISSING,    // a branch or a table's result
  EXPR_NOW,
  EXPR_AGO,        // a: EXPR_DURATION
  EXPR_NAME,       // text
  EXPR_MEMBER,     // a.text
  EXPR_CALL,       // text(args): builtin, definition, table, extern
  EXPR_NEGATE,     // -a
  EXPR_NOT,        // not a
  EXPR_ARITH,      // a op b       ('+' '-' '*' '/')
  EXPR_AND, EXPR_OR, // args: two or more operands of one chain (a and b are not used)
  EXPR_COMPARE,    // a op b       (CompareOp)
  EXPR_BETWEEN,    // a between b and c
  EXPR_IN,         // a [not] in b; b: EXPR_SET, EXPR_RANGE, or a name of a list or a list field
  EXPR_MATCH,      // a match [quant] b  (has, contains, starts with, ends with)
  EXPR_REGEX,      // a matches b; b: EXPR_TEXT
  EXPR_WITHIN,     // a [not] within b
  EXPR_OLDER,      // a older than b
  EXPR_BEFORE, EXPR_AFTER,
  EXPR_STATE,      // a is [not] missing/present/valid/invalid
  EXPR_QUORUM,     // all/any/none of (args), at least `value` of (args)
  EXPR_QUERY,      // query_kind(a of query)
  EXPR_IF,         // if a then b else c
  EXPR_SET,        // (args)
  EXPR_RANGE,      // a..b, either may be NULL; `open_end`: a..<b
  EXPR_LIST_DATA,  // [args], in tests
  EXPR_RECORD_DATA // { names: args }, in tests
} ExprKind;

typedef enum { COMPARE_IS, COMPARE_IS_NOT, COMPARE_EXACTLY, COMPARE_NOT_EXACTLY, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE } CompareOp;
typedef enum { MATCH_HAS, MATCH_CONTAINS, MATCH_STARTS, MATCH_ENDS } MatchOp;
typedef enum { QUANT_ONE, QUANT_ANY, QUANT_ALL, QUANT_NONE } Quant;
typedef enum { STATE_MISSING, STATE_PRESENT, STATE_VALID, STATE_INVALID } StateOp;
typedef enum { QUORUM_ALL, QUORUM_ANY, QUORUM_NONE, QUORUM_AT_LEAST } QuorumOp;
typedef enum { QUERY_COUNT, QUERY_ANY, QUERY_ALL, QUERY_NONE, QUERY_SUM, QUERY_AVERAGE, QUERY_MIN, QUERY_MAX, QUERY_DISTINCT, QUERY_LATEST, QUERY_EARLIEST } QueryKind;

// What a name means. Set by check on EXPR_NAME, EXPR_MEMBER and EXPR_CALL.
typedef enum {
  REF_NONE,
  REF_SLOT,         // a lead's field: `slot`
  REF_ELEMENT,      // a field of the element of `query` (the enclosing query that it belongs to): `slot`
  REF_IT,           // `it` in a query over a list of plain values: `query`, `slot` (the list's element slot)
  REF_ARGUMENT,     // parameter number `index` of the definition that it stands in
  REF_PARAMETER,    // `decl`: Parameter; the expression means its literal
  REF_DEFINE,       // `decl`: Define (a name without arguments, or a call)
  REF_LIST,         // `decl`: List
  REF_TABLE_CELL,   // EXPR_MEMBER over EXPR_CALL: `decl`: Table, `index`: column
  REF_SCORE,        // `index` into Rules.scores
  REF_STAGE, REF_SEGMENTS, REF_DISQUALIFIED, REF_INCOMPLETE, REF_REASONS, REF_ROUTE, REF_TARGET,
  REF_PREVIOUS,     // previous.stage and its like: `slot` (check adds their slots after the schema's)
  REF_BUILTIN,      // `index`: BuiltinId
  REF_EXTERN,       // `decl`: Extern
  REF_POINTS        // points("Label"), in tests: `index` into Rules.rules
} RefKind;

typedef enum {
#define BUILTIN(id, name, ...) BUILTIN_##id,
#include "lang/builtins.def"
#undef BUILTIN
  BUILTIN_COUNT
} BuiltinId;

struct Expr {
  ExprKind kind;
  Span span;
  Expr *a, *b, *c;
  ExprList args;
  Name *names;          // EXPR_RECORD_DATA: args.count of them
  Text text;
  int64_t value;
  int64_t unit_us;      // EXPR_DURATION
  uint8_t op;           // character of ARITH, CompareOp, MatchOp, StateOp, QuorumOp, QueryKind
  uint8_t quant;        // Quant of MATCH
  bool negated;         // not in, not within, is not missing
  bool parenthesised;
  bool months, local, open_end;
  bool percent;         // EXPR_NUMBER written with %
  Query *query;         // EXPR_QUERY; set by check for REF_ELEMENT, REF_IT
  // set by check
  Type type;
  RefKind ref;
  uint32_t slot, index;
  void *decl;
  uint8_t level;        // Level: the latest thing that it reads
};

// LIST [within DURATION] [where CONDITION]
struct Query {
  Expr *list, *within, *where;
  Span span;
  // set by check
  uint32_t list_slot;   // the list's slot; UINT32_MAX for segments and reasons
  uint32_t time_slot;   // the element's time (`by`), or UINT32_MAX
  uint32_t since_slot;  // the lead's field of `since`, or UINT32_MAX
  Query *outer;         // the query whose element holds the list, or NULL
};

// ---- decision tables
typedef enum { PATTERN_LITERAL, PATTERN_RANGE, PATTERN_COMPARE, PATTERN_IN, PATTERN_MATCH, PATTERN_PRESENT, PATTERN_MISSING, PATTERN_ANY } PatternKind;
typedef struct PatternItem {
  PatternKind kind;
  bool negated;
  uint8_t op, quant;    // CompareOp; MatchOp and Quant
  Expr *value;          // literal, EXPR_RANGE, set, operand
  Span span;
} PatternItem;
typedef struct Pattern { PatternItem *items; uint32_t count; Span span; } Pattern;   // joined with `or`
typedef struct Row {
  Pattern *patterns;    // one per column; NULL for otherwise
  uint32_t pattern_count;
  bool otherwise;
  Expr *result;         // literal, or EXPR_MISSING; points for a rule (sign applied)
  Span span;
} Row;
typedef struct Decision { ExprList by; Row *rows; uint32_t row_count; bool rows_lost; Span span; } Decision; // rows_lost: a mistake has been told

// ---- declarations
typedef struct Field {
  Name name;
  Type type;                    // check resolves record names; the parser leaves kind TYPE_RECORD with type_name for a name it does not know
  Name type_name;               // as written, of the innermost element
  Span span;
  bool key, required, default_empty;
  Expr *default_value;
  Text *from; uint32_t from_count;
  Text *missing; uint32_t missing_count;
  Expr *range;                  // EXPR_RANGE
  Name unit;
  Text separator; bool has_separator;
  Text form; bool has_form; Span form_span;
  Name by, since;               // text.size 0 when absent
} Field;

struct Record { Name name; Field *fields; uint32_t field_count; Span span; };
typedef struct Schema { Name name; Field *fields; uint32_t field_count; Span span; } Schema;

typedef struct List {
  Name name;
  Text *values; Span *spans; uint32_t count; // as written, trimmed; read from the file by check when `path` is set
  Text path, column; Span path_span;
  bool from_file, has_column;
} List;

typedef struct TableColumn { Name name; Type type; bool key; Text from; } TableColumn;
typedef struct Cell { int64_t value; Text text; bool present; } Cell;  // value for int types and booleans
typedef struct Table {
  Name name;
  Text path; Span path_span;
  TableColumn *columns; uint32_t column_count;
  Cell *cells; uint32_t row_count;   // set by check: row-major; text cells trimmed
  uint32_t *key_columns; uint32_t key_count;
} Table;

typedef struct Parameter { Name name; Expr *value; Expr *range; } Parameter; // check applies --set to `value`

typedef struct Argument { Name name; Type type; Name type_name; } Argument;
struct Define {
  Name name;
  bool function;                // has a parameter list
  Argument *arguments; uint32_t argument_count;
  Expr *body;                   // `as`
  Decision *decision;           // `by`
  Span span;
  // set by check
  Type type;
  uint8_t level;
  bool mentions_disqualified, mentions_incomplete;
  uint8_t mark;                 // for the search of cycles
};

typedef struct Extern { Name name; Argument *arguments; uint32_t argument_count; Type gives; Name gives_name; Text library; Span library_span; Span span; } Extern;

typedef struct Score {
  Name name;
  Expr *range; bool whole;
  Expr *derived;
  Span span;                    // of the name for the undeclared fit and intent: the first use
  // set by check
  Decimal lowest, highest;      // what its rules can reach, clamped to the range
  bool bounded_low, bounded_high; // false: no bound is known (each without at most)
} Score;

typedef struct Decay {
  DecayKind kind;
  Expr *share;                  // KEEPING, LOSING_SHARE (number), LOSING_POINTS
  Expr *every;                  // EXPR_DURATION
  Expr *since;
  Span span;
} Decay;

typedef struct Group Group;
typedef enum { RULE_WHEN, RULE_FOR, RULE_PER, RULE_BY } RuleForm;
typedef struct Rule {
  Name score;
  Text label; Span label_span;
  RuleForm form;
  Expr *points;                 // EXPR_NUMBER with its sign, or EXPR_NAME of a parameter; `points_negative` for -name
  bool points_negative;
  bool each;
  Expr *cap;                    // `at most N`: number or parameter
  Decay decay;
  Text because; bool has_because;
  Expr *when, *per;
  Query *query;
  Decision *by;
  Group *group;
  Span span;
  // set by check
  uint32_t score_index, index;
} Rule;
struct Group {
  Text label; Span label_span; Expr *range; Decay decay; Rule **rules; uint32_t rule_count; Span span;
  uint32_t score_index, index;  // set by check
};

typedef struct Reason { bool require; Text code; Span code_span; Text because; bool has_because; Expr *when; Span span; uint32_t index; } Reason;
typedef struct Stage { Text name; Span name_span; Expr *when; bool otherwise; Span span; uint32_t index; bool mentions_disqualified; } Stage;
typedef struct Segment { Text name; Span name_span; Expr *when; Span span; uint32_t index; } Segment;
typedef struct Channel {
  Text name; Span name_span; Text because; bool has_because; Expr *when;
  bool has_hours; Text open_text, close_text; Span hours_span; Expr *zone;
  Span span; uint32_t index;
  int64_t open, close;          // set by check: microseconds of the day
} Channel;
typedef struct Share { Text target; Expr *share; Span span; Decimal weight; } Share; // weight set by check, in units; sums to DECIMAL_ONE
typedef struct Route {
  Text name; Span name_span;
  Expr *target; Share *shares; uint32_t share_count;
  Expr *sla; Expr *when; bool otherwise; Span span; uint32_t index;
  bool mentions_disqualified, mentions_incomplete;
} Route;
typedef struct Hold { Expr *duration; bool unless_stage_changes; Span span; } Hold;
typedef struct Account { Expr *by; Define **figures; uint32_t count; Span span; } Account;
typedef struct Merge { Expr *by; Name keep_latest; Name *combine; uint32_t combine_count; Name *strictest; uint32_t strictest_count; Span span; } Merge;
typedef struct Test { Text name; Span name_span; Expr *at; Expr *lead; Expr **expects; uint32_t expect_count; Span span; } Test; // lead: EXPR_RECORD_DATA
typedef struct Use { Text path; Span path_span; } Use;
typedef struct Header {   // rubric "Name" { ... }
  Text name; Text owner, version, timezone; Span timezone_span; bool has_owner, has_version, has_timezone;
  Expr *review_every; Expr *review_since; Span span;
} Header;

typedef enum {
  STATEMENT_HEADER, STATEMENT_USE, STATEMENT_SCHEMA, STATEMENT_RECORD, STATEMENT_LIST, STATEMENT_TABLE, STATEMENT_PARAMETER,
  STATEMENT_DEFINE, STATEMENT_EXTERN, STATEMENT_SCORE, STATEMENT_RULE, STATEMENT_GROUP, STATEMENT_REASON, STATEMENT_STAGE,
  STATEMENT_FORWARD_ONLY, STATEMENT_SEGMENT, STATEMENT_CHANNEL, STATEMENT_ROUTE, STATEMENT_HOLD, STATEMENT_ACCOUNT,
  STATEMENT_MERGE, STATEMENT_TEST
} StatementKind;
struct Statement {
  StatementKind kind;
  Span span;
  union {
    Header *header; Use *use; Schema *schema; Record *record; List *list; Table *table; Parameter *parameter; Define *define;
    Extern *external; Score *score; Rule *rule; Group *group; Reason *reason; Stage *stage; Segment *segment; Channel *channel;
    Route *route; Hold *hold; Account *account; Merge *merge; Test *test;
  };
};
typedef struct File { uint32_t source; Statement *statements; uint32_t count; bool has_syntax_errors; } File;
