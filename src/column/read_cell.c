// read_cell.c -- the table "reads" of language.md section 3.
#include "column/read_cell.h"
#include "base/decimal.h"
#include "base/formats.h"

enum { FOLD_SMALL = 256, INDEX_LEAST = 8 };

char *cell_bytes(CellMemory *memory, size_t size_bytes) {
  if (setjmp(memory->escape)) {
    memory->failed = true;
    return NULL;
  }
  memory->arena.escape = &memory->escape;
  return arena_alloc_raw(&memory->arena, size_bytes);
}

// The text as `is` sees it, in `small` when it fits.
static Text cell_fold_long(Text t, CellMemory *memory) {
  if (setjmp(memory->escape)) {
    memory->failed = true;
    return (Text){0};
  }
  memory->arena.escape = &memory->escape;
  return text_fold(&memory->arena, t);
}

static Text cell_fold(Text t, char small[FOLD_SMALL], CellMemory *memory) {
  if (t.size <= FOLD_SMALL) {
    int64_t size = text_fold_ascii(t, small);
    if (size >= 0) return (Text){small, (uint32_t)size};
  }
  return cell_fold_long(t, memory);
}

bool cell_is_missing_word(const CellReader *r, Text t, CellMemory *memory) {
  char small[FOLD_SMALL];
  Text folded = cell_fold(t, small, memory);
  for (uint32_t i = 0; i < r->missing_count; i++)
    if (text_equal(folded, r->missing[i])) return true;
  return false;
}

ColumnKind cell_column_kind(uint32_t type) {
  switch (type) {
    case TYPE_BOOLEAN: case TYPE_RECORD: return KIND_TRUTH;
    case TYPE_TEXT: case TYPE_EMAIL: case TYPE_DOMAIN: case TYPE_PHONE: case TYPE_URL: case TYPE_COUNTRY: return KIND_TEXT;
    case TYPE_LIST: return KIND_LIST;
    default: return KIND_INT;
  }
}

// ---- one of, scale --------------------------------------------------------------------------------------------------

uint32_t cell_index_size(uint32_t value_count) {
  if (value_count <= INDEX_LEAST) return 0; // so few are compared one by one
  uint32_t size = 16;
  while (size < value_count * 2) size *= 2;
  return size;
}

void cell_index_fill(uint32_t *places, uint32_t size, const Text *values, uint32_t count) {
  for (uint32_t i = 0; size && i < count; i++) {
    uint32_t at = (uint32_t)text_hash(values[i], 0) & (size - 1);
    while (places[at]) at = (at + 1) & (size - 1);
    places[at] = i + 1;
  }
}

static bool read_value(const CellReader *r, Text t, CellMemory *memory, int64_t *out) {
  char small[FOLD_SMALL];
  Text folded = cell_fold(t, small, memory);
  if (!r->value_index) {
    for (uint32_t i = 0; i < r->value_count; i++)
      if (text_equal(folded, r->values[i])) return *out = i, true;
    return false;
  }
  uint32_t at = (uint32_t)text_hash(folded, 0) & r->value_mask;
  for (; r->value_index[at]; at = (at + 1) & r->value_mask)
    if (text_equal(folded, r->values[r->value_index[at] - 1])) return *out = r->value_index[at] - 1, true;
  return false;
}

// ---- numbers, dates, times ------------------------------------------------------------------------------------------

static bool number_fits(const CellReader *r, int64_t value) {
  return (r->type != TYPE_INTEGER || value % DECIMAL_ONE == 0) && cell_in_range(r, value);
}

static bool read_time(const CellReader *r, Text t, int64_t *out) {
  bool date = r->type == TYPE_DATE;
  if (r->flags & SLOT_FORM) {
    if (!(date ? clock_read_form_date(t, r->form, out) : clock_read_form(t, r->form, r->zone, out))) return false;
  } else if (!(date ? clock_read_date(t, out) : clock_read_time(t, r->zone, out))) {
    return false;
  }
  return cell_in_range(r, *out);
}

bool cell_read_int(const CellReader *r, Text t, CellMemory *memory, int64_t *out) {
  switch (r->type) {
    case TYPE_NUMBER: case TYPE_INTEGER:
      return decimal_read_cell(t, out) && number_fits(r, *out);
    case TYPE_DATE: case TYPE_TIME: return read_time(r, t, out);
    case TYPE_ONE_OF: case TYPE_SCALE: return read_value(r, t, memory, out);
    default: return false;
  }
}

// A JSON number that is whole is an integer however it is written: 1.7e9 is Unix seconds too.
static bool read_time_number(const CellReader *r, Text token, int64_t *out) {
  Decimal value;
  char digits[DECIMAL_TEXT_BYTES];
  if (read_time(r, token, out)) return true;
  if ((r->flags & SLOT_FORM) || !decimal_read_json(token, &value) || value % DECIMAL_ONE) return false;
  return read_time(r, (Text){digits, decimal_format(value, digits)}, out);
}

bool cell_read_number(const CellReader *r, Text token, CellMemory *memory, int64_t *out) {
  switch (r->type) {
    case TYPE_NUMBER: case TYPE_INTEGER: return decimal_read_json(token, out) && number_fits(r, *out);
    case TYPE_DATE: case TYPE_TIME: return read_time_number(r, token, out);
    default: return cell_read_int(r, token, memory, out);
  }
}

// ---- text and booleans ----------------------------------------------------------------------------------------------

bool cell_read_text(const CellReader *r, Text t, Text *out) {
  const char *code;
  *out = t;
  switch (r->type) {
    case TYPE_TEXT: return true;
    case TYPE_EMAIL: return email_valid(t);
    case TYPE_DOMAIN: return domain_valid(t);
    case TYPE_PHONE: return phone_valid(t);
    case TYPE_URL: return url_valid(t);
    case TYPE_COUNTRY:
      code = country_code(t);
      *out = (Text){code, 2};
      return code != NULL;
    default: return false;
  }
}

bool cell_read_truth(Text t, bool *out) {
  static const char words[][6] = {"false", "true", "no", "yes", "n", "y", "f", "t", "0", "1"};
  char small[5];
  if (t.size > sizeof small) return false;
  for (uint32_t i = 0; i < t.size; i++) small[i] = (char)(t.data[i] >= 'A' && t.data[i] <= 'Z' ? t.data[i] + 32 : t.data[i]);
  for (uint32_t i = 0; i < sizeof words / sizeof *words; i++)
    if (text_is((Text){small, t.size}, words[i])) return *out = i & 1, true;
  return false;
}
