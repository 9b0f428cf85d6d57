// regex.cpp -- the only file that knows RE2. Takes memory with new: the one part of the engine outside its Allocator.
#include "vm/regex.h"
#include "base/limits.h"
#include <cstdio>
#include <re2/re2.h>

struct Regex {
  re2::RE2 re2;
  Regex(re2::StringPiece pattern, const re2::RE2::Options &options) : re2(pattern, options) {}
};

static re2::RE2::Options regex_options() {
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_dot_nl(false);
  options.set_never_capture(true);
  options.set_log_errors(false);
  options.set_max_mem(LIMIT_REGEX_BYTES);
  return options;
}

// RE2 says which piece of the pattern it means; its first place in the pattern is where to look.
static uint32_t error_place(const re2::RE2 &re2) {
  size_t at = re2.error_arg().empty() ? std::string::npos : re2.pattern().find(re2.error_arg());
  return at == std::string::npos ? 0 : static_cast<uint32_t>(at);
}

extern "C" Regex *regex_new(const char *pattern, uint32_t size, char why[REGEX_WHY_BYTES], uint32_t *at) {
  *at = 0;
  Regex *regex = nullptr;
  try {
    regex = new Regex(re2::StringPiece(pattern, size), regex_options());
    if (regex->re2.ok()) return regex;
    *at = error_place(regex->re2);
    std::snprintf(why, REGEX_WHY_BYTES, "%s", regex->re2.error().c_str());
  } catch (...) {
    std::snprintf(why, REGEX_WHY_BYTES, "out of memory");
  }
  delete regex;
  return nullptr;
}

extern "C" void regex_free(Regex *regex) { delete regex; }

extern "C" int regex_match(const Regex *regex, const char *text, uint32_t size) {
  try {
    return regex->re2.Match(re2::StringPiece(text, size), 0, size, re2::RE2::UNANCHORED, nullptr, 0);
  } catch (...) {
    return -1;
  }
}
