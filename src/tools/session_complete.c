// session_complete.c -- what may follow what has been typed.
#include "tools/session_parts.h"

// ---- is it all
static bool word_goes_on(Text word) { // as the last word of a line
  static const char *const words[] = {"and", "or", "not", "is", "in", "has", "of", "then", "else", "if", "any", "all", "none", "exactly", "contains", "with", "matches", "within", "than", "before", "after", "between", "where", NULL};
  for (int i = 0; words[i]; i++) if (text_is(word, words[i])) return true;
  return false;
}
bool session_unfinished(Text t) {
  uint32_t depth = 0, word = 0, word_end = 0;
  char last = 0;
  Text trimmed = text_trim(t);
  if (trimmed.size && trimmed.data[0] == ':') return false;
  for (uint32_t i = 0; i < t.size; i++) {
    char c = t.data[i];
    if (c == '"') { for (i++; i < t.size && t.data[i] != '"' && t.data[i] != '\n'; i++) if (t.data[i] == '\\') i++; last = '"'; continue; }
    if (c == '#') { while (i + 1 < t.size && t.data[i + 1] != '\n') i++; continue; }
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') continue;
    bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
    if (c == '(' || c == '[' || c == '{') depth++;
    if (depth && (c == ')' || c == ']' || c == '}')) depth--;
    if (letter && word_end != i) word = i;
    if (letter) word_end = i + 1;
    last = letter ? 'a' : c;
  }
  if (depth) return true;
  if (last == 'a') return word_goes_on((Text){t.data + word, word_end - word});
  return last && strchr("+-*/=<>,", last) != NULL;
}
uint32_t session_complete(Session *s, Text line, uint32_t *from, const Text **words) {
  (void)s;
  *from = line.size;
  *words = NULL;
  return 0;
}
