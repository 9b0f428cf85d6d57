// page.c -- see page.h. Pictures are laid out in a box 760 wide; a label takes 226 of it, a note what the bar leaves.
#include "tools/page.h"
#include "base/text.h"
#include <string.h>

void page_c(Buffer *b, const char *html) { buffer_put(b, html, strlen(html)); }

// ---- text
static bool is_hidden(uint32_t c) { // would turn direction, or be obeyed
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}
static void put_char(Buffer *b, const char *from, const char *to, uint32_t c) {
  static const char hex[] = "0123456789abcdef";
  if (c == '&') BUFFER_PUT(b, "&amp;");
  else if (c == '<') BUFFER_PUT(b, "&lt;");
  else if (c == '>') BUFFER_PUT(b, "&gt;");
  else if (c == '"') BUFFER_PUT(b, "&quot;");
  else if (c == '\'') BUFFER_PUT(b, "&#39;");
  else if (is_hidden(c)) {
    BUFFER_PUT(b, "\\u{");
    for (int shift = 12; shift >= 0; shift -= 4) buffer_put(b, &hex[c >> shift & 15], 1);
    BUFFER_PUT(b, "}");
  } else if (c == 0xFFFD) BUFFER_PUT(b, "\xEF\xBF\xBD");
  else buffer_put(b, from, (size_t)(to - from));
}
// At most `most` characters, wide ones counted twice; the last is … when there are more.
static void put_cut(Buffer *b, RubricText t, uint32_t most) {
  uint32_t cells = 0;
  for (const char *at = t.data, *end = t.data + t.size; t.size && at < end;) {
    const char *from = at;
    uint32_t c = text_decode(&at, end), wide = c >= 0x1100 && (c < 0x2000 || c >= 0x2E80) ? 2 : 1;
    if (cells + wide > most - (at < end ? 1 : 0)) { BUFFER_PUT(b, "\xE2\x80\xA6"); return; }
    cells += wide;
    put_char(b, from, at, c);
  }
}
void page_text(Buffer *b, RubricText t) { put_cut(b, t, UINT32_MAX); }

static RubricText plain(const char *s) { return (RubricText){s, (uint32_t)strlen(s)}; }
static void put_signed(Buffer *b, int64_t units, bool sign) {
  if (sign && units > 0) BUFFER_PUT(b, "+");
  if (units < 0) BUFFER_PUT(b, "\xE2\x88\x92"); // a minus that is as wide as a plus
  buffer_number(b, units < 0 ? -units : units);
}

// ---- the page
static const char STYLE[] =
  ":root{--paper:#fff;--ink:#1b1f24;--dim:#66707c;--line:#dde2e8;--soft:#f4f6f8;--up:#2f7d4f;--down:#b3423a;--sum:#3b5b8c;color-scheme:light dark}\n"
  "@media(prefers-color-scheme:dark){:root{--paper:#16191d;--ink:#e4e8ec;--dim:#95a0ac;--line:#323941;--soft:#1e2329;--up:#5fb983;--down:#e5837b;--sum:#86a8dc}}\n"
  "*{box-sizing:border-box}body{margin:0 auto;padding:2.2rem 1.2rem 3rem;max-width:54rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}\n"
  "h1{font-size:1.55rem;line-height:1.25;margin:0}h2{font-size:1.08rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}\n"
  ".sub{color:var(--dim);margin:.2rem 0 0}p{margin:.5rem 0}code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.92em}\n"
  "table{border-collapse:collapse;width:100%;margin:.4rem 0 1rem}th{text-align:left;font-weight:600;color:var(--dim);font-size:.86em}th,td{padding:.28rem .8rem .28rem 0;border-bottom:1px solid var(--line);vertical-align:top}\n"
  ".n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}tr.dim td{color:var(--dim)}tr.good td:first-child{color:var(--up);font-weight:600}tr.bad td:first-child{color:var(--down);font-weight:600}tr.total td{font-weight:600}\n"
  ".chart{margin:.2rem 0 .6rem;overflow-x:auto}svg{width:100%;min-width:34rem;height:auto;display:block}svg text{fill:var(--ink);font:13px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}\n"
  "svg .note{fill:var(--dim);font-size:12px}svg .value{font-variant-numeric:tabular-nums}svg .strong{font-weight:600}.up{fill:var(--up)}.down{fill:url(#hatch);stroke:var(--down);stroke-width:1}.sum{fill:var(--sum)}.axis{stroke:var(--line)}.step{stroke:var(--dim);stroke-dasharray:2 2}#hatch path{stroke:var(--down);stroke-width:2}\n"
  ".badge{display:inline-block;border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.86em;margin-right:.4rem}footer{margin-top:2.5rem;color:var(--dim);font-size:.86em}\n"
  "@media print{:root{--paper:#fff;--ink:#000;--dim:#444;--line:#bbb}body{max-width:none;padding:0;font-size:11pt}h2,svg,tr{break-inside:avoid}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

void page_begin(Buffer *b, RubricText title, RubricText subtitle) {
  BUFFER_PUT(b, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>");
  page_text(b, title);
  BUFFER_PUT(b, "</title>\n<style>\n");
  page_c(b, STYLE);
  BUFFER_PUT(b, "</style>\n</head>\n<body>\n<svg width=\"0\" height=\"0\" style=\"position:absolute;min-width:0;width:0\" aria-hidden=\"true\"><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0V6\"/></pattern></defs></svg>\n<h1>");
  page_text(b, title);
  BUFFER_PUT(b, "</h1>\n");
  if (!subtitle.size) return;
  BUFFER_PUT(b, "<p class=\"sub\">");
  page_text(b, subtitle);
  BUFFER_PUT(b, "</p>\n");
}
void page_end(Buffer *b) { BUFFER_PUT(b, "<footer>Made by rubric " RUBRIC_VERSION "</footer>\n</body>\n</html>\n"); }
static void element(Buffer *b, const char *open, RubricText text, const char *close) {
  page_c(b, open);
  page_text(b, text);
  page_c(b, close);
}
void page_heading(Buffer *b, RubricText text) { element(b, "<h2>", text, "</h2>\n"); }
void page_lede(Buffer *b, RubricText text) { element(b, "<p>", text, "</p>\n"); }

// ---- tables
void page_table_begin(Buffer *b, const char *const *headings) {
  BUFFER_PUT(b, "<table>\n<thead><tr>");
  for (; *headings; headings++) element(b, **headings == '#' ? "<th class=\"n\">" : "<th>", plain(*headings + (**headings == '#')), "</th>");
  BUFFER_PUT(b, "</tr></thead>\n<tbody>\n");
}
void page_row(Buffer *b, const char *css_class) {
  BUFFER_PUT(b, "<tr");
  if (css_class) { BUFFER_PUT(b, " class=\""); page_text(b, plain(css_class)); BUFFER_PUT(b, "\""); }
  BUFFER_PUT(b, ">");
}
void page_cell(Buffer *b, RubricText text) { element(b, "<td>", text, "</td>"); }
void page_cell_number(Buffer *b, int64_t units, bool sign) {
  BUFFER_PUT(b, "<td class=\"n\">");
  put_signed(b, units, sign);
  BUFFER_PUT(b, "</td>");
}
void page_row_end(Buffer *b) { BUFFER_PUT(b, "</tr>\n"); }
void page_table_end(Buffer *b) { BUFFER_PUT(b, "</tbody>\n</table>\n"); }

// ---- pictures
enum { WIDE = 760, LEFT = 234, BARS = 280, ROW = 26, VALUE = 56, LABEL_CELLS = 34 };
typedef struct Chart { Buffer *b; int64_t low, high; bool sign; } Chart;

static double x_of(const Chart *c, int64_t value) {
  double span = (double)c->high - (double)c->low;
  return LEFT + ((double)value - (double)c->low) / (span > 0 ? span : 1) * BARS;
}
static void put_place(Buffer *b, const char *name, double x) { // name="123.4"
  BUFFER_PUT(b, " ");
  page_c(b, name);
  BUFFER_PUT(b, "=\"");
  buffer_number(b, (int64_t)(x * 10 + (x < 0 ? -0.5 : 0.5)) * (DECIMAL_ONE / 10));
  BUFFER_PUT(b, "\"");
}
static void put_words(Chart *c, const char *css_class, double x, double y, RubricText text, uint32_t most) {
  BUFFER_PUT(c->b, "<text class=\"");
  page_c(c->b, css_class);
  BUFFER_PUT(c->b, "\"");
  put_place(c->b, "x", x);
  put_place(c->b, "y", y);
  BUFFER_PUT(c->b, ">");
  put_cut(c->b, text, most);
  BUFFER_PUT(c->b, "</text>");
}
static void put_line(Chart *c, const char *css_class, double x, double from, double to) {
  BUFFER_PUT(c->b, "<line class=\"");
  page_c(c->b, css_class);
  BUFFER_PUT(c->b, "\"");
  put_place(c->b, "x1", x);
  put_place(c->b, "x2", x);
  put_place(c->b, "y1", from);
  put_place(c->b, "y2", to);
  BUFFER_PUT(c->b, "/>");
}
static void bar_title(Chart *c, const PageBar *bar) {
  BUFFER_PUT(c->b, "<title>");
  page_text(c->b, bar->label);
  BUFFER_PUT(c->b, " ");
  put_signed(c->b, bar->value, c->sign && !bar->total);
  if (bar->note.size) { BUFFER_PUT(c->b, ": "); page_text(c->b, bar->note); }
  BUFFER_PUT(c->b, "</title>");
}
static void put_bar(Chart *c, const PageBar *bar, uint32_t at, int64_t from, int64_t to) {
  Buffer *b = c->b;
  double y = at * ROW, a = x_of(c, from < to ? from : to), z = x_of(c, from < to ? to : from);
  if (z - a < 2 && bar->value) z = a + 2;
  BUFFER_PUT(b, "<g>");
  bar_title(c, bar);
  put_words(c, bar->total ? "strong" : "", 0, y + 17, bar->label, LABEL_CELLS);
  BUFFER_PUT(b, "<rect rx=\"2\" class=\"");
  page_c(b, bar->total ? "sum" : to < from ? "down" : "up");
  BUFFER_PUT(b, "\"");
  put_place(b, "x", a);
  put_place(b, "y", y + 5);
  put_place(b, "width", z - a);
  put_place(b, "height", ROW - 10);
  BUFFER_PUT(b, "/>");
  Buffer value = {0};
  put_signed(&value, bar->value, c->sign && !bar->total);
  put_words(c, bar->total ? "value strong" : "value", z + 6, y + 17, (RubricText){value.data, (uint32_t)value.size}, 16);
  buffer_free(&value);
  double note = z + VALUE + 6;
  if (bar->note.size) put_words(c, "note", note, y + 17, bar->note, (uint32_t)((WIDE - note) / 6.1));
  BUFFER_PUT(b, "</g>\n");
}
static void chart_begin(Chart *c, RubricText title, const PageBar *bars, uint32_t count) {
  Buffer *b = c->b;
  BUFFER_PUT(b, "<div class=\"chart\"><svg role=\"img\" viewBox=\"0 0 760 ");
  buffer_integer(b, (int64_t)count * ROW + 4);
  BUFFER_PUT(b, "\"><title>");
  page_text(b, title);
  BUFFER_PUT(b, "</title><desc>");
  for (uint32_t i = 0; i < count; i++) {
    if (i) BUFFER_PUT(b, "; ");
    page_text(b, bars[i].label);
    BUFFER_PUT(b, " ");
    put_signed(b, bars[i].value, c->sign && !bars[i].total);
  }
  BUFFER_PUT(b, "</desc>\n");
  put_line(c, "axis", x_of(c, 0), 0, (double)count * ROW + 4);
  BUFFER_PUT(b, "\n");
}
static void chart_fit(Chart *c, int64_t value) {
  if (value < c->low) c->low = value;
  if (value > c->high) c->high = value;
}
static int64_t moved(int64_t at, const PageBar *bar) { // sums of foreign programs may be anything
  int64_t to;
  if (bar->total) return bar->value;
  return __builtin_add_overflow(at, bar->value, &to) ? at : to;
}
void page_bars(Buffer *b, RubricText title, const PageBar *bars, uint32_t count, bool sign) {
  Chart c = {.b = b, .sign = sign};
  for (uint32_t i = 0; i < count; i++) chart_fit(&c, bars[i].value);
  chart_begin(&c, title, bars, count);
  for (uint32_t i = 0; i < count; i++) put_bar(&c, &bars[i], i, 0, bars[i].value);
  BUFFER_PUT(b, "</svg></div>\n");
}
void page_waterfall(Buffer *b, RubricText title, const PageBar *bars, uint32_t count) {
  Chart c = {.b = b, .sign = true};
  int64_t at = 0;
  for (uint32_t i = 0; i < count; i++) chart_fit(&c, at = moved(at, &bars[i]));
  chart_begin(&c, title, bars, count);
  at = 0;
  for (uint32_t i = 0; i < count; i++) {
    int64_t to = moved(at, &bars[i]);
    put_bar(&c, &bars[i], i, bars[i].total ? 0 : at, to);
    if (i + 1 < count) put_line(&c, "step", x_of(&c, to), i * ROW + ROW - 5, (i + 1) * ROW + 5);
    at = to;
  }
  BUFFER_PUT(b, "</svg></div>\n");
}
