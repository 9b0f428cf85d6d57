// session.c -- lines of `rubric repl`: whatever is typed, a session neither ends nor forgets how to answer. Tab is pressed after each.
#include "fuzz.h"
#include "tools/session.h"
#include <stdlib.h>

static const char RULES[] =
  "schema Lead { id text key  title text  employees integer in 0..  consent scale of \"out\", \"in\" default \"out\"  vip boolean  born date  seen time\n"
  "              company Company  tech list of text separated by \";\"  events list of Event by at default empty }\n"
  "record Company { name text  size integer }\n"
  "record Event { kind one of \"page\", \"demo\"  page text  at time }\n"
  "define big as employees > 20\n"
  "fit \"Decider\" +30 when title has \"vp\" and big\n"
  "fit \"Size\" by employees { < 5 => 1  5.. => 2 }\n"
  "intent \"Demo\" +10, halving every 14 days for events where kind is \"demo\"\n"
  "require \"size\" that employees > 1\n"
  "stage \"Hot\" when fit >= 20\n"
  "route \"A\" to join(\"a\", title) when stage is \"Hot\"\n";

static bool keeps(Text line) { // `:save` would write files
  line = text_trim(line);
  return !(line.size > 1 && line.data[0] == ':' && line.data[1] == 's');
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  RubricHost below = rubric_system_host();
  StudyText text = {&below, "memory.rubric", {RULES, sizeof RULES - 1}, NULL};
  RubricHost host = study_text_host(&text);
  SessionSetup setup = {.host = &host, .path = "memory.rubric", .now = "2026-11-20T12:00Z", .color = size & 1};
  Session *s;
  Buffer out = {0};
  const Text *words;
  uint32_t from;
  if (size > 2000 || session_open(&setup, &s, &out) != SESSION_READY) return 0;
  const char *at = (const char *)data, *end = at + size;
  for (int lines = 0; at < end && lines < 12; lines++) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    Text line = {at, (uint32_t)((stop ? stop : end) - at)};
    session_complete(s, line, &from, &words);
    session_unfinished(line);
    if (keeps(line) && session_line(s, line, &out) == SESSION_QUIT) break;
    out.size = 0;
    at = stop ? stop + 1 : end;
  }
  session_line(s, TEXT(":fields"), &out);
  session_line(s, TEXT(":save"), &out);
  if (!out.size) abort();
  session_close(s);
  buffer_free(&out);
  return 0;
}
