// leads.h -- any bytes as leads of a schema with every type: read, decided and written.
#pragma once
#include "fuzz.h"
#include "io/decode.h"
#include "io/json_read.h"
#include "io/output.h"
#include <stdio.h>
#include <unistd.h>

static const char rules[] =
  "schema L { id text key  n number in 0..9  i integer  b boolean  t time  d date as \"%d/%m/%Y\"  e email  p phone  u url  c country  m domain\n"
  "  tier scale of \"a\", \"b\" default \"a\"  kind one of \"x\", \"y\"  tech list of text separated by \";\"  nums list of number\n"
  "  ev list of E by t since t  o O  deep text from \"properties.deep\", \"deep2\"  gone text missing when \"N/A\", \"-1\" }\n"
  "record E { kind text  t time  subs list of text }\nrecord O { city text  e email }\n"
  "fit \"A\" +1 each for ev within 30 days where kind is \"x\"\nstage \"S\" when fit > 0\nroute \"R\" to \"r\" otherwise\n";
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  (void)user; (void)path; (void)why;
  *size = sizeof rules - 1;
  *bytes = malloc(*size);
  memcpy(*bytes, rules, *size);
  return true;
}
static int leads_input(const uint8_t *data, size_t size, LeadsFormat format) {
  static RubricProgram *program;
  RubricReport *report;
  RubricHost host = {.read_file = read_file};
  if (!program) { FUZZ_REQUIRE(rubric_compile(&host, "r.rubric", NULL, 0, 0, &program, &report) == RUBRIC_OK); rubric_report_free(report); }
  char path[64];
  snprintf(path, sizeof path, "/tmp/rubric-fuzz-%ld", (long)getpid());
  FILE *f = fopen(path, "wb");
  fwrite(data, 1, size, f);
  fclose(f);
  const char *why;
  Input *input = input_open(path, &why);
  Chunks *chunks = input ? chunks_new(input, format, 0, 4096, &why) : NULL;
  JsonReader *cells = json_reader_new(program_slots(&program->code));
  RubricBatch *batch;
  RubricRun *run;
  Chunk chunk = {0};
  Buffer out = {0};
  CsvPlan *plan = chunks && chunks_format(chunks) == LEADS_CSV ? csv_plan_new(program_slots(&program->code), chunks_header(chunks), chunks_delimiter(chunks)) : NULL;
  bool csv = chunks && chunks_format(chunks) == LEADS_CSV;
  Decoder *decoder = !chunks ? NULL : csv ? (plan && !plan->error.size ? decoder_new_csv(program_slots(&program->code), plan) : NULL) : decoder_new_json(program_slots(&program->code));
  Output *output = output_new(program, size & 1 ? OUTPUT_CSV : OUTPUT_NDJSON, NULL, 0, true, 0);
  FUZZ_REQUIRE(api_batch_new(program, json_read_cell, cells, &batch) == RUBRIC_OK && rubric_run_new(program, 1767225600000000, &run) == RUBRIC_OK);
  const RubricDecisions *decisions;
  while (decoder && chunks_next(chunks, &chunk) == CHUNK_READ && decoder_chunk(decoder, &chunk, batch->columns) && rubric_run_batch(run, batch, true, &decisions) == RUBRIC_OK) {
    out.size = 0;
    output_batch(output, run, batch, decisions, &out);
    FUZZ_REQUIRE(text_valid_utf8((Text){out.data ? out.data : "", (uint32_t)out.size}, NULL));
  }
  buffer_free(&out);
  output_free(output);
  decoder_free(decoder);
  if (plan) csv_plan_free(plan);
  chunk_free(&chunk);
  rubric_run_free(run);
  rubric_batch_free(batch);
  json_reader_free(cells);
  if (chunks) chunks_free(chunks);
  if (input) input_close(input);
  unlink(path);
  return 0;
}
