// resume.c -- where to read on after a mistake, so that one run tells all mistakes of a file.
//
// A mistake inside the braces of a schema, a record, a decision table, a test or the header costs its field, row or item: the
// grammar is given ITEM_SYNC before the next one that begins a line, or before the closing brace. Elsewhere, and where that
// brace has been forgotten, it costs the statement: SYNC stands before the next.
#include "lang/parse_parts.h"
#include "parser.h"

typedef enum { BLOCK_NONE, BLOCK_FIELDS, BLOCK_ROWS, BLOCK_TEST, BLOCK_HEADER } BlockKind;
typedef struct Block { BlockKind kind; uint32_t depth; } Block; // depth of braces in which its items stand

// What the braces around `depth` hold, from the first word of the statement.
static Block block_at(const Parser *p, uint32_t depth) {
  uint32_t first = p->statement_raw;
  if (depth == 0 || p->only_expression) return (Block){BLOCK_NONE, 0};
  if (raw_is(p, first, "schema") || raw_is(p, first, "record")) return (Block){BLOCK_FIELDS, 1};
  if (raw_begins_rule(p, first) || raw_is(p, first, "define")) return (Block){BLOCK_ROWS, 1};
  if (raw_is(p, first, "group") && depth > 1) return (Block){BLOCK_ROWS, 2};
  if (raw_is(p, first, "test")) return (Block){BLOCK_TEST, 1};
  if (raw_is(p, first, "rubric")) return (Block){BLOCK_HEADER, 1};
  return (Block){BLOCK_NONE, 0};
}

// ---- what begins an item
static bool begins_field(const Parser *p, uint32_t i) {
  if (!p->raws[i].first_on_line || !raw_any_name(p, i)) return false;
  bool option = raw_kind(p, i, RAW_NAME) && (raw_reserved(p, i) || word_option(raw_text(p, i)));
  return !option && !(raw_is(p, i, "separated") && raw_is(p, i + 1, "by"));
}
// The word `i` goes on with the row of the line before, or that line with it.
static bool row_continues(const Parser *p, uint32_t i) {
  static const char *const joins[] = {"or", "and", "of"}, *const awaits[] = {"or", "and", "of", "in", "not", "has", "contains", "with"};
  for (int k = 0; k < 3; k++) if (raw_is(p, i, joins[k])) return true;
  for (int k = 0; k < 8; k++) if (raw_is(p, i - 1, awaits[k])) return true;
  switch ((int)p->raws[i - 1].kind) { case ',': case '(': case '<': case '>': case '-': case RAW_LE: case RAW_GE: case RAW_UNTIL: case RAW_ARROW: return true; default: return false; }
}
static bool begins_row(const Parser *p, uint32_t i) {
  if (!p->raws[i].first_on_line || i == 0 || row_continues(p, i)) return false;
  switch ((int)p->raws[i].kind) {
    case '-': case '<': case '>': case RAW_LE: case RAW_GE: case RAW_TO: case RAW_TEXT: case RAW_OPEN_TEXT: case RAW_NUMBER: case RAW_BAD_NUMBER: case RAW_DATE:
    case RAW_TIME: case RAW_BAD_TIME: case RAW_NAME: return true;
    default: return false;
  }
}
static bool begins_item_of_test(const Parser *p, uint32_t i) {
  if (raw_kind(p, i + 1, (RawKind)':')) return false; // a field of the lead
  if (p->raws[i].first_on_line) return raw_is(p, i, "expect") || raw_is(p, i, "lead") || raw_is(p, i, "at");
  return raw_is(p, i, "lead") && raw_kind(p, i + 1, (RawKind)'{');
}
static bool begins_item_of_header(const Parser *p, uint32_t i) {
  bool described = raw_is(p, i, "owner") || raw_is(p, i, "version") || raw_is(p, i, "timezone");
  return (described && (p->raws[i].first_on_line || raw_kind(p, i + 1, RAW_TEXT))) || (raw_is(p, i, "review") && raw_is(p, i + 1, "every"));
}
static bool begins_item(const Parser *p, Block block, uint32_t i) {
  switch (block.kind) {
    case BLOCK_FIELDS: return begins_field(p, i);
    case BLOCK_ROWS: return begins_row(p, i);
    case BLOCK_TEST: return begins_item_of_test(p, i);
    case BLOCK_HEADER: return begins_item_of_header(p, i);
    case BLOCK_NONE: return false;
  }
  return false;
}
uint32_t item_before(const Parser *p, uint32_t raw) {
  Block block = block_at(p, p->depth);
  for (uint32_t i = raw; i > p->statement_raw && block.kind; i--) if (i < p->raw_count && begins_item(p, block, i)) return i;
  return p->statement_raw;
}
bool raw_in_rows(const Parser *p, uint32_t raw) {
  uint32_t depth = p->depth + raw_kind(p, raw, (RawKind)'}') - raw_kind(p, raw, (RawKind)'{');
  return block_at(p, depth).kind == BLOCK_ROWS;
}

// ---- what ends a block whose brace has been forgotten
// A statement that no item looks like.
static bool begins_beyond(const Parser *p, Block block, uint32_t i) {
  if (!p->raws[i].first_on_line) return false;
  if (block.kind != BLOCK_FIELDS && raw_unindented(p, i) && raw_kind(p, i, RAW_NAME) && word_begins(raw_text(p, i))) return true;
  if (!raw_begins_statement(p, i)) return false;
  if (!raw_begins_rule(p, i)) return raw_kind(p, i + 1, RAW_TEXT) || raw_kind(p, i + 2, (RawKind)'{') || block.kind != BLOCK_FIELDS;
  return raw_kind(p, i + 2, (RawKind)'+') || raw_kind(p, i + 2, (RawKind)'-') || raw_kind(p, i + 2, RAW_NUMBER) || raw_is(p, i + 2, "because") || raw_is(p, i + 2, "by");
}

// ---- reading on
// An item that the mistake ran into is not lost: its first word is what was not expected, or was taken as a part of the one before.
static uint32_t resume_at(const Parser *p, Block block) {
  uint32_t i = p->last_raw;
  bool was_name = i > 0 && (raw_begins_rule(p, i - 1) || (p->depth > 0 && raw_begins_statement(p, i - 1)) || (block.kind == BLOCK_TEST && begins_item(p, block, i - 1)));
  if (was_name && i - 1 > p->sync_raw && p->raws[i - 1].first_on_line) return i - 1;
  if (i <= p->sync_raw || i >= p->raw_count) return i + 1;
  return begins_item(p, block, i) || (p->raws[i].first_on_line && raw_any_name(p, i)) ? i : i + 1;
}
// In a test a } may be that of a lead whose { is missing: an item follows it.
static bool ends_block(const Parser *p, Block block, uint32_t i) {
  return raw_kind(p, i, (RawKind)'}') && !(block.kind == BLOCK_TEST && i + 1 < p->raw_count && begins_item(p, block, i + 1));
}
// The next item, or the block's end; false when the block is over without one.
static bool item_sync(Parser *p) {
  bool closed = p->last_raw > p->sync_raw && raw_kind(p, p->last_raw, (RawKind)'}'); // it was not expected yet: it is read again
  Block block = block_at(p, p->depth + closed);
  if (!block.kind) return false;
  uint32_t i = closed ? p->last_raw : resume_at(p, block), nested = p->depth + closed - block.depth;
  for (; i < p->raw_count; i++) {
    if (begins_beyond(p, block, i)) return false;
    bool closes = raw_kind(p, i, (RawKind)'}'), expects = block.kind == BLOCK_TEST && p->raws[i].first_on_line && raw_is(p, i, "expect");
    if (nested == 0 ? begins_item(p, block, i) || ends_block(p, block, i) : expects) { // a lead's brace that is missing costs no `expect`
      p->next = p->sync_raw = i;
      p->depth = block.depth;
      p->fields = block.kind == BLOCK_FIELDS;
      return true;
    }
    if (closes && nested > 0) nested--;
    if (raw_kind(p, i, (RawKind)'{')) nested++;
  }
  return false;
}
// Where a mistake's statement ends: at the next one, also when that one will turn out to be none (`list a "b"`).
static bool sync_here(const Parser *p, uint32_t i) {
  if (!p->raws[i].first_on_line) return false;
  return raw_begins_statement(p, i) || (raw_unindented(p, i) && raw_kind(p, i, RAW_NAME) && word_begins(raw_text(p, i)));
}
// The next statement that begins a line. Braces that are then open are closed somewhere behind it: `unclosed`.
static void statement_sync(Parser *p) {
  uint32_t i = resume_at(p, (Block){BLOCK_NONE, 0});
  for (; i < p->raw_count && !sync_here(p, i); i++) {
    if (raw_kind(p, i, (RawKind)'{')) p->depth++;
    if (raw_kind(p, i, (RawKind)'}') && p->depth > 0) p->depth--;
  }
  p->next = p->sync_raw = i;
  p->unclosed = p->depth;
  p->depth = 0;
  p->fields = false;
  p->beyond = true;
}
int token_sync(Parser *p, Span *span) {
  if (p->syncs++ > 2) return 0;
  bool item = p->syncs == 1 && item_sync(p);
  if (!item && !p->beyond) statement_sync(p);
  *span = p->next < p->raw_count ? (Span){p->source, p->raws[p->next].start, p->raws[p->next].start} : (Span){p->source, p->bytes.size, p->bytes.size};
  return item ? ITEM_SYNC : SYNC;
}
