// doc_decide.c -- who is turned away, stages, segments, permission to contact, routes.
#include "tools/doc_parts.h"
#include "tools/page.h"
#include <string.h>

// ---- disqualifiers and requirements
static bool any_because(const Doc *d, bool require) {
  for (uint32_t i = 0; i < d->rules->reasons.count; i++) if (d->rules->reasons.items[i]->require == require && d->rules->reasons.items[i]->has_because) return true;
  return false;
}
static void put_reason_share(Doc *d, const Reason *r) {
  if (!r->require) { doc_share_cell(d, COVER_DISQUALIFIERS, r->code_span, NULL); return; }
  if (!d->job->leads) return;
  doc_put_share(d, doc_leads(d, COVER_REQUIREMENTS, r->code_span, "failed"));
  doc_put(d, " fail, ");
  doc_put_share(d, doc_leads(d, COVER_REQUIREMENTS, r->code_span, "unknown"));
  doc_put(d, " unknown");
  doc_cell(d);
}
static void put_reasons(Doc *d, bool require) {
  static const char *const turned[] = {"Disqualified", "When", "Because", NULL}, *const needed[] = {"Required", "What must hold", "Because", NULL};
  static const char *const turned_plain[] = {"Disqualified", "When", NULL}, *const needed_plain[] = {"Required", "What must hold", NULL};
  bool because = any_because(d, require);
  uint32_t count = 0;
  for (uint32_t i = 0; i < d->rules->reasons.count; i++) {
    const Reason *r = d->rules->reasons.items[i];
    if (r->require != require) continue;
    if (!count++) doc_table_shared(d, because ? require ? needed : turned : require ? needed_plain : turned_plain);
    doc_put_text(d, r->code);
    doc_cell_name(d);
    words_condition(&d->words, r->when);
    doc_cell(d);
    if (r->has_because) doc_put_text(d, r->because);
    if (because) doc_cell(d);
    put_reason_share(d, r);
    doc_row_end(d);
  }
  if (!count) return;
  doc_table_end(d);
  if (!require) return;
  doc_put(d, "A requirement that does not hold disqualifies. One that cannot be told, since something is missing, makes the lead incomplete: it is asked for, not thrown away.");
  doc_paragraph(d);
}
void doc_turned_away(Doc *d) {
  put_reasons(d, false);
  put_reasons(d, true);
}

// ---- stages: in words, and as a matrix of what is compared
static void put_otherwise_or(Doc *d, const Expr *when, bool otherwise) {
  if (otherwise) doc_put(d, "in all other cases");
  else words_condition(&d->words, when);
}
typedef struct Matrix { const Expr **subjects; uint32_t count; bool whole; } Matrix; // whole: every part of every stage is in it

static RubricText subject_text(Doc *d, const Expr *x) { // into the arena
  size_t from = d->text.size;
  words_value(&d->words, x);
  Text t = text_copy(d->arena, (Text){d->text.data + from, (uint32_t)(d->text.size - from)});
  d->text.size = from;
  return (RubricText){t.data, t.size};
}
static bool same_subject(Doc *d, const Expr *a, const Expr *b) {
  RubricText x = subject_text(d, a), y = subject_text(d, b);
  return text_equal((Text){x.data, x.size}, (Text){y.data, y.size});
}
static bool has_relation(const Expr *x) { return x->kind >= EXPR_COMPARE && x->kind <= EXPR_STATE; }
static void matrix_note(Doc *d, Matrix *m, const Expr *x) {
  if (x->kind == EXPR_AND || x->kind == EXPR_OR) {
    for (uint32_t i = 0; i < x->args.count; i++) {
      if (x->kind == EXPR_AND && x->args.items[i]->kind == EXPR_OR) m->whole = false; // needs words
      else matrix_note(d, m, x->args.items[i]);
    }
    return;
  }
  if (!has_relation(x)) { m->whole = false; return; }
  for (uint32_t i = 0; i < m->count; i++) if (same_subject(d, m->subjects[i], x->a)) return;
  m->subjects[m->count++] = x->a;
}
static uint32_t leaves(const Expr *x) {
  uint32_t n = 1;
  for (uint32_t i = 0; (x->kind == EXPR_AND || x->kind == EXPR_OR) && i < x->args.count; i++) n += leaves(x->args.items[i]);
  return n;
}
// One way to reach a stage: the parts of an `and`, or one part alone. What compares a subject twice stands in one cell.
static void matrix_row(Doc *d, const Matrix *m, const Stage *s, const Expr *way, bool first) {
  const Expr *const *parts = way && way->kind == EXPR_AND ? (const Expr *const *)way->args.items : &way;
  uint32_t count = !way ? 0 : way->kind == EXPR_AND ? way->args.count : 1;
  if (!first) doc_put(d, "or ");
  doc_put_text(d, s->name);
  doc_cell_name(d);
  for (uint32_t c = 0; c < m->count; c++) {
    bool any = false;
    for (uint32_t i = 0; i < count; i++) {
      if (!same_subject(d, m->subjects[c], parts[i]->a)) continue;
      if (any) doc_put(d, " and ");
      any = true;
      words_relation(&d->words, parts[i]);
    }
    if (!way) doc_put(d, c ? "" : "all other cases");
    else if (!any) doc_put(d, "\xE2\x80\x93");
    doc_cell(d);
  }
  doc_row_end(d);
}
static void put_matrix(Doc *d) {
  const Rules *r = d->rules;
  uint32_t most = 1;
  for (uint32_t i = 0; i < r->stages.count; i++) if (r->stages.items[i]->when) most += leaves(r->stages.items[i]->when);
  Matrix m = {ARENA_MANY(d->arena, const Expr *, most), 0, true};
  for (uint32_t i = 0; i < r->stages.count; i++) if (r->stages.items[i]->when) matrix_note(d, &m, r->stages.items[i]->when);
  if (!m.whole || m.count < 2 || m.count > 6) return; // of one subject the words say it all
  doc_table_begin(d);
  doc_put(d, "Stage");
  doc_head(d);
  for (uint32_t c = 0; c < m.count; c++) { words_value(&d->words, m.subjects[c]); doc_head(d); }
  doc_table_rows(d);
  for (uint32_t i = 0; i < r->stages.count; i++) {
    const Stage *s = r->stages.items[i];
    if (!s->when || s->when->kind != EXPR_OR) { matrix_row(d, &m, s, s->when, true); continue; }
    for (uint32_t k = 0; k < s->when->args.count; k++) matrix_row(d, &m, s, s->when->args.items[k], k == 0);
  }
  doc_table_end(d);
}
// ---- how many leads take each, as bars
typedef struct Named { Text name; Span span; } Named;
static PageBar bar(Doc *d, Text name, uint64_t leads) {
  doc_put_share(d, leads);
  Text note = text_copy(d->arena, (Text){d->text.data, (uint32_t)d->text.size});
  d->text.size = 0;
  return (PageBar){.label = {name.data, name.size}, .note = {note.data, note.size}, .value = (int64_t)leads * DECIMAL_ONE, .total = true};
}
static void bars(Doc *d, CoverKind kind, const char *title, const Named *parts, uint32_t count) {
  if (!d->job->leads || d->form != DOC_HTML || !count) return;
  PageBar *all = ARENA_MANY(d->arena, PageBar, count + 1);
  uint64_t none = d->job->leads->leads;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t leads = doc_leads(d, kind, parts[i].span, NULL);
    all[i] = bar(d, parts[i].name, leads);
    none -= leads;
  }
  if (none) all[count++] = bar(d, TEXT("none of them"), none);
  page_bars(d->out, (RubricText){title, (uint32_t)strlen(title)}, all, count, false);
}
static void stage_bars(Doc *d) {
  Named *parts = ARENA_MANY(d->arena, Named, d->rules->stages.count + 1);
  for (uint32_t i = 0; i < d->rules->stages.count; i++) parts[i] = (Named){d->rules->stages.items[i]->name, d->rules->stages.items[i]->name_span};
  bars(d, COVER_STAGES, "Leads by stage", parts, d->rules->stages.count);
}
static void route_bars(Doc *d) {
  Named *parts = ARENA_MANY(d->arena, Named, d->rules->routes.count + 1);
  for (uint32_t i = 0; i < d->rules->routes.count; i++) parts[i] = (Named){d->rules->routes.items[i]->name, d->rules->routes.items[i]->name_span};
  bars(d, COVER_ROUTES, "Leads by route", parts, d->rules->routes.count);
}
void doc_stages(Doc *d) {
  static const char *const heads[] = {"Stage", "When", NULL};
  const Rules *r = d->rules;
  doc_put(d, "From the top, the first that fits.");
  if (r->forward_only) doc_put(d, " Stages only go forward: a lead that is not disqualified never falls below the stage that it had.");
  doc_paragraph(d);
  stage_bars(d);
  doc_table_shared(d, heads);
  for (uint32_t i = 0; i < r->stages.count; i++) {
    doc_put_text(d, r->stages.items[i]->name);
    doc_cell_name(d);
    put_otherwise_or(d, r->stages.items[i]->when, r->stages.items[i]->otherwise);
    doc_cell(d);
    doc_share_cell(d, COVER_STAGES, r->stages.items[i]->name_span, NULL);
    doc_row_end(d);
  }
  doc_table_end(d);
  put_matrix(d);
}
void doc_segments(Doc *d) {
  static const char *const heads[] = {"Segment", "When", NULL};
  doc_put(d, "Any number of them may hold.");
  doc_paragraph(d);
  doc_table_shared(d, heads);
  for (uint32_t i = 0; i < d->rules->segments.count; i++) {
    doc_put_text(d, d->rules->segments.items[i]->name);
    doc_cell_name(d);
    words_condition(&d->words, d->rules->segments.items[i]->when);
    doc_cell(d);
    doc_share_cell(d, COVER_SEGMENTS, d->rules->segments.items[i]->name_span, NULL);
    doc_row_end(d);
  }
  doc_table_end(d);
}

// ---- contact
static void put_channel_share(Doc *d, const Channel *c) {
  if (!d->job->leads) return;
  doc_put_share(d, doc_leads(d, COVER_CHANNELS, c->name_span, "allowed") + (c->has_hours ? doc_leads(d, COVER_CHANNELS, c->name_span, "outside its hours") : 0));
  doc_cell(d);
}
void doc_contact(Doc *d) {
  static const char *const heads[] = {"Channel", "Allowed when", "Hours", "Because", NULL}, *const plain[] = {"Channel", "Allowed when", "Hours", NULL};
  bool because = false;
  for (uint32_t i = 0; i < d->rules->channels.count; i++) because |= d->rules->channels.items[i]->has_because;
  doc_put(d, "Anything else blocks the channel: consent that is missing is no consent, and no score outweighs it.");
  doc_paragraph(d);
  doc_table_shared(d, because ? heads : plain);
  for (uint32_t i = 0; i < d->rules->channels.count; i++) {
    const Channel *c = d->rules->channels.items[i];
    doc_put_text(d, c->name);
    doc_cell_name(d);
    words_condition(&d->words, c->when);
    doc_cell(d);
    if (c->has_hours) {
      doc_put_text(d, c->open_text);
      doc_put(d, " to ");
      doc_put_text(d, c->close_text);
      doc_put(d, ", ");
      if (c->zone->kind == EXPR_TEXT) doc_put_text(d, c->zone->text);
      else { doc_put(d, "by the time zone "); words_value(&d->words, c->zone); }
    } else doc_put(d, "any time");
    doc_cell(d);
    if (c->has_because) doc_put_text(d, c->because);
    if (because) doc_cell(d);
    put_channel_share(d, c);
    doc_row_end(d);
  }
  doc_table_end(d);
}

// ---- routes
static void put_target(Doc *d, const Route *r) {
  for (uint32_t i = 0; i < r->share_count; i++) {
    if (i) doc_put(d, ", ");
    doc_put_text(d, r->shares[i].target);
    doc_put(d, " ");
    words_number(&d->words, r->shares[i].weight, true);
  }
  if (!r->target) return;
  if (r->target->kind == EXPR_TEXT) doc_put_text(d, r->target->text);
  else words_value(&d->words, r->target);
}
void doc_routes(Doc *d) {
  static const char *const heads[] = {"Order", "Route", "Goes to", "Answer within", "When", NULL};
  const Rules *r = d->rules;
  doc_put(d, "From the top, the first that fits. A disqualified lead takes only a route that speaks of being disqualified, an incomplete one only a route that speaks of being incomplete; a route whose target is not known is passed over.");
  if (r->hold) {
    doc_put(d, " A lead keeps its route for ");
    words_value(&d->words, r->hold->duration);
    doc_put(d, r->hold->unless_stage_changes ? ", unless its stage changes." : ".");
  }
  doc_paragraph(d);
  route_bars(d);
  doc_table_shared(d, heads);
  for (uint32_t i = 0; i < r->routes.count; i++) {
    const Route *route = r->routes.items[i];
    buffer_integer(&d->text, i + 1);
    doc_cell(d);
    doc_put_text(d, route->name);
    doc_cell_name(d);
    put_target(d, route);
    doc_cell(d);
    if (route->sla) words_value(&d->words, route->sla);
    doc_cell(d);
    put_otherwise_or(d, route->when, route->otherwise);
    doc_cell(d);
    doc_share_cell(d, COVER_ROUTES, route->name_span, NULL);
    doc_row_end(d);
  }
  doc_table_end(d);
}
