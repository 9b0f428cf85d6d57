// lsp_roots.c -- which program a file belongs to: the entry file that uses it, directly or through others.
//
// A file can be used only by files of its own folder and of those above. They are asked what they use: open documents first, then
// the files of these folders up to the workspace's (without one, of its own folder), by name. Climbing from user to user ends at a file
// that nobody uses: that is the entry.
#include "tools/lsp_parts.h"
#include <dirent.h>
#include <stdlib.h>

// ---- what a file uses
static Text bytes_of(Server *s, Text path) {
  const Document *d = document_at(s, path);
  if (d) return (Text){d->text.data, (uint32_t)d->text.size};
  const RubricHost *disk = &s->options.disk;
  char *bytes = NULL, why[256];
  size_t size = 0;
  if (!disk->read_file || !disk->read_file(disk->user, text_c(&s->arena, path), &bytes, &size, why)) return (Text){0};
  Text copy = size < LIMIT_RECORD_BYTES ? text_copy(&s->arena, (Text){bytes, (uint32_t)size}) : (Text){0};
  free(bytes);
  return copy;
}
static void uses_read(Server *s, Uses *u) {
  Text bytes = bytes_of(s, u->path);
  Scan scan = scan_text(&s->arena, bytes);
  VEC(Text) found = {0};
  for (uint32_t i = 0; i + 1 < scan.count; i++) {
    if (scan.words[i].kind != SCAN_NAME || !text_is(scan_word(&scan, i), "use") || scan.words[i + 1].kind != SCAN_TEXT) continue;
    Text path = scan_word(&scan, i + 1);
    path = (Text){path.data + 1, path.size - 2};
    if (!text_starts(path, TEXT("std/"))) *VEC_PUSH(&s->arena, &found) = path_join(&s->arena, path_folder(u->path), path);
  }
  bool same = found.count == u->count;
  for (uint32_t i = 0; same && i < found.count; i++) same = text_equal(found.items[i], u->paths[i]);
  if (same) return; // as it is between most keystrokes
  u->paths = ARENA_MANY(&s->kept, Text, found.count);
  for (uint32_t i = 0; i < found.count; i++) u->paths[i] = text_copy(&s->kept, found.items[i]);
  u->count = found.count;
}
static const Uses *uses_of(Server *s, Text path) {
  uint64_t stamp = path_stamp(s, path);
  Uses *u = NULL;
  for (uint32_t i = 0; i < s->uses.count && !u; i++) if (text_equal(s->uses.items[i].path, path)) u = &s->uses.items[i];
  if (u && u->stamp == stamp) return u;
  if (!u) {
    u = VEC_PUSH(&s->kept, &s->uses);
    *u = (Uses){.path = text_copy(&s->kept, path)};
  }
  uses_read(s, u);
  u->stamp = stamp;
  return u;
}
static bool uses_file(Server *s, Text user, Text path) {
  const Uses *u = uses_of(s, user);
  for (uint32_t i = 0; i < u->count; i++) if (text_equal(u->paths[i], path)) return true;
  return false;
}

// ---- who might use a file
static int path_order(const void *a, const void *b) { return text_compare(*(const Text *)a, *(const Text *)b); }
void folder_files(Server *s, Text folder, const char *ending, Texts *out) {
  if (!s->options.disk.read_file || !folder.size || folder.data[0] != '/' || memchr(folder.data, 0, folder.size)) return;
  DIR *open = opendir(text_c(&s->arena, folder));
  uint32_t first = out->count;
  for (struct dirent *e; open && out->count - first < LSP_FOLDER_FILES && (e = readdir(open)) != NULL;) {
    Text name = text_of(e->d_name);
    if (text_ends(name, text_of(ending))) *VEC_PUSH(&s->arena, out) = text_format(&s->arena, "%.*s%s", (int)folder.size, folder.data, e->d_name);
  }
  if (open) closedir(open);
  if (out->count > first) qsort(out->items + first, out->count - first, sizeof(Text), path_order);
}
static bool within_workspace(const Server *s, Text folder) {
  for (uint32_t i = 0; i < s->folders.count; i++) if (text_starts(folder, s->folders.items[i])) return true;
  return false;
}
static Texts candidates(Server *s, Text path) {
  Texts out = {0};
  Text folder = path_folder(path);
  for (uint32_t i = 0; i < s->documents.count; i++)
    if (text_starts(folder, path_folder(s->documents.items[i]->path))) *VEC_PUSH(&s->arena, &out) = s->documents.items[i]->path;
  do {
    folder_files(s, folder, ".rubric", &out);
    folder = path_folder((Text){folder.data, folder.size ? folder.size - 1 : 0});
  } while (within_workspace(s, folder));
  return out;
}
Text check_root(Server *s, Text path) {
  enum { CLIMB = 32 };
  Text seen[CLIMB] = {path};
  Texts near = candidates(s, path);
  for (uint32_t depth = 1; depth < CLIMB; depth++) {
    Text user = {0};
    for (uint32_t i = 0; i < near.count && !user.size; i++) {
      bool before = false;
      for (uint32_t k = 0; k < depth; k++) before |= text_equal(seen[k], near.items[i]);
      if (!before && uses_file(s, near.items[i], seen[depth - 1])) user = near.items[i];
    }
    if (!user.size) return seen[depth - 1];
    seen[depth] = user;
  }
  return path;
}
