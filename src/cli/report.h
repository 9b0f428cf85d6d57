// report.h -- findings as people and machines read them: pretty, JSON lines, GitHub annotations, SARIF 2.1.0.
#pragma once
#include "cli/options.h"
#include "io/buffer.h"

typedef enum { REPORT_PRETTY, REPORT_JSON, REPORT_GITHUB, REPORT_SARIF, REPORT_TAP, REPORT_JUNIT } ReportForm; // the last two: tests only
// --format. False after saying what is wrong.
bool report_form(const Options *o, bool tests, ReportForm *form);

enum { REPORT_CODES = 200 };
typedef struct Report { ReportForm form; Buffer out; size_t count; bool color; const char *codes[REPORT_CODES]; uint32_t code_count; } Report; // codes: those that SARIF has named
void report_begin(Report *r, ReportForm form, FILE *out);
void report_add(Report *r, RubricReport *findings);
void report_finding(Report *r, const RubricFinding *finding);  // JSON, GitHub and SARIF; column 0: only the line is known, line 0: no place
void report_errors(RubricReport *findings);                    // pretty, on standard error
void report_end(Report *r, FILE *out);                         // prints and frees
