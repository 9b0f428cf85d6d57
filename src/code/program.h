// program.h -- a compiled rule set: numbered sections of plain records that name each other by index, never by pointer.
//
// Saving writes the sections, loading reads and verifies them (verify.h). After that the VM checks nothing.
//
// SHAPES of instructions (T truth, I int, S text, L list; all in the domain of @d unless said):
//   SLOT     a: slot; d: the slot's kind and domain          SLOT_T   a: slot; d: T in its domain
//   CONST    a: constant; d: I                               STRING   a: string; d: S
//   IMM      a: 0..2; d: T                                   NOTHING  d: I, S or T
//   SPREAD   a: any but L in the parent domain of d's; same kind
//   UN_T UN_N UN_S UN_ANY UN_L   one operand a of that kind (UN_N: I to I; UN_S: S to S; UN_L: L); OUT as declared
//   UN_SI    a: S, d: I
//   BIN_T BIN_I BIN_N BIN_S      operands a, b of that kind (BIN_I: I,I to T; BIN_N: I,I to I)
//   GUARD    a: T, b: any but L
//   BOUND2   I,I to I with aux: Bound                        ARGS_T ARGS_I ARGS_ANY   registers args[a .. a+b), b >= 1
//   RANGE RANGE_I  a: I; constants args[b], args[b+1]        IF       args[a]: T; args[a+1], args[a+2]: kind of d
//   FIRST    b pairs from args[a]: T, constant or NONE       CHOOSE   a: I; args[b] = n, then n entries
//   LOOK     a: S; b: look; args[d ... d + predicate_count): the T registers that it sets
//   NAMES    a: I; args[b] = n, then n strings               JOIN     b pairs from args[a]: register I, S or T; Form
//   SAMPLE   a: S; b: string                                 ROW_OF   a: first arg, b: table; key_count registers of the keys' kinds
//   CELL     a: I; args[b] table, args[b+1] column; d: the column's kind
//   LIVE     a, b: I or NONE in d's domain
//   DOWN_T   a: T in a domain whose parent is d's            DOWN_TT  a, b: T likewise
//   DOWN_IT  a: I, b: T likewise, aux (SUM, AVERAGE): unused DOWN_AT  a: I, S or T; b: T likewise
//   LIST_OF  d: L, d+1: S in the domain whose list register is d
//   PAIRS    a: L in an ancestor of d's domain; b: its element domain; d: L; d+1: I in the domain whose list register is d
//   GATHER   a: I, S or T in the domain that the PAIRS of d's domain names; b: I, that PAIRS' places
//   POINTS   a: T; b: constant                               TIMES    a: I; b: constant
//   DECAY    a: I, b: decay (its `since` in d's domain)      DECAY_SUM a: T in the element domain, whose parent is d's; b: decay
//   TOTAL    args[a ...]: pairs T, constant; registers I; args[b], args[b+1]: how many of each
//   HOURS    a: S; constants args[b], args[b+1]; d: T, d+1: I  EXTERN a: first arg, b: extern
#pragma once
#include "base/arena.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "base/text.h"
#include "column/slots.h"

#define ENTRY_STRING 0x80000000u        // CHOOSE: this entry is a string

typedef enum {
#define OP(name, shape, out, meaning) OP_##name,
#include "code/opcodes.def"
#undef OP
  OPCODES
} Opcode;

typedef struct Instruction { uint16_t op, aux; uint32_t d, a, b; } Instruction;

typedef enum { BOUND_NUMBER, BOUND_TIME, BOUND_DATE, BOUND_DURATION, BOUND_COUNT } Bound; // ranges: vm/kernels
typedef enum { FORM_TEXT, FORM_NUMBER, FORM_DATE, FORM_TIME, FORM_BOOLEAN, FORM_COUNT } Form; // JOIN
typedef enum { CONST_PLAIN, CONST_NOW_LESS, CONST_NOW_LESS_MONTHS, CONST_TODAY_LESS, CONST_TODAY_LESS_MONTHS, CONST_KINDS } ConstKind;
// PLAIN: value. NOW_LESS: now - value us + delta. NOW_LESS_MONTHS: now less value months (local) + delta. TODAY_*: the same in days.
typedef struct Constant { int64_t value, delta; uint32_t kind, pad; } Constant;

typedef struct Register { uint32_t domain; uint32_t kind; } Register;          // kind: ColumnKind

// ---- text: looks and tables (vm/match)
typedef enum { NEEDLE_IS, NEEDLE_HAS, NEEDLE_CONTAINS, NEEDLE_STARTS, NEEDLE_ENDS, NEEDLE_EXACT, NEEDLE_REGEX, NEEDLE_PHONE, NEEDLE_KINDS } NeedleKind;
typedef struct Needle { uint32_t kind, string; } Needle; // string: folded (IS), folded and trimmed (HAS), folded untrimmed (CONTAINS..ENDS), as written (EXACT, REGEX), phone key (PHONE)
// True when any of its needles matches, or (all) every one. A `not` is an instruction of its own.
typedef struct Predicate { uint32_t needles, needle_count; uint32_t all, pad; } Predicate; // needles: first in section `needles`
typedef struct Look { uint32_t predicates, predicate_count; } Look;
typedef struct TableInfo { uint32_t name, columns, column_count, rows, cells, key_count; } TableInfo; // columns: first in table_columns; the keys come first there; cells: first in table_cells, row-major
typedef struct TableColumnInfo { uint32_t name, kind, type, pad; } TableColumnInfo;   // kind: ColumnKind of the cells
typedef struct TableCell { int64_t value; } TableCell;  // I: value; T: 0, 1; S: string; absent: TABLE_ABSENT. Text keys are stored folded
#define TABLE_ABSENT INT64_MIN

typedef struct DecayInfo { // kind: DecayKind; unit_us: one unit of age; amount: units; step: 100 or 10000
  int64_t unit_us, amount; Decimal share, step, points; uint32_t kind, since, dates, pad; // since: register of the time (DECAY: in d's domain; DECAY_SUM: elements'); dates: it holds days
} DecayInfo;
typedef struct ExternInfo { uint32_t name, library, arguments, argument_count, gives, pad; } ExternInfo; // arguments: first in refs, TypeKinds; gives: TypeKind

// ---- what the decision is made of (vm/decide, vm/trace); at: place
typedef struct Place { uint32_t file, line; } Place;     // file: string; line from 1
typedef struct ScoreInfo { uint32_t name, reg; uint32_t raw, derived; Decimal step; Decimal lowest, highest; uint32_t has_range, range; Place at; } ScoreInfo; // reg: final; raw: before its range (NONE when no range)
typedef struct RuleInfo {
  uint32_t score, label, because, group;    // strings or NONE; group: index or NONE
  uint32_t form;                            // RuleForm
  uint32_t fired;                           // T: the rule acted
  uint32_t points;                          // I register of its contribution, or NONE: `constant` points where fired
  uint32_t uncapped;                        // I register before `at most`, or NONE
  uint32_t events;                          // I register: how many elements, or NONE
  uint32_t unknown;                         // what it asks, whose unknown rows count; of a `when` rule set by the trace's code
  uint32_t saw, saw_count;                  // slots in refs
  int64_t constant;
  Place at;
} RuleInfo;
typedef struct GroupInfo { uint32_t score, label, before, after; Place at; } GroupInfo;  // registers I
typedef struct ReasonInfo { uint32_t code, because, require, when; uint32_t hit; uint32_t pad; Place at; } ReasonInfo; // when: T condition; hit: T always known: disqualifies
typedef struct StageInfo { uint32_t name, when; Place at; } StageInfo;
typedef struct SegmentInfo { uint32_t name, when; Place at; } SegmentInfo;
typedef struct ChannelInfo { uint32_t name, because, allowed, open, next; uint32_t pad; Place at; } ChannelInfo; // allowed: T; open: T or NONE (no hours); next: I
typedef struct RouteInfo { uint32_t name, when, takes, target_known; int64_t sla_us; uint32_t has_sla, mentions; Place at; } RouteInfo; // when: T condition, takes: T after eligibility (both set by the trace's code); target_known: T or NONE; mentions: 1 disqualified, 2 incomplete
typedef enum { NEED_REASON, NEED_RULE } NeedOwner;
typedef struct NeedInfo { uint32_t owner, index, slot, reg; } NeedInfo;   // reg: T, always known: the owner's condition needs this slot
typedef struct ExpectInfo { uint32_t test, reg; uint32_t sides, side_count; Place at; uint32_t text, pad; } ExpectInfo;
typedef struct SideInfo { uint32_t left, right; uint32_t left_type, right_type; uint32_t left_values, right_values; uint32_t text, pad; } SideInfo; // comparisons inside an expect, to show
typedef struct MainInfo {        // one
  uint32_t name, timezone, now_free;  // strings; now_free: 1 when nothing reads the clock
  uint32_t key_slot;
  uint32_t previous[4];          // slots
  uint32_t disqualified, incomplete;  // T
  uint32_t stage, route;         // I: index, unknown when none
  uint32_t target;               // S
  uint32_t kept;                 // T or NONE: held by `hold routes`
  uint32_t trace_code;           // instructions from here on are run only when a trace is asked for
  uint32_t has_channels, forward_only, pad;
} MainInfo;
typedef struct SourceInfo { uint32_t path, bytes; } SourceInfo;     // strings: every file, for positions, dump and --set
typedef struct LineInfo { uint32_t instruction, file, line; } LineInfo; // instructions from here on come from this line

// SECTION(name, Type): save, load and verify loop over this list.
#define PROGRAM_SECTIONS(SECTION)                                                                                        \
  SECTION(main, MainInfo) SECTION(bytes, char) SECTION(strings, StringRef) SECTION(refs, uint32_t)                       \
  SECTION(slots, SlotInfo) SECTION(domains, DomainInfo) SECTION(registers, Register) SECTION(constants, Constant)        \
  SECTION(args, uint32_t) SECTION(code, Instruction) SECTION(lines, LineInfo)                                            \
  SECTION(needles, Needle) SECTION(predicates, Predicate) SECTION(looks, Look)                                           \
  SECTION(tables, TableInfo) SECTION(table_columns, TableColumnInfo) SECTION(table_cells, TableCell)                     \
  SECTION(decays, DecayInfo) SECTION(externs, ExternInfo)                                                                \
  SECTION(scores, ScoreInfo) SECTION(rules, RuleInfo) SECTION(groups, GroupInfo) SECTION(reasons, ReasonInfo)            \
  SECTION(stages, StageInfo) SECTION(segments, SegmentInfo) SECTION(channels, ChannelInfo) SECTION(routes, RouteInfo)    \
  SECTION(needs, NeedInfo) SECTION(expects, ExpectInfo) SECTION(sides, SideInfo) SECTION(sources, SourceInfo)

typedef struct Program {
#define SECTION(name, Type) Type *name; uint32_t name##_count;
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
  bool loaded;                 // from a file: verified, but not by our compiler
  Arena arena;                 // owns the sections (loaded: borrows the caller's bytes where aligned)
  struct Matcher *matcher;     // built by vm/match from the sections: symbols, automata, patterns, table indexes; shared by runs
  struct HostLibrary *host;    // extern functions, or NULL
} Program;

static inline SlotTable program_slots(const Program *p) {
  return (SlotTable){p->slots, p->domains, p->refs, p->strings, p->bytes, p->slots_count, p->domains_count};
}
static inline Text program_text(const Program *p, uint32_t string) {
  if (string == NONE) return (Text){0};
  StringRef s = p->strings[string];
  return (Text){p->bytes + s.at, s.size};
}
enum { BYTECODE_VERSION = 1 };          // of the saved form: another one is refused
extern const char *const opcode_names[];

// Gives the saved form in the arena; the same program gives the same bytes on every machine of one byte order.
Text program_save(Arena *arena, const Program *program);
// Reads and verifies; on refusal gives false and the reason in *why. `bytes` must stay as long as the program (8-aligned: borrowed).
bool program_load(Program *program, Text bytes, const char **why);
bool program_is_saved(Text bytes);               // begins like a saved program
// The trust boundary: after it the VM needs no checks. Gives NULL, or why the program is refused.
const char *program_verify(const Program *program, Arena *scratch);
// Listing for people: constants, registers, code under the source lines it comes from. In the arena.
Text program_dump(Arena *arena, const Program *program);
