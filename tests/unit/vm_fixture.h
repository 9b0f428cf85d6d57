// vm_fixture.h -- tiny programs built by hand, and batches of random columns for them.
//
// Domain 0 are the leads, domain 1 the elements of one list (register 0), domain 2 a list that the program makes.
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "vm/vm.h"
#include <stdlib.h>

enum { FIX_MANY = 512, FIX_BYTES = 1 << 16 };

typedef struct Fixture {
  Program program;
  Batch batch;
  MainInfo main[1];
  SlotInfo slots[FIX_MANY];
  DomainInfo domains[3];
  Register registers[FIX_MANY];
  Constant constants[FIX_MANY];
  uint32_t args[FIX_MANY * 4];
  Instruction code[FIX_MANY];
  StringRef strings[FIX_MANY];
  char bytes[FIX_BYTES];
  DecayInfo decays[16];
  ColumnKind kinds[FIX_MANY];     // of the slots' columns
  Column columns[FIX_MANY];
  uint32_t domain_rows[3];
  uint64_t random;
  Vm *vm;
} Fixture;

typedef struct Value { bool known; int64_t value; Text text; } Value;

static inline uint64_t fix_random(Fixture *f) {
  f->random = f->random * 6364136223846793005ULL + 1442695040888963407ULL;
  uint64_t x = f->random ^ f->random >> 29;
  return (x * 0xbf58476d1ce4e5b9ULL) >> 16;
}

static inline void *fix_alloc(size_t bytes) {
  void *p = aligned_alloc(64, (bytes + 127) / 64 * 64);
  assert_non_null(p);
  memset(p, 0, (bytes + 127) / 64 * 64);
  return p;
}

static inline uint32_t fix_register(Fixture *f, ColumnKind kind, uint32_t domain) {
  f->registers[f->program.registers_count] = (Register){domain, kind};
  return f->program.registers_count++;
}

static inline void fix_push(Fixture *f, Opcode op, uint32_t aux, uint32_t d, uint32_t a, uint32_t b) {
  f->code[f->program.code_count++] = (Instruction){(uint16_t)op, (uint16_t)aux, d, a, b};
  f->main->trace_code = f->program.code_count;
}

static inline uint32_t fix_op(Fixture *f, Opcode op, uint32_t aux, ColumnKind kind, uint32_t domain, uint32_t a, uint32_t b) {
  uint32_t d = fix_register(f, kind, domain);
  fix_push(f, op, aux, d, a, b);
  return d;
}

// A slot with a column, and its register.
static inline uint32_t fix_field(Fixture *f, ColumnKind kind, uint32_t domain) {
  uint32_t slot = f->program.slots_count++;
  f->kinds[slot] = kind;
  f->slots[slot] = (SlotInfo){.domain = domain, .element_domain = NONE};
  return fix_op(f, OP_FIELD, 0, kind, domain, slot, 0);
}

static inline uint32_t fix_args(Fixture *f, uint32_t count, ...) {
  va_list list;
  va_start(list, count);
  uint32_t first = f->program.args_count;
  for (uint32_t i = 0; i < count; i++) f->args[f->program.args_count++] = va_arg(list, uint32_t);
  va_end(list);
  return first;
}

static inline uint32_t fix_constant(Fixture *f, ConstKind kind, int64_t value, int64_t delta) {
  f->constants[f->program.constants_count] = (Constant){value, delta, kind, 0};
  return f->program.constants_count++;
}

static inline uint32_t fix_string(Fixture *f, const char *text) {
  uint32_t size = (uint32_t)strlen(text);
  memcpy(f->bytes + f->program.bytes_count, text, size);
  f->strings[f->program.strings_count] = (StringRef){f->program.bytes_count, size};
  f->program.bytes_count += size;
  return f->program.strings_count++;
}

static inline Fixture *fix_new(uint64_t seed) {
  Fixture *f = fix_alloc(sizeof *f);
  f->random = seed;
  f->program = (Program){.main = f->main, .main_count = 1, .slots = f->slots, .domains = f->domains, .domains_count = 3,
                         .registers = f->registers, .constants = f->constants, .args = f->args, .code = f->code,
                         .strings = f->strings, .bytes = f->bytes, .decays = f->decays};
  f->domains[0] = (DomainInfo){.parent = 0, .list = NONE, .slot = NONE};
  f->domains[1] = (DomainInfo){.parent = 0, .list = 0, .slot = 0};
  f->domains[2] = (DomainInfo){.parent = 0, .list = NONE, .slot = NONE};
  f->batch = (Batch){.columns = f->columns, .domain_rows = f->domain_rows};
  fix_field(f, KIND_LIST, 0);
  return f;
}

static inline void fix_free_columns(Fixture *f) {
  for (uint32_t s = 0; s < f->program.slots_count; s++) {
    free(f->columns[s].known), free(f->columns[s].yes), free(f->columns[s].invalid);
    f->columns[s] = (Column){0};
  }
}

static inline void fix_free(Fixture *f) {
  vm_free(f->vm);
  fix_free_columns(f);
  free(f);
}

static const char *const FIX_TEXTS[] = {"SaaS", "saas ", "VP Sales", "vp  sales", "Acme Inc", "a@b.com", "Ann+x@Acme.Example",
                                        "+1 (212) 555-0100", "+12125550100", "Wei\xc3\x9f", "WEISS", "-", "x", "America/New_York",
                                        "Europe/Berlin", "Nowhere/City", "not a zone!", "UTC"};
enum { FIX_TEXT_COUNT = sizeof FIX_TEXTS / sizeof *FIX_TEXTS };

static inline int64_t fix_int(Fixture *f) {
  static const int64_t edges[] = {DECIMAL_MAX, -DECIMAL_MAX, INT64_MAX, INT64_MIN, CLOCK_TIME_MIN, CLOCK_TIME_MAX, CLOCK_DATE_MIN, CLOCK_DATE_MAX, 0, 1, -1};
  switch (fix_random(f) % 8) {
    case 0: return edges[fix_random(f) % (sizeof edges / sizeof *edges)];
    case 1: return (int64_t)(fix_random(f) << 20);
    case 2: return (int64_t)(fix_random(f) % 40000) * 1000 - 20000000;
    case 3: return (int64_t)(fix_random(f) % 40000000) * CLOCK_MINUTE;
    default: return (int64_t)(fix_random(f) % 21) - 10;
  }
}

static inline void fix_fill_column(Fixture *f, uint32_t slot, uint32_t rows, uint32_t unknown_of_16) {
  Column *c = &f->columns[slot];
  size_t bits = (size_t)bits_words(rows) * 8;
  c->known = fix_alloc(bits), c->invalid = fix_alloc(bits);
  c->yes = fix_alloc(f->kinds[slot] == KIND_TRUTH ? bits : ((size_t)rows + 64) * sizeof(Text));
  uint32_t at = 0;
  for (uint32_t row = 0; row < rows; row++) {
    bool known = fix_random(f) % 16 >= unknown_of_16;
    if (known) bit_set(c->known, row);
    else if (fix_random(f) % 2) bit_set(c->invalid, row);
    if (f->kinds[slot] == KIND_LIST) {
      c->offsets[row] = at;
      if (known) at += (uint32_t)(fix_random(f) % 32 ? fix_random(f) % 4 : fix_random(f) % 200);
      c->offsets[row + 1] = at;
      continue;
    }
    if (!known) continue;
    if (f->kinds[slot] == KIND_TRUTH) bit_put(c->yes, row, fix_random(f) % 2);
    else if (f->kinds[slot] == KIND_INT) c->ints[row] = fix_int(f);
    else c->texts[row] = text_of(FIX_TEXTS[fix_random(f) % FIX_TEXT_COUNT]);
  }
  if (f->kinds[slot] == KIND_LIST) f->domain_rows[1] = at;
}

// A new batch of `rows` leads; slot 0 is the list.
static inline void fix_fill(Fixture *f, uint32_t rows, uint32_t unknown_of_16) {
  fix_free_columns(f);
  f->batch.rows = f->domain_rows[0] = rows;
  for (uint32_t s = 0; s < f->program.slots_count; s++) fix_fill_column(f, s, f->domain_rows[f->slots[s].domain], unknown_of_16);
}

static inline Value fix_cell(const Fixture *f, uint32_t reg, uint32_t row) {
  const Column *c = vm_register(f->vm, reg);
  Value cell = {.known = bit_get(c->known, row)};
  if (f->registers[reg].kind == KIND_TEXT) cell.text = c->texts[row];
  else if (f->registers[reg].kind == KIND_INT) cell.value = c->ints[row];
  else if (f->registers[reg].kind == KIND_TRUTH) cell.value = bit_get(c->yes, row);
  return cell;
}

// C1 and C2 of every register.
static inline void fix_check_invariants(const Fixture *f) {
  for (uint32_t r = 0; r < f->program.registers_count; r++) {
    const Column *c = vm_register(f->vm, r);
    uint32_t rows = vm_domain_rows(f->vm, f->registers[r].domain), kind = f->registers[r].kind;
    if (rows == 0) continue;
    uint64_t beyond = ~bits_valid(rows, bits_words(rows) - 1);
    assert_int_equal((uintptr_t)c->known % 64, 0);
    assert_int_equal((uintptr_t)c->yes % 64, 0);
    assert_true((c->known[bits_words(rows) - 1] & beyond) == 0);
    if (kind == KIND_TRUTH) assert_true((c->yes[bits_words(rows) - 1] & beyond) == 0);
    for (uint32_t row = 0; row < rows; row++) {
      if (bit_get(c->known, row)) continue;
      if (kind == KIND_TRUTH) assert_false(bit_get(c->yes, row));
      if (kind == KIND_INT) assert_int_equal(c->ints[row], 0);
      if (kind == KIND_TEXT) assert_true(c->texts[row].size == 0 && c->texts[row].data == NULL);
    }
  }
}

static inline void fix_expect(const Fixture *f, uint32_t reg, uint32_t row, Value wanted, const char *what) {
  Value got = fix_cell(f, reg, row);
  bool same = got.known == wanted.known && (!got.known || (got.value == wanted.value && text_equal(got.text, wanted.text)));
  if (!same)
    fail_msg("%s, row %u: got %d %lld `%.*s`, wanted %d %lld `%.*s`", what, row, got.known, (long long)got.value, (int)got.text.size,
             got.text.data ? got.text.data : "", wanted.known, (long long)wanted.value, (int)wanted.text.size, wanted.text.data ? wanted.text.data : "");
}
