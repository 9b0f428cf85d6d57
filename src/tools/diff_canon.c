// diff_canon.c -- trees as texts: one to compare, one to show.
#include "tools/diff.h"
#include "lang/format.h"
#include <stdio.h>

static void put(DiffWriter *w, Text t) {
  for (uint32_t i = 0; i < t.size; i++) *VEC_PUSH(w->diff->arena, &w->out) = t.data[i];
}
static void put_int(DiffWriter *w, int64_t value) {
  char digits[32];
  put(w, (Text){digits, (uint32_t)snprintf(digits, sizeof digits, " %lld", (long long)value)});
}
static void put_text(DiffWriter *w, Text t) { // its size first: no two texts run together
  put_int(w, t.size);
  put(w, TEXT(":"));
  put(w, t);
}
static Text taken(DiffWriter *w) {
  Text t = {w->out.items, w->out.count};
  w->out.items = NULL;
  w->out.count = w->out.room = 0;
  return t;
}

// ---- names
static void use(DiffWriter *w, uint8_t kind, Text name) {
  DiffUses *uses = w->target ? &w->item->target_uses : &w->item->uses;
  for (uint32_t i = 0; i < uses->count; i++) if (uses->items[i].kind == kind && text_equal(uses->items[i].name, name)) return;
  *VEC_PUSH(w->diff->arena, uses) = (DiffUse){kind, name};
}
static void put_named(DiffWriter *w, DiffKind kind, Text name) {
  const DiffItem *item = diff_find(&w->diff->sides[w->side], kind, name);
  use(w, (uint8_t)kind, name);
  if (w->side && item && item->pair && item->pair->old) name = item->pair->old->name;
  put_int(w, kind);
  put_text(w, name);
}
static void put_read(DiffWriter *w, DiffReads what) {
  use(w, (uint8_t)what, (Text){0});
  put_int(w, (int64_t)what);
}
static void put_ref(DiffWriter *w, const Expr *e) {
  const Rules *r = w->diff->sides[w->side].study->rules;
  switch (e->ref) {
    case REF_SLOT: case REF_ELEMENT: case REF_PREVIOUS: put_named(w, DIFF_FIELD, r->slots[e->slot].path); return;
    case REF_PARAMETER: put_named(w, DIFF_PARAMETER, ((const Parameter *)e->decl)->name.text); return;
    case REF_DEFINE: put_named(w, DIFF_DEFINE, ((const Define *)e->decl)->name.text); return;
    case REF_LIST: put_named(w, DIFF_LIST, ((const List *)e->decl)->name.text); return;
    case REF_TABLE_CELL: put_named(w, DIFF_TABLE, ((const Table *)e->decl)->name.text); put_text(w, e->text); return;
    case REF_EXTERN: put_named(w, DIFF_EXTERN, ((const Extern *)e->decl)->name.text); return;
    case REF_SCORE: put_named(w, DIFF_SCORE, r->scores.items[e->index]->name.text); return;
    case REF_POINTS: put_named(w, DIFF_RULE, r->rules.items[e->index]->label); return;
    case REF_DISQUALIFIED: put_read(w, READS_DISQUALIFIED); return;
    case REF_INCOMPLETE: put_read(w, READS_INCOMPLETE); return;
    case REF_REASONS: put_read(w, READS_REASONS); return;
    case REF_STAGE: put_read(w, READS_STAGE); return;
    case REF_SEGMENTS: put_read(w, READS_SEGMENTS); return;
    case REF_ROUTE: case REF_TARGET: put_read(w, READS_ROUTE); put_int(w, e->ref); return;
    case REF_ARGUMENT: case REF_BUILTIN: put_int(w, -(int64_t)e->index); return;
    case REF_IT: case REF_NONE: put_text(w, e->text); return;
  }
}

// ---- trees
static void put_expr(DiffWriter *w, const Expr *e);
static void put_query(DiffWriter *w, const Query *q) {
  put_expr(w, q->list);
  put_expr(w, q->within);
  put_expr(w, q->where);
}
static void put_expr(DiffWriter *w, const Expr *e) {
  if (!e) { put(w, TEXT(" _")); return; }
  put(w, TEXT("("));
  put_int(w, e->kind);
  bool named = e->kind == EXPR_NAME || e->kind == EXPR_CALL || e->kind == EXPR_MEMBER;
  put_int(w, e->op | e->quant << 8 | e->negated << 16 | e->months << 17 | e->open_end << 18);
  if (named) { put(w, TEXT("@")); put_int(w, e->ref); put_ref(w, e); }
  else if (e->kind == EXPR_TEXT || e->kind == EXPR_REGEX) put_text(w, e->text);
  else if (e->kind == EXPR_DURATION) { put_int(w, e->value); put_int(w, e->unit_us); }
  else if (e->kind != EXPR_QUERY) put_int(w, e->value);
  if (e->kind != EXPR_MEMBER || e->ref == REF_TABLE_CELL) put_expr(w, e->a);
  put_expr(w, e->b);
  put_expr(w, e->c);
  for (uint32_t i = 0; i < e->args.count; i++) {
    if (e->names) put_text(w, e->names[i].text);
    put_expr(w, e->args.items[i]);
  }
  if (e->kind == EXPR_QUERY) put_query(w, e->query);
  put(w, TEXT(")"));
}
Text diff_canon(DiffWriter *w, const Expr *e) {
  put_expr(w, e);
  return taken(w);
}
Text diff_canon_query(DiffWriter *w, const Query *q) {
  put_query(w, q);
  return taken(w);
}
Text diff_canon_row(DiffWriter *w, const Row *row) {
  if (row->otherwise) put(w, TEXT("otherwise"));
  for (uint32_t k = 0; k < row->pattern_count; k++) {
    for (uint32_t i = 0; i < row->patterns[k].count; i++) {
      const PatternItem *item = &row->patterns[k].items[i];
      put_int(w, item->kind | (uint32_t)item->negated << 8 | (uint32_t)item->op << 16 | (uint32_t)item->quant << 24);
      put_expr(w, item->value);
    }
    put(w, TEXT(","));
  }
  return taken(w);
}

// ---- for people
Text diff_slice(Arena *arena, const Rules *rules, Span span) {
  return span.file < rules->sources->files.count && span.end > span.start ? format_span(arena, rules->sources, span) : (Text){0};
}
Text diff_show(Arena *arena, const Rules *rules, const Expr *e) { return e ? format_expr(arena, rules->sources, e) : TEXT("otherwise"); }
