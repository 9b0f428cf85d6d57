// hours.h -- opening hours in zones that leads name. Zones are read once and remembered, unknown names too.
#pragma once
#include "vm/kernels.h"
#include "vm/vm.h"

Hours *hours_new(Arena *arena, Allocator allocator, ZoneLoader loader); // itself in the arena; never NULL
void hours_free(Hours *hours);                              // its zones
void hours_escape(Hours *hours, jmp_buf *escape);           // where to go when memory runs out
// @open: open now in the zone named by each text; @next: the next opening; both unknown for a zone that is unknown.
void hours_open(const Run *run, Column *open, Column *next, const Column *zones, int64_t from, int64_t to, uint32_t rows);
