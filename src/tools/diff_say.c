// diff_say.c -- pieces of text, and the headline of a report.
#include "tools/diff_say.h"
#include <stdio.h>

Text say_count(Arena *a, uint64_t n) {
  char digits[32], out[48];
  int size = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n), k = 0;
  for (int i = 0; i < size; i++) {
    if (i && (size - i) % 3 == 0) out[k++] = ',';
    out[k++] = digits[i];
  }
  return text_copy(a, (Text){out, (uint32_t)k});
}
Text say_leads(Arena *a, uint64_t n, const char *verb, const char *verbs) { return text_format(a, "%.*s lead%s %s", SAY(say_count(a, n)), n == 1 ? "" : "s", n == 1 ? verb : verbs); }
Text say_share(Arena *a, uint64_t part, uint64_t whole) { // one place, half up; what is some is never shown as none
  if (!whole) return TEXT("0%");
  uint64_t tenths = (uint64_t)(((unsigned __int128)part * 2000 + whole) / ((unsigned __int128)whole * 2));
  if (part && !tenths) return TEXT("<0.1%");
  if (part < whole && tenths == 1000) return TEXT(">99.9%");
  if (tenths % 10 == 0) return text_format(a, "%llu%%", (unsigned long long)tenths / 10);
  return text_format(a, "%llu.%llu%%", (unsigned long long)tenths / 10, (unsigned long long)tenths % 10);
}
Text say_points(Arena *a, int64_t units, bool sign) {
  char out[DECIMAL_TEXT_BYTES + 1];
  out[0] = '+';
  uint32_t n = decimal_format(units, out + 1);
  return text_copy(a, sign && units > 0 ? (Text){out, n + 1} : (Text){out + 1, n});
}
Text say_place(Arena *a, uint32_t n) {
  bool teen = n % 100 >= 11 && n % 100 <= 13;
  return text_format(a, "%u%s", n, teen ? "th" : n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th");
}
Text diff_bare(Arena *a, Text t) {
  char *out = arena_alloc(a, t.size + 1);
  uint32_t n = 0;
  for (uint32_t i = 0; i < t.size; i++) if (t.data[i] != CODE[0] && t.data[i] != PLAIN[0]) out[n++] = t.data[i];
  return (Text){out, n};
}
const char *say_relation(DiffRelation r) {
  switch (r) {
    case RELATION_SAME: return "takes the same leads";
    case RELATION_WIDER: return "wider";
    case RELATION_NARROWER: return "narrower";
    case RELATION_DIFFERENT: return "neither wider nor narrower";
    case RELATION_NOT_NARROWER: return "the same or wider";
    case RELATION_NOT_WIDER: return "the same or narrower";
    case RELATION_UNDECIDED: return "wider or narrower is undecided";
    default: return "";
  }
}
static bool is_bare(DiffKind k) { return k == DIFF_PARAMETER || k == DIFF_SCORE || k == DIFF_DEFINE || k == DIFF_LIST || k == DIFF_TABLE || k == DIFF_EXTERN || k == DIFF_FIELD; }
Text say_title(Arena *a, const DiffItem *it) {
  if (it->kind == DIFF_SETTING) return TEXT("the settings");
  if (is_bare(it->kind)) return text_format(a, CODE "%.*s" PLAIN, SAY(it->name));
  if (it->score.size) return text_format(a, CODE "%.*s \"%.*s\"" PLAIN, SAY(it->score), SAY(it->name));
  return text_format(a, CODE "\"%.*s\"" PLAIN, SAY(it->name));
}
Text say_called(Arena *a, const DiffItem *it) {
  Text title = say_title(a, it);
  return it->kind == DIFF_SETTING ? title : text_format(a, "%s %.*s", diff_kind_word(it->kind), SAY(title));
}
// Parts whose text says what they are.
static bool speaks(const DiffPart *p) {
  static const char *const names[] = {"points", "type", "decay", "value", "values", "columns", "rows", "expect", NULL};
  for (int i = 0; names[i]; i++) if (strcmp(p->name, names[i]) == 0) return true;
  return text_is(p->text, "otherwise");
}
Text say_whole(Arena *a, const DiffItem *it) {
  Text all = {0};
  for (uint32_t i = 0; i < it->parts.count; i++) {
    const DiffPart *p = &it->parts.items[i];
    if (strcmp(p->name, "score") == 0 || (it->kind == DIFF_TEST && strcmp(p->name, "lead") == 0)) continue;
    bool flag = text_is(p->text, "yes");
    all = text_format(a, "%.*s%s%s%s%.*s", SAY(all), all.size ? ", " : "", speaks(p) ? "" : p->name, speaks(p) || flag ? "" : " ", SAY(flag ? (Text){0} : p->text));
  }
  return all.size ? text_format(a, CODE "%.*s" PLAIN, SAY(all)) : all;
}

static void headline(Sheet *s, const DiffReport *r) {
  const DiffLeads *l = r->leads;
  Arena *a = s->arena;
  Text rules = r->diff->differences == 0 ? TEXT("No difference in the rules") : text_format(a, "%.*s difference%s in the rules", SAY(say_count(a, r->diff->differences)), r->diff->differences == 1 ? "" : "s");
  if (!l) { sheet_strong(s, text_format(a, "%.*s.", SAY(rules))); return; }
  if (!l->moved) { sheet_strong(s, text_format(a, "%.*s. None of %.*s moves.", SAY(rules), SAY(l->compared == 1 ? TEXT("1 lead") : text_format(a, "%.*s leads", SAY(say_count(a, l->compared)))))); return; }
  sheet_strong(s, text_format(a, "%.*s. Of %.*s lead%s, the stage changes for %.*s (%.*s), the route for %.*s (%.*s), a score for %.*s (%.*s).", SAY(rules), SAY(say_count(a, l->compared)), l->compared == 1 ? "" : "s",
                              SAY(say_count(a, l->stage_moved)), SAY(say_share(a, l->stage_moved, l->compared)), SAY(say_count(a, l->route_moved)), SAY(say_share(a, l->route_moved, l->compared)),
                              SAY(say_count(a, l->score_moved)), SAY(say_share(a, l->score_moved, l->compared))));
}
void diff_say(Sheet *s, const DiffReport *r) {
  Arena *a = s->arena;
  sheet_begin(s, text_format(a, CODE "%.*s" PLAIN " \xE2\x86\x92 " CODE "%.*s" PLAIN, SAY(r->old_name), SAY(r->new_name)), (Text){0});
  if (s->form == SHEET_HTML) picture_style(s->out);
  headline(s, r);
  for (uint32_t i = 0; i < r->broken_count; i++) sheet_strong(s, text_format(a, "Over the limit: %.*s.", SAY(r->broken[i])));
  diff_say_rules(s, r->diff);
  if (r->leads) diff_say_leads(s, r);
  sheet_end(s);
}
