// lint_allow.c -- `# rubric: allow W203, W204 because ...` silences these on the next line that is no comment.
//
// Comments are not in the tree: they are looked for in the text of each file, outside of texts in quotes. An allow without a reason silences
// nothing and says so; one that silences nothing is a finding itself, so that none outlives its cause.
#include "tools/lint_inside.h"

typedef struct Allow { Text code; Span span, comment; uint32_t file, line; bool reason, used, known; } Allow; // line: the one that it speaks of
typedef struct Allows { VEC(Allow) items; } Allows;

static Text text_after(Text t, uint32_t n) { return (Text){t.data + n, t.size - n}; }
static bool word_take(Text *t, const char *word) {
  uint32_t n = (uint32_t)strlen(word);
  *t = text_trim(*t);
  if (t->size < n || memcmp(t->data, word, n) != 0) return false;
  *t = text_after(*t, n);
  return true;
}
static uint32_t code_size(Text t) {
  uint32_t n = 0;
  while (n < t.size && ((t.data[n] >= 'A' && t.data[n] <= 'Z') || (t.data[n] >= 'a' && t.data[n] <= 'z') || (t.data[n] >= '0' && t.data[n] <= '9'))) n++;
  return n;
}
static bool code_known(Text code) {
  for (int i = 0; i < ERROR_COUNT; i++) if (error_is_warning((ErrorId)i) && text_is(code, error_code((ErrorId)i))) return true;
  return false;
}
// One comment: `# rubric: allow CODE, CODE because ...`.
static void comment_read(Lint *l, Allows *all, uint32_t file, Text bytes, uint32_t start, uint32_t end, uint32_t line) {
  Text t = {bytes.data + start + 1, end - start - 1}, rest;
  if (!word_take(&t, "rubric:") || !word_take(&t, "allow")) return;
  uint32_t first = all->items.count;
  do {
    t = text_trim(t);
    uint32_t n = code_size(t), at = (uint32_t)(t.data - bytes.data);
    if (!n || (rest = (Text){t.data, n}, text_is(rest, "because"))) break;
    *VEC_PUSH(l->arena, &all->items) = (Allow){.code = rest, .span = {file, at, at + n}, .comment = {file, start, end}, .file = file, .line = line, .known = code_known(rest)};
    t = text_after(t, n);
  } while (word_take(&t, ","));
  bool reason = word_take(&t, "because") && text_trim(t).size > 0;
  for (uint32_t i = first; i < all->items.count; i++) all->items.items[i].reason = reason;
  if (first < all->items.count) return;
  Diag *d = lint_add(l, ERROR_ALLOW_UNUSED, (Span){file, start, end}, "this allows nothing: it names no code");
  diag_help(l->diags, d, "write `# rubric: allow W203 because ...`");
}
// The next line with something else than a comment.
static uint32_t line_after(Lint *l, uint32_t file, uint32_t line) {
  const Source *s = l->rules->sources->files.items[file];
  for (line++; line <= s->line_count; line++) {
    Text t = text_trim(source_line(l->rules->sources, file, line));
    if (!t.size || t.data[0] != '#') break;
  }
  return line;
}
static void file_read_allows(Lint *l, Allows *all, uint32_t file) {
  const Source *s = l->rules->sources->files.items[file];
  Text b = s->bytes;
  char quote = 0;
  uint32_t line = 1;
  for (uint32_t i = 0; i < b.size; i++) {
    char c = b.data[i];
    if (c == '\n') { line++; quote = 0; }
    else if (quote == '"' && c == '\\') i++;
    else if (quote) { if (c == quote) quote = 0; }
    else if (c == '"' || c == '`') quote = c;
    else if (c == '#') {
      uint32_t end = i;
      while (end < b.size && b.data[end] != '\n' && b.data[end] != '\r') end++;
      comment_read(l, all, file, b, i, end, line_after(l, file, line));
      i = end - 1;
    }
  }
}
static bool silences(Lint *l, Allow *a, const Diag *d) {
  bool here = d->span.file == a->file && text_is(a->code, error_code(d->id));
  return here && lint_line(l, d->span) == a->line;
}
static bool silenced(Lint *l, Allows *all, const Diag *d) {
  bool yes = false;
  for (uint32_t i = 0; i < all->items.count; i++) {
    Allow *a = &all->items.items[i];
    if (!silences(l, a, d)) continue;
    a->used = true;
    yes |= a->reason;
  }
  return yes;
}
static Span whole_lines(Lint *l, Span comment) { // the comment with its line, when it is alone there
  Text b = l->rules->sources->files.items[comment.file]->bytes;
  uint32_t start = comment.start, end = comment.end;
  while (start > 0 && (b.data[start - 1] == ' ' || b.data[start - 1] == '\t')) start--;
  bool alone = start == 0 || b.data[start - 1] == '\n';
  if (alone && end < b.size && b.data[end] == '\r') end++;
  if (alone && end < b.size && b.data[end] == '\n') end++;
  return (Span){comment.file, start, end};
}
static void complain(Lint *l, const Allow *a, bool alone) {
  if (!a->reason && a->used) {
    Diag *d = lint_add(l, ERROR_ALLOW_REASON, a->span, "%.*s is not allowed: there is no reason", SHOW(a->code));
    diag_help(l->diags, d, "say why: `# rubric: allow %.*s because ...`", SHOW(a->code));
  } else if (!a->used) {
    Diag *d = lint_add(l, ERROR_ALLOW_UNUSED, a->span, a->known ? "nothing here is %.*s" : "there is no finding %.*s", SHOW(a->code));
    diag_help(l->diags, d, a->known ? "remove it; it speaks of the next line that is no comment" : "`rubric explain-code` lists them; a mistake (E...) cannot be allowed");
    if (a->known && alone) lint_fix(d, whole_lines(l, a->comment), TEXT(""));
  }
}
void lint_allow(Lint *l) {
  Allows all = {0};
  for (uint32_t i = 0; i < l->rules->files.count; i++) {
    uint32_t source = l->rules->files.items[i]->source;
    if (lint_own(l, (Span){source, 0, 0})) file_read_allows(l, &all, source);
  }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < l->diags->items.count; i++) if (!silenced(l, &all, l->diags->items.items[i])) l->diags->items.items[kept++] = l->diags->items.items[i];
  l->diags->items.count = kept;
  for (uint32_t i = 0; l->scope == LINT_ALL && i < all.items.count; i++) {
    const Allow *a = &all.items.items[i];
    bool alone = (i == 0 || all.items.items[i - 1].comment.start != a->comment.start) && (i + 1 == all.items.count || all.items.items[i + 1].comment.start != a->comment.start);
    complain(l, a, alone);
  }
}
