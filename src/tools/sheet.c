// sheet.c -- see sheet.h.
#include "tools/sheet.h"
#include "tools/page.h"
#include "tools/render.h"

enum { WIDE = 80 };
static RubricText view(Text t) { return (RubricText){t.data, t.size}; }
static void puts_c(Sheet *s, const char *c) { buffer_put(s->out, c, strlen(c)); }

// ---- runs of plain text and code
typedef struct Run { Text text; bool code; } Run;
static bool run_next(Text *rest, bool *code, Run *run) {
  while (rest->size && (rest->data[0] == CODE[0] || rest->data[0] == PLAIN[0])) {
    *code = rest->data[0] == CODE[0];
    rest->data++;
    rest->size--;
  }
  uint32_t n = 0;
  while (n < rest->size && rest->data[n] != CODE[0] && rest->data[n] != PLAIN[0]) n++;
  *run = (Run){{rest->data, n}, *code};
  rest->data += n;
  rest->size -= n;
  return n > 0;
}
static Text bare(Sheet *s, Text t) { // for text: without the marks, what a terminal would obey escaped
  Buffer b = {0};
  Run run;
  for (bool code = false; run_next(&t, &code, &run);) render_cut(&b, view(run.text), UINT32_MAX);
  Text out = text_copy(s->arena, (Text){b.data ? b.data : "", (uint32_t)b.size});
  buffer_free(&b);
  return out;
}
static Text marks_dropped(Sheet *s, Text t) { // for HTML, which escapes for itself
  char *out = arena_alloc(s->arena, t.size + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < t.size; i++) if (t.data[i] != CODE[0] && t.data[i] != PLAIN[0]) out[n++] = t.data[i];
  return (Text){out, n};
}
static void markdown_code(Sheet *s, Text t, bool cell) {
  uint32_t most = 0, run = 0;
  for (uint32_t i = 0; i < t.size; i++) { run = t.data[i] == '`' ? run + 1 : 0; if (run > most) most = run; }
  for (uint32_t i = 0; i <= most; i++) puts_c(s, "`");
  if (t.data[0] == '`') puts_c(s, " ");
  for (uint32_t i = 0; i < t.size; i++) {
    if (t.data[i] == '|' && cell) puts_c(s, "\\|");
    else if (t.data[i] == '\n' || t.data[i] == '\r') puts_c(s, " ");
    else buffer_put(s->out, t.data + i, 1);
  }
  if (t.data[t.size - 1] == '`') puts_c(s, " ");
  for (uint32_t i = 0; i <= most; i++) puts_c(s, "`");
}
static void markdown_plain(Sheet *s, Text t) {
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if (c == '<') puts_c(s, "&lt;");
    else if (c == '>') puts_c(s, "&gt;");
    else if (c == '&') puts_c(s, "&amp;");
    else if (c && strchr("\\`*_[]#|~", c)) { puts_c(s, "\\"); buffer_put(s->out, &c, 1); }
    else if (c == '\n' || c == '\r') puts_c(s, " ");
    else buffer_put(s->out, &c, 1);
  }
}
static void put_runs(Sheet *s, Text t, bool cell) {
  Run run;
  for (bool code = false; run_next(&t, &code, &run);) {
    if (s->form == SHEET_HTML) {
      if (run.code) puts_c(s, "<code>");
      page_text(s->out, view(run.text));
      if (run.code) puts_c(s, "</code>");
    } else if (run.code) markdown_code(s, run.text, cell);
    else markdown_plain(s, run.text);
  }
}

// ---- text of 80 columns
static void colored(Sheet *s, const char *on, const char *text) {
  if (s->color) puts_c(s, on);
  puts_c(s, text);
  if (s->color) puts_c(s, "\033[0m");
}
static void put_word(Sheet *s, Text word, uint32_t *at, uint32_t indent) { // longer than a line: broken
  while (word.size) {
    const char *next = word.data, *end = word.data + word.size;
    uint32_t n = 0, cells = 0;
    while (next < end) {
      const char *from = next;
      text_decode(&next, end);
      uint32_t c = render_cells((RubricText){from, (uint32_t)(next - from)});
      if (*at + cells + c > WIDE && cells) { next = from; break; }
      cells += c;
      n = (uint32_t)(next - word.data);
    }
    buffer_put(s->out, word.data, n);
    *at += cells;
    word.data += n;
    word.size -= n;
    if (word.size) { puts_c(s, "\n"); render_spaces(s->out, indent); *at = indent; }
  }
}
// Words from column `at` on; lines that follow begin at `indent`.
static void put_wrapped(Sheet *s, Text t, uint32_t at, uint32_t indent) {
  bool first = true;
  while (t.size) {
    uint32_t n = 0;
    while (n < t.size && t.data[n] != ' ') n++;
    uint32_t cells = render_cells((RubricText){t.data, n});
    if (!first && at + 1 + cells > WIDE) { puts_c(s, "\n"); render_spaces(s->out, indent); at = indent; first = true; }
    if (!first) { puts_c(s, " "); at++; }
    put_word(s, (Text){t.data, n}, &at, indent);
    first = false;
    if (n < t.size) n++;
    t.data += n;
    t.size -= n;
  }
  puts_c(s, "\n");
}

// ---- blocks
void sheet_begin(Sheet *s, Text title, Text subtitle) {
  if (s->form == SHEET_HTML) { page_begin(s->out, view(marks_dropped(s, title)), view(marks_dropped(s, subtitle))); return; }
  if (s->form == SHEET_MARKDOWN) { puts_c(s, "## "); put_runs(s, title, false); puts_c(s, "\n\n"); }
  else {
    if (s->color) puts_c(s, "\033[1m");
    put_wrapped(s, bare(s, title), 0, 2);
    if (s->color) puts_c(s, "\033[0m");
  }
  if (subtitle.size) sheet_paragraph(s, subtitle);
}
void sheet_end(Sheet *s) { if (s->form == SHEET_HTML) page_end(s->out); }
void sheet_heading(Sheet *s, Text heading) {
  if (s->form == SHEET_HTML) { page_heading(s->out, view(marks_dropped(s, heading))); return; }
  if (s->form == SHEET_MARKDOWN) { puts_c(s, "\n### "); put_runs(s, heading, false); puts_c(s, "\n\n"); return; }
  puts_c(s, "\n");
  if (s->color) puts_c(s, "\033[1m");
  put_wrapped(s, bare(s, heading), 0, 2);
  if (s->color) puts_c(s, "\033[0m");
}
void sheet_fold(Sheet *s, Text heading) {
  if (s->form != SHEET_MARKDOWN) { sheet_heading(s, heading); return; }
  puts_c(s, "\n<details><summary>");
  page_text(s->out, view(marks_dropped(s, heading)));
  puts_c(s, "</summary>\n\n");
}
void sheet_unfold(Sheet *s) { if (s->form == SHEET_MARKDOWN) puts_c(s, "\n</details>\n"); }
void sheet_paragraph(Sheet *s, Text text) {
  if (s->form == SHEET_TEXT) { put_wrapped(s, bare(s, text), 0, 0); return; }
  if (s->form == SHEET_HTML) puts_c(s, "<p>");
  put_runs(s, text, false);
  puts_c(s, s->form == SHEET_HTML ? "</p>\n" : "\n\n");
}
void sheet_strong(Sheet *s, Text text) {
  if (s->form == SHEET_TEXT) { sheet_paragraph(s, text); return; }
  puts_c(s, s->form == SHEET_HTML ? "<p><strong>" : "**");
  put_runs(s, text, false);
  puts_c(s, s->form == SHEET_HTML ? "</strong></p>\n" : "**\n\n");
}

// ---- lists
static const char *mark_word(char mark) {
  switch (mark) {
    case '+': return "added";
    case '-': return "removed";
    case '~': return "changed";
    case '>': return "moved";
    case '=': return "renamed";
    default: return "";
  }
}
static void item_close(Sheet *s) {
  if (s->in_item && s->form == SHEET_HTML) puts_c(s, "</li>\n");
  s->in_item = false;
}
void sheet_item(Sheet *s, char mark, Text text) {
  item_close(s);
  if (s->form == SHEET_HTML && !s->in_list) puts_c(s, "<ul>\n");
  s->in_list = s->in_item = true;
  if (s->form == SHEET_TEXT) {
    puts_c(s, "  ");
    if (mark != '.') colored(s, mark == '+' ? "\033[32m" : mark == '-' ? "\033[31m" : "\033[33m", (char[]){mark, 0});
    if (mark != '.') puts_c(s, " ");
    put_wrapped(s, bare(s, text), mark == '.' ? 2 : 4, mark == '.' ? 4 : 6);
    return;
  }
  puts_c(s, s->form == SHEET_HTML ? "<li>" : "- ");
  if (mark != '.') {
    puts_c(s, s->form == SHEET_HTML ? "<span class=\"badge\">" : "**");
    puts_c(s, mark_word(mark));
    puts_c(s, s->form == SHEET_HTML ? "</span>" : "** ");
  }
  put_runs(s, text, false);
  puts_c(s, "\n");
}
void sheet_note(Sheet *s, Text text) {
  if (s->form == SHEET_TEXT) { render_spaces(s->out, 6); put_wrapped(s, bare(s, text), 6, 8); return; }
  puts_c(s, s->form == SHEET_HTML ? "<br>" : "  - ");
  put_runs(s, text, false);
  puts_c(s, "\n");
}
static void change_line(Sheet *s, char mark, Text text) {
  if (!text.size) return;
  if (s->form == SHEET_MARKDOWN) { puts_c(s, mark == '-' ? "    - " : "    + "); buffer_text(s->out, view(bare(s, text))); puts_c(s, "\n"); return; }
  if (s->form == SHEET_HTML) {
    puts_c(s, mark == '-' ? "<br><span class=\"old\">\xE2\x88\x92 <code>" : "<br><span class=\"new\">+ <code>");
    page_text(s->out, view(text));
    puts_c(s, "</code></span>\n");
    return;
  }
  render_spaces(s->out, 8);
  colored(s, mark == '-' ? "\033[31m" : "\033[32m", (char[]){mark, 0});
  puts_c(s, " ");
  put_wrapped(s, bare(s, text), 10, 10);
}
void sheet_changes(Sheet *s, const SheetChange *changes, uint32_t count) {
  if (s->form == SHEET_MARKDOWN) puts_c(s, "    ```diff\n");
  for (uint32_t i = 0; i < count; i++) {
    change_line(s, '-', changes[i].old);
    change_line(s, '+', changes[i].new);
  }
  if (s->form == SHEET_MARKDOWN) puts_c(s, "    ```\n");
}
void sheet_list_end(Sheet *s) {
  item_close(s);
  if (s->in_list && s->form == SHEET_HTML) puts_c(s, "</ul>\n");
  s->in_list = false;
}

// ---- tables
static bool is_number(const SheetTable *t, uint32_t c) { return t->headings[c].size && t->headings[c].data[0] == '#'; }
static Text heading_text(const SheetTable *t, uint32_t c) { return is_number(t, c) ? (Text){t->headings[c].data + 1, t->headings[c].size - 1} : t->headings[c]; }
static uint32_t column_width(Sheet *s, const SheetTable *t, uint32_t c) {
  uint32_t width = render_cells(view(bare(s, heading_text(t, c))));
  for (uint32_t r = 0; r < t->rows; r++) {
    uint32_t cells = render_cells(view(bare(s, t->cells[r * t->columns + c])));
    if (cells > width) width = cells;
  }
  return width;
}
static uint32_t *widths_of(Sheet *s, const SheetTable *t, uint32_t *total) {
  uint32_t *widths = ARENA_MANY(s->arena, uint32_t, t->columns + 1);
  *total = 0;
  for (uint32_t c = 0; c < t->columns; c++) *total += 2 + (widths[c] = column_width(s, t, c));
  return widths;
}
bool sheet_table_fits(const Sheet *s, const SheetTable *t) {
  uint32_t total;
  Sheet copy = *s;
  if (s->form != SHEET_TEXT) return t->columns <= 14;
  widths_of(&copy, t, &total);
  return total <= WIDE;
}
static void text_row(Sheet *s, const SheetTable *t, const uint32_t *widths, const Text *cells, const bool *strong) {
  uint32_t blank = 0;
  for (uint32_t c = 0; c < t->columns; c++) {
    Text cell = bare(s, cells ? cells[c] : heading_text(t, c));
    uint32_t size = render_cells(view(cell)), pad = widths[c] > size ? widths[c] - size : 0;
    blank += 2 + (is_number(t, c) ? pad : 0);
    if (size) render_spaces(s->out, blank), blank = 0;
    if (s->color && strong && strong[c]) puts_c(s, "\033[1m");
    render_cut(s->out, view(cell), widths[c]);
    if (s->color && strong && strong[c]) puts_c(s, "\033[0m");
    blank += is_number(t, c) ? 0 : pad;
  }
  puts_c(s, "\n");
}
static void table_text(Sheet *s, const SheetTable *t) {
  uint32_t total, *widths = widths_of(s, t, &total);
  while (total > WIDE) { // the widest column of words gives way
    uint32_t widest = UINT32_MAX;
    for (uint32_t c = 0; c < t->columns; c++) if (!is_number(t, c) && widths[c] > 8 && (widest == UINT32_MAX || widths[c] > widths[widest])) widest = c;
    if (widest == UINT32_MAX) break;
    widths[widest]--;
    total--;
  }
  text_row(s, t, widths, NULL, NULL);
  for (uint32_t r = 0; r < t->rows; r++) text_row(s, t, widths, &t->cells[r * t->columns], t->strong ? &t->strong[r * t->columns] : NULL);
}
static void table_markdown(Sheet *s, const SheetTable *t) {
  puts_c(s, "|");
  for (uint32_t c = 0; c < t->columns; c++) { puts_c(s, " "); put_runs(s, heading_text(t, c), true); puts_c(s, " |"); }
  puts_c(s, "\n|");
  for (uint32_t c = 0; c < t->columns; c++) puts_c(s, is_number(t, c) ? "---:|" : "---|");
  for (uint32_t i = 0; i < t->rows * t->columns; i++) {
    bool strong = t->strong && t->strong[i] && t->cells[i].size;
    if (i % t->columns == 0) puts_c(s, "\n|");
    puts_c(s, strong ? " **" : " ");
    put_runs(s, t->cells[i], true);
    puts_c(s, strong ? "** |" : " |");
  }
  puts_c(s, "\n\n");
}
static void table_html(Sheet *s, const SheetTable *t) {
  puts_c(s, "<table>\n<thead><tr>");
  for (uint32_t c = 0; c < t->columns; c++) { puts_c(s, is_number(t, c) ? "<th class=\"n\">" : "<th>"); put_runs(s, heading_text(t, c), true); puts_c(s, "</th>"); }
  puts_c(s, "</tr></thead>\n<tbody>\n");
  for (uint32_t i = 0; i < t->rows * t->columns; i++) {
    uint32_t c = i % t->columns;
    bool strong = t->strong && t->strong[i];
    if (c == 0) puts_c(s, "<tr>");
    puts_c(s, is_number(t, c) ? "<td class=\"n\">" : "<td>");
    if (strong) puts_c(s, "<strong>");
    put_runs(s, t->cells[i], true);
    if (strong) puts_c(s, "</strong>");
    puts_c(s, c + 1 == t->columns ? "</td></tr>\n" : "</td>");
  }
  puts_c(s, "</tbody>\n</table>\n");
}
void sheet_table(Sheet *s, const SheetTable *t) {
  if (!t->columns) return;
  if (s->form == SHEET_TEXT) table_text(s, t);
  else if (s->form == SHEET_MARKDOWN) table_markdown(s, t);
  else table_html(s, t);
}
