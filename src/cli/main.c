// main.c -- which command, and what happens when there is none.
#include "cli/guard.h"
#include "cli/options.h"
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

const Command commands[] = {
#define COMMAND(name, id, most, arguments, about) {name, command_##id, most, arguments, about},
#include "cli/commands.def"
#undef COMMAND
  {NULL, NULL, 0, NULL, NULL},
};

static int versions(void) {
  printf("rubric %s\nlanguage %d\ncompiled files %d\noutput %d\n", RUBRIC_VERSION, RUBRIC_LANGUAGE_VERSION, RUBRIC_BYTECODE_VERSION, RUBRIC_OUTPUT_VERSION);
  return EXIT_DONE;
}
static const Command *command_named(const char *name) {
  for (const Command *c = commands; c->name; c++) if (strcmp(c->name, name) == 0) return c;
  return NULL;
}
static int command_unknown(const char *word) {
  const char *nearest = command_nearest(word);
  fprintf(stderr, "rubric: there is no command `%s`", word);
  if (nearest) fprintf(stderr, "; did you mean `%s`?", nearest);
  fputs("\n`rubric help` lists them\n", stderr);
  return EXIT_RULES;
}
static int help(const char *about) {
  if (about && strcmp(about, "help") == 0) about = NULL;
  if (about && !command_named(about)) return command_unknown(about);
  options_help(stdout, about);
  return EXIT_DONE;
}
static int dispatch(const Options *o, const Command *c) {
  if (o->values[OPT_VERSION]) return versions();
  if (o->command && !c) return help(o->file_count ? o->files[0] : NULL); // `rubric help`
  if (!c) {
    options_help(o->values[OPT_HELP] ? stdout : stderr, NULL);
    return o->values[OPT_HELP] ? EXIT_DONE : EXIT_RULES;
  }
  if (o->values[OPT_HELP]) return help(c->name);
  int streams = 0;
  for (int i = 0; i < o->file_count; i++) streams += strcmp(o->files[i], "-") == 0;
  if (streams > 1) { fputs("rubric: `-`, standard input, can be read only once\n", stderr); return EXIT_RULES; }
  if (!c->files_most || o->file_count <= c->files_most) return c->run(o);
  fprintf(stderr, "rubric: what is `%s` for? usage: rubric %s %s\n", o->files[c->files_most], c->name, c->arguments);
  return EXIT_RULES;
}
// A stack that cannot grow ends the process by a signal. So it grows now, where a lack of room can be told: to more than rules of
// the greatest depth took in any command. Only its last page is touched, so that it costs address space alone.
enum { STACK_ROOM = 1 << 20 };
static __attribute__((noinline)) void stack_grow(void) {
  volatile char room[STACK_ROOM];
  room[0] = 0;
  (void)room[0];
}
static bool stack_reserve(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0 || limit.rlim_cur < 4 * STACK_ROOM) return true; // somebody wants it small
  void *probe = mmap(NULL, STACK_ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (probe == MAP_FAILED) return false;
  munmap(probe, STACK_ROOM);
  stack_grow();
  return true;
}
int main(int argc, char **argv) {
  static Options o; // lives as long as the process
  if (!stack_reserve()) { fputs("rubric: out of memory\n", stderr); return EXIT_INTERNAL; }
  const char *word = options_command(argc, argv);
  const Command *c = word ? command_named(word) : NULL;
  if (word && !c && strcmp(word, "help") != 0) return command_unknown(word);
  if (!options_read(&o, argc, argv)) return o.files ? EXIT_RULES : EXIT_INTERNAL; // without room for their names nothing was read
  int code = dispatch(&o, c);
  const char *why;
  if (standard_flush(&why)) return code;
  fprintf(stderr, "rubric: the output cannot be written%s%s\n", why ? ": " : "", why ? why : "");
  return code < EXIT_OUTPUT ? EXIT_OUTPUT : code;
}
