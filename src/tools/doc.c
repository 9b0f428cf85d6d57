// doc.c -- see doc.h: the page's head, and the order of its sections.
#include "tools/doc_parts.h"
#include <stdlib.h>

bool doc_is_module(const Doc *d, uint32_t file) { return file != 0 && text_starts(d->rules->sources->files.items[file]->path, TEXT("std/")); }

// ---- head
static int64_t months_after(int64_t date, int64_t months) { // a day that the month lacks is its last
  CivilDate c = clock_civil(date);
  int64_t month = (int64_t)c.year * 12 + c.month - 1 + months;
  c.year = (int32_t)(month / 12);
  c.month = (int32_t)(month % 12) + 1;
  while (!clock_valid_date(c.year, c.month, c.day) && c.day > 28) c.day--;
  return clock_days(c);
}
static void put_date(Doc *d, int64_t date) {
  char text[CLOCK_TEXT_BYTES];
  buffer_put(&d->text, text, clock_format_date(date, text));
}
static void put_review(Doc *d, const Header *h) {
  if (!h->review_every || !h->review_since) return;
  int64_t since = h->review_since->value, every = h->review_every->value;
  int64_t due = h->review_every->months ? months_after(since, every) : since + every / CLOCK_DAY;
  int64_t today = d->now == INT64_MIN ? INT64_MIN : clock_date_of(d->rules->zone, d->now);
  doc_put(d, "\nReview every ");
  words_every(&d->words, h->review_every);
  doc_put(d, " from ");
  put_date(d, since);
  doc_put(d, " on: due on ");
  put_date(d, due);
  if (today == INT64_MIN) return;
  if (today > due) { doc_put(d, " \xE2\x80\x93 overdue by "); doc_count(d, (uint64_t)(today - due), "day", "days"); }
}
static void put_leads(Doc *d) {
  char time[CLOCK_TEXT_BYTES];
  doc_put(d, "\nShares are of the ");
  doc_count(d, d->job->leads->leads, "lead", "leads");
  doc_put(d, " of ");
  doc_put(d, d->job->leads_from);
  doc_put(d, " as of ");
  buffer_put(&d->text, time, clock_format_time(d->job->leads_now, time));
}
static void put_head(Doc *d) {
  const Header *h = d->rules->header;
  if (h && h->has_owner) { doc_put(d, "Owner: "); doc_put_text(d, h->owner); doc_put(d, " \xC2\xB7 "); }
  if (h && h->has_version) { doc_put(d, "Version: "); doc_put_text(d, h->version); doc_put(d, " \xC2\xB7 "); }
  doc_put(d, "Time zone: ");
  doc_put_text(d, d->rules->timezone);
  if (h) put_review(d, h);
  if (d->job->leads) put_leads(d);
}
static Text title_of(const Doc *d) {
  if (d->rules->header) return d->rules->header->name;
  Text path = d->rules->sources->files.items[0]->path;
  return text_is(path, "-") ? TEXT("Rules") : path; // standard input has no name
}

// ---- in short
static void put_names(Doc *d, const char *before, uint32_t count, Text (*name)(const Rules *, uint32_t), const char *last) {
  doc_put(d, before);
  for (uint32_t i = 0; i < count; i++) {
    if (i) doc_put(d, i + 1 == count ? last : ", ");
    words_quoted(&d->words, name(d->rules, i));
  }
}
static Text score_name(const Rules *r, uint32_t i) { return r->scores.items[i]->name.text; }
static Text stage_name(const Rules *r, uint32_t i) { return r->stages.items[i]->name; }
static Text route_name(const Rules *r, uint32_t i) { return r->routes.items[i]->name; }
static void put_short(Doc *d) {
  const Rules *r = d->rules;
  if (r->rules.count) {
    doc_count(d, r->rules.count, "rule makes", "rules make");
    put_names(d, r->scores.count == 1 ? " the score " : " the scores ", r->scores.count, score_name, " and ");
    doc_put(d, ". ");
  }
  if (r->stages.count) { put_names(d, "A lead's stage is ", r->stages.count, stage_name, " or "); doc_put(d, ". "); }
  if (r->routes.count) { put_names(d, "It leaves by the route ", r->routes.count, route_name, " or "); doc_put(d, ". "); }
  doc_put(d, "What is missing is neither a yes nor a no: a condition on it does not hold, and neither does its opposite.");
  doc_paragraph(d);
}

// ---- the sections, in the order in which a decision comes about
typedef struct Section { const char *heading; void (*write)(Doc *d); bool wanted; } Section;
static void put_sections(Doc *d) {
  const Rules *r = d->rules;
  const Section sections[] = {
    {"What earns points", doc_scores, r->scores.count > 0},
    {"Who is turned away", doc_turned_away, r->reasons.count > 0},
    {"Stages", doc_stages, r->stages.count > 0},
    {"Segments", doc_segments, r->segments.count > 0},
    {"Permission to contact", doc_contact, r->channels.count > 0},
    {"Where leads go", doc_routes, r->routes.count > 0},
    {"Words and lists", doc_names, r->defines.count + r->lists.count + r->tables.count + r->parameters.count + r->externs.count > 0},
    {"Fields needed", doc_fields, r->schema != NULL},
    {"Examples", doc_examples, r->tests.count > 0},
  };
  enum { COUNT = sizeof sections / sizeof *sections };
  const char *headings[COUNT];
  uint32_t count = 0;
  for (uint32_t i = 0; i < COUNT; i++) if (sections[i].wanted) headings[count++] = sections[i].heading;
  doc_contents(d, headings, count);
  put_short(d);
  for (uint32_t i = 0; i < COUNT; i++) {
    if (!sections[i].wanted) continue;
    doc_heading_c(d, 2, sections[i].heading);
    sections[i].write(d);
  }
}
bool doc_write(const DocJob *job, Buffer *out) {
  jmp_buf escape;
  Arena arena;
  arena_init(&arena, allocator_default(), &escape);
  Doc *d = calloc(1, sizeof *d);
  if (!d) return false;
  *d = (Doc){.job = job, .rules = job->rules, .arena = &arena, .form = job->form, .now = job->now, .out = out};
  d->words = (Words){job->rules, &d->text};
  bool fine = !setjmp(escape);
  if (fine) {
    put_head(d);
    doc_page_begin(d, title_of(d));
    put_sections(d);
    doc_page_end(d);
  }
  fine = fine && !out->failed && !d->text.failed;
  buffer_free(&d->text);
  free(d);
  arena_free(&arena);
  return fine;
}
