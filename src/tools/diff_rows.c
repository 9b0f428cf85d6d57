// diff_rows.c -- rows of decision tables, lists and tables: which were added, removed, changed.
//
// Rows whose order counts are aligned by their longest common run of keys; others are sorted by key and merged.
#include "tools/diff.h"
#include <stdlib.h>

enum { CELLS_MOST = 4 << 20 }; // of the alignment; larger tables are compared without their order

static void add(Arena *arena, DiffPartChange *c, const DiffRow *old, const DiffRow *new) {
  if (old && new && text_equal(old->canon, new->canon)) return;
  *VEC_PUSH(arena, &c->rows) = (DiffRowChange){old, new};
  c->rows_added += !old;
  c->rows_removed += !new;
  c->rows_changed += old && new;
}
static int by_key(const void *a, const void *b) { return text_compare((*(const DiffRow *const *)a)->key, (*(const DiffRow *const *)b)->key); }
static const DiffRow **sorted(Arena *arena, const DiffPart *p) {
  const DiffRow **rows = ARENA_MANY(arena, const DiffRow *, p->row_count + 1);
  for (uint32_t i = 0; i < p->row_count; i++) rows[i] = &p->rows[i];
  if (p->row_count) qsort(rows, p->row_count, sizeof *rows, by_key);
  return rows;
}
static void merge(Arena *arena, DiffPartChange *c) {
  const DiffRow **old = sorted(arena, c->old), **new = sorted(arena, c->new);
  uint32_t i = 0, j = 0;
  while (i < c->old->row_count || j < c->new->row_count) {
    int order = i == c->old->row_count ? 1 : j == c->new->row_count ? -1 : text_compare(old[i]->key, new[j]->key);
    add(arena, c, order <= 0 ? old[i] : NULL, order >= 0 ? new[j] : NULL);
    i += order <= 0;
    j += order >= 0;
  }
}
// lengths[i][j]: the most rows that old[i ...] and new[j ...] have in common, in order.
static void align(Arena *arena, DiffPartChange *c) {
  const DiffRow *old = c->old->rows, *new = c->new->rows;
  uint32_t n = c->old->row_count, m = c->new->row_count, wide = m + 1;
  uint16_t *lengths = ARENA_MANY(arena, uint16_t, (size_t)(n + 1) * wide);
  for (uint32_t i = n; i-- > 0;)
    for (uint32_t j = m; j-- > 0;) {
      uint16_t down = lengths[(i + 1) * wide + j], right = lengths[i * wide + j + 1];
      lengths[i * wide + j] = text_equal(old[i].key, new[j].key) ? (uint16_t)(lengths[(i + 1) * wide + j + 1] + 1) : down > right ? down : right;
    }
  uint32_t i = 0, j = 0;
  while (i < n || j < m) {
    if (i < n && j < m && text_equal(old[i].key, new[j].key)) { add(arena, c, &old[i++], &new[j++]); continue; }
    if (j == m || (i < n && lengths[(i + 1) * wide + j] >= lengths[i * wide + j + 1])) add(arena, c, &old[i++], NULL);
    else add(arena, c, NULL, &new[j++]);
  }
}
void diff_rows(Arena *arena, DiffPartChange *c) {
  static const DiffPart none;
  DiffPartChange both = *c;
  if (!both.old) both.old = &none;
  if (!both.new) both.new = &none;
  bool ordered = (c->old ? c->old : c->new)->form == PART_ROWS;
  if (ordered && ((uint64_t)both.old->row_count + 1) * (both.new->row_count + 1) <= CELLS_MOST) align(arena, &both);
  else merge(arena, &both);
  both.old = c->old;
  both.new = c->new;
  *c = both;
}
