// scan.c -- see scan.h. Comments lie in the gaps between the lexer's words, where else only white space is.
#include "lang/scan.h"
#include "lang/parse_parts.h"
#include "parser.h"

typedef void *yyscan_t;
int lexer_lex_init_extra(struct Lexer *extra, yyscan_t *scanner);
void *lexer__scan_bytes(const char *bytes, int size, yyscan_t scanner);
RawKind lexer_next(yyscan_t scanner);

typedef VEC(ScanWord) Words;

static ScanKind kind_of(RawKind raw) {
  switch (raw) {
    case RAW_NAME: return SCAN_NAME;
    case RAW_QUOTED_NAME: return SCAN_QUOTED_NAME;
    case RAW_TEXT: return SCAN_TEXT;
    case RAW_OPEN_TEXT: return SCAN_OPEN_TEXT;
    case RAW_NUMBER: case RAW_BAD_NUMBER: return SCAN_NUMBER;
    case RAW_DATE: case RAW_TIME: case RAW_BAD_TIME: return SCAN_TIME;
    case RAW_CHARACTER: return SCAN_OTHER;
    default: return SCAN_SIGN;
  }
}
static void word_add(Arena *arena, Words *words, Text bytes, ScanKind kind, uint32_t start, uint32_t end) {
  uint32_t before = words->count ? words->items[words->count - 1].end : 0;
  bool first = words->count == 0 || memchr(bytes.data + before, '\n', start - before) != NULL;
  *VEC_PUSH(arena, words) = (ScanWord){kind, start, end, first};
}
static void comments_add(Arena *arena, Words *words, Text bytes, uint32_t from, uint32_t to) {
  while (from < to) {
    const char *sign = memchr(bytes.data + from, '#', to - from);
    if (!sign) return;
    uint32_t start = (uint32_t)(sign - bytes.data);
    const char *line_end = memchr(sign, '\n', to - start);
    uint32_t end = line_end ? (uint32_t)(line_end - bytes.data) : to;
    from = end;
    if (end > start && bytes.data[end - 1] == '\r') end--;
    word_add(arena, words, bytes, SCAN_COMMENT, start, end);
  }
}
Scan scan_text(Arena *arena, Text bytes) {
  Lexer lexer = {arena, 0, 0};
  yyscan_t scanner;
  Words words = {0};
  uint32_t before = 0;
  if (!bytes.size) bytes = TEXT("");
  if (bytes.size > INT32_MAX - 2 || lexer_lex_init_extra(&lexer, &scanner) != 0) arena_fail(arena);
  lexer__scan_bytes(bytes.data, (int)bytes.size, scanner);
  for (RawKind raw; (raw = lexer_next(scanner)) != RAW_END; before = lexer.end) {
    comments_add(arena, &words, bytes, before, lexer.start);
    word_add(arena, &words, bytes, kind_of(raw), lexer.start, lexer.end);
  }
  comments_add(arena, &words, bytes, before, bytes.size);
  return (Scan){bytes, words.items, words.count};
}
uint32_t scan_at(const Scan *scan, uint32_t offset) {
  uint32_t low = 0, high = scan->count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (scan->words[middle].end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
