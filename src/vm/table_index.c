// table_index.c -- open addressing over hashes of key tuples. Text keys compare folded, phones by their key (formats.h).
//
// A row that lacks a key is found by nobody. Of rows with equal keys, which the compiler refuses, the first is found.
#include "vm/table_index.h"
#include "base/formats.h"
#include "vm/match.h"

enum { KEYS_SMALL = 8 };                // tuples on the stack

static const TableColumnInfo *key_column(const TableIndex *index, uint32_t key) {
  const Program *p = index->program;
  return &p->table_columns[p->tables[index->table].columns + key];
}

// What a text key is compared by. Folding a folded text again changes nothing.
static Text key_text(const TableColumnInfo *column, Text text, Arena *scratch) {
  if (column->type == TYPE_PHONE) {
    char phone[PHONE_KEY_BYTES];
    uint32_t size = phone_key(text_trim(text), phone);
    if (size) return text_copy(scratch, (Text){phone, size});
  }
  return text_fold(scratch, text);
}

static void keys_normalise(const TableIndex *index, const MatchKey *keys, MatchKey *out, Arena *scratch) {
  uint32_t count = index->program->tables[index->table].key_count;
  for (uint32_t k = 0; k < count; k++) {
    const TableColumnInfo *column = key_column(index, k);
    if (column->kind == KIND_TEXT) out[k] = (MatchKey){0, key_text(column, keys[k].text, scratch)};
    else out[k] = (MatchKey){keys[k].value, {0}};
  }
}

// False: the row lacks a key.
static bool row_keys(const TableIndex *index, uint32_t row, MatchKey *out, Arena *scratch) {
  const Program *p = index->program;
  const TableInfo *table = &p->tables[index->table];
  const TableCell *cells = p->table_cells + table->cells + (size_t)row * table->column_count;
  for (uint32_t k = 0; k < table->key_count; k++) {
    if (cells[k].value == TABLE_ABSENT) return false;
    const TableColumnInfo *column = key_column(index, k);
    if (column->kind == KIND_TEXT) out[k] = (MatchKey){0, program_text(p, (uint32_t)cells[k].value)};
    else out[k] = (MatchKey){cells[k].value, {0}};
    if (column->type == TYPE_PHONE && column->kind == KIND_TEXT) out[k].text = key_text(column, out[k].text, scratch);
  }
  return true;
}

static uint64_t keys_hash(const TableIndex *index, const MatchKey *keys) {
  uint64_t hash = 0;
  for (uint32_t k = 0; k < index->program->tables[index->table].key_count; k++) {
    bool text = key_column(index, k)->kind == KIND_TEXT;
    hash = text_hash(text ? keys[k].text : (Text){(const char *)&keys[k].value, sizeof keys[k].value}, hash + k + 1);
  }
  return hash;
}

static bool row_equal(const TableIndex *index, uint32_t row, const MatchKey *keys, MatchKey *room, Arena *scratch) {
  if (!row_keys(index, row, room, scratch)) return false;
  for (uint32_t k = 0; k < index->program->tables[index->table].key_count; k++)
    if (keys[k].value != room[k].value || !text_equal(keys[k].text, room[k].text)) return false;
  return true;
}

// The slot of the row with these keys, or the free one where it belongs.
static uint64_t *slot_find(const TableIndex *index, const MatchKey *keys, uint64_t hash, MatchKey *room, Arena *scratch) {
  uint32_t at = (uint32_t)hash & index->mask, tag = (uint32_t)(hash >> 32);
  for (;; at = (at + 1) & index->mask) {
    uint64_t slot = index->slots[at];
    if (slot == 0) return &index->slots[at];
    if ((uint32_t)(slot >> 32) == tag && row_equal(index, (uint32_t)slot - 1, keys, room, scratch)) return &index->slots[at];
  }
}

void table_index_build(TableIndex *index, const Program *program, uint32_t table, Arena *arena, Arena *scratch) {
  const TableInfo *info = &program->tables[table];
  uint64_t slots = 2;
  while (slots < (uint64_t)info->rows * 2) slots *= 2;
  *index = (TableIndex){program, ARENA_MANY(arena, uint64_t, slots), (uint32_t)(slots - 1), table};
  MatchKey *keys = ARENA_MANY(scratch, MatchKey, 2 * (uint64_t)info->key_count), *room = keys + info->key_count;
  for (uint32_t row = 0; row < info->rows; row++) {
    if (!row_keys(index, row, keys, scratch)) continue;
    uint64_t hash = keys_hash(index, keys), *slot = slot_find(index, keys, hash, room, scratch);
    if (*slot == 0) *slot = hash >> 32 << 32 | (row + 1);
  }
}

uint32_t table_index_find(const TableIndex *index, const MatchKey *keys, Arena *scratch) {
  uint32_t count = index->program->tables[index->table].key_count;
  MatchKey small[2 * KEYS_SMALL], *own = count <= KEYS_SMALL ? small : ARENA_MANY(scratch, MatchKey, 2 * (uint64_t)count);
  keys_normalise(index, keys, own, scratch);
  uint64_t slot = *slot_find(index, own, keys_hash(index, own), own + count, scratch);
  return slot ? (uint32_t)slot - 1 : NONE;
}
