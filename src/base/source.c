// source.c -- files as bytes with an index of lines. A line ends with LF; a CR before it belongs to the line end.
#include "base/source.h"
#include <assert.h>

static uint32_t count_lines(Text bytes) {
  uint32_t lines = 1;
  for (uint32_t i = 0; i < bytes.size; i++) lines += bytes.data[i] == '\n';
  return lines;
}

static Text skip_mark(Text bytes) {
  const Text mark = TEXT("\xEF\xBB\xBF");
  return text_starts(bytes, mark) ? (Text){bytes.data + mark.size, bytes.size - mark.size} : bytes;
}

uint32_t source_add(Sources *sources, Text path, Text bytes) {
  uint32_t size = bytes.size;
  bytes = skip_mark(bytes);
  Source *source = ARENA_NEW(sources->arena, Source);
  *source = (Source){.path = path, .bytes = bytes, .marked = bytes.size < size, .line_count = count_lines(bytes)};
  source->lines = arena_alloc_raw(sources->arena, sizeof(uint32_t) * (size_t)source->line_count);
  uint32_t line = 0;
  source->lines[line++] = 0;
  for (uint32_t i = 0; i < bytes.size; i++)
    if (bytes.data[i] == '\n') source->lines[line++] = i + 1;
  *VEC_PUSH(sources->arena, &sources->files) = source;
  return sources->files.count - 1;
}

// Index of the last line that starts at or before `offset`.
static uint32_t line_at(const Source *source, uint32_t offset) {
  uint32_t low = 0, high = source->line_count;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (source->lines[middle] <= offset) low = middle;
    else high = middle;
  }
  return low;
}

void source_position(const Sources *sources, Span span, uint32_t *line, uint32_t *column) {
  assert(span.file < sources->files.count);
  const Source *source = sources->files.items[span.file];
  uint32_t offset = span.start < source->bytes.size ? span.start : source->bytes.size;
  uint32_t index = line_at(source, offset);
  *line = index + 1;
  *column = 1;
  if (offset == 0) return; // also: an empty file may have no bytes to point at
  const char *p = source->bytes.data + source->lines[index], *end = source->bytes.data + source->bytes.size;
  for (const char *stop = source->bytes.data + offset; p < stop; ++*column) text_decode(&p, end);
}

Text source_line(const Sources *sources, uint32_t file, uint32_t line) {
  assert(file < sources->files.count);
  const Source *source = sources->files.items[file];
  if (line == 0 || line > source->line_count || source->bytes.size == 0) return (Text){"", 0};
  uint32_t start = source->lines[line - 1];
  uint32_t end = line < source->line_count ? source->lines[line] - 1 : source->bytes.size;
  if (end > start && line < source->line_count && source->bytes.data[end - 1] == '\r') end--;
  return (Text){source->bytes.data + start, end - start};
}
static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
Text source_one_line(Arena *arena, Text t) {
  char *out = arena_alloc_raw(arena, t.size + 1u), quote = 0;
  uint32_t n = 0;
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if (quote && c == '\\' && i + 1 < t.size) { out[n++] = c; out[n++] = t.data[++i]; continue; }
    if (quote ? c == quote : c == '"' || c == '`') quote = quote ? 0 : c;
    else if (!quote && c == '#') {
      while (i + 1 < t.size && t.data[i + 1] != '\n') i++;
      continue;
    }
    if (quote || !is_blank(c)) out[n++] = c;
    else if (n && out[n - 1] != ' ') out[n++] = ' ';
  }
  while (n && out[n - 1] == ' ') n--;
  return (Text){out, n};
}
