// lsp_index.h -- every name of a checked program with its place and what it means: what hover, definition, references, rename and
// colours are answered from. Built from the tree that the checker has resolved; text is looked at only for a name's exact place.
#pragma once
#include "lang/check.h"
#include "lang/scan.h"

typedef enum {
  SYMBOL_NONE,
  SYMBOL_FIELD,      // decl: Field (of the lead or of a record); index: its slot, or SLOT_NONE
  SYMBOL_RECORD, SYMBOL_SCHEMA, SYMBOL_LIST, SYMBOL_TABLE, SYMBOL_PARAMETER, SYMBOL_DEFINE, SYMBOL_EXTERN, SYMBOL_SCORE, // decl
  SYMBOL_COLUMN,     // decl: Table; index
  SYMBOL_ARGUMENT,   // decl: Argument, of a definition or an extern function
  SYMBOL_STAGE, SYMBOL_SEGMENT, SYMBOL_ROUTE, SYMBOL_CHANNEL, SYMBOL_REASON, SYMBOL_RULE, SYMBOL_GROUP, SYMBOL_TEST, // decl
  SYMBOL_VALUE,      // decl: Values; index: a text that must be one of them
  SYMBOL_BUILTIN,    // index: BuiltinId
  SYMBOL_QUERY,      // index: QueryKind
  SYMBOL_DECISION,   // index: RefKind (stage, segments ...)
  SYMBOL_PREVIOUS,   // index: slot
  SYMBOL_IT,         // index: slot of the element
  SYMBOL_FILE,       // index: source, or UINT32_MAX; of a `use`
  SYMBOL_DATA,       // a list's or table's file; decl: its List or Table
  SYMBOL_TYPE        // a type's word
} SymbolKind;
typedef struct Symbol { SymbolKind kind; const void *decl; uint32_t index; } Symbol;
typedef struct Mark { Span span; Symbol symbol; bool declares; bool quoted; } Mark; // quoted: the span is that of a text, with its quotes
typedef struct Index { Mark *marks; uint32_t count; } Index; // by file, then place; no two overlap

Index index_build(Arena *arena, const Rules *rules, const Scan *scans);  // scans: one per source
const Mark *index_at(const Index *index, uint32_t file, uint32_t offset); // also just behind a name; NULL
const Mark *index_declaration(const Index *index, Symbol symbol);         // NULL: none (builtins, undeclared scores)
bool symbol_equal(Symbol a, Symbol b);
Text symbol_name(const Rules *rules, Symbol symbol);
uint32_t index_uses(const Index *index, const Rules *rules, Symbol symbol); // without the declaration and the standard library's own
