// emit.c -- the order in which a program comes about: schema, disqualifiers, scores, the decision, then what only a trace asks.
#include "code/emit_parts.h"
#include "base/formats.h"

static const Values *names_values(Emit *e, uint32_t count, Text (*name)(const Rules *, uint32_t)) {
  Values *v = ARENA_NEW(e->arena, Values);
  *v = (Values){ARENA_MANY(e->arena, Text, count + 1), ARENA_MANY(e->arena, Text, count + 1), count};
  for (uint32_t i = 0; i < count; i++) {
    v->items[i] = name(e->rules, i);
    v->folded[i] = text_fold(e->arena, v->items[i]);
  }
  return v;
}
static Text stage_name(const Rules *r, uint32_t i) { return r->stages.items[i]->name; }
static Text route_name(const Rules *r, uint32_t i) { return r->routes.items[i]->name; }

uint32_t emit_table(Emit *e, const Table *t, uint64_t countries) {
  for (uint32_t i = 0; i < e->table_uses.count; i++) if (e->table_uses.items[i].table == t && e->table_uses.items[i].countries == countries) return i;
  uint32_t *order = ARENA_MANY(e->arena, uint32_t, t->column_count), n = 0;
  for (int keys = 1; keys >= 0; keys--)
    for (uint32_t c = 0; c < t->column_count; c++) if (t->columns[c].key == keys) order[n++] = c;
  TableInfo info = {build_string(&e->b, t->name.text), e->b.table_columns.count, t->column_count, t->row_count, e->b.table_cells.count, t->key_count};
  for (uint32_t i = 0; i < n; i++) {
    Type type = t->columns[order[i]].type;
    uint32_t kind = type.kind == TYPE_BOOLEAN ? KIND_TRUTH : type_is_int(type) && !type.values ? KIND_INT : KIND_TEXT;
    *VEC_PUSH(e->arena, &e->b.table_columns) = (TableColumnInfo){build_string(&e->b, t->columns[order[i]].name.text), kind, (uint32_t)type.kind, 0};
  }
  for (uint32_t r = 0; r < t->row_count; r++)
    for (uint32_t i = 0; i < n; i++) {
      const Cell *cell = &t->cells[r * t->column_count + order[i]];
      Type type = t->columns[order[i]].type;
      int64_t value = cell->value;
      if (type_is_text(type) || type.kind == TYPE_SCALE) {
        Text text = cell->text;
        bool country = type.kind == TYPE_COUNTRY || (i < t->key_count && i < 64 && countries >> i & 1);
        if (country && country_code(text)) text = (Text){country_code(text), 2};
        value = build_string(&e->b, t->columns[order[i]].key ? text_fold(e->arena, text) : text);
      }
      *VEC_PUSH(e->arena, &e->b.table_cells) = (TableCell){cell->present ? value : TABLE_ABSENT};
    }
  *VEC_PUSH(e->arena, &e->b.tables) = info;
  *VEC_PUSH(e->arena, &e->table_uses) = (TableUse){t, countries};
  return e->b.tables.count - 1;
}
static void emit_extern_info(Emit *e, const Extern *f) {
  uint32_t *types = ARENA_MANY(e->arena, uint32_t, f->argument_count + 1);
  for (uint32_t i = 0; i < f->argument_count; i++) types[i] = (uint32_t)f->arguments[i].type.kind;
  *VEC_PUSH(e->arena, &e->b.externs) = (ExternInfo){build_string(&e->b, f->name.text), build_string(&e->b, f->library), build_refs(&e->b, types, f->argument_count), f->argument_count, (uint32_t)f->gives.kind, 0};
}
static bool reads_clock(const Builder *b) {
  for (uint32_t i = 0; i < b->constants.count; i++) if (b->constants.items[i].kind != CONST_PLAIN) return true;
  for (uint32_t i = 0; i < b->code.count; i++) {
    Opcode op = (Opcode)b->code.items[i].op;
    if (op == OP_LIVE || op == OP_DECAY || op == OP_DECAY_SUM || op == OP_HOURS || op == OP_DAYS_SINCE_TIME || op == OP_DAYS_SINCE_DATE) return true;
  }
  return false;
}
static void emit_main(Emit *e, uint32_t trace_code) {
  MainInfo m = {.name = e->rules->header ? build_string(&e->b, e->rules->header->name) : NONE, .timezone = build_string(&e->b, e->rules->timezone),
                .now_free = !reads_clock(&e->b), .key_slot = e->rules->key_slot, .disqualified = e->disqualified, .incomplete = e->incomplete,
                .stage = e->stage, .route = e->route, .target = e->target, .kept = e->kept, .trace_code = trace_code,
                .has_channels = e->rules->channels.count > 0, .forward_only = e->rules->forward_only};
  for (int i = 0; i < 4; i++) m.previous[i] = e->rules->previous[i];
  *VEC_PUSH(e->arena, &e->b.main) = m;
}
static uint32_t *none_array(Emit *e, uint32_t count) {
  uint32_t *a = ARENA_MANY(e->arena, uint32_t, count + 1);
  for (uint32_t i = 0; i <= count; i++) a[i] = NONE;
  return a;
}

static void emit_unread(Emit *e) { // definitions that nothing reads
  for (uint32_t i = 0; i < e->rules->defines.count; i++) {
    const Define *d = e->rules->defines.items[i];
    if (!d->function && d->body) emit_operand(e, d->body);
    if (!d->function && d->decision) emit_decision(e, d->decision, d->type);
  }
}

bool program_emit(const Rules *rules, bool tests, Watch *watch, Program *program) {
  Emit *e = ARENA_NEW(rules->arena, Emit);
  *e = (Emit){.arena = rules->arena, .rules = rules, .disqualified = NONE, .incomplete = NONE, .stage = NONE, .route = NONE, .target = NONE, .kept = NONE,
              .segment_list = NONE, .reason_list = NONE, .watch = watch};
  builder_init(&e->b, rules->arena, program);
  e->scores = none_array(e, rules->scores.count);
  e->segments = none_array(e, rules->segments.count);
  e->reasons = none_array(e, rules->reasons.count);
  e->rule_code = ARENA_MANY(e->arena, RuleCode, rules->rules.count + 1);
  e->stage_names = names_values(e, rules->stages.count, stage_name);
  e->route_names = names_values(e, rules->routes.count, route_name);
  for (uint32_t i = 0; i < rules->sources->files.count; i++) {
    const Source *s = rules->sources->files.items[i];
    *VEC_PUSH(e->arena, &e->b.sources) = (SourceInfo){build_string(&e->b, s->path), build_string(&e->b, s->bytes)};
  }
  emit_slots(e);
  for (uint32_t i = 0; tests && i < e->b.slots.count; i++) e->b.slots.items[i].flags &= ~(uint32_t)(SLOT_KEY | SLOT_REQUIRED); // a test's lead needs neither
  for (uint32_t i = 0; i < rules->externs.count; i++) emit_extern_info(e, rules->externs.items[i]);
  emit_reasons(e);
  emit_scores(e);
  emit_decide(e, tests);
  if (rules->diags->items.count) return false; // what follows looks at the same expressions again
  uint32_t trace_code = e->b.code.count;
  emit_rule_traces(e);
  emit_takes(e);
  for (uint32_t i = 0; i < rules->rules.count; i++) emit_needs(e, NEED_RULE, i, e->rule_code[i].unknown);
  if (watch && watch->unread) emit_unread(e);
  emit_main(e, trace_code);
  builder_finish(&e->b);
  if (e->b.too_large) diag_add(rules->diags, ERROR_TOO_LARGE, (Span){0, 0, 0}, "these rules are too large: more than %d values", LIMIT_REGISTERS);
  return rules->diags->items.count == 0;
}
