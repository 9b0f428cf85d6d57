// words.h -- rules in words for people who sell: "employees is from 50 to 999", "the number of events in the last 30 days".
//
// A phrase says what the tree says, with the names of the rules (underscores as blanks); nothing is left out or added. It is
// English and no language that could be read back. Everything is appended to a Buffer, whose `failed` is looked at at the end.
#pragma once
#include "io/buffer.h"
#include "lang/check.h"

typedef struct Words { const Rules *rules; Buffer *b; } Words;

void words_put(const Words *w, const char *text);
void words_name(const Words *w, Text name);               // sql_fit as sql fit
void words_quoted(const Words *w, Text text);             // in curly quotes
void words_number(const Words *w, Decimal value, bool percent);  // 2,500,000
void words_every(const Words *w, const Expr *duration);   // 30 days, but day for 1 day: after "every" and "the last"
void words_type(const Words *w, Type type);
void words_condition(const Words *w, const Expr *x);
void words_value(const Words *w, const Expr *x);
void words_query(const Words *w, const Query *q);         // events in the last 30 days where ...
// A comparison and its like without what it compares ("at least 60"): for tables. False: x has no such form.
bool words_relation(const Words *w, const Expr *x);
void words_range(const Words *w, const Expr *range);      // 0 to 100
void words_pattern(const Words *w, const Pattern *p, const Expr *by);
void words_result(const Words *w, const Expr *result, bool points);
void words_points(const Words *w, const Rule *r);         // +5 each, at most 20
void words_decay(const Words *w, const Decay *d);         // halves every 14 days
void words_data(const Words *w, const Expr *x);           // a value of a test's lead
