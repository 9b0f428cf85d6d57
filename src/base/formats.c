// formats.c -- checked text: emails, domains, urls and phones (language.md section 3).
//
// Emails and domains are read by one automaton whose whole transition table for a byte is one 64-bit word: the state is
// a bit offset into that word, so a step is a load that depends on nothing and one shift, and no branch depends on the
// text. What a finite automaton counts badly, the lengths, is checked only when the text is long enough to break them.
// Rejected: a switch per character (mispredicted on every dot), a regular expression (slower, and less exact to read).
#define _GNU_SOURCE // memrchr
#include "base/formats.h"

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

// Only a text longer than a label may be can hold a label or a local part that is too long.
bool email_valid(Text t) {
  if (t.size > EMAIL_MOST || !ends_well(t, state_after(t, LOCAL_START))) return false;
  if (t.size <= LABEL_MOST) return true;
  uint32_t local = local_part_of(t).size;
  return local <= LOCAL_MOST && labels_fit(text_from(t, local + 1));
}

// ---- parts of emails and urls ---------------------------------------------------------------------------------------

Text local_part_of(Text email) {
  const char *at = email.size ? memrchr(email.data, '@', email.size) : NULL;
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
  const char *at = memrchr(t.data, '@', t.size);
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
