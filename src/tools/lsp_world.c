// lsp_world.c -- open documents, and programs checked over them.
//
// A program is known to the checker by the name of its entry file alone, so that messages show short paths; what is read is found
// in the entry's folder. What was read is remembered with a stamp (of the document, or of the file's time and size): a check is
// good as long as all its stamps are.
#include "tools/lsp_parts.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- documents
Document *document_at(Server *s, Text path) {
  for (uint32_t i = 0; i < s->documents.count; i++) if (text_equal(s->documents.items[i]->path, path)) return s->documents.items[i];
  return NULL;
}
static void document_set(Server *s, Document *d, Text text) {
  const Text mark = TEXT("\xEF\xBB\xBF"); // editors do not count it
  if (text_starts(text, mark)) text = (Text){text.data + mark.size, text.size - mark.size};
  Buffer copy = {0};
  buffer_put(&copy, text.data, text.size);
  if (copy.failed) { buffer_free(&copy); arena_fail(&s->arena); }
  buffer_free(&d->text);
  d->text = copy;
  d->stamp = ++s->clock;
  s->due = true;
}
Document *document_open(Server *s, Text uri, Text text, int64_t version) {
  Text path = path_of_uri(&s->kept, uri);
  Document *d = document_at(s, path);
  if (!d) {
    d = ARENA_NEW(&s->kept, Document);
    d->path = path;
    *VEC_PUSH(&s->kept, &s->documents) = d;
  }
  if (!text_equal(d->uri, uri)) d->uri = text_copy(&s->kept, uri);
  d->version = version;
  document_set(s, d, text);
  return d;
}
void document_close(Server *s, Document *d) {
  uint32_t i = 0;
  while (s->documents.items[i] != d) i++;
  memmove(&s->documents.items[i], &s->documents.items[i + 1], (s->documents.count - i - 1) * sizeof(Document *));
  s->documents.count--;
  buffer_free(&d->text);
  s->due = true;
}
// One of contentChanges: a range and its new text, or the whole text. False: it has no text.
static bool change_apply(Server *s, Document *d, Item change) {
  Text old = {d->text.data, (uint32_t)d->text.size}, put;
  Item range = item_member(change, "range");
  if (!item_text(item_member(change, "text"), &put)) return false;
  if (!item_there(range)) { document_set(s, d, put); return true; }
  Lines lines = lines_of(&s->arena, old);
  uint32_t start = offset_of(&lines, item_integer(item_path(range, "start.line"), 0), item_integer(item_path(range, "start.character"), 0), s->utf8);
  uint32_t end = offset_of(&lines, item_integer(item_path(range, "end.line"), 0), item_integer(item_path(range, "end.character"), 0), s->utf8);
  if (end < start) { uint32_t swap = start; start = end; end = swap; }
  Text joined = {NULL, start + put.size + (old.size - end)};
  if ((uint64_t)start + put.size + (old.size - end) > LIMIT_SOURCE_BYTES) return false;
  char *bytes = arena_alloc_raw(&s->arena, joined.size + 1);
  if (start) memcpy(bytes, old.data, start);
  if (put.size) memcpy(bytes + start, put.data, put.size);
  if (end < old.size) memcpy(bytes + start + put.size, old.data + end, old.size - end);
  joined.data = bytes;
  document_set(s, d, joined);
  return true;
}
bool document_edit(Server *s, Document *d, Item changes) {
  bool fine = true;
  for (Item c = item_first(changes); c.at; c = item_next(c)) fine &= change_apply(s, d, c);
  return fine;
}

// ---- files
uint64_t path_stamp(Server *s, Text path) {
  struct stat st;
  const Document *d = document_at(s, path);
  if (d) return d->stamp | 1ULL << 63;
  if (!s->options.disk.read_file || memchr(path.data, 0, path.size) || stat(text_c(&s->arena, path), &st) != 0) return 0;
  uint64_t stamp = (uint64_t)st.st_mtim.tv_sec * 1000000007ULL ^ (uint64_t)st.st_mtim.tv_nsec * 31 ^ (uint64_t)st.st_size << 20 ^ (uint64_t)st.st_ino;
  return (stamp & ~(1ULL << 63)) | 1;
}

// ---- checking: a host whose files are open documents first
typedef struct Reading {
  Server *server;
  Check *check;
  const Check *like;          // check_again: paths are its
  Text (*text)(void *user, Text path, Text bytes);
  void *user;
  Arena *arena;
} Reading;
static Text reading_path(Reading *r, const char *path) {
  const Check *c = r->check ? r->check : r->like;
  return text_format(r->arena, "%.*s%s", (int)c->folder.size, c->folder.data, path);
}
static bool reading_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  Reading *r = user;
  Text full = reading_path(r, path);
  const RubricHost *disk = &r->server->options.disk;
  const Document *d = document_at(r->server, full);
  *bytes = NULL;
  if (r->check) *VEC_PUSH(r->arena, &r->check->dependencies) = (Dependency){full, path_stamp(r->server, full)};
  if (!d && !disk->read_file) { snprintf(why, 256, "no such file"); return false; }
  if (!d && (!disk->read_file(disk->user, full.data, bytes, size, why) || !r->text || *size > UINT32_MAX)) return *bytes != NULL;
  Text text = d ? (Text){d->text.data, (uint32_t)d->text.size} : text_copy(r->arena, (Text){*bytes, (uint32_t)*size});
  free(*bytes);
  if (r->text) text = r->text(r->user, full, text);
  *bytes = malloc((size_t)text.size + 1);
  if (!*bytes) { snprintf(why, 256, "out of memory"); return false; }
  if (text.size) memcpy(*bytes, text.data, text.size);
  *size = text.size;
  return true;
}
static bool inside_folder(Text folder, Text file) {
  char folder_real[PATH_MAX], file_real[PATH_MAX], plain[PATH_MAX];
  if (!folder.size || folder.size >= sizeof plain) return false;
  memcpy(plain, folder.data, folder.size);
  plain[folder.size] = 0;
  if (!realpath(file.data, file_real)) return true; // does not exist: reading it says so
  if (!realpath(plain, folder_real)) return false;
  size_t n = strcmp(folder_real, "/") == 0 ? 0 : strlen(folder_real);
  return strncmp(file_real, folder_real, n) == 0 && file_real[n] == '/';
}
static bool reading_inside(void *user, const char *entry, const char *path) {
  Reading *r = user;
  const RubricHost *disk = &r->server->options.disk;
  Text full = reading_path(r, path), root = reading_path(r, entry);
  if (!disk->inside || document_at(r->server, full)) return true;
  if (document_at(r->server, root) && access(root.data, F_OK) != 0) return inside_folder(path_folder(root), full); // not saved yet
  return disk->inside(disk->user, root.data, full.data);
}
static bool reading_zone(void *user, const char *name, char **bytes, size_t *size) {
  const RubricHost *disk = &((Reading *)user)->server->options.disk;
  return disk->read_zone && disk->read_zone(disk->user, name, bytes, size);
}
static RubricHost reading_host(Reading *r) {
  return (RubricHost){.user = r, .read_file = reading_file, .inside = reading_inside, .read_zone = reading_zone, .read_json = r->server->options.disk.read_json};
}
static const char *base_name(Arena *arena, Text path) {
  uint32_t folder = path_folder(path).size;
  return text_c(arena, (Text){path.data + folder, path.size - folder});
}
static void check_run(Server *s, Check *c) {
  Reading *r = ARENA_NEW(&c->arena, Reading);
  RubricHost *host = ARENA_NEW(&c->arena, RubricHost);
  *r = (Reading){.server = s, .check = c, .arena = &c->arena};
  *host = reading_host(r);
  Rules *rules = api_check(host, &c->arena, base_name(&c->arena, c->path), NULL, 0);
  uint32_t files = rules->sources->files.count;
  c->scans = ARENA_MANY(&c->arena, Scan, files + 1);
  c->lines = ARENA_MANY(&c->arena, Lines, files + 1);
  for (uint32_t i = 0; i < rules->files.count; i++) c->scans[i] = scan_text(&c->arena, rules->sources->files.items[i]->bytes);
  c->index = index_build(&c->arena, rules, c->scans);
  c->rules = rules;
}
RubricHost check_host(Server *s, Check *c) {
  Reading *r = ARENA_NEW(&s->arena, Reading);
  *r = (Reading){.server = s, .like = c, .arena = &s->arena};
  return reading_host(r);
}
Rules *check_again(Server *s, const Check *c, Text (*text)(void *user, Text path, Text bytes), void *user, Arena *arena) {
  Reading *r = ARENA_NEW(arena, Reading);
  RubricHost *host = ARENA_NEW(arena, RubricHost);
  *r = (Reading){.server = s, .like = c, .text = text, .user = user, .arena = arena};
  *host = reading_host(r);
  return api_check(host, arena, base_name(arena, c->path), NULL, 0);
}

// ---- programs
static bool check_good(Server *s, const Check *c) {
  if (!c->rules) return false;
  for (uint32_t i = 0; i < c->dependencies.count; i++)
    if (path_stamp(s, c->dependencies.items[i].path) != c->dependencies.items[i].stamp) return false;
  return true;
}
static void check_free(Check *c) {
  arena_free(&c->arena);
  free(c);
}
static void check_drop(Server *s, uint32_t at) {
  lint_stop(s, s->checks.items[at]);
  check_free(s->checks.items[at]);
  s->checks.items[at] = s->checks.items[--s->checks.count];
}
void checks_free(Server *s) {
  while (s->checks.count) check_drop(s, s->checks.count - 1);
}
static void checks_room(Server *s) { // the one that was asked longest ago goes
  if (s->checks.count < LSP_CHECKS) return;
  uint32_t oldest = 0;
  for (uint32_t i = 1; i < s->checks.count; i++) if (s->checks.items[i]->used < s->checks.items[oldest]->used) oldest = i;
  check_drop(s, oldest);
}
static Check *check_new(Server *s, Text root) {
  checks_room(s);
  Check **place = VEC_PUSH(&s->kept, &s->checks);
  Check *c = calloc(1, sizeof *c);
  if (!c) { s->checks.count--; arena_fail(&s->arena); }
  *place = c;
  arena_init(&c->arena, allocator_default(), &s->escape);
  c->path = text_copy(&c->arena, root);
  c->folder = path_folder(c->path);
  c->made = c->used = ++s->clock;
  check_run(s, c);
  return c;
}
static Check *check_root_of(Server *s, Text root) {
  for (uint32_t i = 0; i < s->checks.count; i++) {
    Check *c = s->checks.items[i];
    if (!text_equal(c->path, root)) continue;
    if (check_good(s, c)) { c->used = ++s->clock; return c; }
    check_drop(s, i);
    break;
  }
  return check_new(s, root);
}
Check *check_of(Server *s, Text path) {
  Check *c = check_root_of(s, check_root(s, path));
  return check_file(c, path) == UINT32_MAX ? check_root_of(s, path) : c; // it may not have been read after all
}
Text check_path(Server *s, const Check *c, uint32_t file) {
  Text path = c->rules->sources->files.items[file]->path, module;
  if (text_starts(path, TEXT("std/")) && std_module((Text){path.data + 4, path.size - 4}, &module)) return (Text){0};
  return text_format(&s->arena, "%.*s%.*s", (int)c->folder.size, c->folder.data, (int)path.size, path.data);
}
uint32_t check_file(const Check *c, Text path) {
  if (path.size < c->folder.size || memcmp(path.data, c->folder.data, c->folder.size) != 0) return UINT32_MAX;
  Text relative = {path.data + c->folder.size, path.size - c->folder.size};
  for (uint32_t i = 0; i < c->rules->sources->files.count; i++) if (text_equal(c->rules->sources->files.items[i]->path, relative)) return i;
  return UINT32_MAX;
}
const Lines *check_lines(Check *c, uint32_t file) {
  if (!c->lines[file].starts) c->lines[file] = lines_of(&c->arena, c->rules->sources->files.items[file]->bytes);
  return &c->lines[file];
}
