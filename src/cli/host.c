// host.c -- what the library gets from the command: files of the file system, `-` as standard input, JSON within cells.
#include "api.h"
#include "base/limits.h"
#include "cli/options.h"
#include "io/json_read.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool read_json(void *user, RubricBatch *batch, uint32_t field, const char *json, size_t size) {
  (void)user;
  JsonReader *reader = json_reader_new(program_slots(&batch->program->code)); // rare: a list or record in one text of a test
  bool fine = reader && json_read_cell(reader, batch->columns, field, (Text){json, (uint32_t)size});
  json_reader_free(reader);
  return fine;
}

// ---- rules on standard input: what they use is looked for in the working folder. They are kept, since a command may read its
// rules more than once.
static bool take_standard_input(char **bytes, size_t *size, char why[256]) {
  char *data = NULL;
  size_t got = 0, room = 0;
  for (bool more = true; more;) {
    if (got == room) {
      char *grown = room > LIMIT_SOURCE_BYTES ? NULL : realloc(data, room = room ? room * 2 : 64 << 10);
      if (!grown) { free(data); snprintf(why, 256, "standard input is too long"); return false; }
      data = grown;
    }
    size_t part = fread(data + got, 1, room - got, stdin);
    got += part;
    more = part > 0;
  }
  if (ferror(stdin)) { free(data); snprintf(why, 256, "standard input cannot be read"); return false; }
  *bytes = data;
  *size = got;
  return true;
}
static bool read_standard_input(char **bytes, size_t *size, char why[256]) {
  static char *kept; // lives as long as the process
  static size_t kept_size;
  if (!kept && !take_standard_input(&kept, &kept_size, why)) return false;
  *bytes = malloc(kept_size + 1);
  if (!*bytes) { snprintf(why, 256, "out of memory"); return false; }
  memcpy(*bytes, kept, kept_size);
  *size = kept_size;
  return true;
}
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  if (strcmp(path, "-") == 0) return read_standard_input(bytes, size, why);
  return rubric_system_host().read_file(user, path, bytes, size, why);
}
static bool inside(void *user, const char *entry, const char *path) {
  char folder[PATH_MAX], file[PATH_MAX];
  if (strcmp(entry, "-") != 0) return rubric_system_host().inside(user, entry, path);
  if (!realpath(path, file)) return true; // does not exist: reading it says so
  if (!getcwd(folder, sizeof folder)) return false;
  size_t n = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
  return strncmp(file, folder, n) == 0 && file[n] == '/';
}
RubricHost options_host(const Options *o) {
  RubricHost host = rubric_system_host();
  host.read_file = read_file;
  host.inside = inside;
  host.read_json = read_json;
  host.extern_folder = o->values[OPT_ALLOW_EXTERN];
  return host;
}
