// json.cpp -- simdjson's DOM parser behind json.h.
//
// The strings go straight to where they will stay: the document's string buffer is lent for each parse, so that a batch's
// texts point into it and nothing is copied. Its own buffer is kept aside and put back before anything else can free it.
#include "io/json.h"
#include "base/limits.h"
#include <cstdlib>
#include <new>
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

using namespace simdjson;

struct JsonParser {
  dom::parser parser;
  dom::document document;
};

namespace {
constexpr size_t least_capacity = 16 << 10;
// A few more than the limit: empty brackets are not counted by simdjson, so the reader counts exactly.
constexpr size_t depth = LIMIT_JSON_DEPTH + 4;

JsonStatus status_of(error_code error) {
  switch (error) {
    case SUCCESS: return JSON_SOUND;
    case MEMALLOC: case CAPACITY: return JSON_NO_MEMORY;
    case DEPTH_ERROR: return JSON_DEEP;
    case STRING_ERROR: return JSON_STRING;
    case NUMBER_ERROR: return JSON_NUMBER;
    case UTF8_ERROR: return JSON_UTF8;
    case UNESCAPED_CHARS: return JSON_CONTROL;
    case UNCLOSED_STRING: return JSON_UNCLOSED;
    case EMPTY: return JSON_EMPTY;
    default: return JSON_BROKEN;
  }
}

size_t capacity_for(size_t size) {
  size_t capacity = least_capacity;
  while (capacity < size) capacity *= 2;
  return capacity;
}
error_code grow_tokens(JsonParser &p, size_t size) { return p.parser.capacity() >= size ? SUCCESS : p.parser.allocate(capacity_for(size), depth); }
error_code grow(JsonParser &p, size_t size) {
  if (error_code error = grow_tokens(p, size)) return error;
  return p.document.capacity() >= size ? SUCCESS : p.document.allocate(capacity_for(size));
}
} // namespace

// simdjson chooses its code for this processor when it is first used, and ends the program when there is no memory for that.
// So it does here, with a little room just proved, and not in the midst of the work.
extern "C" JsonParser *json_parser_new(void) {
  void *room = std::malloc(4096);
  if (!room) return nullptr;
  std::free(room);
  if (!validate_utf8("", 0)) return nullptr; // never
  return new (std::nothrow) JsonParser;
}
extern "C" void json_parser_free(JsonParser *parser) { delete parser; }

extern "C" JsonStatus json_parse(JsonParser *p, const char *data, size_t size, uint8_t *strings, uint64_t **tape) {
  if (error_code error = grow(*p, size)) return status_of(error);
  std::unique_ptr<uint8_t[]> own = std::move(p->document.string_buf);
  p->document.string_buf.reset(strings);
  auto result = p->parser.parse_into_document(p->document, reinterpret_cast<const uint8_t *>(data), size, false);
  p->document.string_buf.release();
  p->document.string_buf = std::move(own);
  *tape = p->document.tape.get();
  return status_of(result.error());
}

extern "C" bool json_tokens(JsonParser *p, const char *data, size_t size, const uint32_t **tokens, uint32_t *count) {
  if (grow_tokens(*p, size) || size > UINT32_MAX / 2) return false;
  auto &first = *p->parser.implementation;
  if (first.stage1(reinterpret_cast<const uint8_t *>(data), size, stage1_mode::regular)) return false;
  *tokens = first.structural_indexes.get();
  *count = first.n_structural_indexes;
  return true;
}
extern "C" bool json_valid_utf8(const char *data, size_t size) { return validate_utf8(data, size); }
