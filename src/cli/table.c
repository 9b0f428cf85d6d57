// table.c -- see table.h.
#include "cli/table.h"
#include "base/csv.h"
#include "tools/render.h"
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { COLUMNS_MOST = 512, ROWS_FIRST = 200, CELL_MOST = 32, CELL_LEAST = 10 };

struct Table { bool settled; Buffer held, hidden; uint32_t rows, columns; uint32_t widths[COLUMNS_MOST]; bool used[COLUMNS_MOST]; uint32_t limit; }; // hidden: names of columns left out

Table *table_new(void) {
  Table *t = calloc(1, sizeof *t);
  struct winsize w;
  if (!t) return NULL;
  t->limit = ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 20 ? w.ws_col : 120;
  return t;
}
void table_free(Table *t) {
  if (!t) return;
  buffer_free(&t->held);
  buffer_free(&t->hidden);
  free(t);
}
typedef void (*RowSeen)(Table *t, const Text *cells, uint32_t count, bool header, Buffer *out);
static void each_row(Table *t, Text rows, bool first_is_header, RowSeen seen, Buffer *out) {
  jmp_buf escape;
  Arena arena;
  arena_init(&arena, allocator_default(), &escape);
  if (setjmp(escape)) { out->failed = true; arena_free(&arena); return; }
  for (size_t at = 0; at < rows.size;) {
    bool complete;
    Text cells[COLUMNS_MOST];
    uint32_t count;
    size_t end = csv_record_end(rows.data, rows.size, at, ',', &complete), stop = end;
    while (stop > at && (rows.data[stop - 1] == '\n' || rows.data[stop - 1] == '\r')) stop--;
    csv_cells(&arena, (Text){rows.data + at, (uint32_t)(stop - at)}, ',', cells, COLUMNS_MOST, &count);
    seen(t, cells, count < COLUMNS_MOST ? count : COLUMNS_MOST, first_is_header && at == 0, out);
    at = end;
    arena_reset(&arena);
  }
  arena_free(&arena);
}
static RubricText shown(Text cell) { return (RubricText){cell.data, cell.size}; }
static uint32_t shown_width(Text cell) {
  uint32_t n = render_cells(shown(cell));
  return n > CELL_MOST ? CELL_MOST : n;
}
static void measure(Table *t, const Text *cells, uint32_t count, bool header, Buffer *out) {
  (void)out;
  if (count > t->columns) t->columns = count;
  for (uint32_t i = 0; i < count; i++) {
    if (shown_width(cells[i]) > t->widths[i]) t->widths[i] = shown_width(cells[i]);
    t->used[i] |= !header && cells[i].size > 0;
  }
}
static uint32_t total(const Table *t, uint32_t most) { // of a line whose cells are at most so wide
  uint32_t sum = 0;
  for (uint32_t i = 0; i < t->columns; i++) if (t->used[i]) sum += (t->widths[i] < most ? t->widths[i] : most) + 2;
  return sum ? sum - 2 : 0;
}
static bool begins(Text t, const char *with) { return t.size >= strlen(with) && memcmp(t.data, with, strlen(with)) == 0; }
static void hide(Table *t, const Text *names, uint32_t i) {
  t->used[i] = false;
  if (t->hidden.size) BUFFER_PUT(&t->hidden, ", ");
  render_cut(&t->hidden, shown(names[i]), CELL_MOST);
}
// What does not fit even with narrow cells is left out: first what a person misses least, then from the right.
static void fit(Table *t, const Text *names, uint32_t count, bool header, Buffer *out) {
  static const char *const least[] = {"sla_seconds", "contact.", "due_at", "needs", "segments", "reasons"};
  (void)out;
  if (!header) return;
  for (uint32_t n = 0; n < sizeof least / sizeof *least; n++)
    for (uint32_t i = 1; i < count && total(t, CELL_LEAST) > t->limit; i++) if (t->used[i] && begins(names[i], least[n])) hide(t, names, i);
  for (uint32_t i = count; i-- > 1 && total(t, CELL_LEAST) > t->limit;) if (t->used[i]) hide(t, names, i);
}
static void settle(Table *t) { // the widest columns give way until the line fits
  while (total(t, CELL_MOST) > t->limit) {
    uint32_t widest = 0;
    for (uint32_t i = 1; i < t->columns; i++) if (t->used[i] && (!t->used[widest] || t->widths[i] > t->widths[widest])) widest = i;
    if (t->widths[widest] <= CELL_LEAST) break;
    t->widths[widest]--;
  }
  t->settled = true;
}
static void show(Table *t, const Text *cells, uint32_t count, bool header, Buffer *out) {
  (void)header;
  for (uint32_t i = 0; i < count && i < t->columns; i++) if (t->used[i]) { render_padded(out, shown(cells[i]), t->widths[i]); render_spaces(out, 2); }
  while (out->size && out->data[out->size - 1] == ' ') out->size--;
  BUFFER_PUT(out, "\n");
}
static void release(Table *t, Buffer *out) {
  Text rows = {t->held.data, (uint32_t)t->held.size};
  each_row(t, rows, true, measure, out);
  each_row(t, rows, true, fit, out);
  settle(t);
  each_row(t, rows, true, show, out);
  t->held.size = 0;
}
void table_add(Table *t, Text rows, Buffer *out) {
  if (!t) return;
  if (t->settled) { each_row(t, rows, false, show, out); return; }
  buffer_put(&t->held, rows.data, rows.size);
  for (uint32_t i = 0; i < rows.size; i++) t->rows += rows.data[i] == '\n';
  if (t->rows > ROWS_FIRST) release(t, out);
}
void table_end(Table *t, Buffer *out) {
  if (!t) return;
  if (!t->settled) release(t, out);
  if (!t->hidden.size) return;
  BUFFER_PUT(out, "no room for ");
  buffer_put(out, t->hidden.data, t->hidden.size);
  BUFFER_PUT(out, "; --to csv has every column\n");
}
