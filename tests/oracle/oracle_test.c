// oracle_test.c -- holds the engine to the oracle: random rules, random leads, every decision and every line of its trace.
//
//   oracle_test SEED PAIRS       rule-lead pairs to compare; exit 1 at the first difference, shrunk
//   oracle_test --rules SEED          prints the rules of a seed
//   oracle_test --claims SEED COUNT   what lint's proofs say of so many rule sets, against the oracle (oracle_claims.c)
//   oracle_test --files SEED FOLDER   writes rules, leads and the expected decisions, for the command (tests/oracle/command.sh)
//
// A seed is one rule set and its leads. It is decided in batches of 64 and of 1024, by the program as compiled and as saved
// and loaded. Rule sets that check refuses are counted.
#include "generate.h"
#include "oracle_claims.h"
#include "oracle_engine.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct Counts { uint64_t seeds, refused, pairs, rejected, disqualified, incomplete, routed, unrouted, lines, wrong; } Counts;

typedef struct Trial {
  Arena arena;                     // the rule set, its leads
  Arena row;                       // one lead's decision
  jmp_buf escape;
  Gen gen;
  Text rules;
  Data **leads; uint32_t lead_count;
  Counts *counts;
  bool show;                       // the difference found
  bool keep_going;                 // to the next seed after a difference
  bool quiet;                      // while shrinking: no words about crashes
} Trial;

enum { LEAD_ALIKE = -1, RULES_REFUSED = -2 };

// ---- comparing one program
static void show_text(const char *title, Text t) { printf("---- %s\n%.*s\n", title, (int)t.size, t.data); }

static void show_lines(const OracleDecision *d) {
  static const char *const kinds[] = {"rule", "group", "derived", "clamp"};
  for (uint32_t i = 0; i < d->lines.count; i++)
    printf("  %s %u of score %u: %.4f\n", kinds[d->lines.items[i].kind], d->lines.items[i].index, d->lines.items[i].score, (double)d->lines.items[i].points / DECIMAL_ONE);
}

static bool lines_equal(const OracleDecision *a, const OracleDecision *b) { // in any order; those of nothing are left out
  uint32_t counts[2] = {0};
  for (uint32_t i = 0; i < a->lines.count; i++) counts[0] += a->lines.items[i].points != 0;
  for (uint32_t i = 0; i < b->lines.count; i++) counts[1] += b->lines.items[i].points != 0;
  if (counts[0] != counts[1]) return false;
  for (uint32_t i = 0; i < a->lines.count; i++) {
    OracleLine l = a->lines.items[i];
    bool found = l.points == 0;
    for (uint32_t j = 0; j < b->lines.count && !found; j++) {
      OracleLine m = b->lines.items[j];
      found = l.kind == m.kind && l.score == m.score && l.points == m.points && (l.kind > LINE_GROUP || l.index == m.index);
    }
    if (!found) return false;
  }
  return true;
}

static void count_status(Counts *c, const OracleDecision *d) {
  uint64_t *of[] = {&c->disqualified, &c->incomplete, &c->routed, &c->unrouted};
  (*of[d->status])++;
  c->lines += d->lines.count;
}

static bool row_differs(Trial *t, const Oracle *o, Engine *e, uint32_t row) {
  arena_reset(&t->row);
  OracleValue *lead = oracle_read(o, &t->row, e->batch->columns, row);
  OracleDecision *expected = oracle_decide(o, &t->row, lead), *got = engine_decision(e, o, &t->row, row);
  Text want = oracle_line(o, &t->row, lead, expected, e->decisions->record[row]), have = oracle_line(o, &t->row, lead, got, e->decisions->record[row]);
  bool sums = oracle_adds_up(o, expected) && oracle_adds_up(o, got);
  if (text_equal(want, have) && lines_equal(expected, got) && sums) {
    if (!t->quiet) { t->counts->pairs++; count_status(t->counts, expected); }
    return false;
  }
  if (!t->show) return true;
  show_text("oracle", want);
  show_lines(expected);
  show_text("engine", have);
  show_lines(got);
  if (!sums) printf("---- lines that do not add up\n");
  return true;
}

// The first lead that is decided differently, or LEAD_ALIKE.
static int64_t batches_compare(Trial *t, const Oracle *o, Engine *e, uint32_t size) {
  if (size > BATCH_ROWS) size = BATCH_ROWS;
  for (uint32_t from = 0; from < t->lead_count; from += size) {
    uint32_t to = from + size < t->lead_count ? from + size : t->lead_count;
    uint32_t kept = engine_batch(e, o->rules, &t->gen, t->leads, from, to);
    if (!t->quiet) t->counts->rejected += to - from - kept;
    for (uint32_t row = 0; row < kept; row++)
      if (row_differs(t, o, e, row)) return (int64_t)e->decisions->record[row] - 1;
  }
  return LEAD_ALIKE;
}

static int64_t rules_compare(Trial *t, bool thorough) {
  Engine e;
  int64_t found;
  Files files = {&t->gen, t->rules};
  Opened opened = engine_open(&e, &files, &t->arena);
  if (opened == OPEN_BROKEN && t->show) engine_explain(&files);
  if (opened != OPEN_FINE) return opened == OPEN_BROKEN ? 0 : RULES_REFUSED; // broken: as if the first lead differed
  Oracle *o = oracle_new(&t->arena, e.rules, t->gen.now, (OracleZones){&files, engine_zone}, oracle_regex);
  found = batches_compare(t, o, &e, thorough ? 64 : 1024);
  if (found < 0 && thorough) found = batches_compare(t, o, &e, 1024);
  if (found < 0 && thorough) { engine_reload(&e); found = batches_compare(t, o, &e, 61); }
  engine_close(&e);
  return found;
}

// ---- shrinking: leave out one statement after the other while the difference stays
static uint32_t statement_end(Text rules, uint32_t at) {
  do {
    while (at < rules.size && rules.data[at] != '\n') at++;
    at += at < rules.size;
  } while (at < rules.size && (rules.data[at] == ' ' || rules.data[at] == '}'));
  return at;
}

// The outcome of these rules, found in a process of its own: they may also crash.
typedef enum { OUTCOME_ALIKE, OUTCOME_DIFFERENT, OUTCOME_CRASH } Outcome;
enum { EXIT_DIFFERENT = 42 };

static Outcome outcome_of(Trial *t, bool thorough, int64_t *lead) {
  int status = 0, pipes[2];
  int64_t found = LEAD_ALIKE;
  fflush(stdout);
  if (pipe(pipes) != 0) abort();
  pid_t child = fork();
  if (child == 0) {
    if (t->quiet && !freopen("/dev/null", "w", stderr)) _exit(3);
    found = rules_compare(t, thorough);
    if (found == RULES_REFUSED && !t->quiet) t->counts->refused++;
    fflush(stdout);
    if (write(pipes[1], &found, sizeof found) != (ssize_t)sizeof found) _exit(3);
    _exit(found >= 0 ? EXIT_DIFFERENT : 0);
  }
  if (child < 0 || waitpid(child, &status, 0) != child) abort();
  close(pipes[1]);
  if (read(pipes[0], lead, sizeof *lead) != (ssize_t)sizeof *lead) *lead = 0;
  close(pipes[0]);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return OUTCOME_ALIKE;
  return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_DIFFERENT ? OUTCOME_DIFFERENT : OUTCOME_CRASH;
}

static bool still_wrong(Trial *t, Text rules, Outcome as) {
  Text before = t->rules;
  int64_t lead;
  t->rules = rules;
  bool wrong = outcome_of(t, false, &lead) == as;
  if (!wrong) t->rules = before;
  return wrong;
}

static bool cut(Trial *t, uint32_t from, uint32_t to, const char *instead, Outcome as) { // shorter, and still wrong
  if (to - from <= strlen(instead)) return false;
  Text r = t->rules;
  return still_wrong(t, text_format(&t->arena, "%.*s%s%.*s", (int)from, r.data, instead, (int)(r.size - to), r.data + to), as);
}

static uint32_t parenthesis_end(Text r, uint32_t at) { // of the one that opens at `at`; 0: it never closes
  uint32_t depth = 0;
  bool quoted = false;
  for (; at < r.size && r.data[at] != '\n'; at++) {
    if (r.data[at] == '"') quoted = !quoted;
    if (quoted) continue;
    depth += r.data[at] == '(';
    if (r.data[at] == ')' && --depth == 0) return at;
  }
  return 0;
}

// Inside parentheses: something plain in their place, or one part less.
static bool shrink_at(Trial *t, uint32_t at, Outcome as) {
  static const char *const plain[] = {"(1 < 2)", "(2 < 1)", "(1)", "(\"x\")", "(now)"};
  uint32_t end = parenthesis_end(t->rules, at), part = at + 1;
  if (!end) return false;
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (cut(t, at, end + 1, plain[i], as)) return true;
  for (uint32_t i = at + 1, depth = 0; i < end; i++) {
    depth += t->rules.data[i] == '(';
    depth -= t->rules.data[i] == ')';
    if (depth || (t->rules.data[i] != ',' && i + 1 < end)) continue;
    bool last = i + 1 >= end;
    if (cut(t, last && part > at + 1 ? part - 1 : part, last ? end : i + 1, "", as)) return true;
    part = i + 1;
  }
  return false;
}

static void shrink(Trial *t, Outcome as) {
  for (bool again = true; again;) {
    again = false;
    for (uint32_t at = 0; at < t->rules.size;) {
      uint32_t end = statement_end(t->rules, at);
      if (cut(t, at, end, "", as)) again = true;
      else at = end;
    }
    for (uint32_t at = 0; at < t->rules.size; at++)
      while (at < t->rules.size && t->rules.data[at] == '(' && shrink_at(t, at, as)) again = true;
  }
}

static void report(Trial *t, uint64_t seed, Outcome as, uint32_t lead) {
  char now[CLOCK_TEXT_BYTES];
  int64_t found;
  printf("seed %llu, lead %u: %s\n", (unsigned long long)seed, lead + 1, as == OUTCOME_CRASH ? "a crash" : "a difference");
  t->leads += lead;
  t->lead_count = 1;
  t->quiet = true;
  if (outcome_of(t, false, &found) != as) { t->leads -= lead; t->lead_count = lead + 1; } // alone it goes well
  shrink(t, as);
  show_text("rules", t->rules);
  show_text("lead", generate_json(&t->gen, &t->arena, t->leads[t->lead_count - 1]));
  printf("now %.*s\n", (int)clock_format_time(t->gen.now, now), now);
  t->quiet = false;
  t->show = true;
  outcome_of(t, false, &found);
  t->show = false;
}

// ---- a seed
static void trial_make(Trial *t, uint64_t seed) {
  arena_reset(&t->arena);
  t->rules = generate_rules(&t->gen, &t->arena, seed);
  t->lead_count = seed % 16 == 0 ? 1030 : 130;
  t->leads = ARENA_MANY(&t->arena, Data *, t->lead_count);
  for (uint32_t i = 0; i < t->lead_count; i++) t->leads[i] = generate_lead(&t->gen, i + 1);
}

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int run(Trial *t, uint64_t seed, uint64_t pairs) {
  double began = seconds_now();
  Counts *c = t->counts;
  for (; c->pairs < pairs; seed++) {
    c->seeds++;
    trial_make(t, seed);
    int64_t found;
    Outcome outcome = outcome_of(t, true, &found);
    if (outcome == OUTCOME_ALIKE) continue;
    report(t, seed, outcome, (uint32_t)found);
    c->wrong++;
    if (!t->keep_going) return 1;
  }
  double seconds = seconds_now() - began;
  printf("oracle: %llu rule sets, %llu refused, %llu pairs alike (%llu disqualified, %llu incomplete, %llu routed, %llu unrouted; %llu trace lines; %llu rejected), %.0f pairs a second\n",
         (unsigned long long)c->seeds, (unsigned long long)c->refused, (unsigned long long)c->pairs, (unsigned long long)c->disqualified, (unsigned long long)c->incomplete,
         (unsigned long long)c->routed, (unsigned long long)c->unrouted, (unsigned long long)c->lines, (unsigned long long)c->rejected, (double)c->pairs / seconds);
  return c->wrong > 0;
}

static void file_write(const char *folder, const char *name, Text bytes) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *f = fopen(path, "wb");
  if (!f) { perror(path); exit(2); }
  fwrite(bytes.data, 1, bytes.size, f);
  if (fclose(f) != 0) exit(2);
}

// Why check refuses the rules of a seed.
static int rules_show(Trial *t, uint64_t seed) {
  trial_make(t, seed);
  Files files = {&t->gen, t->rules};
  printf("%.*s", (int)t->rules.size, t->rules.data);
  return engine_explain(&files);
}

// ---- for the command
static void expected_write(Trial *t, Engine *e, const Oracle *o, const char *folder) {
  Text all = {0};
  char now[CLOCK_TEXT_BYTES];
  for (uint32_t at = 0; at < t->lead_count; at += 1024) {
    uint32_t to = at + 1024 < t->lead_count ? at + 1024 : t->lead_count, kept = engine_batch(e, o->rules, &t->gen, t->leads, at, to);
    for (uint32_t row = 0; row < kept; row++) {
      arena_reset(&t->row);
      OracleValue *lead = oracle_read(o, &t->row, e->batch->columns, row);
      Text line = oracle_line(o, &t->row, lead, oracle_decide(o, &t->row, lead), e->decisions->record[row]);
      all = text_format(&t->arena, "%.*s%.*s\n", (int)all.size, all.data, (int)line.size, line.data);
    }
  }
  file_write(folder, "expected.ndjson", all);
  file_write(folder, "now", (Text){now, clock_format_time(o->now, now)});
}

// Only leads that CSV can say, when there are some.
static bool leads_for_csv(Trial *t) {
  uint32_t kept = 0;
  Text csv;
  Data **fit = ARENA_MANY(&t->arena, Data *, t->lead_count);
  for (uint32_t i = 0; i < t->lead_count; i++)
    if (generate_csv(&t->gen, &t->arena, &t->leads[i], 1, &csv)) fit[kept++] = t->leads[i];
  if (kept < 10) return false;
  t->leads = fit;
  t->lead_count = kept;
  return true;
}

static int files_write(Trial *t, uint64_t seed, const char *folder) {
  Engine e;
  Text json = {0}, csv;
  trial_make(t, seed);
  bool as_csv = leads_for_csv(t);
  Files files = {&t->gen, t->rules};
  if (engine_open(&e, &files, &t->arena) != OPEN_FINE) return 3;
  expected_write(t, &e, oracle_new(&t->arena, e.rules, t->gen.now, (OracleZones){&files, engine_zone}, oracle_regex), folder);
  engine_close(&e);
  file_write(folder, "rules.rubric", t->rules);
  for (uint32_t i = 0; i < t->gen.file_count; i++) file_write(folder, t->gen.files[i].path, t->gen.files[i].bytes);
  for (uint32_t i = 0; i < t->lead_count; i++) {
    Text line = generate_json(&t->gen, &t->arena, t->leads[i]);
    json = text_format(&t->arena, "%.*s%.*s\n", (int)json.size, json.data, (int)line.size, line.data);
  }
  file_write(folder, "leads.ndjson", json);
  if (as_csv && generate_csv(&t->gen, &t->arena, t->leads, t->lead_count, &csv)) file_write(folder, "leads.csv", csv);
  return 0;
}

static int claims_run(Trial *t, uint64_t seed, uint64_t count) {
  ClaimCounts n = {0};
  uint64_t sets = 0;
  for (uint64_t i = 0; i < count; i++) {
    Engine e;
    trial_make(t, seed + i);
    Files files = {&t->gen, t->rules};
    if (engine_open(&e, &files, &t->arena) != OPEN_FINE) continue;
    uint64_t before = n.wrong;
    claims_check(&e, oracle_new(&t->arena, e.rules, t->gen.now, (OracleZones){&files, engine_zone}, oracle_regex), &t->gen, t->leads, t->lead_count, &t->arena, &t->row, &n);
    engine_close(&e);
    sets++;
    if (n.wrong > before) printf("seed %llu\n", (unsigned long long)(seed + i));
    if (n.wrong > 20) break;
  }
  printf("claims: %llu rule sets, %llu questions: %llu impossible, %llu possible with a lead, %llu undecided though a lead is so; %llu stages, routes and rows out of reach\n%llu passed, %llu failed\n", (unsigned long long)sets,
         (unsigned long long)n.asked, (unsigned long long)n.impossible, (unsigned long long)n.possible, (unsigned long long)n.undecided, (unsigned long long)n.unreachable, (unsigned long long)(n.wrong ? 0 : 1), (unsigned long long)n.wrong);
  return n.wrong > 0 || !n.impossible || !n.possible;
}

int main(int count, char **words) {
  Trial *t = calloc(1, sizeof *t);
  Counts *counts = mmap(NULL, sizeof *counts, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0); // children count too
  if (!t || counts == MAP_FAILED || count < 3) { fprintf(stderr, "usage: oracle_test SEED PAIRS [-k] | --rules SEED | --claims SEED COUNT | --files SEED FOLDER\n"); return 2; }
  t->counts = counts;
  t->keep_going = count > 3 && strcmp(words[3], "-k") == 0;
  arena_init(&t->arena, allocator_default(), &t->escape);
  arena_init(&t->row, allocator_default(), &t->escape);
  if (setjmp(t->escape)) { fprintf(stderr, "out of memory\n"); return 70; }
  int code;
  if (strcmp(words[1], "--rules") == 0) code = rules_show(t, strtoull(words[2], NULL, 10));
  else if (strcmp(words[1], "--claims") == 0 && count > 3) code = claims_run(t, strtoull(words[2], NULL, 10), strtoull(words[3], NULL, 10));
  else if (strcmp(words[1], "--files") == 0 && count > 3) code = files_write(t, strtoull(words[2], NULL, 10), words[3]);
  else code = run(t, strtoull(words[1], NULL, 10), strtoull(words[2], NULL, 10));
  arena_free(&t->arena);
  arena_free(&t->row);
  free(t);
  return code;
}
