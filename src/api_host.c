// api_host.c -- what surrounds a compilation: the host's services, and reports of mistakes.
#include "api.h"
#include "vm/match.h"

// ---- host
Allocator api_allocator(const RubricHost *host) {
  if (host && host->resize) return (Allocator){host->resize, host->user};
  return allocator_default();
}
// The host's block is freed also when there is no memory for the copy.
static Text take_bytes(Allocator a, Arena *arena, char *bytes, size_t size) {
  jmp_buf escape, *outer = arena->escape;
  arena->escape = &escape;
  if (setjmp(escape)) {
    a.resize(a.user, bytes, size, 0);
    arena->escape = outer;
    arena_fail(arena);
  }
  Text t = text_copy(arena, (Text){bytes, (uint32_t)size});
  a.resize(a.user, bytes, size, 0);
  arena->escape = outer;
  return t;
}
static bool host_read(void *user, Arena *arena, Text path, Text *bytes, Text *why) {
  const RubricHost *host = user;
  char reason[256] = "no files can be read here", *data = NULL;
  size_t size = 0;
  if (!host->read_file || !host->read_file(host->user, text_c(arena, path), &data, &size, reason)) {
    *why = text_copy(arena, text_of(reason));
    return false;
  }
  if (size > LIMIT_SOURCE_BYTES) {
    Allocator a = api_allocator(host);
    a.resize(a.user, data, size, 0);
    *why = text_of("it is too large");
    return false;
  }
  *bytes = take_bytes(api_allocator(host), arena, data, size);
  return true;
}
static bool host_zone(void *user, Arena *arena, Text name, Text *tzif) {
  const RubricHost *host = user;
  char *data = NULL;
  size_t size = 0;
  if (!zone_valid_name(name) || !host->read_zone || !host->read_zone(host->user, text_c(arena, name), &data, &size)) return false;
  *tzif = take_bytes(api_allocator(host), arena, data, size);
  return true;
}
static bool host_inside(void *user, Text entry, Text path) {
  const RubricHost *host = user;
  char a[4096], b[4096];
  if (!host->inside) return true;
  if (entry.size >= sizeof a || path.size >= sizeof b) return false;
  memcpy(a, entry.data, entry.size); a[entry.size] = 0;
  memcpy(b, path.data, path.size); b[path.size] = 0;
  return host->inside(host->user, a, b);
}
Loader api_loader(const RubricHost *host) {
  return (Loader){(void *)(uintptr_t)host, host_read, host_zone, host_inside, regex_check};
}

// ---- reports
RubricReport *api_report_new(const RubricHost *host) {
  Allocator a = api_allocator(host);
  RubricReport *r = a.resize(a.user, NULL, 0, sizeof *r);
  if (!r) return NULL;
  memset(r, 0, sizeof *r);
  arena_init(&r->arena, a, &r->escape);
  r->sources.arena = &r->arena;
  r->diags.arena = &r->arena;
  return r;
}
void rubric_report_free(RubricReport *r) {
  if (!r) return;
  Allocator a = r->arena.allocator;
  arena_free(&r->arena);
  a.resize(a.user, r, sizeof *r, 0);
}
size_t rubric_report_count(const RubricReport *r) { return r ? r->diags.items.count : 0; }
RubricFinding rubric_report_finding(const RubricReport *r, size_t index) {
  if (index >= rubric_report_count(r)) return (RubricFinding){.code = "", .title = ""};
  const Diag *d = r->diags.items.items[index];
  RubricFinding f = {.code = error_code(d->id), .title = error_title(d->id), .message = api_text(d->message), .label = api_text(d->label), .help = api_text(d->help), .fix = api_text(d->fix), .has_fix = d->fix_known, .witness = api_text(d->witness)};
  if (d->span.file >= r->sources.files.count) return f;
  f.path = api_text(r->sources.files.items[d->span.file]->path);
  if (span_is_whole(d->span)) return f;
  source_position(&r->sources, d->span, &f.line, &f.column);
  source_position(&r->sources, (Span){d->span.file, d->span.end, d->span.end}, &f.end_line, &f.end_column);
  Span fix = d->fix_elsewhere ? d->fix_span : d->span;
  source_position(&r->sources, fix, &f.fix_line, &f.fix_column);
  source_position(&r->sources, (Span){fix.file, fix.end, fix.end}, &f.fix_end_line, &f.fix_end_column);
  return f;
}
RubricText rubric_report_render(RubricReport *r, size_t index, bool color) {
  if (index >= rubric_report_count(r) || setjmp(r->escape)) return (RubricText){0};
  return api_text(diag_render(&r->arena, &r->sources, r->diags.items.items[index], color));
}
