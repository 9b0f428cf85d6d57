// bands_test.c -- proofs over conditions: what can never be, what always is, what implies what, and the lead that shows it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "lang/bands.h"
#include <stdio.h>

typedef struct Fixture { Arena arena, scratch; jmp_buf escape; Sources sources; Diags diags; Loader loader; Text text; } Fixture;
static const char schema[] =
  "schema Lead { id text key  email email  title text  employees integer in 0..  revenue number  country country  active boolean  size scale of \"low\", \"mid\", \"high\"\n"
  "  kind one of \"trial\", \"demo\", \"paid\"  created_at time  born date  plan text default \"free\"  tech list of text separated by \";\"  office Office  source text missing when \"N/A\"  events list of Event by at }\n"
  "record Office { city text  country country }\nrecord Event { kind text  at time }\nparameter most = 100 in 0..\nlist rivals = \"Globex\", \"Initech\"\n"
  "define segment by employees { < 50 => \"small\" 50..999 => \"mid\" 1000.. => \"big\" }\ndefine is_big(n number) as n >= 1000\n"
  "define named by title { has \"vp\" => \"VP\" has any of (\"ceo\", \"cto\") => \"C\" otherwise => \"none\" }\nscore fit 0..60\nfit \"A\" +40 when active\nfit \"B\" +30 when kind is \"demo\"\n";

static bool file_read(void *user, Arena *arena, Text path, Text *bytes, Text *why) {
  (void)arena; (void)path; (void)why;
  *bytes = ((Fixture *)user)->text;
  return true;
}
static int fixture_open(void **state) {
  static Fixture f;
  memset(&f, 0, sizeof f);
  arena_init(&f.arena, allocator_default(), &f.escape);
  arena_init(&f.scratch, allocator_default(), &f.escape);
  *state = &f;
  return 0;
}
static int fixture_close(void **state) {
  arena_free(&((Fixture *)*state)->arena);
  arena_free(&((Fixture *)*state)->scratch);
  return 0;
}
static Rules *compile(Fixture *f, const char *rest) {
  f->text = text_format(&f->arena, "%s%s\n", schema, rest);
  f->sources = (Sources){.arena = &f->arena};
  f->diags = (Diags){.arena = &f->arena};
  f->loader = (Loader){.user = f, .read = file_read};
  Rules *rules = rules_check(&f->arena, &f->sources, &f->diags, &f->loader, TEXT("t.rubric"), NULL, 0);
  for (uint32_t i = 0; i < f->diags.items.count; i++) {
    Text shown = diag_render(&f->arena, &f->sources, f->diags.items.items[i], false);
    print_error("%.*s\n", (int)shown.size, shown.data);
  }
  assert_int_equal(f->diags.items.count, 0);
  return rules;
}
static const int64_t now = 1767225600000000; // 2026-01-01

typedef struct Case { const char *condition; Truth truth; BandsAnswer answer; const char *witness; } Case;
#define NEVER(c) {c, TRUTH_YES, BANDS_IMPOSSIBLE, NULL}
#define ALWAYS(c) {c, TRUTH_NOT_YES, BANDS_IMPOSSIBLE, NULL}
#define CAN(c, w) {c, TRUTH_YES, BANDS_POSSIBLE, w}
#define FAILS(c, w) {c, TRUTH_NOT_YES, BANDS_POSSIBLE, w}
#define OPEN(c) {c, TRUTH_YES, BANDS_UNDECIDED, NULL}
static const Case cases[] = {
  // numbers
  NEVER("employees < 50 and employees > 100"), NEVER("employees < 0"), NEVER("employees > 49 and employees < 50"), CAN("revenue > 49 and revenue < 50", "{ id: \"Acme\", revenue: 49.0001 }"),
  NEVER("employees between 10 and 5"), CAN("employees between most and 200", "{ id: \"Acme\", employees: 100 }"), NEVER("employees is 12.5"),
  FAILS("employees >= 0", "{ id: \"Acme\" }"), ALWAYS("employees >= 0 or employees is missing"), ALWAYS("id is present"), NEVER("id is missing"), NEVER("employees in 10..20 and employees not in 0..30"),
  NEVER("all of (employees < 5, employees > 3, employees != 4)"), NEVER("at least 2 of (employees < 5, employees between 5 and 9, employees > 9)"),
  CAN("at least 2 of (employees < 5, employees > 3, revenue > 1)", "{ id: \"Acme\", employees: 4 }"),
  // unknown is neither
  FAILS("country is \"US\" or country is not \"US\"", "{ id: \"Acme\" }"), NEVER("not (employees > 5) and employees > 10"), NEVER("plan is missing and plan is valid"), NEVER("plan is missing and plan is not invalid"),
  CAN("plan is missing", "{ id: \"Acme\", plan: true }"), NEVER("employees is missing and employees > 3"), NEVER("(employees > 3) is missing and employees is present"),
  // texts
  NEVER("kind is \"trial\" and kind is \"demo\""), ALWAYS("kind in (\"trial\", \"demo\", \"paid\") or kind is missing"), NEVER("kind is present and kind not in (\"trial\", \"DEMO\", \"paid\")"),
  NEVER("country is \"Germany\" and country is \"US\""), NEVER("title in rivals and title is \"acme\""), CAN("title in rivals and title is not \"globex\"", "{ id: \"Acme\", title: \"Initech\" }"),
  NEVER("title is \"VP\" and not (title has \"vp\")"), NEVER("title has \"vp sales\" and not (title has \"VP\")"), NEVER("title is \"Sales\" and title contains \"x\""), CAN("title has \"vp\" and title contains \"sal\"", "{ id: \"Acme\", title: \"vp sal\" }"),
  NEVER("title starts with \"abc\" and title has none of (\"abc def\", \"xy\") and not (title starts with \"ab\")"), NEVER("tech has \"aws\" and tech has none of (\"AWS\", \"gcp\")"), CAN("tech has \"aws\"", "{ id: \"Acme\", tech: [\"aws\"] }"),
  OPEN("title matches \"^a\""), NEVER("title matches \"^a\" and not (title matches \"^a\")"), CAN("title is exactly \"CEO\" or employees > 5", "{ id: \"Acme\", employees: 6 }"), NEVER("title is exactly \"CEO\" and title is \"cto\""),
  // scales, booleans
  NEVER("size > \"high\""), NEVER("size >= \"mid\" and size is \"low\""), ALWAYS("size <= \"high\" or size is missing"), NEVER("active and not active"), NEVER("active is true and active is false"), CAN("not active", "{ id: \"Acme\", active: false }"),
  // times and ages
  NEVER("created_at before 2025-01-01 and created_at after 2025-06-01"), NEVER("created_at within 30 days and created_at older than 60 days"), CAN("created_at older than 30 days and created_at within 31 days", "{ id: \"Acme\", created_at: 2025-12-01T23:59:59.999999Z }"),
  NEVER("created_at within 5 days and created_at after now"), NEVER("born older than 3 days and born within 3 days"), CAN("created_at is 2025-03-01", "{ id: \"Acme\", created_at: 2025-03-01T23:59:59.999999Z }"), NEVER("created_at before 2 days ago and created_at after 1 days ago"),
  // definitions, branches
  NEVER("segment is \"small\" and employees > 60"), CAN("segment is \"big\"", "{ id: \"Acme\", employees: 1000 }"), NEVER("segment is missing and employees is present"), NEVER("is_big(employees) and segment is \"mid\""), NEVER("segment is \"huge\""),
  NEVER("named is \"none\" and title has \"cto\""), CAN("named is \"C\"", "{ id: \"Acme\", title: \"ceo\" }"), NEVER("(if employees > 5 then \"a\" else \"b\") is \"c\""), NEVER("first_present(employees, 7) < 7 and employees is missing"),
  NEVER("most > 200"), ALWAYS("most >= 100"),
  // records
  CAN("office.city is \"Rome\" and office.country is \"IT\"", "{ id: \"Acme\", office: { city: \"Rome\", country: \"IT\" } }"),
  // what the oracle taught
  NEVER("source is \"N/A\""), FAILS("source is not \"n/a\"", "{ id: \"Acme\" }"), CAN("country contains \"com\" or employees > 3", "{ id: \"Acme\", employees: 4 }"),
  OPEN("\"acme\" matches \"a.*e\""),
  // what is not followed
  OPEN("count(events) > 3"), NEVER("count(events) < 0"), NEVER("count(events) > 3 and count(events) <= 3"), NEVER("any(events where kind is \"a\") and none(events where kind is \"a\")"), OPEN("any(events where kind is \"a\") and none(events where kind is \"b\")"),
  NEVER("employees > revenue and employees <= revenue"), OPEN("employees > revenue"), NEVER("employees > revenue and revenue >= employees"),
};

static void conditions(void **state) {
  Fixture *f = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const Case *c = &cases[i];
    Rules *rules = compile(f, text_c(&f->arena, text_format(&f->arena, "segment \"x\" when %s", c->condition)));
    Bands *b = bands_new(&f->arena, &f->scratch, rules, now);
    Question *q = bands_ask(b);
    Witness w = {0};
    ask_condition(q, rules, rules->segments.items[0]->when, c->truth);
    BandsAnswer answer = bands_answer(q, &w);
    if (answer != c->answer) fail_msg("%s: %d", c->condition, (int)answer);
    Text shown = witness_text(&f->arena, &w, false);
    if (c->witness && !text_is(shown, c->witness)) fail_msg("%s: %.*s", c->condition, (int)shown.size, shown.data);
  }
}

static void implications(void **state) {
  static const struct { const char *a, *b; Proof ab, ba; } pairs[] = {
    {"employees > 100", "employees > 50", PROOF_HOLDS, PROOF_FAILS}, {"employees > 100", "employees >= 101", PROOF_HOLDS, PROOF_HOLDS},
    {"title has any of (\"vp\")", "title has any of (\"vp\", \"cto\")", PROOF_HOLDS, PROOF_FAILS}, {"country is \"US\"", "country in (\"US\", \"CA\")", PROOF_HOLDS, PROOF_FAILS},
    {"employees > 5 and active", "active", PROOF_HOLDS, PROOF_FAILS}, {"count(events) > 5", "count(events) > 3", PROOF_HOLDS, PROOF_UNDECIDED},
    {"not (country is \"US\")", "country is not \"US\"", PROOF_HOLDS, PROOF_HOLDS}, {"count(events) > 5", "employees > 5", PROOF_UNDECIDED, PROOF_UNDECIDED},
  };
  Fixture *f = *state;
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) { // two rule sets, as diff has them
    Rules *x = compile(f, text_c(&f->arena, text_format(&f->arena, "segment \"x\" when %s", pairs[i].a)));
    Rules *y = compile(f, text_c(&f->arena, text_format(&f->arena, "segment \"x\" when %s", pairs[i].b)));
    Bands *b = bands_new(&f->arena, &f->scratch, x, now);
    bands_add(b, y);
    Witness w;
    assert_int_equal(bands_implies(b, x, x->segments.items[0]->when, y, y->segments.items[0]->when, &w), pairs[i].ab);
    assert_int_equal(bands_implies(b, y, y->segments.items[0]->when, x, x->segments.items[0]->when, &w), pairs[i].ba);
  }
}

static void decisions(void **state) {
  Fixture *f = *state;
  Rules *rules = compile(f, "disqualify \"none\" when employees < 10\nrequire \"where\" that country is present\nrequire \"paid\" that revenue > 0\nstage \"Hot\" when fit >= 70\nstage \"Warm\" when employees > 50\nstage \"Mild\" when employees > 100\nstage \"Cold\" when employees < 5\nstage \"Rest\" otherwise\n"
                            "route \"R\" to \"r\" when stage is \"Warm\"\nroute \"S\" to \"s\" when stage is \"Warm\" and employees > 60\nroute \"T\" to \"t\" when incomplete\nroute \"U\" to \"u\" when disqualified and employees > 20");
  Bands *b = bands_new(&f->arena, &f->scratch, rules, now);
  static const BandsAnswer stages[] = {BANDS_IMPOSSIBLE, BANDS_POSSIBLE, BANDS_IMPOSSIBLE, BANDS_IMPOSSIBLE, BANDS_POSSIBLE};
  Witness w;
  for (uint32_t i = 0; i < 5; i++) {
    Question *q = bands_ask(b);
    ask_stage(q, rules, i, TRUTH_YES);
    BandsAnswer a = bands_answer(q, &w);
    if (i != 1 && i != 4) assert_int_equal(a, stages[i]);
    else assert_int_not_equal(a, BANDS_IMPOSSIBLE); // `fit` is in the way of a witness: the stage above may take it
  }
  Question *q = bands_ask(b);
  ask_route(q, rules, 0, TRUTH_NO);
  ask_route(q, rules, 1, TRUTH_YES);
  assert_int_equal(bands_answer(q, &w), BANDS_IMPOSSIBLE);
  q = bands_ask(b);
  ask_route(q, rules, 2, TRUTH_YES);
  assert_int_equal(bands_answer(q, &w), BANDS_POSSIBLE);
  Text shown = witness_text(&f->arena, &w, true);
  assert_true(text_is(shown, "{\"id\":\"Acme\",\"country\":\"US\"}"));
  q = bands_ask(b);
  ask_disqualified(q, rules, true);
  ask_condition(q, rules, rules->stages.items[1]->when, TRUTH_YES);
  assert_int_equal(bands_answer(q, &w), BANDS_POSSIBLE);
}

// With scores shared, thresholds of two rule sets compare, and a witness supposes scores.
static void shared(void **state) {
  Fixture *f = *state;
  static const char *const files[] = {"stage \"Hot\" when fit >= 60", "fit \"C\" -5 when employees > 9\nstage \"Hot\" when fit >= 50"};
  Rules *old = compile(f, files[0]), *new = compile(f, files[1]);
  Bands *b = bands_new(&f->arena, &f->scratch, old, now);
  Witness w;
  bands_add(b, new);
  assert_int_equal(bands_implies(b, old, old->stages.items[0]->when, new, new->stages.items[0]->when, &w), PROOF_UNDECIDED); // two scores
  bands_share(b);
  assert_int_equal(bands_implies(b, old, old->stages.items[0]->when, new, new->stages.items[0]->when, &w), PROOF_HOLDS);
  assert_int_equal(bands_implies(b, new, new->stages.items[0]->when, old, old->stages.items[0]->when, &w), PROOF_FAILS);
  assert_int_equal(w.supposed_count, 1);
  assert_true(text_is(w.supposed[0].path, "fit") && text_is(w.supposed[0].value, "50"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(conditions, fixture_open, fixture_close),
    cmocka_unit_test_setup_teardown(implications, fixture_open, fixture_close),
    cmocka_unit_test_setup_teardown(shared, fixture_open, fixture_close),
    cmocka_unit_test_setup_teardown(decisions, fixture_open, fixture_close),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
