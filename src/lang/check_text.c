// check_text.c -- membership and pieces of text: `in`, `has`, `contains`, `starts with`, `ends with`, `matches`.
#include "lang/check_parts.h"

static Type boolean(void) { return (Type){.kind = TYPE_BOOLEAN}; }

// ---- lists of the rules as sets
static bool list_among_countries(Checker *c, const List *list) {
  bool fine = true;
  for (uint32_t i = 0; i < list->count; i++) {
    if (country_code(list->values[i])) continue;
    fine = false;
    Diag *d = diag_add(c->diags, ERROR_NOT_A_COUNTRY, list->spans[i], "\"%.*s\" is not a country, but the list `%.*s` is compared with one", SHOW(list->values[i]), SHOW(list->name.text));
    diag_help(c->diags, d, "write its English name or its two-letter code, such as \"Germany\" or \"DE\"");
    if (i > LIMIT_EXAMPLES) break;
  }
  return fine;
}

static void list_against(Checker *c, Expr *subject, Type type, Expr *set) {
  const List *list = set->decl;
  if (type.kind == TYPE_COUNTRY) { list_among_countries(c, list); return; }
  if (type_is_text(type) || type.kind == TYPE_ERROR) return;
  Text source = expr_source(c, subject), name = type_name(c->arena, type);
  Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, set->span, "%.*s is %.*s, but the list `%.*s` holds text", SHOW(source), SHOW(name), SHOW(list->name.text));
  diag_help(c->diags, d, "write the values in parentheses: `in (…, …)`");
}

// ---- in
static void member_fits(Checker *c, Context *x, Expr *subject, Type type, Expr *member) {
  if (scalar_check(c, x, member).kind == TYPE_ERROR) return;
  Expr like = *subject; // for the message: the subject's words with the type of what is compared
  like.type = type;
  literal_adapt(c, member, type, subject);
  if (type_same(type, member->type) || (type_dated(type) && type_dated(member->type))) return;
  operands_match(c, &like, member, true);
}

// `set`: (a, b), a list's name, or a list of the lead; members have `type`.
void members_check(Checker *c, Context *x, Expr *subject, Type type, Expr *set) {
  if (set->kind == EXPR_SET) {
    for (uint32_t i = 0; i < set->args.count; i++) member_fits(c, x, subject, type, set->args.items[i]);
    set->type = (Type){.kind = TYPE_BOOLEAN};
    set->level = x->level;
    return;
  }
  Type t = expr_check(c, x, set);
  if (t.kind == TYPE_ERROR) return;
  if (set->ref == REF_LIST) { list_against(c, subject, type, set); return; }
  Text source = expr_source(c, set), name = type_name(c->arena, t), wants = type_name(c->arena, type);
  if (t.kind != TYPE_LIST) {
    Diag *d = diag_add(c->diags, ERROR_NOT_A_LIST, set->span, "several values are needed here, but %.*s is %.*s", SHOW(source), SHOW(name));
    diag_help(c->diags, d, "for one value write `is`; a set stands in parentheses: `(\"a\", \"b\")`");
    return;
  }
  if (t.element && (type_same(*t.element, type) || (type_dated(*t.element) && type_dated(type)))) return;
  Text what = expr_source(c, subject);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, set->span, "%.*s is %.*s, but %.*s is %.*s", SHOW(what), SHOW(wants), SHOW(source), SHOW(name));
}

Type check_in(Checker *c, Context *x, Expr *e) {
  Type a = scalar_check(c, x, e->a);
  if (e->b->kind != EXPR_RANGE) { members_check(c, x, e->a, a, e->b); return boolean(); }
  if (a.kind == TYPE_ERROR) { range_check(c, e->b, a, "range"); return boolean(); }
  if (!type_is_number(a) && !type_dated(a)) {
    Text source = expr_source(c, e->a), name = type_name(c->arena, a);
    diag_add(c->diags, type_is_text(a) ? ERROR_NO_ORDER : ERROR_TYPE_MISMATCH, e->b->span, "a range holds numbers, dates or times, but %.*s is %.*s", SHOW(source), SHOW(name));
  } else range_check(c, e->b, a, "range");
  return boolean();
}

// ---- pieces
static const char *match_word(uint8_t op) {
  static const char *const words[] = {"has", "contains", "starts with", "ends with"};
  return words[op];
}

static void words_check(Checker *c, Text t, Span span, uint8_t op) {
  if (op == MATCH_HAS && !text_has_any_word(text_fold(c->arena, t))) {
    Diag *d = diag_add(c->diags, ERROR_NO_WORD, span, "there is no word in \"%.*s\" that `has` could look for", SHOW(t));
    diag_help(c->diags, d, "`contains` looks for any characters");
  }
}

static void piece_check(Checker *c, Context *x, uint8_t op, Expr *piece) {
  Type t = scalar_check(c, x, piece);
  if (t.kind == TYPE_ERROR) return;
  const Expr *literal = expr_literal(piece);
  if (literal && literal->kind == EXPR_TEXT) { words_check(c, literal->text, piece->span, op); return; }
  if (type_is_text(t)) return;
  Text source = expr_source(c, piece), name = type_name(c->arena, t);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, piece->span, "`%s` looks for text, but %.*s is %.*s", match_word(op), SHOW(source), SHOW(name));
}

static void list_pieces(Checker *c, Expr *set, uint8_t op, bool many) {
  const List *list = set->decl;
  if (!many) {
    Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, set->span, "`%.*s` is a list: say whether any, all or none of it is meant", SHOW(list->name.text));
    diag_help(c->diags, d, "write `%s any of %.*s`", match_word(op), SHOW(list->name.text));
    return;
  }
  for (uint32_t i = 0; i < list->count; i++) words_check(c, list->values[i], list->spans[i], op);
}

static void text_pieces(Checker *c, Context *x, uint8_t op, Expr *operand, bool many) {
  if (operand->kind == EXPR_SET) {
    for (uint32_t i = 0; i < operand->args.count; i++) piece_check(c, x, op, operand->args.items[i]);
    operand->type = (Type){.kind = TYPE_BOOLEAN};
    return;
  }
  if (!many && operand->kind != EXPR_NAME) { piece_check(c, x, op, operand); return; }
  Type t = expr_check(c, x, operand);
  if (t.kind == TYPE_ERROR) return;
  if (operand->ref == REF_LIST) { list_pieces(c, operand, op, many); return; }
  bool text_list = t.kind == TYPE_LIST && t.element && type_is_text(*t.element);
  if (many ? text_list : type_is_text(t)) {
    const Expr *literal = many ? NULL : expr_literal(operand);
    if (literal && literal->kind == EXPR_TEXT) words_check(c, literal->text, operand->span, op);
    return;
  }
  Text source = expr_source(c, operand), name = type_name(c->arena, t);
  diag_add(c->diags, many ? ERROR_NOT_A_LIST : ERROR_TYPE_MISMATCH, operand->span, "`%s` looks for %s, but %.*s is %.*s", match_word(op), many ? "several texts" : "text", SHOW(source), SHOW(name));
}

// What `subject` of `type` is asked to have; shared by conditions and the patterns of decision tables.
void pieces_check(Checker *c, Context *x, Expr *subject, Type type, uint8_t op, Expr *operand, bool many) {
  if (type.kind == TYPE_ERROR) { text_pieces(c, x, op, operand, many); return; }
  if (type_is_text(type)) { text_pieces(c, x, op, operand, many); return; }
  bool plain = type.kind == TYPE_LIST && type.element && type.element->kind != TYPE_RECORD;
  if (plain && op == MATCH_HAS) {
    if (many) members_check(c, x, subject, *type.element, operand);
    else member_fits(c, x, subject, *type.element, operand);
    return;
  }
  Text source = expr_source(c, subject), name = type_name(c->arena, type);
  Diag *d = diag_add(c->diags, ERROR_TYPE_MISMATCH, subject->span, "`%s` looks into text%s, but %.*s is %.*s", match_word(op), op == MATCH_HAS ? " or a list" : "", SHOW(source), SHOW(name));
  if (plain) diag_help(c->diags, d, "write `any(%.*s where it %s …)`", source.size > 2 && source.data[0] == '`' ? (int)source.size - 2 : 4, source.data[0] == '`' ? source.data + 1 : "list", match_word(op));
}

static void pattern_check(Checker *c, const Expr *pattern) {
  Text why = {0};
  uint32_t at = 0;
  if (!c->loader->pattern || c->loader->pattern(pattern->text, c->arena, &why, &at)) return;
  Span place = pattern->span; // the byte to blame, when the literal is as long as its text: no escapes before it
  if (at && place.end - place.start == pattern->text.size + 2) place = (Span){place.file, place.start + 1 + at, place.end - 1};
  Diag *d = diag_add(c->diags, ERROR_REGEX, place, "this pattern cannot be read: %.*s", SHOW(why));
  diag_help(c->diags, d, "patterns are written as RE2 reads them; `contains`, `has` and `starts with` need none");
}

static Type regex_check_types(Checker *c, Context *x, Expr *e) {
  Type a = scalar_check(c, x, e->a);
  if (a.kind != TYPE_ERROR && !type_is_text(a)) {
    Text source = expr_source(c, e->a), name = type_name(c->arena, a);
    diag_add(c->diags, ERROR_TYPE_MISMATCH, e->a->span, "`matches` looks into text, but %.*s is %.*s", SHOW(source), SHOW(name));
  }
  if (e->b->kind != EXPR_TEXT) diag_add(c->diags, ERROR_NEEDS_LITERAL, e->b->span, "`matches` takes a pattern in quotes");
  else { expr_check(c, x, e->b); pattern_check(c, e->b); }
  return boolean();
}

Type check_match(Checker *c, Context *x, Expr *e) {
  if (e->kind == EXPR_REGEX) return regex_check_types(c, x, e);
  Type a = expr_check(c, x, e->a);
  if (a.kind == TYPE_MISSING || a.kind == TYPE_RECORD) a = scalar_check(c, x, e->a);
  if (a.kind == TYPE_LIST && e->a->ref == REF_LIST) {
    Text list = expr_source(c, e->a);
    Diag *d = diag_add(c->diags, ERROR_NOT_A_LIST, e->a->span, "%.*s is a list of the rules; a list of the lead or a text is needed here", SHOW(list));
    diag_help(c->diags, d, "to ask whether a value is in it write: value in %.*s", SHOW(e->a->text));
    expr_poison(e->a);
    return boolean();
  }
  pieces_check(c, x, e->a, a, e->op, e->b, e->quant != QUANT_ONE);
  return boolean();
}
