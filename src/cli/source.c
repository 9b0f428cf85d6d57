// source.c -- see source.h.
#include "cli/source.h"
#include "cli/options.h"
#include <stdlib.h>

void source_begin(LeadSource *s, const RubricProgram *program, const char **files, int count, LeadsFormat format, char delimiter, size_t max_record) {
  *s = (LeadSource){.schema = program_slots(&program->code), .files = files, .count = count, .at = -1, .format = format, .delimiter = delimiter, .max_record = max_record};
  s->plans = calloc((size_t)count + 1, sizeof *s->plans);
  s->failed = !s->plans;
}
static bool fail(LeadSource *s, const char *why) {
  fprintf(stderr, "rubric: %s: %s\n", strcmp(s->files[s->at], "-") == 0 ? "standard input" : s->files[s->at], why ? why : "out of memory");
  s->failed = true;
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
static bool open_plan(LeadSource *s) {
  s->plan = NULL;
  if (chunks_format(s->chunks) != LEADS_CSV) return true;
  Text header = chunks_header(s->chunks);
  if (!header.size) return fail(s, "it is empty: a CSV file begins with a header row");
  s->plan = csv_plan_new(s->schema, header, chunks_delimiter(s->chunks));
  if (!s->plan) return fail(s, NULL);
  s->plans[s->plan_count++] = s->plan;
  if (s->plan->error.size) {
    char why[1024];
    snprintf(why, sizeof why, "%.*s", (int)s->plan->error.size, s->plan->error.data);
    return fail(s, why);
  }
  tell_unknown(s);
  return true;
}
static bool open_next(LeadSource *s) {
  const char *why = NULL;
  close_file(s);
  if (++s->at >= s->count) return false;
  s->input = input_open(s->files[s->at], &why);
  if (!s->input) return fail(s, why);
  s->chunks = chunks_new(s->input, s->format, s->delimiter, s->max_record, &why);
  return s->chunks ? open_plan(s) : fail(s, why);
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
