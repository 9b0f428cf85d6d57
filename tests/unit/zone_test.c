// zone_test.c -- zones against an independent reader's answers, and bytes that are no zone.
#include "base/clock.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

typedef struct {
  Arena arena;
  jmp_buf escape;
} Memory;

static int memory_open(void **state) {
  Memory *m = calloc(1, sizeof *m);
  if (!m) return -1;
  arena_init(&m->arena, allocator_default(), &m->escape);
  *state = m;
  return 0;
}

static int memory_close(void **state) {
  Memory *m = *state;
  arena_free(&m->arena);
  free(m);
  return 0;
}

static Arena *arena_of(void **state) {
  Memory *m = *state;
  if (setjmp(m->escape)) fail_msg("out of memory");
  return &m->arena;
}

// ---- zones of the system

static char file_bytes[1 << 16];

static Text file_read(const char *name) {
  char path[128];
  snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
  FILE *file = fopen(path, "rb");
  if (!file) return (Text){file_bytes, 0};
  size_t size = fread(file_bytes, 1, sizeof file_bytes, file);
  fclose(file);
  return (Text){file_bytes, (uint32_t)size};
}

static const Zone *zone_read(void **state, const char *name) {
  Text bytes = file_read(name);
  if (!bytes.size) skip(); // a machine without tzdata
  const Zone *zone = zone_parse(arena_of(state), bytes);
  assert_non_null(zone);
  return zone;
}

static const char *const names[] = {"America/New_York",  "Europe/Berlin",    "Asia/Kolkata", "Australia/Lord_Howe",
                                    "Africa/Casablanca", "America/St_Johns", "Pacific/Apia", "Europe/Dublin"};

// Zone, second, offset, as Python's zoneinfo gives them: before and after changes, and somewhere in those years.
static const struct { int zone; int64_t second; int32_t offset; } answers[] = {
    {0, -2717650801, -17762}, {0, -2717650800, -18000}, {0, -2571590009, -18000}, {0, -1633280401, -18000},
    {0, -1633280400, -14400}, {0, -1615140001, -14400}, {0, -1615140000, -18000}, {0, -1683906967, -18000},
    {0, -936550801, -18000}, {0, -936550800, -14400}, {0, -923248801, -14400}, {0, -923248800, -18000},
    {0, -840786576, -14400}, {0, 9961199, -18000}, {0, 9961200, -14400}, {0, 25682399, -14400}, {0, 25682400, -18000},
    {0, 174733893, -14400}, {0, 1268549999, -18000}, {0, 1268550000, -14400}, {0, 1289109599, -14400},
    {0, 1289109600, -18000}, {0, 1265544447, -18000}, {0, 1710053999, -18000}, {0, 1710054000, -14400},
    {0, 1730613599, -14400}, {0, 1730613600, -18000}, {0, 1706497758, -18000}, {0, 1772953199, -18000},
    {0, 1772953200, -14400}, {0, 1793512799, -14400}, {0, 1793512800, -18000}, {0, 1794782992, -18000},
    {0, 14742889199, -18000}, {0, 14742889200, -14400}, {0, 14763448799, -14400}, {0, 14763448800, -18000},
    {0, 14755142816, -14400}, {0, 95623397999, -18000}, {0, 95623398000, -14400}, {0, 95643957599, -14400},
    {0, 95643957600, -18000}, {0, 95620742480, -18000}, {0, 253344956399, -18000}, {0, 253344956400, -14400},
    {0, 253365515999, -14400}, {0, 253365516000, -18000}, {0, 253351499283, -14400}, {0, -62135424000, -17762},
    {1, -2422054409, 3208}, {1, -2422054408, 3600}, {1, -2432564469, 3208}, {1, -1693706401, 3600},
    {1, -1693706400, 7200}, {1, -1680483601, 7200}, {1, -1680483600, 3600}, {1, -1696369117, 3600},
    {1, -938905201, 3600}, {1, -938905200, 7200}, {1, -857257201, 7200}, {1, -857257200, 3600}, {1, -702574375, 7200},
    {1, 136213743, 3600}, {1, 1269737999, 3600}, {1, 1269738000, 7200}, {1, 1288486799, 7200}, {1, 1288486800, 3600},
    {1, 1276712151, 7200}, {1, 1711846799, 3600}, {1, 1711846800, 7200}, {1, 1729990799, 7200}, {1, 1729990800, 3600},
    {1, 1705325345, 3600}, {1, 1774745999, 3600}, {1, 1774746000, 7200}, {1, 1792889999, 7200}, {1, 1792890000, 3600},
    {1, 1770109510, 3600}, {1, 14744681999, 3600}, {1, 14744682000, 7200}, {1, 14762825999, 7200},
    {1, 14762826000, 3600}, {1, 14751712334, 7200}, {1, 95625190799, 3600}, {1, 95625190800, 7200},
    {1, 95643334799, 7200}, {1, 95643334800, 3600}, {1, 95631615529, 7200}, {1, 253346749199, 3600},
    {1, 253346749200, 7200}, {1, 253364893199, 7200}, {1, 253364893200, 3600}, {1, 253341572759, 3600},
    {1, -62135424000, 3208}, {2, -2616241436, 19270}, {2, -1691978306, 19800}, {2, -891581401, 19800},
    {2, -891581400, 23400}, {2, -872058601, 23400}, {2, -872058600, 19800}, {2, -798850580, 23400},
    {2, 113956002, 19800}, {2, 1266270838, 19800}, {2, 1731811753, 19800}, {2, 1786199077, 19800},
    {2, 14741315704, 19800}, {2, 95625074656, 19800}, {2, 253360389094, 19800}, {2, -62135424000, 21208},
    {3, -2364114981, 38180}, {3, -2364114980, 36000}, {3, -2408595754, 38180}, {3, -1625905081, 36000},
    {3, -930165233, 36000}, {3, 154914892, 36000}, {3, 1270306799, 39600}, {3, 1270306800, 37800},
    {3, 1286033399, 37800}, {3, 1286033400, 39600}, {3, 1301599019, 39600}, {3, 1712415599, 39600},
    {3, 1712415600, 37800}, {3, 1728142199, 37800}, {3, 1728142200, 39600}, {3, 1717377588, 37800},
    {3, 1775314799, 39600}, {3, 1775314800, 37800}, {3, 1791041399, 37800}, {3, 1791041400, 39600},
    {3, 1768889541, 39600}, {3, 14745250799, 39600}, {3, 14745250800, 37800}, {3, 14760977399, 37800},
    {3, 14760977400, 39600}, {3, 14744579875, 39600}, {3, 95625759599, 39600}, {3, 95625759600, 37800},
    {3, 95641486199, 37800}, {3, 95641486200, 39600}, {3, 95619147055, 39600}, {3, 253347317999, 39600},
    {3, 253347318000, 37800}, {3, 253363044599, 37800}, {3, 253363044600, 39600}, {3, 253357907374, 37800},
    {3, -62135424000, 38180}, {4, -2284559655, -1820}, {4, -1686279179, 0}, {4, -942019201, 0}, {4, -942019200, 3600},
    {4, -761187601, 3600}, {4, -761187600, 0}, {4, -869029799, 3600}, {4, 141263999, 0}, {4, 141264000, 3600},
    {4, 147221999, 3600}, {4, 147222000, 0}, {4, 112511780, 0}, {4, 1272758399, 0}, {4, 1272758400, 3600},
    {4, 1281221999, 3600}, {4, 1281222000, 0}, {4, 1271984794, 0}, {4, 1710035999, 3600}, {4, 1710036000, 0},
    {4, 1713059999, 0}, {4, 1713060000, 3600}, {4, 1722209607, 3600}, {4, -62135424000, -1820},
    {5, -2682207176, -12652}, {5, -1664130549, -12652}, {5, -1664130548, -9052}, {5, -1650137349, -9052},
    {5, -1650137348, -12652}, {5, -1627526862, -9052}, {5, -935267401, -12600}, {5, -935267400, -9000},
    {5, -922570201, -9000}, {5, -922570200, -12600}, {5, -863963741, -9000}, {5, 9955799, -12600},
    {5, 9955800, -9000}, {5, 25676999, -9000}, {5, 25677000, -12600}, {5, 150392917, -9000}, {5, 1268537459, -12600},
    {5, 1268537460, -9000}, {5, 1289097059, -9000}, {5, 1289097060, -12600}, {5, 1317073312, -9000},
    {5, 1710048599, -12600}, {5, 1710048600, -9000}, {5, 1730608199, -9000}, {5, 1730608200, -12600},
    {5, 1726951413, -9000}, {5, 1772947799, -12600}, {5, 1772947800, -9000}, {5, 1793507399, -9000},
    {5, 1793507400, -12600}, {5, 1773289771, -9000}, {5, 14742883799, -12600}, {5, 14742883800, -9000},
    {5, 14763443399, -9000}, {5, 14763443400, -12600}, {5, 14740619575, -12600}, {5, 95623392599, -12600},
    {5, 95623392600, -9000}, {5, 95643952199, -9000}, {5, 95643952200, -12600}, {5, 95637099263, -9000},
    {5, 253344950999, -12600}, {5, 253344951000, -9000}, {5, 253365510599, -9000}, {5, 253365510600, -12600},
    {5, 253358395238, -9000}, {5, -62135424000, -12652}, {6, -2445424385, 45184}, {6, -2445424384, -41216},
    {6, -2402432344, -41216}, {6, -1678937978, -41400}, {6, -846806496, -41400}, {6, 26153821, -39600},
    {6, 1285498799, -39600}, {6, 1285498800, -36000}, {6, 1301752799, -36000}, {6, 1301752800, -39600},
    {6, 1299062508, -36000}, {6, 1727961672, 46800}, {6, 1769332448, 46800}, {6, 14756098657, 46800},
    {6, 95619583883, 46800}, {6, 253359999315, 46800}, {6, -62135424000, 45184}, {7, -2634873157, -1521},
    {7, -1691962480, -1521}, {7, -1691962479, 2079}, {7, -1680471280, 2079}, {7, -1680471279, 0}, {7, -1637525975, 0},
    {7, -942012001, 0}, {7, -942012000, 3600}, {7, -733356001, 3600}, {7, -733356000, 0}, {7, -764127723, 3600},
    {7, 57722399, 3600}, {7, 57722400, 0}, {7, 69818399, 0}, {7, 69818400, 3600}, {7, 142732566, 3600},
    {7, 1269737999, 0}, {7, 1269738000, 3600}, {7, 1288486799, 3600}, {7, 1288486800, 0}, {7, 1290999233, 0},
    {7, 1711846799, 0}, {7, 1711846800, 3600}, {7, 1729990799, 3600}, {7, 1729990800, 0}, {7, 1730146670, 0},
    {7, 1774745999, 0}, {7, 1774746000, 3600}, {7, 1792889999, 3600}, {7, 1792890000, 0}, {7, 1777766629, 3600},
    {7, 14744681999, 0}, {7, 14744682000, 3600}, {7, 14762825999, 3600}, {7, 14762826000, 0}, {7, 14752784606, 3600},
    {7, 95625190799, 0}, {7, 95625190800, 3600}, {7, 95643334799, 3600}, {7, 95643334800, 0}, {7, 95637232195, 3600},
    {7, 253346749199, 0}, {7, 253346749200, 3600}, {7, 253364893199, 3600}, {7, 253364893200, 0},
    {7, 253370214351, 0}, {7, -62135424000, -1521},
};

static void zone_offsets(void **state) {
  const Zone *zones[8];
  for (int i = 0; i < 8; i++) zones[i] = zone_read(state, names[i]);
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
    int32_t offset = zone_offset_at(zones[answers[i].zone], answers[i].second * CLOCK_SECOND);
    if (offset != answers[i].offset)
      fail_msg("%s at %lld: %d, not %d", names[answers[i].zone], (long long)answers[i].second, offset, answers[i].offset);
  }
}

static int64_t at(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute) {
  return clock_days((CivilDate){year, month, day}) * CLOCK_DAY + hour * CLOCK_HOUR + minute * CLOCK_MINUTE;
}

// The rule of the last transition's footer is the same in every cycle of 400 years.
static void zone_repeats(void **state) {
  const Zone *zone = zone_read(state, "America/New_York");
  int64_t cycle = 146097 * CLOCK_DAY;
  for (int64_t t = at(2020, 1, 1, 0, 0); t < at(2023, 1, 1, 0, 0); t += 7 * CLOCK_HOUR)
    for (int64_t k = 1; t + k * cycle <= CLOCK_TIME_MAX; k++) {
      assert_int_equal(zone_offset_at(zone, t), zone_offset_at(zone, t + k * cycle));
      assert_int_equal(zone_to_utc(zone, t), zone_to_utc(zone, t + k * cycle) - k * cycle);
      assert_int_equal(zone_next_change(zone, t), zone_next_change(zone, t + k * cycle) - k * cycle);
    }
}

static void zone_gaps_and_overlaps(void **state) {
  const Zone *york = zone_read(state, "America/New_York");
  assert_int_equal(zone_to_utc(york, at(2026, 3, 8, 2, 0) - 1), at(2026, 3, 8, 7, 0) - 1);
  assert_int_equal(zone_to_utc(york, at(2026, 3, 8, 2, 0)), at(2026, 3, 8, 7, 0)); // skipped: 03:00 EDT
  assert_int_equal(zone_to_utc(york, at(2026, 3, 8, 2, 30)), at(2026, 3, 8, 7, 0));
  assert_int_equal(zone_to_utc(york, at(2026, 3, 8, 3, 0) - 1), at(2026, 3, 8, 7, 0));
  assert_int_equal(zone_to_utc(york, at(2026, 3, 8, 3, 0)), at(2026, 3, 8, 7, 0));
  assert_int_equal(zone_to_utc(york, at(2026, 3, 8, 3, 1)), at(2026, 3, 8, 7, 1));
  assert_int_equal(zone_to_utc(york, at(2026, 11, 1, 1, 0) - 1), at(2026, 11, 1, 5, 0) - 1);
  assert_int_equal(zone_to_utc(york, at(2026, 11, 1, 1, 0)), at(2026, 11, 1, 5, 0)); // twice: the earlier, EDT
  assert_int_equal(zone_to_utc(york, at(2026, 11, 1, 2, 0) - 1), at(2026, 11, 1, 6, 0) - 1);
  assert_int_equal(zone_to_utc(york, at(2026, 11, 1, 2, 0)), at(2026, 11, 1, 7, 0));
  const Zone *apia = zone_read(state, "Pacific/Apia"); // had no 30 December 2011
  assert_int_equal(zone_to_utc(apia, at(2011, 12, 30, 0, 0)), at(2011, 12, 30, 10, 0));
  assert_int_equal(zone_to_utc(apia, at(2011, 12, 30, 23, 59)), at(2011, 12, 30, 10, 0));
  assert_int_equal(zone_to_utc(apia, at(2011, 12, 31, 0, 0)), at(2011, 12, 30, 10, 0));
  const Zone *howe = zone_read(state, "Australia/Lord_Howe"); // moves by half an hour
  assert_int_equal(zone_to_utc(howe, at(2026, 10, 4, 2, 15)), at(2026, 10, 3, 15, 30));
  assert_int_equal(zone_to_utc(howe, at(2026, 4, 5, 1, 45)), at(2026, 4, 4, 14, 45));
  const Zone *dublin = zone_read(state, "Europe/Dublin"); // winter is its exception
  assert_int_equal(zone_to_utc(dublin, at(2026, 3, 29, 1, 30)), at(2026, 3, 29, 1, 0));
  assert_int_equal(zone_to_utc(dublin, at(2026, 10, 25, 1, 30)), at(2026, 10, 25, 0, 30));
}

static void zone_changes(void **state) {
  const Zone *york = zone_read(state, "America/New_York");
  assert_int_equal(zone_next_change(york, at(2026, 1, 1, 0, 0)), at(2026, 3, 8, 7, 0));
  assert_int_equal(zone_next_change(york, at(2026, 3, 8, 7, 0) - 1), at(2026, 3, 8, 7, 0));
  assert_int_equal(zone_next_change(york, at(2026, 3, 8, 7, 0)), at(2026, 11, 1, 6, 0));
  assert_int_equal(zone_next_change(zone_utc(), 0), INT64_MAX);
  assert_int_equal(clock_date_of(york, at(2026, 11, 2, 4, 59)), clock_days((CivilDate){2026, 11, 1}));
  assert_int_equal(clock_date_of(york, at(2026, 11, 2, 5, 0)), clock_days((CivilDate){2026, 11, 2}));
}

static void months_keep_the_local_clock(void **state) {
  const Zone *york = zone_read(state, "America/New_York");
  int64_t out;
  assert_true(clock_months_before(york, at(2026, 7, 1, 13, 0), 6, &out)); // 09:00 EDT, 09:00 EST
  assert_int_equal(out, at(2026, 1, 1, 14, 0));
  assert_true(clock_months_before(york, at(2026, 6, 1, 2, 0), 3, &out)); // 31 May 22:00 there: the last of February
  assert_int_equal(out, at(2026, 3, 1, 3, 0));
  assert_true(clock_months_before(york, at(2026, 4, 8, 6, 30), 1, &out)); // 8 March 02:30 is skipped
  assert_int_equal(out, at(2026, 3, 8, 7, 0));
}

static void openings(void **state) {
  const int64_t hour = CLOCK_HOUR, half = CLOCK_HOUR / 2;
  const Zone *york = zone_read(state, "America/New_York");
  int64_t opens = at(2026, 1, 15, 13, 0), closes = at(2026, 1, 16, 2, 0); // 08:00 to 21:00 EST
  assert_int_equal(clock_next_opening(york, opens - 1, 8 * hour, 21 * hour), opens);
  assert_int_equal(clock_next_opening(york, opens, 8 * hour, 21 * hour), opens);
  assert_int_equal(clock_next_opening(york, closes - 1, 8 * hour, 21 * hour), closes - 1);
  assert_int_equal(clock_next_opening(york, closes, 8 * hour, 21 * hour), opens + CLOCK_DAY);
  // To midnight, and over it.
  assert_int_equal(clock_next_opening(york, at(2026, 1, 16, 5, 0) - 1, 8 * hour, 24 * hour), at(2026, 1, 16, 5, 0) - 1);
  assert_int_equal(clock_next_opening(york, at(2026, 1, 16, 5, 0), 8 * hour, 24 * hour), opens + CLOCK_DAY);
  assert_int_equal(clock_next_opening(york, at(2026, 1, 16, 5, 0), 21 * hour, 6 * hour), at(2026, 1, 16, 5, 0));
  assert_int_equal(clock_next_opening(york, at(2026, 1, 16, 11, 0), 21 * hour, 6 * hour), at(2026, 1, 17, 2, 0));
  // The night of a change: an opening that is skipped, one partly skipped, one that comes twice.
  assert_int_equal(clock_next_opening(york, at(2026, 3, 8, 6, 0), 2 * hour, 2 * hour + half), at(2026, 3, 9, 6, 0));
  assert_int_equal(clock_next_opening(york, at(2026, 3, 8, 6, 0), 2 * hour, 4 * hour), at(2026, 3, 8, 7, 0));
  assert_int_equal(clock_next_opening(york, at(2026, 3, 8, 6, 0), 3 * hour, 4 * hour), at(2026, 3, 8, 7, 0));
  assert_int_equal(clock_next_opening(york, at(2026, 11, 1, 4, 0), hour, hour + half), at(2026, 11, 1, 5, 0));
  assert_int_equal(clock_next_opening(york, at(2026, 11, 1, 5, 30), hour, hour + half), at(2026, 11, 1, 6, 0));
  assert_int_equal(clock_next_opening(york, at(2026, 11, 1, 6, 30), hour, hour + half), at(2026, 11, 2, 6, 0));
  assert_int_equal(clock_next_opening(zone_utc(), -1, 0, hour), 0);
}

static void cells_without_zone(void **state) {
  const Zone *york = zone_read(state, "America/New_York");
  int64_t time, date;
  assert_true(clock_read_time(TEXT("2026-11-01"), york, &time));
  assert_int_equal(time, at(2026, 11, 1, 4, 0));
  assert_true(clock_read_time(TEXT("20261101"), york, &time));
  assert_int_equal(time, at(2026, 11, 1, 4, 0));
  assert_true(clock_read_time(TEXT("2026-03-08 2:30"), york, &time));
  assert_int_equal(time, at(2026, 3, 8, 7, 0));
  assert_true(clock_read_time(TEXT("2026-11-01T01:30:00"), york, &time));
  assert_int_equal(time, at(2026, 11, 1, 5, 30));
  assert_true(clock_read_time(TEXT("2026-11-01T01:30:00 Z"), york, &time));
  assert_int_equal(time, at(2026, 11, 1, 1, 30));
  assert_true(clock_read_form(TEXT("08/03/2026 2:30"), TEXT("%d/%m/%Y %H:%M"), york, &time));
  assert_int_equal(time, at(2026, 3, 8, 7, 0));
  assert_false(clock_read_time(TEXT("9999-12-31T20:00"), york, &time)); // in UTC the year 10000
  assert_true(clock_read_date(TEXT("9999-12-31T20:00"), &date));
  const Zone *berlin = zone_read(state, "Europe/Berlin");
  assert_false(clock_read_time(TEXT("0001-01-01"), berlin, &time)); // in UTC the year 0
  assert_true(clock_read_time(TEXT("0001-01-01T00:53:28"), berlin, &time));
  assert_int_equal(time, CLOCK_TIME_MIN);
}

static void utc_is_plain(void **state) {
  (void)state;
  assert_int_equal(zone_offset_at(zone_utc(), INT64_MIN), 0);
  assert_int_equal(zone_to_utc(zone_utc(), CLOCK_TIME_MAX), CLOCK_TIME_MAX);
}

static void zone_names(void **state) {
  (void)state;
  const char *good[] = {"UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+12", "Etc/GMT-14", "W-SU", "a",
                        "1234567890123456789012345678901234567890123456789012345678901234"};
  const char *bad[] = {"", "/UTC", "UTC/", "a//b", "..", "a/../b", "../UTC", "a.b", "a b", "a\\b", "Europe/Z\303\274rich",
                       "12345678901234567890123456789012345678901234567890123456789012345"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(zone_valid_name(text_of(good[i])));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(zone_valid_name(text_of(bad[i])));
  assert_false(zone_valid_name(TEXT("UTC\0")));
}

// ---- zones made here

typedef struct {
  char bytes[1 << 17];
  uint32_t size;
} Made;

static void put(Made *m, const void *bytes, size_t size) {
  memcpy(m->bytes + m->size, bytes, size);
  m->size += (uint32_t)size;
}

static void put_number(Made *m, int64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; i--) put(m, &(char){(char)(value >> (8 * i))}, 1);
}

static void put_header(Made *m, char version, const uint32_t counts[6]) {
  put(m, "TZif", 4);
  put(m, &version, 1);
  put(m, (const char[15]){0}, 15);
  for (int i = 0; i < 6; i++) put_number(m, counts[i], 4);
}

// A file with `n` transitions a day apart from `first` on, between the types 0 (UTC) and 1 (an hour east), and a footer.
static Text made_zone(char version, uint32_t n, int64_t first, const char *footer) {
  static Made m;
  const uint32_t none[6] = {0, 0, 0, 0, 1, 1}, counts[6] = {0, 0, 0, n, 2, 4};
  m.size = 0;
  if (version) {
    put_header(&m, version, none);
    put(&m, (const char[7]){0}, 7); // one type, one character
  }
  put_header(&m, version, counts);
  for (uint32_t i = 0; i < n; i++) put_number(&m, first + 86400 * (int64_t)i, version ? 8 : 4);
  for (uint32_t i = 0; i < n; i++) put_number(&m, (i + 1) % 2, 1);
  put(&m, "\0\0\0\0\0\0" "\0\0\016\020\1\0" "ABC", 16);
  if (version) put(&m, "\n", 1), put(&m, footer, strlen(footer)), put(&m, "\n", 1);
  return (Text){m.bytes, m.size};
}

static bool footer_sound(void **state, const char *footer) {
  return zone_parse(arena_of(state), made_zone('3', 1, 0, footer)) != NULL;
}

static void versions(void **state) {
  Arena *arena = arena_of(state);
  const Zone *first = zone_parse(arena, made_zone(0, 2, -86400, ""));
  assert_non_null(first);
  assert_int_equal(zone_offset_at(first, -CLOCK_DAY - 1), 0);
  assert_int_equal(zone_offset_at(first, -CLOCK_DAY), 3600);
  assert_int_equal(zone_offset_at(first, -1), 3600);
  assert_int_equal(zone_offset_at(first, 0), 0);
  for (char v = '2'; v <= '4'; v++) assert_non_null(zone_parse(arena, made_zone(v, 2, 0, "ABC0")));
  assert_null(zone_parse(arena, made_zone('1', 2, 0, "ABC0")));
  assert_null(zone_parse(arena, made_zone('5', 2, 0, "ABC0")));
  const Zone *held = zone_parse(arena, made_zone('2', 1, 0, "")); // no footer: the last offset goes on
  assert_int_equal(zone_offset_at(held, CLOCK_TIME_MAX), 3600);
}

static void footers(void **state) {
  const char *good[] = {"ABC0", "<+05>-5", "<-0330>3:30", "ABC-24", "ABC24:59:59", "EST5EDT,M3.2.0,M11.1.0", "EST5EDT4,0,J1",
                        "EST5EDT,J1/167,J365/-167", "EST5EDT,0/0,J365/25", "ABC0DEF,M1.1.0,M12.5.6/24", "ABC0DEF,365,1"};
  const char *bad[] = {"AB0", "ABC", "ABC25", "ABC0:60", "ABC0:0:60", "<+05-5", "<+5>-5", "EST5EDT", "EST5EDT,M3.2.0", "ABC0 ",
                       "EST5EDT,M3.2.0,", "EST5EDT,M0.2.0,M11.1.0", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0",
                       "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,J5", "EST5EDT,J366,J5", "EST5EDT,366,J5",
                       "EST5EDT,1/168,J5", "EST5EDT,1/-168,J5", "EST5EDT,M3.2.0,M11.1.0x", "EST5EDT25,1,5", "ABC0\nABC0",
                       "EST5EDT,0/-167,J365/167", "ABC0DEF,365,0", "5", ":UTC", "ABC1234"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    if (!footer_sound(state, good[i])) fail_msg("refused: %s", good[i]);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    if (footer_sound(state, bad[i])) fail_msg("taken: %s", bad[i]);
}

static void footer_days(void **state) {
  // Without any transition the rule holds for all times. Day 60 is 1 March as J60, in leap years also as day 60.
  const Zone *zone = zone_parse(arena_of(state), made_zone('2', 0, 0, "ABC0DEF,J60/0,300/0"));
  assert_non_null(zone);
  assert_int_equal(zone_next_change(zone, at(2024, 1, 1, 0, 0)), at(2024, 3, 1, 0, 0));
  assert_int_equal(zone_next_change(zone, at(2023, 1, 1, 0, 0)), at(2023, 3, 1, 0, 0));
  assert_int_equal(zone_next_change(zone, at(2024, 6, 1, 0, 0)), at(2024, 10, 26, 23, 0));
  assert_int_equal(zone_next_change(zone, at(2023, 6, 1, 0, 0)), at(2023, 10, 27, 23, 0));
  assert_int_equal(zone_next_change(zone, at(9, 1, 1, 0, 0)), at(9, 3, 1, 0, 0));
  assert_int_equal(zone_next_change(zone, at(9999, 1, 1, 0, 0)), at(9999, 3, 1, 0, 0));
  const Zone *summer = zone_parse(arena_of(state), made_zone('3', 0, 0, "EST5EDT,0/0,J365/25")); // all year
  assert_non_null(summer);
  for (int64_t t = at(2026, 12, 1, 0, 0); t < at(2027, 2, 1, 0, 0); t += CLOCK_HOUR)
    assert_int_equal(zone_offset_at(summer, t), -4 * 3600);
}

static void transitions_far_out(void **state) {
  Arena *arena = arena_of(state);
  const Zone *old = zone_parse(arena, made_zone('2', 3, INT64_MIN, "ABC0DEF,M3.2.0,M11.1.0"));
  assert_non_null(old);
  assert_int_equal(zone_offset_at(old, at(2026, 7, 1, 0, 0)), 3600);
  const Zone *late = zone_parse(arena, made_zone('2', 3, INT64_MAX - 86400 * 3, "ABC-5"));
  assert_non_null(late);
  assert_int_equal(zone_offset_at(late, CLOCK_TIME_MAX), 0);
  assert_non_null(zone_parse(arena, made_zone('2', 4096, 0, "")));
  assert_null(zone_parse(arena, made_zone('2', 4097, 0, "")));
}

static void unsound_bytes(void **state) {
  Arena *arena = arena_of(state);
  Text whole = made_zone('2', 2, 0, "ABC0DEF,M3.2.0,M11.1.0");
  for (uint32_t size = 0; size < whole.size; size++) { // in a block of its own, for the sanitizer
    char *cut = malloc(size + !size);
    assert_non_null(cut);
    memcpy(cut, whole.data, size);
    assert_null(zone_parse(arena, (Text){cut, size}));
    free(cut);
  }
  const struct { uint32_t place; unsigned char byte; } breaks[] = { // the second block starts at 51, its data at 95
      {0, 'X'}, {51, 'X'}, {20, 1}, {40, 255}, {51 + 23, 1}, {51 + 27, 1}, {51 + 31, 1}, {51 + 35, 255}, {51 + 32, 255},
      {51 + 39, 0}, {51 + 43, 0}, {95, 0x40}, {95 + 16, 2}, {95 + 18, 0x7f}, {95 + 22, 2}, {95 + 23, 4}, {95 + 18 + 15, 'C'}};
  for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
    Text t = made_zone('2', 2, 0, "ABC0DEF,M3.2.0,M11.1.0");
    file_bytes[0] = 0;
    memcpy(file_bytes, t.data, t.size);
    file_bytes[breaks[i].place] = (char)breaks[i].byte;
    if (zone_parse(arena, (Text){file_bytes, t.size})) fail_msg("taken: byte %u as %u", breaks[i].place, breaks[i].byte);
  }
  Text leaps = file_read("right/America/New_York"); // counts leap seconds
  if (leaps.size) assert_null(zone_parse(arena, leaps));
}

static uint32_t random_next(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*seed >> 33);
}

// Whatever the bytes, a zone is refused or answers, and its answers fit together.
static void mutated_bytes(void **state) {
  Memory *m = *state;
  uint64_t seed = 1;
  static char original[1 << 13];
  for (int i = 0; i < 8; i++) {
    Text t = i < 6 ? file_read(names[i]) : made_zone('3', 5, -86400, i == 6 ? "ABC0DEF,M3.2.0,M11.1.0" : "ABC-9");
    if (!t.size || t.size > sizeof original) continue;
    memcpy(original, t.data, t.size);
    for (int round = 0; round < 400; round++) {
      uint32_t size = random_next(&seed) % 8 ? t.size : random_next(&seed) % (t.size + 1);
      char *bytes = malloc(size + !size);
      assert_non_null(bytes);
      memcpy(bytes, original, size);
      for (uint32_t k = random_next(&seed) % 4 + 1; size && k > 0; k--) {
        uint32_t near = random_next(&seed) % 2 ? size : size < 100 ? size : 100; // often in the headers
        bytes[random_next(&seed) % near] = (char)random_next(&seed);
      }
      const Zone *zone = zone_parse(arena_of(state), (Text){bytes, size});
      free(bytes);
      for (int q = 0; zone && q < 40; q++) {
        int64_t days = CLOCK_DATE_MIN + (int64_t)random_next(&seed) % (CLOCK_DATE_MAX - CLOCK_DATE_MIN);
        int64_t time = days * CLOCK_DAY + random_next(&seed) * 40LL, local = zone_to_local(zone, time);
        assert_true(zone_to_utc(zone, local) <= time);
        assert_true(zone_next_change(zone, time) > time);
        int64_t opening = clock_next_opening(zone, time, 8 * CLOCK_HOUR, 9 * CLOCK_HOUR);
        assert_true(opening >= time && clock_next_opening(zone, opening, 8 * CLOCK_HOUR, 9 * CLOCK_HOUR) == opening);
      }
      arena_reset(&m->arena);
    }
  }
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, memory_open, memory_close)
  const struct CMUnitTest tests[] = {
      TEST(zone_offsets), TEST(zone_repeats), TEST(zone_gaps_and_overlaps), TEST(zone_changes),
      TEST(months_keep_the_local_clock), TEST(openings), TEST(cells_without_zone), TEST(utc_is_plain), TEST(zone_names),
      TEST(versions), TEST(footers), TEST(footer_days), TEST(transitions_far_out), TEST(unsound_bytes), TEST(mutated_bytes),
  };
  return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
