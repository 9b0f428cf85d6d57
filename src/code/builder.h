// builder.h -- what every part of the emitter builds with: interned strings, constants and argument runs, and instructions
// that are computed once (hash-consing): asking twice for the same operation gives the same register.
#pragma once
#include "code/program.h"
#include "column/column.h"
#include "lang/check.h"

typedef struct Hash { uint64_t *keys; uint32_t *values; uint32_t count, room; } Hash; // open addressing, keys never 0
// The next candidate with this key from *at on, or NONE; begin with *at = (uint32_t)key. The caller compares.
uint32_t hash_next(const Hash *h, uint64_t key, uint32_t *at);
void hash_add(Arena *arena, Hash *h, uint64_t key, uint32_t value);

typedef struct Builder {
  Arena *scratch;            // the compilation's
  Program *program;
#define SECTION(name, Type) VEC(Type) name;
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
  Hash string_hash, constant_hash, arg_hash, code_hash;
  VEC(uint32_t) definition;  // per register: the instruction that sets it
  VEC(bool) always_known;    // per register
  VEC(uint32_t) look_of;     // per register (text): its look, or NONE
  VEC(uint32_t) look_code;   // per look: its instruction
  struct LookPlan *looks_plan; uint32_t looks_room;
  uint32_t line_file, line;  // where instructions come from
  bool too_large;
} Builder;

void builder_init(Builder *b, Arena *scratch, Program *program);
void builder_finish(Builder *b);            // lays the sections into the program's arena

uint32_t build_string(Builder *b, Text t);
uint32_t build_constant(Builder *b, Constant c);
uint32_t build_plain(Builder *b, int64_t value);
uint32_t build_args(Builder *b, const uint32_t *args, uint32_t count);   // equal runs are one run
uint32_t build_refs(Builder *b, const uint32_t *refs, uint32_t count);
uint32_t build_register(Builder *b, ColumnKind kind, uint32_t domain, bool always_known);
// An instruction with one result; the same one again gives the first one's register.
uint32_t build(Builder *b, Opcode op, uint32_t aux, ColumnKind kind, uint32_t domain, uint32_t a, uint32_t arg_b, bool always_known);
// Several results: d and the registers after it.
uint32_t build_pair(Builder *b, Opcode op, ColumnKind first, uint32_t first_domain, ColumnKind second, uint32_t second_domain, uint32_t a, uint32_t arg_b);
// The truth of "one (all: every one) of these needles is in text register `text`".
uint32_t build_predicate(Builder *b, uint32_t text, const Needle *needles, uint32_t count, bool all);
void build_line(Builder *b, uint32_t file, uint32_t line);

static inline ColumnKind reg_kind(const Builder *b, uint32_t r) { return (ColumnKind)b->registers.items[r].kind; }
static inline uint32_t reg_domain(const Builder *b, uint32_t r) { return b->registers.items[r].domain; }
static inline bool reg_known(const Builder *b, uint32_t r) { return b->always_known.items[r]; }
// True when `domain` is `below` or one of its ancestors.
bool domain_above(const Builder *b, uint32_t domain, uint32_t below);
// Registers of a's value in the deeper domain.
uint32_t build_spread(Builder *b, uint32_t reg, uint32_t domain);
