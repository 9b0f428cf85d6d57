// output_inside.h -- what the files output*.c share.
#pragma once
#include "io/output.h"
#include "io/put.h"

typedef struct TracePieces {     // what a trace has that does not change from lead to lead
  Piece *rule, *rule_at;         // {"score":"fit","rule":"x","points":  and  ,"at":"a.rubric:7","because":"…"
  Piece *group, *score;          // {"score":"fit","group":"x","points":  and  {"score":"fit"
  Piece *unknown, *reason;       // {"rule":"x","needs":[  and  {"code":"x","because":"…","at":"a.rubric:7"}
  Piece *stage, *route, *passed; // {"at":"a.rubric:7"  and  {"route":"x","why":"
  Piece *path;                   // of fields: "events.kind":
} TracePieces;
struct Output {
  RubricProgram *program;
  OutputForm form;
  uint32_t key, *with, with_count;
  size_t line_bytes;             // what all pieces and numbers of a line need at most, without texts of the lead
  bool trace;
  int64_t now;
  Piece head;                    // {"lead_id":
  Piece *decision;               // per status, stage + 1: ,"status":"routed","stage":"SQL","scores":{"fit":  in CSV: ,routed,SQL
  Piece *score;                  // per score after the first: ,"intent":
  Piece *segment, *reason, *need, *channel, *with_name;
  Piece *route, *route_end;      // per route + 1: "x","target":  and  ,"sla_seconds":3600,"due_at":"…"  in CSV: ,x,  and  ,3600,…
  uint32_t stages, routes, scores, segments, reasons, channels;
  TracePieces traced;
};
typedef struct Decided { const Output *output; RubricRun *run; const RubricBatch *leads; const RubricDecisions *d; const Column *keys; } Decided; // a batch; keys: NULL unless they are text

static inline bool bit(const uint64_t *bits, uint32_t row) { return bits[row >> 6] >> (row & 63) & 1; }

// A place in a buffer while things are put: room for `more` bytes from it on. NULL: no memory.
static inline char *room_begin(Buffer *b, size_t more) {
  return b->size + more + PUT_MORE <= b->room || buffer_room(b, more + PUT_MORE) ? b->data + b->size : NULL;
}
static inline void room_end(Buffer *b, const char *out) { b->size = (size_t)(out - b->data); }
static inline char *room_more(Buffer *b, char *out, size_t more) { // `out` may be NULL
  if (!out) return NULL;
  room_end(b, out);
  return room_begin(b, more);
}

extern const char *const output_statuses[];
Piece piece_of(Buffer *b);                         // takes what the buffer holds
Piece *pieces_new(Buffer *b, uint32_t count);
void pieces_free(Piece *pieces, uint32_t count);
void trace_pieces(Output *o, Buffer *b);
void trace_pieces_free(Output *o);

// The value of a lead as JSON, asking for the room that it needs and for `more` behind it. NULL: no memory.
char *put_value(const RubricProgram *p, const Batch *batch, uint32_t field, uint32_t row, size_t more, Buffer *b, char *out);
// The trace of one lead as cli.md has it.
void output_trace(const Decided *x, uint32_t row, Buffer *b);

// ---- one line, behind `line_bytes` of room
char *put_bits(char *out, const Piece *names, const uint64_t *const *bits, uint32_t count, uint32_t row, char between);
char *put_needs(char *out, const Output *o, const RubricDecisions *d, uint32_t row, char between);
char *put_route_end(char *out, int64_t sla_us, int64_t due);
typedef enum { BLOCKED, ALLOWED, WAIT } Contact;
Contact contact_of(const RubricContact *c, uint32_t row);
void output_json(const Decided *x, uint32_t first, uint32_t end, Buffer *b); // rows [first, end)
void output_csv(const Decided *x, Buffer *b);
void output_csv_header(const Output *o, Buffer *b);
void output_csv_pieces(Output *o, Buffer *b);
uint64_t listed_of(const Output *o, const RubricDecisions *d, uint32_t word); // of 64 leads those that are in any list
