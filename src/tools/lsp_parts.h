// lsp_parts.h -- what the files of the language server share; nobody else includes it.
//
// A request is answered from a Check: one program (an entry file and all that it uses) as the checker left it, with an index of
// every name in it. Open documents win over files; a Check is made anew when any of its files has changed.
#pragma once
#include "api.h"
#include "tools/lsp.h"
#include "tools/lsp_index.h"
#include "tools/lsp_json.h"
#include "tools/lsp_text.h"

enum {
  LSP_MESSAGE_BYTES = 64 << 20,   // a longer one is not from an editor
  LSP_FOLDER_FILES = 500,         // rule files of one folder that are asked what they use
  LSP_SAMPLE_ROWS = 10000,        // sample leads that are decided
  LSP_CHECKS = 64                 // programs kept
};

typedef struct Document { Text uri, path; Buffer text; int64_t version; uint64_t stamp; } Document;
typedef struct Dependency { Text path; uint64_t stamp; } Dependency;
typedef VEC(Text) Texts;
typedef struct Lens Lens;
typedef struct Check {
  Arena arena;
  Text path, folder;             // the entry file; its folder with the last /, or nothing
  Rules *rules;                  // NULL: memory ran out on the way
  Index index;
  Lines *lines; Scan *scans;     // one per source, made when asked for
  VEC(Dependency) dependencies;  // what was read, with what it was then
  bool linted;                   // looked at, or being looked at, by the child
  VEC(Diag *) warnings;          // what it found
  uint64_t made, used;           // when; asked last when
} Check;
typedef struct Published { Text path; uint64_t hash, seen; bool any; } Published;
typedef struct Uses { Text path; uint64_t stamp; Text *paths; uint32_t count; } Uses; // what a file uses, resolved

struct Server {
  ServerOptions options;
  JsonParser *parser;
  Arena arena;                   // of the message at hand
  Arena kept;                    // names that stay: URIs, paths, settings
  jmp_buf escape;                // of both, and of every check
  Buffer input, output, body;
  bool initialized, shut_down, exited, utf8, due;
  bool snippets, watches, refreshes_lenses, refreshes_hints; // what the client can do
  uint64_t asked;                // requests of ours
  int code;
  VEC(Document *) documents;
  VEC(Text) folders;             // of the workspace
  VEC(Check *) checks;
  VEC(Lens *) kept_lenses;       // one a program
  VEC(Published) published;
  VEC(Uses) uses;
  uint64_t round;                // of publishing
  uint64_t clock;                // counts changes: stamps of documents
  Text sample, sample_now;       // settings
  bool lenses, hints;
  struct { Check *check; int child, fd; Buffer bytes; bool wanted; } lint; // check NULL: no child
};

// ---- lsp_world.c: documents and programs
Document *document_at(Server *s, Text path);
Document *document_open(Server *s, Text uri, Text text, int64_t version);
void document_close(Server *s, Document *d);
bool document_edit(Server *s, Document *d, Item changes);
uint64_t path_stamp(Server *s, Text path);                 // 0: not there
Check *check_of(Server *s, Text path);                     // of the program that the file belongs to, up to date; NULL: none
Text check_path(Server *s, const Check *c, uint32_t file); // of a source; size 0 for a module of the standard library
uint32_t check_file(const Check *c, Text path);            // UINT32_MAX: not of this program
void checks_free(Server *s);
void folder_files(Server *s, Text folder, const char *ending, Texts *out); // of a folder on disk, by name (lsp_roots.c)
Text check_root(Server *s, Text path);                     // the entry file that a file belongs to (lsp_roots.c)
Rules *check_again(Server *s, const Check *c, Text (*text)(void *user, Text path, Text bytes), void *user, Arena *arena);
RubricHost check_host(Server *s, Check *c);                // for running it; valid until the next call
const Lines *check_lines(Check *c, uint32_t file);

// ---- lsp_lint.c: the child that looks for what is legal and probably wrong
void lint_start(Server *s);
void lint_stop(Server *s, const Check *c);                  // when it is about `c`; NULL: in any case

// ---- lsp.c
int64_t server_now(const Server *s);
void server_send(Server *s);                                // what is in s->body, as a message

// ---- where a request points
typedef struct Spot { Check *check; uint32_t file, offset; const Lines *lines; const Scan *scan; Text bytes; } Spot;
bool spot_of(Server *s, Item params, Spot *spot);          // offset: of params.position when there is one
void put_range(Server *s, Buffer *b, const Lines *lines, uint32_t start, uint32_t end);
void put_span(Server *s, Buffer *b, Check *c, Span span);
bool put_file_uri(Server *s, Buffer *b, const Check *c, uint32_t file); // quoted; false: a module that is no file
bool put_location(Server *s, Buffer *b, Check *c, Span span);
void put_text(Buffer *b, Text t);                          // quoted and escaped
void put_c(Buffer *b, const char *plain);                  // as it is
void put_markdown(Buffer *b, const Buffer *text); // {"kind":"markdown","value":…}

// ---- the features: each puts its result (JSON) into b
void diagnostics_publish(Server *s);
void hover_put(Server *s, Buffer *b, Item params);
void definition_put(Server *s, Buffer *b, Item params);
void references_put(Server *s, Buffer *b, Item params);
void highlights_put(Server *s, Buffer *b, Item params);
void rename_prepare_put(Server *s, Buffer *b, Item params);
const char *rename_put(Server *s, Buffer *b, Item params); // NULL, or why not
void completion_put(Server *s, Buffer *b, Item params);
void signature_put(Server *s, Buffer *b, Item params);
void symbols_put(Server *s, Buffer *b, Item params);
void workspace_symbols_put(Server *s, Buffer *b, Item params);
void semantic_put(Server *s, Buffer *b, Item params);
void semantic_legend_put(Buffer *b);
void actions_put(Server *s, Buffer *b, Item params);
void hints_put(Server *s, Buffer *b, Item params);
void lenses_put(Server *s, Buffer *b, Item params);
const char *formatting_put(Server *s, Buffer *b, Item params);

typedef struct Portion { uint64_t part, of; } Portion;
// ---- lsp_describe.c: what a symbol is, in words
void describe_put(Server *s, Buffer *b, Check *c, Symbol symbol); // Markdown
Text describe_line(Server *s, Check *c, Symbol symbol);           // one line: "integer, 0.."
// ---- lsp_lens.c: tests and sample leads
void lens_free(Lens *lens);
void share_put(Buffer *b, Portion share);                           // "31 %"
Text lens_title(Server *s, Check *c, Symbol symbol);            // "3 of 14 tests · 31 % of sample leads"; size 0: nothing is known
bool sample_filled(Server *s, Check *c, uint32_t slot, Portion *share); // false: no sample, or not of a lead's field
