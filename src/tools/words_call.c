// words_call.c -- functions, tables and questions about lists, in words.
#include "tools/words_parts.h"

static void of_first(const Words *w, const char *before, const Expr *x, const char *behind) {
  words_put(w, before);
  words_value(w, x->args.items[0]);
  words_put(w, behind);
}
static void join(const Words *w, const Expr *x) {
  for (uint32_t i = 0; i < x->args.count; i++) {
    if (i) words_put(w, " + ");
    words_value(w, x->args.items[i]);
  }
}
static void builtin(const Words *w, const Expr *x) {
  switch ((BuiltinId)x->index) {
    case BUILTIN_DOMAIN: of_first(w, "the domain of ", x, ""); return;
    case BUILTIN_LOCAL_PART: of_first(w, "what stands before the @ of ", x, ""); return;
    case BUILTIN_DAYS_SINCE: of_first(w, "the days since ", x, ""); return;
    case BUILTIN_LOWER: of_first(w, "", x, " in small letters"); return;
    case BUILTIN_LENGTH: of_first(w, x->args.items[0]->type.kind == TYPE_LIST ? "the number of " : "the length of ", x, ""); return;
    case BUILTIN_JOIN: join(w, x); return;
    case BUILTIN_ROUND:
      of_first(w, "", x, " rounded");
      if (x->args.count > 1) { words_put(w, " to "); words_value(w, x->args.items[1]); words_put(w, " places"); }
      return;
    case BUILTIN_FLOOR: of_first(w, "", x, " rounded down"); return;
    case BUILTIN_CEILING: of_first(w, "", x, " rounded up"); return;
    case BUILTIN_ABS: of_first(w, "", x, " without its sign"); return;
    case BUILTIN_LEAST: words_put(w, "the least of "); words_list(w, &x->args, " and "); return;
    case BUILTIN_GREATEST: words_put(w, "the greatest of "); words_list(w, &x->args, " and "); return;
    case BUILTIN_FIRST_PRESENT: words_put(w, "the first that is filled in of "); words_list(w, &x->args, " and "); return;
    case BUILTIN_LEVEL: of_first(w, "the level of ", x, ""); return;
    case BUILTIN_DATE: of_first(w, "the date of ", x, ""); return;
    case BUILTIN_HOUR: of_first(w, "the hour of ", x, ""); return;
    case BUILTIN_WEEKDAY: of_first(w, "the weekday of ", x, ""); return;
    case BUILTIN_NORMAL_COMPANY: of_first(w, "", x, " without its legal form"); return;
    case BUILTIN_NORMAL_EMAIL: of_first(w, "", x, " without its tag"); return;
    case BUILTIN_SAMPLE: words_put(w, "the sample "); words_value(w, x->args.items[0]); words_put(w, " of "); words_value(w, x->args.items[1]); return;
    default: break;
  }
  words_name(w, x->text);
  words_put(w, " of ");
  words_list(w, &x->args, " and ");
}
void words_call(const Words *w, const Expr *x) {
  if (x->ref == REF_BUILTIN && x->args.count) { builtin(w, x); return; }
  if (x->ref == REF_POINTS && x->args.count) { words_put(w, "the points of "); words_value(w, x->args.items[0]); return; }
  words_name(w, x->text);
  if (!x->args.count) return;
  words_put(w, " of ");
  words_list(w, &x->args, " and ");
}
void words_cell(const Words *w, const Expr *x) {
  const Table *t = x->decl;
  words_name(w, x->text);
  words_put(w, " in the table ");
  words_name(w, t->name.text);
  words_put(w, " for ");
  words_list(w, &x->a->args, " and ");
}
void words_query(const Words *w, const Query *q) {
  words_value(w, q->list);
  if (q->within) { words_put(w, " in the last "); words_every(w, q->within); }
  if (q->where) { words_put(w, " where "); words_condition(w, q->where); }
}
void words_question(const Words *w, const Expr *x) {
  static const char *const openings[] = {"the number of ", "there is at least one entry of ", "", "there is no entry of ", "the sum of ", "the average of ", "the lowest of ", "the highest of ", "the number of different ", "the latest time of ", "the earliest time of "};
  QueryKind kind = (QueryKind)x->op;
  if (kind == QUERY_ALL) { // all(events where C): C holds for each of them
    words_put(w, "each of ");
    words_value(w, x->query->list);
    if (x->query->within) { words_put(w, " in the last "); words_every(w, x->query->within); }
    if (x->query->where) { words_put(w, " has: "); words_condition(w, x->query->where); }
    return;
  }
  words_put(w, openings[kind]);
  if (x->a) { words_value(w, x->a); words_put(w, " among "); }
  words_query(w, x->query);
}
