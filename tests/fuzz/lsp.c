// lsp.c -- any sequence of messages to the language server: documents opened, edited at any place, every request at any place, and
// bytes that are no message. It must answer, and never end but by `exit`.
//
// An input is a list of steps: a byte that says what, four that say where, then text up to the next zero byte.
#include "fuzz.h"
#include "tools/lsp.h"
#include <stdio.h>

typedef struct Step { uint8_t what, where[4]; const char *text; size_t size; } Step;

static void put_c(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static void put_text(Buffer *b, const char *text, size_t size) { // quoted; bytes beyond ASCII become characters of two and of four bytes
  Buffer utf8 = {0};
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)text[i];
    char out[4];
    if (c < 0x80) buffer_put(&utf8, &text[i], 1);
    else buffer_put(&utf8, out, text_encode(c < 0xc0 ? c : 0x1f600u + c, out));
  }
  buffer_json(b, (RubricText){utf8.data ? utf8.data : "", (uint32_t)utf8.size});
  buffer_free(&utf8);
}
static void put_position(Buffer *b, uint8_t line, uint8_t column) {
  put_c(b, "{\"line\":");
  buffer_integer(b, line == 255 ? -1 : line == 254 ? INT64_MAX : line);
  put_c(b, ",\"character\":");
  buffer_integer(b, column == 255 ? -1 : column == 254 ? 4294967295LL : column);
  put_c(b, "}");
}
static void put_document(Buffer *b, uint8_t which) {
  static const char *const uris[] = {"file:///w/main.rubric", "file:///w/a.rubric", "file:///w/b/c%20d.rubric", "untitled:Untitled-1"};
  put_c(b, "\"textDocument\":{\"uri\":\"");
  put_c(b, uris[which % 4]);
  put_c(b, "\"");
}
static void send_body(Server *s, const Buffer *body) {
  char head[64];
  server_feed(s, head, (size_t)snprintf(head, sizeof head, "Content-Length: %zu\r\n\r\n", body->size));
  server_feed(s, body->data ? body->data : "", body->size);
}
static void request(Buffer *b, const Step *st) {
  static const char *const methods[] = {"hover", "definition", "references", "documentHighlight", "documentSymbol", "completion", "prepareRename", "rename", "semanticTokens/full", "codeAction", "inlayHint", "codeLens", "formatting", "signatureHelp"};
  put_c(b, "{\"id\":1,\"method\":\"textDocument/");
  put_c(b, methods[st->where[0] % 14]);
  put_c(b, "\",\"params\":{");
  put_document(b, st->where[1]);
  put_c(b, "},\"position\":");
  put_position(b, st->where[2], st->where[3]);
  put_c(b, ",\"newName\":");
  put_text(b, st->text, st->size);
  put_c(b, "}}");
}
static void step(Server *s, const Step *st) {
  Buffer b = {0};
  switch (st->what % 8) {
    case 0: // a document
      put_c(&b, "{\"method\":\"textDocument/didOpen\",\"params\":{");
      put_document(&b, st->where[0]);
      put_c(&b, ",\"text\":");
      put_text(&b, st->text, st->size);
      put_c(&b, "}}}");
      break;
    case 1: // an edit
      put_c(&b, "{\"method\":\"textDocument/didChange\",\"params\":{");
      put_document(&b, st->what / 8);
      put_c(&b, "},\"contentChanges\":[{\"range\":{\"start\":");
      put_position(&b, st->where[0], st->where[1]);
      put_c(&b, ",\"end\":");
      put_position(&b, st->where[2], st->where[3]);
      put_c(&b, "},\"text\":");
      put_text(&b, st->text, st->size);
      put_c(&b, "}]}}");
      break;
    case 2: case 3: request(&b, st); break;
    case 4: server_rest(s); return;
    case 5: buffer_put(&b, st->text, st->size); break;             // a body that may be no JSON
    case 6: server_feed(s, st->text, st->size); return;            // bytes that may be no message
    default:
      put_c(&b, "{\"method\":\"textDocument/didClose\",\"params\":{");
      put_document(&b, st->where[0]);
      put_c(&b, "}}}");
  }
  send_body(s, &b);
  buffer_free(&b);
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char first[] = "{\"id\":0,\"method\":\"initialize\",\"params\":{\"capabilities\":{\"general\":{\"positionEncodings\":[\"utf-8\"]}}}}";
  if (size > 6000 || size < 1) return 0;
  Server *s = server_new((ServerOptions){.now = 1700000000000000});
  FUZZ_REQUIRE(s);
  Buffer b = {0};
  put_c(&b, data[0] & 1 ? first : "{\"id\":0,\"method\":\"initialize\"}");
  send_body(s, &b);
  buffer_free(&b);
  int code, steps = 0;
  for (size_t at = 1; at + 5 <= size && steps++ < 40 && !server_ended(s, &code);) {
    Step st = {.what = data[at], .text = (const char *)data + at + 5};
    memcpy(st.where, data + at + 1, 4);
    while (at + 5 + st.size < size && st.text[st.size]) st.size++;
    at += 5 + st.size + 1;
    step(s, &st);
    FUZZ_REQUIRE(!server_output(s)->failed);
    server_output(s)->size = 0;
  }
  if (server_due(s)) server_rest(s);
  server_free(s);
  return 0;
}
