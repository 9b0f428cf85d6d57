// lsp_actions.c -- fixes that findings carry, as code actions.
#include "tools/lsp_parts.h"

static void action_put(Server *s, Buffer *b, const Spot *spot, const Diag *d) {
  Text shown = d->fix.size ? text_format(&s->arena, "Write %.*s", (int)d->fix.size, d->fix.data) : TEXT("Leave this out");
  BUFFER_PUT(b, "{\"title\":");
  put_text(b, shown);
  BUFFER_PUT(b, ",\"kind\":\"quickfix\",\"isPreferred\":true,\"edit\":{\"changes\":{");
  put_file_uri(s, b, spot->check, spot->file);
  BUFFER_PUT(b, ":[{\"range\":");
  put_span(s, b, spot->check, d->span);
  BUFFER_PUT(b, ",\"newText\":");
  put_text(b, d->fix);
  BUFFER_PUT(b, "}]}}}");
}
void actions_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  bool any = false;
  BUFFER_PUT(b, "[");
  if (spot_of(s, params, &spot)) {
    Item range = item_member(params, "range");
    uint32_t from = offset_of(spot.lines, item_integer(item_path(range, "start.line"), 0), item_integer(item_path(range, "start.character"), 0), s->utf8);
    uint32_t to = offset_of(spot.lines, item_integer(item_path(range, "end.line"), 0), item_integer(item_path(range, "end.character"), 0), s->utf8);
    const Diags *diags = spot.check->rules->diags;
    for (uint32_t i = 0; i < diags->items.count; i++) {
      const Diag *d = diags->items.items[i];
      if (!d->fix_known || d->span.file != spot.file || d->span.start > to || d->span.end < from) continue;
      if (any) BUFFER_PUT(b, ",");
      action_put(s, b, &spot, d);
      any = true;
    }
  }
  BUFFER_PUT(b, "]");
}
