// coverage.c -- see coverage.h. Items come from the tree, in file order; each knows which register or decision says that it was reached.
//
// Modules of the standard library are not the author's and are left out; so is a definition that nothing reads, since no
// lead could ever reach it (lint names it).
#include "tools/coverage.h"
#include <stdlib.h>

enum { LEAD_WORDS = (BATCH_ROWS + 63) / 64 };
const char *const cover_names[] = {"rules", "table rows", "disqualifiers", "requirements", "stages", "segments", "channels", "routes", "groups"};

// ---- items
typedef struct Collect { Coverage *c; Arena *arena; VEC(CoverItem) items; Text owner; } Collect;

static void own(Collect *k, Span statement, Span name) { k->owner = source_one_line(k->arena, source_piece(k->c->rules->sources, (Span){statement.file, statement.start, name.end})); }
static CoverItem *add(Collect *k, CoverKind kind, Span span, Text outcome, CoverRead read, uint32_t index) {
  CoverItem *item = VEC_PUSH(k->arena, &k->items);
  *item = (CoverItem){.kind = kind, .owner = k->owner, .outcome = outcome, .span = span, .read = read, .index = index};
  return item;
}
static bool is_emitted(const Coverage *c, const Decision *d) {
  for (uint32_t i = 0; i < c->watch.tables.count; i++) if (c->watch.tables.items[i].decision == d) return true;
  return false;
}
static void rows(Collect *k, const Decision *d) {
  for (uint32_t i = 0; i < d->row_count; i++)
    add(k, COVER_ROWS, d->rows[i].span, source_one_line(k->arena, source_piece(k->c->rules->sources, d->rows[i].span)), READ_ROW, i)->decision = d;
}
static void rule(Collect *k, const Rule *r) {
  own(k, r->span, r->label_span);
  add(k, COVER_RULES, r->label_span, (Text){0}, READ_YES, k->c->program->code.rules[r->index].fired);
  if (r->by) rows(k, r->by);
}
static void group(Collect *k, const Group *g) {
  own(k, g->span, g->label_span);
  add(k, COVER_GROUPS, g->label_span, TEXT("changed the sum"), READ_GROUP, g->index);
  for (uint32_t i = 0; i < g->rule_count; i++) rule(k, g->rules[i]);
}
static void reason(Collect *k, const Reason *r) {
  const ReasonInfo *info = &k->c->program->code.reasons[r->index];
  own(k, r->span, r->code_span);
  if (!r->require) { add(k, COVER_DISQUALIFIERS, r->code_span, (Text){0}, READ_YES, info->hit); return; }
  add(k, COVER_REQUIREMENTS, r->code_span, TEXT("passed"), READ_YES, info->when);
  add(k, COVER_REQUIREMENTS, r->code_span, TEXT("failed"), READ_NO, info->when);
  add(k, COVER_REQUIREMENTS, r->code_span, TEXT("unknown"), READ_UNKNOWN, info->when);
}
static void channel(Collect *k, const Channel *c) {
  own(k, c->span, c->name_span);
  add(k, COVER_CHANNELS, c->name_span, TEXT("allowed"), READ_ALLOWED, c->index);
  if (c->has_hours) add(k, COVER_CHANNELS, c->name_span, TEXT("outside its hours"), READ_WAITS, c->index);
  add(k, COVER_CHANNELS, c->name_span, TEXT("blocked"), READ_BLOCKED, c->index);
}
static void define(Collect *k, const Define *d) {
  own(k, d->span, d->name.span);
  if (d->decision && is_emitted(k->c, d->decision)) rows(k, d->decision);
}
static void statement(Collect *k, const Statement *s) {
  const Program *p = &k->c->program->code;
  switch (s->kind) {
    case STATEMENT_DEFINE: define(k, s->define); break;
    case STATEMENT_RULE: rule(k, s->rule); break;
    case STATEMENT_GROUP: group(k, s->group); break;
    case STATEMENT_REASON: reason(k, s->reason); break;
    case STATEMENT_STAGE: own(k, s->span, s->stage->name_span); add(k, COVER_STAGES, s->stage->name_span, (Text){0}, READ_STAGE, s->stage->index); break;
    case STATEMENT_SEGMENT: own(k, s->span, s->segment->name_span); add(k, COVER_SEGMENTS, s->segment->name_span, (Text){0}, READ_YES, p->segments[s->segment->index].when); break;
    case STATEMENT_CHANNEL: channel(k, s->channel); break;
    case STATEMENT_ROUTE: own(k, s->span, s->route->name_span); add(k, COVER_ROUTES, s->route->name_span, (Text){0}, READ_ROUTE, s->route->index); break;
    default: break;
  }
}
static void collect(Coverage *c, Arena *arena) {
  Collect k = {.c = c, .arena = arena};
  for (uint32_t f = 0; f < c->rules->files.count; f++) {
    const File *file = c->rules->files.items[f];
    bool module = file->source != 0 && text_starts(c->rules->sources->files.items[file->source]->path, TEXT("std/"));
    for (uint32_t i = 0; !module && i < file->count; i++) statement(&k, &file->statements[i]);
  }
  c->items = k.items.items;
  c->count = k.items.count;
}

// ---- opening
RubricStatus coverage_open(const RubricHost *host, const char *path, const RubricSetting *settings, size_t setting_count, bool tests, Coverage *out) {
  *out = (Coverage){0};
  RubricStatus status = api_compile(host, path, settings, setting_count, tests ? RUBRIC_WITH_TESTS : 0, &out->watch, &out->program, &out->report, &out->rules);
  if (status != RUBRIC_OK) return status;
  if (setjmp(out->report->escape)) return RUBRIC_NO_MEMORY;
  collect(out, &out->report->arena);
  uint32_t most = 0;
  for (uint32_t i = 0; i < out->watch.tables.count; i++) if (out->watch.tables.items[i].row_count > most) most = out->watch.tables.items[i].row_count;
  out->taken = ARENA_MANY(&out->report->arena, uint64_t, (size_t)most * LEAD_WORDS + 1);
  return RUBRIC_OK;
}
void coverage_close(Coverage *c) {
  rubric_program_free(c->program);
  rubric_report_free(c->report);
}

// ---- counting
// The lead that an element belongs to: up by the lists' offsets.
static uint32_t lead_of(const RubricRun *run, uint32_t domain, uint32_t at) {
  const Program *p = &run->program->code;
  for (uint32_t d = domain; d && p->domains[d].list != NONE; d = p->domains[d].parent) {
    const uint32_t *offsets = vm_register(run->vm, p->domains[d].list)->offsets;
    uint32_t low = 0, high = vm_domain_rows(run->vm, p->domains[d].parent); // the owner: the last whose elements begin at or before
    while (high - low > 1) {
      uint32_t middle = low + (high - low) / 2;
      if (offsets[middle] <= at) low = middle;
      else high = middle;
    }
    at = low;
  }
  return at;
}
// One emission: of each row the leads for which it is the first that is true, into `taken`.
static bool take_rows(Coverage *c, const RubricRun *run, const WatchedTable *t) {
  uint32_t rows = vm_domain_rows(run->vm, t->domain), words = bits_words(rows);
  uint64_t *seen = calloc(words + 1u, sizeof *seen);
  for (uint32_t i = 0; seen && i < t->row_count; i++) {
    const uint64_t *yes = vm_register(run->vm, t->rows[i])->yes;
    uint64_t *taken = c->taken + (size_t)i * LEAD_WORDS;
    for (uint32_t w = 0; w < words; w++) {
      uint64_t first = yes[w] & ~seen[w];
      seen[w] |= yes[w];
      if (t->domain == 0) taken[w] |= first;
      else for (; first; first &= first - 1) bit_set(taken, lead_of(run, t->domain, w * 64 + (uint32_t)__builtin_ctzll(first)));
    }
  }
  free(seen);
  return seen != NULL;
}
// A table's rows stand together in `items`, from `first` on. A lead counts once, however often the table is asked for it.
static bool count_table(Coverage *c, const RubricRun *run, uint32_t first, uint32_t *end) {
  const void *decision = c->items[first].decision;
  bool fine = true;
  for (*end = first; *end < c->count && c->items[*end].decision == decision; ++*end) memset(c->taken + (size_t)(*end - first) * LEAD_WORDS, 0, LEAD_WORDS * sizeof *c->taken);
  for (uint32_t i = 0; fine && i < c->watch.tables.count; i++) if (c->watch.tables.items[i].decision == decision) fine = take_rows(c, run, &c->watch.tables.items[i]);
  for (uint32_t i = first; i < *end; i++) c->items[i].hits += bits_count(c->taken + (size_t)(i - first) * LEAD_WORDS, run->decisions.rows);
  return fine;
}
static uint32_t count_index(const int32_t *indices, uint32_t rows, uint32_t index) {
  uint32_t n = 0;
  for (uint32_t r = 0; r < rows; r++) n += indices[r] == (int32_t)index;
  return n;
}
// allowed; allowed, but not now; anything else blocks (also a zone that is unknown).
static uint32_t count_contact(const RubricContact *c, uint32_t rows, CoverRead read) {
  uint32_t n = 0;
  for (uint32_t r = 0; r < rows; r++) {
    bool allowed = bit_get(c->allowed, r), open = !c->open || bit_get(c->open, r), later = allowed && !open && c->next[r] != 0;
    n += read == READ_ALLOWED ? allowed && open : read == READ_WAITS ? later : !(allowed && open) && !later;
  }
  return n;
}
static uint32_t count_group(const RubricRun *run, uint32_t group) {
  const GroupInfo *g = &run->program->code.groups[group];
  const int64_t *before = vm_register(run->vm, g->before)->ints, *after = vm_register(run->vm, g->after)->ints;
  uint32_t n = 0;
  for (uint32_t r = 0; r < run->decisions.rows; r++) n += before[r] != after[r];
  return n;
}
static uint32_t count_item(const RubricRun *run, const CoverItem *item) {
  const RubricDecisions *d = &run->decisions;
  switch (item->read) {
    case READ_YES: return bits_count(vm_register(run->vm, item->index)->yes, d->rows);
    case READ_NO: { const Column *t = vm_register(run->vm, item->index); return bits_count(t->known, d->rows) - bits_count(t->yes, d->rows); }
    case READ_UNKNOWN: return d->rows - bits_count(vm_register(run->vm, item->index)->known, d->rows);
    case READ_STAGE: return count_index(d->stage, d->rows, item->index);
    case READ_ROUTE: return count_index(d->route, d->rows, item->index);
    case READ_GROUP: return count_group(run, item->index);
    default: return count_contact(&d->contacts[item->index], d->rows, item->read);
  }
}
bool coverage_add(Coverage *c, const RubricRun *run) {
  bool fine = true;
  c->leads += run->decisions.rows;
  for (uint32_t i = 0, end; i < c->count && fine; i = end) {
    end = i + 1;
    if (c->items[i].read == READ_ROW) fine = count_table(c, run, i, &end);
    else c->items[i].hits += count_item(run, &c->items[i]);
  }
  return fine;
}

// ---- tests
typedef struct Seen { Coverage *coverage; RubricTestSink sink; void *user; bool failed; } Seen;
static void on_seen(void *user, const RubricRun *run) {
  Seen *s = user;
  s->failed |= !coverage_add(s->coverage, run);
}
static void on_result(void *user, const RubricTestResult *r) {
  const Seen *s = user;
  s->sink(s->user, r);
}
RubricStatus coverage_tests(Coverage *c, const char *filter, RubricTestSink sink, void *user) {
  if (setjmp(c->report->escape)) return RUBRIC_NO_MEMORY;
  Seen seen = {c, sink, user, false};
  RubricStatus status = api_run_tests_seen(c->rules, c->program, &c->report->arena, filter, on_seen, on_result, &seen);
  return status == RUBRIC_OK && seen.failed ? RUBRIC_NO_MEMORY : status;
}

// ---- lcov
static uint32_t line_of(const Coverage *c, const CoverItem *item) {
  uint32_t line, column;
  source_position(c->rules->sources, item->span, &line, &column);
  return line;
}
static void put_line(Buffer *b, const char *name, uint64_t a, uint64_t count) { // NAME:a,count
  buffer_put(b, name, strlen(name));
  buffer_integer(b, (int64_t)a);
  BUFFER_PUT(b, ",");
  buffer_integer(b, (int64_t)count);
  BUFFER_PUT(b, "\n");
}
static void put_count(Buffer *b, const char *name, uint64_t count) {
  buffer_put(b, name, strlen(name));
  buffer_integer(b, (int64_t)count);
  BUFFER_PUT(b, "\n");
}
// Items of one line stand together: statements are in file order. A line with several is as often reached as its likeliest.
static uint32_t lcov_line_end(const Coverage *c, uint32_t first) {
  uint32_t end = first + 1, line = line_of(c, &c->items[first]);
  while (end < c->count && c->items[end].span.file == c->items[first].span.file && line_of(c, &c->items[end]) == line) end++;
  return end;
}
static void lcov_file(Buffer *b, const Coverage *c, uint32_t file) {
  uint32_t lines = 0, hit = 0, branches = 0, taken = 0;
  BUFFER_PUT(b, "TN:\nSF:");
  buffer_text(b, api_text(c->rules->sources->files.items[file]->path));
  BUFFER_PUT(b, "\n");
  for (uint32_t i = 0, end; i < c->count; i = end) {
    uint64_t most = 0;
    uint32_t line = line_of(c, &c->items[i]);
    end = lcov_line_end(c, i);
    if (c->items[i].span.file != file) continue;
    for (uint32_t k = i; k < end; k++) {
      uint64_t hits = c->items[k].hits;
      if (hits > most) most = hits;
      if (end - i == 1) continue;
      BUFFER_PUT(b, "BRDA:");
      buffer_integer(b, line);
      BUFFER_PUT(b, ",0,");
      put_line(b, "", k - i, hits);
      branches++;
      taken += hits > 0;
    }
    put_line(b, "DA:", line, most);
    lines++;
    hit += most > 0;
  }
  put_count(b, "BRF:", branches);
  put_count(b, "BRH:", taken);
  put_count(b, "LF:", lines);
  put_count(b, "LH:", hit);
  BUFFER_PUT(b, "end_of_record\n");
}
static bool has_items(const Coverage *c, uint32_t file) {
  for (uint32_t i = 0; i < c->count; i++) if (c->items[i].span.file == file) return true;
  return false;
}
bool coverage_lcov(const Coverage *c, Buffer *b) {
  for (uint32_t f = 0; f < c->rules->sources->files.count; f++) if (has_items(c, f)) lcov_file(b, c, f);
  return !b->failed;
}
