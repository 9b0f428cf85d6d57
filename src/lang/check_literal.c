// check_literal.c -- literals on their own: the header's, parameters and their settings, ranges, defaults.
#include "lang/check_parts.h"

const Expr *expr_literal(const Expr *e) {
  if (!e) return NULL;
  if (e->kind == EXPR_NAME && e->ref == REF_PARAMETER) return ((const Parameter *)e->decl)->value;
  return e->kind >= EXPR_NUMBER && e->kind <= EXPR_DURATION ? e : NULL;
}

bool number_of(const Expr *e, Decimal *value) {
  if (e && e->kind == EXPR_NEGATE) { bool known = number_of(e->a, value); *value = -*value; return known; }
  const Expr *literal = expr_literal(e);
  if (literal && literal->kind == EXPR_NEGATE) return number_of(literal, value);
  *value = literal && literal->kind == EXPR_NUMBER ? literal->value : 0;
  return literal && literal->kind == EXPR_NUMBER;
}

bool expr_number(const Expr *e, Decimal *value) { return number_of(e, value); }
bool literal_span(const Rules *rules, const Expr *e, Type type, int64_t *low, int64_t *high) {
  Decimal number;
  const Expr *l = expr_literal(e);
  if (number_of(e, &number)) { *low = *high = number; return true; }
  if (!l) return false;
  *low = *high = l->value;
  if (l->kind == EXPR_DATE && type.kind == TYPE_TIME) { *low = zone_to_utc(rules->zone, l->value * CLOCK_DAY); *high = zone_to_utc(rules->zone, (l->value + 1) * CLOCK_DAY) - 1; }
  if (l->kind == EXPR_TIME && type.kind == TYPE_DATE) *low = *high = clock_date_of(rules->zone, l->value);
  return true;
}

Text compared_form(Arena *arena, TypeKind kind, Text t) {
  char phone[PHONE_KEY_BYTES];
  uint32_t size = kind == TYPE_PHONE ? phone_key(text_trim(t), phone) : 0;
  if (size) return text_copy(arena, (Text){phone, size});
  const char *code = kind == TYPE_COUNTRY ? country_code(text_trim(t)) : NULL;
  return text_fold(arena, code ? (Text){code, 2} : t);
}

// The literal of `e` that can be changed for this use alone: a parameter's is copied, since another use may read it
// as something else ("US" as a country here and as text there).
Expr *literal_own(Checker *c, Expr *e) {
  if (e->kind != EXPR_NAME) return e;
  Parameter *copy = ARENA_NEW(c->arena, Parameter);
  *copy = *(Parameter *)e->decl;
  copy->value = ARENA_NEW(c->arena, Expr);
  *copy->value = *((Parameter *)e->decl)->value;
  e->decl = copy;
  return copy->value;
}

// ---- zones
Zone const *zone_named(Checker *c, Text name) {
  if (text_is(name, "UTC")) return zone_utc();
  Text bytes = {0};
  if (!zone_valid_name(name) || !c->loader->zone || !c->loader->zone(c->loader->user, c->arena, name, &bytes)) return NULL;
  return zone_parse(c->arena, bytes);
}

void header_check(Checker *c) {
  const Header *h = c->rules->header;
  c->rules->timezone = TEXT("UTC");
  c->rules->zone = zone_utc();
  if (!h) return;
  if (h->review_every) duration_check(c, &(Context){.limit = LEVEL_ALL}, h->review_every, true);
  if (h->review_since && h->review_since->kind == EXPR_TIME && h->review_since->local) h->review_since->local = false;
  if (!h->has_timezone) return;
  const Zone *zone = zone_named(c, h->timezone);
  if (zone) { c->rules->timezone = h->timezone; c->rules->zone = zone; return; }
  Diag *d = diag_add(c->diags, ERROR_UNKNOWN_ZONE, h->timezone_span, "there is no time zone \"%.*s\"", SHOW(h->timezone));
  diag_help(c->diags, d, "zones have names like \"America/New_York\" or \"Europe/Berlin\"");
}

// ---- ranges
static bool bound_read(Checker *c, Expr *e, Type type, const char *what, int64_t *value) {
  Context x = context_new("", LEVEL_ALL);
  Type found = expr_check(c, &x, e);
  if (found.kind == TYPE_ERROR) return false;
  Decimal number;
  bool literal = number_of(e, &number), dated = e->kind == EXPR_DATE || e->kind == EXPR_TIME;
  if (!literal && !dated) {
    Diag *d = diag_add(c->diags, ERROR_RANGE, e->span, "the bounds of a range are numbers, dates or times as written");
    diag_help(c->diags, d, "for anything else write `between … and …`");
    return false;
  }
  *value = literal ? number : e->value;
  if (type.kind == TYPE_ERROR || type_same(found, type) || (type_dated(found) && type_dated(type))) return true;
  Text is = type_name(c->arena, found), wants = type_name(c->arena, type);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, e->span, "the %s takes %.*s, but this is %.*s", what, SHOW(wants), SHOW(is));
  return false;
}

// The parser has seen that its end is below its beginning, and said so.
static bool range_refused(const Expr *range) {
  const Expr *a = range->a, *b = range->b;
  if (!a || !b || a->kind != b->kind || a->local != b->local) return false;
  return b->value < a->value || (range->open_end && b->value == a->value);
}

bool range_check(Checker *c, Expr *range, Type type, const char *what) {
  int64_t low = 0, high = 0;
  bool refused = range->kind == EXPR_RANGE && range_refused(range);
  if (range->kind != EXPR_RANGE) { diag_add(c->diags, ERROR_RANGE, range->span, "the %s is written `low..high`", what); return false; }
  range->type = type;
  bool fine = (!range->a || bound_read(c, range->a, type, what, &low));
  fine = (!range->b || bound_read(c, range->b, type, what, &high)) && fine && !refused;
  if (!fine || !range->a || !range->b) return fine;
  Type a = range->a->type, b = range->b->type;
  if (!type_same(a, b)) {
    Text first = type_name(c->arena, a), second = type_name(c->arena, b);
    diag_add(c->diags, ERROR_TYPE_MISMATCH, range->span, "the range begins with %.*s and ends with %.*s", SHOW(first), SHOW(second));
    return false;
  }
  if (low < high || (low == high && !range->open_end)) return true;
  Diag *d = diag_add(c->diags, ERROR_RANGE, range->span, "nothing is in this range: its end is %s its beginning", low == high ? "at" : "below");
  if (low > high) diag_help(c->diags, d, "turn it around");
  return false;
}

static int64_t bound_value(const Rules *rules, const Expr *e, Type type, bool end) {
  Decimal number;
  if (number_of(e, &number)) return number;
  if (e->kind == EXPR_DATE && type.kind == TYPE_TIME) return zone_to_utc(rules->zone, (e->value + end) * CLOCK_DAY) - end;
  if (e->kind == EXPR_TIME && type.kind == TYPE_DATE) return clock_date_of(rules->zone, e->value);
  return e->value;
}

bool range_holds(const Rules *rules, const Expr *range, Type type, int64_t value) {
  if (range->a && value < bound_value(rules, range->a, type, false)) return false;
  if (!range->b) return true;
  return range->open_end ? value < bound_value(rules, range->b, type, false) : value <= bound_value(rules, range->b, type, true);
}

// ---- a literal as a value of a type
static bool text_fits(Text t, TypeKind kind) {
  switch (kind) {
    case TYPE_EMAIL: return email_valid(t);
    case TYPE_DOMAIN: return domain_valid(t);
    case TYPE_PHONE: return phone_valid(t);
    case TYPE_URL: return url_valid(t);
    case TYPE_COUNTRY: return country_code(t) != NULL;
    default: return true;
  }
}

static bool value_fits(Checker *c, Expr *e, Type type, ErrorId id, const char *what) {
  int32_t index = values_find(type.values, c->arena, e->text);
  e->type = type;
  e->value = index;
  if (index >= 0) return true;
  e->value = 0;
  Text name = type_name(c->arena, type);
  Diag *d = diag_add(c->diags, id, e->span, "the %s \"%.*s\" is none of the values", what, SHOW(e->text));
  diag_label(c->diags, d, "it is %.*s", SHOW(name));
  int32_t near = text_nearest(e->text, type.values->items, type.values->count);
  if (near >= 0) { diag_help(c->diags, d, "did you mean \"%.*s\"?", SHOW(type.values->items[near])); d->fix = text_format(c->arena, "\"%.*s\"", SHOW(type.values->items[near])); d->fix_known = true; }
  return false;
}

static bool kind_fits(const Expr *e, Type type) {
  Decimal number;
  if (type_is_number(type)) return number_of(e, &number);
  switch (type.kind) {
    case TYPE_BOOLEAN: return e->kind == EXPR_BOOLEAN;
    case TYPE_DATE: return e->kind == EXPR_DATE;
    case TYPE_TIME: return e->kind == EXPR_TIME || e->kind == EXPR_DATE;
    case TYPE_DURATION: return e->kind == EXPR_DURATION;
    default: return e->kind == EXPR_TEXT;
  }
}

bool literal_fits(Checker *c, Expr *e, Type type, const Expr *range, ErrorId id, const char *what) {
  if (type.kind == TYPE_ERROR) return true;
  Context x = context_new("", LEVEL_ALL);
  if (expr_check(c, &x, e).kind == TYPE_ERROR) return false;
  Text wants = type_name(c->arena, type);
  if (!kind_fits(e, type)) {
    Text is = type_name(c->arena, e->type);
    diag_add(c->diags, id, e->span, "the %s must be %.*s, but this is %.*s", what, SHOW(wants), SHOW(is));
    return false;
  }
  if (type.kind == TYPE_ONE_OF || type.kind == TYPE_SCALE) return value_fits(c, e, type, id, what);
  if (e->kind == EXPR_TEXT && !text_fits(text_trim(e->text), type.kind)) {
    diag_add(c->diags, id, e->span, "the %s \"%.*s\" is not %.*s", what, SHOW(e->text), SHOW(wants));
    return false;
  }
  if (type.kind == TYPE_COUNTRY) e->text = (Text){country_code(e->text), 2};
  if (type.kind == TYPE_TIME && e->kind == EXPR_DATE) { e->kind = EXPR_TIME; e->value = zone_to_utc(c->rules->zone, e->value * CLOCK_DAY); }
  Decimal number;
  int64_t value = number_of(e, &number) ? number : e->value;
  if (type.kind == TYPE_INTEGER && value % DECIMAL_ONE != 0) { diag_add(c->diags, id, e->span, "the %s must be a whole number", what); return false; }
  e->type = type;
  if (!range || range_holds(c->rules, range, type, value)) return true;
  Text source = expr_source(c, range);
  diag_add(c->diags, id, e->span, "the %s is outside of %.*s", what, SHOW(source));
  return false;
}

// ---- parameters
static const Setting *setting_of(const Setting *settings, uint32_t count, Text name) {
  const Setting *found = NULL; // the last one wins, as options do
  for (uint32_t i = 0; i < count; i++)
    if (text_equal(settings[i].name, name)) found = &settings[i];
  return found;
}

static bool duration_read(Text t, Expr *e) {
  static const struct { const char *word; int64_t us; int32_t months; } units[] = {
#define UNIT_WORD(one, many, us, months) {one, us, months},
#include "lang/words.def"
  };
  uint32_t digits = 0;
  int64_t n = 0;
  while (digits < t.size && digits < 9 && t.data[digits] >= '0' && t.data[digits] <= '9') n = n * 10 + (t.data[digits++] - '0');
  Text word = text_trim((Text){t.data + digits, t.size - digits});
  if (digits && word.size > 1 && word.data[word.size - 1] == 's') word.size--;
  for (size_t i = 0; digits && i < sizeof units / sizeof *units; i++) {
    if (!text_is(word, units[i].word)) continue;
    int64_t each = units[i].months ? units[i].months : units[i].us;
    if (n > INT64_MAX / 4 / each) return false;
    e->months = units[i].months != 0;
    e->value = n * each;
    e->unit_us = units[i].months ? 0 : units[i].us >= CLOCK_DAY ? CLOCK_DAY : units[i].us;
    return true;
  }
  return false;
}

static bool boolean_read(Text t, int64_t *value) {
  *value = text_is(t, "true");
  return *value || text_is(t, "false");
}

// A share may be set as it is written in a file: 15%.
static bool number_read(Text t, int64_t *value) {
  bool percent = t.size > 1 && t.data[t.size - 1] == '%';
  if (percent) t.size--;
  return decimal_read_cell(t, value) && (!percent || decimal_div(*value, 100 * DECIMAL_ONE, value));
}

static bool setting_read(Checker *c, Text t, Expr *e) {
  switch (e->kind) {
    case EXPR_NUMBER: return number_read(t, &e->value);
    case EXPR_TEXT: e->text = t; return t.size > 0;
    case EXPR_BOOLEAN: return boolean_read(t, &e->value);
    case EXPR_DATE: return clock_read_date(t, &e->value);
    case EXPR_TIME: return clock_read_time(t, c->rules->zone, &e->value);
    case EXPR_DURATION: return duration_read(t, e);
    default: return false;
  }
}

static void setting_apply(Checker *c, Parameter *p, Text value) {
  Expr *e = ARENA_NEW(c->arena, Expr);
  *e = *p->value;
  Decimal number;
  if (number_of(p->value, &number)) { e->kind = EXPR_NUMBER; e->type = (Type){.kind = TYPE_NUMBER}; e->a = NULL; } // a negative one had a sign of its own
  Text trimmed = text_trim(value), type = type_name(c->arena, e->type);
  if (!setting_read(c, trimmed, e)) {
    diag_add(c->diags, ERROR_PARAMETER, p->name.span, "`%.*s` cannot be set to \"%.*s\": it is %.*s", SHOW(p->name.text), SHOW(value), SHOW(type));
    return;
  }
  if (p->range && !range_holds(c->rules, p->range, e->type, e->value)) {
    Text range = expr_source(c, p->range);
    diag_add(c->diags, ERROR_PARAMETER, p->name.span, "`%.*s` cannot be set to %.*s: it is in %.*s", SHOW(p->name.text), SHOW(value), SHOW(range));
    return;
  }
  p->value = e;
}

static void parameter_check(Checker *c, Parameter *p) {
  Context x = context_new("a parameter", LEVEL_FIELD);
  x.months = true;
  if (expr_check(c, &x, p->value).kind == TYPE_ERROR) { p->value = NULL; return; }
  Decimal number;
  if (p->value->kind == EXPR_NEGATE && number_of(p->value, &number)) { // one shape for all who read it
    p->value->kind = EXPR_NUMBER;
    p->value->value = number;
  }
  if (!expr_literal(p->value) || p->value->kind == EXPR_NAME) {
    diag_add(c->diags, ERROR_NEEDS_LITERAL, p->value->span, "a parameter is a plain value, such as 60 or \"SaaS\"");
    p->value = NULL;
    return;
  }
  if (!p->range) return;
  if (!range_check(c, p->range, p->value->type, "range of the parameter")) { p->range = NULL; return; }
  if (range_holds(c->rules, p->range, p->value->type, p->value->value)) return;
  Text range = expr_source(c, p->range);
  diag_add(c->diags, ERROR_PARAMETER, p->value->span, "`%.*s` is outside of its own range %.*s", SHOW(p->name.text), SHOW(range));
}

// The mistake is on the command line, not in a file.
static void setting_unknown(Checker *c, Text name, const Text *parameters, uint32_t count) {
  Diag *d = diag_add(c->diags, ERROR_PARAMETER, span_whole(0), "`%.*s` cannot be set: the rules have no parameter of that name", SHOW(name));
  int32_t nearest = text_nearest(name, parameters, count);
  Text all = {0};
  for (uint32_t i = 0; i < count && i < 10; i++) all = text_format(c->arena, "%.*s%s%.*s", SHOW(all), i ? ", " : "", SHOW(parameters[i]));
  if (nearest >= 0) diag_help(c->diags, d, "did you mean `%.*s`?", SHOW(parameters[nearest]));
  else if (count) diag_help(c->diags, d, "what can be set is %.*s%s", SHOW(all), count > 10 ? ", …" : "");
  else diag_help(c->diags, d, "nothing in them can be set: a value is declared by `parameter NAME = VALUE`");
}

void parameters_check(Checker *c, const Setting *settings, uint32_t count) {
  Rules *r = c->rules;
  VEC(Text) names = {0};
  for (uint32_t i = 0; i < r->parameters.count; i++) {
    Parameter *p = r->parameters.items[i];
    *VEC_PUSH(c->arena, &names) = p->name.text;
    parameter_check(c, p);
    const Setting *set = setting_of(settings, count, p->name.text);
    if (set && p->value) setting_apply(c, p, set->value);
    if (p->value) continue;
    p->value = ARENA_NEW(c->arena, Expr); // EXPR_ERROR: whoever reads it stays silent
    p->value->span = p->name.span;
  }
  for (uint32_t i = 0; i < count; i++) {
    NameEntry *entry = names_find(&c->values, settings[i].name);
    if (c->quiet || (entry && entry->kind == NAME_PARAMETER)) continue;
    setting_unknown(c, settings[i].name, names.items, names.count);
  }
}
