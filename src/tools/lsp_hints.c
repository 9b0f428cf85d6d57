// lsp_hints.c -- what the compiler knows and the text does not say: what a score can reach, what a parameter is at the place of use.
#include "tools/lsp_parts.h"

typedef struct Hints { Server *s; Buffer *b; const Spot *spot; uint32_t from, to; bool any; } Hints;

static void hint_put(Hints *h, uint32_t at, Text label, const char *tooltip) {
  if (at < h->from || at > h->to) return;
  put_c(h->b, h->any ? ",{\"position\":" : "{\"position\":");
  h->any = true;
  put_position(h->b, position_of(h->spot->lines, at, h->s->utf8));
  BUFFER_PUT(h->b, ",\"label\":");
  put_text(h->b, label);
  BUFFER_PUT(h->b, ",\"tooltip\":");
  put_text(h->b, text_of(tooltip));
  BUFFER_PUT(h->b, ",\"paddingLeft\":true}");
}
static void score_hint(Hints *h, const Score *score) {
  Text reach = describe_line(h->s, h->spot->check, (Symbol){SYMBOL_SCORE, score, 0});
  hint_put(h, score->span.end, text_format(&h->s->arena, "reaches %.*s", (int)reach.size, reach.data), "the lowest and highest total that a lead can get");
}
static void parameter_hint(Hints *h, const Mark *m) {
  const Parameter *p = m->symbol.decl;
  Text bytes = h->spot->check->rules->sources->files.items[p->value->span.file]->bytes;
  Text value = {bytes.data + p->value->span.start, p->value->span.end - p->value->span.start};
  hint_put(h, m->span.end, text_format(&h->s->arena, "= %.*s", (int)value.size, value.data), "the parameter's value; --set replaces it");
}
void hints_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  BUFFER_PUT(b, "[");
  if (s->hints && spot_of(s, params, &spot)) {
    Item range = item_member(params, "range");
    Hints h = {s, b, &spot, 0, UINT32_MAX, false};
    if (item_there(range)) {
      h.from = offset_of(spot.lines, item_integer(item_path(range, "start.line"), 0), item_integer(item_path(range, "start.character"), 0), s->utf8);
      h.to = offset_of(spot.lines, item_integer(item_path(range, "end.line"), 0), item_integer(item_path(range, "end.character"), 0), s->utf8);
    }
    bool sound = spot.check->rules->diags->items.count == 0; // else the reach is that of half the rules
    const File *file = spot.file < spot.check->rules->files.count ? spot.check->rules->files.items[spot.file] : NULL;
    for (uint32_t i = 0; sound && file && i < file->count; i++) if (file->statements[i].kind == STATEMENT_SCORE) score_hint(&h, file->statements[i].score);
    for (uint32_t i = 0; i < spot.check->index.count; i++) {
      const Mark *m = &spot.check->index.marks[i];
      if (m->span.file == spot.file && !m->declares && m->symbol.kind == SYMBOL_PARAMETER) parameter_hint(&h, m);
    }
  }
  BUFFER_PUT(b, "]");
}
