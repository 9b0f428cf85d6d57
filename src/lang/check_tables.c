// check_tables.c -- files of lists and tables: read once, every cell of its column's type, keys together unique.
#include "base/csv.h"
#include "lang/check_parts.h"

static Text line_end_cut(Text t) {
  while (t.size && (t.data[t.size - 1] == '\n' || t.data[t.size - 1] == '\r')) t.size--;
  return t;
}

static bool data_open(Checker *c, Text path, Span span, uint32_t *source) {
  Text full, bytes = {0}, why = TEXT("no such file");
  if (!path_resolve(c, span.file, path, span, &full)) return false;
  if (c->rules->sources->files.count >= LIMIT_SOURCE_FILES) { diag_add(c->diags, ERROR_TOO_LARGE, span, "the rules use more than %d files", LIMIT_SOURCE_FILES); return false; }
  if (!c->loader->read || !c->loader->read(c->loader->user, c->arena, full, &bytes, &why)) {
    diag_add(c->diags, ERROR_FILE, span, "\"%.*s\" cannot be read: %.*s", SHOW(path), SHOW(why));
    return false;
  }
  if (bytes.size > LIMIT_SOURCE_BYTES) { diag_add(c->diags, ERROR_TOO_LARGE, span, "\"%.*s\" is larger than %d MiB", SHOW(path), LIMIT_SOURCE_BYTES >> 20); return false; }
  *source = source_add(c->rules->sources, full, bytes);
  uint32_t bad = 0;
  if (text_valid_utf8(c->rules->sources->files.items[*source]->bytes, &bad)) return true;
  diag_add(c->diags, ERROR_UTF8, (Span){*source, bad, bad}, "\"%.*s\" is not UTF-8 here", SHOW(path));
  return false;
}

// ---- lists
static void list_add(Checker *c, List *list, uint32_t *room, Text value, Span span) {
  if (list->count == *room) {
    uint32_t wider = *room ? *room * 2 : 64;
    list->values = arena_grow(c->arena, list->values, list->count * sizeof(Text), wider * sizeof(Text));
    list->spans = arena_grow(c->arena, list->spans, list->count * sizeof(Span), wider * sizeof(Span));
    *room = wider;
  }
  list->values[list->count] = value;
  list->spans[list->count++] = span;
}

// A comment starts at a # that begins the line or follows a blank.
static Text comment_cut(Text line) {
  for (uint32_t i = 0; i < line.size; i++)
    if (line.data[i] == '#' && (i == 0 || line.data[i - 1] == ' ' || line.data[i - 1] == '\t')) return (Text){line.data, i};
  return line;
}

static void lines_read(Checker *c, List *list, uint32_t source) {
  Text bytes = c->rules->sources->files.items[source]->bytes;
  uint32_t room = 0;
  for (uint32_t at = 0; at < bytes.size;) {
    const char *end = memchr(bytes.data + at, '\n', bytes.size - at);
    uint32_t next = end ? (uint32_t)(end - bytes.data) + 1 : bytes.size;
    Text value = text_trim(comment_cut(line_end_cut((Text){bytes.data + at, next - at})));
    uint32_t start = value.size ? (uint32_t)(value.data - bytes.data) : at;
    if (value.size) list_add(c, list, &room, value, (Span){source, start, start + value.size});
    at = next;
  }
}

// ---- CSV
typedef struct Csv { Checker *c; uint32_t source; Text bytes; size_t at; char delimiter; Text *cells; uint32_t columns; Span span; Text path; } Csv;

// The next record that is not blank, cells trimmed. 0 at the end, -1 after a mistake.
static int csv_next(Csv *csv) {
  while (csv->at < csv->bytes.size) {
    bool complete;
    size_t start = csv->at, end = csv_record_end(csv->bytes.data, csv->bytes.size, start, csv->delimiter, &complete);
    Text record = line_end_cut((Text){csv->bytes.data + start, (uint32_t)(end - start)});
    csv->at = end;
    csv->span = (Span){csv->source, (uint32_t)start, (uint32_t)start + record.size};
    if (!text_trim(record).size) continue;
    uint32_t count = 0;
    CsvStatus status = csv_cells(csv->c->arena, record, csv->delimiter, csv->cells, csv->columns, &count);
    if (status != CSV_OK) { diag_add(csv->c->diags, ERROR_TABLE_FILE, csv->span, "a quote in \"%.*s\" does not close properly", SHOW(csv->path)); return -1; }
    if (count != csv->columns) { diag_add(csv->c->diags, ERROR_TABLE_FILE, csv->span, "\"%.*s\" has %u columns, but this line has %u", SHOW(csv->path), csv->columns, count); return -1; }
    for (uint32_t i = 0; i < count; i++) csv->cells[i] = text_trim(csv->cells[i]);
    return 1;
  }
  return 0;
}

enum { HEADER_CELLS = LIMIT_FIELDS };
static bool csv_open(Checker *c, uint32_t source, Text path, Span span, Csv *csv) {
  Text bytes = c->rules->sources->files.items[source]->bytes;
  *csv = (Csv){.c = c, .source = source, .bytes = bytes, .path = path};
  bool complete;
  size_t end = csv_record_end(bytes.data, bytes.size, 0, ',', &complete);
  Text header = line_end_cut((Text){bytes.data, (uint32_t)end});
  if (!text_trim(header).size) { diag_add(c->diags, ERROR_TABLE_FILE, span, "\"%.*s\" has no header line", SHOW(path)); return false; }
  csv->delimiter = csv_delimiter(header);
  if (!csv->delimiter) csv->delimiter = ',';
  csv->cells = ARENA_MANY(c->arena, Text, HEADER_CELLS);
  csv->columns = HEADER_CELLS;
  CsvStatus status = csv_cells(c->arena, header, csv->delimiter, csv->cells, HEADER_CELLS, &csv->columns);
  csv->at = end;
  if (status == CSV_OK && csv->columns <= HEADER_CELLS) return true;
  diag_add(c->diags, ERROR_TABLE_FILE, span, "the header line of \"%.*s\" cannot be read", SHOW(path));
  return false;
}

// The column of that name: without case, trimmed; two that fold alike are an error.
static uint32_t header_find(Csv *csv, Text name, Span span) {
  Checker *c = csv->c;
  Text wanted = text_fold(c->arena, name);
  uint32_t found = UINT32_MAX;
  for (uint32_t i = 0; i < csv->columns; i++) {
    if (!text_equal(text_fold(c->arena, csv->cells[i]), wanted)) continue;
    if (found != UINT32_MAX) { diag_add(c->diags, ERROR_TABLE_FILE, span, "\"%.*s\" has two columns `%.*s`", SHOW(csv->path), SHOW(name)); return UINT32_MAX; }
    found = i;
  }
  if (found != UINT32_MAX) return found;
  Diag *d = diag_add(c->diags, ERROR_TABLE_FILE, span, "\"%.*s\" has no column `%.*s`", SHOW(csv->path), SHOW(name));
  int32_t near = text_nearest(name, csv->cells, csv->columns);
  if (near >= 0) diag_help(c->diags, d, "did you mean `%.*s`?", SHOW(csv->cells[near]));
  return UINT32_MAX;
}

static void column_read(Checker *c, List *list, uint32_t source) {
  Csv csv;
  if (!csv_open(c, source, list->path, list->path_span, &csv)) return;
  uint32_t column = header_find(&csv, list->column, list->path_span), room = 0;
  if (column == UINT32_MAX) return;
  while (csv_next(&csv) > 0)
    if (csv.cells[column].size) list_add(c, list, &room, csv.cells[column], csv.span);
}

void lists_read(Checker *c) {
  for (uint32_t i = 0; i < c->rules->lists.count; i++) {
    List *list = c->rules->lists.items[i];
    uint32_t source;
    if (!list->from_file || !data_open(c, list->path, list->path_span, &source)) continue;
    if (list->has_column) column_read(c, list, source);
    else lines_read(c, list, source);
  }
}

// ---- tables
static bool word_read(Text t, int64_t *value) {
  static const char *const yes[] = {"true", "yes", "y", "t", "1"}, *const no[] = {"false", "no", "n", "f", "0"};
  char low[8];
  if (!t.size || t.size > 5 || text_fold_ascii(t, low) < 0) return false;
  for (int i = 0; i < 5; i++) {
    *value = text_equal((Text){low, t.size}, text_of(yes[i]));
    if (*value || text_equal((Text){low, t.size}, text_of(no[i]))) return true;
  }
  return false;
}

static bool text_read(Text t, TypeKind kind, Cell *cell) {
  cell->text = t;
  switch (kind) {
    case TYPE_EMAIL: return email_valid(t);
    case TYPE_DOMAIN: return domain_valid(t);
    case TYPE_PHONE: return phone_valid(t);
    case TYPE_URL: return url_valid(t);
    case TYPE_COUNTRY: { const char *code = country_code(t); if (code) cell->text = (Text){code, 2}; return code != NULL; }
    default: return true;
  }
}

static bool cell_read(Checker *c, Text t, Type type, Cell *cell) {
  cell->present = t.size > 0;
  if (!cell->present) return true;
  switch (type.kind) {
    case TYPE_BOOLEAN: return word_read(t, &cell->value);
    case TYPE_NUMBER: return decimal_read_cell(t, &cell->value);
    case TYPE_INTEGER: return decimal_read_cell(t, &cell->value) && cell->value % DECIMAL_ONE == 0;
    case TYPE_DATE: return clock_read_date(t, &cell->value);
    case TYPE_TIME: return clock_read_time(t, c->rules->zone, &cell->value);
    case TYPE_ONE_OF: case TYPE_SCALE: {
      int32_t index = values_find(type.values, c->arena, t);
      if (index < 0) return false;
      cell->value = index;
      cell->text = type.values->items[index];
      return true;
    }
    default: return text_read(t, type.kind, cell);
  }
}

static void keys_find(Checker *c, Table *table) {
  NameTable seen = {0};
  table->key_columns = ARENA_MANY(c->arena, uint32_t, table->column_count);
  for (uint32_t i = 0; i < table->column_count; i++) {
    TableColumn *column = &table->columns[i];
    NameEntry *old = names_add(c->arena, &seen, column->name.text, column->name.span, NULL);
    if (old) clash_report(c, old, "column", column->name.text, column->name.span);
    type_resolve(c, &column->type, (Name){0}, column->name.span);
    if (column->type.kind == TYPE_LIST || column->type.kind == TYPE_RECORD) {
      diag_add(c->diags, ERROR_OPTION, column->name.span, "a column of a table holds single values");
      column->type = (Type){0};
    }
    if (column->key) table->key_columns[table->key_count++] = i;
  }
  if (table->key_count) return;
  Diag *d = diag_add(c->diags, ERROR_KEY_NEEDED, table->name.span, "the table `%.*s` has no key: nothing can be looked up in it", SHOW(table->name.text));
  diag_help(c->diags, d, "write `key` behind the column that is looked up");
}

// The keys of a row as one text: what `is` sees of each, with its length before it.
static Text row_key(Checker *c, const Table *table, const Cell *cells) {
  Text key = {0};
  for (uint32_t i = 0; i < table->key_count; i++) {
    const TableColumn *column = &table->columns[table->key_columns[i]];
    const Cell *cell = &cells[table->key_columns[i]];
    Text part = type_is_text(column->type) ? text_fold(c->arena, cell->text) : text_format(c->arena, "%lld", (long long)cell->value);
    char phone[PHONE_KEY_BYTES];
    if (column->type.kind == TYPE_PHONE && cell->present) part = text_copy(c->arena, (Text){phone, phone_key(cell->text, phone)});
    key = text_format(c->arena, "%.*s%d:%u:%.*s", SHOW(key), cell->present, part.size, SHOW(part));
  }
  return key;
}

static void key_twice(Checker *c, const Table *table, Span span, Span before) {
  uint32_t line, column;
  source_position(c->rules->sources, before, &line, &column);
  uint32_t here;
  source_position(c->rules->sources, span, &here, &column);
  Diag *d = diag_add(c->diags, ERROR_DUPLICATE_KEY, span, "lines %u and %u of \"%.*s\" have the same key", line, here, SHOW(table->path));
  diag_note(c->diags, d, before, "the first line with this key");
}

static bool keys_present(const Table *table, const Cell *cells) {
  for (uint32_t i = 0; i < table->key_count; i++)
    if (!cells[table->key_columns[i]].present) return false;
  return true;
}

static void rows_read(Checker *c, Table *table, Csv *csv, const uint32_t *at) {
  uint32_t room = 0, columns = table->column_count;
  NameTable seen = {0};
  while (csv_next(csv) > 0) {
    if (table->row_count == room) {
      uint32_t wider = room ? room * 2 : 64;
      table->cells = arena_grow(c->arena, table->cells, (size_t)room * columns * sizeof(Cell), (size_t)wider * columns * sizeof(Cell));
      room = wider;
    }
    Cell *cells = &table->cells[(size_t)table->row_count * columns];
    for (uint32_t i = 0; i < columns; i++) {
      Text cell = csv->cells[at[i]];
      if (cell_read(c, cell, table->columns[i].type, &cells[i])) continue;
      Text name = type_name(c->arena, table->columns[i].type);
      diag_add(c->diags, ERROR_TABLE_FILE, csv->span, "`%.*s` of this line is \"%.*s\", which is not %.*s", SHOW(table->columns[i].name.text), SHOW(cell), SHOW(name));
      cells[i].present = false;
    }
    table->row_count++;
    if (!keys_present(table, cells)) continue; // nothing finds it
    NameEntry *old = names_add(c->arena, &seen, row_key(c, table, cells), csv->span, NULL);
    if (old) key_twice(c, table, csv->span, old->span);
  }
}

static void table_read(Checker *c, Table *table) {
  uint32_t source;
  Csv csv;
  keys_find(c, table);
  if (!data_open(c, table->path, table->path_span, &source) || !csv_open(c, source, table->path, table->path_span, &csv)) return;
  uint32_t *at = ARENA_MANY(c->arena, uint32_t, table->column_count);
  bool fine = true;
  for (uint32_t i = 0; i < table->column_count; i++) {
    const TableColumn *column = &table->columns[i];
    at[i] = header_find(&csv, column->from.size ? column->from : column->name.text, column->name.span);
    fine &= at[i] != UINT32_MAX;
  }
  if (fine) rows_read(c, table, &csv, at);
}

void tables_read(Checker *c) {
  for (uint32_t i = 0; i < c->rules->tables.count; i++) table_read(c, c->rules->tables.items[i]);
}
