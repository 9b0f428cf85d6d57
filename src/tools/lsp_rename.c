// lsp_rename.c -- another name for a thing, in all files of its program.
//
// What the new name would mean is not guessed: the program is checked with it. A rename that makes a mistake, or after which some
// place means something else than before (a name inside `where` that hides the lead's), is refused. A field that loses the name
// under which the data have it keeps reading it: `from "old"` is added.
#include "tools/lsp_parts.h"

typedef struct Edit { Span span; Text text; } Edit;
typedef VEC(Edit) Edits;
typedef struct Rename { Server *s; Check *check; Symbol symbol; const Mark *declared; Text name, written; Edits edits; } Rename;

#define SHOW(t) (int)(t).size, (t).data

// ---- what can be renamed
static const char *refusal(Server *s, const Check *c, const Mark *m) {
  if (!m) return "there is no name here";
  switch (m->symbol.kind) {
    case SYMBOL_BUILTIN: case SYMBOL_QUERY: case SYMBOL_DECISION: case SYMBOL_PREVIOUS: case SYMBOL_IT: case SYMBOL_TYPE: return "this name is of the language";
    case SYMBOL_VALUE: return "this is a value of the data: it is called what the data call it";
    case SYMBOL_FILE: case SYMBOL_DATA: return "this is a file";
    case SYMBOL_COLUMN: return "this is a column of a file: it is called what the file's header calls it";
    default: break;
  }
  const Mark *declared = index_declaration(&c->index, m->symbol);
  if (!declared) return "this score is not declared: write `score NAME` first";
  return check_path(s, c, declared->span.file).size ? NULL : "this is of the standard library";
}
static const Mark *mark_at(Server *s, Item params, Spot *spot) {
  return spot_of(s, params, spot) ? index_at(&spot->check->index, spot->file, spot->offset) : NULL;
}
static Span name_only(const Mark *m) { // without quotes
  return m->quoted && m->span.end - m->span.start >= 2 ? (Span){m->span.file, m->span.start + 1, m->span.end - 1} : m->span;
}
void rename_prepare_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  const Mark *m = mark_at(s, params, &spot);
  if (!m || refusal(s, spot.check, m)) { BUFFER_PUT(b, "null"); return; }
  BUFFER_PUT(b, "{\"range\":");
  put_span(s, b, spot.check, name_only(m));
  BUFFER_PUT(b, ",\"placeholder\":");
  put_text(b, symbol_name(spot.check->rules, m->symbol));
  BUFFER_PUT(b, "}");
}

// ---- the new name
static bool word_plain(Text t) {
  bool plain = t.size > 0 && !(t.data[0] >= '0' && t.data[0] <= '9');
  for (uint32_t i = 0; i < t.size; i++) plain &= (t.data[i] >= 'a' && t.data[i] <= 'z') || (t.data[i] >= 'A' && t.data[i] <= 'Z') || (t.data[i] >= '0' && t.data[i] <= '9') || t.data[i] == '_';
  return plain;
}
static bool word_of_kind(Text t, bool option) {
  enum { RESERVED, OPTION, CLAUSE, STATEMENT };
#define KEYWORD(word, token, kind) if (kind == (option ? OPTION : RESERVED) && text_is(t, word)) return true;
#define PHRASE(...)
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
  return false;
}
static const char *name_write(Rename *r, bool quoted) {
  Text t = r->name;
  Arena *arena = &r->s->arena;
  if (t.size >= 2 && t.data[0] == '`' && t.data[t.size - 1] == '`') t = r->name = (Text){t.data + 1, t.size - 2};
  else if (!quoted && word_of_kind(t, false)) return text_format(arena, "`%.*s` is a word of the language and cannot be a name", SHOW(t)).data;
  if (!text_trim(t).size) return "a name needs letters";
  for (uint32_t i = 0; i < t.size; i++) if ((unsigned char)t.data[i] < 32 || t.data[i] == 127 || (!quoted && t.data[i] == '`')) return "this cannot stand in a name";
  if (quoted) {
    Buffer b = {0};
    for (uint32_t i = 0; i < t.size; i++) { if (t.data[i] == '"' || t.data[i] == '\\') BUFFER_PUT(&b, "\\"); buffer_put(&b, &t.data[i], 1); }
    r->written = text_copy(arena, (Text){b.data ? b.data : "", (uint32_t)b.size});
    buffer_free(&b);
  } else r->written = word_plain(t) && !word_of_kind(t, false) && !(r->symbol.kind == SYMBOL_FIELD && word_of_kind(t, true)) ? t : text_format(arena, "`%.*s`", SHOW(t));
  return NULL;
}

// ---- edits
static void edit_add(Rename *r, Span span, Text text) { *VEC_PUSH(&r->s->arena, &r->edits) = (Edit){span, text}; }
// The data go on calling the field what they did.
static void from_add(Rename *r) {
  const Field *f = r->symbol.decl;
  const Scan *scan = &r->check->scans[f->span.file];
  Text old = f->name.text;
  for (uint32_t i = 0; i < f->from_count; i++) if (text_equal(f->from[i], old)) return;
  if (memchr(old.data, '"', old.size) || memchr(old.data, '\\', old.size)) return;
  for (uint32_t i = 0; i < f->from_count; i++) if (text_equal(f->from[i], r->name)) return; // the data have it under the new name already
  for (uint32_t i = scan_at(scan, f->name.span.end); i < scan->count && scan->words[i].end <= f->span.end; i++) {
    if (scan->words[i].kind != SCAN_NAME || !text_is(scan_word(scan, i), "from")) continue;
    edit_add(r, (Span){f->span.file, scan->words[i].end, scan->words[i].end}, text_format(&r->s->arena, " \"%.*s\",", SHOW(old)));
    return;
  }
  edit_add(r, (Span){f->span.file, f->span.end, f->span.end}, text_format(&r->s->arena, " from \"%.*s\"", SHOW(old)));
}
static void edits_find(Rename *r) {
  for (uint32_t i = 0; i < r->check->index.count; i++) {
    const Mark *m = &r->check->index.marks[i];
    if (symbol_equal(m->symbol, r->symbol)) edit_add(r, name_only(m), r->written);
    if (m->declares && symbol_equal(m->symbol, r->symbol) && r->symbol.kind == SYMBOL_FIELD) from_add(r);
  }
}

// ---- trying it
typedef struct Tried { Rename *r; Arena *arena; } Tried;
static Text edited(void *user, Text path, Text bytes) {
  const Tried *t = user;
  uint32_t file = check_file(t->r->check, path), done = 0;
  Buffer out = {0};
  for (uint32_t i = 0; i < t->r->edits.count; i++) {
    const Edit *e = &t->r->edits.items[i];
    if (e->span.file != file || e->span.start < done || e->span.end > bytes.size) continue;
    buffer_put(&out, bytes.data + done, e->span.start - done);
    buffer_put(&out, e->text.data, e->text.size);
    done = e->span.end;
  }
  buffer_put(&out, bytes.data + done, bytes.size - done);
  Text copy = text_copy(t->arena, (Text){out.data ? out.data : "", (uint32_t)out.size});
  buffer_free(&out);
  return copy;
}
static uint32_t shifted(const Rename *r, Span span) { // where a place of the old text stands in the new one
  int64_t at = span.start;
  for (uint32_t i = 0; i < r->edits.count; i++) {
    const Edit *e = &r->edits.items[i];
    if (e->span.file == span.file && e->span.start < span.start) at += (int64_t)e->text.size - (e->span.end - e->span.start);
  }
  return (uint32_t)at;
}
static const char *sense_kept(Rename *r, const Rules *rules, Arena *arena) {
  Scan *scans = ARENA_MANY(arena, Scan, rules->sources->files.count + 1);
  for (uint32_t i = 0; i < rules->files.count; i++) scans[i] = scan_text(arena, rules->sources->files.items[i]->bytes);
  Index index = index_build(arena, rules, scans);
  const Mark *declared = NULL;
  uint32_t before = 0, after = 0, start = shifted(r, name_only(r->declared));
  for (uint32_t i = 0; i < index.count; i++)
    if (index.marks[i].declares && index.marks[i].span.file == r->declared->span.file && name_only(&index.marks[i]).start == start) declared = &index.marks[i];
  for (uint32_t i = 0; i < r->check->index.count; i++) before += symbol_equal(r->check->index.marks[i].symbol, r->symbol);
  for (uint32_t i = 0; declared && i < index.count; i++) after += symbol_equal(index.marks[i].symbol, declared->symbol);
  return declared && before == after && index.count == r->check->index.count ? NULL : text_format(&r->s->arena, "`%.*s` has a meaning already where the name is used", SHOW(r->name)).data;
}
static const char *rename_try(Rename *r) {
  Server *s = r->s;
  Arena *arena = &s->arena;
  Tried tried = {r, arena};
  Rules *rules = check_again(s, r->check, edited, &tried, arena);
  if (rules->diags->items.count > r->check->rules->diags->items.count) {
    for (uint32_t i = 0; i < rules->diags->items.count; i++) { // the first that is new
      Text message = rules->diags->items.items[i]->message;
      bool old = false;
      for (uint32_t k = 0; k < r->check->rules->diags->items.count; k++) old |= text_equal(r->check->rules->diags->items.items[k]->message, message);
      if (!old) return text_format(arena, "it would be a mistake: %.*s", SHOW(message)).data;
    }
    return "it would be a mistake";
  }
  return sense_kept(r, rules, arena);
}

// ---- the answer
static void edits_put(Rename *r, Buffer *b) {
  const Sources *sources = r->check->rules->sources;
  bool files = false;
  BUFFER_PUT(b, "{\"changes\":{");
  for (uint32_t file = 0; file < sources->files.count; file++) {
    bool any = false;
    for (uint32_t i = 0; i < r->edits.count; i++) {
      if (r->edits.items[i].span.file != file) continue;
      if (!any) {
        if (files) BUFFER_PUT(b, ",");
        put_file_uri(r->s, b, r->check, file);
        BUFFER_PUT(b, ":[");
      }
      put_c(b, any ? ",{\"range\":" : "{\"range\":");
      put_span(r->s, b, r->check, r->edits.items[i].span);
      BUFFER_PUT(b, ",\"newText\":");
      put_text(b, r->edits.items[i].text);
      BUFFER_PUT(b, "}");
      any = files = true;
    }
    if (any) BUFFER_PUT(b, "]");
  }
  BUFFER_PUT(b, "}}");
}
const char *rename_put(Server *s, Buffer *b, Item params) {
  Spot spot;
  Rename r = {.s = s};
  const Mark *m = mark_at(s, params, &spot);
  const char *why = m ? refusal(s, spot.check, m) : "there is no name here";
  if (why) return why;
  if (!item_text(item_member(params, "newName"), &r.name)) return "a new name is needed";
  r.check = spot.check;
  r.symbol = m->symbol;
  r.declared = index_declaration(&spot.check->index, m->symbol);
  if ((why = name_write(&r, r.declared->quoted)) != NULL) return why;
  if (!text_equal(r.name, symbol_name(spot.check->rules, m->symbol))) {
    edits_find(&r);
    if ((why = rename_try(&r)) != NULL) return why;
  }
  edits_put(&r, b);
  return NULL;
}
