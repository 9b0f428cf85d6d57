// diff_picture.c -- the pictures of a page: leads flowing from the old stages to the new ones, and how a score was and is spread.
#include "tools/diff_say.h"
#include "tools/page.h"

enum { FLOW_HIGH = 300, GAP = 10, LEFT = 200, RIGHT = 545, BAR = 15, SPREAD_HIGH = 110, SPREAD_BARS = 25, WIDE = 760, LABEL = 30 };
static void put(Buffer *b, const char *c) { page_c(b, c); }
static void at(Buffer *b, double x) { buffer_number(b, (int64_t)(x * 10 + 0.5) * (DECIMAL_ONE / 10)); }
static void attribute(Buffer *b, const char *name, double x) {
  put(b, " ");
  put(b, name);
  put(b, "=\"");
  at(b, x);
  put(b, "\"");
}
static void words(Buffer *b, const char *css_class, double x, double y, bool right, Text t) {
  put(b, "<text class=\"");
  put(b, css_class);
  put(b, right ? "\" text-anchor=\"end\"" : "\"");
  attribute(b, "x", x);
  attribute(b, "y", y);
  put(b, ">");
  page_text(b, (RubricText){t.data, t.size});
  put(b, "</text>");
}
static void rect(Buffer *b, const char *css_class, double x, double y, double width, double height) {
  put(b, "<rect class=\"");
  put(b, css_class);
  put(b, "\"");
  attribute(b, "x", x);
  attribute(b, "y", y);
  attribute(b, "width", width);
  attribute(b, "height", height);
  put(b, "/>");
}
void picture_style(Buffer *b) {
  put(b, "<style>.old code{color:var(--down)}.new code{color:var(--up)}.stay{fill:var(--dim);fill-opacity:.16}.rise{fill:var(--up);fill-opacity:.5}.fall{fill:var(--down);fill-opacity:.5}.was{fill:var(--dim);fill-opacity:.45}.is{fill:var(--sum)}li{margin:.35rem 0}ul{padding-left:1.2rem}</style>\n");
}
static Text short_name(Arena *a, Text t) { // as many letters as the margin has room for
  uint32_t n = 0, letters = 0;
  while (n < t.size && letters < LABEL - 3) for (letters++, n++; n < t.size && (t.data[n] & 0xC0) == 0x80;) n++;
  return n == t.size ? t : text_format(a, "%.*s\xE2\x80\xA6", (int)n, t.data);
}

// ---- the flow
typedef struct Side { uint32_t *items, count; double *top, *fill; } Side; // fill: where the next band begins
static Text item_name(const Matrix *m, int side, uint32_t i) {
  if (!i) return TEXT("(none)");
  RubricText t = rubric_item(m->l->studies[side]->program, m->part, i - 1).name;
  return (Text){t.data, t.size};
}
static Side side_of(Arena *a, const Matrix *m, int side, double scale) {
  Side s = {0};
  double y = 0;
  s.items = matrix_used(a, m, side, &s.count);
  s.top = ARENA_MANY(a, double, s.count + 1);
  s.fill = ARENA_MANY(a, double, s.count + 1);
  for (uint32_t i = 0; i < s.count; i++) {
    s.top[i] = s.fill[i] = y;
    double height = (double)matrix_sum(m, side, s.items[i]) * scale;
    y += (height < 14 ? 14 : height) + GAP; // room for its name
  }
  s.top[s.count] = y;
  return s;
}
static void band(Buffer *b, Arena *a, const Matrix *m, uint32_t old, uint32_t new, double y0, double y1, double height) {
  bool rises = new && (!old || new < old), stays = matrix_stays(m, old, new);
  double middle = (LEFT + BAR + RIGHT) / 2.0, shown = height < 1 ? 1 : height;
  put(b, "<path class=\"");
  put(b, stays ? "stay" : rises ? "rise" : "fall");
  put(b, "\" d=\"M");
  const double points[][2] = {{LEFT + BAR, y0}, {middle, y0}, {middle, y1}, {RIGHT, y1}, {RIGHT, y1 + shown}, {middle, y1 + shown}, {middle, y0 + shown}, {LEFT + BAR, y0 + shown}};
  for (uint32_t i = 0; i < 8; i++) {
    if (i) put(b, i == 1 || i == 5 ? " C" : i == 4 ? " L" : " ");
    at(b, points[i][0]);
    put(b, ",");
    at(b, points[i][1]);
  }
  put(b, "Z\"><title>");
  Text from = item_name(m, 0, old), to = item_name(m, 1, new), title = text_format(a, "%.*s \xE2\x86\x92 %.*s: %.*s", SAY(from), SAY(to), SAY(say_count(a, matrix_at(m, old, new))));
  page_text(b, (RubricText){title.data, title.size});
  put(b, "</title></path>\n");
}
static void bands(Buffer *b, Arena *a, const Matrix *m, Side *old, Side *new, double scale) {
  for (uint32_t i = 0; i < old->count; i++)
    for (uint32_t k = 0; k < new->count; k++) {
      uint64_t n = matrix_at(m, old->items[i], new->items[k]);
      double height = (double)n * scale;
      if (n) band(b, a, m, old->items[i], new->items[k], old->fill[i], new->fill[k], height);
      old->fill[i] += height;
      new->fill[k] += height;
    }
}
static void bars(Buffer *b, Arena *a, const Matrix *m, int side, const Side *s, double scale) {
  for (uint32_t i = 0; i < s->count; i++) {
    uint64_t n = matrix_sum(m, side, s->items[i]);
    double height = (double)n * scale;
    rect(b, "sum", side ? RIGHT : LEFT, s->top[i], BAR, height < 1 ? 1 : height);
    Text name = short_name(a, item_name(m, side, s->items[i])), count = say_count(a, n);
    words(b, "", side ? RIGHT + BAR + 8 : LEFT - 8, s->top[i] + 11, !side, text_format(a, side ? "%.*s  %.*s" : "%.*s  %.*s", SAY(name), SAY(count)));
    put(b, "\n");
  }
}
void picture_flow(Buffer *b, Arena *a, Text title, const Matrix *m) {
  double scale = (double)FLOW_HIGH / (double)(m->l->compared ? m->l->compared : 1);
  Side old = side_of(a, m, 0, scale), new = side_of(a, m, 1, scale);
  if (old.count + new.count > 40) return; // the table says it better
  double high = old.top[old.count] > new.top[new.count] ? old.top[old.count] : new.top[new.count];
  put(b, "<div class=\"chart\"><svg role=\"img\"");
  put(b, " viewBox=\"0 -2 760 ");
  at(b, high);
  put(b, "\"><title>");
  page_text(b, (RubricText){title.data, title.size});
  put(b, " before, on the left, and now</title>\n");
  bands(b, a, m, &old, &new, scale);
  bars(b, a, m, 0, &old, scale);
  bars(b, a, m, 1, &new, scale);
  put(b, "</svg></div>\n");
}

// ---- how a score is spread
static void spread(Buffer *b, const DiffShift *s, int64_t low, int64_t step) {
  uint64_t counts[2][SPREAD_BARS], most = 1;
  for (int side = 0; side < 2; side++)
    for (int i = 0; i < SPREAD_BARS; i++) {
      counts[side][i] = histogram_between(&s->values[side], low + i * step, low + (i + 1) * step);
      if (counts[side][i] > most) most = counts[side][i];
    }
  double wide = (double)(WIDE - 20) / SPREAD_BARS;
  for (int i = 0; i < SPREAD_BARS; i++)
    for (int side = 0; side < 2; side++) {
      double height = (double)counts[side][i] * SPREAD_HIGH / (double)most;
      if (counts[side][i]) rect(b, side ? "is" : "was", 10 + wide * i + side * wide * 0.42, SPREAD_HIGH - height + 2, wide * 0.42, height);
    }
  put(b, "\n");
}
void picture_shift(Buffer *b, Arena *a, const DiffShift *s) {
  int64_t low = 0, high = 0, other_low = 0, other_high = 0;
  bool old = histogram_bounds(&s->values[0], &low, &high), new = histogram_bounds(&s->values[1], &other_low, &other_high);
  if (!old && !new) return;
  if (!old || (new && other_low < low)) low = other_low;
  if (!old || (new && other_high > high)) high = other_high;
  int64_t whole = DECIMAL_ONE * SPREAD_BARS, step = ((high - low) / whole + 1) * DECIMAL_ONE; // bands of whole points
  Text title = text_format(a, "%.*s: leads by points, before (grey) and now", SAY(s->pair->new->name));
  put(b, "<p class=\"sub\">");
  page_text(b, (RubricText){title.data, title.size});
  put(b, "</p>\n<div class=\"chart\"><svg role=\"img\" viewBox=\"0 0 760 134\"><title>");
  page_text(b, (RubricText){title.data, title.size});
  put(b, "</title>\n");
  spread(b, s, low, step);
  put(b, "<line class=\"axis\" x1=\"10\" x2=\"750\" y1=\"112.5\" y2=\"112.5\"/>");
  for (int i = 0; i <= SPREAD_BARS; i += 5) words(b, "note", 10 + (double)(WIDE - 20) / SPREAD_BARS * i, 128, i == SPREAD_BARS, say_points(a, low + i * step, false));
  put(b, "</svg></div>\n");
}
