// cutter.c -- the four ways in which records follow each other: lines, CSV records, JSON values, elements of one array.
//
// JSON is cut by strings and brackets alone; whether a piece is sound is the parser's to say. Brackets are only counted,
// so that a wrong one harms its own piece and not the rest.
#include "io/cutter.h"
#include <string.h>

void cutter_restart(Cutter *c) { c->quotes = c->inside = c->maybe_closed = c->escaped = c->started = false, c->depth = 0; }

static size_t cut_line(Cutter *c, const char *data, size_t from, size_t size, size_t *stop) {
  const char *line = memchr(data + from, '\n', size - from);
  if (!line) return SIZE_MAX;
  c->line++;
  *stop = (size_t)(line - data);
  return *stop + 1;
}

// ---- CSV: a quote opens a cell only as its first character --------------------------------------------------------

static bool is_delimiter(const Cutter *c, char byte) {
  if (c->any_delimiter) return byte == ',' || byte == ';' || byte == '\t' || byte == '|';
  return c->delimiter && byte == c->delimiter;
}

static size_t cut_csv_slowly(Cutter *c, const char *data, size_t from, size_t size, size_t *stop) {
  for (size_t i = from; i < size; i++) {
    char byte = data[i];
    c->line += byte == '\n';
    if (c->inside) {
      if (c->maybe_closed) c->inside = byte == '"'; // a doubled quote goes on inside
      c->maybe_closed = byte == '"' && !c->maybe_closed;
      if (c->inside) continue;
      c->maybe_closed = false;
    } else if (byte == '"' && !c->started) {
      c->inside = c->started = true;
      continue;
    }
    if (byte == '\n') return *stop = i, i + 1;
    c->started = !is_delimiter(c, byte);
  }
  return SIZE_MAX;
}

static uint64_t lines_in(const char *p, const char *end) {
  uint64_t lines = 0;
  while ((p = memchr(p, '\n', (size_t)(end - p)))) lines++, p++;
  return lines;
}

// The quote that closes the cell opened before `p`, and at least one byte after it; or NULL.
static const char *quote_close(const char *p, const char *end) {
  while (p < end && (p = memchr(p, '"', (size_t)(end - p)))) {
    if (p + 1 == end) return NULL;
    if (p[1] != '"') return p;
    p += 2;
  }
  return NULL;
}

// From a record's start, from quote to quote; NULL when the record does not end here. *lines: line ends in quotes.
static const char *record_line_end(const Cutter *c, const char *start, const char *end, uint64_t *lines) {
  const char *at = start, *line = NULL;
  for (*lines = 0;;) {
    if (!line && !(line = memchr(at, '\n', (size_t)(end - at)))) return NULL;
    const char *quote = memchr(at, '"', (size_t)(line - at));
    if (!quote) return line;
    at = quote + 1;
    if (quote > start && !is_delimiter(c, quote[-1])) continue;
    const char *close = quote_close(at, end);
    if (!close) return NULL;
    *lines += lines_in(at, close);
    if (close > line) line = NULL;
    at = close + 1;
  }
}

static size_t cut_csv(Cutter *c, const char *data, size_t from, size_t size, size_t *stop) {
  uint64_t lines = 0;
  if (c->inside || c->started) return cut_csv_slowly(c, data, from, size, stop);
  const char *line = memchr(data + from, '\n', size - from);
  c->quotes |= !line || memchr(data + from, '"', (size_t)(line - data) - from);
  if (line && c->quotes) line = record_line_end(c, data + from, data + size, &lines);
  if (!line) return cut_csv_slowly(c, data, from, size, stop);
  c->line += lines + 1;
  *stop = (size_t)(line - data);
  return *stop + 1;
}

// ---- JSON -----------------------------------------------------------------------------------------------------------

// One byte outside strings; true when the value ends with it (CUT_VALUES) or before it (CUT_ARRAY).
static bool json_byte(Cutter *c, char byte) {
  bool array = c->form == CUT_ARRAY;
  switch (byte) {
    case '"': c->inside = true; break;
    case '{': case '[': c->depth++; break;
    case '}': case ']':
      if (array && c->depth == 0 && byte == ']') return c->closed = true;
      if (c->depth) c->depth--;
      if (!array && c->depth == 0) return true;
      break;
    case ',': if (array && c->depth == 0) return true; break;
    case '\n': c->line++; return false;
    case ' ': case '\t': case '\r': return false;
    default: break;
  }
  c->started = true;
  return false;
}

static size_t cut_json(Cutter *c, const char *data, size_t from, size_t size, size_t *stop) {
  for (size_t i = from; i < size; i++) {
    char byte = data[i];
    if (c->inside) {
      c->line += byte == '\n';
      if (c->escaped) c->escaped = false;
      else if (byte == '\\') c->escaped = true;
      else c->inside = byte != '"';
    } else if (json_byte(c, byte)) {
      *stop = c->form == CUT_ARRAY ? i : i + 1;
      return i + 1;
    }
  }
  return SIZE_MAX;
}

size_t cutter_scan(Cutter *c, const char *data, size_t from, size_t size, size_t *stop) {
  if (from >= size) return SIZE_MAX;
  switch (c->form) {
    case CUT_LINES: return cut_line(c, data, from, size, stop);
    case CUT_CSV: return cut_csv(c, data, from, size, stop);
    default: return cut_json(c, data, from, size, stop);
  }
}
