// outcome_diff.c -- two outcomes side by side (outcome.h), only where they differ:
//
//   fit                                 45 →       65  +20
//     Mid-size                           – →      +20
//   stage         Warm → Hot
#include "tools/outcome.h"
#include "tools/render.h"

enum { WIDTH = 80, LABEL = 30, NUMBER = 8, HEAD = 14, VALUE = 31 };
typedef struct View { Buffer *b; const Outcome *before, *after; bool color, any; } View;

static void put_c(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static void tint(View *v, const char *code) { if (v->color) { put_c(v->b, "\033["); put_c(v->b, code); put_c(v->b, "m"); } }
static void put_right(Buffer *b, Text t, uint32_t width) {
  uint32_t cells = render_cells(api_text(t));
  if (cells < width) render_spaces(b, width - cells);
  render_cut(b, api_text(t), width);
}
static const Fact *same_in(const Outcome *o, const Fact *f) {
  for (uint32_t i = 0; i < o->facts.count; i++) {
    const Fact *g = &o->facts.items[i];
    if (g->kind == f->kind && text_equal(g->score, f->score) && text_equal(g->name, f->name)) return g;
  }
  return NULL;
}
static bool differs(const Fact *a, const Fact *b) { // unknown is unknown, whatever is missing
  if (a && b && a->kind == FACT_LINE && !a->counts && !b->counts) return false;
  return !a || !b || !text_equal(a->value, b->value) || !text_equal(a->note, b->note);
}

// ---- a score and its lines; `a` or `b` NULL: not there
static void put_pair(View *v, const Fact *a, const Fact *b) {
  const Text none = TEXT("\xE2\x80\x93");
  put_right(v->b, a ? a->value : none, NUMBER);
  put_c(v->b, " \xE2\x86\x92 ");
  int64_t more = (b && b->counts ? b->points : 0) - (a && a->counts ? a->points : 0);
  if (more) tint(v, more < 0 ? "31" : "32");
  put_right(v->b, b ? b->value : none, NUMBER);
  if (more) tint(v, "0");
}
static void put_end(View *v, Text note) {
  if (note.size) {
    BUFFER_PUT(v->b, "  ");
    tint(v, "2");
    render_cut(v->b, api_text(note), WIDTH - LABEL - 2 * NUMBER - 5);
    tint(v, "0");
  }
  BUFFER_PUT(v->b, "\n");
  v->any = true;
}
static void put_line(View *v, const Fact *a, const Fact *b) {
  render_spaces(v->b, 2);
  render_padded(v->b, api_text(b ? b->name : a->name), LABEL - 2);
  put_pair(v, a, b);
  put_end(v, b ? b->note : (Text){0});
}
static bool line_of(const Fact *f, Text score) { return f->kind == FACT_LINE && text_equal(f->score, score); }
static bool lines_differ(const View *v, Text score) {
  bool differ = false;
  for (uint32_t i = 0; i < v->after->facts.count; i++) { const Fact *f = &v->after->facts.items[i]; if (line_of(f, score)) differ |= differs(same_in(v->before, f), f); }
  for (uint32_t i = 0; i < v->before->facts.count; i++) { const Fact *f = &v->before->facts.items[i]; if (line_of(f, score)) differ |= !same_in(v->after, f); }
  return differ;
}
static void put_score_head(View *v, const Fact *a, const Fact *b) {
  tint(v, "1");
  render_padded(v->b, api_text(b ? b->name : a->name), LABEL);
  tint(v, "0");
  if (!differs(a, b)) { put_right(v->b, b->value, NUMBER); put_end(v, TEXT("as before")); return; }
  put_pair(v, a, b);
  Buffer by = {0};
  if (a && b && a->counts && b->counts) {
    if (b->points > a->points) BUFFER_PUT(&by, "+");
    buffer_number(&by, b->points - a->points);
  }
  put_end(v, (Text){by.data, (uint32_t)by.size});
  buffer_free(&by);
}
// Every pair of the facts that `wanted` takes, in the order of the later outcome; what is gone stands where it stood.
static void put_pairs(View *v, Text score, bool (*wanted)(const Fact *, Text), void (*put)(View *, const Fact *, const Fact *)) {
  uint32_t shown = 0;
  for (uint32_t i = 0; i <= v->after->facts.count; i++) {
    const Fact *f = i < v->after->facts.count ? &v->after->facts.items[i] : NULL, *old = f ? same_in(v->before, f) : NULL;
    if (f && !wanted(f, score)) continue;
    uint32_t until = !f ? v->before->facts.count : old ? (uint32_t)(old - v->before->facts.items) : shown;
    for (; shown < until; shown++) {
      const Fact *gone = &v->before->facts.items[shown];
      if (wanted(gone, score) && !same_in(v->after, gone)) put(v, gone, NULL);
    }
    if (f) put(v, old, f);
  }
}
static void put_changed_line(View *v, const Fact *a, const Fact *b) { if (differs(a, b)) put_line(v, a, b); }
static void put_score(View *v, const Fact *a, const Fact *b) {
  Text score = b ? b->score : a->score;
  if (!differs(a, b) && !lines_differ(v, score)) return;
  put_score_head(v, a, b);
  put_pairs(v, score, line_of, put_changed_line);
}

// ---- stage, route and their like
static void put_value(View *v, const Fact *f) {
  if (f) render_cut(v->b, api_text(f->value), VALUE);
  else { tint(v, "2"); BUFFER_PUT(v->b, "none"); tint(v, "0"); }
}
static void put_head(View *v, const Fact *a, const Fact *b) {
  if (!differs(a, b)) return;
  Text name = b ? b->name : a->name;
  tint(v, "1");
  uint32_t cells = render_cut(v->b, api_text(name), WIDTH - 2 * VALUE - 4);
  tint(v, "0");
  render_spaces(v->b, cells < HEAD ? HEAD - cells : 1);
  put_value(v, a);
  put_c(v->b, " \xE2\x86\x92 ");
  put_value(v, b);
  BUFFER_PUT(v->b, "\n");
  v->any = true;
}
static bool is_score(const Fact *f, Text score) { (void)score; return f->kind == FACT_SCORE; }
static bool is_head(const Fact *f, Text score) { (void)score; return f->kind == FACT_HEAD; }
bool outcome_put_diff(Buffer *b, const Outcome *before, const Outcome *after, bool color) {
  View v = {b, before, after, color, false};
  put_pairs(&v, (Text){0}, is_score, put_score);
  put_pairs(&v, (Text){0}, is_head, put_head);
  return v.any;
}

// ---- one line
void outcome_put_summary(Buffer *b, const Outcome *o) {
  Buffer line = {0};
  Text status = outcome_value(o, "status"), stage = outcome_value(o, "stage"), route = outcome_value(o, "route"), target = outcome_value(o, "target"), reasons = outcome_value(o, "reasons");
  buffer_text(&line, api_text(status));
  if (reasons.size) { BUFFER_PUT(&line, " ("); buffer_text(&line, api_text(reasons)); BUFFER_PUT(&line, ")"); }
  for (uint32_t i = 0; i < o->facts.count; i++) {
    const Fact *f = &o->facts.items[i];
    if (f->kind != FACT_SCORE) continue;
    BUFFER_PUT(&line, ", ");
    buffer_text(&line, api_text(f->name));
    BUFFER_PUT(&line, " ");
    buffer_text(&line, api_text(f->value));
  }
  if (stage.size) { BUFFER_PUT(&line, ", stage "); buffer_text(&line, api_text(stage)); }
  if (route.size) { BUFFER_PUT(&line, ", route "); buffer_text(&line, api_text(route)); }
  if (target.size) { BUFFER_PUT(&line, " to "); buffer_text(&line, api_text(target)); }
  render_cut(b, (RubricText){line.data, (uint32_t)line.size}, UINT32_MAX);
  buffer_free(&line);
}
