// inside.c -- the library without reading and writing. One lead again and again, from clearing the batch to the decision: the
// spread of its latency, and whether memory is asked for. Then deciding alone: batches whose columns lie in memory.
//   inside RULES LEADS NOW    LEADS: NDJSON, of which the first 65,536 leads without a backslash are taken, before the clock starts, as the
//                             calls that put them. Prints: how many; mean, median, 99th and 99.9th percentile in nanoseconds of one lead, of
//                             1,024 in turn; blocks asked for after warming up; nanoseconds a lead of one batch decided again and again
//                             (hot), and of all in turn (streaming)
// A lead that is decided otherwise alone than among others ends the program.
#include "rubric.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 1024, BATCHES = 64, LEADS = BATCH * BATCHES, WARM = 20, TIMES = 200, ROUNDS = 2000 };
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
static void *must(void *memory) {
  if (!memory) abort();
  return memory;
}

// ---- leads as calls
typedef enum { TEXT, NUMBER, INTEGER, BOOLEAN, BEGIN_LIST, BEGIN, END, END_LIST } What;
typedef struct Call { What what; uint32_t field; int64_t value; const char *data; size_t size; } Call;
static struct { Call *calls; size_t count, room; size_t first[LEADS + 1], leads; } tape;

static void call(What what, uint32_t field, int64_t value, const char *data, size_t size) {
  if (field == RUBRIC_NONE) return;
  if (tape.count == tape.room) tape.calls = must(realloc(tape.calls, (tape.room = tape.room * 2 + 1024) * sizeof *tape.calls));
  tape.calls[tape.count++] = (Call){what, field, value, data, size};
}
static const char *value_read(const RubricProgram *p, const char *at, uint32_t field);
// The value's field is that of its key below `parent` (RUBRIC_NONE: the lead), or RUBRIC_NONE.
static const char *object_read(const RubricProgram *p, const char *at, uint32_t parent) {
  RubricText above = parent == RUBRIC_NONE ? (RubricText){0} : rubric_field(p, parent).path;
  while (*at != '}') {
    const char *key = at + 2 - (*at == '"'), *end = strchr(key, '"');
    char path[256];
    snprintf(path, sizeof path, "%.*s%s%.*s", (int)above.size, above.data ? above.data : "", above.size ? "." : "", (int)(end - key), key);
    at = value_read(p, end + 2, rubric_field_find(p, path));
  }
  return at + 1;
}
static const char *list_read(const RubricProgram *p, const char *at, uint32_t field) {
  uint32_t element = field == RUBRIC_NONE ? RUBRIC_NONE : rubric_field(p, field).first_child;
  call(BEGIN_LIST, field, 0, NULL, 0);
  while (*at != ']') {
    at += *at == ',';
    if (*at == '{') {
      call(BEGIN, field, 0, NULL, 0);
      at = object_read(p, at + 1, field);
      call(END, field, 0, NULL, 0);
    } else {
      at = value_read(p, at, element);
    }
  }
  call(END_LIST, field, 0, NULL, 0);
  return at + 1;
}
// JSON as generators write it: no white space, nothing wrong in it.
static const char *value_read(const RubricProgram *p, const char *at, uint32_t field) {
  const char *end = at + strcspn(at, ",}]\n");
  if (*at == '"') {
    end = strchr(at + 1, '"') + 1;
    call(TEXT, field, 0, at + 1, (size_t)(end - at) - 2);
  } else if (*at == '{') {
    call(BEGIN, field, 0, NULL, 0);
    end = object_read(p, at + 1, field);
    call(END, field, 0, NULL, 0);
  } else if (*at == '[') {
    end = list_read(p, at + 1, field);
  } else if (*at == 't' || *at == 'f') {
    call(BOOLEAN, field, *at == 't', NULL, 0);
  } else if (*at != 'n') {
    bool whole = strspn(at, "-0123456789") == (size_t)(end - at);
    call(whole ? INTEGER : NUMBER, field, whole ? strtoll(at, NULL, 10) : 0, at, (size_t)(end - at));
  }
  return end;
}
static void tape_read(const RubricProgram *p, const char *path) {
  enum { LINE = 1 << 20 };
  FILE *f = must(fopen(path, "r"));
  char *line = must(malloc(LINE));
  while (tape.leads < LEADS && fgets(line, LINE, f)) {
    if (*line != '{' || strchr(line, '\\')) continue;
    object_read(p, strcpy(must(malloc(strlen(line) + 1)), line) + 1, RUBRIC_NONE); // lives as long as the program
    tape.first[++tape.leads] = tape.count;
  }
  free(line);
  fclose(f);
}

static void lead_put(RubricBatch *b, size_t lead) {
  RubricText reason;
  rubric_batch_begin_row(b, lead + 1);
  for (const Call *c = tape.calls + tape.first[lead], *end = tape.calls + tape.first[lead + 1]; c < end; c++) {
    switch (c->what) {
      case TEXT: rubric_batch_text(b, c->field, c->data, c->size); break;
      case NUMBER: rubric_batch_number(b, c->field, c->data, c->size); break;
      case INTEGER: rubric_batch_integer(b, c->field, c->value); break;
      case BOOLEAN: rubric_batch_boolean(b, c->field, c->value); break;
      case BEGIN_LIST: rubric_batch_begin_list(b, c->field); break;
      case BEGIN: rubric_batch_begin_element(b, c->field); break;
      case END: rubric_batch_end_element(b, c->field); break;
      case END_LIST: rubric_batch_end_list(b, c->field); break;
    }
  }
  if (rubric_batch_end_row(b, &reason) != RUBRIC_OK) abort();
}

// ---- deciding
static const RubricDecisions *decide(RubricRun *run, const RubricBatch *batch) {
  const RubricDecisions *d;
  if (rubric_run_batch(run, batch, false, &d) != RUBRIC_OK) abort();
  return d;
}
static uint64_t decision(const RubricProgram *p, const RubricDecisions *d, uint32_t row) {
  uint64_t sum = d->status[row] + (uint64_t)(d->stage[row] + 1) * 31 + (uint64_t)(d->route[row] + 1) * 1009;
  for (uint32_t s = 0; s < rubric_item_count(p, RUBRIC_SCORES); s++) sum = sum * 1000003 + (uint64_t)d->scores[s][row];
  return sum;
}

static void one_lead(const RubricProgram *p, RubricRun *run, RubricBatch *batch, uint64_t *decisions) {
  size_t leads = tape.leads < BATCH ? tape.leads : BATCH, count = 0;
  int64_t *times = must(malloc(leads * TIMES * sizeof *times)), sum = 0;
  uint64_t warm = 0;
  for (int round = -WARM; round < TIMES; round++) {
    if (round == 0) warm = blocks;
    for (size_t i = 0; i < leads; i++) {
      int64_t begin = nanoseconds();
      rubric_batch_clear(batch);
      lead_put(batch, i);
      const RubricDecisions *d = decide(run, batch);
      if (round >= 0) sum += times[count++] = nanoseconds() - begin;
      decisions[i] = decision(p, d, 0);
    }
  }
  warm = blocks - warm;
  qsort(times, count, sizeof *times, by_size);
  printf("{\"leads\":%zu,\"mean\":%.0f,\"p50\":%lld,\"p99\":%lld,\"p999\":%lld,\"blocks\":%llu", tape.leads, (double)sum / (double)count, (long long)times[count / 2],
         (long long)times[count / 100 * 99], (long long)times[count / 1000 * 999], (unsigned long long)warm);
  free(times);
}
// Nanoseconds a lead; the first `count` of the batches in turn.
static double decide_batches(RubricRun *run, RubricBatch *const *batches, int count) {
  int64_t leads = 0, begin = 0;
  for (int i = -count; i < ROUNDS; i++) { // the first round warms up
    if (i == 0) begin = nanoseconds();
    uint32_t rows = decide(run, batches[(i + count) % count])->rows;
    if (i >= 0) leads += rows;
  }
  return (double)(nanoseconds() - begin) / (double)leads;
}
// A batch's texts of one field one after another, as columns that come from elsewhere lie.
static void texts_gather(const RubricProgram *p, size_t first, size_t last) {
  for (uint32_t field = 0; field < rubric_field_count(p); field++) {
    size_t size = 0;
    for (size_t i = first; i < last; i++) size += tape.calls[i].field == field && tape.calls[i].what == TEXT ? tape.calls[i].size : 0;
    char *at = must(malloc(size + 1)); // lives as long as the program
    for (size_t i = first; i < last; i++) {
      Call *c = &tape.calls[i];
      if (c->field != field || c->what != TEXT) continue;
      c->data = memcpy(at, c->data, c->size);
      at += c->size;
    }
  }
}
static void columns(RubricProgram *p, RubricRun *run, const uint64_t *decisions) {
  RubricBatch *batches[BATCHES];
  int count = (int)(tape.leads / BATCH);
  for (int b = 0; b < count; b++) {
    if (rubric_batch_new(p, &batches[b]) != RUBRIC_OK) abort();
    texts_gather(p, tape.first[b * BATCH], tape.first[(b + 1) * BATCH]);
    for (size_t i = 0; i < BATCH; i++) lead_put(batches[b], (size_t)b * BATCH + i);
  }
  if (count) {
    const RubricDecisions *d = decide(run, batches[0]);
    for (uint32_t i = 0; i < BATCH; i++) if (decisions[i] != decision(p, d, i)) abort();
    printf(",\"hot\":%.1f,\"streaming\":%.1f", decide_batches(run, batches, 1), decide_batches(run, batches, count));
  }
  puts("}");
  for (int b = 0; b < count; b++) rubric_batch_free(batches[b]);
}

int main(int argc, char **argv) {
  RubricHost host = rubric_system_host();
  RubricProgram *p;
  RubricReport *report;
  RubricBatch *batch;
  RubricRun *run;
  int64_t now;
  uint64_t decisions[BATCH];
  host.resize = resize;
  if (argc < 4 || rubric_compile(&host, argv[1], NULL, 0, 0, &p, &report) != RUBRIC_OK || !rubric_read_time(argv[3], &now)) return 1;
  if (rubric_batch_new(p, &batch) != RUBRIC_OK || rubric_run_new(p, now, &run) != RUBRIC_OK) return 1;
  tape_read(p, argv[2]);
  one_lead(p, run, batch, decisions);
  columns(p, run, decisions);
  rubric_run_free(run);
  rubric_batch_free(batch);
  rubric_program_free(p);
  rubric_report_free(report);
  free(tape.calls);
  return 0;
}
