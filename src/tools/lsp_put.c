// lsp_put.c -- places, ranges and texts as the protocol has them.
#include "tools/lsp_parts.h"
#include <stdio.h>
#include <stdlib.h>

void put_text(Buffer *b, Text t) { buffer_json(b, api_text(t)); }
void put_c(Buffer *b, const char *plain) { buffer_put(b, plain, strlen(plain)); }
void put_markdown(Buffer *b, const Buffer *text) {
  BUFFER_PUT(b, "{\"kind\":\"markdown\",\"value\":");
  buffer_json(b, (RubricText){text->data ? text->data : "", (uint32_t)text->size});
  BUFFER_PUT(b, "}");
}
void put_range(Server *s, Buffer *b, const Lines *lines, uint32_t start, uint32_t end) {
  BUFFER_PUT(b, "{\"start\":");
  put_position(b, position_of(lines, start, s->utf8));
  BUFFER_PUT(b, ",\"end\":");
  put_position(b, position_of(lines, end, s->utf8));
  BUFFER_PUT(b, "}");
}
void put_span(Server *s, Buffer *b, Check *c, Span span) { put_range(s, b, check_lines(c, span.file), span.start, span.end); }

// ---- where a file is, for the client: under the name that it used itself
static bool file_has(Server *s, Text path, Text bytes) {
  char *data = NULL, why[256];
  size_t size = 0;
  const RubricHost *disk = &s->options.disk;
  if (!disk->read_file || !disk->read_file(disk->user, path.data, &data, &size, why)) return false;
  bool same = size == bytes.size && memcmp(data, bytes.data, size) == 0;
  free(data);
  return same;
}
static bool std_write(Server *s, Text name, Text *path) { // a module of the standard library as a file that can be looked at
  Text source;
  if (!s->options.std_folder || !std_module(name, &source)) return false;
  *path = text_format(&s->arena, "%s/%.*s.rubric", s->options.std_folder, (int)name.size, name.data);
  if (file_has(s, *path, source)) return true;
  FILE *out = fopen(path->data, "w");
  if (!out) return false;
  bool fine = fwrite(source.data, 1, source.size, out) == source.size;
  return fclose(out) == 0 && fine;
}
bool put_file_uri(Server *s, Buffer *b, const Check *c, uint32_t file) {
  Text path = check_path(s, c, file), shown = c->rules->sources->files.items[file]->path;
  if (!path.size && !std_write(s, (Text){shown.data + 4, shown.size - 4}, &path)) return false;
  const Document *d = document_at(s, path);
  if (d) put_text(b, d->uri);
  else put_uri(b, path);
  return true;
}
bool put_location(Server *s, Buffer *b, Check *c, Span span) {
  size_t before = b->size;
  BUFFER_PUT(b, "{\"uri\":");
  if (!put_file_uri(s, b, c, span.file)) { b->size = before; return false; }
  BUFFER_PUT(b, ",\"range\":");
  put_span(s, b, c, span);
  BUFFER_PUT(b, "}");
  return true;
}

// ---- where a request points
bool spot_of(Server *s, Item params, Spot *spot) {
  Text uri;
  if (!item_text(item_path(params, "textDocument.uri"), &uri)) return false;
  const Document *d = document_at(s, path_of_uri(&s->arena, uri));
  if (!d) return false;
  Check *c = check_of(s, d->path);
  uint32_t file = check_file(c, d->path);
  if (file == UINT32_MAX) return false;
  *spot = (Spot){.check = c, .file = file, .lines = check_lines(c, file), .scan = &c->scans[file], .bytes = c->rules->sources->files.items[file]->bytes};
  if (!spot->bytes.size) spot->bytes = TEXT("");
  Item at = item_member(params, "position");
  spot->offset = offset_of(spot->lines, item_integer(item_member(at, "line"), 0), item_integer(item_member(at, "character"), 0), s->utf8);
  return true;
}
