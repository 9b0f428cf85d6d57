// lsp_lens.c -- what the tests and the sample leads say of each rule, stage and route, above it.
//
// Counted by coverage.h from the run that decides; worked out once for a state of the rules and of the sample. While the rules have
// mistakes the last figures stay, under the words that they stand above (`fit "Large"`): lines that come and go disturb who types.
#include "tools/lsp_parts.h"
#include "tools/coverage.h"
#include "io/decode.h"
#include "io/json_read.h"
#include <stdlib.h>

typedef struct Outcome { Text name; bool passed; Text why; } Outcome; // of a test
typedef struct Counted { CoverKind kind; Text owner, outcome; uint64_t tests, leads; } Counted;
typedef struct Filled { Text field; uint64_t leads; } Filled;
struct Lens {
  Arena arena;
  Text path;                             // the entry file
  uint64_t check, sample_stamp;          // what it was worked out for
  Text sample, now;
  VEC(Counted) items;
  VEC(Outcome) outcomes;
  VEC(Filled) filled;                    // of the lead's fields
  uint64_t tests, passed, leads;
};

// ---- tests
static void on_test(void *user, const RubricTestResult *r) {
  Lens *lens = user;
  Arena *arena = &lens->arena;
  Text why = {0};
  if (r->problem.size) why = text_format(arena, "the lead cannot be read: %.*s", (int)r->problem.size, r->problem.data);
  else if (r->failure_count) {
    const RubricTestFailure *f = &r->failures[0];
    why = text_format(arena, "expect %.*s", (int)f->expect.size, f->expect.data);
    if (f->side_count) why = text_format(arena, "%.*s: %.*s is %.*s", (int)why.size, why.data, (int)f->sides[0].text.size, f->sides[0].text.data, (int)f->sides[0].left.size, f->sides[0].left.data);
  }
  *VEC_PUSH(arena, &lens->outcomes) = (Outcome){text_copy(arena, (Text){r->name.data, r->name.size}), r->passed, why};
  lens->tests++;
  lens->passed += r->passed;
}
static void items_take(Lens *lens, const Coverage *c, bool leads) {
  for (uint32_t i = 0; i < c->count; i++) { // the same rules give the same items
    const CoverItem *item = &c->items[i];
    if (i == lens->items.count) *VEC_PUSH(&lens->arena, &lens->items) = (Counted){item->kind, text_copy(&lens->arena, item->owner), text_copy(&lens->arena, item->outcome), 0, 0};
    bool hours = i > 0 && item->kind == COVER_CHANNELS && text_is(item->outcome, "outside its hours"); // allowed, but not now
    Counted *to = &lens->items.items[hours ? i - 1 : i];
    if (leads) to->leads += item->hits;
    else to->tests += item->hits;
  }
}
static void tests_run(Server *s, Check *c, Lens *lens, const char *name) {
  Coverage coverage;
  RubricHost host = check_host(s, c);
  if (coverage_open(&host, name, NULL, 0, true, &coverage) == RUBRIC_OK && coverage_tests(&coverage, NULL, on_test, lens) == RUBRIC_OK) items_take(lens, &coverage, false);
  coverage_close(&coverage);
}

// ---- sample leads
typedef struct Sample { Input *input; Chunks *chunks; CsvPlan *plan; Decoder *decoder; JsonReader *cells; RubricBatch *batch; RubricRun *run; Chunk chunk; } Sample;

static bool sample_open(Sample *f, const char *path, RubricProgram *p, int64_t now) {
  const char *why = NULL;
  SlotTable schema = program_slots(&p->code);
  f->input = input_open(path, &why);
  f->chunks = f->input ? chunks_new(f->input, LEADS_AUTO, 0, LIMIT_RECORD_BYTES, &why) : NULL;
  if (!f->chunks) return false;
  bool csv = chunks_format(f->chunks) == LEADS_CSV;
  if (csv) f->plan = csv_plan_new(schema, chunks_header(f->chunks), chunks_delimiter(f->chunks));
  if (csv && (!f->plan || f->plan->error.size)) return false;
  f->decoder = csv ? decoder_new_csv(schema, f->plan) : decoder_new_json(schema);
  f->cells = json_reader_new(schema);
  return f->decoder && f->cells && api_batch_new(p, json_read_cell, f->cells, &f->batch) == RUBRIC_OK && rubric_run_new(p, now, &f->run) == RUBRIC_OK;
}
static void sample_close(Sample *f) {
  if (f->batch) rubric_batch_clear(f->batch); // its texts lie in what is freed now
  decoder_free(f->decoder);
  chunk_free(&f->chunk);
  if (f->plan) csv_plan_free(f->plan);
  chunks_free(f->chunks);
  input_close(f->input);
  rubric_run_free(f->run);
  rubric_batch_free(f->batch);
  json_reader_free(f->cells);
}
static void filled_count(Lens *lens, const RubricProgram *p, const Batch *b) {
  uint32_t at = 0;
  for (uint32_t slot = 0; slot < b->schema.slot_count; slot++) {
    if (b->schema.slots[slot].domain != 0) continue;
    if (at == lens->filled.count) *VEC_PUSH(&lens->arena, &lens->filled) = (Filled){text_copy(&lens->arena, program_text(&p->code, b->schema.slots[slot].path)), 0};
    lens->filled.items[at++].leads += bits_count(b->columns[slot].known, b->rows);
  }
}
static void sample_read(Sample *f, Lens *lens, Coverage *coverage) {
  const RubricDecisions *decisions;
  while (lens->leads < LSP_SAMPLE_ROWS && chunks_next(f->chunks, &f->chunk) == CHUNK_READ) {
    if (!decoder_chunk(f->decoder, &f->chunk, f->batch->columns) || rubric_run_batch(f->run, f->batch, true, &decisions) != RUBRIC_OK) return;
    coverage_add(coverage, f->run);
    filled_count(lens, coverage->program, f->batch->columns);
    lens->leads += decisions->rows;
  }
}
static void sample_run(Server *s, Check *c, Lens *lens, const char *name, Text path) {
  Coverage coverage;
  Sample f = {0};
  int64_t now = server_now(s);
  if (s->sample_now.size) rubric_read_time(text_c(&s->arena, s->sample_now), &now);
  RubricHost host = check_host(s, c);
  if (coverage_open(&host, name, NULL, 0, false, &coverage) == RUBRIC_OK && sample_open(&f, text_c(&s->arena, path), coverage.program, now)) {
    sample_read(&f, lens, &coverage);
    items_take(lens, &coverage, true);
  }
  sample_close(&f);
  coverage_close(&coverage);
}
static Text sample_path(Server *s, const Check *c) {
  if (!s->sample.size || s->sample.data[0] == '/') return s->sample;
  for (uint32_t i = 0; i < s->folders.count; i++) {
    Text path = path_join(&s->arena, s->folders.items[i], s->sample);
    if (path_stamp(s, path)) return path;
  }
  return path_join(&s->arena, c->folder, s->sample);
}

// ---- the lens of a program
static Lens *lens_named(Server *s, Text path) {
  for (uint32_t i = 0; i < s->kept_lenses.count; i++) if (text_equal(s->kept_lenses.items[i]->path, path)) return s->kept_lenses.items[i];
  if (s->kept_lenses.count == LSP_CHECKS) lens_free(s->kept_lenses.items[--s->kept_lenses.count]);
  Lens **place = VEC_PUSH(&s->kept, &s->kept_lenses), *lens = calloc(1, sizeof *lens);
  if (!lens) { s->kept_lenses.count--; arena_fail(&s->arena); }
  arena_init(&lens->arena, allocator_default(), &s->escape);
  return *place = lens;
}
void lens_free(Lens *lens) {
  arena_free(&lens->arena);
  free(lens);
}
static void lens_fill(Server *s, Check *c, Lens *lens, Text sample, uint64_t stamp) {
  Arena arena = lens->arena;
  arena_reset(&arena);
  *lens = (Lens){.arena = arena, .check = c->made, .sample_stamp = stamp};
  lens->path = text_copy(&lens->arena, c->path);
  lens->sample = text_copy(&lens->arena, sample);
  lens->now = text_copy(&lens->arena, s->sample_now);
  Text folder = path_folder(c->path);
  const char *name = text_c(&s->arena, (Text){c->path.data + folder.size, c->path.size - folder.size});
  tests_run(s, c, lens, name);
  if (stamp) sample_run(s, c, lens, name, sample);
}
static const Lens *lens_of(Server *s, Check *c) {
  Text sample = sample_path(s, c);
  uint64_t stamp = sample.size && s->options.disk.read_file ? path_stamp(s, sample) : 0;
  Lens *lens = lens_named(s, c->path);
  bool same = lens->check == c->made && lens->sample_stamp == stamp && text_equal(lens->sample, sample) && text_equal(lens->now, s->sample_now);
  if (!same && c->rules->diags->items.count == 0) lens_fill(s, c, lens, sample, stamp);
  else if (!lens->path.size) lens->path = text_copy(&lens->arena, c->path);
  return lens;
}
bool sample_filled(Server *s, Check *c, uint32_t slot, Portion *share) {
  if (!s->sample.size || slot >= c->rules->slot_count) return false;
  const Lens *lens = lens_of(s, c);
  for (uint32_t i = 0; lens->leads && i < lens->filled.count; i++) {
    if (!text_equal(lens->filled.items[i].field, c->rules->slots[slot].path)) continue;
    *share = (Portion){lens->filled.items[i].leads, lens->leads};
    return true;
  }
  return false;
}

// ---- code lens
static void lens_put(Server *s, Buffer *b, Check *c, Span span, Text title, bool *any) {
  put_c(b, *any ? ",{\"range\":" : "{\"range\":");
  *any = true;
  put_span(s, b, c, span);
  BUFFER_PUT(b, ",\"command\":{\"title\":");
  put_text(b, title);
  BUFFER_PUT(b, ",\"command\":\"\"}}");
}
static Text title_of(Server *s, const Lens *lens, const Counted *item) {
  Buffer b = {0};
  if (lens->tests) {
    buffer_integer(&b, (int64_t)item->tests);
    BUFFER_PUT(&b, " of ");
    buffer_integer(&b, (int64_t)lens->tests);
    put_c(&b, lens->tests == 1 ? " test" : " tests");
  }
  if (lens->leads) {
    if (b.size) BUFFER_PUT(&b, " · ");
    share_put(&b, (Portion){item->leads, lens->leads});
    BUFFER_PUT(&b, " of sample leads");
  }
  Text t = text_format(&s->arena, "%s%.*s", item->kind == COVER_REQUIREMENTS ? "fails in " : "", (int)b.size, b.data ? b.data : "");
  buffer_free(&b);
  return t;
}
// What counts for a name: the kind of part, which of its outcomes, and the words before it in its statement.
typedef struct Part { CoverKind kind; const char *outcome; Span statement, name; } Part;
static bool part_of(Symbol symbol, Part *part) {
  const void *d = symbol.decl;
  switch (symbol.kind) {
    case SYMBOL_RULE: *part = (Part){COVER_RULES, NULL, ((const Rule *)d)->span, ((const Rule *)d)->label_span}; return true;
    case SYMBOL_STAGE: *part = (Part){COVER_STAGES, NULL, ((const Stage *)d)->span, ((const Stage *)d)->name_span}; return true;
    case SYMBOL_SEGMENT: *part = (Part){COVER_SEGMENTS, NULL, ((const Segment *)d)->span, ((const Segment *)d)->name_span}; return true;
    case SYMBOL_ROUTE: *part = (Part){COVER_ROUTES, NULL, ((const Route *)d)->span, ((const Route *)d)->name_span}; return true;
    case SYMBOL_CHANNEL: *part = (Part){COVER_CHANNELS, "allowed", ((const Channel *)d)->span, ((const Channel *)d)->name_span}; return true;
    case SYMBOL_REASON: {
      const Reason *r = d;
      *part = (Part){r->require ? COVER_REQUIREMENTS : COVER_DISQUALIFIERS, r->require ? "failed" : NULL, r->span, r->code_span};
      return true;
    }
    default: return false;
  }
}
static Text part_title(Server *s, const Check *c, const Lens *lens, const Part *part) { // size 0: there is none
  Text owner = source_one_line(&s->arena, source_piece(c->rules->sources, (Span){part->statement.file, part->statement.start, part->name.end}));
  for (uint32_t i = 0; i < lens->items.count; i++) {
    const Counted *item = &lens->items.items[i];
    if (item->kind == part->kind && text_equal(item->owner, owner) && (!part->outcome || text_is(item->outcome, part->outcome))) return title_of(s, lens, item);
  }
  return (Text){0};
}
Text lens_title(Server *s, Check *c, Symbol symbol) {
  Part part;
  if (!s->lenses || !part_of(symbol, &part)) return (Text){0};
  return part_title(s, c, lens_of(s, c), &part);
}

typedef struct Lenses { Server *s; Buffer *b; const Spot *spot; const Lens *lens; bool any; } Lenses;
static void one_put(Lenses *l, SymbolKind kind, const void *decl) {
  Part part;
  if (!part_of((Symbol){kind, decl, 0}, &part)) return;
  Text title = part_title(l->s, l->spot->check, l->lens, &part);
  if (title.size) lens_put(l->s, l->b, l->spot->check, part.name, title, &l->any);
}
static void test_put(Lenses *l, const Test *t) {
  for (uint32_t i = 0; i < l->lens->outcomes.count; i++) {
    const Outcome *o = &l->lens->outcomes.items[i];
    if (!text_equal(o->name, t->name)) continue;
    lens_put(l->s, l->b, l->spot->check, t->name_span, o->passed ? TEXT("passes") : text_format(&l->s->arena, "fails: %.*s", (int)o->why.size, o->why.data), &l->any);
    return;
  }
}
static void statement_put(Lenses *l, const Statement *st) {
  switch (st->kind) {
    case STATEMENT_RULE: one_put(l, SYMBOL_RULE, st->rule); break;
    case STATEMENT_GROUP: for (uint32_t i = 0; i < st->group->rule_count; i++) one_put(l, SYMBOL_RULE, st->group->rules[i]); break;
    case STATEMENT_REASON: one_put(l, SYMBOL_REASON, st->reason); break;
    case STATEMENT_STAGE: one_put(l, SYMBOL_STAGE, st->stage); break;
    case STATEMENT_SEGMENT: one_put(l, SYMBOL_SEGMENT, st->segment); break;
    case STATEMENT_CHANNEL: one_put(l, SYMBOL_CHANNEL, st->channel); break;
    case STATEMENT_ROUTE: one_put(l, SYMBOL_ROUTE, st->route); break;
    case STATEMENT_TEST: test_put(l, st->test); break;
    default: break;
  }
}
static void summary_put(Server *s, Buffer *b, const Spot *spot, const Lens *lens, bool *any) {
  const File *file = spot->check->rules->files.items[spot->file];
  if (!file->count || (!lens->tests && !lens->leads)) return;
  Text title = lens->tests ? text_format(&s->arena, "%llu of %llu test%s pass%s", (unsigned long long)lens->passed, (unsigned long long)lens->tests, lens->tests == 1 ? "" : "s", lens->tests == 1 ? "es" : "") : TEXT("no tests");
  if (lens->leads) title = text_format(&s->arena, "%.*s · %llu sample leads", (int)title.size, title.data, (unsigned long long)lens->leads);
  lens_put(s, b, spot->check, (Span){spot->file, file->statements[0].span.start, file->statements[0].span.start}, title, any);
}
void lenses_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  BUFFER_PUT(b, "[");
  if (s->lenses && spot_of(s, params, &spot) && spot.file < spot.check->rules->files.count) {
    Lenses l = {s, b, &spot, lens_of(s, spot.check), false};
    const File *file = spot.check->rules->files.items[spot.file];
    summary_put(s, b, &spot, l.lens, &l.any);
    for (uint32_t i = 0; i < file->count && (l.lens->tests || l.lens->leads); i++) statement_put(&l, &file->statements[i]);
  }
  BUFFER_PUT(b, "]");
}
