// diff_items.c -- a checked rule set as items and their parts (diff.h).
#include "lang/format.h"
#include "tools/diff.h"

typedef struct Maker { DiffWriter w; Arena *arena; const Rules *rules; DiffItem *item; DiffKind kind; } Maker;

// ---- parts
static DiffPart *part(Maker *m, const char *name, Text text, Text canon) {
  if (!text.size) return NULL;
  DiffPart *p = VEC_PUSH(m->arena, &m->item->parts);
  *p = (DiffPart){.name = name, .text = text, .canon = canon};
  return p;
}
static void part_text(Maker *m, const char *name, Text text) { part(m, name, text, text); }
static void part_quoted(Maker *m, const char *name, bool there, Text text) {
  if (there) part_text(m, name, text_format(m->arena, "\"%.*s\"", (int)text.size, text.data));
}
static void part_flag(Maker *m, const char *name, bool on) { if (on) part_text(m, name, TEXT("yes")); }
static void part_expr(Maker *m, const char *name, const Expr *e) {
  if (e) part(m, name, diff_show(m->arena, m->rules, e), diff_canon(&m->w, e));
}
static void part_condition(Maker *m, const char *name, const Expr *e) {
  Text canon = diff_canon(&m->w, e);
  DiffPart *p = part(m, name, diff_show(m->arena, m->rules, e), canon);
  if (p) { p->form = PART_CONDITION; p->expr = e; }
}
static void part_query(Maker *m, const char *name, const Query *q) {
  Text text = diff_show(m->arena, m->rules, q->list), within = q->within ? diff_show(m->arena, m->rules, q->within) : (Text){0}, where = q->where ? diff_show(m->arena, m->rules, q->where) : (Text){0};
  if (q->within) text = text_format(m->arena, "%.*s within %.*s", (int)text.size, text.data, (int)within.size, within.data);
  if (q->where) text = text_format(m->arena, "%.*s where %.*s", (int)text.size, text.data, (int)where.size, where.data);
  part(m, name, text, diff_canon_query(&m->w, q));
}
typedef VEC(char) Chars;
static void chars_put(Arena *arena, Chars *c, Text t) { for (uint32_t i = 0; i < t.size; i++) *VEC_PUSH(arena, c) = t.data[i]; }
static Text join(Arena *arena, const Text *items, uint32_t count, const char *between, bool quoted) {
  Chars all = {0};
  for (uint32_t i = 0; i < count; i++) {
    if (i) chars_put(arena, &all, text_of(between));
    if (quoted) chars_put(arena, &all, TEXT("\""));
    chars_put(arena, &all, items[i]);
    if (quoted) chars_put(arena, &all, TEXT("\""));
  }
  return (Text){all.items, all.count};
}
static void part_rows(Maker *m, const char *name, DiffPartForm form, DiffRow *rows, uint32_t count, const char *one, const char *many) {
  Chars canon = {0};
  for (uint32_t i = 0; i < count && form == PART_ROWS; i++) {
    chars_put(m->arena, &canon, rows[i].canon);
    chars_put(m->arena, &canon, TEXT("\n"));
  }
  *VEC_PUSH(m->arena, &m->item->parts) = (DiffPart){name, form, text_format(m->arena, "%u %s", count, count == 1 ? one : many), {canon.items, canon.count}, NULL, rows, count};
}
static void part_decision(Maker *m, const Decision *d) {
  Text *by = ARENA_MANY(m->arena, Text, d->by.count * 2 + 1);
  DiffRow *rows = ARENA_MANY(m->arena, DiffRow, d->row_count + 1);
  for (uint32_t i = 0; i < d->by.count; i++) {
    by[i] = diff_show(m->arena, m->rules, d->by.items[i]);
    by[d->by.count + i] = diff_canon(&m->w, d->by.items[i]);
  }
  part(m, "by", join(m->arena, by, d->by.count, ", ", false), join(m->arena, by + d->by.count, d->by.count, ",", false));
  for (uint32_t i = 0; i < d->row_count; i++) {
    const Row *row = &d->rows[i];
    rows[i].key = diff_canon_row(&m->w, row);
    Text result = diff_canon(&m->w, row->result);
    rows[i].canon = text_format(m->arena, "%.*s=>%.*s", (int)rows[i].key.size, rows[i].key.data, (int)result.size, result.data);
    rows[i].text = format_row(m->arena, m->rules->sources, row);
  }
  part_rows(m, "rows", PART_ROWS, rows, d->row_count, "row", "rows");
}
static void part_decay(Maker *m, const Decay *d) {
  if (d->kind == DECAY_NONE) return;
  Text share = diff_canon(&m->w, d->share), every = diff_canon(&m->w, d->every), since = diff_canon(&m->w, d->since);
  part(m, "decay", diff_slice(m->arena, m->rules, d->span), text_format(m->arena, "%d %.*s %.*s %.*s", d->kind, (int)share.size, share.data, (int)every.size, every.data, (int)since.size, since.data));
}

// ---- items
static bool is_lead(const Rules *r) { return r->schema != NULL; }
static Maker item(Diff *diff, int side, DiffKind kind, Text name, Span span, uint32_t index) {
  const Rules *r = diff->sides[side].study->rules;
  DiffItem *it = ARENA_NEW(diff->arena, DiffItem);
  uint32_t column;
  *it = (DiffItem){.kind = kind, .name = name, .index = index};
  if (span.file < r->sources->files.count) {
    source_position(r->sources, span, &it->line, &column);
    it->path = r->sources->files.items[span.file]->path;
  }
  *VEC_PUSH(diff->arena, &diff->sides[side].items) = it;
  return (Maker){.w = {.diff = diff, .side = side, .item = it}, .arena = diff->arena, .rules = r, .item = it, .kind = kind};
}
static void settings(Diff *diff, int side, const Rules *r) {
  const Header *h = r->header;
  Maker m = item(diff, side, DIFF_SETTING, h ? h->name : TEXT(""), h ? h->span : (Span){0}, 0);
  if (h) part_quoted(&m, "name", true, h->name);
  if (h) part_quoted(&m, "owner", h->has_owner, h->owner);
  if (h) part_quoted(&m, "version", h->has_version, h->version);
  if (h) part_expr(&m, "review every", h->review_every);
  if (h) part_expr(&m, "review since", h->review_since);
  part_quoted(&m, "timezone", true, r->timezone);
  part_flag(&m, "stages forward only", r->forward_only);
  if (r->hold) part_expr(&m, "hold routes for", r->hold->duration);
  if (r->hold) part_flag(&m, "unless stage changes", r->hold->unless_stage_changes);
}
static Text literal_text(Arena *arena, const Rules *r, const Expr *e) { // by value: --set keeps the place of what it replaces
  if (e->kind == EXPR_NUMBER && e->percent) {
    Text t = api_show_int(e->value * 100, (Type){.kind = TYPE_NUMBER}, arena);
    return text_format(arena, "%.*s%%", (int)t.size, t.data);
  }
  if (e->kind == EXPR_NUMBER) return api_show_int(e->value, (Type){.kind = TYPE_NUMBER}, arena);
  if (e->kind == EXPR_TEXT) return text_format(arena, "\"%.*s\"", (int)e->text.size, e->text.data);
  if (e->kind == EXPR_BOOLEAN) return e->value ? TEXT("true") : TEXT("false");
  if (e->kind == EXPR_DATE || e->kind == EXPR_TIME) return api_show_int(e->value, (Type){.kind = e->kind == EXPR_DATE ? TYPE_DATE : TYPE_TIME}, arena);
  if (e->kind == EXPR_DURATION && !e->months) return api_show_int(e->value, (Type){.kind = TYPE_DURATION}, arena);
  return diff_show(arena, r, e);
}
static void parameters(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->parameters.count; i++) {
    const Parameter *p = r->parameters.items[i];
    Maker m = item(diff, side, DIFF_PARAMETER, p->name.text, p->name.span, i);
    part(&m, "value", literal_text(m.arena, r, p->value), diff_canon(&m.w, p->value));
    part_expr(&m, "range", p->range);
  }
}
static void scores(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->scores.count; i++) {
    const Score *s = r->scores.items[i];
    Maker m = item(diff, side, DIFF_SCORE, s->name.text, s->span, i);
    part_expr(&m, "range", s->range);
    part_flag(&m, "whole", s->whole);
    part_expr(&m, "is", s->derived);
  }
}
static void rules(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->rules.count; i++) {
    const Rule *u = r->rules.items[i];
    Maker m = item(diff, side, DIFF_RULE, u->label, u->label_span, i);
    m.item->score = u->score.text;
    part_text(&m, "score", u->score.text);
    if (u->points) {
      Text points = diff_show(m.arena, r, u->points), canon = diff_canon(&m.w, u->points);
      if (u->points->kind == EXPR_NUMBER) points = text_format(m.arena, "%s%.*s", u->points->value < 0 ? "" : "+", (int)api_show_int(u->points->value, (Type){.kind = TYPE_NUMBER}, m.arena).size, api_show_int(u->points->value, (Type){.kind = TYPE_NUMBER}, m.arena).data);
      else points = text_format(m.arena, "%s%.*s", u->points_negative ? "-" : "+", (int)points.size, points.data);
      part(&m, "points", text_format(m.arena, "%.*s%s", (int)points.size, points.data, u->each ? " each" : ""), text_format(m.arena, "%d%d%.*s", u->points_negative, u->each, (int)canon.size, canon.data));
    }
    part_expr(&m, "per", u->per);
    part_expr(&m, "at most", u->cap);
    part_decay(&m, &u->decay);
    part_quoted(&m, "because", u->has_because, u->because);
    if (u->when) part_condition(&m, "when", u->when);
    if (u->query) part_query(&m, "for", u->query);
    if (u->by) part_decision(&m, u->by);
    part_quoted(&m, "group", u->group != NULL, u->group ? u->group->label : (Text){0});
  }
}
static void groups(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->groups.count; i++) {
    const Group *g = r->groups.items[i];
    Maker m = item(diff, side, DIFF_GROUP, g->label, g->label_span, i);
    m.item->score = r->scores.items[g->score_index]->name.text;
    part_expr(&m, "range", g->range);
    part_decay(&m, &g->decay);
  }
}
static void reasons(Diff *diff, int side, const Rules *r, bool require) {
  for (uint32_t i = 0; i < r->reasons.count; i++) {
    const Reason *u = r->reasons.items[i];
    if (u->require != require) continue;
    Maker m = item(diff, side, require ? DIFF_REQUIREMENT : DIFF_DISQUALIFIER, u->code, u->code_span, i);
    part_quoted(&m, "because", u->has_because, u->because);
    part_condition(&m, require ? "that" : "when", u->when);
  }
}
static void stages(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->stages.count; i++) {
    Maker m = item(diff, side, DIFF_STAGE, r->stages.items[i]->name, r->stages.items[i]->name_span, i);
    part_condition(&m, "when", r->stages.items[i]->when);
  }
}
static void segments(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->segments.count; i++) {
    Maker m = item(diff, side, DIFF_SEGMENT, r->segments.items[i]->name, r->segments.items[i]->name_span, i);
    part_condition(&m, "when", r->segments.items[i]->when);
  }
}
static void channels(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->channels.count; i++) {
    const Channel *c = r->channels.items[i];
    Maker m = item(diff, side, DIFF_CHANNEL, c->name, c->name_span, i);
    part_quoted(&m, "because", c->has_because, c->because);
    part_condition(&m, "when", c->when);
    if (!c->has_hours) continue;
    part_text(&m, "open", text_format(m.arena, "\"%.*s\"..\"%.*s\"", (int)c->open_text.size, c->open_text.data, (int)c->close_text.size, c->close_text.data));
    part_expr(&m, "in zone", c->zone);
  }
}
static void routes(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->routes.count; i++) {
    const Route *u = r->routes.items[i];
    Maker m = item(diff, side, DIFF_ROUTE, u->name, u->name_span, i);
    m.w.target = true;
    part_expr(&m, "to", u->target);
    m.w.target = false;
    Text *shares = ARENA_MANY(m.arena, Text, u->share_count + 1);
    for (uint32_t k = 0; k < u->share_count; k++) {
      Text weight = api_show_int(u->shares[k].weight * 100, (Type){.kind = TYPE_NUMBER}, m.arena);
      shares[k] = text_format(m.arena, "\"%.*s\" %.*s%%", (int)u->shares[k].target.size, u->shares[k].target.data, (int)weight.size, weight.data);
    }
    part_text(&m, "to any of", join(m.arena, shares, u->share_count, ", ", false));
    part_expr(&m, "sla", u->sla);
    part_condition(&m, "when", u->when);
  }
}

// ---- what others use
static void defines(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->defines.count; i++) {
    const Define *d = r->defines.items[i];
    Maker m = item(diff, side, DIFF_DEFINE, d->name.text, d->name.span, i);
    Text *arguments = ARENA_MANY(m.arena, Text, d->argument_count + 1);
    for (uint32_t k = 0; k < d->argument_count; k++) {
      Text type = type_name(m.arena, d->arguments[k].type), name = d->arguments[k].name.text;
      arguments[k] = text_format(m.arena, "%.*s (%.*s)", (int)name.size, name.data, (int)type.size, type.data);
    }
    part_text(&m, "of", join(m.arena, arguments, d->argument_count, ", ", false));
    part_expr(&m, "as", d->body);
    if (d->body && d->type.kind == TYPE_BOOLEAN && !d->function && d->level < LEVEL_ACCOUNT) { m.item->parts.items[m.item->parts.count - 1].form = PART_CONDITION; m.item->parts.items[m.item->parts.count - 1].expr = d->body; }
    if (d->decision) part_decision(&m, d->decision);
  }
}
static void lists(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->lists.count; i++) {
    const List *l = r->lists.items[i];
    Maker m = item(diff, side, DIFF_LIST, l->name.text, l->name.span, i);
    DiffRow *rows = ARENA_MANY(m.arena, DiffRow, l->count + 1);
    for (uint32_t k = 0; k < l->count; k++) {
      Text folded = text_fold(m.arena, l->values[k]);
      rows[k] = (DiffRow){folded, folded, text_format(m.arena, "\"%.*s\"", (int)l->values[k].size, l->values[k].data)};
    }
    part_rows(&m, "values", PART_MEMBERS, rows, l->count, "value", "values");
  }
}
static Text cell_text(Arena *arena, const TableColumn *c, const Cell *cell) {
  if (!cell->present) return TEXT("missing");
  if (type_is_text(c->type) && c->type.kind != TYPE_ONE_OF) return cell->text;
  if (c->type.kind == TYPE_BOOLEAN) return cell->value ? TEXT("true") : TEXT("false");
  return api_show_int(cell->value, c->type, arena);
}
static DiffRow table_row(Arena *arena, const Table *t, uint32_t row) { // CA, SMB => ann
  Text *keys = ARENA_MANY(arena, Text, t->column_count), *rest = ARENA_MANY(arena, Text, t->column_count);
  uint32_t key_count = 0, rest_count = 0;
  for (uint32_t c = 0; c < t->column_count; c++) {
    Text text = cell_text(arena, &t->columns[c], &t->cells[row * t->column_count + c]);
    if (t->columns[c].key) keys[key_count++] = text;
    else rest[rest_count++] = text;
  }
  Text key = join(arena, keys, key_count, ", ", false), values = join(arena, rest, rest_count, ", ", false);
  Text text = text_format(arena, "%.*s => %.*s", (int)key.size, key.data, (int)values.size, values.data ? values.data : "");
  return (DiffRow){text_fold(arena, key), text, text};
}
static void tables(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->tables.count; i++) {
    const Table *t = r->tables.items[i];
    Maker m = item(diff, side, DIFF_TABLE, t->name.text, t->name.span, i);
    Text *columns = ARENA_MANY(m.arena, Text, t->column_count + 1);
    for (uint32_t c = 0; c < t->column_count; c++) {
      Text type = type_name(m.arena, t->columns[c].type), name = t->columns[c].name.text;
      columns[c] = text_format(m.arena, "%.*s (%.*s)%s", (int)name.size, name.data, (int)type.size, type.data, t->columns[c].key ? " key" : "");
    }
    part_text(&m, "columns", join(m.arena, columns, t->column_count, ", ", false));
    DiffRow *rows = ARENA_MANY(m.arena, DiffRow, t->row_count + 1);
    for (uint32_t k = 0; k < t->row_count; k++) rows[k] = table_row(m.arena, t, k);
    part_rows(&m, "rows", PART_MEMBERS, rows, t->row_count, "row", "rows");
  }
}
static void externs(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->externs.count; i++) {
    const Extern *e = r->externs.items[i];
    Maker m = item(diff, side, DIFF_EXTERN, e->name.text, e->name.span, i);
    part_text(&m, "is", diff_slice(m.arena, r, e->span));
  }
}
static void field_options(Maker *m, const Field *f) {
  part_flag(m, "key", f->key);
  part_flag(m, "required", f->required);
  part_expr(m, "default", f->default_value);
  if (f->default_empty) part_text(m, "default", TEXT("empty"));
  part_text(m, "from", join(m->arena, f->from, f->from_count, ", ", true));
  part_text(m, "missing when", join(m->arena, f->missing, f->missing_count, ", ", true));
  part_expr(m, "in", f->range);
  part_text(m, "unit", f->unit.text);
  part_quoted(m, "separated by", f->has_separator, f->separator);
  part_quoted(m, "as", f->has_form, f->form);
  part_text(m, "by", f->by.text);
  part_text(m, "since", f->since.text);
}
static void fields(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->slot_count && is_lead(r); i++) {
    const Slot *s = &r->slots[i];
    if (!s->field) continue;
    Maker m = item(diff, side, DIFF_FIELD, s->path, s->field->name.span, i);
    Text type = type_name(m.arena, s->type), record = s->type.kind == TYPE_RECORD ? s->type.record->name.text : (Text){0};
    part_text(&m, "type", record.size ? record : text_starts(type, TEXT("a ")) ? (Text){type.data + 2, type.size - 2} : text_starts(type, TEXT("an ")) ? (Text){type.data + 3, type.size - 3} : type);
    field_options(&m, s->field);
  }
}
static void tests(Diff *diff, int side, const Rules *r) {
  for (uint32_t i = 0; i < r->tests.count; i++) {
    const Test *t = r->tests.items[i];
    Maker m = item(diff, side, DIFF_TEST, t->name, t->name_span, i);
    Text at = diff_canon(&m.w, t->at), lead = diff_canon(&m.w, t->lead);
    DiffRow *rows = ARENA_MANY(m.arena, DiffRow, t->expect_count + 1);
    for (uint32_t k = 0; k < t->expect_count; k++) {
      Text canon = diff_canon(&m.w, t->expects[k]);
      rows[k] = (DiffRow){canon, canon, diff_show(m.arena, r, t->expects[k])};
    }
    if (t->at) part(&m, "at", diff_show(m.arena, r, t->at), at);
    if (t->lead) part(&m, "lead", diff_show(m.arena, r, t->lead), lead);
    part_rows(&m, "expect", PART_ROWS, rows, t->expect_count, "expectation", "expectations");
  }
}
void diff_items(Diff *diff, int side, DiffKind kind) {
  const Rules *r = diff->sides[side].study->rules;
  switch (kind) {
    case DIFF_SETTING: settings(diff, side, r); return;
    case DIFF_PARAMETER: parameters(diff, side, r); return;
    case DIFF_SCORE: scores(diff, side, r); return;
    case DIFF_RULE: rules(diff, side, r); return;
    case DIFF_GROUP: groups(diff, side, r); return;
    case DIFF_DISQUALIFIER: reasons(diff, side, r, false); return;
    case DIFF_REQUIREMENT: reasons(diff, side, r, true); return;
    case DIFF_STAGE: stages(diff, side, r); return;
    case DIFF_SEGMENT: segments(diff, side, r); return;
    case DIFF_CHANNEL: channels(diff, side, r); return;
    case DIFF_ROUTE: routes(diff, side, r); return;
    case DIFF_DEFINE: defines(diff, side, r); return;
    case DIFF_LIST: lists(diff, side, r); return;
    case DIFF_TABLE: tables(diff, side, r); return;
    case DIFF_EXTERN: externs(diff, side, r); return;
    case DIFF_FIELD: fields(diff, side, r); return;
    case DIFF_TEST: tests(diff, side, r); return;
    default: return;
  }
}
