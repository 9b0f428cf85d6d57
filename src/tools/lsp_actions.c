// lsp_actions.c -- fixes that findings carry, as code actions; a warning can also be allowed, and says then why.
#include "tools/lsp_parts.h"
#include "lang/format.h"
#include "lang/parse.h"

typedef struct Actions { Server *s; Buffer *b; const Spot *spot; uint32_t from, to; bool any; } Actions;

static void action_put(Actions *a, Text title, bool preferred, Span span, Text text) {
  Buffer *b = a->b;
  put_c(b, a->any ? ",{\"title\":" : "{\"title\":");
  a->any = true;
  put_text(b, title);
  put_c(b, preferred ? ",\"kind\":\"quickfix\",\"isPreferred\":true,\"edit\":{\"changes\":{" : ",\"kind\":\"quickfix\",\"edit\":{\"changes\":{");
  put_file_uri(a->s, b, a->spot->check, span.file);
  BUFFER_PUT(b, ":[{\"range\":");
  put_span(a->s, b, a->spot->check, span);
  BUFFER_PUT(b, ",\"newText\":");
  put_text(b, text);
  BUFFER_PUT(b, "}]}}}");
}
static void fix_put(Actions *a, const Diag *d) {
  Span span = d->fix_elsewhere ? d->fix_span : d->span;
  Text fix = text_trim(d->fix);
  bool one_line = !memchr(fix.data ? fix.data : "", '\n', fix.size) && fix.size < 60;
  Text title = !fix.size ? TEXT("Leave this out") : one_line ? text_format(&a->s->arena, "Write %.*s", (int)fix.size, fix.data) : text_format(&a->s->arena, "Mend %s", error_code(d->id));
  if (check_path(a->s, a->spot->check, span.file).size) action_put(a, title, true, span, d->fix);
}
static void allow_put(Actions *a, const Diag *d) { // a comment on the line before
  Text bytes = a->spot->bytes;
  uint32_t begin = d->span.start, word;
  while (begin > 0 && bytes.data[begin - 1] != '\n') begin--;
  for (word = begin; word < bytes.size && (bytes.data[word] == ' ' || bytes.data[word] == '\t');) word++;
  Text text = text_format(&a->s->arena, "%.*s# rubric: allow %s because \n", (int)(word - begin), bytes.data + begin, error_code(d->id));
  action_put(a, text_format(&a->s->arena, "Allow %s here", error_code(d->id)), false, (Span){d->span.file, begin, begin}, text);
}
static bool touches(const Actions *a, Span span) { return span.file == a->spot->file && span.start <= a->to && span.end >= a->from; }
static void actions_of(Actions *a, Diag *const *items, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    const Diag *d = items[i];
    if (d->span.file != a->spot->file || (!touches(a, d->span) && !(d->fix_elsewhere && touches(a, d->fix_span)))) continue;
    if (d->fix_known) fix_put(a, d);
    if (error_is_warning(d->id)) allow_put(a, d);
  }
}
void actions_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  BUFFER_PUT(b, "[");
  if (spot_of(s, params, &spot)) {
    Item range = item_member(params, "range");
    Actions a = {.s = s, .b = b, .spot = &spot};
    a.from = offset_of(spot.lines, item_integer(item_path(range, "start.line"), 0), item_integer(item_path(range, "start.character"), 0), s->utf8);
    a.to = offset_of(spot.lines, item_integer(item_path(range, "end.line"), 0), item_integer(item_path(range, "end.character"), 0), s->utf8);
    actions_of(&a, spot.check->rules->diags->items.items, spot.check->rules->diags->items.count);
    actions_of(&a, spot.check->warnings.items, spot.check->warnings.count);
  }
  BUFFER_PUT(b, "]");
}

// ---- the layout of `rubric fmt`
static const File *file_read(Arena *arena, Sources *sources, Diags *diags, Text bytes) { // NULL: it has mistakes
  const File *file = file_parse(arena, sources, source_add(sources, TEXT("file"), bytes), diags);
  return file->has_syntax_errors || diags->items.count ? NULL : file;
}
const char *formatting_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  Sources sources = {.arena = &s->arena};
  Diags diags = {.arena = &s->arena};
  if (!spot_of(s, params, &spot)) { BUFFER_PUT(b, "null"); return NULL; }
  const File *file = file_read(&s->arena, &sources, &diags, spot.bytes);
  if (!file) return "the file has mistakes: only what can be read is laid out";
  Text text = format_file(&s->arena, &sources, file);
  if (!text.size) text = TEXT("");
  const File *again = file_read(&s->arena, &sources, &diags, text);
  if (!again || again->count != file->count) return "it would not be the same rules when laid out; please report this";
  BUFFER_PUT(b, "[");
  uint32_t before = 0, after = 0, most = text.size < spot.bytes.size ? text.size : spot.bytes.size;
  while (before < most && text.data[before] == spot.bytes.data[before]) before++;
  while (after < most - before && text.data[text.size - 1 - after] == spot.bytes.data[spot.bytes.size - 1 - after]) after++;
  while (before > 0 && spot.bytes.data[before - 1] != '\n') before--; // whole lines: no edit cuts a character in two
  while (after > 0 && spot.bytes.data[spot.bytes.size - after - 1] != '\n') after--;
  if (!text_equal(text, spot.bytes)) {
    BUFFER_PUT(b, "{\"range\":");
    put_range(s, b, spot.lines, before, spot.bytes.size - after);
    BUFFER_PUT(b, ",\"newText\":");
    put_text(b, (Text){text.data + before, text.size - after - before});
    BUFFER_PUT(b, "}");
  }
  BUFFER_PUT(b, "]");
  return NULL;
}
