// oracle.h -- what the language means, one lead at a time.
//
// A recursive evaluator of the checked tree, written from the language's definition and not from the machine that runs
// programs: scalar values, plain loops, no sharing, nothing remembered. It is slow and meant to be obviously right; the
// machine must agree with it on every lead. Of the engine it uses only what has tests of its own: decimals and decays,
// the clock, folding, formats, the stable sample.
//
// A decision and all it points to live in the arena that is given, or in the lead, or in the rules.
#pragma once
#include "lang/check.h"

typedef enum { ORACLE_MISSING, ORACLE_PRESENT, ORACLE_INVALID } OracleState;

// A value of any type. Numbers, dates, times, durations, booleans and indices of scales: `number`. Every kind of text, also
// `one of` (in its declared spelling): `text`. Lists: `elements`. A record has its state only; its fields are slots.
typedef struct OracleValue OracleValue;
struct OracleValue {
  OracleState state;
  int64_t number;
  Text text;
  OracleValue **elements;   // each: the values of the element's slots, by place
  uint32_t count;
};

// Reads zones that leads name; NULL for an unknown one.
typedef struct OracleZones { void *user; const Zone *(*zone)(void *user, Text name); } OracleZones;
// Does the pattern match somewhere in the text, without case?
typedef bool (*OracleRegex)(Text pattern, Text text);

typedef struct Oracle {
  const Rules *rules;
  OracleZones zones;
  OracleRegex regex;
  int64_t now, today;       // today: now's date in the rubric's timezone
  uint32_t *place;          // per slot: its place among the values of its domain
  uint32_t *places;         // per domain: how many there are
  uint32_t *order;          // per slot: its place in the schema as written (the fields of a record stand where it stands)
} Oracle;

typedef enum { LINE_RULE, LINE_GROUP, LINE_DERIVED, LINE_CLAMP } OracleLineKind;
typedef struct OracleLine { OracleLineKind kind; uint32_t score, index; Decimal points; } OracleLine; // index: of the rule or group
typedef enum { CONTACT_BLOCKED, CONTACT_ALLOWED, CONTACT_WAIT } OracleContactKind;
typedef struct OracleContact { OracleContactKind kind; int64_t wait_until; } OracleContact;
typedef struct OracleScore { bool known; Decimal value; } OracleScore;
typedef enum { STATUS_DISQUALIFIED, STATUS_INCOMPLETE, STATUS_ROUTED, STATUS_UNROUTED } OracleStatus;

typedef struct OracleDecision {
  OracleStatus status;
  bool disqualified, incomplete;
  bool *reasons, *segments, *needs;   // by index; needs by slot
  OracleScore *scores;
  const Stage *stage;                 // NULL: none
  bool has_route, has_target, has_sla, has_due;
  Text route, target;
  int64_t sla_seconds, due_at;
  OracleContact *contacts;
  VEC(OracleLine) lines;
} OracleDecision;

Oracle *oracle_new(Arena *arena, const Rules *rules, int64_t now, OracleZones zones, OracleRegex regex);
// `lead`: the values of domain 0, by place.
OracleDecision *oracle_decide(const Oracle *oracle, Arena *arena, const OracleValue *lead);
// The decision as the command prints it, without a line end and without a trace. `record`: the lead's number in the input.
Text oracle_line(const Oracle *oracle, Arena *arena, const OracleValue *lead, const OracleDecision *decision, uint64_t record);
// Do the lines of every score add up to it?
bool oracle_adds_up(const Oracle *oracle, const OracleDecision *decision);

// ---- between the files of the oracle
typedef struct OracleCase {           // one lead on its way
  const Oracle *oracle;
  Arena *arena;
  const OracleValue *lead;
  OracleDecision *decision;
} OracleCase;
typedef struct OracleFrame { const Query *query; const OracleValue *element; const struct OracleFrame *outer; } OracleFrame;
typedef struct OracleEnv {            // where names get their meaning
  OracleCase *of;
  const OracleFrame *frame;           // the innermost element
  const Expr *call;                   // that led into the definition, for its arguments
  const struct OracleEnv *caller;
} OracleEnv;

OracleValue oracle_eval(const OracleEnv *x, const Expr *e);
bool oracle_true(const OracleEnv *x, const Expr *e);
OracleValue oracle_unknown(void);
OracleValue oracle_number(int64_t number);
OracleValue oracle_truth(bool truth);
OracleValue oracle_text(Text text);
OracleValue oracle_not(OracleValue a);
bool oracle_equal(const OracleEnv *x, Type ta, OracleValue a, Type tb, OracleValue b);
bool oracle_less(const OracleEnv *x, Type ta, OracleValue a, Type tb, OracleValue b);
int64_t oracle_dated(const OracleEnv *x, Type type, int64_t value, Type other); // a time's date when the other is a date
OracleValue oracle_in(const OracleEnv *x, Type type, OracleValue a, const Expr *set);
OracleValue oracle_match(const OracleEnv *x, Type type, OracleValue a, uint8_t op, uint8_t quant, const Expr *operand);
OracleValue oracle_compare(const OracleEnv *x, Type ta, OracleValue a, uint8_t op, Type tb, OracleValue b);
OracleValue oracle_within(const OracleEnv *x, Type type, OracleValue a, const Expr *duration);
OracleValue oracle_builtin(const OracleEnv *x, const Expr *e);
OracleValue oracle_query(const OracleEnv *x, const Expr *e);
// Elements of the query that count before its `where`: happened, since, within. False: the list is unknown.
bool oracle_elements(const OracleEnv *x, const Query *q, OracleValue ***elements, uint32_t *count);
bool oracle_element_time(const OracleEnv *x, const Query *q, const OracleValue *element, int64_t *time);
const Row *oracle_row(const OracleEnv *x, const Decision *d);  // the first that is true, or NULL
void oracle_needs(const OracleEnv *x, const Expr *e);          // marks decision->needs
void oracle_scores(const OracleEnv *x);
