// source.c -- see source.h.
#include "cli/source.h"
#include "tools/render.h"
#include <stdlib.h>
#include <sys/stat.h>

bool leads_options(const Options *o, LeadsOptions *leads) {
  const char *from = o->values[OPT_FROM], *delimiter = o->values[OPT_DELIMITER];
  long long max_record, max_rejects;
  if (!option_number(o, OPT_MAX_RECORD, 1024, 1 << 30, LIMIT_RECORD_BYTES, &max_record) || !option_number(o, OPT_MAX_REJECTS, 0, INT64_MAX, -1, &max_rejects)) return false;
  if (delimiter && strcmp(delimiter, "\\t") == 0) delimiter = "\t";
  if (delimiter && (strlen(delimiter) != 1 || !strchr(",;\t|", delimiter[0]))) { fputs("rubric: --delimiter is one of , ; | and \\t\n", stderr); return false; }
  *leads = (LeadsOptions){.format = !from ? LEADS_AUTO : strcmp(from, "csv") == 0 ? LEADS_CSV : LEADS_NDJSON, .delimiter = delimiter ? delimiter[0] : 0,
                          .max_record = (size_t)max_record, .max_rejects = max_rejects < 0 ? UINT64_MAX : (uint64_t)max_rejects};
  return true;
}
void source_begin(LeadSource *s, const RubricProgram *program, const char **files, int count, LeadsOptions how) {
  *s = (LeadSource){.schema = program_slots(&program->code), .files = files, .count = count, .at = -1, .how = how};
  s->plans = calloc((size_t)count + 1, sizeof *s->plans);
  s->failed = s->no_memory = !s->plans;
}
static void tell(const LeadSource *s, const char *what) {
  fprintf(stderr, "rubric: %s: ", strcmp(s->files[s->at], "-") == 0 ? "standard input" : s->files[s->at]);
  print_text(stderr, api_text(text_of(what))); // may quote a header
  fputc('\n', stderr);
}
static bool fail(LeadSource *s, const char *why) {
  s->failed = true;
  s->no_memory = !why || strcmp(why, "out of memory") == 0;
  if (!s->no_memory) tell(s, why);
  return false;
}
static void close_file(LeadSource *s) {
  chunks_free(s->chunks);
  input_close(s->input);
  s->chunks = NULL;
  s->input = NULL;
}
static void tell_unknown(LeadSource *s) {
  if (!s->plan->unknown_count || s->told_unknown) return;
  s->told_unknown = true;
  fputs("rubric: columns that no field reads:", stderr);
  for (uint32_t i = 0; i < s->plan->unknown_count && i < 20; i++) {
    fputs(i ? ", " : " ", stderr);
    print_text(stderr, api_text(s->plan->unknown[i]));
  }
  if (s->plan->unknown_count > 20) fprintf(stderr, " and %u more", s->plan->unknown_count - 20);
  fputc('\n', stderr);
}
static bool fail_plan(LeadSource *s, Text header) { // and shows the header: a column may have another name, or another character stands between
  char why[1024];
  Buffer shown = {0};
  snprintf(why, sizeof why, "%.*s", (int)s->plan->error.size, s->plan->error.data);
  fail(s, why);
  render_cut(&shown, api_text(header), 300);
  fprintf(stderr, "  its header is: %.*s\n", (int)shown.size, shown.data ? shown.data : "");
  buffer_free(&shown);
  return false;
}
static bool open_plan(LeadSource *s) {
  s->plan = NULL;
  if (chunks_format(s->chunks) != LEADS_CSV) return true;
  Text header = chunks_header(s->chunks);
  if (!header.size) return fail(s, "it is empty: a CSV file begins with a header row");
  if (header.size >= 4 && memcmp(header.data, "PK\3\4", 4) == 0) return fail(s, "it is a workbook or another zip file: save it as CSV first");
  s->plan = csv_plan_new(s->schema, header, chunks_delimiter(s->chunks));
  if (!s->plan) return fail(s, NULL);
  s->plans[s->plan_count++] = s->plan;
  if (s->plan->error.size) return fail_plan(s, header);
  tell_unknown(s);
  return true;
}
static bool open_file(LeadSource *s) {
  const char *why = NULL;
  s->input = input_open(s->files[s->at], &why);
  if (!s->input) return fail(s, why);
  s->chunks = chunks_new(s->input, s->how.format, s->how.delimiter, s->how.max_record, &why);
  return s->chunks ? open_plan(s) : fail(s, why);
}
// What is wrong with a later file from its first line on is told before the first lead is decided, where reading twice is possible.
static bool look_ahead(LeadSource *s) {
  struct stat about;
  bool told = s->told_unknown;
  s->told_unknown = true; // not now
  for (s->at = 1; s->at < s->count && !s->failed; s->at++) {
    if (strcmp(s->files[s->at], "-") == 0 || (stat(s->files[s->at], &about) == 0 && !S_ISREG(about.st_mode))) continue;
    open_file(s);
    close_file(s);
    while (s->plan_count) csv_plan_free(s->plans[--s->plan_count]);
  }
  s->told_unknown = told;
  s->at = -1;
  return !s->failed;
}
static bool open_next(LeadSource *s) {
  if (s->at < 0 && !look_ahead(s)) return false;
  close_file(s);
  if (++s->at >= s->count) return false;
  struct stat about;
  if (stat(s->files[s->at], &about) == 0 && S_ISREG(about.st_mode) && about.st_size == 0 && s->how.format != LEADS_CSV) tell(s, "it is empty: there is not even a header row");
  return open_file(s);
}
bool source_next(LeadSource *s, Chunk *chunk, const CsvPlan **plan) {
  while (!s->failed) {
    ChunkStatus status = s->chunks ? chunks_next(s->chunks, chunk) : CHUNK_END;
    if (status == CHUNK_ERROR) return fail(s, chunks_error(s->chunks));
    if (status == CHUNK_END) { if (!open_next(s)) return false; continue; }
    *plan = s->plan;
    chunk->first_record = s->records + 1; // numbers run on from file to file
    s->records += chunk->count;
    s->bytes += chunk->size;
    return true;
  }
  return false;
}
void source_end(LeadSource *s) {
  close_file(s);
  for (int i = 0; i < s->plan_count; i++) csv_plan_free(s->plans[i]);
  free(s->plans);
}
