// match.h -- everything that a program asks about text: symbols, keywords, patterns, table keys.
//
// A look is a set of predicates on one text register. A text is folded once, run once through one Aho-Corasick automaton
// for all keywords of the look, looked up once among all values that any predicate of the look compares with, and the
// outcome (which predicates are true) is remembered by the raw bytes: titles, countries, event kinds repeat. Cost grows with
// what matches: an outcome is a list of the true predicates.
#pragma once
#include "code/program.h"
#include "column/column.h"

typedef struct Matcher Matcher;          // immutable, shared by runs
typedef struct MatchMemory MatchMemory;  // one per run: remembered outcomes, of fixed size

// NULL on failure: *why says what (a pattern that RE2 refuses), NULL: no memory.
Matcher *matcher_new(const Program *program, Allocator allocator, const char **why);
void matcher_free(Matcher *matcher);
MatchMemory *match_memory_new(const Matcher *matcher, Allocator allocator);  // NULL: no memory
void match_memory_free(MatchMemory *memory);

// The kernel of LOOK: fills predicate_count truth columns out[0 ...] (known = text.known; yes per predicate) for `rows` rows.
void match_look(const Matcher *matcher, MatchMemory *memory, uint32_t look, const Column *text, uint32_t rows, Column *const *out, Arena *scratch);
// The kernel of ROW_OF for one row: key values (value for ints and truths, text for texts, unfolded); row number or NONE.
typedef struct MatchKey { int64_t value; Text text; } MatchKey;
uint32_t match_table_row(const Matcher *matcher, uint32_t table, const MatchKey *keys, Arena *scratch);
// RE2's verdict on a pattern, for the checker; false: *why says what is wrong (in the arena), *at the byte it is about (0 when unknown).
bool regex_check(Text pattern, Arena *arena, Text *why, uint32_t *at);
