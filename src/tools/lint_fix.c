// lint_fix.c -- the files of a rule set as they read with their fixes: only those edits, the rest byte for byte.
#include "tools/lint_inside.h"
#include "tools/render.h"
#include <setjmp.h>

static Span fix_span(const Diag *d) { return d->fix_elsewhere ? d->fix_span : d->span; }
typedef VEC(char) Bytes;
static void put(Lint *l, Bytes *out, Text t) { for (uint32_t i = 0; i < t.size; i++) *VEC_PUSH(l->arena, out) = t.data[i]; }

// Fixes of a file in order of place; one that touches an earlier one waits for the next round.
static Diag **fixes_of(Lint *l, uint32_t file, uint32_t *count) {
  Diag **all = ARENA_MANY(l->arena, Diag *, l->diags->items.count + 1);
  *count = 0;
  for (uint32_t i = 0; i < l->diags->items.count; i++) {
    Diag *d = l->diags->items.items[i];
    if (!d->fix_known || fix_span(d).file != file) continue;
    uint32_t at = (*count)++;
    for (; at > 0 && fix_span(all[at - 1]).start > fix_span(d).start; at--) all[at] = all[at - 1];
    all[at] = d;
  }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < *count; i++) if (!kept || fix_span(all[i]).start > fix_span(all[kept - 1]).end) all[kept++] = all[i];
  *count = kept;
  return all;
}
// `contains` is now `has`: the first line of it, cut where it is long, and safe on a terminal.
static Text shown(Lint *l, Text t) {
  Buffer b = {0};
  uint32_t n = 0;
  t = text_trim(t);
  while (n < t.size && t.data[n] != '\n' && t.data[n] != '\r') n++;
  render_cut(&b, (RubricText){t.data, n}, 60);
  Text out = b.failed ? (Text){0} : text_copy(l->arena, (Text){b.data ? b.data : "", (uint32_t)b.size});
  buffer_free(&b);
  return out;
}
static Text change_of(Lint *l, const Diag *d) {
  Text was = shown(l, lint_source(l, fix_span(d))), is = shown(l, d->fix);
  if (!is.size && !was.size) return TEXT("white space");
  if (!is.size) return text_format(l->arena, "removed `%.*s`", SHOW(was));
  if (!was.size) return text_format(l->arena, "added `%.*s`", SHOW(is));
  return text_format(l->arena, "`%.*s` is now `%.*s`", SHOW(was), SHOW(is));
}
static LintFix file_fixed(Lint *l, uint32_t file) {
  const Source *s = l->rules->sources->files.items[file];
  Bytes out = {0};
  Text said = {0};
  uint32_t count, at = 0;
  Diag **fixes = fixes_of(l, file, &count);
  if (s->marked) put(l, &out, TEXT("\xEF\xBB\xBF"));
  for (uint32_t i = 0; i < count; i++) {
    Span span = fix_span(fixes[i]);
    put(l, &out, (Text){s->bytes.data + at, span.start - at});
    put(l, &out, fixes[i]->fix);
    at = span.end;
    Text change = change_of(l, fixes[i]);
    said = text_format(l->arena, "%.*s%.*s:%u: mended %s: %.*s\n", SHOW(said), SHOW(s->path), lint_line(l, fixes[i]->span), error_code(fixes[i]->id), SHOW(change));
  }
  put(l, &out, (Text){s->bytes.data + at, s->bytes.size - at});
  return (LintFix){text_c(l->arena, s->path), (Text){out.items, out.count}, said, count};
}
bool lint_mendable(const Lint *l, const char *path) { return text_is(l->rules->sources->files.items[0]->path, path); }
RubricStatus lint_fixed(Lint *l, LintFix **files, uint32_t *count) {
  *count = 0;
  if (setjmp(l->report->escape)) return RUBRIC_NO_MEMORY;
  *files = ARENA_MANY(l->arena, LintFix, l->rules->files.count + 1);
  for (uint32_t i = 0; i < l->rules->files.count; i++) {
    uint32_t source = l->rules->files.items[i]->source;
    if (!lint_own(l, (Span){source, 0, 0})) continue;
    LintFix f = file_fixed(l, source);
    if (f.fixes) (*files)[(*count)++] = f;
  }
  return RUBRIC_OK;
}
