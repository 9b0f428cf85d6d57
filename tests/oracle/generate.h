// generate.h -- random rule sets that are well typed by construction, and random leads for them.
//
// Everything follows from the seed. What the rules speak of (numbers, dates, windows, texts) is remembered, so that leads
// fall on the boundaries: exactly that old, one more, the same word in other letters.
#pragma once
#include "base/clock.h"
#include "base/decimal.h"
#include "lang/types.h"

typedef struct GenRecord GenRecord;
typedef struct GenField {
  const char *name;
  TypeKind kind, element;          // element: of a list
  const char *const *values;       // one of, scale
  uint32_t value_count;
  const GenRecord *record;         // record, list of records
  const char *by, *since;
  bool key, separated;
} GenField;
struct GenRecord { const char *name; GenField fields[10]; uint32_t count; bool used; };

typedef struct GenFile { const char *path; Text bytes; } GenFile;
typedef struct GenDefine { Text name; TypeKind kind; const GenField *shape; uint8_t level; TypeKind arguments[3]; uint32_t argument_count; } GenDefine;

typedef struct Gen {
  Arena *arena;
  uint64_t state;
  char *out; size_t size, room;    // the text being written
  GenField fields[32]; uint32_t field_count;
  GenRecord records[3];
  bool has_list[3], has_table, whole[4];
  uint32_t score_count, derived_count;
  const char *scores[6];
  VEC(GenDefine) defines;
  VEC(GenDefine) parameters;
  VEC(Text) stages, segments, routes, codes;
  GenFile files[4]; uint32_t file_count;
  int64_t now;
  const char *timezone;
  // what the rules speak of
  VEC(int64_t) numbers, times, dates, windows;
  VEC(Text) texts;
  uint32_t labels, depth;
} Gen;

typedef enum { DATA_ABSENT, DATA_NULL, DATA_TEXT, DATA_NUMBER, DATA_BOOLEAN, DATA_LIST, DATA_RECORD, DATA_WRONG } DataKind;
typedef struct Data { DataKind kind; Text text; bool truth; struct Data *items; uint32_t count; } Data; // RECORD: a value per field

// A rule set. The text is in the arena; files that it reads are in g->files.
Text generate_rules(Gen *g, Arena *arena, uint64_t seed);
// A lead: a value per schema field, then previous.stage, .route, .target, .routed_at.
Data *generate_lead(Gen *g, uint64_t record);
Text generate_json(const Gen *g, Arena *arena, const Data *lead);
// The same leads as CSV; false when the schema or a value has no such form.
bool generate_csv(Gen *g, Arena *arena, Data *const *leads, uint32_t count, Text *csv);

// ---- between the files of the generator
uint64_t gen_random(Gen *g);
uint32_t gen_below(Gen *g, uint32_t n);            // 0 to n - 1
bool gen_chance(Gen *g, uint32_t percent);
int64_t gen_between(Gen *g, int64_t low, int64_t high);
void say(Gen *g, const char *format, ...) __attribute__((format(printf, 2, 3)));

typedef struct GenScope {
  const GenRecord *record;         // the element's; NULL: a plain one
  TypeKind plain;
  const struct GenScope *outer;
} GenScope;
enum { GEN_FIELDS, GEN_SCORING, GEN_DERIVED, GEN_STAGING, GEN_SEGMENTING, GEN_LATE };  // what may be read
typedef struct GenPlace { const GenScope *scope; uint8_t level; const GenDefine *define; } GenPlace;
typedef enum { WANT_BOOLEAN, WANT_NUMBER, WANT_DATE, WANT_TIME, WANT_DURATION, WANT_TEXT } GenWant;

void gen_expr(Gen *g, const GenPlace *p, GenWant want, int depth);
void gen_condition(Gen *g, const GenPlace *p, int depth);
void gen_tight(Gen *g, const GenPlace *p, GenWant want, int depth); // in parentheses unless it is one word
// LIST [within D] [where C]; false: nothing was written. `timed`: only a list with times.
bool gen_query(Gen *g, const GenPlace *p, int depth, bool timed, GenScope *inside);
void gen_number(Gen *g);
void gen_range(Gen *g, TypeKind kind);
void gen_date(Gen *g);
void gen_time(Gen *g);
void gen_span(Gen *g, bool months, bool days);     // a duration literal
void gen_literal(Gen *g, TypeKind kind, const GenField *shape);
Text gen_text_value(Gen *g, TypeKind kind, const GenField *shape, bool odd); // odd: other case, blanks
void gen_quoted(Gen *g, Text t);
void gen_decision(Gen *g, const GenPlace *p, bool points, TypeKind result, bool whole);
const GenField *gen_choice_name(Gen *g, const GenPlace *p); // a field with values is written; NULL: there is none
void gen_free_text(Gen *g, const GenPlace *p);               // a text without a fixed set of values
GenWant gen_want_of(TypeKind kind);
