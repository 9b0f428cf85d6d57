// infer.h -- a schema that reads a surveyed file: a type, a name and options for each column, and what is worth saying about it.
//
// A type is chosen only when it reads what stands there: all values, or all but a few in which a person would see no value of
// that type either (a word in a column of numbers; an address without an @). In doubt a column is text, which reads everything.
#pragma once
#include "base/type_kind.h"
#include "tools/survey.h"

// What told whether the day or the month stands first, where the column itself does not.
typedef enum { DAY_SURE, DAY_UNSURE, DAY_BY_COLUMN, DAY_BY_COUNTRIES } DayBy;

typedef struct Entry {
  const Seen *column;
  Text name;                   // of the field
  const Seen *alias;         // another column that says the same, or NULL
  TypeKind type, element;      // element: of a list
  const char *form;            // as
  const char *unit;
  char separator;
  bool key, from_zero;
  DayBy day_by;
  const char *leave_out;       // why there is no field, or NULL
  uint64_t unread;             // values that it does not read
  Text *values; uint64_t *counts; uint32_t value_count;  // of one of and scale; most frequent first, a scale in its order
  struct EntryList *record; Text record_name, by;        // of records and lists of records
} Entry;
typedef struct EntryList { Entry *items; uint32_t count; } EntryList;

EntryList *infer_fields(Survey *survey);
// ---- names
Text name_of_header(Arena *arena, Text header);          // "Number Of Employees", "numberOfEmployees" -> number_of_employees
bool name_has(Text name, const char *words);             // one of "mail|email" is a part of it between underscores
bool name_is_id(Text name);
