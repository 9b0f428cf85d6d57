// lsp_diagnostics.c -- findings, for every open file and the files that its program uses; sent only when they have changed.
#include "tools/lsp_parts.h"

static void finding_text(Buffer *b, const Diag *d) {
  Buffer text = {0};
  buffer_text(&text, api_text(d->message));
  if (d->label.size) { BUFFER_PUT(&text, ": "); buffer_text(&text, api_text(d->label)); }
  if (d->help.size) { BUFFER_PUT(&text, "\nhelp: "); buffer_text(&text, api_text(d->help)); }
  if (d->witness.size) { BUFFER_PUT(&text, "\nfor example this lead: "); buffer_text(&text, api_text(d->witness)); }
  buffer_json(b, (RubricText){text.data ? text.data : "", (uint32_t)text.size});
  b->failed |= text.failed;
  buffer_free(&text);
}
static void related_put(Server *s, Buffer *b, Check *c, const Diag *d) {
  size_t before = b->size;
  bool any = false;
  BUFFER_PUT(b, ",\"relatedInformation\":[");
  for (uint32_t i = 0; i < d->note_count; i++) {
    size_t start = b->size;
    if (d->notes[i].span.file >= c->rules->sources->files.count) continue;
    if (any) BUFFER_PUT(b, ",");
    BUFFER_PUT(b, "{\"location\":");
    if (!put_location(s, b, c, d->notes[i].span)) { b->size = start; continue; }
    BUFFER_PUT(b, ",\"message\":");
    put_text(b, d->notes[i].text);
    BUFFER_PUT(b, "}");
    any = true;
  }
  BUFFER_PUT(b, "]");
  if (!any) b->size = before;
}
static void finding_put(Server *s, Buffer *b, Check *c, const Diag *d) {
  BUFFER_PUT(b, "{\"range\":");
  put_span(s, b, c, d->span);
  put_c(b, error_is_warning(d->id) ? ",\"severity\":2,\"code\":" : ",\"severity\":1,\"code\":");
  put_text(b, text_of(error_code(d->id)));
  BUFFER_PUT(b, ",\"source\":\"rubric\",\"message\":");
  finding_text(b, d);
  if (d->id >= ERROR_UNUSED_FIELD && d->id <= ERROR_UNUSED_DEFINITION) BUFFER_PUT(b, ",\"tags\":[1]"); // shown faded
  related_put(s, b, c, d);
  BUFFER_PUT(b, "}");
}
// A file of definitions for others to use needs no schema; one that names a rubric wants to decide.
static bool finding_shown(const Check *c, const Diag *d) {
  const Rules *r = c->rules;
  return d->id != ERROR_SCHEMA || r->schema || r->header || d->note_count;
}
typedef VEC(Diag *) Findings;
static void findings_add(Server *s, Check *c, Diag *const *items, uint32_t count, uint32_t file, Findings *out) {
  for (uint32_t i = 0; i < count; i++) if (items[i]->span.file == file && finding_shown(c, items[i])) *VEC_PUSH(&s->arena, out) = items[i];
}
static void findings_put(Server *s, Buffer *b, Check *c, uint32_t file) {
  Findings found = {0};
  findings_add(s, c, c->rules->diags->items.items, c->rules->diags->items.count, file, &found);
  findings_add(s, c, c->warnings.items, c->warnings.count, file, &found);
  BUFFER_PUT(b, "[");
  for (uint32_t i = 0; i < found.count; i++) {
    if (i) BUFFER_PUT(b, ",");
    finding_put(s, b, c, found.items[i]);
  }
  BUFFER_PUT(b, "]");
}

// ---- sending
static Published *published_at(Server *s, Text path) {
  for (uint32_t i = 0; i < s->published.count; i++) if (text_equal(s->published.items[i].path, path)) return &s->published.items[i];
  Published *p = VEC_PUSH(&s->kept, &s->published);
  *p = (Published){.path = text_copy(&s->kept, path)};
  return p;
}
static void publish(Server *s, Text path, Text findings) {
  const Document *d = document_at(s, path);
  Published *p = published_at(s, path);
  uint64_t hash = text_hash(findings, 1) ^ (d ? d->stamp : 0); // an open document gets an answer to every change
  bool any = findings.size > 2;
  p->seen = s->round;
  if (p->hash == hash || (!d && !any && !p->any)) return;
  p->hash = hash;
  p->any = any;
  Buffer *b = &s->body;
  b->size = 0;
  BUFFER_PUT(b, "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\",\"params\":{\"uri\":");
  if (d) put_text(b, d->uri);
  else put_uri(b, path);
  if (d) { BUFFER_PUT(b, ",\"version\":"); buffer_integer(b, d->version); }
  BUFFER_PUT(b, ",\"diagnostics\":");
  buffer_text(b, api_text(findings));
  BUFFER_PUT(b, "}}");
  server_send(s);
}
static void check_publish(Server *s, Check *c) {
  for (uint32_t file = 0; file < c->rules->sources->files.count; file++) {
    Text path = check_path(s, c, file);
    Buffer b = {0};
    if (!path.size || published_at(s, path)->seen == s->round) continue; // another program has said it
    findings_put(s, &b, c, file);
    Text findings = b.failed ? TEXT("[]") : text_copy(&s->arena, (Text){b.data, (uint32_t)b.size});
    buffer_free(&b);
    publish(s, path, findings);
  }
}
void diagnostics_publish(Server *s) {
  s->round++;
  for (uint32_t i = 0; i < s->documents.count; i++) check_publish(s, check_of(s, s->documents.items[i]->path));
  for (uint32_t i = 0; i < s->published.count; i++)
    if (s->published.items[i].seen != s->round) publish(s, s->published.items[i].path, TEXT("[]"));
}
