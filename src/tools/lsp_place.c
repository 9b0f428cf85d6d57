// lsp_place.c -- see lsp_place.h.
#include "tools/lsp_place.h"

// ---- words
Text around_word(const Around *a, uint32_t i) { return i < a->count ? scan_word(a->scan, a->words[i]) : (Text){0}; }
bool around_is(const Around *a, uint32_t i, const char *word) { return i < a->count && text_is(around_word(a, i), word); }
static ScanKind kind_at(const Around *a, uint32_t i) { return i < a->count ? a->scan->words[a->words[i]].kind : SCAN_OTHER; }
static bool name_at(const Around *a, uint32_t i) { return kind_at(a, i) == SCAN_NAME || kind_at(a, i) == SCAN_QUOTED_NAME; }
static bool first_at(const Around *a, uint32_t i) { return i < a->count && a->scan->words[a->words[i]].first_on_line; }
static Text name_of(const Around *a, uint32_t i) {
  Text t = around_word(a, i);
  return kind_at(a, i) == SCAN_QUOTED_NAME && t.size >= 2 ? (Text){t.data + 1, t.size - 2} : t;
}
static bool word_among(Text t, const char *const *words) {
  for (; *words; words++) if (text_is(t, *words)) return true;
  return false;
}
static bool statement_word(Text t) {
  enum { RESERVED, OPTION, CLAUSE, STATEMENT };
#define KEYWORD(word, token, kind) if (kind == STATEMENT && text_is(t, word)) return true;
#define PHRASE(...)
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
  return false;
}

// ---- the statement and the block around
static bool begins(const Around *a, uint32_t i) { // a statement, or a rule
  return first_at(a, i) && kind_at(a, i) == SCAN_NAME && (statement_word(around_word(a, i)) || kind_at(a, i + 1) == SCAN_TEXT || kind_at(a, i + 1) == SCAN_OPEN_TEXT);
}
static bool at_margin(const Around *a, uint32_t i) {
  uint32_t start = a->scan->words[a->words[i]].start;
  return start == 0 || a->scan->bytes.data[start - 1] == '\n';
}
// Back to the statement's first word. One at the margin is taken at its word, whatever brace is open before it: it is being mended.
static void block_find(Around *a) {
  uint32_t closed = 0, outer = a->count;
  a->open = a->count;
  for (uint32_t i = a->count; i-- > 0;) {
    if (begins(a, i) && at_margin(a, i)) { a->begin = i; return; }
    if (around_is(a, i, "}")) closed++;
    if (!around_is(a, i, "{")) continue;
    if (closed) { closed--; continue; }
    if (a->open == a->count) a->open = i;
    outer = i;
  }
  closed = 0;
  for (uint32_t i = outer; i-- > 0 && a->begin == a->count;) {
    if (around_is(a, i, "}")) closed++;
    else if (around_is(a, i, "{") && closed) closed--;
    else if (!closed && begins(a, i)) a->begin = i;
  }
}

// ---- elements: the list of the innermost `where` whose parenthesis is open
static uint32_t list_slot(const Around *a, uint32_t end) {
  uint32_t slot = place_slot(a, end);
  return slot != SLOT_NONE && a->check->rules->slots[slot].type.kind == TYPE_LIST ? slot : SLOT_NONE;
}
static uint32_t list_before(const Around *a, uint32_t where) { // LIST [within DURATION] where: the list's last word
  for (uint32_t i = where; i-- > a->begin;) {
    if (around_is(a, i, "within")) return i ? i - 1 : a->count;
    if (around_is(a, i, "(") || around_is(a, i, "for") || around_is(a, i, "of") || around_is(a, i, "where")) break;
  }
  return where ? where - 1 : a->count;
}
static void element_find(Around *a) {
  uint32_t closed = 0, where[8], found = 0;
  a->element = SLOT_NONE;
  for (uint32_t i = a->count; i-- > (a->begin < a->count ? a->begin : 0) && found < 8;) {
    if (around_is(a, i, ")")) closed++;
    else if (around_is(a, i, "(")) closed -= closed > 0;
    else if (!closed && around_is(a, i, "where")) where[found++] = i;
  }
  while (found-- > 0) { // from the outside in: an inner list may be a field of the outer one's elements
    uint32_t slot = list_slot(a, list_before(a, where[found]));
    if (slot != SLOT_NONE) a->element = slot;
  }
}
static void arguments_find(Arena *arena, Around *a) { // define NAME(a type, b type): from the words, since it has no tree before it is whole
  if (!around_is(a, a->begin, "define") || !around_is(a, a->begin + 2, "(")) return;
  for (uint32_t i = a->begin + 3; i < a->count && !around_is(a, i, ")"); i++)
    if (name_at(a, i) && (around_is(a, i - 1, "(") || around_is(a, i - 1, ","))) *VEC_PUSH(arena, &a->arguments) = name_of(a, i);
}

// ---- what can stand at the cursor
static bool operand_ends(const Around *a, uint32_t i) { // a name, a literal, a closing parenthesis
  static const char *const operators[] = {"and", "or", "not", "is", "in", "has", "of", "if", "then", "else", "exactly", "when", "that", "for", "per", "where", "within", "than",
    "before", "after", "between", "contains", "with", "matches", "expect", "as", "by", "to", "each", "since", "every", "over", "most", "sla", NULL};
  Text t = around_word(a, i);
  if (kind_at(a, i) == SCAN_NAME) return !word_among(t, operators) || (i > 0 && around_is(a, i - 1, "."));
  return kind_at(a, i) != SCAN_SIGN || text_is(t, ")") || text_is(t, "]") || text_is(t, "}");
}
static PlaceKind field_place(const Around *a, bool first) {
  uint32_t words = 0, i = a->count;
  if (first || a->open + 1 >= a->count) return PLACE_NOTHING;
  while (i-- > a->open + 1) { words++; if (first_at(a, i)) break; }
  if (around_is(a, a->count - 1, "of") && around_is(a, a->count - 2, "list")) return PLACE_TYPE;
  return words == 1 ? PLACE_TYPE : PLACE_OPTION;
}
static PlaceKind test_place(const Around *a, bool first) {
  uint32_t depth = 0;
  for (uint32_t i = a->count; i-- > a->begin;) depth += around_is(a, i, "{") ? 1u : around_is(a, i, "}") ? -1u : 0;
  if (depth > 1) return around_is(a, a->count - 1, ":") ? PLACE_DATA_VALUE : around_is(a, a->count - 1, "{") || around_is(a, a->count - 1, ",") ? PLACE_DATA : PLACE_NOTHING;
  if (first || a->open + 1 == a->count) return operand_ends(a, a->count - 1) || a->open + 1 == a->count ? PLACE_TEST : PLACE_OPERAND;
  for (uint32_t i = a->count; i-- > a->open + 1;) if (around_is(a, i, "expect")) return operand_ends(a, a->count - 1) ? PLACE_OPERATOR : PLACE_OPERAND;
  return PLACE_NOTHING;
}
static PlaceKind expression_place(const Around *a) {
  static const char *const naming[] = {"schema", "record", "list", "table", "parameter", "define", "score", "rubric", "use", NULL};
  if (a->begin + 1 == a->count) return word_among(around_word(a, a->begin), naming) ? PLACE_NOTHING : PLACE_OPERATOR;
  return operand_ends(a, a->count - 1) ? PLACE_OPERATOR : PLACE_OPERAND;
}
static PlaceKind place_kind(const Around *a, bool first) {
  if (a->count && around_is(a, a->count - 1, ".")) return PLACE_MEMBER;
  if (a->open == a->count) return a->begin == a->count || (first && operand_ends(a, a->count - 1)) ? PLACE_STATEMENT : expression_place(a);
  Text word = around_word(a, a->begin);
  if (text_is(word, "schema") || text_is(word, "record") || text_is(word, "table")) return field_place(a, first);
  if (text_is(word, "rubric")) return first ? PLACE_HEADER : PLACE_NOTHING;
  if (text_is(word, "test")) return test_place(a, first);
  if (text_is(word, "group") && first) return PLACE_RULE;
  if (text_is(word, "group") || text_is(word, "account")) return expression_place(a);
  return first || !operand_ends(a, a->count - 1) ? PLACE_PATTERN : PLACE_NOTHING;
}
Around around_of(Arena *arena, const Spot *spot) {
  Around a = {.scan = spot->scan, .check = spot->check, .words = ARENA_MANY(arena, uint32_t, spot->scan->count + 1), .from = spot->offset, .to = spot->offset, .element = SLOT_NONE};
  bool text = false, nothing = false;
  for (uint32_t i = 0; i < spot->scan->count && spot->scan->words[i].start < spot->offset; i++) {
    const ScanWord *w = &spot->scan->words[i];
    bool open = w->kind == SCAN_OPEN_TEXT, at = spot->offset <= w->end;
    if (w->kind == SCAN_COMMENT) { nothing |= at; continue; }
    if (at && (w->kind == SCAN_NAME || w->kind == SCAN_QUOTED_NAME)) { a.from = w->start; a.to = w->kind == SCAN_NAME ? w->end : spot->offset; continue; }
    if ((at && open) || (w->kind == SCAN_TEXT && spot->offset < w->end)) { text = true; a.from = w->start + 1; a.to = open ? spot->offset : w->end - 1; continue; }
    nothing |= at && (w->kind == SCAN_NUMBER || w->kind == SCAN_TIME);
    a.words[a.count++] = i;
  }
  a.begin = a.count;
  block_find(&a);
  element_find(&a);
  arguments_find(arena, &a);
  uint32_t before = a.count ? spot->scan->words[a.words[a.count - 1]].end : 0;
  bool first = a.count == 0 || memchr(spot->bytes.data + before, '\n', a.from - before) != NULL;
  a.kind = nothing ? PLACE_NOTHING : text ? PLACE_TEXT : place_kind(&a, first);
  return a;
}

// ---- what a name that ends at a word is
uint32_t place_slot(const Around *a, uint32_t end) {
  const Rules *r = a->check->rules;
  if (!name_at(a, end)) return SLOT_NONE;
  Text name = name_of(a, end);
  if (end >= 2 && around_is(a, end - 1, ".")) return slot_child(r, place_slot(a, end - 2), name);
  uint32_t slot = slot_child(r, a->element, name);
  if (slot == SLOT_NONE && a->element != SLOT_NONE && text_is(name, "it")) return r->slots[a->element].first_child;
  return slot != SLOT_NONE ? slot : slot_of_field(r, name);
}
static void text_add(Arena *arena, Texts *out, Text t) {
  enum { MOST = 200 };
  for (uint32_t i = 0; i < out->count; i++) if (text_equal(out->items[i], t)) return;
  if (out->count < MOST && t.size) *VEC_PUSH(arena, out) = t;
}
static void type_values(Arena *arena, Type t, Texts *out) {
  if (t.kind == TYPE_LIST && t.element) t = *t.element;
  for (uint32_t i = 0; t.values && i < t.values->count; i++) text_add(arena, out, t.values->items[i]);
}
static void define_values(Arena *arena, const Define *d, Texts *out) {
  for (uint32_t i = 0; d->decision && i < d->decision->row_count; i++)
    if (d->decision->rows[i].result && d->decision->rows[i].result->kind == EXPR_TEXT) text_add(arena, out, d->decision->rows[i].result->text);
}
static void define_named(Arena *arena, const Around *a, Text name, bool function, Texts *out) {
  const Rules *r = a->check->rules;
  for (uint32_t i = 0; i < r->defines.count; i++)
    if (r->defines.items[i]->function == function && text_equal(r->defines.items[i]->name.text, name)) define_values(arena, r->defines.items[i], out);
}
static uint32_t paren_back(const Around *a, uint32_t close) { // the word that opens it
  uint32_t depth = 0;
  for (uint32_t i = close + 1; i-- > 0;) {
    if (around_is(a, i, ")")) depth++;
    if (around_is(a, i, "(") && --depth == 0) return i;
  }
  return a->count;
}
static void column_values(Arena *arena, const Around *a, uint32_t end, Texts *out) { // table(…).column
  uint32_t open = paren_back(a, end - 2);
  const Rules *r = a->check->rules;
  for (uint32_t i = 0; open > 0 && open < a->count && i < r->tables.count; i++) {
    const Table *t = r->tables.items[i];
    if (!text_equal(t->name.text, name_of(a, open - 1))) continue;
    for (uint32_t k = 0; k < t->column_count; k++)
      for (uint32_t row = 0; text_equal(t->columns[k].name.text, name_of(a, end)) && row < t->row_count; row++)
        if (t->cells[row * t->column_count + k].present) text_add(arena, out, t->cells[row * t->column_count + k].text);
  }
}
static void decision_values(Arena *arena, const Around *a, Text name, Texts *out) {
  const Rules *r = a->check->rules;
  if (text_is(name, "stage")) for (uint32_t i = 0; i < r->stages.count; i++) text_add(arena, out, r->stages.items[i]->name);
  if (text_is(name, "route")) for (uint32_t i = 0; i < r->routes.count; i++) text_add(arena, out, r->routes.items[i]->name);
  if (text_is(name, "segments")) for (uint32_t i = 0; i < r->segments.count; i++) text_add(arena, out, r->segments.items[i]->name);
  if (text_is(name, "reasons")) for (uint32_t i = 0; i < r->reasons.count; i++) text_add(arena, out, r->reasons.items[i]->code);
}
void subject_values(Arena *arena, const Around *a, uint32_t end, Texts *out) {
  if (around_is(a, end, ")")) {
    uint32_t open = paren_back(a, end);
    if (open > 0 && open < a->count) define_named(arena, a, name_of(a, open - 1), true, out);
    return;
  }
  if (!name_at(a, end)) return;
  if (end >= 3 && around_is(a, end - 1, ".") && around_is(a, end - 2, ")")) { column_values(arena, a, end, out); return; }
  if (end >= 2 && around_is(a, end - 1, ".") && around_is(a, end - 2, "previous")) { decision_values(arena, a, name_of(a, end), out); return; }
  uint32_t slot = place_slot(a, end);
  if (slot != SLOT_NONE) { type_values(arena, a->check->rules->slots[slot].type, out); return; }
  define_named(arena, a, name_of(a, end), false, out);
  if (!out->count) decision_values(arena, a, name_of(a, end), out);
}

// ---- values that can stand at the cursor
static bool set_word(const Around *a, uint32_t i) { return around_is(a, i, ",") || kind_at(a, i) == SCAN_TEXT; }
static uint32_t operator_back(const Around *a, uint32_t i) { // the operand before `is not`, `has any of` ...; count: it is none
  static const char *const words[] = {"is", "not", "exactly", "=", "!=", "in", "has", "contains", "with", "of", "any", "all", "none", "starts", "ends", "<", ">", "<=", ">=", "between", NULL};
  uint32_t from = i;
  while (i < a->count && i > 0 && word_among(around_word(a, i), words)) i--;
  return i < from ? i : a->count;
}
static void labels_add(Arena *arena, const Around *a, Texts *out) {
  const Rules *r = a->check->rules;
  for (uint32_t i = 0; i < r->rules.count; i++) text_add(arena, out, r->rules.items[i]->label);
}
static void field_values(Arena *arena, const Around *a, Texts *out) { // default "…" of a field that is one of some values
  for (uint32_t i = a->count; i-- > 0;) {
    if (kind_at(a, i) == SCAN_TEXT) { Text t = around_word(a, i); text_add(arena, out, (Text){t.data + 1, t.size - 2}); }
    if (around_is(a, i, "of") || first_at(a, i)) break;
  }
}
// In a row of `by A, B { … }`: what the expression above that column can be.
static void row_values(Arena *arena, const Around *a, Texts *out) {
  uint32_t column = 0, depth = 0, i = a->count, by = a->open, end;
  while (i-- > a->open + 1) {
    if (around_is(a, i, "=>")) return;
    depth += around_is(a, i, ")") ? 1u : around_is(a, i, "(") && depth ? -1u : 0;
    column += depth == 0 && around_is(a, i, ",") && !around_is(a, i - 1, "(");
    if (first_at(a, i)) break;
  }
  while (by > a->begin && !around_is(a, by, "by")) by--;
  for (end = by + 1, depth = 0; end + 1 < a->open; end++) {
    depth += around_is(a, end, "(") ? 1u : around_is(a, end, ")") ? -1u : 0;
    if (depth == 0 && around_is(a, end + 1, ",") && column-- == 0) break;
  }
  if (by > a->begin) subject_values(arena, a, end, out);
}
uint32_t data_owner(const Around *a) {
  const Rules *r = a->check->rules;
  Text path[16];
  uint32_t depth = 0, closed = 0, slot = SLOT_NONE;
  for (uint32_t i = a->count; i-- > a->begin && depth < 16;) {
    if (around_is(a, i, "}")) closed++;
    if (!around_is(a, i, "{")) continue;
    if (closed) { closed--; continue; }
    uint32_t k = i, lists = 0;
    while (k > a->begin && !(around_is(a, k, ":") && !lists) && !around_is(a, k, "lead")) { // back over [ { … }, to the field's name
      k--;
      lists += around_is(a, k, "}") ? 1u : around_is(a, k, "{") && lists ? -1u : 0;
    }
    if (around_is(a, k, ":") && k > 0) path[depth++] = name_of(a, k - 1);
  }
  while (depth-- > 0) slot = slot == SLOT_NONE ? slot_of_field(r, path[depth]) : slot_child(r, slot, path[depth]);
  return slot;
}
static void data_values(Arena *arena, const Around *a, Texts *out) {
  uint32_t i = a->count - 1, owner = data_owner(a);
  while (i > a->open && !around_is(a, i, ":")) i--;
  if (i == a->open || i == 0) return;
  uint32_t slot = owner == SLOT_NONE ? slot_of_field(a->check->rules, name_of(a, i - 1)) : slot_child(a->check->rules, owner, name_of(a, i - 1));
  if (slot != SLOT_NONE) type_values(arena, a->check->rules->slots[slot].type, out);
  else decision_values(arena, a, name_of(a, i - 1), out); // previous: { stage: … }
}
void place_values(Arena *arena, const Around *a, Texts *out) {
  if (!a->count) return;
  uint32_t i = a->count - 1, set = i;
  if (around_is(a, a->begin, "test") && a->open < a->count && (around_is(a, i, ":") || around_is(a, i, "[") || set_word(a, i))) data_values(arena, a, out);
  if (around_is(a, i, "default")) { field_values(arena, a, out); return; }
  while (set > 0 && set_word(a, set)) set--;
  if (around_is(a, set, "(")) {
    if (set > 0 && around_is(a, set - 1, "points")) { labels_add(arena, a, out); return; }
    i = set > 0 ? set - 1 : a->count;
  }
  uint32_t operand = operator_back(a, i);
  if (operand < a->count && !around_is(a, operand, "{") && !around_is(a, operand, ",") && !around_is(a, operand, "or")) subject_values(arena, a, operand, out);
  if (!out->count && a->open < a->count && !around_is(a, a->begin, "test") && a->begin < a->open) row_values(arena, a, out);
}
