// formats_test.c -- checked text and normal names, by example and at both sides of each length.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/formats.h"

typedef bool Check(Text t);

// Checks a copy of exactly its size, so that reading beyond it is seen by the sanitizers.
static bool checks(Check *check, const char *c_string) {
  Text t = text_of(c_string);
  char *copy = malloc(t.size ? t.size : 1);
  assert_non_null(copy);
  memcpy(copy, t.data, t.size);
  bool result = check((Text){copy, t.size});
  free(copy);
  return result;
}

static void expect_all(Check *check, bool wanted, const char *const *texts) {
  for (; *texts; texts++)
    if (checks(check, *texts) != wanted) fail_msg("\"%s\" should be %s", *texts, wanted ? "valid" : "invalid");
}

#define VALID(check, ...)   expect_all(check, true, (const char *const[]){__VA_ARGS__, NULL})
#define INVALID(check, ...) expect_all(check, false, (const char *const[]){__VA_ARGS__, NULL})
#define TEN(s) s s s s s s s s s s

static void emails(void **state) {
  (void)state;
  VALID(email_valid, "ann@acme.example", "A.b-c_d@Acme.Example", "a@b.co", "o'brien+tag@x-y.com", "-@x.com", "a--b@x--y.com",
        "!#$%&'*+/=?^_`{|}~-@x.com", "1@1.com", "a@b.xn--p1ai", "a@b.XN--P1AI", "a@xn--bcher-kva.example", "a@1.2.3.com");
  INVALID(email_valid, "", "@", "a", "a@", "@b.co", "a@b", "a@b.c", "a@@b.co", "a@b@c.com", ".a@b.co", "a.@b.co", "a..b@b.co",
          "a b@c.com", "a@b..co", "a@.b.co", "a@b.co.", "a@-b.co", "a@b-.co", "a@b.c-o-", "a@b.c1", "a@b.12", "a@b.c-o",
          "a@1.2.3.4", "a@b.xn--", "a@b.xn--a-", "a@xn--a", "\"a\"@b.co", "a(c)@b.co", "a@[1.2.3.4]", "\xc3\xa9@b.co",
          "a@b\xc3\xbc.co", "a@b_c.co", "a,b@c.co", "<a@b.co>", "a@b.co ", "a@b!.co", "a@b.x--n--ab");
}

static uint32_t chance(uint64_t *random, uint32_t n) {
  *random = *random * 6364136223846793005ULL + 1442695040888963407ULL;
  return (uint32_t)((*random >> 33) % n);
}
// Of up to 71 bytes, a letter first, and mostly a few bytes away from an email.
static Text email_like(uint64_t *random, char bytes[72]) {
  static const char any[] = "abzAZ019..--@@_+!xn ";
  uint32_t size = 1 + chance(random, 71), at;
  for (uint32_t i = 0; i < size; i++) bytes[i] = (char)('a' + chance(random, 8));
  if (size > 8) at = 1 + chance(random, size - 7), bytes[at] = '@', bytes[at + 2 + chance(random, size - at - 4)] = '.';
  for (uint32_t k = chance(random, 4); k > 0; k--) bytes[chance(random, size)] = any[chance(random, sizeof any - 1)];
  if (size > 6 && chance(random, 8) == 0) memcpy(bytes + size - 6, "xn--p1", 6);
  bytes[0] = 'a';
  return (Text){bytes, size};
}
// Emails of usual characters are told another way than those with an exclamation mark, which may stand for any letter before the @.
static void email_ways(void **state) {
  (void)state;
  char bytes[72];
  uint64_t random = 7;
  uint32_t valid = 0;
  for (uint32_t round = 0; round < 300000; round++) {
    Text t = email_like(&random, bytes);
    bool usual = email_valid(t);
    bytes[0] = '!';
    if (email_valid(t) != usual) fail_msg("\"a%.*s\" is %svalid", (int)t.size - 1, bytes + 1, usual ? "" : "in");
    valid += usual;
  }
  assert_true(valid > 30000 && valid < 270000);
}
static void email_lengths(void **state) {
  (void)state;
  VALID(email_valid, TEN("abcdef") "abcd@b.co", "a@" TEN("abcdef") "abc.com");
  INVALID(email_valid, TEN("abcdef") "abcde@b.co", "a@" TEN("abcdef") "abcd.com", "a@b." TEN("abcdef") "abcd",
          "a@xn--" TEN("abcdef") ".com");
  VALID(email_valid, "a@" TEN("abcdefghi.") TEN("abcdefghi.") TEN("abcd.") "co", "a@b." TEN("abcdef") "abc");
  VALID(email_valid, TEN("a.b.c.") "abcd@b.co");
  // 2 + 25 labels of ten bytes + "co" is 254
  VALID(email_valid, "a@" TEN("abcdefghi.") TEN("abcdefghi.") "abcdefghi.abcdefghi.abcdefghi.abcdefghi.abcdefghi.co");
  INVALID(email_valid, "ab@" TEN("abcdefghi.") TEN("abcdefghi.") "abcdefghi.abcdefghi.abcdefghi.abcdefghi.abcdefghi.co");
  char nul[] = "a\0b@c.com";
  assert_false(email_valid((Text){nul, sizeof nul - 1}));
  assert_false(email_valid((Text){NULL, 0}));
}

static void domains(void **state) {
  (void)state;
  VALID(domain_valid, "a.co", "acme.example", "ACME.Example", "1.com", "a-b.com", "a--b.com", "b.xn--p1ai", "xn--a.xn--b",
        "a.b.c.d.museum", "abc." TEN("abcdefghi.") TEN("abcdefghi.") TEN("abc.") "abcdefg");
  INVALID(domain_valid, "", ".", "com", "a.b", "a.", ".a.com", "a..com", "a.com.", "-a.com", "a-.com", "a.-com", "a.com-",
          "a.c0m", "a.123", "1.2.3.4", "a_b.com", "a b.com", "a@b.com", "xn--a", "b.xn--", "b.xn---", "b.xn--a-", "localhost");
}

static void domain_lengths(void **state) {
  (void)state;
  char text[260];
  for (uint32_t size = 250; size <= 256; size++) {
    for (uint32_t i = 0; i < size; i++) text[i] = i % 50 == 49 && i < size - 2 ? '.' : 'a';
    assert_int_equal(domain_valid((Text){text, size}), size <= 253);
  }
  VALID(domain_valid, TEN("abcdef") "abc.com");
  INVALID(domain_valid, TEN("abcdef") "abcd.com");
}

static void urls(void **state) {
  (void)state;
  VALID(url_valid, "acme.com", "http://acme.com", "https://acme.com", "HTTPS://Acme.com", "acme.com/", "acme.com?x", "acme.com#a",
        "acme.com:8080/x", "https://acme.com/a/b?c=d#e", "acme.com/\xc3\xa9", "acme.com:", "http.com", "https.com/x");
  INVALID(url_valid, "", "http://", "https://", "http:/acme.com", "ftp://acme.com", "//acme.com", "acme", "acme.com/a b",
          "acme.com/\xc2\xa0", "acme.com/\t", "http://http://acme.com", "https://1.2.3.4/", "/acme.com", "u@acme.com",
          "acme.com,x", "http://acme");
}

static void expect_phone(const char *phone, const char *wanted) {
  char key[PHONE_KEY_BYTES];
  Text t = text_of(phone), found = {key, phone_key(t, key)};
  if (!text_is(found, wanted)) fail_msg("\"%s\" gives \"%.*s\"", phone, (int)found.size, found.data);
  assert_int_equal(checks(phone_valid, phone), *wanted != 0);
}

static void phones(void **state) {
  (void)state;
  expect_phone("+1 (555) 123-4567", "+15551234567");
  expect_phone("555.123/4567", "5551234567");
  expect_phone("(555) 123 4567", "5551234567");
  expect_phone("(+44) 20 7946 0958", "+442079460958");
  expect_phone("1234567", "1234567");
  expect_phone("123456789012345", "123456789012345");
  expect_phone("+123456789012345", "+123456789012345");
  expect_phone("555\xc2\xa0" "123 4567", "5551234567");
  expect_phone("5551234567x12", "5551234567");
  expect_phone("555 123 4567 X 12", "5551234567");
  expect_phone("555 123 4567 ext. 12", "5551234567");
  expect_phone("555 123 4567 Ext12", "5551234567");
  expect_phone("555 123 4567 ext.12", "5551234567");
  static const char *const bad[] = {"", "123456", "1234567890123456", "+", "++15551234567", "1+5551234567", "555-CALL-NOW", "x12",
    "ext. 12", "555 1234567 ext", "555 1234567 x", "555 1234567 y12", "555 123456x7x8", "-5551234567", "5551234567-", "()", "(((((((",
    "\xd9\xa1\xd9\xa2\xd9\xa3\xd9\xa4\xd9\xa5\xd9\xa6\xd9\xa7", "5551234567,12", "5551234567;", "123456 x7"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) expect_phone(bad[i], "");
}

static void expect_domain(const char *text, const char *wanted) {
  Text found = domain_in(text_of(text));
  if (!text_is(found, wanted)) fail_msg("\"%s\" gives \"%.*s\"", text, (int)found.size, found.data);
}

static void parts(void **state) {
  (void)state;
  expect_domain("ann@Acme.example", "Acme.example");
  expect_domain("a@b@acme.com", "acme.com");
  expect_domain("Ann Bee ann@acme.com", "acme.com");
  expect_domain("acme.com", "acme.com");
  expect_domain("https://acme.com/x", "acme.com");
  expect_domain("HTTP://acme.com", "acme.com");
  expect_domain("acme.com:80", "acme.com");
  expect_domain("https://medium.com/@ann", "medium.com");
  expect_domain("medium.com/@ann", "medium.com");
  expect_domain("acme.com/x@beta.com", "beta.com"); // a well-formed email
  expect_domain("https://acme.com/x@beta.com", "acme.com");
  static const char *const none[] = {"", "@", "a@", "ann", "a@b", "http://", "http://x", "just words", "1.2.3.4", "a@b.c"};
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) expect_domain(none[i], "");
  assert_int_equal(domain_in((Text){NULL, 0}).size, 0);
  assert_true(text_is(local_part_of(TEXT("ann@acme.com")), "ann"));
  assert_true(text_is(local_part_of(TEXT("ann")), ""));
}

static void expect_email(const char *email, const char *wanted) {
  Text t = text_of(email);
  char *out = malloc(t.size ? t.size : 1);
  Text found = {out, normal_email(t, out)};
  if (!text_is(found, wanted)) fail_msg("\"%s\" gives \"%.*s\"", email, (int)found.size, found.data);
  free(out);
}

static void normal_emails(void **state) {
  (void)state;
  expect_email("Ann@ACME.Example", "ann@acme.example");
  expect_email("ann+news@acme.com", "ann@acme.com");
  expect_email("ann+a+b@acme.com", "ann@acme.com");
  expect_email("ann+@acme.com", "ann@acme.com");
  expect_email("A.Nn@acme.com", "a.nn@acme.com");
  expect_email("+tag@acme.com", "+tag@acme.com"); // nothing before the tag
  expect_email("a.+tag@acme.com", "a.+tag@acme.com");
  expect_email("ann", "");
  expect_email("", "");
}

static void expect_company(const char *name, const char *wanted) {
  jmp_buf escape;
  Arena arena;
  if (setjmp(escape)) fail();
  arena_init(&arena, allocator_default(), &escape);
  Text found = normal_company(&arena, text_of(name)), again = normal_company(&arena, found);
  if (!text_is(found, wanted)) fail_msg("\"%s\" gives \"%.*s\"", name, (int)found.size, found.data);
  assert_true(text_equal(found, again));
  arena_free(&arena);
}

static void normal_companies(void **state) {
  (void)state;
  expect_company("Acme, Inc.", "acme");
  expect_company("ACME  LLC", "acme");
  expect_company("Acme,Inc", "acme");
  expect_company("A.B.C. Ltd.", "abc");
  expect_company("M\xc3\xbcller GmbH & Co. KG", "m\xc3\xbcller");
  expect_company("Grupo Acme S.A. de C.V.", "grupo acme");
  expect_company("Acme Sp. z o.o.", "acme");
  expect_company("Acme A/S", "acme");
  expect_company("Acme Pty Ltd", "acme");
  expect_company("Coca-Cola", "coca cola");
  expect_company("O\xe2\x80\x99" "Brien & Sons", "obrien sons");
  expect_company("AT&T Corp", "at t");
  expect_company("Incline", "incline");
  expect_company("Co", "co");
  expect_company("Inc. Ltd.", "inc ltd");
  expect_company("Ford Motor Company", "ford motor");
  expect_company("", "");
  expect_company("...", "");
  expect_company("C++ Builders", "c++ builders");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(emails), cmocka_unit_test(email_lengths), cmocka_unit_test(email_ways), cmocka_unit_test(domains), cmocka_unit_test(domain_lengths),
    cmocka_unit_test(urls), cmocka_unit_test(phones), cmocka_unit_test(parts), cmocka_unit_test(normal_emails),
    cmocka_unit_test(normal_companies),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
