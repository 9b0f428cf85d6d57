// input.c -- any bytes as a file: packed or not, of any form.
#include "leads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return leads_input(data, size, LEADS_AUTO); }
