// check_parts.h -- what the files of check share; nobody else includes it.
//
// A checked expression has a type; one of TYPE_ERROR has been reported and goes with everything, so that one mistake is
// one message. Names are looked up in two tables (values, functions) and, before them, in the scopes of a Context.
#pragma once
#include "base/formats.h"
#include "base/limits.h"
#include "lang/check.h"

#define SHOW(t) (int)(t).size, (t).data   // for %.*s

// ---- names
typedef enum { NAME_FIELD, NAME_DEFINE, NAME_PARAMETER, NAME_LIST, NAME_RECORD, NAME_SCORE, NAME_TABLE, NAME_EXTERN } NameKind;
typedef struct NameEntry {
  Text text;
  Span span;
  NameKind kind;
  void *decl;
  uint32_t index;      // NAME_FIELD: the slot
  Text reads;          // NAME_DEFINE: the latest thing that it reads, for messages
  uint32_t depth;      // NAME_DEFINE: how deep definitions below it nest
  uint32_t stamp;      // NAME_DEFINE: the last walk that went through it
} NameEntry;
typedef struct NameTable {
  NameEntry **buckets;
  uint32_t room;
  VEC(NameEntry *) all;
} NameTable;
NameEntry *names_find(const NameTable *table, Text name);
// Gives the entry that was there before, or NULL after adding one; *entry is the new one.
NameEntry *names_add(Arena *arena, NameTable *table, Text name, Span span, NameEntry **entry);

typedef struct ScoreUse { Expr *expr; const Score *score; } ScoreUse;

typedef struct Checker {
  Rules *rules;
  Arena *arena;
  Diags *diags;
  const Loader *loader;
  bool quiet;                      // a statement could not be read, or there is no schema: unknown names are its echo
  VEC(Statement *) statements;     // of all files, in order
  NameTable values, functions;
  Values *stages, *segments, *routes, *reasons; // names, as values that literals must equal
  NameTable labels;                // of rules: decl is the Rule
  VEC(ScoreUse) score_uses;        // their index is known when all scores are
  Score *undeclared[2];            // fit and intent, once something uses them
  VEC(NameEntry *) active;         // definitions being checked, outermost first
  uint32_t stamp;
  int64_t bands_work;              // spent on proving rows unreachable
  uint32_t depth;                  // of expr_check, through definitions
} Checker;

// ---- where an expression stands
typedef struct Frame {             // the element scope of one query
  Query *query;
  Type element;                    // TYPE_RECORD, or the type of `it`
  uint32_t list_slot;
  const struct Frame *next;        // further out
} Frame;
enum { LEVEL_ALL = 255 };          // a limit for what may read everything
typedef struct Context {
  const Define *define;            // whose parameters are names here, or NULL
  const Frame *frame;
  const char *who;                 // "a rule's condition"
  uint8_t limit;                   // only what has a lower level may be read
  bool test;                       // points("...") may stand here
  bool months;                     // a duration of calendar months may stand here
  // gathered on the way
  bool disqualified, incomplete;   // mentions
  uint8_t level;                   // of the node being checked, so far
  uint8_t latest;                  // of all that was read; `reads` names it
  Text reads;
  uint32_t call_depth;             // of the deepest definition used
} Context;

// check_names.c
void names_declare(Checker *c);
void clash_report(Checker *c, NameEntry *old, const char *what, Text name, Span span);
bool label_unique(Checker *c, NameTable *table, Text name, Span span, const char *what, void *decl);
const char *name_kind_word(NameKind kind);
Diag *unknown_report(Checker *c, ErrorId id, Span span, Text name, const char *what, const Text *candidates, uint32_t count);
Score *score_named(Checker *c, Text name, Span use);

// check_schema.c, check_options.c
bool type_resolve(Checker *c, Type *type, Name type_name, Span span);
void records_check(Checker *c);
void schema_check(Checker *c);     // slots and domains; before it only names are known
void options_check(Checker *c);    // after parameters: defaults, ranges, options
void values_prepare(Checker *c, Type type, Span span);

// check_literal.c
void header_check(Checker *c);
void parameters_check(Checker *c, const Setting *settings, uint32_t count);
bool range_check(Checker *c, Expr *range, Type type, const char *what); // bounds are literals of `type`, in order
bool range_holds(const Rules *rules, const Expr *range, Type type, int64_t value);
bool number_of(const Expr *e, Decimal *value);   // as expr_number
bool literal_fits(Checker *c, Expr *literal, Type type, const Expr *range, ErrorId id, const char *what);
Expr *literal_own(Checker *c, Expr *e);
Zone const *zone_named(Checker *c, Text name);

// check_files.c
void files_load(Checker *c, Text path);
bool path_resolve(Checker *c, uint32_t using_file, Text path, Span span, Text *out);

// check_tables.c
void lists_read(Checker *c);
void tables_read(Checker *c);
// check_decision.c
Type decision_check(Checker *c, Context *x, Decision *d, bool points);
// check_bands.c
void rows_reach(Checker *c, const Decision *d);

// check_expr.c
Context context_new(const char *who, uint8_t limit);
Type expr_check(Checker *c, Context *x, Expr *e);
Type scalar_check(Checker *c, Context *x, Expr *e);   // neither list nor record nor `missing`
void condition_check(Checker *c, Context *x, Expr *e);
bool operands_match(Checker *c, Expr *a, Expr *b, bool comparing);
Type branches_join(Checker *c, Expr **items, uint32_t count);
Type expr_poison(Expr *e);
Text expr_source(Checker *c, const Expr *e);
void literal_adapt(Checker *c, Expr *e, Type target, const Expr *subject);
bool duration_check(Checker *c, Context *x, Expr *e, bool months); // a literal or parameter
bool type_ordered(Type t);
bool type_dated(Type t);
// check_text.c
Type check_in(Checker *c, Context *x, Expr *e);
Type check_match(Checker *c, Context *x, Expr *e);
void members_check(Checker *c, Context *x, Expr *subject, Type type, Expr *set);
void pieces_check(Checker *c, Context *x, Expr *subject, Type type, uint8_t op, Expr *operand, bool many);
// check_call.c
bool level_read(Checker *c, Context *x, Expr *e, Level level, Text what);
Type name_check(Checker *c, Context *x, Expr *e);
Type member_check(Checker *c, Context *x, Expr *e);
Type call_check(Checker *c, Context *x, Expr *e);
void define_check(Checker *c, Define *d);
NameEntry *define_entry(Checker *c, const Define *d);
// check_builtin.c
Type builtin_check(Checker *c, Context *x, Expr *e);
int32_t builtin_find(Text name);
// check_query.c
Type query_check(Checker *c, Context *x, Expr *e);
bool query_open(Checker *c, Context *x, Query *q, Frame *frame);   // its list, within and where
Type list_check(Checker *c, Context *x, Expr *e);                  // an expression that must be a list of the lead
// check_rules.c
void scores_check(Checker *c);
void rules_check_all(Checker *c);
void scores_finish(Checker *c);
// check_stages.c
void decisions_check(Checker *c);
// check_tests.c
void tests_check(Checker *c);
// reach.c
void reach_check(Checker *c);
