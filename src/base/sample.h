// sample.h -- the stable number behind sample("name", key) and shared routes.
#pragma once
#include "base/decimal.h"

// 0 to 0.9999, the same for a name and a trimmed key on every machine and in every version: FNV-1a (64 bits) over the bytes
// of the name, a 0 byte and the bytes of the key, mixed by the finaliser of splitmix64; its upper 32 bits x 10,000 / 2^32.
Decimal sample_value(Text name, Text key);
