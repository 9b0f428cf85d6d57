// lint_text.c -- keywords: pieces where words are meant, one inside another; texts that the schema could name.
#include "tools/lint_inside.h"

// What is asked of a text, in a condition or as a pattern of a table.
typedef struct Asked { const Expr *subject, *set; uint8_t op, quant; Span word; } Asked; // word: where `contains` stands, or before it
typedef void (*AskedVisit)(Lint *l, const Asked *a);

static const List *list_named(const Expr *set) { return set->kind == EXPR_NAME && set->ref == REF_LIST ? set->decl : NULL; }
static uint32_t keyword_count(const Expr *set) { return set->kind == EXPR_SET ? set->args.count : list_named(set) ? list_named(set)->count : 1; }
static Text keyword_at(const Expr *set, uint32_t i, Span *span) {
  const List *list = list_named(set);
  if (list) { *span = list->spans[i]; return list->values[i]; }
  const Expr *e = set->kind == EXPR_SET ? set->args.items[i] : set, *x = expr_literal(e);
  *span = e->span;
  return x && x->kind == EXPR_TEXT ? x->text : (Text){0};
}

// ---- contains
// Words of titles, companies and pages in which short keywords hide. Only for what is shown; no finding rests on it alone.
static const char *const words[] = {"director", "international", "internal", "internship", "manager", "management", "marketing", "account", "accounting", "accountant", "engineering", "engineer", "operations",
  "administrator", "administration", "assistant", "associate", "coordinator", "consultant", "developer", "development", "executive", "finance", "financial", "founder", "general", "human", "information",
  "innovation", "instructor", "investor", "leadership", "logistics", "maintenance", "merchandiser", "officer", "partner", "partnership", "planner", "president", "procurement", "producer", "product",
  "production", "professor", "program", "programmer", "project", "purchasing", "quality", "recruiter", "recruitment", "representative", "research", "sales", "scientist", "secretary", "security", "senior",
  "service", "software", "solutions", "specialist", "strategy", "student", "supervisor", "support", "teacher", "technical", "technician", "technology", "training", "vice", "doctor", "sector", "factory", "october",
  "contractor", "constructor", "actor", "architect", "attorney", "auditor", "banker", "broker", "buyer", "chairman", "chief", "controller", "counsel", "customer", "data", "dealer", "demand", "digital", "education",
  "enterprise", "facility", "industry", "insurance", "legal", "medical", "network", "nurse", "pharmacy", "retail", "safety", "social", "statistics", "system", "transport", "treasurer", "university", "website", NULL};
static bool one_word(Text t) {
  uint32_t letters = 0;
  if (t.size == 0 || t.data[0] == ' ' || t.data[t.size - 1] == ' ') return false;
  for (const char *at = t.data, *end = t.data + t.size; at < end; letters++) if (!text_is_word(text_decode(&at, end))) return false;
  return letters > 0;
}
static const char *hides_in(Text folded) {
  for (int i = 0; words[i]; i++) {
    Text word = text_of(words[i]);
    if (word.size > folded.size && text_contains(word, folded)) return words[i];
  }
  return NULL;
}
// `contains` as it is written, between `from` and `to`.
static bool word_span(Lint *l, uint32_t file, uint32_t from, uint32_t to, Span *out) {
  Text bytes = l->rules->sources->files.items[file]->bytes;
  for (uint32_t i = from; i + 8 <= to && i + 8 <= bytes.size; i++)
    if (memcmp(bytes.data + i, "contains", 8) == 0) { *out = (Span){file, i, i + 8}; return true; }
  return false;
}
static bool is_piece(Text folded) { return one_word(folded) && folded.size <= 6 && (hides_in(folded) || text_length(folded) <= 3); }
static bool all_pieces(Lint *l, const Expr *set) {
  Span span;
  for (uint32_t i = 0; i < keyword_count(set); i++) if (!is_piece(text_fold_untrimmed(&l->words, keyword_at(set, i, &span)))) return false;
  return true;
}
static void piece_show(Lint *l, Diag *d, const Asked *a, const char *word) {
  Witness w;
  Expr literal = {.kind = EXPR_TEXT, .text = text_of(word), .type = {.kind = TYPE_TEXT}};
  Expr is = {.kind = EXPR_COMPARE, .op = COMPARE_IS, .a = (Expr *)(uintptr_t)a->subject, .b = &literal, .type = {.kind = TYPE_BOOLEAN}};
  Question *q = bands_ask(l->bands);
  ask_condition(q, l->rules, &is, TRUTH_YES);
  if (bands_answer(q, &w) == BANDS_POSSIBLE) witness_show(l, d, &w, "a lead that it takes by accident");
}
static void piece_look(Lint *l, const Asked *a) {
  if (a->op != MATCH_CONTAINS || a->subject->type.kind != TYPE_TEXT) return;
  for (uint32_t i = 0; i < keyword_count(a->set) && i < 200; i++) {
    Span span;
    Text keyword = keyword_at(a->set, i, &span), folded = text_fold_untrimmed(&l->words, keyword);
    if (!is_piece(folded)) continue;
    const char *word = hides_in(folded);
    Diag *d = lint_add(l, ERROR_PIECE, span.file == a->word.file ? span : a->set->span, "`contains \"%.*s\"` also takes it inside of other words", SHOW(keyword));
    diag_help(l->diags, d, "`has` asks for the whole word");
    if (word) { diag_label(l->diags, d, "it is in \"%s\"", word); piece_show(l, d, a, word); }
    Span at;
    if (all_pieces(l, a->set) && word_span(l, a->word.file, a->word.start, a->word.end, &at)) lint_fix(d, at, TEXT("has"));
  }
}

// ---- one keyword inside another
static bool within(Lint *l, uint8_t op, Text longer, Text shorter) { // whatever has `longer` has `shorter`
  Arena *arena = &l->words;
  if (op == MATCH_HAS) return text_has_words(text_fold(arena, longer), text_fold(arena, shorter));
  Text x = text_fold_untrimmed(arena, longer), y = text_fold_untrimmed(arena, shorter);
  return op == MATCH_CONTAINS ? text_contains(x, y) : op == MATCH_STARTS ? text_starts(x, y) : text_ends(x, y);
}
// A member with its comma.
static bool member_span(Lint *l, const Expr *set, uint32_t i, Span *out) {
  if (set->kind != EXPR_SET || set->args.count < 2) return false;
  Span own = set->args.items[i]->span, other = set->args.items[i ? i - 1 : 1]->span;
  *out = i ? (Span){own.file, other.end, own.end} : (Span){own.file, own.start, other.start};
  Text between = lint_source(l, i ? (Span){own.file, other.end, own.start} : (Span){own.file, own.end, other.start});
  for (uint32_t k = 0; k < between.size; k++) if (between.data[k] == '#') return false;
  return true;
}
static void inside_report(Lint *l, const Asked *a, uint32_t i, uint32_t j, bool same) { // i is not needed
  Span at, other, cut;
  Text why = keyword_at(a->set, j, &other), keyword = (keyword_at(a->set, i, &at), lint_source(l, at));
  Diag *d = lint_add(l, ERROR_INSIDE, at, same ? "%.*s stands twice" : "%.*s changes nothing here", SHOW(keyword));
  if (!same) diag_label(l->diags, d, a->quant == QUANT_ALL ? "whatever has \"%.*s\" has it too" : "whatever has it has \"%.*s\" too", SHOW(why));
  diag_note(l->diags, d, other, same ? "here it is first" : "the other is here");
  if (member_span(l, a->set, i, &cut)) lint_fix(d, cut, TEXT(""));
}
static void inside_look(Lint *l, const Asked *a) {
  uint32_t n = keyword_count(a->set);
  Span span;
  if (a->quant == QUANT_ONE || n > 400) return;
  for (uint32_t i = 0; i < n; i++) {
    Text x = keyword_at(a->set, i, &span);
    if (!x.size || !lint_own(l, span)) continue;
    for (uint32_t j = 0; j < n; j++) {
      Text y = keyword_at(a->set, j, &span);
      if (i == j || !y.size) continue;
      bool same = text_equal(text_fold(&l->words, x), text_fold(&l->words, y));
      bool needless = a->quant == QUANT_ALL ? within(l, a->op, y, x) : within(l, a->op, x, y);
      if ((same && j < i) || (!same && needless && a->subject->type.kind != TYPE_LIST)) { inside_report(l, a, i, j, same); break; }
    }
  }
  arena_reset(&l->words);
}

// ---- everything asked
typedef struct AskWalk { Lint *l; AskedVisit visit; } AskWalk;
static void match_seen(void *user, Expr *e) {
  AskWalk *w = user;
  if (e->kind != EXPR_MATCH || !lint_own(w->l, e->span)) return;
  Asked a = {e->a, e->b, e->op, e->quant, {e->span.file, e->a->span.end, e->b->span.start}};
  w->visit(w->l, &a);
}
static void patterns_asked(AskWalk *w, const Decision *d) {
  if (!d || !lint_own(w->l, d->span)) return;
  for (uint32_t r = 0; r < d->row_count; r++)
    for (uint32_t k = 0; k < d->rows[r].pattern_count; k++)
      for (uint32_t i = 0; i < d->rows[r].patterns[k].count; i++) {
        const PatternItem *item = &d->rows[r].patterns[k].items[i];
        if (item->kind != PATTERN_MATCH) continue;
        Asked a = {d->by.items[k], item->value, item->op, item->quant, {item->span.file, item->span.start, item->value->span.start}};
        w->visit(w->l, &a);
      }
}
static void asked_each(Lint *l, AskedVisit visit) {
  AskWalk w = {l, visit};
  expressions_each(l, match_seen, &w);
  for (uint32_t i = 0; i < l->rules->defines.count; i++) patterns_asked(&w, l->rules->defines.items[i]->decision);
  for (uint32_t i = 0; i < l->rules->rules.count; i++) patterns_asked(&w, l->rules->rules.items[i]->by);
}
// A value twice in a set or list that is compared whole.
static void twice_seen(void *user, Expr *e) {
  AskWalk *w = user;
  if (e->kind != EXPR_IN || !type_is_text(e->a->type) || e->b->kind != EXPR_SET || !lint_own(w->l, e->span)) return;
  uint32_t n = e->b->args.count;
  Span span;
  for (uint32_t i = 1; i < n && n <= 400; i++)
    for (uint32_t j = 0; j < i; j++) {
      Text x = compared_form(&w->l->words, e->a->type.kind, keyword_at(e->b, i, &span)), y = compared_form(&w->l->words, e->a->type.kind, keyword_at(e->b, j, &span));
      if (!x.size || !text_equal(x, y)) continue;
      inside_report(w->l, &(Asked){e->a, e->b, MATCH_HAS, QUANT_ANY, {0}}, i, j, true);
      break;
    }
}
static void list_twice(Lint *l, const List *list) {
  if (list->from_file || list->count > 2000 || !lint_own(l, list->name.span)) return;
  for (uint32_t i = 1; i < list->count; i++)
    for (uint32_t j = 0; j < i; j++) {
      if (!text_equal(text_fold(&l->words, list->values[i]), text_fold(&l->words, list->values[j]))) continue;
      Text value = list->values[i];
      Diag *d = lint_add(l, ERROR_INSIDE, list->spans[i], "\"%.*s\" stands twice", SHOW(value));
      diag_note(l->diags, d, list->spans[j], "here it is first");
      lint_fix(d, (Span){list->spans[i].file, list->spans[i - 1].end, list->spans[i].end}, TEXT(""));
      break;
    }
  arena_reset(&l->words);
}

// ---- texts that are one of few
typedef struct FieldUse { const Field *field; Span span; uint32_t uses, explained; Text literals[12]; uint32_t count; bool many; } FieldUse;
typedef struct Uses { Lint *l; VEC(FieldUse) items; } Uses;
static FieldUse *use_of(Uses *u, const Expr *e) {
  const Field *f = field_of(u->l, e);
  if (!f || e->type.kind != TYPE_TEXT || f->key || f->type.kind != TYPE_TEXT) return NULL;
  for (uint32_t i = 0; i < u->items.count; i++) if (u->items.items[i].field == f) return &u->items.items[i];
  FieldUse *use = VEC_PUSH(u->l->arena, &u->items);
  *use = (FieldUse){.field = f, .span = f->name.span};
  return use;
}
static void literal_use(Uses *u, FieldUse *use, const Expr *e) {
  const Expr *x = e->kind == EXPR_TEXT ? e : NULL; // a parameter may become anything
  if (!x || use->count == 12) { use->many = true; return; }
  Text folded = text_fold(&u->l->words, x->text);
  for (uint32_t i = 0; i < use->count; i++) if (text_equal(text_fold(&u->l->words, use->literals[i]), folded)) return;
  use->literals[use->count++] = x->text;
}
static void set_use(Uses *u, FieldUse *use, const Expr *set) {
  if (set->kind != EXPR_SET) { if (set->kind == EXPR_NAME) use->many = true; else literal_use(u, use, set); return; }
  for (uint32_t i = 0; i < set->args.count; i++) literal_use(u, use, set->args.items[i]);
}
static void use_seen(void *user, Expr *e) {
  Uses *u = user;
  FieldUse *use;
  if (is_field(e) && (use = use_of(u, e))) use->uses++;
  bool whole = (e->kind == EXPR_COMPARE && e->op <= COMPARE_IS_NOT) || e->kind == EXPR_IN;
  if (whole && is_field(e->a) && (use = use_of(u, e->a))) { use->explained++; set_use(u, use, e->b); }
  if (e->kind == EXPR_STATE && is_field(e->a) && (use = use_of(u, e->a))) use->explained++;
}
static void table_use(Uses *u, const Decision *d) {
  for (uint32_t k = 0; d && k < d->by.count; k++) {
    FieldUse *use = is_field(d->by.items[k]) ? use_of(u, d->by.items[k]) : NULL;
    if (!use) continue;
    use->explained++;
    for (uint32_t r = 0; r < d->row_count; r++) {
      if (d->rows[r].otherwise) continue;
      for (uint32_t i = 0; i < d->rows[r].patterns[k].count; i++) {
        const PatternItem *item = &d->rows[r].patterns[k].items[i];
        if (item->kind == PATTERN_MATCH) use->many = true;
        else if (item->kind == PATTERN_LITERAL || item->kind == PATTERN_IN) set_use(u, use, item->value);
      }
    }
  }
}
static void one_of_look(Lint *l) {
  Uses u = {.l = l};
  expressions_each(l, use_seen, &u);
  for (uint32_t i = 0; i < l->rules->defines.count; i++) table_use(&u, l->rules->defines.items[i]->decision);
  for (uint32_t i = 0; i < l->rules->rules.count; i++) table_use(&u, l->rules->rules.items[i]->by);
  for (uint32_t i = 0; i < u.items.count; i++) {
    const FieldUse *use = &u.items.items[i];
    if (use->many || use->count < 2 || use->uses != use->explained || !lint_own(l, use->span)) continue;
    Text all = {0}, name = use->field->name.text;
    for (uint32_t k = 0; k < use->count; k++) { Text v = use->literals[k]; all = text_format(l->arena, "%.*s%s\"%.*s\"", SHOW(all), k ? ", " : "", SHOW(v)); }
    Diag *d = lint_add(l, ERROR_COULD_BE_ONE_OF, use->span, "`%.*s` is only ever compared with a few values", SHOW(name));
    diag_label(l->diags, d, "a typo in one of them goes unseen");
    diag_help(l->diags, d, "if it has no others, say so: `%.*s one of %.*s`", SHOW(name), SHOW(all));
  }
  arena_reset(&l->words);
}
void lint_text(Lint *l) {
  AskWalk w = {l, NULL};
  asked_each(l, piece_look);
  asked_each(l, inside_look);
  expressions_each(l, twice_seen, &w);
  arena_reset(&l->words);
  for (uint32_t i = 0; i < l->rules->lists.count; i++) list_twice(l, l->rules->lists.items[i]);
  one_of_look(l);
}
