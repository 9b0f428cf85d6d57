// story_parts.h -- what the files of story share; nobody else includes it.
#pragma once
#include "tools/story.h"
#include "tools/why.h"

#define TEXT_F "%.*s"
#define TEXT_A(t) (int)(t).size, (t).data

typedef struct Teller { const Study *study; uint32_t row; Arena *arena; RubricTrace trace; Story *story; } Teller;
Text story_number(Arena *arena, int64_t units);
void tell_items(Teller *t);    // story_items.c
