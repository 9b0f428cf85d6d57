// cell.c -- any bytes as the cell of a field of every type: the column keeps its invariants, what is present is of its
// type, and what is shown of a value is read again as the same.
#include "api.h"
#include "base/formats.h"
#include "column/read_cell.h"
#include "fuzz.h"

static const char rules[] =
  "rubric \"cells\" { timezone \"UTC\" }\n"
  "schema L { t text missing when \"N/A\", \"-1\"  n number in -5..1000  i integer  b boolean  d date  form date as \"%d/%m/%Y\"  at time  stamp time as \"%Y-%m-%d %H:%M:%S\"\n"
  "  e email  m domain  p phone  u url  c country  kind one of \"x\", \"Y z\", \"\xc3\xa9\"  tier scale of \"a\", \"b\"\n"
  "  words list of text separated by \";\"  nums list of number separated by \",\"  days list of date separated by \"--\"  kinds list of one of \"x\", \"y\" separated by \"|\" }\n";
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)user; (void)path; (void)why;
  *size = sizeof rules - 1;
  *bytes = malloc(*size);
  memcpy(*bytes, rules, *size);
  return true;
}
static void check_text(TypeKind type, Text t) {
  FUZZ_REQUIRE(t.size > 0 && text_valid_utf8(t, NULL) && text_equal(t, text_trim(t)));
  if (type == TYPE_EMAIL) FUZZ_REQUIRE(email_valid(t) && domain_valid(domain_in(t)));
  if (type == TYPE_DOMAIN) FUZZ_REQUIRE(domain_valid(t));
  if (type == TYPE_PHONE) FUZZ_REQUIRE(phone_valid(t));
  if (type == TYPE_URL) FUZZ_REQUIRE(url_valid(t) && domain_in(t).size > 0);
  if (type == TYPE_COUNTRY) FUZZ_REQUIRE(t.size == 2 && country_code(t) && memcmp(country_code(t), t.data, 2) == 0);
}
static void check_int(const SlotInfo *s, int64_t value) {
  char shown[CLOCK_TEXT_BYTES + DECIMAL_TEXT_BYTES];
  int64_t again;
  switch (s->type) {
    case TYPE_NUMBER: case TYPE_INTEGER:
      FUZZ_REQUIRE(value >= -DECIMAL_MAX && value <= DECIMAL_MAX && (s->type == TYPE_NUMBER || value % DECIMAL_ONE == 0));
      FUZZ_REQUIRE(!(s->flags & SLOT_RANGE_LOW) || value >= s->low);
      FUZZ_REQUIRE(!(s->flags & SLOT_RANGE_HIGH) || value <= s->high);
      FUZZ_REQUIRE(decimal_read_cell((Text){shown, decimal_format(value, shown)}, &again) && again == value);
      break;
    case TYPE_DATE: FUZZ_REQUIRE(clock_read_date((Text){shown, clock_format_date(value, shown)}, &again) && again == value); break;
    case TYPE_TIME: FUZZ_REQUIRE(clock_read_time((Text){shown, clock_format_time(value, shown)}, zone_utc(), &again) && again == value); break;
    default: FUZZ_REQUIRE(value >= 0 && value < s->value_count);
  }
}
static void check_slot(const Batch *batch, uint32_t slot) {
  const SlotInfo *s = &batch->schema.slots[slot];
  const Column *c = &batch->columns[slot];
  uint32_t rows = batch->domain_rows[s->domain];
  ColumnKind kind = cell_column_kind(s->type);
  FUZZ_REQUIRE(s->domain == 0 || rows <= 100000);
  for (uint32_t r = 0; r < rows; r++) {
    bool known = bit_get(c->known, r);
    FUZZ_REQUIRE(!(known && bit_get(c->invalid, r)));
    if (kind == KIND_TEXT && known) check_text((TypeKind)s->type, c->texts[r]);
    if (kind == KIND_TEXT && !known) FUZZ_REQUIRE(c->texts[r].size == 0 && !c->texts[r].data);
    if (kind == KIND_INT && known) check_int(s, c->ints[r]);
    if (kind == KIND_INT && !known) FUZZ_REQUIRE(c->ints[r] == 0);
    if (kind == KIND_TRUTH && !known) FUZZ_REQUIRE(!bit_get(c->yes, r));
    if (kind == KIND_LIST) FUZZ_REQUIRE(c->offsets[r] <= c->offsets[r + 1] && c->offsets[r + 1] <= batch->domain_rows[s->element_domain] && (known || c->offsets[r] == c->offsets[r + 1]));
  }
  for (uint32_t r = rows; r < (rows + 63) / 64 * 64; r++) FUZZ_REQUIRE(!bit_get(c->known, r) && !bit_get(c->invalid, r));
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static RubricProgram *program;
  static RubricBatch *batch;
  RubricHost host = {.read_file = read_file};
  RubricReport *report;
  RubricText reason;
  if (size > 4000) return 0;
  if (!program) {
    FUZZ_REQUIRE(rubric_compile(&host, "r.rubric", NULL, 0, 0, &program, &report) == RUBRIC_OK && rubric_batch_new(program, &batch) == RUBRIC_OK);
    rubric_report_free(report);
  }
  rubric_batch_clear(batch);
  for (uint32_t row = 0; row < 3; row++) { // as text, as a JSON number, and the same text once more: it reads the same
    rubric_batch_begin_row(batch, row + 1);
    for (uint32_t f = 0; f < rubric_field_count(program); f++) {
      if (rubric_field(program, f).parent != RUBRIC_NONE) continue;
      if (row == 1) rubric_batch_number(batch, f, (const char *)data, size);
      else rubric_batch_text(batch, f, (const char *)data, size);
    }
    FUZZ_REQUIRE(rubric_batch_end_row(batch, &reason) == RUBRIC_OK);
  }
  const Batch *columns = batch->columns;
  for (uint32_t s = 0; s < columns->schema.slot_count; s++) {
    check_slot(columns, s);
    if (columns->schema.slots[s].domain == 0) FUZZ_REQUIRE(bit_get(columns->columns[s].known, 0) == bit_get(columns->columns[s].known, 2));
  }
  return 0;
}
