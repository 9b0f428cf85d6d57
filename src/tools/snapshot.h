// snapshot.h -- a rule set's files as they were at one moment: a host that reads each file once and remembers it.
//
// So one can compile the same rules again and again with statements of one's own beside them, while the files on disk are
// being edited, and return to what last worked. A compiled file in place of the rules becomes the sources that it carries.
#pragma once
#include "base/text.h"
#include "rubric.h"
#include <sys/types.h>

typedef struct SnapshotFile { char *path, *bytes; size_t size; uint64_t stamp; bool young, carried, beside; char why[256]; } SnapshotFile; // bytes NULL: could not be read, and why; young: written just before it was read
typedef struct Snapshot {
  RubricHost below, host;     // host: for compiling; while the snapshot stays where it is
  char *entry;                // path to compile
  SnapshotFile *files; size_t count, room;
} Snapshot;

// Reads the entry file. False: no memory. A file that cannot be read is said when it is compiled.
bool snapshot_open(Snapshot *s, const RubricHost *below, const char *path);
bool snapshot_open_text(Snapshot *s, const RubricHost *below, const char *name, Text text); // rules that are no file; named as if they were
void snapshot_close(Snapshot *s);
// A file that is only in memory and beside the rules; the entry uses it. Replaces the one of that name. False: no memory.
bool snapshot_beside(Snapshot *s, const char *name, Text text);
void snapshot_alone(Snapshot *s);                 // takes those away again
uint64_t snapshot_state(const Snapshot *s);       // of its files on disk, as they are now
const char *snapshot_stale(const Snapshot *s);    // a file on disk that is not as it was, or NULL
Text snapshot_entry(const Snapshot *s);           // the rules' text
