// histogram.h -- how often each value came, in bounded memory: exact until there are more than HISTOGRAM_MOST different values, then
// values are put together in bands, twice as wide each time.
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { HISTOGRAM_MOST = 4096 };
typedef struct Histogram { struct HistogramBin *bins; uint32_t count; int64_t width; uint64_t total; } Histogram; // zeroed before its first use
typedef struct HistogramBin { int64_t band; uint64_t count; } HistogramBin; // count 0: free

bool histogram_add(Histogram *h, int64_t value);            // false: no memory
void histogram_free(Histogram *h);
bool histogram_median(const Histogram *h, int64_t *median); // false: there is nothing in it, or no memory; of an even number the lower one
bool histogram_bounds(const Histogram *h, int64_t *low, int64_t *high);      // where its bands begin; false: there is nothing in it
uint64_t histogram_between(const Histogram *h, int64_t from, int64_t below); // values in [from, below), by where their band begins
