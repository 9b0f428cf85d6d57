// waterfall.c -- see waterfall.h. Knows widths and colours, nothing else.
#include "tools/waterfall.h"
#include "tools/render.h"
#include <string.h>

enum { WIDTH = 80, LABEL_LEAST = 14, LABEL_MOST = 28, POINTS = 8, BAR = 12, HEAD = 14, CHANNEL = 12 };
typedef struct View { const Story *story; bool color; Buffer *b; uint32_t label; int64_t most; } View; // most: points of the longest bar

static void put_c(Buffer *b, const char *s) { buffer_put(b, s, strlen(s)); }
static void tint(View *v, const char *code) { if (v->color) { put_c(v->b, "\033["); put_c(v->b, code); put_c(v->b, "m"); } }
static uint32_t put_right(Buffer *b, int64_t units, bool sign, uint32_t width) { // gives the cells
  Buffer number = {0};
  if (sign && units > 0) BUFFER_PUT(&number, "+");
  buffer_number(&number, units);
  if (number.size < width) render_spaces(b, width - (uint32_t)number.size);
  buffer_put(b, number.data, number.size);
  if (number.size > width) width = (uint32_t)number.size;
  buffer_free(&number);
  return width;
}
static void line_end(Buffer *b) {
  while (b->size && b->data[b->size - 1] == ' ') b->size--;
  BUFFER_PUT(b, "\n");
}

// ---- the lines of one score
static int64_t size_of(int64_t points) { return points == INT64_MIN ? INT64_MAX : points < 0 ? -points : points; }
static void measure(View *v) {
  v->label = LABEL_LEAST;
  v->most = DECIMAL_ONE;
  for (uint32_t s = 0; s < v->story->score_count; s++)
    for (uint32_t i = 0; i < v->story->scores[s].count; i++) {
      const StoryLine *l = &v->story->scores[s].lines[i];
      uint32_t cells = render_cells(api_text(l->label));
      if (cells > v->label) v->label = cells < LABEL_MOST ? cells : LABEL_MOST;
      if (size_of(l->points) > v->most) v->most = size_of(l->points);
    }
}
static uint32_t put_bar(View *v, int64_t points) {
  uint32_t n = (uint32_t)((__int128)size_of(points) * BAR / v->most);
  if (points && !n) n = 1;
  tint(v, points < 0 ? "31" : "32");
  for (uint32_t i = 0; i < n; i++) put_c(v->b, points < 0 ? "\xE2\x96\x92" : "\xE2\x96\x88");
  tint(v, "0");
  return n;
}
static void put_note(View *v, Text note, const char *code, uint32_t width) {
  if (!note.size) return;
  tint(v, code);
  render_cut(v->b, api_text(note), width);
  tint(v, "0");
}
static void put_gave(View *v, const StoryLine *l) {
  render_padded(v->b, api_text(l->label), v->label);
  uint32_t points = put_right(v->b, l->points, true, POINTS);
  render_spaces(v->b, 1);
  render_spaces(v->b, BAR + 1 - put_bar(v, l->points));
  put_note(v, l->note, "2", WIDTH - 2 - v->label - points - 1 - BAR - 1);
}
static void put_gave_not(View *v, const StoryLine *l) {
  bool unknown = l->kind == LINE_UNKNOWN;
  tint(v, unknown ? "33" : "2");
  render_padded(v->b, api_text(l->label), v->label);
  render_spaces(v->b, POINTS - 1);
  put_c(v->b, unknown ? "? " : "\xC2\xB7 ");
  render_cut(v->b, api_text(l->note), WIDTH - 2 - v->label - POINTS - 1);
  tint(v, "0");
}
static void put_score(View *v, const StoryScore *s) {
  tint(v, "1");
  render_padded(v->b, api_text(s->name), v->label + 2);
  if (s->known) put_right(v->b, s->value, false, POINTS);
  else put_c(v->b, " unknown");
  tint(v, "0");
  BUFFER_PUT(v->b, "\n");
  for (uint32_t i = 0; i < s->count; i++) {
    render_spaces(v->b, 2);
    if (s->lines[i].kind >= LINE_UNKNOWN) put_gave_not(v, &s->lines[i]);
    else put_gave(v, &s->lines[i]);
    line_end(v->b);
  }
  BUFFER_PUT(v->b, "\n");
}

// ---- what follows
// Where it stands, "  inbound.rubric:73"; a long path keeps its end.
static void place_of(RubricItem it, Buffer *at, uint32_t most) {
  Buffer number = {0};
  BUFFER_PUT(&number, ":");
  buffer_integer(&number, it.line);
  most -= (uint32_t)number.size;
  put_c(at, "  ");
  if (it.path.size > most) {
    uint32_t from = it.path.size - most + 1;
    while (from < it.path.size && ((unsigned char)it.path.data[from] & 0xC0) == 0x80) from++; // not within a character
    put_c(at, "\xE2\x80\xA6");
    it.path = (RubricText){it.path.data + from, it.path.size - from};
  }
  render_cut(at, it.path, most);
  buffer_put(at, number.data, number.size);
  buffer_free(&number);
}
static void put_placed(View *v, const StoryItem *item, const char *code) {
  Buffer at = {0};
  place_of(item->at, &at, WIDTH / 2 - 2);
  uint32_t room = WIDTH - HEAD - render_cells((RubricText){at.data, (uint32_t)at.size});
  tint(v, code);
  room -= render_cut(v->b, api_text(item->name), room);
  tint(v, "2");
  if (item->note.size && room > 8) { put_c(v->b, "  "); render_cut(v->b, api_text(item->note), room - 2); }
  buffer_put(v->b, at.data, at.size);
  tint(v, "0");
  buffer_free(&at);
}
static void put_item(View *v, const StoryItem *item) {
  static const char *const codes[] = {"0", "32", "31", "2"};
  const char *code = codes[item->tone];
  bool channel = item->tone != TONE_DIM && item->note.size && item->name.size; // names side by side
  uint32_t room = WIDTH - HEAD;
  tint(v, "1");
  render_padded(v->b, (RubricText){item->head, (uint32_t)strlen(item->head)}, HEAD);
  tint(v, "0");
  if (item->at.line) { put_placed(v, item, code); line_end(v->b); return; }
  tint(v, channel ? "0" : code);
  if (channel && render_cells(api_text(item->name)) < CHANNEL) { render_padded(v->b, api_text(item->name), CHANNEL); room -= CHANNEL; }
  else if (item->name.size) {
    room -= render_cut(v->b, api_text(item->name), item->note.size ? room / 2 : room);
    if (item->note.size) { put_c(v->b, channel ? "  " : ": "); room -= 2; }
  }
  if (channel) tint(v, code);
  if (item->note.size) render_cut(v->b, api_text(item->note), room);
  tint(v, "0");
  line_end(v->b);
}
void waterfall(const Story *story, bool color, Buffer *b) {
  View v = {.story = story, .color = color, .b = b};
  measure(&v);
  put_c(b, "lead ");
  render_cut(b, api_text(story->lead), WIDTH - 22);
  put_c(b, " is ");
  tint(&v, "1");
  put_c(b, story->status);
  tint(&v, "0");
  put_c(b, "\n\n");
  for (uint32_t i = 0; i < story->score_count; i++) put_score(&v, &story->scores[i]);
  for (uint32_t i = 0; i < story->items.count; i++) put_item(&v, &story->items.items[i]);
}
void waterfall_of(const Study *study, uint32_t row, bool color, Buffer *b) {
  jmp_buf escape;
  Arena arena;
  arena_init(&arena, allocator_default(), &escape);
  if (setjmp(escape)) b->failed = true;
  else {
    const Story *story = story_tell(study, row, &arena);
    if (story) waterfall(story, color, b);
  }
  arena_free(&arena);
}
