// source.h -- the files of one program: bytes, positions, lines.
#pragma once
#include "base/text.h"

typedef struct Span {
  uint32_t file;         // index into Sources
  uint32_t start, end;   // byte offsets; start == end marks a place
} Span;
// A file as a whole: no place in it is shown.
static inline Span span_whole(uint32_t file) { return (Span){file, UINT32_MAX, UINT32_MAX}; }
static inline bool span_is_whole(Span span) { return span.start == UINT32_MAX; }

typedef struct Source {
  Text path;             // as shown to people: relative to how the entry file was named
  Text bytes;            // after the byte-order mark
  bool marked;           // there was one
  uint32_t *lines;       // offset of each line's first byte
  uint32_t line_count;
} Source;

typedef struct Sources {
  Arena *arena;
  VEC(Source *) files;
} Sources;

uint32_t source_add(Sources *sources, Text path, Text bytes);  // copies neither; indexes lines; skips a BOM
// 1-based; columns count code points.
void source_position(const Sources *sources, Span span, uint32_t *line, uint32_t *column);
Text source_line(const Sources *sources, uint32_t file, uint32_t line); // without its line end
static inline Text source_piece(const Sources *sources, Span span) { return (Text){sources->files.items[span.file]->bytes.data + span.start, span.end - span.start}; }
// A piece of a rule file on one line, to show: without comments, each run of white space outside texts one blank. In the arena.
Text source_one_line(Arena *arena, Text piece);
static inline Span span_join(Span a, Span b) { return (Span){a.file, a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end}; }
