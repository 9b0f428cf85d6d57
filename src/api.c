// api.c -- the public calls: each arrow of the road (docs/internals.md) is one call here.
//
//   source -> rules_check -> program_emit -> program_verify, matcher_new -> vm_run -> decide_batch, decide_trace
//
// Every call that works in an arena sets its escape first; when memory runs out it lands there, frees the arena and says
// RUBRIC_NO_MEMORY.
#include "api.h"
#include "code/emit.h"
#include "vm/decide.h"
#include "vm/host.h"

// ---- programs
static RubricProgram *program_new(const RubricHost *host) {
  Allocator a = api_allocator(host);
  RubricProgram *p = a.resize(a.user, NULL, 0, sizeof *p);
  if (!p) return NULL;
  memset(p, 0, sizeof *p);
  p->host = *host;
  arena_init(&p->code.arena, a, &p->escape);
  arena_init(&p->kept, a, &p->escape);
  return p;
}
void rubric_program_free(RubricProgram *p) {
  if (!p) return;
  Allocator a = p->code.arena.allocator;
  matcher_free(p->code.matcher);
  host_library_free(p->code.host);
  arena_free(&p->kept);
  arena_free(&p->code.arena);
  a.resize(a.user, p, sizeof *p, 0);
}
static Diag *complain(RubricReport *r, ErrorId id, const char *format, const char *why) {
  return diag_add(&r->diags, id, span_whole(r->sources.files.count ? 0 : UINT32_MAX), format, why);
}
// What is built from a verified program's sections before it can run: text matching, its zone, extern functions.
static RubricStatus program_ready(RubricProgram *p, RubricReport *r) {
  const char *why = NULL;
  Loader loader = api_loader(&p->host);
  Text zone = program_text(&p->code, p->code.main->timezone), tzif;
  p->timezone = zone_utc();
  if (!text_is(zone, "UTC")) {
    const Zone *parsed = loader.zone(loader.user, &p->code.arena, zone, &tzif) ? zone_parse(&p->code.arena, tzif) : NULL;
    if (!parsed) { complain(r, ERROR_UNKNOWN_ZONE, "the time zone of the rules cannot be loaded: %s", text_c(&r->arena, zone)); return RUBRIC_BAD_ARGUMENT; }
    p->timezone = parsed;
  }
  p->code.matcher = matcher_new(&p->code, p->code.arena.allocator, &why);
  if (!p->code.matcher && !why) arena_fail(&r->arena);
  if (!p->code.matcher) { complain(r, ERROR_REGEX, "text cannot be matched: %s", why); return RUBRIC_BAD_RULES; }
  if (p->code.externs_count && !p->check_only) {
    if (!p->host.extern_folder) { complain(r, ERROR_EXTERN, "extern functions are not allowed here%s", "; --allow-extern FOLDER allows the libraries of a folder"); return RUBRIC_BAD_ARGUMENT; }
    p->code.host = host_library_new(&p->code, p->host.extern_folder, &why);
    if (!p->code.host && !why) arena_fail(&r->arena);
    if (!p->code.host) { complain(r, ERROR_EXTERN, "%s", why); return RUBRIC_BAD_ARGUMENT; }
  }
  return RUBRIC_OK;
}
static RubricStatus program_checked(RubricProgram *p, RubricReport *r) {
  const char *why = program_verify(&p->code, &p->code.arena);
  if (!why) return program_ready(p, r);
  complain(r, ERROR_TOO_LARGE, "an internal error: the compiled rules do not verify (%s)", why);
  return RUBRIC_BAD_PROGRAM;
}

static Setting *settings_of(Arena *arena, const RubricSetting *settings, size_t count) {
  Setting *out = ARENA_MANY(arena, Setting, count + 1);
  for (size_t i = 0; i < count; i++) out[i] = (Setting){text_of(settings[i].name), text_of(settings[i].value)};
  return out;
}
Rules *api_check(const RubricHost *host, Arena *arena, const char *path, const RubricSetting *settings, size_t setting_count) {
  Loader loader = api_loader(host), *kept = ARENA_NEW(arena, Loader);
  *kept = loader;
  Sources *sources = ARENA_NEW(arena, Sources);
  Diags *diags = ARENA_NEW(arena, Diags);
  sources->arena = diags->arena = arena;
  return rules_check(arena, sources, diags, kept, text_copy(arena, text_of(path)), settings_of(arena, settings, setting_count), (uint32_t)setting_count);
}

// A compiled file with settings is compiled anew from the sources that it carries: copied, since the report outlives them.
typedef struct Carried { const Program *program; const RubricHost *host; } Carried;
static bool carried_read(void *user, Arena *arena, Text path, Text *bytes, Text *why) {
  const Carried *c = user;
  for (uint32_t i = 0; i < c->program->sources_count; i++)
    if (text_equal(program_text(c->program, c->program->sources[i].path), path)) { *bytes = text_copy(arena, program_text(c->program, c->program->sources[i].bytes)); return true; }
  *why = text_of("the compiled file does not carry it");
  return false;
}
static bool carried_zone(void *user, Arena *arena, Text name, Text *tzif) {
  const Carried *c = user;
  Loader host = api_loader(c->host);
  return host.zone(host.user, arena, name, tzif);
}

// What one compilation is asked for; `rules` keeps the tree for the tests.
typedef struct Job { RubricReport *report; RubricProgram *program; const RubricSetting *settings; size_t setting_count; bool tests, check_only; Watch *watch; const Rules *rules; } Job;

static RubricStatus compile_source(Job *job, const Loader *loader, Text path) {
  RubricReport *r = job->report;
  job->rules = rules_check(&r->arena, &r->sources, &r->diags, loader, path, settings_of(&r->arena, job->settings, job->setting_count), (uint32_t)job->setting_count);
  diag_sort(&r->diags);
  if (r->diags.items.count || !job->rules || !program_emit(job->rules, job->tests, job->watch, &job->program->code)) return RUBRIC_BAD_RULES;
  return program_checked(job->program, r);
}
static RubricStatus compile_carried(Job *job, Text saved) {
  RubricReport *r = job->report;
  RubricProgram *p = job->program;
  const char *why = NULL;
  if (!program_load(&p->code, saved, &why)) {
    complain(r, ERROR_FILE, "this compiled file is refused: %s", why);
    return RUBRIC_BAD_PROGRAM;
  }
  if (job->setting_count == 0 && !job->tests && !job->watch) return program_ready(p, r);
  Program *carrier = ARENA_NEW(&r->arena, Program);
  *carrier = p->code;  // the sections lie in `saved`, which lives as long as the program
  Carried *carried = ARENA_NEW(&r->arena, Carried);
  *carried = (Carried){carrier, &p->host};
  Loader *loader = ARENA_NEW(&r->arena, Loader);
  *loader = (Loader){carried, carried_read, carried_zone, NULL, regex_check};
  if (!carrier->sources_count) { complain(r, ERROR_FILE, "this compiled file carries no sources%s", ""); return RUBRIC_BAD_PROGRAM; }
  return compile_source(job, loader, text_copy(&r->arena, program_text(carrier, carrier->sources[0].path)));
}
// The entry file is read once: to see whether it is a compiled one, and by the checker. `std/NAME` names a built-in module.
typedef struct Entry { Loader below; Text path, bytes, why; bool read; } Entry;
static bool entry_read(void *user, Arena *arena, Text path, Text *bytes, Text *why) {
  const Entry *e = user;
  if (!text_equal(path, e->path)) return e->below.read(e->below.user, arena, path, bytes, why);
  *bytes = e->bytes;
  *why = e->why;
  return e->read;
}
static bool entry_zone(void *user, Arena *arena, Text name, Text *tzif) {
  const Entry *e = user;
  return e->below.zone(e->below.user, arena, name, tzif);
}
static bool entry_inside(void *user, Text entry, Text path) {
  const Entry *e = user;
  return e->below.inside(e->below.user, entry, path);
}
static RubricStatus compile_path(Job *job, const char *path) {
  RubricReport *r = job->report;
  Entry *e = ARENA_NEW(&r->arena, Entry);
  *e = (Entry){.below = api_loader(&job->program->host), .path = text_copy(&r->arena, text_of(path))};
  bool module = e->path.size > 4 && memcmp(path, "std/", 4) == 0 && std_module((Text){path + 4, e->path.size - 4}, &e->bytes);
  e->read = module || e->below.read(e->below.user, &job->program->code.arena, e->path, &e->bytes, &e->why);
  if (!e->read) e->why = text_copy(&r->arena, e->why);
  if (e->read && program_is_saved(e->bytes)) return compile_carried(job, e->bytes);
  if (e->read) e->bytes = text_copy(&r->arena, e->bytes);
  Loader *loader = ARENA_NEW(&r->arena, Loader);
  *loader = (Loader){e, entry_read, entry_zone, entry_inside, regex_check};
  return compile_source(job, loader, e->path);
}
// Runs `work` with both arenas' escapes set. The report stays when there is memory, the program when all is well.
typedef RubricStatus (*Work)(Job *job, const void *argument);
static RubricStatus with_job(const RubricHost *host, Job *job, Work work, const void *argument, RubricProgram **program, RubricReport **report) {
  static const RubricHost none = {0};
  if (!host) host = &none;
  *program = NULL;
  *report = job->report = api_report_new(host);
  if (!job->report) return RUBRIC_NO_MEMORY;
  job->program = program_new(host);
  if (!job->program || setjmp(job->report->escape) || setjmp(job->program->escape)) {
    rubric_program_free(job->program);
    rubric_report_free(job->report);
    *report = NULL;
    return RUBRIC_NO_MEMORY;
  }
  job->program->check_only = job->check_only;
  RubricStatus status = work(job, argument);
  if (status == RUBRIC_OK) *program = job->program;
  else rubric_program_free(job->program);
  return status;
}
static RubricStatus compile_work(Job *job, const void *path) { return compile_path(job, path); }
RubricStatus api_compile(const RubricHost *host, const char *path, const RubricSetting *settings, size_t count, unsigned flags, Watch *watch, RubricProgram **program, RubricReport **report, const Rules **rules) {
  Job job = {.settings = settings, .setting_count = count, .tests = (flags & RUBRIC_WITH_TESTS) != 0, .check_only = (flags & RUBRIC_CHECK_ONLY) != 0, .watch = watch};
  RubricStatus status = with_job(host, &job, compile_work, path, program, report);
  *rules = job.rules;
  return status;
}
RubricStatus rubric_compile(const RubricHost *host, const char *path, const RubricSetting *settings, size_t count, unsigned flags, RubricProgram **program, RubricReport **report) {
  const Rules *rules;
  return api_compile(host, path, settings, count, flags, NULL, program, report, &rules);
}
typedef struct Saved { const void *bytes; size_t size; } Saved;
static RubricStatus load_work(Job *job, const void *argument) {
  const Saved *saved = argument;
  if (saved->size > UINT32_MAX) { complain(job->report, ERROR_FILE, "this compiled file is refused: %s", "it is too large"); return RUBRIC_BAD_PROGRAM; }
  char *copy = arena_alloc_aligned(&job->program->code.arena, saved->size + 1, 64);
  if (saved->size) memcpy(copy, saved->bytes, saved->size);
  return compile_carried(job, (Text){copy, (uint32_t)saved->size});
}
RubricStatus rubric_load(const RubricHost *host, const void *bytes, size_t size, RubricProgram **program, RubricReport **report) {
  Job job = {0};
  Saved saved = {bytes, size};
  return with_job(host, &job, load_work, &saved, program, report);
}
typedef struct Testing { const char *path, *filter; RubricTestSink sink; void *user; } Testing;
static RubricStatus test_work(Job *job, const void *argument) {
  const Testing *t = argument;
  RubricStatus status = compile_path(job, t->path);
  return status == RUBRIC_OK ? api_run_tests(job->rules, job->program, &job->report->arena, t->filter, t->sink, t->user) : status;
}
RubricStatus rubric_test(const RubricHost *host, const char *path, const RubricSetting *settings, size_t count, const char *filter, RubricTestSink sink, void *user, RubricReport **report) {
  Job job = {.settings = settings, .setting_count = count, .tests = true};
  Testing testing = {path, filter, sink, user};
  RubricProgram *program;
  RubricStatus status = with_job(host, &job, test_work, &testing, &program, report);
  rubric_program_free(program);
  return status;
}
RubricStatus rubric_save(RubricProgram *p, const void **bytes, size_t *size) {
  if (setjmp(p->escape)) return RUBRIC_NO_MEMORY;
  Text t = program_save(&p->kept, &p->code);
  *bytes = t.data;
  *size = t.size;
  return RUBRIC_OK;
}
RubricStatus rubric_dump(RubricProgram *p, RubricText *listing) {
  if (setjmp(p->escape)) return RUBRIC_NO_MEMORY;
  *listing = api_text(program_dump(&p->kept, &p->code));
  return RUBRIC_OK;
}

// ---- deciding
RubricStatus rubric_run_new(RubricProgram *p, int64_t now, RubricRun **run) {
  if (p->check_only && p->code.externs_count) { *run = NULL; return RUBRIC_BAD_ARGUMENT; }
  Allocator a = p->code.arena.allocator;
  RubricRun *r = *run = a.resize(a.user, NULL, 0, sizeof *r);
  if (!r) return RUBRIC_NO_MEMORY;
  memset(r, 0, sizeof *r);
  r->program = p;
  arena_init(&r->arena, a, &r->escape);
  arena_init(&r->scratch, a, &r->escape);
  if (setjmp(r->escape)) { rubric_run_free(r); *run = NULL; return RUBRIC_NO_MEMORY; }
  Loader loader = api_loader(&p->host);
  r->vm = vm_new(&p->code, a, (ZoneLoader){loader.user, loader.zone}, p->timezone);
  if (!r->vm) { rubric_run_free(r); *run = NULL; return RUBRIC_NO_MEMORY; }
  vm_set_now(r->vm, now);
  r->decide = decide_new(&r->arena, &p->code);
  return RUBRIC_OK;
}
void rubric_run_free(RubricRun *r) {
  if (!r) return;
  Allocator a = r->arena.allocator;
  vm_free(r->vm);
  arena_free(&r->scratch);
  arena_free(&r->arena);
  a.resize(a.user, r, sizeof *r, 0);
}
void rubric_run_set_now(RubricRun *r, int64_t now) { vm_set_now(r->vm, now); }
RubricStatus rubric_run_batch(RubricRun *r, const RubricBatch *leads, bool trace, const RubricDecisions **decisions) {
  *decisions = NULL;
  r->traced = false;
  if (leads->program != r->program) return RUBRIC_BAD_ARGUMENT;
  if (setjmp(r->escape) || !vm_run(r->vm, leads->columns, trace)) return RUBRIC_NO_MEMORY;
  arena_reset(&r->scratch);
  decide_batch(r->decide, r->vm, leads->columns, &r->scratch, &r->decisions);
  r->traced = trace;
  *decisions = &r->decisions;
  return RUBRIC_OK;
}
RubricStatus rubric_trace(RubricRun *r, uint32_t row, RubricTrace *trace) {
  if (!r->traced || row >= r->decisions.rows) return RUBRIC_BAD_ARGUMENT;
  decide_trace(r->decide, r->vm, row, trace);
  return RUBRIC_OK;
}
