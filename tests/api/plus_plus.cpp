// plus_plus.cpp -- the header from C++.
#include "embed.h"

int main() {
  RubricProgram *program = compiled(sample_rules);
  CHECK(program != nullptr && rubric_item_count(program, RUBRIC_STAGES) == 2 && rubric_field_count(program) > 6);
  CHECK(rubric_std_count() >= 3);
  RubricText source;
  CHECK(rubric_std_module("email", &source) && source.size > 0 && !rubric_std_module("nothing", &source));
  rubric_program_free(program);
  return DONE();
}
