// formats.c -- checked text: emails, domains, urls and phones (language.md section 3).
//
// Emails and domains are read by one automaton whose whole transition table for a byte is one 64-bit word: the state is
// a bit offset into that word, so a step is a load that depends on nothing and one shift, and no branch depends on the
// text. What a finite automaton counts badly, the lengths, is checked only when the text is long enough to break them.
// Emails of usual sizes and characters are told by the same rules over one bit a byte (Classes), 16 bytes at a time.
// Rejected: a switch per character (mispredicted on every dot), a regular expression (slower, and less exact to read).
#define _GNU_SOURCE // memrchr
#include "base/clones.h"
#include "base/formats.h"
#ifdef __SSE2__
#include <immintrin.h>
#endif

enum { EMAIL_MOST = 254, LOCAL_MOST = 64, DOMAIN_MOST = 253, LABEL_MOST = 63, PHONE_FEWEST = 7, PHONE_MOST = 15 };

// ---- the automaton of emails and domains ----------------------------------------------------------------------------

// States, as bit offsets. Any state that a byte's word does not name goes to REFUSED, which is 0 and stays.
enum {
  REFUSED = 0,
  LOCAL_START = 6,   // an email begins here, and each piece after a dot
  LOCAL = 12,
  DOMAIN_START = 18, // a domain begins here
  LABEL = 24,        // in a label that cannot be the last one, unless it begins with xn--
  HYPHEN = 30,       // in a label, after a hyphen
  NEXT_START = 36,   // a label after the first
  NEXT_LETTER = 42,  // one letter of it
  NEXT_LETTERS = 48, // two and more, nothing else: the text may end here
  STATE_MASK = 63,
};

#define GO(from, to) ((uint64_t)(to) << (from))
#define IN_LOCAL     (GO(LOCAL_START, LOCAL) | GO(LOCAL, LOCAL))
#define IN_LABEL     (GO(DOMAIN_START, LABEL) | GO(LABEL, LABEL) | GO(HYPHEN, LABEL))
#define LETTER       (IN_LOCAL | IN_LABEL | GO(NEXT_START, NEXT_LETTER) | GO(NEXT_LETTER, NEXT_LETTERS) | GO(NEXT_LETTERS, NEXT_LETTERS))
#define DIGIT        (IN_LOCAL | IN_LABEL | GO(NEXT_START, LABEL) | GO(NEXT_LETTER, LABEL) | GO(NEXT_LETTERS, LABEL))
#define MINUS        (IN_LOCAL | GO(LABEL, HYPHEN) | GO(HYPHEN, HYPHEN) | GO(NEXT_LETTER, HYPHEN) | GO(NEXT_LETTERS, HYPHEN))
#define DOT          (GO(LOCAL, LOCAL_START) | GO(LABEL, NEXT_START) | GO(NEXT_LETTER, NEXT_START) | GO(NEXT_LETTERS, NEXT_START))

static const uint64_t steps[256] = {
  ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER, ['0' ... '9'] = DIGIT, ['-'] = MINUS, ['.'] = DOT,
  ['@'] = GO(LOCAL, DOMAIN_START),
  ['!'] = IN_LOCAL, ['#' ... '\''] = IN_LOCAL, ['*'] = IN_LOCAL, ['+'] = IN_LOCAL, ['/'] = IN_LOCAL, ['='] = IN_LOCAL,
  ['?'] = IN_LOCAL, ['^' ... '`'] = IN_LOCAL, ['{' ... '~'] = IN_LOCAL,
};

static inline uint64_t state_after(Text t, uint64_t state) {
  for (uint32_t i = 0; i < t.size; i++) state = steps[(unsigned char)t.data[i]] >> (state & STATE_MASK);
  return state & STATE_MASK;
}

static Text text_from(Text t, uint32_t at) { return (Text){t.data + at, t.size - at}; }

static bool starts_without_case(Text t, Text lower) {
  if (t.size < lower.size) return false;
  for (uint32_t i = 0; i < lower.size; i++) {
    char c = t.data[i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lower.data[i]) return false;
  }
  return true;
}

// Is the last label of well-formed labels xn--…? It ended in LABEL, so something that is no hyphen follows.
static bool ends_in_punycode(Text t) {
  const char *dot = memrchr(t.data, '.', t.size);
  return dot && starts_without_case(text_from(t, (uint32_t)(dot + 1 - t.data)), TEXT("xn--"));
}

static bool labels_fit(Text domain) {
  uint32_t size = 0;
  for (uint32_t i = 0; i < domain.size; i++) {
    size = domain.data[i] == '.' ? 0 : size + 1;
    if (size > LABEL_MOST) return false;
  }
  return true;
}

static inline bool ends_well(Text t, uint64_t state) {
  return state == NEXT_LETTERS || (state == LABEL && ends_in_punycode(t));
}

bool domain_valid(Text t) {
  if (t.size > DOMAIN_MOST || !ends_well(t, state_after(t, DOMAIN_START))) return false;
  return t.size <= LABEL_MOST || labels_fit(t);
}

// ---- the same, all bytes at once ------------------------------------------------------------------------------------

#ifdef __SSE2__
enum { CLASSES_FEWEST = 16, CLASSES_MOST = LABEL_MOST }; // so long no label and no local part is too long

// Bit i: byte i is one. `local`: some characters that stand in local parts only; `others`: none of these (and no digit).
typedef struct Classes { uint64_t letters, dots, hyphens, ats, local, others; } Classes;

typedef enum { SURELY_NOT, SURELY, PERHAPS } Surely;

static inline __attribute__((always_inline)) Surely classes_email(const Classes *c, uint32_t size) {
  uint64_t all = ~0ull >> (64 - size), ends = c->dots | c->ats, edges = ends << 1 | ends >> 1 | 1ull << (size - 1); // beside a dot or an @, and the last
  uint64_t domain = all & ~(c->ats | (c->ats - 1)), dots = c->dots & domain;
  uint64_t bad = (c->ats & (c->ats - 1)) | (ends & (edges | 1)) | (c->hyphens & domain & edges) | (c->local & domain);
  uint64_t last = dots ? ~(~0ull >> __builtin_clzll(dots)) & all : 0; // the last label: two letters or more
  if (c->others || (last & ~c->letters) || !(last & (last - 1))) return PERHAPS;
  return c->ats && !bad ? SURELY : SURELY_NOT;
}

static inline __m128i bytes_load(const char *data) { return _mm_loadu_si128((const __m128i *)(const void *)data); }
static inline __m128i bytes_within(__m128i bytes, char low, int count) {
  return _mm_cmplt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8((char)(-128 - low))), _mm_set1_epi8((char)(-128 + count)));
}
static inline __m128i bytes_equal(__m128i bytes, char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); }
static inline uint64_t bits_at(__m128i found, uint32_t at) { return (uint64_t)(uint32_t)_mm_movemask_epi8(found) << at; }

static inline void classes_add(Classes *c, const char *data, uint32_t at) {
  __m128i bytes = bytes_load(data + at);
  __m128i letters = bytes_within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26), digits = bytes_within(bytes, '0', 10);
  __m128i dots = bytes_equal(bytes, '.'), hyphens = bytes_equal(bytes, '-'), ats = bytes_equal(bytes, '@');
  __m128i local = _mm_or_si128(bytes_equal(bytes, '_'), bytes_equal(bytes, '+'));
  __m128i one = _mm_or_si128(_mm_or_si128(_mm_or_si128(letters, digits), _mm_or_si128(dots, hyphens)), _mm_or_si128(ats, local));
  c->letters |= bits_at(letters, at), c->dots |= bits_at(dots, at), c->hyphens |= bits_at(hyphens, at), c->ats |= bits_at(ats, at);
  c->local |= bits_at(local, at), c->others |= (uint64_t)(_mm_movemask_epi8(one) ^ 0xFFFF);
}
static Surely email_by_16(Text t) {
  Classes c = {0};
  for (uint32_t at = 0; at + 16 < t.size; at += 16) classes_add(&c, t.data, at);
  classes_add(&c, t.data, t.size - 16);           // the last ones, some of them again
  return classes_email(&c, t.size);
}

#ifdef CLONES_NONE // sanitizers see what the loads of 16 bytes read
static Surely email_by_64(Text t) { return t.size >= CLASSES_FEWEST ? email_by_16(t) : PERHAPS; }
#else
// With AVX-512: all of them in one.
static __attribute__((target("avx512bw"))) Surely email_by_64(Text t) {
  uint64_t all = ~0ull >> (64 - t.size);
  __m512i bytes = _mm512_maskz_loadu_epi8(all, t.data);
  uint64_t digits = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
  __m512i small = _mm512_sub_epi8(_mm512_or_si512(bytes, _mm512_set1_epi8(0x20)), _mm512_set1_epi8('a'));
#define EQUAL(c) _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c))
  Classes c = {.letters = _mm512_cmplt_epu8_mask(small, _mm512_set1_epi8(26)), .dots = EQUAL('.'), .hyphens = EQUAL('-'), .ats = EQUAL('@'), .local = EQUAL('_') | EQUAL('+')};
#undef EQUAL
  c.others = all & ~(c.letters | digits | c.dots | c.hyphens | c.ats | c.local);
  return classes_email(&c, t.size);
}
#endif

static Surely email_plain(Text t) {
  if (t.size - 1 >= CLASSES_MOST) return PERHAPS;
  if (__builtin_cpu_supports("avx512bw")) return email_by_64(t);
  return t.size >= CLASSES_FEWEST ? email_by_16(t) : PERHAPS;
}
#endif

// Only a text longer than a label may be can hold a label or a local part that is too long.
bool email_valid(Text t) {
#ifdef __SSE2__
  Surely plain = email_plain(t);
  if (plain != PERHAPS) return plain == SURELY;
#endif
  if (t.size > EMAIL_MOST || !ends_well(t, state_after(t, LOCAL_START))) return false;
  if (t.size <= LABEL_MOST) return true;
  uint32_t local = local_part_of(t).size;
  return local <= LOCAL_MOST && labels_fit(text_from(t, local + 1));
}

// ---- parts of emails and urls ---------------------------------------------------------------------------------------

static const char *last_at(Text t) {
#ifdef __SSE2__
  if (t.size >= CLASSES_FEWEST && t.size <= CLASSES_MOST) {
    uint64_t ats = 0;
    for (uint32_t at = 0; at + 16 < t.size; at += 16) ats |= bits_at(bytes_equal(bytes_load(t.data + at), '@'), at);
    ats |= bits_at(bytes_equal(bytes_load(t.data + t.size - 16), '@'), t.size - 16);
    return ats ? t.data + 63 - __builtin_clzll(ats) : NULL;
  }
#endif
  return t.size ? memrchr(t.data, '@', t.size) : NULL;
}

Text local_part_of(Text email) {
  const char *at = last_at(email);
  return (Text){email.data, at ? (uint32_t)(at - email.data) : 0};
}

static Text without_scheme(Text t) {
  if (t.size == 0 || (t.data[0] | 32) != 'h') return t;
  if (starts_without_case(t, TEXT("http://"))) return text_from(t, 7);
  return starts_without_case(t, TEXT("https://")) ? text_from(t, 8) : t;
}

static bool has_blank(Text t) {
  for (const char *at = t.data, *end = at + t.size; at < end;)
    if (text_is_space(text_decode(&at, end))) return true;
  return false;
}

// The domain of a url without its scheme; size 0 when it is none.
static Text url_host(Text t) {
  const Text none = {t.data, 0};
  uint32_t size = 0;
  while (size < t.size && !memchr("/?#:", t.data[size], 4)) size++;
  Text host = {t.data, size};
  return domain_valid(host) && !has_blank(text_from(t, size)) ? host : none;
}

bool url_valid(Text t) { return t.size && url_host(without_scheme(t)).size > 0; }

// A text with a scheme is a url first ("https://medium.com/@ann"), any other an email first.
Text domain_in(Text t) {
  const Text none = {t.data, 0};
  if (t.size == 0) return none;
  Text bare = without_scheme(t);
  Text host = bare.size < t.size ? url_host(bare) : none;
  if (host.size) return host;
  const char *at = last_at(t);
  Text after = at ? text_from(t, (uint32_t)(at + 1 - t.data)) : none;
  if (after.size && domain_valid(after)) return after;
  return bare.size == t.size ? url_host(t) : none;
}

// A tag goes only when what is before it is a local part by itself.
uint32_t normal_email(Text t, char *out) {
  if (!email_valid(t)) return 0;
  uint32_t local = local_part_of(t).size, keep = local;
  const char *plus = memchr(t.data, '+', local);
  if (plus && plus > t.data && plus[-1] != '.') keep = (uint32_t)(plus - t.data);
  uint32_t size = 0;
  for (uint32_t i = 0; i < t.size; i++) {
    if (i == keep) i = local;
    char c = t.data[i];
    out[size++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  return size;
}

// ---- phones ---------------------------------------------------------------------------------------------------------

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool ends_in(Text t, const char *lower, Text *before) {
  uint32_t size = (uint32_t)strlen(lower);
  if (t.size < size || !starts_without_case(text_from(t, t.size - size), (Text){lower, size})) return false;
  *before = (Text){t.data, t.size - size};
  return true;
}

// Without `x12`, `ext12`, `ext. 12` at the end.
static Text without_extension(Text t) {
  Text rest = t;
  while (rest.size && is_digit(rest.data[rest.size - 1])) rest.size--;
  if (rest.size == t.size) return t;
  rest = text_trim(rest);
  if (ends_in(rest, "ext.", &rest) || ends_in(rest, "ext", &rest) || ends_in(rest, "x", &rest)) return text_trim(rest);
  return t;
}

static bool is_separator(uint32_t c) {
  return c == '(' || c == ')' || c == '.' || c == '-' || c == '/' || text_is_space(c);
}

// Separators stand between digits; only a parenthesis may also begin or end the number.
static bool phone_edges_fit(Text t) {
  if (t.size == 0) return false;
  char first = t.data[0], last = t.data[t.size - 1];
  return (first == '+' || first == '(' || is_digit(first)) && (last == ')' || is_digit(last));
}

uint32_t phone_key(Text t, char out[PHONE_KEY_BYTES]) {
  t = without_extension(t);
  if (!phone_edges_fit(t)) return 0;
  uint32_t size = 0, digits = 0;
  for (const char *at = t.data, *end = at + t.size; at < end;) {
    const char *from = at;
    uint32_t c = text_decode(&at, end);
    if (c == '+' ? size > 0 || (from > t.data && from[-1] != '(') : !is_separator(c) && (c < '0' || c > '9')) return 0;
    if (is_separator(c)) continue;
    digits += c != '+';
    if (digits > PHONE_MOST) return 0;
    out[size++] = (char)c;
  }
  return digits >= PHONE_FEWEST ? size : 0;
}

bool phone_valid(Text t) {
  char key[PHONE_KEY_BYTES];
  return phone_key(t, key) > 0;
}
