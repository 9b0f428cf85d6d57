// check_call.c -- what names, members and calls mean.
//
// A name is looked up from the inside out: elements of the queries around it, the parameters of the definition that it
// stands in, the program's values, the names of a decision. The body of a definition sees none of its caller's scopes.
#include "lang/check_parts.h"

static Type typed(TypeKind kind) { return (Type){.kind = kind}; }

// ---- the order of a decision
// False, and reported, when that comes later than where `e` stands.
bool level_read(Checker *c, Context *x, Expr *e, Level level, Text what) {
  if (level > x->level) x->level = (uint8_t)level;
  if (level > x->latest) { x->latest = (uint8_t)level; x->reads = what; }
  if (level < x->limit) return true;
  Diag *d = diag_add(c->diags, ERROR_ORDER, e->span, "%s cannot read %.*s", x->who, SHOW(what));
  diag_label(c->diags, d, "this is known only later");
  diag_help(c->diags, d, "a lead is decided in this order: fields, disqualifiers and requirements, scores, stage, segments, contact, routes");
  return false;
}

// ---- names of scopes
static bool element_name(Checker *c, const Context *x, Expr *e) {
  for (const Frame *f = x->frame; f; f = f->next) {
    bool record = f->element.kind == TYPE_RECORD;
    uint32_t slot = record ? slot_child(c->rules, f->list_slot, e->text) : SLOT_NONE;
    if (record ? slot == SLOT_NONE : !text_is(e->text, "it")) continue;
    e->query = f->query;
    e->ref = record ? REF_ELEMENT : REF_IT;
    e->slot = record ? slot : f->list_slot == SLOT_NONE ? SLOT_NONE : c->rules->slots[f->list_slot].first_child;
    e->type = record ? c->rules->slots[slot].type : f->element;
    return true;
  }
  return false;
}

static bool argument_name(const Context *x, Expr *e) {
  for (uint32_t i = 0; x->define && i < x->define->argument_count; i++) {
    if (!text_equal(x->define->arguments[i].name.text, e->text)) continue;
    e->ref = REF_ARGUMENT;
    e->index = i;
    e->type = x->define->arguments[i].type;
    return true;
  }
  return false;
}

// ---- definitions
NameEntry *define_entry(Checker *c, const Define *d) {
  NameEntry *entry = names_find(d->function ? &c->functions : &c->values, d->name.text);
  return entry && entry->decl == d ? entry : NULL;
}

static void cycle_report(Checker *c, const Define *d, Span span) {
  Text path = {0};
  bool inside = false;
  for (uint32_t i = 0; i < c->active.count; i++) {
    inside |= c->active.items[i]->decl == d;
    if (inside) path = text_format(c->arena, "%.*s`%.*s` needs ", SHOW(path), SHOW(c->active.items[i]->text));
  }
  Diag *diag = diag_add(c->diags, ERROR_CYCLE, span, "a definition cannot need itself: %.*s`%.*s`", SHOW(path), SHOW(d->name.text));
  diag_note(c->diags, diag, d->name.span, "`%.*s` is defined here", SHOW(d->name.text));
}

static void deep_report(Checker *c, const Define *d, Span span) {
  diag_add(c->diags, ERROR_DEPTH, span, "`%.*s`: definitions that use definitions are nested deeper than %d", SHOW(d->name.text), LIMIT_CALL_DEPTH);
}

static void define_body(Checker *c, Define *d, NameEntry *entry) {
  Context x = context_new("a definition", LEVEL_ALL);
  x.define = d;
  if (d->decision) d->type = decision_check(c, &x, d->decision, false);
  else d->type = scalar_check(c, &x, d->body);
  d->level = x.latest;
  d->mentions_disqualified = x.disqualified;
  d->mentions_incomplete = x.incomplete;
  entry->reads = x.reads;
  entry->depth = x.call_depth + 1;
  if (entry->depth <= LIMIT_CALL_DEPTH) return;
  deep_report(c, d, d->name.span);
  entry->depth = 0; // once is enough
  d->type = typed(TYPE_ERROR);
}

void define_check(Checker *c, Define *d) {
  NameEntry *entry = define_entry(c, d), unnamed = {.text = d->name.text, .decl = d}; // a clash has left it without a name
  if (d->mark) return;
  if (!entry) { entry = ARENA_NEW(c->arena, NameEntry); *entry = unnamed; }
  d->mark = 1;
  *VEC_PUSH(c->arena, &c->active) = entry;
  define_body(c, d, entry);
  c->active.count--;
  d->mark = 2;
}

static Type define_use(Checker *c, Context *x, Expr *e, NameEntry *entry) {
  Define *d = entry->decl;
  e->ref = REF_DEFINE;
  e->decl = d;
  if (d->mark == 1) { cycle_report(c, d, e->span); return expr_poison(e); }
  if (d->mark == 0 && c->active.count > LIMIT_CALL_DEPTH) { deep_report(c, d, e->span); d->mark = 2; d->type = typed(TYPE_ERROR); return expr_poison(e); }
  define_check(c, d);
  x->disqualified |= d->mentions_disqualified;
  x->incomplete |= d->mentions_incomplete;
  if (entry->depth > x->call_depth) x->call_depth = entry->depth;
  Text what = d->level == LEVEL_FIELD ? entry->text : text_format(c->arena, "`%.*s`, which reads %.*s", SHOW(entry->text), SHOW(entry->reads));
  if (d->level > LEVEL_FIELD) {
    Text before = x->reads;
    uint8_t latest = x->latest;
    bool fine = level_read(c, x, e, (Level)d->level, what);
    x->reads = d->level > latest ? entry->reads : before;
    if (!fine) return expr_poison(e);
  }
  return d->type;
}

// ---- names of the program
static Type parameter_use(Checker *c, Context *x, Expr *e, Parameter *p) {
  e->ref = REF_PARAMETER;
  e->decl = p;
  if (p->value->kind != EXPR_DURATION || !p->value->months || x->months) return p->value->type;
  diag_add(c->diags, ERROR_DURATION, e->span, "`%.*s` is in months, which have no fixed length: only `within`, `older than` and `ago` take them", SHOW(e->text));
  return expr_poison(e);
}

static Type score_use(Checker *c, Context *x, Expr *e, Score *score) {
  e->ref = REF_SCORE;
  *VEC_PUSH(c->arena, &c->score_uses) = (ScoreUse){e, score};
  bool fine = level_read(c, x, e, LEVEL_SCORE, text_format(c->arena, "the score `%.*s`", SHOW(e->text)));
  return typed(fine ? TYPE_NUMBER : TYPE_ERROR);
}

static Type list_name(Checker *c, Expr *e, List *list) {
  static const Type text = {.kind = TYPE_TEXT};
  (void)c;
  e->ref = REF_LIST;
  e->decl = list;
  return (Type){.kind = TYPE_LIST, .element = &text};
}

static Type value_use(Checker *c, Context *x, Expr *e, NameEntry *entry) {
  switch (entry->kind) {
    case NAME_FIELD: e->ref = REF_SLOT; e->slot = entry->index; return c->rules->slots[entry->index].type;
    case NAME_DEFINE: return define_use(c, x, e, entry);
    case NAME_PARAMETER: return parameter_use(c, x, e, entry->decl);
    case NAME_LIST: return list_name(c, e, entry->decl);
    case NAME_SCORE: return score_use(c, x, e, entry->decl);
    default: break;
  }
  diag_add(c->diags, ERROR_TYPE_MISMATCH, e->span, "`%.*s` is a record, the description of a list's elements, and no value", SHOW(e->text));
  return expr_poison(e);
}

static Type names_type(Checker *c, const Values *values, bool list) {
  Type one = {.kind = TYPE_ONE_OF, .values = values};
  if (!list) return one;
  Type *element = ARENA_NEW(c->arena, Type);
  *element = one;
  return (Type){.kind = TYPE_LIST, .element = element};
}

static bool decision_name(Checker *c, Context *x, Expr *e, Type *type) {
  static const struct { const char *word; RefKind ref; Level level; const char *what; } names[] = {
    {"stage", REF_STAGE, LEVEL_STAGE, "the stage"}, {"segments", REF_SEGMENTS, LEVEL_SEGMENT, "the segments"},
    {"disqualified", REF_DISQUALIFIED, LEVEL_REASON, "`disqualified`"}, {"incomplete", REF_INCOMPLETE, LEVEL_REASON, "`incomplete`"},
    {"reasons", REF_REASONS, LEVEL_REASON, "the reasons"}, {"route", REF_ROUTE, LEVEL_ROUTE, "the route"}, {"target", REF_TARGET, LEVEL_ROUTE, "the target"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!text_is(e->text, names[i].word)) continue;
    e->ref = names[i].ref;
    if (e->ref == REF_DISQUALIFIED) x->disqualified = true;
    if (e->ref == REF_INCOMPLETE) x->incomplete = true;
    *type = typed(TYPE_ERROR);
    if (!level_read(c, x, e, names[i].level, text_of(names[i].what))) return true;
    switch (e->ref) {
      case REF_STAGE: *type = names_type(c, c->stages, false); break;
      case REF_ROUTE: *type = names_type(c, c->routes, false); break;
      case REF_SEGMENTS: *type = names_type(c, c->segments, true); break;
      case REF_REASONS: *type = names_type(c, c->reasons, true); break;
      case REF_TARGET: *type = typed(TYPE_TEXT); break;
      default: *type = typed(TYPE_BOOLEAN); break;
    }
    return true;
  }
  return false;
}

// ---- names that are not there
typedef VEC(Text) Texts;
static void near_names(Checker *c, const Context *x, Texts *near) {
  for (const Frame *f = x->frame; f; f = f->next)
    for (uint32_t i = 0; f->list_slot != SLOT_NONE && i < c->rules->slots[f->list_slot].child_count; i++)
      *VEC_PUSH(c->arena, near) = c->rules->slots[c->rules->slots[f->list_slot].first_child + i].name;
  for (uint32_t i = 0; x->define && i < x->define->argument_count; i++) *VEC_PUSH(c->arena, near) = x->define->arguments[i].name.text;
  for (uint32_t i = 0; i < c->values.all.count; i++)
    if (c->values.all.items[i]->kind != NAME_RECORD) *VEC_PUSH(c->arena, near) = c->values.all.items[i]->text;
  static const char *const words[] = {"stage", "segments", "disqualified", "incomplete", "reasons", "route", "target"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) *VEC_PUSH(c->arena, near) = text_of(words[i]);
}

// Words of spreadsheets and of other languages.
static void foreign_name_help(Checker *c, Diag *d, Text name) {
  static const char *const yes[] = {"yes", "no"}, *const absent[] = {"empty", "blank", "null", "nil", "none", "nothing", "unknown"};
  for (int i = 0; i < 2; i++) if (text_is(name, yes[i])) diag_help(c->diags, d, "write `%s` where a field is yes or no, \"%s\" where it is text", i ? "false" : "true", yes[i]);
  for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
    if (text_is(name, absent[i])) diag_help(c->diags, d, "a value that is not there is missing: write `is missing`, or `is present`; \"%s\" is the text", absent[i]);
}
static Type name_unknown(Checker *c, Context *x, Expr *e) {
  if (c->quiet) return expr_poison(e);
  Texts near = {0};
  if (!c->diags->dropped) near_names(c, x, &near);
  Diag *d;
  if (text_is(e->text, "it")) {
    d = diag_add(c->diags, ERROR_UNKNOWN_NAME, e->span, "`it` is an element of a list of plain values, and no such list is asked here");
    return expr_poison(e);
  }
  NameEntry *function = names_find(&c->functions, e->text);
  d = unknown_report(c, ERROR_UNKNOWN_NAME, e->span, e->text, "field or definition", near.items, near.count);
  if (function || builtin_find(e->text) >= 0) { diag_help(c->diags, d, "`%.*s` takes values: write `%.*s(…)`", SHOW(e->text), SHOW(e->text)); d->fix_known = false; }
  if (!d->help.size) foreign_name_help(c, d, e->text);
  if (!d->help.size) diag_help(c->diags, d, "names are not quoted, values are: write \"%.*s\" if you mean this text", SHOW(e->text));
  return expr_poison(e);
}

Type name_check(Checker *c, Context *x, Expr *e) {
  Type t;
  if (element_name(c, x, e) || argument_name(x, e)) return e->type;
  NameEntry *entry = names_find(&c->values, e->text);
  if (entry) return value_use(c, x, e, entry);
  Score *score = score_named(c, e->text, e->span);
  if (score) return score_use(c, x, e, score);
  if (decision_name(c, x, e, &t)) return t;
  return name_unknown(c, x, e);
}

// The fix of a name within a call or a member takes the place of the name alone.
static void fix_name(Checker *c, Diag *d, const Expr *e, bool last) {
  Text bytes = c->rules->sources->files.items[e->span.file]->bytes;
  uint32_t start = last ? e->span.end - e->text.size : e->span.start;
  bool there = e->span.end - e->span.start >= e->text.size && text_equal((Text){bytes.data + start, e->text.size}, e->text);
  d->fix_known &= there; // not in parentheses or backquotes
  d->fix_elsewhere = true;
  d->fix_span = (Span){e->span.file, start, start + e->text.size};
}

// ---- arguments
static bool count_check(Checker *c, const Expr *e, uint32_t least, uint32_t most) {
  if (e->args.count >= least && e->args.count <= most) return true;
  if (least == most) diag_add(c->diags, ERROR_ARGUMENTS, e->span, "`%.*s` takes %u value%s, not %u", SHOW(e->text), least, least == 1 ? "" : "s", e->args.count);
  else diag_add(c->diags, ERROR_ARGUMENTS, e->span, "`%.*s` takes %u to %u values, not %u", SHOW(e->text), least, most, e->args.count);
  return false;
}

static void argument_check(Checker *c, Context *x, Expr *argument, Text name, Type wants) {
  if (scalar_check(c, x, argument).kind == TYPE_ERROR) return;
  literal_adapt(c, argument, wants, NULL);
  if (type_same(argument->type, wants)) return;
  Text is = type_name(c->arena, argument->type), want = type_name(c->arena, wants);
  diag_add(c->diags, ERROR_TYPE_MISMATCH, argument->span, "`%.*s` takes %.*s, but this is %.*s", SHOW(name), SHOW(want), SHOW(is));
}

static void arguments_check(Checker *c, Context *x, Expr *e, const Argument *arguments, uint32_t count) {
  if (count_check(c, e, count, count))
    for (uint32_t i = 0; i < count; i++) argument_check(c, x, e->args.items[i], arguments[i].name.text, arguments[i].type);
}

// ---- calls
static Type call_unknown(Checker *c, Expr *e) {
  if (c->quiet) return expr_poison(e);
  Texts near = {0};
  for (uint32_t i = 0; i < c->functions.all.count; i++) *VEC_PUSH(c->arena, &near) = c->functions.all.items[i]->text;
#define BUILTIN(id, name, ...) *VEC_PUSH(c->arena, &near) = TEXT(name);
#include "lang/builtins.def"
#undef BUILTIN
  NameEntry *value = names_find(&c->values, e->text);
  Diag *d = unknown_report(c, ERROR_UNKNOWN_FUNCTION, e->span, e->text, "function", near.items, near.count);
  fix_name(c, d, e, false);
  if (!value) return expr_poison(e);
  diag_help(c->diags, d, "`%.*s` is a %s: it stands without parentheses", SHOW(e->text), name_kind_word(value->kind));
  d->fix_known = false;
  return expr_poison(e);
}

static Type points_check(Checker *c, Context *x, Expr *e) {
  if (!x->test) {
    diag_add(c->diags, ERROR_ORDER, e->span, "`points(…)` is for the `expect` of a test: %s cannot read what a rule gave", x->who);
    return expr_poison(e);
  }
  if (!count_check(c, e, 1, 1)) return expr_poison(e);
  Expr *label = e->args.items[0];
  if (label->kind != EXPR_TEXT) { diag_add(c->diags, ERROR_NEEDS_LITERAL, label->span, "`points` takes the label of a rule in quotes"); return expr_poison(e); }
  label->type = typed(TYPE_TEXT);
  NameEntry *entry = names_find(&c->labels, label->text);
  if (entry) { e->ref = REF_POINTS; e->index = ((const Rule *)entry->decl)->index; return typed(TYPE_NUMBER); }
  if (c->quiet) return expr_poison(e);
  Texts near = {0};
  for (uint32_t i = 0; i < c->labels.all.count; i++) *VEC_PUSH(c->arena, &near) = c->labels.all.items[i]->text;
  Diag *d = diag_add(c->diags, ERROR_UNKNOWN_NAME, label->span, "no rule is called \"%.*s\"", SHOW(label->text));
  int32_t nearest = text_nearest(label->text, near.items, near.count);
  if (nearest < 0) return expr_poison(e);
  diag_help(c->diags, d, "did you mean \"%.*s\"?", SHOW(near.items[nearest]));
  d->fix = text_format(c->arena, "\"%.*s\"", SHOW(near.items[nearest]));
  d->fix_known = !memchr(near.items[nearest].data, '"', near.items[nearest].size) && !memchr(near.items[nearest].data, '\\', near.items[nearest].size);
  return expr_poison(e);
}

static Type function_use(Checker *c, Context *x, Expr *e, NameEntry *entry) {
  if (entry->kind == NAME_TABLE) {
    const Table *table = entry->decl;
    Diag *d = diag_add(c->diags, ERROR_UNKNOWN_MEMBER, e->span, "`%.*s` is a table: say which of its columns is meant", SHOW(e->text));
    if (table->column_count) diag_help(c->diags, d, "write `%.*s(…).%.*s`", SHOW(e->text), SHOW(table->columns[table->column_count - 1].name.text));
    return expr_poison(e);
  }
  if (entry->kind == NAME_EXTERN) {
    Extern *f = entry->decl;
    e->ref = REF_EXTERN;
    e->decl = f;
    arguments_check(c, x, e, f->arguments, f->argument_count);
    return f->gives;
  }
  Define *d = entry->decl;
  arguments_check(c, x, e, d->arguments, d->argument_count);
  return define_use(c, x, e, entry);
}

Type call_check(Checker *c, Context *x, Expr *e) {
  int32_t builtin = builtin_find(e->text);
  if (builtin >= 0) {
    static const struct { uint32_t least, most; } counts[] = {
#define BUILTIN(id, name, least, most, ...) {least, most},
#include "lang/builtins.def"
#undef BUILTIN
    };
    e->ref = REF_BUILTIN;
    e->index = (uint32_t)builtin;
    return count_check(c, e, counts[builtin].least, counts[builtin].most) ? builtin_check(c, x, e) : expr_poison(e);
  }
  if (text_is(e->text, "points")) return points_check(c, x, e);
  NameEntry *entry = names_find(&c->functions, e->text);
  return entry ? function_use(c, x, e, entry) : call_unknown(c, e);
}

// ---- members
static Type cell_check(Checker *c, Context *x, Expr *e, Table *table) {
  Expr *call = e->a;
  e->decl = call->decl = table;
  e->ref = call->ref = REF_TABLE_CELL;
  if (count_check(c, call, table->key_count, table->key_count)) {
    for (uint32_t i = 0; i < table->key_count; i++) {
      const TableColumn *key = &table->columns[table->key_columns[i]];
      Expr *argument = call->args.items[i];
      if (scalar_check(c, x, argument).kind == TYPE_ERROR) continue;
      literal_adapt(c, argument, key->type, NULL);
      if (type_same(argument->type, key->type) || (type_dated(argument->type) && type_dated(key->type))) continue;
      Text is = type_name(c->arena, argument->type), want = type_name(c->arena, key->type);
      diag_add(c->diags, ERROR_TYPE_MISMATCH, argument->span, "the key `%.*s` of `%.*s` is %.*s, but this is %.*s", SHOW(key->name.text), SHOW(call->text), SHOW(want), SHOW(is));
    }
  }
  Texts near = {0};
  for (uint32_t i = 0; i < table->column_count; i++) {
    *VEC_PUSH(c->arena, &near) = table->columns[i].name.text;
    if (!text_equal(table->columns[i].name.text, e->text)) continue;
    e->index = call->index = i;
    call->type = table->columns[i].type;
    return table->columns[i].type;
  }
  fix_name(c, unknown_report(c, ERROR_UNKNOWN_MEMBER, e->span, e->text, "column", near.items, near.count), e, true);
  return expr_poison(e);
}

static Type previous_check(Checker *c, Expr *e) {
  Texts near = {0};
  for (int i = 0; i < 4; i++) {
    const Slot *slot = &c->rules->slots[c->rules->previous[i]];
    *VEC_PUSH(c->arena, &near) = slot->name;
    if (!text_equal(slot->name, e->text)) continue;
    e->ref = REF_PREVIOUS;
    e->slot = c->rules->previous[i];
    return slot->type;
  }
  Diag *d = unknown_report(c, ERROR_UNKNOWN_MEMBER, e->span, e->text, "member of `previous`", near.items, near.count);
  fix_name(c, d, e, true);
  if (!d->help.size) diag_help(c->diags, d, "there are previous.stage, previous.route, previous.target and previous.routed_at");
  return expr_poison(e);
}

static Type account_check(Checker *c, Expr *e) {
  if (!c->rules->account) diag_add(c->diags, ERROR_ACCOUNTS, e->span, "`account.%.*s` needs accounts, which are not in this version", SHOW(e->text));
  return expr_poison(e);
}

static bool scope_has(Checker *c, const Context *x, Expr *name) { return element_name(c, x, name) || argument_name(x, name); }

Type member_check(Checker *c, Context *x, Expr *e) {
  if (e->a->kind == EXPR_NAME && !scope_has(c, x, e->a)) {
    if (text_is(e->a->text, "previous")) return previous_check(c, e);
    if (text_is(e->a->text, "account")) return account_check(c, e);
  }
  if (e->a->kind == EXPR_CALL) {
    NameEntry *entry = names_find(&c->functions, e->a->text);
    if (entry && entry->kind == NAME_TABLE) return cell_check(c, x, e, entry->decl);
  }
  Type t = expr_check(c, x, e->a);
  if (t.kind == TYPE_ERROR) return expr_poison(e);
  if (t.kind == TYPE_RECORD && (e->a->ref == REF_SLOT || e->a->ref == REF_ELEMENT)) {
    uint32_t slot = slot_child(c->rules, e->a->slot, e->text);
    if (slot != SLOT_NONE) { e->ref = e->a->ref; e->query = e->a->query; e->slot = slot; return c->rules->slots[slot].type; }
    Texts near = {0};
    for (uint32_t i = 0; t.record && i < t.record->field_count; i++) *VEC_PUSH(c->arena, &near) = t.record->fields[i].name.text;
    fix_name(c, unknown_report(c, ERROR_UNKNOWN_MEMBER, e->span, e->text, "field", near.items, near.count), e, true);
    return expr_poison(e);
  }
  Text source = expr_source(c, e->a), name = type_name(c->arena, t);
  Diag *d = diag_add(c->diags, ERROR_UNKNOWN_MEMBER, e->span, "%.*s is %.*s and has no `.%.*s`", SHOW(source), SHOW(name), SHOW(e->text));
  if (t.kind == TYPE_LIST) diag_help(c->diags, d, "a list has many of them: ask with `count(… where …)` or `max(%.*s of …)`", SHOW(e->text));
  return expr_poison(e);
}
