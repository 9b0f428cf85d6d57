// save_load.c -- compiled files: the same bytes each time, loaded again, refused when damaged; settings; findings; tests.
#include "embed.h"

static int seen, good;
static void on_test(void *user, const RubricTestResult *r) { (void)user; seen++; good += r->passed; }

// A compiled file is compiled anew from the sources that it carries when there are settings; mistakes then show those.
static const void *saved;
static size_t saved_size;
static bool saved_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)user; (void)path; (void)why;
  *bytes = malloc(*size = saved_size);
  memcpy(*bytes, saved, saved_size);
  return true;
}
static void with_settings(RubricProgram *program) {
  RubricHost host = memory_host();
  RubricProgram *again;
  RubricReport *report;
  RubricSetting fine = {"bonus", "30"}, wrong = {"bonus", "99"};
  CHECK(rubric_save(program, &saved, &saved_size) == RUBRIC_OK);
  host.read_file = saved_file;
  CHECK(rubric_compile(&host, "rules.rbc", NULL, 0, 0, &again, &report) == RUBRIC_OK);
  rubric_report_free(report);
  rubric_program_free(again);
  CHECK(rubric_compile(&host, "rules.rbc", &fine, 1, 0, &again, &report) == RUBRIC_OK);
  rubric_report_free(report);
  rubric_program_free(again);
  CHECK(rubric_compile(&host, "rules.rbc", &wrong, 1, 0, &again, &report) == RUBRIC_BAD_RULES && again == NULL && rubric_report_count(report) == 1);
  RubricText shown = rubric_report_render(report, 0, false);
  RubricFinding f = rubric_report_finding(report, 0);
  CHECK(shown.size > 20 && f.line == 1 && same_text(f.path, "rules.rubric") && strcmp(f.code, "E070") == 0);
  rubric_report_free(report);
}

int main(void) {
  RubricHost host = memory_host();
  RubricProgram *program = compiled(sample_rules), *again;
  RubricReport *report;
  const void *bytes, *twice;
  size_t size = 0, size_twice = 0;
  CHECK(rubric_save(program, &bytes, &size) == RUBRIC_OK && rubric_save(program, &twice, &size_twice) == RUBRIC_OK);
  CHECK(size == size_twice && memcmp(bytes, twice, size) == 0);
  CHECK(rubric_load(&host, bytes, size, &again, &report) == RUBRIC_OK && rubric_report_count(report) == 0);
  CHECK(rubric_item_count(again, RUBRIC_RULES) == rubric_item_count(program, RUBRIC_RULES));
  rubric_report_free(report);
  rubric_program_free(again);
  char *damaged = malloc(size);
  memcpy(damaged, bytes, size);
  damaged[size / 2] ^= 1;
  CHECK(rubric_load(&host, damaged, size, &again, &report) == RUBRIC_BAD_PROGRAM && again == NULL && rubric_report_count(report) == 1);
  rubric_report_free(report);
  CHECK(rubric_load(&host, bytes, size - 8, &again, &report) == RUBRIC_BAD_PROGRAM);
  rubric_report_free(report);
  free(damaged);
  with_settings(program);
  RubricText listing;
  CHECK(rubric_dump(program, &listing) == RUBRIC_OK && listing.size > 100);
  rubric_program_free(program);

  RubricSetting fine = {"bonus", "30"}, wrong = {"bonus", "99"}, unknown = {"bonsu", "1"};
  rules_text = sample_rules;
  CHECK(rubric_compile(&host, "rules.rubric", &fine, 1, 0, &program, &report) == RUBRIC_OK);
  rubric_report_free(report);
  rubric_program_free(program);
  CHECK(rubric_compile(&host, "rules.rubric", &wrong, 1, 0, &program, &report) == RUBRIC_BAD_RULES && program == NULL);
  CHECK(rubric_report_count(report) == 1 && strcmp(rubric_report_finding(report, 0).code, "E070") == 0);
  rubric_report_free(report);
  CHECK(rubric_compile(&host, "rules.rubric", &unknown, 1, 0, &program, &report) == RUBRIC_BAD_RULES);
  rubric_report_free(report);

  rules_text = "schema L { a text }\nfit \"x\" +5 when b is \"y\"\nfit \"z\" +5 when a > 3\n";
  CHECK(rubric_compile(&host, "rules.rubric", NULL, 0, 0, &program, &report) == RUBRIC_BAD_RULES && rubric_report_count(report) == 2);
  RubricFinding f = rubric_report_finding(report, 0);
  CHECK(f.line == 2 && f.column == 17 && same_text(f.path, "rules.rubric"));
  rubric_report_free(report);
  CHECK(rubric_compile(&host, "other.rubric", NULL, 0, 0, &program, &report) == RUBRIC_BAD_RULES && rubric_report_count(report) == 1);
  rubric_report_free(report);

  rules_text = sample_rules;
  CHECK(rubric_test(&host, "rules.rubric", NULL, 0, NULL, on_test, NULL, &report) == RUBRIC_OK && seen == 1 && good == 1);
  rubric_report_free(report);
  CHECK(rubric_test(&host, "rules.rubric", NULL, 0, "none like this", on_test, NULL, &report) == RUBRIC_OK && seen == 1);
  rubric_report_free(report);
  return DONE();
}
