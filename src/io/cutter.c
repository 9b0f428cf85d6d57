// cutter.c -- the four ways in which records follow each other: lines, CSV records, JSON values, elements of one array.
//
// JSON is cut by strings and brackets alone; whether a piece is sound is the parser's to say. Brackets are only counted,
// so that a wrong one harms its own piece and not the rest.
#include "io/cutter.h"
#include "base/masks.h"
#include <string.h>

void cutter_restart(Cutter *c) { c->inside = c->maybe_closed = c->escaped = c->started = false, c->depth = 0; }

static size_t cut_line(Cutter *c, const char *data, size_t from, size_t size, size_t *stop) {
  const char *line = memchr(data + from, '\n', size - from);
  if (!line) return SIZE_MAX;
  c->line++;
  *stop = (size_t)(line - data);
  return *stop + 1;
}

// ---- CSV: a quote opens a cell only as its first character --------------------------------------------------------
//
// Byte by byte where a piece ends within a record, or quotes are not plain; all others' line ends are found 64 bytes at a time.

static bool is_delimiter(const Cutter *c, char byte) {
  if (c->any_delimiter) return byte == ',' || byte == ';' || byte == '\t' || byte == '|';
  return c->delimiter && byte == c->delimiter;
}

static size_t cut_csv(Cutter *c, const char *data, size_t from, size_t size, size_t *stop) {
  for (size_t i = from; i < size; i++) {
    char byte = data[i];
    c->line += byte == '\n';
    c->quotes |= byte == '"';
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

static bool is_cell_start(const Cutter *c, const char *at) { return at[-1] == '\n' || is_delimiter(c, at[-1]); }

// One line end and all before it: the usual block of 64 bytes has none or one, and which follows no pattern.
static ALWAYS_INLINE CutLine *lines_put(CutLine *out, uint64_t ends, uint64_t hidden, uint32_t at, uint32_t before) {
  do {
    uint64_t end = ends & -ends;
    *out = (CutLine){at + (uint32_t)__builtin_ctzll(end | 1ull << 63), before + (uint32_t)__builtin_popcountll(hidden & (end - 1))};
    out += end != 0;
    ends ^= end;
  } while (__builtin_expect(ends != 0, 0));
  return out;
}

// Quotes are counted: behind an odd number of them a line end is text. That holds while each quote that would open a cell is at
// a cell's start or is the second of two; where one is not, looking stops.
static ALWAYS_INLINE uint32_t records_find(Cutter *c, const char *data, size_t from, size_t size, CutLine *lines, Masks masks) {
  CutLine *out = lines;
  uint64_t inside = 0;
  uint32_t hidden_before = 0;
  for (size_t at = from; at < size && out - lines <= CUT_LINES_MOST - 64; at += 64) {
    uint64_t valid = mask_first(size - at), hidden = 0;
    uint64_t ends = masks.equal(data + at, '\n') & valid, quotes = masks.equal(data + at, '"') & valid;
    if (quotes | inside) {
      uint64_t within = masks.parity(quotes) ^ inside, starts = ends | (c->delimiter ? masks.equal(data + at, c->delimiter) : 0);
      uint64_t first = at == from || data[at - 1] == '"' || is_cell_start(c, data + at);
      uint64_t wrong = quotes & within & ~((starts | quotes) << 1 | first);
      c->quotes = true;
      if (wrong) size = at, ends &= (wrong & -wrong) - 1;
      hidden = ends & within;
      ends &= ~within;
      inside = (uint64_t)((int64_t)within >> 63);
    }
    out = lines_put(out, ends, hidden, (uint32_t)at, hidden_before);
    hidden_before += (uint32_t)__builtin_popcountll(hidden);
  }
  return (uint32_t)(out - lines);
}
static ALWAYS_INLINE uint32_t lines_find(Cutter *c, const char *data, size_t from, size_t size, CutLine *lines, Masks masks) {
  CutLine *out = lines;
  if (c->form == CUT_CSV) return records_find(c, data, from, size, lines, masks);
  for (size_t at = from; at < size && out - lines <= CUT_LINES_MOST - 64; at += 64)
    out = lines_put(out, masks.equal(data + at, '\n') & mask_first(size - at), 0, (uint32_t)at, 0);
  return (uint32_t)(out - lines);
}
static HOT_CLONES uint32_t lines_any(Cutter *c, const char *data, size_t from, size_t size, CutLine lines[CUT_LINES_MOST]) {
  return lines_find(c, data, from, size, lines, MASKS);
}
static WIDE uint32_t lines_wide(Cutter *c, const char *data, size_t from, size_t size, CutLine lines[CUT_LINES_MOST]) {
  return lines_find(c, data, from, size, lines, MASKS_WIDE);
}
uint32_t cutter_lines(Cutter *c, const char *data, size_t from, size_t size, CutLine lines[CUT_LINES_MOST]) {
  if (c->form != CUT_LINES && (c->form != CUT_CSV || c->inside || c->started)) return 0;
  return masks_wide() ? lines_wide(c, data, from, size, lines) : lines_any(c, data, from, size, lines);
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
