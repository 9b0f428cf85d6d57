// words.c -- see words.h: names, literals, conditions. Questions and functions are in words_call.c, rows and points in words_rule.c.
#include "tools/words_parts.h"
#include <string.h>

void words_put(const Words *w, const char *text) { buffer_put(w->b, text, strlen(text)); }
void words_name(const Words *w, Text name) {
  for (uint32_t i = 0; i < name.size; i++) buffer_put(w->b, name.data[i] == '_' ? " " : name.data + i, 1);
}
void words_quoted(const Words *w, Text t) {
  words_put(w, "\xE2\x80\x9C");
  buffer_put(w->b, t.data, t.size);
  words_put(w, "\xE2\x80\x9D");
}

// ---- literals
void words_number(const Words *w, Decimal value, bool percent) { // thousands apart from 10,000 on
  char digits[DECIMAL_TEXT_BYTES];
  uint32_t size = decimal_format(percent ? value * 100 : value, digits), whole = 0, from = digits[0] == '-';
  while (from + whole < size && digits[from + whole] != '.') whole++;
  for (uint32_t i = 0; i < size; i++) {
    uint32_t left = from + whole - i;
    if (whole > 4 && i > from && i < from + whole && left % 3 == 0) words_put(w, ",");
    if (digits[i] == '-') words_put(w, "\xE2\x88\x92");
    else buffer_put(w->b, digits + i, 1);
  }
  if (percent) words_put(w, "%");
}
static void put_count(const Words *w, int64_t count, const char *unit, bool bare) { // bare: one day as day
  if (count != 1 || !bare) { buffer_integer(w->b, count); words_put(w, " "); }
  words_put(w, unit);
  if (count != 1) words_put(w, "s");
}
static void literal_duration(const Words *w, const Expr *d, bool bare) {
  static const struct { int64_t us; const char *name; } units[] = {{CLOCK_DAY, "day"}, {CLOCK_HOUR, "hour"}, {CLOCK_MINUTE, "minute"}, {CLOCK_SECOND, "second"}};
  if (d->months) { put_count(w, d->value % 12 ? d->value : d->value / 12, d->value % 12 || !d->value ? "month" : "year", bare); return; }
  for (int i = 0; i < 4; i++)
    if (d->unit_us == units[i].us || (!d->unit_us && d->value % units[i].us == 0)) { put_count(w, d->value / units[i].us, units[i].name, bare); return; }
  put_count(w, d->value, "microsecond", bare);
}
void words_every(const Words *w, const Expr *d) {
  if (d->kind == EXPR_DURATION) literal_duration(w, d, true);
  else words_value(w, d);
}
static bool literal(const Words *w, const Expr *x) {
  char text[CLOCK_TEXT_BYTES];
  switch (x->kind) {
    case EXPR_NUMBER: words_number(w, x->value, x->percent); return true;
    case EXPR_TEXT: words_quoted(w, x->text); return true;
    case EXPR_BOOLEAN: words_put(w, x->value ? "yes" : "no"); return true;
    case EXPR_DATE: buffer_put(w->b, text, clock_format_date(x->value, text)); return true;
    case EXPR_TIME: buffer_put(w->b, text, clock_format_time(x->value, text)); return true;
    case EXPR_DURATION: literal_duration(w, x, false); return true;
    case EXPR_MISSING: words_put(w, "nothing"); return true;
    case EXPR_NOW: words_put(w, "now"); return true;
    default: return false;
  }
}
// "60 (sql fit)": what a parameter is now, and its name.
static void parameter(const Words *w, const Parameter *p) {
  literal(w, p->value);
  words_put(w, " (");
  buffer_put(w->b, p->name.text.data, p->name.text.size); // as --set takes it
  words_put(w, ")");
}
// A literal beside a field with a unit is in that unit.
static void with_unit(const Words *w, const Expr *value, const Expr *beside) {
  words_value(w, value);
  const Expr *l = expr_literal(value);
  bool field = beside && (beside->ref == REF_SLOT || beside->ref == REF_ELEMENT) && w->rules->slots[beside->slot].field;
  if (!field || !l || l->kind != EXPR_NUMBER || !w->rules->slots[beside->slot].field->unit.text.size) return;
  words_put(w, " ");
  buffer_text(w->b, (RubricText){w->rules->slots[beside->slot].field->unit.text.data, w->rules->slots[beside->slot].field->unit.text.size});
}
void words_range(const Words *w, const Expr *r) {
  if (r->a) words_value(w, r->a);
  if (r->a && r->b) words_put(w, r->open_end ? " to less than " : " to ");
  if (!r->a) words_put(w, r->open_end ? "less than " : "at most ");
  if (r->b) words_value(w, r->b);
  else words_put(w, " or more");
}
void words_list(const Words *w, const ExprList *all, const char *last) { // “a”, “b” or “c”
  for (uint32_t i = 0; i < all->count; i++) {
    if (i) words_put(w, i + 1 == all->count ? last : ", ");
    words_value(w, all->items[i]);
  }
}
void words_set(const Words *w, const Expr *set, const char *last) {
  if (set->kind == EXPR_SET) { words_list(w, &set->args, last); return; }
  if (set->ref == REF_LIST) words_put(w, "the list ");
  words_value(w, set);
}

// ---- comparisons: after what is compared
static void compare(const Words *w, const Expr *x) {
  static const char *const numbers[] = {"is ", "is not ", "is exactly ", "is not exactly ", "is less than ", "is at most ", "is more than ", "is at least "};
  static const char *const times[] = {"is ", "is not ", "is exactly ", "is not exactly ", "is before ", "is not after ", "is after ", "is not before "};
  static const char *const scales[] = {"is ", "is not ", "is exactly ", "is not exactly ", "is below ", "is at most ", "is above ", "is at least "};
  TypeKind kind = x->a->type.kind;
  words_put(w, (kind == TYPE_SCALE ? scales : kind == TYPE_DATE || kind == TYPE_TIME ? times : numbers)[x->op]);
  with_unit(w, x->b, x->a);
}
static void in_range(const Words *w, const Expr *r, const Expr *of) {
  words_put(w, r->a && r->b ? "from " : r->a ? "at least " : r->open_end ? "less than " : "at most ");
  if (r->a && !r->b) { with_unit(w, r->a, of); return; }
  if (r->a) { words_value(w, r->a); words_put(w, r->open_end ? " to less than " : " to "); }
  with_unit(w, r->b, of);
}
static void in(const Words *w, const Expr *x) {
  words_put(w, x->negated ? "is not " : "is ");
  if (x->b->kind == EXPR_RANGE) { in_range(w, x->b, x->a); return; }
  words_put(w, x->b->kind == EXPR_SET && x->b->args.count == 1 ? "" : x->b->kind == EXPR_SET ? "one of " : "in ");
  words_set(w, x->b, " or ");
}
// "has the word “vp” or “ceo”", "has a word of the list big", "starts with “ex”", of a list "has “aws”".
void words_match(const Words *w, MatchOp op, Quant quant, const Expr *set, bool list) {
  static const char *const verbs[] = {"has ", "contains ", "starts with ", "ends with "};
  bool words = op == MATCH_HAS && !list, many = set->kind == EXPR_SET && set->args.count > 1;
  words_put(w, verbs[op]);
  if (set->kind != EXPR_SET && set->type.kind == TYPE_LIST) { // a list of the rules, or a field
    words_put(w, quant == QUANT_NONE ? words ? "no word of " : "none of " : quant == QUANT_ALL ? words ? "all words of " : "all of " : words ? "a word of " : "one of ");
    words_set(w, set, "");
    return;
  }
  if (quant == QUANT_NONE) words_put(w, words ? many ? "none of the words " : "not the word " : "none of ");
  else if (words) words_put(w, quant == QUANT_ALL && many ? "the words " : "the word ");
  words_set(w, set, quant == QUANT_ALL ? " and " : " or ");
}
bool words_relation(const Words *w, const Expr *x) {
  static const char *const states[] = {"missing", "filled in", "valid", "invalid"};
  switch (x->kind) {
    case EXPR_COMPARE: compare(w, x); return true;
    case EXPR_BETWEEN: words_put(w, "is from "); with_unit(w, x->b, NULL); words_put(w, " to "); with_unit(w, x->c, x->a); return true;
    case EXPR_IN: in(w, x); return true;
    case EXPR_MATCH: words_match(w, (MatchOp)x->op, (Quant)x->quant, x->b, x->a->type.kind == TYPE_LIST); return true;
    case EXPR_REGEX: words_put(w, "matches the pattern "); words_value(w, x->b); return true;
    case EXPR_WITHIN: words_put(w, x->negated ? "is not in the last " : "is in the last "); words_every(w, x->b); return true;
    case EXPR_OLDER: words_put(w, "is more than "); words_value(w, x->b); words_put(w, " ago"); return true;
    case EXPR_BEFORE: words_put(w, "is before "); words_value(w, x->b); return true;
    case EXPR_AFTER: words_put(w, "is after "); words_value(w, x->b); return true;
    case EXPR_STATE: words_put(w, x->negated ? "is not " : "is "); words_put(w, states[x->op]); return true;
    default: return false;
  }
}

// ---- conditions
static void chain(const Words *w, const Expr *x, const char *word) {
  for (uint32_t i = 0; i < x->args.count; i++) {
    const Expr *part = x->args.items[i];
    bool nested = part->kind == EXPR_QUORUM || part->kind == EXPR_AND || part->kind == EXPR_OR || part->kind == EXPR_IF;
    if (i) words_put(w, word);
    if (nested) words_put(w, "(");
    words_condition(w, part);
    if (nested) words_put(w, ")");
  }
}
static void quorum(const Words *w, const Expr *x) {
  if (x->op == QUORUM_ALL) words_put(w, "all of these: ");
  if (x->op == QUORUM_ANY) words_put(w, "at least one of these: ");
  if (x->op == QUORUM_NONE) words_put(w, "none of these: ");
  if (x->op == QUORUM_AT_LEAST) { words_put(w, "at least "); buffer_integer(w->b, x->value); words_put(w, " of these: "); }
  chain(w, x, "; ");
}
static bool begins(Text t, const char *with) { return text_starts(t, text_of(with)); }
static Text after(Text t, uint32_t size) { return (Text){t.data + size, t.size - size}; }
// A yes or no by itself: a field, a definition, what the decision knows.
static bool yes_or_no(const Words *w, const Expr *x, bool negated) {
  bool call = x->kind == EXPR_CALL && x->args.count == 1 && (x->ref == REF_DEFINE || x->ref == REF_EXTERN);
  if (call && (begins(x->text, "is_") || begins(x->text, "has_"))) { // is_free_mail(email): email is free mail
    bool is = begins(x->text, "is_");
    words_value(w, x->args.items[0]);
    words_put(w, is ? negated ? " is not " : " is " : negated ? " has no " : " has ");
    words_name(w, after(x->text, is ? 3 : 4));
    return true;
  }
  if (x->kind != EXPR_NAME && x->kind != EXPR_MEMBER && x->kind != EXPR_CALL) return false;
  if (x->ref == REF_DISQUALIFIED || x->ref == REF_INCOMPLETE) {
    words_put(w, negated ? "the lead is not " : "the lead is ");
    words_put(w, x->ref == REF_DISQUALIFIED ? "disqualified" : "incomplete");
    return true;
  }
  if (x->ref == REF_DEFINE || x->ref == REF_EXTERN || x->ref == REF_BUILTIN) {
    if (negated) words_put(w, "not ");
    words_value(w, x);
    return true;
  }
  words_value(w, x);
  words_put(w, negated ? " is no" : " is yes");
  return true;
}
static void negated(const Words *w, const Expr *x) {
  if (yes_or_no(w, x, true)) return;
  if (x->kind == EXPR_NOT) { words_condition(w, x->a); return; }
  words_put(w, "not (");
  words_condition(w, x);
  words_put(w, ")");
}
void words_condition(const Words *w, const Expr *x) {
  switch (x->kind) {
    case EXPR_AND: chain(w, x, " and "); return;
    case EXPR_OR: chain(w, x, " or "); return;
    case EXPR_QUORUM: quorum(w, x); return;
    case EXPR_NOT: negated(w, x->a); return;
    case EXPR_BOOLEAN: words_put(w, x->value ? "always" : "never"); return;
    case EXPR_IF: words_put(w, "if "); words_condition(w, x->a); words_put(w, " then "); words_condition(w, x->b); words_put(w, ", else "); words_condition(w, x->c); return;
    default: break;
  }
  if (x->kind == EXPR_COMPARE && x->op == COMPARE_IS && x->a->ref == REF_POINTS) { // in tests
    words_value(w, x->a->args.items[0]);
    words_put(w, " gives ");
    words_value(w, x->b);
  } else if (x->kind >= EXPR_COMPARE && x->kind <= EXPR_STATE) {
    words_value(w, x->a);
    words_put(w, " ");
    words_relation(w, x);
  } else if (!yes_or_no(w, x, false)) words_value(w, x);
}

// ---- values
static void arithmetic(const Words *w, const Expr *x) {
  if (x->parenthesised) words_put(w, "(");
  words_value(w, x->a);
  words_put(w, x->op == '*' ? " \xC3\x97 " : x->op == '/' ? " \xC3\xB7 " : x->op == '+' ? " + " : " \xE2\x88\x92 ");
  words_value(w, x->b);
  if (x->parenthesised) words_put(w, ")");
}
static void named(const Words *w, const Expr *x) {
  switch (x->ref) {
    case REF_PARAMETER: parameter(w, x->decl); return;
    case REF_SLOT: words_name(w, w->rules->slots[x->slot].path); return;
    case REF_PREVIOUS: words_put(w, "the previous "); words_name(w, w->rules->slots[x->slot].name); return;
    case REF_IT: words_put(w, "it"); return;
    case REF_TABLE_CELL: words_cell(w, x); return;
    default: break;
  }
  if (x->kind == EXPR_MEMBER) { words_name(w, x->text); words_put(w, " of "); words_value(w, x->a); }
  else words_name(w, x->text);
}
void words_value(const Words *w, const Expr *x) {
  if (literal(w, x)) return;
  switch (x->kind) {
    case EXPR_NAME: case EXPR_MEMBER: named(w, x); return;
    case EXPR_CALL: words_call(w, x); return;
    case EXPR_QUERY: words_question(w, x); return;
    case EXPR_NEGATE: words_put(w, "\xE2\x88\x92"); words_value(w, x->a); return;
    case EXPR_ARITH: arithmetic(w, x); return;
    case EXPR_AGO: words_value(w, x->a); words_put(w, " ago"); return;
    case EXPR_RANGE: words_range(w, x); return;
    case EXPR_SET: words_list(w, &x->args, " or "); return;
    case EXPR_IF: words_put(w, "if "); words_condition(w, x->a); words_put(w, " then "); words_value(w, x->b); words_put(w, ", else "); words_value(w, x->c); return;
    default: words_condition(w, x);
  }
}
