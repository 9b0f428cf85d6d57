// text_diff.c -- Myers' greedy search for the shortest list of changes; beyond DIFF_MOST changes the differing middle is
// shown as replaced, which is true and not small.
#include "tools/text_diff.h"
#include <stdlib.h>
#include <string.h>

enum { DIFF_MOST = 600, AROUND = 3 };
typedef struct LineList { RubricText *items; uint32_t count; } LineList;
typedef struct Diff { LineList a, b; char *gone, *added; } Diff; // gone[i]: line i of a is not in b; added[i]: line i of b is not in a

static bool lines_read(LineList *list, RubricText t) {
  uint32_t room = 1;
  for (uint32_t i = 0; i < t.size; i++) room += t.data[i] == '\n';
  list->items = malloc(room * sizeof *list->items);
  if (!list->items) return false;
  for (uint32_t at = 0; at < t.size;) {
    const char *end = memchr(t.data + at, '\n', t.size - at);
    uint32_t size = end ? (uint32_t)(end - t.data) - at + 1 : t.size - at;
    list->items[list->count++] = (RubricText){t.data + at, size};
    at += size;
  }
  return true;
}
static bool same(const Diff *d, uint32_t i, uint32_t k) {
  return d->a.items[i].size == d->b.items[k].size && memcmp(d->a.items[i].data, d->b.items[k].data, d->a.items[i].size) == 0;
}
// Between the common beginning (from) and end: lines a[from..a_end), b[from..b_end).
static void replace_middle(Diff *d, uint32_t from, uint32_t a_end, uint32_t b_end) {
  memset(d->gone + from, 1, a_end - from);
  memset(d->added + from, 1, b_end - from);
}
// Walks back through the rounds of the search and notes each change.
static void walk_back(Diff *d, uint32_t from, const int *rounds, int changes, int x, int y) {
  enum { WIDTH = 2 * DIFF_MOST + 3 };
  for (int n = changes; n > 0; n--) {
    const int *v = rounds + (size_t)(n - 1) * WIDTH + DIFF_MOST + 1;
    int k = x - y, before = k == -n || (k != n && v[k - 1] < v[k + 1]) ? k + 1 : k - 1;
    int before_x = v[before], before_y = before_x - before;
    while (x > before_x && y > before_y) { x--; y--; }
    if (x == before_x) d->added[from + (uint32_t)--y] = 1;
    else d->gone[from + (uint32_t)--x] = 1;
  }
}
static bool search(Diff *d, uint32_t from, uint32_t a_end, uint32_t b_end) {
  enum { WIDTH = 2 * DIFF_MOST + 3 };
  int rows = (int)(a_end - from), columns = (int)(b_end - from), *rounds = calloc((DIFF_MOST + 1) * (size_t)WIDTH, sizeof *rounds);
  int *now = calloc(WIDTH, sizeof *now), *v = now ? now + DIFF_MOST + 1 : NULL;
  bool found = false;
  for (int n = 0; rounds && now && n <= DIFF_MOST && !found; n++) {
    for (int k = -n; k <= n && !found; k += 2) {
      int x = n == 0 ? 0 : k == -n || (k != n && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1, y = x - k;
      while (x < rows && y < columns && x >= 0 && y >= 0 && same(d, from + (uint32_t)x, from + (uint32_t)y)) { x++; y++; }
      v[k] = x;
      found = x >= rows && y >= columns;
      if (found) walk_back(d, from, rounds, n, rows, columns);
    }
    memcpy(rounds + (size_t)n * WIDTH, now, WIDTH * sizeof *now);
  }
  bool enough = rounds && now;
  free(rounds);
  free(now);
  if (!found && enough) replace_middle(d, from, a_end, b_end);
  return enough;
}
static bool changes_find(Diff *d) {
  uint32_t from = 0, a_end = d->a.count, b_end = d->b.count;
  while (from < a_end && from < b_end && same(d, from, from)) from++;
  while (a_end > from && b_end > from && same(d, a_end - 1, b_end - 1)) { a_end--; b_end--; }
  return from == a_end && from == b_end ? true : search(d, from, a_end, b_end);
}

// ---- hunks
static void put_line(Buffer *out, char sign, RubricText line, bool color) {
  if (color && sign != ' ') buffer_put(out, sign == '-' ? "\033[31m" : "\033[32m", 5);
  buffer_put(out, &sign, 1);
  while (line.size && (line.data[line.size - 1] == '\n' || line.data[line.size - 1] == '\r')) line.size--;
  buffer_text(out, line);
  if (color && sign != ' ') BUFFER_PUT(out, "\033[0m");
  BUFFER_PUT(out, "\n");
}
static void put_range(Buffer *out, char sign, uint32_t start, uint32_t count) {
  buffer_put(out, &sign, 1);
  buffer_integer(out, count ? start + 1 : start);
  if (count != 1) { BUFFER_PUT(out, ","); buffer_integer(out, count); }
}
// Moves both places over one change, or one line that is the same; gives whether it was a change.
static bool step(const Diff *d, uint32_t *i, uint32_t *k, Buffer *out, bool color) {
  if (*i < d->a.count && d->gone[*i]) { if (out) put_line(out, '-', d->a.items[*i], color); (*i)++; return true; }
  if (*k < d->b.count && d->added[*k]) { if (out) put_line(out, '+', d->b.items[*k], color); (*k)++; return true; }
  if (out) put_line(out, ' ', d->a.items[*i], color);
  (*i)++, (*k)++;
  return false;
}
// One hunk from the change at (i, k) on; both end behind it.
static void put_hunk(Buffer *out, const Diff *d, uint32_t *i, uint32_t *k, uint32_t floor, bool color) {
  uint32_t before = *i - floor < AROUND ? *i - floor : AROUND, a = *i - before, b = *k - before, end_i = *i, end_k = *k;
  for (uint32_t quiet = 0, x = *i, y = *k; quiet <= 2 * AROUND && (x < d->a.count || y < d->b.count);) {
    bool change = step(d, &x, &y, NULL, false);
    quiet = change ? 0 : quiet + 1;
    if (quiet <= AROUND) { end_i = x; end_k = y; }
    else if (change) { end_i = x; end_k = y; }
  }
  BUFFER_PUT(out, "@@ ");
  put_range(out, '-', a, end_i - a);
  BUFFER_PUT(out, " ");
  put_range(out, '+', b, end_k - b);
  BUFFER_PUT(out, " @@\n");
  while (a < end_i || b < end_k) step(d, &a, &b, out, color);
  *i = end_i, *k = end_k;
}
bool text_diff(Buffer *out, RubricText old, RubricText new, bool color) {
  Diff d = {0};
  bool fine = lines_read(&d.a, old) && lines_read(&d.b, new);
  d.gone = fine ? calloc(d.a.count + 1, 1) : NULL;
  d.added = fine ? calloc(d.b.count + 1, 1) : NULL;
  fine = d.gone && d.added && changes_find(&d);
  uint32_t floor = 0;
  for (uint32_t i = 0, k = 0; fine && (i < d.a.count || k < d.b.count);) {
    bool change = (i < d.a.count && d.gone[i]) || (k < d.b.count && d.added[k]);
    if (!change) { i++, k++; continue; }
    put_hunk(out, &d, &i, &k, floor, color);
    floor = i;
  }
  free(d.a.items); free(d.b.items); free(d.gone); free(d.added);
  return fine && !out->failed;
}
