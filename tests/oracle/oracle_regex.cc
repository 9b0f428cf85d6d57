// oracle_regex.cc -- `matches`: RE2 syntax, ignoring case, anywhere in the text; a dot takes no line feed.
#include <re2/re2.h>
#include <stdint.h>

extern "C" {
struct RegexText { const char *data; uint32_t size; };
bool oracle_regex(RegexText pattern, RegexText text) {
  RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  RE2 re(re2::StringPiece(pattern.data, pattern.size), options);
  return re.ok() && RE2::PartialMatch(re2::StringPiece(text.data, text.size), re);
}
}
