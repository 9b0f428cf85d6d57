// bands_lead.c -- see bands_inside.h. A lead from the sets that a search ended with.
//
// What may be missing is left out, so that a witness shows only what matters. A text is tried from a few: those that the rules
// write, its keywords one after another, and ordinary ones. False means that no lead was made, not that there is none.
#include "lang/bands_inside.h"

typedef struct Made { Bands *b; const ValueSet *sets; const Touched *touched; VEC(WitnessField) fields, supposed; bool reads_clock, failed; } Made;

static const Variable *variable(const Made *m, uint32_t v) { return &m->b->variables.items[v]; }
// `missing when` takes a value for none.
static bool means_missing(const Made *m, const Variable *x, Text value) {
  const Field *f = x->rules->slots[x->slot].field;
  bool quotes = value.size > 1 && value.data[0] == '"';
  Text shown = quotes ? (Text){value.data + 1, value.size - 2} : value;
  for (uint32_t i = 0; f && i < f->missing_count; i++) if (text_equal(text_fold(m->b->scratch, f->missing[i]), text_fold(m->b->scratch, shown))) return true;
  return false;
}
static void field_put(Made *m, const Variable *x, Text value, bool dated) {
  m->failed |= means_missing(m, x, value);
  Text path = x->rules->slots[x->slot].path;
  *VEC_PUSH(m->b->arena, &m->fields) = (WitnessField){x->slot, path, value, dated};
}
static Text quoted(Arena *arena, Text t) {
  VEC(char) out = {0};
  *VEC_PUSH(arena, &out) = '"';
  for (uint32_t i = 0; i < t.size; i++) {
    if (t.data[i] == '"' || t.data[i] == '\\') *VEC_PUSH(arena, &out) = '\\';
    *VEC_PUSH(arena, &out) = t.data[i];
  }
  *VEC_PUSH(arena, &out) = '"';
  return (Text){out.items, out.count};
}
static Text int_text(Made *m, Type t, int64_t value) {
  char out[CLOCK_TEXT_BYTES];
  Arena *arena = m->b->arena;
  switch (t.kind) {
    case TYPE_BOOLEAN: return value ? TEXT("true") : TEXT("false");
    case TYPE_SCALE: return quoted(arena, t.values->items[value]);
    case TYPE_DATE: return text_copy(arena, (Text){out, clock_format_date(value, out)});
    case TYPE_TIME: return text_copy(arena, (Text){out, clock_format_time(value, out)});
    default: return text_copy(arena, (Text){out, decimal_format(value, out)});
  }
}

// ---- numbers, dates, times
static int64_t int_choice(const Variable *x, ValueSet s, int64_t now) {
  Type t = x->type;
  int64_t near = t.kind == TYPE_TIME ? now : t.kind == TYPE_DATE ? floor_div(now, CLOCK_DAY) : 0;
  int64_t best = s.items[0].low;
  for (uint32_t i = 0; i < s.count; i++) { // the value nearest to an ordinary one
    int64_t v = near < s.items[i].low ? s.items[i].low : near > s.items[i].high ? s.items[i].high : near;
    if (i == 0 || (v > near ? v - near : near - v) < (best > near ? best - near : near - best)) best = v;
  }
  return best;
}
// A time of which both the value and the age are asked: the one nearest to now.
static bool age_choice(const Made *m, const Variable *x, ValueSet times, ValueSet ages, int64_t *value) {
  bool date = x->type.kind == TYPE_DATE, found = false;
  int64_t now = date ? clock_date_of(x->rules->zone, m->b->now) : m->b->now, from, to;
  for (uint32_t i = 0; i < ages.count; i++)
    for (uint32_t j = 0; j < times.count; j++) {
      if (__builtin_sub_overflow(now, ages.items[i].high, &from)) from = INT64_MIN;
      if (__builtin_sub_overflow(now, ages.items[i].low, &to)) to = INT64_MAX;
      if (times.items[j].low > from) from = times.items[j].low;
      if (times.items[j].high < to) to = times.items[j].high;
      if (from > to) continue;
      int64_t at = from > now ? from : to > now ? now : to; // as near to now as can be
      bool nearer = !found || (at > now ? at - now : now - at) < (*value > now ? *value - now : now - *value);
      if (nearer) *value = at;
      found = true;
    }
  return found;
}

// ---- texts
static bool text_is_well(Type t, Text s) {
  for (uint32_t i = 0; i < s.size; i++) if ((unsigned char)s.data[i] < 32) return false;
  s = text_trim(s);
  switch (t.kind) {
    case TYPE_EMAIL: return email_valid(s);
    case TYPE_DOMAIN: return domain_valid(s);
    case TYPE_PHONE: return phone_valid(s);
    case TYPE_URL: return url_valid(s);
    case TYPE_COUNTRY: return country_code(s) != NULL;
    default: return s.size > 0;
  }
}
static bool text_fits(const Made *m, uint32_t v, Text candidate) {
  Bands *b = m->b;
  const Variable *x = variable(m, v);
  if (!text_is_well(x->type, candidate)) return false;
  NameEntry *known = names_find(&b->texts, compared_form(b->scratch, x->type.kind, candidate));
  if (!values_hold(m->sets[v], known ? known->index : INT64_MAX)) return false;
  Text folded = x->type.kind == TYPE_COUNTRY ? compared_form(b->scratch, TYPE_COUNTRY, candidate) : text_fold(b->scratch, candidate);
  for (uint32_t k = 0; k < m->touched->count; k++) {
    uint32_t i = m->touched->items[k];
    const Variable *n = variable(m, i);
    if (n->kind != VARIABLE_NEEDLE || n->subject != v) continue;
    if (n->op == NEEDLE_PATTERN || !values_hold(m->sets[i], needle_holds(b, n->op, folded, n->needle))) return false;
  }
  return true;
}
static Text needles_joined(const Made *m, uint32_t v) { // beginnings, then words and pieces, then ends
  Text out = {0};
  static const uint8_t order[] = {MATCH_STARTS, MATCH_HAS, MATCH_CONTAINS, MATCH_ENDS};
  for (int k = 0; k < 4; k++)
    for (uint32_t t = 0; t < m->touched->count; t++) {
      uint32_t i = m->touched->items[t];
      const Variable *n = variable(m, i);
      if (n->kind != VARIABLE_NEEDLE || n->subject != v || n->op != order[k] || values_hold(m->sets[i], 0)) continue;
      out = text_format(m->b->scratch, "%.*s%s%.*s", SHOW(out), out.size && order[k] != MATCH_ENDS ? " " : "", SHOW(n->needle));
    }
  return out;
}
static bool text_choice(const Made *m, uint32_t v, Text *out) {
  static const char *const ordinary[] = {"Acme", "something else", "Zeta", "ann@acme.example", "bo@globex.example", "acme.example", "globex.example", "https://acme.example",
                                         "+14155550100", "+442079460000", "US", "DE", "FR", "GB", "JP", "BR", "IN", "CA", "AU", "MX", "IS"};
  *out = needles_joined(m, v);
  if (out->size && text_fits(m, v, *out)) return true;
  for (uint32_t i = 0; i < sizeof ordinary / sizeof *ordinary; i++) {
    *out = text_of(ordinary[i]);
    if (text_fits(m, v, *out)) return true;
  }
  ValueSet s = m->sets[v];
  for (uint32_t i = 0; i < s.count; i++)
    for (int64_t n = s.items[i].low; n <= s.items[i].high && n < m->b->spellings.count; n++) {
      *out = m->b->spellings.items[n];
      if (text_fits(m, v, *out)) return true;
    }
  return false;
}
// A list has what is asked for, and nothing else.
static bool list_put(Made *m, uint32_t v) {
  Text out = TEXT("[");
  bool any = false;
  for (uint32_t k = 0; k < m->touched->count; k++) {
    uint32_t i = m->touched->items[k];
    const Variable *n = variable(m, i);
    if (n->kind != VARIABLE_NEEDLE || n->subject != v || values_hold(m->sets[i], 0)) continue;
    if (n->op != MATCH_HAS || !text_is_well(*variable(m, v)->type.element, n->needle)) return false;
    Text q = quoted(m->b->arena, n->needle);
    out = text_format(m->b->arena, "%.*s%s%.*s", SHOW(out), any ? ", " : "", SHOW(q));
    any = true;
  }

  field_put(m, variable(m, v), text_format(m->b->arena, "%.*s]", SHOW(out)), false);
  return true;
}

// ---- a field
static bool is_subject(const Made *m, uint32_t v, VariableKind kind, uint32_t *of) {
  for (uint32_t k = 0; k < m->touched->count; k++) {
    uint32_t i = m->touched->items[k];
    if (variable(m, i)->kind == kind && variable(m, i)->subject == v) { *of = i; return true; }
  }
  return false;
}
static bool was_touched(const Made *m, uint32_t v) {
  uint32_t low = 0, high = m->touched->count; // they are in order
  while (low < high) { uint32_t mid = (low + high) / 2; if (m->touched->items[mid] < v) low = mid + 1; else high = mid; }
  return low < m->touched->count && m->touched->items[low] == v;
}
static bool needed(const Variable *x) { // a lead without it is rejected
  const Field *f = x->rules->slots[x->slot].field;
  return f && (f->key || f->required) && x->rules->slots[x->slot].parent == SLOT_NONE;
}
static bool invalid_put(Made *m, const Variable *x) {
  bool text = x->type.kind == TYPE_TEXT || x->type.kind == TYPE_LIST;
  if (x->type.kind == TYPE_LIST || x->type.kind == TYPE_RECORD) return false;
  field_put(m, x, text ? TEXT("true") : TEXT("\"?\""), false);
  return true;
}
static bool defaults_to(const Made *m, const Variable *x, ValueSet s) { // left out it is as wanted
  const Field *f = x->rules->slots[x->slot].field;
  if (!f || !f->default_value) return false;
  ValueSet v = literal_values(m->b, x->rules, x->type, f->default_value);
  return v.count && values_hold(s, v.items[0].low);
}
static uint32_t parts_of(Text path) {
  uint32_t n = 1;
  for (uint32_t i = 0; i < path.size; i++) n += path.data[i] == '.';
  return n;
}
static bool field_make(Made *m, uint32_t v) {
  const Variable *x = variable(m, v);
  ValueSet s = m->sets[v];
  uint32_t age = 0, needle = 0;
  bool has_age = is_subject(m, v, VARIABLE_AGE, &age), has_needle = is_subject(m, v, VARIABLE_NEEDLE, &needle), absent = s.absent;
  if (!was_touched(m, v) && !has_age && !has_needle && !needed(x)) return true;
  if (x->rules->slots[x->slot].domain || parts_of(x->rules->slots[x->slot].path) > 2) return false;
  for (uint32_t k = 0; k < m->touched->count; k++) if (variable(m, m->touched->items[k])->subject == v) absent &= m->sets[m->touched->items[k]].absent;
  if ((absent && !(needed(x) && values_present(s))) || (!has_age && !has_needle && defaults_to(m, x, s))) return true;
  if (!values_present(s)) return invalid_put(m, x);
  if (x->type.kind == TYPE_RECORD) return false;
  if (x->type.kind == TYPE_LIST) return list_put(m, v);
  Text text;
  if (type_is_text(x->type)) {
    if (!text_choice(m, v, &text)) return false;
    field_put(m, x, quoted(m->b->arena, text), false);
    return true;
  }
  int64_t value = int_choice(x, s, m->b->now);
  if (has_age && !age_choice(m, x, s, m->sets[age], &value)) return false;
  m->reads_clock |= has_age;
  if (has_age && x->type.kind == TYPE_TIME && (value < CLOCK_TIME_MIN || value > CLOCK_TIME_MAX)) return false;
  field_put(m, x, int_text(m, x->type, value), x->type.kind == TYPE_DATE || x->type.kind == TYPE_TIME);
  return true;
}
// What the lead's fields alone do not give was narrowed: nobody can say that a lead has it.
static bool beyond_fields(const Made *m, uint32_t v) {
  const Variable *x = variable(m, v);
  if (x->kind == VARIABLE_FIELD) return false;
  if (x->kind == VARIABLE_AGE || x->kind == VARIABLE_NEEDLE) return variable(m, x->subject)->kind != VARIABLE_FIELD;
  if (x->kind == VARIABLE_SCORE && m->b->shared && values_present(m->sets[v])) return false; // supposed
  return !values_empty(values_without(m->b->scratch, x->domain, m->sets[v]));
}
static void score_suppose(Made *m, uint32_t v) {
  const Variable *x = variable(m, v);
  if (x->kind != VARIABLE_SCORE || !was_touched(m, v) || !values_present(m->sets[v])) return;
  *VEC_PUSH(m->b->arena, &m->supposed) = (WitnessField){x->slot, x->name, int_text(m, x->type, int_choice(x, m->sets[v], m->b->now)), false};
}
bool lead_build(Bands *b, const ValueSet *sets, const Touched *touched, Witness *w) {
  Made m = {.b = b, .sets = sets, .touched = touched};
  for (uint32_t k = 0; k < touched->count; k++) if (beyond_fields(&m, touched->items[k])) return false;
  for (uint32_t v = 0; v < b->variables.count; v++) if (variable(&m, v)->kind == VARIABLE_FIELD && !field_make(&m, v)) return false;
  for (uint32_t v = 0; v < b->variables.count && b->shared; v++) score_suppose(&m, v);
  if (m.failed) return false;
  *w = (Witness){m.fields.items, m.fields.count, b->now, m.reads_clock, m.supposed.items, m.supposed.count};
  return true;
}

// ---- as text
static Text part_before_dot(Text path) {
  uint32_t i = 0;
  while (i < path.size && path.data[i] != '.') i++;
  return (Text){path.data, i};
}
static bool grouped_before(const Witness *w, uint32_t i) { // its record has been written
  Text head = part_before_dot(w->fields[i].path);
  for (uint32_t j = 0; j < i && head.size < w->fields[i].path.size; j++) {
    Text other = w->fields[j].path;
    if (other.size > head.size && text_equal(part_before_dot(other), head)) return true;
  }
  return false;
}
static Text put_value(Arena *arena, Text out, const WitnessField *f, bool json) {
  bool quote = json && f->dated;
  return text_format(arena, quote ? "%.*s\"%.*s\"" : "%.*s%.*s", SHOW(out), SHOW(f->value));
}
static Text put_record(Arena *arena, Text out, const Witness *w, uint32_t from, bool json) {
  Text head = part_before_dot(w->fields[from].path);
  bool any = false;
  out = text_format(arena, json ? "%.*s{" : "%.*s{ ", SHOW(out));
  for (uint32_t i = from; i < w->count; i++) {
    Text path = w->fields[i].path;
    if (path.size <= head.size || !text_equal(part_before_dot(path), head)) continue;
    Text rest = {path.data + head.size + 1, path.size - head.size - 1};
    out = text_format(arena, json ? "%.*s%s\"%.*s\":" : "%.*s%s%.*s: ", SHOW(out), any ? (json ? "," : ", ") : "", SHOW(rest));
    out = put_value(arena, out, &w->fields[i], json);
    any = true;
  }
  return text_format(arena, json ? "%.*s}" : "%.*s }", SHOW(out));
}
Text witness_text(Arena *arena, const Witness *w, bool json) {
  Text out = TEXT("{");
  bool any = false;
  for (uint32_t i = 0; i < w->count; i++) {
    if (grouped_before(w, i)) continue;
    Text path = w->fields[i].path, head = part_before_dot(path);
    out = text_format(arena, json ? "%.*s%s\"%.*s\":" : "%.*s%s%.*s: ", SHOW(out), any ? (json ? "," : ", ") : (json ? "" : " "), SHOW(head));
    out = head.size < path.size ? put_record(arena, out, w, i, json) : put_value(arena, out, &w->fields[i], json);
    any = true;
  }
  return text_format(arena, any && !json ? "%.*s }" : "%.*s}", SHOW(out));
}
