// emit_parts.h -- what the files of the emitter share; nobody else includes it.
//
// An Operand is a value before it is decided how to hold it: a literal stays a literal until an instruction needs a column,
// because most comparisons with literals have a form of their own (a predicate of a look, a range of constants).
#pragma once
#include "code/builder.h"
#include "code/emit.h"

typedef struct Operand {
  Type type;
  uint32_t reg;              // or NONE: `literal`
  const Expr *literal;
} Operand;

// The element scope of one query while its parts are emitted.
// element: register of `it` for LIST_OF lists, else NONE; places: of PAIRS, or NONE; alone: the elements and `it` before they were paired.
typedef struct Scope { const Query *query; uint32_t domain, element, places; const struct Scope *outer; struct { uint32_t domain, element; } alone; } Scope;
// A list as elements of another domain see it (PAIRS).
typedef struct Beside { uint32_t list, domain, pair_list, pair_domain; } Beside;
// One use of a definition with parameters.
typedef struct Call { const Operand *arguments; uint32_t count; const Scope *scope; } Call;

// A table whose text keys (bits of `countries`) are compared with countries is stored with codes there.
typedef struct TableUse { const Table *table; uint64_t countries; } TableUse;
// What a decision table looks at, by the register of its first row: behind a missing result stand these too.
typedef struct Looked { uint32_t first, *by, by_count; } Looked;
typedef struct DefineValue { const Define *define; uint32_t *arguments; uint32_t argument_count; Operand value; } DefineValue;
typedef struct RuleCode { uint32_t fired, points, uncapped, events, unknown; int64_t constant; } RuleCode;

typedef struct Emit {
  Builder b;
  Arena *arena;              // the compilation's
  const Rules *rules;
  const Scope *scope;
  const Call *call;
  uint32_t depth;
  VEC(DefineValue) defined;
  Hash defined_hash;
  uint32_t *scores;          // final register of each, NONE until emitted
  RuleCode *rule_code;
  uint32_t disqualified, incomplete, stage, route, target, kept;
  uint32_t *segments, *reasons;     // truth registers
  VEC(TableUse) table_uses;  // how each emitted table reads its keys
  VEC(Looked) looked;
  VEC(Beside) beside;
  uint32_t segment_list, reason_list; // LIST_OF registers, NONE until asked for
  const Values *stage_names, *route_names;
  Watch *watch;              // or NULL
} Emit;

// Notes what a piece of the tree became, where that has one value a lead.
static inline void watch_reg(Emit *e, const void *what, uint32_t reg, Type type) {
  bool one_use = !e->call || !e->call->count;
  if (e->watch && one_use && reg != NONE && reg_domain(&e->b, reg) == 0) watch_put(e->watch, e->arena, what, reg, type);
}

// emit_expr.c: `e` as a truth, an int, a text, or whatever it is
Operand emit_operand(Emit *e, const Expr *expr);
uint32_t emit_reg(Emit *e, const Expr *expr);          // the register of its natural kind
uint32_t emit_truth(Emit *e, const Expr *condition);
uint32_t operand_reg(Emit *e, Operand o);
uint32_t operand_text(Emit *e, Operand o);
bool literal_int(Emit *e, const Expr *literal, Type as, int64_t *value); // its value as a column of type `as` holds it
const Expr *emit_literal(const Expr *e);               // the literal that it means, through parameters, or NULL
int64_t emit_number(const Expr *e);                    // value of a number literal or parameter
uint32_t truth_constant(Emit *e, uint32_t domain, int answer); // 0 no, 1 yes, 2 unknown
uint32_t unify(Emit *e, uint32_t *a, uint32_t *b);     // brings both to the deeper domain, which it gives
uint32_t truth_bin(Emit *e, Opcode op, uint32_t a, uint32_t b); // AND, OR
uint32_t truth_un(Emit *e, Opcode op, uint32_t a);
uint32_t guard(Emit *e, uint32_t truth, uint32_t operand); // `truth`, unknown where `operand` is: also when no element asks for it
uint32_t any_un(Emit *e, Opcode op, uint32_t a);       // IS_KNOWN, IS_UNKNOWN
uint32_t int_un(Emit *e, Opcode op, uint32_t aux, uint32_t a);
uint32_t emit_between(Emit *e, uint32_t a, uint32_t low_constant, uint32_t high_constant);
uint32_t field_reg(Emit *e, uint32_t slot);
uint32_t first_of(Emit *e, const uint32_t *pairs, uint32_t count, uint32_t domain); // pairs of truth register, constant

// emit_compare.c
uint32_t emit_compare(Emit *e, Operand a, CompareOp op, Operand b);
uint32_t emit_in(Emit *e, Operand a, const Expr *set);
uint32_t emit_match(Emit *e, Operand a, MatchOp op, Quant quant, const Expr *operand);
uint32_t emit_range(Emit *e, Operand a, const Expr *range);
uint32_t emit_within(Emit *e, Operand a, const Expr *duration);
uint32_t emit_older(Emit *e, Operand a, const Expr *duration);
uint32_t emit_regex(Emit *e, Operand a, const Expr *pattern);

// emit_query.c
typedef struct QueryCode { uint32_t list, domain, base, mask, at; } QueryCode; // base: elements that count (and are within); mask: of which `where` is true (Kleene)
QueryCode emit_query_begin(Emit *e, const Query *q, Scope *scope);  // enters the element scope; leave with emit_query_end
void emit_query_end(Emit *e, const Scope *scope);
uint32_t emit_query(Emit *e, const Expr *expr);
// Where the elements of two lists meet in pairs, what is said of one of them alone is computed once for it: also since a list
// inside of it can be looked at only from there. NULL: `x` is no such thing; else the scope is `alone` until emit_alone_end.
const Scope *emit_alone_begin(Emit *e, const Expr *x, Scope *alone);
uint32_t emit_alone_end(Emit *e, const Scope *alone, const Scope *pairs, uint32_t reg); // the value for every pair
// The same, seen from `viewer`: where the list stands beside that domain and not above it, as pairs; *places is then set.
uint32_t emit_list_from(Emit *e, const Expr *list, uint32_t viewer, uint32_t *domain, uint32_t *element, uint32_t *places);
uint32_t emit_gather(Emit *e, uint32_t reg, uint32_t places);
uint32_t emit_list(Emit *e, const Expr *list, uint32_t *domain, uint32_t *element); // a list's register, its element domain, the register of a plain element

// emit_rows.c
Operand emit_decision(Emit *e, const Decision *d, Type type);
uint32_t emit_points_rows(Emit *e, const Decision *d, Decimal step, uint32_t *any); // I: points of the row taken, unknown when none; *any: T, is there one?

// emit_rules.c, emit_decide.c
uint32_t emit_yes(Emit *e, const Expr *x); // a truth that is true where `x` is; where it is not, it need not tell false from unknown
void emit_reasons(Emit *e);
void emit_scores(Emit *e);
void emit_rule_traces(Emit *e);
void emit_decide(Emit *e, bool tests);
void emit_takes(Emit *e);
void emit_needs(Emit *e, NeedOwner owner, uint32_t index, uint32_t condition);
Place place_of(Emit *e, Span span);
void emit_slots(Emit *e);
uint32_t emit_table(Emit *e, const Table *t, uint64_t countries); // its index
