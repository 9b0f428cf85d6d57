// buffer.h -- bytes that grow: what a writer makes of one batch.
//
// Room is asked for once a lead, then bytes are put without checks. When memory runs out the buffer says so and stays empty.
#pragma once
#include "base/decimal.h"
#include "rubric.h"

typedef struct Buffer { char *data; size_t size, room; bool failed; } Buffer;

bool buffer_room(Buffer *b, size_t more);          // false: no memory
void buffer_free(Buffer *b);
void buffer_put(Buffer *b, const char *data, size_t size);
static inline void buffer_text(Buffer *b, RubricText t) { buffer_put(b, t.data, t.size); }
#define BUFFER_PUT(b, literal) buffer_put((b), (literal), sizeof(literal) - 1)
void buffer_number(Buffer *b, int64_t units);      // as a decision shows it: 20, 43.07
void buffer_integer(Buffer *b, int64_t value);
void buffer_json(Buffer *b, RubricText t);         // quoted and escaped
void buffer_time(Buffer *b, int64_t time);         // 2026-11-01T09:00:00Z
void buffer_date(Buffer *b, int64_t date);
// As a CSV cell: quoted when it must be; a `'` before what a spreadsheet would run, unless it is a number.
void buffer_cell(Buffer *b, RubricText t);
void buffer_quoted(Buffer *b, RubricText t);       // the same without the `'`
