// tally.c -- see tally.h.
#include "cli/tally.h"
#include <stdlib.h>

bool tally_new(Tally *t, const RubricProgram *p, uint64_t seed) {
  *t = (Tally){.program = p, .seed = seed};
  t->stages = calloc(rubric_item_count(p, RUBRIC_STAGES) + 1, sizeof *t->stages);
  t->routes = calloc(rubric_item_count(p, RUBRIC_ROUTES) + 1, sizeof *t->routes);
  t->invalid = calloc(rubric_field_count(p) + 1, sizeof *t->invalid);
  t->hashes = malloc(sizeof *t->hashes * rubric_batch_room());
  return t->stages && t->routes && t->invalid && t->hashes;
}
static void examples_free(InvalidCount *c) {
  for (uint32_t i = 0; i < c->example_count; i++) { free((void *)(uintptr_t)c->examples[i].key.data); free((void *)(uintptr_t)c->examples[i].seen.data); }
  *c = (InvalidCount){0};
}
void tally_clear(Tally *t) {
  const RubricProgram *p = t->program;
  t->leads = t->rejects = 0;
  t->first_reject[0] = 0;
  memset(t->statuses, 0, sizeof t->statuses);
  memset(t->stages, 0, (rubric_item_count(p, RUBRIC_STAGES) + 1) * sizeof *t->stages);
  memset(t->routes, 0, (rubric_item_count(p, RUBRIC_ROUTES) + 1) * sizeof *t->routes);
  for (uint32_t i = 0; i < rubric_field_count(p); i++) examples_free(&t->invalid[i]);
}
void tally_free(Tally *t) {
  if (t->invalid) for (uint32_t i = 0; i < rubric_field_count(t->program); i++) examples_free(&t->invalid[i]);
  free(t->stages);
  free(t->routes);
  free(t->invalid);
  free(t->hashes);
}
static Text owned(Text t) {
  if (t.size > 200) t.size = 200;
  char *copy = malloc(t.size + 1u);
  if (!copy) return (Text){0};
  if (t.size) memcpy(copy, t.data, t.size);
  return (Text){copy, t.size};
}
static void invalid_add(InvalidCount *sum, const InvalidCount *part) {
  sum->count += part->count;
  for (uint32_t i = 0; i < part->example_count && sum->example_count < LIMIT_EXAMPLES; i++)
    sum->examples[sum->example_count++] = (InvalidExample){part->examples[i].record, owned(part->examples[i].key), owned(part->examples[i].seen)};
}
static uint64_t key_hash(const Column *keys, RubricFieldKind kind, uint32_t row, uint64_t seed) { // never 0
  if (kind == RUBRIC_TEXT) return text_hash(keys->texts[row], seed) | 1;
  int64_t value = kind == RUBRIC_BOOLEAN ? bit_get(keys->yes, row) : keys->ints[row];
  return text_hash((Text){(const char *)&value, sizeof value}, seed) | 1;
}
void tally_batch(Tally *t, const RubricBatch *leads, const RubricDecisions *d) {
  uint32_t key = rubric_key_field(t->program);
  const Column *keys = key == RUBRIC_NONE ? NULL : &leads->columns->columns[key];
  RubricFieldKind kind = keys ? rubric_field(t->program, key).kind : RUBRIC_TEXT;
  for (uint32_t r = 0; r < d->rows; r++) {
    bool held = d->held_route && d->held_route[r].data && d->route[r] < 0;
    t->statuses[d->status[r]]++;
    t->stages[d->stage[r] + 1]++;
    if (!held) t->routes[d->route[r] + 1]++;
    if (keys) t->hashes[t->leads + r] = key_hash(keys, kind, r, t->seed);
  }
  t->leads += d->rows;
  for (uint32_t i = 0; i < rubric_field_count(t->program); i++) if (leads->columns->invalid[i].count) invalid_add(&t->invalid[i], &leads->columns->invalid[i]);
}
void tally_add(Tally *sum, const Tally *part) {
  const RubricProgram *p = sum->program;
  sum->leads += part->leads;
  sum->rejects += part->rejects;
  if (!sum->first_reject[0]) memcpy(sum->first_reject, part->first_reject, sizeof sum->first_reject);
  for (int i = 0; i < 4; i++) sum->statuses[i] += part->statuses[i];
  for (uint32_t i = 0; i <= rubric_item_count(p, RUBRIC_STAGES); i++) sum->stages[i] += part->stages[i];
  for (uint32_t i = 0; i <= rubric_item_count(p, RUBRIC_ROUTES); i++) sum->routes[i] += part->routes[i];
  for (uint32_t i = 0; i < rubric_field_count(p); i++) if (part->invalid[i].count) invalid_add(&sum->invalid[i], &part->invalid[i]);
}

// ---- keys
static bool key_set_grow(KeySet *k) {
  KeySet old = *k;
  k->room = old.room ? old.room * 2 : 1 << 12;
  k->slots = calloc(k->room, sizeof *k->slots);
  if (!k->slots) { *k = old; return false; }
  for (uint32_t i = 0; i < old.room; i++) {
    if (!old.slots[i]) continue;
    uint32_t at = (uint32_t)(old.slots[i] >> 20) & (k->room - 1);
    while (k->slots[at]) at = (at + 1) & (k->room - 1);
    k->slots[at] = old.slots[i];
  }
  free(old.slots);
  return true;
}
static void key_add(KeySet *k, uint64_t hash) {
  uint32_t at = (uint32_t)(hash >> 20) & (k->room - 1);
  while (k->slots[at] && k->slots[at] != hash) at = (at + 1) & (k->room - 1);
  if (k->slots[at]) { k->repeated++; return; }
  k->slots[at] = hash;
  k->count++;
}
void key_set_add(KeySet *k, const uint64_t *hashes, uint32_t count) {
  enum { AHEAD = 40 };
  for (uint32_t i = 0; i < count && !k->full; i++) {
    if (k->count >= KEYS_MOST) { k->full = true; return; }
    if (k->count * 2 >= k->room && !key_set_grow(k)) { k->full = true; return; }
    if (i + AHEAD < count) __builtin_prefetch(&k->slots[(uint32_t)(hashes[i + AHEAD] >> 20) & (k->room - 1)]);
    key_add(k, hashes[i]);
  }
}
void key_set_free(KeySet *k) { free(k->slots); }
