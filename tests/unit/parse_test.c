// parse_test.c -- rule files to trees and back to text: every form, every word as a name, every mistake with its place.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/limits.h"
#include "lang/parse.h"
#include "tree_print.h"

// ---- harness
static Arena arena;
static jmp_buf escape;
static Sources sources;
static Diags diags;

static int setup(void **state) {
  (void)state;
  arena_init(&arena, allocator_default(), &escape);
  sources = (Sources){.arena = &arena};
  diags = (Diags){.arena = &arena};
  return 0;
}
static int teardown(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}
static File *parse(Text bytes) {
  diags = (Diags){.arena = &arena};
  return file_parse(&arena, &sources, source_add(&sources, TEXT("t"), bytes), &diags);
}
static void assert_text(Text source, Text got, const char *want) {
  if (!text_is(got, want)) print_error("source: %.*s\ngot:    %.*s\nwant:   %s\n", (int)source.size, source.data, (int)got.size, got.data ? got.data : "", want);
  assert_true(text_is(got, want));
}
static void assert_clean(Text source) {
  for (uint32_t i = 0; i < diags.items.count; i++) {
    Text t = diag_render(&arena, &sources, diags.items.items[i], false);
    print_error("source: %.*s\n%.*s", (int)source.size, source.data, (int)t.size, t.data);
  }
  assert_int_equal(diags.items.count, 0);
}
static void assert_tree(const char *source, const char *want) {
  File *file = parse(text_of(source));
  assert_clean(text_of(source));
  assert_false(file->has_syntax_errors);
  Text got = file_print(&arena, file);
  assert_text(text_of(source), (Text){got.data, got.size ? got.size - 1 : 0}, want); // without the last line end
}
static void assert_expr(const char *source, const char *want) {
  Text file = text_format(&arena, "define x as %s", source);
  assert_tree(text_c(&arena, file), text_c(&arena, text_format(&arena, "(define x %s)", want)));
}
// The mistakes in order: "E010 2:7, E013 3:1".
static void assert_mistakes_in(Text source, const char *want) {
  File *file = parse(source);
  diag_sort(&diags);
  Text got = {"", 0};
  for (uint32_t i = 0; i < diags.items.count; i++) {
    uint32_t line, column;
    const Diag *d = diags.items.items[i];
    source_position(&sources, d->span, &line, &column);
    got = text_format(&arena, "%.*s%s%s %u:%u", (int)got.size, got.data, i ? ", " : "", error_code(d->id), line, column);
  }
  assert_text(source, got, want);
  assert_int_equal(file->has_syntax_errors, want[0] != 0);
}
static void assert_mistakes(const char *source, const char *want) { assert_mistakes_in(text_of(source), want); }
static void assert_statements(const char *source, const char *mistakes, uint32_t statements) { // what is left beside them
  assert_mistakes(source, mistakes);
  assert_int_equal(parse(text_of(source))->count, statements);
}
static void assert_said(const char *source, const char *part) { // in the first message
  parse(text_of(source));
  assert_true(diags.items.count > 0);
  diag_sort(&diags);
  Text t = diag_render(&arena, &sources, diags.items.items[0], false);
  if (!text_contains(t, text_of(part))) print_error("source: %s\n%.*swithout: %s\n", source, (int)t.size, t.data, part);
  assert_true(text_contains(t, text_of(part)));
}

// ---- statements
static void declarations(void **state) {
  (void)state;
  assert_tree("", "");
  assert_tree("# only a comment", "");
  assert_tree("rubric \"N\" { owner \"o\" version \"1\" review every 90 days since 2026-11-01 timezone \"Europe/Paris\" }",
              "(rubric \"N\" (owner \"o\") (version \"1\") (timezone \"Europe/Paris\") (review (days 90)) (since 2026-11-01))");
  assert_tree("use \"std/email\"", "(use \"std/email\")");
  assert_tree("schema L { a text key from \"A\", \"b\" b integer required in 0.. unit USD c one of \"x\", \"y\" default \"x\" d scale of \"l\", \"h\" e list of text separated by \";\" default empty }",
              "(schema L (a text key (from \"A\" \"b\")) (b integer required (in (.. 0 _)) (unit USD)) (c (one-of \"x\" \"y\") (default \"x\")) (d (scale \"l\" \"h\")) (e (list text) default-empty (separated-by \";\")))");
  assert_tree("schema L { t time as \"%d/%m/%Y\" i text missing when \"\", \"N/A\" v list of Visit by at since back n number default -5 l list of list of one of \"a\" }",
              "(schema L (t time (as \"%d/%m/%Y\")) (i text (missing-when \"\" \"N/A\")) (v (list Visit) (by at) (since back)) (n number (default -5)) (l (list (list (one-of \"a\")))))");
  assert_tree("record E { a text b number c boolean d date e time f email g domain h phone i url j country k Other }",
              "(record E (a text) (b number) (c boolean) (d date) (e time) (f email) (g domain) (h phone) (i url) (j country) (k Other))");
  assert_tree("list a = \"x\", \"y z\"", "(list a (values \"x\" \"y z\"))");
  assert_tree("list a from \"f.txt\"", "(list a (from \"f.txt\"))");
  assert_tree("list a from \"f.csv\" column \"domain\"", "(list a (from \"f.csv\") (column \"domain\"))");
  assert_tree("table t from \"t.csv\" { state text key  owner text from \"Owner name\" }", "(table t (from \"t.csv\") (state text key) (owner text (from \"Owner name\")))");
  assert_tree("parameter p = 60 in 0..100", "(parameter p 60 (in (.. 0 100)))");
  assert_tree("parameter p = \"x\"", "(parameter p \"x\")");
  assert_tree("parameter p = 30 days", "(parameter p (days 30))");
  assert_tree("define x as 1", "(define x 1)");
  assert_tree("define f(a text, b list of number) as a", "(define f (a text, b (list number)) a)");
  assert_tree("define f(a text) by a { \"x\" => 1 otherwise => missing }", "(define f (a text) (by a (\"x\" => 1) (otherwise => missing)))");
  assert_tree("extern function f(a text, b number) gives number from \"lib\"", "(extern f (a text, b number) gives number (from \"lib\"))");
  assert_tree("extern function f() gives text from \"lib\"", "(extern f () gives text (from \"lib\"))");
}
static void tables(void **state) {
  (void)state;
  assert_tree("define x by a, b { < 5, any => \"a\" <= 5 or 7, missing => \"b\" > 1, present => \"c\" >= 2, \"x\" => \"d\" }",
              "(define x (by a b ((< 5) any => \"a\") ((or (<= 5) 7) missing => \"b\") ((> 1) present => \"c\") ((>= 2) \"x\" => \"d\")))");
  assert_tree("define x by a { 1..5 => 1 1..<5 => 2 5.. => 3 ..-5 => 4 not 3 => 5 not 1..2 => 6 not in s => 7 -3 => -4 }",
              "(define x (by a ((.. 1 5) => 1) ((..< 1 5) => 2) ((.. 5 _) => 3) ((.. _ -5) => 4) ((not 3) => 5) ((not (.. 1 2)) => 6) ((not (in s)) => 7) (-3 => -4)))");
  assert_tree("define x by a { in (\"u\", \"v\") => 1 has \"w\" => 2 has any of s => 3 has all of (\"p\", \"q\") => 4 has none of s => 5 contains \"w\" => 6 starts with \"w\" => 7 ends with \"w\" => 8 }",
              "(define x (by a ((in (set \"u\" \"v\")) => 1) ((has \"w\") => 2) ((has-any s) => 3) ((has-all (set \"p\" \"q\")) => 4) ((has-none s) => 5) ((contains \"w\") => 6) ((starts-with \"w\") => 7) ((ends-with \"w\") => 8)))");
  assert_tree("define x by a { true => 2026-11-01 false => 2026-11-02 2026-01-01..2026-02-01 => 2026-01-02 }",
              "(define x (by a (true => 2026-11-01) (false => 2026-11-02) ((.. 2026-01-01 2026-02-01) => 2026-01-02)))");
  assert_tree("fit \"S\" because \"b\" by a { 1 => +10 otherwise => -5 }", "(rule fit \"S\" (because \"b\") (by a (1 => 10) (otherwise => -5)))");
}
static void rules(void **state) {
  (void)state;
  assert_tree("score s", "(score s)");
  assert_tree("score s 0..100 whole", "(score s (.. 0 100) whole)");
  assert_tree("score s -10..10 = a * 60% + b", "(score s (.. -10 10) (= (+ (* a 0.6(%)) b)))");
  assert_tree("score s whole = a", "(score s whole (= a))");
  assert_tree("fit \"L\" +20 because \"why\" when a", "(rule fit \"L\" 20 (because \"why\") (when a))");
  assert_tree("fit \"L\" -20 when a", "(rule fit \"L\" -20 (when a))");
  assert_tree("fit \"L\" 20 when a", "(rule fit \"L\" 20 (when a))");
  assert_tree("fit \"L\" -p when a", "(rule fit \"L\" -p (when a))");
  assert_tree("fit \"L\" +5 each, at most 20, halving every 14 days for events within 30 days where kind is \"x\"",
              "(rule fit \"L\" 5 each (at-most 20) (halving (days 14)) (for events (within (days 30)) (where (is kind \"x\"))))");
  assert_tree("fit \"L\" +40 for events", "(rule fit \"L\" 40 (for events))");
  assert_tree("fit \"L\" +5 per visits, at most cap keeping 80% every 1 day since seen when a", "(rule fit \"L\" 5 (at-most cap) (keeping 0.8(%) (days 1)) (since seen) (per visits) (when a))");
  assert_tree("fit \"L\" +5 losing 20% every 2 weeks since t when a", "(rule fit \"L\" 5 (losing 0.2(%) (days 14)) (since t) (when a))");
  assert_tree("fit \"L\" +5, losing 5 every 36 hours, since t when a", "(rule fit \"L\" 5 (losing 5 (hours 36)) (since t) (when a))");
  assert_tree("fit \"L\" +5 fading over 90 minutes since t when a", "(rule fit \"L\" 5 (fading (minutes 90)) (since t) (when a))");
  assert_tree("group \"G\" 0..15 { fit \"A\" +1 when a fit \"B\" by b { 1 => 2 } }", "(group \"G\" (.. 0 15) (rule fit \"A\" 1 (when a)) (rule fit \"B\" (by b (1 => 2))))");
  assert_tree("group \"G\" 0..15 halving every 7 days since t { fit \"A\" +1 when a }", "(group \"G\" (.. 0 15) (halving (days 7)) (since t) (rule fit \"A\" 1 (when a)))");
}
static void decisions(void **state) {
  (void)state;
  assert_tree("disqualify \"c\" because \"t\" when a", "(disqualify \"c\" (because \"t\") (when a))");
  assert_tree("require \"c\" that a", "(require \"c\" (when a))");
  assert_tree("stage \"S\" when a stage \"T\" otherwise stages forward only", "(stage \"S\" (when a))\n(stage \"T\" otherwise)\n(stages-forward-only)");
  assert_tree("segment \"S\" when a", "(segment \"S\" (when a))");
  assert_tree("contact \"email\" because \"b\" when a", "(contact \"email\" (because \"b\") (when a))");
  assert_tree("contact \"call\" when a and b open \"08:00\"..\"21:00\" in zone", "(contact \"call\" (when (and a b)) (open \"08:00\" \"21:00\") zone)");
  assert_tree("route \"R\" to \"x\" when a", "(route \"R\" (when a) (to \"x\"))");
  assert_tree("route \"R\" to t(s).owner sla 1 hour otherwise", "(route \"R\" otherwise (to (.owner (call t s))) (sla (hours 1)))");
  assert_tree("route \"R\" to any of \"a\" 70%, \"b\" 30% sla 2 days when a", "(route \"R\" (when a) (share \"a\" 0.7(%)) (share \"b\" 0.3(%)) (sla (days 2)))");
  assert_tree("route \"R\" to any of \"a\", \"b\" otherwise", "(route \"R\" otherwise (share \"a\") (share \"b\"))");
  assert_tree("hold routes for 30 days", "(hold (days 30))");
  assert_tree("hold routes for 30 days unless stage changes", "(hold (days 30) unless-stage-changes)");
  assert_tree("account by domain(email) { define people as count(leads) define hot as max(intent of leads) > 3 }",
              "(account (call domain email) (define people (count leads)) (define hot (> (max intent of leads) 3)))");
  assert_tree("merge leads by e { keep latest u combine a, b strictest c }", "(merge e (keep-latest u) (combine a b) (strictest c))");
  assert_tree("test \"t\" { at 2026-01-02T03:04:05Z lead { a: 1, `b c`: \"\", d: 2 days ago, e: missing, f: [1, [], { g: true }], previous: { stage: \"x\" } } expect a expect b is 1 }",
              "(test \"t\" (at 2026-01-02T03:04:05Z) (lead {a: 1, `b c`: \"\", d: (ago (days 2)), e: missing, f: [1, [], {g: true}], previous: {stage: \"x\"}}) (expect a) (expect (is b 1)))");
}

// ---- expressions
static void operators(void **state) {
  (void)state;
  assert_expr("if a then missing else if b then c else d", "(if a missing (if b c d))");
  assert_expr("a or b or c", "(or a b c)");
  assert_expr("(a or b) and c and (d and e)", "(and (or a b) c (and d e))");
  assert_expr("not a and b", "(and (not a) b)");
  assert_expr("not a is b", "(not (is a b))");
  assert_expr("1 + 2 * 3 - -x / 4", "(- (+ 1 (* 2 3)) (/ (negate x) 4))");
  assert_expr("(1 + 2) * 3", "(* (+ 1 2) 3)");
  assert_expr("a is b and a is not b and a = b and a != b", "(and (is a b) (is-not a b) (is a b) (is-not a b))");
  assert_expr("a is exactly \"x\" or a is not exactly \"x\"", "(or (is-exactly a \"x\") (is-not-exactly a \"x\"))");
  assert_expr("a < 1 and a <= 1 and a > 1 and a >= 1", "(and (< a 1) (<= a 1) (> a 1) (>= a 1))");
  assert_expr("a between 1 and 2 + 3 and b", "(and (between a 1 (+ 2 3)) b)");
  assert_expr("a in s", "(in a s)");
  assert_expr("a not in (\"x\", \"y\")", "(not-in a (set \"x\" \"y\"))");
  assert_expr("a in 1..<5 and a in p.reasons", "(and (in a (..< 1 5)) (in a (.reasons p)))");
  assert_expr("a has \"x\" and a has any of s and a has all of (\"x\") and a has none of s", "(and (has a \"x\") (has-any a s) (has-all a (set \"x\")) (has-none a s))");
  assert_expr("a contains \"x\" and a contains any of s", "(and (contains a \"x\") (contains-any a s))");
  assert_expr("a starts with \"x\" and a starts with any of s", "(and (starts-with a \"x\") (starts-with-any a s))");
  assert_expr("a ends # between\n with \"x\" and a ends with any of s", "(and (ends-with a \"x\") (ends-with-any a s))");
  assert_expr("a matches \"^x\"", "(matches a \"^x\")");
  assert_expr("a within 30 days and a not within 6 months", "(and (within a (days 30)) (not-within a (months 6)))");
  assert_expr("a older than 1 year and a before b and a after now", "(and (older-than a (months 12)) (before a b) (after a now))");
  assert_expr("a is missing and a is not missing and a is present and a is valid and a is not invalid", "(and (is-missing a) (is-not-missing a) (is-present a) (is-valid a) (is-not-invalid a))");
  assert_expr("all of (a, b) or any of (a, b) or none of (a, b) or at least 2 of (a, b, c)", "(or (all-of a b) (any-of a b) (none-of a b) (at-least 2 a b c))");
  assert_expr("now - 2 days ago", "(- now (ago (days 2)))");
  assert_expr("f(a, -1).b.c", "(.c (.b (call f a (negate 1))))");
  assert_expr("points(\"Label\") + f()", "(+ (call points \"Label\") (call f))");
}
static void queries(void **state) {
  (void)state;
  assert_expr("count(e)", "(count e)");
  assert_expr("count(e within 30 days where a and b)", "(count e (within (days 30)) (where (and a b)))");
  assert_expr("any(e where a) or all(e where a) or none(e)", "(or (any e (where a)) (all e (where a)) (none e))");
  assert_expr("sum(a * 2 of e where b)", "(sum (* a 2) of e (where b))");
  assert_expr("average(a of e) + min(a of e) + max(a of e within 1 day) + distinct(a of e)", "(+ (+ (+ (average a of e) (min a of e)) (max a of e (within (days 1)))) (distinct a of e))");
  assert_expr("latest(e) after earliest(e where a)", "(after (latest e) (earliest e (where a)))");
  assert_expr("count(a.b where count(c where it is \"x\") > 1)", "(count (.b a) (where (> (count c (where (is it \"x\"))) 1)))");
}
static void literals(void **state) {
  (void)state;
  assert_expr("200 + 1_000_000 + 200k + 5M + 2B + 1.5 + 1.5M + 15% + 0.0001", "(+ (+ (+ (+ (+ (+ (+ (+ 200 1000000) 200000) 5000000) 2000000000) 1.5) 1500000) 0.15(%)) 0.0001)");
  assert_expr("900_000_000_000_000", "900000000000000");
  assert_expr("join(\"\\\"\\\\\\n\\t\\u{e9}\", \"\")", "(call join \"\\\"\\\\\\n\\t\xc3\xa9\" \"\")");
  assert_expr("join(if a then \" \" else \"\", b)", "(call join (if a \" \" \"\") b)");
  assert_expr("2026-02-28 is 2024-02-29", "(is 2026-02-28 2024-02-29)");
  assert_expr("2026-11-01T09:00Z", "2026-11-01T09:00:00Z");
  assert_expr("2026-11-01T09:00:00.250+02:00", "2026-11-01T07:00:00.250Z");
  assert_expr("2026-11-01T09:00:00.000001-14:00", "2026-11-01T23:00:00.000001Z");
  assert_expr("2026-11-01T09:00", "2026-11-01T09:00:00"); // local
  assert_expr("f(1 second, 45 seconds, 90 minutes, 1 hour, 30 days, 2 weeks, 6 months, 2 years)",
              "(call f (seconds 1) (seconds 45) (minutes 90) (hours 1) (days 30) (days 14) (months 6) (months 24))");
  assert_expr("true is false", "(is true false)");
  assert_expr("`Lead Source` is `and`", "(is `Lead Source` and)");
  assert_tree("\xEF\xBB\xBF" "define x as 1", "(define x 1)");
}

// ---- words as names
typedef enum { RESERVED, STATEMENT, OPTION, CLAUSE } Kind;
static const struct { const char *word; Kind kind; } words[] = {
#define KEYWORD(word, token, kind) {word, kind},
#define PHRASE(a, b, c, token) {a, CLAUSE}, {b, CLAUSE}, {c, CLAUSE},
#include "lang/keywords.def"
#undef KEYWORD
#undef PHRASE
  // words with a meaning that are no words of the grammar
  {"it", CLAUSE}, {"ago", CLAUSE}, {"day", CLAUSE}, {"days", CLAUSE}, {"hour", CLAUSE}, {"month", CLAUSE}, {"text", CLAUSE}, {"number", CLAUSE}, {"count", CLAUSE},
  {"sum", CLAUSE}, {"latest", CLAUSE}, {"previous", CLAUSE}, {"fit", CLAUSE}, {"reasons", CLAUSE}, {"scale", CLAUSE}, {"one", CLAUSE}, {"least", CLAUSE}, {"most", CLAUSE},
};
enum { WORDS = sizeof words / sizeof *words };
static bool reserved(const char *word) { // also as a part of a phrase: `of`, `with` is none
  for (int i = 0; i < WORDS; i++) if (words[i].kind == RESERVED && strcmp(words[i].word, word) == 0) return true;
  return word[0] == 0;
}
static bool option(const char *word) {
  for (int i = 0; i < WORDS; i++) if (words[i].kind == OPTION && strcmp(words[i].word, word) == 0) return true;
  return false;
}
static bool statement(const char *word) {
  for (int i = 0; i < WORDS; i++) if (words[i].kind == STATEMENT && strcmp(words[i].word, word) == 0) return true;
  return false;
}
// `source` and `want` with W in the place of each @.
static void assert_with(const char *word, const char *source, const char *want) {
  const char *in[] = {source, want}, *out[2];
  for (int i = 0; i < 2; i++) {
    Text t = {"", 0};
    for (const char *c = in[i]; *c; c++) t = *c == '@' ? text_format(&arena, "%.*s%s", (int)t.size, t.data, word) : text_format(&arena, "%.*s%c", (int)t.size, t.data, *c);
    out[i] = text_c(&arena, t);
  }
  assert_tree(out[0], out[1]);
}
static void words_as_names(void **state) {
  (void)state;
  for (int i = 0; i < WORDS; i++) {
    const char *w = words[i].word;
    if (reserved(w)) continue;
    arena_reset(&arena);
    sources = (Sources){.arena = &arena};
    if (!option(w)) { // inside a schema these are none
      assert_with(w, "schema L {\n a text\n @ text key\n b number in 0.. unit @\n @ one of \"x\"\n @ list of text by @ since @\n}",
                  "(schema L (a text) (@ text key) (b number (in (.. 0 _)) (unit @)) (@ (one-of \"x\")) (@ (list text) (by @) (since @)))");
      assert_with(w, "table @ from \"f\" {\n @ text key\n @ number\n}", "(table @ (from \"f\") (@ text key) (@ number))");
    }
    assert_with(w, "define @ as @ + @ * -@\ndefine y as (@) is @", "(define @ (+ @ (* @ (negate @))))\n(define y (is @ @))");
    // on its own line and before every operator, where a statement's first word might be meant
    assert_with(w, "define y as a or\n@ between 1 and 2 or\n@ in (1) or\n@ not in s or @ starts with \"x\" or\n  @ starts with \"x\" or\n@ older than 1 day or\n@ contains \"x\" or\n@ has \"x\" or\n@ is missing or\n@ before a",
                "(define y (or a (between @ 1 2) (in @ (set 1)) (not-in @ s) (starts-with @ \"x\") (starts-with @ \"x\") (older-than @ (days 1)) (contains @ \"x\") (has @ \"x\") (is-missing @) (before @ a)))");
    assert_with(w, "fit \"L\" +1 per @ each because \"b\" when @ between (1) and 2\nstage \"S\" when @ in (1)", "(rule fit \"L\" 1 each (because \"b\") (per @) (when (between @ 1 2)))\n(stage \"S\" (when (in @ (set 1))))");
    assert_with(w, "define @(@ text, @ number,\n @ text) as @.@", "(define @ (@ text, @ number, @ text) (.@ @))");
    assert_with(w, "define @ by @ { in @ => 1 }", "(define @ (by @ ((in @) => 1)))");
    assert_with(w, "list @ = \"a\"\nparameter @ = 1\nschema @ { a text }\nrecord @ { a text }", "(list @ (values \"a\"))\n(parameter @ 1)\n(schema @ (a text))\n(record @ (a text))");
    assert_with(w, "fit \"L\" +@, at most @ when @ > 1 and @ in @ and not @\nfit \"M\" +1 for @ where @ is @\nfit \"N\" +1 per @ when @", 
                "(rule fit \"L\" @ (at-most @) (when (and (> @ 1) (in @ @) (not @))))\n(rule fit \"M\" 1 (for @ (where (is @ @))))\n(rule fit \"N\" 1 (per @) (when @))");
    assert_with(w, "stage \"S\" when @\nroute \"R\" to @ sla 1 hour when @\ncontact \"c\" when @ open \"08:00\"..\"09:00\" in @",
                "(stage \"S\" (when @))\n(route \"R\" (when @) (to @) (sla (hours 1)))\n(contact \"c\" (when @) (open \"08:00\" \"09:00\") @)");
    assert_with(w, "test \"t\" { lead { @: 1, a: { @: [1] } } expect @ is 1 expect @ }", "(test \"t\" (lead {@: 1, a: {@: [1]}}) (expect (is @ 1)) (expect @))");
    if (!statement(w)) assert_with(w, "score @ 0..1\n@ \"L\" +1 when a", "(score @ (.. 0 1))\n(rule @ \"L\" 1 (when a))");
    if (words[i].kind == STATEMENT) assert_with(w, "define y as\n@\nstage \"S\" when a and\n@ is 1", "(define y @)\n(stage \"S\" (when (and a (is @ 1))))");
  }
}

// ---- mistakes
static void characters_and_literals(void **state) {
  (void)state;
  assert_mistakes_in((Text){"use \"a\"\nuse \xff", 14}, "E002 2:5");
  assert_mistakes_in((Text){"use \"a\0b\"", 9}, "E002 1:7");
  assert_mistakes("stage \"a\" when x && y", "E011 1:18");
  assert_mistakes("stage \"a\" when x || y", "E011 1:18");
  assert_mistakes("stage \"a\" when x == y", "E011 1:18");
  assert_mistakes("stage \"a\" when x <> y", "E011 1:18");
  assert_mistakes("stage \"a\" when x;", "E011 1:17");
  assert_mistakes("stage \"a\" when x is \xe2\x80\x9cy\xe2\x80\x9d", "E011 1:21, E011 1:23");
  assert_said("stage \"a\" when x is 'y'", "double quotes");
  assert_mistakes("stage \"a\" when x is \"y\nstage \"b\" otherwise", "E012 1:21");
  assert_mistakes("list a = \"x\\q\"", "E012 1:12");
  assert_mistakes("list a = \"\\u{110000}\"", "E012 1:11");
  assert_mistakes("define x as 1.23456", "E014 1:13");
  assert_mistakes("define x as 0.123%", "E014 1:13"); // five places
  assert_mistakes("define x as 900_000_000_000_000.0001", "E014 1:13");
  assert_mistakes("define x as 99999999999999999999999999999999999999999999", "E014 1:13");
  assert_mistakes("define x as 5days", "E014 1:13");
  assert_mistakes("define x as 2026-02-29", "E015 1:13");
  assert_mistakes("define x as 2026-1-1", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T24:00Z", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T23:59:60Z", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T00:00:00.1234567Z", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T00:00+14:01", "E015 1:13");
  assert_mistakes("define x as 2026-01-01T", "E015 1:13");
  assert_mistakes("define x as a within 1.5 days", "E016 1:22");
  assert_mistakes("define x as a within 999999999999 days", "E016 1:22");
  assert_mistakes("define x as a in 5..1", "E017 1:18");
  assert_mistakes("define x as a in 5..<5", "E017 1:18");
  assert_mistakes("define x as a in 2026-01-02..2026-01-01", "E017 1:18");
}
static void blank_texts(void **state) {
  (void)state;
  assert_mistakes("define x as \"\"", "E013 1:13");
  assert_mistakes("define x as a is \" \"", "E013 1:18");
  assert_mistakes("define x as if a then \"\" else \"b\"", "E013 1:23");
  assert_mistakes("define x as a in (\"b\", \"\\t\")", "E013 1:24");
  assert_mistakes("define x as join(lower(\"\"))", "E013 1:24");
  assert_mistakes("define x by a { \"\" => \"\" }", "E013 1:17, E013 1:23");
  assert_mistakes("list x = \"a\", \"\"", "E013 1:15");
  assert_mistakes("schema L { a one of \"\", \"b\" c text from \"\" d text default \"\" }", "E013 1:21, E013 1:41, E013 1:59");
  assert_mistakes("stage \"\" otherwise", "E013 1:7");
  assert_mistakes("fit \" \" +1 because \"\" when a", "E013 1:5");
}
static void expressions(void **state) {
  (void)state;
  assert_mistakes("define x as a or b and c", "E018 1:13");
  assert_mistakes("define x as a and b or c and d", "E018 1:13");
  assert_said("define x as a or b and c", "(b and c)");
  assert_mistakes("define x as a < b < c", "E019 1:19");
  assert_mistakes("define x as a is b is missing", "E019 1:20");
  assert_mistakes("define x as (a < b) is c", "");
  assert_mistakes("define x as at least 4 of (a, b)", "E037 1:13");
  assert_mistakes("define x as at least 1.5 of (a, b)", "E037 1:13");
  assert_mistakes("define x as sum(a)", "E037 1:13");
  assert_mistakes("define x as count(a of b)", "E037 1:13");
  assert_mistakes("define x as lower(a where b)", "E037 1:19");
  assert_mistakes("schema L { a text key key }", "E051 1:23");
  assert_mistakes("fit \"L\" +1 each each for a", "E064 1:17");
  assert_mistakes("define x by a { not has \"x\" => 1 }", "E074 1:17");
}
static void forms(void **state) {
  (void)state;
  assert_mistakes("stage \"a\" x", "E010 1:11");
  assert_said("stage \"a\" x", "expected `when` or `otherwise` after `\"a\"`");
  assert_said("stage \"a\" when x +", "expected a value after `+`");
  assert_said("stge \"a\" when x", "did you mean `stage`");
  assert_said("frobnicate x", "a statement begins with");
  assert_said("lst a = \"b\"", "did you mean `list`");
  assert_said("list a \"b\"", "list NAME = ");
  assert_said("fit \"a\" 20 x", "+20 when CONDITION");
  assert_said("define x by a { 1 \"b\" }", "PATTERN => VALUE");
  assert_said("define x by a {\n 1 => 2\nstage \"s\" otherwise", "a } is missing before `stage`");
  assert_said("schema L {\n a text\nstage \"s\" otherwise", "a } is missing before `stage`");
  assert_said("define x as 1 +\nstage \"s\" otherwise", "the statement before it is not complete");
  assert_said("test \"t\" { expect a", "the file ends inside braces");
  assert_said("stage \"s\" when", "the file ends in the middle");
}
static void recovery(void **state) {
  (void)state;
  assert_statements("stage \"a\" x\nfit \"b\" +1 when a\nroute \"r\" \"y\"\nfit \"c\" +1 when a", "E010 1:11, E010 3:11", 2);
  assert_statements("define x as 1 +\nstage \"a\" when y >\nstage \"b\" otherwise", "E010 2:1, E010 3:1", 1);
  assert_statements("}\n}\nstage \"a\" otherwise", "E010 1:1", 1);
  assert_statements("schema L {\n 5 text\n b number in\n c text\n  from 5\n d text\n}\nstage \"b\" otherwise", "E010 2:2, E010 4:2, E010 5:8", 2);
  assert_statements("record L {\n a one of\n}\nrecord M {\n a text\n}", "E010 3:1", 2);
  assert_statements("schema L {\n a text\nstage \"b\" when x\nstage \"c\" otherwise", "E010 3:7", 3);
  assert_statements("schema L {\n a 5 { }\n b text\n}\nstage \"c\" otherwise", "E010 2:4", 2);
  assert_statements("group \"g\" 0..5 {\n fit \"a\" +1 whn x\n fit \"b\" +2 when y\n fit \"c\" when z\n}\nstage \"b\" otherwise", "E010 2:13, E010 4:10", 2);
  assert_statements("test \"t\" {\n lead { a 1 }\n expect a\n}\nstage \"b\" otherwise", "E010 2:11", 2);
  assert_statements("test \"t\" {\n at x\n lead a: 1 }\n expect a b\n}\nstage \"b\" otherwise", "E010 2:5, E010 3:7, E010 4:11", 2);
  assert_statements("define d by x {\n 1 2\n 3 =>\n}\ndefine e by x { }\nstage \"b\" otherwise", "E010 2:4, E010 4:1, E010 5:17", 3);
  assert_statements("define d by x {\n 1 2\n 3 => 4\nstage \"b\" x\nstage \"c\" otherwise", "E010 2:4, E010 4:1, E010 4:11", 1);
  assert_statements("group \"g\" 0..5 {\n f \"a\" by x {\n 1 2\n 3 => 4 5 6\n 7 => 8\n }\n}\nstage \"b\" otherwise", "E010 3:4, E010 4:11", 2);
  assert_statements("rubric \"r\" {\n owner 1\n version x\n timezone \"UTC\"\n}\nstage \"b\" otherwise", "E010 2:8, E010 3:10", 2);
  assert_statements("account by a {\n defin b as 1\n}\nstage \"b\" otherwise", "E010 2:2", 1);
  assert_statements("list a \"b\"\nlist c \"d\"\nlist e = \"f\"", "E010 1:8, E010 2:8", 1);
  assert_statements("stage \"a\" when x && && y\nstage \"b\" x", "E011 1:18, E011 1:21, E010 2:11", 0);
}
static void many_mistakes(void **state) {
  (void)state;
  Text t = {"", 0};
  for (int i = 0; i < LIMIT_ERRORS + 5; i++) t = text_format(&arena, "%.*sstage \"a\" x\n", (int)t.size, t.data);
  parse(t);
  assert_int_equal(diags.items.count, LIMIT_ERRORS);
  assert_int_equal(diags.dropped, 5);
}

// ---- depth and length
static Text repeated(const char *head, const char *before, const char *middle, const char *after, uint32_t times) {
  uint32_t a = (uint32_t)strlen(before), b = (uint32_t)strlen(after), h = (uint32_t)strlen(head), m = (uint32_t)strlen(middle);
  char *bytes = arena_alloc_raw(&arena, h + m + (size_t)(a + b) * times + 1), *at = bytes;
  memcpy(at, head, h); at += h;
  for (uint32_t i = 0; i < times; i++) { memcpy(at, before, a); at += a; }
  memcpy(at, middle, m); at += m;
  for (uint32_t i = 0; i < times; i++) { memcpy(at, after, b); at += b; }
  return (Text){bytes, (uint32_t)(at - bytes)};
}
static void depth(void **state) {
  (void)state;
  static const struct { const char *head, *before, *middle, *after; } nests[] = {
    {"define x as ", "(", "a", ")"}, {"define x as ", "not ", "a", ""}, {"define x as ", "- ", "a", ""}, {"define x as ", "if a then b else ", "a", ""},
    {"define x as ", "f(", "a", ")"}, {"define x as ", "count(e where ", "a", ")"}, {"define x as ", "any of (", "a", ")"}, {"define x as ", "(a in (", "a", "))"},
    {"define x as a", " + a", "", ""}, {"define x as a", ".b", "", ""}, {"test \"t\" { lead { a: ", "[", "1", "]"}, {"test \"t\" { lead ", "{ a: ", "1", "}"},
    {"define x as ", "(a and ", "b", ")"}, {"define x as ", "(a and b and c and ", "d", ")"}, {"define x as ", "(", "a", " and b and c)"}, {"stage \"s\" when a in (", "(", "1", ")"},
  };
  for (uint32_t i = 0; i < sizeof nests / sizeof *nests; i++)
    for (uint32_t times = LIMIT_EXPRESSION_DEPTH * 2; times <= 500000; times = times < 1000 ? 20000 : times * 25) {
      arena_reset(&arena);
      sources = (Sources){.arena = &arena};
      parse(repeated(nests[i].head, nests[i].before, nests[i].middle, nests[i].after, times));
      if (diags.items.count != 1) print_error("%s x %u: %u mistakes\n", nests[i].before, times, diags.items.count);
      assert_int_equal(diags.items.count, 1);
      assert_int_equal(diags.items.items[0]->id, ERROR_DEPTH);
    }
  Text fine = repeated("define x as ", "(", "a", ")", LIMIT_EXPRESSION_DEPTH - 1);
  assert_false(parse(fine)->has_syntax_errors);
  // what stands after it is still read
  Text deep = repeated("define x as ", "not ", "a\nstage \"s\" x", "", 300);
  parse(deep);
  assert_int_equal(diags.items.count, 2);
}
static void long_chains(void **state) {
  (void)state;
  static const char *const chains[] = {" and a", " or a"};
  for (int i = 0; i < 2; i++) {
    arena_reset(&arena);
    sources = (Sources){.arena = &arena};
    File *file = parse(repeated("define x as a", chains[i], "", "", 99999));
    assert_int_equal(diags.items.count, 0);
    assert_int_equal(file->count, 1);
    assert_int_equal(file->statements[0].define->body->args.count, 100000);
  }
  File *file = parse(repeated("list a = \"x\"", ", \"x\"", "", "", 99999));
  assert_false(file->has_syntax_errors);
  assert_int_equal(file->statements[0].list->count, 100000);
}

// ---- expression_parse
static Expr *expression(const char *source) {
  diags = (Diags){.arena = &arena};
  return expression_parse(&arena, &sources, source_add(&sources, TEXT("e"), text_of(source)), &diags);
}
static void one_expression(void **state) {
  (void)state;
  Expr *e = expression("a is 1 and stage is \"SQL\"");
  assert_non_null(e);
  assert_int_equal(e->kind, EXPR_AND);
  assert_null(expression("a is"));
  assert_null(expression("a b"));
  assert_null(expression("a is \"\""));
  assert_null(expression(""));
  assert_null(expression("stage \"a\" otherwise"));
}

// ---- anything
static uint64_t seed = 20261124;
static uint32_t random_below(uint32_t n) {
  seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17;
  return (uint32_t)(seed % n);
}
static const char *const pieces[] = {"\"x\"", "\"\"", "\"open", "1", "2.5", "15%", "5M", "1.23456", "30 days", "6 months", "2026-01-01", "2026-01-01T00:00", "2026-99-01", "a", "b", "(", ")", "{", "}", "[", "]",
  ",", ".", ":", "..", "..<", "=>", "<", "<=", "=", "!=", "==", "+", "-", "*", "/", "`q`", "\n", "\n", "\n", "'", "\\", "&&", "\xe2\x80\x9c", "# c\n", "2 days ago", "at least 2 of", "any of", "\nfit \"L\" +1",
  "\nschema L {\n", "\nrecord R {\n", "\nstage \"s\" when ", "\ndefine x as ", "\ndefine x by a {", "\ngroup \"g\" 0..5 {\n", "\ntest \"t\" {", "lead {", "\naccount by a {", "\ntable t from \"f\" {\n", "define"};
static void soups(void **state) {
  (void)state;
  for (int round = 0; round < 20000; round++) {
    char soup[2000];
    uint32_t size = 0, count = 1 + random_below(60);
    for (uint32_t i = 0; i < count; i++) {
      const char *piece = random_below(2) ? words[random_below(WORDS)].word : pieces[random_below(sizeof pieces / sizeof *pieces)];
      size += (uint32_t)snprintf(soup + size, sizeof soup - size, "%s ", piece);
    }
    arena_reset(&arena);
    sources = (Sources){.arena = &arena};
    File *file = parse((Text){soup, size});
    assert_true(file->has_syntax_errors || diags.items.count == 0);
    assert_true(!file->has_syntax_errors || diags.items.count > 0);
    file_print(&arena, file);
    for (uint32_t i = 0; i < diags.items.count; i++) {
      assert_true(diags.items.items[i]->span.end <= size && diags.items.items[i]->span.start <= diags.items.items[i]->span.end);
      diag_render(&arena, &sources, diags.items.items[i], false);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    TEST(declarations), TEST(tables), TEST(rules), TEST(decisions), TEST(operators), TEST(queries), TEST(literals), TEST(words_as_names), TEST(characters_and_literals), TEST(blank_texts),
    TEST(expressions), TEST(forms), TEST(recovery), TEST(many_mistakes), TEST(depth), TEST(long_chains), TEST(one_expression), TEST(soups),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
