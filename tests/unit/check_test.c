// check_test.c -- what check gives to those who build on it: slots, domains, what names mean, levels, reach, order.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "lang/check.h"
#include <stdio.h>

typedef struct Fixture { Arena arena; jmp_buf escape; Sources sources; Diags diags; Loader loader; const char *main, *other; } Fixture;

static bool file_read(void *user, Arena *arena, Text path, Text *bytes, Text *why) {
  const Fixture *f = user;
  (void)arena;
  *why = TEXT("no such file");
  if (text_is(path, "rules/main.rubric")) *bytes = text_of(f->main);
  else if (f->other && text_is(path, "rules/parts/other.rubric")) *bytes = text_of(f->other);
  else if (f->other && text_is(path, "rules/owners.csv")) *bytes = text_of(f->other);
  else return false;
  return true;
}

static int fixture_open(void **state) {
  static Fixture fixture;
  memset(&fixture, 0, sizeof fixture);
  arena_init(&fixture.arena, allocator_default(), &fixture.escape);
  *state = &fixture;
  return 0;
}
static int fixture_close(void **state) {
  arena_free(&((Fixture *)*state)->arena);
  return 0;
}

static Rules *check_with(Fixture *f, const char *text, const Setting *settings, uint32_t count) {
  arena_reset(&f->arena);
  f->main = text;
  f->sources = (Sources){.arena = &f->arena};
  f->diags = (Diags){.arena = &f->arena};
  f->loader = (Loader){.user = f, .read = file_read};
  return rules_check(&f->arena, &f->sources, &f->diags, &f->loader, TEXT("rules/main.rubric"), settings, count);
}
static Rules *check_fine(Fixture *f, const char *text) {
  Rules *rules = check_with(f, text, NULL, 0);
  for (uint32_t i = 0; i < f->diags.items.count; i++) {
    Text shown = diag_render(&f->arena, &f->sources, f->diags.items.items[i], false);
    print_error("%.*s\n", (int)shown.size, shown.data);
  }
  assert_int_equal(f->diags.items.count, 0);
  return rules;
}
static void assert_error(Fixture *f, const char *text, const char *code) {
  check_with(f, text, NULL, 0);
  if (!code) { assert_int_equal(f->diags.items.count, 0); return; }
  assert_int_equal(f->diags.items.count, 1);
  assert_string_equal(error_code(f->diags.items.items[0]->id), code);
}
#define ASSERT_TEXT(t, want) assert_true(text_is((t), (want)))

static const char schema[] =
  "schema Lead { id text key  employees integer in 0..  consent scale of \"out\", \"in\"  country country  back time\n"
  "  tech list of text  office Office  events list of Event by at since back }\n"
  "record Office { city text }\n"
  "record Event { page text  at time  tags list of text  items list of Item }\n"
  "record Item { price number }\n";

static const char *with_schema(Fixture *f, const char *rules) {
  static char text[8192];
  (void)f;
  snprintf(text, sizeof text, "%s%s", schema, rules);
  return text;
}

static uint32_t slot_at(const Rules *r, const char *path, bool element) {
  for (uint32_t i = 0; i < r->slot_count; i++)
    if (text_is(r->slots[i].path, path) && (r->slots[i].field == NULL && r->slots[i].parent != SLOT_NONE) == element) return i;
  fail_msg("no slot %s", path);
  return 0;
}

static void schema_is_flattened(void **state) {
  Fixture *f = *state;
  Rules *r = check_fine(f, schema);
  assert_int_equal(r->key_slot, 0);
  assert_int_equal(slot_at(r, "events", false), 7);
  uint32_t city = slot_at(r, "office.city", false), page = slot_at(r, "events.page", false), price = slot_at(r, "events.items.price", false);
  assert_int_equal(r->slots[city].domain, 0);
  assert_int_equal(r->slots[city].parent, 6);
  assert_int_equal(r->domain_count, 5); // leads, tech, events, events.tags, events.items
  uint32_t events = r->slots[page].domain, items = r->slots[price].domain;
  assert_int_equal(r->domains[events].list_slot, 7);
  assert_int_equal(r->domains[events].parent, 0);
  assert_int_equal(r->domains[items].parent, events);
  uint32_t it = slot_at(r, "tech", true);
  assert_int_equal(r->slots[5].first_child, it);
  assert_int_equal(r->slots[5].child_count, 1);
  assert_int_equal(r->slots[it].type.kind, TYPE_TEXT);
  ASSERT_TEXT(r->slots[r->previous[0]].path, "previous.stage");
  assert_int_equal(r->slots[r->previous[3]].type.kind, TYPE_TIME);
}

static void names_get_their_meaning(void **state) {
  Fixture *f = *state;
  Rules *r = check_fine(f, with_schema(f,
    "parameter least = 50\n"
    "define big(n number) as n > least\n"
    "fit \"A\" +1 when big(employees) and any(events within 3 days where page is \"x\" and any(tags where it is page))\n"));
  const Expr *when = r->rules.items[0]->when, *call = when->args.items[0], *any = when->args.items[1];
  assert_int_equal(call->ref, REF_DEFINE);
  assert_int_equal(call->args.items[0]->ref, REF_SLOT);
  assert_int_equal(call->args.items[0]->slot, 1);
  const Define *big = call->decl;
  assert_int_equal(big->body->a->ref, REF_ARGUMENT);
  assert_int_equal(big->body->b->ref, REF_PARAMETER);
  assert_int_equal(expr_literal(big->body->b)->value, 50 * DECIMAL_ONE);
  const Query *q = any->query;
  assert_int_equal(q->list_slot, 7);
  ASSERT_TEXT(r->slots[q->time_slot].path, "events.at");
  assert_int_equal(q->since_slot, 4);
  const Expr *page = q->where->args.items[0]->a, *inner = q->where->args.items[1];
  assert_int_equal(page->ref, REF_ELEMENT);
  assert_ptr_equal(page->query, q);
  assert_ptr_equal(inner->query->outer, q);
  const Expr *same = inner->query->where;
  assert_int_equal(same->a->ref, REF_IT);
  assert_ptr_equal(same->a->query, inner->query);
  assert_int_equal(same->b->ref, REF_ELEMENT);
  assert_ptr_equal(same->b->query, q);
}

static void literals_take_the_type_they_meet(void **state) {
  Fixture *f = *state;
  Rules *r = check_fine(f, with_schema(f,
    "parameter home = \"Germany\"\n"
    "fit \"A\" +1 when consent is \"IN\"\n"
    "fit \"B\" +1 when country is \"united states\"\n"
    "fit \"C\" +1 when country is home and office.city is home\n"
    "stage \"New\" otherwise\n"
    "route \"A\" to \"x\" when stage is \"new\"\n"));
  const Expr *scale = r->rules.items[0]->when->b, *country = r->rules.items[1]->when->b;
  assert_int_equal(scale->type.kind, TYPE_SCALE);
  assert_int_equal(scale->value, 1);
  ASSERT_TEXT(country->text, "US");
  const Expr *both = r->rules.items[2]->when;
  ASSERT_TEXT(expr_literal(both->args.items[0]->b)->text, "DE");
  ASSERT_TEXT(expr_literal(both->args.items[1]->b)->text, "Germany");
  assert_int_equal(r->routes.items[0]->when->b->value, 0);
}

static void levels_follow_definitions(void **state) {
  Fixture *f = *state;
  Rules *r = check_fine(f, with_schema(f,
    "define hot as intent > 5 and not disqualified\n"
    "define warm as hot or employees > 5\n"
    "intent \"A\" +1 when employees > 3\n"
    "stage \"X\" when warm\n"
    "stage \"Y\" when employees > 3\n"
    "route \"R\" to \"x\" when incomplete\n"));
  assert_int_equal(rules_define(r, TEXT("hot"))->level, LEVEL_SCORE);
  assert_int_equal(rules_define(r, TEXT("warm"))->level, LEVEL_SCORE);
  assert_true(r->stages.items[0]->mentions_disqualified);
  assert_false(r->stages.items[1]->mentions_disqualified);
  assert_true(r->routes.items[0]->mentions_incomplete);
  assert_int_equal(r->stages.items[0]->when->level, LEVEL_SCORE);
  assert_int_equal(r->stages.items[1]->when->level, LEVEL_FIELD);
}

static void scores_are_in_order(void **state) {
  Fixture *f = *state;
  Rules *r = check_fine(f, with_schema(f,
    "score total = part * 2 + fit\n"
    "score part = intent - 1\n"
    "define asked as intent > 5\n"
    "fit \"A\" +1 when employees > 3\n"));
  assert_int_equal(r->scores.count, 4);
  ASSERT_TEXT(r->scores.items[0]->name.text, "fit");
  ASSERT_TEXT(r->scores.items[1]->name.text, "intent");
  assert_int_equal(r->derived_order.count, 2);
  assert_int_equal(r->derived_order.items[0], 3);
  assert_int_equal(r->derived_order.items[1], 2);
  assert_int_equal(r->rules.items[0]->score_index, 0);
}

static void undeclared_scores_come_only_when_used(void **state) {
  Fixture *f = *state;
  Rules *r = check_fine(f, "schema Lead { fit text }\nscore quality\nquality \"A\" +1 when fit is \"x\"\n");
  assert_int_equal(r->scores.count, 1);
}

static void assert_reach(const Rules *r, uint32_t score, int64_t low, int64_t high, bool bounded_high) {
  const Score *s = r->scores.items[score];
  assert_int_equal(s->lowest, low * DECIMAL_ONE);
  assert_int_equal(s->bounded_high, bounded_high);
  assert_true(s->bounded_low);
  if (bounded_high) assert_int_equal(s->highest, high * DECIMAL_ONE);
}

static void reach_is_worked_out(void **state) {
  Fixture *f = *state;
  Rules *r = check_fine(f, with_schema(f,
    "score fit 0..100\n"
    "score open\n"
    "score low\n"
    "score both = fit * 50% + low\n"
    "fit \"A\" +30 when employees > 3\n"
    "fit \"B\" -10 when employees > 4\n"
    "fit \"C\" by employees { < 5 => -7  otherwise => +20 }\n"
    "group \"G\" 0..5 {\n  fit \"D\" +4 when employees > 5\n  fit \"E\" +4 each, at most 40 for events\n}\n"
    "open \"F\" +1 each for events\n"
    "low \"H\" +5 each, at most 20, halving every 2 days for events\n"
    "low \"I\" -8 when employees > 9\n"));
  assert_reach(r, 0, 0, 55, true);
  assert_reach(r, 1, 0, 0, false);
  assert_reach(r, 2, -8, 20, true);
  assert_int_equal(r->scores.items[3]->lowest, -8 * DECIMAL_ONE);
  assert_int_equal(r->scores.items[3]->highest, 475000);
}

static void rows_that_nothing_reaches(void **state) {
  Fixture *f = *state;
  static const struct { const char *rows, *code; } cases[] = {
    {"by employees { < 50 => 1  50..999 => 2  1000.. => 3  missing => 4 }", NULL},
    {"by employees { < 50 => 1  50..999 => 2  1000.. => 3  present => 4  missing => 5 }", "E061"},
    {"by employees { < 50 => 1  50..999 => 2  1000.. => 3  missing => 4  otherwise => 5 }", "E061"},
    {"by employees { 0..<1 => 1  1 => 2  > 1 => 3  not 7 => 4 }", "E061"},
    {"by employees { < 0 => 1 }", "E061"},
    {"by employees { 0..9 or 20..29 => 1  5..25 => 2 }", NULL},
    {"by employees { 0..9 or 10..29 => 1  5..25 => 2 }", "E061"},
    {"by consent { \"in\" => 1  < \"in\" => 2  missing => 3  any => 4 }", "E061"},
    {"by consent { \"in\" => 1  < \"in\" => 2  any => 3 }", NULL},
    {"by id { \"A\" => 1  \"a \" => 2 }", "E061"},
    {"by id { in (\"A\", \"b\") => 1  \"b\" => 2 }", "E061"},
    {"by id { not \"a\" => 1  \"A\" => 2  present => 3 }", "E061"},
    {"by id { has \"vp\" => 1  has \"vp sales\" => 2 }", NULL},   // more than the proof: a warning of lint
    {"by id { has \"vp\" => 1  contains \"vp\" => 2  \"VP, sales\" => 3 }", "E061"},
    {"by id, employees { \"a\", any => 1  any, 1.. => 2  \"a\", 0 => 3 }", "E061"},
    {"by id, employees { \"a\", < 5 => 1  any, 1.. => 2  \"a\", 0..7 => 3 }", "E061"},
    {"by id, employees { \"a\", < 5 => 1  any, 6.. => 2  \"a\", 0..7 => 3 }", NULL},
    {"by country { \"US\" => 1  \"United States\" => 2 }", "E061"},
    {"by back { 2026-01-01.. => 1  >= 2026-01-01T00:00:00Z => 2 }", "E061"},
    {"by tech { has \"a\" => 1  has \"a\" => 2 }", "E061"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char rules[512];
    snprintf(rules, sizeof rules, "define x %s\n", cases[i].rows);
    print_message("%s\n", cases[i].rows);
    assert_error(f, with_schema(f, rules), cases[i].code);
  }
}

static void settings_replace_parameters(void **state) {
  Fixture *f = *state;
  static const char text[] = "schema Lead { a number }\nparameter least = 60 in 0..100\nparameter wait = 3 days\nfit \"A\" +1 when a > least\n";
  Setting fine[] = {{TEXT("least"), TEXT("75.5")}, {TEXT("wait"), TEXT("2 weeks")}};
  Rules *r = check_with(f, text, fine, 2);
  assert_int_equal(f->diags.items.count, 0);
  assert_int_equal(r->parameters.items[0]->value->value, 755000);
  assert_int_equal(r->parameters.items[1]->value->value, 14 * CLOCK_DAY);
  static const Setting wrong[][1] = {{{{"least", 5}, {"101", 3}}}, {{{"least", 5}, {"many", 4}}}, {{{"leats", 5}, {"1", 1}}}};
  for (int i = 0; i < 3; i++) {
    check_with(f, text, wrong[i], 1);
    assert_int_equal(f->diags.items.count, 1);
    assert_string_equal(error_code(f->diags.items.items[0]->id), "E070");
  }
}

static void used_files_stand_where_use_stands(void **state) {
  Fixture *f = *state;
  f->other = "define b as true\n";
  Rules *r = check_fine(f, "schema Lead { a number }\ndefine a1 as true\nuse \"parts/other.rubric\"\nuse \"./parts/../parts/other.rubric\"\ndefine c1 as b\n");
  assert_int_equal(r->defines.count, 3);
  ASSERT_TEXT(r->defines.items[1]->name.text, "b");
  assert_int_equal(r->files.count, 2);
  ASSERT_TEXT(f->sources.files.items[1]->path, "rules/parts/other.rubric");
}

static void tables_are_read(void **state) {
  Fixture *f = *state;
  f->other = "Land;Owner;size\n Germany ;ann;1,200\nUSA;;3\n\n";
  Rules *r = check_fine(f, "schema Lead { c country }\ntable t from \"owners.csv\" { land country key  owner text  size integer }\nroute \"A\" to t(c).owner otherwise\n");
  const Table *t = r->tables.items[0];
  assert_int_equal(t->row_count, 2);
  ASSERT_TEXT(t->cells[0].text, "DE");
  assert_int_equal(t->cells[2].value, 1200 * DECIMAL_ONE);
  assert_false(t->cells[4].present);
  const Expr *target = r->routes.items[0]->target;
  assert_int_equal(target->ref, REF_TABLE_CELL);
  assert_int_equal(target->index, 1);
}

static void shares_have_weights(void **state) {
  Fixture *f = *state;
  Rules *r = check_fine(f, with_schema(f, "route \"A\" to any of \"x\", \"y\", \"z\" otherwise\n"));
  const Route *route = r->routes.items[0];
  assert_int_equal(route->shares[0].weight + route->shares[1].weight + route->shares[2].weight, DECIMAL_ONE);
  assert_int_equal(route->shares[2].weight, 3333);
}

int main(void) {
#define CASE(f) cmocka_unit_test_setup_teardown(f, fixture_open, fixture_close)
  const struct CMUnitTest tests[] = {
    CASE(schema_is_flattened), CASE(names_get_their_meaning), CASE(literals_take_the_type_they_meet), CASE(levels_follow_definitions),
    CASE(scores_are_in_order), CASE(undeclared_scores_come_only_when_used), CASE(reach_is_worked_out), CASE(rows_that_nothing_reaches),
    CASE(settings_replace_parameters), CASE(used_files_stand_where_use_stands), CASE(tables_are_read), CASE(shares_have_weights),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
