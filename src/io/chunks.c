// chunks.c -- reading in pieces of 64 KiB and cutting each while it is still in the cache.
//
// What remains unfinished when a chunk is full moves to the next one; pieces are small, so little moves. Of a record that
// is too long only the first bytes are kept while the scanner runs on to its end.
#include "io/chunks.h"
#include "base/csv.h"
#include "base/limits.h"
#include "io/cutter.h"
#include <stdlib.h>

enum { PIECE_BYTES = 64 << 10, SHOWN_BYTES = 256 };

struct Chunks {
  Input *input;
  LeadsFormat format;
  size_t max_record;
  Cutter cutter;
  uint64_t next_record;
  char *rest;              // bytes for the next chunk
  size_t rest_size, rest_room;
  size_t scanned;          // of them: the scanner was there already
  size_t skipped;          // bytes of the record at the start of `rest` that were dropped: it is too long
  uint64_t record_line;    // where the unfinished record begins
  bool ended;              // the input
  bool after_comma;        // CUT_ARRAY: another element must come
  bool beyond;             // the array's `]` was seen
  const char *error;
  Text header;
};

static bool grow(char **data, size_t *room, size_t wanted) {
  if (wanted <= *room) return true;
  size_t more = *room ? *room : PIECE_BYTES;
  while (more < wanted) more *= 2;
  char *grown = realloc(*data, more);
  if (!grown) return false;
  *data = grown;
  *room = more;
  return true;
}

static bool chunks_fail(Chunks *c, const char *why) {
  c->error = why;
  return false;
}

void chunk_free(Chunk *chunk) {
  free(chunk->data);
  free(chunk->records);
  *chunk = (Chunk){0};
}

void chunks_free(Chunks *c) {
  if (!c) return;
  free(c->rest);
  free((void *)(uintptr_t)c->header.data);
  free(c);
}

LeadsFormat chunks_format(const Chunks *c) { return c->format; }
char chunks_delimiter(const Chunks *c) { return c->cutter.delimiter; }
Text chunks_header(const Chunks *c) { return c->header; }
const char *chunks_error(const Chunks *c) { return c->error; }

// ---- one chunk ------------------------------------------------------------------------------------------------------

// The chunk under way: `start` is where the unfinished record begins, `scanned` where the scanner stands.
typedef struct { Chunks *c; Chunk *chunk; size_t start, scanned, size; } Work;

static bool is_blank_byte(const Chunks *c, char byte) {
  if (c->format == LEADS_CSV) return (byte == ' ' || byte == '\t' || byte == '\r') && byte != c->cutter.delimiter;
  return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void record_add(Work *w, size_t stop, RecordFault fault) {
  Chunks *c = w->c;
  const char *data = w->chunk->data;
  size_t start = w->start, first = start;
  while (first < stop && is_blank_byte(c, data[first])) first++;
  bool blank = first == stop && !c->skipped;
  if (blank && (fault == RECORD_SOUND || fault == RECORD_BEYOND)) return;
  if (c->format == LEADS_CSV) {
    if (stop > start && data[stop - 1] == '\r') stop--;
  } else {
    for (; start < first; start++) c->record_line += data[start] == '\n';
    while (stop > start && is_blank_byte(c, data[stop - 1])) stop--;
  }
  size_t size = stop - start;
  if (c->skipped || size > c->max_record) {
    fault = RECORD_LONG;
    size = size < SHOWN_BYTES ? size : SHOWN_BYTES;
  }
  w->chunk->records[w->chunk->count++] = (ChunkRecord){(uint32_t)start, (uint32_t)size, fault, c->record_line};
}

static void record_next(Work *w, size_t end) {
  Chunks *c = w->c;
  w->start = w->scanned = end;
  c->skipped = 0;
  c->record_line = c->cutter.line;
  cutter_restart(&c->cutter);
}

// After an array's `]` only blanks may follow: every other line is refused.
static void array_closed(Chunks *c) {
  c->cutter.form = CUT_LINES;
  c->beyond = true;
}

static void record_found(Work *w, size_t end, size_t stop) {
  Chunks *c = w->c;
  bool array = c->cutter.form == CUT_ARRAY, nothing = array && !c->cutter.started && !c->skipped;
  bool empty_array = nothing && c->cutter.closed && !c->after_comma;
  if (!empty_array) record_add(w, stop, c->beyond ? RECORD_BEYOND : nothing ? RECORD_EMPTY : RECORD_SOUND);
  c->after_comma = array;
  if (array && c->cutter.closed) array_closed(c);
  record_next(w, end);
}

static bool chunk_full(const Work *w) { return w->chunk->count >= BATCH_ROWS || w->start >= LIMIT_CHUNK_BYTES; }

// Records that end with their line, many at once; false: the next one is not such.
static bool lines_cut(Work *w) {
  Chunks *c = w->c;
  CutLine lines[CUT_LINES_MOST];
  uint32_t count = cutter_lines(&c->cutter, w->chunk->data, w->scanned, w->size, lines), hidden = 0;
  for (uint32_t i = 0; i < count && !chunk_full(w); i++) {
    c->cutter.line += lines[i].hidden - hidden + 1;
    hidden = lines[i].hidden;
    record_add(w, lines[i].at, c->beyond ? RECORD_BEYOND : RECORD_SOUND);
    record_next(w, lines[i].at + 1);
  }
  return count;
}

// Cuts what is there, until the chunk is full.
static void work_cut(Work *w) {
  size_t stop = 0;
  while (!chunk_full(w)) {
    if (lines_cut(w)) continue;
    size_t end = cutter_scan(&w->c->cutter, w->chunk->data, w->scanned, w->size, &stop);
    if (end == SIZE_MAX) {
      w->scanned = w->size;
      return;
    }
    record_found(w, end, stop);
  }
}

// Keeps memory flat: of an unfinished record that is too long only the beginning stays, of blanks between records nothing.
static void work_shrink(Work *w) {
  Chunks *c = w->c;
  bool json = c->cutter.form == CUT_VALUES || c->cutter.form == CUT_ARRAY;
  if (w->scanned < w->size) return;
  if (json && !c->cutter.started && !c->cutter.inside) {
    w->start = w->size;
    c->record_line = c->cutter.line;
  } else if (w->size - w->start > c->max_record + 2) { // with a line end it is still not too long
    c->skipped += w->size - w->start - SHOWN_BYTES;
    w->size = w->scanned = w->start + SHOWN_BYTES;
  }
  if (w->chunk->count == 0 && w->start) { // nothing but blanks so far
    memmove(w->chunk->data, w->chunk->data + w->start, w->size - w->start);
    w->scanned -= w->start;
    w->size -= w->start;
    w->start = 0;
  }
}

// The input has ended: what is left is the last record, without its end.
static void work_finish(Work *w) {
  Cutter *k = &w->c->cutter;
  if (k->form == CUT_ARRAY) {
    record_add(w, w->size, RECORD_OPEN);
  } else if (w->size > w->start || w->c->skipped) {
    bool open = k->form == CUT_CSV ? k->inside && !k->maybe_closed : k->form == CUT_VALUES && (k->inside || k->depth);
    record_add(w, w->size, open ? RECORD_OPEN : w->c->beyond ? RECORD_BEYOND : RECORD_SOUND);
  }
  k->form = CUT_LINES; // whatever is asked again: there is no more
  record_next(w, w->size);
}

static bool input_more(Chunks *c, char **data, size_t *room, size_t *size) {
  if (!grow(data, room, *size + PIECE_BYTES + CHUNK_PADDING)) return chunks_fail(c, "out of memory");
  int64_t got = input_read(c->input, *data + *size, PIECE_BYTES);
  if (got < 0) return chunks_fail(c, input_error(c->input));
  c->ended = got == 0;
  *size += (size_t)got;
  return true;
}

static bool work_begin(Work *w) {
  Chunks *c = w->c;
  Chunk *chunk = w->chunk;
  if (!chunk->records) chunk->records = malloc(sizeof(ChunkRecord) * BATCH_ROWS);
  if (!chunk->records || !grow(&chunk->data, &chunk->room, c->rest_size + CHUNK_PADDING)) return chunks_fail(c, "out of memory");
  if (c->rest_size) memcpy(chunk->data, c->rest, c->rest_size);
  w->size = c->rest_size;
  w->scanned = c->scanned;
  c->rest_size = c->scanned = 0;
  chunk->count = 0;
  chunk->first_record = c->next_record;
  return true;
}

static bool work_end(Work *w) {
  Chunks *c = w->c;
  size_t left = w->size - w->start;
  if (!grow(&c->rest, &c->rest_room, left)) return chunks_fail(c, "out of memory");
  if (left) memcpy(c->rest, w->chunk->data + w->start, left);
  c->rest_size = left;
  c->scanned = w->scanned - w->start;
  memset(w->chunk->data + w->start, 0, CHUNK_PADDING);
  w->chunk->size = w->start;
  w->chunk->quotes = c->cutter.quotes;
  c->cutter.quotes &= c->scanned != 0; // else nothing of what is left was looked at
  c->next_record += w->chunk->count;
  return true;
}

ChunkStatus chunks_next(Chunks *c, Chunk *chunk) {
  Work w = {.c = c, .chunk = chunk};
  if (c->error || !work_begin(&w)) return CHUNK_ERROR;
  work_cut(&w);
  work_shrink(&w);
  while (!chunk_full(&w) && !c->ended && input_more(c, &chunk->data, &chunk->room, &w.size)) {
    work_cut(&w);
    work_shrink(&w);
  }
  if (c->ended && !chunk_full(&w)) work_finish(&w);
  if (!work_end(&w)) return CHUNK_ERROR;
  if (chunk->count) return CHUNK_READ;
  return c->error ? CHUNK_ERROR : CHUNK_END;
}

// ---- the beginning --------------------------------------------------------------------------------------------------

static bool rest_more(Chunks *c) { return input_more(c, &c->rest, &c->rest_room, &c->rest_size); }

static void rest_drop(Chunks *c, size_t count) {
  c->rest_size -= count;
  memmove(c->rest, c->rest + count, c->rest_size);
}

static bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; }

// Skips a byte-order mark and blank lines; gives the first byte that is not blank, 0 when there is none.
static bool beginning_skip(Chunks *c, char *first) {
  *first = 0;
  while (c->rest_size < 3 && !c->ended)
    if (!rest_more(c)) return false;
  if (c->rest_size >= 3 && memcmp(c->rest, "\xEF\xBB\xBF", 3) == 0) rest_drop(c, 3);
  for (;;) {
    size_t at = 0, line = 0;
    for (; at < c->rest_size && is_space(c->rest[at]); at++) {
      if (c->rest[at] != '\n') continue;
      line = at + 1;
      c->cutter.line++;
    }
    if (at < c->rest_size) *first = c->rest[at];
    if (at < c->rest_size || c->ended || at - line > c->max_record) return rest_drop(c, line), true;
    rest_drop(c, line);
    if (!rest_more(c)) return false;
  }
}

// The header record; of the delimiter too when it is not given.
static bool header_read(Chunks *c) {
  size_t scanned = 0, stop = 0, end;
  c->cutter.form = CUT_CSV;
  c->cutter.any_delimiter = c->cutter.delimiter == 0;
  while ((end = cutter_scan(&c->cutter, c->rest, scanned, c->rest_size, &stop)) == SIZE_MAX) {
    scanned = c->rest_size;
    if (scanned > c->max_record) return chunks_fail(c, "the header is longer than a record may be");
    if (!c->ended && !rest_more(c)) return false;
    if (c->ended && scanned == c->rest_size) {
      stop = end = c->rest_size;
      break;
    }
  }
  if (stop && c->rest[stop - 1] == '\r') stop--;
  char *copy = malloc(stop + 1);
  if (!copy) return chunks_fail(c, "out of memory");
  if (stop) memcpy(copy, c->rest, stop);
  c->header = (Text){copy, (uint32_t)stop};
  if (c->cutter.any_delimiter) c->cutter.delimiter = csv_delimiter(c->header);
  c->cutter.any_delimiter = false;
  rest_drop(c, end);
  return true;
}

// A stream whose first byte is `{`: is it an object a line? Yes when the first line holds a whole object, and also when it
// does not but the next line begins another one: then the first is broken, and merely that.
static bool form_of_objects(Chunks *c, CutForm *form) {
  Cutter probe = {.form = CUT_VALUES};
  size_t scanned = 0, stop = 0, line_end = SIZE_MAX;
  *form = CUT_LINES;
  for (;;) {
    if (line_end == SIZE_MAX) {
      const char *line = memchr(c->rest + scanned, '\n', c->rest_size - scanned);
      size_t to = line ? (size_t)(line - c->rest) : c->rest_size;
      if (cutter_scan(&probe, c->rest, scanned, to, &stop) != SIZE_MAX) return true;
      scanned = to;
      if (line) line_end = to;
    }
    for (; line_end != SIZE_MAX && scanned < c->rest_size; scanned++) {
      if (is_space(c->rest[scanned])) continue;
      if (c->rest[scanned] != '{') *form = CUT_VALUES;
      return true;
    }
    if (c->ended || c->rest_size > c->max_record) return true;
    if (!rest_more(c)) return false;
  }
}

static bool json_begin(Chunks *c, char first) {
  CutForm form = CUT_LINES;
  size_t at = 0;
  if (first == '{' && !form_of_objects(c, &form)) return false;
  if (first == '[') {
    while (c->rest[at] != '[') at++;
    rest_drop(c, at + 1);
    form = CUT_ARRAY;
  }
  c->cutter.form = form;
  return true;
}

static bool chunks_begin(Chunks *c) {
  char first;
  if (!beginning_skip(c, &first)) return false;
  bool json = first == '{' || first == '[' || first == 0;
  if (c->format == LEADS_AUTO) c->format = json ? LEADS_NDJSON : LEADS_CSV;
  if (!(c->format == LEADS_CSV ? header_read(c) : json_begin(c, first))) return false;
  cutter_restart(&c->cutter);
  c->record_line = c->cutter.line;
  return true;
}

Chunks *chunks_new(Input *input, LeadsFormat format, char delimiter, size_t max_record, const char **why) {
  Chunks *c = calloc(1, sizeof *c);
  *why = "out of memory";
  if (!c) return NULL;
  c->input = input;
  c->format = format;
  c->max_record = max_record < SHOWN_BYTES ? SHOWN_BYTES : max_record > (1u << 30) ? 1u << 30 : max_record;
  c->next_record = 1;
  c->cutter = (Cutter){.delimiter = delimiter, .line = 1};
  if (chunks_begin(c)) return c;
  *why = c->error;
  chunks_free(c);
  return NULL;
}
