// oracle_claims.c -- what lang/bands proves of random rules, held against what the oracle says of random leads.
//
// Of each rule set: the truths that its conditions (and their parts) take together on its leads are noted; then every single
// condition and every pair is asked for. What bands calls impossible must have been seen on no lead. What it calls possible comes with a lead,
// which the oracle must find to be so. Likewise stages, routes, disqualifiers and rows of tables.
#include "oracle_claims.h"
#include <stdio.h>

enum { CONDITIONS = 28, TABLES = 16, NEAR = 4 };   // NEAR: each is paired with those just after it
typedef struct Claims {
  Engine *e; const Oracle *o; Arena *arena, *row; Arena scratch;
  Bands *bands;
  const Expr *conditions[CONDITIONS]; uint32_t count;
  uint8_t seen[CONDITIONS][CONDITIONS][3];   // [i][j][truth of i]: truths of j (bits)
  uint8_t alone[CONDITIONS];
  uint64_t stages, routes, statuses;         // bits seen
  const Decision *tables[TABLES]; uint64_t rows[TABLES]; uint32_t table_count; // of rules; bits of the rows taken
  ClaimCounts *counts;
} Claims;

// ---- the conditions
static void condition_take(Claims *c, const Expr *e) {
  if (c->count < CONDITIONS && e->type.kind == TYPE_BOOLEAN && e->kind != EXPR_BOOLEAN && e->kind != EXPR_MISSING) c->conditions[c->count++] = e;
}
static void parts_take(Claims *c, const Expr *e, uint32_t depth) { // not into queries: there elements have names
  if (!e || depth > 4 || e->kind == EXPR_QUERY) return;
  condition_take(c, e);
  parts_take(c, e->a, depth + 1);
  parts_take(c, e->b, depth + 1);
  parts_take(c, e->c, depth + 1);
  for (uint32_t i = 0; i < e->args.count; i++) parts_take(c, e->args.items[i], depth + 1);
}
static void conditions_gather(Claims *c) {
  const Rules *r = c->o->rules;
  for (uint32_t i = 0; i < r->reasons.count; i++) parts_take(c, r->reasons.items[i]->when, 0);
  for (uint32_t i = 0; i < r->stages.count; i++) parts_take(c, r->stages.items[i]->when, 2);
  for (uint32_t i = 0; i < r->routes.count; i++) parts_take(c, r->routes.items[i]->when, 2);
  for (uint32_t i = 0; i < r->rules.count; i++) parts_take(c, r->rules.items[i]->when, 1);
  for (uint32_t i = 0; i < r->segments.count; i++) parts_take(c, r->segments.items[i]->when, 0);
}
static void tables_gather(Claims *c) {
  const Rules *r = c->o->rules;
  for (uint32_t i = 0; i < r->rules.count && c->table_count < TABLES; i++) if (r->rules.items[i]->by && r->rules.items[i]->by->row_count <= 64) c->tables[c->table_count++] = r->rules.items[i]->by;
}
static uint8_t truth_of_value(OracleValue v) { return v.state != ORACLE_PRESENT ? TRUTH_UNKNOWN : v.number ? TRUTH_YES : TRUTH_NO; }
static int truth_index(uint8_t t) { return t == TRUTH_YES ? 0 : t == TRUTH_NO ? 1 : 2; }

typedef struct Told { OracleCase of; OracleEnv env; } Told;
static void told(Claims *c, Told *t, uint32_t row) {
  OracleValue *lead = oracle_read(c->o, c->row, c->e->batch->columns, row);
  t->of = (OracleCase){c->o, c->row, lead, oracle_decide(c->o, c->row, lead)};
  t->env = (OracleEnv){.of = &t->of};
}
static void lead_note(Claims *c, uint32_t row) {
  uint8_t truths[CONDITIONS];
  Told t;
  told(c, &t, row);
  for (uint32_t i = 0; i < c->count; i++) c->alone[i] |= truths[i] = truth_of_value(oracle_eval(&t.env, c->conditions[i]));
  for (uint32_t i = 0; i < c->count; i++) for (uint32_t j = 0; j < c->count; j++) c->seen[i][j][truth_index(truths[i])] |= truths[j];
  const OracleDecision *d = t.of.decision;
  c->stages |= d->stage ? 1ULL << (d->stage->index & 63) : 0;
  for (uint32_t i = 0; i < c->o->rules->routes.count && i < 64; i++) if (d->has_route && text_equal(d->route, c->o->rules->routes.items[i]->name)) c->routes |= 1ULL << i;
  c->statuses |= 1ULL << d->disqualified;
  for (uint32_t i = 0; i < c->table_count; i++) {
    const Row *taken = oracle_row(&t.env, c->tables[i]);
    if (taken) c->rows[i] |= 1ULL << (taken - c->tables[i]->rows);
  }
}

// ---- a witness as a lead
static Text inside_quotes(Arena *arena, Text v) {
  VEC(char) out = {0};
  for (uint32_t i = 1; i + 1 < v.size; i++) { if (v.data[i] == '\\') i++; *VEC_PUSH(arena, &out) = v.data[i]; }
  return (Text){out.items ? out.items : "", out.count};
}
static void list_put(Claims *c, uint32_t field, Text v) {
  uint32_t child = rubric_field(c->e->program, field).first_child;
  if (!rubric_batch_begin_list(c->e->batch, field)) return;
  for (uint32_t i = 1; i + 1 < v.size; i++) {
    uint32_t end = i + 1;
    if (v.data[i] != '"') continue;
    for (; end < v.size && v.data[end] != '"'; end++) end += v.data[end] == '\\';
    Text t = inside_quotes(c->row, (Text){v.data + i, end + 1 - i});
    rubric_batch_begin_element(c->e->batch, field);
    rubric_batch_text(c->e->batch, child, t.data, t.size);
    rubric_batch_end_element(c->e->batch, field);
    i = end;
  }
  rubric_batch_end_list(c->e->batch, field);
}
static bool witness_put(Claims *c, const Witness *w) {
  RubricText reason;
  rubric_batch_clear(c->e->batch);
  rubric_batch_begin_row(c->e->batch, 1);
  for (uint32_t i = 0; i < w->count; i++) {
    Text v = w->fields[i].value;
    uint32_t field = rubric_field_find(c->e->program, text_c(c->row, w->fields[i].path));
    if (field == RUBRIC_NONE) return false;
    if (v.data[0] == '[') list_put(c, field, v);
    else if (v.data[0] == '"') { Text t = inside_quotes(c->row, v); rubric_batch_text(c->e->batch, field, t.data, t.size); }
    else if (w->fields[i].dated) rubric_batch_text(c->e->batch, field, v.data, v.size);
    else if (v.data[0] == 't' || v.data[0] == 'f') rubric_batch_boolean(c->e->batch, field, v.data[0] == 't');
    else rubric_batch_number(c->e->batch, field, v.data, v.size);
  }
  return rubric_batch_end_row(c->e->batch, &reason) == RUBRIC_OK;
}

// ---- claims
static Text source_of(const Claims *c, const Expr *e) {
  Text bytes = c->o->rules->sources->files.items[e->span.file]->bytes;
  return (Text){bytes.data + e->span.start, e->span.end - e->span.start};
}
static const char *const truth_names[] = {"", "yes", "no", "", "unknown"};
static void wrong(Claims *c, const char *what, uint32_t i, uint8_t ti, int64_t j, uint8_t tj, const Witness *w) {
  Text a = source_of(c, c->conditions[i]);
  printf("%s: %s of `%.*s`", what, truth_names[ti], (int)a.size, a.data);
  if (j >= 0) { Text b = source_of(c, c->conditions[j]); printf("\n  and %s of `%.*s`", truth_names[tj], (int)b.size, b.data); }
  if (w) { Text t = witness_text(c->row, w, false); printf("\n  lead %.*s", (int)t.size, t.data); }
  printf("\n");
  c->counts->wrong++;
}
static bool witness_holds(Claims *c, const Witness *w, uint32_t i, uint8_t ti, int64_t j, uint8_t tj) {
  Told t;
  if (!witness_put(c, w)) return false;
  told(c, &t, 0);
  if (truth_of_value(oracle_eval(&t.env, c->conditions[i])) != ti) return false;
  return j < 0 || truth_of_value(oracle_eval(&t.env, c->conditions[j])) == tj;
}
static void pair_ask(Claims *c, uint32_t i, uint8_t ti, int64_t j, uint8_t tj) {
  Witness w;
  bool was = j < 0 ? (c->alone[i] & ti) != 0 : (c->seen[i][j][truth_index(ti)] & tj) != 0;
  Question *q = bands_ask(c->bands);
  ask_condition(q, c->o->rules, c->conditions[i], (Truth)ti);
  if (j >= 0) ask_condition(q, c->o->rules, c->conditions[j], (Truth)tj);
  BandsAnswer a = bands_answer(q, &w);
  arena_reset(c->row);
  c->counts->asked++;
  if (a == BANDS_IMPOSSIBLE) { c->counts->impossible++; if (was) wrong(c, "called impossible, and a lead is so", i, ti, j, tj, NULL); }
  if (a == BANDS_POSSIBLE) { c->counts->possible++; if (!witness_holds(c, &w, i, ti, j, tj)) wrong(c, "the witness is not so", i, ti, j, tj, &w); }
  if (a == BANDS_UNDECIDED && was) c->counts->undecided++;
}
static void conditions_ask(Claims *c) {
  static const uint8_t truths[] = {TRUTH_YES, TRUTH_NO, TRUTH_UNKNOWN};
  for (uint32_t i = 0; i < c->count; i++)
    for (int t = 0; t < 3; t++) {
      pair_ask(c, i, truths[t], -1, 0);
      for (uint32_t j = i + 1; j < c->count && j < i + NEAR; j++) for (int u = 0; u < 3; u++) pair_ask(c, i, truths[t], j, truths[u]);
    }
}
static void place_wrong(Claims *c, const char *what, Text name) {
  printf("called out of reach, and a lead gets there: %s \"%.*s\"\n", what, (int)name.size, name.data);
  c->counts->wrong++;
}
static void places_ask(Claims *c) {
  const Rules *r = c->o->rules;
  for (uint32_t i = 0; i < r->stages.count && i < 64 && !r->forward_only; i++) {
    Question *q = bands_ask(c->bands);
    ask_stage(q, r, i, TRUTH_YES);
    if (bands_answer(q, NULL) != BANDS_IMPOSSIBLE) continue;
    c->counts->unreachable++;
    if (c->stages >> i & 1) place_wrong(c, "stage", r->stages.items[i]->name);
  }
  for (uint32_t i = 0; i < r->routes.count && i < 64 && !r->hold; i++) {
    Question *q = bands_ask(c->bands);
    for (uint32_t j = 0; j < i; j++) if (!r->routes.items[j]->target || r->routes.items[j]->target->kind == EXPR_TEXT) ask_route(q, r, j, TRUTH_NO);
    ask_route(q, r, i, TRUTH_YES);
    if (bands_answer(q, NULL) != BANDS_IMPOSSIBLE) continue;
    c->counts->unreachable++;
    if (c->routes >> i & 1) place_wrong(c, "route", r->routes.items[i]->name);
  }
  for (uint32_t i = 0; i < c->table_count; i++)
    for (uint32_t k = 0; k < c->tables[i]->row_count; k++) {
      Question *q = bands_ask(c->bands);
      for (uint32_t j = 0; j < k; j++) ask_row(q, r, c->tables[i], j, TRUTH_NOT_YES);
      ask_row(q, r, c->tables[i], k, TRUTH_YES);
      if (bands_answer(q, NULL) != BANDS_IMPOSSIBLE) continue;
      c->counts->unreachable++;
      Text row = r->sources->files.items[0]->bytes;
      if (c->rows[i] >> k & 1) place_wrong(c, "row", (Text){row.data + c->tables[i]->rows[k].span.start, c->tables[i]->rows[k].span.end - c->tables[i]->rows[k].span.start});
    }
  for (int d = 0; d < 2; d++) {
    Question *q = bands_ask(c->bands);
    ask_disqualified(q, r, d);
    if (bands_answer(q, NULL) == BANDS_IMPOSSIBLE && (c->statuses >> d & 1)) place_wrong(c, d ? "disqualified" : "not disqualified", TEXT(""));
  }
}

void claims_check(Engine *e, const Oracle *o, const Gen *gen, Data *const *leads, uint32_t lead_count, Arena *arena, Arena *row, ClaimCounts *counts) {
  Claims *c = ARENA_NEW(arena, Claims);
  *c = (Claims){.e = e, .o = o, .arena = arena, .row = row, .counts = counts};
  arena_init(&c->scratch, allocator_default(), arena->escape);
  c->bands = bands_new(arena, &c->scratch, o->rules, o->now);
  conditions_gather(c);
  tables_gather(c);
  for (uint32_t from = 0; from < lead_count; from += 64) {
    uint32_t kept = engine_batch(e, o->rules, gen, leads, from, from + 64 < lead_count ? from + 64 : lead_count);
    for (uint32_t i = 0; i < kept; i++) { arena_reset(row); lead_note(c, i); }
  }
  conditions_ask(c);
  places_ask(c);
  arena_free(&c->scratch);
}
