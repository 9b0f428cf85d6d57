// blocks_test.c -- CSV in blocks gives what the same records give one by one: random files, compared column by column.
#define _GNU_SOURCE // memfd_create
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "leads_helper.h"
#include "column/read_cell.h"

static const char SCHEMA[] = "id|text|key\nemail|email|from=Mail\nnote|text|missing=n/a,none\nn|integer|low=0|high=90000000\nw|number|defint=70000\nat|time\n"
                             "tags|list|sep=;\n  it|text\nsizes|list|sep=;\n  it|number\nplan|one_of|values=Free,Pro\nok|boolean";
static const char HEADER[] = "id,email,Mail,note,n,w,at,tags,sizes,plan,other,ok\n";
enum { COLUMNS = 12 };
static const char *const pieces[COLUMNS][8] = {
  {"a", "b7", " c ", "\"q,1\"", "\"d\"\"d\"", "\"\"", "", "\xC3\xA9"},
  {"x@y.co", "bad", "", "\"p@q.de\"", " r@s.io", "@", "", "n@n.n"},
  {"x@y.co", "", "", "bad", "z@z.zz", "", "", ""},
  {"text", "N/A", " none ", "\"none\"", "", "two words", "\"a\nb\"", "  "},
  {"1", "20", "-3", "\"4\"", "1,5", "99999999", "", "007"},
  {"1.5", "", "2", "\"1,000\"", "x", "", "$3", "900000000000001"},
  {"2026-11-01T00:00:00Z", "2026-02-30", "", "\"2026-11-01\"", "1700000000", "soon", "", "20261120"},
  {"a;b", ";", "\"x; \"\"y\"\";\"", "", " one ", "a;;b", ";;", "z"},
  {"1;2", "", "1;x", "3", "\"4;5\"", ";", "", ""},
  {"Free", "pro", "", "Gold", "\"PRO\"", "", "", " free"},
  {"-", "", "\"x\ny\"", "5\"", "", "", "", "\"a\"b"},
  {"yes", "no", "maybe", "", "1", "\"t\"", "F", ""},
};
static uint64_t seed;
static uint32_t random_below(uint32_t n) { return (uint32_t)((seed = seed * 6364136223846793005ULL + 1442695040888963407ULL) >> 33) % n; }

// `care` in a hundred cells are the first of their column, so that some blocks are sound; `ends`: of lines.
static uint32_t file_write(char *out, uint32_t rows, uint32_t care, uint32_t ends) {
  uint32_t size = (uint32_t)sprintf(out, "%s", HEADER);
  bool more = false;
  for (uint32_t r = 0; r < rows; r++) {
    bool less = random_below(more ? 2 : 500) == 0; // a cell too many, then one too few
    for (uint32_t c = less; c < COLUMNS; c++) {
      const char *piece = pieces[c][random_below(100) < care ? 0 : random_below(8)];
      bool quote = piece[0] != '"' && strchr(piece, ',');
      size += (uint32_t)sprintf(out + size, quote ? "%s\"%s\"" : "%s%s", c > less ? "," : "", piece);
    }
    more = random_below(500) == 0;
    if (more) size += (uint32_t)sprintf(out + size, random_below(2) ? ",more" : "\"");
    if (ends == 1 || (ends == 2 && random_below(3) == 0)) out[size++] = '\r';
    if (r + 1 < rows || ends < 3) out[size++] = '\n';
    if (ends > 1 && random_below(300) == 0) size += (uint32_t)sprintf(out + size, random_below(2) ? " \r\n" : "\n");
  }
  return size;
}

static Batch *one_by_one(Leads *l, CsvReader *reader, uint32_t *rejects) {
  Batch *batch = batch_new(l->slots->table, allocator_default(), zone_utc(), json_read_cell, l->cells);
  Text reason;
  *rejects = 0;
  for (uint32_t i = 0; i < l->chunk.count; i++) {
    const ChunkRecord *r = &l->chunk.records[i];
    batch_begin_row(batch, l->chunk.first_record + i);
    bool sound = !r->fault && csv_read_record(reader, batch, (Text){l->chunk.data + r->at, r->size}, &reason);
    if (!sound) batch_drop_row(batch);
    *rejects += !sound || batch_end_row(batch, &reason) == ROW_REJECTED;
  }
  return batch;
}
static void same_slot(const Batch *a, const Batch *b, const SlotTable *t, uint32_t slot) {
  const Column *x = &a->columns[slot], *y = &b->columns[slot];
  ColumnKind kind = cell_column_kind(t->slots[slot].type);
  uint32_t rows = a->domain_rows[t->slots[slot].domain];
  assert_int_equal(rows, b->domain_rows[t->slots[slot].domain]);
  assert_memory_equal(x->known, y->known, bits_words(rows) * 8);
  assert_memory_equal(x->invalid, y->invalid, bits_words(rows) * 8);
  if (kind == KIND_TRUTH) assert_memory_equal(x->yes, y->yes, bits_words(rows) * 8);
  for (uint32_t r = 0; r < rows; r++) {
    if (kind == KIND_TEXT) assert_true(text_equal(x->texts[r], y->texts[r]) && !x->texts[r].data == !y->texts[r].data);
    if (kind == KIND_INT) assert_true(x->ints[r] == y->ints[r]);
    if (kind == KIND_LIST) assert_int_equal(x->offsets[r + 1], y->offsets[r + 1]);
  }
  const InvalidCount *p = &a->invalid[slot], *q = &b->invalid[slot];
  assert_int_equal(p->count, q->count);
  assert_int_equal(p->example_count, q->example_count);
  for (uint32_t i = 0; i < p->example_count; i++)
    assert_true(p->examples[i].record == q->examples[i].record && text_equal(p->examples[i].key, q->examples[i].key) && text_equal(p->examples[i].seen, q->examples[i].seen));
}
static void file_compare(const char *schema, Text text) {
  Leads l = leads_open(schema, text, 1 << 20);
  assert_non_null(l.decoder);
  CsvReader *reader = csv_reader_new(l.plan);
  while (leads_next(&l)) {
    uint32_t rejects;
    Batch *single = one_by_one(&l, reader, &rejects);
    assert_int_equal(l.batch->rows, single->rows);
    assert_int_equal(l.reject_count, rejects);
    assert_memory_equal(l.batch->records, single->records, single->rows * sizeof *single->records);
    for (uint32_t i = 0; i < l.slots->table.slot_count; i++) same_slot(l.batch, single, &l.slots->table, i);
    batch_free(single);
  }
  csv_reader_free(reader);
  leads_close(&l);
}

static void test_blocks(void **state) {
  static char text[1 << 20];
  (void)state;
  for (seed = 1; seed < 400; seed++) {
    uint64_t kept = seed;
    uint32_t size = file_write(text, 1 + random_below(seed % 20 ? 200 : 2500), seed % 4 * 33, seed / 4 % 4);
    file_compare(SCHEMA, (Text){text, size});
    seed = kept;
  }
}

// A blank line is as many cells as a record has, and yet none.
static void test_one_column(void **state) {
  static char text[1 << 16];
  (void)state;
  for (seed = 1; seed < 100; seed++) {
    uint64_t kept = seed;
    uint32_t size = (uint32_t)sprintf(text, "id\n");
    for (uint32_t r = 0; r < 200; r++) size += (uint32_t)sprintf(text + size, kept & 1 ? "%s\n" : "%s\r\n", random_below(30) ? pieces[0][random_below(6)] : "");
    file_compare("id|text|key", (Text){text, size});
    seed = kept;
  }
}

// As many separators as sound records would have, and yet they are not.
static void test_counts(void **state) {
  static const char *const files[] = {
    "a,1\nb\n\nc,2\n", "a,1\n\nb\nc,2\n", "a,1\n\r\nb\nc,2\n", "a,1\r\nb\r\n\r\nc,2\r\n", "a,1\r\nb\n\nc,2\r\n", "a,1,2\nb\nc,2\n", "a\nb,1,2\nc,2",
    "a,\"1\"\r\nb,\"2\"\r\n", "a,\"1\"\r\nb,\"2\"\r\r\n", "a,\"1\"\r\r\nb,\"2\"\r\n", "a,\"1\"\r\nb,\"2\"\r2\n", "a,1\r\nb,\"2\"\n", "a,1\nb,\"2\"\r\n",
    "a,1\r\nb\r,2\r\n", "\"a\r\n\",\"\"\"\r\n\"\r\nb,1\r\n", "a,\"1\n\"\nb,\"2\",\nc,1\n",
  };
  (void)state;
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char text[200];
    for (int space = 0; space < 130; space++) { // ends of blocks of 64 bytes fall everywhere
      int size = snprintf(text, sizeof text, "id,x\n\"%*s\",0%s%s", space + 1, "z", strchr(files[i], '\r') && i % 3 ? "\r\n" : "\n", files[i]);
      file_compare("id|text\nx|text", (Text){text, (uint32_t)size});
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts), cmocka_unit_test(test_blocks), cmocka_unit_test(test_one_column)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
