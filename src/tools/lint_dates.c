// lint_dates.c -- dates long past, and a review that is overdue. Both as of `now`.
#include "tools/lint_inside.h"

enum { LONG_DAYS = 365 };

static int64_t time_of(const Lint *l, const Expr *e) { return e->kind == EXPR_DATE ? zone_to_utc(l->rules->zone, e->value * CLOCK_DAY) : e->value; }
static void date_seen(void *user, Expr *e) {
  Lint *l = user;
  if ((e->kind != EXPR_DATE && e->kind != EXPR_TIME) || !lint_own(l, e->span)) return;
  int64_t age = l->now - time_of(l, e), days = floor_div(age, CLOCK_DAY);
  if (days <= LONG_DAYS) return;
  Diag *d = lint_add(l, ERROR_LONG_PAST, e->span, "this date is %lld days past", (long long)days);
  diag_label(l->diags, d, "a date that was near when it was written?");
  diag_help(l->diags, d, "what should move with the clock is written `within 90 days` or `older than 1 year`");
}
static void review_look(Lint *l) {
  const Header *h = l->rules->header;
  int64_t due;
  if (!h || !h->review_every || !h->review_since || !lint_own(l, h->review_since->span)) return;
  const Expr *every = expr_literal(h->review_every);
  if (!every || every->kind != EXPR_DURATION) return;
  int64_t since = time_of(l, h->review_since);
  if (!every->months) due = since + every->value;
  else if (!clock_months_before(l->rules->zone, since, -every->value, &due)) return;
  if (clock_date_of(l->rules->zone, l->now) <= clock_date_of(l->rules->zone, due)) return; // the day itself is in time
  char out[CLOCK_TEXT_BYTES];
  Text day = text_copy(l->arena, (Text){out, clock_format_date(clock_date_of(l->rules->zone, due), out)});
  Diag *d = lint_add(l, ERROR_REVIEW, span_join(h->review_every->span, h->review_since->span), "the review of these rules is overdue");
  diag_label(l->diags, d, "it was due on %.*s", SHOW(day));
  diag_help(l->diags, d, "look through them with their owner, then write the day of it after `since`");
}
void lint_dates(Lint *l) {
  expressions_each(l, date_seen, l);
  review_look(l);
}
