// run.c -- `rubric run`: options, threads, the summary.
#include "cli/guard.h"
#include "cli/options.h"
#include "cli/pool.h"
#include "tools/render.h"
#include "cli/table.h"
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct Run {
  const Options *options;
  RubricProgram *program;
  OutputFile *out, *rejects;
  Table *table;                // --to table
  Buffer header, shown;        // header: until it is written, before the first lead
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

// ---- what threads call
static bool write_all(OutputFile *out, const Buffer *b) {
  bool fine = !b->failed;
  for (size_t at = 0, part; at < b->size && fine; at += part) { // a Text holds 4 GiB at most
    part = b->size - at < 1 << 30 ? b->size - at : 1 << 30;
    fine = output_write(out, (Text){b->data + at, (uint32_t)part});
  }
  return fine;
}
static bool write_lines(Run *run, const Buffer *lines) {
  if (!run->table) return write_all(run->out, lines);
  run->shown.size = 0;
  table_add(run->table, (Text){lines->data, (uint32_t)lines->size}, &run->shown);
  return write_all(run->out, &run->shown);
}
static bool write_header(Run *run) { // when it is known that there are leads to be read
  bool fine = !run->header.size || write_lines(run, &run->header);
  run->header.size = 0;
  return fine;
}
static bool on_write(void *user, const Buffer *lines, const Buffer *rejects) {
  Run *run = user;
  bool fine = write_header(run) && write_lines(run, lines);
  if (run->rejects) fine &= write_all(run->rejects, rejects);
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
static Text field_nearest(const RubricProgram *p, const char *name) { // a field of the lead itself; size 0: none is near
  uint32_t count = rubric_field_count(p), n = 0;
  Text *candidates = calloc(count + 1, sizeof *candidates);
  for (uint32_t i = 0; candidates && i < count; i++) {
    RubricText path = rubric_field(p, i).path;
    if (program_slots(&p->code).slots[i].domain == 0) candidates[n++] = (Text){path.data, path.size};
  }
  int32_t found = candidates ? text_nearest(text_of(name), candidates, n) : -1;
  Text nearest = found < 0 ? (Text){0} : candidates[found];
  free(candidates);
  return nearest;
}
static bool refuse_field(const RubricProgram *p, const char *name) {
  Text nearest = field_nearest(p, name);
  fprintf(stderr, "rubric: --with: the schema has no field `%s`", name);
  if (nearest.size) fprintf(stderr, "; did you mean `%.*s`?", (int)nearest.size, nearest.data);
  fputc('\n', stderr);
  return false;
}
static bool fields_with(const Run *run, const char *list, uint32_t *fields, uint32_t *count) {
  char name[512];
  *count = 0;
  for (const char *at = list; *at;) {
    size_t size = strcspn(at, ",");
    snprintf(name, sizeof name, "%.*s", (int)size, at);
    uint32_t field = rubric_field_find(run->program, name);
    if (field == RUBRIC_NONE || program_slots(&run->program->code).slots[field].domain != 0) return refuse_field(run->program, name);
    if (*count < 1024) fields[(*count)++] = field;
    at += size + (at[size] == ',');
  }
  return true;
}
static int job_options(const Options *o, const RubricProgram *p, PoolJob *job) {
  long long threads;
  if (!option_number(o, OPT_THREADS, 1, 256, sysconf(_SC_NPROCESSORS_ONLN), &threads) || !leads_options(o, &job->how) || !options_now(o, p, &job->now)) return EXIT_RULES;
  job->threads = threads < 1 ? 1 : threads > 256 ? 256 : (int)threads;
  job->files = o->files + 1;
  job->file_count = o->file_count - 1;
  job->trace = o->values[OPT_TRACE] != NULL;
  job->keep_rejects = o->values[OPT_REJECTS] != NULL;
  return EXIT_DONE;
}
static bool is_stdout(const char *path) { return !path || strcmp(path, "-") == 0; }
static void form_of(const Options *o, OutputForm *form, bool *table) {
  const char *to = o->values[OPT_TO];
  bool terminal = isatty(STDOUT_FILENO) && is_stdout(o->values[OPT_OUTPUT]);
  *table = to ? strcmp(to, "table") == 0 : terminal;
  *form = *table ? OUTPUT_TABLE : to && strcmp(to, "csv") == 0 ? OUTPUT_CSV : OUTPUT_NDJSON;
}
static int open_outputs(Run *run) {
  const char *why = NULL, *path = run->options->values[OPT_OUTPUT], *rejects = run->options->values[OPT_REJECTS];
  if (rejects && strcmp(rejects, "-") == 0 && is_stdout(path)) return refuse("--rejects - and the decisions would both go to standard output");
  if (rejects && path && strcmp(rejects, path) == 0) return refuse("--output and --rejects name one file");
  run->out = output_open(path ? path : "-", &why);
  if (run->out && rejects) run->rejects = output_open(rejects, &why);
  guard_file(run->out);
  guard_file(run->rejects);
  if (run->out && (!rejects || run->rejects)) return EXIT_DONE;
  return write_refused(run->out ? rejects : path ? path : "-", why);
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
static void rejected(const Run *run, const Tally *t) {
  if (!t->rejects) return;
  fputs("  the first rejected is ", stderr);
  print_text(stderr, api_text(text_of(t->first_reject)));
  if (strstr(t->first_reject, "not valid UTF-8")) fputs("; save the file as UTF-8 (in Excel: CSV UTF-8)", stderr);
  fputs(run->rejects ? "\n" : "; --rejects FILE keeps them all\n", stderr);
}
static void summary(const Run *run, const Tally *t, const KeySet *keys) {
  static const char *const names[] = {"disqualified", "incomplete", "routed", "unrouted"};
  double took = seconds() - run->begun;
  fprintf(stderr, "%llu lead%s, %llu rejected, %.0f leads/s\n", (unsigned long long)t->leads, t->leads == 1 ? "" : "s", (unsigned long long)t->rejects, took > 0 ? (double)t->leads / took : 0);
  rejected(run, t);
  if (t->leads) fputs("  status", stderr);
  for (int i = 0; i < 4; i++) if (t->statuses[i]) fprintf(stderr, " %s %llu", names[i], (unsigned long long)t->statuses[i]);
  if (t->leads) fputc('\n', stderr);
  counted("stage", t->program, RUBRIC_STAGES, t->stages);
  counted("route", t->program, RUBRIC_ROUTES, t->routes);
  invalid_values(t);
  if (keys->full) fprintf(stderr, "  keys are compared among the first %u\n", keys->count);
  if (keys->repeated) fprintf(stderr, "  %llu %s a key that an earlier lead has\n", (unsigned long long)keys->repeated, keys->repeated == 1 ? "lead has" : "leads have");
}

static bool write_end(Run *run) {
  if (!write_header(run)) return false;
  run->shown.size = 0;
  table_end(run->table, &run->shown);
  return write_all(run->out, &run->shown) && output_commit(run->out);
}
static int finish(Run *run, PoolStatus status, const Tally *t, const KeySet *keys) {
  const char *why = NULL, *path = "-";
  int code = status == POOL_INPUT || status == POOL_REJECTS ? EXIT_LEADS : status == POOL_OUTPUT ? EXIT_OUTPUT : status == POOL_MEMORY ? EXIT_INTERNAL : EXIT_DONE;
  if (run->progress) fputs("\r\033[K", stderr);
  bool failed = status == POOL_OUTPUT || (status == POOL_DONE && !write_end(run));
  if (run->rejects && !output_commit(run->rejects)) failed = true, why = output_error(run->rejects), path = run->options->values[OPT_REJECTS];
  if (output_error(run->out)) failed = true, why = output_error(run->out), path = run->options->values[OPT_OUTPUT];
  if (failed) code = write_refused(path ? path : "-", why);
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
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
  bool ready = tally_new(&tally, run->program, 0) && output && (!table || (run->table = table_new()));
  int code = ready ? open_outputs(run) : EXIT_INTERNAL;
  if (code == EXIT_INTERNAL) fputs("rubric: out of memory\n", stderr);
  if (code == EXIT_DONE) {
    output_header(output, &run->header);
    job->output = output;
    run->begun = seconds();
    PoolStatus status = pool_run(job, &tally, &keys);
    code = finish(run, status, &tally, &keys);
  }
  table_free(run->table);
  output_close(run->out);
  output_close(run->rejects);
  guard_end();
  key_set_free(&keys);
  tally_free(&tally);
  output_free(output);
  buffer_free(&run->header);
  buffer_free(&run->shown);
  return code;
}
int command_run(const Options *o) {
  bool shown = isatty(STDOUT_FILENO) && is_stdout(o->values[OPT_OUTPUT]); // progress would stand in the midst of it
  Run run = {.options = o, .progress = isatty(STDERR_FILENO) && !shown && !o->values[OPT_QUIET]};
  PoolJob job = {.write = on_write, .progress = on_progress, .user = &run};
  OutputForm form;
  bool table;
  int code;
  run.program = compile_rules(o, 0, &code);
  if (!run.program) return code;
  if (o->file_count < 2) code = command_lacks(o, "which leads?");
  else if ((code = job_options(o, run.program, &job)) == EXIT_DONE) {
    form_of(o, &form, &table);
    job.program = run.program;
    code = run_job(&run, &job, form, table);
  }
  rubric_program_free(run.program);
  return code;
}
