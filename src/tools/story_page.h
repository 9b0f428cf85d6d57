// story_page.h -- one lead's story as a page of its own: the waterfall as a picture, what gave nothing, what follows.
#pragma once
#include "tools/page.h"
#include "tools/story.h"
#include "tools/what_if.h"

void story_page(const Story *story, const WhatIf *what_if, Buffer *b); // what_if: NULL, or suggestions at its end
