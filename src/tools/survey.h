// survey.h -- what stands in the columns of a lead file: how often, which values, and what each of them could be read as.
//
// All records are read, once; memory stays bounded whatever the file: of each column up to SURVEY_VALUES different values are
// kept with their counts (shorter than SURVEY_VALUE_BYTES), SURVEY_SAMPLE of its numbers, and hashes of up to SURVEY_HASHES values while none has come twice. What
// does not fit is still tested and counted, one by one.
//
//   fails   by the arena's escape (no memory), or with a text that says why the file cannot be read
#pragma once
#include "base/decimal.h"
#include "base/text.h"
#include "io/chunks.h"

enum { SURVEY_VALUES = 1000, SURVEY_VALUE_BYTES = 200, SURVEY_SAMPLE = 512, SURVEY_HASHES = 200000, SURVEY_COLUMNS = 2000, SURVEY_KEYS = 4000, SURVEY_DEPTH = 6 };

// The forms of dates that are no ISO 8601. Of two neighbours that differ only in which comes first, day or month, both count.
#define DATE_FORMS(X) \
  X("%d/%m/%Y") X("%m/%d/%Y") X("%d-%m-%Y") X("%m-%d-%Y") X("%d.%m.%Y") X("%m.%d.%Y") X("%d/%m/%y") X("%m/%d/%y") X("%d-%m-%y") X("%m-%d-%y") \
  X("%d.%m.%y") X("%m.%d.%y") X("%Y/%m/%d") X("%Y/%d/%m") X("%d %b %Y") X("%b %d, %Y") X("%d-%b-%Y") X("%b %d %Y") X("%d-%b-%y") X("%d %b %y")
#define TIME_TAILS(X) X("") X(" %H:%M") X(" %H:%M:%S") X(" %I:%M %p") X(" %I:%M:%S %p")
enum { FORM_DATES = 20, FORM_TAILS = 5, FORMS = FORM_DATES * FORM_TAILS };
const char *survey_form(uint32_t form);     // "%d/%m/%Y %H:%M"
#define FORM_IS_DAY_FIRST(form) ((form) / FORM_TAILS < 12 && (form) / FORM_TAILS % 2 == 0)
#define FORM_MONTH_FIRST(form) ((form) + FORM_TAILS)  // the other of a pair

// How many values (not words for "none", see Seen) can be read as what.
typedef struct Tally {
  uint64_t values, tested;                  // tested: each different value once
  uint64_t integer, number, boolean, zero_one, negative, leading_zero, long_digits, no_digit, comma_number;
  uint64_t iso, iso_date, email, phone, url, domain, country, json_array;
  uint64_t semicolon, pipe, comma;          // holds one between two parts
  uint64_t forms[FORMS];
  uint32_t longest;                         // code points
  Decimal low, high;                        // of numbers
  int64_t first, last;                      // of ISO times
} Tally;

typedef struct Value { Text text, folded; uint64_t count; } Value;
typedef struct Seen {
  Text name;                                // header or key
  uint64_t filled;                          // records in which it is there and not empty
  uint64_t objects, arrays, strings, numbers, booleans; // of JSON, by what stands there
  Value *values; uint32_t value_count, places_mask; uint32_t *places; bool overflows; // values beyond what is kept
  Tally tally;                              // only of those beyond, until survey_end: then of all but words for "none"
  Text missing[8]; uint32_t missing_count; uint64_t missing_times; // words for "none" that occur; set by survey_end
  Decimal sample[SURVEY_SAMPLE]; uint64_t sampled; // numbers
  uint64_t *hashes; uint64_t hash_count, hash_room; bool repeated; // a value came twice
  struct Seen *element;                   // of arrays
  struct Seen **children; uint32_t child_count, child_room, next; // of objects; next: where the next key likely is
  struct Seen *twin; uint64_t conflicts, both; // an earlier column that looks alike; records in which they differ, and in which both are filled
  uint64_t seen;                            // JSON: the last record that had it
  bool doubled;                             // the header stands twice
} Seen;

typedef struct Survey {
  Arena *arena, *scratch;
  Seen root;                              // its children are the columns
  bool is_csv;
  uint64_t records, rejected;
  uint64_t random;
  uint32_t keys; bool crowded;              // JSON: of all objects; there are more than SURVEY_KEYS
  Text now[SURVEY_COLUMNS];                 // CSV: the cells of the record being read
} Survey;

// False: *why says why, a static text or one of the input's.
bool survey_read(Survey *survey, Input *input, LeadsFormat format, char delimiter, size_t max_record, const char **why);
// ---- for survey_read
void survey_value(Survey *survey, Seen *column, Text text);
Seen *survey_child(Survey *survey, Seen *parent, Text name);
bool survey_alike(Text a, Text b);                  // E-Mail, e_mail and email
void survey_end(Survey *survey, Seen *column);   // words for "none", and the tallies; goes down to children and elements
