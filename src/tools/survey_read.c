// survey_read.c -- the records of a lead file into a survey: CSV cell by cell, JSON down the tree.
#include "tools/survey.h"
#include "base/csv.h"
#include "io/json.h"
#include <stdlib.h>

// ---- CSV
static bool headers_read(Survey *s, Text header, char delimiter, const char **why) {
  Text *cells = ARENA_MANY(s->arena, Text, SURVEY_COLUMNS);
  uint32_t count;
  Arena *arena = s->arena;
  if (!header.size) { *why = "it is empty: a CSV file begins with a header row"; return false; }
  if (header.size >= 4 && memcmp(header.data, "PK\3\4", 4) == 0) { *why = "it is a workbook or another zip file: save it as CSV first"; return false; }
  if (!text_valid_utf8(header, NULL)) { *why = "the header row is not UTF-8: save it as UTF-8 text"; return false; }
  if (csv_cells(arena, header, delimiter, cells, SURVEY_COLUMNS, &count) != CSV_OK) { *why = "its header row has a quote that is not closed"; return false; }
  if (count > SURVEY_COLUMNS) { *why = "it has more than 2000 columns"; return false; }
  for (uint32_t i = 0; i < count; i++) {
    Seen *c = ARENA_NEW(arena, Seen);
    Text name = text_trim(cells[i]), folded;
    c->name = text_copy(arena, name);
    folded = text_fold(arena, name);
    if (s->root.child_count == s->root.child_room) {
      uint32_t room = s->root.child_room ? s->root.child_room * 2 : 32;
      s->root.children = arena_grow(arena, s->root.children, s->root.child_room * sizeof(Seen *), room * sizeof(Seen *));
      s->root.child_room = room;
    }
    for (uint32_t k = 0; k < i; k++) {
      Seen *other = s->root.children[k];
      if (name.size && text_equal(text_fold(arena, other->name), folded)) c->doubled = other->doubled = true;
      else if (!other->twin && !c->twin && survey_alike(name, other->name)) c->twin = other;
    }
    s->root.children[s->root.child_count++] = c;
  }
  return true;
}
static void record_csv(Survey *s, Text record, char delimiter) {
  uint32_t count, columns = s->root.child_count;
  if (csv_cells(s->scratch, record, delimiter, s->now, columns, &count) != CSV_OK || count != columns || !text_valid_utf8(record, NULL)) { s->rejected++; return; }
  for (uint32_t i = 0; i < columns; i++) {
    Seen *c = s->root.children[i];
    survey_value(s, c, s->now[i]);
    if (!c->twin) continue;
    for (uint32_t k = 0; k < i; k++) {
      if (s->root.children[k] != c->twin) continue;
      Text a = text_trim(s->now[i]), b = text_trim(s->now[k]);
      c->both += a.size && b.size;
      c->conflicts += a.size && b.size && !text_equal(a, b);
    }
  }
}

// ---- JSON
typedef struct Tape { const uint64_t *words; const uint8_t *strings; } Tape;
static char type_at(const Tape *t, uint32_t i) { return (char)(t->words[i] >> 56); }
static uint32_t after(const Tape *t, uint32_t i) {
  char type = type_at(t, i);
  return type == '{' || type == '[' ? (uint32_t)t->words[i] : type == 'l' || type == 'u' || type == 'd' ? i + 2 : i + 1;
}
static Text text_at(const Tape *t, uint32_t i) {
  const uint8_t *at = t->strings + (t->words[i] & 0x00FFFFFFFFFFFFFFull);
  uint32_t size;
  memcpy(&size, at, sizeof size);
  return (Text){(const char *)at + sizeof size, size};
}
static Text number_at(Survey *s, const Tape *t, uint32_t i) {
  double d;
  if (type_at(t, i) == 'l') return text_format(s->scratch, "%lld", (long long)(int64_t)t->words[i + 1]);
  if (type_at(t, i) == 'u') return text_format(s->scratch, "%llu", (unsigned long long)t->words[i + 1]);
  memcpy(&d, &t->words[i + 1], sizeof d);
  return text_format(s->scratch, d < 1e15 && d > -1e15 ? "%.4f" : "%.17g", d);
}
static void value_json(Survey *s, Seen *c, const Tape *t, uint32_t i, uint32_t depth);
static void object_json(Survey *s, Seen *c, const Tape *t, uint32_t i, uint32_t depth) {
  uint32_t end = after(t, i) - 1;
  for (uint32_t k = i + 1; k < end; k = after(t, k + 1)) {
    Seen *child = type_at(t, k) == '"' ? survey_child(s, c, text_at(t, k)) : NULL;
    if (!child) continue;
    if (depth == 0) child->seen = s->records;
    value_json(s, child, t, k + 1, depth + 1);
  }
}
static void array_json(Survey *s, Seen *c, const Tape *t, uint32_t i, uint32_t depth) {
  uint32_t end = after(t, i) - 1;
  if (!c->element) c->element = ARENA_NEW(s->arena, Seen);
  for (uint32_t k = i + 1; k < end; k = after(t, k)) value_json(s, c->element, t, k, depth + 1);
}
static void value_json(Survey *s, Seen *c, const Tape *t, uint32_t i, uint32_t depth) {
  switch (type_at(t, i)) {
    case '"': c->strings += text_trim(text_at(t, i)).size > 0; survey_value(s, c, text_at(t, i)); break;
    case 'l': case 'u': case 'd': c->numbers++; survey_value(s, c, number_at(s, t, i)); break;
    case 't': c->booleans++; survey_value(s, c, TEXT("true")); break;
    case 'f': c->booleans++; survey_value(s, c, TEXT("false")); break;
    case '{': c->objects++; c->filled++; if (depth < SURVEY_DEPTH) object_json(s, c, t, i, depth); break;
    case '[': c->arrays++; c->filled++; if (depth < SURVEY_DEPTH) array_json(s, c, t, i, depth); break;
    default: break;
  }
}
static bool record_json(Survey *s, JsonParser *parser, Text record) {
  uint8_t *strings = arena_alloc_raw(s->scratch, json_string_room(record.size));
  uint64_t *words;
  JsonStatus status = json_parse(parser, record.data, record.size, strings, &words);
  Tape t = {words, strings};
  if (status == JSON_NO_MEMORY) return false;
  if (status != JSON_SOUND || type_at(&t, 1) != '{') { s->rejected++; return true; }
  object_json(s, &s->root, &t, 1, 0);
  for (uint32_t i = 0; i < s->root.child_count; i++) { // what both say is not compared
    Seen *c = s->root.children[i];
    c->conflicts += c->twin && c->seen == s->records && c->twin->seen == s->records;
  }
  return true;
}

// ---- all of it
static bool records_read(Survey *s, Chunks *chunks, Chunk *chunk, JsonParser *parser, const char **why) {
  for (;;) {
    ChunkStatus status = chunks_next(chunks, chunk);
    if (status == CHUNK_ERROR) { *why = chunks_error(chunks); return false; }
    if (status == CHUNK_END) return true;
    for (uint32_t i = 0; i < chunk->count; i++) {
      ChunkRecord r = chunk->records[i];
      Text record = {chunk->data + r.at, r.size};
      s->records++;
      if (r.fault != RECORD_SOUND) { s->rejected++; continue; }
      arena_reset(s->scratch);
      if (s->is_csv) record_csv(s, record, chunks_delimiter(chunks));
      else if (!record_json(s, parser, record)) { *why = "out of memory"; return false; }
    }
  }
}
typedef struct Reading { Chunks *chunks; Chunk chunk; JsonParser *parser; } Reading;
static bool survey_all(Survey *s, Reading *r, const char **why) {
  s->is_csv = chunks_format(r->chunks) == LEADS_CSV;
  if (s->is_csv && !headers_read(s, chunks_header(r->chunks), chunks_delimiter(r->chunks), why)) return false;
  if (!records_read(s, r->chunks, &r->chunk, r->parser, why)) return false;
  survey_end(s, &s->root);
  return true;
}
bool survey_read(Survey *s, Input *input, LeadsFormat format, char delimiter, size_t max_record, const char **why) {
  jmp_buf escape, *outer = s->arena->escape;   // what is not in the arena is freed before memory's end goes further up
  Reading r = {.chunks = chunks_new(input, format, delimiter, max_record, why), .parser = json_parser_new()};
  volatile bool fine = false, failed = false;
  s->arena->escape = s->scratch->escape = &escape;
  if (setjmp(escape)) failed = true;
  else if (r.chunks && r.parser) fine = survey_all(s, &r, why);
  else if (r.chunks) *why = "out of memory";
  s->arena->escape = s->scratch->escape = outer;
  chunk_free(&r.chunk);
  chunks_free(r.chunks);
  json_parser_free(r.parser);
  if (failed) arena_fail(s->arena);
  return fine;
}
