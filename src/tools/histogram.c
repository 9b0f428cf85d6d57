// histogram.c -- see histogram.h. An open hash table at most half full.
#include "tools/histogram.h"
#include <stdlib.h>

enum { ROOM = HISTOGRAM_MOST * 2 };
static int64_t band_of(int64_t value, int64_t width) { return value / width - (value % width < 0); }
static HistogramBin *bin_of(HistogramBin *bins, int64_t band) {
  uint64_t h = (uint64_t)band * 0x9E3779B97F4A7C15u;
  for (uint32_t i = (uint32_t)(h >> 32) % ROOM;; i = (i + 1) % ROOM) if (!bins[i].count || bins[i].band == band) return &bins[i];
}
static bool widen(Histogram *h) {
  HistogramBin *bins = calloc(ROOM, sizeof *bins);
  if (!bins) return false;
  h->width *= 2;
  h->count = 0;
  for (uint32_t i = 0; i < ROOM; i++) {
    if (!h->bins[i].count) continue;
    int64_t band = band_of(h->bins[i].band, 2);
    HistogramBin *bin = bin_of(bins, band);
    h->count += !bin->count;
    bin->band = band;
    bin->count += h->bins[i].count;
  }
  free(h->bins);
  h->bins = bins;
  return true;
}
bool histogram_add(Histogram *h, int64_t value) {
  if (!h->bins) {
    h->bins = calloc(ROOM, sizeof *h->bins);
    h->width = 1;
  }
  if (!h->bins) return false;
  while (h->count > HISTOGRAM_MOST) if (!widen(h)) return false;
  HistogramBin *bin = bin_of(h->bins, band_of(value, h->width));
  h->count += !bin->count;
  bin->band = band_of(value, h->width);
  bin->count++;
  h->total++;
  return true;
}
void histogram_free(Histogram *h) {
  free(h->bins);
  *h = (Histogram){0};
}
static int by_band(const void *a, const void *b) {
  int64_t x = ((const HistogramBin *)a)->band, y = ((const HistogramBin *)b)->band;
  return (x > y) - (x < y);
}
bool histogram_median(const Histogram *h, int64_t *median) {
  HistogramBin *sorted = h->total ? malloc(ROOM * sizeof *sorted) : NULL;
  uint32_t n = 0;
  uint64_t seen = 0;
  if (!sorted) return false;
  for (uint32_t i = 0; i < ROOM; i++) if (h->bins[i].count) sorted[n++] = h->bins[i];
  qsort(sorted, n, sizeof *sorted, by_band);
  for (uint32_t i = 0; i < n && seen < (h->total + 1) / 2; i++) {
    seen += sorted[i].count;
    *median = sorted[i].band * h->width;
  }
  free(sorted);
  return true;
}
uint64_t histogram_between(const Histogram *h, int64_t from, int64_t below) {
  uint64_t sum = 0;
  for (uint32_t i = 0; h->bins && i < ROOM; i++) {
    int64_t value = h->bins[i].band * h->width;
    if (h->bins[i].count && value >= from && value < below) sum += h->bins[i].count;
  }
  return sum;
}
bool histogram_bounds(const Histogram *h, int64_t *low, int64_t *high) {
  bool any = false;
  for (uint32_t i = 0; h->bins && i < ROOM; i++) {
    int64_t value = h->bins[i].band * h->width;
    if (!h->bins[i].count) continue;
    if (!any || value < *low) *low = value;
    if (!any || value > *high) *high = value;
    any = true;
  }
  return any;
}
