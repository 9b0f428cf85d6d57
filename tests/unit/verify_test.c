// verify_test.c -- the trust boundary: every word of a compiled rule set is changed, and what is still accepted is run.
//
// The rules use every feature, so that every section and nearly every opcode is there. A mutation is made from its number
// alone: MUTATIONS=200000 makes more of them than a plain run does, FIRST=N begins at a later one. When one of them crashes,
// its number is printed (under ASan with ASAN_OPTIONS=abort_on_error=1).
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "api.h"

static const char rules_text[] =
  "rubric \"All\" { timezone \"Europe/Berlin\" }\n"
  "schema L {\n"
  "  id text key  n number in 0..900 default 3  i integer  ok boolean default true  born date as \"%d/%m/%Y\"  at time required  seen time\n"
  "  mail email  site domain  tel phone  page url  land country  zone text missing when \"N/A\", \"-\"\n"
  "  t text from \"Title\", \"title\"  u text default \"vp\"\n"
  "  tier scale of \"low\", \"mid\", \"high\" default \"mid\"  kind one of \"x\", \"y\"  tech list of text separated by \";\" default empty  nums list of number\n"
  "  ev list of E by at since seen default empty  deals list of D  office O\n"
  "}\n"
  "record E { kind text  at time  n number default 1  tags list of text }\n"
  "record D { name text  min number  lines list of N }\n"
  "record N { name text  n number }\n"
  "record O { city text  floor integer }\n"
  "list good = \"x\", \"y\", \"vice president\"\n"
  "table owners from \"owners.csv\" { state text key  size number key  owner text  quota number  live boolean }\n"
  "parameter bonus = 20 in 0..50\n"
  "define band by n, tier { < 5, any => \"low\"  5..9, \"low\" or \"mid\" => \"mid\"  missing, any => \"none\"  otherwise => missing }\n"
  "define visits as count(ev within 30 days where kind is \"x\")\n"
  "define twice(a number) as if a > 0 then a * 2 else -a / 3\n"
  "define big as greatest(n, i, twice(n)) + least(n, 2) - abs(i) + round(n, 1) + floor(n) + ceiling(n)\n"
  "define name as if ok then t else \"nobody\"\n"
  "define when_ as if n > 5 then at else now\n"
  "score fit 0..100 whole  score intent  score p = fit * 60% + intent\n"
  "fit \"A\" +bonus because \"why\" when t has any of good and n between 1 and 9\n"
  "fit \"B\" by n { < 3 => 1  3..<7 => +2.5  missing => -2 }\n"
  "fit \"C\" +5 when t matches \"a+b\" or u starts with \"v\" or t ends with any of (\"p\", \"q\") or t contains \"ice\"\n"
  "fit \"D\" +1 when mail is valid and domain(mail) is not \"a.example\" and local_part(mail) is \"a\"\n"
  "fit \"E\" +2 when owners(zone, n).quota > 3 and owners(zone, n).live and owners(zone, n).owner is exactly \"Ann\"\n"
  "fit \"F\" +3 when at least 2 of (ok, n > 3, kind is \"x\") or none of (ok, i = 4)\n"
  "fit \"G\" +1 when tel is \"+1 415 555 0100\" or land is \"Germany\" or tel is t or t is u or t is exactly u or t has u or t contains lower(u)\n"
  "fit \"H\" +1 when weekday(at) is \"Monday\" or hour(at) > 8 or days_since(at) > 3 or days_since(born) > 3 or date(at) = born\n"
  "fit \"I\" +1 when born + 3 days > date(at) or born - date(at) > 3 days or at - seen > 2 hours or born older than 2 months or at within 3 months\n"
  "fit \"J\" +1 when level(tier) * 2 >= 3 or length(t) > 3 or length(tech) > 1 or first_present(t, u) is \"vp\" or mail is invalid\n"
  "fit \"K\" +1 when join(t, \"-\", n, born, at) contains \"a-\" or normal_company(t) is \"acme\" or normal_email(mail) is mail\n"
  "fit \"L\" +1 when sample(\"s\", id) < 50% or t in (u, zone, \"x\") or first_present(at, seen) < now or ok is (n > 3) or big / n > 2\n"
  "fit \"M\" +1 when all(ev where n > 0) or none(nums where it > 3) or sum(n of ev) > 3 or average(n of ev) > 3 or min(n of ev) > 3 or max(it of nums) < 4\n"
  "fit \"N\" +1 when distinct(kind of ev) > 1 or latest(ev) > 3 days ago or earliest(ev) < 2 months ago or tech has \"q\" or distinct(n of ev) > 1\n"
  "fit \"O\" +1 when count(deals where any(lines where n > min)) > 1 or any(ev where kind in tech) or all(deals where count(lines where name is t) = 1)\n"
  "fit \"P\" +1 when if ok then office.city is \"x\" else office.floor > 3\n"
  "intent \"Q\" +5 each, at most 20, halving every 14 days for ev within 30 days where kind is \"x\"\n"
  "intent \"R\" +40, keeping 80% every 2 weeks for ev where any(tags where it is \"x\")\n"
  "intent \"S\" +4 per visits, at most 9, losing 1 every 1 day since at when ok\n"
  "intent \"T\" +4, losing 20% every 36 hours since when_ when t is present\n"
  "intent \"U\" -4, fading over 9 days since seen when name is \"vp\"\n"
  "group \"V\" 0..9 halving every 2 weeks since latest(ev) { intent \"W\" +1 per sum(n of ev)  intent \"X\" +2 when ok }\n"
  "group \"Y\" -3..3 { fit \"Z\" +2 when n > 4  fit \"Z2\" +2 when n > 5 }\n"
  "disqualify \"d\" because \"bad\" when any(ev where kind in tech)\n"
  "require \"r\" that n > 3 or tech has \"q\"\nrequire \"r2\" that t is present and i > 0\n"
  "stages forward only\n"
  "stage \"S\" when fit > 3 and band is \"low\"\nstage \"DQ\" when disqualified\nstage \"T\" otherwise\n"
  "segment \"g\" when tier >= \"mid\"\nsegment \"h\" when stage is \"S\" or reasons has \"r\" or previous.stage is \"T\"\n"
  "contact \"c\" because \"calm\" when t is present open \"08:00\"..\"20:00\" in zone\ncontact \"e\" when ok\n"
  "route \"I\" to \"fill\" when incomplete\n"
  "route \"R\" to any of \"p\" 30%, \"q\" 70% sla 1 hour when stage is \"S\"\nroute \"Q\" to join(t, \"-\", n) when segments has \"g\"\nroute \"Z\" to \"z\" otherwise\n"
  "hold routes for 2 days unless stage changes\n"
  "test \"one\" { lead { id: \"1\", n: 4, t: \"vp\", tech: [\"x\"], ev: [ { kind: \"x\", at: 1 days ago } ] } expect fit = 4 and stage is \"S\" and points(\"A\") = 20 and visits = 1 and at is missing }\n";
static const char owners_text[] = "state,size,owner,quota,live\nCA,1,Ann,5,yes\nUTC,4,Bo,,no\nEurope/Berlin,5,,7,\n";

// ---- memory and files: no block above 64 MB, so that a huge number in a program is refused and not had
static void *resize(void *user, void *block, size_t old_bytes, size_t new_bytes) {
  (void)user; (void)old_bytes;
  if (new_bytes == 0) { free(block); return NULL; }
  return new_bytes > 64u << 20 ? NULL : realloc(block, new_bytes);
}
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  const char *text = strcmp(path, "owners.csv") == 0 ? owners_text : rules_text;
  (void)why;
  *size = strlen(text);
  *bytes = resize(user, NULL, 0, *size);
  if (*bytes) memcpy(*bytes, text, *size);
  return *bytes != NULL;
}
static RubricHost test_host(void) { return (RubricHost){.resize = resize, .read_file = read_file, .read_zone = rubric_system_host().read_zone}; }

// ---- leads: some of everything, whatever the fields have become
static const char *const cells[] = {"", "1", "4", "vp of sales", "2026-01-01T08:00:00Z", "01/02/2025", "a@b.example", "yes", "+1 415 555 0100", "UTC", "Europe/Berlin", "x;y", "mid", "\xc3\xa9 ab", "US", "-"};
static void put_field(RubricBatch *batch, const RubricProgram *program, uint32_t field, uint32_t salt, int depth) {
  RubricField f = rubric_field(program, field);
  if (f.kind == RUBRIC_LIST && rubric_batch_begin_list(batch, field)) {
    bool records = f.child_count > 1 || rubric_field(program, f.first_child).kind == RUBRIC_RECORD;
    for (uint32_t n = 0; n < salt % 4; n++) {
      if (records) rubric_batch_begin_element(batch, field);
      for (uint32_t c = 0; c < f.child_count && depth < 6; c++) put_field(batch, program, f.first_child + c, salt * 5 + n * 3 + c, depth + 1);
      if (records) rubric_batch_end_element(batch, field);
    }
    rubric_batch_end_list(batch, field);
    return;
  }
  for (uint32_t c = 0; f.kind == RUBRIC_RECORD && c < f.child_count && depth < 6; c++) put_field(batch, program, f.first_child + c, salt + c, depth + 1);
  const char *cell = cells[salt % (sizeof cells / sizeof *cells)];
  if (salt % 3 && f.kind == RUBRIC_NUMBER) rubric_batch_integer(batch, field, (int64_t)(salt % 9) - 2);
  else if (salt % 3 && f.kind == RUBRIC_TIME) rubric_batch_text(batch, field, cells[4], strlen(cells[4]));
  else if (salt % 3 && f.kind == RUBRIC_CHOICE && f.value_count) { RubricText v = rubric_field_value(program, field, salt % f.value_count); rubric_batch_text(batch, field, v.data, v.size); }
  else rubric_batch_text(batch, field, cell, strlen(cell));
}
static void put_leads(RubricBatch *batch, const RubricProgram *program, uint32_t rows) {
  RubricText reason;
  for (uint32_t row = 0; row < rows; row++) {
    rubric_batch_begin_row(batch, row + 1);
    for (uint32_t f = 0; f < rubric_field_count(program); f++) if (rubric_field(program, f).parent == RUBRIC_NONE) put_field(batch, program, f, row * 7 + f * 5 + 1, 0);
    rubric_batch_end_row(batch, &reason);
  }
}
// Reads every byte and column of what a decision gives, so that ASan sees it.
static uint64_t look_at(const RubricProgram *program, RubricRun *run, const RubricDecisions *d) {
  uint64_t sum = 0;
  RubricTrace trace;
  const uint32_t *saw;
  for (uint32_t r = 0; r < d->rows; r++) {
    sum += d->status[r] + (uint64_t)d->due_at[r] + (uint64_t)d->sla_us[r];
    if (d->stage[r] >= 0) sum += rubric_item(program, RUBRIC_STAGES, (uint32_t)d->stage[r]).line;
    if (d->route[r] >= 0) sum += rubric_item(program, RUBRIC_ROUTES, (uint32_t)d->route[r]).line;
    for (uint32_t i = 0; d->target[r].data && i < d->target[r].size; i++) sum += (unsigned char)d->target[r].data[i];
    for (uint32_t s = 0; s < rubric_item_count(program, RUBRIC_SCORES); s++) sum += (uint64_t)d->scores[s][r] + d->score_known[s][r / 64];
    for (uint32_t s = 0; s < rubric_item_count(program, RUBRIC_SEGMENTS); s++) sum += d->segments[s][r / 64];
    for (uint32_t s = 0; s < rubric_item_count(program, RUBRIC_REASONS); s++) sum += d->reasons[s][r / 64];
    for (uint32_t c = 0; c < rubric_item_count(program, RUBRIC_CHANNELS); c++) sum += d->contacts[c].allowed[r / 64] + (d->contacts[c].open ? d->contacts[c].open[r / 64] + (uint64_t)d->contacts[c].next[r] : 0);
    for (uint32_t n = 0; n < d->need_count; n++) sum += d->needs[n].rows[r / 64] + rubric_field(program, d->needs[n].field).value_count;
    if (rubric_trace(run, r, &trace) != RUBRIC_OK) continue;
    for (uint32_t i = 0; i < trace.line_count; i++) {
      sum += (uint64_t)trace.lines[i].points + rubric_item(program, RUBRIC_SCORES, trace.lines[i].score).line;
      if (trace.lines[i].kind == RUBRIC_LINE_RULE) sum += rubric_rule_saw(program, trace.lines[i].index, &saw);
      if (trace.lines[i].kind == RUBRIC_LINE_GROUP) sum += rubric_item(program, RUBRIC_GROUPS, trace.lines[i].index).line;
    }
    for (uint32_t i = 0; i < trace.unknown_count; i++) for (uint32_t n = 0; n < trace.unknown[i].need_count; n++) sum += rubric_field(program, trace.unknown[i].needs[n]).value_count;
    for (uint32_t i = 0; i < trace.passed_count; i++) sum += trace.passed_over[i].route;
  }
  return sum;
}
static uint64_t run_program(RubricProgram *program, uint32_t rows, bool list) {
  RubricBatch *batch = NULL;
  RubricRun *run = NULL;
  const RubricDecisions *d;
  RubricText listing;
  uint64_t sum = 0;
  if (rubric_batch_new(program, &batch) == RUBRIC_OK && rubric_run_new(program, 1767225600000000, &run) == RUBRIC_OK) {
    put_leads(batch, program, rows);
    if (rubric_run_batch(run, batch, true, &d) == RUBRIC_OK) sum = look_at(program, run, d);
  }
  if (list && rubric_dump(program, &listing) == RUBRIC_OK) sum += listing.size;
  rubric_run_free(run);
  rubric_batch_free(batch);
  return sum;
}

// ---- mutations
typedef struct Saved { char *bytes; size_t size; } Saved;
typedef struct Section { uint64_t at; uint32_t count, item_bytes; } Section; // as program.c writes the directory
enum { HEADER_BYTES = 40, CHECK_AT = 32, SECTIONS = 0
#define SECTION(name, Type) +1
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
};
static const char *const section_names[] = {
#define SECTION(name, Type) #name,
  PROGRAM_SECTIONS(SECTION)
#undef SECTION
};
static volatile uint64_t current;
static uint64_t mix(uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
  x = (x ^ x >> 27) * 0x94d049bb133111ebu;
  return x ^ x >> 31;
}
static Section section_of(const char *bytes, uint32_t index) {
  Section s;
  memcpy(&s, bytes + HEADER_BYTES + index * sizeof s, sizeof s);
  return s;
}
// A value that could matter: near what is there, near an end, a neighbour's, or anything.
static uint32_t other_value(uint64_t r, uint32_t old, uint32_t neighbour) {
  switch (r % 9) {
    case 0: return old + 1;
    case 1: return old - 1;
    case 2: return 0;
    case 3: return NONE;
    case 4: return neighbour;
    case 5: return (uint32_t)(r >> 8) % 8;
    case 6: return old ^ 1u << (r >> 8) % 32;
    case 7: return (uint32_t)(r >> 8) % 300;
    default: return (uint32_t)(r >> 20);
  }
}
static void mutate_word(char *bytes, uint64_t place, uint64_t r) {
  for (uint32_t i = 0; i < SECTIONS; i++) {
    Section s = section_of(bytes, i);
    uint64_t words = (uint64_t)s.count * s.item_bytes / 4;
    if (strcmp(section_names[i], "bytes") == 0) continue; // any bytes will do there
    if (place >= words) { place -= words; continue; }
    uint32_t old, neighbour;
    memcpy(&old, bytes + s.at + place * 4, 4);
    memcpy(&neighbour, bytes + s.at + (r >> 32) % words * 4, 4);
    if (strcmp(section_names[i], "code") == 0 && place % 4 == 0 && r & 1) old = (old & 0xFFFF0000u) | (uint32_t)(r >> 40) % OPCODES; // an opcode
    else old = other_value(r, old, neighbour);
    memcpy(bytes + s.at + place * 4, &old, 4);
    return;
  }
}
static uint64_t word_count(const char *bytes) {
  uint64_t words = 0;
  for (uint32_t i = 0; i < SECTIONS; i++) if (strcmp(section_names[i], "bytes") != 0) words += (uint64_t)section_of(bytes, i).count * section_of(bytes, i).item_bytes / 4;
  return words;
}
static void check_again(char *bytes, size_t size) {
  uint64_t sum = text_hash((Text){bytes + HEADER_BYTES, (uint32_t)(size - HEADER_BYTES)}, 0);
  memcpy(bytes + CHECK_AT, &sum, 8);
}
// True when it was accepted.
static bool try_bytes(const char *bytes, size_t size, uint64_t n) {
  RubricHost host = test_host();
  RubricProgram *program;
  RubricReport *report;
  bool accepted = rubric_load(&host, bytes, size, &program, &report) == RUBRIC_OK;
  if (accepted) run_program(program, n % 16 ? 5 : 70, n % 8 == 0);
  rubric_program_free(program);
  rubric_report_free(report);
  return accepted;
}
static void say_which(int signal_) {
  char text[64];
  int n = snprintf(text, sizeof text, "\nmutation %llu\n", (unsigned long long)current);
  if (write(2, text, (size_t)n) < 0) _exit(2);
  signal(signal_, SIG_DFL);
  raise(signal_);
}
static uint64_t from_environment(const char *name, uint64_t otherwise) {
  const char *value = getenv(name);
  return value ? strtoull(value, NULL, 10) : otherwise;
}

// ---- tests
static Saved save_rules(void) {
  RubricHost host = test_host();
  RubricProgram *program;
  RubricReport *report;
  const void *bytes;
  Saved saved = {0};
  RubricStatus status = rubric_compile(&host, "all.rubric", NULL, 0, RUBRIC_WITH_TESTS, &program, &report);
  for (size_t i = 0; i < rubric_report_count(report); i++) { RubricText t = rubric_report_render(report, i, false); print_message("%.*s", (int)t.size, t.data); }
  rubric_report_free(report);
  assert_int_equal(status, RUBRIC_OK);
  assert_int_equal(rubric_save(program, &bytes, &saved.size), RUBRIC_OK);
  saved.bytes = malloc(saved.size);
  memcpy(saved.bytes, bytes, saved.size);
  rubric_program_free(program);
  return saved;
}
static void what_is_written_is_accepted(void **state) {
  Saved *s = *state;
  for (uint64_t n = 0; n < 32; n++) assert_true(try_bytes(s->bytes, s->size, n));
}
static void every_section_is_there(void **state) {
  Saved *s = *state;
  for (uint32_t i = 0; i < SECTIONS; i++)
    if (!section_of(s->bytes, i).count && strcmp(section_names[i], "externs") != 0) fail_msg("the rules leave section %s empty", section_names[i]);
}
static void every_length_is_refused(void **state) {
  Saved *s = *state;
  for (size_t size = 0; size < s->size; size += size < 700 ? 1 : 997) {
    char *cut = malloc(size + 1);
    memcpy(cut, s->bytes, size);
    assert_false(try_bytes(cut, size, 1));
    free(cut);
  }
}
static void directories_are_checked(void **state) {
  Saved *s = *state;
  char *copy = malloc(s->size);
  for (uint64_t n = 0; n < 3000; n++) {
    uint64_t r = mix(n + 77);
    memcpy(copy, s->bytes, s->size);
    uint32_t old, *word = (uint32_t *)(void *)(copy + 4 * (2 + n % ((HEADER_BYTES + SECTIONS * sizeof(Section)) / 4 - 2)));
    memcpy(&old, word, 4);
    old = other_value(r, old, 64);
    memcpy(word, &old, 4);
    check_again(copy, s->size);
    try_bytes(copy, s->size, n);
  }
  free(copy);
}
static void every_word_may_be_anything(void **state) {
  Saved *s = *state;
  char *copy = malloc(s->size);
  uint64_t words = word_count(s->bytes), most = from_environment("MUTATIONS", 30000), accepted = 0;
  for (current = from_environment("FIRST", 0); current < most; current++) {
    memcpy(copy, s->bytes, s->size);
    uint64_t n = current, r = mix(n + 1);
    mutate_word(copy, mix(n) % words, r);
    for (uint64_t more = r >> 60; more >= 12; more--) mutate_word(copy, mix(n * 31 + more) % words, mix(n * 37 + more)); // a quarter: several
    check_again(copy, s->size);
    accepted += try_bytes(copy, s->size, n);
  }
  print_message("%llu words, %llu mutations, %llu accepted and run\n", (unsigned long long)words, (unsigned long long)most, (unsigned long long)accepted);
  free(copy);
}
// Runs of arguments may overlap: what they hold together is bounded, or a small file would be verified for hours.
static void named_again_and_again_is_refused(void **state) {
  enum { MORE = 40000 };
  Saved *s = *state;
  RubricHost host = test_host();
  RubricProgram *program;
  RubricReport *report;
  assert_int_equal(rubric_load(&host, s->bytes, s->size, &program, &report), RUBRIC_OK);
  Program big = program->code;
  uint32_t first = big.args_count, known = big.main->disqualified, registers = big.registers_count, code = big.code_count;
  big.args = calloc(first + MORE, sizeof *big.args);
  big.registers = calloc(registers + MORE, sizeof *big.registers);
  big.code = calloc(code + MORE, sizeof *big.code);
  memcpy(big.args, program->code.args, first * sizeof *big.args);
  memcpy(big.registers, program->code.registers, registers * sizeof *big.registers);
  memcpy(big.code, program->code.code, code * sizeof *big.code);
  for (uint32_t i = 0; i < MORE; i++) {
    big.args[first + i] = known;
    big.registers[registers + i] = (Register){0, KIND_TRUTH};
    big.code[code + i] = (Instruction){OP_AT_LEAST, 1, registers + i, first, i < 2 ? MORE : 1};
  }
  big.args_count += MORE, big.registers_count += MORE, big.code_count += MORE;
  assert_null(program_verify(&big, &report->arena));
  for (uint32_t i = 0; i < MORE; i++) big.code[code + i].b = MORE;
  assert_non_null(program_verify(&big, &report->arena));
  free(big.args), free(big.registers), free(big.code);
  rubric_report_free(report);
  rubric_program_free(program);
}
static int open_saved(void **state) { static Saved saved; saved = save_rules(); *state = &saved; return 0; }
static int close_saved(void **state) { if (*state) free(((Saved *)*state)->bytes); return 0; }
int main(void) {
  signal(SIGABRT, say_which);
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_written_is_accepted), cmocka_unit_test(every_section_is_there), cmocka_unit_test(every_length_is_refused),
    cmocka_unit_test(directories_are_checked), cmocka_unit_test(named_again_and_again_is_refused), cmocka_unit_test(every_word_may_be_anything),
  };
  return cmocka_run_group_tests(tests, open_saved, close_saved);
}
