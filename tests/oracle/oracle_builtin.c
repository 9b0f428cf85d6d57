// oracle_builtin.c -- the functions of the language (language.md, section 5).
#include "oracle.h"
#include "base/formats.h"
#include "base/sample.h"
#include <utf8proc.h>

static bool known(OracleValue v) { return v.state == ORACLE_PRESENT; }
static OracleValue text_if_any(Text t) { return t.size ? oracle_text(t) : oracle_unknown(); }
static int64_t floor_of(int64_t a, int64_t b) { return a / b - (a % b < 0); }
static int64_t hour_of(int64_t local) { return (local - floor_of(local, CLOCK_DAY) * CLOCK_DAY) / CLOCK_HOUR; }

static Text lower(Arena *arena, Text t) {
  char *out = arena_alloc(arena, (size_t)t.size * 4 + 4);
  uint32_t size = 0;
  for (const char *at = t.data, *end = t.data + t.size; at < end;) size += text_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)text_decode(&at, end)), out + size);
  return (Text){out, size};
}

// As join shows it: a number as a decision does, a date or time in ISO form.
static Text shown(const OracleEnv *x, Type type, OracleValue v) {
  char *out = arena_alloc(x->of->arena, CLOCK_TEXT_BYTES);
  if (type_is_number(type)) return (Text){out, decimal_format(v.number, out)};
  if (type.kind == TYPE_DATE) return (Text){out, clock_format_date(v.number, out)};
  if (type.kind == TYPE_TIME) return (Text){out, clock_format_time(v.number, out)};
  return v.text;
}

static OracleValue join(const OracleEnv *x, const Expr *e) {
  Text all = {0};
  for (uint32_t i = 0; i < e->args.count; i++) {
    OracleValue v = oracle_eval(x, e->args.items[i]);
    if (!known(v)) return oracle_unknown();
    Text t = shown(x, e->args.items[i]->type, v);
    char *bytes = arena_alloc(x->of->arena, (size_t)all.size + t.size + 1);
    if (all.size) memcpy(bytes, all.data, all.size);
    if (t.size) memcpy(bytes + all.size, t.data, t.size);
    all = (Text){bytes, all.size + t.size};
  }
  return text_if_any(all);
}

// least, greatest, first_present: the unknown are left out.
static OracleValue choose(const OracleEnv *x, const Expr *e) {
  OracleValue best = oracle_unknown();
  for (uint32_t i = 0; i < e->args.count; i++) {
    OracleValue v = oracle_eval(x, e->args.items[i]);
    if (!known(v)) continue;
    bool better = e->index == BUILTIN_LEAST ? v.number < best.number : e->index == BUILTIN_GREATEST && v.number > best.number;
    if (!known(best) || better) best = v;
  }
  return best;
}

static OracleValue round_to(const OracleEnv *x, const Expr *e, OracleValue a) {
  int places = 0;
  if (e->args.count > 1) places = (int)(oracle_eval(x, e->args.items[1]).number / DECIMAL_ONE);
  return oracle_number(decimal_round(a.number, places));
}

static OracleValue date_of(const Oracle *o, int64_t time) { // unknown outside of the years 1 to 9999
  int64_t day = clock_date_of(o->rules->zone, time);
  return day >= CLOCK_DATE_MIN && day <= CLOCK_DATE_MAX ? oracle_number(day) : oracle_unknown();
}

static int64_t day_of(const Oracle *o, Type type, int64_t value) { return type.kind == TYPE_DATE ? value : clock_date_of(o->rules->zone, value); }

static OracleValue weekday(int64_t day) {
  static const char *const names[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  return oracle_text(text_of(names[clock_weekday(day)]));
}

static OracleValue days_since(const Oracle *o, Type type, int64_t value) {
  int64_t days = type.kind == TYPE_DATE ? o->today - value : floor_of(o->now - value, CLOCK_DAY);
  return oracle_number(days * DECIMAL_ONE);
}

static OracleValue normal_mail(const OracleEnv *x, Text t) {
  char *out = arena_alloc(x->of->arena, (size_t)t.size + 1);
  return text_if_any((Text){out, normal_email(t, out)});
}

static OracleValue sample(const OracleEnv *x, const Expr *e) {
  OracleValue name = oracle_eval(x, e->args.items[0]), key = oracle_eval(x, e->args.items[1]);
  if (!known(key)) return oracle_unknown();
  return oracle_number(sample_value(name.text, shown(x, e->args.items[1]->type, key)));
}

OracleValue oracle_builtin(const OracleEnv *x, const Expr *e) {
  const Oracle *o = x->of->oracle;
  if (e->index == BUILTIN_JOIN) return join(x, e);
  if (e->index == BUILTIN_LEAST || e->index == BUILTIN_GREATEST || e->index == BUILTIN_FIRST_PRESENT) return choose(x, e);
  if (e->index == BUILTIN_SAMPLE) return sample(x, e);
  Type type = e->args.items[0]->type;
  OracleValue a = oracle_eval(x, e->args.items[0]);
  if (!known(a)) return oracle_unknown();
  switch ((BuiltinId)e->index) {
    case BUILTIN_DOMAIN: return text_if_any(domain_in(a.text));
    case BUILTIN_LOCAL_PART: return text_if_any(local_part_of(a.text));
    case BUILTIN_DAYS_SINCE: return days_since(o, type, a.number);
    case BUILTIN_LOWER: return text_if_any(lower(x->of->arena, a.text));
    case BUILTIN_LENGTH: return oracle_number((type.kind == TYPE_LIST ? (int64_t)a.count : (int64_t)text_length(a.text)) * DECIMAL_ONE);
    case BUILTIN_ROUND: return round_to(x, e, a);
    case BUILTIN_FLOOR: return oracle_number(decimal_floor(a.number));
    case BUILTIN_CEILING: return oracle_number(decimal_ceiling(a.number));
    case BUILTIN_ABS: return oracle_number(a.number < 0 ? -a.number : a.number);
    case BUILTIN_LEVEL: return oracle_number(a.number * DECIMAL_ONE);
    case BUILTIN_DATE: return date_of(o, a.number);
    case BUILTIN_HOUR: return oracle_number(hour_of(zone_to_local(o->rules->zone, a.number)) * DECIMAL_ONE);
    case BUILTIN_WEEKDAY: return weekday(day_of(o, type, a.number));
    case BUILTIN_NORMAL_COMPANY: return text_if_any(normal_company(x->of->arena, a.text));
    case BUILTIN_NORMAL_EMAIL: return normal_mail(x, a.text);
    case BUILTIN_JOIN: case BUILTIN_LEAST: case BUILTIN_GREATEST: case BUILTIN_FIRST_PRESENT: case BUILTIN_SAMPLE: case BUILTIN_COUNT: break;
  }
  return oracle_unknown();
}
