// csv.c -- any bytes as a CSV file.
#include "leads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return leads_input(data, size, LEADS_CSV); }
