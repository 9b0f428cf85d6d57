// emit_query.c -- lists: count, any, sum and their like.
//
// A query computes a mask over all elements of the batch at once (those that count, are within the time, and of which `where`
// is true) and then brings it down to the owners. Elements are a domain of their own; a value of the lead meets them spread.
#include "code/emit_parts.h"

// The field, or segments or reasons, that a list expression means: through definitions and arguments.
static const Expr *list_meant(Emit *e, const Expr *x) {
  for (int i = 0; i < LIMIT_CALL_DEPTH; i++) {
    if (x->ref == REF_DEFINE && x->kind == EXPR_NAME) x = ((const Define *)x->decl)->body;
    else if (x->ref == REF_ARGUMENT && e->call && x->index < e->call->count && e->call->arguments[x->index].literal) x = e->call->arguments[x->index].literal;
    else break;
  }
  return x;
}
static uint32_t domain_of_list(const Rules *rules, uint32_t slot) {
  for (uint32_t d = 1; d < rules->domain_count; d++) if (rules->domains[d].list_slot == slot) return d;
  return 0;
}

// segments and reasons as lists: the names whose truth is true.
static uint32_t names_list(Emit *e, bool segments, uint32_t *element) {
  uint32_t *made = segments ? &e->segment_list : &e->reason_list;
  if (*made == NONE) {
    uint32_t count = segments ? e->rules->segments.count : e->rules->reasons.count;
    uint32_t *args = ARENA_MANY(e->arena, uint32_t, count * 2 + 1);
    for (uint32_t i = 0; i < count; i++) {
      args[i * 2] = segments ? e->segments[i] : e->reasons[i];
      args[i * 2 + 1] = build_string(&e->b, segments ? e->rules->segments.items[i]->name : e->rules->reasons.items[i]->code);
    }
    *VEC_PUSH(e->arena, &e->b.domains) = (DomainInfo){0, NONE, NONE, 0};
    uint32_t domain = e->b.domains.count - 1;
    *made = build_pair(&e->b, OP_LIST_OF, KIND_LIST, 0, KIND_TEXT, domain, build_args(&e->b, args, count * 2), count);
    e->b.domains.items[domain].list = *made;
  }
  *element = *made + 1;
  return *made;
}
uint32_t emit_list(Emit *e, const Expr *list, uint32_t *domain, uint32_t *element) {
  const Expr *x = list_meant(e, list);
  if (x->ref == REF_SEGMENTS || x->ref == REF_REASONS) {
    uint32_t reg = names_list(e, x->ref == REF_SEGMENTS, element);
    *domain = reg_domain(&e->b, *element);
    return reg;
  }
  const Slot *s = &e->rules->slots[x->slot];
  uint32_t reg = field_reg(e, x->slot);
  *domain = domain_of_list(e->rules, x->slot);
  *element = s->type.element && s->type.element->kind != TYPE_RECORD ? field_reg(e, s->first_child) : NONE;
  e->b.domains.items[*domain].list = reg;
  return reg;
}

uint32_t emit_gather(Emit *e, uint32_t reg, uint32_t places) {
  if (places == NONE) return reg;
  return build(&e->b, OP_GATHER, 0, reg_kind(&e->b, reg), reg_domain(&e->b, places), reg, places, false);
}
static uint32_t pairs_of(Emit *e, uint32_t list, uint32_t element_domain, uint32_t viewer) {
  for (uint32_t i = 0; i < e->beside.count; i++) if (e->beside.items[i].list == list && e->beside.items[i].domain == viewer) return e->beside.items[i].pair_list;
  *VEC_PUSH(e->arena, &e->b.domains) = (DomainInfo){viewer, NONE, NONE, 0};
  uint32_t domain = e->b.domains.count - 1;
  uint32_t pairs = build_pair(&e->b, OP_PAIRS, KIND_LIST, viewer, KIND_INT, domain, list, element_domain);
  e->b.domains.items[domain].list = pairs;
  *VEC_PUSH(e->arena, &e->beside) = (Beside){list, viewer, pairs, domain};
  return pairs;
}
uint32_t emit_list_from(Emit *e, const Expr *expr, uint32_t viewer, uint32_t *domain, uint32_t *element, uint32_t *places) {
  uint32_t list = emit_list(e, expr, domain, element), owner = reg_domain(&e->b, list);
  *places = NONE;
  if (domain_above(&e->b, viewer, owner)) return list;
  if (!domain_above(&e->b, owner, viewer)) { // neither above the other: lists of records that do not meet
    Diag *d = diag_add(e->rules->diags, ERROR_TOO_LARGE, expr->span, "a list inside the elements of one list cannot be compared with the elements of another");
    diag_help(e->rules->diags, d, "compare each of them with a field of the lead, or bring what they share into the leads as a field of the element");
    return list;
  }
  uint32_t pairs = pairs_of(e, list, *domain, viewer);
  *places = pairs + 1;
  *domain = reg_domain(&e->b, *places);
  if (*element != NONE) *element = emit_gather(e, *element, *places);
  return pairs;
}

// The deepest domain of elements outside the query that its condition or value reads: that of the enclosing query's fields
// and of arguments.
static void deeper(Emit *e, uint32_t domain, uint32_t *viewer) { if (domain_above(&e->b, *viewer, domain)) *viewer = domain; }
static void outer_reads(Emit *e, const Expr *x, const Query *inner, uint32_t *viewer) {
  if (!x) return;
  if ((x->ref == REF_ELEMENT || x->ref == REF_IT) && x->query != inner)
    for (const Scope *s = e->scope; s; s = s->outer) if (s->query == x->query) { deeper(e, s->domain, viewer); break; }
  if (x->ref == REF_ARGUMENT && e->call && x->index < e->call->count && e->call->arguments[x->index].reg != NONE && x->type.kind != TYPE_LIST)
    deeper(e, reg_domain(&e->b, e->call->arguments[x->index].reg), viewer);
  const Expr *parts[] = {x->a, x->b, x->c};
  for (int i = 0; i < 3; i++) outer_reads(e, parts[i], inner, viewer);
  for (uint32_t i = 0; i < x->args.count; i++) outer_reads(e, x->args.items[i], inner, viewer);
  if (x->kind != EXPR_QUERY || !x->query) return;
  outer_reads(e, x->query->list, inner, viewer);
  outer_reads(e, x->query->where, inner, viewer);
}

static QueryCode query_begin(Emit *e, const Query *q, const Expr *value, Scope *scope);
QueryCode emit_query_begin(Emit *e, const Query *q, Scope *scope) { return query_begin(e, q, NULL, scope); }
static QueryCode query_begin(Emit *e, const Query *q, const Expr *value, Scope *scope) {
  uint32_t element, places, viewer = 0, alone, alone_element;
  QueryCode code = {.at = NONE};
  outer_reads(e, q->where, q, &viewer);
  outer_reads(e, value, q, &viewer);
  emit_list(e, q->list, &alone, &alone_element);
  code.list = emit_list_from(e, q->list, viewer, &code.domain, &element, &places);
  bool named = q->list_slot != SLOT_NONE; // its elements are fields
  *scope = (Scope){q, code.domain, named ? NONE : element, places, e->scope, {alone, named ? NONE : alone_element}};
  e->scope = scope;
  code.base = truth_constant(e, code.domain, 1);
  if (q->time_slot != SLOT_NONE) {
    bool dates = e->rules->slots[q->time_slot].type.kind == TYPE_DATE;
    uint32_t since = NONE;
    code.at = emit_gather(e, field_reg(e, q->time_slot), places);
    if (q->since_slot != SLOT_NONE) {
      since = field_reg(e, q->since_slot);
      bool since_date = e->rules->slots[q->since_slot].type.kind == TYPE_DATE;
      if (dates && !since_date) since = int_un(e, OP_DATE_OF, 0, since);
      since = build_spread(&e->b, since, code.domain);
    }
    uint32_t at = code.at;
    if (!dates && since != NONE && e->rules->slots[q->since_slot].type.kind == TYPE_DATE) {
      // A time since a date: not in the future, and its day not before it.
      uint32_t past = build(&e->b, OP_LIVE, 0, KIND_TRUTH, code.domain, at, NONE, true);
      uint32_t day = int_un(e, OP_DATE_OF, 0, at);
      code.base = truth_bin(e, OP_AND, past, build(&e->b, OP_LIVE, 1, KIND_TRUTH, code.domain, day, since, true));
    } else if (since != NONE || !q->within) code.base = build(&e->b, OP_LIVE, dates, KIND_TRUTH, code.domain, at, since, true);
    if (q->within) { // within implies: has a time, and not after now
      Operand o = {e->rules->slots[q->time_slot].type, code.at, NULL};
      uint32_t within = truth_un(e, OP_IS_YES, emit_within(e, o, q->within));
      code.base = since == NONE ? within : truth_bin(e, OP_AND, code.base, within);
    }
  }
  code.mask = code.base;
  if (q->where) code.mask = truth_bin(e, OP_AND, code.base, build_spread(&e->b, emit_truth(e, q->where), code.domain));
  return code;
}
void emit_query_end(Emit *e, const Scope *scope) { e->scope = scope->outer; }

static uint32_t down(Emit *e, Opcode op, ColumnKind kind, const QueryCode *c, uint32_t a, uint32_t b) {
  return build(&e->b, op, 0, kind, e->b.domains.items[c->domain].parent, a, b, false);
}
static uint32_t distinct_text(Emit *e, const Expr *x) {
  Operand o = emit_operand(e, x);
  uint32_t text = operand_text(e, o);
  if (o.type.kind != TYPE_PHONE) return text;
  return build(&e->b, OP_PHONE_FORM, 0, KIND_TEXT, reg_domain(&e->b, text), text, 0, false); // phones differ by + and digits
}
static uint32_t query_value(Emit *e, const Expr *x, const QueryCode *c) {
  uint32_t value = build_spread(&e->b, x->a ? (x->op == QUERY_DISTINCT && type_is_text(x->a->type) ? distinct_text(e, x->a) : emit_reg(e, x->a)) : c->at, c->domain);
  switch ((QueryKind)x->op) {
    case QUERY_SUM: return down(e, OP_SUM, KIND_INT, c, value, c->mask);
    case QUERY_AVERAGE: return down(e, OP_AVERAGE, KIND_INT, c, value, c->mask);
    case QUERY_MIN: case QUERY_EARLIEST: return down(e, OP_MIN, KIND_INT, c, value, c->mask);
    case QUERY_DISTINCT: return down(e, OP_DISTINCT, KIND_INT, c, value, c->mask);
    default: return down(e, OP_MAX, KIND_INT, c, value, c->mask);
  }
}
uint32_t emit_query(Emit *e, const Expr *x) {
  Scope scope;
  QueryCode c = query_begin(e, x->query, x->a, &scope);
  uint32_t r;
  switch ((QueryKind)x->op) {
    case QUERY_COUNT: r = down(e, OP_COUNT, KIND_INT, &c, c.mask, 0); break;
    case QUERY_ANY: r = down(e, OP_ANY, KIND_TRUTH, &c, c.mask, 0); break;
    case QUERY_NONE: r = truth_un(e, OP_NOT, down(e, OP_ANY, KIND_TRUTH, &c, c.mask, 0)); break;
    case QUERY_ALL: {
      uint32_t where = x->query->where ? build_spread(&e->b, emit_truth(e, x->query->where), c.domain) : truth_constant(e, c.domain, 1);
      r = down(e, OP_ALL, KIND_TRUTH, &c, where, c.base);
      break;
    }
    default: r = query_value(e, x, &c);
  }
  emit_query_end(e, &scope);
  return r;
}

// ---- one of two lists that meet in pairs
// The query around `x` whose elements it reads; `others`: of more than one, or arguments that may.
static void elements_read(const Emit *e, const Expr *x, const Scope **of, bool *others) {
  if (!x) return;
  *others |= x->ref == REF_ARGUMENT;
  for (const Scope *s = e->scope; s && (x->ref == REF_ELEMENT || x->ref == REF_IT); s = s->outer) {
    if (s->query != x->query) continue;
    *others |= *of && *of != s;
    *of = s;
    break;
  }
  const Expr *parts[] = {x->a, x->b, x->c, x->query && x->kind == EXPR_QUERY ? x->query->list : NULL, x->query && x->kind == EXPR_QUERY ? x->query->where : NULL};
  for (int i = 0; i < 5; i++) elements_read(e, parts[i], of, others);
  for (uint32_t i = 0; i < x->args.count; i++) elements_read(e, x->args.items[i], of, others);
}
const Scope *emit_alone_begin(Emit *e, const Expr *x, Scope *alone) {
  const Scope *of = NULL;
  bool others = false, paired = false;
  for (const Scope *s = e->scope; s; s = s->outer) paired |= s->places != NONE;
  if (!paired || x->type.kind == TYPE_LIST || x->kind == EXPR_NAME) return NULL;
  elements_read(e, x, &of, &others);
  if (!of || others || of->places == NONE) return NULL;
  *alone = (Scope){of->query, of->alone.domain, of->alone.element, NONE, e->scope, of->alone};
  e->scope = alone;
  return of;
}
uint32_t emit_alone_end(Emit *e, const Scope *alone, const Scope *pairs, uint32_t reg) {
  e->scope = alone->outer;
  return reg != NONE && reg_domain(&e->b, reg) == alone->domain ? emit_gather(e, reg, pairs->places) : reg;
}
