// automaton.c -- built level by level from sorted keywords; run as a dense table when that is small, else over the trie.
//
// A dense table has one row number per state and class of bytes (bytes in no keyword are one class): one load a byte. It
// grows with states x classes, so above DENSE_BYTES the trie itself is walked with failure links, at 13 bytes a state.
#include "vm/automaton.h"

enum { DENSE_BYTES = 4 << 20 };         // about what a second-level cache holds
#define HAS_OUTPUT 0x80000000u          // on a row number in the dense table: its state says something

// ---- keywords in order ----------------------------------------------------------------------------------------------

static void keywords_merge(const Keyword *from, Keyword *to, uint64_t low, uint64_t middle, uint64_t high) {
  uint64_t a = low, b = middle;
  for (uint64_t i = low; i < high; i++)
    to[i] = b == high || (a < middle && text_compare(from[a].text, from[b].text) <= 0) ? from[a++] : from[b++];
}

// Merge sort: the C library's qsort takes memory behind the allocator's back.
static void keywords_sort(Keyword *keywords, uint32_t count, Arena *scratch) {
  Keyword *from = keywords, *to = ARENA_MANY(scratch, Keyword, count);
  for (uint64_t width = 1; width < count; width *= 2) {
    for (uint64_t low = 0; low < count; low += 2 * width) {
      uint64_t middle = low + width < count ? low + width : count;
      keywords_merge(from, to, low, middle, middle + width < count ? middle + width : count);
    }
    Keyword *swap = from;
    from = to, to = swap;
  }
  if (from != keywords) memcpy(keywords, from, sizeof(Keyword) * count);
}

static uint32_t shared_bytes(Text a, Text b) {
  uint32_t n = 0;
  while (n < a.size && n < b.size && a.data[n] == b.data[n]) n++;
  return n;
}

static uint32_t states_count(const Keyword *keywords, uint32_t count, Arena *arena) {
  uint64_t states = 1;
  for (uint32_t i = 0; i < count; i++)
    states += keywords[i].text.size - (i ? shared_bytes(keywords[i - 1].text, keywords[i].text) : 0);
  if (states >= UINT32_MAX) arena_fail(arena);
  return (uint32_t)states;
}

// ---- the trie -------------------------------------------------------------------------------------------------------

static uint32_t trie_child(const Trie *trie, uint32_t state, uint8_t label) {   // 0, the root: none
  uint32_t first = trie->first_child[state], count = trie->first_child[state + 1] - first;
  if (count == 0) return 0;
  const uint8_t *labels = trie->labels + first, *found = memchr(labels, label, count);
  return found ? first + (uint32_t)(found - labels) : 0;
}

static uint32_t trie_step(const Trie *trie, uint32_t state, uint8_t label) {
  for (;; state = trie->fail[state]) {
    uint32_t child = trie_child(trie, state, label);
    if (child || state == 0) return child;
  }
}

static void trie_alloc(Trie *trie, Arena *arena, uint32_t states) {
  trie->first_child = ARENA_MANY(arena, uint32_t, states + (uint64_t)1);
  trie->fail = ARENA_MANY(arena, uint32_t, states);
  trie->output = ARENA_MANY(arena, uint32_t, states);
  trie->labels = ARENA_MANY(arena, uint8_t, states);
  trie->states = 1;
}

typedef struct Range { uint32_t low, high, depth; } Range;    // the sorted keywords below a state

// The keywords that end at a state come first in its range, as they are the shortest.
static uint32_t outputs_add(Automaton *automaton, const Keyword *keywords, Range *range, uint32_t link) {
  for (; range->low < range->high && keywords[range->low].text.size == range->depth; range->low++) {
    const Keyword *keyword = &keywords[range->low];
    automaton->outputs[automaton->output_count] = (Output){keyword->symbol, keyword->place, range->depth, link};
    link = automaton->output_count++;
  }
  return link;
}

static void children_add(Trie *trie, uint32_t state, const Keyword *keywords, Range *ranges) {
  Range range = ranges[state];
  trie->first_child[state] = trie->states;
  while (range.low < range.high) {
    uint32_t child = trie->states++, low = range.low;
    uint8_t label = (uint8_t)keywords[low].text.data[range.depth];
    while (range.low < range.high && (uint8_t)keywords[range.low].text.data[range.depth] == label) range.low++;
    ranges[child] = (Range){low, range.low, range.depth + 1};
    trie->labels[child] = label;
    trie->fail[child] = state ? trie_step(trie, trie->fail[state], label) : 0;
  }
  trie->first_child[state + 1] = trie->states;
}

// A failure link points to a shorter state, whose children stand already, since states come in order of their depth.
static void trie_build(Automaton *automaton, Trie *trie, const Keyword *keywords, uint32_t count, uint32_t states, Arena *scratch) {
  Range *ranges = ARENA_MANY(scratch, Range, states);
  ranges[0] = (Range){0, count, 0};
  for (uint32_t state = 0; state < states; state++) {
    trie->output[state] = outputs_add(automaton, keywords, &ranges[state], trie->output[trie->fail[state]]);
    children_add(trie, state, keywords, ranges);
  }
}

static void trie_copy(Trie *to, const Trie *from, uint32_t states, Arena *arena) {
  trie_alloc(to, arena, states);
  memcpy(to->first_child, from->first_child, sizeof(uint32_t) * (states + (size_t)1));
  memcpy(to->fail, from->fail, sizeof(uint32_t) * states);
  memcpy(to->output, from->output, sizeof(uint32_t) * states);
  memcpy(to->labels, from->labels, states);
}

// ---- the dense table ------------------------------------------------------------------------------------------------

static uint32_t classes_number(uint16_t *classes, const Trie *trie, uint32_t states) {
  uint32_t count = 1;                   // class 0: in no keyword
  for (uint32_t s = 1; s < states; s++)
    if (classes[trie->labels[s]] == 0) classes[trie->labels[s]] = (uint16_t)count++;
  return count;
}

// A state does what its failure state does, but for its own children.
static void dense_build(Automaton *automaton, const Trie *trie, uint32_t states) {
  uint32_t stride = automaton->stride;
  for (uint32_t s = 0; s < states; s++) {
    uint32_t *row = automaton->dense + (size_t)s * stride;
    if (s) memcpy(row, automaton->dense + (size_t)trie->fail[s] * stride, sizeof(uint32_t) * stride);
    for (uint32_t child = trie->first_child[s]; child < trie->first_child[s + 1]; child++)
      row[automaton->classes[trie->labels[child]]] = child * stride | (trie->output[child] ? HAS_OUTPUT : 0);
    row[stride - 1] = trie->output[s];
  }
}

void automaton_build(Automaton *automaton, Keyword *keywords, uint32_t count, Arena *arena, Arena *scratch) {
  *automaton = (Automaton){0};
  if (count == 0) return;
  keywords_sort(keywords, count, scratch);
  uint32_t states = states_count(keywords, count, scratch);
  Trie trie;
  trie_alloc(&trie, scratch, states);
  automaton->outputs = ARENA_MANY(arena, Output, count + (uint64_t)1);
  automaton->output_count = 1;
  trie_build(automaton, &trie, keywords, count, states, scratch);
  automaton->stride = classes_number(automaton->classes, &trie, states) + 1;
  if ((uint64_t)states * automaton->stride * sizeof(uint32_t) > DENSE_BYTES) {
    trie_copy(&automaton->trie, &trie, states, arena);
  } else {
    automaton->dense = ARENA_MANY(arena, uint32_t, states * automaton->stride);
    dense_build(automaton, &trie, states);
  }
}

// ---- running --------------------------------------------------------------------------------------------------------

// Every keyword that ends after `size` bytes. A chain that was told before in this text has been told to its end; a keyword
// that starts the text is met there first.
static void outputs_tell(const Automaton *automaton, uint32_t output, uint32_t size, Sighting *sighting) {
  while (output && sighting->marks[output] != sighting->now) {
    const Output *o = &automaton->outputs[output];
    sighting->marks[output] = sighting->now;
    bool stands = o->place == PLACE_ANYWHERE || (o->place == PLACE_START && o->size == size);
    if (stands) sighting->symbols[sighting->count++] = o->symbol;
    output = o->link;
  }
}

static void ends_tell(const Automaton *automaton, uint32_t output, Sighting *sighting) {
  for (; output; output = automaton->outputs[output].link)
    if (automaton->outputs[output].place == PLACE_END) sighting->symbols[sighting->count++] = automaton->outputs[output].symbol;
}

static uint32_t dense_run(const Automaton *automaton, Text text, Sighting *sighting) {
  const uint32_t *dense = automaton->dense;
  uint32_t row = 0;
  for (uint32_t i = 0; i < text.size; i++) {
    uint32_t next = dense[row + automaton->classes[(uint8_t)text.data[i]]];
    row = next & ~HAS_OUTPUT;
    if (next & HAS_OUTPUT) outputs_tell(automaton, dense[row + automaton->stride - 1], i + 1, sighting);
  }
  return dense[row + automaton->stride - 1];
}

static uint32_t trie_run(const Automaton *automaton, Text text, Sighting *sighting) {
  const Trie *trie = &automaton->trie;
  uint32_t state = 0;
  for (uint32_t i = 0; i < text.size; i++) {
    state = trie_step(trie, state, (uint8_t)text.data[i]);
    if (trie->output[state]) outputs_tell(automaton, trie->output[state], i + 1, sighting);
  }
  return trie->output[state];
}

void automaton_run(const Automaton *automaton, Text text, Sighting *sighting) {
  if (automaton->output_count == 0) return;
  uint32_t last = automaton->dense ? dense_run(automaton, text, sighting) : trie_run(automaton, text, sighting);
  ends_tell(automaton, last, sighting);
}
