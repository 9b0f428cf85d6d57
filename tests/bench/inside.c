// inside.c -- the library without reading and writing. One lead again and again, from clearing the batch to the decision: the
// spread of its latency, and whether memory is asked for. Then deciding alone: batches whose columns lie in memory.
//   inside RULES [LEADS]    prints: median, 99th and 99.9th percentile in nanoseconds; blocks asked for after warming up;
//                           nanoseconds a lead of one batch decided again and again (hot), and of many in turn (streaming)
#include "rubric.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KINDS = 512, WARM = 20000 };
static uint64_t blocks;
static void *resize(void *user, void *block, size_t old, size_t new) {
  (void)user, (void)old;
  if (new == 0) return free(block), NULL;
  blocks++;
  return realloc(block, new);
}
static int64_t nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}
static int by_size(const void *a, const void *b) { return (*(const int64_t *)a > *(const int64_t *)b) - (*(const int64_t *)a < *(const int64_t *)b); }

typedef struct Fields { uint32_t id, email, title, employees, revenue, industry, country, consent, events, kind, page, at; } Fields;
static char ids[KINDS][8], emails[KINDS][40];
static void names_make(void) {
  for (unsigned i = 0; i < KINDS; i++) {
    snprintf(ids[i], sizeof ids[i], "L%u", i);
    snprintf(emails[i], sizeof emails[i], "p%u@company%u.example", i, i % 97);
  }
}
static void text(RubricBatch *b, uint32_t field, const char *s) { rubric_batch_text(b, field, s, strlen(s)); }
static void lead_put(RubricBatch *b, const Fields *f, unsigned i) {
  static const char *const titles[] = {"VP of Sales", "Marketing Manager", "Head of Data", "Senior Legal Analyst", "Finance Intern"};
  static const char *const kinds[] = {"page_view", "email_open", "email_click", "demo_request"}, *const countries[] = {"US", "DE", "GB", "IN"};
  RubricText reason;
  rubric_batch_begin_row(b, i + 1);
  text(b, f->id, ids[i]);
  text(b, f->email, emails[i]);
  text(b, f->title, titles[i % 5]);
  rubric_batch_integer(b, f->employees, (int64_t)i * 7);
  rubric_batch_integer(b, f->revenue, (int64_t)i * 9999);
  text(b, f->industry, i % 3 ? "SaaS" : "Banking");
  text(b, f->country, countries[i % 4]);
  text(b, f->consent, i % 9 ? "opted_in" : "unknown");
  if (rubric_batch_begin_list(b, f->events)) {
    for (unsigned e = 0; e < i % 7; e++) {
      rubric_batch_begin_element(b, f->events);
      text(b, f->kind, kinds[(i + e) % 4]);
      text(b, f->page, e % 2 ? "/pricing/team" : "/docs");
      text(b, f->at, "2025-12-20T10:00:00Z");
      rubric_batch_end_element(b, f->events);
    }
    rubric_batch_end_list(b, f->events);
  }
  if (rubric_batch_end_row(b, &reason) != RUBRIC_OK) abort();
}

enum { BATCHES = 64, ROUNDS = 2000 };
// Nanoseconds a lead; the first `count` of the batches in turn.
static double decide_batches(RubricRun *run, RubricBatch *const *batches, int count) {
  const RubricDecisions *d;
  int64_t leads = 0, begin = 0;
  for (int i = -count; i < ROUNDS; i++) { // the first round warms up
    if (i == 0) begin = nanoseconds();
    if (rubric_run_batch(run, batches[(i + count) % count], false, &d) != RUBRIC_OK) abort();
    if (i >= 0) leads += d->rows;
  }
  return (double)(nanoseconds() - begin) / (double)leads;
}
static void columns(RubricProgram *p, RubricRun *run, const Fields *f) {
  RubricBatch *batches[BATCHES];
  for (int b = 0; b < BATCHES; b++) {
    if (rubric_batch_new(p, &batches[b]) != RUBRIC_OK) abort();
    for (unsigned i = 0; i < rubric_batch_room(); i++) lead_put(batches[b], f, (i * 31 + (unsigned)b) % KINDS);
  }
  printf(",\"hot\":%.1f,\"streaming\":%.1f}\n", decide_batches(run, batches, 1), decide_batches(run, batches, BATCHES));
  for (int b = 0; b < BATCHES; b++) rubric_batch_free(batches[b]);
}

int main(int argc, char **argv) {
  RubricHost host = rubric_system_host();
  RubricProgram *p;
  RubricReport *report;
  RubricBatch *batch;
  RubricRun *run;
  const RubricDecisions *d;
  int64_t now, decided = 0;
  size_t count = argc > 2 ? (size_t)atol(argv[2]) : 200000;
  names_make();
  host.resize = resize;
  if (argc < 2 || rubric_compile(&host, argv[1], NULL, 0, 0, &p, &report) != RUBRIC_OK || !rubric_read_time("2026-01-01T00:00:00Z", &now)) return 1;
  if (rubric_batch_new(p, &batch) != RUBRIC_OK || rubric_run_new(p, now, &run) != RUBRIC_OK) return 1;
#define FIND(path) rubric_field_find(p, path)
  Fields f = {FIND("id"), FIND("email"), FIND("title"), FIND("employees"), FIND("revenue"), FIND("industry"), FIND("country"), FIND("consent"), FIND("events"), FIND("events.kind"), FIND("events.page"), FIND("events.at")};
  int64_t *times = malloc(count * sizeof *times);
  uint64_t warm = 0;
  if (!times) return 1;
  for (size_t i = 0; i < count + WARM; i++) {
    if (i == WARM) warm = blocks;
    int64_t begin = nanoseconds();
    rubric_batch_clear(batch);
    lead_put(batch, &f, (unsigned)(i % KINDS));
    if (rubric_run_batch(run, batch, false, &d) != RUBRIC_OK) return 1;
    decided += d->stage[0];
    if (i >= WARM) times[i - WARM] = nanoseconds() - begin;
  }
  warm = blocks - warm;
  qsort(times, count, sizeof *times, by_size);
  printf("{\"p50\":%lld,\"p99\":%lld,\"p999\":%lld,\"blocks\":%llu,\"stages\":%lld", (long long)times[count / 2], (long long)times[count / 100 * 99], (long long)times[count / 1000 * 999],
         (unsigned long long)warm, (long long)decided);
  columns(p, run, &f);
  free(times);
  rubric_run_free(run);
  rubric_batch_free(batch);
  rubric_program_free(p);
  rubric_report_free(report);
  return 0;
}
