// run.c -- `rubric run`: options, threads, the summary.
#include "cli/options.h"
#include "cli/pool.h"
#include "cli/table.h"
#include "io/output_file.h"
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <signal.h>

typedef struct Run {
  const Options *options;
  RubricProgram *program;
  OutputFile *out, *rejects;
  Table *table;                // --to table
  Buffer shown;
  bool progress;
  double begun, told;
} Run;

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}
static int refuse(const char *what) {
  fprintf(stderr, "rubric: %s\n", what);
  return EXIT_RULES;
}

// A signal that ends the process leaves no unfinished file.
static const char *volatile unfinished[2];
static void on_signal(int number) {
  for (int i = 0; i < 2; i++) if (unfinished[i]) unlink(unfinished[i]);
  signal(number, SIG_DFL);
  raise(number);
}
static void guard(Run *run) {
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};
  unfinished[0] = run->out ? output_partial_path(run->out) : NULL;
  unfinished[1] = run->rejects ? output_partial_path(run->rejects) : NULL;
  if (!unfinished[0] && !unfinished[1]) return;
  for (int i = 0; i < 4; i++) if (signal(numbers[i], on_signal) == SIG_IGN) signal(numbers[i], SIG_IGN);
}

// ---- what threads call
static bool on_write(void *user, const Buffer *lines, const Buffer *rejects) {
  Run *run = user;
  bool fine = true;
  if (run->table) {
    run->shown.size = 0;
    table_add(run->table, (Text){lines->data, (uint32_t)lines->size}, &run->shown);
    fine = output_write(run->out, (Text){run->shown.data, (uint32_t)run->shown.size});
  } else if (lines->size) fine = output_write(run->out, (Text){lines->data, (uint32_t)lines->size});
  if (rejects->size && run->rejects) fine &= output_write(run->rejects, (Text){rejects->data, (uint32_t)rejects->size});
  return fine;
}
static void on_progress(void *user, uint64_t leads, uint64_t bytes) {
  Run *run = user;
  double now = seconds();
  if (!run->progress || now - run->told < 0.2) return;
  run->told = now;
  fprintf(stderr, "\r\033[K%llu leads, %.0f MB, %.0f leads/s", (unsigned long long)leads, (double)bytes / 1e6, (double)leads / (now - run->begun));
  fflush(stderr);
}

// ---- options
static bool fields_with(const Run *run, const char *list, uint32_t *fields, uint32_t *count) {
  char name[512];
  *count = 0;
  for (const char *at = list; *at;) {
    size_t size = strcspn(at, ",");
    snprintf(name, sizeof name, "%.*s", (int)size, at);
    uint32_t field = rubric_field_find(run->program, name);
    if (field == RUBRIC_NONE || program_slots(&run->program->code).slots[field].domain != 0) { fprintf(stderr, "rubric: --with: the schema has no field `%s`\n", name); return false; }
    if (*count < 1024) fields[(*count)++] = field;
    at += size + (at[size] == ',');
  }
  return true;
}
static int job_options(const Options *o, PoolJob *job) {
  long long threads, max_record, max_rejects;
  const char *from = o->values[OPT_FROM], *delimiter = o->values[OPT_DELIMITER];
  if (!option_number(o, OPT_THREADS, 1, 256, sysconf(_SC_NPROCESSORS_ONLN), &threads) || !option_number(o, OPT_MAX_RECORD, 1024, 1 << 30, LIMIT_RECORD_BYTES, &max_record) ||
      !option_number(o, OPT_MAX_REJECTS, 0, INT64_MAX, -1, &max_rejects) || !options_now(o, &job->now)) return EXIT_RULES;
  if (from && strcmp(from, "csv") != 0 && strcmp(from, "ndjson") != 0) return refuse("--from is csv or ndjson");
  job->format = !from ? LEADS_AUTO : strcmp(from, "csv") == 0 ? LEADS_CSV : LEADS_NDJSON;
  if (delimiter && strcmp(delimiter, "\\t") == 0) delimiter = "\t";
  if (delimiter && (strlen(delimiter) != 1 || !strchr(",;\t|", delimiter[0]))) return refuse("--delimiter is one of , ; | and \\t");
  job->delimiter = delimiter ? delimiter[0] : 0;
  job->threads = threads < 1 ? 1 : (int)threads;
  job->max_record = (size_t)max_record;
  job->max_rejects = max_rejects < 0 ? UINT64_MAX : (uint64_t)max_rejects;
  job->files = o->files + 1;
  job->file_count = o->file_count - 1;
  job->trace = o->values[OPT_TRACE] != NULL;
  job->keep_rejects = o->values[OPT_REJECTS] != NULL;
  return EXIT_DONE;
}
static int form_of(const Options *o, OutputForm *form, bool *table) {
  const char *to = o->values[OPT_TO];
  bool terminal = isatty(STDOUT_FILENO) && (!o->values[OPT_OUTPUT] || strcmp(o->values[OPT_OUTPUT], "-") == 0);
  *table = to ? strcmp(to, "table") == 0 : terminal;
  *form = *table || (to && strcmp(to, "csv") == 0) ? OUTPUT_CSV : OUTPUT_NDJSON;
  if (to && strcmp(to, "ndjson") != 0 && strcmp(to, "csv") != 0 && strcmp(to, "table") != 0) return refuse("--to is ndjson, csv or table");
  return EXIT_DONE;
}
static int open_outputs(Run *run) {
  const char *why = NULL, *path = run->options->values[OPT_OUTPUT], *rejects = run->options->values[OPT_REJECTS];
  run->out = output_open(path ? path : "-", &why);
  if (run->out && rejects) run->rejects = output_open(rejects, &why);
  if (run->out && (!rejects || run->rejects)) { guard(run); return EXIT_DONE; }
  fprintf(stderr, "rubric: %s cannot be written: %s\n", run->out ? rejects : path ? path : "the output", why);
  return EXIT_OUTPUT;
}

// ---- summary
static void counted(const char *title, const RubricProgram *p, RubricPart part, const uint64_t *counts) {
  uint32_t n = rubric_item_count(p, part);
  uint64_t sum = 0;
  for (uint32_t i = 0; i <= n; i++) sum += counts[i];
  if (!n || !sum) return;
  fprintf(stderr, "  %s", title);
  for (uint32_t i = 1; i <= n; i++) {
    if (!counts[i]) continue;
    fputc(' ', stderr);
    print_text(stderr, rubric_item(p, part, i - 1).name);
    fprintf(stderr, " %llu", (unsigned long long)counts[i]);
  }
  if (counts[0]) fprintf(stderr, " (none) %llu", (unsigned long long)counts[0]);
  fputc('\n', stderr);
}
static void invalid_values(const Tally *t) {
  for (uint32_t f = 0; f < rubric_field_count(t->program); f++) {
    const InvalidCount *c = &t->invalid[f];
    if (!c->count) continue;
    fputs("  invalid ", stderr);
    print_text(stderr, rubric_field(t->program, f).path);
    fprintf(stderr, " %llu, such as", (unsigned long long)c->count);
    for (uint32_t i = 0; i < c->example_count; i++) {
      fputs(i ? ", \"" : " \"", stderr);
      print_text(stderr, api_text(c->examples[i].seen));
      fputs("\" (", stderr);
      if (c->examples[i].key.size) print_text(stderr, api_text(c->examples[i].key));
      else fprintf(stderr, "record %llu", (unsigned long long)c->examples[i].record);
      fputc(')', stderr);
    }
    fputc('\n', stderr);
  }
}
static void summary(const Run *run, const Tally *t, const KeySet *keys) {
  static const char *const names[] = {"disqualified", "incomplete", "routed", "unrouted"};
  double took = seconds() - run->begun;
  fprintf(stderr, "%llu leads, %llu rejected, %.0f leads/s\n", (unsigned long long)t->leads, (unsigned long long)t->rejects, took > 0 ? (double)t->leads / took : 0);
  if (t->leads) fputs("  status", stderr);
  for (int i = 0; i < 4; i++) if (t->statuses[i]) fprintf(stderr, " %s %llu", names[i], (unsigned long long)t->statuses[i]);
  if (t->leads) fputc('\n', stderr);
  counted("stage", t->program, RUBRIC_STAGES, t->stages);
  counted("route", t->program, RUBRIC_ROUTES, t->routes);
  invalid_values(t);
  if (keys->repeated) fprintf(stderr, "  %llu %s a key that an earlier lead has%s\n", (unsigned long long)keys->repeated, keys->repeated == 1 ? "lead has" : "leads have", keys->full ? " (among the first million keys)" : "");
}

static int finish(Run *run, PoolStatus status, const Tally *t, const KeySet *keys) {
  bool whole = status == POOL_DONE;
  int code = status == POOL_INPUT || status == POOL_REJECTS ? EXIT_LEADS : status == POOL_OUTPUT ? EXIT_OUTPUT : status == POOL_MEMORY ? EXIT_INTERNAL : EXIT_DONE;
  if (run->progress) fputs("\r\033[K", stderr);
  if (whole && run->table) {
    run->shown.size = 0;
    table_end(run->table, &run->shown);
    whole = output_write(run->out, (Text){run->shown.data, (uint32_t)run->shown.size});
  }
  if (whole && !output_commit(run->out)) whole = false;
  if (run->rejects && !output_commit(run->rejects) && !output_error(run->out)) { fprintf(stderr, "rubric: %s cannot be written: %s\n", run->options->values[OPT_REJECTS], output_error(run->rejects)); code = EXIT_OUTPUT; }
  unfinished[0] = unfinished[1] = NULL;
  if (output_error(run->out)) { fprintf(stderr, "rubric: the output cannot be written: %s\n", output_error(run->out)); code = EXIT_OUTPUT; }
  if (status == POOL_MEMORY) fputs("rubric: out of memory\n", stderr);
  if (status == POOL_REJECTS) fprintf(stderr, "rubric: stopped: %llu records are rejected, more than --max-rejects\n", (unsigned long long)t->rejects);
  bool nothing = code != EXIT_DONE && t->leads + t->rejects == 0;
  if (!run->options->values[OPT_QUIET] && !nothing) summary(run, t, keys);
  return code;
}
static int run_job(Run *run, PoolJob *job, OutputForm form, bool table) {
  uint32_t with[1024], with_count = 0;
  const Options *o = run->options;
  if (o->values[OPT_WITH] && !fields_with(run, o->values[OPT_WITH], with, &with_count)) return EXIT_RULES;
  Output *output = output_new(run->program, form, with, with_count, job->trace, job->now);
  Tally tally;
  KeySet keys = {0};
  if (!output || !tally_new(&tally, run->program)) return EXIT_INTERNAL;
  int code = open_outputs(run);
  if (code == EXIT_DONE) {
    Buffer header = {0};
    output_header(output, &header);
    if (table) run->table = table_new(isatty(STDOUT_FILENO));
    if (table || header.size) on_write(run, &header, &(Buffer){0});
    buffer_free(&header);
    job->output = output;
    run->begun = seconds();
    PoolStatus status = pool_run(job, &tally, &keys);
    code = finish(run, status, &tally, &keys);
  }
  table_free(run->table);
  output_close(run->out);
  output_close(run->rejects);
  key_set_free(&keys);
  tally_free(&tally);
  output_free(output);
  buffer_free(&run->shown);
  return code;
}
int command_run(const Options *o) {
  Run run = {.options = o, .progress = isatty(STDERR_FILENO) && !o->values[OPT_QUIET]};
  PoolJob job = {.write = on_write, .progress = on_progress, .user = &run};
  OutputForm form;
  bool table;
  int code;
  run.program = compile_rules(o, 0, &code);
  if (!run.program) return code;
  if (o->file_count < 2) code = refuse("which leads? usage: rubric run RULES LEADS...");
  else if ((code = job_options(o, &job)) == EXIT_DONE && (code = form_of(o, &form, &table)) == EXIT_DONE) {
    job.program = run.program;
    code = run_job(&run, &job, form, table);
  }
  rubric_program_free(run.program);
  return code;
}
