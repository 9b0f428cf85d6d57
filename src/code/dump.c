// dump.c -- a program's listing: what it is made of, then the code under the source lines that it comes from.
#include "base/source.h"
#include "code/shapes.h"
#include <stdarg.h>
#include <stdio.h>

typedef struct Dump { const Program *p; Arena *arena; char *bytes; uint32_t size, room; } Dump;

static void put(Dump *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(Dump *d, const char *format, ...) {
  va_list args, again;
  va_start(args, format);
  va_copy(again, args);
  int n = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (n > 0 && d->size + (uint32_t)n + 1 > d->room) {
    uint32_t room = d->room * 2 + (uint32_t)n + 4096;
    d->bytes = arena_grow(d->arena, d->bytes, d->size, room);
    d->room = room;
  }
  if (n > 0) d->size += (uint32_t)vsnprintf(d->bytes + d->size, d->room - d->size, format, again);
  va_end(again);
}
#define SHOW(t) (int)(t).size, (t).size ? (t).data : ""

static void put_text(Dump *d, uint32_t string) { // quoted, control characters escaped
  Text t = program_text(d->p, string);
  put(d, "\"");
  for (uint32_t i = 0; i < t.size && i < 60; i++) {
    unsigned char c = (unsigned char)t.data[i];
    if (c < 32 || c == 127) put(d, "\\x%02x", c);
    else if (c == '"' || c == '\\') put(d, "\\%c", c);
    else put(d, "%c", c);
  }
  put(d, t.size > 60 ? "...\"" : "\"");
}
static void put_constant(Dump *d, uint32_t index) {
  if (index == NONE) { put(d, "nothing"); return; }
  const Constant *c = &d->p->constants[index];
  static const char *const kinds[] = {"", "now-", "now-months:", "today-", "today-months:"};
  if (c->value == INT64_MIN) put(d, "least");
  else if (c->value == INT64_MAX) put(d, "most");
  else put(d, "%s%lld", kinds[c->kind], (long long)c->value);
  if (c->kind != CONST_PLAIN && c->delta) put(d, "%+lld", (long long)c->delta);
}
static void put_regs(Dump *d, uint32_t first, uint32_t count, uint32_t stride) {
  put(d, "(");
  for (uint32_t i = 0; i < count; i++) put(d, i ? " r%u" : "r%u", d->p->args[first + i * stride]);
  put(d, ")");
}
static void put_operands(Dump *d, Instruction in) {
  const Program *p = d->p;
  switch (opcode_shapes[in.op]) {
    case SHAPE_SLOT: case SHAPE_SLOT_T: put(d, "%.*s", SHOW(program_text(p, p->slots[in.a].path))); break;
    case SHAPE_CONST: put_constant(d, in.a); break;
    case SHAPE_STRING: put_text(d, in.a); break;
    case SHAPE_IMM: put(d, "%s", in.a == 0 ? "no" : in.a == 1 ? "yes" : "unknown"); break;
    case SHAPE_NOTHING: break;
    case SHAPE_RANGE: case SHAPE_RANGE_I: case SHAPE_HOURS:
      put(d, "r%u ", in.a);
      put_constant(d, p->args[in.b]);
      put(d, "..");
      put_constant(d, p->args[in.b + 1]);
      break;
    case SHAPE_ARGS_T: case SHAPE_ARGS_I: case SHAPE_ARGS_ANY: put_regs(d, in.a, in.b, 1); break;
    case SHAPE_IF: put_regs(d, in.a, 3, 1); break;
    case SHAPE_FIRST:
      for (uint32_t i = 0; i < in.b; i++) { put(d, i ? ", r%u: " : "r%u: ", p->args[in.a + i * 2]); put_constant(d, p->args[in.a + i * 2 + 1]); }
      break;
    case SHAPE_CHOOSE: case SHAPE_NAMES:
      put(d, "r%u of", in.a);
      for (uint32_t i = 0; i < p->args[in.b]; i++) {
        uint32_t entry = p->args[in.b + 1 + i];
        if (opcode_shapes[in.op] == SHAPE_CHOOSE && !(entry & ENTRY_STRING)) put(d, " r%u", entry);
        else { put(d, " "); put_text(d, entry & ~ENTRY_STRING); }
      }
      break;
    case SHAPE_LOOK: put(d, "r%u look %u", in.a, in.b); break;
    case SHAPE_JOIN: put_regs(d, in.a, in.b, 2); break;
    case SHAPE_SAMPLE: put_text(d, in.b); put(d, " r%u", in.a); break;
    case SHAPE_ROW_OF: put(d, "%.*s", SHOW(program_text(p, p->tables[in.b].name))); put_regs(d, in.a, p->tables[in.b].key_count, 1); break;
    case SHAPE_CELL: put(d, "r%u .%.*s", in.a, SHOW(program_text(p, p->table_columns[p->tables[p->args[in.b]].columns + p->args[in.b + 1]].name))); break;
    case SHAPE_PAIRS: put(d, "r%u", in.a); break;
    case SHAPE_LIST_OF: put_regs(d, in.a, in.b, 2); break;
    case SHAPE_POINTS: case SHAPE_TIMES: put(d, "r%u ", in.a); put_constant(d, in.b); break;
    case SHAPE_DECAY: case SHAPE_DECAY_SUM: put(d, "r%u decay %u since r%u", in.a, in.b, p->decays[in.b].since); break;
    case SHAPE_TOTAL:
      for (uint32_t i = 0; i < p->args[in.b]; i++) { put(d, "r%u*", p->args[in.a + i * 2]); put_constant(d, p->args[in.a + i * 2 + 1]); put(d, " "); }
      put_regs(d, in.a + p->args[in.b] * 2, p->args[in.b + 1], 1);
      break;
    case SHAPE_EXTERN: put(d, "%.*s", SHOW(program_text(p, p->externs[in.b].name))); put_regs(d, in.a, p->externs[in.b].argument_count, 1); break;
    case SHAPE_SPREAD: case SHAPE_UN_T: case SHAPE_UN_N: case SHAPE_UN_S: case SHAPE_UN_ANY: case SHAPE_UN_L: case SHAPE_UN_SI: case SHAPE_DOWN_T: put(d, "r%u", in.a); break;
    default:
      if (in.a == NONE) put(d, "none "); else put(d, "r%u ", in.a);
      if (in.b == NONE) put(d, "none"); else put(d, "r%u", in.b);
  }
  if (in.op == OP_ROUND || in.op == OP_AT_LEAST || in.op == OP_STEP) put(d, " by %u", in.aux);
}
static void put_result(Dump *d, Instruction in) {
  static const char *const kinds[] = {"truth", "int", "text", "list"};
  if (in.op == OP_LOOK) { put(d, "  "); put_regs(d, in.d, d->p->looks[in.b].predicate_count, 1); return; }
  Register r = d->p->registers[in.d];
  put(d, "  r%-5u %-5s", in.d, kinds[r.kind]);
  if (r.domain) put(d, " [%u]", r.domain);
}
static Text source_line_text(const Program *p, uint32_t file, uint32_t line) {
  Text t = program_text(p, p->sources[file].bytes);
  if (t.size >= 3 && memcmp(t.data, "\xef\xbb\xbf", 3) == 0) t = (Text){t.data + 3, t.size - 3};
  const char *at = t.data, *end = t.data + t.size;
  for (uint32_t i = 1; i < line && at < end; i++) {
    const char *next = memchr(at, '\n', (size_t)(end - at));
    at = next ? next + 1 : end;
  }
  const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
  return (Text){at, (uint32_t)((stop ? stop : end) - at)};
}
static void put_code(Dump *d) {
  const Program *p = d->p;
  uint32_t line = 0;
  put(d, "code\n");
  for (uint32_t i = 0; i < p->code_count; i++) {
    if (i == p->main->trace_code) put(d, "\n# only for a trace\n");
    for (; line < p->lines_count && p->lines[line].instruction <= i; line++) {
      LineInfo l = p->lines[line];
      Text t = source_line_text(p, l.file, l.line);
      put(d, "\n%.*s:%u  %.*s\n", SHOW(program_text(p, p->sources[l.file].path)), l.line, SHOW(t));
    }
    put_result(d, p->code[i]);
    put(d, " = %s ", opcode_names[p->code[i].op]);
    put_operands(d, p->code[i]);
    put(d, "\n");
  }
}
static void put_looks(Dump *d) {
  static const char *const kinds[] = {"is", "has", "contains", "starts with", "ends with", "is exactly", "matches", "phone"};
  const Program *p = d->p;
  for (uint32_t l = 0; l < p->looks_count; l++) {
    put(d, "look %u\n", l);
    for (uint32_t i = 0; i < p->looks[l].predicate_count; i++) {
      const Predicate *q = &p->predicates[p->looks[l].predicates + i];
      put(d, "  %u: %s", i, q->all ? "all of" : q->needle_count > 1 ? "any of" : "");
      for (uint32_t n = 0; n < q->needle_count && n < 8; n++) { put(d, " %s ", kinds[p->needles[q->needles + n].kind]); put_text(d, p->needles[q->needles + n].string); }
      put(d, q->needle_count > 8 ? " ... %u in all\n" : "\n", q->needle_count);
    }
  }
}
Text program_dump(Arena *arena, const Program *p) {
  Dump d = {.p = p, .arena = arena};
  put(&d, "rubric bytecode %d\nfields\n", BYTECODE_VERSION);
  for (uint32_t i = 0; i < p->slots_count; i++) put(&d, "  %.*s%s\n", SHOW(program_text(p, p->slots[i].path)), p->slots[i].flags & SLOT_KEY ? " key" : "");
  put(&d, "registers %u  constants %u  strings %u  bytes %u\n", p->registers_count, p->constants_count, p->strings_count, p->bytes_count);
  for (uint32_t i = 0; i < p->tables_count; i++) put(&d, "table %.*s: %u rows\n", SHOW(program_text(p, p->tables[i].name)), p->tables[i].rows);
  put_looks(&d);
  put_code(&d);
  return (Text){d.bytes, d.size};
}
