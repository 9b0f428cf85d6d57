// render.c -- see render.h.
#include "tools/render.h"
#include <utf8proc.h>

typedef struct Glyph { char bytes[12]; uint32_t size, cells; } Glyph;

bool render_unsafe(uint32_t code) {
  utf8proc_category_t c = utf8proc_category((int32_t)code);
  return c == UTF8PROC_CATEGORY_CC || c == UTF8PROC_CATEGORY_CF || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP;
}
static Glyph glyph_next(const char **at, const char *end) {
  Glyph g = {0};
  uint32_t code = text_decode(at, end);
  if (render_unsafe(code)) {
    g.size = g.cells = (uint32_t)snprintf(g.bytes, sizeof g.bytes, "\\u{%x}", code);
    return g;
  }
  int width = utf8proc_charwidth((int32_t)code);
  g.size = text_encode(code, g.bytes);
  g.cells = width < 0 ? 0 : (uint32_t)width;
  return g;
}
static uint32_t cells_until(RubricText t, uint32_t enough) { // stops counting when it is more than `enough`
  uint32_t cells = 0;
  if (!t.size) return 0;
  for (const char *at = t.data, *end = t.data + t.size; at < end && cells <= enough;) cells += glyph_next(&at, end).cells;
  return cells;
}
uint32_t render_cells(RubricText t) { return cells_until(t, UINT32_MAX); }
void render_spaces(Buffer *b, uint32_t count) { while (count--) BUFFER_PUT(b, " "); }

uint32_t render_cut(Buffer *b, RubricText t, uint32_t width) {
  if (!t.size) return 0;
  bool whole = cells_until(t, width) <= width;
  uint32_t cells = 0, room = whole ? width : width - (width > 0);
  for (const char *at = t.data, *end = t.data + t.size; at < end;) {
    Glyph g = glyph_next(&at, end);
    if (cells + g.cells > room) break;
    buffer_put(b, g.bytes, g.size);
    cells += g.cells;
  }
  if (whole || !width) return cells;
  BUFFER_PUT(b, "\xE2\x80\xA6");
  return cells + 1;
}
void render_padded(Buffer *b, RubricText t, uint32_t width) { render_spaces(b, width - render_cut(b, t, width)); }

void print_text(FILE *out, RubricText t) {
  Buffer b = {0};
  render_cut(&b, t, UINT32_MAX);
  if (b.size) fwrite(b.data, 1, b.size, out);
  buffer_free(&b);
}
