// country_test.c -- codes and names of countries; the order that bisection relies on.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/formats.h"

static void expect_country(const char *text, const char *wanted) {
  Text t = text_of(text);
  char *copy = malloc(t.size ? t.size : 1); // of exactly its size, for the sanitizers
  memcpy(copy, text, t.size);
  const char *code = country_code((Text){copy, t.size});
  free(copy);
  bool right = wanted ? code && memcmp(code, wanted, 2) == 0 : !code;
  if (!right) fail_msg("\"%s\" gives %.2s", text, code ? code : "--");
}

static void codes(void **state) {
  (void)state;
  uint32_t count = 0;
#define COUNTRY_NAME(name, a, b)
#define COUNTRY(a, b, x, y, z) expect_country(#a #b, #a #b), expect_country(#x #y #z, #a #b), count++;
#include "base/countries.def"
#undef COUNTRY
#undef COUNTRY_NAME
  assert_int_equal(count, 249 + 1);
  expect_country("us", "US");
  expect_country("Usa", "US");
  expect_country("deu", "DE");
}

static void names_are_sorted_and_found(void **state) {
  (void)state;
  const char *before = "";
#define COUNTRY(a, b, x, y, z)
#define COUNTRY_NAME(name, a, b) \
  if (strcmp(before, name) >= 0) fail_msg("\"%s\" is out of order", name); \
  before = name; \
  expect_country(name, #a #b);
#include "base/countries.def"
#undef COUNTRY
#undef COUNTRY_NAME
}

static void usual_names(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
    {"UK", "GB"}, {"U.K.", "GB"}, {"USA", "US"}, {"U.S.", "US"}, {"U.S.A.", "US"}, {"United States of America", "US"},
    {"the United States", "US"}, {"  united \t STATES", "US"}, {"united\xc2\xa0states", "US"}, {"South Korea", "KR"},
    {"Republic of Korea", "KR"}, {"Korea, Republic of", "KR"}, {"Korea (the Republic of)", "KR"}, {"North Korea", "KP"},
    {"Russia", "RU"}, {"Russian Federation", "RU"}, {"Czechia", "CZ"}, {"Czech Republic", "CZ"}, {"Ivory Coast", "CI"},
    {"C\xc3\xb4te d'Ivoire", "CI"}, {"Cote d\xe2\x80\x99Ivoire", "CI"}, {"Co\xcc\x82te d'Ivoire", "CI"}, {"Holland", "NL"},
    {"The Netherlands", "NL"}, {"Netherlands (the)", "NL"}, {"Turkey", "TR"}, {"T\xc3\xbcrkiye", "TR"}, {"Turkiye", "TR"},
    {"T\xc3\x9cRK\xc4\xb0YE", "TR"}, {"Vietnam", "VN"}, {"Viet Nam", "VN"}, {"Vi\xe1\xbb\x87t Nam", "VN"}, {"Taiwan", "TW"},
    {"Taiwan, Province of China", "TW"}, {"Bolivia", "BO"}, {"Bolivia (Plurinational State of)", "BO"}, {"Iran", "IR"}, {"Laos", "LA"},
    {"Moldova", "MD"}, {"Syria", "SY"}, {"Tanzania", "TZ"}, {"Venezuela", "VE"}, {"Macau", "MO"}, {"Macao", "MO"}, {"Hong Kong", "HK"},
    {"Hong Kong SAR", "HK"}, {"Eswatini", "SZ"}, {"Swaziland", "SZ"}, {"Cape Verde", "CV"}, {"Cabo Verde", "CV"}, {"Burma", "MM"},
    {"DR Congo", "CD"}, {"Congo, The Democratic Republic of the", "CD"}, {"Congo", "CG"}, {"Great Britain", "GB"}, {"England", "GB"},
    {"Scotland", "GB"}, {"Wales", "GB"}, {"Northern Ireland", "GB"}, {"Ireland", "IE"}, {"UAE", "AE"}, {"Kosovo", "XK"},
    {"\xc3\x85land", "AX"}, {"Cura\xc3\xa7" "ao", "CW"}, {"S\xc3\xa3o Tom\xc3\xa9 & Pr\xc3\xadncipe", "ST"}, {"St. Lucia", "LC"},
    {"Saint Lucia", "LC"}, {"St Vincent and the Grenadines", "VC"}, {"Bosnia & Herzegovina", "BA"}, {"Guinea-Bissau", "GW"},
    {"Guinea", "GN"}, {"Equatorial Guinea", "GQ"}, {"Papua New Guinea", "PG"}, {"Dominica", "DM"}, {"Dominican Republic", "DO"},
    {"R\xc3\xa9union", "RE"}, {"The Gambia", "GM"}, {"Gambia, The", "GM"}, {"South Sudan", "SS"}, {"Niger", "NE"}, {"Nigeria", "NG"},
    {"United Kingdom of Great Britain and Northern Ireland (the)", "GB"}, {"M\xc3\xa9xico", "MX"}, {"Deutschland", NULL},
    {"", NULL}, {"U", NULL}, {"XX", NULL}, {"ZZZ", NULL}, {"D.E.", NULL}, {"d\xc3\xa9", NULL}, {"the", NULL}, {"the the", NULL},
    {"Germ", NULL}, {"Germanyx", NULL}, {"U1", NULL}, {"Germany/France", NULL}, {"&", NULL}, {"...", NULL}, {"\xff\xfe", NULL},
    {"Korea", NULL}, {"Europe", NULL}, {"Fran\xe2\x82\xac", NULL}, {"\xe7\xbe\x8e\xe5\x9b\xbd", NULL}, {"@@", NULL},
  };
  for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) expect_country(pairs[i][0], pairs[i][1]);
  char nul[] = "Chad\0", longest[300];
  assert_null(country_code((Text){nul, 5}));
  memset(longest, 'a', sizeof longest);
  assert_null(country_code((Text){longest, sizeof longest}));
  for (size_t i = 0; i < sizeof longest; i++) longest[i] = "st "[i % 3];
  assert_null(country_code((Text){longest, sizeof longest}));
  assert_null(country_code((Text){NULL, 0}));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(codes), cmocka_unit_test(names_are_sorted_and_found), cmocka_unit_test(usual_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
