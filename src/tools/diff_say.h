// diff_say.h -- a difference in words, for every form but NDJSON; the pieces of text are shared.
#pragma once
#include "tools/diff.h"
#include "tools/diff_leads.h"
#include "tools/sheet.h"

typedef struct DiffReport {
  const Diff *diff;
  const DiffLeads *leads;          // NULL: without leads
  Text old_name, new_name;         // as the command line names them
  const Text *broken; uint32_t broken_count; // limits that are exceeded, as sentences
} DiffReport;

void diff_say(Sheet *s, const DiffReport *r);               // the whole report
void diff_say_rules(Sheet *s, const Diff *d);               // diff_say_rules.c
void diff_say_leads(Sheet *s, const DiffReport *r);         // diff_say_leads.c
void diff_ndjson(Buffer *b, Arena *arena, const DiffReport *r); // diff_ndjson.c: one object a line
int64_t diff_mean_shift(const DiffShift *s);                // to hundredths

// ---- pictures of a page, diff_picture.c
typedef struct Matrix {                                     // who moves from what to what
  const DiffLeads *l;
  RubricPart part; DiffKind kind;
  const uint64_t *counts;
  uint32_t count[2];                                        // items of each side
} Matrix;
static inline uint64_t matrix_at(const Matrix *m, uint32_t old, uint32_t new) { return m->counts[(size_t)old * (m->count[1] + 1) + new]; } // 0: none
uint64_t matrix_sum(const Matrix *m, int side, uint32_t i);
bool matrix_stays(const Matrix *m, uint32_t old, uint32_t new);
uint32_t *matrix_used(Arena *a, const Matrix *m, int side, uint32_t *n); // those with leads, in their order, none last
void picture_flow(Buffer *b, Arena *a, Text title, const Matrix *m);
void picture_shift(Buffer *b, Arena *a, const DiffShift *s);
void picture_style(Buffer *b);

// ---- pieces, in the arena
Text say_title(Arena *a, const DiffItem *item);             // fit "Target industry"; stage "SQL"; sql_fit
Text say_called(Arena *a, const DiffItem *item);            // with its kind: rule fit "Target industry"
Text say_whole(Arena *a, const DiffItem *item);             // +20 when industry in target_industries
const char *say_relation(DiffRelation r);                   // "wider"; "" when there is nothing to say
Text say_count(Arena *a, uint64_t n);                       // 12,345
Text say_leads(Arena *a, uint64_t n, const char *verb, const char *verbs); // 1 lead moves; 12,345 leads move
Text say_share(Arena *a, uint64_t part, uint64_t whole);    // 6.2%
Text say_points(Arena *a, int64_t units, bool sign);        // +2.5
Text say_place(Arena *a, uint32_t n);                       // 2nd
Text diff_bare(Arena *a, Text t);                           // without the marks of code
#define SAY(t) (int)(t).size, (t).data ? (t).data : ""
