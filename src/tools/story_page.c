// story_page.c -- see story_page.h.
#include "tools/story_page.h"
#include <stdlib.h>
#include <string.h>

static RubricText plain(const char *s) { return (RubricText){s, (uint32_t)strlen(s)}; }
static RubricText held(const Buffer *b) { return (RubricText){b->data ? b->data : "", (uint32_t)b->size}; }

// ---- a score: its bars, then a table of what gave nothing
static void score_title(const StoryScore *s, Buffer *title) {
  buffer_text(title, api_text(s->name));
  BUFFER_PUT(title, " ");
  if (s->known) buffer_number(title, s->value);
  else BUFFER_PUT(title, "is unknown");
}
static void score_bars(const StoryScore *s, RubricText title, Buffer *b) {
  PageBar *bars = calloc(s->count + 1, sizeof *bars);
  uint32_t count = 0;
  if (!bars) { b->failed = true; return; }
  for (; count < s->count && s->lines[count].kind < LINE_UNKNOWN; count++) { // those that gave nothing stand last
    const StoryLine *l = &s->lines[count];
    bars[count] = (PageBar){.label = api_text(l->label), .note = api_text(l->note), .value = l->points};
  }
  if (count && s->known) bars[count++] = (PageBar){.label = plain("total"), .value = s->value, .total = true};
  if (count) page_waterfall(b, title, bars, count);
  free(bars);
}
static void score_because(const StoryScore *s, Buffer *b) {
  bool any = false;
  for (uint32_t i = 0; i < s->count; i++) {
    const StoryLine *l = &s->lines[i];
    if (l->kind != LINE_FIRED || !l->because.size) continue;
    page_c(b, any ? "; " : "<p class=\"sub\">");
    page_text(b, api_text(l->label));
    page_c(b, ": ");
    page_text(b, api_text(l->because));
    any = true;
  }
  if (any) page_c(b, "</p>\n");
}
static void score_idle(const StoryScore *s, Buffer *b) {
  static const char *const headings[] = {"Gave nothing", "because", NULL};
  uint32_t count = 0;
  for (uint32_t i = 0; i < s->count; i++) {
    const StoryLine *l = &s->lines[i];
    if (l->kind < LINE_UNKNOWN) continue;
    if (!count++) page_table_begin(b, headings);
    page_row(b, l->kind == LINE_IDLE ? "dim" : NULL);
    page_cell(b, api_text(l->label));
    page_c(b, "<td>");
    if (l->kind == LINE_UNKNOWN) page_c(b, "unknown: ");
    page_text(b, api_text(l->note));
    page_c(b, "</td>");
    page_row_end(b);
  }
  if (count) page_table_end(b);
}
static void put_score(const StoryScore *s, Buffer *b) {
  Buffer title = {0};
  score_title(s, &title);
  page_heading(b, held(&title));
  score_bars(s, held(&title), b);
  score_because(s, b);
  score_idle(s, b);
  buffer_free(&title);
}

// ---- what follows
static void put_item(const StoryItem *item, Buffer *b) {
  static const char *const classes[] = {NULL, NULL, NULL, "dim"};
  page_row(b, classes[item->tone]);
  page_cell(b, plain(item->head));
  page_c(b, "<td>");
  page_text(b, api_text(item->name));
  if (item->name.size && item->note.size) page_c(b, ": ");
  page_text(b, api_text(item->note));
  page_c(b, "</td><td><code>");
  if (item->at.line) {
    page_text(b, item->at.path);
    page_c(b, ":");
    buffer_integer(b, item->at.line);
  }
  page_c(b, "</code></td>");
  page_row_end(b);
}
void story_page(const Story *story, const WhatIf *suggestions, Buffer *b) {
  static const char *const headings[] = {"", "What follows", "where", NULL};
  Buffer title = {0};
  BUFFER_PUT(&title, "Lead ");
  buffer_text(&title, api_text(story->lead));
  BUFFER_PUT(&title, " is ");
  buffer_text(&title, plain(story->status));
  page_begin(b, held(&title), api_text(story->rules));
  buffer_free(&title);
  for (uint32_t i = 0; i < story->score_count; i++) put_score(&story->scores[i], b);
  page_heading(b, plain("Decision"));
  page_table_begin(b, headings);
  for (uint32_t i = 0; i < story->items.count; i++) put_item(&story->items.items[i], b);
  page_table_end(b);
  if (suggestions) what_if_page(suggestions, b);
  page_end(b);
}
