// builder.c -- see builder.h. Sections grow in the compilation's arena and are laid out once, at the end, in the program's.
#include "code/builder.h"

typedef struct LookPlan { uint32_t text; VEC(Predicate) predicates; VEC(uint32_t) outputs; } LookPlan;

static uint64_t mix(uint64_t h) {
  h ^= h >> 30; h *= 0xBF58476D1CE4E5B9ull;
  h ^= h >> 27; h *= 0x94D049BB133111EBull;
  return h ^ h >> 31;
}

// ---- hash: a chain of candidates by 64-bit key; the caller compares
static void hash_grow(Arena *arena, Hash *h) {
  Hash old = *h;
  h->room = old.room ? old.room * 2 : 256;
  h->keys = ARENA_MANY(arena, uint64_t, h->room);
  h->values = ARENA_MANY(arena, uint32_t, h->room);
  for (uint32_t i = 0; i < old.room; i++) {
    if (!old.keys[i]) continue;
    uint32_t at = (uint32_t)old.keys[i] & (h->room - 1);
    while (h->keys[at]) at = (at + 1) & (h->room - 1);
    h->keys[at] = old.keys[i];
    h->values[at] = old.values[i];
  }
}
uint32_t hash_next(const Hash *h, uint64_t key, uint32_t *at) {
  if (!h->room) return NONE;
  for (uint32_t i = *at & (h->room - 1);; i = (i + 1) & (h->room - 1)) {
    if (!h->keys[i]) return NONE;
    if (h->keys[i] == key) { *at = i + 1; return h->values[i]; }
  }
}
void hash_add(Arena *arena, Hash *h, uint64_t key, uint32_t value) {
  if (h->count * 2 >= h->room) hash_grow(arena, h);
  uint32_t at = (uint32_t)key & (h->room - 1);
  while (h->keys[at]) at = (at + 1) & (h->room - 1);
  h->keys[at] = key;
  h->values[at] = value;
  h->count++;
}
static uint64_t key_of(uint64_t h) { return h ? h : 1; }

void builder_init(Builder *b, Arena *scratch, Program *program) {
  *b = (Builder){.scratch = scratch, .program = program};
}

#define PREDICATE_BIT 0x80000000u   // in code_hash: a predicate of a look, not an instruction
#define PUSH(list) (*VEC_PUSH(b->scratch, &b->list))

uint32_t build_string(Builder *b, Text t) {
  uint64_t key = key_of(text_hash(t, 0));
  uint32_t at = (uint32_t)key, found;
  while ((found = hash_next(&b->string_hash, key, &at)) != NONE) {
    StringRef s = b->strings.items[found];
    if (text_equal((Text){b->bytes.items + s.at, s.size}, t)) return found;
  }
  if (b->bytes.count + t.size > b->bytes.room) {
    uint32_t room = b->bytes.room * 2 > b->bytes.count + t.size ? b->bytes.room * 2 : b->bytes.count + t.size + 1024;
    b->bytes.items = arena_grow(b->scratch, b->bytes.items, b->bytes.count, room);
    b->bytes.room = room;
  }
  if (t.size) memcpy(b->bytes.items + b->bytes.count, t.data, t.size);
  PUSH(strings) = (StringRef){b->bytes.count, t.size};
  b->bytes.count += t.size;
  hash_add(b->scratch, &b->string_hash, key, b->strings.count - 1);
  return b->strings.count - 1;
}

uint32_t build_constant(Builder *b, Constant c) {
  uint64_t key = key_of(mix((uint64_t)c.value * 31 + (uint64_t)c.delta * 7 + c.kind));
  uint32_t at = (uint32_t)key, found;
  while ((found = hash_next(&b->constant_hash, key, &at)) != NONE) {
    Constant *k = &b->constants.items[found];
    if (k->value == c.value && k->delta == c.delta && k->kind == c.kind) return found;
  }
  PUSH(constants) = c;
  hash_add(b->scratch, &b->constant_hash, key, b->constants.count - 1);
  return b->constants.count - 1;
}
uint32_t build_plain(Builder *b, int64_t value) { return build_constant(b, (Constant){.value = value, .kind = CONST_PLAIN}); }

static uint32_t *push_args(Builder *b, const uint32_t *args, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) PUSH(args) = args[i];
  return b->args.items + b->args.count - count;
}
uint32_t build_args(Builder *b, const uint32_t *args, uint32_t count) {
  uint64_t h = count;
  for (uint32_t i = 0; i < count; i++) h = mix(h * 31 + args[i]);
  uint64_t key = key_of(h);
  uint32_t at = (uint32_t)key, found;
  while ((found = hash_next(&b->arg_hash, key, &at)) != NONE)
    if (found + count <= b->args.count && memcmp(b->args.items + found, args, count * sizeof *args) == 0) return found;
  push_args(b, args, count);
  hash_add(b->scratch, &b->arg_hash, key, b->args.count - count);
  return b->args.count - count;
}
uint32_t build_refs(Builder *b, const uint32_t *refs, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) PUSH(refs) = refs[i];
  return b->refs.count - count;
}

uint32_t build_register(Builder *b, ColumnKind kind, uint32_t domain, bool always_known) {
  if (b->registers.count >= LIMIT_REGISTERS) { b->too_large = true; return b->registers.count - 1; }
  PUSH(registers) = (Register){domain, (uint32_t)kind};
  PUSH(always_known) = always_known;
  PUSH(look_of) = NONE;
  PUSH(definition) = b->code.count;
  return b->registers.count - 1;
}

static uint64_t instruction_key(Opcode op, uint32_t aux, uint32_t kind, uint32_t domain, uint32_t a, uint32_t arg_b) {
  uint64_t h = mix((uint64_t)op << 32 | aux << 16 | kind);
  h = mix(h ^ ((uint64_t)domain << 32 | a));
  return key_of(mix(h ^ arg_b));
}
static void push_code(Builder *b, Instruction in) {
  if (b->line && (!b->lines.count || b->lines.items[b->lines.count - 1].line != b->line || b->lines.items[b->lines.count - 1].file != b->line_file))
    PUSH(lines) = (LineInfo){b->code.count, b->line_file, b->line};
  PUSH(code) = in;
}
uint32_t build(Builder *b, Opcode op, uint32_t aux, ColumnKind kind, uint32_t domain, uint32_t a, uint32_t arg_b, bool always_known) {
  uint64_t key = instruction_key(op, aux, kind, domain, a, arg_b);
  uint32_t at = (uint32_t)key, found;
  while ((found = hash_next(&b->code_hash, key, &at)) != NONE) {
    if (found >= PREDICATE_BIT) continue;
    Instruction *in = &b->code.items[found];
    if (in->op == op && in->aux == aux && in->a == a && in->b == arg_b && reg_kind(b, in->d) == kind && reg_domain(b, in->d) == domain) return in->d;
  }
  uint32_t d = build_register(b, kind, domain, always_known);
  push_code(b, (Instruction){(uint16_t)op, (uint16_t)aux, d, a, arg_b});
  hash_add(b->scratch, &b->code_hash, key, b->code.count - 1);
  return d;
}
uint32_t build_pair(Builder *b, Opcode op, ColumnKind first, uint32_t first_domain, ColumnKind second, uint32_t second_domain, uint32_t a, uint32_t arg_b) {
  uint64_t key = instruction_key(op, 0, first, first_domain, a, arg_b);
  uint32_t at = (uint32_t)key, found;
  while ((found = hash_next(&b->code_hash, key, &at)) != NONE) {
    if (found >= PREDICATE_BIT) continue;
    Instruction *in = &b->code.items[found];
    if (in->op == op && in->a == a && in->b == arg_b) return in->d;
  }
  uint32_t d = build_register(b, first, first_domain, false);
  build_register(b, second, second_domain, false);
  push_code(b, (Instruction){(uint16_t)op, 0, d, a, arg_b});
  hash_add(b->scratch, &b->code_hash, key, b->code.count - 1);
  return d;
}

bool domain_above(const Builder *b, uint32_t domain, uint32_t below) {
  for (uint32_t d = below;; d = b->domains.items[d].parent) {
    if (d == domain) return true;
    if (d == 0) return false;
  }
}
uint32_t build_spread(Builder *b, uint32_t reg, uint32_t domain) {
  if (reg_domain(b, reg) == domain) return reg;
  if (!domain_above(b, reg_domain(b, reg), domain)) return build(b, OP_NOTHING, 0, reg_kind(b, reg), domain, 0, 0, false); // refused already
  uint32_t up = build_spread(b, reg, b->domains.items[domain].parent);
  return build(b, OP_SPREAD, 0, reg_kind(b, up), domain, up, 0, reg_known(b, up));
}

// ---- looks
static LookPlan *look_plan(Builder *b, uint32_t text) {
  uint32_t look = b->look_of.items[text];
  if (look != NONE) return &b->looks_plan[look];
  look = b->looks.count;
  PUSH(looks) = (Look){0};
  if (look >= b->looks_room) {
    uint32_t room = b->looks_room ? b->looks_room * 2 : 32;
    b->looks_plan = arena_grow(b->scratch, b->looks_plan, b->looks_room * sizeof(LookPlan), room * sizeof(LookPlan));
    b->looks_room = room;
  }
  b->look_of.items[text] = look;
  b->looks_plan[look] = (LookPlan){.text = text};
  PUSH(look_code) = b->code.count;
  push_code(b, (Instruction){OP_LOOK, 0, 0, text, look});
  return &b->looks_plan[look];
}
static bool same_predicate(const Builder *b, const Predicate *p, const Needle *needles, uint32_t count, bool all) {
  return p->needle_count == count && p->all == all && memcmp(b->needles.items + p->needles, needles, count * sizeof *needles) == 0;
}
uint32_t build_predicate(Builder *b, uint32_t text, const Needle *needles, uint32_t count, bool all) {
  if (count == 0) return build(b, OP_TRUTH, 0, KIND_TRUTH, reg_domain(b, text), all, 0, true);
  if (count == 1) all = false;
  LookPlan *plan = look_plan(b, text);
  // A predicate's key is hashed by its needles so that ten thousand of them on one text stay cheap to tell apart.
  uint64_t h = mix(text * 2654435761u + (all ? 1u : 0u));
  for (uint32_t i = 0; i < count; i++) h = mix(h * 31 + ((uint64_t)needles[i].kind << 32 | needles[i].string));
  uint64_t key = key_of(h);
  uint32_t at = (uint32_t)key, found;
  while ((found = hash_next(&b->code_hash, key, &at)) != NONE) {
    if (found < PREDICATE_BIT) continue;
    uint32_t i = found & ~PREDICATE_BIT;
    if (i < plan->predicates.count && same_predicate(b, &plan->predicates.items[i], needles, count, all)) return plan->outputs.items[i];
  }
  uint32_t first = b->needles.count;
  for (uint32_t i = 0; i < count; i++) PUSH(needles) = needles[i];
  *VEC_PUSH(b->scratch, &plan->predicates) = (Predicate){first, count, all, 0};
  uint32_t d = build_register(b, KIND_TRUTH, reg_domain(b, text), reg_known(b, text));
  b->definition.items[d] = b->look_code.items[b->look_of.items[text]];
  *VEC_PUSH(b->scratch, &plan->outputs) = d;
  hash_add(b->scratch, &b->code_hash, key, PREDICATE_BIT | (plan->predicates.count - 1));
  return d;
}
static void finish_looks(Builder *b) {
  for (uint32_t l = 0; l < b->looks.count; l++) {
    LookPlan *plan = &b->looks_plan[l];
    b->looks.items[l] = (Look){b->predicates.count, plan->predicates.count};
    for (uint32_t i = 0; i < plan->predicates.count; i++) PUSH(predicates) = plan->predicates.items[i];
    push_args(b, plan->outputs.items, plan->outputs.count);
    b->code.items[b->look_code.items[l]].d = b->args.count - plan->outputs.count;
  }
}

void build_line(Builder *b, uint32_t file, uint32_t line) { b->line_file = file; b->line = line; }

void builder_finish(Builder *b) {
  finish_looks(b);
  Program *p = b->program;
#define SECTION(name, Type)                                                            \
  p->name = arena_alloc_aligned(&p->arena, sizeof(Type) * (b->name.count + 1u), 64);   \
  if (b->name.count) memcpy(p->name, b->name.items, sizeof(Type) * b->name.count);     \
  p->name##_count = b->name.count;
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
}
