// limits.h -- every limit of Rubric in one place, each with its reason. All are tested on both sides (tests/limits).
#pragma once

enum {
  BATCH_ROWS_DEFAULT = 1024,        // one vector of int64 is 8 KiB: a handful of them stays in the first-level cache
  LIMIT_ERRORS = 20,                // a person mends the first few; more is noise
  LIMIT_EXPRESSION_DEPTH = 200,     // bounds every recursion over a tree; no person nests deeper
  LIMIT_CALL_DEPTH = 64,            // definitions that use definitions; bounds the emitter's stack together with the above
  LIMIT_JSON_DEPTH = 64,            // real exports nest four or five deep
  LIMIT_SOURCE_FILES = 1000,        // rules, lists and tables of one program
  LIMIT_SOURCE_BYTES = 256 << 20,   // one file; a list of ten million domains fits
  LIMIT_RECORD_BYTES = 1 << 20,     // default of --max-record
  LIMIT_FIELDS = 4096,              // a wide CRM export has some hundreds of columns
  LIMIT_REGISTERS = 1 << 20,        // keeps a run's memory bounded: see program.h
  LIMIT_MENTIONS = 256 << 20,       // what the parts of a compiled program name, counted each time: a hostile one that names its lists again and again is refused
  LIMIT_TOKENS = 4 << 20,           // per rule file
  LIMIT_ENUM_VALUES = 4096,         // values of one `one of` or `scale`
  LIMIT_REGEX_BYTES = 1 << 20,      // compiled size of one `matches` pattern
  LIMIT_JOIN_BYTES = 64 << 10,      // result of join(...); beyond it is unknown, or definitions could double it without end
  LIMIT_PAIRS = 1 << 14,            // of one lead, when a query compares the elements of two lists: 128 x 128
  LIMIT_KEYS = 1 << 20,             // keys of leads among which those that come twice are counted: 16 MiB of hashes at most
  LIMIT_EXAMPLES = 5,               // examples of an invalid value kept per field
  LIMIT_CHUNK_BYTES = 1 << 20,      // bytes of lead records decided in one batch
  LIMIT_UNPACKED_FREE = 64 << 20,   // unpacked bytes of a compressed file before its ratio is looked at
  LIMIT_UNPACKED_RATIO = 250,       // unpacked : packed of more than that; real exports stay below 50, bombs reach 1032
  LIMIT_ZSTD_WINDOW_LOG = 23,       // 8 MiB: what zstd packs with up to level 19, and all that a stream may ask of us
};

// Points of one rule, and the bounds of a score, stay below this many points, so that a sum over LIMIT_REGISTERS rules
// fits 63 bits with room: 10^9 points x 10^4 units x 2^20 rules > 2^63, hence the sum is also checked at compile time.
#define LIMIT_POINTS 1000000000LL

#ifndef BATCH_ROWS
#define BATCH_ROWS BATCH_ROWS_DEFAULT
#endif
