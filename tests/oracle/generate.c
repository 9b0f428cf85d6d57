// generate.c -- statements: schema, lists, tables, definitions, scores and rules, decisions.
#include "generate.h"
#include <stdio.h>

#define PICK(g, words) ((words)[gen_below((g), (uint32_t)(sizeof(words) / sizeof *(words)))])
#define SHOW(t) (int)(t).size, (t).data

// ---- schema
static const char *const kinds_of_event[] = {"page_view", "email_open", "form", "demo_request"};
static const char *const sources[] = {"Web", "Partner", "Trade show", "referral"};
static const char *const consents[] = {"opted_out", "unknown", "opted_in"};
static const char *const tiers[] = {"Bronze", "silver", "GOLD", "Platinum plus"};

static const char *const type_words[TYPE_KINDS] = {
  [TYPE_BOOLEAN] = "boolean", [TYPE_NUMBER] = "number", [TYPE_INTEGER] = "integer", [TYPE_DATE] = "date", [TYPE_TIME] = "time", [TYPE_TEXT] = "text",
  [TYPE_EMAIL] = "email", [TYPE_DOMAIN] = "domain", [TYPE_PHONE] = "phone", [TYPE_URL] = "url", [TYPE_COUNTRY] = "country"};

static void record_add(GenRecord *r, GenField f) { r->fields[r->count++] = f; }

static void records_make(Gen *g) {
  GenRecord *place = &g->records[0], *item = &g->records[1], *event = &g->records[2];
  place->name = "Place"; item->name = "Item"; event->name = "Event";
  record_add(place, (GenField){.name = "city", .kind = TYPE_TEXT});
  record_add(place, (GenField){.name = "land", .kind = TYPE_COUNTRY});
  if (gen_chance(g, 60)) record_add(place, (GenField){.name = "moved", .kind = TYPE_DATE});
  if (gen_chance(g, 40)) record_add(place, (GenField){.name = "desks", .kind = TYPE_INTEGER});
  record_add(item, (GenField){.name = "price", .kind = TYPE_NUMBER});
  record_add(item, (GenField){.name = "on_day", .kind = gen_chance(g, 60) ? TYPE_DATE : TYPE_TIME});
  if (gen_chance(g, 60)) record_add(item, (GenField){.name = "title", .kind = TYPE_TEXT});  // hides the lead's
  if (gen_chance(g, 40)) record_add(item, (GenField){.name = "sold", .kind = TYPE_BOOLEAN});
  if (gen_chance(g, 30)) record_add(item, (GenField){.name = "maker", .kind = TYPE_PHONE});
  record_add(event, (GenField){.name = "kind", .kind = TYPE_ONE_OF, .values = kinds_of_event, .value_count = 4});
  record_add(event, (GenField){.name = "page", .kind = TYPE_TEXT});
  record_add(event, (GenField){.name = "at", .kind = gen_chance(g, 80) ? TYPE_TIME : TYPE_DATE});
  if (gen_chance(g, 50)) record_add(event, (GenField){.name = "amount", .kind = TYPE_NUMBER});
  if (gen_chance(g, 40)) record_add(event, (GenField){.name = "grade", .kind = TYPE_SCALE, .values = tiers, .value_count = 4});
  if (gen_chance(g, 40)) record_add(event, (GenField){.name = "tags", .kind = TYPE_LIST, .element = TYPE_TEXT});
  if (gen_chance(g, 35)) record_add(event, (GenField){.name = "items", .kind = TYPE_LIST, .element = TYPE_RECORD, .record = item, .by = gen_chance(g, 50) ? "on_day" : NULL});
  if (gen_chance(g, 30)) record_add(event, (GenField){.name = "spot", .kind = TYPE_RECORD, .record = place});
}

static void fields_make(Gen *g) {
  bool recycled = gen_chance(g, 50);
  const GenField pool[] = {
    {.name = "email", .kind = TYPE_EMAIL}, {.name = "phone", .kind = TYPE_PHONE}, {.name = "title", .kind = TYPE_TEXT}, {.name = "company", .kind = TYPE_TEXT},
    {.name = "website", .kind = TYPE_URL}, {.name = "site", .kind = TYPE_DOMAIN}, {.name = "land", .kind = TYPE_COUNTRY}, {.name = "employees", .kind = TYPE_INTEGER},
    {.name = "revenue", .kind = TYPE_NUMBER}, {.name = "views", .kind = TYPE_INTEGER}, {.name = "flag", .kind = TYPE_BOOLEAN}, {.name = "vip", .kind = TYPE_BOOLEAN},
    {.name = "born", .kind = TYPE_DATE}, {.name = "signed", .kind = TYPE_DATE}, {.name = "created_at", .kind = TYPE_TIME}, {.name = "seen_at", .kind = TYPE_TIME},
    {.name = "consent", .kind = TYPE_SCALE, .values = consents, .value_count = 3}, {.name = "tier", .kind = TYPE_SCALE, .values = tiers, .value_count = 4},
    {.name = "source", .kind = TYPE_ONE_OF, .values = sources, .value_count = 4}, {.name = "industry", .kind = TYPE_TEXT}, {.name = "tz", .kind = TYPE_TEXT},
    {.name = "tech", .kind = TYPE_LIST, .element = TYPE_TEXT, .separated = true}, {.name = "nums", .kind = TYPE_LIST, .element = TYPE_NUMBER},
    {.name = "lands", .kind = TYPE_LIST, .element = TYPE_COUNTRY, .separated = true}, {.name = "days", .kind = TYPE_LIST, .element = TYPE_DATE},
    {.name = "office", .kind = TYPE_RECORD, .record = &g->records[0]},
    {.name = "deals", .kind = TYPE_LIST, .element = TYPE_RECORD, .record = &g->records[1], .by = gen_chance(g, 60) ? "on_day" : NULL},
    {.name = "events", .kind = TYPE_LIST, .element = TYPE_RECORD, .record = &g->records[2], .by = gen_chance(g, 80) ? "at" : NULL, .since = recycled ? "recycled_at" : NULL}};
  if (gen_chance(g, 90)) g->fields[g->field_count++] = (GenField){.name = "lead_id", .kind = gen_chance(g, 80) ? TYPE_TEXT : TYPE_INTEGER, .key = true};
  if (recycled) g->fields[g->field_count++] = (GenField){.name = "recycled_at", .kind = gen_chance(g, 80) ? TYPE_TIME : TYPE_DATE};
  for (size_t i = 0; i < sizeof pool / sizeof *pool; i++)
    if (gen_chance(g, i + 1 == sizeof pool / sizeof *pool ? 75 : 45)) g->fields[g->field_count++] = pool[i];
}

static void say_type(Gen *g, const GenField *f, TypeKind kind) {
  if (kind == TYPE_RECORD) { say(g, "%s", f->record->name); return; }
  if (kind == TYPE_LIST) { say(g, "list of "); say_type(g, f, f->element); return; }
  if (kind != TYPE_ONE_OF && kind != TYPE_SCALE) { say(g, "%s", type_words[kind]); return; }
  say(g, kind == TYPE_SCALE ? "scale of " : "one of ");
  for (uint32_t i = 0; i < f->value_count; i++) say(g, "%s\"%s\"", i ? ", " : "", f->values[i]);
}

static void say_options(Gen *g, const GenField *f, bool element) {
  if (f->key) say(g, " key");
  if (f->by) say(g, " by %s", f->by);
  if (f->by && f->since) say(g, " since %s", f->since);
  if (f->separated) say(g, " separated by \";\"");
  if ((f->kind == TYPE_NUMBER || f->kind == TYPE_INTEGER) && gen_chance(g, 30) && !f->key) say(g, " in 0..%s", gen_chance(g, 50) ? "" : "5000");
  if (f->kind == TYPE_TEXT && gen_chance(g, 20) && !f->key) say(g, " missing when \"N/A\", \"x\"");
  if (f->kind == TYPE_LIST && gen_chance(g, 40)) say(g, " default empty");
  if (element || f->key || !gen_chance(g, 12)) return;
  if (f->kind == TYPE_SCALE || f->kind == TYPE_ONE_OF) say(g, " default \"%s\"", f->values[gen_below(g, f->value_count)]);
  if (f->kind == TYPE_BOOLEAN) say(g, " default %s", gen_chance(g, 50) ? "true" : "false");
  if (f->kind == TYPE_INTEGER) say(g, " default %u", gen_below(g, 100));
  if (f->kind == TYPE_TEXT) say(g, " default \"SaaS\"");
}

static void say_fields(Gen *g, const char *word, const char *name, const GenField *fields, uint32_t count) {
  say(g, "%s %s {\n", word, name);
  for (uint32_t i = 0; i < count; i++) {
    say(g, "  %s ", fields[i].name);
    say_type(g, &fields[i], fields[i].kind);
    say_options(g, &fields[i], word[0] == 'r');
    say(g, "\n");
  }
  say(g, "}\n");
}

// ---- what is given: lists, a table, parameters
static void given_say(Gen *g) {
  if ((g->has_list[0] = gen_chance(g, 60))) say(g, "list target_words = \"SaaS\", \"fintech\", \"Health  IT\", \"VP sales\", \"stra\xc3\x9f" "e\", \"acme.example\", \"+1 555 123 4567\"\n");
  if ((g->has_list[1] = gen_chance(g, 50))) {
    say(g, "list listed from \"listed.txt\"\n");
    g->files[g->file_count++] = (GenFile){"listed.txt", TEXT("# words\nsaas\n  Director  # a title\n\nAcme Corp\ngmail.com\nC\xc3\xa9o\nann@acme.example\n/pricing\n")};
  }
  if ((g->has_list[2] = gen_chance(g, 40))) say(g, "list our_countries = \"US\", \"Germany\", \"United Kingdom\"\n");
  if ((g->has_table = gen_chance(g, 50))) {
    say(g, "table territory from \"territory.csv\" { region text key  size number key  rep text  quota number  began date }\n");
    g->files[g->file_count++] = (GenFile){"territory.csv", TEXT("Region,size,rep,quota,began\r\nSaaS,1,ann,10,2026-10-01\r\nsaas,2,bo,,2026-11-10\r\n\"Acme  Corp\",1,\"cy, d\",2.5,\r\nUS,10,,100,2026-01-31\r\nGermany,5,dan,7,2025-12-31\r\nacme.example,0,eve,0,2026-11-01\r\n")};
  }
  static const struct { const char *name, *text; TypeKind kind; } parameters[] = {
    {"p_bar", "40 in 0..100", TYPE_NUMBER}, {"p_share", "25%", TYPE_NUMBER}, {"p_word", "\"acme\"", TYPE_TEXT}, {"p_from", "2026-10-15", TYPE_DATE}, {"p_start", "2026-11-01T09:30", TYPE_TIME}, {"p_while", "14 days", TYPE_DURATION}, {"p_on", "true", TYPE_BOOLEAN}};
  for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++) {
    if (!gen_chance(g, 30)) continue;
    say(g, "parameter %s = %s\n", parameters[i].name, parameters[i].text);
    *VEC_PUSH(g->arena, &g->parameters) = (GenDefine){.name = text_of(parameters[i].name), .kind = parameters[i].kind};
  }
}

// ---- decision tables: bands upwards, words that differ, so that no row stands in another's shadow
static void result_say(Gen *g, bool points, TypeKind kind, bool whole) {
  if (gen_chance(g, 8)) { say(g, "missing"); return; }
  if (!points) { if (kind == TYPE_TEXT) say(g, "\"r%u\"", gen_below(g, 9)); else gen_literal(g, kind, NULL); return; }
  int n = (int)gen_between(g, -15, 40);
  if (n == 0) say(g, "0");
  else say(g, "%+d%s", n, whole || gen_chance(g, 80) ? "" : ".25");
}

static void pattern_number(Gen *g, uint32_t i, int64_t *cut) {
  int64_t next = *cut + gen_between(g, 1, 60);
  *VEC_PUSH(g->arena, &g->numbers) = *cut * DECIMAL_ONE;
  if (i == 0 && gen_chance(g, 50)) { say(g, gen_chance(g, 50) ? "< %lld" : "..%lld", (long long)*cut); next = *cut; }
  else if (gen_chance(g, 15)) say(g, "%lld", (long long)*cut), next = *cut + 1;
  else if (gen_chance(g, 15)) say(g, "%lld or %lld..<%lld", (long long)*cut, (long long)*cut + 1, (long long)next + 1), next++;
  else say(g, gen_chance(g, 50) ? "%lld..%lld" : "%lld..<%lld", (long long)*cut, (long long)next);
  *VEC_PUSH(g->arena, &g->numbers) = next * DECIMAL_ONE;
  *cut = next + gen_between(g, 1, 3);
}

static void pattern_choice(Gen *g, const GenField *f, uint32_t i) {
  static const char *const ops[] = {"", "<= ", "> "};
  say(g, "%s\"%s\"", f->kind == TYPE_SCALE ? ops[gen_below(g, i == 0 ? 3 : 1)] : "", f->values[i]);
}

static void pattern_text(Gen *g, uint32_t i) {
  static const char *const distinct[] = {"SaaS", "Fintech", "acme", "VP Sales", "director", "US", "Web", "gmail.com"};
  uint32_t how = gen_below(g, 8);
  *VEC_PUSH(g->arena, &g->texts) = text_of(distinct[i]);
  if (how == 0) say(g, "has \"%s\"", distinct[i]);
  else if (how == 1) say(g, "contains \"%s\"", distinct[i]);
  else if (how == 2) say(g, "starts with any of (\"%s\", \"zz%u\")", distinct[i], i);
  else if (how == 3) say(g, "in (\"%s\", \"Zoo %u\")", distinct[i], i);
  else if (how == 4) say(g, "\"%s\" or \"zoo%u\"", distinct[i], i);
  else say(g, "\"%s\"", distinct[i]);
}

static void pattern_second(Gen *g, GenWant want) {
  uint32_t how = gen_below(g, 6);
  if (how == 0) say(g, "any");
  else if (how == 1) say(g, "present");
  else if (how == 2) say(g, "missing");
  else if (want == WANT_NUMBER) { say(g, gen_chance(g, 20) ? "not " : ""); if (gen_chance(g, 50)) gen_range(g, TYPE_NUMBER); else gen_number(g); }
  else if (want == WANT_BOOLEAN) say(g, gen_chance(g, 50) ? "true" : "false");
  else if (want == WANT_DATE) gen_range(g, TYPE_DATE);
  else { if (gen_chance(g, 30)) say(g, "not "); gen_quoted(g, gen_text_value(g, TYPE_TEXT, NULL, false)); }
}

void gen_decision(Gen *g, const GenPlace *p, bool points, TypeKind result, bool whole) {
  static const GenWant wants[] = {WANT_NUMBER, WANT_NUMBER, WANT_TEXT, WANT_BOOLEAN, WANT_DATE};
  GenWant first = gen_chance(g, 60) ? WANT_NUMBER : WANT_TEXT, second = PICK(g, wants);
  const GenField *choice = first == WANT_TEXT && gen_chance(g, 30) ? gen_choice_name(g, p) : NULL; // written when there is one
  bool two = gen_chance(g, 35);
  uint32_t rows = 1 + gen_below(g, 4);
  int64_t cut = gen_between(g, -10, 60);
  if (choice && rows > choice->value_count - 1) rows = choice->value_count - 1;
  if (first == WANT_NUMBER) gen_expr(g, p, first, gen_chance(g, 40) ? 2 : 0);
  else if (!choice) gen_free_text(g, p);
  if (two && second == WANT_TEXT) { say(g, ", "); gen_free_text(g, p); }
  else if (two) { say(g, ", "); gen_expr(g, p, second, 1); }
  say(g, " {\n");
  for (uint32_t i = 0; i < rows; i++) {
    say(g, "    ");
    if (first == WANT_NUMBER) pattern_number(g, i, &cut);
    else if (choice) pattern_choice(g, choice, i);
    else pattern_text(g, i);
    if (two) { say(g, ", "); pattern_second(g, second); }
    say(g, " => "); result_say(g, points, result, whole); say(g, "\n");
  }
  if (first == WANT_NUMBER && gen_chance(g, 50)) { say(g, "    >= %lld%s => ", (long long)cut, two ? ", any" : ""); result_say(g, points, result, whole); say(g, "\n"); }
  if (gen_chance(g, 40)) { say(g, "    missing%s => ", two ? ", any" : ""); result_say(g, points, result, whole); say(g, "\n"); }
  if (gen_chance(g, 40)) { say(g, "    otherwise => "); result_say(g, points, result, whole); say(g, "\n"); }
  say(g, "  }\n");
}

// ---- definitions
static void define_say(Gen *g, uint8_t level) {
  static const TypeKind kinds[] = {TYPE_BOOLEAN, TYPE_NUMBER, TYPE_NUMBER, TYPE_TEXT, TYPE_DATE, TYPE_TIME}, results[] = {TYPE_NUMBER, TYPE_TEXT, TYPE_DATE};
  GenDefine d = {.name = text_format(g->arena, "d%u", g->defines.count), .level = level};
  GenPlace p = {.level = level, .define = &d};
  bool table = gen_chance(g, 30);
  d.kind = table ? PICK(g, results) : PICK(g, kinds);
  if (gen_chance(g, 35)) d.argument_count = 1 + gen_below(g, 2);
  say(g, "define %.*s", SHOW(d.name));
  for (uint32_t i = 0; i < d.argument_count; i++) {
    d.arguments[i] = PICK(g, kinds);
    say(g, "%s%c %s%s", i ? ", " : "(", "abc"[i], type_words[d.arguments[i]], i + 1 == d.argument_count ? ")" : "");
  }
  if (table) { say(g, " by "); gen_decision(g, &p, false, d.kind, false); }
  else { say(g, " as "); gen_expr(g, &p, gen_want_of(d.kind), 3); say(g, "\n"); }
  *VEC_PUSH(g->arena, &g->defines) = d;
}

// ---- scores and rules
static void scores_say(Gen *g) {
  static const char *const ranges[] = {"0..100", "-20..50", "..60", "0..", "-5.5..30.25"};
  static const char *const names[] = {"fit", "intent", "heat"};
  uint32_t count = 2 + gen_below(g, 2);
  for (uint32_t i = 0; i < count; i++) {
    g->scores[g->score_count] = names[i];
    if (i == 2 || gen_chance(g, 60)) {
      g->whole[i] = gen_chance(g, 35);
      say(g, "score %s", names[i]);
      if (gen_chance(g, 70)) say(g, " %s", ranges[gen_below(g, g->whole[i] ? 4 : 5)]);
      say(g, "%s\n", g->whole[i] ? " whole" : "");
    }
    g->score_count++;
  }
}

static void derived_say(Gen *g) {
  static const char *const names[] = {"priority", "worth"};
  GenPlace p = {.level = GEN_DERIVED};
  for (uint32_t i = 0; i < 2; i++) {
    if (!gen_chance(g, 50)) continue;
    say(g, "score %s%s%s = ", names[i], gen_chance(g, 60) ? " 0..100" : "", gen_chance(g, 30) ? " whole" : "");
    if (gen_chance(g, 40)) say(g, "fit * 60%% + intent * 40%%");
    else gen_expr(g, &p, WANT_NUMBER, 3);
    say(g, "\n");
    g->scores[g->score_count++] = names[i];
  }
}

static void decay_say(Gen *g, bool since) {
  static const char *const forms[] = {"halving every", "keeping 80% every", "losing 20% every", "losing 5 every", "fading over", "keeping 33.3% every", "losing 0.5 every"};
  GenPlace p = {.level = GEN_SCORING};
  say(g, "%s", PICK(g, forms));
  say(g, " ");
  gen_span(g, false, false);
  if (!since) return;
  say(g, " since ");
  gen_tight(g, &p, gen_chance(g, 75) ? WANT_TIME : WANT_DATE, gen_chance(g, 70) ? 0 : 2);
}

static void points_say(Gen *g, bool whole) {
  for (uint32_t i = 0; i < g->parameters.count; i++)
    if (text_is(g->parameters.items[i].name, "p_bar") && gen_chance(g, 10)) { say(g, gen_chance(g, 60) ? "+p_bar" : "-p_bar"); return; }
  say(g, "%c%u%s", gen_chance(g, 75) ? '+' : '-', 1 + gen_below(g, 40), whole || gen_chance(g, 75) ? "" : gen_chance(g, 50) ? ".5" : ".25");
}

static void rule_say(Gen *g, uint32_t score, bool grouped) {
  GenPlace p = {.level = GEN_SCORING};
  GenScope inside;
  bool whole = g->whole[score];
  size_t at = g->size;
  uint32_t form = gen_below(g, 10);
  const char *because = gen_chance(g, 15) ? " because \"it was so\"" : "";
  say(g, "%s%s \"Rule %u\" ", grouped ? "  " : "", g->scores[score], ++g->labels);
  if (form == 0 || form == 1) { say(g, "%sby ", because); gen_decision(g, &p, true, TYPE_NUMBER, whole); return; }
  points_say(g, whole);
  if (form <= 4) { // for
    bool decay = gen_chance(g, 45), each = gen_chance(g, 60);
    if (each) say(g, " each");
    if (each && gen_chance(g, 50)) say(g, "%s at most %u", gen_chance(g, 50) ? "," : "", 1 + gen_below(g, 60));
    if (decay) { say(g, gen_chance(g, 50) ? ", " : " "); decay_say(g, false); }
    say(g, "%s for ", because);
    if (gen_query(g, &p, 2, decay, &inside)) { say(g, "\n"); return; }
    g->size = at; // no list: another form
    say(g, "%s%s \"Rule %u\" ", grouped ? "  " : "", g->scores[score], g->labels);
    points_say(g, whole);
    form = 9;
  }
  if (form == 5) {
    say(g, " per ");
    gen_tight(g, &p, WANT_NUMBER, 2);
    if (gen_chance(g, 70)) say(g, ", at most %u", 1 + gen_below(g, 60));
    if (gen_chance(g, 30)) { say(g, ", "); decay_say(g, true); }
    say(g, "%s", because);
    if (gen_chance(g, 40)) { say(g, " when "); gen_condition(g, &p, 2); }
    say(g, "\n");
    return;
  }
  if (gen_chance(g, 25)) { say(g, gen_chance(g, 50) ? ", " : " "); decay_say(g, true); }
  say(g, "%s when ", because);
  gen_condition(g, &p, 4);
  say(g, "\n");
}

static void rules_say(Gen *g) {
  uint32_t plain = g->score_count - g->derived_count, count = 3 + gen_below(g, 8);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t score = gen_below(g, plain);
    if (!gen_chance(g, 20)) { rule_say(g, score, false); continue; }
    static const char *const ranges[] = {"0..15", "-10..40", "..25", "5.."};
    say(g, "group \"Group %u\" %s", ++g->labels, PICK(g, ranges));
    if (gen_chance(g, 40)) { say(g, " "); decay_say(g, true); }
    say(g, " {\n");
    for (uint32_t j = 1 + gen_below(g, 3); j > 0; j--) rule_say(g, score, true);
    say(g, "}\n");
  }
}

// ---- decisions
static void reasons_say(Gen *g) {
  GenPlace p = {.level = GEN_FIELDS};
  for (uint32_t i = gen_below(g, 5); i > 0; i--) {
    Text code = text_format(g->arena, "code%u", g->codes.count);
    bool require = gen_chance(g, 60);
    say(g, "%s \"%.*s\"%s %s ", require ? "require" : "disqualify", SHOW(code), gen_chance(g, 30) ? " because \"so it is\"" : "", require ? "that" : "when");
    if (!require || gen_chance(g, 40)) { gen_condition(g, &p, 3); }
    else { say(g, "any of ("); gen_condition(g, &p, 2); say(g, ", "); gen_condition(g, &p, 3); say(g, ")"); }
    say(g, "\n");
    *VEC_PUSH(g->arena, &g->codes) = code;
  }
}

static void stages_say(Gen *g) {
  static const char *const names[] = {"SQL", "MQL", "Engaged", "Lost", "New"};
  GenPlace p = {.level = GEN_STAGING};
  for (uint32_t i = 0; i < 5; i++) {
    if (!gen_chance(g, 70)) continue;
    *VEC_PUSH(g->arena, &g->stages) = text_of(names[i]);
    say(g, "stage \"%s\" ", names[i]);
    if (i == 4) { say(g, "otherwise\n"); break; }
    say(g, "when ");
    if (i == 3) { say(g, "disqualified\n"); continue; }
    if (gen_chance(g, 50)) { say(g, "%s >= ", g->scores[gen_below(g, g->score_count)]); gen_number(g); if (gen_chance(g, 50)) { say(g, " or "); gen_tight(g, &p, WANT_BOOLEAN, 2); } }
    else gen_condition(g, &p, 3);
    say(g, "\n");
  }
  if (g->stages.count && gen_chance(g, 40)) say(g, "stages forward only\n");
}

static void channels_say(Gen *g) {
  static const char *const names[] = {"email", "call", "sms"}, *const hours[] = {"\"08:00\"..\"21:00\"", "\"22:30\"..\"06:00\"", "\"00:00\"..\"24:00\"", "\"09:00\"..\"09:30\"", "\"12:00\"..\"24:00\""};
  static const char *const zones[] = {"\"America/New_York\"", "\"Europe/Berlin\"", "\"Asia/Kolkata\"", "\"No/Where\""};
  GenPlace p = {.level = GEN_LATE};
  bool tz = false;
  for (uint32_t i = 0; i < g->field_count; i++) tz = tz || strcmp(g->fields[i].name, "tz") == 0;
  for (uint32_t i = 0; i < 3; i++) {
    if (!gen_chance(g, 45)) continue;
    say(g, "contact \"%s\" when ", names[i]);
    gen_condition(g, &p, 2);
    if (gen_chance(g, 60)) { say(g, " open %s in ", PICK(g, hours)); if (tz && gen_chance(g, 60)) say(g, "tz"); else say(g, "%s", zones[gen_below(g, 3)]); }
    say(g, "\n");
  }
}

static void routes_say(Gen *g) {
  GenPlace p = {.level = GEN_LATE};
  uint32_t count = gen_below(g, 6);
  bool key = g->fields[0].key;
  if (count && gen_chance(g, 40)) { say(g, "hold routes for "); gen_span(g, false, false); say(g, "%s\n", gen_chance(g, 50) ? " unless stage changes" : ""); }
  for (uint32_t i = 1; i <= count; i++) {
    *VEC_PUSH(g->arena, &g->routes) = text_format(g->arena, "R%u", i);
    say(g, "route \"R%u\" to ", i);
    if (key && gen_chance(g, 25)) say(g, gen_chance(g, 50) ? "any of \"ana\" 70%%, \"bo\" 30%%" : "any of \"ana\", \"bo\", \"cy\"");
    else if (gen_chance(g, 50)) say(g, "\"queue %u\"", i);
    else gen_expr(g, &p, WANT_TEXT, 3);
    if (gen_chance(g, 50)) { say(g, " sla "); gen_span(g, false, false); }
    if (i == count && gen_chance(g, 60)) { say(g, " otherwise\n"); break; }
    say(g, " when ");
    if (gen_chance(g, 15)) say(g, "incomplete\n");
    else if (gen_chance(g, 10)) say(g, "disqualified\n");
    else { gen_condition(g, &p, 2); say(g, "\n"); }
  }
}

static void segments_say(Gen *g) {
  GenPlace p = {.level = GEN_SEGMENTING};
  VEC(Text) names = {0};
  for (uint32_t i = gen_below(g, 4); i > 0; i--) {
    *VEC_PUSH(g->arena, &names) = text_format(g->arena, "Segment %u", i);
    say(g, "segment \"Segment %u\" when ", i);
    gen_condition(g, &p, 3);
    say(g, "\n");
  }
  for (uint32_t i = 0; i < names.count; i++) *VEC_PUSH(g->arena, &g->segments) = names.items[i];
}

Text generate_rules(Gen *g, Arena *arena, uint64_t seed) {
  static const char *const zones[] = {"UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata"};
  static const int64_t nows[] = {1795197600, 1793498400, 1774746000, 1795219199, 1801439999}; // one is a day of clock changes
  *g = (Gen){.arena = arena, .state = seed * 0x2545f4914f6cdd1dULL + 1};
  g->now = PICK(g, nows) * CLOCK_SECOND + (gen_chance(g, 30) ? gen_below(g, 1000000) : 0);
  g->timezone = PICK(g, zones);
  if (gen_chance(g, 80)) say(g, "rubric \"Random\" { timezone \"%s\" }\n", g->timezone); else g->timezone = "UTC";
  records_make(g);
  fields_make(g);
  say_fields(g, "schema", "Lead", g->fields, g->field_count);
  for (uint32_t i = 0; i < 3; i++) say_fields(g, "record", g->records[i].name, g->records[i].fields, g->records[i].count);
  given_say(g);
  for (uint32_t i = gen_below(g, 6); i > 0; i--) define_say(g, GEN_FIELDS);
  scores_say(g);
  uint32_t plain = g->score_count;
  derived_say(g);
  g->derived_count = g->score_count - plain;
  if (gen_chance(g, 30)) define_say(g, GEN_STAGING);
  reasons_say(g);
  rules_say(g);
  stages_say(g);
  segments_say(g);
  channels_say(g);
  routes_say(g);
  return (Text){g->out, (uint32_t)g->size};
}
