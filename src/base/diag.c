// diag.c -- collecting mistakes. How they look is in diag_render.c.
//
// At most `limit` (else LIMIT_ERRORS) are kept. A mistake beyond that still gives its finder a Diag to fill in: one scratch Diag, in the
// slot after the last, which nobody reads; so a file of a million mistakes costs no more memory than one of twenty.
#include "base/diag.h"
#include "base/limits.h"
#include <stdarg.h>

static const struct { const char *code, *title; } ERRORS[ERROR_COUNT] = {
#define ERROR(code, id, title) {code, title},
#include "base/errors.def"
#undef ERROR
};

const char *error_code(ErrorId id) { return id < ERROR_COUNT ? ERRORS[id].code : "E000"; }
const char *error_title(ErrorId id) { return id < ERROR_COUNT ? ERRORS[id].title : "unknown"; }

static Diag *scratch_diag(Diags *diags) {
  diags->dropped++;
  Diag **slot = VEC_PUSH(diags->arena, &diags->items);
  diags->items.count--;
  if (!*slot) *slot = ARENA_NEW(diags->arena, Diag);
  **slot = (Diag){0};
  return *slot;
}

static bool is_scratch(const Diags *diags, const Diag *d) {
  return diags->dropped && d == diags->items.items[diags->items.count];
}

Diag *diag_add(Diags *diags, ErrorId id, Span span, const char *format, ...) {
  if (diags->items.count >= (diags->limit ? diags->limit : LIMIT_ERRORS)) return scratch_diag(diags);
  Diag *d = ARENA_NEW(diags->arena, Diag);
  *d = (Diag){.id = id, .span = span};
  va_list args;
  va_start(args, format);
  d->message = text_format_list(diags->arena, format, args);
  va_end(args);
  *VEC_PUSH(diags->arena, &diags->items) = d;
  return d;
}

void diag_label(Diags *diags, Diag *d, const char *format, ...) {
  if (is_scratch(diags, d)) return;
  va_list args;
  va_start(args, format);
  d->label = text_format_list(diags->arena, format, args);
  va_end(args);
}

void diag_help(Diags *diags, Diag *d, const char *format, ...) {
  if (is_scratch(diags, d)) return;
  va_list args;
  va_start(args, format);
  d->help = text_format_list(diags->arena, format, args);
  va_end(args);
}

// Beyond the room for notes the first ones stay.
void diag_note(Diags *diags, Diag *d, Span span, const char *format, ...) {
  if (is_scratch(diags, d) || d->note_count == sizeof d->notes / sizeof *d->notes) return;
  va_list args;
  va_start(args, format);
  d->notes[d->note_count++] = (DiagLabel){span, text_format_list(diags->arena, format, args)};
  va_end(args);
}

static bool stands_before(const Diag *a, const Diag *b) {
  if (a->span.file != b->span.file) return a->span.file < b->span.file;
  if (a->span.start != b->span.start) return a->span.start < b->span.start;
  return a->span.end < b->span.end;
}

// By insertion: they are few, nearly in order, and equal ones keep theirs.
void diag_sort(Diags *diags) {
  Diag **items = diags->items.items;
  for (uint32_t i = 1; i < diags->items.count; i++) {
    Diag *d = items[i];
    uint32_t at = i;
    for (; at > 0 && stands_before(d, items[at - 1]); at--) items[at] = items[at - 1];
    items[at] = d;
  }
}
