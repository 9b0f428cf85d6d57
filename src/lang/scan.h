// scan.h -- the words of a file with their places, comments among them: for what must also know a file that has mistakes
// (editors), and what the tree forgets (the formatter). It is the lexer's own view, before phrases are joined.
#pragma once
#include "base/text.h"

typedef enum { SCAN_NAME, SCAN_QUOTED_NAME, SCAN_TEXT, SCAN_OPEN_TEXT, SCAN_NUMBER, SCAN_TIME, SCAN_SIGN, SCAN_COMMENT, SCAN_OTHER } ScanKind;
typedef struct ScanWord {
  ScanKind kind;
  uint32_t start, end;      // bytes; OPEN_TEXT ends with its line
  bool first_on_line;
} ScanWord;
typedef struct Scan { Text bytes; ScanWord *words; uint32_t count; } Scan;

Scan scan_text(Arena *arena, Text bytes);             // any bytes; never fails
uint32_t scan_at(const Scan *scan, uint32_t offset);  // the first word that ends behind `offset`, or scan->count
static inline Text scan_word(const Scan *scan, uint32_t i) {
  return i < scan->count ? (Text){scan->bytes.data + scan->words[i].start, scan->words[i].end - scan->words[i].start} : (Text){0};
}
