// survey.c -- counting values, and testing what each could be read as.
#include "tools/survey.h"
#include "base/clock.h"
#include "base/formats.h"

// ---- forms of dates
static const char *const form_texts[FORM_DATES][FORM_TAILS] = {
#define ONE(date) {date, date " %H:%M", date " %H:%M:%S", date " %I:%M %p", date " %I:%M:%S %p"},
  DATE_FORMS(ONE)
#undef ONE
};
const char *survey_form(uint32_t form) { return form_texts[form / FORM_TAILS][form % FORM_TAILS]; }

// ---- words for "no value"
// Always, and only where nothing else speaks for them (`weak`: NA is Namibia, "none" an answer).
static const struct { const char *word; bool weak; } none_words[] = {
  {"n/a", false}, {"#n/a", false}, {"null", false}, {"(null)", false}, {"unknown", false}, {"select", false}, {"-- select --", false}, {"please select", false}, {"- none -", false},
  {"--none--", false}, {"(not set)", false}, {"not set", false}, {"undefined", false}, {"not provided", false}, {"not available", false}, {"unspecified", false}, {"-", false}, {"--", false}, {"---", false},
  {"?", false}, {"tbd", false}, {"nan", false}, {"0000-00-00", false}, {"0000-00-00 00:00:00", false}, {"na", true}, {"none", true}, {"nil", true},
};
static int none_word(Text folded) {
  for (uint32_t i = 0; i < sizeof none_words / sizeof *none_words; i++) if (text_is(folded, none_words[i].word)) return none_words[i].weak ? 1 : 2;
  return 0;
}

// ---- tests of one value
static bool between_parts(Text t, char c) {
  const char *at = t.size ? memchr(t.data, c, t.size) : NULL;
  return at && at > t.data && at + 1 < t.data + t.size;
}
static bool is_boolean(Text folded) {
  static const char *const words[] = {"true", "false", "yes", "no", "y", "n", "t", "f"};
  for (int i = 0; i < 8; i++) if (text_is(folded, words[i])) return true;
  return false;
}
// 0,5 or 1.200,50: a number where the comma stands before the fraction.
static bool is_comma_number(Text t) {
  const char *comma = t.size ? memchr(t.data, ',', t.size) : NULL;
  uint32_t digits = 0;
  if (!comma || memchr(comma + 1, ',', (size_t)(t.data + t.size - comma - 1)) || memchr(comma + 1, '.', (size_t)(t.data + t.size - comma - 1))) return false;
  for (uint32_t i = 0; i < t.size; i++) {
    bool digit = t.data[i] >= '0' && t.data[i] <= '9';
    if (!digit && t.data[i] != ',' && t.data[i] != '.' && !(i == 0 && t.data[i] == '-')) return false;
    digits += digit;
  }
  return digits > 1 && comma + 1 < t.data + t.size;
}
// A type that most values are not is no longer asked about.
static bool alive(const Tally *y, uint64_t n) { return y->tested < 256 || n * 2 >= y->values; }
static void tally_number(Tally *y, Text t, uint64_t n) {
  Decimal value;
  if (alive(y, y->comma_number)) y->comma_number += n * is_comma_number(t);
  if (!alive(y, y->number) || !decimal_read_cell(t, &value)) return;
  if (!y->number || value < y->low) y->low = value;
  if (!y->number || value > y->high) y->high = value;
  y->number += n;
  uint32_t digits = 0;
  for (uint32_t i = 0; i < t.size; i++) digits += t.data[i] >= '0' && t.data[i] <= '9';
  if (value % DECIMAL_ONE == 0) y->integer += n;
  if (value == 0 || value == DECIMAL_ONE) y->zero_one += n;
  if (value < 0) y->negative += n;
  if (t.size > 1 && t.data[0] == '0' && t.data[1] >= '0' && t.data[1] <= '9') y->leading_zero += n;
  if (digits > 14) y->long_digits += n;
}
static void tally_time(Tally *y, Text t, uint64_t n) {
  int64_t time;
  uint32_t digits = 0;
  for (uint32_t i = 0; i < t.size; i++) digits += t.data[i] >= '0' && t.data[i] <= '9';
  if (!digits) y->no_digit += n;
  if (digits < 3 || t.size > 40) return;
  if (alive(y, y->iso) && clock_read_time(t, zone_utc(), &time)) {
    if (!y->iso || time < y->first) y->first = time;
    if (!y->iso || time > y->last) y->last = time;
    y->iso += n;
    if ((t.size == 10 && t.data[4] == '-') || t.size == 8) y->iso_date += n; // 2026-11-20, 20261120
    return;
  }
  for (uint32_t f = 0; f < FORMS; f++) if (alive(y, y->forms[f]) && clock_read_form(t, text_of(survey_form(f)), zone_utc(), &time)) y->forms[f] += n;
}
static void tally_text(Tally *y, Text t, Text folded, uint64_t n) {
  uint32_t length = text_length(t);
  if (length > y->longest) y->longest = length;
  if (is_boolean(folded)) y->boolean += n;
  if (memchr(t.data, '@', t.size)) y->email += n * email_valid(t);
  if (alive(y, y->phone)) y->phone += n * phone_valid(t);
  if (alive(y, y->url) && memchr(t.data, '.', t.size)) { y->url += n * url_valid(t); y->domain += n * domain_valid(t); }
  if (alive(y, y->country) && t.size < 60) y->country += n * (country_code(t) != NULL);
  y->semicolon += n * between_parts(t, ';');
  y->pipe += n * between_parts(t, '|');
  y->comma += n * between_parts(t, ',');
  y->json_array += n * (t.data[0] == '[' && t.data[t.size - 1] == ']');
}
static void tally_add(Tally *y, Text t, Text folded, uint64_t n) {
  tally_number(y, t, n);
  tally_time(y, t, n);
  tally_text(y, t, folded, n);
  y->values += n;
  y->tested++;
}

// ---- values of a column
static void sample_add(Survey *s, Seen *c, Text t) {
  Decimal value;
  if (!decimal_read_cell(t, &value)) return;
  s->random = s->random * 6364136223846793005u + 1442695040888963407u; // the same numbers in every run
  uint64_t place = c->sampled < SURVEY_SAMPLE ? c->sampled : (s->random >> 33) % (c->sampled + 1);
  if (place < SURVEY_SAMPLE) c->sample[place] = value;
  c->sampled++;
}
static void hash_insert(uint64_t *table, uint64_t room, uint64_t hash, bool *there) {
  uint64_t at = hash & (room - 1);
  for (; table[at] && table[at] != hash; at = (at + 1) & (room - 1)) {}
  *there = table[at] == hash;
  table[at] = hash;
}
static void hash_add(Survey *s, Seen *c, Text t) {
  bool there;
  if (c->repeated || c->hash_count >= SURVEY_HASHES) return;
  if (c->hash_count * 2 >= c->hash_room) {
    uint64_t room = c->hash_room ? c->hash_room * 2 : 1024, *grown = ARENA_MANY(s->arena, uint64_t, room);
    for (uint64_t i = 0; i < c->hash_room; i++) if (c->hashes[i]) hash_insert(grown, room, c->hashes[i], &there);
    c->hashes = grown;
    c->hash_room = room;
  }
  hash_insert(c->hashes, c->hash_room, text_hash(t, 7) | 1, &there);
  c->repeated = there;
  c->hash_count++;
}
static Value *value_find(Survey *s, Seen *c, Text folded) {
  if (!c->places) { c->places_mask = 4095; c->places = ARENA_MANY(s->arena, uint32_t, 4096); }
  uint32_t at = (uint32_t)text_hash(folded, 3) & c->places_mask;
  for (; c->places[at]; at = (at + 1) & c->places_mask) if (text_equal(c->values[c->places[at] - 1].folded, folded)) return &c->values[c->places[at] - 1];
  bool kept = (c->value_count < SURVEY_VALUES && folded.size <= SURVEY_VALUE_BYTES) || (none_word(folded) && c->value_count < SURVEY_VALUES + 64);
  if (!kept) return NULL;
  if ((c->value_count & (c->value_count - 1)) == 0) c->values = arena_grow(s->arena, c->values, c->value_count * sizeof(Value), (c->value_count ? c->value_count * 2 : 1) * sizeof(Value));
  c->places[at] = ++c->value_count;
  c->values[c->value_count - 1] = (Value){.folded = text_copy(s->arena, folded)};
  return &c->values[c->value_count - 1];
}
void survey_value(Survey *s, Seen *c, Text text) {
  Text t = text_trim(text);
  if (!t.size) return;
  c->filled++;
  Text folded = text_fold(s->scratch, t);
  hash_add(s, c, t);
  sample_add(s, c, t);
  Value *v = value_find(s, c, folded);
  if (!v) { c->overflows = true; tally_add(&c->tally, t, folded, 1); return; }
  if (!v->count) v->text = text_copy(s->arena, t);
  v->count++;
}
bool survey_alike(Text a, Text b) {
  uint32_t i = 0, k = 0;
  for (;;) {
    while (i < a.size && strchr(" _-.", a.data[i])) i++;
    while (k < b.size && strchr(" _-.", b.data[k])) k++;
    if (i == a.size || k == b.size) return i == a.size && k == b.size && i > 0;
    char x = a.data[i++], y = b.data[k++];
    if ((x >= 'A' && x <= 'Z' ? x + 32 : x) != (y >= 'A' && y <= 'Z' ? y + 32 : y)) return false;
  }
}
Seen *survey_child(Survey *s, Seen *parent, Text name) {
  for (uint32_t n = 0; n < parent->child_count; n++) { // keys mostly come in one order
    uint32_t i = (parent->next + n) % parent->child_count;
    if (!text_equal(parent->children[i]->name, name)) continue;
    parent->next = i + 1;
    return parent->children[i];
  }
  if (parent->child_count >= SURVEY_COLUMNS || s->keys >= SURVEY_KEYS) { s->crowded = true; return NULL; }
  s->keys++;
  if (parent->child_count == parent->child_room) {
    uint32_t room = parent->child_room ? parent->child_room * 2 : 8;
    parent->children = arena_grow(s->arena, parent->children, parent->child_room * sizeof(Seen *), room * sizeof(Seen *));
    parent->child_room = room;
  }
  Seen *c = ARENA_NEW(s->arena, Seen);
  c->name = text_copy(s->arena, name);
  for (uint32_t i = 0; i < parent->child_count && parent == &s->root && !c->twin; i++)
    if (!parent->children[i]->twin && survey_alike(name, parent->children[i]->name)) c->twin = parent->children[i];
  return parent->children[parent->child_count++] = c;
}

// ---- the end
// -1 among numbers that are else never below 0.
static bool lone_minus_one(const Seen *c, const Value *v) {
  Decimal d, high = 0;
  if (!text_is(v->text, "-1") || v->count < 2 || c->tally.negative) return false;
  for (uint32_t i = 0; i < c->value_count; i++) {
    const Value *w = &c->values[i];
    if (w == v || !decimal_read_cell(w->text, &d)) continue;
    if (d < 0) return false;
    if (d > high) high = d;
  }
  return high > DECIMAL_ONE; // -1, 0 and 1 are answers
}
// NA, none: only in a column whose other values nearly all have some form: numbers, dates, addresses, phones.
static bool weak_word_counts(const Seen *c) {
  uint64_t formal = 0, others = 0;
  Decimal d;
  int64_t t;
  for (uint32_t i = 0; i < c->value_count; i++) {
    const Value *v = &c->values[i];
    if (none_word(v->folded)) continue;
    others += v->count;
    if (decimal_read_cell(v->text, &d) || clock_read_time(v->text, zone_utc(), &t) || email_valid(v->text) || phone_valid(v->text) || (memchr(v->text.data, '.', v->text.size) && url_valid(v->text))) formal += v->count;
  }
  return others > 0 && formal * 100 >= others * 85;
}
static bool means_none(const Seen *c, const Value *v) {
  int word = none_word(v->folded);
  return word == 2 || (word == 1 && weak_word_counts(c)) || lone_minus_one(c, v);
}
void survey_end(Survey *s, Seen *c) {
  bool *none = arena_alloc(s->arena, c->value_count + 1);
  for (uint32_t i = 0; i < c->value_count; i++) none[i] = means_none(c, &c->values[i]) && c->missing_count < 8;
  for (uint32_t i = 0; i < c->value_count; i++) {
    Value *v = &c->values[i];
    if (!none[i]) { tally_add(&c->tally, v->text, v->folded, v->count); continue; }
    if (c->missing_count == 8) continue;
    c->missing[c->missing_count++] = v->text;
    c->missing_times += v->count;
    v->count = 0; // no longer one of the values
  }
  for (uint32_t i = 0; i < c->child_count; i++) survey_end(s, c->children[i]);
  if (c->element) survey_end(s, c->element);
}
