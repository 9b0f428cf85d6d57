// lsp_text.h -- places as editors count them: lines from 0, columns in UTF-16 units or (when both sides like) bytes; and URIs.
//
// A line ends with LF, CR LF or CR. Any line and column is a place: what lies behind a line's end is its end, what lies inside a
// character is its beginning.
#pragma once
#include "io/buffer.h"
#include "lang/scan.h"

typedef struct Lines { Text bytes; uint32_t *starts; uint32_t count; bool ascii; } Lines;
typedef struct Position { uint32_t line, column; } Position;

Lines lines_of(Arena *arena, Text bytes);
Position position_of(const Lines *lines, uint32_t offset, bool utf8);
uint32_t offset_of(const Lines *lines, int64_t line, int64_t column, bool utf8);
uint32_t columns_between(Text bytes, uint32_t from, uint32_t to, bool utf8);
void put_position(Buffer *b, Position place);

// "file:///a%20b" is /a b; of another scheme the path is the URI itself.
Text path_of_uri(Arena *arena, Text uri);
Text path_folder(Text path);                            // with the last /, or nothing
Text path_join(Arena *arena, Text folder, Text relative); // without `.` and `..`; one that climbs out of everything stays as it is
void put_uri(Buffer *b, Text path);         // quoted
