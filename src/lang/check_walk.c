// check_walk.c -- every node of an expression. As deep as the tree, which the parser bounds.
#include "lang/check_parts.h"

void expr_each(Expr *e, void (*visit)(void *user, Expr *e), void *user) {
  if (!e) return;
  visit(user, e);
  expr_each(e->a, visit, user);
  expr_each(e->b, visit, user);
  expr_each(e->c, visit, user);
  for (uint32_t i = 0; i < e->args.count; i++) expr_each(e->args.items[i], visit, user);
  if (e->kind != EXPR_QUERY || !e->query) return;
  expr_each(e->query->list, visit, user);
  expr_each(e->query->within, visit, user);
  expr_each(e->query->where, visit, user);
}

void decision_each(const Decision *d, void (*visit)(void *user, Expr *e), void *user) {
  for (uint32_t i = 0; i < d->by.count; i++) expr_each(d->by.items[i], visit, user);
  for (uint32_t r = 0; r < d->row_count; r++)
    for (uint32_t k = 0; k < d->rows[r].pattern_count; k++)
      for (uint32_t j = 0; j < d->rows[r].patterns[k].count; j++) expr_each(d->rows[r].patterns[k].items[j].value, visit, user);
}
