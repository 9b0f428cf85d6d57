// doc_scores.c -- what earns points: a table a score, groups apart, with bars of the most that each rule can give.
#include "tools/doc_parts.h"
#include "tools/page.h"

// ---- one score's heading
static void put_bound(Doc *d, Decimal value) {
  if (value < 0) doc_put(d, "\xE2\x88\x92");
  words_number(&d->words, value < 0 ? -value : value, false);
}
static void put_reach(Doc *d, const Score *s) {
  if (!s->bounded_low && !s->bounded_high) { doc_put(d, "It can become any number"); return; }
  doc_put(d, "It can become ");
  if (s->bounded_low && s->bounded_high) { put_bound(d, s->lowest); doc_put(d, " to "); put_bound(d, s->highest); return; }
  put_bound(d, s->bounded_low ? s->lowest : s->highest);
  doc_put(d, s->bounded_low ? " and any number above" : " and any number below");
}
static void put_score_head(Doc *d, const Score *s) {
  words_name(&d->words, s->name.text);
  if (s->range) { doc_put(d, ": "); words_range(&d->words, s->range); }
  doc_heading(d, 3);
  if (s->derived) { doc_put(d, "Computed: "); words_value(&d->words, s->derived); doc_put(d, s->whole ? ", in whole points. " : ". "); }
  put_reach(d, s);
  doc_put(d, s->whole && !s->derived ? ", in whole points." : ".");
  doc_paragraph(d);
}

// ---- rules as rows
static void put_row_condition(Doc *d, const Decision *t, const Row *row) {
  bool any = false;
  for (uint32_t i = 0; !row->otherwise && i < row->pattern_count; i++) {
    if (row->patterns[i].count == 1 && row->patterns[i].items[0].kind == PATTERN_ANY) continue;
    if (any) doc_put(d, "; ");
    any = true;
    words_value(&d->words, t->by.items[i]);
    doc_put(d, ": ");
    words_pattern(&d->words, &row->patterns[i], t->by.items[i]);
  }
  if (!any) doc_put(d, "anything else");
}
static void put_when(Doc *d, const Rule *r) {
  if (r->query) { doc_put(d, r->each ? "for each entry of " : "once there is an entry of "); words_query(&d->words, r->query); }
  else if (r->when) words_condition(&d->words, r->when);
  else doc_put(d, "always");
}
static void put_rule(Doc *d, const Rule *r, bool because) {
  uint32_t rows = r->form == RULE_BY ? r->by->row_count : 1;
  for (uint32_t i = 0; i < rows; i++) {
    if (i == 0) doc_put_text(d, r->label);
    doc_cell_name(d);
    if (r->form == RULE_BY) words_result(&d->words, r->by->rows[i].result, true);
    else words_points(&d->words, r);
    doc_cell(d);
    if (r->form == RULE_BY) put_row_condition(d, r->by, &r->by->rows[i]);
    else put_when(d, r);
    doc_cell(d);
    if (because && i == 0 && r->has_because) doc_put_text(d, r->because);
    if (because) doc_cell(d);
    doc_share_cell(d, r->form == RULE_BY ? COVER_ROWS : COVER_RULES, r->form == RULE_BY ? r->by->rows[i].span : r->label_span, NULL);
    doc_row_end(d);
  }
}
static void put_heads(Doc *d, bool because) {
  static const char *const heads[] = {"Rule", "Points", "When", "Because", NULL}, *const plain[] = {"Rule", "Points", "When", NULL};
  doc_table_shared(d, because ? heads : plain);
}
static bool has_because(const Rules *r, uint32_t score, const Group *g) { // one of the rules in one table
  for (uint32_t i = 0; i < r->rules.count; i++) if (r->rules.items[i]->score_index == score && r->rules.items[i]->group == g && r->rules.items[i]->has_because) return true;
  return false;
}
static void put_group(Doc *d, const Group *g) {
  doc_put(d, "Group ");
  words_quoted(&d->words, g->label);
  doc_put(d, ": together ");
  words_range(&d->words, g->range);
  doc_put(d, " points");
  if (g->decay.kind != DECAY_NONE) { doc_put(d, ", after the sum "); words_decay(&d->words, &g->decay); }
  doc_put(d, ".");
  doc_paragraph(d);
  bool because = has_because(d->rules, g->score_index, g);
  put_heads(d, because);
  for (uint32_t i = 0; i < g->rule_count; i++) put_rule(d, g->rules[i], because);
  doc_table_end(d);
}
static bool has_table(const Rules *r, uint32_t score) {
  for (uint32_t i = 0; i < r->rules.count; i++) if (r->rules.items[i]->score_index == score && r->rules.items[i]->form == RULE_BY) return true;
  return false;
}
static void put_rules(Doc *d, uint32_t score) {
  const Rules *r = d->rules;
  uint32_t alone = 0;
  bool because = has_because(r, score, NULL);
  for (uint32_t i = 0; i < r->rules.count; i++) {
    if (r->rules.items[i]->score_index != score || r->rules.items[i]->group) continue;
    if (!alone++) put_heads(d, because);
    put_rule(d, r->rules.items[i], because);
  }
  if (alone) doc_table_end(d);
  if (has_table(r, score)) { doc_put(d, "Of a rule with several lines the first that fits gives its points; when none fits, none."); doc_paragraph(d); }
  for (uint32_t i = 0; i < r->groups.count; i++) if (r->groups.items[i]->score_index == score) put_group(d, r->groups.items[i]);
}

// ---- bars
typedef struct Most { Decimal low, high; const char *note; } Most;
static Most most_of(const Rule *r) {
  Most m = {0, 0, ""};
  if (r->form == RULE_BY) {
    for (uint32_t i = 0; i < r->by->row_count; i++) {
      const Expr *l = expr_literal(r->by->rows[i].result);
      Decimal v = l && l->kind == EXPR_NUMBER ? l->value : 0;
      if (v > m.high) m.high = v;
      if (v < m.low) m.low = v;
    }
    return m;
  }
  const Expr *l = expr_literal(r->points), *cap = r->cap ? expr_literal(r->cap) : NULL;
  Decimal v = l ? r->points_negative ? -l->value : l->value : 0;
  bool many = r->each || r->form == RULE_PER;
  if (many && cap) v = v < 0 ? -cap->value : cap->value;
  else if (many) m.note = r->group ? "each, within its group" : r->each ? "each, without a limit" : "for each one, without a limit";
  if (r->decay.kind != DECAY_NONE && !m.note[0]) m.note = "while it is fresh";
  if (v < 0) m.low = v;
  else m.high = v;
  return m;
}
static void put_bars(Doc *d, uint32_t score) {
  const Rules *r = d->rules;
  PageBar *bars = ARENA_MANY(d->arena, PageBar, r->rules.count * 2 + 1);
  uint32_t count = 0;
  if (d->form != DOC_HTML) return;
  for (uint32_t i = 0; i < r->rules.count; i++) {
    const Rule *rule = r->rules.items[i];
    if (rule->score_index != score) continue;
    Most m = most_of(rule);
    RubricText label = {rule->label.data, rule->label.size}, note = {m.note, (uint32_t)strlen(m.note)};
    if (m.high || !m.low) bars[count++] = (PageBar){.label = label, .value = m.high, .note = note};
    if (m.low) bars[count++] = (PageBar){.label = label, .value = m.low, .note = m.high ? (RubricText){"at worst", 8} : note};
  }
  static const char title[] = "The most that each rule can give";
  if (count) page_bars(d->out, (RubricText){title, sizeof title - 1}, bars, count, true);
}
void doc_scores(Doc *d) {
  for (uint32_t i = 0; i < d->rules->scores.count; i++) {
    const Score *s = d->rules->scores.items[i];
    put_score_head(d, s);
    if (s->derived) continue;
    put_bars(d, i);
    put_rules(d, i);
  }
}

// ---- a decision table as a table
void doc_decision_table(Doc *d, const Decision *t, bool points) {
  doc_table_begin(d);
  for (uint32_t i = 0; i < t->by.count; i++) { words_value(&d->words, t->by.items[i]); doc_head(d); }
  doc_put(d, points ? "Points" : "Result");
  doc_head(d);
  doc_share_head(d);
  doc_table_rows(d);
  for (uint32_t r = 0; r < t->row_count; r++) {
    const Row *row = &t->rows[r];
    for (uint32_t i = 0; i < t->by.count; i++) {
      if (row->otherwise) doc_put(d, i ? "" : "anything else");
      else words_pattern(&d->words, &row->patterns[i], t->by.items[i]);
      doc_cell(d);
    }
    words_result(&d->words, row->result, points);
    doc_cell(d);
    doc_share_cell(d, COVER_ROWS, row->span, NULL);
    doc_row_end(d);
  }
  doc_table_end(d);
}
