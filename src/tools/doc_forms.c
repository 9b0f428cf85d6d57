// doc_forms.c -- the two forms of a page: Markdown as GitHub shows it, and HTML by the parts of page.h.
#include "tools/doc_parts.h"
#include "tools/page.h"
#include <string.h>

void doc_put(Doc *d, const char *text) { buffer_put(&d->text, text, strlen(text)); }
void doc_put_text(Doc *d, Text t) { if (t.size) buffer_put(&d->text, t.data, t.size); }
void doc_count(Doc *d, uint64_t count, const char *one, const char *many) {
  buffer_integer(&d->text, (int64_t)count);
  doc_put(d, " ");
  doc_put(d, count == 1 ? one : many);
}
RubricText doc_text(const Doc *d) { return (RubricText){d->text.data ? d->text.data : "", (uint32_t)d->text.size}; }
static bool html(const Doc *d) { return d->form == DOC_HTML; }
static void raw(Doc *d, const char *text) { buffer_put(d->out, text, strlen(text)); }

// ---- escaping
static bool is_word(char c) { return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || (unsigned char)c >= 128; }
static void markdown_text(Buffer *b, RubricText t) { // what would be markup; within words _ is none
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    bool inside = c == '_' && i > 0 && i + 1 < t.size && is_word(t.data[i - 1]) && is_word(t.data[i + 1]);
    if (c == '&') BUFFER_PUT(b, "&amp;");
    else if (c == '<') BUFFER_PUT(b, "&lt;");
    else if (c == '>') BUFFER_PUT(b, "&gt;");
    else if (c && strchr("\\`*_[]|~$#@", c) && !inside) { BUFFER_PUT(b, "\\"); buffer_put(b, &c, 1); }
    else if ((unsigned char)c < 32) BUFFER_PUT(b, " ");
    else buffer_put(b, &c, 1);
  }
}
static void flush(Doc *d) { // line ends are kept, all else is escaped
  RubricText t = doc_text(d);
  uint32_t from = 0;
  for (uint32_t i = 0; i <= t.size; i++) {
    if (i < t.size && t.data[i] != '\n') continue;
    RubricText line = {t.data + from, i - from};
    if (html(d)) page_text(d->out, line);
    else markdown_text(d->out, line);
    if (i < t.size) raw(d, "<br>");
    from = i + 1;
  }
  d->out->failed |= d->text.failed;
  d->text.size = 0;
}

// ---- the page
void doc_page_begin(Doc *d, Text title) {
  if (html(d)) {
    page_begin(d->out, (RubricText){title.data, title.size}, (RubricText){0});
    raw(d, "<style>td br{line-height:1.9}h3{font-size:1rem;margin:1.4rem 0 .3rem}ul{margin:.4rem 0;padding-left:1.2rem}nav{margin:1rem 0}nav a{margin-right:1rem;white-space:nowrap}a{color:var(--sum)}</style>\n<p class=\"sub\">");
    flush(d);
    raw(d, "</p>\n<main>\n");
    return;
  }
  raw(d, "# ");
  markdown_text(d->out, (RubricText){title.data, title.size});
  raw(d, "\n\n");
  flush(d);
  raw(d, "\n\n");
}
void doc_page_end(Doc *d) {
  if (!html(d)) return;
  raw(d, "</main>\n");
  page_end(d->out);
}
static void put_anchor(Doc *d, const char *heading) { // as GitHub makes it of a heading
  for (; *heading; heading++) {
    char c = *heading >= 'A' && *heading <= 'Z' ? (char)(*heading | 32) : *heading;
    if (c == ' ') c = '-';
    if (is_word(c) || c == '-') buffer_put(d->out, &c, 1);
  }
}
void doc_contents(Doc *d, const char *const *headings, uint32_t count) {
  if (html(d)) raw(d, "<nav>");
  for (uint32_t i = 0; i < count; i++) {
    raw(d, html(d) ? "<a href=\"#" : i ? " \xC2\xB7 [" : "[");
    if (!html(d)) { raw(d, headings[i]); raw(d, "](#"); }
    put_anchor(d, headings[i]);
    if (!html(d)) { raw(d, ")"); continue; }
    raw(d, "\">");
    raw(d, headings[i]);
    raw(d, "</a> ");
  }
  raw(d, html(d) ? "</nav>\n" : "\n\n");
}
void doc_heading(Doc *d, uint32_t level) {
  raw(d, html(d) ? level == 2 ? "<h2>" : "<h3>" : level == 2 ? "## " : "### ");
  flush(d);
  raw(d, html(d) ? level == 2 ? "</h2>\n" : "</h3>\n" : "\n\n");
}
void doc_heading_c(Doc *d, uint32_t level, const char *text) {
  if (html(d) && level == 2) {
    raw(d, "<h2 id=\"");
    put_anchor(d, text);
    raw(d, "\">");
    raw(d, text);
    raw(d, "</h2>\n");
    return;
  }
  doc_put(d, text);
  doc_heading(d, level);
}
void doc_paragraph(Doc *d) {
  if (!d->text.size) return;
  raw(d, html(d) ? "<p>" : "");
  flush(d);
  raw(d, html(d) ? "</p>\n" : "\n\n");
}
void doc_list_begin(Doc *d) { if (html(d)) raw(d, "<ul>\n"); }
void doc_item(Doc *d) {
  raw(d, html(d) ? "<li>" : "- ");
  flush(d);
  raw(d, html(d) ? "</li>\n" : "\n");
}
void doc_list_end(Doc *d) { raw(d, html(d) ? "</ul>\n" : "\n"); }

// ---- tables
void doc_table_begin(Doc *d) {
  d->columns = 0;
  raw(d, html(d) ? "<table>\n<thead><tr>" : "|");
}
void doc_head(Doc *d) {
  d->columns++;
  raw(d, html(d) ? "<th>" : " ");
  flush(d);
  raw(d, html(d) ? "</th>" : " |");
}
void doc_table_rows(Doc *d) {
  if (html(d)) { raw(d, "</tr></thead>\n<tbody>\n<tr>"); return; }
  raw(d, "\n|");
  for (uint32_t i = 0; i < d->columns; i++) raw(d, "---|");
  raw(d, "\n|");
}
static void put_heads(Doc *d, const char *const *heads) {
  doc_table_begin(d);
  for (; *heads; heads++) {
    doc_put(d, *heads);
    doc_head(d);
  }
}
void doc_table(Doc *d, const char *const *heads) {
  put_heads(d, heads);
  doc_table_rows(d);
}
void doc_table_shared(Doc *d, const char *const *heads) {
  put_heads(d, heads);
  doc_share_head(d);
  doc_table_rows(d);
}
static void cell(Doc *d, bool bold) {
  bool strong = bold && d->text.size;
  raw(d, html(d) ? strong ? "<td><b>" : "<td>" : strong ? " **" : " ");
  flush(d);
  raw(d, html(d) ? strong ? "</b></td>" : "</td>" : strong ? "** |" : " |");
}
void doc_cell(Doc *d) { cell(d, false); }
void doc_cell_name(Doc *d) { cell(d, true); }
void doc_row_end(Doc *d) { raw(d, html(d) ? "</tr>\n<tr>" : "\n|"); }
void doc_table_end(Doc *d) { // the row that was begun is none
  if (d->out->failed) return;
  d->out->size -= html(d) ? 4 : 1;
  raw(d, html(d) ? "</tbody>\n</table>\n" : "\n");
}
