// init_examples.c -- one example rule of each kind, over fields that the file has. What a kind needs and the file lacks is said
// in a comment, so that nobody looks for it in vain.
#include "tools/init.h"
#include <stdlib.h>

typedef struct Pick { const Entry *title, *email, *phone, *choice, *number, *truth, *time, *events, *counter, *consent, *refusal, *deleted, *filled; } Pick;
typedef struct Example {
  Draft *d;
  Pick p;
  int fit, intent;             // the most that the rules give
  Text require_field, require_value, choice_label;
  int choice_points;
} Example;

// ---- which fields
static bool is_plain(const Entry *e) { return !e->leave_out && !e->key; }
static bool is_figure(const Entry *e) { return e->type == TYPE_INTEGER || e->type == TYPE_NUMBER; }
static bool is_choice(const Entry *e) { return e->type == TYPE_ONE_OF || e->type == TYPE_SCALE; }
static bool names_consent(Text n) { return name_has(n, "consent|optin|subscribed|gdpr|permission") || (name_has(n, "opt|opted") && name_has(n, "in")); }
static bool names_refusal(Text n) { return name_has(n, "unsubscribed|optout|dnc|unsubscribe") || (name_has(n, "opt|opted") && name_has(n, "out")) || (name_has(n, "do") && name_has(n, "not")); }
static void prefer(const Entry **now, const Entry *e, const char *words) { // the first; a name among `words` wins
  if (!*now || (name_has(e->name, words) && !name_has((*now)->name, words))) *now = e;
}
static void pick_one(Pick *p, const Entry *e) {
  bool consent = names_consent(e->name), refusal = names_refusal(e->name);
  if (e->type == TYPE_EMAIL && !p->email) p->email = e;
  if (!is_plain(e)) return;
  if (e->type == TYPE_TEXT && e->column->tally.values && name_has(e->name, "title|jobtitle|position|role") && !name_has(e->name, "page|form|id")) prefer(&p->title, e, "title|jobtitle");
  if (e->type == TYPE_PHONE && !p->phone) p->phone = e;
  if (is_choice(e) && !consent && !refusal) prefer(&p->choice, e, "industry|segment|sector|vertical|category|job|occupation|source|size");
  if (is_figure(e) && e->column->sampled > 20 && !name_has(e->name, "day|month|year|age|number|score|latitude|longitude|lat|lon")) prefer(&p->number, e, "employees|numberofemployees|revenue|annualrevenue|headcount|amount|balance|budget|size");
  if (e->type == TYPE_BOOLEAN && (consent || refusal)) *(refusal ? &p->refusal : &p->consent) = e;
  else if ((is_choice(e) || e->type == TYPE_TEXT) && consent && !refusal) p->consent = e;
  else if (e->type == TYPE_BOOLEAN && name_has(e->name, "deleted|archived|spam|bounced|test|duplicate")) prefer(&p->deleted, e, "deleted");
  else if (e->type == TYPE_BOOLEAN && !p->truth && !name_has(e->name, "value|active|y")) p->truth = e;
  if (e->type == TYPE_TIME || e->type == TYPE_DATE) { if (!name_has(e->name, "synced|birth|birthday|end")) prefer(&p->time, e, "created|createdate|last|visit|visited|activity|converted|conversion|seen|updated"); }
  if (e->type == TYPE_LIST && e->element == TYPE_RECORD && e->by.size && !p->events) p->events = e;
  if (e->type == TYPE_INTEGER && e->column->tally.low >= 0 && name_has(e->name, "visits|views|opens|clicks|sessions|downloads|calls|campaign|meetings|replies|count")) prefer(&p->counter, e, "visits|views|sessions");
}
// Something that most records have: a text by preference.
static const Entry *pick_filled(const EntryList *fields) {
  const Entry *best = NULL;
  uint64_t most = 0;
  for (uint32_t i = 0; i < fields->count; i++) {
    const Entry *e = &fields->items[i];
    uint64_t filled = e->column->tally.values * 4;
    if (!is_plain(e) || e->record || e->type == TYPE_LIST || !filled) continue; // a list by default is empty, not missing
    if (e->type == TYPE_TEXT && !name_is_id(e->name)) filled += e->column->tally.values;
    if (name_has(e->name, "company|organisation|organization|name|lastname")) filled += e->column->tally.values;
    if (filled > most) { most = filled; best = e; }
  }
  return best;
}
static Pick pick_fields(const EntryList *fields) {
  Pick p = {.filled = pick_filled(fields)};
  bool page = false;
  for (uint32_t i = 0; i < fields->count; i++) { pick_one(&p, &fields->items[i]); page |= name_has(fields->items[i].name, "page"); }
  if (p.title && page && !name_has(p.title->name, "job|jobtitle|position")) p.title = NULL; // the title of a page
  if (p.number == p.counter && p.number) p.number = NULL;
  for (uint32_t i = 0; i < fields->count && !p.filled; i++) if (!fields->items[i].leave_out && !fields->items[i].record && fields->items[i].type != TYPE_LIST) p.filled = &fields->items[i];
  return p;
}

static bool has_intent(const Pick *p) { return p->events || p->counter || p->time; }

// ---- fit
static int by_number(const void *a, const void *b) {
  const Decimal *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}
// One or two digits, as a person would say it: 1347 -> 1300.
static Decimal round_figure(Decimal value) {
  Decimal step = DECIMAL_ONE;
  while (value / step >= 100 || value / step <= -100) step *= 10;
  return value / step * step;
}
static Text figure(Arena *arena, Decimal value) {
  char text[DECIMAL_TEXT_BYTES];
  uint32_t size = decimal_format(value, text);
  return text_copy(arena, (Text){text, size});
}
// Thresholds below which a third and two thirds of the values lie. False when there are no two.
static bool thirds(const Seen *c, Decimal *low, Decimal *high) {
  Decimal sorted[SURVEY_SAMPLE];
  uint32_t n = c->sampled < SURVEY_SAMPLE ? (uint32_t)c->sampled : SURVEY_SAMPLE;
  memcpy(sorted, c->sample, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, by_number);
  *low = round_figure(sorted[n / 3]);
  *high = round_figure(sorted[n * 2 / 3]);
  return *low < *high && *low > c->tally.low;
}
static Text label_of(Arena *arena, const Entry *e, Text value) { // "Industry: SaaS"
  char *name = arena_alloc(arena, e->name.size + 1);
  for (uint32_t i = 0; i < e->name.size; i++) name[i] = e->name.data[i] == '_' ? ' ' : e->name.data[i];
  if (e->name.size && name[0] >= 'a' && name[0] <= 'z') name[0] = (char)(name[0] - 32);
  if (!value.size) return draft_quoted(arena, (Text){name, e->name.size});
  return draft_quoted(arena, text_format(arena, "%.*s: %.*s", (int)e->name.size, name, SHOWN(value)));
}
static void fit_number(Example *x) {
  Decimal low, high;
  const Entry *e = x->p.number;
  if (!e || !thirds(e->column, &low, &high)) return;
  Text label = label_of(x->d->arena, e, (Text){0}), a = figure(x->d->arena, low), b = figure(x->d->arena, high);
  draft(x->d, "fit %.*s by %.*s {\n  < %.*s => 0\n  %.*s..<%.*s => +10\n  %.*s.. => +20\n  missing => -5\n}\n", SHOWN(label), SHOWN(e->name), SHOWN(a), SHOWN(a), SHOWN(b), SHOWN(b));
  x->fit += 20;
}
static void fit_choice(Example *x) {
  const Entry *e = x->p.choice;
  if (!e) return;
  uint32_t best = 0;
  for (uint32_t i = 1; i < e->value_count; i++) if (e->counts[i] > e->counts[best]) best = i;
  Text value = draft_quoted(x->d->arena, e->values[best]);
  x->choice_label = label_of(x->d->arena, e, e->values[best]);
  draft(x->d, "fit %.*s +20 because \"Say here why it counts\" when %.*s is %.*s\n", SHOWN(x->choice_label), SHOWN(e->name), SHOWN(value));
  x->fit += 20;
}
static void draft_fit(Example *x) {
  draft(x->d, "score fit 0..100\n%s\n# Who they are.\n", has_intent(&x->p) ? "score intent 0..100\n" : "");
  fit_choice(x);
  if (x->p.title) { draft(x->d, "fit \"Decision maker\" +25 when is_decision_maker(%.*s)\n", SHOWN(x->p.title->name)); x->fit += 25; }
  if (x->p.truth && x->fit < 40) {
    Text label = label_of(x->d->arena, x->p.truth, (Text){0});
    draft(x->d, "fit %.*s +10 when %.*s\n", SHOWN(label), SHOWN(x->p.truth->name));
    x->fit += 10;
  }
  fit_number(x);
  if (x->p.email) draft(x->d, "fit \"Personal address\" -10 when is_free_mail(%.*s)\n", SHOWN(x->p.email->name));
  if (x->fit) return;
  Text label = label_of(x->d->arena, x->p.filled, TEXT("known"));
  draft(x->d, "fit %.*s +20 when %.*s is present\n", SHOWN(label), SHOWN(x->p.filled->name));
  x->fit = 20;
}

// ---- intent
static void draft_intent(Example *x) {
  const Pick *p = &x->p;
  draft(x->d, "\n# What they do.\n");
  if (p->events) { draft(x->d, "intent \"Active lately\" +5 each, at most 40 for %.*s within 30 days\n", SHOWN(p->events->name)); x->intent += 40; }
  if (p->counter) {
    Text label = label_of(x->d->arena, p->counter, (Text){0});
    draft(x->d, "intent %.*s +2 per %.*s, at most 20\n", SHOWN(label), SHOWN(p->counter->name));
    x->intent += 20;
  }
  if (p->time && !p->events) {
    Text label = label_of(x->d->arena, p->time, TEXT("recent"));
    draft(x->d, "intent %.*s +30, fading over 90 days since %.*s when %.*s is present\n", SHOWN(label), SHOWN(p->time->name), SHOWN(p->time->name));
    x->intent += 30;
  }
  if (!x->intent) draft(x->d, "# Nothing in this file says when something happened, or how often: so there is no intent score.\n");
}

// ---- who is out, who is asked for more
// Unknown where the field is missing: what `incomplete` is for.
static void require_choice(Example *x) {
  const Entry *e = x->p.choice;
  draft(x->d, "# Unknown where %.*s is missing: such a lead is incomplete, not out.\nrequire \"%.*s\" because \"Needs to be known before anyone calls\" that %.*s in (", SHOWN(e->name), SHOWN(e->name), SHOWN(e->name));
  for (uint32_t i = 0; i < e->value_count; i++) {
    Text q = draft_quoted(x->d->arena, e->values[i]);
    draft(x->d, "%s%.*s", i ? ", " : "", SHOWN(q));
  }
  draft(x->d, ")\n");
}
static void draft_reasons(Example *x) {
  const Pick *p = &x->p;
  draft(x->d, "\n# Who is out, and what must be known.\n");
  if (p->deleted) draft(x->d, "# rubric: allow W222 because a lead without the mark is not marked\ndisqualify \"%.*s\" because \"Marked so in the CRM\" when %.*s\n", SHOWN(p->deleted->name), SHOWN(p->deleted->name));
  else if (p->email) draft(x->d, "disqualify \"throwaway address\" because \"Nobody reads it tomorrow\" when is_disposable(%.*s)\n", SHOWN(p->email->name));
  else if (p->choice) {
    uint32_t least = 0;
    for (uint32_t i = 1; i < p->choice->value_count; i++) if (p->choice->counts[i] < p->choice->counts[least]) least = i;
    Text value = draft_quoted(x->d->arena, p->choice->values[least]);
    draft(x->d, "# The rarest value, as an example.\ndisqualify \"not for us\" because \"Say here why\" when %.*s is %.*s\n", SHOWN(p->choice->name), SHOWN(value));
  } else if (p->filled->type == TYPE_TEXT) draft(x->d, "disqualify \"not for us\" because \"Say here why\" when %.*s in (\"Say here which\", \"And which else\")\n", SHOWN(p->filled->name));
  else draft(x->d, "disqualify \"not for us\" because \"Say here why\" when %.*s is missing\n", SHOWN(p->filled->name));
  if (p->email && p->phone) draft(x->d, "require \"contactable\" because \"Needs one working way to reach them\" that any of (%.*s is valid, %.*s is valid)\n", SHOWN(p->email->name), SHOWN(p->phone->name));
  else if (p->email || p->phone) {
    Text name = p->email ? p->email->name : p->phone->name;
    draft(x->d, "require \"contactable\" because \"Needs a way to reach them\" that %.*s is valid\n", SHOWN(name));
  } else if (!p->choice) draft(x->d, "require \"known\" because \"Nothing can be said about a lead without it\" that %.*s is present\n", SHOWN(p->filled->name));
  if (p->choice) require_choice(x);
}

// ---- decision
static void draft_stages(Example *x) {
  int hot = x->fit * 3 / 25 * 5, warm = x->fit / 20 * 5; // three fifths and a quarter of what is possible
  draft(x->d, "\n# From the top, the first that holds.\nstage \"Hot\" when fit >= %d%s\n", hot, x->intent ? " and intent > 0" : "");
  draft(x->d, "stage \"Warm\" when fit >= %d\nstage \"Cold\" otherwise\n", warm);
}
// The value that says yes, quoted.
static const char *consent_value(const Entry *e, Arena *arena) {
  static const char *const words[] = {"opted_in", "opt_in", "opted in", "opt-in", "granted", "subscribed", "given", "accepted", "yes"};
  for (uint32_t i = 0; i < e->column->value_count; i++)
    for (uint32_t w = 0; w < sizeof words / sizeof *words; w++)
      if (text_is(e->column->values[i].folded, words[w])) return text_c(arena, draft_quoted(arena, e->column->values[i].text));
  return NULL;
}
static void draft_contact(Example *x) {
  const Pick *p = &x->p;
  const char *value = p->consent && p->consent->type != TYPE_BOOLEAN ? consent_value(p->consent, x->d->arena) : NULL;
  draft(x->d, "\n");
  if (p->consent && p->consent->type == TYPE_BOOLEAN) draft(x->d, "contact \"email\" when %.*s\n", SHOWN(p->consent->name));
  else if (value) draft(x->d, "contact \"email\" when %.*s is %s\n", SHOWN(p->consent->name), value);
  else if (p->refusal) draft(x->d, "contact \"email\" when not %.*s\n", SHOWN(p->refusal->name));
  else draft(x->d, "# No field says whether a lead may be contacted. With one, write for example:  contact \"email\" when consent is \"opted_in\"\n");
}
static void draft_routes(Example *x) {
  draft(x->d, "\n");
  if (x->p.choice) draft(x->d, "route \"Complete the record\" to \"enrichment\" when incomplete\n");
  draft(x->d, "route \"Sales\" to \"sales\" sla 1 day when stage is \"Hot\"\nroute \"Nurture\" to \"nurture\" otherwise\n");
}
static void draft_test(Example *x) {
  const Pick *p = &x->p;
  const char *between = "";
  draft(x->d, "\n# What the rules must do, in leads made up for it: `rubric test` runs it.\ntest \"an example\" {\n  lead { ");
  if (p->email) { draft(x->d, "%.*s: \"ann@acme.example\"", SHOWN(p->email->name)); between = ", "; }
  else if (p->phone) { draft(x->d, "%.*s: \"+1 202 555 0134\"", SHOWN(p->phone->name)); between = ", "; }
  if (p->title) { draft(x->d, "%s%.*s: \"VP Sales\"", between, SHOWN(p->title->name)); between = ", "; }
  if (p->choice) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < p->choice->value_count; i++) if (p->choice->counts[i] > p->choice->counts[best]) best = i;
    Text q = draft_quoted(x->d->arena, p->choice->values[best]);
    draft(x->d, "%s%.*s: %.*s", between, SHOWN(p->choice->name), SHOWN(q));
  }
  draft(x->d, " }\n");
  if (p->choice) draft(x->d, "  expect points(%.*s) = 20\n", SHOWN(x->choice_label));
  if (p->title) draft(x->d, "  expect points(\"Decision maker\") = 25\n");
  if (!p->choice && !p->title) draft(x->d, "  expect stage is \"Cold\" or stage is missing\n");
  if (p->email || p->phone || p->choice) draft(x->d, "  expect not disqualified\n");
  draft(x->d, "}\n");
}

void draft_examples(Draft *d, const EntryList *fields) {
  Example x = {.d = d, .p = pick_fields(fields)};
  if (!x.p.filled) { draft(d, "\n# No column has a value: there is nothing to write rules about.\n"); return; }
  draft(d, "\n# ---- From here on examples, one of each kind. Keep what is right, change the rest.\n\n");
  draft_fit(&x);
  draft_intent(&x);
  draft_reasons(&x);
  draft_stages(&x);
  draft_contact(&x);
  draft_routes(&x);
  draft_test(&x);
}
Text init_rules(Survey *survey, Text file) {
  Draft d = {.arena = survey->arena};
  EntryList *fields = infer_fields(survey);
  Text title = draft_quoted(d.arena, text_format(d.arena, "Rules for %.*s", SHOWN(file)));
  Pick p = pick_fields(fields);
  bool email = p.email, titles = p.title, any = false;
  uint64_t read = survey->records - survey->rejected;
  for (uint32_t i = 0; i < fields->count; i++) any |= !fields->items[i].leave_out;
  if (!any) return (Text){0};
  draft(&d, "# A start, made by `rubric init` from %llu record%s of %.*s. What stands behind # was seen there.\n", (unsigned long long)read, read == 1 ? "" : "s", SHOWN(file));
  if (survey->rejected) draft(&d, "# %llu more could not be read.\n", (unsigned long long)survey->rejected);
  if (survey->crowded) draft(&d, "# There are more different keys than %d: those met later are left out.\n", SURVEY_KEYS);
  draft(&d, "\nrubric %.*s {\n  version \"0.1\"\n  timezone \"UTC\"\n}\n\n", SHOWN(title));
  if (email) draft(&d, "use \"std/email\"  # is_free_mail(...), is_disposable(...)\n");
  if (titles) draft(&d, "use \"std/titles\"  # seniority(...), department(...), is_decision_maker(...)\n");
  if (email || titles) draft(&d, "\n");
  draft_schema(&d, survey, fields);
  draft_examples(&d, fields);
  return (Text){d.text.items, d.text.count};
}
