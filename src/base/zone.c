// zone.c -- time zones: TZif bytes (RFC 9636, versions 1 to 4) as one table of stretches with a constant offset.
//
// The footer's rule is not computed when it is asked: the Gregorian calendar repeats after 400 years (also its weekdays),
// so the rule is written out once for 400 years after the last transition of the file, and later times are moved back by
// whole cycles. Every question is then one binary search. Invariants of a zone:
//   Z1  starts is strictly ascending, starts[0] = INT64_MIN, count >= 1       Z2  neighbours have different offsets
//   Z3  from[i] is the first local reading that no stretch before i shows as its own or as a skipped one; ascending
//   Z4  from cycle_end - CYCLE on the table is the footer's alone, and it goes on for two years after cycle_end
// Files that count leap seconds ("right/...") are refused: their clock is not ours.
#include "base/clock.h"
#include "base/clock_parts.h"

enum {
  TRANSITIONS_MAX = 4096,           // of one file; real ones have at most some 250
  OFFSET_MAX = 26 * 3600,           // RFC 9636 knows offsets from -25 to +26 hours
  RULE_YEARS = 405,                 // 400, two before (a rule's times may be a week off its year), two after
  YEAR_SECONDS_MAX = 366 * 86400,
};
#define CYCLE (146097 * CLOCK_DAY)
#define LOCAL_SLACK (2 * CLOCK_DAY) // more than any offset, so that a moved local reading meets the footer alone
#define SECONDS_MIN (CLOCK_TIME_MIN / CLOCK_SECOND - YEAR_SECONDS_MAX)
#define SECONDS_MAX (CLOCK_TIME_MAX / CLOCK_SECOND + YEAR_SECONDS_MAX)

struct Zone {
  const int64_t *starts, *from;
  const int32_t *offsets;           // seconds east of UTC
  uint32_t count;
  int64_t cycle_end;                // times from here on are moved back by whole cycles
};

// ---- questions

const Zone *zone_utc(void) {
  static const int64_t always[] = {INT64_MIN};
  static const int32_t offsets[] = {0};
  static const Zone utc = {always, always, offsets, 1, INT64_MAX};
  return &utc;
}

static uint32_t last_not_after(const int64_t *starts, uint32_t count, int64_t x) {
  uint32_t base = 0;
  while (count > 1) {
    uint32_t half = count / 2;
    base += starts[base + half] <= x ? half : 0;
    count -= half;
  }
  return base;
}

// How far a time goes back to fall before `end`: 0 or some whole cycles.
static int64_t cycles_behind(int64_t time, int64_t end) {
  return time < end ? 0 : ((time - end) / CYCLE + 1) * CYCLE;
}

int32_t zone_offset_at(const Zone *zone, int64_t time) {
  if (zone->count == 1) return zone->offsets[0];
  time -= cycles_behind(time, zone->cycle_end);
  return zone->offsets[last_not_after(zone->starts, zone->count, time)];
}

int64_t zone_next_change(const Zone *zone, int64_t time) {
  int64_t moved = cycles_behind(time, zone->cycle_end);
  uint32_t next = last_not_after(zone->starts, zone->count, time - moved) + 1;
  return next < zone->count ? zone->starts[next] + moved : INT64_MAX;
}

int64_t zone_to_utc(const Zone *zone, int64_t local) {
  if (zone->count == 1) return local - zone->offsets[0] * CLOCK_SECOND;
  int64_t moved = zone->cycle_end == INT64_MAX ? 0 : cycles_behind(local, zone->cycle_end + LOCAL_SLACK);
  uint32_t i = last_not_after(zone->from, zone->count, local - moved);
  int64_t time = local - moved - zone->offsets[i] * CLOCK_SECOND;
  return (time < zone->starts[i] ? zone->starts[i] : time) + moved; // before its start: in the gap that it ends
}

static bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || clock_is_digit(c) || c == '_' || c == '+' || c == '-';
}

bool zone_valid_name(Text name) {
  if (name.size < 1 || name.size > 64) return false;
  char before = '/';
  for (uint32_t i = 0; i < name.size; i++) {
    char c = name.data[i];
    if (c == '/' ? before == '/' : !is_name_character(c)) return false;
    before = c;
  }
  return before != '/';
}

// ---- the table, while it is made

typedef struct {
  int64_t *starts, *from;
  int32_t *offsets;
  uint32_t count;
} Table;

static Table table_new(Arena *arena, uint32_t room, int32_t first_offset) {
  Table t = {ARENA_MANY(arena, int64_t, room), ARENA_MANY(arena, int64_t, room), ARENA_MANY(arena, int32_t, room), 1};
  t.starts[0] = INT64_MIN;
  t.offsets[0] = first_offset;
  return t;
}

// From `seconds` on (not before what was added before) the offset is `offset`. Far outside our years only the order counts.
static void table_add(Table *t, int64_t seconds, int32_t offset) {
  if (seconds > SECONDS_MAX) return;
  int64_t start = seconds < SECONDS_MIN ? INT64_MIN : seconds * CLOCK_SECOND;
  if (start == t->starts[t->count - 1]) {
    if (t->count > 1) t->count--;
    else t->offsets[0] = offset;
  }
  if (offset == t->offsets[t->count - 1]) return;
  t->starts[t->count] = start;
  t->offsets[t->count++] = offset;
}

static const Zone *table_finish(Arena *arena, const Table *t, int64_t cycle_end) {
  t->from[0] = INT64_MIN;
  for (uint32_t i = 1; i < t->count; i++) {
    int64_t from = t->starts[i] + t->offsets[i - 1] * CLOCK_SECOND;
    t->from[i] = from > t->from[i - 1] ? from : t->from[i - 1];
  }
  Zone *zone = ARENA_NEW(arena, Zone);
  *zone = (Zone){t->starts, t->from, t->offsets, t->count, cycle_end};
  return zone;
}

// ---- the footer: a POSIX TZ string such as "CET-1CEST,M3.5.0,M10.5.0/3"

typedef struct {
  char kind;                        // 'M' month.week.weekday, 'J' day 1 to 365 without 29 February, 'N' day 0 to 365
  int32_t month, week, day;
  int32_t time;                     // seconds after local midnight, of the clock before the change
} RuleDay;

typedef struct {
  int32_t standard, summer;         // offsets; "summer" is what the file says, in Dublin it is winter
  bool changes;
  RuleDay start, end;               // of summer
} Rule;

static bool take(const char **at, const char *end, char c) {
  if (*at == end || **at != c) return false;
  ++*at;
  return true;
}

static bool read_number(const char **at, const char *end, int32_t least, int32_t most, int32_t *value) {
  return clock_digits(at, end, 1, 3, value) && *value >= least && *value <= most;
}

static bool skip_name(const char **at, const char *end) {
  bool quoted = take(at, end, '<');
  const char *start = *at;
  while (*at < end && is_name_character(**at) && **at != '_' &&
         (quoted || !(clock_is_digit(**at) || **at == '+' || **at == '-')))
    ++*at;
  return *at - start >= 3 && (!quoted || take(at, end, '>'));
}

// Reads "[+-]h[:m[:s]]" as seconds.
static bool read_span(const char **at, const char *end, int32_t hours_most, int32_t *seconds) {
  bool minus = take(at, end, '-');
  if (!minus) take(at, end, '+');
  int32_t hours, minutes = 0, rest = 0;
  if (!read_number(at, end, 0, hours_most, &hours)) return false;
  if (take(at, end, ':')) {
    if (!read_number(at, end, 0, 59, &minutes)) return false;
    if (take(at, end, ':') && !read_number(at, end, 0, 59, &rest)) return false;
  }
  *seconds = (hours * 3600 + minutes * 60 + rest) * (minus ? -1 : 1);
  return true;
}

static bool read_rule_day(const char **at, const char *end, RuleDay *d) {
  d->kind = take(at, end, 'M') ? 'M' : take(at, end, 'J') ? 'J' : 'N';
  bool good = d->kind == 'J'   ? read_number(at, end, 1, 365, &d->day)
              : d->kind == 'N' ? read_number(at, end, 0, 365, &d->day)
                               : read_number(at, end, 1, 12, &d->month) && take(at, end, '.') &&
                                     read_number(at, end, 1, 5, &d->week) && take(at, end, '.') &&
                                     read_number(at, end, 0, 6, &d->day);
  if (!good) return false;
  d->time = 2 * 3600;
  return !take(at, end, '/') || read_span(at, end, 167, &d->time);
}

static bool read_rule(Text text, Rule *rule) {
  const char *at = text.data, *end = text.data + text.size;
  int32_t west;
  if (!skip_name(&at, end) || !read_span(&at, end, 24, &west)) return false;
  rule->standard = -west;
  rule->changes = at < end;
  if (!rule->changes) return true;
  rule->summer = rule->standard + 3600;
  if (!skip_name(&at, end)) return false;
  if (at < end && *at != ',') {
    if (!read_span(&at, end, 24, &west)) return false;
    rule->summer = -west;
  }
  return take(&at, end, ',') && read_rule_day(&at, end, &rule->start) && take(&at, end, ',') &&
         read_rule_day(&at, end, &rule->end) && at == end;
}

static int64_t rule_instant(const RuleDay *d, int32_t year, int32_t offset_before) {
  int64_t day;
  if (d->kind == 'M') {
    int64_t first = clock_days((CivilDate){year, d->month, 1});
    int32_t weekday = (clock_weekday(first) + 1) % 7; // 0 Sunday
    int32_t after = (d->day - weekday + 7) % 7 + 7 * (d->week - 1);
    day = first + after - (after >= clock_month_days(year, d->month) ? 7 : 0);
  } else {
    day = clock_days((CivilDate){year, 1, 1}) + d->day;
    if (d->kind == 'J') day -= d->day < 60 || !clock_is_leap(year);
  }
  return day * 86400 + d->time - offset_before;
}

// Adds what the rule does from `begin` on. False when its changes do not follow each other from year to year.
static bool table_add_rule(Table *t, const Rule *rule, int64_t begin) {
  if (!rule->changes) return table_add(t, begin, rule->standard), true;
  int32_t year = clock_civil(clock_floor_divide(begin, 86400)).year - 2;
  int64_t before = INT64_MIN;
  for (int32_t last = year + RULE_YEARS; year < last; year++) {
    int64_t start = rule_instant(&rule->start, year, rule->standard), stop = rule_instant(&rule->end, year, rule->summer);
    int64_t at[2] = {start < stop ? start : stop, start < stop ? stop : start};
    int32_t offset[2] = {start < stop ? rule->summer : rule->standard, start < stop ? rule->standard : rule->summer};
    if (at[0] < before) return false;
    before = at[1];
    for (int i = 0; i < 2; i++) table_add(t, at[i] > begin ? at[i] : begin, offset[i]);
  }
  return true;
}

// ---- TZif

typedef struct { uint32_t utc_flags, std_flags, leaps, transitions, types, characters; } Counts;

typedef struct {
  Counts n;
  const uint8_t *times, *indices, *types, *names;
  uint32_t time_bytes;              // 4 in the first block, 8 in the second
  uint8_t version;                  // 0, '2', '3' or '4'
} Block;

static uint32_t big32(const uint8_t *p) {
  return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t time_at(const Block *b, uint32_t i) {
  const uint8_t *p = b->times + (size_t)i * b->time_bytes;
  if (b->time_bytes == 4) return (int32_t)big32(p);
  return (int64_t)((uint64_t)big32(p) << 32 | big32(p + 4));
}

static int32_t type_offset(const Block *b, uint32_t type) { return (int32_t)big32(b->types + 6 * (size_t)type); }

// Takes a header and its data off the front of `t`.
static bool read_block(Text *t, uint32_t time_bytes, Block *b) {
  const uint8_t *p = (const uint8_t *)t->data;
  if (t->size < 44 || memcmp(p, "TZif", 4) != 0) return false;
  b->n = (Counts){big32(p + 20), big32(p + 24), big32(p + 28), big32(p + 32), big32(p + 36), big32(p + 40)};
  b->time_bytes = time_bytes;
  b->version = p[4];
  uint64_t size = 44 + (uint64_t)b->n.transitions * (time_bytes + 1) + (uint64_t)b->n.types * 6 + b->n.characters +
                  (uint64_t)b->n.leaps * (time_bytes + 4) + b->n.std_flags + b->n.utc_flags;
  if (size > t->size) return false;
  b->times = p + 44;
  b->indices = b->times + (size_t)b->n.transitions * time_bytes;
  b->types = b->indices + b->n.transitions;
  b->names = b->types + (size_t)b->n.types * 6;
  t->data += size;
  t->size -= (uint32_t)size;
  return true;
}

static bool check_types(const Block *b) {
  const Counts *n = &b->n;
  if (n->types < 1 || n->types > 256 || n->characters < 1 || n->leaps > 0) return false;
  if ((n->std_flags && n->std_flags != n->types) || (n->utc_flags && n->utc_flags != n->types)) return false;
  for (uint32_t i = 0; i < n->types; i++) {
    int32_t offset = type_offset(b, i);
    if (offset < -OFFSET_MAX || offset > OFFSET_MAX || b->types[6 * i + 4] > 1 || b->types[6 * i + 5] >= n->characters)
      return false;
  }
  return b->names[n->characters - 1] == 0;
}

static bool check_transitions(const Block *b) {
  if (b->n.transitions > TRANSITIONS_MAX) return false;
  for (uint32_t i = 0; i < b->n.transitions; i++)
    if (b->indices[i] >= b->n.types || (i && time_at(b, i) <= time_at(b, i - 1))) return false;
  return true;
}

static bool read_footer(Text rest, bool *present, Rule *rule) {
  if (rest.size < 2 || rest.data[0] != '\n' || rest.data[rest.size - 1] != '\n') return false;
  *present = rest.size > 2;
  return !*present || read_rule((Text){rest.data + 1, rest.size - 2}, rule);
}

const Zone *zone_parse(Arena *arena, Text tzif) {
  Block block;
  Rule rule = {0};
  bool ruled = false;
  if (!read_block(&tzif, 4, &block)) return NULL;
  if (block.version != 0 && (block.version < '2' || block.version > '4')) return NULL;
  if (block.version && (!read_block(&tzif, 8, &block) || !read_footer(tzif, &ruled, &rule))) return NULL;
  if (!check_types(&block) || !check_transitions(&block)) return NULL;

  uint32_t transitions = block.n.transitions;
  Table table = table_new(arena, transitions + 2 + (rule.changes ? 2 * RULE_YEARS : 0), type_offset(&block, 0));
  for (uint32_t i = 0; i < transitions; i++)
    table_add(&table, time_at(&block, i), type_offset(&block, block.indices[i]));
  int64_t begin = transitions ? time_at(&block, transitions - 1) : SECONDS_MIN - 1;
  if (begin < SECONDS_MIN) begin = SECONDS_MIN - 1;
  if (!ruled || begin > SECONDS_MAX) return table_finish(arena, &table, INT64_MAX);
  if (!table_add_rule(&table, &rule, begin)) return NULL;
  return table_finish(arena, &table, rule.changes ? begin * CLOCK_SECOND + CYCLE : INT64_MAX);
}
