// emit_compare.c -- comparisons, sets, ranges and pieces of text.
//
// What is compared with literals takes a short road: text becomes a predicate of the text's look, a number a range of
// constants. Only what is compared with another column is compared value by value.
#include "base/formats.h"
#include "code/emit_parts.h"

static bool is_date(Type t) { return t.kind == TYPE_DATE; }
static bool is_time(Type t) { return t.kind == TYPE_TIME; }

// ---- text
static Text phone_form(Emit *e, Text t) {
  char key[PHONE_KEY_BYTES];
  uint32_t n = phone_key(text_trim(t), key);
  return n ? text_copy(e->arena, (Text){key, n}) : text_fold(e->arena, t);
}
static Needle is_needle(Emit *e, Type type, Text literal) {
  if (type.kind == TYPE_PHONE) return (Needle){NEEDLE_PHONE, build_string(&e->b, phone_form(e, literal))};
  if (type.kind == TYPE_COUNTRY) {
    const char *code = country_code(text_trim(literal));
    if (code) literal = (Text){code, 2};
  }
  return (Needle){NEEDLE_IS, build_string(&e->b, text_fold(e->arena, literal))};
}
static uint32_t same_text(Emit *e, Operand a, Operand b) {
  if (a.reg == NONE && b.reg == NONE) {
    bool same = text_equal(text_fold(e->arena, a.literal->text), text_fold(e->arena, b.literal->text));
    return truth_constant(e, 0, same);
  }
  if (a.reg == NONE) { Operand t = a; a = b; b = t; }
  if (b.reg == NONE) {
    Needle n = is_needle(e, a.type, b.literal->text);
    return build_predicate(&e->b, operand_text(e, a), &n, 1, false);
  }
  Opcode op = a.type.kind == TYPE_PHONE || b.type.kind == TYPE_PHONE ? OP_PHONE_IS : OP_TEXT_IS;
  return truth_bin(e, op, operand_text(e, a), operand_text(e, b));
}
static uint32_t text_exact(Emit *e, Operand a, Operand b) {
  if (a.reg == NONE && b.reg == NONE) return truth_constant(e, 0, text_equal(a.literal->text, b.literal->text));
  if (a.reg == NONE) { Operand t = a; a = b; b = t; }
  if (b.reg == NONE) {
    Needle n = {NEEDLE_EXACT, build_string(&e->b, b.literal->text)};
    return build_predicate(&e->b, operand_text(e, a), &n, 1, false);
  }
  return truth_bin(e, OP_TEXT_EXACT, operand_text(e, a), operand_text(e, b));
}

static bool texts(Operand a) { return type_is_text(a.type) || (a.reg == NONE && a.literal->kind == EXPR_TEXT) || a.type.kind == TYPE_SCALE; }

// ---- numbers, dates, times, durations, indices
// A constant that the operand means, when it has one known before the leads are.
static bool constant_of(Emit *e, Operand o, Type as, int64_t delta, uint32_t *constant) {
  if (o.reg == NONE) {
    int64_t value;
    if (!literal_int(e, o.literal, as, &value)) return false;
    *constant = build_plain(&e->b, value + delta);
    return true;
  }
  Instruction in = e->b.code.items[e->b.definition.items[o.reg]];
  if (in.op != OP_CONSTANT || in.d != o.reg) return false;
  Constant c = e->b.constants.items[in.a];
  if (c.kind == CONST_PLAIN) c.value += delta;
  else c.delta += delta;
  *constant = build_constant(&e->b, c);
  return true;
}
// Dates and times meet as dates.
static void as_dates(Emit *e, Operand *a, Operand *b) {
  bool mixed = (is_date(a->type) && is_time(b->type)) || (is_time(a->type) && is_date(b->type));
  if (!mixed) return;
  Operand *time = is_time(a->type) ? a : b;
  if (time->reg != NONE) time->reg = int_un(e, OP_DATE_OF, 0, time->reg);
  else { // a time literal against a date: its day
    int64_t day = clock_date_of(e->rules->zone, time->literal->value);
    time->reg = build(&e->b, OP_CONSTANT, 0, KIND_INT, 0, build_plain(&e->b, day), 0, true);
  }
  time->type = (Type){.kind = TYPE_DATE};
}
static Type int_type(Operand a, Operand b) { return a.type.values && a.reg != NONE ? a.type : b.type.values ? b.type : a.type; }

static uint32_t int_compare(Emit *e, Operand a, CompareOp op, Operand b) {
  as_dates(e, &a, &b);
  Type type = int_type(a, b);
  uint32_t least = build_plain(&e->b, INT64_MIN), most = build_plain(&e->b, INT64_MAX), c;
  bool equal = op == COMPARE_IS || op == COMPARE_IS_NOT || op == COMPARE_EXACTLY || op == COMPARE_NOT_EXACTLY;
  if (a.reg == NONE || (b.reg != NONE && !constant_of(e, b, type, 0, &c) && constant_of(e, a, type, 0, &c))) { // the constant to the right
    Operand t = a; a = b; b = t;
    op = op == COMPARE_LT ? COMPARE_GT : op == COMPARE_LE ? COMPARE_GE : op == COMPARE_GT ? COMPARE_LT : op == COMPARE_GE ? COMPARE_LE : op;
  }
  if (a.reg == NONE) a = (Operand){type, operand_reg(e, (Operand){type, NONE, a.literal}), NULL};
  int64_t delta = op == COMPARE_LT ? -1 : op == COMPARE_GT ? 1 : 0;
  if (constant_of(e, b, type, delta, &c)) {
    if (equal) return emit_between(e, a.reg, c, c);
    return op == COMPARE_LT || op == COMPARE_LE ? emit_between(e, a.reg, least, c) : emit_between(e, a.reg, c, most);
  }
  if (b.reg == NONE) return truth_constant(e, 0, 2);
  uint32_t ra = a.reg, rb = b.reg;
  if (op == COMPARE_GT || op == COMPARE_GE) { uint32_t t = ra; ra = rb; rb = t; }
  uint32_t domain = unify(e, &ra, &rb);
  Opcode code = equal ? OP_EQ : op == COMPARE_LT || op == COMPARE_GT ? OP_LT : OP_LE;
  return build(&e->b, code, 0, KIND_TRUTH, domain, ra, rb, reg_known(&e->b, ra) && reg_known(&e->b, rb));
}

// A literal that the values of a `one of` do not have is never it (check has refused it where it must be one).
static bool both_indices(Emit *e, Operand a, Operand b) {
  int64_t v;
  bool ia = a.reg != NONE && reg_kind(&e->b, a.reg) == KIND_INT, ib = b.reg != NONE && reg_kind(&e->b, b.reg) == KIND_INT;
  if (ia && ib) return a.type.kind == TYPE_SCALE || a.type.values == b.type.values;
  if (ia) return b.reg == NONE && literal_int(e, b.literal, a.type, &v);
  if (ib) return a.reg == NONE && literal_int(e, a.literal, b.type, &v);
  return false;
}

uint32_t emit_compare(Emit *e, Operand a, CompareOp op, Operand b) {
  bool negate = op == COMPARE_IS_NOT || op == COMPARE_NOT_EXACTLY, exact = op == COMPARE_EXACTLY || op == COMPARE_NOT_EXACTLY;
  uint32_t r;
  if (a.type.kind == TYPE_BOOLEAN || b.type.kind == TYPE_BOOLEAN) r = truth_bin(e, OP_SAME, operand_reg(e, a), operand_reg(e, b));
  else if (texts(a) && texts(b) && !both_indices(e, a, b)) {
    if (op >= COMPARE_LT) return truth_constant(e, 0, 2);
    r = exact ? text_exact(e, a, b) : same_text(e, a, b);
  } else if (exact && type_is_text(a.type) && type_is_text(b.type)) r = text_exact(e, a, b);
  else r = int_compare(e, a, op, b);
  return negate ? truth_un(e, OP_NOT, r) : r;
}

// ---- ranges and ages
uint32_t emit_range(Emit *e, Operand a, const Expr *range) {
  uint32_t r = NONE, low, high_end;
  if (range->a && range->b && a.reg != NONE && !texts(a)) { // one look at the column
    Operand from = emit_operand(e, range->a), to = emit_operand(e, range->b), x = a, y = a;
    as_dates(e, &x, &from);
    as_dates(e, &y, &to);
    if (x.reg == y.reg && constant_of(e, from, int_type(x, from), 0, &low) && constant_of(e, to, int_type(y, to), range->open_end ? -1 : 0, &high_end)) return emit_between(e, x.reg, low, high_end);
  }
  if (range->a) r = emit_compare(e, a, COMPARE_GE, emit_operand(e, range->a));
  if (range->b) {
    uint32_t high = emit_compare(e, a, range->open_end ? COMPARE_LT : COMPARE_LE, emit_operand(e, range->b));
    r = r == NONE ? high : truth_bin(e, OP_AND, r, high);
  }
  return r;
}
static Constant ago(Operand a, const Expr *d, int64_t delta) {
  if (!is_date(a.type)) return (Constant){.value = d->value, .delta = delta, .kind = d->months ? CONST_NOW_LESS_MONTHS : CONST_NOW_LESS};
  int64_t days = d->months ? d->value : floor_div(d->value, CLOCK_DAY);
  return (Constant){.value = days, .delta = delta, .kind = d->months ? CONST_TODAY_LESS_MONTHS : CONST_TODAY_LESS};
}
static uint32_t age_known(Emit *e, Operand a, const Expr *duration, bool older) {
  const Expr *d = emit_literal(duration);
  uint32_t reg = operand_reg(e, a);
  if (d) {
    Constant now = is_date(a.type) ? (Constant){.kind = CONST_TODAY_LESS} : (Constant){.kind = CONST_NOW_LESS};
    if (older) return emit_between(e, reg, build_plain(&e->b, INT64_MIN), build_constant(&e->b, ago(a, d, -1)));
    return emit_between(e, reg, build_constant(&e->b, ago(a, d, 0)), build_constant(&e->b, now));
  }
  // A computed duration: compare the age.
  uint32_t today = build_constant(&e->b, (Constant){.kind = is_date(a.type) ? CONST_TODAY_LESS : CONST_NOW_LESS});
  uint32_t now = build(&e->b, OP_CONSTANT, 0, KIND_INT, 0, today, 0, true), left = now, right = reg;
  uint32_t domain = unify(e, &left, &right);
  uint32_t age = is_date(a.type) ? build(&e->b, OP_DATE_GAP, 0, KIND_INT, domain, left, right, false) : build(&e->b, OP_SUB, BOUND_DURATION, KIND_INT, domain, left, right, false);
  Operand limit = emit_operand(e, duration), age_operand = {{.kind = TYPE_DURATION}, age, NULL};
  if (older) return emit_compare(e, age_operand, COMPARE_GT, limit);
  uint32_t past = emit_between(e, age, build_plain(&e->b, 0), build_plain(&e->b, INT64_MAX));
  return truth_bin(e, OP_AND, past, emit_compare(e, age_operand, COMPARE_LE, limit));
}
uint32_t emit_within(Emit *e, Operand a, const Expr *duration) { return age_known(e, a, duration, false); }
uint32_t emit_older(Emit *e, Operand a, const Expr *duration) { return age_known(e, a, duration, true); }

// ---- sets
static bool is_list_value(const Expr *x) { return x->type.kind == TYPE_LIST && !(x->kind == EXPR_NAME && x->ref == REF_LIST); }
static uint32_t in_list(Emit *e, Operand a, const List *list) {
  uint32_t text = operand_text(e, a);
  Needle *needles = ARENA_MANY(e->arena, Needle, list->count);
  for (uint32_t i = 0; i < list->count; i++) needles[i] = is_needle(e, a.type, list->values[i]);
  return guard(e, build_predicate(&e->b, text, needles, list->count, false), text);
}
static uint32_t in_members(Emit *e, Operand a, const ExprList *set) {
  uint32_t r = NONE, literals = 0;
  Needle *needles = ARENA_MANY(e->arena, Needle, set->count);
  bool text = texts(a) && !(a.reg != NONE && reg_kind(&e->b, a.reg) == KIND_INT) && a.reg != NONE;
  for (uint32_t i = 0; i < set->count; i++) {
    const Expr *l = emit_literal(set->items[i]);
    if (text && l && l->kind == EXPR_TEXT) { needles[literals++] = is_needle(e, a.type, l->text); continue; }
    uint32_t one = emit_compare(e, a, COMPARE_IS, emit_operand(e, set->items[i]));
    r = r == NONE ? one : truth_bin(e, OP_OR, r, one);
  }
  if (!literals) return r;
  uint32_t known = build_predicate(&e->b, operand_text(e, a), needles, literals, false);
  return r == NONE ? known : truth_bin(e, OP_OR, known, r);
}
static Operand element_operand(Emit *e, const Expr *list, uint32_t element) {
  Type t = list->type.element ? *list->type.element : (Type){.kind = TYPE_TEXT};
  (void)e;
  return (Operand){t, element, NULL};
}
static Operand spread_operand(Emit *e, Operand a, uint32_t domain) {
  if (a.reg != NONE) a.reg = build_spread(&e->b, a.reg, domain);
  return a;
}
static uint32_t down(Emit *e, Opcode op, uint32_t truth) {
  return build(&e->b, op, 0, KIND_TRUTH, e->b.domains.items[reg_domain(&e->b, truth)].parent, truth, 0, false);
}
// A truth that depends on no element, as one of the elements' domain: ANY needs that.
static uint32_t in_domain(Emit *e, uint32_t truth, uint32_t domain) { return build_spread(&e->b, truth, domain); }

static uint32_t in_field(Emit *e, Operand a, const Expr *list) {
  uint32_t domain, element, places;
  emit_list_from(e, list, a.reg == NONE ? 0 : reg_domain(&e->b, a.reg), &domain, &element, &places);
  uint32_t same = emit_compare(e, spread_operand(e, a, domain), COMPARE_IS, element_operand(e, list, element));
  uint32_t any = down(e, OP_ANY, in_domain(e, same, domain));
  return a.reg == NONE ? any : guard(e, any, a.reg); // also where the list is empty
}
uint32_t emit_in(Emit *e, Operand a, const Expr *set) {
  if (set->kind == EXPR_RANGE) return emit_range(e, a, set);
  if (set->kind == EXPR_SET) return in_members(e, a, &set->args);
  if (set->ref == REF_LIST) return in_list(e, a, set->decl);
  return in_field(e, a, set);
}

// ---- has, contains, starts with, ends with
static Needle piece_needle(Emit *e, MatchOp op, Text t) {
  static const NeedleKind kinds[] = {NEEDLE_HAS, NEEDLE_CONTAINS, NEEDLE_STARTS, NEEDLE_ENDS};
  Text folded = op == MATCH_HAS ? text_fold(e->arena, t) : text_fold_untrimmed(e->arena, t);
  return (Needle){(uint32_t)kinds[op], build_string(&e->b, folded)};
}
// Members of the right side: literals are needles, the rest operands.
typedef struct Members { Needle *needles; const Text *texts; uint32_t needle_count; const Expr **others; uint32_t other_count; } Members;
static Members members_of(Emit *e, MatchOp op, const Expr *set) {
  Members m = {0};
  if (set->ref == REF_LIST && set->kind == EXPR_NAME) {
    const List *list = set->decl;
    m.needles = ARENA_MANY(e->arena, Needle, list->count);
    for (uint32_t i = 0; i < list->count; i++) m.needles[m.needle_count++] = piece_needle(e, op, list->values[i]);
    return m;
  }
  uint32_t count = set->kind == EXPR_SET ? set->args.count : 1;
  m.needles = ARENA_MANY(e->arena, Needle, count);
  m.others = ARENA_MANY(e->arena, const Expr *, count);
  for (uint32_t i = 0; i < count; i++) {
    const Expr *x = set->kind == EXPR_SET ? set->args.items[i] : set, *l = emit_literal(x);
    if (l && l->kind == EXPR_TEXT) m.needles[m.needle_count++] = piece_needle(e, op, l->text);
    else m.others[m.other_count++] = x;
  }
  return m;
}
static uint32_t text_match(Emit *e, MatchOp op, uint32_t haystack, uint32_t piece) {
  uint32_t domain = unify(e, &haystack, &piece);
  return build(&e->b, OP_TEXT_MATCH, op, KIND_TRUTH, domain, haystack, piece, false);
}
static uint32_t match_text_members(Emit *e, uint32_t text, MatchOp op, bool all, const Expr *set) {
  Members m = members_of(e, op, set);
  uint32_t r = NONE;
  if (m.needle_count || !m.other_count) r = guard(e, build_predicate(&e->b, text, m.needles, m.needle_count, all), text);
  for (uint32_t i = 0; i < m.other_count; i++) {
    uint32_t one = text_match(e, op, text, operand_text(e, emit_operand(e, m.others[i])));
    r = r == NONE ? one : truth_bin(e, all ? OP_AND : OP_OR, r, one);
  }
  return r;
}

static uint32_t match_text(Emit *e, Operand a, MatchOp op, Quant quant, const Expr *set) {
  uint32_t text = operand_text(e, a);
  bool all = quant == QUANT_ALL;
  uint32_t r;
  if (is_list_value(set) && set->kind != EXPR_SET) {
    uint32_t domain, element, places;
    emit_list_from(e, set, reg_domain(&e->b, text), &domain, &element, &places);
    Operand piece = element_operand(e, set, element);
    r = guard(e, down(e, all ? OP_EVERY : OP_ANY, text_match(e, op, build_spread(&e->b, text, domain), operand_text(e, piece))), text);
  } else r = match_text_members(e, text, op, all, set);
  return quant == QUANT_NONE ? truth_un(e, OP_NOT, r) : r;
}

// A list has a value when an element is it.
static uint32_t list_has(Emit *e, const Expr *list_expr, uint32_t domain, uint32_t element, Operand value) {
  uint32_t same = emit_compare(e, element_operand(e, list_expr, element), COMPARE_IS, spread_operand(e, value, domain));
  uint32_t any = down(e, OP_ANY, in_domain(e, same, domain));
  return value.reg == NONE ? any : guard(e, any, value.reg);
}
static uint32_t list_has_any(Emit *e, const Expr *list_expr, uint32_t domain, uint32_t element, const Expr *set) {
  uint32_t any = down(e, OP_ANY, in_domain(e, emit_in(e, element_operand(e, list_expr, element), set), domain));
  if (set->kind != EXPR_SET) return set->ref == REF_LIST ? any : guard(e, any, emit_list(e, set, &(uint32_t){0}, &(uint32_t){0}));
  for (uint32_t i = 0; i < set->args.count; i++) { // with an unknown member it is true or unknown, also of an empty list
    if (emit_literal(set->args.items[i])) continue;
    any = truth_bin(e, OP_OR, any, list_has(e, list_expr, domain, element, emit_operand(e, set->args.items[i])));
  }
  return any;
}
static uint32_t list_has_all(Emit *e, const Expr *list_expr, uint32_t domain, uint32_t element, const Expr *set) {
  uint32_t r = NONE;
  if (is_list_value(set) && set->kind != EXPR_SET) { // every value of the other list is in this one
    uint32_t other, value;
    emit_list(e, set, &other, &value);
    Operand o = element_operand(e, set, value);
    uint32_t in = in_field(e, o, list_expr);
    return guard(e, down(e, OP_EVERY, in_domain(e, in, other)), emit_list(e, list_expr, &(uint32_t){0}, &(uint32_t){0}));
  }
  const List *list = set->kind == EXPR_NAME && set->ref == REF_LIST ? set->decl : NULL;
  uint32_t count = list ? list->count : set->args.count;
  for (uint32_t i = 0; i < count; i++) {
    Operand value;
    if (list) {
      Expr *l = ARENA_NEW(e->arena, Expr);
      *l = (Expr){.kind = EXPR_TEXT, .text = list->values[i], .type = {.kind = TYPE_TEXT}};
      value = (Operand){l->type, NONE, l};
    } else value = emit_operand(e, set->args.items[i]);
    uint32_t one = list_has(e, list_expr, domain, element, value);
    r = r == NONE ? one : truth_bin(e, OP_AND, r, one);
  }
  return r == NONE ? truth_constant(e, e->b.domains.items[domain].parent, 1) : r;
}
static uint32_t viewer_of(Emit *e, const Expr *x) { // the domain of a member that is no literal
  if (emit_literal(x) || x->type.kind == TYPE_LIST) return 0;
  Operand o = emit_operand(e, x);
  return o.reg == NONE ? 0 : reg_domain(&e->b, o.reg);
}
static uint32_t match_list(Emit *e, const Expr *list_expr, Quant quant, const Expr *set) {
  uint32_t domain, element, places, r, viewer = set->kind == EXPR_SET ? 0 : viewer_of(e, set);
  for (uint32_t i = 0; set->kind == EXPR_SET && i < set->args.count; i++) {
    uint32_t one = viewer_of(e, set->args.items[i]);
    if (domain_above(&e->b, viewer, one)) viewer = one;
  }
  emit_list_from(e, list_expr, viewer, &domain, &element, &places);
  if (quant == QUANT_ONE) r = list_has(e, list_expr, domain, element, emit_operand(e, set));
  else if (quant == QUANT_ALL) r = list_has_all(e, list_expr, domain, element, set);
  else r = list_has_any(e, list_expr, domain, element, set);
  return quant == QUANT_NONE ? truth_un(e, OP_NOT, r) : r;
}
uint32_t emit_match(Emit *e, Operand a, MatchOp op, Quant quant, const Expr *operand) {
  if (a.type.kind == TYPE_LIST) return match_list(e, a.literal, quant, operand);
  return match_text(e, a, op, quant, operand);
}
uint32_t emit_regex(Emit *e, Operand a, const Expr *pattern) {
  const Expr *l = emit_literal(pattern);
  Needle n = {NEEDLE_REGEX, build_string(&e->b, l ? l->text : (Text){0})};
  return build_predicate(&e->b, operand_text(e, a), &n, 1, false);
}
