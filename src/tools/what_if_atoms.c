// what_if_atoms.c -- which fields may be changed, at which cost, and the list of single changes.
//
// A candidate that does nothing costs one lead of a batch; so the walk (what_if_walk.c) proposes freely and the program decides.
#include "tools/what_if_atoms.h"

enum { STEP = 1000 };

// ---- which fields may be changed
static bool has_word(Text path, const char *const *words) {
  char folded[128];
  int64_t n = path.size < sizeof folded ? text_fold_ascii(path, folded) : -1;
  for (; n > 0 && *words; words++) if (text_contains((Text){folded, (uint32_t)n}, text_of(*words))) return true;
  return false;
}
static bool changeable(const Atoms *a, uint32_t slot) {
  static const char *const never[] = {"gender", "race", "ethnic", "religio", "nationality", "disab", "marital", "pregnan", "orientation", "birth", "veteran", NULL};
  static const char *const past[] = {"creat", "founded", "first", "signup", "signed", "sign_up", "import", NULL};
  const Slot *s = &a->study->rules->slots[slot];
  if (s->domain != 0 || !s->field || s->field->key || has_word(s->path, never)) return false;
  if (text_is(s->name, "age") || text_is(s->name, "sex")) return false;
  bool time = s->type.kind == TYPE_DATE || s->type.kind == TYPE_TIME;
  return !time || !has_word(s->path, past);
}
int64_t atom_now_as(const Atoms *a, Type type) { return type.kind == TYPE_DATE ? clock_date_of(a->study->rules->zone, a->now) : a->now; }

// ---- one candidate
static int64_t size_of(int64_t n) { return n == INT64_MIN ? INT64_MAX : n < 0 ? -n : n; }
static int64_t cost_of(const Atoms *a, uint32_t slot, IfValue v) {
  Type type = if_type(a->study, slot);
  if (!atom_known(a, slot)) return STEP / 2;
  const Column *c = study_column(a->study, slot);
  if (type.kind == TYPE_SCALE) return STEP * 4 / 10 + STEP / 5 * size_of(v.number - c->ints[a->row]);
  if (!type_is_number(type)) return STEP * (type.kind == TYPE_BOOLEAN ? 6 : type.kind == TYPE_ONE_OF ? 8 : atom_is_time(type) ? 5 : 9) / 10;
  double was = (double)c->ints[a->row], is = (double)v.number, most = was < 0 ? -was : was;
  if (is > most || -is > most) most = is < 0 ? -is : is;
  double gap = was < is ? is - was : was - is;
  return STEP / 5 + (int64_t)(STEP * (most > 0 ? gap / most : 0));
}
static bool same_value(const Atoms *a, uint32_t slot, IfValue v, IfValue w) {
  Type type = if_type(a->study, slot);
  return type.kind == TYPE_BOOLEAN || type_is_int(type) ? v.number == w.number : text_equal(v.text, w.text);
}
void atom_set(Atoms *a, uint32_t slot, IfValue v, bool any) {
  Type type = if_type(a->study, slot);
  if (!changeable(a, slot) || a->out->count >= ATOMS_MOST) return;
  if (atom_known(a, slot)) {
    const Column *c = study_column(a->study, slot);
    IfValue was = {.number = type.kind == TYPE_BOOLEAN ? bit_get(c->yes, a->row) : type_is_int(type) ? c->ints[a->row] : 0};
    if (type.kind != TYPE_BOOLEAN && !type_is_int(type)) was.text = c->texts[a->row];
    if (same_value(a, slot, was, v)) return;
  }
  for (uint32_t i = 0; i < a->out->count; i++) {
    const IfChange *o = &a->out->items[i];
    if (o->slot == slot && !o->add && same_value(a, slot, o->value, v)) return;
  }
  *VEC_PUSH(a->arena, a->out) = (IfChange){.slot = slot, .value = v, .any = any, .cost = cost_of(a, slot, v)};
}
void atom_number(Atoms *a, uint32_t slot, int64_t n) { atom_set(a, slot, (IfValue){.number = n}, false); }
void atom_near(Atoms *a, uint32_t slot, int64_t n) { // the number itself, and the nearest on either side
  bool whole = if_type(a->study, slot).kind == TYPE_INTEGER;
  int64_t step = whole || size_of(n) >= 10 * DECIMAL_ONE ? DECIMAL_ONE : DECIMAL_ONE / 100, least = n;
  if (whole) least = floor_div(n, DECIMAL_ONE) * DECIMAL_ONE;
  atom_number(a, slot, least);
  if (least > -DECIMAL_MAX + step) atom_number(a, slot, least - step);
  if (least < DECIMAL_MAX - step) atom_number(a, slot, least + step);
}
void atom_now(Atoms *a, uint32_t slot) { atom_set(a, slot, (IfValue){.number = atom_now_as(a, if_type(a->study, slot))}, false); }
// A value that stands for any: for what only has to be there.
bool atom_placeholder(Type type, IfValue *v) {
  switch (type.kind) {
    case TYPE_EMAIL: v->text = TEXT("someone@example.com"); return true;
    case TYPE_PHONE: v->text = TEXT("+12025550143"); return true;
    case TYPE_URL: v->text = TEXT("https://example.com"); return true;
    case TYPE_DOMAIN: v->text = TEXT("example.com"); return true;
    case TYPE_TEXT: v->text = TEXT("any"); return true;
    case TYPE_NUMBER: case TYPE_INTEGER: v->number = DECIMAL_ONE; return true;
    default: return false;
  }
}
void atom_any(Atoms *a, uint32_t slot) {
  IfValue v = {0};
  Type type = if_type(a->study, slot);
  if (atom_known(a, slot)) return;
  if (atom_is_time(type)) atom_now(a, slot);
  else if (atom_placeholder(type, &v)) atom_set(a, slot, v, true);
}
void atom_add(Atoms *a, uint32_t slot, const IfPart *parts, uint32_t count) {
  static const uint32_t times[] = {1, 2, 3, 5};
  bool records = if_type(a->study, slot).element->kind == TYPE_RECORD;
  const Column *list = study_column(a->study, slot);
  if (list->invalid && bit_get(list->invalid, a->row)) return; // one more would not make it readable
  if (!changeable(a, slot) || a->out->count >= ATOMS_MOST) return;
  for (uint32_t i = 0; i < a->out->count; i++) { // the same one again
    const IfChange *o = &a->out->items[i];
    if (o->slot != slot || !o->add || o->part_count != count) continue;
    uint32_t same = 0;
    for (uint32_t p = 0; p < count; p++) same += o->parts[p].slot == parts[p].slot && same_value(a, parts[p].slot, o->parts[p].value, parts[p].value);
    if (same == count) return;
  }
  IfPart *kept = ARENA_MANY(a->arena, IfPart, count + 1);
  if (count) memcpy(kept, parts, sizeof *parts * count);
  for (uint32_t i = 0; i < (records ? 4 : 1); i++)
    *VEC_PUSH(a->arena, a->out) = (IfChange){.slot = slot, .add = true, .parts = kept, .part_count = count, .times = times[i], .cost = STEP * 4 / 10 + STEP / 5 * (times[i] - 1)};
}
