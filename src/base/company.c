// company.c -- one spelling for the many of a company's name.
//
// Punctuation separates words, except dots and apostrophes, which stand inside them: "A.B.C. Inc." is "abc",
// "Coca-Cola" and "Coca Cola" are equal. Legal forms are dropped from the end as long as something is left of the name.
#include "base/formats.h"
#include <utf8proc.h>

// Folded, without dots. What is also an everyday word ("pa", "pc", "ev") is left out.
static const char *const legal_forms[] = {
  "inc", "llc", "ltd", "co", "corp", "gmbh", "limited", "company", "corporation", "incorporated", // the frequent ones first
  "plc", "llp", "lp", "lllp", "pllc", "lc", "l l c", "cic",
  "ag", "kg", "kgaa", "ohg", "gbr", "ug", "mbh", "se", "gesmbh", "ug haftungsbeschränkt",
  "sa", "s a", "sas", "sasu", "sarl", "sàrl", "eurl", "snc", "scs", "sca", "sprl", "srl", "scrl", "bvba", "asbl",
  "spa", "srls", "sl", "slu", "sau", "lda", "ltda", "limitada", "eireli", "sa de cv", "s a de c v", "sapi de cv", "s de rl de cv",
  "s de rl", "bv", "b v", "nv", "n v", "vof", "cv", "ab", "as", "a s", "asa", "aps", "oy", "oyj", "ehf", "hf",
  "kk", "gk", "pte", "pty", "pvt", "private limited", "proprietary limited", "public limited", "sdn bhd", "bhd", "tbk",
  "sp z oo", "sp z o o", "spzoo", "sro", "s r o", "doo", "d o o", "dd", "kft", "zrt", "nyrt", "ooo", "oao", "zao", "pao",
  "jsc", "pjsc", "ojsc", "cjsc", "ltee", "ltée", "wll", "fze", "fzco", "fz llc", "anonim şirketi", "ltd şti",
};
enum { LEGAL_FORMS = sizeof legal_forms / sizeof legal_forms[0] };

static bool is_punctuation(uint32_t c) {
  utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
  return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

static bool is_inside_word(uint32_t c) { return c == '.' || c == '\'' || c == 0x2018 || c == 0x2019; }

// Words of a folded name, one blank between. `out` has room for t.size bytes.
static Text words_only(Text t, char *out) {
  uint32_t size = 0;
  bool blank_due = false;
  for (const char *at = t.data, *end = at + t.size; at < end;) {
    const char *from = at;
    uint32_t c = text_decode(&at, end);
    if (is_inside_word(c)) continue;
    if (c == ' ' || is_punctuation(c)) {
      blank_due = size > 0;
      continue;
    }
    if (blank_due) out[size++] = ' ';
    blank_due = false;
    memcpy(out + size, from, (size_t)(at - from));
    size += (uint32_t)(at - from);
  }
  return (Text){out, size};
}

// The size of `words` without the legal form at its end; the same when there is none, 0 when it is nothing else.
static uint32_t size_without_form(Text words) {
  uint32_t least = words.size;
  for (uint32_t i = 0; i < LEGAL_FORMS; i++) {
    Text form = text_of(legal_forms[i]);
    if (!text_ends(words, form)) continue;
    if (words.size == form.size) return 0;
    uint32_t rest = words.size - form.size - 1;
    if (words.data[rest] == ' ' && rest < least) least = rest;
  }
  return least;
}

Text normal_company(Arena *arena, Text t) {
  if (t.size == 0) return t;
  Text folded = text_fold(arena, t);
  Text words = words_only(folded, arena_alloc_raw(arena, folded.size)), name = words;
  for (;;) {
    uint32_t size = size_without_form(name);
    if (size == 0) return words;
    if (size == name.size) return name;
    name.size = size;
  }
}
