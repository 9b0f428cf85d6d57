// bands.c -- see bands.h. Variables, the numbers of texts, and demands.
#include "lang/bands_inside.h"

Bands *bands_new(Arena *arena, Arena *scratch, const Rules *rules, int64_t now) {
  Bands *b = ARENA_NEW(arena, Bands);
  *b = (Bands){.arena = arena, .scratch = scratch, .now = now};
  bands_add(b, rules);
  return b;
}

// ---- texts
int64_t text_number(Bands *b, TypeKind kind, Text t) {
  NameEntry *entry = NULL;
  Text form = text_copy(b->arena, compared_form(b->scratch, kind, t));
  NameEntry *old = names_add(b->arena, &b->texts, form, (Span){0}, &entry);
  if (old) return old->index;
  entry->index = b->spellings.count;
  *VEC_PUSH(b->arena, &b->spellings) = t;
  return entry->index;
}

ValueSet texts_of_type(Bands *b, Type type) {
  if (type.kind != TYPE_ONE_OF || !type.values) return values_range(b->arena, 0, INT64_MAX);
  ValueSet all = values_none();
  for (uint32_t i = 0; i < type.values->count; i++) {
    int64_t number = text_number(b, TYPE_TEXT, type.values->items[i]);
    all = values_union(b->arena, all, values_range(b->arena, number, number));
  }
  return all;
}

// ---- variables
static ValueSet type_domain(Bands *b, Type t) {
  switch (t.kind) {
    case TYPE_BOOLEAN: return values_range(b->arena, 0, 1);
    case TYPE_NUMBER: case TYPE_INTEGER: return values_range(b->arena, -DECIMAL_MAX, DECIMAL_MAX);
    case TYPE_DATE: return values_range(b->arena, CLOCK_DATE_MIN, CLOCK_DATE_MAX);
    case TYPE_TIME: return values_range(b->arena, CLOCK_TIME_MIN, CLOCK_TIME_MAX);
    case TYPE_SCALE: return values_range(b->arena, 0, (int64_t)t.values->count - 1);
    case TYPE_DURATION: return values_range(b->arena, INT64_MIN, INT64_MAX);
    default: return texts_of_type(b, t);
  }
}

uint32_t variable_named(Bands *b, VariableKind kind, Text key, bool *is_new) {
  NameEntry *old = names_find(&b->names, key), *entry = NULL;
  *is_new = !old;
  if (old) return old->index;
  key = text_copy(b->arena, key);
  names_add(b->arena, &b->names, key, (Span){0}, &entry);
  entry->index = b->variables.count;
  *VEC_PUSH(b->arena, &b->variables) = (Variable){.kind = kind, .key = key, .step = 1, .subject = SLOT_NONE};
  return entry->index;
}

// What the schema lets the field be. A required one and the key are there in every lead that is decided.
static ValueSet field_domain(Bands *b, const Rules *rules, const Slot *s, Type type) {
  ValueSet all = type_domain(b, type);
  const Field *f = s->field;
  int64_t low, high, other;
  if (f && f->range) {
    if (f->range->a && literal_span(rules, f->range->a, type, &low, &other)) all = values_both(b->arena, all, values_range(b->arena, low, INT64_MAX));
    if (f->range->b && literal_span(rules, f->range->b, type, &other, &high)) all = values_both(b->arena, all, values_range(b->arena, INT64_MIN, f->range->open_end ? other - 1 : high));
  }
  bool plain = type_is_text(type) && type.kind != TYPE_PHONE && type.kind != TYPE_COUNTRY;
  for (uint32_t i = 0; f && plain && i < f->missing_count; i++) { // a cell that means "no value" is none
    int64_t number = text_number(b, type.kind, f->missing[i]);
    all = values_without(b->arena, all, values_range(b->arena, number, number));
  }
  bool defaulted = f && (f->default_value || f->default_empty), there = f && (f->required || f->key) && s->parent == SLOT_NONE;
  all.absent = !defaulted && !there;
  all.invalid = !there;
  return all;
}

static int64_t type_step(Type t) { return t.kind == TYPE_INTEGER ? DECIMAL_ONE : 1; }

static Text type_mark(Bands *b, Type t) { // two rule sets mean the same by a name when this is the same
  Text mark = text_format(b->scratch, "%d", (int)t.kind);
  for (uint32_t i = 0; t.values && i < t.values->count; i++) mark = text_format(b->scratch, "%.*s/%.*s", SHOW(mark), SHOW(t.values->items[i]));
  return mark;
}

uint32_t variable_field(Bands *b, const Rules *rules, uint32_t slot) {
  const Slot *s = &rules->slots[slot];
  bool is_new;
  Text mark = type_mark(b, s->type);
  uint32_t v = variable_named(b, VARIABLE_FIELD, text_format(b->scratch, "f:%.*s:%.*s", SHOW(s->path), SHOW(mark)), &is_new);
  Variable *variable = &b->variables.items[v];
  ValueSet domain = values_stepped(b->arena, field_domain(b, rules, s, s->type), type_step(s->type));
  if (!is_new) { if (variable->rules != rules) variable->domain = values_union(b->arena, variable->domain, domain); return v; }
  variable = &b->variables.items[v];
  variable->rules = rules;
  variable->slot = slot;
  variable->type = s->type;
  variable->step = type_step(s->type);
  variable->domain = domain;
  return v;
}

void bands_add(Bands *b, const Rules *rules) {
  for (uint32_t i = 0; i < rules->slot_count; i++) variable_field(b, rules, i);
}

void bands_take_tests(Bands *b, const Rules *rules) {
  for (uint32_t i = 0; i < rules->slot_count; i++) {
    const Field *f = rules->slots[i].field;
    if (!f || !(f->key || f->required) || rules->slots[i].parent != SLOT_NONE) continue;
    ValueSet *domain = &b->variables.items[variable_field(b, rules, i)].domain;
    domain->absent = !f->default_value && !f->default_empty;
    domain->invalid = true;
  }
}

uint32_t variable_needle(Bands *b, uint32_t subject, uint8_t op, Text needle) {
  bool is_new;
  Text of = b->variables.items[subject].key;
  uint32_t v = variable_named(b, VARIABLE_NEEDLE, text_format(b->scratch, "n:%.*s:%d:%.*s", SHOW(of), (int)op, SHOW(needle)), &is_new);
  if (!is_new) return v;
  Variable *variable = &b->variables.items[v];
  variable->type = (Type){.kind = TYPE_BOOLEAN};
  variable->domain = values_range(b->arena, 0, 1);
  variable->domain.absent = true;
  variable->subject = subject;
  variable->op = op;
  variable->needle = text_copy(b->arena, needle);
  return v;
}

uint32_t variable_age(Bands *b, uint32_t subject) {
  bool is_new;
  Text of = b->variables.items[subject].key;
  uint32_t v = variable_named(b, VARIABLE_AGE, text_format(b->scratch, "a:%.*s", SHOW(of)), &is_new);
  if (!is_new) return v;
  Variable *variable = &b->variables.items[v];
  variable->type = b->variables.items[subject].type;
  bool date = variable->type.kind == TYPE_DATE;
  int64_t most = date ? CLOCK_DATE_MAX - CLOCK_DATE_MIN : CLOCK_TIME_MAX - CLOCK_TIME_MIN;
  variable->domain = values_range(b->arena, -most, most);
  variable->domain.absent = true;
  variable->subject = subject;
  return v;
}

// ---- formulas
Formula *formula_new(Bands *b, FormulaKind kind) {
  Formula *f = ARENA_NEW(b->arena, Formula);
  f->kind = kind;
  b->size++;
  return f;
}
Formula *formula_truth(Bands *b, Truth truth) {
  Formula *f = formula_new(b, FORMULA_CONSTANT);
  f->truth = (uint8_t)truth;
  return f;
}
Formula *formula_in(Bands *b, uint32_t variable, ValueSet set) {
  Formula *f = formula_new(b, FORMULA_VALUE);
  f->variable = variable;
  f->set = set;
  f->set.items = ARENA_MANY(b->arena, Interval, set.count + 1);
  if (set.count) memcpy(f->set.items, set.items, set.count * sizeof *set.items);
  return f;
}
Formula *formula_state(Bands *b, uint32_t variable, ValueSet set) {
  Formula *f = formula_in(b, variable, set);
  f->kind = FORMULA_STATE;
  return f;
}
Formula *formula_count(Bands *b, uint32_t least, uint32_t count) {
  Formula *f = formula_new(b, FORMULA_COUNT);
  f->least = least;
  f->count = count;
  f->kids = ARENA_MANY(b->arena, Formula *, count + 1);
  return f;
}
static Formula *with_kids(Bands *b, FormulaKind kind, Formula *a, Formula *yes, Formula *otherwise) {
  Formula *f = formula_new(b, kind);
  f->count = kind == FORMULA_CASE ? 3 : 1;
  f->kids = ARENA_MANY(b->arena, Formula *, 3);
  f->kids[0] = a;
  f->kids[1] = yes;
  f->kids[2] = otherwise;
  return f;
}
Formula *formula_not(Bands *b, Formula *a) {
  if (a->kind == FORMULA_CONSTANT && a->truth != TRUTH_UNKNOWN) return formula_truth(b, a->truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES);
  return a->kind == FORMULA_CONSTANT ? a : with_kids(b, FORMULA_NOT, a, NULL, NULL);
}
Formula *formula_case(Bands *b, Formula *c, Formula *yes, Formula *otherwise) {
  if (c->kind == FORMULA_CONSTANT) return c->truth == TRUTH_YES ? yes : otherwise;
  return with_kids(b, FORMULA_CASE, c, yes, otherwise);
}
Formula *formula_is(Bands *b, Formula *a, Truth truth) {
  if (a->kind == FORMULA_CONSTANT) return formula_truth(b, a->truth & truth ? TRUTH_YES : TRUTH_NO);
  Formula *f = with_kids(b, FORMULA_IS, a, NULL, NULL);
  f->truth = (uint8_t)truth;
  return f;
}

// ---- formulas that have been made before, by what they are of
static Text key_of(const void *const *what) { return (Text){(const char *)what, sizeof *what}; }
Formula *formula_known(const Bands *b, const void *what) {
  const NameEntry *entry = names_find(&b->known[b->flat], key_of(&what));
  return entry ? entry->decl : NULL;
}
Formula *formula_keep(Bands *b, const void *what, Formula *f) {
  NameEntry *entry = NULL;
  names_add(b->arena, &b->known[b->flat], text_copy(b->arena, key_of(&what)), (Span){0}, &entry);
  if (entry) entry->decl = f;
  return f;
}

// ---- questions
void bands_share(Bands *b) {
  b->shared = true;
  memset(b->known, 0, sizeof b->known); // what was made means something else now
}
Question *bands_ask(Bands *b) {
  arena_reset(b->scratch);
  b->size = 0;
  b->work = 0;
  b->question = (Question){.b = b};
  return &b->question;
}
static void demand(Question *q, Formula *f, Truth truth) {
  Demand *d = ARENA_NEW(q->b->scratch, Demand);
  *d = (Demand){f, (uint8_t)truth, q->demands};
  q->demands = d;
}
void ask_condition(Question *q, const Rules *rules, const Expr *condition, Truth truth) {
  Env env = {.rules = rules};
  demand(q, truth_of(q->b, &env, condition), truth);
}
void ask_row(Question *q, const Rules *rules, const Decision *d, uint32_t row, Truth truth) {
  Env env = {.rules = rules};
  demand(q, row_truth(q->b, &env, d, row), truth);
}
void ask_disqualified(Question *q, const Rules *rules, bool disqualified) { demand(q, disqualified_truth(q->b, rules), disqualified ? TRUTH_YES : TRUTH_NO); }
void ask_incomplete(Question *q, const Rules *rules, bool incomplete) { demand(q, incomplete_truth(q->b, rules), incomplete ? TRUTH_YES : TRUTH_NO); }

void ask_stage(Question *q, const Rules *rules, uint32_t stage, Truth truth) {
  bool none = stage == UINT32_MAX;
  uint32_t above = none ? rules->stages.count : stage;
  Formula *all = formula_count(q->b, above + 1, above + 1);
  for (uint32_t i = 0; i < above; i++) all->kids[i] = formula_not(q->b, stage_taken(q->b, rules, i));
  all->kids[above] = none ? formula_truth(q->b, TRUTH_YES) : stage_taken(q->b, rules, stage);
  demand(q, all, truth);
}

void ask_stage_condition(Question *q, const Rules *rules, uint32_t stage, Truth truth) { demand(q, stage_taken(q->b, rules, stage), truth); }

void ask_route(Question *q, const Rules *rules, uint32_t route, Truth truth) {
  const Route *r = rules->routes.items[route];
  Env env = {.rules = rules};
  Formula *all = formula_count(q->b, 3, 3);
  all->kids[0] = formula_is(q->b, truth_of(q->b, &env, r->when), TRUTH_YES);
  all->kids[1] = r->mentions_disqualified ? formula_truth(q->b, TRUTH_YES) : formula_not(q->b, disqualified_truth(q->b, rules));
  all->kids[2] = r->mentions_incomplete ? formula_truth(q->b, TRUTH_YES) : formula_not(q->b, incomplete_truth(q->b, rules));
  demand(q, all, truth);
}

Proof bands_implies(Bands *b, const Rules *rules_a, const Expr *a, const Rules *rules_b, const Expr *of_b, Witness *witness) {
  BandsAnswer answer = BANDS_UNDECIDED;
  for (int pass = b->shared ? 0 : 1; pass < 2 && answer != BANDS_IMPOSSIBLE; pass++) { // two rule sets: their definitions are mostly the same
    Question *q = bands_ask(b);
    b->flat = pass == 0;
    ask_condition(q, rules_a, a, TRUTH_YES);
    ask_condition(q, rules_b, of_b, TRUTH_NOT_YES);
    answer = bands_answer(q, witness);
  }
  b->flat = false;
  return answer == BANDS_IMPOSSIBLE ? PROOF_HOLDS : answer == BANDS_POSSIBLE ? PROOF_FAILS : PROOF_UNDECIDED;
}
