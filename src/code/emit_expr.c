// emit_expr.c -- expressions to instructions.
//
// Every value is in the domain of the deepest thing that it reads: a condition on a lead inside `where` is computed once a
// lead and spread to the elements only where it meets one of their fields.
#include "base/formats.h"
#include "code/emit_parts.h"

static uint32_t kind_of_type(Type t) {
  if (t.kind == TYPE_BOOLEAN || t.kind == TYPE_RECORD) return KIND_TRUTH;
  if (t.kind == TYPE_LIST) return KIND_LIST;
  return type_is_int(t) ? KIND_INT : KIND_TEXT;
}

const Expr *emit_literal(const Expr *x) {
  if (x->kind == EXPR_NAME && x->ref == REF_PARAMETER) return ((const Parameter *)x->decl)->value;
  if (x->kind == EXPR_NEGATE && x->a->kind == EXPR_NUMBER) return x;
  return (x->kind >= EXPR_NUMBER && x->kind <= EXPR_DURATION) ? x : NULL;
}
static int64_t literal_value(const Expr *l) { return l->kind == EXPR_NEGATE ? -l->a->value : l->value; }
int64_t emit_number(const Expr *x) {
  const Expr *l = emit_literal(x);
  return l ? literal_value(l) : 0;
}
bool literal_int(Emit *e, const Expr *l, Type as, int64_t *value) {
  if (l->kind == EXPR_TEXT) {
    if (as.kind != TYPE_ONE_OF && as.kind != TYPE_SCALE) return false;
    int32_t i = values_find(as.values, e->arena, l->text);
    *value = i;
    return i >= 0;
  }
  *value = literal_value(l);
  if (l->kind == EXPR_TIME && as.kind == TYPE_DATE) *value = clock_date_of(e->rules->zone, *value);
  return true;
}

uint32_t truth_constant(Emit *e, uint32_t domain, int answer) {
  return build(&e->b, OP_TRUTH, 0, KIND_TRUTH, domain, (uint32_t)answer, 0, answer != 2);
}
uint32_t unify(Emit *e, uint32_t *a, uint32_t *b) {
  uint32_t da = reg_domain(&e->b, *a), db = reg_domain(&e->b, *b);
  if (da == db) return da;
  if (domain_above(&e->b, da, db)) { *a = build_spread(&e->b, *a, db); return db; }
  if (domain_above(&e->b, db, da)) { *b = build_spread(&e->b, *b, da); return da; }
  return da; // two lists side by side: emit_query has refused it
}
uint32_t truth_bin(Emit *e, Opcode op, uint32_t a, uint32_t b) {
  uint32_t domain = unify(e, &a, &b);
  if (a == b && (op == OP_AND || op == OP_OR)) return a;
  if (a > b) { uint32_t t = a; a = b; b = t; }
  return build(&e->b, op, 0, KIND_TRUTH, domain, a, b, op == OP_BOTH || (reg_known(&e->b, a) && reg_known(&e->b, b)));
}
static bool is_look_at(const Builder *b, uint32_t truth, uint32_t text) { // what a look says is known where its text is
  Instruction in = b->code.items[b->definition.items[truth]];
  return in.op == OP_LOOK && in.a == text;
}
uint32_t guard(Emit *e, uint32_t truth, uint32_t operand) {
  if (reg_known(&e->b, operand) || is_look_at(&e->b, truth, operand)) return truth;
  uint32_t domain = unify(e, &truth, &operand);
  return build(&e->b, OP_GUARD, 0, KIND_TRUTH, domain, truth, operand, false);
}
uint32_t truth_un(Emit *e, Opcode op, uint32_t a) {
  if (op == OP_IS_YES && reg_known(&e->b, a)) return a;
  return build(&e->b, op, 0, KIND_TRUTH, reg_domain(&e->b, a), a, 0, op != OP_NOT || reg_known(&e->b, a));
}
uint32_t any_un(Emit *e, Opcode op, uint32_t a) {
  if (reg_known(&e->b, a)) return truth_constant(e, reg_domain(&e->b, a), op == OP_IS_KNOWN);
  return build(&e->b, op, 0, KIND_TRUTH, reg_domain(&e->b, a), a, 0, true);
}
uint32_t int_un(Emit *e, Opcode op, uint32_t aux, uint32_t a) {
  return build(&e->b, op, aux, KIND_INT, reg_domain(&e->b, a), a, 0, reg_known(&e->b, a));
}
uint32_t emit_between(Emit *e, uint32_t a, uint32_t low, uint32_t high) {
  uint32_t args = build_args(&e->b, (uint32_t[]){low, high}, 2);
  return build(&e->b, OP_BETWEEN, 0, KIND_TRUTH, reg_domain(&e->b, a), a, args, reg_known(&e->b, a));
}
uint32_t first_of(Emit *e, const uint32_t *pairs, uint32_t count, uint32_t domain) {
  if (count == 0) return build(&e->b, OP_NOTHING, 0, KIND_INT, domain, 0, 0, false);
  return build(&e->b, OP_FIRST, 0, KIND_INT, domain, build_args(&e->b, pairs, count * 2), count, false);
}
uint32_t field_reg(Emit *e, uint32_t slot) {
  const Slot *s = &e->rules->slots[slot];
  return build(&e->b, OP_FIELD, 0, kind_of_type(s->type), s->domain, slot, 0, false);
}

static uint32_t literal_reg(Emit *e, const Expr *l, Type as) {
  int64_t value;
  if (l->kind == EXPR_TEXT && !type_is_int(as)) {
    Text t = l->text;
    const char *code = as.kind == TYPE_COUNTRY ? country_code(t) : NULL;
    return build(&e->b, OP_LITERAL, 0, KIND_TEXT, 0, build_string(&e->b, code ? (Text){code, 2} : text_trim(t)), 0, true);
  }
  if (l->kind == EXPR_BOOLEAN) return truth_constant(e, 0, l->value != 0);
  if (!literal_int(e, l, as, &value)) return build(&e->b, OP_NOTHING, 0, KIND_INT, 0, 0, 0, false);
  return build(&e->b, OP_CONSTANT, 0, KIND_INT, 0, build_plain(&e->b, value), 0, true);
}
uint32_t operand_reg(Emit *e, Operand o) { return o.reg != NONE ? o.reg : literal_reg(e, o.literal, o.type); }

static uint32_t names_of(Emit *e, uint32_t index, const Values *values) {
  uint32_t *args = ARENA_MANY(e->arena, uint32_t, values->count + 1);
  args[0] = values->count;
  for (uint32_t i = 0; i < values->count; i++) args[i + 1] = build_string(&e->b, values->items[i]);
  return build(&e->b, OP_NAME_OF, 0, KIND_TEXT, reg_domain(&e->b, index), index, build_args(&e->b, args, values->count + 1), reg_known(&e->b, index));
}
uint32_t operand_text(Emit *e, Operand o) {
  if (o.reg == NONE) return literal_reg(e, o.literal, (Type){.kind = TYPE_TEXT});
  if (reg_kind(&e->b, o.reg) == KIND_INT && o.type.values) return names_of(e, o.reg, o.type.values);
  return o.reg;
}

// ---- what names mean
static Operand of_reg(uint32_t reg, Type type) { return (Operand){type, reg, NULL}; }
static Operand nothing(Emit *e, Type type) {
  return of_reg(build(&e->b, OP_NOTHING, 0, type.kind == TYPE_MISSING ? KIND_TEXT : kind_of_type(type), 0, 0, 0, false), type);
}

static Operand define_value(Emit *e, const Define *d, const Operand *arguments, uint32_t count);

static Operand stage_or_route(Emit *e, uint32_t reg, const Values *names) {
  return reg == NONE ? nothing(e, (Type){.kind = TYPE_TEXT}) : of_reg(reg, (Type){.kind = TYPE_ONE_OF, .values = names});
}
static Operand route_name(Emit *e) {
  if (e->kept == NONE) return stage_or_route(e, e->route, e->route_names);
  uint32_t previous = field_reg(e, e->rules->previous[1]);
  uint32_t now = e->route == NONE || !e->route_names->count ? build(&e->b, OP_NOTHING, 0, KIND_TEXT, 0, 0, 0, false) : names_of(e, e->route, e->route_names);
  uint32_t args = build_args(&e->b, (uint32_t[]){e->kept, previous, now}, 3);
  return of_reg(build(&e->b, OP_IF, 0, KIND_TEXT, 0, args, 0, false), (Type){.kind = TYPE_TEXT});
}
static Operand rule_points(Emit *e, const Expr *x) {
  RuleCode *r = &e->rule_code[x->index];
  Type number = {.kind = TYPE_NUMBER};
  if (r->points == NONE) return of_reg(build(&e->b, OP_POINTS, 0, KIND_INT, 0, r->fired, build_plain(&e->b, r->constant), true), number);
  if (reg_known(&e->b, r->points)) return of_reg(r->points, number);
  uint32_t none = build(&e->b, OP_CONSTANT, 0, KIND_INT, 0, build_plain(&e->b, 0), 0, true); // a table of which no row is true
  return of_reg(build(&e->b, OP_FIRST_PRESENT, 0, KIND_INT, 0, build_args(&e->b, (uint32_t[]){r->points, none}, 2), 2, true), number);
}
static Operand named(Emit *e, const Expr *x) {
  switch (x->ref) {
    case REF_SLOT: case REF_PREVIOUS: return of_reg(field_reg(e, x->slot), e->rules->slots[x->slot].type);
    case REF_ELEMENT: case REF_IT: {
      for (const Scope *s = e->scope; s; s = s->outer) {
        if (s->query != x->query) continue;
        if (s->element != NONE) return of_reg(s->element, x->type);
        return of_reg(emit_gather(e, field_reg(e, x->slot), s->places), e->rules->slots[x->slot].type);
      }
      return of_reg(field_reg(e, x->slot), e->rules->slots[x->slot].type);
    }
    case REF_ARGUMENT: return e->call->arguments[x->index];
    case REF_PARAMETER: { const Parameter *p = x->decl; return (Operand){p->value->type.kind == TYPE_ERROR ? x->type : p->value->type, NONE, emit_literal(x)}; }
    case REF_DEFINE: return define_value(e, x->decl, NULL, 0);
    case REF_SCORE: return of_reg(e->scores[x->index], (Type){.kind = TYPE_NUMBER});
    case REF_STAGE: return stage_or_route(e, e->stage, e->stage_names);
    case REF_ROUTE: return route_name(e);
    case REF_TARGET: return e->target == NONE ? nothing(e, (Type){.kind = TYPE_TEXT}) : of_reg(e->target, (Type){.kind = TYPE_TEXT});
    case REF_DISQUALIFIED: return of_reg(e->disqualified, (Type){.kind = TYPE_BOOLEAN});
    case REF_INCOMPLETE: return of_reg(e->incomplete, (Type){.kind = TYPE_BOOLEAN});
    case REF_SEGMENTS: case REF_REASONS: { uint32_t d, el; return of_reg(emit_list(e, x, &d, &el), x->type); }
    case REF_POINTS: return rule_points(e, x);
    default: return nothing(e, x->type);
  }
}

// ---- definitions: each use with the same arguments is emitted once
static uint64_t define_key(const Define *d, const uint32_t *arguments, uint32_t count) {
  uint64_t h = (uint64_t)(uintptr_t)d * 0x9E3779B97F4A7C15ull;
  for (uint32_t i = 0; i < count; i++) h = (h ^ arguments[i]) * 0xBF58476D1CE4E5B9ull + 1;
  return h ? h : 1;
}
static DefineValue *define_find(Emit *e, uint64_t key, const Define *d, const uint32_t *arguments, uint32_t count) {
  uint32_t at = (uint32_t)key, found;
  while ((found = hash_next(&e->defined_hash, key, &at)) != NONE) {
    DefineValue *v = &e->defined.items[found];
    if (v->define == d && v->argument_count == count && (count == 0 || memcmp(v->arguments, arguments, count * sizeof *arguments) == 0)) return v;
  }
  return NULL;
}
static Operand define_body(Emit *e, const Define *d, const Operand *arguments, uint32_t count) {
  Call call = {arguments, count, e->scope};
  const Call *outer_call = e->call;
  const Scope *outer_scope = e->scope;
  e->call = &call;
  e->scope = NULL;
  Operand value = d->decision ? emit_decision(e, d->decision, d->type) : emit_operand(e, d->body);
  e->call = outer_call;
  e->scope = outer_scope;
  return value;
}
static Operand define_value(Emit *e, const Define *d, const Operand *arguments, uint32_t count) {
  uint32_t *regs = ARENA_MANY(e->arena, uint32_t, count + 1);
  for (uint32_t i = 0; i < count; i++) regs[i] = operand_reg(e, arguments[i]);
  uint64_t key = define_key(d, regs, count);
  DefineValue *found = define_find(e, key, d, regs, count);
  if (found) return found->value;
  if (++e->depth > LIMIT_CALL_DEPTH * 4) { e->b.too_large = true; e->depth--; return nothing(e, d->type); }
  Operand value = define_body(e, d, arguments, count);
  e->depth--;
  *VEC_PUSH(e->arena, &e->defined) = (DefineValue){d, regs, count, value};
  hash_add(e->arena, &e->defined_hash, key, e->defined.count - 1);
  return value;
}

// ---- arithmetic
static uint32_t bin_ints(Emit *e, Opcode op, uint32_t aux, uint32_t a, uint32_t b) {
  uint32_t domain = unify(e, &a, &b);
  return build(&e->b, op, aux, KIND_INT, domain, a, b, false);
}
static uint32_t emit_arith(Emit *e, const Expr *x) {
  Operand a = emit_operand(e, x->a), b = emit_operand(e, x->b);
  uint32_t ra = operand_reg(e, a), rb = operand_reg(e, b);
  bool date_a = a.type.kind == TYPE_DATE, date_b = b.type.kind == TYPE_DATE;
  bool time_a = a.type.kind == TYPE_TIME, time_b = b.type.kind == TYPE_TIME;
  if (x->op == '*') return bin_ints(e, OP_MUL, 0, ra, rb);
  if (x->op == '/') return bin_ints(e, OP_DIV, 0, ra, rb);
  if (date_a && date_b) return bin_ints(e, OP_DATE_GAP, 0, ra, rb);
  if (date_a && time_b) return bin_ints(e, OP_DATE_GAP, 0, ra, int_un(e, OP_DATE_OF, 0, rb));
  if (time_a && date_b) return bin_ints(e, OP_DATE_GAP, 0, int_un(e, OP_DATE_OF, 0, ra), rb);
  if (date_a) return bin_ints(e, OP_DATE_ADD, 0, ra, x->op == '-' ? int_un(e, OP_NEGATE, 0, rb) : rb);
  if (date_b) return bin_ints(e, OP_DATE_ADD, 0, rb, ra);
  Bound bound = time_a && time_b ? BOUND_DURATION : time_a || time_b ? BOUND_TIME : a.type.kind == TYPE_DURATION ? BOUND_DURATION : BOUND_NUMBER;
  return bin_ints(e, x->op == '+' ? OP_ADD : OP_SUB, bound, ra, rb);
}

static uint32_t now_constant(Emit *e, ConstKind kind, int64_t value) {
  return build(&e->b, OP_CONSTANT, 0, KIND_INT, 0, build_constant(&e->b, (Constant){.value = value, .kind = kind}), 0, true);
}
static uint32_t emit_ago(Emit *e, const Expr *x) {
  const Expr *d = emit_literal(x->a);
  return now_constant(e, d->months ? CONST_NOW_LESS_MONTHS : CONST_NOW_LESS, d->value);
}

// ---- choosing
static uint32_t many(Emit *e, Opcode op, uint32_t aux, ColumnKind kind, uint32_t *regs, uint32_t count) {
  uint32_t domain = 0;
  for (uint32_t i = 0; i < count; i++)
    if (domain_above(&e->b, domain, reg_domain(&e->b, regs[i]))) domain = reg_domain(&e->b, regs[i]);
  for (uint32_t i = 0; i < count; i++) regs[i] = build_spread(&e->b, regs[i], domain);
  return build(&e->b, op, aux, kind, domain, build_args(&e->b, regs, count), count, false);
}
// An argument's register as a value of type `type` (which all the arguments share).
static uint32_t as_type(Emit *e, const Expr *x, Type type) {
  if (x->kind == EXPR_MISSING) return build(&e->b, OP_NOTHING, 0, kind_of_type(type), 0, 0, 0, false);
  Operand o = emit_operand(e, x);
  if (kind_of_type(type) == KIND_TEXT) return operand_text(e, o);
  if (o.reg == NONE) { o.type = type; return operand_reg(e, o); }
  return o.reg;
}
// The common type of branches: what they agree on; text when a `one of` meets other text.
static Type common_type(const Expr *const *items, uint32_t count, Type fallback) {
  Type t = {TYPE_MISSING, NULL, NULL, NULL};
  for (uint32_t i = 0; i < count; i++) {
    Type o = items[i]->type;
    if (items[i]->kind == EXPR_MISSING || o.kind == TYPE_MISSING || (items[i]->kind == EXPR_TEXT && t.kind == TYPE_SCALE)) continue;
    if (t.kind == TYPE_MISSING || (t.kind == TYPE_TEXT && o.kind == TYPE_SCALE)) t = o;
    else if (type_is_text(t) && (o.kind != t.kind || o.values != t.values)) t = (Type){.kind = TYPE_TEXT};
  }
  if (t.kind == TYPE_ONE_OF) t = (Type){.kind = TYPE_TEXT}; // as text, so that it means the same wherever it goes
  return t.kind == TYPE_MISSING ? fallback : t;
}
static Operand emit_choice(Emit *e, Opcode op, const Expr *const *items, uint32_t count, Type fallback) {
  Type type = common_type(items, count, fallback);
  if (type.kind == TYPE_MISSING) type = (Type){.kind = TYPE_TEXT};
  uint32_t *regs = ARENA_MANY(e->arena, uint32_t, count);
  for (uint32_t i = 0; i < count; i++) regs[i] = as_type(e, items[i], type);
  return of_reg(many(e, op, 0, kind_of_type(type), regs, count), type);
}
static Operand emit_if(Emit *e, const Expr *x) {
  const Expr *branches[2] = {x->b, x->c};
  Type type = common_type(branches, 2, x->type);
  if (type.kind == TYPE_MISSING) type = (Type){.kind = TYPE_TEXT};
  uint32_t regs[3] = {emit_truth(e, x->a), as_type(e, x->b, type), as_type(e, x->c, type)}, domain = 0;
  for (int i = 0; i < 3; i++) if (domain_above(&e->b, domain, reg_domain(&e->b, regs[i]))) domain = reg_domain(&e->b, regs[i]);
  for (int i = 0; i < 3; i++) regs[i] = build_spread(&e->b, regs[i], domain);
  return of_reg(build(&e->b, OP_IF, 0, kind_of_type(type), domain, build_args(&e->b, regs, 3), 0, false), type);
}

// ---- functions
static Form form_of(Type t) {
  return t.kind == TYPE_DATE ? FORM_DATE : t.kind == TYPE_TIME ? FORM_TIME : t.kind == TYPE_BOOLEAN ? FORM_BOOLEAN : type_is_number(t) ? FORM_NUMBER : FORM_TEXT;
}
static uint32_t join_of(Emit *e, const Operand *items, uint32_t count) {
  uint32_t *args = ARENA_MANY(e->arena, uint32_t, count * 2 + 1), domain = 0;
  for (uint32_t i = 0; i < count; i++) {
    args[i * 2] = items[i].type.kind == TYPE_ONE_OF || items[i].type.kind == TYPE_SCALE ? operand_text(e, items[i]) : operand_reg(e, items[i]);
    args[i * 2 + 1] = form_of(items[i].type);
    if (domain_above(&e->b, domain, reg_domain(&e->b, args[i * 2]))) domain = reg_domain(&e->b, args[i * 2]);
  }
  for (uint32_t i = 0; i < count; i++) args[i * 2] = build_spread(&e->b, args[i * 2], domain);
  return build(&e->b, OP_JOIN, 0, KIND_TEXT, domain, build_args(&e->b, args, count * 2), count, false);
}
static uint32_t emit_join(Emit *e, const Expr *x) {
  Operand *items = ARENA_MANY(e->arena, Operand, x->args.count);
  for (uint32_t i = 0; i < x->args.count; i++) {
    items[i] = emit_operand(e, x->args.items[i]);
    if (items[i].reg == NONE && items[i].literal->kind == EXPR_TEXT) // a literal keeps its blanks here
      items[i] = of_reg(build(&e->b, OP_LITERAL, 0, KIND_TEXT, 0, build_string(&e->b, items[i].literal->text), 0, true), (Type){.kind = TYPE_TEXT});
  }
  return join_of(e, items, x->args.count);
}
static uint32_t text_fn(Emit *e, Opcode op, Operand a) {
  uint32_t r = operand_text(e, a);
  return build(&e->b, op, 0, KIND_TEXT, reg_domain(&e->b, r), r, 0, false);
}
static uint32_t emit_sample(Emit *e, const Expr *x) {
  Operand key = emit_operand(e, x->args.items[1]);
  uint32_t text = type_is_text(key.type) ? operand_text(e, key) : join_of(e, &key, 1);
  const Expr *name = emit_literal(x->args.items[0]);
  return build(&e->b, OP_SAMPLE, 0, KIND_INT, reg_domain(&e->b, text), text, build_string(&e->b, name ? text_trim(name->text) : (Text){0}), false);
}
static bool is_email_field(const Emit *e, Operand a) { // reading has proved that it is one
  return a.type.kind == TYPE_EMAIL && a.reg != NONE && e->b.code.items[e->b.definition.items[a.reg]].op == OP_FIELD;
}
static Operand emit_builtin(Emit *e, const Expr *x) {
  Type number = {.kind = TYPE_NUMBER}, text = {.kind = TYPE_TEXT};
  BuiltinId id = (BuiltinId)x->index;
  if (id == BUILTIN_LEAST || id == BUILTIN_GREATEST || id == BUILTIN_FIRST_PRESENT)
    return emit_choice(e, id == BUILTIN_LEAST ? OP_LEAST : id == BUILTIN_GREATEST ? OP_GREATEST : OP_FIRST_PRESENT, (const Expr *const *)x->args.items, x->args.count, x->type);
  if (id == BUILTIN_JOIN) return of_reg(emit_join(e, x), text);
  if (id == BUILTIN_SAMPLE) return of_reg(emit_sample(e, x), number);
  Operand a = emit_operand(e, x->args.items[0]);
  if (id == BUILTIN_DOMAIN) return of_reg(text_fn(e, is_email_field(e, a) ? OP_DOMAIN_OF_EMAIL : OP_DOMAIN_OF, a), text);
  if (id == BUILTIN_LOCAL_PART) return of_reg(text_fn(e, OP_LOCAL_OF, a), text);
  if (id == BUILTIN_LOWER) return of_reg(text_fn(e, OP_LOWER, a), text);
  if (id == BUILTIN_NORMAL_COMPANY) return of_reg(text_fn(e, OP_NORMAL_COMPANY, a), text);
  if (id == BUILTIN_NORMAL_EMAIL) return of_reg(text_fn(e, OP_NORMAL_EMAIL, a), text);
  uint32_t r = a.type.kind == TYPE_ONE_OF && id == BUILTIN_LENGTH ? operand_text(e, a) : operand_reg(e, a);
  switch (id) {
    case BUILTIN_DAYS_SINCE: return of_reg(int_un(e, a.type.kind == TYPE_DATE ? OP_DAYS_SINCE_DATE : OP_DAYS_SINCE_TIME, 0, r), number);
    case BUILTIN_LENGTH: return of_reg(build(&e->b, reg_kind(&e->b, r) == KIND_LIST ? OP_ITEMS : OP_LENGTH, 0, KIND_INT, reg_domain(&e->b, r), r, 0, false), number);
    case BUILTIN_ROUND: return of_reg(int_un(e, OP_ROUND, x->args.count > 1 ? (uint32_t)(emit_number(x->args.items[1]) / DECIMAL_ONE) : 0, r), number);
    case BUILTIN_FLOOR: return of_reg(int_un(e, OP_FLOOR, 0, r), number);
    case BUILTIN_CEILING: return of_reg(int_un(e, OP_CEILING, 0, r), number);
    case BUILTIN_ABS: return of_reg(int_un(e, OP_ABS, 0, r), a.type);
    case BUILTIN_LEVEL: return of_reg(int_un(e, OP_WHOLE, 0, r), number);
    case BUILTIN_DATE: return of_reg(a.type.kind == TYPE_DATE ? r : int_un(e, OP_DATE_OF, 0, r), (Type){.kind = TYPE_DATE});
    case BUILTIN_HOUR: return of_reg(int_un(e, OP_HOUR_OF, 0, r), number);
    default: break;
  }
  static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  Values *week = ARENA_NEW(e->arena, Values);
  week->items = ARENA_MANY(e->arena, Text, 7);
  week->count = 7;
  for (int i = 0; i < 7; i++) week->items[i] = text_of(days[i]);
  uint32_t date = a.type.kind == TYPE_TIME ? int_un(e, OP_DATE_OF, 0, r) : r;
  return of_reg(names_of(e, int_un(e, OP_WEEKDAY_OF, 0, date), week), text);
}

static Operand emit_extern(Emit *e, const Expr *x) {
  const Extern *f = x->decl;
  uint32_t *regs = ARENA_MANY(e->arena, uint32_t, x->args.count + 1), index = 0;
  while (index < e->rules->externs.count && e->rules->externs.items[index] != f) index++;
  for (uint32_t i = 0; i < x->args.count; i++) regs[i] = as_type(e, x->args.items[i], f->arguments[i].type);
  uint32_t domain = 0;
  for (uint32_t i = 0; i < x->args.count; i++) if (domain_above(&e->b, domain, reg_domain(&e->b, regs[i]))) domain = reg_domain(&e->b, regs[i]);
  for (uint32_t i = 0; i < x->args.count; i++) regs[i] = build_spread(&e->b, regs[i], domain);
  return of_reg(build(&e->b, OP_EXTERN, 0, kind_of_type(f->gives), domain, build_args(&e->b, regs, x->args.count), index, false), f->gives);
}
static Operand emit_call(Emit *e, const Expr *x) {
  if (x->ref == REF_BUILTIN) return emit_builtin(e, x);
  if (x->ref == REF_EXTERN) return emit_extern(e, x);
  if (x->ref != REF_DEFINE) return named(e, x);
  const Define *d = x->decl;
  Operand *arguments = ARENA_MANY(e->arena, Operand, x->args.count + 1);
  for (uint32_t i = 0; i < x->args.count; i++) {
    arguments[i] = emit_operand(e, x->args.items[i]);
    Type want = d->arguments[i].type;
    if (arguments[i].reg == NONE && (want.kind == TYPE_COUNTRY || want.kind == TYPE_PHONE)) arguments[i].type = want; // read as a country is
    if (arguments[i].reg != NONE && want.kind == TYPE_TEXT && arguments[i].type.kind == TYPE_ONE_OF) arguments[i] = of_reg(operand_text(e, arguments[i]), want);
    if (want.kind == TYPE_LIST) arguments[i].literal = x->args.items[i]; // queries over it need the list itself
    if (x->args.items[i]->kind == EXPR_MISSING) arguments[i] = nothing(e, want);
  }
  return define_value(e, d, arguments, x->args.count);
}

// ---- table(key, ...).column
static uint32_t table_key(Emit *e, const Table *t, uint32_t i, const Expr *x, uint64_t *countries) {
  Type want = t->columns[t->key_columns[i]].type;
  Operand o = emit_operand(e, x);
  if (o.reg == NONE && want.kind == TYPE_COUNTRY) o.type = want;
  if (o.type.kind == TYPE_COUNTRY && want.kind == TYPE_TEXT && i < 64) *countries |= 1ull << i;
  if (kind_of_type(want) != KIND_TEXT && want.kind != TYPE_ONE_OF && want.kind != TYPE_SCALE) {
    uint32_t r = operand_reg(e, o);
    return want.kind == TYPE_DATE && o.type.kind == TYPE_TIME ? int_un(e, OP_DATE_OF, 0, r) : r;
  }
  if (o.reg == NONE) return operand_reg(e, o);
  return operand_text(e, o);
}
static Operand emit_cell(Emit *e, const Expr *x) {
  const Table *t = x->decl;
  uint64_t countries = 0;
  uint32_t *regs = ARENA_MANY(e->arena, uint32_t, t->key_count);
  for (uint32_t i = 0; i < t->key_count; i++) regs[i] = table_key(e, t, i, x->a->args.items[i], &countries);
  uint32_t table = emit_table(e, t, countries);
  uint32_t domain = 0;
  for (uint32_t i = 0; i < t->key_count; i++) if (domain_above(&e->b, domain, reg_domain(&e->b, regs[i]))) domain = reg_domain(&e->b, regs[i]);
  for (uint32_t i = 0; i < t->key_count; i++) regs[i] = build_spread(&e->b, regs[i], domain);
  uint32_t row = build(&e->b, OP_ROW_OF, 0, KIND_INT, domain, build_args(&e->b, regs, t->key_count), table, false);
  // Columns are stored keys first (program.h): the position of column `index` in that order.
  uint32_t at = 0, column = x->index;
  if (t->columns[column].key) { while (t->key_columns[at] != column) at++; }
  else { at = t->key_count; for (uint32_t i = 0; i < column; i++) at += !t->columns[i].key; }
  Type type = t->columns[column].type;
  if (type.kind == TYPE_ONE_OF || type.kind == TYPE_SCALE) type = (Type){.kind = TYPE_TEXT};
  return of_reg(build(&e->b, OP_CELL, 0, kind_of_type(type), domain, row, build_args(&e->b, (uint32_t[]){table, at}, 2), false), type);
}

// ---- conditions
static uint32_t emit_chain(Emit *e, Opcode op, const ExprList *list) {
  uint32_t r = emit_truth(e, list->items[0]);
  for (uint32_t i = 1; i < list->count; i++) r = truth_bin(e, op, r, emit_truth(e, list->items[i]));
  return r;
}
static uint32_t emit_quorum(Emit *e, const Expr *x) {
  if (x->op == QUORUM_ALL) return emit_chain(e, OP_AND, &x->args);
  if (x->op == QUORUM_ANY) return emit_chain(e, OP_OR, &x->args);
  if (x->op == QUORUM_NONE) return truth_un(e, OP_NOT, emit_chain(e, OP_OR, &x->args));
  uint32_t *regs = ARENA_MANY(e->arena, uint32_t, x->args.count);
  for (uint32_t i = 0; i < x->args.count; i++) regs[i] = emit_truth(e, x->args.items[i]);
  return many(e, OP_AT_LEAST, (uint32_t)x->value, KIND_TRUTH, regs, x->args.count);
}
static uint32_t emit_state(Emit *e, const Expr *x) {
  uint32_t r;
  if (x->op == STATE_INVALID) {
    // A literal field; definitions that name one have been refused by check.
    uint32_t slot = x->a->slot;
    r = build(&e->b, OP_IS_INVALID, 0, KIND_TRUTH, e->rules->slots[slot].domain, slot, 0, true);
  } else {
    Operand o = x->a->kind == EXPR_MISSING ? nothing(e, x->a->type) : emit_operand(e, x->a);
    r = any_un(e, x->op == STATE_MISSING ? OP_IS_UNKNOWN : OP_IS_KNOWN, operand_reg(e, o));
  }
  return x->negated ? truth_un(e, OP_NOT, r) : r;
}
static uint32_t negate_if(Emit *e, bool negated, uint32_t r) { return negated ? truth_un(e, OP_NOT, r) : r; }

static uint32_t emit_condition(Emit *e, const Expr *x) {
  switch (x->kind) {
    case EXPR_NOT: return truth_un(e, OP_NOT, emit_truth(e, x->a));
    case EXPR_AND: return emit_chain(e, OP_AND, &x->args);
    case EXPR_OR: return emit_chain(e, OP_OR, &x->args);
    case EXPR_COMPARE: return emit_compare(e, emit_operand(e, x->a), (CompareOp)x->op, emit_operand(e, x->b));
    case EXPR_BETWEEN: {
      Operand a = emit_operand(e, x->a);
      Expr range = {.kind = EXPR_RANGE, .span = x->span, .a = x->b, .b = x->c};
      if (emit_literal(x->b) && emit_literal(x->c)) return emit_range(e, a, &range);
      Operand low = emit_operand(e, x->b), high = emit_operand(e, x->c);
      uint32_t r = truth_bin(e, OP_AND, emit_compare(e, a, COMPARE_GE, low), emit_compare(e, a, COMPARE_LE, high));
      if (low.reg != NONE) r = guard(e, r, low.reg);
      return high.reg != NONE ? guard(e, r, high.reg) : r;
    }
    case EXPR_IN: return negate_if(e, x->negated, emit_in(e, emit_operand(e, x->a), x->b));
    case EXPR_MATCH: {
      Operand a = x->a->type.kind == TYPE_LIST ? (Operand){x->a->type, NONE, x->a} : emit_operand(e, x->a);
      return negate_if(e, x->negated, emit_match(e, a, (MatchOp)x->op, (Quant)x->quant, x->b));
    }
    case EXPR_REGEX: return negate_if(e, x->negated, emit_regex(e, emit_operand(e, x->a), x->b));
    case EXPR_WITHIN: return negate_if(e, x->negated, emit_within(e, emit_operand(e, x->a), x->b));
    case EXPR_OLDER: return negate_if(e, x->negated, emit_older(e, emit_operand(e, x->a), x->b));
    case EXPR_BEFORE: return emit_compare(e, emit_operand(e, x->a), COMPARE_LT, emit_operand(e, x->b));
    case EXPR_AFTER: return emit_compare(e, emit_operand(e, x->a), COMPARE_GT, emit_operand(e, x->b));
    case EXPR_STATE: return emit_state(e, x);
    default: return emit_quorum(e, x);
  }
}

static Operand operand_of(Emit *e, const Expr *x) {
  Type boolean = {.kind = TYPE_BOOLEAN};
  switch (x->kind) {
    case EXPR_NUMBER: case EXPR_TEXT: case EXPR_BOOLEAN: case EXPR_DATE: case EXPR_TIME: case EXPR_DURATION: return (Operand){x->type, NONE, x};
    case EXPR_MISSING: return nothing(e, x->type);
    case EXPR_NOW: return of_reg(now_constant(e, CONST_NOW_LESS, 0), (Type){.kind = TYPE_TIME});
    case EXPR_AGO: return of_reg(emit_ago(e, x), (Type){.kind = TYPE_TIME});
    case EXPR_NAME: return named(e, x);
    case EXPR_MEMBER: return x->ref == REF_TABLE_CELL ? emit_cell(e, x) : named(e, x);
    case EXPR_CALL: return emit_call(e, x);
    case EXPR_NEGATE: {
      if (x->a->kind == EXPR_NUMBER) return (Operand){x->type, NONE, x};
      Operand a = emit_operand(e, x->a);
      return of_reg(int_un(e, OP_NEGATE, 0, operand_reg(e, a)), a.type);
    }
    case EXPR_ARITH: return of_reg(emit_arith(e, x), x->type);
    case EXPR_IF: return emit_if(e, x);
    case EXPR_QUERY: return of_reg(emit_query(e, x), x->type);
    default: return of_reg(emit_condition(e, x), boolean);
  }
}
Operand emit_operand(Emit *e, const Expr *x) {
  Scope alone;
  const Scope *pairs = emit_alone_begin(e, x, &alone);
  Operand o = operand_of(e, x);
  if (pairs) o.reg = emit_alone_end(e, &alone, pairs, o.reg);
  watch_reg(e, x, o.reg, o.type);
  return o;
}
uint32_t emit_reg(Emit *e, const Expr *x) { return operand_reg(e, emit_operand(e, x)); }
uint32_t emit_truth(Emit *e, const Expr *x) {
  uint32_t r = emit_reg(e, x);
  if (reg_kind(&e->b, r) == KIND_TRUTH) return r;
  return truth_constant(e, reg_domain(&e->b, r), 2); // a branch that is only `missing`
}
