// snapshot.c -- see snapshot.h.
#include "tools/snapshot.h"
#include "api.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

static char *c_copy(const char *data, size_t size) {
  char *c = malloc(size + 1);
  if (!c) return NULL;
  if (size) memcpy(c, data, size);
  c[size] = 0;
  return c;
}

// ---- the host's services, from memory or from below
static void *take(const Snapshot *s, void *block, size_t old_bytes, size_t new_bytes) {
  if (s->below.resize) return s->below.resize(s->below.user, block, old_bytes, new_bytes);
  if (new_bytes) return realloc(block, new_bytes);
  free(block);
  return NULL;
}
static void *resize(void *user, void *block, size_t old_bytes, size_t new_bytes) { return take(user, block, old_bytes, new_bytes); }
static SnapshotFile *file_named(const Snapshot *s, const char *path) {
  for (size_t i = s->count; i-- > 0;) if (strcmp(s->files[i].path, path) == 0) return &s->files[i]; // carried ones come later
  return NULL;
}
static SnapshotFile *file_add(Snapshot *s, const char *path, size_t size) {
  if (s->count == s->room) {
    size_t room = s->room ? s->room * 2 : 8;
    SnapshotFile *more = realloc(s->files, room * sizeof *more);
    if (!more) return NULL;
    s->files = more;
    s->room = room;
  }
  char *name = c_copy(path, size);
  if (!name) return NULL;
  s->files[s->count] = (SnapshotFile){.path = name};
  return &s->files[s->count++];
}
static uint64_t hash_of(const char *path) {
  char part[4096];
  uint64_t h = 1;
  FILE *f = fopen(path, "rb");
  for (size_t n; f && (n = fread(part, 1, sizeof part, f)) > 0;) h = text_hash((Text){part, (uint32_t)n}, h);
  if (f) fclose(f);
  return h;
}
// Another one when the file has been written. Clocks of file systems are coarse: what was written within their step before it
// was read may be written once more with the same time, so such a file is compared by what stands in it.
static uint64_t stamp_of(const SnapshotFile *f) {
  struct stat st;
  if (stat(f->path, &st) != 0) return 0;
  const int64_t parts[] = {(int64_t)st.st_mtim.tv_sec, (int64_t)st.st_mtim.tv_nsec, (int64_t)st.st_size, (int64_t)st.st_ino};
  return text_hash((Text){(const char *)parts, sizeof parts}, f->young && S_ISREG(st.st_mode) ? hash_of(f->path) : 1);
}
static bool is_young(const char *path) {
  enum { STEP = 2 }; // seconds: the coarsest
  struct stat st;
  return stat(path, &st) == 0 && st.st_mtim.tv_sec >= time(NULL) - STEP;
}
static SnapshotFile *file_read(Snapshot *s, const char *path) {
  SnapshotFile *f = file_add(s, path, strlen(path));
  char *bytes = NULL;
  size_t size = 0;
  if (!f) return NULL;
  f->young = is_young(path);
  f->stamp = stamp_of(f); // before it is read: what is written meanwhile is not missed
  snprintf(f->why, sizeof f->why, "no files can be read here");
  if (!s->below.read_file || !s->below.read_file(s->below.user, path, &bytes, &size, f->why)) return f;
  f->bytes = c_copy(bytes, size);
  f->size = size;
  take(s, bytes, size, 0);
  if (!f->bytes) snprintf(f->why, sizeof f->why, "out of memory");
  return f;
}
// The entry as it is compiled: followed by `use` of what stands beside it.
static size_t entry_tail(const Snapshot *s, char *out, size_t room) {
  size_t n = 0;
  for (size_t i = 0; i < s->count; i++) {
    if (!s->files[i].beside) continue;
    const char *slash = strrchr(s->files[i].path, '/');
    n += (size_t)snprintf(out ? out + n : NULL, out ? room - n : 0, "\nuse \"%s\"\n", slash ? slash + 1 : s->files[i].path);
  }
  return n;
}
static bool read_file(void *user, const char *path, char **bytes, size_t *size, char why[256]) {
  Snapshot *s = user;
  SnapshotFile *f = file_named(s, path);
  if (!f) f = file_read(s, path);
  if (!f || !f->bytes) { snprintf(why, 256, "%s", f ? f->why : "out of memory"); return false; }
  size_t tail = strcmp(path, s->entry) == 0 ? entry_tail(s, NULL, 0) : 0;
  char *copy = take(s, NULL, 0, f->size + tail + 1);
  if (!copy) { snprintf(why, 256, "out of memory"); return false; }
  memcpy(copy, f->bytes, f->size);
  if (tail) entry_tail(s, copy + f->size, tail + 1);
  *bytes = copy;
  *size = f->size + tail;
  return true;
}
static bool inside(void *user, const char *entry, const char *path) { // what has been read was inside when it was
  const Snapshot *s = user;
  return file_named(s, path) || !s->below.inside || s->below.inside(s->below.user, entry, path);
}
static bool read_zone(void *user, const char *name, char **bytes, size_t *size) {
  const Snapshot *s = user;
  return s->below.read_zone && s->below.read_zone(s->below.user, name, bytes, size);
}
static bool read_json(void *user, RubricBatch *batch, uint32_t field, const char *json, size_t size) {
  const Snapshot *s = user;
  return s->below.read_json && s->below.read_json(s->below.user, batch, field, json, size);
}

// ---- a compiled file
static bool carried_add(Snapshot *s, const Program *p) {
  for (uint32_t i = 0; i < p->sources_count; i++) {
    Text path = program_text(p, p->sources[i].path), bytes = program_text(p, p->sources[i].bytes);
    SnapshotFile *f = file_add(s, path.data, path.size);
    if (!f || !(f->bytes = c_copy(bytes.data, bytes.size))) return false;
    f->size = bytes.size;
    f->carried = true;
    if (i) continue;
    free(s->entry);
    if (!(s->entry = c_copy(path.data, path.size))) return false;
  }
  return true;
}
// One that is refused stays as it is: compiling it says why.
static bool unpack(Snapshot *s, const SnapshotFile *f) {
  RubricProgram *p;
  RubricReport *report;
  if (!f->bytes || !program_is_saved((Text){f->bytes, (uint32_t)f->size})) return true;
  RubricStatus status = rubric_load(&s->below, f->bytes, f->size, &p, &report);
  bool fine = status != RUBRIC_NO_MEMORY && (status != RUBRIC_OK || !p->code.sources_count || carried_add(s, &p->code));
  rubric_report_free(report);
  rubric_program_free(p);
  return fine;
}

// ---- what is on disk
static bool on_disk(const SnapshotFile *f) { return !f->carried && !f->beside; }
uint64_t snapshot_state(const Snapshot *s) {
  uint64_t h = 0;
  for (size_t i = 0; i < s->count; i++) if (on_disk(&s->files[i])) h = h * 31 + stamp_of(&s->files[i]);
  return h;
}
const char *snapshot_stale(const Snapshot *s) {
  for (size_t i = 0; i < s->count; i++) if (on_disk(&s->files[i]) && stamp_of(&s->files[i]) != s->files[i].stamp) return s->files[i].path;
  return NULL;
}

static void begin(Snapshot *s, const RubricHost *below, const char *path) {
  *s = (Snapshot){.below = *below, .entry = c_copy(path, strlen(path))};
  s->host = (RubricHost){s, resize, read_file, inside, read_zone, below->read_json ? read_json : NULL, below->extern_folder};
}
bool snapshot_open_text(Snapshot *s, const RubricHost *below, const char *name, Text text) {
  begin(s, below, name);
  SnapshotFile *f = file_add(s, name, strlen(name));
  if (!f || !s->entry || !(f->bytes = c_copy(text.data, text.size))) return false;
  f->size = text.size;
  f->carried = true;
  return true;
}
bool snapshot_open(Snapshot *s, const RubricHost *below, const char *path) {
  Text module;
  if (strncmp(path, "std/", 4) == 0 && std_module(text_of(path + 4), &module)) return snapshot_open_text(s, below, path + 4, module);
  begin(s, below, path);
  if (!s->entry || !file_read(s, path)) return false;
  SnapshotFile entry = s->files[0];
  return unpack(s, &entry);
}
void snapshot_close(Snapshot *s) {
  for (size_t i = 0; i < s->count; i++) { free(s->files[i].path); free(s->files[i].bytes); }
  free(s->files);
  free(s->entry);
  *s = (Snapshot){0};
}
bool snapshot_beside(Snapshot *s, const char *name, Text text) {
  const char *slash = s->entry ? strrchr(s->entry, '/') : NULL;
  size_t folder = slash ? (size_t)(slash - s->entry) + 1 : 0;
  char *path = malloc(folder + strlen(name) + 1), *bytes = c_copy(text.data, text.size);
  if (path && bytes) { memcpy(path, s->entry, folder); strcpy(path + folder, name); }
  SnapshotFile *f = path && bytes ? file_named(s, path) : NULL;
  if (!f && path && bytes) f = file_add(s, path, strlen(path));
  free(path);
  if (!f) { free(bytes); return false; }
  free(f->bytes);
  f->bytes = bytes;
  f->size = text.size;
  f->beside = true;
  return true;
}
void snapshot_alone(Snapshot *s) {
  size_t kept = 0;
  for (size_t i = 0; i < s->count; i++) {
    if (!s->files[i].beside) { s->files[kept++] = s->files[i]; continue; }
    free(s->files[i].path);
    free(s->files[i].bytes);
  }
  s->count = kept;
}
Text snapshot_entry(const Snapshot *s) {
  const SnapshotFile *f = file_named(s, s->entry);
  return f && f->bytes ? (Text){f->bytes, (uint32_t)f->size} : (Text){0};
}
