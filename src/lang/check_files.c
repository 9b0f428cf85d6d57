// check_files.c -- the entry file and what it uses, read once each, their statements in one sequence.
//
// A path is resolved by its words alone, against the folder of the using file; one that would leave the entry's folder is
// refused before anything is opened, and Loader.inside refuses links out of it.
#include "lang/check_parts.h"
#include "lang/parse.h"

typedef struct UsedFile { Text path; bool standard, active; } UsedFile;
typedef struct Walk { Checker *c; VEC(UsedFile) files; Text folder; Text entry; } Walk;

static Text folder_of(Text path) {
  uint32_t size = path.size;
  while (size && path.data[size - 1] != '/') size--;
  return (Text){path.data, size};
}

// ---- paths
// `relative` (from the entry's folder) without `.` and `..`; false when it climbs out.
static bool path_normal(Arena *arena, Text relative, Text *out) {
  char *buffer = arena_alloc(arena, relative.size + 1);
  uint32_t size = 0;
  for (uint32_t at = 0; at < relative.size;) {
    uint32_t end = at;
    while (end < relative.size && relative.data[end] != '/') end++;
    Text part = {relative.data + at, end - at};
    at = end + 1;
    if (!part.size || text_is(part, ".")) continue;
    if (!text_is(part, "..")) {
      if (size) buffer[size++] = '/';
      memcpy(buffer + size, part.data, part.size);
      size += part.size;
      continue;
    }
    if (!size) return false;
    while (size && buffer[size - 1] != '/') size--;
    if (size) size--;
  }
  *out = (Text){buffer, size};
  return size > 0;
}

static bool path_refuse(Checker *c, Span span, Text path) {
  Diag *d = diag_add(c->diags, ERROR_IMPORT_PATH, span, "\"%.*s\" leaves the folder of the rules", SHOW(path));
  diag_help(c->diags, d, "rules use only files of their own folder and below, by relative paths");
  return false;
}

// The path as Source.path has it. False (and reported) when it is not inside the entry's folder.
bool path_resolve(Checker *c, uint32_t using_file, Text path, Span span, Text *out) {
  const Sources *sources = c->rules->sources;
  Text entry = sources->files.items[0]->path, folder = folder_of(entry);
  Text using = sources->files.items[using_file]->path;
  bool within = using.size >= folder.size && memcmp(using.data, folder.data, folder.size) == 0;
  Text base = folder_of(within ? (Text){using.data + folder.size, using.size - folder.size} : using), normal;
  Text joined = text_format(c->arena, "%.*s%.*s", SHOW(base), SHOW(path));
  bool absolute = path.size && (path.data[0] == '/' || path.data[0] == '\\');
  if (absolute || !path.size || memchr(path.data, '\0', path.size) || !path_normal(c->arena, joined, &normal)) return path_refuse(c, span, path);
  *out = text_format(c->arena, "%.*s%.*s", SHOW(folder), SHOW(normal));
  if (c->loader->inside && !c->loader->inside(c->loader->user, entry, *out)) return path_refuse(c, span, path);
  return true;
}

// ---- reading
static bool bytes_read(Checker *c, Text path, Span span, Text *bytes) {
  Text why = TEXT("no such file");
  if (c->rules->sources->files.count >= LIMIT_SOURCE_FILES) {
    diag_add(c->diags, ERROR_TOO_LARGE, span, "the rules use more than %d files", LIMIT_SOURCE_FILES);
    return false;
  }
  if (!c->loader->read || !c->loader->read(c->loader->user, c->arena, path, bytes, &why)) {
    Diag *d = diag_add(c->diags, ERROR_FILE, span, "\"%.*s\" cannot be read: %.*s", SHOW(path), SHOW(why));
    if (path.size && !memchr(path.data, '.', path.size)) diag_help(c->diags, d, "is \"%.*s.rubric\" meant?", SHOW(path));
    return false;
  }
  if (bytes->size <= LIMIT_SOURCE_BYTES) return true;
  diag_add(c->diags, ERROR_TOO_LARGE, span, "\"%.*s\" is larger than %d MiB", SHOW(path), LIMIT_SOURCE_BYTES >> 20);
  return false;
}

static void statements_add(Walk *w, uint32_t source);

static bool standard_read(Checker *c, Text path, Span span, Text *bytes) {
  Text name = {path.data + 4, path.size - 4};
  if (std_module(name, bytes)) return true;
  VEC(Text) near = {0};
  for (uint32_t i = 0; i < std_count(); i++) *VEC_PUSH(c->arena, &near) = std_name(i);
  Diag *d = diag_add(c->diags, ERROR_UNKNOWN_NAME, span, "the standard library has no \"%.*s\"", SHOW(name));
  int32_t nearest = text_nearest(name, near.items, near.count);
  if (nearest < 0) return false;
  diag_help(c->diags, d, "did you mean \"std/%.*s\"?", SHOW(near.items[nearest]));
  d->fix = text_format(c->arena, "\"std/%.*s\"", SHOW(near.items[nearest]));
  d->fix_known = true;
  return false;
}

static UsedFile *used_find(Walk *w, Text path, bool standard) {
  for (uint32_t i = 0; i < w->files.count; i++)
    if (w->files.items[i].standard == standard && text_equal(w->files.items[i].path, path)) return &w->files.items[i];
  return NULL;
}

static void cycle_report(Walk *w, const UsedFile *closing, Span span) {
  Text path = {0};
  for (const UsedFile *f = closing; f < w->files.items + w->files.count; f++)
    if (f->active) path = text_format(w->c->arena, "%.*s\"%.*s\" uses ", SHOW(path), SHOW(f->path));
  diag_add(w->c->diags, ERROR_IMPORT_CYCLE, span, "files cannot use each other in a circle: %.*s\"%.*s\"", SHOW(path), SHOW(closing->path));
}

static void use_follow(Walk *w, const Use *use) {
  Checker *c = w->c;
  bool standard = use->path.size > 4 && memcmp(use->path.data, "std/", 4) == 0;
  Text path = use->path, bytes = {0};
  if (!standard && !path_resolve(c, use->path_span.file, use->path, use->path_span, &path)) return;
  UsedFile *known = used_find(w, path, standard);
  if (known) { if (known->active) cycle_report(w, known, use->path_span); return; }
  *VEC_PUSH(c->arena, &w->files) = (UsedFile){path, standard, false};
  uint32_t at = w->files.count - 1;
  if (standard ? !standard_read(c, path, use->path_span, &bytes) : !bytes_read(c, path, use->path_span, &bytes)) { c->quiet = true; return; }
  w->files.items[at].active = true;
  statements_add(w, source_add(c->rules->sources, path, bytes));
  w->files.items[at].active = false;
}

static void statements_add(Walk *w, uint32_t source) {
  Checker *c = w->c;
  File *file = file_parse(c->arena, c->rules->sources, source, c->diags);
  *VEC_PUSH(c->arena, &c->rules->files) = file;
  c->quiet |= file->has_syntax_errors;
  for (uint32_t i = 0; i < file->count; i++) {
    if (file->statements[i].kind == STATEMENT_USE) use_follow(w, file->statements[i].use);
    else *VEC_PUSH(c->arena, &c->statements) = &file->statements[i];
  }
}

void files_load(Checker *c, Text path) {
  Walk w = {.c = c};
  Text bytes = {0};
  Span start = {0};
  bool fine = bytes_read(c, path, start, &bytes);
  uint32_t source = source_add(c->rules->sources, path, bytes); // also of nothing: the message needs a place
  if (!fine) { c->quiet = true; return; }
  Text normal;
  Text folder = folder_of(path), name = {path.data + folder.size, path.size - folder.size};
  if (!path_normal(c->arena, name, &normal)) normal = name;
  *VEC_PUSH(c->arena, &w.files) = (UsedFile){text_format(c->arena, "%.*s%.*s", SHOW(folder), SHOW(normal)), false, true};
  statements_add(&w, source);
}
