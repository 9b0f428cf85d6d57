// csv.c -- cells of one CSV record.
//
// A quote opens a cell only as its first character, so a record without any quote is found and cut with memchr alone;
// only cells that begin with one are read closely. A lone CR is text: line ends are LF and CRLF.
#include "base/csv.h"

char csv_delimiter(Text header) {
  static const char candidates[] = ",;\t|";
  uint32_t counts[4] = {0};
  bool quoted = false, cell_start = true;
  for (uint32_t i = 0; i < header.size; i++) {
    char c = header.data[i];
    const char *found = c && !quoted ? strchr(candidates, c) : NULL;
    if (c == '"' && (quoted || cell_start)) quoted = !quoted; // a doubled quote closes and is no cell start: see below
    else if (found) counts[found - candidates]++;
    // After a closing quote another quote goes on inside; nothing else may follow, so that it opens again does no harm.
    cell_start = found || (c == '"' && !quoted);
  }
  uint32_t best = 0;
  for (uint32_t i = 1; i < 4; i++)
    if (counts[i] > counts[best]) best = i;
  return counts[best] ? candidates[best] : 0;
}

// The quote that closes the cell opened before `at`, or NULL. *doubled tells whether quotes inside were doubled.
static const char *quote_close(const char *at, const char *end, bool *doubled) {
  *doubled = false;
  while (at < end && (at = memchr(at, '"', (size_t)(end - at)))) {
    if (at + 1 == end || at[1] != '"') return at;
    *doubled = true;
    at += 2;
  }
  return NULL;
}

static size_t record_stop(size_t end, bool done, bool *complete) {
  *complete = done;
  return end;
}

size_t csv_record_end(const char *data, size_t size, size_t at, char delimiter, bool *complete) {
  if (at >= size) return record_stop(size, false, complete);
  const char *p = data + at, *end = data + size;
  const char *line = memchr(p, '\n', (size_t)(end - p));
  const char *stop = line ? line : end;
  if (!memchr(p, '"', (size_t)(stop - p))) return record_stop(line ? (size_t)(line + 1 - data) : size, line, complete);
  for (bool cell_start = true; p < end; p++) {
    bool doubled;
    if (cell_start && *p == '"' && !(p = quote_close(p + 1, end, &doubled))) break;
    if (*p == '\n') return record_stop((size_t)(p + 1 - data), true, complete);
    cell_start = *p == delimiter && delimiter;
  }
  return record_stop(size, false, complete);
}

uint32_t csv_undouble(Text inside, char *out) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < inside.size; i++) {
    out[size++] = inside.data[i];
    if (inside.data[i] == '"') i++;
  }
  return size;
}

// Reads the quoted cell whose quote stands at *at, and moves *at behind its closing quote.
static CsvStatus cell_quoted(Arena *arena, const char **at, const char *end, char delimiter, Text *cell) {
  const char *start = *at + 1;
  bool doubled;
  const char *close = quote_close(start, end, &doubled);
  if (!close) return CSV_OPEN_QUOTE;
  *at = close + 1;
  if (*at < end && !(delimiter && **at == delimiter)) return CSV_BAD_QUOTE;
  *cell = (Text){start, (uint32_t)(close - start)};
  if (doubled) {
    char *out = arena_alloc_raw(arena, cell->size);
    *cell = (Text){out, csv_undouble(*cell, out)};
  }
  return CSV_OK;
}

static void cell_plain(const char **at, const char *end, char delimiter, Text *cell) {
  const char *start = *at;
  const char *stop = delimiter && start < end ? memchr(start, delimiter, (size_t)(end - start)) : NULL;
  *at = stop ? stop : end;
  *cell = (Text){start, (uint32_t)(*at - start)};
}

CsvStatus csv_cells(Arena *arena, Text record, char delimiter, Text *cells, uint32_t room, uint32_t *count) {
  const char *at = record.size ? record.data : "", *end = at + record.size; // an empty record may have no bytes at all
  *count = 0;
  for (;; at++) { // over the delimiter
    Text cell;
    if (at < end && *at == '"') {
      CsvStatus status = cell_quoted(arena, &at, end, delimiter, &cell);
      if (status != CSV_OK) return status;
    } else {
      cell_plain(&at, end, delimiter, &cell);
    }
    if (*count < room) cells[*count] = cell;
    ++*count;
    if (at >= end) return CSV_OK;
  }
}
