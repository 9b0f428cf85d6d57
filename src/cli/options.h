// options.h -- the command line, read once by the tables in options.def, choices.def and commands.def.
#pragma once
#include "rubric.h"
#include <stdio.h>

enum { EXIT_DONE = 0, EXIT_FINDINGS = 1, EXIT_RULES = 2, EXIT_LEADS = 3, EXIT_OUTPUT = 4, EXIT_INTERNAL = 70 };

typedef enum {
#define OPTION(id, ...) OPT_##id,
#include "cli/options.def"
#undef OPTION
  OPT_COUNT
} OptionId;

typedef struct Options {
  const char *command;
  const char **files; int file_count;
  const char *values[OPT_COUNT];    // NULL: not given; "" for those without an argument
  RubricSetting *settings; size_t setting_count;
} Options;

// The command: the first word that is neither an option nor an option's argument; or NULL.
const char *options_command(int argc, char **argv);
// False after saying on stderr what is wrong. Everything lives as long as the process.
bool options_read(Options *o, int argc, char **argv);
void options_help(FILE *out, const char *command);
int command_lacks(const Options *o, const char *what);           // says what, and the usage; EXIT_RULES
bool option_number(const Options *o, OptionId id, long long least, long long most, long long otherwise, long long *value);
RubricHost options_host(const Options *o);
bool options_now(const Options *o, const RubricProgram *p, int64_t *now);  // --now, without a zone in the rubric's timezone
const char *command_nearest(const char *word);

// The commands: each gives the exit code. `files_most` 0: any number.
typedef struct Command { const char *name; int (*run)(const Options *o); int files_most; const char *arguments, *about; } Command;
extern const Command commands[];   // ends with a NULL name
#define COMMAND(name, id, ...) int command_##id(const Options *o);
#include "cli/commands.def"
#undef COMMAND

bool terminal_color(FILE *f);
// Compiles the first file; prints the findings on stderr. NULL: *code says what to exit with.
RubricProgram *compile_rules(const Options *o, unsigned flags, int *code);
struct Study *study_rules(const Options *o, unsigned flags, int *code); // the same with the tree beside it (tools/study.h)
// The section of docs/errors.md about a code (embedded at build).
bool error_page(const char *code, RubricText *page);
const char *error_code_title(const char *code);   // NULL: there is no such code
