// lint_letters.c -- characters that look like others, are not seen, or turn the direction of writing: in names, texts, comments.
#include "tools/lint_inside.h"

// Letters of Cyrillic and Greek that look like the Latin ones beside them.
static const struct { uint32_t letter; char latin; } alike[] = {
  {0x410, 'A'}, {0x412, 'B'}, {0x415, 'E'}, {0x417, '3'}, {0x41A, 'K'}, {0x41C, 'M'}, {0x41D, 'H'}, {0x41E, 'O'}, {0x420, 'P'}, {0x421, 'C'}, {0x422, 'T'}, {0x423, 'Y'}, {0x425, 'X'}, {0x430, 'a'},
  {0x435, 'e'}, {0x43E, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x405, 'S'}, {0x406, 'I'}, {0x408, 'J'}, {0x4BB, 'h'}, {0x501, 'd'}, {0x51B, 'q'},
  {0x51D, 'w'}, {0x391, 'A'}, {0x392, 'B'}, {0x395, 'E'}, {0x396, 'Z'}, {0x397, 'H'}, {0x399, 'I'}, {0x39A, 'K'}, {0x39C, 'M'}, {0x39D, 'N'}, {0x39F, 'O'}, {0x3A1, 'P'}, {0x3A4, 'T'}, {0x3A5, 'Y'}, {0x3A7, 'X'},
  {0x3BF, 'o'}, {0x3BD, 'v'}, {0x3C1, 'p'}, {0x3C5, 'u'}};
static char latin_of(uint32_t c) {
  for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) if (alike[i].letter == c) return alike[i].latin;
  return 0;
}
static bool turns(uint32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x61C; }
static bool unseen(uint32_t c) { return c == 0x200B || c == 0x2060 || c == 0xFEFF || c == 0xAD || c == 0x115F || c == 0x1160 || c == 0x3164 || (c >= 0xE0000 && c <= 0xE007F); }
static bool latin(uint32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F); }

typedef struct LetterRun { uint32_t start, latin, alike, other; } LetterRun;
static Text latinised(Lint *l, Text word) {
  VEC(char) out = {0};
  for (const char *at = word.data, *end = word.data + word.size; at < end;) {
    const char *from = at;
    char as = latin_of(text_decode(&at, end));
    if (as) *VEC_PUSH(l->arena, &out) = as;
    else while (from < at) *VEC_PUSH(l->arena, &out) = *from++;
  }
  return (Text){out.items, out.count};
}
static void run_end(Lint *l, uint32_t file, Text bytes, const LetterRun *run, uint32_t end, bool name) {
  bool mixed = run->alike && run->latin && !run->other, whole = name && run->alike && !run->latin && !run->other;
  if (!mixed && !whole) return;
  Text word = {bytes.data + run->start, end - run->start}, as = latinised(l, word);
  Diag *d = lint_add(l, ERROR_LOOKALIKE, (Span){file, run->start, end}, "\"%.*s\" is not \"%.*s\"", SHOW(word), SHOW(as));
  diag_label(l->diags, d, "%u of its letters only look Latin", run->alike);
  diag_help(l->diags, d, "write \"%.*s\"", SHOW(as));
  lint_fix(d, d->span, as);
}
static void character_report(Lint *l, uint32_t file, uint32_t start, uint32_t end, uint32_t c) {
  Diag *d = lint_add(l, ERROR_LOOKALIKE, (Span){file, start, end}, turns(c) ? "U+%04X turns the direction of writing" : "U+%04X is not seen", c);
  diag_label(l->diags, d, turns(c) ? "what people see is not what the rules say" : "two texts can look the same and differ");
  diag_help(l->diags, d, "remove it; in a text `\\u{%X}` can be seen", c);
  lint_fix(d, d->span, TEXT(""));
}
static void file_look(Lint *l, uint32_t file) {
  Text bytes = l->rules->sources->files.items[file]->bytes;
  LetterRun run = {0};
  bool in = false, name = false;
  for (const char *at = bytes.data, *end = bytes.data + bytes.size; at < end;) {
    uint32_t start = (uint32_t)(at - bytes.data), c = text_decode(&at, end), after = (uint32_t)(at - bytes.data);
    if (turns(c) || unseen(c)) character_report(l, file, start, after, c);
    bool letter = c > 127 ? text_is_word(c) : latin(c);
    if (letter && !in) { run = (LetterRun){.start = start}; in = true; name = start > 0 && bytes.data[start - 1] == '`'; }
    if (letter) { if (latin(c)) run.latin++; else if (latin_of(c)) run.alike++; else run.other++; }
    else if (in) { run_end(l, file, bytes, &run, start, name); in = false; }
  }
  if (in) run_end(l, file, bytes, &run, bytes.size, name);
}
void lint_letters(Lint *l) {
  for (uint32_t i = 0; i < l->rules->files.count; i++) if (lint_own(l, (Span){l->rules->files.items[i]->source, 0, 0})) file_look(l, l->rules->files.items[i]->source);
}
