// diag_render.c -- a mistake as people see it:
//
//   inbound.rubric:12:32: error[E031]: `consent` is never "optin"
//      12 | disqualify "x" when consent is "optin"
//         |                                ^^^^^^^ its values are "opted_out", "unknown", "opted_in"
//      help: did you mean "opted_in"?
//      note: inbound.rubric:3:3: `consent` is declared here
//
// Text in a message can come from any file, so what could move a cursor or turn the writing direction is escaped as the
// language would write it. A line is cut around the place when it is long; carets count the cells of a terminal.
#include "base/diag.h"
#include <utf8proc.h>

enum {
  LINE_BEFORE = 100, // bytes of the line that are shown before the place, and
  LINE_AFTER = 160,  // after it: no screen is wider, and a list file may be one line of 100 MB
  TAB_CELLS = 4,
};

#define PAINT_ERROR "\x1b[1;31m"
#define PAINT_WARNING "\x1b[1;33m"
#define PAINT_PLACE "\x1b[1m"
#define PAINT_QUIET "\x1b[2m"
#define PAINT_HELP "\x1b[1;36m"

typedef struct {
  Arena *arena;
  VEC(char) bytes;
  bool color;
} Page;

static void put(Page *page, Text t) {
  for (uint32_t i = 0; i < t.size; i++) *VEC_PUSH(page->arena, &page->bytes) = t.data[i];
}

// An error in red, a warning in yellow.
static const char *paint_of(const Diag *d) { return error_is_warning(d->id) ? PAINT_WARNING : PAINT_ERROR; }

static void put_times(Page *page, Text t, uint32_t times) {
  while (times-- > 0) put(page, t);
}

static void paint(Page *page, const char *color) {
  if (page->color) put(page, text_of(color));
}

static void paint_end(Page *page) { paint(page, "\x1b[0m"); }

// Controls, and format characters (of category Cf, which turn direction or are not seen), and line separators.
static bool is_unsafe(uint32_t code) {
  utf8proc_category_t c = utf8proc_category((int32_t)code);
  return c == UTF8PROC_CATEGORY_CC || c == UTF8PROC_CATEGORY_CF || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP;
}

// One character of a text; gives the cells that it takes.
static uint32_t put_character(Page *page, const char **at, const char *end) {
  const char *start = *at;
  uint32_t code = text_decode(at, end);
  if (code == '\t') {
    put_times(page, TEXT(" "), TAB_CELLS);
    return TAB_CELLS;
  }
  bool malformed = code == 0xFFFD && *at - start == 1;
  if (malformed || is_unsafe(code)) {
    Text shown = malformed ? text_format(page->arena, "\\x%02X", (unsigned char)*start)
                           : text_format(page->arena, "\\u{%X}", code);
    put(page, shown);
    return shown.size;
  }
  put(page, (Text){start, (uint32_t)(*at - start)});
  return code < 0x80 ? 1 : (uint32_t)utf8proc_charwidth((int32_t)code);
}

static uint32_t put_safe(Page *page, Text t) {
  uint32_t cells = 0;
  if (t.size == 0) return 0;
  for (const char *at = t.data, *end = at + t.size; at < end;) cells += put_character(page, &at, end);
  return cells;
}

static bool has_place(const Sources *sources, Span span) { return sources && span.file < sources->files.count; }

// "file:line:column: ", or "file: "
static void put_place(Page *page, const Sources *sources, Span span) {
  if (!has_place(sources, span)) return;
  uint32_t line, column;
  paint(page, PAINT_PLACE);
  put_safe(page, sources->files.items[span.file]->path);
  if (span_is_whole(span)) put(page, TEXT(":"));
  else {
    source_position(sources, span, &line, &column);
    put(page, text_format(page->arena, ":%u:%u:", line, column));
  }
  paint_end(page);
  put(page, TEXT(" "));
}

static bool inside_character(Text line, uint32_t at) { return at < line.size && (line.data[at] & 0xC0) == 0x80; }

static uint32_t clamp(uint32_t value, uint32_t low, uint32_t high) {
  return value < low ? low : value > high ? high : value;
}

// The part of a line that is shown, line[from, to), with line[start, end) marked; from <= start <= end <= to.
typedef struct {
  Text line;
  uint32_t number, from, start, end, to;
} Excerpt;

static Excerpt excerpt_of(const Sources *sources, Span span) {
  Excerpt e;
  uint32_t column;
  source_position(sources, span, &e.number, &column);
  e.line = source_line(sources, span.file, e.number);
  uint32_t offset = sources->files.items[span.file]->lines[e.number - 1];
  // A span can begin in the line end, and end in a later line: what is shown stays in this one.
  e.start = clamp(span.start, offset, offset + e.line.size) - offset;
  e.end = clamp(span.end, offset + e.start, offset + e.line.size) - offset;
  e.from = e.start > LINE_BEFORE ? e.start - LINE_BEFORE : 0;
  e.to = e.line.size - e.start > LINE_AFTER ? e.start + LINE_AFTER : e.line.size;
  while (e.from < e.start && inside_character(e.line, e.from)) e.from++;
  while (inside_character(e.line, e.to)) e.to++;
  if (e.end > e.to) e.end = e.to;
  return e;
}

static uint32_t put_part(Page *page, const Excerpt *e, uint32_t from, uint32_t to) {
  return put_safe(page, (Text){e->line.data + from, to - from});
}

// The line with the place in it, and carets beneath.
static void put_excerpt(Page *page, const Sources *sources, const Diag *d) {
  const Excerpt e = excerpt_of(sources, d->span);
  paint(page, PAINT_QUIET);
  put(page, text_format(page->arena, "%5u | ", e.number));
  paint_end(page);
  if (e.from > 0) put(page, TEXT("…"));
  uint32_t before = (e.from > 0) + put_part(page, &e, e.from, e.start);
  uint32_t carets = put_part(page, &e, e.start, e.end);
  put_part(page, &e, e.end, e.to);
  put(page, e.to < e.line.size ? TEXT("…\n") : TEXT("\n"));

  paint(page, PAINT_QUIET);
  put(page, TEXT("      | "));
  paint_end(page);
  put_times(page, TEXT(" "), before);
  paint(page, paint_of(d));
  put_times(page, TEXT("^"), carets ? carets : 1);
  if (d->label.size) put(page, TEXT(" "));
  put_safe(page, d->label);
  paint_end(page);
  put(page, TEXT("\n"));
}

Text diag_render(Arena *arena, const Sources *sources, const Diag *d, bool color) {
  Page page = {.arena = arena, .color = color};
  put_place(&page, sources, d->span);
  paint(&page, paint_of(d));
  put(&page, text_format(arena, "%s[%s]:", error_is_warning(d->id) ? "warning" : "error", error_code(d->id)));
  paint_end(&page);
  put(&page, TEXT(" "));
  put_safe(&page, d->message);
  put(&page, TEXT("\n"));
  if (has_place(sources, d->span) && !span_is_whole(d->span) && (d->label.size || sources->files.items[d->span.file]->bytes.size)) put_excerpt(&page, sources, d);
  if (d->help.size) {
    paint(&page, PAINT_HELP);
    put(&page, TEXT("   help:"));
    paint_end(&page);
    put(&page, TEXT(" "));
    put_safe(&page, d->help);
    put(&page, TEXT("\n"));
  }
  for (uint32_t i = 0; i < d->note_count; i++) {
    put(&page, TEXT("   note: "));
    put_place(&page, sources, d->notes[i].span);
    put_safe(&page, d->notes[i].text);
    put(&page, TEXT("\n"));
  }
  return (Text){page.bytes.items, page.bytes.count};
}
