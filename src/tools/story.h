// story.h -- one lead's decision as words: every line of every score, rules that gave nothing with why, and what follows from them.
//
// Made from the trace and a study (tools/study.h) of the lead just decided; shown by waterfall (terminal) and story_page (HTML).
// Everything is in the caller's arena.
#pragma once
#include "tools/study.h"

typedef enum {
  LINE_FIRED,    // a rule: points, and what it saw
  LINE_LIMIT,    // what a group, the score's range, or a decay of a group took
  LINE_DERIVED,
  LINE_UNKNOWN,  // a rule that cannot be decided, with the fields behind it
  LINE_IDLE      // a rule that gave nothing, with the first condition that failed
} StoryKind;
typedef struct StoryLine { StoryKind kind; Text label, note, because; int64_t points; RubricItem at; } StoryLine;
typedef struct StoryScore { Text name; bool known; int64_t value; StoryLine *lines; uint32_t count; } StoryScore;

typedef enum { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_DIM } Tone;
// One thing that follows: head "stage", name "MQL", note "fit is 45, wants 60 or more"; heads repeat.
typedef struct StoryItem { const char *head; Text name, note; Tone tone; RubricItem at; } StoryItem; // at.line 0: no place

typedef struct Story {
  Text lead;                 // its key, or its number
  const char *status;
  Text rules;                // their name, may be empty
  StoryScore *scores; uint32_t score_count;
  VEC(StoryItem) items;
} Story;

// Of row `row` of the batch that `study` has just decided. NULL: there is no trace.
const Story *story_tell(const Study *study, uint32_t row, Arena *arena);
const char *status_name(uint8_t status);
