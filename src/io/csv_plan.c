// csv_plan.c -- matching headers with fields: folded as `is` folds, own name first, then the `from` names.
#include "io/csv.h"
#include "base/csv.h"
#include <stdlib.h>

typedef struct Header { Text name, folded; uint32_t same; bool read; } Header; // same: the next header that folds alike, or NONE

typedef struct {
  CsvPlan *plan;
  Arena *arena;
  const SlotTable *schema;
  Header *headers;
  uint32_t *places, mask;    // open addressing: header + 1
  VEC(CsvUse) uses;
} Planner;

static void plan_fail(Planner *p, Text why) { if (!p->plan->error.size) p->plan->error = why; }
static const char *shown(Planner *p, Text t) {
  uint32_t size = t.size;
  if (size > 200)
    for (size = 200; size && (t.data[size] & 0xC0) == 0x80;) size--;
  return text_c(p->arena, (Text){t.data, size});
}

static uint32_t place_of(const Planner *p, Text folded) {
  uint32_t at = (uint32_t)text_hash(folded, 0x52756272) & p->mask;
  while (p->places[at] && !text_equal(p->headers[p->places[at] - 1].folded, folded)) at = (at + 1) & p->mask;
  return at;
}

static bool headers_read(Planner *p, Text header) {
  uint32_t count, room = 1;
  header = text_copy(p->arena, header); // texts of the plan point into it
  bool wide = header.size >= 2 && (memcmp(header.data, "\xFF\xFE", 2) == 0 || memcmp(header.data, "\xFE\xFF", 2) == 0);
  if (wide) return plan_fail(p, TEXT("it is UTF-16: save it as UTF-8 text (in Excel: CSV UTF-8)")), false;
  if (!text_valid_utf8(header, NULL)) return plan_fail(p, TEXT("the header row is not UTF-8: save it as UTF-8 text")), false;
  for (uint32_t i = 0; i < header.size; i++) room += header.data[i] == p->plan->delimiter;
  Text *cells = ARENA_MANY(p->arena, Text, room);
  CsvStatus status = csv_cells(p->arena, header, p->plan->delimiter, cells, room, &count);
  if (status != CSV_OK) return plan_fail(p, TEXT("a quote in the header is not closed, or something follows it")), false;
  p->plan->column_count = count;
  p->headers = ARENA_MANY(p->arena, Header, count);
  p->mask = 15;
  while (p->mask < count * 2) p->mask = p->mask * 2 + 1;
  p->places = ARENA_MANY(p->arena, uint32_t, (size_t)p->mask + 1);
  for (uint32_t i = 0; i < count; i++) {
    p->headers[i] = (Header){text_trim(cells[i]), text_fold(p->arena, cells[i]), NONE, false};
    uint32_t at = place_of(p, p->headers[i].folded);
    if (!p->places[at]) p->places[at] = i + 1;
    else if (p->headers[p->places[at] - 1].same == NONE) p->headers[p->places[at] - 1].same = i;
  }
  return true;
}

static Text slot_name(const SlotTable *t, const SlotInfo *s, uint32_t rank) {
  if (rank) return slot_text(t, t->refs[s->from + rank - 1]);
  return slot_text(t, s->flags & SLOT_PREVIOUS ? s->path : s->name);
}

static bool name_match(Planner *p, uint32_t slot, uint32_t rank) {
  Text folded = text_fold(p->arena, slot_name(p->schema, &p->schema->slots[slot], rank));
  uint32_t found = folded.size ? p->places[place_of(p, folded)] : 0;
  if (!found) return false;
  Header *h = &p->headers[found - 1];
  h->read = true;
  *VEC_PUSH(p->arena, &p->uses) = (CsvUse){found - 1, slot, rank};
  if (h->same == NONE) return true;
  Header *other = &p->headers[h->same];
  plan_fail(p, text_format(p->arena, "columns %u (\"%s\") and %u (\"%s\") have one name, and `%s` reads it", found, shown(p, h->name),
                           h->same + 1, shown(p, other->name), shown(p, slot_text(p->schema, p->schema->slots[slot].path))));
  return true;
}

static void slot_match(Planner *p, uint32_t slot) {
  const SlotInfo *s = &p->schema->slots[slot];
  bool found = false;
  for (uint32_t rank = 0; rank <= s->from_count; rank++) found |= name_match(p, slot, rank);
  if (found || !(s->flags & (SLOT_KEY | SLOT_REQUIRED))) return;
  Text names = text_format(p->arena, "\"%s\"", shown(p, slot_name(p->schema, s, 0)));
  for (uint32_t rank = 1; rank <= s->from_count; rank++)
    names = text_format(p->arena, "%s, \"%s\"", text_c(p->arena, names), shown(p, slot_name(p->schema, s, rank)));
  plan_fail(p, text_format(p->arena, "there is no column for the %s field `%s` (looked for %s): name it in the schema, with from \"…\"", s->flags & SLOT_KEY ? "key" : "required",
                           shown(p, slot_text(p->schema, s->path)), text_c(p->arena, names)));
}

static int by_column(const void *a, const void *b) {
  const CsvUse *x = a, *y = b;
  if (x->column != y->column) return x->column < y->column ? -1 : 1;
  return (x->slot > y->slot) - (x->slot < y->slot);
}

static void plan_make(Planner *p, Text header) {
  CsvPlan *plan = p->plan;
  if (!headers_read(p, header)) return;
  for (uint32_t i = 0; i < p->schema->slot_count; i++)
    if (p->schema->slots[i].parent == NONE) slot_match(p, i);
  if (p->uses.count) qsort(p->uses.items, p->uses.count, sizeof *p->uses.items, by_column);
  plan->uses = p->uses.items;
  plan->use_count = p->uses.count;
  Text *unknown = ARENA_MANY(p->arena, Text, plan->column_count);
  for (uint32_t i = 0; i < plan->column_count; i++) {
    const Header *first = &p->headers[p->places[place_of(p, p->headers[i].folded)] - 1];
    if (!first->read && p->headers[i].name.size) unknown[plan->unknown_count++] = p->headers[i].name;
  }
  plan->unknown = unknown;
}

CsvPlan *csv_plan_new(SlotTable schema, Text header, char delimiter) {
  jmp_buf escape;
  CsvPlan *volatile plan = calloc(1, sizeof *plan);
  if (!plan) return NULL;
  arena_init(&plan->arena, allocator_default(), &escape);
  plan->delimiter = delimiter;
  if (setjmp(escape)) {
    csv_plan_free(plan);
    return NULL;
  }
  Planner p = {.plan = plan, .arena = &plan->arena, .schema = &schema};
  plan_make(&p, header);
  plan->arena.escape = NULL;
  return plan;
}

void csv_plan_free(CsvPlan *plan) {
  if (!plan) return;
  arena_free(&plan->arena);
  free(plan);
}
