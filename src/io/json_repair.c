// json_repair.c -- a second look at a record's text, for the few that need one.
#include "io/json_repair.h"
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool begins_number(char c) { return c == '-' || is_digit(c); }
static bool in_number(char c) { return is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'; }

// Behind the closing quote of the string whose quote is at `at`; `size` when there is none.
static size_t string_end(const char *data, size_t size, size_t at) {
  for (at++; at < size; at++) {
    if (data[at] == '\\') at++;
    else if (data[at] == '"') return at + 1;
  }
  return size;
}

static size_t number_end(const char *data, size_t size, size_t at) {
  while (at < size && in_number(data[at])) at++;
  return at;
}

// The four hexadecimal digits of "\uXXXX" at `at`, or -1.
static int32_t escape_value(const char *data, size_t end, size_t at) {
  int32_t value = 0;
  if (end - at < 6 || data[at] != '\\' || data[at + 1] != 'u') return -1;
  for (size_t i = at + 2; i < at + 6; i++) {
    char c = data[i];
    int32_t digit = is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) return -1;
    value = value << 4 | digit;
  }
  return value;
}

// The next lone surrogate in [at, end), or `end`.
static size_t lone_surrogate(const char *data, size_t end, size_t at) {
  while (at < end) {
    if (data[at] != '\\') {
      at++;
      continue;
    }
    int32_t value = escape_value(data, end, at);
    bool high = value >= 0xD800 && value < 0xDC00, low = value >= 0xDC00 && value < 0xE000;
    int32_t next = high ? escape_value(data, end, at + 6) : -1;
    if (low || (high && !(next >= 0xDC00 && next < 0xE000))) return at;
    at += high ? 12 : value >= 0 ? 6 : 2;
  }
  return end;
}

static bool digits_skip(const char **p, const char *end) {
  const char *start = *p;
  while (*p < end && is_digit(**p)) ++*p;
  return *p > start;
}

static bool number_sound(const char *p, const char *end) {
  if (p < end && *p == '-') p++;
  const char *whole = p;
  if (!digits_skip(&p, end) || (*whole == '0' && p - whole > 1)) return false;
  if (p < end && *p == '.' && (p++, !digits_skip(&p, end))) return false;
  if (p < end && (*p == 'e' || *p == 'E')) {
    p++;
    if (p < end && (*p == '+' || *p == '-')) p++;
    if (!digits_skip(&p, end)) return false;
  }
  return p == end;
}

bool json_repair(const char *data, size_t size, char *copy) {
  bool changed = false;
  if (size) memcpy(copy, data, size);
  memset(copy + size, ' ', JSON_PADDING);
  for (size_t at = 0, end; at < size; at = end) {
    end = at + 1;
    if (data[at] == '"') {
      end = string_end(data, size, at);
      for (size_t s = at; (s = lone_surrogate(data, end, s)) < end; s += 6, changed = true) memcpy(copy + s, "\\ufffd", 6);
    } else if (begins_number(data[at])) {
      end = number_end(data, size, at);
      if (end - at < 5 || !number_sound(data + at, data + end)) continue; // no shorter one is out of range
      memset(copy + at, ' ', end - at);
      memcpy(copy + at, "0.0", 3);
      changed = true;
    }
  }
  return changed;
}

static char type_of(uint64_t word) { return (char)(word >> 56); }
static uint32_t word_step(char type) { return type == 'l' || type == 'u' || type == 'd' ? 2 : 1; }

void json_mark_broken(const char *data, size_t size, uint64_t *tape) {
  uint32_t index = 1;
  for (size_t at = 0; at < size;) {
    if (data[at] != '"') {
      at++;
      continue;
    }
    size_t end = string_end(data, size, at);
    while (type_of(tape[index]) != '"') index += word_step(type_of(tape[index]));
    if (lone_surrogate(data, end, at) < end) tape[index] = (tape[index] & ~(0xFFull << 56)) | (uint64_t)'x' << 56;
    index++;
    at = end;
  }
}

uint32_t json_number_token(JsonPlace *place, const char *data, uint32_t size_all, const uint64_t *tape, uint32_t index, uint32_t *size) {
  size_t at = place->at, end = at;
  uint32_t numbers = 0;
  for (uint32_t i = place->tape; i < index; i += word_step(type_of(tape[i]))) numbers += word_step(type_of(tape[i])) == 2;
  for (;; at = end) {
    while (at < size_all && data[at] != '"' && !begins_number(data[at])) at++;
    if (at >= size_all) break;
    end = data[at] == '"' ? string_end(data, size_all, at) : number_end(data, size_all, at);
    if (data[at] != '"' && numbers-- == 0) break;
  }
  *place = (JsonPlace){index, (uint32_t)at};
  *size = (uint32_t)(end - at);
  return (uint32_t)at;
}
