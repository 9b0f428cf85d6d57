// embed.h -- an embedder's few lines: rules in memory, one lead, and a count of what went wrong.
#pragma once
#include "rubric.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *rules_text;
static int checks_, wrong_;
#define CHECK(condition) do { checks_++; if (!(condition)) { wrong_++; printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); } } while (0)
#define DONE() (printf("%d passed, %d failed\n", checks_ - wrong_, wrong_), wrong_ != 0)

static inline bool memory_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)user;
  if (strcmp(path, "rules.rubric") != 0) { snprintf(why, 256, "there is only rules.rubric"); return false; }
  *size = strlen(rules_text);
  *bytes = (char *)malloc(*size + 1);
  memcpy(*bytes, rules_text, *size);
  return true;
}
static inline RubricHost memory_host(void) {
  RubricHost host = rubric_system_host();
  host.read_file = memory_file;
  return host;
}
static const char *const sample_rules =
  "parameter bonus = 20 in 0..50\n"
  "schema Lead { id text key  title text  employees integer  created_at time  tech list of text  events list of Event by at default empty }\n"
  "record Event { kind text  at time }\n"
  "score fit 0..30\n"
  "fit \"Senior\" +bonus because \"They sign\" when title has any of (\"vp\", \"chief\")\n"
  "fit \"Size\" by employees { < 50 => 0  50.. => +15  missing => -5 }\n"
  "intent \"Demo\" +40, halving every 14 days for events where kind is \"demo\"\n"
  "disqualify \"student\" because \"Cannot buy\" when title has \"student\"\n"
  "require \"sized\" that employees > 0\n"
  "stage \"SQL\" when fit >= 20 and intent >= 20\nstage \"New\" otherwise\n"
  "route \"Sales\" to \"ann\" sla 1 hour when stage is \"SQL\"\nroute \"Rest\" to \"pool\" otherwise\n"
  "test \"one\" { lead { title: \"VP\", employees: 60 } expect fit = 30 and stage is \"New\" }\n";
static inline RubricProgram *compiled(const char *text) {
  RubricProgram *program = NULL;
  RubricReport *report = NULL;
  RubricHost host = memory_host();
  rules_text = text;
  RubricStatus status = rubric_compile(&host, "rules.rubric", NULL, 0, 0, &program, &report);
  for (size_t i = 0; i < rubric_report_count(report); i++) { RubricText t = rubric_report_render(report, i, false); printf("%.*s", (int)t.size, t.data); }
  rubric_report_free(report);
  return status == RUBRIC_OK ? program : NULL;
}
static inline void put(RubricBatch *batch, RubricProgram *program, const char *field, const char *value) {
  rubric_batch_text(batch, rubric_field_find(program, field), value, strlen(value));
}
static inline bool same_text(RubricText t, const char *s) { return t.size == strlen(s) && memcmp(t.data, s, t.size) == 0; }
