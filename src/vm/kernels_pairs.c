// kernels_pairs.c -- two lists side by side: `count(events where tech has kind)` meets every event with every tool.
//
// PAIRS gives each element of one domain the elements of a list that an owner of it has; GATHER fetches a value of those.
// The pairs of one lead are bounded by LIMIT_PAIRS: beyond it the list counts as unknown there.
#include "vm/kernels.h"

// Per row of `domain` its owner's row in `above`, which is `domain` itself or an ancestor.
static uint32_t *owners_in(const Run *run, const uint32_t *domain_rows, uint32_t domain, uint32_t above) {
  uint32_t rows = domain_rows[domain], *owner = ARENA_MANY(run->scratch, uint32_t, rows + 1);
  for (uint32_t r = 0; r < rows; r++) owner[r] = r;
  for (uint32_t d = domain; d != above; d = run->program->domains[d].parent) {
    const DomainInfo *info = &run->program->domains[d];
    const uint32_t *offsets = run->registers[info->list].offsets;
    uint32_t *up = ARENA_MANY(run->scratch, uint32_t, domain_rows[d] + 1);
    for (uint32_t r = 0; r < domain_rows[info->parent]; r++) for (uint32_t e = offsets[r]; e < offsets[r + 1]; e++) up[e] = r;
    for (uint32_t r = 0; r < rows; r++) owner[r] = up[owner[r]];
  }
  return owner;
}
static uint32_t *per_lead(const Run *run, const uint32_t *domain_rows, uint32_t domain, const Column *list, const uint32_t *owner) {
  uint32_t *lead = owners_in(run, domain_rows, domain, 0), *pairs = ARENA_MANY(run->scratch, uint32_t, domain_rows[0] + 1);
  for (uint32_t r = 0; r < domain_rows[domain]; r++) {
    uint32_t *sum = &pairs[lead[r]], more = list->offsets[owner[r] + 1] - list->offsets[owner[r]];
    *sum = *sum > LIMIT_PAIRS || more > LIMIT_PAIRS ? LIMIT_PAIRS + 1 : *sum + more;
  }
  for (uint32_t r = 0; r < domain_rows[domain]; r++) lead[r] = pairs[lead[r]] <= LIMIT_PAIRS;
  return lead; // per row: does its lead stay within the limit
}
Pairs pairs_plan(const Run *run, const uint32_t *domain_rows, uint32_t domain, uint32_t list_register) {
  const Column *list = &run->registers[list_register];
  uint32_t *owner = owners_in(run, domain_rows, domain, run->program->registers[list_register].domain);
  Pairs p = {.owner = owner, .fits = per_lead(run, domain_rows, domain, list, owner)};
  uint64_t size = 0;
  for (uint32_t r = 0; r < domain_rows[domain]; r++) if (p.fits[r]) size += list->offsets[owner[r] + 1] - list->offsets[owner[r]];
  if (size >= UINT32_MAX / 2) arena_fail(run->scratch);
  p.size = (uint32_t)size;
  return p;
}
void pairs_make(Column *list, Column *index, const Column *of, const Pairs *p, uint32_t rows) {
  uint32_t at = 0;
  bits_fill(index->known, p->size);
  for (uint32_t w = 0; w < bits_words(rows); w++) list->known[w] = 0;
  for (uint32_t r = 0; r < rows; r++) {
    list->offsets[r] = at;
    if (!p->fits[r] || !bit_get(of->known, p->owner[r])) continue;
    bit_set(list->known, r);
    for (uint32_t e = of->offsets[p->owner[r]]; e < of->offsets[p->owner[r] + 1]; e++) index->ints[at++] = e;
  }
  list->offsets[rows] = at;
}
void pairs_gather(Column *d, ColumnKind kind, const Column *a, const Column *index, uint32_t rows) {
  column_clear(d, kind, rows);
  for (uint32_t r = 0; r < rows; r++) {
    uint32_t from = (uint32_t)index->ints[r];
    if (!bit_get(a->known, from)) continue;
    bit_set(d->known, r);
    if (kind == KIND_TRUTH) bit_put(d->yes, r, bit_get(a->yes, from));
    else if (kind == KIND_INT) d->ints[r] = a->ints[from];
    else d->texts[r] = a->texts[from];
  }
}
