// verify.c -- the trust boundary: after it the VM, the readers and the tracer index without checks.
//
// One pass over every section: each index in range, each register defined once and before it is read, of the kind and in the
// domain that the opcode's shape (program.h) asks for. A program that passes can compute nonsense, never leave its arrays.
#include "code/shapes.h"

typedef struct Verify { const Program *p; uint8_t *defined; uint32_t *places; uint64_t mentions; const char *why; } Verify; // places: of the places of a PAIRS the domain that they are in

#define REFUSE(v, reason) do { if (!(v)->why) (v)->why = (reason); return; } while (0)
#define NEED(v, condition, reason) do { if (!(condition)) REFUSE(v, reason); } while (0)

static bool run_in(uint32_t first, uint32_t count, uint32_t size) { return first <= size && count <= size - first; }
// Runs may overlap, so the sum of what they hold is bounded too: verifying, and what is built afterwards, takes that long at most.
static bool mention(Verify *v, uint64_t count) { return (v->mentions += count) <= LIMIT_MENTIONS; }
static bool string_ok(const Program *p, uint32_t s) { return s < p->strings_count; }
static bool string_or_none(const Program *p, uint32_t s) { return s == NONE || string_ok(p, s); }
static bool reg_is(const Verify *v, uint32_t r, uint32_t kind) { return r < v->p->registers_count && v->defined[r] && v->p->registers[r].kind == kind; }
static bool reg_in(const Verify *v, uint32_t r, uint32_t kind, uint32_t domain) { return reg_is(v, r, kind) && v->p->registers[r].domain == domain; }
static bool reg_any(const Verify *v, uint32_t r, uint32_t domain) { return r < v->p->registers_count && v->defined[r] && v->p->registers[r].domain == domain; }
static uint32_t kind_of_slot(uint32_t type) {
  switch (type) {
    case TYPE_BOOLEAN: case TYPE_RECORD: return KIND_TRUTH;
    case TYPE_LIST: return KIND_LIST;
    case TYPE_NUMBER: case TYPE_INTEGER: case TYPE_DATE: case TYPE_TIME: case TYPE_DURATION: case TYPE_ONE_OF: case TYPE_SCALE: return KIND_INT;
    default: return KIND_TEXT;
  }
}

// ---- data sections
static void verify_strings(Verify *v) {
  const Program *p = v->p;
  for (uint32_t i = 0; i < p->strings_count; i++) NEED(v, run_in(p->strings[i].at, p->strings[i].size, p->bytes_count), "a string lies outside");
}
static void verify_slot(Verify *v, uint32_t i) {
  const Program *p = v->p;
  const SlotInfo *s = &p->slots[i];
  NEED(v, string_ok(p, s->path) && string_ok(p, s->name) && string_or_none(p, s->separator) && string_or_none(p, s->form) && string_or_none(p, s->default_text), "a field's text lies outside");
  NEED(v, s->type > TYPE_MISSING && s->type < TYPE_KINDS, "a field has no type");
  NEED(v, s->domain < p->domains_count && (s->parent == NONE || s->parent < p->slots_count), "a field lies outside");
  NEED(v, run_in(s->first_child, s->child_count, p->slots_count), "a field's parts lie outside");
  NEED(v, run_in(s->from, s->from_count, p->refs_count) && run_in(s->missing, s->missing_count, p->refs_count), "a field's names lie outside");
  NEED(v, s->value_count <= LIMIT_ENUM_VALUES && run_in(s->values, s->value_count * 2, p->refs_count), "a field's values lie outside");
  NEED(v, mention(v, (uint64_t)s->from_count + s->missing_count + s->value_count * 2u), "too much is named");
  for (uint32_t j = 0; j < s->from_count; j++) NEED(v, string_ok(p, p->refs[s->from + j]), "a field's name lies outside");
  for (uint32_t j = 0; j < s->missing_count; j++) NEED(v, string_ok(p, p->refs[s->missing + j]), "a field's token lies outside");
  for (uint32_t j = 0; j < s->value_count * 2; j++) NEED(v, string_ok(p, p->refs[s->values + j]), "a field's value lies outside");
  bool list = s->type == TYPE_LIST, values = s->type == TYPE_ONE_OF || s->type == TYPE_SCALE;
  NEED(v, values == (s->value_count > 0), "a field's values do not fit its type");
  NEED(v, !values || !(s->flags & SLOT_DEFAULT) || (s->default_int >= 0 && s->default_int < s->value_count), "a default lies outside");
  NEED(v, !(s->flags & SLOT_DEFAULT) || kind_of_slot(s->type) != KIND_TEXT || s->default_text != NONE, "a default has no text");
  NEED(v, !(s->flags & SLOT_SEPARATOR) || s->separator != NONE, "a separator has no text");
  NEED(v, !(s->flags & SLOT_FORM) || s->form != NONE, "a date form has no text");
  NEED(v, list == (s->element_domain != NONE), "a list's domain does not fit");
  NEED(v, !list || (s->element_domain > 0 && s->element_domain < p->domains_count && p->domains[s->element_domain].slot == i && s->child_count > 0), "a list's domain lies outside");
  uint32_t inner = list ? s->element_domain : s->domain;
  if (s->type != TYPE_LIST && s->type != TYPE_RECORD) NEED(v, s->child_count == 0, "a field has parts that it cannot have");
  for (uint32_t j = 0; j < s->child_count; j++) {
    uint32_t c = s->first_child + j;
    NEED(v, c > i && p->slots[c].parent == i && p->slots[c].domain == inner, "a field's parts do not fit");
  }
  if (s->parent == NONE) { NEED(v, s->domain == 0, "a field without an owner must be the lead's"); return; }
  const SlotInfo *owner = &p->slots[s->parent];
  NEED(v, s->parent < i && i >= owner->first_child && i - owner->first_child < owner->child_count, "a field is not its owner's");
}
static void verify_domains(Verify *v) {
  const Program *p = v->p;
  NEED(v, p->domains_count > 0 && p->domains[0].parent == 0 && p->domains[0].slot == NONE, "there is no domain of leads");
  bool synthetic = false;
  for (uint32_t i = 1; i < p->domains_count; i++) {
    const DomainInfo *d = &p->domains[i];
    NEED(v, d->parent < i, "a domain's parent comes after it");
    if (d->slot == NONE) synthetic = true;
    else NEED(v, !synthetic && d->slot < p->slots_count && p->slots[d->slot].type == TYPE_LIST && p->slots[d->slot].element_domain == i && p->slots[d->slot].domain == d->parent, "a domain is not its list's");
    if (d->list != NONE) NEED(v, d->list < p->registers_count && p->registers[d->list].kind == KIND_LIST && p->registers[d->list].domain == d->parent, "a domain's list is none");
  }
}
static void verify_text(Verify *v) {
  const Program *p = v->p;
  for (uint32_t i = 0; i < p->needles_count; i++) NEED(v, p->needles[i].kind < NEEDLE_KINDS && string_ok(p, p->needles[i].string), "a needle lies outside");
  for (uint32_t i = 0; i < p->predicates_count; i++) NEED(v, p->predicates[i].needle_count > 0 && run_in(p->predicates[i].needles, p->predicates[i].needle_count, p->needles_count) && mention(v, p->predicates[i].needle_count), "a predicate lies outside");
  for (uint32_t i = 0; i < p->looks_count; i++) {
    const Look *l = &p->looks[i];
    NEED(v, l->predicate_count > 0 && run_in(l->predicates, l->predicate_count, p->predicates_count) && mention(v, l->predicate_count), "a look lies outside");
    for (uint32_t j = 0; j < l->predicate_count; j++) NEED(v, mention(v, p->predicates[l->predicates + j].needle_count), "too much is named");
  }
}
static void verify_tables(Verify *v) {
  const Program *p = v->p;
  for (uint32_t i = 0; i < p->tables_count; i++) {
    const TableInfo *t = &p->tables[i];
    NEED(v, string_ok(p, t->name) && run_in(t->columns, t->column_count, p->table_columns_count) && t->key_count > 0 && t->key_count <= t->column_count, "a table lies outside");
    NEED(v, (uint64_t)t->rows * t->column_count <= p->table_cells_count && run_in(t->cells, t->rows * t->column_count, p->table_cells_count) && mention(v, (uint64_t)t->rows * t->column_count + t->column_count), "a table's cells lie outside");
    for (uint32_t c = 0; c < t->column_count; c++) {
      const TableColumnInfo *col = &p->table_columns[t->columns + c];
      NEED(v, string_ok(p, col->name) && col->kind < KIND_LIST && col->type < TYPE_KINDS, "a table's column is none");
      for (uint32_t r = 0; col->kind == KIND_TEXT && r < t->rows; r++) {
        int64_t cell = p->table_cells[t->cells + r * t->column_count + c].value;
        NEED(v, cell == TABLE_ABSENT || (cell >= 0 && cell < p->strings_count), "a table's cell lies outside");
      }
    }
  }
}
static void verify_rest(Verify *v) {
  const Program *p = v->p;
  for (uint32_t i = 0; i < p->constants_count; i++) {
    const Constant *c = &p->constants[i];
    NEED(v, c->kind < CONST_KINDS, "a constant of an unknown kind");
    if (c->kind != CONST_PLAIN) NEED(v, c->value > -CLOCK_TIME_MAX && c->value < CLOCK_TIME_MAX && c->delta >= -1 && c->delta <= 1, "a time constant is out of range");
  }
  for (uint32_t i = 0; i < p->decays_count; i++) {
    const DecayInfo *d = &p->decays[i];
    NEED(v, d->kind > DECAY_NONE && d->kind <= DECAY_FADING && d->unit_us > 0 && d->amount > 0 && (d->step == 100 || d->step == DECIMAL_ONE), "a decay is out of range");
    NEED(v, d->points >= -DECIMAL_MAX && d->points <= DECIMAL_MAX && d->share >= 0 && d->share <= DECIMAL_MAX && d->unit_us <= CLOCK_DAY, "a decay is out of range");
    NEED(v, d->kind != DECAY_KEEPING || d->share <= DECIMAL_ONE, "a decay keeps more than all");
  }
  for (uint32_t i = 0; i < p->externs_count; i++) {
    const ExternInfo *x = &p->externs[i];
    NEED(v, string_ok(p, x->name) && string_ok(p, x->library) && x->argument_count <= 255 && run_in(x->arguments, x->argument_count, p->refs_count) && x->gives < TYPE_KINDS, "an extern function lies outside");
    for (uint32_t j = 0; j < x->argument_count; j++) NEED(v, p->refs[x->arguments + j] < TYPE_LIST, "an extern function's argument has no type");
  }
  for (uint32_t i = 0; i < p->sources_count; i++) NEED(v, string_ok(p, p->sources[i].path) && string_ok(p, p->sources[i].bytes), "a source lies outside");
  for (uint32_t i = 0; i < p->lines_count; i++) NEED(v, p->lines[i].instruction <= p->code_count && p->lines[i].file < p->sources_count, "a line lies outside");
}

// ---- code
typedef struct At { Instruction in; uint32_t domain, kind; } At; // of the result

static bool constant_ok(const Program *p, uint32_t c) { return c < p->constants_count; }
static bool args_ok(const Program *p, uint32_t first, uint32_t count) { return run_in(first, count, p->args_count); }

static void need_args(Verify *v, uint32_t first, uint32_t count, uint32_t stride, uint32_t kind, uint32_t domain) {
  NEED(v, count > 0 && count <= v->p->args_count && args_ok(v->p, first, count * stride) && mention(v, count), "arguments lie outside");
  for (uint32_t i = 0; i < count; i++) {
    uint32_t r = v->p->args[first + i * stride];
    NEED(v, kind == OUT_ANY ? reg_any(v, r, domain) : reg_in(v, r, kind, domain), "an argument does not fit");
  }
}
static void need_strings(Verify *v, uint32_t at) {
  NEED(v, args_ok(v->p, at, 1) && args_ok(v->p, at + 1, v->p->args[at]) && mention(v, v->p->args[at]), "names lie outside");
  for (uint32_t i = 0; i < v->p->args[at]; i++) NEED(v, string_ok(v->p, v->p->args[at + 1 + i]), "a name lies outside");
}
static void need_constants(Verify *v, uint32_t at) {
  NEED(v, args_ok(v->p, at, 2) && constant_ok(v->p, v->p->args[at]) && constant_ok(v->p, v->p->args[at + 1]), "a range lies outside");
}
static void verify_choose(Verify *v, At at) {
  const Program *p = v->p;
  NEED(v, reg_in(v, at.in.a, KIND_INT, at.domain) && args_ok(p, at.in.b, 1) && args_ok(p, at.in.b + 1, p->args[at.in.b]) && mention(v, p->args[at.in.b]), "a choice lies outside");
  for (uint32_t i = 0; i < p->args[at.in.b]; i++) {
    uint32_t entry = p->args[at.in.b + 1 + i];
    NEED(v, entry & ENTRY_STRING ? string_ok(p, entry & ~ENTRY_STRING) : reg_in(v, entry, KIND_TEXT, at.domain), "a choice does not fit");
  }
}
static void verify_first(Verify *v, At at) {
  need_args(v, at.in.a, at.in.b, 2, KIND_TRUTH, at.domain);
  for (uint32_t i = 0; !v->why && i < at.in.b; i++) {
    uint32_t c = v->p->args[at.in.a + i * 2 + 1];
    NEED(v, c == NONE || constant_ok(v->p, c), "a row's constant lies outside");
  }
}
static void verify_join(Verify *v, At at) {
  need_args(v, at.in.a, at.in.b, 2, OUT_ANY, at.domain);
  for (uint32_t i = 0; !v->why && i < at.in.b; i++) {
    uint32_t kind = v->p->registers[v->p->args[at.in.a + i * 2]].kind, form = v->p->args[at.in.a + i * 2 + 1];
    uint32_t want = form == FORM_TEXT ? KIND_TEXT : form == FORM_BOOLEAN ? KIND_TRUTH : KIND_INT;
    NEED(v, form < FORM_COUNT && kind == want, "a piece does not fit its form");
  }
}
static void verify_row_of(Verify *v, At at) {
  const Program *p = v->p;
  NEED(v, at.in.b < p->tables_count && args_ok(p, at.in.a, p->tables[at.in.b].key_count) && mention(v, p->tables[at.in.b].key_count), "a table lies outside");
  const TableInfo *t = &p->tables[at.in.b];
  for (uint32_t i = 0; i < t->key_count; i++) NEED(v, reg_in(v, p->args[at.in.a + i], p->table_columns[t->columns + i].kind, at.domain), "a key does not fit");
}
static void verify_cell(Verify *v, At at) {
  const Program *p = v->p;
  NEED(v, reg_in(v, at.in.a, KIND_INT, at.domain) && args_ok(p, at.in.b, 2) && p->args[at.in.b] < p->tables_count && p->args[at.in.b + 1] < p->tables[p->args[at.in.b]].column_count, "a cell lies outside");
  NEED(v, p->table_columns[p->tables[p->args[at.in.b]].columns + p->args[at.in.b + 1]].kind == at.kind, "a cell has another kind");
}
static void verify_look(Verify *v, At at) {
  const Program *p = v->p;
  NEED(v, at.in.b < p->looks_count && at.in.a < p->registers_count && reg_is(v, at.in.a, KIND_TEXT) && args_ok(p, at.in.d, p->looks[at.in.b].predicate_count), "a look lies outside");
  for (uint32_t i = 0; i < p->looks[at.in.b].predicate_count; i++) {
    uint32_t r = p->args[at.in.d + i];
    NEED(v, r < p->registers_count && !v->defined[r] && p->registers[r].kind == KIND_TRUTH && p->registers[r].domain == p->registers[at.in.a].domain, "a look's result does not fit");
    v->defined[r] = 1;
  }
}
static void verify_down(Verify *v, At at, bool a_known, uint32_t a_kind, bool second) {
  const Program *p = v->p;
  NEED(v, at.in.a < p->registers_count && v->defined[at.in.a], "a list's value is not there");
  uint32_t domain = p->registers[at.in.a].domain;
  NEED(v, domain != 0 && p->domains[domain].parent == at.domain, "a list's value is in another domain");
  NEED(v, p->domains[domain].list != NONE && v->defined[p->domains[domain].list], "a domain's list is not there");
  NEED(v, a_known ? p->registers[at.in.a].kind == a_kind : p->registers[at.in.a].kind != KIND_LIST, "a list's value does not fit");
  NEED(v, !second || reg_in(v, at.in.b, KIND_TRUTH, domain), "a mask does not fit");
}
static void verify_list_of(Verify *v, At at) {
  const Program *p = v->p;
  uint32_t d = at.in.d;
  NEED(v, d + 1 < p->registers_count && !v->defined[d + 1] && p->registers[d + 1].kind == KIND_TEXT, "a list of names does not fit");
  uint32_t domain = p->registers[d + 1].domain;
  NEED(v, p->domains[domain].list == d && p->domains[domain].slot == NONE && domain != 0 && at.domain == 0, "a list of names has no domain");
  if (at.in.b) need_args(v, at.in.a, at.in.b, 2, KIND_TRUTH, 0);
  for (uint32_t i = 0; !v->why && i < at.in.b; i++) NEED(v, string_ok(p, p->args[at.in.a + i * 2 + 1]), "a name lies outside");
  v->defined[d + 1] = 1;
}
static bool above(const Program *p, uint32_t domain, uint32_t below) {
  for (uint32_t d = below; d != 0; d = p->domains[d].parent) if (d == domain) return true;
  return domain == 0;
}
// The lists along the way from a domain to one above it have been read.
static bool lists_there(Verify *v, uint32_t domain) {
  for (uint32_t d = domain; d != 0; d = v->p->domains[d].parent) if (!mention(v, 1) || v->p->domains[d].list == NONE || !v->defined[v->p->domains[d].list]) return false;
  return true;
}
static void verify_pairs(Verify *v, At at) {
  const Program *p = v->p;
  uint32_t d = at.in.d;
  NEED(v, at.in.a < p->registers_count && reg_is(v, at.in.a, KIND_LIST) && above(p, p->registers[at.in.a].domain, at.domain) && lists_there(v, at.domain), "pairs do not fit");
  NEED(v, at.in.b < p->domains_count && at.in.b != 0 && p->domains[at.in.b].list == at.in.a, "pairs of no list");
  NEED(v, d + 1 < p->registers_count && !v->defined[d + 1] && p->registers[d + 1].kind == KIND_INT, "pairs have no places");
  uint32_t domain = p->registers[d + 1].domain;
  NEED(v, domain != 0 && p->domains[domain].list == d && p->domains[domain].slot == NONE && p->domains[domain].parent == at.domain, "pairs have no domain");
  v->places[d + 1] = at.in.b;
  v->defined[d + 1] = 1;
}
static void verify_gather(Verify *v, At at) {
  const Program *p = v->p;
  uint32_t list = at.domain ? p->domains[at.domain].list : NONE;
  NEED(v, list != NONE && at.in.b == list + 1 && reg_in(v, at.in.b, KIND_INT, at.domain), "places do not fit");
  NEED(v, v->places[at.in.b] && reg_in(v, at.in.a, at.kind, v->places[at.in.b]) && at.kind != KIND_LIST, "places of another list");
}
static void verify_total(Verify *v, At at) {
  const Program *p = v->p;
  NEED(v, args_ok(p, at.in.b, 2), "a total lies outside");
  uint32_t pairs = p->args[at.in.b], regs = p->args[at.in.b + 1];
  NEED(v, pairs <= p->args_count && regs <= p->args_count && args_ok(p, at.in.a, pairs * 2) && args_ok(p, at.in.a + pairs * 2, regs) && mention(v, (uint64_t)pairs + regs), "a total lies outside");
  for (uint32_t i = 0; i < pairs; i++) NEED(v, reg_in(v, p->args[at.in.a + i * 2], KIND_TRUTH, at.domain) && constant_ok(p, p->args[at.in.a + i * 2 + 1]), "a total does not fit");
  for (uint32_t i = 0; i < regs; i++) NEED(v, reg_in(v, p->args[at.in.a + pairs * 2 + i], KIND_INT, at.domain), "a total does not fit");
}
static void verify_decay(Verify *v, At at, bool sum) {
  const Program *p = v->p;
  NEED(v, at.in.b < p->decays_count, "a decay lies outside");
  if (sum) verify_down(v, at, true, KIND_TRUTH, false);
  else NEED(v, reg_in(v, at.in.a, KIND_INT, at.domain), "points do not fit");
  if (v->why) return;
  NEED(v, reg_in(v, p->decays[at.in.b].since, KIND_INT, sum ? p->registers[at.in.a].domain : at.domain), "a decay's time does not fit");
}
static void verify_hours(Verify *v, At at) {
  const Program *p = v->p;
  need_constants(v, at.in.b);
  if (v->why) return;
  NEED(v, reg_in(v, at.in.a, KIND_TEXT, at.domain), "a zone does not fit");
  const Constant *open = &p->constants[p->args[at.in.b]], *close = &p->constants[p->args[at.in.b + 1]];
  NEED(v, open->kind == CONST_PLAIN && close->kind == CONST_PLAIN && open->value >= 0 && open->value < CLOCK_DAY && close->value >= 0 && close->value <= CLOCK_DAY && open->value != close->value, "opening hours cannot be");
  NEED(v, at.in.d + 1 < p->registers_count && !v->defined[at.in.d + 1] && p->registers[at.in.d + 1].kind == KIND_INT && p->registers[at.in.d + 1].domain == at.domain, "opening hours do not fit");
  v->defined[at.in.d + 1] = 1;
}
static void verify_extern(Verify *v, At at) {
  const Program *p = v->p;
  NEED(v, at.in.b < p->externs_count && args_ok(p, at.in.a, p->externs[at.in.b].argument_count), "an extern function lies outside");
  const ExternInfo *x = &p->externs[at.in.b];
  for (uint32_t i = 0; i < x->argument_count; i++) NEED(v, reg_in(v, p->args[at.in.a + i], kind_of_slot(p->refs[x->arguments + i]), at.domain), "an argument does not fit");
  NEED(v, kind_of_slot(x->gives) == at.kind && at.kind != KIND_LIST, "an extern function gives another kind");
}

static void verify_shape(Verify *v, At at) {
  const Program *p = v->p;
  Instruction in = at.in;
  uint32_t d = at.domain;
  switch (opcode_shapes[in.op]) {
    case SHAPE_SLOT: NEED(v, in.a < p->slots_count && kind_of_slot(p->slots[in.a].type) == at.kind && p->slots[in.a].domain == d, "a field does not fit"); break;
    case SHAPE_SLOT_T: NEED(v, in.a < p->slots_count && p->slots[in.a].domain == d, "a field does not fit"); break;
    case SHAPE_CONST: NEED(v, constant_ok(p, in.a), "a constant lies outside"); break;
    case SHAPE_STRING: NEED(v, string_ok(p, in.a), "a string lies outside"); break;
    case SHAPE_IMM: NEED(v, in.a <= 2, "no such answer"); break;
    case SHAPE_NOTHING: NEED(v, at.kind != KIND_LIST, "a list cannot be nothing"); break;
    case SHAPE_SPREAD: NEED(v, d != 0 && reg_in(v, in.a, at.kind, p->domains[d].parent) && at.kind != KIND_LIST && p->domains[d].list != NONE && v->defined[p->domains[d].list], "a spread does not fit"); break;
    case SHAPE_BIN_T: NEED(v, reg_in(v, in.a, KIND_TRUTH, d) && reg_in(v, in.b, KIND_TRUTH, d), "an operand does not fit"); break;
    case SHAPE_UN_T: NEED(v, reg_in(v, in.a, KIND_TRUTH, d), "an operand does not fit"); break;
    case SHAPE_GUARD: NEED(v, reg_in(v, in.a, KIND_TRUTH, d) && reg_any(v, in.b, d), "an operand does not fit"); break;
    case SHAPE_UN_ANY: NEED(v, reg_any(v, in.a, d), "an operand does not fit"); break;
    case SHAPE_BIN_I: case SHAPE_BIN_N: NEED(v, reg_in(v, in.a, KIND_INT, d) && reg_in(v, in.b, KIND_INT, d), "an operand does not fit"); break;
    case SHAPE_BOUND2: NEED(v, reg_in(v, in.a, KIND_INT, d) && reg_in(v, in.b, KIND_INT, d) && in.aux < BOUND_COUNT, "an operand does not fit"); break;
    case SHAPE_RANGE: case SHAPE_RANGE_I: NEED(v, reg_in(v, in.a, KIND_INT, d), "an operand does not fit"); need_constants(v, in.b); break;
    case SHAPE_UN_N:
      NEED(v, reg_in(v, in.a, KIND_INT, d), "an operand does not fit");
      NEED(v, (in.op != OP_ROUND || in.aux <= 4) && (in.op != OP_STEP || in.aux == 100 || in.aux == 10000), "no such rounding");
      break;
    case SHAPE_ARGS_T: need_args(v, in.a, in.b, 1, KIND_TRUTH, d); break;
    case SHAPE_ARGS_I: need_args(v, in.a, in.b, 1, KIND_INT, d); break;
    case SHAPE_ARGS_ANY: need_args(v, in.a, in.b, 1, at.kind, d); NEED(v, at.kind != KIND_LIST, "a list cannot be chosen"); break;
    case SHAPE_IF:
      NEED(v, args_ok(p, in.a, 3) && reg_in(v, p->args[in.a], KIND_TRUTH, d) && reg_in(v, p->args[in.a + 1], at.kind, d) && reg_in(v, p->args[in.a + 2], at.kind, d) && at.kind != KIND_LIST, "a branch does not fit");
      break;
    case SHAPE_FIRST: verify_first(v, at); break;
    case SHAPE_CHOOSE: verify_choose(v, at); break;
    case SHAPE_LOOK: verify_look(v, at); break;
    case SHAPE_BIN_S: NEED(v, reg_in(v, in.a, KIND_TEXT, d) && reg_in(v, in.b, KIND_TEXT, d) && in.aux <= 3, "an operand does not fit"); break;
    case SHAPE_UN_S: case SHAPE_UN_SI: NEED(v, reg_in(v, in.a, KIND_TEXT, d), "an operand does not fit"); break;
    case SHAPE_SAMPLE: NEED(v, reg_in(v, in.a, KIND_TEXT, d) && string_ok(p, in.b), "an operand does not fit"); break;
    case SHAPE_NAMES: NEED(v, reg_in(v, in.a, KIND_INT, d), "an operand does not fit"); need_strings(v, in.b); break;
    case SHAPE_JOIN: verify_join(v, at); break;
    case SHAPE_ROW_OF: verify_row_of(v, at); break;
    case SHAPE_CELL: verify_cell(v, at); break;
    case SHAPE_LIVE:
      NEED(v, (in.a == NONE || reg_in(v, in.a, KIND_INT, d)) && (in.b == NONE || reg_in(v, in.b, KIND_INT, d)) && in.aux <= 1, "an operand does not fit");
      break;
    case SHAPE_UN_L: NEED(v, reg_in(v, in.a, KIND_LIST, d), "an operand does not fit"); break;
    case SHAPE_DOWN_T: verify_down(v, at, true, KIND_TRUTH, false); break;
    case SHAPE_DOWN_TT: verify_down(v, at, true, KIND_TRUTH, true); break;
    case SHAPE_DOWN_IT: verify_down(v, at, true, KIND_INT, true); break;
    case SHAPE_DOWN_AT: verify_down(v, at, false, 0, true); break;
    case SHAPE_LIST_OF: verify_list_of(v, at); break;
    case SHAPE_PAIRS: verify_pairs(v, at); break;
    case SHAPE_GATHER: verify_gather(v, at); break;
    case SHAPE_POINTS: NEED(v, reg_in(v, in.a, KIND_TRUTH, d) && constant_ok(p, in.b), "an operand does not fit"); break;
    case SHAPE_TIMES: NEED(v, reg_in(v, in.a, KIND_INT, d) && constant_ok(p, in.b), "an operand does not fit"); break;
    case SHAPE_DECAY: verify_decay(v, at, false); break;
    case SHAPE_DECAY_SUM: verify_decay(v, at, true); break;
    case SHAPE_TOTAL: verify_total(v, at); break;
    case SHAPE_HOURS: verify_hours(v, at); break;
    case SHAPE_EXTERN: verify_extern(v, at); break;
  }
}
static void verify_instruction(Verify *v, Instruction in) {
  const Program *p = v->p;
  NEED(v, in.op < OPCODES, "an unknown instruction");
  if (in.op == OP_LOOK) { verify_look(v, (At){in, 0, 0}); return; }
  NEED(v, in.d < p->registers_count && !v->defined[in.d], "a register is set twice, or is none");
  At at = {in, p->registers[in.d].domain, p->registers[in.d].kind};
  uint8_t out = opcode_outs[in.op];
  NEED(v, out >= OUT_ANY || out == at.kind, "a result does not fit");
  verify_shape(v, at);
  if (!v->why) v->defined[in.d] = 1;
}
static void verify_code(Verify *v) {
  const Program *p = v->p;
  for (uint32_t i = 0; i < p->registers_count; i++) NEED(v, p->registers[i].kind < KIND_COUNT && p->registers[i].domain < p->domains_count, "a register is none");
  for (uint32_t i = 0; i < p->code_count && !v->why; i++) verify_instruction(v, p->code[i]);
}

// ---- the decision
static bool truth(const Verify *v, uint32_t r) { return reg_in(v, r, KIND_TRUTH, 0); }
static bool integer(const Verify *v, uint32_t r) { return reg_in(v, r, KIND_INT, 0); }
static bool place_ok(const Program *p, Place at) { return string_ok(p, at.file); }

static void verify_rules(Verify *v) {
  const Program *p = v->p;
  for (uint32_t i = 0; i < p->scores_count; i++) {
    const ScoreInfo *s = &p->scores[i];
    NEED(v, string_ok(p, s->name) && integer(v, s->reg) && (s->raw == NONE || integer(v, s->raw)) && place_ok(p, s->at), "a score lies outside");
    NEED(v, s->raw == NONE || s->has_range, "a score is held by no range");
    NEED(v, !s->has_range || (args_ok(p, s->range, 2) && constant_ok(p, p->args[s->range]) && constant_ok(p, p->args[s->range + 1])), "a score's range lies outside");
  }
  for (uint32_t i = 0; i < p->groups_count; i++) NEED(v, p->groups[i].score < p->scores_count && string_ok(p, p->groups[i].label) && integer(v, p->groups[i].before) && integer(v, p->groups[i].after) && place_ok(p, p->groups[i].at), "a group lies outside");
  for (uint32_t i = 0; i < p->rules_count; i++) {
    const RuleInfo *r = &p->rules[i];
    NEED(v, r->score < p->scores_count && string_ok(p, r->label) && string_or_none(p, r->because) && (r->group == NONE || r->group < p->groups_count) && place_ok(p, r->at), "a rule lies outside");
    NEED(v, truth(v, r->fired) && reg_any(v, r->unknown, 0) && (r->points == NONE || integer(v, r->points)) && (r->uncapped == NONE || integer(v, r->uncapped)) && (r->events == NONE || integer(v, r->events)), "a rule does not fit");
    NEED(v, r->saw == NONE || (run_in(r->saw, r->saw_count, p->refs_count) && mention(v, r->saw_count)), "a rule's fields lie outside");
    for (uint32_t j = 0; r->saw != NONE && j < r->saw_count; j++) NEED(v, p->refs[r->saw + j] < p->slots_count && p->slots[p->refs[r->saw + j]].domain == 0, "a rule's field lies outside");
  }
  for (uint32_t i = 0; i < p->needs_count; i++) {
    const NeedInfo *n = &p->needs[i];
    NEED(v, n->owner <= NEED_RULE && n->index < (n->owner == NEED_RULE ? p->rules_count : p->reasons_count) && n->slot < p->slots_count && truth(v, n->reg), "a need lies outside");
  }
}
static void verify_decision(Verify *v) {
  const Program *p = v->p;
  for (uint32_t i = 0; i < p->reasons_count; i++) NEED(v, string_ok(p, p->reasons[i].code) && string_or_none(p, p->reasons[i].because) && truth(v, p->reasons[i].when) && truth(v, p->reasons[i].hit) && place_ok(p, p->reasons[i].at), "a disqualifier lies outside");
  for (uint32_t i = 0; i < p->stages_count; i++) NEED(v, string_ok(p, p->stages[i].name) && truth(v, p->stages[i].when) && place_ok(p, p->stages[i].at), "a stage lies outside");
  for (uint32_t i = 0; i < p->segments_count; i++) NEED(v, string_ok(p, p->segments[i].name) && truth(v, p->segments[i].when) && place_ok(p, p->segments[i].at), "a segment lies outside");
  for (uint32_t i = 0; i < p->channels_count; i++) {
    const ChannelInfo *c = &p->channels[i];
    NEED(v, string_ok(p, c->name) && string_or_none(p, c->because) && truth(v, c->allowed) && place_ok(p, c->at) && (c->open == NONE || (truth(v, c->open) && integer(v, c->next))), "a channel lies outside");
  }
  for (uint32_t i = 0; i < p->routes_count; i++) {
    const RouteInfo *r = &p->routes[i];
    NEED(v, string_ok(p, r->name) && truth(v, r->when) && truth(v, r->takes) && (r->target_known == NONE || truth(v, r->target_known)) && place_ok(p, r->at), "a route lies outside");
    NEED(v, r->sla_us >= 0 && r->sla_us <= CLOCK_TIME_MAX - CLOCK_TIME_MIN, "an SLA is out of range");
  }
  for (uint32_t i = 0; i < p->expects_count; i++) NEED(v, truth(v, p->expects[i].reg) && run_in(p->expects[i].sides, p->expects[i].side_count, p->sides_count) && string_ok(p, p->expects[i].text) && place_ok(p, p->expects[i].at), "an expectation lies outside");
  for (uint32_t i = 0; i < p->sides_count; i++) NEED(v, reg_any(v, p->sides[i].left, 0) && reg_any(v, p->sides[i].right, 0) && string_ok(p, p->sides[i].text) && p->sides[i].left_type < TYPE_KINDS && p->sides[i].right_type < TYPE_KINDS, "a comparison lies outside");
}
static void verify_main(Verify *v) {
  const Program *p = v->p;
  NEED(v, p->main_count == 1, "there is no head");
  const MainInfo *m = p->main;
  NEED(v, string_or_none(p, m->name) && string_ok(p, m->timezone) && (m->key_slot == NONE || (m->key_slot < p->slots_count && p->slots[m->key_slot].domain == 0)), "the head lies outside");
  NEED(v, truth(v, m->disqualified) && truth(v, m->incomplete) && integer(v, m->stage) && integer(v, m->route) && reg_in(v, m->target, KIND_TEXT, 0) && (m->kept == NONE || truth(v, m->kept)), "the head does not fit");
  NEED(v, m->trace_code <= p->code_count, "the trace's code lies outside");
  static const uint32_t kinds[4] = {KIND_TEXT, KIND_TEXT, KIND_TEXT, KIND_INT};
  for (int i = 0; i < 4; i++) NEED(v, m->previous[i] < p->slots_count && p->slots[m->previous[i]].domain == 0 && kind_of_slot(p->slots[m->previous[i]].type) == kinds[i], "the previous decision does not fit");
}

const char *program_verify(const Program *p, Arena *scratch) {
  Verify v = {.p = p, .defined = arena_alloc(scratch, (size_t)p->registers_count + 1), .places = ARENA_MANY(scratch, uint32_t, p->registers_count + 1u)};
  if (p->registers_count > LIMIT_REGISTERS || p->slots_count > LIMIT_FIELDS * 4u) return "it is beyond the limits of this version";
  static void (*const steps[])(Verify *) = {verify_strings, verify_domains, verify_text, verify_tables, verify_rest, verify_code, verify_rules, verify_decision, verify_main};
  verify_strings(&v);
  for (uint32_t i = 0; i < p->slots_count && !v.why; i++) verify_slot(&v, i);
  for (uint32_t i = 0; i < sizeof steps / sizeof *steps && !v.why; i++) steps[i](&v);
  return v.why;
}
