// diff_say_leads.c -- what the change does to the leads: matrices, targets, scores, who is responsible, who moves.
#include "tools/diff_say.h"
#include <stdlib.h>

enum { TARGETS_SHOWN = 15, MOVES_SHOWN = 12 };
typedef VEC(Text) Texts;
static void cell(Sheet *s, Texts *cells, Text t) { *VEC_PUSH(s->arena, cells) = t; }
static Text code(Arena *a, Text t) { return text_format(a, CODE "%.*s" PLAIN, SAY(t)); }
#define ARROW " \xE2\x86\x92 "

// ---- matrices
static Text name_of(Sheet *s, const Matrix *m, int side, uint32_t i) {
  if (!i) return TEXT("(none)");
  RubricText t = rubric_item(m->l->studies[side]->program, m->part, i - 1).name;
  return code(s->arena, (Text){t.data, t.size});
}
uint64_t matrix_sum(const Matrix *m, int side, uint32_t i) {
  uint64_t n = 0;
  for (uint32_t k = 0; k <= m->count[1 - side]; k++) n += side ? matrix_at(m, k, i) : matrix_at(m, i, k);
  return n;
}
bool matrix_stays(const Matrix *m, uint32_t old, uint32_t new) {
  if (!old || !new) return old == new;
  return diff_pair_of(m->l->diff, 0, m->kind, old - 1) == diff_pair_of(m->l->diff, 1, m->kind, new - 1);
}
uint32_t *matrix_used(Arena *a, const Matrix *m, int side, uint32_t *n) {
  uint32_t *out = ARENA_MANY(a, uint32_t, m->count[side] + 2);
  *n = 0;
  for (uint32_t i = 1; i <= m->count[side]; i++) if (matrix_sum(m, side, i)) out[(*n)++] = i;
  if (matrix_sum(m, side, 0)) out[(*n)++] = 0;
  return out;
}
typedef struct Move { uint32_t old, new; uint64_t count; } Move;
static int by_count(const void *a, const void *b) {
  const Move *x = a, *y = b;
  if (x->count != y->count) return x->count < y->count ? 1 : -1;
  return x->old != y->old ? (x->old > y->old) - (x->old < y->old) : (x->new > y->new) - (x->new < y->new);
}
static void matrix_list(Sheet *s, const Matrix *m) { // too wide for a matrix
  VEC(Move) moves = {0};
  Texts cells = {0};
  Text headings[] = {TEXT("Before"), TEXT("Now"), TEXT("#Leads")};
  for (uint32_t i = 0; i <= m->count[0]; i++)
    for (uint32_t k = 0; k <= m->count[1]; k++) if (matrix_at(m, i, k) && !matrix_stays(m, i, k)) *VEC_PUSH(s->arena, &moves) = (Move){i, k, matrix_at(m, i, k)};
  if (moves.count) qsort(moves.items, moves.count, sizeof *moves.items, by_count);
  for (uint32_t i = 0; i < moves.count; i++) {
    cell(s, &cells, name_of(s, m, 0, moves.items[i].old));
    cell(s, &cells, name_of(s, m, 1, moves.items[i].new));
    cell(s, &cells, say_count(s->arena, moves.items[i].count));
  }
  sheet_table(s, &(SheetTable){headings, 3, cells.items, moves.count, NULL});
}
static void say_matrix(Sheet *s, const Matrix *m, Text title, uint64_t moved) {
  Arena *a = s->arena;
  uint32_t rows, columns, *row = matrix_used(a, m, 0, &rows), *column = matrix_used(a, m, 1, &columns);
  if (!moved) return;
  sheet_heading(s, text_format(a, "%.*s: %.*s of %.*s leads move%s", SAY(title), SAY(say_count(a, moved)), SAY(say_count(a, m->l->compared)), moved == 1 ? "s" : ""));
  if (s->form == SHEET_HTML) picture_flow(s->out, a, title, m);
  Texts headings = {0}, cells = {0};
  VEC(bool) strong = {0};
  cell(s, &headings, TEXT("before \\ now"));
  for (uint32_t c = 0; c < columns; c++) cell(s, &headings, text_format(a, "#%.*s", SAY(name_of(s, m, 1, column[c]))));
  cell(s, &headings, TEXT("#all"));
  for (uint32_t r = 0; r <= rows; r++) {
    bool last = r == rows;
    cell(s, &cells, last ? TEXT("all") : name_of(s, m, 0, row[r]));
    *VEC_PUSH(a, &strong) = false;
    for (uint32_t c = 0; c < columns; c++) {
      uint64_t n = last ? matrix_sum(m, 1, column[c]) : matrix_at(m, row[r], column[c]);
      cell(s, &cells, n ? say_count(a, n) : TEXT("\xC2\xB7"));
      *VEC_PUSH(a, &strong) = !last && n && !matrix_stays(m, row[r], column[c]);
    }
    cell(s, &cells, say_count(a, last ? m->l->compared : matrix_sum(m, 0, row[r])));
    *VEC_PUSH(a, &strong) = false;
  }
  SheetTable t = {headings.items, columns + 2, cells.items, rows + 1, strong.items};
  if (sheet_table_fits(s, &t)) sheet_table(s, &t);
  else matrix_list(s, m);
}
static void say_statuses(Sheet *s, const DiffLeads *l) {
  static const char *const names[] = {"disqualified", "incomplete", "routed", "unrouted"};
  Text headings[] = {TEXT("Before"), TEXT("Now"), TEXT("#Leads")};
  Texts cells = {0};
  for (int i = 0; i < 4; i++)
    for (int k = 0; k < 4; k++) {
      if (i == k || !l->statuses[i][k]) continue;
      cell(s, &cells, text_of(names[i]));
      cell(s, &cells, text_of(names[k]));
      cell(s, &cells, say_count(s->arena, l->statuses[i][k]));
    }
  if (!cells.count) return;
  sheet_heading(s, text_format(s->arena, "Status: %.*s", SAY(say_leads(s->arena, l->status_moved, "moves", "move"))));
  sheet_table(s, &(SheetTable){headings, 3, cells.items, cells.count / 3, NULL});
}

// ---- targets
static uint64_t change_of(const DiffTarget *t) { return t->count[0] > t->count[1] ? t->count[0] - t->count[1] : t->count[1] - t->count[0]; }
static int by_change(const void *a, const void *b) {
  const DiffTarget *x = *(const DiffTarget *const *)a, *y = *(const DiffTarget *const *)b;
  if (change_of(x) != change_of(y)) return change_of(x) < change_of(y) ? 1 : -1;
  return text_compare(x->name, y->name);
}
static void target_row(Sheet *s, Texts *cells, Text name, const uint64_t count[2]) {
  Arena *a = s->arena;
  bool more = count[1] >= count[0];
  uint64_t change = more ? count[1] - count[0] : count[0] - count[1];
  cell(s, cells, name);
  cell(s, cells, say_count(a, count[0]));
  cell(s, cells, say_count(a, count[1]));
  cell(s, cells, change ? text_format(a, "%s%.*s", more ? "+" : "-", SAY(say_count(a, change))) : TEXT("0"));
  cell(s, cells, !count[0] ? TEXT("new") : !count[1] ? TEXT("none left") : change ? text_format(a, "%s%.*s", more ? "+" : "-", SAY(say_share(a, change, count[0]))) : TEXT("0%"));
}
static void say_targets(Sheet *s, const DiffLeads *l) {
  Arena *a = s->arena;
  Text headings[] = {TEXT("Target"), TEXT("#Before"), TEXT("#Now"), TEXT("#Change"), TEXT("#")};
  Texts cells = {0};
  const DiffTarget **sorted = ARENA_MANY(a, const DiffTarget *, l->target_count + 1);
  uint32_t n = 0, shown = 0;
  for (uint32_t i = 0; i < l->target_count; i++) if (change_of(&l->targets[i])) sorted[n++] = &l->targets[i];
  if (!l->target_moved || (!n && !l->targets_full)) return;
  if (n) qsort(sorted, n, sizeof *sorted, by_change);
  for (; shown < n && shown < TARGETS_SHOWN; shown++) target_row(s, &cells, code(a, sorted[shown]->name), sorted[shown]->count);
  if (l->targets_full) target_row(s, &cells, TEXT("(others)"), l->other_targets);
  sheet_heading(s, text_format(a, "Targets: %.*s to another", SAY(say_leads(a, l->target_moved, "goes", "go"))));
  sheet_table(s, &(SheetTable){headings, 5, cells.items, cells.count / 5, NULL});
  uint32_t same = l->target_count - n;
  if (n > shown) sheet_paragraph(s, text_format(a, "%u more targets change by less.", n - shown));
  if (same) sheet_paragraph(s, text_format(a, "%u target%s as many as before.", same, same == 1 ? " gets" : "s get"));
}

// ---- scores
static int64_t mean(__int128 all, uint64_t count) { // to hundredths
  Decimal out;
  if (!count || !decimal_average(all, (int64_t)count, &out)) return 0;
  return decimal_round(out, 2);
}
int64_t diff_mean_shift(const DiffShift *s) { return mean(s->shift, s->both); }
static void shift_row(Sheet *s, Texts *cells, const DiffShift *h) {
  Arena *a = s->arena;
  int64_t median = 0;
  bool has = histogram_median(&h->shifts, &median);
  uint64_t all = h->both ? h->both : 1;
  bool upward = h->most_up >= -h->most_down;
  Text key = upward ? h->most_up_key : h->most_down_key;
  cell(s, cells, say_title(a, diff_item(h->pair)));
  cell(s, cells, text_format(a, "%.*s" ARROW "%.*s", SAY(say_points(a, mean(h->sum[0], h->both), false)), SAY(say_points(a, mean(h->sum[1], h->both), false))));
  cell(s, cells, say_points(a, mean(h->shift, h->both), true));
  cell(s, cells, has ? text_format(a, "%s%.*s", h->shifts.width > 1 ? "about " : "", SAY(say_points(a, median, true))) : TEXT(""));
  cell(s, cells, say_share(a, h->up, all));
  cell(s, cells, say_share(a, h->down, all));
  cell(s, cells, key.size ? text_format(a, "%.*s (%.*s)", SAY(say_points(a, upward ? h->most_up : h->most_down, true)), SAY(code(a, key))) : TEXT(""));
}
static void say_shifts(Sheet *s, const DiffLeads *l) {
  Text headings[] = {TEXT("Score"), TEXT("#Mean"), TEXT("#Shift"), TEXT("#Median"), TEXT("#Up"), TEXT("#Down"), TEXT("#Largest")};
  Texts cells = {0};
  for (uint32_t i = 0; i < l->shift_count; i++) if (l->shifts[i].moved) shift_row(s, &cells, &l->shifts[i]);
  if (!cells.count) return;
  sheet_heading(s, text_format(s->arena, "Scores: %.*s one", SAY(say_leads(s->arena, l->score_moved, "changes", "change"))));
  sheet_table(s, &(SheetTable){headings, 7, cells.items, cells.count / 7, NULL});
  for (uint32_t i = 0; i < l->shift_count && s->form == SHEET_HTML; i++) if (l->shifts[i].moved) picture_shift(s->out, s->arena, &l->shifts[i]);
  for (uint32_t i = 0; i < l->shift_count; i++) {
    uint64_t changed = l->shifts[i].moved - l->shifts[i].up - l->shifts[i].down;
    if (changed) sheet_paragraph(s, text_format(s->arena, "%.*s: %.*s a value in one of them alone.", SAY(say_title(s->arena, diff_item(l->shifts[i].pair))), SAY(say_leads(s->arena, changed, "has", "have"))));
  }
}

// ---- who is responsible
static uint64_t weight(const DiffTally *t) { return t->stage + t->route + t->status + t->points_changed; }
static Text or_dot(Arena *a, uint64_t n) { return n ? say_count(a, n) : TEXT("\xC2\xB7"); }
static void say_responsible(Sheet *s, const DiffReport *r) {
  const DiffLeads *l = r->leads;
  Arena *a = s->arena;
  Text headings[] = {TEXT("Because of"), TEXT("#Leads whose points it changes"), TEXT("#Average"), TEXT("#Stage moves"), TEXT("#Route moves")};
  if (s->form == SHEET_TEXT) headings[1] = TEXT("#Points changed");
  Texts cells = {0};
  for (uint32_t i = 0; i < r->diff->pairs.count; i++) {
    const DiffTally *t = &l->tallies[i];
    if (!weight(t)) continue;
    cell(s, &cells, say_called(a, diff_item(r->diff->pairs.items[i])));
    cell(s, &cells, or_dot(a, t->points_changed));
    cell(s, &cells, t->points_changed ? say_points(a, mean(t->points, t->points_changed), true) : TEXT("\xC2\xB7"));
    cell(s, &cells, or_dot(a, t->stage));
    cell(s, &cells, or_dot(a, t->route));
  }
  if (!cells.count) return;
  sheet_heading(s, TEXT("Responsible"));
  sheet_table(s, &(SheetTable){headings, 5, cells.items, cells.count / 5, NULL});
  if (l->unexplained) sheet_paragraph(s, text_format(a, "Moves for which no reason in the rules can be named: %.*s.", SAY(say_count(a, l->unexplained))));
}
static void say_taken(Sheet *s, const DiffReport *r) {
  const DiffLeads *l = r->leads;
  Arena *a = s->arena;
  Text headings[] = {TEXT("Condition of"), TEXT("#Before"), TEXT("#Now"), TEXT("#No more"), TEXT("#New"), TEXT("Such as")};
  Texts cells = {0};
  for (uint32_t i = 0; i < r->diff->pairs.count; i++) {
    const DiffTally *t = &l->tallies[i];
    if (!t->only[0] && !t->only[1]) continue;
    cell(s, &cells, say_called(a, diff_item(r->diff->pairs.items[i])));
    cell(s, &cells, say_count(a, t->taken[0]));
    cell(s, &cells, say_count(a, t->taken[1]));
    cell(s, &cells, or_dot(a, t->only[0]));
    cell(s, &cells, or_dot(a, t->only[1]));
    cell(s, &cells, code(a, t->example[t->only[1] ? 1 : 0]));
  }
  if (!cells.count) return;
  sheet_heading(s, TEXT("Leads that changed conditions take"));
  sheet_table(s, &(SheetTable){headings, 6, cells.items, cells.count / 6, NULL});
}

// ---- movers
static Text cause_text(Arena *a, const DiffReport *r, uint32_t id) {
  const DiffPair *p = r->diff->pairs.items[id];
  Text called = say_called(a, diff_item(p));
  if (!p->old) return text_format(a, "%.*s, which is new", SAY(called));
  if (!p->new) return text_format(a, "%.*s, which is gone", SAY(called));
  if (p->moved && !p->changes.count) return text_format(a, "%.*s, which moved", SAY(called));
  const DiffPartChange *c = p->changes.count == 1 ? &p->changes.items[0] : NULL;
  if (c && c->old && c->new && !c->rows.count && c->old->text.size + c->new->text.size < 40)
    return text_format(a, "%.*s %s%s%.*s" ARROW "%.*s", SAY(called), strcmp(c->old->name, "value") == 0 ? "" : c->old->name, strcmp(c->old->name, "value") == 0 ? "" : " ", SAY(code(a, c->old->text)), SAY(code(a, c->new->text)));
  return called;
}
static Text line_text(Arena *a, const DiffReport *r, const DiffLine *line) {
  const DiffItem *it = diff_item(r->diff->pairs.items[line->pair]);
  Text name = line->kind == RUBRIC_LINE_CLAMP ? TEXT("its range") : line->kind == RUBRIC_LINE_DERIVED ? TEXT("derived") : text_format(a, CODE "\"%.*s\"" PLAIN, SAY(it->name));
  return text_format(a, "%.*s %.*s" ARROW "%.*s", SAY(name), SAY(say_points(a, line->old, true)), SAY(say_points(a, line->new, true)));
}
static Text mover_scores(Arena *a, const DiffReport *r, const DiffMover *m) {
  Text all = {0};
  for (uint32_t i = 0; i < r->leads->shift_count; i++) {
    const DiffPair *p = r->leads->shifts[i].pair;
    if (m->known[0][i] == m->known[1][i] && m->scores[0][i] == m->scores[1][i]) continue;
    Text old = m->known[0][i] ? say_points(a, m->scores[0][i], false) : TEXT("unknown"), new = m->known[1][i] ? say_points(a, m->scores[1][i], false) : TEXT("unknown");
    all = text_format(a, "%.*s%s%.*s %.*s" ARROW "%.*s", SAY(all), all.size ? "; " : "", SAY(p->new->name), SAY(old), SAY(new));
    Text lines = {0};
    for (uint32_t k = 0; k < m->line_count && k < LINES_MOST; k++) {
      if (m->lines[k].score != p->id || m->lines[k].kind == RUBRIC_LINE_DERIVED) continue;
      lines = text_format(a, "%.*s%s%.*s", SAY(lines), lines.size ? ", " : "", SAY(line_text(a, r, &m->lines[k])));
    }
    if (lines.size) all = text_format(a, "%.*s (%.*s)", SAY(all), SAY(lines));
  }
  return all;
}
static Text mover_causes(Arena *a, const DiffReport *r, const DiffMover *m) {
  const DiffCauses *c = m->stage_moved ? &m->stage_causes : m->route_moved || m->target_moved ? &m->route_causes : &m->status_causes;
  Text all = {0};
  if (!m->stage_moved && !m->route_moved && !m->target_moved && !m->status_moved) return all;
  for (uint32_t i = 0; i < c->count; i++) all = text_format(a, "%.*s%s%.*s", SAY(all), all.size ? "; " : "", SAY(cause_text(a, r, c->ids[i])));
  return all.size ? text_format(a, "because of %.*s", SAY(all)) : TEXT("no reason in the rules that can be named");
}
static Text moved_text(Sheet *s, const DiffReport *r, RubricPart part, const int32_t index[2]) {
  Text names[2];
  for (int side = 0; side < 2; side++) names[side] = name_of(s, &(Matrix){.l = r->leads, .part = part}, side, (uint32_t)(index[side] + 1));
  return text_format(s->arena, "%.*s" ARROW "%.*s", SAY(names[0]), SAY(names[1]));
}
static Text mover_moves(Sheet *s, const DiffReport *r, const DiffMover *m) {
  static const char *const names[] = {"disqualified", "incomplete", "routed", "unrouted"};
  Arena *a = s->arena;
  Text all = {0};
  if (m->status_moved) all = text_format(a, "%s" ARROW "%s", names[m->status[0]], names[m->status[1]]);
  if (m->stage_moved) all = text_format(a, "%.*s%sstage %.*s", SAY(all), all.size ? "; " : "", SAY(moved_text(s, r, RUBRIC_STAGES, m->stage)));
  if (m->route_moved) all = text_format(a, "%.*s%sroute %.*s", SAY(all), all.size ? "; " : "", SAY(moved_text(s, r, RUBRIC_ROUTES, m->route)));
  else if (m->target_moved) all = text_format(a, "%.*s%starget %.*s" ARROW "%.*s", SAY(all), all.size ? "; " : "", SAY(code(a, m->target[0].data ? m->target[0] : TEXT("none"))), SAY(code(a, m->target[1].data ? m->target[1] : TEXT("none"))));
  return all;
}
static void say_movers(Sheet *s, const DiffReport *r) {
  const DiffLeads *l = r->leads;
  Arena *a = s->arena;
  if (!l->mover_count) return;
  sheet_fold(s, l->mover_count < l->moved ? text_format(a, "Movers: %.*s of %.*s", SAY(say_count(a, l->mover_count)), SAY(say_count(a, l->moved))) : text_format(a, "Movers: all %.*s", SAY(say_count(a, l->moved))));
  for (uint32_t i = 0; i < l->mover_count; i++) {
    const DiffMover *m = l->movers[i];
    Text moves = mover_moves(s, r, m), scores = mover_scores(a, r, m), causes = mover_causes(a, r, m);
    sheet_item(s, '.', text_format(a, "%.*s  %.*s", SAY(code(a, m->key)), SAY(moves.size ? moves : scores)));
    if (moves.size && scores.size) sheet_note(s, scores);
    if (causes.size) sheet_note(s, causes);
  }
  sheet_list_end(s);
  sheet_unfold(s);
}
static void say_rejected(Sheet *s, const DiffLeads *l) {
  static const char *const who[] = {"old", "new"};
  for (int side = 0; side < 2; side++)
    if (l->rejected[side]) sheet_paragraph(s, text_format(s->arena, "%.*s rejected by the %s rules alone and not compared; the first is %s.", SAY(say_leads(s->arena, l->rejected[side], "is", "are")), who[side], l->first_rejected[side]));
  if (l->both_rejected) sheet_paragraph(s, text_format(s->arena, "%.*s rejected by both.", SAY(say_leads(s->arena, l->both_rejected, "is", "are"))));
}
void diff_say_leads(Sheet *s, const DiffReport *r) {
  const DiffLeads *l = r->leads;
  say_responsible(s, r);
  say_matrix(s, &(Matrix){l, RUBRIC_STAGES, DIFF_STAGE, l->stages, {diff_count(l, 0, RUBRIC_STAGES), diff_count(l, 1, RUBRIC_STAGES)}}, TEXT("Stages"), l->stage_moved);
  say_matrix(s, &(Matrix){l, RUBRIC_ROUTES, DIFF_ROUTE, l->routes, {diff_count(l, 0, RUBRIC_ROUTES), diff_count(l, 1, RUBRIC_ROUTES)}}, TEXT("Routes"), l->route_moved);
  say_statuses(s, l);
  say_targets(s, l);
  say_shifts(s, l);
  say_taken(s, r);
  say_movers(s, r);
  say_rejected(s, l);
}
