// format_test.c -- the layout: exact texts, and for every rule file of the project the same tree and nothing left to change.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include <glob.h>
#include "lang/format.h"
#include "tree_print.h"

static Arena arena;
static jmp_buf escape;
static Sources sources;

static int setup(void **state) {
  (void)state;
  arena_init(&arena, allocator_default(), &escape);
  sources = (Sources){.arena = &arena};
  return 0;
}
static int teardown(void **state) {
  (void)state;
  arena_free(&arena);
  return 0;
}
static File *parse(Text bytes) {
  Diags diags = {.arena = &arena};
  File *file = file_parse(&arena, &sources, source_add(&sources, TEXT("t"), bytes), &diags);
  return file->has_syntax_errors || diags.items.count ? NULL : file;
}
static void assert_same(const char *what, Text got, Text want) {
  if (!text_equal(got, want)) print_error("%s\n--- got\n%.*s--- want\n%.*s", what, (int)got.size, got.data ? got.data : "", (int)want.size, want.data);
  assert_true(text_equal(got, want));
}
// Lays out a text; gives the result, whose tree is the same and which does not change again.
static Text laid_out(const char *name, Text bytes) {
  File *file = parse(bytes);
  if (!file) print_error("%s has syntax errors\n", name);
  assert_non_null(file);
  Text once = format_file(&arena, &sources, file);
  File *again = parse(once);
  if (!again) print_error("%s has syntax errors when laid out:\n%.*s", name, (int)once.size, once.data);
  assert_non_null(again);
  assert_same(name, file_print(&arena, again), file_print(&arena, file));
  assert_same(name, format_file(&arena, &sources, again), once);
  return once;
}
static void assert_layout(const char *source, const char *want) { assert_same(source, laid_out(source, text_of(source)), text_of(want)); }

// ---- every rule file
static Text read_file(const char *path) {
  FILE *f = fopen(path, "rb");
  assert_non_null(f);
  fseek(f, 0, SEEK_END);
  long size = ftell(f);
  rewind(f);
  char *bytes = arena_alloc(&arena, (size_t)size + 1);
  assert_int_equal(fread(bytes, 1, (size_t)size, f), size);
  fclose(f);
  return (Text){bytes, (uint32_t)size};
}
static uint32_t each_file(const char *pattern, bool strict) {
  glob_t found;
  uint32_t count = 0;
  if (glob(pattern, 0, NULL, &found) != 0) return 0;
  for (size_t i = 0; i < found.gl_pathc; i++) {
    Text bytes = read_file(found.gl_pathv[i]);
    if (!strict && !parse(bytes)) continue; // wrong on purpose
    laid_out(found.gl_pathv[i], bytes);
    count++;
  }
  globfree(&found);
  return count;
}
static void test_every_file(void **state) {
  (void)state;
  assert_true(each_file("examples/*/*.rubric", true) >= 4);
  assert_true(each_file("stdlib/*.rubric", true) >= 3);
  assert_true(each_file("tests/lang/*.rubric", true) >= 100);
  assert_true(each_file("tests/errors/*.rubric", false) >= 50);
}

// ---- layouts
static void test_columns(void **state) {
  (void)state;
  assert_layout("fit \"a\" +1 when x\nintent \"longer\" +20 each, at most 40 because \"y\" for events\nfit \"b\" -5 when z",
                "fit    \"a\"       +1                    when x\n"
                "intent \"longer\"  +20 each, at most 40  because \"y\"  for events\n"
                "fit    \"b\"       -5                    when z\n");
  assert_layout("disqualify \"a\" when x require \"bb\" that y", "disqualify \"a\"   when x\nrequire    \"bb\"  that y\n");
  assert_layout("route \"a\" to \"x\" when b\nroute \"long\" to \"longer\" sla 1 hour when c route \"n\" to \"z\" otherwise",
                "route \"a\"    to \"x\"                   when b\n"
                "route \"long\" to \"longer\"  sla 1 hour  when c\n"
                "route \"n\"    to \"z\"                   otherwise\n");
  assert_layout("list a=\"x\"\ntable long from\"t.csv\"{k text key v number}", "list  a    = \"x\"\ntable long from \"t.csv\" { k text key  v number }\n");
  assert_layout("contact \"email\" when a\ncontact \"c\" when b open \"08:00\" .. \"21:00\" in zone",
                "contact \"email\" when a\ncontact \"c\"     when b  open \"08:00\"..\"21:00\" in zone\n");
}
static void test_blocks(void **state) {
  (void)state;
  assert_layout("schema Lead{id text key from \"Id\" employees integer in 0.. tech list of text separated by \";\" default empty kind one of \"a\",\"b\"}",
                "schema Lead {\n"
                "  id         text     key     from \"Id\"\n"
                "  employees  integer  in 0..\n"
                "  tech       list of text     separated by \";\"  default empty\n"
                "  kind       one of \"a\", \"b\"\n"
                "}\n");
  assert_layout("define size by a,b{<50,any=>\"S\" 50..<1_000 , \"x\" or \"y\"=>\"M\" otherwise=>missing}",
                "define size by a, b {\n"
                "  < 50,        any        => \"S\"\n"
                "  50..<1_000,  \"x\" or \"y\" => \"M\"\n"
                "  otherwise               => missing\n"
                "}\n");
  assert_layout("test \"t\" { lead{a:1,b:[{c:-2}],d:[\"x\"],} expect a=1 expect not b }",
                "test \"t\" {\n  lead { a: 1, b: [ { c: -2 } ], d: [\"x\"], }\n  expect a = 1\n  expect not b\n}\n");
  assert_layout("group \"g\" 0..15 { fit \"a\" +1 when x fit \"bb\" +1 when y }", "group \"g\" 0..15 {\n  fit \"a\"   +1  when x\n  fit \"bb\"  +1  when y\n}\n");
  assert_layout("account by domain(email){define n as count(leads) define engaged as 2} merge leads by id{keep latest t combine a,b strictest c}",
                "account by domain(email) {\n  define n       as count(leads)\n  define engaged as 2\n}\n"
                "merge leads by id {\n  keep latest t\n  combine a, b\n  strictest c\n}\n");
  assert_layout("rubric \"R\"{owner \"o\" review every 90 days since 2026-11-01 timezone \"UTC\"}",
                "rubric \"R\" {\n  owner    \"o\"\n  review   every 90 days since 2026-11-01\n  timezone \"UTC\"\n}\n");
}
static void test_comments(void **state) {
  (void)state;
  assert_layout("# head\n\n\n\n#  two \nuse \"std/email\" # why\nuse \"std/geo\"# also\n\n\n# end\n",
                "# head\n\n#  two\nuse \"std/email\"  # why\nuse \"std/geo\"    # also\n\n# end\n");
  assert_layout("schema Lead { # all of it\n\n id text key # the id\n\n\n # more\n name text\n # last\n}",
                "schema Lead {  # all of it\n  id    text  key  # the id\n\n  # more\n  name  text\n  # last\n}\n");
  assert_layout("stage \"a\" when x # one\n and y\n # two\n and z", "stage \"a\"\n  when x  # one\n    and y\n    # two\n    and z\n");
  assert_layout("list a = \"x\", # ex\n \"y\",\n # zed\n \"z\"", "list a =\n  \"x\",  # ex\n  \"y\",\n  # zed\n  \"z\"\n");
  assert_layout("schema L{a text}#one\ntest \"t\"{#two\nlead{}}", "schema L {\n  a  text\n}  #one\ntest \"t\" {  #two\n  lead { }\n}\n");
  assert_layout("# only a comment", "# only a comment\n");
  assert_layout("", "");
}
static void test_spelling(void **state) {
  (void)state;
  assert_layout("parameter p=-200k in -5M..\ndefine x as `Lead Source` = \"\\u{41}\" and a-b*-c>1.50 and d within 1 days and not(e in(\"x\",\"y\")) and f.g!=h(i,j)",
                "parameter p = -200k in -5M..\n"
                "define x as\n"
                "  `Lead Source` = \"\\u{41}\" and a - b * -c > 1.50 and d within 1 days and not (e in (\"x\", \"y\")) and f.g != h(i, j)\n");
  assert_layout("use \"std/email\"\r\nuse \"std/geo\"", "use \"std/email\"\r\nuse \"std/geo\"\r\n");
}
#define LONG "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
static void test_long(void **state) {
  (void)state;
  assert_layout("fit \"a\" +1 because \"b\" when " LONG " is \"x\" and (" LONG " is \"y\" or c) and d",
                "fit \"a\"  +1\n  because \"b\"\n  when " LONG " is \"x\"\n    and (" LONG " is \"y\" or c)\n    and d\n");
  assert_layout("define x as if " LONG " then \"one\" else if " LONG " then \"two\" else \"three\"",
                "define x as\n  if " LONG " then \"one\"\n  else if " LONG " then \"two\"\n  else \"three\"\n");
  assert_layout("stage \"a\" when any of (" LONG ", " LONG ", count(events within 30 days where b))",
                "stage \"a\"\n  when any of (" LONG ",\n               " LONG ",\n               count(events within 30 days where b))\n");
  assert_layout("define " LONG " as count(" LONG " where " LONG " is \"x\")", "define " LONG " as\n  count(" LONG "\n        where " LONG " is \"x\")\n");
  assert_layout("fit \"short\" +1 when a\nfit \"" LONG LONG "\" +1 when b\nfit \"s\" +1 when c",
                "fit \"short\"  +1  when a\nfit \"" LONG LONG "\"  +1  when b\nfit \"s\"      +1  when c\n");
}
// A name that could begin a statement never begins a line.
static void test_words(void **state) {
  (void)state;
  assert_layout("define x as define in (\"" LONG "\", \"" LONG "\", \"c\")", "define x as define in (\"" LONG "\",\n                       \"" LONG "\", \"c\")\n");
  assert_layout("score because 0..1\nfit \"" LONG LONG "\" +1 because \"" LONG "\" when a", "score because 0..1\nfit \"" LONG LONG "\"  +1  because \"" LONG "\"\n  when a\n");
}
static Expr *expression(const char *source) {
  Diags diags = {.arena = &arena};
  return expression_parse(&arena, &sources, source_add(&sources, TEXT("e"), text_of(source)), &diags);
}
static void test_parts(void **state) {
  (void)state;
  assert_same("expression", format_expr(&arena, &sources, expression("a  >=200k and\n # why\n count( events where b )in 2 .. 5")), TEXT("a >= 200k and count(events where b) in 2..5"));
  File *file = parse(TEXT("use \"std/email\"\n# not this\nstage \"a\"   when x # nor this\n"));
  assert_same("statement", format_statement(&arena, &sources, file, &file->statements[1]), TEXT("stage \"a\" when x"));
}
int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_every_file, setup, teardown),
    cmocka_unit_test_setup_teardown(test_columns, setup, teardown),
    cmocka_unit_test_setup_teardown(test_blocks, setup, teardown),
    cmocka_unit_test_setup_teardown(test_comments, setup, teardown),
    cmocka_unit_test_setup_teardown(test_spelling, setup, teardown),
    cmocka_unit_test_setup_teardown(test_long, setup, teardown),
    cmocka_unit_test_setup_teardown(test_words, setup, teardown),
    cmocka_unit_test_setup_teardown(test_parts, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
