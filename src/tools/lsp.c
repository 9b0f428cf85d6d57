// lsp.c -- the protocol: messages out of bytes, one handler each, answers as messages. See lsp.h.
//
// Everything that a message makes lies in `arena`, and every arena escapes to the same place: a message for which memory runs out
// is answered with an error, the next one is as if it had not been.
#include "tools/lsp_parts.h"
#include <stdlib.h>

enum { ERROR_PARSE = -32700, ERROR_REQUEST = -32600, ERROR_METHOD = -32601, ERROR_INTERNAL = -32603, ERROR_EARLY = -32002, ERROR_REFUSED = -32803 };

// ---- life
Server *server_new(ServerOptions options) {
  Server *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->options = options;
  s->lenses = s->hints = s->lint.wanted = true;
  arena_init(&s->arena, allocator_default(), &s->escape);
  arena_init(&s->kept, allocator_default(), &s->escape);
  s->parser = json_parser_new();
  if (s->parser) return s;
  free(s);
  return NULL;
}
void server_free(Server *s) {
  if (!s) return;
  checks_free(s);
  for (uint32_t i = 0; i < s->kept_lenses.count; i++) lens_free(s->kept_lenses.items[i]);
  for (uint32_t i = 0; i < s->documents.count; i++) buffer_free(&s->documents.items[i]->text);
  json_parser_free(s->parser);
  buffer_free(&s->input);
  buffer_free(&s->output);
  buffer_free(&s->body);
  arena_free(&s->arena);
  arena_free(&s->kept);
  free(s);
}
Buffer *server_output(Server *s) { return &s->output; }
bool server_due(const Server *s) { return s->due && s->initialized && !s->exited; }
bool server_ended(const Server *s, int *code) {
  *code = s->code;
  return s->exited;
}
int64_t server_now(const Server *s) { return s->options.clock ? s->options.clock() : s->options.now; }
int server_end(const Server *s) { return s->exited ? s->code : s->shut_down || !s->initialized ? 0 : 1; }

// ---- answers
void server_send(Server *s) {
  if (s->body.failed) { buffer_free(&s->body); return; }
  BUFFER_PUT(&s->output, "Content-Length: ");
  buffer_integer(&s->output, (int64_t)s->body.size);
  BUFFER_PUT(&s->output, "\r\n\r\n");
  buffer_put(&s->output, s->body.data, s->body.size);
  s->body.size = 0;
}
static void id_put(Buffer *b, Item id) {
  Text text;
  if (item_is(id, 'i')) buffer_integer(b, item_integer(id, 0));
  else if (item_text(id, &text)) put_text(b, text);
  else BUFFER_PUT(b, "null");
}
static void answer_begin(Server *s, Item id) {
  if (s->body.failed) buffer_free(&s->body);
  s->body.size = 0;
  BUFFER_PUT(&s->body, "{\"jsonrpc\":\"2.0\",\"id\":");
  id_put(&s->body, id);
}
static void answer_error(Server *s, Item id, int code, const char *message) {
  answer_begin(s, id);
  BUFFER_PUT(&s->body, ",\"error\":{\"code\":");
  buffer_integer(&s->body, code);
  BUFFER_PUT(&s->body, ",\"message\":");
  put_text(&s->body, text_of(message));
  BUFFER_PUT(&s->body, "}}");
  server_send(s);
}

// ---- settings
static void settings_take(Server *s, Item settings) {
  Text text;
  if (item_text(item_member(settings, "sample"), &text) && !text_equal(text, s->sample)) s->sample = text_copy(&s->kept, text);
  if (item_text(item_member(settings, "now"), &text) && !text_equal(text, s->sample_now)) s->sample_now = text_copy(&s->kept, text);
  s->lenses = item_boolean(item_member(settings, "lenses"), s->lenses);
  s->hints = item_boolean(item_member(settings, "hints"), s->hints);
  s->lint.wanted = item_boolean(item_member(settings, "lint"), s->lint.wanted);
}
static void folder_add(Server *s, Text uri) {
  Text path = path_of_uri(&s->arena, uri);
  if (!path.size || path.data[0] != '/') return;
  bool slash = path.data[path.size - 1] == '/';
  path = text_format(&s->kept, "%.*s%s", (int)path.size, path.data, slash ? "" : "/");
  *VEC_PUSH(&s->kept, &s->folders) = path;
}
static void folder_remove(Server *s, Text uri) {
  Text path = path_of_uri(&s->arena, uri);
  for (uint32_t i = 0; i < s->folders.count; i++) {
    Text f = s->folders.items[i];
    if (!text_equal(f, path) && !text_equal((Text){f.data, f.size - 1}, path)) continue;
    s->folders.items[i] = s->folders.items[--s->folders.count];
    return;
  }
}
static void folders_take(Server *s, Item folders, bool add) {
  Text uri;
  for (Item f = item_first(folders); f.at; f = item_next(f)) {
    if (!item_text(item_member(f, "uri"), &uri)) continue;
    if (add) folder_add(s, uri);
    else folder_remove(s, uri);
  }
}

// ---- requests of the whole server
static void capabilities_put(Server *s, Buffer *b) {
  BUFFER_PUT(b, "{\"capabilities\":{\"positionEncoding\":");
  put_text(b, s->utf8 ? TEXT("utf-8") : TEXT("utf-16"));
  BUFFER_PUT(b, ",\"textDocumentSync\":{\"openClose\":true,\"change\":2,\"save\":true},\"hoverProvider\":true,\"definitionProvider\":true,"
                "\"referencesProvider\":true,\"documentHighlightProvider\":true,\"documentSymbolProvider\":true,\"workspaceSymbolProvider\":true,\"completionProvider\":{\"triggerCharacters\":[\"\\\"\",\".\"]},\"signatureHelpProvider\":{\"triggerCharacters\":[\"(\",\",\"]},\"renameProvider\":{\"prepareProvider\":true},"
                "\"codeActionProvider\":{\"codeActionKinds\":[\"quickfix\"]},\"inlayHintProvider\":true,\"documentFormattingProvider\":true,\"codeLensProvider\":{},\"semanticTokensProvider\":{\"full\":true,\"legend\":");
  semantic_legend_put(b);
  BUFFER_PUT(b, "}");
  BUFFER_PUT(b, ",\"workspace\":{\"workspaceFolders\":{\"supported\":true,\"changeNotifications\":true}}},\"serverInfo\":{\"name\":\"rubric\",\"version\":\"" RUBRIC_VERSION "\"}}");
}
static void initialize_put(Server *s, Buffer *b, Item params) {
  Text word;
  for (Item e = item_first(item_path(params, "capabilities.general.positionEncodings")); e.at; e = item_next(e))
    s->utf8 |= item_text(e, &word) && text_is(word, "utf-8");
  s->snippets = item_boolean(item_path(params, "capabilities.textDocument.completion.completionItem.snippetSupport"), false);
  s->watches = item_boolean(item_path(params, "capabilities.workspace.didChangeWatchedFiles.dynamicRegistration"), false);
  s->refreshes_lenses = item_boolean(item_path(params, "capabilities.workspace.codeLens.refreshSupport"), false);
  s->refreshes_hints = item_boolean(item_path(params, "capabilities.workspace.inlayHint.refreshSupport"), false);
  settings_take(s, item_member(params, "initializationOptions"));
  Item folders = item_member(params, "workspaceFolders");
  if (item_is(folders, '[')) folders_take(s, folders, true);
  else if (item_text(item_member(params, "rootUri"), &word)) folder_add(s, word);
  s->initialized = true;
  capabilities_put(s, b);
}
// ---- what we ask of the client; answers are passed over
static void ask(Server *s, const char *method, const char *params) {
  s->body.size = 0;
  BUFFER_PUT(&s->body, "{\"jsonrpc\":\"2.0\",\"id\":\"");
  put_c(&s->body, method);
  buffer_integer(&s->body, (int64_t)++s->asked);
  BUFFER_PUT(&s->body, "\",\"method\":\"");
  put_c(&s->body, method);
  BUFFER_PUT(&s->body, "\"");
  put_c(&s->body, params);
  BUFFER_PUT(&s->body, "}");
  server_send(s);
}
static void initialized_take(Server *s, Item params) { // files that are not open change too: lists, tables, modules, samples
  (void)params;
  if (s->watches) ask(s, "client/registerCapability", ",\"params\":{\"registrations\":[{\"id\":\"files\",\"method\":\"workspace/didChangeWatchedFiles\",\"registerOptions\":"
                         "{\"watchers\":[{\"globPattern\":\"**/*.{rubric,csv,txt,ndjson}\"}]}}]}");
}
static void shown_again(Server *s) { // what stands beside the text is asked for again
  if (s->refreshes_lenses && s->lenses) ask(s, "workspace/codeLens/refresh", "");
  if (s->refreshes_hints && s->hints) ask(s, "workspace/inlayHint/refresh", "");
}
static void shutdown_put(Server *s, Buffer *b, Item params) {
  (void)params;
  s->shut_down = true;
  BUFFER_PUT(b, "null");
}

// ---- notifications
static void exit_take(Server *s, Item params) {
  (void)params;
  s->exited = true;
  s->code = s->shut_down ? 0 : 1;
}
static Document *document_named(Server *s, Item params) {
  Text uri;
  return item_text(item_path(params, "textDocument.uri"), &uri) ? document_at(s, path_of_uri(&s->arena, uri)) : NULL;
}
static void open_take(Server *s, Item params) {
  Text uri, text;
  Item document = item_member(params, "textDocument");
  if (!item_text(item_member(document, "uri"), &uri) || !uri.size || !item_text(item_member(document, "text"), &text)) return;
  document_open(s, uri, text, item_integer(item_member(document, "version"), 0));
}
static void change_take(Server *s, Item params) {
  Document *d = document_named(s, params);
  if (!d) return;
  d->version = item_integer(item_path(params, "textDocument.version"), d->version);
  document_edit(s, d, item_member(params, "contentChanges"));
}
static void close_take(Server *s, Item params) {
  Document *d = document_named(s, params);
  if (d) document_close(s, d);
}
static void again_take(Server *s, Item params) { (void)params; s->due = true; } // saved: stamps tell the rest
static void files_take(Server *s, Item params) {
  (void)params;
  s->due = true;
  shown_again(s);
}
static void configuration_take(Server *s, Item params) {
  Item settings = item_member(params, "settings"), ours = item_member(settings, "rubric");
  settings_take(s, item_is(ours, '{') ? ours : settings);
  s->due = true;
  shown_again(s);
}
static void folders_change_take(Server *s, Item params) {
  folders_take(s, item_path(params, "event.removed"), false);
  folders_take(s, item_path(params, "event.added"), true);
  s->due = true;
}

// ---- dispatch
typedef struct Request { const char *method; void (*put)(Server *s, Buffer *b, Item params); const char *(*try)(Server *s, Buffer *b, Item params); } Request;
static const Request requests[] = {
  {"initialize", initialize_put, NULL},
  {"shutdown", shutdown_put, NULL},
  {"textDocument/hover", hover_put, NULL},
  {"textDocument/definition", definition_put, NULL},
  {"textDocument/references", references_put, NULL},
  {"textDocument/documentHighlight", highlights_put, NULL},
  {"textDocument/documentSymbol", symbols_put, NULL},
  {"workspace/symbol", workspace_symbols_put, NULL},
  {"textDocument/completion", completion_put, NULL},
  {"textDocument/signatureHelp", signature_put, NULL},
  {"textDocument/prepareRename", rename_prepare_put, NULL},
  {"textDocument/rename", NULL, rename_put},
  {"textDocument/semanticTokens/full", semantic_put, NULL},
  {"textDocument/codeAction", actions_put, NULL},
  {"textDocument/inlayHint", hints_put, NULL},
  {"textDocument/codeLens", lenses_put, NULL},
  {"textDocument/formatting", NULL, formatting_put},
};
typedef struct Notification { const char *method; void (*take)(Server *s, Item params); } Notification;
static const Notification notifications[] = {
  {"exit", exit_take},
  {"textDocument/didOpen", open_take},
  {"textDocument/didChange", change_take},
  {"textDocument/didClose", close_take},
  {"textDocument/didSave", again_take},
  {"workspace/didChangeWatchedFiles", files_take},
  {"initialized", initialized_take},
  {"workspace/didChangeConfiguration", configuration_take},
  {"workspace/didChangeWorkspaceFolders", folders_change_take},
};
static void request_answer(Server *s, Item id, Text method, Item params) {
  const Request *r = NULL;
  for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) if (text_is(method, requests[i].method)) r = &requests[i];
  if (!s->initialized && (!r || r->put != initialize_put)) { answer_error(s, id, ERROR_EARLY, "`initialize` comes first"); return; }
  if (s->shut_down) { answer_error(s, id, ERROR_REQUEST, "the server has been shut down"); return; }
  if (!r) { answer_error(s, id, ERROR_METHOD, "this server does not do that"); return; }
  if (r->put == initialize_put && s->initialized) { answer_error(s, id, ERROR_REQUEST, "`initialize` comes once"); return; }
  answer_begin(s, id);
  BUFFER_PUT(&s->body, ",\"result\":");
  const char *why = NULL;
  if (r->put) r->put(s, &s->body, params);
  else why = r->try(s, &s->body, params);
  BUFFER_PUT(&s->body, "}");
  if (why) answer_error(s, id, ERROR_REFUSED, why);
  else if (s->body.failed) answer_error(s, id, ERROR_INTERNAL, "out of memory");
  else server_send(s);
}
static void message_take(Server *s, Text bytes) {
  Item message = {0}, none = {0};
  Text method;
  if (!item_parse(s->parser, &s->arena, bytes, &message)) { answer_error(s, none, ERROR_PARSE, "this is no JSON"); return; }
  if (!item_is(message, '{')) { answer_error(s, none, ERROR_REQUEST, "a message is a JSON object"); return; }
  Item id = item_member(message, "id"), params = item_member(message, "params");
  if (!item_text(item_member(message, "method"), &method)) {
    bool answer = item_member(message, "result").at || item_member(message, "error").at; // to something that we have not asked
    if (!answer) answer_error(s, id, ERROR_REQUEST, "a message has a method");
    return;
  }
  if (id.at) { request_answer(s, id, method, params); return; }
  for (size_t i = 0; i < sizeof notifications / sizeof *notifications; i++)
    if (text_is(method, notifications[i].method) && (s->initialized || notifications[i].take == exit_take)) { notifications[i].take(s, params); return; }
}
static void message_guarded(Server *s, Text bytes) {
  Item none = {0};
  if (setjmp(s->escape) == 0) message_take(s, bytes);
  else answer_error(s, none, ERROR_INTERNAL, "out of memory");
  arena_reset(&s->arena);
}
void server_rest(Server *s) {
  s->due = false;
  if (setjmp(s->escape) == 0) {
    diagnostics_publish(s);
    lint_start(s);
  }
  arena_reset(&s->arena);
}

// ---- bytes: `Content-Length: N`, other headers, an empty line, N bytes. What is none of this is passed over up to the next of it.
static const char header_word[] = "content-length:";
static size_t header_find(const Buffer *in, size_t from) {
  size_t n = sizeof header_word - 1;
  for (size_t at = from; at + n <= in->size; at++) {
    size_t k = 0;
    while (k < n && (in->data[at + k] | 0x20) == (header_word[k] | 0x20)) k++;
    if (k == n) return at;
  }
  return SIZE_MAX;
}
static bool header_size(const Buffer *in, size_t at, size_t *size, size_t *end) { // false: more bytes are needed. *end 0: it is none
  size_t i = at + sizeof header_word - 1, digits = 0;
  *size = *end = 0;
  while (i < in->size && in->data[i] == ' ') i++;
  for (; i < in->size && in->data[i] >= '0' && in->data[i] <= '9'; i++, digits++) *size = digits < 12 ? *size * 10 + (size_t)(in->data[i] - '0') : SIZE_MAX / 2;
  if (i == in->size) return in->size - at > 256;
  for (size_t k = i; k < in->size && k < i + 1024; k++) {
    if (in->data[k] != '\n') continue;
    bool bare = k + 1 < in->size && in->data[k + 1] == '\n', carriage = k + 2 < in->size && in->data[k + 1] == '\r' && in->data[k + 2] == '\n';
    if (bare || carriage) { *end = digits && *size <= LSP_MESSAGE_BYTES ? k + (bare ? 2 : 3) : 0; return true; }
  }
  return in->size - i > 1024;
}
static void input_cut(Buffer *in, size_t n) {
  memmove(in->data, in->data + n, in->size - n);
  in->size -= n;
}
void server_feed(Server *s, const char *bytes, size_t size) {
  Buffer *in = &s->input;
  Item none = {0};
  buffer_put(in, bytes, size);
  if (in->failed) { buffer_free(in); return; }
  size_t done = 0;
  while (!s->exited) {
    size_t at = header_find(in, done), length, end;
    if (at == SIZE_MAX) { // keep what may be its beginning
      size_t keep = sizeof header_word - 2;
      if (in->size - done > keep) done = in->size - keep;
      break;
    }
    done = at;
    if (!header_size(in, at, &length, &end)) break;
    if (!end) { answer_error(s, none, ERROR_PARSE, "a message needs a Content-Length that can be read"); done = at + sizeof header_word - 1; continue; }
    if (in->size - end < length) break;
    message_guarded(s, (Text){in->data + end, (uint32_t)length});
    done = end + length;
  }
  if (done) input_cut(in, done);
}
