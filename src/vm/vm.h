// vm.h -- runs a verified program over a batch: one pass over the instructions, one small loop each.
#pragma once
#include "column/batch.h"
#include "vm/match.h"

typedef struct Vm Vm;     // one per thread; its registers are columns, sized from the program, grown with the batch
// `zone`: loader of time zones for HOURS, called at most once per zone name and run; may be NULL (every zone unknown).
typedef struct ZoneLoader { void *user; bool (*zone)(void *user, Arena *arena, Text name, Text *tzif); } ZoneLoader;
Vm *vm_new(const Program *program, Allocator allocator, ZoneLoader zones, const Zone *timezone); // NULL: no memory
void vm_free(Vm *vm);
void vm_set_now(Vm *vm, int64_t now);                 // resolves the constants
int64_t vm_now(const Vm *vm);
// Runs the main code, and with `trace` the trace code. False: no memory (the vm can be used again).
bool vm_run(Vm *vm, const Batch *batch, bool trace);
const Column *vm_register(const Vm *vm, uint32_t reg);          // after vm_run, until the next
uint32_t vm_domain_rows(const Vm *vm, uint32_t domain);
int64_t vm_constant(const Vm *vm, uint32_t constant);
