// diff_say_rules.c -- what changed in the rules: a list a kind, then the scores that can be reached.
#include "tools/diff_say.h"

enum { ROWS_SHOWN = 8, REACHES_SHOWN = 6, SHORT = 60 };
static Text code(Arena *a, Text t) { return text_format(a, CODE "%.*s" PLAIN, SAY(t)); }

// ---- one part
static bool is_short(const DiffPartChange *c) {
  uint32_t size = (c->old ? c->old->text.size : 0) + (c->new ? c->new->text.size : 0);
  return size <= SHORT && (c->old ? c->old : c->new)->form != PART_CONDITION;
}
static Text change_text(Arena *a, const DiffPartChange *c) { // points: +10 → +20
  const DiffPart *any = c->old ? c->old : c->new;
  if (text_is(any->text, "yes")) return text_format(a, "%s: %s", any->name, c->new ? "new" : "no more");
  if (!c->old) return text_format(a, "%s: new, %.*s", any->name, SAY(code(a, c->new->text)));
  if (!c->new) return text_format(a, "%s: no more, was %.*s", any->name, SAY(code(a, c->old->text)));
  return text_format(a, "%s: %.*s \xE2\x86\x92 %.*s", any->name, SAY(code(a, c->old->text)), SAY(code(a, c->new->text)));
}
static void say_rows(Sheet *s, const DiffPartChange *c) {
  Arena *a = s->arena;
  const DiffPart *any = c->old ? c->old : c->new;
  Text what = text_format(a, "%s:", any->name);
  if (c->rows_added) what = text_format(a, "%.*s %.*s added", SAY(what), SAY(say_count(a, c->rows_added)));
  if (c->rows_removed) what = text_format(a, "%.*s%s %.*s removed", SAY(what), c->rows_added ? "," : "", SAY(say_count(a, c->rows_removed)));
  if (c->rows_changed) what = text_format(a, "%.*s%s %.*s changed", SAY(what), c->rows_added + c->rows_removed ? "," : "", SAY(say_count(a, c->rows_changed)));
  if (c->old && c->new) what = text_format(a, "%.*s (%.*s \xE2\x86\x92 %.*s)", SAY(what), SAY(c->old->text), SAY(c->new->text));
  sheet_note(s, what);
  SheetChange changes[ROWS_SHOWN];
  uint32_t n = 0;
  for (; n < c->rows.count && n < ROWS_SHOWN; n++) changes[n] = (SheetChange){c->rows.items[n].old ? c->rows.items[n].old->text : (Text){0}, c->rows.items[n].new ? c->rows.items[n].new->text : (Text){0}};
  if (n) sheet_changes(s, changes, n);
  if (c->rows.count > ROWS_SHOWN) sheet_note(s, text_format(a, "and %.*s more", SAY(say_count(a, c->rows.count - ROWS_SHOWN))));
}
static void say_witness(Sheet *s, const DiffCondition *c) {
  if (c->gained.size) sheet_note(s, text_format(s->arena, "only the new rules take " CODE "%.*s" PLAIN, SAY(c->gained)));
  if (c->lost.size) sheet_note(s, text_format(s->arena, "only the old rules take " CODE "%.*s" PLAIN, SAY(c->lost)));
}
static void say_part(Sheet *s, const DiffPartChange *c) {
  Arena *a = s->arena;
  const DiffPart *any = c->old ? c->old : c->new;
  if (any->form == PART_ROWS || any->form == PART_MEMBERS) { say_rows(s, c); return; }
  if (is_short(c)) { sheet_note(s, change_text(a, c)); return; }
  const char *relation = say_relation(c->condition.relation);
  sheet_note(s, text_format(a, *relation ? "%s (%s):" : "%s:", any->name, relation));
  sheet_changes(s, &(SheetChange){c->old ? c->old->text : (Text){0}, c->new ? c->new->text : (Text){0}}, 1);
  say_witness(s, &c->condition);
}

// ---- one item
// What else works differently because of it: rules and stages that use it and are not changed themselves.
static void say_reach(Sheet *s, const Diff *d, const DiffPair *p) {
  Arena *a = s->arena;
  Text all = {0};
  uint32_t count = 0;
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    const DiffPair *q = d->pairs.items[i];
    bool reached = false;
    for (uint32_t k = 0; k < q->through.count; k++) reached |= q->through.items[k] == p;
    for (uint32_t k = 0; k < q->target_through.count; k++) reached |= q->target_through.items[k] == p;
    if (!reached || q->kind == DIFF_DEFINE || q->kind == DIFF_TEST || ++count > REACHES_SHOWN) continue;
    const char *relation = q->through.count ? say_relation(q->condition.relation) : "";
    all = text_format(a, "%.*s%s%.*s", SAY(all), all.size ? ", " : "", SAY(say_called(a, q->new)));
    if (*relation) all = text_format(a, "%.*s (%s)", SAY(all), relation);
  }
  if (count > REACHES_SHOWN) all = text_format(a, "%.*s and %u more", SAY(all), count - REACHES_SHOWN);
  if (count) sheet_note(s, text_format(a, "used by %.*s", SAY(all)));
}
static void say_through_witness(Sheet *s, const Diff *d, const DiffPair *p) {
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    const DiffPair *q = d->pairs.items[i];
    if (q->through.count && q->through.items[0] == p && (q->condition.gained.size || q->condition.lost.size)) { say_witness(s, &q->condition); return; }
  }
}
static Text changed_title(Arena *a, const DiffPair *p) { // a single short change stands on the item's own line
  Text title = say_title(a, p->new);
  if (p->renamed) title = text_format(a, "%.*s is now %.*s", SAY(say_title(a, p->old)), SAY(title));
  if (p->moved) title = text_format(a, "%.*s moved from %.*s to %.*s", SAY(title), SAY(say_place(a, p->old_place)), SAY(say_place(a, p->new_place)));
  return title;
}
static bool alone(const DiffPair *p) { return p->changes.count == 1 && !p->renamed && !p->moved && is_short(&p->changes.items[0]) && !p->changes.items[0].rows.count; }
static void say_pair(Sheet *s, const Diff *d, const DiffPair *p) {
  Arena *a = s->arena;
  if (!p->old || !p->new) {
    Text whole = say_whole(a, diff_item(p));
    sheet_item(s, p->new ? '+' : '-', text_format(a, "%.*s%s%.*s", SAY(say_title(a, diff_item(p))), whole.size ? ": " : "", SAY(whole)));
    return;
  }
  Text title = changed_title(a, p);
  char mark = p->changes.count ? '~' : p->moved ? '>' : '=';
  if (alone(p)) {
    Text change = change_text(a, &p->changes.items[0]);
    if (strcmp((p->changes.items[0].old ? p->changes.items[0].old : p->changes.items[0].new)->name, "value") == 0) change = (Text){change.data + 7, change.size - 7};
    sheet_item(s, mark, p->kind == DIFF_SETTING ? change : text_format(a, "%.*s %.*s", SAY(title), SAY(change)));
  } else {
    sheet_item(s, mark, title);
    for (uint32_t i = 0; i < p->changes.count; i++) say_part(s, &p->changes.items[i]);
  }
  say_reach(s, d, p);
  bool shown = false;
  for (uint32_t i = 0; i < p->changes.count; i++) shown |= p->changes.items[i].condition.gained.size + p->changes.items[i].condition.lost.size > 0;
  if (!shown) say_through_witness(s, d, p);
}

// ---- reachable scores
static void say_scores(Sheet *s, const Diff *d) {
  Text headings[] = {TEXT("Score"), TEXT("#Before"), TEXT("#Now")};
  VEC(Text) cells = {0};
  for (uint32_t i = 0; i < d->pairs.count; i++) {
    const DiffPair *p = d->pairs.items[i];
    if (p->kind != DIFF_SCORE) continue;
    Text old = p->old ? diff_reach(s->arena, &d->sides[0], p->old) : TEXT("none"), new = p->new ? diff_reach(s->arena, &d->sides[1], p->new) : TEXT("none");
    if (text_equal(old, new)) continue;
    *VEC_PUSH(s->arena, &cells) = say_title(s->arena, diff_item(p));
    *VEC_PUSH(s->arena, &cells) = old;
    *VEC_PUSH(s->arena, &cells) = new;
  }
  if (!cells.count) return;
  sheet_heading(s, TEXT("What scores can reach"));
  sheet_table(s, &(SheetTable){headings, 3, cells.items, cells.count / 3, NULL});
}
void diff_say_rules(Sheet *s, const Diff *d) {
  bool begun = false;
  for (uint32_t k = 0; k < DIFF_KINDS; k++, begun = false) {
    for (uint32_t i = 0; i < d->pairs.count; i++) {
      const DiffPair *p = d->pairs.items[i];
      if (p->kind != (DiffKind)k || !diff_differs(p)) continue;
      if (!begun) sheet_heading(s, text_of(diff_kind_heading((DiffKind)k)));
      begun = true;
      say_pair(s, d, p);
    }
    sheet_list_end(s);
  }
  say_scores(s, d);
}
