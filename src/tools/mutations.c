// mutations.c -- see mutations.h. One walk over the statements as they were parsed; what check made of them is not needed.
//
// A thing is taken out by a condition that never holds (`false and (...)`), not by deleting it: its name stays, so tests that
// name it still compile and fail for what they see. A shift is a tenth, at least one: far enough to be noticed by any test
// that looks at the value, near enough to be a mistake that somebody makes.
#include "tools/mutations.h"

const char *const mutation_names[] = {"comparison", "threshold", "points", "result", "negated", "operand", "removed", "swapped"};

typedef struct Walk { const Rules *rules; Arena *arena; Mutations *out; Text owner; Span owner_span; } Walk;

static Text source_of(const Walk *w, Span s) { return source_piece(w->rules->sources, s); }
#define SHOW(t) (int)(t).size, (t).data

// ---- one edit
// Text that grows piece by piece, in time of its length.
typedef struct Joined { Text text; uint32_t room; } Joined;
static void join(Walk *w, Joined *j, Text piece) {
  if (j->text.size + piece.size > j->room) {
    j->room = (j->text.size + piece.size) * 2;
    j->text.data = arena_grow(w->arena, (void *)(uintptr_t)j->text.data, j->text.size, j->room);
  }
  if (piece.size) memcpy((char *)(uintptr_t)j->text.data + j->text.size, piece.data, piece.size);
  j->text.size += piece.size;
}
static Mutation *add(Walk *w, MutationKind kind, Span span, Text text) {
  Mutation *m = VEC_PUSH(w->arena, &w->out->items);
  *m = (Mutation){kind, span, text, source_one_line(w->arena, source_of(w, span)), source_one_line(w->arena, text), w->owner, w->owner_span};
  return m;
}
// What has been added since `from` is shown within `context`, which holds the edits.
static void show_within(Walk *w, uint32_t from, Span context) {
  Text whole = source_of(w, context), before = source_one_line(w->arena, whole);
  for (uint32_t i = from; i < w->out->items.count; i++) {
    Mutation *m = &w->out->items.items[i];
    if (m->span.start < context.start || m->span.end > context.end) continue;
    uint32_t left = m->span.start - context.start, right = m->span.end - context.start;
    m->before = before;
    m->after = source_one_line(w->arena, text_format(w->arena, "%.*s%.*s%.*s", (int)left, whole.data, SHOW(m->text), (int)(whole.size - right), whole.data + right));
  }
}
static void add_removal(Walk *w, Span span, Text text) {
  Mutation *m = add(w, MUTATION_REMOVED, span, text);
  m->before = w->owner;
  m->after = TEXT("taken out");
}
Text mutation_apply(const Rules *rules, const Mutation *m, Arena *arena) {
  Text bytes = rules->sources->files.items[m->span.file]->bytes;
  uint32_t rest = bytes.size - m->span.end;
  char *out = arena_alloc_raw(arena, m->span.start + m->text.size + rest + 1u);
  memcpy(out, bytes.data, m->span.start);
  if (m->text.size) memcpy(out + m->span.start, m->text.data, m->text.size);
  memcpy(out + m->span.start + m->text.size, bytes.data + m->span.end, rest);
  return (Text){out, m->span.start + m->text.size + rest};
}

// ---- literals
// A tenth of it, at least one step of how it is written (a whole number stays whole), `times` as far.
static Decimal tenth(Decimal value, int times) {
  Decimal size = value < 0 ? -value : value, step = size / 10 * times;
  if (size % DECIMAL_ONE) return step > 0 ? step : 1;
  step = step / DECIMAL_ONE * DECIMAL_ONE;
  return step > 0 ? step : DECIMAL_ONE;
}
static void shift_number(Walk *w, MutationKind kind, const Expr *x, int times) { // negative: down
  char digits[DECIMAL_TEXT_BYTES];
  Text old = source_of(w, x->span);
  Decimal value = x->percent ? x->value * 100 : x->value, step = tenth(value, times < 0 ? -times : times);
  value = times < 0 ? value - step : value + step;
  uint32_t size = decimal_format(value, digits);
  bool plus = old.size && old.data[0] == '+' && value >= 0;
  add(w, kind, x->span, text_format(w->arena, "%s%.*s%s", plus ? "+" : "", (int)size, digits, x->percent ? "%" : ""));
}
static void shift_duration(Walk *w, const Expr *x, int times) {
  Text old = source_of(w, x->span);
  int64_t count = 0;
  uint32_t at = 0;
  for (; at < old.size && ((old.data[at] >= '0' && old.data[at] <= '9') || old.data[at] == '_'); at++)
    if (old.data[at] != '_' && count < 1000000000) count = count * 10 + (old.data[at] - '0');
  int64_t step = count / 10 > 0 ? count / 10 : 1, now = times < 0 ? count - step : count + step;
  if (now <= 0) return;
  bool plural = now != 1 && old.size && old.data[old.size - 1] != 's';
  add(w, MUTATION_THRESHOLD, x->span, text_format(w->arena, "%lld%.*s%s", (long long)now, (int)(old.size - at), old.data + at, plural ? "s" : ""));
}
static void shift_date(Walk *w, const Expr *x, int times) {
  char date[CLOCK_TEXT_BYTES];
  add(w, MUTATION_THRESHOLD, x->span, text_copy(w->arena, (Text){date, clock_format_date(x->value + times, date)}));
}
static void shift(Walk *w, const Expr *x, int times) {
  if (!x) return;
  if (x->kind == EXPR_NUMBER) shift_number(w, MUTATION_THRESHOLD, x, times);
  if (x->kind == EXPR_DURATION) shift_duration(w, x, times);
  if (x->kind == EXPR_DATE) shift_date(w, x, times);
}
static void shift_both(Walk *w, const Expr *x) {
  shift(w, x, 1);
  shift(w, x, -1);
}
static void shift_range(Walk *w, const Expr *range) {
  if (!range || range->kind != EXPR_RANGE) return;
  shift(w, range->a, 1);
  shift(w, range->b, 1);
}

// ---- conditions
static void expression(Walk *w, const Expr *x);

// Where one of `signs` stands between two operands; not in a comment.
static bool sign_between(const Walk *w, const Expr *x, const char *sign, Span *at) {
  Text t = source_of(w, (Span){x->span.file, x->a->span.end, x->b->span.start});
  uint32_t size = (uint32_t)strlen(sign);
  for (uint32_t i = 0; i + size <= t.size; i++) {
    if (t.data[i] == '#') while (i < t.size && t.data[i] != '\n') i++;
    if (i + size > t.size || memcmp(t.data + i, sign, size) != 0) continue;
    *at = (Span){x->span.file, x->a->span.end + i, x->a->span.end + i + size};
    return true;
  }
  return false;
}
static void comparison(Walk *w, const Expr *x) {
  static const struct { CompareOp op; const char *sign, *other; } flips[] = {
    {COMPARE_LT, "<", "<="}, {COMPARE_LE, "<=", "<"}, {COMPARE_GT, ">", ">="}, {COMPARE_GE, ">=", ">"}};
  Span at;
  uint32_t from = w->out->items.count;
  for (int i = 0; i < 4; i++)
    if (x->op == flips[i].op && sign_between(w, x, flips[i].sign, &at)) add(w, MUTATION_COMPARISON, at, text_of(flips[i].other));
  shift_both(w, x->a);
  shift_both(w, x->b);
  show_within(w, from, x->span);
  expression(w, x->a);
  expression(w, x->b);
}
// `a and b and c` without each of them: from an operand to the next, of the last from the end of the one before.
static void drop_operands(Walk *w, const Expr *x) {
  for (uint32_t i = 0; i < x->args.count && x->args.count > 1; i++) {
    Span span = x->args.items[i]->span;
    if (i + 1 < x->args.count) span.end = x->args.items[i + 1]->span.start;
    else span.start = x->args.items[i - 1]->span.end;
    Mutation *m = add(w, MUTATION_OPERAND, span, TEXT(""));
    m->before = source_one_line(w->arena, source_of(w, x->args.items[i]->span));
    m->after = TEXT("taken out");
  }
}
static void negate(Walk *w, const Expr *x) {
  Text t = source_of(w, x->span);
  add(w, MUTATION_NEGATED, x->span, text_format(w->arena, "not (%.*s)", SHOW(t)))->after = TEXT("the opposite");
}
static void chain(Walk *w, const Expr *x) { // and for or, or for and
  const char *other = x->kind == EXPR_AND ? "or" : "and";
  Joined all = {0};
  drop_operands(w, x);
  for (uint32_t i = 0; i < x->args.count; i++) negate(w, x->args.items[i]);
  join(w, &all, TEXT("("));
  for (uint32_t i = 0; i < x->args.count; i++) {
    if (i) join(w, &all, x->kind == EXPR_AND ? TEXT(" or ") : TEXT(" and "));
    join(w, &all, source_of(w, x->args.items[i]->span));
  }
  join(w, &all, TEXT(")"));
  Mutation *m = add(w, MUTATION_OPERAND, x->span, all.text);
  m->after = text_format(w->arena, "`%s` in place of `%s`", other, x->kind == EXPR_AND ? "and" : "or");
}
static void quorum(Walk *w, const Expr *x) {
  Text t = source_of(w, x->span);
  const char *open = memchr(t.data, '(', t.size);
  if (!open || x->args.count < 2) return;
  Text args = {open, t.size - (uint32_t)(open - t.data)};
  if (x->op != QUORUM_AT_LEAST) drop_operands(w, x);
  for (uint32_t i = 0; i < x->args.count; i++) negate(w, x->args.items[i]);
  const char *other = x->op == QUORUM_ALL ? "any of" : x->op == QUORUM_ANY ? "all of" : NULL;
  if (other) add(w, MUTATION_OPERAND, x->span, text_format(w->arena, "%s %.*s", other, SHOW(args)))->after = text_format(w->arena, "`%s`", other);
  for (int64_t n = x->value - 1; x->op == QUORUM_AT_LEAST && n <= x->value + 1; n += 2)
    if (n >= 1 && n <= x->args.count) add(w, MUTATION_THRESHOLD, x->span, text_format(w->arena, "at least %lld of %.*s", (long long)n, SHOW(args)));
}
static void query(Walk *w, const Query *q) {
  uint32_t from = w->out->items.count;
  shift_both(w, q->within);
  if (q->within) show_within(w, from, span_join(q->list->span, q->within->span));
  if (q->where) expression(w, q->where);
}
static void expression(Walk *w, const Expr *x) {
  if (!x) return;
  uint32_t from = w->out->items.count;
  switch (x->kind) {
    case EXPR_AND: case EXPR_OR: chain(w, x); break;
    case EXPR_QUORUM: quorum(w, x); break;
    case EXPR_COMPARE: comparison(w, x); return;
    case EXPR_BETWEEN: shift(w, x->b, 1); shift(w, x->c, 1); show_within(w, from, x->span); break;
    case EXPR_IN: shift_range(w, x->b); show_within(w, from, x->span); expression(w, x->a); return;
    case EXPR_MATCH: case EXPR_REGEX: expression(w, x->a); return;
    case EXPR_WITHIN: case EXPR_OLDER: shift_both(w, x->b); show_within(w, from, x->span); break;
    case EXPR_QUERY: query(w, x->query); break;
    case EXPR_ARITH: shift(w, x->a, 1); shift(w, x->b, 1); show_within(w, from, x->span); break;
    case EXPR_IF: shift(w, x->b, 1); shift(w, x->c, 1); break;
    default: break;
  }
  const Expr *parts[] = {x->a, x->b, x->c};
  for (int i = 0; i < 3; i++) expression(w, parts[i]);
  for (uint32_t i = 0; i < x->args.count; i++) expression(w, x->args.items[i]);
}
static void condition(Walk *w, const Expr *when) {
  if (!when) return;
  negate(w, when);
  expression(w, when);
}

// ---- statements
static void own(Walk *w, Span statement, uint32_t end) {
  w->owner_span = (Span){statement.file, statement.start, end};
  w->owner = source_one_line(w->arena, source_of(w, w->owner_span));
}
// `never`: before the condition in parentheses, so that it never (or always) holds.
static void taken_out(Walk *w, const Expr *when, Span statement, const char *never) {
  Text all = source_of(w, statement);
  if (when) {
    Text t = source_of(w, when->span);
    add_removal(w, when->span, text_format(w->arena, "%s (%.*s)", never, SHOW(t)));
  } else if (text_ends(all, TEXT("otherwise"))) add_removal(w, (Span){statement.file, statement.end - 9, statement.end}, TEXT("when false"));
}
static Text zero_rows(Walk *w, const Decision *d, Span span) { // the table with every result 0
  Joined out = {0};
  uint32_t from = span.start;
  for (uint32_t i = 0; i < d->row_count; i++) {
    const Expr *r = d->rows[i].result;
    join(w, &out, source_of(w, (Span){span.file, from, r->span.start}));
    join(w, &out, TEXT("0"));
    from = r->span.end;
  }
  join(w, &out, source_of(w, (Span){span.file, from, span.end}));
  return out.text;
}
static void rows(Walk *w, const Decision *d, bool points) {
  static const struct { CompareOp op; const char *sign, *other; } flips[] = {{COMPARE_LT, "<", "<="}, {COMPARE_LE, "<=", "<"}, {COMPARE_GT, ">", ">="}, {COMPARE_GE, ">=", ">"}};
  for (uint32_t i = 0; i < d->row_count; i++) {
    const Row *r = &d->rows[i];
    uint32_t from = w->out->items.count;
    for (uint32_t c = 0; !r->otherwise && c < r->pattern_count; c++)
      for (uint32_t k = 0; k < r->patterns[c].count; k++) {
        const PatternItem *p = &r->patterns[c].items[k];
        if (p->kind == PATTERN_RANGE) shift_range(w, p->value);
        if (p->kind != PATTERN_COMPARE) continue;
        shift(w, p->value, 1);
        Text t = source_of(w, p->span), value = source_of(w, p->value->span);
        for (int f = 0; f < 4 && t.size; f++) if (p->op == flips[f].op) add(w, MUTATION_COMPARISON, p->span, text_format(w->arena, "%s %.*s", flips[f].other, SHOW(value)));
      }
    if (points && r->result->kind == EXPR_NUMBER) shift_number(w, MUTATION_POINTS, r->result, 2);
    for (uint32_t other = i + 1; !points && other < d->row_count; other++) {
      Text a = source_of(w, r->result->span), b = source_of(w, d->rows[other].result->span);
      if (text_equal(a, b)) continue;
      add(w, MUTATION_RESULT, r->result->span, b);
      break;
    }
    show_within(w, from, r->span);
  }
}
static void cap(Walk *w, const Expr *most) {
  uint32_t from = w->out->items.count;
  shift(w, most, 1);
  for (uint32_t i = from; i < w->out->items.count; i++) {
    Mutation *m = &w->out->items.items[i];
    m->before = text_format(w->arena, "at most %.*s", SHOW(m->before));
    m->after = text_format(w->arena, "at most %.*s", SHOW(m->after));
  }
}
static void decay(Walk *w, const Decay *d) {
  uint32_t from = w->out->items.count;
  shift(w, d->every, 1);
  shift(w, d->share, 1);
  show_within(w, from, d->span);
}
static void rule(Walk *w, const Rule *r) {
  own(w, r->span, r->label_span.end);
  if (r->form == RULE_BY) {
    add_removal(w, r->by->span, zero_rows(w, r->by, r->by->span));
    for (uint32_t i = 0; i < r->by->by.count; i++) expression(w, r->by->by.items[i]);
    rows(w, r->by, true);
    return;
  }
  add_removal(w, r->points->kind == EXPR_NUMBER ? r->points->span : (Span){r->span.file, r->label_span.end, r->points->span.end}, r->points->kind == EXPR_NUMBER ? TEXT("+0") : TEXT(" +0"));
  if (r->points->kind == EXPR_NUMBER) shift_number(w, MUTATION_POINTS, r->points, 2);
  cap(w, r->cap);
  decay(w, &r->decay);
  condition(w, r->when);
  expression(w, r->per);
  if (r->query) query(w, r->query);
}
static void group(Walk *w, const Group *g) {
  own(w, g->span, g->label_span.end);
  uint32_t from = w->out->items.count;
  shift_range(w, g->range);
  show_within(w, from, g->range->span);
  decay(w, &g->decay);
  for (uint32_t i = 0; i < g->rule_count; i++) rule(w, g->rules[i]);
}
static void route(Walk *w, const Route *r) {
  own(w, r->span, r->name_span.end);
  taken_out(w, r->when, r->span, "false and");
  if (r->target && r->target->kind == EXPR_TEXT) add(w, MUTATION_RESULT, r->target->span, TEXT("\"somebody else\""));
  if (r->sla && r->sla->kind == EXPR_DURATION) shift_duration(w, r->sla, 1);
  condition(w, r->when);
}
static void parameter(Walk *w, const Parameter *p, Span span) {
  own(w, span, p->name.span.end);
  if (p->value->span.file == span.file && p->value->span.start >= span.start && p->value->span.end <= span.end) shift_both(w, p->value); // not from --set
}
static void statement(Walk *w, const Statement *s) {
  uint32_t from;
  switch (s->kind) {
    case STATEMENT_PARAMETER: parameter(w, s->parameter, s->span); break;
    case STATEMENT_DEFINE:
      own(w, s->span, s->define->name.span.end);
      if (s->define->body && s->define->type.kind == TYPE_BOOLEAN) condition(w, s->define->body);
      else expression(w, s->define->body);
      if (s->define->decision) rows(w, s->define->decision, false);
      break;
    case STATEMENT_SCORE:
      own(w, s->span, s->score->name.span.end);
      from = w->out->items.count;
      shift_range(w, s->score->range);
      if (s->score->range) show_within(w, from, s->score->range->span);
      expression(w, s->score->derived);
      break;
    case STATEMENT_RULE: rule(w, s->rule); break;
    case STATEMENT_GROUP: group(w, s->group); break;
    case STATEMENT_REASON:
      own(w, s->span, s->reason->code_span.end);
      taken_out(w, s->reason->when, s->span, s->reason->require ? "true or" : "false and");
      condition(w, s->reason->when);
      break;
    case STATEMENT_STAGE:
      own(w, s->span, s->stage->name_span.end);
      taken_out(w, s->stage->when, s->span, "false and");
      condition(w, s->stage->when);
      break;
    case STATEMENT_SEGMENT:
      own(w, s->span, s->segment->name_span.end);
      taken_out(w, s->segment->when, s->span, "false and");
      condition(w, s->segment->when);
      break;
    case STATEMENT_CHANNEL:
      own(w, s->span, s->channel->name_span.end);
      taken_out(w, s->channel->when, s->span, "false and");
      condition(w, s->channel->when);
      break;
    case STATEMENT_ROUTE: route(w, s->route); break;
    case STATEMENT_HOLD: own(w, s->span, s->span.end); shift_both(w, s->hold->duration); break;
    default: break;
  }
}

// ---- neighbours of which the first true wins
typedef struct Neighbour { Span span, name; bool otherwise; } Neighbour;
static void swap(Walk *w, const Neighbour *a, const Neighbour *b) {
  if (a->otherwise || b->otherwise || a->span.file != b->span.file) return;
  own(w, a->span, a->name.end);
  Text first = source_of(w, a->span), second = source_of(w, b->span), between = source_of(w, (Span){a->span.file, a->span.end, b->span.start});
  Mutation *m = add(w, MUTATION_SWAPPED, span_join(a->span, b->span), text_format(w->arena, "%.*s%.*s%.*s", SHOW(second), SHOW(between), SHOW(first)));
  m->before = w->owner;
  Text below = source_of(w, (Span){b->span.file, b->span.start, b->name.end});
  m->after = text_format(w->arena, "after %.*s", SHOW(below));
}
static void swaps(Walk *w) {
  const Rules *r = w->rules;
  for (uint32_t i = 0; i + 1 < r->stages.count; i++) {
    const Stage *a = r->stages.items[i], *b = r->stages.items[i + 1];
    swap(w, &(Neighbour){a->span, a->name_span, a->otherwise}, &(Neighbour){b->span, b->name_span, b->otherwise});
  }
  for (uint32_t i = 0; i + 1 < r->routes.count; i++) {
    const Route *a = r->routes.items[i], *b = r->routes.items[i + 1];
    swap(w, &(Neighbour){a->span, a->name_span, a->otherwise}, &(Neighbour){b->span, b->name_span, b->otherwise});
  }
}
static bool before(const Mutation *a, const Mutation *b) {
  if (a->owner_span.file != b->owner_span.file) return a->owner_span.file < b->owner_span.file;
  return a->owner_span.start < b->owner_span.start;
}
static void sort(Mutations *all) { // swaps to their statements; the rest is in order: insertion moves few, and keeps equal ones as they stand
  for (uint32_t i = 1; i < all->items.count; i++) {
    Mutation m = all->items.items[i];
    uint32_t at = i;
    for (; at > 0 && before(&m, &all->items.items[at - 1]); at--) all->items.items[at] = all->items.items[at - 1];
    all->items.items[at] = m;
  }
}
static bool is_module(const Rules *rules, uint32_t file) {
  Text path = rules->sources->files.items[file]->path;
  return file != 0 && text_starts(path, TEXT("std/"));
}
Mutations *mutations_of(const Rules *rules, Arena *arena) {
  Walk w = {.rules = rules, .arena = arena, .out = ARENA_NEW(arena, Mutations)};
  for (uint32_t f = 0; f < rules->files.count; f++) {
    const File *file = rules->files.items[f];
    for (uint32_t i = 0; !is_module(rules, file->source) && i < file->count; i++) statement(&w, &file->statements[i]);
  }
  swaps(&w);
  sort(w.out);
  return w.out;
}
