// lsp_lens.c -- what the tests and the sample leads say of each rule, stage and route, above it.
//
// Counted by coverage.h from the run that decides; worked out once for a state of the rules and of the sample.
#include "tools/lsp_parts.h"
#include "tools/coverage.h"
#include "io/decode.h"
#include "io/json_read.h"

typedef struct Outcome { Text path; uint32_t line; bool passed; Text why; } Outcome; // of a test
typedef struct Counted { Span span; CoverKind kind; Text outcome; uint64_t tests, leads; } Counted;
struct Lens {
  uint64_t sample_stamp;
  Text sample, now;
  VEC(Counted) items;
  VEC(Outcome) outcomes;
  uint64_t tests, passed, leads;
  uint64_t *filled; uint32_t slots;      // sample leads with a value, by slot
};

// ---- tests
typedef struct Sink { Lens *lens; Arena *arena; } Sink;
static void on_test(void *user, const RubricTestResult *r) {
  Sink *k = user;
  Text why = {0};
  if (r->problem.size) why = text_format(k->arena, "the lead cannot be read: %.*s", (int)r->problem.size, r->problem.data);
  else if (r->failure_count) {
    const RubricTestFailure *f = &r->failures[0];
    why = text_format(k->arena, "expect %.*s", (int)f->expect.size, f->expect.data);
    for (uint32_t i = 0; i < f->side_count && i < 1; i++)
      why = text_format(k->arena, "%.*s: %.*s is %.*s", (int)why.size, why.data, (int)f->sides[i].text.size, f->sides[i].text.data, (int)f->sides[i].left.size, f->sides[i].left.data);
  }
  *VEC_PUSH(k->arena, &k->lens->outcomes) = (Outcome){text_copy(k->arena, (Text){r->path.data, r->path.size}), r->line, r->passed, why};
  k->lens->tests++;
  k->lens->passed += r->passed;
}
static void items_take(Lens *lens, Arena *arena, const Coverage *c, bool leads) {
  for (uint32_t i = 0; i < c->count; i++) { // the same rules give the same items
    const CoverItem *item = &c->items[i];
    if (i == lens->items.count) *VEC_PUSH(arena, &lens->items) = (Counted){item->span, item->kind, text_copy(arena, item->outcome), 0, 0};
    bool hours = i > 0 && item->kind == COVER_CHANNELS && text_is(item->outcome, "outside its hours"); // allowed, but not now
    uint32_t to = hours ? i - 1 : i;
    if (leads) lens->items.items[to].leads += item->hits;
    else lens->items.items[to].tests += item->hits;
  }
}
static void tests_run(Server *s, Check *c, Lens *lens, const char *name) {
  Coverage coverage;
  Sink sink = {lens, &c->arena};
  RubricHost host = check_host(s, c);
  if (coverage_open(&host, name, NULL, 0, true, &coverage) == RUBRIC_OK && coverage_tests(&coverage, NULL, on_test, &sink) == RUBRIC_OK) items_take(lens, &c->arena, &coverage, false);
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
static void filled_count(Lens *lens, const Batch *b) {
  for (uint32_t slot = 0; slot < lens->slots && slot < b->schema.slot_count; slot++)
    if (b->schema.slots[slot].domain == 0) lens->filled[slot] += bits_count(b->columns[slot].known, b->rows);
}
static void sample_read(Sample *f, Lens *lens, Coverage *coverage) {
  const RubricDecisions *decisions;
  while (lens->leads < LSP_SAMPLE_ROWS && chunks_next(f->chunks, &f->chunk) == CHUNK_READ) {
    if (!decoder_chunk(f->decoder, &f->chunk, f->batch->columns) || rubric_run_batch(f->run, f->batch, true, &decisions) != RUBRIC_OK) return;
    coverage_add(coverage, f->run);
    filled_count(lens, f->batch->columns);
    lens->leads += decisions->rows;
  }
}
static void sample_run(Server *s, Check *c, Lens *lens, const char *name, Text path) {
  Coverage coverage;
  Sample f = {0};
  int64_t now = s->options.now;
  if (s->sample_now.size) rubric_read_time(text_c(&s->arena, s->sample_now), &now);
  RubricHost host = check_host(s, c);
  lens->slots = c->rules->slot_count;
  lens->filled = ARENA_MANY(&c->arena, uint64_t, lens->slots + 1);
  if (coverage_open(&host, name, NULL, 0, false, &coverage) == RUBRIC_OK && sample_open(&f, text_c(&s->arena, path), coverage.program, now)) {
    sample_read(&f, lens, &coverage);
    items_take(lens, &c->arena, &coverage, true);
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

// ---- the lens of a check
static const Lens *lens_of(Server *s, Check *c) {
  Text path = sample_path(s, c);
  uint64_t stamp = path.size && s->options.disk.read_file ? path_stamp(s, path) : 0;
  Lens *lens = c->lens;
  if (lens && lens->sample_stamp == stamp && text_equal(lens->sample, path) && text_equal(lens->now, s->sample_now)) return lens;
  lens = ARENA_NEW(&c->arena, Lens);
  *lens = (Lens){.sample_stamp = stamp, .sample = text_copy(&c->arena, path), .now = text_copy(&c->arena, s->sample_now)};
  if (c->rules->diags->items.count == 0) {
    Text folder = path_folder(c->path);
    const char *name = text_c(&s->arena, (Text){c->path.data + folder.size, c->path.size - folder.size});
    tests_run(s, c, lens, name);
    if (stamp) sample_run(s, c, lens, name, path);
  }
  return c->lens = lens;
}
bool sample_filled(Server *s, Check *c, uint32_t slot, Portion *share) {
  if (!s->sample.size || slot >= c->rules->slot_count || c->rules->slots[slot].domain != 0) return false;
  const Lens *lens = lens_of(s, c);
  if (!lens->filled || !lens->leads) return false;
  *share = (Portion){lens->filled[slot], lens->leads};
  return true;
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
static bool item_shown(const Counted *item) {
  switch (item->kind) {
    case COVER_RULES: case COVER_DISQUALIFIERS: case COVER_STAGES: case COVER_SEGMENTS: case COVER_ROUTES: return true;
    case COVER_REQUIREMENTS: return text_is(item->outcome, "failed");
    case COVER_CHANNELS: return text_is(item->outcome, "allowed");
    default: return false;
  }
}
static void outcomes_put(Server *s, Buffer *b, const Spot *spot, const Lens *lens, bool *any) {
  const Rules *r = spot->check->rules;
  for (uint32_t i = 0; i < r->tests.count; i++) {
    const Test *t = r->tests.items[i];
    uint32_t line, column;
    source_position(r->sources, t->name_span, &line, &column);
    for (uint32_t k = 0; t->name_span.file == spot->file && k < lens->outcomes.count; k++) {
      const Outcome *o = &lens->outcomes.items[k];
      if (o->line != line || !text_equal(o->path, r->sources->files.items[spot->file]->path)) continue;
      lens_put(s, b, spot->check, t->name_span, o->passed ? TEXT("passes") : text_format(&s->arena, "fails: %.*s", (int)o->why.size, o->why.data), any);
      break;
    }
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
  bool any = false;
  BUFFER_PUT(b, "[");
  if (s->lenses && spot_of(s, params, &spot) && spot.file < spot.check->rules->files.count) {
    const Lens *lens = lens_of(s, spot.check);
    summary_put(s, b, &spot, lens, &any);
    for (uint32_t i = 0; i < lens->items.count && (lens->tests || lens->leads); i++)
      if (lens->items.items[i].span.file == spot.file && item_shown(&lens->items.items[i])) lens_put(s, b, spot.check, lens->items.items[i].span, title_of(s, lens, &lens->items.items[i]), &any);
    outcomes_put(s, b, &spot, lens, &any);
  }
  BUFFER_PUT(b, "]");
}
