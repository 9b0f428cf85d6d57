// emit_slots.c -- the schema: what readers need to know of every column.
#include "base/formats.h"
#include "code/emit_parts.h"

static uint32_t text_refs(Emit *e, const Text *items, uint32_t count, bool fold) {
  uint32_t *refs = ARENA_MANY(e->arena, uint32_t, count + 1);
  for (uint32_t i = 0; i < count; i++) refs[i] = build_string(&e->b, fold ? text_fold(e->arena, items[i]) : items[i]);
  return build_refs(&e->b, refs, count);
}
static void slot_default(Emit *e, const Slot *s, SlotInfo *info) {
  const Field *f = s->field;
  if (f->default_empty) info->flags |= SLOT_DEFAULT_EMPTY;
  if (!f->default_value) return;
  const Expr *l = emit_literal(f->default_value);
  if (!l) return;
  info->flags |= SLOT_DEFAULT;
  if (l->kind == EXPR_TEXT && !type_is_int(s->type)) {
    const char *code = s->type.kind == TYPE_COUNTRY ? country_code(text_trim(l->text)) : NULL;
    info->default_text = build_string(&e->b, code ? (Text){code, 2} : text_trim(l->text));
  } else literal_int(e, l, s->type, &info->default_int);
}
static void slot_range(Emit *e, const Slot *s, SlotInfo *info) {
  const Expr *r = s->field->range;
  if (!r) return;
  if (r->a) { info->flags |= SLOT_RANGE_LOW; literal_int(e, emit_literal(r->a), s->type, &info->low); }
  if (r->b) {
    info->flags |= SLOT_RANGE_HIGH;
    literal_int(e, emit_literal(r->b), s->type, &info->high);
    if (r->open_end) info->high--;
  }
}
static void slot_field(Emit *e, const Slot *s, SlotInfo *info) {
  const Field *f = s->field;
  info->flags = (f->key ? SLOT_KEY : 0) | (f->required ? SLOT_REQUIRED : 0);
  info->from = text_refs(e, f->from, f->from_count, false);
  info->from_count = f->from_count;
  info->missing = text_refs(e, f->missing, f->missing_count, true);
  info->missing_count = f->missing_count;
  if (f->has_separator) { info->flags |= SLOT_SEPARATOR; info->separator = build_string(&e->b, f->separator); }
  if (f->has_form) { info->flags |= SLOT_FORM; info->form = build_string(&e->b, f->form); }
  slot_default(e, s, info);
  slot_range(e, s, info);
}
static void slot_emit(Emit *e, uint32_t index) {
  const Slot *s = &e->rules->slots[index];
  SlotInfo info = {.path = build_string(&e->b, s->path), .name = build_string(&e->b, s->name), .type = (uint32_t)s->type.kind,
                   .parent = s->parent, .first_child = s->first_child, .child_count = s->child_count, .domain = s->domain,
                   .element_domain = NONE, .separator = NONE, .form = NONE, .default_text = NONE};
  if (s->field) slot_field(e, s, &info);
  for (int i = 0; i < 4; i++) if (e->rules->previous[i] == index) info.flags |= SLOT_PREVIOUS;
  for (uint32_t d = 1; d < e->rules->domain_count; d++) if (e->rules->domains[d].list_slot == index) info.element_domain = d;
  // A plain list's options are about its elements: they read the parts.
  if (!s->field && s->parent != SLOT_NONE && e->rules->slots[s->parent].type.kind == TYPE_LIST) {
    SlotInfo of_list = {0};
    info.flags |= SLOT_ELEMENT;
    Slot element = {.field = e->rules->slots[s->parent].field, .type = s->type};
    if (element.field && element.field->range) { slot_range(e, &element, &of_list); info.low = of_list.low; info.high = of_list.high; info.flags |= of_list.flags & (SLOT_RANGE_LOW | SLOT_RANGE_HIGH); }
    if (element.field && element.field->has_form) { info.flags |= SLOT_FORM; info.form = build_string(&e->b, element.field->form); }
  }
  const Values *v = s->type.values;
  if (v && (s->type.kind == TYPE_ONE_OF || s->type.kind == TYPE_SCALE)) {
    uint32_t *refs = ARENA_MANY(e->arena, uint32_t, v->count * 2);
    for (uint32_t i = 0; i < v->count; i++) {
      refs[i] = build_string(&e->b, v->items[i]);
      refs[v->count + i] = build_string(&e->b, text_fold(e->arena, v->items[i]));
    }
    info.values = build_refs(&e->b, refs, v->count * 2);
    info.value_count = v->count;
  }
  *VEC_PUSH(e->arena, &e->b.slots) = info;
}
void emit_slots(Emit *e) {
  for (uint32_t i = 0; i < e->rules->slot_count; i++) slot_emit(e, i);
  for (uint32_t d = 0; d < e->rules->domain_count; d++)
    *VEC_PUSH(e->arena, &e->b.domains) = (DomainInfo){d ? e->rules->domains[d].parent : 0, NONE, d ? e->rules->domains[d].list_slot : NONE, 0};
}
