// tally.c -- see tally.h.
#include "cli/tally.h"
#include <stdlib.h>

bool tally_new(Tally *t, const RubricProgram *p, uint64_t seed) {
  *t = (Tally){.program = p, .seed = seed};
  t->stages = calloc(rubric_item_count(p, RUBRIC_STAGES) + 1, sizeof *t->stages);
  t->routes = calloc(rubric_item_count(p, RUBRIC_ROUTES) + 1, sizeof *t->routes);
  t->invalid = calloc(rubric_field_count(p) + 1, sizeof *t->invalid);
  return key_run_new(&t->keys) && t->stages && t->routes && t->invalid;
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
  key_run_free(&t->keys);
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
void tally_batch(Tally *t, const RubricBatch *leads, const RubricDecisions *d) {
  uint32_t key = rubric_key_field(t->program);
  for (uint32_t r = 0; r < d->rows; r++) {
    bool held = d->held_route && d->held_route[r].data && d->route[r] < 0;
    t->statuses[d->status[r]]++;
    t->stages[d->stage[r] + 1]++;
    if (!held) t->routes[d->route[r] + 1]++;
  }
  t->leads += d->rows;
  if (key != RUBRIC_NONE) key_run_set(&t->keys, &leads->columns->columns[key], rubric_field(t->program, key).kind, d->rows, t->seed);
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
