// kernels.h -- what the instructions do: one small loop over plain columns each. opcodes.def says what each means.
//
// Rules that every kernel keeps:
//   - it writes each word and each row of its result, so that C1 to C3 of column.h hold whatever the buffers held before
//   - its result is never one of its operands (a register is written by one instruction only: verify.h), so pointers are
//     `restrict` and a result may even stand for a column of the batch (FIELD)
//   - no int64 in a register is undefined behaviour: what leaves the range of its type is unknown, or wraps where the
//     compiler has proved that it cannot happen
// Where unknown rows cannot hurt, loops run over all rows and only words of bits are combined. Kernels that allocate take
// an arena, whose memory is forgotten when the next run begins.
#pragma once
#include "base/clones.h"
#include "code/program.h"
#include "column/column.h"
#include "vm/match.h"

#define KERNEL_INLINE static inline __attribute__((always_inline))

typedef struct Decays Decays;   // kernels_points.c: remembered decays
typedef struct Hours Hours;     // hours.c: remembered zones

// What a run's kernels share. `registers` by number; `constants` are resolved.
typedef struct Run {
  const Program *program;
  Column *registers;
  const int64_t *constants;
  int64_t now, today;
  const Zone *zone;            // the rubric's
  MatchMemory *match;          // NULL when the program has no matcher
  Decays *decays;              // NULL when the program has none
  Hours *hours;                // likewise
  Arena *scratch;
} Run;

// A list's owners: the elements of row r are [offsets[r], offsets[r+1]).
typedef struct Owners {
  const uint32_t *offsets;
  const uint64_t *known;       // of the list
  uint32_t rows, elements;
} Owners;

// ---- rows and words; C3: a column has room for whole words
void bits_fill_words(uint64_t *bits, uint32_t rows);
void column_clear_rows(Column *d, ColumnKind kind, uint32_t rows);
KERNEL_INLINE uint32_t word_rows(uint32_t rows, uint32_t w) { return rows - w * 64 < 64 ? rows - w * 64 : 64; }
// 1 << i as data: choosing by a comparison with it vectorises better than shifting.
extern const uint64_t ROW_BIT[64];
// The statement for each row i of a word of n. Words are whole but for the last, which often holds few: whole ones are for the compiler
// to make vectors of, the last one goes row by row (which the barrier holds the compiler to).
#define WORD_ROWS(i, n, statement)                                                                  \
  do {                                                                                              \
    if ((n) == 64)                                                                                  \
      for (uint32_t i = 0; i < 64; i++) statement;                                                  \
    else                                                                                            \
      for (uint32_t i = 0; i < (n); i++, ({ __asm__("" : "+r"(i)); })) statement;                   \
  } while (0)
// Bits of `test` over the rows i of a word of n.
#define WORD_PACK(word, n, test) WORD_ROWS(i, n, (word) |= (test) ? ROW_BIT[i] : 0)
// All ones when bit i is set.
KERNEL_INLINE int64_t row_mask(uint64_t word, uint32_t i) { return word & ROW_BIT[i] ? -1 : 0; }
// Every row; every row unknown. One word and few rows without a call: what is one lead's costs more to call for than to do.
KERNEL_INLINE void bits_fill(uint64_t *bits, uint32_t rows) {
  if (rows < 64) bits[0] = (1ull << rows) - 1;
  else bits_fill_words(bits, rows);
}
KERNEL_INLINE void column_clear(Column *d, ColumnKind kind, uint32_t rows) {
  const uint32_t few = 4;
  if (rows > few) {
    column_clear_rows(d, kind, rows);
    return;
  }
  d->known[0] = 0;
  if (kind == KIND_TRUTH) d->yes[0] = 0;
  else if (kind == KIND_INT) memset(d->ints, 0, few * sizeof *d->ints);
  else if (kind == KIND_TEXT) memset(d->texts, 0, few * sizeof *d->texts);
}
// Ints of word w: known as given, the others 0.
KERNEL_INLINE void column_keep(Column *d, uint32_t w, uint64_t known, uint32_t n) {
  int64_t *restrict ints = d->ints + (size_t)w * 64;
  d->known[w] = known;
  if (known == (n == 64 ? ~0ull : (1ull << n) - 1)) return;
  for (uint32_t i = 0; i < n; i++) ints[i] &= row_mask(known, i);
}

// ---- kernels_truth.c: the commonest are inlined for up to 64 rows
void truth_fill(Column *d, uint32_t value, uint32_t rows);
void truth_and_words(Column *d, const Column *a, const Column *b, uint32_t rows);
void truth_or_words(Column *d, const Column *a, const Column *b, uint32_t rows);
void truth_both_words(Column *d, const Column *a, const Column *b, uint32_t rows);
#define WORD_AND_KNOWN(ak, ay, bk, by) (((ak) & (bk)) | ((ak) & ~(ay)) | ((bk) & ~(by)))
#define WORD_OR_KNOWN(ak, ay, bk, by) (((ak) & (bk)) | (ay) | (by))
KERNEL_INLINE void truth_and(Column *d, const Column *a, const Column *b, uint32_t rows) {
  if (rows > 64) {
    truth_and_words(d, a, b, rows);
    return;
  }
  uint64_t ak = a->known[0], ay = a->yes[0], bk = b->known[0], by = b->yes[0];
  column_written(d);
  d->known[0] = WORD_AND_KNOWN(ak, ay, bk, by);
  d->yes[0] = ay & by;
}
KERNEL_INLINE void truth_or(Column *d, const Column *a, const Column *b, uint32_t rows) {
  if (rows > 64) {
    truth_or_words(d, a, b, rows);
    return;
  }
  uint64_t ak = a->known[0], ay = a->yes[0], bk = b->known[0], by = b->yes[0];
  d->known[0] = WORD_OR_KNOWN(ak, ay, bk, by);
  d->yes[0] = ay | by;
}
KERNEL_INLINE void truth_both(Column *d, const Column *a, const Column *b, uint64_t *valid, uint32_t rows) { // valid: a bit for each row
  d->known = valid;
  if (rows > 64) {
    truth_both_words(d, a, b, rows);
    return;
  }
  column_written(d);
  d->yes[0] = a->yes[0] & b->yes[0];
}
void truth_guard(Column *d, const Column *a, const Column *operand, uint32_t rows);
void truth_not(Column *d, const Column *a, uint32_t rows);
void truth_same(Column *d, const Column *a, const Column *b, uint32_t rows);
void truth_at_least(Column *d, const Column *registers, const uint32_t *args, uint32_t count, uint32_t least, uint32_t rows);
void truth_is_yes(Column *d, const Column *a, uint32_t rows);
void truth_is_no(Column *d, const Column *a, uint32_t rows);
void truth_is_known(Column *d, const Column *a, uint32_t rows);
void truth_is_unknown(Column *d, const Column *a, uint32_t rows);
void truth_is_invalid(Column *d, const Column *slot, uint32_t rows);

// ---- kernels_int.c
void int_fill(Column *d, int64_t value, uint32_t rows);
void int_eq(Column *d, const Column *a, const Column *b, uint32_t rows);
void int_lt(Column *d, const Column *a, const Column *b, uint32_t rows);
void int_le(Column *d, const Column *a, const Column *b, uint32_t rows);
void int_between(Column *d, const Column *a, int64_t low, int64_t high, uint32_t rows);
void int_add(Column *d, const Column *a, const Column *b, uint32_t bound, uint32_t rows);
void int_sub(Column *d, const Column *a, const Column *b, uint32_t bound, uint32_t rows);
void int_mul(Column *d, const Column *a, const Column *b, uint32_t rows);
void int_div(Column *d, const Column *a, const Column *b, uint32_t rows);
void int_negate(Column *d, const Column *a, uint32_t rows);
void int_abs(Column *d, const Column *a, uint32_t rows);
void int_whole(Column *d, const Column *a, uint32_t rows);
void int_round(Column *d, const Column *a, uint32_t places, uint32_t rows);
void int_floor(Column *d, const Column *a, uint32_t rows);
void int_ceiling(Column *d, const Column *a, uint32_t rows);
void int_clamp(Column *d, const Column *a, int64_t low, int64_t high, uint32_t rows);

// ---- kernels_clock.c
void date_gap(Column *d, const Column *a, const Column *b, uint32_t rows);
void date_add(Column *d, const Column *a, const Column *b, uint32_t rows);
void time_days_since(Column *d, const Column *a, int64_t now, uint32_t rows);
void date_days_since(Column *d, const Column *a, int64_t today, uint32_t rows);
void time_date(Column *d, const Column *a, const Zone *zone, uint32_t rows);
void time_hour(Column *d, const Column *a, const Zone *zone, uint32_t rows);
void date_weekday(Column *d, const Column *a, uint32_t rows);

// ---- kernels_choose.c: args are registers, or what opcodes.def says
void choose_least(Column *d, const Column *registers, const uint32_t *args, uint32_t count, uint32_t rows);
void choose_greatest(Column *d, const Column *registers, const uint32_t *args, uint32_t count, uint32_t rows);
void choose_present(Column *d, ColumnKind kind, const Column *registers, const uint32_t *args, uint32_t count, uint32_t rows);
void choose_if(Column *d, ColumnKind kind, const Column *condition, const Column *yes, const Column *no, uint32_t rows);
void choose_first(const Run *run, Column *d, const uint32_t *pairs, uint32_t count, uint32_t rows);
void choose_entry(const Run *run, Column *d, const Column *a, const uint32_t *entries, uint32_t count, uint32_t rows);
void choose_name(const Run *run, Column *d, const Column *a, const uint32_t *strings, uint32_t count, uint32_t rows);
void table_row_of(const Run *run, Column *d, const uint32_t *args, uint32_t table, uint32_t rows);
void table_cell(const Run *run, Column *d, ColumnKind kind, const Column *a, uint32_t table, uint32_t column, uint32_t rows);

// ---- kernels_text.c, kernels_join.c
void text_fill(Column *d, Text value, uint32_t rows);
void text_is_same(Column *d, const Column *a, const Column *b, uint32_t rows, Arena *scratch);
void text_is_exact(Column *d, const Column *a, const Column *b, uint32_t rows);
void text_is_phone(Column *d, const Column *a, const Column *b, uint32_t rows, Arena *scratch);
void text_match(Column *d, const Column *a, const Column *b, uint32_t op, uint32_t rows, Arena *scratch);
void text_domain(Column *d, const Column *a, uint32_t rows);
void text_email_domain(Column *d, const Column *a, uint32_t rows);
void text_local(Column *d, const Column *a, uint32_t rows);
void text_phone_form(Column *d, const Column *a, uint32_t rows, Arena *scratch);
void text_lower(Column *d, const Column *a, uint32_t rows, Arena *scratch);
void text_company(Column *d, const Column *a, uint32_t rows, Arena *scratch);
void text_email(Column *d, const Column *a, uint32_t rows, Arena *scratch);
void text_code_points(Column *d, const Column *a, uint32_t rows);
void text_join(const Run *run, Column *d, const uint32_t *pairs, uint32_t count, uint32_t rows);
void text_sample(Column *d, const Column *a, Text name, uint32_t rows);

// ---- kernels_list.c: d per owner unless said; a and b per element
void list_spread(Column *d, ColumnKind kind, const Column *a, const Owners *owners); // d per element, a per owner
void list_live(Column *d, const Column *time, const Column *since, int64_t now, uint32_t elements); // NULL: none
void list_items(Column *d, const Column *list, uint32_t rows);
void list_count(Column *d, const Column *a, const Owners *owners, Arena *scratch);
void list_any(Column *d, const Column *a, const Owners *owners, Arena *scratch);
void list_all(Column *d, const Column *a, const Column *mask, const Owners *owners, Arena *scratch);
void list_every(Column *d, const Column *a, const Owners *owners, Arena *scratch);
void list_sum(Column *d, const Column *a, const Column *mask, const Owners *owners);
void list_average(Column *d, const Column *a, const Column *mask, const Owners *owners);
void list_min(Column *d, const Column *a, const Column *mask, const Owners *owners, Arena *scratch);
void list_max(Column *d, const Column *a, const Column *mask, const Owners *owners, Arena *scratch);
void list_distinct(Column *d, ColumnKind kind, const Column *a, const Column *mask, const Owners *owners, Arena *scratch);
uint32_t list_of_size(const Run *run, const uint32_t *pairs, uint32_t count, uint32_t rows); // elements of LIST_OF
void list_of(const Run *run, Column *list, Column *elements, const uint32_t *pairs, uint32_t count, uint32_t rows, uint32_t size);

// ---- kernels_pairs.c
typedef struct Pairs { uint32_t *owner, *fits; uint32_t size; } Pairs;  // per row of the domain; size: pairs in all
Pairs pairs_plan(const Run *run, const uint32_t *domain_rows, uint32_t domain, uint32_t list_register); // in the scratch arena
void pairs_make(Column *list, Column *index, const Column *of, const Pairs *pairs, uint32_t rows);
void pairs_gather(Column *d, ColumnKind kind, const Column *a, const Column *index, uint32_t rows);

// ---- kernels_points.c
Decays *decays_new(Arena *arena, const Program *program); // lives in the arena, which also holds what it remembers
void points_where(Column *d, const Column *a, int64_t points, uint32_t rows);
void points_known(Column *d, const Column *a, uint32_t rows);
void points_times(Column *d, const Column *a, Decimal by, uint32_t rows);
void points_cap(Column *d, const Column *a, Decimal most, uint32_t rows);
void points_step(Column *d, const Column *a, int64_t step, uint32_t rows);
void points_decay(const Run *run, Column *d, const Column *a, uint32_t decay, uint32_t rows);
void points_decay_sum(const Run *run, Column *d, const Column *mask, uint32_t decay, const Owners *owners);
void points_total(const Run *run, Column *d, const uint32_t *args, uint32_t pairs, uint32_t registers, uint32_t rows);
