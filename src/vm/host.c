// host.c -- preparing and making the calls.
//
// How a value travels is its Passing, by the declared type. A text is two C arguments, hence argument slots: at most two
// for each argument.
#include "vm/host.h"
#include <dlfcn.h>
#include <ffi.h>
#include <math.h>

typedef enum { PASS_NONE, PASS_DOUBLE, PASS_INTEGER, PASS_INT64, PASS_DATE, PASS_TIME, PASS_INT, PASS_TEXT } Passing;
typedef struct HostText { const char *data; size_t size; } HostText;
typedef union HostValue { double real; int64_t whole; int truth; const char *data; size_t size; } HostValue;
typedef union HostResult { double real; int64_t whole; ffi_arg word; HostText text; } HostResult;

typedef struct HostFunction {
  void *library;
  void (*call)(void);
  ffi_cif cif;
  ffi_type **types;          // of the C arguments
  Passing *passing;          // of the declared arguments
  Passing gives;
  uint32_t count, c_count;
} HostFunction;

struct HostLibrary {
  ffi_type text_type;
  ffi_type *text_parts[3];
  uint32_t count;
  HostFunction functions[];
};

static Passing passing_of(uint32_t type) {
  switch (type) {
    case TYPE_NUMBER: return PASS_DOUBLE;
    case TYPE_INTEGER: return PASS_INTEGER;
    case TYPE_DATE: return PASS_DATE;
    case TYPE_TIME: return PASS_TIME;
    case TYPE_DURATION: return PASS_INT64;
    case TYPE_BOOLEAN: return PASS_INT;
    case TYPE_TEXT: case TYPE_EMAIL: case TYPE_DOMAIN: case TYPE_PHONE: case TYPE_URL: case TYPE_COUNTRY:
      return PASS_TEXT;
    default: return PASS_NONE;
  }
}

static ColumnKind passing_kind(Passing passing) {
  return passing == PASS_TEXT ? KIND_TEXT : passing == PASS_INT ? KIND_TRUTH : passing == PASS_NONE ? KIND_COUNT : KIND_INT;
}

// ---- opening

static ffi_type *result_type(HostLibrary *host, Passing passing) {
  if (passing == PASS_TEXT) return &host->text_type;
  return passing == PASS_DOUBLE ? &ffi_type_double : passing == PASS_INT ? &ffi_type_sint : &ffi_type_sint64;
}

static void add_type(HostFunction *f, Passing passing) {
  f->passing[f->count++] = passing;
  if (passing == PASS_TEXT) {
    f->types[f->c_count++] = &ffi_type_pointer;
    f->types[f->c_count++] = sizeof(size_t) == 8 ? &ffi_type_uint64 : &ffi_type_uint32;
  } else {
    f->types[f->c_count++] = passing == PASS_DOUBLE ? &ffi_type_double : passing == PASS_INT ? &ffi_type_sint : &ffi_type_sint64;
  }
}

// Gives NULL, or what is wrong.
static const char *function_shape(HostLibrary *host, HostFunction *f, Program *program, const ExternInfo *info) {
  f->passing = ARENA_MANY(&program->arena, Passing, info->argument_count);
  f->types = ARENA_MANY(&program->arena, ffi_type *, 2 * (size_t)info->argument_count);
  for (uint32_t k = 0; k < info->argument_count; k++) {
    Passing passing = passing_of(program->refs[info->arguments + k]);
    if (passing == PASS_NONE) return "takes a type that C functions cannot take";
    add_type(f, passing);
  }
  f->gives = passing_of(info->gives);
  if (f->gives == PASS_NONE) return "gives a type that C functions cannot give";
  if (ffi_prep_cif(&f->cif, FFI_DEFAULT_ABI, f->c_count, result_type(host, f->gives), f->types) != FFI_OK) return "cannot be called here";
  return NULL;
}

static bool plain_name(Text name) {
  return name.size > 0 && !memchr(name.data, '/', name.size) && !memchr(name.data, 0, name.size);
}

static const char *function_symbols(HostFunction *f, Program *program, const ExternInfo *info, const char *allow_dir) {
  Arena *arena = &program->arena;
  Text library = program_text(program, info->library), name = program_text(program, info->name);
  if (!plain_name(library)) return "names a library by more than a plain name";
  const char *path = text_c(arena, text_format(arena, "%s/%.*s.so", allow_dir, (int)library.size, library.data));
  f->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!f->library) return text_c(arena, text_format(arena, "cannot be loaded: %s", dlerror()));
  void *call = dlsym(f->library, text_c(arena, name));
  if (!call) return text_c(arena, text_format(arena, "is not in %s", path));
  memcpy(&f->call, &call, sizeof f->call);
  const int *arity = dlsym(f->library, text_c(arena, text_format(arena, "%.*s_arity", (int)name.size, name.data)));
  if (!arity) return text_c(arena, text_format(arena, "has no `%.*s_arity` in %s", (int)name.size, name.data, path));
  if (*arity < 0 || (uint32_t)*arity != info->argument_count)
    return text_c(arena, text_format(arena, "takes %d arguments in %s but %u in the rules", *arity, path, info->argument_count));
  return NULL;
}

static HostLibrary *library_open(Program *program, const char *allow_dir, HostLibrary *volatile *made, const char **why) {
  Arena *arena = &program->arena;
  HostLibrary *host = arena_alloc(arena, sizeof *host + program->externs_count * sizeof(HostFunction));
  host->text_parts[0] = &ffi_type_pointer;
  host->text_parts[1] = sizeof(size_t) == 8 ? &ffi_type_uint64 : &ffi_type_uint32;
  host->text_type = (ffi_type){.type = FFI_TYPE_STRUCT, .elements = host->text_parts};
  host->count = program->externs_count;
  *made = host;
  for (uint32_t k = 0; k < host->count; k++) {
    const ExternInfo *info = &program->externs[k];
    const char *wrong = function_shape(host, &host->functions[k], program, info);
    if (!wrong) wrong = function_symbols(&host->functions[k], program, info, allow_dir);
    if (!wrong) continue;
    Text name = program_text(program, info->name);
    *why = text_c(arena, text_format(arena, "extern function `%.*s` %s", (int)name.size, name.data, wrong));
    return NULL;
  }
  return host;
}

HostLibrary *host_library_new(Program *program, const char *allow_dir, const char **why) {
  jmp_buf escape, *outer = program->arena.escape;
  HostLibrary *volatile opened = NULL, *volatile made = NULL; // volatile: read after a jump
  program->arena.escape = &escape;
  if (setjmp(escape)) *why = NULL;
  else opened = library_open(program, allow_dir, &made, why);
  if (!opened) host_library_free(made);
  program->arena.escape = outer;
  return opened;
}

void host_library_free(HostLibrary *host) {
  for (uint32_t k = 0; host && k < host->count; k++)
    if (host->functions[k].library) dlclose(host->functions[k].library);
}

// ---- calling

static uint32_t put_argument(HostValue *values, Passing passing, const Column *a, uint32_t row) {
  switch (passing) {
    case PASS_TEXT:
      values[0].data = a->texts[row].data;
      values[1].size = a->texts[row].size;
      return 2;
    case PASS_DOUBLE: values[0].real = (double)a->ints[row] / (double)DECIMAL_ONE; return 1;
    case PASS_INTEGER: values[0].whole = a->ints[row] / DECIMAL_ONE; return 1;
    case PASS_INT: values[0].truth = bit_get(a->yes, row); return 1;
    default: values[0].whole = a->ints[row]; return 1;
  }
}

static bool take_int(Passing gives, const HostResult *result, int64_t *out) {
  int64_t value = result->whole;
  switch (gives) {
    case PASS_DOUBLE: {
      double units = round(result->real * (double)DECIMAL_ONE);
      if (!(units >= -(double)DECIMAL_MAX && units <= (double)DECIMAL_MAX)) return false; // also not a number
      *out = (int64_t)units;
      return true;
    }
    case PASS_INTEGER:
      if (value < -DECIMAL_MAX / DECIMAL_ONE || value > DECIMAL_MAX / DECIMAL_ONE) return false;
      *out = value * DECIMAL_ONE;
      return true;
    case PASS_DATE: *out = value; return value >= CLOCK_DATE_MIN && value <= CLOCK_DATE_MAX;
    case PASS_TIME: *out = value; return value >= CLOCK_TIME_MIN && value <= CLOCK_TIME_MAX;
    default: *out = value; return true;
  }
}

// A text from outside is read like a cell: trimmed, and what is empty or not UTF-8 is none.
static bool take_text(HostText given, Arena *scratch, Text *out) {
  if (!given.data || given.size == 0 || given.size > LIMIT_RECORD_BYTES) return false;
  Text t = {given.data, (uint32_t)given.size};
  if (!text_valid_utf8(t, NULL)) return false;
  t = text_trim(t);
  if (t.size == 0) return false;
  *out = text_copy(scratch, t);
  return true;
}

static void take_result(const HostFunction *f, const HostResult *result, Column *d, uint32_t row, Arena *scratch) {
  int64_t value = 0;
  if (f->gives == PASS_TEXT) {
    if (take_text(result->text, scratch, &d->texts[row])) bit_set(d->known, row);
  } else if (f->gives == PASS_INT) {
    bit_put(d->yes, row, (int)result->word != 0);
    bit_set(d->known, row);
  } else if (take_int(f->gives, result, &value)) {
    d->ints[row] = value;
    bit_set(d->known, row);
  }
}

static bool kinds_fit(const Run *run, const HostFunction *f, ColumnKind kind, const uint32_t *args) {
  if (passing_kind(f->gives) != kind) return false;
  for (uint32_t k = 0; k < f->count; k++)
    if (run->program->registers[args[k]].kind != passing_kind(f->passing[k])) return false;
  return true;
}

void host_call(const Run *run, Column *d, ColumnKind kind, const uint32_t *args, uint32_t function, uint32_t rows) {
  column_clear(d, kind, rows);
  HostLibrary *host = run->program->host;
  if (!host || !kinds_fit(run, &host->functions[function], kind, args)) return;
  HostFunction *f = &host->functions[function];
  HostValue *values = ARENA_MANY(run->scratch, HostValue, f->c_count);
  void **pointers = ARENA_MANY(run->scratch, void *, f->c_count);
  for (uint32_t k = 0; k < f->c_count; k++) pointers[k] = &values[k];
  for (uint32_t row = 0; row < rows; row++) {
    uint32_t filled = 0, k = 0;
    for (; k < f->count && bit_get(run->registers[args[k]].known, row); k++)
      filled += put_argument(values + filled, f->passing[k], &run->registers[args[k]], row);
    if (k < f->count) continue;
    HostResult result = {0};
    ffi_call(&f->cif, f->call, &result, pointers);
    take_result(f, &result, d, row, run->scratch);
  }
}
