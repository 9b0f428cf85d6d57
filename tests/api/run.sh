#!/bin/sh
# Only rubric_* is visible in the library, static and shared.
build=${BUILD:-build}
passed=0 failed=0
look() { # title, names
  if [ -z "$2" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$1 shows: $2"; fi
}
look "librubric.a" "$(readelf -sW "$build/librubric.a" | awk '($5 == "GLOBAL" || $5 == "WEAK") && $7 != "UND" { print $8 }' | grep -v '^rubric_' | grep -v '^__odr_asan' | head -n 5)"
look "librubric.so" "$(nm -D --defined-only "$build/librubric.so" | awk '{ print $3 }' | grep -v '^rubric_' | head -n 5)"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
