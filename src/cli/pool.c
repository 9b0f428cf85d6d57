// pool.c -- see pool.h. One lock for reading and one for results, so that neither waits for the other. A thread that has a
// result and whose turn it is writes it and all that follow it, without a lock; others leave theirs in the ring and go on.
#include "cli/pool.h"
#include "io/json_read.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

typedef struct Result { bool ready; uint64_t bytes; Buffer lines, rejects; Tally tally; } Result; // bytes: read up to here
typedef struct Pool {
  const PoolJob *job;
  pthread_mutex_t reading;     // of `source` and `cut`
  LeadSource source;
  uint64_t cut;                // chunks
  pthread_mutex_t lock;        // of the ring and what follows here
  pthread_cond_t turned;
  uint64_t written;            // chunks
  bool writing;
  atomic_bool stopped;         // set under the lock
  PoolStatus status;
  Result *ring;
  uint64_t ring_size;
  uint64_t seed;               // of the keys' hashes
  Tally *tally;
  KeySet *keys;
} Pool;
typedef struct Worker {
  Pool *pool;
  RubricRun *run;
  RubricBatch *batch;
  JsonReader *cells;
  Decoder *decoder;
  const CsvPlan *plan;         // the decoder's
  Chunk chunk;
  Result result;               // of the chunk at hand; swapped into the ring
} Worker;

static void stop(Pool *p, PoolStatus status) { // the lock is held
  if (p->status == POOL_DONE) p->status = status;
  p->stopped = true;
  pthread_cond_broadcast(&p->turned);
}

// ---- a worker's own work
static bool worker_begin(Worker *w, Pool *p) {
  w->cells = json_reader_new(program_slots(&p->job->program->code));
  return w->cells && rubric_run_new(p->job->program, p->job->now, &w->run) == RUBRIC_OK &&
         api_batch_new(p->job->program, json_read_cell, w->cells, &w->batch) == RUBRIC_OK && tally_new(&w->result.tally, p->job->program, p->seed);
}
static void worker_end(Worker *w) {
  decoder_free(w->decoder);
  rubric_batch_free(w->batch);
  rubric_run_free(w->run);
  json_reader_free(w->cells);
  chunk_free(&w->chunk);
  tally_free(&w->result.tally);
  buffer_free(&w->result.lines);
  buffer_free(&w->result.rejects);
}
static bool worker_decoder(Worker *w, const CsvPlan *plan) {
  if (w->decoder && w->plan == plan) return true;
  decoder_free(w->decoder);
  SlotTable schema = program_slots(&w->pool->job->program->code);
  w->decoder = plan ? decoder_new_csv(schema, plan) : decoder_new_json(schema);
  w->plan = plan;
  return w->decoder != NULL;
}
// Bytes that are not UTF-8 become U+FFFD: the rejects file is readable whatever was rejected.
static void put_raw(Buffer *b, Text raw) {
  Buffer sound = {0};
  uint32_t bad;
  while (!text_valid_utf8(raw, &bad)) {
    buffer_put(&sound, raw.data, bad);
    BUFFER_PUT(&sound, "\xEF\xBF\xBD");
    raw = (Text){raw.data + bad + 1, raw.size - bad - 1};
  }
  buffer_put(&sound, raw.data, raw.size);
  buffer_json(b, (RubricText){sound.data ? sound.data : "", (uint32_t)sound.size});
  buffer_free(&sound);
}
static void put_rejects(Worker *w) {
  uint32_t count;
  const Reject *rejects = decoder_rejects(w->decoder, &count);
  Buffer *b = &w->result.rejects;
  w->result.tally.rejects += count;
  if (count) snprintf(w->result.tally.first_reject, sizeof w->result.tally.first_reject, "record %llu (line %llu): %.*s", (unsigned long long)rejects->record, (unsigned long long)rejects->line, (int)rejects->reason.size, rejects->reason.data);
  for (uint32_t i = 0; i < count && w->pool->job->keep_rejects; i++) {
    BUFFER_PUT(b, "{\"record\":"); buffer_integer(b, (int64_t)rejects[i].record);
    BUFFER_PUT(b, ",\"line\":"); buffer_integer(b, (int64_t)rejects[i].line);
    BUFFER_PUT(b, ",\"reason\":"); buffer_json(b, api_text(rejects[i].reason));
    BUFFER_PUT(b, ",\"text\":"); put_raw(b, rejects[i].raw);
    BUFFER_PUT(b, "}\n");
  }
}
static bool worker_chunk(Worker *w, const CsvPlan *plan) {
  const PoolJob *job = w->pool->job;
  const RubricDecisions *decisions;
  Result *r = &w->result;
  tally_clear(&r->tally);
  r->lines.size = r->rejects.size = 0;
  if (!worker_decoder(w, plan) || !decoder_chunk(w->decoder, &w->chunk, w->batch->columns)) return false;
  put_rejects(w);
  if (rubric_run_batch(w->run, w->batch, job->trace, &decisions) != RUBRIC_OK) return false;
  tally_batch(&r->tally, w->batch, decisions);
  if (job->output) output_batch(job->output, w->run, w->batch, decisions, &r->lines);
  return !r->lines.failed && !r->rejects.failed;
}

// ---- in turn
static PoolStatus write_one(Pool *p, Result *r) { // without the lock: only one thread is here
  bool went = p->job->write(p->job->user, &r->lines, &r->rejects);
  tally_add(p->tally, &r->tally);
  if (rubric_key_field(p->job->program) != RUBRIC_NONE) key_set_add(p->keys, &r->tally.keys);
  if (p->job->progress) p->job->progress(p->job->user, p->tally->leads, r->bytes);
  return !went ? POOL_OUTPUT : p->tally->rejects > p->job->how.max_rejects ? POOL_REJECTS : POOL_DONE;
}
static void write_ready(Pool *p) { // the lock is held
  if (p->writing) return;
  p->writing = true;
  for (Result *r; (r = &p->ring[p->written % p->ring_size])->ready && !p->stopped;) {
    pthread_mutex_unlock(&p->lock);
    PoolStatus status = write_one(p, r);
    pthread_mutex_lock(&p->lock);
    r->ready = false;
    p->written++;
    pthread_cond_broadcast(&p->turned);
    if (status != POOL_DONE) stop(p, status);
  }
  p->writing = false;
}
static void hand_over(Worker *w, uint64_t number) { // the lock is held
  Pool *p = w->pool;
  while (!p->stopped && number >= p->written + p->ring_size) pthread_cond_wait(&p->turned, &p->lock);
  if (p->stopped) return; // also because its place may still be taken
  Result *slot = &p->ring[number % p->ring_size], mine = *slot;
  *slot = w->result;
  slot->ready = true;
  mine.ready = false;
  w->result = mine;
  write_ready(p);
  if (slot->ready) return;
  mine = *slot, *slot = w->result, w->result = mine; // written at once: its memory is still in the cache
}
static bool next_chunk(Worker *w, const CsvPlan **plan, uint64_t *number) {
  Pool *p = w->pool;
  pthread_mutex_lock(&p->reading);
  bool more = !p->stopped && source_next(&p->source, &w->chunk, plan);
  if (more) {
    *number = p->cut++;
    w->result.bytes = p->source.bytes;
  }
  pthread_mutex_unlock(&p->reading);
  return more;
}
static void *work(void *argument) {
  Worker *w = argument;
  Pool *p = w->pool;
  const CsvPlan *plan;
  uint64_t number;
  bool fine = worker_begin(w, p);
  while (fine && next_chunk(w, &plan, &number)) {
    fine = worker_chunk(w, plan);
    pthread_mutex_lock(&p->lock);
    if (fine) hand_over(w, number);
    pthread_mutex_unlock(&p->lock);
  }
  if (fine) return NULL;
  pthread_mutex_lock(&p->lock);
  stop(p, POOL_MEMORY);
  pthread_mutex_unlock(&p->lock);
  return NULL;
}

// ---- all of them
static bool ring_begin(Pool *p) {
  p->ring_size = 4 + 2 * (uint64_t)p->job->threads;
  p->ring = calloc(p->ring_size, sizeof *p->ring);
  for (uint64_t i = 0; p->ring && i < p->ring_size; i++) if (!tally_new(&p->ring[i].tally, p->job->program, p->seed)) return false;
  return p->ring != NULL;
}
static void ring_end(Pool *p) {
  for (uint64_t i = 0; p->ring && i < p->ring_size; i++) {
    tally_free(&p->ring[i].tally);
    buffer_free(&p->ring[i].lines);
    buffer_free(&p->ring[i].rejects);
  }
  free(p->ring);
}
static void run_threads(Pool *p, Worker *workers, int count) {
  pthread_t *threads = calloc((size_t)count, sizeof *threads);
  int started = 0;
  for (int i = 0; i < count; i++) workers[i].pool = p;
  while (threads && started < count - 1 && pthread_create(&threads[started], NULL, work, &workers[started + 1]) == 0) started++;
  work(&workers[0]); // this thread too; alone when others cannot be had
  for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
  free(threads);
}
PoolStatus pool_run(const PoolJob *job, Tally *tally, KeySet *keys) {
  Pool p = {.job = job, .tally = tally, .keys = keys};
  Worker *workers = calloc((size_t)job->threads, sizeof *workers);
  if (getrandom(&p.seed, sizeof p.seed, GRND_NONBLOCK) != sizeof p.seed) p.seed = (uint64_t)(uintptr_t)workers; // data must not aim at it
  bool ready = workers && ring_begin(&p);
  pthread_mutex_init(&p.reading, NULL);
  pthread_mutex_init(&p.lock, NULL);
  pthread_cond_init(&p.turned, NULL);
  source_begin(&p.source, job->program, job->files, job->file_count, job->how);
  if (ready) run_threads(&p, workers, job->threads);
  else p.status = POOL_MEMORY;
  if (p.status == POOL_DONE && p.source.failed) p.status = p.source.no_memory ? POOL_MEMORY : POOL_INPUT;
  for (int i = 0; i < job->threads && workers; i++) worker_end(&workers[i]);
  free(workers);
  ring_end(&p);
  source_end(&p.source);
  pthread_cond_destroy(&p.turned);
  pthread_mutex_destroy(&p.lock);
  pthread_mutex_destroy(&p.reading);
  return p.status;
}
