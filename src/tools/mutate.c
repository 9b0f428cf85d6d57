// mutate.c -- see mutate.h. A mutant is compiled and tested by the calls that compile and test every rule file; only the
// text of one file comes from memory.
#include "tools/mutate.h"
#include "tools/study.h"

// ---- is it the same program?
static bool is_source(const Program *p, uint32_t string) { // the text of the rules, and expectations, differ always
  for (uint32_t i = 0; i < p->sources_count; i++) if (p->sources[i].bytes == string) return true;
  return false;
}
static bool same_strings(const Program *a, const Program *b) {
  if (a->strings_count != b->strings_count) return false;
  for (uint32_t i = 0; i < a->strings_count; i++)
    if (!text_equal(program_text(a, i), program_text(b, i)) && !is_source(a, i)) return false;
  return true;
}
static bool same_program(const Program *a, const Program *b) {
#define SECTION(name, Type)                                                                                              \
  if ((void *)&a->name != (void *)&a->bytes && (void *)&a->name != (void *)&a->strings && (void *)&a->name != (void *)&a->lines && \
      (a->name##_count != b->name##_count || (a->name##_count && memcmp(a->name, b->name, a->name##_count * sizeof(Type)) != 0))) return false;
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
  return same_strings(a, b);
}

// ---- one mutant
static void on_result(void *user, const RubricTestResult *r) {
  Mutant *m = user;
  if (r->passed || m->fate == MUTANT_NOTICED) return;
  m->fate = MUTANT_NOTICED;
  m->by = (Text){r->name.data, r->name.size}; // in the mutant's report
}
// A mutant's compilation: its memory is given back also when a test finds none.
typedef struct Trial { RubricProgram *program; RubricReport *report; const Rules *rules; } Trial;
static RubricStatus trial_test(Trial *t, const MutateJob *job, Mutant *m) {
  if (setjmp(t->report->escape)) return RUBRIC_NO_MEMORY;
  return api_run_tests(t->rules, t->program, &t->report->arena, job->filter, on_result, m);
}
static RubricStatus try_mutant(const MutateJob *job, Mutate *out, StudyText *texts, Mutant *m) {
  StudyText *changed = &texts[m->mutation->span.file];
  RubricText kept = changed->text;
  changed->text = api_text(mutation_apply(out->rules, m->mutation, &out->scratch));
  RubricHost host = study_text_host(texts);
  Trial t = {0};
  RubricStatus status = api_compile(&host, texts->path, job->settings, job->setting_count, RUBRIC_WITH_TESTS, NULL, &t.program, &t.report, &t.rules);
  m->fate = MUTANT_SURVIVED;
  if (status == RUBRIC_OK && same_program(&out->program->code, &t.program->code)) m->fate = MUTANT_SAME;
  else if (status == RUBRIC_OK) status = trial_test(&t, job, m);
  else if (status != RUBRIC_NO_MEMORY) { m->fate = MUTANT_BROKEN; status = RUBRIC_OK; }
  changed->text = kept;
  arena_reset(&out->scratch);
  Text by = m->by;
  m->by = (Text){0};
  char name[256];
  if (by.size > sizeof name) by.size = sizeof name;
  if (by.size) memcpy(name, by.data, by.size);
  rubric_program_free(t.program);
  rubric_report_free(t.report);
  if (by.size) m->by = text_copy(&out->arena, (Text){name, by.size});
  return status;
}

// ---- all of them
static StudyText *texts_of(const MutateJob *job, Mutate *out) { // every file as it was read, so that none is read again
  const Sources *s = out->rules->sources;
  StudyText *texts = ARENA_MANY(&out->arena, StudyText, s->files.count);
  for (uint32_t i = 0; i < s->files.count; i++)
    texts[i] = (StudyText){job->host, text_c(&out->arena, s->files.items[i]->path), api_text(s->files.items[i]->bytes), i + 1 < s->files.count ? &texts[i + 1] : NULL};
  if (text_starts(s->files.items[0]->path, TEXT("std/"))) texts[0].path = text_c(&out->arena, text_format(&out->arena, "./%s", texts[0].path)); // else the module that is built in would be read
  return texts;
}
static void choose(const MutateJob *job, Mutate *out, const Mutations *all) { // evenly over the file, always the same ones
  out->possible = all->items.count;
  out->count = out->possible < job->most ? out->possible : job->most;
  out->mutants = ARENA_MANY(&out->arena, Mutant, out->count + 1);
  for (uint32_t i = 0; i < out->count; i++) out->mutants[i].mutation = &all->items.items[(uint64_t)i * out->possible / out->count];
}
static RubricStatus run_all(const MutateJob *job, Mutate *out) {
  if (setjmp(out->escape)) return RUBRIC_NO_MEMORY;
  choose(job, out, mutations_of(out->rules, &out->arena));
  StudyText *texts = texts_of(job, out);
  RubricStatus status = RUBRIC_OK;
  for (uint32_t i = 0; i < out->count && status == RUBRIC_OK; i++) {
    if (job->progress) job->progress(job->user, i, out->count);
    status = try_mutant(job, out, texts, &out->mutants[i]);
  }
  return status;
}
RubricStatus mutate_run(const MutateJob *job, Mutate *out) {
  *out = (Mutate){0};
  arena_init(&out->arena, api_allocator(job->host), &out->escape);
  arena_init(&out->scratch, api_allocator(job->host), &out->escape);
  Watch watch = {0}; // a compiled file is compiled from its sources
  RubricStatus status = api_compile(job->host, job->path, job->settings, job->setting_count, RUBRIC_WITH_TESTS, &watch, &out->program, &out->report, &out->rules);
  return status == RUBRIC_OK ? run_all(job, out) : status;
}
void mutate_free(Mutate *out) {
  rubric_program_free(out->program);
  rubric_report_free(out->report);
  arena_free(&out->scratch);
  arena_free(&out->arena);
}
