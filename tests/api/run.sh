#!/bin/sh
# Only rubric_* is visible in the library, static and shared; the embedders' programs also work with the shared one.
build=${BUILD:-build}
here=$(dirname "$0")
passed=0 failed=0
look() { # title, names
  if [ -z "$2" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "$1 shows: $2"; fi
}
look "librubric.a" "$(readelf -sW "$build/librubric.a" | awk '($5 == "GLOBAL" || $5 == "WEAK") && $7 != "UND" { print $8 }' | grep -v '^rubric_' | grep -v '^__odr_asan' | head -n 5)"
look "librubric.so" "$(nm -D --defined-only "$build/librubric.so" | awk '{ print $3 }' | grep -v '^rubric_' | head -n 5)"
declared=$(sed -n 's/^RUBRIC_API .*[ *]\(rubric_[a-z_]*\)(.*/\1/p' "$here/../../src/rubric.h" | sort)
defined=$(nm -D --defined-only "$build/librubric.so" | awk '{ print $3 }' | grep '^rubric_' | sort)
if [ -n "$declared" ] && [ "$declared" = "$defined" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "rubric.h declares other calls than librubric.so has"; fi
sanitizers=
nm -D --undefined-only "$build/librubric.so" | grep -q __asan && sanitizers=-fsanitize=address,undefined
for file in "$here"/*.c "$here"/*.cpp; do
  name=$(basename "$file")
  compiler="${CC:-cc} -std=gnu11"
  case $name in *.cpp) compiler="${CXX:-c++} -std=c++17" ;; esac
  mkdir -p "$build/tests/api/shared"
  if $compiler $sanitizers -I"$here/../../src" -pthread -o "$build/tests/api/shared/$name.run" "$file" -L"$build" -lrubric -Wl,-rpath,"$(cd "$build" && pwd)" && output=$("$build/tests/api/shared/$name.run" 2>&1)
  then passed=$((passed + 1)); else failed=$((failed + 1)); echo "with librubric.so, $name: $output"; fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
