// doc_leads.c -- shares of leads beside the rules: read from a Coverage of the same rules, told by where a part stands.
#include "tools/doc_parts.h"

static const CoverItem *item_at(const Doc *d, CoverKind kind, Span at, const char *outcome) {
  const Coverage *c = d->job->leads;
  for (uint32_t i = 0; i < c->count; i++) {
    const CoverItem *item = &c->items[i];
    if (item->kind == kind && item->span.file == at.file && item->span.start == at.start && (!outcome || text_is(item->outcome, outcome))) return item;
  }
  return NULL;
}
uint64_t doc_leads(const Doc *d, CoverKind kind, Span at, const char *outcome) {
  const CoverItem *item = item_at(d, kind, at, outcome);
  return item ? item->hits : 0;
}
void doc_put_share(Doc *d, uint64_t leads) { // with a blank that no line ends at
  uint64_t all = d->job->leads->leads, permille = all ? leads * 1000 / all : 0;
  if (leads && !permille) { doc_put(d, "<\xC2\xA0" "0.1\xC2\xA0%"); return; }
  buffer_integer(&d->text, (int64_t)(permille / 10));
  doc_put(d, ".");
  buffer_integer(&d->text, (int64_t)(permille % 10));
  doc_put(d, "\xC2\xA0%");
}
void doc_share_cell(Doc *d, CoverKind kind, Span at, const char *outcome) {
  if (!d->job->leads) return;
  const CoverItem *item = item_at(d, kind, at, outcome);
  if (item) doc_put_share(d, item->hits);
  else doc_put(d, "\xE2\x80\x93"); // a definition that nothing reads
  doc_cell(d);
}
void doc_share_head(Doc *d) {
  if (!d->job->leads) return;
  doc_put(d, "Leads");
  doc_head(d);
}
