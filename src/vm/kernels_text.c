// kernels_text.c -- text: comparing two columns of it, and making new text. Literals are compared elsewhere (vm/match).
//
// Short ASCII is folded into a buffer on the stack, anything else into the arena. Equal bytes need no folding at all.
#include "base/formats.h"
#include "base/sample.h"
#include "lang/ast.h" // MatchOp
#include "vm/kernels.h"
#include <utf8proc.h>

void text_fill(Column *d, Text value, uint32_t rows) {
  bits_fill(d->known, rows);
  for (uint32_t i = 0; i < rows; i++) d->texts[i] = value;
}

// ---- two columns to a truth

enum { FOLD_BYTES = 256 };
typedef struct Folds {
  Arena *scratch;
  uint32_t op;                       // MatchOp of text_match
  Text needle, needle_folded;        // the last one: a literal is the same in every row
  char left[FOLD_BYTES], right[FOLD_BYTES];
} Folds;
typedef bool (*TextTest)(Folds *folds, Text a, Text b);

static Text fold_into(Folds *folds, Text t, char *buffer) {
  int64_t size = t.size <= FOLD_BYTES ? text_fold_ascii(t, buffer) : -1;
  return size >= 0 ? (Text){buffer, (uint32_t)size} : text_fold(folds->scratch, t);
}

KERNEL_INLINE void text_kernel(Column *d, const Column *a, const Column *b, uint32_t rows, Folds *folds, TextTest test) {
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    uint64_t known = a->known[w] & b->known[w], yes = 0;
    for (uint64_t left = known; left; left &= left - 1) {
      size_t row = (size_t)w * 64 + (uint32_t)__builtin_ctzll(left);
      if (test(folds, a->texts[row], b->texts[row])) yes |= left & -left;
    }
    d->known[w] = known;
    d->yes[w] = yes;
  }
}

static bool test_exact(Folds *folds, Text a, Text b) {
  (void)folds;
  return text_equal(a, b);
}

static bool test_same(Folds *folds, Text a, Text b) {
  return text_equal(a, b) || text_equal(fold_into(folds, a, folds->left), fold_into(folds, b, folds->right));
}

static bool test_phone(Folds *folds, Text a, Text b) {
  char left[PHONE_KEY_BYTES], right[PHONE_KEY_BYTES];
  uint32_t left_size = phone_key(text_trim(a), left), right_size = phone_key(text_trim(b), right);
  if (left_size && right_size) return text_equal((Text){left, left_size}, (Text){right, right_size});
  return test_same(folds, a, b);
}

static bool test_match(Folds *folds, Text a, Text b) {
  if (b.data != folds->needle.data || b.size != folds->needle.size) {
    folds->needle = b;
    folds->needle_folded = folds->op == MATCH_HAS ? text_fold(folds->scratch, b) : text_fold_untrimmed(folds->scratch, b);
  }
  Text haystack = fold_into(folds, a, folds->left);
  switch (folds->op) {
    case MATCH_HAS: return text_has_words(haystack, folds->needle_folded);
    case MATCH_STARTS: return text_starts(haystack, folds->needle_folded);
    case MATCH_ENDS: return text_ends(haystack, folds->needle_folded);
    default: return text_contains(haystack, folds->needle_folded);
  }
}

void text_is_exact(Column *d, const Column *a, const Column *b, uint32_t rows) { text_kernel(d, a, b, rows, NULL, test_exact); }

void text_is_same(Column *d, const Column *a, const Column *b, uint32_t rows, Arena *scratch) {
  Folds folds = {.scratch = scratch};
  text_kernel(d, a, b, rows, &folds, test_same);
}

void text_is_phone(Column *d, const Column *a, const Column *b, uint32_t rows, Arena *scratch) {
  Folds folds = {.scratch = scratch};
  text_kernel(d, a, b, rows, &folds, test_phone);
}

void text_match(Column *d, const Column *a, const Column *b, uint32_t op, uint32_t rows, Arena *scratch) {
  Folds folds = {.scratch = scratch, .op = op};
  text_kernel(d, a, b, rows, &folds, test_match);
}

// ---- text to text: what comes out empty is unknown

typedef Text (*TextStep)(Arena *scratch, Text t);

KERNEL_INLINE void text_map(Column *d, const Column *a, uint32_t rows, Arena *scratch, TextStep step) {
  const Text none = {0};
  for (uint32_t w = 0; w < bits_words(rows); w++) {
    uint64_t known = a->known[w], good = 0;
    for (uint32_t i = 0; i < word_rows(rows, w); i++) {
      size_t row = (size_t)w * 64 + i;
      Text t = known >> i & 1 ? step(scratch, a->texts[row]) : none;
      d->texts[row] = t.size ? t : none;
      good |= (uint64_t)(t.size != 0) << i;
    }
    d->known[w] = good;
  }
}

static Text step_email_domain(Arena *scratch, Text t) {
  (void)scratch;
  uint32_t local = local_part_of(t).size;
  return local ? (Text){t.data + local + 1, t.size - local - 1} : (Text){0};
}
static Text step_domain(Arena *scratch, Text t) {
  (void)scratch;
  return domain_in(text_trim(t));
}

static Text step_local(Arena *scratch, Text t) {
  (void)scratch;
  return local_part_of(text_trim(t));
}

static Text step_company(Arena *scratch, Text t) { return normal_company(scratch, text_trim(t)); }

static Text step_email(Arena *scratch, Text t) {
  t = text_trim(t);
  char *out = arena_alloc_raw(scratch, t.size);
  return (Text){out, normal_email(t, out)};
}

// Bytes from the first that is not ASCII on. `out` has three for each: a small letter may be longer than its capital.
static uint32_t lower_letters(const char *at, const char *end, char *out) {
  char *to = out;
  while (at < end) {
    uint32_t c = text_decode(&at, end);
    to += text_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), to);
  }
  return (uint32_t)(to - out);
}

static Text step_lower(Arena *scratch, Text t) {
  uint32_t ascii = 0;
  while (ascii < t.size && (unsigned char)t.data[ascii] < 0x80) ascii++;
  char *out = arena_alloc_raw(scratch, ascii + (size_t)(t.size - ascii) * 3);
  for (uint32_t i = 0; i < ascii; i++)
    out[i] = (char)(t.data[i] | (t.data[i] >= 'A' && t.data[i] <= 'Z' ? 0x20 : 0));
  return (Text){out, ascii + lower_letters(t.data + ascii, t.data + t.size, out + ascii)};
}

static Text step_phone(Arena *scratch, Text t) {
  char key[PHONE_KEY_BYTES];
  uint32_t size = phone_key(text_trim(t), key);
  return size ? text_copy(scratch, (Text){key, size}) : text_fold(scratch, t);
}

void text_email_domain(Column *d, const Column *a, uint32_t rows) { text_map(d, a, rows, NULL, step_email_domain); }
void text_domain(Column *d, const Column *a, uint32_t rows) { text_map(d, a, rows, NULL, step_domain); }
void text_local(Column *d, const Column *a, uint32_t rows) { text_map(d, a, rows, NULL, step_local); }
void text_lower(Column *d, const Column *a, uint32_t rows, Arena *scratch) { text_map(d, a, rows, scratch, step_lower); }
void text_phone_form(Column *d, const Column *a, uint32_t rows, Arena *scratch) { text_map(d, a, rows, scratch, step_phone); }
void text_company(Column *d, const Column *a, uint32_t rows, Arena *scratch) { text_map(d, a, rows, scratch, step_company); }
void text_email(Column *d, const Column *a, uint32_t rows, Arena *scratch) { text_map(d, a, rows, scratch, step_email); }

// ---- text to a number

void text_code_points(Column *d, const Column *a, uint32_t rows) {
  column_clear(d, KIND_INT, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] = a->known[w];
  for (BITS_EACH(a->known, rows, row)) d->ints[row] = text_length(a->texts[row]) * DECIMAL_ONE;
}

void text_sample(Column *d, const Column *a, Text name, uint32_t rows) {
  column_clear(d, KIND_INT, rows);
  for (uint32_t w = 0; w < bits_words(rows); w++) d->known[w] = a->known[w];
  for (BITS_EACH(a->known, rows, row)) d->ints[row] = sample_value(name, a->texts[row]);
}
