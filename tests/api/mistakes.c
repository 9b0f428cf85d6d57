// mistakes.c -- what an embedder can get wrong: every call answers, nothing is written where it does not belong.
#include "embed.h"

static const char *const deep_rules =
  "schema L { id text key  n number  tech list of text  office Office  events list of Event by at  deals list of Deal }\n"
  "record Event { kind text  at time }\nrecord Deal { name text  lines list of Line }\nrecord Line { n number }\nrecord Office { city text  floor integer }\n"
  "fit \"A\" +1 each for events where kind is \"demo\"\nfit \"B\" +10 when any(deals where any(lines where n > 1))\nfit \"C\" +100 when office.city is \"Rome\" and office is present\n"
  "fit \"D\" +1000 when tech has \"aws\"\nfit \"E\" +10000 when n > 0\nroute \"R\" to \"r\" otherwise\n";
static const char *const other_rules = "schema L { a text }\nfit \"A\" +1 when a is \"x\"\n";

static RubricProgram *program;
static uint32_t field(const char *path) { return rubric_field_find(program, path); }
static int64_t score_of(RubricRun *run, RubricBatch *batch, uint32_t row) {
  const RubricDecisions *d;
  return rubric_run_batch(run, batch, false, &d) == RUBRIC_OK && row < d->rows ? d->scores[0][row] / 10000 : -1;
}

// What a program is made of, beyond its ends.
static void looking(void) {
  const uint32_t beyond[] = {rubric_field_count(program), 1u << 30, RUBRIC_NONE};
  for (int i = 0; i < 3; i++) {
    const uint32_t *saw = (const uint32_t *)1;
    CHECK(rubric_field(program, beyond[i]).path.size == 0 && rubric_field_value(program, beyond[i], 0).size == 0);
    CHECK(rubric_rule_saw(program, beyond[i], &saw) == 0 && saw == NULL && rubric_std_name(beyond[i]).size == 0);
    for (int part = 0; part <= RUBRIC_ROUTES; part++) CHECK(rubric_item(program, (RubricPart)part, beyond[i]).name.size == 0);
  }
  CHECK(rubric_item_count(program, (RubricPart)99) == 0 && rubric_item(program, (RubricPart)99, 0).name.size == 0);
  CHECK(rubric_field_find(program, "nothing") == RUBRIC_NONE && rubric_field_find(program, "") == RUBRIC_NONE);
  CHECK(rubric_field_value(program, field("id"), 0).size == 0 && rubric_name(program).size == 0 && rubric_key_field(program) == field("id"));
}
// Puts that do not fit are not taken; those that do are, in the same row.
static void putting(RubricRun *run, RubricBatch *batch) {
  RubricText reason = {"x", 1};
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_BAD_ARGUMENT && reason.size == 0); // none was begun
  put(batch, program, "id", "before any row");
  rubric_batch_begin_row(batch, 1);
  put(batch, program, "id", "1");
  put(batch, program, "id", "2"); // the first counts
  put(batch, program, "nothing", "x");
  rubric_batch_integer(batch, RUBRIC_NONE, 1);
  rubric_batch_boolean(batch, 12345, true);
  rubric_batch_number(batch, RUBRIC_NONE, "1", 1);
  CHECK(!rubric_batch_begin_list(batch, RUBRIC_NONE) && !rubric_batch_begin_list(batch, field("id")) && !rubric_batch_begin_list(batch, field("deals.lines")));
  rubric_batch_begin_element(batch, field("events")); // of no list
  put(batch, program, "events.kind", "demo");
  rubric_batch_end_element(batch, field("events"));
  rubric_batch_end_list(batch, field("events"));
  rubric_batch_end_list(batch, RUBRIC_NONE);
  rubric_batch_end_element(batch, field("id"));
  rubric_batch_text(batch, rubric_field(program, field("tech")).first_child, "aws", 3); // of no list
  CHECK(rubric_batch_begin_list(batch, field("deals")));
  rubric_batch_begin_element(batch, field("deals"));
  put(batch, program, "n", "5");           // the lead's, inside a list
  put(batch, program, "events.kind", "demo"); // another list's
  CHECK(!rubric_batch_begin_list(batch, field("events")) && rubric_batch_begin_list(batch, field("deals.lines")));
  rubric_batch_end_list(batch, field("deals")); // the inner one is open
  rubric_batch_integer(batch, field("deals.lines.n"), 1);
  rubric_batch_end_element(batch, field("deals.lines"));
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_OK); // both lists end here
  CHECK(score_of(run, batch, 0) == 0 && rubric_batch_rows(batch) == 1);
}
// Lists in lists, a record, a number as text: all as it should be.
static void putting_well(RubricRun *run, RubricBatch *batch) {
  RubricText reason;
  rubric_batch_begin_row(batch, 2);
  put(batch, program, "id", "thrown away");
  rubric_batch_begin_list(batch, field("events"));
  rubric_batch_begin_row(batch, 2); // begun anew: what was put is forgotten
  put(batch, program, "id", "2");
  rubric_batch_number(batch, field("n"), "5", 1);
  CHECK(rubric_batch_begin_list(batch, field("deals")));
  for (int deal = 0; deal < 3; deal++) {
    rubric_batch_begin_element(batch, field("deals"));
    CHECK(rubric_batch_begin_list(batch, field("deals.lines")));
    for (int line = 0; line < 100; line++) {
      rubric_batch_begin_element(batch, field("deals.lines"));
      rubric_batch_integer(batch, field("deals.lines.n"), deal == 2 && line == 99 ? 2 : 1);
      rubric_batch_end_element(batch, field("deals.lines"));
    }
    rubric_batch_end_list(batch, field("deals.lines"));
    rubric_batch_end_element(batch, field("deals"));
  }
  rubric_batch_end_list(batch, field("deals"));
  rubric_batch_begin_element(batch, field("office"));
  put(batch, program, "office.city", "rome");
  rubric_batch_end_element(batch, field("office"));
  CHECK(rubric_batch_begin_list(batch, field("tech")));
  rubric_batch_text(batch, rubric_field(program, field("tech")).first_child, "AWS", 3);
  rubric_batch_end_list(batch, field("tech"));
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_OK);
  CHECK(score_of(run, batch, 0) == 0 && score_of(run, batch, 1) == 11110);
}
static void odd_bytes(RubricRun *run, RubricBatch *batch) {
  RubricText reason;
  rubric_batch_clear(batch);
  rubric_batch_begin_row(batch, 1);
  rubric_batch_text(batch, field("id"), "\xff\xfe", 2);
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_REJECTED && reason.size > 0 && rubric_batch_rows(batch) == 0);
  rubric_batch_begin_row(batch, 2);
  rubric_batch_number(batch, field("id"), "\xff", 1);
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_REJECTED);
  rubric_batch_begin_row(batch, 3);
  rubric_batch_text(batch, field("id"), NULL, 0);
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_REJECTED);
  rubric_batch_begin_row(batch, 4);
  rubric_batch_text(batch, field("id"), "a\0b", 3); // NUL is a character like any other
  rubric_batch_number(batch, field("n"), "1e400", 5);
  rubric_batch_text(batch, field("events"), "[{}]", 4); // the host reads no JSON: invalid
  rubric_batch_boolean(batch, field("office"), true);
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_OK);
  CHECK(score_of(run, batch, 0) == 0);
  rubric_batch_clear(batch);
  rubric_batch_begin_row(batch, 5);
  rubric_batch_clear(batch); // with a row begun
  CHECK(rubric_batch_end_row(batch, &reason) == RUBRIC_BAD_ARGUMENT);
}
// One lead more than a batch has room for.
static void full_batch(RubricRun *run, RubricBatch *batch) {
  RubricText reason;
  const RubricDecisions *d;
  rubric_batch_clear(batch);
  for (uint32_t i = 0; i <= rubric_batch_room(); i++) {
    rubric_batch_begin_row(batch, i + 1);
    put(batch, program, "id", "x");
    rubric_batch_integer(batch, field("n"), 1);
    CHECK(rubric_batch_end_row(batch, &reason) == (i < rubric_batch_room() ? RUBRIC_OK : RUBRIC_NO_MEMORY));
  }
  CHECK(rubric_run_batch(run, batch, true, &d) == RUBRIC_OK && d->rows == rubric_batch_room() && d->record[d->rows - 1] == d->rows);
  rubric_batch_clear(batch);
}
// Things of another program, or of before.
static void mixed_up(RubricRun *run, RubricBatch *batch) {
  RubricProgram *other = compiled(other_rules);
  RubricBatch *others;
  RubricTrace trace;
  const RubricDecisions *d = (const RubricDecisions *)1;
  CHECK(rubric_batch_new(other, &others) == RUBRIC_OK);
  CHECK(rubric_run_batch(run, others, true, &d) == RUBRIC_BAD_ARGUMENT && d == NULL);
  CHECK(rubric_trace(run, 0, &trace) == RUBRIC_BAD_ARGUMENT);
  CHECK(rubric_run_batch(run, batch, true, &d) == RUBRIC_OK && rubric_trace(run, d->rows, &trace) == RUBRIC_BAD_ARGUMENT);
  rubric_batch_free(others);
  rubric_program_free(other);
}
static void compiling(void) {
  RubricHost nothing = {0};
  RubricProgram *p = (RubricProgram *)1;
  RubricReport *report;
  CHECK(rubric_compile(&nothing, "rules.rubric", NULL, 0, 0, &p, &report) == RUBRIC_BAD_RULES && p == NULL && rubric_report_count(report) == 1);
  CHECK(rubric_report_render(report, 0, true).size > 0 && rubric_report_render(report, 7, true).size == 0);
  CHECK(rubric_report_finding(report, 7).message.size == 0 && rubric_report_finding(report, 7).code != NULL);
  rubric_report_free(report);
  CHECK(rubric_compile(NULL, "rules.rubric", NULL, 0, 0, &p, &report) == RUBRIC_BAD_RULES && p == NULL);
  rubric_report_free(report);
  CHECK(rubric_load(&nothing, "", 0, &p, &report) == RUBRIC_BAD_PROGRAM && p == NULL && rubric_report_count(report) == 1);
  rubric_report_free(report);
  CHECK(rubric_load(&nothing, NULL, 0, &p, &report) == RUBRIC_BAD_PROGRAM && p == NULL);
  rubric_report_free(report);
  CHECK(rubric_load(&nothing, "RUBRICBC and no more", 20, &p, &report) == RUBRIC_BAD_PROGRAM && p == NULL);
  rubric_report_free(report);
}
static void zones_and_externs(void) {
  RubricHost host = memory_host();
  RubricProgram *p;
  RubricReport *report;
  RubricRun *run = (RubricRun *)1;
  rules_text = "rubric \"z\" { timezone \"No/Where\" }\nschema L { a text }\nfit \"A\" +1 when a is \"x\"\n";
  CHECK(rubric_compile(&host, "rules.rubric", NULL, 0, 0, &p, &report) != RUBRIC_OK && p == NULL && rubric_report_count(report) > 0);
  rubric_report_free(report);
  rules_text = "schema L { a number }\nextern function twice(x number) gives number from \"lib\"\nfit \"A\" +1 when twice(a) > 3\n";
  CHECK(rubric_compile(&host, "rules.rubric", NULL, 0, 0, &p, &report) == RUBRIC_BAD_ARGUMENT && p == NULL && rubric_report_count(report) == 1);
  rubric_report_free(report);
  CHECK(rubric_compile(&host, "rules.rubric", NULL, 0, RUBRIC_CHECK_ONLY, &p, &report) == RUBRIC_OK && p != NULL);
  CHECK(rubric_run_new(p, 0, &run) == RUBRIC_BAD_ARGUMENT && run == NULL); // checked only: it cannot run
  rubric_report_free(report);
  rubric_program_free(p);
}
static void times(void) {
  int64_t time;
  CHECK(!rubric_read_time("", &time) && !rubric_read_time("tomorrow", &time) && !rubric_read_time("2026-02-30", &time));
  CHECK(rubric_read_time("1970-01-02", &time) && time == 86400000000);
}
int main(void) {
  RubricBatch *batch = NULL;
  RubricRun *run = NULL;
  program = compiled(deep_rules);
  CHECK(program != NULL && rubric_batch_new(program, &batch) == RUBRIC_OK && rubric_run_new(program, 0, &run) == RUBRIC_OK);
  looking();
  putting(run, batch);
  putting_well(run, batch);
  odd_bytes(run, batch);
  full_batch(run, batch);
  mixed_up(run, batch);
  rubric_run_free(run);
  rubric_batch_free(batch);
  rubric_program_free(program);
  rubric_run_free(NULL);
  rubric_batch_free(NULL);
  rubric_program_free(NULL);
  rubric_report_free(NULL);
  CHECK(rubric_report_count(NULL) == 0);
  compiling();
  zones_and_externs();
  times();
  return DONE();
}
