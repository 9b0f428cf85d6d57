// lsp.h -- a language server for rules: bytes of a client in, bytes for it out (LSP 3.17, JSON-RPC with Content-Length).
//
//   owns     its documents, checked programs and the bytes not yet taken
//   fails    never by a message: what cannot be read is answered with an error, what cannot be done with nothing
//   threads  one
#pragma once
#include "io/buffer.h"

typedef struct Server Server;
typedef struct ServerOptions {
  RubricHost disk;          // what lies beneath the open documents; members unset: nothing does
  const char *std_folder;   // where modules of the standard library are written when someone wants to see them; NULL: nowhere
  int64_t (*clock)(void);   // microseconds, for sample leads and lint; NULL: `now`
  int64_t now;
} ServerOptions;

Server *server_new(ServerOptions options);                        // NULL: no memory
void server_free(Server *server);
void server_feed(Server *server, const char *bytes, size_t size); // whole messages in it are answered
// Findings are worked out when the client pauses: true when that is due; server_rest does it.
bool server_due(const Server *server);
void server_rest(Server *server);
// Findings that need proofs come from a child process: what to wait for besides the client (-1: nothing), and what to do when it is readable.
int server_watch(const Server *server);
void server_watched(Server *server);
Buffer *server_output(Server *server);                            // to be written and emptied (size = 0) by the caller
bool server_ended(const Server *server, int *code);               // after `exit`
int server_end(const Server *server);                             // what to exit with when the input ends
