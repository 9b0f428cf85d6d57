// infer_values.h -- parts of infer.c: names, lists in cells, and columns of few values.
#pragma once
#include "tools/infer.h"

// What separates the parts of the cells, or 0 when they are no lists.
char separator_of(const Seen *column, Text name);
void infer_values(Survey *survey, Entry *entry);  // one of, scale, or text
bool country_is_american(Text country);
