// bytecode.c -- a compiled rule set with bytes changed as the input says (its check sum made right again): refused, or run.
#include "fuzz.h"
#include "api.h"
#include "decide.h"

static const char rules[] =
  "schema L { id text key  n number  t text  at time  tier scale of \"a\", \"b\"  tech list of text default empty  ev list of E by at default empty  deals list of D  office O }\n"
  "record E { kind text  at time  n number }\n"
  "record D { min number  lines list of N }\nrecord N { n number  name text }\nrecord O { city text  floor integer }\n"
  "list good = \"x\", \"y\"\n"
  "define band by n, tier { < 5, any => \"low\"  5..9, \"a\" => \"mid\"  otherwise => missing }\n"
  "score fit 0..100  score intent  score p = fit * 60% + intent\n"
  "fit \"A\" +5 when t has any of good and n between 1 and 9\n"
  "fit \"B\" by n { < 3 => 1  missing => -2 }\n"
  "intent \"C\" +5 each, at most 20, halving every 14 days for ev within 30 days where kind is \"x\"\n"
  "fit \"E\" +1 when count(deals where any(lines where n > min)) > 1 or any(ev where kind in tech) or office.city is \"x\" or weekday(at) is \"Monday\"\n"
  "group \"G\" 0..9 halving every 2 weeks since latest(ev) { intent \"D\" +1 per sum(n of ev) }\n"
  "disqualify \"d\" when any(ev where kind in tech)\n"
  "require \"r\" that n > 3 or tech has \"q\"\n"
  "stage \"S\" when fit > 3 and band is \"low\"\nstage \"T\" otherwise\nsegment \"g\" when tier >= \"b\"\n"
  "contact \"c\" when t is present open \"08:00\"..\"20:00\" in \"UTC\"\n"
  "route \"R\" to any of \"p\" 30%, \"q\" 70% sla 1 hour when stage is \"S\"\nroute \"Q\" to join(t, \"-\", n) when segments has \"g\"\nroute \"Z\" to \"z\" otherwise\nhold routes for 2 days unless stage changes\n";
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)user; (void)path; (void)why;
  *size = sizeof rules - 1;
  *bytes = malloc(*size);
  memcpy(*bytes, rules, *size);
  return true;
}
static char *saved;
static size_t saved_size;
static void make(const RubricHost *host) {
  RubricProgram *program;
  RubricReport *report;
  const void *bytes;
  FUZZ_REQUIRE(rubric_compile(host, "r.rubric", NULL, 0, 0, &program, &report) == RUBRIC_OK);
  FUZZ_REQUIRE(rubric_save(program, &bytes, &saved_size) == RUBRIC_OK);
  saved = malloc(saved_size);
  memcpy(saved, bytes, saved_size);
  rubric_report_free(report);
  rubric_program_free(program);
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  RubricHost host = {.read_file = read_file};
  if (!saved) make(&host);
  char *bytes = malloc(saved_size);
  memcpy(bytes, saved, saved_size);
  for (size_t i = 0; i + 5 <= size && i < 200; i += 5) { // four bytes of place, one of value
    uint32_t at;
    memcpy(&at, data + i, 4);
    bytes[at % saved_size] = (char)data[i + 4];
  }
  if (saved_size > 48) { // the check sum, as program.c writes it
    uint64_t sum = text_hash((Text){bytes + 40, (uint32_t)saved_size - 40}, 0);
    memcpy(bytes + 32, &sum, 8);
  }
  RubricProgram *program;
  RubricReport *report;
  if (rubric_load(&host, bytes, saved_size, &program, &report) == RUBRIC_OK) { decide_some(program, 5); rubric_program_free(program); }
  rubric_report_free(report);
  free(bytes);
  return 0;
}
