// diff.c -- `rubric diff`: two rule sets, and with --on the leads that move between them.
#include "cli/guard.h"
#include "cli/report.h"
#include "cli/source.h"
#include "tools/diff_limit.h"
#include "tools/render.h"
#include <stdlib.h>

typedef struct Job {
  const Options *options;
  Study *studies[2];
  Arena arena;
  jmp_buf escape;
  Diff *diff;
  DiffLeads *leads;
  DiffLimits limits;
  LeadSource source; bool reading;
  CsvPlan *plan;                   // how the new schema reads the file open
  const CsvPlan *made_for;         // and the old one's of the same file
  Chunk chunk;
  Buffer out;
} Job;

static int refuse(const char *what) { fprintf(stderr, "rubric: %s\n", what); return EXIT_RULES; }
static int no_memory(void) { fputs("rubric: out of memory\n", stderr); return EXIT_INTERNAL; }

// ---- the two rule sets
static int open_rules(Job *j, int side) {
  const Options *o = j->options;
  RubricHost host = options_host(o);
  RubricReport *findings;
  RubricStatus status = study_open(&host, o->files[side], o->settings, o->setting_count, o->values[OPT_ON] ? 0 : RUBRIC_CHECK_ONLY, &j->studies[side], &findings);
  if (status == RUBRIC_OK) return EXIT_DONE;
  if (status == RUBRIC_NO_MEMORY) return no_memory();
  Report r;
  report_begin(&r, REPORT_PRETTY, stderr);
  report_add(&r, findings);
  report_end(&r, stderr);
  rubric_report_free(findings);
  return EXIT_RULES;
}
static int read_limits(Job *j) {
  Text why, which;
  const char *text = j->options->values[OPT_FAIL_ON];
  if (!text) return EXIT_DONE;
  if (diff_limits_read(&j->arena, j->diff, text_of(text), &j->limits, &why)) {
    if (j->options->values[OPT_ON] || !diff_limits_need_leads(&j->limits, &which)) return EXIT_DONE;
    why = text_format(&j->arena, "%.*s needs leads: --on LEADS", SAY(which));
  }
  fputs("rubric: --fail-on: ", stderr);
  print_text(stderr, api_text(why));
  fputc('\n', stderr);
  return EXIT_RULES;
}

// ---- the leads
static void tell_unknown(const CsvPlan *old, const CsvPlan *new) { // columns that neither reads
  uint32_t told = 0;
  for (uint32_t i = 0; i < old->unknown_count; i++) {
    bool both = false;
    for (uint32_t k = 0; k < new->unknown_count; k++) both |= text_equal(old->unknown[i], new->unknown[k]);
    if (!both) continue;
    fputs(told++ ? ", " : "rubric: columns that no field reads: ", stderr);
    print_text(stderr, api_text(old->unknown[i]));
  }
  if (told) fputc('\n', stderr);
}
static int plan_new(Job *j, const CsvPlan *old) {
  csv_plan_free(j->plan);
  j->made_for = old;
  j->plan = csv_plan_new(program_slots(&j->studies[1]->program->code), chunks_header(j->source.chunks), chunks_delimiter(j->source.chunks));
  if (!j->plan) return no_memory();
  if (j->plan->error.size) {
    fprintf(stderr, "rubric: %s: the new rules cannot read it: ", j->options->values[OPT_ON]);
    print_text(stderr, api_text(j->plan->error));
    fputc('\n', stderr);
    return EXIT_LEADS;
  }
  tell_unknown(old, j->plan);
  return EXIT_DONE;
}
static int decide_all(Job *j, uint64_t max_rejects) {
  const CsvPlan *plan;
  while (source_next(&j->source, &j->chunk, &plan)) {
    int code = plan && plan != j->made_for ? plan_new(j, plan) : EXIT_DONE;
    if (code != EXIT_DONE) return code;
    if (!diff_leads_chunk(j->leads, &j->chunk, (const CsvPlan *[]){plan, plan ? j->plan : NULL})) return no_memory();
    uint64_t rejects = j->leads->rejected[0] + j->leads->rejected[1] + j->leads->both_rejected;
    if (rejects <= max_rejects) continue;
    fprintf(stderr, "rubric: stopped: %llu records are rejected, more than --max-rejects\n", (unsigned long long)rejects);
    return EXIT_LEADS;
  }
  if (!j->source.failed) return EXIT_DONE;
  return j->source.no_memory ? no_memory() : EXIT_LEADS;
}
static int read_leads(Job *j) {
  const Options *o = j->options;
  LeadsOptions how;
  long long movers;
  int64_t now;
  if (!leads_options(o, &how) || !option_number(o, OPT_MOVERS, 0, DIFF_MOVERS_MOST, 20, &movers) || !options_now(o, j->studies[0]->program, &now)) return EXIT_RULES;
  diff_relate(j->diff, j->studies[0], j->studies[1], now);
  if (!o->values[OPT_ON]) return EXIT_DONE;
  j->leads = diff_leads_new(j->diff, j->studies[0], j->studies[1], now, (uint32_t)movers);
  if (!j->leads) return no_memory();
  source_begin(&j->source, j->studies[0]->program, (const char **)&o->values[OPT_ON], 1, how);
  j->reading = j->source.told_unknown = true; // a column may be new
  return decide_all(j, how.max_rejects);
}

// ---- the report
static void write_report(Job *j, const DiffReport *r, const char *to, bool color) {
  if (strcmp(to, "ndjson") == 0) { diff_ndjson(&j->out, &j->arena, r); return; }
  Sheet s = {.out = &j->out, .arena = &j->arena, .color = color, .form = strcmp(to, "markdown") == 0 ? SHEET_MARKDOWN : strcmp(to, "html") == 0 ? SHEET_HTML : SHEET_TEXT};
  diff_say(&s, r);
}
static Text shown(const char *path) { return strcmp(path, "-") == 0 ? TEXT("standard input") : text_of(path); }
static int report(Job *j) {
  const Options *o = j->options;
  const char *to = o->values[OPT_TO] ? o->values[OPT_TO] : "text", *path = o->values[OPT_OUTPUT] ? o->values[OPT_OUTPUT] : "-";
  Text *sentences;
  DiffReport r = {.diff = j->diff, .leads = j->leads, .old_name = shown(o->files[0]), .new_name = shown(o->files[1])};
  r.broken_count = diff_limits_broken(&j->arena, &r, &j->limits, &sentences);
  r.broken = sentences;
  write_report(j, &r, to, terminal_color(stdout) && strcmp(path, "-") == 0);
  if (j->out.failed) return no_memory();
  int code = write_whole(path, (Text){j->out.data, (uint32_t)j->out.size});
  if (code == EXIT_INTERNAL) return no_memory();
  for (uint32_t i = 0; i < r.broken_count && code == EXIT_DONE; i++) {
    fputs("rubric: over the limit: ", stderr);
    print_text(stderr, api_text(diff_bare(&j->arena, sentences[i])));
    fputc('\n', stderr);
  }
  return code == EXIT_DONE && r.broken_count ? EXIT_FINDINGS : code;
}

static int work(Job *j) { // the arena's escape leads here
  if (setjmp(j->escape)) return no_memory();
  int code = open_rules(j, 0), second = open_rules(j, 1);
  if (code == EXIT_DONE) code = second; // mistakes of both are said
  if (code != EXIT_DONE) return code;
  j->diff = diff_new(&j->arena, j->studies[0], j->studies[1]);
  if ((code = read_limits(j)) == EXIT_DONE) code = read_leads(j);
  if (code == EXIT_DONE && j->leads) diff_leads_relate(j->diff, j->leads);
  return code == EXIT_DONE ? report(j) : code;
}
int command_diff(const Options *o) {
  if (o->file_count < 2) return command_lacks(o, "which rules?");
  bool piped = strcmp(o->files[0], "-") == 0 || strcmp(o->files[1], "-") == 0;
  if (piped && o->values[OPT_ON] && strcmp(o->values[OPT_ON], "-") == 0) return refuse("`-`, standard input, can be read only once");
  Job j = {.options = o};
  arena_init(&j.arena, allocator_default(), &j.escape);
  int code = work(&j);
  if (j.reading) source_end(&j.source);
  diff_leads_free(j.leads);
  csv_plan_free(j.plan);
  chunk_free(&j.chunk);
  buffer_free(&j.out);
  arena_free(&j.arena);
  study_close(j.studies[0]);
  study_close(j.studies[1]);
  return code;
}
