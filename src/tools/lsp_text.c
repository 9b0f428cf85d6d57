// lsp_text.c -- see lsp_text.h.
#include "tools/lsp_text.h"

// ---- lines
static bool line_ends(Text t, uint32_t i) { return t.data[i] == '\n' || (t.data[i] == '\r' && (i + 1 == t.size || t.data[i + 1] != '\n')); }
Lines lines_of(Arena *arena, Text bytes) {
  Lines l = {bytes.size ? bytes : TEXT(""), NULL, 1, true};
  for (uint32_t i = 0; i < bytes.size; i++) {
    l.count += line_ends(bytes, i);
    l.ascii &= (unsigned char)bytes.data[i] < 0x80;
  }
  l.starts = ARENA_MANY(arena, uint32_t, l.count);
  uint32_t n = 1;
  for (uint32_t i = 0; i < bytes.size; i++) if (line_ends(bytes, i)) l.starts[n++] = i + 1;
  return l;
}
static uint32_t line_at(const Lines *l, uint32_t offset) {
  uint32_t low = 0, high = l->count;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (l->starts[middle] <= offset) low = middle;
    else high = middle;
  }
  return low;
}
static uint32_t line_end(const Lines *l, uint32_t line) { // before its line end
  uint32_t end = line + 1 < l->count ? l->starts[line + 1] : l->bytes.size, start = l->starts[line];
  if (line + 1 < l->count && end > start && l->bytes.data[end - 1] == '\n') end--;
  if (line + 1 < l->count && end > start && l->bytes.data[end - 1] == '\r') end--;
  return end;
}

// ---- columns
uint32_t columns_between(Text bytes, uint32_t from, uint32_t to, bool utf8) {
  if (utf8) return to - from;
  uint32_t units = 0;
  for (const char *at = bytes.data + from, *end = bytes.data + to; at < end; units++)
    if (text_decode(&at, end) > 0xffff) units++;
  return units;
}
Position position_of(const Lines *l, uint32_t offset, bool utf8) {
  if (offset > l->bytes.size) offset = l->bytes.size;
  uint32_t line = line_at(l, offset);
  return (Position){line, columns_between(l->bytes, l->starts[line], offset, utf8 || l->ascii)};
}
uint32_t offset_of(const Lines *l, int64_t line, int64_t column, bool utf8) {
  if (line < 0) return 0;
  if (line >= l->count) return l->bytes.size;
  if (column < 0) column = 0;
  uint32_t start = l->starts[line], end = line_end(l, (uint32_t)line);
  if (l->ascii) return column > end - start ? end : start + (uint32_t)column;
  const char *at = l->bytes.data + start, *stop = l->bytes.data + end;
  for (int64_t left = column; at < stop;) {
    const char *next = at;
    uint32_t code = text_decode(&next, stop);
    left -= utf8 ? next - at : code > 0xffff ? 2 : 1;
    if (left < 0) break;
    at = next;
  }
  return (uint32_t)(at - l->bytes.data);
}
void put_position(Buffer *b, Position p) {
  BUFFER_PUT(b, "{\"line\":");
  buffer_integer(b, p.line);
  BUFFER_PUT(b, ",\"character\":");
  buffer_integer(b, p.column);
  BUFFER_PUT(b, "}");
}

// ---- URIs
static int hex_digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }
Text path_of_uri(Arena *arena, Text uri) {
  const Text scheme = TEXT("file://");
  if (!text_starts(uri, scheme)) return text_copy(arena, uri);
  uint32_t at = scheme.size, size = 0;
  while (at < uri.size && uri.data[at] != '/') at++; // a host
  char *path = arena_alloc(arena, uri.size + 1);
  while (at < uri.size) {
    int high = at + 2 < uri.size ? hex_digit(uri.data[at + 1]) : -1, low = high >= 0 ? hex_digit(uri.data[at + 2]) : -1;
    bool escape = uri.data[at] == '%' && low >= 0 && (high || low); // a NUL has no place in a path
    path[size++] = escape ? (char)(high * 16 + low) : uri.data[at];
    at += escape ? 3 : 1;
  }
  return (Text){path, size};
}
Text path_folder(Text path) {
  while (path.size && path.data[path.size - 1] != '/') path.size--;
  return path;
}
Text path_join(Arena *arena, Text folder, Text relative) {
  Text joined = text_format(arena, "%.*s%.*s", (int)folder.size, folder.data, (int)relative.size, relative.data);
  char *out = arena_alloc(arena, joined.size + 1);
  uint32_t size = 0;
  for (uint32_t at = 0; at <= joined.size;) {
    uint32_t end = at;
    while (end < joined.size && joined.data[end] != '/') end++;
    Text part = {joined.data + at, end - at};
    bool root = at == 0 && end == 0 && joined.size;
    at = end + 1;
    if (text_is(part, ".") || (!part.size && !root)) continue;
    if (text_is(part, "..")) {
      uint32_t cut = size;
      while (cut && out[cut - 1] != '/') cut--;
      if (!cut) return joined;
      size = cut > 1 ? cut - 1 : cut;
      continue;
    }
    if (size && out[size - 1] != '/') out[size++] = '/';
    if (root) out[size++] = '/';
    memcpy(out + size, part.data, part.size);
    size += part.size;
  }
  return (Text){out, size};
}
static bool uri_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/-._~", c); }
void put_uri(Buffer *b, Text path) {
  static const char hex[] = "0123456789ABCDEF";
  if (!path.size || path.data[0] != '/') { buffer_json(b, (RubricText){path.data, path.size}); return; }
  BUFFER_PUT(b, "\"file://");
  for (uint32_t i = 0; i < path.size; i++) {
    unsigned char c = (unsigned char)path.data[i];
    char escape[3] = {'%', hex[c >> 4], hex[c & 15]};
    if (c && uri_plain((char)c)) buffer_put(b, &path.data[i], 1);
    else buffer_put(b, escape, 3);
  }
  BUFFER_PUT(b, "\"");
}
