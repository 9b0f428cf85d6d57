// options.c -- see options.h. Options may stand anywhere; `--name value` and `--name=value`; `--` ends them.
#include "cli/options.h"
#include "api.h"
#include "base/clock.h"
#include <stdlib.h>
#include <time.h>

typedef struct OptionInfo { const char *name; char letter; const char *argument, *commands, *help; } OptionInfo;
static const OptionInfo infos[] = {
#define OPTION(id, name, letter, argument, commands, help) {name, letter, argument, commands, help},
#include "cli/options.def"
#undef OPTION
};

typedef struct Choices { OptionId id; const char *commands, *values; } Choices;
static const Choices choices[] = {
#define CHOICES(id, commands, values) {OPT_##id, commands, values},
#include "cli/choices.def"
#undef CHOICES
};

static bool has_word(const char *words, const char *word, size_t size) { // words between single blanks, also around the first and last
  for (const char *at = strchr(words, ' '); at && at[1]; at = strchr(at + 1, ' '))
    if (strcspn(at + 1, " ") == size && memcmp(at + 1, word, size) == 0) return true;
  return false;
}
static bool belongs(const OptionInfo *info, const char *command) {
  return strstr(info->commands, " * ") || (command && has_word(info->commands, command, strlen(command)));
}
static const char *choices_of(int id, const char *command) {
  for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
    if ((int)choices[i].id == id && command && has_word(choices[i].commands, command, strlen(command))) return choices[i].values;
  return NULL;
}
// Whether the value is one of them; else says which there are.
static bool choice_taken(const char *name, const char *values, const char *value) {
  size_t size = strlen(value);
  for (const char *at = values; at; at = strchr(at, '|')) {
    at += *at == '|';
    if (strcspn(at, "|") == size && memcmp(at, value, size) == 0) return true;
  }
  fprintf(stderr, "rubric: --%s is ", name);
  for (const char *at = values; *at; at++) {
    if (*at != '|') fputc(*at, stderr);
    else fputs(strchr(at + 1, '|') ? ", " : " or ", stderr);
  }
  fputc('\n', stderr);
  return false;
}
static int option_named(const char *name, size_t size) {
  for (int i = 0; i < OPT_COUNT; i++) if (strlen(infos[i].name) == size && memcmp(infos[i].name, name, size) == 0) return i;
  return -1;
}
static int option_letter(char letter) {
  for (int i = 0; letter && i < OPT_COUNT; i++) if (infos[i].letter == letter) return i;
  return -1;
}
static const char *option_nearest(const char *name, size_t size, const char *command) {
  Text candidates[OPT_COUNT];
  uint32_t n = 0;
  for (int i = 0; i < OPT_COUNT; i++) if (belongs(&infos[i], command)) candidates[n++] = text_of(infos[i].name);
  int32_t found = text_nearest((Text){name, (uint32_t)size}, candidates, n);
  return found < 0 ? NULL : candidates[found].data;
}
const char *command_nearest(const char *word) {
  Text candidates[32];
  uint32_t n = 0;
  for (const Command *c = commands; c->name; c++) candidates[n++] = text_of(c->name);
  candidates[n++] = TEXT("help");
  int32_t found = text_nearest(text_of(word), candidates, n);
  return found < 0 ? NULL : candidates[found].data;
}

static bool refuse(const char *what, const char *name, size_t size, const char *nearest) {
  fprintf(stderr, "rubric: %s `%.*s`", what, (int)size, name);
  if (nearest) fprintf(stderr, "; did you mean `--%s`?", nearest);
  fputc('\n', stderr);
  return false;
}
static bool setting_add(Options *o, const char *value) {
  const char *equals = strchr(value, '=');
  char *name = equals ? malloc((size_t)(equals - value) + 1) : NULL;
  if (!name || equals == value) { fprintf(stderr, "rubric: --set takes NAME=VALUE, not `%s`\n", value); free(name); return false; }
  memcpy(name, value, (size_t)(equals - value));
  name[equals - value] = 0;
  RubricSetting *more = realloc(o->settings, (o->setting_count + 1) * sizeof *more);
  if (!more) return false;
  o->settings = more;
  o->settings[o->setting_count++] = (RubricSetting){name, equals + 1};
  return true;
}
static const char *joined(const char *first, const char *second) { // lives as long as the process
  size_t size = strlen(first) + strlen(second) + 2;
  char *both = malloc(size);
  if (both) snprintf(both, size, "%s,%s", first, second);
  return both ? both : second;
}
static bool option_take(Options *o, int id, const char *value, const char *shown) {
  if (!belongs(&infos[id], o->command)) {
    if (o->command) fprintf(stderr, "rubric: `%s` is no option of `rubric %s`\n", shown, o->command);
    else fprintf(stderr, "rubric: `%s` needs a command; `rubric help` lists them\n", shown);
    return false;
  }
  if (id == OPT_SET) return setting_add(o, value);
  const char *values = choices_of(id, o->command);
  if (values && !choice_taken(infos[id].name, values, value)) return false;
  if (id == OPT_FAIL_ON && o->values[id]) value = joined(o->values[id], value);
  o->values[id] = value ? value : "";
  return true;
}
static bool is_option(const char *arg) { return arg[0] == '-' && arg[1]; } // "-" is a file
static int option_of(const char *arg, const char **name, size_t *size) {
  bool is_long = arg[1] == '-';
  *name = arg + (is_long ? 2 : 1);
  *size = is_long ? strcspn(*name, "=") : 1;
  return is_long ? option_named(*name, *size) : option_letter(**name);
}
const char *options_command(int argc, char **argv) {
  const char *name;
  size_t size;
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--") == 0) return i + 1 < argc ? argv[i + 1] : NULL;
    if (!is_option(argv[i])) return argv[i];
    int id = option_of(argv[i], &name, &size);
    if (id >= 0 && infos[id].argument && !name[size]) i++; // its argument
  }
  return NULL;
}
// One option at argv[*i]; moves *i over its argument.
static bool option_read(Options *o, int argc, char **argv, int *i) {
  const char *arg = argv[*i], *name, *value = NULL;
  bool is_long = arg[1] == '-';
  size_t size;
  int id = option_of(arg, &name, &size);
  if (id < 0) return refuse("unknown option", arg, is_long ? size + 2 : strlen(arg), option_nearest(name, size, o->command));
  if (is_long && name[size] == '=') value = name + size + 1;
  else if (!is_long && name[1] && infos[id].argument) value = name + 1;
  else if (!is_long && name[1]) return refuse("unknown option", arg, strlen(arg), NULL);
  if (!infos[id].argument && value) { fprintf(stderr, "rubric: `--%s` takes no value\n", infos[id].name); return false; }
  if (infos[id].argument && !value && ++*i < argc) value = argv[*i];
  if (infos[id].argument && !value) { fprintf(stderr, "rubric: `%s` needs %s\n", arg, infos[id].argument); return false; }
  return option_take(o, id, value, arg);
}
bool options_read(Options *o, int argc, char **argv) {
  bool only_files = false;
  o->files = calloc((size_t)argc + 1, sizeof *o->files);
  if (!o->files) { fputs("rubric: out of memory\n", stderr); return false; }
  o->command = options_command(argc, argv);
  bool command_seen = false;
  for (int i = 1; i < argc; i++) {
    const char *arg = argv[i];
    if (!only_files && strcmp(arg, "--") == 0) only_files = true;
    else if (!only_files && is_option(arg)) { if (!option_read(o, argc, argv, &i)) return false; }
    else if (!command_seen && o->command == arg) command_seen = true;
    else o->files[o->file_count++] = arg;
  }
  return true;
}

static void put_wrapped(FILE *out, const char *words) { // behind column 30, to column 80
  enum { LEFT = 30, RIGHT = 80 };
  int column = LEFT;
  for (int n; *words; words += n) {
    while (*words == ' ') words++;
    n = (int)strcspn(words, " ");
    if (column > LEFT && column + 1 + n > RIGHT) { fprintf(out, "\n%*s", LEFT, ""); column = LEFT; }
    column += fprintf(out, " %.*s", n, words);
  }
  fputc('\n', out);
}
static void option_help(FILE *out, const OptionInfo *info, const char *values) {
  char left[96];
  int size = snprintf(left, sizeof left, "%s%c%s--%s %s", info->letter ? "-" : "  ", info->letter ? info->letter : ' ', info->letter ? ", " : " ", info->name,
                      values ? values : info->argument ? info->argument : "");
  fprintf(out, "  %-28s", left);
  if (size > 28) fprintf(out, "\n  %-28s", "");
  put_wrapped(out, info->help);
}
void options_help(FILE *out, const char *command) {
  const Command *c = commands;
  while (c->name && (!command || strcmp(c->name, command) != 0)) c++;
  if (!c->name) {
    fputs("rubric decides leads by rules that people can read.\n\nusage: rubric COMMAND ...\n\n", out);
    for (c = commands; c->name; c++) fprintf(out, "  %-13s %s\n", c->name, c->about);
    fputs("\n`rubric help COMMAND` says more. Results go to standard output, everything else to standard error.\n"
          "exit codes: 0 done, 1 something to look at, 2 rules or command line wrong, 3 leads cannot be read,\n"
          "            4 output cannot be written, 70 an internal error\n", out);
    return;
  }
  fprintf(out, "usage: rubric %s%s%s\n\n%s\n\n", c->name, *c->arguments ? " " : "", c->arguments, c->about);
  for (int i = 0; i < OPT_COUNT; i++)
    if (belongs(&infos[i], command) && i != OPT_VERSION) option_help(out, &infos[i], choices_of(i, command));
}
int command_lacks(const Options *o, const char *what) {
  const Command *c = commands;
  while (strcmp(c->name, o->command) != 0) c++;
  fprintf(stderr, "rubric: %s usage: rubric %s %s\n", what, c->name, c->arguments);
  return EXIT_RULES;
}
bool option_number(const Options *o, OptionId id, long long least, long long most, long long otherwise, long long *value) {
  char *end;
  *value = otherwise;
  if (!o->values[id]) return true;
  *value = strtoll(o->values[id], &end, 10);
  if (*o->values[id] && !*end && *value >= least && *value <= most) return true;
  fprintf(stderr, "rubric: --%s takes a whole number from %lld to %lld, not `%s`\n", infos[id].name, least, most, o->values[id]);
  return false;
}
bool options_now(const Options *o, const RubricProgram *p, int64_t *now) {
  if (o->values[OPT_NOW]) {
    if (clock_read_time(text_of(o->values[OPT_NOW]), p->timezone, now)) return true;
    fprintf(stderr, "rubric: --now takes a time such as 2026-11-01T09:00Z, not `%s`\n", o->values[OPT_NOW]);
    return false;
  }
  *now = (int64_t)time(NULL) * 1000000; // whole seconds: people read what is due
  return true;
}
