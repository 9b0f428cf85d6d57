// type_kind.h -- the types of the language, by number: in trees, in compiled programs, in readers.
#pragma once

typedef enum {
  TYPE_ERROR,      // something is wrong and has been reported: goes with everything
  TYPE_MISSING,    // the literal `missing` in a branch: takes the other branch's type
  TYPE_BOOLEAN, TYPE_NUMBER, TYPE_INTEGER, TYPE_DATE, TYPE_TIME, TYPE_DURATION,
  TYPE_TEXT, TYPE_EMAIL, TYPE_DOMAIN, TYPE_PHONE, TYPE_URL, TYPE_COUNTRY, TYPE_ONE_OF,
  TYPE_SCALE,
  TYPE_LIST,       // element
  TYPE_RECORD,     // record
  TYPE_KINDS
} TypeKind;
