// buffer.c -- see buffer.h.
#include "io/buffer.h"
#include "base/clock.h"
#include "io/put.h"
#include <stdlib.h>

bool buffer_room(Buffer *b, size_t more) {
  if (b->failed) return false;
  if (b->size + more <= b->room) return true;
  size_t room = b->room * 2 > b->size + more ? b->room * 2 : b->size + more + 4096;
  char *data = realloc(b->data, room);
  if (!data) { b->failed = true; return false; }
  b->data = data;
  b->room = room;
  return true;
}
void buffer_free(Buffer *b) {
  free(b->data);
  *b = (Buffer){0};
}
void buffer_put(Buffer *b, const char *data, size_t size) {
  if (!size || !buffer_room(b, size)) return;
  memcpy(b->data + b->size, data, size);
  b->size += size;
}
void buffer_number(Buffer *b, int64_t units) {
  if (buffer_room(b, DECIMAL_TEXT_BYTES)) b->size = (size_t)(put_number(b->data + b->size, units) - b->data);
}
char *put_integer(char *out, int64_t value) {
  char digits[20];
  int n = 0;
  uint64_t u = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  do digits[n++] = (char)('0' + u % 10); while (u /= 10);
  if (value < 0) *out++ = '-';
  while (n) *out++ = digits[--n];
  return out;
}
void buffer_integer(Buffer *b, int64_t value) {
  if (buffer_room(b, 24)) b->size = (size_t)(put_integer(b->data + b->size, value) - b->data);
}

static char *put_character(char *out, unsigned char c) {
  static const char hex[] = "0123456789abcdef";
  if (c >= 0x20 && c != '"' && c != '\\') { *out++ = (char)c; return out; }
  *out++ = '\\';
  if (c == '"' || c == '\\') *out++ = (char)c;
  else if (c == '\n') *out++ = 'n';
  else if (c == '\t') *out++ = 't';
  else if (c == '\r') *out++ = 'r';
  else { memcpy(out, "u00", 3); out[3] = hex[c >> 4]; out[4] = hex[c & 15]; out += 5; }
  return out;
}
char *put_escaped(char *out, RubricText t) {
  *out++ = '"';
  for (size_t i = 0, size; i < t.size; i += size) {
    size = t.size - i < sizeof(PutBlock) ? t.size - i : sizeof(PutBlock);
    if (put_copied(out, t.data + i, size, PUT_STRING)) out += size;
    else for (size_t k = i; k < i + size; k++) out = put_character(out, (unsigned char)t.data[k]);
  }
  *out++ = '"';
  return out;
}
void buffer_json(Buffer *b, RubricText t) {
  if (buffer_room(b, (size_t)t.size * 6 + 2)) b->size = (size_t)(put_json(b->data + b->size, t) - b->data);
}
void buffer_time(Buffer *b, int64_t time) {
  if (buffer_room(b, CLOCK_TEXT_BYTES)) b->size += clock_format_time(time, b->data + b->size);
}
void buffer_date(Buffer *b, int64_t date) {
  if (buffer_room(b, CLOCK_TEXT_BYTES)) b->size += clock_format_date(date, b->data + b->size);
}
static bool runs_in_spreadsheet(RubricText t) {
  int64_t number;
  bool sign = t.size && (t.data[0] == '-' || t.data[0] == '+');
  return put_begins_formula(t) && !(sign && decimal_read_cell((Text){t.data, t.size}, &number));
}
char *put_marked_cell(char *out, RubricText t, bool reads) {
  bool run = reads && runs_in_spreadsheet(t), quote = run && t.data[0] == '\t';
  for (uint32_t i = 0; i < t.size && !quote; i++) quote = t.data[i] == ',' || t.data[i] == '"' || t.data[i] == '\n' || t.data[i] == '\r';
  if (quote) *out++ = '"';
  if (run) *out++ = '\'';
  for (uint32_t i = 0; i < t.size; i++) {
    if (quote && t.data[i] == '"') *out++ = '"';
    *out++ = t.data[i];
  }
  if (quote) *out++ = '"';
  return out;
}
static void put_cell_in(Buffer *b, RubricText t, bool reads) {
  if (buffer_room(b, (size_t)t.size * 2 + 3)) b->size = (size_t)(put_cell(b->data + b->size, t, reads) - b->data);
}
void buffer_cell(Buffer *b, RubricText t) { put_cell_in(b, t, true); }
void buffer_quoted(Buffer *b, RubricText t) { put_cell_in(b, t, false); }
