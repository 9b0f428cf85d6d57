// vm.c -- one pass over the instructions: registers, constants, and the only switch on opcodes.
//
// A register is a column in a domain: the leads, or the elements of a list. All registers of a domain share one block and
// one number of rows for which it has room; the block grows with the batches and never shrinks, so that after a few
// batches nothing is allocated. The leads' block begins with room for one word of rows, since a single lead is common,
// and goes on with BATCH_ROWS. A FIELD's register has no buffers: it stands for the batch's column.
//
// A single lead takes the same road: what would cost it more than its own work is done when the run is made (steps), or is inlined (few.h).
#include "vm/vm.h"
#include "vm/few.h"
#include "vm/host.h"
#include "vm/hours.h"
#include "vm/kernels.h"

typedef struct DomainRoom {
  uint32_t rows, room;       // of this run; what the block has room for, in whole words
  void *block;
  size_t block_bytes;
  uint64_t *valid;           // a bit for each row: what is always known may stand on it
  const struct DomainRoom *parent; // and the list there whose elements these are; not of the leads
  const Column *list;
} DomainRoom;

// An instruction with what it names looked up once, since of one lead that would cost more than the work.
typedef struct Step {
  uint16_t op, aux;
  uint8_t kind;              // ColumnKind of the result
  const DomainRoom *room;    // of the result
  const DomainRoom *elements; // of operand a (SPREAD: of the result), when it is in a list
  union { Column *d, **out; }; // LOOK: its results
  Column *a, *b;             // when they are registers
  const Instruction *i;
} Step;

struct Vm {
  Allocator allocator;
  Arena memory, scratch;     // life of the vm; of a run
  Run run;
  int64_t *constants;
  bool *borrowed;            // per register: a FIELD's
  DomainRoom *domains;
  Step *steps;               // per instruction but FIELD, which is done before all others
  uint32_t step_count, untraced_count; // the others are only for a trace
  const Instruction **fields;
  uint32_t field_count;
};

// ---- room

enum { ALIGN = 64 };
static size_t aligned(size_t bytes) { return (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1); }
static size_t bits_bytes(uint32_t room) { return aligned(room / 8); }

static size_t values_bytes(uint32_t kind, uint32_t room) {
  switch (kind) {
    case KIND_TRUTH: return bits_bytes(room);
    case KIND_INT: return room * sizeof(int64_t);
    case KIND_TEXT: return room * sizeof(Text);
    default: return aligned(((size_t)room + 1) * sizeof(uint32_t));
  }
}

// Gives each register of the domain its place from `at` on; with NULL only the sum of the sizes.
static size_t domain_lay(Vm *vm, uint32_t domain, char *at, uint32_t room) {
  const Program *program = vm->run.program;
  size_t bytes = bits_bytes(room);
  if (at) vm->domains[domain].valid = (uint64_t *)(void *)at;
  for (uint32_t r = 0; r < program->registers_count; r++) {
    Register reg = program->registers[r];
    if (reg.domain != domain || vm->borrowed[r]) continue;
    if (at) {
      column_written(&vm->run.registers[r]);
      vm->run.registers[r].known = (uint64_t *)(void *)(at + bytes);
      vm->run.registers[r].yes = (uint64_t *)(void *)(at + bytes + bits_bytes(room)); // or ints, texts, offsets
    }
    bytes += bits_bytes(room) + values_bytes(reg.kind, room);
  }
  return bytes;
}

static void domain_free(Vm *vm, DomainRoom *d) {
  if (d->block) vm->allocator.resize(vm->allocator.user, d->block, d->block_bytes, 0);
  d->block = NULL;
  d->room = 0;
}

static uint32_t room_wanted(uint32_t domain, uint32_t had, uint32_t rows) {
  uint64_t room = had + had / 2;
  if (domain == 0 && rows > 64 && room < BATCH_ROWS) room = BATCH_ROWS;
  if (room < rows) room = rows;
  return room < 64 ? 64 : (uint32_t)((room + 63) / 64 * 64);
}

// Nothing in the domain has been written in this run when its rows become known, so nothing is kept.
static void domain_grow(Vm *vm, uint32_t domain, uint32_t rows) {
  DomainRoom *d = &vm->domains[domain];
  if (rows > UINT32_MAX / 2) arena_fail(&vm->scratch);
  uint32_t room = room_wanted(domain, d->room, rows);
  domain_free(vm, d);
  size_t bytes = domain_lay(vm, domain, NULL, room) + ALIGN;
  d->block = allocator_zeroed(vm->allocator, bytes);
  if (!d->block) arena_fail(&vm->scratch);
  d->block_bytes = bytes;
  d->room = room;
  domain_lay(vm, domain, (char *)d->block + (-(uintptr_t)d->block & (ALIGN - 1)), room);
}
static void domain_reserve(Vm *vm, uint32_t domain, uint32_t rows) {
  DomainRoom *d = &vm->domains[domain];
  bool grow = rows > d->room || !d->room;
  if (rows == d->rows && !grow) return;
  d->rows = rows;
  if (grow) domain_grow(vm, domain, rows);
  bits_fill(d->valid, rows);
}

// ---- steps

static Column *register_at(const Vm *vm, uint32_t reg) { return reg < vm->run.program->registers_count ? &vm->run.registers[reg] : NULL; }

static Step step_of(Vm *vm, const Instruction *i) {
  const Program *program = vm->run.program;
  Register result = program->registers[i->op == OP_LOOK ? i->a : i->d]; // LOOK: @d is a run of args, in the text's domain
  uint32_t below = i->op == OP_SPREAD ? i->d : i->a;
  Step step = {.op = i->op, .aux = i->aux, .kind = (uint8_t)result.kind, .room = &vm->domains[result.domain], .i = i,
               .a = register_at(vm, i->a), .b = register_at(vm, i->b)};
  if (below < program->registers_count) step.elements = &vm->domains[program->registers[below].domain];
  if (i->op != OP_LOOK) {
    step.d = register_at(vm, i->d);
    return step;
  }
  uint32_t count = program->looks[i->b].predicate_count;
  step.out = ARENA_MANY(&vm->memory, Column *, count);
  for (uint32_t k = 0; k < count; k++) step.out[k] = register_at(vm, program->args[i->d + k]);
  return step;
}

static void steps_make(Vm *vm, uint32_t fields) {
  const Program *program = vm->run.program;
  for (uint32_t k = 1; k < program->domains_count; k++) {
    vm->domains[k].parent = &vm->domains[program->domains[k].parent];
    vm->domains[k].list = register_at(vm, program->domains[k].list);
  }
  vm->steps = ARENA_MANY(&vm->memory, Step, program->code_count);
  vm->fields = ARENA_MANY(&vm->memory, const Instruction *, fields);
  for (uint32_t k = 0; k < program->code_count; k++) {
    if (program->code[k].op == OP_FIELD) vm->fields[vm->field_count++] = &program->code[k];
    else vm->steps[vm->step_count++] = step_of(vm, &program->code[k]);
    if (k < program->main->trace_code) vm->untraced_count = vm->step_count;
  }
}

// ---- life

static void vm_escape(Vm *vm, jmp_buf *escape) {
  vm->memory.escape = vm->scratch.escape = escape;
  if (vm->run.hours) hours_escape(vm->run.hours, escape);
}

static void vm_fill(Vm *vm, const Program *program, ZoneLoader zones, const Zone *timezone) {
  Arena *memory = &vm->memory;
  vm->domains = ARENA_MANY(memory, DomainRoom, program->domains_count);
  vm->borrowed = ARENA_MANY(memory, bool, program->registers_count);
  vm->constants = ARENA_MANY(memory, int64_t, program->constants_count);
  vm->run = (Run){
    .program = program,
    .registers = ARENA_MANY(memory, Column, program->registers_count),
    .constants = vm->constants,
    .zone = timezone ? timezone : zone_utc(),
    .decays = program->decays_count ? decays_new(memory, program) : NULL,
    .scratch = &vm->scratch,
  };
  uint32_t fields = 0;
  for (uint32_t k = 0; k < program->code_count; k++) {
    const Instruction *i = &program->code[k];
    if (i->op == OP_FIELD) vm->borrowed[i->d] = true, fields++;
    if (i->op == OP_HOURS && !vm->run.hours) vm->run.hours = hours_new(memory, vm->allocator, zones);
  }
  steps_make(vm, fields);
  if (program->matcher && !(vm->run.match = match_memory_new(program->matcher, vm->allocator))) arena_fail(memory);
}

Vm *vm_new(const Program *program, Allocator allocator, ZoneLoader zones, const Zone *timezone) {
  Vm *vm = allocator.resize(allocator.user, NULL, 0, sizeof *vm);
  jmp_buf escape;
  if (!vm) return NULL;
  *vm = (Vm){.allocator = allocator};
  arena_init(&vm->memory, allocator, &escape);
  arena_init(&vm->scratch, allocator, &escape);
  if (setjmp(escape)) {
    vm_free(vm);
    return NULL;
  }
  vm_fill(vm, program, zones, timezone);
  vm_escape(vm, NULL);
  vm_set_now(vm, 0);
  return vm;
}

void vm_free(Vm *vm) {
  if (!vm) return;
  Allocator allocator = vm->allocator;
  for (uint32_t k = 0; vm->domains && vm->run.program && k < vm->run.program->domains_count; k++) domain_free(vm, &vm->domains[k]);
  if (vm->run.match) match_memory_free(vm->run.match);
  if (vm->run.hours) hours_free(vm->run.hours);
  arena_free(&vm->scratch);
  arena_free(&vm->memory);
  allocator.resize(allocator.user, vm, sizeof *vm, 0);
}

// ---- constants

static int64_t held(__int128 value, int64_t low, int64_t high) { return value < low ? low : value > high ? high : (int64_t)value; }

// Before the delta, which makes `before` out of `not after`: it must work at the ends of time too.
static int64_t constant_base(const Run *run, const Constant *c) {
  int64_t value;
  switch ((ConstKind)c->kind) {
    case CONST_NOW_LESS: return held((__int128)run->now - c->value, CLOCK_TIME_MIN, CLOCK_TIME_MAX);
    case CONST_TODAY_LESS: return held((__int128)run->today - c->value, CLOCK_DATE_MIN, CLOCK_DATE_MAX);
    case CONST_NOW_LESS_MONTHS:
      return clock_months_before(run->zone, run->now, c->value, &value) ? value : c->value < 0 ? CLOCK_TIME_MAX : CLOCK_TIME_MIN;
    case CONST_TODAY_LESS_MONTHS:
      return clock_date_months_before(run->today, c->value, &value) ? value : c->value < 0 ? CLOCK_DATE_MAX : CLOCK_DATE_MIN;
    default: return c->value;
  }
}

void vm_set_now(Vm *vm, int64_t now) {
  Run *run = &vm->run;
  run->now = held(now, CLOCK_TIME_MIN, CLOCK_TIME_MAX);
  run->today = held(clock_date_of(run->zone, run->now), CLOCK_DATE_MIN, CLOCK_DATE_MAX);
  for (uint32_t k = 0; k < run->program->constants_count; k++) {
    const Constant *c = &run->program->constants[k];
    vm->constants[k] = c->kind == CONST_PLAIN ? c->value : held((__int128)constant_base(run, c) + c->delta, INT64_MIN, INT64_MAX);
  }
}

int64_t vm_now(const Vm *vm) { return vm->run.now; }
int64_t vm_constant(const Vm *vm, uint32_t constant) { return vm->constants[constant]; }
const Column *vm_register(const Vm *vm, uint32_t reg) { return &vm->run.registers[reg]; }
uint32_t vm_domain_rows(const Vm *vm, uint32_t domain) { return vm->domains[domain].rows; }

// ---- running

static Owners owners_of(const DomainRoom *elements) {
  return (Owners){elements->list->offsets, elements->list->known, elements->parent->rows, elements->rows};
}

static void make_list(Vm *vm, const Instruction *i, uint32_t rows) {
  const uint32_t *pairs = vm->run.program->args + i->a;
  uint32_t size = list_of_size(&vm->run, pairs, i->b, rows);
  domain_reserve(vm, vm->run.program->registers[i->d + 1].domain, size);
  list_of(&vm->run, &vm->run.registers[i->d], &vm->run.registers[i->d + 1], pairs, i->b, rows, size);
}

static void make_pairs(Vm *vm, const Instruction *i) {
  const Program *program = vm->run.program;
  uint32_t *rows = ARENA_MANY(&vm->scratch, uint32_t, program->domains_count), domain = program->registers[i->d].domain;
  for (uint32_t k = 0; k < program->domains_count; k++) rows[k] = vm->domains[k].rows;
  Pairs pairs = pairs_plan(&vm->run, rows, domain, i->a);
  domain_reserve(vm, program->registers[i->d + 1].domain, pairs.size);
  pairs_make(&vm->run.registers[i->d], &vm->run.registers[i->d + 1], &vm->run.registers[i->a], &pairs, rows[domain]);
}

// Shorthand for the step `s`: names, not variables, so that a step loads only what it asks for. ELEMENTS: the owners of its elements.
#define D (s->d)
#define D_NEXT (s->d + 1)
#define A (s->a)
#define B (s->b)
#define KIND ((ColumnKind)s->kind)
#define REGS run->registers
#define ARGS run->program->args
#define CONST(c) run->constants[c]
#define LOW CONST(ARGS[s->i->b])
#define HIGH CONST(ARGS[s->i->b + 1])
#define ELEMENTS (owners = owners_of(s->elements), &owners)
#define FEW_ELEMENTS (few && s->elements->rows < 64)

static void vm_step(Vm *vm, const Batch *batch, const Step *s) {
  Run *run = &vm->run;
  uint32_t rows = s->room->rows;
  bool few = rows <= FEW;
  Owners owners;
  switch ((Opcode)s->op) {
    // loading
    case OP_CONSTANT: int_fill(D, CONST(s->i->a), rows); break;
    case OP_LITERAL: text_fill(D, program_text(run->program, s->i->a), rows); break;
    case OP_TRUTH: truth_fill(D, s->i->a, rows); break;
    case OP_NOTHING: column_clear(D, KIND, rows); break;
    case OP_SPREAD: list_spread(D, KIND, A, ELEMENTS); break;
    // logic
    case OP_AND: truth_and(D, A, B, rows); break;
    case OP_OR: truth_or(D, A, B, rows); break;
    case OP_BOTH: truth_both(D, A, B, s->room->valid, rows); break;
    case OP_NOT:
      if (few) few_not(D, A);
      else truth_not(D, A, rows);
      break;
    case OP_GUARD: truth_guard(D, A, B, rows); break;
    case OP_AT_LEAST: truth_at_least(D, REGS, ARGS + s->i->a, s->i->b, s->aux, rows); break;
    case OP_IS_YES:
      if (few) few_is_yes(D, A, rows);
      else truth_is_yes(D, A, rows);
      break;
    case OP_IS_NO: truth_is_no(D, A, rows); break;
    case OP_IS_KNOWN: truth_is_known(D, A, rows); break;
    case OP_IS_UNKNOWN: truth_is_unknown(D, A, rows); break;
    case OP_IS_INVALID: truth_is_invalid(D, &batch->columns[s->i->a], rows); break;
    case OP_SAME: truth_same(D, A, B, rows); break;
    // comparing
    case OP_EQ: int_eq(D, A, B, rows); break;
    case OP_LT: int_lt(D, A, B, rows); break;
    case OP_LE: int_le(D, A, B, rows); break;
    case OP_BETWEEN:
      if (few) few_between(D, A, LOW, HIGH, rows);
      else int_between(D, A, LOW, HIGH, rows);
      break;
    // arithmetic
    case OP_ADD: int_add(D, A, B, s->aux, rows); break;
    case OP_SUB: int_sub(D, A, B, s->aux, rows); break;
    case OP_MUL: int_mul(D, A, B, rows); break;
    case OP_DIV: int_div(D, A, B, rows); break;
    case OP_NEGATE: int_negate(D, A, rows); break;
    case OP_ROUND: int_round(D, A, s->aux, rows); break;
    case OP_FLOOR: int_floor(D, A, rows); break;
    case OP_CEILING: int_ceiling(D, A, rows); break;
    case OP_ABS: int_abs(D, A, rows); break;
    case OP_WHOLE: int_whole(D, A, rows); break;
    case OP_DATE_GAP: date_gap(D, A, B, rows); break;
    case OP_DATE_ADD: date_add(D, A, B, rows); break;
    case OP_DAYS_SINCE_TIME: time_days_since(D, A, run->now, rows); break;
    case OP_DAYS_SINCE_DATE: date_days_since(D, A, run->today, rows); break;
    case OP_DATE_OF: time_date(D, A, run->zone, rows); break;
    case OP_HOUR_OF: time_hour(D, A, run->zone, rows); break;
    case OP_WEEKDAY_OF: date_weekday(D, A, rows); break;
    // choosing
    case OP_LEAST: choose_least(D, REGS, ARGS + s->i->a, s->i->b, rows); break;
    case OP_GREATEST: choose_greatest(D, REGS, ARGS + s->i->a, s->i->b, rows); break;
    case OP_FIRST_PRESENT: choose_present(D, KIND, REGS, ARGS + s->i->a, s->i->b, rows); break;
    case OP_IF:
      if (few && KIND == KIND_INT) few_if(D, &REGS[ARGS[s->i->a]], &REGS[ARGS[s->i->a + 1]], &REGS[ARGS[s->i->a + 2]], rows);
      else choose_if(D, KIND, &REGS[ARGS[s->i->a]], &REGS[ARGS[s->i->a + 1]], &REGS[ARGS[s->i->a + 2]], rows);
      break;
    case OP_FIRST:
      if (few) few_first(run, D, ARGS + s->i->a, s->i->b, rows);
      else choose_first(run, D, ARGS + s->i->a, s->i->b, rows);
      break;
    case OP_CHOOSE: choose_entry(run, D, A, ARGS + s->i->b + 1, ARGS[s->i->b], rows); break;
    // text
    case OP_LOOK: match_look(run->program->matcher, run->match, s->i->b, A, rows, s->out, run->scratch); break;
    case OP_TEXT_IS: text_is_same(D, A, B, rows, run->scratch); break;
    case OP_TEXT_EXACT: text_is_exact(D, A, B, rows); break;
    case OP_PHONE_IS: text_is_phone(D, A, B, rows, run->scratch); break;
    case OP_TEXT_MATCH: text_match(D, A, B, s->aux, rows, run->scratch); break;
    case OP_NAME_OF: choose_name(run, D, A, ARGS + s->i->b + 1, ARGS[s->i->b], rows); break;
    case OP_DOMAIN_OF: text_domain(D, A, rows); break;
    case OP_DOMAIN_OF_EMAIL: text_email_domain(D, A, rows); break;
    case OP_LOCAL_OF: text_local(D, A, rows); break;
    case OP_LOWER: text_lower(D, A, rows, run->scratch); break;
    case OP_NORMAL_COMPANY: text_company(D, A, rows, run->scratch); break;
    case OP_NORMAL_EMAIL: text_email(D, A, rows, run->scratch); break;
    case OP_PHONE_FORM: text_phone_form(D, A, rows, run->scratch); break;
    case OP_LENGTH: text_code_points(D, A, rows); break;
    case OP_JOIN: text_join(run, D, ARGS + s->i->a, s->i->b, rows); break;
    case OP_SAMPLE: text_sample(D, A, program_text(run->program, s->i->b), rows); break;
    // tables
    case OP_ROW_OF: table_row_of(run, D, ARGS + s->i->a, s->i->b, rows); break;
    case OP_CELL: table_cell(run, D, KIND, A, ARGS[s->i->b], ARGS[s->i->b + 1], rows); break;
    // lists
    case OP_LIVE: list_live(D, A, B, s->aux ? run->today : run->now, rows); break;
    case OP_ITEMS: list_items(D, A, rows); break;
    case OP_COUNT:
      if (FEW_ELEMENTS) few_count(D, A, ELEMENTS);
      else list_count(D, A, ELEMENTS, run->scratch);
      break;
    case OP_ANY:
      if (FEW_ELEMENTS) few_any(D, A, ELEMENTS);
      else list_any(D, A, ELEMENTS, run->scratch);
      break;
    case OP_ALL: list_all(D, A, B, ELEMENTS, run->scratch); break;
    case OP_EVERY: list_every(D, A, ELEMENTS, run->scratch); break;
    case OP_SUM: list_sum(D, A, B, ELEMENTS); break;
    case OP_AVERAGE: list_average(D, A, B, ELEMENTS); break;
    case OP_MIN:
      if (FEW_ELEMENTS) few_least(D, A, B, ELEMENTS, 0);
      else list_min(D, A, B, ELEMENTS, run->scratch);
      break;
    case OP_MAX:
      if (FEW_ELEMENTS) few_least(D, A, B, ELEMENTS, -1);
      else list_max(D, A, B, ELEMENTS, run->scratch);
      break;
    case OP_DISTINCT: list_distinct(D, (ColumnKind)run->program->registers[s->i->a].kind, A, B, ELEMENTS, run->scratch); break;
    case OP_LIST_OF: make_list(vm, s->i, rows); break;
    case OP_PAIRS: make_pairs(vm, s->i); break;
    case OP_GATHER: pairs_gather(D, KIND, A, B, rows); break;
    // points
    case OP_POINTS: points_where(D, A, CONST(s->i->b), rows); break;
    case OP_KNOWN_OR_0: points_known(D, A, rows); break;
    case OP_TIMES:
      if (few) few_times(D, A, CONST(s->i->b), rows);
      else points_times(D, A, CONST(s->i->b), rows);
      break;
    case OP_CAP:
      if (few) few_cap(D, A, CONST(s->i->b), rows);
      else points_cap(D, A, CONST(s->i->b), rows);
      break;
    case OP_STEP: points_step(D, A, s->aux, rows); break;
    case OP_CLAMP:
      if (few) few_clamp(D, A, LOW, HIGH, rows);
      else int_clamp(D, A, LOW, HIGH, rows);
      break;
    case OP_DECAY: points_decay(run, D, A, s->i->b, rows); break;
    case OP_DECAY_SUM: points_decay_sum(run, D, A, s->i->b, ELEMENTS); break;
    case OP_TOTAL:
      if (few) few_total(run, D, ARGS + s->i->a, ARGS[s->i->b], ARGS[s->i->b + 1], rows);
      else points_total(run, D, ARGS + s->i->a, ARGS[s->i->b], ARGS[s->i->b + 1], rows);
      break;
    // contact, hosts
    case OP_HOURS: hours_open(run, D, D_NEXT, A, LOW, HIGH, rows); break;
    case OP_EXTERN: host_call(run, D, KIND, ARGS + s->i->a, s->i->b, rows); break;
    default: __builtin_unreachable(); // verified
  }
}

// Lists of the schema have the batch's numbers of elements; a list that the program makes gets its own when it is made.
static void vm_size(Vm *vm, const Batch *batch) {
  const Program *program = vm->run.program;
  for (uint32_t k = 0; k < program->domains_count; k++) {
    bool read = k == 0 || program->domains[k].slot != NONE;
    domain_reserve(vm, k, k == 0 ? batch->rows : read ? batch->domain_rows[k] : 0);
  }
}

bool vm_run(Vm *vm, const Batch *batch, bool trace) {
  jmp_buf escape;
  vm_escape(vm, &escape);
  if (setjmp(escape)) {
    vm_escape(vm, NULL);
    return false;
  }
  arena_reset(&vm->scratch);
  vm_size(vm, batch);
  for (uint32_t k = 0; k < vm->field_count; k++) vm->run.registers[vm->fields[k]->d] = batch->columns[vm->fields[k]->a];
  for (const Step *s = vm->steps, *last = s + (trace ? vm->step_count : vm->untraced_count); s < last; s++) vm_step(vm, batch, s);
  vm_escape(vm, NULL);
  return true;
}
