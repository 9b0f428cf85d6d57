// coverage.c -- `rubric test --coverage`: a table by kind of part, what no test reaches, and with --on each part's share of leads.
#include "cli/measure.h"
#include "cli/source.h"
#include "io/json_read.h"
#include "tools/render.h"
#include <string.h>

enum { WIDTH = 80 };

static RubricText plain(const char *s) { return (RubricText){s, (uint32_t)strlen(s)}; }
static void put_c(Buffer *b, const char *s) { buffer_text(b, plain(s)); }

// ---- the leads of --on
typedef struct Leads { Coverage *coverage; LeadSource source; RubricRun *run; RubricBatch *batch; JsonReader *cells; Decoder *decoder; const CsvPlan *plan; Chunk chunk; uint64_t rejects; } Leads;

static bool leads_begin(Leads *l, Coverage *c, const char **files, LeadsOptions how, int64_t now) {
  *l = (Leads){.coverage = c};
  source_begin(&l->source, c->program, files, 1, how);
  l->cells = json_reader_new(program_slots(&c->program->code));
  return l->cells && rubric_run_new(c->program, now, &l->run) == RUBRIC_OK && api_batch_new(c->program, json_read_cell, l->cells, &l->batch) == RUBRIC_OK;
}
static void leads_end(Leads *l) {
  rubric_run_free(l->run);
  rubric_batch_free(l->batch);
  decoder_free(l->decoder);
  json_reader_free(l->cells);
  chunk_free(&l->chunk);
  source_end(&l->source);
}
static bool leads_chunk(Leads *l, const CsvPlan *plan) {
  const RubricDecisions *d;
  uint32_t rejects;
  SlotTable schema = program_slots(&l->coverage->program->code);
  if (!l->decoder) l->decoder = plan ? decoder_new_csv(schema, plan) : decoder_new_json(schema); // one file: one plan
  if (!l->decoder || !decoder_chunk(l->decoder, &l->chunk, l->batch->columns)) return false;
  decoder_rejects(l->decoder, &rejects);
  l->rejects += rejects;
  if (rubric_run_batch(l->run, l->batch, true, &d) != RUBRIC_OK) return false;
  return coverage_add(l->coverage, l->run);
}
static int leads_all(Leads *l) {
  const CsvPlan *plan;
  while (source_next(&l->source, &l->chunk, &plan)) {
    if (!leads_chunk(l, plan)) return EXIT_INTERNAL;
    if (l->rejects <= l->source.how.max_rejects) continue;
    fprintf(stderr, "rubric: stopped: %llu records are rejected, more than --max-rejects\n", (unsigned long long)l->rejects);
    return EXIT_LEADS;
  }
  return !l->source.failed ? EXIT_DONE : l->source.no_memory ? EXIT_INTERNAL : EXIT_LEADS;
}
int measure_leads(const Options *o, const char *path, Coverage *c, int64_t *now) {
  RubricHost host = options_host(o);
  LeadsOptions how;
  Leads l;
  const char *files[] = {o->values[OPT_ON]};
  RubricStatus status = coverage_open(&host, path, o->settings, o->setting_count, false, c);
  if (status == RUBRIC_NO_MEMORY) return EXIT_INTERNAL;
  if (status != RUBRIC_OK) { report_errors(c->report); return EXIT_RULES; } // extern functions that may not be loaded
  if (!leads_options(o, &how) || !options_now(o, c->program, now)) return EXIT_RULES;
  int code = leads_begin(&l, c, files, how, *now) ? leads_all(&l) : EXIT_INTERNAL;
  if (code == EXIT_DONE && l.rejects) fprintf(stderr, "rubric: %llu %s rejected\n", (unsigned long long)l.rejects, l.rejects == 1 ? "record is" : "records are");
  leads_end(&l);
  return code;
}

// ---- for people
static void put_bold(Buffer *b, const char *title, bool color) {
  if (color) put_c(b, "\033[1m");
  put_c(b, title);
  if (color) put_c(b, "\033[0m");
}
typedef struct Sum { uint64_t reached, of; } Sum;
static Sum sum_of(const Coverage *c, int kind) { // COVER_KINDS: all
  Sum s = {0};
  for (uint32_t i = 0; i < c->count; i++) {
    if (kind != COVER_KINDS && (int)c->items[i].kind != kind) continue;
    s.of++;
    s.reached += c->items[i].hits > 0;
  }
  return s;
}
static void put_right(Buffer *b, uint64_t number, uint32_t width) {
  char digits[24];
  int size = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
  render_spaces(b, (uint32_t)size < width ? width - (uint32_t)size : 0);
  buffer_put(b, digits, (size_t)size);
}
static void put_sum(Buffer *b, Sum s) { // rounded down: 100% is all
  put_right(b, s.reached, 6);
  put_c(b, " of ");
  put_right(b, s.of, 3);
  if (!s.of) { render_spaces(b, 7); return; }
  put_right(b, s.reached * 100 / s.of, 6);
  put_c(b, "%");
}
static void put_sums(Buffer *b, const Coverage *tests, const Coverage *leads, bool color) {
  char title[48];
  put_bold(b, "reached by                     tests", color);
  if (leads) { snprintf(title, sizeof title, "%20llu leads", (unsigned long long)leads->leads); put_bold(b, title + (strlen(title) - 20), color); }
  put_c(b, "\n");
  for (int kind = 0; kind <= COVER_KINDS; kind++) {
    Sum s = sum_of(tests, kind);
    if (!s.of) continue;
    put_c(b, "  ");
    render_padded(b, plain(kind == COVER_KINDS ? "all" : cover_names[kind]), 14);
    put_sum(b, s);
    if (leads) put_sum(b, sum_of(leads, kind));
    put_c(b, "\n");
  }
}
static uint32_t line_of(const Coverage *c, const CoverItem *item) {
  uint32_t line, column;
  source_position(c->rules->sources, item->span, &line, &column);
  return line;
}
static RubricText path_of(const Coverage *c, const CoverItem *item) { return api_text(c->rules->sources->files.items[item->span.file]->path); }
static uint32_t put_what(Buffer *b, const CoverItem *item, uint32_t width) { // its cells
  uint32_t cells = render_cut(b, api_text(item->owner), width);
  if (!item->outcome.size || cells + 4 > width) return cells;
  put_c(b, "  ");
  return cells + 2 + render_cut(b, api_text(item->outcome), width - cells - 2);
}
static void put_item(Buffer *b, const Coverage *c, const CoverItem *item) {
  uint32_t cells = render_cut(b, path_of(c, item), UINT32_MAX);
  char line[16];
  int size = snprintf(line, sizeof line, ":%u  ", line_of(c, item));
  put_c(b, line);
  cells += (uint32_t)size;
  put_what(b, item, cells + 30 < WIDTH - 2 ? WIDTH - 2 - cells : 30);
}
// Of a table of which no row is reached, and of a rule that never fires, one line says it.
static bool is_said(const Coverage *c, uint32_t i) {
  const CoverItem *item = &c->items[i];
  if (item->kind != COVER_ROWS) return false;
  for (uint32_t k = 0; k < c->count; k++) if (c->items[k].decision == item->decision && c->items[k].hits) return false;
  uint32_t first = i;
  while (first > 0 && c->items[first - 1].decision == item->decision) first--;
  bool of_rule = first > 0 && c->items[first - 1].kind == COVER_RULES && text_equal(c->items[first - 1].owner, item->owner);
  return of_rule || i > first;
}
static void put_unreached(Buffer *b, const Coverage *c, const char *title, bool color) {
  bool any = false;
  for (uint32_t i = 0; i < c->count; i++) {
    CoverItem item = c->items[i];
    if (item.hits || is_said(c, i)) continue;
    if (item.kind == COVER_ROWS && i + 1 < c->count && c->items[i + 1].decision == item.decision && is_said(c, i + 1)) item.outcome = TEXT("(no row of it)");
    if (!any) { put_c(b, "\n"); put_bold(b, title, color); put_c(b, "\n"); }
    any = true;
    put_c(b, "  ");
    put_item(b, c, &item);
    put_c(b, "\n");
  }
}
static void put_share(Buffer *b, uint64_t part, uint64_t of) { // one decimal; a few of many are not 0.0
  uint64_t permille = of ? part * 1000 / of : 0;
  if (!of) { put_c(b, "       "); return; }
  if (part && !permille) { put_c(b, "   <0.1%"); return; }
  put_right(b, permille / 10, 5);
  put_c(b, ".");
  buffer_integer(b, (int64_t)(permille % 10));
  put_c(b, "%");
}
static void put_details(Buffer *b, const Coverage *tests, const Coverage *leads, bool color) {
  for (uint32_t i = 0; i < tests->count && i < leads->count; i++) {
    const CoverItem *item = &tests->items[i];
    if (i == 0 || item->span.file != tests->items[i - 1].span.file) {
      put_c(b, color ? "\n\033[1m" : "\n");
      render_padded(b, path_of(tests, item), 57);
      put_c(b, color ? "tests    leads\033[0m\n" : "tests    leads\n");
    }
    bool missed = color && !item->hits;
    if (missed) put_c(b, leads->items[i].hits ? "\033[31m" : "\033[2m"); // red: leads reach it and no test does
    put_right(b, line_of(tests, item), 6);
    put_c(b, "  ");
    render_spaces(b, 48 - put_what(b, item, 48));
    put_right(b, item->hits, 6);
    put_right(b, leads->items[i].hits, 9);
    put_share(b, leads->items[i].hits, leads->leads);
    put_c(b, missed ? "\033[0m\n" : "\n");
  }
}

// ---- for machines
static void put_json(Buffer *b, const Coverage *tests, const Coverage *leads, uint64_t test_count) {
  static const char *const kinds[] = {"rule", "row", "disqualifier", "requirement", "stage", "segment", "channel", "route", "group"};
  for (uint32_t i = 0; i < tests->count; i++) {
    const CoverItem *item = &tests->items[i];
    put_c(b, "{\"part\":"); buffer_json(b, plain(kinds[item->kind]));
    put_c(b, ",\"of\":"); buffer_json(b, api_text(item->owner));
    if (item->outcome.size) { put_c(b, item->kind == COVER_ROWS ? ",\"row\":" : ",\"outcome\":"); buffer_json(b, api_text(item->outcome)); }
    put_c(b, ",\"path\":"); buffer_json(b, path_of(tests, item));
    put_c(b, ",\"line\":"); buffer_integer(b, line_of(tests, item));
    put_c(b, ",\"tests\":"); buffer_integer(b, (int64_t)item->hits);
    if (leads) { put_c(b, ",\"leads\":"); buffer_integer(b, (int64_t)leads->items[i].hits); }
    put_c(b, "}\n");
  }
  Sum s = sum_of(tests, COVER_KINDS);
  put_c(b, "{\"reached\":"); buffer_integer(b, (int64_t)s.reached);
  put_c(b, ",\"of\":"); buffer_integer(b, (int64_t)s.of);
  put_c(b, ",\"tests\":"); buffer_integer(b, (int64_t)test_count);
  if (leads) { put_c(b, ",\"leads\":"); buffer_integer(b, (int64_t)leads->leads); }
  put_c(b, "}\n");
}

static int show(const Options *o, const char *path, ReportForm form, const Coverage *tests, const Coverage *leads, uint64_t test_count) {
  Buffer b = {0};
  FILE *out = form == REPORT_PRETTY || form == REPORT_JSON ? stdout : stderr; // standard output belongs to the other forms
  bool color = form != REPORT_JSON && terminal_color(out);
  if (form == REPORT_JSON) put_json(&b, tests, leads, test_count);
  else if (!o->values[OPT_QUIET]) {
    put_c(&b, "\n");
    if (o->file_count > 1) { render_cut(&b, plain(path), UINT32_MAX); put_c(&b, "\n"); }
    put_sums(&b, tests, leads, color);
  }
  if (form != REPORT_JSON) {
    put_unreached(&b, tests, "no test reaches", color);
    if (leads) put_unreached(&b, leads, "no lead reaches", color);
    if (leads) put_details(&b, tests, leads, color);
  }
  bool failed = b.failed;
  if (b.size) fwrite(b.data, 1, b.size, out);
  buffer_free(&b);
  return failed ? EXIT_INTERNAL : EXIT_DONE;
}
int measure_coverage(const Options *o, const char *path, ReportForm form, const Coverage *tests, uint64_t test_count, Buffer *lcov) {
  Coverage leads = {0};
  long long least;
  int64_t now;
  if (!measure_least(o, &least)) return EXIT_RULES;
  int code = o->values[OPT_ON] ? measure_leads(o, path, &leads, &now) : EXIT_DONE;
  if (code == EXIT_DONE) code = show(o, path, form, tests, o->values[OPT_ON] ? &leads : NULL, test_count);
  coverage_close(&leads);
  if (code != EXIT_DONE) return code;
  if (o->values[OPT_LCOV] && !coverage_lcov(tests, lcov)) return EXIT_INTERNAL;
  Sum s = sum_of(tests, COVER_KINDS);
  return least >= 0 && s.reached * 100 < (uint64_t)least * s.of ? EXIT_FINDINGS : EXIT_DONE;
}
