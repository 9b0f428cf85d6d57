// generate_expr.c -- expressions of a wanted type, from every form of language.md, section 5.
#include "generate.h"
#include <stdarg.h>
#include <stdio.h>

// ---- chance
uint64_t gen_random(Gen *g) { // splitmix64
  uint64_t z = g->state += 0x9e3779b97f4a7c15ULL;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
  return z ^ z >> 31;
}
uint32_t gen_below(Gen *g, uint32_t n) { return (uint32_t)(gen_random(g) % n); }
bool gen_chance(Gen *g, uint32_t percent) { return gen_below(g, 100) < percent; }
int64_t gen_between(Gen *g, int64_t low, int64_t high) { return low + (int64_t)(gen_random(g) % (uint64_t)(high - low + 1)); }
#define PICK(g, words) ((words)[gen_below((g), (uint32_t)(sizeof(words) / sizeof *(words)))])

void say(Gen *g, const char *format, ...) {
  va_list args;
  va_start(args, format);
  Text t = text_format_list(g->arena, format, args);
  va_end(args);
  if (g->size + t.size > g->room) {
    size_t room = (g->size + t.size) * 2 + 1024;
    g->out = arena_grow(g->arena, g->out, g->size, room);
    g->room = room;
  }
  if (t.size) memcpy(g->out + g->size, t.data, t.size);
  g->size += t.size;
}
#define SHOW(t) (int)(t).size, (t).data

// ---- literals; each is remembered for the leads
void gen_number(Gen *g) {
  static const char *const forms[] = {"0", "1", "2", "5", "10", "50", "99.5", "100", "0.25", "1.5", "200k", "1_000", "5M", "0.0001", "15%", "1000000", "3", "7", "2B", "20%"};
  static const int64_t values[] = {0, 10000, 20000, 50000, 100000, 500000, 995000, 1000000, 2500, 15000, 2000000000, 10000000, 50000000000, 1, 1500, 10000000000, 30000, 70000, 20000000000000, 2000};
  uint32_t at = gen_below(g, sizeof values / sizeof *values);
  *VEC_PUSH(g->arena, &g->numbers) = values[at];
  say(g, "%s", forms[at]);
}

static void say_day(Gen *g, int64_t day) {
  char text[CLOCK_TEXT_BYTES];
  uint32_t size = clock_format_date(day, text);
  say(g, "%.*s", (int)size, text);
  *VEC_PUSH(g->arena, &g->dates) = day;
}
void gen_date(Gen *g) { say_day(g, g->now / CLOCK_DAY + gen_between(g, -40, 5)); }

void gen_time(Gen *g) {
  int64_t time = g->now + gen_between(g, -40 * 24, 48) * CLOCK_HOUR;
  char text[CLOCK_TEXT_BYTES];
  if (gen_chance(g, 20)) time += gen_between(g, -2, 2);
  uint32_t size = clock_format_time(time, text);
  *VEC_PUSH(g->arena, &g->times) = time;
  if (gen_chance(g, 15)) say(g, "%.*s", (int)size - 1, text); // without Z: the rubric's timezone
  else say(g, "%.*s", (int)size, text);
}

void gen_span(Gen *g, bool months, bool days) {
  static const struct { const char *word; int64_t us; } units[] = {{"day", CLOCK_DAY}, {"week", 7 * CLOCK_DAY}, {"hour", CLOCK_HOUR}, {"minute", CLOCK_MINUTE}, {"second", CLOCK_SECOND}, {"month", 0}, {"year", 0}};
  uint32_t unit = months && gen_chance(g, 25) ? 5 + gen_below(g, 2) : days || gen_chance(g, 60) ? gen_below(g, 2) : gen_below(g, 5);
  static const int64_t most[] = {45, 6, 80, 200, 4000, 14, 2};
  int64_t n = gen_between(g, 1, most[unit]);
  say(g, "%d %s%s", (int)n, units[unit].word, n == 1 ? "" : "s");
  int64_t us = units[unit].us ? n * units[unit].us : 0, time;
  if (!units[unit].us && clock_months_before(zone_utc(), g->now, unit == 5 ? n : 12 * n, &time)) us = g->now - time;
  *VEC_PUSH(g->arena, &g->windows) = us;
}

static const char *const words[] = {"SaaS", "Fintech", "Health IT", "VP Sales", "director", "C\xc3\x89O", "Stra\xc3\x9f" "e", "strasse", "acme", "Acme  Corp", "CEO", "cto", "head of growth", "/pricing", "/pricing/plans", "demo", "\xef\xbc\xa1" "cme", "a.b", "x", "N/A", "99", "r\xc3\xa9sum\xc3\xa9", "Sales", "vp", "growth, demand", "\xc4\xb0stanbul", "\xe6\x9d\xb1\xe4\xba\xac", "e-commerce", "AT&T", "10"};
static const char *const emails[] = {"ann@acme.example", "Bob+news@Gmail.com", "c.d@sub.acme.co", "ann+x@ACME.example", "info@web.de"};
static const char *const domains[] = {"acme.example", "gmail.com", "sub.acme.co", "web.de", "Acme.Example"};
static const char *const phones[] = {"+1 (555) 123-4567", "+15551234567", "5551234567", "+49 30 123456", "030 123456 x12", "+4930123456"};
static const char *const urls[] = {"https://acme.example/pricing", "acme.example", "http://gmail.com?x=1", "HTTPS://acme.example/pricing"};
static const char *const countries[] = {"US", "USA", "Germany", "de", "FRA", "UK", "South Korea", "United Kingdom", "fr", "NA"};

Text gen_text_value(Gen *g, TypeKind kind, const GenField *shape, bool odd) {
  Text t = text_of(kind == TYPE_EMAIL ? PICK(g, emails) : kind == TYPE_DOMAIN ? PICK(g, domains) : kind == TYPE_PHONE ? PICK(g, phones)
                 : kind == TYPE_URL ? PICK(g, urls) : kind == TYPE_COUNTRY ? PICK(g, countries) : PICK(g, words));
  if (kind == TYPE_ONE_OF || kind == TYPE_SCALE) t = text_of(shape->values[gen_below(g, shape->value_count)]);
  if (!odd || t.size > 100) return t;
  char *bytes = arena_alloc(g->arena, (size_t)t.size + 4);
  uint32_t size = 0, how = gen_below(g, 5);
  if (how == 0) bytes[size++] = ' ';
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    bool upper = c >= 'A' && c <= 'Z', small = c >= 'a' && c <= 'z';
    if (how == 1 && small) c = (char)(c - 32);
    if (how == 2 && upper) c = (char)(c + 32);
    if (how == 3 && (upper || small)) c ^= 32;
    if (how == 4 && c == ' ') bytes[size++] = ' ';
    bytes[size++] = c;
  }
  return (Text){bytes, size};
}

void gen_quoted(Gen *g, Text t) {
  say(g, "\"");
  for (uint32_t i = 0; i < t.size; i++) say(g, t.data[i] == '"' || t.data[i] == '\\' ? "\\%c" : "%c", t.data[i]);
  say(g, "\"");
}

void gen_literal(Gen *g, TypeKind kind, const GenField *shape) {
  switch (kind) {
    case TYPE_NUMBER: case TYPE_INTEGER: gen_number(g); return;
    case TYPE_DATE: gen_date(g); return;
    case TYPE_TIME: gen_time(g); return;
    case TYPE_DURATION: gen_span(g, false, false); return;
    case TYPE_BOOLEAN: say(g, "%s", gen_chance(g, 50) ? "true" : "false"); return;
    default: break;
  }
  Text t = text_trim(gen_text_value(g, kind, shape, gen_chance(g, 25)));
  if (kind == TYPE_TEXT) *VEC_PUSH(g->arena, &g->texts) = t;
  gen_quoted(g, t);
}

// ---- names in sight
typedef struct GenName { Text text; TypeKind kind; const GenField *shape; const GenRecord *record; bool field; } GenName;
typedef VEC(GenName) GenNames;

static bool hidden(const GenScope *s, const GenScope *until, const char *name) {
  for (; s != until; s = s->outer)
    for (uint32_t i = 0; s->record && i < s->record->count; i++)
      if (strcmp(s->record->fields[i].name, name) == 0) return true;
  return false;
}

static void field_names(Gen *g, GenNames *names, const GenField *f) {
  *VEC_PUSH(g->arena, names) = (GenName){text_of(f->name), f->kind, f, f->record, true};
  for (uint32_t i = 0; f->kind == TYPE_RECORD && i < f->record->count; i++)
    *VEC_PUSH(g->arena, names) = (GenName){text_format(g->arena, "%s.%s", f->name, f->record->fields[i].name), f->record->fields[i].kind, &f->record->fields[i], f->record->fields[i].record, true};
}

static void scope_names(Gen *g, const GenPlace *p, GenNames *names) {
  bool it = false;
  for (const GenScope *s = p->scope; s; s = s->outer) {
    if (!s->record && !it && s->plain != TYPE_ERROR) *VEC_PUSH(g->arena, names) = (GenName){TEXT("it"), s->plain, NULL, NULL, true};
    it = it || !s->record;
    for (uint32_t i = 0; s->record && i < s->record->count; i++)
      if (!hidden(p->scope, s, s->record->fields[i].name)) field_names(g, names, &s->record->fields[i]);
  }
}

static const char *const argument_names[] = {"a", "b", "c"};

static GenNames names_in(Gen *g, const GenPlace *p) {
  GenNames names = {0};
  scope_names(g, p, &names);
  if (names.count && gen_chance(g, 65)) return names; // inside a query, mostly its elements
  for (uint32_t i = 0; p->define && i < p->define->argument_count; i++)
    if (!hidden(p->scope, NULL, argument_names[i])) *VEC_PUSH(g->arena, &names) = (GenName){text_of(argument_names[i]), p->define->arguments[i], NULL, NULL, false};
  for (uint32_t i = 0; i < g->field_count; i++)
    if (!hidden(p->scope, NULL, g->fields[i].name)) field_names(g, &names, &g->fields[i]);
  return names;
}

GenWant gen_want_of(TypeKind kind) {
  switch (kind) {
    case TYPE_BOOLEAN: return WANT_BOOLEAN;
    case TYPE_NUMBER: case TYPE_INTEGER: return WANT_NUMBER;
    case TYPE_DATE: return WANT_DATE;
    case TYPE_TIME: return WANT_TIME;
    case TYPE_DURATION: return WANT_DURATION;
    default: return WANT_TEXT;
  }
}
static bool is_text_kind(TypeKind k) { return k >= TYPE_TEXT && k <= TYPE_ONE_OF; }
static bool is_single(TypeKind k) { return k != TYPE_LIST && k != TYPE_RECORD && k != TYPE_ERROR; }

// A name of the wanted type; false when there is none in sight.
static bool name_of(Gen *g, const GenPlace *p, bool (*fits)(const GenName *, GenWant), GenWant want, GenName *out) {
  GenNames names = names_in(g, p);
  uint32_t found = 0;
  for (uint32_t i = 0; i < names.count; i++)
    if (fits(&names.items[i], want) && gen_below(g, ++found) == 0) *out = names.items[i];
  return found > 0;
}
static bool fits_want(const GenName *n, GenWant want) { return is_single(n->kind) && n->kind != TYPE_SCALE && gen_want_of(n->kind) == want; }
static bool fits_scale(const GenName *n, GenWant want) { (void)want; return n->kind == TYPE_SCALE; }
static bool fits_plain_list(const GenName *n, GenWant want) { (void)want; return n->kind == TYPE_LIST && n->shape && !n->record; }
static bool fits_list(const GenName *n, GenWant want) { (void)want; return n->kind == TYPE_LIST; }
static bool fits_timed(const GenName *n, GenWant want) { (void)want; return n->kind == TYPE_LIST && n->shape && n->shape->by; }
static bool fits_field(const GenName *n, GenWant want) { (void)want; return n->field && !(n->text.size == 2 && memcmp(n->text.data, "it", 2) == 0); }
static bool fits_text_list(const GenName *n, GenWant want) { return fits_plain_list(n, want) && is_text_kind(n->shape->element); }

static bool fits_choice(const GenName *n, GenWant want) { (void)want; return (n->kind == TYPE_ONE_OF || n->kind == TYPE_SCALE) && n->shape; }
static bool fits_free(const GenName *n, GenWant want) { (void)want; return n->kind >= TYPE_TEXT && n->kind <= TYPE_URL; }

const GenField *gen_choice_name(Gen *g, const GenPlace *p) {
  GenName n = {0};
  if (!name_of(g, p, fits_choice, WANT_TEXT, &n)) return NULL;
  say(g, "%.*s", SHOW(n.text));
  return n.shape;
}

void gen_free_text(Gen *g, const GenPlace *p) {
  GenName n = {0};
  bool found = name_of(g, p, fits_free, WANT_TEXT, &n);
  if (found && gen_chance(g, 70)) { say(g, "%.*s", SHOW(n.text)); return; }
  say(g, gen_chance(g, 50) ? "lower(" : "join(");
  gen_expr(g, p, WANT_TEXT, 1);
  say(g, ")");
}

// ---- queries
bool gen_query(Gen *g, const GenPlace *p, int depth, bool timed, GenScope *inside) {
  GenName list = {0};
  if (!timed && p->level >= GEN_LATE && gen_chance(g, 15) && g->segments.count) {
    *inside = (GenScope){NULL, TYPE_ERROR, p->scope};
    say(g, "segments where it is ");
    gen_quoted(g, g->segments.items[gen_below(g, g->segments.count)]);
    return true;
  }
  if (!name_of(g, p, timed ? fits_timed : fits_list, WANT_TEXT, &list)) return false;
  *inside = (GenScope){list.record, list.record ? TYPE_ERROR : list.shape->element, p->scope};
  say(g, "%.*s", SHOW(list.text));
  if (list.shape->by && gen_chance(g, 45)) { say(g, " within "); gen_span(g, true, false); }
  if (!gen_chance(g, 70)) return true;
  GenPlace in = *p;
  in.scope = inside;
  say(g, " where ");
  gen_condition(g, &in, depth - 1);
  return true;
}

static bool query_call(Gen *g, const GenPlace *p, const char *word, GenWant of, bool has_of, int depth, bool timed) {
  size_t at = g->size, query_at;
  GenScope inside;
  say(g, "%s(", word);
  query_at = g->size;
  if (!gen_query(g, p, depth, timed, &inside)) { g->size = at; return false; }
  say(g, ")");
  if (!has_of) return true;
  Text query = text_copy(g->arena, (Text){g->out + query_at, (uint32_t)(g->size - query_at)});
  GenPlace in = *p;
  in.scope = &inside;
  g->size = query_at;
  gen_tight(g, &in, of, depth - 2);
  say(g, " of %.*s", SHOW(query));
  return true;
}

// ---- what the forms are made of
void gen_tight(Gen *g, const GenPlace *p, GenWant want, int depth) {
  size_t at = g->size;
  gen_expr(g, p, want, depth);
  bool plain = true;
  for (size_t i = at; i < g->size; i++) plain = plain && g->out[i] != ' ' && (g->out[i] != '-' || i > at + 2);
  if (plain || (g->out[at] == '"' && memchr(g->out + at + 1, '"', g->size - at - 1) == g->out + g->size - 1)) return;
  Text t = text_copy(g->arena, (Text){g->out + at, (uint32_t)(g->size - at)});
  g->size = at;
  say(g, "(%.*s)", SHOW(t));
}

void gen_condition(Gen *g, const GenPlace *p, int depth) { gen_expr(g, p, WANT_BOOLEAN, depth); }
static void tight_condition(Gen *g, const GenPlace *p, int depth) { gen_tight(g, p, WANT_BOOLEAN, depth); }

static void say_set(Gen *g, const GenPlace *p, TypeKind kind, const GenField *shape, int depth) {
  uint32_t count = 1 + gen_below(g, 4);
  say(g, "(");
  for (uint32_t i = 0; i < count; i++) {
    if (i) say(g, ", ");
    if (kind == TYPE_TEXT && depth > 0 && gen_chance(g, 20)) gen_expr(g, p, WANT_TEXT, depth - 1);
    else if ((kind == TYPE_NUMBER || kind == TYPE_INTEGER) && depth > 0 && gen_chance(g, 20)) gen_expr(g, p, WANT_NUMBER, depth - 1);
    else gen_literal(g, kind, shape);
  }
  say(g, ")");
}

// A set of texts: literals, a list of the rules, a list of the lead.
static void text_set(Gen *g, const GenPlace *p, TypeKind kind, const GenField *shape, int depth) {
  static const char *const lists[] = {"target_words", "listed", "columned"};
  uint32_t which = gen_below(g, 3);
  GenName list = {0};
  if (kind == TYPE_COUNTRY && g->has_list[2] && gen_chance(g, 30)) say(g, "our_countries");
  else if (kind != TYPE_COUNTRY && g->has_list[which] && which < 2 && gen_chance(g, 45)) say(g, "%s", lists[which]);
  else if (kind != TYPE_COUNTRY && gen_chance(g, 20) && name_of(g, p, fits_text_list, WANT_TEXT, &list)) say(g, "%.*s", SHOW(list.text));
  else say_set(g, p, kind, shape, depth);
}

static void say_range_of(Gen *g, TypeKind kind) {
  size_t at = g->size;
  int64_t low, high;
  bool dated = kind == TYPE_DATE || kind == TYPE_TIME;
  char a[CLOCK_TEXT_BYTES], b[CLOCK_TEXT_BYTES];
  uint32_t na, nb;
  (void)at;
  if (dated) {
    low = g->now / CLOCK_DAY - gen_between(g, 10, 40);
    high = low + gen_between(g, 1, 45);
    na = clock_format_date(low, a);
    nb = clock_format_date(high, b);
    *VEC_PUSH(g->arena, &g->dates) = low;
    *VEC_PUSH(g->arena, &g->dates) = high;
  } else {
    low = gen_between(g, -20, 200) * (gen_chance(g, 20) ? 2500 : DECIMAL_ONE);
    high = low + gen_between(g, 1, 400) * DECIMAL_ONE;
    na = decimal_format(low, a);
    nb = decimal_format(high, b);
    *VEC_PUSH(g->arena, &g->numbers) = low;
    *VEC_PUSH(g->arena, &g->numbers) = high;
  }
  switch (gen_below(g, 4)) {
    case 0: say(g, "%.*s..", (int)na, a); break;
    case 1: say(g, "..%.*s", (int)nb, b); break;
    case 2: say(g, "%.*s..<%.*s", (int)na, a, (int)nb, b); break;
    default: say(g, "%.*s..%.*s", (int)na, a, (int)nb, b); break;
  }
}
void gen_range(Gen *g, TypeKind kind) { say_range_of(g, kind); }

// ---- conditions
static bool text_is_compare(Gen *g, const GenPlace *p, int depth) {
  GenName n = {0};
  static const char *const ops[] = {"is", "is not", "=", "!=", "is exactly", "is not exactly"};
  if (!name_of(g, p, fits_want, WANT_TEXT, &n)) return false;
  say(g, "%.*s %s ", SHOW(n.text), PICK(g, ops));
  if (gen_chance(g, 25) && depth > 0) gen_tight(g, p, WANT_TEXT, depth - 2);
  else gen_literal(g, n.kind, n.shape);
  return true;
}

static bool text_in(Gen *g, const GenPlace *p, int depth) {
  GenName n = {0};
  if (!name_of(g, p, fits_want, WANT_TEXT, &n)) return false;
  say(g, "%.*s %s ", SHOW(n.text), gen_chance(g, 70) ? "in" : "not in");
  text_set(g, p, n.kind, n.shape, depth - 1);
  return true;
}

static bool text_match(Gen *g, const GenPlace *p, int depth) {
  static const char *const ops[] = {"has", "contains", "starts with", "ends with"};
  static const char *const pieces[] = {"vp", "sales", "a", "cme", "/pricing", "e", "s ", " c", "it", "x", "stra\xc3\x9f", "com", "1", "Acme Corp", "growth demand"};
  uint32_t op = gen_below(g, 4);
  gen_tight(g, p, WANT_TEXT, depth - 2);
  say(g, " %s ", ops[op]);
  if (gen_chance(g, 50)) {
    if (gen_chance(g, 20) && op != 0) gen_tight(g, p, WANT_TEXT, depth - 2);
    else if (op == 0) { static const char *const one[] = {"vp", "sales", "acme", "growth", "IT", "strasse", "x", "AT&T", "Health IT", "com"}; say(g, "\"%s\"", PICK(g, one)); }
    else say(g, "\"%s\"", PICK(g, pieces));
    return true;
  }
  say(g, "%s of ", op == 0 ? (gen_chance(g, 40) ? "any" : gen_chance(g, 50) ? "all" : "none") : "any");
  if (op == 0 && gen_chance(g, 60)) say(g, "(\"vp\", \"sales\", \"%s\")", gen_chance(g, 50) ? "head of" : "saas");
  else text_set(g, p, TYPE_TEXT, NULL, depth - 1);
  return true;
}

static bool text_regex(Gen *g, const GenPlace *p, int depth) {
  static const char *const patterns[] = {"^v.?p", "sales$", "[0-9]+", "a.*e", "^/pricing(/|$)", "(saas|fintech)", "c.o", "\\\\bit\\\\b"};
  gen_tight(g, p, WANT_TEXT, depth - 2);
  say(g, " matches \"%s\"", PICK(g, patterns));
  return true;
}

static bool list_has(Gen *g, const GenPlace *p, int depth) {
  GenName n = {0};
  if (p->level >= GEN_SCORING && g->codes.count && gen_chance(g, 10)) { say(g, "reasons has "); gen_quoted(g, g->codes.items[gen_below(g, g->codes.count)]); return true; }
  if (!name_of(g, p, fits_plain_list, WANT_TEXT, &n)) return false;
  say(g, "%.*s has ", SHOW(n.text));
  if (gen_chance(g, 50)) { gen_literal(g, n.shape->element, NULL); return true; }
  say(g, "%s of ", gen_chance(g, 40) ? "any" : gen_chance(g, 50) ? "all" : "none");
  if (is_text_kind(n.shape->element)) text_set(g, p, n.shape->element, NULL, depth - 1);
  else say_set(g, p, n.shape->element, NULL, depth - 1);
  return true;
}

static bool order_compare(Gen *g, const GenPlace *p, int depth) {
  static const char *const ops[] = {"<", "<=", ">", ">=", "=", "!=", "is", "is not"};
  static const GenWant wants[] = {WANT_NUMBER, WANT_NUMBER, WANT_NUMBER, WANT_DATE, WANT_TIME, WANT_DURATION};
  GenWant a = PICK(g, wants), b = a;
  bool dated = a == WANT_DATE || a == WANT_TIME;
  if (dated && gen_chance(g, 30)) b = a == WANT_DATE ? WANT_TIME : WANT_DATE;
  gen_tight(g, p, a, depth - 1);
  if (gen_chance(g, 15)) { say(g, " between "); gen_tight(g, p, b, depth - 2); say(g, " and "); gen_tight(g, p, b, depth - 2); return true; }
  if (dated && gen_chance(g, 40)) say(g, " %s ", gen_chance(g, 50) ? "before" : "after");
  else say(g, " %s ", PICK(g, ops));
  gen_tight(g, p, b, depth - 2);
  return true;
}

static bool order_in(Gen *g, const GenPlace *p, int depth) {
  static const TypeKind kinds[] = {TYPE_NUMBER, TYPE_NUMBER, TYPE_DATE, TYPE_TIME};
  TypeKind kind = PICK(g, kinds);
  gen_tight(g, p, gen_want_of(kind), depth - 1);
  say(g, gen_chance(g, 75) ? " in " : " not in ");
  if (gen_chance(g, 60)) say_range_of(g, kind);
  else say_set(g, p, kind, NULL, depth - 1);
  return true;
}

static bool scale_compare(Gen *g, const GenPlace *p, int depth) {
  static const char *const ops[] = {"<", "<=", ">", ">=", "is", "is not"};
  GenName n = {0};
  (void)depth;
  if (!name_of(g, p, fits_scale, WANT_TEXT, &n) || !n.shape) return false;
  if (gen_chance(g, 15)) { say(g, "%.*s in ", SHOW(n.text)); say_set(g, p, TYPE_SCALE, n.shape, 0); return true; }
  if (gen_chance(g, 15)) say(g, "first_present(%.*s, ", SHOW(n.text)), gen_literal(g, TYPE_SCALE, n.shape), say(g, ")");
  else say(g, "%.*s", SHOW(n.text));
  say(g, " %s ", PICK(g, ops));
  gen_literal(g, TYPE_SCALE, n.shape);
  return true;
}

static bool age_test(Gen *g, const GenPlace *p, int depth) {
  static const char *const ops[] = {"within", "not within", "older than"};
  gen_tight(g, p, gen_chance(g, 50) ? WANT_TIME : WANT_DATE, depth - 1);
  say(g, " %s ", PICK(g, ops));
  gen_span(g, true, false);
  return true;
}

static bool state_test(Gen *g, const GenPlace *p, int depth) {
  static const char *const states[] = {"is missing", "is present", "is not missing", "is not present"};
  static const char *const validity[] = {"is valid", "is invalid", "is not valid", "is not invalid"};
  GenName n = {0};
  if (gen_chance(g, 70) && name_of(g, p, fits_field, WANT_TEXT, &n)) { say(g, "%.*s %s", SHOW(n.text), gen_chance(g, 50) ? PICK(g, states) : PICK(g, validity)); return true; }
  gen_tight(g, p, gen_chance(g, 50) ? WANT_NUMBER : gen_chance(g, 50) ? WANT_TEXT : WANT_BOOLEAN, depth - 1);
  say(g, " %s", PICK(g, states));
  return true;
}

static bool chain(Gen *g, const GenPlace *p, int depth) {
  const char *word = gen_chance(g, 50) ? " and " : " or ";
  uint32_t count = 2 + gen_below(g, 2);
  for (uint32_t i = 0; i < count; i++) { if (i) say(g, "%s", word); tight_condition(g, p, depth - 1); }
  return true;
}

static bool quorum(Gen *g, const GenPlace *p, int depth) {
  uint32_t count = 2 + gen_below(g, 3), how = gen_below(g, 4);
  if (how == 3) say(g, "at least %u of (", 1 + gen_below(g, count));
  else say(g, "%s of (", how == 0 ? "all" : how == 1 ? "any" : "none");
  for (uint32_t i = 0; i < count; i++) { if (i) say(g, ", "); gen_condition(g, p, depth - 1); }
  say(g, ")");
  return true;
}

static bool decision_word(Gen *g, const GenPlace *p, int depth) {
  (void)depth;
  uint32_t what = gen_below(g, 5);
  if (p->level >= GEN_STAGING && what == 0) { say(g, "%s %s ", g->scores[gen_below(g, g->score_count)], gen_chance(g, 50) ? ">=" : "<"); gen_number(g); return true; }
  if (p->level >= GEN_SEGMENTING && what == 1 && g->stages.count) { say(g, "stage %s ", gen_chance(g, 70) ? "is" : "is not"); gen_quoted(g, g->stages.items[gen_below(g, g->stages.count)]); return true; }
  if (p->level >= GEN_LATE && what == 2 && g->segments.count) { say(g, "segments has "); gen_quoted(g, g->segments.items[gen_below(g, g->segments.count)]); return true; }
  if (p->level >= GEN_SCORING && what == 3 && gen_chance(g, 30)) { say(g, gen_chance(g, 50) ? "disqualified" : "incomplete"); return true; }
  if (p->level >= GEN_STAGING && what == 4) { say(g, "previous.%s is \"%s\"", gen_chance(g, 50) ? "stage" : "route", gen_chance(g, 50) ? "SQL" : "R1"); return true; }
  return false;
}

static bool define_use(Gen *g, const GenPlace *p, GenWant want, int depth) {
  uint32_t found = 0;
  const GenDefine *d = NULL;
  for (uint32_t i = 0; i < g->defines.count; i++) {
    const GenDefine *it = &g->defines.items[i];
    if (it == p->define || it->level > p->level || gen_want_of(it->kind) != want) continue;
    char name[32];
    snprintf(name, sizeof name, "%.*s", SHOW(it->name));
    if (gen_below(g, ++found) == 0) d = it;
  }
  if (!d) return false;
  say(g, "%.*s", SHOW(d->name));
  for (uint32_t i = 0; i < d->argument_count; i++) { say(g, i ? ", " : "("); gen_expr(g, p, gen_want_of(d->arguments[i]), depth - 2); }
  if (d->argument_count) say(g, ")");
  return true;
}

static bool parameter_use(Gen *g, GenWant want) {
  uint32_t found = 0, at = 0;
  for (uint32_t i = 0; i < g->parameters.count; i++)
    if (gen_want_of(g->parameters.items[i].kind) == want && gen_below(g, ++found) == 0) at = i;
  if (found) say(g, "%.*s", SHOW(g->parameters.items[at].name));
  return found > 0;
}

static bool branches(Gen *g, const GenPlace *p, GenWant want, int depth) {
  say(g, "if ");
  gen_condition(g, p, depth - 2);
  say(g, " then ");
  gen_tight(g, p, want, depth - 2);
  say(g, " else ");
  if (gen_chance(g, 20)) say(g, "missing");
  else gen_tight(g, p, want, depth - 2);
  return true;
}

static bool simple_name(Gen *g, const GenPlace *p, GenWant want) {
  GenName n = {0};
  if (!name_of(g, p, fits_want, want, &n)) return false;
  say(g, "%.*s", SHOW(n.text));
  return true;
}

static bool condition_leaf(Gen *g, const GenPlace *p, int depth) {
  switch (gen_below(g, 12)) {
    case 0: case 1: return text_is_compare(g, p, depth);
    case 2: return text_in(g, p, depth);
    case 3: return order_in(g, p, depth);
    case 4: case 5: return order_compare(g, p, depth);
    case 6: return scale_compare(g, p, depth);
    case 7: return age_test(g, p, depth);
    case 8: return state_test(g, p, depth);
    case 9: return list_has(g, p, depth);
    case 10: return simple_name(g, p, WANT_BOOLEAN) && (gen_chance(g, 50) || (say(g, gen_chance(g, 50) ? " is true" : " is not false"), true));
    default: return text_match(g, p, depth);
  }
}

static bool condition_form(Gen *g, const GenPlace *p, int depth) {
  if (depth <= 0 || gen_chance(g, 40)) return condition_leaf(g, p, depth);
  switch (gen_below(g, 11)) {
    case 0: case 1: return chain(g, p, depth);
    case 2: say(g, "not "); tight_condition(g, p, depth - 1); return true;
    case 3: return quorum(g, p, depth);
    case 4: case 5: case 6: { static const char *const kinds[] = {"any", "all", "none"}; return query_call(g, p, PICK(g, kinds), WANT_TEXT, false, depth, false); }
    case 7: return branches(g, p, WANT_BOOLEAN, depth);
    case 8: return define_use(g, p, WANT_BOOLEAN, depth);
    case 9: return text_regex(g, p, depth);
    default: return decision_word(g, p, depth);
  }
}

// ---- numbers
static bool call_of(Gen *g, const GenPlace *p, const char *word, GenWant of, int depth) {
  say(g, "%s(", word);
  gen_expr(g, p, of, depth - 1);
  say(g, ")");
  return true;
}

static bool several(Gen *g, const GenPlace *p, const char *word, GenWant of, int depth) {
  uint32_t count = 1 + gen_below(g, 3);
  say(g, "%s(", word);
  for (uint32_t i = 0; i < count; i++) { if (i) say(g, ", "); gen_expr(g, p, of, depth - 1); }
  say(g, ")");
  return true;
}

static bool table_use(Gen *g, const GenPlace *p, GenWant want, int depth) {
  if (!g->has_table) return false;
  say(g, "territory(");
  gen_expr(g, p, WANT_TEXT, depth - 1);
  say(g, ", ");
  gen_expr(g, p, WANT_NUMBER, 0);
  say(g, ").%s", want == WANT_NUMBER ? "quota" : want == WANT_DATE ? "began" : "rep");
  return true;
}

static bool number_form(Gen *g, const GenPlace *p, int depth) {
  GenName n = {0};
  if (depth <= 0) return gen_chance(g, 75) ? simple_name(g, p, WANT_NUMBER) : parameter_use(g, WANT_NUMBER);
  switch (gen_below(g, 20)) {
    case 0: case 1: { static const char ops[] = "++--**/"; gen_tight(g, p, WANT_NUMBER, depth - 1); say(g, " %c ", ops[gen_below(g, 7)]); gen_tight(g, p, WANT_NUMBER, depth - 1); return true; }
    case 2: case 3: case 4: return query_call(g, p, "count", WANT_TEXT, false, depth, false);
    case 5: case 6: { static const char *const kinds[] = {"sum", "average", "min", "max"}; return query_call(g, p, PICK(g, kinds), WANT_NUMBER, true, depth, false); }
    case 7: return query_call(g, p, "distinct", gen_chance(g, 60) ? WANT_TEXT : gen_chance(g, 50) ? WANT_NUMBER : WANT_DATE, true, depth, false);
    case 8: return call_of(g, p, "days_since", gen_chance(g, 50) ? WANT_TIME : WANT_DATE, depth);
    case 9: return call_of(g, p, "length", WANT_TEXT, depth);
    case 10: { static const char *const f[] = {"floor", "ceiling", "abs", "round"}; return call_of(g, p, PICK(g, f), WANT_NUMBER, depth); }
    case 11: say(g, "round("); gen_expr(g, p, WANT_NUMBER, depth - 1); say(g, ", %u)", gen_below(g, 5)); return true;
    case 12: { static const char *const f[] = {"least", "greatest", "first_present"}; return several(g, p, PICK(g, f), WANT_NUMBER, depth); }
    case 13: if (!name_of(g, p, fits_scale, WANT_TEXT, &n)) return false; say(g, "level(%.*s)", SHOW(n.text)); return true;
    case 14: return call_of(g, p, "hour", WANT_TIME, depth);
    case 15: say(g, "sample(\"s%u\", ", gen_below(g, 3)); gen_expr(g, p, gen_chance(g, 70) ? WANT_TEXT : WANT_NUMBER, depth - 1); say(g, ")"); return true;
    case 16: return branches(g, p, WANT_NUMBER, depth);
    case 17: return define_use(g, p, WANT_NUMBER, depth);
    case 18: if (gen_chance(g, 50)) return table_use(g, p, WANT_NUMBER, depth); if (!name_of(g, p, fits_plain_list, WANT_TEXT, &n)) return false; say(g, "length(%.*s)", SHOW(n.text)); return true;
    default: if (p->level == GEN_DERIVED || p->level >= GEN_STAGING) { say(g, "%s", g->scores[gen_below(g, g->score_count)]); return true; } say(g, "-"); gen_tight(g, p, WANT_NUMBER, depth - 1); return true;
  }
}

// ---- dates, times, durations, texts
static bool date_form(Gen *g, const GenPlace *p, int depth) {
  if (depth <= 0) return gen_chance(g, 80) && simple_name(g, p, WANT_DATE);
  switch (gen_below(g, 9)) {
    case 0: return call_of(g, p, "date", WANT_TIME, depth);
    case 1: gen_tight(g, p, WANT_DATE, depth - 1); say(g, gen_chance(g, 50) ? " + " : " - "); gen_span(g, false, true); return true;
    case 2: return branches(g, p, WANT_DATE, depth);
    case 3: { static const char *const f[] = {"least", "greatest", "first_present"}; return several(g, p, PICK(g, f), WANT_DATE, depth); }
    case 4: return query_call(g, p, gen_chance(g, 50) ? "min" : "max", WANT_DATE, true, depth, false);
    case 5: return table_use(g, p, WANT_DATE, depth);
    case 6: return define_use(g, p, WANT_DATE, depth);
    case 7: if (gen_chance(g, 30)) { gen_tight(g, p, WANT_DATE, depth - 1); say(g, " + ("); GenWant of = gen_chance(g, 70) ? WANT_DATE : WANT_TIME; gen_tight(g, p, of, 0); say(g, " - "); gen_tight(g, p, of, 0); say(g, ")"); return true; } return simple_name(g, p, WANT_DATE);
    default: return simple_name(g, p, WANT_DATE);
  }
}

static bool time_form(Gen *g, const GenPlace *p, int depth) {
  if (depth <= 0) return gen_chance(g, 80) && simple_name(g, p, WANT_TIME);
  switch (gen_below(g, 9)) {
    case 0: say(g, "now"); return true;
    case 1: gen_span(g, true, false); say(g, " ago"); return true;
    case 2: gen_tight(g, p, WANT_TIME, depth - 1); say(g, gen_chance(g, 50) ? " + " : " - "); gen_span(g, false, false); return true;
    case 3: return branches(g, p, WANT_TIME, depth);
    case 4: { static const char *const f[] = {"least", "greatest", "first_present"}; return several(g, p, PICK(g, f), WANT_TIME, depth); }
    case 5: return query_call(g, p, gen_chance(g, 50) ? "min" : "max", WANT_TIME, true, depth, false);
    case 6: return define_use(g, p, WANT_TIME, depth);
    case 7: gen_tight(g, p, WANT_DURATION, depth - 1); say(g, " + "); gen_tight(g, p, WANT_TIME, depth - 1); return true;
    default: return simple_name(g, p, WANT_TIME);
  }
}

static bool duration_form(Gen *g, const GenPlace *p, int depth) {
  if (depth <= 0) return false;
  switch (gen_below(g, 5)) {
    case 0: case 1: gen_tight(g, p, WANT_TIME, depth - 1); say(g, " - "); gen_tight(g, p, WANT_TIME, depth - 1); return true;
    case 2: gen_tight(g, p, WANT_DATE, depth - 1); say(g, " - "); gen_tight(g, p, WANT_DATE, depth - 1); return true;
    case 3: gen_tight(g, p, WANT_DURATION, depth - 1); say(g, gen_chance(g, 50) ? " + " : " - "); gen_tight(g, p, WANT_DURATION, depth - 1); return true;
    default: say(g, "-"); gen_tight(g, p, WANT_DURATION, depth - 1); return true;
  }
}

static bool join_form(Gen *g, const GenPlace *p, int depth) {
  uint32_t count = 1 + gen_below(g, 3);
  static const GenWant wants[] = {WANT_TEXT, WANT_TEXT, WANT_NUMBER, WANT_DATE, WANT_TIME};
  say(g, "join(");
  for (uint32_t i = 0; i < count; i++) { if (i) say(g, ", "); gen_expr(g, p, PICK(g, wants), depth - 2); }
  say(g, ")");
  return true;
}

static bool text_form(Gen *g, const GenPlace *p, int depth) {
  if (depth <= 0) return gen_chance(g, 85) && simple_name(g, p, WANT_TEXT);
  switch (gen_below(g, 12)) {
    case 0: return call_of(g, p, "domain", WANT_TEXT, depth);
    case 1: return call_of(g, p, "local_part", WANT_TEXT, depth);
    case 2: return call_of(g, p, "lower", WANT_TEXT, depth);
    case 3: return join_form(g, p, depth);
    case 4: return call_of(g, p, "weekday", gen_chance(g, 50) ? WANT_TIME : WANT_DATE, depth);
    case 5: return call_of(g, p, gen_chance(g, 50) ? "normal_company" : "normal_email", WANT_TEXT, depth);
    case 6: return table_use(g, p, WANT_TEXT, depth);
    case 7: return branches(g, p, WANT_TEXT, depth);
    case 8: return several(g, p, "first_present", WANT_TEXT, depth);
    case 9: return define_use(g, p, WANT_TEXT, depth);
    default: return simple_name(g, p, WANT_TEXT);
  }
}

void gen_expr(Gen *g, const GenPlace *p, GenWant want, int depth) {
  size_t at = g->size;
  for (int tries = 0; tries < 4; tries++) {
    bool done = want == WANT_BOOLEAN ? condition_form(g, p, depth) : want == WANT_NUMBER ? number_form(g, p, depth)
              : want == WANT_DATE ? date_form(g, p, depth) : want == WANT_TIME ? time_form(g, p, depth)
              : want == WANT_DURATION ? duration_form(g, p, depth) : text_form(g, p, depth);
    if (done) return;
    g->size = at;
  }
  static const TypeKind kinds[] = {TYPE_BOOLEAN, TYPE_NUMBER, TYPE_DATE, TYPE_TIME, TYPE_DURATION, TYPE_TEXT};
  if (want == WANT_BOOLEAN && gen_chance(g, 80)) { gen_number(g); say(g, " < "); gen_number(g); }
  else if (want == WANT_TIME && gen_chance(g, 30)) say(g, "now");
  else gen_literal(g, kinds[want], NULL);
}
