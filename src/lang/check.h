// check.h -- from files to a checked rule set: names, types, order, reach. Nothing here decides a lead.
#pragma once
#include "base/clock.h"
#include "base/diag.h"
#include "lang/ast.h"

// Where statements stand (language.md section 8). A rule at level L may read what has a lower level; see level_of in check.
typedef enum { LEVEL_FIELD, LEVEL_REASON, LEVEL_SCORE, LEVEL_ACCOUNT, LEVEL_STAGE, LEVEL_SEGMENT, LEVEL_CONTACT, LEVEL_ROUTE } Level;

#define SLOT_NONE UINT32_MAX
// One column of leads: the schema's fields, flattened. A list field is followed (anywhere later) by the slots of its elements.
typedef struct Slot {
  const Field *field;       // NULL for `it` (element of a plain list) and for previous.*
  Text path;                // "events.kind", "tech", "previous.stage": for messages, needs, output
  Text name;                // last part
  Type type;
  uint32_t parent;          // slot of the record or list that holds it, or SLOT_NONE
  uint32_t first_child, child_count; // record: its fields; list of records: the record's fields; plain list: one slot, the element
  uint32_t domain;          // 0: one value a lead; else index into Rules.domains
} Slot;
// The elements of one list field.
typedef struct Domain { uint32_t list_slot; uint32_t parent; } Domain; // parent: the domain of the list's own slot. [0] is the leads.

typedef struct Rules {      // a checked rule set
  Arena *arena;
  Sources *sources;
  Diags *diags;
  const Header *header;     // may be NULL
  Text timezone; const Zone *zone;   // "UTC" when not declared
  const Schema *schema;
  Slot *slots; uint32_t slot_count;
  Domain *domains; uint32_t domain_count;
  uint32_t key_slot;        // or SLOT_NONE
  uint32_t previous[4];     // slots of previous.stage, .route, .target, .routed_at (always there)
  // In file order (a used file stands where `use` stands):
  VEC(List *) lists;
  VEC(Table *) tables;
  VEC(Parameter *) parameters;
  VEC(Define *) defines;
  VEC(Record *) records;
  VEC(Extern *) externs;
  VEC(Score *) scores;      // undeclared fit and intent first
  VEC(uint32_t) derived_order; // indices of derived scores, each after those that it reads
  VEC(Rule *) rules;        // rules of groups included, in file order
  VEC(Group *) groups;
  VEC(Reason *) reasons;
  VEC(Stage *) stages;
  VEC(Segment *) segments;
  VEC(Channel *) channels;
  VEC(Route *) routes;
  VEC(Test *) tests;
  const Hold *hold;
  const Account *account;
  const Merge *merge;
  bool forward_only;
  VEC(File *) files;
} Rules;

// Reading files and zones: the caller's business. Each gives false when it cannot; *why is then a static or arena text.
typedef struct Loader {
  void *user;
  // Bytes of a file; `path` is as in Source.path (relative to the entry file's folder, joined with how that was named).
  bool (*read)(void *user, Arena *arena, Text path, Text *bytes, Text *why);
  bool (*zone)(void *user, Arena *arena, Text name, Text *tzif);
  // Canonical form for confinement: false when `path` leaves the folder of `entry` by a link.
  bool (*inside)(void *user, Text entry, Text path);
  // Whether a `matches` pattern can be read (vm/match.h); *at: the byte of it that is to blame. NULL: not asked.
  bool (*pattern)(Text pattern, Arena *arena, Text *why, uint32_t *at);
} Loader;

typedef struct Setting { Text name, value; } Setting;     // --set

// Parses `path` and what it uses, and checks everything. Mistakes go to rules->diags; the rule set may be emitted only when
// there are none. Memory: `arena`. `std` gives the text of an embedded module ("email"), or false.
Rules *rules_check(Arena *arena, Sources *sources, Diags *diags, const Loader *loader, Text path,
                   const Setting *settings, uint32_t setting_count);
bool std_module(Text name, Text *text);            // generated from stdlib/ at build
uint32_t std_count(void); Text std_name(uint32_t index);

const Define *rules_define(const Rules *rules, Text name);   // without parameters
// The literal that an expression means: itself, or the value of the parameter that it names.
const Expr *expr_literal(const Expr *e);

uint32_t slot_of_field(const Rules *rules, Text name);                 // of the lead; SLOT_NONE
uint32_t slot_child(const Rules *rules, uint32_t slot, Text name);     // of a record, or of a list's records
bool expr_number(const Expr *e, Decimal *value); // of a number literal, a parameter, or one of these with a sign
Text compared_form(Arena *arena, TypeKind kind, Text t); // what a text of this type is compared by
// The values of `type` that a literal stands for: one, or the times of a date. False when it is none with such values.
bool literal_span(const Rules *rules, const Expr *e, Type type, int64_t *low, int64_t *high);
// Every node of `e`, queries included, without the bodies of definitions; of a table, what it decides by and its patterns.
void expr_each(Expr *e, void (*visit)(void *user, Expr *e), void *user);
void decision_each(const Decision *d, void (*visit)(void *user, Expr *e), void *user);
