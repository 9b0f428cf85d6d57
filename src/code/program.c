// program.c -- saving and loading.
//
// A saved program is a header, a directory and the sections, each on 64 bytes, in the byte order of the machine that wrote it
// (another order is refused, not swapped). Loading borrows the caller's bytes: a list of a million domains is mapped, not
// copied. Nothing is believed before program_verify has seen it.
#include "code/shapes.h"

const char *const opcode_names[] = {
#define OP(name, shape, out, meaning) #name,
#include "code/opcodes.def"
#undef OP
};
const Shape opcode_shapes[] = {
#define OP(name, shape, out, meaning) SHAPE_##shape,
#include "code/opcodes.def"
#undef OP
};
const uint8_t opcode_outs[] = {
#define OP(name, shape, out, meaning) OUT_##out,
#include "code/opcodes.def"
#undef OP
};
const char *const opcode_meanings[] = {
#define OP(name, shape, out, meaning) meaning,
#include "code/opcodes.def"
#undef OP
};

#define MAGIC "RUBRICBC"
#define BYTE_ORDER_MARK 0x01020304u
enum { SECTION_ALIGN = 64 };

typedef struct Header { char magic[8]; uint32_t version, order, section_count, pad; uint64_t total; uint64_t check; } Header;
typedef struct Entry { uint64_t at; uint32_t count, item_bytes; } Entry;
enum {
  SECTION_COUNT = 0
#define SECTION(name, Type) +1
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
};

static uint64_t align_up(uint64_t n) { return (n + SECTION_ALIGN - 1) & ~(uint64_t)(SECTION_ALIGN - 1); }

// Of everything after the header: finds damage, not malice (the verifier is for that).
static uint64_t check_of(Text bytes) {
  return text_hash((Text){bytes.data + sizeof(Header), bytes.size - (uint32_t)sizeof(Header)}, 0);
}

Text program_save(Arena *arena, const Program *p) {
  Entry entries[SECTION_COUNT];
  uint64_t at = align_up(sizeof(Header) + sizeof entries);
  uint32_t i = 0;
#define SECTION(name, Type)                                                      \
  entries[i++] = (Entry){at, p->name##_count, (uint32_t)sizeof(Type)};           \
  at = align_up(at + (uint64_t)p->name##_count * sizeof(Type));
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
  if (at > UINT32_MAX) arena_fail(arena);
  char *out = arena_alloc_aligned(arena, at, SECTION_ALIGN);
  i = 0;
#define SECTION(name, Type) \
  if (p->name##_count) memcpy(out + entries[i].at, p->name, (size_t)p->name##_count * sizeof(Type)); \
  i++;
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
  memcpy(out + sizeof(Header), entries, sizeof entries);
  Text saved = {out, (uint32_t)at};
  Header h = {.magic = MAGIC, .version = BYTECODE_VERSION, .order = BYTE_ORDER_MARK, .section_count = SECTION_COUNT, .total = at, .check = check_of(saved)};
  memcpy(out, &h, sizeof h);
  return saved;
}

bool program_is_saved(Text bytes) { return bytes.size >= 8 && memcmp(bytes.data, MAGIC, 8) == 0; }

static const char *read_header(Text bytes, Header *h) {
  if (!program_is_saved(bytes)) return "it is not a compiled rule set";
  if (bytes.size < sizeof *h + sizeof(Entry) * SECTION_COUNT) return "it is cut short";
  memcpy(h, bytes.data, sizeof *h);
  if (h->order != BYTE_ORDER_MARK) return "it was compiled on a machine of another byte order";
  if (h->version < BYTECODE_VERSION) return "it was compiled by an older rubric; compile the rules again";
  if (h->version > BYTECODE_VERSION) return "it was compiled by a newer rubric";
  if (h->section_count != SECTION_COUNT) return "it has other sections than this version";
  if (h->total != bytes.size) return "it is cut short";
  if (h->check != check_of(bytes)) return "it is damaged";
  return NULL;
}
static const char *read_section(Text bytes, const Entry *e, size_t item_bytes, const char **data) {
  if (e->item_bytes != item_bytes || e->at % SECTION_ALIGN || e->at > bytes.size || (uint64_t)e->count * item_bytes > bytes.size - e->at) return "a section does not fit";
  *data = bytes.data + e->at;
  return NULL;
}

bool program_load(Program *p, Text bytes, const char **why) {
  Header h;
  if ((*why = read_header(bytes, &h))) return false;
  if ((uintptr_t)bytes.data % 8) { // the caller's bytes cannot be borrowed
    char *copy = arena_alloc_aligned(&p->arena, bytes.size, SECTION_ALIGN);
    memcpy(copy, bytes.data, bytes.size);
    bytes.data = copy;
  }
  Entry entries[SECTION_COUNT];
  memcpy(entries, bytes.data + sizeof(Header), sizeof entries);
  const char *data;
  uint32_t i = 0;
#define SECTION(name, Type)                                                                 \
  if ((*why = read_section(bytes, &entries[i], sizeof(Type), &data))) return false;         \
  p->name = (Type *)(uintptr_t)data;                                                        \
  p->name##_count = entries[i++].count;
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
  p->loaded = true;
  return (*why = program_verify(p, &p->arena)) == NULL;
}
