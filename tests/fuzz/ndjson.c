// ndjson.c -- any bytes as JSON leads.
#include "leads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) { return leads_input(data, size, LEADS_NDJSON); }
